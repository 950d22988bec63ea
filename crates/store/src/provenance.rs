//! Where documents came from: bytes, headers, what was known; what was refused; what was asked of servers.
//!
//! Not here: reading and fetching (`engine`); compression (`engine` hands over packed bytes).

use crate::record::DocumentRecord;
use crate::{Store, StoreError};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

/// Why a document that was only ingested yields no claims.
pub const NOT_CODED: &str = "not coded yet; `dateline code --stored` does it";

/// What a document was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// SHA-256 of the bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// How many bytes.
    pub size: u64,
    /// When they were fetched, UTC, as the container says.
    pub fetched: Option<String>,
    /// Headers of the server.
    pub headers: Vec<(String, String)>,
    /// JSON: what was known from outside.
    pub hints: String,
    /// JSON: what the page says beside its text.
    pub about: String,
    /// Which program extracted the text.
    pub extractor: String,
    /// The bytes, packed with zstd, if they are to be kept.
    pub kept: Option<Vec<u8>>,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// File, and place within it behind a `#`.
    pub place: String,
    /// Why.
    pub why: String,
}

/// What was asked of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Address.
    pub url: String,
    /// When, UTC.
    pub at: String,
    /// HTTP status; 0 where no answer came.
    pub status: u16,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
    /// Why there is no document, if so.
    pub trouble: Option<String>,
}

pub(crate) fn write(transaction: &Transaction<'_>, document: &str, provenance: &Provenance) -> rusqlite::Result<()> {
    // The first reading stays: other inputs of the same document add nothing but their file.
    transaction
        .prepare_cached(
            "INSERT INTO provenance (document, sha256, size, fetched, headers, hints, about, extractor)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            document,
            provenance.sha256,
            provenance.size as i64,
            provenance.fetched,
            crate::write::json(&provenance.headers)?,
            provenance.hints,
            provenance.about,
            provenance.extractor,
        ])?;
    if let Some(kept) = &provenance.kept {
        let query = "INSERT INTO kept (sha256, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        transaction.prepare_cached(query)?.execute(params![provenance.sha256, kept])?;
    }
    Ok(())
}

impl Store {
    /// What a document was made from, with the kept bytes; none for those of version 1.
    pub fn provenance(&self, document: &str) -> Result<Option<Provenance>, StoreError> {
        let query = "SELECT provenance.sha256, size, fetched, headers, hints, about, extractor, kept.bytes
                     FROM provenance LEFT JOIN kept USING (sha256) WHERE document = ?1";
        let read = || -> rusqlite::Result<Option<(String, Provenance)>> {
            self.connection
                .prepare_cached(query)?
                .query_row([document], |row| {
                    let provenance = Provenance {
                        sha256: row.get(0)?,
                        size: row.get::<_, i64>(1)? as u64,
                        fetched: row.get(2)?,
                        headers: Vec::new(),
                        hints: row.get(4)?,
                        about: row.get(5)?,
                        extractor: row.get(6)?,
                        kept: row.get(7)?,
                    };
                    Ok((row.get(3)?, provenance))
                })
                .optional()
        };
        let Some((headers, provenance)) = read().map_err(|error| self.trouble(error))? else { return Ok(None) };
        let headers = serde_json::from_str(&headers).map_err(|error| self.unreadable("provenance.headers", error))?;
        Ok(Some(Provenance { headers, ..provenance }))
    }

    /// Records what could not be read, and forgets what was refused before and is not any more.
    pub fn refuse(&mut self, refused: &[Refused], run: i64) -> Result<(), StoreError> {
        if refused.is_empty() {
            return Ok(());
        }
        let write = |connection: &mut rusqlite::Connection| -> rusqlite::Result<()> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for refused in refused {
                let query = "INSERT INTO refused (place, why, run) VALUES (?1, ?2, ?3)
                             ON CONFLICT DO UPDATE SET why = excluded.why, run = excluded.run";
                transaction.prepare_cached(query)?.execute(params![refused.place, refused.why, run])?;
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| StoreError::of(&self.path, self.wait.as_secs(), error))
    }

