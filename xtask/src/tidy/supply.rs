//! What the house stands on: licences that `deny.toml` allows, and no version with a known advisory.
//!
//! The advisories in `xtask/data/advisories.tsv` are a small list written by hand after RustSec's (public domain), mostly from memory and not
//! complete, so that the check works without a network. It knows nothing newer than the day below: `cargo deny check advisories` does,
//! where cargo-deny and a network are at hand, and `make lint` runs it there.

use semver::{Version, VersionReq};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The day on which the list was last gone through.
const LOOKED_UP: &str = "2026-11-25";

pub(super) fn check(root: &Path) -> Vec<String> {
    let read = |name: &str| std::fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}; restore it from git"));
    let outcome = || -> Result<Vec<String>, String> {
        let allowed = allowed(&read("deny.toml")?)?;
        let advisories = advisories(&read("xtask/data/advisories.tsv")?)?;
        let packages = packages(root)?;
        let licences = packages.iter().filter_map(|package| unlicensed(package, &allowed));
        let warned = packages.iter().flat_map(|package| warned(package, &advisories));
        Ok(licences.chain(warned).collect())
    };
    outcome().unwrap_or_else(|trouble| vec![trouble])
}

struct Package {
    name: String,
    version: String,
    licence: String,
}

/// Every package that a build for this machine uses, from the registry's copies on disk.
fn packages(root: &Path) -> Result<Vec<Package>, String> {
    let host = Command::new("rustc").arg("-vV").output().map_err(|error| format!("rustc: {error}; install Rust"))?;
    let host = String::from_utf8_lossy(&host.stdout).lines().find_map(|line| line.strip_prefix("host: ").map(str::to_string));
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["metadata", "--format-version", "1", "--offline", "--locked"]);
    if let Some(host) = host {
        command.args(["--filter-platform", &host]);
    }
    let output = command.output().map_err(|error| format!("cargo metadata: {error}; install Rust"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr).trim().to_string();
        return Err(format!("cargo metadata: {words}; run `cargo fetch --locked` once with a network"));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo metadata: {error}"))?;
    let word = |package: &Value, key: &str| package[key].as_str().unwrap_or_default().to_string();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let packages = packages.map(|package| Package {
        name: word(package, "name"),
        version: word(package, "version"),
        licence: word(package, "license"),
    });
    Ok(packages.collect())
}

fn allowed(deny: &str) -> Result<BTreeSet<String>, String> {
    let table: toml::Table = deny.parse().map_err(|error| format!("deny.toml: {error}"))?;
    let allow = table.get("licenses").and_then(|licenses| licenses.get("allow")).and_then(|allow| allow.as_array());
    let allow = allow.ok_or("deny.toml: no list `allow` under [licenses]; name the licences that may be used")?;
    Ok(allow.iter().filter_map(|name| name.as_str().map(str::to_string)).collect())
}

fn unlicensed(package: &Package, allowed: &BTreeSet<String>) -> Option<String> {
    let words = package.licence.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut at = 0;
    let granted = !words.is_empty() && either(&words, &mut at, allowed);
    let Package { name, version, licence } = package;
    (!granted)
        .then(|| format!("{name} {version}: licence “{licence}” is not allowed by deny.toml; choose another crate, or allow it there"))
}

/// `A OR B`, of SPDX licence expressions.
fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut granted = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        granted |= both(words, at, allowed);
    }
    granted
}

/// `A AND B`.
fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut granted = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        granted &= one(words, at, allowed);
    }
    granted
}

/// A licence, with its exception, or an expression in brackets.
fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let granted = either(words, at, allowed);
        *at += 1;
        return granted;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or("");
        *at += 2;
        return allowed.contains(&format!("{word} WITH {exception}"));
    }
    allowed.contains(*word)
}

struct Advisory {
    name: String,
    affected: VersionReq,
    id: String,
    what: String,
}

fn advisories(table: &str) -> Result<Vec<Advisory>, String> {
    let place = "xtask/data/advisories.tsv";
    let rows = table.lines().enumerate().skip(1).map(|(number, line)| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, affected, id, what] = cells[..] else {
            return Err(format!("{place}:{}: {} cells; write crate, affected, advisory, what", number + 1, cells.len()));
        };
        let affected =
            affected.parse().map_err(|error| format!("{place}:{}: “{affected}” is no version requirement ({error})", number + 1))?;
        Ok(Advisory { name: name.to_string(), affected, id: id.to_string(), what: what.to_string() })
    });
    rows.collect()
}

fn warned(package: &Package, advisories: &[Advisory]) -> Vec<String> {
    let Ok(version) = package.version.parse::<Version>() else { return Vec::new() };
    let hits = advisories.iter().filter(|advisory| advisory.name == package.name && advisory.affected.matches(&version));
    hits.map(|hit| {
        format!("{} {version}: {} ({}), as of {LOOKED_UP}; run `cargo update -p {}`", package.name, hit.id, hit.what, package.name)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(version: &str, licence: &str) -> Package {
        Package { name: "x".to_string(), version: version.to_string(), licence: licence.to_string() }
    }

    #[test]
    fn licence_expressions_are_read_as_spdx_means_them() {
        let allowed = BTreeSet::from(["MIT".to_string(), "ISC".to_string(), "Apache-2.0 WITH LLVM-exception".to_string()]);
        let check =
            |licence: &str, granted: bool| assert_eq!(unlicensed(&package("1.0.0", licence), &allowed).is_none(), granted, "{licence}");
        check("MIT", true);
        check("GPL-3.0 OR MIT", true);
        check("GPL-3.0/MIT", true);
        check("MIT AND GPL-3.0", false);
        check("MIT AND (ISC OR GPL-3.0)", true);
        check("(MIT OR ISC) AND GPL-3.0", false);
        check("Apache-2.0 WITH LLVM-exception", true);
        check("Apache-2.0", false);
        check("", false);
    }

    #[test]
    fn a_version_with_an_advisory_is_told() {
        let advisories = advisories("crate\taffected\tadvisory\twhat\nx\t>=1.1.0, <1.2.0\tRUSTSEC-0\tit breaks\n").unwrap();
        assert_eq!(warned(&package("1.1.5", "MIT"), &advisories).len(), 1);
        assert!(warned(&package("1.2.0", "MIT"), &advisories).is_empty());
        assert!(super::advisories("crate\n x\t1\n").is_err());
    }
}
