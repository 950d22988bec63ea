//! Dates of the calendar: full and partial, in every order, in digits and in words.

use super::reader::{Found, Reader};
use dateline_model::{Pick, Tag, TimeExpression, TimeKind, TimeMeaning, Weekday, YearPart};

/// The date that begins at a piece, the longest first.
pub(super) fn date(reader: &Reader, at: usize) -> Option<Found> {
    digits(reader, at).or_else(|| named(reader, at)).or_else(|| part_of_year(reader, at)).or_else(|| span_of_years(reader, at))
}

/// "2024-09-19", "19/09/2024", "19.09.2024".
fn digits(reader: &Reader, at: usize) -> Option<Found> {
    let pieces = reader.pieces;
    let (first, first_digits) = pieces.number(at)?;
    let joined = |i: usize, marks: &[char]| pieces.is_mark(i, marks) && pieces.glued(i) && pieces.glued(i + 1);
    if pieces.glued(at) && at > 0 && !pieces.is_mark(at - 1, &['(', '[', '–', '—']) {
        return None;
    }
    let mark = ['-', '/', '.'].into_iter().find(|&mark| joined(at + 1, &[mark]) && joined(at + 3, &[mark]))?;
    let ((second, second_digits), (third, third_digits)) = (pieces.number(at + 2)?, pieces.number(at + 4)?);
    if pieces.glued(at + 5) && pieces.is_mark(at + 5, &['-', '/']) {
        return None;
    }
    let small = |value: u32, digits: usize| digits <= 2 && (1..=31).contains(&value);
    let found = |meaning| Some(Found::date(at..at + 5, meaning, "en.time.digits"));
    let day = |year: u32, month: u32, day: u32| {
        (month <= 12).then_some(TimeMeaning::Day { year: Some(year as i16), month: Some(month as u8), day: day as u8, weekday: None })
    };
    if first_digits == 4 && (1900..=2099).contains(&first) && small(second, second_digits) && small(third, third_digits) {
        return found(day(first, second, third)?);
    }
    let short = mark == '/' && third_digits == 2;
    let year = match third_digits {
        4 if (1900..=2099).contains(&third) => third,
        // "10/30/89": two digits are of the century around 2000.
        2 if short => third + if third >= 50 { 1900 } else { 2000 },
        _ => return None,
    };
    if !small(first, first_digits) || !small(second, second_digits) {
        return None;
    }
    match (first, second) {
        (13.., _) => found(day(year, second, first)?),
        (_, 13..) => found(day(year, first, second)?),
        (a, b) if a == b => found(day(year, a, b)?),
        // Dots are the writing of countries that put the day first.
        (first, second) if mark == '.' => found(day(year, second, first)?),
        (first, second) => found(TimeMeaning::DayOrMonth { first: first as u8, second: second as u8, year: year as i16 }),
    }
}

/// "Wednesday, 19 September 2024", "Sept. 19", "September 2024", "3-5 May", "Tuesday the 19th".
fn named(reader: &Reader, at: usize) -> Option<Found> {
    let weekday = reader.weekday(at, true);
    let mut start = weekday.map_or(at, |(_, next)| if reader.pieces.is_mark(next, &[',', '(']) { next + 1 } else { next });
    if weekday.is_some() {
        start = reader.skip(start, &["the"]);
    }
    let told = weekday.map(|(day, _)| day);
    day_first(reader, at, start, told).or_else(|| month_first(reader, at, start, told)).or_else(|| {
        let (day, next) = weekday?;
        let next_is_day = reader.day(start).is_some_and(|(_, ordinal)| ordinal) && start > next;
        let meaning = TimeMeaning::Day { year: None, month: None, day: reader.day(start)?.0, weekday: Some(day) };
        next_is_day.then(|| Found::date(at..start + 1, meaning, "en.time.weekday-day"))
    })
}

