//! Names the build: a hash of every source, table and model that can change a claim, so that a run knows what coded an input.

use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new("../..");
    let rooms = ["model", "knowledge", "ingest", "language", "claims", "resolve", "fuse", "store", "engine"];
    let mut folders: Vec<PathBuf> = rooms.iter().map(|room| root.join("crates").join(room).join("src")).collect();
    folders.extend([root.join("data"), root.join("models")]);
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    for folder in &folders {
        println!("cargo::rerun-if-changed={}", folder.display());
        add(folder, &mut hash);
    }
    println!("cargo::rustc-env=DATELINE_BUILD={:016x}", hash.0);
}

/// FNV-1a, 64 bits: a name for a build, no guard against malice.
struct Fnv(u64);

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}

fn add(folder: &Path, hash: &mut Fnv) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(&path, hash);
        } else if let Ok(bytes) = std::fs::read(&path) {
            hash.add(path.to_string_lossy().as_bytes());
            hash.add(&bytes);
        }
    }
}
