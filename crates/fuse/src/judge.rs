//! Whether two claims are about the same incident: a sum of named reasons, which a person can read.

use crate::acts::{self, Relation};
use crate::{FusionClaim, FusionPlace, FusionText, Party, Rules, Topic};
use dateline_model::{Factuality, PlacePrecision};
use std::collections::BTreeSet;

/// What was found about a pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The sum.
    pub score: f32,
    /// What it comes to under the rules.
    pub verdict: Verdict,
    /// What it is made of.
    pub reasons: Vec<Reason>,
}

/// Same, not the same, or not to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Verdict {
    Same,
    NotSame,
    Unsure,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// `act`, `place`, `time`, `actors`, `recipients`, `figures`, `words`.
    pub feature: &'static str,
    /// What it weighs.
    pub weight: f32,
    /// What was seen.
    pub detail: &'static str,
}

/// The weight of what no evidence outweighs.
const NEVER: f32 = -100.0;

/// What is computed once a claim.
pub(crate) struct Prepared {
    words: BTreeSet<String>,
    actors: BTreeSet<String>,
    recipients: BTreeSet<String>,
    topic: Option<Topic>,
}

/// Prepares claims for judging. `texts` are sorted by id.
pub(crate) fn prepare(claims: &[&FusionClaim], texts: &[&FusionText]) -> Vec<Prepared> {
    let keys = |parties: &[Party]| parties.iter().map(Party::key).collect();
    let topic = |claim: &FusionClaim| {
        let at = texts.binary_search_by(|text| text.document.cmp(&claim.document)).ok()?;
        Some(texts[at].topic.clone())
    };
    claims
        .iter()
        .map(|claim| Prepared {
            words: content(&claim.words),
            actors: keys(&claim.actors),
            recipients: keys(&claim.recipients),
            topic: topic(claim),
        })
        .collect()
}

/// Content words: four letters or more in lower case; every number is the same word.
fn content(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| match word.chars().next()? {
            first if first.is_numeric() => Some("#".to_string()),
            _ => (word.chars().count() >= 4).then(|| word.to_lowercase()),
        })
        .collect()
}

/// Judges a pair, with its reasons. `texts`: the documents of the two, in any order.
pub fn judge(a: &FusionClaim, b: &FusionClaim, texts: &[FusionText], rules: &Rules) -> Judgement {
    let mut texts: Vec<&FusionText> = texts.iter().collect();
    texts.sort_by(|a, b| a.document.cmp(&b.document));
    let prepared = prepare(&[a, b], &texts);
    let reasons = reasons(a, b, &prepared[0], &prepared[1], rules);
    let score = total(&reasons);
    let verdict = match score {
        score if score >= rules.threshold => Verdict::Same,
        score if score <= rules.veto => Verdict::NotSame,
        _ => Verdict::Unsure,
    };
    Judgement { score, verdict, reasons }
}

/// The sum of a pair's reasons.
pub(crate) fn score(a: &FusionClaim, b: &FusionClaim, left: &Prepared, right: &Prepared, rules: &Rules) -> f32 {
    total(&reasons(a, b, left, right, rules))
}

fn total(reasons: &[Reason]) -> f32 {
    reasons.iter().map(|reason| reason.weight).sum()
}

