//! Calendar arithmetic: what a meaning comes to, seen from the day of publication.

use super::{Anchor, Days};
use dateline_model::{Date, DateBasis, DatePrecision, Pick, Reach, Season, Tense, TimeMeaning, TimeOrigin, TimeUnit, Weekday, YearPart};
use jiff::ToSpan;

/// The days of a meaning; none if it tells none.
pub(super) fn days(meaning: &TimeMeaning, tense: Tense, anchor: &Anchor) -> Option<Days> {
    match meaning {
        TimeMeaning::Day { year, month, day, weekday } => day_of(*year, *month, *day, *weekday, tense, anchor),
        TimeMeaning::DayOrMonth { first, second, year } => day_or_month(*first, *second, *year, anchor),
        TimeMeaning::Festival { month, day, year } => day_of(*year, Some(*month), *day, None, tense, anchor),
        TimeMeaning::Month { year, month, pick } => {
            let (year, basis) = year_of_month(*year, *month, *pick, tense, anchor)?;
            whole_month(year, *month, basis)
        }
        TimeMeaning::Year(year) => years(*year, 1, DateBasis::Explicit),
        TimeMeaning::Decade(first) => years(*first, 10, DateBasis::Explicit),
        TimeMeaning::Century(number) => years((number - 1) * 100 + 1, 100, DateBasis::Explicit),
        TimeMeaning::YearPart { year, part, pick } => part_of_year(*year, *part, *pick, anchor),
        TimeMeaning::Weekday { weekday, pick } => {
            Some(Days::one(weekday_near(*weekday, *pick, tense, anchor.published?), DateBasis::Anchored))
        }
        TimeMeaning::Shift { unit, amount, from } => shifted(*unit, (*amount)?, *from, tense, anchor),
        TimeMeaning::Length { amount, unit, reach: Reach::Past } => past_length((*amount)?, *unit, anchor.published?),
        TimeMeaning::Range { first, last } => range(first, last, anchor),
        TimeMeaning::Length { .. } | TimeMeaning::Repeat(_) | TimeMeaning::Reference(_) | TimeMeaning::ClockOnly => None,
    }
}

/// A day of a month, its year told or found.
fn day_of(year: Option<i16>, month: Option<u8>, day: u8, weekday: Option<Weekday>, tense: Tense, anchor: &Anchor) -> Option<Days> {
    let date = |year: i16, month: u8| Date::new(year, month as i8, day as i8).ok();
    let Some(month) = month else {
        // "the 19th": of the month of publication, or the one before.
        let published = anchor.published?;
        let here = published.with().day(day as i8).build().ok().filter(|&date| date <= published || tense == Tense::Future);
        let before = published.checked_sub(1.month()).ok()?.with().day(day as i8).build().ok();
        let fits = |date: &Date| weekday.is_none_or(|weekday| date.weekday() == weekday);
        return here.filter(fits).or(before.filter(fits)).map(|date| Days::one(date, DateBasis::Anchored));
    };
    if let Some(year) = year {
        return date(year, month).map(|date| Days::one(date, DateBasis::Explicit));
    }
    let Some(published) = anchor.published else {
        return anchor.year.and_then(|year| date(year, month)).map(|date| Days::one(date, DateBasis::Inferred));
    };
    let mut near: Vec<Date> = (published.year() - 4..=published.year() + 1).filter_map(|year| date(year, month)).collect();
    if let Some(weekday) = weekday.filter(|&weekday| near.iter().any(|date| date.weekday() == weekday)) {
        near.retain(|date| date.weekday() == weekday);
    }
    let chosen = near.into_iter().min_by_key(|date| strangeness(i64::from((*date - published).get_days()), tense));
    chosen.map(|date| Days::one(date, DateBasis::Anchored))
}

/// How strange it would be to leave the year out of a date so far ahead (or back, if negative): far is strange, and a direction
/// against the tense four times as much ("extended to Nov. 16" is near enough to be ahead all the same). Chosen on TimeBank's
/// development half.
fn strangeness(ahead: i64, tense: Tense) -> i64 {
    match (tense, ahead < 0) {
        (Tense::Future, true) | (Tense::Past, false) => 4 * ahead.abs(),
        (Tense::Present | Tense::Unknown, false) => 2 * ahead,
        _ => ahead.abs(),
    }
}

