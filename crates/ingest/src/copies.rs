//! Copies: whether a text was taken over from another, whole, edited, or in part, and which words are the same.
//!
//! In:  texts.
//! Out: `prints` of a text, by which texts that share a passage are found among millions; `compare`, which lays two texts side by side.
//!
//! Prints are winnowed shingles (Schleimer, Wilkerson and Aiken 2003): of every `WINDOW` shingles in a row the one with the smallest hash,
//! so that two texts which share `SHINGLE + WINDOW - 1` words in a row share a print. Bands of MinHash would find whole copies only;
//! winnowing finds an agency's paragraphs in a longer article by the same index, and needs about a tenth of a row for each word.
//!
//! Not here: the index (`store`); how many independent voices stand behind an incident (`fuse`).

use crate::fingerprint::{OFFSET, mixed, step};
use dateline_model::Span;
use std::collections::HashMap;

/// Words of a shingle. Chosen: five words in a row are seldom the same by chance, names apart.
const SHINGLE: usize = 5;

/// Shingles of which one is kept. Chosen: passages of 24 words are always found, and a document of 500 words has about 48 prints.
const WINDOW: usize = 20;

/// Words that must match in a row for two places to be the same passage.
const SEED: usize = 4;

/// A passage goes on behind so many words that differ, on either side: a name, a figure, an inserted clause.
const GAP: usize = 8;

/// Passages with fewer words in common are chance or set phrases ("the Syrian Observatory for Human Rights said on Monday that").
const LEAST_PASSAGE: usize = 12;

/// Share of the words of both texts above which one is a copy of the other as a whole. Measured on edits of `xtask copies`.
pub const NEAR: f64 = 0.5;

/// Words in one passage above which a text holds a part of another.
pub const PART: usize = 40;

/// Places of one text that are tried for a place of the other: a phrase that comes again and again is no landmark.
const PLACES: usize = 8;

/// How one text relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The same words in the same order; case, punctuation and space apart.
    Exact,
    /// Most of the words of both, in passages.
    Near,
    /// A passage of at least `PART` words.
    Partial,
}

impl Kind {
    /// Its public name.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Exact => "exact",
            Kind::Near => "near",
            Kind::Partial => "partial",
        }
    }
}

/// One passage in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Where it stands in the one text.
    pub one: Span,
    /// Where it stands in the other.
    pub other: Span,
    /// Words that are the same.
    pub words: usize,
}

/// How alike two texts are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// Whole, edited, or in part.
    pub kind: Kind,
    /// Share of the one text's words that stand in passages of both, 0 to 1.
    pub share: f64,
    /// The same for the other text.
    pub other_share: f64,
    /// The passages, in the order of the one text.
    pub overlaps: Vec<Overlap>,
}

/// What a text is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prints {
    /// Hash of all words, in order; 0 for a text without words.
    pub whole: u64,
    /// Hashes of the winnowed shingles: sorted, each once; empty below five words.
    pub shingles: Vec<u32>,
}

/// What a text is found by. Linear in its length.
pub fn prints(text: &str) -> Prints {
    let words: Vec<u64> = words(text).map(|(_, hash)| hash).collect();
    let whole = if words.is_empty() { 0 } else { hash_of(&words) };
    let hashes: Vec<u32> = words.windows(SHINGLE).map(|shingle| (hash_of(shingle) >> 32) as u32).collect();
    let mut kept: Vec<u32> = match hashes.len() {
        0 => Vec::new(),
        short if short < WINDOW => hashes.iter().min().copied().into_iter().collect(),
        _ => minima(&hashes),
    };
    kept.sort_unstable();
    kept.dedup();
    Prints { whole, shingles: kept }
}

/// The smallest hash of every window, the last of equals; each place once.
fn minima(hashes: &[u32]) -> Vec<u32> {
    let mut kept = Vec::with_capacity(hashes.len() / 8);
    let mut queue: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    let mut last = usize::MAX;
    for (at, &hash) in hashes.iter().enumerate() {
        while queue.back().is_some_and(|&back| hashes[back] >= hash) {
            queue.pop_back();
        }
        queue.push_back(at);
        if queue.front().is_some_and(|&front| front + WINDOW <= at) {
            queue.pop_front();
        }
        if let Some(&smallest) = queue.front()
            && at + 1 >= WINDOW
            && smallest != last
        {
            last = smallest;
            kept.push(hashes[smallest]);
        }
    }
    kept
}

/// Lays two texts side by side; none if they share no passage worth telling.
pub fn compare(one: &str, other: &str) -> Option<Likeness> {
    let (one_words, other_words): (Vec<_>, Vec<_>) = (words(one).collect(), words(other).collect());
    let hashes = |words: &[(Span, u64)]| words.iter().map(|(_, hash)| *hash).collect::<Vec<u64>>();
    let (a, b) = (hashes(&one_words), hashes(&other_words));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let passages: Vec<Passage> =
        passages(&blocks(&a, &b)).into_iter().filter(|passage| passage.words >= LEAST_PASSAGE.min(a.len())).collect();
    let common: usize = passages.iter().map(|passage| passage.words).sum();
    // The same passage of the other text may be met twice.
    let (share, other_share) = (common as f64 / a.len() as f64, (common as f64 / b.len() as f64).min(1.0));
    let longest = passages.iter().map(|passage| passage.words).max().unwrap_or(0);
    let kind = if a == b {
        Kind::Exact
    } else if share >= NEAR && other_share >= NEAR {
        Kind::Near
    } else if longest >= PART {
        Kind::Partial
    } else {
        return None;
    };
    let span = |words: &[(Span, u64)], from: usize, to: usize| words[from].0.cover(words[to - 1].0);
    let overlaps = passages.iter().map(|passage| Overlap {
        one: span(&one_words, passage.one.0, passage.one.1),
        other: span(&other_words, passage.other.0, passage.other.1),
        words: passage.words,
    });
    Some(Likeness { kind, share, other_share, overlaps: overlaps.collect() })
}

