//! When: time expressions to days, against the day of publication.
//!
//! In:  a document and its time expressions, in text order.
//! Out: `DocumentTimes`: the day that the document is dated by, every expression anchored, TIMEX3 values, and `when` for a claim.
//!
//! **Nothing is invented**: without a date or an anchor there is no day (codebook, section 2). A full date line inside the text
//! outranks `Document::published`; without both, a year may be inferred from weekdays beside dates (decision 12).
//!
//! Not here: finding the expressions (`claims::times`), carrying a date from another sentence (`claims`).

mod anchor;
mod published;
mod value;

use dateline_model::{
    Claim, Clock, Date, DateBasis, DatePrecision, DayPart, Document, Span, TimeExpression, TimeKind, TimeMeaning, TimeOrigin, TimeRelation,
    TimeUnit, When,
};

/// Every time expression of a document, anchored.
#[derive(Clone, Debug)]
pub struct DocumentTimes {
    /// What the document is dated by: the anchor of "on Tuesday".
    pub published: Option<DocumentDate>,
    /// The year of dates that name none, where the document has no day of its own but leaves one year possible.
    pub year: Option<i16>,
    /// All date lines; they date the text, and no act.
    lines: Vec<Span>,
    times: Vec<AnchoredTime>,
}

/// The day that a document is dated by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DocumentDate {
    /// The day.
    pub date: Date,
    /// The date line that tells it; none for `Document::published`.
    pub line: Option<Span>,
    /// `Explicit`, or `Inferred` where the year is.
    pub basis: DateBasis,
}

/// An expression, and the days that it means.
#[derive(Clone, Debug)]
struct AnchoredTime {
    expression: TimeExpression,
    days: Option<Days>,
    /// The time last told before it, for "a day earlier".
    told: Option<Days>,
    /// The expression beside it is a part of it: "October this year", "this year's third quarter".
    takes: Option<Span>,
}

/// Days that an expression means, inclusive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Days {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How exactly the words tell it.
    pub precision: DatePrecision,
    /// What it rests on.
    pub basis: DateBasis,
}

impl Days {
    fn one(date: Date, basis: DateBasis) -> Days {
        Days { start: date, end: date, precision: DatePrecision::Day, basis }
    }
}

/// What an expression is anchored against.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    /// The day of publication.
    pub published: Option<Date>,
    /// Whether that day was inferred.
    pub inferred: bool,
    /// The time last told.
    pub told: Option<Days>,
    /// The year for dates without one, if there is no day of publication.
    pub year: Option<i16>,
}

impl DocumentTimes {
    /// Anchors all expressions of a document; they must be in text order.
    pub fn new(document: &Document, expressions: &[TimeExpression]) -> DocumentTimes {
        let (published, year, lines) = published::published(document, expressions);
        let mut times = DocumentTimes { published, year, lines, times: Vec::with_capacity(expressions.len()) };
        let mut told = None;
        for (index, expression) in expressions.iter().enumerate() {
            // "last year" is the whole year; "a year ago" may be a quarter, if one was told.
            let told_before = told.filter(|_| expression.rule.as_str() != "en.time.pick-unit");
            let next = expressions.get(index + 1);
            let behind = next.and_then(|next| Some((times.year_beside(&document.text, expression, next)?, next.span)));
            let ahead = index.checked_sub(1).and_then(|before| {
                let before = &expressions[before];
                Some((times.year_before(&document.text, before, expression)?, before.span))
            });
            let beside = behind.or(ahead).map(|(told, _)| told);
            let takes = behind.or(ahead).filter(|((_, basis), _)| *basis == DateBasis::Anchored).map(|(_, span)| span);
            let days = match beside {
                Some((year, basis)) => anchor(&with_year(expression, year), &times.anchor(told_before)).map(|days| Days { basis, ..days }),
                None => anchor(expression, &times.anchor(told_before)),
            };
            let mut expression = expression.clone();
            if let Some((year, _)) = beside {
                expression = with_year(&expression, year);
            }
            times.times.push(AnchoredTime { expression: expression.clone(), days, told: told_before, takes });
            if days.is_some() && !times.is_date_line(&expression) && expression.kind != TimeKind::Duration {
                told = days;
            }
        }
        times
    }

    /// The year that the expression behind it gives a day or month: "19 May last year", "January and May 2012".
    fn year_beside(&self, text: &str, expression: &TimeExpression, next: &TimeExpression) -> Option<(i16, DateBasis)> {
        let (TimeMeaning::Day { year: None, month: Some(month), .. } | TimeMeaning::Month { year: None, month, .. }) = expression.meaning
        else {
            return None;
        };
        let gap = text.get(expression.span.end()..next.span.start())?.trim_matches([' ', ',']);
        match next.meaning {
            TimeMeaning::Shift { unit: TimeUnit::Year, amount: Some(amount), from: TimeOrigin::Published } if gap.is_empty() => {
                Some((self.published?.date.year() + i16::try_from(amount).ok()?, DateBasis::Anchored))
            }
            TimeMeaning::Day { year: Some(year), month: Some(later), .. } | TimeMeaning::Month { year: Some(year), month: later, .. }
                if matches!(gap, "" | "and" | "or") =>
            {
                Some((year - i16::from(month > later), DateBasis::Explicit))
            }
            _ => None,
        }
    }

