//! Clusters of claims: what "same" connects, by agreement (`agree`), with a cap on the span in time.

use crate::agree::{Between, Keeps, Scored, agree};
use crate::{FusionClaim, Rules};
use dateline_model::Date;

/// First and last first-day of a group's claims, and how far they may lie apart.
#[derive(Clone, Copy, Debug)]
struct Span {
    days: Option<(Date, Date)>,
    longest: i32,
}

impl Keeps for Span {
    fn joined(&self, other: &Span) -> Option<Span> {
        let days = match (self.days, other.days) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
        let too_long = days.is_some_and(|(first, last)| (last - first).get_days() > self.longest);
        (!too_long).then_some(Span { days, ..*self })
    }
}

/// Groups of indices, each sorted; every claim is in one. `claims` are sorted by id.
pub(crate) fn cluster(claims: &[&FusionClaim], pairs: Vec<Scored>, rules: &Rules) -> Vec<Vec<usize>> {
    let longest = rules.longest_days;
    let kept = claims.iter().map(|claim| Span { days: claim.when.map(|(start, _, _)| (start, start)), longest }).collect();
    let thousandths = |score: f32| (f64::from(score) * 1000.0) as i64;
    agree(kept, pairs, rules.threshold, |between: &Between| {
        between.sum >= between.count * thousandths(rules.threshold) * 3 / 4 && between.least > thousandths(rules.veto)
    })
}
