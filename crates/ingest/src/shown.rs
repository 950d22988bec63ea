//! The day of publication that a page shows to its readers, where it states none for machines (`published`).
//!
//! In:  the characters of a page.
//! Out: the day, and only where it stands in a place of dates: an element whose class or id speaks of dates, a line that begins as those
//!      of publication do, the lines around the headline. It is a finding and no statement: `About::published_from` tells them apart.
//!
//! Order of belief: elements named for publication or for dates, near the headline; elsewhere those for publication; a script's own `date`;
//! lines that begin with "published"; the lines around the headline; the day of the last change; what else is named for dates. Numbers alone are read day first where dots part them; with slashes they say neither.
//!
//! Not here: days in the text of the article, which are those of what it tells.

use crate::page;
use crate::published::{day, month, numbered};
use dateline_model::Date;
use regex::Regex;
use std::sync::LazyLock;

/// Characters behind a tag in which its date stands. Chosen: names of authors and sections come before it.
const BEHIND: usize = 400;

/// Characters before and behind the headline that belong to it. Chosen: share buttons take up to two thousand.
const AROUND: (usize, usize) = (600, 2500);

/// Words of classes and ids, the most telling first.
const PUBLISHED: [&str; 8] = ["publish", "posted", "postdate", "post-date", "entry-date", "pubdate", "created", "dc:date"];
const DATES: [&str; 10] = ["date", "time", "submitted", "byline", "meta", "posted", "stand", "datum", "kicker", "info"];
const NOT_OURS: [&str; 10] = ["modif", "updat", "comment", "related", "teaser", "footer", "copyright", "expire", "event", "sidebar"];

/// The day that the page shows.
pub(crate) fn shown(html: &str) -> Option<Date> {
    let headline = html.find("<h1").or_else(|| html.find("<H1"));
    let marked: Vec<(usize, u8, Date)> = marked(html);
    let near = |at: usize| headline.is_some_and(|headline| at + AROUND.0 >= headline && at <= headline + AROUND.1 * 2);
    let best = |close: bool| {
        let fit = marked.iter().filter(|(at, rank, _)| *rank < 2 && (!close || near(*at)));
        fit.min_by_key(|(at, rank, _)| (*rank, *at)).map(|(_, _, date)| *date)
    };
    let published = || marked.iter().find(|(_, rank, _)| *rank == 0).map(|(_, _, date)| *date);
    best(true)
        .or_else(published)
        .or_else(|| script(html))
        .or_else(|| said(html))
        .or_else(|| headline.and_then(|headline| around(html, headline)))
        .or_else(|| changed(html))
        .or_else(|| best(false))
        .or_else(|| marked.first().map(|(_, _, date)| *date))
        .or_else(|| picture(html))
}

/// "Published: October 29, 2026", "Erschienen am: 01.11.2026".
fn said(html: &str) -> Option<Date> {
    static SAID: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:published|posted|first published|erschienen|erstellt|veröffentlicht|publié|publicado|pubblicato|gepubliceerd|опубликовано)\b").ok()
    });
    SAID.as_ref()?.find_iter(html).take(40).find_map(|found| in_words(&text(&html[found.end()..], 200, 40)))
}

/// Elements with a date: where, how telling (0 publication, 1 date, 2 change), which.
fn marked(html: &str) -> Vec<(usize, u8, Date)> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) || rest.starts_with("script") || rest.starts_with("meta") {
            continue;
        }
        let Some(end) = rest.find('>').filter(|end| *end < 1000) else { continue };
        let tag = rest[..end].to_ascii_lowercase();
        let named = ["class=", "id=", "itemprop=", "property="].iter().any(|name| tag.contains(name));
        let holds = |words: &[&str]| words.iter().any(|word| tag.contains(word));
        if !(tag.starts_with("time") || named && (holds(&PUBLISHED) || holds(&DATES))) {
            continue;
        }
        let rank = if holds(&NOT_OURS) { 2 } else { u8::from(!holds(&PUBLISHED)) };
        let told = ["datetime=", "content=", "title="]
            .iter()
            .find_map(|name| day(rest[..end].split(name).nth(1)?.trim_start_matches(['"', '\''])));
        let date = told.or_else(|| in_words(&text(&rest[end + 1..], BEHIND, 60)));
        found.extend(date.map(|date| (at, rank, date)));
        if found.len() >= 40 {
            break;
        }
    }
    found
}

/// `date: "2026-03-12 07:01"` of a script that describes the page.
fn script(html: &str) -> Option<Date> {
    static DATED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:publish(?:ed)?_?(?:date|at|time)?|date_?published|first_?publish\w*|uploaddate|datecreated|\bdate|publish hour of day)\\?["']?\s*[:=]\s*\\?["']((?:19|20)\d\d-\d\d-\d\d)"#).ok()
    });
    DATED.as_ref()?.captures(html).and_then(|found| day(found.get(1)?.as_str()))
}

