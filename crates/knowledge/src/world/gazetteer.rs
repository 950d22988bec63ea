//! The places of the world: names to places, read in place from a packed file.
//!
//! In:  the packed file's bytes (carried by the binary, or of the user's own), which `gazetteer_pack` writes; places of our own.
//! Out: `Gazetteer`: `lookup` by folded name, `similar` by consonants, `get` by number.
//!
//! Opening reads the header only: the names are an `fst`, the places are fixed rows of little-endian numbers. A file of the user's own is
//! mapped, so that twelve million places cost no more to open than two hundred thousand.
//!
//! Not here: which of several places is meant (`resolve::where_`).

use super::fold::{bare, fold, skeleton};
use super::gazetteer_bytes::{Bytes, number};
use crate::DataError;
use dateline_model::{Place, PlaceId};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Bytes of one place's row: id, lat, lon, population, name offset (u32 each), first- and second-order unit (u16 each), country (2), feature, name
/// length.
pub(super) const ROW: usize = 28;
/// Number of a unit that is not known.
pub(super) const NO_UNIT: u16 = u16::MAX;
/// Row of a unit that has none.
pub(super) const NO_ROW: u32 = u32::MAX;

static CARRIED: &[u8] = include_bytes!("../../../../models/gazetteer.bin");

/// One of the places that bear a name: its number in the gazetteer, and whether the name is its main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHit {
    /// Number in this gazetteer; not an id.
    pub index: u32,
    /// The name is the place's main name, not one of its alternates.
    pub main: bool,
}

/// What resolving weighs of a place, without allocating.
#[derive(Clone, Copy, Debug)]
pub struct PlaceFacts {
    /// GeoNames id, or a patch's.
    pub id: PlaceId,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 if unknown.
    pub population: u32,
    /// ISO 3166-1 alpha-2, zero bytes if none.
    pub country: [u8; 2],
    /// First-order unit: a number that is equal for places of one unit of one country.
    pub admin1: Option<u16>,
    /// Second-order unit: a number that is equal for places of one such unit.
    pub admin2: Option<u16>,
    /// GeoNames feature code.
    pub feature: &'static str,
    /// A row of `patches.tsv` or `countries.tsv`.
    pub own: bool,
}

/// A place that is not in the packed file: a row of `patches.tsv`, or a state.
#[derive(Clone, Debug)]
pub struct OwnPlace {
    /// The place.
    pub place: Place,
    /// Its other names.
    pub alternates: Vec<String>,
}

/// The gazetteer. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    pub(super) packed: Packed,
    own: Arc<Own>,
}

#[derive(Debug, Default)]
struct Own {
    places: Vec<OwnPlace>,
    units: Vec<Option<u16>>,
    names: HashMap<String, Vec<NameHit>>,
    skeletons: HashMap<String, Vec<NameHit>>,
    /// Rows of the packed file that an own place replaces.
    hidden: Vec<u32>,
}

/// The parts of the packed file.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    pub name: u64,
    pub rows: Bytes,
    pub names: Bytes,
    pub postings: Bytes,
    pub units: Bytes,
    pub subunits: Bytes,
    ids: Bytes,
    pub keys: fst::Map<Bytes>,
}

impl Packed {
    fn open(whole: &Bytes, place: &str) -> Result<Packed, DataError> {
        let (name, [rows, names, postings, units, subunits, ids, keys]) = whole.sections(place)?;
        let keys = fst::Map::new(keys)
            .map_err(|_| DataError::one(place, "has a damaged table of names; build it again with “dateline gazetteer import”"))?;
        Ok(Packed { name, rows, names, postings, units, subunits, ids, keys })
    }

    /// How many places it holds.
    pub fn len(&self) -> u32 {
        (self.rows.as_ref().len() / ROW) as u32
    }

    /// The row of an id.
    pub fn row_of(&self, id: u32) -> Option<u32> {
        let (rows, ids) = (self.rows.as_ref(), self.ids.as_ref());
        let at = |i: usize| number(ids, i * 4);
        let (mut low, mut high) = (0, ids.len() / 4);
        while low < high {
            let middle = (low + high) / 2;
            if number(rows, at(middle) as usize * ROW) < id { low = middle + 1 } else { high = middle }
        }
        (low < ids.len() / 4).then(|| at(low)).filter(|row| number(rows, *row as usize * ROW) == id)
    }

    /// The values behind a key's value in the `fst`: `row << 1 | main`.
    pub fn values(&self, value: u64, mut each: impl FnMut(u32)) {
        if value >> 63 == 0 {
            return each(value as u32);
        }
        let postings = self.postings.as_ref();
        let start = (value as u32) as usize * 4;
        (0..number(postings, start) as usize).for_each(|i| each(number(postings, start + 4 + i * 4)));
    }
}

