//! What is told of each number: its measure, and the predicate that tells it.
//!
//! In:  the tree, the quantities, the sentence's triggers, the lexicon.
//! Out: one `Count` or none per quantity: "killed 14" killed by "killed"; "the toll rose to 14" killed by "toll"; "14 raids" strikes.
//!
//! Not here: which claim it belongs to (`owner`).

use super::{Quantity, noun_lemma};
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Dep, EntityKind, Group, Measure, Pos, Tag};

/// What is told of a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Count {
    pub measure: Measure,
    /// The token that tells it.
    pub predicate: usize,
    pub rule: &'static str,
    rank: u8,
}

/// A phrase of which a predicate tells a measure.
struct Hit {
    anchor: usize,
    count: Count,
}

// How closely a reading binds a number to its predicate: the closest wins.
const ITSELF: u8 = 6;
const PARTICIPLE: u8 = 5;
const DIRECT: u8 = 4;
const MODIFIER: u8 = 3;
const SHARED: u8 = 2;
const LINEAR: u8 = 1;

/// What is told of each quantity, by its index.
pub(super) fn counts(tree: &Tree, quantities: &[Quantity], triggers: &[(usize, Act)], lexicon: &Lexicon) -> Vec<Option<Count>> {
    let mut hits = Vec::new();
    for i in 0..tree.len() {
        verb_hits(tree, i, lexicon, &mut hits);
        state_hits(tree, i, lexicon, &mut hits);
        noun_hits(tree, i, lexicon, &mut hits);
    }
    for (trigger, act) in triggers {
        act_hits(tree, *trigger, act, lexicon, &mut hits);
    }
    for quantity in quantities {
        adjacent_hits(tree, quantity, lexicon, &mut hits);
    }
    let mut found: Vec<Option<Count>> = quantities.iter().map(|quantity| best(tree, quantity, &hits, triggers, lexicon)).collect();
    share_in_lists(tree, quantities, &mut found);
    // Parts are told what their wholes are told, unless something closer is told of them.
    for i in 0..quantities.len() {
        let Some(whole) = quantities[i].part_of.and_then(|whole| found[whole].clone()) else { continue };
        let part = &quantities[i];
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

/// The best reading of one quantity.
fn best(tree: &Tree, quantity: &Quantity, hits: &[Hit], triggers: &[(usize, Act)], lexicon: &Lexicon) -> Option<Count> {
    let mut own: Vec<Count> = hits
        .iter()
        .filter(|hit| hit.anchor == quantity.anchor && suits(tree, quantity, &hit.count, lexicon))
        .map(|hit| hit.count.clone())
        .collect();
    if let Some(measure) = quantity.measure.filter(|_| quantity.explicit) {
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
    own.extend(things(tree, quantity, triggers, lexicon));
    if own.is_empty() && quantity.part_of.is_none() {
        own.extend(linear(tree, quantity, lexicon).filter(|count| suits(tree, quantity, count, lexicon)));
    }
    own.into_iter().max_by_key(|count| (count.rank, std::cmp::Reverse(count.predicate.abs_diff(quantity.anchor))))
}

/// "Three killed in Kessa", "leaves another wounded": a word of harm straight after the number, however the tree joins them.
fn adjacent_hits(tree: &Tree, quantity: &Quantity, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    let mut at =
        quantity.counted.filter(|&noun| noun >= quantity.tokens.end).map_or(quantity.tokens.end.max(quantity.anchor + 1), |noun| noun + 1);
    if at + 1 < tree.len() && tree.lower(at) == "of" && matches!(tree.lower(at + 1), "those" | "them" | "the") {
        at += 2;
    }
    while at < tree.len() && (tree.pos(at) == Pos::ADV || matches!(tree.lower(at), "more" | "others" | "other" | "people")) {
        at += 1;
    }
    if at >= tree.len()
        || !matches!(tree.tag(at), Tag::VBN | Tag::VBD | Tag::JJ | Tag::NN | Tag::NNP)
        || tree.child(at, &[Dep::Dobj, Dep::Aux]).is_some()
    {
        return;
    }
    // "A sniper wounded the two": an active verb, whose object the tree may have lost.
    let object = at + 1 < tree.len()
        && (matches!(tree.pos(at + 1), Pos::DET | Pos::NUM | Pos::PRON)
            || matches!(tree.tag(at + 1), Tag::NNS | Tag::NNPS)
            || matches!(tree.lower(at + 1), "some" | "several"))
        || at + 2 < tree.len() && matches!((tree.lower(at + 1), tree.lower(at + 2)), ("at", "least") | ("more", "than") | ("up", "to"));
    let next_harm = at + 2 < tree.len() && tree.pos(at + 1) == Pos::NUM && is_harm(tree, at + 2, lexicon);
    let bare = quantity.counted.is_none() && quantity.explicit;
    if object && tree.tag(at) != Tag::JJ && !next_harm && !bare {
        return;
    }
    let verb = matches!(tree.tag(at), Tag::VBN | Tag::VBD).then(|| lexicon.measures.of(Slot::Object, tree.lemma(at))).flatten();
    if let Some(measure) = verb.or_else(|| lexicon.measures.of(Slot::State, tree.lower(at))) {
        push(hits, quantity.anchor, measure, at, PARTICIPLE, "figures.participle");
    }
}

/// Whether a token is a participle or a state of harm.
fn is_harm(tree: &Tree, i: usize, lexicon: &Lexicon) -> bool {
    let participle = matches!(tree.tag(i), Tag::VBN | Tag::VBD) && lexicon.measures.of(Slot::Object, tree.lemma(i)).is_some();
    participle || lexicon.measures.of(Slot::State, tree.lower(i)).is_some()
}

/// What the words beside a number say where the tree says nothing: "wounding at least 75 people", "14 people in Kessa, among them a
/// child, were killed".
fn linear(tree: &Tree, quantity: &Quantity, lexicon: &Lexicon) -> Option<Count> {
    if !quantity.explicit || quantity.measure.is_some() {
        return None;
    }
    let found = |measure, predicate| Some(Count { measure, predicate, rule: "figures.linear", rank: LINEAR });
    let before = quantity.tokens.start.checked_sub(1)?;
    let active = matches!(tree.tag(before), Tag::VBG | Tag::VB | Tag::VBZ | Tag::VBP | Tag::VBD) && tree.is_verb(before);
    if let Some(measure) = lexicon.measures.of(Slot::Object, tree.lemma(before)).filter(|_| active) {
        return found(measure, before);
    }
    let end = quantity.counted.filter(|&noun| noun >= quantity.tokens.end).map_or(quantity.tokens.end, |noun| noun + 1);
    // "Thousands of people remain besieged."
    let state = (end + 1..tree.len().min(end + 4)).find(|&i| lexicon.measures.has(Slot::State, tree.lower(i)));
    let copula = |i: usize| matches!(tree.lemma(i), "be" | "remain" | "go" | "lie" | "stay") || tree.pos(i) == Pos::ADV;
    if let Some(state) = state.filter(|&state| (end..state).all(copula))
        && let Some(measure) = lexicon.measures.of(Slot::State, tree.lower(state))
    {
        return found(measure, state);
    }
    let verb = (end..tree.len().min(end + 14)).find(|&i| tree.is_verb(i) && !matches!(tree.lemma(i), "be" | "have" | "include"))?;
    let passive = tree.child(verb, &[Dep::Auxpass]).is_some() || tree.tag(verb) == Tag::VBN && tree.child(verb, &[Dep::Agent]).is_some();
    let crossed = (end..verb).any(|i| matches!(tree.lower(i), ";" | ":" | "who" | "that" | "which" | "and" | "while" | "after" | "when"));
    let measure = lexicon.measures.of(Slot::Object, tree.lemma(verb)).filter(|_| passive && !crossed && quantity.counted.is_some())?;
    found(measure, verb)
}

/// "Two soldiers, one rebel killed": a list before a participle that the tree gives to the last number only.
fn share_in_lists(tree: &Tree, quantities: &[Quantity], found: &mut [Option<Count>]) {
    for i in (1..quantities.len()).rev() {
        let (before, after) = (&quantities[i - 1], &quantities[i]);
        let end = before.counted.filter(|&noun| noun >= before.tokens.end).map_or(before.tokens.end, |noun| noun + 1);
        let start = if after.tokens.is_empty() { after.anchor } else { after.tokens.start };
        let touching =
            before.explicit && end <= start && (end..start).all(|token| matches!(tree.lower(token), "," | "and" | "a" | "an" | "plus"));
        if let Some(count) = found[i].clone().filter(|count| touching && count.rank == PARTICIPLE && count.predicate > after.anchor) {
            found[i - 1].get_or_insert(count);
        }
    }
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
    let of = |kinds: &[&str]| kinds.iter().any(|kind| lexicon.kinds.is(&noun_lemma(tree, noun, lexicon), kind));
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
            person || named || !thing && (quantity.explicit || tree.tag(noun) == Tag::NN) || of(&["armed_unit"]) && quantity.explicit
        }
        _ => person || !thing,
    }
}

fn push(hits: &mut Vec<Hit>, anchor: usize, measure: Measure, predicate: usize, rank: u8, rule: &'static str) {
    hits.push(Hit { anchor, count: Count { measure, predicate, rule, rank } });
}

/// The lemma of a verb with its particle: "round up".
fn verb_lemma(tree: &Tree, verb: usize) -> String {
    match tree.child(verb, &[Dep::Prt]) {
        Some(particle) => format!("{} {}", tree.lemma(verb), tree.lower(particle)),
        None => tree.lemma(verb).to_string(),
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
    ["combatant", "civilian", "person", "commander", "official"].iter().any(|kind| lexicon.kinds.is(&noun_lemma(tree, noun, lexicon), kind))
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
    } else if complement && tree.dep(first) != Dep::Xcomp || leaves && complement {
        found.subject.into_iter().for_each(|bearer| push(hits, bearer, measure, state, DIRECT, "figures.state"));
    }
}

/// "The death of 14", "a toll of 14", "the toll rose to 14".
fn noun_hits(tree: &Tree, noun: usize, lexicon: &Lexicon, hits: &mut Vec<Hit>) {
    if !tree.is_noun(noun) {
        return;
    }
    let measures = &lexicon.measures;
    if let Some(measure) = measures.of(Slot::Of, tree.lemma(noun)) {
        if measures.of(Slot::Counted, tree.lemma(noun)) == Some(Measure::Killed) || matches!(measure, Measure::Arrested | Measure::Abducted)
        {
            tree.children_by(noun, &[Dep::Poss]).for_each(|owner| push(hits, owner, measure, noun, DIRECT, "figures.of"));
        }
        for (preposition, object) in tree.prepositions(noun) {
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

/// Vehicles, aircraft, buildings, localities, positions and areas: counted where they stand in a trigger's own slots.
fn things(tree: &Tree, quantity: &Quantity, triggers: &[(usize, Act)], lexicon: &Lexicon) -> Option<Count> {
    let noun = quantity.counted?;
    let person = ["combatant", "person", "civilian"].iter().any(|kind| lexicon.kinds.is(&noun_lemma(tree, noun, lexicon), kind));
    let singular = tree.tag(noun) == Tag::NN && quantity.low > Some(1) && !matches!(tree.lemma(noun), "aircraft" | "km" | "km2");
    if quantity.measure != Some(Measure::AreaKm2) && (person || singular) {
        return None;
    }
    let kinds = [
        ("vehicle", Measure::Vehicles),
        ("aircraft", Measure::Aircraft),
        ("drone", Measure::Aircraft),
        ("position", Measure::Positions),
        ("building", Measure::Buildings),
        ("locality", Measure::Localities),
    ];
    let is = |kind: &str| lexicon.kinds.is(&noun_lemma(tree, noun, lexicon), kind);
    let by_kind = kinds.iter().find(|(kind, _)| is(kind)).map(|&(_, measure)| measure);
    let measure = if quantity.measure == Some(Measure::AreaKm2) { Measure::AreaKm2 } else { by_kind? };
    let of = |verb: usize| {
        let found = arguments(tree, verb);
        let slots = found.object.contains(&quantity.anchor) || found.subject.contains(&quantity.anchor);
        let above = tree.prepositions(verb).iter().any(|&(preposition, object)| {
            tree.conjuncts(object).contains(&quantity.anchor) && matches!(tree.lower(preposition), "of" | "on" | "against" | "to" | "at")
        });
        let beside = tree.head(verb).filter(|_| tree.dep(verb) == Dep::Dobj).is_some_and(|head| {
            tree.prepositions(head)
                .iter()
                .any(|&(preposition, object)| tree.lower(preposition) == "on" && tree.conjuncts(object).contains(&quantity.anchor))
        });
        slots || above || beside || tree.head(quantity.anchor) == Some(verb)
    };
    let holds = |act: &Act| lexicon.measures.has(Slot::Things, act.as_str());
    let own = triggers.iter().find(|(trigger, act)| holds(act) && of(*trigger)).map(|(trigger, _)| *trigger);
    let damages =
        |verb: usize| lexicon.measures.has(Slot::Damages, &verb_lemma(tree, verb)) || lexicon.measures.has(Slot::Damages, tree.lemma(verb));
    let damaged = || (0..tree.len()).find(|&verb| damages(verb) && arguments(tree, verb).object.contains(&quantity.anchor));
    // One thing counts where it is destroyed, and nowhere else.
    if !quantity.explicit {
        let (trigger, _) = triggers.iter().find(|(trigger, act)| {
            lexicon.measures.has(Slot::Destroys, act.as_str()) && arguments(tree, *trigger).object.contains(&quantity.anchor)
        })?;
        return Some(Count { measure, predicate: *trigger, rule: "figures.things", rank: DIRECT });
    }
    let predicate = own.or_else(damaged)?;
    Some(Count { measure, predicate, rule: "figures.things", rank: DIRECT })
}
