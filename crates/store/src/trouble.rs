//! What can go wrong with a database, each with its file and a remedy.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the store cannot do what was asked. Nothing that was stored before is lost by any of these.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No file is there.
    #[error("{}: no such database; make it with `dateline code PATHS`, or name another with --db", .0.display())]
    Missing(PathBuf),
    /// The file is no SQLite database.
    #[error("{}: not a dateline database; name another file with --db", .0.display())]
    NotADatabase(PathBuf),
    /// An SQLite database that another program made.
    #[error("{}: a database of another program (application id {found:#010x}); name another file with --db", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
        /// Its application id.
        found: i64,
    },
    /// Written by a later version of dateline.
    #[error("{}: database version {found}, but this dateline knows versions up to {known}; use the newer dateline, or name another file with --db", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The last version known here.
        known: i64,
    },
    /// Another program holds it.
    #[error("{}: locked by another program for {seconds} s; let that program finish, or wait longer with --wait", path.display())]
    Locked {
        /// The file.
        path: PathBuf,
        /// How long we waited.
        seconds: u64,
    },
    /// Its pages contradict each other.
    #[error("{}: damaged ({detail}); restore a copy, or keep the file aside and code the articles again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// No room on the disk.
    #[error("{}: no room left on the disk ({detail}); free some, then run the same command again: what is stored stays, and is not coded twice", path.display())]
    Full {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
    /// The file or its folder may not be written.
    #[error("{}: cannot be opened or written ({detail}); check that its folder exists and may be written, or name another file with --db", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
    /// An id, or the beginning of one, that nothing has.
    #[error("{id}: no {what} has an id that begins so; list them with `dateline {what}s`")]
    Unknown {
        /// As it was given.
        id: String,
        /// `document` or `claim`.
        what: &'static str,
    },
    /// The beginning of several ids.
    #[error("{id}: begins the ids of several {what}s ({}); give more of it", .candidates.join(", "))]
    Ambiguous {
        /// As it was given.
        id: String,
        /// `document` or `claim`.
        what: &'static str,
        /// Some of them.
        candidates: Vec<String>,
    },
    /// A value in the database that this program cannot read.
    #[error("{}: {what} cannot be read ({detail}); it was changed by another program: restore a copy, or code the articles again", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Which value.
        what: String,
        /// What was wrong.
        detail: String,
    },
    /// The export's output cannot be written.
    #[error("{place}: cannot be written ({error}); free some room or name another file")]
    Output {
        /// File, or `standard output`.
        place: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// Anything else that SQLite says.
    #[error("{}: {detail}; run the command again, and report it if it stays", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        detail: String,
    },
}

impl StoreError {
    /// What an SQLite error means for the person who meets it.
    pub(crate) fn of(path: &Path, wait_seconds: u64, error: rusqlite::Error) -> StoreError {
        let path = path.to_path_buf();
        let detail = error.to_string();
        let rusqlite::Error::SqliteFailure(code, _) = &error else {
            return StoreError::Other { path, detail };
        };
        match code.code {
            ErrorCode::NotADatabase => StoreError::NotADatabase(path),
            ErrorCode::DatabaseCorrupt => StoreError::Damaged { path, detail },
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked { path, seconds: wait_seconds },
            ErrorCode::DiskFull => StoreError::Full { path, detail },
            // A write that the system cut short: in practice a full disk, a quota or a limit on the size of files.
            ErrorCode::SystemIoFailure if cut_short(code.extended_code) => StoreError::Full { path, detail },
            ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::Unwritable { path, detail },
            _ => StoreError::Other { path, detail },
        }
    }
}

/// Whether an extended result code tells of a write that did not fit.
fn cut_short(extended: i32) -> bool {
    use rusqlite::ffi::{SQLITE_IOERR_FSYNC, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE};
    [SQLITE_IOERR_WRITE, SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE].contains(&extended)
}
