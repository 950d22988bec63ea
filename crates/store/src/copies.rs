//! The index of copies: on disk, and added to as documents come.
//!
//! In:  prints of documents, and how alike two are, as `ingest` finds and `engine` hands over.
//! Out: candidates that share prints; which document is whose copy.
//!
//! A row of the index is a print and a document's number, about twelve bytes. Prints that a document has from its origin are not added
//! again, so that a dispatch in five hundred outlets takes the room of one and is compared with one.

use crate::{Store, StoreError};
use rusqlite::{Connection, TransactionBehavior, params};
use serde::Serialize;
use std::collections::HashMap;

/// A print that more documents share is a set phrase, and finds nothing. Chosen: an origin's prints are in it once.
const SHARED_BY: usize = 200;

/// A document that is not in the index yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unindexed {
    /// Its number.
    pub position: i64,
    /// Its text.
    pub text: String,
}

/// A document that shares prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number.
    pub position: i64,
    /// How many prints are shared; all of them for an equal text.
    pub shared: usize,
}

/// What is to be written of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indexed {
    /// Its number.
    pub position: i64,
    /// Hash of all its words.
    pub whole: u64,
    /// Its prints that are new.
    pub prints: Vec<u32>,
    /// The earlier documents that share its words.
    pub copies: Vec<(i64, CopyRecord)>,
}

/// How a document relates to another, as published.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CopyRecord {
    /// Id of the document.
    pub document: String,
    /// Where it was read from.
    pub file: String,
    /// Id of the other, which was stored before it.
    pub other: String,
    /// Where that was read from.
    pub other_file: String,
    /// `exact`, `near`, `partial`.
    pub kind: String,
    /// Share of the document's words that are in both.
    pub share: f64,
    /// The same for the other.
    pub other_share: f64,
    /// Passages: `[start, end)` in the document and in the other, in code points.
    pub overlaps: Vec<[[usize; 2]; 2]>,
}

impl Store {
    /// The next documents that the index does not hold, with a text; at most `limit`.
    pub fn unindexed(&self, limit: usize) -> Result<Vec<Unindexed>, StoreError> {
        let query = "SELECT position, text FROM document WHERE position > coalesce((SELECT max(document) FROM copy_text), 0)
                     ORDER BY position LIMIT ?1";
        let read = || -> rusqlite::Result<Vec<Unindexed>> {
            let mut statement = self.connection.prepare_cached(query)?;
            statement.query_map([limit as i64], |row| Ok(Unindexed { position: row.get(0)?, text: row.get(1)? }))?.collect()
        };
        read().map_err(|error| self.trouble(error))
    }

    /// Documents in the index that share prints, those that share most first; `equal` is one with the same words, if there is one.
    pub fn candidates(&self, whole: u64, prints: &[u32]) -> Result<(Option<i64>, Vec<Candidate>), StoreError> {
        self.read_candidates(whole, prints).map_err(|error| self.trouble(error))
    }

    fn read_candidates(&self, whole: u64, prints: &[u32]) -> rusqlite::Result<(Option<i64>, Vec<Candidate>)> {
        let mut equal = self.connection.prepare_cached("SELECT min(document) FROM copy_text WHERE whole = ?1")?;
        let equal: Option<i64> = equal.query_row([whole as i64], |row| row.get(0))?;
        if equal.is_some() {
            return Ok((equal, Vec::new()));
        }
        let mut shared: HashMap<i64, usize> = HashMap::new();
        let mut statement = self.connection.prepare_cached("SELECT document FROM copy_print WHERE print = ?1 LIMIT ?2")?;
        for print in prints {
            let found = statement.query_map(params![print, SHARED_BY as i64 + 1], |row| row.get(0))?;
            let found: Vec<i64> = found.collect::<rusqlite::Result<_>>()?;
            if found.len() <= SHARED_BY {
                found.into_iter().for_each(|document| *shared.entry(document).or_default() += 1);
            }
        }
        let mut candidates: Vec<Candidate> = shared.into_iter().map(|(position, shared)| Candidate { position, shared }).collect();
        candidates.sort_unstable_by_key(|candidate| (std::cmp::Reverse(candidate.shared), candidate.position));
        Ok((None, candidates))
    }

    /// The text of a document by its number.
    pub fn text_at(&self, position: i64) -> Result<String, StoreError> {
        let query = "SELECT text FROM document WHERE position = ?1";
        let found = self.connection.prepare_cached(query).and_then(|mut statement| statement.query_row([position], |row| row.get(0)));
        found.map_err(|error| self.trouble(error))
    }

    /// Adds documents to the index, all or none; what another program added meanwhile stays.
    pub fn index(&mut self, documents: &[Indexed]) -> Result<(), StoreError> {
        add(&mut self.connection, documents).map_err(|error| StoreError::of(&self.path, self.wait.as_secs(), error))
    }

    /// Every pair of documents that share words, in the order of the later one.
    pub fn copies(&self) -> Result<Vec<CopyRecord>, StoreError> {
        let query = "SELECT one.id, other.id, kind, share, other_share, overlaps, one.file, other.file FROM copy
                     JOIN document AS one ON one.position = copy.document JOIN document AS other ON other.position = copy.other
                     ORDER BY copy.document, copy.other";
        let read = || -> rusqlite::Result<Vec<(CopyRecord, String)>> {
            let mut statement = self.connection.prepare(query)?;
            let rows = statement.query_map([], |row| {
                let record = CopyRecord {
                    document: row.get(0)?,
                    other: row.get(1)?,
                    kind: row.get(2)?,
                    share: row.get(3)?,
                    other_share: row.get(4)?,
                    file: row.get(6)?,
                    other_file: row.get(7)?,
                    overlaps: Vec::new(),
                };
                Ok((record, row.get(5)?))
            })?;
            rows.collect()
        };
        let rows = read().map_err(|error| self.trouble(error))?;
        let whole = |(record, overlaps): (CopyRecord, String)| {
            let overlaps = serde_json::from_str(&overlaps).map_err(|error| self.unreadable("copy.overlaps", error))?;
            Ok(CopyRecord { overlaps, ..record })
        };
        rows.into_iter().map(whole).collect()
    }
}

fn add(connection: &mut Connection, documents: &[Indexed]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut text = transaction.prepare_cached("INSERT OR IGNORE INTO copy_text (document, whole) VALUES (?1, ?2)")?;
        let mut copy = transaction.prepare_cached(
            "INSERT OR IGNORE INTO copy (document, other, kind, share, other_share, overlaps) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for document in documents {
            text.execute(params![document.position, document.whole as i64])?;
            for (other, record) in &document.copies {
                let overlaps = crate::write::json(&record.overlaps)?;
                copy.execute(params![document.position, other, record.kind, record.share, record.other_share, overlaps])?;
            }
        }
        // In the order of the index: each of its pages is then visited once.
        let mut rows: Vec<(u32, i64)> =
            documents.iter().flat_map(|document| document.prints.iter().map(|&print| (print, document.position))).collect();
        rows.sort_unstable();
        let mut print = transaction.prepare_cached("INSERT OR IGNORE INTO copy_print (print, document) VALUES (?1, ?2)")?;
        for (hash, position) in rows {
            print.execute(params![hash, position])?;
        }
    }
    transaction.commit()
}
