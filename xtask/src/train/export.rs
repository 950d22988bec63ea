//! Sentences and possible triggers, for a teacher that is trained elsewhere (`training/claims`); and its labels, read back.
//!
//! One JSON object a line, one line a sentence: `doc`, `text` (the sentence), `words` (`[start, end)` of each possible trigger, code
//! points of `text`), `phrases` (the same of the head of each phrase that could fill a role), and for coded texts `claim` (1, 0, or null
//! where an optional claim stands), `acts` (accepted names) and `fillers`: for each claim `[number of its word, act, roles]`, a role for
//! each phrase (0 none, 1 actor, 2 recipient, 3 place, null left open).
//! The teacher writes the same lines with `claim` as probabilities, `acts` as `[name, probability]` pairs, most likely first, and in
//! `fillers` four probabilities for each phrase.

use super::examples::{claims_of, label_sentence, role_of};
use super::names::Names;
use super::silver::Text;
use dateline_claims::{Tree, roles, spot};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Writes the sentences of these texts; with `coded`, the table of names, what the coders wrote too.
pub fn write(texts: &[Text], coded: Option<&Names>, path: &Path) -> Result<(), String> {
    let trouble = |error: std::io::Error| format!("{}: cannot be written ({error}); name a folder that exists", path.display());
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(trouble)?);
    let english = dateline_language::English::embedded();
    let mut reader = english.reader();
    for text in texts {
        let parse = reader.parse(&text.document);
        let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&text.document.text, sentence)).collect();
        for tree in &trees {
            let sentence = tree.sentence;
            let tokens: Vec<usize> = (0..tree.len()).filter(|&i| spot::is_candidate(tree, i)).collect();
            if tokens.is_empty() {
                continue;
            }
            let words = sentence.span.of(&text.document.text);
            let point = |byte: usize| words[..byte - sentence.span.start()].chars().count();
            let spans = |tokens: &[usize]| -> Vec<[usize; 2]> {
                tokens.iter().map(|&i| [point(tree.token(i).span.start()), point(tree.token(i).span.end())]).collect()
            };
            let heads = phrases(tree);
            let mut line = json!({
                "doc": text.document.id.as_str(), "text": words, "words": spans(&tokens), "phrases": spans(&heads),
            });
            if let Some(names) = coded {
                let fillers = claims_of(tree, text).into_iter().filter_map(|(token, claim)| {
                    let roles = heads.iter().map(|&head| (head != token).then(|| role_of(tree, head, text, claim, names)).flatten());
                    let roles: Vec<Option<u8>> = roles.map(|role| role.map(|role| role as u8)).collect();
                    Some(json!([tokens.iter().position(|&i| i == token)?, claim.acts[0], roles]))
                });
                line["fillers"] = fillers.collect();
                let labels = label_sentence(tree, text, &tokens);
                line["claim"] = labels.iter().map(|label| label.claim.map_or(Value::Null, |yes| json!(u8::from(yes)))).collect();
                line["acts"] = labels.iter().map(|label| json!(label.acts)).collect();
            }
            writeln!(file, "{line}").map_err(trouble)?;
        }
    }
    file.flush().map_err(trouble)
}

/// The heads of a sentence's phrases.
pub fn phrases(tree: &Tree) -> Vec<usize> {
    (0..tree.len()).filter(|&i| roles::is_candidate(tree, i)).collect()
}

/// What the teacher says of one possible trigger.
#[derive(Debug, Clone)]
pub struct Taught {
    /// Probability of a claim.
    pub claim: f32,
    /// Acts with their probabilities.
    pub acts: Vec<(String, f32)>,
}

/// What the teacher says of one sentence.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    /// In the order of the possible triggers.
    pub words: Vec<Taught>,
    /// For some triggers, by their number: the act, and for each phrase of the sentence its chance of each role.
    pub fillers: Vec<(usize, String, Vec<[f32; 4]>)>,
}

/// The teacher's labels, by document and sentence text.
pub fn read(path: &Path) -> Result<HashMap<(String, String), Lesson>, String> {
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
        let fillers = row["fillers"].as_array().into_iter().flatten().filter_map(|filler| {
            let chances = |phrase: &Value| std::array::from_fn(|role| phrase[role].as_f64().unwrap_or(0.0) as f32);
            let phrases = filler[2].as_array()?.iter().map(chances).collect();
            Some((filler[0].as_u64()? as usize, filler[1].as_str()?.to_string(), phrases))
        });
        taught.insert(key, Lesson { words: labels.collect(), fillers: fillers.collect() });
    }
    Ok(taught)
}
