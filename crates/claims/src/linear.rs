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

/// The hash of one feature.
pub type Feature = u64;

/// The feature of a template with these words.
pub fn feature(template: u16, words: &[&str]) -> Feature {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    template.to_le_bytes().into_iter().for_each(&mut eat);
    for word in words {
        word.bytes().for_each(&mut eat);
        eat(0);
    }
    hash
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
    rows: FeatureMap<(u32, u16)>,
    weights: Vec<(u16, f32)>,
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
        let mut rows = FeatureMap::with_capacity_and_hasher(features.min(1 << 22), Default::default());
        let mut weights = Vec::new();
        for _ in 0..features {
            let hash = u64::from_le_bytes(bytes.take()?);
            let length = bytes.short()?;
            rows.insert(hash, (weights.len() as u32, length));
            for _ in 0..length {
                let class = bytes.short()?;
                let weight = i16::from_le_bytes(bytes.take()?);
                if class as usize >= count {
                    return Err(NoModel);
                }
                weights.push((class, f32::from(weight) / scale));
            }
        }
        Ok((Linear { classes, bias, rows, weights }, bytes.0))
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
        self.rows.contains_key(&feature)
    }

    /// The names of the classes, in the order of the scores.
    pub fn classes(&self) -> &[String] {
        &self.classes
    }

    /// The score of each class; features that the model does not know add nothing.
    pub fn scores(&self, features: &[Feature]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for feature in features {
            if let Some(&(start, length)) = self.rows.get(feature) {
                for &(class, weight) in &self.weights[start as usize..start as usize + length as usize] {
                    scores[class as usize] += weight;
                }
            }
        }
        scores
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
    fn words_do_not_run_together_in_a_feature() {
        assert_ne!(feature(1, &["ab", "c"]), feature(1, &["a", "bc"]));
        assert_ne!(feature(1, &["ab"]), feature(2, &["ab"]));
    }
}
