//! Second speakers: the outlet that was told ("told AFP"), and whom a report cites ("citing residents").

use super::mentions::{can_speak, kind};
use super::verbs::{Report, cue, is_clause};
use super::{Found, pieces};
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use dateline_knowledge::{Commits, Lexicon, Speech};
use dateline_model::{Dep, EntityKind, Pos, RuleId, SpeakerKind, Tag};

/// "The agency reported, citing residents, that …": the residents say what the agency reports.
pub fn find(tree: &Tree, number: usize, lexicon: &Lexicon, found: &mut Vec<Found>) {
    for verb in (0..tree.len()).filter(|&i| is_clause(tree, i)) {
        let cites = cue(tree, verb, lexicon).is_some_and(|(cue, _)| cue.speech == Speech::Cite) && !is_passive(tree, verb);
        let object = tree.child(verb, &[Dep::Dobj]).filter(|&object| cites && can_speak(tree, object, lexicon));
        let as_ = tree.children_by(verb, &[Dep::Prep]).any(|child| tree.lower(child) == "as");
        let Some(object) = object.filter(|_| !as_ && tree.tag(verb) == Tag::VBG) else { continue };
        let clause = tree.child(verb, &[Dep::Ccomp]);
        let own = pieces(tree, |i| clause.is_some_and(|clause| tree.is_under(i, clause)));
        let above = tree
            .ancestors(verb)
            .find(|&above| is_clause(tree, above) && cue(tree, above, lexicon).is_some_and(|(cue, _)| cue.speech == Speech::Say));
        let reported = found.iter().position(|found| found.sentence == number && found.verb.is_some() && found.verb == above);
        let content = match (reported, above) {
            _ if !own.is_empty() => own,
            (Some(at), _) => found[at].content.clone(),
            (None, Some(_)) => continue,
            (None, None) => {
                let Some(head) = tree.head(verb) else { continue };
                let main = tree.clause(head);
                pieces(tree, |i| tree.is_under(i, main) && !tree.is_under(i, verb))
            }
        };
        let template = Found {
            sentence: number,
            speakers: tree.conjuncts(object),
            told: None,
            cue: vec![tree.token(verb).span],
            content: content.clone(),
            speech: Speech::Cite,
            quotes: false,
            commits: Commits::Same,
            denial: false,
            verb: None,
            within: None,
            relative: None,
            rule: RuleId::new("attribution.cited"),
        };
        if let (None, Some(above)) = (reported, above) {
            let mut speakers = arguments(tree, above).subject;
            speakers.retain(|&head| can_speak(tree, head, lexicon));
            let cue = vec![tree.token(above).span];
            let rule = RuleId::new("attribution.clause");
            found.push(Found { speakers, cue, speech: Speech::Say, verb: Some(above), rule, ..template.clone() });
        }
        found.push(template);
    }
}

impl Report<'_, '_> {
    /// The outlet that was told: "told AFP". Only media make a second speaker.
    pub(super) fn told(&self) -> Option<usize> {
        if self.cue.speech != Speech::Say || self.passive {
            return None;
        }
        let tree = self.tree;
        let to =
            tree.prepositions(self.verb).into_iter().filter(|&(preposition, _)| tree.lower(preposition) == "to").map(|(_, object)| object);
        tree.children_by(self.verb, &[Dep::Dobj, Dep::Dative])
            .chain(to)
            .find(|&hearer| hearer > self.verb && self.told_is(hearer) && self.is_outlet(hearer))
    }

    /// Whether an object is the hearer: the verb takes no object as its content.
    pub(super) fn told_is(&self, object: usize) -> bool {
        self.cue.frame("np").is_none() || self.is_outlet(object) && self.tree.child(self.verb, &[Dep::Ccomp]).is_some()
    }

    pub(super) fn is_outlet(&self, head: usize) -> bool {
        let tree = self.tree;
        let words = tree.word(head);
        let acronym = words.len() >= 3 && words.chars().all(|c| c.is_ascii_uppercase());
        if tree.pos(head) != Pos::PROPN && !acronym {
            return false;
        }
        match kind(tree, head, self.lexicon) {
            Some(kind) => kind == SpeakerKind::Media,
            None => acronym && tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Org),
        }
    }
}
