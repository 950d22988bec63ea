//! What is told of each number: its measure, and the predicate that tells it.
//!
//! In:  the tree, the quantities, the sentence's triggers, the lexicon.
//! Out: one `Count` or none per quantity: "killed 14" killed by "killed"; "the toll rose to 14" killed by "toll"; "14 raids" strikes.
//!
//! Not here: words that only stand beside the number (`beside`), vehicles, buildings and places (`things`), which claim it belongs to
//! (`owner`).

use super::beside::{adjacent_hits, linear, share_in_lists};
use super::hits::{Hit, Hits, push};
use super::things::{Things, damaged};
use super::{Quantity, noun_lemma};
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, EntityKind, Group, Measure, Pos, Tag};
use std::borrow::Cow;

/// What is told of a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Count {
    pub measure: Measure,
    /// The token that tells it.
    pub predicate: usize,
    pub rule: &'static str,
    /// How closely it binds the number: the closest reading wins.
    pub rank: u8,
}

// How closely a reading binds a number to its predicate: the closest wins.
pub(super) const ITSELF: u8 = 6;
pub(super) const PARTICIPLE: u8 = 5;
pub(super) const DIRECT: u8 = 4;
pub(super) const MODIFIER: u8 = 3;
pub(super) const SHARED: u8 = 2;
pub(super) const LINEAR: u8 = 1;

/// What a sentence tells of its quantities, whatever its triggers.
pub(super) struct Base {
    /// By the tree.
    tree: Hits,
    /// By the words beside the numbers.
    beside: Hits,
    /// The verbs of damage with their objects.
    pub damaged: Vec<(usize, Vec<usize>)>,
}

impl Base {
    /// Reads a sentence once.
    pub(super) fn of(tree: &Tree, quantities: &[Quantity], lexicon: &Lexicon) -> Base {
        let (mut by_tree, mut beside) = (Vec::new(), Vec::new());
        for i in 0..tree.len() {
            verb_hits(tree, i, lexicon, &mut by_tree);
            state_hits(tree, i, lexicon, &mut by_tree);
            noun_hits(tree, i, lexicon, &mut by_tree);
        }
        quantities.iter().for_each(|quantity| adjacent_hits(tree, quantity, lexicon, &mut beside));
        Base { tree: Hits::new(by_tree), beside: Hits::new(beside), damaged: damaged(tree, lexicon) }
    }
}

/// What is told of each quantity, by its index.
pub(super) fn counts(
    tree: &Tree,
    quantities: &[Quantity],
    base: &Base,
    triggers: &[(usize, Act)],
    lexicon: &Lexicon,
) -> Vec<Option<Count>> {
    let mut acts = Vec::new();
    for (trigger, act) in triggers {
        act_hits(tree, *trigger, act, lexicon, &mut acts);
    }
    let (acts, things) = (Hits::new(acts), Things::new(tree, base, triggers, lexicon));
    let mut found: Vec<Option<Count>> = quantities
        .iter()
        .map(|quantity| {
            let told = base.tree.of(quantity.anchor).chain(acts.of(quantity.anchor)).chain(base.beside.of(quantity.anchor));
            let own = told.filter(|count| suits(tree, quantity, count, lexicon)).cloned().collect();
            best(tree, quantity, own, &things, lexicon)
        })
        .collect();
    share_in_lists(tree, quantities, &mut found);
    drop_second_objects(tree, quantities, &mut found);
    // Parts are told what their wholes are told, unless something closer is told of them.
    for (i, part) in quantities.iter().enumerate() {
        let Some(whole) = part.part_of.and_then(|whole| found[whole].clone()) else { continue };
        if part.counted.is_some_and(|noun| matches!(tree.lemma(noun), "family" | "household")) {
            continue;
        }
        if !part.explicit && (part.counted.is_none() || tree.pos(part.anchor) == Pos::PRON)
            || part.counted.is_none() && part.high == Some(1)
        {
            continue;
        }
        if found[i].as_ref().is_none_or(|own| own.predicate == whole.predicate || own.rank < DIRECT || own.measure == Measure::Strikes) {
            found[i] = Some(Count { rule: "figures.part", ..whole });
        }
    }
    found
}

