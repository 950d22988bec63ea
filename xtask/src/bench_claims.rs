//! `cargo xtask bench claims TEXTS … [--core N]`: what reading claims costs beside parsing, by step, and the slowest sentence.
//!
//! In:  files of JSON lines with a `text` each, or plain texts (`.txt`); folders of either.
//! Out: a table of CPU seconds by step, the ratios of claims and of resolving to parsing, the slowest sentences in milliseconds, and a
//!      digest of all claims: a change that only makes them quicker leaves it as it is.
//!
//! All numbers are of one run in one process, on one core. A step is run over all documents at once, so that the kernel's clock, which
//! ticks in milliseconds, is fine enough; `claims` is run whole as well, and what no step explains is told as the rest.
//!
//! Not here: words per second beside spaCy's (`bench language`); tests, which never look at a clock.

use crate::bench_language::{cpu_seconds, documents};
use dateline_claims::{Students, Tree, acts, attribution, claims, coref, factuality, figures, roles, spot, times};
use dateline_knowledge::{DataSource, Lexicon, World};
use dateline_language::English;
use dateline_model::{Act, Claim, Document, Parse, TimeExpression};
use dateline_resolve::{DocumentContext, resolve};
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// How many of the slowest sentences are measured again, and how often: other work on the machine can stop a measurement, never speed it up.
const SLOWEST: usize = 12;
const AGAIN: usize = 7;

/// `bench claims …`; the arguments after `claims`.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if !arguments.iter().any(|word| word == "--child") {
        return pinned(arguments);
    }
    let files: Vec<PathBuf> = arguments.iter().filter(|word| !word.starts_with("--")).map(PathBuf::from).collect();
    if files.is_empty() {
        return Err("bench claims: no texts; give files of JSON lines with a `text` each, or plain texts".into());
    }
    let mut texts: Vec<Document> = Vec::new();
    for file in files {
        read(&file, &mut texts)?;
    }
    let source = DataSource::Carried;
    let lexicon = Lexicon::load(&source, "en").map_err(|error| error.to_string())?;
    let students = Students::english().map_err(|error| error.to_string())?;
    let english = English::embedded();
    let mut reader = english.reader();
    let (parse_seconds, parses) = timed(|| texts.iter().map(|document| reader.parse(document)).collect::<Vec<Parse>>());
    let room = Room { texts: &texts, parses: &parses, lexicon: &lexicon, students: &students };
    room.report(parse_seconds, &source)
}

/// The same program again, on one core.
fn pinned(arguments: &[String]) -> Result<(), String> {
    let at = arguments.iter().position(|word| word == "--core");
    let core = at.and_then(|at| arguments.get(at + 1)).cloned().unwrap_or_else(|| "0".into());
    let rest = arguments.iter().enumerate().filter(|(i, _)| at.is_none_or(|at| *i != at && *i != at + 1)).map(|(_, word)| word);
    let program = std::env::current_exe().map_err(|trouble| trouble.to_string())?;
    let status =
        std::process::Command::new("taskset").args(["-c", &core]).arg(program).args(["bench", "claims"]).args(rest).arg("--child").status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("bench claims: the run ended with {status}")),
        Err(trouble) => Err(format!("taskset: {trouble}; install util-linux")),
    }
}

/// Reads one file, or every file of a folder in the order of their names.
fn read(path: &Path, texts: &mut Vec<Document>) -> Result<(), String> {
    let trouble = |error: std::io::Error| format!("{}: {error}", path.display());
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path).map_err(trouble)?.flatten().map(|entry| entry.path()).collect();
        inside.sort();
        return inside.iter().try_for_each(|path| read(path, texts));
    }
    let bytes = std::fs::read(path).map_err(trouble)?;
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        texts.extend(documents(path)?);
    } else {
        texts.push(dateline_ingest::read(&bytes, &dateline_ingest::Hints { file_name: Some("text.txt".into()), ..Default::default() }));
    }
    Ok(())
}

/// CPU seconds of some work.
fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = cpu_seconds();
    let value = work();
    (cpu_seconds() - start, value)
}

