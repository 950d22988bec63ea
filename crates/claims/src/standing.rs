//! How a claim's place in its document bears on its confidence: what is told first is told most surely, and is what the text is about.
//!
//! In:  the claims of a document in text order, each with its sentence.
//! Out: the same claims with their confidence set for their place.
//!
//! Measured on the development and seeds gold of claims: of the first claims of a sentence 72 % are right, of the second 63 %, of later ones
//! 57 %; of the first six of a document 76 %, of the rest 65 %. In log-odds that is about 0.4 for each claim before it in the sentence, and
//! 0.5 for standing behind the first sentence that claims anything.
//! Not here: how sure the students are (`spot`, `students`).

use crate::linear::sigmoid;
use dateline_model::Claim;

/// Log-odds lost for each claim before it in its sentence.
const BEHIND: f32 = 0.4;
/// Claims further behind lose no more.
const MOST_BEHIND: usize = 3;
/// Log-odds lost behind the first sentence that claims anything.
const LATER: f32 = 0.5;

/// The mean of what claims lose (those of the training texts), which all are given, so that confidence on the whole stays what was fitted.
const MEAN: f32 = 0.7;

/// Sets the confidence of claims in text order.
pub(crate) fn stand<'a>(claims: impl Iterator<Item = &'a mut Claim>) {
    let mut lead = None;
    let mut sentence = None;
    let mut before = 0;
    for claim in claims {
        if sentence != Some(claim.sentence) {
            sentence = Some(claim.sentence);
            before = 0;
        }
        let later = *lead.get_or_insert(claim.sentence) != claim.sentence;
        let loss = BEHIND * before.min(MOST_BEHIND) as f32 + if later { LATER } else { 0.0 };
        let score = claim.score.clamp(1e-4, 1.0 - 1e-4);
        claim.score = sigmoid((score / (1.0 - score)).ln() + MEAN - loss);
        before += 1;
    }
}
