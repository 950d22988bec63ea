//! A plain CSV of actors, by a map from its columns to ours.
//!
//! In:  the file's text with a header, and pairs `field=Column`, or `field=:value` for a value that holds for every row.
//! Out: `Imported`. Lists in a cell (aliases, parents, affiliations) are parted by `|` or `;`; a country may be a code or a name.
//!
//! Not here: PETRARCH's dictionaries (`petrarch`).

use super::{Draft, Imported, slug, tables};
use crate::world::actors::ActorKind;
use crate::world::countries::Countries;
use crate::{DataError, Troubles};
use std::collections::BTreeMap;

/// What a map may fill.
const FIELDS: [&str; 14] = [
    "id",
    "name",
    "aliases",
    "kind",
    "country",
    "parents",
    "affiliations",
    "valid_from",
    "valid_to",
    "inter",
    "sector",
    "ucdp_name",
    "summary",
    "note",
];

/// Where a field's value comes from.
enum From {
    Column(usize),
    Value(String),
}

/// Reads a CSV file; `file` names it in notes.
///
/// - errors: a pair that is none, a field or column that is unknown, no `name`, a file that is no CSV.
pub fn import_csv(text: &str, file: &str, map: &[String], countries: &Countries) -> Result<Imported, DataError> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let no_csv = |error: csv::Error| DataError::one(file, format!("is no CSV ({error}); save it as comma-separated UTF-8 with a header"));
    let header = reader.headers().map_err(no_csv)?.clone();
    let map = columns(map, &header)?;
    let mut passed_over = Vec::new();
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(no_csv)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |field: &str| match map.get(field) {
            Some(From::Column(index)) => record.get(*index).unwrap_or_default().to_string(),
            Some(From::Value(value)) => value.clone(),
            None => String::new(),
        };
        let list = |field: &str| -> Vec<String> {
            cell(field).split(['|', ';']).map(|part| part.trim().to_string()).filter(|part| !part.is_empty()).collect()
        };
        let name = cell("name");
        if name.is_empty() {
            passed_over.push(format!("{file}:{line}: the row has no name"));
            continue;
        }
        let id = Some(cell("id")).filter(|id| !id.is_empty()).map_or_else(|| slug(&name), |id| slug(&id));
        if id.is_empty() || drafts.contains_key(&id) {
            passed_over.push(format!(
                "{file}:{line}: “{name}” has the id `{id}`, which stands above already or is empty; map `id` to a column of ids"
            ));
            continue;
        }
        let country = cell("country");
        let code = code(&country, countries);
        if code.is_empty() && !country.is_empty() {
            passed_over.push(format!("{file}:{line}: country “{country}” of “{name}” is unknown and left empty"));
        }
        let kind = Some(cell("kind").to_lowercase().replace([' ', '-'], "_")).filter(|kind| ActorKind::parse(kind).is_some());
        if kind.is_none() && !cell("kind").is_empty() {
            passed_over.push(format!("{file}:{line}: kind “{}” of “{name}” is unknown and taken for armed_group", cell("kind")));
        }
        let note = Some(cell("note")).filter(|note| !note.is_empty()).unwrap_or_else(|| format!("imported from {file}:{line}"));
        let draft = Draft {
            kind: kind.unwrap_or_else(|| "armed_group".to_string()),
            country: code,
            parents: list("parents"),
            affiliations: list("affiliations"),
            valid_from: cell("valid_from"),
            valid_to: cell("valid_to"),
            inter: cell("inter"),
            sector: cell("sector"),
            ucdp_name: cell("ucdp_name"),
            summary: cell("summary"),
            note,
            aliases: list("aliases").into_iter().map(|alias| (alias, String::new(), String::new())).collect(),
            name,
        };
        drafts.insert(id, draft);
    }
    Ok(tables(drafts, file, passed_over))
}

fn columns(map: &[String], header: &csv::StringRecord) -> Result<BTreeMap<String, From>, DataError> {
    let mut troubles = Troubles::default();
    let mut columns = BTreeMap::new();
    for pair in map.iter().flat_map(|pairs| pairs.split(',')).map(str::trim).filter(|pair| !pair.is_empty()) {
        let Some((field, column)) = pair.split_once('=') else {
            troubles.add("--map", format!("`{pair}` is no pair; write FIELD=COLUMN, or FIELD=:VALUE for a value of every row"));
            continue;
        };
        if !FIELDS.contains(&field) {
            troubles.add("--map", format!("`{field}` is no field; use {}", FIELDS.join(", ")));
        } else if let Some(value) = column.strip_prefix(':') {
            columns.insert(field.to_string(), From::Value(value.to_string()));
        } else if let Some(index) = header.iter().position(|name| name.eq_ignore_ascii_case(column)) {
            columns.insert(field.to_string(), From::Column(index));
        } else {
            let known: Vec<&str> = header.iter().collect();
            troubles.add("--map", format!("the file has no column `{column}`; it has {}", known.join(", ")));
        }
    }
    if troubles.is_empty() && !columns.contains_key("name") {
        troubles.add("--map", "nothing gives the name; add name=COLUMN");
    }
    troubles.or(columns)
}

/// ISO alpha-2, from a code of two or three letters or a name.
fn code(words: &str, countries: &Countries) -> String {
    let named = || countries.named(words).first().map(|(country, _)| country.code.clone());
    let upper = words.to_uppercase();
    let known = countries.get(&upper).or_else(|| countries.of_iso3(&words.to_lowercase())).map(|country| country.code.clone());
    known.or_else(named).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataSource;

    const FILE: &str = "Group,Where,Also,Since\nFree Kessa Front,Syria,FKF;Kessa Fighters,2014-03\n\"Omrat, Sons of\",ML,,\n,SY,,\nFree Kessa Front,SY,,\n";

    fn import(map: &[&str]) -> Result<Imported, DataError> {
        let countries = Countries::load(&DataSource::Carried).expect("the table loads");
        import_csv(FILE, "groups.csv", &map.iter().map(|pair| pair.to_string()).collect::<Vec<_>>(), &countries)
    }

    #[test]
    fn columns_are_mapped() {
        let found = import(&["name=Group,country=where", "aliases=Also", "valid_from=Since", "kind=:armed_group"]).expect("it reads");
        assert!(found.actors.contains("free-kessa-front\tFree Kessa Front\tarmed_group\tSY\t\t\t2014-03\t"), "{}", found.actors);
        assert!(found.actors.contains("omrat-sons-of\tOmrat, Sons of\tarmed_group\tML\t"));
        assert!(found.aliases.contains("FKF\tfree-kessa-front\t") && found.aliases.contains("Kessa Fighters\tfree-kessa-front\t"));
        assert_eq!((found.actor_count, found.alias_count, found.passed_over.len()), (2, 2, 2));
    }

    #[test]
    fn a_wrong_map_is_told() {
        let wrong = import(&["name=Groups", "colour=Where", "x"]).unwrap_err().to_string();
        assert!(wrong.contains("no column `Groups`; it has Group, Where, Also, Since"), "{wrong}");
        assert!(wrong.contains("`colour` is no field") && wrong.contains("`x` is no pair"));
        assert!(import(&["country=Where"]).unwrap_err().to_string().contains("nothing gives the name"));
    }
}
