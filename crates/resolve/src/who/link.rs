//! Links one mention to one actor, or says why not.
//!
//! In:  the span of a mention and of its head.
//! Out: `Linked<ActorId>` with its ranked candidates.
//!
//! Not here: pronouns (`claims` gives their antecedents), the kinds of speakers (`who`).

use super::plain;
use crate::context::DocumentContext;
use crate::describe::{country_words, is_relation};
use dateline_knowledge::{Actor, ActorKind, Alias, CountryWord, World, bare, fold};
use dateline_model::{ActorId, Candidate, Linked, Mention, Span};

/// Nouns that may stand after a group's name and still mean the group: "HTS fighters".
const MEMBERS: &[&str] = &[
    "fighters",
    "militants",
    "forces",
    "troops",
    "gunmen",
    "rebels",
    "insurgents",
    "members",
    "terrorists",
    "militia",
    "militias",
    "militiamen",
    "soldiers",
    "units",
    "group",
    "movement",
    "organization",
    "organisation",
    "combatants",
    "elements",
    "factions",
    "faction",
    "jihadists",
    "jihadis",
    "extremists",
    "guerrillas",
    "operatives",
    "positions",
    "militant",
    "fighter",
    "gang",
    "cells",
    "cell",
    "party",
    "coalition",
    "alliance",
    "officials",
    "authorities",
    "government",
    "administration",
    "artillery",
    "drones",
    "warplanes",
    "convoy",
    "headquarters",
    "insurgency",
    "network",
    "army",
    "military",
    "command",
    "media office",
    "agency",
    "news agency",
    "mission",
    "peacekeepers",
    "bases",
    "base",
    "strongholds",
    "targets",
];
/// Nouns for one of many: the mention is a person of the group, not the group.
const ONE_OF: &[&str] = &[
    "commander",
    "leader",
    "chief",
    "official",
    "officer",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "representative",
    "emir",
    "militant",
    "fighter",
    "source",
    "sources",
    "correspondent",
    "reporter",
    "journalist",
    "photographer",
    "member",
];

/// Whether the words of a span are a name of the actor file.
pub(crate) fn names_actor(span: Span, context: &DocumentContext, world: &World) -> bool {
    let words = plain(span, context);
    !aliases(words, context, world).is_empty() && world.countries.named(words).is_empty()
}

/// Whether an unlinked participant is a town or region: a bare name that the gazetteer knows, and nobody's.
pub(crate) fn is_town(mention: &Mention, context: &DocumentContext, world: &World) -> bool {
    let Some(name) = crate::toponyms::name_in(mention.span, context.text()) else { return false };
    if context.words(name).chars().next().is_none_or(char::is_lowercase) || mention.antecedent.is_some() {
        return false;
    }
    let place =
        context.places_near(name).iter().find(|place| place.mention.name == name && place.mention.rule.as_str() != "where.adjective");
    let sentence = context.tokens(name).map(|(sentence, _, _)| sentence);
    let person = sentence.into_iter().flat_map(|sentence| &sentence.entities).any(|entity| {
        entity.span.overlaps(name)
            && matches!(
                entity.kind,
                dateline_model::EntityKind::Person | dateline_model::EntityKind::Org | dateline_model::EntityKind::Norp
            )
    });
    match place {
        Some(place) => place.link.chosen.is_some() && (!person || place.link.score > 0.6),
        None => {
            !person
                && crate::where_::knows(name, context, world)
                && context.tokens(name).is_some_and(|(sentence, first, _)| {
                    matches!(sentence.tokens[first].tag, dateline_model::Tag::NNP | dateline_model::Tag::NNPS)
                })
        }
    }
}

/// The actor that a mention names.
pub(super) fn link(span: Span, head: Span, context: &DocumentContext, world: &World) -> Linked<ActorId> {
    let words = plain(span, context);
    if let Some(linked) = by_alias(words, "the actor file has this name", context, world) {
        return linked;
    }
    if let Some(linked) = defined(words, context, world) {
        return linked;
    }
    if is_relation(words) {
        return none("described by its relation to another: no actor of its own name");
    }
    if let Some(linked) = of_state(words, context, world) {
        return linked;
    }
    if let Some(linked) = member(words, context, world).or_else(|| person(words, context, world)) {
        return linked;
    }
    // "Rami Kessan of the Observatory", "Kessa's army chief": the head alone may be a name.
    let head_words = context.words(head);
    if head != span
        && head_words.chars().next().is_some_and(char::is_uppercase)
        && let Some(linked) =
            by_alias(head_words, "the actor file has the head's name", context, world).or_else(|| defined(head_words, context, world))
    {
        return linked;
    }
    none("no actor of this name")
}

