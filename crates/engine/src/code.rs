//! Files in, claims stored: the run behind `dateline code` and `dateline ingest`.
//!
//! One thread reads records out of files; workers extract, parse, code and resolve; one thread stores, in batches, in the order of the
//! inputs. A run that was broken off anywhere is taken up by the same command: what was stored is not coded again.

use crate::supply::{STACK, Supplied, WAITING, What, supply};
use crate::workers::{guarded, in_order};
use crate::{EngineError, Inputs, Known, Metadata, Rooms, origin};
use dateline_ingest::{Hints, Reading, Record};
use dateline_language::Reader;
use dateline_model::{Document, Note};
use dateline_store::{Coded, Input, Refused, Store, Written};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Documents of one transaction. Chosen: a crash costs at most a second of work, a commit less than a hundredth of it.
const BATCH_DOCUMENTS: usize = 64;

/// Bytes of text after which a batch is stored, however few its documents.
const BATCH_BYTES: usize = 4 << 20;

/// Refusals that a summary names; the database holds all of them.
const NAMED: usize = 1000;

/// How to run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Worker threads, at least one.
    pub jobs: usize,
    /// What holds for every file; a row of the table outranks it.
    pub known: Known,
    /// What is known of single files.
    pub metadata: Metadata,
    /// How records are found in files, and how much is read.
    pub reading: Reading,
    /// Keep the original bytes in the database.
    pub keep_bytes: bool,
}

/// Told after each input.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Records done.
    pub done: usize,
    /// Files begun.
    pub files: usize,
    /// Files in all.
    pub total: usize,
    /// Claims so far.
    pub claims: usize,
    /// The record just done.
    pub place: &'a str,
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
    /// Files that could not be read, and why.
    pub unreadable: Vec<(String, String)>,
    /// Records that could not be read, and why: the first of them.
    pub refused: Vec<(String, String)>,
    /// How many records could not be read.
    pub refusals: usize,
    /// How many records hold no article, by what they are.
    pub passed: BTreeMap<String, usize>,
    /// What was odd about documents that were stored: file, and note.
    pub notes: Vec<(String, String)>,
}

/// What a worker makes of one input.
enum Outcome {
    Unreadable(String),
    Refused(String),
    Passed(String),
    Unchanged,
    SameAgain,
    Coded(Box<Coded>),
}

