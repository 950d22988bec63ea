//! A sparse linear model: feature hashes to weights by class. What a small student needs, and no more.
//!
//! In:  hashed features of one thing (a possible trigger, a phrase beside a trigger).
//! Out: a score for each class; `softmax` or `sigmoid` make them sum to one.
//!
//! The file (little-endian): magic `DLM1`; u32 classes; for each a u16 length and its UTF-8 name; f32 bias for each;
//! f32 scale; u32 features; then for each feature a u64 hash, a u16 count, and count times (u16 class, i16 weight / scale).
//! Features are hashed by 64-bit FNV-1a over a template number and its words; no text is stored.
//! Trained by `cargo xtask train`; the cards are beside the files in `models/`.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// The hash of one feature.
pub type Feature = u64;

/// The feature of a template with these words.
#[inline]
pub fn feature(template: u16, words: &[&str]) -> Feature {
    words.iter().fold(start(template), |hash, word| eaten(hash, word))
}

/// The feature of a template with these words, the first of which stands by itself.
#[inline]
pub fn feature_of(template: u16, first: &str, words: &[&str]) -> Feature {
    words.iter().fold(eaten(start(template), first), |hash, word| eaten(hash, word))
}

const PRIME: u64 = 0x0000_0100_0000_01b3;

#[inline]
fn start(template: u16) -> u64 {
    let [low, high] = template.to_le_bytes();
    let hash = (0xcbf2_9ce4_8422_2325 ^ u64::from(low)).wrapping_mul(PRIME);
    (hash ^ u64::from(high)).wrapping_mul(PRIME)
}

/// The hash after a word and the zero byte that ends it.
#[inline]
fn eaten(hash: u64, word: &str) -> u64 {
    word.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)).wrapping_mul(PRIME)
}

/// Keys are hashes already.
#[derive(Default)]
pub struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _bytes: &[u8]) {
        unreachable!("keys are u64");
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map keyed by feature.
pub type FeatureMap<V> = HashMap<Feature, V, BuildHasherDefault<Identity>>;

/// A linear model.
#[derive(Debug, Clone)]
pub struct Linear {
    classes: Vec<String>,
    bias: Vec<f32>,
    weights: Weights,
    bound: OnceLock<f32>,
}

/// The weights of every feature, laid out by the number of classes so that a feature's weights stand beside it where they are few.
#[derive(Debug, Clone)]
enum Weights {
    /// One class.
    One(Table<f32>),
    /// Up to four classes; a class without a weight has 0.
    Few(Table<[f32; 4]>),
    /// More: where the feature's weights begin in the list behind, and where they end.
    Many(Table<(u32, u32)>, Vec<(u16, f32)>),
}

impl Weights {
    /// Room for so many features of a model with so many classes.
    fn new(classes: usize, features: usize) -> Weights {
        match classes {
            0..=1 => Weights::One(Table::new(features)),
            2..=4 => Weights::Few(Table::new(features)),
            _ => Weights::Many(Table::new(features), Vec::new()),
        }
    }

    /// Adds a feature with its weights by class.
    fn insert(&mut self, feature: Feature, row: &[(u16, f32)]) {
        match self {
            Weights::One(table) => table.insert(feature, row.iter().map(|(_, weight)| weight).sum()),
            Weights::Few(table) => {
                let mut all = [0.0; 4];
                row.iter().for_each(|&(class, weight)| all[class as usize] += weight);
                table.insert(feature, all);
            }
            Weights::Many(table, list) => {
                let first = list.len() as u32;
                list.extend_from_slice(row);
                table.insert(feature, (first, list.len() as u32));
            }
        }
    }

    /// Adds the weights of some features to the scores, in the order of the features.
    fn add(&self, features: &[Feature], scores: &mut [f32]) {
        match self {
            Weights::One(table) => table.each(features, |weight| scores.iter_mut().for_each(|score| *score += weight)),
            Weights::Few(table) => {
                table.each(features, |weights| scores.iter_mut().zip(weights).for_each(|(score, weight)| *score += weight))
            }
            Weights::Many(table, list) => table.each(features, |(first, end)| {
                list[first as usize..end as usize].iter().for_each(|&(class, weight)| scores[class as usize] += weight);
            }),
        }
    }
}

/// What stands beside each feature of a model. Most features of a running text are in none, so a bit for a part of the hash is asked
/// first: the bits stay in the processor's cache, the table does not.
#[derive(Debug, Clone)]
struct Table<W> {
    bits: Vec<u64>,
    /// Two in three places are taken; a feature stands at its own place or at the next free one behind it. The feature 0 marks a free
    /// place: no model knows it.
    slots: Vec<(Feature, W)>,
}

/// So many features are sifted at once.
const PART: usize = 128;

impl<W: Copy + Default> Table<W> {
    fn new(features: usize) -> Table<W> {
        let words = (features / 8).next_power_of_two();
        Table { bits: vec![0; words], slots: vec![(0, W::default()); features + features / 2 + 8] }
    }

    #[inline]
    fn bit(&self, feature: Feature) -> (usize, u64) {
        ((feature >> 6) as usize & (self.bits.len() - 1), 1 << (feature & 63))
    }

    /// Where a feature stands, or the free place where it would.
    #[inline]
    fn place(&self, feature: Feature) -> usize {
        // Its own place is its upper half, scaled to the table.
        let mut at = (((feature >> 32) * self.slots.len() as u64) >> 32) as usize;
        while self.slots[at].0 != feature && self.slots[at].0 != 0 {
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
        at
    }

    /// Adds a feature; of one that is there already the later weights count.
    fn insert(&mut self, feature: Feature, weights: W) {
        let (word, bit) = self.bit(feature);
        self.bits[word] |= bit;
        let at = self.place(feature);
        self.slots[at] = (feature, weights);
    }

    /// Whether the feature stands here.
    fn knows(&self, feature: Feature) -> bool {
        self.slots[self.place(feature)].0 == feature
    }

    /// Gives what stands beside each of some features, in their order; nothing for those that the model does not know.
    #[inline]
    fn each(&self, features: &[Feature], mut give: impl FnMut(W)) {
        for part in features.chunks(PART) {
            // Without a branch for each feature: whether it is known cannot be guessed.
            let (mut known, mut count) = ([0; PART], 0);
            for &feature in part {
                let (word, bit) = self.bit(feature);
                known[count] = feature;
                count += usize::from(self.bits[word] & bit != 0);
            }
            for &feature in &known[..count] {
                let (found, weights) = self.slots[self.place(feature)];
                if found == feature {
                    give(weights);
                }
            }
        }
    }
}

/// The bytes are no model of this format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoModel;

impl fmt::Display for NoModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the bytes are no linear model of format DLM1; run `cargo xtask train`, or restore the file in models/")
    }
}

