//! Writes the packed file that `Gazetteer` opens.
//!
//! In:  places with all their names, in any order.
//! Out: the file's bytes; the same places give the same bytes.
//!
//! Layout: magic; five lengths (u32); rows; names; postings; first-order units (u32 row numbers); names to rows (`fst`).
//! A name's value is `row << 1 | main`, or with the top bit set the offset, in u32, of its posting list: count, then such values.
//!
//! Not here: where the places come from (`xtask gazetteer`).

use super::fold::{bare, fold, skeleton};
use super::gazetteer::{FEATURES, MAGIC, NO_UNIT, ROW};
use dateline_model::PlaceId;
use std::collections::{BTreeMap, HashMap};

/// A place to pack.
#[derive(Debug, Clone, Default)]
pub struct PackedPlace {
    /// GeoNames id.
    pub id: u32,
    /// Main name.
    pub name: String,
    /// Other names, in any script.
    pub alternates: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Code of the first-order unit, unique in the world: "SY.09"; empty if unknown.
    pub admin1: String,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// GeoNames feature code; an unknown one is packed as none.
    pub feature: String,
    /// Inhabitants, 0 if unknown.
    pub population: u32,
}

/// Countries whose names reach us from another script, so that consonants are worth an index.
const TRANSLITERATED: &[&str] = &[
    "AE", "AF", "AM", "AZ", "BH", "BY", "DJ", "DZ", "EG", "ER", "ET", "GE", "IL", "IQ", "IR", "JO", "KG", "KW", "KZ", "LB", "LY", "MA",
    "MR", "OM", "PK", "PS", "QA", "RU", "SA", "SD", "SO", "SS", "SY", "TD", "TJ", "TM", "TN", "TR", "UA", "UZ", "YE",
];

/// The bytes of the packed file. A first-order unit is a place of feature ADM1 whose `admin1` is its own code.
pub fn pack(mut places: Vec<PackedPlace>) -> Vec<u8> {
    places.retain(|place| place.id < PlaceId::FIRST_PATCH && !place.name.is_empty() && place.name.len() < 256);
    places.sort_by_key(|place| (std::cmp::Reverse(place.population), place.id));
    let mut units: Vec<(&str, u32)> = places
        .iter()
        .enumerate()
        .filter(|(_, place)| place.feature == "ADM1" && !place.admin1.is_empty())
        .map(|(row, place)| (place.admin1.as_str(), row as u32))
        .collect();
    units.sort();
    units.dedup_by_key(|unit| unit.0);
    let unit_numbers: HashMap<&str, u16> = units.iter().enumerate().map(|(number, (code, _))| (*code, number as u16)).collect();

    let mut rows = Vec::with_capacity(places.len() * ROW);
    let mut names = Vec::new();
    let mut keys: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (row, place) in places.iter().enumerate() {
        let feature = FEATURES.iter().position(|known| *known == place.feature).unwrap_or(0) as u8;
        let unit = unit_numbers.get(place.admin1.as_str()).copied().unwrap_or(NO_UNIT);
        for value in [
            place.id,
            (place.lat * 1e5).round() as i32 as u32,
            (place.lon * 1e5).round() as i32 as u32,
            place.population,
            names.len() as u32,
        ] {
            rows.extend_from_slice(&value.to_le_bytes());
        }
        rows.extend_from_slice(&unit.to_le_bytes());
        rows.extend_from_slice(&[0, 0]);
        let country = place.country.as_bytes();
        rows.extend_from_slice(&[
            country.first().copied().unwrap_or(0),
            country.get(1).copied().unwrap_or(0),
            feature,
            place.name.len() as u8,
        ]);
        names.extend_from_slice(place.name.as_bytes());

        let mut add = |key: String, main: bool| {
            let values = keys.entry(key).or_default();
            // Names come main first, so the first entry of a place is the one to keep.
            if values.last().is_none_or(|last| last >> 1 != row as u32) {
                values.push((row as u32) << 1 | u32::from(main));
            }
        };
        let transliterated = TRANSLITERATED.contains(&place.country.as_str());
        for (n, name) in std::iter::once(&place.name).chain(&place.alternates).enumerate() {
            let folded = fold(name);
            if folded.chars().count() < 2 || folded.chars().count() > 60 || !wanted(name) {
                continue;
            }
            if transliterated && folded.is_ascii() {
                let shorter = bare(&folded);
                if *shorter != *folded {
                    add(shorter.into_owned(), false);
                }
                if let Some(consonants) = skeleton(&folded) {
                    add(format!("#{consonants}"), n == 0);
                }
            }
            add(folded, n == 0);
        }
    }
    let mut postings: Vec<u8> = Vec::new();
    let mut builder = fst::MapBuilder::memory();
    for (key, values) in &mut keys {
        values.sort_unstable();
        values.dedup_by_key(|value| *value >> 1);
        let value = match values.as_slice() {
            [one] => u64::from(*one),
            many => {
                let start = postings.len() as u64 / 4;
                postings.extend_from_slice(&(many.len() as u32).to_le_bytes());
                many.iter().for_each(|value| postings.extend_from_slice(&value.to_le_bytes()));
                1 << 63 | start
            }
        };
        builder.insert(key, value).expect("keys come sorted from the map");
    }
    let keys = builder.into_inner().expect("writing to memory does not fail");
    let unit_rows: Vec<u8> = units.iter().flat_map(|(_, row)| row.to_le_bytes()).collect();
    let parts = [rows, names, postings, unit_rows, keys];
    let mut file = MAGIC.to_vec();
    parts.iter().for_each(|part| file.extend_from_slice(&(part.len() as u32).to_le_bytes()));
    parts.iter().for_each(|part| file.extend_from_slice(part));
    file
}

