//! ResolvedClaims to Incidents: which claims are about the same act, who agrees, who contradicts, how many voices there are.
//!
//! In:  `FusionClaim`s: what fusion needs of a resolved claim and its document; and the `Rules`.
//! Out: `Incident`s. They are derived, never edited, and equal for any order of arrival.
//!
//! The steps, a module each: `block` (candidate pairs), `judge` (a pair's score, with reasons), `cluster` (what "same" connects, by
//! agreement, not by chains), `origins` (the first voices), `reconcile` (fields, tolls, contradictions of one incident).
//!
//! ```
//! use dateline_fuse::{FusionClaim, Rules, fuse};
//! # fn example(resolved: &[(dateline_model::ResolvedClaim, dateline_model::Document)]) {
//! let claims: Vec<FusionClaim> = resolved.iter().map(|(claim, document)| FusionClaim::new(claim, document)).collect();
//! let incidents = fuse(&claims, &Rules::default());
//! # }
//! ```
//!
//! Not here: what a claim says (`claims`) or refers to (`resolve`), and which claims are true: nobody's work.

mod acts;
mod block;
mod cluster;
mod figures;
mod input;
mod judge;
mod origins;
mod reconcile;
mod rules;

pub use input::{FusionClaim, FusionFigure, FusionPlace, Party, Voice};
pub use judge::{Judgement, Reason, Verdict, judge};
pub use rules::Rules;

use dateline_model::Incident;

/// The incidents that the claims are about, by first day and id. Every claim is in exactly one.
///
/// - the order of `claims` does not matter; of two claims with one id the first counts.
/// - time: about n log n where claims are spread over days and places; a block of very many like claims costs their square.
pub fn fuse(claims: &[FusionClaim], rules: &Rules) -> Vec<Incident> {
    let mut sorted: Vec<&FusionClaim> = claims.iter().collect();
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    sorted.dedup_by(|a, b| a.id == b.id);
    let prepared = judge::prepare(&sorted);
    let pairs = block::pairs(&sorted, rules);
    let scored: Vec<cluster::Scored> = pairs
        .into_iter()
        .map(|(a, b)| cluster::Scored { a, b, score: judge::score(sorted[a], sorted[b], &prepared[a], &prepared[b], rules) })
        .collect();
    let groups = cluster::cluster(&sorted, scored, rules);
    let origins = origins::origins(&sorted);
    let mut incidents: Vec<Incident> = groups.iter().map(|group| reconcile::incident(group, &sorted, &origins)).collect();
    incidents.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    reconcile::link_campaigns(&mut incidents);
    incidents
}

#[cfg(test)]
mod tests;
