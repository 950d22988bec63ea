//! The rooms in walking order: what each needs is loaded once and shared by all workers.

use crate::{EngineError, Known, crosswalk::crosswalk};
use dateline_claims::{Students, Tree, attribution, times};
use dateline_ingest::Hints;
use dateline_knowledge::{DataSource, Gazetteer, Lexicon, Patterns, World};
use dateline_language::{English, KnownForms, Reader, restore_case};
use dateline_model::{Attribution, Document, DocumentId, Note, Parse, ResolvedClaim, ResolvedPlace, Span, TimeKind};
use dateline_resolve::{DocumentContext, FoundMention, mentions, place_mentions, resolve, timex};
use dateline_store::Crosswalk;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::Path;

/// The loaded rooms.
pub struct Rooms {
    versions: String,
    english: English,
    students: Students,
    lexicon: Lexicon,
    world: World,
    forms: KnownForms,
}

impl std::fmt::Debug for Rooms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rooms").field("versions", &self.versions).finish_non_exhaustive()
    }
}

impl Rooms {
    /// Loads models and tables, side by side.
    ///
    /// - `own_world`: a folder of actors of the user's own, whose rows win.
    /// - `gazetteer`: a file of the user's own (`dateline gazetteer import`); none is the one that the program carries.
    /// - errors: every trouble of the lexicon at once, or every trouble of the world at once; the gazetteer cannot be used.
    pub fn load(source: &DataSource, own_world: Option<&Path>, gazetteer: Option<&Path>) -> Result<Rooms, EngineError> {
        let own = gazetteer.map(Gazetteer::map).transpose()?;
        let mut versions = versions(source, own_world);
        if let Some(own) = &own {
            versions.push_str(&format!(" gazetteer {:016x}", own.content()));
        }
        let places = own.map_or_else(Gazetteer::carried, Ok)?;
        std::thread::scope(|scope| {
            let english = scope.spawn(English::embedded);
            let world = scope.spawn(|| World::with_gazetteer(source, own_world, places));
            let lexicon = Lexicon::load(source, "en")?;
            let students = Students::english().map_err(|error| EngineError::Model(format!("models/claims-english.bin: {error}")))?;
            let broken =
                |what: &str| EngineError::Model(format!("{what}: cannot be loaded; rebuild the program, and report it if it stays"));
            let world = world.join().map_err(|_| broken("data/world"))??;
            let english = english.join().map_err(|_| broken("models/english.bin"))?;
            let names = world.actors.names().chain(world.countries.iter().map(|country| country.name.as_str()));
            let capitals = world.countries.iter().map(|country| country.capital.as_str()).filter(|name| !name.contains(' '));
            let forms = KnownForms::new(lexicon.kinds.words(), names, capitals);
            Ok(Rooms { versions, english, students, lexicon, world, forms })
        })
    }

    /// Takes other students from here on; `xtask train` measures them so.
    pub fn set_students(&mut self, students: Students) {
        self.students = students;
    }

    /// Knows no pattern from here on; `xtask train check` measures so what the patterns add.
    pub fn forget_patterns(&mut self) {
        self.lexicon.patterns = Patterns::default();
    }

    /// What codes here: the program, its build, and the tables if they are not its own. A change of it means that inputs are coded anew.
    pub fn versions(&self) -> &str {
        &self.versions
    }

    /// A document of exactly this text, so that offsets into it hold: its line ends stay as they are.
    pub fn plain(&self, text: &str, known: &Known) -> Document {
        let document = dateline_ingest::read(text.as_bytes(), &hints(known, Some("text.txt")));
        if document.text == text {
            return document;
        }
        let part = |value: &Option<String>| value.clone().unwrap_or_default();
        let published = known.published.map(|day| day.to_string()).unwrap_or_default();
        Document {
            id: DocumentId::of(&part(&known.outlet), &part(&known.url), &part(&known.title), &published, text),
            text: text.to_string(),
            notes: if text.trim().is_empty() { vec![Note::Empty] } else { Vec::new() },
            ..document
        }
    }

    /// What one thread needs beside the rooms: the reader keeps its buffers from one document to the next.
    pub fn reader(&self) -> Reader<'_> {
        self.english.reader()
    }

    /// The document as the later rooms read it: with its case restored where it, or its headline, stands in capitals. What is published
    /// are the words of the document itself; the offsets are the same.
    pub fn reading<'d>(&self, document: &'d Document) -> Cow<'d, Document> {
        match restore_case(&document.text, &self.forms) {
            Some(text) => Cow::Owned(Document { text, ..document.clone() }),
            None => Cow::Borrowed(document),
        }
    }

    /// A document, as `reading` gives it, to its parse.
    pub fn parse(&self, reader: &mut Reader<'_>, document: &Document) -> Parse {
        reader.parse(document)
    }

    /// A parsed document to its claims, with what their words refer to.
    pub fn claims(&self, document: &Document, parse: &Parse) -> Vec<ResolvedClaim> {
        let times = times::times(document, parse, &self.lexicon);
        let claims = dateline_claims::claims_with_times(document, parse, &times, &self.lexicon, &self.students);
        if claims.is_empty() {
            return Vec::new();
        }
        let context = DocumentContext::new(document, parse, &claims, &times, &self.world);
        claims.iter().map(|claim| resolve(claim, &context, &self.world)).collect()
    }

    /// Every time expression of a document: its words, TIMEX3 value and type.
    pub fn times(&self, document: &Document, parse: &Parse) -> Vec<(Span, String, TimeKind)> {
        timex(document, &times::times(document, parse, &self.lexicon))
    }

    /// Every place that a document names.
    pub fn places(&self, document: &Document, parse: &Parse) -> Vec<ResolvedPlace> {
        place_mentions(document, parse, &self.world)
    }

    /// Every mention of a person, body, people or place.
    pub fn mentions(&self, document: &Document, parse: &Parse) -> Vec<FoundMention> {
        mentions(document, parse, &self.world)
    }

    /// Everything that somebody is said to say in a document.
    pub fn attributions(&self, document: &Document, parse: &Parse) -> Vec<Attribution> {
        let trees: Vec<Tree<'_>> = parse.sentences.iter().map(|sentence| Tree::new(&document.text, sentence)).collect();
        attribution::attributions(&document.text, &trees, &self.lexicon)
    }

    /// The act's names in the published ontologies.
    pub fn crosswalk(&self, document: &Document, resolved: &ResolvedClaim) -> Crosswalk {
        crosswalk(resolved, &document.text, &self.lexicon)
    }
}

fn hints(known: &Known, file_name: Option<&str>) -> Hints {
    Hints {
        file_name: file_name.map(str::to_string),
        published: known.published,
        outlet: known.outlet.clone(),
        url: known.url.clone(),
        title: known.title.clone(),
        language: known.language.clone(),
        ..Hints::default()
    }
}

fn versions(source: &DataSource, own_world: Option<&Path>) -> String {
    let mut versions = format!("dateline {} build {}", env!("CARGO_PKG_VERSION"), env!("DATELINE_BUILD"));
    if let DataSource::Folder(folder) = source {
        versions += &format!(" data {}", folder_hash(folder));
    }
    if let Some(folder) = own_world {
        versions += &format!(" world {}", folder_hash(folder));
    }
    versions
}

/// 16 hexadecimal digits over the paths and bytes of a folder's files.
fn folder_hash(folder: &Path) -> String {
    let mut hasher = Sha256::new();
    let mut open = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    for file in files {
        hasher.update(file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().as_bytes());
        hasher.update([0]);
        hasher.update(std::fs::read(&file).unwrap_or_default());
    }
    hasher.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}