/// The feature codes, in the order of their numbers in the packed file.
pub(super) const FEATURES: &[&str] = &[
    "", "PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLCH", "PPLF", "PPLG", "PPLH", "PPLL", "PPLQ", "PPLR", "PPLS", "PPLW",
    "PPLX", "STLMT", "ADM1", "ADM2", "ADM3", "PCLI", "PCLD", "PCLS", "PCLIX", "TERR", "CONT", "RGN", "RGNE", "AREA", "ISL", "ISLS", "MT",
    "MTS", "PK", "PASS", "VAL", "PLAT", "DSRT", "SEA", "OCN", "GULF", "BAY", "STRT", "CHN", "CAPE", "PEN", "STM", "STMI", "LK", "RSV",
    "DAM", "CNL", "RD", "BDG", "RSTN", "PRT", "AIRP", "AIRB", "AIRF", "INSM", "MILB", "NVB", "CMP", "CMPRF", "HSP", "UNIV", "PRN", "OILF",
    "GASF", "OILR", "PS", "MN", "FRM", "BDRY", "CST", "DTCH", "HLL", "HLLS", "RUIN", "ANS", "TMPL", "MSQE", "FRST", "OAS", "WAD", "PRK",
    "RES", "FT", "BLDG", "FCL", "ZN", "TRIG", "TNL", "SCH", "SQR", "RF", "PLN", "HTL", "MKT", "RSRT", "SPNG", "WLL", "STMX", "FLD", "LCTY",
];

impl Gazetteer {
    /// The gazetteer that the binary carries, without places of our own.
    ///
    /// - errors: the file was packed by another version of this program.
    pub fn carried() -> Result<Gazetteer, DataError> {
        Gazetteer::open_bytes(&Bytes::carried(CARRIED), "models/gazetteer.bin")
    }

    /// A gazetteer from the bytes of a packed file; `place` names the file in messages.
    ///
    /// - errors: not such a file, or cut short.
    pub fn open(bytes: Vec<u8>, place: &str) -> Result<Gazetteer, DataError> {
        Gazetteer::open_bytes(&Bytes::owned(bytes), place)
    }

    /// A gazetteer from a packed file, mapped and never read whole.
    ///
    /// - errors: the file cannot be opened, is not such a file, or is cut short.
    pub fn map(path: &Path) -> Result<Gazetteer, DataError> {
        Gazetteer::open_bytes(&Bytes::mapped(path)?, &path.display().to_string())
    }

    fn open_bytes(whole: &Bytes, place: &str) -> Result<Gazetteer, DataError> {
        Ok(Gazetteer { packed: Packed::open(whole, place)?, own: Arc::default() })
    }

    /// The name of the packed file's content: equal for equal places and names.
    pub fn content(&self) -> u64 {
        self.packed.name
    }

    /// The same gazetteer with these places of our own before its own. A packed place of the same id is hidden.
    pub fn with(self, mut places: Vec<OwnPlace>) -> Gazetteer {
        let base = self.packed_len();
        let mut own = Own { units: vec![None; places.len()], ..Own::default() };
        for (entry, unit) in places.iter_mut().zip(&mut own.units) {
            let place = &mut entry.place;
            let Some(row) = place.id.geonames().and_then(|id| self.packed.row_of(id)) else { continue };
            // The row that is replaced lends what ours does not tell.
            let facts = self.facts(row);
            own.hidden.push(row);
            *unit = facts.admin1;
            place.population = place.population.max(u64::from(facts.population));
        }
        own.hidden.sort_unstable();
        for (unit, entry) in own.units.iter_mut().zip(&mut places) {
            *unit = unit.or_else(|| self.unit_named(&entry.place.country, &entry.place.admin1));
            if entry.place.admin1.is_empty()
                && let Some(unit) = unit.and_then(|unit| self.unit(unit))
            {
                entry.place.admin1 = self.name(unit).to_string();
            }
        }
        for (i, entry) in places.iter().enumerate() {
            let index = base + i as u32;
            for (n, name) in std::iter::once(&entry.place.name).chain(&entry.alternates).enumerate() {
                let hit = NameHit { index, main: n == 0 };
                let folded = fold(name);
                let shorter = bare(&folded);
                let file = |names: &mut HashMap<String, Vec<NameHit>>, key: String| {
                    let hits = names.entry(key).or_default();
                    if !hits.iter().any(|known| known.index == index) {
                        hits.push(hit);
                    }
                };
                if let Some(consonants) = skeleton(&folded) {
                    file(&mut own.skeletons, consonants);
                }
                if *shorter != *folded {
                    file(&mut own.names, shorter.into_owned());
                }
                file(&mut own.names, folded);
            }
        }
        own.places = places;
        Gazetteer { own: Arc::new(own), ..self }
    }

