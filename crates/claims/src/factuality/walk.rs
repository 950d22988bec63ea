//! The walk from a trigger up to the first word of saying.

use super::scope::{self, cue, is_definite, is_infinitive};
use super::{Reading, Veto};
use crate::Tree;
use crate::arguments::is_passive;
use dateline_knowledge::{Commits, CueClass, CueWord, Cues, Negation, Speech};
use dateline_model::{Dep, Factuality, Pos, Tag};

/// Deeper trees are odd texts.
const DEPTH: usize = 40;

/// Walks up from the trigger.
pub fn read(tree: &Tree, trigger: usize, cues: &Cues) -> Reading {
    let mut walk = Walk { tree, cues, reading: Reading::plain() };
    walk.trigger(trigger);
    walk.all(trigger)
}

/// Walks up from a word of saying, whatever it says.
pub fn read_report(tree: &Tree, verb: usize, cues: &Cues) -> Reading {
    Walk { tree, cues, reading: Reading::plain() }.all(verb)
}

/// Whether a cue is a word of plain denial, whose complement may be a gerund ("denied using"): "dismissed", "rejected" are acts of their own.
pub fn is_denial(cue: &CueWord) -> bool {
    cue.speech == Speech::Say && cue.frame("ing") == Some(Commits::To(Factuality::Denied))
}

struct Walk<'t> {
    tree: &'t Tree<'t>,
    cues: &'t Cues,
    reading: Reading,
}