/// "The raid killed 10 people the Tolvar Monitor said": a name without a comma, taken for a second object beside the number.
fn drop_second_objects(tree: &Tree, quantities: &[Quantity], found: &mut [Option<Count>]) {
    let name = |quantity: &Quantity| quantity.tokens.is_empty() && tree.pos(quantity.anchor) == Pos::PROPN;
    for i in (0..quantities.len()).filter(|&i| name(&quantities[i])) {
        let Some(own) = &found[i] else { continue };
        let first = tree.coordination_head(quantities[i].anchor);
        let rival = (0..quantities.len()).any(|other| {
            quantities[other].explicit
                && tree.coordination_head(quantities[other].anchor) != first
                && found[other].as_ref().is_some_and(|count| count.predicate == own.predicate)
        });
        if rival && quantities[i].part_of.is_none() {
            found[i] = None;
        }
    }
}

/// "Of the 16 members, three were killed": the whole of a share is told nothing itself.
fn is_whole_of_share(tree: &Tree, quantity: &Quantity) -> bool {
    let opener = (quantity.tokens.start.saturating_sub(2)..quantity.tokens.start).find(|&i| tree.lower(i) == "of");
    let opens = |of: usize| of == 0 || matches!(tree.word(of - 1), "," | ";" | ":" | "]");
    opener.is_some_and(opens) && quantity.explicit
}

/// The best reading of one quantity.
fn best(tree: &Tree, quantity: &Quantity, mut own: Vec<Count>, things: &Things, lexicon: &Lexicon) -> Option<Count> {
    if is_whole_of_share(tree, quantity) {
        return None;
    }
    // "Several bomb and rocket attacks": bombs are not what is counted.
    let plural = quantity.low <= Some(1) || quantity.counted.is_none_or(|noun| tree.tag(noun) != Tag::NN);
    if let Some(measure) = quantity.measure.filter(|_| quantity.explicit && plural) {
        let predicate = quantity.anchor;
        let rank = if measure == Measure::Strikes { DIRECT } else { ITSELF };
        own.push(Count { measure, predicate, rule: "figures.counted", rank });
    }
    let joint = |measure| own.iter().filter(|count| count.measure == measure).max_by_key(|count| count.rank);
    if let (Some(killed), Some(injured)) = (joint(Measure::Killed), joint(Measure::Injured)) {
        let (a, b) = (killed.predicate.min(injured.predicate), killed.predicate.max(injured.predicate));
        let joined = tree.coordination_head(a) == tree.coordination_head(b) && b - a <= 3;
        if quantity.explicit && joined {
            return Some(Count { measure: Measure::Casualties, rule: "figures.joint", ..killed.clone() });
        }
    }
    own.extend(things.of(quantity));
    if own.is_empty() && quantity.part_of.is_none() {
        own.extend(linear(tree, quantity, lexicon).filter(|count| suits(tree, quantity, count, lexicon)));
    }
    own.into_iter().max_by_key(|count| (count.rank, std::cmp::Reverse(count.predicate.abs_diff(quantity.anchor))))
}

/// Whether a quantity can be counted so: only persons are killed, captured or displaced.
fn suits(tree: &Tree, quantity: &Quantity, count: &Count, lexicon: &Lexicon) -> bool {
    if quantity.anchor == count.predicate && count.rank == ITSELF {
        return true;
    }
    let Some(noun) = quantity.counted else { return quantity.explicit || count.rank >= MODIFIER };
    if matches!(quantity.measure, Some(Measure::Strikes | Measure::AreaKm2)) {
        return false;
    }
    let lemma = noun_lemma(tree, noun, lexicon);
    let of = |kinds: &[&str]| lexicon.kinds.is_any(&lemma, kinds);
    let person = of(&[
        "person",
        "combatant",
        "civilian",
        "child",
        "woman",
        "journalist",
        "aid_worker",
        "health_worker",
        "official",
        "commander",
        "leader",
        "job",
    ]);
    let thing = of(&[
        "vehicle",
        "aircraft",
        "drone",
        "ship",
        "weapon",
        "building",
        "infrastructure",
        "locality",
        "position",
        "goods",
        "animal",
        "area",
        "road",
        "document",
        "market",
        "ammunition",
        "explosive",
    ]);
    let named = tree.entity(noun).is_some_and(|entity| entity.kind == EntityKind::Person);
    let moved = matches!(count.measure, Measure::Displaced | Measure::Returned | Measure::Besieged);
    if moved && (!quantity.explicit || matches!(quantity.group, Some(Group::Combatants | Group::Party(_)))) {
        return false;
    }
    // Families are not persons.
    if !moved && matches!(tree.lemma(noun), "family" | "household") {
        return false;
    }
    // A name that the parser takes for no person: the verb decides.
    if !quantity.explicit && tree.pos(noun) == Pos::PROPN && !named && !person {
        let of_persons = matches!(count.measure, Measure::Killed | Measure::Arrested | Measure::Abducted);
        return of_persons && count.rank == DIRECT && tree.lemma(count.predicate) != "hurt";
    }
    match count.measure {
        Measure::Captured | Measure::Besieged | Measure::Transferred | Measure::Returned => {
            person
                || named
                || !thing && (!quantity.tokens.is_empty() || tree.tag(noun) == Tag::NN)
                || of(&["armed_unit"]) && quantity.explicit
        }
        _ => person || !thing,
    }
}