/// From the day on: "19 September 2024", "the 19th of September", "3-5 May", "between 3 and 5 May".
fn day_first(reader: &Reader, at: usize, start: usize, weekday: Option<Weekday>) -> Option<Found> {
    let (day, _) = reader.day(start)?;
    if reader.pieces.glued(start) && start == at && start > 0 && !reader.pieces.is_mark(start - 1, &['(', '[', '–', '—', '"', '“']) {
        return None;
    }
    let of = |i: usize| reader.skip(i, &["of"]);
    if let Some((month, next)) = reader.month(of(start + 1), true) {
        let (year, end) = year_after(reader, next);
        return Some(Found::date(at..end, day_of(year, month, day, weekday), "en.time.day-month"));
    }
    let second = connected(reader, start + 1, at)?;
    let (last, _) = reader.day(second)?;
    let (month, next) = reader.month(of(second + 1), true)?;
    let (year, end) = year_after(reader, next);
    range(reader, at, (start, start + 1), (second, end), day_of(year, month, day, weekday), day_of(year, month, last, None))
}

/// From the month on: "September 19th, 2024", "May 3-5", "September 2024", "September".
fn month_first(reader: &Reader, at: usize, start: usize, weekday: Option<Weekday>) -> Option<Found> {
    let (_, next) = reader.month(start, true)?;
    let (month, _) = reader.month(start, reader.day(next).is_some() || reader.year(next).is_some())?;
    let next = reader.skip(next, &["the"]);
    let day = reader.day(next).filter(|_| !counts_something(reader, start, next)).map(|(day, _)| day).or_else(|| {
        let in_words = reader.known(next).and_then(|word| word.ordinal)?;
        (in_words > 3 || reader.pieces.is_mark(next + 1, &[',', '.'])).then_some(in_words)
    });
    if let Some(day) = day {
        let second = connected(reader, next + 1, at).filter(|&second| reader.month(second + 1, true).is_none());
        let second = second.and_then(|at| reader.day(at).map(|(last, _)| (at, last)));
        if let Some((second, last)) = second.filter(|&(at, last)| last > day && !counts_something(reader, start, at)) {
            let (year, end) = year_after(reader, second + 1);
            let (first, last) = (day_of(year, month, day, weekday), day_of(year, month, last, None));
            return range(reader, at, (at, next + 1), (second, end), first, last);
        }
        let (year, end) = year_after(reader, next + 1);
        return Some(Found::date(at..end, day_of(year, month, day, weekday), "en.time.month-day"));
    }
    if weekday.is_some() {
        return None;
    }
    let after = reader.skip(if reader.pieces.is_mark(next, &[',']) { next + 1 } else { next }, &["of", "in"]);
    if let Some((year, end)) = reader.year(after).filter(|&(_, end)| !reader.pieces.is_dash(end) || !reader.pieces.glued(end)) {
        return Some(Found::date(at..end, TimeMeaning::Month { year: Some(year), month, pick: Pick::Plain }, "en.time.month-year"));
    }
    if let Some((year, end)) = spoken_year(reader, next) {
        return Some(Found::date(at..end, TimeMeaning::Month { year: Some(year), month, pick: Pick::Plain }, "en.time.month-year"));
    }
    if reader.in_other_name(start)
        || reader.pieces.is_mark(start.wrapping_sub(1), &['-']) && !reader.after(start - 1, &["mid", "late", "early"])
    {
        return None;
    }
    Some(Found::date(at..month_end(reader, start), TimeMeaning::Month { year: None, month, pick: Pick::Plain }, "en.time.month"))
}

fn month_end(reader: &Reader, start: usize) -> usize {
    reader.month(start, true).map_or(start + 1, |(_, end)| end)
}

/// Whether a number after a month counts what follows: "In May 14 people died", but "On May 14 rebels left".
fn counts_something(reader: &Reader, month: usize, at: usize) -> bool {
    let plain = reader.day(at).is_some_and(|(_, ordinal)| !ordinal);
    plain && reader.after(month, &["in", "since", "last", "this"]) && matches!(reader.pieces.tag(at + 1), Some(Tag::NNS))
}

/// The year that follows a day and a month, with or without a comma, and the index after it.
fn year_after(reader: &Reader, at: usize) -> (Option<i16>, usize) {
    let comma = if reader.pieces.is_mark(at, &[',']) { at + 1 } else { at };
    let year = reader.year(reader.skip(comma, &["of", "in"])).or_else(|| spoken_year(reader, comma));
    year.map_or((None, at), |(year, end)| (Some(year), end))
}

