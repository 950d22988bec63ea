//! Groups by agreement: two groups join only if what is known between them speaks for it on the whole.
//!
//! A chain of likenesses (a like b, b like c, c unlike a) therefore never drifts from one incident into another.
//!
//! In:  items by index, each with what its group must keep (`Keeps`); scored pairs; who may join (`admits`).
//! Out: groups of indices, each sorted; every item is in exactly one. The order of the pairs does not matter.

use std::collections::BTreeMap;

/// A judged pair of indices.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub a: usize,
    pub b: usize,
    pub score: f32,
}

/// What is known between two groups; scores in whole thousandths, so that sums do not depend on their order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Between {
    /// Of all pairs that were judged.
    pub sum: i64,
    /// How many were judged.
    pub count: i64,
    /// The least of them.
    pub least: i64,
    /// How many pairs there are, judged or not.
    pub pairs: i64,
}

/// What a group keeps of its items, such as its first and last day.
pub(crate) trait Keeps: Clone {
    /// Of two groups together; none if they may not join.
    fn joined(&self, other: &Self) -> Option<Self>;
}

/// The groups. Pairs are taken best first, down to the score `least`; each joins the groups of its two items if both `admits` and what
/// they keep allow it. Pairs below are evidence all the same.
pub(crate) fn agree<K: Keeps>(kept: Vec<K>, mut pairs: Vec<Scored>, least: f32, admits: impl Fn(&Between) -> bool) -> Vec<Vec<usize>> {
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut groups = Groups::new(kept, &pairs);
    for pair in pairs.iter().take_while(|pair| pair.score >= least) {
        groups.join(pair.a, pair.b, &admits);
    }
    groups.members.into_iter().filter(|members| !members.is_empty()).collect()
}

struct Groups<K> {
    /// The group of each item.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
    between: Vec<BTreeMap<usize, Between>>,
    kept: Vec<K>,
}

impl<K: Keeps> Groups<K> {
    fn new(kept: Vec<K>, pairs: &[Scored]) -> Groups<K> {
        let mut between = vec![BTreeMap::new(); kept.len()];
        for pair in pairs {
            let score = (f64::from(pair.score) * 1000.0).round() as i64;
            let found = Between { sum: score, count: 1, least: score, pairs: 1 };
            between[pair.a].insert(pair.b, found);
            between[pair.b].insert(pair.a, found);
        }
        Groups { of: (0..kept.len()).collect(), members: (0..kept.len()).map(|i| vec![i]).collect(), between, kept }
    }

    fn join(&mut self, a: usize, b: usize, admits: impl Fn(&Between) -> bool) {
        let (mut keep, mut gone) = (self.of[a], self.of[b]);
        if keep == gone {
            return;
        }
        let Some(between) = self.between[keep].get(&gone).copied() else { return };
        let between = Between { pairs: (self.members[keep].len() * self.members[gone].len()) as i64, ..between };
        if !admits(&between) {
            return;
        }
        let Some(kept) = self.kept[keep].joined(&self.kept[gone]) else { return };
        if self.between[keep].len() < self.between[gone].len() {
            std::mem::swap(&mut keep, &mut gone);
        }
        self.kept[keep] = kept;
        let moved = std::mem::take(&mut self.members[gone]);
        for &member in &moved {
            self.of[member] = keep;
        }
        self.members[keep].extend(moved);
        self.members[keep].sort_unstable();
        self.between[keep].remove(&gone);
        for (third, found) in std::mem::take(&mut self.between[gone]) {
            if third == keep {
                continue;
            }
            self.between[third].remove(&gone);
            let joined = match self.between[keep].get(&third) {
                Some(old) => Between {
                    sum: old.sum + found.sum,
                    count: old.count + found.count,
                    least: old.least.min(found.least),
                    pairs: 0, // counted when it is asked for
                },
                None => found,
            };
            self.between[keep].insert(third, joined);
            self.between[third].insert(keep, joined);
        }
    }
}
