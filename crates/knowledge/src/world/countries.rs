//! States and territories, and the words that news uses for them.
//!
//! In:  `data/world/countries.tsv`.
//! Out: `Countries`: by code, and by word ("Syria", "Syrian", "Damascus", "the Kremlin"), with what kind of word it is.
//!
//! Not here: whether a capital's name means the town or the state (`resolve`).

use super::fold::fold;
use super::gazetteer::OwnPlace;
use crate::{DataError, DataSource, Table, Troubles};
use dateline_model::{Place, PlaceId};
use std::collections::HashMap;

const PATH: &str = "world/countries.tsv";
const COLUMNS: [&str; 13] = [
    "code",
    "iso3",
    "name",
    "aliases",
    "adjectives",
    "capital",
    "metonyms",
    "lat",
    "lon",
    "geonames",
    "population",
    "continent",
    "neighbours",
];

/// A state or territory.
#[derive(Debug, Clone)]
pub struct Country {
    /// ISO 3166-1 alpha-2, upper case.
    pub code: String,
    /// ISO 3166-1 alpha-3, lower case: the beginning of the ids of its actors.
    pub iso3: String,
    /// The name that news uses.
    pub name: String,
    /// The adjective that names are built with: "Syrian".
    pub adjective: String,
    /// Name of the capital.
    pub capital: String,
    /// Codes of the states that it borders.
    pub neighbours: Vec<String>,
    /// The state as a place.
    pub place: OwnPlace,
}

/// What kind of word names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountryWord {
    /// "Syria", "UAE".
    Name,
    /// "Syrian", "Syrians".
    Adjective,
    /// "Damascus", "the Kremlin": stands for the government.
    Metonym,
}

/// All states and territories, indexed.
#[derive(Debug, Clone, Default)]
pub struct Countries {
    all: Vec<Country>,
    codes: HashMap<String, usize>,
    words: HashMap<String, Vec<(usize, CountryWord, bool)>>,
}

impl Countries {
    /// Reads and checks the table.
    ///
    /// - errors: unreadable numbers, a code twice, a neighbour that is no row.
    pub fn load(source: &DataSource) -> Result<Countries, DataError> {
        let table = Table::read(source, PATH, &COLUMNS)?;
        let mut troubles = Troubles::default();
        let mut countries = Countries::default();
        for row in &table.rows {
            let number = |index: usize| row.cell(index).parse::<f64>().ok();
            let (Some(id), Some(population)) = (number(9), number(10)) else {
                troubles.add(&row.place, "has no GeoNames id or population; write both as whole numbers");
                continue;
            };
            let adjectives: Vec<&str> = row.list(4).collect();
            let country = Country {
                code: row.cell(0).to_string(),
                iso3: row.cell(1).to_string(),
                name: row.cell(2).to_string(),
                adjective: adjectives.first().copied().unwrap_or(row.cell(2)).to_string(),
                capital: row.cell(5).to_string(),
                neighbours: row.list(12).map(str::to_string).collect(),
                place: OwnPlace {
                    place: Place {
                        id: PlaceId(id as u32),
                        name: row.cell(2).to_string(),
                        country: row.cell(0).to_string(),
                        admin1: String::new(),
                        lat: number(7).unwrap_or_default(),
                        lon: number(8).unwrap_or_default(),
                        feature: "PCLI".to_string(),
                        population: population as u64,
                    },
                    alternates: row.list(3).map(str::to_string).collect(),
                },
            };
            let index = countries.all.len();
            if countries.codes.insert(country.code.clone(), index).is_some() {
                troubles.add(&row.place, format!("`{}` stands here twice; delete one row", country.code));
            }
            let names = std::iter::once(row.cell(2)).chain(row.list(3)).map(|word| (word, CountryWord::Name));
            let adjectives = adjectives.into_iter().map(|word| (word, CountryWord::Adjective));
            let metonyms = row.list(6).map(|word| (word, CountryWord::Metonym));
            for (word, kind) in names.chain(adjectives).chain(metonyms) {
                let entry = countries.words.entry(fold(word.trim_start_matches("the "))).or_default();
                if !entry.iter().any(|(known, _, _)| *known == index) {
                    entry.push((index, kind, is_acronym(word)));
                }
            }
            countries.all.push(country);
        }
        for (row, country) in table.rows.iter().zip(&countries.all) {
            for neighbour in country.neighbours.iter().filter(|code| !countries.codes.contains_key(*code)) {
                troubles.add(&row.place, format!("neighbour `{neighbour}` is no row of this table; correct the code"));
            }
        }
        troubles.or(countries)
    }

    /// All of them, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Country> {
        self.all.iter()
    }

    /// The country of this ISO 3166-1 alpha-2 code.
    pub fn get(&self, code: &str) -> Option<&Country> {
        self.codes.get(code).map(|index| &self.all[*index])
    }

    /// The country of this ISO 3166-1 alpha-3 code in lower case.
    pub fn of_iso3(&self, iso3: &str) -> Option<&Country> {
        self.all.iter().find(|country| country.iso3 == iso3)
    }

    /// Every folded word for a country, in no order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(String::as_str)
    }

    /// The countries that these words name, the most populous first; "us" is no name, "US" is.
    pub fn named(&self, words: &str) -> Vec<(&Country, CountryWord)> {
        let words = words.trim_start_matches("the ").trim_start_matches("The ");
        let Some(found) = self.words.get(&fold(words)) else { return Vec::new() };
        let upper = is_acronym(words);
        let mut found: Vec<_> =
            found.iter().filter(|(_, _, acronym)| !acronym || upper).map(|(index, kind, _)| (&self.all[*index], *kind)).collect();
        if !words.chars().next().is_some_and(char::is_uppercase) {
            found.clear();
        }
        found.sort_by_key(|(country, _)| std::cmp::Reverse(country.place.place.population));
        found
    }
}

/// Two or more letters, all upper case.
pub(crate) fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &[(&str, CountryWord)]) {
        let countries = Countries::load(&DataSource::Carried).expect("the table loads");
        let found: Vec<_> = countries.named(words).into_iter().map(|(country, kind)| (country.code.as_str(), kind)).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn words_name_countries() {
        check("Syrian", &[("SY", CountryWord::Adjective)]);
        check("the Kremlin", &[("RU", CountryWord::Metonym)]);
        check("Türkiye", &[("TR", CountryWord::Name)]);
        check("U.S.", &[("US", CountryWord::Name)]);
        check("us", &[]);
        check("Congolese", &[("CD", CountryWord::Adjective), ("CG", CountryWord::Adjective)]);
    }
}
