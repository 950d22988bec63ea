//! Case restored where a text has lost it: wire archives in capitals, headlines in capitals.
//!
//! In:  a text, common words and names that the caller knows.
//! Out: the same text, byte for byte as long, as its author would write it today; or none where no line needs it.
//!
//! The parser was trained on mixed case: in "THE MAYOR OF ACHI WAS KILLED BY REBELS" it sees names everywhere. Each word takes its usual
//! form (`models/casing-english.txt`), a capital where a sentence begins or a name stands beside a title, and capitals where brackets or
//! the lack of vowels make it an acronym. Words of unknown form are names, as most are (Lita et al. 2003, "tRuEcasIng", ACL).
//!
//! Not here: what is published. The document keeps its text; this is only what the later rooms read.

mod words;

use std::collections::{HashMap, HashSet};
use words::{Word, words};

/// The usual forms, sorted by their lower case; marks behind a space (see `models/casing-english.md`).
static USUAL: &str = include_str!("../../../models/casing-english.txt");

/// A line of fewer words in capitals, in a text in mixed case, is a name or a label.
const LEAST_WORDS: usize = 4;

/// A name: its words in lower case, and as they are written.
type Name = (Vec<String>, Vec<String>);

/// Words and names whose form the caller knows.
#[derive(Debug, Clone, Default)]
pub struct KnownForms {
    common: HashSet<String>,
    /// Names by their first word in lower case, longest first.
    names: HashMap<String, Vec<Name>>,
}

impl KnownForms {
    /// - `common`: words that are written in lower case, in lower case.
    /// - `names`: names as they are written; those of one word count only if they are acronyms of three letters and more ("ETA"), since a
    ///   single word may be a common one too.
    /// - `certain`: names of one word that are names even where English has the word too ("Lima").
    pub fn new<'a>(
        common: impl IntoIterator<Item = &'a str>,
        names: impl IntoIterator<Item = &'a str>,
        certain: impl IntoIterator<Item = &'a str>,
    ) -> KnownForms {
        let mut known = KnownForms { common: common.into_iter().map(str::to_string).collect(), names: HashMap::new() };
        for name in certain {
            known.names.entry(name.to_lowercase()).or_default().push((vec![name.to_lowercase()], vec![name.to_string()]));
        }
        for name in names {
            let written: Vec<String> = words(name).map(|word| word.text.to_string()).collect();
            let lower: Vec<String> = written.iter().map(|word| word.to_lowercase()).collect();
            let acronym = written.len() == 1 && written[0].len() >= 3 && !written[0].contains(char::is_lowercase);
            let acronym = acronym && !matches!(listed(&lower[0]), Some((Form::Lower, _)));
            if let Some(first) = lower.first().filter(|_| written.len() > 1 || acronym) {
                known.names.entry(first.clone()).or_default().push((lower, written));
            }
        }
        known.names.values_mut().for_each(|names| names.sort_by_key(|(lower, _)| std::cmp::Reverse(lower.len())));
        known
    }
}

/// The text with its case restored; none where no line has lost it.
///
/// - returns a text of the same length in bytes, character by character the same but for case.
/// - only lines that are all but wholly in capitals are changed; in a text in mixed case, only those of four words and more.
pub fn restore_case(text: &str, known: &KnownForms) -> Option<String> {
    let whole = is_shouted(text, 20);
    let mut acronyms: Option<HashSet<String>> = None;
    let mut restored: Option<String> = None;
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        if is_shouted(line, if whole { 1 } else { LEAST_WORDS }) {
            let restored = restored.get_or_insert_with(|| text.to_string());
            let line_restored = restore_line(line, known, acronyms.get_or_insert_with(|| bracketed(text)));
            restored.replace_range(start..start + line.len(), &line_restored);
        }
        start += line.len();
    }
    restored
}

