//! CSV as RFC 4180 has it: one claim a row, UTF-8, line ends CRLF.
//!
//! Words come from strangers: a cell that a spreadsheet would take for a formula gets an apostrophe in front.

use crate::ClaimRow;
use crate::record::{FigureRecord, MentionRecord};
use std::io::Write;

const COLUMNS: [&str; 36] = [
    "id",
    "document",
    "outlet",
    "published",
    "url",
    "title",
    "act",
    "plover_event",
    "plover_mode",
    "acled_event_type",
    "acled_sub_event_type",
    "cameo_code",
    "factuality",
    "confidence",
    "actors",
    "actor_entities",
    "recipients",
    "recipient_entities",
    "place",
    "place_role",
    "place_precision",
    "geonames_id",
    "country",
    "admin1",
    "lat",
    "lon",
    "other_places",
    "when_start",
    "when_end",
    "when_precision",
    "when_basis",
    "figures",
    "means",
    "speakers",
    "trigger",
    "sentence",
];

pub(super) fn header(out: &mut dyn Write) -> std::io::Result<()> {
    write!(out, "{}\r\n", COLUMNS.join(","))
}

pub(super) fn row(row: &ClaimRow, out: &mut dyn Write) -> std::io::Result<()> {
    let record = &row.record;
    let crosswalk = &record.crosswalk;
    let place = record.places.iter().find(|place| place.role == "at").or(record.places.first());
    let others = record.places.iter().filter(|other| !place.is_some_and(|place| std::ptr::eq(place, *other)));
    let when = record.when.as_ref();
    let cells: [Cell; COLUMNS.len()] = [
        text(Some(&record.id)),
        text(Some(&record.document)),
        text(row.outlet.as_ref()),
        text(row.published.as_ref()),
        text(row.url.as_ref()),
        text(row.title.as_ref()),
        text(Some(&record.act)),
        text(crosswalk.plover_event.as_ref()),
        text(crosswalk.plover_mode.as_ref()),
        text(crosswalk.acled_event_type.as_ref()),
        text(crosswalk.acled_sub_event_type.as_ref()),
        text(crosswalk.cameo_code.as_ref()),
        text(Some(&record.factuality)),
        number(Some(record.confidence)),
        names(&record.actors),
        entities(&record.actors),
        names(&record.recipients),
        entities(&record.recipients),
        text(place.map(|place| place.name.as_ref().unwrap_or(&place.text))),
        text(place.map(|place| &place.role)),
        text(place.map(|place| &place.precision)),
        number(place.and_then(|place| place.geonames_id)),
        text(place.and_then(|place| place.country.as_ref())),
        text(place.and_then(|place| place.admin1.as_ref())),
        number(place.and_then(|place| place.lat)),
        number(place.and_then(|place| place.lon)),
        list(others.map(|place| format!("{}: {}", place.role, place.name.as_ref().unwrap_or(&place.text)))),
        text(when.map(|when| &when.start)),
        text(when.map(|when| &when.end)),
        text(when.map(|when| &when.precision)),
        text(when.map(|when| &when.basis)),
        list(record.figures.iter().map(figure)),
        list(record.means.iter().cloned()),
        list(record.attribution.iter().map(|speaker| speaker.name.clone().unwrap_or_else(|| speaker.text.clone()))),
        text(Some(&row.trigger)),
        text(Some(&row.sentence)),
    ];
    for (i, cell) in cells.iter().enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        out.write_all(cell.written().as_bytes())?;
    }
    out.write_all(b"\r\n")
}

/// One cell: words, which may be hostile, or a number, which keeps its minus sign.
enum Cell {
    Words(String),
    Number(String),
}

impl Cell {
    fn written(&self) -> String {
        match self {
            Cell::Number(number) => number.clone(),
            Cell::Words(words) => quoted(&harmless(words)),
        }
    }
}

/// No spreadsheet computes this.
fn harmless(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{words}")
    } else {
        words.to_string()
    }
}

fn quoted(words: &str) -> String {
    if words.contains(['"', ',', '\n', '\r', ';']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words.to_string() }
}

fn text(words: Option<&String>) -> Cell {
    Cell::Words(words.cloned().unwrap_or_default())
}

fn number(number: Option<impl ToString>) -> Cell {
    Cell::Number(number.map(|number| number.to_string()).unwrap_or_default())
}

fn list(items: impl Iterator<Item = String>) -> Cell {
    Cell::Words(items.collect::<Vec<_>>().join("; "))
}

fn names(them: &[MentionRecord]) -> Cell {
    list(them.iter().map(|it| it.name.clone().unwrap_or_else(|| it.text.clone())))
}

/// Ids in the actor file, each at the seat of its name; empty seats for the unknown.
fn entities(them: &[MentionRecord]) -> Cell {
    if them.iter().all(|it| it.entity.is_none()) {
        return Cell::Words(String::new());
    }
    list(them.iter().map(|it| it.entity.clone().unwrap_or_default()))
}

/// "killed civilians 14..": measure, group, bounds; a missing bound is left out.
fn figure(figure: &FigureRecord) -> String {
    let group = figure.group.as_ref().map(|group| format!(" {group}")).unwrap_or_default();
    let bound = |bound: Option<u64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
    let bounds = match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (low, high) => format!("{}..{}", bound(low), bound(high)),
    };
    format!("{}{group} {bounds}", figure.measure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        assert_eq!(Cell::Words(words.to_string()).written(), expected);
    }

    #[test]
    fn cells_are_quoted_where_they_must() {
        check("plain", "plain");
        check("a, b", "\"a, b\"");
        check("the \"army\"", "\"the \"\"army\"\"\"");
        check("two\nlines", "\"two\nlines\"");
    }

    #[test]
    fn no_cell_is_a_formula() {
        check("=HYPERLINK(1)", "'=HYPERLINK(1)");
        check("@SUM(A1)", "'@SUM(A1)");
        check("+1", "'+1");
        check("-the army", "'-the army");
        check("\t=1", "'\t=1");
        assert_eq!(Cell::Number("-12.5".to_string()).written(), "-12.5");
    }
}
