//! One line of text to tokens: spaCy's tokenizer for English.
//!
//! In:  a line without white space at its ends.
//! Out: [`Piece`]s, in order; their texts, with the one space that may follow each, rebuild the line.
//!
//! Strings between white space are looked up as a whole first (the reader remembers them), so that cutting off prefixes and
//! suffixes (`affixes`) happens once for each distinct string.

use crate::affixes::{infixes, is_url, prefix, suffix};
use crate::characters::{Characters, is_space};
use crate::hash::Quick;
use crate::lexemes::Lexicon;
use crate::model::English;
use crate::packed::{Cursor, ModelError};
use std::collections::HashMap;

/// A token of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Piece {
    /// Number of its lexeme.
    pub lexeme: u32,
    /// Whether one space follows that is no token.
    pub spaced: bool,
}

/// A token's text and the norm that an exception gives it.
type Part<'a> = (&'a str, Option<&'a str>);

/// The tokens of an exception.
type Tokens = Vec<(Box<str>, Option<Box<str>>)>;

/// The exceptions: strings with tokens of their own.
pub(crate) struct Tokenizer {
    exceptions: HashMap<Box<str>, Tokens, Quick>,
    longest: usize,
    /// Exceptions that the affixes alone would cut: their pieces, by the first piece.
    cut: HashMap<Box<str>, Vec<Vec<Box<str>>>, Quick>,
}

impl Tokenizer {
    pub fn read(cursor: &mut Cursor, characters: &Characters) -> Result<Tokenizer, ModelError> {
        cursor.section("except")?;
        let (texts, parts) = (cursor.texts()?, cursor.texts()?);
        if texts.len() != parts.len() {
            return Err(cursor.error("exceptions without tokens"));
        }
        let mut exceptions: HashMap<Box<str>, Tokens, Quick> = HashMap::default();
        for (text, parts) in texts.iter().zip(parts.iter()) {
            let split = |part: &str| match part.split_once('\u{1e}') {
                Some((orth, norm)) => (orth.into(), Some(norm.into())),
                None => (part.into(), None),
            };
            let parts: Tokens = parts.split('\u{1f}').map(split).collect();
            if parts.iter().map(|part| part.0.len()).sum::<usize>() != text.len() {
                return Err(cursor.error(format!("the tokens of exception {text:?} do not rebuild it")));
            }
            exceptions.insert(text.into(), parts);
        }
        let longest = texts.iter().map(str::len).max().unwrap_or(0);
        let mut tokenizer = Tokenizer { exceptions, longest, cut: HashMap::default() };
        let mut found = Vec::new();
        for text in texts.iter() {
            infixes(characters, text, &mut found);
            if prefix(characters, text) > 0 || suffix(characters, text) > 0 || !found.is_empty() || text.contains(' ') {
                let mut pieces: Vec<Part> = Vec::new();
                for (start, end) in spans(text) {
                    tokenizer.split(characters, &text[start..end], false, &mut pieces);
                }
                let pieces: Vec<Box<str>> = pieces.into_iter().map(|piece| piece.0.into()).collect();
                if let Some(first) = pieces.first() {
                    tokenizer.cut.entry(first.clone()).or_default().push(pieces);
                }
            }
        }
        Ok(tokenizer)
    }

    /// Whether an exception that the affixes would cut begins with this token.
    pub fn opens_exception(&self, text: &str) -> bool {
        self.cut.contains_key(text)
    }

    fn exception(&self, text: &str) -> Option<&Tokens> {
        if text.len() > self.longest { None } else { self.exceptions.get(text) }
    }

