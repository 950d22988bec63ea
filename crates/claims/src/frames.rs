//! Parts that a pattern's frame names where the student for roles is silent: who stands before the verb, whom it is done to.
//!
//! In:  a tree, a trigger with its act, the frame of the pattern behind it (none: the student alone found it), the phrases filled so far.
//! Out: the same phrases, completed: a missing actor or recipient is read off the grammar; the sides of what two do together are parted.
//!
//! The student was taught on armed conflict and leaves the parts of politics empty ("criticised the premier's plan"); the frame knows them.
//! Not here: which phrases can be parties at all (`kinds.tsv`), what they refer to (`resolve`).

use crate::Tree;
use crate::arguments::arguments;
use crate::roles::{Filled, Role};
use crate::settle::is_deed;
use crate::slots::NounKinds;
use dateline_knowledge::{Frame, Lexicon};
use dateline_model::{Dep, EntityKind, Pos};

/// The name of this module in `why`.
pub const RULE: &str = "roles.frame";

/// Kinds of nouns that can act or be acted on.
const PARTIES: [&str; 14] = [
    "authority",
    "official",
    "leader",
    "organisation",
    "armed_unit",
    "combatant",
    "commander",
    "civilian",
    "person",
    "unrest",
    "journalist",
    "aid_worker",
    "group_name",
    "media_outlet",
];

/// Prepositions that lead to the one whom an act is meant for, the surest first.
const TOWARDS: [&str; 12] = ["against", "on", "upon", "to", "with", "at", "toward", "towards", "from", "for", "of", "by"];

/// Whether both sides do it.
pub fn is_reciprocal(act: &str) -> bool {
    matches!(act, "clash" | "meet" | "agree" | "ceasefire" | "cooperate")
}

/// Whether the student was taught little of such acts: what parties say, promise, ask, give and refuse. It knows who fights whom better
/// than a frame does (actors of dev, P 0.81 without frames for deeds, 0.67 with them).
fn is_politics(act: &str, lexicon: &Lexicon) -> bool {
    let event = lexicon.ontology.act(act).map_or("", |entry| entry.plover_event.as_str());
    !matches!(event, "" | "ASSAULT" | "COERCE" | "MOBILIZE" | "PROTEST")
}

/// Fills what is empty. Phrases that the student filled stay as they are, except that the second side of a reciprocal act is its recipient.
pub fn complete(tree: &Tree, token: usize, act: &str, frame: Option<Frame>, lexicon: &Lexicon, filled: &mut Vec<Filled>) {
    let around = Around { tree, token, act, lexicon };
    let has = |filled: &[Filled], role: Role| filled.iter().any(|one| one.role == role);
    if let Some(frame) = frame.filter(|_| is_politics(act, lexicon)) {
        if !has(filled, Role::Actor) && !matches!(frame, Frame::Undergoer | Frame::Instrument) {
            add(filled, Role::Actor, around.actors());
        }
        if !has(filled, Role::Recipient) && !matches!(frame, Frame::Reciprocal) {
            let found = around.recipients(filled);
            add(filled, Role::Recipient, found);
        }
    }
    if is_reciprocal(act) {
        around.part(filled);
    }
    around.turn(filled);
}

fn add(filled: &mut Vec<Filled>, role: Role, heads: Vec<usize>) {
    for head in heads {
        let taken = filled.iter().any(|one| one.head == head && matches!(one.role, Role::Actor | Role::Recipient));
        if !taken {
            filled.push(Filled { head, role, score: 0.5, rule: RULE, likely: true });
        }
    }
}

struct Around<'a, 't> {
    tree: &'a Tree<'t>,
    token: usize,
    act: &'a str,
    lexicon: &'a Lexicon,
}

impl Around<'_, '_> {
    /// The verb whose word the trigger is: itself, or the one that carries the noun or adjective ("launched an attack", "is ready").
    fn verb(&self) -> Option<usize> {
        if self.tree.is_verb(self.token) {
            return Some(self.token);
        }
        let first = self.tree.coordination_head(self.token);
        let above = match self.tree.dep(first) {
            Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd | Dep::Nsubjpass => self.tree.head(first),
            Dep::Pobj => self.tree.head(first).and_then(|preposition| self.tree.head(preposition)),
            _ => None,
        };
        above.filter(|&above| self.tree.is_verb(above))
    }

    fn actors(&self) -> Vec<usize> {
        let mut found = arguments(self.tree, self.token).subject;
        if found.is_empty()
            && let Some(verb) = self.verb().filter(|&verb| verb != self.token)
        {
            found = arguments(self.tree, verb).subject;
        }
        // "X's criticism" has its possessor; "the US-led talks", "UN sanctions" a name before the noun.
        if found.is_empty() && self.tree.is_noun(self.token) {
            found.extend(self.tree.children_by(self.token, &[Dep::Compound, Dep::Amod]).filter(|&at| self.is_named(at)));
        }
        found.retain(|&head| self.is_party(head) && head != self.token);
        found
    }

