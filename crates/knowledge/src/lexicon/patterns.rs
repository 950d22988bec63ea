//! Trigger patterns: which word, in which frame, evokes which act.
//!
//! In:  `data/lexicon/<language>/patterns/*.toml`.
//! Out: `Patterns::of(lemma)`, the patterns that a lemma can trigger, in file order.
//!
//! Not here: matching a pattern against a tree (`claims::acts`).

use crate::{DataError, DataSource, Kinds, Ontology, Troubles};
use dateline_model::{Act, RuleId};
use std::collections::{BTreeMap, HashMap};

/// Every pattern of one language, found by trigger lemma.
#[derive(Debug, Default)]
pub struct Patterns {
    all: Vec<Pattern>,
    by_lemma: HashMap<String, Vec<usize>>,
}

/// One way in which a word evokes an act.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Its name: `en.shell.verb`.
    pub id: RuleId,
    /// The act that it evokes.
    pub act: Act,
    /// Trigger lemmas (lower case); every one stands for itself.
    pub lemmas: Vec<String>,
    /// Part of speech of the trigger.
    pub class: WordClass,
    /// Particle that must go with a verb: "out" in "carry out". Empty for none.
    pub particle: String,
    /// How the participants are read off the tree.
    pub frame: Frame,
    /// What must be there: slot → words or `@kind`s of which one must be the slot's head. `"*"` asks for anything at all.
    pub when: BTreeMap<String, Vec<String>>,
    /// What must not be there, in the same form.
    pub unless: BTreeMap<String, Vec<String>>,
    /// Sentences that must match, with the participants expected.
    pub matches: Vec<Example>,
    /// Sentences that must not.
    pub rejects: Vec<Rejected>,
}

/// Part of speech of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WordClass {
    /// A verb, or an auxiliary used as one.
    Verb,
    /// A noun or name.
    Noun,
    /// An adjective or participle.
    Adjective,
}

/// How the participants of a trigger are read off the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frame {
    /// Somebody does it to somebody: subject acts, object suffers. Nouns: "X's ~", "~ by X", "~ on/against/of Y".
    Transitive,
    /// Somebody does it, nobody suffers: subject acts; places by preposition ("advanced on", "withdrew from").
    Intransitive,
    /// Both sides do it: "X and Y clashed", "X clashed with Y", "clashes between X and Y".
    Reciprocal,
    /// The subject suffers and no one need act: "14 people died", "came under fire"; "~ of Y", "~ by X".
    Undergoer,
    /// Said to somebody about something: "X called on Y to", "X accused Y of".
    Speech,
    /// The grammatical subject is a means or an event: "a bomb killed", "a drone hit"; actor only by possessive or adjective.
    Instrument,
}

/// A sentence that a pattern must match.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The sentence.
    pub text: String,
    /// Words of the actor, if one is there.
    #[serde(default)]
    pub actor: String,
    /// Words of the recipient.
    #[serde(default)]
    pub recipient: String,
    /// Words of the place.
    #[serde(default)]
    pub place: String,
}

/// A sentence that a pattern must not match.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rejected {
    /// The sentence.
    pub text: String,
    /// Why not.
    pub why: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    pattern: Vec<Written>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    act: String,
    lemma: Vec<String>,
    class: WordClass,
    #[serde(default)]
    particle: String,
    frame: Frame,
    #[serde(default)]
    when: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unless: BTreeMap<String, Vec<String>>,
    matches: Vec<Example>,
    rejects: Vec<Rejected>,
}

/// The slots that `when` and `unless` may name. `subject` and `object` are deep (a passive's subject is its object);
/// `governor` is the lemma of the word that the trigger hangs on, `modifier` any adjective or compound before a noun,
/// `determiner` its article, `clause` the verb of a clausal complement; `self` the form itself in lower case (for plurals and participles).
/// Any other slot is `to`, `in`, `of` …: the noun behind that preposition.
const SLOTS: &[&str] = &[
    "subject",
    "object",
    "governor",
    "modifier",
    "determiner",
    "clause",
    "self",
    "of",
    "on",
    "against",
    "at",
    "in",
    "into",
    "to",
    "from",
    "with",
    "by",
    "over",
    "for",
    "between",
    "under",
    "through",
    "near",
    "toward",
    "towards",
    "after",
    "out",
    "about",
    "off",
    "across",
    "around",
    "as",
    "upon",
    "during",
    "up",
    "down",
    "within",
    "along",
    "inside",
    "outside",
    "onto",
    "without",
    "before",
];

impl Patterns {
    /// Loads every file of the language's `patterns` folder.
    ///
    /// - errors: unreadable TOML, unknown act or slot or kind, an id used twice, fewer than one match or reject.
    pub fn load(source: &DataSource, language: &str, ontology: &Ontology, kinds: &Kinds) -> Result<Patterns, DataError> {
        let mut troubles = Troubles::default();
        let mut patterns = Patterns::default();
        for path in source.list(&format!("lexicon/{language}/patterns"), "toml") {
            let place = format!("data/{path}");
            let Some(text) = troubles.take(source.read(&path)) else { continue };
            match toml::from_str::<File>(&text) {
                Ok(file) => file.pattern.into_iter().for_each(|written| patterns.add(written, &place, ontology, kinds, &mut troubles)),
                Err(error) => troubles.add(&place, format!("cannot be read: {}; mend the TOML", error.to_string().trim())),
            }
        }
        troubles.or(patterns)
    }

    fn add(&mut self, written: Written, place: &str, ontology: &Ontology, kinds: &Kinds, troubles: &mut Troubles) {
        let place = format!("{place} `{}`", written.id);
        if self.all.iter().any(|pattern| pattern.id.as_str() == written.id) {
            troubles.add(&place, "this id is used twice; give one of the two another");
        }
        if !ontology.has(&written.act) {
            troubles.add(&place, format!("act `{}` is not in data/ontology/acts.toml; use one of its names", written.act));
        }
        if written.matches.is_empty() || written.rejects.is_empty() {
            troubles.add(&place, "has no `matches` or no `rejects`; write at least one sentence of each");
        }
        for (slot, words) in written.when.iter().chain(&written.unless) {
            if !SLOTS.contains(&slot.as_str()) {
                troubles.add(&place, format!("slot `{slot}` is unknown; use one of {}", SLOTS.join(", ")));
            }
            for kind in words.iter().filter_map(|word| word.strip_prefix('@')) {
                if !kinds.has_kind(kind) {
                    troubles.add(&place, format!("kind `{kind}` is not in kinds.tsv; add a row or use another kind"));
                }
            }
        }
        let index = self.all.len();
        for lemma in &written.lemma {
            self.by_lemma.entry(lemma.clone()).or_default().push(index);
        }
        self.all.push(Pattern {
            id: RuleId::new(&written.id),
            act: Act::new(&written.act),
            lemmas: written.lemma,
            class: written.class,
            particle: written.particle,
            frame: written.frame,
            when: written.when,
            unless: written.unless,
            matches: written.matches,
            rejects: written.rejects,
        });
    }

    /// The patterns that this lemma (lower case) can trigger.
    pub fn of(&self, lemma: &str) -> impl Iterator<Item = &Pattern> {
        self.by_lemma.get(lemma).into_iter().flatten().map(|&index| &self.all[index])
    }

    /// Every pattern, in file order.
    pub fn all(&self) -> &[Pattern] {
        &self.all
    }
}