/// The lemma of a verb with its particle: "round up".
pub(super) fn verb_lemma<'a>(tree: &Tree<'a>, verb: usize) -> Cow<'a, str> {
    match tree.child(verb, &[Dep::Prt]) {
        Some(particle) => Cow::Owned(format!("{} {}", tree.lemma(verb), tree.lower(particle))),
        None => Cow::Borrowed(tree.lemma(verb)),
    }
}

/// "Killed 14", "14 were killed", "14 people killed in", "killing 14", "14 died", "lost 14 soldiers".
fn verb_hits(tree: &Tree, verb: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let participle = matches!(tree.tag(verb), Tag::VBN | Tag::VBD);
    if !tree.is_verb(verb) && !participle {
        return;
    }
    let lemma = verb_lemma(tree, verb);
    let measures = &lexicon.measures;
    let look = |slot| measures.of(slot, &lemma).or_else(|| measures.of(slot, tree.lemma(verb)));
    let rank = |i: usize| if tree.dep(i) == Dep::Conj { SHARED } else { DIRECT };
    if let Some(measure) = look(Slot::Object) {
        let mut found = arguments(tree, verb);
        // "Killed and wounded 60": the first verb shares the object of the second.
        if found.object.is_empty() && !found.passive {
            let next = tree.children_by(verb, &[Dep::Conj]).find(|&next| tree.is_verb(next) && next - verb <= 3);
            found.object = next
                .map(|next| tree.children_by(next, &[Dep::Dobj]).flat_map(|object| tree.conjuncts(object)).collect())
                .unwrap_or_default();
        }
        for &object in &found.object {
            push(hits, object, measure, verb, rank(object), "figures.patient");
            for (preposition, with) in tree.prepositions(object) {
                if matches!(tree.lower(preposition), "with" | "alongside" | "besides") && together(tree, preposition) {
                    push(hits, with, measure, verb, SHARED, "figures.patient");
                }
            }
        }
        for (preposition, with) in tree.prepositions(verb) {
            if matches!(tree.lower(preposition), "with" | "alongside") && together(tree, preposition) {
                push(hits, with, measure, verb, SHARED, "figures.patient");
            }
        }
        // A dateline before the subject ("Kessa: a girl was killed") makes two subjects; the number knows which.
        for subject in tree
            .children_by(verb, &[Dep::Nsubjpass])
            .flat_map(|subject| tree.conjuncts(subject))
            .filter(|subject| !found.object.contains(subject))
        {
            push(hits, subject, measure, verb, SHARED, "figures.patient");
        }
        // "Three soldiers killed in Kessa": a headline's passive.
        if participle && found.object.is_empty() && tree.child(verb, &[Dep::Aux, Dep::Auxpass]).is_none() {
            for subject in arguments(tree, verb).subject {
                push(hits, subject, measure, verb, rank(subject), "figures.patient");
            }
        }
        if let Some(noun) = tree.head(verb).filter(|_| tree.tag(verb) == Tag::VBN) {
            match tree.dep(verb) {
                Dep::Amod => {
                    tree.conjuncts(noun).into_iter().for_each(|noun| push(hits, noun, measure, verb, MODIFIER, "figures.modifier"))
                }
                Dep::Acl | Dep::Relcl => push(hits, noun, measure, verb, PARTICIPLE, "figures.participle"),
                _ => {}
            }
        }
        // "30 wounded": the number modifies the participle.
        push(hits, verb, measure, verb, ITSELF, "figures.state");
    }
    if let Some(measure) = look(Slot::Subject).filter(|_| !is_passive(tree, verb)) {
        for subject in arguments(tree, verb).subject {
            push(hits, subject, measure, verb, rank(subject), "figures.patient");
        }
    }
    let objects = || tree.children_by(verb, &[Dep::Dobj]).flat_map(|object| tree.conjuncts(object));
    if measures.has(Slot::Suffers, &lemma) || look(Slot::Lost).is_some() {
        let harm = objects().find_map(|object| match measures.of(Slot::Counted, tree.lemma(object)) {
            Some(harm @ (Measure::Injured | Measure::Killed)) if tree.child(object, &[Dep::Nummod]).is_none() => Some(harm),
            _ => None,
        });
        if let Some(measure) = harm {
            arguments(tree, verb)
                .subject
                .into_iter()
                .for_each(|subject| push(hits, subject, measure, verb, rank(subject), "figures.suffer"));
        }
    }
    if let Some(measure) = look(Slot::Takes) {
        objects()
            .filter(|&object| tree.lemma(object) == "life")
            .for_each(|object| push(hits, object, measure, verb, ITSELF, "figures.lives"));
    }
    if let Some(measure) = look(Slot::Lost) {
        for object in arguments(tree, verb).object.into_iter().filter(|&object| is_fighter(tree, object, lexicon)) {
            push(hits, object, measure, verb, DIRECT, "figures.lost");
        }
    }
}

