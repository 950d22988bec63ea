//! The TIMEX3 value of an expression, as TimeML 1.2.1 writes it.
//!
//! Where an expression has no anchor its value keeps `X` for what is not known: "XXXX-03-12".

use super::anchor::{nearest_weekend, quarter_of_other_year, shifted_to, weekday_near, year_of_month, year_of_part};
use super::{Anchor, anchor};
use dateline_model::{
    Clock, Date, DayPart, Reach, Repeat, Tense, TimeExpression, TimeMeaning, TimeOrigin, TimeReference, TimeUnit, Weekday, YearPart,
};

/// The TIMEX3 value.
pub(super) fn value(expression: &TimeExpression, at: &Anchor) -> String {
    let day = plain(expression, at);
    match (expression.clock, &expression.meaning) {
        (Some(clock), TimeMeaning::ClockOnly) => {
            format!("{}{}", at.published.map_or("XXXX-XX-XX".to_string(), |date| date.to_string()), clock_value(clock))
        }
        (Some(Clock::Part(DayPart::Overnight)), _) => {
            let before = at.published.and_then(|date| date.yesterday().ok());
            format!("{}TNI", before.map_or("XXXX-XX-XX".to_string(), |date| date.to_string()))
        }
        (Some(clock), _) => format!("{day}{}", clock_value(clock)),
        (None, _) => day,
    }
}

fn plain(expression: &TimeExpression, at: &Anchor) -> String {
    match &expression.meaning {
        TimeMeaning::Day { month, day, .. } => match anchor(expression, at) {
            Some(days) => days.start.to_string(),
            None => format!("XXXX-{}-{day:02}", month.map_or("XX".to_string(), |month| format!("{month:02}"))),
        },
        TimeMeaning::Festival { month, day, .. } => match anchor(expression, at) {
            Some(days) => days.start.to_string(),
            None => format!("XXXX-{month:02}-{day:02}"),
        },
        TimeMeaning::DayOrMonth { year, .. } => anchor(expression, at).map_or(format!("{year:04}"), |days| days.start.to_string()),
        TimeMeaning::Month { year, month, pick } => match year_of_month(*year, *month, *pick, expression.tense, at) {
            Some((year, _)) => format!("{year:04}-{month:02}"),
            None => format!("XXXX-{month:02}"),
        },
        TimeMeaning::Year(year) => format!("{year:04}"),
        TimeMeaning::Decade(first) => format!("{:03}X", first / 10),
        TimeMeaning::Century(number) => format!("{:02}", number - 1),
        TimeMeaning::YearPart { year, part, pick } => match year_of_part(*year, *part, *pick, at) {
            Some((year, part, _)) => format!("{year:04}-{}", part_value(part)),
            None => format!("XXXX-{}", part_value(*part)),
        },
        TimeMeaning::Weekday { weekday, pick } => match at.published {
            Some(published) => weekday_near(*weekday, *pick, expression.tense, published).to_string(),
            None => format!("XXXX-WXX-{}", weekday.to_monday_one_offset()),
        },
        TimeMeaning::Shift { unit, amount, from } => shift_value(*unit, *amount, *from, expression.tense, at),
        TimeMeaning::ClockOnly => String::new(),
        TimeMeaning::Reference(reference) => reference.as_str().to_string(),
        TimeMeaning::Length { amount, unit, reach } => match (amount, reach, unit) {
            // "recent years", "coming weeks" are lengths of no number.
            (None, Reach::Floating | Reach::Past | Reach::Future, unit) => length_value(None, *unit),
            (amount, _, unit) => length_value(*amount, *unit),
        },
        TimeMeaning::Repeat(repeat) => repeat_value(*repeat),
        TimeMeaning::Range { first, .. } => value(first, at),
    }
}

