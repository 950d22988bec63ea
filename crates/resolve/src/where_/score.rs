//! Scores the places of one name.
//!
//! In:  a name's candidates and the document's evidence.
//! Out: the candidates ranked, each with a score from 0 to 1 and its reasons.
//!
//! Every candidate gets the sum of its features' weights; the scores are the softmax over the candidates and over "none of them", which has
//! the sum 0. So a score is the chance, as far as the training sets tell, that the name means this place.
//!
//! Not here: the weights (`weights`).

use super::weights::{Feature, Weights};
use crate::context::DocumentContext;
use crate::toponyms::{Asks, Sign, Toponym};
use dateline_knowledge::{CountryWord, PlaceFacts, World, bare};
use std::collections::HashMap;

/// Candidates weighed at most; a name's places come by population, greatest first.
const MOST: usize = 400;

/// A place that a name may mean.
#[derive(Debug, Clone)]
pub struct Option_ {
    /// Number in the gazetteer.
    pub index: u32,
    /// What is known of it.
    pub facts: PlaceFacts,
    /// Score, 0 to 1.
    pub score: f32,
    /// What speaks for and against it.
    pub reasons: Vec<String>,
    main: bool,
    similar: bool,
}

/// The places of a name, in no order that means anything yet.
pub fn options(words: &str, toponym: &Toponym, world: &World) -> Vec<Option_> {
    let gazetteer = &world.gazetteer;
    let folded = toponym.folded.as_str();
    let option = |hit: dateline_knowledge::NameHit, similar: bool| Option_ {
        index: hit.index,
        facts: gazetteer.facts(hit.index),
        score: 0.0,
        reasons: Vec::new(),
        main: hit.main,
        similar,
    };
    if toponym.asks == Asks::Country {
        let names = world.countries.named(words);
        let hits = names.iter().flat_map(|(country, _)| gazetteer.lookup(&dateline_knowledge::fold(&country.name)));
        return hits.map(|hit| option(hit, false)).filter(|option| option.facts.own && option.facts.feature == "PCLI").collect();
    }
    let mut hits = gazetteer.lookup(folded);
    // "US" is a country, "us" is not; short names in capitals are mostly acronyms of bodies.
    if folded.len() <= 3
        && world.countries.named(words).iter().all(|(_, kind)| *kind != CountryWord::Name)
        && words.chars().all(|c| !c.is_lowercase())
    {
        hits.retain(|hit| hit.main);
    }
    let shorter = bare(folded);
    if hits.len() < 3 && *shorter != *folded {
        let more: Vec<_> =
            gazetteer.lookup(&shorter).into_iter().filter(|hit| !hits.iter().any(|known| known.index == hit.index)).collect();
        hits.extend(more);
    }
    let mut found: Vec<Option_> = hits.into_iter().take(MOST).map(|hit| option(hit, false)).collect();
    if found.is_empty() {
        found = gazetteer.similar(folded).into_iter().take(60).map(|hit| option(hit, true)).collect();
        let first = folded.chars().next();
        found.retain(|option| close(folded, gazetteer.name(option.index)) && first.is_some());
    }
    found
}

/// Whether a similar name is near enough in its letters too: at least half of the pairs of letters are shared.
fn close(folded: &str, name: &str) -> bool {
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).filter(|(a, b)| *a != ' ' && *b != ' ').collect() };
    let name = dateline_knowledge::fold(name);
    let (left, right) = (pairs(&bare(folded)), pairs(&bare(&name)));
    let shared = left.iter().filter(|pair| right.contains(pair)).count();
    2 * shared * 2 >= left.len() + right.len()
}

