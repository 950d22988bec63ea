//! The act of a claim: a name from section 5 of the codebook.

use smol_str::SmolStr;
use std::fmt;

/// What is said to be done: `shelling`, `take_territory`, `ceasefire` … The names are the rows of `data/ontology/acts.toml`;
/// `knowledge` refuses any other, so a stray `Act` can only come from a test.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Act(SmolStr);

impl Act {
    /// The act of this name.
    pub fn new(name: impl AsRef<str>) -> Act {
        Act(SmolStr::new(name))
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
