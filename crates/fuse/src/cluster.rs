//! Clusters of claims: what "same" connects, by agreement (`agree`), with a cap on the span in time.

use crate::agree::{Between, Period, Scored, agree};
use crate::{FusionClaim, Rules};

/// Groups of indices, each sorted; every claim is in one. `claims` are sorted by id.
pub(crate) fn cluster(claims: &[&FusionClaim], pairs: Vec<Scored>, rules: &Rules) -> Vec<Vec<usize>> {
    let first_day = |claim: &FusionClaim| claim.when.map(|(start, _, _)| start);
    let periods = claims.iter().map(|claim| Period::of(first_day(claim), rules.longest_days)).collect();
    let thousandths = |score: f32| (f64::from(score) * 1000.0) as i64;
    agree(periods, pairs, rules.threshold, |between: &Between| {
        between.sum >= between.count * thousandths(rules.threshold) * 3 / 4 && between.least > thousandths(rules.veto)
    })
}
