//! What the figures of a sentence are. Invented sentences, read by the house's own engine; the triggers are given.

use super::*;
use dateline_knowledge::DataSource;
use dateline_language::English;
use dateline_model::{Document, DocumentId};
use std::sync::LazyLock;

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads"));

fn number(bound: Option<u64>) -> String {
    bound.map_or("-".to_string(), |bound| bound.to_string())
}

/// Reads one sentence whose triggers are `word:act` and compares the figures of the first trigger, each as `measure/group/low/high`,
/// with `<` and the index of its whole for a part.
fn check(text: &str, triggers: &str, expected: &str) {
    let document = Document {
        id: DocumentId::of("", "", "", "", text),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text: text.to_string(),
        fingerprint: 0,
        notes: vec![],
    };
    let parse = ENGLISH.reader().parse(&document);
    let tree = Tree::new(text, &parse.sentences[0]);
    let triggers: Vec<(usize, Act)> = triggers
        .split(' ')
        .map(|pair| {
            let (word, act) = pair.split_once(':').expect("word:act");
            let token = (0..tree.len()).find(|&i| tree.word(i) == word).unwrap_or_else(|| panic!("no “{word}” in “{text}”"));
            (token, Act::new(act))
        })
        .collect();
    let quantities = quantities(&tree, &LEXICON);
    let (trigger, act) = &triggers[0];
    let found: Vec<String> = figures(&tree, &quantities, *trigger, act, &triggers, &LEXICON)
        .iter()
        .map(|figure| {
            let group = match &figure.group {
                None => "-".to_string(),
                Some(Group::Party(mention)) => mention.span.of(text).to_string(),
                Some(group) => group.kind_name().unwrap_or_default().to_string(),
            };
            let part = figure.part_of.map_or(String::new(), |whole| format!("<{whole}"));
            format!("{}/{group}/{}/{}{part}", figure.measure.as_str(), number(figure.low), number(figure.high))
        })
        .collect();
    assert_eq!(found.join(", "), expected, "in “{text}”");
}

#[test]
fn the_dead_and_wounded_of_a_deed() {
    check("Shelling of the market in Kessa killed four people and wounded nine.", "Shelling:shelling", "killed/-/4/4, injured/-/9/9");
    check("At least 14 civilians were killed in clashes near Tolvar.", "clashes:clash", "killed/civilians/14/-");
    check("The fighting left more than 300 dead.", "fighting:clash", "killed/-/301/-");
    check("Rebels shelled the town on Tuesday, killing two women.", "shelled:shelling", "killed/women/2/2");
    check("The blast claimed the lives of five soldiers.", "blast:bombing", "killed/combatants/5/5");
    check("The raid claimed six lives.", "raid:airstrike", "killed/-/6/6");
    check("Two soldiers, one rebel killed in ambush near Tolvar", "ambush:ambush", "killed/combatants/2/2, killed/combatants/1/1");
}

#[test]
fn each_number_goes_to_its_own_deed() {
    let text = "Airstrikes killed 12 people in Kessa while shelling wounded 30 in Tolvar.";
    check(text, "Airstrikes:airstrike shelling:shelling", "killed/-/12/12");
    check(text, "shelling:shelling Airstrikes:airstrike", "injured/-/30/30");
    let text = "The police arrested 14 men after a bomb wounded three officers in Merin.";
    check(text, "arrested:arrest bomb:bombing", "arrested/-/14/14");
    check(text, "bomb:bombing arrested:arrest", "injured/combatants/3/3");
}

#[test]
fn a_toll_of_the_whole_war_stays_with_its_own_claim() {
    let text = "Rebels shelled Kessa on Tuesday; the war has killed more than 300,000 people since 2011.";
    check(text, "shelled:shelling killed:kill", "");
    check(text, "killed:kill shelled:shelling", "killed/-/300001/-");
    // Even where the toll is no claim of its own.
    check("Rebels shelled Kessa, and more than 300,000 people have been killed since 2011.", "shelled:shelling", "");
    check("Shelling in Kessa wounded two in a war that has killed 90,000 people.", "Shelling:shelling", "injured/-/2/2");
}

#[test]
fn parts_are_never_a_second_count() {
    check("The raid killed 14 people, including six children.", "raid:airstrike", "killed/-/14/14, killed/children/6/6<0");
    check("The raid killed 14 people, nine of them civilians.", "raid:airstrike", "killed/-/14/14, killed/civilians/9/9<0");
    check(
        "Four people were killed, among them two women and a child.",
        "killed:kill",
        "killed/-/4/4, killed/women/2/2<0, killed/children/1/1<0",
    );
    check(
        "The battle left 242 dead, including 24 civilians and 30 soldiers.",
        "battle:clash",
        "killed/-/242/242, killed/civilians/24/24<0, killed/combatants/30/30<0",
    );
    let text = "The monitor counted 24 civilians killed, including 19 in strikes by warplanes.";
    check(text, "strikes:airstrike killed:kill", "killed/-/19/19");
}

