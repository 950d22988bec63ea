//! Which claim a number belongs to.
//!
//! In:  the tree, what is told of a number, the sentence's triggers.
//! Out: the trigger, or none.
//!
//! Deaths in or by a deed named in the same clause belong to that deed (codebook, decision 1); a toll of several deeds to the one
//! named first (decision 13).

use super::{Quantity, counted::Count};
use crate::Tree;
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, Measure};

/// The trigger that a number belongs to.
pub(super) fn owner(tree: &Tree, quantity: &Quantity, count: &Count, triggers: &[(usize, Act)], lexicon: &Lexicon) -> Option<usize> {
    let measures = &lexicon.measures;
    let at = |token: usize| triggers.iter().find(|(trigger, _)| *trigger == token).map(|(trigger, _)| *trigger);
    let allowed = |slot: Slot| triggers.iter().filter(move |(_, act)| measures.has(slot, act.as_str())).map(|(trigger, _)| *trigger);
    // "24 dead, including 19 in strikes": a part that names its own deed.
    if let Some(deed) = quantity.part_of.and_then(|_| own_deed(tree, quantity, triggers)) {
        return Some(deed);
    }
    match count.measure {
        Measure::Strikes => {
            let head = at(quantity.anchor).or_else(|| tree.children_by(quantity.anchor, &[Dep::Compound, Dep::Amod]).find_map(at));
            head.or_else(|| {
                nearest(tree, quantity.anchor, allowed(Slot::Striking))
                    .filter(|(_, cost)| *cost <= STRIKE_REACH)
                    .map(|(trigger, _)| trigger)
            })
        }
        Measure::Killed | Measure::Injured | Measure::Casualties | Measure::Missing => at(count.predicate).or_else(|| {
            let apart = |trigger: &usize| !beside(tree, count.predicate, *trigger);
            let deadly = nearest(tree, count.predicate, allowed(Slot::Deadly).filter(apart));
            let found = deadly.or_else(|| nearest(tree, count.predicate, allowed(Slot::MayKill).filter(apart)));
            let reach = if is_cumulative(tree, count.predicate, lexicon) { SAME_EVENT } else { SAME_SENTENCE };
            found.filter(|(_, cost)| *cost <= reach).map(|(trigger, _)| trigger)
        }),
        Measure::Vehicles | Measure::Aircraft | Measure::Buildings | Measure::Localities | Measure::Positions | Measure::AreaKm2 => {
            at(count.predicate).or_else(|| {
                nearest(tree, count.predicate, allowed(Slot::Things)).filter(|(_, cost)| *cost <= SAME_CLAUSE).map(|(trigger, _)| trigger)
            })
        }
        measure => {
            // A place is captured too: only acts on persons hold this measure.
            let holds = |own: Measure| own == measure || holding(own) && holding(measure) || moving(own) && moving(measure);
            let same =
                || triggers.iter().filter(|(_, act)| measures.of(Slot::Act, act.as_str()).is_some_and(holds)).map(|(trigger, _)| *trigger);
            same()
                .find(|&trigger| trigger == count.predicate)
                .or_else(|| nearest(tree, count.predicate, same()).filter(|(_, cost)| *cost <= SAME_DEED).map(|(trigger, _)| trigger))
        }
    }
}

/// "Linked to the car bomb and to the murder of two judges": a noun of harm beside another deed tells another event.
fn beside(tree: &Tree, predicate: usize, trigger: usize) -> bool {
    let carrier = |noun: usize| match tree.dep(noun) {
        Dep::Pobj => tree.head(noun).unwrap_or(noun),
        _ => noun,
    };
    let (a, b) = (carrier(predicate), carrier(trigger));
    let listed =
        tree.coordination_head(a) == tree.coordination_head(b) || tree.coordination_head(predicate) == tree.coordination_head(trigger);
    tree.is_noun(predicate) && tree.is_noun(trigger) && predicate != trigger && listed
}

