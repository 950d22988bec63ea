//! What is told of each number: its measure, and the predicate that tells it.
//!
//! In:  the tree, the quantities, the sentence's triggers, the lexicon.
//! Out: one `Count` or none per quantity: "killed 14" killed by "killed"; "the toll rose to 14" killed by "toll"; "14 raids" strikes.
//!
//! Not here: which claim it belongs to (`owner`).

use super::Quantity;
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, Measure, Pos, Tag};

/// What is told of a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Count {
    pub measure: Measure,
    /// The token that tells it.
    pub predicate: usize,
    pub rule: &'static str,
    rank: u8,
}

/// A phrase of which a predicate tells a measure.
struct Hit {
    anchor: usize,
    count: Count,
}

// How closely a reading binds a number to its predicate: the closest wins.
const ITSELF: u8 = 6;
const PARTICIPLE: u8 = 5;
const DIRECT: u8 = 4;
const MODIFIER: u8 = 3;
const SHARED: u8 = 2;
const LOOSE: u8 = 1;

/// What is told of each quantity, by its index.
pub(super) fn counts(tree: &Tree, quantities: &[Quantity], triggers: &[(usize, Act)], lexicon: &Lexicon) -> Vec<Option<Count>> {
    let mut hits = Vec::new();
    for i in 0..tree.len() {
        verb_hits(tree, i, lexicon, &mut hits);
        state_hits(tree, i, lexicon, &mut hits);
        noun_hits(tree, i, lexicon, &mut hits);
    }
    for (trigger, act) in triggers {
        act_hits(tree, *trigger, act, lexicon, &mut hits);
    }
    let mut found: Vec<Option<Count>> = quantities.iter().map(|quantity| best(tree, quantity, &hits, triggers, lexicon)).collect();
    // Parts are told what their wholes are told, unless something closer is told of them.
    for i in 0..quantities.len() {
        let Some(whole) = quantities[i].part_of.and_then(|whole| found[whole].clone()) else { continue };
        if found[i].as_ref().is_none_or(|own| own.rank < PARTICIPLE || own.measure == Measure::Strikes) {
            found[i] = Some(Count { rule: "figures.part", ..whole });
        }
    }
    found
}

/// The best reading of one quantity.
fn best(tree: &Tree, quantity: &Quantity, hits: &[Hit], triggers: &[(usize, Act)], lexicon: &Lexicon) -> Option<Count> {
    let mut own: Vec<Count> = hits
        .iter()
        .filter(|hit| hit.anchor == quantity.anchor && suits(tree, quantity, &hit.count, lexicon))
        .map(|hit| hit.count.clone())
        .collect();
    if let Some(measure) = quantity.measure.filter(|_| quantity.explicit) {
        let predicate = quantity.anchor;
        let rank = if measure == Measure::Strikes { DIRECT } else { ITSELF };
        own.push(Count { measure, predicate, rule: "figures.counted", rank });
    }
    let joint = |measure| own.iter().filter(|count| count.measure == measure).max_by_key(|count| count.rank);
    if let (Some(killed), Some(injured)) = (joint(Measure::Killed), joint(Measure::Injured)) {
        let (a, b) = (killed.predicate.min(injured.predicate), killed.predicate.max(injured.predicate));
        let joined = tree.coordination_head(a) == tree.coordination_head(b) && b - a <= 3;
        if quantity.explicit && joined {
            return Some(Count { measure: Measure::Casualties, rule: "figures.joint", ..killed.clone() });
        }
    }
    own.extend(things(tree, quantity, triggers, lexicon));
    own.into_iter().max_by_key(|count| (count.rank, std::cmp::Reverse(count.predicate.abs_diff(quantity.anchor))))
}

