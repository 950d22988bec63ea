//! Which texts tell one story: texts of the same days that are about the same, by their telling words.
//!
//! In:  texts with their topics.
//! Out: groups of indices; every text is in one. A story is evidence for judging claims, and where to look for more coverage of an
//!      incident; it is no incident: a story has many.
//!
//! Not here: copies of one text (`origins`).

use crate::agree::{Between, Period, Scored, agree};
use crate::{FusionText, Rules};
use std::collections::HashMap;

/// Texts that share one of so many of their heaviest features are compared.
const FEATURES: usize = 24;

/// Texts of one feature that each is compared with, at most: those next to it in time.
const NEIGHBOURS: usize = 150;

/// Less likeness than this is none.
const LEAST: f32 = 0.05;

/// The stories, by average likeness. `texts` are sorted by id.
pub(crate) fn stories(texts: &[&FusionText], rules: &Rules) -> Vec<Vec<usize>> {
    let periods: Vec<Period> = texts.iter().map(|text| Period::of(text.published, rules.longest_story_days)).collect();
    let mut pairs: Vec<Scored> = Vec::new();
    for (a, b) in candidates(texts) {
        let score = texts[a].topic.likeness(&texts[b].topic);
        if score >= LEAST && periods[a].joined(&periods[b]).may_be() {
            pairs.push(Scored { a, b, score });
        }
    }
    let least = (f64::from(rules.same_story) * 1000.0) as i64;
    // Pairs that share nothing count as nothing: the average is over all pairs.
    agree(periods, pairs, rules.same_story, |between: &Between| between.sum >= between.pairs * least)
}

/// Pairs of texts worth comparing.
fn candidates(texts: &[&FusionText]) -> Vec<(usize, usize)> {
    let mut sharing: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_key(|&index| (texts[index].published.is_none(), texts[index].published, index));
    for index in order {
        for feature in texts[index].topic.heaviest(FEATURES) {
            sharing.entry(feature).or_default().push(index);
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for block in sharing.values() {
        for (at, &a) in block.iter().enumerate() {
            pairs.extend(block[at + 1..].iter().take(NEIGHBOURS).map(|&b| (a.min(b), a.max(b))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
