//! Victims: what a count of the killed, the injured and the held says beyond the number.
//!
//! In:  a sentence's tree, its triggers, whom it counts as harmed (`figures::harmed`).
//! Out: `tolls`: triggers for tolls that no trigger owns, since a passing mention that adds a figure is a claim (codebook, decision 4);
//!      `fill`: the counted are recipients of the claim that owns their number, and never its actors.
//!
//! Not here: the numbers (`figures`), the other participants (`roles`).

use crate::Tree;
use crate::acts::Hit;
use crate::factuality::factuality;
use crate::figures::Harmed;
use crate::roles::{Filled, Role, mention_range};
use crate::spot::{Trigger, trigger_at};
use crate::{Students, slots::NounKinds};
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, EntityKind, Measure, RuleId};

/// Least probability of a claim where a number of victims is told, and where a single one is. Chosen on silver.
const COUNTED: f32 = 0.1;
const SINGLE: f32 = 0.2;

/// The triggers of tolls that belong to no trigger of their sentence: "an inquiry into the murder of six clerks".
pub(crate) fn tolls(
    tree: &Tree,
    harmed: &[Harmed],
    triggers: &[Trigger],
    hits: &[Hit],
    lexicon: &Lexicon,
    students: &Students,
) -> Vec<Trigger> {
    let mut found: Vec<Trigger> = Vec::new();
    for told in harmed.iter().filter(|told| told.owner.is_none() && !told.part) {
        let Some(act) = act_of(told.measure) else { continue };
        let token = told.predicate;
        // "Captured Kessa": what is a trigger already tells something else.
        if found.iter().chain(triggers).any(|trigger| trigger.token == token) || factuality(tree, token, lexicon).veto.is_some() {
            continue;
        }
        let least = if told.explicit { COUNTED } else { SINGLE };
        let Some(trigger) = trigger_at(tree, token, hits, lexicon, &students.spotter, &students.namer, least) else { continue };
        let agrees = lexicon.measures.of(Slot::Act, trigger.act.as_str()) == Some(told.measure);
        let act = if agrees { trigger.act.clone() } else { Act::new(act) };
        found.push(Trigger { act, rule: RuleId::new("victims.toll"), ..trigger });
    }
    found
}

/// The act that tells a measure alone.
fn act_of(measure: Measure) -> Option<&'static str> {
    Some(match measure {
        Measure::Killed | Measure::Casualties => "kill",
        Measure::Injured => "injure",
        Measure::Captured => "capture",
        Measure::Abducted => "abduct",
        Measure::Arrested => "arrest",
        _ => return None,
    })
}

/// Sets the roles of those whom the trigger's claim counts, and of a person before a noun of harm ("the judge's murder").
pub(crate) fn fill(tree: &Tree, trigger: &Trigger, harmed: &[Harmed], lexicon: &Lexicon, filled: &mut Vec<Filled>) {
    let mut victims: Vec<usize> =
        harmed.iter().filter(|told| told.owner == Some(trigger.token) && told.named && !told.part).map(|told| told.head).collect();
    victims.extend(owner_of_harm(tree, trigger, lexicon));
    // Fighters may fall in their own attack; both sides of a clash are its parties.
    let fights = |head: usize| NounKinds::of(tree, head, lexicon).has_any(&["combatant", "armed_unit"]);
    if trigger.act.as_str() == "clash" {
        victims.clear();
    }
    filled.retain(|phrase| phrase.role == Role::Recipient || !victims.contains(&phrase.head) || fights(phrase.head));
    victims.retain(|head| !filled.iter().any(|phrase| phrase.head == *head));
    for head in victims {
        let range = mention_range(tree, head);
        let known = filled.iter().any(|phrase| phrase.role == Role::Recipient && range.contains(&phrase.head));
        if !known {
            filled.push(Filled { head, role: Role::Recipient, score: 1.0, rule: "victims.counted", likely: true });
        }
    }
    for phrase in filled.iter_mut().filter(|phrase| phrase.role == Role::Place && is_person_aimed_at(tree, phrase.head, lexicon)) {
        phrase.role = Role::Recipient;
    }
}

/// "The judge's murder", "Anna Tolvar's abduction": whoever owns a noun of harm suffers it, unless it names another sufferer.
fn owner_of_harm(tree: &Tree, trigger: &Trigger, lexicon: &Lexicon) -> Option<usize> {
    let harms = lexicon.measures.has(Slot::Owned, tree.lemma(trigger.token));
    let other = || tree.prepositions(trigger.token).iter().any(|&(preposition, _)| tree.lower(preposition) == "of");
    let owner = tree.child(trigger.token, &[Dep::Poss]).filter(|_| harms && tree.is_noun(trigger.token))?;
    (is_person(tree, owner, lexicon) && !other()).then_some(owner)
}

/// "The attack on General Ortega", "on two judges": nobody is a place. A bare name tells too little: the parser takes towns for persons.
fn is_person_aimed_at(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    let above = tree.head(tree.coordination_head(head)).map_or("", |above| tree.lower(above));
    matches!(above, "on" | "against" | "upon") && (has_title(tree, head, lexicon) || is_person_word(tree, head, lexicon))
}

/// A name of a person, or a noun for one.
fn is_person(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Person)
        || is_person_word(tree, head, lexicon)
        || has_title(tree, head, lexicon)
}

fn is_person_word(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    let kinds = ["person", "civilian", "child", "woman", "journalist", "aid_worker", "health_worker", "official"];
    NounKinds::of(tree, head, lexicon).has_any(&kinds)
}

/// "General Ortega", "Judge Tolvar".
fn has_title(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    let titles = ["official", "commander", "leader", "job"];
    tree.children_by(head, &[Dep::Compound]).any(|title| NounKinds::of(tree, title, lexicon).has_any(&titles))
}

#[cfg(test)]
mod tests;
