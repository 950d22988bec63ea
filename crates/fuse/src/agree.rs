//! Groups by agreement: two groups join only if what is known between them speaks for it on the whole.
//!
//! A chain of likenesses (a like b, b like c, c unlike a) therefore never drifts from one incident into another.
//!
//! In:  the days of each item, by index; scored pairs; who may join (`admits`).
//! Out: groups of indices, each sorted; every item is in exactly one. The order of the pairs does not matter.

use dateline_model::Date;
use std::collections::BTreeMap;

/// A judged pair of indices.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub a: usize,
    pub b: usize,
    pub score: f32,
}

/// The score of a pair that a person called the same; of one called not the same, its negative. It outranks every sum of reasons.
pub(crate) const DECIDED: f32 = 1000.0;

/// What is known between two groups; scores in whole thousandths, so that sums do not depend on their order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Between {
    /// Of all pairs that were judged.
    pub sum: i64,
    /// How many were judged.
    pub count: i64,
    /// The least of them.
    pub least: i64,
    /// The greatest of them.
    pub greatest: i64,
    /// How many pairs there are, judged or not.
    pub pairs: i64,
}

impl Between {
    /// Whether a person called a pair of the two groups the same, and none not the same.
    fn is_decided(&self) -> bool {
        let decided = (DECIDED * 1000.0) as i64;
        self.greatest >= decided && self.least > -decided
    }
}

/// First and last day of a group's items, and how many days may lie between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Period {
    pub days: Option<(Date, Date)>,
    pub longest: i32,
}

impl Period {
    /// Of one item.
    pub fn of(day: Option<Date>, longest: i32) -> Period {
        Period { days: day.map(|day| (day, day)), longest }
    }

    /// Of two groups together.
    pub fn joined(&self, other: &Period) -> Period {
        let days = match (self.days, other.days) {
            (Some(one), Some(two)) => Some((one.0.min(two.0), one.1.max(two.1))),
            (one, two) => one.or(two),
        };
        Period { days, ..*self }
    }

    /// Whether it is no longer than it may be.
    pub fn may_be(&self) -> bool {
        self.days.is_none_or(|(first, last)| (last - first).get_days() <= self.longest)
    }
}

/// The groups. Pairs are taken best first, down to the score `least`; each joins the groups of its two items if both `admits` and their
/// days allow it, or if a person said so. Pairs below are evidence all the same.
pub(crate) fn agree(periods: Vec<Period>, mut pairs: Vec<Scored>, least: f32, admits: impl Fn(&Between) -> bool) -> Vec<Vec<usize>> {
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut groups = Groups::new(periods, &pairs);
    for pair in pairs.iter().take_while(|pair| pair.score >= least) {
        groups.join(pair.a, pair.b, &admits);
    }
    groups.members.into_iter().filter(|members| !members.is_empty()).collect()
}

struct Groups {
    /// The group of each item.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
    between: Vec<BTreeMap<usize, Between>>,
    periods: Vec<Period>,
}

impl Groups {
    fn new(periods: Vec<Period>, pairs: &[Scored]) -> Groups {
        let mut between = vec![BTreeMap::new(); periods.len()];
        for pair in pairs {
            let score = (f64::from(pair.score) * 1000.0).round() as i64;
            let found = Between { sum: score, count: 1, least: score, greatest: score, pairs: 1 };
            between[pair.a].insert(pair.b, found);
            between[pair.b].insert(pair.a, found);
        }
        Groups { of: (0..periods.len()).collect(), members: (0..periods.len()).map(|i| vec![i]).collect(), between, periods }
    }

    fn join(&mut self, a: usize, b: usize, admits: impl Fn(&Between) -> bool) {
        let (mut keep, mut gone) = (self.of[a], self.of[b]);
        if keep == gone {
            return;
        }
        let Some(between) = self.between[keep].get(&gone).copied() else { return };
        let between = Between { pairs: (self.members[keep].len() * self.members[gone].len()) as i64, ..between };
        let period = self.periods[keep].joined(&self.periods[gone]);
        let agreed = admits(&between) && period.may_be();
        if !agreed && !between.is_decided() {
            return;
        }
        if self.between[keep].len() < self.between[gone].len() {
            std::mem::swap(&mut keep, &mut gone);
        }
        self.periods[keep] = period;
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
                    greatest: old.greatest.max(found.greatest),
                    pairs: 0, // counted when it is asked for
                },
                None => found,
            };
            self.between[keep].insert(third, joined);
            self.between[third].insert(keep, joined);
        }
    }
}
