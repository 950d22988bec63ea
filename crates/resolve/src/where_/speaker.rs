//! Places that are the speaker's or the report's, and no scene of the act.
//!
//! In:  a place mention of a claim, the claim, its document.
//! Out: whether it only tells where somebody spoke ("told reporters in Kessa that …", "the Kessa-based agency"), or where the report was
//!      written ("KESSA (Agency) —").
//!
//! Not here: which place the name means.

use crate::context::DocumentContext;
use dateline_model::{Claim, PlaceMention, Pos, Span};

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
    let over = above(sentence, first, last, claim.trigger);
    speakers.into_iter().any(|speaker| {
        let inside = speaker.mention.span.contains(name) && !speaker.mention.span.contains(claim.trigger);
        inside || over.is_some_and(|verb| speaker.cue.overlaps(sentence.tokens[verb].span))
    })
}

/// The first verb over a name; none where the trigger stands between: "blamed rebels for the bombing in Kessa".
fn above(sentence: &dateline_model::Sentence, first: usize, last: usize, trigger: Span) -> Option<usize> {
    let mut at = last;
    // A tree has no circle; a broken one ends all the same.
    for _ in 0..sentence.tokens.len() {
        let token = &sentence.tokens[at];
        if !(first..=last).contains(&at) && token.pos == Pos::VERB {
            return Some(at);
        }
        if token.head == at || token.span.overlaps(trigger) {
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
    after.trim_start_matches(['-', '‑', '–', ' ']).starts_with("based")
        || before.ends_with("based in")
        || before.ends_with("headquartered in")
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_knowledge::{DataSource, World};
    use dateline_language::English;
    use dateline_model::{Act, ClaimId, Document, DocumentId, Factuality, Mention, PlaceRole, RuleId, Speaker};
    use std::sync::OnceLock;

    /// Whether a place is no scene of an act, told by a speaker with a cue.
    fn check(text: &str, trigger: &str, (speaker, cue): (&str, &str), place: &str, expected: bool) {
        static ROOMS: OnceLock<(World, English)> = OnceLock::new();
        let (world, english) = ROOMS.get_or_init(|| (World::load(&DataSource::Carried).expect("the world loads"), English::embedded()));
        let document = Document {
            id: DocumentId::of("", "", "", "", text),
            outlet: None,
            url: None,
            title: None,
            published: None,
            language: None,
            text: text.to_string(),
            fingerprint: 0,
            notes: Vec::new(),
        };
        let parse = english.reader().parse(&document);
        let span = |words: &str| {
            let start = text.find(words).expect("the words are in the text");
            Span::new(start, start + words.len())
        };
        let mention = Mention { span: span(speaker), head: span(speaker), antecedent: None, label: None, rule: RuleId::new("test") };
        let claim = Claim {
            id: ClaimId::new("0"),
            document: document.id.clone(),
            sentence: parse.sentences[0].span,
            trigger: span(trigger),
            act: Act::new("shelling"),
            actors: Vec::new(),
            recipients: Vec::new(),
            places: Vec::new(),
            times: Vec::new(),
            figures: Vec::new(),
            means: Vec::new(),
            attribution: vec![Speaker { mention, cue: span(cue), kind: None }],
            factuality: Factuality::Happened,
            score: 0.9,
            rule: RuleId::new("test"),
        };
        let place = PlaceMention { span: span(place), name: span(place), role: PlaceRole::At, rule: RuleId::new("test") };
        let context = DocumentContext::new(&document, &parse, &[], &[], world);
        assert_eq!(is_elsewhere(&place, &claim, &context), expected, "{} in “{text}”", place.name.of(text));
    }

    #[test]
    fn where_somebody_speaks_is_no_scene() {
        let told = "The minister told reporters in Vienna that rebels shelled Homs.";
        check(told, "shelled", ("The minister", "told"), "Vienna", true);
        check(told, "shelled", ("The minister", "told"), "Homs", false);
        let based = "Rebels shelled Homs, the London-based monitor said.";
        check(based, "shelled", ("the London-based monitor", "said"), "London", true);
        check(based, "shelled", ("the London-based monitor", "said"), "Homs", false);
        check("France blamed rebels for the shelling of a school in Homs.", "shelling", ("France", "blamed"), "Homs", false);
    }
}
