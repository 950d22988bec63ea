//! Which files are to be read: the paths as given, patterns and folders unfolded in the order of their names.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the name of a file must end with to be taken out of a folder. A file that is named itself is taken whatever its name.
/// Tables and JSON are not among them: in a folder of articles they are what `--metadata` reads, or something else.
pub const ENDINGS: [&str; 15] =
    ["txt", "html", "htm", "xhtml", "xml", "rss", "atom", "warc", "arc", "pdf", "gz", "zst", "zip", "tar", "tgz"];

/// What was found at the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    /// What is to be read: a path, or `-` for standard input.
    pub files: Vec<PathBuf>,
    /// What cannot be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// How many files of folders were passed over, by the ending of their name.
    pub passed_over: BTreeMap<String, usize>,
}

impl Inputs {
    /// Looks at the paths. Hidden files in folders are passed over without a word.
    pub fn at(paths: &[PathBuf]) -> Inputs {
        let mut inputs = Inputs::default();
        for path in paths {
            if path.as_os_str() != "-" && path.is_dir() {
                inputs.unfold(path);
            } else if !path.exists() && path.to_string_lossy().contains(['*', '?', '[']) {
                inputs.matching(&path.to_string_lossy());
            } else {
                inputs.files.push(path.clone());
            }
        }
        inputs
    }

    /// What a pattern matches, for shells that leave it as it is; `**` leads through folders.
    fn matching(&mut self, pattern: &str) {
        let before = self.files.len();
        match glob::glob(pattern) {
            Ok(found) => {
                for path in found.flatten() {
                    if path.is_dir() { self.unfold(&path) } else { self.files.push(path) }
                }
            }
            Err(error) => return self.unreadable.push((pattern.to_string(), format!("no pattern ({error}); write it as news/*.html"))),
        }
        if self.files.len() == before {
            self.unreadable.push((pattern.to_string(), "matches no file; check the path".to_string()));
        }
    }

    fn unfold(&mut self, folder: &Path) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.unreadable.push((folder.display().to_string(), format!("the folder cannot be read ({error}); check its rights")));
                return;
            }
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
            if name.starts_with('.') {
                continue;
            } else if path.is_dir() {
                // A link to a folder could lead in a circle.
                if !path.is_symlink() {
                    self.unfold(&path);
                }
            } else if ENDINGS.contains(&ending.as_str()) {
                self.files.push(path);
            } else {
                *self.passed_over.entry(if ending.is_empty() { "no ending".to_string() } else { format!(".{ending}") }).or_default() += 1;
            }
        }
    }
}
