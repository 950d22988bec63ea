//! `dateline actors`: who is who, listed, searched and explained; and folders of actors made from files of other formats.
//!
//! In:  words, filters; a file to import.
//! Out: a table, JSONL or CSV; the full sheet of one actor; `actors.tsv` and `aliases.tsv` in a folder.
//!
//! Not here: the tables and their checks (`knowledge`), the search (`engine`).

use crate::cli::ListFormat;
use crate::cli_actors::{ActorsArgs, ActorsCommand, ImportCommand};
use crate::output;
use crate::paint::{Ink, Paint, safe, wrap};
use crate::table::{self, Cell, Column};
use crate::trouble::{FULL, NOT_FOUND, Trouble, USAGE};
use dateline_engine::{ActorBook, ActorSheet, Imported, KnownName, KnownTie};
use dateline_model::Date;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;

const COLUMNS: [Column; 7] = [
    Column { heading: "id", least: 99, ink: Ink::Dim },
    Column { heading: "name", least: 12, ink: Ink::Actor },
    Column { heading: "kind", least: 99, ink: Ink::Plain },
    Column { heading: "country", least: 99, ink: Ink::Place },
    Column { heading: "from", least: 99, ink: Ink::Time },
    Column { heading: "to", least: 99, ink: Ink::Time },
    Column { heading: "other names", least: 16, ink: Ink::Dim },
];

/// Headings of the CSV.
const FIELDS: [&str; 14] = [
    "id",
    "name",
    "kind",
    "country",
    "valid_from",
    "valid_to",
    "parents",
    "affiliations",
    "aliases",
    "inter",
    "role_code",
    "ucdp_name",
    "summary",
    "note",
];

/// Other names that a row of the table shows.
const SHOWN: usize = 4;

/// Lists, explains, or imports.
pub fn actors(options: &ActorsArgs, paint: &Paint) -> Result<(), Trouble> {
    let load = |own: Option<&Path>| {
        let source = crate::run::source(&options.tables);
        ActorBook::load(&source, own).map_err(|error| Trouble { message: error.to_string(), code: USAGE })
    };
    if let Some(ActorsCommand::Import(import)) = &options.command {
        return self::import(&load(None)?, import);
    }
    let book = load(options.tables.world.as_deref())?;
    let words = options.words.join(" ");
    let mut sheets = book.search(&words);
    if let Some(country) = &options.country {
        sheets.retain(|sheet| sheet.country.eq_ignore_ascii_case(country));
    }
    if let Some(kind) = &options.kind {
        sheets.retain(|sheet| sheet.kind == kind);
    }
    if let Some(day) = options.on {
        sheets.retain(|sheet| sheet.from.is_none_or(|from| from <= day) && sheet.to.is_none_or(|to| day <= to));
    }
    if sheets.is_empty() {
        let message = format!("no actor fits “{}”; search for a part of the name, or give it a row in a folder for --world", safe(&words));
        return Err(Trouble { message, code: NOT_FOUND });
    }
    let mut out = output();
    match options.format {
        ListFormat::Jsonl => sheets.iter().try_for_each(|sheet| writeln!(out, "{}", record(sheet)))?,
        ListFormat::Csv => csv(&mut out, &sheets)?,
        ListFormat::Table => {
            let named: Vec<&ActorSheet> = sheets.iter().filter(|sheet| !words.is_empty() && book.names(sheet, &words)).collect();
            match named.as_slice() {
                [one] => {
                    explain(&mut out, paint, one)?;
                    let more = sheets.len() - 1;
                    if more > 0 {
                        writeln!(out, "\n{}", paint.ink(Ink::Dim, &format!("{more} more hold these words in a name:")))?;
                        let others: Vec<ActorSheet> = sheets.iter().filter(|sheet| sheet.id != one.id).cloned().collect();
                        list(&mut out, paint, options.width.or(paint.width), &others)?;
                    }
                }
                _ => list(&mut out, paint, options.width.or(paint.width), &sheets)?,
            }
        }
    }
    Ok(out.flush()?)
}

