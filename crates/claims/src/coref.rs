//! Whom a pronoun or a description means: its antecedent in the same document.
//!
//! In:  the trees of a document and the head of a mention.
//! Out: the fuller mention that it stands for, two for "the two sides", or none where the document does not make it clear.
//!
//! Rules over recency, number, grammatical role and kind of noun (after Lee et al. 2013, Computational Linguistics 39: the sieves
//! for pronouns and for nominal heads, the precise ones first). Kinds of nouns are data (`kinds.tsv`).
//! Not here: what a name refers to (`resolve`).

use crate::Tree;
use crate::arguments::arguments;
use crate::roles::mention_range;
use crate::slots::NounKinds;
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, EntityKind, Pos, Span, Tag};
use std::collections::HashMap;

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
    /// It is a name that may be a group's: no state or town, unless in capitals or with a digit ("RSF", "M23").
    body: bool,
    /// It stands behind a preposition of place: "in Douma".
    located: bool,
    lemma: &'a str,
}

/// The mentions of a document that can be antecedents, in text order.
pub struct Antecedents<'a> {
    known: Vec<Known<'a>>,
    /// What each acronym stands for where the text first explains it: "Tesna Liberation Front (TLF)".
    acronyms: HashMap<String, At>,
}

/// How many sentences back a pronoun and a description may look.
const PRONOUN_REACH: usize = 2;
const DESCRIPTION_REACH: usize = 12;

