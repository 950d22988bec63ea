//! Places that are the speaker's or the report's, and no scene of the act.
//!
//! In:  a place mention of a claim, the claim, its document.
//! Out: whether it only tells where somebody spoke ("told reporters in Kessa that …", "the Kessa-based agency"), or where the report was
//!      written ("KESSA (Agency) —").
//!
//! Not here: which place the name means.

use crate::context::DocumentContext;
use dateline_model::{Claim, PlaceMention, Pos};

/// Whether a mention is no scene of the claim's act.
pub(super) fn is_elsewhere(mention: &PlaceMention, claim: &Claim, context: &DocumentContext) -> bool {
    let name = mention.name;
    let line = context.places_near(name).iter().any(|place| place.mention.name == name && place.mention.rule.as_str() == "where.dateline");
    if line || based(mention, context) {
        return true;
    }
    let Some((sentence, first, last)) = context.tokens(name) else { return false };
    // An act of speech has its scene where it is spoken.
    let speakers = claim.attribution.iter().filter(|speaker| !speaker.cue.overlaps(claim.trigger));
    let over = above(sentence, first, last);
    speakers.into_iter().any(|speaker| {
        let inside = speaker.mention.span.contains(name) && !speaker.mention.span.contains(claim.trigger);
        inside || over.is_some_and(|verb| speaker.cue.overlaps(sentence.tokens[verb].span))
    })
}

/// The first verb over a name.
fn above(sentence: &dateline_model::Sentence, first: usize, last: usize) -> Option<usize> {
    let mut at = last;
    // A tree has no circle; a broken one ends all the same.
    for _ in 0..sentence.tokens.len() {
        let token = &sentence.tokens[at];
        if !(first..=last).contains(&at) && token.pos == Pos::VERB {
            return Some(at);
        }
        if token.head == at {
            return None;
        }
        at = token.head;
    }
    None
}

/// "Kessa-based", "based in Kessa".
fn based(mention: &PlaceMention, context: &DocumentContext) -> bool {
    let text = context.text();
    let (before, after) = (text[..mention.name.start()].trim_end(), &text[mention.name.end()..]);
    after.trim_start_matches(['-', '‑', '–', ' ']).starts_with("based") || before.ends_with("based in") || before.ends_with("headquartered in")
}
