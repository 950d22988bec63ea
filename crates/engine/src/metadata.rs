//! What is known of articles from outside: published, outlet, address, title, language, by file name.
//!
//! In:  a table: TSV with a header (`file` and any of the columns), or JSONL with the same names.
//! Out: `Metadata`, asked by path.

use crate::EngineError;
use dateline_model::Date;
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

/// What is known of one article from outside; outranks what the article's own page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Who publishes.
    pub outlet: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// ISO 639-1 code.
    pub language: Option<String>,
}

impl Known {
    /// These values, and where one is missing, the other's.
    pub fn or(self, other: &Known) -> Known {
        Known {
            outlet: self.outlet.or_else(|| other.outlet.clone()),
            url: self.url.or_else(|| other.url.clone()),
            title: self.title.or_else(|| other.title.clone()),
            published: self.published.or(other.published),
            language: self.language.or_else(|| other.language.clone()),
        }
    }

    fn set(&mut self, column: &str, value: &str) -> Result<(), String> {
        let text = Some(value.to_string()).filter(|value| !value.is_empty());
        match column {
            "outlet" => self.outlet = text,
            "url" => self.url = text,
            "title" => self.title = text,
            "language" => self.language = text,
            "published" => self.published = text.map(|text| day(&text)).transpose()?,
            _ => return Err(format!("column “{column}” is unknown; use file, published, outlet, url, title, language")),
        }
        Ok(())
    }
}

/// An ISO day; of a time stamp, its day.
pub fn day(text: &str) -> Result<Date, String> {
    let date = text.get(..10).filter(|_| text.len() == 10 || text[10..].starts_with(['T', ' '])).unwrap_or(text);
    date.parse().map_err(|_| format!("published “{text}” is no day; write it as 2024-12-05"))
}

/// What is known of many articles.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    by_name: HashMap<String, Known>,
}

impl Metadata {
    /// Reads a table; `.jsonl` and `.ndjson` hold objects, anything else tabs.
    ///
    /// - errors: every line that cannot be used, each with its number, at once.
    pub fn read(path: &Path) -> Result<Metadata, EngineError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            EngineError::Metadata(vec![format!("{}: cannot be read ({error}); name a UTF-8 file in TSV or JSONL", path.display())])
        })?;
        let objects = path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson");
        let place = path.display().to_string();
        Metadata::parse(text.strip_prefix('\u{feff}').unwrap_or(&text), &place, objects).map_err(EngineError::Metadata)
    }

    fn parse(text: &str, place: &str, objects: bool) -> Result<Metadata, Vec<String>> {
        let mut metadata = Metadata::default();
        let mut troubles = Vec::new();
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let columns: Vec<&str> = match objects {
            true => Vec::new(),
            false => lines.next().map(|(_, line)| line.split('\t').map(str::trim).collect()).unwrap_or_default(),
        };
        if !objects && !columns.contains(&"file") {
            return Err(vec![format!("{place}:1: no column “file”; begin with a header such as: file, published, outlet, parted by tabs")]);
        }
        for (number, line) in lines {
            let row = if objects { object(line) } else { cells(line, &columns) };
            match row {
                Ok((file, known)) => {
                    metadata.by_name.insert(file, known);
                }
                Err(trouble) => troubles.push(format!("{place}:{}: {trouble}", number + 1)),
            }
        }
        if troubles.is_empty() { Ok(metadata) } else { Err(troubles) }
    }

    /// What is known of the file at this path: by the path as it was given, or else by its last part.
    pub fn of(&self, path: &str) -> Option<&Known> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        self.by_name.get(path).or_else(|| self.by_name.get(name))
    }
}

fn cells(line: &str, columns: &[&str]) -> Result<(String, Known), String> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    if cells.len() > columns.len() {
        return Err(format!("{} cells, but the header has {}; add or remove tabs", cells.len(), columns.len()));
    }
    named(columns.iter().copied().zip(cells))
}

fn object(line: &str) -> Result<(String, Known), String> {
    let value: Value = serde_json::from_str(line).map_err(|error| format!("no JSON object ({error}); write one object a line"))?;
    let Value::Object(fields) = value else { return Err("no JSON object; write one object a line".to_string()) };
    let mut pairs = Vec::new();
    for (name, value) in &fields {
        match value {
            Value::String(text) => pairs.push((name.as_str(), text.as_str())),
            Value::Null => {}
            other => return Err(format!("{name} is {other}; write text or null")),
        }
    }
    named(pairs.into_iter())
}

fn named<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(String, Known), String> {
    let mut known = Known::default();
    let mut file = String::new();
    for (column, value) in pairs {
        if column == "file" {
            file = value.to_string();
        } else {
            known.set(column, value)?;
        }
    }
    if file.is_empty() { Err("no file is named; fill the column “file”".to_string()) } else { Ok((file, known)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_and_objects_say_the_same() {
        let table = "file\tpublished\toutlet\na.txt\t2026-03-12\tThe Courier\nb.txt\t\t\n";
        let objects = "{\"file\": \"a.txt\", \"published\": \"2026-03-12T08:00:00Z\", \"outlet\": \"The Courier\"}\n\n{\"file\": \"b.txt\", \"outlet\": null}\n";
        let (table, objects) = (Metadata::parse(table, "m", false).unwrap(), Metadata::parse(objects, "m", true).unwrap());
        assert_eq!(table.by_name, objects.by_name);
        assert_eq!(table.of("news/a.txt").unwrap().published, Some("2026-03-12".parse().unwrap()));
        assert_eq!(table.of("b.txt"), Some(&Known::default()));
        assert!(table.of("c.txt").is_none());
    }

    #[test]
    fn every_bad_line_is_told() {
        let troubles = Metadata::parse("file\tpublished\na.txt\t12/2024\n\t2026-03-12\n", "m.tsv", false).unwrap_err();
        assert_eq!(troubles[0], "m.tsv:2: published “12/2024” is no day; write it as 2024-12-05");
        assert_eq!(troubles[1], "m.tsv:3: no file is named; fill the column “file”");
        assert!(Metadata::parse("a.txt\t2024-12-05\n", "m.tsv", false).unwrap_err()[0].contains("no column"));
        assert!(Metadata::parse("file\tdate\na\tb\n", "m.tsv", false).unwrap_err()[0].contains("“date” is unknown"));
    }
}
