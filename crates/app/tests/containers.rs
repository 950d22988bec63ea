//! What people really have: containers, feeds, tables; one bad record never stops a run, and is recorded with the reason.

mod support;

use std::io::Write;
use std::process::{Command, Stdio};
use support::{Folder, SHELLING};

fn line(number: usize) -> String {
    let text = format!("Report {number}. {}", SHELLING.replace("14", &(14 + number % 50).to_string()));
    format!("{}\n", serde_json::json!({ "id": number, "text": text, "published": "2026-03-12", "outlet": "The Courier" }))
}

fn warc(pages: &[(&str, &str)]) -> String {
    let record = |(url, text): &(&str, &str)| {
        let html = format!("<!DOCTYPE html><html><head><title>T</title></head><body><article><p>{text}</p></article></body></html>");
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nServer: x\r\n\r\n{html}");
        let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-03-12T06:30:00Z";
        format!("{head}\r\nWARC-Target-URI: {url}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n", block.len())
    };
    pages.iter().map(record).collect()
}

#[test]
fn records_have_places_and_bad_ones_reasons() {
    let folder = Folder::new("records");
    folder.write("a.jsonl", format!("{}no json\n{}", line(1), line(2)));
    folder.write(
        "b.warc",
        warc(&[
            ("https://courier.example/1", &SHELLING.repeat(3)),
            ("https://courier.example/2", "Troops left Velk on Monday, two elders said."),
        ]),
    );
    let rss = format!(
        "<rss version='2.0'><channel><title>Upland Post</title><item><link>https://upland.example/1</link><description>{SHELLING}</description></item></channel></rss>"
    );
    folder.write("c.rss", rss);
    let outcome = folder.run(&["code", "*.*", "--keep-bytes"]).exits(1);
    outcome.says("5 documents coded").says("refused").warns("a.jsonl#line 2: no JSON");
    folder.run(&["documents", "--refused"]).exits(0).says("a.jsonl#line 2: no JSON");
    folder.run(&["show", "a.jsonl#2"]).exits(0).says("The Courier, 2026-03-12");
    folder.run(&["show", "b.warc#https://courier.example/1"]).exits(0).says("market in Kessa");
    folder.run(&["show", "c.rss#https://upland.example/1"]).exits(0).says("Upland Post");
    folder.run(&["code", "a.jsonl", "b.warc", "c.rss", "--keep-bytes"]).exits(1).says("Nothing changed: 5 inputs were coded before");
    let db = rusqlite::Connection::open(folder.file("dateline.db")).unwrap();
    let (headers, kept): (String, i64) = db
        .query_row(
            "SELECT headers, length(bytes) FROM provenance JOIN kept USING (sha256) WHERE fetched = '2026-03-12T06:30:00Z' LIMIT 1",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert!(headers.contains("[\"Server\",\"x\"]") && kept > 50, "{headers} {kept}");
    folder.run(&["reextract"]).exits(0).says("0 documents changed, 5 the same");
    // As if an earlier program had found less.
    db.execute_batch("UPDATE document SET title = 'Old' WHERE file LIKE '%courier.example/1'").unwrap();
    drop(db);
    folder.run(&["reextract"]).exits(0).says("title: Old → ").says("Nothing was written");
    folder.run(&["reextract", "--write"]).exits(0).says("1 document changed");
    folder.run(&["code", "--stored"]).exits(0).says("1 document coded");
    folder.run(&["reextract"]).exits(0).says("0 documents changed, 5 the same");
}

#[test]
fn fields_are_mapped_and_wrong_options_told() {
    let folder = Folder::new("fields");
    folder.write("a.csv", format!("story,day\n\"{}\",2026-03-12\n", SHELLING.trim()));
    folder.run(&["code", "a.csv"]).exits(1).warns("no column holds a text (columns: story, day)");
    folder.run(&["code", "a.csv", "--fields", "text=story,published=day"]).exits(0).says("1 document coded");
    folder.run(&["code", "a.csv", "--fields", "words=story"]).exits(2).warns("words: no field of ours");
    folder.run(&["code", "a.csv", "--limit", "width=3"]).exits(2).warns("width: no such limit");
    folder.feed(&["code", "-", "--limit", "bytes=20"], SHELLING.as_bytes()).exits(0).says("with notes");
}

#[test]
fn what_is_ingested_is_coded_later() {
    let folder = Folder::new("later");
    folder.write("a.jsonl", (0..100).map(line).collect::<String>());
    folder.run(&["ingest", "a.jsonl"]).exits(0).says("100 documents stored");
    folder.run(&["ingest", "a.jsonl"]).exits(0).says("Nothing changed");
    folder.run(&["claims"]).exits(0).says("No claim fits");
    folder.run(&["code", "--stored"]).exits(0).says("100 documents coded");
    let claims = folder.run(&["claims", "--format", "jsonl"]).exits(0).out;
    assert!(claims.lines().count() >= 100);
    folder.run(&["code", "--stored"]).exits(0).says("No document was coded");
    folder.run(&["ingest", "a.jsonl"]).exits(0);
    assert_eq!(folder.run(&["claims", "--format", "jsonl"]).exits(0).out, claims, "claims stay when articles are ingested again");
}

/// The same as without kills: at most the batch in flight is lost, and the same command goes on.
#[cfg(unix)]
#[test]
fn a_run_that_is_killed_again_and_again_is_taken_up() {
    let folder = Folder::new("kills");
    folder.write("a.jsonl", (0..600).map(line).collect::<String>());
    let count = |db: &str| {
        let found =
            rusqlite::Connection::open(folder.file(db)).and_then(|db| db.query_row("SELECT count(*) FROM document", [], |row| row.get(0)));
        found.unwrap_or(0i64)
    };
    let mut before = 0;
    for kill in 0..12u64 {
        let mut child = folder.command(&["ingest", "a.jsonl", "--db", "a.db"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(10 + kill * 17));
        child.kill().unwrap();
        child.wait().unwrap();
        let after = count("a.db");
        assert!(after >= before, "nothing that was stored is lost");
        before = after;
    }
    folder.run(&["ingest", "a.jsonl", "--db", "a.db"]).exits(0);
    assert_eq!(count("a.db"), 600);
    folder.run(&["ingest", "a.jsonl", "--db", "b.db"]).exits(0);
    let dump = |db: &str| folder.run(&["documents", "--format", "jsonl", "--db", db]).exits(0).out;
    assert_eq!(dump("a.db"), dump("b.db"));
    let db = rusqlite::Connection::open(folder.file("a.db")).unwrap();
    assert_eq!(db.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap(), "ok");
}

#[test]
fn two_programs_on_one_database_do_each_other_no_harm() {
    let folder = Folder::new("two");
    folder.write("a.jsonl", (0..300).map(line).collect::<String>());
    folder.write("b.jsonl", (200..500).map(line).collect::<String>());
    folder.run(&["ingest", "a.jsonl", "--limit", "record=1"]).exits(1);
    let start = |file: &str| -> Command {
        let mut command = folder.command(&["ingest", file, "--wait", "60"]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    let (one, two) = (start("a.jsonl").spawn().unwrap(), start("b.jsonl").spawn().unwrap());
    for child in [one, two] {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(folder.run(&["documents", "--format", "jsonl"]).exits(0).out.lines().count(), 500);
    let db = rusqlite::Connection::open(folder.file("dateline.db")).unwrap();
    assert_eq!(db.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).unwrap(), "ok");
}

#[test]
fn a_watched_folder_is_read_as_files_come() {
    let folder = Folder::new("watch");
    folder.write("in/a.txt", SHELLING);
    let child = folder.command(&["ingest", "--watch", "in", "--until-idle", "6"]).stdout(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let mut file = std::fs::File::create(folder.file("in/b.txt")).unwrap();
    file.write_all(format!("Later. {SHELLING}").as_bytes()).unwrap();
    drop(file);
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(folder.run(&["documents", "--format", "jsonl"]).exits(0).out.lines().count(), 2);
}

#[test]
fn copies_are_found_with_their_origin() {
    let folder = Folder::new("families");
    let dispatch = "Gunmen fired on a bus near the Orsk bridge on Monday, wounding three people, the district office said. The road to the north \
        was closed until the evening, and a second bus turned back at the mill. Nobody claimed the attack. Traders in the market said that \
        they had heard shots for an hour before the first ambulances came up from the valley.";
    let other = "The council met for two hours and agreed to send flour, tents and a doctor to the villages above the lake, where the first \
        snow had fallen. A second lorry is to follow at the end of the week, its chairman told the radio. ";
    let lines = [
        ("edited", "2026-03-13", dispatch.replace("Orsk", "Kessa").replace("three", "four")),
        ("wire", "2026-03-12", dispatch.to_string()),
        ("long", "2026-03-14", format!("{other}{dispatch} {}", other.replace("council", "assembly").replace("flour", "rice").repeat(3))),
        ("stranger", "2026-03-12", other.replace("two hours", "a day").replace("lake", "dam")[..120].to_string()),
    ];
    let lines: String = lines
        .iter()
        .map(|(outlet, day, text)| format!("{}\n", serde_json::json!({ "id": outlet, "outlet": outlet, "published": day, "text": text })))
        .collect();
    folder.write("a.jsonl", lines);
    folder.run(&["ingest", "a.jsonl"]).exits(0);
    let told = folder.run(&["copies"]).exits(0).says("1 copy of Gunmen fired on a bus");
    let told = told.says("Passages taken over").says("“Gunmen fired on a bus");
    let origin = told.out.lines().find(|line| line.trim_start().starts_with("origin")).unwrap();
    assert!(origin.contains("wire, 2026-03-12"), "what was published first is the origin: {origin}");
    let pairs = folder.run(&["copies", "--format", "jsonl"]).exits(0).out;
    let kinds: Vec<String> =
        pairs.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["kind"].to_string()).collect();
    assert_eq!(kinds, ["\"near\"", "\"partial\""], "{pairs}");
    assert_eq!(folder.run(&["copies", "--format", "jsonl"]).exits(0).out, pairs, "nothing new, nothing changes");
}
