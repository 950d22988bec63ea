//! Which phrase fills which role: who acts, on whom, where.
//!
//! In:  a tree, a trigger with its act, the linear student for roles.
//! Out: for each noun phrase of the sentence its role and probability.
//!
//! The student reads the path between trigger and phrase, the deep arguments, the act, and kinds of nouns.
//! Not here: what the phrase refers to (`resolve`), pronouns (`coref`), values carried over from other sentences (`carry`).

use crate::Tree;
use crate::arguments::{Arguments, arguments};
use crate::linear::{Feature, Linear, feature, softmax};
use crate::slots::NounKinds;
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, EntityKind, Pos, Tag};
use std::ops::Range;

/// The part of a phrase in an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It has none.
    None,
    /// It acts.
    Actor,
    /// It is acted on.
    Recipient,
    /// It happens there.
    Place,
}

impl Role {
    /// Every role, in the order of the student's classes.
    pub const ALL: [Role; 4] = [Role::None, Role::Actor, Role::Recipient, Role::Place];

    /// Its name as a class of the student.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::None => "none",
            Role::Actor => "actor",
            Role::Recipient => "recipient",
            Role::Place => "place",
        }
    }
}

/// A phrase with its role.
#[derive(Debug, Clone, Copy)]
pub struct Filled {
    /// The head of the phrase.
    pub head: usize,
    /// Its most likely role.
    pub role: Role,
    /// How likely, 0 to 1.
    pub score: f32,
    /// What filled it.
    pub rule: &'static str,
    /// Whether it is likelier than no role. A pronoun in the place of a subject or an object is kept though it is not, for `coref` to name.
    pub likely: bool,
}

/// How many tokens from its trigger a phrase, or another trigger that matters to it, may stand. Chosen: farther ones filled no role in
/// silver; the limit keeps the time linear in odd texts.
const REACH: usize = 80;

/// The heads of the phrases that could take part in the trigger's act: nouns, names, pronouns, adjectives of nations before a noun.
pub fn candidates<'t>(tree: &'t Tree, trigger: usize) -> impl Iterator<Item = usize> + 't {
    let near = trigger.saturating_sub(REACH)..(trigger + REACH + 1).min(tree.len());
    near.filter(move |&i| i != trigger && is_candidate(tree, i))
}

/// Whether a token heads such a phrase, whatever the trigger.
pub fn is_candidate(tree: &Tree, i: usize) -> bool {
    let dep = tree.dep(i);
    match tree.pos(i) {
        Pos::NOUN | Pos::PROPN => {
            let inside = matches!(dep, Dep::Compound | Dep::Amod | Dep::Nmod | Dep::Npadvmod | Dep::Nummod);
            let named = tree.entity(i).is_some_and(|entity| is_party(entity.kind) && entity.tokens.end == i + 1);
            !inside || (named && tree.tag(i) != Tag::NN)
        }
        Pos::PRON => !matches!(tree.tag(i), Tag::WDT | Tag::WP | Tag::EX | Tag::WRB) && !matches!(dep, Dep::Expl | Dep::Mark | Dep::Det),
        Pos::ADJ => {
            matches!(dep, Dep::Amod | Dep::Compound) && tree.word(i).chars().next().is_some_and(char::is_uppercase)
                || tree.tag(i) != Tag::JJ && matches!(dep, Dep::Nsubj | Dep::Dobj | Dep::Pobj | Dep::Nsubjpass)
                || matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj)
        }
        Pos::NUM | Pos::DET => matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Pobj),
        _ => false,
    }
}

fn is_party(kind: EntityKind) -> bool {
    matches!(kind, EntityKind::Gpe | EntityKind::Norp | EntityKind::Org | EntityKind::Person | EntityKind::Loc | EntityKind::Fac)
}

