//! Reads `models/english.bin`, the packed model.
//!
//! In:  bytes. Out: plain tables, or a [`ModelError`] that names the place.
//!
//! Layout (little-endian): `DTLNMODL`, version u32, then sections, each opened by its name as a text, in a fixed order:
//! strings, chars, except, encoder, tagger, moves (tree), encoder, moves (names), rules, lemmas, end. Inside: numbers u32;
//! texts = count, ends, one UTF-8 block; rows = count, width, a scale for each row, i16 values; matrix = see [`Matrix`].
//! Written by `xtask/src/models/writer.rs`.
//!
//! Not here: what the tables mean (`lexemes`, `network`, `ruler`, `lemmas` …).

use crate::kernels::{Lanes, Matrix};
use thiserror::Error;

/// The version of the layout that this reader reads.
const VERSION: u32 = 1;

/// Why a packed model can't be used. Never the fault of a text.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("models/english.bin: {trouble} (byte {at}); pack it again with `cargo xtask models pack`")]
pub struct ModelError {
    /// Byte of the file.
    pub at: usize,
    /// What is wrong there.
    pub trouble: String,
}

/// Reads forward through the file.
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the first section.
    pub fn open(bytes: &'a [u8]) -> Result<Cursor<'a>, ModelError> {
        let mut cursor = Cursor { bytes, at: 0 };
        if cursor.take(8)? != b"DTLNMODL" {
            return Err(cursor.error("not a packed model"));
        }
        let version = cursor.number()?;
        if version != VERSION {
            return Err(cursor.error(format!("version {version}, but this program reads version {VERSION}")));
        }
        Ok(cursor)
    }

    pub fn error(&self, trouble: impl Into<String>) -> ModelError {
        ModelError { at: self.at, trouble: trouble.into() }
    }

    fn take(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let end = self.at.checked_add(count).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| self.error("it ends too early"))?;
        let slice = &self.bytes[self.at..end];
        self.at = end;
        Ok(slice)
    }

    /// The named section begins here.
    pub fn section(&mut self, name: &str) -> Result<(), ModelError> {
        let found = self.text()?;
        if found == name { Ok(()) } else { Err(self.error(format!("section `{name}` expected"))) }
    }

    pub fn number(&mut self) -> Result<u32, ModelError> {
        let (chunks, _) = self.take(4)?.as_chunks::<4>();
        Ok(u32::from_le_bytes(chunks[0]))
    }

    pub fn number_u64(&mut self) -> Result<u64, ModelError> {
        let (chunks, _) = self.take(8)?.as_chunks::<8>();
        Ok(u64::from_le_bytes(chunks[0]))
    }

    pub fn numbers(&mut self) -> Result<Vec<u32>, ModelError> {
        let count = self.number()? as usize;
        let (chunks, _) = self.take(count.saturating_mul(4))?.as_chunks::<4>();
        Ok(chunks.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect())
    }

    pub fn numbers_u64(&mut self) -> Result<Vec<u64>, ModelError> {
        let count = self.number()? as usize;
        let (chunks, _) = self.take(count.saturating_mul(8))?.as_chunks::<8>();
        Ok(chunks.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect())
    }

    pub fn floats(&mut self) -> Result<Vec<f32>, ModelError> {
        let count = self.number()? as usize;
        let (chunks, _) = self.take(count.saturating_mul(4))?.as_chunks::<4>();
        Ok(chunks.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// Floats of which there must be `count`.
    pub fn floats_of(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let values = self.floats()?;
        if values.len() == count { Ok(values) } else { Err(self.error(format!("{count} values expected, {} found", values.len()))) }
    }

    /// Floats of which there must be `N`.
    pub fn floats_array<const N: usize>(&mut self) -> Result<[f32; N], ModelError> {
        let mut array = [0f32; N];
        array.copy_from_slice(&self.floats_of(N)?);
        Ok(array)
    }

    pub fn text(&mut self) -> Result<&'a str, ModelError> {
        let count = self.number()? as usize;
        let bytes = self.take(count)?;
        std::str::from_utf8(bytes).map_err(|_| self.error("a text is not UTF-8"))
    }

    pub fn option(&mut self) -> Result<Option<&'a str>, ModelError> {
        Ok(if self.number()? == 0 { None } else { Some(self.text()?) })
    }

    pub fn texts(&mut self) -> Result<Texts, ModelError> {
        let ends = self.numbers()?;
        let all = self.text()?.to_string();
        let ordered = ends.iter().all(|end| all.is_char_boundary(*end as usize)) && ends.is_sorted();
        if ordered { Ok(Texts { ends, all }) } else { Err(self.error("texts whose ends are out of order")) }
    }

    pub fn ranges(&mut self) -> Result<Vec<(u32, u32)>, ModelError> {
        let numbers = self.numbers()?;
        let (pairs, rest) = numbers.as_chunks::<2>();
        let whole = rest.is_empty() && pairs.iter().all(|pair| pair[0] <= pair[1]) && pairs.is_sorted();
        if whole { Ok(pairs.iter().map(|pair| (pair[0], pair[1])).collect()) } else { Err(self.error("ranges out of order")) }
    }

    pub fn rows(&mut self) -> Result<Rows, ModelError> {
        let (count, width) = (self.number()? as usize, self.number()? as usize);
        let scales = self.floats_of(count)?;
        if count == 0 {
            return Err(self.error("a table without rows"));
        }
        let (chunks, _) = self.take(count.saturating_mul(width).saturating_mul(2))?.as_chunks::<2>();
        Ok(Rows { width, scales, values: chunks.iter().map(|bytes| i16::from_le_bytes(*bytes)).collect() })
    }

    /// A matrix of at least `inputs` inputs and `columns` columns.
    pub fn matrix(&mut self, inputs: usize, columns: usize) -> Result<Matrix, ModelError> {
        let (found, panels) = (self.number()? as usize, self.number()? as usize);
        if found != inputs || panels != columns.div_ceil(48) {
            return Err(self.error(format!("a layer of {inputs} inputs and {columns} outputs expected; {found} and {} found", panels * 48)));
        }
        let scales = self.floats_of(panels * 48)?;
        let bias = self.floats_of(panels * 48)?;
        let (chunks, _) = self.take(inputs * panels * 96)?.as_chunks::<2>();
        let (rows, _) = chunks.as_chunks::<16>();
        let mut weights = Vec::with_capacity(rows.len());
        for (i, row) in rows.iter().enumerate() {
            let first = (i / (inputs * 3)) * 48 + i % 3 * 16;
            let mut lanes = [0f32; 16];
            for ((lane, bytes), scale) in lanes.iter_mut().zip(row).zip(&scales[first..first + 16]) {
                *lane = f32::from(i16::from_le_bytes(*bytes)) * scale;
            }
            weights.push(Lanes(lanes));
        }
        Ok(Matrix { inputs, panels, bias, weights })
    }
}

/// Many short texts in one block.
pub(crate) struct Texts {
    ends: Vec<u32>,
    all: String,
}

impl Texts {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text at a position below `len`.
    pub fn get(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.all[start..self.ends[i] as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }

    /// The position of a text, where the texts are sorted.
    pub fn find(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            match self.get(middle).cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// A table of rows in 16-bit fixed point, one scale a row.
pub(crate) struct Rows {
    pub width: usize,
    scales: Vec<f32>,
    values: Vec<i16>,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// Adds row `i` (below `len`) to `sum`.
    pub fn add(&self, i: usize, sum: &mut [f32]) {
        let scale = self.scales[i];
        for (sum, value) in sum.iter_mut().zip(&self.values[i * self.width..][..self.width]) {
            *sum += f32::from(*value) * scale;
        }
    }
}
