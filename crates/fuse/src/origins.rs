//! The first voice behind each claim: forty copies of one dispatch are one voice, and so are all who quote one monitor.
//!
//! In:  claims and their texts.
//! Out: which text is the first of its copies; and for each the name of its origin: the nearest speaker that can be named, else the writer of the text.
//!
//! Unnamed speakers ("residents", "sources") are voices of the text that quotes them. Texts with near fingerprints are one text,
//! named after the outlet that published first.

use crate::{FusionClaim, FusionText};
use dateline_model::SpeakerKind;
use std::collections::BTreeMap;

/// Fingerprints that differ in at most so many of 64 bits are of one text. Measured on 493 war news articles (FA-KES): all 23 pairs within ten
/// bits share two thirds of their shingles or more; the first strangers differ in thirteen.
const NEAR_BITS: u32 = 10;

/// Two fingerprints within `NEAR_BITS` share one of so many bands whole: with eleven bands, ten bits leave one untouched.
const BANDS: u32 = NEAR_BITS + 1;

/// Bits of a band; the last has the rest.
const BAND_BITS: u32 = 64_u32.div_ceil(BANDS);

/// For each text the index of the first published of its copies; of itself where it has none. `texts` are sorted by id.
pub(crate) fn firsts(texts: &[&FusionText]) -> Vec<usize> {
    let mut bands: BTreeMap<(u32, u64), Vec<usize>> = BTreeMap::new();
    for (index, text) in texts.iter().enumerate().filter(|(_, text)| text.fingerprint != 0) {
        for band in 0..BANDS {
            bands.entry((band, (text.fingerprint >> (BAND_BITS * band)) & ((1 << BAND_BITS) - 1))).or_default().push(index);
        }
    }
    // The earliest publication leads; unknown days come last, and ids settle what is left.
    let key = |index: usize| (texts[index].published.is_none(), texts[index].published, index);
    let mut first: Vec<usize> = (0..texts.len()).collect();
    for block in bands.values() {
        for (at, &a) in block.iter().enumerate() {
            for &b in &block[at + 1..] {
                if (texts[a].fingerprint ^ texts[b].fingerprint).count_ones() <= NEAR_BITS {
                    let (a, b) = (root(&mut first, a), root(&mut first, b));
                    let (early, late) = if key(a) <= key(b) { (a, b) } else { (b, a) };
                    first[late] = early;
                }
            }
        }
    }
    (0..texts.len()).map(|index| root(&mut first, index)).collect()
}

/// The origin of each claim, by index. `texts` are sorted by id; `firsts` are theirs.
pub(crate) fn origins(claims: &[&FusionClaim], texts: &[&FusionText], firsts: &[usize]) -> Vec<String> {
    claims
        .iter()
        .map(|claim| {
            let named = claim.speakers.iter().find(|voice| {
                voice.party.id.is_some()
                    || !matches!(voice.kind, None | Some(SpeakerKind::Anonymous | SpeakerKind::Witness | SpeakerKind::SocialMedia))
            });
            named.map_or_else(|| writer(claim, texts, firsts), |voice| voice.party.name.clone())
        })
        .collect()
}

/// The writer of a claim's text: the outlet of the first of its copies, or the text's id where no outlet is known.
fn writer(claim: &FusionClaim, texts: &[&FusionText], firsts: &[usize]) -> String {
    let (document, outlet) = match texts.binary_search_by(|text| text.document.cmp(&claim.document)) {
        Ok(at) => (&texts[firsts[at]].document, &texts[firsts[at]].outlet),
        Err(_) => (&claim.document, &claim.outlet),
    };
    outlet.clone().unwrap_or_else(|| format!("document {document}"))
}

fn root(first: &mut [usize], mut at: usize) -> usize {
    while first[at] != at {
        first[at] = first[first[at]];
        at = first[at];
    }
    at
}
