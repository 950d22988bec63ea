//! Described actors: what the words alone tell of a participant that is nobody in the actor file.
//!
//! In:  the words of a mention.
//! Out: `Described`: its country, if an adjective or possessive says so, who backs it, and its PLOVER sector by its head noun.
//!
//! "Turkish-backed fighters" are rebels with a backer, Turkey; they are not Turkey.
//!
//! Not here: links to actors (`who`). The nouns are in `data/world/roles.tsv`.

use dateline_knowledge::{ActorWord, Country, CountryWord, World};

/// What words tell of an unlinked participant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// ISO 3166-1 alpha-3 of its country, upper case.
    pub country: Option<String>,
    /// ISO 3166-1 alpha-3 of who backs it.
    pub backer: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

impl Described {
    /// "SYR-MIL", "-REB", "SYR"; none where nothing is known.
    pub fn role_code(&self) -> Option<String> {
        match (&self.country, &self.sector) {
            (Some(country), Some(sector)) => Some(format!("{country}-{sector}")),
            (Some(country), None) => Some(country.clone()),
            (None, Some(sector)) => Some(format!("-{sector}")),
            (None, None) => None,
        }
    }

    /// In words: "REB, backed by TUR"; empty where nothing is known.
    pub fn told(&self) -> String {
        let backed = self.backer.as_ref().map(|backer| format!("related to {backer}"));
        let country = self.country.as_ref().map(|country| format!("of {country}"));
        [self.sector.clone(), country, backed].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Whether the words relate a participant to a state or group instead of naming it: "pro-Iran militias", "Turkish-backed fighters".
pub fn is_relation(words: &str, world: &World) -> bool {
    let lower = words.to_lowercase();
    let mut parts = lower.split([' ', '-', '–', '‑']).peekable();
    let mut first = true;
    while let Some(part) = parts.next() {
        if matches!(part, "pro" | "anti") && parts.peek().is_some() {
            return true;
        }
        if !first && world.actor_words.is(part, ActorWord::Relation) {
            return true;
        }
        first = false;
    }
    world.actor_words.relation_phrases().iter().any(|phrase| lower.contains(phrase.as_str()))
}

/// What the words tell.
pub fn describe(words: &str, head: &str, world: &World) -> Described {
    let mut described =
        Described { sector: sector(head, world).or_else(|| sector(words.rsplit(' ').next().unwrap_or(""), world)), ..Described::default() };
    let relation = is_relation(words, world);
    for (country, _) in country_words(words, world) {
        let iso3 = country.iso3.to_uppercase();
        if relation {
            described.backer.get_or_insert(iso3);
        } else {
            described.country.get_or_insert(iso3);
        }
    }
    described
}

/// The countries named by the words, in their order.
pub fn country_words<'w>(words: &str, world: &'w World) -> Vec<(&'w Country, CountryWord)> {
    let parts: Vec<&str> = words.split([' ', '-', '–', '‑']).filter(|part| !part.is_empty()).collect();
    let mut found = Vec::new();
    let mut i = 0;
    while i < parts.len() {
        let mut used = 1;
        for n in (1..=(parts.len() - i).min(4)).rev() {
            let joined = parts[i..i + n].join(" ");
            let joined = joined.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’', ',']);
            if let Some(first) = world.countries.named(joined).into_iter().next() {
                found.push(first);
                used = n;
                break;
            }
        }
        i += used;
    }
    found
}

fn sector(noun: &str, world: &World) -> Option<String> {
    world.roles.sector(noun).map(str::to_string)
}
