//! Links one mention to one actor, or says why not.
//!
//! In:  the span of a mention and of its head.
//! Out: `Linked<ActorId>` with its ranked candidates. In order: what the document defines; the actor file; the name that the head is part of;
//!      states and their bodies; a group by a noun for its members; a person by the last name.
//!
//! Not here: pronouns (`claims` gives their antecedents), the kinds of speakers (`who`), which of several bearers of a name (`alias`),
//! states (`state`). The words beside names are in `data/world/actor_words.tsv`.

use super::alias::by_alias;
use super::plain;
use super::state::{body_in_context, body_of_person, of_state};
use crate::context::DocumentContext;
use crate::describe::{country_words, is_relation};
use crate::scan::ActorHit;
use dateline_knowledge::{Actor, ActorKind, ActorWord, World, fold};
use dateline_model::{ActorId, Candidate, Linked, Mention, Span};

/// Words between a noun for members and the name of their group.
const OF: [&str; 8] = [" of the ", " of ", " from the ", " from ", " belonging to the ", " belonging to ", " with the ", " with "];

/// Whether the words of a span are a name of the actor file.
pub(crate) fn names_actor(span: Span, context: &DocumentContext, world: &World) -> bool {
    let words = plain(span, context);
    !world.actors.named(words).0.is_empty() && world.countries.named(words).is_empty()
}

