//! Which place a name means.
//!
//! In:  the toponyms of a document, or the place mentions of a claim.
//! Out: `ResolvedPlace`s: ranked candidates with reasons, the chosen place, how exactly the words name a point.
//!
//! Candidates are scored by what they are (population, kind, whether the name is their main one) and by company: the countries that the
//! document names, the unit named after a comma, the distance to the other places, with learned weights (`models/places.tsv`). The
//! first round knows no company.
//!
//! Not here: whether a name is a place's at all (`toponyms`), whether a participant is a place (`who`).

mod examples;
mod precision;
mod score;
mod speaker;
mod weights;

pub use examples::{PlaceCandidate, PlaceExample, place_examples};
pub use precision::{geo_precision, where_prec};
pub use weights::{Feature, Weights};

use crate::context::DocumentContext;
use crate::toponyms::{self, Asks, Sign, Toponym};
use dateline_knowledge::{Gazetteer, PlaceFacts, World, fold};
use dateline_model::{
    Candidate, Claim, Document, Linked, Parse, PlaceId, PlaceMention, PlacePrecision, PlaceRole, ResolvedPlace, RuleId, Span,
};
use score::Option_;
use std::collections::HashMap;

/// How often names are weighed: alone, and then twice in the company that was found.
const ROUNDS: usize = 3;

/// Every toponym of a document, resolved: the stage `places`.
pub fn place_mentions(document: &Document, parse: &Parse, world: &World) -> Vec<ResolvedPlace> {
    DocumentContext::new(document, parse, &[], &[], world).places
}

/// Every toponym of the document, resolved together.
pub(crate) fn all(context: &DocumentContext, world: &World) -> Vec<ResolvedPlace> {
    let toponyms = toponyms::find(context, world);
    let options = weigh(&toponyms, context, world, &mut |_, _, _| {});
    places_of(&toponyms, &options, world, context.weights)
}

/// The places of names that were weighed.
fn places_of(toponyms: &[Toponym], options: &[Vec<Option_>], world: &World, weights: &Weights) -> Vec<ResolvedPlace> {
    let pairs = toponyms.iter().zip(options);
    let mut places: Vec<ResolvedPlace> =
        pairs.map(|(toponym, ranked)| resolved(toponym, ranked, &world.gazetteer, weights.threshold)).collect();
    // A word that only the scan took for a name, and that no place fits, was no name.
    places.retain(|place| place.link.chosen.is_some() || place.mention.rule.as_str() != "where.scan");
    places
}

/// The places of a claim: its own mentions, and participants that proved to be places.
pub(crate) fn places(claim: &Claim, moved: Vec<PlaceMention>, context: &DocumentContext, world: &World) -> Vec<ResolvedPlace> {
    let mut places: Vec<ResolvedPlace> = Vec::new();
    for mention in claim.places.iter().chain(&moved) {
        if speaker::is_elsewhere(mention, claim, context) {
            continue;
        }
        // What the actor file knows and the gazetteer does not is no place, whatever the sentence looks like.
        let place = place(mention, context, world);
        let known = places.iter().any(|other| other.mention.span.overlaps(mention.span) || same(other, &place));
        let actor = place.link.chosen.is_none() && crate::who::names_actor(mention.name, context, world);
        if !known && !actor {
            places.push(place);
        }
    }
    places
}

fn same(left: &ResolvedPlace, right: &ResolvedPlace) -> bool {
    left.mention.role == right.mention.role && left.link.chosen.is_some() && left.link.chosen == right.link.chosen
}

/// One place mention of a claim: the toponym of the text inside it, or a look-up of its own.
fn place(mention: &PlaceMention, context: &DocumentContext, world: &World) -> ResolvedPlace {
    let known = context
        .places_near(mention.span.cover(mention.name))
        .iter()
        .filter(|place| mention.span.contains(place.mention.name) || place.mention.name.overlaps(mention.name));
    // "the village of X in Syria" is the village; of several names alike the first.
    let rank = |place: &&ResolvedPlace| {
        let name = place.mention.name;
        let narrow = place.place.as_ref().is_some_and(|place| precision::of_kind(&place.feature) != PlacePrecision::Country);
        (name == mention.name, name.overlaps(mention.name), place.link.chosen.is_some(), narrow, std::cmp::Reverse(name.start()))
    };
    if let Some(known) = known.max_by_key(rank) {
        let mut place = known.clone();
        place.mention = mention.clone();
        return place;
    }
    let span = toponyms::name_in(mention.name, context.text()).unwrap_or(mention.name);
    let folded = fold(context.words(span));
    let signs = vec![Sign::Claim];
    let toponym = Toponym { span, folded, signs, asks: Asks::Any, precision: None, rule: "claim" };
    let options = weigh(std::slice::from_ref(&toponym), context, world, &mut |_, _, _| {});
    let mut place = resolved(&toponym, &options[0], &world.gazetteer, context.weights.threshold);
    place.mention = mention.clone();
    place
}

