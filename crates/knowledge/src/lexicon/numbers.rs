//! Words of number: what bounds "at least two hundred and forty-two" or "several dozen" set.
//!
//! In:  `data/lexicon/<language>/numbers.tsv` (words, kind, low, high, qualifier, note), and a run of lower-case tokens.
//! Out: `Numbers::read`: the bounds, the qualifier and the tokens of the number that begins at a token.
//!
//! The bounds are those of the codebook, section 4.
//!
//! Not here: what the number counts, and whether it is a year, an age or a distance (`claims::figures`).

use super::words::Words;
use crate::{DataError, DataSource, Table, Troubles};
use dateline_model::Qualifier;
use smol_str::SmolStr;
use std::ops::Range;

/// The words of number of one language.
#[derive(Debug, Default)]
pub struct Numbers {
    numbers: Words<u64>,
    scales: Words<(u64, Option<Qualifier>)>,
    vague: Phrases<Bounds>,
    none: Phrases<()>,
    before: Phrases<Qualifier>,
    after: Phrases<Qualifier>,
}

/// What a number's words allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Least number.
    pub low: Option<u64>,
    /// Greatest number.
    pub high: Option<u64>,
    /// How the words bound it.
    pub qualifier: Qualifier,
}

/// A number found among tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRead {
    /// What it allows.
    pub bounds: Bounds,
    /// The tokens of the number itself: "two hundred".
    pub core: Range<usize>,
    /// The same with the qualifiers beside it: "at least two hundred".
    pub tokens: Range<usize>,
}

/// Phrases by their first word, each a list of words, longest first.
#[derive(Debug)]
struct Phrases<T>(Words<Vec<(Vec<String>, T)>>);

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases(Words::default())
    }
}

impl<T: Copy> Phrases<T> {
    fn add(&mut self, words: &str, key: fn(&[String]) -> usize, value: T) {
        let words: Vec<String> = words.split(' ').map(str::to_string).collect();
        let row = self.0.entry(SmolStr::new(&words[key(&words)])).or_default();
        row.push((words, value));
        row.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    /// The longest phrase that begins at `at`, and the token after it. For tables keyed by the first word.
    fn begins(&self, words: &[&str], at: usize) -> Option<(usize, T)> {
        let rows = self.0.get(*words.get(at)?)?;
        let fits =
            |phrase: &Vec<String>| words.get(at..at + phrase.len()).is_some_and(|found| found.iter().zip(phrase).all(|(a, b)| a == b));
        rows.iter().find(|(phrase, _)| fits(phrase)).map(|(phrase, value)| (at + phrase.len(), *value))
    }

    /// The longest phrase that ends before `end`, and its first token. For tables keyed by the last word.
    fn ends(&self, words: &[&str], end: usize) -> Option<(usize, T)> {
        let rows = self.0.get(*words.get(end.checked_sub(1)?)?)?;
        let fits = |phrase: &Vec<String>| {
            end.checked_sub(phrase.len()).is_some_and(|start| words[start..end].iter().zip(phrase).all(|(a, b)| a == b))
        };
        rows.iter().find(|(phrase, _)| fits(phrase)).map(|(phrase, value)| (end - phrase.len(), *value))
    }
}

const FIRST: fn(&[String]) -> usize = |_| 0;
const LAST: fn(&[String]) -> usize = |words| words.len() - 1;

impl Numbers {
    /// Loads `numbers.tsv` of one language.
    ///
    /// - errors: an unknown kind or qualifier, a bound that is no number, a missing bound.
    pub fn load(source: &DataSource, language: &str) -> Result<Numbers, DataError> {
        let columns = ["words", "kind", "low", "high", "qualifier", "note"];
        let table = Table::read(source, &format!("lexicon/{language}/numbers.tsv"), &columns)?;
        let (mut numbers, mut troubles) = (Numbers::default(), Troubles::default());
        for row in &table.rows {
            let (words, kind) = (row.cell(0), row.cell(1));
            let bound = |column: usize| match row.cell(column) {
                "" => Ok(None),
                text => text.parse::<u64>().map(Some).map_err(|_| format!("the bound “{text}” is no whole number; write digits only")),
            };
            let qualifier = match row.cell(4) {
                "" => Ok(None),
                name => Qualifier::parse(name)
                    .map(Some)
                    .ok_or_else(|| format!("the qualifier “{name}” is not in the codebook; use one of section 4")),
            };
            let (low, high, qualifier) = match (bound(2), bound(3), qualifier) {
                (Ok(low), Ok(high), Ok(qualifier)) => (low, high, qualifier),
                (Err(trouble), ..) | (_, Err(trouble), _) | (.., Err(trouble)) => {
                    troubles.add(&row.place, trouble);
                    continue;
                }
            };
            match (kind, low, qualifier) {
                ("number", Some(value), _) => drop(numbers.numbers.insert(SmolStr::new(words), value)),
                ("scale", Some(value), _) => drop(numbers.scales.insert(SmolStr::new(words), (value, qualifier))),
                ("vague", Some(_), Some(qualifier)) => numbers.vague.add(words, FIRST, Bounds { low, high, qualifier }),
                ("none", ..) => numbers.none.add(words, FIRST, ()),
                ("before", _, Some(qualifier)) => numbers.before.add(words, LAST, qualifier),
                ("after", _, Some(qualifier)) => numbers.after.add(words, FIRST, qualifier),
                ("number" | "scale" | "vague" | "before" | "after", ..) => {
                    troubles.add(&row.place, format!("“{words}” lacks its value or its qualifier; fill the cell"));
                }
                _ => troubles.add(&row.place, format!("the kind “{kind}” is unknown; use number, scale, vague, none, before or after")),
            }
        }
        troubles.or(numbers)
    }

