//! Words of time: months, weekdays, units, and the words around them.
//!
//! In:  `data/lexicon/<language>/time/*.tsv`.
//! Out: `TimeWords`, indexed by lower-case word.
//!
//! Not here: how the words combine (`claims::times`), nor which day they mean (`resolve::when`).

use super::words::Words;
use crate::{DataError, DataSource, Row, Table, Troubles};
use dateline_model::{DayPart, Season, TimeModifier, TimeReference, TimeRelation, TimeUnit};
use smol_str::SmolStr;

/// Every word of time of one language.
#[derive(Debug, Default)]
pub struct TimeWords {
    words: Words<TimeWord>,
    ahead: Words<LooksAhead>,
    /// The examples of `phrases.tsv` and `festivals.tsv`: place, sentence, TIMEX3 value (empty: any).
    pub examples: Vec<TimeExample>,
}

/// What the tables know of one lower-case word.
#[derive(Debug, Default)]
pub struct TimeWord {
    /// The names that it can be.
    pub names: Vec<TimeName>,
    /// What it picks, if it does.
    pub pick: Option<PickWord>,
    /// The amount of a counting word: `Some(None)` is a vague amount.
    pub amount: Option<Option<f32>>,
    /// The value of an ordinal in words.
    pub ordinal: Option<u8>,
    modifiers: Phrases<ModifierWords>,
    relations: Phrases<TimeRelation>,
    phrases: Phrases<PhraseMeaning>,
    festivals: Phrases<(u8, u8)>,
}

/// A sentence that a table promises to be read in a certain way.
#[derive(Debug, Clone)]
pub struct TimeExample {
    /// `file:line`.
    pub place: String,
    /// The sentence, as published on Thursday 2026-03-12.
    pub sentence: String,
    /// The words that must be found.
    pub words: String,
    /// The TIMEX3 value that they must have.
    pub value: String,
}

/// A name of a month, a weekday, a season, a part of the day or a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeName {
    /// What it names.
    pub kind: TimeNameKind,
    /// Where it counts as such.
    pub usage: TimeUsage,
}

/// What a name of time names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeNameKind {
    /// 1 to 12.
    Month(u8),
    /// 1 (Monday) to 7.
    Weekday(u8),
    /// "Fridays".
    Weekdays(u8),
    /// "spring".
    Season(Season),
    /// "morning".
    Part(DayPart),
    /// "mornings".
    Parts(DayPart),
    /// "week".
    Unit(TimeUnit),
    /// "weeks".
    Units(TimeUnit),
}

/// Where a name counts as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUsage {
    /// Wherever it stands.
    Free,
    /// Only with a capital letter.
    Capital,
    /// Only beside a day number, a month or a year.
    Dated,
    /// Only with a word such as "last" or "the".
    Picked,
    /// Even without any of those.
    Alone,
}

/// A word that says which of the like-named times is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PickWord {
    /// Which one.
    pub which: PickWhich,
    /// Where a length that it opens lies: -1 up to now, 1 from now, 0 for no such use.
    pub reach: i8,
}

/// Which of the like-named times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PickWhich {
    Last,
    This,
    Next,
    Following,
    Preceding,
    That,
}

/// Where the time ahead of an expecting word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooksAhead {
    /// In what follows it: "vowed to leave on Friday".
    Complement,
    /// Also beside its passive or adjective: "is scheduled for Friday".
    Result,
}

/// Words that narrow an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModifierWords {
    /// How.
    pub modifier: TimeModifier,
    /// Whether "of" must follow ("the end of March").
    pub needs_of: bool,
}

/// What a fixed phrase means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PhraseMeaning {
    /// So many units from publication, with a part of the day.
    Shift(TimeUnit, i32, Option<DayPart>),
    /// So many units from the time last told.
    Told(TimeUnit, i32),
    /// No day.
    Reference(TimeReference),
    /// Every unit.
    EveryUnit(TimeUnit),
    /// Every part of the day of this name.
    EveryPart(DayPart),
}

/// Phrases of one or more words that begin with the same word, the longest first.
type Phrases<T> = Vec<(Vec<SmolStr>, T)>;

/// The longest of some phrases that stands here; `word(i)` is the `i`th lower-case word from here. Gives its length in words.
fn longest<'a, T: Copy>(phrases: &Phrases<T>, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, T)> {
    let stands = |words: &[SmolStr]| words.iter().enumerate().all(|(i, wanted)| word(i) == Some(wanted));
    phrases.iter().find(|(words, _)| stands(words)).map(|(words, value)| (words.len(), *value))
}

