//! Coding what was ingested before: the run behind `dateline code --stored`.
//!
//! In:  a store with documents that are not coded yet.
//! Out: their claims, stored in batches in the order of the documents; a run that was broken off is taken up by the same command.

use crate::code::{Batch, coded};
use crate::workers::in_order;
use crate::{EngineError, Progress, Rooms, Summary};
use dateline_ingest::Hints;
use dateline_model::Document;
use dateline_store::{DocumentRecord, Input, Store};

/// Documents taken out of the database at once. Chosen: as many as a batch of claims.
const TAKEN: usize = 64;

/// Codes every stored document that is not coded yet.
///
/// - errors: the database fails; the batches before stay stored.
pub fn code_stored(rooms: &Rooms, store: &mut Store, jobs: usize, mut progress: impl FnMut(Progress<'_>)) -> Result<Summary, EngineError> {
    let mut summary = Summary::default();
    let run = store.next_run()?;
    let (mut behind, mut done) = (0, 0);
    loop {
        let taken = store.not_coded(behind, TAKEN)?;
        let Some((last, _)) = taken.last() else { return Ok(summary) };
        behind = *last;
        let mut batch = Batch::default();
        in_order(
            taken.into_iter(),
            jobs,
            || rooms.reader(),
            |desk, (_, record)| {
                let document = document(&record);
                // The same for every run, so that what was coded is known.
                let key = crate::origin::sha256(format!("{}\0{}", rooms.versions(), record.id).as_bytes())[..32].to_string();
                let input = Input { key, file: record.file.clone(), versions: rooms.versions().to_string(), run };
                (record.file, coded(rooms, desk, input, &document))
            },
            |(file, coded)| {
                batch.add(coded);
                done += 1;
                let claims = summary.claims.values().sum::<usize>() + batch.claims();
                progress(Progress { done, files: done, total: done, claims, place: &file });
                Ok::<(), EngineError>(())
            },
        )?;
        batch.store(store, &mut summary, run)?;
    }
}

/// The document that was stored: its text as it is, and the same id.
fn document(record: &DocumentRecord) -> Document {
    let hints = Hints {
        published: record.published.as_deref().and_then(|day| day.parse().ok()),
        outlet: record.outlet.clone(),
        url: record.url.clone(),
        title: record.title.clone(),
        language: record.language.clone(),
        ..Hints::default()
    };
    dateline_ingest::given(&record.text, &hints)
}
