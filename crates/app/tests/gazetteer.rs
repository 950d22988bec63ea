//! `dateline gazetteer`: import, find, and coding with what was imported.

mod support;

use support::{Folder, Outcome, outcome};

/// A village of Syria that no package has, in the dump's format.
const DUMP: &str = "990000001\tTall Qessab\tTall Qessab\tTel Kassab,تل قصاب\t35.51\t36.77\tP\tPPL\tSY\t\t77\t\t\t\t420\t\t300\tAsia/Damascus\t2026-01-01\n\
990000002\tKessa Governorate\tKessa Governorate\tKessa\t35.4\t36.9\tA\tADM1\tSY\t\t77\t\t\t\t0\t\t300\tAsia/Damascus\t2026-01-01\n";

const NEWS: &str = "Rebels shelled the village of Tall Qessab in Syria on Tuesday, killing four soldiers.\n";

/// Runs the program with a folder for the user's data of its own.
fn run(folder: &Folder, arguments: &[&str]) -> Outcome {
    outcome(folder.command(arguments).env("XDG_DATA_HOME", folder.file("share")))
}

fn coded(folder: &Folder, more: &[&str]) -> String {
    let outcome = run(folder, &[&["code", "news.txt", "--published", "2026-03-12"], more].concat());
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    run(folder, &["export", "--format", "jsonl"]).out
}

#[test]
fn an_imported_village_is_found_in_the_news() {
    let folder = Folder::new("gazetteer");
    folder.write("SY.txt", DUMP);
    folder.write("news.txt", NEWS);
    assert!(!coded(&folder, &[]).contains("\"lat\":35.51"), "the program does not know the village by itself");
    let outcome = run(&folder, &["gazetteer", "import", "SY.txt"]);
    assert_eq!((outcome.code, outcome.err.as_str()), (Some(0), ""), "{outcome:?}");
    assert!(outcome.out.contains("2 places added"), "{outcome:?}");
    assert!(folder.file("share/dateline/gazetteer").exists());
    let outcome = run(&folder, &["gazetteer", "find", "tel", "kassab"]);
    assert!(outcome.out.contains("990000001") && outcome.out.contains("Kessa Governorate, SY"), "{outcome:?}");
    let claims = coded(&folder, &[]);
    assert!(claims.contains("\"lat\":35.51") && claims.contains("\"geonames_id\":990000001"), "coded anew, with the village: {claims}");
    assert!(!coded(&folder, &["--gazetteer", "carried"]).contains("\"lat\":35.51"), "the program's own is still there");
    assert!(run(&folder, &["gazetteer"]).out.contains("share/dateline/gazetteer"));
}

#[test]
fn troubles_are_told_with_a_remedy() {
    let folder = Folder::new("gazetteer-trouble");
    folder.write("SY.txt", "not\ta dump\n");
    folder.write("news.txt", NEWS);
    let outcome = run(&folder, &["gazetteer", "import", "SY.txt"]);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert_eq!(outcome.err, "SY.txt:1: has 2 columns, not the 19 of the GeoNames dump; name a file such as allCountries.zip or SY.txt\n");
    let outcome = run(&folder, &["code", "news.txt", "--gazetteer", "SY.txt"]);
    assert_eq!(outcome.code, Some(2), "{outcome:?}");
    assert!(
        outcome.err.starts_with("SY.txt: is no gazetteer of this version; build it again with “dateline gazetteer import”"),
        "{outcome:?}"
    );
    let outcome = run(&folder, &["gazetteer", "find", "Qzwxkv"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
}
