//! The places of the world: names to places, read in place from a packed file.
//!
//! In:  the packed file's bytes (carried by the binary, or of the user's own), which `gazetteer_pack` writes; places of our own.
//! Out: `Gazetteer`: `lookup` by folded name, `similar` by consonants, `get` by number.
//!
//! Opening reads the header only: the names are an `fst`, the places are fixed rows of little-endian numbers.
//!
//! Not here: which of several places is meant (`resolve::where_`).

use super::fold::{bare, fold, skeleton};
use crate::DataError;
use dateline_model::{Place, PlaceId};
use std::collections::HashMap;
use std::sync::Arc;

/// What stands before the format's version.
pub(super) const MAGIC: &[u8; 8] = b"DLGAZ\0\x00\x01";
/// Bytes of one place's row: id, lat, lon, population, name offset (u32 each), first- and second-order unit (u16), country (2), feature, name length.
pub(super) const ROW: usize = 28;
/// Number of a unit that is not known.
pub(super) const NO_UNIT: u16 = u16::MAX;

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
    packed: Packed,
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
struct Packed {
    rows: Bytes,
    names: Bytes,
    postings: Bytes,
    units: Bytes,
    keys: fst::Map<Bytes>,
}

/// A slice of the packed file that keeps the file alive.
#[derive(Clone, Debug)]
struct Bytes {
    file: Arc<Vec<u8>>,
    carried: Option<&'static [u8]>,
    start: usize,
    end: usize,
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        let whole = self.carried.unwrap_or_else(|| self.file.as_slice());
        &whole[self.start..self.end]
    }
}

/// The feature codes, in the order of their numbers in the packed file.
pub(super) const FEATURES: &[&str] = &[
    "", "PPL", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLA5", "PPLC", "PPLCH", "PPLF", "PPLG", "PPLH", "PPLL", "PPLQ", "PPLR", "PPLS", "PPLW",
    "PPLX", "STLMT", "ADM1", "ADM2", "ADM3", "PCLI", "PCLD", "PCLS", "PCLIX", "TERR", "CONT", "RGN", "RGNE", "AREA", "ISL", "ISLS", "MT",
    "MTS", "PK", "PASS", "VAL", "PLAT", "DSRT", "SEA", "OCN", "GULF", "BAY", "STRT", "CHN", "CAPE", "PEN", "STM", "STMI", "LK", "RSV",
    "DAM", "CNL", "RD", "BDG", "RSTN", "PRT", "AIRP", "AIRB", "AIRF", "INSM", "MILB", "NVB", "CMP", "CMPRF", "HSP", "UNIV", "PRN", "OILF",
    "GASF", "OILR", "PS", "MN", "FRM", "BDRY", "CST", "DTCH", "HLL", "HLLS", "RUIN", "ANS", "TMPL", "MSQE", "FRST", "OAS", "WAD", "PRK",
    "RES", "FT", "BLDG", "FCL", "ZN", "TRIG",
];

impl Gazetteer {
    /// The gazetteer that the binary carries, without places of our own.
    ///
    /// - errors: the file was packed by another version of this program.
    pub fn carried() -> Result<Gazetteer, DataError> {
        let (file, carried) = (Arc::default(), Some(CARRIED));
        Gazetteer::open_bytes(Bytes { file, carried, start: 0, end: CARRIED.len() }, "models/gazetteer.bin")
    }

    /// A gazetteer from the bytes of a packed file; `place` names the file in messages.
    ///
    /// - errors: not such a file, or cut short.
    pub fn open(bytes: Vec<u8>, place: &str) -> Result<Gazetteer, DataError> {
        let end = bytes.len();
        Gazetteer::open_bytes(Bytes { file: Arc::new(bytes), carried: None, start: 0, end }, place)
    }

    fn open_bytes(whole: Bytes, place: &str) -> Result<Gazetteer, DataError> {
        let trouble = |what: &str| DataError::one(place, format!("{what}; build it again with “cargo xtask gazetteer”"));
        let bytes = whole.as_ref();
        if bytes.len() < 8 + 5 * 4 || &bytes[..8] != MAGIC {
            return Err(trouble("is no gazetteer of this version"));
        }
        let mut start = 8 + 5 * 4;
        let mut parts = Vec::with_capacity(5);
        for part in 0..5 {
            let end = start + number(bytes, 8 + part * 4) as usize;
            if end > bytes.len() {
                return Err(trouble("is cut short"));
            }
            parts.push(Bytes { start, end, ..whole.clone() });
            start = end;
        }
        let [rows, names, postings, units, keys] = <[Bytes; 5]>::try_from(parts).map_err(|_| trouble("is cut short"))?;
        let keys = fst::Map::new(keys).map_err(|_| trouble("has a damaged table of names"))?;
        Ok(Gazetteer { packed: Packed { rows, names, postings, units, keys }, own: Arc::default() })
    }

    /// The same gazetteer with these places of our own before its own. A packed place of the same id is hidden.
    pub fn with(self, mut places: Vec<OwnPlace>) -> Gazetteer {
        let base = self.packed_len();
        let ids: HashMap<u32, usize> =
            places.iter().enumerate().filter(|(_, own)| own.place.id.geonames().is_some()).map(|(i, own)| (own.place.id.0, i)).collect();
        let mut own = Own { units: vec![None; places.len()], ..Own::default() };
        for row in 0..base {
            let Some(at) = ids.get(&number(self.packed.rows.as_ref(), row as usize * ROW)) else { continue };
            // The row that is replaced lends what ours does not tell.
            let facts = self.facts(row);
            own.hidden.push(row);
            own.units[*at] = facts.admin1;
            places[*at].place.population = places[*at].place.population.max(u64::from(facts.population));
        }
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
        (self.packed.rows.as_ref().len() / ROW) as u32
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
        let hit = |value: u32| NameHit { index: value >> 1, main: value & 1 == 1 };
        if value >> 63 == 0 {
            self.add(hit(value as u32), hits);
        } else {
            let postings = self.packed.postings.as_ref();
            let start = (value as u32) as usize * 4;
            for i in 0..number(postings, start) as usize {
                self.add(hit(number(postings, start + 4 + i * 4)), hits);
            }
        }
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
            return PlaceFacts { id: place.id, lat, lon, population, country, admin1: self.own.units[i as usize], feature, own: true };
        }
        let rows = self.packed.rows.as_ref();
        let row = &rows[index as usize * ROW..(index as usize + 1) * ROW];
        let admin1 = u16::from_le_bytes([row[20], row[21]]);
        PlaceFacts {
            id: PlaceId(number(row, 0)),
            lat: f64::from(number(row, 4) as i32) / 1e5,
            lon: f64::from(number(row, 8) as i32) / 1e5,
            population: number(row, 12),
            country: [row[24], row[25]],
            admin1: (admin1 != NO_UNIT).then_some(admin1),
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

    /// The place of this id, found by search: for messages, not for inner loops.
    pub fn place(&self, id: PlaceId) -> Option<Place> {
        let own = self.own.places.iter().find(|own| own.place.id == id).map(|own| own.place.clone());
        own.or_else(|| {
            (0..self.packed_len())
                .find(|index| number(self.packed.rows.as_ref(), *index as usize * ROW) == id.0)
                .map(|index| self.get(index))
        })
    }

    /// Number of the place that is this first-order unit.
    fn unit(&self, unit: u16) -> Option<u32> {
        let units = self.packed.units.as_ref();
        units.get(unit as usize * 4..unit as usize * 4 + 4).map(|bytes| number(bytes, 0))
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

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
