//! The program as a person and a script meet it.

mod support;

use std::io::{Read, Write};
use std::process::Stdio;
use support::{Folder, SHELLING};

fn newspaper(folder: &Folder) {
    for (number, place) in ["Kessa", "Tal Amar", "Dorin", "Velk", "Sharun", "Omrat"].iter().enumerate() {
        let text = format!(
            "Shelling in {place}\n\nRebels shelled the market in {place} on Tuesday, killing at least {} civilians, the governor said. \
             The army denied that its troops had entered {place}.\n\nAircraft carried out {} strikes near {place} on Monday.\n",
            number + 11,
            number + 2
        );
        folder.write(&format!("news/{number}.txt"), text);
    }
    folder.write("news/table.csv", "not,an,article\n");
    folder.write("news/.hidden.txt", "not to be read");
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let folder = Folder::new("second");
    newspaper(&folder);
    let first = folder.run(&["code", "news", "--published", "2026-03-12", "--outlet", "The Courier"]).exits(0);
    let first = first.says("6 documents coded").says("claims by act").says("passed over").says("1 .csv");
    assert_eq!(first.err, "", "no bar in a pipe");
    let before = folder.run(&["export", "--format", "jsonl"]).exits(0).out;
    assert!(!before.is_empty());
    let second = folder.run(&["code", "news", "--published", "2026-03-12", "--outlet", "The Courier"]).exits(0);
    second.says("Nothing changed: 6 inputs were coded before");
    assert_eq!(folder.run(&["export", "--format", "jsonl"]).exits(0).out, before);
    // Another day of publication is another document.
    folder.run(&["code", "news/0.txt", "--published", "2026-03-19", "--outlet", "The Courier"]).exits(0).says("1 document coded");
}

#[test]
fn one_worker_or_eight_give_the_same_bytes() {
    let folder = Folder::new("workers");
    newspaper(&folder);
    for number in 0..60 {
        folder.write(&format!("news/more/{number:02}.txt"), format!("Report {number}. {}", SHELLING.repeat(1 + (number * 7) % 5)));
    }
    for (jobs, db) in [("1", "one.db"), ("8", "eight.db")] {
        folder.run(&["code", "news", "--published", "2026-03-12", "--jobs", jobs, "--db", db]).exits(0).says("66 documents coded");
    }
    for format in ["jsonl", "csv", "geojson"] {
        let one = folder.run(&["export", "--format", format, "--db", "one.db"]).exits(0).out;
        assert_eq!(one, folder.run(&["export", "--format", format, "--db", "eight.db"]).exits(0).out);
        assert!(one.len() > 10_000, "{format}");
    }
}

#[test]
fn standard_input_and_metadata_are_read() {
    let folder = Folder::new("stdin");
    folder.feed(&["code", "-", "--published", "2026-03-12"], SHELLING.as_bytes()).exits(0).says("1 document coded");
    folder.run(&["show", "-"]).exits(0).says("Outlet unknown, 2026-03-12");
    newspaper(&folder);
    folder.write(
        "m.jsonl",
        "{\"file\": \"1.txt\", \"outlet\": \"Al Noor\", \"title\": \"Night in Tal Amar\", \"published\": \"2026-03-11\"}\n",
    );
    folder.run(&["code", "news", "--metadata", "m.jsonl", "--outlet", "The Courier"]).exits(0).says("6 documents coded");
    folder.run(&["documents"]).exits(0).says("Al Noor").says("Night in Tal Amar").says("2026-03-11").says("The Courier");
}

#[test]
fn the_same_text_at_two_paths_is_one_document() {
    let folder = Folder::new("copies");
    folder.write("a.txt", SHELLING);
    folder.write("b.txt", SHELLING);
    folder.run(&["code", "a.txt", "b.txt"]).exits(0).says("1 document coded").says("1 copy of a document");
    assert_eq!(folder.run(&["documents", "--format", "jsonl"]).exits(0).out.lines().count(), 1);
}

#[test]
fn claims_are_listed_filtered_shown_and_explained() {
    let folder = Folder::new("views");
    newspaper(&folder);
    folder.run(&["code", "news", "--published", "2026-03-12", "--outlet", "The Courier"]).exits(0);
    let table = folder.run(&["claims", "--act", "shelling", "--place", "Kessa"]).exits(0);
    let table = table.says("The Courier, 2026-03-12").says("who → whom").says("shelling").says("Kessa");
    assert!(!table.out.contains('\x1b'), "no colour in a pipe");
    assert!(!table.out.contains("Dorin"));
    folder.run(&["claims", "--act", "visit"]).exits(0).says("No claim fits");
    let narrow = folder.run(&["claims", "--width", "100"]).exits(0);
    assert!(narrow.out.lines().filter(|line| !line.contains("document ")).all(|line| line.chars().count() <= 100), "{}", narrow.out);

    let lines = folder.run(&["claims", "--format", "jsonl", "--act", "shelling"]).exits(0).out;
    let claim: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let text = folder.read("news/0.txt");
    let span = |value: &serde_json::Value| -> String {
        let (start, end) = (value[0].as_u64().unwrap() as usize, value[1].as_u64().unwrap() as usize);
        text.chars().skip(start).take(end - start).collect()
    };
    for mention in claim["actors"].as_array().unwrap().iter().chain(claim["recipients"].as_array().unwrap()) {
        assert_eq!(span(&mention["span"]), mention["text"].as_str().unwrap());
    }
    let id = claim["id"].as_str().unwrap();
    folder.run(&["why", &id[..8]]).exits(0).says("shelling").says("rule").says("sentence").says("coded by");
    folder.run(&["why", "ffffffffffff"]).exits(1).warns("no claim has an id that begins so");

    let shown = folder.run(&["show", "news/0.txt"]).exits(0);
    let shown = shown.says("»¹").says(&id[..7]);
    assert!(!shown.out.contains('\x1b'));
    assert!(folder.run(&["show", "news/0.txt", "--color", "always"]).exits(0).out.contains('\x1b'));
    folder.run(&["show", &claim["document"].as_str().unwrap()[..6]]).exits(0).says("market");
}

