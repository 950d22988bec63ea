//! Who is meant: actors, recipients, speakers and the groups of figures.
//!
//! In:  a mention of a claim, the document's context, the world.
//! Out: `ResolvedMention`s and the like. In order: a name that the document defines; the actor file; a state and its organs
//!      ("Syrian troops", "the Kremlin"); a described actor without an id; a town, which is no actor and moves to the places.
//!
//! Not here: which place such a town is (`where_`).

mod alias;
mod link;
mod state;

use crate::context::DocumentContext;
use crate::describe;
use dateline_knowledge::{ActorKind, World};
use dateline_model::{
    Claim, Figure, Group, Mention, PlaceMention, PlaceRole, ResolvedFigure, ResolvedMention, ResolvedSpeaker, RuleId, Span, Speaker,
    SpeakerKind,
};
pub(crate) use link::names_actor;

/// The participants of a claim; those that are places stand apart.
pub(crate) struct Parties {
    pub actors: Vec<ResolvedMention>,
    pub recipients: Vec<ResolvedMention>,
    pub places: Vec<PlaceMention>,
}

/// Links the participants of a claim.
pub(crate) fn parties(claim: &Claim, context: &DocumentContext, world: &World) -> Parties {
    let mut parties = Parties { actors: Vec::new(), recipients: Vec::new(), places: Vec::new() };
    for mention in &claim.actors {
        match participant(mention, false, context, world) {
            Participant::Actor(actor) => add(&mut parties.actors, actor),
            Participant::Place(place) => parties.places.push(place),
        }
    }
    let of_ground = OF_GROUND.contains(&claim.act.as_str());
    for mention in &claim.recipients {
        match participant(mention, of_ground, context, world) {
            Participant::Actor(actor) => add(&mut parties.recipients, actor),
            Participant::Place(place) => parties.places.push(place),
        }
    }
    parties
}

/// One actor once: "Syria's army … its troops" in one role is one party.
fn add(list: &mut Vec<ResolvedMention>, actor: ResolvedMention) {
    if actor.link.chosen.is_none() || !list.iter().any(|known| known.link.chosen == actor.link.chosen) {
        list.push(actor);
    }
}

enum Participant {
    Actor(ResolvedMention),
    Place(PlaceMention),
}

/// Acts that are done to ground: a bare name that they are done to is a place's if any place bears it, whatever the parser took it for.
const OF_GROUND: [&str; 8] = ["take_territory", "advance", "expand_control", "withdraw", "besiege", "cut_road", "reopen_road", "offensive"];

fn participant(mention: &Mention, of_ground: bool, context: &DocumentContext, world: &World) -> Participant {
    let resolved = mentioned(mention, context, world);
    if resolved.link.chosen.is_none() && link::is_town(mention, of_ground, context, world) {
        let name = crate::toponyms::name_in(mention.span, context.text()).unwrap_or(mention.span);
        let rule = RuleId::new("where.participant-is-a-place");
        return Participant::Place(PlaceMention { span: mention.span, name, role: PlaceRole::At, rule });
    }
    Participant::Actor(resolved)
}

/// A mention and who it is.
fn mentioned(mention: &Mention, context: &DocumentContext, world: &World) -> ResolvedMention {
    let mut link = link::link(mention.span, mention.head, context, world);
    if link.chosen.is_none()
        && let Some(antecedent) = mention.antecedent
    {
        let other = link::link(antecedent, antecedent, context, world);
        if other.chosen.is_some() {
            link = other;
            link.reason = format!("stands for “{}”: {}", context.words(antecedent), link.reason);
        }
    }
    let actor = link.chosen.as_ref().and_then(|id| world.actors.get(id, &world.countries));
    let role_code = match &actor {
        Some(actor) => {
            let country = world.countries.get(&actor.country).map(|country| country.iso3.to_uppercase()).unwrap_or_default();
            match (country.as_str(), actor.sector.as_str()) {
                ("", "") => None,
                (country, "") => Some(country.to_string()),
                (country, sector) => Some(format!("{country}-{sector}")),
            }
        }
        None => {
            let described = describe::describe(context.words(mention.span), context.words(mention.head), world);
            if described != describe::Described::default() {
                link.reason = format!("{}; its words tell: {}", link.reason, described.told());
            }
            described.role_code()
        }
    };
    // Nobody of the actor file: a pronoun or a description still has the name that it stands for.
    let named = || mention.antecedent.map(|antecedent| context.words(antecedent)).filter(|words| words.contains(char::is_uppercase));
    let name = actor.map(|actor| actor.name).or_else(|| named().map(str::to_string));
    ResolvedMention { mention: mention.clone(), name, link, role_code }
}

/// A speaker: the actor file knows the kind better than the words.
pub(crate) fn speaker(speaker: &Speaker, context: &DocumentContext, world: &World) -> ResolvedSpeaker {
    let resolved = mentioned(&speaker.mention, context, world);
    let actor = resolved.link.chosen.as_ref().and_then(|id| world.actors.get(id, &world.countries));
    let known = actor.as_ref().and_then(|actor| match actor.kind {
        ActorKind::Person => sector_kind(&actor.sector),
        kind => kind.speaker(),
    });
    let words = describe::describe(context.words(speaker.mention.span), context.words(speaker.mention.head), world);
    // "Activists in HTS areas" or "a source in the army": the words say a kind of their own.
    let kind = match speaker.kind {
        Some(kind @ (SpeakerKind::Witness | SpeakerKind::Anonymous | SpeakerKind::Analyst | SpeakerKind::SocialMedia)) => Some(kind),
        other => known.or(other).or_else(|| words.sector.as_deref().and_then(sector_kind)),
    };
    ResolvedSpeaker { speaker: speaker.clone(), link: resolved.link, name: resolved.name, kind }
}

fn sector_kind(sector: &str) -> Option<SpeakerKind> {
    Some(match sector {
        "GOV" | "LEG" | "JUD" | "COP" | "PTY" | "SPY" => SpeakerKind::Official,
        "MIL" => SpeakerKind::Military,
        "REB" | "UAF" | "OPP" => SpeakerKind::ArmedGroup,
        "MED" => SpeakerKind::Media,
        "NGO" | "IGO" => SpeakerKind::Monitor,
        "EDU" => SpeakerKind::Analyst,
        _ => return None,
    })
}

/// The group of a figure, by name.
pub(crate) fn figure(figure: &Figure, context: &DocumentContext, world: &World) -> ResolvedFigure {
    let group = figure.group.as_ref().and_then(|group| match group {
        Group::Party(mention) => {
            let resolved = mentioned(mention, context, world);
            resolved.name.or_else(|| Some(context.words(mention.span).to_string()))
        }
        kind => kind.kind_name().map(str::to_string),
    });
    ResolvedFigure { group }
}

/// The words of a span without a leading article.
pub(crate) fn plain<'t>(span: Span, context: &DocumentContext<'t>) -> &'t str {
    let words = context.words(span).trim();
    ["the ", "The ", "a ", "A ", "an ", "An ", "its ", "their ", "his ", "our "]
        .iter()
        .find_map(|article| words.strip_prefix(article))
        .unwrap_or(words)
}

#[cfg(test)]
mod tests;
