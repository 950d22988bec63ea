//! Finds the place names of a text.
//!
//! In:  a parse, the world's names, the actors found.
//! Out: `Toponym`s in text order, none overlapping, each with what speaks for its being a place.
//!
//! Four ways: the parser's names; capitalised words that the gazetteer knows; adjectives of states; patterns around names that nothing
//! knows ("the town of X", "X province"), which are told as not found.
//!
//! Not here: which place is meant (`where_`).

mod words;

use crate::context::DocumentContext;
use dateline_knowledge::{CountryWord, World, fold};
use dateline_model::{EntityKind, PlacePrecision, Pos, Sentence, Span, Tag, Token};
use std::collections::HashSet;
pub use words::locative;
use words::{bounds, kind_after, kind_before, previous};

/// A name that may be a place's.
#[derive(Debug, Clone)]
pub struct Toponym {
    /// The name: "Hama".
    pub span: Span,
    /// Folded, for look-ups.
    pub folded: String,
    /// What speaks for its being a place's, or against it.
    pub signs: Vec<Sign>,
    /// What kind of place the words ask for.
    pub asks: Asks,
    /// How the words around bound it.
    pub precision: Option<PlacePrecision>,
    /// What found it.
    pub rule: &'static str,
}

/// How a name was read, and what stands around it: each has its learned weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// The parser reads a town, a unit or a state.
    Gpe,
    /// A landscape.
    Loc,
    /// A building.
    Fac,
    /// It is a later part of a longer name that nothing knows.
    Part,
    /// It opens a report in capitals.
    Dateline,
    /// The parser reads a person.
    Person,
    /// A body.
    Org,
    /// A people or a language.
    People,
    /// Something else, or a longer name that holds it.
    OtherName,
    /// No name.
    NoName,
    /// Only a pattern has it: "the town of X".
    Pattern,
    /// A claim has it for its place.
    Claim,
    /// An adjective of a state.
    Adjective,
    /// A word of place stands before it.
    Locative,
    /// A word of kind stands beside it.
    Kind,
    /// It stands in a longer run of capitals.
    Joined,
    /// A great city bears it as its main name, or a place of our own.
    Great,
}

/// What the words around a name say of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asks {
    /// Nothing.
    Any,
    /// "the town of X".
    Town,
    /// "X province".
    Unit,
    /// "X airport", "Mount X".
    Feature,
    /// An adjective or people's name: nothing but a country.
    Country,
}

/// The place names of the document.
pub fn find(context: &DocumentContext, world: &World) -> Vec<Toponym> {
    let mut found: Vec<Toponym> = Vec::new();
    let people = last_names(context);
    for sentence in &context.parse.sentences {
        let start = found.len();
        entities(sentence, context, world, &mut found);
        scanned(sentence, start, &people, context, world, &mut found);
        adjectives(sentence, start, context, world, &mut found);
        patterned(sentence, start, context, world, &mut found);
        found[start..].sort_by_key(|toponym| toponym.span);
    }
    found
}

/// The parser's names.
fn entities(sentence: &Sentence, context: &DocumentContext, world: &World, found: &mut Vec<Toponym>) {
    for entity in &sentence.entities {
        let sign = match entity.kind {
            EntityKind::Gpe => Sign::Gpe,
            EntityKind::Loc => Sign::Loc,
            EntityKind::Fac => Sign::Fac,
            _ => continue,
        };
        let Some(span) = name_in(entity.span, context.text()) else { continue };
        let first = sentence.tokens.iter().position(|token| token.span.overlaps(span)).unwrap_or(entity.tokens.start);
        let last = sentence.tokens.iter().rposition(|token| token.span.overlaps(span)).unwrap_or(first);
        let folded = fold(span.of(context.text()));
        // "the valley", "downtown": no name without a capital.
        let named = sentence.tokens[first..=last].iter().any(|token| capital(token, context.text()));
        if !named || is_actor(span, context, world) || world.common_words.contains(&folded) {
            continue;
        }
        // A name in several words that nothing knows may be two names run together, or a name with a word of kind.
        if first < last && !world.gazetteer.knows(&folded) && shorter(sentence, first, last, sign, context, world, found) {
            continue;
        }
        found.push(toponym(&sentence.tokens, first..last, vec![sign], "entity", context, world));
    }
}