/// What the document says about where it is.
pub struct Evidence<'a> {
    /// Shares of the words and actors that name countries.
    countries: HashMap<[u8; 2], f32>,
    /// The places chosen so far, each name once: name, country, first-order unit, how often.
    chosen: Vec<(&'a str, [u8; 2], Option<u16>, f32)>,
    points: Vec<(&'a str, f64, f64)>,
}

impl<'a> Evidence<'a> {
    /// From the countries of the document and the places chosen so far.
    pub fn new(
        context: &DocumentContext,
        world: &World,
        toponyms: &'a [Toponym],
        chosen: &[Option<PlaceFacts>],
        company: &[(f64, f64)],
    ) -> Evidence<'a> {
        let mut countries: HashMap<[u8; 2], f32> = HashMap::new();
        for (code, share) in &context.countries {
            if let Ok(code) = <[u8; 2]>::try_from(code.as_bytes()) {
                *countries.entry(code).or_default() += share;
            }
        }
        if let Some(outlet) = &context.document.outlet {
            for (country, _) in world.countries.named(outlet.split(['.', ' ']).next().unwrap_or("")).into_iter().take(1) {
                if let Ok(code) = <[u8; 2]>::try_from(country.code.as_bytes()) {
                    *countries.entry(code).or_default() += 0.2;
                }
            }
        }
        let broad = |facts: &PlaceFacts| matches!(facts.feature, "PCLI" | "CONT" | "RGN" | "SEA" | "OCN");
        let mut points: Vec<(&str, f64, f64)> = Vec::new();
        let mut names: Vec<(&str, [u8; 2], Option<u16>, f32)> = Vec::new();
        for (toponym, facts) in toponyms.iter().zip(chosen) {
            let Some(facts) = facts.as_ref().filter(|facts| !broad(facts)) else { continue };
            let name = toponym.folded.as_str();
            match names.iter_mut().find(|known| known.0 == name && known.1 == facts.country && known.2 == facts.admin1) {
                Some(known) => known.3 += 1.0,
                None => names.push((name, facts.country, facts.admin1, 1.0)),
            }
            if !points.iter().any(|point| point.0 == name) {
                points.push((name, facts.lat, facts.lon));
            }
        }
        // A name that comes often counts more, but less than in proportion.
        names.iter_mut().for_each(|name| name.3 = name.3.sqrt());
        points.extend(company.iter().map(|(lat, lon)| ("", *lat, *lon)));
        Evidence { countries, chosen: names, points }
    }

    /// Shares of the other names' places that lie in a country, and in its unit.
    fn shares(&self, facts: &PlaceFacts, folded: &str) -> (f32, f32) {
        let (mut all, mut country, mut unit) = (0.0, 0.0, 0.0);
        for (_, place, admin1, weight) in self.chosen.iter().filter(|(name, ..)| *name != folded) {
            all += weight;
            if *place == facts.country {
                country += weight;
                unit += if admin1.is_some() && *admin1 == facts.admin1 { *weight } else { 0.0 };
            }
        }
        if all > 0.0 { (country / all, unit / all) } else { (0.0, 0.0) }
    }

    /// Distance in km to the nearest place of another name; infinite beyond a thousand or so, where it no longer matters.
    fn nearest(&self, facts: &PlaceFacts, folded: &str) -> f64 {
        let near = self.points.iter().filter(|(name, lat, _)| *name != folded && (lat - facts.lat).abs() < 9.0);
        near.map(|(_, lat, lon)| distance_km((facts.lat, facts.lon), (*lat, *lon))).fold(f64::INFINITY, f64::min)
    }
}

/// What a candidate is weighed in.
pub struct Scene<'a> {
    /// The name.
    pub toponym: &'a Toponym,
    /// The place chosen for the name after it that may hold it.
    pub container: Option<PlaceFacts>,
    /// All places that the name after it may mean.
    pub inside: &'a [PlaceFacts],
    /// The document's evidence.
    pub evidence: &'a Evidence<'a>,
    /// Candidates of the name, and the two greatest populations among them.
    pub rivals: (usize, u32, u32),
}

/// What a place of a strange country loses where only its consonants agree: more than any evidence gives.
const STRANGE: f32 = 10.0;

impl Scene<'_> {
    /// Whether the document says nothing of a place's country.
    fn is_stranger(&self, facts: &PlaceFacts) -> bool {
        let told = self.evidence.countries.get(&facts.country).copied().unwrap_or(0.0);
        told == 0.0 && self.evidence.shares(facts, &self.toponym.folded).0 == 0.0
    }
}

