//! The rooms in walking order: what each needs is loaded once and shared by all workers.

use crate::{EngineError, Known};
use dateline_claims::Students;
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::{English, Reader};
use dateline_model::{
    Document, DocumentId, Linked, Note, Parse, PlacePrecision, ResolvedClaim, ResolvedFigure, ResolvedMention, ResolvedPlace,
    ResolvedSpeaker, TimeExpression,
};
use dateline_store::Crosswalk;

/// The loaded rooms.
pub struct Rooms {
    versions: String,
    english: English,
    lexicon: Lexicon,
    students: Students,
}

impl std::fmt::Debug for Rooms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rooms").field("versions", &self.versions).finish_non_exhaustive()
    }
}

impl Rooms {
    /// Loads models and tables.
    ///
    /// - errors: every trouble of the tables, at once.
    pub fn load(source: &DataSource) -> Result<Rooms, EngineError> {
        std::thread::scope(|scope| {
            let english = scope.spawn(English::embedded);
            let students = Students::english().map_err(|error| EngineError::Model(error.to_string()))?;
            let lexicon = Lexicon::load(source, "en")?;
            let english =
                english.join().map_err(|_| EngineError::Model("models/english.bin: cannot be read; rebuild the program".to_string()))?;
            let versions = format!("dateline {} build {}", env!("CARGO_PKG_VERSION"), env!("DATELINE_BUILD"));
            Ok(Rooms { versions, english, lexicon, students })
        })
    }

    /// What codes here: the program, its build, and the tables if they are not its own. A change of it means that inputs are coded anew.
    pub fn versions(&self) -> &str {
        &self.versions
    }

    /// Bytes to a document; `name` tells its kind.
    pub fn document(&self, bytes: &[u8], name: &str, known: &Known) -> Document {
        let _ = name;
        self.plain(&String::from_utf8_lossy(bytes), known)
    }

    /// A document of exactly this text.
    pub fn plain(&self, text: &str, known: &Known) -> Document {
        let part = |value: &Option<String>| value.clone().unwrap_or_default();
        let published = known.published.map(|day| day.to_string()).unwrap_or_default();
        Document {
            id: DocumentId::of(&part(&known.outlet), &part(&known.url), &part(&known.title), &published, text),
            outlet: known.outlet.clone(),
            url: known.url.clone(),
            title: known.title.clone(),
            published: known.published,
            language: known.language.clone(),
            text: text.to_string(),
            fingerprint: 0,
            notes: if text.trim().is_empty() { vec![Note::Empty] } else { Vec::new() },
        }
    }

    /// What one thread needs beside the rooms: the reader keeps its buffers from one document to the next.
    pub fn reader(&self) -> Reader<'_> {
        self.english.reader()
    }

    /// A document to its parse.
    pub fn parse(&self, reader: &mut Reader<'_>, document: &Document) -> Parse {
        reader.parse(document)
    }

    /// A parsed document to its claims.
    pub fn claims(&self, document: &Document, parse: &Parse) -> Vec<ResolvedClaim> {
        let claims = dateline_claims::claims(document, parse, &self.lexicon, &self.students);
        claims.into_iter().map(unresolved).collect()
    }

    /// The time expressions of a document.
    pub fn times(&self, document: &Document, parse: &Parse) -> Vec<TimeExpression> {
        dateline_claims::times::times(document, parse, &self.lexicon)
    }

    /// The act's names in the published ontologies.
    pub fn crosswalk(&self, resolved: &ResolvedClaim) -> Crosswalk {
        let _ = resolved;
        Crosswalk::default()
    }
}

/// A claim whose words refer to nothing yet.
fn unresolved(claim: dateline_model::Claim) -> ResolvedClaim {
    let who = |mention: &dateline_model::Mention| ResolvedMention {
        mention: mention.clone(),
        link: Linked::default(),
        name: None,
        role_code: None,
    };
    ResolvedClaim {
        actors: claim.actors.iter().map(who).collect(),
        recipients: claim.recipients.iter().map(who).collect(),
        places: claim
            .places
            .iter()
            .map(|place| ResolvedPlace { mention: place.clone(), link: Linked::default(), place: None, precision: PlacePrecision::Unknown })
            .collect(),
        when: None,
        speakers: claim
            .attribution
            .iter()
            .map(|speaker| ResolvedSpeaker { speaker: speaker.clone(), link: Linked::default(), name: None, kind: None })
            .collect(),
        figures: claim.figures.iter().map(|_| ResolvedFigure::default()).collect(),
        confidence: claim.score,
        claim,
    }
}
