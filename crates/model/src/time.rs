//! A time expression of running text: its words, and what they mean before they are anchored to a date of publication.
//!
//! `claims::times` finds them; `resolve::when` turns them into days. The types follow TIMEX3 (TimeML 1.2.1, Pustejovsky et al. 2003).

use crate::claim::named;
use crate::{RuleId, Span};
use jiff::civil::Weekday;

/// Words that tell a time: "Tuesday", "late November 2024", "the past 24 hours".
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// The words, without a leading preposition: of "since Wednesday" only "Wednesday".
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// What the words mean, before they are anchored.
    pub meaning: TimeMeaning,
    /// The time of day that they add: "Tuesday night", "4 a.m. on Thursday".
    pub clock: Option<Clock>,
    /// What narrows or loosens them: "late", "about".
    pub modifier: Option<TimeModifier>,
    /// The word before them that bounds or extends them.
    pub relation: Option<TimeRelation>,
    /// Tense of the verb that governs them. Weekdays in the past tense look back.
    pub tense: Tense,
    /// What found them.
    pub rule: RuleId,
}

/// What the words of a time expression mean by themselves. A part that the words leave out is `None`.
#[derive(Clone, Debug, PartialEq)]
pub enum TimeMeaning {
    /// "19 September 2024", "September 19", "Tuesday the 19th".
    Day {
        /// Year of the Gregorian calendar.
        year: Option<i16>,
        /// 1 to 12.
        month: Option<u8>,
        /// 1 to 31.
        day: u8,
        /// The weekday, if told beside the date.
        weekday: Option<Weekday>,
    },
    /// "05/06/2019": day first or month first.
    DayOrMonth {
        /// The number that stands first, 1 to 12.
        first: u8,
        /// The number that stands second, 1 to 12.
        second: u8,
        /// Year of the Gregorian calendar.
        year: i16,
    },
    /// "September 2024", "last May".
    Month {
        /// Year of the Gregorian calendar.
        year: Option<i16>,
        /// 1 to 12.
        month: u8,
        /// Which one.
        pick: Pick,
    },
    /// "2024".
    Year(i16),
    /// "the 1990s": the first year.
    Decade(i16),
    /// "the 20th century": 20.
    Century(i16),
    /// "the third quarter of 2023", "last spring".
    YearPart {
        /// Year of the Gregorian calendar.
        year: Option<i16>,
        /// Which part.
        part: YearPart,
        /// Which one.
        pick: Pick,
    },
    /// "Tuesday", "last Friday".
    Weekday {
        /// Which day of the week.
        weekday: Weekday,
        /// Which one.
        pick: Pick,
    },
    /// A feast with one date each year: "Christmas Eve".
    Festival {
        /// 1 to 12.
        month: u8,
        /// 1 to 31.
        day: u8,
        /// Year of the Gregorian calendar.
        year: Option<i16>,
    },
    /// A whole unit, counted from another time: "yesterday", "last week", "three days ago", "a day earlier".
    Shift {
        /// What is counted.
        unit: TimeUnit,
        /// How many, backwards if negative; none if vague ("some days ago").
        amount: Option<i32>,
        /// From where.
        from: TimeOrigin,
    },
    /// A time of day alone: "at dawn"; the day is in the expression's neighbours.
    ClockOnly,
    /// "now", "recently", "soon".
    Reference(TimeReference),
    /// A length: "two weeks", "the past 24 hours".
    Length {
        /// How many; none if vague.
        amount: Option<f32>,
        /// Of what.
        unit: TimeUnit,
        /// Where it lies.
        reach: Reach,
    },
    /// "every day", "on Fridays", "twice a week".
    Repeat(Repeat),
    /// "between 3 and 5 May", "from May to June".
    Range {
        /// Where it begins.
        first: Box<TimeExpression>,
        /// Where it ends.
        last: Box<TimeExpression>,
    },
}

/// What comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Repeat {
    /// Every so many units.
    Unit(TimeUnit, Option<f32>),
    /// A day of the week.
    Weekday(Weekday),
    /// A part of the day.
    Part(DayPart),
}

/// Which of the like-named times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pick {
    /// Not said: the tense tells.
    #[default]
    Plain,
    /// "last Friday", "this past Friday".
    Last,
    /// "this Friday".
    This,
    /// "next Friday", "the coming Friday".
    Next,
}

/// From where a shift is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeOrigin {
    /// The day of publication: "ago", "yesterday".
    Published,
    /// The time last told: "a day earlier", "the following week", "that day".
    Narrative,
}

/// Where a length lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Not said: "for two weeks".
    Floating,
    /// Up to now: "the past two weeks".
    Past,
    /// From now: "the next two weeks".
    Future,
}

/// Tense of the verb over an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tense {
    /// No verb, or one that does not tell.
    #[default]
    Unknown,
    /// "shelled", "was shelled".
    Past,
    /// "shells"; in headlines this is the past.
    Present,
    /// "will shell", "plans to shell".
    Future,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// "in the morning".
    Part(DayPart),
    /// "4 a.m.", "16:30".
    At {
        /// 0 to 24.
        hour: u8,
        /// 0 to 59, if told.
        minute: Option<u8>,
    },
}

/// A part of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum YearPart {
    /// 1 to 4.
    Quarter(u8),
    /// 1 or 2.
    Half(u8),
    /// By name.
    Season(Season),
    /// "the quarter", "this quarter": whichever it is then.
    ThisQuarter,
}

named! {
    /// A unit of time.
    TimeUnit {
        Second = "second",
        Minute = "minute",
        Hour = "hour",
        Day = "day",
        Weekend = "weekend",
        Week = "week",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
        Decade = "decade",
        Century = "century",
    }
}

named! {
    /// A part of the day, by its TIMEX3 code.
    DayPart {
        Morning = "MO",
        Midday = "MI",
        Afternoon = "AF",
        Evening = "EV",
        Night = "NI",
        Overnight = "overnight",
    }
}

named! {
    /// A season, by its TIMEX3 code.
    Season {
        Spring = "SP",
        Summer = "SU",
        Autumn = "FA",
        Winter = "WI",
    }
}

named! {
    /// A time that is no day, by its TIMEX3 value.
    TimeReference {
        Past = "PAST_REF",
        Present = "PRESENT_REF",
        Future = "FUTURE_REF",
    }
}

named! {
    /// What narrows or loosens an expression, by its TIMEX3 code.
    TimeModifier {
        Start = "START",
        Mid = "MID",
        End = "END",
        Approx = "APPROX",
        LessThan = "LESS_THAN",
        MoreThan = "MORE_THAN",
    }
}

named! {
    /// A word before an expression that bounds or extends it.
    TimeRelation {
        Since = "since",
        Until = "until",
        By = "by",
        Before = "before",
        After = "after",
        For = "for",
        Within = "within",
    }
}

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeKind {
    /// A day or longer.
    Date,
    /// A time of day.
    Time,
    /// A length.
    Duration,
    /// A repetition.
    Set,
}

impl TimeKind {
    /// The TIMEX3 name.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeKind::Date => "DATE",
            TimeKind::Time => "TIME",
            TimeKind::Duration => "DURATION",
            TimeKind::Set => "SET",
        }
    }
}
