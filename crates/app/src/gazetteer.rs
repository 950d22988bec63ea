//! `dateline gazetteer`: which places the program knows, and how it comes to know more.
//!
//! In:  a file of the GeoNames dump, or a name.
//! Out: a gazetteer of the user's own, in a file that `code` opens; a table of the places of a name.
//!
//! Not here: the format of either file (`knowledge`).

use crate::cli::{GazetteerArgs, GazetteerCommand, GazetteerFindArgs, GazetteerImportArgs};
use crate::output;
use crate::paint::{Ink, Paint, safe};
use crate::table::{self, Cell, Column};
use crate::trouble::{FULL, NOT_FOUND, Trouble, USAGE};
use dateline_engine::{DataSource, Gazetteer, GazetteerImport, World, fold};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Places that `find` lists.
const LISTED: usize = 40;

/// Runs the command; gives the exit code.
pub fn run(options: &GazetteerArgs, paint: &Paint) -> Result<u8, Trouble> {
    match &options.command {
        None => used(),
        Some(GazetteerCommand::Import(options)) => import(options),
        Some(GazetteerCommand::Find(options)) => find(options, paint),
    }
}

/// Where an imported gazetteer stands unless another file is named: `dateline/gazetteer` among the user's data.
fn standard() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")))?;
    Some(data.join("dateline/gazetteer"))
}

/// The file that is asked for, or the imported one; none for the gazetteer that the program carries.
pub fn chosen(asked: Option<&Path>) -> Option<PathBuf> {
    match asked {
        Some(carried) if carried.as_os_str() == "carried" => None,
        Some(file) => Some(file.to_path_buf()),
        None => standard().filter(|file| file.exists()),
    }
}

/// The places of a file, with the program's own tables over them.
fn world(file: Option<&Path>) -> Result<World, Trouble> {
    let gazetteer = file.map_or_else(Gazetteer::carried, Gazetteer::map);
    let world = gazetteer.and_then(|gazetteer| World::with_gazetteer(&DataSource::Carried, None, gazetteer));
    world.map_err(|error| Trouble { message: error.to_string(), code: USAGE })
}

fn used() -> Result<u8, Trouble> {
    let file = chosen(None);
    let places = world(file.as_deref())?.gazetteer.len();
    let place = file.map_or("carried by the program".to_string(), |file| safe(&file.display().to_string()));
    let mut out = output();
    writeln!(out, "{places} places, {place}")?;
    out.flush()?;
    Ok(0)
}

fn import(options: &GazetteerImportArgs) -> Result<u8, Trouble> {
    let file = options.output.clone().or_else(standard).ok_or_else(|| Trouble {
        message: "no folder for the user's data is known; name the file to write with -o".to_string(),
        code: USAGE,
    })?;
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| Trouble {
            message: format!("{}: cannot be made ({error}); name another file with -o", folder.display()),
            code: FULL,
        })?;
    }
    let bar = bar();
    let job = GazetteerImport { dump: options.dump.clone(), alternate_names: options.alternate_names.clone(), file: file.clone() };
    let outcome = job.run(&mut |path, read, all| {
        if !bar.is_hidden() {
            bar.set_length(all);
            bar.set_message(safe(&path.file_name().unwrap_or_default().to_string_lossy()));
            bar.set_position(read);
        }
    });
    bar.finish_and_clear();
    let report = outcome?;
    let mut out = output();
    let size = std::fs::metadata(&file).map_or(0, |data| data.len());
    writeln!(out, "{}: {} places added, {:.1} MB", safe(&file.display().to_string()), report.added, size as f64 / 1e6)?;
    writeln!(out, "  {} records of places that the program carries, {} passed over", report.merged, report.passed_over)?;
    if options.alternate_names.is_some() {
        writeln!(out, "  {} names from the file of alternate names", report.names)?;
    }
    if report.resumed_after > 0 {
        writeln!(out, "  went on after line {}, where an earlier import was cut off", report.resumed_after)?;
    }
    if Some(&file) != standard().as_ref() {
        writeln!(out, "  used by `dateline code --gazetteer {}`", safe(&file.display().to_string()))?;
    }
    out.flush()?;
    Ok(0)
}

/// A bar of bytes on a terminal, nothing anywhere else.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
    let style = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes} of {msg}, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn find(options: &GazetteerFindArgs, paint: &Paint) -> Result<u8, Trouble> {
    let file = chosen(options.gazetteer.as_deref());
    let world = world(file.as_deref())?;
    let gazetteer = &world.gazetteer;
    let name = options.name.join(" ");
    let folded = fold(&name);
    let exact = gazetteer.lookup(&folded);
    let (hits, similar) = if exact.is_empty() { (gazetteer.similar(&folded), true) } else { (exact, false) };
    if hits.is_empty() {
        eprintln!("{}: no place of this name; `dateline gazetteer import` brings more", safe(&name));
        return Ok(NOT_FOUND);
    }
    let mut out = output();
    if similar {
        writeln!(out, "No place is called {}; these share its consonants:", safe(&name))?;
    }
    let rows: Vec<Vec<Cell>> = hits
        .iter()
        .take(LISTED)
        .map(|hit| {
            let (place, facts) = (gazetteer.get(hit.index), gazetteer.facts(hit.index));
            let id = place.id.geonames().map_or("own".to_string(), |id| id.to_string());
            let unit = [gazetteer.admin2(&facts).unwrap_or(""), &place.admin1, &place.country];
            let unit: Vec<&str> = unit.into_iter().filter(|part| !part.is_empty()).collect();
            let population = if place.population > 0 { place.population.to_string() } else { String::new() };
            let at = format!("{:.4}, {:.4}", place.lat, place.lon);
            [id, place.name, unit.join(", "), place.feature, population, at].map(Cell::from).into()
        })
        .collect();
    let column = |heading, least, ink| Column { heading, least, ink };
    let columns = [
        column("geonames", 8, Ink::Dim),
        column("name", 12, Ink::Place),
        column("in", 12, Ink::Plain),
        column("kind", 5, Ink::Dim),
        column("people", 8, Ink::Plain),
        column("at", 18, Ink::Plain),
    ];
    let widths = table::widths(&columns, &table::wanted(&columns, rows.iter()), paint.width);
    table::heading(&mut out, paint, &columns, &widths)?;
    rows.iter().try_for_each(|row| table::row(&mut out, paint, &columns, &widths, row))?;
    if hits.len() > LISTED {
        writeln!(out, "and {} more", hits.len() - LISTED)?;
    }
    out.flush()?;
    Ok(0)
}
