//! Candidate pairs: claims of one family of acts, near in time, that share a place, a party, or a text.
//!
//! Never through a country alone: half a war happens at a country's centroid.

use crate::{FusionClaim, Rules, acts};
use dateline_model::{Date, Factuality, PlacePrecision};
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

/// Pairs of indices, the smaller first, sorted.
pub(crate) fn pairs(claims: &[&FusionClaim], rules: &Rules) -> Vec<(usize, usize)> {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        for key in keys(claim) {
            blocks.entry(key).or_default().push(index);
        }
    }
    let mut pairs = BTreeSet::new();
    for mut block in blocks.into_values() {
        block.sort_by_key(|&i| (claims[i].day(), &claims[i].id));
        for (at, &a) in block.iter().enumerate() {
            for &b in block[at + 1..].iter().take(rules.block_limit) {
                pairs.insert((a.min(b), a.max(b)));
            }
        }
    }
    pairs.into_iter().collect()
}

/// The blocks of a claim.
fn keys(claim: &FusionClaim) -> Vec<String> {
    // What is planned or supposed is another world than what was done.
    let world = match claim.factuality {
        Factuality::Planned | Factuality::Hypothetical => "ahead",
        Factuality::Happened | Factuality::Denied | Factuality::Possible => "done",
    };
    let stem = format!("{world}/{}", acts::family(&claim.act));
    let mut what: Vec<String> = Vec::new();
    for place in &claim.places {
        if !matches!(place.precision, PlacePrecision::Country | PlacePrecision::Unknown) {
            what.push(place.id.map_or_else(|| format!("place {}", place.name.to_lowercase()), |id| format!("place {}", id.0)));
            if !place.admin1.is_empty() {
                what.push(format!("unit {} {}", place.country, place.admin1));
            }
        }
    }
    what.extend(claim.actors.iter().map(|party| format!("actor {}", party.key())));
    what.extend(claim.recipients.iter().map(|party| format!("recipient {}", party.key())));
    let mut keys: Vec<String> = what
        .iter()
        .flat_map(|what| days(claim).into_iter().map(move |day| (day, what)))
        .map(|(day, what)| format!("{stem}/{what}/{day}"))
        .collect();
    if claim.fingerprint != 0 {
        keys.extend((0..4).map(|band| format!("{stem}/copy {band}/{:04x}", (claim.fingerprint >> (16 * band)) & 0xffff)));
    }
    keys.sort();
    keys.dedup();
    keys
}

/// The days under which a claim is looked for: its first and last with a day around, or those of publication with two before.
fn days(claim: &FusionClaim) -> Vec<String> {
    let around = |day: Date, back: i64, ahead: i64| (-back..=ahead).filter_map(move |days| day.checked_add(days.days()).ok());
    let mut days: BTreeSet<Date> = BTreeSet::new();
    match (claim.when, claim.published) {
        (Some((start, end, _)), _) => {
            days.extend(around(start, 1, 1));
            days.extend(around(end, 1, 0));
        }
        (None, Some(published)) => days.extend(around(published, 2, 0)),
        (None, None) => return vec!["undated".to_string()],
    }
    days.into_iter().map(|day| day.to_string()).collect()
}