/// Words `[start, end)` in both, of which so many are the same.
#[derive(Clone, Copy)]
struct Passage {
    one: (usize, usize),
    other: (usize, usize),
    words: usize,
}

/// Runs of equal words, the longest at each place of `a`, from its beginning to its end.
fn blocks(a: &[u64], b: &[u64]) -> Vec<Passage> {
    let seed = SEED.min(a.len()).min(b.len());
    let mut places: HashMap<&[u64], Vec<usize>> = HashMap::with_capacity(b.len());
    for (at, words) in b.windows(seed).enumerate() {
        let found = places.entry(words).or_default();
        if found.len() < PLACES {
            found.push(at);
        }
    }
    let mut blocks: Vec<Passage> = Vec::new();
    let mut at = 0;
    while at + seed <= a.len() {
        // A place that carries the passage on outranks a longer one elsewhere by a little.
        let follows = blocks.last().map(|last| last.other.1);
        let best = places.get(&a[at..at + seed]).into_iter().flatten().map(|&place| {
            let length = a[at..].iter().zip(&b[place..]).take_while(|(one, other)| one == other).count();
            let near = follows.is_some_and(|follows| place >= follows && place - follows <= GAP);
            (length + if near { SEED } else { 0 }, length, place)
        });
        match best.max_by_key(|(rank, _, place)| (*rank, std::cmp::Reverse(*place))) {
            Some((_, length, place)) => {
                blocks.push(Passage { one: (at, at + length), other: (place, place + length), words: length });
                at += length;
            }
            None => at += 1,
        }
    }
    blocks
}

/// Blocks that follow each other closely in both texts are one passage.
fn passages(blocks: &[Passage]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for block in blocks {
        match passages.last_mut() {
            Some(last) if block.one.0 - last.one.1 <= GAP && block.other.0 >= last.other.1 && block.other.0 - last.other.1 <= GAP => {
                last.one.1 = block.one.1;
                last.other.1 = block.other.1;
                last.words += block.words;
            }
            _ => passages.push(*block),
        }
    }
    passages
}

/// The words of a text with a hash of each, without regard to case.
fn words(text: &str) -> impl Iterator<Item = (Span, u64)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(char::is_alphanumeric)?;
        let end = start + text[start..].find(|character: char| !character.is_alphanumeric()).unwrap_or(text.len() - start);
        rest = end;
        let word = &text[start..end];
        let hash = match word.is_ascii() {
            true => word.bytes().fold(OFFSET, |hash, byte| step(hash, u64::from(byte.to_ascii_lowercase()))),
            false => word.chars().flat_map(char::to_lowercase).fold(OFFSET, |hash, character| step(hash, character as u64)),
        };
        Some((Span::new(start, end), hash))
    })
}

fn hash_of(words: &[u64]) -> u64 {
    mixed(words.iter().fold(OFFSET, |hash, &word| step(hash, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISPATCH: &str = "Gunmen fired on a bus near the Orsk bridge on Monday, wounding three people, the district office said. \
        The road to the north was closed until the evening, and a second bus turned back at the mill. Nobody claimed the attack. \
        Traders in the market said that they had heard shots for an hour before the first ambulances came up from the valley.";

    const STRANGER: &str = "The council met for two hours and agreed to send flour, tents and a doctor to the villages above the lake, \
        where the first snow had fallen. A second lorry is to follow at the end of the week, its chairman told the radio on Monday.";

    fn check(one: &str, other: &str, expected: Option<Kind>) -> Vec<Overlap> {
        let likeness = compare(one, other);
        assert_eq!(likeness.as_ref().map(|likeness| likeness.kind), expected, "{likeness:?}");
        let shared = prints(one).shingles.iter().filter(|print| prints(other).shingles.contains(print)).count();
        assert!(expected.is_none() || shared >= 1, "the prints find it");
        likeness.map(|likeness| likeness.overlaps).unwrap_or_default()
    }

    #[test]
    fn whole_edited_and_partial_copies_are_told_apart() {
        check(DISPATCH, &DISPATCH.to_uppercase().replace(", ", " - "), Some(Kind::Exact));
        check(DISPATCH, &DISPATCH.replace("Orsk", "Kessa").replace("Monday", "Tuesday").replace("three", "four"), Some(Kind::Near));
        check(DISPATCH, STRANGER, None);
        let longer = format!("{STRANGER} {} {STRANGER} {DISPATCH} {STRANGER}", STRANGER.to_uppercase().replace("THE", "A"));
        let overlaps = check(&longer, DISPATCH, Some(Kind::Partial));
        assert_eq!(overlaps.len(), 1);
        assert_eq!(overlaps[0].one.of(&longer), DISPATCH.trim_end_matches('.'));
        assert_eq!(overlaps[0].other.of(DISPATCH), DISPATCH.trim_end_matches('.'));
    }

    #[test]
    fn sentences_in_another_order_are_found() {
        let sentences: Vec<&str> = DISPATCH.split_inclusive(". ").collect();
        let turned: String = sentences.iter().rev().map(|sentence| format!("{sentence} ")).collect();
        check(DISPATCH, &turned, Some(Kind::Near));
    }

    #[test]
    fn texts_without_words_are_like_nothing() {
        assert_eq!(prints(" … "), Prints::default());
        assert!(prints("Rebels fled Kessa").shingles.is_empty());
        assert!(compare("", "").is_none() && compare("Rebels fled", "…").is_none());
        assert_eq!(compare("Rebels fled", "rebels FLED!").map(|likeness| likeness.kind), Some(Kind::Exact));
    }
}
