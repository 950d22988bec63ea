//! The bytes of a packed gazetteer: carried by the binary, in memory, or mapped from a file.
//!
//! In:  a file, or its bytes.
//! Out: `Bytes`, slices that keep the whole alive; `Section`, where the parts of the file stand.
//!
//! Layout of the file: magic (8 bytes), name of the content (FNV-1a of what follows the header, u64), the lengths of the parts (u64 each),
//! the parts in the order of `Section`. All numbers are little-endian.
//!
//! Not here: what the parts mean (`gazetteer`).

use crate::DataError;
use std::path::Path;
use std::sync::Arc;

/// What stands before the format's version.
pub(super) const MAGIC: &[u8; 8] = b"DLGAZ\0\x00\x02";
/// Parts of a packed file.
pub(super) const SECTIONS: usize = 7;
/// Bytes before the first part.
pub(super) const HEADER: usize = 16 + 8 * SECTIONS;

/// The parts, in the order in which they stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Section {
    /// One row of fixed length for each place.
    Rows,
    /// Main names, run together.
    Names,
    /// Lists of places for names that several bear.
    Postings,
    /// First-order units: row of each, or `NO_ROW`.
    Units,
    /// Second-order units: row of each, or `NO_ROW`.
    Subunits,
    /// Row numbers in the order of ids.
    Ids,
    /// Folded names to rows (`fst`).
    Keys,
}

/// A slice of a packed file that keeps the file alive.
#[derive(Clone, Debug)]
pub(super) struct Bytes {
    whole: Whole,
    start: usize,
    end: usize,
}

#[derive(Clone, Debug)]
enum Whole {
    Carried(&'static [u8]),
    Owned(Arc<Vec<u8>>),
    Mapped(Arc<memmap2::Mmap>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        let whole: &[u8] = match &self.whole {
            Whole::Carried(bytes) => bytes,
            Whole::Owned(bytes) => bytes,
            Whole::Mapped(map) => map,
        };
        &whole[self.start..self.end]
    }
}

impl Bytes {
    /// Bytes that the binary carries.
    pub fn carried(bytes: &'static [u8]) -> Bytes {
        Bytes { whole: Whole::Carried(bytes), start: 0, end: bytes.len() }
    }

    /// Bytes in memory.
    pub fn owned(bytes: Vec<u8>) -> Bytes {
        let end = bytes.len();
        Bytes { whole: Whole::Owned(Arc::new(bytes)), start: 0, end }
    }

    /// A file, read only where it is looked at.
    ///
    /// - errors: the file cannot be opened or mapped.
    #[allow(unsafe_code)]
    pub fn mapped(path: &Path) -> Result<Bytes, DataError> {
        let trouble = |error: std::io::Error| {
            DataError::one(path.display(), format!("cannot be read ({error}); build it with “dateline gazetteer import”"))
        };
        let file = std::fs::File::open(path).map_err(trouble)?;
        // SAFETY: a map is undefined only where the file changes under it. `dateline gazetteer import` never writes into a file that may be
        // open: it renames a finished one into place, and an old map keeps the old file.
        let map = unsafe { memmap2::Mmap::map(&file) }.map_err(trouble)?;
        let end = map.len();
        Ok(Bytes { whole: Whole::Mapped(Arc::new(map)), start: 0, end })
    }

    /// The name of the content, and the parts; `place` names the file in messages.
    ///
    /// - errors: not such a file, or cut short.
    pub fn sections(&self, place: &str) -> Result<(u64, [Bytes; SECTIONS]), DataError> {
        let trouble = |what: &str| {
            DataError::one(place, format!("{what}; build it again with “dateline gazetteer import” or “cargo xtask gazetteer”"))
        };
        let bytes = self.as_ref();
        if bytes.len() < HEADER || &bytes[..8] != MAGIC {
            return Err(trouble("is no gazetteer of this version"));
        }
        let word = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
        let mut start = HEADER;
        let mut parts = Vec::with_capacity(SECTIONS);
        for part in 0..SECTIONS {
            let length = usize::try_from(word(16 + part * 8)).unwrap_or(usize::MAX);
            let end = start.checked_add(length).filter(|&end| end <= bytes.len()).ok_or_else(|| trouble("is cut short"))?;
            parts.push(Bytes { whole: self.whole.clone(), start: self.start + start, end: self.start + end });
            start = end;
        }
        let parts = <[Bytes; SECTIONS]>::try_from(parts).map_err(|_| trouble("is cut short"))?;
        Ok((word(8), parts))
    }
}

/// The number at a byte offset.
pub(super) fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// FNV-1a over 64-bit words: a name for a content, no guard against malice.
#[derive(Debug)]
pub(super) struct Fnv(pub u64);

impl Fnv {
    /// Of nothing yet.
    pub fn new() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }

    /// Takes bytes in; how they are cut into calls matters, so callers cut at whole parts of 64 KiB.
    pub fn add(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0 ^ u64::from_le_bytes(word)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
