//! One incident from its claims: every field with its supporters and opponents, tolls, contradictions, origins.

use crate::{FusionClaim, Party, acts, figures};
use dateline_model::{ClaimId, ClaimRole, Contradiction, Date, Factuality, Incident, IncidentField, IncidentId, IncidentOrigin, Measure};
use std::collections::{BTreeMap, BTreeSet};

/// A claim published so many days after its act tells it again, where others told it before. Chosen: a fortnight.
const BACKGROUND_DAYS: i32 = 14;

/// Contradictions kept of one incident; a hundred voices have thousands of pairs.
const MOST_CONTRADICTIONS: usize = 50;

/// The incident of the claims at `group` (sorted by id; never empty).
pub(crate) fn incident(group: &[usize], claims: &[&FusionClaim], origins: &[String]) -> Incident {
    let members: Vec<&FusionClaim> = group.iter().map(|&index| claims[index]).collect();
    // The core is the claim published first: later documents do not change the id.
    let core = members.iter().min_by_key(|claim| (claim.published.is_none(), claim.published, &claim.id)).expect("a group has a claim");
    let mut voices: BTreeMap<&str, Vec<ClaimId>> = BTreeMap::new();
    for &index in group {
        voices.entry(&origins[index]).or_default().push(claims[index].id.clone());
    }
    let fields = [
        field("place", &members, |claim| claim.places.iter().map(|place| place.name.clone()).collect()),
        field("actor", &members, |claim| names(&claim.actors)),
        field("recipient", &members, |claim| names(&claim.recipients)),
    ];
    Incident {
        id: IncidentId::of(&core.id),
        act: act(&members),
        claims: roles(group, claims, origins),
        days: days(&members),
        fields: fields.into_iter().flatten().collect(),
        figures: figures::figures(group, claims, origins),
        contradictions: contradictions(group, claims, origins),
        confidence: confidence(group, claims, origins),
        origins: voices.into_iter().map(|(name, claims)| IncidentOrigin { name: name.to_string(), claims }).collect(),
        part_of: None,
    }
}

fn names(parties: &[Party]) -> BTreeSet<String> {
    parties.iter().map(|party| party.name.clone()).collect()
}

/// The act that most claims say, a particular one before a general one.
fn act(members: &[&FusionClaim]) -> dateline_model::Act {
    let mut counts: BTreeMap<&dateline_model::Act, usize> = BTreeMap::new();
    for claim in members {
        *counts.entry(&claim.act).or_default() += 1;
    }
    let best = counts.iter().max_by_key(|(act, count)| (!acts::is_general(act), **count, std::cmp::Reverse(*act)));
    best.map(|(act, _)| (*act).clone()).expect("a group has a claim")
}

/// The day or period that most claims tell; among equals the shortest, then the first.
fn days(members: &[&FusionClaim]) -> Option<(Date, Date)> {
    let mut counts: BTreeMap<(Date, Date), i32> = BTreeMap::new();
    for (start, end, _) in members.iter().filter_map(|claim| claim.when) {
        *counts.entry((start, end)).or_default() += 1;
    }
    counts.into_iter().min_by_key(|((start, end), count)| (-count, (*end - *start).get_days(), *start)).map(|(days, _)| days)
}

/// The values of one field, most supported first.
fn field(field: &'static str, members: &[&FusionClaim], values: impl Fn(&FusionClaim) -> BTreeSet<String>) -> Vec<IncidentField> {
    let mut supporting: BTreeMap<String, Vec<ClaimId>> = BTreeMap::new();
    let mut told: Vec<&ClaimId> = Vec::new();
    for claim in members {
        let found = values(claim);
        if !found.is_empty() {
            told.push(&claim.id);
        }
        for value in found {
            supporting.entry(value).or_default().push(claim.id.clone());
        }
    }
    let opposing = |supporting: &[ClaimId]| told.iter().filter(|id| !supporting.contains(id)).map(|id| (*id).clone()).collect();
    let mut fields: Vec<IncidentField> = supporting
        .into_iter()
        .map(|(value, supporting)| IncidentField { field, value, opposing: opposing(&supporting), supporting })
        .collect();
    fields.sort_by(|a, b| b.supporting.len().cmp(&a.supporting.len()).then(a.value.cmp(&b.value)));
    fields
}

/// When a number was said, and its bounds.
type Bounds = (Option<Date>, Option<u64>, Option<u64>);

