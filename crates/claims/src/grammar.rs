//! What grammar makes certain of participants, whatever the student says.
//!
//! In:  a tree, a trigger, the other triggers and hits of its sentence, the phrases that `roles` filled.
//! Out: the phrases, amended: whoever carries out a deed is its actor; what a blast stands at, or damages, is struck; whoever is blamed
//!      for it is its actor; coordinated phrases share a role.
//!
//! The student learned from too few texts to know these in every act; each rule here gained on texts it was not written from.
//! Not here: victims told by a number (`victims`), what words mean (`data/lexicon`).

use crate::Tree;
use crate::acts::Hit;
use crate::arguments::{arguments, is_passive};
use crate::roles::{Filled, Role, mention_range};
use crate::slots::NounKinds;
use crate::spot::Trigger;
use dateline_knowledge::{Commits, CueClass, Lexicon, Slot, Speech};
use dateline_model::{Dep, EntityKind, Tag};

/// Amends the roles of one trigger. `others`: the other triggers of the sentence.
pub(crate) fn amend(tree: &Tree, trigger: &Trigger, others: &[usize], hits: &[Hit], lexicon: &Lexicon, filled: &mut Vec<Filled>) {
    let free = |head: &usize| *head != trigger.token && !others.contains(head);
    voices(tree, trigger.token, lexicon, filled);
    for head in carriers(tree, trigger.token, lexicon).into_iter().filter(free) {
        set(filled, head, Role::Actor);
    }
    for head in blamed(tree, trigger.token, hits).into_iter().filter(free) {
        set(filled, head, Role::Actor);
    }
    for head in damaged(tree, trigger.token, lexicon).into_iter().filter(free) {
        set(filled, head, Role::Recipient);
    }
    let act = trigger.act.as_str();
    let strikes = act != "clash" && (lexicon.measures.has(Slot::Striking, act) || lexicon.measures.has(Slot::Destroys, act));
    if strikes && !filled.iter().any(|phrase| phrase.role == Role::Recipient) {
        for head in struck(tree, trigger.token, lexicon).into_iter().filter(free) {
            set(filled, head, Role::Recipient);
        }
    }
    if strikes {
        for head in peoples(tree, trigger.token).into_iter().filter(free) {
            set(filled, head, Role::Actor);
        }
        for head in aimed_at(tree, trigger.token).into_iter().filter(free) {
            set(filled, head, Role::Recipient);
        }
    }
    share(tree, filled, &free);
    without_names_in_brackets(tree, filled);
}

/// Gives a phrase a role, whatever it had.
fn set(filled: &mut Vec<Filled>, head: usize, role: Role) {
    match filled.iter_mut().find(|phrase| phrase.head == head) {
        Some(phrase) => phrase.role = role,
        None => filled.push(Filled { head, role, score: 1.0, rule: "roles.grammar", likely: true }),
    }
}

/// "Rebels murdered 19 people": where a verb of harm has both, its subject is no recipient and its object no actor.
fn voices(tree: &Tree, trigger: usize, lexicon: &Lexicon, filled: &mut [Filled]) {
    let found = arguments(tree, trigger);
    let harms = tree.is_verb(trigger) && lexicon.measures.has(Slot::Object, tree.lemma(trigger));
    if !harms || found.subject.is_empty() || found.object.is_empty() {
        return;
    }
    for phrase in filled.iter_mut() {
        let (subject, object) = (found.subject.contains(&phrase.head), found.object.contains(&phrase.head));
        match phrase.role {
            Role::Recipient if subject && !object => phrase.role = Role::Actor,
            Role::Actor if object && !subject => phrase.role = Role::Recipient,
            _ => {}
        }
    }
}

/// Whether a verb only carries an event noun, in the place where the noun stands: "launched an attack", "the murder was committed".
fn carries(tree: &Tree, verb: usize, lexicon: &Lexicon) -> bool {
    let particle = tree.child(verb, &[Dep::Prt]).map(|particle| format!("{} {}", tree.lemma(verb), tree.lower(particle)));
    let lemma = particle.as_deref().unwrap_or(tree.lemma(verb));
    let cue = lexicon.cues.get(CueClass::Verb, lemma);
    let light = cue.is_some_and(|cue| cue.speech == Speech::None && cue.frame("np") == Some(Commits::Same));
    (light || lexicon.kinds.is(lemma, "light_verb")) && !lexicon.measures.has(Slot::Suffers, lemma)
}

/// "The army launched an attack": the army. "The murder was committed by gunmen", "an attack carried out by rebels": gunmen, rebels.
fn carriers(tree: &Tree, trigger: usize, lexicon: &Lexicon) -> Vec<usize> {
    if !tree.is_noun(trigger) {
        return Vec::new();
    }
    let first = tree.coordination_head(trigger);
    let above = tree.head(first).filter(|&verb| {
        tree.is_verb(verb) && matches!((tree.dep(first), is_passive(tree, verb)), (Dep::Dobj, false) | (Dep::Nsubjpass | Dep::Nsubj, true))
    });
    let below = tree.children_by(first, &[Dep::Acl]).filter(|&verb| is_passive(tree, verb));
    let verbs = above.into_iter().chain(below).filter(|&verb| carries(tree, verb, lexicon));
    let party = |&head: &usize| tree.is_noun(head) && !is_thing(tree, head, lexicon) || matches!(tree.tag(head), Tag::PRP);
    verbs.flat_map(|verb| arguments(tree, verb).subject).filter(party).collect()
}

