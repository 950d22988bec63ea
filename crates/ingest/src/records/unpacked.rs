//! Packed streams: gzip, of one member or of many, and zstd.
//!
//! In:  the packed stream.
//! Out: the records of what it holds. A damaged member is told, and reading goes on at the next one, so that one bad record of a
//!      WARC.gz costs that record. A stream that unpacks to far more than it holds is stopped.

use super::{Each, Place, Reading, records_in};
use crate::Limits;
use flate2::bufread::GzDecoder;
use std::cell::Cell;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result};
use std::rc::Rc;

/// Records of a gzip stream.
pub(super) fn gzip(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> Result<()> {
    let packed = Rc::new(Cell::new(0));
    let members = Members { inner: Inner::Between(Counted { inner: input, count: packed.clone() }), searching: false };
    within(members, &packed, place, reading, each)
}

/// Records of a zstd stream.
pub(super) fn zstd(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> Result<()> {
    let packed = Rc::new(Cell::new(0));
    let mut decoder = ::zstd::stream::read::Decoder::with_buffer(Counted { inner: input, count: packed.clone() })?;
    // 128 MiB, what the format's own tool allows: a frame could ask for all memory.
    decoder.window_log_max(27)?;
    within(decoder, &packed, place, reading, each)
}

fn within(stream: impl Read, packed: &Rc<Cell<u64>>, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> Result<()> {
    let lower = place.name.to_ascii_lowercase();
    let name = match lower.strip_suffix(".tgz") {
        Some(stem) => format!("{stem}.tar"),
        None => [".gz", ".zst", ".zstd"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower).to_string(),
    };
    let inner = Place { name: &name, within: place.within.clone(), nested: place.nested + 1, folder: place.folder };
    let guarded = Guarded { inner: stream, packed: packed.clone(), unpacked: 0, limits: reading.limits };
    // What the outer stream gave is known by now: an error is of the packing, and told with its place.
    if let Err(error) = records_in(&mut BufReader::with_capacity(64 << 10, guarded), &inner, reading, each) {
        let _ = each(place.refused("", format!("cannot be unpacked ({error})")));
    }
    Ok(())
}

/// Counts the packed bytes that are used.
struct Counted<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count.set(self.count.get() + amount as u64);
        self.inner.consume(amount);
    }
}

/// Stops a stream that unpacks to far more than it holds.
struct Guarded<R> {
    inner: R,
    packed: Rc<Cell<u64>>,
    unpacked: u64,
    limits: Limits,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        if self.unpacked > self.limits.record && self.unpacked / self.limits.ratio > self.packed.get() {
            let words = format!("more than {} bytes for each packed one: a bomb; raise --limit ratio if it is none", self.limits.ratio);
            return Err(Error::new(ErrorKind::FileTooLarge, words));
        }
        Ok(read)
    }
}

/// The members of a gzip stream, one after the other. After an error, reading goes on at the next member.
struct Members<R: BufRead> {
    inner: Inner<R>,
    /// Whether a beginning is being looked for, in which case a wrong one is no news.
    searching: bool,
}

enum Inner<R: BufRead> {
    Between(R),
    Within(Box<GzDecoder<R>>),
    Gone,
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            match std::mem::replace(&mut self.inner, Inner::Gone) {
                Inner::Gone => return Ok(0),
                Inner::Between(mut input) => match to_beginning(&mut input)? {
                    None => return Ok(0),
                    Some(passed) => {
                        self.searching |= passed;
                        self.inner = Inner::Within(Box::new(GzDecoder::new(input)));
                    }
                },
                Inner::Within(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => self.inner = Inner::Between(decoder.into_inner()),
                    Ok(read) => {
                        self.searching = false;
                        self.inner = Inner::Within(decoder);
                        return Ok(read);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => self.inner = Inner::Within(decoder),
                    Err(error) => {
                        self.inner = Inner::Between(decoder.into_inner());
                        if !std::mem::replace(&mut self.searching, true) {
                            return Err(Error::new(ErrorKind::InvalidData, format!("damaged gzip: {error}")));
                        }
                    }
                },
            }
        }
    }
}

/// Goes to the next byte that may begin a member. None at the end of the stream; else whether anything was passed over.
fn to_beginning(input: &mut impl BufRead) -> Result<Option<bool>> {
    let mut passed = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let at = buffer.iter().position(|&byte| byte == 0x1f);
        let skipped = at.unwrap_or(buffer.len());
        passed |= skipped > 0;
        input.consume(skipped);
        if at.is_some() {
            return Ok(Some(passed));
        }
    }
}