    /// The number that begins at token `at`, with the qualifiers before and after it.
    ///
    /// - `words`: the sentence's tokens in lower case.
    /// - none where no number begins there: ordinals, model numbers ("t-72") and words without a number ("many") are none.
    /// - "no", "not a single" give 0 to 0.
    pub fn read(&self, words: &[&str], at: usize) -> Option<NumberRead> {
        if !self.opens(words.get(at)?) {
            return None;
        }
        if let Some((end, ())) = self.none.begins(words, at) {
            let bounds = Bounds { low: Some(0), high: Some(0), qualifier: Qualifier::Exact };
            return Some(NumberRead { bounds, core: at..end, tokens: at..end });
        }
        let (mut end, mut bounds) = self.core(words, at)?;
        let exact = bounds.qualifier == Qualifier::Exact || bounds.qualifier == Qualifier::About;
        let mut start = at;
        let mut qualifiers = Vec::new();
        // "Rose from 20 to 44" is no range.
        let rises = at > 0 && words[at - 1] == "from" && words.get(end) == Some(&"to");
        if let Some(low) = bounds.low.filter(|_| exact && !rises) {
            let between = at > 0 && words[at - 1] == "between";
            if let Some((after, high)) = self.upper(words, end, between, low) {
                bounds = Bounds { low: Some(rescale(low, high)), high: Some(high), qualifier: Qualifier::Range };
                end = after;
                start = if between { at - 1 } else { at };
            }
        }
        let core = at..end;
        while let Some((first, qualifier)) = self.before.ends(words, start).filter(|_| qualifiers.len() < 4) {
            qualifiers.push(qualifier);
            start = first;
        }
        if let Some((after, qualifier)) = self.after.begins(words, end) {
            qualifiers.push(qualifier);
            end = after;
        }
        // "At least some 60" is at least 60: a bound outranks a rounding, the outer bound the inner one.
        let strongest = qualifiers.iter().rev().find(|&&qualifier| !matches!(qualifier, Qualifier::About | Qualifier::Exact));
        let bounds = qualify(bounds, strongest.or(qualifiers.iter().find(|&&qualifier| qualifier == Qualifier::About)).copied());
        Some(NumberRead { bounds, core, tokens: start..end })
    }

    /// Whether a number can begin with this word at all. Most words of a text end here.
    pub fn opens(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
            || word.bytes().any(|byte| byte.is_ascii_digit() || byte == b'-')
            || self.vague.0.contains_key(word)
            || self.none.0.contains_key(word)
    }

    /// The bare number at `at`: (token after it, bounds). Vague words and figures alike; the longer reading wins.
    fn core(&self, words: &[&str], at: usize) -> Option<(usize, Bounds)> {
        let vague = self.vague.begins(words, at);
        let counted = self.counted(words, at);
        match (vague, counted) {
            (Some(vague), Some(counted)) if counted.0 > vague.0 => Some(counted),
            (Some(vague), _) => Some(vague),
            (None, counted) => counted,
        }
    }

    /// A number in figures or words, with its scales: "14,000", "1.5 million", "two hundred and forty-two", "two dozen".
    fn counted(&self, words: &[&str], at: usize) -> Option<(usize, Bounds)> {
        let word = *words.get(at)?;
        if let Some((low, high)) = joined_range(word) {
            return Some((at + 1, Bounds { low: Some(low), high: Some(high), qualifier: Qualifier::Range }));
        }
        let (mut end, mut value, mut qualifier) = if let Some(value) = figures(word) {
            (at + 1, value, None)
        } else if let Some(value) = self.joined_scale(word) {
            return Some((at + 1, exact(value)));
        } else {
            let (end, value) = self.spelled(words, at)?;
            (end, value as f64, None)
        };
        if words.get(end) == Some(&"000") && (1.0..1000.0).contains(&value) {
            (end, value) = (end + 1, value * 1000.0);
        }
        while let Some(&(scale, rounding)) = words.get(end).and_then(|word| self.scales.get(*word)) {
            (end, value) = (end + 1, value * scale as f64);
            qualifier = qualifier.or(rounding);
        }
        (value.fract() == 0.0 && value < 1e12).then(|| {
            let mut bounds = exact(value as u64);
            bounds.qualifier = qualifier.unwrap_or(Qualifier::Exact);
            (end, bounds)
        })
    }

