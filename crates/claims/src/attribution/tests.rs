//! Promises on invented sentences, read by the engine.

use super::*;
use crate::Tree;
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::English;
use dateline_model::{Document, DocumentId, SpeakerKind};

fn with_voices<T>(text: &str, use_: impl FnOnce(&str, &[Voice]) -> T) -> T {
    let lexicon = Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads");
    let text = text.to_string();
    let id = DocumentId::of("", "", "", "", &text);
    let document =
        Document { id, outlet: None, url: None, title: None, published: None, language: None, text, fingerprint: 0, notes: vec![] };
    let parse = English::embedded().reader().parse(&document);
    let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&document.text, sentence)).collect();
    use_(&document.text, &voices(&document.text, &trees, &lexicon))
}

/// The attribution of the given cue: its speaker's words and its content, pieces joined by " / ".
fn check(text: &str, cue: &str, speaker: &str, content: &str) {
    with_voices(text, |text, voices| {
        let all: Vec<(&str, &str, String)> = voices
            .iter()
            .map(|voice| {
                let found = &voice.attribution;
                let words: Vec<&str> = found.content.iter().map(|piece| piece.of(text)).collect();
                (found.cue[0].of(text), found.speaker.as_ref().map_or("", |speaker| speaker.mention.span.of(text)), words.join(" / "))
            })
            .collect();
        assert!(all.iter().any(|found| *found == (cue, speaker, content.to_string())), "{text}\nfound {all:?}");
    });
}

/// The chain of speakers of a trigger: words, or "words = whom they mean".
fn check_chain(text: &str, trigger: &str, expected: &[&str]) {
    with_voices(text, |text, voices| {
        let start = text.rfind(trigger).expect("the trigger stands in the text");
        let chain = speakers(voices.iter(), Span::new(start, start + trigger.len()));
        let words: Vec<String> = chain
            .iter()
            .map(|speaker| match speaker.mention.antecedent {
                Some(whole) => format!("{} = {}", speaker.mention.span.of(text), whole.of(text)),
                None => speaker.mention.span.of(text).to_string(),
            })
            .collect();
        assert_eq!(words, expected, "{text}");
    });
}

fn check_kind(text: &str, expected: Option<SpeakerKind>) {
    with_voices(text, |text, voices| {
        let kind = voices.first().and_then(|voice| voice.attribution.speaker.as_ref()).and_then(|speaker| speaker.kind);
        assert_eq!(kind, expected, "{text}");
    });
}

#[test]
fn a_verb_of_saying_has_its_clause() {
    check("The governor said that rebels shelled the market.", "said", "governor", "that rebels shelled the market");
    check("Rebels shelled the market on Tuesday, the governor said.", "said", "governor", "Rebels shelled the market on Tuesday");
    check("The army, the governor said, has left the valley.", "said", "governor", "The army / has left the valley");
}

#[test]
fn the_speaker_may_follow_its_verb() {
    check(
        "“We lost the bridge and then the town,” added analyst Mira Holt.",
        "added",
        "analyst Mira Holt",
        "“We lost the bridge and then the town,”",
    );
    check("Two convoys reached Orvel, says the United Nations.", "says", "United Nations", "Two convoys reached Orvel");
}

#[test]
fn according_to_reaches_over_its_sentence() {
    let content = "troops crossed the river at dawn";
    check("According to two residents, troops crossed the river at dawn.", "According to", "two residents", content);
    check(
        "Nine soldiers died in Tamsk, according to the army.",
        "According to".to_lowercase().as_str(),
        "army",
        "Nine soldiers died in Tamsk",
    );
}

#[test]
fn headlines_name_their_speaker_by_a_mark() {
    check("Army: 12 dead in raid on border post", ":", "Army", "12 dead in raid on border post");
    check("Twelve dead in raid on border post – monitor", "–", "monitor", "Twelve dead in raid on border post");
}

