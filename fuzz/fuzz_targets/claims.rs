//! `claims(parse(bytes))` for any bytes: no panic, and every claim's words lie in the text.

#![no_main]

use dateline_claims::{Students, claims};
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::English;
use dateline_model::{Document, DocumentId};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads"));
static STUDENTS: LazyLock<Students> = LazyLock::new(|| Students::english().expect("the students load"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let document = Document {
        id: DocumentId::new("fuzz"),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text,
        fingerprint: 0,
        notes: Vec::new(),
    };
    let parse = ENGLISH.reader().parse(&document);
    for claim in claims(&document, &parse, &LEXICON, &STUDENTS) {
        assert!(document.text.get(claim.trigger.start()..claim.trigger.end()).is_some(), "a trigger lies outside the text");
    }
});