    /// Cuts one string (no white space in it, unless it is nothing else).
    fn split<'a>(&'a self, classes: &Characters, whole: &'a str, with_exceptions: bool, out: &mut Vec<Part<'a>>) {
        let has = |text: &str| with_exceptions && !text.is_empty() && self.exception(text).is_some();
        let (mut text, mut before, mut after) = (whole, usize::MAX, Vec::new());
        while !text.is_empty() && text.len() != before && !has(text) {
            before = text.len();
            let p = prefix(classes, text);
            if p > 0 && has(&text[p..]) {
                out.push((&text[..p], None));
                text = &text[p..];
                break;
            }
            let q = suffix(classes, &text[p..]);
            let (stem, tail) = text.split_at(text.len() - q);
            if q > 0 && has(stem) {
                after.push(tail);
                text = stem;
                break;
            }
            if p > 0 {
                out.push((&text[..p], None));
            }
            if q > 0 {
                after.push(tail);
            }
            text = &text[p..text.len() - q];
        }
        match self.exception(text).filter(|_| with_exceptions) {
            _ if text.is_empty() => {}
            Some(parts) => out.extend(parts.iter().map(|part| (&*part.0, part.1.as_deref()))),
            None if is_url(classes, text) => out.push((text, None)),
            None => {
                let (mut start, mut found) = (0, Vec::new());
                infixes(classes, text, &mut found);
                for infix in found.into_iter().filter(|infix| infix.start > 0) {
                    if start < infix.start {
                        out.push((&text[start..infix.start], None));
                    }
                    start = infix.end;
                    out.push((&text[infix], None));
                }
                if start < text.len() {
                    out.push((&text[start..], None));
                }
            }
        }
        out.extend(after.into_iter().rev().map(|text| (text, None)));
    }

    /// Adds the tokens of one string.
    fn emit(&self, english: &English, lexicon: &mut Lexicon, span: &str, out: &mut Vec<Piece>) {
        let piece = |lexeme: &u32| Piece { lexeme: *lexeme, spaced: false };
        if let Some(known) = lexicon.known(span) {
            out.extend(known.iter().map(piece));
            return;
        }
        let mut lexemes: Vec<u32> = Vec::new();
        if span.bytes().all(|byte| byte.is_ascii_alphabetic()) && self.exception(span).is_none() {
            // Letters alone have no affix and are no address.
            lexemes.push(lexicon.lexeme(english, span, None));
        } else {
            let mut parts: Vec<Part> = Vec::new();
            match self.exception(span) {
                Some(exception) => parts.extend(exception.iter().map(|part| (&*part.0, part.1.as_deref()))),
                None => self.split(&english.characters, span, true, &mut parts),
            }
            lexemes.extend(parts.iter().map(|(text, norm)| lexicon.lexeme(english, text, *norm)));
        }
        lexicon.remember(span, &lexemes);
        out.extend(lexemes.iter().map(piece));
    }

    /// The tokens of a line.
    pub fn read_line(&self, english: &English, lexicon: &mut Lexicon, line: &str, out: &mut Vec<Piece>) {
        let first = out.len();
        for (start, end) in spans(line) {
            self.emit(english, lexicon, &line[start..end], out);
            if let Some(last) = out.last_mut() {
                last.spaced = line[end..].starts_with(' ') && !line[start..end].ends_with(is_space);
            }
        }
        if out[first..].iter().any(|piece| lexicon.lexemes[piece.lexeme as usize].opens_exception) {
            let pieces = out.split_off(first);
            self.join_exceptions(english, lexicon, &pieces, out);
        }
    }

    /// Finds exceptions that stand across tokens, such as smileys: the longest first, then the leftmost.
    fn join_exceptions(&self, english: &English, lexicon: &mut Lexicon, pieces: &[Piece], out: &mut Vec<Piece>) {
        let text = |lexicon: &Lexicon, i: usize| lexicon.lexemes[pieces[i].lexeme as usize].text.clone();
        let mut candidates: Vec<(usize, usize)> = Vec::new();
        for start in 0..pieces.len() {
            for pattern in self.cut.get(&*text(lexicon, start)).into_iter().flatten() {
                let end = start + pattern.len();
                if end <= pieces.len() && (1..pattern.len()).all(|j| text(lexicon, start + j) == *pattern[j]) {
                    candidates.push((start, end));
                }
            }
        }
        candidates.sort_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        let (mut taken, mut kept) = (vec![false; pieces.len()], HashMap::new());
        for (start, end) in candidates {
            if !taken[start] && !taken[end - 1] {
                kept.insert(start, end);
            }
            taken[start..end].fill(true);
        }
        let mut i = 0;
        while i < pieces.len() {
            let Some(&end) = kept.get(&i) else {
                out.push(pieces[i]);
                i += 1;
                continue;
            };
            let mut covered = String::new();
            for (k, piece) in pieces.iter().enumerate().take(end).skip(i) {
                covered += &text(lexicon, k);
                if piece.spaced && k + 1 < end {
                    covered.push(' ');
                }
            }
            match self.exception(&covered) {
                Some(parts) => {
                    for (orth, norm) in parts {
                        out.push(Piece { lexeme: lexicon.lexeme(english, orth, norm.as_deref()), spaced: false });
                    }
                    if let Some(last) = out.last_mut() {
                        last.spaced = pieces[end - 1].spaced;
                    }
                }
                None => out.extend_from_slice(&pieces[i..end]),
            }
            i = end;
        }
    }
}

/// Runs of white space and runs of other characters. A space right after a word belongs to no run.
fn spans(line: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::with_capacity(line.len() / 5);
    let (mut start, mut in_space) = (0, line.chars().next().is_some_and(is_space));
    for (i, c) in line.char_indices() {
        if is_space(c) != in_space {
            if start < i {
                spans.push((start, i));
            }
            start = if c == ' ' { i + 1 } else { i };
            in_space = !in_space;
        }
    }
    if start < line.len() {
        spans.push((start, line.len()));
    }
    spans
}