    /// What could not be read, by place. What was read later, under the same name, is left out.
    pub fn refused(&self) -> Result<Vec<Refused>, StoreError> {
        let query = "SELECT place, why FROM refused WHERE NOT EXISTS
                     (SELECT 1 FROM input WHERE input.file = refused.place AND input.run > refused.run) ORDER BY place";
        let read = || -> rusqlite::Result<Vec<Refused>> {
            let mut statement = self.connection.prepare(query)?;
            let rows = statement.query_map([], |row| Ok(Refused { place: row.get(0)?, why: row.get(1)? }))?;
            rows.collect()
        };
        read().map_err(|error| self.trouble(error))
    }

    /// Documents that were ingested and are not coded yet, in order, behind this position; at most `limit`, each with its position.
    pub fn not_coded(&self, behind: i64, limit: usize) -> Result<Vec<(i64, DocumentRecord)>, StoreError> {
        let query = "SELECT position, id FROM document WHERE nothing_because = ?1 AND position > ?2 ORDER BY position LIMIT ?3";
        let read = || -> rusqlite::Result<Vec<(i64, String)>> {
            let mut statement = self.connection.prepare(query)?;
            statement.query_map(params![NOT_CODED, behind, limit as i64], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        };
        let found = read().map_err(|error| self.trouble(error))?;
        found.into_iter().map(|(position, id)| Ok((position, self.document(&id)?))).collect()
    }

    /// Ids of all documents, in the order in which they came.
    pub fn document_ids(&self) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare("SELECT id FROM document ORDER BY position")?;
            statement.query_map([], |row| row.get(0))?.collect()
        };
        read().map_err(|error| self.trouble(error))
    }

    /// Takes a document out, with its claims, inputs, and what is known of its copies.
    pub fn remove(&mut self, document: &str) -> Result<(), StoreError> {
        let write = |connection: &mut rusqlite::Connection| -> rusqlite::Result<()> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let position: i64 = transaction.query_row("SELECT position FROM document WHERE id = ?1", [document], |row| row.get(0))?;
            transaction.execute("DELETE FROM copy_print WHERE document = ?1", [position])?;
            transaction.execute("DELETE FROM copy_text WHERE document = ?1", [position])?;
            transaction.execute("DELETE FROM copy WHERE document = ?1 OR other = ?1", [position])?;
            for table in ["claim", "input", "provenance"] {
                transaction.execute(&format!("DELETE FROM {table} WHERE document = ?1"), [document])?;
            }
            transaction.execute("DELETE FROM document WHERE id = ?1", [document])?;
            transaction.execute("DELETE FROM derived", [])?;
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| StoreError::of(&self.path, self.wait.as_secs(), error))
    }

    /// What was asked of a server under this address, if anything.
    pub fn fetched(&self, url: &str) -> Result<Option<Fetched>, StoreError> {
        let query = "SELECT url, at, status, etag, last_modified, trouble FROM fetched WHERE url = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Fetched {
                url: row.get(0)?,
                at: row.get(1)?,
                status: row.get(2)?,
                etag: row.get(3)?,
                last_modified: row.get(4)?,
                trouble: row.get(5)?,
            })
        };
        let found = self.connection.prepare_cached(query).and_then(|mut statement| statement.query_row([url], read).optional());
        found.map_err(|error| self.trouble(error))
    }

    /// Records what was asked of servers.
    pub fn record_fetched(&mut self, fetched: &[Fetched]) -> Result<(), StoreError> {
        let write = |connection: &mut rusqlite::Connection| -> rusqlite::Result<()> {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for one in fetched {
                let query =
                    "INSERT OR REPLACE INTO fetched (url, at, status, etag, last_modified, trouble) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
                let values = params![one.url, one.at, one.status, one.etag, one.last_modified, one.trouble];
                transaction.prepare_cached(query)?.execute(values)?;
            }
            transaction.commit()
        };
        write(&mut self.connection).map_err(|error| StoreError::of(&self.path, self.wait.as_secs(), error))
    }
}