    /// "2million", "300k".
    fn joined_scale(&self, word: &str) -> Option<u64> {
        let letters = word.find(|c: char| c.is_ascii_alphabetic())?;
        let scale = match &word[letters..] {
            "k" => 1000,
            scale => self.scales.get(scale)?.0,
        };
        let value = figures(&word[..letters])? * scale as f64;
        (value.fract() == 0.0 && value < 1e12).then_some(value as u64)
    }

    /// A number in words below a thousand times a scale: "two hundred and forty-two", "twenty-four". (Token after it, value.)
    fn spelled(&self, words: &[&str], at: usize) -> Option<(usize, u64)> {
        let value_at = |i: usize| words.get(i).and_then(|word| self.numbers.get(*word)).copied();
        let below_hundred = |i: usize| -> Option<(usize, u64)> {
            let first = value_at(i)?;
            let hyphen = words.get(i + 1).is_some_and(|word| matches!(*word, "-" | "–"));
            let next = if hyphen { i + 2 } else { i + 1 };
            match value_at(next) {
                Some(unit) if first >= 20 && unit < 10 => Some((next + 1, first + unit)),
                _ => Some((i + 1, first)),
            }
        };
        let whole = |i: usize| {
            words.get(i).and_then(|word| word.split_once('-')).and_then(|(tens, unit)| {
                let (tens, unit) = (*self.numbers.get(tens)?, *self.numbers.get(unit)?);
                (tens >= 20 && unit < 10).then_some((i + 1, tens + unit))
            })
        };
        let small = |i: usize| below_hundred(i).or_else(|| whole(i));
        let (mut end, mut value) = small(at)?;
        let mut total = 0;
        while let Some(&(scale, None)) = words.get(end).and_then(|word| self.scales.get(*word)) {
            value *= scale;
            end += 1;
            if scale >= 1000 {
                total += value;
                value = 0;
            }
            let rest = if words.get(end) == Some(&"and") { end + 1 } else { end };
            match small(rest).filter(|_| scale < 1000 || value == 0) {
                Some((after, more)) if more < scale => (end, value) = (after, value + more),
                _ => {}
            }
        }
        Some((end, total + value))
    }

    /// The upper end of a range that continues after `end`: "-30", "to 30", "or 30", after `between` "and 30".
    fn upper(&self, words: &[&str], end: usize, between: bool, low: u64) -> Option<(usize, u64)> {
        let joins = match *words.get(end)? {
            "and" => between,
            "-" | "–" | "—" | "to" | "or" => true,
            _ => false,
        };
        // "2-six" is no range: a numbered line that runs into a headline.
        let digits = |i: usize| words.get(i).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        let alike = !matches!(words[end], "-" | "–" | "—") || digits(end - 1) == digits(end + 1);
        let (after, bounds) = self.counted(words, end + 1).filter(|_| joins && alike)?;
        let high = bounds.high.filter(|_| bounds.qualifier != Qualifier::Range)?;
        (high > low).then_some((after, high))
    }
}

/// "2-3 million" is two million to three million.
fn rescale(low: u64, high: u64) -> u64 {
    [1_000_000u64, 1000]
        .into_iter()
        .find(|&scale| high.is_multiple_of(scale) && low < 1000 && low * scale < high)
        .map_or(low, |scale| low * scale)
}

fn exact(value: u64) -> Bounds {
    Bounds { low: Some(value), high: Some(value), qualifier: Qualifier::Exact }
}

/// A number under a qualifier, by the codebook's table.
fn qualify(bounds: Bounds, qualifier: Option<Qualifier>) -> Bounds {
    let Bounds { low, high, qualifier: own } = bounds;
    match qualifier {
        Some(Qualifier::AtLeast) => Bounds { low, high: None, qualifier: Qualifier::AtLeast },
        Some(Qualifier::MoreThan) => Bounds { low: low.map(|low| low + 1), high: None, qualifier: Qualifier::MoreThan },
        Some(Qualifier::LessThan) => Bounds { low: Some(0), high: high.map(|high| high.saturating_sub(1)), qualifier: Qualifier::LessThan },
        Some(Qualifier::UpTo) => Bounds { low: Some(0), high, qualifier: Qualifier::UpTo },
        Some(Qualifier::About) if own == Qualifier::Exact => Bounds { low, high, qualifier: Qualifier::About },
        _ => bounds,
    }
}

/// The value of digits: "14", "14,000", "14.000", "1.5". None for anything else.
fn figures(word: &str) -> Option<f64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(word) {
        return (word.len() <= 12).then(|| word.parse().ok()).flatten();
    }
    for mark in [',', '.'] {
        let mut groups = word.split(mark);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        if digits(first)
            && first.len() <= 3
            && first != "0"
            && !rest.is_empty()
            && rest.iter().all(|group| digits(group) && group.len() == 3)
        {
            return word.replace(mark, "").parse().ok();
        }
    }
    let (whole, part) = word.split_once('.')?;
    (digits(whole) && digits(part)).then(|| word.parse().ok()).flatten()
}

