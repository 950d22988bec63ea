//! What a number counts, by the word that it hangs on: "killed 14" killed, "14 raids" strikes, "14 km" nothing.
//!
//! In:  `data/lexicon/<language>/measures.tsv` (word, slot, measure, note). Multiword entries are joined by a space, in lemma form.
//! Out: `Measures::of(slot, lemma)`.
//!
//! Not here: the tree (`claims::figures`).

use super::words::Words;
use crate::{DataError, DataSource, Table, Troubles};
use dateline_model::Measure;
use smol_str::SmolStr;

macro_rules! slots {
    ($($(#[$doc:meta])* $slot:ident = $text:literal,)*) => {
        /// How a word bears on a number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Slot { $($(#[$doc])* $slot,)* }

        impl Slot {
            fn parse(text: &str) -> Option<Slot> {
                match text { $($text => Some(Slot::$slot),)* _ => None }
            }
        }
    };
}

slots! {
    /// A verb; the number is of its objects: "kill".
    Object = "object",
    /// A verb; the number is of its subjects: "die".
    Subject = "subject",
    /// A verb of losing men: "lose".
    Lost = "lost",
    /// A verb of taking lives: "claim".
    Takes = "takes",
    /// A verb whose subject has the harm that its object names: "suffer injuries".
    Suffers = "suffers",
    /// A verb that leaves its object in a state: "leave 14 dead".
    Leaves = "leaves",
    /// A verb whose object is damaged.
    Damages = "damages",
    /// A state: "dead", "missing".
    State = "state",
    /// The counted noun itself: "death", "raid".
    Counted = "counted",
    /// A noun of the deed, with "of N": "the killing of five".
    Of = "of",
    /// A noun of harm whose owner suffers it: "the judge's murder".
    Owned = "owned",
    /// A noun whose value the number is: "toll".
    Toll = "toll",
    /// An act; the number is of those on whom it falls.
    Act = "act",
    /// An act of which deaths may be told.
    Deadly = "deadly",
    /// An act of which deaths may be told where nothing deadlier is named.
    MayKill = "may_kill",
    /// An act of which strikes may be counted.
    Striking = "striking",
    /// An act of which vehicles, buildings or places may be counted.
    Things = "things",
    /// An act that destroys single things.
    Destroys = "destroys",
    /// A war as a whole: its toll is no single deed's.
    War = "war",
    /// A word that opens a part of a whole: "including".
    Part = "part",
    /// A unit: the number counts nothing of ours.
    Unit = "unit",
    /// Square kilometres.
    Area = "area",
    /// A noun that a number after it names: "Division 30".
    Label = "label",
    /// Money.
    Currency = "currency",
    /// The end of a noun for a person: "-ist".
    Suffix = "suffix",
    /// A noun that is singular and yet many: "family".
    Collective = "collective",
    /// A month.
    Month = "month",
}

/// What each word makes of a number.
#[derive(Debug, Default)]
pub struct Measures {
    rows: Words<Vec<(Slot, Option<Measure>)>>,
}

impl Measures {
    /// Loads `measures.tsv` of one language.
    ///
    /// - errors: an unknown slot or measure; a word twice in one slot.
    pub fn load(source: &DataSource, language: &str) -> Result<Measures, DataError> {
        let table = Table::read(source, &format!("lexicon/{language}/measures.tsv"), &["word", "slot", "measure", "note"])?;
        let (mut measures, mut troubles) = (Measures::default(), Troubles::default());
        for row in &table.rows {
            let (word, slot, measure) = (row.cell(0), row.cell(1), row.cell(2));
            let Some(slot) = Slot::parse(slot) else {
                troubles.add(&row.place, format!("the slot “{slot}” is unknown; use one of those in the table's head"));
                continue;
            };
            let parsed = Measure::parse(measure);
            if parsed.is_none() && !measure.is_empty() {
                troubles.add(&row.place, format!("the measure “{measure}” is not in the codebook; use one of section 4"));
            }
            let slots = measures.rows.entry(SmolStr::new(word)).or_default();
            if slots.iter().any(|(other, _)| *other == slot) {
                troubles.add(&row.place, format!("“{word}” stands twice in this slot; remove one row"));
            }
            slots.push((slot, parsed));
        }
        troubles.or(measures)
    }

    /// The measure that a word (lemma, lower case) gives in a slot; none where the word is not there or gives none of its own.
    pub fn of(&self, slot: Slot, word: &str) -> Option<Measure> {
        self.row(slot, word).flatten()
    }

    /// Whether a word stands in a slot.
    pub fn has(&self, slot: Slot, word: &str) -> bool {
        self.row(slot, word).is_some()
    }

    fn row(&self, slot: Slot, word: &str) -> Option<Option<Measure>> {
        self.rows.get(word)?.iter().find(|(other, _)| *other == slot).map(|(_, measure)| *measure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_gives_its_measure_in_its_slot_only() {
        let measures = Measures::load(&DataSource::Carried, "en").expect("the measures load");
        assert_eq!(measures.of(Slot::Object, "kill"), Some(Measure::Killed));
        assert_eq!(measures.of(Slot::Subject, "kill"), None);
        assert!(measures.has(Slot::Unit, "km") && !measures.has(Slot::Unit, "raid"));
    }
}
