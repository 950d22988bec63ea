//! The four linear students of one language, in one file: spotter (claim or not), namer (which act), roles, carrier.
//!
//! In:  `models/claims-english.bin`, written by `cargo xtask train claims`; its card is beside it.
//! Out: `Students`, read once and shared by all workers.

use crate::linear::{Linear, NoModel};

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
}

impl Students {
    /// The students of English that the binary carries.
    ///
    /// - errors: `NoModel` if the file in `models/` was damaged when the binary was built.
    pub fn english() -> Result<Students, NoModel> {
        Students::read(include_bytes!("../../../models/claims-english.bin"))
    }

    /// Reads the four models, one behind the other.
    pub fn read(bytes: &[u8]) -> Result<Students, NoModel> {
        let (spotter, rest) = Linear::read(bytes)?;
        let (namer, rest) = Linear::read(rest)?;
        let (roles, rest) = Linear::read(rest)?;
        let (carrier, _) = Linear::read(rest)?;
        Ok(Students { spotter, namer, roles, carrier })
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
