//! The engine says what spaCy says: on `golden/parity.tsv`, made by spaCy itself with `golden/make.py`.

use dateline_language::English;
use dateline_model::{Document, DocumentId, Sentence};

/// Share of tokens that must equal spaCy's in every attribute.
const LEAST: f64 = 0.999;
/// The golden file may not shrink unnoticed.
const LEAST_TOKENS: usize = 20_000;

fn document(text: String) -> Document {
    Document {
        id: DocumentId::of("", "", "", "", &text),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text,
        fingerprint: 0,
        notes: Vec::new(),
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t")
}

fn unescape(text: &str) -> String {
    text.replace("\\t", "\t").replace("\\\\", "\\")
}

/// A sentence in the form of the golden file.
fn rows(text: &str, sentence: &Sentence) -> Vec<String> {
    let row = |(i, token): (usize, &dateline_model::Token)| {
        let words = token.span.of(text);
        let lemma = if token.lemma == words { "=".into() } else { escape(&token.lemma) };
        let name = sentence
            .entities
            .iter()
            .find(|entity| entity.tokens.contains(&i))
            .map_or(String::new(), |entity| format!("{}-{}", if entity.tokens.start == i { "B" } else { "I" }, entity.kind.as_str()));
        let (tag, pos, dep) = (token.tag.as_str(), token.pos.as_str(), token.dep.as_str());
        format!("{}\t{tag}\t{pos}\t{}\t{dep}\t{lemma}\t{name}", escape(words), token.head)
    };
    sentence.tokens.iter().enumerate().map(row).collect()
}

#[test]
fn the_engine_says_what_spacy_says() {
    // The file as bytes cut at "\n" alone: some tokens hold other line separators of Unicode.
    let golden = include_str!("../golden/parity.tsv");
    let (mut lines, mut expected): (Vec<String>, Vec<Vec<Vec<&str>>>) = (Vec::new(), Vec::new());
    for row in golden.split('\n') {
        match row.strip_prefix("# ") {
            Some(line) if row.matches('\t').count() != 6 => {
                lines.push(unescape(line));
                expected.push(vec![Vec::new()]);
            }
            _ => match expected.last_mut() {
                Some(sentences) if row.is_empty() => sentences.push(Vec::new()),
                Some(sentences) => sentences.last_mut().expect("never empty").push(row),
                None => panic!("the file begins with a row: {row}"),
            },
        }
    }
    let english = English::embedded();
    let document = document(lines.join("\n"));
    let mut found = vec![Vec::new(); lines.len()];
    for sentence in english.reader().parse(&document).sentences {
        found[sentence.line].push(rows(&document.text, &sentence));
    }
    let (mut tokens, mut equal, mut differences) = (0, 0, Vec::new());
    for (expected, found) in expected.iter().zip(&found) {
        let expected = expected.iter().filter(|sentence| !sentence.is_empty());
        let count: usize = expected.clone().map(Vec::len).sum();
        // A line whose sentences or tokens differ counts as different from the first difference on.
        let pairs = expected.clone().flatten().zip(found.iter().flatten());
        let whole = found.len() == expected.clone().count() && expected.clone().zip(found).all(|(a, b)| a.len() == b.len());
        tokens += count;
        for (expected, found) in pairs {
            if expected == found && whole {
                equal += 1;
            } else if expected != found {
                differences.push(format!("spaCy: {expected}\nours:  {found}"));
            }
        }
    }
    let share = equal as f64 / tokens as f64;
    println!("{equal} of {tokens} tokens equal in every attribute");
    assert!(tokens >= LEAST_TOKENS, "only {tokens} tokens");
    assert!(
        share >= LEAST,
        "{share:.5} of {tokens} tokens equal; the first differences:\n{}",
        differences[..differences.len().min(10)].join("\n")
    );
}
