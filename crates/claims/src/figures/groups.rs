//! Of whom a figure counts: the kind of the counted noun, or the party that its words name.
//!
//! In:  the tree and the counted noun.
//! Out: `Group`, or none where the words do not say ("people", "men").
//!
//! Not here: which actor a party's words mean (`resolve`).

use super::noun_lemma;
use crate::Tree;
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, EntityKind, Group, Mention, Pos, RuleId};

/// The group that a counted noun tells; none for "people" and for names of persons.
///
/// - a fighter, soldier or member with a proper name beside him is of that party: "HTS fighters", "members of the YPG".
/// - a noun that is both a civilian and a combatant ("driver") tells nothing.
pub fn kind_of_group(tree: &Tree, noun: usize, lexicon: &Lexicon) -> Option<Group> {
    let lemma = noun_lemma(tree, noun, lexicon);
    let is = |kind: &str| lexicon.kinds.is(&lemma, kind) || lexicon.kinds.is(tree.lower(noun), kind);
    let with_modifier = |kind: &str| {
        tree.children_by(noun, &[Dep::Compound, Dep::Amod, Dep::Nmod])
            .any(|child| lexicon.kinds.of_pair(tree.lower(child), &lemma).iter().any(|found| found == kind))
    };
    for (kind, group) in [("journalist", Group::Journalists), ("aid_worker", Group::AidWorkers), ("health_worker", Group::HealthWorkers)] {
        if (is(kind) && !is("combatant")) || with_modifier(kind) {
            return Some(group);
        }
    }
    let kin = matches!(lemma.as_ref(), "son" | "daughter");
    if kin {
        return None;
    }
    if is("child") && !is("civilian") || modified_by_child(tree, noun, lexicon) {
        return Some(Group::Children);
    }
    if is("woman") {
        return Some(Group::Women);
    }
    // "A hundred government forces" are men; three battalions are not three men.
    let troops = is("armed_unit") && matches!(lemma.as_ref(), "force" | "troop");
    let fighter = (is("combatant") || with_modifier("combatant") || troops) && !is("civilian");
    let member = lexicon.kinds.is(&lemma, "person")
        || lexicon.kinds.of(&lemma).is_empty() && tree.pos(noun) == Pos::NOUN
        || is("armed_unit")
        || is("leader")
        || is("commander");
    if (fighter || member)
        && let Some(party) = party(tree, noun, fighter)
    {
        return Some(Group::Party(party));
    }
    let of_force = lemma == "member"
        && tree.prepositions(noun).iter().any(|&(preposition, group)| {
            tree.lower(preposition) == "of" && (lexicon.kinds.is(tree.lemma(group), "armed_unit") || tree.lemma(group) == "group")
        });
    if fighter && !is("official") || of_force {
        return Some(Group::Combatants);
    }
    let household = matches!(lemma.as_ref(), "family" | "household");
    if (is("civilian") && !is("combatant") && !is("commander") && !household)
        || tree.children(noun).iter().any(|&child| tree.lower(child) == "civilian")
    {
        return Some(Group::Civilians);
    }
    (tree.pos(noun) == Pos::PROPN && tree.entity(noun).is_none_or(|entity| entity.kind != EntityKind::Person) && plural_name(tree, noun))
        .then(|| Group::Party(mention(tree, noun, None)))
}

/// "Child victims", "minor detainees".
fn modified_by_child(tree: &Tree, noun: usize, lexicon: &Lexicon) -> bool {
    lexicon.kinds.is(tree.lemma(noun), "person")
        && tree.children_by(noun, &[Dep::Compound, Dep::Amod]).any(|child| matches!(tree.lower(child), "child" | "minor" | "underage"))
}

/// "Twelve Boko Haram": a group counted by its own name. A people ("seven Kurds") is no party.
fn plural_name(tree: &Tree, noun: usize) -> bool {
    let kind = tree.entity(noun).map(|entity| entity.kind);
    matches!(kind, Some(EntityKind::Org))
}

/// The party that a proper name beside the noun names.
fn party(tree: &Tree, noun: usize, fighter: bool) -> Option<Mention> {
    let named = |i: usize| {
        let kind = tree.entity(i).map(|entity| entity.kind);
        let capital = tree.word(i).chars().next().is_some_and(char::is_uppercase);
        match kind {
            Some(EntityKind::Org) => true,
            Some(EntityKind::Norp | EntityKind::Gpe) => fighter,
            Some(EntityKind::Person) => false,
            _ => capital && tree.pos(i) == Pos::PROPN,
        }
    };
    let holds_name = |i: usize| named(i) || tree.children_by(i, &[Dep::Compound, Dep::Amod, Dep::Nmod]).any(named);
    let beside = tree.children_by(noun, &[Dep::Compound, Dep::Amod, Dep::Nmod, Dep::Poss]).find(|&child| child < noun && holds_name(child));
    if beside.is_some() {
        return Some(mention(tree, noun, None));
    }
    let (_, name) = tree.prepositions(noun).into_iter().find(|&(preposition, name)| {
        matches!(tree.lower(preposition), "of" | "from" | "with" | "in") && holds_name(name) && {
            let place = matches!(tree.entity(name).map(|entity| entity.kind), Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac));
            !(place && tree.lower(preposition) == "in") && (tree.lower(preposition) != "in" || !fighter)
        }
    })?;
    Some(mention(tree, noun, Some(name)))
}

/// The words that name a party: without the number, up to the noun or the name after it.
fn mention(tree: &Tree, noun: usize, name: Option<usize>) -> Mention {
    let phrase = tree.phrase(noun);
    let number =
        (phrase.start..noun).rev().find(|&i| tree.pos(i) == Pos::NUM || matches!(tree.dep(i), Dep::Nummod | Dep::Det | Dep::Quantmod));
    let mut start = number.map_or(phrase.start, |number| number + 1);
    while start < noun && matches!(tree.lower(start), "-" | "of" | "other" | "more" | "several" | "many") {
        start += 1;
    }
    let end = name.map_or(noun + 1, |name| name.max(noun) + 1);
    Mention { span: tree.span(start..end), head: tree.token(noun).span, antecedent: None, label: None, rule: RuleId::new("figures.party") }
}
