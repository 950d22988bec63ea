//! Lines of the GeoNames dump: a country file or `allCountries`, and `alternateNamesV2`; as text, or in the zip that they come in.
//!
//! In:  a file `SY.txt`, or `SY.zip` that holds one.
//! Out: its lines as records, with how many bytes were read.
//!
//! Format: geonames.org, `readme.txt` of the export: 19 columns by tab (id, name, ASCII name, alternate names by comma, latitude, longitude,
//! feature class, feature code, country, other countries, four admin codes, population, elevation, dem, time zone, day of change).
//!
//! Not here: which records are taken, and what becomes of them (`gazetteer_import`).

use super::gazetteer_pack::PackedPlace;
use crate::DataError;
use dateline_model::PlaceId;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// Columns of the dump.
const COLUMNS: usize = 19;

/// The lines of one text, numbered from 1.
pub(super) struct Lines {
    place: String,
    text: BufReader<Box<dyn Read>>,
    number: u64,
    bytes: u64,
    total: u64,
    line: Vec<u8>,
}

impl Lines {
    /// Opens a text, or the text of the same name inside a zip.
    ///
    /// - errors: the file cannot be read, or is a zip without such a text.
    pub fn open(path: &Path) -> Result<Lines, DataError> {
        let place = path.display().to_string();
        let trouble = |error: &dyn std::fmt::Display| {
            DataError::one(
                &place,
                format!("cannot be read ({error}); name a file of the GeoNames dump, such as allCountries.zip or SY.txt"),
            )
        };
        let file = File::open(path).map_err(|error| trouble(&error))?;
        let length = file.metadata().map_err(|error| trouble(&error))?.len();
        let zipped = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        if !zipped {
            return Ok(Lines::of(place, Box::new(file), length));
        }
        let mut archive = zip::ZipArchive::new(file).map_err(|error| trouble(&error))?;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let texts: Vec<String> = archive.file_names().filter(|name| name.ends_with(".txt")).map(str::to_string).collect();
        // Beside the data a zip may hold `readme.txt` and `iso-languagecodes.txt`.
        let own = texts.iter().find(|name| name.trim_end_matches(".txt") == stem);
        let only = texts.iter().filter(|name| !matches!(name.as_str(), "readme.txt" | "iso-languagecodes.txt")).collect::<Vec<_>>();
        let name = own.or(match only.as_slice() {
            [one] => Some(*one),
            _ => None,
        });
        let Some(name) = name else {
            return Err(DataError::one(&place, format!("holds no text {stem}.txt; name a zip of the GeoNames dump, or its text")));
        };
        let at = archive.index_for_name(name).unwrap_or_default();
        let total = archive.by_index(at).map_err(|error| trouble(&error))?.size();
        Ok(Lines::of(format!("{place}:{name}"), Box::new(Unzipped::new(archive, at)), total))
    }

    fn of(place: String, text: Box<dyn Read>, total: u64) -> Lines {
        Lines { place, text: BufReader::with_capacity(1 << 20, text), number: 0, bytes: 0, total, line: Vec::new() }
    }

    /// The next line, without its end; none after the last.
    ///
    /// - errors: reading fails, such as in a damaged zip.
    pub fn next(&mut self) -> Result<Option<&[u8]>, DataError> {
        self.line.clear();
        let read = self.text.read_until(b'\n', &mut self.line).map_err(|error| {
            DataError::one(
                format!("{}:{}", self.place, self.number + 1),
                format!("cannot be read on ({error}); the file is damaged or cut short: fetch it again"),
            )
        })?;
        self.bytes += read as u64;
        self.number += u64::from(read > 0);
        while matches!(self.line.last(), Some(b'\n' | b'\r')) {
            self.line.pop();
        }
        Ok((read > 0).then_some(self.line.as_slice()))
    }

    /// How many lines were given.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Bytes read, and bytes in all.
    pub fn progress(&self) -> (u64, u64) {
        (self.bytes, self.total)
    }

    /// Where the last line stands.
    pub fn at(&self) -> String {
        format!("{}:{}", self.place, self.number)
    }
}

/// One text of a zip, unpacked as it is read.
struct Unzipped {
    pieces: std::sync::mpsc::Receiver<std::io::Result<Vec<u8>>>,
    piece: std::io::Cursor<Vec<u8>>,
}