/// "05/06/2019": the reading within a month of publication, if only one is; else none.
fn day_or_month(first: u8, second: u8, year: i16, anchor: &Anchor) -> Option<Days> {
    let published = anchor.published?;
    let readings = [(first, second), (second, first)].map(|(day, month)| Date::new(year, month as i8, day as i8).ok());
    let near = |date: &Date| (-45..=7).contains(&(*date - published).get_days());
    match readings.map(|date| date.filter(near)) {
        [Some(date), None] | [None, Some(date)] => Some(Days::one(date, DateBasis::Explicit)),
        _ => None,
    }
}

/// The year of a month that names none.
pub(super) fn year_of_month(year: Option<i16>, month: u8, pick: Pick, tense: Tense, anchor: &Anchor) -> Option<(i16, DateBasis)> {
    if let Some(year) = year {
        return Some((year, DateBasis::Explicit));
    }
    let Some(published) = anchor.published else { return anchor.year.map(|year| (year, DateBasis::Inferred)) };
    let (this, now) = (published.year(), published.month() as u8);
    let year = match (pick, tense) {
        (Pick::Last, _) => this - i16::from(month >= now),
        (Pick::This, _) => this,
        (Pick::Next, _) => this + i16::from(month <= now),
        (Pick::Plain, tense) => {
            let months = |year: &i16| i64::from(year - this) * 12 + i64::from(month) - i64::from(now);
            [this - 1, this, this + 1].into_iter().min_by_key(|year| strangeness(months(year), tense))?
        }
    };
    Some((year, DateBasis::Anchored))
}

fn whole_month(year: i16, month: u8, basis: DateBasis) -> Option<Days> {
    let start = Date::new(year, month as i8, 1).ok()?;
    Some(Days { start, end: start.last_of_month(), precision: DatePrecision::Month, basis })
}

fn years(first: i16, count: i16, basis: DateBasis) -> Option<Days> {
    let (start, end) = (Date::new(first, 1, 1).ok()?, Date::new(first + count - 1, 12, 31).ok()?);
    Some(Days { start, end, precision: DatePrecision::Year, basis })
}

/// The day of this name that is meant, seen from publication. In the past tense and in headlines it looks back; the day of
/// publication itself counts.
pub(super) fn weekday_near(weekday: Weekday, pick: Pick, tense: Tense, published: Date) -> Date {
    let back = i64::from(published.weekday().since(weekday));
    let ahead = i64::from(weekday.since(published.weekday()));
    let days = match (pick, tense) {
        (Pick::Last, _) => -(if back == 0 { 7 } else { back }),
        (Pick::Next, _) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        (_, Tense::Future) => ahead,
        // "this Friday" lies in the week of publication.
        (Pick::This, Tense::Present | Tense::Unknown) => ahead,
        _ => -back,
    };
    published.checked_add(days.days()).unwrap_or(published)
}

/// The quarter, half or season, seen from publication: the latest that has begun, unless it is told otherwise.
pub(super) fn year_of_part(year: Option<i16>, part: YearPart, pick: Pick, anchor: &Anchor) -> Option<(i16, YearPart, DateBasis)> {
    if let Some(year) = year {
        return Some((year, part, DateBasis::Explicit));
    }
    let published = anchor.published?;
    let (this, month) = (published.year(), published.month() as u8);
    if part == YearPart::ThisQuarter {
        let quarter = (month - 1) / 3;
        let (year, quarter) = if quarter == 0 { (this - 1, 4) } else { (this, quarter) };
        return Some((year, YearPart::Quarter(quarter), DateBasis::Anchored));
    }
    let begins = first_month(part);
    let year = match pick {
        Pick::Next => this + i16::from(month >= begins),
        Pick::This => this,
        Pick::Last => this - i16::from(month < begins + 3),
        Pick::Plain => this - i16::from(month < begins),
    };
    Some((year, part, DateBasis::Anchored))
}