/// Whether an unlinked participant is a town or region: a bare name that the gazetteer knows, and nobody's; `of_ground`: done to by an act
/// that is done to ground, so that the parser's opinion that it is a person or a body does not count.
pub(crate) fn is_town(mention: &Mention, of_ground: bool, context: &DocumentContext, world: &World) -> bool {
    let Some(name) = crate::toponyms::name_in(mention.span, context.text()) else { return false };
    if context.words(name).chars().next().is_none_or(char::is_lowercase) || mention.antecedent.is_some() {
        return false;
    }
    let place =
        context.places_near(name).iter().find(|place| place.mention.name == name && place.mention.rule.as_str() != "where.adjective");
    let sentence = context.tokens(name).map(|(sentence, _, _)| sentence);
    // "Barack Obama" is nobody's town of Obama.
    let longer = |kind| kind == dateline_model::EntityKind::Person;
    let entities = sentence.iter().flat_map(|sentence| &sentence.entities);
    if entities.clone().any(|entity| longer(entity.kind) && entity.span.contains(name) && entity.span != name) {
        return false;
    }
    let person = !of_ground
        && sentence.into_iter().flat_map(|sentence| &sentence.entities).any(|entity| {
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
    if let Some(linked) = defined(words, context, world) {
        return linked;
    }
    let unsure = match by_alias(words, "the actor file has this name", context, world) {
        Some(linked) if linked.chosen.is_some() => return linked,
        // A weak name without company is no link, and the later readings may do better.
        other => other,
    };
    if let Some(linked) = named_head(span, head, context, world) {
        return linked;
    }
    if is_relation(words, world) {
        return none("described by its relation to another: no actor of its own name");
    }
    let found = of_state(words, context, world)
        .or_else(|| member(words, context, world))
        .or_else(|| member_of(words, context, world))
        .or_else(|| body_of_person(words, context, world))
        .or_else(|| person(words, context, world));
    if let Some(linked) = found.filter(|linked| linked.chosen.is_some()) {
        return linked;
    }
    // "Rami Kessan of the Observatory", "Kessa's army chief": the head alone may be a name.
    let head_words = context.words(head);
    if head != span && head_words.chars().next().is_some_and(char::is_uppercase) {
        let found =
            defined(head_words, context, world).or_else(|| by_alias(head_words, "the actor file has the head's name", context, world));
        if let Some(linked) = found.filter(|linked| linked.chosen.is_some()) {
            return linked;
        }
    }
    if let Some(linked) = body_in_context(words, span, context, world) {
        return linked;
    }
    unsure.unwrap_or_else(|| none("no actor of this name"))
}

pub(super) fn none(reason: &str) -> Linked<ActorId> {
    Linked { reason: reason.to_string(), ..Linked::default() }
}

pub(super) fn chosen(actor: &Actor, score: f32, reason: String) -> Linked<ActorId> {
    let candidates = vec![Candidate { id: actor.id.clone(), name: actor.name.clone(), score, reasons: vec![reason.clone()] }];
    Linked { chosen: Some(actor.id.clone()), score, candidates, reason }
}

/// An acronym that the document defines.
fn defined(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let definition = context.definitions.iter().find(|definition| context.words(definition.short) == words)?;
    let long = context.words(definition.long);
    let found = by_alias(long, "the document defines the acronym", context, world).filter(|linked| linked.chosen.is_some());
    found.or_else(|| of_state(long, context, world)).or_else(|| {
        // The file has the acronym for somebody whose long name is another: then the document means somebody whom the file does not know.
        let others = world.actors.named(words).0;
        (!others.is_empty() && !others.iter().any(|alias| may_be(long, alias.actor, world)))
            .then(|| none(&format!("the document defines it as “{long}”, which is no actor of the file")))
    })
}

/// Whether a long name may be this actor's: it shares a word of five letters or more with one of its names, or the file has no long name of it.
fn may_be(long: &str, actor: usize, world: &World) -> bool {
    let words: Vec<String> = fold(long).split(' ').filter(|word| word.len() > 4).map(str::to_string).collect();
    let aliases = world.actors.aliases_of(actor);
    let names = || std::iter::once(world.actors.at(actor).name.as_str()).chain(aliases.iter().map(|alias| alias.words.as_str()));
    let shares = |name: &str| fold(name).split(' ').any(|part| words.iter().any(|word| word == part));
    names().any(shares) || !names().any(|name| name.split(' ').count() > 2)
}

/// "The Lebanese militant group Hezbollah", "President Bashar al-Assad": the head is part of a name of the file, and before the name stand
/// only words that describe it.
fn named_head(span: Span, head: Span, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let first = context.actors.partition_point(|hit| hit.span.end() <= head.start());
    let hit: &ActorHit = context.actors.get(first).filter(|hit| hit.span.overlaps(head) && span.contains(hit.span) && hit.span != span)?;
    // Whatever stands before a person's full name only tells who that is.
    let full = |index: &usize| world.actors.at(*index).kind == ActorKind::Person && context.words(hit.span).contains(' ');
    if hit.strong && hit.span.end() == span.end() && hit.actors.iter().any(full) {
        let linked = by_alias(context.words(hit.span), "the full name, after words that describe the person", context, world);
        return linked.filter(|linked| linked.chosen.is_some());
    }
    let before = context.text()[span.start()..hit.span.start()].trim();
    let after = context.text()[hit.span.end()..span.end()].trim().trim_start_matches("'s").trim_start_matches("’s").trim();
    let describes = |word: &str| {
        let bare = word.trim_matches([',', '"', '“', '”', '-']).trim_end_matches("'s").trim_end_matches("’s").trim_end_matches('.');
        let small = bare.chars().next().is_none_or(|c| c.is_lowercase() || c.is_ascii_digit());
        let noun = !matches!(bare, "of" | "from" | "by" | "and" | "or" | "against" | "to" | "for" | "in" | "than" | "under");
        let at = Span::new(
            word.as_ptr() as usize - context.text().as_ptr() as usize,
            word.as_ptr() as usize - context.text().as_ptr() as usize + word.len(),
        );
        let known = || {
            world.actor_words.is(bare, ActorWord::Title)
                || bare.split('-').any(|part| !country_words(part, world).is_empty())
                || context.actors.iter().any(|other| other.span.overlaps(at))
                || span.start() == at.start() && world.roles.sector(bare).is_some()
        };
        noun && (small || known())
    };
    let possessive = before.ends_with("'s") || before.ends_with("’s");
    if possessive && country_words(before.trim_end_matches("'s").trim_end_matches("’s"), world).is_empty() {
        return None;
    }
    let members = after.split(' ').filter(|word| !word.is_empty()).all(|word| world.actor_words.is(word, ActorWord::Member));
    if !before.split(' ').filter(|word| !word.is_empty()).all(describes) || !members {
        return None;
    }
    by_alias(context.words(hit.span), "its name, after words that describe it", context, world).filter(|linked| linked.chosen.is_some())
}

/// "HTS fighters", "Taliban insurgents": the group, by its name before a noun for its members. "An HTS commander" is a person of it.
fn member(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let (name, noun) = words.rsplit_once(' ')?;
    let name = name.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches("-");
    if !world.actor_words.is(noun, ActorWord::Member) {
        return None;
    }
    let linked = defined(name, context, world)
        .or_else(|| by_alias(name, "its name before a noun for its members", context, world))
        .filter(|linked| linked.chosen.is_some());
    linked.or_else(|| member(name, context, world))
}

/// "Fighters of the Free Kessa Army", "militants from HTS".
fn member_of(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let (members, name) = OF.iter().find_map(|of| words.split_once(of))?;
    let noun = members.rsplit(' ').next()?;
    if !world.actor_words.is(noun, ActorWord::Member) {
        return None;
    }
    let linked = defined(name, context, world)
        .or_else(|| by_alias(name, "its name after a noun for its members", context, world))
        .filter(|linked| linked.chosen.is_some());
    let with_noun = || member(name, context, world).or_else(|| of_state(name, context, world).filter(|_| name.contains(' ')));
    linked.or_else(with_noun)
}

/// A person of the file, by the last name, where the document has the full name.
fn person(words: &str, context: &DocumentContext, world: &World) -> Option<Linked<ActorId>> {
    let last = words.rsplit(' ').next()?.trim_end_matches("'s").trim_end_matches("’s");
    if !last.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    // Before a last name stand titles, or nothing; other first names are other people.
    let titles = words[..words.len() - words.rsplit(' ').next()?.len()].trim();
    let titled = |word: &str| world.actor_words.is(word.trim_end_matches('.'), ActorWord::Title) || !country_words(word, world).is_empty();
    if !titles.split(' ').filter(|word| !word.is_empty()).all(titled) {
        return None;
    }
    let folded = fold(last);
    let found = context.actors.iter().find_map(|hit| {
        let full = fold(context.words(hit.span));
        let (_, family) = full.rsplit_once(' ')?;
        let actor = hit.actors.iter().map(|index| world.actors.at(*index)).find(|actor| actor.kind == ActorKind::Person)?;
        (hit.strong && family == folded).then_some(actor)
    })?;
    Some(chosen(found, 0.8, "the last name of a person whom the document names in full".to_string()))
}
