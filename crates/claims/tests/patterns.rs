//! Every pattern keeps the promises written beside it: its `matches` are found, its `rejects` are not. All broken ones are listed at once.
//!
//! The sentences are read by the engine itself, so that a promise holds for what a user sees.

use dateline_claims::{Tree, acts};
use dateline_knowledge::{DataSource, Lexicon, Pattern};
use dateline_language::{English, Reader};
use dateline_model::{Document, DocumentId};

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::new("promise"),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: Some("en".into()),
        text: text.into(),
        fingerprint: 0,
        notes: Vec::new(),
    }
}

/// The acts and pattern ids that a sentence evokes.
fn evoked(text: &str, lexicon: &Lexicon, reader: &mut Reader) -> Vec<(String, String)> {
    let document = document(text);
    let parse = reader.parse(&document);
    let mut found = Vec::new();
    for sentence in &parse.sentences {
        let tree = Tree::new(&document.text, sentence);
        for hit in acts::hits(&tree, lexicon) {
            found.push((hit.pattern.act.to_string(), hit.pattern.id.to_string()));
        }
    }
    found
}

fn broken_promises(pattern: &Pattern, lexicon: &Lexicon, reader: &mut Reader) -> Vec<String> {
    let mut broken = Vec::new();
    for example in &pattern.matches {
        let found = evoked(&example.text, lexicon, reader);
        if !found.iter().any(|(act, _)| act == pattern.act.as_str()) {
            broken.push(format!("{} must match “{}”; found {found:?}", pattern.id, example.text));
        }
    }
    for example in &pattern.rejects {
        if evoked(&example.text, lexicon, reader).iter().any(|(_, id)| id == pattern.id.as_str()) {
            broken.push(format!("{} must not match “{}”: {}", pattern.id, example.text, example.why));
        }
    }
    broken
}

#[test]
fn patterns_keep_their_promises() {
    let lexicon = Lexicon::load(&DataSource::Carried, "en").unwrap_or_else(|error| panic!("{error}"));
    let english = English::embedded();
    let mut reader = english.reader();
    let broken: Vec<String> = lexicon.patterns.all().iter().flat_map(|pattern| broken_promises(pattern, &lexicon, &mut reader)).collect();
    assert!(broken.is_empty(), "{} broken promises:\n{}", broken.len(), broken.join("\n"));
}
