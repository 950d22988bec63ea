//! A table that fits the screen: columns as wide as they need, narrowed where they must, cells wrapped and never cut.

use crate::paint::{Ink, Paint, wrap};
use console::measure_text_width;
use std::io::Write;

/// Columns between columns.
const GAP: usize = 2;

/// In a pipe no line has an end, but a cell that holds half a sentence is wrapped here all the same.
const WIDEST: usize = 56;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading.
    pub heading: &'static str,
    /// It is never narrowed below this; a column that holds ids or days is as wide as its widest cell.
    pub least: usize,
    /// The ink of its cells.
    pub ink: Ink,
}

/// A cell: its words, and an ink of its own if it needs one.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The words.
    pub words: String,
    /// Instead of the column's ink.
    pub ink: Option<Ink>,
}

impl From<String> for Cell {
    fn from(words: String) -> Cell {
        Cell { words, ink: None }
    }
}

/// Widths for columns whose widest cells are `wanted`, so that they fit into `room` if their least widths allow it.
pub fn widths(columns: &[Column], wanted: &[usize], room: Option<usize>) -> Vec<usize> {
    let mut widths: Vec<usize> = wanted.to_vec();
    let Some(room) = room else {
        return columns.iter().zip(wanted).map(|(column, wanted)| (*wanted).min(column.least.max(WIDEST))).collect();
    };
    let gaps = GAP * columns.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let spare = |i: usize| widths[i].saturating_sub(columns[i].least.min(wanted[i]));
        let Some(widest) = (0..columns.len()).filter(|&i| spare(i) > 0).max_by_key(|&i| (widths[i], i)) else { break };
        widths[widest] -= 1;
    }
    widths
}

/// The widest cell of each column, its heading included.
pub fn wanted<'a>(columns: &[Column], rows: impl Iterator<Item = &'a Vec<Cell>>) -> Vec<usize> {
    let mut wanted: Vec<usize> = columns.iter().map(|column| measure_text_width(column.heading)).collect();
    for row in rows {
        for (width, cell) in wanted.iter_mut().zip(row) {
            *width = (*width).max(measure_text_width(&cell.words));
        }
    }
    wanted
}

/// The headings.
pub fn heading(out: &mut dyn Write, paint: &Paint, columns: &[Column], widths: &[usize]) -> std::io::Result<()> {
    let cells: Vec<Cell> = columns.iter().map(|column| Cell { words: column.heading.to_string(), ink: Some(Ink::Dim) }).collect();
    row(out, paint, columns, widths, &cells)
}

/// One row, of as many lines as its longest cell needs.
pub fn row(out: &mut dyn Write, paint: &Paint, columns: &[Column], widths: &[usize], cells: &[Cell]) -> std::io::Result<()> {
    let wrapped: Vec<Vec<String>> = cells.iter().zip(widths).map(|(cell, width)| wrap(&cell.words, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for number in 0..height {
        let mut line = String::new();
        let mut reached = 0;
        let mut start = 0;
        for (i, column) in columns.iter().enumerate() {
            let words = wrapped[i].get(number).map_or("", String::as_str);
            if !words.is_empty() {
                line.push_str(&" ".repeat(start - reached));
                line.push_str(&paint.ink(cells[i].ink.unwrap_or(column.ink), words));
                reached = start + measure_text_width(words);
            }
            start += widths[i].max(4) + GAP;
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 2] =
        [Column { heading: "id", least: 99, ink: Ink::Dim }, Column { heading: "where", least: 8, ink: Ink::Plain }];

    fn check(room: Option<usize>, expected: &[usize]) {
        assert_eq!(widths(&COLUMNS, &[7, 40], room), expected);
    }

    #[test]
    fn only_columns_that_may_shrink_do() {
        check(None, &[7, 40]);
        assert_eq!(widths(&COLUMNS, &[7, 400], None), [7, WIDEST]);
        check(Some(30), &[7, 21]);
        check(Some(5), &[7, 8]);
    }

    #[test]
    fn cells_wrap_under_their_column() {
        let paint = Paint::new(crate::cli::Colour::Never);
        let mut out = Vec::new();
        row(&mut out, &paint, &COLUMNS, &[4, 9], &["3fa9".to_string().into(), "north of Kessa".to_string().into()]).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "3fa9  north of\n      Kessa\n");
    }
}
