//! One line of a `claims` or `should` block, and whether the engine's claims say the same.
//!
//! `act key="words" measure[group]=14.. when=2026-03-10 factuality=denied`; every key that is not there means none, but for `label` and
//! `means`.

use crate::told::{Told, Value};
use std::fmt;
use std::str::FromStr;

/// Keys with names between quotation marks.
const NAMES: [&str; 7] = ["actor", "recipient", "place", "from", "to", "near", "speaker"];

/// Keys that are compared only where the line has them.
const ON_DEMAND: [&str; 2] = ["label", "means"];

/// Acts whose two sides may change seats.
const MUTUAL: [&str; 5] = ["clash", "meet", "agree", "ceasefire", "cooperate"];

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `actor="Rebels"`.
    Name,
    /// `killed[civilians]=14..`.
    Figure,
    /// `when=2026-03-10`.
    Plain,
}

impl Kind {
    pub fn of(key: &str) -> Kind {
        match key {
            "when" | "factuality" => Kind::Plain,
            key if NAMES.contains(&key) || ON_DEMAND.contains(&key) => Kind::Name,
            _ => Kind::Figure,
        }
    }
}

/// One value of a line.
#[derive(Debug, Clone)]
struct Wanted {
    key: String,
    /// `killed[civilians]`: civilians; `killed[civilians|-]`: civilians or none.
    group: Option<String>,
    value: String,
    /// `recipient?="a market"`: it may be there or not.
    optional: bool,
}

/// One line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Any of them is right: `attack|shelling`.
    acts: Vec<String>,
    /// `?kill …`: the whole claim may be there or not.
    optional: bool,
    wanted: Vec<Wanted>,
    /// As it stands in the file.
    written: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl FromStr for Line {
    type Err = String;

    fn from_str(written: &str) -> Result<Line, String> {
        let (act, mut rest) = written.trim().split_once(' ').unwrap_or((written.trim(), ""));
        let optional = act.starts_with('?');
        let acts: Vec<String> = act.trim_start_matches('?').split('|').map(str::to_string).collect();
        if let Some(unknown) = acts.iter().find(|act| !is_act(act)) {
            return Err(format!("`{unknown}` is no act of data/ontology/acts.toml"));
        }
        let mut wanted = Vec::new();
        while !rest.trim().is_empty() {
            let (key, after) = rest.trim_start().split_once('=').ok_or_else(|| format!("no `=` in `{rest}`"))?;
            let (value, next) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(|| format!("no closing mark in `{after}`"))?,
                None => after.split_once(' ').unwrap_or((after, "")),
            };
            let (key, group) = match key.split_once('[') {
                Some((key, group)) => (key, Some(group.trim_end_matches(']').to_string())),
                None => (key, None),
            };
            let (key, optional) = key.strip_suffix('?').map_or((key, false), |key| (key, true));
            let measure = key.strip_prefix("part:").unwrap_or(key);
            if Kind::of(key) == Kind::Figure && dateline_model::Measure::parse(measure).is_none() {
                return Err(format!("`{key}` is no key and no measure"));
            }
            wanted.push(Wanted { key: key.to_string(), group, value: value.to_string(), optional });
            rest = next;
        }
        Ok(Line { acts, optional, wanted, written: written.to_string() })
    }
}

fn is_act(name: &str) -> bool {
    static ACTS: &str = include_str!("../../../../data/ontology/acts.toml");
    ACTS.contains(&format!("\"{name}\""))
}

/// Whether the engine says exactly the claims of a block: each line one claim, each claim one line.
pub fn agree(lines: &[Line], told: &[Told]) -> bool {
    let mut free: Vec<&Told> = told.iter().collect();
    for line in lines.iter().filter(|line| !line.optional) {
        match free.iter().position(|told| differing(line, told).is_empty()) {
            Some(at) => drop(free.remove(at)),
            None => return false,
        }
    }
    free.iter().all(|told| lines.iter().any(|line| line.optional && differing(line, told).is_empty()))
}

/// What differs between a block and the engine's claims: `missing`, `extra`, or the fields of claims with the same act.
pub fn differences(lines: &[Line], told: &[Told]) -> Vec<&'static str> {
    let mut free: Vec<&Told> = told.iter().collect();
    let mut found = Vec::new();
    for line in lines {
        let same = |told: &Told| line.acts.contains(&told.act);
        let best = (0..free.len()).filter(|&at| same(free[at])).min_by_key(|&at| differing(line, free[at]).len());
        match best {
            Some(at) => found.extend(differing(line, free.remove(at))),
            None if line.optional => {}
            None => found.push("missing"),
        }
    }
    found.extend(free.iter().map(|_| "extra"));
    found.sort_unstable();
    found.dedup();
    found
}