impl std::error::Error for NoModel {}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], NoModel> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(NoModel)?;
        self.0 = rest;
        Ok(*head)
    }
    fn word(&mut self) -> Result<u32, NoModel> {
        Ok(u32::from_le_bytes(self.take()?))
    }
    fn short(&mut self) -> Result<u16, NoModel> {
        Ok(u16::from_le_bytes(self.take()?))
    }
    fn float(&mut self) -> Result<f32, NoModel> {
        Ok(f32::from_le_bytes(self.take()?))
    }
}

impl Linear {
    /// Reads a model from the start of `bytes`; gives it and the bytes behind it.
    ///
    /// - errors: `NoModel` if the bytes are of another format or end too soon.
    pub fn read(bytes: &[u8]) -> Result<(Linear, &[u8]), NoModel> {
        let mut bytes = Bytes(bytes);
        if &bytes.take::<4>()? != b"DLM1" {
            return Err(NoModel);
        }
        let count = bytes.word()? as usize;
        let mut classes = Vec::new();
        for _ in 0..count {
            let length = bytes.short()? as usize;
            let (name, rest) = bytes.0.split_at_checked(length).ok_or(NoModel)?;
            classes.push(String::from_utf8(name.to_vec()).map_err(|_| NoModel)?);
            bytes.0 = rest;
        }
        let bias = (0..count).map(|_| bytes.float()).collect::<Result<Vec<_>, _>>()?;
        let scale = bytes.float()?;
        let features = bytes.word()? as usize;
        // Ten bytes are the least that a feature takes: a damaged count asks for no more room than the file could fill.
        if features > bytes.0.len() / 10 {
            return Err(NoModel);
        }
        let mut weights = Weights::new(count, features);
        let mut row = Vec::new();
        for _ in 0..features {
            let feature = u64::from_le_bytes(bytes.take()?);
            let length = bytes.short()?;
            row.clear();
            for _ in 0..length {
                let class = bytes.short()?;
                let weight = i16::from_le_bytes(bytes.take()?);
                if class as usize >= count {
                    return Err(NoModel);
                }
                row.push((class, f32::from(weight) / scale));
            }
            weights.insert(feature, &row);
        }
        Ok((Linear { classes, bias, weights, bound: OnceLock::new() }, bytes.0))
    }

