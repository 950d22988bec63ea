//! Exports: claims as a stream of JSONL, CSV or GeoJSON.
//!
//! In:  an open store, a filter, a format, somewhere to write.
//! Out: how many claims were written; memory does not grow with them.
//!
//! Not here: the layouts of other projects, each with its list of losses (a later issue).

mod csv;
mod geojson;

use crate::{ClaimRow, Filter, Store, StoreError};
use std::io::Write;

/// A layout of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One published record a line.
    Jsonl,
    /// One claim a row, lists joined by "; ".
    Csv,
    /// One feature a claim, at its first place with coordinates.
    Geojson,
}

impl Format {
    /// Every layout by its public name.
    pub const ALL: [(&'static str, Format); 3] = [("jsonl", Format::Jsonl), ("csv", Format::Csv), ("geojson", Format::Geojson)];
}

/// Writes the claims that the filter admits; `place` names the output in messages.
pub fn export(store: &Store, filter: &Filter, format: Format, place: &str, out: &mut dyn Write) -> Result<usize, StoreError> {
    let trouble = |error: std::io::Error| StoreError::Output { place: place.to_string(), error };
    let mut written = 0;
    before(format, out).map_err(trouble)?;
    store.each_claim(filter, |row| {
        one(format, &row, written == 0, out).map_err(trouble)?;
        written += 1;
        Ok(())
    })?;
    after(format, out).and_then(|()| out.flush()).map_err(trouble)?;
    Ok(written)
}

fn before(format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    match format {
        Format::Jsonl => Ok(()),
        Format::Csv => csv::header(out),
        Format::Geojson => geojson::open(out),
    }
}

fn one(format: Format, row: &ClaimRow, first: bool, out: &mut dyn Write) -> std::io::Result<()> {
    match format {
        Format::Jsonl => {
            serde_json::to_writer(&mut *out, &row.record)?;
            out.write_all(b"\n")
        }
        Format::Csv => csv::row(row, out),
        Format::Geojson => geojson::feature(row, first, out),
    }
}

fn after(format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    match format {
        Format::Jsonl | Format::Csv => Ok(()),
        Format::Geojson => geojson::close(out),
    }
}
