//! `cargo xtask train places --sets FOLDER`: learns the weights of what speaks for a place from four public sets.
//!
//! In:  FOLDER with the sets' folders, each with `data.jsonl` (`text`, `toponyms`: `start`, `end` in code points, `lat`, `lon`, `geonameid`, `kind`),
//!      and `--coordinates TABLE` (GeoNames id, latitude, longitude) for gold that has an id only.
//! Out: `models/places.tsv`; on standard output, per set, F1 at 161 km and accuracy of names found, as cross-validation over documents
//!      tells them and with the weights that are written.
//!
//! The loss is that of the softmax over a name's candidates and "none of them". Right is the marker's own place, or where it is no candidate
//! whatever lies within 161 km of it (the measure of Gritta et al. 2018). Each set counts the same. Full batches, a fixed order, one thread: the same input gives the same bytes.

use crate::options::Options;
use dateline_knowledge::{DataSource, World};
use dateline_language::English;
use dateline_model::{Document, DocumentId, Parse, ResolvedPlace, Span};
use dateline_resolve::{Feature, PlaceExample, Weights, place_examples};
use serde_json::Value;
use std::collections::HashMap;
use std::path::Path;

const SETS: [&str; 4] = ["geo_trnews", "geo_lgl", "geo_geowebnews", "geo_geovirus"];
/// Associative uses of a name ("Moscow said"), by the taxonomy of GeoWebNews: neither right nor wrong.
const LITERAL: [&str; 5] = ["Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"];
const NO_NAMES: [&str; 3] = ["Literal_Expression", "Non_Lit_Expression", "Non_Toponym"];
const FOLDS: usize = 5;
/// The evidence of a document rests on the places that the weights choose: learn, choose again, learn again.
const ROUNDS: usize = 3;
const STEPS: usize = 400;
/// Weight decay: chosen among 0.0003, 0.001, 0.003 by cross-validation.
const DECAY: f32 = 0.001;
const KM: f64 = 161.0;
/// What is not learned: "X province" and "the town of X" ask for a kind outright, but in the sets, most of them from one country, the word of
/// kind is a part of the name ("Butler County"). Chosen by hand.
const SET: [(Feature, f32); 6] = [
    (Feature::UnitAsked, 2.5),
    (Feature::UnitNot, -1.2),
    (Feature::TownAsked, 1.0),
    (Feature::TownNot, -0.8),
    (Feature::SpotAsked, 1.0),
    (Feature::SpotNot, -0.5),
];

/// A toponym that a person marked.
struct Gold {
    span: Span,
    /// The place; none where the marker could not tell.
    at: Option<(f64, f64)>,
    id: Option<u32>,
    literal: bool,
}

struct Text {
    set: usize,
    document: Document,
    parse: Parse,
    gold: Vec<Gold>,
}

/// One name: what its candidates look like, which are right, and whether "none of them" may be said.
struct Lesson {
    weight: f32,
    candidates: Vec<(Vec<(u8, f32)>, bool)>,
    none: bool,
}

