//! A web page to its main text and what it says of itself.
//!
//! In:  the characters of a page.
//! Out: the main text, a line for each block; title, day of publication, outlet, address, language, as JSON-LD, OpenGraph and `meta` tell.
//!
//! The main text is found by `trafilatura` (Barbaresi 2021, in its Rust port), with its fallbacks on; comments are left out.
//! Not here: authors, section, agency and what else is known (`about`); the day of publication (`published`; `trafilatura` would guess one from the text); furniture that comes along in the main text (`furniture`).

use crate::about::{self, About};
use crate::{Hints, Limits, published, shown};
use dateline_model::Date;
use std::borrow::Cow;
use trafilatura::{HtmlDateMode, Options, extract};

/// What a page says of itself; what it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub published: Option<Date>,
    pub language: Option<String>,
}

/// How many bytes are looked at for the beginning of a page.
const LOOKED_AT: usize = 1024;

/// Whether the bytes are a web page: they begin as one, or they are called one and hold a tag.
pub(crate) fn is_page(bytes: &[u8], hints: &Hints) -> bool {
    // Zero bytes are those of UTF-16.
    let visible = |byte: &&u8| **byte != 0;
    let beginning: Vec<u8> = bytes.iter().filter(visible).take(LOOKED_AT).map(u8::to_ascii_lowercase).collect();
    let holds = |words: &[u8]| beginning.windows(words.len()).any(|window| window == words);
    if holds(b"<!doctype html") || holds(b"<html") {
        return true;
    }
    let name = hints.file_name.as_deref().unwrap_or_default().to_ascii_lowercase();
    let named = [".html", ".htm", ".xhtml"].iter().any(|ending| name.ends_with(ending));
    let served = hints.content_type.as_deref().is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    (named || served) && bytes.contains(&b'<')
}

/// The main text of a page (empty if none is found) and what the page says of itself.
pub(crate) fn read(html: &str, url: Option<&str>, limits: &Limits) -> (String, Metadata, About) {
    let about = about::of_page(html);
    // The tree is walked by recursion.
    if deeper(html, limits.depth) {
        return (fragment(html), Metadata::default(), about);
    }
    let mut options = Options::default().with_fallback(true).with_exclude_comments(true).with_html_date_mode(HtmlDateMode::Disabled);
    if let Some(Ok(url)) = url.map(|url| url.parse()) {
        options = options.with_url(url);
    }
    match extract(html, &options) {
        Ok(result) => {
            let mut metadata = metadata(html, url, result.metadata, &about);
            let mut about = about;
            about.published_from = metadata.published.map(|_| "stated");
            if metadata.published.is_none() {
                metadata.published = shown::shown(html);
                about.published_from = metadata.published.map(|_| "shown");
            }
            (lines_of(&result.content_html), metadata, about)
        }
        Err(_) => (String::new(), Metadata::default(), about),
    }
}

fn metadata(html: &str, url: Option<&str>, told: trafilatura::Metadata, about: &About) -> Metadata {
    let some = |text: String| Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty());
    let address = some(told.url);
    Metadata {
        outlet: some(told.sitename).or_else(|| some(told.hostname)),
        published: published::stated(html, url.or(address.as_deref())),
        url: address,
        title: some(told.title).or_else(|| about::headline(about).map(|title| unescaped(title).trim().to_string())),
        language: some(told.language),
    }
}

/// Elements that have no end tag, so that none is within them.
const VOID: [&str; 14] = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p"];

/// Whether more than `limit` elements may be open at once. Tags are counted; what is in scripts counts too, so a page is judged too deep
/// rather than too shallow.
fn deeper(html: &str, limit: usize) -> bool {
    let mut open = 0usize;
    html.match_indices('<').any(|(at, _)| {
        let rest = &html.as_bytes()[at + 1..];
        if rest.first() == Some(&b'/') {
            open = open.saturating_sub(1);
        } else if rest.first().is_some_and(u8::is_ascii_alphabetic) {
            let name = rest.iter().take(8).take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let name = html[at + 1..at + 1 + name].to_ascii_lowercase();
            open += usize::from(!VOID.contains(&name.as_str()));
        }
        open > limit
    })
}

/// The text of HTML that is all article, such as an entry of a feed.
pub(crate) fn fragment(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    let lower = html.to_ascii_lowercase();
    while let Some(at) = rest.find('<') {
        let from = html.len() - rest.len() + at;
        let marks: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script"), ("<style", "</style")];
        let end = marks.into_iter().find(|(begin, _)| lower[from..].starts_with(begin));
        kept.push_str(&rest[..at]);
        rest = match end {
            Some((_, end)) => lower[from..].find(end).map_or("", |at| &html[from + at + if end == "-->" { end.len() } else { 0 }..]),
            None => {
                kept.push('<');
                &rest[at + 1..]
            }
        };
    }
    kept.push_str(rest);
    lines_of(&kept)
}

