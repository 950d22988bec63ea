//! The dependency tree: arc-eager transitions, chosen greedily, and the sentences that follow from it.
//!
//! In:  vectors of one line's tokens, and which of them are white space.
//! Out: a head and a relation for each token, and where sentences start.
//!
//! The transition system is spaCy's: arc-eager (Nivre 2003) with non-monotonic repair (Honnibal and Johnson 2015), sentence
//! breaks as actions, and pseudo-projective labels (Nivre and Nilsson 2005) that are lifted afterwards.

use crate::kernels::Path;
use crate::packed::{Cursor, ModelError};
use crate::steps::{Scorer, Scores, Shares};
use dateline_model::Dep;
use std::ops::Range;

/// What an arc's label says: the relation, and for a lifted arc the relation of the true head.
#[derive(Clone, Copy)]
struct Label {
    dep: Dep,
    lifted_to: Option<Dep>,
}

/// The parser.
pub(crate) struct Tree {
    scorer: Scorer,
    labels: Vec<Label>,
    left: Range<usize>,
    right: Range<usize>,
}

const SHIFT: usize = 0;
const REDUCE: usize = 1;

/// What the parser says of one line.
#[derive(Default)]
pub(crate) struct Arcs {
    pub heads: Vec<usize>,
    pub deps: Vec<Dep>,
    /// Whether a sentence starts at the token.
    pub starts: Vec<bool>,
}

/// No token.
const NONE: u32 = u32::MAX;

/// The parser's state; reused from line to line.
#[derive(Default)]
pub(crate) struct State {
    stack: Vec<u32>,
    returned: Vec<u32>,
    next: usize,
    head: Vec<u32>,
    label: Vec<u16>,
    /// Most recent left and right child, and for each child the one before it.
    newest: [Vec<u32>; 2],
    older: Vec<u32>,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn clear(&mut self, count: usize) {
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        let [lefts, rights] = &mut self.newest;
        for list in [&mut self.head, lefts, rights, &mut self.older] {
            list.clear();
            list.resize(count, NONE);
        }
        self.label.clear();
        self.label.resize(count, 0);
        for list in [&mut self.unshiftable, &mut self.starts] {
            list.clear();
            list.resize(count, false);
        }
    }

    fn buffer(&self, i: usize) -> u32 {
        let returned = self.returned.len();
        if i < returned {
            return self.returned[returned - 1 - i];
        }
        let token = self.next + i - returned;
        if token < self.head.len() { token as u32 } else { NONE }
    }

    fn stacked(&self, i: usize) -> u32 {
        self.stack.len().checked_sub(i + 1).map_or(NONE, |i| self.stack[i])
    }

    fn newest(&self, side: usize, head: u32) -> u32 {
        if head == NONE { NONE } else { self.newest[side][head as usize] }
    }

    fn push(&mut self) {
        let token = match self.returned.pop() {
            Some(token) => token,
            None => {
                self.next += 1;
                (self.next - 1) as u32
            }
        };
        self.stack.push(token);
    }

    /// Adds an arc, in place of the child's old one. Left children come before their head: side 0.
    fn arc(&mut self, head: u32, child: u32, label: usize) {
        let old = self.head[child as usize];
        if old != NONE {
            let list = &mut self.newest[usize::from(old < child)][old as usize];
            if *list == child {
                *list = self.older[child as usize];
            } else {
                let mut at = *list;
                while at != NONE && self.older[at as usize] != child {
                    at = self.older[at as usize];
                }
                if at != NONE {
                    self.older[at as usize] = self.older[child as usize];
                }
            }
        }
        let list = &mut self.newest[usize::from(head < child)][head as usize];
        self.older[child as usize] = *list;
        *list = child;
        self.head[child as usize] = head;
        self.label[child as usize] = label as u16;
    }
}

impl Tree {
    pub fn read(cursor: &mut Cursor) -> Result<Tree, ModelError> {
        cursor.section("moves")?;
        let (kinds, texts) = (cursor.numbers()?, cursor.texts()?);
        let range = |kind: u32| -> Range<usize> {
            let start = kinds.iter().position(|k| *k == kind).unwrap_or(kinds.len());
            start..start + kinds.iter().filter(|k| **k == kind).count()
        };
        let (left, right, end) = (range(2), range(3), range(4));
        let in_order = kinds.is_sorted() && kinds.len() == texts.len() && range(0) == (0..1) && range(1) == (1..2);
        if !in_order || left.is_empty() || right.is_empty() || end.len() != 1 || end.end != kinds.len() {
            return Err(cursor.error("the parser's actions are not those of arc-eager parsing"));
        }
        let mut labels = Vec::new();
        for text in texts.iter() {
            let (dep, lifted_to) = text.split_once("||").map_or((text, None), |(dep, to)| (dep, Some(to)));
            let read = |dep: &str| Dep::parse(dep).ok_or_else(|| cursor.error(format!("unknown relation {dep:?}")));
            let dep = if dep.is_empty() { Dep::Dep } else { read(dep)? };
            labels.push(Label { dep, lifted_to: lifted_to.map(read).transpose()? });
        }
        let scorer = Scorer::read(cursor, kinds.len(), 8)?;
        Ok(Tree { scorer, labels, left, right })
    }