impl Unzipped {
    /// Unpacks on a thread of its own, a few pieces ahead.
    fn new(mut archive: zip::ZipArchive<File>, at: usize) -> Unzipped {
        let (send, pieces) = std::sync::mpsc::sync_channel(4);
        std::thread::spawn(move || {
            let mut text = match archive.by_index(at) {
                Ok(text) => text,
                Err(error) => return drop(send.send(Err(error.into()))),
            };
            loop {
                let mut piece = Vec::with_capacity(1 << 20);
                let read = text.by_ref().take(1 << 20).read_to_end(&mut piece);
                let last = !matches!(read, Ok(1..));
                // Whoever stopped listening has seen enough.
                if send.send(read.map(|_| piece)).is_err() || last {
                    return;
                }
            }
        });
        Unzipped { pieces, piece: std::io::Cursor::default() }
    }
}

impl Read for Unzipped {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            match self.piece.read(buffer)? {
                0 => match self.pieces.recv() {
                    Ok(piece) => {
                        let piece = piece?;
                        if piece.is_empty() {
                            return Ok(0);
                        }
                        self.piece = std::io::Cursor::new(piece);
                    }
                    Err(_) => return Ok(0),
                },
                read => return Ok(read),
            }
        }
    }
}

/// One place of the dump, and its feature class.
pub(super) struct Record {
    pub place: PackedPlace,
    pub class: char,
}

/// The record of a line; none for one whose id or coordinates make no sense.
///
/// - errors: the line has not the columns of the dump; the message comes without its place.
pub(super) fn record(line: &[u8]) -> Result<Option<Record>, String> {
    let line = String::from_utf8_lossy(line);
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, name, ascii, others, lat, lon, class, feature, country, _, admin1, admin2, _, _, population, ..] = cells[..] else {
        return Err(format!(
            "has {} columns, not the {COLUMNS} of the GeoNames dump; name a file such as allCountries.zip or SY.txt",
            cells.len()
        ));
    };
    let (Ok(number), Ok(lat), Ok(lon)) = (id.parse::<u64>(), lat.parse::<f64>(), lon.parse::<f64>()) else { return Ok(None) };
    if !(lat.abs() <= 90.0 && lon.abs() <= 180.0) || name.trim().is_empty() {
        return Ok(None);
    }
    // Numbers of another register that run into ours are made anew from the record.
    let id = u32::try_from(number).ok().filter(|id| *id < PlaceId::FIRST_PATCH);
    let id = id.unwrap_or_else(|| super::patches::own_id(&[&number.to_string(), name, country]));
    let code = |parts: &[&str]| if parts.iter().any(|part| part.is_empty()) { String::new() } else { parts.join(".") };
    let place = PackedPlace {
        id,
        name: name.to_string(),
        alternates: others.split(',').chain((ascii != name).then_some(ascii)).filter(|name| !name.is_empty()).map(str::to_string).collect(),
        country: country.to_string(),
        // "00" is GeoNames' unit for none.
        admin1: code(&[country, if admin1 == "00" { "" } else { admin1 }]),
        admin2: code(&[country, admin1, admin2]),
        lat,
        lon,
        feature: feature.to_string(),
        population: population.parse::<u64>().unwrap_or(0).min(u64::from(u32::MAX)) as u32,
    };
    Ok(Some(Record { place, class: class.chars().next().unwrap_or(' ') }))
}

/// GeoNames id and name of a line of `alternateNamesV2`; none for links, codes and the like.
///
/// - errors: the line has not its columns; the message comes without its place.
pub(super) fn alternate(line: &[u8]) -> Result<Option<(u32, String)>, String> {
    let line = String::from_utf8_lossy(line);
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, id, language, name, ..] = cells[..] else {
        return Err(format!("has {} columns, not those of alternateNamesV2; name that file, or leave --alternate-names away", cells.len()));
    };
    let code = matches!(language, "link" | "post" | "iata" | "icao" | "faac" | "wkdt" | "unlc" | "tcid" | "phon" | "piny" | "abbr");
    Ok(id.parse().ok().filter(|_| !code && !name.is_empty()).map(|id| (id, name.to_string())))
}