/// What is measured: documents and parses in the same order.
struct Room<'a> {
    texts: &'a [Document],
    parses: &'a [Parse],
    lexicon: &'a Lexicon,
    students: &'a Students,
}

impl<'a> Room<'a> {
    fn report(&self, parse: f64, source: &DataSource) -> Result<(), String> {
        let pairs = || self.texts.iter().zip(self.parses);
        let sentences: usize = self.parses.iter().map(|parse| parse.sentences.len()).sum();
        let tokens: usize = self.parses.iter().flat_map(|parse| &parse.sentences).map(|sentence| sentence.tokens.len()).sum();
        let code = |(document, parse): (&Document, &Parse)| claims(document, parse, self.lexicon, self.students);
        let (whole, found) = timed(|| pairs().map(code).collect::<Vec<Vec<Claim>>>());
        let (again, _) = timed(|| pairs().map(|pair| code(pair).len()).sum::<usize>());
        let whole = whole.min(again);
        let count: usize = found.iter().map(Vec::len).sum();
        println!("{} documents, {sentences} sentences, {tokens} tokens, {count} claims, digest {}", self.texts.len(), digest(&found));
        println!("{:<44} {:>8} {:>9} {:>12}", "", "cpu s", "of parse", "µs/sentence");
        let row = |name: &str, seconds: f64| {
            println!("{name:<44} {seconds:>8.3} {:>8.1}% {:>12.2}", 100.0 * seconds / parse, 1e6 * seconds / sentences as f64);
        };
        row("parse", parse);
        row("claims", whole);
        let steps = self.steps();
        let explained: f64 = steps.iter().filter(|(name, _)| !name.starts_with("  ")).map(|(_, seconds)| seconds).sum();
        steps.iter().for_each(|(name, seconds)| row(&format!("  {name}"), *seconds));
        row("  the rest: carrying, mentions, ids", whole - explained);
        let world = World::load(source).map_err(|error| error.to_string())?;
        let (resolving, _) =
            timed(|| pairs().zip(&found).map(|((document, parse), found)| self.resolve(document, parse, found, &world)).sum::<usize>());
        row("resolve", resolving);
        println!("ratio claims/parse {:.3}, resolve/parse {:.3}", whole / parse, resolving / parse);
        self.slowest();
        Ok(())
    }

    fn resolve(&self, document: &Document, parse: &Parse, found: &[Claim], world: &World) -> usize {
        if found.is_empty() {
            return 0;
        }
        let times: Vec<TimeExpression> = times::times(document, parse, self.lexicon);
        let context = DocumentContext::new(document, parse, found, &times, world);
        found.iter().map(|claim| resolve(claim, &context, world).actors.len()).sum()
    }

