//! What may be cut off a string, or cut it in two: prefixes, suffixes, infixes, and addresses that stay whole.
//!
//! In:  a string without white space.
//! Out: lengths in bytes; ranges.
//!
//! The expressions of spaCy's English tokenizer (MIT), written out by hand, since they are most of the cost of a cold start.
//! Their character classes and unit lists come from the packed file. Each function says which expression it equals.

use crate::characters::Characters;
use std::ops::Range;

/// Punctuation that is both prefix and suffix.
const PUNCTUATION: &str = "…,:;!?¿؟¡()[]{}<>_#*&。？！，、；：～·।،۔؛٪";
/// Quotation marks, and the brackets listed among them.
const QUOTES: &str = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉〈〉⟦⟧";
/// Currency signs; "US$", "C$" and "A$" are separate.
const CURRENCY: &str = "$£€¥฿₽﷼₴₠₡₢₣₤₥₦₧₨₩₪₫€₭₮₯₰₱₲₳₴₵₶₷₸₹₺₻₼₽₾₿";

/// Longest currency or unit, in bytes (the longest is "اكواب", 10).
const LONGEST_UNIT: usize = 24;

fn among(set: &str, c: char) -> bool {
    set.contains(c)
}

/// Length of the prefix of `text`, 0 if it has none (`prefix_search`).
pub(crate) fn prefix(classes: &Characters, text: &str) -> usize {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return 0 };
    if first.is_ascii_alphanumeric() {
        let dollars = ["US$", "C$", "A$"];
        return dollars.into_iter().find(|dollar| text.starts_with(dollar)).map_or(0, str::len);
    }
    match first {
        '.' => {
            let dots = text.bytes().take_while(|byte| *byte == b'.').count();
            if dots >= 2 { dots } else { 0 }
        }
        '+' => usize::from(!chars.next().is_some_and(|c| c.is_ascii_digit())),
        '§' | '%' | '=' | '—' | '–' => first.len_utf8(),
        c if among(PUNCTUATION, c) || among(QUOTES, c) || among(CURRENCY, c) || classes.icons.has(c) => c.len_utf8(),
        _ => 0,
    }
}

/// Length of the suffix of `text`, 0 if it has none (`suffix_search`): the longest, as a search finds the leftmost.
pub(crate) fn suffix(classes: &Characters, text: &str) -> usize {
    let mut back = text.chars().rev();
    let Some(last) = back.next() else { return 0 };
    let before = back.next();
    if last.is_ascii_alphabetic() {
        if matches!(last, 's' | 'S') && matches!(before, Some('\'' | '’')) {
            return last.len_utf8() + before.map_or(0, char::len_utf8);
        }
        return after_digit(text, &classes.units);
    }
    let mut longest = after_digit(text, &classes.units).max(after_digit(text, &classes.currencies));
    let single = match last {
        '…' => {
            if before == Some('…') {
                2 * '…'.len_utf8()
            } else {
                '…'.len_utf8()
            }
        }
        '.' => {
            let dots = text.bytes().rev().take_while(|byte| *byte == b'.').count();
            if dots >= 2 { dots } else { usize::from(stop_is_suffix(classes, before, back.next())) }
        }
        '+' => usize::from(before.is_some_and(|c| c.is_ascii_digit())),
        '—' | '–' => last.len_utf8(),
        c if among(PUNCTUATION, c) || among(QUOTES, c) || classes.icons.has(c) => c.len_utf8(),
        _ => 0,
    };
    longest = longest.max(single);
    longest
}

/// Length of the rest after the last ASCII digit, if that is one of `words`.
fn after_digit(text: &str, words: &[String]) -> usize {
    // Looking no further than the longest unit keeps a long string of brackets linear.
    let Some(length) = text.bytes().rev().take(LONGEST_UNIT + 1).position(|byte| byte.is_ascii_digit()) else { return 0 };
    let rest = &text[text.len() - length..];
    if !rest.is_empty() && words.iter().any(|word| word == rest) { rest.len() } else { 0 }
}

