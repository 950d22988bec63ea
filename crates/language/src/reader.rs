//! Reads documents, one after another, and remembers words between them.
//!
//! In:  a [`Document`], and spans whose kind is already known (`parse_with`).
//! Out: its [`Parse`]. What was read before never changes it: the tables only save work.

use crate::hash::Quick;
use crate::kernels::{WIDTH, product};
use crate::lexemes::Lexicon;
use crate::lines::{Line, lines};
use crate::model::English;
use crate::names::Name;
use crate::network::Vectors;
use crate::ruler::Attributes;
use crate::steps::Shares;
use crate::tokenizer::Piece;
use crate::tree::{Arcs, State};
use dateline_model::{Dep, Document, Entity, EntityKind, Parse, Pos, Sentence, Span, Tag, Token};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::ops::Range;

/// Lines are read together until they have this many tokens: enough to keep the products busy, few enough for the caches.
const BATCH: usize = 192;

/// Reads documents with an [`English`] model. Cheap to make, quicker with every document.
pub struct Reader<'m> {
    english: &'m English,
    lexicon: Lexicon,
    lemmas: HashMap<(u32, Pos, u16), SmolStr, Quick>,
    shared: Vectors,
    own: Vectors,
    work: Work,
}

/// Working space, reused from batch to batch.
#[derive(Default)]
struct Work {
    pieces: Vec<Piece>,
    lines: Vec<Range<usize>>,
    shared: Vec<f32>,
    own: Vec<f32>,
    tag_scores: Vec<f32>,
    shares: Shares,
    state: State,
    arcs: Arcs,
    tags: Vec<Tag>,
    spaces: Vec<bool>,
    spans: Vec<Span>,
    attributes: Vec<Attributes>,
    names: Vec<Name>,
}

impl<'m> Reader<'m> {
    pub(crate) fn new(english: &'m English) -> Reader<'m> {
        Reader {
            english,
            lexicon: Lexicon::default(),
            lemmas: HashMap::default(),
            shared: Vectors::default(),
            own: Vectors::default(),
            work: Work::default(),
        }
    }

    /// Sentences, tokens, tree and names of a document. It never fails; a text without words has no sentences.
    ///
    /// Each line of the text is read by itself, so no sentence crosses a line break; lines of more than 20,000 bytes are cut
    /// at a space. White space at the ends of a line is in no token.
    pub fn parse(&mut self, document: &Document) -> Parse {
        self.parse_with(document, &[])
    }

    /// As [`parse`](Reader::parse), with names that are already known, such as a gazetteer's: the tokens that lie wholly inside
    /// an imposed span become one entity of that kind, and the other names are found around it.
    ///
    /// Where imposed spans overlap, the first in the text, and then the longest, stands. A span that holds no whole token is
    /// passed over; one that crosses the end of a line or sentence is cut there.
    pub fn parse_with(&mut self, document: &Document, imposed: &[(Span, EntityKind)]) -> Parse {
        let mut imposed: Vec<(Span, EntityKind)> = imposed.to_vec();
        imposed.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
        let text = &document.text;
        let mut sentences = Vec::new();
        let all = lines(text);
        let mut first = 0;
        for (i, line) in all.iter().enumerate() {
            if first == i {
                self.begin_batch();
            }
            let start = self.work.pieces.len();
            self.english.tokenizer.read_line(self.english, &mut self.lexicon, &text[line.start..line.end], &mut self.work.pieces);
            self.work.lines.push(start..self.work.pieces.len());
            if self.work.pieces.len() >= BATCH || i + 1 == all.len() {
                self.read_batch(&all[first..=i], &imposed, &mut sentences);
                first = i + 1;
            }
        }
        Parse { document: document.id.clone(), sentences }
    }

    fn begin_batch(&mut self) {
        self.work.pieces.clear();
        self.work.lines.clear();
        if self.lexicon.full() {
            self.lexicon = Lexicon::default();
            self.lemmas.clear();
            self.shared.forget();
            self.own.forget();
        }
    }

    fn read_batch(&mut self, lines: &[Line], imposed: &[(Span, EntityKind)], sentences: &mut Vec<Sentence>) {
        let (english, work) = (self.english, &mut self.work);
        let lexemes = &self.lexicon.lexemes;
        english.shared.run(english.path, lexemes, &work.pieces, &work.lines, &mut self.shared, &mut work.shared);
        english.own.run(english.path, lexemes, &work.pieces, &work.lines, &mut self.own, &mut work.own);
        tag(english, &work.shared, &mut work.tag_scores, &mut work.tags);
        work.spaces.clear();
        work.spaces.extend(work.pieces.iter().map(|piece| lexemes[piece.lexeme as usize].space));
        for (line, range) in lines.iter().zip(std::mem::take(&mut work.lines)) {
            let vectors = range.start * WIDTH..range.end * WIDTH;
            let (spaces, pieces) = (&work.spaces[range.clone()], &work.pieces[range.clone()]);
            english.tree.run(english.path, &work.shared[vectors.clone()], spaces, &mut work.shares, &mut work.state, &mut work.arcs);
            work.spans.clear();
            let mut at = line.start;
            for piece in pieces {
                let end = at + lexemes[piece.lexeme as usize].text.len();
                work.spans.push(Span::new(at, end));
                at = end + usize::from(piece.spaced);
            }
            let known = imposed_names(imposed, &work.spans, &work.arcs.starts);
            english.names.run(english.path, &work.own[vectors], spaces, &work.arcs.starts, &known, &mut work.shares, &mut work.names);
            let lexeme = |i: usize| &lexemes[pieces[i].lexeme as usize];
            english.ruler.run(&work.tags[range.clone()], &work.arcs.deps, lexeme, &mut work.attributes);
            for (i, attributes) in work.attributes.iter_mut().enumerate().filter(|pair| pair.1.lemma.is_none()) {
                let key = (pieces[i].lexeme, attributes.pos, attributes.morph);
                let lemma = self.lemmas.entry(key).or_insert_with(|| {
                    english.lemmas.lemma(&english.characters, lexeme(i), attributes.pos, english.ruler.morph(attributes.morph))
                });
                attributes.lemma = Some(lemma.clone());
            }
            let lower = |i: usize| lexeme(i).lower.clone();
            collect(line.number, &work.spans, &work.arcs, &mut work.attributes, &work.names, lower, sentences);
        }
    }
}

/// The best tag of each token: the first of the highest.
fn tag(english: &English, vectors: &[f32], scores: &mut Vec<f32>, tags: &mut Vec<Tag>) {
    let (count, width) = (vectors.len() / WIDTH, english.tagger.panels * 48);
    scores.resize(count * width, 0.0);
    product(english.path, vectors, WIDTH, count, &english.tagger, scores, width);
    tags.clear();
    for row in scores.chunks_exact(width).take(count) {
        let mut best = 0;
        for (i, score) in row[..Tag::ALL.len()].iter().enumerate() {
            if *score > row[best] {
                best = i;
            }
        }
        tags.push(Tag::ALL[best]);
    }
}

/// Imposed spans as ranges of one line's tokens, disjoint, in order, cut where a sentence ends.
fn imposed_names(imposed: &[(Span, EntityKind)], spans: &[Span], starts: &[bool]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return names };
    let line = first.cover(*last);
    for (span, kind) in imposed.iter().filter(|(span, _)| span.overlaps(line)) {
        let start = spans.partition_point(|token| token.start() < span.start());
        let end = spans.partition_point(|token| token.end() <= span.end());
        let end = (start + 1..end).find(|i| starts[*i]).unwrap_or(end);
        if start < end && names.last().is_none_or(|name| name.tokens.end <= start) {
            names.push(Name { tokens: start..end, kind: *kind });
        }
    }
    names
}

