//! The day that a document is dated by: a date line in its text, else what it was published as, else what its dates leave possible.

use super::{Anchor, DocumentDate};
use dateline_model::{Date, DateBasis, Document, Pick, Span, Tense, TimeExpression, TimeMeaning, Weekday};
use jiff::ToSpan;

/// How far into the text, in bytes, a date line may stand: a headline, a caption and a place before it. Chosen on the development texts.
const HEAD: usize = 400;

/// The document's day, the year of dates without one, and where all date lines stand.
pub(super) fn published(document: &Document, expressions: &[TimeExpression]) -> (Option<DocumentDate>, Option<i16>, Vec<Span>) {
    let lines: Vec<(Line, &TimeExpression)> =
        expressions.iter().filter_map(|expression| Some((date_line(&document.text, expression)?, expression))).collect();
    let spans = lines.iter().map(|(_, expression)| expression.span).collect();
    let (date, year) = best(document, expressions, &lines);
    (date, year, spans)
}

/// How a date line stands, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Line {
    /// "KESSA, Marland (Oct. 14, 2019)", "KESSA, March 8 (Agency)".
    Place,
    /// "Published 8 March 2020".
    Labelled,
    /// Alone, or closing or opening a title.
    Title,
}

fn best(document: &Document, expressions: &[TimeExpression], lines: &[(Line, &TimeExpression)]) -> (Option<DocumentDate>, Option<i16>) {
    let full = lines.iter().filter_map(|(kind, expression)| Some((*kind, line_date(expression, document.published)?, expression.span)));
    let full = full.min_by_key(|(kind, _, span)| (*kind, *span)).map(|(_, date, span)| (date, span));
    if let Some((date, span)) = full.filter(|(date, _)| document.published.is_none_or(|published| near(*date, published))) {
        return (Some(DocumentDate { date, line: Some(span), basis: DateBasis::Explicit }), None);
    }
    if let Some(date) = document.published {
        return (Some(DocumentDate { date, line: None, basis: DateBasis::Explicit }), None);
    }
    let Some(year) = possible_year(document, expressions) else { return (None, None) };
    let line = lines.iter().find_map(|(_, expression)| match expression.meaning {
        TimeMeaning::Day { year: None, month: Some(month), day, .. } => Date::new(year, month as i8, day as i8)
            .ok()
            .map(|date| DocumentDate { date, line: Some(expression.span), basis: DateBasis::Inferred }),
        _ => None,
    });
    (line.or_else(|| this_weekday(expressions, year)), Some(year))
}

/// "arrived this Friday", told beside "since Wednesday, November 27": the Friday after that Wednesday is the day on which the text was written.
fn this_weekday(expressions: &[TimeExpression], year: i16) -> Option<DocumentDate> {
    let last = expressions
        .iter()
        .filter(|expression| expression.tense != Tense::Future)
        .filter_map(weekday_and_date)
        .max_by_key(|date| (date.0, date.1));
    let (month, day, _) = last?;
    let told = Date::new(year, month as i8, day as i8).ok()?;
    let mut these =
        expressions.iter().filter(|expression| expression.tense != Tense::Future).filter_map(|expression| match expression.meaning {
            TimeMeaning::Weekday { weekday, pick: Pick::This } => Some(weekday),
            _ => None,
        });
    let weekday = these.next()?;
    if these.any(|other| other != weekday) {
        return None;
    }
    let date = told.checked_add(i64::from(weekday.since(told.weekday())).days()).ok()?;
    Some(DocumentDate { date, line: None, basis: DateBasis::Inferred })
}

/// Whether a date line can be that of a text published on a day: an archive's day may be off, but not by a decade.
fn near(line: Date, published: Date) -> bool {
    (line - published).get_days().abs() <= 3660
}

/// The day of a date line; "06-01-2016" is read in the order that brings it near the known day of publication.
fn line_date(expression: &TimeExpression, published: Option<Date>) -> Option<Date> {
    match expression.meaning {
        TimeMeaning::DayOrMonth { .. } => {
            let anchor = Anchor { published, inferred: false, told: None, year: None };
            super::anchor(expression, &anchor).map(|days| days.start)
        }
        _ => full_date(expression),
    }
}

/// The day of an expression that is a whole date.
fn full_date(expression: &TimeExpression) -> Option<Date> {
    match expression.meaning {
        TimeMeaning::Day { year: Some(year), month: Some(month), day, .. } => Date::new(year, month as i8, day as i8).ok(),
        _ => None,
    }
}

