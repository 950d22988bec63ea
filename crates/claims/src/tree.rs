//! A sentence's dependency tree, with the questions that the readers of claims ask of it.
//!
//! In:  one parsed sentence and the document's text.
//! Out: `Tree`: children, subtrees, phrases, prepositions, conjuncts.
//!
//! All indices are token indices of the sentence. Nothing here knows a word of conflict.

use dateline_model::{Dep, Pos, Sentence, Span, Tag, Token};
use std::cell::OnceCell;
use std::ops::Range;

/// The tree of one sentence.
pub struct Tree<'a> {
    /// The document's whole text.
    pub text: &'a str,
    /// The sentence.
    pub sentence: &'a Sentence,
    /// Where the children of each token begin in `children`; one longer than the tokens.
    first: Vec<u32>,
    children: Vec<usize>,
    /// Leftmost and rightmost token of each subtree.
    edges: Vec<(u32, u32)>,
    /// Of each token its place in a walk that visits whole subtrees in turn, and the place after its subtree; made when first asked for.
    walk: OnceCell<Vec<(u32, u32)>>,
}

impl<'a> Tree<'a> {
    /// Indexes a sentence. Linear in its tokens.
    pub fn new(text: &'a str, sentence: &'a Sentence) -> Tree<'a> {
        let n = sentence.tokens.len();
        let mut first = vec![0u32; n + 1];
        let parent = |i: usize| sentence.tokens[i].head;
        for i in (0..n).filter(|&i| parent(i) != i) {
            first[parent(i) + 1] += 1;
        }
        for i in 0..n {
            first[i + 1] += first[i];
        }
        let mut next = first.clone();
        let mut children = vec![0; first[n] as usize];
        for i in (0..n).filter(|&i| parent(i) != i) {
            children[next[parent(i)] as usize] = i;
            next[parent(i)] += 1;
        }
        let mut tree = Tree { text, sentence, first, children, edges: (0..n as u32).map(|i| (i, i)).collect(), walk: OnceCell::new() };
        tree.find_edges();
        tree
    }

    /// Fills `edges` from the leaves up, without recursion: trees of odd texts can be thousands deep.
    fn find_edges(&mut self) {
        let n = self.len();
        let mut waiting: Vec<usize> = (0..n).map(|i| self.children(i).len()).collect();
        let mut ready: Vec<usize> = (0..n).filter(|&i| waiting[i] == 0).collect();
        while let Some(i) = ready.pop() {
            let Some(head) = self.head(i) else { continue };
            let (left, right) = self.edges[i];
            let edge = &mut self.edges[head];
            *edge = (edge.0.min(left), edge.1.max(right));
            waiting[head] -= 1;
            if waiting[head] == 0 {
                ready.push(head);
            }
        }
    }

    /// Number of tokens.
    #[inline]
    pub fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    /// Whether the sentence has no token.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A token.
    #[inline]
    pub fn token(&self, i: usize) -> &'a Token {
        #[cfg(test)]
        crate::tests::step();
        &self.sentence.tokens[i]
    }

    /// Its words as they stand.
    #[inline]
    pub fn word(&self, i: usize) -> &'a str {
        self.token(i).span.of(self.text)
    }

    /// Its form in lower case.
    #[inline]
    pub fn lower(&self, i: usize) -> &'a str {
        &self.token(i).lower
    }

    /// Its lemma in lower case. Names have no other lemma than their form.
    #[inline]
    pub fn lemma(&self, i: usize) -> &'a str {
        let token = self.token(i);
        if token.pos == Pos::PROPN { &token.lower } else { &token.lemma }
    }

    /// Its relation to its head.
    #[inline]
    pub fn dep(&self, i: usize) -> Dep {
        self.token(i).dep
    }

    /// Its Penn tag.
    #[inline]
    pub fn tag(&self, i: usize) -> Tag {
        self.token(i).tag
    }

    /// Its part of speech.
    #[inline]
    pub fn pos(&self, i: usize) -> Pos {
        self.token(i).pos
    }

    /// Its head; none for a root.
    #[inline]
    pub fn head(&self, i: usize) -> Option<usize> {
        let head = self.token(i).head;
        (head != i).then_some(head)
    }

    /// Its children, in text order.
    #[inline]
    pub fn children(&self, i: usize) -> &[usize] {
        &self.children[self.first[i] as usize..self.first[i + 1] as usize]
    }

    /// Its first child with one of these relations.
    #[inline]
    pub fn child(&self, i: usize, deps: &[Dep]) -> Option<usize> {
        self.children(i).iter().copied().find(|&child| deps.contains(&self.dep(child)))
    }

    /// Its children with one of these relations, in text order.
    #[inline]
    pub fn children_by(&self, i: usize, deps: &'static [Dep]) -> impl Iterator<Item = usize> + '_ {
        self.children(i).iter().copied().filter(move |&child| deps.contains(&self.dep(child)))
    }

    /// The heads above it, nearest first.
    #[inline]
    pub fn ancestors(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head(i), |&at| self.head(at))
    }

    /// Whether `above` is `i` or one of its ancestors. At once, however deep the tree.
    #[inline]
    pub fn is_under(&self, i: usize, above: usize) -> bool {
        let walk = self.walk.get_or_init(|| self.walked());
        i == above || (walk[above].0..walk[above].1).contains(&walk[i].0)
    }

    /// Walks the tree from its roots.
    fn walked(&self) -> Vec<(u32, u32)> {
        let n = self.len();
        let mut open: Vec<usize> = (0..n).rev().filter(|&i| self.head(i).is_none()).collect();
        let mut order = Vec::with_capacity(n);
        while let Some(i) = open.pop() {
            order.push(i);
            open.extend(self.children(i));
        }
        let mut walk = vec![(0, 0); n];
        for (at, &i) in order.iter().enumerate() {
            walk[i] = (at as u32, at as u32 + 1);
        }
        for &i in order.iter().rev() {
            if let Some(head) = self.head(i) {
                walk[head].1 = walk[head].1.max(walk[i].1);
            }
        }
        walk
    }

    /// The tokens from the leftmost to the rightmost of its subtree.
    #[inline]
    pub fn subtree(&self, i: usize) -> Range<usize> {
        let (left, right) = self.edges[i];
        left as usize..right as usize + 1
    }

    /// The bytes of a range of tokens, without white space at its ends; empty range gives the empty span at the sentence's start.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        let mut inner = tokens.filter(|&i| !self.token(i).is_space());
        let Some(first) = inner.next() else { return Span::new(self.sentence.span.start(), self.sentence.span.start()) };
        let last = inner.next_back().unwrap_or(first);
        Span::new(self.token(first).span.start(), self.token(last).span.end())
    }

    /// The index of the first token that overlaps a span of the text.
    pub fn token_at(&self, span: Span) -> Option<usize> {
        let from = self.sentence.tokens.partition_point(|token| token.span.end() <= span.start());
        (from < self.len() && self.token(from).span.overlaps(span)).then_some(from)
    }

    /// It and the tokens coordinated with it ("A, B and C" → A, B, C), given the first of them.
    pub fn conjuncts(&self, i: usize) -> Vec<usize> {
        let mut found = vec![i];
        let mut at = 0;
        while at < found.len() && found.len() < 64 {
            found.extend(self.children_by(found[at], &[Dep::Conj]));
            at += 1;
        }
        found
    }

    /// The first of the coordination that it belongs to ("A and B": for B, A).
    pub fn coordination_head(&self, i: usize) -> usize {
        let mut at = i;
        while self.dep(at) == Dep::Conj {
            match self.head(at) {
                Some(head) => at = head,
                None => break,
            }
        }
        at
    }

    /// The prepositions that hang on it: (preposition, its object), "from near X" giving both.
    pub fn prepositions(&self, i: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for preposition in self.children_by(i, &[Dep::Prep, Dep::Agent, Dep::Dative]) {
            if self.pos(preposition) != Pos::ADP && self.pos(preposition) != Pos::SCONJ && self.pos(preposition) != Pos::VERB {
                continue;
            }
            for below in self.children(preposition).iter().copied() {
                match self.dep(below) {
                    Dep::Pobj | Dep::Pcomp => found.push((preposition, below)),
                    Dep::Prep => found.extend(self.child(below, &[Dep::Pobj, Dep::Pcomp]).map(|object| (below, object))),
                    _ => {}
                }
            }
        }
        found
    }

    /// The noun phrase headed by it: its subtree from the left edge up to, not including, relative clauses, appositions, participial
    /// clauses, coordinated heads and final punctuation; without a leading article or an enclosing bracket.
    pub fn phrase(&self, i: usize) -> Range<usize> {
        let whole = self.subtree(i);
        let (mut start, mut end) = (whole.start, whole.end);
        for &child in self.children(i) {
            let cut = matches!(
                self.dep(child),
                Dep::Relcl | Dep::Appos | Dep::Acl | Dep::Conj | Dep::Cc | Dep::Advcl | Dep::Preconj | Dep::Punct
            ) && !(self.dep(child) == Dep::Punct && self.tag(child) == Tag::HYPH);
            if cut && child > i {
                end = end.min(self.subtree(child).start.max(i + 1));
            } else if cut && child < i && self.dep(child) != Dep::Punct {
                start = start.max(self.subtree(child).end.min(i));
            }
        }
        while start < i && (matches!(self.pos(start), Pos::DET | Pos::PUNCT | Pos::SPACE | Pos::CCONJ) || self.dep(start) == Dep::Predet) {
            start += 1;
        }
        while end > i + 1 && matches!(self.pos(end - 1), Pos::PUNCT | Pos::SPACE | Pos::CCONJ) {
            end -= 1;
        }
        start..end
    }

    /// The clause that it belongs to: itself or the nearest ancestor that is a verb or a root.
    pub fn clause(&self, i: usize) -> usize {
        std::iter::once(i).chain(self.ancestors(i)).find(|&at| self.is_verb(at) || self.head(at).is_none()).unwrap_or(i)
    }

    /// Whether it is a verb by tag (auxiliaries too).
    #[inline]
    pub fn is_verb(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::VERB | Pos::AUX)
    }

    /// Whether it is a common or proper noun.
    #[inline]
    pub fn is_noun(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::NOUN | Pos::PROPN)
    }

    /// The entity of the parser that holds this token, if any.
    #[inline]
    pub fn entity(&self, i: usize) -> Option<&'a dateline_model::Entity> {
        let after = self.sentence.entities.partition_point(|entity| entity.tokens.end <= i);
        self.sentence.entities.get(after).filter(|entity| entity.tokens.contains(&i))
    }
}
