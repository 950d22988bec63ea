//! The store: one SQLite file that holds documents and claims, and everything that is published from it.
//!
//! In:  `Coded`: one document with its resolved claims, made into records by any thread.
//! Out: `Store`: written in batches, asked by filter or by the beginning of an id, exported as JSONL, CSV or GeoJSON.
//!
//! Laws: a batch is one transaction; the same input twice changes nothing; what is read back is what was published.
//!
//! Not here: threads (`engine`), tables for the eye (`app`), which claims are about the same incident (`fuse`).

mod coded;
mod convert;
mod copies;
mod export;
mod incident;
mod offsets;
mod provenance;
mod query;
mod record;
mod schema;
mod trouble;
mod write;

pub use coded::{Coded, Input};
pub use convert::{claim_record, note_words};
pub use copies::{Candidate, CopyRecord, Indexed, Unindexed};
pub use export::{Format, export};
pub use incident::*;
pub use offsets::{CodePoints, byte_of};
pub use provenance::{Fetched, NOT_CODED, Provenance, Refused};
pub use query::{ClaimRow, Filter};
pub use record::*;
pub use schema::VERSION;
pub use trouble::StoreError;
pub use write::Written;

use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Up to this size a file is checked page by page when it is opened for writing: about 0.1 s.
/// Chosen: a larger one would delay every run; damage in it is still told when a damaged page is met.
const CHECKED_BYTES: u64 = 64 << 20;

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Make the file if there is none, and bring an older one to the newest version.
    pub create: bool,
    /// How long to wait for another program that holds the file.
    pub wait: Duration,
}

/// One open database.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    wait: Duration,
}

impl Store {
    /// Opens a database.
    ///
    /// - errors: missing (unless `create`), no database, another program's, newer, damaged, locked, not to be written.
    pub fn open(path: &Path, opening: &Opening) -> Result<Store, StoreError> {
        let size = std::fs::metadata(path).map(|file| file.len()).ok();
        if size.is_none() && !opening.create {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        let trouble = |error| StoreError::of(path, opening.wait.as_secs(), error);
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        flags.set(OpenFlags::SQLITE_OPEN_CREATE, opening.create);
        let mut connection = Connection::open_with_flags(path, flags).map_err(trouble)?;
        connection.busy_timeout(opening.wait).map_err(trouble)?;
        let state = schema::state(&connection).map_err(trouble)?;
        let from = match state {
            schema::State::Empty if opening.create => 0,
            schema::State::Empty => return Err(StoreError::NotADatabase(path.to_path_buf())),
            schema::State::Foreign(found) => return Err(StoreError::Foreign { path: path.to_path_buf(), found }),
            schema::State::Version(found) if found > VERSION => {
                return Err(StoreError::Newer { path: path.to_path_buf(), found, known: VERSION });
            }
            schema::State::Version(found) => found,
        };
        if opening.create && from > 0 && size.is_some_and(|size| size <= CHECKED_BYTES) {
            check_pages(&connection, path).map_err(|error| error.unwrap_or_else(trouble))?;
        }
        if opening.create {
            connection.pragma_update(None, "journal_mode", "wal").map_err(trouble)?;
        }
        if from < VERSION {
            schema::migrate(&mut connection, from).map_err(trouble)?;
        }
        if opening.create {
            // Told before the work, not after it: somebody else writes, or the disk has no room.
            connection.execute_batch("BEGIN IMMEDIATE; COMMIT").map_err(trouble)?;
        }
        connection.pragma_update(None, "foreign_keys", true).map_err(trouble)?;
        Ok(Store { connection, path: path.to_path_buf(), wait: opening.wait })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn trouble(&self, error: rusqlite::Error) -> StoreError {
        StoreError::of(&self.path, self.wait.as_secs(), error)
    }

    fn unreadable(&self, what: &str, detail: impl std::fmt::Display) -> StoreError {
        StoreError::Unreadable { path: self.path.clone(), what: what.to_string(), detail: detail.to_string() }
    }
}

/// What checking the pages may end with: a finding of our own, or an error of SQLite's.
enum Finding {
    Damage(StoreError),
    Sqlite(rusqlite::Error),
}

impl Finding {
    fn unwrap_or_else(self, of: impl Fn(rusqlite::Error) -> StoreError) -> StoreError {
        match self {
            Finding::Damage(error) => error,
            Finding::Sqlite(error) => of(error),
        }
    }
}

fn check_pages(connection: &Connection, path: &Path) -> Result<(), Finding> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(Finding::Sqlite)?;
    if found == "ok" {
        return Ok(());
    }
    let detail = found.lines().next().unwrap_or_default().trim_matches('*').trim().to_string();
    Err(Finding::Damage(StoreError::Damaged { path: path.to_path_buf(), detail }))
}
