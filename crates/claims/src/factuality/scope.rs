//! The marks of one clause or noun phrase: negation, modals, adverbs, conditions, adjectives.

use super::Reading;
use crate::Tree;
use dateline_knowledge::{Commits, CueClass, CueWord, Cues, Negation};
use dateline_model::{Dep, Factuality, Pos, Tag};

const HYPOTHETICAL: Commits = Commits::To(Factuality::Hypothetical);
const POSSIBLE: Commits = Commits::To(Factuality::Possible);
const DENIED: Commits = Commits::To(Factuality::Denied);

/// Reads the marks of the clause of `verb`; those of its argument `from` have been read already.
pub fn clause(tree: &Tree, verb: usize, from: Option<usize>, cues: &Cues, reading: &mut Reading) {
    let negated = is_negated(tree, verb, cues);
    let modal = modal(tree, verb, cues);
    match modal {
        Some(at) => {
            let word = cues.modal(tree.lower(at)).map(|word| if negated { word.negated } else { word.commits });
            let perfect = tree.children_by(verb, &[Dep::Aux]).any(|aux| aux > at && tree.lower(aux) == "have");
            let conditional = tree.children(verb).iter().any(|&child| tree.dep(child) == Dep::Advcl && opens_condition(tree, child, cues));
            if conditional {
                reading.under(HYPOTHETICAL, "factuality.condition");
            } else if is_inverted_condition(tree, verb) {
                reading.under(HYPOTHETICAL, "factuality.inversion");
            } else if perfect && !negated && word != Some(POSSIBLE) {
                // "would have fallen": translated from French, a hedge; "should have" too is no fact.
                reading.under(POSSIBLE, "factuality.would-have");
            } else if let Some(commits) = word {
                reading.under(commits, "factuality.modal");
            }
        }
        None if is_inverted_condition(tree, verb) => reading.under(HYPOTHETICAL, "factuality.inversion"),
        None if negated => reading.under(DENIED, "factuality.negation"),
        None => {}
    }
    if !negated && arguments_negated(tree, verb, from, cues) {
        reading.under(DENIED, "factuality.negation");
    }
    for adverb in tree.children_by(verb, &[Dep::Advmod, Dep::Npadvmod]) {
        if let Some(commits) = cues.get(CueClass::Adverb, tree.lower(adverb)).and_then(|cue| cue.frame("mod"))
            && !(negated && commits == DENIED)
        {
            reading.under(commits, "factuality.adverb");
        }
    }
    if let Some(mark) = condition(tree, verb, cues) {
        let commits = cues.condition(tree.lower(mark)).unwrap_or(Commits::Same);
        let below_adjective = tree.head(verb).is_some_and(|head| tree.pos(head) == Pos::ADJ);
        let asks = (below_adjective || matches!(tree.dep(verb), Dep::Ccomp | Dep::Pcomp)) && commits == HYPOTHETICAL;
        reading.under(if asks { POSSIBLE } else { commits }, "factuality.condition");
    }
    // "Army to withdraw from Kessa", the future of headlines.
    if tree.head(verb).is_none()
        && modal.is_none()
        && is_infinitive(tree, verb)
        && tree.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).is_some()
    {
        reading.under(Commits::To(Factuality::Planned), "factuality.headline-infinitive");
    }
}

