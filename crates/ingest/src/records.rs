//! The records of an input: one for a page or a text, many for a container.
//!
//! In:  a file or a stream, and its name.
//! Out: each record in turn, with a place within its input that stays the same from run to run, and what the container knows of it.
//!      What cannot be read is a `Found::Refused` with the reason, and the records after it are read.
//!
//! Containers: gzip and zstd streams (`unpacked`), WARC and ARC (`warc`), feeds (`feed`), JSON and JSON lines (`json`), tables (`table`),
//! ZIP and tar (`archive`), PDF (`pdf`). What a thing is tells its beginning, and for tables and lines of JSON its name. One record at a
//! time is in memory.
//!
//! Not here: the main text of a page (`page`); which files are read (`engine`).

mod archive;
mod feed;
mod http;
mod json;
mod pdf;
mod table;
mod unpacked;
mod warc;

use crate::{Hints, Limits};
pub use feed::is_feed;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

/// One record: the bytes of a page or of a text, and what its container knows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Its place within its input: an address, an id, the path in an archive; empty for the input as a whole.
    pub within: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the container says of it.
    pub hints: Hints,
    /// When it was fetched, as the container says: `2026-03-12T06:30:00Z`.
    pub fetched: Option<String>,
    /// The headers that the server sent with it.
    pub headers: Vec<(String, String)>,
}

/// What an input yields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record.
    Record(Box<Record>),
    /// What cannot be read: its place, and why.
    Refused {
        /// Place within the input; empty for the input as a whole, or the rest of it.
        within: String,
        /// Why, and what can be done.
        why: String,
    },
    /// What holds no article and is no trouble: a request in a WARC, a picture, an error page.
    Passed {
        /// What it is.
        kind: String,
    },
}

/// How records are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How much is read.
    pub limits: Limits,
    /// Where our fields (`text`, `title` …) stand in tables and objects, if not under the usual names: ours to theirs.
    pub fields: BTreeMap<String, String>,
}

impl Reading {
    /// Our fields, as `fields` may name them.
    pub const FIELDS: [&'static str; 8] = ["id", "text", "html", "title", "published", "outlet", "url", "language"];
}

/// Whom a record is handed to; `Break` ends the reading.
pub type Each<'a> = dyn FnMut(Found) -> ControlFlow<()> + 'a;

/// How many bytes of a stream are looked at to tell what it is.
const LOOKED_AT: usize = 4096;

/// A file that is no container is read up to this many bytes: what follows is no article any more.
const LARGEST_FILE: u64 = 256 << 20;

/// Reads the records of a file.
///
/// - errors: the file cannot be opened or read at all; what is wrong inside of it is a `Found::Refused`.
pub fn records_of_file(path: &Path, reading: &Reading, each: &mut Each<'_>) -> std::io::Result<()> {
    let file = File::open(path)?;
    let name = path.to_string_lossy();
    let mut input = BufReader::with_capacity(64 << 10, file);
    if input.fill_buf()?.starts_with(b"PK\x03\x04") {
        let place = Place { name: &name, within: String::new(), nested: 0, folder: path.parent() };
        let _ = archive::zip(File::open(path)?, &place, reading, each);
        return Ok(());
    }
    records_in(&mut input, &Place { name: &name, within: String::new(), nested: 0, folder: path.parent() }, reading, each)
}

/// Reads the records of a stream, such as standard input; `name` tells its kind where its beginning does not.
///
/// - errors: the stream cannot be read at all.
pub fn records(input: impl Read, name: &str, reading: &Reading, each: &mut Each<'_>) -> std::io::Result<()> {
    let place = Place { name, within: String::new(), nested: 0, folder: None };
    records_in(&mut BufReader::with_capacity(64 << 10, input), &place, reading, each)
}

/// Where a stream stands: its name, its place in the input, how many containers are around it.
struct Place<'a> {
    name: &'a str,
    within: String,
    nested: usize,
    /// The folder of the input, where a feed may keep its articles.
    folder: Option<&'a Path>,
}

