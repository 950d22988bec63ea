//! The actor dictionaries of PETRARCH (Phoenix, CAMEO): `NAME_`, `+SYNONYM_`, `[CODE dates]`.
//!
//! In:  the dictionary's text. A name has underscores for blanks; lines that begin with `+` are its synonyms; codes stand in brackets on the
//!      same line or below; `;` and `#` begin comments. Dates: `<020101` before, `>020101` from that day, `011222-020706` between, with two
//!      or four digits of the year (two: 30 and under are of this century).
//! Out: one actor a name. The first three letters of a code are its country, the next three its role. A code with dates becomes an affiliation
//!      to the state, with these days; the kind comes from the last code.
//!
//! Source: the formats of PETRARCH2's `Phoenix.Countries.actors.txt` (Schrodt and others).

use super::{Draft, Imported, slug, tables};
use crate::world::countries::Countries;
use dateline_model::Date;
use std::collections::BTreeMap;

/// Role, kind, ACLED's word, PLOVER sector.
const ROLES: [(&str, &str, &str, &str); 23] = [
    ("GOV", "official", "State Forces", "GOV"),
    ("MIL", "military", "State Forces", "MIL"),
    ("COP", "police", "State Forces", "COP"),
    ("SPY", "official", "State Forces", "SPY"),
    ("JUD", "official", "State Forces", "JUD"),
    ("LEG", "official", "State Forces", "LEG"),
    ("REB", "armed_group", "Rebel Group", "REB"),
    ("INS", "armed_group", "Rebel Group", "REB"),
    ("SEP", "armed_group", "Rebel Group", "REB"),
    ("UAF", "armed_group", "Political Militia", "UAF"),
    ("CRM", "armed_group", "Political Militia", "CRM"),
    ("OPP", "party", "Protesters", "OPP"),
    ("PTY", "party", "", "PTY"),
    ("MED", "media", "Civilians", "MED"),
    ("NGO", "ngo", "Civilians", "NGO"),
    ("IGO", "igo", "External/Other Forces", "IGO"),
    ("BUS", "business", "Civilians", "BUS"),
    ("MNC", "business", "Civilians", "BUS"),
    ("CVL", "people", "Civilians", "CVL"),
    ("CIV", "people", "Civilians", "CVL"),
    ("REF", "people", "Civilians", "REF"),
    ("LAB", "people", "Civilians", "LAB"),
    ("ELI", "people", "Civilians", "CVL"),
];

/// A code of the dictionary and the days between which it holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Code {
    letters: String,
    from: Option<Date>,
    to: Option<Date>,
}

/// Reads a dictionary; `file` names it in notes.
///
/// - never fails: what cannot be read is passed over, and told with its line.
pub fn import_petrarch(text: &str, file: &str, countries: &Countries) -> Imported {
    let mut entries: Vec<(usize, Vec<String>, Vec<Code>)> = Vec::new();
    let mut passed_over = Vec::new();
    for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
        let line = line.split([';', '#']).next().unwrap_or_default();
        let (name, codes) = line.split_once('[').map_or((line, None), |(name, codes)| (name, Some(codes)));
        let name = name.trim().trim_matches('_').replace('_', " ");
        if let Some(synonym) = name.strip_prefix('+') {
            match entries.last_mut() {
                Some(entry) => entry.1.push(synonym.trim().to_string()),
                None => passed_over.push(format!("{file}:{number}: “{}” is a synonym of nothing; put a name above it", line.trim())),
            }
        } else if !name.is_empty() {
            entries.push((number, vec![name], Vec::new()));
        }
        for code in codes.into_iter().flat_map(|codes| codes.split('[')) {
            match (read_code(code.split(']').next().unwrap_or_default()), entries.last_mut()) {
                (Some(code), Some(entry)) => entry.2.push(code),
                _ => passed_over.push(format!(
                    "{file}:{number}: “{}” is no code of an actor; write [CODE] or [CODE >020101] below a name",
                    line.trim()
                )),
            }
        }
    }
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for (number, names, codes) in entries {
        match draft(&names, &codes, &format!("{file}:{number}"), countries) {
            Ok(draft) => {
                let mut id = slug(&draft.name);
                if countries.of_iso3(&id).is_some() {
                    id += "-actor";
                }
                // A name that comes again has more synonyms.
                match drafts.get_mut(&id) {
                    Some(known) => known.aliases.extend(draft.aliases),
                    None => drop(drafts.insert(id, draft)),
                }
            }
            Err(why) => passed_over.push(format!("{file}:{number}: {why}")),
        }
    }
    tables(drafts, file, passed_over)
}

fn draft(names: &[String], codes: &[Code], place: &str, countries: &Countries) -> Result<Draft, String> {
    let name = title(&names[0]);
    if !countries.named(&name).is_empty() {
        return Err(format!("“{name}” is a state or stands for one; states are known already"));
    }
    let last = codes.last().ok_or_else(|| format!("“{name}” has no code; write one in brackets"))?;
    let (country, role) = split(&last.letters, countries);
    let known = ROLES.iter().find(|(known, ..)| *known == role);
    if country.is_empty() && known.is_none() {
        return Err(format!("“{}” of “{name}” is no country and no role that is known", last.letters));
    }
    let dated = codes.iter().any(|code| code.from.is_some() || code.to.is_some());
    let (_, kind, inter, sector) = known.copied().unwrap_or(("GOV", "official", "State Forces", "GOV"));
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut affiliations = Vec::new();
    for code in codes.iter().filter(|_| dated) {
        let (country, _) = split(&code.letters, countries);
        if let Some(state) = countries.get(&country) {
            let (from, to) = (day(code.from), day(code.to));
            affiliations.push(if from.is_empty() && to.is_empty() { state.iso3.clone() } else { format!("{}@{from}..{to}", state.iso3) });
        }
    }
    Ok(Draft {
        // Offices that change with the day are a person's.
        kind: if dated { "person" } else { kind }.to_string(),
        country,
        affiliations,
        inter: inter.to_string(),
        sector: sector.to_string(),
        note: format!("imported from {place}, code {}", last.letters),
        aliases: names[1..].iter().map(|name| (title(name), String::new(), String::new())).collect(),
        name,
        ..Draft::default()
    })
}