/// "The attack was blamed on rebels", "attributed to the cartels": by a verb that patterns read as an accusation.
fn blamed(tree: &Tree, trigger: usize, hits: &[Hit]) -> Vec<usize> {
    let first = tree.coordination_head(trigger);
    let accuses = |verb: usize| tree.is_verb(verb) && hits.iter().any(|hit| hit.token == verb && hit.pattern.act.as_str() == "accuse");
    let above = tree.head(first).filter(|_| matches!(tree.dep(first), Dep::Dobj | Dep::Nsubjpass));
    let below = tree.children_by(first, &[Dep::Acl]);
    let blames = above.into_iter().chain(below).filter(|&verb| tree.is_noun(trigger) && accuses(verb));
    let behind = blames.flat_map(|verb| tree.prepositions(verb)).filter(|&(word, _)| matches!(tree.lower(word), "on" | "to"));
    behind.flat_map(|(_, head)| tree.conjuncts(head)).filter(|&head| tree.is_noun(head)).collect()
}

/// "The explosion damaged two banks", "shops were destroyed by the blast".
fn damaged(tree: &Tree, trigger: usize, lexicon: &Lexicon) -> Vec<usize> {
    let first = tree.coordination_head(trigger);
    let verb = match tree.dep(first) {
        Dep::Nsubj => tree.head(first),
        Dep::Pobj => tree.head(first).filter(|&by| tree.lower(by) == "by").and_then(|by| tree.head(by)),
        _ => None,
    };
    let harms = |verb: &usize| tree.is_verb(*verb) && lexicon.measures.has(Slot::Damages, tree.lemma(*verb));
    let verb = verb.filter(|verb| tree.is_noun(trigger) && harms(verb));
    verb.map(|verb| arguments(tree, verb).object).unwrap_or_default().into_iter().filter(|&head| tree.is_noun(head)).collect()
}

/// "A bomb exploded outside the bank": what stands where a blast went off, if it can be struck.
fn struck(tree: &Tree, trigger: usize, lexicon: &Lexicon) -> Vec<usize> {
    let places = |(word, head): &(usize, usize)| {
        let near =
            matches!(tree.lower(*word), "at" | "against" | "outside" | "inside" | "near" | "under" | "beneath" | "into" | "on" | "in");
        let town = tree.entity(*head).is_some_and(|entity| matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Date));
        near && !town && is_target(tree, *head, lexicon)
    };
    tree.prepositions(trigger).into_iter().filter(places).flat_map(|(_, head)| tree.conjuncts(head)).collect()
}

/// "Israeli tank shelling", "a US air raid": the people's name before the noun of a deed says whose it is.
fn peoples(tree: &Tree, trigger: usize) -> Vec<usize> {
    let whose = |&i: &usize| {
        let people = tree.entity(i).is_some_and(|entity| entity.kind == EntityKind::Norp && entity.tokens.len() == 1);
        people
            && matches!(tree.dep(i), Dep::Amod | Dep::Compound | Dep::Nmod)
            && tree.head(i).is_some_and(|head| (i..=trigger).contains(&head))
    };
    if tree.is_noun(trigger) { (tree.phrase(trigger).start..trigger).filter(whose).collect() } else { Vec::new() }
}

/// "Fired rockets at Kessa": what a weapon is fired at, if it has a name. Whether it is a state or a town is told in `resolve`.
fn aimed_at(tree: &Tree, trigger: usize) -> Vec<usize> {
    if !tree.is_verb(trigger) {
        return Vec::new();
    }
    let weapons = arguments(tree, trigger).object;
    let behind = std::iter::once(trigger).chain(weapons).flat_map(|above| tree.prepositions(above));
    let named = |(word, head): &(usize, usize)| {
        matches!(tree.lower(*word), "at" | "against") && tree.entity(*head).is_some_and(|entity| entity.kind == EntityKind::Gpe)
    };
    behind.filter(named).map(|(_, head)| head).collect()
}

/// Something that is built or driven.
fn is_target(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    NounKinds::of(tree, head, lexicon).has_any(&["building", "infrastructure", "vehicle", "market"])
}

/// Something that acts by no will of its own.
fn is_thing(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    ["weapon", "explosive", "ammunition", "bomb", "building", "locality", "area", "damage", "loss"]
        .iter()
        .any(|kind| NounKinds::of(tree, head, lexicon).has(kind))
}

/// "Bombed a radio station and a drugstore": coordinated nouns share the role of the first, unless they have one.
fn share(tree: &Tree, filled: &mut Vec<Filled>, free: &dyn Fn(&usize) -> bool) {
    for phrase in filled.clone().into_iter().filter(|phrase| matches!(phrase.role, Role::Actor | Role::Recipient)) {
        let further = tree.conjuncts(phrase.head).into_iter().skip(1).filter(|&head| tree.is_noun(head)).filter(free);
        for head in further.collect::<Vec<_>>() {
            if !filled.iter().any(|other| other.head == head) {
                filled.push(Filled { head, ..phrase });
            }
        }
    }
}

/// "Members of the Workers' Movement (WM)": the name in brackets is no second party.
fn without_names_in_brackets(tree: &Tree, filled: &mut Vec<Filled>) {
    let ranges: Vec<_> = filled.iter().map(|phrase| (phrase.role, mention_range(tree, phrase.head))).collect();
    filled.retain(|phrase| {
        let start = mention_range(tree, phrase.head).start;
        let opened = start > 0 && matches!(tree.word(start - 1), "(" | "[");
        !opened || !ranges.iter().any(|(role, range)| *role == phrase.role && range.end + 1 == start)
    });
}
