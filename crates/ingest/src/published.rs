//! The day of publication that a page states.
//!
//! In:  the characters of a page, its address.
//! Out: the day, or none where the page does not state it in a place made for it. A date that merely stands in the text, in a footer or
//!      in the name of a picture is not taken: it would anchor every "on Tuesday" of the article wrongly.
//!
//! Order of belief: `datePublished` of JSON-LD; `meta` elements; `time` elements that are marked as publication; the address
//! (`/2026/03/12/`); the `time` elements, if all of them name one day. The day is the one written, in the page's own time zone.
//!
//! Not here: days that a page shows to readers only (`shown`).

use crate::tags::{Tag, tags};
use dateline_model::Date;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of `meta` elements (`property`, `name`, `itemprop` or `http-equiv`) that hold the day of publication, most telling first.
const META: [&str; 22] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "article:published",
    "published_time",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "publicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "article.published",
    "date",
];

/// The day of publication that the page states.
pub(crate) fn stated(html: &str, url: Option<&str>) -> Option<Date> {
    let tags: Vec<Tag<'_>> = tags(html).collect();
    let times = || tags.iter().filter(|tag| tag.name == "time");
    let marked = |tag: &&Tag<'_>| {
        tag.value("itemprop").is_some_and(|words| words.eq_ignore_ascii_case("datepublished"))
            || tag.value("pubdate").is_some()
            || tag.value("class").is_some_and(|words| words.to_ascii_lowercase().contains("publish"))
    };
    json_ld(html)
        .or_else(|| meta(&tags))
        .or_else(|| times().filter(marked).find_map(|tag| tag.value("datetime").and_then(day)))
        .or_else(|| url.and_then(of_address))
        .or_else(|| agreed(times().filter_map(|tag| tag.value("datetime")).map(day)))
}

/// The first `"datePublished": "…"` of the page's scripts; the quotes may be escaped, where a script holds it as text.
fn json_ld(html: &str) -> Option<Date> {
    html.match_indices("datePublished").find_map(|(at, name)| {
        let value = html[at + name.len()..].trim_start_matches(['\\', '"']).trim_start().strip_prefix(':')?;
        let value = value.trim_start().trim_start_matches('\\').strip_prefix('"')?;
        day(value[..value.find('"')?].trim_end_matches('\\'))
    })
}

fn meta(tags: &[Tag<'_>]) -> Option<Date> {
    let named: Vec<(String, &str)> = tags
        .iter()
        .filter(|tag| tag.name == "meta")
        .filter_map(|tag| {
            let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tag.value(key))?;
            Some((name.to_ascii_lowercase(), tag.value("content")?))
        })
        .collect();
    META.iter().find_map(|wanted| named.iter().filter(|(name, _)| name == wanted).find_map(|(_, content)| day(content)))
}

/// The day, if all name the same.
fn agreed(mut days: impl Iterator<Item = Option<Date>>) -> Option<Date> {
    let first = days.next()??;
    days.all(|day| day == Some(first)).then_some(first)
}

/// The day in an address: `/2026/03/12/` or `/2026-03-12`.
pub(crate) fn of_address(url: &str) -> Option<Date> {
    let parts: Vec<&str> = url.split(['/', '?', '#']).collect();
    let apart = parts.windows(3).find_map(|part| match part {
        [year, month, of_month] if year.len() == 4 && month.len() == 2 && of_month.len() == 2 => numbered(year, month, of_month),
        _ => None,
    });
    apart.or_else(|| parts.iter().filter(|part| part.len() >= 10).find_map(|part| iso(part)))
}

/// The day at the beginning of a time stamp: `2026-03-12T06:30Z`, `2026/03/12`, `20260312`, `Thu, 12 Mar 2026 …`, `March 12, 2026`.
pub(crate) fn day(stamp: &str) -> Option<Date> {
    let stamp = stamp.trim();
    iso(stamp).or_else(|| spelt(stamp))
}

