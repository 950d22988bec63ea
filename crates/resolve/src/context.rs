//! What a document tells about its own words: long names behind its acronyms, its places and actors, the countries it is about.
//!
//! In:  a document, its parse and claims, the world.
//! Out: `DocumentContext`, built once per document, read for each of its claims.
//!
//! Not here: the choice for one mention (`who`, `where_`).

use crate::scan::{self, ActorHit, Definition};
use crate::when::DocumentTimes;
use crate::where_::{self, Weights};
use dateline_knowledge::World;
use dateline_model::{Claim, Document, Parse, ResolvedPlace, Sentence, Span, TimeExpression};
use std::collections::HashMap;

/// A document's own evidence.
#[derive(Debug)]
pub struct DocumentContext<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its parse.
    pub parse: &'a Parse,
    /// Its claims, in text order.
    pub claims: &'a [Claim],
    /// "Long Name (ACRONYM)", as the text has them.
    pub definitions: Vec<Definition>,
    /// Names of the actor file in the text, in text order; of overlapping ones the longest.
    pub actors: Vec<ActorHit>,
    /// Every toponym of the text, resolved.
    pub places: Vec<ResolvedPlace>,
    /// Its time expressions, anchored.
    pub times: DocumentTimes,
    /// How much the document is about each country: shares that sum to 1; empty if it names none.
    pub countries: HashMap<String, f32>,
    /// The same before its places were found.
    pub own_countries: HashMap<String, f32>,
    /// What speaks for a place.
    pub weights: &'a Weights,
}

impl<'a> DocumentContext<'a> {
    /// The context of a document, from its claims and all its time expressions, both in text order.
    pub fn new(
        document: &'a Document,
        parse: &'a Parse,
        claims: &'a [Claim],
        times: &[TimeExpression],
        world: &World,
    ) -> DocumentContext<'a> {
        DocumentContext::weighed(document, parse, claims, times, world, Weights::carried())
    }

    /// The same with other weights for its places.
    pub fn weighed(
        document: &'a Document,
        parse: &'a Parse,
        claims: &'a [Claim],
        times: &[TimeExpression],
        world: &World,
        weights: &'a Weights,
    ) -> DocumentContext<'a> {
        let definitions = scan::definitions(&document.text);
        let (actors, countries) = scan::actors(document, parse, world);
        let mut context = DocumentContext {
            document,
            parse,
            claims,
            definitions,
            actors,
            places: Vec::new(),
            times: DocumentTimes::new(document, times),
            own_countries: countries.clone(),
            countries,
            weights,
        };
        context.places = where_::all(&context, world);
        // The places found speak for their countries too, so the shares are taken again with them.
        let mut counts: HashMap<String, f32> = context.countries.drain().map(|(code, share)| (code, share * 2.0)).collect();
        for place in context.places.iter().filter_map(|place| place.place.as_ref()).filter(|place| !place.country.is_empty()) {
            *counts.entry(place.country.clone()).or_default() += 1.0 / context.places.len() as f32;
        }
        let total: f32 = counts.values().sum();
        context.countries = counts.into_iter().map(|(code, count)| (code, count / total.max(f32::EPSILON))).collect();
        context
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        &self.document.text
    }

    /// The words at a span.
    pub fn words(&self, span: Span) -> &'a str {
        span.of(&self.document.text)
    }

    /// The sentence that holds a span, and the indices of its first and last token inside it.
    pub fn tokens(&self, span: Span) -> Option<(&'a Sentence, usize, usize)> {
        let at = self.parse.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
        let sentence = self.parse.sentences.get(at)?;
        let first = sentence.tokens.iter().position(|token| token.span.overlaps(span))?;
        let last = sentence.tokens.iter().rposition(|token| token.span.overlaps(span))?;
        Some((sentence, first, last))
    }

    /// The place names of the document that touch a span. They stand in text order.
    pub fn places_near(&self, span: Span) -> &[ResolvedPlace] {
        let first = self.places.partition_point(|place| place.mention.name.end() <= span.start());
        let after = self.places.partition_point(|place| place.mention.name.start() < span.end());
        &self.places[first..after.max(first)]
    }

    /// The share of a country in the document, 0 to 1.
    pub fn share(&self, code: &str) -> f32 {
        self.countries.get(code).copied().unwrap_or(0.0)
    }
}
