//! Whom a pronoun or a description means: its antecedent in the same document.
//!
//! In:  the trees of a document and the head of a mention.
//! Out: the head of the fuller mention that it stands for, or none where the document does not make it clear.
//!
//! Rules over recency, number, grammatical role and kind of noun (after Lee et al. 2013, Computational Linguistics 39: the sieves
//! for pronouns and for nominal heads, the precise ones first). Kinds of nouns are data (`kinds.tsv`).
//! Not here: what a name refers to, acronyms defined in the text (`resolve`).

use crate::Tree;
use crate::roles::mention_range;
use crate::slots::NounKinds;
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, EntityKind, Pos, Span, Tag};

/// A place in the document: sentence, token.
pub type At = (usize, usize);

/// What a mention can stand for, as far as its own words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Person,
    Group,
    Thing,
}

/// One possible antecedent.
#[derive(Debug, Clone)]
struct Known<'a> {
    at: At,
    class: Class,
    plural: bool,
    subject: bool,
    /// It carries a name, of its own or before its noun ("Tamil rebels").
    named: bool,
    lemma: &'a str,
}

/// The mentions of a document that can be antecedents, in text order.
pub struct Antecedents<'a> {
    known: Vec<Known<'a>>,
}

/// How many sentences back a pronoun and a description may look.
const PRONOUN_REACH: usize = 2;
const DESCRIPTION_REACH: usize = 12;

impl<'a> Antecedents<'a> {
    /// Collects them. Linear in the document.
    pub fn of(trees: &[Tree<'a>], lexicon: &Lexicon) -> Antecedents<'a> {
        let mut known = Vec::new();
        for (number, tree) in trees.iter().enumerate() {
            for head in (0..tree.len()).filter(|&i| tree.is_noun(i) && !matches!(tree.dep(i), Dep::Compound | Dep::Amod | Dep::Nmod)) {
                let Some(class) = class(tree, head, lexicon) else { continue };
                known.push(Known {
                    at: (number, head),
                    class,
                    plural: is_plural(tree, head, class),
                    subject: matches!(tree.dep(head), Dep::Nsubj | Dep::Nsubjpass),
                    named: is_named(tree, head),
                    lemma: tree.lemma(head),
                });
            }
        }
        Antecedents { known }
    }

    /// The antecedent of a mention, with its span; none if the mention names its party itself or nothing fits.
    pub fn find(&self, trees: &[Tree], at: At, lexicon: &Lexicon) -> Option<(At, Span)> {
        let tree = &trees[at.0];
        let found = if tree.pos(at.1) == Pos::PRON || tree.tag(at.1) == Tag::PRPS {
            self.pronoun(tree, at)
        } else if is_named(tree, at.1) {
            None
        } else {
            self.description(tree, at, lexicon)
        }?;
        let range = mention_range(&trees[found.0], found.1);
        Some((found, trees[found.0].span(range)))
    }

    fn before(&self, at: At, reach: usize) -> impl Iterator<Item = &Known<'a>> {
        let end = self.known.partition_point(|known| known.at < at);
        self.known[..end].iter().rev().take_while(move |known| at.0 - known.at.0 <= reach)
    }

    fn pronoun(&self, tree: &Tree, at: At) -> Option<At> {
        let fits: fn(&Known) -> bool = match tree.lower(at.1) {
            "he" | "him" | "his" | "she" | "her" | "hers" => |known| known.class == Class::Person && !known.plural && known.named,
            "they" | "them" | "their" | "theirs" => |known| known.plural || (known.class == Class::Group && known.named),
            "it" | "its" => |known| known.class == Class::Group && !known.plural,
            _ => return None,
        };
        let own = |known: &&Known| known.at.0 == at.0 && tree.is_under(known.at.1, at.1);
        let mut near: Vec<&Known> = self.before(at, PRONOUN_REACH).filter(|known| fits(known) && !own(known)).collect();
        // The subject of the nearest sentence that has one, else the nearest at all.
        near.sort_by_key(|known| (at.0 - known.at.0, !known.subject));
        near.first().map(|known| known.at)
    }

    fn description(&self, tree: &Tree, at: At, lexicon: &Lexicon) -> Option<At> {
        let lemma = tree.lemma(at.1);
        let definite = tree.children_by(at.1, &[Dep::Det]).any(|det| matches!(tree.lower(det), "the" | "this" | "these" | "those"));
        if !definite || tree.children_by(at.1, &[Dep::Amod, Dep::Compound, Dep::Nummod, Dep::Poss]).next().is_some() {
            return None;
        }
        if matches!(lemma, "latter") || tree.lower(at.1) == "latter" {
            return self.before(at, 1).find(|known| known.class != Class::Thing).map(|known| known.at);
        }
        // The same noun, fuller: "the Tamil rebels … the rebels".
        let same = self.before(at, DESCRIPTION_REACH).find(|known| known.lemma == lemma && known.named);
        if let Some(known) = same {
            return Some(known.at);
        }
        // A named group for "the group", a named person for "the commander".
        let class = class(tree, at.1, lexicon)?;
        let general = NounKinds::of(tree, at.1, lexicon).has_any(&["armed_unit", "organisation"]) && class == Class::Group;
        if general && !is_plural(tree, at.1, class) {
            let mut near: Vec<&Known> =
                self.before(at, 3).filter(|known| known.class == Class::Group && known.named && !known.plural).collect();
            near.sort_by_key(|known| (at.0 - known.at.0, !known.subject));
            return near.first().map(|known| known.at);
        }
        None
    }
}

fn class(tree: &Tree, head: usize, lexicon: &Lexicon) -> Option<Class> {
    match tree.entity(head).map(|entity| entity.kind) {
        Some(EntityKind::Person) => return Some(Class::Person),
        Some(EntityKind::Org | EntityKind::Norp) => return Some(Class::Group),
        // A state acts; whether a town does is not for grammar to say.
        Some(EntityKind::Gpe) if matches!(tree.dep(head), Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj | Dep::Poss) => {
            return Some(Class::Group);
        }
        Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac) => return Some(Class::Thing),
        _ => {}
    }
    let kinds = NounKinds::of(tree, head, lexicon);
    if kinds.has_any(&["armed_unit", "organisation", "authority"]) {
        Some(Class::Group)
    } else if kinds.has_any(&["combatant", "person", "civilian", "child", "woman", "official", "journalist", "aid_worker", "health_worker"])
    {
        Some(if is_plural_form(tree, head) { Class::Group } else { Class::Person })
    } else {
        None
    }
}

fn is_plural_form(tree: &Tree, head: usize) -> bool {
    matches!(tree.tag(head), Tag::NNS | Tag::NNPS)
}

fn is_plural(tree: &Tree, head: usize, class: Class) -> bool {
    is_plural_form(tree, head) || (class != Class::Thing && tree.child(head, &[Dep::Conj]).is_some())
}

/// Whether the mention carries a name: a proper noun as its head or before it.
fn is_named(tree: &Tree, head: usize) -> bool {
    let proper = |i: usize| tree.pos(i) == Pos::PROPN || tree.entity(i).is_some_and(|entity| entity.kind == EntityKind::Norp);
    proper(head)
        || tree
            .children_by(head, &[Dep::Amod, Dep::Compound, Dep::Poss, Dep::Nmod])
            .any(|child| proper(child) || tree.children(child).iter().any(|&below| proper(below)))
}
