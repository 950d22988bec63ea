//! Where names stand: every name of an actor and every word for a country, found in one pass over a text.
//!
//! In:  a text, and the byte offsets at which no name goes on (sentence ends).
//! Out: `NameSpot`s in text order, of overlapping names the leftmost and longest.
//!
//! The pass runs over a loose spelling of the text's words, so that "Hezbullah" meets "Hezbollah"; the words at a spot are then looked up
//! with care (`Actors::named`, `Countries::named`), which may find that they are no name after all.
//!
//! Not here: who is meant (`resolve::who`), places (`gazetteer`).

use super::fold::{bare, fold};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::BTreeSet;

/// Words between which an Arabic article is left out: names lose and gain it at will.
const ARTICLES: [&str; 18] = ["al", "el", "as", "ash", "ar", "ad", "an", "at", "az", "es", "ez", "er", "ed", "en", "et", "il", "ul", "l"];

/// Bytes of a text that may be a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameSpot {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// An automaton over all names.
#[derive(Clone, Default)]
pub struct Names {
    automaton: Option<AhoCorasick>,
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Names").field("built", &self.automaton.is_some()).finish()
    }
}

/// A word of the string that is searched.
struct Read {
    /// Its first byte there.
    at: usize,
    /// Its first byte in the text, or that of the article before it.
    start: usize,
    /// The byte after its last in the text.
    end: usize,
}

impl Names {
    /// An automaton for these names, in any spelling; names without a letter or digit are passed over.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>) -> Names {
        let mut patterns = BTreeSet::new();
        for name in names {
            let folded: Vec<String> = words(name).map(|(start, end)| fold(&name[start..end])).filter(|word| !word.is_empty()).collect();
            let whole = folded.join(" ");
            for spelled in [bare(&whole).as_ref(), whole.as_str()] {
                let pattern: String =
                    spelled.split(' ').filter(|word| !word.is_empty()).map(|word| format!(" {} ", loosen(word))).collect();
                if !pattern.is_empty() {
                    patterns.insert(pattern);
                }
            }
        }
        let patterns: Vec<String> = patterns.into_iter().collect();
        // It is built at every start, so it is of the kind that takes the fewest steps to build. It can only fail on more patterns than 32
        // bits count.
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .prefilter(false)
            .build(&patterns)
            .ok();
        Names { automaton }
    }

    /// The spots at which a name may stand. `ends`: byte offsets, in order, over which no name reaches.
    pub fn spots(&self, text: &str, ends: &[usize]) -> Vec<NameSpot> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let (searched, read) = searchable(text, ends);
        let number = |at: usize| read.partition_point(|word| word.at < at);
        let spot = |found: aho_corasick::Match| {
            let (first, last) = (&read[number(found.start())], &read[number(found.end()) - 1]);
            NameSpot { start: first.start, end: last.end }
        };
        automaton.find_iter(&searched).map(spot).collect()
    }
}

/// The words of a text in loose spelling, each between blanks of its own, articles left out; signs over which no name reaches are \u{1}.
fn searchable(text: &str, ends: &[usize]) -> (String, Vec<Read>) {
    let (mut searched, mut read) = (String::with_capacity(text.len() * 3 / 2), Vec::new());
    let mut found = words(text).peekable();
    let (mut before, mut capital_before, mut next_end) = (0, false, 0);
    let mut article: Option<usize> = None;
    while let Some((start, end)) = found.next() {
        while next_end < ends.len() && ends[next_end] <= before {
            next_end += 1;
        }
        let sentence_over = next_end < ends.len() && ends[next_end] <= start;
        if sentence_over || text[before..start].contains(stops) {
            searched.push('\u{1}');
            (article, capital_before) = (None, false);
        }
        before = end;
        let raw = &text[start..end];
        let capital = raw.starts_with(char::is_uppercase);
        let folded = fold(raw);
        if ARTICLES.contains(&folded.as_str()) {
            let hyphen = text[end..].starts_with(['-', '‑', '–']);
            let capital_after = found.peek().is_some_and(|(next, _)| text[*next..].starts_with(char::is_uppercase));
            if hyphen || capital_after && (capital || capital_before) {
                article.get_or_insert(start);
                continue;
            }
        }
        capital_before = capital;
        read.push(Read { at: searched.len(), start: article.take().unwrap_or(start), end });
        searched.push(' ');
        searched.push_str(&loosen(&folded));
        searched.push(' ');
    }
    (searched, read)
}