/// Words that may hold tags, in one line.
pub(crate) fn plain(words: &str) -> String {
    fragment(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that do not begin a new line.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "hi", "i", "ins", "kbd", "mark", "q", "ref", "s", "small", "span",
    "strong", "sub", "sup",
];

/// The text of clean HTML: one line for each block, white space as a reader would see it.
fn lines_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_words(&mut text, &rest[..at]);
        let Some(length) = rest[at..].find('>') else {
            rest = &rest[at..];
            break;
        };
        let tag = rest[at + 1..at + length].trim_start_matches('/');
        let end = tag.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(tag.len());
        if !INLINE.contains(&tag[..end].to_ascii_lowercase().as_str()) {
            break_line(&mut text);
        }
        rest = &rest[at + length + 1..];
        if rest.is_empty() {
            break;
        }
    }
    push_words(&mut text, rest);
    break_line(&mut text);
    text
}

fn break_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Adds the words of a text node; runs of white space become one blank.
fn push_words(text: &mut String, node: &str) {
    for character in unescaped(node).chars() {
        if !character.is_whitespace() {
            text.push(character);
        } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}

/// The characters that entities stand for.
pub(crate) fn unescaped(node: &str) -> Cow<'_, str> {
    html_escape::decode_html_entities(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><title>Two dead at the ford | Upland Post</title>
        <meta property="og:site_name" content="Upland Post"><meta property="og:title" content="Two dead at the ford">
        <meta property="og:url" content="https://upland.example/ford">
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Two dead at the ford","datePublished":"2026-03-12T06:30:00Z"}</script>
        </head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
        <article><h1>Two dead at the ford</h1>
        <p>Two soldiers were killed on Tuesday when a mine went off at the ford below <b>Kessa</b>, the district office said.</p>
        <p>The road along the river had been cleared a week before, &amp; carts were using it again, a miller told the newspaper.</p>
        <p>Nobody has claimed the bombing. The governor called on the rebels to hand over maps of the fields that they have mined.</p></article>
        <div id="comments"><h3>Leave a Reply</h3><p>Your email address will not be published.</p></div></body></html>"#;

    #[test]
    fn a_page_gives_its_article_and_what_it_says_of_itself() {
        let (text, told, about) = read(PAGE, None, &Limits::default());
        assert_eq!(about.raw["meta"]["og:title"], "Two dead at the ford");
        assert!(text.contains("killed on Tuesday when a mine went off at the ford below Kessa, the district office said.\n"), "{text}");
        assert!(text.contains("before, & carts"), "{text}");
        assert!(!text.contains("World") && !text.contains("email address"), "{text}");
        assert_eq!(told.title.as_deref(), Some("Two dead at the ford"));
        assert_eq!(told.published, Some("2026-03-12".parse().unwrap()));
        assert_eq!(told.outlet.as_deref(), Some("Upland Post"));
        assert_eq!(told.url.as_deref(), Some("https://upland.example/ford"));
    }

    #[test]
    fn a_page_is_known_by_its_beginning_or_its_name() {
        let check = |bytes: &[u8], name: &str, expected: bool| {
            let hints = Hints { file_name: Some(name.to_string()), ..Hints::default() };
            assert_eq!(is_page(bytes, &hints), expected, "{name}");
        };
        check(b"\n<!DOCTYPE HTML><p>x", "a.txt", true);
        check(b"<\0h\0t\0m\0l\0>\0", "a", true);
        check(b"<p>Rebels fled.</p>", "dir/a.HTML", true);
        check(b"Rebels fled.", "a.html", false);
        check(b"Losses < 10, it said.", "a.txt", false);
    }

    #[test]
    fn a_page_that_is_too_deep_is_read_without_its_tags() {
        let page = format!("<html><body>{}Rebels fled.", "<div>".repeat(50_000));
        assert_eq!(read(&page, None, &Limits::default()).0, "Rebels fled.\n");
        assert!(!deeper(PAGE, 20) && deeper(PAGE, 3) && !deeper(&"<br><p>".repeat(1000), 20));
    }

    #[test]
    fn blocks_are_lines_and_inline_marks_are_none() {
        assert_eq!(lines_of("<p>One <b>t</b>wo\n three</p><p>four<br>five</p>"), "One two three\nfour\nfive\n");
        assert_eq!(lines_of("a &lt;b&gt; &amp;lt;"), "a <b> &lt;\n");
        assert_eq!(fragment("<p>One&rsquo;s <!-- <p>no --><SCRIPT>if (a < b) {}</SCRIPT>two</p> 3 < 4"), "One’s\ntwo\n3 < 4\n");
        assert_eq!(plain("<b>Two</b> dead"), "Two dead");
    }
}
