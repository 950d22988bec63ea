//! From coded or taught texts to training examples, with the very features that the program computes.

use super::export::{Lesson, phrases};
use super::names::Names;
use super::own;
use super::silver::{SilverClaim, Text};
use dateline_claims::carry::{self, Field, Told};
use dateline_claims::linear::Feature;
use dateline_claims::roles::{self, Around, Role};
use dateline_claims::{Tree, acts, spot};
use dateline_knowledge::Lexicon;
use dateline_model::{Dep, Pos, Span};
use std::collections::HashMap;

/// Below this chance the teacher is sure that there is nothing.
const SURE: f32 = 0.01;

/// Where an example comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The coded document of this number; whether its licence lets weights be learned from it.
    Coded(usize, bool),
    /// A sentence of our own.
    Own,
    /// A text that the teacher labelled; whether its licence lets weights be learned from it.
    Taught(bool),
}

/// One possible trigger with what is said of it.
pub struct Spot {
    /// Where it comes from.
    pub origin: Origin,
    /// As the program computes them.
    pub features: Vec<Feature>,
    /// The acts of the patterns that match it, with how much each asks for.
    pub evoked: Vec<(String, usize)>,
    /// How far it is a claim; none where an optional claim stands: it teaches neither yes nor no.
    pub claim: Option<f32>,
    /// The acts with their shares of the target, the coded one first.
    pub acts: Vec<(String, f32)>,
}

/// One phrase beside a coded trigger.
pub struct Phrase {
    /// Where it comes from.
    pub origin: Origin,
    /// As the program computes them.
    pub features: Vec<Feature>,
    /// How far it has each role; 1 for the role that a coder gave it.
    pub shares: [f32; 4],
}

/// One chance to carry a value.
pub struct Chance {
    /// Where it comes from.
    pub origin: Origin,
    /// As the program computes them.
    pub features: Vec<Feature>,
    /// Whether the coder did.
    pub carried: bool,
}

/// All examples of a training run.
#[derive(Default)]
pub struct Examples {
    /// For spotter and namer.
    pub spots: Vec<Spot>,
    /// For the roles.
    pub phrases: Vec<Phrase>,
    /// For the carrier.
    pub chances: Vec<Chance>,
}

/// Reads texts with the engine and gathers examples.
pub struct Collector<'a> {
    lexicon: &'a Lexicon,
    /// What was gathered so far.
    pub examples: Examples,
    /// How many examples the teacher was sure of to be none.
    sure: usize,
}