/// Whether a text has at least so many words in capitals, and hardly another. Words of one letter tell nothing.
fn is_shouted(text: &str, least: usize) -> bool {
    let (mut capitals, mut others) = (0, 0);
    for word in words(text).filter(|word| word.text.chars().nth(1).is_some()) {
        if word.text.chars().any(char::is_lowercase) { others += 1 } else { capitals += 1 }
    }
    capitals >= least && others * 20 <= capitals
}

/// What form a word takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Lower,
    Title,
    Upper,
}

/// A word's usual form, and the marks that tell when it takes another.
fn usual(lower: &str, known: &KnownForms, acronyms: &HashSet<String>) -> (Form, &'static str) {
    match listed(lower) {
        Some(found) => found,
        None if acronyms.contains(lower) => (Form::Upper, ""),
        None if known.common.contains(lower) || is_derived(lower, known) => (Form::Lower, ""),
        // "FMLN", "ELN": nothing that can be spoken.
        None if lower.chars().count() <= 6 && !lower.contains(|c: char| "aeiouy".contains(c) || !c.is_ascii()) => (Form::Upper, ""),
        None => (Form::Title, ""),
    }
}

/// The row of a word in the table.
fn listed(lower: &str) -> Option<(Form, &'static str)> {
    let (mut low, mut high) = (0, USUAL.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = USUAL[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = USUAL[start..].find('\n').map_or(USUAL.len(), |at| start + at);
        let (word, marks) = USUAL[start..end].split_once(' ').unwrap_or((&USUAL[start..end], ""));
        match word.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(lower.bytes()) {
            std::cmp::Ordering::Equal => {
                let form = match (word.starts_with(|c: char| c.is_ascii_uppercase()), word.bytes().all(|byte| byte.is_ascii_uppercase())) {
                    (true, true) if word.len() > 1 => Form::Upper,
                    (true, _) => Form::Title,
                    _ => Form::Lower,
                };
                return Some((form, marks));
            }
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// Endings of English words, and what stands in their place in the word they are made from.
const ENDINGS: [(&str, &[&str]); 12] = [
    ("s", &["", "e"]),
    ("es", &["", "e"]),
    ("ies", &["y"]),
    ("ed", &["", "e"]),
    ("ied", &["y"]),
    ("ing", &["", "e"]),
    ("er", &["", "e"]),
    ("ers", &["", "e"]),
    ("ly", &[""]),
    ("ness", &[""]),
    ("ist", &["", "y", "ism"]),
    ("ists", &["", "y", "ism"]),
];
const BEGINNINGS: [&str; 11] = ["anti", "counter", "ex", "inter", "non", "over", "para", "pro", "re", "un", "under"];

/// Whether a word is made from a common one: "kidnappers", "machinegunned", "counterattacked".
fn is_derived(lower: &str, known: &KnownForms) -> bool {
    let common = |word: &str| known.common.contains(word) || matches!(listed(word), Some((Form::Lower, _)));
    let ends = ENDINGS.iter().any(|(ending, replacements)| {
        let Some(stem) = lower.strip_suffix(ending).filter(|stem| stem.len() >= 3) else { return false };
        let mut last = stem.chars().rev();
        let doubled = stem.len() > 4 && last.next() == last.next();
        replacements.iter().any(|replacement| common(&format!("{stem}{replacement}")))
            || doubled && stem.is_ascii() && common(&stem[..stem.len() - 1])
    });
    ends || BEGINNINGS.iter().any(|beginning| lower.strip_prefix(beginning).is_some_and(|rest| rest.len() >= 4 && common(rest)))
}

/// One line, every word in its form.
fn restore_line(line: &str, known: &KnownForms, acronyms: &HashSet<String>) -> String {
    let words: Vec<Word> = words(line).collect();
    let lower: Vec<String> = words.iter().map(|word| word.text.to_lowercase()).collect();
    let stems: Vec<&str> = lower.iter().map(|word| word.split(['\'', '’']).next().unwrap_or_default()).collect();
    let usual: Vec<(Form, &str)> = stems.iter().map(|stem| usual(stem, known, acronyms)).collect();
    let mut forms: Vec<Form> = usual.iter().map(|(form, _)| *form).collect();
    let gap = |i: usize| &line[if i == 0 { 0 } else { words[i - 1].end() }..words[i].start];
    beside_names(&usual, &mut forms, |i| i > 0 && gap(i) == " ");
    for i in 0..words.len() {
        let marks = usual[i].1;
        let number = words[i].after_number || words[i].before_number;
        if marks.contains('#') && number {
            forms[i] = Form::Title;
        }
        if marks.contains('^') && (begins_sentence(line, &words, i) || i > 0 && stems[i - 1] == "the") {
            forms[i] = Form::Upper;
        }
    }
    spelled(line, &words, &stems, &mut forms);
    let mut restored = String::with_capacity(line.len());
    let mut at = 0;
    for (i, word) in words.iter().enumerate() {
        restored.push_str(gap(i));
        at = word.end();
        // Letters that change their length with their case stay as they are.
        if lower[i].len() != word.text.len() || is_label_letter(word, stems[i]) {
            restored.push_str(word.text);
            continue;
        }
        match forms[i] {
            Form::Upper => {
                // The ending of a possessive stays small.
                restored.push_str(&word.text[..stems[i].len()]);
                restored.push_str(&lower[i][stems[i].len()..]);
            }
            Form::Title => restored.push_str(&titled(word.text, &lower[i])),
            Form::Lower if begins_sentence(line, &words, i) => restored.push_str(&titled(word.text, &lower[i])),
            Form::Lower => restored.push_str(&lower[i]),
        }
    }
    restored.push_str(&line[at..]);
    as_known(restored, known)
}

/// "GENERAL ORTEGA", "CAUCA RIVER": a common word that takes a capital beside a name.
fn beside_names(usual: &[(Form, &str)], forms: &mut [Form], follows: impl Fn(usize) -> bool) {
    for _ in 0..2 {
        for i in 0..forms.len() {
            let before = i + 1 < forms.len() && follows(i + 1) && forms[i + 1] == Form::Title;
            let after = follows(i) && forms[i - 1] == Form::Title;
            if forms[i] == Form::Lower && (before && usual[i].1.contains('>') || after && usual[i].1.contains('<')) {
                forms[i] = Form::Title;
            }
        }
    }
}

/// Words that stand inside names without a letter of the acronym.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "of" | "the" | "for" | "and" | "in" | "to" | "a" | "de" | "del" | "la" | "las" | "los" | "el" | "al" | "y" | "e" | "du" | "des"
    )
}

/// The short words in brackets of a text, in lower case: "(ELN)". They are acronyms, there and wherever they stand again.
fn bracketed(text: &str) -> HashSet<String> {
    let inside = words(text).filter(|word| is_bracketed(text, word) && (2..=6).contains(&word.text.chars().count()));
    inside.filter(|word| !word.text.contains(char::is_lowercase)).map(|word| word.text.to_lowercase()).collect()
}

fn is_bracketed(line: &str, word: &Word) -> bool {
    line[..word.start].ends_with(['(', '[']) && line[word.end()..].starts_with([')', ']'])
}

/// "FARABUNDO MARTI NATIONAL LIBERATION FRONT [FMLN]": the words that spell an acronym in brackets are a name.
fn spelled(line: &str, words: &[Word], stems: &[&str], forms: &mut [Form]) {
    for i in 1..words.len() {
        let letters: Vec<char> = stems[i].chars().collect();
        if !is_bracketed(line, &words[i]) || !(2..=8).contains(&letters.len()) {
            continue;
        }
        let mut named = Vec::new();
        let mut left = letters.len();
        for j in (i.saturating_sub(14)..i).rev() {
            let joined = line[words[j].end()..words[j + 1].start].chars().all(|c| matches!(c, ' ' | '-' | '(' | '[' | '"' | '.'));
            if left == 0 || !joined {
                break;
            }
            if stems[j].starts_with(letters[left - 1]) {
                named.push(j);
                left -= 1;
            } else if !is_small(stems[j]) {
                break;
            }
        }
        if left == 0 {
            named.into_iter().filter(|&j| !is_small(stems[j])).for_each(|j| forms[j] = Form::Title);
            forms[i] = Form::Upper;
        }
    }
}

/// A letter by itself is an initial, a label or a part of a number; "A" and "I" are words.
fn is_label_letter(word: &Word, stem: &str) -> bool {
    stem.chars().count() == 1 && (word.dotted || !matches!(stem, "a") || word.after_number)
}

/// Whether a sentence begins at a word: after a full stop that ends no abbreviation, a label in brackets, a dash of a dateline, before a
/// quotation.
fn begins_sentence(line: &str, words: &[Word], i: usize) -> bool {
    if i == 0 {
        return true;
    }
    let (gap, before) = (&line[words[i - 1].end()..words[i].start], words[i - 1].text);
    let abbreviated = gap.starts_with('.') && (before.chars().count() == 1 || is_abbreviation(before));
    let stopped = gap.contains(['.', '!', '?']) && gap.ends_with([' ', '"', '“', '(', '[']) && !abbreviated;
    stopped || (gap.starts_with("] ") && is_label(&line[..words[i].start])) || ["-- ", ": \"", ", \""].iter().any(|mark| gap.contains(mark))
}

/// "[REPORT] [TEXT] ": nothing but brackets stands before the first sentence, or before a turn of speech after a full stop.
fn is_label(before: &str) -> bool {
    let opened = before.trim_end().rfind('[').unwrap_or(0);
    let outside = before[..opened].trim_end();
    outside.is_empty() || outside.ends_with([']', '.', '!', '?', '"'])
}

/// Words that a full stop behind them shortens. They are of the language, not of a subject.
fn is_abbreviation(word: &str) -> bool {
    const KNOWN: [&str; 20] = [
        "ADM", "BRIG", "CAPT", "CMDR", "COL", "DR", "GEN", "JR", "LT", "MAJ", "MR", "MRS", "MS", "NO", "REP", "REV", "SEN", "SGT", "SR",
        "ST",
    ];
    KNOWN.contains(&word)
}

/// The first letter as it stands, the others small; after an apostrophe behind one letter a capital again ("D'Aubuisson").
fn titled(text: &str, lower: &str) -> String {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let mut titled = format!("{}{}", &text[..first], &lower[first..]);
    if lower[first..].starts_with('\'') && lower.len() > first + 3 {
        titled.replace_range(first + 1.., &format!("{}{}", &text[first + 1..first + 2], &lower[first + 2..]));
    }
    titled
}

/// Names that the caller knows, as they are written.
fn as_known(line: String, known: &KnownForms) -> String {
    let found: Vec<(usize, String)> = words(&line).map(|word| (word.start, word.text.to_lowercase())).collect();
    let mut changed: Option<String> = None;
    let mut i = 0;
    while i < found.len() {
        let names = known.names.get(&found[i].1).map(Vec::as_slice).unwrap_or_default();
        let fits = |lower: &[String]| lower.len() <= found.len() - i && lower.iter().zip(&found[i..]).all(|(one, (_, other))| one == other);
        let Some((lower, written)) = names.iter().find(|(lower, _)| fits(lower)) else {
            i += 1;
            continue;
        };
        let text = changed.get_or_insert_with(|| line.clone());
        for (k, word) in written.iter().enumerate().filter(|(k, word)| word.len() == found[i + k].1.len()) {
            let start = found[i + k].0;
            // The first word of a sentence keeps its capital.
            let keeps = word.starts_with(char::is_lowercase) && text[start..].starts_with(char::is_uppercase);
            if !keeps {
                text.replace_range(start..start + word.len(), word);
            }
        }
        i += lower.len();
    }
    changed.unwrap_or(line)
}

#[cfg(test)]
mod tests;
