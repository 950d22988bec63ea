//! The slots around a trigger that the conditions of a pattern may name.
//!
//! In:  a tree, a token, its deep arguments.
//! Out: `Slots::has(slot, words)`: whether a slot is filled by one of some words or kinds of nouns.
//!
//! What each slot means is told beside `SLOTS` in `knowledge::lexicon::patterns`.

use crate::Tree;
use crate::arguments::{Arguments, arguments};
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, Pos};
use std::cell::OnceCell;

/// The filled slots of one token, each read when it is first asked for: most patterns ask for one or two.
#[derive(Debug)]
pub struct Slots {
    token: usize,
    arguments: OnceCell<Arguments>,
    /// (preposition in lower case's token, object head), coordinated objects too.
    prepositions: OnceCell<Vec<(usize, usize)>>,
}

impl Slots {
    /// The slots of a token.
    pub fn of(token: usize) -> Slots {
        Slots { token, arguments: OnceCell::new(), prepositions: OnceCell::new() }
    }

    fn arguments(&self, tree: &Tree) -> &Arguments {
        self.arguments.get_or_init(|| arguments(tree, self.token))
    }

    fn prepositions(&self, tree: &Tree) -> &[(usize, usize)] {
        self.prepositions.get_or_init(|| Slots::read_prepositions(tree, self.token))
    }

    fn read_prepositions(tree: &Tree, token: usize) -> Vec<(usize, usize)> {
        let mut prepositions = Vec::new();
        // "launched an attack on the town": the preposition may hang on the verb that carries the noun.
        let carrier = carrier(tree, token).into_iter().flat_map(|verb| tree.prepositions(verb)).filter(|&(_, object)| object != token);
        // "streamed back to the town": the preposition hangs on the adverb.
        let behind_adverb = tree.children_by(token, &[Dep::Advmod, Dep::Prt]).flat_map(|adverb| tree.prepositions(adverb));
        for (preposition, object) in tree.prepositions(token).into_iter().chain(behind_adverb).chain(carrier) {
            // "out of the town" fills `of` and `out`.
            let outer = tree.head(preposition).filter(|&outer| !tree.is_verb(outer) && outer != token);
            for conjunct in tree.conjuncts(object) {
                prepositions.extend([Some(preposition), outer].into_iter().flatten().map(|word| (word, conjunct)));
            }
        }
        prepositions
    }

    /// Whether the slot's head is one of `words`: a lemma, a `@kind`, or `*` for anything.
    pub fn has(&self, tree: &Tree, slot: &str, words: &[String], lexicon: &Lexicon) -> bool {
        let one = |token: usize| {
            let inner = through_partitive(tree, token, lexicon);
            std::iter::once(token).chain(inner).any(|token| {
                let kinds = OnceCell::new();
                words.iter().any(|word| matches(tree, token, word, || *kinds.get_or_init(|| NounKinds::of(tree, token, lexicon))))
            })
        };
        let text = |found: &str| words.iter().any(|word| word == "*" || word == found);
        match slot {
            "subject" => self.arguments(tree).subject.iter().any(|&token| one(token)) || carriers(tree, self.token).into_iter().any(one),
            "object" => self.arguments(tree).object.iter().any(|&token| one(token)),
            "self" => text(tree.lower(self.token)),
            "governor" => governors(tree, self.token).iter().any(|found| text(found)),
            "modifier" => modifiers(tree, self.token).any(one),
            "determiner" => tree.children_by(self.token, &[Dep::Det, Dep::Poss, Dep::Neg]).any(one),
            "auxiliary" => tree.children_by(self.token, &[Dep::Aux]).any(one),
            "particle" => tree.children_by(self.token, &[Dep::Prt]).any(one),
            "clause" => tree.children_by(self.token, &[Dep::Xcomp, Dep::Ccomp, Dep::Advcl, Dep::Acl]).any(one),
            preposition => self.prepositions(tree).iter().any(|&(word, object)| tree.lower(word) == preposition && one(object)),
        }
    }
}

/// "dozens of fighters", "two of the hostages", "a stash of firearms": what a word of quantity is made of.
fn through_partitive(tree: &Tree, token: usize, lexicon: &Lexicon) -> Vec<usize> {
    if !lexicon.kinds.is(tree.lemma(token), "partitive") && tree.pos(token) != Pos::NUM {
        return Vec::new();
    }
    let parts = tree.prepositions(token).into_iter().filter(|&(preposition, _)| tree.lower(preposition) == "of");
    parts.flat_map(|(_, object)| tree.conjuncts(object)).collect()
}