/// The candidates of names, ranked in each other's company and in that of the places already found in the document. In the last round
/// `observe` sees each name's candidates and what they are weighed in.
fn weigh(
    toponyms: &[Toponym],
    context: &DocumentContext,
    world: &World,
    observe: &mut dyn FnMut(usize, &[Option_], &score::Scene),
) -> Vec<Vec<Option_>> {
    let mut options: Vec<Vec<Option_>> = Vec::with_capacity(toponyms.len());
    let mut cache: HashMap<(&str, Asks), Vec<Option_>> = HashMap::new();
    for toponym in toponyms {
        let found =
            cache.entry((&toponym.folded, toponym.asks)).or_insert_with(|| score::options(context.words(toponym.span), toponym, world));
        options.push(found.clone());
    }
    let rivals: Vec<(usize, u32, u32)> = options.iter().map(|options| rivals(options)).collect();
    let containers = containers(toponyms, &options, context);
    let company: Vec<(f64, f64)> =
        context.places.iter().filter_map(|place| place.place.as_ref()).map(|place| (place.lat, place.lon)).collect();
    let mut chosen: Vec<Option<PlaceFacts>> = vec![None; toponyms.len()];
    for round in 0..ROUNDS {
        let evidence = score::Evidence::new(context, world, toponyms, &chosen, &company);
        let mut ranked: HashMap<(&str, Asks, &[Sign]), usize> = HashMap::new();
        for (i, toponym) in toponyms.iter().enumerate() {
            let container = containers[i].and_then(|j| if round == 0 { options[j].first().map(|option| option.facts) } else { chosen[j] });
            let inside: Vec<PlaceFacts> = containers[i].map(|j| options[j].iter().map(|option| option.facts).collect()).unwrap_or_default();
            let scene = score::Scene { toponym, container, inside: &inside, evidence: &evidence, rivals: rivals[i] };
            if round + 1 == ROUNDS {
                observe(i, &options[i], &scene);
            }
            if containers[i].is_none() {
                // The same name with the same signs and no name after it was weighed before.
                if let Some(before) = ranked.get(&(toponym.folded.as_str(), toponym.asks, toponym.signs.as_slice())) {
                    options[i] = options[*before].clone();
                    continue;
                }
                ranked.insert((toponym.folded.as_str(), toponym.asks, toponym.signs.as_slice()), i);
            }
            score::rank(&mut options[i], &scene, context.weights);
        }
        one_sense(toponyms, &mut options);
        for (i, ranked) in options.iter().enumerate() {
            // Without company nobody is sure: the first round takes the likelier places on trust.
            let least = context.weights.threshold * if round == 0 { 0.4 } else { 1.0 };
            chosen[i] = ranked.first().filter(|best| best.score >= least).map(|best| best.facts);
        }
    }
    options
}

/// How many places a name may mean, and the two greatest populations among them. A town and its province are no rivals: places within 50 km of
/// the greatest do not count as the next.
fn rivals(options: &[Option_]) -> (usize, u32, u32) {
    let Some(first) = options.iter().max_by_key(|option| option.facts.population) else { return (0, 0, 0) };
    let here = (first.facts.lat, first.facts.lon);
    let apart = options.iter().filter(|option| score::distance_km(here, (option.facts.lat, option.facts.lon)) > 50.0);
    (options.len(), first.facts.population, apart.map(|option| option.facts.population).max().unwrap_or(0))
}