/// The parts of a span that the gazetteer knows, longest first; whether there were any.
#[allow(clippy::too_many_arguments)]
fn shorter(
    sentence: &Sentence,
    first: usize,
    last: usize,
    sign: Sign,
    context: &DocumentContext,
    world: &World,
    found: &mut Vec<Toponym>,
) -> bool {
    let mut any = false;
    let mut at = first;
    while at <= last {
        let taken = (at..=last).rev().find(|end| {
            let span = sentence.tokens[at].span.cover(sentence.tokens[*end].span);
            let folded = fold(span.of(context.text()));
            capital(&sentence.tokens[at], context.text()) && !world.common_words.contains(&folded) && world.gazetteer.knows(&folded)
        });
        if let Some(end) = taken {
            // "Aleppo University": the town inside a longer name is the town; a lone last word after an unknown first is rather a person.
            let signs = if at == first { vec![sign] } else { vec![sign, Sign::Part] };
            found.push(toponym(&sentence.tokens, at..end, signs, "entity.part", context, world));
            any = true;
            at = end + 1;
        } else {
            at += 1;
        }
    }
    any
}

/// Capitalised words that the gazetteer knows, outside the names found so far.
fn scanned(sentence: &Sentence, start: usize, people: &HashSet<&str>, context: &DocumentContext, world: &World, found: &mut Vec<Toponym>) {
    let text = context.text();
    let tokens = &sentence.tokens;
    let mut i = 0;
    while i < tokens.len() {
        let article =
            matches!(tokens[i].lower.as_str(), "al" | "el" | "ash" | "as" | "ar" | "al-") || tokens[i].span.of(text).starts_with("al-");
        if !(capital(&tokens[i], text) || article) || found[start..].iter().any(|known| known.span.overlaps(tokens[i].span)) {
            i += 1;
            continue;
        }
        let mut taken = None;
        for end in (i..tokens.len().min(i + 6)).rev() {
            let span = tokens[i].span.cover(tokens[end].span);
            if !(capital(&tokens[end], text) || tokens[end].pos == Pos::PROPN || tokens[end].pos == Pos::NUM)
                || span.len() > 60
                || span.of(text).contains('\n')
            {
                continue;
            }
            let folded = fold(span.of(text));
            if folded.len() >= 3
                && !world.common_words.contains(&folded)
                && (world.gazetteer.knows(&folded) || (end == i && locative(tokens, i) && !world.gazetteer.similar(&folded).is_empty()))
            {
                taken = Some((end, span));
                break;
            }
        }
        let Some((end, span)) = taken else {
            i += 1;
            continue;
        };
        if !is_actor(span, context, world)
            && !found[start..].iter().any(|known| known.span.overlaps(span))
            && let Some(signs) = scan_signs(sentence, i, end, span, people, context, world)
        {
            let rule = if signs == [Sign::Dateline] { "dateline" } else { "scan" };
            found.push(toponym(&sentence.tokens, i..end, signs, rule, context, world));
        }
        i = end + 1;
    }
}

