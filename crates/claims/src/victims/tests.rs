//! Whom a claim falls on, as its figures tell. Invented sentences, read by the house's own engine and students.

use crate::{Students, claims};
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::English;
use dateline_model::{Document, DocumentId};
use std::sync::LazyLock;

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads"));
static STUDENTS: LazyLock<Students> = LazyLock::new(|| Students::english().expect("the students can be read"));

/// Each claim that has recipients as `act: recipient, recipient`.
fn check(text: &str, expected: &[&str]) {
    let id = DocumentId::of("", "", "", "", text);
    let (outlet, url, title, published, language) = (None, None, None, None, None);
    let document = Document { id, outlet, url, title, published, language, text: text.to_string(), fingerprint: 0, notes: vec![] };
    let parse = ENGLISH.reader().parse(&document);
    let told: Vec<String> = claims(&document, &parse, &LEXICON, &STUDENTS)
        .iter()
        .filter(|claim| !claim.recipients.is_empty())
        .map(|claim| {
            let names: Vec<&str> = claim.recipients.iter().map(|mention| mention.span.of(text)).collect();
            format!("{}: {}", claim.act.as_str(), names.join(", "))
        })
        .collect();
    assert_eq!(told, expected, "{text}");
}

#[test]
fn the_counted_are_recipients() {
    check("Gunmen killed six teachers and two nurses in Kessa on Monday.", &["kill: teachers, nurses"]);
}

#[test]
fn a_passing_toll_is_a_claim() {
    check("The inquiry into the murder of six teachers has begun.", &["kill: teachers"]);
}

#[test]
fn whoever_owns_a_noun_of_harm_suffers_it() {
    check("Judge Pedro Quintanilla's assassination shocked the country.", &["assassinate: Judge Pedro Quintanilla"]);
}
