//! The world that words refer to: states, actors, outlets and places.
//!
//! In:  `data/world` and the packed gazetteer.
//! Out: `World`, checked and indexed.
//!
//! Not here: which of several is meant (`resolve`).

mod actor_words;
mod actors;
mod countries;
mod fold;
mod gazetteer;
mod gazetteer_bytes;
mod gazetteer_dump;
mod gazetteer_import;
mod gazetteer_pack;
mod gazetteer_runs;
mod import;
mod names;
mod patches;
mod roles;

pub use actor_words::{ActorWord, ActorWords};
pub use actors::{ACTOR_COLUMNS, ALIAS_COLUMNS, Actor, ActorKind, Actors, Alias, Organ, Spelling, Tie};
pub use countries::{Countries, Country, CountryWord};
pub use fold::{bare, fold, skeleton};
pub use gazetteer::{Gazetteer, NameHit, OwnPlace, PlaceFacts};
pub use gazetteer_import::{GazetteerImport, ImportError, ImportReport};
pub use gazetteer_pack::{PackedPlace, pack};
pub use import::{Imported, import_csv, import_petrarch};
pub use names::{NameSpot, Names};
pub use roles::Roles;

use crate::{DataError, DataSource, Table, Troubles};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Everything that `resolve` knows of the world. Load once; it never changes.
#[derive(Debug, Clone)]
pub struct World {
    /// States and territories.
    pub countries: Countries,
    /// Actors, outlets, monitors.
    pub actors: Actors,
    /// Where their names, and the words for countries, stand in a text.
    pub names: Names,
    /// What the words beside a name tell of it.
    pub actor_words: ActorWords,
    /// What nouns tell of participants without a name.
    pub roles: Roles,
    /// Folded words that some place somewhere is called by, and that mean no place in news: "council", "street".
    pub common_words: HashSet<String>,
    place_words: HashMap<String, String>,
    /// Places, states and patches included.
    pub gazetteer: Gazetteer,
}

impl World {
    /// What a word beside a name tells of it (`world/places/words.tsv`): unit, town, feature, area, direction, title.
    pub fn place_word(&self, word: &str) -> Option<&str> {
        self.place_words.get(word).map(String::as_str)
    }

    /// Reads `world/` from the source, and the gazetteer that the binary carries.
    ///
    /// - errors: everything that is wrong in any of the tables, at once.
    pub fn load(source: &DataSource) -> Result<World, DataError> {
        World::with_gazetteer(source, None, Gazetteer::carried()?)
    }

    /// The same with a folder of actors of the user's own (`actors.tsv`, `aliases.tsv`), whose rows win, and with another gazetteer.
    pub fn with_gazetteer(source: &DataSource, own: Option<&Path>, gazetteer: Gazetteer) -> Result<World, DataError> {
        let mut troubles = Troubles::default();
        let countries = troubles.take(Countries::load(source)).unwrap_or_default();
        let actors = troubles.take(Actors::load(source, own, &countries)).unwrap_or_default();
        let names = Names::new(actors.names().chain(countries.words()));
        let actor_words = troubles.take(ActorWords::load(source)).unwrap_or_default();
        let roles = troubles.take(Roles::load(source)).unwrap_or_default();
        let common = troubles.take(Table::read(source, "world/places/common_words.tsv", &["word"]));
        let common_words = common.map(|table| table.rows.iter().map(|row| fold(row.cell(0))).collect()).unwrap_or_default();
        let patches = troubles.take(patches::load(source, &countries)).unwrap_or_default();
        // A name of both goes to the state first: "Georgia" has a state of the same name in the file.
        let own = countries.iter().map(|country| country.place.clone()).chain(patches).collect();
        let beside = troubles.take(Table::read(source, "world/places/words.tsv", &["word", "kind"]));
        let pair = |row: &crate::Row| (row.cell(0).to_string(), row.cell(1).to_string());
        let place_words = beside.map(|table| table.rows.iter().map(pair).collect()).unwrap_or_default();
        troubles.or(World { countries, actors, names, actor_words, roles, common_words, place_words, gazetteer: gazetteer.with(own) })
    }
}

#[cfg(test)]
mod tests;
