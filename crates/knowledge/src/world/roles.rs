//! The PLOVER sector of a participant by its noun: "rebels" REB, "villagers" CVL.
//!
//! In:  `data/world/roles.tsv`.
//! Out: `Roles`.
//!
//! Not here: nouns of state organs (`organs.tsv`).

use crate::{DataError, DataSource, Table, Troubles};
use std::collections::HashMap;

/// Nouns and their sectors.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    nouns: HashMap<String, (String, String)>,
}

impl Roles {
    /// Reads and checks the table.
    ///
    /// - errors: a noun twice.
    pub fn load(source: &DataSource) -> Result<Roles, DataError> {
        let table = Table::read(source, "world/roles.tsv", &["noun", "sector", "inter", "note"])?;
        let mut troubles = Troubles::default();
        let mut roles = Roles::default();
        for row in &table.rows {
            if roles.nouns.insert(row.cell(0).to_string(), (row.cell(1).to_string(), row.cell(2).to_string())).is_some() {
                troubles.add(&row.place, format!("noun `{}` stands here twice; delete one row", row.cell(0)));
            }
        }
        troubles.or(roles)
    }

    /// PLOVER's sector of a noun, singular or plural.
    pub fn sector(&self, noun: &str) -> Option<&str> {
        self.find(noun).map(|(sector, _)| sector.as_str())
    }

    /// ACLED's word for a noun, singular or plural.
    pub fn inter(&self, noun: &str) -> Option<&str> {
        self.find(noun).map(|(_, inter)| inter.as_str()).filter(|inter| !inter.is_empty())
    }

    fn find(&self, noun: &str) -> Option<&(String, String)> {
        let noun = noun.to_lowercase();
        self.nouns
            .get(&noun)
            .or_else(|| self.nouns.get(noun.strip_suffix('s')?))
            .or_else(|| self.nouns.get(&format!("{}man", noun.strip_suffix("men")?)))
    }
}