/// Learns and writes the weights.
pub fn run(options: &Options) -> Result<(), String> {
    let folder = options.path("sets").ok_or("train places: --sets FOLDER is needed")?;
    let coordinates = options.path("coordinates").map(|path| coordinates(&path)).transpose()?.unwrap_or_default();
    let world = World::load(&DataSource::Folder("data".into())).map_err(|error| error.to_string())?;
    let english = English::embedded();
    let mut texts = Vec::new();
    for (set, name) in SETS.iter().enumerate() {
        read(set, &folder.join(name).join("data.jsonl"), &coordinates, &english, &mut texts)?;
    }
    println!("{} documents, {} toponyms", texts.len(), texts.iter().map(|text| text.gold.len()).sum::<usize>());
    let every: Vec<usize> = (0..texts.len()).collect();
    let mut held_out: HashMap<usize, Vec<Vec<ResolvedPlace>>> = HashMap::new();
    for fold in 0..FOLDS {
        let (test, rest): (Vec<usize>, Vec<usize>) = every.iter().partition(|&&at| at % FOLDS == fold);
        let weights = learn(&texts, &rest, &world);
        for at in test {
            held_out.insert(at, thresholds(&texts[at], &world, &weights));
        }
    }
    let known: Vec<Vec<bool>> = texts.iter().map(|text| known(text, &world)).collect();
    let outcome = |chosen: usize| report(&texts, &known, |at| held_out[&at][chosen].as_slice());
    // Of thresholds that do as well, the lowest: the sets know few villages, and a village that is told is seldom sure.
    let means: Vec<f64> = (0..THRESHOLDS.len()).map(|at| mean(&outcome(at))).collect();
    let most = means.iter().copied().fold(0.0, f64::max);
    let best = means.iter().position(|mean| most - mean < 0.001).unwrap_or(0);
    for (at, threshold) in THRESHOLDS.iter().enumerate() {
        println!("threshold {threshold}: mean F1 of the sets {:.3}, cross-validated", mean(&outcome(at)));
    }
    print("cross-validated", &outcome(best));
    let mut weights = learn(&texts, &every, &world);
    weights.threshold = THRESHOLDS[best];
    let chosen: Vec<Vec<ResolvedPlace>> =
        texts.iter().map(|text| place_examples(&text.document, &text.parse, &world, &weights).1).collect();
    print("with the weights that are written", &report(&texts, &known, |at| chosen[at].as_slice()));
    let path = Path::new("models/places.tsv");
    let head =
        "# What speaks for and against a place, learned by `cargo xtask train places`; see models/places.md. Do not edit: learn again.\n";
    std::fs::write(path, format!("{head}{}", weights.table()))
        .map_err(|error| format!("{}: cannot be written ({error}); run from the project's root", path.display()))
}

/// Least scores that are tried.
const THRESHOLDS: [f32; 3] = [0.25, 0.3, 0.35];

fn thresholds(text: &Text, world: &World, weights: &Weights) -> Vec<Vec<ResolvedPlace>> {
    let chosen = |threshold| place_examples(&text.document, &text.parse, world, &Weights { threshold, ..weights.clone() }).1;
    THRESHOLDS.iter().map(|&threshold| chosen(threshold)).collect()
}

fn learn(texts: &[Text], which: &[usize], world: &World) -> Weights {
    let mut weights = Weights::carried().clone();
    for _ in 0..ROUNDS {
        let mut lessons = Vec::new();
        let mut of_set = vec![0usize; SETS.len()];
        for &at in which {
            let text = &texts[at];
            let (examples, _) = place_examples(&text.document, &text.parse, world, &weights);
            for example in &examples {
                if let Some(lesson) = lesson(example, text) {
                    of_set[text.set] += 1;
                    lessons.push((text.set, lesson));
                }
            }
        }
        let mut lessons: Vec<Lesson> =
            lessons.into_iter().map(|(set, lesson)| Lesson { weight: 1000.0 / of_set[set] as f32, ..lesson }).collect();
        let total: f32 = lessons.iter().map(|lesson| lesson.weight).sum();
        lessons.iter_mut().for_each(|lesson| lesson.weight /= total);
        weights = descend(&lessons, weights);
        // A claim's own place has no gold. The sentence has said that it is a place; so it is surer than a name of the parser's.
        let borrowed = weights.of(Feature::Gpe) + 0.7;
        weights.values[Feature::Claim as usize] = borrowed;
    }
    weights
}

/// What a name teaches; none where the gold cannot tell.
fn lesson(example: &PlaceExample, text: &Text) -> Option<Lesson> {
    let gold = text.gold.iter().find(|gold| gold.span.overlaps(example.span));
    // Where the marker's own place is among the candidates, it alone is right: a town is not its province.
    let by_id = gold.and_then(|gold| gold.id).filter(|id| example.candidates.iter().any(|candidate| candidate.id.0 == *id));
    let right = |gold: &Gold, candidate: &dateline_resolve::PlaceCandidate| match by_id {
        Some(id) => candidate.id.0 == id,
        None => gold.at.is_some_and(|at| kilometres(at, candidate.at) <= KM),
    };
    let candidates: Vec<(Vec<(u8, f32)>, bool)> =
        example.candidates.iter().map(|candidate| (candidate.features.clone(), gold.is_some_and(|gold| right(gold, candidate)))).collect();
    let any = candidates.iter().any(|(_, right)| *right);
    match gold {
        _ if candidates.is_empty() => None,
        None => Some(Lesson { weight: 1.0, candidates, none: true }),
        // An associative use tells which place is meant, and nothing about whether it is one.
        Some(gold) if !gold.literal => any.then_some(Lesson { weight: 1.0, candidates, none: false }),
        Some(gold) if gold.at.is_none() && gold.id.is_none() => None,
        Some(_) => Some(Lesson { weight: 1.0, candidates, none: true }),
    }
}