/// For "Kessa, Norland" and "Kessa in Norland": the index of the name that contains each name.
fn containers(toponyms: &[Toponym], options: &[Vec<Option_>], context: &DocumentContext) -> Vec<Option<usize>> {
    (0..toponyms.len())
        .map(|i| {
            let next = toponyms.get(i + 1)?;
            let gap = context.text().get(toponyms[i].span.end()..next.span.start())?;
            let joined = matches!(
                gap.trim(),
                "," | ", in"
                    | "in"
                    | "("
                    | "in the"
                    | ", the"
                    | "province in"
                    | "province of"
                    | "in southern"
                    | "in northern"
                    | "in eastern"
                    | "in western"
                    | "'s"
                    | "-"
                    | ", northern"
                    | ", southern"
                    | ", eastern"
                    | ", western"
            );
            let contains = options[i + 1]
                .iter()
                .any(|option| matches!(option.facts.feature, "PCLI" | "ADM1" | "ADM2" | "RGN" | "PCLD" | "PCLS" | "TERR"));
            (joined && contains && gap.len() < 16).then_some(i + 1)
        })
        .collect()
}

/// One name means one place in one document, unless the words ask for another kind: the best-supported reading goes to all.
fn one_sense(toponyms: &[Toponym], options: &mut [Vec<Option_>]) {
    let mut best: HashMap<(&str, Asks), (f32, u32)> = HashMap::new();
    for (toponym, ranked) in toponyms.iter().zip(options.iter()) {
        if let Some(first) = ranked.first() {
            let entry = best.entry((&toponym.folded, toponym.asks)).or_insert((first.score, first.index));
            if first.score > entry.0 {
                *entry = (first.score, first.index);
            }
        }
    }
    for (toponym, ranked) in toponyms.iter().zip(options.iter_mut()) {
        let Some((top, index)) = best.get(&(toponym.folded.as_str(), toponym.asks)) else { continue };
        if let Some(at) = ranked.iter().position(|option| option.index == *index)
            && at > 0
        {
            let mut option = ranked.remove(at);
            option.score = option.score.max(top * 0.98);
            option.reasons.push("the same name elsewhere in the document".to_string());
            ranked.insert(0, option);
        }
    }
}

fn resolved(toponym: &Toponym, ranked: &[Option_], gazetteer: &Gazetteer, threshold: f32) -> ResolvedPlace {
    let candidates: Vec<Candidate<PlaceId>> = ranked
        .iter()
        .take(5)
        .map(|option| Candidate {
            id: option.facts.id,
            name: gazetteer.name(option.index).to_string(),
            score: option.score,
            reasons: option.reasons.clone(),
        })
        .collect();
    let best = ranked.first().filter(|best| best.score >= threshold);
    let place = best.map(|best| gazetteer.get(best.index));
    let precision =
        toponym.precision.or_else(|| place.as_ref().map(|place| precision::of_kind(&place.feature))).unwrap_or(PlacePrecision::Unknown);
    let rule = RuleId::new(format!("where.{}", toponym.rule));
    let mut resolved = ResolvedPlace {
        mention: PlaceMention { span: toponym.span, name: toponym.span, role: PlaceRole::At, rule },
        link: Linked {
            chosen: best.map(|best| best.facts.id),
            score: best.map_or(0.0, |best| best.score),
            candidates,
            reason: String::new(),
        },
        place,
        precision,
    };
    resolved.link.reason = match (ranked.first(), where_prec(&resolved), geo_precision(&resolved)) {
        (None, ..) => "not found: no place of this name, nor one of the same consonants, in the gazetteer".to_string(),
        (Some(first), Some(ucdp), Some(acled)) if first.score >= threshold => {
            format!("best of {}; {}, UCDP where_prec {ucdp}, ACLED geo_precision {acled}", count(ranked.len()), precision.as_str())
        }
        (Some(first), ..) => format!("not found: best of {} scores {:.2}, under {threshold}", count(ranked.len()), first.score),
    };
    resolved
}

fn count(candidates: usize) -> String {
    if candidates == 1 { "1 candidate".to_string() } else { format!("{candidates} candidates") }
}

/// Whether a name is known to the gazetteer as it stands.
pub(crate) fn knows(span: Span, context: &DocumentContext, world: &World) -> bool {
    world.gazetteer.knows(&fold(context.words(span)))
}

#[cfg(test)]
mod tests;
