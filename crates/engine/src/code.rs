//! Files in, claims stored: the run behind `dateline code`.
//!
//! Workers read, parse, code and resolve; one thread stores, in batches, in the order of the inputs.

use crate::workers::{guarded, in_order};
use crate::{EngineError, Inputs, Known, Metadata, Rooms};
use dateline_language::Reader;
use dateline_model::{Document, Note};
use dateline_store::{Coded, Input, Store, Written};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Documents of one transaction. Chosen: a crash costs at most a second of work, a commit less than a hundredth of it.
const BATCH_DOCUMENTS: usize = 64;

/// Bytes of text after which a batch is stored, however few its documents.
const BATCH_BYTES: usize = 4 << 20;

/// No file is read beyond this many bytes: what follows is no article any more.
const LARGEST_FILE: u64 = 256 << 20;

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Worker threads, at least one.
    pub jobs: usize,
    /// What holds for every file; a row of the table outranks it.
    pub known: Known,
    /// What is known of single files.
    pub metadata: Metadata,
}

/// Told after each input.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Inputs done.
    pub done: usize,
    /// Inputs in all.
    pub total: usize,
    /// Claims so far.
    pub claims: usize,
    /// The input just done.
    pub file: &'a str,
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Documents stored for the first time.
    pub new: usize,
    /// Documents whose claims were replaced, since other versions had coded them.
    pub recoded: usize,
    /// Inputs that hold a document that is stored already.
    pub same_document: usize,
    /// Inputs that were coded before: nothing changed.
    pub unchanged: usize,
    /// Claims stored, by act.
    pub claims: BTreeMap<String, usize>,
    /// New or recoded documents that yield nothing: the reason, and their files.
    pub nothing: BTreeMap<String, Vec<String>>,
    /// Inputs that could not be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// What was odd about documents that were stored: file, and note.
    pub notes: Vec<(String, String)>,
}

/// What a worker makes of one input.
enum Outcome {
    Unreadable(String),
    Unchanged,
    SameAgain,
    Coded(Box<Coded>),
}

/// Codes the inputs into the store.
///
/// - `reader`: a second handle of the same database, which workers ask whether an input was coded before.
/// - errors: the database fails; the batches before stay stored. An input that cannot be read is told in the summary.
pub fn code<'r>(
    rooms: &'r Rooms,
    store: &mut Store,
    reader: Store,
    inputs: &Inputs,
    options: &Options,
    mut progress: impl FnMut(Progress<'_>),
) -> Result<Summary, EngineError> {
    let mut summary = Summary { unreadable: inputs.unreadable.clone(), ..Summary::default() };
    let run = store.next_run()?;
    let reader = Mutex::new(reader);
    let names: Vec<String> = inputs.files.iter().map(|path| path.display().to_string()).collect();
    let work =
        |desk: &mut Reader<'r>, number: usize| (number, one(rooms, desk, run, &reader, &inputs.files[number], &names[number], options));
    let mut batch = Batch::default();
    let mut done = 0;
    in_order(
        0..names.len(),
        options.jobs,
        || rooms.reader(),
        work,
        |(number, outcome)| {
            let file = &names[number];
            match outcome? {
                Outcome::Unreadable(why) => summary.unreadable.push((file.clone(), why)),
                Outcome::Unchanged => summary.unchanged += 1,
                Outcome::SameAgain => summary.same_document += 1,
                Outcome::Coded(coded) => batch.add(*coded),
            }
            if batch.documents.len() >= BATCH_DOCUMENTS || batch.bytes >= BATCH_BYTES {
                batch.store(store, &mut summary)?;
            }
            done += 1;
            let claims = summary.claims.values().sum::<usize>() + batch.claims();
            progress(Progress { done, total: names.len(), claims, file });
            Ok::<(), EngineError>(())
        },
    )?;
    batch.store(store, &mut summary)?;
    Ok(summary)
}

#[derive(Default)]
struct Batch {
    documents: Vec<Coded>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, coded: Coded) {
        self.bytes += coded.document().text.len();
        self.documents.push(coded);
    }

    fn claims(&self) -> usize {
        self.documents.iter().map(|coded| coded.document().claims).sum()
    }

    fn store(&mut self, store: &mut Store, summary: &mut Summary) -> Result<(), EngineError> {
        let written = store.write(&self.documents)?;
        for (coded, written) in self.documents.iter().zip(written) {
            summary.add(coded, written);
        }
        *self = Batch::default();
        Ok(())
    }
}