#[test]
fn incidents_follow_the_claims() {
    let folder = Folder::new("incidents");
    newspaper(&folder);
    folder.run(&["code", "news/0.txt", "--published", "2026-03-12", "--outlet", "The Courier"]).exits(0);
    let count = |arguments: &[&str]| folder.run(arguments).exits(0).out.lines().count();
    let all = &["incidents", "--format", "jsonl"];
    let before = folder.run(all).exits(0).out;
    assert_eq!(folder.run(all).exits(0).out, before, "nothing changed, so nothing changes");
    // Every claim is in exactly one incident.
    let claims: usize =
        before.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["claims"].as_array().unwrap().len()).sum();
    assert_eq!(claims, count(&["claims", "--format", "jsonl"]));
    folder.run(&["code", "news", "--published", "2026-03-12", "--outlet", "Al Noor"]).exits(0);
    let after = folder.run(all).exits(0).out;
    assert!(after.lines().count() > before.lines().count());
    let first: serde_json::Value = serde_json::from_str(after.lines().next().unwrap()).unwrap();
    let table = folder.run(&["incidents"]).exits(0).says("independent voices");
    assert!(!table.out.contains('\x1b'));
    folder.run(&["incident", &first["id"].as_str().unwrap()[..10]]).exits(0).says("incident ").says("voice");
    folder.run(&["incident", "ffffffffffff"]).exits(1).warns("no incident has an id that begins so");
}

#[test]
fn exports_are_written_whole() {
    let folder = Folder::new("exports");
    newspaper(&folder);
    folder.run(&["code", "news", "--published", "2026-03-12"]).exits(0);
    for format in ["jsonl", "csv", "geojson"] {
        let out = folder.run(&["export", "--format", format]).exits(0).out;
        folder.run(&["export", "--format", format, "-o", "file"]).exits(0).warns("claims written");
        assert_eq!(folder.read("file"), out);
    }
    folder.run(&["export", "--format", "csv", "-o", "no/folder/file"]).exits(4).warns("cannot be written");
    assert!(!folder.file(".file.part").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_output_is_told() {
    let folder = Folder::new("devfull");
    newspaper(&folder);
    folder.run(&["code", "news"]).exits(0);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let outcome = support::outcome(folder.command(&["export", "--format", "jsonl"]).stdout(full).stderr(Stdio::piped()));
    assert_eq!(outcome.code, Some(4), "{outcome:?}");
    assert!(outcome.err.contains("standard output: cannot be written"), "{outcome:?}");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_trouble() {
    let folder = Folder::new("pipe");
    folder.write("long.txt", SHELLING.repeat(400));
    folder.run(&["code", "long.txt"]).exits(0);
    for arguments in [&["export", "--format", "jsonl"][..], &["claims"], &["show", "long.txt"]] {
        let mut child = folder.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut few = [0; 16];
        child.stdout.take().unwrap().read_exact(&mut few).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn stages_answer_line_by_line_in_order() {
    let folder = Folder::new("stages");
    let mut input = String::new();
    for number in 0..50 {
        let line = serde_json::json!({ "id": number, "text": format!("Report {number}.\r\n{SHELLING}"), "published": "2026-03-12" });
        input.push_str(&format!("{line}\n"));
    }
    input.push_str("{\"id\": \"empty\", \"text\": \"\", \"published\": null}\n");
    for (stage, field) in
        [("parse", "tokens"), ("times", "times"), ("places", "places"), ("attributions", "attributions"), ("claims", "claims")]
    {
        let outcome = folder.feed(&["stage", stage], input.as_bytes()).exits(0);
        let answers: Vec<serde_json::Value> = outcome.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), 51, "{stage}");
        for (number, answer) in answers.iter().take(50).enumerate() {
            assert_eq!(answer["id"], number);
            assert!(answer.get("trouble").is_none(), "{answer}");
            assert!(!answer[field].as_array().unwrap().is_empty(), "{stage}: {answer}");
        }
        assert_eq!((&answers[50]["id"], answers[50][field].as_array().unwrap().len()), (&serde_json::json!("empty"), 0), "{stage}");
    }
}

#[test]
fn a_stage_tells_which_line_is_wrong() {
    let folder = Folder::new("stage-line");
    folder.feed(&["stage", "claims"], b"{\"id\": 1, \"text\": \"a\"}\nwords\n").exits(2).warns("standard input:2: no JSON");
    folder.feed(&["stage", "claims"], b"{\"id\": 1}\n").exits(2).warns("standard input:1: no “text”");
    folder.run(&["stage", "dreams"]).exits(2).warns("dreams");
}

#[test]
fn a_stage_answers_before_its_input_ends() {
    let folder = Folder::new("stage-live");
    let mut child = folder.command(&["stage", "claims"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    for number in 0..3 {
        writeln!(input, "{}", serde_json::json!({ "id": number, "text": SHELLING })).unwrap();
        let answer: serde_json::Value = serde_json::from_str(&output.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], number);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn help_has_examples_and_exit_codes() {
    let folder = Folder::new("help");
    folder.run(&["--help"]).exits(0).says("Examples:").says("Exit codes:");
    for command in ["code", "claims", "export", "stage"] {
        folder.run(&[command, "--help"]).exits(0).says("Examples:");
    }
    folder.run(&["dream"]).exits(2).warns("dream");
}
