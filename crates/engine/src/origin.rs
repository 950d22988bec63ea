//! Where a document came from, as it is stored: hash, headers, what was known, what its page says beside its text.
//!
//! In:  a record, what is known of it, what `ingest` found.
//! Out: `Provenance`; and back from it, the hints under which its text was extracted.

use crate::{EngineError, Known};
use dateline_ingest::{About, EXTRACTOR, Hints, Limits, Record};
use dateline_store::Provenance;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Level of zstd. Measured on pages of news: 3 packs to a fifth at 300 MB/s; 19 to a sixth at 3 MB/s.
const LEVEL: i32 = 3;

/// What is known of a record, most certain first: the table of metadata, its container, the options of the command.
pub(crate) fn hints(record: &Record, row: Option<&Known>, known: &Known, file: &str, limits: Limits) -> Hints {
    let from = &record.hints;
    let container = Known {
        outlet: from.outlet.clone(),
        url: from.url.clone(),
        title: from.title.clone(),
        published: from.published,
        language: from.language.clone(),
    };
    let known = row.cloned().unwrap_or_default().or(&container).or(known);
    Hints {
        file_name: from.file_name.clone().or_else(|| Some(file.to_string()).filter(|file| from.content_type.is_none() && file != "-")),
        content_type: from.content_type.clone(),
        published: known.published,
        outlet: known.outlet,
        url: known.url,
        title: known.title,
        language: known.language,
        limits,
    }
}

/// What is stored of a record's origin.
pub(crate) fn provenance(record: &Record, hints: &Hints, about: &About, keep: bool) -> Provenance {
    Provenance {
        sha256: sha256(&record.bytes),
        size: record.bytes.len() as u64,
        fetched: record.fetched.clone(),
        headers: record.headers.clone(),
        hints: hints_to_json(hints).to_string(),
        about: about_to_json(about).to_string(),
        extractor: EXTRACTOR.to_string(),
        kept: if keep { zstd::encode_all(record.bytes.as_slice(), LEVEL).ok() } else { None },
    }
}

/// SHA-256, 64 hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn about_to_json(about: &About) -> Value {
    json!({
        "published_from": about.published_from,
        "modified": about.modified.map(|day| day.to_string()),
        "authors": about.authors,
        "section": about.section,
        "agency": about.agency,
        "dateline": about.dateline,
        "raw": about.raw,
    })
}

fn hints_to_json(hints: &Hints) -> Value {
    json!({
        "file_name": hints.file_name,
        "content_type": hints.content_type,
        "published": hints.published.map(|day| day.to_string()),
        "outlet": hints.outlet,
        "url": hints.url,
        "title": hints.title,
        "language": hints.language,
    })
}

/// The hints that were stored.
pub(crate) fn hints_of(provenance: &Provenance) -> Result<Hints, EngineError> {
    let value: Value = serde_json::from_str(&provenance.hints)
        .map_err(|error| EngineError::Line(format!("the stored hints cannot be read ({error}); ingest the article again")))?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_string);
    Ok(Hints {
        file_name: text("file_name"),
        content_type: text("content_type"),
        published: text("published").and_then(|day| day.parse().ok()),
        outlet: text("outlet"),
        url: text("url"),
        title: text("title"),
        language: text("language"),
        limits: Limits::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_outranks_the_container_which_outranks_the_options() {
        let record = Record {
            hints: Hints { outlet: Some("Container".to_string()), title: Some("Container".to_string()), ..Hints::default() },
            ..Record::default()
        };
        let some = |word: &str| Some(word.to_string());
        let row = Known { title: some("Row"), ..Known::default() };
        let options = Known { outlet: some("Options"), url: some("Options"), ..Known::default() };
        let hints = hints(&record, Some(&row), &options, "a.txt", Limits::default());
        assert_eq!((hints.title, hints.outlet, hints.url), (some("Row"), some("Container"), some("Options")));
        assert_eq!(hints.file_name, some("a.txt"));
    }

    #[test]
    fn hints_are_read_back() {
        let hints = Hints { url: Some("u".to_string()), published: Some("2026-03-12".parse().unwrap()), ..Hints::default() };
        let stored = provenance(&Record { bytes: b"abc".to_vec(), ..Record::default() }, &hints, &About::default(), true);
        assert_eq!(hints_of(&stored).unwrap(), hints);
        assert_eq!(stored.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(zstd::decode_all(stored.kept.unwrap().as_slice()).unwrap(), b"abc");
    }
}
