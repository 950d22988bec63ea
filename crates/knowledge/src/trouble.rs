//! What is wrong in the data: every trouble of a load, each with its place and remedy.

use std::fmt;

/// Everything that is wrong in the files that were read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Troubles(Vec<String>);

impl Troubles {
    /// Records one trouble: `place` is `file:line`, `trouble` says value, trouble and remedy.
    pub fn add(&mut self, place: impl fmt::Display, trouble: impl fmt::Display) {
        self.0.push(format!("{place}: {trouble}"));
    }

    /// `Ok` with the value if nothing was wrong.
    pub fn or<T>(self, value: T) -> Result<T, DataError> {
        if self.0.is_empty() { Ok(value) } else { Err(DataError { troubles: self.0 }) }
    }

    /// Whether nothing was wrong so far.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes over the troubles of another load; gives its value if it had none.
    pub fn take<T>(&mut self, outcome: Result<T, DataError>) -> Option<T> {
        match outcome {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.extend(error.troubles);
                None
            }
        }
    }
}

/// The data cannot be used; each line is one trouble with its place and remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// One line each.
    pub troubles: Vec<String>,
}

impl DataError {
    /// An error of one trouble.
    pub fn one(place: impl fmt::Display, trouble: impl fmt::Display) -> DataError {
        DataError { troubles: vec![format!("{place}: {trouble}")] }
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.troubles.join("\n"))
    }
}

impl std::error::Error for DataError {}
