//! What becomes of capitals, sentence by sentence: each check gives the text as it came and as it is read.

use super::*;

fn check(text: &str, expected: &str) {
    let known = KnownForms::new(["airstrike"], ["Movement of the Seven Hills", "QRS", "al-Tor Brigade"], ["Port"]);
    let restored = restore_case(text, &known);
    assert_eq!(restored.as_deref().unwrap_or(text), expected);
    assert_eq!(restored.map_or(text.len(), |text| text.len()), text.len());
}

#[test]
fn a_line_in_capitals_is_read_in_mixed_case() {
    check(
        "THE MAYOR OF KESSA, PEDRO QUINTANILLA, WAS KILLED BY ARMED MEN ON 3 MAY.  HIS DRIVER WAS WOUNDED.",
        "The mayor of Kessa, Pedro Quintanilla, was killed by armed men on 3 May.  His driver was wounded.",
    );
    check("TWO AIRSTRIKES HIT THE OLD PORT", "Two airstrikes hit the old Port");
    check("GENERAL ZARBANO SAID THAT TROOPS MAY LEAVE", "General Zarbano said that troops may leave");
}

#[test]
fn acronyms_keep_their_capitals_and_name_the_words_that_spell_them() {
    check(
        "REBELS OF THE POPULAR LIBERATION FRONT [PLF] LEFT. THE PLF'S CHIEF FLED.",
        "Rebels of the Popular Liberation Front [PLF] left. The PLF's chief fled.",
    );
    check("U.S. TROOPS AND THE US EMBASSY WERE NEAR", "U.S. troops and the US embassy were near");
}

#[test]
fn known_names_are_written_as_they_are_known() {
    check("MEMBERS OF THE MOVEMENT OF THE SEVEN HILLS MET QRS MEN", "Members of the Movement of the Seven Hills met QRS men");
    check("FIGHTERS OF THE AL-TOR BRIGADE LEFT", "Fighters of the al-Tor Brigade left");
}

#[test]
fn a_text_in_mixed_case_stays_but_for_its_headline() {
    let text = "The army left KESSA on Monday. NATO said so.";
    check(text, text);
    check("BREAKING NEWS\nThe army left.", "BREAKING NEWS\nThe army left.");
    check("ARMY LEAVES KESSA AFTER LONG SIEGE\nThe army left.", "Army leaves Kessa after long siege\nThe army left.");
}

#[test]
fn the_table_is_sorted_so_that_it_can_be_searched() {
    let lower: Vec<String> = USUAL.lines().map(|line| line.split(' ').next().unwrap_or_default().to_lowercase()).collect();
    assert!(lower.is_sorted() && lower.len() > 40_000, "casing-english.txt is not sorted, or too short");
    assert!(lower.iter().all(|word| listed(word).is_some()), "a row cannot be found");
}

proptest::proptest! {
    /// Whatever the text, it stays as long, and differs in nothing but case.
    #[test]
    fn only_case_changes(text in "[A-ZÀ-ÞİŁß0-9 .,'’\"\\[\\]()\n-]{0,200}") {
        if let Some(restored) = restore_case(&text, &KnownForms::new([], ["AL-QAIDA", "El Niño"], [])) {
            proptest::prop_assert_eq!(restored.len(), text.len());
            proptest::prop_assert_eq!(restored.to_lowercase(), text.to_lowercase());
        }
    }
}
