//! What holds of every source file: a length that can be read, a header that says what it is for, no stubs, no paths of one machine.

use std::path::Path;

/// Lines of a source file, at most.
const LONGEST: usize = 450;

/// Kinds of text files, by the ending of their names.
const SOURCES: [&str; 4] = [".rs", ".py", ".ts", ".svelte"];
const TEXTS: [&str; 9] = [".rs", ".py", ".ts", ".svelte", ".toml", ".md", ".tsv", ".sh", "Makefile"];

/// First folders of absolute paths that belong to somebody's machine. Written apart, so that this file does not name one.
const MACHINES: [&str; 5] = ["work", "root", "home", "farm", "Users"];

pub(super) fn check(root: &Path) -> Vec<String> {
    let names = match super::tracked(root) {
        Ok(names) => names,
        Err(trouble) => return vec![trouble],
    };
    let ends = |name: &str, endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let mut troubles = Vec::new();
    for name in names.iter().filter(|name| ends(name, &TEXTS) || name.starts_with(".ci/")) {
        let Ok(text) = std::fs::read_to_string(root.join(name)) else { continue };
        if ends(name, &SOURCES) {
            troubles.extend(length(name, &text));
        }
        if name.ends_with(".rs") {
            troubles.extend(header(name, &text).into_iter().chain(stubs(name, &text)));
        }
        troubles.extend(machine_paths(name, &text));
    }
    troubles
}

fn length(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST).then(|| format!("{name}: {lines} lines; split it where a reader would turn the page ({LONGEST} at most)"))
}

fn header(name: &str, text: &str) -> Option<String> {
    (!text.starts_with("//!")).then(|| format!("{name}:1: no header; begin with `//!`, saying what goes in and what comes out"))
}

fn stubs(name: &str, text: &str) -> Vec<String> {
    // Written in two parts, so that this line is not a finding.
    let marks = [concat!("todo", "!("), concat!("unimplemented", "!("), concat!("#[", "ignore")];
    let lines = text.lines().enumerate();
    let found = lines.flat_map(|(number, line)| marks.iter().filter(move |mark| line.contains(**mark)).map(move |mark| (number, mark)));
    found.map(|(number, mark)| format!("{name}:{}: `{mark}`; finish it or take it out", number + 1)).collect()
}

fn machine_paths(name: &str, text: &str) -> Vec<String> {
    let mut troubles = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (at, _) in line.match_indices('/') {
            let first = line[at + 1..].split('/').next().unwrap_or("");
            let inside = line[..at].ends_with(|character: char| {
                character.is_alphanumeric() || "._-*)}]:/>\"'".contains(character) && character != '"' && character != '\''
            });
            if MACHINES.contains(&first) && line[at + 1 + first.len()..].starts_with('/') && !inside {
                troubles.push(format!("{name}:{}: a path of one machine, /{first}; write it from the root of the project", number + 1));
            }
        }
    }
    troubles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_once() {
        assert!(length("a.rs", &"x\n".repeat(LONGEST)).is_none());
        assert!(length("a.rs", &"x\n".repeat(LONGEST + 1)).is_some());
        assert!(header("a.rs", "//! Purpose.\n").is_none() && header("a.rs", "use x;\n").is_some());
        assert_eq!(stubs("a.rs", concat!("fn a() { todo", "!() }\n")).len(), 1);
        let path = format!("open(\"/{}/main/x\")", MACHINES[0]);
        assert_eq!(machine_paths("a.py", &path).len(), 1);
        assert!(machine_paths("a.py", &format!("see data/{}/x and https://a/{}/b", MACHINES[0], MACHINES[1])).is_empty());
    }
}