/// "nineteen ninety-six".
fn spoken_year(reader: &Reader, at: usize) -> Option<(i16, usize)> {
    let century = reader.small_number(at).filter(|value| (19..=20).contains(value) && reader.word(at).is_some())?;
    let tens = reader.small_number(at + 1).filter(|value| (10..=99).contains(value) && reader.word(at + 1).is_some())?;
    let ones_at = if reader.pieces.is_dash(at + 2) { at + 3 } else { at + 2 };
    let ones = reader.small_number(ones_at).filter(|&ones| tens >= 20 && tens % 10 == 0 && ones < 10 && reader.word(ones_at).is_some());
    Some((century * 100 + tens + ones.unwrap_or(0), if ones.is_some() { ones_at + 1 } else { at + 2 }))
}

/// The index after what joins two days into a range: a dash, "to", or "and" after "between".
fn connected(reader: &Reader, at: usize, start: usize) -> Option<usize> {
    let joins = reader.pieces.is_dash(at)
        || reader.is(at, &["to", "until", "till", "through"])
        || reader.is(at, &["and"]) && (start.saturating_sub(2)..start).any(|i| reader.is(i, &["between"]))
        || reader.is(at, &["and"]) && reader.day(start).is_some();
    joins.then_some(at + 1)
}

fn day_of(year: Option<i16>, month: u8, day: u8, weekday: Option<Weekday>) -> TimeMeaning {
    TimeMeaning::Day { year, month: Some(month), day, weekday }
}

/// A range of two days, each with its own words.
fn range(
    reader: &Reader,
    at: usize,
    first_pieces: (usize, usize),
    last_pieces: (usize, usize),
    first: TimeMeaning,
    last: TimeMeaning,
) -> Option<Found> {
    let end = |(from, to): (usize, usize), meaning| Box::new(plain(reader, from, to, meaning));
    let meaning = TimeMeaning::Range { first: end(first_pieces, first), last: end(last_pieces, last) };
    Some(Found::date(at..last_pieces.1, meaning, "en.time.day-range"))
}

/// An expression of its own inside a range.
pub(super) fn plain(reader: &Reader, from: usize, to: usize, meaning: TimeMeaning) -> TimeExpression {
    TimeExpression {
        span: reader.pieces.span(from, to),
        kind: TimeKind::Date,
        meaning,
        clock: None,
        modifier: None,
        relation: None,
        tense: dateline_model::Tense::Unknown,
        rule: dateline_model::RuleId::new("en.time.range-end"),
    }
}

/// "the third quarter of 2023", "second half of 2016", "the 2023 third quarter", "the 20th century".
fn part_of_year(reader: &Reader, at: usize) -> Option<Found> {
    let start = reader.skip(at, &["the"]);
    let before = reader.year(start).filter(|&(_, next)| reader.ordinal(next).is_some());
    let start = before.map_or(start, |(_, next)| next);
    let start = if reader.is(start, &["fiscal"]) { start + 1 + usize::from(reader.pieces.is_dash(start + 1)) } else { start };
    let number = reader.ordinal(start)?;
    let unit = if reader.pieces.is_dash(start + 1) { start + 2 } else { start + 1 };
    let word = reader.word(unit)?;
    if word == "century" && number <= 21 {
        return Some(Found::date(at..unit + 1, TimeMeaning::Century(i16::from(number)), "en.time.century"));
    }
    let (year, end) = {
        let of = reader.skip(unit + 1, &["of", "in"]);
        reader.year(of).map_or((before.map(|(year, _)| year), unit + 1), |(year, end)| (Some(year), end))
    };
    let part = match word {
        "quarter" if (1..=4).contains(&number) => YearPart::Quarter(number),
        "half" if (1..=2).contains(&number) && year.is_some() => YearPart::Half(number),
        _ => return None,
    };
    Some(Found::date(at..end, TimeMeaning::YearPart { year, part, pick: Pick::Plain }, "en.time.quarter"))
}

