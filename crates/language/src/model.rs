//! The English model: all tables and weights, shared by every reader.

use crate::characters::Characters;
use crate::ids::Strings;
use crate::kernels::{Matrix, Path, WIDTH};
use crate::lemmas::Lemmas;
use crate::names::Names;
use crate::network::Encoder;
use crate::packed::{Cursor, ModelError};
use crate::reader::Reader;
use crate::ruler::Ruler;
use crate::tokenizer::Tokenizer;
use crate::tree::Tree;
use dateline_model::Tag;

/// The packed model that the program carries.
static PACKED: &[u8] = include_bytes!("../../../models/english.bin");

/// English: tokens, sentences, tags, lemmas, trees and names. Shared freely between threads; each thread takes a [`Reader`].
pub struct English {
    pub(crate) strings: Strings,
    pub(crate) characters: Characters,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) shared: Encoder,
    pub(crate) tagger: Matrix,
    pub(crate) tree: Tree,
    pub(crate) own: Encoder,
    pub(crate) names: Names,
    pub(crate) ruler: Ruler,
    pub(crate) lemmas: Lemmas,
    pub(crate) path: Path,
}

impl English {
    /// The model that the program carries.
    pub fn embedded() -> English {
        English::load(PACKED).expect("the embedded model is read by a test")
    }

    /// A model from the bytes of a packed file.
    ///
    /// - errors: [`ModelError`] if the file is damaged or of another version.
    pub fn load(bytes: &[u8]) -> Result<English, ModelError> {
        let mut cursor = Cursor::open(bytes)?;
        let cursor = &mut cursor;
        let strings = Strings::read(cursor)?;
        let characters = Characters::read(cursor)?;
        let tokenizer = Tokenizer::read(cursor, &characters)?;
        let shared = Encoder::read(cursor)?;
        cursor.section("tagger")?;
        let labels = cursor.texts()?;
        if !labels.iter().eq(Tag::ALL.iter().map(|tag| tag.as_str())) {
            return Err(cursor.error("its tags are not those of dateline_model::Tag"));
        }
        let tagger = cursor.matrix(WIDTH, Tag::ALL.len())?;
        let tree = Tree::read(cursor)?;
        let own = Encoder::read(cursor)?;
        let names = Names::read(cursor)?;
        let ruler = Ruler::read(cursor)?;
        let lemmas = Lemmas::read(cursor)?;
        cursor.section("end")?;
        Ok(English { strings, characters, tokenizer, shared, tagger, tree, own, names, ruler, lemmas, path: Path::detect() })
    }

    /// A reader, with tables of its own: one for each thread, kept as long as there are documents to read.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(self)
    }
}
