//! `dateline code`: articles in, claims stored, a summary at the end.

use crate::cli::{CodeArgs, TableArgs};
use crate::output;
use crate::paint::{Ink, Paint, safe, wrap};
use crate::trouble::{NOT_FOUND, Trouble};
use dateline_engine::{DataSource, Inputs, Known, Metadata, Options, Progress, Rooms, Summary};
use dateline_store::{Opening, Store};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// Files that a line of the summary names before it says "and 12 more".
const NAMED: usize = 5;

/// Codes; gives the exit code.
pub fn code(options: &CodeArgs, paint: &Paint) -> Result<u8, Trouble> {
    let begun = Instant::now();
    let metadata = options.metadata.as_deref().map(Metadata::read).transpose()?.unwrap_or_default();
    let known = Known { outlet: options.outlet.clone(), published: options.published, ..Known::default() };
    let inputs = Inputs::at(&options.paths);
    let opening = Opening { create: true, wait: Duration::from_secs(options.database.wait) };
    let mut store = Store::open(&options.database.db, &opening)?;
    let reader = Store::open(&options.database.db, &Opening { create: false, ..opening })?;
    let rooms = rooms(&options.tables)?;
    let jobs = jobs(options.jobs).min(inputs.files.len().max(1));
    let bar = bar(inputs.files.len());
    let run = Options { jobs, known, metadata };
    let outcome = dateline_engine::code(&rooms, &mut store, reader, &inputs, &run, |progress| step(&bar, progress));
    bar.finish_and_clear();
    let summary = outcome.map_err(|error| {
        let stored = store.size().map(|(documents, claims)| format!("\nstored so far: {documents} documents, {claims} claims"));
        let trouble = Trouble::from(error);
        Trouble { message: format!("{}{}", trouble.message, stored.unwrap_or_default()), ..trouble }
    })?;
    for (file, why) in &summary.unreadable {
        eprintln!("{}: {why}", safe(file));
    }
    let mut out = output();
    report(&mut out, paint, &summary, &inputs, store.path(), begun.elapsed())?;
    out.flush()?;
    Ok(if summary.unreadable.is_empty() { 0 } else { NOT_FOUND })
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
fn bar(total: usize) -> ProgressBar {
    if total < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} documents, {msg}, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn step(bar: &ProgressBar, progress: Progress<'_>) {
    if !bar.is_hidden() {
        bar.set_message(format!("{} claims", progress.claims));
        bar.set_position(progress.done as u64);
    }
}

fn report(out: &mut dyn Write, paint: &Paint, summary: &Summary, inputs: &Inputs, db: &Path, took: Duration) -> std::io::Result<()> {
    let stored = summary.new + summary.recoded;
    let claims: usize = summary.claims.values().sum();
    let db = safe(&db.display().to_string());
    if stored > 0 {
        let headline = format!("{} coded, {} stored in {db}", count(stored, "document"), count(claims, "claim"));
        writeln!(out, "{} ({:.1} s)", paint.ink(Ink::Heading, &headline), took.as_secs_f64())?;
    } else if summary.unchanged > 0 {
        writeln!(out, "{}", paint.ink(Ink::Heading, &format!("Nothing changed: {} coded before in {db}", were(summary.unchanged))))?;
    } else {
        writeln!(out, "{}", paint.ink(Ink::Heading, "No document was coded"))?;
    }
    let mut acts: Vec<(&String, &usize)> = summary.claims.iter().collect();
    acts.sort_by_key(|(act, count)| (std::cmp::Reverse(**count), (*act).clone()));
    let acts: Vec<String> = acts.iter().map(|(act, count)| format!("{act} {count}")).collect();
    if !acts.is_empty() {
        told(out, paint, "claims by act", &acts.join(", "))?;
    }
    if summary.recoded > 0 {
        told(out, paint, "coded anew", &format!("{}, since the program or its tables changed", count(summary.recoded, "document")))?;
    }
    if stored > 0 && summary.unchanged > 0 {
        told(out, paint, "unchanged", &format!("{} coded before", were(summary.unchanged)))?;
    }
    if summary.same_document > 0 {
        told(out, paint, "same again", &format!("{} of a document that is stored already", count(summary.same_document, "copy")))?;
    }
    for (why, files) in &summary.nothing {
        told(out, paint, "no claims", &format!("{}: {}", safe(why), some(files.iter())))?;
    }
    if !summary.unreadable.is_empty() {
        told(out, paint, "not read", &some(summary.unreadable.iter().map(|(file, _)| file)))?;
    }
    if !inputs.passed_over.is_empty() {
        let kinds: Vec<String> = inputs.passed_over.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
        told(out, paint, "passed over", &format!("files of other kinds: {}", kinds.join(", ")))?;
    }
    let mut odd: Vec<&String> = summary.notes.iter().map(|(file, _)| file).collect();
    odd.dedup();
    if !odd.is_empty() {
        told(out, paint, "with notes", &format!("{} (`dateline show FILE` tells them)", some(odd.into_iter())))?;
    }
    Ok(())
}

fn told(out: &mut dyn Write, paint: &Paint, name: &str, words: &str) -> std::io::Result<()> {
    let width = paint.width.unwrap_or(120).clamp(40, 120);
    for (i, line) in wrap(words, width - 17).iter().enumerate() {
        let margin = format!("  {:<15}", if i == 0 { name } else { "" });
        writeln!(out, "{}{line}", paint.ink(Ink::Dim, &margin))?;
    }
    Ok(())
}

fn count(number: usize, what: &str) -> String {
    let plural = if what == "copy" { "copies".to_string() } else { format!("{what}s") };
    if number == 1 { format!("1 {what}") } else { format!("{number} {plural}") }
}

fn were(number: usize) -> String {
    if number == 1 { "1 input was".to_string() } else { format!("{number} inputs were") }
}

/// The first few names, and how many more.
fn some<'a>(files: impl ExactSizeIterator<Item = &'a String>) -> String {
    let total = files.len();
    let named: Vec<String> = files.take(NAMED).map(|file| safe(file)).collect();
    let more = if total > named.len() { format!(", and {} more", total - named.len()) } else { String::new() };
    format!("{}{more}", named.join(", "))
}
