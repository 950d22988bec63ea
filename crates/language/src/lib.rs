//! Language: a document to its parse. English only; another language is another model.
//!
//! In:  a `Document`; and, if they are known, spans that are names.
//! Out: a `Parse`: sentences, tokens, tags, lemmas, a tree and names, all pointing into the text.
//!
//! ```
//! use dateline_language::English;
//! # use dateline_model::{Document, DocumentId};
//! # let text = "Rebels took the town.".to_string();
//! # let id = DocumentId::of("", "", "", "", &text);
//! # let document = Document { id, outlet: None, url: None, title: None, published: None, language: None, text, fingerprint: 0, notes: vec![] };
//! let english = English::embedded(); // once
//! let mut reader = english.reader(); // once a thread
//! let parse = reader.parse(&document);
//! assert_eq!(parse.sentences[0].tokens[1].lemma, "take");
//! ```
//!
//! The computation and the weights are those of spaCy's `en_core_web_sm` 3.8 (`models/english.md`), in the order of the
//! modules: `lines`, `tokenizer` (with `affixes`, `lexemes`), `network`, `tree`, `names`, `ruler`, `lemmas`; `reader` walks them.
//!
//! Beside them `casing`: a text in capitals is read as its author would write it in mixed case.
//!
//! Not here: any word of conflict, who or where a name is, files, clocks.

mod affixes;
mod casing;
mod characters;
mod hash;
mod ids;
mod kernels;
mod lemmas;
mod lexemes;
mod lines;
mod model;
mod names;
mod network;
mod packed;
mod reader;
mod ruler;
mod steps;
mod tokenizer;
mod tree;

pub use casing::{KnownForms, restore_case};
pub use model::English;
pub use packed::ModelError;
pub use reader::Reader;
