//! `cargo xtask tidy`: what holds of the house as a whole, beside what its rooms test for themselves.
//!
//! In:  the tracked files, the manifests, and what `cargo metadata` tells of the dependencies (offline).
//! Out: nothing, or every trouble at once: place, value, remedy.
//!
//! Held here: invariants 1 and 2 of ARCHITECTURE.md (`rooms`); licences and known advisories of the dependencies (`supply`); file length,
//! module headers, no stubs, no paths of one machine (`files`); that documents name what exists (`documents`); the samples' claims
//! (`samples`). A test runs all of it, so `make test` does.

mod documents;
mod files;
mod rooms;
mod samples;
mod supply;

use std::path::{Path, PathBuf};

/// Checks the house.
///
/// - errors: every trouble, one a line.
pub fn run(_arguments: &[String]) -> Result<(), String> {
    let root = root();
    let checks: [fn(&Path) -> Vec<String>; 5] = [rooms::check, supply::check, files::check, documents::check, samples::check];
    let troubles: Vec<String> = checks.iter().flat_map(|check| check(&root)).collect();
    if troubles.is_empty() {
        println!("tidy: rooms, supply, files, documents and samples are in order");
        return Ok(());
    }
    Err(troubles.join("\n"))
}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_path_buf()
}

/// Tracked files by their path from the root, in order; without git, nothing and a trouble.
fn tracked(root: &Path) -> Result<Vec<String>, String> {
    let output = std::process::Command::new("git").arg("-C").arg(root).args(["ls-files", "-z"]).output();
    let output = output.map_err(|error| format!("git ls-files: {error}; install git, or run in a clone"))?;
    if !output.status.success() {
        return Err("git ls-files failed; run in a clone of the project".to_string());
    }
    let names = String::from_utf8_lossy(&output.stdout);
    // A file that is deleted and not yet committed is no file.
    Ok(names.split('\0').filter(|name| !name.is_empty() && root.join(name).is_file()).map(str::to_string).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_house_is_in_order() {
        if let Err(troubles) = super::run(&[]) {
            panic!("\n{troubles}");
        }
    }
}
