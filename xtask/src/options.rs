//! `--name value` pairs of a task's command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// The options that were given.
#[derive(Debug)]
pub struct Options(BTreeMap<String, String>);

impl Options {
    /// Reads pairs of `--name value`; every name must be among `known`.
    pub fn parse(arguments: &[String], known: &[&str]) -> Result<Options, String> {
        let mut options = BTreeMap::new();
        for pair in arguments.chunks(2) {
            match pair {
                [name, value] if known.contains(&name.trim_start_matches("--")) => {
                    options.insert(name.trim_start_matches("--").to_string(), value.clone());
                }
                _ => return Err(format!("`{}` is not understood", pair.join(" "))),
            }
        }
        Ok(Options(options))
    }

    /// The value of an option as a path.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.0.get(name).map(PathBuf::from)
    }

    /// The value of an option as it was written.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}
