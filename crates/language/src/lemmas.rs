//! The lemma of a word: spaCy's rule lemmatizer, over the index and exceptions of WordNet.
//!
//! In:  a lexeme, its part of speech and what its morphology says. Out: its lemma.

use crate::characters::Characters;
use crate::lexemes::Lexeme;
use crate::packed::{Cursor, ModelError, Texts};
use crate::ruler::Morph;
use dateline_model::Pos;
use smol_str::SmolStr;

/// Tables of one part of speech.
struct Table {
    pos: Pos,
    /// Known base forms, sorted.
    index: Texts,
    /// Irregular forms, sorted, and their base forms, joined by U+001F.
    irregular: Texts,
    bases: Texts,
    /// Endings and what replaces them.
    endings: Texts,
    replacements: Texts,
}

/// The lemmatizer.
pub(crate) struct Lemmas(Vec<Table>);

impl Lemmas {
    pub fn read(cursor: &mut Cursor) -> Result<Lemmas, ModelError> {
        cursor.section("lemmas")?;
        let mut tables = Vec::new();
        for _ in 0..cursor.number()? {
            let pos = cursor.text()?;
            let pos = Pos::parse(pos).ok_or_else(|| cursor.error(format!("unknown part of speech {pos:?}")))?;
            let index = cursor.texts()?;
            let (irregular, bases, endings, replacements) = (cursor.texts()?, cursor.texts()?, cursor.texts()?, cursor.texts()?);
            if irregular.len() != bases.len() || endings.len() != replacements.len() {
                return Err(cursor.error("lemma tables of unequal length"));
            }
            tables.push(Table { pos, index, irregular, bases, endings, replacements });
        }
        Ok(Lemmas(tables))
    }

    /// The lemma of a lexeme. Lower case but for proper names.
    pub fn lemma(&self, characters: &Characters, lexeme: &Lexeme, pos: Pos, morph: Morph) -> SmolStr {
        let base = morph.base || (pos == Pos::NOUN && morph.base_noun) || (pos == Pos::VERB && morph.base_verb);
        if matches!(pos, Pos::None | Pos::SPACE) || base {
            return lexeme.lower.clone();
        }
        let Some(table) = self.0.iter().find(|table| table.pos == pos) else {
            return if pos == Pos::PROPN { lexeme.text.clone() } else { lexeme.lower.clone() };
        };
        table.lemma(characters, lexeme)
    }
}

impl Table {
    fn lemma(&self, characters: &Characters, lexeme: &Lexeme) -> SmolStr {
        let lower = lexeme.lower.as_str();
        let (mut forms, mut unknown): (Vec<String>, Option<String>) = (Vec::new(), None);
        let mut others: Vec<String> = Vec::new();
        for (ending, replacement) in self.endings.iter().zip(self.replacements.iter()) {
            let Some(stem) = lower.strip_suffix(ending) else { continue };
            let form = format!("{stem}{replacement}");
            if form.is_empty() {
            } else if self.index.find(&form).is_some() {
                forms.push(form);
            } else if !characters.all_letters(&form) {
                others.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        // In order of choice: known forms, the last found first; then forms that are not letters alone.
        let mut choices: Vec<String> = forms.into_iter().rev().chain(others).collect();
        if let Some(i) = self.irregular.find(lower) {
            for base in self.bases.get(i).split('\u{1f}') {
                if !choices.iter().any(|form| form == base) {
                    choices.insert(0, base.to_string());
                }
            }
        }
        choices.into_iter().next().or(unknown).map_or_else(|| lexeme.text.clone(), SmolStr::new)
    }
}
