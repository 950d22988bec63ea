//! Copies among the stored documents: which text was taken over from which.
//!
//! In:  a store; documents that its index of copies does not hold yet.
//! Out: pairs of documents that share words, with the passages; the index, added to in batches, so that a run that was broken off goes on.
//!
//! Not here: prints and alignment (`ingest`), the index on disk (`store`), families for the eye (`app`).

use crate::EngineError;
use dateline_ingest::{Likeness, Prints, compare, prints};
use dateline_store::{Candidate, CodePoints, CopyRecord, Indexed, Store, Unindexed};
use std::collections::HashMap;

/// Documents indexed in one transaction. Chosen: their prints are written in the order of the index, and a thousand lie close together.
const BATCH: usize = 1000;

/// Documents that a document is compared with, those that share most prints first. Chosen: an origin stands for its copies.
const COMPARED: usize = 8;

/// Prints that must be shared. One is often chance; a text with few prints has no more to share.
const LEAST_SHARED: usize = 2;

/// A text with fewer prints is compared for the sake of one.
const FEW_PRINTS: usize = 8;

/// What indexing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// Documents added to the index.
    pub documents: usize,
    /// Pairs found among them and with earlier ones.
    pub pairs: usize,
}

/// Adds every document to the index that it does not hold yet.
///
/// - `each`: told after each batch, how many documents are done.
/// - errors: the database fails; the batches before stay.
pub fn index_copies(store: &mut Store, mut each: impl FnMut(usize)) -> Result<Copied, EngineError> {
    let mut copied = Copied::default();
    loop {
        let documents = store.unindexed(BATCH)?;
        if documents.is_empty() {
            return Ok(copied);
        }
        let mut batch = Batch { documents: &documents, ..Batch::default() };
        let mut indexed = Vec::with_capacity(documents.len());
        for (number, document) in documents.iter().enumerate() {
            let one = batch.one(store, number, document)?;
            copied.pairs += one.copies.len();
            indexed.push(one);
        }
        store.index(&indexed)?;
        copied.documents += documents.len();
        each(copied.documents);
    }
}

/// What a batch holds that the index does not hold yet.
#[derive(Default)]
struct Batch<'a> {
    documents: &'a [Unindexed],
    by_print: HashMap<u32, Vec<usize>>,
    by_whole: HashMap<u64, usize>,
}

impl Batch<'_> {
    fn one(&mut self, store: &Store, number: usize, document: &Unindexed) -> Result<Indexed, EngineError> {
        let Prints { whole, mut shingles } = prints(&document.text);
        let mut indexed = Indexed { position: document.position, whole, ..Indexed::default() };
        if whole == 0 {
            return Ok(indexed);
        }
        let (equal, mut candidates) = store.candidates(whole, &shingles)?;
        let equal = equal.or_else(|| self.by_whole.get(&whole).map(|&number| self.documents[number].position));
        if let Some(equal) = equal {
            candidates = vec![Candidate { position: equal, shared: usize::MAX }];
        } else {
            self.add_own(&shingles, &mut candidates);
        }
        let least = if shingles.len() < FEW_PRINTS { 1 } else { LEAST_SHARED };
        for candidate in candidates.iter().filter(|candidate| candidate.shared >= least).take(COMPARED) {
            let text = match self.documents.binary_search_by_key(&candidate.position, |document| document.position) {
                Ok(number) => self.documents[number].text.clone(),
                Err(_) => store.text_at(candidate.position)?,
            };
            if let Some(likeness) = compare(&document.text, &text) {
                let theirs = prints(&text).shingles;
                shingles.retain(|print| theirs.binary_search(print).is_err());
                indexed.copies.push((candidate.position, record(&likeness, &document.text, &text)));
            }
        }
        for &print in &shingles {
            self.by_print.entry(print).or_default().push(number);
        }
        self.by_whole.entry(whole).or_insert(number);
        indexed.prints = shingles;
        Ok(indexed)
    }

    /// Adds the documents of this batch to the candidates.
    fn add_own(&self, shingles: &[u32], candidates: &mut Vec<Candidate>) {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for number in shingles.iter().filter_map(|print| self.by_print.get(print)).flatten() {
            *shared.entry(*number).or_default() += 1;
        }
        let own = shared.into_iter().map(|(number, shared)| Candidate { position: self.documents[number].position, shared });
        candidates.extend(own);
        candidates.sort_unstable_by_key(|candidate| (std::cmp::Reverse(candidate.shared), candidate.position));
    }
}

fn record(likeness: &Likeness, one: &str, other: &str) -> CopyRecord {
    let (one, other) = (CodePoints::new(one), CodePoints::new(other));
    let three = |share: f64| (share * 1000.0).round() / 1000.0;
    CopyRecord {
        kind: likeness.kind.as_str().to_string(),
        share: three(likeness.share),
        other_share: three(likeness.other_share),
        overlaps: likeness.overlaps.iter().map(|overlap| [one.span(overlap.one), other.span(overlap.other)]).collect(),
        ..CopyRecord::default()
    }
}