    /// The year that the expression before it gives a quarter or half: "this year's third quarter".
    fn year_before(&self, text: &str, before: &TimeExpression, expression: &TimeExpression) -> Option<(i16, DateBasis)> {
        let TimeMeaning::YearPart { year: None, .. } = expression.meaning else { return None };
        let TimeMeaning::Shift { unit: TimeUnit::Year, amount: Some(amount), from: TimeOrigin::Published } = before.meaning else {
            return None;
        };
        let gap = text.get(before.span.end()..expression.span.start())?.trim();
        let year = self.published?.date.year() + i16::try_from(amount).ok()?;
        matches!(gap, "'s" | "’s").then_some((year, DateBasis::Anchored))
    }

    fn anchor(&self, told: Option<Days>) -> Anchor {
        Anchor {
            published: self.published.map(|published| published.date),
            inferred: self.published.is_some_and(|published| published.basis == DateBasis::Inferred),
            told,
            year: self.year,
        }
    }

    /// Whether an expression is a date line, which dates the text and no act.
    pub fn is_date_line(&self, expression: &TimeExpression) -> bool {
        self.lines.iter().any(|line| line.overlaps(expression.span))
    }

    /// The days of an expression of this document, by its place in the text, without its relation ("since").
    pub fn days(&self, expression: &TimeExpression) -> Option<Days> {
        self.found(expression)?.days
    }

    fn found(&self, expression: &TimeExpression) -> Option<&AnchoredTime> {
        let at = self.times.partition_point(|time| time.expression.span < expression.span);
        self.times.get(at).filter(|time| time.expression.span == expression.span)
    }

    /// When a claim's act happened: from the first of its expressions that tells it. The date line dates the document, not the act.
    pub fn when(&self, claim: &Claim) -> Option<When> {
        claim.times.iter().filter(|expression| !self.is_date_line(expression)).find_map(|expression| {
            let days = self.bounded(expression)?;
            Some(When {
                span: Some(expression.span),
                start: days.start,
                end: days.end,
                precision: days.precision,
                basis: days.basis,
                rule: expression.rule.clone(),
            })
        })
    }

    /// The days that an expression means as the time of an act, with the relation before it: "since Wednesday" reaches to publication.
    pub fn bounded(&self, expression: &TimeExpression) -> Option<Days> {
        let found = self.found(expression);
        let days = match found {
            Some(found) => found.days,
            None => anchor(expression, &self.anchor(None)),
        };
        let published = self.published.map(|published| published.date);
        match (expression.relation, expression.clock) {
            (Some(TimeRelation::Since), _) => {
                let days = days?;
                let end = published.filter(|&end| end >= days.start)?;
                let inferred = self.published.is_some_and(|published| published.basis == DateBasis::Inferred);
                Some(Days { end, basis: if inferred { DateBasis::Inferred } else { weaker(days.basis) }, ..days })
            }
            (Some(TimeRelation::Until), _) => None,
            (Some(TimeRelation::Before | TimeRelation::After), None) => None,
            _ => days,
        }
    }

    /// The TIMEX3 value of every expression: its words, the value, the type. Ranges give both ends.
    pub fn timex(&self) -> Vec<(Span, String, TimeKind)> {
        let mut values = Vec::with_capacity(self.times.len());
        for time in &self.times {
            let anchor = self.anchor(time.told);
            if self.times.iter().any(|other| other.takes == Some(time.expression.span)) {
                continue;
            }
            let span = time.takes.map_or(time.expression.span, |taken| time.expression.span.cover(taken));
            match &time.expression.meaning {
                TimeMeaning::Range { first, last } => {
                    for end in [first, last] {
                        values.push((end.span, value::value(end, &anchor), end.kind));
                    }
                }
                _ => values.push((span, value::value(&time.expression, &anchor), time.expression.kind)),
            }
        }
        values
    }
}

/// The same expression with its year.
fn with_year(expression: &TimeExpression, told: i16) -> TimeExpression {
    let mut expression = expression.clone();
    if let TimeMeaning::Day { year, .. } | TimeMeaning::Month { year, .. } | TimeMeaning::YearPart { year, .. } = &mut expression.meaning {
        *year = Some(told);
    }
    expression
}

/// A period that reaches to publication rests on it, even where its beginning is told in full.
fn weaker(basis: DateBasis) -> DateBasis {
    if basis == DateBasis::Explicit { DateBasis::Anchored } else { basis }
}

/// The days that one expression means. None without a date or an anchor, and for lengths, sets and vague times.
pub fn anchor(expression: &TimeExpression, anchor: &Anchor) -> Option<Days> {
    let days = anchor::days(&expression.meaning, expression.tense, anchor)?;
    let inferred = anchor.inferred && days.basis == DateBasis::Anchored;
    let days = if inferred { Days { basis: DateBasis::Inferred, ..days } } else { days };
    Some(match expression.clock {
        Some(Clock::Part(DayPart::Overnight)) => Days { start: days.start.yesterday().ok()?, ..days },
        Some(Clock::At { .. }) if days.start == days.end => Days { precision: DatePrecision::Hour, ..days },
        _ => days,
    })
}

/// The TIMEX3 values of a document's expressions, in text order: words, value, type.
pub fn timex(document: &Document, expressions: &[TimeExpression]) -> Vec<(Span, String, TimeKind)> {
    DocumentTimes::new(document, expressions).timex()
}

#[cfg(test)]
mod tests;