/// Cuts a line into its sentences.
fn collect(
    line: usize,
    spans: &[Span],
    arcs: &Arcs,
    attributes: &mut [Attributes],
    names: &[Name],
    lower: impl Fn(usize) -> SmolStr,
    sentences: &mut Vec<Sentence>,
) {
    let mut names = names.iter().peekable();
    let mut start = 0;
    while start < spans.len() {
        let end = (start + 1..spans.len()).find(|i| arcs.starts[*i]).unwrap_or(spans.len());
        let mut tokens = Vec::with_capacity(end - start);
        for i in start..end {
            let attributes = &mut attributes[i];
            // A head outside the sentence can't be kept; its token becomes a root (not seen on real text).
            let head = Some(arcs.heads[i]).filter(|head| (start..end).contains(head));
            tokens.push(Token {
                span: spans[i],
                lower: lower(i),
                lemma: attributes.lemma.take().unwrap_or_default(),
                tag: attributes.tag,
                pos: attributes.pos,
                dep: if head.is_some() { attributes.dep } else { Dep::Root },
                head: head.unwrap_or(i) - start,
            });
        }
        let mut entities = Vec::new();
        while let Some(name) = names.next_if(|name| name.tokens.start < end) {
            let (first, last) = (name.tokens.start, name.tokens.end.min(end));
            entities.push(Entity { tokens: first - start..last - start, span: spans[first].cover(spans[last - 1]), kind: name.kind });
        }
        sentences.push(Sentence { span: spans[start].cover(spans[end - 1]), line, tokens, entities });
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::Path;
    use dateline_model::DocumentId;

    /// The same text on a machine with narrower vectors gives the same parse.
    #[test]
    fn every_path_reads_alike() {
        let text = include_str!("../golden/sentences.txt").to_string();
        let id = DocumentId::of("", "", "", "", &text);
        let (outlet, url, title, published, language) = (None, None, None, None, None);
        let document = Document { id, outlet, url, title, published, language, text, fingerprint: 0, notes: Vec::new() };
        let mut english = English::embedded();
        let widest = english.reader().parse(&document);
        let mut check = |path: Path| {
            english.path = path;
            assert!(english.reader().parse(&document) == widest, "{path:?} reads otherwise than {:?}", Path::detect());
        };
        check(Path::Plain);
        #[cfg(target_arch = "x86_64")]
        if Path::detect() == Path::Avx512 {
            check(Path::Avx2);
        }
    }
}
