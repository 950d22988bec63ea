//! A sentence cut finer than its tokens: "2024-09-19" is one token, but five pieces of a date.
//!
//! In:  one parsed sentence and the document's text.
//! Out: `Pieces`: words, numbers and marks, each with the token that it comes from.
//!
//! Not here: any word of time.

use dateline_model::{Sentence, Span, Tag};
use smol_str::SmolStr;

/// The finest parts of a sentence, in text order.
pub(super) struct Pieces<'a> {
    pub text: &'a str,
    pub sentence: &'a Sentence,
    pub list: Vec<Piece>,
}

/// A run of letters, a number, or one mark.
pub(super) struct Piece {
    pub span: Span,
    pub lower: SmolStr,
    /// Index of its token.
    pub token: usize,
    pub kind: PieceKind,
    /// Whether no white space parts it from the piece before.
    pub glued: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum PieceKind {
    Word,
    /// Digits only, with "th" and the like if ordinal.
    Number {
        value: u32,
        digits: usize,
        ordinal: bool,
    },
    /// "1,000", "2.5".
    Amount(f32),
    Mark(char),
}

impl<'a> Pieces<'a> {
    /// Cuts a sentence. Linear in its text.
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Pieces<'a> {
        let mut pieces = Pieces { text, sentence, list: Vec::with_capacity(sentence.tokens.len() + 8) };
        for (index, token) in sentence.tokens.iter().enumerate() {
            if !token.is_space() {
                pieces.cut(index, token.span, &token.lower);
            }
        }
        pieces
    }

    fn cut(&mut self, token: usize, span: Span, whole: &SmolStr) {
        let text = span.of(self.text);
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let rest = &text[at..];
            let (length, kind) = if first.is_ascii_digit() {
                number(rest)
            } else if first.is_alphabetic() {
                (word(rest), PieceKind::Word)
            } else {
                (first.len_utf8(), PieceKind::Mark(first))
            };
            let piece = Span::new(span.start() + at, span.start() + at + length);
            at += length;
            if first.is_whitespace() {
                continue;
            }
            let glued = self.list.last().is_some_and(|last| last.span.end() == piece.start());
            let lower = match kind {
                // Most tokens are one word, whose lower case is known.
                PieceKind::Word if length == text.len() && text.is_ascii() && !text.contains('.') => whole.clone(),
                PieceKind::Word => SmolStr::from_iter(rest[..length].chars().filter(|&c| c != '.').flat_map(char::to_lowercase)),
                _ => SmolStr::new(&rest[..length]),
            };
            self.list.push(Piece { span: piece, lower, token, kind, glued });
        }
    }

    /// The lower-case word at an index, without the dots of "a.m."; none for numbers and marks.
    pub fn word(&self, at: usize) -> Option<&str> {
        self.list.get(at).filter(|piece| piece.kind == PieceKind::Word).map(|piece| piece.lower.as_str())
    }

    /// The word so many places before an index.
    pub fn word_before(&self, at: usize, places: usize) -> Option<&str> {
        self.word(at.checked_sub(places)?)
    }

    /// The plain number at an index: value and digits.
    pub fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.list.get(at)?.kind {
            PieceKind::Number { value, digits, ordinal: false } => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether this mark stands at an index.
    pub fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.list.get(at).map(|piece| piece.kind), Some(PieceKind::Mark(mark)) if marks.contains(&mark))
    }

    /// Whether a dash stands at an index.
    pub fn is_dash(&self, at: usize) -> bool {
        self.is_mark(at, &['-', '–', '—', '‑', '−'])
    }

    /// Whether the piece follows the one before without white space.
    pub fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|piece| piece.glued)
    }

    /// Whether the piece begins with a capital letter.
    pub fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|piece| piece.span.of(self.text).starts_with(char::is_uppercase))
    }

    /// Penn tag of the piece's token.
    pub fn tag(&self, at: usize) -> Option<Tag> {
        self.list.get(at).map(|piece| self.sentence.tokens[piece.token].tag)
    }

    /// The words from one index up to, not including, another.
    pub fn span(&self, from: usize, to: usize) -> Span {
        self.list[from].span.cover(self.list[to.max(from + 1) - 1].span)
    }
}

/// Length and value of the number at the start of a text.
fn number(text: &str) -> (usize, PieceKind) {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = digits;
    // "1,000" and "2.5" are amounts; "3." at the end of a sentence is not, nor is "19.09.2024".
    while matches!(bytes.get(end), Some(b',' | b'.')) {
        let more = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if more == 0 || (bytes[end] == b',' && more != 3) {
            break;
        }
        end += 1 + more;
    }
    let dotted_date = text[..end].matches('.').count() == 2;
    if end > digits && !dotted_date {
        let plain: String = text[..end].chars().filter(|&c| c != ',').collect();
        if let Ok(value) = plain.parse() {
            return (end, PieceKind::Amount(value));
        }
    }
    let suffix = text.get(digits..digits + 2).map(str::to_ascii_lowercase);
    let ends = !bytes.get(digits + 2).is_some_and(u8::is_ascii_alphabetic);
    let ordinal = ends && digits <= 2 && matches!(suffix.as_deref(), Some("st" | "nd" | "rd" | "th"));
    let value = text[..digits].parse().unwrap_or(u32::MAX);
    (digits + if ordinal { 2 } else { 0 }, PieceKind::Number { value, digits, ordinal })
}

/// Length of the word at the start of a text; "a.m." and "U.S." are one word.
fn word(text: &str) -> usize {
    let mut length: usize = text.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    if text[..length].chars().count() == 1 {
        while text[length..].starts_with('.') && text[length + 1..].starts_with(char::is_alphabetic) {
            let letters: Vec<char> = text[length + 1..].chars().take_while(|c| c.is_alphabetic()).collect();
            if letters.len() != 1 {
                break;
            }
            length += 1 + letters[0].len_utf8();
        }
        if length > 1 && text[length..].starts_with('.') {
            length += 1;
        }
    }
    length
}
