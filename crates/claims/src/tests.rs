//! How much work odd sentences make: the questions that are asked of trees are counted, not seconds.
//!
//! In:  the seeds of `fuzz/`, as they are and many times over; texts made here.
//! Out: a count for each sentence and document, held against bounds.
//!
//! A sentence of news asks its tree some thousand times. The bound for a sentence is what about ten milliseconds are on the machine where
//! it was chosen; `cargo xtask bench claims fuzz/seeds/claims` gives the milliseconds.

use crate::{Students, claims};
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::English;
use dateline_model::{Document, DocumentId, Parse};
use std::cell::Cell;
use std::path::Path;
use std::sync::LazyLock;

thread_local! {
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// Counts a question to a tree.
pub(crate) fn step() {
    STEPS.set(STEPS.get() + 1);
}

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads"));
static STUDENTS: LazyLock<Students> = LazyLock::new(|| Students::english().expect("the students load"));

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::new("odd"),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text: text.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    }
}

/// Questions asked to code a parse.
fn steps(document: &Document, parse: &Parse) -> u64 {
    STEPS.set(0);
    claims(document, parse, &LEXICON, &STUDENTS);
    STEPS.get()
}

/// The most questions of any sentence of a text, each coded by itself, with its first words.
fn dearest(text: &str) -> (u64, String) {
    let document = document(text);
    let parse = ENGLISH.reader().parse(&document);
    let alone = parse.sentences.iter().map(|sentence| {
        let only = Parse { document: parse.document.clone(), sentences: vec![sentence.clone()] };
        (steps(&document, &only), sentence.span.of(text).chars().take(40).collect())
    });
    alone.max().unwrap_or_default()
}

fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/claims");
    let files = std::fs::read_dir(folder).expect("fuzz/seeds/claims is there").map(|entry| entry.expect("its files can be listed").path());
    files.map(|path| String::from_utf8_lossy(&std::fs::read(path).expect("a seed can be read")).into_owned()).collect()
}

/// The most questions that a sentence may ask.
const MOST: u64 = 3_000_000;

#[test]
fn no_sentence_is_dear() {
    let made = [
        "rebels and soldiers killed and wounded and captured and shelled ".repeat(60),
        "he said she said they said it said that the army attacked ".repeat(40),
        "killed 12 wounded 13 captured 14 seized 15 villages destroyed 16 tanks ".repeat(40),
        "the attack on the raid on the strike on the clash with the ambush of ".repeat(30),
    ];
    let texts = seeds().into_iter().chain(made);
    let (steps, words) = texts.map(|text| dearest(&text)).max().expect("there are seeds");
    assert!(steps > 50_000, "{steps} questions at most: the seeds are not odd any more, or nothing is counted");
    assert!(steps <= MOST, "{steps} questions in “{words} …”");
}

#[test]
fn a_long_document_costs_as_much_as_its_parts() {
    let page: String = seeds().iter().map(|text| format!("{text}\n")).collect();
    let cost = |text: &str| {
        let document = document(text);
        steps(&document, &ENGLISH.reader().parse(&document))
    };
    let (once, six) = (cost(&page), cost(&page.repeat(6)));
    assert!(six <= once * 7, "one page asks {once} times, six pages {six} times");
}
