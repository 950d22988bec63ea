//! Claim to ResolvedClaim: who, where and when.
//!
//! In:  a claim, and the context of its document: names defined in it, places and actors mentioned, the countries that it is about.
//! Out: `ResolvedClaim`: the claim unchanged, and beside it what its words refer to. Every link keeps its ranked candidates with
//!      reasons; `chosen: None` is a good answer.
//!
//! Pure: the same document, claims and world give the same result.
//!
//! Not here: what the text says (`claims`), what happened (`fuse`).

mod context;
mod describe;
mod mentions;
mod scan;
mod toponyms;
mod when;
mod where_;
mod who;

pub use context::DocumentContext;
pub use mentions::{FoundKind, FoundMention, mentions};
pub use when::*;
pub use where_::{Feature, PlaceCandidate, PlaceExample, Weights, geo_precision, place_examples, place_mentions, where_prec};

use dateline_knowledge::World;
use dateline_model::{Claim, ResolvedClaim};

/// What a claim refers to.
pub fn resolve(claim: &Claim, context: &DocumentContext, world: &World) -> ResolvedClaim {
    let parties = who::parties(claim, context, world);
    let places = where_::places(claim, parties.places, context, world);
    let figures = claim.figures.iter().map(|figure| who::figure(figure, context, world)).collect();
    let speakers = claim.attribution.iter().map(|speaker| who::speaker(speaker, context, world)).collect();
    ResolvedClaim {
        claim: claim.clone(),
        actors: parties.actors,
        recipients: parties.recipients,
        places,
        when: context.times.when(claim),
        speakers,
        figures,
        confidence: claim.score.clamp(0.0, 1.0),
    }
}