/// Whether a quantity can be counted so: only persons are killed, captured or displaced.
fn suits(tree: &Tree, quantity: &Quantity, count: &Count, lexicon: &Lexicon) -> bool {
    if quantity.anchor == count.predicate && count.rank == ITSELF {
        return true;
    }
    let Some(noun) = quantity.counted else { return quantity.explicit || count.rank >= MODIFIER };
    if matches!(quantity.measure, Some(Measure::Strikes | Measure::AreaKm2)) {
        return false;
    }
    let of = |kinds: &[&str]| kinds.iter().any(|kind| lexicon.kinds.is(tree.lemma(noun), kind));
    let person = of(&[
        "person",
        "combatant",
        "civilian",
        "child",
        "woman",
        "journalist",
        "aid_worker",
        "health_worker",
        "official",
        "commander",
        "leader",
        "job",
    ]);
    let thing = of(&[
        "vehicle",
        "aircraft",
        "drone",
        "ship",
        "weapon",
        "building",
        "infrastructure",
        "locality",
        "position",
        "goods",
        "animal",
        "area",
        "road",
        "document",
        "market",
        "ammunition",
        "explosive",
    ]);
    let name = tree.pos(noun) == Pos::PROPN;
    match count.measure {
        Measure::Captured | Measure::Besieged | Measure::Transferred | Measure::Returned => {
            person || name && quantity.explicit || of(&["armed_unit"])
        }
        _ => person || !thing,
    }
}

fn push(hits: &mut Vec<Hit>, anchor: usize, measure: Measure, predicate: usize, rank: u8, rule: &'static str) {
    hits.push(Hit { anchor, count: Count { measure, predicate, rule, rank } });
}

/// The lemma of a verb with its particle: "round up".
fn verb_lemma(tree: &Tree, verb: usize) -> String {
    match tree.child(verb, &[Dep::Prt]) {
        Some(particle) => format!("{} {}", tree.lemma(verb), tree.lower(particle)),
        None => tree.lemma(verb).to_string(),
    }
}

/// "Killed 14", "14 were killed", "14 people killed in", "killing 14", "14 died", "lost 14 soldiers".
fn verb_hits(tree: &Tree, verb: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let participle = matches!(tree.tag(verb), Tag::VBN | Tag::VBD);
    if !tree.is_verb(verb) && !participle {
        return;
    }
    let lemma = verb_lemma(tree, verb);
    let measures = &lexicon.measures;
    let look = |slot| measures.of(slot, &lemma).or_else(|| measures.of(slot, tree.lemma(verb)));
    let rank = |i: usize| if tree.dep(i) == Dep::Conj { SHARED } else { DIRECT };
    if let Some(measure) = look(Slot::Object) {
        let found = arguments(tree, verb);
        for &object in &found.object {
            push(hits, object, measure, verb, rank(object), "figures.patient");
            for (preposition, with) in tree.prepositions(object) {
                if matches!(tree.lower(preposition), "with" | "alongside" | "besides") && together(tree, preposition) {
                    push(hits, with, measure, verb, SHARED, "figures.patient");
                }
            }
        }
        for (preposition, with) in tree.prepositions(verb) {
            if matches!(tree.lower(preposition), "with" | "alongside") && together(tree, preposition) {
                push(hits, with, measure, verb, SHARED, "figures.patient");
            }
        }
        // "Three soldiers killed in Kessa": a headline's passive.
        if participle && found.object.is_empty() && tree.child(verb, &[Dep::Aux, Dep::Auxpass]).is_none() {
            for subject in arguments(tree, verb).subject {
                push(hits, subject, measure, verb, rank(subject), "figures.patient");
            }
        }
        if let Some(noun) = tree.head(verb).filter(|_| tree.tag(verb) == Tag::VBN) {
            match tree.dep(verb) {
                Dep::Amod => {
                    tree.conjuncts(noun).into_iter().for_each(|noun| push(hits, noun, measure, verb, MODIFIER, "figures.modifier"))
                }
                Dep::Acl | Dep::Relcl => push(hits, noun, measure, verb, PARTICIPLE, "figures.participle"),
                _ => {}
            }
        }
        // "30 wounded": the number modifies the participle.
        push(hits, verb, measure, verb, ITSELF, "figures.state");
    }
    if let Some(measure) = look(Slot::Subject).filter(|_| !is_passive(tree, verb)) {
        for subject in arguments(tree, verb).subject {
            push(hits, subject, measure, verb, rank(subject), "figures.patient");
        }
    }
    if let Some(measure) = look(Slot::Lost) {
        for object in arguments(tree, verb).object.into_iter().filter(|&object| is_fighter(tree, object, lexicon)) {
            push(hits, object, measure, verb, DIRECT, "figures.lost");
        }
    }
}

