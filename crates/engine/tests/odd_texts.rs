//! Odd texts go through every room without a panic, and what is found lies in them: the seeds of `fuzz/`, whole, in pieces and many times over.
//!
//! `make fuzz` makes new ones of them; one that made a room panic is kept beside the seeds.

use dateline_engine::{DataSource, Known, Rooms};
use dateline_language::Reader;
use dateline_model::Span;
use std::path::Path;
use std::sync::LazyLock;

static ROOMS: LazyLock<Rooms> = LazyLock::new(|| Rooms::load(&DataSource::Carried, None, None).expect("the rooms load"));

/// The seeds: name and text.
fn seeds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/seeds/claims");
    let mut found: Vec<(String, String)> = std::fs::read_dir(&folder)
        .expect("fuzz/seeds/claims is there")
        .map(|entry| entry.expect("its files can be listed").path())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&std::fs::read(&path).expect("a seed can be read")).into_owned())
        })
        .collect();
    found.sort();
    assert!(found.len() >= 30, "{} seeds", found.len());
    found
}

/// Reads a text through all rooms; the number of its claims.
fn check(name: &str, text: &str, reader: &mut Reader) -> usize {
    let document = ROOMS.plain(text, &Known::default());
    let parse = ROOMS.parse(reader, &document);
    let claims = ROOMS.claims(&document, &parse);
    for resolved in &claims {
        let claim = &resolved.claim;
        let mentions = claim.actors.iter().chain(&claim.recipients).map(|mention| mention.span);
        let figures = claim.figures.iter().map(|figure| figure.span);
        let spans: Vec<Span> = mentions.chain(figures).chain([claim.trigger, claim.sentence]).collect();
        let lies = |span: &&Span| document.text.get(span.start()..span.end()).is_none();
        assert!(spans.iter().find(lies).is_none(), "{name}: a span lies outside the text: {claim:?}");
    }
    ROOMS.attributions(&document, &parse);
    ROOMS.places(&document, &parse);
    claims.len()
}

#[test]
fn seeds_are_read_without_a_panic() {
    let mut reader = ROOMS.reader();
    let claims: usize = seeds().iter().map(|(name, text)| check(name, text, &mut reader)).sum();
    assert!(claims > 20, "{claims} claims: the seeds ask nothing of the rooms of claims and resolve");
}

#[test]
fn cut_seeds_are_read_without_a_panic() {
    let mut reader = ROOMS.reader();
    for (name, text) in seeds() {
        let cuts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for part in 1..5 {
            let (from, to) = (cuts.len() * (part - 1) / 7, cuts.len() * (part + 2) / 7);
            if from < to {
                check(&name, &text[cuts[from]..cuts[to.min(cuts.len() - 1)]], &mut reader);
            }
        }
    }
}

#[test]
fn all_seeds_on_one_page_are_read_without_a_panic() {
    let page: String = seeds().into_iter().map(|(_, text)| text + "\n").collect();
    check("all", &page.repeat(2), &mut ROOMS.reader());
}