impl Summary {
    fn add(&mut self, coded: &Coded, written: Written) {
        match written {
            Written::New => self.new += 1,
            Written::Recoded => self.recoded += 1,
            // Not known when a worker asked, but by now: the same bytes came twice in this run.
            Written::SameDocument | Written::Unchanged => {
                self.same_document += 1;
                return;
            }
        }
        let document = coded.document();
        for claim in coded.claims() {
            *self.claims.entry(claim.act.clone()).or_default() += 1;
        }
        if let Some(why) = &document.nothing_because {
            self.nothing.entry(why.clone()).or_default().push(document.file.clone());
        }
        self.notes.extend(document.notes.iter().map(|note| (document.file.clone(), note.clone())));
    }
}

fn one<'r>(
    rooms: &'r Rooms,
    desk: &mut Reader<'r>,
    run: i64,
    reader: &Mutex<Store>,
    path: &Path,
    name: &str,
    options: &Options,
) -> Result<Outcome, EngineError> {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(why) => return Ok(Outcome::Unreadable(why)),
    };
    let known = options.metadata.of(name).cloned().unwrap_or_default().or(&options.known);
    let key = key(&bytes, &known, name, rooms.versions());
    match reader.lock().unwrap_or_else(PoisonError::into_inner).run_of(&key)? {
        Some(before) if before == run => return Ok(Outcome::SameAgain),
        Some(_) => return Ok(Outcome::Unchanged),
        None => {}
    }
    let input = Input { key, file: name.to_string(), versions: rooms.versions().to_string(), run };
    Ok(Outcome::Coded(Box::new(coded(rooms, desk, input, &bytes, &known))))
}

/// One document with its claims; a panic in a room leaves the document with the panic's words for a reason.
fn coded<'r>(rooms: &'r Rooms, desk: &mut Reader<'r>, input: Input, bytes: &[u8], known: &Known) -> Coded {
    let document = guarded(|| rooms.document(bytes, &input.file, known));
    let document = match document {
        Ok(document) => document,
        Err(panic) => {
            let document = rooms.plain(&String::from_utf8_lossy(bytes), known);
            return Coded::new(input, &document, &[], |_| Default::default(), Some(failed(&panic)));
        }
    };
    if let Some(why) = not_coded(&document) {
        return Coded::new(input, &document, &[], |_| Default::default(), Some(why));
    }
    let outcome = guarded(|| {
        let reading = rooms.reading(&document);
        let parse = rooms.parse(desk, &reading);
        let claims = rooms.claims(&reading, &parse);
        Coded::new(
            input.clone(),
            &document,
            &claims,
            |claim| rooms.crosswalk(&document, claim),
            Some("nothing in it is a claim".to_string()),
        )
    });
    outcome.unwrap_or_else(|panic| {
        // Its buffers may be in any state.
        *desk = rooms.reader();
        Coded::new(input, &document, &[], |_| Default::default(), Some(failed(&panic)))
    })
}

fn failed(panic: &str) -> String {
    format!("the coder failed on it, please report this: {panic}")
}

/// Why a document is stored and not coded, if so.
fn not_coded(document: &Document) -> Option<String> {
    document.notes.iter().find_map(|note| match note {
        Note::Empty | Note::NoMainText | Note::Binary { .. } | Note::LanguageWithoutEngine { .. } => {
            Some(dateline_store::note_words(note, &document.text))
        }
        _ => None,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let outcome = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(LARGEST_FILE).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LARGEST_FILE).read_to_end(&mut bytes))
    };
    outcome.map_err(|error| format!("cannot be read ({error}); check the path and its rights"))?;
    Ok(bytes)
}

/// What an input is known by: 32 hexadecimal digits over its bytes, what is known of it, the kind of its name, and the versions.
fn key(bytes: &[u8], known: &Known, name: &str, versions: &str) -> String {
    let part = |value: &Option<String>| value.clone().unwrap_or_default();
    let published = known.published.map(|day| day.to_string()).unwrap_or_default();
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let mut hasher = Sha256::new();
    for part in [versions, &ending, &part(&known.outlet), &part(&known.url), &part(&known.title), &published, &part(&known.language)] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.update(bytes);
    hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