fn first_month(part: YearPart) -> u8 {
    match part {
        YearPart::Quarter(quarter) => quarter * 3 - 2,
        YearPart::Half(half) => half * 6 - 5,
        YearPart::Season(Season::Spring) => 3,
        YearPart::Season(Season::Summer) => 6,
        YearPart::Season(Season::Autumn) => 9,
        YearPart::Season(Season::Winter) => 12,
        YearPart::ThisQuarter => 1,
    }
}

fn part_of_year(year: Option<i16>, part: YearPart, pick: Pick, anchor: &Anchor) -> Option<Days> {
    let (year, part, basis) = year_of_part(year, part, pick, anchor)?;
    let start = Date::new(year, first_month(part) as i8, 1).ok()?;
    let months = if matches!(part, YearPart::Half(_)) { 5 } else { 2 };
    let end = start.checked_add(months.months()).ok()?.last_of_month();
    // Vaguer than a month: `year` is the next that the codebook has.
    Some(Days { start, end, precision: DatePrecision::Year, basis })
}

/// A whole unit, so many away from publication or from the day last told.
fn shifted(unit: TimeUnit, amount: i32, from: TimeOrigin, tense: Tense, anchor: &Anchor) -> Option<Days> {
    let base = match from {
        TimeOrigin::Published => anchor.published?,
        TimeOrigin::Narrative => anchor.told.filter(|told| unit > TimeUnit::Day || told.start == told.end)?.start,
    };
    let basis = DateBasis::Anchored;
    if let Some(start) = quarter_of_other_year(unit, amount, anchor) {
        let end = start.checked_add(2.months()).ok()?.last_of_month();
        return Some(Days { start, end, precision: DatePrecision::Year, basis });
    }
    let (start, precision) = shifted_to(unit, amount, base)?;
    let end = match unit {
        TimeUnit::Week => start.checked_add(6.days()).ok()?,
        TimeUnit::Weekend => {
            // "at the weekend": the last that has begun.
            let start = nearest_weekend(start, amount, base, tense);
            return Some(Days { start, end: start.tomorrow().ok()?, precision, basis });
        }
        TimeUnit::Month => start.last_of_month(),
        TimeUnit::Quarter => start.checked_add(2.months()).ok()?.last_of_month(),
        TimeUnit::Year => start.last_of_year(),
        TimeUnit::Decade => start.checked_add(9.years()).ok()?.last_of_year(),
        TimeUnit::Century => start.checked_add(99.years()).ok()?.last_of_year(),
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => start,
    };
    // "this week", told on Thursday of what was done, ends on Thursday.
    let running = amount == 0 && from == TimeOrigin::Published && start <= base && base <= end && start != end;
    let (start, end) = match tense {
        _ if !running => (start, end),
        Tense::Future => (base, end),
        _ => (start, base),
    };
    Some(Days { start, end, precision, basis })
}

/// "a year ago", told of a quarter: the same quarter of that year. Gives its first day.
pub(super) fn quarter_of_other_year(unit: TimeUnit, amount: i32, anchor: &Anchor) -> Option<Date> {
    let told = anchor.told.filter(|_| unit == TimeUnit::Year && amount != 0)?;
    let quarter = told.start.day() == 1 && told.start.month() % 3 == 1;
    let whole = told.start.checked_add(2.months()).ok()?.last_of_month() == told.end;
    (quarter && whole).then_some(told.start.checked_add(i64::from(amount).years()).ok()?)
}

/// "at the weekend", told before it came, is the one before.
pub(super) fn nearest_weekend(start: Date, amount: i32, base: Date, tense: Tense) -> Date {
    let back = amount == 0 && tense != Tense::Future && start > base;
    start.checked_sub(if back { 7 } else { 0 }.days()).unwrap_or(start)
}