/// How a scanned name is read; none where it is a word or a person.
fn scan_signs(
    sentence: &Sentence,
    first: usize,
    last: usize,
    span: Span,
    people: &HashSet<&str>,
    context: &DocumentContext,
    world: &World,
) -> Option<Vec<Sign>> {
    let tokens = &sentence.tokens;
    let proper = tokens[first..=last].iter().any(|token| matches!(token.tag, Tag::NNP | Tag::NNPS));
    let before = previous(tokens, first);
    let after = tokens.get(last + 1);
    let locative = locative(tokens, first);
    let entity = sentence.entities.iter().find(|entity| entity.span.overlaps(span));
    let exact = entity.is_some_and(|entity| name_in(entity.span, context.text()).is_some_and(|name| name == span));
    if dateline(sentence, first, last, context) {
        return Some(vec![Sign::Dateline]);
    }
    if !proper && !locative {
        return None;
    }
    if before.is_some_and(|token| world.place_word(&token.lower) == Some("title")) || people.contains(context.words(span)) {
        return None;
    }
    // Inside a longer run of capitals it is a part of another name: "Jordan Peters", "Paris Match".
    let joined = before.is_some_and(|token| {
        capital(token, context.text()) && token.tag != Tag::IN && first > 1 && token.span.end() + 1 == tokens[first].span.start()
    }) || after.is_some_and(|token| {
        capital(token, context.text()) && matches!(token.tag, Tag::NNP | Tag::NNPS) && token.span.start() == span.end() + 1
    });
    // "Perez-Jordan" is a person, "the Kessa-Amra road" a line between towns.
    let hyphen = after.is_some_and(|token| token.lower == "-" && token.span.start() == span.end())
        && tokens.get(last + 2).is_some_and(|token| capital(token, context.text()));
    let joined = joined || hyphen && bounds(tokens, first, last, world) != Some(PlacePrecision::Linear);
    let kind = kind_after(tokens, last, world).is_some() || kind_before(tokens, first, world).is_some();
    let great = great(span, context, world);
    let sign = match entity.map(|entity| entity.kind) {
        // The parser takes many a foreign town for a person: "shelled Aleppo".
        Some(EntityKind::Person) if exact && (locative || great) || kind => Sign::Person,
        Some(EntityKind::Org) => Sign::Org,
        Some(EntityKind::Norp | EntityKind::Language) if exact && great || kind => Sign::People,
        Some(EntityKind::Person | EntityKind::Norp | EntityKind::Language | EntityKind::Date | EntityKind::Time) => return None,
        Some(_) => Sign::OtherName,
        None => Sign::NoName,
    };
    if joined && !kind && !(locative && (exact || entity.is_none())) {
        return None;
    }
    let mut signs = vec![sign];
    signs.extend(joined.then_some(Sign::Joined));
    signs.extend(great.then_some(Sign::Great));
    Some(signs)
}

/// "KESSA (AP) —", "KESSA, Norland –" at the beginning of a line.
fn dateline(sentence: &Sentence, first: usize, last: usize, context: &DocumentContext) -> bool {
    let text = context.text();
    let starts = sentence.tokens[..first].iter().all(Token::is_space)
        && (sentence.span.start() == 0 || text[..sentence.span.start()].ends_with('\n'));
    let name = sentence.tokens[first].span.cover(sentence.tokens[last].span).of(text);
    let after = sentence.tokens.get(last + 1).map(|token| token.span.of(text)).unwrap_or("");
    starts
        && name.chars().filter(|c| c.is_alphabetic()).count() > 2
        && !name.chars().any(char::is_lowercase)
        && matches!(after, "(" | "," | "—" | "–" | "-" | "--" | ":" | "/")
}

/// Whether it is the main name of a city of a hundred thousand or more, or of a place of our own.
fn great(span: Span, context: &DocumentContext, world: &World) -> bool {
    let hits = world.gazetteer.lookup(&fold(context.words(span)));
    hits.iter().filter(|hit| hit.main).map(|hit| world.gazetteer.facts(hit.index)).any(|facts| facts.own || facts.population >= 100_000)
}

/// The last words of the names of persons that the text has in full.
fn last_names<'t>(context: &DocumentContext<'t>) -> HashSet<&'t str> {
    let entities = context.parse.sentences.iter().flat_map(|sentence| &sentence.entities);
    let names = entities.filter(|entity| entity.kind == EntityKind::Person).map(|entity| {
        let words = entity.span.of(&context.document.text);
        words.trim_end_matches("'s").trim_end_matches("’s")
    });
    names.filter_map(|name| name.rsplit_once(' ').map(|(_, last)| last)).collect()
}

/// "Syrian", "Americans": words that name a country without being its name.
fn adjectives(sentence: &Sentence, start: usize, context: &DocumentContext, world: &World, found: &mut Vec<Toponym>) {
    for token in &sentence.tokens {
        if !capital(token, context.text()) || found[start..].iter().any(|known| known.span.overlaps(token.span)) {
            continue;
        }
        if world.countries.named(token.span.of(context.text())).iter().any(|(_, kind)| *kind == CountryWord::Adjective) {
            let folded = fold(token.span.of(context.text()));
            let signs = vec![Sign::Adjective];
            found.push(Toponym { span: token.span, folded, signs, asks: Asks::Country, precision: None, rule: "adjective" });
        }
    }
}