/// The adjectives, compounds and numbers before a noun; the adverbs and predicative adjectives of a verb.
fn modifiers<'t>(tree: &'t Tree, token: usize) -> impl Iterator<Item = usize> + 't {
    let own =
        tree.children_by(token, &[Dep::Amod, Dep::Compound, Dep::Nmod, Dep::Nummod, Dep::Npadvmod, Dep::Advmod, Dep::Acomp, Dep::Oprd]);
    // "Drone strikes kill five": a headline's compound may be taken for a subject.
    let compound = before(tree, token).filter(|&word| tree.is_noun(word) && tree.is_noun(token) && tree.dep(word) == Dep::Nsubj);
    own.chain(compound)
        .flat_map(move |child| std::iter::once(child).chain(tree.children_by(child, &[Dep::Amod, Dep::Compound, Dep::Conj, Dep::Npadvmod])))
}

/// The verb that a noun hangs on: "launched" of "launched an offensive", "came" of "came under fire".
fn carrier(tree: &Tree, token: usize) -> Option<usize> {
    let first = tree.coordination_head(token);
    let above = match tree.dep(first) {
        Dep::Dobj | Dep::Attr | Dep::Acomp | Dep::Oprd => tree.head(first),
        Dep::Pobj => tree.head(first).and_then(|preposition| tree.head(preposition)),
        _ => None,
    };
    above.filter(|&above| !tree.is_verb(token) && tree.is_verb(above))
}

/// Who stands before that verb: "the army" of "the army launched an offensive".
fn carriers(tree: &Tree, token: usize) -> Vec<usize> {
    let Some(verb) = carrier(tree, token) else { return Vec::new() };
    let around = arguments(tree, verb);
    if around.passive { around.object } else { around.subject }
}

/// The word that the token hangs on: "carry", "carry out"; through a preposition also "come under", and the preposition alone.
fn governors(tree: &Tree, token: usize) -> Vec<String> {
    let first = tree.coordination_head(token);
    let Some(head) = tree.head(first) else { return Vec::new() };
    let mut found = vec![tree.lemma(head).to_string()];
    if let Some(particle) = tree.child(head, &[Dep::Prt]) {
        found.push(format!("{} {}", tree.lemma(head), tree.lower(particle)));
    }
    if matches!(tree.dep(first), Dep::Pobj | Dep::Pcomp)
        && let Some(above) = tree.head(head)
    {
        found.push(format!("{} {}", tree.lemma(above), tree.lower(head)));
    }
    found
}

/// Whether a token is this word (or the last of these two words), of this `@kind`, or anything (`*`).
fn matches<'l>(tree: &Tree, token: usize, word: &str, kinds: impl Fn() -> NounKinds<'l>) -> bool {
    let lemma = tree.lemma(token);
    match word.strip_prefix('@') {
        None if word == "*" || word == lemma || word == tree.lower(token) => true,
        None => word.strip_suffix(lemma).and_then(|first| first.strip_suffix(' ')).is_some_and(|first| {
            let before = before(tree, token);
            !first.contains(' ') && before.is_some_and(|before| first == tree.lemma(before))
        }),
        Some("name") => tree.pos(token) == Pos::PROPN,
        Some("pronoun") => tree.pos(token) == Pos::PRON,
        Some(kind) => kinds().has(kind),
    }
}

/// The word before a noun that belongs to it: "car" of "car bomb".
fn before(tree: &Tree, token: usize) -> Option<usize> {
    token.checked_sub(1).filter(|&before| tree.head(before) == Some(token))
}

/// What a noun can be, alone or with the compound before it; a plural name ("Warplanes") counts by its singular. Looked up once for
/// several questions.
#[derive(Clone, Copy)]
pub struct NounKinds<'l>([&'l [String]; 3]);

impl<'l> NounKinds<'l> {
    /// Of the noun by itself, by its singular, and with the compound before it.
    pub fn of(tree: &Tree, token: usize, lexicon: &'l Lexicon) -> NounKinds<'l> {
        let (lemma, kinds) = (tree.lemma(token), &lexicon.kinds);
        let singular = lemma.strip_suffix('s').map_or(&[][..], |singular| kinds.of(singular));
        let compound = before(tree, token).map_or(&[][..], |before| kinds.of_pair(tree.lemma(before), lemma));
        NounKinds([kinds.of(lemma), singular, compound])
    }

    /// Whether it can be of this kind.
    pub fn has(self, kind: &str) -> bool {
        self.0.iter().copied().flatten().any(|found| found == kind)
    }

    /// Whether it can be of one of these kinds.
    pub fn has_any(self, kinds: &[&str]) -> bool {
        self.0.iter().copied().flatten().any(|found| kinds.contains(&found.as_str()))
    }
}
