//! Line ends, and where a text that is too long is cut.

use dateline_model::Note;
use std::borrow::Cow;

/// How far back from the limit a line end is looked for, in bytes.
const NEAR: usize = 10_000;

/// The text with `\n` for `\r\n` and `\r`, without a byte order mark, and with U+FFFD for NUL.
pub(crate) fn normalised(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) };
    // A NUL ends a text in C and in some readers of SQLite.
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text.into_owned() }
}

/// The text up to the limit, with a note if it was cut.
pub(crate) fn limited(mut text: String, bytes: usize, notes: &mut Vec<Note>) -> String {
    if text.len() <= bytes {
        return text;
    }
    let limit = floor_boundary(&text, bytes);
    let from = floor_boundary(&text, limit.saturating_sub(NEAR));
    let end = text[from..limit].rfind('\n').map(|at| from + at + 1);
    let end = end.or_else(|| text[from..limit].rfind(char::is_whitespace).map(|at| from + at)).unwrap_or(limit);
    text.truncate(end);
    notes.push(Note::Truncated { kept: end });
    text
}

fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_one_newline() {
        assert_eq!(normalised("\u{feff}a\r\nb\rc\nd\r\n\r\n"), "a\nb\nc\nd\n\n");
        assert_eq!(normalised("a\0b"), "a\u{fffd}b");
    }

    #[test]
    fn a_long_text_is_cut_at_a_line_then_at_a_word_then_at_a_character() {
        let check = |text: &str, bytes: usize, expected: &str| {
            let mut notes = Vec::new();
            assert_eq!(limited(text.to_string(), bytes, &mut notes), expected);
            assert_eq!(notes, [Note::Truncated { kept: expected.len() }]);
        };
        check("one\ntwo three\nfour", 9, "one\n");
        check("one two three", 9, "one two");
        check("ééé", 3, "é");
    }

    #[test]
    fn a_text_at_the_limit_stays_whole() {
        let mut notes = Vec::new();
        assert_eq!(limited("abc".to_string(), 3, &mut notes), "abc");
        assert!(notes.is_empty());
    }
}
