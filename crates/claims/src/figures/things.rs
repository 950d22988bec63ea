//! Vehicles, aircraft, buildings, localities, positions and areas: counted where an act takes or destroys them.
//!
//! In:  the tree, a quantity, the triggers.
//! Out: its `Count`, or none.
//!
//! Not here: people (`counted`).

use super::Quantity;
use super::counted::{Count, DIRECT, verb_lemma};
use super::noun_lemma;
use crate::Tree;
use crate::arguments::arguments;
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, Measure, Tag};

/// Vehicles, aircraft, buildings, localities, positions and areas: counted where they stand in a trigger's own slots.
pub(super) fn things(tree: &Tree, quantity: &Quantity, triggers: &[(usize, Act)], lexicon: &Lexicon) -> Option<Count> {
    let noun = quantity.counted?;
    let person = ["combatant", "person", "civilian"].iter().any(|kind| lexicon.kinds.is(&noun_lemma(tree, noun, lexicon), kind));
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
    let is = |kind: &str| lexicon.kinds.is(&noun_lemma(tree, noun, lexicon), kind);
    let by_kind = kinds.iter().find(|(kind, _)| is(kind)).map(|&(_, measure)| measure);
    let measure = if quantity.measure == Some(Measure::AreaKm2) { Measure::AreaKm2 } else { by_kind? };
    let of = |verb: usize| {
        let found = arguments(tree, verb);
        let slots = found.object.contains(&quantity.anchor) || found.subject.contains(&quantity.anchor);
        let above = tree.prepositions(verb).iter().any(|&(preposition, object)| {
            tree.conjuncts(object).contains(&quantity.anchor) && matches!(tree.lower(preposition), "of" | "on" | "against" | "to" | "at")
        });
        let beside = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Dobj).is_some_and(|head| {
            tree.prepositions(head)
                .iter()
                .any(|&(preposition, object)| tree.lower(preposition) == "on" && tree.conjuncts(object).contains(&quantity.anchor))
        });
        slots || above || beside || tree.head(quantity.anchor) == Some(verb)
    };
    let holds = |act: &Act| lexicon.measures.has(Slot::Things, act.as_str());
    let own = triggers.iter().find(|(trigger, act)| holds(act) && of(*trigger)).map(|(trigger, _)| *trigger);
    let damages =
        |verb: usize| lexicon.measures.has(Slot::Damages, &verb_lemma(tree, verb)) || lexicon.measures.has(Slot::Damages, tree.lemma(verb));
    let damaged = || (0..tree.len()).find(|&verb| damages(verb) && arguments(tree, verb).object.contains(&quantity.anchor));
    // One thing counts where it is destroyed, and nowhere else.
    if !quantity.explicit {
        let (trigger, _) = triggers.iter().find(|(trigger, act)| {
            lexicon.measures.has(Slot::Destroys, act.as_str()) && arguments(tree, *trigger).object.contains(&quantity.anchor)
        })?;
        return Some(Count { measure, predicate: *trigger, rule: "figures.things", rank: DIRECT });
    }
    let predicate = own.or_else(damaged)?;
    Some(Count { measure, predicate, rule: "figures.things", rank: DIRECT })
}