/// "Along with", "together with", or a bare "with" straight after a comma-less victim is left to the words before it.
fn together(tree: &Tree, preposition: usize) -> bool {
    tree.lower(preposition) != "with" || (preposition > 0 && matches!(tree.lower(preposition - 1), "along" | "together"))
}

fn is_fighter(tree: &Tree, noun: usize, lexicon: &Lexicon) -> bool {
    ["combatant", "civilian", "person", "commander", "official"].iter().any(|kind| lexicon.kinds.is(tree.lemma(noun), kind))
}

/// "14 dead", "left 14 dead", "14 are missing", "found dead".
fn state_hits(tree: &Tree, state: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let Some(measure) = lexicon.measures.of(Slot::State, tree.lower(state)) else { return };
    push(hits, state, measure, state, ITSELF, "figures.state");
    let first = tree.coordination_head(state);
    let Some(head) = tree.head(first) else {
        for subject in tree.children_by(first, &[Dep::Nsubj, Dep::Nsubjpass]) {
            push(hits, subject, measure, state, DIRECT, "figures.state");
        }
        return;
    };
    for subject in tree.children_by(first, &[Dep::Nsubj, Dep::Nsubjpass]).flat_map(|subject| tree.conjuncts(subject)) {
        push(hits, subject, measure, state, DIRECT, "figures.state");
    }
    match tree.dep(first) {
        Dep::Amod | Dep::Acl | Dep::Relcl | Dep::Appos if !tree.is_verb(head) => {
            push(hits, head, measure, state, MODIFIER, "figures.modifier")
        }
        Dep::Acomp
        | Dep::Oprd
        | Dep::Attr
        | Dep::Advmod
        | Dep::Xcomp
        | Dep::Ccomp
        | Dep::Advcl
        | Dep::Dep
        | Dep::Conj
        | Dep::Dobj
        | Dep::Amod
            if tree.is_verb(head) =>
        {
            let found = arguments(tree, head);
            let bearers = if found.object.is_empty() { found.subject } else { found.object };
            bearers.into_iter().for_each(|bearer| {
                push(hits, bearer, measure, state, if tree.dep(first) == Dep::Advcl { LOOSE } else { DIRECT }, "figures.state")
            });
        }
        _ => {}
    }
}

/// "The death of 14", "a toll of 14", "the toll rose to 14".
fn noun_hits(tree: &Tree, noun: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    if !tree.is_noun(noun) {
        return;
    }
    let measures = &lexicon.measures;
    if let Some(measure) = measures.of(Slot::Of, tree.lemma(noun)) {
        for (preposition, object) in tree.prepositions(noun) {
            if matches!(tree.lower(preposition), "of" | "to" | "among" | "for") {
                for object in tree.conjuncts(object) {
                    push(hits, object, measure, noun, DIRECT, "figures.of");
                }
            }
        }
    }
    if !measures.has(Slot::Toll, tree.lemma(noun)) {
        return;
    }
    let Some(measure) = toll_measure(tree, noun, lexicon) else { return };
    let mut tell = |object: usize| push(hits, object, measure, noun, DIRECT, "figures.toll");
    let value = |preposition: usize| matches!(tree.lower(preposition), "to" | "at" | "of" | "past" | "above" | "over" | "beyond" | "near");
    tree.prepositions(noun).into_iter().filter(|&(preposition, _)| value(preposition)).for_each(|(_, object)| tell(object));
    tree.children_by(noun, &[Dep::Nummod, Dep::Appos]).for_each(&mut tell);
    let Some(verb) = tree.head(noun).filter(|&head| tree.is_verb(head)) else { return };
    if matches!(tree.dep(noun), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj) {
        tree.prepositions(verb).into_iter().filter(|&(preposition, _)| value(preposition)).for_each(|(_, object)| tell(object));
        tree.children_by(verb, &[Dep::Dobj, Dep::Attr, Dep::Npadvmod, Dep::Acomp, Dep::Oprd]).filter(|&child| child != noun).for_each(tell);
    }
}

