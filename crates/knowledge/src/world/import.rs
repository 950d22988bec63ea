//! Actor files of other formats, to the tables of a folder for `--world`.
//!
//! In:  the text of a PETRARCH actor dictionary, or of a CSV file with a map from its columns to ours.
//! Out: `Imported`: the texts of `actors.tsv` and `aliases.tsv`, and what was passed over with the reason.
//!
//! Not here: reading and writing files (`app`), the checks that every folder meets (`actors::load`).

mod csv_file;
mod petrarch;

pub use csv_file::import_csv;
pub use petrarch::import_petrarch;

use super::actors::{ACTOR_COLUMNS, ALIAS_COLUMNS};
use super::fold::{bare, fold};
use std::collections::{BTreeMap, BTreeSet};

/// What an import gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Text of `actors.tsv`.
    pub actors: String,
    /// Text of `aliases.tsv`.
    pub aliases: String,
    /// Rows of `actors.tsv`.
    pub actor_count: usize,
    /// Rows of `aliases.tsv`.
    pub alias_count: usize,
    /// What was passed over: `file:line: why`.
    pub passed_over: Vec<String>,
}

/// One actor on its way into the tables.
#[derive(Debug, Default, Clone)]
struct Draft {
    name: String,
    kind: String,
    country: String,
    parents: Vec<String>,
    affiliations: Vec<String>,
    valid_from: String,
    valid_to: String,
    inter: String,
    sector: String,
    ucdp_name: String,
    summary: String,
    note: String,
    /// Name, first day, last day.
    aliases: Vec<(String, String, String)>,
}

/// An id from a name: "Free Kessa Front" gives "free-kessa-front".
fn slug(name: &str) -> String {
    let plain: String = fold(name).chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

/// The tables, sorted, with ambiguous aliases declared.
fn tables(drafts: BTreeMap<String, Draft>, origin: &str, passed_over: Vec<String>) -> Imported {
    let clean = |cell: &str| cell.replace(['\t', '\n', '\r'], " ").trim().to_string();
    let mut actors = format!("# Imported from {}.\n{}\n", clean(origin), ACTOR_COLUMNS.join("\t"));
    let mut owners: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (id, draft) in &drafts {
        let (parents, affiliations) = (draft.parents.join("|"), draft.affiliations.join("|"));
        let cells = [
            id,
            &draft.name,
            &draft.kind,
            &draft.country,
            &parents,
            &affiliations,
            &draft.valid_from,
            &draft.valid_to,
            &draft.inter,
            &draft.sector,
            &draft.ucdp_name,
            &draft.summary,
            &draft.note,
        ];
        actors.push_str(&(cells.map(|cell| clean(cell)).join("\t") + "\n"));
        for name in std::iter::once(&draft.name).chain(draft.aliases.iter().map(|(name, _, _)| name)) {
            owners.entry(bare(&fold(name)).into_owned()).or_default().insert(id);
        }
    }
    let mut rows = BTreeSet::new();
    for (id, draft) in &drafts {
        let own = bare(&fold(&draft.name)).into_owned();
        let mut seen = BTreeSet::new();
        for (name, from, to) in std::iter::once(&(draft.name.clone(), String::new(), String::new())).chain(&draft.aliases) {
            let key = bare(&fold(name)).into_owned();
            let ambiguous = owners.get(&key).is_some_and(|owners| owners.len() > 1);
            if key.is_empty() || (key == own && !ambiguous) || !seen.insert(key) {
                continue;
            }
            let cells =
                [clean(name), id.clone(), from.clone(), to.clone(), if ambiguous { "ambiguous" } else { "" }.to_string(), String::new()];
            rows.insert(cells);
        }
    }
    let mut aliases = format!("# Imported from {}.\n{}\n", clean(origin), ALIAS_COLUMNS.join("\t"));
    rows.iter().for_each(|cells| aliases.push_str(&(cells.join("\t") + "\n")));
    Imported { actors, aliases, actor_count: drafts.len(), alias_count: rows.len(), passed_over }
}
