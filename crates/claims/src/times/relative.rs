//! Times told from another time: "yesterday", "last week", "three days ago", "the past 24 hours", "a day later", "every Friday".

use super::reader::{Found, Reader, pick_of};
use dateline_knowledge::{PhraseMeaning, PickWhich, TimeNameKind};
use dateline_model::{Clock, DayPart, Pick, Reach, Repeat, TimeKind, TimeMeaning, TimeOrigin, TimeReference, TimeUnit, YearPart};

/// The relative time that begins at a piece, the longest first.
pub(super) fn relative(reader: &Reader, at: usize) -> Option<Found> {
    phrase(reader, at)
        .or_else(|| repeated(reader, at))
        .or_else(|| festival(reader, at))
        .or_else(|| picked(reader, at))
        .or_else(|| weekday(reader, at))
        .or_else(|| counted(reader, at))
        .or_else(|| season(reader, at))
        .or_else(|| quarter(reader, at))
        .or_else(|| bare_units(reader, at))
}

/// A fixed phrase of the lexicon.
fn phrase(reader: &Reader, at: usize) -> Option<Found> {
    let (length, meaning) = reader.known(at)?.phrase(reader.phrase(at))?;
    let range = at..at + length;
    if named(reader, at) {
        return None;
    }
    // "the past" before more words opens a length, "that day" before an hour a clock.
    let open = reader.unit(range.end).is_some() || reader.amount(range.end).is_some_and(|(_, end)| reader.unit(end).is_some());
    Some(match meaning {
        PhraseMeaning::Shift(unit, amount, part) => {
            let found = Found::date(range, shift(unit, Some(amount), TimeOrigin::Published), "en.time.phrase");
            part.map_or(found.clone(), |part| found.at(Clock::Part(part)))
        }
        PhraseMeaning::Told(unit, amount) => Found::date(range, shift(unit, Some(amount), TimeOrigin::Narrative), "en.time.phrase"),
        PhraseMeaning::Reference(TimeReference::Past)
            if open || reader.is(range.start + 1, &["past"]) && noun_follows(reader, range.end) =>
        {
            return None;
        }
        // "Now Zad" is a place.
        PhraseMeaning::Reference(_) if reader.pieces.is_capital(at) && reader.pieces.is_capital(at + 1) => return None,
        PhraseMeaning::Reference(reference) => Found::date(range, TimeMeaning::Reference(reference), "en.time.phrase"),
        PhraseMeaning::EveryUnit(unit) => set(range, Repeat::Unit(unit, Some(1.0))),
        PhraseMeaning::EveryPart(part) => set(range, Repeat::Part(part)),
    })
}

/// "VOA Today", “This Week”: a capital after another capital of the sentence is a name's; in a headline all words have one.
fn named(reader: &Reader, at: usize) -> bool {
    let words = (0..reader.len()).filter(|&i| reader.word(i).is_some());
    let (capitals, all) = words.fold((0, 0), |(capitals, all), i| (capitals + usize::from(reader.pieces.is_capital(i)), all + 1));
    if 2 * capitals > all {
        return false;
    }
    let before = at.checked_sub(1).and_then(|before| reader.word(before).map(|_| before));
    let quoted = at > 0 && reader.pieces.is_mark(at - 1, &['"', '“']) && reader.pieces.is_capital(at + 1);
    reader.pieces.is_capital(at) && (quoted || before.is_some_and(|before| reader.pieces.is_capital(before) && before > 0))
}

fn noun_follows(reader: &Reader, at: usize) -> bool {
    use dateline_model::Tag;
    matches!(reader.pieces.tag(at), Some(Tag::NN | Tag::NNS | Tag::NNP | Tag::JJ | Tag::CD))
}

fn shift(unit: TimeUnit, amount: Option<i32>, from: TimeOrigin) -> TimeMeaning {
    TimeMeaning::Shift { unit, amount, from }
}

fn set(range: std::ops::Range<usize>, repeat: Repeat) -> Found {
    Found::new(range, TimeKind::Set, TimeMeaning::Repeat(repeat), "en.time.set")
}

