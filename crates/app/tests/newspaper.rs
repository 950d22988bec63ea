//! The whole house: the sample newspaper in, an export out, compared byte for byte with `tests/newspaper.csv`.
//!
//! That file is a snapshot, written by a machine and read by a person: its diff is the diff of the coding. `DATELINE_BLESS=1 cargo test
//! --package dateline --test newspaper` writes it anew; what the samples should give stands in `samples/expected.jsonl`.

mod support;

use std::path::Path;
use support::Folder;

#[test]
fn the_sample_newspaper_gives_the_same_export() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = Folder::new("newspaper");
    for entry in std::fs::read_dir(root.join("samples")).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        folder.write(&format!("samples/{}", entry.file_name().to_string_lossy()), std::fs::read(entry.path()).unwrap());
    }
    folder.run(&["code", "samples", "--metadata", "samples/metadata.tsv"]).exits(0).says("8 documents coded");
    let export = folder.run(&["export", "--format", "csv"]).exits(0).out;
    let snapshot = root.join("tests/newspaper.csv");
    if std::env::var_os("DATELINE_BLESS").is_some() {
        std::fs::write(&snapshot, &export).unwrap();
    }
    let kept = std::fs::read_to_string(&snapshot).unwrap_or_default();
    let differing = export.lines().zip(kept.lines()).find(|(now, then)| now != then);
    assert!(export == kept, "{} lines now, {} kept; the first that differs: {differing:#?}", export.lines().count(), kept.lines().count());
}