/// Scores and sorts the candidates of a toponym; the best five get their reasons.
pub fn rank(options: &mut [Option_], scene: &Scene, weights: &Weights) {
    for option in options.iter_mut() {
        let mut sum = 0.0;
        features(option, scene, |feature, value| sum += weights.of(feature) * value);
        // Consonants alone find some place anywhere in the world: only one of a country that the document knows is meant.
        if option.similar && scene.is_stranger(&option.facts) {
            sum -= STRANGE;
        }
        option.score = sum;
    }
    options.sort_by(|left, right| right.score.total_cmp(&left.score).then(left.index.cmp(&right.index)));
    let most = options.first().map_or(0.0, |best| best.score.max(0.0));
    let total: f32 = (-most).exp() + options.iter().map(|option| (option.score - most).exp()).sum::<f32>();
    options.iter_mut().for_each(|option| option.score = (option.score - most).exp() / total);
    prefer_patch(options);
    // The best speaks for its doubles too: a town and the unit around it, a city that stands twice.
    if let Some((best, others)) = options.split_first_mut() {
        let here = (best.facts.lat, best.facts.lon);
        let double =
            |other: &&Option_| (other.facts.lat - here.0).abs() < 1.0 && distance_km(here, (other.facts.lat, other.facts.lon)) < 25.0;
        best.score += others.iter().filter(double).map(|other| other.score).sum::<f32>();
    }
    for option in options.iter_mut().take(5) {
        let mut reasons = Vec::new();
        features(option, scene, |feature, value| {
            let weight = weights.of(feature) * value;
            if weight.abs() > 0.3 {
                reasons.push((weight, feature, value));
            }
        });
        reasons.sort_by(|left, right| right.0.abs().total_cmp(&left.0.abs()));
        option.reasons = reasons.into_iter().map(|reason| told(option, reason)).collect();
    }
}

/// A town that stands both in the gazetteer and in the patches is told as the patches name it.
fn prefer_patch(options: &mut [Option_]) {
    let Some(best) = options.first().filter(|best| !best.facts.own && best.facts.feature.starts_with("PPL")) else { return };
    let (here, score) = ((best.facts.lat, best.facts.lon), best.score);
    let patch = options.iter().position(|option| {
        option.facts.own && option.facts.feature.starts_with("PPL") && distance_km(here, (option.facts.lat, option.facts.lon)) < 8.0
    });
    if let Some(at) = patch {
        options[..=at].rotate_right(1);
        options[0].score = options[0].score.max(score);
        options[1].score = options[1].score.min(score);
    }
}

/// A reason in words, with its weight.
fn told(option: &Option_, (weight, feature, value): (f32, Feature, f32)) -> String {
    let meaning = Feature::ALL[feature as usize].2;
    let words = match feature {
        Feature::Population => format!("population {}", option.facts.population),
        Feature::Country => format!("its country's share of what names countries is {:.2}", value * value),
        Feature::Shared => format!("its country's share of the other places is {:.2}", value * value),
        Feature::Near | Feature::VeryNear => "near to another place of the document".to_string(),
        Feature::Many => "how many places have this name".to_string(),
        _ => meaning.to_string(),
    };
    format!("{words} ({weight:+.1})")
}

