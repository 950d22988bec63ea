//! Where a text is cut before anything else: at line breaks, and inside lines that are too long to read in one go.
//!
//! In:  any text. Out: the ranges to read, without white space at their ends, each with the number of its line.
//!
//! A headline, a subhead and a paragraph stand on lines of their own; read together, the model glues them into one sentence.

use crate::characters::is_space;

/// Longest piece, in bytes, that is read as one: far beyond any paragraph. It bounds the memory of a text of one line.
const LONGEST: usize = 20_000;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub number: usize,
    pub start: usize,
    pub end: usize,
}

/// All lines that hold anything but white space.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let (mut lines, mut start, mut number) = (Vec::new(), 0, 0);
    let bytes = text.as_bytes();
    let mut i = 0;
    loop {
        if i == bytes.len() || bytes[i] == b'\n' || bytes[i] == b'\r' {
            cut(text, number, start, i, &mut lines);
            if i == bytes.len() {
                return lines;
            }
            // "\r\n" is one break.
            i += if bytes[i] == b'\r' && bytes.get(i + 1) == Some(&b'\n') { 2 } else { 1 };
            (start, number) = (i, number + 1);
        } else {
            i += 1;
        }
    }
}

/// Adds a line in pieces of at most `LONGEST` bytes, cut at a space if there is one.
fn cut(text: &str, number: usize, mut start: usize, end: usize, lines: &mut Vec<Line>) {
    while start < end {
        let piece = if end - start <= LONGEST { end } else { start + cut_at(&text[start..end]) };
        let words = text[start..piece].trim_matches(is_space);
        if !words.is_empty() {
            let first = start + text[start..piece].find(|c| !is_space(c)).unwrap_or(0);
            lines.push(Line { number, start: first, end: first + words.len() });
        }
        start = piece;
    }
}

fn cut_at(text: &str) -> usize {
    let most = text.floor_char_boundary(LONGEST);
    match text[..most].rfind(' ') {
        Some(space) if space > 0 => space,
        _ => most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(usize, &str)]) {
        let found: Vec<(usize, &str)> = lines(text).iter().map(|line| (line.number, &text[line.start..line.end])).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_are_numbered_from_nought_and_trimmed() {
        check("", &[]);
        check("One.", &[(0, "One.")]);
        check("A headline\n\n  A paragraph. \r\nAnother\rEnd\n", &[(0, "A headline"), (2, "A paragraph."), (3, "Another"), (4, "End")]);
    }

    #[test]
    fn a_long_line_is_cut_at_a_space_or_else_anywhere() {
        let words = "word ".repeat(9_000);
        let pieces = lines(&words);
        assert_eq!(pieces.len(), 3);
        assert!(
            pieces.iter().all(|line| line.number == 0 && line.end - line.start <= LONGEST && words[line.start..line.end].ends_with("word"))
        );
        let solid = "é".repeat(15_000);
        assert_eq!(lines(&solid).len(), 2);
    }
}
