//! `dateline code` and `dateline ingest`: articles in, documents and claims stored, a summary at the end.

use crate::cli::{CodeArgs, Database, IngestArgs, TableArgs};
use crate::cli_ingest::InputArgs;
use crate::output;
use crate::paint::{Paint, safe};
use crate::report::{Done, report};
use crate::trouble::{NOT_FOUND, Trouble, USAGE};
use dateline_engine::{DataSource, EngineError, Inputs, Known, Metadata, Options, Progress, Rooms, Summary};
use dateline_store::{Opening, Store};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Refusals that are told on standard error, one a line.
const TOLD: usize = 20;

/// Codes; gives the exit code.
pub fn code(options: &CodeArgs, paint: &Paint) -> Result<u8, Trouble> {
    if options.stored {
        let begun = Instant::now();
        let mut store = Store::open(&options.input.database.db, &opening(&options.input.database))?;
        let rooms = rooms(&options.coding.tables)?;
        let outcome = dateline_engine::code_stored(&rooms, &mut store, jobs(options.coding.jobs), |_| ());
        return finish(outcome, &store, paint, &BTreeMap::new(), begun, Done::Coded);
    }
    let run = prepared(&options.input, options.coding.jobs)?;
    let rooms = rooms(&options.coding.tables)?;
    match &options.input.watch {
        Some(folder) => {
            crate::watch::watch(folder, options.input.until_idle, |inputs| read(Some(&rooms), &options.input, &run, inputs, paint))
        }
        None => read(Some(&rooms), &options.input, &run, &Inputs::at(&options.paths), paint),
    }
}

/// Ingests; gives the exit code.
pub fn ingest(options: &IngestArgs, paint: &Paint) -> Result<u8, Trouble> {
    let run = prepared(&options.input, options.jobs)?;
    match &options.input.watch {
        Some(folder) => crate::watch::watch(folder, options.input.until_idle, |inputs| read(None, &options.input, &run, inputs, paint)),
        None => read(None, &options.input, &run, &Inputs::at(&options.paths), paint),
    }
}

/// The options as the engine takes them.
fn prepared(input: &InputArgs, asked: Option<usize>) -> Result<Options, Trouble> {
    let usage = |message: String| Trouble { message, code: USAGE };
    Ok(Options {
        jobs: jobs(asked),
        known: Known { outlet: input.outlet.clone(), published: input.published, ..Known::default() },
        metadata: input.metadata.as_deref().map(Metadata::read).transpose()?.unwrap_or_default(),
        reading: input.keeping.reading(&input.fields).map_err(usage)?,
        keep_bytes: input.keeping.keep_bytes,
    })
}

fn read(rooms: Option<&Rooms>, input: &InputArgs, run: &Options, inputs: &Inputs, paint: &Paint) -> Result<u8, Trouble> {
    let begun = Instant::now();
    let opening = opening(&input.database);
    let mut store = Store::open(&input.database.db, &opening)?;
    let reader = Store::open(&input.database.db, &Opening { create: false, ..opening })?;
    let bar = bar(inputs.files.len());
    let outcome = dateline_engine::code(rooms, &mut store, reader, inputs, run, |progress| step(&bar, progress));
    bar.finish_and_clear();
    let done = if rooms.is_some() { Done::Coded } else { Done::Ingested };
    finish(outcome, &store, paint, &inputs.passed_over, begun, done)
}

/// A database that is made if it is not there.
pub fn opening(database: &Database) -> Opening {
    Opening { create: true, wait: Duration::from_secs(database.wait) }
}

/// Tells what a run did; gives the exit code.
pub fn finish(
    outcome: Result<Summary, EngineError>,
    store: &Store,
    paint: &Paint,
    passed_over: &BTreeMap<String, usize>,
    begun: Instant,
    done: Done,
) -> Result<u8, Trouble> {
    let summary = outcome.map_err(|error| {
        let stored = store.size().map(|(documents, claims)| format!("\nstored so far: {documents} documents, {claims} claims"));
        let trouble = Trouble::from(error);
        Trouble { message: format!("{}{}", trouble.message, stored.unwrap_or_default()), ..trouble }
    })?;
    for (place, why) in summary.unreadable.iter().chain(summary.refused.iter().take(TOLD)) {
        eprintln!("{}: {why}", safe(place));
    }
    let mut out = output();
    report(&mut out, paint, &summary, passed_over, store.path(), begun.elapsed(), done)?;
    out.flush()?;
    Ok(if summary.unreadable.is_empty() && summary.refusals == 0 { 0 } else { NOT_FOUND })
}

/// The rooms, from the tables that the binary carries or from a folder, with the user's own actors and the gazetteer that is asked for.
pub fn rooms(tables: &TableArgs) -> Result<Rooms, Trouble> {
    Ok(Rooms::load(&source(tables), tables.world.as_deref(), crate::gazetteer::chosen(tables.gazetteer.as_deref()).as_deref())?)
}

/// Where the tables are.
pub fn source(tables: &TableArgs) -> DataSource {
    tables.data.as_ref().map_or(DataSource::Carried, |folder| DataSource::Folder(folder.clone()))
}

/// Worker threads.
pub fn jobs(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).clamp(1, 256)
}

/// A bar on a terminal, nothing anywhere else.
pub fn bar(total: usize) -> ProgressBar {
    if total == 0 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

pub fn step(bar: &ProgressBar, progress: Progress<'_>) {
    if !bar.is_hidden() {
        bar.set_message(format!("{} documents, {} claims", progress.done, progress.claims));
        bar.set_position(progress.files.saturating_sub(1) as u64);
    }
}