impl TimeWords {
    /// Loads the tables of one language.
    ///
    /// - errors: every trouble of every table, at once.
    pub fn load(source: &DataSource, language: &str) -> Result<TimeWords, DataError> {
        let mut troubles = Troubles::default();
        let mut words = TimeWords::default();
        let read = |troubles: &mut Troubles, file: &str, columns: &[&str]| {
            troubles
                .take(Table::read(source, &format!("lexicon/{language}/time/{file}"), columns))
                .map(|table| table.rows)
                .unwrap_or_default()
        };
        for row in read(&mut troubles, "names.tsv", &["word", "kind", "value", "use"]) {
            match name(&row) {
                Some(name) => words.word(row.cell(0)).names.push(name),
                None => troubles
                    .add(&row.place, format!("“{} {} {}” is no name of time; see the file's head", row.cell(1), row.cell(2), row.cell(3))),
            }
        }
        for row in read(&mut troubles, "picks.tsv", &["word", "pick", "reach"]) {
            match pick(&row) {
                Some(pick) => words.word(row.cell(0)).pick = Some(pick),
                None => troubles.add(&row.place, format!("“{} {}” is no pick and reach; see the file's head", row.cell(1), row.cell(2))),
            }
        }
        for row in read(&mut troubles, "amounts.tsv", &["word", "amount"]) {
            match (row.cell(1), row.cell(1).parse::<f32>()) {
                ("-", _) => words.word(row.cell(0)).amount = Some(None),
                (_, Ok(amount)) => words.word(row.cell(0)).amount = Some(Some(amount)),
                (other, Err(_)) => troubles.add(&row.place, format!("“{other}” is no number; write one, or - for a vague amount")),
            }
        }
        for row in read(&mut troubles, "ordinals.tsv", &["word", "value"]) {
            match row.cell(1).parse() {
                Ok(value) => words.word(row.cell(0)).ordinal = Some(value),
                Err(_) => troubles.add(&row.place, format!("“{}” is no number from 1 to 255; correct it", row.cell(1))),
            }
        }
        for row in read(&mut troubles, "modifiers.tsv", &["words", "modifier", "frame"]) {
            match (TimeModifier::parse(row.cell(1)), row.cell(2)) {
                (Some(modifier), frame @ ("plain" | "of")) => {
                    words.add(row.cell(0), |word| &mut word.modifiers, ModifierWords { modifier, needs_of: frame == "of" })
                }
                _ => troubles.add(&row.place, format!("“{} {}” is no modifier and frame; see the file's head", row.cell(1), row.cell(2))),
            }
        }
        for row in read(&mut troubles, "relations.tsv", &["words", "relation"]) {
            match TimeRelation::parse(row.cell(1)) {
                Some(relation) => words.add(row.cell(0), |word| &mut word.relations, relation),
                None => troubles
                    .add(&row.place, format!("“{}” is no relation; use one of since, until, by, before, after, for, within", row.cell(1))),
            }
        }
        for row in read(&mut troubles, "phrases.tsv", &["phrase", "meaning", "value", "example"]) {
            match phrase_meaning(row.cell(1)) {
                Some(meaning) => words.add(row.cell(0), |word| &mut word.phrases, meaning),
                None => troubles.add(&row.place, format!("“{}” is no meaning; see the file's head", row.cell(1))),
            }
            words.promise(&mut troubles, &row, row.cell(0), row.cell(2), row.cell(3));
        }
        for row in read(&mut troubles, "festivals.tsv", &["name", "month", "day", "example"]) {
            match (row.cell(1).parse::<u8>(), row.cell(2).parse::<u8>()) {
                (Ok(month @ 1..=12), Ok(day @ 1..=31)) => words.add(row.cell(0), |word| &mut word.festivals, (month, day)),
                _ => troubles.add(&row.place, format!("“{} {}” is no month and day; correct it", row.cell(1), row.cell(2))),
            }
            let value = format!("-{:0>2}-{:0>2}", row.cell(1), row.cell(2));
            words.promise(&mut troubles, &row, row.cell(0), &value, row.cell(3));
        }
        for row in read(&mut troubles, "ahead.tsv", &["lemma", "frame"]) {
            match row.cell(1) {
                "complement" => drop(words.ahead.insert(SmolStr::new(row.cell(0)), LooksAhead::Complement)),
                "result" => drop(words.ahead.insert(SmolStr::new(row.cell(0)), LooksAhead::Result)),
                other => troubles.add(&row.place, format!("“{other}” is no frame; write complement or result")),
            }
        }
        for row in read(&mut troubles, "examples.tsv", &["words", "value", "example"]) {
            words.promise(&mut troubles, &row, row.cell(0), row.cell(1), row.cell(2));
        }
        troubles.or(words)
    }

    fn promise(&mut self, troubles: &mut Troubles, row: &Row, words: &str, value: &str, sentence: &str) {
        if !sentence.to_lowercase().contains(&words.to_lowercase()) {
            troubles.add(&row.place, format!("the example does not hold “{words}”; write one that does"));
        }
        self.examples.push(TimeExample {
            place: row.place.clone(),
            sentence: sentence.to_string(),
            words: words.to_string(),
            value: value.to_string(),
        });
    }

    /// What is known of a lower-case word.
    pub fn get(&self, word: &str) -> Option<&TimeWord> {
        self.words.get(word)
    }