/// Whether a single full stop after these characters is a suffix.
fn stop_is_suffix(classes: &Characters, before: Option<char>, second: Option<char>) -> bool {
    let Some(c) = before else { return false };
    c.is_ascii_digit()
        || classes.lower.has(c)
        || matches!(c, '%' | '²' | '-' | '+' | '|')
        || among(PUNCTUATION, c)
        || among(QUOTES, c)
        || (classes.upper.has(c) && second.is_some_and(|c| classes.upper.has(c)))
        || (matches!(c, 'F' | 'f' | 'C' | 'c' | 'K' | 'k') && second == Some('°'))
}

/// Ranges of the infixes, left to right (`infix_finditer`).
pub(crate) fn infixes(classes: &Characters, text: &str, found: &mut Vec<Range<usize>>) {
    found.clear();
    let (mut i, mut before) = (0, None::<char>);
    while let Some(c) = text[i..].chars().next() {
        let length = if c.is_ascii_alphanumeric() { 0 } else { infix(classes, before, c, &text[i..]) };
        if length > 0 {
            found.push(i..i + length);
            before = text[i..i + length].chars().next_back();
            i += length;
        } else {
            before = Some(c);
            i += c.len_utf8();
        }
    }
}

/// Length of the infix at the start of `rest`, whose first character is `c`.
fn infix(classes: &Characters, before: Option<char>, c: char, rest: &str) -> usize {
    let after = |length: usize| rest[length..].chars().next();
    let next = after(c.len_utf8());
    let letter = |c: Option<char>| c.is_some_and(|c| classes.alpha.has(c));
    let letter_or_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || classes.alpha.has(c));
    match c {
        '.' => {
            let dots = rest.bytes().take_while(|byte| *byte == b'.').count();
            let cased = |class: &crate::characters::Class, c: Option<char>| c.is_some_and(|c| class.has(c) || among(QUOTES, c));
            if dots >= 2 { dots } else { usize::from(cased(&classes.lower, before) && cased(&classes.upper, next)) }
        }
        '…' => c.len_utf8(),
        c if classes.icons.has(c) => c.len_utf8(),
        ',' => usize::from(letter(before) && letter(next)),
        '+' | '*' | '^' => usize::from(arithmetic(before, next)),
        '-' | '–' | '—' | '~' => {
            if c == '-' && arithmetic(before, next) {
                return 1;
            }
            if !letter_or_digit(before) {
                return 0;
            }
            let dashes: &[&str] = match c {
                '-' => &["-", "--", "---"],
                '–' => &["–"],
                '—' => &["—", "——"],
                _ => &["~"],
            };
            dashes.iter().find(|dash| rest.starts_with(**dash) && letter(after(dash.len()))).map_or(0, |dash| dash.len())
        }
        ':' | '<' | '>' | '=' | '/' => usize::from(letter_or_digit(before) && letter(next)),
        _ => 0,
    }
}

fn arithmetic(before: Option<char>, next: Option<char>) -> bool {
    before.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit() || c == '-')
}

/// Whether the whole of `text` is an address (`url_match`): scheme, user, a public IPv4 or dotted name, port, path.
pub(crate) fn is_url(classes: &Characters, text: &str) -> bool {
    if !text.contains('.') {
        return false;
    }
    let host_at = |start: usize| host(classes, &text[start..]);
    if host_at(0) {
        return true;
    }
    if let Some(scheme) = text.find("://") {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '.');
        let name = &text[..scheme];
        if name.chars().count() >= 2 && name.chars().all(word) && host_at(scheme + 3) {
            return true;
        }
    }
    // Anything, up to an at sign, may be a user; few texts have more than one, and no more than eight are tried.
    text.match_indices('@').filter(|(i, _)| *i > 0).take(8).any(|(i, _)| host_at(i + 1))
}

