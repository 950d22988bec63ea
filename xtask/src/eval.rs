//! `cargo xtask eval [SUITE …]`: how good each room is, against gold that stands beside the project, and against `cases/floors.toml`.
//!
//! In:  the release binary of dateline (built here if it is not up to date), `../shared/bench` with its scorers, the floors.
//! Out: a table of every number that has a floor; an error if one is below it. A set that is not there is told and passed over.
//!
//! Suites: `cases` (our own `cases/claims`: the share without a TODO), `claims` (seeds, dev, our own samples), `mentions` (re3d, scored here),
//! `places`, `times`, `attributions` (through `dateline stage`), `text` (through `ingest`). `eval claims` by name also prints how each document and
//! each rule fares. `--raw` prints the scorers' whole answers too; `--keep FOLDER` keeps inputs and outputs.
//!
//! Not here: speed (`cargo xtask bench`); what must hold rather than improve (tests).

pub mod inputs;
mod re3d;
pub mod right;
pub mod tables;

use dateline_engine::{DataSource, Rooms};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The suites and their sets; `claims` makes its own inputs.
const SUITES: [(&str, &[&str]); 7] = [
    ("cases", &["claims"]),
    ("claims", &["seeds", "dev", "samples"]),
    ("mentions", &["re3d"]),
    ("places", &["geo_trnews", "geo_lgl", "geo_geovirus", "geo_geowebnews"]),
    ("times", &["timebank"]),
    ("attributions", &["polnear"]),
    ("text", &["html_scrapinghub", "html_snippets"]),
];

struct Floor {
    suite: String,
    set: String,
    number: String,
    least: Option<f64>,
    most: Option<f64>,
}

/// What a run needs to know.
struct Run {
    root: PathBuf,
    bench: PathBuf,
    /// Inputs and outputs.
    folder: PathBuf,
    binary: PathBuf,
    raw: bool,
    /// Whether to print the tables of claims by document and by rule.
    tables: bool,
}

impl Run {
    /// The rooms as the tables of the working copy have them.
    fn rooms(&self) -> Result<Rooms, String> {
        Rooms::load(&DataSource::Folder(self.root.join("data")), None, None).map_err(|error| error.to_string())
    }
}

/// Measures the suites that are named, or all.
///
/// - errors: an unknown suite; a scorer or the binary fails; a number is below its floor.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let root = crate::tidy::root();
    let keep = arguments.iter().position(|word| word == "--keep").and_then(|at| arguments.get(at + 1));
    let named: Vec<&str> = arguments.iter().filter(|word| !word.starts_with("--") && Some(*word) != keep).map(String::as_str).collect();
    if let Some(unknown) = named.iter().find(|name| SUITES.iter().all(|(suite, _)| suite != *name)) {
        return Err(format!("xtask eval: unknown suite `{unknown}`; use {}", SUITES.map(|(suite, _)| suite).join(", ")));
    }
    let floors = floors(&root.join("cases/floors.toml"))?;
    let bench = root.join("../shared/bench");
    if !bench.is_dir() {
        println!("eval: passed over, since ../shared/bench is not there; the gold stands beside the project");
        return Ok(());
    }
    let folder = keep.map_or_else(|| std::env::temp_dir().join(format!("dateline-eval-{}", std::process::id())), PathBuf::from);
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("{}: {error}; free some space, or name another folder with --keep", folder.display()))?;
    let run = Run {
        binary: binary(&root)?,
        root,
        bench,
        folder,
        raw: arguments.iter().any(|word| word == "--raw"),
        tables: named.contains(&"claims"),
    };
    let outcome = measure(&run, &named, &floors);
    if keep.is_none() {
        // What is left behind in the folder for temporary files does no harm.
        let _ = std::fs::remove_dir_all(&run.folder);
    }
    outcome
}

