//! The four linear students of one language, in one file: spotter (claim or not), namer (which act), roles, carrier.
//!
//! In:  `models/claims-english.bin`, written by `cargo xtask train claims`; its card is beside it.
//! Out: `Students`, read once and shared by all workers.

use crate::linear::{Linear, NoModel, sigmoid};

/// What was learned, as the readers of claims use it.
#[derive(Debug, Clone)]
pub struct Students {
    /// One class: whether a word is a claim's trigger.
    pub spotter: Linear,
    /// One class for each act: which act it evokes.
    pub namer: Linear,
    /// The classes of `roles::Role`.
    pub roles: Linear,
    /// One class: whether an earlier sentence's value is meant here too.
    pub carrier: Linear,
    /// From two probabilities and the patterns' agreement to the share that proves right.
    pub calibration: Calibration,
}

/// Logistic regression on the two log-odds and the patterns' agreement; fitted on cross-validated judgements (after Platt 1999, Advances in
/// Large Margin Classifiers).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Of each of `numbers`.
    pub weights: [f32; 4],
}

impl Calibration {
    /// What it weighs: the log-odds of a claim and of its act (probabilities, 0 to 1), whether a pattern of the lexicon agrees, and one.
    pub fn numbers(claim: f32, named: f32, agrees: bool) -> [f32; 4] {
        let odds = |share: f32| {
            let share = share.clamp(1e-4, 1.0 - 1e-4);
            (share / (1.0 - share)).ln()
        };
        [odds(claim), odds(named), f32::from(u8::from(agrees)), 1.0]
    }

    /// Of the claims with this value, that share is right: a claim, and of this act.
    pub fn confidence(self, claim: f32, named: f32, agrees: bool) -> f32 {
        sigmoid(Calibration::numbers(claim, named, agrees).iter().zip(self.weights).map(|(number, weight)| number * weight).sum())
    }

    /// Sixteen bytes: the weights, little-endian.
    pub fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        for (place, weight) in bytes.chunks_exact_mut(4).zip(self.weights) {
            place.copy_from_slice(&weight.to_le_bytes());
        }
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Calibration, NoModel> {
        let mut weights = [0.0; 4];
        if bytes.len() != 4 * weights.len() {
            return Err(NoModel);
        }
        for (weight, place) in weights.iter_mut().zip(bytes.chunks_exact(4)) {
            *weight = f32::from_le_bytes([place[0], place[1], place[2], place[3]]);
        }
        Ok(Calibration { weights })
    }
}

impl Students {
    /// The students of English that the binary carries.
    ///
    /// - errors: `NoModel` if the file in `models/` was damaged when the binary was built.
    pub fn english() -> Result<Students, NoModel> {
        Students::read(include_bytes!("../../../models/claims-english.bin"))
    }

    /// Reads the four models and the calibration, one behind the other.
    pub fn read(bytes: &[u8]) -> Result<Students, NoModel> {
        let (spotter, rest) = Linear::read(bytes)?;
        let (namer, rest) = Linear::read(rest)?;
        let (roles, rest) = Linear::read(rest)?;
        let (carrier, rest) = Linear::read(rest)?;
        Ok(Students { spotter, namer, roles, carrier, calibration: Calibration::read(rest)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carried_students_can_be_read() {
        let students = Students::english().unwrap();
        assert_eq!(students.roles.classes().len(), crate::roles::Role::ALL.len());
    }
}
