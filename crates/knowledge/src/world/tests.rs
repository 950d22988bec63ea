//! What the world must know: actors by name and day, places by name.

use super::*;
use crate::DataSource;
use dateline_model::ActorId;

/// The rows of a table of the binary, comments and header apart.
fn rows(path: &str) -> Vec<Vec<String>> {
    let text = DataSource::Carried.read(path).expect("the table is carried");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.skip(1).map(|line| line.split('\t').map(str::to_string).collect()).collect()
}

fn world() -> World {
    World::load(&DataSource::Carried).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_tables_load_without_trouble() {
    let world = world();
    assert!(world.actors.iter().count() >= 1_000);
    assert!(world.gazetteer.len() > 260_000);
}

#[test]
fn tables_are_sorted() {
    for (path, keys) in [
        ("world/actors.tsv", vec![0]),
        ("world/aliases.tsv", vec![0, 1]),
        ("world/countries.tsv", vec![0]),
        ("world/roles.tsv", vec![0]),
        ("world/actor_words.tsv", vec![0, 1]),
        ("world/places/patches.tsv", vec![3, 1, 5]),
        ("world/places/common_words.tsv", vec![0]),
        ("world/skeleton.tsv", vec![0, 1]),
    ] {
        let keyed: Vec<Vec<String>> = rows(path).iter().map(|row| keys.iter().map(|key| row[*key].clone()).collect()).collect();
        let out = keyed.windows(2).find(|pair| pair[0] >= pair[1]);
        assert!(out.is_none(), "{path}: {:?} must come before {:?}, and no row twice", out.unwrap()[1], out.unwrap()[0]);
    }
}

#[test]
fn the_file_knows_the_world() {
    let world = world();
    let names = rows("world/aliases.tsv").len();
    assert!(names >= 4_500, "{names} aliases");
    // Every part of the world has its groups.
    for (country, least) in [
        ("SY", 60),
        ("IQ", 15),
        ("SD", 15),
        ("CD", 20),
        ("ML", 10),
        ("NG", 8),
        ("SO", 10),
        ("MZ", 3),
        ("CO", 15),
        ("SV", 5),
        ("PE", 3),
        ("MM", 15),
        ("PH", 6),
        ("IN", 15),
        ("PK", 12),
        ("AF", 8),
        ("GB", 8),
        ("BA", 3),
        ("UA", 8),
        ("RU", 6),
        ("LR", 5),
        ("DZ", 5),
        ("PS", 8),
    ] {
        let groups = world.actors.iter().filter(|actor| actor.country == country && actor.kind == ActorKind::ArmedGroup).count();
        assert!(groups >= least, "{country} has {groups} armed groups, at least {least} are known");
    }
}

#[test]
fn ties_have_days() {
    let world = world();
    let nusra = world.actors.get(&ActorId::new("nusra"), &world.countries).expect("a row");
    let tie = nusra.affiliations.iter().find(|tie| tie.actor.as_str() == "al-qaeda").expect("an affiliation");
    assert_eq!(
        (tie.from.map(|day| day.to_string()), tie.to.map(|day| day.to_string())),
        (Some("2013-04-10".into()), Some("2016-07-28".into()))
    );
}

#[test]
fn names_are_found_in_other_spellings() {
    let world = world();
    let named = |words: &str| world.actors.named(words).0.first().map(|alias| world.actors.at(alias.actor).id.to_string());
    for (words, id) in [
        ("Hezbolah", "hezbollah"),
        ("Jabhat an-Nusrah", "nusra"),
        ("Hay’at Tahrir Ash-Sham", "hts"),
        ("Al-Shabab", "al-shabaab"),
        ("Boko Haraam", "boko-haram"),
    ] {
        assert_eq!(named(words).as_deref(), Some(id), "{words}");
    }
    assert_eq!(named("Hezbollahi"), None);
    assert_eq!(named("is"), None);
}

#[test]
fn every_actor_is_found_by_its_own_name() {
    let world = world();
    for (index, actor) in world.actors.iter().enumerate() {
        assert!(
            world.actors.aliased(&fold(&actor.name)).iter().any(|alias| alias.actor == index),
            "{} is not found as “{}”",
            actor.id,
            actor.name
        );
    }
}

#[test]
fn a_lineage_has_one_name_for_each_time() {
    let world = world();
    let actor = |id: &str| world.actors.get(&ActorId::new(id), &world.countries).expect("a row");
    let (nusra, jfs, hts) = (actor("nusra"), actor("jfs"), actor("hts"));
    assert!(hts.parents.iter().any(|tie| tie.actor == jfs.id));
    assert!(jfs.parents.iter().any(|tie| tie.actor == nusra.id));
    let day = "2016-10-01".parse().expect("a day");
    assert!(!nusra.lived_on(day) && jfs.lived_on(day) && !hts.lived_on(day));
}

#[test]
fn organs_of_states_are_built_by_rule_or_taken_from_the_file() {
    let world = world();
    let named = |id: &str| world.actors.get(&ActorId::new(id), &world.countries).map(|actor| actor.name);
    assert_eq!(named("per-army").as_deref(), Some("Peruvian army"));
    assert_eq!(named("tur-army").as_deref(), Some("Turkish Armed Forces"));
    assert_eq!(named("ken").as_deref(), Some("Kenya"));
    assert_eq!(named("ken-nonsense"), None);
}

#[test]
fn a_state_as_a_place_is_itself() {
    let world = world();
    let place = |name: &str| world.gazetteer.get(world.gazetteer.lookup(&fold(name))[0].index);
    assert_eq!((place("Syria").feature.as_str(), place("Syria").country.as_str()), ("PCLI", "SY"));
    assert_eq!(place("Europe").feature, "CONT");
    assert_eq!(place("Kerch Bridge").id.geonames(), None);
}
