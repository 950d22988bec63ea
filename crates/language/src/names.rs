//! Names, dates and numbers: the BILUO transition system, chosen greedily from left to right.
//!
//! In:  vectors of one line's tokens (the name model's own), which are white space, where sentences start, and spans imposed
//!      from outside, such as a gazetteer's.
//! Out: ranges of tokens with their kinds.

use crate::kernels::Path;
use crate::packed::{Cursor, ModelError};
use crate::steps::{Scorer, Scores, Shares};
use dateline_model::EntityKind;
use std::ops::Range;

/// The name finder. Actions: 18 begin, 18 inside, 18 last, 18 unit and an empty one, outside.
pub(crate) struct Names {
    scorer: Scorer,
    kinds: Vec<EntityKind>,
    unit: usize,
    outside: usize,
}

/// A found or imposed name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub tokens: Range<usize>,
    pub kind: EntityKind,
}

impl Names {
    pub fn read(cursor: &mut Cursor) -> Result<Names, ModelError> {
        cursor.section("moves")?;
        let (actions, texts) = (cursor.numbers()?, cursor.texts()?);
        let labels = |kind: u32| {
            actions.iter().zip(texts.iter()).filter(move |(action, label)| **action == kind && !label.is_empty()).map(|pair| pair.1)
        };
        let count = labels(1).count();
        let mut kinds = Vec::new();
        for label in labels(1) {
            kinds.push(EntityKind::parse(label).ok_or_else(|| cursor.error(format!("unknown kind of name {label:?}")))?);
        }
        let unit = actions.iter().position(|action| *action == 4).unwrap_or(0);
        let unit_labels: Vec<&str> = texts.iter().skip(unit).take(count).collect();
        let regular = (2..=3).all(|kind| labels(kind).eq(labels(1))) && actions.is_sorted() && unit == 3 * count;
        if !regular || !labels(1).eq(unit_labels) || actions.last() != Some(&5) || actions.len() != texts.len() {
            return Err(cursor.error("the actions of the name finder are not in their order"));
        }
        let scorer = Scorer::read(cursor, actions.len(), 3)?;
        Ok(Names { scorer, kinds, unit, outside: actions.len() - 1 })
    }

    /// Finds the names of one line. `imposed` are disjoint, in order, and not empty.
    #[allow(clippy::too_many_arguments)]
    pub fn run(
        &self,
        path: Path,
        vectors: &[f32],
        spaces: &[bool],
        starts: &[bool],
        imposed: &[Name],
        shares: &mut Shares,
        out: &mut Vec<Name>,
    ) {
        self.scorer.start(path, vectors, shares);
        out.clear();
        let mut scores = Scores::new();
        let mut open: Option<(usize, usize)> = None;
        let mut imposed = imposed.iter().peekable();
        let count = spaces.len();
        let mut i = 0;
        while i < count {
            if let Some(name) = imposed.next_if(|name| name.tokens.start == i) {
                debug_assert!(open.is_none(), "the token before an imposed name closes the open one");
                out.push(name.clone());
                i = name.tokens.end;
                continue;
            }
            let entity = open.map(|open| open.0);
            self.scorer.score(path, shares, &[Some(i), entity, entity.and_then(|_| i.checked_sub(1))], &mut scores);
            let barred = i + 1 == count || starts[i + 1] || imposed.peek().is_some_and(|name| name.tokens.start == i + 1);
            let kinds = self.kinds.len();
            let mut choice = (usize::MAX, f32::NEG_INFINITY);
            let mut offer = |actions: Range<usize>| {
                let best = scores.best(actions);
                if choice.0 == usize::MAX || best.1 > choice.1 {
                    choice = best;
                }
            };
            match open {
                Some((start, kind)) => {
                    if !barred {
                        offer(kinds + kind..kinds + kind + 1);
                    }
                    offer(2 * kinds + kind..2 * kinds + kind + 1);
                    if choice.0 >= 2 * kinds {
                        out.push(Name { tokens: start..i + 1, kind: self.kinds[kind] });
                        open = None;
                    }
                }
                None => {
                    if !barred && !spaces[i] {
                        offer(0..kinds);
                    }
                    if !spaces[i] {
                        offer(self.unit..self.unit + kinds);
                    }
                    offer(self.outside..self.outside + 1);
                    if choice.0 < kinds {
                        open = Some((i, choice.0));
                    } else if choice.0 < self.outside {
                        out.push(Name { tokens: i..i + 1, kind: self.kinds[choice.0 - self.unit] });
                    }
                }
            }
            i += 1;
        }
    }
}