/// The first day of the unit so many away from a day.
pub(super) fn shifted_to(unit: TimeUnit, amount: i32, base: Date) -> Option<(Date, DatePrecision)> {
    let monday = base.checked_sub(i64::from(base.weekday().to_monday_zero_offset()).days()).ok()?;
    let first_of = |date: Date, years: i16| Date::new(date.year().div_euclid(years) * years, 1, 1).ok();
    Some(match unit {
        TimeUnit::Second | TimeUnit::Minute => (base, DatePrecision::Hour),
        TimeUnit::Hour => (base.checked_add(i64::from(amount / 24).days()).ok()?, DatePrecision::Hour),
        TimeUnit::Day => (base.checked_add(i64::from(amount).days()).ok()?, DatePrecision::Day),
        TimeUnit::Week => (monday.checked_add(i64::from(amount).weeks()).ok()?, DatePrecision::Week),
        TimeUnit::Weekend => (monday.checked_add((i64::from(amount) * 7 + 5).days()).ok()?, DatePrecision::Day),
        TimeUnit::Month => (base.first_of_month().checked_add(i64::from(amount).months()).ok()?, DatePrecision::Month),
        TimeUnit::Quarter => {
            let first = base.with().month((base.month() - 1) / 3 * 3 + 1).day(1).build().ok()?;
            (first.checked_add((i64::from(amount) * 3).months()).ok()?, DatePrecision::Year)
        }
        TimeUnit::Year => (base.first_of_year().checked_add(i64::from(amount).years()).ok()?, DatePrecision::Year),
        TimeUnit::Decade => (first_of(base.checked_add((i64::from(amount) * 10).years()).ok()?, 10)?, DatePrecision::Year),
        TimeUnit::Century => (first_of(base.checked_add((i64::from(amount) * 100).years()).ok()?, 100)?, DatePrecision::Year),
    })
}

/// "the past 24 hours": from so long before up to publication.
fn past_length(amount: f32, unit: TimeUnit, published: Date) -> Option<Days> {
    // Longer than any war: a misread number, no length.
    if !(0.0..=2000.0).contains(&amount) {
        return None;
    }
    let whole = amount.ceil() as i64;
    let (back, precision) = match unit {
        TimeUnit::Second | TimeUnit::Minute => (0.days(), DatePrecision::Day),
        TimeUnit::Hour => (((amount / 24.0).ceil() as i64).days(), DatePrecision::Day),
        TimeUnit::Day => (whole.days(), DatePrecision::Day),
        TimeUnit::Week | TimeUnit::Weekend => (whole.weeks(), DatePrecision::Week),
        TimeUnit::Month => (whole.months(), DatePrecision::Month),
        TimeUnit::Quarter => ((whole * 3).months(), DatePrecision::Month),
        TimeUnit::Year => (whole.years(), DatePrecision::Year),
        TimeUnit::Decade | TimeUnit::Century => return None,
    };
    Some(Days { start: published.checked_sub(back).ok()?, end: published, precision, basis: DateBasis::Anchored })
}

/// Both ends of a range; an end without a year or month takes that of the other.
fn range(first: &dateline_model::TimeExpression, last: &dateline_model::TimeExpression, anchor: &Anchor) -> Option<Days> {
    let end = days(&last.meaning, last.tense, anchor)?;
    let meaning = match (&first.meaning, &last.meaning) {
        (TimeMeaning::Day { year: None, month, day, weekday }, TimeMeaning::Day { year: Some(year), .. }) => {
            TimeMeaning::Day { year: Some(*year), month: *month, day: *day, weekday: *weekday }
        }
        (TimeMeaning::Month { year: None, month, pick }, TimeMeaning::Month { year: Some(year), month: later, .. }) => {
            TimeMeaning::Month { year: Some(year - i16::from(month > later)), month: *month, pick: *pick }
        }
        (TimeMeaning::Weekday { weekday, pick: Pick::Plain }, _) if end.start == end.end => {
            // "from Monday to Wednesday": the Monday before that Wednesday.
            let start = weekday_near(*weekday, Pick::Plain, Tense::Past, end.end);
            return Some(Days { start, ..end });
        }
        (other, _) => other.clone(),
    };
    let start = days(&meaning, first.tense, anchor)?;
    (start.start <= end.end).then_some(Days { start: start.start, end: end.end, precision: start.precision, basis: start.basis })
}
