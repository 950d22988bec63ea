//! Small invented worlds: what is one incident, what is two, who contradicts whom.

use super::*;
use dateline_model::{
    Act, ActorId, ClaimId, ClaimRole, DatePrecision, DocumentId, Factuality, Measure, PlaceId, PlacePrecision, Qualifier, SpeakerKind,
};

/// A claim: id, act, actor, place, day of March 2026; published by `outlet` a day later.
fn claim(id: &str, act: &str, actor: &str, place: u32, day: i8, outlet: &str) -> FusionClaim {
    let party = |name: &str| Party { id: Some(ActorId::new(name)), name: name.to_string() };
    let date = |day: i8| dateline_model::Date::new(2026, 3, day).expect("a day of March");
    FusionClaim {
        id: ClaimId::new(id),
        document: DocumentId::new(format!("d-{id}")),
        act: Act::new(act),
        actors: if actor.is_empty() { vec![] } else { vec![party(actor)] },
        recipients: vec![],
        places: vec![FusionPlace {
            id: Some(PlaceId(place)),
            name: format!("place {place}"),
            country: "XX".to_string(),
            admin1: "North".to_string(),
            point: Some((10.0 + f64::from(place), 20.0)),
            precision: PlacePrecision::Exact,
        }],
        when: Some((date(day), date(day), DatePrecision::Day)),
        figures: vec![],
        speakers: vec![],
        factuality: Factuality::Happened,
        outlet: Some(outlet.to_string()),
        published: Some(date(day + 1)),
        words: String::new(),
        confidence: 0.8,
    }
}

fn killed(mut claim: FusionClaim, low: u64, high: Option<u64>) -> FusionClaim {
    let qualifier = if high == Some(low) { Qualifier::Exact } else { Qualifier::AtLeast };
    claim.figures.push(FusionFigure { measure: Measure::Killed, group: None, low: Some(low), high, qualifier, is_part: false });
    claim
}

fn said_by(mut claim: FusionClaim, name: &str, kind: SpeakerKind) -> FusionClaim {
    claim.speakers.push(Voice { party: Party { id: None, name: name.to_string() }, kind: Some(kind) });
    claim
}

/// The text of a claim, with this fingerprint and no words.
fn text(claim: &FusionClaim, fingerprint: u64) -> FusionText {
    let (document, outlet) = (claim.document.clone(), claim.outlet.clone());
    FusionText { document, outlet, published: claim.published, fingerprint, topic: Topic::default() }
}

/// The claims of each incident, as "a+b c".
fn check(claims: &[FusionClaim], expected: &str) -> Vec<dateline_model::Incident> {
    check_with_texts(claims, &[], expected)
}

fn check_with_texts(claims: &[FusionClaim], texts: &[FusionText], expected: &str) -> Vec<dateline_model::Incident> {
    let incidents = fuse(claims, texts, &[], &Rules::default()).incidents;
    let mut groups: Vec<String> = incidents
        .iter()
        .map(|incident| {
            let mut ids: Vec<&str> = incident.claims.iter().map(|(id, _)| id.as_str()).collect();
            ids.sort_unstable();
            ids.join("+")
        })
        .collect();
    groups.sort();
    assert_eq!(groups.join(" "), expected);
    incidents
}

#[test]
fn the_same_act_place_day_and_actor_are_one() {
    check(&[claim("a", "shelling", "army", 1, 3, "x"), claim("b", "shelling", "army", 1, 3, "y")], "a+b");
    check(&[claim("a", "shelling", "army", 1, 3, "x"), claim("b", "kill", "", 1, 3, "y")], "a+b");
}

#[test]
fn another_day_place_or_act_is_another() {
    check(&[claim("a", "shelling", "army", 1, 3, "x"), claim("b", "shelling", "army", 1, 9, "y")], "a b");
    check(&[claim("a", "shelling", "army", 1, 3, "x"), claim("b", "shelling", "army", 5, 3, "y")], "a b");
    check(&[claim("a", "shelling", "army", 1, 3, "x"), claim("b", "meet", "army", 1, 3, "y")], "a b");
    check(&[claim("a", "airstrike", "army", 1, 3, "x"), claim("b", "ambush", "army", 1, 3, "y")], "a b");
}

#[test]
fn place_day_and_number_alone_never_join_conflicting_actors() {
    let one = killed(claim("a", "shelling", "army", 1, 3, "x"), 12, Some(12));
    let other = killed(claim("b", "shelling", "rebels", 1, 3, "y"), 12, Some(12));
    check(&[one.clone(), other.clone()], "a b");
    // The same sentence with another party blamed is one incident with two versions.
    let words = "shells fell on the crowded market behind the old mosque before noon";
    let (one, other) = (FusionClaim { words: words.into(), ..one }, FusionClaim { words: words.into(), ..other });
    let incidents = check(&[one, other], "a+b");
    assert_eq!(incidents[0].contradictions[0].about, "party");
}