    fn recipients(&self, filled: &[Filled]) -> Vec<usize> {
        let acting = |head: &usize| filled.iter().any(|one| one.head == *head && one.role == Role::Actor);
        let mut objects = arguments(self.tree, self.token).object;
        let mut carriers = vec![self.token];
        if let Some(verb) = self.verb().filter(|&verb| verb != self.token) {
            carriers.push(verb);
            objects.extend(self.tree.children_by(verb, &[Dep::Dative]));
        }
        // "refused to meet the envoy", "agreed to release the men": whom the deed of the clause is done to.
        for clause in self.tree.children_by(self.token, &[Dep::Xcomp, Dep::Ccomp]) {
            carriers.push(clause);
            objects.extend(arguments(self.tree, clause).object);
        }
        let fits = |head: &usize| !acting(head) && *head != self.token && self.is_party(*head) && !self.is_target_place(*head);
        let direct: Vec<usize> = objects.iter().copied().filter(fits).collect();
        if !direct.is_empty() {
            return direct;
        }
        // "against its neighbour", "sanctions on the junta", "aid to the camps".
        let holders: Vec<usize> = carriers.iter().copied().chain(objects.iter().copied()).collect();
        for preposition in TOWARDS {
            for &holder in &holders {
                let behind = self.tree.prepositions(holder).into_iter().filter(|&(word, _)| self.tree.lower(word) == preposition);
                let found: Vec<usize> = behind
                    .flat_map(|(_, object)| self.tree.conjuncts(object))
                    .filter(|object| fits(object) && !self.is_agent(*object))
                    .collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
        // "the premier's decision", "the court's appeal", "a US resolution": the owner of the thing.
        let owners = objects.iter().flat_map(|&object| self.tree.children_by(object, &[Dep::Poss, Dep::Compound, Dep::Amod]));
        owners.filter(|head| fits(head) && (self.tree.dep(*head) == Dep::Poss || self.is_named(*head))).take(1).collect()
    }

    /// Whether a phrase stands behind the by of a passive.
    fn is_agent(&self, head: usize) -> bool {
        let first = self.tree.coordination_head(head);
        self.tree.head(first).is_some_and(|above| self.tree.dep(above) == Dep::Agent)
    }

    /// Parts the two sides: behind "with" stands the second; of "X and Y" the later ones are it.
    fn part(&self, filled: &mut Vec<Filled>) {
        let mut second: Vec<usize> = Vec::new();
        for holder in std::iter::once(self.token).chain(self.verb()) {
            for (word, object) in self.tree.prepositions(holder) {
                if self.tree.lower(word) == "with" {
                    second.extend(self.tree.conjuncts(object).into_iter().filter(|&head| self.is_party(head)));
                }
            }
        }
        if self.act == "meet" && self.tree.is_verb(self.token) {
            second.extend(arguments(self.tree, self.token).object.into_iter().filter(|&head| self.is_party(head)));
        }
        if second.is_empty() {
            let sides: Vec<usize> = filled.iter().filter(|one| one.role == Role::Actor).map(|one| one.head).collect();
            let alone = filled.iter().all(|one| one.role != Role::Recipient);
            let joined = |&head: &usize| sides.first().is_some_and(|&first| first != head && self.tree.conjuncts(first).contains(&head));
            if alone {
                second.extend(sides.iter().copied().filter(joined));
            }
        }
        for one in filled.iter_mut().filter(|one| second.contains(&one.head) && one.role == Role::Actor) {
            one.role = Role::Recipient;
            one.rule = RULE;
        }
        if filled.iter().all(|one| one.role != Role::Recipient) {
            add(filled, Role::Recipient, second);
        }
    }

    /// "Israeli tank shelling", "the US raid": the nation named before a deed does it.
    fn turn(&self, filled: &mut [Filled]) {
        if !is_deed(self.act) || !self.tree.is_noun(self.token) || filled.iter().any(|one| one.role == Role::Actor) {
            return;
        }
        let before = |head: usize| {
            let mut at = head;
            while at < self.token && matches!(self.tree.dep(at), Dep::Amod | Dep::Compound | Dep::Nmod) {
                let Some(above) = self.tree.head(at).filter(|&above| above > at) else { return false };
                at = above;
            }
            at == self.token
        };
        let nation = |head: usize| self.tree.entity(head).is_some_and(|entity| matches!(entity.kind, EntityKind::Norp | EntityKind::Gpe));
        for one in filled.iter_mut().filter(|one| one.role == Role::Recipient && before(one.head) && nation(one.head)) {
            one.role = Role::Actor;
            one.rule = RULE;
        }
    }

    fn is_named(&self, head: usize) -> bool {
        self.tree
            .entity(head)
            .is_some_and(|entity| matches!(entity.kind, EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person))
    }

    /// Whether a phrase can act or be acted on.
    fn is_party(&self, head: usize) -> bool {
        match self.tree.pos(head) {
            Pos::PRON => !matches!(self.tree.lower(head), "it" | "this" | "that" | "which" | "what" | "there" | "itself"),
            Pos::NOUN | Pos::PROPN | Pos::ADJ => self.is_named(head) || NounKinds::of(self.tree, head, self.lexicon).has_any(&PARTIES),
            _ => false,
        }
    }

    /// A name of a place that suffers an armed deed is where it happens, not who suffers it.
    fn is_target_place(&self, head: usize) -> bool {
        is_deed(self.act)
            && self.tree.entity(head).is_some_and(|entity| matches!(entity.kind, EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac))
    }
}
