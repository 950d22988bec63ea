//! Feeds: RSS, RDF, Atom and JSON feeds.
//!
//! In:  a feed.
//! Out: a record for each entry that holds a text; its full content, else the local file that it links to, else its summary.
//!      `within` is the entry's address, or its id. An entry with a title alone is refused: its page was not fetched.
//!
//! The days of a feed are those of UTC. The language that a feed names is not believed: many keep the one of their template.
//!
//! Not here: fetching (`engine`).

use super::{Each, Found, Place, Reading, Record, bounded};
use crate::{Hints, page};
use dateline_model::Date;
use feed_rs::model::{Entry, Feed, Text};
use std::io::BufRead;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path};

/// Elements within elements above which a feed is no feed. Published feeds have about ten; the parser calls itself for each.
const DEEPEST: usize = 200;

/// Whether a stream that begins so is a feed.
pub fn is_feed(head: &[u8]) -> bool {
    // Zero bytes are those of UTF-16.
    let visible: Vec<u8> = head.iter().filter(|&&byte| byte != 0).map(u8::to_ascii_lowercase).collect();
    let begins = visible.trim_ascii_start();
    let begins = begins.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begins).trim_ascii_start();
    let holds = |words: &[u8]| begins.windows(words.len()).any(|window| window == words);
    let tag = |name: &[u8]| {
        let mut at = begins.windows(name.len() + 1).filter(|window| &window[..name.len()] == name);
        at.any(|window| matches!(window[name.len()], b' ' | b'>' | b'\n' | b'\r' | b'\t' | b'/'))
    };
    if begins.starts_with(b"{") {
        return holds(b"jsonfeed.org/version");
    }
    begins.starts_with(b"<") && !holds(b"<html") && [&b"<rss"[..], b"<feed", b"<rdf:rdf", b"<atom:feed"].iter().any(|name| tag(name))
}

/// Hands over the entries of a feed.
pub(super) fn entries(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let bytes = match bounded(input, reading.limits.record) {
        Ok(bytes) => bytes,
        Err(why) => return each(place.refused("", why)),
    };
    if depth(&bytes) > DEEPEST {
        return each(place.refused("", format!("a feed of more than {DEEPEST} elements within each other")));
    }
    // An id that the entry does not have would be another one in every run.
    let parser = feed_rs::parser::Builder::new().id_generator(|_, _, _| String::new()).build();
    // The crate panics on some contradictions of encodings; the engine's hook keeps that quiet.
    let feed = match catch_unwind(AssertUnwindSafe(|| parser.parse(bytes.as_slice()))) {
        Ok(Ok(feed)) => feed,
        Ok(Err(error)) => return each(place.refused("", format!("a feed that cannot be read ({error})"))),
        Err(_) => return each(place.refused("", "a feed that cannot be read (its encodings contradict each other)")),
    };
    if feed.entries.is_empty() {
        return each(place.refused("", "a feed without entries"));
    }
    for (number, entry) in feed.entries.iter().enumerate() {
        each(found(&feed, entry, number + 1, place, reading))?;
    }
    ControlFlow::Continue(())
}

fn found(feed: &Feed, entry: &Entry, number: usize, place: &Place<'_>, reading: &Reading) -> Found {
    let url = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate")).or(entry.links.first());
    let url = url.map(|link| link.href.clone());
    let inside = url.clone().or_else(|| Some(entry.id.clone()).filter(|id| !id.is_empty())).unwrap_or_else(|| format!("entry {number}"));
    let words = |text: &Option<Text>| text.as_ref().map(|text| page::plain(&text.content)).filter(|text| !text.is_empty());
    let published = entry.published.or(entry.updated).and_then(|at| at.format("%Y-%m-%d").to_string().parse::<Date>().ok());
    let mut hints = Hints {
        content_type: Some(FRAGMENT.to_string()),
        published,
        outlet: entry.source.clone().or_else(|| words(&feed.title)),
        title: words(&entry.title),
        url: url.clone().filter(|url| url.contains("://")),
        ..Hints::default()
    };
    let content = entry.content.as_ref().and_then(|content| content.body.clone()).filter(|body| !page::plain(body).is_empty());
    let local = || url.as_deref().and_then(|url| local(place.folder?, url, reading.limits.record));
    let summary = || entry.summary.as_ref().map(|text| text.content.clone()).filter(|body| !page::plain(body).is_empty());
    let bytes = match content {
        Some(content) => content.into_bytes(),
        None => match local() {
            Some((name, bytes)) => {
                (hints.content_type, hints.file_name) = (None, Some(name));
                bytes
            }
            None => match summary() {
                Some(summary) => summary.into_bytes(),
                None => return place.refused(&inside, "an entry without a text; fetch its page with `dateline fetch`"),
            },
        },
    };
    Found::Record(Box::new(Record { within: place.of(&inside), bytes, hints, ..Record::default() }))
}

/// What `Hints::content_type` calls a piece of HTML that is all article.
pub(crate) const FRAGMENT: &str = "text/html; fragment; charset=utf-8";

/// The file that a link names, if it lies in the feed's folder or below it.
fn local(folder: &Path, url: &str, limit: u64) -> Option<(String, Vec<u8>)> {
    let path = Path::new(url.strip_prefix("file:").unwrap_or(url));
    let inside = !url.contains("://") && path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let file = if inside { folder.join(path).canonicalize().ok()? } else { return None };
    let within = file.starts_with(folder.canonicalize().ok()?) && file.is_file();
    let bytes = if within { bounded(std::fs::File::open(&file).ok()?, limit).ok()? } else { return None };
    Some((path.to_string_lossy().into_owned(), bytes))
}

/// The most elements that are open at once, as tags are counted.
fn depth(bytes: &[u8]) -> usize {
    let (mut open, mut most) = (0usize, 0);
    for window in bytes.windows(2) {
        match window {
            b"</" => open = open.saturating_sub(1),
            b"/>" => open = open.saturating_sub(1),
            [b'<', next] if next.is_ascii_alphabetic() => {
                open += 1;
                most = most.max(open);
            }
            _ => {}
        }
    }
    most
}
