//! Places found and told apart, on whole sentences.

use super::place_mentions;
use dateline_knowledge::{DataSource, World};
use dateline_language::English;
use dateline_model::{Document, DocumentId, PlacePrecision, ResolvedPlace};
use std::sync::OnceLock;

fn places(text: &str) -> Vec<(String, ResolvedPlace)> {
    static ROOMS: OnceLock<(World, English)> = OnceLock::new();
    let (world, english) = ROOMS.get_or_init(|| (World::load(&DataSource::Carried).expect("the world loads"), English::embedded()));
    let document = Document {
        id: DocumentId::of("", "", "", "", text),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text: text.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    };
    let parse = english.reader().parse(&document);
    place_mentions(&document, &parse, world).into_iter().map(|place| (place.mention.name.of(text).to_string(), place)).collect()
}

/// The place that a name resolves to, as "name/country/feature"; "-" for found and not resolved, "" for not found.
fn check(text: &str, name: &str, expected: &str) {
    let found = places(text);
    let place = found.iter().find(|(words, _)| words == name).map(|(_, place)| match &place.place {
        Some(place) => format!("{}/{}/{}", place.name, place.country, place.feature),
        None => "-".to_string(),
    });
    assert_eq!(place.unwrap_or_default(), expected, "{name} in “{text}”: {found:#?}");
}

#[test]
fn company_decides_between_namesakes() {
    check("Police in Paris, Texas, arrested a man.", "Paris", "Paris/US/PPLA2");
    check("Police in Paris arrested a man, the French interior ministry said.", "Paris", "Paris/FR/PPLC");
    check("Rebels left Tripoli for Misrata and Sirte in Libya.", "Tripoli", "Tripoli/LY/PPLC");
    check("Fighting reached Tripoli in northern Lebanon, near Beirut.", "Tripoli", "Tripoli/LB/PPLA");
}

#[test]
fn words_around_a_name_ask_for_a_kind() {
    check("Shells fell in Homs province, Syria.", "Homs", "Ḩimş/SY/ADM1");
    check("Shells fell in the city of Homs, Syria.", "Homs", "Homs/SY/PPLA");
    let found = places("Shells fell north of Homs in Syria.");
    assert_eq!(found.iter().find(|(name, _)| name == "Homs").map(|(_, place)| place.precision), Some(PlacePrecision::Near));
}

#[test]
fn spellings_of_another_script_are_found() {
    check("Rebels entered Saraqeb and Kafr Nabl in Syria.", "Saraqeb", "Saraqib/SY/PPL");
    check("Troops left Jabaliya in the Gaza Strip.", "Jabaliya", "Jabalia/PS/PPL");
}

#[test]
fn words_around_a_name_tell_how_near() {
    let precision = |text: &str, name: &str| places(text).into_iter().find(|(words, _)| words == name).map(|(_, place)| place.precision);
    assert_eq!(precision("Shells fell in the Homs countryside in Syria.", "Homs"), Some(PlacePrecision::Within));
    assert_eq!(precision("A convoy was hit between Homs and Hama in Syria.", "Hama"), Some(PlacePrecision::Near));
    assert_eq!(precision("A convoy was hit on the Aleppo-Damascus highway in Syria.", "Aleppo"), Some(PlacePrecision::Linear));
}

#[test]
fn names_in_a_list_share_the_word_of_place() {
    check("Convoys came to Saraqib, Nubl and al-Zahra in Syria.", "al-Zahra", "al-Zahra/SY/PPL");
}

#[test]
fn a_common_noun_is_no_place() {
    check("Farmers left the valley on Monday.", "valley", "");
}

#[test]
fn a_group_or_a_person_is_no_place() {
    check("Hezbollah fighters shelled a hill.", "Hezbollah", "");
    check("President Lincoln Jackson spoke, and Jackson left.", "Jackson", "");
}

#[test]
fn what_nobody_knows_is_not_found_with_a_reason() {
    let found = places("Rebels entered the town of Qzwxkv in Syria.");
    let place = found.iter().find(|(name, _)| name == "Qzwxkv").map(|(_, place)| place).expect("the pattern makes it a place");
    assert!(place.link.chosen.is_none() && place.link.reason.starts_with("not found: "), "{found:#?}");
    assert!(found.iter().any(|(name, place)| name == "Syria" && place.link.chosen.is_some()), "the rest is not blanked");
}

#[test]
fn every_link_keeps_its_candidates() {
    let found = places("Shelling hit Alexandria in Egypt.");
    let place = &found.iter().find(|(name, _)| name == "Alexandria").expect("found").1;
    assert!(place.link.candidates.len() > 1 && place.link.candidates.len() <= 5);
    assert_eq!(place.link.chosen.as_ref(), Some(&place.link.candidates[0].id));
    assert!(!place.link.candidates[0].reasons.is_empty());
}
