//! Which bearer of a name is meant: by company, country and day.
//!
//! In:  words that may be an alias of the actor file.
//! Out: `Linked<ActorId>`: every bearer as a candidate with its reasons; none is chosen where no reading stands out.
//!
//! Not here: words that are no name of the file (`link`, `state`).

use crate::context::DocumentContext;
use dateline_knowledge::{Actor, Alias, Spelling, World};
use dateline_model::{ActorId, Candidate, Date, Linked};

/// Least score of a link.
const LEAST: f32 = 0.5;
/// Two bearers of a name whose scores differ by less than this are not told apart.
const APART: f32 = 0.04;

/// Links words that are an alias: the reading that fits the document's day and countries. None if nobody bears the name.
pub(super) fn by_alias(words: &str, reason: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let (found, spelling) = world.actors.named(words);
    if found.is_empty() {
        return None;
    }
    let alone = found.len() == 1;
    let mut candidates: Vec<Candidate<ActorId>> =
        found.iter().map(|alias| candidate(alias, alone, spelling, reason, context, world)).collect();
    candidates.sort_by(|left, right| right.score.total_cmp(&left.score).then_with(|| left.id.cmp(&right.id)));
    candidates.truncate(5);
    let best = &candidates[0];
    let doubt = match candidates.get(1) {
        _ if best.score < LEAST => Some("a name that says too little without company"),
        Some(second) if best.score - second.score < APART => Some("several bear this name, and nothing tells them apart"),
        _ => None,
    };
    Some(match doubt {
        Some(doubt) => Linked { chosen: None, score: 0.0, reason: doubt.to_string(), candidates },
        None => Linked { chosen: Some(best.id.clone()), score: best.score, reason: reason.to_string(), candidates },
    })
}

fn candidate(alias: &Alias, alone: bool, spelling: Spelling, reason: &str, context: &DocumentContext, world: &World) -> Candidate<ActorId> {
    let actor = world.actors.at(alias.actor);
    let mut reasons = vec![match spelling {
        Spelling::Exact => reason.to_string(),
        Spelling::Article => format!("{reason}, but for an article"),
        Spelling::Loose => format!("{reason} in another spelling, “{}”", alias.words),
    }];
    let mut score: f32 = match (alias.weak, alone) {
        (true, _) => 0.25,
        (false, true) => 0.9,
        (false, false) => 0.6,
    };
    if spelling == Spelling::Loose {
        score -= 0.1;
    }
    if alias.weak || !alone {
        let elsewhere = if named_in_full(alias, context) { 0.5 } else { 0.0 };
        let country = 0.6 * context.share(&actor.country);
        score += elsewhere + country;
        if elsewhere > 0.0 {
            reasons.push("the document names it in full elsewhere".to_string());
        }
        if country > 0.0 {
            reasons.push(format!("the document is about its country, {}: {country:.2}", actor.country));
        }
    }
    if let Some(day) = context.document.published {
        let (off, why) = on_day(alias, actor, day, world);
        score -= off;
        reasons.extend(why);
    }
    Candidate { id: actor.id.clone(), name: actor.name.clone(), score: score.clamp(0.0, 1.0), reasons }
}

/// Whether a name that says enough stands somewhere for this actor, and for nobody else.
fn named_in_full(alias: &Alias, context: &DocumentContext) -> bool {
    context.actors.iter().any(|hit| hit.strong && hit.actors == [alias.actor])
}

/// What the document's day takes from the score, and why. Old names live on in print for years; a name from the future does not.
fn on_day(alias: &Alias, actor: &Actor, day: Date, world: &World) -> (f32, Option<String>) {
    if let Some(from) = actor.valid_from.into_iter().chain(alias.valid_from).find(|from| day < *from) {
        return (0.6, Some(format!("began only after the document's day, on {from}")));
    }
    if let Some(to) = actor.valid_to.into_iter().chain(alias.valid_to).find(|to| *to < day) {
        let heir = world.actors.iter().find(|other| other.lived_on(day) && other.parents.iter().any(|tie| tie.actor == actor.id));
        let later = heir.map(|heir| format!("; in its line is then {}", heir.name)).unwrap_or_default();
        return (0.1, Some(format!("ended before the document's day, on {to}{later}")));
    }
    (0.0, None)
}
