//! The first voice behind each claim: forty copies of one dispatch are one voice, and so are all who quote one monitor.
//!
//! In:  claims.
//! Out: for each the name of its origin: the nearest speaker that can be named, else the writer of the text.
//!
//! Unnamed speakers ("residents", "sources") are voices of the text that quotes them. Texts with near fingerprints are one text,
//! named after the outlet that published first.

use crate::FusionClaim;
use dateline_model::{DocumentId, SpeakerKind};
use std::collections::BTreeMap;

/// Fingerprints that differ in at most so many of 64 bits are of one text. Measured on 493 war news articles (FA-KES): all 23 pairs within ten
/// bits share two thirds of their shingles or more; the first strangers differ in thirteen.
const NEAR_BITS: u32 = 10;

/// Two fingerprints within `NEAR_BITS` share one of so many bands whole: with eleven bands, ten bits leave one untouched.
const BANDS: u32 = NEAR_BITS + 1;

/// Bits of a band; the last has the rest.
const BAND_BITS: u32 = 64_u32.div_ceil(BANDS);

/// The origin of each claim, by index.
pub(crate) fn origins(claims: &[&FusionClaim]) -> Vec<String> {
    let writers = writers(claims);
    claims
        .iter()
        .map(|claim| {
            let named = claim.speakers.iter().find(|voice| {
                voice.party.id.is_some()
                    || !matches!(voice.kind, None | Some(SpeakerKind::Anonymous | SpeakerKind::Witness | SpeakerKind::SocialMedia))
            });
            named.map_or_else(|| writers[&claim.document].clone(), |voice| voice.party.name.clone())
        })
        .collect()
}

/// The writer of each document: the outlet of the first of its copies, or the document's id where no outlet is known.
fn writers(claims: &[&FusionClaim]) -> BTreeMap<DocumentId, String> {
    let mut documents: BTreeMap<&DocumentId, &FusionClaim> = BTreeMap::new();
    for claim in claims {
        documents.entry(&claim.document).or_insert(claim);
    }
    let list: Vec<&FusionClaim> = documents.into_values().collect();
    let mut bands: BTreeMap<(u32, u64), Vec<usize>> = BTreeMap::new();
    for (index, claim) in list.iter().enumerate().filter(|(_, claim)| claim.fingerprint != 0) {
        for band in 0..BANDS {
            bands.entry((band, (claim.fingerprint >> (BAND_BITS * band)) & ((1 << BAND_BITS) - 1))).or_default().push(index);
        }
    }
    let mut first: Vec<usize> = (0..list.len()).collect();
    for block in bands.values() {
        for (at, &a) in block.iter().enumerate() {
            for &b in &block[at + 1..] {
                if (list[a].fingerprint ^ list[b].fingerprint).count_ones() <= NEAR_BITS {
                    let (a, b) = (root(&mut first, a), root(&mut first, b));
                    first[a.max(b)] = a.min(b);
                }
            }
        }
    }
    let mut names: BTreeMap<usize, (Option<dateline_model::Date>, String)> = BTreeMap::new();
    for (index, claim) in list.iter().enumerate() {
        let at = root(&mut first, index);
        let name = claim.outlet.clone().unwrap_or_else(|| format!("document {}", claim.document));
        let entry = (claim.published, name);
        // The earliest publication; unknown days come last, and names settle what is left.
        let key = |(day, name): &(Option<dateline_model::Date>, String)| (day.is_none(), *day, name.clone());
        names
            .entry(at)
            .and_modify(|old| {
                if key(&entry) < key(old) {
                    *old = entry.clone()
                }
            })
            .or_insert(entry);
    }
    (0..list.len()).map(|index| (list[index].document.clone(), names[&root(&mut first, index)].1.clone())).collect()
}

fn root(first: &mut [usize], mut at: usize) -> usize {
    while first[at] != at {
        first[at] = first[first[at]];
        at = first[at];
    }
    at
}