#[test]
fn a_chain_runs_from_the_innermost_speaker() {
    check_chain("The radio quoted residents as saying that shells hit the school.", "hit", &["residents", "radio"]);
    check_chain("Shells hit the school, the agency reported, citing residents.", "hit", &["residents", "agency"]);
    check_chain("A doctor told AFP that shells hit the school.", "hit", &["doctor", "AFP"]);
    check_chain("The agency said the general had told the council that the garrison surrendered.", "surrendered", &["general", "agency"]);
    check_chain("Activists and doctors said shells hit the school.", "hit", &["Activists", "doctors"]);
}

#[test]
fn an_act_of_speech_has_an_actor_and_no_speaker() {
    check_chain("The ministry accused the rebels of shelling the town.", "accused", &[]);
    check_chain("The ministry accused the rebels of shelling the town.", "shelling", &["ministry"]);
    check_chain("The envoy called on both armies to withdraw.", "withdraw", &[]);
    check_chain("The general vowed to retake the town.", "retake", &[]);
}

#[test]
fn a_denier_is_the_speaker_of_the_denial() {
    check_chain("The army denied the charge.", "denied", &["army"]);
}

#[test]
fn a_report_that_was_not_made_has_no_speaker() {
    check_chain("The ministry would not say that the bridge was bombed.", "bombed", &[]);
}

#[test]
fn quotations_run_on_without_a_cue() {
    let text = "“The first shell hit the bakery,” the mayor said. “Then they bombed the clinic in the next street.”";
    check_chain(text, "bombed", &["mayor"]);
    let text = "“The first shell hit the bakery,” the mayor said.\n“Then they bombed the clinic in the next street.”";
    check_chain(text, "bombed", &["mayor"]);
    check_chain("“The first shell hit the bakery,” the mayor said. Planes bombed the clinic.", "bombed", &[]);
}

#[test]
fn a_statement_after_a_colon_runs_to_the_next_speaker() {
    let text = "The foreign minister said:\n\nWe condemn the raid. It killed nine villagers.\n\nThe army said that it had bombed a camp.";
    check_chain(text, "killed", &["foreign minister"]);
    check_chain(text, "bombed", &["army"]);
}

#[test]
fn pronouns_and_surnames_mean_an_earlier_speaker() {
    check_chain("The mayor said roads were closed. He added that shells hit the school.", "hit", &["He = mayor"]);
    let text = "Anna Lund spoke to reporters on Monday. Troops seized the dam, Lund said.";
    check_chain(text, "seized", &["Lund = Anna Lund"]);
}

#[test]
fn words_tell_the_kind() {
    check_kind("A spokesman for the army said the town fell.", Some(SpeakerKind::Military));
    check_kind("The governor said the town fell.", Some(SpeakerKind::Official));
    check_kind("Residents said the town fell.", Some(SpeakerKind::Witness));
    check_kind("Sources said the town fell.", Some(SpeakerKind::Anonymous));
    check_kind("Anna said the town fell.", None);
}

#[test]
fn attributions_leave_out_what_the_quoted_person_reports() {
    let text = "“My cousin said that the bridge had fallen,” the driver told us.";
    let lexicon = Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads");
    with_voices(text, |text, voices| {
        let own: Vec<&str> = voices.iter().filter(|voice| voice.is_own()).map(|voice| voice.attribution.cue[0].of(text)).collect();
        assert_eq!(own, ["told"]);
    });
    assert!(lexicon.cues.speaker("driver").is_some());
}

#[test]
fn an_odd_text_gives_no_panic() {
    for text in [
        "",
        "\n\n",
        "“",
        "“said",
        ": – said .",
        "” ” “ “ he said “",
        "according to",
        "said said said said: “",
        "“a b c d\n” he said “e f g h i” X said\n“j k l m said he",
    ] {
        with_voices(text, |_, voices| voices.iter().for_each(|voice| assert!(!voice.attribution.content.is_empty())));
    }
}
