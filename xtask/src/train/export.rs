//! Sentences and possible triggers, for a teacher that is trained elsewhere (`training/claims`); and its labels, read back.
//!
//! One JSON object a line, one line a sentence: `doc`, `text` (the sentence), `words` (`[start, end)` of each possible trigger, code
//! points of `text`), and for coded texts `claim` (1, 0, or null where an optional claim stands) and `acts` (accepted names).
//! The teacher writes the same lines with `claim` as probabilities and `acts` as `[name, probability]` pairs, most likely first.

use super::examples::label_sentence;
use super::silver::Text;
use dateline_claims::{Tree, spot};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Writes the sentences of these texts; `coded` adds what the coders wrote.
pub fn write(texts: &[Text], coded: bool, path: &Path) -> Result<(), String> {
    let trouble = |error: std::io::Error| format!("{}: cannot be written ({error}); name a folder that exists", path.display());
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(trouble)?);
    let english = dateline_language::English::embedded();
    let mut reader = english.reader();
    for text in texts {
        let parse = reader.parse(&text.document);
        for sentence in &parse.sentences {
            let tree = Tree::new(&text.document.text, sentence);
            let tokens: Vec<usize> = (0..tree.len()).filter(|&i| spot::is_candidate(&tree, i)).collect();
            if tokens.is_empty() {
                continue;
            }
            let words = sentence.span.of(&text.document.text);
            let point = |byte: usize| words[..byte - sentence.span.start()].chars().count();
            let spans: Vec<[usize; 2]> =
                tokens.iter().map(|&i| [point(tree.token(i).span.start()), point(tree.token(i).span.end())]).collect();
            let mut line = json!({"doc": text.document.id.as_str(), "text": words, "words": spans});
            if coded {
                let labels = label_sentence(&tree, text, &tokens);
                line["claim"] = labels.iter().map(|label| label.claim.map_or(Value::Null, |yes| json!(u8::from(yes)))).collect();
                line["acts"] = labels.iter().map(|label| json!(label.acts)).collect();
            }
            writeln!(file, "{line}").map_err(trouble)?;
        }
    }
    file.flush().map_err(trouble)
}

/// What the teacher says of one possible trigger.
#[derive(Debug, Clone)]
pub struct Taught {
    /// Probability of a claim.
    pub claim: f32,
    /// Acts with their probabilities.
    pub acts: Vec<(String, f32)>,
}

/// The teacher's labels, by document and sentence text, in the order of the possible triggers.
pub fn read(path: &Path) -> Result<HashMap<(String, String), Vec<Taught>>, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("{}: cannot be read ({error}); run training/claims first", path.display()))?;
    let mut taught = HashMap::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        let (claims, acts) = (row["claim"].as_array(), row["acts"].as_array());
        let labels = claims.into_iter().flatten().zip(acts.into_iter().flatten()).map(|(claim, acts)| Taught {
            claim: claim.as_f64().unwrap_or(0.0) as f32,
            acts: acts
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|pair| Some((pair[0].as_str()?.to_string(), pair[1].as_f64()? as f32)))
                .collect(),
        });
        let key = (row["doc"].as_str().unwrap_or_default().to_string(), row["text"].as_str().unwrap_or_default().to_string());
        taught.insert(key, labels.collect());
    }
    Ok(taught)
}