    /// Seconds of each step by itself. Names that begin with blanks are parts of the step above them.
    fn steps(&self) -> Vec<(&'static str, f64)> {
        let Room { lexicon, students, .. } = *self;
        let mut rows = Vec::new();
        let mut step = |name: &'static str, work: &mut dyn FnMut()| {
            let (seconds, ()) = timed(work);
            rows.push((name, seconds));
        };
        let plant = || -> Vec<Vec<Tree<'a>>> {
            let trees = |(document, parse): (&'a Document, &'a Parse)| {
                parse.sentences.iter().map(|sentence| Tree::new(&document.text, sentence)).collect()
            };
            self.texts.iter().zip(self.parses).map(trees).collect()
        };
        let trees = plant();
        let all = || trees.iter().flatten().filter(|tree| tree.len() <= 400);
        step("trees", &mut || drop(black_box(plant())));
        step("times", &mut || {
            self.texts.iter().zip(self.parses).for_each(|(document, parse)| drop(black_box(times::times(document, parse, lexicon))));
        });
        step("coreference: antecedents", &mut || trees.iter().for_each(|trees| drop(black_box(coref::Antecedents::of(trees, lexicon)))));
        step("attribution", &mut || {
            self.texts
                .iter()
                .zip(&trees)
                .for_each(|(document, trees)| drop(black_box(attribution::voices(&document.text, trees, lexicon))));
        });
        step("acts: patterns", &mut || all().for_each(|tree| drop(black_box(acts::hits(tree, lexicon)))));
        let hits: Vec<Vec<acts::Hit>> = all().map(|tree| acts::hits(tree, lexicon)).collect();
        let mut triggers: Vec<Vec<spot::Trigger>> = Vec::new();
        step("spotting: features, scores", &mut || {
            let spot = |(tree, hits): (&Tree, &Vec<acts::Hit>)| {
                spot::triggers(tree, hits, lexicon, &students.spotter, &students.namer, spot::THRESHOLD)
            };
            triggers = all().zip(&hits).map(spot).collect();
        });
        let candidates = |tree: &Tree| (0..tree.len()).filter(|&i| spot::is_candidate(tree, i)).collect::<Vec<usize>>();
        step("  of it features", &mut || {
            all().zip(&hits).for_each(|(tree, hits)| {
                candidates(tree).into_iter().for_each(|i| drop(black_box(spot::features(tree, i, hits, lexicon))));
            });
        });
        step("  of it factuality, within features", &mut || {
            all().for_each(|tree| candidates(tree).into_iter().for_each(|i| _ = black_box(factuality::factuality(tree, i, lexicon))));
        });
        step("roles", &mut || {
            for (tree, triggers) in all().zip(&triggers) {
                for trigger in triggers {
                    let others: Vec<usize> = triggers.iter().map(|other| other.token).filter(|&other| other != trigger.token).collect();
                    black_box(roles::roles(tree, trigger.token, trigger.act.as_str(), &others, lexicon, &students.roles));
                }
            }
        });
        step("figures", &mut || {
            for (tree, triggers) in all().zip(&triggers).filter(|(_, triggers)| !triggers.is_empty()) {
                let quantities = figures::quantities(tree, lexicon);
                let acts: Vec<(usize, Act)> = triggers.iter().map(|trigger| (trigger.token, trigger.act.clone())).collect();
                let mut reckoning = figures::Reckoning::new(tree, &quantities, lexicon);
                for (token, act) in &acts {
                    black_box(reckoning.figures(*token, act, &acts));
                }
            }
        });
        rows
    }

    /// The slowest sentences, each coded by itself, by the quickest of several runs.
    fn slowest(&self) {
        let mut seen: Vec<(f64, usize, usize)> = Vec::new();
        for (at, parse) in self.parses.iter().enumerate() {
            seen.extend((0..parse.sentences.len()).map(|number| (self.alone(at, number, 1), at, number)));
        }
        seen.sort_by(|a, b| b.0.total_cmp(&a.0));
        seen.truncate(SLOWEST);
        seen.iter_mut().for_each(|(milliseconds, at, number)| *milliseconds = milliseconds.min(self.alone(*at, *number, AGAIN)));
        seen.sort_by(|a, b| b.0.total_cmp(&a.0));
        println!("slowest sentences, the best of {} runs each:", AGAIN + 1);
        for (milliseconds, at, number) in seen.iter().take(5) {
            let sentence = &self.parses[*at].sentences[*number];
            let words: String = sentence.span.of(&self.texts[*at].text).chars().take(60).collect();
            println!(
                "  {milliseconds:>7.3} ms  {:>5} tokens  document {at}: {}",
                sentence.tokens.len(),
                words.replace(char::is_whitespace, " ")
            );
        }
    }

    /// Least milliseconds of so many runs over one sentence.
    fn alone(&self, at: usize, number: usize, runs: usize) -> f64 {
        let sentence = self.parses[at].sentences[number].clone();
        let parse = Parse { document: self.parses[at].document.clone(), sentences: vec![sentence] };
        let once = || {
            let start = Instant::now();
            black_box(claims(&self.texts[at], &parse, self.lexicon, self.students));
            1e3 * start.elapsed().as_secs_f64()
        };
        (0..runs).map(|_| once()).fold(f64::INFINITY, f64::min)
    }
}

/// 16 hexadecimal digits over everything that the claims say.
fn digest(found: &[Vec<Claim>]) -> String {
    let mut hasher = Sha256::new();
    found.iter().for_each(|claims| hasher.update(format!("{claims:?}\n")));
    hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
