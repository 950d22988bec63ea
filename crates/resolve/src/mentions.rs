//! Every mention of a person, body, people or place in a document: what could be a party, a speaker or a scene, whether a claim needs it or not.
//!
//! In:  document, parse, world.
//! Out: `FoundMention`s in text order: names (of the parser, of the actor file, of countries, of the gazetteer), noun phrases whose head is
//!      a noun for people, bodies or places, and personal pronouns.
//!
//! Not here: who they are (`who`, `where_`).

use crate::{context::DocumentContext, where_::place_mentions};
use dateline_knowledge::World;
use dateline_model::{Document, EntityKind, Parse, Sentence, Span, Tag};

/// What a mention is, by what found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// A name.
    Name,
    /// A description by a noun: "the militants", "the hospital".
    Description,
    /// "They", "his".
    Pronoun,
}

impl FoundKind {
    /// Its public word.
    pub fn as_str(self) -> &'static str {
        match self {
            FoundKind::Name => "name",
            FoundKind::Description => "description",
            FoundKind::Pronoun => "pronoun",
        }
    }
}

/// A mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundMention {
    /// The words.
    pub span: Span,
    /// What it is.
    pub kind: FoundKind,
}

/// Every mention of a document, in text order; one span stands once.
pub fn mentions(document: &Document, parse: &Parse, world: &World) -> Vec<FoundMention> {
    let context = DocumentContext::new(document, parse, &[], &[], world);
    let mut found: Vec<FoundMention> = Vec::new();
    let mut name = |span: Span| found.push(FoundMention { span, kind: FoundKind::Name });
    for entity in parse.sentences.iter().flat_map(|sentence| &sentence.entities) {
        if matches!(
            entity.kind,
            EntityKind::Person | EntityKind::Org | EntityKind::Norp | EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac
        ) {
            name(entity.span);
        }
    }
    context.actors.iter().for_each(|hit| name(hit.span));
    for spot in world.names.spots(&document.text, &[]) {
        let span = Span::new(spot.start, spot.end);
        if !world.countries.named(span.of(&document.text)).is_empty() {
            name(span);
        }
    }
    place_mentions(document, parse, world).iter().for_each(|place| name(place.mention.name));
    for sentence in &parse.sentences {
        for (index, token) in sentence.tokens.iter().enumerate() {
            let kind = match token.tag {
                Tag::PRP | Tag::PRPS if token.lower != "it" && token.lower != "its" => FoundKind::Pronoun,
                Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS if denotes(token.lower.as_str(), token.lemma.as_str(), world) => {
                    FoundKind::Description
                }
                _ => continue,
            };
            found.push(FoundMention { span: if kind == FoundKind::Pronoun { token.span } else { phrase(sentence, index) }, kind });
        }
    }
    found.sort_by_key(|mention| (mention.span.start(), std::cmp::Reverse(mention.span.end()), mention.kind));
    found.dedup_by_key(|mention| mention.span);
    found
}

/// Whether a noun is one for people, bodies or places.
fn denotes(lower: &str, lemma: &str, world: &World) -> bool {
    let place = |word: &str| world.place_word(word).is_some_and(|kind| matches!(kind, "unit" | "town" | "feature" | "area"));
    world.roles.sector(lower).is_some()
        || world.roles.sector(lemma).is_some()
        || world.actors.organ(lower).is_some()
        || place(lower)
        || place(lemma)
}

/// The noun with what stands before it in its phrase: article, adjectives, parts of its name.
fn phrase(sentence: &Sentence, head: usize) -> Span {
    let mut first = head;
    while first > 0 {
        let before = &sentence.tokens[first - 1];
        let mut above = first - 1;
        // A token before belongs to the phrase if its chain of heads ends at the noun without leaving these tokens.
        for _ in 0..4 {
            if above >= head {
                break;
            }
            above = sentence.tokens[above].head;
        }
        if above != head
            || before.is_space()
            || matches!(before.tag, Tag::IN | Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VB | Tag::CC | Tag::WDT)
        {
            break;
        }
        first -= 1;
    }
    sentence.tokens[first].span.cover(sentence.tokens[head].span)
}
