//! Places of our own: villages, districts, regions, airports, dams and mountains that conflict news names and the packages lack.
//!
//! In:  `data/world/places/patches.tsv`.
//! Out: `OwnPlace`s, with ids from `PlaceId::FIRST_PATCH` on where GeoNames' is not known.
//!
//! An id is made of the row's name, country and feature, so that a row may move without changing it.

use super::countries::Countries;
use super::gazetteer::{FEATURES, OwnPlace};
use crate::{DataError, DataSource, Table, Troubles};
use dateline_model::{Place, PlaceId};

const COLUMNS: [&str; 9] = ["id", "name", "alternates", "country", "admin1", "feature", "lat", "lon", "note"];

/// Reads and checks the table.
///
/// - errors: unknown countries and features, coordinates off the globe, a place twice, a row without a note.
pub fn load(source: &DataSource, countries: &Countries) -> Result<Vec<OwnPlace>, DataError> {
    let table = Table::read(source, "world/places/patches.tsv", &COLUMNS)?;
    let mut troubles = Troubles::default();
    let mut places = Vec::with_capacity(table.rows.len());
    let mut seen = std::collections::HashMap::new();
    for row in &table.rows {
        let text = |index: usize| row.cell(index).to_string();
        let (name, country, feature) = (text(1), text(3), text(5));
        if !country.is_empty() && countries.get(&country).is_none() {
            troubles.add(&row.place, format!("country `{country}` is no code of countries.tsv; correct it"));
        }
        if !FEATURES.contains(&feature.as_str()) {
            troubles.add(&row.place, format!("feature `{feature}` is not known; take a GeoNames code that is"));
        }
        if row.cell(8).is_empty() {
            troubles.add(&row.place, format!("`{name}` has no note of its source; write one"));
        }
        let (Ok(lat), Ok(lon)) = (row.cell(6).parse::<f64>(), row.cell(7).parse::<f64>()) else {
            troubles.add(&row.place, format!("`{name}` has no coordinates; write degrees with a point"));
            continue;
        };
        if lat.abs() > 90.0 || lon.abs() > 180.0 {
            troubles.add(&row.place, format!("`{name}` lies at {lat}, {lon}, off the globe; correct it"));
        }
        let id = row.cell(0).parse().unwrap_or_else(|_| own_id(&[&name, &country, &feature]));
        if let Some(other) = seen.insert(id, row.place.clone()) {
            troubles.add(&row.place, format!("`{name}` has the id of {other}; delete one row or give it an id"));
        }
        let place = Place { id: PlaceId(id), name, country, admin1: text(4), lat, lon, feature, population: 0 };
        places.push(OwnPlace { place, alternates: row.list(2).map(str::to_string).collect() });
    }
    troubles.or(places)
}

/// FNV-1a of the parts, folded into the range of our own ids.
pub(super) fn own_id(parts: &[&str]) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    PlaceId::FIRST_PATCH + (hash % u64::from(u32::MAX - PlaceId::FIRST_PATCH)) as u32
}
