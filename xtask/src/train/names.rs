//! Whether words name a party or place that a coder wrote: the same rule as the claims scorer, for labels.
//!
//! Case, hyphens, possessives, articles and al- do not count; one may hold the other word by word; aliases agree.

use super::silver::SilverClaim;
use dateline_claims::roles::Role;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Other names of parties and places.
pub struct Names {
    forms: HashMap<(bool, Vec<String>), HashSet<Vec<String>>>,
    /// Names that begin with a capital: known as their own party's, never as a part of another's name.
    proper: HashSet<(bool, Vec<String>)>,
}

impl Names {
    /// Loads the scorer's table of aliases: tab-separated names of one party a line, `place:` before those of places.
    pub fn load(path: &Path) -> Result<Names, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: cannot be read ({error})", path.display()))?;
        let mut forms: HashMap<_, HashSet<_>> = HashMap::new();
        let mut proper = HashSet::new();
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let (place, line) = line.strip_prefix("place:").map_or((false, line), |rest| (true, rest));
            let row: HashSet<Vec<String>> = line.split('\t').filter(|cell| !cell.trim().is_empty()).map(words).collect();
            if line.starts_with(char::is_uppercase) {
                proper.extend(row.iter().map(|name| (place, name.clone())));
            }
            for name in &row {
                forms.entry((place, name.clone())).or_default().extend(row.clone());
            }
        }
        Ok(Names { forms, proper })
    }

    /// Whether the words are one of these names.
    pub fn any(&self, names: &[String], said: &str, place: bool) -> bool {
        names.iter().any(|name| self.same(name, said, place))
    }

    /// The role that a coder gave to these words; none of the four where the coder left it open.
    ///
    /// - `part`: the words stand before a noun ("Syrian" in "Syrian troops"): they must be the whole name.
    pub fn role(&self, said: &str, part: bool, claim: &SilverClaim) -> Option<Role> {
        let exact = |name: &String, place: bool| {
            words(name) == words(said) || self.forms.get(&(place, words(name))).is_some_and(|forms| forms.contains(&words(said)))
        };
        let any =
            |names: &[String], place: bool| if part { names.iter().any(|name| exact(name, place)) } else { self.any(names, said, place) };
        if any(&claim.actors, false) {
            return Some(Role::Actor);
        }
        if any(&claim.recipients, false) {
            return Some(Role::Recipient);
        }
        if any(&claim.places, true) {
            return Some(Role::Place);
        }
        if any(&claim.free, false) || any(&claim.free, true) {
            return None;
        }
        Some(Role::None)
    }

    fn same(&self, gold: &str, said: &str, place: bool) -> bool {
        let (gold, said) = (words(gold), words(said));
        if said.is_empty() || gold.is_empty() {
            return false;
        }
        let own = self.forms.get(&(place, gold.clone()));
        if gold == said || own.is_some_and(|forms| forms.contains(&said)) {
            return true;
        }
        let close = |form: &Vec<String>| holds(form, &said) || holds(&said, form);
        !self.proper.contains(&(place, said.clone())) && (close(&gold) || own.is_some_and(|forms| forms.iter().any(close)))
    }
}

fn holds(longer: &[String], shorter: &[String]) -> bool {
    !shorter.is_empty() && longer.windows(shorter.len()).any(|window| window == shorter)
}

fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace(['’', '‘', 'ʼ', '`'], "'").replace("'s ", " ");
    let lower = lower.strip_suffix("'s").unwrap_or(&lower);
    let mut joined = lower.replace(['\'', '.'], "");
    for before in ["pro", "anti", "non", "ex"] {
        joined = joined.replace(&format!("{before}-"), before);
    }
    for after in ["backed", "led", "held", "allied", "affiliated", "linked", "controlled", "supported", "occupied"] {
        joined = joined.replace(&format!("-{after}"), after);
    }
    let tokens: Vec<String> = joined.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_string).collect();
    let kept: Vec<String> = tokens
        .iter()
        .enumerate()
        .filter(|(at, token)| !(matches!(token.as_str(), "al" | "el") || *at == 0 && matches!(token.as_str(), "the" | "a" | "an")))
        .map(|(_, token)| token.clone())
        .collect();
    if kept.is_empty() { tokens } else { kept }
}