fn iso(stamp: &str) -> Option<Date> {
    let head = stamp.get(..10).unwrap_or(stamp);
    if let (Some(year), Some(month), Some(of_month)) = (head.get(..4), head.get(5..7), head.get(8..10))
        && matches!(head.as_bytes()[4], b'-' | b'/' | b'.')
        && head.as_bytes()[4] == head.as_bytes()[7]
    {
        let ends = !stamp.as_bytes().get(10).is_some_and(u8::is_ascii_digit);
        return if ends { numbered(year, month, of_month) } else { None };
    }
    let digits = stamp.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 { numbered(&stamp[..4], &stamp[4..6], &stamp[6..8]) } else { None }
}

pub(crate) fn numbered(year: &str, month: &str, of_month: &str) -> Option<Date> {
    let plain = [year, month, of_month].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    // Pages are not older than the web; other numbers in an address are no years.
    let date = if plain { Date::new(year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?).ok()? } else { return None };
    (1990..2100).contains(&date.year()).then_some(date)
}

/// A date with its month in letters. Dates of numbers alone (`05/06/2026`) say neither day nor month.
fn spelt(stamp: &str) -> Option<Date> {
    let words: Vec<&str> = stamp.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    let month = month(words[at])?;
    let number = |at: usize| words.get(at).and_then(|word| word.trim_end_matches(char::is_alphabetic).parse::<i16>().ok());
    let before = at.checked_sub(1).and_then(number).filter(|day| (1..=31).contains(day));
    let (of_month, year) = match before {
        Some(day) => (day, number(at + 1)?),
        None => (number(at + 1)?, number(at + 2)?),
    };
    let date = Date::new(year, month, i8::try_from(of_month).ok()?).ok()?;
    (1990..2100).contains(&date.year()).then_some(date)
}

/// Names of months and their short forms: `data/months.tsv`.
static MONTHS: LazyLock<HashMap<&str, i8>> = LazyLock::new(|| {
    let rows = include_str!("../data/months.tsv").lines().skip(1).filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(word, month)| Some((word, month.parse().ok()?))).collect()
});

pub(crate) fn month(word: &str) -> Option<i8> {
    MONTHS.get(word.to_lowercase().as_str()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, url: &str, expected: Option<&str>) {
        assert_eq!(stated(html, Some(url)).map(|day| day.to_string()).as_deref(), expected, "{html} {url}");
    }

    #[test]
    fn what_a_page_states_is_read_in_the_order_of_belief() {
        let script = r#"<script>{"datePublished" : "2026-03-12T06:30:00+01:00", "dateModified": "2026-03-14"}</script>"#;
        check(&format!("<meta name=date content=2026-03-13>{script}"), "", Some("2026-03-12"));
        check("<META content='2026-03-12T23:59:59Z' property='article:published_time' />", "", Some("2026-03-12"));
        check(
            "<meta property='article:modified_time' content='2026-03-14'><meta name='pubdate' content='Thu, 12 Mar 2026 06:30:00 GMT'>",
            "",
            Some("2026-03-12"),
        );
        check("<time datetime='2026-03-01'>1 March</time><time class='is-published' datetime='2026-03-12 06:30'>", "", Some("2026-03-12"));
        check("<p>x</p>", "https://a.example/world/2026/03/12/kessa.html", Some("2026-03-12"));
        check("<p>x</p>", "https://a.example/2026-03-12-kessa", Some("2026-03-12"));
        check("<time datetime='2026-03-12T01:00'>a</time><time datetime=2026-03-12>b</time>", "", Some("2026-03-12"));
    }

    #[test]
    fn a_date_that_only_stands_there_is_not_taken() {
        check("<p>Tuesday, 10 March 2026</p><footer>© 2024</footer><img src='/2019/10/04/a.png'>", "", None);
        check("<time datetime='2026-03-12'>a</time><time datetime='2026-03-11'>b</time>", "", None);
        check("<meta name='date' content='05/06/2026'>", "https://a.example/12345678/99/10", None);
        check("<meta name='date' content='soon'><time>", "", None);
    }

    #[test]
    fn odd_tags_do_no_harm() {
        check("<meta = name=\"date\" content=\"March 12, 2026\"", "", None);
        check("<meta = ' name=\"date\" content=\"March 12, 2026\"><time", "", None);
        check("<é><meta é='ü' name=date content=20260312>", "", Some("2026-03-12"));
    }
}
