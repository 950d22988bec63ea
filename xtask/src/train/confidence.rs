//! The page `docs/confidence.md`: of the claims at a confidence, how many are right.
//!
//! In:  the claims of cross-validated silver; the students that ship, the gold of the claims bench.
//! Out: the page, with the day that it was measured.

use crate::eval::right::{Told, Verdict, judge};
use crate::eval::{inputs, rows, tables};
use dateline_claims::Students;
use dateline_engine::Rooms;
use std::fmt::Write;
use std::path::Path;

const PAGE: &str = "docs/confidence.md";

/// Writes the page.
pub fn write(rooms: &mut Rooms, students: Students, silver: &Path, told: &[Told], date: &str) -> Result<(), String> {
    rooms.set_students(students);
    let root = crate::tidy::root();
    let mut sets: Vec<(&str, Vec<Told>, Vec<Verdict>)> = vec![("silver", told.to_vec(), judge(&rows(&silver.join("silver.jsonl"))?, told))];
    for (name, lines) in [
        ("dev", inputs::records(&silver.join("dev_docs.jsonl"))?),
        ("seeds", inputs::folder(&root.join("../shared/samples"), "published.tsv")?),
    ] {
        let told = tables::code_lines(rooms, &lines)?;
        let verdicts = judge(&rows(&silver.join(format!("{name}_gold.jsonl")))?, &told);
        sets.push((name, told, verdicts));
    }
    let mut page = format!(
        "# Confidence\n\n\
         The `confidence` of a claim is the chance that it is a claim at all and that its act is right. It says nothing of its parties, places,\n\
         times and figures, and nothing of whether what was claimed is true.\n\n\
         It is a logistic regression on three numbers: the log-odds that the spotter gives to \"a claim\", those that the namer gives to the act,\n\
         and whether a pattern of the lexicon evokes the same act; fitted on judgements of students that had not seen the text (five folds of\n\
         the training texts, by document). Then it is moved by the claim's place:\n\
         what is told first is told most surely (`claims::standing`). The parser's certainty and the distance of participants are not in it.\n\n\
         Measured {date} by `cargo xtask train check --silver FOLDER --date {date}`: claims in each tenth, and the share of them that is right by\n\
         trigger and act. *Silver*: the training texts, each coded by students that were taught without it. *dev*, *seeds*: checked gold that\n\
         nothing was learned from, coded by the students that ship. Claims that the gold leaves open are not counted.\n\n\
         | confidence | silver: claims | right | dev: claims | right | seeds: claims | right |\n|---|---|---|---|---|---|---|\n"
    );
    let tenths: Vec<_> = sets.iter().map(|(_, told, verdicts)| tables::by_confidence(told, verdicts)).collect();
    for tenth in 0..10 {
        if tenths.iter().all(|set| set[tenth].is_none()) {
            continue;
        }
        let cells =
            tenths.iter().map(|set| set[tenth].map_or(" – | – |".to_string(), |(count, _, right)| format!(" {count} | {right:.2} |")));
        let _ = writeln!(page, "| 0.{tenth}–{:.1} |{}", (tenth + 1) as f64 / 10.0, cells.collect::<String>());
    }
    let briers = sets.iter().map(|(name, told, verdicts)| format!("{name} {:.3}", tables::brier(told, verdicts)));
    let _ =
        writeln!(page, "\nBrier score (mean squared distance from the truth; lower is better): {}.", briers.collect::<Vec<_>>().join(", "));
    std::fs::write(root.join(PAGE), page).map_err(|error| format!("{PAGE}: {error}"))
}