impl Walk<'_> {
    fn all(mut self, trigger: usize) -> Reading {
        let (mut at, mut from) = (trigger, None);
        for _ in 0..DEPTH {
            match self.up(at, from) {
                Some(next) => (at, from) = (next, Some(at)),
                None => break,
            }
        }
        self.reading
    }

    /// Reads the marks at one token and gives the next one to read, or none where the scope ends.
    fn up(&mut self, at: usize, from: Option<usize>) -> Option<usize> {
        let tree = self.tree;
        if tree.is_verb(at) && !matches!(tree.dep(at), Dep::Amod | Dep::Compound) {
            scope::clause(tree, at, from, self.cues, &mut self.reading);
            if tree.dep(at) == Dep::Conj {
                return self.coordinated(at);
            }
            self.verb(at)
        } else {
            scope::noun_phrase(tree, at, self.cues, &mut self.reading);
            self.noun(at)
        }
    }

    /// A trigger that is itself a denial: "denied the charge" is the denial of what it was charged with (codebook, decision 5).
    fn trigger(&mut self, trigger: usize) {
        if cue(self.tree, trigger, self.cues).is_some_and(is_denial) {
            self.reading.under(Commits::To(Factuality::Denied), "factuality.denial");
        }
    }

    /// "Reports that rebels fled", "accusations it carried out raids": a clause under a noun that is its content, not a description.
    fn is_content_clause(&self, at: usize) -> bool {
        let tree = self.tree;
        let relative = tree.children(at).iter().any(|&child| matches!(tree.tag(child), Tag::WDT | Tag::WP | Tag::WRB | Tag::WPS));
        tree.child(at, &[Dep::Mark, Dep::Nsubj, Dep::Nsubjpass]).is_some() && !relative
    }

    /// "Has yet to answer".
    fn not_yet(&self, verb: usize) -> bool {
        let adverb = |&child: &usize| self.cues.get(CueClass::Adverb, self.tree.lower(child)).and_then(|cue| cue.frame("inf"));
        self.tree.children(verb).iter().filter_map(adverb).any(|commits| commits == Commits::To(Factuality::Denied))
    }

    /// A second verb of a coordination: the first one's modal reaches it, unless it has a subject or auxiliary of its own.
    fn coordinated(&mut self, at: usize) -> Option<usize> {
        let tree = self.tree;
        let first = tree.coordination_head(at);
        let own = tree.child(at, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Aux, Dep::Expl]).is_some();
        // "refused to surrender and triggered the bomb": a finite verb belongs to the finite one above.
        if matches!(tree.tag(at), Tag::VBD | Tag::VBZ | Tag::VBP) && is_infinitive(tree, first) {
            return None;
        }
        if !own && tree.is_verb(first) {
            let either = tree.child(first, &[Dep::Cc]).is_some_and(|cc| tree.lower(cc) == "or" || tree.lower(cc) == "nor");
            if either || !scope::is_negated(tree, first, self.cues) {
                scope::clause(tree, first, None, self.cues, &mut self.reading);
            }
        }
        if tree.is_verb(first) { self.verb(first) } else { None }
    }

    /// From a clause to what governs it.
    fn verb(&mut self, at: usize) -> Option<usize> {
        let tree = self.tree;
        let Some(head) = tree.head(at) else {
            self.root();
            return None;
        };
        let infinitive = is_infinitive(tree, at);
        let governs = |frame: &str| cue(tree, head, self.cues).and_then(|cue| cue.frame(frame));
        match tree.dep(at) {
            Dep::Xcomp if infinitive && self.not_yet(head) => {
                self.reading.under(Commits::To(Factuality::Denied), "factuality.not-yet");
                None
            }
            Dep::Xcomp | Dep::Ccomp | Dep::Parataxis | Dep::Oprd | Dep::Acomp | Dep::Attr | Dep::Dep => {
                let frames: &[&str] = match (infinitive, tree.tag(at), tree.dep(at)) {
                    (true, _, _) => &["inf", "clause"],
                    (_, Tag::VBG, Dep::Xcomp) => &["ing", "np"],
                    (_, _, Dep::Ccomp | Dep::Parataxis) => &["clause", "quote"],
                    _ => &["np", "clause"],
                };
                let commits = frames.iter().find_map(|frame| governs(frame));
                if commits.is_none() && tree.dep(at) == Dep::Ccomp {
                    return self.judged(head);
                }
                self.govern(head, commits.unwrap_or(Commits::Same))
            }
            Dep::Advcl if infinitive => match governs("inf") {
                Some(commits) => self.govern(head, commits),
                None => {
                    self.reading.vetoed(Veto::Aim, Factuality::Planned);
                    Some(head)
                }
            },
            // "may strike at dawn, killing": the participle shares the clause.
            Dep::Advcl if cue(tree, at, self.cues).is_some_and(|cue| matches!(cue.speech, Speech::Say | Speech::Judge)) => None,
            Dep::Advcl if matches!(tree.tag(at), Tag::VBG | Tag::VBN) && tree.child(at, &[Dep::Mark, Dep::Nsubj, Dep::Aux]).is_none() => {
                Some(head)
            }
            Dep::Acl if infinitive => match governs("inf") {
                Some(commits) => self.govern(head, commits),
                None => {
                    self.reading.vetoed(Veto::Aim, Factuality::Planned);
                    None
                }
            },
            Dep::Acl | Dep::Relcl if self.is_content_clause(at) => governs("clause").and_then(|commits| self.govern(head, commits)),
            Dep::Acl => {
                let negated = |&child: &usize| self.cues.negation(tree.lower(child)) == Some(Negation::Determiner);
                if tree.children(head).iter().any(|child| *child < head && negated(child)) {
                    self.reading.under(Commits::To(Factuality::Denied), "factuality.negation");
                }
                None
            }
            Dep::Pcomp | Dep::Pobj => self.preposition(head, true),
            Dep::Aux | Dep::Auxpass | Dep::Prep => Some(head),
            _ => None,
        }
    }

    /// "It is not true that …", "it is certain that …": the adjective of the clause above bears on its content.
    fn judged(&mut self, be: usize) -> Option<usize> {
        let tree = self.tree;
        let adjective = tree.child(be, &[Dep::Acomp])?;
        let commits = cue(tree, adjective, self.cues)?.frame("clause")?;
        // "Not certain that" leaves it open; "not true that" denies it, as the walk goes on to find.
        if commits == Commits::To(Factuality::Happened) && scope::is_negated(tree, be, self.cues) {
            self.reading.under(Commits::To(Factuality::Possible), "factuality.not-sure");
            return None;
        }
        self.govern(be, commits)
    }

    /// From a noun to what governs it.
    fn noun(&mut self, at: usize) -> Option<usize> {
        let tree = self.tree;
        let head = tree.head(at)?;
        let governs = |frame: &str| cue(tree, head, self.cues).and_then(|cue| cue.frame(frame));
        let definite = is_definite(tree, at);
        match tree.dep(at) {
            Dep::Conj => {
                let first = tree.coordination_head(at);
                scope::noun_phrase(tree, first, self.cues, &mut self.reading);
                if tree.is_verb(first) { None } else { self.noun(first) }
            }
            Dep::Nsubj if !is_passive(tree, head) => {
                if let Some(adjective) = tree.child(head, &[Dep::Acomp]).and_then(|adjective| cue(tree, adjective, self.cues)) {
                    self.reading.under(adjective.frame("mod").unwrap_or(Commits::Same), "factuality.adjective");
                }
                match governs("subj") {
                    Some(commits) => self.govern(head, commits),
                    None if !definite && (tree.lemma(head) == "be" || scope::modal(tree, head, self.cues).is_some()) => Some(head),
                    None => None,
                }
            }
            Dep::Dobj | Dep::Nsubjpass | Dep::Nsubj | Dep::Attr | Dep::Oprd | Dep::Dative => match governs("np") {
                Some(commits) => self.govern(head, commits),
                None if tree.lemma(head) == "be" || !definite => Some(head),
                None => None,
            },
            Dep::Acomp | Dep::Advmod | Dep::Xcomp | Dep::Ccomp => {
                let commits = ["np", "clause"].iter().find_map(|frame| governs(frame));
                self.govern(head, commits.unwrap_or(Commits::Same))
            }
            Dep::Pobj | Dep::Pcomp => self.preposition(head, !definite),
            Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Nummod => match governs("compound") {
                Some(commits) => self.govern(head, commits),
                None if tree.is_noun(head) && tree.dep(at) == Dep::Compound => Some(head),
                None => None,
            },
            _ => None,
        }
    }

    /// From the object of a preposition to what the preposition hangs on.
    fn preposition(&mut self, preposition: usize, open: bool) -> Option<usize> {
        let tree = self.tree;
        let word = tree.lower(preposition);
        if self.cues.negation(word) == Some(Negation::Preposition) {
            self.reading.under(Commits::To(Factuality::Denied), "factuality.negation");
            return None;
        }
        let governor = tree.head(preposition)?;
        if matches!(tree.dep(preposition), Dep::Prep) && tree.pos(governor) == Pos::ADP {
            return self.preposition(governor, open);
        }
        match cue(tree, governor, self.cues).and_then(|cue| cue.frame(word)) {
            Some(commits) => self.govern(governor, commits),
            // "Will host a round of talks".
            None if word == "of" && tree.is_noun(governor) && open && !is_definite(tree, governor) => Some(governor),
            None if tree.is_verb(governor) && open && !matches!(word, "after" | "since" | "before" | "during" | "despite") => {
                Some(governor)
            }
            None => None,
        }
    }

    /// Applies what a governing cue commits to. Above a word of saying that leaves its content as it is, nothing counts any more.
    fn govern(&mut self, head: usize, commits: Commits) -> Option<usize> {
        let tree = self.tree;
        // "had to withdraw" happened; "has to withdraw" is called for.
        let past = tree.tag(head) == Tag::VBD || tree.children_by(head, &[Dep::Aux]).any(|aux| tree.tag(aux) == Tag::VBD);
        let speech = cue(tree, head, self.cues).map_or(Speech::None, |cue| cue.speech);
        let commits =
            if commits == Commits::Call && speech == Speech::None && past && tree.is_verb(head) { Commits::Same } else { commits };
        self.reading.under(commits, "factuality.cue");
        if commits == Commits::Same {
            return Some(head);
        }
        // "Demanded that they end the siege": what is to end goes on, whatever stands above.
        if speech == Speech::None && tree.is_verb(head) && commits == Commits::To(Factuality::Happened) {
            return None;
        }
        let plain = matches!(commits, Commits::To(Factuality::Happened));
        match speech {
            // "denied reports that …": what governs the report bears on what it says.
            Speech::Say | Speech::Show if plain && tree.is_noun(head) => {
                matches!(tree.dep(head), Dep::Dobj | Dep::Nsubjpass | Dep::Attr).then_some(head)
            }
            Speech::Say | Speech::Show | Speech::Cite | Speech::Judge if plain => {
                // "could not confirm that": the saying itself is denied, so its content stays open.
                if tree.is_verb(head) && speech == Speech::Say && scope::is_negated(tree, head, self.cues) {
                    self.reading.under(Commits::To(Factuality::Possible), "factuality.not-said");
                }
                None
            }
            Speech::Say | Speech::Show | Speech::Cite | Speech::Judge => {
                if tree.is_verb(head) && !matches!(commits, Commits::Call | Commits::Threat) && scope::is_negated(tree, head, self.cues) {
                    self.reading.under(Commits::To(Factuality::Denied), "factuality.negation");
                }
                None
            }
            Speech::Think | Speech::None => Some(head),
        }
    }

    /// A question is open.
    fn root(&mut self) {
        let tree = self.tree;
        let last = (0..tree.len()).rev().find(|&i| !tree.token(i).is_space() && !matches!(tree.tag(i), Tag::CloseQuote));
        if last.is_some_and(|last| tree.word(last) == "?") {
            self.reading.under(Commits::To(Factuality::Possible), "factuality.question");
        }
    }
}
