//! Writes the packed file that `Gazetteer` opens.
//!
//! In:  places with all their names, in any order; a packed file that they are to be laid over, if any.
//! Out: the new file's bytes; the same places in the same order give the same bytes.
//!
//! A name's value is `row << 1 | main`, or with the top bit set the offset, in u32, of its posting list: count, then such values, the most
//! populous place first.
//!
//! Not here: where the places come from (`xtask gazetteer`, `gazetteer_import`); the layout of the parts (`gazetteer_bytes`).

use super::fold::{bare, fold, skeleton};
use super::gazetteer::{FEATURES, NO_ROW, NO_UNIT, Packed, ROW};
use super::gazetteer_bytes::{Fnv, HEADER, MAGIC, SECTIONS, Section, number};
use super::gazetteer_runs::{Runs, Spool};
use fst::Streamer;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

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
    /// Code of the second-order unit, unique in the world: "SY.09.1784"; empty if unknown.
    pub admin2: String,
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

/// The bytes of the packed file, the most populous places first. A first-order unit is a place of feature ADM1 whose `admin1` is its own code.
pub fn pack(mut places: Vec<PackedPlace>) -> Vec<u8> {
    places.sort_by_key(|place| (std::cmp::Reverse(place.population), place.id));
    let mut file = Cursor::new(Vec::new());
    let packed = Packer::new(None, None).and_then(|mut packer| {
        places.iter().try_for_each(|place| packer.add(place).map(|_| ()))?;
        packer.finish(&mut file)
    });
    packed.expect("memory is written without errors");
    file.into_inner()
}

/// Takes places one by one, and writes the file at the end.
#[derive(Debug)]
pub(super) struct Packer {
    folder: Option<PathBuf>,
    base: Option<Packed>,
    /// Rows of the base, as they now are.
    base_rows: Vec<u8>,
    rows: Spool,
    names: Spool,
    runs: Runs,
    units: Codes,
    subunits: Codes,
    /// Id, population, and whether its names come from another script, of every row.
    known: Vec<(u32, u32, bool)>,
}

/// Codes of units with their numbers, and the rows of the units.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Codes {
    rows: Vec<u32>,
    numbers: BTreeMap<String, u16>,
}

/// Where a packer stands, to go on from there.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Saved {
    rows: u64,
    names: u64,
    runs: usize,
    units: Codes,
    subunits: Codes,
}

impl Codes {
    fn of(packed: &super::gazetteer_bytes::Bytes) -> Codes {
        let bytes = packed.as_ref();
        Codes { rows: (0..bytes.len() / 4).map(|unit| number(bytes, unit * 4)).collect(), numbers: BTreeMap::new() }
    }

    fn number(&mut self, code: &str) -> u16 {
        if code.is_empty() {
            return NO_UNIT;
        }
        if let Some(known) = self.numbers.get(code) {
            return *known;
        }
        let Some(number) = u16::try_from(self.rows.len()).ok().filter(|number| *number != NO_UNIT) else { return NO_UNIT };
        self.rows.push(NO_ROW);
        self.numbers.insert(code.to_string(), number);
        number
    }

    /// For each number the first that means the same unit: a code of a dump and the base's own number may be one.
    fn canonical(&self) -> Vec<u16> {
        let mut first: HashMap<u32, u16> = HashMap::new();
        let same = |(number, row): (usize, &u32)| if *row == NO_ROW { number as u16 } else { *first.entry(*row).or_insert(number as u16) };
        self.rows.iter().enumerate().map(same).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        self.rows.iter().flat_map(|row| row.to_le_bytes()).collect()
    }
}

impl Packer {
    /// A packer that keeps everything in memory, or in a folder; over the places of a base, or over none.
    pub fn new(folder: Option<&Path>, base: Option<&Packed>) -> io::Result<Packer> {
        let saved = Saved {
            units: base.map(|base| Codes::of(&base.units)).unwrap_or_default(),
            subunits: base.map(|base| Codes::of(&base.subunits)).unwrap_or_default(),
            ..Saved::default()
        };
        Packer::resumed(folder, base, saved, None)
    }