/// How many sentences back "the group" and "the two sides" may look. Chosen: two or three sentences are a paragraph of news.
const GROUP_REACH: usize = 3;
const SIDES_REACH: usize = 3;

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
                    body: is_body(tree, head),
                    located: is_located(tree, head),
                    lemma: tree.lemma(head),
                });
            }
        }
        let mut acronyms = HashMap::new();
        for (number, tree) in trees.iter().enumerate() {
            for i in (1..tree.len()).filter(|&i| tree.dep(i) == Dep::Appos && tree.word(i - 1) == "(" && is_acronym(tree.word(i))) {
                if let Some(long) = tree.head(i).filter(|&long| long < i && tree.pos(long) == Pos::PROPN) {
                    acronyms.entry(tree.word(i).to_string()).or_insert((number, long));
                }
            }
        }
        Antecedents { known, acronyms }
    }

    /// The antecedent of a mention; none if the mention names its party itself or nothing fits.
    pub fn find(&self, trees: &[Tree], at: At, lexicon: &Lexicon) -> Vec<Span> {
        let tree = &trees[at.0];
        let whole = |found: At| trees[found.0].span(mention_range(&trees[found.0], found.1));
        if is_two(tree, at.1, lexicon) {
            return self.sides(trees, at.0).into_iter().flatten().map(whole).collect();
        }
        let found = if tree.pos(at.1) == Pos::PRON || tree.tag(at.1) == Tag::PRPS {
            let found = self.pronoun(tree, at);
            // "The movement denied that it had …": the pronoun means whom the description means.
            let further = found.filter(|&found| !is_named(&trees[found.0], found.1));
            let found = further.and_then(|further| self.description(&trees[further.0], further, lexicon)).or(found);
            if let (Some(first), "they" | "them" | "their" | "theirs") = (found, tree.lower(at.1)) {
                // "Lane and Okoro": both.
                let all = trees[first.0].conjuncts(first.1).into_iter().map(|head| whole((first.0, head)));
                return all.reduce(Span::cover).into_iter().collect();
            }
            found
        } else if is_named(tree, at.1) {
            let long = self.acronyms.get(tree.word(at.1)).copied().filter(|&long| long < at && at.0 > long.0);
            long.or_else(|| self.surname(trees, at))
        } else {
            self.description(tree, at, lexicon)
        };
        found.map(whole).into_iter().collect()
    }

    /// "Kervin" after "President Anatol Kervin": the first fuller name of a person that ends with this one.
    fn surname(&self, trees: &[Tree], at: At) -> Option<At> {
        let tree = &trees[at.0];
        let alone = |tree: &Tree, head: usize| tree.children_by(head, &[Dep::Compound]).next().is_none();
        let person = |tree: &Tree, head: usize| tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Person);
        if !person(tree, at.1) || !alone(tree, at.1) {
            return None;
        }
        let end = self.known.partition_point(|known| known.at < at);
        let fuller = |known: &&Known| {
            let other = &trees[known.at.0];
            known.class == Class::Person && other.word(known.at.1) == tree.word(at.1) && !alone(other, known.at.1)
        };
        self.known[..end].iter().find(fuller).map(|known| known.at)
    }

    /// The two named parties of the nearest sentence before that joins just two: "A and B clashed", "A clashed with B".
    fn sides(&self, trees: &[Tree], sentence: usize) -> Option<[At; 2]> {
        let party = |known: &&Known| known.named && known.class == Class::Group && !known.located;
        (1..=SIDES_REACH.min(sentence)).find_map(|back| {
            let (number, tree) = (sentence - back, &trees[sentence - back]);
            let from = self.known.partition_point(|known| known.at < (number, 0));
            let here: Vec<usize> =
                self.known[from..].iter().take_while(|known| known.at.0 == number).filter(party).map(|known| known.at.1).collect();
            let joined = |&&head: &&usize| {
                let with = tree.head(head).filter(|&with| tree.dep(head) == Dep::Pobj && tree.lower(with) == "with");
                let verb = with.and_then(|with| tree.head(with));
                let other = verb.and_then(|verb| tree.child(verb, &[Dep::Nsubj]));
                let pair = if tree.dep(head) == Dep::Conj { tree.head(head) } else { other };
                pair.is_some_and(|pair| here.contains(&pair) && tree.conjuncts(pair).len() <= 2)
            };
            let second = *here.iter().find(joined)?;
            let first = *here.iter().find(|&&head| head != second && head < second)?;
            let just = here.iter().filter(|&&head| tree.dep(head) != Dep::Poss).count() == 2;
            just.then_some([(number, first), (number, second)])
        })
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
        // "The army bombed it": the subject and the object of one verb are two, unless the word says "itself".
        let object = matches!(tree.dep(at.1), Dep::Dobj | Dep::Pobj | Dep::Dative);
        let subject = if object { arguments(tree, tree.clause(at.1)).subject } else { Vec::new() };
        let own = |known: &&Known| {
            let here = known.at.0 == at.0;
            here && (tree.is_under(known.at.1, at.1)
                || subject.contains(&known.at.1)
                || object && tree.clause(known.at.1) == tree.clause(at.1))
        };
        let mut near: Vec<&Known> = self.before(at, PRONOUN_REACH).filter(|known| fits(known) && !own(known)).collect();
        // The subject of the nearest sentence that has one, else the nearest at all.
        near.sort_by_key(|known| (at.0 - known.at.0, !known.subject));
        near.first().map(|known| known.at)
    }

    fn description(&self, tree: &Tree, at: At, lexicon: &Lexicon) -> Option<At> {
        let lemma = tree.lemma(at.1);
        let definite = tree.children_by(at.1, &[Dep::Det]).any(|det| matches!(tree.lower(det), "the" | "this" | "these" | "those"));
        if !definite || tree.children_by(at.1, &[Dep::Compound, Dep::Nummod, Dep::Poss]).next().is_some() {
            return None;
        }
        let plain = tree.children_by(at.1, &[Dep::Amod]).next().is_none();
        let class = class(tree, at.1, lexicon);
        let plural = is_plural_form(tree, at.1);
        if !plain {
            return (class == Some(Class::Person) && !plural).then(|| self.only_person(at)).flatten();
        }
        if matches!(lemma, "latter") || tree.lower(at.1) == "latter" {
            return self.before(at, 1).find(|known| known.class != Class::Thing && !known.located).map(|known| known.at);
        }
        // The same noun, fuller: "the Tamil rebels … the rebels".
        let same = self.before(at, DESCRIPTION_REACH).find(|known| known.lemma == lemma && known.named);
        if let Some(known) = same {
            return Some(known.at);
        }
        if class == Some(Class::Person) && !plural {
            return self.only_person(at);
        }
        // A named group for "the group", a body of its kind for "the agency": never a party of the same sentence.
        let kinds = NounKinds::of(tree, at.1, lexicon);
        let unit = kinds.has("armed_unit");
        if class == Some(Class::Group) && !plural && (unit || kinds.has("organisation")) {
            let fits = |known: &&Known| {
                let group = known.class == Class::Group || unit && known.class == Class::Person && known.subject;
                known.at.0 < at.0 && group && known.body && !known.located && known.named && (unit || !known.plural)
            };
            let mut near: Vec<&Known> = self.before(at, GROUP_REACH).filter(fits).collect();
            near.sort_by_key(|known| (at.0 - known.at.0, known.class == Class::Person, !known.subject));
            return near.first().map(|known| known.at);
        }
        None
    }

    /// "The former fighter": the one person whom the sentence before names.
    fn only_person(&self, at: At) -> Option<At> {
        let mut persons =
            self.before(at, 1).filter(|known| known.at.0 < at.0 && known.class == Class::Person && known.named && !known.plural);
        let first = persons.next()?;
        persons.next().is_none().then_some(first.at)
    }
}