    fn packed_len(&self) -> u32 {
        self.packed.len()
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.packed_len() as usize + self.own.places.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places that bear this folded name (see `fold`), those of our own first, then by population, greatest first.
    pub fn lookup(&self, folded: &str) -> Vec<NameHit> {
        let mut hits = self.own.names.get(folded).cloned().unwrap_or_default();
        self.packed_hits(folded, &mut hits);
        hits
    }

    /// The places whose name has the same consonants, by population; only for names that were first written in another script.
    pub fn similar(&self, folded: &str) -> Vec<NameHit> {
        let Some(consonants) = skeleton(folded) else { return Vec::new() };
        let mut hits = self.own.skeletons.get(&consonants).cloned().unwrap_or_default();
        self.packed_hits(&format!("#{consonants}"), &mut hits);
        hits
    }

    /// Whether any place bears this folded name. Cheaper than `lookup`.
    pub fn knows(&self, folded: &str) -> bool {
        self.own.names.contains_key(folded) || self.packed.keys.contains_key(folded)
    }

    fn packed_hits(&self, key: &str, hits: &mut Vec<NameHit>) {
        let Some(value) = self.packed.keys.get(key) else { return };
        self.packed.values(value, |value| self.add(NameHit { index: value >> 1, main: value & 1 == 1 }, hits));
    }

    fn add(&self, hit: NameHit, hits: &mut Vec<NameHit>) {
        if self.own.hidden.binary_search(&hit.index).is_err() && !hits.iter().any(|known| known.index == hit.index) {
            hits.push(hit);
        }
    }

    /// What resolving weighs of the place of this number.
    pub fn facts(&self, index: u32) -> PlaceFacts {
        if let Some(i) = index.checked_sub(self.packed_len()) {
            let place = &self.own.places[i as usize].place;
            let country = <[u8; 2]>::try_from(place.country.as_bytes()).unwrap_or_default();
            let feature = FEATURES.iter().find(|known| **known == place.feature).copied().unwrap_or("");
            let (lat, lon, population) = (place.lat, place.lon, place.population.min(u64::from(u32::MAX)) as u32);
            let admin1 = self.own.units[i as usize];
            return PlaceFacts { id: place.id, lat, lon, population, country, admin1, admin2: None, feature, own: true };
        }
        let rows = self.packed.rows.as_ref();
        let row = &rows[index as usize * ROW..(index as usize + 1) * ROW];
        let unit = |at: usize| Some(u16::from_le_bytes([row[at], row[at + 1]])).filter(|unit| *unit != NO_UNIT);
        PlaceFacts {
            id: PlaceId(number(row, 0)),
            lat: f64::from(number(row, 4) as i32) / 1e5,
            lon: f64::from(number(row, 8) as i32) / 1e5,
            population: number(row, 12),
            country: [row[24], row[25]],
            admin1: unit(20),
            admin2: unit(22),
            feature: FEATURES.get(row[26] as usize).copied().unwrap_or(""),
            own: false,
        }
    }

    /// The main name of the place of this number.
    pub fn name(&self, index: u32) -> &str {
        if let Some(i) = index.checked_sub(self.packed_len()) {
            return &self.own.places[i as usize].place.name;
        }
        let rows = self.packed.rows.as_ref();
        let row = &rows[index as usize * ROW..(index as usize + 1) * ROW];
        let (start, length) = (number(row, 16) as usize, row[27] as usize);
        std::str::from_utf8(&self.packed.names.as_ref()[start..start + length]).unwrap_or("")
    }

    /// The place of this number, in full.
    pub fn get(&self, index: u32) -> Place {
        if let Some(i) = index.checked_sub(self.packed_len()) {
            return self.own.places[i as usize].place.clone();
        }
        let facts = self.facts(index);
        Place {
            id: facts.id,
            name: self.name(index).to_string(),
            country: std::str::from_utf8(&facts.country).unwrap_or("").trim_end_matches('\0').to_string(),
            admin1: facts.admin1.and_then(|unit| self.unit(unit)).map(|unit| self.name(unit).to_string()).unwrap_or_default(),
            lat: facts.lat,
            lon: facts.lon,
            feature: facts.feature.to_string(),
            population: u64::from(facts.population),
        }
    }

    /// The place of this id.
    pub fn place(&self, id: PlaceId) -> Option<Place> {
        let own = self.own.places.iter().find(|own| own.place.id == id).map(|own| own.place.clone());
        own.or_else(|| self.packed.row_of(id.0).map(|index| self.get(index)))
    }

    /// Number of the place that is this first-order unit.
    fn unit(&self, unit: u16) -> Option<u32> {
        row_of_unit(&self.packed.units, unit)
    }

    /// Name of the second-order unit that a place lies in; none where it is not known.
    pub fn admin2(&self, facts: &PlaceFacts) -> Option<&str> {
        facts.admin2.and_then(|unit| row_of_unit(&self.packed.subunits, unit)).map(|row| self.name(row))
    }

    /// The first-order unit of this country whose main or other name this is.
    pub fn unit_named(&self, country: &str, name: &str) -> Option<u16> {
        if name.is_empty() {
            return None;
        }
        let mut hits = Vec::new();
        self.packed_hits(&fold(name), &mut hits);
        hits.iter()
            .map(|hit| self.facts(hit.index))
            .find(|facts| facts.feature == "ADM1" && facts.country == country.as_bytes())
            .and_then(|facts| facts.admin1)
    }
}

fn row_of_unit(units: &Bytes, unit: u16) -> Option<u32> {
    let units = units.as_ref();
    units.get(unit as usize * 4..unit as usize * 4 + 4).map(|bytes| number(bytes, 0)).filter(|row| *row != NO_ROW)
}
