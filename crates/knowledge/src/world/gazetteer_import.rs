//! A gazetteer of the user's own: the carried one with a GeoNames dump laid over it.
//!
//! In:  a country file or `allCountries` of the dump, `alternateNamesV2` if wanted, the file to write.
//! Out: the packed file, which `Gazetteer::map` opens; a report of what became of the records.
//!
//! A record with the id of a carried place near by is that place, and so is one of the same name and kind within eight kilometres: its names
//! are added. Everything else is a new place. The dump is read line by line; where an import was cut off, the next one of the same files
//! goes on from its last checkpoint, in a folder beside the file (`FILE.part`).
//!
//! Not here: the format of the dump (`gazetteer_dump`), the packed form (`gazetteer_pack`).

use super::gazetteer::Gazetteer;
use super::gazetteer_dump::{Lines, Record, alternate, record};
use super::gazetteer_pack::{Packer, Saved};
use crate::DataError;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Lines between two checkpoints.
const CHECKPOINT: u64 = 500_000;
/// Lines between two calls of the progress.
const STEP: u64 = 5_000;
/// Two records of one id farther apart than this are two places, degrees.
const SAME_ID: f64 = 0.5;
/// Places of one name and kind nearer than this are one, degrees of latitude (8 km).
const SAME_NAME: f64 = 0.072;

/// What to import, and where to.
#[derive(Debug, Clone)]
pub struct GazetteerImport {
    /// `allCountries.zip`, `SY.zip`, `SY.txt`.
    pub dump: PathBuf,
    /// `alternateNamesV2.zip` or its text.
    pub alternate_names: Option<PathBuf>,
    /// The file to write.
    pub file: PathBuf,
}

/// What became of the records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Places that the carried gazetteer lacks.
    pub added: u64,
    /// Records of carried places.
    pub merged: u64,
    /// Records without sense: no name, no coordinates; units that are no more.
    pub passed_over: u64,
    /// Names from the file of alternate names.
    pub names: u64,
    /// Lines that an earlier attempt had read.
    pub resumed_after: u64,
}

/// Why an import ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// A file is missing, damaged, or of another format.
    #[error("{0}")]
    Input(#[from] DataError),
    /// The output cannot be written; what was read stays in its folder, and the next attempt goes on from there.
    #[error("{0}")]
    Output(DataError),
}

/// The state of an import, kept in its folder.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    /// What is imported, and over what: another import does not go on from here.
    job: String,
    lines: u64,
    name_lines: u64,
    report: ImportReport,
    packer: Saved,
}

impl GazetteerImport {
    /// Imports; `progress` is told bytes read and bytes in all, of each file in turn.
    ///
    /// - errors: a file is missing, damaged or of another format (told with its line); the output cannot be written.
    pub fn run(&self, progress: &mut dyn FnMut(&Path, u64, u64)) -> Result<ImportReport, ImportError> {
        let base = Gazetteer::carried()?;
        let mut dump = Lines::open(&self.dump)?;
        let mut others = self.alternate_names.as_deref().map(Lines::open).transpose()?;
        let folder = beside(&self.file, ".part");
        let unwritable = |error: std::io::Error| {
            let what = format!("cannot be written ({error}); free some room, or name another file with -o");
            ImportError::Output(DataError::one(self.file.display(), what))
        };
        std::fs::create_dir_all(&folder).map_err(unwritable)?;
        let job = self.job(&base, &dump, others.as_ref());
        let mut import = Import::at(&folder, &base, &job).map_err(unwritable)?;
        import.dump(&mut dump, &mut |read, all| progress(&self.dump, read, all), unwritable)?;
        if let Some(lines) = &mut others {
            let path = self.alternate_names.as_deref().unwrap_or(&self.dump);
            import.names(lines, &mut |read, all| progress(path, read, all), unwritable)?;
        }
        let Import { packer, state, .. } = import;
        let written = folder.join("gazetteer");
        let file = std::fs::File::create(&written).map_err(unwritable)?;
        packer.finish(&mut std::io::BufWriter::with_capacity(1 << 20, file)).map_err(unwritable)?;
        std::fs::rename(&written, &self.file).map_err(unwritable)?;
        std::fs::remove_dir_all(&folder).map_err(unwritable)?;
        Ok(state.report)
    }

    fn job(&self, base: &Gazetteer, dump: &Lines, others: Option<&Lines>) -> String {
        let size = |lines: Option<&Lines>| lines.map_or(0, |lines| lines.progress().1);
        format!("{:016x} {} {} {}", base.content(), self.dump.display(), size(Some(dump)), size(others))
    }
}

/// The same path with an ending more.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    file.with_file_name(name)
}

/// An import under way.
struct Import<'a> {
    folder: &'a Path,
    base: &'a Gazetteer,
    packer: Packer,
    state: State,
    seen: HashSet<u32>,
}

