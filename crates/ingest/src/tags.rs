//! The `meta` and `time` tags of a page, read without building its tree.
//!
//! In:  the characters of a page.
//! Out: each such tag, with its attributes.
//!
//! Not here: what they mean (`published`, `about`).

/// One start tag: its name in lower case, and what stands between the name and `>`.
pub(crate) struct Tag<'a> {
    pub name: String,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The value of an attribute; "" for one without a value.
    pub fn value(&self, wanted: &str) -> Option<&'a str> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|character: char| character.is_whitespace() || character == '=').unwrap_or(rest.len());
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|character| matches!(character, '"' | '\''));
                let body = if quote.is_some() { &after[1..] } else { after };
                let close =
                    body.find(|character: char| quote.map_or(character.is_whitespace(), |quote| character == quote)).unwrap_or(body.len());
                value = &body[..close];
                rest = body[close..].trim_start_matches(['"', '\'']).trim_start();
            } else if end == 0 {
                // A stray sign, which would be met again for ever.
                rest = rest.get(1..).unwrap_or("").trim_start();
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
        }
        None
    }
}

/// The `meta` and `time` tags of a page.
pub(crate) fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.match_indices('<').filter_map(|(at, _)| {
        let rest = &html[at + 1..];
        let name: String = rest.bytes().take(5).take_while(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_lowercase() as char).collect();
        if name != "meta" && name != "time" {
            return None;
        }
        let end = rest.find('>')?;
        Some(Tag { attributes: rest[name.len()..end].trim_end_matches('/'), name })
    })
}
