//! What a run did, for the eye.

use crate::paint::{Ink, Paint, safe, wrap};
use dateline_engine::Summary;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// Files that a line of the summary names before it says "and 12 more".
const NAMED: usize = 5;

/// What was done: `coded` or `ingested`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Coded,
    Ingested,
}

/// Writes the summary; `passed_over`: files of folders that were not read, by their ending.
pub fn report(
    out: &mut dyn Write,
    paint: &Paint,
    summary: &Summary,
    passed_over: &BTreeMap<String, usize>,
    db: &Path,
    took: Duration,
    done: Done,
) -> std::io::Result<()> {
    let stored = summary.new + summary.recoded;
    let claims: usize = summary.claims.values().sum();
    let db = safe(&db.display().to_string());
    if stored > 0 {
        let documents = count(stored, "document");
        let headline = match done {
            Done::Coded => format!("{documents} coded, {} stored in {db}", count(claims, "claim")),
            Done::Ingested => format!("{documents} stored in {db}, to be coded by `dateline code --stored`"),
        };
        writeln!(out, "{} ({:.1} s)", paint.ink(Ink::Heading, &headline), took.as_secs_f64())?;
    } else if summary.unchanged > 0 {
        writeln!(
            out,
            "{}",
            paint.ink(
                Ink::Heading,
                &format!(
                    "Nothing changed: {} {} before in {db}",
                    were(summary.unchanged),
                    if done == Done::Coded { "coded" } else { "read" }
                )
            )
        )?;
    } else {
        writeln!(out, "{}", paint.ink(Ink::Heading, if done == Done::Coded { "No document was coded" } else { "No document was stored" }))?;
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
    for (why, files) in summary.nothing.iter().filter(|(why, _)| why.as_str() != dateline_store::NOT_CODED) {
        told(out, paint, "no claims", &format!("{}: {}", safe(why), some(files.iter())))?;
    }
    if !summary.unreadable.is_empty() {
        told(out, paint, "not read", &some(summary.unreadable.iter().map(|(file, _)| file)))?;
    }
    if summary.refusals > 0 {
        let more = format!("{}: {}", count(summary.refusals, "record"), some(summary.refused.iter().map(|(place, _)| place)));
        told(out, paint, "refused", &format!("{more} (`dateline documents --refused` tells why)"))?;
    }
    if !summary.passed.is_empty() {
        let kinds: Vec<String> = summary.passed.iter().map(|(kind, count)| format!("{count} {}", safe(kind))).collect();
        told(out, paint, "no article in", &kinds.join(", "))?;
    }
    if !passed_over.is_empty() {
        let kinds: Vec<String> = passed_over.iter().map(|(ending, count)| format!("{count} {ending}")).collect();
        told(out, paint, "passed over", &format!("files of other kinds: {}", kinds.join(", ")))?;
    }
    let mut odd: Vec<&String> = summary.notes.iter().map(|(file, _)| file).collect();
    odd.dedup();
    if !odd.is_empty() {
        told(out, paint, "with notes", &format!("{} (`dateline show FILE` tells them)", some(odd.into_iter())))?;
    }
    Ok(())
}

pub fn told(out: &mut dyn Write, paint: &Paint, name: &str, words: &str) -> std::io::Result<()> {
    let width = paint.width.unwrap_or(120).clamp(40, 120);
    for (i, line) in wrap(words, width - 17).iter().enumerate() {
        let margin = format!("  {:<15}", if i == 0 { name } else { "" });
        writeln!(out, "{}{line}", paint.ink(Ink::Dim, &margin))?;
    }
    Ok(())
}

pub fn count(number: usize, what: &str) -> String {
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
