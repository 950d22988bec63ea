//! The phrases that can be places of a claim, and how their words say so.
//!
//! In:  a tree, the head of a phrase that `roles` took for a place.
//! Out: whether it names one at all; the `PlaceMention`: its words, the name to look up, whether it is at, from, to or near.
//!
//! Not here: which place it is (`resolve`), whether it is the speaker's (`outside`).

use crate::Tree;
use crate::roles::mention_range;
use crate::slots::NounKinds;
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, EntityKind, PlaceMention, PlaceRole, Pos, RuleId};

/// Whether a phrase carries a name that could be a place's: "the depot", "the town's mayor" name none.
pub(crate) fn names_place(tree: &Tree, head: usize) -> bool {
    let range = mention_range(tree, head);
    // The second half of a person's name, whose first half the parser hangs elsewhere.
    let half = tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Person && entity.tokens.start < range.start);
    !half && range.into_iter().any(|i| tree.pos(i) == Pos::PROPN || tree.word(i).starts_with(char::is_uppercase))
}

/// "Lebanon's Hezbollah", "Iran's Revolutionary Guards": a state that a party is of is not where the party acts.
pub(crate) fn owns_party(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    let owned = tree.head(head).filter(|_| tree.dep(head) == Dep::Poss);
    owned.is_some_and(|owned| {
        let kinds = NounKinds::of(tree, owned, lexicon);
        let named = tree.entity(owned).is_some_and(|entity| matches!(entity.kind, EntityKind::Org | EntityKind::Person | EntityKind::Norp));
        let place = kinds.has_any(&["locality", "area", "road", "building", "position", "infrastructure"]);
        let party = kinds.has_any(&["armed_unit", "combatant", "authority", "official", "commander", "leader"]);
        !place && (named || party)
    })
}

/// A place mention: its words with what stands before the name ("northern countryside of"), the name to look up, its role.
pub(crate) fn place(tree: &Tree, head: usize) -> PlaceMention {
    let range = mention_range(tree, head);
    let name = match tree.entity(head) {
        Some(entity) if entity.tokens.end > head => tree.span(entity.tokens.start.max(range.start).min(head)..head + 1),
        _ => tree.span(range.clone()),
    };
    let first = tree.coordination_head(head);
    let preposition = tree.head(first).filter(|_| tree.dep(first) == Dep::Pobj).map_or("", |above| tree.lower(above));
    let role = match preposition {
        "from" => PlaceRole::From,
        "to" | "toward" | "towards" | "into" | "onto" => PlaceRole::To,
        "near" | "outside" | "around" | "beside" | "close" => PlaceRole::Near,
        _ => PlaceRole::At,
    };
    PlaceMention { span: tree.span(range), name, role, rule: RuleId::new("roles.student") }
}