/// The part of each claim, in order of publication.
fn roles(group: &[usize], claims: &[&FusionClaim], origins: &[String]) -> Vec<(ClaimId, ClaimRole)> {
    let mut order = group.to_vec();
    order.sort_by_key(|&index| (claims[index].published.is_none(), claims[index].published, &claims[index].id));
    let late = |claim: &FusionClaim| match (claim.when, claim.published) {
        (Some((_, end, _)), Some(published)) => (published - end).get_days() > BACKGROUND_DAYS,
        _ => false,
    };
    let fresh = group.iter().any(|&index| !late(claims[index]));
    // What each origin has said of each measure and group so far.
    let mut said: BTreeMap<(&str, Measure, Option<&str>), Bounds> = BTreeMap::new();
    order
        .into_iter()
        .map(|index| {
            let claim = claims[index];
            let mut updates = false;
            for figure in &claim.figures {
                let key = (origins[index].as_str(), figure.measure, figure.group.as_deref());
                let now = (claim.published, figure.low, figure.high);
                if let Some(before) = said.insert(key, now) {
                    updates |= before.0 < now.0 && (before.1, before.2) != (now.1, now.2);
                }
            }
            let role = match claim.factuality {
                Factuality::Denied => ClaimRole::Denial,
                _ if updates => ClaimRole::Update,
                _ if fresh && late(claim) => ClaimRole::Background,
                _ => ClaimRole::Report,
            };
            (claim.id.clone(), role)
        })
        .collect()
}

/// Pairs that cannot both hold. Two claims of one origin do not contradict each other: the later corrects the earlier.
fn contradictions(group: &[usize], claims: &[&FusionClaim], origins: &[String]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (at, &a) in group.iter().enumerate() {
        for &b in &group[at + 1..] {
            if found.len() >= MOST_CONTRADICTIONS {
                return found;
            }
            if origins[a] == origins[b] {
                continue;
            }
            if let Some(about) = about(claims[a], claims[b]) {
                found.push(Contradiction { first: claims[a].id.clone(), second: claims[b].id.clone(), about });
            }
        }
    }
    found
}

/// What two claims contradict each other about.
fn about(a: &FusionClaim, b: &FusionClaim) -> Option<&'static str> {
    let denies = |claim: &FusionClaim| claim.factuality == Factuality::Denied;
    let happened = |claim: &FusionClaim| claim.factuality == Factuality::Happened;
    if denies(a) && happened(b) || happened(a) && denies(b) {
        return Some("denied");
    }
    let both = happened(a) && happened(b);
    if both && figures::contradict(a, b) {
        return Some("figure");
    }
    let known = |parties: &[Party]| !parties.is_empty() && parties.iter().all(|party| party.id.is_some());
    let shared = a.actors.iter().any(|one| b.actors.iter().any(|other| one.key() == other.key()));
    let blamed = both && known(&a.actors) && known(&b.actors) && !shared && !acts::is_mutual(&a.act) && a.act == b.act;
    match a.act.as_str() {
        "take_territory" if blamed => Some("holder"),
        _ if blamed => Some("party"),
        _ => None,
    }
}

/// One minus the chance that every origin is wrong, each as sure as its surest claim that it happened.
fn confidence(group: &[usize], claims: &[&FusionClaim], origins: &[String]) -> f32 {
    let mut surest: BTreeMap<&str, f32> = BTreeMap::new();
    for &index in group.iter().filter(|&&index| claims[index].factuality == Factuality::Happened) {
        let best = surest.entry(&origins[index]).or_default();
        *best = best.max(claims[index].confidence.clamp(0.0, 0.99));
    }
    1.0 - surest.values().map(|confidence| 1.0 - confidence).product::<f32>()
}

/// Marks each short incident as a part of the campaign that it falls into: one of at least three days, of the same family of acts,
/// with an actor and a place in common.
pub(crate) fn link_campaigns(incidents: &mut [Incident]) {
    let length = |incident: &Incident| incident.days.map(|(start, end)| (end - start).get_days());
    let values = |incident: &Incident, name: &str| -> BTreeSet<String> {
        incident.fields.iter().filter(|field| field.field == name).map(|field| field.value.clone()).collect()
    };
    let long: Vec<usize> = (0..incidents.len()).filter(|&i| length(&incidents[i]).is_some_and(|days| (3..=400).contains(&days))).collect();
    let mut campaigns: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &index in &long {
        for actor in values(&incidents[index], "actor") {
            campaigns.entry(actor).or_default().push(index);
        }
    }
    for index in 0..incidents.len() {
        let Some((start, end)) = incidents[index].days.filter(|(start, end)| (*end - *start).get_days() < 3) else { continue };
        let places = values(&incidents[index], "place");
        let around = values(&incidents[index], "actor").into_iter().flat_map(|actor| campaigns.get(&actor).cloned().unwrap_or_default());
        let fits = |&campaign: &usize| {
            let whole = &incidents[campaign];
            let inside = whole.days.is_some_and(|(first, last)| first <= start && end <= last);
            inside && acts::family(&whole.act) == acts::family(&incidents[index].act) && !values(whole, "place").is_disjoint(&places)
        };
        let campaign = around.filter(fits).min_by_key(|&campaign| (length(&incidents[campaign]), incidents[campaign].id.clone()));
        incidents[index].part_of = campaign.map(|campaign| incidents[campaign].id.clone());
    }
}