/// The features of a candidate that are not zero.
pub fn features(option: &Option_, scene: &Scene, mut each: impl FnMut(Feature, f32)) {
    let facts = &option.facts;
    let toponym = scene.toponym;
    toponym.signs.iter().for_each(|sign| each(name_feature(*sign), 1.0));
    if toponym.folded.chars().count() <= 4 {
        each(Feature::Short, 1.0);
    }
    if toponym.folded.contains(' ') {
        each(Feature::Words, 1.0);
    }
    each(Feature::Population, (facts.population as f32 + 1.0).log10());
    let unit = matches!(facts.feature, "ADM1" | "ADM2" | "ADM3" | "RGN" | "AREA" | "PCLI" | "PCLIX");
    let town = facts.feature.starts_with("PPL");
    let state = matches!(facts.feature, "PCLI" | "PCLD" | "PCLS" | "PCLIX" | "TERR");
    let kind = match facts.feature {
        _ if state => Some(Feature::State),
        "CONT" | "OCN" | "SEA" => Some(Feature::Wide),
        "RGN" | "RGNE" | "AREA" | "GULF" | "BAY" | "ISLS" | "ISL" | "MTS" | "PEN" | "DSRT" | "STM" | "LK" | "VAL" | "PLAT" => {
            Some(Feature::Landscape)
        }
        "PPLC" => Some(Feature::Capital),
        "ADM1" => Some(Feature::Unit),
        "PPLA" => Some(Feature::Seat),
        "ADM2" | "ADM3" => Some(Feature::Subunit),
        "PPLX" => Some(Feature::Section),
        "PPLA2" => Some(Feature::Subseat),
        _ if !town => Some(Feature::Spot),
        _ => None,
    };
    if let Some(kind) = kind {
        each(kind, 1.0);
    }
    if facts.own && !state && facts.feature != "CONT" {
        each(Feature::Patch, 1.0);
    }
    if option.similar {
        each(Feature::Similar, 1.0);
    } else if !option.main {
        each(Feature::Alternate, 1.0);
    }
    let (count, greatest, next) = scene.rivals;
    if facts.population == greatest && greatest > 0 {
        // "Geneva" is an alternate name of a city that is far greater than all others of that name.
        each(Feature::Dominant, ((greatest as f32 + 1.0) / (next as f32 + 1.0)).log10().min(2.0));
        each(Feature::First, if count > 1 { 1.0 } else { 0.0 });
    }
    if count == 1 {
        each(Feature::Only, 1.0)
    } else {
        each(Feature::Many, (count as f32).log10())
    }
    match toponym.asks {
        Asks::Unit => each(if unit { Feature::UnitAsked } else { Feature::UnitNot }, 1.0),
        Asks::Town => each(if town { Feature::TownAsked } else { Feature::TownNot }, 1.0),
        Asks::Feature => each(if unit || town { Feature::SpotNot } else { Feature::SpotAsked }, 1.0),
        Asks::Any | Asks::Country => {}
    }
    if facts.country != [0, 0] && facts.feature != "PCLI" {
        let told = scene.evidence.countries.get(&facts.country).copied().unwrap_or(0.0);
        let (country, unit) = scene.evidence.shares(facts, &toponym.folded);
        if told > 0.0 {
            each(Feature::Country, told.min(1.2).sqrt());
        }
        if country > 0.0 {
            each(Feature::Shared, country.sqrt());
        }
        // Where the document says nothing of any country, no place is out of the way.
        let says = !scene.evidence.countries.is_empty() || scene.evidence.chosen.iter().any(|(name, ..)| *name != toponym.folded);
        if told == 0.0 && country == 0.0 && says {
            each(Feature::Elsewhere, 1.0);
        }
        if unit > 0.0 {
            each(Feature::SameUnit, unit.sqrt());
        }
    }
    if let Some(container) = &scene.container {
        // Any reading of the containing name may hold the candidate: "Paris, Texas".
        let any = || scene.inside.iter().any(|other| contains(other, facts));
        let found = if contains(container, facts) {
            Feature::Within
        } else if any() {
            Feature::AnyWithin
        } else {
            Feature::Outside
        };
        each(found, 1.0);
    }
    let near = scene.evidence.nearest(facts, &toponym.folded);
    if near.is_finite() && facts.feature != "PCLI" {
        each(Feature::Near, (-near / 150.0).exp() as f32);
        each(Feature::VeryNear, (-near / 30.0).exp() as f32);
    }
}

fn name_feature(sign: Sign) -> Feature {
    match sign {
        Sign::Gpe => Feature::Gpe,
        Sign::Loc => Feature::Loc,
        Sign::Fac => Feature::Fac,
        Sign::Part => Feature::Part,
        Sign::Dateline => Feature::Dateline,
        Sign::Person => Feature::Person,
        Sign::Org => Feature::Org,
        Sign::People => Feature::People,
        Sign::OtherName => Feature::OtherName,
        Sign::NoName => Feature::NoName,
        Sign::Pattern => Feature::Pattern,
        Sign::Claim => Feature::Claim,
        Sign::Adjective => Feature::Adjective,
        Sign::Locative => Feature::Locative,
        Sign::Kind => Feature::Kind,
        Sign::Joined => Feature::Joined,
        Sign::Great => Feature::Great,
    }
}

fn contains(container: &PlaceFacts, inner: &PlaceFacts) -> bool {
    match container.feature {
        "PCLI" | "PCLD" | "PCLS" | "PCLIX" | "TERR" => container.country == inner.country && inner.feature != "PCLI",
        "ADM1" => {
            container.country == inner.country && container.admin1.is_some() && container.admin1 == inner.admin1 && inner.feature != "ADM1"
        }
        "ADM2" if container.admin2.is_some() && inner.admin2.is_some() => container.admin2 == inner.admin2 && inner.feature != "ADM2",
        "ADM2" | "RGN" | "AREA" => {
            container.country == inner.country
                && distance_km((container.lat, container.lon), (inner.lat, inner.lon)) < 120.0
                && inner.feature.starts_with("PPL")
        }
        _ => false,
    }
}

/// Distance on the sphere, in km (haversine, radius 6,371 km).
pub fn distance_km(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat, lon) = ((to.0 - from.0).to_radians() / 2.0, (to.1 - from.1).to_radians() / 2.0);
    let h = lat.sin().powi(2) + from.0.to_radians().cos() * to.0.to_radians().cos() * lon.sin().powi(2);
    12_742.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_right() {
        let km = distance_km((36.2, 37.16), (33.51, 36.29));
        assert!((300.0..320.0).contains(&km), "{km}");
    }
}
