//! `cargo xtask train check`: the whole coder, cross-validated by document on silver, and what each part adds.
//!
//! In:  what is learned from (`Sources`), the scorer of the claims bench; `--date DAY` to write `docs/confidence.md` too.
//! Out: a row of the scorer's numbers for each variant: the patterns alone, the students without patterns, both, and both with more examples.
//!
//! Each fifth of the texts is coded by students that were taught without it. Roles and carried values are learned in every variant. The
//! teacher of the uncoded texts has read all of silver, so what it adds looks a little better here than on texts that nobody saw.

use super::examples::Examples;
use super::folds::{self, FOLDS};
use super::silver::{self, Text};
use super::{Share, Sources, confidence, trained};
use crate::eval::right::Told;
use crate::eval::tables;
use dateline_claims::linear::{Linear, feature};
use dateline_claims::{Calibration, Students};
use dateline_engine::{DataSource, Rooms};
use dateline_knowledge::{Lexicon, Patterns};
use dateline_model::{Parse, Pos};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// The scorer's numbers that make a row.
const COLUMNS: [(&str, &str); 11] = [
    ("act P", "claims/act/p"),
    ("act R", "claims/act/r"),
    ("act F1", "claims/act/f1"),
    ("actors", "actors/end_to_end/f1"),
    ("recip.", "recipients/end_to_end/f1"),
    ("places", "places/end_to_end/f1"),
    ("figures", "figures/end_to_end/f1"),
    ("attrib.", "attribution/end_to_end/f1"),
    ("when", "when/end_to_end"),
    ("factual", "factuality/end_to_end"),
    ("score", "claims_score"),
];

/// Measures every variant, prints the table; with a date, writes the page on confidence.
pub fn run(sources: &Sources, date: Option<&str>) -> Result<(), String> {
    let source = DataSource::Folder("data".into());
    let mut rooms = Rooms::load(&source, None, None).map_err(|error| error.to_string())?;
    let mut lexicon = super::lexicon()?;
    let texts = silver::read(&sources.silver)?;
    let mut reader = rooms.reader();
    let parses: Vec<Parse> = texts.iter().map(|text| rooms.parse(&mut reader, &text.document)).collect();
    drop(reader);
    let bench = Bench { folder: &sources.silver, texts: &texts, parses: &parses };
    let all = sources.examples(&lexicon)?;
    let calibration = folds::report(&all);
    let coded = Share { own: false, taught: false, ..Share::ALL };
    println!("\n{:<34}{}", "five folds of silver", COLUMNS.map(|(name, _)| format!("{name:>8}")).concat());
    let learned = |share: Share| move |examples: &Examples| students(examples, share, calibration);
    bench.row("patterns alone", &mut rooms, |fold| by_patterns(learned(Share { without: Some(fold), ..coded })(&all), &lexicon))?;
    bench.row("patterns and students", &mut rooms, |fold| learned(Share { without: Some(fold), ..coded })(&all))?;
    let told = bench
        .row("… and our own sentences", &mut rooms, |fold| learned(Share { without: Some(fold), taught: false, ..Share::ALL })(&all))?;
    let told = match &sources.pool {
        Some(_) => {
            bench.row("… and the teacher's labels", &mut rooms, |fold| learned(Share { without: Some(fold), ..Share::ALL })(&all))?
        }
        None => told,
    };
    if let Some(date) = date {
        confidence::write(&mut rooms, students(&all, Share::ALL, calibration), &sources.silver, &told, date)?;
    }
    let free = Share { free: true, ..Share::ALL };
    bench.row("… free licences only", &mut rooms, |fold| learned(Share { without: Some(fold), ..free })(&all))?;
    lexicon.patterns = Patterns::default();
    rooms.forget_patterns();
    let blind = Sources { silver: sources.silver.clone(), pool: None }.examples(&lexicon)?;
    bench.row("students without patterns", &mut rooms, |fold| learned(Share { without: Some(fold), ..coded })(&blind))?;
    Ok(())
}

