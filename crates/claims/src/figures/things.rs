//! Vehicles, aircraft, buildings, localities, positions and areas: counted where an act takes or destroys them.
//!
//! In:  the tree, a quantity, the triggers.
//! Out: its `Count`, or none.
//!
//! Not here: people (`counted`).

use super::Quantity;
use super::counted::{Base, Count, DIRECT, verb_lemma};
use super::noun_lemma;
use crate::Tree;
use crate::arguments::arguments;
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, Measure, Tag};

/// The triggers in whose slots things are counted, with the slots.
pub(super) struct Things<'s, 'a> {
    tree: &'s Tree<'a>,
    base: &'s Base,
    lexicon: &'s Lexicon,
    slots: Vec<Slots>,
}

/// Where a thing may stand beside one trigger.
struct Slots {
    trigger: usize,
    /// Whether things are counted of its act, and whether it destroys single ones.
    counts: bool,
    destroys: bool,
    objects: Vec<usize>,
    /// Subjects, and what stands behind its prepositions and those of the verb that it is the object of.
    others: Vec<usize>,
}

/// The verbs of damage in a sentence, with their objects.
pub(super) fn damaged(tree: &Tree, lexicon: &Lexicon) -> Vec<(usize, Vec<usize>)> {
    let damages =
        |verb: usize| lexicon.measures.has(Slot::Damages, tree.lemma(verb)) || lexicon.measures.has(Slot::Damages, &verb_lemma(tree, verb));
    (0..tree.len()).filter(|&verb| damages(verb)).map(|verb| (verb, arguments(tree, verb).object)).collect()
}

impl<'s, 'a> Things<'s, 'a> {
    /// Reads the slots of the triggers whose acts count things.
    pub(super) fn new(tree: &'s Tree<'a>, base: &'s Base, triggers: &[(usize, Act)], lexicon: &'s Lexicon) -> Things<'s, 'a> {
        let has = |slot: Slot, act: &Act| lexicon.measures.has(slot, act.as_str());
        let counting = triggers.iter().filter(|(_, act)| has(Slot::Things, act) || has(Slot::Destroys, act));
        let slots = counting.map(|(trigger, act)| {
            let found = arguments(tree, *trigger);
            let mut others = found.subject;
            let counts = has(Slot::Things, act);
            if counts {
                let above = tree.prepositions(*trigger).into_iter();
                let above = above.filter(|&(preposition, _)| matches!(tree.lower(preposition), "of" | "on" | "against" | "to" | "at"));
                let carrier = tree.head(*trigger).filter(|_| tree.dep(*trigger) == Dep::Dobj);
                let beside = carrier.map(|head| tree.prepositions(head)).unwrap_or_default().into_iter();
                let beside = beside.filter(|&(preposition, _)| tree.lower(preposition) == "on");
                others.extend(above.chain(beside).flat_map(|(_, object)| tree.conjuncts(object)));
            }
            Slots { trigger: *trigger, counts, destroys: has(Slot::Destroys, act), objects: found.object, others }
        });
        Things { tree, base, lexicon, slots: slots.collect() }
    }

    /// Vehicles, aircraft, buildings, localities, positions and areas: counted where they stand in a trigger's own slots.
    pub(super) fn of(&self, quantity: &Quantity) -> Option<Count> {
        let Things { tree, lexicon, .. } = *self;
        let noun = quantity.counted?;
        let lemma = noun_lemma(tree, noun, lexicon);
        let person = lexicon.kinds.is_any(&lemma, &["combatant", "person", "civilian"]);
        let singular = tree.tag(noun) == Tag::NN && quantity.low > Some(1) && !matches!(tree.lemma(noun), "aircraft" | "km" | "km2");
        if quantity.measure != Some(Measure::AreaKm2) && (person || singular) {
            return None;
        }
        let kinds = [
            ("vehicle", Measure::Vehicles),
            ("aircraft", Measure::Aircraft),
            ("drone", Measure::Aircraft),
            ("position", Measure::Positions),
            ("building", Measure::Buildings),
            ("locality", Measure::Localities),
        ];
        let is = |kind: &str| lexicon.kinds.is(&lemma, kind);
        let by_kind = kinds.iter().find(|(kind, _)| is(kind)).map(|&(_, measure)| measure);
        let measure = if quantity.measure == Some(Measure::AreaKm2) { Measure::AreaKm2 } else { by_kind? };
        let anchor = quantity.anchor;
        let predicate = if quantity.explicit {
            let head = tree.head(anchor);
            let holds = |slots: &&Slots| {
                slots.counts && (slots.objects.contains(&anchor) || slots.others.contains(&anchor) || head == Some(slots.trigger))
            };
            let own = self.slots.iter().find(holds).map(|slots| slots.trigger);
            own.or_else(|| self.base.damaged.iter().find(|(_, objects)| objects.contains(&anchor)).map(|(verb, _)| *verb))
        } else {
            // One thing counts where it is destroyed, and nowhere else.
            self.slots.iter().find(|slots| slots.destroys && slots.objects.contains(&anchor)).map(|slots| slots.trigger)
        };
        Some(Count { measure, predicate: predicate?, rule: "figures.things", rank: DIRECT })
    }
}
