//! One article as it was published.

use crate::{Date, DocumentId, Span};

/// One article: the text is final, and every offset of the later rooms points into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Hash of the fields below.
    pub id: DocumentId,
    /// Who publishes, as a name or a host: "courier.example"; none if unknown.
    pub outlet: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Title from the page's metadata; it need not stand in the text.
    pub title: Option<String>,
    /// Day of publication: the anchor of "on Tuesday". None if unknown; never guessed.
    pub published: Option<Date>,
    /// ISO 639-1 code of the text's language, where it was identified.
    pub language: Option<String>,
    /// The text, in UTF-8; never changed after `ingest`.
    pub text: String,
    /// 64-bit simhash of the text's word shingles, to know copies.
    pub fingerprint: u64,
    /// What was odd about it.
    pub notes: Vec<Note>,
}

/// Something odd about a document that is worth recording and is no error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The file or page holds no text at all.
    Empty,
    /// No main text was found in the page.
    NoMainText,
    /// The bytes are no text: a picture, an archive, a program.
    Binary {
        /// What they look like: "PDF", "ZIP archive", "unknown bytes".
        kind: String,
    },
    /// Bytes that are not of the declared or detected encoding were replaced by U+FFFD.
    BytesReplaced {
        /// How many replacement characters stand in the text.
        count: usize,
    },
    /// The text was decoded from this encoding, not from UTF-8.
    DecodedFrom {
        /// WHATWG name of the encoding.
        encoding: String,
    },
    /// Menus, donation boxes, comment forms and the like: not coded.
    Furniture {
        /// The words.
        span: Span,
    },
    /// The text is in a language without an engine: stored, not coded.
    LanguageWithoutEngine {
        /// ISO 639-1 code.
        language: String,
    },
    /// A paragraph in another language than the document: not coded.
    OtherLanguage {
        /// Its lines.
        span: Span,
        /// ISO 639-1 code.
        language: String,
    },
    /// The text was longer than the limit and was cut there.
    Truncated {
        /// Bytes kept.
        kept: usize,
    },
    /// A date that could not be read.
    DateUnread {
        /// As it stood.
        words: String,
    },
}