#[test]
fn two_deeds_of_one_sentence_stay_two() {
    let words = "the army says that it killed forty rebels and the rebels say that they killed sixty soldiers";
    let one = FusionClaim { words: words.into(), ..claim("a", "kill", "army", 1, 3, "x") };
    let other = FusionClaim { words: words.into(), document: one.document.clone(), ..claim("b", "kill", "rebels", 1, 3, "x") };
    check(&[one, other], "a b");
}

#[test]
fn a_countrys_centroid_joins_nothing() {
    let at_country = |mut claim: FusionClaim| {
        claim.places[0].precision = PlacePrecision::Country;
        claim.actors.clear();
        claim
    };
    check(&[at_country(claim("a", "shelling", "", 1, 3, "x")), at_country(claim("b", "shelling", "", 1, 3, "y"))], "a b");
}

#[test]
fn a_denial_is_a_contradiction() {
    let denial = FusionClaim { factuality: Factuality::Denied, ..claim("b", "take_territory", "rebels", 1, 3, "y") };
    let incidents = check(&[claim("a", "take_territory", "rebels", 1, 3, "x"), denial], "a+b");
    assert_eq!(incidents[0].contradictions[0].about, "denied");
    assert!(incidents[0].claims.contains(&(ClaimId::new("b"), ClaimRole::Denial)));
}

#[test]
fn a_plan_is_not_its_deed() {
    let plan = FusionClaim { factuality: Factuality::Planned, ..claim("b", "offensive", "army", 1, 3, "y") };
    check(&[claim("a", "offensive", "army", 1, 3, "x"), plan], "a b");
}

#[test]
fn tolls_are_a_series_and_a_rise_is_no_contradiction() {
    let first = said_by(killed(claim("a", "shelling", "army", 1, 3, "x"), 242, None), "the monitor", SpeakerKind::Monitor);
    let mut second = said_by(killed(claim("b", "shelling", "army", 1, 3, "y"), 301, None), "the monitor", SpeakerKind::Monitor);
    second.published = Some(dateline_model::Date::new(2026, 3, 5).expect("a day"));
    let mut third = killed(claim("c", "shelling", "army", 1, 3, "z"), 24, Some(99));
    third.figures[0].qualifier = Qualifier::Dozens;
    let incidents = check(&[first, second, third], "a+b+c");
    let figure = &incidents[0].figures[0];
    assert_eq!((figure.low, figure.best, figure.high), (Some(24), Some(301), Some(301)));
    assert_eq!(figure.best_rule, "newest of a monitor");
    assert_eq!(figure.series.len(), 3);
    assert!(incidents[0].claims.contains(&(ClaimId::new("b"), ClaimRole::Update)));
    // "dozens" bounds nothing from above, and the later "more than 300" contradicts nobody's earlier number.
    assert_eq!(incidents[0].contradictions, []);
}

#[test]
fn disjoint_tolls_of_one_day_contradict() {
    let (one, other) =
        (killed(claim("a", "shelling", "army", 1, 3, "x"), 0, Some(0)), killed(claim("b", "shelling", "army", 1, 3, "y"), 30, Some(30)));
    let incidents = check(&[one, other], "a+b");
    assert_eq!(incidents[0].contradictions[0].about, "figure");
}

#[test]
fn one_speaker_and_one_copied_text_are_one_origin() {
    let quoted = |id: &str, outlet: &str| said_by(claim(id, "shelling", "army", 1, 3, outlet), "the monitor", SpeakerKind::Monitor);
    let told = |id: &str, outlet: &str| claim(id, "shelling", "army", 1, 3, outlet);
    let claims = [quoted("a", "x"), quoted("b", "y"), told("c", "z"), told("d", "w")];
    let texts: Vec<FusionText> = claims[2..].iter().map(|claim| text(claim, 0xabcd_ef01_2345_6789)).collect();
    let incidents = check_with_texts(&claims, &texts, "a+b+c+d");
    let names: Vec<&str> = incidents[0].origins.iter().map(|origin| origin.name.as_str()).collect();
    assert_eq!(names, ["the monitor", "z"]);
}

#[test]
fn a_reprint_with_another_headline_is_the_same_text_and_a_stranger_is_not() {
    // Ten bits, spread so that only one band stays whole; then eleven.
    let ten = (0..10).fold(0, |bits, band| bits | 1 << (6 * band));
    let claims = [("a", "x"), ("b", "y"), ("c", "z")].map(|(id, outlet)| claim(id, "shelling", "army", 1, 3, outlet));
    let bits = [0, ten, ten << 1 | ten | 1 << 60];
    let texts: Vec<FusionText> = claims.iter().zip(bits).map(|(claim, bits)| text(claim, 0xabcd_ef01_2345_6789 ^ bits)).collect();
    let incidents = check_with_texts(&claims, &texts, "a+b+c");
    let names: Vec<&str> = incidents[0].origins.iter().map(|origin| origin.name.as_str()).collect();
    assert_eq!(names, ["x", "z"]);
}

