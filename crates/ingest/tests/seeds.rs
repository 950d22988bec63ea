//! The seeds of the fuzzers as a plain test, whole and with bytes changed or cut: records or refusals, never a panic.

use dateline_ingest::{Found, Limits, Reading, read, records};
use std::ops::ControlFlow;
use std::path::Path;

/// Reads all records; gives texts and refusals.
fn all(bytes: &[u8], name: &str) -> (Vec<String>, Vec<String>) {
    let reading = Reading { limits: Limits { bytes: 100_000, record: 1 << 20, ..Limits::default() }, ..Reading::default() };
    let (mut texts, mut refused) = (Vec::new(), Vec::new());
    let outcome = records(bytes, name, &reading, &mut |found| {
        match found {
            Found::Record(record) => texts.push(read(&record.bytes, &record.hints).text),
            Found::Refused { why, .. } => refused.push(why),
            Found::Passed { .. } => {}
        }
        ControlFlow::Continue(())
    });
    outcome.unwrap();
    (texts, refused)
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds");
    let mut found = Vec::new();
    for kind in ["html", "feed", "warc", "jsonl", "pdf"] {
        for file in std::fs::read_dir(folder.join(kind)).expect("the seeds are there").flatten() {
            found.push((file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).unwrap()));
        }
    }
    assert!(found.len() >= 14);
    found
}

#[test]
fn whole_seeds_give_their_texts() {
    for (name, bytes) in seeds() {
        let (texts, refused) = all(&bytes, &name);
        let expected: &[&str] = match name.as_str() {
            "page.html" => &["Kessa"],
            "rss.xml" | "atom.xml" | "feed.json" | "a.arc" => &["Rebels fled."],
            "plain.warc" | "members.warc.gz" | "lines.jsonl" => &["Rebels fled.", "Troops left."],
            "one.pdf" if cfg!(feature = "pdf") => &["Rebels fled from Kessa on Tuesday."],
            "deep.html" => &["Rebels fled."],
            _ => continue,
        };
        for (text, expected) in texts.iter().zip(expected) {
            assert!(text.contains(expected), "{name}: {text}");
        }
        assert_eq!(texts.len(), expected.len(), "{name}: {texts:?} {refused:?}");
    }
}

#[test]
fn damaged_seeds_do_no_harm() {
    // The reader of PDF panics on some damage, and that is caught; its words would fill the screen.
    std::panic::set_hook(Box::new(|_| ()));
    let mut state = 7u64;
    let mut chance = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit.max(1)
    };
    for (name, bytes) in seeds() {
        for _ in 0..60 {
            let mut damaged = bytes.clone();
            for _ in 0..1 + chance(8) {
                let at = chance(damaged.len());
                match chance(4) {
                    0 => damaged.truncate(at.max(1)),
                    1 => damaged[at] = chance(256) as u8,
                    2 => drop(damaged.remove(at.min(damaged.len() - 1))),
                    _ => damaged.insert(at, b"<>{}\0\xff\r\n"[chance(8)]),
                }
                if damaged.is_empty() {
                    damaged.push(b'x');
                }
            }
            all(&damaged, &name);
        }
    }
    let _ = std::panic::take_hook();
}
