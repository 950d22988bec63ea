//! From a parse to claims: which words evoke an act, who takes part, how many, who says so, how firmly.
//!
//! In:  a document, its parse, the lexicon.
//! Out: `Vec<Claim>`, made of spans.
//!
//! Not here: what the words refer to (`resolve`); any vocabulary (`data/lexicon`).

pub mod acts;
pub mod arguments;
pub mod attribution;
pub mod carry;
mod code;
pub mod coref;
pub mod factuality;
pub mod figures;
mod frames;
mod grammar;
pub mod linear;
mod mend;
mod outside;
mod places;
pub mod roles;
mod settle;
mod slots;
pub mod spot;
mod standing;
mod students;
#[cfg(test)]
mod tests;
pub mod times;
mod tree;
mod victims;

pub use code::{claims, claims_with_times};
pub use students::{Calibration, Students};
pub use tree::Tree;