/// The four students of these examples.
fn students(examples: &Examples, share: Share, calibration: Calibration) -> Students {
    let [spotter, namer, roles, carrier] = trained(examples, share).map(|trained| trained.model());
    Students { spotter, namer, roles, carrier, calibration }
}

/// The same students, but every word that a pattern finds is a claim of the pattern's act, and no other word is.
fn by_patterns(students: Students, lexicon: &Lexicon) -> Students {
    let heads = [Pos::VERB, Pos::NOUN, Pos::ADJ, Pos::PROPN, Pos::AUX];
    let mut found: Vec<_> = heads.iter().map(|pos| (feature(45, &["hit", pos.as_str()]), vec![(0, 8.0)])).collect();
    found.sort_by_key(|row| row.0);
    let acts: Vec<String> = lexicon.ontology.acts().iter().map(|act| act.name.to_string()).collect();
    let mut named: Vec<_> = (0..).zip(&acts).map(|(class, act)| (feature(43, &[act.as_str()]), vec![(class, 8.0)])).collect();
    named.sort_by_key(|row| row.0);
    let model = |bytes: Vec<u8>| Linear::read(&bytes).expect("what was written can be read").0;
    let spotter = model(Linear::write(&["claim".to_string()], &[-4.0], &found));
    let namer = model(Linear::write(&acts, &vec![0.0; acts.len()], &named));
    Students { spotter, namer, ..students }
}

/// What all variants are measured on.
struct Bench<'a> {
    folder: &'a Path,
    texts: &'a [Text],
    parses: &'a [Parse],
}

impl Bench<'_> {
    /// Every text, coded by the students of its fold.
    fn coded(&self, rooms: &mut Rooms, taught: impl Fn(usize) -> Students + Sync) -> Vec<(Told, Value)> {
        let students: Vec<Students> = std::thread::scope(|scope| {
            let folds: Vec<_> = (0..FOLDS)
                .map(|fold| {
                    scope.spawn({
                        let taught = &taught;
                        move || taught(fold)
                    })
                })
                .collect();
            folds.into_iter().map(|fold| fold.join().expect("a fold is trained")).collect()
        });
        let mut all = Vec::new();
        for (fold, students) in students.into_iter().enumerate() {
            rooms.set_students(students);
            for (text, parse) in self.texts.iter().zip(self.parses).skip(fold).step_by(FOLDS) {
                all.extend(tables::code(rooms, text.document.id.as_str(), &text.document, parse));
            }
        }
        all
    }

    /// Codes, scores, prints a row; gives the coded claims.
    fn row(&self, name: &str, rooms: &mut Rooms, taught: impl Fn(usize) -> Students + Sync) -> Result<Vec<Told>, String> {
        let coded = self.coded(rooms, taught);
        let lines: String = coded.iter().map(|(_, record)| format!("{record}\n")).collect();
        let path = std::env::temp_dir().join(format!("dateline-check-{}.jsonl", std::process::id()));
        std::fs::write(&path, lines).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut score = Command::new("python3");
        score.arg(self.folder.join("score.py")).arg(self.folder.join("silver.jsonl")).arg(&path).arg("--json");
        let answer = score.output().map_err(|error| format!("python3: {error}; install it"))?;
        std::fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let numbers: Value = serde_json::from_slice(&answer.stdout)
            .map_err(|error| format!("score.py: {error}: {}", String::from_utf8_lossy(&answer.stderr).trim()))?;
        let number = |path: &str| path.split('/').fold(&numbers, |value, part| &value[part]).as_f64().unwrap_or(f64::NAN);
        println!("{name:<34}{}", COLUMNS.map(|(_, path)| format!("{:>8.3}", number(path))).concat());
        Ok(coded.into_iter().map(|(told, _)| told).collect())
    }
}
