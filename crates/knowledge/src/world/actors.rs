//! Who is who: actors of conflicts, their names in time, and the organs that every state has.
//!
//! In:  `data/world/actors.tsv`, `aliases.tsv`, `organs.tsv`.
//! Out: `Actors`: by id, by alias; `organ` builds the actor of a state's army, police or ministry from the state and a noun.
//!
//! Not here: which actor a mention means (`resolve::who`).

use super::countries::{Countries, Country, is_acronym};
use super::fold::{bare, fold};
use crate::{DataError, DataSource, Table, Troubles};
use dateline_model::{ActorId, Date, SpeakerKind};
use std::collections::HashMap;

const ACTORS: [&str; 13] = [
    "id",
    "name",
    "kind",
    "country",
    "parents",
    "affiliations",
    "valid_from",
    "valid_to",
    "inter",
    "sector",
    "ucdp_name",
    "summary",
    "note",
];
const ALIASES: [&str; 6] = ["alias", "actor", "valid_from", "valid_to", "flag", "language"];
const ORGANS: [&str; 7] = ["organ", "name", "kind", "inter", "sector", "nouns", "note"];

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
    /// The word of the tables.
    pub fn parse(word: &str) -> Option<ActorKind> {
        Some(match word {
            "state" => ActorKind::State,
            "official" => ActorKind::Official,
            "military" => ActorKind::Military,
            "police" => ActorKind::Police,
            "armed_group" => ActorKind::ArmedGroup,
            "coalition" => ActorKind::Coalition,
            "party" => ActorKind::Party,
            "igo" => ActorKind::Igo,
            "ngo" => ActorKind::Ngo,
            "monitor" => ActorKind::Monitor,
            "media" => ActorKind::Media,
            "business" => ActorKind::Business,
            "people" => ActorKind::People,
            "person" => ActorKind::Person,
            _ => return None,
        })
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
    pub parents: Vec<ActorId>,
    /// Those it works for or with.
    pub affiliations: Vec<ActorId>,
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
}

impl Actor {
    /// Whether it bore its name on that day; unknown bounds hold.
    pub fn lived_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// One name of an actor.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Number of the actor in `Actors`.
    pub actor: usize,
    /// Written in capitals, and only so it is this name ("IS", not "is").
    pub acronym: bool,
    /// The name says too little without other evidence in the document ("the Observatory").
    pub weak: bool,
    /// First day of this name.
    pub valid_from: Option<Date>,
    /// Last day of this name.
    pub valid_to: Option<Date>,
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
    organs: Vec<Organ>,
    nouns: HashMap<String, usize>,
    first_words: HashMap<String, usize>,
    written: Vec<String>,
}

impl Actors {
    /// Reads and checks the three tables.
    ///
    /// - errors: unknown kinds and ids, ids twice, dates that are none or out of order, an alias of two actors that is not declared.
    pub fn load(source: &DataSource, countries: &Countries) -> Result<Actors, DataError> {
        let mut troubles = Troubles::default();
        let mut actors = Actors::default();
        let rows = troubles.take(Table::read(source, "world/actors.tsv", &ACTORS)).map(|table| table.rows).unwrap_or_default();
        for row in &rows {
            let Some(kind) = ActorKind::parse(row.cell(2)) else {
                troubles.add(&row.place, format!("kind `{}` is unknown; see docs of `ActorKind`", row.cell(2)));
                continue;
            };
            if !row.cell(3).is_empty() && countries.get(row.cell(3)).is_none() {
                troubles.add(&row.place, format!("country `{}` is no code of countries.tsv; correct it", row.cell(3)));
            }
            let actor = Actor {
                id: ActorId::new(row.cell(0)),
                name: row.cell(1).to_string(),
                kind,
                country: row.cell(3).to_string(),
                parents: row.list(4).map(ActorId::new).collect(),
                affiliations: row.list(5).map(ActorId::new).collect(),
                valid_from: day(row.cell(6), false, &row.place, &mut troubles),
                valid_to: day(row.cell(7), true, &row.place, &mut troubles),
                inter: row.cell(8).to_string(),
                sector: row.cell(9).to_string(),
                ucdp_name: row.cell(10).to_string(),
            };
            if let (Some(from), Some(to)) = (actor.valid_from, actor.valid_to)
                && to < from
            {
                troubles.add(&row.place, format!("actor `{}` ends {to}, before it begins {from}; swap the dates or correct one", actor.id));
            }
            if row.cell(12).is_empty() {
                troubles.add(&row.place, format!("actor `{}` has no note of its source; write one", actor.id));
            }
            if actors.ids.insert(actor.id.clone(), actors.all.len()).is_some() {
                troubles.add(&row.place, format!("actor `{}` stands here twice; delete one row", actor.id));
            }
            actors.all.push(actor);
        }
        actors.load_organs(source, &mut troubles);
        for (row, actor) in rows.iter().zip(&actors.all) {
            for other in actor.parents.iter().chain(&actor.affiliations).filter(|id| !actors.exists(id, countries)) {
                troubles.add(&row.place, format!("actor `{}` refers to `{other}`, which is no actor; correct the id", actor.id));
            }
        }
        actors.load_aliases(source, &mut troubles);
        troubles.or(actors)
    }