fn list(out: &mut dyn Write, paint: &Paint, room: Option<usize>, sheets: &[ActorSheet]) -> std::io::Result<()> {
    let cells: Vec<Vec<Cell>> = sheets.iter().map(cells).collect();
    let widths = table::widths(&COLUMNS, &table::wanted(&COLUMNS, cells.iter()), room);
    table::heading(out, paint, &COLUMNS, &widths)?;
    cells.iter().try_for_each(|row| table::row(out, paint, &COLUMNS, &widths, row))
}

fn cells(sheet: &ActorSheet) -> Vec<Cell> {
    let mut others: Vec<String> = sheet.aliases.iter().take(SHOWN).map(|alias| safe(&alias.name)).collect();
    if sheet.aliases.len() > SHOWN {
        others.push(format!("and {} more", sheet.aliases.len() - SHOWN));
    }
    [
        sheet.id.clone(),
        safe(&sheet.name),
        sheet.kind.to_string(),
        sheet.country.clone(),
        text(sheet.from),
        text(sheet.to),
        others.join(", "),
    ]
    .map(Cell::from)
    .to_vec()
}

fn text(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// "2016-07-28 to 2017-01-28", "since 2017-01-28", "until 2011-07-08", or nothing.
fn days(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

fn named(name: &str, id: &str, from: Option<Date>, to: Option<Date>) -> String {
    let days = days(from, to);
    let days = if days.is_empty() { String::new() } else { format!(", {days}") };
    format!("{} ({}{days})", safe(name), safe(id))
}

fn explain(out: &mut dyn Write, paint: &Paint, sheet: &ActorSheet) -> std::io::Result<()> {
    let heading = paint.ink(Ink::Heading, &safe(&sheet.name));
    writeln!(out, "{heading}  {}", paint.ink(Ink::Dim, &safe(&sheet.id)))?;
    let country = if sheet.country.is_empty() { String::new() } else { format!("{} ({})", sheet.country_name, sheet.country) };
    let ties = |ties: &[KnownTie]| ties.iter().map(|tie| named(&tie.name, &tie.id, tie.from, tie.to)).collect::<Vec<_>>().join("; ");
    let alias = |alias: &KnownName| {
        let days = days(alias.from, alias.to);
        let notes = [days.as_str(), alias.language.as_str(), if alias.ambiguous { "needs company" } else { "" }];
        let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
        if notes.is_empty() { safe(&alias.name) } else { format!("{} ({})", safe(&alias.name), notes.join(", ")) }
    };
    let line: Vec<String> = sheet.line.iter().map(|tie| named(&tie.name, &tie.id, tie.from, tie.to)).collect();
    for (field, words) in [
        ("kind", sheet.kind.to_string()),
        ("country", country),
        ("this name", days(sheet.from, sheet.to)),
        ("its line", line.join(" → ")),
        ("parents", ties(&sheet.parents)),
        ("with or for", ties(&sheet.affiliations)),
        ("parent of", ties(&sheet.children)),
        ("other names", sheet.aliases.iter().map(alias).collect::<Vec<_>>().join("; ")),
        ("ACLED inter", sheet.inter.clone()),
        ("PLOVER", sheet.role_code.clone()),
        ("UCDP side", safe(&sheet.ucdp_name)),
        ("where", safe(&sheet.summary)),
        ("source", safe(&sheet.note)),
    ] {
        let width = paint.width.unwrap_or(110).clamp(50, 120);
        for (i, line) in wrap(&words, width - 15).iter().enumerate().filter(|_| !words.is_empty()) {
            let margin = format!("  {:<13}", if i == 0 { field } else { "" });
            writeln!(out, "{}{line}", paint.ink(Ink::Dim, &margin))?;
        }
    }
    Ok(())
}

fn record(sheet: &ActorSheet) -> Value {
    let ties = |ties: &[KnownTie]| -> Vec<Value> {
        ties.iter().map(|tie| json!({ "id": tie.id, "name": tie.name, "from": tie.from.map(text_of), "to": tie.to.map(text_of) })).collect()
    };
    let aliases: Vec<Value> = sheet
        .aliases
        .iter()
        .map(|alias| {
            json!({
                "name": alias.name, "from": alias.from.map(text_of), "to": alias.to.map(text_of), "ambiguous": alias.ambiguous,
                "language": alias.language,
            })
        })
        .collect();
    json!({
        "id": sheet.id, "name": sheet.name, "kind": sheet.kind, "country": sheet.country, "valid_from": sheet.from.map(text_of),
        "valid_to": sheet.to.map(text_of), "parents": ties(&sheet.parents), "affiliations": ties(&sheet.affiliations),
        "children": ties(&sheet.children), "line": ties(&sheet.line), "aliases": aliases, "inter": sheet.inter,
        "role_code": sheet.role_code, "ucdp_name": sheet.ucdp_name, "summary": sheet.summary, "note": sheet.note,
    })
}

fn text_of(day: Date) -> String {
    day.to_string()
}

fn csv(out: &mut dyn Write, sheets: &[ActorSheet]) -> Result<(), Trouble> {
    let mut writer = csv::Writer::from_writer(out);
    let broken = |error: csv::Error| Trouble::from(std::io::Error::other(error));
    writer.write_record(FIELDS).map_err(broken)?;
    for sheet in sheets {
        let tie = |tie: &KnownTie| match (tie.from, tie.to) {
            (None, None) => tie.id.clone(),
            (from, to) => format!("{}@{}..{}", tie.id, text(from), text(to)),
        };
        let ties = |ties: &[KnownTie]| ties.iter().map(tie).collect::<Vec<_>>().join("|");
        let aliases: Vec<&str> = sheet.aliases.iter().map(|alias| alias.name.as_str()).collect();
        let row = [
            sheet.id.clone(),
            sheet.name.clone(),
            sheet.kind.to_string(),
            sheet.country.clone(),
            text(sheet.from),
            text(sheet.to),
            ties(&sheet.parents),
            ties(&sheet.affiliations),
            aliases.join("|"),
            sheet.inter.clone(),
            // A cell that begins with a minus is a formula to a spreadsheet.
            sheet.role_code.trim_start_matches('-').to_string(),
            sheet.ucdp_name.clone(),
            sheet.summary.clone(),
            sheet.note.clone(),
        ];
        let row = row.map(|cell| if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell });
        writer.write_record(&row).map_err(broken)?;
    }
    Ok(writer.flush()?)
}

fn import(book: &ActorBook, import: &ImportCommand) -> Result<(), Trouble> {
    let (file, folder) = match import {
        ImportCommand::Petrarch(options) => (&options.file, &options.output),
        ImportCommand::Csv(options) => (&options.file, &options.output),
    };
    let place = file.display().to_string();
    let bytes = std::fs::read(file)
        .map_err(|error| Trouble { message: format!("{place}: cannot be read ({error}); check the name"), code: NOT_FOUND })?;
    // Dictionaries of the nineties are in Latin-1; what is no UTF-8 is read as if each byte were a letter.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect());
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let imported = match import {
        ImportCommand::Petrarch(_) => book.import_petrarch(&text, &name),
        ImportCommand::Csv(options) => {
            book.import_csv(&text, &name, &options.map).map_err(|error| Trouble { message: error.to_string(), code: USAGE })?
        }
    };
    write(folder, &imported)?;
    for why in &imported.passed_over {
        eprintln!("{}", safe(why));
    }
    let folder_name = folder.display();
    let mut out = output();
    writeln!(
        out,
        "{folder_name}: {} actors and {} aliases written, {} lines passed over; use it with --world {folder_name}",
        imported.actor_count,
        imported.alias_count,
        imported.passed_over.len()
    )?;
    out.flush()?;
    // What was written must hold; who reads it later should not be the first to learn that it does not.
    ActorBook::load(&dateline_engine::DataSource::Carried, Some(folder))
        .map(drop)
        .map_err(|error| Trouble { message: format!("{error}\n{folder_name}: correct these rows before you use it"), code: USAGE })
}

fn write(folder: &Path, imported: &Imported) -> Result<(), Trouble> {
    let trouble = |place: String| {
        move |error: std::io::Error| Trouble {
            message: format!("{place}: cannot be written ({error}); name another folder with -o"),
            code: FULL,
        }
    };
    std::fs::create_dir_all(folder).map_err(trouble(folder.display().to_string()))?;
    for (name, text) in [("actors.tsv", &imported.actors), ("aliases.tsv", &imported.aliases)] {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(trouble(path.display().to_string()))?;
    }
    Ok(())
}