    fn word(&mut self, word: &str) -> &mut TimeWord {
        self.words.entry(SmolStr::new(word)).or_default()
    }

    fn add<T>(&mut self, phrase: &str, of: fn(&mut TimeWord) -> &mut Phrases<T>, value: T) {
        let words: Vec<SmolStr> = phrase.split_whitespace().map(SmolStr::new).collect();
        let Some(first) = words.first().cloned() else { return };
        let phrases = of(self.word(&first));
        phrases.push((words, value));
        phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }

    /// Whether a time near a verb or adjective with this lemma lies ahead of it: "expect", "due".
    pub fn looks_ahead(&self, lemma: &str) -> Option<LooksAhead> {
        self.ahead.get(lemma).copied()
    }
}

impl TimeWord {
    /// The longest modifier that begins with this word; `word(i)` is the `i`th lower-case word from it. Gives its length in words.
    pub fn modifier<'a>(&self, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, ModifierWords)> {
        longest(&self.modifiers, word)
    }

    /// The longest relation that begins here.
    pub fn relation<'a>(&self, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, TimeRelation)> {
        longest(&self.relations, word)
    }

    /// The longest fixed phrase that begins here.
    pub fn phrase<'a>(&self, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, PhraseMeaning)> {
        longest(&self.phrases, word)
    }

    /// The longest name of a feast that begins here, with its month and day.
    pub fn festival<'a>(&self, word: impl Fn(usize) -> Option<&'a str>) -> Option<(usize, (u8, u8))> {
        longest(&self.festivals, word)
    }
}

fn name(row: &Row) -> Option<TimeName> {
    let value = row.cell(2);
    let number = || value.parse::<u8>().ok();
    let kind = match row.cell(1) {
        "month" => TimeNameKind::Month(number().filter(|n| (1..=12).contains(n))?),
        "weekday" => TimeNameKind::Weekday(number().filter(|n| (1..=7).contains(n))?),
        "weekdays" => TimeNameKind::Weekdays(number().filter(|n| (1..=7).contains(n))?),
        "season" => TimeNameKind::Season(Season::parse(value)?),
        "part" => TimeNameKind::Part(DayPart::parse(value)?),
        "parts" => TimeNameKind::Parts(DayPart::parse(value)?),
        "unit" => TimeNameKind::Unit(TimeUnit::parse(value)?),
        "units" => TimeNameKind::Units(TimeUnit::parse(value)?),
        _ => return None,
    };
    let usage = match row.cell(3) {
        "free" => TimeUsage::Free,
        "capital" => TimeUsage::Capital,
        "dated" => TimeUsage::Dated,
        "picked" => TimeUsage::Picked,
        "alone" => TimeUsage::Alone,
        _ => return None,
    };
    Some(TimeName { kind, usage })
}

fn pick(row: &Row) -> Option<PickWord> {
    let which = match row.cell(1) {
        "last" => PickWhich::Last,
        "this" => PickWhich::This,
        "next" => PickWhich::Next,
        "following" => PickWhich::Following,
        "preceding" => PickWhich::Preceding,
        "that" => PickWhich::That,
        _ => return None,
    };
    let reach = match row.cell(2) {
        "past" => -1,
        "future" => 1,
        "-" => 0,
        _ => return None,
    };
    Some(PickWord { which, reach })
}

fn phrase_meaning(text: &str) -> Option<PhraseMeaning> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    Some(match parts.as_slice() {
        ["shift", unit, amount] => PhraseMeaning::Shift(TimeUnit::parse(unit)?, amount.parse().ok()?, None),
        ["shift", unit, amount, part] => PhraseMeaning::Shift(TimeUnit::parse(unit)?, amount.parse().ok()?, Some(DayPart::parse(part)?)),
        ["told", unit, amount] => PhraseMeaning::Told(TimeUnit::parse(unit)?, amount.parse().ok()?),
        ["ref", code] => PhraseMeaning::Reference(TimeReference::parse(code)?),
        ["every", "part", part] => PhraseMeaning::EveryPart(DayPart::parse(part)?),
        ["every", unit] => PhraseMeaning::EveryUnit(TimeUnit::parse(unit)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_english_tables_load() {
        let words = TimeWords::load(&DataSource::Carried, "en").expect("the tables load");
        let word = |word: &str| words.get(word).expect("the word is in a table");
        assert_eq!(word("sept").names[0].kind, TimeNameKind::Month(9));
        assert_eq!(word("few").amount, Some(None));
        let text = ["the", "day", "before", "yesterday"];
        assert_eq!(word("the").phrase(|i| text.get(i).copied()), Some((4, PhraseMeaning::Shift(TimeUnit::Day, -2, None))));
    }

    #[test]
    fn a_month_that_does_not_exist_is_told_with_its_line() {
        let row = Table::parse("word\tkind\tvalue\tuse\nsmarch\tmonth\t13\tfree\n", "t", &["word", "kind", "value", "use"]).unwrap();
        assert_eq!(name(&row.rows[0]), None);
    }
}
