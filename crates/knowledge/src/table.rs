//! Reads one TSV table: a header line, then rows; `#` begins a comment line; cells never hold tabs or line breaks.

use crate::{DataError, DataSource, Troubles};

/// One table of `data/`, with its columns in the order that the code asks for.
#[derive(Debug)]
pub struct Table {
    /// The rows, in file order.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug)]
pub struct Row {
    /// `data/path:line`, for messages.
    pub place: String,
    cells: Vec<String>,
}

impl Row {
    /// The cell of the `index`th column that was asked for, trimmed.
    pub fn cell(&self, index: usize) -> &str {
        &self.cells[index]
    }

    /// The parts of a cell that is a list, separated by `|`; an empty cell has none.
    pub fn list(&self, index: usize) -> impl Iterator<Item = &str> {
        self.cells[index].split('|').map(str::trim).filter(|part| !part.is_empty())
    }
}

impl Table {
    /// Reads the table at `path` with exactly these columns.
    ///
    /// - errors: unreadable file; a header that differs from `columns`; a row with more or fewer cells.
    pub fn read(source: &DataSource, path: &str, columns: &[&str]) -> Result<Table, DataError> {
        let text = source.read(path)?;
        Table::parse(&text, &format!("data/{path}"), columns)
    }

    /// Reads a table from its text; `place` names the file in messages.
    pub fn parse(text: &str, place: &str, columns: &[&str]) -> Result<Table, DataError> {
        let mut lines =
            text.lines().enumerate().map(|(i, line)| (i + 1, line)).filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let header = lines.next().map(|(_, line)| line).unwrap_or_default();
        if header.split('\t').ne(columns.iter().copied()) {
            return Err(DataError::one(place, format!("the header is “{header}”; it must be “{}”, parted by tabs", columns.join(" "))));
        }
        let mut troubles = Troubles::default();
        let mut rows = Vec::new();
        for (number, line) in lines {
            let cells: Vec<String> = line.split('\t').map(|cell| cell.trim().to_string()).collect();
            let place = format!("{place}:{number}");
            if cells.len() == columns.len() {
                rows.push(Row { place, cells });
            } else {
                troubles.add(&place, format!("has {} cells, but the table has {} columns; add or remove tabs", cells.len(), columns.len()));
            }
        }
        troubles.or(Table { rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_missing_cell_is_told_with_its_line() {
        let error = Table::parse("word\tkind\n# comment\ntank\n", "data/x.tsv", &["word", "kind"]).unwrap_err();
        assert_eq!(error.troubles, ["data/x.tsv:3: has 1 cells, but the table has 2 columns; add or remove tabs"]);
    }

    #[test]
    fn another_header_is_refused() {
        assert!(Table::parse("word\ttype\n", "data/x.tsv", &["word", "kind"]).is_err());
    }

    #[test]
    fn lists_are_parted_by_bars() {
        let table = Table::parse("word\tkind\ntank\tvehicle| weapon |\n", "x", &["word", "kind"]).unwrap();
        assert_eq!(table.rows[0].list(1).collect::<Vec<_>>(), ["vehicle", "weapon"]);
    }
}
