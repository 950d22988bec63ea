//! Candidate pairs: claims of one family of acts, near in time, that share a place, a party, or a story.
//!
//! Never through a country alone: half a war happens at a country's centroid.

use crate::{FusionClaim, Rules, acts};
use dateline_model::{Date, Factuality, PlacePrecision};
use jiff::ToSpan;

/// Pairs of indices, the smaller first, sorted. `story`: the number of each claim's story, if its text has one.
pub(crate) fn pairs(claims: &[&FusionClaim], story: &[Option<usize>], rules: &Rules) -> Vec<(usize, usize)> {
    // A key is the hash of its words. Two keys that collide by chance only make a pair to judge more.
    let mut keyed: Vec<(u64, Option<Date>, usize)> = Vec::with_capacity(claims.len() * 12);
    for (index, claim) in claims.iter().enumerate() {
        keyed.extend(keys(claim, story[index]).into_iter().map(|key| (key, claim.day(), index)));
    }
    // Claims are sorted by id, so that equal days stand in the order of ids.
    keyed.sort_unstable();
    keyed.dedup();
    let mut pairs = Vec::new();
    for block in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (at, &(_, _, a)) in block.iter().enumerate() {
            pairs.extend(block[at + 1..].iter().take(rules.block_limit).map(|&(_, _, b)| (a.min(b), a.max(b))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The blocks of a claim.
fn keys(claim: &FusionClaim, story: Option<usize>) -> Vec<u64> {
    // What is planned or supposed is another world than what was done.
    let world = match claim.factuality {
        Factuality::Planned | Factuality::Hypothetical => "ahead",
        Factuality::Happened | Factuality::Denied | Factuality::Possible => "done",
    };
    let stem = hash(hash(START, world), acts::family(&claim.act));
    let mut what: Vec<u64> = Vec::new();
    for place in &claim.places {
        if !matches!(place.precision, PlacePrecision::Country | PlacePrecision::Unknown) {
            what.push(match place.id {
                Some(id) => mix(hash(stem, "place"), u64::from(id.0)),
                None => hash(hash(stem, "place"), &place.name.to_lowercase()),
            });
            if !place.admin1.is_empty() {
                what.push(hash(hash(hash(stem, "unit"), &place.country), &place.admin1));
            }
        }
    }
    what.extend(claim.actors.iter().map(|party| hash(hash(stem, "actor"), &party.key())));
    what.extend(claim.recipients.iter().map(|party| hash(hash(stem, "recipient"), &party.key())));
    let days = days(claim);
    let mut keys: Vec<u64> = what.iter().flat_map(|&what| days.iter().map(move |&day| mix(what, day))).collect();
    // Texts of one story may date or place one act differently.
    keys.extend(story.map(|story| mix(hash(stem, "story"), story as u64)));
    keys
}

/// The days under which a claim is looked for: its first and last with a day around, or those of publication with two before.
fn days(claim: &FusionClaim) -> Vec<u64> {
    let mut days: Vec<Date> = Vec::with_capacity(6);
    let mut around = |day: Date, back: i64, ahead: i64| {
        days.extend((-back..=ahead).filter_map(|days| day.checked_add(days.days()).ok()));
    };
    match (claim.when, claim.published) {
        (Some((start, end, _)), _) => {
            around(start, 1, 1);
            around(end, 1, 0);
        }
        (None, Some(published)) => around(published, 2, 0),
        (None, None) => return vec![0],
    }
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| (day.year() as u64) << 16 | (day.month() as u64) << 8 | day.day() as u64).collect()
}

/// FNV-1a (Fowler, Noll and Vo 1991): the same on every machine and run.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn hash(seed: u64, text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    step(text.bytes().fold(seed, step), 0)
}

fn mix(seed: u64, number: u64) -> u64 {
    number.to_le_bytes().into_iter().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