    /// The packer that `save` left, with the base's rows as they were then.
    pub fn resumed(folder: Option<&Path>, base: Option<&Packed>, saved: Saved, base_rows: Option<Vec<u8>>) -> io::Result<Packer> {
        let names = Spool::resumed(folder, "names", saved.names)?;
        let rows = Spool::resumed(folder, "rows", saved.rows)?;
        let base_rows = base_rows.unwrap_or_else(|| base.map(|base| base.rows.as_ref().to_vec()).unwrap_or_default());
        let runs = Runs::new(folder, saved.runs);
        let folder = folder.map(Path::to_path_buf);
        let (units, subunits) = (saved.units, saved.subunits);
        let mut packer = Packer { folder, base: base.cloned(), base_rows, rows, names, runs, units, subunits, known: Vec::new() };
        packer.known.extend(packer.base_rows.chunks_exact(ROW).map(known));
        let mut all = packer.rows.read()?;
        let mut row = [0; ROW];
        while all.read_exact(&mut row).is_ok() {
            packer.known.push(known(&row));
        }
        drop(all);
        if packer.names.len() == 0
            && let Some(base) = base
        {
            packer.names.write_all(base.names.as_ref())?;
        }
        Ok(packer)
    }

    /// Brings everything so far to the folder; gives what `resumed` needs, and the base's rows.
    pub fn save(&mut self) -> io::Result<(Saved, &[u8])> {
        self.runs.spill()?;
        self.rows.flush()?;
        self.names.flush()?;
        let (units, subunits) = (self.units.clone(), self.subunits.clone());
        Ok((Saved { rows: self.rows.len(), names: self.names.len(), runs: self.runs.spilled, units, subunits }, &self.base_rows))
    }