/// The fields in which a claim differs from a line.
fn differing(line: &Line, told: &Told) -> Vec<&'static str> {
    let mut found = Vec::new();
    if !line.acts.contains(&told.act) {
        found.push("act");
    }
    let wanted = |key: &str| line.wanted.iter().filter(|wanted| wanted.key == key).collect::<Vec<_>>();
    let values = |key: &'static str| told.of(key).collect::<Vec<_>>();
    let swapped = MUTUAL.contains(&told.act.as_str()) && {
        let both = |mut a: Vec<_>, b: Vec<_>| {
            a.extend(b);
            a
        };
        let (parties, sides) = (both(wanted("actor"), wanted("recipient")), [values("actor"), values("recipient")].concat());
        matched(&parties, &sides, is_named)
    };
    for key in NAMES {
        let same = matched(&wanted(key), &values(key), is_named);
        if !(same || swapped && matches!(key, "actor" | "recipient")) {
            found.push(key);
        }
    }
    for key in ON_DEMAND {
        if !wanted(key).is_empty() && !matched(&wanted(key), &values(key), is_named) {
            found.push(key);
        }
    }
    let figures: Vec<&Wanted> = line.wanted.iter().filter(|wanted| Kind::of(&wanted.key) == Kind::Figure).collect();
    let counted: Vec<&Value> = told.values.iter().filter(|value| Kind::of(&value.key) == Kind::Figure).collect();
    if !matched(&figures, &counted, is_counted) {
        found.push("figures");
    }
    for key in ["when", "factuality"] {
        if !matched(&wanted(key), &values(key), |wanted, value| wanted.value == value.shown) {
            found.push(key);
        }
    }
    found
}

/// Whether each wanted value that is not optional has one of the values, and each value is wanted.
fn matched(wanted: &[&Wanted], values: &[&Value], fits: fn(&Wanted, &Value) -> bool) -> bool {
    let mut free: Vec<&Value> = values.to_vec();
    let mut take = |wanted: &&&Wanted| match free.iter().position(|value| fits(wanted, value)) {
        Some(at) => {
            free.remove(at);
            true
        }
        None => wanted.optional,
    };
    let all = wanted.iter().filter(|wanted| !wanted.optional).all(|wanted| take(&wanted));
    for wanted in wanted.iter().filter(|wanted| wanted.optional) {
        take(&wanted);
    }
    all && free.is_empty()
}

/// `"They = the rebels"`: the words, and whom they mean; without `=` either the words or the name will do.
fn is_named(wanted: &Wanted, value: &Value) -> bool {
    if wanted.key != value.key && !matches!(wanted.key.as_str(), "actor" | "recipient") {
        return false;
    }
    match wanted.value.split_once(" = ") {
        // The party itself, named without its pronoun, is right too.
        Some((words, meant)) => holds_any(meant, &value.words) || holds_any(words, &value.words) && holds_any(meant, &value.means),
        None => holds_any(&wanted.value, &value.words) || holds_any(&wanted.value, &value.means),
    }
}

fn is_counted(wanted: &Wanted, value: &Value) -> bool {
    let fits = |group: &str| if group == "-" { value.words.is_empty() } else { holds_any(group, &value.words) };
    let group = wanted.group.as_deref().unwrap_or("-").split('|').any(fits);
    wanted.key == value.key && wanted.value == value.shown && group
}

/// Whether one of the names is the wanted one, or one holds the other word by word. Case, articles and hyphens do not count.
fn holds_any(wanted: &str, names: &[String]) -> bool {
    let wanted = words(wanted);
    let holds = |outer: &[String], inner: &[String]| !inner.is_empty() && outer.windows(inner.len()).any(|window| window == inner);
    names.iter().map(|name| words(name)).any(|name| holds(&name, &wanted) || holds(&wanted, &name))
}

fn words(name: &str) -> Vec<String> {
    let plain = name.to_lowercase().replace("’s", "").replace("'s", "");
    let parts = plain.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.filter(|word| !matches!(*word, "the" | "a" | "an" | "al")).map(str::to_string).collect()
}
