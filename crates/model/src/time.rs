//! A time expression of running text: its words, and what they mean before they are anchored to a date of publication.
//!
//! `claims::times` finds them; `resolve::when` turns them into days.

use crate::{RuleId, Span};
use smol_str::SmolStr;

/// Words that tell a time: "on Tuesday", "late November 2024", "since Wednesday".
#[derive(Clone, Debug, PartialEq)]
pub struct TimeExpression {
    /// The words, without a leading preposition: "Tuesday", "since Wednesday" keeps only "Wednesday".
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// The rule's normal form of the words, unanchored (see `claims::times`): "weekday:tue", "date:XXXX-11-27".
    pub value: SmolStr,
    /// A word before the expression that bounds or extends it ("since", "until", "by", "between"), lower case, or empty.
    pub relation: SmolStr,
    /// Tense of the verb that governs it: -1 past, 0 unknown, 1 future. Weekdays in the past tense look back.
    pub tense: i8,
    /// What found it.
    pub rule: RuleId,
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
