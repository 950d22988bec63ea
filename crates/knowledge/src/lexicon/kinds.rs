//! Kinds of nouns: what a word can be ("soldier": combatant; "market": building).
//!
//! In:  `data/lexicon/<language>/kinds.tsv` (word, kind, note).
//! Out: `Kinds::of(lemma)`, a set of kinds. Multiword entries are joined by a space, in lemma form.

use crate::{DataError, DataSource, Table};
use std::collections::HashMap;

/// Which kinds each word can be.
#[derive(Debug, Default)]
pub struct Kinds {
    by_word: HashMap<String, Vec<String>>,
}

impl Kinds {
    /// Loads `kinds.tsv` of one language.
    pub fn load(source: &DataSource, language: &str) -> Result<Kinds, DataError> {
        let table = Table::read(source, &format!("lexicon/{language}/kinds.tsv"), &["word", "kind", "note"])?;
        let mut kinds = Kinds::default();
        for row in &table.rows {
            kinds.by_word.entry(row.cell(0).to_string()).or_default().extend(row.list(1).map(str::to_string));
        }
        Ok(kinds)
    }

    /// The kinds of a lemma (lower case); none for a word that the table lacks.
    pub fn of(&self, lemma: &str) -> &[String] {
        self.by_word.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether any word of the table is of this kind.
    pub fn has_kind(&self, kind: &str) -> bool {
        self.by_word.values().flatten().any(|found| found == kind)
    }

    /// Whether a lemma can be of this kind.
    pub fn is(&self, lemma: &str, kind: &str) -> bool {
        self.of(lemma).iter().any(|found| found == kind)
    }
}