    /// Parses one line.
    pub fn run(&self, path: Path, vectors: &[f32], spaces: &[bool], shares: &mut Shares, state: &mut State, arcs: &mut Arcs) {
        self.scorer.start(path, vectors, shares);
        state.clear(spaces.len());
        self.transitions(path, shares, state, spaces.len());
        arcs.heads.clear();
        arcs.deps.clear();
        for (i, head) in state.head.iter().enumerate() {
            arcs.heads.push(if *head == NONE { i } else { *head as usize });
            arcs.deps.push(if *head == NONE { Dep::Root } else { self.labels[state.label[i] as usize].dep });
        }
        self.lower_arcs(state, spaces, arcs);
        find_starts(arcs);
    }

    fn transitions(&self, path: Path, shares: &Shares, state: &mut State, count: usize) {
        let some = |token: u32| (token != NONE).then_some(token as usize);
        let mut scores = Scores::new();
        loop {
            let (buffered, depth) = (count - state.next + state.returned.len(), state.stack.len());
            if buffered == 0 && depth == 0 {
                return;
            }
            let (b0, b1, s0) = (state.buffer(0), state.buffer(1), state.stacked(0));
            let (s1, s2) = (state.stacked(1), state.stacked(2));
            let children = [state.newest(0, b0), state.newest(0, s0), state.newest(1, s0)];
            let tokens = [b0, b1, s0, s1, s2, children[0], children[1], children[2]];
            self.scorer.score(path, shares, &tokens.map(some), &mut scores);
            let starts = |token: u32| state.starts[token as usize];
            let at_start = b0 != NONE && starts(b0);
            let arcs = depth > 0 && buffered > 0 && !at_start;
            let shift = depth == 0 || (buffered >= 2 && !at_start && !state.unshiftable[b0 as usize]);
            let end = buffered >= 2 && b1 == b0 + 1 && !starts(b1);
            let mut choice = (usize::MAX, f32::NEG_INFINITY);
            let mut offer = |valid: bool, range: Range<usize>| {
                if valid {
                    let (action, score) = scores.best(range);
                    if choice.0 == usize::MAX || score > choice.1 {
                        choice = (action, score);
                    }
                }
            };
            offer(shift, SHIFT..SHIFT + 1);
            offer(depth > 0, REDUCE..REDUCE + 1);
            offer(arcs, self.left.clone());
            offer(arcs, self.right.clone());
            offer(end, self.right.end..self.right.end + 1);
            let action = choice.0;
            if action == SHIFT {
                state.push();
            } else if action == REDUCE {
                state.stack.pop();
                if state.head[s0 as usize] == NONE && depth > 1 {
                    state.unshiftable[s0 as usize] = true;
                    state.returned.push(s0);
                }
            } else if self.left.contains(&action) {
                state.arc(b0, s0, action);
                state.unshiftable[b0 as usize] = false;
                state.stack.pop();
            } else if self.right.contains(&action) {
                state.arc(s0, b0, action);
                state.push();
            } else {
                state.starts[b1 as usize] = true;
            }
        }
    }

    /// Brings lifted arcs down to their true head: the nearest below the present one that bears the relation named.
    fn lower_arcs(&self, state: &State, spaces: &[bool], arcs: &mut Arcs) {
        let lifted = |i: usize| if state.head[i] == NONE { None } else { self.labels[state.label[i] as usize].lifted_to };
        for i in 0..spaces.len() {
            let Some(to) = lifted(i) else { continue };
            // Arcs not yet lowered still bear both relations, so that a plain one is not taken for them.
            let plain = |c: usize| c < i || lifted(c).is_none();
            let (mut level, mut found) = (vec![arcs.heads[i]], None);
            while !level.is_empty() && found.is_none() {
                let mut below = Vec::new();
                for token in level {
                    for child in (0..spaces.len()).filter(|c| arcs.heads[*c] == token && *c != token && !spaces[*c] && *c != i) {
                        if found.is_none() && arcs.deps[child] == to && plain(child) {
                            found = Some(child);
                        }
                        below.push(child);
                    }
                    if found.is_some() {
                        break;
                    }
                }
                level = below;
            }
            if let Some(head) = found {
                arcs.heads[i] = head;
            }
        }
    }
}

/// Sentences start at the left edge of each root's tree. Edges are spread until no head leaves its sentence.
fn find_starts(arcs: &mut Arcs) {
    let count = arcs.heads.len();
    let mut left: Vec<usize> = (0..count).collect();
    for _ in 0..12 {
        for i in (0..count).chain((0..count).rev()) {
            let head = arcs.heads[i];
            left[head] = left[head].min(left[i]);
        }
        arcs.starts.clear();
        arcs.starts.resize(count, false);
        for (i, left) in left.iter().enumerate().filter(|(i, _)| arcs.heads[*i] == *i) {
            debug_assert!(*left <= i);
            arcs.starts[*left] = true;
        }
        let (mut start, mut whole) = (0, true);
        for i in 0..count {
            if (i > 0 && arcs.starts[i]) || i + 1 == count {
                whole &= arcs.heads[start..i].iter().all(|head| (start..=i).contains(head));
                start = i;
            }
        }
        if whole {
            return;
        }
    }
}
