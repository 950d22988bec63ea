//! Lines for `dateline stage`, out of folders and records; claims out of its answers.

use dateline_ingest::{Hints, given, read};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

/// A folder of articles with a table of what is known of them: a line each, in the order of their names. Empty if it is not there.
pub fn folder(folder: &Path, table: &str) -> Result<String, String> {
    let Ok(table) = std::fs::read_to_string(folder.join(table)) else { return Ok(String::new()) };
    let published = published(&table);
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt") || name.ends_with(".html"))
        .collect();
    names.sort();
    let mut lines = String::new();
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).map_err(|error| format!("{name}: {error}"))?;
        let published = published.get(&name).and_then(|day| day.parse().ok());
        let document = read(&bytes, &Hints { file_name: Some(name.clone()), published, ..Hints::default() });
        let day = document.published.map(|day| day.to_string());
        lines += &json!({ "id": name, "text": document.text, "published": day }).to_string();
        lines.push('\n');
    }
    Ok(lines)
}

/// File name to day of publication, of a TSV with a header.
fn published(table: &str) -> HashMap<String, String> {
    let mut rows = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let columns = rows.next().unwrap_or_default();
    let column = |name: &str| columns.iter().position(|column| *column == name);
    let (Some(file), Some(day)) = (column("file"), column("published")) else { return HashMap::new() };
    rows.filter_map(|row| Some((row.get(file)?.to_string(), row.get(day)?.to_string()))).collect()
}

/// Documents of the claims gold. Empty if the file is not there.
pub fn records(path: &Path) -> Result<String, String> {
    let Ok(records) = std::fs::read_to_string(path) else { return Ok(String::new()) };
    let line = |record: &str| -> Result<String, String> {
        let record: Value = serde_json::from_str(record).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(json!({ "id": record["doc"], "text": record["text"], "published": record["published"], "outlet": record["outlet"] }).to_string()
            + "\n")
    };
    records.lines().filter(|record| !record.trim().is_empty()).map(line).collect()
}

/// Answers of the stage `claims` to a claim a line, each with its document's name.
pub(super) fn claim_lines(answers: &str) -> Result<String, String> {
    let mut lines = String::new();
    for answer in answers.lines() {
        let answer: Value = serde_json::from_str(answer).map_err(|error| format!("dateline stage claims: {error}"))?;
        for claim in answer["claims"].as_array().into_iter().flatten() {
            let mut claim = claim.clone();
            claim["document"] = answer["id"].clone();
            lines += &claim.to_string();
            lines.push('\n');
        }
    }
    Ok(lines)
}

/// Pages to main texts, by `ingest` itself, in the form of the stage `text`.
pub(super) fn main_texts(questions: &str) -> Result<String, String> {
    let mut lines = String::new();
    for question in questions.lines() {
        let question: Value = serde_json::from_str(question).map_err(|error| format!("a page of the set: {error}"))?;
        let hints = Hints { content_type: Some("text/html; charset=utf-8".to_string()), ..Hints::default() };
        let document = match question["html"].as_str() {
            Some(html) => read(html.as_bytes(), &hints),
            None => given("", &hints),
        };
        let published = document.published.map(|day| day.to_string());
        let answer = json!({
            "id": question["id"], "text": document.text, "title": document.title, "published": published,
            "outlet": document.outlet, "lang": document.language,
        });
        lines += &answer.to_string();
        lines.push('\n');
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_claim_carries_the_name_of_its_document() {
        let answers =
            "{\"id\":\"a.txt\",\"claims\":[{\"act\":\"kill\",\"document\":\"9f\"},{\"act\":\"meet\"}]}\n{\"id\":\"b\",\"claims\":[]}\n";
        let lines = claim_lines(answers).unwrap();
        let documents: Vec<Value> = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["document"].clone()).collect();
        assert_eq!(documents, ["a.txt", "a.txt"]);
    }

    #[test]
    fn the_samples_become_lines() {
        let lines = folder(&crate::tidy::root().join("samples"), "metadata.tsv").unwrap();
        let page = lines.lines().find(|line| line.contains("06_upland_post")).unwrap();
        assert!(page.contains("\"published\":\"2026-03-13\"") && !page.contains("cookies"), "{page}");
        assert_eq!(lines.lines().count(), 8);
    }
}