    fn load_organs(&mut self, source: &DataSource, troubles: &mut Troubles) {
        for row in troubles.take(Table::read(source, "world/organs.tsv", &ORGANS)).map(|table| table.rows).unwrap_or_default() {
            let Some(kind) = ActorKind::parse(row.cell(2)) else {
                troubles.add(&row.place, format!("kind `{}` is unknown; see docs of `ActorKind`", row.cell(2)));
                continue;
            };
            for noun in row.list(5) {
                if self.nouns.insert(fold(noun), self.organs.len()).is_some() {
                    troubles.add(&row.place, format!("noun `{noun}` stands at two organs; keep one"));
                }
            }
            let text = |index: usize| row.cell(index).to_string();
            self.organs.push(Organ { key: text(0), name: text(1), kind, inter: text(3), sector: text(4) });
        }
    }

    fn load_aliases(&mut self, source: &DataSource, troubles: &mut Troubles) {
        for index in 0..self.all.len() {
            let name = self.all[index].name.clone();
            self.file(&name, Alias { actor: index, acronym: is_acronym(&name), weak: false, valid_from: None, valid_to: None });
        }
        let rows = troubles.take(Table::read(source, "world/aliases.tsv", &ALIASES)).map(|table| table.rows).unwrap_or_default();
        let mut owners: HashMap<String, (usize, bool)> = HashMap::new();
        for row in &rows {
            let Some(&actor) = self.ids.get(&ActorId::new(row.cell(1))) else {
                troubles.add(
                    &row.place,
                    format!("alias `{}` names actor `{}`, which is no row of actors.tsv; add it", row.cell(0), row.cell(1)),
                );
                continue;
            };
            let weak = match row.cell(4) {
                "" => false,
                "ambiguous" => true,
                other => {
                    troubles.add(&row.place, format!("flag `{other}` is unknown; write `ambiguous` or nothing"));
                    continue;
                }
            };
            let known = owners.insert(row.cell(0).to_string(), (actor, weak));
            if known.is_some_and(|(other, other_weak)| other != actor && !(weak && other_weak)) {
                troubles.add(&row.place, format!("alias `{}` has two actors; flag every row of it `ambiguous`", row.cell(0)));
            }
            let valid_from = day(row.cell(2), false, &row.place, troubles);
            let valid_to = day(row.cell(3), true, &row.place, troubles);
            self.file(row.cell(0), Alias { actor, acronym: is_acronym(row.cell(0)), weak, valid_from, valid_to });
        }
    }

    fn file(&mut self, name: &str, alias: Alias) {
        self.written.push(name.to_string());
        let folded = fold(name);
        let shorter = bare(&folded).into_owned();
        for key in if shorter == folded { vec![folded] } else { vec![folded, shorter] } {
            let words = key.split(' ').count();
            let most = self.first_words.entry(key.split(' ').next().unwrap_or_default().to_string()).or_default();
            *most = words.max(*most);
            let known = self.aliases.entry(key).or_default();
            match known.iter_mut().find(|other| other.actor == alias.actor) {
                // The file may call an actor's own short name ambiguous, where another bears it too.
                Some(other) => other.weak = alias.weak,
                None => known.push(alias.clone()),
            }
        }
    }

    fn exists(&self, id: &ActorId, countries: &Countries) -> bool {
        self.get(id, countries).is_some()
    }

    /// All rows of the actor file.
    pub fn iter(&self) -> impl Iterator<Item = &Actor> {
        self.all.iter()
    }

    /// Every name of every actor, as the tables write it; some more than once.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(String::as_str)
    }

    /// Number of words of the longest alias that begins with this folded word; 0 if none does.
    pub fn longest_from(&self, first: &str) -> usize {
        self.first_words.get(first).copied().unwrap_or(0)
    }

    /// The actor of this number.
    pub fn at(&self, index: usize) -> &Actor {
        &self.all[index]
    }

    /// The actors that bear this folded name.
    pub fn aliased(&self, folded: &str) -> &[Alias] {
        self.aliases.get(folded).map(Vec::as_slice).unwrap_or_default()
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
        let parents = if kind == ActorKind::State { Vec::new() } else { vec![ActorId::new(&country.iso3)] };
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
        }
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

/// A day, month or year; `last` takes the last day of a month or year.
fn day(text: &str, last: bool, place: &str, troubles: &mut Troubles) -> Option<Date> {
    if text.is_empty() {
        return None;
    }
    let full = match text.len() {
        4 => format!("{text}-{}", if last { "12-31" } else { "01-01" }),
        7 => format!("{text}-01"),
        _ => text.to_string(),
    };
    match full.parse::<Date>() {
        Ok(date) if last && text.len() == 7 => Some(date.last_of_month()),
        Ok(date) => Some(date),
        Err(_) => {
            troubles.add(place, format!("“{text}” is no date; write 2014, 2014-03 or 2014-03-01"));
            None
        }
    }
}
