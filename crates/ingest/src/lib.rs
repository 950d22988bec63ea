//! Bytes to a Document: what was published, cleaned of the page around it.
//!
//! In:  a file or a stream, and what is known of it from outside (`Hints`).
//! Out: its records (`records`), and of each a `Document` whose text is final: every later offset points into it. Reading never fails:
//!      whatever is odd is a `Note`, and a record that cannot be read is refused with the reason.
//!
//! The walk: `records` (a container to its records), `decode` (bytes to characters), `page` (HTML to main text, title, outlet), `published`
//! (its date), `shown` (where it states none), `about` (authors, section, agency), `lines` (line ends and the limit), `furniture` (menus and forms that came along in the
//! text, marked and not removed), `tongue` (which language, of the whole and of its paragraphs), `fingerprint` and `copies` (to know copies).
//!
//! Not here: which files are read, and the network (`engine`); what the text says. The words of furniture are in `data/furniture.tsv` beside this crate, not in
//! the lexicon: they belong to web pages, not to a language of war, and `ingest` may use nothing but `model`.

mod about;
mod copies;
mod decode;
mod fingerprint;
mod furniture;
mod limits;
mod lines;
mod page;
mod published;
mod records;
mod shown;
mod tags;
mod tongue;

pub use about::About;
pub use copies::{Kind, Likeness, NEAR, Overlap, PART, Prints, compare, prints};
use dateline_model::{Date, Document, DocumentId, Note};
pub use fingerprint::{distance, fingerprint};
pub use limits::Limits;
pub use records::{Each, Found, Reading, Record, is_feed, records, records_of_file};

/// What is known of a document from outside. It outranks what the page says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Name of the file, for its ending; a path will do.
    pub file_name: Option<String>,
    /// What a server called it: `text/html; charset=windows-1256`.
    pub content_type: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Who publishes.
    pub outlet: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// How much is read.
    pub limits: Limits,
}

/// Bytes read beyond the limit, so that what is cut is known to be longer than it.
const LAST_LINE: usize = 64 << 10;

/// What reads here; a change of it means that pages are worth being extracted again.
pub const EXTRACTOR: &str = concat!("dateline-ingest ", env!("CARGO_PKG_VERSION"), " with trafilatura 0.6, pdf-extract 0.12");

/// Languages that dateline can code.
pub const LANGUAGES_WITH_ENGINE: [&str; 1] = ["en"];

/// Reads one document. Never fails: an empty, damaged or foreign input gives a document with notes.
///
/// - `bytes`: the whole file, in any encoding: UTF-8, UTF-16 with or without a byte order mark, or a legacy charset.
/// - returns a document whose text has `\n` for every line end and no NUL; nothing that is not known from `hints` or told by the
///   page is filled in (no date is guessed).
/// - the same bytes and hints give the same document, on any machine.
pub fn read(bytes: &[u8], hints: &Hints) -> Document {
    read_with_about(bytes, hints).0
}

/// The same as `read`, with what is known of the article beside its text.
pub fn read_with_about(bytes: &[u8], hints: &Hints) -> (Document, About) {
    let mut notes = Vec::new();
    // No encoding takes more than twice the bytes of UTF-8, so what follows would be cut after decoding, at the cost of decoding it.
    let bytes = &bytes[..bytes.len().min(hints.limits.bytes.saturating_mul(2).saturating_add(LAST_LINE))];
    if let Some(kind) = decode::binary(bytes) {
        notes.push(Note::Binary { kind: kind.to_string() });
        return (finish(String::new(), hints, page::Metadata::default(), notes), About::default());
    }
    let page = page::is_page(bytes, hints);
    let decoded = decode::decode(bytes, hints.content_type.as_deref(), page, &mut notes);
    let source = lines::limited(lines::normalised(&decoded), hints.limits.bytes, &mut notes);
    let fragment = hints.content_type.as_deref().is_some_and(|kind| kind.contains("fragment"));
    let (text, metadata, mut about) = match page {
        _ if fragment => (page::fragment(&source), page::Metadata::default(), About::default()),
        true => page::read(&source, hints.url.as_deref(), &hints.limits),
        false => (source, page::Metadata::default(), About::default()),
    };
    if text.trim().is_empty() {
        notes.push(if page && !decoded.trim().is_empty() { Note::NoMainText } else { Note::Empty });
        return (finish(String::new(), hints, metadata, notes), about);
    }
    about::add_lines(&mut about, &text);
    (finish(text, hints, metadata, notes), about)
}

/// A document of exactly this text, not a byte of it changed: for those who hold offsets into it.
///
/// - an empty text gives `Note::Empty`; limits do not hold here.
pub fn given(text: &str, hints: &Hints) -> Document {
    let notes = if text.trim().is_empty() { vec![Note::Empty] } else { Vec::new() };
    finish(text.to_string(), hints, page::Metadata::default(), notes)
}

/// The document of a final text.
fn finish(text: String, hints: &Hints, metadata: page::Metadata, mut notes: Vec<Note>) -> Document {
    let outlet = hints.outlet.clone().or(metadata.outlet);
    let url = hints.url.clone().or(metadata.url);
    let title = hints.title.clone().or(metadata.title);
    let published = hints.published.or(metadata.published);
    let replaced = text.chars().filter(|&character| character == char::REPLACEMENT_CHARACTER).count();
    if replaced > 0 {
        notes.push(Note::BytesReplaced { count: replaced });
    }
    notes.extend(furniture::find(&text).into_iter().map(|span| Note::Furniture { span }));
    let language = tongue::of(&text, hints.language.as_deref(), metadata.language.as_deref());
    let others = tongue::other_paragraphs(&text, language.as_deref());
    notes.extend(others.into_iter().map(|(span, language)| Note::OtherLanguage { span, language }));
    if let Some(language) = language.as_deref().filter(|language| !LANGUAGES_WITH_ENGINE.contains(language)) {
        notes.push(Note::LanguageWithoutEngine { language: language.to_string() });
    }
    let day = published.map(|day| day.to_string()).unwrap_or_default();
    let part = |value: &Option<String>| value.clone().unwrap_or_default();
    Document {
        id: DocumentId::of(&part(&outlet), &part(&url), &part(&title), &day, &text),
        outlet,
        url,
        title,
        published,
        language,
        fingerprint: fingerprint(&text),
        text,
        notes,
    }
}
