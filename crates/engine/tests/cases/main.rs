//! The suite of `cases/claims/*.md`: every text through the whole pipeline, its claims compared with the block below it.
//!
//! In:  the Markdown files; how they are written stands in `cases/claims/README.md`.
//! Out: every difference at once, with file and line; the share of cases that are right as a careful coder would code them.
//!
//! A `claims` block holds what the engine says today; where that is wrong, a `should` block before it holds what is right. So the suite
//! asserts today's behaviour and shows what is owed. `DATELINE_BLESS=1 cargo test --package dateline-engine --test cases` writes the blocks
//! anew: a case that became right loses its `should`, one that became wrong gets one. Read the diff before it is committed.
//!
//! Not here: how a line of a block is read and compared (`line`, `told`), the Markdown (`markdown`).

mod line;
mod markdown;
mod told;

use dateline_engine::{DataSource, Known, Rooms, day};
use line::{Line, agree, differences};
use markdown::{Case, Suite};
use std::collections::BTreeMap;
use std::path::Path;

/// The engine's answer to one case.
fn code(rooms: &Rooms, reader: &mut dateline_language::Reader<'_>, case: &Case) -> Vec<told::Told> {
    let published = case.published.as_deref().map(|published| day(published).expect("the file was checked"));
    let known = Known { published, outlet: case.outlet.clone(), ..Known::default() };
    let document = rooms.plain(&case.text, &known);
    let parse = rooms.parse(reader, &document);
    rooms.claims(&document, &parse).iter().map(|claim| told::Told::new(&document.text, claim)).collect()
}

#[test]
fn the_engine_says_what_the_cases_say() {
    let bless = std::env::var_os("DATELINE_BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/claims");
    let rooms = Rooms::load(&DataSource::Carried, None, None).expect("the rooms load");
    let mut reader = rooms.reader();
    let (mut all, mut owed) = (0, 0);
    let mut broken: Vec<String> = Vec::new();
    let mut fields: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut suites = Suite::read_folder(&folder);
    for suite in &mut suites {
        broken.extend(suite.troubles.iter().cloned());
        let (mut of_file, mut owed_here) = (0, 0);
        for number in 0..suite.cases.len() {
            let case = &suite.cases[number];
            let place = format!("cases/claims/{}:{}", suite.name, case.line);
            let told = code(&rooms, &mut reader, case);
            let lines: Vec<String> = told.iter().map(told::Told::to_string).collect();
            let right: &[Line] = case.should.as_deref().unwrap_or(&case.claims);
            let is_right = agree(right, &told);
            if !is_right {
                differences(right, &told).into_iter().for_each(|field| *fields.entry(field).or_default() += 1);
            }
            let unchanged = agree(&case.claims, &told);
            if bless {
                suite.bless(number, &lines, is_right);
            } else if is_right && suite.cases[number].should.is_some() {
                broken.push(format!("{place}: right now; take its TODO away (DATELINE_BLESS=1 does)"));
            } else if !unchanged {
                let of_block: Vec<String> = case.claims.iter().map(Line::to_string).collect();
                broken.push(format!(
                    "{place}: {}\n  block:  {}\n  engine: {}",
                    case.text,
                    of_block.join("\n          "),
                    lines.join("\n          ")
                ));
            }
            of_file += 1;
            owed_here += usize::from(!is_right);
        }
        println!("{:<20} {:>4} cases, {:>4} right", suite.name, of_file, of_file - owed_here);
        (all, owed) = (all + of_file, owed + owed_here);
    }
    println!("cases right as a careful coder would code: {} of {all} = {:.3}", all - owed, (all - owed) as f64 / all.max(1) as f64);
    println!("wrong cases by what differs: {fields:?}");
    if bless {
        suites.iter().for_each(|suite| suite.write(&folder));
    }
    assert!(broken.is_empty(), "{} differences; DATELINE_BLESS=1 writes the blocks anew:\n{}", broken.len(), broken.join("\n"));
    assert!(all >= 280, "{all} cases: files of the suite are missing");
}
