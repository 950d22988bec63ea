//! Promises on invented sentences, read by the engine.

use super::*;
use crate::Tree;
use dateline_knowledge::DataSource;
use dateline_language::English;
use dateline_model::{Document, DocumentId, Span};

fn read(text: &str, trigger: &str) -> Reading {
    let lexicon = Lexicon::load(&DataSource::Carried, "en").expect("the lexicon loads");
    let id = DocumentId::of("", "", "", "", text);
    let text = text.to_string();
    let document =
        Document { id, outlet: None, url: None, title: None, published: None, language: None, text, fingerprint: 0, notes: vec![] };
    let parse = English::embedded().reader().parse(&document);
    let start = document.text.rfind(trigger).expect("the trigger stands in the text");
    let span = Span::new(start, start + trigger.len());
    let sentence = parse.sentences.iter().find(|sentence| sentence.span.overlaps(span)).expect("it stands in a sentence");
    let tree = Tree::new(&document.text, sentence);
    factuality(&tree, tree.token_at(span).expect("it is a token"), &lexicon)
}

fn check(text: &str, trigger: &str, expected: Factuality) {
    let reading = read(text, trigger);
    assert_eq!(reading.factuality, expected, "{text} ({}, {:?})", reading.rule, reading.veto);
}

fn check_veto(text: &str, trigger: &str, expected: Option<Veto>) {
    assert_eq!(read(text, trigger).veto, expected, "{text}");
}

#[test]
fn plain_reports_happened() {
    check("Rebels captured the town on Tuesday.", "captured", Factuality::Happened);
    check("The army claimed that it had captured the town.", "captured", Factuality::Happened);
    check("The rebels reportedly captured the town.", "captured", Factuality::Happened);
    check("Suspected gunmen attacked a convoy.", "attacked", Factuality::Happened);
    check("The army managed to capture the town.", "capture", Factuality::Happened);
    check("Hundreds were forced to flee.", "flee", Factuality::Happened);
    check("The council demanded that the army end its attacks.", "attacks", Factuality::Happened);
    check("The commander directed attacks on the port.", "attacks", Factuality::Happened);
}

#[test]
fn negation_denies_what_is_in_its_scope() {
    check("Rebels did not enter the town.", "enter", Factuality::Denied);
    check("No civilians were killed in the raid.", "killed", Factuality::Denied);
    check("The convoy arrived without an attack.", "attack", Factuality::Denied);
    check("Troops failed to capture the hill.", "capture", Factuality::Denied);
    check("The army denied that rebels had entered the town.", "entered", Factuality::Denied);
    check("The ministry denied reports that rebels had entered the town.", "entered", Factuality::Denied);
    check("Both armies denied using cluster bombs.", "using", Factuality::Denied);
    check("It is not true that the army bombed the port.", "bombed", Factuality::Denied);
    check("Rebels who did not surrender attacked the town.", "attacked", Factuality::Happened);
    check("The rebels not only attacked the town but burned it.", "attacked", Factuality::Happened);
}

#[test]
fn what_lies_ahead_is_planned() {
    check("The army will launch an offensive next week.", "offensive", Factuality::Planned);
    check("The general vowed to retake the town.", "retake", Factuality::Planned);
    check("Rebels are preparing an attack on the port.", "attack", Factuality::Planned);
    check("Troops are set to withdraw from the valley.", "withdraw", Factuality::Planned);
    check("The king will host a round of talks.", "talks", Factuality::Planned);
    check("The planned withdrawal was announced in Orvel.", "withdrawal", Factuality::Planned);
}

#[test]
fn hedges_make_it_possible() {
    check("The rebels may attack the port.", "attack", Factuality::Possible);
    check("Residents fear that the army will shell the town.", "shell", Factuality::Possible);
    check("The soldiers allegedly executed two prisoners.", "executed", Factuality::Possible);
    check("An alleged chemical attack hit the suburb.", "attack", Factuality::Possible);
    check("The toll is expected to rise.", "rise", Factuality::Possible);
    check("Tamsk would have fallen to the rebels, a monitor said.", "fallen", Factuality::Possible);
    check("It is unclear whether the drone was shot down.", "shot", Factuality::Possible);
    check("It is not certain that the army bombed the port.", "bombed", Factuality::Possible);
    check("Did the rebels capture the town?", "capture", Factuality::Possible);
}

#[test]
fn conditions_are_hypothetical() {
    check("If the rebels attack, the army will respond.", "attack", Factuality::Hypothetical);
    check("If the rebels attack, the army will respond.", "respond", Factuality::Hypothetical);
    check("The truce ends unless the troops withdraw.", "withdraw", Factuality::Hypothetical);
    check("Had the dam been bombed, thousands would have fled.", "bombed", Factuality::Hypothetical);
    check("Had the dam been bombed, thousands would have fled.", "fled", Factuality::Hypothetical);
    check("Having taken the town, the rebels shelled the port.", "shelled", Factuality::Happened);
}

#[test]
fn a_denial_is_read_for_its_innermost_speaker() {
    check("The army denied that the mayor had said that rebels captured the dam.", "captured", Factuality::Happened);
    check("The army denied the charge.", "denied", Factuality::Denied);
    check("The army could not confirm that the bridge was bombed.", "bombed", Factuality::Possible);
}

#[test]
fn calls_aims_threats_and_attempts_are_told_apart() {
    check_veto("The envoy called on the rebels to withdraw.", "withdraw", Some(Veto::Call));
    check_veto("The council demanded that the army withdraw.", "withdraw", Some(Veto::Call));
    check_veto("The rebels advanced on Orvel to cut the road.", "cut", Some(Veto::Aim));
    check_veto("The militia threatened to attack the port.", "attack", Some(Veto::Threat));
    check_veto("Gunmen tried to storm the base.", "storm", Some(Veto::Attempt));
    check_veto("Gunmen stormed the base.", "stormed", None);
    check_veto("The troops had to withdraw.", "withdraw", None);
    check_veto("The envoy called on the army to end the siege.", "siege", None);
}