/// Adam on the whole batch.
fn descend(lessons: &[Lesson], mut weights: Weights) -> Weights {
    let count = weights.values.len();
    let (mut first, mut second) = (vec![0.0f32; count], vec![0.0f32; count]);
    SET.iter().for_each(|(feature, weight)| weights.values[*feature as usize] = *weight);
    for step in 1..=STEPS {
        let mut slope = vec![0.0f32; count];
        for lesson in lessons {
            let sums: Vec<f32> = lesson
                .candidates
                .iter()
                .map(|(features, _)| features.iter().map(|(at, value)| weights.values[*at as usize] * value).sum())
                .collect();
            let most = sums.iter().copied().fold(if lesson.none { 0.0 } else { f32::NEG_INFINITY }, f32::max);
            let none = if lesson.none { (-most).exp() } else { 0.0 };
            let parts: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
            let total: f32 = none + parts.iter().sum::<f32>();
            let right: f32 = parts.iter().zip(&lesson.candidates).filter(|(_, (_, right))| *right).map(|(part, _)| part).sum();
            for (part, (features, is_right)) in parts.iter().zip(&lesson.candidates) {
                // The chance of a candidate, less its share of what is right ("none" has no features).
                let share = if *is_right && right > 0.0 { part / right } else { 0.0 };
                let pull = lesson.weight * (part / total - share);
                features.iter().for_each(|(at, value)| slope[*at as usize] += pull * value);
            }
        }
        let rate = 0.05 * (1.0 - step as f32 / (STEPS as f32 + 1.0));
        for at in (0..count).filter(|at| SET.iter().all(|(feature, _)| *feature as usize != *at)) {
            slope[at] += DECAY * weights.values[at];
            first[at] = 0.9 * first[at] + 0.1 * slope[at];
            second[at] = 0.999 * second[at] + 0.001 * slope[at] * slope[at];
            let (mean, square) = (first[at] / (1.0 - 0.9f32.powi(step as i32)), second[at] / (1.0 - 0.999f32.powi(step as i32)));
            weights.values[at] -= rate * mean / (square.sqrt() + 1e-6);
        }
    }
    weights
}

/// For each toponym of the gold, whether its name was found and the gazetteer has its place under that name.
fn known(text: &Text, world: &World) -> Vec<bool> {
    let (examples, _) = place_examples(&text.document, &text.parse, world, Weights::carried());
    let has = |gold: &Gold| {
        examples
            .iter()
            .filter(|example| example.span.overlaps(gold.span))
            .any(|example| example.candidates.iter().any(|candidate| gold.at.is_some_and(|at| kilometres(at, candidate.at) <= KM)))
    };
    text.gold.iter().map(|gold| gold.literal && has(gold)).collect()
}

/// Per set: F1 at 161 km end to end, and accuracy of the names found whose place the gazetteer has.
fn report<'a>(texts: &[Text], known: &[Vec<bool>], chosen: impl Fn(usize) -> &'a [ResolvedPlace]) -> Vec<(f64, f64)> {
    (0..SETS.len())
        .map(|set| {
            let (mut right, mut found, mut wanted, mut told, mut right_told) = (0, 0, 0, 0, 0);
            for (at, text) in texts.iter().enumerate().filter(|(_, text)| text.set == set) {
                let mut used = vec![false; text.gold.len()];
                for place in chosen(at) {
                    let gold = text.gold.iter().position(|gold| gold.span.overlaps(place.mention.name));
                    let literal = gold.is_none_or(|gold| text.gold[gold].literal);
                    let Some(here) = place.place.as_ref().filter(|_| literal) else { continue };
                    found += 1;
                    let Some(gold) = gold.filter(|&gold| !std::mem::replace(&mut used[gold], true)) else { continue };
                    let is_right = text.gold[gold].at.is_some_and(|at| kilometres(at, (here.lat, here.lon)) <= KM);
                    right += usize::from(is_right);
                    right_told += usize::from(is_right && known[at][gold]);
                }
                told += known[at].iter().filter(|known| **known).count();
                wanted += text.gold.iter().filter(|gold| gold.literal && gold.at.is_some()).count();
            }
            (2.0 * right as f64 / (found + wanted).max(1) as f64, right_told as f64 / told.max(1) as f64)
        })
        .collect()
}

