//! Knowledge is data: this room loads `data/`, checks it and indexes it.
//!
//! In:  a `DataSource`: the tables that the binary carries, or a folder with the same layout.
//! Out: `Lexicon` (words and rules of one language, which `claims` reads) and `World` (actors, places, outlets, which `resolve` reads).
//!
//! Every trouble in a file is told with its place, value and remedy, all at once, never one by one.
//!
//! Not here: grammar (`claims`), resolving a mention (`resolve`).

mod lexicon;
mod source;
mod table;
mod trouble;
mod world;

pub use lexicon::*;
pub use source::DataSource;
pub use table::{Row, Table};
pub use trouble::{DataError, Troubles};
pub use world::*;
