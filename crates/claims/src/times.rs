//! Time expressions: which words of the running text tell a time, and what they mean before they are anchored.
//!
//! In:  a document, its parse, the lexicon.
//! Out: `TimeExpression`s in text order, which never overlap; and for one trigger those that date it.
//!
//! The kinds are those of TIMEX3 (TimeML 1.2.1). A sentence is read piece by piece (`pieces`), and at each piece the rules are
//! asked for the longest expression that begins there: `calendar` (dates), `relative` ("last week"), `clock` (times of day).
//!
//! Not here: which day is meant (`resolve::when`), and the words (`data/lexicon/<lang>/time`).

mod calendar;
mod clock;
mod pieces;
mod reader;
mod relative;
mod tense;
mod trigger;

pub use trigger::times_of_trigger;

use crate::Tree;
use dateline_knowledge::{Lexicon, Numbers, TimeWords};
use dateline_model::{Document, Parse, RuleId, Sentence, Tense, TimeExpression, TimeKind, TimeMeaning, TimeOrigin, TimeRelation, TimeUnit};
use pieces::Pieces;
use reader::{Found, Reader};

/// Every time expression of a document, in text order. Linear in the text.
pub fn times(document: &Document, parse: &Parse, lexicon: &Lexicon) -> Vec<TimeExpression> {
    parse.sentences.iter().flat_map(|sentence| times_of_sentence(&document.text, sentence, &lexicon.time, &lexicon.numbers)).collect()
}

