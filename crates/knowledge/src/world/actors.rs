//! Who is who: actors of conflicts, their names in time, and the organs that every state has.
//!
//! In:  `data/world/actors.tsv`, `aliases.tsv`, `organs.tsv`, and a folder of the user's own with the first two.
//! Out: `Actors`: by id, by alias; `organ` builds the actor of a state's army, police or ministry from the state and a noun.
//!
//! Not here: which actor a mention means (`resolve::who`), where names stand in a text (`names`).

mod load;

pub use load::{ACTOR_COLUMNS, ALIAS_COLUMNS};

use super::countries::{Countries, Country};
use super::fold::{bare, fold};
use super::names::loosen;
use crate::{DataError, DataSource};
use dateline_model::{ActorId, Date, SpeakerKind};
use std::collections::HashMap;
use std::path::Path;

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ActorKind {
    State,
    Official,
    Military,
    Police,
    ArmedGroup,
    Coalition,
    Party,
    Igo,
    Ngo,
    Monitor,
    Media,
    Business,
    People,
    Person,
}

impl ActorKind {
    /// The words of the tables, in the order of the variants.
    pub const WORDS: [&str; 14] = [
        "state",
        "official",
        "military",
        "police",
        "armed_group",
        "coalition",
        "party",
        "igo",
        "ngo",
        "monitor",
        "media",
        "business",
        "people",
        "person",
    ];
    const ALL: [ActorKind; 14] = [
        ActorKind::State,
        ActorKind::Official,
        ActorKind::Military,
        ActorKind::Police,
        ActorKind::ArmedGroup,
        ActorKind::Coalition,
        ActorKind::Party,
        ActorKind::Igo,
        ActorKind::Ngo,
        ActorKind::Monitor,
        ActorKind::Media,
        ActorKind::Business,
        ActorKind::People,
        ActorKind::Person,
    ];

    /// The kind of this word of the tables.
    pub fn parse(word: &str) -> Option<ActorKind> {
        Self::WORDS.iter().position(|known| *known == word).map(|at| Self::ALL[at])
    }

    /// Its word in the tables.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().position(|kind| *kind == self).map_or("", |at| Self::WORDS[at])
    }

    /// The kind of speaker that such an actor is; none for a person, whose sector tells.
    pub fn speaker(self) -> Option<SpeakerKind> {
        Some(match self {
            ActorKind::State | ActorKind::Official | ActorKind::Police | ActorKind::Party => SpeakerKind::Official,
            ActorKind::Military | ActorKind::Coalition => SpeakerKind::Military,
            ActorKind::ArmedGroup => SpeakerKind::ArmedGroup,
            ActorKind::Igo | ActorKind::Ngo | ActorKind::Monitor => SpeakerKind::Monitor,
            ActorKind::Media => SpeakerKind::Media,
            ActorKind::Business | ActorKind::People | ActorKind::Person => return None,
        })
    }
}

/// What ties an actor to another, and when it did; unknown bounds hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The other.
    pub actor: ActorId,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// An actor, in the names of its own time.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Slug: "hts", "syr-army".
    pub id: ActorId,
    /// Short name, as the field uses it.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// Predecessors and bodies that it belongs to.
    pub parents: Vec<Tie>,
    /// Those it works for or with.
    pub affiliations: Vec<Tie>,
    /// First day of this name.
    pub valid_from: Option<Date>,
    /// Last day of this name.
    pub valid_to: Option<Date>,
    /// ACLED's word for it, or empty.
    pub inter: String,
    /// PLOVER sector, or empty.
    pub sector: String,
    /// UCDP's name of the side, or empty.
    pub ucdp_name: String,
    /// Where it acts, in a few words.
    pub summary: String,
    /// Where this row is from.
    pub note: String,
}

impl Actor {
    /// Whether it bore its name on that day; unknown bounds hold.
    pub fn lived_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// One name of an actor.
#[derive(Clone, Debug, Default)]
pub struct Alias {
    /// Number of the actor in `Actors`.
    pub actor: usize,
    /// The name as the table writes it.
    pub words: String,
    /// Written in capitals, and only so it is this name ("IS", not "is").
    pub acronym: bool,
    /// The name says too little without other evidence in the document ("the Observatory").
    pub weak: bool,
    /// First day of this name.
    pub valid_from: Option<Date>,
    /// Last day of this name.
    pub valid_to: Option<Date>,
    /// ISO 639-1 of the language that it is written in, or empty.
    pub language: String,
}

/// A kind of body that every state has.
#[derive(Clone, Debug)]
pub struct Organ {
    /// Ending of the id: "army".
    pub key: String,
    /// Name with `{adj}` and `{country}` to fill; just `{country}` where the body speaks for the state.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ACLED's word.
    pub inter: String,
    /// PLOVER sector.
    pub sector: String,
}

/// All actors, indexed.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    all: Vec<Actor>,
    ids: HashMap<ActorId, usize>,
    aliases: HashMap<String, Vec<Alias>>,
    /// Loose spellings, and the folded names that are spelled so.
    spellings: HashMap<String, Vec<String>>,
    organs: Vec<Organ>,
    nouns: HashMap<String, usize>,
    written: Vec<String>,
}

/// How words come to be a name of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As the file has it, but for case, marks and hyphens.
    Exact,
    /// But for an Arabic article.
    Article,
    /// But for doubled letters and vowels that romanisations confuse.
    Loose,
}

impl Actors {
    /// Reads and checks the tables; rows of the user's folder `own` win over the others.
    ///
    /// - errors: unknown kinds and ids, ids twice, dates that are none or out of order, an alias of two actors that is not declared.
    pub fn load(source: &DataSource, own: Option<&Path>, countries: &Countries) -> Result<Actors, DataError> {
        load::load(source, own, countries)
    }

