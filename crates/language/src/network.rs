//! From lexemes to vectors: hash embeddings, a mixer, four window layers (spaCy's HashEmbedCNN).
//!
//! In:  the pieces of several lines. Out: 96 floats for each piece.
//!
//! A piece's vector depends on the four pieces on each side, within its line. Lines are laid one after another with enough
//! empty rows between them that none sees another; the empty rows take part in the layers, as spaCy's padding does.
//!
//! Not here: what reads the vectors (`tree`, `names`, the tagger in `pipeline`).

use crate::ids::rows_of;
use crate::kernels::{Matrix, Path, WIDTH, maxout, norm_rows};
use crate::lexemes::Lexeme;
use crate::packed::{Cursor, ModelError, Rows};
use crate::tokenizer::Piece;

/// Empty rows between two lines. spaCy pads with four on each side; of these the outermost never reaches a token, and the
/// next is constant where it matters, so two lines can share it: two after the line, one shared, two before the next.
const BETWEEN: usize = 5;

/// A maxout layer with its layer norm.
struct Layer {
    matrix: Matrix,
    gain: [f32; WIDTH],
    shift: [f32; WIDTH],
}

impl Layer {
    fn read(cursor: &mut Cursor, inputs: usize) -> Result<Layer, ModelError> {
        Ok(Layer { matrix: cursor.matrix(inputs, 3 * WIDTH)?, gain: cursor.floats_array()?, shift: cursor.floats_array()? })
    }
}

/// A hash embedding of one feature.
struct Embedding {
    /// Norm, prefix, suffix, shape, spaced, is space: 0 to 5.
    column: usize,
    seed: u32,
    rows: Rows,
}

/// The encoder of one model.
pub(crate) struct Encoder {
    embeddings: Vec<Embedding>,
    mixer: Layer,
    layers: Vec<Layer>,
    /// Whether the space after a token is among the features.
    knows_spaced: bool,
}

/// What one reader keeps for one encoder: the mixed vector of each lexeme met, and working space.
#[derive(Default)]
pub(crate) struct Vectors {
    /// Place in `mixed` of (lexeme, spaced), plus one; 0 for none.
    slots: Vec<u32>,
    mixed: Vec<f32>,
    misses: Vec<f32>,
    from: Vec<f32>,
    to: Vec<f32>,
}

impl Vectors {
    /// Forgets all lexemes.
    pub fn forget(&mut self) {
        self.slots.clear();
        self.mixed.clear();
    }
}

impl Encoder {
    pub fn read(cursor: &mut Cursor) -> Result<Encoder, ModelError> {
        cursor.section("encoder")?;
        let count = cursor.number()?;
        let mut embeddings = Vec::new();
        for _ in 0..count {
            let (column, seed) = (cursor.number()? as usize, cursor.number()?);
            let rows = cursor.rows()?;
            if column > 5 || rows.width != WIDTH {
                return Err(cursor.error("an embedding of another kind"));
            }
            embeddings.push(Embedding { column, seed, rows });
        }
        let layers = cursor.number()?;
        if layers == 0 {
            return Err(cursor.error("an encoder without a mixer"));
        }
        let mixer = Layer::read(cursor, embeddings.len() * WIDTH)?;
        let layers = (1..layers).map(|_| Layer::read(cursor, 3 * WIDTH)).collect::<Result<_, _>>()?;
        let knows_spaced = embeddings.iter().any(|embedding| embedding.column == 4);
        Ok(Encoder { embeddings, mixer, layers, knows_spaced })
    }

    /// Vectors of the pieces of `lines` (each a range of `pieces`, in order), one after another, without gaps.
    pub fn run(
        &self,
        path: Path,
        lexemes: &[Lexeme],
        pieces: &[Piece],
        lines: &[std::ops::Range<usize>],
        vectors: &mut Vectors,
        out: &mut Vec<f32>,
    ) {
        self.mix(path, lexemes, pieces, vectors);
        let rows = BETWEEN + lines.iter().map(|line| line.len() + BETWEEN).sum::<usize>();
        vectors.from.clear();
        vectors.from.resize(rows * WIDTH, 0.0);
        vectors.to.resize(rows * WIDTH, 0.0);
        let mut row = BETWEEN;
        for line in lines {
            for piece in &pieces[line.clone()] {
                let place = (vectors.slots[self.slot(piece)] as usize - 1) * WIDTH;
                vectors.from[row * WIDTH..][..WIDTH].copy_from_slice(&vectors.mixed[place..][..WIDTH]);
                row += 1;
            }
            row += BETWEEN;
        }
        for layer in &self.layers {
            // Row i of the result is row i + 1 of the vectors: the windows start one row before.
            let inner = rows - 2;
            let (from, to) = (&vectors.from, &mut vectors.to);
            maxout(path, from, WIDTH, inner, &layer.matrix, &mut to[WIDTH..]);
            norm_rows(path, &mut to[WIDTH..(rows - 1) * WIDTH], &from[WIDTH..], &layer.gain, &layer.shift);
            to[..WIDTH].fill(0.0);
            to[(rows - 1) * WIDTH..rows * WIDTH].fill(0.0);
            std::mem::swap(&mut vectors.from, &mut vectors.to);
        }
        out.clear();
        let mut row = BETWEEN;
        for line in lines {
            out.extend_from_slice(&vectors.from[row * WIDTH..(row + line.len()) * WIDTH]);
            row += line.len() + BETWEEN;
        }
    }

    fn slot(&self, piece: &Piece) -> usize {
        piece.lexeme as usize * 2 + usize::from(piece.spaced && self.knows_spaced)
    }

    /// Sees to it that every piece has its mixed vector. Those that are new are mixed together, in one product.
    fn mix(&self, path: Path, lexemes: &[Lexeme], pieces: &[Piece], vectors: &mut Vectors) {
        vectors.slots.resize(lexemes.len() * 2, 0);
        vectors.misses.clear();
        let before = vectors.mixed.len() / WIDTH;
        let mut count = 0;
        for piece in pieces {
            let slot = self.slot(piece);
            if vectors.slots[slot] != 0 {
                continue;
            }
            count += 1;
            vectors.slots[slot] = (before + count) as u32;
            let lexeme = &lexemes[piece.lexeme as usize];
            let [norm, prefix, suffix, shape] = lexeme.features;
            let features = [norm, prefix, suffix, shape, u64::from(piece.spaced), u64::from(lexeme.space)];
            for embedding in &self.embeddings {
                let start = vectors.misses.len();
                vectors.misses.resize(start + WIDTH, 0.0);
                for row in rows_of(features[embedding.column], embedding.seed) {
                    embedding.rows.add(row as usize % embedding.rows.len(), &mut vectors.misses[start..]);
                }
            }
        }
        if count > 0 {
            vectors.mixed.resize((before + count) * WIDTH, 0.0);
            let mixed = &mut vectors.mixed[before * WIDTH..];
            maxout(path, &vectors.misses, self.mixer.matrix.inputs, count, &self.mixer.matrix, mixed);
            norm_rows(path, mixed, &[], &self.mixer.gain, &self.mixer.shift);
        }
    }
}