fn shift_value(unit: TimeUnit, amount: Option<i32>, from: TimeOrigin, tense: Tense, at: &Anchor) -> String {
    let Some(amount) = amount else {
        return match from {
            TimeOrigin::Published => TimeReference::Past.as_str().to_string(),
            TimeOrigin::Narrative => length_value(None, unit),
        };
    };
    if let Some(quarter) = quarter_of_other_year(unit, amount, at) {
        return unit_value(TimeUnit::Quarter, quarter);
    }
    let base = match from {
        TimeOrigin::Published => at.published,
        TimeOrigin::Narrative => at.told.map(|told| told.start).or(at.published),
    };
    let shifted = base.and_then(|base| shifted_to(unit, amount, base).map(|(date, _)| (date, base)));
    match shifted {
        Some((date, base)) if unit == TimeUnit::Weekend => unit_value(unit, nearest_weekend(date, amount, base, tense)),
        Some((date, _)) => unit_value(unit, date),
        None if amount < 0 => TimeReference::Past.as_str().to_string(),
        None if amount > 0 => TimeReference::Future.as_str().to_string(),
        None => TimeReference::Present.as_str().to_string(),
    }
}

/// A whole unit by its first day.
fn unit_value(unit: TimeUnit, date: Date) -> String {
    let week = date.iso_week_date();
    match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => date.to_string(),
        TimeUnit::Week => format!("{:04}-W{:02}", week.year(), week.week()),
        TimeUnit::Weekend => format!("{:04}-W{:02}-WE", week.year(), week.week()),
        TimeUnit::Month => format!("{:04}-{:02}", date.year(), date.month()),
        TimeUnit::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
        TimeUnit::Year => format!("{:04}", date.year()),
        TimeUnit::Decade => format!("{:03}X", date.year() / 10),
        TimeUnit::Century => format!("{:02}", date.year() / 100),
    }
}

fn part_value(part: YearPart) -> String {
    match part {
        YearPart::Quarter(quarter) => format!("Q{quarter}"),
        YearPart::Half(half) => format!("H{half}"),
        YearPart::Season(season) => season.as_str().to_string(),
        YearPart::ThisQuarter => "QX".to_string(),
    }
}

fn length_value(amount: Option<f32>, unit: TimeUnit) -> String {
    let (letter, factor, clock) = match unit {
        TimeUnit::Second => ("S", 1.0, true),
        TimeUnit::Minute => ("M", 1.0, true),
        TimeUnit::Hour => ("H", 1.0, true),
        TimeUnit::Day => ("D", 1.0, false),
        TimeUnit::Weekend => ("D", 2.0, false),
        TimeUnit::Week => ("W", 1.0, false),
        TimeUnit::Month => ("M", 1.0, false),
        TimeUnit::Quarter => ("Q", 1.0, false),
        TimeUnit::Year => ("Y", 1.0, false),
        TimeUnit::Decade if amount.is_none() => ("DE", 1.0, false),
        TimeUnit::Century if amount.is_none() => ("CE", 1.0, false),
        TimeUnit::Decade => ("Y", 10.0, false),
        TimeUnit::Century => ("Y", 100.0, false),
    };
    let before = if clock { "PT" } else { "P" };
    match amount.map(|amount| amount * factor) {
        None => format!("{before}X{letter}"),
        Some(amount) if amount.fract() == 0.5 && unit == TimeUnit::Minute => format!("PT{}M30S", amount.trunc()),
        Some(amount) if amount.fract() == 0.5 && unit == TimeUnit::Hour && amount > 1.0 => format!("PT{}H30M", amount.trunc()),
        Some(0.5) if unit == TimeUnit::Hour => "PT30M".to_string(),
        Some(0.5) if unit == TimeUnit::Year => "P6M".to_string(),
        Some(amount) => format!("{before}{amount}{letter}"),
    }
}

fn repeat_value(repeat: Repeat) -> String {
    match repeat {
        Repeat::Unit(unit, amount) => length_value(amount, unit),
        Repeat::Weekday(weekday) => format!("XXXX-WXX-{}", number(weekday)),
        Repeat::Part(part) => format!("T{}", part.as_str()),
    }
}

fn number(weekday: Weekday) -> i8 {
    weekday.to_monday_one_offset()
}

fn clock_value(clock: Clock) -> String {
    match clock {
        Clock::Part(DayPart::Overnight) => "TNI".to_string(),
        Clock::Part(part) => format!("T{}", part.as_str()),
        Clock::At { hour, minute } => format!("T{hour:02}:{:02}", minute.unwrap_or(0)),
    }
}
