//! `cargo xtask train …`: teaches the linear students of `claims` from coded sentences, and from a teacher's labels on uncoded ones.
//!
//! - `train claims --silver FOLDER [--pool TEXTS.jsonl --taught LABELS.jsonl] [--folds FOLDER]`
//!   In:  a folder with `silver.jsonl`, `silver_docs.jsonl` and `aliases.tsv`; texts (`doc`, `text`) with the teacher's labels.
//!   Out: `models/claims-english.bin` (spotter, namer, roles, carrier) and the cross-validation table on standard output; with
//!   `--folds` also `fold-N.bin` there, taught without every fifth document from the Nth on.
//! - `train places --sets FOLDER --coordinates TABLE`: the weights by which places are told apart; see `places`.
//! - `train export (--silver FOLDER | --texts TEXTS.jsonl) --out FILE`: what the teacher reads (`training/claims`).
//!
//! Deterministic: documents in file order, a fixed shuffle, one thread for each model, so that the same input gives the same bytes.
//! Gold is never read here.

mod examples;
mod export;
mod folds;
mod ftrl;
mod names;
mod places;
mod silver;

use crate::options::Options;
use dateline_claims::roles::Role;
use dateline_claims::{Calibration, carry};
use dateline_knowledge::{DataSource, Lexicon};
use examples::{Chance, Collector, Examples, Phrase, Spot};
use ftrl::{Example, Settings, Trained, train};
use std::path::Path;

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask train claims --silver FOLDER [--pool TEXTS --taught LABELS] [--folds FOLDER], \
                 or: cargo xtask train places --sets FOLDER [--coordinates TABLE], \
                 or: cargo xtask train export (--silver FOLDER | --texts TEXTS) --out FILE";
    let (task, rest) = arguments.split_first().ok_or(usage)?;
    let options = Options::parse(rest, &["silver", "pool", "taught", "folds", "texts", "out", "sets", "coordinates"])
        .map_err(|trouble| format!("{trouble}; {usage}"))?;
    match task.as_str() {
        "claims" => claims(&options),
        "places" => places::run(&options),
        "export" => {
            let out = options.path("out").ok_or(usage)?;
            match (options.path("silver"), options.path("texts")) {
                (Some(folder), None) => export::write(&silver::read(&folder)?, true, &out),
                (None, Some(texts)) => export::write(&silver::read_texts(&texts)?, false, &out),
                _ => Err(usage.into()),
            }
        }
        _ => Err(usage.into()),
    }
}

fn claims(options: &Options) -> Result<(), String> {
    let folder = options.path("silver").ok_or("train claims: --silver FOLDER is needed")?;
    let lexicon = Lexicon::load(&DataSource::Folder("data".into()), "en").map_err(|error| error.to_string())?;
    let mut collector = Collector::new(&lexicon);
    collector.coded(&silver::read(&folder)?, &names::Names::load(&folder.join("aliases.tsv"))?);
    if let (Some(pool), Some(taught)) = (options.path("pool"), options.path("taught")) {
        collector.taught(&silver::read_texts(&pool)?, &export::read(&taught)?);
    }
    let examples = collector.examples;
    println!(
        "{} coded triggers to judge ({} claims), {} taught; {} phrases ({} with a role); {} values to carry or not",
        examples.spots.iter().filter(|spot| spot.document.is_some()).count(),
        examples.spots.iter().filter(|spot| spot.document.is_some() && spot.claim == Some(1.0)).count(),
        examples.spots.iter().filter(|spot| spot.document.is_none()).count(),
        examples.phrases.len(),
        examples.phrases.iter().filter(|phrase| phrase.role != Role::None).count(),
        examples.chances.len()
    );
    let calibration = folds::report(&examples);
    write(&examples, calibration, Path::new("models/claims-english.bin"), None)?;
    if let Some(folder) = options.path("folds") {
        for fold in 0..folds::FOLDS {
            write(&examples, calibration, &folder.join(format!("fold-{fold}.bin")), Some(fold))?;
        }
    }
    Ok(())
}

fn write(examples: &Examples, calibration: Calibration, path: &Path, without: Option<usize>) -> Result<(), String> {
    let models = [
        spotter(&examples.spots, without),
        namer(&examples.spots, without),
        role_student(&examples.phrases, without),
        carrier(&examples.chances, without),
    ];
    let bytes: Vec<u8> = models.iter().flat_map(Trained::bytes).chain(calibration.bytes()).collect();
    let place = path.display();
    std::fs::write(path, &bytes).map_err(|error| format!("{place}: cannot be written ({error}); run from the project's root"))?;
    println!("{place}: {} bytes", bytes.len());
    Ok(())
}

/// Whether an example of this document teaches when `without` is held out. Taught texts are of no fold.
fn teaches(document: Option<usize>, without: Option<usize>) -> bool {
    without.is_none() || document.is_none_or(|document| Some(document % folds::FOLDS) != without)
}

/// Claim or not.
fn spotter(spots: &[Spot], without: Option<usize>) -> Trained {
    let examples: Vec<Example> = spots
        .iter()
        .filter(|spot| teaches(spot.document, without))
        .filter_map(|spot| spot.claim.map(|claim| Example { features: &spot.features, targets: vec![(0, claim)] }))
        .collect();
    train(&["claim".to_string()], &examples, Settings { binary: true, ..Settings::default() })
}

/// Which act.
fn namer(spots: &[Spot], without: Option<usize>) -> Trained {
    let mut classes: Vec<String> = spots.iter().flat_map(|spot| spot.acts.iter().map(|(act, _)| act.clone())).collect();
    classes.sort();
    classes.dedup();
    let class = |act: &String| classes.binary_search(act).unwrap_or(0) as u16;
    let examples: Vec<Example> = spots
        .iter()
        .filter(|spot| !spot.acts.is_empty() && teaches(spot.document, without))
        .map(|spot| Example { features: &spot.features, targets: spot.acts.iter().map(|(act, share)| (class(act), *share)).collect() })
        .collect();
    train(&classes, &examples, Settings::default())
}

/// Which phrase fills which role.
fn role_student(phrases: &[Phrase], without: Option<usize>) -> Trained {
    let classes: Vec<String> = Role::ALL.iter().map(|role| role.as_str().to_string()).collect();
    let examples: Vec<Example> = phrases
        .iter()
        .filter(|phrase| teaches(Some(phrase.document), without))
        .map(|phrase| Example { features: &phrase.features, targets: vec![(phrase.role as u16, 1.0)] })
        .collect();
    train(&classes, &examples, Settings::default())
}

/// Whether an earlier value is meant here too.
fn carrier(chances: &[Chance], without: Option<usize>) -> Trained {
    let examples: Vec<Example> = chances
        .iter()
        .filter(|chance| teaches(Some(chance.document), without))
        .map(|chance| Example { features: &chance.features, targets: vec![(0, f32::from(u8::from(chance.carried)))] })
        .collect();
    train(&["carried".to_string()], &examples, Settings { binary: true, ..Settings::default() })
}

/// Whether the carrier says yes.
fn carries(score: f32) -> bool {
    dateline_claims::linear::sigmoid(score) >= carry::THRESHOLD
}
