//! The words and rules of one language: what `claims` reads beside the parse.
//!
//! In:  `data/ontology` and `data/lexicon/<language>`.
//! Out: `Lexicon`, whose parts are one module each.

mod cues;
mod kinds;
mod labels;
mod measures;
mod numbers;
mod ontology;
mod patterns;
mod time_words;
mod words;

pub use cues::*;
pub use kinds::*;
pub use labels::*;
pub use measures::*;
pub use numbers::*;
pub use ontology::*;
pub use patterns::*;
pub use time_words::*;

use crate::{DataError, DataSource, Troubles};

/// Everything that the rules of one language know of words.
#[derive(Debug)]
pub struct Lexicon {
    /// The acts and their names in the published ontologies.
    pub ontology: Ontology,
    /// Trigger patterns: which word, in which frame, evokes which act.
    pub patterns: Patterns,
    /// Kinds of nouns.
    pub kinds: Kinds,
    /// Loaded terms for parties.
    pub labels: Labels,
    /// Words of reporting, hedging, denying, planning.
    pub cues: Cues,
    /// Words of number.
    pub numbers: Numbers,
    /// What a number counts, by the word it hangs on.
    pub measures: Measures,
    /// Words of time.
    pub time: TimeWords,
}

impl Lexicon {
    /// Loads the lexicon of one language ("en").
    ///
    /// - errors: every trouble of every file, at once.
    pub fn load(source: &DataSource, language: &str) -> Result<Lexicon, DataError> {
        let mut troubles = Troubles::default();
        let ontology = troubles.take(Ontology::load(source));
        let kinds = troubles.take(Kinds::load(source, language));
        let patterns = match (&ontology, &kinds) {
            (Some(ontology), Some(kinds)) => troubles.take(Patterns::load(source, language, ontology, kinds)),
            _ => None,
        };
        let labels = troubles.take(Labels::load(source, language));
        let cues = troubles.take(Cues::load(source, language));
        let numbers = troubles.take(Numbers::load(source, language));
        let measures = troubles.take(Measures::load(source, language));
        let time = troubles.take(TimeWords::load(source, language));
        match (ontology, patterns, kinds, labels, cues, numbers, measures, time) {
            (Some(ontology), Some(patterns), Some(kinds), Some(labels), Some(cues), Some(numbers), Some(measures), Some(time)) => {
                Ok(Lexicon { ontology, patterns, kinds, labels, cues, numbers, measures, time })
            }
            _ => Err(troubles.or(()).expect_err("a part is missing only after a trouble")),
        }
    }
}
