//! Prints the parse of each line of a file, one token a row: text, tag, part of speech, head, relation, lemma, name.
//!
//! `cargo run --release -p dateline-language --example dump -- FILE`

use dateline_language::English;
use dateline_model::{Document, DocumentId};

fn main() {
    let english = English::embedded();
    let mut reader = english.reader();
    for path in std::env::args().skip(1) {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(trouble) => return eprintln!("{path}: {trouble}"),
        };
        let document = Document {
            id: DocumentId::of("", "", "", "", &text),
            outlet: None,
            url: None,
            title: None,
            published: None,
            language: None,
            text,
            fingerprint: 0,
            notes: Vec::new(),
        };
        let mut line = None;
        for sentence in reader.parse(&document).sentences {
            if line.is_some_and(|line| line != sentence.line) {
                println!("---");
            }
            line = Some(sentence.line);
            for (i, token) in sentence.tokens.iter().enumerate() {
                let name = sentence.entities.iter().find(|entity| entity.tokens.contains(&i));
                let name = name.map_or("O".to_string(), |entity| {
                    format!("{}-{}", if entity.tokens.start == i { "B" } else { "I" }, entity.kind.as_str())
                });
                let text = token.span.of(&document.text).replace('\t', "\\t");
                let (tag, pos, dep) = (token.tag.as_str(), token.pos.as_str(), token.dep.as_str());
                println!("{text}\t{tag}\t{pos}\t{}\t{dep}\t{}\t{name}", token.head, token.lemma.replace('\t', "\\t"));
            }
            println!();
        }
        println!("---");
    }
}
