//! Files to records, on a thread of its own: what the workers are fed with.
//!
//! In:  files, or standard input.
//! Out: records one by one, and what was refused or passed over, in the order of the inputs. A few records wait at most, so that memory
//!      stays flat however large a container is.

use crate::workers::guarded;
use dateline_ingest::{Found, Reading, Record, records, records_of_file};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;

/// Records that wait for a worker. Chosen: enough that reading never holds up coding.
pub(crate) const WAITING: usize = 8;

/// Stack of the reading thread, bytes: parsers of feeds and PDF call themselves.
pub(crate) const STACK: usize = 32 << 20;

/// One thing that was found in a file.
pub(crate) struct Supplied {
    /// Number of the file.
    pub file: usize,
    /// The file, and the place within it behind a `#`.
    pub place: String,
    /// What was found.
    pub what: What,
}

/// What was found.
pub(crate) enum What {
    Record(Box<Record>),
    Refused(String),
    Passed(String),
    Unreadable(String),
}

/// Sends what is in the files, until nobody wants more.
pub(crate) fn supply(files: &[PathBuf], reading: &Reading, sender: &SyncSender<Supplied>) {
    for (file, path) in files.iter().enumerate() {
        let name = path.display().to_string();
        let mut wanted = true;
        let mut each = |found: Found| {
            let (within, what) = match found {
                Found::Record(record) => (record.within.clone(), What::Record(record)),
                Found::Refused { within, why } => (within, What::Refused(why)),
                Found::Passed { kind } => (String::new(), What::Passed(kind)),
            };
            wanted = sender.send(Supplied { file, place: place(&name, &within), what }).is_ok();
            if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let outcome = guarded(|| match name.as_str() {
            "-" => records(std::io::stdin().lock(), "-", reading, &mut each),
            _ => records_of_file(path, reading, &mut each),
        });
        let what = match outcome {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(What::Unreadable(format!("cannot be read ({error}); check the path and its rights"))),
            Err(panic) => Some(What::Refused(format!("its reader failed, please report this: {panic}"))),
        };
        if let Some(what) = what {
            wanted &= sender.send(Supplied { file, place: name, what }).is_ok();
        }
        if !wanted {
            return;
        }
    }
}

/// "news.warc.gz#https://courier.example/1".
pub(crate) fn place(file: &str, within: &str) -> String {
    if within.is_empty() { file.to_string() } else { format!("{file}#{within}") }
}