/// What a toll is a toll of: by its own noun, or by a word inside its phrase ("the number of people killed").
fn toll_measure(tree: &Tree, noun: usize, lexicon: &Lexicon) -> Option<Measure> {
    let measures = &lexicon.measures;
    let inside = tree.subtree(noun).filter(|&i| i != noun).find_map(|i| {
        let (lemma, lower) = (tree.lemma(i), tree.lower(i));
        measures.of(Slot::State, lower).or(measures.of(Slot::Of, lemma)).or(measures.of(Slot::Object, lemma))
    });
    let own = measures.of(Slot::Counted, tree.lemma(noun));
    own.or(inside).or_else(|| matches!(tree.lemma(noun), "toll" | "victim").then_some(Measure::Killed))
}

/// "Arrested 14", "the surrender of 14": those on whom a trigger's act falls.
fn act_hits(tree: &Tree, trigger: usize, act: &Act, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let Some(measure) = lexicon.measures.of(Slot::Act, act.as_str()) else { return };
    let found = arguments(tree, trigger);
    let moves_itself =
        matches!(measure, Measure::Displaced | Measure::Surrendered | Measure::Returned) && act.as_str() != "aid_humanitarian";
    let subjects = if moves_itself && !found.passive && found.object.is_empty() { found.subject } else { Vec::new() };
    let objects = found.object.iter().copied();
    for token in objects.chain(subjects) {
        push(hits, token, measure, trigger, if tree.dep(token) == Dep::Conj { SHARED } else { MODIFIER }, "figures.act");
    }
    if let Some(noun) = tree.head(trigger).filter(|_| tree.tag(trigger) == Tag::VBN && matches!(tree.dep(trigger), Dep::Acl | Dep::Relcl)) {
        push(hits, noun, measure, trigger, MODIFIER, "figures.act");
    }
}

/// Vehicles, aircraft, buildings, localities, positions and areas: counted where they stand in a trigger's own slots.
fn things(tree: &Tree, quantity: &Quantity, triggers: &[(usize, Act)], lexicon: &Lexicon) -> Option<Count> {
    let noun = quantity.counted.filter(|_| quantity.explicit)?;
    let kinds = [
        ("vehicle", Measure::Vehicles),
        ("aircraft", Measure::Aircraft),
        ("drone", Measure::Aircraft),
        ("position", Measure::Positions),
        ("building", Measure::Buildings),
        ("locality", Measure::Localities),
    ];
    let is = |kind: &str| lexicon.kinds.is(tree.lemma(noun), kind);
    let by_kind = kinds.iter().find(|(kind, _)| is(kind)).map(|&(_, measure)| measure);
    let measure = if quantity.measure == Some(Measure::AreaKm2) { Measure::AreaKm2 } else { by_kind? };
    let of = |trigger: usize| {
        let found = arguments(tree, trigger);
        let slots = found.object.contains(&quantity.anchor) || found.subject.contains(&quantity.anchor);
        let above = tree.prepositions(trigger).iter().any(|&(preposition, object)| {
            tree.conjuncts(object).contains(&quantity.anchor) && matches!(tree.lower(preposition), "of" | "on" | "against" | "to" | "at")
        });
        slots || above || tree.head(quantity.anchor) == Some(trigger)
    };
    let (trigger, _) = triggers.iter().find(|(trigger, _)| of(*trigger))?;
    Some(Count { measure, predicate: *trigger, rule: "figures.things", rank: DIRECT })
}