    /// Writes a model in the format of `read`. `rows`: feature, then (class, weight); sorted by feature so that the bytes are stable.
    pub fn write(classes: &[String], bias: &[f32], rows: &[(Feature, Vec<(u16, f32)>)]) -> Vec<u8> {
        let most = rows.iter().flat_map(|row| &row.1).map(|weight| weight.1.abs()).fold(1e-6, f32::max);
        let scale = f32::from(i16::MAX - 1) / most;
        let mut bytes = b"DLM1".to_vec();
        bytes.extend((classes.len() as u32).to_le_bytes());
        for class in classes {
            bytes.extend((class.len() as u16).to_le_bytes());
            bytes.extend(class.as_bytes());
        }
        bias.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        bytes.extend(scale.to_le_bytes());
        bytes.extend((rows.len() as u32).to_le_bytes());
        for (hash, weights) in rows {
            bytes.extend(hash.to_le_bytes());
            bytes.extend((weights.len() as u16).to_le_bytes());
            for (class, weight) in weights {
                bytes.extend(class.to_le_bytes());
                bytes.extend(((weight * scale).round() as i16).to_le_bytes());
            }
        }
        bytes
    }

    /// Whether it learned anything of a feature.
    pub fn knows(&self, feature: Feature) -> bool {
        match &self.weights {
            Weights::One(table) => table.knows(feature),
            Weights::Few(table) => table.knows(feature),
            Weights::Many(table, _) => table.knows(feature),
        }
    }

    /// The names of the classes, in the order of the scores.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The score of each class; features that the model does not know add nothing.
    pub fn scores(&self, features: &[Feature]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        self.weights.add(features, &mut scores);
        scores
    }

    /// A bound that a reader of this model works out once, from its weights.
    pub fn bound(&self, work_out: impl FnOnce(&Linear) -> f32) -> f32 {
        *self.bound.get_or_init(|| work_out(self))
    }

    /// The most that any one of some alternatives can add to the first class.
    pub fn most(&self, alternatives: impl Iterator<Item = Feature>) -> f32 {
        let weight = |feature| {
            let mut scores = vec![0.0; self.bias.len()];
            self.weights.add(&[feature], &mut scores);
            scores.first().copied().unwrap_or(0.0)
        };
        alternatives.map(weight).fold(f32::NEG_INFINITY, f32::max)
    }
}

/// Probabilities from scores; an empty slice stays empty.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// The probability of a yes from its score.
pub fn sigmoid(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let classes = vec!["shelling".to_string(), "clash".to_string()];
        let known = feature(1, &["shell", "VERB"]);
        let bytes = Linear::write(&classes, &[0.5, -0.5], &[(known, vec![(0, 2.0), (1, -1.0)])]);
        let (model, rest) = Linear::read(&bytes).unwrap();
        assert!(rest.is_empty());
        let scores = model.scores(&[known, feature(1, &["unknown"])]);
        assert!((scores[0] - 2.5).abs() < 1e-3 && (scores[1] + 1.5).abs() < 1e-3, "{scores:?}");
    }

    #[test]
    fn a_cut_file_is_refused() {
        let bytes = Linear::write(&["a".into()], &[0.0], &[(7, vec![(0, 1.0)])]);
        assert_eq!(Linear::read(&bytes[..bytes.len() - 1]).unwrap_err(), NoModel);
        assert_eq!(Linear::read(b"DLM0").unwrap_err(), NoModel);
    }

    #[test]
    fn every_feature_of_a_full_table_is_found_and_no_other() {
        let known: Vec<Feature> = (0..1000).map(|word: u32| feature(1, &[&word.to_string()])).collect();
        let rows: Vec<(Feature, Vec<(u16, f32)>)> = known.iter().map(|&known| (known, vec![(0, 1.0)])).collect();
        let bytes = Linear::write(&["a".into()], &[0.0], &rows);
        let (model, _) = Linear::read(&bytes).unwrap();
        let found = |feature: Feature| model.scores(&[feature])[0] > 0.5;
        assert!(known.iter().all(|&known| found(known)));
        assert!(!(1000..9000).any(|word: u32| found(feature(1, &[&word.to_string()]))));
    }

    #[test]
    fn words_do_not_run_together_in_a_feature() {
        assert_ne!(feature(1, &["ab", "c"]), feature(1, &["a", "bc"]));
        assert_ne!(feature(1, &["ab"]), feature(2, &["ab"]));
        assert_eq!(feature_of(1, "ab", &["c"]), feature(1, &["ab", "c"]));
        // The shipped weights are kept under these hashes: FNV-1a, 64 bits, over 01 00 "ab" 00.
        assert_eq!(feature(1, &["ab"]), 0xcb13fbae0f627cc5);
    }
}
