//! `cargo xtask train …`: teaches the linear students of `claims` from coded sentences, and from a teacher's labels on uncoded ones.
//!
//! - `train claims --silver FOLDER [--pool TEXTS.jsonl --taught LABELS.jsonl]`
//!   In:  a folder with `silver.jsonl`, `silver_docs.jsonl` and `aliases.tsv`; texts (`doc`, `text`) with the teacher's labels; the
//!   sentences that stand beside the patterns.
//!   Out: `models/claims-english.bin` (spotter, namer, roles, carrier) and the cross-validation of each on standard output.
//! - `train check`, with the same options: the whole coder cross-validated, and what each part adds (`check`); with `--date DAY` it also
//!   writes `docs/confidence.md`.
//! - `train code --students FILE --texts LINES.jsonl --out FILE`: claims by the students of a file, as `dateline stage claims` has them, so that
//!   no new build is needed to measure students.
//! - `train places --sets FOLDER --coordinates TABLE`: the weights by which places are told apart; see `places`.
//! - `train export (--silver FOLDER | --texts TEXTS.jsonl) --out FILE`: what the teacher reads (`training/claims`).
//!
//! Deterministic: documents in file order, a fixed shuffle, one thread for each model, so that the same input gives the same bytes.
//! Gold is never read here.

mod calibrate;
mod check;
mod confidence;
mod examples;
mod export;
mod folds;
mod ftrl;
mod names;
mod own;
mod places;
mod silver;

use crate::options::Options;
use dateline_claims::roles::Role;
use dateline_claims::{Calibration, Students};
use dateline_engine::{Rooms, Stage, stage};
use dateline_knowledge::{DataSource, Lexicon};
use examples::{Collector, Examples, Origin};
use ftrl::{Example, Settings, Trained, train};
use std::path::{Path, PathBuf};

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask train (claims | check [--date DAY]) --silver FOLDER [--pool TEXTS --taught LABELS], \
                 or: cargo xtask train code --students FILE --texts LINES --out FILE, \
                 or: cargo xtask train places --sets FOLDER [--coordinates TABLE], \
                 or: cargo xtask train export (--silver FOLDER | --texts TEXTS) --out FILE";
    let (task, rest) = arguments.split_first().ok_or(usage)?;
    let options = Options::parse(rest, &["silver", "pool", "taught", "texts", "out", "date", "students", "sets", "coordinates"])
        .map_err(|trouble| format!("{trouble}; {usage}"))?;
    match task.as_str() {
        "claims" => claims(&Sources::of(&options)?),
        "check" => check::run(&Sources::of(&options)?, options.word("date")),
        "code" => match (options.path("students"), options.path("texts"), options.path("out")) {
            (Some(students), Some(texts), Some(out)) => code(&students, &texts, &out),
            _ => Err(usage.into()),
        },
        "places" => places::run(&options),
        "export" => {
            let out = options.path("out").ok_or(usage)?;
            match (options.path("silver"), options.path("texts")) {
                (Some(folder), None) => {
                    export::write(&silver::read(&folder)?, Some(&names::Names::load(&folder.join("aliases.tsv"))?), &out)
                }
                (None, Some(texts)) => export::write(&silver::read_texts(&texts)?, None, &out),
                _ => Err(usage.into()),
            }
        }
        _ => Err(usage.into()),
    }
}

/// What is learned from.
pub struct Sources {
    /// The folder of the coded texts.
    silver: PathBuf,
    /// Uncoded texts and the teacher's labels for them.
    pool: Option<(PathBuf, PathBuf)>,
}

impl Sources {
    fn of(options: &Options) -> Result<Sources, String> {
        let silver = options.path("silver").ok_or("train: --silver FOLDER is needed")?;
        Ok(Sources { silver, pool: options.path("pool").zip(options.path("taught")) })
    }

    /// Every example, read with this lexicon.
    fn examples(&self, lexicon: &Lexicon) -> Result<Examples, String> {
        let mut collector = Collector::new(lexicon);
        collector.coded(&silver::read(&self.silver)?, &names::Names::load(&self.silver.join("aliases.tsv"))?);
        collector.own();
        if let Some((pool, taught)) = &self.pool {
            collector.taught(&silver::read_texts(pool)?, &export::read(taught)?);
        }
        Ok(collector.examples)
    }
}

/// The lexicon as the folder has it, so that a change of it needs no new build.
fn lexicon() -> Result<Lexicon, String> {
    Lexicon::load(&DataSource::Folder("data".into()), "en").map_err(|error| error.to_string())
}