/// "Along with", "together with", or a bare "with" straight after a comma-less victim is left to the words before it.
fn together(tree: &Tree, preposition: usize) -> bool {
    tree.lower(preposition) != "with" || (preposition > 0 && matches!(tree.lower(preposition - 1), "along" | "together"))
}

fn is_fighter(tree: &Tree, noun: usize, lexicon: &Lexicon) -> bool {
    lexicon.kinds.is_any(&noun_lemma(tree, noun, lexicon), &["combatant", "civilian", "person", "commander", "official"])
}

/// "14 dead", "left 14 dead", "14 are missing", "found dead".
fn state_hits(tree: &Tree, state: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let Some(measure) = lexicon.measures.of(Slot::State, tree.lower(state)) else { return };
    push(hits, state, measure, state, ITSELF, "figures.state");
    if tree.tag(state) == Tag::VBD || tree.child(state, &[Dep::Dobj]).is_some() {
        return;
    }
    let subjects: Vec<usize> = tree.children_by(state, &[Dep::Nsubj, Dep::Nsubjpass]).flat_map(|subject| tree.conjuncts(subject)).collect();
    subjects.iter().for_each(|&subject| push(hits, subject, measure, state, DIRECT, "figures.state"));
    if !subjects.is_empty() {
        return;
    }
    let first = tree.coordination_head(state);
    // "There were 20 women among the dead."
    if let Some(among) = tree.head(state).filter(|&among| tree.dep(state) == Dep::Pobj && matches!(tree.lower(among), "among" | "amongst"))
    {
        let Some(head) = tree.head(among) else { return };
        let bearers = if tree.is_verb(head) { tree.children_by(head, &[Dep::Nsubj, Dep::Attr]).collect() } else { vec![head] };
        bearers.into_iter().for_each(|bearer| push(hits, bearer, measure, state, DIRECT, "figures.among"));
        return;
    }
    let first = if tree.is_verb(first) && first != state && !tree.is_verb(state) { state } else { first };
    let Some(head) = tree.head(first) else { return };
    if !tree.is_verb(head) {
        if matches!(tree.dep(first), Dep::Amod | Dep::Acl | Dep::Relcl | Dep::Appos) {
            push(hits, head, measure, state, MODIFIER, "figures.modifier");
        }
        return;
    }
    let found = arguments(tree, head);
    let leaves = lexicon.measures.has(Slot::Leaves, tree.lemma(head));
    let complement = matches!(tree.dep(first), Dep::Acomp | Dep::Oprd | Dep::Attr | Dep::Advmod | Dep::Xcomp);
    let loose = matches!(tree.dep(first), Dep::Ccomp | Dep::Advcl | Dep::Dep | Dep::Conj | Dep::Dobj | Dep::Amod | Dep::Acl);
    if leaves && (complement || loose) && !found.object.is_empty() {
        found.object.into_iter().for_each(|bearer| push(hits, bearer, measure, state, DIRECT, "figures.state"));
    } else if complement && (leaves || tree.dep(first) != Dep::Xcomp) {
        found.subject.into_iter().for_each(|bearer| push(hits, bearer, measure, state, DIRECT, "figures.state"));
    }
}

