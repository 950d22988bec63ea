//! What is known of an article beside its text, as its page and its first and last lines say.
//!
//! In:  the characters of a page; the final text.
//! Out: `About`: last change, authors, section, agency, dateline; and JSON-LD, OpenGraph and `meta` as they stood.
//!
//! Names of agencies are in `data/agencies.tsv`. Not here: title, outlet, address (`page`); the day of publication (`published`).

use crate::published::day;
use crate::tags::tags;
use dateline_model::Date;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Raw metadata kept of one page, in bytes. Chosen: the largest of 1,900 pages of news have 40 kB.
const LARGEST_RAW: usize = 256 << 10;

/// Lines at either end of a text in which an agency is named.
const LINES: usize = 4;

/// What is known of an article beside its text; what is not known is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// What the day of publication rests on: `stated` for machines, or `shown` to readers; none without a day.
    pub published_from: Option<&'static str>,
    /// Day of the last change.
    pub modified: Option<Date>,
    /// Who wrote it, as named.
    pub authors: Vec<String>,
    /// Section or rubric of the outlet.
    pub section: Option<String>,
    /// The agency that it came from: "Reuters".
    pub agency: Option<String>,
    /// Where it was written, as its first line says: "ALEPPO, Syria".
    pub dateline: Option<String>,
    /// `{"json_ld": […], "meta": {…}}` as they stood; null where there is no page.
    pub raw: Value,
}

/// What a page says.
pub(crate) fn of_page(html: &str) -> About {
    let ld = json_ld(html);
    let meta = meta(html);
    let article = article(&ld);
    let field = |name: &str| article.and_then(|article| article.get(name));
    let named =
        |names: &[&str]| names.iter().find_map(|name| meta.get(*name).and_then(Value::as_str)).map(str::trim).filter(|it| !it.is_empty());
    let mut authors = field("author").map(names).unwrap_or_default();
    if authors.is_empty() {
        let told = named(&["author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author"]);
        authors.extend(told.filter(|author| !author.contains("://")).map(str::to_string));
    }
    let section = field("articleSection").map(names).and_then(|sections| sections.into_iter().next());
    let section = section.or_else(|| named(&["article:section", "section", "parsely-section", "og:section"]).map(str::to_string));
    let modified = field("dateModified").and_then(Value::as_str).and_then(day);
    let modified = modified.or_else(|| named(&["article:modified_time", "og:updated_time", "last-modified", "revised"]).and_then(day));
    About { modified, authors, section, raw: json!({ "json_ld": ld, "meta": meta }), ..About::default() }
}

/// The headline that JSON-LD gives.
pub(crate) fn headline(about: &About) -> Option<&str> {
    article(about.raw.get("json_ld")?.as_array()?)?.get("headline")?.as_str()
}

/// A value of a `meta` element.
pub(crate) fn meta_value<'a>(about: &'a About, name: &str) -> Option<&'a str> {
    about.raw.get("meta")?.get(name)?.as_str()
}

/// Adds what the lines of the text say.
pub(crate) fn add_lines(about: &mut About, text: &str) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let first = lines.iter().take(LINES);
    about.dateline = first.clone().find_map(|line| dateline(line));
    let authors = about.authors.iter().map(String::as_str);
    let told = authors.chain(meta_value(about, "source")).find_map(whole_agency);
    about.agency = told.or_else(|| {
        let last = lines.iter().rev().take(LINES.min(lines.len().saturating_sub(LINES)));
        first.chain(last).find_map(|line| agency(line))
    });
}

/// Every JSON-LD script of a page that is JSON.
fn json_ld(html: &str) -> Vec<Value> {
    let mut found = Vec::new();
    let mut left = LARGEST_RAW;
    for (at, _) in html.match_indices("application/ld+json") {
        let Some(open) = html[at..].find('>') else { break };
        let body = &html[at + open + 1..];
        let Some(end) = body.find("</script").or_else(|| body.find("</SCRIPT")) else { break };
        let body = body[..end].trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        if body.len() > left {
            break;
        }
        // Line ends within strings are common, and are no JSON.
        let value = serde_json::from_str(body).or_else(|_| serde_json::from_str(&body.replace(['\n', '\r', '\t'], " ")));
        if let Ok(value) = value {
            left -= body.len();
            found.push(value);
        }
    }
    found
}

fn meta(html: &str) -> Map<String, Value> {
    let mut found = Map::new();
    let mut left = LARGEST_RAW;
    for tag in tags(html).filter(|tag| tag.name == "meta") {
        let name = ["property", "name", "itemprop"].iter().find_map(|key| tag.value(key));
        if let (Some(name), Some(content)) = (name, tag.value("content"))
            && content.len() + name.len() <= left
        {
            left -= content.len() + name.len();
            found.entry(name.to_ascii_lowercase()).or_insert_with(|| Value::String(crate::page::unescaped(content).into_owned()));
        }
    }
    found
}

