//! `dateline incidents` and `dateline incident`: what several claims are about, who agrees, who contradicts.

use crate::cli::{Database, DocumentFormat, IncidentArgs, IncidentsArgs};
use crate::list::factuality_ink;
use crate::paint::{Ink, Paint, safe, wrap};
use crate::table::{self, Cell, Column};
use crate::trouble::Trouble;
use crate::{output, short, words};
use dateline_engine::refresh_incidents;
use dateline_store::{ClaimRow, Filter, IncidentFigureRecord, IncidentRecord, SharedValue, Store};
use std::collections::HashMap;
use std::io::Write;

const COLUMNS: [Column; 8] = [
    Column { heading: "incident", least: 99, ink: Ink::Dim },
    Column { heading: "when", least: 10, ink: Ink::Time },
    Column { heading: "where", least: 12, ink: Ink::Place },
    Column { heading: "act", least: 99, ink: Ink::Act },
    Column { heading: "who → whom", least: 16, ink: Ink::Actor },
    Column { heading: "how many", least: 12, ink: Ink::Figure },
    Column { heading: "independent voices", least: 12, ink: Ink::Speaker },
    Column { heading: "disputed", least: 10, ink: Ink::Denied },
];

/// Lists incidents, made anew first if claims were added.
pub fn list(options: &IncidentsArgs, paint: &Paint) -> Result<(), Trouble> {
    let store = fresh(&options.database)?;
    let mut found = store.incidents()?;
    found.retain(|incident| admits(options, incident));
    let mut out = output();
    if options.format == DocumentFormat::Jsonl {
        for incident in &found {
            serde_json::to_writer(&mut out, incident).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(out.flush()?);
    }
    if found.is_empty() {
        writeln!(out, "No incident fits. The database holds {} claims.", store.size()?.1)?;
        return Ok(out.flush()?);
    }
    let rows: Vec<Vec<Cell>> = found.iter().map(cells).collect();
    let shown: Vec<usize> = (0..COLUMNS.len()).filter(|&i| rows.iter().any(|row| !row[i].words.is_empty())).collect();
    let columns: Vec<Column> = shown.iter().map(|&i| COLUMNS[i]).collect();
    let rows: Vec<Vec<Cell>> = rows.iter().map(|row| shown.iter().map(|&i| row[i].clone()).collect()).collect();
    let widths = table::widths(&columns, &table::wanted(&columns, rows.iter()), options.width.or(paint.width));
    table::heading(&mut out, paint, &columns, &widths)?;
    for row in &rows {
        table::row(&mut out, paint, &columns, &widths, row)?;
    }
    Ok(out.flush()?)
}

fn fresh(database: &Database) -> Result<Store, Trouble> {
    let mut store = crate::open(database)?;
    refresh_incidents(&mut store)?;
    Ok(store)
}

fn admits(options: &IncidentsArgs, incident: &IncidentRecord) -> bool {
    let holds = |wanted: &Option<String>, values: &[SharedValue]| {
        wanted.as_ref().is_none_or(|wanted| values.iter().any(|it| it.value.to_lowercase().contains(&wanted.to_lowercase())))
    };
    let day = |day: &jiff::civil::Date| day.to_string();
    (options.act.is_empty() || options.act.contains(&incident.act))
        && holds(&options.place, &incident.places)
        && (options.actor.is_none() || holds(&options.actor, &incident.actors) || holds(&options.actor, &incident.recipients))
        && options.from.as_ref().is_none_or(|from| incident.when.as_ref().is_some_and(|when| when.end >= day(from)))
        && options.to.as_ref().is_none_or(|to| incident.when.as_ref().is_some_and(|when| when.start <= day(to)))
        && incident.claims.len() >= options.claims
        && (!options.disputed || !incident.contradictions.is_empty())
}

fn cells(incident: &IncidentRecord) -> Vec<Cell> {
    let (actors, recipients) = (best(&incident.actors), best(&incident.recipients));
    let parties = match (actors.is_empty(), recipients.is_empty()) {
        (_, true) => actors,
        (true, false) => format!("→ {recipients}"),
        (false, false) => format!("{actors} → {recipients}"),
    };
    let names: Vec<String> = incident.origins.iter().take(3).map(|origin| safe(&origin.name)).collect();
    let more = if incident.origins.len() > 3 { " …" } else { "" };
    let mut about: Vec<&str> = incident.contradictions.iter().map(|pair| pair.about.as_str()).collect();
    about.sort_unstable();
    about.dedup();
    vec![
        short(&incident.id).to_string().into(),
        days(incident).into(),
        best(&incident.places).into(),
        incident.act.clone().into(),
        parties.into(),
        incident.figures.iter().map(figure).collect::<Vec<_>>().join(", ").into(),
        format!("{}: {}{more}", incident.independent_sources, names.join(", ")).into(),
        about.join(", ").into(),
    ]
}

fn days(incident: &IncidentRecord) -> String {
    match &incident.when {
        None => "undated".to_string(),
        Some(when) if when.start == when.end => when.start.clone(),
        Some(when) => format!("{} – {}", when.start, when.end),
    }
}

/// The values that most claims give, at most two.
fn best(values: &[SharedValue]) -> String {
    let mut sorted: Vec<&SharedValue> = values.iter().collect();
    sorted.sort_by(|a, b| b.share.total_cmp(&a.share));
    sorted.iter().take(2).map(|it| safe(&it.value)).collect::<Vec<_>>().join(", ")
}

/// "17 killed (9–20 told)".
fn figure(figure: &IncidentFigureRecord) -> String {
    let group = figure.group.as_ref().map(|group| format!(" {}", group.replace('_', " "))).unwrap_or_default();
    let measure = figure.measure.replace("area_km2", "km²");
    let best = figure.best.map_or("?".to_string(), |best| best.to_string());
    let told = match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => String::new(),
        (Some(low), Some(high)) => format!(" ({low}–{high} told)"),
        (Some(low), None) => format!(" (≥{low} told)"),
        (None, Some(high)) => format!(" (≤{high} told)"),
        (None, None) => String::new(),
    };
    format!("{best}{group} {measure}{told}")
}