impl<'a> Collector<'a> {
    /// An empty collection.
    pub fn new(lexicon: &'a Lexicon) -> Collector<'a> {
        Collector { lexicon, examples: Examples::default(), sure: 0 }
    }

    /// Adds coded texts.
    pub fn coded(&mut self, texts: &[Text], names: &Names) {
        let english = dateline_language::English::embedded();
        let mut reader = english.reader();
        for (number, text) in texts.iter().enumerate() {
            let parse = reader.parse(&text.document);
            let origin = Origin::Coded(number, text.is_free());
            let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&text.document.text, sentence)).collect();
            for tree in &trees {
                self.spots(origin, text, tree);
                self.phrases(origin, text, tree, names);
            }
            self.chances(origin, text, &trees, names);
        }
    }

    /// Adds the sentences of our own that stand beside the patterns.
    pub fn own(&mut self) {
        let (spots, phrases) = own::examples(self.lexicon);
        self.examples.spots.extend(spots);
        self.examples.phrases.extend(phrases);
    }

    /// Adds texts that a teacher labelled.
    pub fn taught(&mut self, texts: &[Text], labels: &HashMap<(String, String), Lesson>) {
        let english = dateline_language::English::embedded();
        let mut reader = english.reader();
        for text in texts {
            let parse = reader.parse(&text.document);
            for sentence in &parse.sentences {
                let tree = Tree::new(&text.document.text, sentence);
                let key = (text.document.id.as_str().to_string(), sentence.span.of(&text.document.text).to_string());
                let tokens: Vec<usize> = (0..tree.len()).filter(|&i| spot::is_candidate(&tree, i)).collect();
                let Some(lesson) = labels.get(&key).filter(|lesson| lesson.words.len() == tokens.len()) else { continue };
                let hits = acts::hits(&tree, self.lexicon);
                let origin = Origin::Taught(text.is_free());
                self.taught_phrases(origin, &tree, &tokens, lesson);
                for (token, label) in tokens.into_iter().zip(&lesson.words) {
                    if self.is_spare(label.claim < SURE) {
                        continue;
                    }
                    let acts = if label.claim >= 0.3 { label.acts.clone() } else { Vec::new() };
                    let features = spot::features(&tree, token, &hits, self.lexicon);
                    self.examples.spots.push(Spot { origin, features, claim: Some(label.claim), acts, evoked: evoked(&hits, token) });
                }
            }
        }
    }

    /// Whether an example that the teacher is sure to be none can be left out: three of four, which saves most of the time.
    fn is_spare(&mut self, sure: bool) -> bool {
        self.sure += usize::from(sure);
        sure && !self.sure.is_multiple_of(4)
    }

    fn taught_phrases(&mut self, origin: Origin, tree: &Tree, tokens: &[usize], lesson: &Lesson) {
        let triggers: Vec<usize> = lesson.fillers.iter().filter_map(|(word, ..)| tokens.get(*word).copied()).collect();
        let heads = phrases(tree);
        for (word, act, chances) in lesson.fillers.iter().filter(|(_, _, chances)| chances.len() == heads.len()) {
            let Some(&token) = tokens.get(*word) else { continue };
            let others: Vec<usize> = triggers.iter().copied().filter(|&other| other != token).collect();
            let around = Around::of(tree, token, act, &others);
            // The teacher reads sentences one by one: whom a pronoun means it cannot know.
            for head in roles::candidates(tree, token).filter(|&head| tree.pos(head) != Pos::PRON) {
                let Some(at) = heads.iter().position(|&other| other == head) else { continue };
                if self.is_spare(chances[at][Role::None as usize] > 1.0 - SURE) {
                    continue;
                }
                let features = around.features(tree, head, self.lexicon);
                self.examples.phrases.push(Phrase { origin, features, shares: chances[at] });
            }
        }
    }

    fn spots(&mut self, origin: Origin, text: &Text, tree: &Tree) {
        let hits = acts::hits(tree, self.lexicon);
        let tokens: Vec<usize> = (0..tree.len()).filter(|&i| spot::is_candidate(tree, i)).collect();
        for (token, label) in tokens.iter().zip(label_sentence(tree, text, &tokens)) {
            let features = spot::features(tree, *token, &hits, self.lexicon);
            // The coded act has three quarters of the target where others are accepted, these share the rest.
            let others = label.acts.len().saturating_sub(1);
            let share = |rank: usize| {
                if others == 0 {
                    1.0
                } else if rank == 0 {
                    0.75
                } else {
                    0.25 / others as f32
                }
            };
            let acts = label.acts.into_iter().enumerate().map(|(rank, act)| (act, share(rank))).collect();
            let claim = label.claim.map(|yes| f32::from(u8::from(yes)));
            self.examples.spots.push(Spot { origin, features, claim, acts, evoked: evoked(&hits, *token) });
        }
    }

    fn phrases(&mut self, origin: Origin, text: &Text, tree: &Tree, names: &Names) {
        let here = claims_of(tree, text);
        let triggers: Vec<usize> = here.iter().map(|(token, _)| *token).collect();
        for (token, claim) in &here {
            let others: Vec<usize> = triggers.iter().copied().filter(|other| other != token).collect();
            let around = Around::of(tree, *token, &claim.acts[0], &others);
            for head in roles::candidates(tree, *token) {
                if let Some(role) = role_of(tree, head, text, claim, names) {
                    let features = around.features(tree, head, self.lexicon);
                    self.examples.phrases.push(Phrase { origin, features, shares: only(role) });
                }
            }
        }
    }

    /// The claims that have no phrase of their own for a field, each with the nearest earlier claim that has names there.
    fn chances(&mut self, origin: Origin, text: &Text, trees: &[Tree], names: &Names) {
        let mut told: Vec<(Told, &SilverClaim)> = Vec::new();
        for (sentence, tree) in trees.iter().enumerate() {
            told.extend(
                claims_of(tree, text).into_iter().map(|(token, claim)| (Told { tree, sentence, token, act: &claim.acts[0] }, claim)),
            );
        }
        for (at, (here, claim)) in told.iter().enumerate() {
            for field in Field::ALL {
                let role = match field {
                    Field::Place => Role::Place,
                    Field::Actor => Role::Actor,
                    Field::Recipient => Role::Recipient,
                };
                let is = |head: usize| role_of(here.tree, head, text, claim, names) == Some(role);
                let own = roles::candidates(here.tree, here.token).any(is);
                let near =
                    |other: &&(Told, &SilverClaim)| other.0.sentence < here.sentence && here.sentence - other.0.sentence <= carry::REACH;
                let earlier = told[..at].iter().rev().filter(near).find(|other| !other.1.names(field).is_empty());
                let (Some((from, source)), false) = (earlier, own) else { continue };
                let carried = source.names(field).iter().any(|name| names.any(claim.names(field), name, field == Field::Place));
                let features = carry::features(field, *here, *from, self.lexicon);
                self.examples.chances.push(Chance { origin, features, carried });
            }
        }
    }
}

