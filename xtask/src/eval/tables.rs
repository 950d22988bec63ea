//! Tables behind the headline numbers of claims: by document, by rule, by tenth of confidence.
//!
//! In:  coded claims with their verdicts (`right`).
//! Out: lines of text. `cargo xtask eval claims` prints them, `cargo xtask train check` writes the last one to `docs/confidence.md`.

use super::right::{Told, Verdict, is_optional};
use dateline_engine::{Known, Rooms, day};
use dateline_language::Reader;
use dateline_model::{Document, Parse};
use dateline_store::{CodePoints, Crosswalk, claim_record};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Codes one parsed document; each claim as the tables want it and as the scorer does, under the gold's name of the document.
pub fn code(rooms: &Rooms, name: &str, document: &Document, parse: &Parse) -> Vec<(Told, Value)> {
    let points = CodePoints::new(&document.text);
    let coded = rooms.claims(document, parse).into_iter().map(|resolved| {
        // The scorer looks the published names of an act up by itself.
        let mut record = json!(claim_record(&points, &resolved, Crosswalk::default()));
        record["document"] = json!(name);
        let told = Told {
            document: name.to_string(),
            trigger: [0, 1].map(|end| record["trigger_span"][end].as_u64().unwrap_or(0)),
            act: resolved.claim.act.to_string(),
            rule: resolved.claim.rule.to_string(),
            confidence: f64::from(resolved.claim.score),
        };
        (told, record)
    });
    coded.collect()
}

/// Codes the lines of a set, as `dateline stage` reads them.
pub fn code_lines(rooms: &Rooms, lines: &str) -> Result<Vec<Told>, String> {
    let mut reader: Reader = rooms.reader();
    let mut all = Vec::new();
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).map_err(|error| format!("a line of the set: {error}"))?;
        let word = |name: &str| line[name].as_str().filter(|word| !word.is_empty());
        let known =
            Known { published: word("published").map(day).transpose()?, outlet: word("outlet").map(str::to_string), ..Known::default() };
        let document = rooms.plain(word("text").unwrap_or_default(), &known);
        let parse = rooms.parse(&mut reader, &document);
        all.extend(code(rooms, word("id").unwrap_or_default(), &document, &parse).into_iter().map(|(told, _)| told));
    }
    Ok(all)
}

/// Gold claims, coded claims, right ones, precision and recall of each document, the worst first.
pub fn by_document(gold: &[Value], told: &[Told], verdicts: &[Verdict]) -> String {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for row in gold.iter().filter(|row| !is_optional(row)) {
        counts.entry(row["doc"].as_str().unwrap_or_default()).or_default()[0] += 1;
    }
    for (claim, verdict) in told.iter().zip(verdicts).filter(|(_, verdict)| **verdict != Verdict::Open) {
        let row = counts.entry(&claim.document).or_default();
        row[1] += 1;
        row[2] += usize::from(*verdict == Verdict::Right);
    }
    let mut rows: Vec<(&str, [usize; 3])> = counts.into_iter().collect();
    let f1 = |[gold, coded, right]: [usize; 3]| 2.0 * right as f64 / (gold + coded).max(1) as f64;
    rows.sort_by(|a, b| f1(a.1).total_cmp(&f1(b.1)).then(a.0.cmp(b.0)));
    let head = format!("{:<44} {:>5} {:>6} {:>6} {:>6} {:>6}\n", "document", "gold", "coded", "right", "P", "R");
    let line = |(name, [gold, coded, right]): &(&str, [usize; 3])| {
        let part = |whole: usize| *right as f64 / whole.max(1) as f64;
        format!("{name:<44} {gold:>5} {coded:>6} {right:>6} {:>6.2} {:>6.2}\n", part(*coded), part(*gold))
    };
    head + &rows.iter().map(line).collect::<String>()
}

/// Support and precision of each rule, those that cost most first.
pub fn by_rule(told: &[Told], verdicts: &[Verdict]) -> String {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for (claim, verdict) in told.iter().zip(verdicts) {
        counts.entry(&claim.rule).or_default()[*verdict as usize] += 1;
    }
    let mut rows: Vec<(&str, [usize; 3])> = counts.into_iter().collect();
    rows.sort_by_key(|(name, [_, wrong, _])| (std::cmp::Reverse(*wrong), *name));
    let head = format!("{:<44} {:>7} {:>6} {:>6} {:>9}\n", "rule", "support", "wrong", "open", "precision");
    let line = |(name, [right, wrong, open]): &(&str, [usize; 3])| {
        let support = right + wrong;
        format!("{name:<44} {support:>7} {wrong:>6} {open:>6} {:>9.2}\n", *right as f64 / support.max(1) as f64)
    };
    head + &rows.iter().map(line).collect::<String>()
}

/// Of each tenth of confidence: claims, mean confidence, share right; `None` where there are no claims.
pub fn by_confidence(told: &[Told], verdicts: &[Verdict]) -> [Option<(usize, f64, f64)>; 10] {
    std::array::from_fn(|tenth| {
        let here: Vec<(f64, bool)> = told
            .iter()
            .zip(verdicts)
            .filter(|(claim, verdict)| **verdict != Verdict::Open && ((claim.confidence * 10.0) as usize).min(9) == tenth)
            .map(|(claim, verdict)| (claim.confidence, *verdict == Verdict::Right))
            .collect();
        let count = here.len() as f64;
        let right = here.iter().filter(|(_, right)| *right).count() as f64;
        (!here.is_empty()).then(|| (here.len(), here.iter().map(|(confidence, _)| confidence).sum::<f64>() / count, right / count))
    })
}

/// Mean of the squared distance between confidence and truth; 0 is perfect.
pub fn brier(told: &[Told], verdicts: &[Verdict]) -> f64 {
    let judged = || told.iter().zip(verdicts).filter(|(_, verdict)| **verdict != Verdict::Open);
    let sum: f64 = judged().map(|(claim, verdict)| (claim.confidence - f64::from(u8::from(*verdict == Verdict::Right))).powi(2)).sum();
    sum / judged().count().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_claims_count_neither_way() {
        let told =
            |rule: &str, confidence: f64| Told { document: "a".into(), trigger: [0, 1], act: "kill".into(), rule: rule.into(), confidence };
        let (claims, verdicts) = ([told("x", 0.8), told("x", 0.8), told("x", 0.8)], [Verdict::Right, Verdict::Wrong, Verdict::Open]);
        assert_eq!(by_confidence(&claims, &verdicts)[8], Some((2, 0.8, 0.5)));
        assert!((brier(&claims, &verdicts) - 0.34).abs() < 1e-9);
        let line = by_rule(&claims, &verdicts).lines().nth(1).map(|line| line.split_whitespace().map(str::to_string).collect::<Vec<_>>());
        assert_eq!(line.unwrap(), ["x", "2", "1", "1", "0.50"]);
    }
}