    /// Ids of all rows so far.
    pub fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.known.iter().map(|(id, ..)| *id)
    }

    /// Adds a place; gives its row, or none for one that cannot be packed: no name, a name of 256 bytes, an id of ours.
    pub fn add(&mut self, place: &PackedPlace) -> io::Result<Option<u32>> {
        if place.name.is_empty() || place.name.len() > 255 {
            return Ok(None);
        }
        let row = self.known.len() as u32;
        let bytes = self.row(place, row)?;
        self.rows.write_all(&bytes)?;
        self.known.push(known(&bytes));
        self.name(row, true, std::iter::once(place.name.as_str()))?;
        self.name(row, false, place.alternates.iter().map(String::as_str))?;
        Ok(Some(row))
    }

    /// Puts a newer record of the same place over a row of the base. Its population stays where the newer one knows none.
    pub fn update(&mut self, row: u32, place: &PackedPlace) -> io::Result<()> {
        let at = row as usize * ROW;
        let before: [u8; ROW] = self.base_rows[at..at + ROW].try_into().expect("a whole row");
        let mut bytes = self.row(place, row)?;
        if place.population == 0 {
            bytes[12..16].copy_from_slice(&before[12..16]);
        }
        // Its name is the same place's; the base's is kept, and so are units and a kind that the newer record does not tell.
        bytes[16..20].copy_from_slice(&before[16..20]);
        bytes[27] = before[27];
        for unit in [20, 22] {
            if bytes[unit..unit + 2] == NO_UNIT.to_le_bytes() || before[unit..unit + 2] != NO_UNIT.to_le_bytes() {
                bytes[unit..unit + 2].copy_from_slice(&before[unit..unit + 2]);
            }
        }
        if bytes[26] == 0 {
            bytes[26] = before[26];
        }
        self.base_rows[at..at + ROW].copy_from_slice(&bytes);
        self.known[row as usize] = known(&bytes);
        self.name(row, false, std::iter::once(place.name.as_str()))?;
        self.name(row, false, place.alternates.iter().map(String::as_str))
    }

    /// Gives a row more names. Those of scripts that nobody looks up are passed over.
    pub fn name<'n>(&mut self, row: u32, main: bool, names: impl Iterator<Item = &'n str>) -> io::Result<()> {
        let transliterated = self.known[row as usize].2;
        let value = row << 1 | u32::from(main);
        for name in names {
            let folded = fold(name);
            if folded.chars().count() < 2 || folded.chars().count() > 60 || !wanted(name) {
                continue;
            }
            if transliterated {
                let shorter = bare(&folded);
                if folded.is_ascii() && *shorter != *folded {
                    self.runs.add(&shorter, row << 1)?;
                }
                if let Some(consonants) = skeleton(&folded) {
                    self.runs.add(&format!("#{consonants}"), value)?;
                }
            }
            self.runs.add(&folded, value)?;
        }
        Ok(())
    }

    fn row(&mut self, place: &PackedPlace, row: u32) -> io::Result<[u8; ROW]> {
        let feature = FEATURES.iter().position(|known| *known == place.feature).unwrap_or(0) as u8;
        let (unit, subunit) = (self.units.number(&place.admin1), self.subunits.number(&place.admin2));
        match place.feature.as_str() {
            "ADM1" if unit != NO_UNIT && self.units.rows[unit as usize] == NO_ROW => self.units.rows[unit as usize] = row,
            "ADM2" if subunit != NO_UNIT && self.subunits.rows[subunit as usize] == NO_ROW => self.subunits.rows[subunit as usize] = row,
            _ => {}
        }
        let mut bytes = [0; ROW];
        let name = self.names.len() as u32;
        let degrees = |value: f64| (value * 1e5).round() as i32 as u32;
        for (i, value) in [place.id, degrees(place.lat), degrees(place.lon), place.population, name].into_iter().enumerate() {
            bytes[i * 4..i * 4 + 4].copy_from_slice(&value.to_le_bytes());
        }
        bytes[20..22].copy_from_slice(&unit.to_le_bytes());
        bytes[22..24].copy_from_slice(&subunit.to_le_bytes());
        let country = place.country.as_bytes();
        bytes[24..28].copy_from_slice(&[
            country.first().copied().unwrap_or(0),
            country.get(1).copied().unwrap_or(0),
            feature,
            place.name.len().min(255) as u8,
        ]);
        if row as usize >= self.known.len() {
            self.names.write_all(place.name.as_bytes())?;
        }
        Ok(bytes)
    }

    /// Writes the file.
    pub fn finish(mut self, out: &mut (impl Write + Seek)) -> io::Result<()> {
        let mut keys = fst::MapBuilder::new(Spool::new(self.folder.as_deref(), "keys")?).map_err(io::Error::other)?;
        let mut postings = Spool::new(self.folder.as_deref(), "postings")?;
        let runs = std::mem::replace(&mut self.runs, Runs::new(None, 0));
        let population = |value: &u32| self.known[(*value >> 1) as usize].1;
        let mut values = Vec::new();
        runs.merge(base_keys(self.base.clone()), |name, found| {
            values.clear();
            values.extend_from_slice(found);
            values.sort_by_key(|value| (value >> 1, value & 1 == 0));
            // A name that is main somewhere is main.
            values.dedup_by_key(|value| *value >> 1);
            values.sort_by_key(|value| (std::cmp::Reverse(population(value)), *value));
            let value = match values.as_slice() {
                [one] => u64::from(*one),
                many => {
                    let start = postings.len() / 4;
                    postings.write_all(&(many.len() as u32).to_le_bytes())?;
                    many.iter().try_for_each(|value| postings.write_all(&value.to_le_bytes()))?;
                    1 << 63 | start
                }
            };
            keys.insert(name, value).map_err(io::Error::other)
        })?;
        let mut keys = keys.into_inner().map_err(io::Error::other)?;
        let mut ids: Vec<(u32, u32)> = self.known.iter().enumerate().map(|(row, known)| (known.0, row as u32)).collect();
        ids.sort_unstable();
        let ids: Vec<u8> = ids.iter().flat_map(|(_, row)| row.to_le_bytes()).collect();
        let (unit, subunit) = (self.units.canonical(), self.subunits.canonical());
        let (units, subunits) = (self.units.bytes(), self.subunits.bytes());

        let (mut lengths, mut fnv) = ([0; SECTIONS], Fnv::new());
        out.write_all(&[0; HEADER])?;
        let rows = Remapped { rows: Box::new(self.base_rows.as_slice().chain(self.rows.read()?)), unit, subunit };
        lengths[Section::Rows as usize] = copy(rows, out, &mut fnv)?;
        lengths[Section::Names as usize] = copy(self.names.read()?, out, &mut fnv)?;
        lengths[Section::Postings as usize] = copy(postings.read()?, out, &mut fnv)?;
        lengths[Section::Units as usize] = copy(units.as_slice(), out, &mut fnv)?;
        lengths[Section::Subunits as usize] = copy(subunits.as_slice(), out, &mut fnv)?;
        lengths[Section::Ids as usize] = copy(ids.as_slice(), out, &mut fnv)?;
        lengths[Section::Keys as usize] = copy(keys.read()?, out, &mut fnv)?;
        out.seek(SeekFrom::Start(0))?;
        out.write_all(MAGIC)?;
        out.write_all(&fnv.0.to_le_bytes())?;
        lengths.iter().try_for_each(|length: &u64| out.write_all(&length.to_le_bytes()))?;
        out.flush()
    }
}

