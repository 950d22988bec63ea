//! Tables: CSV, or tabs where the name ends in `.tsv`, with a header; a row is a record.
//!
//! In:  rows; `Reading::fields` says which column holds what, if not the usual names (`json::FIELDS`).
//! Out: a record for each row with a text.

use super::{Each, Place, Reading, json};
use std::cell::Cell;
use std::io::{BufRead, Error, ErrorKind, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// Hands over the rows of a table.
pub(super) fn rows(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let tabs = place.ends(&[".tsv"]);
    // A quote that is never closed makes one row of all that follows.
    let left = Rc::new(Cell::new(reading.limits.record));
    let bounded = Bounded { inner: input, left: left.clone(), limit: reading.limits.record };
    let mut rows = csv::ReaderBuilder::new().delimiter(if tabs { b'\t' } else { b',' }).flexible(true).from_reader(bounded);
    let header = match rows.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => return each(place.refused("", format!("a table whose header cannot be read ({error})"))),
    };
    let names: Vec<String> =
        header.iter().map(|name| String::from_utf8_lossy(name).trim_matches(['\u{feff}', ' ', '"']).to_string()).collect();
    let text_columns = ["text", "html"].map(|ours| reading.fields.get(ours).cloned());
    let usual = json::FIELDS.iter().filter(|(ours, _)| *ours == "text" || *ours == "html").flat_map(|(_, names)| names.iter());
    let known = names.iter().any(|name| text_columns.iter().flatten().any(|column| column == name));
    if !known && !usual.into_iter().any(|usual| names.iter().any(|name| name == usual)) {
        let shown: Vec<&str> = names.iter().take(12).map(String::as_str).collect();
        let why = format!("no column holds a text (columns: {}); name it, as in --fields text=story", shown.join(", "));
        return each(place.refused("", why.chars().take(300).collect::<String>()));
    }
    let mut row = csv::ByteRecord::new();
    loop {
        left.set(reading.limits.record);
        let at = format!("line {}", rows.position().line());
        match rows.read_byte_record(&mut row) {
            Ok(false) => return ControlFlow::Continue(()),
            Ok(true) => {
                let ask = |name: &str| {
                    let column = names.iter().position(|column| column == name)?;
                    row.get(column).map(|cell| String::from_utf8_lossy(cell).into_owned())
                };
                each(json::record(&at, place, reading, ask))?;
            }
            Err(error) => return each(place.refused(&at, format!("the table cannot be read from here ({error})"))),
        }
    }
}

struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    limit: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.left.get() == 0 {
            return Err(Error::new(ErrorKind::FileTooLarge, format!("a row {}", super::too_large(self.limit))));
        }
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        Ok(read)
    }
}
