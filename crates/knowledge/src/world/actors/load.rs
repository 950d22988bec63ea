//! Reads the tables of actors: those of the binary or a data folder, and a folder of the user's own, whose rows win.
//!
//! In:  `world/actors.tsv`, `aliases.tsv`, `organs.tsv`; of the user's folder `actors.tsv` and `aliases.tsv`, either of which may be missing.
//! Out: `Actors`, checked: ids are known and stand once, dates are days and in order, an alias of two actors is declared.
//!
//! Not here: what an actor is (`actors`), files of other formats (`import`).

use super::{Actor, ActorKind, Actors, Alias, Organ, Tie};
use crate::world::countries::{Countries, is_acronym};
use crate::world::fold::{bare, fold};
use crate::{DataError, DataSource, Row, Table, Troubles};
use dateline_model::{ActorId, Date};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Columns of `actors.tsv`.
pub const ACTOR_COLUMNS: [&str; 13] = [
    "id",
    "name",
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
/// Columns of `aliases.tsv`.
pub const ALIAS_COLUMNS: [&str; 6] = ["alias", "actor", "valid_from", "valid_to", "flag", "language"];
const ORGANS: [&str; 7] = ["organ", "name", "kind", "inter", "sector", "nouns", "note"];
/// ACLED's words for the kinds of actors; a cell may be empty.
const INTERS: [&str; 8] =
    ["State Forces", "Rebel Group", "Political Militia", "Identity Militia", "Rioters", "Protesters", "Civilians", "External/Other Forces"];

/// The rows of one folder of actors.
struct Rows {
    actors: Vec<Row>,
    aliases: Vec<Row>,
}

pub(super) fn load(source: &DataSource, own: Option<&Path>, countries: &Countries) -> Result<Actors, DataError> {
    let mut troubles = Troubles::default();
    let mut actors = Actors::default();
    organs(source, &mut actors, &mut troubles);
    let house = Rows {
        actors: troubles.take(Table::read(source, "world/actors.tsv", &ACTOR_COLUMNS)).map(|table| table.rows).unwrap_or_default(),
        aliases: troubles.take(Table::read(source, "world/aliases.tsv", &ALIAS_COLUMNS)).map(|table| table.rows).unwrap_or_default(),
    };
    let own = own.and_then(|folder| troubles.take(own_rows(folder)));
    let replaced: HashSet<&str> = own.iter().flat_map(|rows| &rows.actors).map(|row| row.cell(0)).collect();
    let own_actors = own.iter().flat_map(|rows| &rows.actors);
    let house_actors = house.actors.iter().filter(|row| !replaced.contains(row.cell(0)));
    let rows: Vec<&Row> = house_actors.chain(own_actors).collect();
    for row in &rows {
        let Some(actor) = actor(row, countries, &mut troubles) else { continue };
        if actors.ids.insert(actor.id.clone(), actors.all.len()).is_some() {
            troubles.add(&row.place, format!("actor `{}` stands here twice; delete one row", actor.id));
        }
        actors.all.push(actor);
    }
    let ids: HashMap<&str, &Row> = rows.iter().map(|row| (row.cell(0), *row)).collect();
    for actor in &actors.all {
        for tie in actor.parents.iter().chain(&actor.affiliations).filter(|tie| actors.get(&tie.actor, countries).is_none()) {
            let place = ids.get(actor.id.as_str()).map_or("data/world/actors.tsv", |row| row.place.as_str());
            troubles.add(place, format!("actor `{}` refers to `{}`, which is no actor; correct the id", actor.id, tie.actor));
        }
    }
    for index in 0..actors.all.len() {
        let name = actors.all[index].name.clone();
        file(&mut actors, &name, Alias { actor: index, acronym: is_acronym(&name), ..Alias::default() });
    }
    aliases(&mut actors, &house.aliases, &mut troubles);
    if let Some(own) = &own {
        // What the user calls an actor, nobody else is called any more.
        let mut theirs: HashMap<String, HashSet<&str>> = HashMap::new();
        for (name, id) in
            own.aliases.iter().map(|row| (row.cell(0), row.cell(1))).chain(own.actors.iter().map(|row| (row.cell(1), row.cell(0))))
        {
            theirs.entry(bare(&fold(name)).into_owned()).or_default().insert(id);
        }
        for (key, owners) in &mut actors.aliases {
            if let Some(ids) = theirs.get(bare(key).as_ref()) {
                owners.retain(|alias| ids.contains(actors.all[alias.actor].id.as_str()));
            }
        }
        aliases(&mut actors, &own.aliases, &mut troubles);
        actors.aliases.retain(|_, owners| !owners.is_empty());
    }
    actors.index_spellings();
    troubles.or(actors)
}

/// The user's two tables.
///
/// - errors: no such folder, or neither table in it.
fn own_rows(folder: &Path) -> Result<Rows, DataError> {
    let mut troubles = Troubles::default();
    let mut read = |name: &str, columns: &[&str]| -> Option<Vec<Row>> {
        let path = folder.join(name);
        if !path.exists() {
            return None;
        }
        let place = path.display().to_string();
        let text = std::fs::read_to_string(&path)
            .map_err(|error| DataError::one(&place, format!("cannot be read ({error}); correct the file or name another folder")));
        let text = troubles.take(text)?;
        troubles.take(Table::parse(&text, &place, columns)).map(|table| table.rows)
    };
    let (actors, aliases) = (read("actors.tsv", &ACTOR_COLUMNS), read("aliases.tsv", &ALIAS_COLUMNS));
    if actors.is_none() && aliases.is_none() && troubles.is_empty() {
        troubles.add(folder.display(), "holds neither actors.tsv nor aliases.tsv; write one, or name another folder with --world");
    }
    troubles.or(Rows { actors: actors.unwrap_or_default(), aliases: aliases.unwrap_or_default() })
}

fn actor(row: &Row, countries: &Countries, troubles: &mut Troubles) -> Option<Actor> {
    let Some(kind) = ActorKind::parse(row.cell(2)) else {
        troubles.add(&row.place, format!("kind `{}` is unknown; write one of {}", row.cell(2), ActorKind::WORDS.join(", ")));
        return None;
    };
    let (id, country) = (row.cell(0), row.cell(3));
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        troubles.add(&row.place, format!("`{id}` is no id; write small letters, digits and hyphens"));
    }
    if row.cell(1).is_empty() {
        troubles.add(&row.place, format!("actor `{id}` has no name; write one"));
    }
    if kind != ActorKind::State && countries.of_iso3(id).is_some() {
        troubles.add(&row.place, format!("`{id}` is the id of a state; give the actor another"));
    }
    if !country.is_empty() && countries.get(country).is_none() {
        troubles.add(&row.place, format!("country `{country}` is no code of countries.tsv; write an ISO 3166-1 alpha-2 code"));
    }
    if !row.cell(8).is_empty() && !INTERS.contains(&row.cell(8)) {
        troubles.add(&row.place, format!("inter `{}` is none of ACLED's; write one of {}", row.cell(8), INTERS.join(", ")));
    }
    let (valid_from, valid_to) = (day(row.cell(6), false, &row.place, troubles), day(row.cell(7), true, &row.place, troubles));
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        troubles.add(&row.place, format!("actor `{id}` ends {to}, before it begins {from}; swap the dates or correct one"));
    }
    if row.cell(12).is_empty() {
        troubles.add(&row.place, format!("actor `{id}` has no note of its source; write one"));
    }
    Some(Actor {
        id: ActorId::new(id),
        name: row.cell(1).to_string(),
        kind,
        country: country.to_string(),
        parents: row.list(4).filter_map(|words| tie(words, &row.place, troubles)).collect(),
        affiliations: row.list(5).filter_map(|words| tie(words, &row.place, troubles)).collect(),
        valid_from,
        valid_to,
        inter: row.cell(8).to_string(),
        sector: row.cell(9).to_string(),
        ucdp_name: row.cell(10).to_string(),
        summary: row.cell(11).to_string(),
        note: row.cell(12).to_string(),
    })
}