/// "The two sides", "both armies".
fn is_two(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    let two = |&child: &usize| {
        matches!(tree.dep(child), Dep::Nummod | Dep::Det | Dep::Predet) && child < head && matches!(tree.lower(child), "two" | "both")
    };
    let bare = tree.children_by(head, &[Dep::Amod, Dep::Compound, Dep::Poss]).next().is_none();
    let definite = |&child: &usize| matches!(tree.lower(child), "the" | "both");
    let children = tree.children(head);
    is_plural_form(tree, head)
        && bare
        && children.iter().any(two)
        && children.iter().any(definite)
        && NounKinds::of(tree, head, lexicon).has("armed_unit")
}

/// Capitals alone, with digits: "TLF", "M23".
fn is_acronym(word: &str) -> bool {
    word.chars().count() >= 2 && word.chars().all(|character| character.is_uppercase() || character.is_ascii_digit())
}

/// Whether a name may be a group's. Names of groups that the reader takes for a state or a town are in capitals, or have a digit.
fn is_body(tree: &Tree, head: usize) -> bool {
    let word = tree.word(head);
    let acronym = word.chars().filter(|character| character.is_uppercase() || character.is_ascii_digit()).count() >= 2;
    let state = matches!(tree.entity(head).map(|entity| entity.kind), Some(EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac));
    acronym || !state
}

/// Whether a mention stands behind a preposition of place.
fn is_located(tree: &Tree, head: usize) -> bool {
    let first = tree.coordination_head(head);
    let preposition = tree.head(first).filter(|_| tree.dep(first) == Dep::Pobj).map_or("", |above| tree.lower(above));
    matches!(preposition, "in" | "at" | "near" | "from" | "to" | "around" | "outside" | "into" | "on" | "over" | "towards" | "toward")
}

fn class(tree: &Tree, head: usize, lexicon: &Lexicon) -> Option<Class> {
    let dep = tree.dep(tree.coordination_head(head));
    match tree.entity(head).map(|entity| entity.kind) {
        Some(EntityKind::Person) => return Some(Class::Person),
        Some(EntityKind::Org | EntityKind::Norp) => return Some(Class::Group),
        // A state acts; whether a town does is not for grammar to say.
        Some(EntityKind::Gpe) if matches!(dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Dobj | Dep::Poss) => {
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
