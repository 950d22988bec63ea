//! JSON: an object a line, or a list of objects.
//!
//! In:  lines or a list; `Reading::fields` says where our fields stand, if not under the usual names. A dot leads into an object.
//! Out: a record for each object with `text` or `html`; `within` is its `id`, else its address, else its line.

use super::{Each, Found, Place, Reading, Record, bounded, too_large};
use crate::Hints;
use serde_json::Value;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

/// Our fields, and the names under which common corpora keep them, most telling first.
pub(super) const FIELDS: [(&str, &[&str]); 8] = [
    ("id", &["id", "_id", "uuid", "guid"]),
    ("text", &["text", "maintext", "body", "content", "article", "full_text"]),
    ("html", &["html", "raw_html", "content_html"]),
    ("title", &["title", "headline"]),
    ("published", &["published", "date_publish", "date_published", "publication_date", "pub_date", "published_at", "date"]),
    ("outlet", &["outlet", "source_domain", "publisher", "domain", "site", "source"]),
    ("url", &["url", "link", "uri"]),
    ("language", &["language", "lang"]),
];

/// Whether a stream that begins so holds lines of JSON: an object with a field of ours.
pub(super) fn is_line(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    let names = FIELDS.iter().flat_map(|(_, names)| names.iter());
    head.starts_with(b"{")
        && String::from_utf8_lossy(head)[1..].trim_start().starts_with('"')
        && names.into_iter().any(|name| holds(head, name))
}

fn holds(head: &[u8], name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    head.windows(quoted.len()).any(|window| window == quoted.as_bytes())
}

/// Hands over the objects of lines.
pub(super) fn lines(mut input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let limit = reading.limits.record;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let inside = format!("line {number}");
        match input.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut line) {
            Ok(0) => break,
            Ok(_) if line.len() as u64 > limit => {
                each(place.refused(&inside, too_large(limit)))?;
                if line.last() != Some(&b'\n')
                    && let Err(error) = skip_line(&mut input)
                {
                    return each(place.refused("", format!("cannot be read beyond line {number} ({error})")));
                }
                continue;
            }
            Ok(_) => {}
            Err(error) => return each(place.refused("", format!("cannot be read beyond line {number} ({error})"))),
        }
        let words = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if words.is_empty() {
            continue;
        }
        match serde_json::from_slice(words) {
            Ok(value) => each(found(&value, &inside, place, reading))?,
            Err(error) => each(place.refused(&inside, format!("no JSON ({error}); write one object a line")))?,
        }
    }
    ControlFlow::Continue(())
}

/// Passes over the rest of a line, whose length nobody knows.
fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let Some(at) = buffer.iter().position(|&byte| byte == b'\n') else {
            let length = buffer.len();
            input.consume(length);
            if length == 0 {
                return Ok(());
            }
            continue;
        };
        input.consume(at + 1);
        return Ok(());
    }
}

/// Hands over one object, or each of a list.
pub(super) fn whole(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let bytes = match bounded(input, reading.limits.record) {
        Ok(bytes) => bytes,
        Err(why) => return each(place.refused("", format!("{why}; or write one object a line, in a file that ends in .jsonl"))),
    };
    match serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)) {
        Ok(Value::Array(values)) => {
            for (number, value) in values.iter().enumerate() {
                each(found(value, &format!("object {}", number + 1), place, reading))?;
            }
            ControlFlow::Continue(())
        }
        Ok(value) => each(found(&value, "", place, reading)),
        Err(error) => each(place.refused("", format!("no JSON ({error})"))),
    }
}

fn found(value: &Value, at: &str, place: &Place<'_>, reading: &Reading) -> Found {
    if !value.is_object() {
        return place.refused(at, "no JSON object");
    }
    record(at, place, reading, |name| {
        let mut value = value;
        // A name with a dot in it outranks a way into objects.
        match value.get(name) {
            Some(direct) => value = direct,
            None => {
                for part in name.split('.') {
                    value = value.get(part)?;
                }
            }
        }
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    })
}

/// A record of named fields; `ask` gives the value under a name.
pub(super) fn record(at: &str, place: &Place<'_>, reading: &Reading, ask: impl Fn(&str) -> Option<String>) -> Found {
    let field = |ours: &str| {
        let value = match reading.fields.get(ours) {
            Some(theirs) => ask(theirs),
            None => FIELDS.iter().find(|(name, _)| *name == ours).and_then(|(_, names)| names.iter().find_map(|name| ask(name))),
        };
        value.filter(|value| !value.trim().is_empty())
    };
    let (text, html, url) = (field("text"), field("html"), field("url"));
    let inside = field("id").or_else(|| url.clone()).unwrap_or_else(|| at.to_string());
    let (bytes, kind) = match (text, html) {
        (Some(text), _) => (text, "text/plain; charset=utf-8"),
        (None, Some(html)) => (html, "text/html; charset=utf-8"),
        (None, None) => {
            return place.refused(&inside, "neither text nor html; say where it stands, as in --fields text=story");
        }
    };
    let stamp = field("published");
    let published = stamp.as_deref().and_then(crate::published::day);
    if let (Some(stamp), None, true) = (&stamp, published, reading.fields.contains_key("published")) {
        let shown: String = stamp.chars().take(40).collect();
        return place.refused(&inside, format!("published “{shown}” is no day; write it as 2024-12-05"));
    }
    let hints = Hints {
        content_type: Some(kind.to_string()),
        published,
        outlet: field("outlet"),
        url,
        title: field("title"),
        language: field("language"),
        ..Hints::default()
    };
    Found::Record(Box::new(Record { within: place.of(&inside), bytes: bytes.into_bytes(), hints, ..Record::default() }))
}