/// Names of Latin, Cyrillic, Greek or Arabic script that begin with a capital where the script has them; machine romanisations of others begin low.
fn wanted(name: &str) -> bool {
    let first = name.chars().find(|c| c.is_alphabetic());
    let script = name.chars().all(|c| !c.is_alphabetic() || matches!(c as u32, 0..=0x6FF | 0x1E00..=0x1FFF | 0xFB50..=0xFEFF));
    script
        && first.is_some_and(|c| {
            !c.is_lowercase() || name.split([' ', '-']).skip(1).any(|word| word.chars().next().is_some_and(char::is_uppercase))
        })
}

#[cfg(test)]
mod tests {
    use super::super::gazetteer::Gazetteer;
    use super::*;

    fn place(id: u32, name: &str, alternates: &[&str], country: &str, feature: &str, population: u32) -> PackedPlace {
        PackedPlace {
            id,
            name: name.into(),
            alternates: alternates.iter().map(|name| name.to_string()).collect(),
            country: country.into(),
            admin1: format!("{country}.01"),
            lat: 36.5,
            lon: -37.25,
            feature: feature.into(),
            population,
        }
    }

    #[test]
    fn what_is_packed_is_found_again() {
        let places = vec![
            place(1, "Kassaba", &["Al Kassah", "Kassa"], "SY", "PPL", 10),
            place(2, "Kassa", &[], "FR", "PPLA", 900),
            place(3, "Norland", &[], "SY", "ADM1", 0),
        ];
        let gazetteer = Gazetteer::open(pack(places), "test").unwrap();
        let ids: Vec<u32> = gazetteer.lookup("kassa").iter().map(|hit| gazetteer.facts(hit.index).id.0).collect();
        assert_eq!(ids, [2, 1], "greater first");
        let found = gazetteer.get(gazetteer.lookup("kassah")[0].index);
        assert_eq!((found.name.as_str(), found.admin1.as_str(), found.lat, found.lon), ("Kassaba", "Norland", 36.5, -37.25));
        assert_eq!(gazetteer.similar("qasseba").len(), 1);
        assert!(!gazetteer.knows("kessa"));
    }

    #[test]
    fn a_cut_file_is_refused() {
        let mut bytes = pack(vec![place(1, "Kassa", &[], "SY", "PPL", 10)]);
        bytes.truncate(40);
        let error = Gazetteer::open(bytes, "g.bin").unwrap_err();
        assert_eq!(error.troubles, ["g.bin: is cut short; build it again with “cargo xtask gazetteer”"]);
    }
}
