//! Which coded claims are right, by trigger and act alone, so that rules, documents and confidence can be told apart.
//!
//! In:  gold rows of the claims bench (or silver), coded claims.
//! Out: a verdict for each coded claim: right if a gold claim of an accepted act has an overlapping trigger, each gold claim used once;
//!      open where only an optional gold claim is there.
//!
//! Not here: participants, figures, times (the scorer of the claims bench counts them).

use serde_json::Value;
use std::collections::BTreeMap;

/// What a verdict needs of a coded claim.
#[derive(Debug, Clone)]
pub struct Told {
    /// The gold's name of the document.
    pub document: String,
    /// Code points of the trigger.
    pub trigger: [u64; 2],
    /// The act.
    pub act: String,
    /// The rule that stands behind it.
    pub rule: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// What the gold says of a coded claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A claim, and of this act.
    Right,
    /// No claim, or of another act.
    Wrong,
    /// It may be there or not.
    Open,
}

/// The verdict of each claim, in their order.
pub fn judge(gold: &[Value], told: &[Told]) -> Vec<Verdict> {
    let mut used = vec![false; gold.len()];
    let mut by_document: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in gold.iter().enumerate() {
        by_document.entry(row["doc"].as_str().unwrap_or_default()).or_default().push(at);
    }
    let verdict = |claim: &Told| {
        let here = by_document.get(claim.document.as_str()).map(Vec::as_slice).unwrap_or_default();
        let near: Vec<usize> = here.iter().copied().filter(|&at| overlaps(&gold[at]["trigger_span"], claim.trigger)).collect();
        if let Some(&at) = near.iter().find(|&&at| !used[at] && accepts(&gold[at], &claim.act)) {
            used[at] = true;
            return if is_optional(&gold[at]) { Verdict::Open } else { Verdict::Right };
        }
        if near.iter().any(|&at| is_optional(&gold[at])) { Verdict::Open } else { Verdict::Wrong }
    };
    told.iter().map(verdict).collect()
}

/// Whether the whole gold claim may be there or not.
pub fn is_optional(row: &Value) -> bool {
    note(row).any(|clause| clause == "claim optional")
}

fn overlaps(span: &Value, other: [u64; 2]) -> bool {
    let (start, end) = (span[0].as_u64().unwrap_or(0), span[1].as_u64().unwrap_or(0));
    start < other[1] && other[0] < end
}

fn accepts(row: &Value, act: &str) -> bool {
    let listed = |clause: &str| {
        let value = clause.strip_prefix("act:").and_then(|value| value.trim().strip_suffix("accepted"));
        value.is_some_and(|value| value.split(['|', ',']).any(|name| name.trim() == act))
    };
    row["act"] == act || note(row).any(listed)
}

fn note(row: &Value) -> impl Iterator<Item = &str> {
    row["note"].as_str().unwrap_or_default().split(';').map(|clause| clause.split('(').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(trigger: [u64; 2], act: &str) -> Told {
        Told { document: "a".into(), trigger, act: act.into(), rule: "r".into(), confidence: 0.5 }
    }

    #[test]
    fn a_gold_claim_is_found_once_and_an_optional_one_is_open() {
        let gold = [
            json!({ "doc": "a", "trigger_span": [0, 5], "act": "attack", "note": "act: shelling accepted" }),
            json!({ "doc": "a", "trigger_span": [9, 12], "act": "meet", "note": "claim optional" }),
        ];
        let claims = [told([0, 5], "shelling"), told([0, 5], "attack"), told([9, 10], "visit"), told([20, 22], "meet")];
        assert_eq!(judge(&gold, &claims), [Verdict::Right, Verdict::Wrong, Verdict::Open, Verdict::Wrong]);
    }
}
