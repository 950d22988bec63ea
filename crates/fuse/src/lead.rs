//! What a story is mainly about: the incident that most of its texts tell.
//!
//! In:  groups of texts, claims, incidents.
//! Out: `Story`s, each with its lead; among equals the incident that the texts tell with the surest claims.

use crate::{FusionClaim, FusionText, Story};
use dateline_model::{ClaimId, DocumentId, Incident, IncidentId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The stories with their leads. `claims` are sorted by id.
pub(crate) fn lead(stories: Vec<Vec<usize>>, texts: &[&FusionText], claims: &[&FusionClaim], incidents: &[Incident]) -> Vec<Story> {
    let of: HashMap<&ClaimId, usize> =
        incidents.iter().enumerate().flat_map(|(at, incident)| incident.claims.iter().map(move |(claim, _)| (claim, at))).collect();
    // The incidents of each document, each with the confidence of its surest claim there.
    let mut told: HashMap<&DocumentId, BTreeMap<usize, f32>> = HashMap::new();
    for claim in claims {
        let Some(&incident) = of.get(&claim.id) else { continue };
        let surest = told.entry(&claim.document).or_default().entry(incident).or_default();
        *surest = surest.max(claim.confidence);
    }
    let lead = |documents: &BTreeSet<&DocumentId>| -> Option<IncidentId> {
        let mut support: BTreeMap<usize, (usize, f32)> = BTreeMap::new();
        for (incident, confidence) in documents.iter().filter_map(|document| told.get(document)).flatten() {
            let found = support.entry(*incident).or_default();
            *found = (found.0 + 1, found.1 + confidence);
        }
        let best = support.into_iter().max_by(|(a, x), (b, y)| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(b.cmp(a)));
        best.map(|(incident, _)| incidents[incident].id.clone())
    };
    let mut found: Vec<Story> = stories
        .into_iter()
        .map(|members| {
            let documents: BTreeSet<&DocumentId> = members.iter().map(|&text| &texts[text].document).collect();
            Story { lead: lead(&documents), documents: documents.into_iter().cloned().collect() }
        })
        .collect();
    found.sort_by(|a, b| a.documents.cmp(&b.documents));
    found
}