/// "20-30" or "20–30" as one token.
fn joined_range(word: &str) -> Option<(u64, u64)> {
    let (low, high) = word.split_once(['-', '–', '—'])?;
    let (low, high) = (figures(low)?, figures(high)?);
    (low.fract() == 0.0 && high.fract() == 0.0 && low < high).then_some((low as u64, high as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, low: Option<u64>, high: Option<u64>, qualifier: &str, words_read: &str) {
        let numbers = Numbers::load(&DataSource::Carried, "en").expect("the numbers load");
        let words: Vec<&str> = text.split(' ').collect();
        let read = (0..words.len()).find_map(|at| numbers.read(&words, at));
        let read = read.unwrap_or_else(|| panic!("no number in “{text}”"));
        assert_eq!((read.bounds.low, read.bounds.high, read.bounds.qualifier.as_str()), (low, high, qualifier), "in “{text}”");
        assert_eq!(words[read.tokens].join(" "), words_read);
    }

    #[test]
    fn numbers_in_figures_and_words() {
        check("28 men", Some(28), Some(28), "exact", "28");
        check("14,000 people", Some(14_000), Some(14_000), "exact", "14,000");
        check("1.5 million people", Some(1_500_000), Some(1_500_000), "exact", "1.5 million");
        check("2million people", Some(2_000_000), Some(2_000_000), "exact", "2million");
        check("two hundred and forty - two men", Some(242), Some(242), "exact", "two hundred and forty - two");
        check("three thousand five hundred men", Some(3_500), Some(3_500), "exact", "three thousand five hundred");
        check("one hundred thousand men", Some(100_000), Some(100_000), "exact", "one hundred thousand");
    }

    #[test]
    fn qualifiers_bound_a_number() {
        check("at least 242 men", Some(242), None, "at least", "at least 242");
        check("more than 300 men", Some(301), None, "more than", "more than 300");
        check("fewer than 20 men", Some(0), Some(19), "less than", "fewer than 20");
        check("up to 20 men", Some(0), Some(20), "up to", "up to 20");
        check("some 60 men", Some(60), Some(60), "about", "some 60");
        check("at least some 60 men", Some(60), None, "at least", "at least some 60");
        check("60 or more men", Some(60), None, "at least", "60 or more");
        check("more than a dozen men", Some(13), None, "more than", "more than a dozen");
        check("at least two dozen men", Some(24), None, "at least", "at least two dozen");
    }

    #[test]
    fn vague_words_have_bounds_of_their_own() {
        check("several men", Some(2), None, "several", "several");
        check("a dozen men", Some(12), Some(12), "about", "a dozen");
        check("half a dozen men", Some(6), Some(6), "about", "half a dozen");
        check("several dozen men", Some(24), Some(99), "dozens", "several dozen");
        check("scores of men", Some(40), Some(99), "scores", "scores");
        check("tens of thousands of men", Some(20_000), Some(99_999), "tens of thousands", "tens of thousands");
        check("hundreds of thousands fled", Some(200_000), Some(999_999), "hundreds of thousands", "hundreds of thousands");
        check("no casualties", Some(0), Some(0), "exact", "no");
    }

    #[test]
    fn ranges_have_two_ends() {
        check("between 20 and 30 men", Some(20), Some(30), "range", "between 20 and 30");
        check("20 - 30 men", Some(20), Some(30), "range", "20 - 30");
        check("20–30 men", Some(20), Some(30), "range", "20–30");
        check("20 to 30 men", Some(20), Some(30), "range", "20 to 30");
        check("two or three men", Some(2), Some(3), "range", "two or three");
        check("2 to 3 million men", Some(2_000_000), Some(3_000_000), "range", "2 to 3 million");
    }

    #[test]
    fn what_is_no_number() {
        let numbers = Numbers::load(&DataSource::Carried, "en").expect("the numbers load");
        for word in ["t-72", "s-300", "27th", "first", "many", "some", "15km", "10:30", "2.5", "m4"] {
            assert_eq!(numbers.read(&[word, "x"], 0), None, "“{word}” was read as a number");
        }
    }
}