/// "every day", "each Friday", "on Fridays", "twice a week", "every two weeks".
fn repeated(reader: &Reader, at: usize) -> Option<Found> {
    if reader.is(at, &["every", "each"]) {
        let other = reader.is(at + 1, &["other"]);
        let (amount, next) = match reader.amount(at + 1) {
            _ if other => (Some(2.0), at + 2),
            Some((Some(amount), next)) => (Some(amount), next),
            _ => (Some(1.0), at + 1),
        };
        if let Some((unit, _)) = reader.unit(next) {
            return Some(set(at..next + 1, Repeat::Unit(unit, amount)));
        }
        if let Some((day, end)) = reader.weekday(next, false) {
            return Some(set(at..end, Repeat::Weekday(day)));
        }
        return part(reader, next).map(|part| set(at..next + 1, Repeat::Part(part)));
    }
    if let Some(weekday) = reader.name(at, false, |kind| if let TimeNameKind::Weekdays(day) = kind { Some(day) } else { None }) {
        let weekday = dateline_model::Weekday::from_monday_one_offset(weekday as i8).ok()?;
        return Some(set(at..at + 1, Repeat::Weekday(weekday)));
    }
    if reader.is(at, &["per"]) {
        let (unit, _) = reader.unit(at + 1).filter(|(unit, one)| *one && *unit != TimeUnit::Second)?;
        return Some(set(at..at + 2, Repeat::Unit(unit, Some(1.0))));
    }
    let times = reader.after(at, &["twice", "once", "times"]);
    if times && reader.is(at, &["a", "an"]) {
        let (unit, _) = reader.unit(at + 1).filter(|(_, one)| *one)?;
        return Some(set(at..at + 2, Repeat::Unit(unit, Some(1.0))));
    }
    None
}

/// "Christmas Eve", "New Year's Day 2024".
fn festival(reader: &Reader, at: usize) -> Option<Found> {
    if !reader.pieces.is_capital(at) {
        return None;
    }
    // The apostrophe of "New Year's" is a mark of its own: skip it while matching.
    let mut indices = Vec::with_capacity(6);
    let mut i = at;
    while indices.len() < 6 && i < reader.len() {
        if !reader.pieces.is_mark(i, &['\'', '’']) {
            indices.push(i);
        }
        i += 1;
    }
    let lows: Vec<String> = indices
        .iter()
        .map(|&i| {
            let own = reader.word(i).unwrap_or_default();
            let genitive = reader.pieces.is_mark(i + 1, &['\'', '’']) && reader.is(i + 2, &["s"]);
            if genitive { format!("{own}'s") } else { own.to_string() }
        })
        .collect();
    let kept: Vec<usize> = (0..indices.len()).filter(|&i| lows[i] != "s").collect();
    let word = |i: usize| kept.get(i).map(|&k| lows[k].as_str()).filter(|word| !word.is_empty());
    let (length, (month, day)) = reader.words().get(word(0)?)?.festival(word)?;
    let last = kept[length - 1];
    let end = if lows[last].ends_with("'s") { indices[last] + 3 } else { indices[last] + 1 };
    let year = reader.year(if reader.pieces.is_mark(end, &[',']) { end + 1 } else { end });
    let meaning = TimeMeaning::Festival { month, day, year: year.map(|(year, _)| year) };
    Some(Found::date(at..year.map_or(end, |(_, end)| end), meaning, "en.time.festival"))
}

