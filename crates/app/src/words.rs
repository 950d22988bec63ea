//! A claim's fields in a few words each, for the eye: the same words in the list, under the text and in `why`.

use dateline_store::{ClaimRecord, FigureRecord, MentionRecord, PlaceRecord, WhenRecord};

/// "2026-03-10", "8–10 March 2026" as "2026-03-08 – 2026-03-10", "2026-03" for a month, "2026" for a year.
pub fn when(when: &Option<WhenRecord>) -> String {
    let Some(when) = when else { return "undated".to_string() };
    let same = |length: usize| when.start.get(..length) == when.end.get(..length);
    match when.precision.as_str() {
        "year" if same(4) => when.start[..4].to_string(),
        "month" if same(7) => when.start[..7].to_string(),
        _ if when.start == when.end => when.start.clone(),
        _ => format!("{} – {}", when.start, when.end),
    }
}

/// "Kessa (SY), from Tal Amar".
pub fn places(places: &[PlaceRecord]) -> String {
    let worded = places.iter().map(|place| {
        let role = if place.role == "at" { String::new() } else { format!("{} ", place.role) };
        format!("{role}{}", place_name(place))
    });
    unique(worded).join(", ")
}

/// The name of a place with its country, or the words as they stand.
pub fn place_name(place: &PlaceRecord) -> String {
    match (&place.name, &place.country) {
        (Some(name), Some(country)) if place.precision != "country" => format!("{name} ({country})"),
        (Some(name), _) => name.clone(),
        (None, _) => crate::paint::safe(&place.text),
    }
}

/// Canonical names, or the words as they stand.
pub fn names(them: &[MentionRecord]) -> String {
    unique(them.iter().map(|it| crate::paint::safe(it.name.as_ref().unwrap_or(&it.text)))).join(", ")
}

/// "rebels → the market".
pub fn parties(record: &ClaimRecord) -> String {
    match (names(&record.actors), names(&record.recipients)) {
        (actors, recipients) if recipients.is_empty() => actors,
        (actors, recipients) if actors.is_empty() => format!("→ {recipients}"),
        (actors, recipients) => format!("{actors} → {recipients}"),
    }
}

/// "≥14 killed (of these 9 civilians), ~60 injured".
pub fn figures(figures: &[FigureRecord]) -> String {
    let wholes = figures.iter().enumerate().filter(|(_, figure)| figure.part_of.is_none());
    let worded = wholes.map(|(i, whole)| {
        let parts: Vec<String> = figures
            .iter()
            .filter(|part| part.part_of == Some(i))
            .map(|part| if part.measure == whole.measure { format!("{}{}", bounds(part), group(part)) } else { figure(part) })
            .collect();
        if parts.is_empty() { figure(whole) } else { format!("{} (of these {})", figure(whole), parts.join(", ")) }
    });
    worded.collect::<Vec<_>>().join(", ")
}

fn figure(figure: &FigureRecord) -> String {
    let one = figure.low == Some(1) && figure.high == Some(1);
    let things = match figure.measure.as_str() {
        "casualties" => "casualties",
        "aircraft" => "aircraft",
        "area_km2" => "km²",
        "strikes" => {
            if one {
                "strike"
            } else {
                "strikes"
            }
        }
        "vehicles" => {
            if one {
                "vehicle"
            } else {
                "vehicles"
            }
        }
        "buildings" => {
            if one {
                "building"
            } else {
                "buildings"
            }
        }
        "localities" => {
            if one {
                "locality"
            } else {
                "localities"
            }
        }
        "positions" => {
            if one {
                "position"
            } else {
                "positions"
            }
        }
        people => return format!("{}{} {people}", bounds(figure), group(figure)),
    };
    let whose = figure.group.as_ref().map(|group| format!(" ({})", group.replace('_', " "))).unwrap_or_default();
    format!("{} {things}{whose}", bounds(figure))
}

fn group(figure: &FigureRecord) -> String {
    figure.group.as_ref().map(|group| format!(" {}", group.replace('_', " "))).unwrap_or_default()
}

/// "14", "≥14", "≤20", "24–99", "~60".
fn bounds(figure: &FigureRecord) -> String {
    let about = if figure.qualifier == "about" { "~" } else { "" };
    match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => format!("{about}{low}"),
        (Some(0) | None, Some(high)) => format!("≤{high}"),
        (Some(low), Some(high)) => format!("{low}–{high}"),
        (Some(low), None) => format!("≥{low}"),
        (None, None) => "?".to_string(),
    }
}

/// "the governor", "sources, told to Al Noor", or "the outlet".
pub fn speakers(record: &ClaimRecord) -> String {
    let worded = record.attribution.iter().map(|it| crate::paint::safe(it.name.as_ref().unwrap_or(&it.text)));
    let worded: Vec<String> = unique(worded);
    if worded.is_empty() { "the outlet".to_string() } else { worded.join(", quoted by ") }
}

/// All of it on one line, without the act.
pub fn line(record: &ClaimRecord) -> Vec<String> {
    let mut parts = vec![parties(record), places(&record.places), when(&record.when), figures(&record.figures)];
    parts.push(format!("says {}", speakers(record)));
    parts.push(record.factuality.clone());
    parts.retain(|part| !part.is_empty());
    parts
}

fn unique(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for item in items {
        if !found.contains(&item) {
            found.push(item);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn toll(measure: &str, group: Option<&str>, low: Option<u64>, high: Option<u64>, part_of: Option<usize>) -> FigureRecord {
        FigureRecord {
            measure: measure.to_string(),
            group: group.map(str::to_string),
            low,
            high,
            qualifier: "exact".to_string(),
            text: String::new(),
            span: [0, 0],
            part_of,
        }
    }

    fn check(given: &[FigureRecord], expected: &str) {
        assert_eq!(figures(given), expected);
    }

    #[test]
    fn numbers_are_told_with_their_bounds() {
        check(&[toll("killed", Some("civilians"), Some(14), None, None)], "≥14 civilians killed");
        check(&[toll("killed", None, Some(24), Some(99), None)], "24–99 killed");
        check(&[toll("strikes", None, Some(17), Some(17), None)], "17 strikes");
        check(&[toll("injured", None, Some(0), Some(20), None)], "≤20 injured");
        check(&[toll("killed", None, Some(0), Some(0), None)], "0 killed");
        check(&[toll("area_km2", None, Some(20), Some(20), None)], "20 km²");
        check(&[toll("localities", None, Some(1), Some(1), None)], "1 locality");
    }

    #[test]
    fn a_part_is_told_within_its_whole() {
        let whole = toll("killed", None, Some(301), None, None);
        let part = toll("killed", Some("civilians"), Some(28), Some(28), Some(0));
        check(&[whole, part], "≥301 killed (of these 28 civilians)");
    }

    #[test]
    fn days_are_told_as_exactly_as_they_are_known() {
        let told = |start: &str, end: &str, precision: &str| {
            when(&Some(WhenRecord {
                text: None,
                start: start.to_string(),
                end: end.to_string(),
                precision: precision.to_string(),
                basis: "explicit".to_string(),
            }))
        };
        assert_eq!(told("2026-03-10", "2026-03-10", "day"), "2026-03-10");
        assert_eq!(told("2026-03-01", "2026-03-31", "month"), "2026-03");
        assert_eq!(told("2026-01-01", "2026-12-31", "year"), "2026");
        assert_eq!(told("2026-03-08", "2026-03-10", "day"), "2026-03-08 – 2026-03-10");
        assert_eq!(when(&None), "undated");
    }
}
