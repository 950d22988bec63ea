//! Kinds of nouns: what a word can be ("soldier": combatant; "market": building).
//!
//! In:  `data/lexicon/<language>/kinds.tsv` (word, kind, note).
//! Out: `Kinds::of(lemma)`, a set of kinds. Multiword entries are joined by a space, in lemma form.

use super::words::{Pairs, Words};
use crate::{DataError, DataSource, Table};
use smol_str::SmolStr;

/// Kinds that are read off the tree, not the table: a proper noun, a pronoun.
pub const TREE_KINDS: &[&str] = &["name", "pronoun"];

/// Which kinds each word can be.
#[derive(Debug, Default)]
pub struct Kinds {
    by_word: Words<Vec<String>>,
    pairs: Pairs<Vec<String>>,
}

impl Kinds {
    /// Loads `kinds.tsv` of one language.
    pub fn load(source: &DataSource, language: &str) -> Result<Kinds, DataError> {
        let table = Table::read(source, &format!("lexicon/{language}/kinds.tsv"), &["word", "kind", "note"])?;
        let mut kinds = Kinds::default();
        for row in &table.rows {
            kinds.by_word.entry(SmolStr::new(row.cell(0))).or_default().extend(row.list(1).map(str::to_string));
        }
        kinds.by_word.iter().for_each(|(word, found)| kinds.pairs.add(word, found.clone()));
        Ok(kinds)
    }

    /// The kinds of a lemma (lower case); none for a word that the table lacks.
    pub fn of(&self, lemma: &str) -> &[String] {
        self.by_word.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// The kinds of two lemmas side by side: "car", "bomb".
    pub fn of_pair(&self, first: &str, second: &str) -> &[String] {
        self.pairs.get(first, second).map_or(&[], Vec::as_slice)
    }

    /// Every word of the table; several words are joined by a space.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.by_word.keys().map(SmolStr::as_str)
    }

    /// Whether any word of the table is of this kind, or the tree tells it (`TREE_KINDS`).
    pub fn has_kind(&self, kind: &str) -> bool {
        TREE_KINDS.contains(&kind) || self.by_word.values().flatten().any(|found| found == kind)
    }

    /// Whether a lemma can be of this kind.
    pub fn is(&self, lemma: &str, kind: &str) -> bool {
        self.of(lemma).iter().any(|found| found == kind)
    }

    /// Whether a lemma can be of one of these kinds.
    pub fn is_any(&self, lemma: &str, kinds: &[&str]) -> bool {
        self.of(lemma).iter().any(|found| kinds.contains(&found.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "lexicon/en/kinds.tsv";

    fn carried() -> Kinds {
        Kinds::load(&DataSource::Carried, "en").expect("the kinds load")
    }

    fn check(word: &str, kind: &str, expected: bool) {
        assert_eq!(carried().is(word, kind), expected, "{word}: {kind}");
    }

    #[test]
    fn words_have_their_kinds() {
        check("soldier", "combatant", true);
        check("soldier", "civilian", false);
        check("field hospital", "building", true);
        check("walnut", "food", true);
        check("no such word", "food", false);
        assert!(carried().has_kind("name") && !carried().has_kind("no_such_kind"));
    }

    #[test]
    fn the_table_is_broad_and_sorted_and_each_word_stands_once() {
        let table = Table::read(&DataSource::Carried, PATH, &["word", "kind", "note"]).expect("the table reads");
        let words: Vec<&str> = table.rows.iter().map(|row| row.cell(0)).collect();
        assert!(words.len() >= 900, "{} words", words.len());
        let wrong: Vec<&[&str]> = words.windows(2).filter(|pair| pair[0] >= pair[1]).collect();
        assert!(wrong.is_empty(), "not sorted, or twice: {wrong:?}");
    }

    #[test]
    fn each_row_is_in_lower_case_and_lists_a_kind_once() {
        let table = Table::read(&DataSource::Carried, PATH, &["word", "kind", "note"]).expect("the table reads");
        for row in &table.rows {
            let mut kinds: Vec<&str> = row.list(1).collect();
            let listed = kinds.len();
            kinds.sort_unstable();
            kinds.dedup();
            assert!(listed > 0 && kinds.len() == listed, "{}: kinds {:?}", row.place, row.cell(1));
            assert_eq!(row.cell(0), row.cell(0).to_lowercase(), "{}", row.place);
        }
    }
}