/// The acts that patterns evoke at a token, with how much each pattern asks for.
/// The acts that patterns evoke at a token, with how much each pattern asks for.
pub fn evoked(hits: &[acts::Hit], token: usize) -> Vec<(String, usize)> {
    hits.iter().filter(|hit| hit.token == token).map(|hit| (hit.pattern.act.to_string(), hit.pattern.demands())).collect()
}

/// What the coders say of one possible trigger.
#[derive(Debug, Clone)]
pub struct Label {
    /// A claim, none, or open.
    pub claim: Option<bool>,
    /// Accepted acts, the coded one first.
    pub acts: Vec<String>,
}

/// The labels of these tokens.
pub fn label_sentence(tree: &Tree, text: &Text, tokens: &[usize]) -> Vec<Label> {
    let here = claims_of(tree, text);
    let label = |&token: &usize| {
        let claims: Vec<&SilverClaim> = here.iter().filter(|(at, _)| *at == token).map(|(_, claim)| *claim).collect();
        // A word inside a coded trigger, but not its head, is neither.
        let inside = text.claims.iter().any(|claim| claim.trigger.contains(tree.token(token).span));
        let claim = match claims.first() {
            Some(_) => claims.iter().any(|claim| !claim.optional).then_some(true),
            None => (!inside).then_some(false),
        };
        Label { claim, acts: claims.iter().flat_map(|claim| claim.acts.clone()).collect() }
    };
    tokens.iter().map(label).collect()
}

/// All of the target for one role.
pub fn only(role: Role) -> [f32; 4] {
    let mut shares = [0.0; 4];
    shares[role as usize] = 1.0;
    shares
}

/// The coded claims whose trigger stands in this sentence, with the trigger's head.
pub fn claims_of<'t>(tree: &Tree, text: &'t Text) -> Vec<(usize, &'t SilverClaim)> {
    text.claims.iter().filter_map(|claim| head_of(tree, claim.trigger).map(|token| (token, claim))).collect()
}

/// The syntactic head of a span: its first token whose head lies outside.
fn head_of(tree: &Tree, span: Span) -> Option<usize> {
    let inside = |i: usize| span.overlaps(tree.token(i).span) && !tree.token(i).is_space();
    let tokens: Vec<usize> = (0..tree.len()).filter(|&i| inside(i) && spot::is_candidate(tree, i)).collect();
    let head = tokens.iter().copied().find(|&i| tree.head(i).is_none_or(|head| !inside(head)));
    head.or_else(|| tokens.first().copied())
}

/// The role that the coder gave to a phrase; none where it was left open. A phrase counts by its own words: counting a pronoun by its
/// antecedent, or leaving it open, made the roles worse on the development gold (actors end to end 0.60 to 0.52, together with the teacher's labels for roles).
pub fn role_of(tree: &Tree, head: usize, text: &Text, claim: &SilverClaim, names: &Names) -> Option<Role> {
    let words = tree.span(roles::mention_range(tree, head)).of(&text.document.text);
    names.role(words, matches!(tree.dep(head), Dep::Amod | Dep::Compound | Dep::Nmod), claim)
}
