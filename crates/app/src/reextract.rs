//! `dateline reextract`: what today's extraction makes of the pages that are kept.

use crate::cli::ReextractArgs;
use crate::paint::{Ink, Paint, safe};
use crate::report::count;
use crate::trouble::Trouble;
use crate::{output, short};
use dateline_engine::Change;
use dateline_store::{Opening, Store};
use std::io::Write;
use std::time::Duration;

/// Extracts again and tells what changed.
pub fn reextract(options: &ReextractArgs, paint: &Paint) -> Result<(), Trouble> {
    drop(crate::open(&options.database)?);
    let opening = Opening { create: true, wait: Duration::from_secs(options.database.wait) };
    let mut store = Store::open(&options.database.db, &opening)?;
    let (mut same, mut without, mut changed) = (0, 0, Vec::new());
    dateline_engine::reextract(&mut store, options.write, |change| match change {
        Change::Same => same += 1,
        Change::NoBytes => without += 1,
        changes @ Change::Changed { .. } => changed.push(changes),
    })?;
    let mut out = output();
    for change in &changed {
        let Change::Changed { document, file, fields } = change else { continue };
        writeln!(out, "{} {}", paint.ink(Ink::Dim, short(document)), safe(file))?;
        for (name, before, after) in fields {
            writeln!(out, "  {name}: {} → {}", safe(before), safe(after))?;
        }
    }
    let kept = if without > 0 { format!(", {} without kept bytes", count(without, "document")) } else { String::new() };
    writeln!(out, "{} changed, {same} the same{kept}", count(changed.len(), "document"))?;
    if options.write && !changed.is_empty() {
        writeln!(out, "The changed documents wait to be coded: dateline code --stored")?;
    } else if !changed.is_empty() {
        writeln!(out, "Nothing was written; --write puts the new texts in the place of the old ones")?;
    }
    Ok(out.flush()?)
}