/// Signs that end a name, wherever they stand.
fn stops(c: char) -> bool {
    matches!(c, ';' | ':' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '«' | '»' | '?' | '!' | '—' | '|' | '•')
}

/// Start and end of each run of letters and digits, with the apostrophes and full stops inside it; a closing “'s” is a word of its own.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(char::is_alphanumeric)?;
        let mut end = start;
        let mut letters = text[start..].char_indices().map(|(at, c)| (start + at, c)).peekable();
        while let Some((at, c)) = letters.next() {
            let after = letters.peek().map(|(_, next)| *next);
            if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
                end = at + c.len_utf8();
            } else if matches!(c, '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '.') && after.is_some_and(char::is_alphanumeric)
            {
                let closing =
                    text[at + c.len_utf8()..].strip_prefix(['s', 'S']).is_some_and(|tail| !tail.starts_with(char::is_alphanumeric));
                if closing && c != '.' {
                    break;
                }
            } else {
                break;
            }
        }
        rest = end;
        Some((start, end))
    })
}

/// Folded words with letters made one that spellings of a name confuse: doubled consonants, “ee” and “i”, “ou” and “u”, “ay” and “ai”, “q” and
/// “k”, and a silent closing h. Words of fewer than five letters stay as they are: too much hangs on each.
pub(super) fn loosen(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.len() < 5 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            out.push_str(word);
            continue;
        }
        let letters = word.as_bytes();
        let mut i = 0;
        let begin = out.len();
        while i < letters.len() {
            let next = letters.get(i + 1).copied().unwrap_or(b' ');
            let (letter, used) = match (letters[i], next) {
                (b'e', b'e') => ('i', 2),
                (b'o', b'u') | (b'o', b'o') => ('u', 2),
                (b'a', b'y') => ('a', 1),
                (b'y', _) => ('i', 1),
                (b'q', _) => ('k', 1),
                (b'h', b' ') if matches!(letters[i - 1], b'a' | b'e') => break,
                (letter, _) => (letter as char, 1),
            };
            if !out[begin..].ends_with(letter) {
                out.push(letter);
            }
            i += used;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let names = ["al-Kessa Front", "KFL", "Iraq's army", "Hezbollah", "Front of Omrat", "Hezbollah Brigades of Kessa"];
        let found = Names::new(names.into_iter()).spots(text, &[text.find(". ").map_or(text.len(), |at| at + 1)]);
        assert_eq!(found.iter().map(|spot| &text[spot.start..spot.end]).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn names_stand_between_signs_and_across_spellings() {
        check("Men of the al-Kessa Front and the KFL met.", &["al-Kessa Front", "KFL"]);
        check("Hizbollah? No: Hezbolah, or Hezbollah's men.", &["Hezbolah", "Hezbollah"]);
        check("He saw Iraq’s army", &["Iraq’s army"]);
        check("the Front (of Omrat), the Front of Omrat", &["Front of Omrat"]);
    }

    #[test]
    fn no_name_reaches_into_the_next_sentence_or_word() {
        check("They joined the Front. Of Omrat he said nothing.", &[]);
        check("KFLs and Hezbollahis", &[]);
        check("Hezbollah Brigades of Kessawa", &["Hezbollah"]);
        check("", &[]);
    }

    #[test]
    fn loose_spellings_meet() {
        for (left, right) in
            [("houthi", "huthi"), ("jaysh", "jaish"), ("mohammed", "mohamed"), ("mujahideen", "mujahidin"), ("salamiyah", "salamiya")]
        {
            assert_eq!(loosen(left), loosen(right));
        }
        assert_ne!(loosen("kessa"), loosen("kassa"));
    }
}
