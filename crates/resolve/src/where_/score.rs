//! Scores the places of one name.
//!
//! In:  a name's candidates and the document's evidence.
//! Out: the candidates ranked, each with a score from 0 to 1 and its reasons.
//!
//! The score is a logistic function of the features below. Weights were set by hand and trial on the development halves of four
//! public sets (TR-News, LGL, GeoWebNews, GeoVirus).

use crate::context::DocumentContext;
use crate::toponyms::{Asks, Toponym};
use dateline_knowledge::{CountryWord, PlaceFacts, World, bare};
use std::collections::HashMap;

/// Least score of a place that is chosen.
pub const THRESHOLD: f32 = 0.5;
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
    countries: HashMap<[u8; 2], f32>,
    units: HashMap<([u8; 2], u16), f32>,
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
        let mut units: HashMap<([u8; 2], u16), f32> = HashMap::new();
        let found: Vec<(usize, &PlaceFacts)> = chosen.iter().enumerate().filter_map(|(i, facts)| Some((i, facts.as_ref()?))).collect();
        let total = found.len().max(1) as f32;
        for (_, facts) in &found {
            *countries.entry(facts.country).or_default() += 1.0 / total;
            if let Some(unit) = facts.admin1 {
                *units.entry((facts.country, unit)).or_default() += 1.0 / total;
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
        for (i, facts) in found.iter().filter(|(_, facts)| !broad(facts)) {
            if !points.iter().any(|point| point.0 == toponyms[*i].folded) {
                points.push((&toponyms[*i].folded, facts.lat, facts.lon));
            }
        }
        points.extend(company.iter().map(|(lat, lon)| ("", *lat, *lon)));
        Evidence { countries, units, points }
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
}

/// Scores and sorts the candidates of a toponym; the best five get their reasons.
pub fn rank(options: &mut [Option_], scene: &Scene) {
    for option in options.iter_mut() {
        option.score = weigh(option, scene, None);
    }
    options.sort_by(|left, right| right.score.total_cmp(&left.score).then(left.index.cmp(&right.index)));
    for option in options.iter_mut().take(5) {
        let mut reasons = Vec::new();
        weigh(option, scene, Some(&mut reasons));
        option.reasons = reasons;
    }
}

fn weigh(option: &Option_, scene: &Scene, mut reasons: Option<&mut Vec<String>>) -> f32 {
    let facts = &option.facts;
    let toponym = scene.toponym;
    let mut sum = -2.6 + 2.6 * toponym.belief;
    let mut add = |weight: f32, reason: &dyn Fn() -> String| {
        sum += weight;
        if let Some(reasons) = reasons.as_mut()
            && weight.abs() > 0.3
        {
            reasons.push(reason());
        }
    };
    let population = (facts.population as f32 + 1.0).log10();
    add(0.33 * population, &|| format!("population {}", facts.population));
    let kind = match facts.feature {
        "PCLI" | "PCLD" | "PCLS" | "PCLIX" | "TERR" => 2.6,
        "CONT" | "OCN" | "SEA" => 3.6,
        "RGN" | "GULF" | "ISLS" | "MTS" | "PEN" | "DSRT" | "STM" => 2.6,
        "PPLC" => 1.8,
        "ADM1" if facts.own => 1.4,
        "ADM1" => 0.9,
        "PPLA" => 0.7,
        "ADM2" => -0.7,
        "PPLX" => -0.4,
        "PPLA2" => 0.3,
        _ if facts.own => 1.6,
        _ => 0.0,
    };
    add(kind, &|| format!("feature {}", facts.feature));
    if facts.own && !matches!(facts.feature, "PCLI" | "PCLD" | "PCLS" | "PCLIX" | "TERR" | "CONT") {
        add(0.6, &|| "in the patches".to_string());
    }
    if option.similar {
        add(-1.4, &|| "only the consonants agree".to_string());
    } else if !option.main {
        add(if facts.own { -0.2 } else { -0.6 }, &|| "one of its other names".to_string());
    }
    let unit = matches!(facts.feature, "ADM1" | "ADM2" | "ADM3" | "RGN" | "AREA" | "PCLI" | "PCLIX");
    let town = facts.feature.starts_with("PPL");
    let asked = match toponym.asks {
        Asks::Any => 0.0,
        Asks::Unit if unit => 1.5,
        Asks::Unit => -0.3,
        Asks::Town if town => 0.7,
        Asks::Town => -1.0,
        Asks::Feature if !unit && !town => 1.2,
        Asks::Feature => -0.1,
        Asks::Country => 0.0,
    };
    add(asked, &|| format!("the words ask for a {:?}", toponym.asks).to_lowercase());
    let share = scene.evidence.countries.get(&facts.country).copied().unwrap_or(0.0).min(1.2);
    if facts.country != [0, 0] && facts.feature != "PCLI" {
        add(2.4 * share.sqrt() - 0.6, &|| format!("its country's share of the document is {share:.2}"));
    }
    if let Some(unit) = facts.admin1.and_then(|unit| scene.evidence.units.get(&(facts.country, unit)))
        && town
    {
        add(1.1 * unit.min(0.8), &|| "other places of its unit".to_string());
    }
    if let Some(container) = &scene.container {
        let within = contains(container, facts);
        // Any reading of the containing name may hold the candidate: "Paris, Texas".
        let any = scene.inside.iter().any(|other| contains(other, facts));
        let weight = if within {
            3.2
        } else if any {
            2.4
        } else {
            -1.0
        };
        add(weight, &|| "the name after it holds it".to_string());
    }
    let near = scene.evidence.nearest(facts, &toponym.folded);
    if near.is_finite() && facts.feature != "PCLI" {
        add(1.3 * (-near / 150.0).exp() as f32, &|| format!("{near:.0} km from another place of the document"));
    }
    1.0 / (1.0 + (-sum).exp())
}

fn contains(container: &PlaceFacts, inner: &PlaceFacts) -> bool {
    match container.feature {
        "PCLI" | "PCLD" | "PCLS" | "PCLIX" | "TERR" => container.country == inner.country && inner.feature != "PCLI",
        "ADM1" => {
            container.country == inner.country && container.admin1.is_some() && container.admin1 == inner.admin1 && inner.feature != "ADM1"
        }
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