fn measure(run: &Run, named: &[&str], floors: &[Floor]) -> Result<(), String> {
    let mut broken = Vec::new();
    println!("{:<14} {:<18} {:<26} {:>7} {:>7}", "suite", "set", "number", "value", "bound");
    for (suite, sets) in SUITES.iter().filter(|(suite, _)| named.is_empty() || named.contains(suite)) {
        for set in *sets {
            let numbers = match (*suite, *set) {
                ("cases", set) => Some(cases(&run.root.join("cases").join(set))?),
                ("claims", set) => claims(run, set)?,
                ("mentions", set) => mentions(run, set)?,
                (suite, set) if run.bench.join("data").join(set).is_dir() => stage(run, suite, set)?,
                _ => None,
            };
            let Some(numbers) = numbers else {
                println!("{suite:<14} {set:<18} passed over: the set is not there");
                continue;
            };
            if run.raw {
                println!("{numbers}");
            }
            let of_set: Vec<&Floor> = floors.iter().filter(|floor| floor.suite == *suite && floor.set == *set).collect();
            if of_set.is_empty() {
                let (name, value) = headline(&numbers);
                println!("{suite:<14} {set:<18} {name:<26} {value:>7.3} {:>7}", "none");
            }
            broken.extend(of_set.into_iter().filter_map(|floor| held(floor, &numbers)));
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n")) }
}

/// Prints a floor's line; the trouble if it does not hold.
fn held(floor: &Floor, numbers: &Value) -> Option<String> {
    let Floor { suite, set, number, .. } = floor;
    let value = number.split('.').fold(numbers, |value, part| &value[part]).as_f64();
    let value = value.or_else(|| numbers["numbers"][number].as_f64());
    let bound = floor.least.map(|least| format!("{least:.3}")).or(floor.most.map(|most| format!("≤ {most}"))).unwrap_or_default();
    let Some(value) = value else {
        return Some(format!(
            "cases/floors.toml: {suite} {set} has no number `{number}`; run `cargo xtask eval {suite} --raw` for their names"
        ));
    };
    let holds = floor.least.is_none_or(|least| value >= least) && floor.most.is_none_or(|most| value <= most);
    println!("{suite:<14} {set:<18} {number:<26} {value:>7.3} {bound:>7}{}", if holds { "" } else { "  BROKEN" });
    (!holds).then(|| {
        format!(
            "{suite} {set}: {number} is {value:.3}, the bound {bound}; find the commit that made it worse, or move the bound and say why"
        )
    })
}

/// The scorer's first number.
fn headline(numbers: &Value) -> (String, f64) {
    let name = numbers["headline"].as_str().unwrap_or("claims_score");
    (name.to_string(), numbers["value"].as_f64().or_else(|| numbers[name].as_f64()).unwrap_or(f64::NAN))
}

/// Runs one stage over one set of the bench.
fn stage(run: &Run, suite: &str, set: &str) -> Result<Option<Value>, String> {
    let scorer = run.bench.join("score").join(format!("{}.py", if suite == "text" { "html" } else { suite }));
    let gold = run.bench.join("data").join(set);
    let (asked, answered) = (run.folder.join(format!("{set}.in.jsonl")), run.folder.join(format!("{set}.out.jsonl")));
    let python = |words: &[&str]| output(Command::new("python3").arg(&scorer).arg("--gold").arg(&gold).args(words));
    write(&asked, &python(&["--inputs"])?)?;
    match suite {
        "text" => write(&answered, &inputs::main_texts(&read(&asked)?)?)?,
        _ => dateline_stage(run, suite, &asked, &answered)?,
    }
    let answer = python(&["--out", &answered.to_string_lossy(), "--json"])?;
    json(&answer).map(Some)
}

/// Codes one set of documents and scores its claims. None if the set is not there.
fn claims(run: &Run, set: &str) -> Result<Option<Value>, String> {
    let documents = match set {
        "seeds" => inputs::folder(&run.root.join("../shared/samples"), "published.tsv")?,
        "dev" => inputs::records(&run.bench.join("claims/dev_docs.jsonl"))?,
        _ => inputs::folder(&run.root.join("samples"), "metadata.tsv")?,
    };
    let gold = match set {
        "samples" => run.root.join("samples/expected.jsonl"),
        set => run.bench.join(format!("claims/{set}_gold.jsonl")),
    };
    if documents.is_empty() || !gold.is_file() {
        return Ok(None);
    }
    let place = |kind: &str| run.folder.join(format!("claims-{set}.{kind}.jsonl"));
    write(&place("in"), &documents)?;
    dateline_stage(run, "claims", &place("in"), &place("out"))?;
    write(&place("claims"), &inputs::claim_lines(&read(&place("out"))?)?)?;
    let mut score = Command::new("python3");
    score.arg(run.bench.join("claims/score.py")).arg(&gold).arg(place("claims")).arg("--json");
    let numbers = json(&output(&mut score)?)?;
    if run.tables {
        let gold = rows(&gold)?;
        let told = tables::code_lines(&run.rooms()?, &documents)?;
        let verdicts = right::judge(&gold, &told);
        println!("\nclaims of {set}, by trigger and act:\n{}", tables::by_document(&gold, &told, &verdicts));
        println!("{}", tables::by_rule(&told, &verdicts));
    }
    Ok(Some(numbers))
}

/// How many cases of a folder are right as a careful coder would code them: those without a `should` block. That the blocks say what the
/// engine says is held by the test `cases` of the engine.
fn cases(folder: &Path) -> Result<Value, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let (mut all, mut owed) = (0, 0);
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| !path.ends_with("README.md")) {
        let text = read(&path)?;
        all += text.lines().filter(|line| *line == "```claims").count();
        owed += text.lines().filter(|line| *line == "```should").count();
    }
    let right = f64::from(u32::try_from(all.saturating_sub(owed)).unwrap_or(0)) / f64::from(u32::try_from(all.max(1)).unwrap_or(1));
    Ok(serde_json::json!({ "headline": "right", "right": right, "cases": all }))
}

