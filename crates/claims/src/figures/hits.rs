//! What is told of the phrases of a sentence, before any quantity is looked at.
//!
//! In:  the readings of `counted` and `beside`, one after another.
//! Out: `Hits`, by the phrase that they are told of.

use super::counted::Count;
use dateline_model::Measure;

/// A phrase of which a predicate tells a measure.
pub(super) struct Hit {
    pub anchor: usize,
    pub count: Count,
}

pub(super) fn push(hits: &mut Vec<Hit>, anchor: usize, measure: Measure, predicate: usize, rank: u8, rule: &'static str) {
    hits.push(Hit { anchor, count: Count { measure, predicate, rule, rank } });
}

/// Hits by their anchors; those of one anchor in the order in which they were found.
pub(super) struct Hits(Vec<Hit>);

impl Hits {
    pub fn new(mut hits: Vec<Hit>) -> Hits {
        hits.sort_by_key(|hit| hit.anchor);
        Hits(hits)
    }

    /// What is told of one phrase.
    pub fn of(&self, anchor: usize) -> impl Iterator<Item = &Count> {
        let first = self.0.partition_point(|hit| hit.anchor < anchor);
        self.0[first..].iter().take_while(move |hit| hit.anchor == anchor).map(|hit| &hit.count)
    }
}