/// Names that only the words around them make a place's: "the village of Xyz", "Xyz province". Nothing in the gazetteer bears them, or the
/// scan had found them.
fn patterned(sentence: &Sentence, start: usize, context: &DocumentContext, world: &World, found: &mut Vec<Toponym>) {
    let (tokens, text) = (&sentence.tokens, context.text());
    let names = |i: usize| tokens.get(i).is_some_and(|token| capital(token, text) && matches!(token.tag, Tag::NNP | Tag::NNPS));
    let mut i = 0;
    while i < tokens.len() {
        if !names(i) {
            i += 1;
            continue;
        }
        let end = (i + 1..tokens.len()).find(|&at| !names(at)).unwrap_or(tokens.len());
        let span = tokens[i].span.cover(tokens[end - 1].span);
        let of = kind_before(tokens, i, world).filter(|_| previous(tokens, i).is_some_and(|token| token.lower == "of"));
        let after = kind_after(tokens, end - 1, world).filter(|_| !tokens.get(end).is_some_and(|token| capital(token, text)));
        let free = !found[start..].iter().any(|known| known.span.overlaps(span)) && !is_actor(span, context, world);
        // "the village of X" says so outright; "X province" may be a person's or a body's.
        let other = sentence
            .entities
            .iter()
            .any(|entity| entity.span.overlaps(span) && !matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac));
        let asks = of.or(after.filter(|_| !other));
        if matches!(asks, Some(Asks::Town | Asks::Unit)) && free && end - i <= 4 && span.len() <= 60 {
            found.push(toponym(tokens, i..end - 1, vec![Sign::Pattern], "pattern", context, world));
        }
        i = end;
    }
}

/// The name from the first to the last token of `range`, last included, with what the words beside it ask for.
fn toponym(
    tokens: &[Token],
    range: std::ops::Range<usize>,
    mut signs: Vec<Sign>,
    rule: &'static str,
    context: &DocumentContext,
    world: &World,
) -> Toponym {
    let (first, last) = (range.start, range.end);
    let span = tokens[first].span.cover(tokens[last].span);
    let asks = kind_after(tokens, last, world).or_else(|| kind_before(tokens, first, world)).unwrap_or(Asks::Any);
    let precision = bounds(tokens, first, last, world);
    signs.extend(locative(tokens, first).then_some(Sign::Locative));
    signs.extend((asks != Asks::Any).then_some(Sign::Kind));
    Toponym { span, folded: fold(span.of(context.text())), signs, asks, precision, rule }
}

fn capital(token: &Token, text: &str) -> bool {
    token.span.of(text).chars().next().is_some_and(char::is_uppercase)
}

/// The name inside a span: no article before it, no possessive or sign after it.
pub fn name_in(span: Span, text: &str) -> Option<Span> {
    let words = span.of(text);
    let mut start = 0;
    for article in ["the ", "The ", "THE "] {
        if words.starts_with(article) {
            start = article.len();
        }
    }
    let start = start + words[start..].find(char::is_alphanumeric)?;
    let mut end = words.len();
    for ending in ["'s", "’s", "'", "’"] {
        if words[start..end].ends_with(ending) {
            end -= ending.len();
            break;
        }
    }
    let end = start
        + words[start..end]
            .rfind(|c: char| c.is_alphanumeric() || c == '.')
            .map(|at| at + words[start + at..].chars().next().map_or(1, char::len_utf8))?;
    (start < end).then(|| Span::new(span.start() + start, span.start() + end))
}

/// Whether the name is an actor's and no country's: "Hezbollah" is no place, whatever the parser says.
fn is_actor(span: Span, context: &DocumentContext, world: &World) -> bool {
    let hit = context.actors.iter().find(|hit| hit.span.contains(span) && hit.strong);
    hit.is_some_and(|_| world.countries.named(context.words(span)).is_empty())
        || world.countries.named(context.words(span)).iter().any(|(_, kind)| *kind == dateline_knowledge::CountryWord::Adjective)
            && !world.gazetteer.knows(&fold(context.words(span)))
}