/// Codes the inputs into the store; without rooms, stores their documents only.
///
/// - `reader`: a second handle of the same database, which workers ask whether an input was coded before.
/// - errors: the database fails; the batches before stay stored. An input that cannot be read is told in the summary.
pub fn code(
    rooms: Option<&Rooms>,
    store: &mut Store,
    reader: Store,
    inputs: &Inputs,
    options: &Options,
    progress: impl FnMut(Progress<'_>),
) -> Result<Summary, EngineError> {
    let unreadable = inputs.unreadable.iter().map(|(place, why)| Refused { place: place.clone(), why: why.clone() });
    store.refuse(&unreadable.collect::<Vec<_>>(), store.next_run()?)?;
    let supplier = |sender: SyncSender<Supplied>| supply(&inputs.files, &options.reading, &sender);
    let mut summary = supplied(rooms, store, reader, options, inputs.files.len(), supplier, progress)?;
    summary.unreadable.splice(0..0, inputs.unreadable.iter().cloned());
    Ok(summary)
}

/// Codes what a supplier sends, who runs on a thread of his own.
pub(crate) fn supplied(
    rooms: Option<&Rooms>,
    store: &mut Store,
    reader: Store,
    options: &Options,
    total: usize,
    supplier: impl FnOnce(SyncSender<Supplied>) + Send,
    mut progress: impl FnMut(Progress<'_>),
) -> Result<Summary, EngineError> {
    let mut summary = Summary::default();
    let run = store.next_run()?;
    let reader = Mutex::new(reader);
    let one = One { rooms, versions: versions(rooms), run, reader: &reader, options };
    let mut batch = Batch::default();
    let mut done = 0;
    std::thread::scope(|scope| {
        let (sender, supplied) = sync_channel::<Supplied>(WAITING);
        let builder = std::thread::Builder::new().name("reading".to_string()).stack_size(STACK);
        builder.spawn_scoped(scope, move || supplier(sender))?;
        in_order(
            supplied.into_iter(),
            options.jobs,
            || rooms.map(Rooms::reader),
            |desk, supplied| (supplied.file, supplied.place.clone(), one.outcome(desk, supplied)),
            |(file, place, outcome)| {
                match outcome? {
                    Outcome::Unreadable(why) => {
                        batch.refused.push(Refused { place: place.clone(), why: why.clone() });
                        summary.unreadable.push((place.clone(), why));
                    }
                    Outcome::Refused(why) => {
                        batch.refused.push(Refused { place: place.clone(), why: why.clone() });
                        summary.refusals += 1;
                        if summary.refused.len() < NAMED {
                            summary.refused.push((place.clone(), why));
                        }
                    }
                    Outcome::Passed(kind) => *summary.passed.entry(kind).or_default() += 1,
                    Outcome::Unchanged => summary.unchanged += 1,
                    Outcome::SameAgain => summary.same_document += 1,
                    Outcome::Coded(coded) => batch.add(*coded),
                }
                if batch.is_full() {
                    batch.store(store, &mut summary, run)?;
                }
                done += 1;
                let claims = summary.claims.values().sum::<usize>() + batch.claims();
                progress(Progress { done, files: file + 1, total, claims, place: &place });
                Ok::<(), EngineError>(())
            },
        )
    })?;
    batch.store(store, &mut summary, run)?;
    Ok(summary)
}

/// What codes, or only reads.
fn versions(rooms: Option<&Rooms>) -> String {
    let program = || format!("ingested by dateline {} build {}", env!("CARGO_PKG_VERSION"), env!("DATELINE_BUILD"));
    rooms.map_or_else(program, |rooms| rooms.versions().to_string())
}

#[derive(Default)]
pub(crate) struct Batch {
    documents: Vec<Coded>,
    refused: Vec<Refused>,
    bytes: usize,
}

impl Batch {
    pub(crate) fn add(&mut self, coded: Coded) {
        self.bytes += coded.document().text.len();
        self.documents.push(coded);
    }

    fn is_full(&self) -> bool {
        self.documents.len() >= BATCH_DOCUMENTS || self.bytes >= BATCH_BYTES || self.refused.len() >= NAMED
    }

    pub(crate) fn claims(&self) -> usize {
        self.documents.iter().map(|coded| coded.document().claims).sum()
    }

    pub(crate) fn store(&mut self, store: &mut Store, summary: &mut Summary, run: i64) -> Result<(), EngineError> {
        store.refuse(&self.refused, run)?;
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

/// What every worker needs to make something of one record.
struct One<'r, 'a> {
    rooms: Option<&'r Rooms>,
    versions: String,
    run: i64,
    reader: &'a Mutex<Store>,
    options: &'a Options,
}

impl<'r> One<'r, '_> {
    fn outcome(&self, desk: &mut Option<Reader<'r>>, supplied: Supplied) -> Result<Outcome, EngineError> {
        let record = match supplied.what {
            What::Record(record) => record,
            What::Refused(why) => return Ok(Outcome::Refused(why)),
            What::Passed(kind) => return Ok(Outcome::Passed(kind)),
            What::Unreadable(why) => return Ok(Outcome::Unreadable(why)),
        };
        let options = self.options;
        let file = supplied.place.split('#').next().unwrap_or_default();
        let row = options.metadata.of(&supplied.place).or_else(|| options.metadata.of(file));
        let hints = origin::hints(&record, row, &options.known, file, options.reading.limits);
        let key = key(&record.bytes, &hints, &self.versions);
        match self.reader.lock().unwrap_or_else(PoisonError::into_inner).run_of(&key)? {
            Some(before) if before == self.run => return Ok(Outcome::SameAgain),
            Some(_) => return Ok(Outcome::Unchanged),
            None => {}
        }
        let input = Input { key, file: supplied.place, versions: self.versions.clone(), run: self.run };
        Ok(Outcome::Coded(Box::new(self.coded(desk, input, &record, &hints))))
    }

    /// One document, coded if there is somebody to code it.
    fn coded(&self, desk: &mut Option<Reader<'r>>, input: Input, record: &Record, hints: &Hints) -> Coded {
        let (document, about) = match guarded(|| dateline_ingest::read_with_about(&record.bytes, hints)) {
            Ok(read) => read,
            Err(panic) => {
                let text = String::from_utf8_lossy(&record.bytes).replace('\0', "\u{fffd}");
                let document = dateline_ingest::given(&text, hints);
                return Coded::new(input, &document, &[], |_| Default::default(), Some(failed(&panic)));
            }
        };
        let provenance = origin::provenance(record, hints, &about, self.options.keep_bytes);
        let coded = match (self.rooms, desk) {
            (Some(rooms), Some(desk)) => coded(rooms, desk, input, &document),
            _ => match not_coded(&document) {
                Some(why) => Coded::new(input, &document, &[], |_| Default::default(), Some(why)),
                None => Coded::ingested(input, &document),
            },
        };
        coded.from(provenance)
    }
}

/// One document with its claims; a panic in a room leaves the document with the panic's words for a reason.
pub(crate) fn coded<'r>(rooms: &'r Rooms, desk: &mut Reader<'r>, input: Input, document: &Document) -> Coded {
    if let Some(why) = not_coded(document) {
        return Coded::new(input, document, &[], |_| Default::default(), Some(why));
    }
    let outcome = guarded(|| {
        let reading = rooms.reading(document);
        let parse = rooms.parse(desk, &reading);
        let claims = rooms.claims(&reading, &parse);
        Coded::new(input.clone(), document, &claims, |claim| rooms.crosswalk(document, claim), Some("nothing in it is a claim".to_string()))
    });
    outcome.unwrap_or_else(|panic| {
        // Its buffers may be in any state.
        *desk = rooms.reader();
        Coded::new(input, document, &[], |_| Default::default(), Some(failed(&panic)))
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

/// What an input is known by: 32 hexadecimal digits over its bytes, what is known of it, the kind of its name, and the versions.
fn key(bytes: &[u8], hints: &Hints, versions: &str) -> String {
    let part = |value: &Option<String>| value.clone().unwrap_or_default();
    let published = hints.published.map(|day| day.to_string()).unwrap_or_default();
    let name = part(&hints.file_name);
    let ending = Path::new(&name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let (kind, outlet, url) = (part(&hints.content_type), part(&hints.outlet), part(&hints.url));
    let mut hasher = Sha256::new();
    for part in [versions, &ending, &kind, &outlet, &url, &part(&hints.title), &published, &part(&hints.language)] {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    hasher.update(bytes);
    hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