/// "2012", "the 1990s", "the year 2000".
fn span_of_years(reader: &Reader, at: usize) -> Option<Found> {
    let start = reader.skip(at, &["the"]);
    let start = if reader.is(start, &["year"]) { start + 1 } else { start };
    if reader.pieces.glued(start) && start > 0 && !reader.pieces.is_mark(start - 1, &['(', '[', '–', '—', '"', '“', '-', '\'', '’'])
    {
        return None;
    }
    let by_word = start > at && reader.is(start - 1, &["year"]);
    if let Some((year, end)) =
        spoken_year(reader, start).filter(|_| by_word || reader.after(at, &["in", "of", "since", "by"]) || at == start)
    {
        return Some(Found::date(at..end, TimeMeaning::Year(year), "en.time.year"));
    }
    if by_word && reader.is(start, &["two"]) && reader.is(start + 1, &["thousand"]) {
        return Some(Found::date(at..start + 2, TimeMeaning::Year(2000), "en.time.year"));
    }
    let (value, digits) = reader.pieces.number(start)?;
    if reader.is(start + 1, &["s"]) && reader.pieces.glued(start + 1)
        || reader.pieces.is_mark(start + 1, &['\'', '’']) && reader.is(start + 2, &["s"]) && value % 10 == 0
    {
        let end = if reader.is(start + 1, &["s"]) { start + 2 } else { start + 3 };
        return match (value, digits) {
            (1700..=2099, 4) if value % 10 == 0 => Some(Found::date(at..end, TimeMeaning::Decade(value as i16), "en.time.decade")),
            (20..=90, 2) if value % 10 == 0 && reader.pieces.is_mark(start.wrapping_sub(1), &['\'', '’']) => {
                Some(Found::date(at..end, TimeMeaning::Decade(1900 + value as i16), "en.time.decade"))
            }
            _ => None,
        };
    }
    let told = reader.after(
        at,
        &[
            "in", "since", "of", "by", "until", "till", "from", "to", "during", "before", "after", "through", "between", "late", "early",
            "mid", "and", "for", "year",
        ],
    );
    let year = if told && digits == 4 && (1500..=2099).contains(&value) { value as i16 } else { reader.year(start)?.0 };
    if !by_word && !stands_as_year(reader, at, start, told) {
        return None;
    }
    // "the 2003 invasion": only the number is the time.
    let at = if by_word { at } else { start };
    Some(Found::date(at..start + 1, TimeMeaning::Year(year), "en.time.year"))
}

/// Whether a number of four digits is a year here, and not a count ("2000 people"), a price or a part of a code.
fn stands_as_year(reader: &Reader, at: usize, start: usize, told: bool) -> bool {
    let next = start + 1;
    if reader.pieces.is_dash(next) && reader.pieces.glued(next) && reader.pieces.glued(next + 1) {
        // "2011-2014" is a span of years; "2012-09-S-002" is a code.
        return reader.year(next + 1).is_some() && !reader.pieces.is_dash(next + 2);
    }
    if reader.pieces.is_dash(start.wrapping_sub(1)) && start >= 2 && reader.year(start - 2).is_some() && !reader.pieces.is_dash(next) {
        return true;
    }
    if reader.pieces.is_mark(next, &['%', '$', '€', '£', '°', '/', ':'])
        || reader.pieces.is_mark(start.wrapping_sub(1), &['$', '€', '£', '#', '/', ':', '-']) && reader.pieces.glued(start)
    {
        return false;
    }
    if reader.pieces.glued(next) && reader.word(next).is_some() {
        return false;
    }
    let counted = matches!(reader.pieces.tag(next), Some(Tag::NNS)) || reader.unit(next).is_some();
    let article = start > at || start > 0 && matches!(reader.pieces.tag(start - 1), Some(Tag::DT | Tag::PRPS | Tag::POS));
    let bracket = reader.pieces.is_mark(start.wrapping_sub(1), &['(', ','])
        || reader.pieces.is_mark(next, &[')', ',', ';', '.'])
        || next == reader.len();
    match (counted, article, told) {
        (true, true, _) => true,
        (true, false, _) => false,
        (false, true, _) | (false, _, true) => true,
        (false, false, false) => bracket || start == 0,
    }
}
