//! The greedy scorer shared by the tree and the names: which action, given a few tokens of the state.
//!
//! In:  vectors of one line's tokens; then, step by step, the tokens that describe the state.
//! Out: a score for each action.
//!
//! Each token's share of the hidden layer is computed once for each feature (spaCy's precomputable affine layer), so that a
//! step costs a few additions and one small product.

use crate::kernels::{Matrix, Path, product};
use crate::network::WIDTH;
use crate::packed::{Cursor, ModelError};

/// Units of the hidden layer.
const HIDDEN: usize = 64;
/// Two pieces for each unit, of which the greater counts.
const PAIRS: usize = 2 * HIDDEN;

/// The layers of one transition model.
pub(crate) struct Scorer {
    project: Matrix,
    affine: Matrix,
    /// What a missing token contributes, for each feature.
    missing: Vec<f32>,
    bias: Vec<f32>,
    /// One row for each hidden unit.
    upper: Vec<[f32; CLASSES]>,
    upper_bias: [f32; CLASSES],
    features: usize,
}

/// Room for the classes of either model (106 and 74).
pub(crate) const CLASSES: usize = 112;

/// Working space: the shares of one line's tokens.
#[derive(Default)]
pub(crate) struct Shares {
    projected: Vec<f32>,
    shares: Vec<f32>,
}

impl Scorer {
    /// Reads a scorer of `classes` actions and `features` state features.
    pub fn read(cursor: &mut Cursor, classes: usize, features: usize) -> Result<Scorer, ModelError> {
        if classes > CLASSES {
            return Err(cursor.error("more actions than the scorer has room for"));
        }
        let project = cursor.matrix(WIDTH, HIDDEN)?;
        let affine = cursor.matrix(HIDDEN, features * PAIRS)?;
        let missing = cursor.floats_of(features * PAIRS)?;
        let bias = cursor.floats_of(PAIRS)?;
        let wide = |row: &[f32]| {
            let mut wide = [0f32; CLASSES];
            wide[..classes].copy_from_slice(row);
            wide
        };
        let upper = cursor.floats_of(HIDDEN * classes)?.chunks(classes).map(wide).collect();
        let upper_bias = wide(&cursor.floats_of(classes)?);
        Ok(Scorer { project, affine, missing, bias, upper, upper_bias, features })
    }

    /// Computes the shares of all tokens: `vectors` holds `WIDTH` floats for each.
    pub fn start(&self, path: Path, vectors: &[f32], shares: &mut Shares) {
        let count = vectors.len() / WIDTH;
        let width = self.project.panels * 48;
        shares.projected.resize(count * width, 0.0);
        product(path, vectors, WIDTH, count, &self.project, &mut shares.projected, width);
        let wide = self.affine.panels * 48;
        shares.shares.resize(count * wide, 0.0);
        product(path, &shares.projected, width, count, &self.affine, &mut shares.shares, wide);
    }

    /// Scores of all actions in the state that these tokens describe; `None` where the state has no such token.
    pub fn score(&self, shares: &Shares, state: &[Option<usize>], scores: &mut [f32; CLASSES]) {
        debug_assert_eq!(state.len(), self.features);
        let wide = self.affine.panels * 48;
        let mut sums = [0f32; PAIRS];
        sums.copy_from_slice(&self.bias);
        for (feature, token) in state.iter().enumerate() {
            let share = match token {
                Some(token) => &shares.shares[token * wide + feature * PAIRS..][..PAIRS],
                None => &self.missing[feature * PAIRS..][..PAIRS],
            };
            for (sum, value) in sums.iter_mut().zip(share) {
                *sum += value;
            }
        }
        *scores = self.upper_bias;
        let (first, second) = sums.split_at(HIDDEN);
        for ((first, second), row) in first.iter().zip(second).zip(&self.upper) {
            let hidden = first.max(*second);
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += hidden * weight;
            }
        }
    }
}

/// The first highest of `scores[range]`, with its position.
pub(crate) fn best(scores: &[f32; CLASSES], range: std::ops::Range<usize>) -> (usize, f32) {
    let slice = &scores[range.clone()];
    let most = slice.iter().fold(f32::NEG_INFINITY, |most, score| if *score > most { *score } else { most });
    (range.start + slice.iter().position(|score| *score == most).unwrap_or(0), most)
}
