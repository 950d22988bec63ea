//! What ends the program early: one message, one exit code.

use dateline_engine::{EngineError, ImportError};
use dateline_store::StoreError;
use std::fmt;
use std::io::ErrorKind;

/// A message for the person, and the exit code for the script.
#[derive(Debug)]
pub struct Trouble {
    /// What went wrong, and what to do.
    pub message: String,
    /// See `--help`.
    pub code: u8,
}

/// Some input could not be read, or nothing has the id that was asked for.
pub const NOT_FOUND: u8 = 1;
/// Wrong usage.
pub const USAGE: u8 = 2;
/// The database cannot be used.
pub const DATABASE: u8 = 3;
/// No room on the disk, or the output cannot be written.
pub const FULL: u8 = 4;

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        let code = match &error {
            StoreError::Unknown { .. } | StoreError::Ambiguous { .. } => NOT_FOUND,
            StoreError::Full { .. } => FULL,
            StoreError::Output { error, .. } if error.kind() == ErrorKind::BrokenPipe => 0,
            StoreError::Output { .. } => FULL,
            _ => DATABASE,
        };
        Trouble { message: error.to_string(), code }
    }
}

impl From<EngineError> for Trouble {
    fn from(error: EngineError) -> Trouble {
        match error {
            EngineError::Store(error) => error.into(),
            EngineError::Io(error) => error.into(),
            other => Trouble { message: other.to_string(), code: USAGE },
        }
    }
}

impl From<ImportError> for Trouble {
    fn from(error: ImportError) -> Trouble {
        let code = if matches!(error, ImportError::Output(_)) { FULL } else { USAGE };
        Trouble { message: error.to_string(), code }
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Trouble {
        // Whoever read our output has seen enough: that is no trouble.
        let code = if error.kind() == ErrorKind::BrokenPipe { 0 } else { FULL };
        Trouble { message: format!("standard output: cannot be written ({error}); free some room or write elsewhere"), code }
    }
}
