//! Which quantity is a part of which: "242 dead, including 24 civilians", "14 people, nine of them children".
//!
//! In:  the tree and the quantities in text order.
//! Out: `part_of` set on the parts, and the group of a part that names it after "of them".
//!
//! Not here: adding anything up; parts are never added to the whole.

use super::{Quantity, kind_of_group};
use crate::Tree;
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Dep, Group, Pos};

/// Links the parts to their wholes.
pub(super) fn link(tree: &Tree, quantities: &mut [Quantity], lexicon: &Lexicon) {
    for i in 0..quantities.len() {
        let whole = among(tree, quantities, i, lexicon)
            .or_else(|| continued(tree, quantities, i))
            .or_else(|| of_them(tree, quantities, i))
            .or_else(|| apposed(tree, quantities, i));
        let Some(whole) = whole.filter(|&whole| whole != i && quantities[whole].part_of != Some(i)) else { continue };
        quantities[i].part_of = Some(whole);
        if quantities[i].group.is_none() && quantities[i].explicit {
            quantities[i].group = named_after(tree, &quantities[i], lexicon);
        }
    }
}

/// A quantity that can be a whole for `part`: a number, not smaller.
fn can_hold(whole: &Quantity, part: &Quantity) -> bool {
    let most = whole.high.or(whole.low).unwrap_or(0);
    whole.explicit && whole.high != Some(0) && (whole.high.is_none() || part.low.unwrap_or(0) <= most)
}

fn last_before(quantities: &[Quantity], i: usize, token: usize) -> Option<usize> {
    (0..i).rev().find(|&w| quantities[w].part_of.is_none() && quantities[w].anchor < token && can_hold(&quantities[w], &quantities[i]))
}

/// "Including six children", "among them 28 civilians"; "six civilians were among the 22 killed".
fn among(tree: &Tree, quantities: &[Quantity], i: usize, lexicon: &Lexicon) -> Option<usize> {
    let part = &quantities[i];
    let start = if part.explicit { part.tokens.start } else { part.anchor };
    let opens = |token: usize| lexicon.measures.has(Slot::Part, tree.lower(token));
    // "Six civilians were among at least 22 people killed."
    let later = (part.anchor + 1..tree.len().min(part.anchor + 8)).find(|&token| matches!(tree.lower(token), "among" | "amongst"));
    if let Some(word) = later.filter(|&word| tree.head(word).is_some_and(|head| tree.lemma(head) == "be")) {
        let whole = (0..quantities.len())
            .find(|&w| w != i && quantities[w].explicit && quantities[w].anchor > word && tree.is_under(quantities[w].anchor, word));
        if whole.is_some_and(|whole| can_hold(&quantities[whole], part)) {
            return whole;
        }
    }
    let reaches = |token: usize| tree.is_under(part.anchor, token) || start - token <= 3;
    let opener = (start.saturating_sub(12)..start).rev().find(|&token| opens(token) && reaches(token))?;
    let broken = (opener + 1..start).any(|token| {
        tree.is_verb(token) && tree.dep(token) != Dep::Amod && tree.lemma(token) != "be" && !under_noun(tree, token)
            || matches!(tree.lower(token), ";" | "while" | "but")
    });
    let among_whole = matches!(tree.lower(opener), "among" | "amongst") && !next_is_pronoun(tree, opener);
    if broken || among_whole {
        return None;
    }
    last_before(quantities, i, opener)
}

/// "Including six children, four women and 19 by shelling": a list of parts goes on until a verb.
fn continued(tree: &Tree, quantities: &[Quantity], i: usize) -> Option<usize> {
    let before = quantities.get(i.checked_sub(1)?)?;
    let part = &quantities[i];
    let whole = before.part_of.filter(|&whole| whole < i && part.explicit && can_hold(&quantities[whole], part))?;
    let start = before.counted.map_or(before.tokens.end, |noun| noun + 1).max(before.tokens.end);
    let goes_on = start < part.tokens.start
        && (start..part.tokens.start).all(|token| !tree.is_verb(token) && !matches!(tree.lower(token), ";" | "." | "while" | "after"));
    let listed = (start..part.tokens.start).any(|token| matches!(tree.lower(token), "," | "and" | "but"));
    let next = (part.tokens.end..tree.len()).find(|&token| tree.is_verb(token));
    // "…, including six children, and 30 were wounded": a verb of its own ends the list.
    let own_verb = next.is_some_and(|verb| {
        tree.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).any(|subject| subject == part.anchor) || verb == part.tokens.end
    });
    (goes_on && listed && !own_verb).then_some(whole)
}

fn under_noun(tree: &Tree, token: usize) -> bool {
    matches!(tree.dep(token), Dep::Acl | Dep::Relcl)
}

fn next_is_pronoun(tree: &Tree, token: usize) -> bool {
    token + 1 < tree.len() && matches!(tree.lower(token + 1), "them" | "whom" | "those" | "these" | "which")
}

/// "Nine of them civilians", "of whom nine were civilians".
fn of_them(tree: &Tree, quantities: &[Quantity], i: usize) -> Option<usize> {
    let part = &quantities[i];
    if part.tokens.is_empty() {
        return None;
    }
    let pair = |token: usize| {
        token + 1 < tree.len()
            && tree.lower(token) == "of"
            && matches!(tree.lower(token + 1), "them" | "whom" | "those" | "these" | "which")
    };
    let after = pair(part.tokens.end);
    let before = part.tokens.start >= 2 && (pair(part.tokens.start - 2) || part.tokens.start >= 3 && pair(part.tokens.start - 3));
    (after || before).then(|| last_before(quantities, i, part.tokens.start)).flatten()
}

/// "Four people, two women and two children": an apposition that breaks a number down.
fn apposed(tree: &Tree, quantities: &[Quantity], i: usize) -> Option<usize> {
    let first = tree.coordination_head(quantities[i].anchor);
    let whole = tree.head(first).filter(|_| tree.dep(first) == Dep::Appos)?;
    let whole = (0..i).find(|&w| quantities[w].anchor == whole)?;
    let part = &quantities[i];
    let wider = match (&quantities[whole].group, &part.group) {
        (None, _) => true,
        (Some(Group::Civilians), Some(group)) => !matches!(group, Group::Combatants | Group::Party(_)),
        _ => false,
    };
    let comma =
        part.explicit || part.group.is_some() && part.anchor >= 2 && matches!(tree.lower(tree.subtree(first).start.max(1) - 1), ",");
    (part.counted.is_some() && wider && comma && can_hold(&quantities[whole], part)).then_some(whole)
}

/// The group that follows a part: "nine of them civilians", "of whom nine were children".
fn named_after(tree: &Tree, part: &Quantity, lexicon: &Lexicon) -> Option<Group> {
    let end = (part.tokens.end + 6).min(tree.len());
    (part.tokens.end..end)
        .take_while(|&token| !matches!(tree.lower(token), "," | ";" | "and" | "by"))
        .filter(|&token| matches!(tree.pos(token), Pos::NOUN | Pos::PROPN))
        .find_map(|token| kind_of_group(tree, token, lexicon))
}