fn host(classes: &Characters, text: &str) -> bool {
    let end = text.find([':', '/', '?', '#']).unwrap_or(text.len());
    let (host, mut rest) = text.split_at(end);
    if !(is_name(classes, host) || is_public_ipv4(host)) {
        return false;
    }
    if let Some(port) = rest.strip_prefix(':') {
        let digits = port.chars().take_while(|c| c.is_numeric()).count();
        if !(2..=5).contains(&digits) {
            return false;
        }
        rest = port.trim_start_matches(char::is_numeric);
    }
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

/// Labels of 1 to 64 characters, then a domain of 2 to 63 lower-case letters.
fn is_name(classes: &Characters, host: &str) -> bool {
    let Some((labels, domain)) = host.rsplit_once('.') else { return false };
    let letters = domain.chars().count();
    if !(2..=63).contains(&letters) || !domain.chars().all(|c| classes.lower.has(c)) {
        return false;
    }
    let edge = |c: char| c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c);
    labels.split('.').all(|label| {
        label.chars().all(|c| edge(c) || matches!(c, '_' | '-'))
            && label.chars().next().is_some_and(edge)
            && label.chars().next_back().is_some_and(edge)
            && label.chars().count() <= 64
    })
}

fn is_public_ipv4(host: &str) -> bool {
    let parts: Vec<&str> = host.splitn(5, '.').collect();
    if parts.len() != 4 || !parts.iter().all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    let number = |i: usize| parts[i].parse::<u32>().unwrap_or(u32::MAX);
    let plain = |i: usize| !parts[i].starts_with('0');
    let private = matches!((number(0), number(1)), (10 | 127, _) | (169, 254) | (192, 168) | (172, 16..=31));
    let middle = |i: usize| number(i) <= 255 && (number(i) < 200 || plain(i)) && (parts[i].len() < 3 || plain(i));
    !private && plain(0) && (1..=223).contains(&number(0)) && middle(1) && middle(2) && plain(3) && (1..=254).contains(&number(3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::English;
    use std::sync::LazyLock;

    static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);

    /// The text, its prefix, its suffix.
    fn check(text: &str, expected_prefix: &str, expected_suffix: &str) {
        let classes = &ENGLISH.characters;
        assert_eq!(&text[..prefix(classes, text)], expected_prefix, "prefix of {text}");
        assert_eq!(&text[text.len() - suffix(classes, text)..], expected_suffix, "suffix of {text}");
    }

    #[test]
    fn affixes_are_those_of_the_expressions() {
        check("word", "", "");
        check("“Stop!”", "“", "”");
        check("...and", "...", "");
        check("US$5", "US$", "");
        check("USA", "", "");
        check("25km", "", "km");
        check("25km²", "", "km²");
        check("xkm", "", "");
        check("5$", "", "$");
        check("x$", "", "");
        check("Kessa's", "", "'s");
        check("+5", "", "");
        check("+a", "+", "");
        check("5+", "", "+");
        check("end.", "", ".");
        check("N.A.T.O.", "", "");
        check("NATO.", "", ".");
        check("A.", "", "");
        check("°C.", "°", ".");
        check("wait………", "", "……");
        check("🙂", "🙂", "🙂");
    }

    #[test]
    fn infixes_are_those_of_the_expressions() {
        let check = |text: &str, expected: &[&str]| {
            let mut found = Vec::new();
            infixes(&ENGLISH.characters, text, &mut found);
            assert_eq!(found.into_iter().map(|range| &text[range]).collect::<Vec<_>>(), expected, "infixes of {text}");
        };
        check("al-Rahim", &["-"]);
        check("a--b", &["--"]);
        check("a----b", &[]);
        check("10-12", &["-"]);
        check("T-72", &[]);
        check("end.Start", &["."]);
        check("e.g", &[]);
        check("yes,no", &[","]);
        check("1,000", &[]);
        check("and/or", &["/"]);
        check("so...then…", &["...", "…"]);
    }

    #[test]
    fn addresses_stay_whole() {
        for text in
            ["www.harbour.example", "https://a.example/x?y=1#z", "desk@harbour.example", "203.0.113.9:8080", "ftp://a.b.example:99/"]
        {
            assert!(is_url(&ENGLISH.characters, text), "{text}");
        }
        for text in ["word", "e.g", "10.0.0.7", "a..example", "-a.example", "a.EXAMPLE", "1.2", "a.example:1"] {
            assert!(!is_url(&ENGLISH.characters, text), "{text}");
        }
    }
}