fn none(reason: &str) -> Linked<ActorId> {
    Linked { reason: reason.to_string(), ..Linked::default() }
}

fn chosen(actor: &Actor, score: f32, reason: String) -> Linked<ActorId> {
    let candidates = vec![Candidate { id: actor.id.clone(), name: actor.name.clone(), score, reasons: vec![reason.clone()] }];
    Linked { chosen: Some(actor.id.clone()), score, candidates, reason }
}

/// The aliases that these words are, by case.
fn aliases<'w>(words: &str, _context: &DocumentContext, world: &'w World) -> Vec<&'w Alias> {
    let words = words.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
    let folded = fold(words);
    let upper = !words.chars().any(char::is_lowercase);
    let mut found: Vec<&Alias> = world.actors.aliased(&folded).iter().filter(|alias| !alias.acronym || upper).collect();
    if found.is_empty() {
        let shorter = bare(&folded);
        // Names of the file in two words or more may lose their article; "al-Sham" alone must not become "Sham".
        if shorter.contains(' ') || words.starts_with("al-") || words.starts_with("Al-") || words.starts_with("Al ") {
            found = world.actors.aliased(&shorter).iter().filter(|alias| !alias.acronym || upper).collect();
        }
    }
    // A common word in lower case is no name ("the front", "government"), unless the file has it with evidence.
    if !words.chars().any(char::is_uppercase) {
        found.retain(|alias| alias.weak);
    }
    found
}

/// Links words that are an alias: the reading that fits the document's date and countries.
fn by_alias(words: &str, reason: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let found = aliases(words, context, world);
    if found.is_empty() {
        return None;
    }
    let strong_elsewhere = |alias: &Alias| {
        context
            .actors
            .iter()
            .any(|hit| hit.strong && world.actors.aliased(&hit.folded).iter().any(|other| other.actor == alias.actor && !other.weak))
    };
    let mut candidates: Vec<Candidate<ActorId>> = found
        .iter()
        .map(|alias| {
            let actor = world.actors.at(alias.actor);
            let mut reasons = vec![reason.to_string()];
            let mut score: f32 = if alias.weak { 0.25 } else { 0.9 };
            let share = context.share(&actor.country);
            if alias.weak || found.len() > 1 {
                let company = if strong_elsewhere(alias) { 0.5 } else { 0.0 } + 0.6 * share.min(0.6);
                score += company;
                reasons.push(format!("named in full elsewhere or in its country: {company:.2}"));
            }
            if let Some(day) = context.document.published {
                let alias_lived = alias.valid_from.is_none_or(|from| from <= day) && alias.valid_to.is_none_or(|to| day <= to);
                // Old names live on in print for years; a name from the future does not.
                if actor.valid_from.is_some_and(|from| day < from) || alias.valid_from.is_some_and(|from| day < from) {
                    score -= 0.6;
                    reasons.push("began only after the document's day".to_string());
                } else if !actor.lived_on(day) || !alias_lived {
                    score -= 0.1;
                    reasons.push("ended before the document's day".to_string());
                }
            }
            Candidate { id: actor.id.clone(), name: actor.name.clone(), score: score.clamp(0.0, 1.0), reasons }
        })
        .collect();
    candidates.sort_by(|left, right| right.score.total_cmp(&left.score).then_with(|| left.id.cmp(&right.id)));
    candidates.truncate(5);
    let best = &candidates[0];
    if best.score < 0.5 {
        // A weak name without company is no link, and the later readings may do better.
        return None;
    }
    Some(Linked { chosen: Some(best.id.clone()), score: best.score, reason: reason.to_string(), candidates: candidates.clone() })
}

/// An acronym that the document defines, or the long name of one.
fn defined(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let definition = context.definitions.iter().find(|definition| context.words(definition.short) == words)?;
    by_alias(context.words(definition.long), "the document defines the acronym", context, world)
        .or_else(|| of_state(context.words(definition.long), context, world))
}