/// "last week", "this morning", "the past three months", "next Friday", "the following day".
fn picked(reader: &Reader, at: usize) -> Option<Found> {
    let article = reader.is(at, &["the"]);
    let start = if article { at + 1 } else { at };
    let (which, reach, next) = match reader.pick(start) {
        Some(pick) => pick,
        // "the weekend", "the morning of" are of the nearest.
        None if article && reader.is(start, &["weekend"]) => (PickWhich::This, 0, start),
        None => return None,
    };
    let word = reader.word(start)?;
    if named(reader, at) {
        return None;
    }
    let reach = match reach {
        -1 => Some(Reach::Past),
        1 => Some(Reach::Future),
        _ => None,
    };
    if let (Some(reach), Some((amount, end))) = (reach, reader.amount(next).filter(|_| !reader.is(next, &["a", "an"]))) {
        let unit_at = if reader.pieces.is_dash(end) { end + 1 } else { end };
        if let Some((unit, _)) = reader.unit(unit_at) {
            return Some(length(at..unit_at + 1, amount, unit, reach));
        }
    }
    if let Some((unit, one)) = reader.unit(next) {
        let range = at..next + 1;
        return match (which, reach) {
            (_, Some(reach)) if !one => Some(length(range, None, unit, reach)),
            (PickWhich::Following | PickWhich::Preceding | PickWhich::That, _) => {
                let amount = [1, -1, 0][[PickWhich::Following, PickWhich::Preceding, PickWhich::That].iter().position(|&w| w == which)?];
                Some(Found::date(range, shift(unit, Some(amount), TimeOrigin::Narrative), "en.time.told"))
            }
            // "the next day" follows the day last told; "next week" follows this one.
            (PickWhich::Next, _) if unit == TimeUnit::Day => {
                Some(Found::date(range, shift(unit, Some(1), TimeOrigin::Narrative), "en.time.told"))
            }
            (PickWhich::Last, Some(reach)) if word == "past" || article && word == "last" && unit <= TimeUnit::Day => {
                Some(length(range, Some(1.0), unit, reach))
            }
            (PickWhich::Last | PickWhich::This | PickWhich::Next, _) if unit > TimeUnit::Hour || which != PickWhich::This => {
                let amount = [-1, 0, 1][[PickWhich::Last, PickWhich::This, PickWhich::Next].iter().position(|&w| w == which)?];
                let rule = "en.time.pick-unit";
                match unit {
                    TimeUnit::Second | TimeUnit::Minute => None,
                    TimeUnit::Quarter if word == "latest" => Some(Found::date(range, this_quarter(), rule)),
                    _ => Some(Found::date(range, shift(unit, Some(amount), TimeOrigin::Published), rule)),
                }
            }
            _ => None,
        };
    }
    let pick = pick_of(which);
    if let Some((weekday, end)) = reader.weekday(next, false) {
        let found = Found::date(at..end, TimeMeaning::Weekday { weekday, pick }, "en.time.weekday");
        return Some(with_part(reader, found));
    }
    if let Some((month, end)) = reader.month(next, true) {
        // "last September 3" is a day, "this March 2011" no time of ours.
        let year = reader.year(end);
        let meaning = TimeMeaning::Month { year: year.map(|(year, _)| year), month, pick };
        return reader.day(end).is_none().then(|| Found::date(at..year.map_or(end, |(_, end)| end), meaning, "en.time.month"));
    }
    if let Some(season) = reader.name(next, true, |kind| if let TimeNameKind::Season(season) = kind { Some(season) } else { None }) {
        let meaning = TimeMeaning::YearPart { year: None, part: YearPart::Season(season), pick };
        return Some(Found::date(at..next + 1, meaning, "en.time.season"));
    }
    let part = part(reader, next).filter(|_| which != PickWhich::Next)?;
    let from = if which == PickWhich::That { TimeOrigin::Narrative } else { TimeOrigin::Published };
    let amount = if which == PickWhich::Last { -1 } else { 0 };
    let reads = matches!(which, PickWhich::This | PickWhich::Last | PickWhich::That);
    reads.then(|| Found::date(at..next + 1, shift(TimeUnit::Day, Some(amount), from), "en.time.pick-part").at(Clock::Part(part)))
}

fn this_quarter() -> TimeMeaning {
    TimeMeaning::YearPart { year: None, part: YearPart::ThisQuarter, pick: Pick::Last }
}

fn length(range: std::ops::Range<usize>, amount: Option<f32>, unit: TimeUnit, reach: Reach) -> Found {
    Found::new(range, TimeKind::Duration, TimeMeaning::Length { amount, unit, reach }, "en.time.length")
}

