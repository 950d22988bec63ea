//! What holds of the documents: they name what exists. A map of what is gone is worse than no map.
//!
//! Checked in README.md, ARCHITECTURE.md, CONTRIBUTING.md, docs/ and samples/: links to files, paths in backticks, `make` targets,
//! and the subcommands of `dateline` in code.

use std::path::Path;

/// First folders of paths that are looked for.
const FOLDERS: [&str; 10] = ["crates/", "data/", "cases/", "models/", "samples/", "docs/", "tests/", "xtask/", "training/", ".ci/"];

pub(super) fn check(root: &Path) -> Vec<String> {
    let names = super::tracked(root).unwrap_or_default();
    let told = |name: &&String| name.ends_with(".md") && (!name.contains('/') || name.starts_with("docs/") || name.starts_with("samples/"));
    let makefile = std::fs::read_to_string(root.join("Makefile")).unwrap_or_default();
    let targets: Vec<&str> = makefile.lines().filter_map(|line| line.split_once(':').map(|(target, _)| target)).collect();
    let commands = std::fs::read_to_string(root.join("crates/app/src/cli.rs")).unwrap_or_default().to_lowercase();
    let mut troubles = Vec::new();
    for name in names.iter().filter(told) {
        let Ok(text) = std::fs::read_to_string(root.join(name)) else { continue };
        let folder = Path::new(name).parent().unwrap_or(Path::new(""));
        for (number, line) in text.lines().enumerate() {
            let mut tell = |words: String| troubles.push(format!("{name}:{}: {words}", number + 1));
            for link in links(line).filter(|link| !root.join(folder).join(link).exists()) {
                tell(format!("link to {link}, which is not there; correct it"));
            }
            for path in paths(line).filter(|path| !exists(root, path)) {
                tell(format!("names {path}, which is not there; correct it"));
            }
            for target in
                after(line, "make ").filter(|word| line.contains(&format!("`make {word}")) || line.trim_start().starts_with("make "))
            {
                if !targets.contains(&target) {
                    tell(format!("`make {target}` is no target of the Makefile; correct it"));
                }
            }
            for command in after(line, "dateline ").filter(|_| shows_command(line)) {
                if !commands.contains(&format!("{command}(")) && !commands.contains(&format!("{command} {{")) && command != "help" {
                    tell(format!("`dateline {command}` is no command of crates/app/src/cli.rs; correct it"));
                }
            }
        }
    }
    troubles
}

/// Whether a line shows a command: indented or after a prompt, or in backticks.
fn shows_command(line: &str) -> bool {
    line.starts_with("    ") && line.trim_start().starts_with("dateline ")
        || line.trim_start().starts_with("$ dateline ")
        || line.contains("`dateline ")
}

/// The relative targets of Markdown links.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(at, _)| line[at + 2..].split(')').next()).filter_map(|link| {
        let file = link.split('#').next().unwrap_or("");
        (!file.is_empty() && !file.contains("://") && !file.starts_with("mailto:")).then_some(file)
    })
}

/// Paths of the project in backticks; those with a placeholder or a blank are not looked for.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let inside = line.split('`').skip(1).step_by(2);
    inside.filter(|words| FOLDERS.iter().any(|folder| words.starts_with(folder)) && !words.contains(['<', ' ', '…', '{']))
}

/// Whether the path is there; of `data/*.tsv`, whether anything matches.
fn exists(root: &Path, path: &str) -> bool {
    let Some((before, after)) = path.split_once('*') else { return root.join(path).exists() };
    let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
    let names =
        std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let end = after.split('/').next().unwrap_or("");
    names.into_iter().any(|name| name.starts_with(start) && name.ends_with(end))
}

/// The words that follow a word, as far as they are plain.
fn after<'a>(line: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    line.match_indices(word).filter(|(at, _)| *at == 0 || line[..*at].ends_with([' ', '`', '$'])).filter_map(|(at, found)| {
        let rest = &line[at + found.len()..];
        let end = rest.find(|character: char| !(character.is_ascii_lowercase() || character == '-')).unwrap_or(rest.len());
        (end > 0 && !rest.starts_with('-')).then_some(&rest[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_paths_and_commands_are_found() {
        assert_eq!(links("see [a](docs/a.md#x), [b](https://b.example) and [c](#c)").collect::<Vec<_>>(), ["docs/a.md"]);
        assert_eq!(paths("`data/x.tsv`, `data/<lang>/y`, `x.rs` and data/z").collect::<Vec<_>>(), ["data/x.tsv"]);
        assert_eq!(after("`make demo` or make --help", "make ").collect::<Vec<_>>(), ["demo"]);
        assert!(shows_command("    dateline code a.txt") && !shows_command("dateline reads articles"));
    }
}