/// A state by name, adjective or capital, alone or with an organ: "Syria", "the Kremlin", "Syrian troops", "Iraq's defence ministry".
fn of_state(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let named = |words: &str| {
        world.countries.named(words).into_iter().max_by(|left, right| context.share(&left.0.code).total_cmp(&context.share(&right.0.code)))
    };
    let bare_words = words.trim_end_matches("'s").trim_end_matches("’s");
    if let Some((country, kind)) = named(bare_words) {
        let reason = match kind {
            CountryWord::Name => "the state of this name",
            CountryWord::Metonym => "a capital stands for its state",
            // "The Syrians" are a people, not the state.
            CountryWord::Adjective => return None,
        };
        return Some(chosen(&world.actors.of_state(country, None), 0.85, reason.to_string()));
    }
    // "the government of Kessa", "the army of Kessa".
    if let Some((noun, rest)) = words.split_once(" of ")
        && let Some(organ) = world.actors.organ(noun.trim_start_matches("the "))
        && let Some((country, CountryWord::Name)) = named(rest.trim_start_matches("the "))
    {
        return Some(chosen(&world.actors.of_state(country, Some(organ)), 0.85, format!("“{noun}” of {}", country.name)));
    }
    let (lead, noun) = lead(words, world)?;
    let (country, _) = lead;
    let organ = noun_organ(noun, world)?;
    let actor = world.actors.of_state(country, Some(organ));
    Some(chosen(&actor, 0.85, format!("“{noun}” of {}", country.name)))
}

/// The organ of a phrase: by the whole, or by its last words ("elite ground forces").
fn noun_organ<'w>(noun: &str, world: &'w World) -> Option<&'w dateline_knowledge::Organ> {
    let words: Vec<&str> = noun.split(' ').collect();
    if words.len() > 4
        || words.iter().any(|word| word.chars().next().is_some_and(|c| c.is_uppercase()) && word.to_lowercase() != *word && words.len() > 3)
    {
        return None;
    }
    (0..words.len()).find_map(|from| world.actors.organ(&words[from..].join(" ")))
}

/// A country's word at the beginning, and what follows.
fn lead<'w, 't>(words: &'t str, world: &'w World) -> Option<((&'w dateline_knowledge::Country, CountryWord), &'t str)> {
    for n in (1..=4).rev() {
        let Some((end, _)) = words.match_indices(' ').nth(n - 1) else { continue };
        let first = words[..end].trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
        let rest = words[end + 1..].trim_start_matches("'s ").trim_start_matches("’s ");
        if let Some(found) = country_words(first, world).into_iter().next()
            && world.countries.named(first).iter().any(|(country, _)| country.code == found.0.code)
        {
            return Some((found, rest));
        }
    }
    None
}

/// "HTS fighters", "Taliban insurgents": the group, by its name before a noun for its members.
fn member(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let (name, noun) = words.rsplit_once(' ')?;
    let name = name.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches("-");
    let lower = noun.to_lowercase();
    if MEMBERS.contains(&lower.as_str()) {
        let linked = by_alias(name, "its name before a noun for its members", context, world).or_else(|| defined(name, context, world));
        return linked.or_else(|| member(name, context, world));
    }
    if ONE_OF.contains(&lower.as_str()) {
        // A person of the group: known by the group, not the group itself.
        return None;
    }
    None
}

/// A person of the file, by the last name, where the document has the full name.
fn person(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let last = words.rsplit(' ').next()?.trim_end_matches("'s").trim_end_matches("’s");
    if !last.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let folded = fold(last);
    let titled = words.contains(' ');
    let hit = context.actors.iter().find_map(|hit| {
        let (_, family) = hit.folded.rsplit_once(' ')?;
        let actor = world
            .actors
            .aliased(&hit.folded)
            .iter()
            .map(|alias| world.actors.at(alias.actor))
            .find(|actor| actor.kind == ActorKind::Person)?;
        (family == folded && (!titled || words.len() < 40)).then_some(actor)
    })?;
    Some(chosen(hit, 0.8, "the last name of a person whom the document names in full".to_string()))
}