/// Tells one incident: its fields with their shares, its claims, its numbers and what contradicts what.
pub fn one(options: &IncidentArgs, paint: &Paint) -> Result<(), Trouble> {
    let store = fresh(&options.database)?;
    let incident = store.incident(&options.incident)?;
    let mut rows: HashMap<String, ClaimRow> = HashMap::new();
    let wanted: std::collections::HashSet<&str> = incident.claims.iter().map(|it| it.claim.as_str()).collect();
    store.each_claim(&Filter { claims: wanted.iter().map(|id| id.to_string()).collect(), ..Filter::default() }, |row| {
        rows.insert(row.record.id.clone(), row);
        Ok(())
    })?;
    let mut out = output();
    tell(&mut out, paint, &incident, &rows)?;
    Ok(out.flush()?)
}

fn tell(out: &mut dyn Write, paint: &Paint, incident: &IncidentRecord, rows: &HashMap<String, ClaimRow>) -> std::io::Result<()> {
    let total = incident.claims.len();
    writeln!(
        out,
        "incident {}: {}, {}, {} in {} independent {}, confidence {:.2}",
        incident.id,
        paint.ink(Ink::Act, &incident.act),
        days(incident),
        if total == 1 { "1 claim".to_string() } else { format!("{total} claims") },
        incident.independent_sources,
        if incident.independent_sources == 1 { "voice" } else { "voices" },
        incident.confidence
    )?;
    if let Some(campaign) = &incident.part_of {
        writeln!(out, "part of incident {}", short(campaign))?;
    }
    writeln!(out)?;
    for (name, ink, values) in
        [("where", Ink::Place, &incident.places), ("who", Ink::Actor, &incident.actors), ("whom", Ink::Recipient, &incident.recipients)]
    {
        for value in values {
            line(out, paint, name, &format!("{}  ({} of {total} claims)", paint.ink(ink, &safe(&value.value)), value.claims.len()))?;
        }
    }
    for it in &incident.figures {
        line(out, paint, "how many", &format!("{}; chosen: {}", paint.ink(Ink::Figure, &figure(it)), it.best_rule))?;
        for point in &it.series {
            let bounds = match (point.low, point.high) {
                (Some(low), Some(high)) if low == high => low.to_string(),
                (Some(low), Some(high)) => format!("{low}–{high}"),
                (Some(low), None) => format!("≥{low}"),
                (None, Some(high)) => format!("≤{high}"),
                (None, None) => "?".to_string(),
            };
            let said = point.said.as_deref().unwrap_or("day unknown");
            line(out, paint, "", &format!("  {bounds:<8} {}, {said}  ({})", safe(&point.voice), short(&point.claim)))?;
        }
    }
    for origin in &incident.origins {
        line(out, paint, "voice", &format!("{}: {}", paint.ink(Ink::Speaker, &safe(&origin.name)), shorts(&origin.claims)))?;
    }
    for pair in &incident.contradictions {
        let words = format!("{} against {}: {}", short(&pair.first), short(&pair.second), pair.about);
        line(out, paint, "disputed", &paint.ink(Ink::Denied, &words))?;
    }
    writeln!(out)?;
    let width = paint.width.unwrap_or(110).clamp(50, 120);
    for part in &incident.claims {
        let Some(row) = rows.get(&part.claim) else { continue };
        let outlet = safe(row.outlet.as_deref().unwrap_or("outlet unknown"));
        let published = row.published.as_deref().unwrap_or("day unknown");
        let head = format!("{} {}, {outlet}, {published}", short(&part.claim), part.role);
        writeln!(out, "{}", paint.ink(Ink::Heading, &head))?;
        for text in [format!("{} · {}", row.record.act, words::line(&row.record).join(" · ")), format!("“{}”", safe(&row.sentence))] {
            for wrapped in wrap(&text, width - 4) {
                writeln!(out, "    {}", paint.ink(factuality_ink(&row.record.factuality), &wrapped))?;
            }
        }
    }
    Ok(())
}

fn line(out: &mut dyn Write, paint: &Paint, name: &str, words: &str) -> std::io::Result<()> {
    writeln!(out, "{}{words}", paint.ink(Ink::Dim, &format!("{name:<10}")))
}

fn shorts(ids: &[String]) -> String {
    ids.iter().map(|id| short(id)).collect::<Vec<_>>().join(", ")
}
