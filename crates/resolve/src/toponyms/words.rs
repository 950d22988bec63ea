//! What the words beside a name say of it: which kind of place, and how near.
//!
//! In:  the tokens of a sentence, and where a name stands among them.
//! Out: the kind that is asked for ("province", "town of"), a precision ("north of", "countryside"), whether a word of place stands before.
//!
//! The words of kind are in `data/world/places/words.tsv`.

use super::Asks;
use dateline_knowledge::World;
use dateline_model::{PlacePrecision, Tag, Token};

/// The kind of place in the word after a name: "Hama province", "Mezzeh airport".
pub(super) fn kind_after(tokens: &[Token], last: usize, world: &World) -> Option<Asks> {
    kind(tokens.get(last + 1)?.lower.as_str(), world)
}

/// The kind of place in "the town of X", "Mount X".
pub(super) fn kind_before(tokens: &[Token], first: usize, world: &World) -> Option<Asks> {
    let before = previous(tokens, first)?;
    match before.lower.as_str() {
        "mount" | "lake" | "camp" | "fort" => Some(Asks::Feature),
        "of" => kind(previous(tokens, first - 1)?.lower.as_str(), world),
        word if world.place_word(word) == Some("town") => Some(Asks::Town),
        _ => None,
    }
}

fn kind(word: &str, world: &World) -> Option<Asks> {
    match world.place_word(word)? {
        "unit" => Some(Asks::Unit),
        "town" => Some(Asks::Town),
        "feature" | "line" => Some(Asks::Feature),
        _ => None,
    }
}

/// "north of X", "near X" and "between X and Y" are near; "X countryside" is within; "the X-Y road" is a line.
pub(super) fn bounds(tokens: &[Token], first: usize, last: usize, world: &World) -> Option<PlacePrecision> {
    let is_line = |at: usize| tokens.get(at).is_some_and(|token| world.place_word(&token.lower) == Some("line"));
    let dash = |at: usize| tokens.get(at).is_some_and(|token| matches!(token.lower.as_str(), "-" | "–" | "—" | "/"));
    if dash(last + 1) && (last + 3..last + 6).any(is_line) || is_line(last + 1) && first > 0 && dash(first - 1) {
        return Some(PlacePrecision::Linear);
    }
    let lower = |at: usize| tokens.get(at).map(|token| token.lower.as_str()).unwrap_or("");
    let between = |from: usize| (from.saturating_sub(5)..from).any(|at| lower(at) == "between");
    if first > 0
        && (lower(first - 1) == "between" && (last + 1..last + 5).any(|at| lower(at) == "and")
            || lower(first - 1) == "and" && between(first))
    {
        return Some(PlacePrecision::Near);
    }
    let before = previous(tokens, first).map(|token| token.lower.as_str()).unwrap_or("");
    let second = if before == "of" { previous(tokens, first - 1).map(|token| token.lower.as_str()).unwrap_or("") } else { "" };
    if before == "near" || world.place_word(second) == Some("direction") || before == "outside" {
        return Some(PlacePrecision::Near);
    }
    let after = tokens.get(last + 1).map(|token| token.lower.as_str()).unwrap_or("");
    let after = if matches!(after, "'s" | "’s") { tokens.get(last + 2).map(|token| token.lower.as_str()).unwrap_or("") } else { after };
    [after, second].iter().any(|word| world.place_word(word) == Some("area")).then_some(PlacePrecision::Within)
}

pub(super) fn previous(tokens: &[Token], at: usize) -> Option<&Token> {
    tokens[..at].iter().rev().find(|token| !token.is_space() && !matches!(token.lower.as_str(), "the" | "-" | "\"" | "“"))
}

/// Whether the words before a name put something there: "in X", "near the X", "outside X", "to W, Y and X".
pub fn locative(tokens: &[Token], first: usize) -> bool {
    if puts_there(tokens, first) {
        return true;
    }
    // Back over a list of names.
    let mut at = first;
    let mut listed = false;
    while let Some(token) = at.checked_sub(1).map(|before| &tokens[before]) {
        let name = matches!(token.tag, Tag::NNP | Tag::NNPS) || matches!(token.lower.as_str(), "-" | "the");
        let joint = matches!(token.lower.as_str(), "," | "and" | "or");
        if !(name || joint) || first - at > 15 {
            break;
        }
        listed |= joint;
        at -= 1;
    }
    listed && at < first && matches!(tokens[at].tag, Tag::NNP | Tag::NNPS | Tag::DT) && puts_there(tokens, at)
}

fn puts_there(tokens: &[Token], first: usize) -> bool {
    previous(tokens, first).is_some_and(|token| {
        matches!(
            token.lower.as_str(),
            "in" | "at"
                | "near"
                | "around"
                | "outside"
                | "inside"
                | "from"
                | "to"
                | "into"
                | "towards"
                | "toward"
                | "across"
                | "over"
                | "throughout"
                | "within"
                | "between"
                | "north"
                | "south"
                | "east"
                | "west"
                | "northern"
                | "southern"
                | "eastern"
                | "western"
                | "central"
                | "northeastern"
                | "northwestern"
                | "southeastern"
                | "southwestern"
                | "downtown"
                | "nearby"
        )
    })
}
