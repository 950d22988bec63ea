//! Clusters of claims by agreement: two groups join only if their pairs agree on the whole and none of them says no.
//!
//! A chain of likenesses (a like b, b like c, c unlike a) therefore never drifts from one incident into another.

use crate::{FusionClaim, Rules};
use dateline_model::Date;
use std::collections::BTreeMap;

/// A judged pair of indices.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub a: usize,
    pub b: usize,
    pub score: f32,
}

/// What is known between two groups, in whole thousandths, so that sums do not depend on their order.
#[derive(Clone, Copy, Debug)]
struct Between {
    sum: i64,
    count: i64,
    least: i64,
}

/// Groups of indices, each sorted; every claim is in one. `claims` are sorted by id.
pub(crate) fn cluster(claims: &[&FusionClaim], mut pairs: Vec<Scored>, rules: &Rules) -> Vec<Vec<usize>> {
    pairs.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut groups = Groups::new(claims, &pairs);
    for pair in pairs.iter().take_while(|pair| pair.score >= rules.threshold) {
        groups.join(pair.a, pair.b, rules);
    }
    groups.members.into_iter().filter(|members| !members.is_empty()).collect()
}

struct Groups {
    /// The group of each claim.
    of: Vec<usize>,
    members: Vec<Vec<usize>>,
    between: Vec<BTreeMap<usize, Between>>,
    /// First and last first-day of each group's claims.
    days: Vec<Option<(Date, Date)>>,
}

impl Groups {
    fn new(claims: &[&FusionClaim], pairs: &[Scored]) -> Groups {
        let mut between = vec![BTreeMap::new(); claims.len()];
        for pair in pairs {
            let score = (f64::from(pair.score) * 1000.0).round() as i64;
            let found = Between { sum: score, count: 1, least: score };
            between[pair.a].insert(pair.b, found);
            between[pair.b].insert(pair.a, found);
        }
        Groups {
            of: (0..claims.len()).collect(),
            members: (0..claims.len()).map(|i| vec![i]).collect(),
            between,
            days: claims.iter().map(|claim| claim.when.map(|(start, _, _)| (start, start))).collect(),
        }
    }

    /// Joins the groups of two claims if they agree.
    fn join(&mut self, a: usize, b: usize, rules: &Rules) {
        let (mut keep, mut gone) = (self.of[a], self.of[b]);
        if keep == gone {
            return;
        }
        let Some(between) = self.between[keep].get(&gone).copied() else { return };
        let agreed = between.sum >= between.count * (f64::from(rules.threshold) * 750.0) as i64;
        let vetoed = between.least <= (f64::from(rules.veto) * 1000.0) as i64;
        let days = match (self.days[keep], self.days[gone]) {
            (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            (one, other) => one.or(other),
        };
        let too_long = days.is_some_and(|(first, last)| (last - first).get_days() > rules.longest_days);
        if !agreed || vetoed || too_long {
            return;
        }
        if self.between[keep].len() < self.between[gone].len() {
            std::mem::swap(&mut keep, &mut gone);
        }
        self.days[keep] = days;
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
            let sum = |old: Option<&Between>| match old {
                Some(old) => Between { sum: old.sum + found.sum, count: old.count + found.count, least: old.least.min(found.least) },
                None => found,
            };
            let joined = sum(self.between[keep].get(&third));
            self.between[keep].insert(third, joined);
            self.between[third].insert(keep, joined);
        }
    }
}