/// The first date of the lines around the headline.
fn around(html: &str, headline: usize) -> Option<Date> {
    let behind = text(&html[headline..], AROUND.1, 900);
    in_words(&behind).or_else(|| {
        let from = (0..=headline.saturating_sub(AROUND.0)).rev().find(|&at| html.is_char_boundary(at))?;
        in_words(&text(&html[from..headline], AROUND.0, 300))
    })
}

/// The day of the last change, which is better than none.
fn changed(html: &str) -> Option<Date> {
    static CHANGED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)(?:dateModified|modified_time|updated_time|name=["']updated|last-modified|revised)[\\"']*[^>]{0,20}?(?:content=|:)\s*\\?["']((?:19|20)\d\d-\d\d-\d\d)"#).ok()
    });
    CHANGED.as_ref()?.captures(html).and_then(|found| day(found.get(1)?.as_str()))
}

/// The day in the address that the page gives for itself or for its picture.
fn picture(html: &str) -> Option<Date> {
    static ADDRESS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?i)(?:og:url|canonical|og:image)["'][^>]{0,300}?/((?:19|20)\d\d)/(\d\d)/(\d\d)/"#).ok());
    let found = ADDRESS.as_ref()?.captures(html)?;
    numbered(found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str())
}

/// The first words behind a tag, without tags; at most so many characters of HTML and of words.
fn text(html: &str, most: usize, words: usize) -> String {
    let end = (0..=html.len().min(most)).rev().find(|&at| html.is_char_boundary(at)).unwrap_or(0);
    page::plain(&html[..end]).chars().take(words).collect()
}

/// The first date in words.
fn in_words(text: &str) -> Option<Date> {
    static FORMS: LazyLock<Option<[Regex; 4]>> = LazyLock::new(|| {
        Some([
            Regex::new(r"(?:^|\D)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d)[-/.](?P<d>\d\d)(?:\D|$)").ok()?,
            Regex::new(r"(?:^|\D)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d|\d\d)(?:\D|$)").ok()?,
            Regex::new(
                r"(?:^|\D)(?P<d>\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?(?P<n>\p{L}{3,12})\.?,?\s+(?:de\s+)?(?P<y>(?:19|20)\d\d)",
            )
            .ok()?,
            Regex::new(r"(?P<n>\p{L}{3,12})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)").ok()?,
        ])
    });
    let forms = FORMS.as_ref()?;
    let found = forms.iter().filter_map(|form| {
        form.captures_iter(text).find_map(|found| {
            let part = |name: &str| found.name(name).map(|part| part.as_str());
            let year = part("y")?.parse::<i16>().ok().map(|year| if year < 100 { year + 2000 } else { year })?;
            let of_year = match part("n") {
                Some(word) => month(word)?,
                None => part("m")?.parse().ok()?,
            };
            let date = Date::new(year, of_year, part("d")?.parse().ok()?).ok()?;
            (1990..2100).contains(&date.year()).then(|| (found.get(0).map_or(0, |whole| whole.start()), date))
        })
    });
    found.min_by_key(|(at, _)| *at).map(|(_, date)| date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: Option<&str>) {
        assert_eq!(shown(html).map(|day| day.to_string()).as_deref(), expected, "{html}");
    }

    #[test]
    fn places_of_dates_are_read() {
        check("<h1>Two dead</h1><div class=\"date\">12. März 2026 (DJV)</div>", Some("2026-03-12"));
        check("<h1>Two dead</h1><p class='c'>The Post &nbsp;&bull; 12.03.2026 </p>", Some("2026-03-12"));
        check("<div class=submitted>Posted by <b>x</b> on 12 March 2026 - 18:55</div>", Some("2026-03-12"));
        check("<span class='modified'>14 March 2026</span><span class='posted'>March 12, 2026</span>", Some("2026-03-12"));
        check("<abbr class='published' title='2026-03-12T21:11:00+02:00'>21:11</abbr>", Some("2026-03-12"));
        check("<script>var page = { date: \"2026-03-12 07:01\" }</script>", Some("2026-03-12"));
        check("<meta property=\"og:updated_time\" content=\"2026-03-12T14:35\" />", Some("2026-03-12"));
    }

    #[test]
    fn days_of_the_text_and_numbers_that_say_nothing_are_not_taken() {
        check("<h2>Two dead</h2><p>On 10 March 2026 shells fell.</p><footer>© 2024</footer>", None);
        check("<h1>Two dead</h1><span class=date>05/06/2026</span>", None);
        check("<h1>Two dead</h1><span class=date>soon</span>", None);
    }
}
