//! `dateline claims` and `dateline documents`: lists.

use crate::cli::{ClaimsArgs, DocumentFormat, DocumentsArgs, FilterArgs, ListFormat};
use crate::paint::{Ink, Paint, safe};
use crate::table::{self, Cell, Column};
use crate::trouble::Trouble;
use crate::{output, short, words};
use dateline_store::{ClaimRow, DocumentRecord, Filter, Format, Store, export};
use std::io::Write;

const CLAIM_COLUMNS: [Column; 8] = [
    Column { heading: "claim", least: 99, ink: Ink::Dim },
    Column { heading: "when", least: 10, ink: Ink::Time },
    Column { heading: "where", least: 8, ink: Ink::Place },
    Column { heading: "act", least: 99, ink: Ink::Act },
    Column { heading: "who → whom", least: 10, ink: Ink::Actor },
    Column { heading: "how many", least: 8, ink: Ink::Figure },
    Column { heading: "says who", least: 8, ink: Ink::Speaker },
    Column { heading: "factuality", least: 99, ink: Ink::Plain },
];

/// The filter of the options; the document may be given by the beginning of its id or by its file.
pub fn filter(store: &Store, options: &FilterArgs) -> Result<Filter, Trouble> {
    let document = options.document.as_ref().map(|beginning| store.document(beginning)).transpose()?;
    Ok(options.filter(document.map(|document| document.id)))
}

/// Lists claims.
pub fn claims(options: &ClaimsArgs, paint: &Paint) -> Result<(), Trouble> {
    let store = crate::open(&options.database)?;
    let filter = filter(&store, &options.filter)?;
    let mut out = output();
    let format = match options.format {
        ListFormat::Jsonl => Format::Jsonl,
        ListFormat::Csv => Format::Csv,
        ListFormat::Table => {
            let rows = store.claims(&filter)?;
            if rows.is_empty() {
                let (documents, claims) = store.size()?;
                writeln!(out, "No claim fits. The database holds {claims} claims of {documents} documents.")?;
            }
            claim_table(&mut out, paint, options.width.or(paint.width), &rows)?;
            return Ok(out.flush()?);
        }
    };
    export(&store, &filter, format, "standard output", &mut out)?;
    Ok(())
}

/// Claims under the heading of their document; columns that would be empty throughout are left out.
fn claim_table(out: &mut dyn Write, paint: &Paint, room: Option<usize>, rows: &[ClaimRow]) -> std::io::Result<()> {
    let cells: Vec<Vec<Cell>> = rows.iter().map(claim_cells).collect();
    let shown: Vec<usize> = (0..CLAIM_COLUMNS.len()).filter(|&i| cells.iter().any(|row| !row[i].words.is_empty())).collect();
    let columns: Vec<Column> = shown.iter().map(|&i| CLAIM_COLUMNS[i]).collect();
    let cells: Vec<Vec<Cell>> = cells.iter().map(|row| shown.iter().map(|&i| row[i].clone()).collect()).collect();
    let widths = table::widths(&columns, &table::wanted(&columns, cells.iter()), room);
    for (i, row) in rows.iter().enumerate() {
        if i == 0 || rows[i - 1].record.document != row.record.document {
            if i > 0 {
                writeln!(out)?;
            }
            document_heading(out, paint, row)?;
            table::heading(out, paint, &columns, &widths)?;
        }
        table::row(out, paint, &columns, &widths, &cells[i])?;
    }
    Ok(())
}

/// "The Courier, 2026-03-12: Market in Kessa shelled  (document 1a2b3c4)".
fn document_heading(out: &mut dyn Write, paint: &Paint, row: &ClaimRow) -> std::io::Result<()> {
    let outlet = safe(row.outlet.as_deref().unwrap_or("Outlet unknown"));
    let published = row.published.as_deref().unwrap_or("day of publication unknown");
    let title = row.title.as_deref().map(|title| format!(": {}", safe(title))).unwrap_or_default();
    let heading = paint.ink(Ink::Heading, &format!("{outlet}, {published}{title}"));
    writeln!(out, "{heading}  {}", paint.ink(Ink::Dim, &format!("document {}", short(&row.record.document))))
}

fn claim_cells(row: &ClaimRow) -> Vec<Cell> {
    let record = &row.record;
    vec![
        short(&record.id).to_string().into(),
        words::when(&record.when).into(),
        words::places(&record.places).into(),
        record.act.clone().into(),
        words::parties(record).into(),
        words::figures(&record.figures).into(),
        words::speakers(record).into(),
        Cell { words: record.factuality.clone(), ink: Some(factuality_ink(&record.factuality)) },
    ]
}

/// Red for what is said not to have happened, yellow for what is not sure.
pub fn factuality_ink(factuality: &str) -> Ink {
    match factuality {
        "happened" => Ink::Plain,
        "denied" => Ink::Denied,
        _ => Ink::Unsure,
    }
}

const DOCUMENT_COLUMNS: [Column; 6] = [
    Column { heading: "document", least: 99, ink: Ink::Dim },
    Column { heading: "published", least: 99, ink: Ink::Time },
    Column { heading: "outlet", least: 10, ink: Ink::Plain },
    Column { heading: "claims", least: 99, ink: Ink::Figure },
    Column { heading: "title or first words", least: 20, ink: Ink::Plain },
    Column { heading: "file", least: 14, ink: Ink::Dim },
];

/// Lists documents.
pub fn documents(options: &DocumentsArgs, paint: &Paint) -> Result<(), Trouble> {
    let store = crate::open(&options.database)?;
    let mut out = output();
    if options.refused {
        for refused in store.refused()? {
            match options.format {
                DocumentFormat::Jsonl => writeln!(out, "{}", serde_json::json!({ "place": refused.place, "why": refused.why }))?,
                DocumentFormat::Table => writeln!(out, "{}: {}", safe(&refused.place), safe(&refused.why))?,
            }
        }
        return Ok(out.flush()?);
    }
    let documents = store.documents()?;
    if options.format == DocumentFormat::Jsonl {
        for document in &documents {
            serde_json::to_writer(&mut out, document).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(out.flush()?);
    }
    if documents.is_empty() {
        writeln!(out, "No document is stored yet; code some with `dateline code PATHS`.")?;
        return Ok(out.flush()?);
    }
    let cells: Vec<Vec<Cell>> = documents.iter().map(document_cells).collect();
    let widths = table::widths(&DOCUMENT_COLUMNS, &table::wanted(&DOCUMENT_COLUMNS, cells.iter()), paint.width);
    table::heading(&mut out, paint, &DOCUMENT_COLUMNS, &widths)?;
    for row in &cells {
        table::row(&mut out, paint, &DOCUMENT_COLUMNS, &widths, row)?;
    }
    Ok(out.flush()?)
}

fn document_cells(document: &DocumentRecord) -> Vec<Cell> {
    let nothing = document.nothing_because.as_ref().map(|why| format!(" (no claims: {})", safe(why))).unwrap_or_default();
    vec![
        short(&document.id).to_string().into(),
        document.published.clone().unwrap_or_else(|| "unknown".to_string()).into(),
        safe(document.outlet.as_deref().unwrap_or("unknown")).into(),
        document.claims.to_string().into(),
        format!("{}{nothing}", beginning(document)).into(),
        safe(&document.file).into(),
    ]
}

/// The title, or the text's first words.
pub fn beginning(document: &DocumentRecord) -> String {
    let text = document.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&document.text);
    let found: Vec<&str> = text.split_whitespace().take(12).collect();
    let joined: String = found.join(" ").chars().take(90).collect();
    safe(&joined)
}
