//! The rooms in walking order: what each needs is loaded once and shared by all workers.

use crate::{EngineError, Known};
use dateline_knowledge::DataSource;
use dateline_model::{Document, DocumentId, Note, Parse, ResolvedClaim};
use dateline_store::Crosswalk;

/// The loaded rooms.
#[derive(Debug)]
pub struct Rooms {
    versions: String,
}

impl Rooms {
    /// Loads models and tables.
    ///
    /// - errors: every trouble of the tables, at once.
    pub fn load(source: &DataSource) -> Result<Rooms, EngineError> {
        let _ = source;
        Ok(Rooms { versions: format!("dateline {} build {}", env!("CARGO_PKG_VERSION"), env!("DATELINE_BUILD")) })
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

    /// A document to its parse.
    pub fn parse(&self, document: &Document) -> Parse {
        Parse { document: document.id.clone(), sentences: Vec::new() }
    }

    /// A parsed document to its claims.
    pub fn claims(&self, document: &Document, parse: &Parse) -> Vec<ResolvedClaim> {
        let _ = (document, parse);
        Vec::new()
    }

    /// The act's names in the published ontologies.
    pub fn crosswalk(&self, resolved: &ResolvedClaim) -> Crosswalk {
        let _ = resolved;
        Crosswalk::default()
    }
}
