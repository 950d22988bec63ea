//! The tense of the verb over a time expression.

use crate::Tree;
use dateline_knowledge::{LooksAhead, TimeWords};
use dateline_model::{Dep, Pos, Tag, Tense, TimeRelation};

/// Tense of the clause that a token stands in. A verb that does not tell ("after shelling") takes the tense of the verb above it.
/// What is "due" or "expected", and what lasts "until" or comes "by" a day, lies ahead.
pub(super) fn tense(tree: &Tree, token: usize, relation: Option<TimeRelation>, words: &TimeWords) -> Tense {
    let told = told(tree, token, words);
    // "extended until Tuesday", "must leave by Friday"; but "had left by Friday".
    let bound = matches!(relation, Some(TimeRelation::By | TimeRelation::Until));
    let perfect = tree.ancestors(token).find(|&at| tree.is_verb(at)).is_some_and(|verb| is_pluperfect(tree, verb));
    if bound && !perfect { Tense::Future } else { told }
}

fn told(tree: &Tree, token: usize, words: &TimeWords) -> Tense {
    let mut at = Some(token);
    let mut below = token;
    while let Some(word) = at {
        let seen_back =
            is_pluperfect(tree, word) || tree.pos(word) == Pos::ADJ && tree.head(word).is_some_and(|verb| is_pluperfect(tree, verb));
        let expects = word != token && matches!(tree.pos(word), Pos::VERB | Pos::ADJ) && !seen_back;
        let ahead = words.looks_ahead(tree.lemma(word)).filter(|_| expects).is_some_and(|frame| {
            let result = frame == LooksAhead::Result;
            result && (is_result(tree, word) || tree.dep(below) == Dep::Dobj) || matches!(tree.dep(below), Dep::Xcomp | Dep::Ccomp)
        });
        if ahead {
            return Tense::Future;
        }
        // "is to resume", "are to meet".
        let to_come = |verb: usize| tree.lemma(verb) == "be" && matches!(tree.tag(verb), Tag::VBZ | Tag::VBP);
        if tree.dep(word) == Dep::Xcomp && is_infinitive(tree, word) && tree.head(word).is_some_and(to_come) {
            return Tense::Future;
        }
        below = word;
        match verb_tense(tree, word) {
            Tense::Unknown => at = tree.head(word),
            told => return told,
        }
    }
    // An infinitive below no verb: a headline, "Talks to resume on Monday".
    if tree.ancestors(token).any(|at| is_infinitive(tree, at)) { Tense::Future } else { Tense::Unknown }
}

/// "is expected", "scheduled for", "due": the time beside it is that of what is awaited, not of the awaiting.
fn is_result(tree: &Tree, word: usize) -> bool {
    tree.pos(word) == Pos::ADJ
        || tree.tag(word) == Tag::VBN && (tree.child(word, &[Dep::Auxpass]).is_some() || matches!(tree.dep(word), Dep::Acl | Dep::Amod))
}

/// "had been scheduled", "had left": seen back from a past.
fn is_pluperfect(tree: &Tree, verb: usize) -> bool {
    tree.children(verb).iter().any(|&child| tree.dep(child) == Dep::Aux && tree.lower(child) == "had")
}

fn is_infinitive(tree: &Tree, verb: usize) -> bool {
    tree.children(verb).iter().any(|&child| tree.dep(child) == Dep::Aux && tree.tag(child) == Tag::TO)
}

/// What a verb with its auxiliaries tells; `Unknown` for other words, gerunds and plain infinitives of past verbs.
fn verb_tense(tree: &Tree, verb: usize) -> Tense {
    let mut helpers = tree.children(verb).iter().copied().filter(|&child| matches!(tree.dep(child), Dep::Aux | Dep::Auxpass));
    if let Some(first) = helpers.find(|&child| tree.dep(child) == Dep::Aux || tree.dep(child) == Dep::Auxpass) {
        match (tree.tag(first), tree.lower(first)) {
            (Tag::MD, "could") => return Tense::Unknown,
            (Tag::MD, _) => return if has_been(tree, verb) { Tense::Past } else { Tense::Future },
            (Tag::TO, _) => return if has_been(tree, verb) { Tense::Past } else { Tense::Unknown },
            (Tag::VBD, _) => return Tense::Past,
            (_, "has" | "have" | "’ve" | "'ve" | "had") => return Tense::Past,
            (Tag::VBZ | Tag::VBP, _) if tree.tag(verb) == Tag::VBN => return Tense::Present,
            (Tag::VBZ | Tag::VBP, _) => return Tense::Present,
            _ => {}
        }
    }
    match tree.tag(verb) {
        Tag::VBD => Tense::Past,
        Tag::VBN if tree.dep(verb) != Dep::Amod => Tense::Past,
        Tag::VBZ | Tag::VBP => Tense::Present,
        _ => Tense::Unknown,
    }
}

/// "would have fallen": the modal of a report, about the past.
fn has_been(tree: &Tree, verb: usize) -> bool {
    tree.children(verb).iter().any(|&child| tree.dep(child) == Dep::Aux && tree.lower(child) == "have")
}