    fn index_spellings(&mut self) {
        let mut spellings: HashMap<String, Vec<String>> = HashMap::new();
        for key in self.aliases.keys() {
            spellings.entry(loosen(bare(key).as_ref())).or_default().push(key.clone());
        }
        spellings.values_mut().for_each(|keys| keys.sort());
        self.spellings = spellings;
    }

    /// All rows of the actor file.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.all.iter()
    }

    /// Every name of every actor, as the tables write it; some more than once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(String::as_str)
    }

    /// The actor of this number.
    pub fn at(&self, index: usize) -> &Actor {
        &self.all[index]
    }

    /// The actors that bear this folded name.
    pub fn aliased(&self, folded: &str) -> &[Alias] {
        self.aliases.get(folded).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every name of an actor but its first, as the tables write them, in order.
    pub fn aliases_of(&self, actor: usize) -> Vec<&Alias> {
        let mut found: Vec<&Alias> = self.aliases.values().flatten().filter(|alias| alias.actor == actor).collect();
        found.sort_by(|left, right| left.words.cmp(&right.words));
        found.dedup_by(|left, right| left.words == right.words);
        found.retain(|alias| alias.words != self.all[actor].name || alias.weak || alias.valid_from.is_some());
        found
    }

    /// The aliases that these words of a text are, and how they are spelled. Acronyms need capitals; a common word in small letters is
    /// only a name that needs company.
    pub fn named(&self, words: &str) -> (Vec<&Alias>, Spelling) {
        let words = words.trim_end_matches("'s").trim_end_matches("’s").trim_end_matches(['\'', '’']);
        let folded = fold(words);
        let upper = !words.chars().any(char::is_lowercase);
        let capital = words.chars().any(char::is_uppercase);
        let fits = |alias: &&Alias| (!alias.acronym || upper) && (capital || alias.weak);
        let exact: Vec<&Alias> = self.aliased(&folded).iter().filter(fits).collect();
        if !exact.is_empty() {
            return (exact, Spelling::Exact);
        }
        let shorter = bare(&folded);
        // Names in two words or more may lose their article; "al-Sham" alone must not become "Sham".
        let article = ["al-", "Al-", "Al ", "al ", "el-", "El-"].iter().any(|article| words.starts_with(article));
        if shorter.contains(' ') || article {
            let found: Vec<&Alias> = self.aliased(&shorter).iter().filter(fits).collect();
            if !found.is_empty() {
                return (found, Spelling::Article);
            }
        }
        // Too short a name is another as soon as a letter changes.
        if !capital || shorter.len() < 6 || upper {
            return (Vec::new(), Spelling::Exact);
        }
        let keys = self.spellings.get(&loosen(&shorter)).map(Vec::as_slice).unwrap_or_default();
        let mut found: Vec<&Alias> = Vec::new();
        for alias in keys.iter().flat_map(|key| self.aliased(key)).filter(|alias| !alias.acronym && !alias.weak) {
            if !found.iter().any(|known| known.actor == alias.actor) {
                found.push(alias);
            }
        }
        (found, Spelling::Loose)
    }

    /// The organ that a noun means, once a state is known: "army", "defence ministry", "warplanes".
    pub fn organ(&self, noun: &str) -> Option<&Organ> {
        self.nouns.get(&fold(noun)).map(|index| &self.organs[*index])
    }

    /// The actor that is this organ of this state: a row of the file if there is one, else built by rule.
    pub fn of_state(&self, country: &Country, organ: Option<&Organ>) -> Actor {
        let id = match organ {
            Some(organ) if organ.name != "{country}" => ActorId::new(format!("{}-{}", country.iso3, organ.key)),
            _ => ActorId::new(&country.iso3),
        };
        if let Some(index) = self.ids.get(&id) {
            return self.all[*index].clone();
        }
        let name = organ.map_or("{country}", |organ| &organ.name).replace("{adj}", &country.adjective).replace("{country}", &country.name);
        let (kind, inter, sector) = match organ {
            Some(organ) if organ.name != "{country}" => (organ.kind, organ.inter.clone(), organ.sector.clone()),
            _ => (ActorKind::State, "State Forces".to_string(), "GOV".to_string()),
        };
        let ucdp_name = if kind == ActorKind::State { format!("Government of {}", country.name) } else { String::new() };
        let parents =
            if kind == ActorKind::State { Vec::new() } else { vec![Tie { actor: ActorId::new(&country.iso3), from: None, to: None }] };
        let affiliations = Vec::new();
        Actor {
            id,
            name,
            kind,
            country: country.code.clone(),
            parents,
            affiliations,
            valid_from: None,
            valid_to: None,
            inter,
            sector,
            ucdp_name,
            summary: country.name.clone(),
            note: "built from countries.tsv and organs.tsv".to_string(),
        }
    }

    /// The number of a row.
    pub fn index(&self, id: &ActorId) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// The actor of this id: a row, a state, or a state's organ.
    pub fn get(&self, id: &ActorId, countries: &Countries) -> Option<Actor> {
        if let Some(index) = self.ids.get(id) {
            return Some(self.all[*index].clone());
        }
        let (iso3, key) = id.as_str().split_once('-').map_or((id.as_str(), None), |(iso3, key)| (iso3, Some(key)));
        let country = countries.of_iso3(iso3)?;
        match key {
            None => Some(self.of_state(country, None)),
            Some(key) => self.organs.iter().find(|organ| organ.key == key).map(|organ| self.of_state(country, Some(organ))),
        }
    }
}