/// The object that describes an article.
fn article(values: &[Value]) -> Option<&Value> {
    fn within(value: &Value, depth: usize) -> Option<&Value> {
        if depth > 4 {
            return None;
        }
        match value {
            Value::Array(values) => values.iter().find_map(|value| within(value, depth + 1)),
            Value::Object(fields) => {
                let kind = fields.get("@type").map(names).unwrap_or_default();
                let is = kind.iter().any(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report");
                if is { Some(value) } else { ["@graph", "mainEntity"].iter().find_map(|name| within(fields.get(*name)?, depth + 1)) }
            }
            _ => None,
        }
    }
    values.iter().find_map(|value| within(value, 0))
}

/// The names in a value: texts, objects with a name, lists of them.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text.trim().to_string()],
        Value::Array(values) => values.iter().take(20).filter(|value| !value.is_array()).flat_map(names).collect(),
        Value::Object(fields) => fields.get("name").filter(|name| name.is_string()).map(names).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// Name, and the words that stand for it: `data/agencies.tsv`.
static AGENCIES: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let rows = include_str!("../data/agencies.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    rows.map(|(name, words)| (name, words.split('|').collect())).collect()
});

fn whole_agency(words: &str) -> Option<String> {
    let words = words.trim();
    AGENCIES.iter().find(|(_, known)| known.iter().any(|known| known.eq_ignore_ascii_case(words))).map(|(name, _)| name.to_string())
}

/// "KESSA (AFP) - …", "… – Reuters", "(Reporting by …; Reuters)", "AFP/ap".
fn agency(line: &str) -> Option<String> {
    let within = line.match_indices('(').filter_map(|(at, _)| {
        let inside = &line[at + 1..];
        inside.find(')').map(|end| &inside[..end])
    });
    let mut parts: Vec<&str> = within.flat_map(|inside| inside.split(['/', ',', ';'])).collect();
    // A line that is the agency's name alone, or ends with it behind a dash; "Source: AFP".
    let tail = line.rsplit(['–', '—', '-', ':']).next().unwrap_or(line);
    parts.extend([line, tail]);
    if let Some((head, _)) = [" – ", " — ", " - "].iter().find_map(|dash| line.split_once(dash)) {
        parts.push(head);
    }
    parts.iter().find_map(|part| whole_agency(part.trim().trim_end_matches('.')))
}

/// "ALEPPO, Syria (AP) — …" gives "ALEPPO, Syria"; "KYIV, Oct 3 (Reuters) - …" gives "KYIV".
fn dateline(line: &str) -> Option<String> {
    let at = [" – ", " — ", " - ", " -- ", "— ", ") – ", "– "].iter().filter_map(|dash| line.find(dash)).min()?;
    let head = line.get(..at).filter(|head| head.len() <= 80)?;
    let head = head.split('(').next().unwrap_or(head).trim().trim_end_matches(',');
    let parts: Vec<&str> =
        head.split(',').map(str::trim).take_while(|part| !part.chars().any(|character| character.is_ascii_digit())).collect();
    let place = parts.first()?;
    let letters = place.chars().filter(|character| character.is_alphabetic());
    let capitals = letters.clone().count() >= 3 && letters.clone().all(char::is_uppercase);
    let words = head.split_whitespace().count();
    (capitals && words <= 8 && whole_agency(place).is_none()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> (Option<String>, Option<String>) {
        let mut about = About::default();
        add_lines(&mut about, text);
        (about.dateline, about.agency)
    }

    #[test]
    fn first_and_last_lines_name_place_and_agency() {
        let check = |text: &str, dateline: Option<&str>, agency: Option<&str>| {
            assert_eq!(lines(text), (dateline.map(str::to_string), agency.map(str::to_string)), "{text}");
        };
        check("KESSA, Orlonia (AFP) — Shells fell on Tuesday.", Some("KESSA, Orlonia"), Some("AFP"));
        check("KESSA, Oct 3 (Reuters) - Shells fell on Tuesday.", Some("KESSA"), Some("Reuters"));
        check("TAL AMAR – Shells fell.\nTwo died.", Some("TAL AMAR"), None);
        check("Shells fell.\nTwo died.\nOne more.\nAnd so on.\nThe end.\n– Reuters", None, Some("Reuters"));
        check("A self-made rocket – the third – fell on Kessa.", None, None);
        check("The army (ARA) said so.", None, None);
    }

    #[test]
    fn a_page_tells_who_wrote_it_when_it_changed_and_where_it_stands() {
        let page = r#"<meta property="article:section" content="World &amp; War"><script type="application/ld+json">{"@graph":[{"@type":"WebSite"},
            {"@type":["NewsArticle"],"headline":"Two dead","author":[{"@type":"Person","name":"Ada Lem"},{"name":"Reuters"}],"dateModified":"2026-03-14T01:00Z"}]}</script>"#;
        let mut about = of_page(page);
        assert_eq!(about.authors, ["Ada Lem", "Reuters"]);
        assert_eq!(about.modified, Some("2026-03-14".parse().unwrap()));
        assert_eq!(about.section.as_deref(), Some("World & War"));
        assert_eq!(headline(&about), Some("Two dead"));
        add_lines(&mut about, "Shells fell.");
        assert_eq!(about.agency.as_deref(), Some("Reuters"));
        assert_eq!(of_page("<script type='application/ld+json'>{oops").raw["json_ld"], json!([]));
    }
}
