//! Extracting again, after an upgrade: what would the pages that are kept give today?
//!
//! In:  a store whose documents were ingested with `--keep-bytes`, or whose files are still there with the same bytes.
//! Out: what changed, document by document. With `write`, a changed document takes the place of the old one, and waits to be coded.

use crate::workers::guarded;
use crate::{EngineError, origin};
use dateline_ingest::{Record, compare, read_with_about};
use dateline_model::Document;
use dateline_store::{Coded, DocumentRecord, Input, Provenance, Store};

/// What extracting one document again gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The same as before.
    Same,
    /// Neither kept bytes nor an unchanged file.
    NoBytes,
    /// Something is different: names of fields, with their values before and after; the text by the share of its words that stay.
    Changed {
        /// The id before.
        document: String,
        /// Its file.
        file: String,
        /// Field, before, after.
        fields: Vec<(&'static str, String, String)>,
    },
}

/// Extracts every document again.
///
/// - `each`: told of every document, in order.
/// - errors: the database fails; what was written before stays.
pub fn reextract(store: &mut Store, write: bool, mut each: impl FnMut(Change)) -> Result<(), EngineError> {
    let run = store.next_run()?;
    for id in store.document_ids()? {
        let record = store.document(&id)?;
        let bytes = match store.provenance(&id)? {
            Some(provenance) => bytes(&record, &provenance).map(|bytes| (provenance, bytes)),
            None => None,
        };
        let Some((provenance, bytes)) = bytes else {
            each(Change::NoBytes);
            continue;
        };
        let hints = origin::hints_of(&provenance)?;
        let Ok((document, about)) = guarded(|| read_with_about(&bytes, &hints)) else {
            each(Change::NoBytes);
            continue;
        };
        let fields = differences(&record, &document);
        if fields.is_empty() {
            each(Change::Same);
            continue;
        }
        if write {
            let kept = provenance.kept.is_some();
            let found = Record { bytes, fetched: provenance.fetched, headers: provenance.headers, ..Record::default() };
            let key = origin::sha256(format!("extracted again\0{}", document.id).as_bytes())[..32].to_string();
            let versions = format!("ingested by dateline {} build {}", env!("CARGO_PKG_VERSION"), env!("DATELINE_BUILD"));
            let input = Input { key, file: record.file.clone(), versions, run };
            // First the new one, then the old one: broken off between them, both are there and nothing is lost.
            if document.id.as_str() == id {
                store.remove(&id)?;
            }
            store.write(&[Coded::ingested(input, &document).from(origin::provenance(&found, &hints, &about, kept))])?;
            if document.id.as_str() != id {
                store.remove(&id)?;
            }
        }
        each(Change::Changed { document: id, file: record.file, fields });
    }
    Ok(())
}

/// The kept bytes, or those of the file if they are still the same.
fn bytes(record: &DocumentRecord, provenance: &Provenance) -> Option<Vec<u8>> {
    match &provenance.kept {
        Some(kept) => zstd::decode_all(kept.as_slice()).ok(),
        None => std::fs::read(&record.file).ok().filter(|bytes| origin::sha256(bytes) == provenance.sha256),
    }
}

fn differences(record: &DocumentRecord, document: &Document) -> Vec<(&'static str, String, String)> {
    let day = document.published.map(|day| day.to_string());
    let pairs = [
        ("title", &record.title, &document.title),
        ("outlet", &record.outlet, &document.outlet),
        ("published", &record.published, &day),
        ("url", &record.url, &document.url),
        ("language", &record.language, &document.language),
    ];
    let told = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_string());
    let mut fields: Vec<(&'static str, String, String)> = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| (name, told(before), told(after)))
        .collect();
    if record.text != document.text {
        let share = compare(&record.text, &document.text).map_or((0.0, 0.0), |likeness| (likeness.share, likeness.other_share));
        let words = |text: &str| format!("{} words", text.split_whitespace().count());
        let after = format!(
            "{}; {:.0} % of the old words stay, {:.0} % of the new are new",
            words(&document.text),
            100.0 * share.0,
            100.0 * (1.0 - share.1)
        );
        fields.push(("text", words(&record.text), after));
    }
    fields
}