/// The words of a mention: its phrase up to the first preposition other than "of", without titles of brackets.
pub fn mention_range(tree: &Tree, head: usize) -> Range<usize> {
    let whole = tree.phrase(head);
    let mut end = whole.end;
    for &child in tree.children(head) {
        if child > head
            && matches!(tree.dep(child), Dep::Prep | Dep::Agent | Dep::Npadvmod | Dep::Advmod | Dep::Relcl | Dep::Dep)
            && tree.lower(child) != "of"
        {
            end = end.min(child);
        }
    }
    // A phrase inside another name keeps its own words only: "Israeli" of "Israeli strikes".
    if matches!(tree.dep(head), Dep::Amod | Dep::Compound) {
        let start = tree.entity(head).map_or(head, |entity| entity.tokens.start.min(head)).max(whole.start);
        return start..head + 1;
    }
    let mut start = whole.start;
    while start < head
        && matches!(tree.dep(start), Dep::Nummod | Dep::Advmod | Dep::Quantmod | Dep::Predet | Dep::Prep)
        && tree.pos(start) != Pos::PROPN
    {
        start += 1;
    }
    // "more than 60 soldiers", "between 25 and 30 men": the number is a figure, not a part of the name.
    for number in tree.children_by(head, &[Dep::Nummod]).filter(|&number| number < head) {
        start = start.max(tree.subtree(number).end.min(head));
    }
    // "26-year-old Anna Tolvar", "[reporter] Anna Tolvar": an age or a label before a name; "the Workers' Movement (WM) fighters" has neither.
    let bracket = |i: usize| matches!(tree.word(i), "[" | "(");
    let opened = bracket(start) || start > 0 && bracket(start - 1);
    let label = |i: usize| matches!(tree.word(i), "]" | ")") && opened;
    start = (start..head).rev().find(|&i| label(i) || tree.lower(i) == "old").map_or(start, |i| i + 1);
    // "The Workers' Movement (WM": an acronym in brackets is no part of the words. "The militia of shelling": what it is accused of.
    // "Dozens of men being held": the men.
    let charge = |i: usize| {
        let verb = tree.child(i, &[Dep::Pcomp]).filter(|_| tree.lower(i) == "of" && tree.head(i) == Some(head))?;
        let own = tree.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]).map(|own| tree.subtree(own).end);
        Some(own.unwrap_or(i))
    };
    if let Some(cut) = (head + 1..end).find_map(|i| charge(i).or_else(|| bracket(i).then_some(i))) {
        end = end.min(cut);
    }
    while end > head + 1 && (tree.token(end - 1).is_space() || tree.pos(end - 1) == Pos::PUNCT || tree.tag(end - 1) == Tag::POS) {
        end -= 1;
    }
    // "Hayat Tahrir al-Sham": the parser may take both sides of a hyphen within a word for nouns of their own.
    let glued = |i: usize| {
        tree.word(i) == "-" && i > 0 && i + 1 < tree.len() && {
            let (left, hyphen, right) = (tree.token(i - 1).span, tree.token(i).span, tree.token(i + 1).span);
            left.end() == hyphen.start() && hyphen.end() == right.start() && tree.is_noun(i - 1) && tree.is_noun(i + 1)
        }
    };
    while end < tree.len() && glued(end) {
        end += 2;
    }
    while start >= 2 && glued(start - 1) {
        start -= 2;
    }
    // A date line before the first word: "KESSA (Valley Wire) - Rebels".
    let dash =
        |i: usize| matches!(tree.word(i), "-" | "–" | "—" | "--") && i > 0 && tree.token(i - 1).span.end() < tree.token(i).span.start();
    if let Some(line) = (start..head).rev().find(|&i| dash(i)) {
        start = line + 1;
    }
    start..end.max(head + 1)
}

/// The role of each candidate of the trigger's sentence; the trigger itself has none.
pub fn roles(tree: &Tree, trigger: usize, act: &str, others: &[usize], lexicon: &Lexicon, student: &Linear) -> Vec<Filled> {
    let around = Around::of(tree, trigger, act, others);
    let mut features = Vec::with_capacity(128);
    candidates(tree, trigger)
        .map(|head| {
            features.clear();
            around.add_features(tree, head, lexicon, &mut features);
            let shares = softmax(&student.scores(&features));
            let best = |roles: Range<usize>| roles.max_by(|&a, &b| shares[a].total_cmp(&shares[b])).unwrap_or(0);
            let likely = best(0..shares.len());
            let slot = if tree.pos(head) == Pos::PRON && likely == 0 { around.slot(tree, head) } else { "-" };
            let role = match slot {
                "subject" if !around.arguments.object.is_empty() => 1,
                "object" if !around.arguments.subject.is_empty() || around.arguments.passive => 2,
                "subject" | "object" | "governor-subject" => best(1..3),
                _ => likely,
            };
            Filled { head, role: Role::ALL[role], score: shares[role], rule: "roles.student", likely: likely != 0 }
        })
        .filter(|filled| filled.role != Role::None)
        .collect()
}