/// "The death of 14", "a toll of 14", "the toll rose to 14".
fn noun_hits(tree: &Tree, noun: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    if !tree.is_noun(noun) {
        return;
    }
    let measures = &lexicon.measures;
    // "The judge's murder"; "the rebels' murder of a judge" has its victim behind it.
    if let Some(measure) = measures.of(Slot::Owned, tree.lemma(noun))
        && tree.prepositions(noun).iter().all(|&(preposition, _)| tree.lower(preposition) != "of")
    {
        tree.children_by(noun, &[Dep::Poss]).for_each(|owner| push(hits, owner, measure, noun, DIRECT, "figures.of"));
    }
    if let Some(measure) = measures.of(Slot::Of, tree.lemma(noun)) {
        // "The murder of a judge and of two clerks."
        let seconds = tree.children_by(noun, &[Dep::Prep]).flat_map(|first| tree.children_by(first, &[Dep::Conj]).collect::<Vec<_>>());
        let seconds = seconds.filter_map(|second| tree.child(second, &[Dep::Pobj]).map(|object| (second, object))).collect::<Vec<_>>();
        for (preposition, object) in tree.prepositions(noun).into_iter().chain(seconds) {
            if matches!(tree.lower(preposition), "of" | "to" | "among" | "for") {
                for object in tree.conjuncts(object) {
                    push(hits, object, measure, noun, DIRECT, "figures.of");
                }
            }
        }
    }
    if !measures.has(Slot::Toll, tree.lemma(noun)) {
        return;
    }
    let Some(measure) = toll_measure(tree, noun, lexicon) else { return };
    let mut tell = |object: usize| push(hits, object, measure, noun, DIRECT, "figures.toll");
    // "From 20 to 44": the parser may hang the second number on "from".
    let value = |&(preposition, object): &(usize, usize)| {
        matches!(tree.lower(preposition), "to" | "at" | "of" | "past" | "above" | "over" | "beyond" | "near")
            || object > 0 && tree.lower(preposition) == "from" && tree.lower(object - 1) == "to"
    };
    tree.prepositions(noun).into_iter().filter(value).for_each(|(_, object)| tell(object));
    tree.children_by(noun, &[Dep::Nummod, Dep::Appos]).for_each(&mut tell);
    let Some(verb) = tree.head(noun).filter(|&head| tree.is_verb(head)) else {
        // "Death toll in Kessa at least 112": a headline without a verb.
        let until = (noun + 1..tree.len()).take_while(|&token| !tree.is_verb(token) && !matches!(tree.lower(token), ":" | ";"));
        until.filter(|&token| tree.tag(token) == Tag::CD && tree.dep(token) != Dep::Nummod).for_each(tell);
        return;
    };
    if matches!(tree.dep(noun), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj) {
        tree.prepositions(verb).into_iter().filter(value).for_each(|(_, object)| tell(object));
        tree.children_by(verb, &[Dep::Dobj, Dep::Attr, Dep::Npadvmod, Dep::Acomp, Dep::Oprd]).filter(|&child| child != noun).for_each(tell);
    }
}

/// What a toll is a toll of: by its own noun, or by a word inside its phrase ("the number of people killed").
fn toll_measure(tree: &Tree, noun: usize, lexicon: &Lexicon) -> Option<Measure> {
    let measures = &lexicon.measures;
    let inside = tree.subtree(noun).filter(|&i| i != noun).find_map(|i| {
        let (lemma, lower) = (tree.lemma(i), tree.lower(i));
        let counted = measures.of(Slot::Counted, lemma).filter(|measure| *measure != Measure::Strikes);
        measures.of(Slot::State, lower).or(measures.of(Slot::Of, lemma)).or(measures.of(Slot::Object, lemma)).or(counted)
    });
    let own = measures.of(Slot::Counted, tree.lemma(noun));
    own.or(inside).or_else(|| matches!(tree.lemma(noun), "toll" | "victim").then_some(Measure::Killed))
}

/// "Arrested 14", "the surrender of 14": those on whom a trigger's act falls.
fn act_hits(tree: &Tree, trigger: usize, act: &Act, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let Some(measure) = lexicon.measures.of(Slot::Act, act.as_str()).filter(|_| act.as_str() != "aid_humanitarian") else { return };
    let found = arguments(tree, trigger);
    let moves_itself = matches!(measure, Measure::Displaced | Measure::Surrendered | Measure::Returned);
    let persons = found.object.iter().any(|&object| is_fighter(tree, object, lexicon));
    let subjects = if moves_itself && !found.passive && !persons { found.subject } else { Vec::new() };
    let objects = found.object.iter().copied();
    for token in objects.chain(subjects) {
        push(hits, token, measure, trigger, if tree.dep(token) == Dep::Conj { SHARED } else { MODIFIER }, "figures.act");
    }
    if let Some(noun) = tree.head(trigger).filter(|_| tree.tag(trigger) == Tag::VBN && matches!(tree.dep(trigger), Dep::Acl | Dep::Relcl)) {
        push(hits, noun, measure, trigger, MODIFIER, "figures.act");
    }
}