/// Whether and how an expression stands as a date line: in the head of the text, under no verb's preposition, and either at the start of its
/// line, at the end of a short one, in brackets behind a place, or after words such as "published".
fn date_line(text: &str, expression: &TimeExpression) -> Option<Line> {
    let span = expression.span;
    if span.start() > HEAD || !matches!(expression.meaning, TimeMeaning::Day { month: Some(_), .. } | TimeMeaning::DayOrMonth { .. }) {
        return None;
    }
    let line_start = text[..span.start()].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[span.end()..].find('\n').map_or(text.len(), |at| span.end() + at);
    let (before, after) = (text[line_start..span.start()].trim(), text[span.end()..line_end].trim());
    let last_word: String = before.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("").to_lowercase();
    let labelled = matches!(last_word.as_str(), "published" | "updated" | "posted" | "date" | "publication" | "issued" | "released" | "at");
    let says_so = before.to_lowercase();
    let labelled = labelled
        || last_word == "on"
            && ["published on", "posted on", "updated on", "issued on", "released on"].iter().any(|&words| says_so.ends_with(words));
    let bracketed = before.ends_with('(') && after.starts_with(')');
    let whole = full_date(expression).is_some() || matches!(expression.meaning, TimeMeaning::DayOrMonth { .. });
    let governed = matches!(
        last_word.as_str(),
        "on" | "of"
            | "since"
            | "by"
            | "until"
            | "in"
            | "from"
            | "before"
            | "after"
            | "the"
            | "between"
            | "and"
            | "to"
            | "for"
            | "during"
            | "late"
            | "early"
    ) && !before.ends_with(['.', ',', ';', ')', '-', '–', '—']);
    if labelled && before.len() < 60 {
        return Some(Line::Labelled);
    }
    if governed {
        return None;
    }
    let alone = before.is_empty() && (after.is_empty() || whole);
    let closes_title = after.is_empty() && before.len() <= 120 && whole && expression.tense == Tense::Unknown;
    // "KESSA, March 8 (Agency) -"
    let city = before.ends_with(',') && before.len() <= 40 && before.chars().take(3).all(|c| !c.is_lowercase());
    let city_line = city && (after.starts_with('(') || after.starts_with(['-', '–', '—', '/']));
    // A date with its year among the words of a head that was run together: "Agency Friday 5 Sep 2014 The toll".
    let run_together = whole
        && span.start() <= 150
        && expression.tense != Tense::Future
        && !before.ends_with(',')
        && after.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase);
    match (bracketed || city_line, alone || closes_title || run_together) {
        (true, _) => Some(Line::Place),
        (_, true) => Some(Line::Title),
        _ => None,
    }
}

/// The one year that the document's own dates leave possible, if there is just one.
///
/// Weekdays beside days of a month allow few years; the latest year that the text names is the earliest that it can be from.
/// A release number such as "2024-11-A-017" names the year of a date line in its month.
fn possible_year(document: &Document, expressions: &[TimeExpression]) -> Option<i16> {
    let named = expressions.iter().filter_map(named_year).max();
    let pairs: Vec<(u8, u8, Weekday)> = expressions.iter().filter_map(weekday_and_date).collect();
    if let (Some(latest), false) = (named, pairs.is_empty()) {
        let fits = |year: i16| {
            pairs.iter().all(|&(month, day, weekday)| Date::new(year, month as i8, day as i8).is_ok_and(|date| date.weekday() == weekday))
        };
        // A weekday comes back to its date after five years at the earliest.
        let mut years = (latest..=latest + 4).filter(|&year| fits(year));
        return match (years.next(), years.next()) {
            (Some(year), None) => Some(year),
            _ => None,
        };
    }
    release_year(document, expressions)
}

fn named_year(expression: &TimeExpression) -> Option<i16> {
    match &expression.meaning {
        TimeMeaning::Day { year, .. } | TimeMeaning::Month { year, .. } | TimeMeaning::YearPart { year, .. } => *year,
        TimeMeaning::Year(year) => Some(*year),
        TimeMeaning::Range { last, .. } => named_year(last),
        _ => None,
    }
}

fn weekday_and_date(expression: &TimeExpression) -> Option<(u8, u8, Weekday)> {
    match expression.meaning {
        TimeMeaning::Day { year: None, month: Some(month), day, weekday: Some(weekday) } => Some((month, day, weekday)),
        _ => None,
    }
}

/// The year of a release number in the head ("2024-11-A-017"), if a date there falls in its month.
fn release_year(document: &Document, expressions: &[TimeExpression]) -> Option<i16> {
    let head = &document.text[..document.text.floor_char_boundary(HEAD)];
    let months: Vec<u8> = expressions
        .iter()
        .take_while(|expression| expression.span.start() < HEAD)
        .filter_map(|expression| match expression.meaning {
            TimeMeaning::Day { year: None, month: Some(month), .. } => Some(month),
            _ => None,
        })
        .collect();
    head.split(|c: char| !(c.is_alphanumeric() || c == '-')).find_map(|word| {
        let parts: Vec<&str> = word.split('-').collect();
        let [year, month, _, ..] = parts.as_slice() else { return None };
        let year = year.parse::<i16>().ok().filter(|year| year_is_likely(*year))?;
        let month = month.parse::<u8>().ok()?;
        (parts.len() >= 4 && months.contains(&month)).then_some(year)
    })
}

fn year_is_likely(year: i16) -> bool {
    (1990..=2099).contains(&year)
}
