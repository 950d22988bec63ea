//! What a text is about: its telling words, weighed, so that two texts can be compared at a glance.
//!
//! In:  a text, and how telling each word is (`WordWeights`).
//! Out: a `Topic`: at most `LONGEST` features of unit length; `likeness` of two is their cosine, 0 to 1.
//!
//! A word counts by its stem, a capitalised word twice (names tell more), a number by its digits. The weights are a fixed table, not
//! counted over the texts at hand, so that a text added later changes no other text's topic.
//! Not here: which texts are one story (`stories`).

use std::collections::BTreeMap;
use std::sync::Arc;

/// Features kept of a text, the heaviest. Chosen: with fewer, long articles on two events of one place run together.
const LONGEST: usize = 160;

/// What a number weighs, beside words of at most 5. Measured on the development half of ECB+: 0 loses 0.02 of B-cubed F1, 4 as much.
const NUMBER: f32 = 2.5;

/// What a word weighs that no table knows: a name, mostly.
const UNKNOWN: f32 = 5.0;

/// Weights are kept in steps of a fiftieth.
const STEPS: f32 = 50.0;

/// How telling the words of a language are.
///
/// The file (little-endian): magic `DLW1`, u32 count, `count` sorted u32 hashes of words, `count` u8 weights in fiftieths.
#[derive(Clone, Debug, Default)]
pub struct WordWeights {
    hashes: Vec<u32>,
    weights: Vec<u8>,
}

/// The bytes are no table of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoWords;

impl std::fmt::Display for NoWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the bytes are no table of words of format DLW1; run `cargo xtask words`, or restore the file in models/")
    }
}

impl std::error::Error for NoWords {}

impl WordWeights {
    /// Reads the table.
    ///
    /// - errors: `NoWords` if the bytes are of another format or end too soon.
    pub fn read(bytes: &[u8]) -> Result<WordWeights, NoWords> {
        let rest = bytes.strip_prefix(b"DLW1").ok_or(NoWords)?;
        let (count, rest) = rest.split_first_chunk::<4>().ok_or(NoWords)?;
        let count = u32::from_le_bytes(*count) as usize;
        let (hashes, weights) = rest.split_at_checked(count.checked_mul(4).ok_or(NoWords)?).ok_or(NoWords)?;
        if weights.len() != count {
            return Err(NoWords);
        }
        let hashes = hashes.chunks_exact(4).map(|chunk| u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]])).collect();
        Ok(WordWeights { hashes, weights: weights.to_vec() })
    }

    /// Writes a table of words in lower case with weights from 0 to 5; of two words with one hash the lighter counts.
    pub fn pack<'a>(words: impl Iterator<Item = (&'a str, f32)>) -> Vec<u8> {
        let mut rows: BTreeMap<u32, u8> = BTreeMap::new();
        for (word, weight) in words {
            let weight = (weight * STEPS).round().clamp(0.0, 255.0) as u8;
            rows.entry(hash(word)).and_modify(|old| *old = weight.min(*old)).or_insert(weight);
        }
        let mut bytes = b"DLW1".to_vec();
        bytes.extend((rows.len() as u32).to_le_bytes());
        rows.keys().for_each(|hash| bytes.extend(hash.to_le_bytes()));
        bytes.extend(rows.values());
        bytes
    }

    fn of(&self, lower: &str) -> f32 {
        match self.hashes.binary_search(&hash(lower)) {
            Ok(at) => f32::from(self.weights[at]) / STEPS,
            Err(_) => UNKNOWN,
        }
    }
}

/// The telling words of a text: sorted feature hashes with weights of unit length. Empty for a text without any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Topic(Arc<[(u32, f32)]>);

impl Topic {
    /// Of a text.
    pub fn of(text: &str, words: &WordWeights) -> Topic {
        let mut found: BTreeMap<u32, (u32, f32)> = BTreeMap::new();
        let mut count = |feature: String, weight: f32| found.entry(hash(&feature)).or_insert((0, weight)).0 += 1;
        for word in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.' | ','))) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let Some(first) = word.chars().next() else { continue };
            if first.is_numeric() {
                count(format!("#{word}"), NUMBER);
            } else if word.chars().nth(2).is_some() {
                let lower = word.to_lowercase();
                let lower = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(&lower);
                let weight = words.of(lower);
                if weight > 0.0 {
                    let stem = stem(lower);
                    if first.is_uppercase() {
                        count(format!("^{stem}"), weight);
                    }
                    count(stem, weight);
                }
            }
        }
        let mut features: Vec<(u32, f32)> =
            found.into_iter().map(|(feature, (count, weight))| (feature, weight * (1.0 + (count as f32).ln()))).collect();
        if features.len() > LONGEST {
            features.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            features.truncate(LONGEST);
            features.sort_by_key(|feature| feature.0);
        }
        let length = features.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        features.iter_mut().for_each(|(_, weight)| *weight /= length);
        Topic(features.into())
    }

    /// How much two texts are about the same: the cosine of their topics, 0 to 1.
    pub fn likeness(&self, other: &Topic) -> f32 {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some((a, x)), Some((b, y))) = (left.peek(), right.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => _ = left.next(),
                std::cmp::Ordering::Greater => _ = right.next(),
                std::cmp::Ordering::Equal => {
                    sum += x * y;
                    left.next();
                    right.next();
                }
            }
        }
        sum.min(1.0)
    }

    /// The `count` heaviest features.
    pub(crate) fn heaviest(&self, count: usize) -> impl Iterator<Item = u32> {
        let mut features = self.0.to_vec();
        features.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        features.into_iter().take(count).map(|(feature, _)| feature)
    }
}

/// A rough stem: what is left without the commonest endings.
fn stem(lower: &str) -> String {
    if lower.chars().count() <= 5 {
        return lower.to_string();
    }
    if let Some(rest) = lower.strip_suffix("ies") {
        return format!("{rest}y");
    }
    ["ing", "ed", "es", "s"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(lower).to_string()
}

/// FNV-1a, 32 bits (Fowler, Noll and Vo 1991).
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> WordWeights {
        let table = WordWeights::pack([("the", 0.0), ("after", 0.0), ("army", 1.5), ("shelled", 1.5), ("market", 1.0)].into_iter());
        WordWeights::read(&table).expect("what was packed is read")
    }

    fn likeness(a: &str, b: &str) -> f32 {
        Topic::of(a, &words()).likeness(&Topic::of(b, &words()))
    }

    #[test]
    fn a_text_is_like_itself_and_unlike_one_that_shares_no_telling_word() {
        assert!((likeness("The army shelled Kessa", "The army shelled Kessa") - 1.0).abs() < 1e-5);
        assert_eq!(likeness("The army shelled Kessa", "After the dance"), 0.0);
        assert_eq!(likeness("", "the"), 0.0);
    }

    #[test]
    fn a_name_tells_more_than_a_common_word() {
        assert!(likeness("The army shelled Kessa", "Kessa's market") > likeness("The army shelled Kessa", "the army market"));
    }

    #[test]
    fn endings_do_not_count() {
        assert!((likeness("negotiators returning", "negotiator returned") - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_broken_table_is_refused() {
        assert_eq!(WordWeights::read(b"DLW1\x02\0\0\0abc").unwrap_err(), NoWords);
        assert_eq!(WordWeights::read(b"").unwrap_err(), NoWords);
    }
}
