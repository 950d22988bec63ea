//! States and their bodies: "the Kremlin", "Syrian troops", "Iraq's defence ministry", "Kessan's forces", "the army".
//!
//! In:  the words of a mention, the document's context.
//! Out: the state, or a body of it, by rule or from the actor file.
//!
//! A body without a country ("the army") is that of the state that the document is about, if it is about one above all others; else nobody's.
//!
//! Not here: names of the actor file (`alias`), nouns of the bodies (`data/world/organs.tsv`).

use super::link::chosen;
use crate::context::DocumentContext;
use crate::describe::country_words;
use dateline_knowledge::{ActorKind, CountryWord, World, fold};
use dateline_model::{ActorId, Linked, Span};

/// A country with this share of a document is what it is about (chosen on the development texts, among 0.5, 0.6, 0.7).
const MOSTLY: f32 = 0.6;

/// A state by name, adjective or capital, alone or with an organ: "Syria", "the Kremlin", "Syrian troops", "Iraq's defence ministry".
pub(super) fn of_state(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
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

/// "Kessan's forces", where the document or the file knows Kessan: the body that the person commands on the document's day.
pub(super) fn body_of_person(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let (name, noun) = words.split_once("'s ").or_else(|| words.split_once("’s "))?;
    let organ = noun_organ(noun, world).filter(|organ| organ.kind == ActorKind::Military)?;
    let full = |hit: &&crate::scan::ActorHit| {
        hit.strong && (context.words(hit.span) == name || fold(context.words(hit.span)).ends_with(&format!(" {}", fold(name))))
    };
    let hit = context.actors.iter().find(full)?;
    let person = hit.actors.iter().map(|index| world.actors.at(*index)).find(|actor| actor.kind == ActorKind::Person)?;
    let day = context.document.published;
    let holds =
        |tie: &&dateline_knowledge::Tie| day.is_none_or(|day| tie.from.is_none_or(|from| from <= day) && tie.to.is_none_or(|to| day <= to));
    let tie = person.affiliations.iter().find(holds)?;
    let reason = format!("“{noun}” of {}", person.name);
    match world.countries.of_iso3(tie.actor.as_str()) {
        Some(country) => Some(chosen(&world.actors.of_state(country, Some(organ)), 0.8, reason)),
        None => {
            let body = world.actors.get(&tie.actor, &world.countries)?;
            let fights = matches!(body.kind, ActorKind::Military | ActorKind::ArmedGroup | ActorKind::Coalition);
            fights.then(|| chosen(&body, 0.7, reason))
        }
    }
}

/// "The army", "government forces": a body of the state that the document is about above all others.
pub(super) fn body_in_context(words: &str, span: Span, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let organ = world.actors.organ(words)?;
    if organ.name == "{country}" || !matches!(organ.kind, ActorKind::Military | ActorKind::Police) || !definite(span, context) {
        return None;
    }
    let (code, share) = context.countries.iter().max_by(|left, right| left.1.total_cmp(right.1).then_with(|| right.0.cmp(left.0)))?;
    // A town where talks were held does not make its state's army the one that is meant: the state itself must be spoken of.
    let spoken = context.own_countries.get(code).is_some_and(|share| *share > 0.0);
    let country = world.countries.get(code).filter(|_| *share >= MOSTLY && spoken)?;
    let actor = world.actors.of_state(country, Some(organ));
    Some(chosen(&actor, 0.55, format!("“{words}” in a document about {} ({share:.2})", country.name)))
}

/// Whether "the" stands before or at the beginning of the words, or the words are more than a noun: "the army", "government forces".
fn definite(span: Span, context: &DocumentContext) -> bool {
    let words = context.words(span).to_lowercase();
    let before = context.text()[..span.start()].trim_end().rsplit([' ', '\n']).next().unwrap_or_default().to_lowercase();
    words.starts_with("the ")
        || before == "the"
        || words.starts_with("government ")
        || words.starts_with("security ")
        || words.starts_with("police")
}