fn reasons(a: &FusionClaim, b: &FusionClaim, left: &Prepared, right: &Prepared, rules: &Rules) -> Vec<Reason> {
    let reason = |feature, (weight, detail)| Reason { feature, weight, detail };
    // Claims of one document share its sentences; only likeness across documents is evidence.
    let words = if a.document == b.document { (0.0, "of one document") } else { words(left, right, rules) };
    let actors = parties(a, b, left, right, rules);
    let place = place(a, b, rules);
    let recipients = match party_relation(&left.recipients, &right.recipients) {
        Some(true) => (rules.same_recipient, "the same recipient"),
        // Words for people differ from outlet to outlet; only two known parties exclude each other.
        Some(false) if known(&a.recipients) && known(&b.recipients) => (rules.other_recipient, "different recipients"),
        _ => (0.0, "recipients not comparable"),
    };
    let act = match acts::relation(&a.act, &b.act) {
        Relation::Same => (rules.same_act, "the same act"),
        Relation::General => (rules.general_act, "acts that are told for each other"),
        Relation::Sibling => (rules.sibling_act, "different acts of one family"),
        Relation::Apart => (NEVER, "acts of different families"),
    };
    let mut reasons = vec![
        reason("act", act),
        reason("place", place),
        reason("time", time(a, b, rules)),
        reason("actors", actors),
        reason("recipients", recipients),
        reason("figures", figures(a, b, rules)),
        reason("words", words),
        reason("topic", topic(a, b, left, right, rules)),
    ];
    // Place, day and number alone never make two deeds one where the actors conflict; who holds a place may be disputed.
    let disputed = a.act == b.act && a.act.as_str() == "take_territory" && place.0 >= rules.same_place;
    if actors.0 < 0.0 && !(disputed || words.0 >= rules.copied_words || recipients.0 > 0.0) {
        reasons.push(reason("actors", (NEVER, "only place, day and number speak for it")));
    }
    if place.0 <= rules.far_place {
        reasons.push(reason("place", (NEVER, "one act is not done in two places")));
    }
    if worlds_apart(a.factuality) != worlds_apart(b.factuality) {
        reasons.push(reason("factuality", (NEVER, "one is planned or supposed, the other is not")));
    }
    reasons.retain(|reason| reason.weight != 0.0);
    reasons
}

fn worlds_apart(factuality: Factuality) -> bool {
    matches!(factuality, Factuality::Planned | Factuality::Hypothetical)
}

fn words(left: &Prepared, right: &Prepared, rules: &Rules) -> (f32, &'static str) {
    let shared = left.words.intersection(&right.words).count();
    let all = left.words.len() + right.words.len() - shared;
    match shared as f32 / all.max(1) as f32 {
        _ if all < 4 => (0.0, "too few words"),
        share if share >= 0.7 => (rules.copied_words, "the same sentence"),
        share if share >= 0.35 => (rules.alike_words, "alike sentences"),
        _ => (0.0, "different sentences"),
    }
}

/// Likeness of the two texts, where they are two.
fn topic(a: &FusionClaim, b: &FusionClaim, left: &Prepared, right: &Prepared, rules: &Rules) -> (f32, &'static str) {
    let (Some(one), Some(other)) = (&left.topic, &right.topic) else { return (0.0, "texts not comparable") };
    if a.document == b.document {
        return (0.0, "of one document");
    }
    // Nothing at the likeness that makes two texts one story; full weight at twice that, and against them at none.
    let far = (one.likeness(other) / rules.same_story - 1.0).clamp(-1.0, 1.0);
    let detail = match far {
        far if far >= 0.0 => "texts about the same",
        far if far > -0.75 => "texts about things alike",
        _ => "texts about different things",
    };
    (rules.same_topic * far, detail)
}

