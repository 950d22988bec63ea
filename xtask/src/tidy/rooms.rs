//! The doors of the house: which room may use which (invariant 1), and what the middle may not touch (invariant 2).

use std::path::Path;

/// The rooms and what each may use, in the order of ARCHITECTURE.md.
const ROOMS: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("knowledge", &["model"]),
    ("ingest", &["model"]),
    ("language", &["model"]),
    ("claims", &["model", "knowledge"]),
    ("resolve", &["model", "knowledge"]),
    ("fuse", &["model"]),
    ("store", &["model"]),
    ("engine", &["model", "knowledge", "ingest", "language", "claims", "resolve", "fuse", "store"]),
    ("app", &["model", "engine", "store"]),
];

/// The rooms whose functions are pure.
const MIDDLE: [&str; 4] = ["language", "claims", "resolve", "fuse"];

/// What opens files, asks the clock or the network.
const OUTSIDE: [&str; 7] = ["std::fs", "std::net", "std::env::", "SystemTime", "Instant::now", "File::open", "Zoned::now"];

pub(super) fn check(root: &Path) -> Vec<String> {
    let mut troubles = doors(root);
    for room in MIDDLE {
        sources(&root.join("crates").join(room).join("src"), &mut |path, text| {
            let code = text.split("#[cfg(test)]").next().unwrap_or("");
            for (number, line) in code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
                for word in OUTSIDE.iter().filter(|word| line.contains(**word)) {
                    let place = path.strip_prefix(root).unwrap_or(path).display();
                    troubles
                        .push(format!("{place}:{}: `{word}` in a room that opens no file and reads no clock; do it in engine", number + 1));
                }
            }
        });
    }
    troubles
}

fn doors(root: &Path) -> Vec<String> {
    let mut troubles = Vec::new();
    for entry in std::fs::read_dir(root.join("crates")).into_iter().flatten().flatten() {
        let room = entry.file_name().to_string_lossy().into_owned();
        let Ok(manifest) = std::fs::read_to_string(entry.path().join("Cargo.toml")) else { continue };
        let Some((_, may_use)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            troubles.push(format!("crates/{room}: a room that the plan does not know; add it to ROOMS and to ARCHITECTURE.md"));
            continue;
        };
        for used in uses(&manifest) {
            if !may_use.contains(&used.as_str()) {
                troubles
                    .push(format!("crates/{room}/Cargo.toml: `{room}` uses `{used}`, which stands below it; turn the dependency round"));
            }
        }
    }
    troubles
}

/// The rooms under `[dependencies]`; a room's tests may use more.
fn uses(manifest: &str) -> Vec<String> {
    let lines = manifest.lines().skip_while(|line| line.trim() != "[dependencies]").skip(1);
    let lines = lines.take_while(|line| !line.trim_start().starts_with('['));
    let rooms = lines.filter_map(|line| line.trim().strip_prefix("dateline-"));
    rooms.map(|rest| rest.split([' ', '=', '.']).next().unwrap_or("").to_string()).collect()
}

fn sources(folder: &Path, read: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, read);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && path.file_name().is_some_and(|name| name != "tests.rs")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            read(&path, &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dependencies_of_the_program_count() {
        let manifest = "[package]\nname = \"dateline-x\"\n[dependencies]\ndateline-model = { workspace = true }\nserde = \"1\"\n\
            dateline-knowledge.workspace = true\n[dev-dependencies]\ndateline-language = { workspace = true }\n";
        assert_eq!(uses(manifest), ["model", "knowledge"]);
    }
}
