//! Kinds of tokens, each described once: its text, its features, the rules that name it.

use crate::characters::is_space;
use crate::hash::Quick;
use crate::ids::Strings;
use crate::model::English;
use smol_str::SmolStr;
use std::collections::HashMap;

/// A kind of token. Two tokens of one text may be two lexemes, where an exception gives one of them another norm.
pub(crate) struct Lexeme {
    pub text: SmolStr,
    pub lower: SmolStr,
    /// Norm, prefix, suffix, shape: ids.
    pub features: [u64; 4],
    pub space: bool,
    /// Group of words in the ruler, 0 for none.
    pub group: u16,
    /// Whether a many-token exception may begin here.
    pub opens_exception: bool,
}

/// All lexemes met so far by one reader, and the tokens of every string met so far.
#[derive(Default)]
pub(crate) struct Lexicon {
    pub lexemes: Vec<Lexeme>,
    plain: HashMap<SmolStr, u32, Quick>,
    normed: HashMap<(SmolStr, SmolStr), u32, Quick>,
    spans: HashMap<Box<str>, (u32, u32), Quick>,
    pieces: Vec<u32>,
    bytes: usize,
}

impl Lexicon {
    /// The lexeme of a text, whose norm an exception may give.
    pub fn lexeme(&mut self, english: &English, text: &str, norm: Option<&str>) -> u32 {
        match norm {
            None => {
                if let Some(known) = self.plain.get(text) {
                    return *known;
                }
                let number = self.describe(english, text, None);
                self.plain.insert(SmolStr::new(text), number);
                number
            }
            Some(norm) => {
                let key = (SmolStr::new(text), SmolStr::new(norm));
                if let Some(known) = self.normed.get(&key) {
                    return *known;
                }
                let number = self.describe(english, text, Some(norm));
                self.normed.insert(key, number);
                number
            }
        }
    }

    fn describe(&mut self, english: &English, text: &str, norm: Option<&str>) -> u32 {
        let lower = text.to_lowercase();
        let lower = if lower == text { SmolStr::new(text) } else { SmolStr::new(lower) };
        let strings: &Strings = &english.strings;
        let norm = norm.or_else(|| strings.norm(text)).unwrap_or(&lower);
        let first = text.chars().next().map_or(0, char::len_utf8);
        let last = text.char_indices().rev().nth(2).map_or(0, |(i, _)| i);
        let shape = english.characters.shape(text);
        let features = [strings.id(norm), strings.id(&text[..first]), strings.id(&text[last..]), strings.id(&shape)];
        self.lexemes.push(Lexeme {
            group: english.ruler.group(&lower),
            opens_exception: english.tokenizer.opens_exception(text),
            space: text.chars().all(is_space),
            features,
            lower,
            text: SmolStr::new(text),
        });
        self.bytes += text.len();
        (self.lexemes.len() - 1) as u32
    }

    /// The tokens of a string without white space around it, if it was met before.
    pub fn known(&self, span: &str) -> Option<&[u32]> {
        self.spans.get(span).map(|&(start, end)| &self.pieces[start as usize..end as usize])
    }

    /// Remembers the tokens of a string.
    pub fn remember(&mut self, span: &str, lexemes: &[u32]) {
        let start = self.pieces.len() as u32;
        self.pieces.extend_from_slice(lexemes);
        self.spans.insert(span.into(), (start, self.pieces.len() as u32));
        self.bytes += span.len();
    }

    /// Whether it has grown so much that the reader should forget all and start anew.
    pub fn full(&self) -> bool {
        self.lexemes.len() > MOST_LEXEMES || self.bytes > MOST_BYTES || self.spans.len() > 2 * MOST_LEXEMES
    }
}

/// Chosen so that a reader's tables stay near 30 MB: a lexeme's vectors take up to 1.2 kB.
const MOST_LEXEMES: usize = 24_000;
/// Texts of lexemes and strings; only a text of very long "words" comes near it.
const MOST_BYTES: usize = 4_000_000;
