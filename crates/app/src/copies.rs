//! `dateline copies`: families of documents that share their words.

use crate::cli::{CopiesArgs, DocumentFormat};
use crate::list::beginning;
use crate::paint::{Ink, Paint, safe};
use crate::report::count;
use crate::trouble::Trouble;
use crate::{output, short};
use dateline_store::{CopyRecord, DocumentRecord, Opening, Store};
use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::time::Duration;

/// Brings the index up to date and lists.
pub fn copies(options: &CopiesArgs, paint: &Paint) -> Result<(), Trouble> {
    drop(crate::open(&options.database)?);
    let opening = Opening { create: true, wait: Duration::from_secs(options.database.wait) };
    let mut store = Store::open(&options.database.db, &opening)?;
    dateline_engine::index_copies(&mut store, |_| ())?;
    let only = options.document.as_ref().map(|document| store.document(document)).transpose()?.map(|document| document.id);
    let mut pairs = store.copies()?;
    let mut out = output();
    if options.format == DocumentFormat::Jsonl {
        pairs.retain(|pair| only.as_ref().is_none_or(|only| pair.document == *only || pair.other == *only));
        for pair in &pairs {
            serde_json::to_writer(&mut out, pair).map_err(std::io::Error::from)?;
            writeln!(out)?;
        }
        return Ok(out.flush()?);
    }
    let mut documents: HashMap<String, DocumentRecord> = HashMap::new();
    for id in pairs.iter().flat_map(|pair| [&pair.document, &pair.other]) {
        if !documents.contains_key(id) {
            documents.insert(id.clone(), store.document(id)?);
        }
    }
    let mut pair_of: HashMap<&str, &CopyRecord> = HashMap::new();
    for pair in pairs.iter().filter(|pair| pair.kind != "partial") {
        pair_of.entry(&pair.other).or_insert(pair);
        // What a document was taken from tells more than who took it over.
        pair_of.insert(&pair.document, pair);
    }
    let mut shown = 0;
    for family in families(&pairs) {
        if only.as_ref().is_some_and(|only| !family.contains(only)) {
            continue;
        }
        shown += 1;
        write_family(&mut out, paint, &family, &pair_of, &documents)?;
    }
    let partial: Vec<&CopyRecord> = pairs.iter().filter(|pair| pair.kind == "partial").collect();
    let partial: Vec<&&CopyRecord> =
        partial.iter().filter(|pair| only.as_ref().is_none_or(|only| pair.document == *only || pair.other == *only)).collect();
    if !partial.is_empty() {
        writeln!(out, "{}", paint.ink(Ink::Heading, "Passages taken over"))?;
    }
    for pair in &partial {
        let (one, other) = (&documents[&pair.document], &documents[&pair.other]);
        writeln!(out, "  {} and {}", named(paint, one), named(paint, other))?;
        let share = format!("{:.0} % of the first, {:.0} % of the second", 100.0 * pair.share, 100.0 * pair.other_share);
        let passage = pair.overlaps.iter().max_by_key(|overlap| overlap[0][1] - overlap[0][0]);
        let words = passage.map(|overlap| quoted(&one.text, overlap[0])).unwrap_or_default();
        writeln!(out, "    {}", paint.ink(Ink::Dim, &format!("{share}: “{words}”")))?;
    }
    if shown == 0 && partial.is_empty() {
        let (documents, _) = store.size()?;
        writeln!(out, "No copies among {}.", count(documents, "document"))?;
    }
    Ok(out.flush()?)
}

/// Documents that exact and near copies connect, in the order of their first member.
fn families(pairs: &[CopyRecord]) -> Vec<Vec<String>> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut ids: Vec<&str> = Vec::new();
    // Each points to an earlier member of its family, the first to itself.
    let mut earlier: Vec<usize> = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.kind != "partial") {
        let [one, other] = [pair.other.as_str(), pair.document.as_str()].map(|id| {
            *numbers.entry(id).or_insert_with(|| {
                ids.push(id);
                earlier.push(ids.len() - 1);
                ids.len() - 1
            })
        });
        let (one, other) = (first(&mut earlier, one), first(&mut earlier, other));
        earlier[one.max(other)] = one.min(other);
    }
    let mut families: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (number, id) in ids.iter().enumerate() {
        families.entry(first(&mut earlier, number)).or_default().push(id.to_string());
    }
    families.into_values().collect()
}

/// The first member of a family; the way to it is shortened.
fn first(earlier: &mut [usize], mut number: usize) -> usize {
    while earlier[number] != number {
        earlier[number] = earlier[earlier[number]];
        number = earlier[number];
    }
    number
}

/// The origin first: the document that was published first, of those of one day the one that was stored first.
fn write_family(
    out: &mut dyn Write,
    paint: &Paint,
    family: &[String],
    pair_of: &HashMap<&str, &CopyRecord>,
    documents: &HashMap<String, DocumentRecord>,
) -> std::io::Result<()> {
    let mut members: Vec<&DocumentRecord> = family.iter().map(|id| &documents[id]).collect();
    // Without a day it may be anything: it comes last.
    members.sort_by_key(|document| document.published.clone().unwrap_or_else(|| "9999".to_string()));
    let Some((origin, copies)) = members.split_first() else { return Ok(()) };
    writeln!(out, "{}", paint.ink(Ink::Heading, &format!("{} of {}", count(copies.len(), "copy"), beginning(origin))))?;
    writeln!(out, "  origin   {}", named(paint, origin))?;
    for copy in copies {
        let told = pair_of.get(copy.id.as_str()).map(|pair| {
            let (share, partner) = if pair.document == copy.id { (pair.share, &pair.other) } else { (pair.other_share, &pair.document) };
            format!("{:<8} {{}}, {:.0} % of it as in {}", pair.kind, 100.0 * share, short(partner))
        });
        writeln!(out, "  {}", told.unwrap_or_default().replace("{}", &named(paint, copy)))?;
    }
    Ok(())
}

fn named(paint: &Paint, document: &DocumentRecord) -> String {
    let outlet = document.outlet.as_deref().unwrap_or("outlet unknown");
    let published = document.published.as_deref().unwrap_or("day unknown");
    format!("{} {}, {published}, {}", paint.ink(Ink::Dim, short(&document.id)), safe(outlet), safe(&document.file))
}

/// The first words of a passage, in code points.
fn quoted(text: &str, [start, end]: [usize; 2]) -> String {
    let words: String = text.chars().skip(start).take((end - start).min(100)).collect();
    let more = if end - start > 100 { " …" } else { "" };
    format!("{}{more}", safe(&words.split_whitespace().collect::<Vec<_>>().join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_what_pairs_connect() {
        let pair = |document: &str, other: &str, kind: &str| CopyRecord {
            document: document.to_string(),
            other: other.to_string(),
            kind: kind.to_string(),
            ..CopyRecord::default()
        };
        let pairs =
            [pair("b", "a", "exact"), pair("d", "c", "near"), pair("e", "a", "partial"), pair("f", "d", "near"), pair("f", "b", "near")];
        assert_eq!(families(&pairs), [["a", "b", "c", "d", "f"]]);
        assert_eq!(families(&pairs[..3]), [["a", "b"], ["c", "d"]]);
        assert!(families(&[]).is_empty());
    }
}