impl<'a> Import<'a> {
    /// From the folder's checkpoint if it is of the same job, else from the beginning.
    fn at(folder: &'a Path, base: &'a Gazetteer, job: &str) -> std::io::Result<Import<'a>> {
        let saved = std::fs::read_to_string(folder.join("state.toml")).ok().and_then(|text| toml::from_str::<State>(&text).ok());
        let rows = std::fs::read(folder.join("base")).ok();
        let (state, packer) = match (saved.filter(|state| state.job == job), rows) {
            (Some(mut state), Some(rows)) => {
                state.report.resumed_after = state.lines + state.name_lines;
                let packer = Packer::resumed(Some(folder), Some(&base.packed), state.packer.clone(), Some(rows))?;
                (state, packer)
            }
            _ => (State { job: job.to_string(), ..State::default() }, Packer::new(Some(folder), Some(&base.packed))?),
        };
        let seen = packer.ids().skip(base.len()).collect();
        Ok(Import { folder, base, packer, state, seen })
    }

    /// Writes down how far it is. The state comes last, so that it never tells of bytes that are not there.
    fn checkpoint(&mut self) -> std::io::Result<()> {
        let (saved, rows) = self.packer.save()?;
        std::fs::write(self.folder.join("base"), rows)?;
        self.state.packer = saved;
        let text = toml::to_string(&self.state).map_err(std::io::Error::other)?;
        std::fs::write(self.folder.join("state.next"), text)?;
        std::fs::rename(self.folder.join("state.next"), self.folder.join("state.toml"))
    }

    fn dump(
        &mut self,
        lines: &mut Lines,
        progress: &mut dyn FnMut(u64, u64),
        unwritable: impl Fn(std::io::Error) -> ImportError,
    ) -> Result<(), ImportError> {
        let done = self.state.lines;
        while let Some(line) = lines.next()? {
            let taken = if line.is_empty() { Ok(None) } else { record(line) };
            if lines.number().is_multiple_of(STEP) {
                progress(lines.progress().0, lines.progress().1);
            }
            if lines.number() <= done {
                continue;
            }
            match taken.map_err(|trouble| DataError::one(lines.at(), trouble))? {
                // Historical units are no places of today's news.
                Some(record) if !record.place.feature.ends_with('H') || record.class == 'P' => self.take(&record).map_err(&unwritable)?,
                _ => self.state.report.passed_over += 1,
            }
            self.state.lines = lines.number();
            if lines.number().is_multiple_of(CHECKPOINT) {
                self.checkpoint().map_err(&unwritable)?;
            }
        }
        progress(lines.progress().1, lines.progress().1);
        Ok(())
    }

    /// One record: a carried place, or a new one.
    fn take(&mut self, record: &Record) -> std::io::Result<()> {
        let mut place = record.place.clone();
        let packed = &self.base.packed;
        let near = |row: u32, most: f64| {
            let facts = self.base.facts(row);
            let narrow = place.lat.to_radians().cos().max(0.01);
            (facts.lat - place.lat).abs() < most && (facts.lon - place.lon).abs() * narrow < most
        };
        let known = packed.row_of(place.id);
        // Units stand at the centre of their towns in the carried file, and may be far from their middle.
        let same = known.filter(|&row| near(row, if record.class == 'A' { 20.0 * SAME_ID } else { SAME_ID }));
        let row = same.or_else(|| {
            let hits = self.base.lookup(&super::fold::fold(&place.name));
            let alike = |row: &u32| near(*row, SAME_NAME) && of_kind(self.base.facts(*row).feature, record);
            hits.iter().filter(|hit| hit.main).map(|hit| hit.index).find(alike)
        });
        match row {
            Some(row) if same.is_some() => self.packer.update(row, &place)?,
            Some(row) => {
                let names = std::iter::once(&place.name).chain(&place.alternates);
                self.packer.name(row, false, names.map(String::as_str))?;
            }
            None => {
                if known.is_some() || !self.seen.insert(place.id) {
                    place.id = super::patches::own_id(&[&place.name, &place.country, &place.lat.to_string(), &place.lon.to_string()]);
                }
                self.packer.add(&place)?;
                self.state.report.added += 1;
                return Ok(());
            }
        }
        self.state.report.merged += 1;
        Ok(())
    }

    fn names(
        &mut self,
        lines: &mut Lines,
        progress: &mut dyn FnMut(u64, u64),
        unwritable: impl Fn(std::io::Error) -> ImportError,
    ) -> Result<(), ImportError> {
        let rows: HashMap<u32, u32> = self.packer.ids().enumerate().map(|(row, id)| (id, row as u32)).collect();
        let done = self.state.name_lines;
        while let Some(line) = lines.next()? {
            let taken = if line.is_empty() { Ok(None) } else { alternate(line) };
            if lines.number().is_multiple_of(STEP) {
                progress(lines.progress().0, lines.progress().1);
            }
            if lines.number() <= done {
                continue;
            }
            if let Some((id, name)) = taken.map_err(|trouble| DataError::one(lines.at(), trouble))?
                && let Some(row) = rows.get(&id)
            {
                self.packer.name(*row, false, std::iter::once(name.as_str())).map_err(&unwritable)?;
                self.state.report.names += 1;
            }
            self.state.name_lines = lines.number();
            if lines.number().is_multiple_of(CHECKPOINT) {
                self.checkpoint().map_err(&unwritable)?;
            }
        }
        progress(lines.progress().1, lines.progress().1);
        Ok(())
    }
}

/// Whether a carried place is of the kind of a record: both towns, or both units of one order.
fn of_kind(feature: &str, record: &Record) -> bool {
    match record.class {
        'P' => feature.starts_with("PPL"),
        'A' => feature == record.place.feature,
        _ => false,
    }
}

#[cfg(test)]
#[path = "gazetteer_import_tests.rs"]
mod tests;
