//! Reads silver rows: texts and the claims that a coder wrote for them (format: the claims bench's README).

use dateline_claims::carry::Field;
use dateline_model::{Document, DocumentId, Span};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// A text and its coded claims.
pub struct Text {
    /// As `language` reads it.
    pub document: Document,
    /// The public set that it comes from; empty where it is not told.
    pub set: String,
    /// What was coded.
    pub claims: Vec<SilverClaim>,
}

impl Text {
    /// Whether the licence of the text lets weights be learned from it for any use: FA-KES and UCDP (CC BY), ISAF (CC BY-SA), re3d (OGL and
    /// works of governments) without its BBC part.
    pub fn is_free(&self) -> bool {
        let set = if self.set.is_empty() { self.document.id.as_str().split('/').next().unwrap_or_default() } else { &self.set };
        let outlet = self.document.outlet.as_deref().unwrap_or_default();
        matches!(set, "fakes" | "ucdp_ukraine" | "isaf") || set == "re3d" && !outlet.contains("BBC")
    }
}

/// What the training needs of one coded claim.
pub struct SilverClaim {
    /// Bytes of the text.
    pub trigger: Span,
    /// Accepted acts, the coded one first.
    pub acts: Vec<String>,
    /// Names of the actors, accepted and optional ones too.
    pub actors: Vec<String>,
    /// Names of the recipients.
    pub recipients: Vec<String>,
    /// Names of the places.
    pub places: Vec<String>,
    /// The same roles, where a name is optional: it teaches nothing.
    pub free: Vec<String>,
    /// The whole claim may be there or not.
    pub optional: bool,
}

impl SilverClaim {
    /// The names that were coded for a field.
    pub fn names(&self, field: Field) -> &[String] {
        match field {
            Field::Place => &self.places,
            Field::Actor => &self.actors,
            Field::Recipient => &self.recipients,
        }
    }
}

/// Reads the folder's texts, in file order, each with its claims.
pub fn read(folder: &Path) -> Result<Vec<Text>, String> {
    let mut texts = read_texts(&folder.join("silver_docs.jsonl"))?;
    let places: HashMap<String, usize> = texts.iter().enumerate().map(|(at, text)| (text.document.id.as_str().to_string(), at)).collect();
    for row in rows(&folder.join("silver.jsonl"))? {
        let Some(&at) = row["doc"].as_str().and_then(|name| places.get(name)) else { continue };
        let text = &texts[at].document.text;
        let byte = |points: &Value| text.char_indices().nth(points.as_u64().unwrap_or(0) as usize).map_or(text.len(), |(at, _)| at);
        let trigger = Span::new(byte(&row["trigger_span"][0]), byte(&row["trigger_span"][1]));
        let claim = claim(&row, trigger);
        texts[at].claims.push(claim);
    }
    Ok(texts)
}

/// Reads texts without claims: an object a line with `doc`, `text` and perhaps `published`.
pub fn read_texts(path: &Path) -> Result<Vec<Text>, String> {
    let read = |row: Value| {
        let word = |name: &str| row[name].as_str().unwrap_or_default();
        let mut text = text(word("doc"), word("text"));
        text.document.published = word("published").parse().ok();
        text.document.outlet = Some(word("outlet").to_string());
        text.set = word("set").to_string();
        text
    };
    Ok(rows(path)?.into_iter().map(read).collect())
}

/// An uncoded text.
pub fn text(id: &str, text: &str) -> Text {
    let document = Document {
        id: DocumentId::new(id),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: Some("en".into()),
        text: text.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    };
    Text { document, set: String::new(), claims: Vec::new() }
}

fn rows(path: &Path) -> Result<Vec<Value>, String> {
    let place = path.display();
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{place}: cannot be read ({error}); name the folder of the claims bench"))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).map_err(|error| format!("{place}: {error}"))).collect()
}

fn claim(row: &Value, trigger: Span) -> SilverClaim {
    let list = |field: &str| -> Vec<String> {
        row[field].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_string).collect()
    };
    let mut claim = SilverClaim {
        trigger,
        acts: vec![row["act"].as_str().unwrap_or_default().to_string()],
        actors: list("actors"),
        recipients: list("recipients"),
        places: list("places"),
        free: Vec::new(),
        optional: false,
    };
    let note = row["note"].as_str().unwrap_or_default();
    for clause in note.split(';').map(|clause| clause.split('(').next().unwrap_or_default().trim()) {
        if clause == "claim optional" {
            claim.optional = true;
        }
        let Some((field, value)) = clause.split_once(':') else { continue };
        let accepted =
            value.trim().strip_suffix("accepted").map(|value| value.trim().trim_end_matches("also").trim_end_matches("both").trim());
        let optional = value.trim().strip_suffix("optional").map(str::trim);
        let names = |value: &str| -> Vec<String> {
            value.split(['|', ',']).map(|name| name.trim().to_string()).filter(|name| !name.is_empty() && name != "none").collect()
        };
        match (field.trim(), accepted, optional) {
            ("act", Some(value), _) => claim.acts.extend(names(value)),
            ("actors" | "recipients" | "places", Some(value), _) | ("actors" | "recipients" | "places", _, Some(value)) => {
                claim.free.extend(names(value))
            }
            _ => {}
        }
    }
    claim
}