fn mean(outcome: &[(f64, f64)]) -> f64 {
    outcome.iter().map(|(f1, _)| f1).sum::<f64>() / outcome.len() as f64
}

fn print(what: &str, outcome: &[(f64, f64)]) {
    for (name, (f1, accuracy)) in SETS.iter().zip(outcome) {
        println!("{name:<16} F1 at 161 km {f1:.3}, accuracy of the names that the gazetteer has {accuracy:.3} ({what})");
    }
}

fn read(set: usize, path: &Path, coordinates: &HashMap<u32, (f64, f64)>, english: &English, texts: &mut Vec<Text>) -> Result<(), String> {
    let place = path.display();
    let lines = std::fs::read_to_string(path).map_err(|error| format!("{place}: cannot be read ({error}); name the folder of the sets"))?;
    let mut reader = english.reader();
    for (number, line) in lines.lines().enumerate() {
        let record: Value = serde_json::from_str(line).map_err(|error| format!("{place}:{}: no JSON ({error})", number + 1))?;
        let text = record["text"].as_str().unwrap_or_default().to_string();
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let offset = |value: &Value| value.as_u64().and_then(|at| starts.get(at as usize)).copied();
        let mut gold = Vec::new();
        for toponym in record["toponyms"].as_array().into_iter().flatten() {
            let kind = toponym["kind"].as_str();
            let (Some(start), Some(end)) = (offset(&toponym["start"]), offset(&toponym["end"])) else { continue };
            if kind.is_some_and(|kind| NO_NAMES.contains(&kind)) || start >= end {
                continue;
            }
            let id = toponym["geonameid"].as_u64().or_else(|| toponym["geonameid"].as_str()?.parse().ok()).map(|id| id as u32);
            let own = toponym["lat"].as_f64().zip(toponym["lon"].as_f64());
            let at = own.or_else(|| coordinates.get(&id?).copied());
            gold.push(Gold { span: Span::new(start, end), at, id, literal: kind.is_none_or(|kind| LITERAL.contains(&kind)) });
        }
        let document = Document {
            id: DocumentId::of("", "", "", "", &text),
            outlet: None,
            url: None,
            title: None,
            published: None,
            language: None,
            text,
            fingerprint: 0,
            notes: Vec::new(),
        };
        let parse = reader.parse(&document);
        texts.push(Text { set, document, parse, gold });
    }
    Ok(())
}

fn coordinates(path: &Path) -> Result<HashMap<u32, (f64, f64)>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: cannot be read ({error})", path.display()))?;
    let row = |line: &str| {
        let mut cells = line.split('\t');
        Some((cells.next()?.parse().ok()?, (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?)))
    };
    Ok(text.lines().filter_map(row).collect())
}

fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat, lon) = ((to.0 - from.0).to_radians() / 2.0, (to.1 - from.1).to_radians() / 2.0);
    let h = lat.sin().powi(2) + from.0.to_radians().cos() * to.0.to_radians().cos() * lon.sin().powi(2);
    12_742.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_move_towards_what_is_right() {
        let candidates = vec![(vec![(Feature::Capital as u8, 1.0)], true), (vec![(Feature::Section as u8, 1.0)], false)];
        let lessons = [Lesson { weight: 1.0, candidates, none: true }];
        let weights = descend(&lessons, Weights::parse(""));
        assert!(weights.of(Feature::Capital) > 1.0 && weights.of(Feature::Section) < 0.0, "{weights:?}");
    }

    #[test]
    fn nothing_right_teaches_none() {
        let lessons = [Lesson { weight: 1.0, candidates: vec![(vec![(Feature::Person as u8, 1.0)], false)], none: true }];
        assert!(descend(&lessons, Weights::parse("")).of(Feature::Person) < -1.0);
    }
}
