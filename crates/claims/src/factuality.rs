//! How firmly it is said: what the text commits the innermost speaker to.
//!
//! In:  a tree, the trigger of a claim, the lexicon.
//! Out: `Reading`: the factuality, and why the trigger may be no claim at all (the aim of a deed, what is called for, what is threatened).
//!
//! The reading walks up the tree from the trigger to the first word of saying (after Saurí & Pustejovsky 2012, Computational Linguistics 38:
//! factuality is composed along the path of embedding). `scope` reads the marks of one clause or noun phrase; `walk` goes from one to the next.
//! The words are in `data/lexicon/<language>/cues`; this module holds none.
//!
//! Not here: who speaks (`attribution`), whether the speaker is right (`fuse`).

mod scope;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use scope::is_infinitive;
pub(crate) use walk::is_denial;

use crate::Tree;
use dateline_knowledge::{Commits, Lexicon};
use dateline_model::Factuality;

/// How firmly a trigger is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the text commits the innermost speaker to, if the trigger is a claim.
    pub factuality: Factuality,
    /// Why it may be no claim.
    pub veto: Option<Veto>,
    /// The mark that decided: `factuality.modal`, `factuality.negation`; `factuality.plain` without any.
    pub rule: &'static str,
}

/// Every mark that can decide.
pub const RULES: [&str; 15] = [
    "factuality.plain",
    "factuality.adjective",
    "factuality.adverb",
    "factuality.condition",
    "factuality.cue",
    "factuality.denial",
    "factuality.headline-infinitive",
    "factuality.inversion",
    "factuality.modal",
    "factuality.negation",
    "factuality.not-said",
    "factuality.not-sure",
    "factuality.not-yet",
    "factuality.question",
    "factuality.would-have",
];

/// Why a trigger may be no claim of its own (codebook, decisions 2, 3, 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Veto {
    /// The aim of another deed, not said to be reached: "to cut the road".
    Aim,
    /// Called for, demanded, required: "called on them to withdraw".
    Call,
    /// Threatened or warned against.
    Threat,
    /// Attempted: the attempt is the claim, if it is one.
    Attempt,
}

/// Reads how firmly the trigger at token `trigger` is said. Never fails: a plain statement is `Happened`.
pub fn factuality(tree: &Tree, trigger: usize, lexicon: &Lexicon) -> Reading {
    walk::read(tree, trigger, &lexicon.cues)
}

/// The same for a word of saying: whether the report was made. A denial is a report like any other.
pub(crate) fn factuality_of_report(tree: &Tree, verb: usize, lexicon: &Lexicon) -> Reading {
    walk::read_report(tree, verb, &lexicon.cues)
}

impl Reading {
    fn plain() -> Reading {
        Reading { factuality: Factuality::Happened, veto: None, rule: "factuality.plain" }
    }

    /// Adds a mark whose scope holds everything read so far.
    fn under(&mut self, commits: Commits, rule: &'static str) {
        debug_assert!(RULES.contains(&rule), "{rule} is not in RULES");
        let before = (self.factuality, self.veto);
        match commits {
            Commits::Same => {}
            Commits::To(outer) => self.factuality = compose(self.factuality, outer),
            Commits::Call => self.vetoed(Veto::Call, Factuality::Planned),
            Commits::Threat => self.vetoed(Veto::Threat, Factuality::Possible),
            Commits::Attempt => self.vetoed(Veto::Attempt, Factuality::Happened),
        }
        if before != (self.factuality, self.veto) {
            self.rule = rule;
        }
    }

    fn vetoed(&mut self, veto: Veto, factuality: Factuality) {
        self.veto.get_or_insert(veto);
        self.factuality = compose(self.factuality, factuality);
    }
}

/// What `outer` makes of `inner`: "did not" over "plan to" denies; a hedge weakens; a condition outranks all.
fn compose(inner: Factuality, outer: Factuality) -> Factuality {
    use Factuality::*;
    match (inner, outer) {
        (Hypothetical, _) | (_, Hypothetical) => Hypothetical,
        (inner, Happened) => inner,
        // "did not rule out an attack" leaves it open.
        (Denied, Denied) => Possible,
        (_, Denied) => Denied,
        (_, Possible) => Possible,
        (Happened, Planned) => Planned,
        (inner, Planned) => inner,
    }
}
