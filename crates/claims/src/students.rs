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
    /// From the product of two probabilities to the share that proves right.
    pub calibration: Calibration,
}

/// Platt's scaling: `sigmoid(slope * log-odds + offset)`; fitted on cross-validated judgements (Platt 1999, Advances in Large Margin
/// Classifiers).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// Of the log-odds.
    pub slope: f32,
    /// Added to it.
    pub offset: f32,
}

impl Calibration {
    /// Of the claims with this value, that share is right; `score` from 0 to 1.
    pub fn confidence(self, score: f32) -> f32 {
        let score = score.clamp(1e-4, 1.0 - 1e-4);
        sigmoid(self.slope * (score / (1.0 - score)).ln() + self.offset)
    }

    /// Eight bytes: slope, offset, little-endian.
    pub fn bytes(self) -> [u8; 8] {
        let mut bytes = [0; 8];
        bytes[..4].copy_from_slice(&self.slope.to_le_bytes());
        bytes[4..].copy_from_slice(&self.offset.to_le_bytes());
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Calibration, NoModel> {
        let (slope, rest) = bytes.split_first_chunk().ok_or(NoModel)?;
        let (offset, _) = rest.split_first_chunk().ok_or(NoModel)?;
        Ok(Calibration { slope: f32::from_le_bytes(*slope), offset: f32::from_le_bytes(*offset) })
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
