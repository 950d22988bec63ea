//! `cargo xtask words [FOLDER]`: builds `models/words-english.bin`, how telling a word is, from a package of pinned version and hash.
//!
//! In:  PyPI `wordfreq` 3.1.1 (how often English words are used, over seven kinds of text, in centibels), fetched with pip into FOLDER
//!      (`target/words` by default) or taken from there; and the lexicon of this project.
//! Out: the table that `fuse::WordWeights` reads: a hash and a weight for each word of some use.
//!
//! A word weighs by its rarity: 7 less its Zipf value (the logarithm of its uses in a billion words; van Heuven et al. 2014), at most 5,
//! and nothing from 5.3 on ("people", "after"). A word that every text on a war has (those of `data/lexicon`) weighs half.
//! Not here: what is done with the weights (`fuse::story`).

use crate::gazetteer::{fetch, hash};
use dateline_fuse::WordWeights;
use dateline_knowledge::{DataSource, Lexicon};
use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

const WHEEL: &str = "wordfreq-3.1.1-py3-none-any.whl";
const FETCHED_BY: &[&str] = &["pip", "download", "--quiet", "--no-deps", "wordfreq==3.1.1"];
const MEMBER: &str = "wordfreq/data/large_en.msgpack.gz";
const SHA256: &str = "4b1c6ecffc6198be3396d5cf871c4423ca71c907c231348d352dd54d62b97473";

/// Words used less often than this (Zipf value) are as telling as words can be, and need no row.
const RAREST: f32 = 2.0;

/// Words used this often tell nothing of what a text is about.
const COMMON: f32 = 5.3;

/// Builds the file; prints what went into it.
pub fn run(args: &[String]) -> Result<(), String> {
    let folder = args.first().map_or_else(|| PathBuf::from("target/words"), PathBuf::from);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: cannot be made ({error}); name another folder", folder.display()))?;
    fetch(&folder, WHEEL, FETCHED_BY, SHA256)?;
    let table = table(&folder.join(WHEEL))?;
    let lexicon = Lexicon::load(&DataSource::Folder("data".into()), "en").map_err(|error| error.to_string())?;
    let layout = || format!("{MEMBER}: is no list of lists of words; the package has changed its layout");
    let steps = table.as_array().ok_or_else(layout)?;
    let mut weights: BTreeMap<String, f32> = BTreeMap::new();
    // The first item tells the format; item n + 1 has the words used 10^(-n / 100) of all.
    for (centibel, words) in steps.iter().skip(1).enumerate() {
        let zipf = 9.0 - centibel as f32 / 100.0;
        for word in words.as_array().ok_or_else(layout)? {
            let word = word.as_str().ok_or_else(layout)?;
            if zipf < RAREST || word.chars().count() < 3 || !word.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '-') {
                continue;
            }
            let weight = if zipf >= COMMON { 0.0 } else { 7.0 - zipf };
            weights.insert(word.to_string(), if is_of_war(&lexicon, word) { weight / 2.0 } else { weight });
        }
    }
    let count = weights.len();
    let bytes = WordWeights::pack(weights.iter().map(|(word, weight)| (word.as_str(), *weight)));
    std::fs::write("models/words-english.bin", &bytes).map_err(|error| format!("models/words-english.bin: cannot be written ({error})"))?;
    println!("models/words-english.bin: {count} words, {:.2} MB, sha256 {}", bytes.len() as f64 / 1e6, hash(&bytes));
    Ok(())
}

/// The table inside the wheel: MessagePack, compressed.
fn table(wheel: &Path) -> Result<rmpv::Value, String> {
    let trouble = |error: &dyn std::fmt::Display| format!("{}: {MEMBER}: {error}; delete the archive and try again", wheel.display());
    let file = std::fs::File::open(wheel).map_err(|error| trouble(&error))?;
    let mut zip = zip::ZipArchive::new(file).map_err(|error| trouble(&error))?;
    let mut bytes = Vec::new();
    GzDecoder::new(zip.by_name(MEMBER).map_err(|error| trouble(&error))?).read_to_end(&mut bytes).map_err(|error| trouble(&error))?;
    rmpv::decode::read_value(&mut Cursor::new(bytes)).map_err(|error| trouble(&error))
}

/// Whether a word is one that any text on a war may have.
fn is_of_war(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.patterns.of(word).next().is_some() || !lexicon.kinds.of(word).is_empty()
}
