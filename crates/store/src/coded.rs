//! One coded document, ready to be stored: plain records, so that any thread can make it.

use crate::convert;
use crate::offsets::CodePoints;
use crate::provenance::Provenance;
use crate::record::*;
use dateline_model::{Document, ResolvedClaim};
use std::collections::HashSet;

/// Where a document came from, and what read it.
#[derive(Clone, Debug)]
pub struct Input {
    /// Hash of the bytes, the metadata and the versions.
    pub key: String,
    /// A path as it was given, or `-`.
    pub file: String,
    /// Program, model and data that coded it.
    pub versions: String,
    /// Which run coded it, by `Store::next_run`.
    pub run: i64,
}

/// One document with its claims, as records.
#[derive(Clone, Debug)]
pub struct Coded {
    pub(crate) input: Input,
    pub(crate) document: DocumentRecord,
    pub(crate) claims: Vec<(ClaimRecord, Detail)>,
    pub(crate) provenance: Option<Provenance>,
    pub(crate) only_ingested: bool,
}

impl Coded {
    /// The records of one document.
    ///
    /// - `crosswalk`: the act's names in the published ontologies, for one claim.
    /// - `nothing_because`: why there is no claim; kept only where there is none.
    /// - two claims of one id, which the ordinal of an id should prevent: the first stays, the document notes the others.
    pub fn new(
        input: Input,
        document: &Document,
        claims: &[ResolvedClaim],
        crosswalk: impl Fn(&ResolvedClaim) -> Crosswalk,
        nothing_because: Option<String>,
    ) -> Coded {
        let points = CodePoints::new(&document.text);
        let mut seen = HashSet::new();
        let records: Vec<(ClaimRecord, Detail)> = claims
            .iter()
            .filter(|resolved| seen.insert(resolved.claim.id.clone()))
            .map(|resolved| {
                (convert::claim_record(&points, resolved, crosswalk(resolved)), convert::detail(&points, resolved, &input.versions))
            })
            .collect();
        let mut notes = convert::document_notes(document);
        if records.len() < claims.len() {
            notes.push(format!("{} claims left out: their ids are those of earlier claims", claims.len() - records.len()));
        }
        let document = DocumentRecord {
            id: document.id.to_string(),
            outlet: document.outlet.clone(),
            url: document.url.clone(),
            title: document.title.clone(),
            published: document.published.map(|day| day.to_string()),
            language: document.language.clone(),
            text: document.text.clone(),
            fingerprint: format!("{:016x}", document.fingerprint),
            file: input.file.clone(),
            notes,
            nothing_because: nothing_because.filter(|_| records.is_empty()),
            claims: records.len(),
        };
        Coded { input, document, claims: records, provenance: None, only_ingested: false }
    }

    /// A document that is stored and not coded yet. Where it is stored already, its claims stay.
    pub fn ingested(input: Input, document: &Document) -> Coded {
        let because = crate::provenance::NOT_CODED.to_string();
        Coded { only_ingested: true, ..Coded::new(input, document, &[], |_| Crosswalk::default(), Some(because)) }
    }

    /// Adds where the document came from.
    pub fn from(self, provenance: Provenance) -> Coded {
        Coded { provenance: Some(provenance), ..self }
    }

    /// The document's record.
    pub fn document(&self) -> &DocumentRecord {
        &self.document
    }

    /// The claims' records, in text order.
    pub fn claims(&self) -> impl Iterator<Item = &ClaimRecord> {
        self.claims.iter().map(|(record, _)| record)
    }

    /// Adds a note to the document.
    pub fn note(&mut self, words: String) {
        self.document.notes.push(words);
    }
}