/// Reads the marks of the noun phrase of `noun`.
pub fn noun_phrase(tree: &Tree, noun: usize, cues: &Cues, reading: &mut Reading) {
    let children = tree.children(noun).iter().copied();
    for child in children.filter(|&child| child < noun) {
        let word = tree.lower(child);
        match tree.dep(child) {
            Dep::Det | Dep::Neg | Dep::Preconj if cues.negation(word) == Some(Negation::Determiner) => {
                reading.under(DENIED, "factuality.negation")
            }
            Dep::Amod | Dep::Advmod | Dep::Compound | Dep::Nmod | Dep::Dep => {
                let cue = cues.get(CueClass::Adjective, word).or_else(|| cues.get(CueClass::Adverb, word));
                if let Some(commits) = cue.and_then(|cue| cue.frame("mod")) {
                    reading.under(commits, "factuality.adjective");
                }
                for below in tree.children_by(child, &[Dep::Advmod]) {
                    if let Some(commits) = cues.get(CueClass::Adverb, tree.lower(below)).and_then(|cue| cue.frame("mod")) {
                        reading.under(commits, "factuality.adverb");
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether the clause of `verb` is negated by a word beside it ("not", "never"), but not by "not only".
pub fn is_negated(tree: &Tree, verb: usize, cues: &Cues) -> bool {
    let first = tree.coordination_head(verb);
    let neither = first != verb && tree.child(first, &[Dep::Cc]).is_some_and(|cc| cues.negation(tree.lower(cc)).is_some());
    neither
        || tree.children(verb).iter().any(|&child| {
            let next = (child + 1 < tree.len()).then(|| tree.lower(child + 1));
            matches!(tree.dep(child), Dep::Neg | Dep::Advmod | Dep::Preconj)
                && (cues.negation(tree.lower(child)) == Some(Negation::Word)
                    || tree.dep(child) == Dep::Preconj && cues.negation(tree.lower(child)).is_some())
                && !matches!(next, Some("only" | "just" | "merely" | "least"))
        })
}

/// "No civilians were harmed", "killed no one", "nobody entered".
fn arguments_negated(tree: &Tree, verb: usize, from: Option<usize>, cues: &Cues) -> bool {
    tree.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Dobj]).filter(|&child| Some(child) != from).any(|child| {
        cues.negation(tree.lower(child)) == Some(Negation::Pronoun)
            || tree.children_by(child, &[Dep::Det, Dep::Neg]).any(|det| cues.negation(tree.lower(det)) == Some(Negation::Determiner))
    })
}

/// The modal auxiliary of a verb.
pub fn modal(tree: &Tree, verb: usize, cues: &Cues) -> Option<usize> {
    tree.children_by(verb, &[Dep::Aux]).find(|&aux| tree.tag(aux) == Tag::MD && cues.modal(tree.lower(aux)).is_some())
}

/// "Had the town fallen": a clause without a conjunction, its auxiliary before its subject.
fn is_inverted_condition(tree: &Tree, verb: usize) -> bool {
    let subject = tree.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]);
    tree.dep(verb) == Dep::Advcl
        && tree.child(verb, &[Dep::Mark]).is_none()
        && tree.children_by(verb, &[Dep::Aux, Dep::Auxpass]).any(|aux| {
            matches!(tree.tag(aux), Tag::VBD | Tag::MD) && tree.tag(verb) != Tag::VBG && subject.is_some_and(|subject| aux < subject)
        })
}

fn opens_condition(tree: &Tree, verb: usize, cues: &Cues) -> bool {
    is_inverted_condition(tree, verb)
        || condition(tree, verb, cues).is_some_and(|mark| cues.condition(tree.lower(mark)) == Some(HYPOTHETICAL))
}

/// The conjunction of condition that opens the clause of `verb`. "Until they withdrew" is plain: only the present waits.
fn condition(tree: &Tree, verb: usize, cues: &Cues) -> Option<usize> {
    tree.children_by(verb, &[Dep::Mark]).find(|&mark| {
        let waits = cues.condition(tree.lower(mark)) == Some(Commits::To(Factuality::Planned));
        let past = matches!(tree.tag(verb), Tag::VBD | Tag::VBN)
            && !tree.children_by(verb, &[Dep::Aux, Dep::Auxpass]).any(|aux| tree.tag(aux) != Tag::VBD);
        let compared = mark > 0 && tree.lower(mark - 1) == "as";
        let now = mark + 1 < tree.len() && tree.lower(mark + 1) == "now";
        mark < verb && !now && cues.condition(tree.lower(mark)).is_some() && !compared && !(waits && past)
    })
}

/// Whether a verb stands in the infinitive with "to".
pub fn is_infinitive(tree: &Tree, verb: usize) -> bool {
    tree.children_by(verb, &[Dep::Aux]).any(|aux| tree.tag(aux) == Tag::TO)
}

/// Whether the words point at something known ("the attack", "their withdrawal", a name), which no mark above them undoes.
pub fn is_definite(tree: &Tree, noun: usize) -> bool {
    tree.pos(noun) == Pos::PROPN
        || tree.children_by(noun, &[Dep::Det, Dep::Poss]).any(|child| {
            tree.dep(child) == Dep::Poss || matches!(tree.lower(child), "the" | "this" | "that" | "these" | "those" | "both" | "all")
        })
}

/// The cue that a token is, if any: a verb with its particle before the bare verb, a participle as an adjective last.
pub fn cue<'c>(tree: &Tree, at: usize, cues: &'c Cues) -> Option<&'c CueWord> {
    let lemma = tree.lemma(at);
    if tree.is_verb(at) {
        let particle = tree
            .children_by(at, &[Dep::Prt, Dep::Prep, Dep::Advmod])
            .filter(|&child| child > at)
            .find_map(|child| cues.get_pair(CueClass::Verb, lemma, tree.lower(child)));
        let adjective = || cues.get(CueClass::Adjective, tree.lower(at)).filter(|_| matches!(tree.tag(at), Tag::VBN | Tag::JJ));
        return particle.or_else(|| cues.get(CueClass::Verb, lemma)).or_else(adjective);
    }
    match tree.pos(at) {
        Pos::NOUN | Pos::PROPN => {
            let compound = at.checked_sub(1).filter(|&before| tree.dep(before) == Dep::Compound);
            compound.and_then(|before| cues.get_pair(CueClass::Noun, tree.lemma(before), lemma)).or_else(|| cues.get(CueClass::Noun, lemma))
        }
        Pos::ADJ | Pos::ADV => cues.get(CueClass::Adjective, tree.lower(at)),
        _ => None,
    }
}