impl Place<'_> {
    /// The place of something inside.
    fn of(&self, inside: &str) -> String {
        match (self.within.is_empty(), inside.is_empty()) {
            (true, _) => inside.to_string(),
            (false, true) => self.within.clone(),
            (false, false) => format!("{}#{inside}", self.within),
        }
    }

    fn refused(&self, inside: &str, why: impl Into<String>) -> Found {
        Found::Refused { within: self.of(inside), why: why.into() }
    }

    /// The name's last ending, in lower case.
    fn ends(&self, endings: &[&str]) -> bool {
        let name = self.name.to_ascii_lowercase();
        endings.iter().any(|ending| name.ends_with(ending))
    }
}

/// The error of a stream, seen by `Found::Refused`; at the outermost place, by the caller.
fn records_in(input: &mut dyn BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> std::io::Result<()> {
    let head = head(input)?;
    let flow = if place.nested > reading.limits.nesting {
        each(
            place
                .refused("", format!("more than {} containers in each other; unpack it, or raise --limit nesting", reading.limits.nesting)),
        )
    } else if head.starts_with(b"\x1f\x8b") {
        return unpacked::gzip(input, place, reading, each);
    } else if head.starts_with(b"\x28\xb5\x2f\xfd") {
        return unpacked::zstd(input, place, reading, each);
    } else if head.starts_with(b"PK\x03\x04") {
        archive::zip_in_memory(input, place, reading, each)
    } else if head.starts_with(b"%PDF-") {
        pdf::record(input, place, reading, each)
    } else if head.starts_with(b"WARC/") {
        warc::warc(input, place, reading, each)
    } else if head.starts_with(b"filedesc:") {
        warc::arc(input, place, reading, each)
    } else if archive::is_tar(&head) {
        archive::tar(input, place, reading, each)
    } else if place.ends(&[".jsonl", ".ndjson"]) || place.name == "-" && json::is_line(&head) {
        json::lines(input, place, reading, each)
    } else if place.ends(&[".csv", ".tsv"]) {
        table::rows(input, place, reading, each)
    } else if feed::is_feed(&head) {
        feed::entries(input, place, reading, each)
    } else if place.ends(&[".json"]) && matches!(head.trim_ascii_start().first(), Some(b'{' | b'[')) {
        json::whole(input, place, reading, each)
    } else if head.trim_ascii_start().starts_with(b"<?xml") && !head.to_ascii_lowercase().windows(5).any(|window| window == b"<html") {
        each(place.refused("", "XML, but neither a feed nor a page"))
    } else {
        return one(input, place, each);
    };
    let _ = flow;
    Ok(())
}

/// A page or a text: the stream is one record.
fn one(input: impl Read, place: &Place<'_>, each: &mut Each<'_>) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    input.take(LARGEST_FILE).read_to_end(&mut bytes)?;
    let hints = Hints { file_name: Some(place.name.to_string()).filter(|name| name != "-"), ..Hints::default() };
    let _ = each(Found::Record(Box::new(Record { within: place.within.clone(), bytes, hints, ..Record::default() })));
    Ok(())
}

/// The first bytes of a stream, which stay in it.
fn head(input: &mut dyn BufRead) -> std::io::Result<Vec<u8>> {
    let buffer = loop {
        match input.fill_buf() {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            other => break other?,
        }
    };
    Ok(buffer[..buffer.len().min(LOOKED_AT)].to_vec())
}

/// All bytes of a stream, if they are at most `limit`.
///
/// - errors: more bytes, or the stream fails; in words.
fn bounded(input: impl Read, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    input.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| format!("cannot be read ({error})"))?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

fn too_large(limit: u64) -> String {
    format!("larger than {limit} bytes; raise --limit record if it is an article")
}

#[cfg(test)]
mod tests;