/// Runs the stage `mentions` over a set of entities and scores it. None if the set is not there.
fn mentions(run: &Run, set: &str) -> Result<Option<Value>, String> {
    let gold = run.bench.join("data").join(set).join("data.jsonl");
    if !gold.is_file() {
        return Ok(None);
    }
    let gold = read(&gold)?;
    let (asked, answered) = (run.folder.join(format!("{set}.in.jsonl")), run.folder.join(format!("{set}.out.jsonl")));
    write(&asked, &re3d::inputs(&gold)?)?;
    dateline_stage(run, "mentions", &asked, &answered)?;
    re3d::score(&gold, &read(&answered)?).map(Some)
}

fn dateline_stage(run: &Run, stage: &str, asked: &Path, answered: &Path) -> Result<(), String> {
    let open = |path: &Path| std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()));
    let create = |path: &Path| std::fs::File::create(path).map_err(|error| format!("{}: {error}", path.display()));
    let mut command = Command::new(&run.binary);
    command.args(["stage", stage]).stdin(open(asked)?).stdout(create(answered)?);
    let status = command.status().map_err(|error| format!("{}: {error}", run.binary.display()))?;
    if status.success() { Ok(()) } else { Err(format!("dateline stage {stage} failed on {}; see its message above", asked.display())) }
}

/// The release binary, built anew if anything changed.
fn binary(root: &Path) -> Result<PathBuf, String> {
    let mut build = Command::new("cargo");
    build.current_dir(root).args([
        "build",
        "--release",
        "--locked",
        "--package",
        "dateline",
        "--message-format",
        "json-render-diagnostics",
    ]);
    let messages = output(build.stderr(Stdio::inherit()))?;
    let executable = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    executable.ok_or_else(|| "cargo build gave no binary `dateline`; see its messages above".to_string())
}

fn floors(path: &Path) -> Result<Vec<Floor>, String> {
    let place = path.display();
    let table: toml::Table = read(path)?.parse().map_err(|error| format!("{place}: {error}"))?;
    let rows = table.get("floor").and_then(toml::Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let floors = rows.iter().enumerate().map(|(number, row)| {
        let word = |name: &str| row.get(name).and_then(toml::Value::as_str).map(str::to_string);
        let value = |name: &str| row.get(name).and_then(|value| value.as_float().or_else(|| value.as_integer().map(|value| value as f64)));
        let (least, most) = (value("least"), value("most"));
        match (word("suite"), word("set"), word("number")) {
            (Some(suite), Some(set), Some(number)) if least.is_some() != most.is_some() => Ok(Floor { suite, set, number, least, most }),
            _ => Err(format!("{place}: floor {} needs suite, set, number and either least or most", number + 1)),
        }
    });
    let floors: Vec<Floor> = floors.collect::<Result<_, String>>()?;
    let mut seen = BTreeMap::new();
    for floor in &floors {
        if SUITES.iter().all(|(suite, sets)| *suite != floor.suite || !sets.contains(&floor.set.as_str())) {
            return Err(format!("{place}: {} {} is no suite and set of xtask/src/eval.rs", floor.suite, floor.set));
        }
        if seen.insert((&floor.suite, &floor.set, &floor.number), ()).is_some() {
            return Err(format!("{place}: {} {} {} stands twice; keep one", floor.suite, floor.set, floor.number));
        }
    }
    Ok(floors)
}

/// What a command prints; its own messages go to the terminal.
fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}; install it"))?;
    if !output.status.success() {
        return Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}

fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("the scorer's answer is no JSON ({error}): {text}"))
}

/// A JSON value a line.
pub fn rows(path: &Path) -> Result<Vec<Value>, String> {
    let lines = read(path)?;
    let rows = lines.lines().filter(|line| !line.trim().is_empty());
    rows.map(|line| serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))).collect()
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floors_are_in_order() {
        let floors = floors(&crate::tidy::root().join("cases/floors.toml")).unwrap();
        assert!(!floors.is_empty());
    }

    #[test]
    fn a_value_below_its_floor_is_told() {
        let floor = |least, most| Floor { suite: "claims".into(), set: "dev".into(), number: "claims.act.f1".into(), least, most };
        let numbers = serde_json::json!({ "claims": { "act": { "f1": 0.5 } } });
        assert!(held(&floor(Some(0.5), None), &numbers).is_none());
        assert!(held(&floor(Some(0.51), None), &numbers).unwrap().contains("0.500"));
        assert!(held(&floor(None, Some(0.4)), &numbers).is_some());
        assert!(held(&floor(Some(0.1), None), &Value::Null).unwrap().contains("no number"));
    }
}