#[test]
fn a_strike_is_part_of_the_campaign_around_it() {
    let mut campaign = claim("a", "offensive", "army", 1, 1, "x");
    campaign.when = campaign.when.map(|(start, _, _)| (start, dateline_model::Date::new(2026, 3, 8).expect("a day"), DatePrecision::Day));
    let incidents = check(&[campaign, claim("b", "shelling", "army", 1, 4, "y")], "a b");
    assert_eq!(incidents[1].part_of.as_ref(), Some(&incidents[0].id));
}

/// A law: any order of arrival gives the same incidents. Sixty worlds of forty claims, by a small generator with fixed seeds.
#[test]
fn the_order_of_arrival_does_not_matter() {
    for seed in 1..=60u64 {
        let mut state = seed;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % below
        };
        let acts = ["shelling", "kill", "airstrike", "attack", "take_territory", "clash"];
        let actors = ["army", "rebels", "militia", ""];
        let mut claims: Vec<FusionClaim> = (0..40)
            .map(|i| {
                let (act, actor) = (acts[next(6) as usize], actors[next(4) as usize]);
                let told = claim(&format!("c{i:02}"), act, actor, next(3) as u32, 3 + next(4) as i8, &format!("o{}", next(5)));
                killed(told, next(20), None)
            })
            .collect();
        let expected = fuse(&claims, &[], &[], &Rules::default());
        for _ in 0..3 {
            for i in (1..claims.len()).rev() {
                claims.swap(i, next(i as u64 + 1) as usize);
            }
            assert_eq!(fuse(&claims, &[], &[], &Rules::default()), expected, "seed {seed}");
        }
        let told: usize = expected.incidents.iter().map(|incident| incident.claims.len()).sum();
        assert_eq!(told, claims.len(), "every claim is in one incident, seed {seed}");
    }
}

/// Texts that share names and numbers are one story, and what most of them tell leads it; a text without claims belongs to it.
#[test]
fn texts_about_the_same_are_one_story_with_a_lead() {
    let words = WordWeights::read(&WordWeights::pack([("the", 0.0), ("said", 0.0)].into_iter())).expect("what was packed is read");
    let told = [
        ("a", "Shells hit the market of Kessa, Mayor Ondra Vel said; 14 were killed"),
        ("b", "Mayor Ondra Vel: 14 killed as shells hit Kessa market"),
        ("c", "Kessa market: Mayor Ondra Vel mourns the 14"),
        ("d", "Grain exports through the port of Sarnov rose by a tenth"),
    ];
    let claims = ["a", "b"].map(|id| claim(id, "shelling", "army", 1, 3, id));
    let texts: Vec<FusionText> = told
        .iter()
        .map(|(id, words_of)| FusionText {
            document: DocumentId::new(format!("d-{id}")),
            outlet: None,
            published: None,
            fingerprint: 0,
            topic: Topic::of(words_of, &words),
        })
        .collect();
    let fusion = fuse(&claims, &texts, &[], &Rules::default());
    let stories: Vec<String> =
        fusion.stories.iter().map(|story| story.documents.iter().map(DocumentId::as_str).collect::<Vec<_>>().join("+")).collect();
    assert_eq!(stories, ["d-a+d-b+d-c", "d-d"]);
    assert_eq!(fusion.stories[0].lead.as_ref(), Some(&fusion.incidents[0].id));
    assert_eq!(fusion.stories[1].lead, None);
}

/// A person's word joins what no score would, and parts what every score would join; a part that was said stays apart for good.
#[test]
fn a_persons_judgement_outranks_every_score() {
    let decide = |first: &str, second: &str, same: bool| Decision { first: ClaimId::new(first), second: ClaimId::new(second), same };
    let check = |claims: &[FusionClaim], decisions: &[Decision], expected: &str| {
        let mut groups: Vec<String> = fuse(claims, &[], decisions, &Rules::default())
            .incidents
            .iter()
            .map(|incident| incident.claims.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join("+"))
            .collect();
        groups.sort();
        assert_eq!(groups.join(" "), expected);
    };
    let far = [claim("a", "shelling", "army", 1, 3, "x"), claim("b", "meet", "rebels", 9, 28, "y")];
    check(&far, &[decide("b", "a", true)], "a+b");
    check(&far, &[decide("a", "b", true), decide("a", "b", false)], "a b");
    let near =
        [claim("a", "shelling", "army", 1, 3, "x"), claim("b", "shelling", "army", 1, 3, "y"), claim("c", "kill", "army", 1, 3, "z")];
    check(&near, &[], "a+b+c");
    check(&near, &[decide("a", "b", false)], "a+c b");
    check(&near, &[decide("a", "b", false), decide("b", "c", true)], "a b+c");
    check(&near, &[decide("a", "unknown", true)], "a+b+c");
}
