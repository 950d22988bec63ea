//! Writing: one transaction for each batch of documents.

use crate::record::{ClaimRecord, Detail};
use crate::{Coded, Store, StoreError, provenance};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

/// What storing one document did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is new.
    New,
    /// It was coded before by other versions: its claims were replaced.
    Recoded,
    /// Another input held the same document: only that is recorded.
    SameDocument,
    /// The same input was coded before: nothing changed.
    Unchanged,
}

impl Store {
    /// The run that coded this input, with these versions; none if none did.
    pub fn run_of(&self, key: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT run FROM input WHERE key = ?1").map_err(|error| self.trouble(error))?;
        statement.query_row([key], |row| row.get(0)).optional().map_err(|error| self.trouble(error))
    }

    /// The number of a run that begins now.
    pub fn next_run(&self) -> Result<i64, StoreError> {
        let query = "SELECT 1 + coalesce(max(run), 0) FROM input";
        self.connection.query_row(query, [], |row| row.get(0)).map_err(|error| self.trouble(error))
    }

    /// Stores a batch, all of it or nothing.
    ///
    /// - returns what it did, one for each document, in order.
    /// - errors: locked, full, damaged; the batches before stay stored.
    pub fn write(&mut self, batch: &[Coded]) -> Result<Vec<Written>, StoreError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let (path, wait) = (self.path.clone(), self.wait.as_secs());
        write_batch(&mut self.connection, batch).map_err(|error| StoreError::of(&path, wait, error))
    }
}

fn write_batch(connection: &mut rusqlite::Connection, batch: &[Coded]) -> rusqlite::Result<Vec<Written>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let written = batch.iter().map(|coded| write_one(&transaction, coded)).collect::<rusqlite::Result<Vec<Written>>>()?;
    transaction.commit()?;
    Ok(written)
}

fn write_one(transaction: &Transaction<'_>, coded: &Coded) -> rusqlite::Result<Written> {
    let (input, document) = (&coded.input, &coded.document);
    if transaction.prepare_cached("SELECT 1 FROM input WHERE key = ?1")?.exists([&input.key])? {
        return Ok(Written::Unchanged);
    }
    let known: Option<i64> = transaction
        .prepare_cached("SELECT position FROM document WHERE id = ?1")?
        .query_row([&document.id], |row| row.get(0))
        .optional()?;
    let same_versions = "SELECT 1 FROM input WHERE document = ?1 AND versions = ?2";
    let written = match known {
        None => Written::New,
        Some(_) if transaction.prepare_cached(same_versions)?.exists([&document.id, &input.versions])? => Written::SameDocument,
        Some(_) if coded.only_ingested => Written::SameDocument,
        Some(_) => Written::Recoded,
    };
    if written == Written::New {
        transaction
            .prepare_cached(
                "INSERT INTO document (id, outlet, url, title, published, language, text, fingerprint, file, notes, nothing_because)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                document.id,
                document.outlet,
                document.url,
                document.title,
                document.published,
                document.language,
                document.text,
                document.fingerprint,
                document.file,
                json(&document.notes)?,
                document.nothing_because,
            ])?;
    }
    if written == Written::Recoded {
        transaction.prepare_cached("DELETE FROM claim WHERE document = ?1")?.execute([&document.id])?;
        transaction.prepare_cached("DELETE FROM input WHERE document = ?1")?.execute([&document.id])?;
        transaction
            .prepare_cached("UPDATE document SET language = ?2, fingerprint = ?3, notes = ?4, nothing_because = ?5 WHERE id = ?1")?
            .execute(params![document.id, document.language, document.fingerprint, json(&document.notes)?, document.nothing_because])?;
    }
    if let Some(provenance) = &coded.provenance {
        provenance::write(transaction, &document.id, provenance)?;
    }
    if written != Written::SameDocument {
        for (position, (record, detail)) in coded.claims.iter().enumerate() {
            write_claim(transaction, position, record, detail)?;
        }
    }
    transaction.prepare_cached("INSERT INTO input (key, document, file, versions, run) VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
        input.key,
        document.id,
        input.file,
        input.versions,
        input.run
    ])?;
    Ok(written)
}

fn write_claim(transaction: &Transaction<'_>, position: usize, record: &ClaimRecord, detail: &Detail) -> rusqlite::Result<()> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO claim (id, document, position, sentence_span, trigger_span, act, plover_event, plover_mode, acled_event_type,
                            acled_sub_event_type, cameo_code, actors, recipients, places, \"when\", figures, means, attribution,
                            factuality, confidence, detail)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
    )?;
    let crosswalk = &record.crosswalk;
    statement.execute(params![
        record.id,
        record.document,
        position as i64,
        json(&record.sentence_span)?,
        json(&record.trigger_span)?,
        record.act,
        crosswalk.plover_event,
        crosswalk.plover_mode,
        crosswalk.acled_event_type,
        crosswalk.acled_sub_event_type,
        crosswalk.cameo_code,
        json(&record.actors)?,
        json(&record.recipients)?,
        json(&record.places)?,
        record.when.as_ref().map(json).transpose()?,
        json(&record.figures)?,
        json(&record.means)?,
        json(&record.attribution)?,
        record.factuality,
        record.confidence,
        json(detail)?,
    ])?;
    Ok(())
}

pub(crate) fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