/// ISO alpha-2 code of the country, or empty, and the role.
fn split<'c>(letters: &'c str, countries: &Countries) -> (String, &'c str) {
    let (first, rest) = letters.split_at_checked(3).unwrap_or((letters, ""));
    match countries.of_iso3(&first.to_lowercase()) {
        Some(country) => (country.code.clone(), rest.get(..3).unwrap_or_default()),
        None => (String::new(), if ROLES.iter().any(|(role, ..)| *role == first) { first } else { rest.get(..3).unwrap_or_default() }),
    }
}

/// "AFGGOV 011222-020706".
fn read_code(words: &str) -> Option<Code> {
    let mut words = words.split_whitespace();
    let letters = words.next().filter(|letters| letters.len() >= 3 && letters.chars().all(|c| c.is_ascii_alphanumeric()))?.to_uppercase();
    let Some(days) = words.next() else { return Some(Code { letters, ..Code::default() }) };
    let (from, to) = match (days.strip_prefix('<'), days.strip_prefix('>'), days.split_once('-')) {
        (Some(before), _, _) => (None, Some(read_day(before)?)),
        (_, Some(after), _) => (Some(read_day(after)?), None),
        (_, _, Some((from, to))) => (Some(read_day(from)?), Some(read_day(to)?)),
        _ => return None,
    };
    Some(Code { letters, from, to })
}

/// "011222" or "20011222"; a day that no month has becomes its first.
fn read_day(digits: &str) -> Option<Date> {
    let (year, rest) = match digits.len() {
        6 => (digits[..2].parse::<i32>().ok().map(|year| if year <= 30 { 2000 + year } else { 1900 + year })?, digits.get(2..)?),
        8 => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        _ => return None,
    };
    let text = |day: &str| format!("{year:04}-{}-{day}", rest.get(..2).unwrap_or_default());
    text(rest.get(2..)?).parse().or_else(|_| text("01").parse()).ok()
}

/// Capitals to a name: words of up to four letters without a vowel stay as they are, for they are acronyms.
fn title(name: &str) -> String {
    let word = |word: &str| {
        let acronym = word.len() <= 4 && !word.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
        let small = ["OF", "THE", "FOR", "AND", "IN", "BIN", "AL", "DE"].contains(&word);
        match word.chars().next() {
            Some(_) if acronym => word.to_string(),
            Some(_) if small => word.to_lowercase(),
            Some(first) => first.to_uppercase().collect::<String>() + &word[first.len_utf8()..].to_lowercase(),
            None => String::new(),
        }
    };
    let mut joined = name.split_whitespace().map(word).collect::<Vec<_>>().join(" ");
    if let Some(first) = joined.chars().next() {
        joined.replace_range(..first.len_utf8(), &first.to_uppercase().collect::<String>());
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataSource;

    const DICTIONARY: &str = "\
# a dictionary of invented people
FREE_KESSA_FRONT_ ;comment
+FKF_
\t[SYRREB]
OMRAT_DORIN_
+O._DORIN_ [PERGOV 901101-950706]
\t[PERELI >950707]
SYRIA_ [SYR]
NOBODY_
+NO_ONE
VELK_COURIER_ [PERMED]
+
[???]
";

    #[test]
    fn a_dictionary_becomes_tables() {
        let countries = Countries::load(&DataSource::Carried).expect("the table loads");
        let found = import_petrarch(DICTIONARY, "x.actors.txt", &countries);
        let row = |id: &str| {
            found.actors.lines().find(|line| line.starts_with(&format!("{id}\t"))).map(|line| line.split('\t').collect::<Vec<_>>())
        };
        let front = row("free-kessa-front").expect("the front");
        assert_eq!(front[1..4], ["Free Kessa Front", "armed_group", "SY"]);
        let dorin = row("omrat-dorin").expect("the person");
        assert_eq!(dorin[2..6], ["person", "PE", "", "per@1990-11-01..1995-07-06|per@1995-07-07.."]);
        assert!(found.aliases.contains("FKF\tfree-kessa-front\t"), "{}", found.aliases);
        assert!(row("syria").is_none() && row("nobody").is_none());
        assert!(found.passed_over.iter().any(|why| why.contains("x.actors.txt:8: “Syria” is a state")), "{:?}", found.passed_over);
        assert!(found.passed_over.iter().any(|why| why.contains("x.actors.txt:9: “Nobody” has no code")));
        assert_eq!(found.actor_count, 3);
    }

    #[test]
    fn days_have_two_or_four_digits_of_the_year() {
        let day = |digits: &str| read_day(digits).map(|day| day.to_string());
        assert_eq!(day("011222").as_deref(), Some("2001-12-22"));
        assert_eq!(day("19990231").as_deref(), Some("1999-02-01"));
        assert_eq!(day("soon"), None);
        assert_eq!(read_code("AFGGOV <020101").and_then(|code| code.to).map(|day| day.to_string()).as_deref(), Some("2002-01-01"));
    }
}