/// Whether two lists of parties share one; none if either is empty.
fn party_relation(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<bool> {
    (!a.is_empty() && !b.is_empty()).then(|| a.intersection(b).next().is_some())
}

fn known(parties: &[Party]) -> bool {
    !parties.is_empty() && parties.iter().all(|party| party.id.is_some())
}

fn parties(a: &FusionClaim, b: &FusionClaim, left: &Prepared, right: &Prepared, rules: &Rules) -> (f32, &'static str) {
    if acts::is_mutual(&a.act) && acts::is_mutual(&b.act) {
        let all = |claim: &Prepared| claim.actors.union(&claim.recipients).cloned().collect::<BTreeSet<_>>();
        let (one, other) = (all(left), all(right));
        return match one.intersection(&other).count() {
            2.. => (rules.same_actor * 1.5, "the same two parties"),
            1 => (rules.same_actor * 0.5, "one party in common"),
            _ if known(&a.actors) && known(&b.actors) => (rules.other_actor, "different parties"),
            _ => (0.0, "parties not comparable"),
        };
    }
    match party_relation(&left.actors, &right.actors) {
        Some(true) => (rules.same_actor, "the same actor"),
        Some(false) if known(&a.actors) && known(&b.actors) => (rules.other_actor, "different actors"),
        _ => (0.0, "actors not comparable"),
    }
}

fn place(a: &FusionClaim, b: &FusionClaim, rules: &Rules) -> (f32, &'static str) {
    let pairs = a.places.iter().flat_map(|one| b.places.iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| two_places(one, other, rules)).max_by(|x, y| x.0.total_cmp(&y.0)).unwrap_or((0.0, "no place to compare"))
}

fn two_places(a: &FusionPlace, b: &FusionPlace, rules: &Rules) -> (f32, &'static str) {
    let vague = |place: &FusionPlace| matches!(place.precision, PlacePrecision::Country | PlacePrecision::Unknown);
    let exact = |place: &FusionPlace| place.precision == PlacePrecision::Exact;
    let unit = |place: &FusionPlace| matches!(place.precision, PlacePrecision::Unit | PlacePrecision::Within);
    if !a.country.is_empty() && !b.country.is_empty() && a.country != b.country {
        return (rules.far_place, "different countries");
    }
    if vague(a) || vague(b) {
        return (rules.same_country, "only the country in common");
    }
    let same = match (a.id, b.id) {
        (Some(one), Some(other)) => one == other,
        _ => a.name.to_lowercase() == b.name.to_lowercase(),
    };
    if same {
        return if unit(a) { (rules.same_place * 0.6, "the same region") } else { (rules.same_place, "the same place") };
    }
    if (unit(a) || unit(b)) && !a.admin1.is_empty() && a.admin1 == b.admin1 {
        return (rules.containing_place, "a place and its region");
    }
    match (a.point, b.point) {
        (Some(one), Some(other)) => match distance_km(one, other) {
            far if far > rules.far_km => (rules.far_place, "places far apart"),
            // Two towns told exactly are two; "near" and "outside" reach farther.
            far if far > rules.near_km && exact(a) && exact(b) => (rules.far_place, "different places"),
            near if near <= rules.near_km => (rules.near_place, "places near each other"),
            _ => (0.0, "places not far apart"),
        },
        _ => (0.0, "places not comparable"),
    }
}

/// Great-circle distance on a sphere of 6371 km.
fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat, lon) = ((b.0 - a.0).to_radians(), (b.1 - a.1).to_radians());
    let half = (lat / 2.0).sin().powi(2) + a.0.to_radians().cos() * b.0.to_radians().cos() * (lon / 2.0).sin().powi(2);
    2.0 * 6371.0 * half.sqrt().min(1.0).asin()
}

fn time(a: &FusionClaim, b: &FusionClaim, rules: &Rules) -> (f32, &'static str) {
    let (Some((a_start, a_end, _)), Some((b_start, b_end, _))) = (a.when, b.when) else {
        // An undated claim is of about the time of its text.
        if a.document == b.document {
            return (rules.told_near, "told in one document");
        }
        let days = a.day().zip(b.day()).map(|(one, other)| (other - one).get_days().abs());
        return match days {
            Some(0..=3) => (rules.told_near, "told within three days"),
            Some(8..) => (rules.apart_days, "told more than a week apart"),
            Some(_) => (0.0, "told within a week"),
            None => (rules.no_day, "no day to compare"),
        };
    };
    let long = |start: dateline_model::Date, end: dateline_model::Date| (end - start).get_days() >= 3;
    let (a_long, b_long) = (long(a_start, a_end), long(b_start, b_end));
    let overlap = a_start <= b_end && b_start <= a_end;
    match (a_long, b_long, overlap) {
        (false, false, _) if a_start == b_start => (rules.same_day, "the same day"),
        (false, false, true) => (rules.overlapping_period, "days that overlap"),
        (false, false, false) if (a_start - b_start).get_days().abs() == 1 => (rules.next_day, "neighbouring days"),
        (true, true, true) if a_start == b_start => (rules.same_day, "periods from the same day"),
        (true, true, true) => (0.0, "periods that overlap"),
        // A campaign and a day of it are linked, not merged.
        (_, _, true) => (rules.period_and_day, "a day within a longer period"),
        (_, _, false) => (rules.apart_days, "days apart"),
    }
}

fn figures(a: &FusionClaim, b: &FusionClaim, rules: &Rules) -> (f32, &'static str) {
    let mut best: Option<(f32, &'static str)> = None;
    for one in &a.figures {
        for other in b.figures.iter().filter(|other| other.measure == one.measure && other.group == one.group) {
            let overlap = one.low.unwrap_or(0) <= other.high.unwrap_or(u64::MAX) && other.low.unwrap_or(0) <= one.high.unwrap_or(u64::MAX);
            let found = if overlap { (rules.agreeing_figure, "figures agree") } else { (rules.disjoint_figure, "figures differ") };
            best = Some(best.map_or(found, |best| if best.0 >= found.0 { best } else { found }));
        }
    }
    best.unwrap_or((0.0, "no figures to compare"))
}
