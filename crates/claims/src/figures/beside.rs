//! What the words beside a number say, where the tree joins them wrongly or not at all.
//!
//! In:  the tree and a quantity.
//! Out: readings for `counted`: "three killed", "two soldiers, one rebel killed", "wounding at least 75 people".
//!
//! Headlines and translated reports leave out the words that a parser leans on; their word order is still plain.
//!
//! Not here: readings by the tree (`counted`), which always outrank those of `linear`.

use super::Quantity;
use super::counted::{Count, LINEAR, PARTICIPLE};
use super::hits::{Hit, push};
use crate::Tree;
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Dep, Pos, Tag};

/// "Three killed in Kessa", "leaves another wounded": a word of harm straight after the number, however the tree joins them.
pub(super) fn adjacent_hits(tree: &Tree, quantity: &Quantity, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let mut at =
        quantity.counted.filter(|&noun| noun >= quantity.tokens.end).map_or(quantity.tokens.end.max(quantity.anchor + 1), |noun| noun + 1);
    if at + 1 < tree.len() && tree.lower(at) == "of" && matches!(tree.lower(at + 1), "those" | "them" | "the") {
        at += 2;
    }
    while at < tree.len() && (tree.pos(at) == Pos::ADV || matches!(tree.lower(at), "more" | "others" | "other" | "people")) {
        at += 1;
    }
    if at >= tree.len()
        || !matches!(tree.tag(at), Tag::VBN | Tag::VBD | Tag::JJ | Tag::NN | Tag::NNP)
        || tree.child(at, &[Dep::Dobj, Dep::Aux]).is_some()
    {
        return;
    }
    // "A sniper wounded the two": an active verb, whose object the tree may have lost.
    let object = at + 1 < tree.len()
        && (matches!(tree.pos(at + 1), Pos::DET | Pos::NUM | Pos::PRON)
            || matches!(tree.tag(at + 1), Tag::NNS | Tag::NNPS)
            || matches!(tree.lower(at + 1), "some" | "several"))
        || at + 2 < tree.len() && matches!((tree.lower(at + 1), tree.lower(at + 2)), ("at", "least") | ("more", "than") | ("up", "to"));
    let next_harm = at + 2 < tree.len() && tree.pos(at + 1) == Pos::NUM && is_harm(tree, at + 2, lexicon);
    let bare = quantity.counted.is_none() && quantity.explicit;
    if object && tree.tag(at) != Tag::JJ && !next_harm && !bare {
        return;
    }
    let verb = matches!(tree.tag(at), Tag::VBN | Tag::VBD).then(|| lexicon.measures.of(Slot::Object, tree.lemma(at))).flatten();
    if let Some(measure) = verb.or_else(|| lexicon.measures.of(Slot::State, tree.lower(at))) {
        push(hits, quantity.anchor, measure, at, PARTICIPLE, "figures.participle");
    }
}

/// Whether a token is a participle or a state of harm.
fn is_harm(tree: &Tree, i: usize, lexicon: &Lexicon) -> bool {
    let participle = matches!(tree.tag(i), Tag::VBN | Tag::VBD) && lexicon.measures.of(Slot::Object, tree.lemma(i)).is_some();
    participle || lexicon.measures.of(Slot::State, tree.lower(i)).is_some()
}

/// What the words beside a number say where the tree says nothing: "wounding at least 75 people", "14 people in Kessa, among them a
/// child, were killed".
pub(super) fn linear(tree: &Tree, quantity: &Quantity, lexicon: &Lexicon) -> Option<Count> {
    if !quantity.explicit || quantity.measure.is_some() {
        return None;
    }
    let found = |measure, predicate| Some(Count { measure, predicate, rule: "figures.linear", rank: LINEAR });
    let before = quantity.tokens.start.checked_sub(1)?;
    let active = matches!(tree.tag(before), Tag::VBG | Tag::VB | Tag::VBZ | Tag::VBP | Tag::VBD) && tree.is_verb(before);
    if let Some(measure) = lexicon.measures.of(Slot::Object, tree.lemma(before)).filter(|_| active) {
        return found(measure, before);
    }
    let end = quantity.counted.filter(|&noun| noun >= quantity.tokens.end).map_or(quantity.tokens.end, |noun| noun + 1);
    // "Thousands of people remain besieged."
    let state = (end + 1..tree.len().min(end + 4)).find(|&i| lexicon.measures.has(Slot::State, tree.lower(i)));
    let copula = |i: usize| matches!(tree.lemma(i), "be" | "remain" | "go" | "lie" | "stay") || tree.pos(i) == Pos::ADV;
    if let Some(state) = state.filter(|&state| (end..state).all(copula))
        && let Some(measure) = lexicon.measures.of(Slot::State, tree.lower(state))
    {
        return found(measure, state);
    }
    let verb = (end..tree.len().min(end + 14)).find(|&i| tree.is_verb(i) && !matches!(tree.lemma(i), "be" | "have" | "include"))?;
    let passive = tree.child(verb, &[Dep::Auxpass]).is_some() || tree.tag(verb) == Tag::VBN && tree.child(verb, &[Dep::Agent]).is_some();
    let crossed = (end..verb).any(|i| matches!(tree.lower(i), ";" | ":" | "who" | "that" | "which" | "and" | "while" | "after" | "when"));
    let measure = lexicon.measures.of(Slot::Object, tree.lemma(verb)).filter(|_| passive && !crossed && quantity.counted.is_some())?;
    found(measure, verb)
}

/// "Two soldiers, one rebel killed": a list before a participle that the tree gives to the last number only.
pub(super) fn share_in_lists(tree: &Tree, quantities: &[Quantity], found: &mut [Option<Count>]) {
    for i in (1..quantities.len()).rev() {
        let (before, after) = (&quantities[i - 1], &quantities[i]);
        let end = before.counted.filter(|&noun| noun >= before.tokens.end).map_or(before.tokens.end, |noun| noun + 1);
        let start = if after.tokens.is_empty() { after.anchor } else { after.tokens.start };
        let touching =
            before.explicit && end <= start && (end..start).all(|token| matches!(tree.lower(token), "," | "and" | "a" | "an" | "plus"));
        if let Some(count) = found[i].clone().filter(|count| touching && count.rank == PARTICIPLE && count.predicate > after.anchor) {
            found[i - 1].get_or_insert(count);
        }
    }
}
