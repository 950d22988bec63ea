//! Where the tables are read from: those that the binary carries, or a folder of the same layout.

use crate::DataError;
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::path::PathBuf;

static CARRIED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../data");

/// A tree of data files, addressed by paths such as `lexicon/en/kinds.tsv`.
#[derive(Debug, Clone)]
pub enum DataSource {
    /// The tables that were built into the binary.
    Carried,
    /// A folder on disk.
    Folder(PathBuf),
}

impl DataSource {
    /// The text of one file.
    ///
    /// - errors: the file is missing, unreadable or not UTF-8.
    pub fn read(&self, path: &str) -> Result<Cow<'static, str>, DataError> {
        let place = format!("data/{path}");
        match self {
            DataSource::Carried => CARRIED
                .get_file(path)
                .and_then(|file| file.contents_utf8())
                .map(Cow::Borrowed)
                .ok_or_else(|| DataError::one(place, "not built into this binary; rebuild it with the file in place")),
            DataSource::Folder(folder) => {
                let file = folder.join(path);
                let bytes = std::fs::read(&file).map_err(|error| {
                    DataError::one(file.display(), format!("cannot be read ({error}); restore the file or name another folder"))
                })?;
                String::from_utf8(bytes)
                    .map(Cow::Owned)
                    .map_err(|_| DataError::one(file.display(), "is not UTF-8; save it in that encoding"))
            }
        }
    }

    /// The paths of all files directly in one folder that end with `.extension`, sorted. A missing folder has none.
    pub fn list(&self, folder: &str, extension: &str) -> Vec<String> {
        let wanted = |path: &std::path::Path| path.extension().is_some_and(|found| found == extension);
        let mut paths: Vec<String> = match self {
            DataSource::Carried => CARRIED
                .get_dir(folder)
                .map(|dir| dir.files().filter(|file| wanted(file.path())).map(|file| file.path().display().to_string()).collect())
                .unwrap_or_default(),
            DataSource::Folder(root) => std::fs::read_dir(root.join(folder))
                .map(|entries| {
                    let names = entries.flatten().filter(|entry| wanted(&entry.path()));
                    names.map(|entry| format!("{folder}/{}", entry.file_name().to_string_lossy())).collect()
                })
                .unwrap_or_default(),
        };
        paths.sort();
        paths
    }
}
