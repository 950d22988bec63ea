//! `cargo xtask copies`: articles and edited copies of them, made up, to measure how `dateline copies` finds them.
//!
//! - `--make N --source FILE --out FILE`: N documents as lines of JSON, out of the sentences of `--source` (lines of JSON with `text`). A third
//!   are originals; the others are copies of them, cut, reordered, with other names and numbers, with sentences added, or a passage of one
//!   inside a new article. The id says which: `7` is an original, `7.cut.1` a copy of it, `7.part.1` an article that holds a part of it.
//! - `--score FILE`: what `dateline copies --format jsonl` says of them, measured: a pair is right if both are of one original; a copy is
//!   found if it is in a right pair.
//!
//! Originals share no passage: in every sentence that they borrow, a fourth of the words is another. Made by a fixed seed.

use crate::options::Options;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{BufWriter, Write};
use std::path::Path;

/// Edits, in turn.
const EDITS: [&str; 6] = ["cut", "order", "names", "added", "all", "part"];

pub fn run(arguments: &[String]) -> Result<(), String> {
    let options = Options::parse(arguments, &["make", "source", "out", "score"])?;
    if let Some(pairs) = options.path("score") {
        return score(&pairs);
    }
    let (Some(number), Some(source), Some(out)) = (options.path("make"), options.path("source"), options.path("out")) else {
        return Err("copies: give --make N --source FILE --out FILE, or --score FILE".to_string());
    };
    let number = number.display().to_string().parse::<usize>().map_err(|error| format!("--make: {error}"))?;
    make(number, &source, &out)
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

struct Pool {
    sentences: Vec<Vec<String>>,
    words: Vec<String>,
    names: Vec<String>,
}

fn pool(source: &Path) -> Result<Pool, String> {
    let text = std::fs::read_to_string(source).map_err(|error| format!("{}: {error}", source.display()))?;
    let mut pool = Pool { sentences: Vec::new(), words: Vec::new(), names: Vec::new() };
    for line in text.lines() {
        let value: Value = serde_json::from_str(line).map_err(|error| format!("{}: {error}", source.display()))?;
        for sentence in value["text"].as_str().unwrap_or_default().split_inclusive(". ") {
            let words: Vec<String> = sentence.split_whitespace().map(str::to_string).collect();
            if words.len() >= 8 {
                pool.words.extend(words.iter().filter(|word| word.len() > 3).cloned());
                pool.names.extend(words.iter().skip(1).filter(|word| word.starts_with(char::is_uppercase)).cloned());
                pool.sentences.push(words);
            }
        }
    }
    if pool.sentences.len() < 100 || pool.names.is_empty() { Err("too few sentences in the source".to_string()) } else { Ok(pool) }
}

type Article = Vec<Vec<String>>;

fn make(number: usize, source: &Path, out: &Path) -> Result<(), String> {
    let pool = pool(source)?;
    let mut chance = Chance(1);
    let mut file = BufWriter::new(std::fs::File::create(out).map_err(|error| format!("{}: {error}", out.display()))?);
    let mut made = 0;
    let mut write = |id: &str, article: &Article| -> Result<(), String> {
        let paragraphs: Vec<String> = article.chunks(2).map(|chunk| chunk.concat().join(" ")).collect();
        let line = serde_json::json!({ "id": id, "text": paragraphs.join("\n"), "outlet": id });
        writeln!(file, "{line}").map_err(|error| error.to_string())
    };
    for original in 0.. {
        if made >= number {
            return Ok(());
        }
        let article = new_article(&pool, &mut chance);
        write(&original.to_string(), &article)?;
        for copy in 0..2 {
            let edit = EDITS[(2 * original + copy) % EDITS.len()];
            write(&format!("{original}.{edit}.{copy}"), &edited(&article, edit, &pool, &mut chance))?;
        }
        made += 3;
    }
    Ok(())
}

/// Ten to thirty sentences.
fn new_article(pool: &Pool, chance: &mut Chance) -> Article {
    (0..10 + chance.below(20)).map(|_| sentence(pool, chance)).collect()
}

fn sentence(pool: &Pool, chance: &mut Chance) -> Vec<String> {
    let words = &pool.sentences[chance.below(pool.sentences.len())];
    let other = |word: &String, chance: &mut Chance| {
        if chance.below(4) == 0 { pool.words[chance.below(pool.words.len())].clone() } else { word.clone() }
    };
    words.iter().map(|word| other(word, chance)).collect()
}

fn edited(article: &Article, edit: &str, pool: &Pool, chance: &mut Chance) -> Article {
    let mut article = article.clone();
    if edit == "part" {
        // Three or four sentences of it, at least sixty words, in another article.
        let mut length = 3;
        let from = chance.below(article.len() - 6);
        while article[from..from + length].iter().map(Vec::len).sum::<usize>() < 60 && from + length < article.len() {
            length += 1;
        }
        let mut host = new_article(pool, chance);
        let at = chance.below(host.len());
        host.splice(at..at, article[from..from + length].iter().cloned());
        return host;
    }
    if edit == "order" || edit == "all" {
        let turn = 1 + chance.below(article.len() - 1);
        article.rotate_left(turn);
        let half = article.len() / 2;
        article[half..].reverse();
    }
    if edit == "names" || edit == "all" {
        let mut others: BTreeMap<String, String> = BTreeMap::new();
        for word in article.iter_mut().flatten() {
            if word.starts_with(char::is_uppercase) || word.starts_with(|first: char| first.is_ascii_digit()) {
                let other = others.entry(word.clone()).or_insert_with(|| pool.names[chance.below(pool.names.len())].clone());
                *word = other.clone();
            }
        }
    }
    if edit == "added" {
        for _ in 0..1 + article.len() / 5 {
            let at = chance.below(article.len());
            article.insert(at, sentence(pool, chance));
        }
    }
    if edit == "cut" || edit == "all" {
        let kept = article.len() * (60 + chance.below(30)) / 100;
        article.truncate(kept.max(5));
    }
    article
}

/// Precision of pairs, recall of copies, by edit.
fn score(pairs: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(pairs).map_err(|error| format!("{}: {error}", pairs.display()))?;
    let (mut right, mut wrong) = (0, Vec::new());
    let mut found: HashSet<String> = HashSet::new();
    let mut last = 0;
    for line in text.lines() {
        let pair: Value = serde_json::from_str(line).map_err(|error| format!("{}: {error}", pairs.display()))?;
        let id = |field: &str| pair[field].as_str().unwrap_or_default().rsplit('#').next().unwrap_or_default().to_string();
        let original = |id: &str| id.split('.').next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(usize::MAX);
        let (one, other) = (id("file"), id("other_file"));
        last = last.max(original(&one));
        if original(&one) == original(&other) {
            right += 1;
            found.extend([one, other]);
        } else {
            wrong.push(format!("{one} {other} {}", pair["kind"]));
        }
    }
    let (mut copies, mut hits) = (BTreeMap::new(), BTreeMap::new());
    for original in 0..=last {
        for copy in 0..2 {
            let edit = EDITS[(2 * original + copy) % EDITS.len()];
            *copies.entry(edit).or_insert(0) += 1;
            *hits.entry(edit).or_insert(0) += usize::from(found.contains(&format!("{original}.{edit}.{copy}")));
        }
    }
    println!("precision {:.4} ({right} of {} pairs)", right as f64 / (right + wrong.len()).max(1) as f64, right + wrong.len());
    let total: usize = copies.values().sum();
    println!("recall {:.4} ({} of {total} copies)", hits.values().sum::<usize>() as f64 / total as f64, hits.values().sum::<usize>());
    for (edit, copies) in &copies {
        println!("  {edit}: {:.4} of {copies}", hits[edit] as f64 / *copies as f64);
    }
    for pair in wrong.into_iter().collect::<BTreeSet<String>>().iter().take(5) {
        println!("  wrong: {pair}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_keeps_words_of_the_original() {
        let words = |text: &str| text.split(' ').map(str::to_string).collect::<Vec<String>>();
        let sentences = (0..30).map(|i| words(&format!("Rebels number {i} fled the town of Kessa {i} before the army came."))).collect();
        let pool = Pool { sentences, words: words("tents flour lorry bridge"), names: words("Velk Dorin Omrat") };
        let mut chance = Chance(7);
        let article = new_article(&pool, &mut chance);
        for edit in EDITS {
            let copy = edited(&article, edit, &pool, &mut chance);
            assert_ne!(copy, article, "{edit}");
            assert!(copy.iter().flatten().any(|word| article.iter().flatten().any(|other| word == other)), "{edit}");
        }
    }
}
