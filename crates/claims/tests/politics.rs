//! What parties say, promise, ask, give and refuse: the act of each sentence and who does it to whom, as a user gets them.

use dateline_claims::{Students, claims};
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::English;
use dateline_model::{Claim, Document, DocumentId};

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::new("politics"),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: Some("en".into()),
        text: text.into(),
        fingerprint: 0,
        notes: Vec::new(),
    }
}

/// The claims of each sentence, read alone.
fn coded(texts: &[&str]) -> Vec<(Document, Vec<Claim>)> {
    let lexicon = Lexicon::load(&DataSource::Carried, "en").unwrap_or_else(|error| panic!("{error}"));
    let students = Students::english().expect("the students load");
    let english = English::embedded();
    let mut reader = english.reader();
    let mut all = Vec::new();
    for text in texts {
        let document = document(text);
        let parse = reader.parse(&document);
        let found = claims(&document, &parse, &lexicon, &students);
        all.push((document, found));
    }
    all
}

#[test]
fn the_parts_of_politics_are_read_off_the_frame() {
    let expected = [
        // "Lifted" gives in, "sanctions" names what: the students may take either for the act, but the parts are the same.
        ("Kenya lifted sanctions against Eritrea.", "concede|sanction", "Kenya", "Eritrea"),
        ("Ottawa suspended military aid to Mali.", "cut_aid", "Ottawa", "Mali"),
        ("The Norwegian premier refused to meet the Danish envoy.", "reject", "Norwegian premier", "Danish envoy"),
        ("Peru granted political asylum to the exiled minister.", "aid_humanitarian", "Peru", "exiled minister"),
        ("The president pardoned the jailed general.", "concede", "president", "jailed general"),
    ];
    let texts: Vec<&str> = expected.iter().map(|row| row.0).collect();
    let mut wrong = Vec::new();
    for ((text, act, actor, recipient), (document, found)) in expected.iter().zip(coded(&texts)) {
        let words = |claim: &Claim| {
            let one =
                |mentions: &[dateline_model::Mention]| mentions.first().map_or("", |mention| mention.span.of(&document.text)).to_string();
            (claim.act.to_string(), one(&claim.actors), one(&claim.recipients))
        };
        let got: Vec<_> = found.iter().map(words).collect();
        let told =
            |(said, who, whom): &(String, String, String)| act.split('|').any(|act| said == act) && who == actor && whom == recipient;
        if !got.iter().any(told) {
            wrong.push(format!("{text}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_two_do_together_has_two_sides() {
    let all = coded(&["France and Chad signed an agreement on Friday.", "The king met with the rebels in Nairobi."]);
    for (document, found) in all {
        let sides: Vec<(usize, usize)> = found.iter().map(|claim| (claim.actors.len(), claim.recipients.len())).collect();
        assert_eq!(sides, [(1, 1)], "{}", document.text);
    }
}

#[test]
fn what_is_told_first_is_surest() {
    let all = coded(&["Rebels shelled the town. Rebels shelled the port. Rebels shelled the bridge."]);
    let scores: Vec<f32> = all[0].1.iter().map(|claim| claim.score).collect();
    assert_eq!(scores.len(), 3);
    assert!(scores[0] > scores[1] && scores[0] > scores[2], "{scores:?}");
}

#[test]
fn a_thrown_weapon_is_the_means() {
    let all = coded(&["Gunmen hurled a grenade at a police post in Srinagar."]);
    let (document, found) = &all[0];
    let means: Vec<&str> = found.iter().flat_map(|claim| &claim.means).map(|span| span.of(&document.text)).collect();
    assert_eq!(means, ["grenade"]);
}