/// Id, population, and whether its names come from another script.
fn known(row: &[u8]) -> (u32, u32, bool) {
    let country = std::str::from_utf8(&row[24..26]).unwrap_or("");
    (number(row, 0), number(row, 12), TRANSLITERATED.contains(&country))
}

/// The names of a base, each with one row, in order.
fn base_keys(base: Option<Packed>) -> impl Iterator<Item = (Vec<u8>, u32)> {
    base.into_iter().flat_map(|base| {
        let mut pairs = Vec::new();
        let mut stream = base.keys.stream();
        while let Some((name, value)) = stream.next() {
            base.values(value, |value| pairs.push((name.to_vec(), value)));
        }
        pairs
    })
}

/// Rows whose numbers of units are the first that mean the same.
struct Remapped<'a> {
    rows: Box<dyn Read + 'a>,
    unit: Vec<u16>,
    subunit: Vec<u16>,
}

impl Read for Remapped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let whole = buffer.len() / ROW * ROW;
        let mut filled = 0;
        while filled < whole {
            match self.rows.read(&mut buffer[filled..whole])? {
                0 => break,
                read => filled += read,
            }
        }
        for row in buffer[..filled].chunks_exact_mut(ROW) {
            for (at, same) in [(20, &self.unit), (22, &self.subunit)] {
                let number = u16::from_le_bytes([row[at], row[at + 1]]);
                let number = same.get(number as usize).copied().unwrap_or(NO_UNIT);
                row[at..at + 2].copy_from_slice(&number.to_le_bytes());
            }
        }
        Ok(filled)
    }
}

/// Copies everything; gives its length.
fn copy(mut from: impl Read, to: &mut impl Write, fnv: &mut Fnv) -> io::Result<u64> {
    // Whole rows, so that a row is never cut.
    let mut buffer = vec![0; ROW * 8 * 512];
    let mut length = 0;
    loop {
        let mut filled = 0;
        while filled < buffer.len() {
            match from.read(&mut buffer[filled..])? {
                0 => break,
                read => filled += read,
            }
        }
        if filled == 0 {
            return Ok(length);
        }
        fnv.add(&buffer[..filled]);
        to.write_all(&buffer[..filled])?;
        length += filled as u64;
    }
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
            admin2: String::new(),
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
        bytes.truncate(90);
        let error = Gazetteer::open(bytes, "g.bin").unwrap_err();
        assert_eq!(error.troubles, ["g.bin: is cut short; build it again with “dateline gazetteer import” or “cargo xtask gazetteer”"]);
    }
}