/// What a trigger has around it, computed once for all phrases.
pub struct Around<'t> {
    trigger: usize,
    act: &'t str,
    arguments: Arguments,
    /// The verb that the noun trigger is an object of ("launch"), with its arguments.
    governor: Option<(usize, Arguments)>,
    others: Vec<usize>,
}

impl<'t> Around<'t> {
    /// Looks around a trigger. `others`: the other triggers of the sentence.
    pub fn of(tree: &Tree, trigger: usize, act: &'t str, others: &[usize]) -> Around<'t> {
        let first = tree.coordination_head(trigger);
        let governor = (!tree.is_verb(trigger))
            .then(|| tree.ancestors(first).find(|&above| tree.is_verb(above)))
            .flatten()
            .map(|above| (above, arguments(tree, above)));
        let others = others.iter().copied().filter(|other| other.abs_diff(trigger) <= REACH).collect();
        Around { trigger, act, arguments: arguments(tree, trigger), governor, others }
    }

    /// The grammatical slot of a phrase, seen from the trigger.
    fn slot(&self, tree: &Tree, head: usize) -> &'static str {
        let held = |heads: &[usize]| heads.contains(&head);
        if held(&self.arguments.subject) {
            return "subject";
        }
        if held(&self.arguments.object) {
            return "object";
        }
        if let Some((verb, arguments)) = &self.governor {
            if held(&arguments.subject) {
                return if arguments.object.contains(&self.trigger) || arguments.subject.contains(&self.trigger) {
                    "governor-subject"
                } else {
                    "far-subject"
                };
            }
            if held(&arguments.object) {
                return "governor-object";
            }
            if tree.head(head).and_then(|above| tree.head(above)) == Some(*verb) {
                return "governor-oblique";
            }
        }
        match (tree.head(head), tree.dep(head)) {
            (Some(above), Dep::Compound | Dep::Amod | Dep::Nmod) if above == self.trigger => "modifier",
            (Some(above), Dep::Poss) if above == self.trigger => "possessor",
            (Some(above), Dep::Pobj) if tree.head(above) == Some(self.trigger) => "oblique",
            _ => "far",
        }
    }

    /// The features of one phrase. Templates from 100 on; see `spot::features` for the rule about numbers.
    pub fn features(&self, tree: &Tree, head: usize, lexicon: &Lexicon) -> Vec<Feature> {
        let mut all = Vec::with_capacity(96);
        self.add_features(tree, head, lexicon, &mut all);
        all
    }

