//! Who does what to whom, by grammar alone: the deep subject and object of a verb or an event noun.
//!
//! In:  a tree and a token.
//! Out: `Arguments`: heads of the noun phrases that fill each slot. A passive's subject is its object; control, coordination,
//!      relative clauses, participles and gerunds hand on the subject of the clause above.
//!
//! Not here: which act the word evokes (`acts`), nor whether a phrase can be a party at all (`roles`).

use crate::Tree;
use dateline_model::{Dep, Pos, Tag};

/// Heads of the phrases around a predicate. Coordinated heads are all listed, the first one first.
#[derive(Debug, Default, Clone)]
pub struct Arguments {
    /// Who does it, in grammar.
    pub subject: Vec<usize>,
    /// Whom or what it is done to, in grammar.
    pub object: Vec<usize>,
    /// Whether the verb is passive (or a past participle after its noun).
    pub passive: bool,
}

/// How far a subject is looked for through clauses above: deeper chains are odd texts.
const DEPTH: usize = 6;

/// The deep arguments of a token.
///
/// - a verb: subject, object, agent, also those shared with the clause above.
/// - a noun: possessor and by-phrase as subject; of-, on- and against-phrases as object; the subject of the verb that it is the object of
///   ("the army launched an offensive") is left to `roles`, which knows which verbs are light.
pub fn arguments(tree: &Tree, i: usize) -> Arguments {
    let mut found = if tree.is_verb(i) { verb(tree, i) } else { noun(tree, i) };
    found.subject = spread(tree, found.subject);
    found.object = spread(tree, found.object);
    found
}

fn spread(tree: &Tree, heads: Vec<usize>) -> Vec<usize> {
    if heads.len() < 2 && heads.iter().all(|&head| tree.child(head, &[Dep::Conj]).is_none()) {
        return heads;
    }
    let mut all = Vec::new();
    for head in heads {
        for conjunct in tree.conjuncts(head) {
            if !all.contains(&conjunct) {
                all.push(conjunct);
            }
        }
    }
    all
}

/// Whether a verb is passive by its own marks.
pub fn is_passive(tree: &Tree, verb: usize) -> bool {
    if tree.child(verb, &[Dep::Auxpass, Dep::Nsubjpass, Dep::Agent, Dep::Csubjpass]).is_some() {
        return true;
    }
    let participle = tree.tag(verb) == Tag::VBN || tree.tag(verb) == Tag::VBD;
    participle && tree.tag(verb) == Tag::VBN && tree.child(verb, &[Dep::Aux, Dep::Dobj, Dep::Nsubj]).is_none()
}

fn verb(tree: &Tree, verb: usize) -> Arguments {
    let passive = is_passive(tree, verb);
    let mut found = Arguments { passive, ..Arguments::default() };
    if passive {
        found.subject = agents(tree, verb);
        found.object.extend(surface_subject(tree, verb, DEPTH));
        found.object.extend(tree.child(verb, &[Dep::Dobj]));
    } else {
        found.subject.extend(surface_subject(tree, verb, DEPTH));
        found.object.extend(tree.children_by(verb, &[Dep::Dobj, Dep::Dative]).filter(|&object| tree.pos(object) != Pos::ADP));
    }
    found
}

/// The nouns of a passive's by-phrase.
fn agents(tree: &Tree, verb: usize) -> Vec<usize> {
    let by = tree.children_by(verb, &[Dep::Agent]).chain(tree.children_by(verb, &[Dep::Prep]).filter(|&child| tree.lower(child) == "by"));
    by.filter_map(|by| tree.child(by, &[Dep::Pobj])).collect()
}

/// The grammatical subject of a verb, its own or the one that it shares with the clause above.
fn surface_subject(tree: &Tree, verb: usize, depth: usize) -> Option<usize> {
    if let Some(own) = tree.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]) {
        let relative = matches!(tree.tag(own), Tag::WDT | Tag::WP) || (tree.tag(own) == Tag::IN && tree.lower(own) == "that");
        return if relative && tree.dep(verb) == Dep::Relcl { tree.head(verb) } else { Some(own) };
    }
    if depth == 0 {
        return None;
    }
    let head = tree.head(verb)?;
    match tree.dep(verb) {
        // "was captured and executed", "attacked the base and fled"
        Dep::Conj if tree.is_verb(head) => match (is_passive(tree, verb), is_passive(tree, head)) {
            (true, false) if tree.child(head, &[Dep::Dobj]).is_none() => surface_subject(tree, head, depth - 1),
            _ => surface_subject(tree, head, depth - 1),
        },
        // "ordered the troops to withdraw": the object controls; "tried to enter": the subject does.
        Dep::Xcomp | Dep::Ccomp if tree.is_verb(head) => tree.child(head, &[Dep::Dobj]).or_else(|| surface_subject(tree, head, depth - 1)),
        Dep::Advcl | Dep::Prep if tree.is_verb(head) => surface_subject(tree, head, depth - 1),
        // "by shelling the town", "after seizing it"
        Dep::Pcomp => {
            let above = tree.ancestors(verb).find(|&at| tree.is_verb(at) && at != verb)?;
            // "Accused the army of shelling the town", "kept the rebels from entering": the object does it.
            let controlled = matches!(tree.lower(head), "of" | "from") && tree.head(head) == Some(above);
            let object = || if is_passive(tree, above) { surface_subject(tree, above, depth - 1) } else { tree.child(above, &[Dep::Dobj]) };
            match controlled.then(object).flatten() {
                Some(object) => Some(object),
                None => surface_subject(tree, above, depth - 1),
            }
        }
        // "fighters shelling the town", "civilians killed in the raid"
        Dep::Acl | Dep::Relcl => match tree.tag(verb) {
            Tag::VB => tree.ancestors(verb).find(|&at| tree.is_verb(at)).and_then(|above| surface_subject(tree, above, depth - 1)),
            _ => Some(head),
        },
        Dep::Aux | Dep::Auxpass => surface_subject(tree, head, depth - 1),
        _ => None,
    }
}

fn noun(tree: &Tree, noun: usize) -> Arguments {
    let mut found = Arguments::default();
    found.subject.extend(tree.children_by(noun, &[Dep::Poss]));
    for (preposition, object) in tree.prepositions(noun) {
        match tree.lower(preposition) {
            "by" => found.subject.push(object),
            "of" | "on" | "against" | "upon" => found.object.push(object),
            _ => {}
        }
    }
    // "shelling of the town carried out by the army": the participle's agent.
    for clause in tree.children_by(noun, &[Dep::Acl]) {
        if tree.tag(clause) == Tag::VBN {
            found.subject.extend(agents(tree, clause));
        }
    }
    found
}