/// "Tuesday", "Tuesday night".
fn weekday(reader: &Reader, at: usize) -> Option<Found> {
    let (weekday, end) = reader.weekday(at, false)?;
    if reader.in_other_name(at) && !reader.after(at, &["on", "since", "by", "until", "of", "from", "and"]) && !reader.is(at + 1, &["s"]) {
        return None;
    }
    if let Some(part) = reader.name(end, true, |kind| if let TimeNameKind::Parts(part) = kind { Some(part) } else { None }) {
        let found = set(at..end + 1, Repeat::Weekday(weekday));
        return Some(Found { clock: Some(Clock::Part(part)), ..found });
    }
    let found = Found::date(at..end, TimeMeaning::Weekday { weekday, pick: Pick::Plain }, "en.time.weekday");
    Some(with_part(reader, found))
}

/// The same with the part of the day that follows: "Tuesday night", "Tuesday at dawn", "Tuesday in the afternoon".
pub(super) fn with_part(reader: &Reader, found: Found) -> Found {
    let end = found.end;
    let joined = part(reader, end).map(|part| (part, end + 1)).or_else(|| {
        let inner = reader.skip(reader.skip(end, &["at", "in"]), &["the"]);
        part(reader, inner).filter(|_| inner > end).map(|part| (part, inner + 1))
    });
    match joined {
        Some((part, end)) if found.clock.is_none() => Found { end, ..found.at(Clock::Part(part)) },
        _ => found,
    }
}

/// A part of the day by name.
pub(super) fn part(reader: &Reader, at: usize) -> Option<DayPart> {
    reader.name(at, true, |kind| if let TimeNameKind::Part(part) = kind { Some(part) } else { None })
}

/// "three days ago", "two weeks", "a day earlier", "10-year", "twenty-four hours".
fn counted(reader: &Reader, at: usize) -> Option<Found> {
    let start = reader.skip(at, &["the"]);
    let first = reader.is(start, &["first", "additional", "further"]) && start > at;
    let (amount, next) = reader.amount(if first { start + 1 } else { start })?;
    let next = reader.skip(next, &["more", "additional", "full", "long", "straight", "consecutive", "whole", "further", "good"]);
    let dash = reader.pieces.is_dash(next);
    let unit_at = if dash { next + 1 } else { next };
    let (unit, one) = reader.unit(unit_at)?;
    let mut end = unit_at + 1;
    let article = reader.is(start, &["a", "an"]);
    // "a second", "a quarter of the city" are no times; "one 23-year-old" is an age.
    if article && matches!(unit, TimeUnit::Second | TimeUnit::Quarter | TimeUnit::Weekend) {
        return None;
    }
    if unit == TimeUnit::Quarter && (one && !dash || reader.is(end, &["of"])) {
        return None;
    }
    let old = if reader.pieces.is_dash(end) { end + 1 } else { end };
    if reader.is(old, &["old", "olds"]) || start > at && !first && amount.is_none() {
        return None;
    }
    if reader.pieces.is_dash(end) && reader.is(end + 1, &["long"]) {
        end += 2;
    }
    let signed = |sign: i32| amount.map(|amount| sign * amount as i32);
    let told = |amount: Option<i32>, end: usize, from| Some(Found::date(at..end, shift(unit, amount, from), "en.time.counted"));
    let half = |rest: usize| reader.is(rest, &["and"]) && reader.is(rest + 1, &["a"]) && reader.is(rest + 2, &["half"]);
    if dash {
        return Some(length(at..end, amount, unit, Reach::Floating));
    }
    // "four flights a week", "$2 million a year" tell how fast, and no time.
    let rate = article && reader.word(end).is_none_or(|word| !matches!(word, "ago" | "earlier" | "later" | "before" | "after" | "from"));
    if rate && unit > TimeUnit::Hour && at > 0 && counted_before(reader, at) {
        return None;
    }
    match reader.word(end) {
        Some("ago") => told(signed(-1), end + 1, TimeOrigin::Published),
        Some("earlier" | "previously") => told(signed(-1), end + 1, TimeOrigin::Narrative),
        Some("before") if !noun_follows(reader, end + 1) && !reader.is(end + 1, &["the", "a"]) => {
            told(signed(-1), end + 1, TimeOrigin::Narrative)
        }
        Some("later" | "afterwards" | "afterward") => told(signed(1), end + 1, TimeOrigin::Narrative),
        Some("from") if reader.is(end + 1, &["now"]) => told(signed(1), end + 2, TimeOrigin::Published),
        _ if half(end) => Some(length(at..end + 3, amount.map(|amount| amount + 0.5), unit, Reach::Floating)),
        _ => Some(length(at..end, amount, unit, Reach::Floating)),
    }
}