#[test]
fn one_number_for_two_harms_is_casualties() {
    check("Some 60 fighters were killed and wounded in the battle.", "battle:clash", "casualties/combatants/60/60");
    check("The army killed and wounded dozens of rebels.", "killed:kill", "casualties/combatants/24/99");
    check("The brigade sustained 300 casualties.", "casualties:kill", "casualties/-/300/300");
}

#[test]
fn a_single_victim_counts_one() {
    check("A soldier was killed in Merin.", "killed:kill", "killed/combatants/1/1");
    check("Gunmen killed the commander.", "killed:kill", "killed/combatants/1/1");
    check("A policeman and two civilians were killed.", "killed:kill", "killed/combatants/1/1, killed/civilians/2/2");
    check("Troops detained a journalist in Kessa.", "detained:arrest", "arrested/journalists/1/1");
}

#[test]
fn a_party_is_named_by_its_words() {
    check("The strike killed 12 Tolvar Front fighters.", "strike:airstrike", "killed/Tolvar Front fighters/12/12");
    check("Five members of the Tolvar Front were killed.", "killed:kill", "killed/members of the Tolvar Front/5/5");
    check("Rebels targeted dozens of civilians, killing three of them.", "targeted:attack", "killed/civilians/3/3");
    check("The clash left around a hundred government forces dead.", "clash:clash", "killed/combatants/100/100");
    check("Two soldiers were killed and four wounded.", "killed:kill", "killed/combatants/2/2, injured/combatants/4/4");
}

#[test]
fn tolls_rise_to_their_last_value() {
    check("The death toll from the bombing rose to 31.", "bombing:bombing", "killed/-/31/31");
    check("The number of people killed has risen from 20 to 44.", "killed:kill", "killed/-/44/44");
    check("The offensive led to the death of eight people.", "offensive:offensive", "killed/-/8/8");
}

#[test]
fn none_is_a_number_and_many_is_not() {
    check("The shelling caused no casualties.", "shelling:shelling", "casualties/-/0/0");
    check("The shelling killed many civilians.", "shelling:shelling", "");
    check("The shelling killed several civilians.", "shelling:shelling", "killed/civilians/2/-");
    check("Hundreds of thousands of people were displaced.", "displaced:displace", "displaced/-/200000/999999");
}

#[test]
fn things_are_counted_where_they_are_taken_or_destroyed() {
    check("The rebels seized three villages near Merin.", "seized:take_territory", "localities/-/3/3");
    check("Jets carried out 17 strikes on the town.", "strikes:airstrike", "strikes/-/17/17");
    check("Troops destroyed two tanks.", "destroyed:destroy_property", "vehicles/-/2/2");
    check("The army took control of 40 square kilometres around Kessa.", "control:take_territory", "area_km2/-/40/40");
    check("Gunners fired dozens of rockets at the base.", "fired:shelling", "strikes/-/24/99");
}

#[test]
fn those_who_are_taken_flee_or_surrender() {
    check("Troops captured 20 fighters in battle.", "captured:capture", "captured/combatants/20/20");
    check("Gunmen abducted five aid workers.", "abducted:abduct", "abducted/aid_workers/5/5");
    check("More than 70 rebels surrendered to the army.", "surrendered:surrender", "surrendered/combatants/71/-");
    check("About 5,000 villagers fled the shelling.", "fled:displace shelling:shelling", "displaced/civilians/5000/5000");
}

#[test]
fn other_numbers_count_nothing() {
    for text in [
        "The 41-year-old was killed 15 km from Kessa on 3 March 2024.",
        "T-72 tanks of Division 30 shelled Kessa at 10:30, killing him.",
        "The second attack in two days killed cattle worth $500.",
        "The 27th Brigade killed time for three hours in 2016.",
    ] {
        let document_numbers = |quantity: &Quantity| quantity.explicit;
        let document = Document {
            id: DocumentId::of("", "", "", "", text),
            outlet: None,
            url: None,
            title: None,
            published: None,
            language: None,
            text: text.to_string(),
            fingerprint: 0,
            notes: vec![],
        };
        let parse = ENGLISH.reader().parse(&document);
        let tree = Tree::new(text, &parse.sentences[0]);
        let found: Vec<&str> = quantities(&tree, &LEXICON).iter().filter(|q| document_numbers(q)).map(|q| q.span.of(text)).collect();
        assert!(found.is_empty(), "{found:?} counted in “{text}”");
    }
}

#[test]
fn the_whole_of_a_share_is_told_nothing_itself() {
    check("Of the 16 members of the council, three were murdered.", "murdered:kill", "killed/-/3/3");
}

#[test]
fn a_noun_of_harm_counts_its_owner_and_not_for_the_deed_beside_it() {
    check("Pedro Quintanilla's murder shocked the town.", "murder:assassinate", "killed/-/1/1");
    check("They are linked to the bombing of a market and to the murder of two judges.", "bombing:bombing", "");
}
