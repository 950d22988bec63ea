//! Loaded terms: words for a party that tell where the speaker stands ("terrorists", "regime", "martyrs").
//!
//! In:  `data/lexicon/<language>/labels.tsv` (term, note).
//! Out: `Labels::find(lemmas)`: the loaded term among the words of a mention, if any.
//!
//! A label is kept beside the mention and never decides who it is (`resolve`).

use super::words::Words;
use crate::{DataError, DataSource, Table, Troubles};
use smol_str::SmolStr;
use std::ops::Range;

/// Every loaded term of one language.
#[derive(Debug, Default)]
pub struct Labels {
    by_term: Words<Label>,
    /// The last word of every term.
    ends: Words<()>,
    /// Words of the longest term.
    longest: usize,
}

/// One loaded term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The term in lemmas, joined by spaces: `occupation force`.
    pub term: String,
    /// Who uses it of whom, in general.
    pub note: String,
}

impl Labels {
    /// Loads `labels.tsv` of one language.
    ///
    /// - errors: a term that stands twice, or is not in lower case; a missing note.
    pub fn load(source: &DataSource, language: &str) -> Result<Labels, DataError> {
        let table = Table::read(source, &format!("lexicon/{language}/labels.tsv"), &["term", "note"])?;
        let mut troubles = Troubles::default();
        let mut labels = Labels::default();
        for row in &table.rows {
            let (term, note) = (row.cell(0), row.cell(1));
            if term.is_empty() || term != term.to_lowercase() {
                troubles.add(&row.place, format!("term “{term}” is not in lower case; write it as a lemma"));
            }
            if note.is_empty() {
                troubles.add(&row.place, format!("term “{term}” has no note; say who uses it of whom"));
            }
            let label = Label { term: term.to_string(), note: note.to_string() };
            if labels.by_term.insert(SmolStr::new(term), label).is_some() {
                troubles.add(&row.place, format!("term “{term}” stands twice; remove one of the two rows"));
            }
            labels.ends.insert(SmolStr::new(term.rsplit(' ').next().unwrap_or(term)), ());
            labels.longest = labels.longest.max(term.split(' ').count());
        }
        troubles.or(labels)
    }

    /// The loaded term among the words of a mention, with its place among them: the longest one, of equals the first.
    ///
    /// - `lemmas`: the mention's lemmas in order, lower case. A plural ("terrorists") counts by its singular, for names in headlines.
    pub fn find(&self, lemmas: &[&str]) -> Option<(Range<usize>, &Label)> {
        if !lemmas.iter().any(|lemma| self.may_end(lemma)) {
            return None;
        }
        (1..=self.longest.min(lemmas.len())).rev().find_map(|length| {
            let mut windows = lemmas.windows(length).enumerate().filter(|(_, words)| self.may_end(words[length - 1]));
            windows.find_map(|(start, words)| Some((start..start + length, self.term(&words.join(" "))?)))
        })
    }

    /// Whether a term can end with this word.
    fn may_end(&self, word: &str) -> bool {
        self.ends.contains_key(word) || word.strip_suffix('s').is_some_and(|word| self.ends.contains_key(word))
    }

    fn term(&self, words: &str) -> Option<&Label> {
        self.by_term.get(words).or_else(|| self.by_term.get(words.strip_suffix('s')?))
    }

    /// Whether the table has this term.
    pub fn has(&self, term: &str) -> bool {
        self.by_term.contains_key(term)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mention: &str, expected: Option<&str>) {
        let labels = Labels::load(&DataSource::Carried, "en").expect("the labels load");
        let lemmas: Vec<&str> = mention.split(' ').collect();
        assert_eq!(labels.find(&lemmas).map(|(_, label)| label.term.as_str()), expected, "{mention}");
    }

    #[test]
    fn the_longest_term_of_a_mention_is_its_label() {
        check("assad regime", Some("regime"));
        check("the occupation force", Some("occupation force"));
        check("hundred of terrorists", Some("terrorist"));
        check("zionist entity", Some("zionist entity"));
    }

    #[test]
    fn plain_words_are_no_labels() {
        check("the third brigade", None);
        check("resident of the town", None);
        check("", None);
    }

    #[test]
    fn the_place_of_the_term_is_given() {
        let labels = Labels::load(&DataSource::Carried, "en").expect("the labels load");
        assert_eq!(labels.find(&["syrian", "regime", "air", "force"]).map(|(place, _)| place), Some(1..2));
    }

    #[test]
    fn the_table_is_sorted() {
        let table = Table::read(&DataSource::Carried, "lexicon/en/labels.tsv", &["term", "note"]).expect("the table reads");
        assert!(table.rows.is_sorted_by(|a, b| a.cell(0) < b.cell(0)));
        assert!(table.rows.len() >= 100);
    }
}