/// Whether a toll is of a whole war or of a period: "the war has killed", "have been killed since 2011". Such a toll is no figure of
/// another clause's deed.
fn is_cumulative(tree: &Tree, predicate: usize, lexicon: &Lexicon) -> bool {
    let clause = tree.clause(predicate);
    let since = |token: usize| tree.lower(token) == "since";
    let opens = tree.children(clause).iter().any(|&child| since(child) || tree.child(child, &[Dep::Mark]).is_some_and(since));
    let war = tree.child(clause, &[Dep::Nsubj]).is_some_and(|subject| lexicon.measures.has(Slot::War, tree.lemma(subject)));
    let of_war = tree.dep(clause) == Dep::Relcl && tree.head(clause).is_some_and(|noun| lexicon.measures.has(Slot::War, tree.lemma(noun)));
    opens || war || of_war
}

/// The trigger that follows a part with "in" or "by": "19 in strikes by warplanes".
fn own_deed(tree: &Tree, quantity: &Quantity, triggers: &[(usize, Act)]) -> Option<usize> {
    let end = quantity.counted.filter(|&noun| noun >= quantity.tokens.end).map_or(quantity.tokens.end, |noun| noun + 1);
    let opens = end < tree.len() && matches!(tree.lower(end), "in" | "by" | "from" | "during");
    let near = (end + 1..tree.len().min(end + 6)).take_while(|&i| opens && !matches!(tree.lower(i), "," | ";" | "and") && !tree.is_verb(i));
    near.into_iter().find(|i| triggers.iter().any(|(trigger, _)| trigger == i))
}

fn holding(measure: Measure) -> bool {
    matches!(measure, Measure::Arrested | Measure::Abducted | Measure::Captured)
}

fn moving(measure: Measure) -> bool {
    matches!(measure, Measure::Displaced | Measure::Transferred)
}

/// How far apart a result and its deed may stand in the tree, in the units of `step`.
const SAME_CLAUSE: f32 = 3.5;
/// How far a death may stand from the deed that it is told of, where no nearer one is named.
const SAME_SENTENCE: f32 = 6.0;
/// The same for the toll of a war or a period: the deed's own phrase.
const SAME_EVENT: f32 = 0.9;
/// How far the word that counts the held or displaced may stand from the claim's own word.
const SAME_DEED: f32 = 2.0;
/// How far a number of strikes may stand from its deed.
const STRIKE_REACH: f32 = 1.2;

/// The nearest of some triggers, the first named of equally near ones, with its distance.
fn nearest(tree: &Tree, from: usize, triggers: impl Iterator<Item = usize>) -> Option<(usize, f32)> {
    let mut best: Option<(usize, f32)> = None;
    for trigger in triggers {
        let cost = distance(tree, from, trigger);
        let better = best.is_none_or(|(other, least)| cost < least - 0.01 || ((cost - least).abs() <= 0.01 && trigger < other));
        if better {
            best = Some((trigger, cost));
        }
    }
    best
}

/// The way from one token to another through the tree. Words of one clause are near, a clause boundary is a step, reported speech is two.
fn distance(tree: &Tree, a: usize, b: usize) -> f32 {
    let path = |from: usize| {
        let mut at = from;
        let mut cost = 0.0;
        let mut steps = vec![(from, 0.0)];
        while let Some(head) = tree.head(at).filter(|_| steps.len() < DEPTH) {
            cost += step(tree.dep(at));
            at = head;
            steps.push((at, cost));
        }
        steps
    };
    let (up, down) = (path(a), path(b));
    up.iter()
        .find_map(|&(token, cost)| down.iter().find(|(other, _)| *other == token).map(|(_, rest)| cost + rest))
        .unwrap_or(50.0 + a.abs_diff(b) as f32)
}

/// How far up the tree a way may lead: deeper trees are odd texts.
const DEPTH: usize = 40;

/// What it costs to climb from a token to its head. Chosen by hand on the relations' meaning.
fn step(dep: Dep) -> f32 {
    match dep {
        Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Det | Dep::Prt => 0.2,
        Dep::Pobj | Dep::Pcomp | Dep::Agent | Dep::Prep => 0.4,
        Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd | Dep::Poss => 0.5,
        Dep::Xcomp | Dep::Acl | Dep::Appos => 0.8,
        Dep::Conj | Dep::Advcl | Dep::Relcl => 1.0,
        Dep::Ccomp | Dep::Parataxis => 2.0,
        _ => 1.0,
    }
}
