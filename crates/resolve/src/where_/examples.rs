//! What `cargo xtask train places` learns from: the names of a document with their candidates' features.
//!
//! In:  a document, its parse, the world, the weights so far (they tell which company the names are in).
//! Out: `PlaceExample`s in text order.
//!
//! Not here: which candidate is right (the training sets), and learning (`xtask`).

use super::weights::Weights;
use super::{places_of, score, weigh};
use crate::context::DocumentContext;
use crate::toponyms;
use dateline_knowledge::World;
use dateline_model::{Document, Parse, PlaceId, Span};

/// A name and what it may mean.
#[derive(Clone, Debug)]
pub struct PlaceExample {
    /// The name.
    pub span: Span,
    /// Its candidates.
    pub candidates: Vec<PlaceCandidate>,
}

/// A place that a name may mean.
#[derive(Clone, Debug)]
pub struct PlaceCandidate {
    /// The place.
    pub id: PlaceId,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// Features by number, with their values.
    pub features: Vec<(u8, f32)>,
}

/// The names of a document as examples, and the places that these weights choose for them.
pub fn place_examples(
    document: &Document,
    parse: &Parse,
    world: &World,
    weights: &Weights,
) -> (Vec<PlaceExample>, Vec<dateline_model::ResolvedPlace>) {
    let context = DocumentContext::weighed(document, parse, &[], &[], world, weights);
    let toponyms = toponyms::find(&context, world);
    let mut examples: Vec<PlaceExample> =
        toponyms.iter().map(|toponym| PlaceExample { span: toponym.span, candidates: Vec::new() }).collect();
    // The context has found its places already; the names are weighed again without them, as they were the first time.
    let alone = DocumentContext { places: Vec::new(), countries: context.own_countries.clone(), ..context };
    let options = weigh(&toponyms, &alone, world, &mut |i, options, scene| {
        let candidate = |option: &score::Option_| {
            let mut features = Vec::with_capacity(16);
            score::features(option, scene, |feature, value| features.push((feature as u8, value)));
            PlaceCandidate { id: option.facts.id, at: (option.facts.lat, option.facts.lon), features }
        };
        examples[i].candidates = options.iter().map(candidate).collect();
    });
    (examples, places_of(&toponyms, &options, world, weights))
}
