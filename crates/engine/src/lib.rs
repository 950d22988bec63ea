//! The engine: wires the rooms, and is the only one with threads.
//!
//! In:  files (`code`), addresses (`fetch`), or lines of JSON (`stage`).
//! Out: documents and claims in a store, and a `Summary`; copies (`index_copies`) and incidents of a store; or lines of JSON.
//!
//! A document that makes a room panic is recorded with what the panic said; the others are coded.
//!
//! Not here: any rule or word (the rooms), any table for the eye (`app`).

mod actors;
mod code;
mod copies;
mod crosswalk;
mod fetch;
mod incidents;
mod inputs;
mod metadata;
mod origin;
mod reextract;
mod rooms;
mod stage;
mod stored;
mod supply;
mod workers;

pub use actors::{ActorBook, ActorSheet, KnownName, KnownTie};
pub use code::{Options, Progress, Summary, code};
pub use copies::{Copied, index_copies};
pub use dateline_ingest::{Limits, Reading};
pub use dateline_knowledge::{DataSource, Gazetteer, GazetteerImport, ImportError, ImportReport, Imported, World, fold};
pub use fetch::{Asking, Feeds, FetchSummary, fetch};
pub use incidents::{refresh_incidents, word_weights};
pub use inputs::{ENDINGS, Inputs};
pub use metadata::{Known, Metadata, day};
pub use reextract::{Change, reextract};
pub use rooms::Rooms;
pub use stage::{Stage, stage, texts};
pub use stored::code_stored;

use dateline_knowledge::DataError;
use dateline_store::StoreError;
use thiserror::Error;

/// Why the engine cannot go on. A strange text is never an error: its document is recorded with notes.
#[derive(Debug, Error)]
pub enum EngineError {
    /// The tables cannot be used.
    #[error("{0}")]
    Data(#[from] DataError),
    /// A model cannot be used.
    #[error("{0}")]
    Model(String),
    /// The database cannot be used.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A table of metadata cannot be used; one line each.
    #[error("{}", .0.join("\n"))]
    Metadata(Vec<String>),
    /// A line of a stage's input cannot be used.
    #[error("{0}")]
    Line(String),
    /// Input or output fails.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}
