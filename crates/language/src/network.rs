//! From lexemes to vectors: hash embeddings, a mixer, four window layers (spaCy's HashEmbedCNN).
//!
//! In:  the pieces of several lines. Out: 96 floats for each piece.
//!
//! A piece's vector depends on the four pieces on each side, within its line. Lines are laid one after another with enough
//! empty rows between them that none sees another; the empty rows take part in the layers, as spaCy's padding does.
//!
//! Not here: what reads the vectors (`tree`, `names`, the tagger in `reader`).

use crate::ids::rows_of;
use crate::kernels::{Lanes, Matrix, Path, WIDTH, add_windows, maxout, norm_rows, product};
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

/// Columns of a maxout layer.
const COLUMNS: usize = 3 * WIDTH;
/// The first window layer's products of one row: as the left, the middle and the right part of a window.
pub(crate) const PARTS: usize = 3 * COLUMNS;

/// How many lexemes keep their products with the first window layer: 7 MB an encoder. Words come by frequency, more or
/// less, so the first two thousand met are most of any text; 4096 and 8192 were no faster on 160,000 words of news.
const MOST_KEPT: usize = 2048;

/// The three parts of a window layer's matrix, side by side. The bias goes with the middle.
fn split(matrix: &Matrix) -> Matrix {
    let mut weights: Vec<Lanes> = Vec::with_capacity(matrix.weights.len());
    for part in 0..3 {
        for panel in matrix.weights.chunks_exact(matrix.inputs * 3) {
            weights.extend_from_slice(&panel[part * WIDTH * 3..][..WIDTH * 3]);
        }
    }
    let mut bias = vec![0f32; PARTS];
    bias[COLUMNS..2 * COLUMNS].copy_from_slice(&matrix.bias);
    Matrix { inputs: WIDTH, panels: 3 * matrix.panels, bias, weights }
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
    /// The first window layer's matrix, in parts: its products are kept for each lexeme.
    first: Matrix,
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
    /// Products with the first layer: of an empty row, then of the first `MOST_KEPT` mixed vectors, then this batch's others.
    parts: Vec<f32>,
    /// How many rows of `parts` are kept.
    kept: usize,
    /// Place in `parts` of every row of the batch.
    places: Vec<u32>,
    misses: Vec<f32>,
    from: Vec<f32>,
    to: Vec<f32>,
}

impl Vectors {
    /// Forgets all lexemes.
    pub fn forget(&mut self) {
        self.slots.clear();
        self.mixed.clear();
        self.kept = 0;
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
        let layers = (1..layers).map(|_| Layer::read(cursor, 3 * WIDTH)).collect::<Result<Vec<_>, _>>()?;
        let first = layers.first().map(|layer| split(&layer.matrix)).ok_or_else(|| cursor.error("an encoder without layers"))?;
        let knows_spaced = embeddings.iter().any(|embedding| embedding.column == 4);
        Ok(Encoder { embeddings, mixer, first, layers, knows_spaced })
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
        vectors.places.clear();
        vectors.places.resize(rows, 0);
        vectors.misses.clear();
        let mut row = BETWEEN;
        for line in lines {
            for piece in &pieces[line.clone()] {
                let mixed = vectors.slots[self.slot(piece)] as usize;
                let vector = &vectors.mixed[(mixed - 1) * WIDTH..][..WIDTH];
                vectors.from[row * WIDTH..][..WIDTH].copy_from_slice(vector);
                vectors.places[row] = mixed as u32;
                if mixed > MOST_KEPT {
                    vectors.places[row] = (vectors.kept + vectors.misses.len() / WIDTH) as u32;
                    vectors.misses.extend_from_slice(vector);
                }
                row += 1;
            }
            row += BETWEEN;
        }
        let others = vectors.misses.len() / WIDTH;
        vectors.parts.resize((vectors.kept + others) * PARTS, 0.0);
        product(path, &vectors.misses, WIDTH, others, &self.first, &mut vectors.parts[vectors.kept * PARTS..], PARTS);
        for (number, layer) in self.layers.iter().enumerate() {
            // Row i of the result is row i + 1 of the vectors: the windows start one row before.
            let inner = rows - 2;
            let (from, to) = (&vectors.from, &mut vectors.to);
            if number == 0 {
                add_windows(path, &vectors.parts, &vectors.places, &mut to[WIDTH..(rows - 1) * WIDTH]);
            } else {
                maxout(path, from, WIDTH, inner, &layer.matrix, &mut to[WIDTH..]);
            }
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
        self.keep_parts(path, vectors);
    }

    /// Computes the products of new mixed vectors with the first window layer, as long as there is room to keep them.
    fn keep_parts(&self, path: Path, vectors: &mut Vectors) {
        if vectors.kept == 0 {
            // Place 0: an empty row gives the bias alone.
            vectors.parts.clear();
            vectors.parts.extend_from_slice(&self.first.bias);
            vectors.kept = 1;
        }
        let wanted = 1 + (vectors.mixed.len() / WIDTH).min(MOST_KEPT);
        let (kept, new) = (vectors.kept, wanted.saturating_sub(vectors.kept));
        if new > 0 {
            vectors.parts.resize(wanted * PARTS, 0.0);
            product(path, &vectors.mixed[(kept - 1) * WIDTH..], WIDTH, new, &self.first, &mut vectors.parts[kept * PARTS..], PARTS);
            vectors.kept = wanted;
        }
    }
}
