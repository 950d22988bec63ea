//! From bytes to code points: inside, offsets are bytes; whatever is published counts characters.
//!
//! In:  a document's text, read once.
//! Out: the code point that a byte begins, in constant time.
//!
//! Not here: UTF-16 units or grapheme clusters; nobody publishes those.

use dateline_model::Span;

/// Bytes between two remembered counts.
const STEP: usize = 64;

/// The code point offsets of one text.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points that begin before byte `i * STEP`; empty for a text of ASCII alone.
    counts: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> CodePoints<'t> {
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0u32;
            for block in text.as_bytes().chunks(STEP) {
                counts.push(seen);
                seen += begins(block);
            }
            counts.push(seen);
        }
        CodePoints { text, counts }
    }

    /// How many code points begin before `byte`; a byte past the end counts as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.counts.is_empty() {
            return byte;
        }
        let block = byte / STEP;
        self.counts[block] as usize + begins(&self.text.as_bytes()[block * STEP..byte]) as usize
    }

    /// `[start, end)` in code points.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.at(span.start()), self.at(span.end())]
    }

    /// The words at a span.
    pub fn words(&self, span: Span) -> String {
        span.of(self.text).to_string()
    }
}

/// How many code points begin in these bytes.
fn begins(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count() as u32
}

/// The byte at which the code point of this number begins; the text's length for one past the end.
pub fn byte_of(text: &str, code_point: usize) -> usize {
    text.char_indices().nth(code_point).map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let points = CodePoints::new(text);
        for (number, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(points.at(byte), number, "byte {byte} of {text:?}");
            assert_eq!(byte_of(text, number), byte);
        }
        assert_eq!(points.at(text.len()), text.chars().count());
    }

    #[test]
    fn every_byte_finds_its_code_point() {
        check("");
        check("plain words");
        check("Kessa – “the market” was shelled 🛩 in Qalʿat");
        check(&"é".repeat(200));
        check(&format!("{}🛩{}", "a".repeat(63), "ü".repeat(70)));
        check(&"€".repeat(64));
    }
}
