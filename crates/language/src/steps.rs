//! The greedy scorer shared by the tree and the names: which action, given a few tokens of the state.
//!
//! In:  vectors of one line's tokens; then, step by step, the tokens that describe the state.
//! Out: a score for each action.
//!
//! Each token's share of the hidden layer is computed once for each feature (spaCy's precomputable affine layer), so that a
//! step costs a few additions and one small product.

use crate::kernels::{CLASS_LANES, HIDDEN, Lanes, Matrix, Path, Step, WIDTH, product, step_scores};
use crate::packed::{Cursor, ModelError};

/// Two pieces for each unit, of which the greater counts.
const PAIRS: usize = 2 * HIDDEN;

/// The layers of one transition model.
pub(crate) struct Scorer {
    project: Matrix,
    affine: Matrix,
    /// What a missing token contributes, for each feature.
    missing: Vec<f32>,
    bias: [f32; PAIRS],
    /// One row for each hidden unit.
    upper: Box<[[Lanes; CLASS_LANES]; HIDDEN]>,
    upper_bias: [Lanes; CLASS_LANES],
    features: usize,
}

/// Most classes that a scorer may have.
const CLASSES: usize = CLASS_LANES * 16;

/// Scores of all actions.
pub(crate) struct Scores([Lanes; CLASS_LANES]);

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
        let bias = cursor.floats_array()?;
        let wide = |row: &[f32]| {
            let mut wide = [Lanes([0f32; 16]); CLASS_LANES];
            row.iter().enumerate().for_each(|(i, value)| wide[i / 16].0[i % 16] = *value);
            wide
        };
        let mut upper = Box::new([[Lanes([0f32; 16]); CLASS_LANES]; HIDDEN]);
        for (to, row) in upper.iter_mut().zip(cursor.floats_of(HIDDEN * classes)?.chunks(classes)) {
            *to = wide(row);
        }
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
    pub fn score<const F: usize>(&self, path: Path, shares: &Shares, state: &[Option<usize>; F], scores: &mut Scores) {
        assert_eq!(F, self.features, "a state of another model");
        let wide = self.affine.panels * 48;
        let mut rows = [&self.bias; F];
        for (feature, (row, token)) in rows.iter_mut().zip(state).enumerate() {
            let (list, at) = match token {
                Some(token) => (&shares.shares, token * wide + feature * PAIRS),
                None => (&self.missing, feature * PAIRS),
            };
            if let Some(share) = list[at..].first_chunk() {
                *row = share;
            }
        }
        let step = Step { start: &self.bias, shares: &rows, upper: &self.upper, upper_bias: &self.upper_bias };
        step_scores(path, &step, &mut scores.0);
    }
}

impl Scores {
    /// Room for scores.
    pub fn new() -> Scores {
        Scores([Lanes([0f32; 16]); CLASS_LANES])
    }

    /// The score of an action.
    pub fn of(&self, action: usize) -> f32 {
        self.0[action / 16].0[action % 16]
    }

    /// The first highest of a range of actions, with its score. The range is not empty.
    pub fn best(&self, range: std::ops::Range<usize>) -> (usize, f32) {
        let mut best = (range.start, self.of(range.start));
        for action in range {
            if self.of(action) > best.1 {
                best = (action, self.of(action));
            }
        }
        best
    }
}
