//! What stands outside a report takes no part in what is reported: a speaker is no actor of the event, the city of the speaker is not where
//! it happened (codebook, section 3 and trap 5).
//!
//! In:  one tree, the trigger, the voices around it, the phrases that were found to fill a role.
//! Out: the phrases that remain. The speaker stays where a pronoun of the report may mean him: "the army said that it had taken the town".
//!
//! Not here: who speaks (`attribution`), whom the pronoun means (`coref`).

use crate::Tree;
use crate::arguments::arguments;
use crate::attribution::Voice;
use crate::roles::{Filled, Role, mention_range};
use dateline_knowledge::Speech;
use dateline_model::{Dep, Pos, Span, SpeakerKind, Tag};

/// Reports whose content is a clause of its own. Of the others ("announced the capture of Kessa") the speaker may well be the actor.
const CLAUSES: [&str; 7] = ["clause", "tail", "inverted", "parenthetical", "quotation", "label", "according-to"];

/// "Accused them of shelling": a verb behind a preposition.
fn is_gerund(tree: &Tree, token: usize) -> bool {
    tree.tag(token) == Tag::VBG && tree.dep(token) == Dep::Pcomp
}

/// Drops the phrases that belong to the report and not to the trigger's event.
pub fn leave<'v>(tree: &Tree, token: usize, voices: impl Iterator<Item = &'v Voice>, filled: &mut Vec<Filled>) {
    let trigger = tree.token(token).span;
    let pronoun = |i: usize| matches!(tree.tag(i), Tag::PRP | Tag::PRPS);
    for voice in voices {
        let told = &voice.attribution;
        let rule = told.rule.as_str().strip_prefix("attribution.").unwrap_or("");
        let here = told.cue.iter().all(|cue| tree.sentence.span.contains(*cue) && !cue.overlaps(trigger));
        let cue = told.cue.first().and_then(|&cue| tree.token_at(cue));
        let Some(cue) = cue.filter(|_| here && told.content.iter().any(|content| content.contains(trigger))) else { continue };
        let inside = |i: usize| told.content.iter().any(|content| content.contains(tree.token(i).span));
        let speakers = told.speaker.iter().chain(&voice.others).map(|speaker| speaker.mention.span);
        let speakers: Vec<Span> = speakers.collect();
        let of_speaker = |i: usize| !inside(i) && speakers.iter().any(|speaker| speaker.contains(tree.token(i).span));
        // "told reporters in Geneva that …"
        let of_cue = |i: usize| !inside(i) && i > cue && tree.ancestors(i).any(|above| above == cue);
        // "accused Ethiopia of sending troops", "praised the militia for repelling": he speaks of another.
        let whom = tree.child(cue, &[Dep::Dobj]);
        let charged = || whom.is_some_and(|whom| tree.children_by(whom, &[Dep::Prep]).any(|of| tree.is_under(token, of)));
        let of_another = match rule {
            "preposition" => whom.is_some(),
            "object" => voice.speech == Speech::Judge || charged() && is_gerund(tree, token),
            _ => voice.speech == Speech::Judge,
        };
        let says = matches!(voice.speech, Speech::Say | Speech::Cite | Speech::Judge);
        if !says || !CLAUSES.contains(&rule) && !of_another {
            continue;
        }
        // Activists and doctors of a town tell what happened there.
        let witness = told.speaker.as_ref().is_some_and(|speaker| speaker.kind == Some(SpeakerKind::Witness));
        let meant = !of_another && (0..tree.len()).any(|i| pronoun(i) && inside(i));
        // "It will send troops": he himself, whatever else the clause names.
        let himself = !of_another && arguments(tree, token).subject.iter().any(|&subject| pronoun(subject) && inside(subject));
        let named = |phrase: &Filled| mention_range(tree, phrase.head).any(|i| tree.pos(i) == Pos::PROPN);
        let has = |role: Role, filled: &[Filled]| {
            filled.iter().any(|phrase| phrase.role == role && inside(phrase.head) && (role != Role::Place || named(phrase)))
        };
        let held = [Role::Actor, Role::Recipient, Role::Place].map(|role| (role, has(role, filled)));
        filled.retain(|phrase| {
            let taken = held.contains(&(phrase.role, true));
            match phrase.role {
                Role::Place if of_another => true,
                Role::Place if of_speaker(phrase.head) => witness && !taken,
                Role::Place => !of_cue(phrase.head),
                role => {
                    let outside = of_speaker(phrase.head) || of_cue(phrase.head) && !of_another;
                    !outside || meant && !taken || himself && role == Role::Actor
                }
            }
        });
    }
}
