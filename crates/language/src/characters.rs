//! Kinds of characters, as Python and the tokenizer's expressions know them.
//!
//! Rust's own `is_alphabetic` is wider than Python's `isalpha` (marks, letter numbers), hence the packed tables.

use crate::packed::{Cursor, ModelError};

/// Sorted ranges of code points, with a bitmap for ASCII.
pub(crate) struct Class {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl Class {
    fn new(ranges: Vec<(u32, u32)>) -> Class {
        let within = |point: u32| ranges.iter().any(|range| range.0 <= point && point <= range.1);
        let ascii = (0..128).filter(|point| within(*point)).fold(0, |bits, point| bits | 1u128 << point);
        Class { ascii, ranges }
    }

    pub fn has(&self, c: char) -> bool {
        let point = c as u32;
        if point < 128 {
            return self.ascii >> point & 1 == 1;
        }
        let i = self.ranges.partition_point(|range| range.1 < point);
        self.ranges.get(i).is_some_and(|range| range.0 <= point)
    }
}

/// The classes of characters and short words that tokens are cut by.
pub(crate) struct Characters {
    /// Python's `str.isalpha`.
    pub letters: Class,
    /// Python's `str.isdigit`.
    pub digits: Class,
    /// Symbols that are always tokens of their own.
    pub icons: Class,
    /// The tokenizer's letters.
    pub alpha: Class,
    /// The tokenizer's lower-case letters (and letters without case).
    pub lower: Class,
    /// The tokenizer's upper-case letters (and letters without case).
    pub upper: Class,
    /// Currencies that may follow a digit.
    pub currencies: Vec<String>,
    /// Units that may follow a digit.
    pub units: Vec<String>,
}

impl Characters {
    pub fn read(cursor: &mut Cursor) -> Result<Characters, ModelError> {
        cursor.section("chars")?;
        let mut class = || cursor.ranges().map(Class::new);
        let (letters, digits, icons, alpha, lower, upper) = (class()?, class()?, class()?, class()?, class()?, class()?);
        let mut words = || cursor.texts().map(|texts| texts.iter().map(String::from).collect());
        Ok(Characters { letters, digits, icons, alpha, lower, upper, currencies: words()?, units: words()? })
    }

    /// spaCy's word shape: "Xxxxx", "dd", at most four of a kind in a row.
    pub fn shape(&self, text: &str) -> String {
        if text.chars().count() >= 100 {
            return "LONG".into();
        }
        let (mut shape, mut last, mut run) = (String::new(), None, 0);
        for c in text.chars() {
            let kind = match c {
                c if self.letters.has(c) => {
                    if c.is_uppercase() {
                        'X'
                    } else {
                        'x'
                    }
                }
                c if self.digits.has(c) => 'd',
                c => c,
            };
            run = if last == Some(kind) { run + 1 } else { 0 };
            last = Some(kind);
            if run < 4 {
                shape.push(kind);
            }
        }
        shape
    }

    /// Python's `str.isalpha` for a text.
    pub fn all_letters(&self, text: &str) -> bool {
        !text.is_empty() && text.chars().all(|c| self.letters.has(c))
    }
}

/// Python's `str.isspace` for one character.
pub(crate) fn is_space(c: char) -> bool {
    match c {
        ' ' | '\t'..='\r' | '\u{1c}'..='\u{1f}' => true,
        c if c < '\u{80}' => false,
        c => c.is_whitespace(),
    }
}
