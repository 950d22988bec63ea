//! The samples' expected claims: each names a sample, an act of the ontology, and words that stand there.

use serde_json::Value;
use std::path::Path;

pub(super) fn check(root: &Path) -> Vec<String> {
    let place = "samples/expected.jsonl";
    let (Ok(rows), Ok(acts)) = (std::fs::read_to_string(root.join(place)), std::fs::read_to_string(root.join("data/ontology/acts.toml")))
    else {
        return vec![format!("{place}, data/ontology/acts.toml: not there; restore them from git")];
    };
    let troubles = rows.lines().enumerate().filter_map(|(number, line)| {
        let trouble = match serde_json::from_str::<Value>(line) {
            Ok(row) => fault(root, &row, &acts),
            Err(error) => Some(format!("no JSON ({error})")),
        };
        trouble.map(|trouble| format!("{place}:{}: {trouble}", number + 1))
    });
    troubles.collect()
}

fn fault(root: &Path, row: &Value, acts: &str) -> Option<String> {
    let word = |name: &str| row[name].as_str().unwrap_or_default();
    let Ok(text) = std::fs::read_to_string(root.join("samples").join(word("doc"))) else {
        return Some(format!("no sample “{}”; name one", word("doc")));
    };
    if word("evidence").is_empty() || !text.contains(word("evidence")) {
        return Some(format!("“{}” does not stand in {}; copy its words", word("evidence"), word("doc")));
    }
    if word("trigger").is_empty() || !word("evidence").contains(word("trigger")) {
        return Some(format!("trigger “{}” does not stand in its evidence; copy its words", word("trigger")));
    }
    // The spans of a page point into its main text, which only `ingest` knows.
    if word("doc").ends_with(".txt")
        && (at(&text, &row["evidence_span"]) != word("evidence") || at(&text, &row["trigger_span"]) != word("trigger"))
    {
        return Some("a span that does not hold its words; count code points".to_string());
    }
    let named = [format!("\"{}\"", word("act")), format!("[{}]", word("act")), format!(".{}]", word("act"))];
    (!named.iter().any(|name| acts.contains(name))).then(|| format!("“{}” is no act of data/ontology/acts.toml; use one", word("act")))
}

/// The words at a span in code points.
fn at(text: &str, span: &Value) -> String {
    let bound = |number: usize| span[number].as_u64().unwrap_or(0) as usize;
    text.chars().skip(bound(0)).take(bound(1).saturating_sub(bound(0))).collect()
}