/// Whether a count stands right before: "four flights", "$2 million", "24 hours".
fn counted_before(reader: &Reader, at: usize) -> bool {
    use dateline_model::Tag;
    let tag = |back: usize| at.checked_sub(back).and_then(|at| reader.pieces.tag(at));
    matches!(tag(1), Some(Tag::CD)) || matches!(tag(1), Some(Tag::NNS)) && matches!(tag(2), Some(Tag::CD | Tag::JJ))
}

/// "the year-ago quarter", "the quarter ended June 30", "during the quarter": the latest, or that of the year before. A bare "the quarter" may
/// be a part of a town.
fn quarter(reader: &Reader, at: usize) -> Option<Found> {
    let start = reader.skip(reader.skip(at, &["the"]), &["comparable"]);
    if reader.is(start, &["year"]) && reader.pieces.is_dash(start + 1) && reader.is(start + 2, &["ago", "earlier"]) {
        let end = start + 3;
        let of = reader.skip(end, &["quarter", "period"]);
        let meaning = shift(TimeUnit::Quarter, Some(-5), TimeOrigin::Published);
        return reader.ordinal(end).is_none().then(|| Found::date(at..of, meaning, "en.time.year-ago"));
    }
    let quarter = start > at && reader.is(start, &["quarter"]);
    let told = reader.is(start + 1, &["ended", "ending"]) || reader.after(at, &["during"]) && !reader.is(start + 1, &["of"]);
    (quarter && told).then(|| Found::date(at..start + 1, this_quarter(), "en.time.quarter"))
}

/// "spring 2013", "the summer of 2014", "the early summer".
fn season(reader: &Reader, at: usize) -> Option<Found> {
    let start = reader.skip(reader.skip(at, &["the"]), &["early", "late"]);
    let season = reader.name(start, true, |kind| if let TimeNameKind::Season(season) = kind { Some(season) } else { None })?;
    let year = reader.year(reader.skip(start + 1, &["of", "in"]));
    let meaning = |year| TimeMeaning::YearPart { year, part: YearPart::Season(season), pick: Pick::Plain };
    if let Some((year, end)) = year {
        return Some(Found::date(at..end, meaning(Some(year)), "en.time.season"));
    }
    // "the fall of Kessa" is no autumn, "a spring" no season.
    let sure = start > at && reader.word(start) != Some("fall") && !reader.is(start + 1, &["of"]) || reader.after(at, &["early", "late"]);
    let noun = matches!(reader.pieces.tag(start), Some(dateline_model::Tag::NN));
    (sure && noun && !noun_follows(reader, start + 1)).then(|| Found::date(at..start + 1, meaning(None), "en.time.season"))
}

/// "for weeks", "months ago", "days later", "decades".
fn bare_units(reader: &Reader, at: usize) -> Option<Found> {
    let (unit, one) = reader.unit(at)?;
    if one || unit == TimeUnit::Quarter {
        return None;
    }
    let told = |sign: i32, from| {
        let _ = sign;
        Some(Found::date(at..at + 2, TimeMeaning::Shift { unit, amount: None, from }, "en.time.vague"))
    };
    match reader.word(at + 1) {
        Some("ago") => told(-1, TimeOrigin::Published),
        Some("later" | "earlier" | "before") => told(1, TimeOrigin::Narrative),
        _ => {
            let framed = reader.after(at, &["for", "in", "over", "within", "after", "of", "during"]) || reader.is(at + 1, &["of"]);
            (framed && unit != TimeUnit::Second).then(|| length(at..at + 1, None, unit, Reach::Floating))
        }
    }
}
