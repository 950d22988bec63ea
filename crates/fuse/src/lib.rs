//! ResolvedClaims to Incidents: which claims are about the same act, who agrees, who contradicts, how many voices there are.
//!
//! In:  `FusionClaim`s and `FusionText`s: what fusion needs of a resolved claim and of its document; `Decision`s of people; and
//!      the `Rules`.
//! Out: `Fusion`: incidents, and the stories that the texts tell. They are derived, never edited, and equal for any order of arrival.
//!
//! The steps, a module each: `topic` and `stories` (which texts are about the same), `block` (candidate pairs of claims), `judge` (a
//! pair's score, with reasons), `cluster` (what "same" connects, by agreement, not by chains: `agree`), `origins` (the first voices),
//! `reconcile` (fields, tolls, contradictions of one incident), `lead` (what a story is mainly about).
//!
//! ```
//! use dateline_fuse::{FusionClaim, FusionText, Rules, WordWeights, fuse};
//! # fn example(resolved: &[(dateline_model::ResolvedClaim, dateline_model::Document)], words: &WordWeights) {
//! let claims: Vec<FusionClaim> = resolved.iter().map(|(claim, document)| FusionClaim::new(claim, document)).collect();
//! let texts: Vec<FusionText> = resolved.iter().map(|(_, document)| FusionText::new(document, words)).collect();
//! let fusion = fuse(&claims, &texts, &[], &Rules::default());
//! # }
//! ```
//!
//! Not here: what a claim says (`claims`) or refers to (`resolve`), and which claims are true: nobody's work.

mod acts;
mod agree;
mod block;
mod cluster;
mod figures;
mod input;
mod judge;
mod lead;
mod origins;
mod reconcile;
mod rules;
mod stories;
mod topic;

pub use input::{FusionClaim, FusionFigure, FusionPlace, FusionText, Party, Voice};
pub use judge::{Judgement, Reason, Verdict, judge};
pub use rules::Rules;
pub use topic::{NoWords, Topic, WordWeights};

use dateline_model::{ClaimId, DocumentId, Incident, IncidentId};
use std::collections::BTreeMap;

/// What fusion finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Fusion {
    /// What the claims are about, by first day and id. Every claim is in exactly one.
    pub incidents: Vec<Incident>,
    /// What the texts are about, by first text. Every text is in exactly one.
    pub stories: Vec<Story>,
    /// Each text, by id, and the first published of its copies: itself where it has none.
    pub copies: Vec<(DocumentId, DocumentId)>,
}

/// A person's judgement over two claims: whether they are about the same incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// One claim.
    pub first: ClaimId,
    /// The other.
    pub second: ClaimId,
    /// Same, or not the same.
    pub same: bool,
}

/// Texts that tell the same news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// The texts, by id.
    pub documents: Vec<DocumentId>,
    /// The incident that most of them tell; none where no claim was coded.
    pub lead: Option<IncidentId>,
}

/// The incidents that the claims are about, and the stories that the texts tell.
///
/// - `decisions` of people outrank every score; of several over one pair the last counts. One over an unknown claim waits for it.
/// - the order of `claims` and `texts` does not matter; of two with one id the first counts.
/// - a claim whose text is not among `texts` is judged without its story.
/// - time: about n log n where claims are spread over days and places; a block of very many like claims costs their square.
pub fn fuse(claims: &[FusionClaim], texts: &[FusionText], decisions: &[Decision], rules: &Rules) -> Fusion {
    let mut claims: Vec<&FusionClaim> = claims.iter().collect();
    claims.sort_by(|a, b| a.id.cmp(&b.id));
    claims.dedup_by(|a, b| a.id == b.id);
    let mut texts: Vec<&FusionText> = texts.iter().collect();
    texts.sort_by(|a, b| a.document.cmp(&b.document));
    texts.dedup_by(|a, b| a.document == b.document);
    let stories = stories::stories(&texts, rules);
    let prepared = judge::prepare(&claims, &texts);
    let pairs = block::pairs(&claims, &story_of(&claims, &texts, &stories), rules);
    let decided = decided(&claims, decisions);
    let mut scored: Vec<agree::Scored> = pairs
        .into_iter()
        .filter(|pair| !decided.contains_key(pair))
        .map(|(a, b)| agree::Scored { a, b, score: judge::score(claims[a], claims[b], &prepared[a], &prepared[b], rules) })
        .collect();
    scored.extend(decided.into_iter().map(|((a, b), score)| agree::Scored { a, b, score }));
    let groups = cluster::cluster(&claims, scored, rules);
    let firsts = origins::firsts(&texts);
    let origins = origins::origins(&claims, &texts, &firsts);
    let mut incidents: Vec<Incident> = groups.iter().map(|group| reconcile::incident(group, &claims, &origins)).collect();
    incidents.sort_by(|a, b| (a.days, &a.id).cmp(&(b.days, &b.id)));
    reconcile::link_campaigns(&mut incidents);
    let stories = lead::lead(stories, &texts, &claims, &incidents);
    let copies = firsts.iter().zip(&texts).map(|(&first, text)| (text.document.clone(), texts[first].document.clone())).collect();
    Fusion { incidents, stories, copies }
}

/// The pairs that people decided, with their scores.
fn decided(claims: &[&FusionClaim], decisions: &[Decision]) -> BTreeMap<(usize, usize), f32> {
    let at = |id: &ClaimId| claims.binary_search_by(|claim| claim.id.cmp(id)).ok();
    let pair = |decision: &Decision| {
        let (a, b) = (at(&decision.first)?, at(&decision.second)?);
        (a != b).then_some((a.min(b), a.max(b)))
    };
    let score = |decision: &Decision| if decision.same { agree::DECIDED } else { -agree::DECIDED };
    decisions.iter().filter_map(|decision| Some((pair(decision)?, score(decision)))).collect()
}

/// The number of each claim's story, if its text has one.
fn story_of(claims: &[&FusionClaim], texts: &[&FusionText], stories: &[Vec<usize>]) -> Vec<Option<usize>> {
    let mut of = vec![0; texts.len()];
    for (number, members) in stories.iter().enumerate() {
        members.iter().for_each(|&text| of[text] = number);
    }
    let text = |claim: &FusionClaim| texts.binary_search_by(|text| text.document.cmp(&claim.document)).ok();
    claims.iter().map(|claim| text(claim).map(|at| of[at])).collect()
}

#[cfg(test)]
mod tests;