    fn add_features(&self, tree: &Tree, head: usize, lexicon: &Lexicon, all: &mut Vec<Feature>) {
        let mut add = |template: u16, words: &[&str]| all.push(feature(template, words));
        let act = self.act;
        let slot = self.slot(tree, head);
        let voice = if self.arguments.passive { "passive" } else { "active" };
        let class = tree.pos(self.trigger).as_str();
        let (path, short) = path(tree, self.trigger, head);
        let trigger = tree.lemma(self.trigger);
        let lemma = tree.lemma(head);
        let entity = tree.entity(head).map_or("-", |entity| entity.kind.as_str());
        let preposition = above_preposition(tree, head);
        let own = lexicon.kinds.of(lemma);
        let whole = own.is_empty().then(|| NounKinds::of(tree, head, lexicon));
        let general = ["combatant", "armed_unit", "locality", "civilian"].map(|kind| whole.filter(|whole| whole.has(kind)).map(|_| kind));
        let kinds = || own.iter().map(String::as_str).chain(general.into_iter().flatten());
        add(100, &[slot]);
        add(101, &[slot, act]);
        add(102, &[slot, class, voice]);
        add(103, &[slot, trigger]);
        add(104, &[slot, entity]);
        add(105, &[slot, act, entity]);
        add(106, &[&path, voice]);
        add(107, &[&path, act]);
        add(108, &[&short, class, voice]);
        add(109, &[&short, act]);
        add(110, &[&path, trigger]);
        add(111, &[entity]);
        add(112, &[entity, act]);
        add(113, &[lemma]);
        add(114, &[lemma, act]);
        add(115, &[lemma, slot]);
        add(116, &[tree.pos(head).as_str(), tree.dep(head).as_str()]);
        add(117, &[tree.tag(head).as_str(), slot]);
        add(118, &[preposition]);
        add(119, &[preposition, act]);
        add(120, &[preposition, entity]);
        add(121, &[preposition, slot, class]);
        add(122, &[preposition, trigger]);
        for kind in kinds() {
            add(123, &[kind]);
            add(124, &[kind, act]);
            add(125, &[kind, slot]);
            add(126, &[kind, preposition]);
            add(127, &[kind, &short]);
            add(128, &[kind, slot, act]);
        }
        if kinds().next().is_none() {
            add(129, &[slot, entity]);
        }
        if let Some(above) = tree.head(head) {
            add(130, &[tree.lemma(above), tree.dep(head).as_str()]);
            add(131, &[tree.dep(head).as_str(), act]);
            if tree.child(above, &[Dep::Ccomp]).is_some() && !tree.is_under(self.trigger, head) {
                add(146, &[tree.dep(head).as_str(), slot]);
            }
            if let Some(further) = tree.head(above) {
                add(132, &[tree.lemma(further), preposition]);
            }
        }
        let distance = match head.abs_diff(self.trigger) {
            0..=1 => "1",
            2..=3 => "3",
            4..=6 => "6",
            7..=12 => "12",
            _ => "far",
        };
        let side = if head < self.trigger { "before" } else { "after" };
        add(133, &[distance, side]);
        add(134, &[side, act, entity]);
        add(135, &[side, slot, class]);
        let between = self.others.iter().filter(|&&other| (head.min(self.trigger)..head.max(self.trigger)).contains(&other)).count();
        add(136, &[["0", "1", "2", "3"][between.min(3)]]);
        let owned = self.others.iter().any(|&other| tree.is_under(head, other) && !tree.is_under(self.trigger, other));
        add(137, &[if owned { "other's" } else { "free" }, slot]);
        add(138, &[if owned { "other's" } else { "free" }, preposition, entity]);
        if tree.child(head, &[Dep::Nummod]).is_some() {
            add(139, &[slot, act]);
        }
        if tree.pos(head) == Pos::PRON {
            add(140, &[tree.lower(head), slot]);
        }
        for modifier in tree.children_by(head, &[Dep::Amod, Dep::Compound, Dep::Poss]).take(4) {
            add(141, &[tree.lemma(modifier), slot]);
            if let Some(named) = tree.entity(modifier) {
                add(142, &[named.kind.as_str(), slot]);
            }
        }
        if tree.word(head).chars().next().is_some_and(char::is_uppercase) {
            add(143, &[slot, preposition]);
        }
        if self.trigger == tree.clause(head) || tree.clause(head) == tree.clause(self.trigger) {
            add(144, &[slot, preposition]);
            add(145, &[preposition, entity, act]);
        }
    }
}

/// The preposition that a phrase stands behind, through its coordination; "-" for none.
fn above_preposition<'t>(tree: &'t Tree, head: usize) -> &'t str {
    let first = tree.coordination_head(head);
    match tree.head(first) {
        Some(above) if tree.dep(first) == Dep::Pobj => tree.lower(above),
        _ => "-",
    }
}

/// The relations from the trigger up to the common ancestor and down to the phrase, with prepositions by word; and the same
/// without coordination and apposition. "far" beyond seven steps.
fn path(tree: &Tree, trigger: usize, head: usize) -> (String, String) {
    let up: Vec<usize> = std::iter::once(trigger).chain(tree.ancestors(trigger)).take(8).collect();
    let down: Vec<usize> = std::iter::once(head).chain(tree.ancestors(head)).take(8).collect();
    let Some((rise, fall)) =
        up.iter().enumerate().find_map(|(rise, at)| down.iter().position(|other| other == at).map(|fall| (rise, fall)))
    else {
        return ("far".into(), "far".into());
    };
    if rise + fall > 7 {
        return ("far".into(), "far".into());
    }
    let (mut path, mut short) = (String::with_capacity(64), String::with_capacity(64));
    let mut step = |mark: char, at: usize| {
        let from = path.len();
        path.push(mark);
        path.push_str(if tree.dep(at) == Dep::Prep { tree.lower(at) } else { tree.dep(at).as_str() });
        if !matches!(tree.dep(at), Dep::Conj | Dep::Appos) {
            short.push_str(&path[from..]);
        }
    };
    up[..rise].iter().for_each(|&at| step('^', at));
    down[..fall].iter().rev().for_each(|&at| step('.', at));
    (path, short)
}