/// "al-qaeda", "al-qaeda@2013-04..2016-07-28", "usa@2021-01-20..".
fn tie(words: &str, place: &str, troubles: &mut Troubles) -> Option<Tie> {
    let Some((id, days)) = words.split_once('@') else {
        return Some(Tie { actor: ActorId::new(words), from: None, to: None });
    };
    let Some((from, to)) = days.split_once("..") else {
        troubles.add(place, format!("“{words}” is no tie; write `{id}@2013-04..2016-07-28`, with either end left out if it is not known"));
        return None;
    };
    let (from, to) = (day(from, false, place, troubles), day(to, true, place, troubles));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        troubles.add(place, format!("“{words}” ends before it begins; swap the dates or correct one"));
    }
    Some(Tie { actor: ActorId::new(id), from, to })
}

fn organs(source: &DataSource, actors: &mut Actors, troubles: &mut Troubles) {
    for row in troubles.take(Table::read(source, "world/organs.tsv", &ORGANS)).map(|table| table.rows).unwrap_or_default() {
        let Some(kind) = ActorKind::parse(row.cell(2)) else {
            troubles.add(&row.place, format!("kind `{}` is unknown; write one of {}", row.cell(2), ActorKind::WORDS.join(", ")));
            continue;
        };
        for noun in row.list(5) {
            if actors.nouns.insert(fold(noun), actors.organs.len()).is_some() {
                troubles.add(&row.place, format!("noun `{noun}` stands at two organs; keep one"));
            }
        }
        let text = |index: usize| row.cell(index).to_string();
        actors.organs.push(Organ { key: text(0), name: text(1), kind, inter: text(3), sector: text(4) });
    }
}

