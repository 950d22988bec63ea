//! Which words of a sentence evoke an act, by the patterns of the lexicon.
//!
//! In:  a tree and the lexicon.
//! Out: `Hit`s: a token, the act and the pattern, in text order; a token keeps its first matching pattern of each act.
//!
//! The patterns are data (`data/lexicon/<language>/patterns`); this module only knows what their slots mean in a tree.
//! Not here: whether a hit is a claim (`spot`), who takes part (`roles`).

use crate::Tree;
use crate::slots::Slots;
use dateline_knowledge::{Lexicon, Pattern, WordClass};
use dateline_model::{Dep, Pos, Tag};

/// One pattern found at one token.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'l> {
    /// The trigger.
    pub token: usize,
    /// What it evokes there, and how.
    pub pattern: &'l Pattern,
}

/// Every hit of a sentence.
pub fn hits<'l>(tree: &Tree, lexicon: &'l Lexicon) -> Vec<Hit<'l>> {
    let mut found: Vec<Hit<'l>> = Vec::new();
    for token in 0..tree.len() {
        let slots = Slots::of(token);
        let at = found.len();
        for lemma in lemmas(tree, token).into_iter().flatten() {
            for pattern in lexicon.patterns.of(lemma) {
                let new = found[at..].iter().all(|hit| hit.pattern.act != pattern.act);
                if new && fits(tree, token, pattern) && slots.allow(tree, pattern, lexicon) {
                    found.push(Hit { token, pattern });
                }
            }
            if found.len() > at {
                break;
            }
        }
    }
    found
}

/// The lemma and, where it differs, the form; a name in a headline ("Airstrikes Hit Town") also without its plural s.
fn lemmas<'a>(tree: &Tree<'a>, token: usize) -> [Option<&'a str>; 3] {
    let (lemma, lower) = (tree.lemma(token), tree.lower(token));
    let singular = lower.strip_suffix('s').filter(|_| tree.pos(token) == Pos::PROPN);
    [Some(lemma), (lower != lemma).then_some(lower), singular]
}

fn fits(tree: &Tree, token: usize, pattern: &Pattern) -> bool {
    let pos = tree.pos(token);
    let class = match pattern.class {
        WordClass::Verb => matches!(pos, Pos::VERB | Pos::AUX) || matches!(tree.tag(token), Tag::VBN | Tag::VBG | Tag::VBD),
        WordClass::Noun => matches!(pos, Pos::NOUN | Pos::PROPN),
        WordClass::Adjective => {
            matches!(pos, Pos::ADJ | Pos::ADV) || (pos == Pos::VERB && tree.dep(token) == Dep::Amod) || tree.tag(token) == Tag::JJ
        }
    };
    class
        && (pattern.particle.is_empty()
            || tree
                .children(token)
                .iter()
                .any(|&child| matches!(tree.dep(child), Dep::Prt | Dep::Advmod | Dep::Prep) && tree.lower(child) == pattern.particle))
}

impl Slots {
    /// Whether all of the pattern's conditions hold.
    fn allow(&self, tree: &Tree, pattern: &Pattern, lexicon: &Lexicon) -> bool {
        pattern.holds(|slot, words| self.has(tree, slot, words, lexicon))
    }
}
