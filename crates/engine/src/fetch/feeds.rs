//! Which feeds are fetched: an OPML, or a list.
//!
//! In:  a file.
//! Out: addresses of feeds, in its order, each once.

use crate::EngineError;
use std::path::Path;

/// Addresses of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feeds {
    /// In the order of the file.
    pub urls: Vec<String>,
}

impl Feeds {
    /// Reads an OPML (`xmlUrl` of its outlines), or a list with an address a line; `#` begins a comment.
    ///
    /// - errors: the file cannot be read; no address in it; a line that is none.
    pub fn read(path: &Path) -> Result<Feeds, EngineError> {
        let place = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| {
            EngineError::Metadata(vec![format!("{place}: cannot be read ({error}); name an OPML file or a list of addresses")])
        })?;
        Feeds::parse(&text).map_err(|troubles| EngineError::Metadata(troubles.iter().map(|trouble| format!("{place}{trouble}")).collect()))
    }

    fn parse(text: &str) -> Result<Feeds, Vec<String>> {
        let mut urls: Vec<String> = Vec::new();
        let mut troubles = Vec::new();
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') {
            urls.extend(text.match_indices("xmlUrl").filter_map(|(at, name)| {
                let value = text[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
                let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
                let value = &value[1..];
                Some(value[..value.find(quote)?].trim().replace("&amp;", "&"))
            }));
        } else {
            for (number, line) in text.lines().enumerate() {
                let line = line.split_whitespace().next().unwrap_or_default();
                match line {
                    "" => {}
                    comment if comment.starts_with('#') => {}
                    url if url.starts_with("http://") || url.starts_with("https://") => urls.push(url.to_string()),
                    other => troubles.push(format!(":{}: “{other}” is no address; write http://… or https://…", number + 1)),
                }
            }
        }
        let mut seen = std::collections::HashSet::new();
        urls.retain(|url| seen.insert(url.clone()));
        match (troubles.is_empty(), urls.is_empty()) {
            (false, _) => Err(troubles),
            (true, true) => Err(vec![": no address of a feed in it".to_string()]),
            (true, false) => Ok(Feeds { urls }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opml_and_a_list_say_the_same() {
        let opml = "<?xml version='1.0'?><opml><body><outline text='War'><outline xmlUrl = 'https://a.example/rss?a=1&amp;b=2'/>\
            <outline type=\"rss\" xmlUrl=\"http://b.example/feed\"/><outline xmlUrl=\"http://b.example/feed\"/></outline></body></opml>";
        let list = "# ours\nhttps://a.example/rss?a=1&b=2 # one\n\nhttp://b.example/feed\n";
        assert_eq!(Feeds::parse(opml), Feeds::parse(list));
        assert_eq!(Feeds::parse(list).unwrap().urls.len(), 2);
        assert_eq!(Feeds::parse("ftp://a\n").unwrap_err(), [":1: “ftp://a” is no address; write http://… or https://…"]);
        assert!(Feeds::parse("<opml/>").is_err());
    }
}