fn aliases(actors: &mut Actors, rows: &[Row], troubles: &mut Troubles) {
    let mut owners: HashMap<String, (usize, bool)> = HashMap::new();
    for row in rows {
        let (name, id) = (row.cell(0), row.cell(1));
        let Some(&actor) = actors.ids.get(&ActorId::new(id)) else {
            troubles.add(&row.place, format!("alias `{name}` names actor `{id}`, which is no row of actors.tsv; add it"));
            continue;
        };
        let weak = match row.cell(4) {
            "" => false,
            "ambiguous" => true,
            other => {
                troubles.add(&row.place, format!("flag `{other}` is unknown; write `ambiguous` or nothing"));
                continue;
            }
        };
        let known = owners.insert(bare(&fold(name)).into_owned(), (actor, weak));
        match known {
            Some((other, other_weak)) if other != actor && !(weak && other_weak) => {
                troubles.add(&row.place, format!("alias `{name}` has two actors; flag every row of it `ambiguous`"));
            }
            Some((other, _)) if other == actor => {
                troubles.add(&row.place, format!("alias `{name}` stands twice for `{id}`, but for signs and case; delete one row"));
            }
            _ => {}
        }
        let (valid_from, valid_to) = (day(row.cell(2), false, &row.place, troubles), day(row.cell(3), true, &row.place, troubles));
        let language = row.cell(5).to_string();
        file(actors, name, Alias { actor, words: name.to_string(), acronym: is_acronym(name), weak, valid_from, valid_to, language });
    }
}

fn file(actors: &mut Actors, name: &str, mut alias: Alias) {
    alias.words = name.to_string();
    actors.written.push(name.to_string());
    let folded = fold(name);
    let shorter = bare(&folded).into_owned();
    for key in if shorter == folded { vec![folded] } else { vec![folded, shorter] } {
        let known = actors.aliases.entry(key).or_default();
        match known.iter_mut().find(|other| other.actor == alias.actor) {
            // The file may call an actor's own short name ambiguous, or give it days, where another bears it too.
            Some(other) => *other = Alias { acronym: other.acronym && alias.acronym, ..alias.clone() },
            None => known.push(alias.clone()),
        }
    }
}

/// A day, month or year; `last` takes the last day of a month or year.
fn day(text: &str, last: bool, place: &str, troubles: &mut Troubles) -> Option<Date> {
    if text.is_empty() {
        return None;
    }
    let full = match text.len() {
        4 => format!("{text}-{}", if last { "12-31" } else { "01-01" }),
        7 => format!("{text}-01"),
        _ => text.to_string(),
    };
    match full.parse::<Date>() {
        Ok(date) if last && text.len() == 7 => Some(date.last_of_month()),
        Ok(date) => Some(date),
        Err(_) => {
            troubles.add(place, format!("“{text}” is no date; write 2014, 2014-03 or 2014-03-01"));
            None
        }
    }
}
