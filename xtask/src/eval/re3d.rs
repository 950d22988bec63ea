//! Recall of the mentions of re3d: organisations, nationalities, places and persons, by name, description or pronoun.
//!
//! In:  the set's records (entities with offsets in code points and the share of the crowd that kept them), the stage's answers.
//! Out: `found`: the share of mentions of confidence 0.5 and over that overlap one of ours by half of the shorter of the two; `same`: by half of
//!      both together; and `found` of each type.
//!
//! Not here: precision, since the set leaves out mentions that nobody in its relations needs.

use serde_json::{Map, Value, json};

const TYPES: [&str; 4] = ["Organisation", "Person", "Location", "Nationality"];

/// Lines for the stage.
pub(super) fn inputs(gold: &str) -> Result<String, String> {
    let line = |record: &Value| json!({ "id": record["id"], "text": record["text"] }).to_string() + "\n";
    records(gold, "re3d").map(|records| records.iter().map(line).collect())
}

/// Compares gold and answers, which stand in the same order.
pub(super) fn score(gold: &str, answers: &str) -> Result<Value, String> {
    let (gold, answers) = (records(gold, "re3d")?, records(answers, "dateline stage mentions")?);
    let mut counts = Map::new();
    let (mut all, mut found, mut same) = (0, 0, 0);
    for kind in TYPES {
        let (mut of_kind, mut found_kind) = (0, 0);
        for (record, answer) in gold.iter().zip(&answers) {
            let ours: Vec<(f64, f64)> =
                answer["mentions"].as_array().into_iter().flatten().filter_map(|mention| pair(&mention["span"])).collect();
            for entity in record["entities"].as_array().into_iter().flatten() {
                let (Some(start), Some(end)) = (entity["start"].as_f64(), entity["end"].as_f64()) else { continue };
                if entity["type"] != kind || entity["confidence"].as_f64().unwrap_or(0.0) < 0.5 {
                    continue;
                }
                let shared = |(from, to): &(f64, f64)| (end.min(*to) - start.max(*from)).max(0.0);
                of_kind += 1;
                found_kind += usize::from(ours.iter().any(|span| shared(span) >= 0.5 * (end - start).min(span.1 - span.0)));
                same += usize::from(ours.iter().any(|span| shared(span) >= 0.5 * (end.max(span.1) - start.min(span.0))));
            }
        }
        all += of_kind;
        found += found_kind;
        counts.insert(kind.to_lowercase(), json!(share(found_kind, of_kind)));
    }
    counts.insert("found".to_string(), json!(share(found, all)));
    counts.insert("same".to_string(), json!(share(same, all)));
    Ok(json!({ "headline": "found", "value": share(found, all), "numbers": counts }))
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn pair(span: &Value) -> Option<(f64, f64)> {
    Some((span[0].as_f64()?, span[1].as_f64()?))
}

fn records(text: &str, place: &str) -> Result<Vec<Value>, String> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).map_err(|error| format!("{place}: {error}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_shorter_is_found_and_doubt_is_left_out() {
        let gold = r#"{"id":1,"text":"The Kessa Front left Omrat.","entities":[{"start":0,"end":15,"type":"Organisation","confidence":1},
            {"start":21,"end":26,"type":"Location","confidence":0.9},{"start":4,"end":9,"type":"Location","confidence":0.1}]}"#
            .replace('\n', "");
        let answers = r#"{"id":1,"mentions":[{"span":[4,9]}]}"#;
        let scored = score(&gold, answers).unwrap();
        assert_eq!((scored["value"].as_f64(), scored["numbers"]["location"].as_f64()), (Some(0.5), Some(0.0)));
        assert_eq!(scored["numbers"]["same"].as_f64(), Some(0.0));
        assert!(inputs(&gold).unwrap().starts_with("{\"id\":1,"));
    }
}
