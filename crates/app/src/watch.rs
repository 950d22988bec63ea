//! `--watch`: a folder that is read again whenever files come or change.
//!
//! A file is read once its size and time have stayed the same between two looks, so that one which is still being written waits.

use crate::trouble::Trouble;
use dateline_engine::Inputs;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// Time between two looks.
const LOOK: Duration = Duration::from_secs(1);

/// Size and time of a file.
type State = (u64, Option<SystemTime>);

/// Reads what comes, until interrupted, or until nothing came for `idle` seconds; gives the last exit code that was not 0.
pub fn watch(folder: &Path, idle: Option<u64>, mut read: impl FnMut(&Inputs) -> Result<u8, Trouble>) -> Result<u8, Trouble> {
    let mut done: HashMap<PathBuf, State> = HashMap::new();
    let mut before: HashMap<PathBuf, State> = HashMap::new();
    let (mut code, mut last) = (0, Instant::now());
    loop {
        let found = Inputs::at(&[folder.to_path_buf()]);
        let states: HashMap<PathBuf, State> = found.files.iter().filter_map(|path| Some((path.clone(), state(path)?))).collect();
        let ready =
            |path: &&PathBuf| states.get(*path).is_some_and(|state| before.get(*path) == Some(state) && done.get(*path) != Some(state));
        let files: Vec<PathBuf> = found.files.iter().filter(ready).cloned().collect();
        if !files.is_empty() {
            done.extend(files.iter().filter_map(|path| Some((path.clone(), *states.get(path)?))));
            code = match read(&Inputs { files, ..Inputs::default() })? {
                0 => code,
                other => other,
            };
            last = Instant::now();
        }
        before = states;
        if idle.is_some_and(|idle| last.elapsed() >= Duration::from_secs(idle)) {
            return Ok(code);
        }
        std::thread::sleep(LOOK);
    }
}

fn state(path: &Path) -> Option<State> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.len(), file.modified().ok()))
}
