//! Values carried over from an earlier sentence where the document makes clear that it is the same event (codebook, decision 9).
//!
//! In:  a claim without a place (actor, recipient) of its own, and the nearest earlier claim that has one.
//! Out: how likely the value is meant here too, by the linear student `carrier`.
//!
//! Not here: pronouns and descriptions, which name their party (`coref`); dates, which the anchor decides (`resolve::when`).

use crate::Tree;
use crate::linear::{Feature, feature_of};
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, Pos};

/// What can be carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Where it happened.
    Place,
    /// Who acted.
    Actor,
    /// On whom.
    Recipient,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 3] = [Field::Place, Field::Actor, Field::Recipient];

    fn as_str(self) -> &'static str {
        match self {
            Field::Place => "place",
            Field::Actor => "actor",
            Field::Recipient => "recipient",
        }
    }
}

/// A trigger in its sentence.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The sentence's tree.
    pub tree: &'a Tree<'a>,
    /// The sentence's number in the document.
    pub sentence: usize,
    /// The trigger.
    pub token: usize,
    /// What it evokes.
    pub act: &'a str,
}

/// Least probability at which a value is carried. The even chance; other values were not tried.
pub const THRESHOLD: f32 = 0.5;

/// How many sentences back a value may come from.
pub const REACH: usize = 4;

/// The features of carrying `field` from `earlier` to `here`. Templates from 200 on; see `spot::features` for the rule about numbers.
pub fn features(field: Field, here: Told, earlier: Told, lexicon: &Lexicon) -> Vec<Feature> {
    let mut all = Vec::with_capacity(40);
    let field = field.as_str();
    let mut add = |template: u16, words: &[&str]| all.push(feature_of(template, field, words));
    let (tree, token) = (here.tree, here.token);
    let gap = ["0", "1", "2", "3", "4"][here.sentence.saturating_sub(earlier.sentence).min(4)];
    let paragraph = if tree.sentence.line == earlier.tree.sentence.line { "same paragraph" } else { "other paragraph" };
    let same = if here.act == earlier.act { "same" } else { "other" };
    add(200, &[here.act]);
    add(201, &[here.act, earlier.act]);
    add(202, &[same, gap]);
    add(203, &[gap]);
    add(204, &[paragraph]);
    add(205, &[here.act, gap]);
    add(206, &[tree.pos(token).as_str(), tree.dep(token).as_str()]);
    add(207, &[tree.lemma(token)]);
    let determiner = tree.child(token, &[Dep::Det]).map_or("-", |det| tree.lower(det));
    add(208, &[determiner, tree.pos(token).as_str()]);
    add(209, &[determiner, same]);
    if tree.lemma(token) == earlier.tree.lemma(earlier.token) {
        add(210, &[same]);
    }
    let first = (0..tree.len()).find(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE)).unwrap_or(0);
    add(211, &[tree.lower(first)]);
    if let Some(root) = tree.sentence.root() {
        add(212, &[tree.lemma(root)]);
        add(213, &[tree.tag(root).as_str()]);
    }
    let pronoun = (0..tree.len()).any(|i| matches!(tree.lower(i), "they" | "it" | "he" | "she" | "there" | "their" | "its"));
    add(214, &[if pronoun { "pronoun" } else { "-" }, same]);
    let dated = tree.sentence.entities.iter().any(|entity| matches!(entity.kind, dateline_model::EntityKind::Date));
    add(215, &[if dated { "dated" } else { "-" }, same]);
    let named = tree
        .sentence
        .entities
        .iter()
        .filter(|entity| matches!(entity.kind, dateline_model::EntityKind::Gpe | dateline_model::EntityKind::Loc))
        .count();
    add(216, &[["0", "1", "2"][named.min(2)]]);
    for kind in tree.child(token, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Dobj]).map(|at| lexicon.kinds.of(tree.lemma(at))).unwrap_or_default() {
        add(217, &[kind]);
    }
    let length = ["short", "middle", "long"][(tree.len() / 15).min(2)];
    add(218, &[length]);
    if tree.children_by(token, &[Dep::Aux]).any(|aux| tree.lower(aux) == "have" || tree.lower(aux) == "had") {
        add(219, &["perfect"]);
    }
    all
}
