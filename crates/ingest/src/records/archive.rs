//! Archives: ZIP and tar; a file in them is an input of its own.
//!
//! In:  an archive. A ZIP needs its end first: one that is within another container is read into memory, up to the limit of a record.
//! Out: the records of its files, in the archive's order; `within` begins with the file's path. Nothing is written to the disk.

use super::{Each, Found, Place, Reading, bounded, records_in};
use std::io::{BufRead, BufReader, Cursor, Error, ErrorKind, Read, Seek};
use std::ops::ControlFlow;

/// Whether a stream that begins so is a tar of the kinds that are met (POSIX and GNU).
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262).is_some_and(|magic| magic == b"ustar")
}

/// Records of a ZIP that lies within a stream.
pub(super) fn zip_in_memory(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    match bounded(input, reading.limits.record) {
        Ok(bytes) => zip(Cursor::new(bytes), place, reading, each),
        Err(why) => each(place.refused("", why)),
    }
}

/// Records of a ZIP.
pub(super) fn zip(input: impl Read + Seek, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let mut archive = match zip::ZipArchive::new(BufReader::new(input)) {
        Ok(archive) => archive,
        Err(error) => return each(place.refused("", format!("a ZIP archive that cannot be read ({error})"))),
    };
    let office = ["[Content_Types].xml", "mimetype"].iter().any(|name| archive.index_for_name(name).is_some());
    if office {
        return each(place.refused("", "an office document or book, which is not read; save it as text, HTML or PDF"));
    }
    for index in 0..archive.len() {
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                each(place.refused(&format!("file {}", index + 1), format!("cannot be unpacked ({error})")))?;
                continue;
            }
        };
        if file.is_dir() {
            continue;
        }
        let (name, packed) = (file.name().to_string(), file.compressed_size());
        entry(file, &name, packed, place, reading, each)?;
    }
    ControlFlow::Continue(())
}

/// Records of a tar.
pub(super) fn tar(input: impl Read, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let mut archive = tar::Archive::new(input);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return each(place.refused("", format!("a tar that cannot be read ({error})"))),
    };
    for file in entries {
        let file = match file {
            Ok(file) => file,
            Err(error) => return each(place.refused("", format!("a tar that cannot be read to its end ({error})"))),
        };
        if file.header().entry_type().is_file() {
            let name = String::from_utf8_lossy(&file.path_bytes()).into_owned();
            entry(file, &name, u64::MAX, place, reading, each)?;
        }
    }
    ControlFlow::Continue(())
}

/// The records of one file; `packed`: bytes that it takes in the archive.
fn entry(file: impl Read, name: &str, packed: u64, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let last = name.rsplit('/').next().unwrap_or(name);
    // What a Mac adds to each file, and what others hide.
    if last.starts_with('.') || name.starts_with("__MACOSX/") {
        return ControlFlow::Continue(());
    }
    let inner = Place { name, within: place.of(name), nested: place.nested + 1, folder: None };
    let most = packed.saturating_mul(reading.limits.ratio).max(reading.limits.record);
    let file = Stopped { inner: file, left: most, ratio: reading.limits.ratio };
    let mut flow = ControlFlow::Continue(());
    let outcome = records_in(&mut BufReader::new(file), &inner, reading, &mut |found: Found| {
        flow = each(found);
        flow
    });
    flow?;
    match outcome {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => each(inner.refused("", format!("cannot be unpacked ({error})"))),
    }
}

/// Fails where more is unpacked than any file of its size holds.
struct Stopped<R> {
    inner: R,
    left: u64,
    ratio: u64,
}

impl<R: Read> Read for Stopped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => {
                let words = format!("more than {} bytes for each packed one: a bomb; raise --limit ratio if it is none", self.ratio);
                return Err(Error::new(ErrorKind::FileTooLarge, words));
            }
        }
        Ok(read)
    }
}