fn claims(sources: &Sources) -> Result<(), String> {
    let examples = sources.examples(&lexicon()?)?;
    let coded = |origin: &Origin| matches!(origin, Origin::Coded(..));
    println!(
        "{} coded triggers to judge ({} claims), {} of our own, {} taught; {} coded phrases ({} with a role); {} values to carry or not",
        examples.spots.iter().filter(|spot| coded(&spot.origin)).count(),
        examples.spots.iter().filter(|spot| coded(&spot.origin) && spot.claim == Some(1.0)).count(),
        examples.spots.iter().filter(|spot| spot.origin == Origin::Own).count(),
        examples.spots.iter().filter(|spot| matches!(spot.origin, Origin::Taught(_))).count(),
        examples.phrases.iter().filter(|phrase| coded(&phrase.origin)).count(),
        examples.phrases.iter().filter(|phrase| coded(&phrase.origin) && phrase.shares[Role::None as usize] < 0.5).count(),
        examples.chances.len()
    );
    let calibration = folds::report(&examples);
    let path = Path::new("models/claims-english.bin");
    let bytes = bytes(&trained(&examples, Share::ALL), calibration);
    std::fs::write(path, &bytes)
        .map_err(|error| format!("{}: cannot be written ({error}); run from the project's root", path.display()))?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

/// Codes lines with other students than those that the program carries.
fn code(students: &Path, texts: &Path, out: &Path) -> Result<(), String> {
    let trouble = |path: &Path, error: String| format!("{}: {error}", path.display());
    let mut rooms = Rooms::load(&DataSource::Folder("data".into()), None, None).map_err(|error| error.to_string())?;
    let bytes = std::fs::read(students).map_err(|error| trouble(students, error.to_string()))?;
    rooms.set_students(Students::read(&bytes).map_err(|error| trouble(students, error.to_string()))?);
    let input = std::fs::File::open(texts).map_err(|error| trouble(texts, error.to_string()))?;
    let mut output = std::fs::File::create(out).map_err(|error| trouble(out, error.to_string()))?;
    stage(&rooms, Stage::Claims, std::io::BufReader::new(input), &mut output, 1).map_err(|error| error.to_string())
}

/// The students' file.
fn bytes(trained: &[Trained; 4], calibration: Calibration) -> Vec<u8> {
    trained.iter().flat_map(Trained::bytes).chain(calibration.bytes()).collect()
}

/// Which of the examples teach.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// The fold of the coded documents that is held out; none to learn from all.
    without: Option<usize>,
    /// Whether the sentences of our own teach.
    own: bool,
    /// Whether the teacher's labels do.
    taught: bool,
    /// Only texts whose licence allows any use.
    free: bool,
}

impl Share {
    /// Everything teaches.
    pub const ALL: Share = Share { without: None, own: true, taught: true, free: false };

    /// How much an example counts beside a coded one; none if it does not teach.
    fn weight(self, origin: Origin, own: f32, taught: f32) -> Option<f32> {
        let weight = match origin {
            Origin::Coded(document, free) if free || !self.free => f32::from(u8::from(Some(document % folds::FOLDS) != self.without)),
            Origin::Own if self.own => own,
            Origin::Taught(free) if self.taught && (free || !self.free) => taught,
            _ => 0.0,
        };
        (weight > 0.0).then_some(weight)
    }

    /// For spotter and namer. Our own sentences at 0, 0.3 and 1: same-act F1 0.763, 0.769, 0.770 on five folds of silver; of the teacher's
    /// labels only this weight was tried.
    fn word(self, origin: Origin) -> Option<f32> {
        self.weight(origin, 0.3, 0.5)
    }

    /// For the roles coded phrases alone: the teacher's labels at 0.1 and 0.3 took recipients from 0.51 to 0.46 end to end on the seeds, and
    /// our own sentences name too few phrases to add anything.
    fn phrase(self, origin: Origin) -> Option<f32> {
        self.weight(origin, 0.0, 0.0)
    }
}

/// Spotter, namer, roles, carrier.
fn trained(examples: &Examples, share: Share) -> [Trained; 4] {
    [spotter(examples, share), namer(examples, share), role_student(examples, share), carrier(examples, share)]
}

/// Claim or not.
fn spotter(examples: &Examples, share: Share) -> Trained {
    let examples: Vec<Example> = examples
        .spots
        .iter()
        .filter_map(|spot| Some(Example { features: &spot.features, targets: vec![(0, spot.claim?)], weight: share.word(spot.origin)? }))
        .collect();
    train(&["claim".to_string()], &examples, Settings { binary: true, ..Settings::default() })
}

/// Which act.
fn namer(examples: &Examples, share: Share) -> Trained {
    let mut classes: Vec<String> = examples.spots.iter().flat_map(|spot| spot.acts.iter().map(|(act, _)| act.clone())).collect();
    classes.sort();
    classes.dedup();
    let class = |act: &String| classes.binary_search(act).unwrap_or(0) as u16;
    let examples: Vec<Example> = examples
        .spots
        .iter()
        .filter(|spot| !spot.acts.is_empty())
        .filter_map(|spot| {
            let targets = spot.acts.iter().map(|(act, share)| (class(act), *share)).collect();
            Some(Example { features: &spot.features, targets, weight: share.word(spot.origin)? })
        })
        .collect();
    train(&classes, &examples, Settings::default())
}

/// Which phrase fills which role.
fn role_student(examples: &Examples, share: Share) -> Trained {
    let classes: Vec<String> = Role::ALL.iter().map(|role| role.as_str().to_string()).collect();
    let examples: Vec<Example> = examples
        .phrases
        .iter()
        .filter_map(|phrase| {
            let targets = (0..).zip(phrase.shares).collect();
            Some(Example { features: &phrase.features, targets, weight: share.phrase(phrase.origin)? })
        })
        .collect();
    train(&classes, &examples, Settings::default())
}

/// Whether an earlier value is meant here too.
fn carrier(examples: &Examples, share: Share) -> Trained {
    let examples: Vec<Example> = examples
        .chances
        .iter()
        .filter_map(|chance| {
            let targets = vec![(0, f32::from(u8::from(chance.carried)))];
            Some(Example { features: &chance.features, targets, weight: share.word(chance.origin)? })
        })
        .collect();
    train(&["carried".to_string()], &examples, Settings { binary: true, ..Settings::default() })
}
