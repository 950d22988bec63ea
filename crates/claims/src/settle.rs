//! Which of several triggers of one sentence stand: one claim for each event mention and clause (codebook, section 2, decisions 1 and 17).
//!
//! In:  the spotted triggers of a sentence.
//! Out: those that are claims. A verb and its own noun are one claim, by the noun; deaths in or by a deed of the same clause
//!      are figures of the deed; "one killed, two wounded" is one `kill`. Of a verb and what it plans, tries, denies, calls for or threatens
//!      one is a claim (decisions 2, 3, 5, 14).
//!
//! Not here: spotting (`spot`); negation and modality (`factuality`).

use crate::Tree;
use crate::attribution::cue;
use crate::factuality::Veto;
use crate::spot::Trigger;
use dateline_knowledge::{Commits, CueClass, Lexicon, Speech};
use dateline_model::{Dep, Factuality};

/// Acts that tell only a result.
pub(crate) fn is_toll(act: &str) -> bool {
    matches!(act, "kill" | "injure")
}

/// Acts that are deeds in or by which people die.
pub(crate) fn is_deed(act: &str) -> bool {
    matches!(
        act,
        "clash"
            | "offensive"
            | "attack"
            | "ambush"
            | "repel"
            | "airstrike"
            | "drone_strike"
            | "shelling"
            | "bombing"
            | "suicide_bombing"
            | "chemical_attack"
            | "shooting"
            | "shoot_down"
            | "assassinate"
            | "execute"
            | "massacre"
            | "torture"
            | "riot"
            | "disperse_protest"
    )
}

/// Drops the triggers that are no claims of their own.
pub fn settle(tree: &Tree, triggers: Vec<Trigger>, lexicon: &Lexicon) -> Vec<Trigger> {
    let beside = |one: &Trigger, other: &Trigger| yields(tree, one, other) || is_governed(tree, one, other, lexicon);
    let dropped =
        |one: &Trigger| is_passing(tree, one.token) || triggers.iter().any(|other| one.token != other.token && beside(one, other));
    let keep: Vec<bool> = triggers.iter().map(|trigger| !dropped(trigger)).collect();
    triggers.into_iter().zip(keep).filter_map(|(trigger, keep)| keep.then_some(trigger)).collect()
}

/// Whether `one` is no claim beside `other`.
fn yields(tree: &Tree, one: &Trigger, other: &Trigger) -> bool {
    let (act, beside) = (one.act.as_str(), other.act.as_str());
    // "carried out strikes", "strikes were carried out": the noun.
    if act == beside && tree.is_verb(one.token) && tree.is_noun(other.token) && tree.head(other.token) == Some(one.token) {
        return matches!(tree.dep(other.token), Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Attr);
    }
    if is_toll(act) && is_deed(beside) {
        return same_clause(tree, one.token, other.token);
    }
    // "refused to meet the envoy", "cancelled the visit", "accepted the demands", "lifted the ban": what is refused is no event, what is granted or ended
    // was there before.
    if matches!(beside, "reject" | "concede") && !is_deed(act) && !is_toll(act) {
        let before = ["request", "restrict", "sanction", "besiege", "protest"];
        let asked = tree.is_noun(one.token) && before.contains(&act);
        let refused = beside == "reject" && act != "reject" && act != "accuse" && act != "condemn" && act != "sanction";
        return (asked || refused) && is_what(tree, one.token, other.token);
    }
    // "one killed, two wounded".
    act == "injure" && beside == "kill" && same_clause(tree, one.token, other.token)
}

/// Whether a word is what a verb is about: its object or infinitive, or the object of that.
fn is_what(tree: &Tree, word: usize, verb: usize) -> bool {
    let mut at = word;
    for _ in 0..3 {
        let Some(head) = tree.head(at) else { return false };
        let inner = matches!(tree.dep(at), Dep::Dobj | Dep::Xcomp | Dep::Nsubjpass | Dep::Dative)
            || (tree.dep(at) == Dep::Pobj && tree.lower(head) == "to")
            || (tree.dep(at) == Dep::Prep && tree.lower(at) == "to");
        if !inner {
            return false;
        }
        if head == verb {
            return true;
        }
        at = head;
    }
    false
}

/// "Two days after the bombing": named only to fix a time (codebook, decision 4).
fn is_passing(tree: &Tree, token: usize) -> bool {
    let Some(preposition) = tree.head(token).filter(|_| tree.is_noun(token) && tree.dep(token) == Dep::Pobj) else { return false };
    let counted = tree.child(preposition, &[Dep::Npadvmod]).is_some();
    let bare = tree.children(token).iter().all(|&child| matches!(tree.dep(child), Dep::Det | Dep::Punct));
    counted && bare && matches!(tree.lower(preposition), "after" | "before" | "since" | "into")
}

/// Whether `one` yields to `other` because one of them governs the other: what is called for or threatened is no claim beside the call, and
/// a word that only prepares, tries or denies a deed is none beside the deed, nor is a deed's aim.
fn is_governed(tree: &Tree, one: &Trigger, other: &Trigger, lexicon: &Lexicon) -> bool {
    let infinitive = |below: usize, above: usize| {
        tree.head(below) == Some(above)
            && matches!(tree.dep(below), Dep::Xcomp | Dep::Ccomp)
            && crate::factuality::is_infinitive(tree, below)
    };
    let frame = |at: usize, name: &str| cue(tree, at, lexicon).and_then(|(cue, _)| cue.frame(name));
    if infinitive(one.token, other.token) && matches!(other.act.as_str(), "request" | "threaten") {
        return matches!(frame(other.token, "inf"), Some(Commits::Call | Commits::Threat));
    }
    // "Attacked the town to cut the road": the aim is told where it is reached.
    let aim = || crate::factuality::factuality(tree, one.token, lexicon).veto == Some(Veto::Aim);
    // "Met to discuss the truce": the talk is the meeting.
    let beside = one.act == other.act || is_deed(other.act.as_str()) && !is_deed(one.act.as_str());
    if beside && tree.ancestors(one.token).any(|above| above == other.token) && aim() {
        return true;
    }
    let deed = is_deed(one.act.as_str()) || is_toll(one.act.as_str());
    if infinitive(other.token, one.token) && deed {
        let commits = frame(one.token, "inf");
        return matches!(commits, Some(Commits::Attempt | Commits::To(Factuality::Planned | Factuality::Denied)));
    }
    // "rejected claims that they had abducted": the denial is of the deed.
    let denies = cue(tree, one.token, lexicon).is_some_and(|(cue, _)| {
        cue.speech == Speech::Say && cue.frame("np") == Some(Commits::To(Factuality::Denied)) && tree.is_under(other.token, one.token)
    });
    let report = tree.child(one.token, &[Dep::Dobj]).filter(|&report| {
        let noun = lexicon.cues.get(CueClass::Noun, tree.lemma(report));
        noun.is_some_and(|noun| noun.speech == Speech::Say)
    });
    denies && report.is_some_and(|report| tree.is_under(other.token, report) && report != other.token)
}

/// Whether two triggers stand in one clause, or in a clause and its participle ("shelled the town, killing four").
pub(crate) fn same_clause(tree: &Tree, a: usize, b: usize) -> bool {
    let joined = |low: usize, high: usize| {
        let mut at = low;
        for _ in 0..6 {
            if at == high {
                return true;
            }
            // Another finite clause begins here.
            if matches!(tree.dep(at), Dep::Ccomp | Dep::Relcl | Dep::Parataxis) {
                return false;
            }
            match tree.head(at) {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    };
    joined(a, b) || joined(b, a)
}