/// Every time expression of one sentence; `text` is the whole document's.
pub fn times_of_sentence(text: &str, sentence: &Sentence, words: &TimeWords, numbers: &Numbers) -> Vec<TimeExpression> {
    let pieces = Pieces::new(text, sentence);
    let reader = Reader::new(&pieces, words, numbers);
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.len() {
        match expression(&reader, at) {
            Some(expression) => {
                at = expression.end.max(at + 1);
                found.push(expression);
            }
            None => at += 1,
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let tree = Tree::new(text, sentence);
    ranges(&reader, found).into_iter().map(|found| finished(&reader, &tree, found)).collect()
}

/// The longest expression that begins at a piece, with what narrows it before and joins it after.
fn expression(reader: &Reader, at: usize) -> Option<Found> {
    if !reader.opens(at) {
        debug_assert!(longest(reader, at).is_none(), "`Reader::opens` lacks “{:?}”", reader.word(at));
        return None;
    }
    longest(reader, at)
}

fn longest(reader: &Reader, at: usize) -> Option<Found> {
    let candidates = [calendar::date(reader, at), relative::relative(reader, at), clock::clock(reader, at), modified(reader, at)];
    // The longest; among equals the first.
    let best = candidates.into_iter().flatten().reduce(|best, next| if next.end > best.end { next } else { best })?;
    Some(joined(reader, best))
}

/// "late November", "mid-1990s", "the end of last year", "more than two weeks", "earlier this month".
fn modified(reader: &Reader, at: usize) -> Option<Found> {
    let start = reader.skip(at, &["the"]);
    if reader.is(start, &["earlier", "later"]) {
        let inner = relative::relative(reader, start + 1).or_else(|| calendar::date(reader, start + 1))?;
        let pointed = matches!(inner.meaning, TimeMeaning::Shift { .. } | TimeMeaning::Weekday { .. } | TimeMeaning::Month { .. });
        return (pointed && inner.kind == TimeKind::Date).then(|| Found { start: at, ..joined(reader, inner) });
    }
    let (length, words) = reader.known(start)?.modifier(reader.phrase(start))?;
    let mut next = start + length;
    if reader.pieces.is_dash(next) && reader.pieces.glued(next) {
        next += 1;
    }
    if words.needs_of {
        next = reader.is(next, &["of"]).then_some(next + 1)?;
    } else if !reader.is(start, &["early", "late", "mid"]) && (start > at || reader.is(next, &["the"])) {
        return None;
    }
    let unit = reader.unit(next + 1).filter(|(unit, one)| *one && *unit > TimeUnit::Day && *unit != TimeUnit::Quarter);
    if let Some((unit, _)) = unit.filter(|_| words.needs_of && reader.is(next, &["the"])) {
        let meaning = TimeMeaning::Shift { unit, amount: Some(0), from: TimeOrigin::Published };
        let found = Found::date(at..next + 2, meaning, "en.time.end-of-unit");
        return Some(Found { modifier: Some(words.modifier), ..found });
    }
    let candidates = [calendar::date(reader, next), relative::relative(reader, next), clock::clock(reader, next)];
    let inner = candidates.into_iter().flatten().reduce(|best, next| if next.end > best.end { next } else { best })?;
    let counts = matches!(inner.meaning, TimeMeaning::Length { .. } | TimeMeaning::ClockOnly | TimeMeaning::Shift { .. });
    let names = matches!(inner.kind, TimeKind::Date | TimeKind::Time) && !matches!(inner.meaning, TimeMeaning::Reference(_));
    let points = matches!(reader.word(start), Some("early" | "late" | "mid" | "around" | "about")) || words.needs_of;
    if !(if points { names || counts } else { counts }) {
        return None;
    }
    Some(Found { start: at, modifier: Some(words.modifier), ..joined(reader, inner) })
}

/// Joins a day and its time of day in either order: "4 a.m. on Thursday", "the night of 3 May", "yesterday morning".
fn joined(reader: &Reader, found: Found) -> Found {
    if found.meaning == TimeMeaning::ClockOnly {
        let after = reader.skip(if reader.pieces.is_mark(found.end, &[',']) { found.end + 1 } else { found.end }, &["on", "of", "in"]);
        let day = calendar::date(reader, after).or_else(|| relative::relative(reader, after)).filter(|day| {
            matches!(day.meaning, TimeMeaning::Day { .. } | TimeMeaning::Weekday { .. } | TimeMeaning::Shift { amount: Some(-1..=1), .. })
        });
        return match (day, found.clock) {
            // "the early hours of Thursday morning" has its clock already.
            (Some(day), _) if day.clock.is_some() => Found { start: found.start, ..day },
            (Some(day), Some(clock)) if day.kind == TimeKind::Date => {
                Found { start: found.start, end: day.end, rule: found.rule, ..day.at(clock) }
            }
            _ => found,
        };
    }
    if found.kind != TimeKind::Date {
        return found;
    }
    if matches!(found.meaning, TimeMeaning::Day { .. } | TimeMeaning::Weekday { .. } | TimeMeaning::Shift { .. }) {
        let found = relative::with_part(reader, found);
        if found.clock.is_some() {
            return found;
        }
        let comma = if reader.pieces.is_mark(found.end, &[',']) { found.end + 1 } else { found.end };
        let at = reader.skip(comma, &["at", "around", "about"]);
        if let Some(hour) = clock::clock(reader, at).filter(|hour| matches!(hour.clock, Some(dateline_model::Clock::At { .. }))) {
            let clock = hour.clock.unwrap_or(dateline_model::Clock::At { hour: 0, minute: None });
            return Found { end: hour.end, ..found.at(clock) };
        }
        return found;
    }
    found
}

/// Joins "from A to B", "between A and B", "A-B" into one expression.
fn ranges(reader: &Reader, found: Vec<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        let Some(last) = joined.last() else {
            joined.push(next);
            continue;
        };
        let gap = last.end..next.start;
        let links = gap.len() == 1
            && (reader.is(gap.start, &["to", "until", "till", "through"]) && is_point(last)
                || reader.pieces.is_dash(gap.start)
                || reader.is(gap.start, &["and"]) && reader.after(last.start, &["between"]));
        let links = links || gap.len() == 1 && reader.is(gap.start, &["and"]) && are_neighbours(&last.meaning, &next.meaning);
        if links && is_point(last) && is_point(&next) {
            let last = joined.pop().expect("a last one was seen");
            let end = |found: &Found| Box::new(calendar::plain(reader, found.start, found.end, found.meaning.clone()));
            let meaning = TimeMeaning::Range { first: end(&last), last: end(&next) };
            joined.push(Found::date(last.start..next.end, meaning, "en.time.range"));
        } else {
            joined.push(next);
        }
    }
    joined
}

/// "on Saturday and Sunday": two days in a row are one period.
fn are_neighbours(first: &TimeMeaning, second: &TimeMeaning) -> bool {
    match (first, second) {
        (TimeMeaning::Weekday { weekday: first, .. }, TimeMeaning::Weekday { weekday: second, .. }) => first.wrapping_add(1) == *second,
        _ => false,
    }
}

/// Whether an expression can end a range: a day, a month, a year.
fn is_point(found: &Found) -> bool {
    use TimeMeaning::*;
    found.kind == TimeKind::Date
        && matches!(
            found.meaning,
            Day { .. } | DayOrMonth { .. } | Month { .. } | Year(_) | Weekday { .. } | Shift { .. } | YearPart { .. }
        )
}

/// Adds what stands around an expression: the relation before it, the verb over it.
fn finished(reader: &Reader, tree: &Tree, found: Found) -> TimeExpression {
    let token = reader.pieces.list[found.end - 1].token;
    let relation = relation(reader, found.start);
    let tense = tense::tense(tree, token, relation, reader.words());
    let inner = |end: Box<TimeExpression>| Box::new(TimeExpression { tense, ..*end });
    let meaning = match found.meaning {
        TimeMeaning::Range { first, last } => TimeMeaning::Range { first: inner(first), last: inner(last) },
        other => other,
    };
    TimeExpression {
        span: reader.pieces.span(found.start, found.end),
        kind: found.kind,
        meaning,
        clock: found.clock,
        modifier: found.modifier,
        relation,
        tense: if found.kind == TimeKind::Set { Tense::Unknown } else { tense },
        rule: RuleId::new(found.rule),
    }
}

/// The relation that ends where an expression begins, over an article or a modifier.
fn relation(reader: &Reader, start: usize) -> Option<TimeRelation> {
    let ends = |end: usize| {
        (1..=3).rev().find_map(|length| {
            let from = end.checked_sub(length)?;
            reader.known(from)?.relation(reader.phrase(from)).filter(|&(found, _)| found == length).map(|(_, relation)| relation)
        })
    };
    ends(start).or_else(|| start.checked_sub(1).filter(|&article| reader.is(article, &["the"])).and_then(ends))
}

#[cfg(test)]
mod tests;
