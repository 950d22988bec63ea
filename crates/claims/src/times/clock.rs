//! Times of day: "4 a.m.", "16:30", "at dawn", alone or joined to their day.

use super::reader::{Found, Reader};
use super::relative::part;
use dateline_knowledge::{TimeNameKind, TimeUsage};
use dateline_model::{Clock, DayPart, TimeKind, TimeMeaning};

/// The time of day that begins at a piece, without its day.
pub(super) fn clock(reader: &Reader, at: usize) -> Option<Found> {
    hour(reader, at).or_else(|| part_alone(reader, at))
}

/// "4 a.m.", "4:30 pm", "16:30", "1630 hours", "six o'clock", "4 in the morning", "midnight".
fn hour(reader: &Reader, at: usize) -> Option<Found> {
    let found = |end: usize, hour: u8, minute: Option<u8>| {
        let meaning = TimeMeaning::ClockOnly;
        Some(Found::new(at..zone(reader, end), TimeKind::Time, meaning, "en.time.hour").at(Clock::At { hour, minute }))
    };
    if reader.is(at, &["midnight"]) {
        return found(at + 1, 24, Some(0));
    }
    if reader.is(at, &["noon", "midday", "noontime"]) {
        return found(at + 1, 12, Some(0));
    }
    let value = match reader.pieces.number(at) {
        Some((value, digits)) if digits <= 2 || digits == 4 => value,
        Some(_) => return None,
        None => u32::try_from(reader.small_number(at)?).ok()?,
    };
    let marks = [':', '.'];
    let (hour, minute, end) = if value > 24 && value % 100 < 60 && value / 100 < 24 && reader.is(at + 1, &["hours", "hrs", "gmt", "utc"]) {
        return found(at + 2, (value / 100) as u8, Some((value % 100) as u8));
    } else if value > 24 {
        return None;
    } else if reader.pieces.is_mark(at + 1, &marks) && reader.pieces.glued(at + 1) && reader.pieces.glued(at + 2) {
        match reader.pieces.number(at + 2) {
            Some((minute @ 0..=59, 2)) => (value as u8, Some(minute as u8), at + 3),
            _ => return None,
        }
    } else {
        (value as u8, None, at + 1)
    };
    let seconds = reader.pieces.is_mark(end, &[':']) && reader.pieces.glued(end) && reader.pieces.number(end + 1).is_some();
    let end = if seconds { end + 2 } else { end };
    let dot = |end: usize| end + usize::from(reader.pieces.is_mark(end, &['.']) && reader.pieces.glued(end) && end + 1 < reader.len());
    let afternoon = |hour: u8| if hour < 12 { hour + 12 } else { hour };
    match reader.word(end) {
        Some("am") if hour <= 12 => found(dot(end + 1), if hour == 12 { 0 } else { hour }, minute),
        Some("pm") if hour <= 12 => found(dot(end + 1), afternoon(hour), minute),
        Some("o") if reader.pieces.is_mark(end + 1, &['\'', '’']) => found(end + 3, hour, minute),
        Some("in") if minute.is_some() || value <= 12 && reader.is(end + 1, &["the"]) => match part(reader, end + 2) {
            Some(DayPart::Morning) => found(end + 3, hour, minute),
            Some(DayPart::Afternoon | DayPart::Evening) => found(end + 3, afternoon(hour), minute),
            _ if minute.is_some() && reader.pieces.is_mark(at + 1, &[':']) => found(end, hour, minute),
            _ => None,
        },
        _ if minute.is_some() && reader.pieces.is_mark(at + 1, &[':']) => found(end, hour, minute),
        _ => None,
    }
}

/// The index after "local time", "GMT".
fn zone(reader: &Reader, end: usize) -> usize {
    let bracket = usize::from(reader.pieces.is_mark(end, &['(']));
    if reader.is(end + bracket, &["local"]) && reader.is(end + bracket + 1, &["time"]) {
        return end + bracket + 2 + usize::from(bracket == 1 && reader.pieces.is_mark(end + 3, &[')']));
    }
    if bracket == 0 && reader.is(end, &["gmt", "utc", "est", "edt", "et", "cet", "pst", "pdt", "cst"]) { end + 1 } else { end }
}

/// "at dawn", "in the morning", "at night", "the early hours".
fn part_alone(reader: &Reader, at: usize) -> Option<Found> {
    let found = |range, part| Some(Found::new(range, TimeKind::Time, TimeMeaning::ClockOnly, "en.time.part").at(Clock::Part(part)));
    let alone = reader.known(at).is_some_and(|word| word.names.iter().any(|name| name.usage == TimeUsage::Alone));
    if alone && reader.after(at, &["at", "before", "after", "by", "around", "since", "until", "about"]) {
        return found(at..at + 1, part(reader, at)?);
    }
    if reader.is(at, &["night"]) && reader.after(at, &["at"]) {
        return found(at..at + 1, DayPart::Night);
    }
    let start = reader.skip(at, &["the"]);
    if start == at {
        return None;
    }
    let inner = reader.skip(start, &["early", "late", "mid"]);
    if inner > start && reader.is(inner, &["hours"]) {
        return found(at..inner + 1, if reader.is(start, &["late"]) { DayPart::Night } else { DayPart::Morning });
    }
    let part = reader.name(inner, true, |kind| if let TimeNameKind::Part(part) = kind { Some(part) } else { None })?;
    let framed = reader.after(at, &["in", "during", "through", "on", "into"]) || reader.is(inner + 1, &["of"]);
    framed.then(|| found(at..inner + 1, part)).flatten()
}
