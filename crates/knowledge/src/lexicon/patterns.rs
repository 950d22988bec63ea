//! Trigger patterns: which word, in which frame, evokes which act.
//!
//! In:  `data/lexicon/<language>/patterns/*.toml`.
//! Out: `Patterns::of(lemma)`, the patterns that a lemma can trigger, those that ask for more first.
//!
//! Not here: matching a pattern against a tree (`claims::acts`).

use super::words::Words;
use crate::{DataError, DataSource, Kinds, Ontology, Troubles};
use dateline_model::{Act, RuleId};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Every pattern of one language, found by trigger lemma.
#[derive(Debug, Default)]
pub struct Patterns {
    all: Vec<Pattern>,
    by_lemma: Words<Vec<usize>>,
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
    /// Slots of which at least one must be filled so. Empty: no such condition.
    pub any: BTreeMap<String, Vec<String>>,
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

impl Pattern {
    /// How many slots it asks for: its rank among the patterns of one lemma.
    pub fn demands(&self) -> usize {
        self.when.len() + usize::from(!self.any.is_empty()) + usize::from(!self.particle.is_empty())
    }

    /// Whether its conditions hold, given a judge of one: is this slot filled by one of these words or kinds?
    pub fn holds(&self, fills: impl Fn(&str, &[String]) -> bool) -> bool {
        let filled = |(slot, words): (&String, &Vec<String>)| fills(slot, words);
        self.when.iter().all(filled) && (self.any.is_empty() || self.any.iter().any(filled)) && !self.unless.iter().any(filled)
    }
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
    any: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unless: BTreeMap<String, Vec<String>>,
    matches: Vec<Example>,
    rejects: Vec<Rejected>,
}

/// The slots that `when` and `unless` may name. `subject` and `object` are deep (a passive's subject is its object; of a noun, `subject` is
/// also what stands before the verb that it hangs on: "the army" of "the army launched an offensive");
/// `governor` is the lemma of the word that the trigger hangs on, `modifier` any adjective or compound before a noun,
/// for a verb its adverbs; `determiner` its article or negation, `clause` the verb of a clausal complement; `particle` the particle of a verb
/// ("out" in "shelled out"), `auxiliary` its auxiliary ("will"); `self` the form itself in lower case (for plurals and participles).
/// A word of two parts ("car bomb") asks for the noun and the word before it; `@name` and `@pronoun` are told by the tree.
/// Any other slot is `to`, `in`, `of` …: the noun behind that preposition.
const SLOTS: &[&str] = &[
    "subject",
    "object",
    "governor",
    "modifier",
    "determiner",
    "clause",
    "particle",
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
    "like",
    "above",
    "below",
    "behind",
    "beside",
    "ahead",
    "amid",
    "following",
    "auxiliary",
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
        patterns.sort();
        troubles.or(patterns)
    }

    /// Puts the patterns of each lemma in the order in which they are tried: the more a pattern asks for, the earlier; then file order.
    fn sort(&mut self) {
        for indices in self.by_lemma.values_mut() {
            indices.sort_by_key(|&index| std::cmp::Reverse(self.all[index].demands()));
        }
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
        for (slot, words) in written.when.iter().chain(&written.any).chain(&written.unless) {
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
            self.by_lemma.entry(SmolStr::new(lemma)).or_default().push(index);
        }
        self.all.push(Pattern {
            id: RuleId::new(&written.id),
            act: Act::new(&written.act),
            lemmas: written.lemma,
            class: written.class,
            particle: written.particle,
            frame: written.frame,
            when: written.when,
            any: written.any,
            unless: written.unless,
            matches: written.matches,
            rejects: written.rejects,
        });
    }

    /// The patterns that this lemma (lower case) can trigger, those that ask for more first: of two acts that fit, the more specific one leads.
    pub fn of(&self, lemma: &str) -> impl Iterator<Item = &Pattern> {
        self.by_lemma.get(lemma).into_iter().flatten().map(|&index| &self.all[index])
    }

    /// Every pattern, in file order.
    pub fn all(&self) -> &[Pattern] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeSet, HashSet};

    fn carried() -> (Ontology, Patterns) {
        let source = DataSource::Carried;
        let ontology = Ontology::load(&source).expect("the acts load");
        let kinds = Kinds::load(&source, "en").expect("the kinds load");
        match Patterns::load(&source, "en", &ontology, &kinds) {
            Ok(patterns) => (ontology, patterns),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn every_act_has_a_pattern() {
        let (ontology, patterns) = carried();
        let used: HashSet<&str> = patterns.all().iter().map(|pattern| pattern.act.as_str()).collect();
        let missing: Vec<&str> = ontology.acts().iter().map(|act| act.name.as_str()).filter(|name| !used.contains(name)).collect();
        assert!(missing.is_empty(), "acts that no word evokes: {missing:?}");
    }

    #[test]
    fn the_lexicon_is_broad() {
        let entries: usize = carried().1.all().iter().map(|pattern| pattern.lemmas.len()).sum();
        assert!(entries >= 1_200, "{entries} trigger entries; issue 3 asks for 1,200");
    }

    /// A word listed in two places, one of which can never match: the same word, class, particle and conditions.
    #[test]
    fn no_word_is_listed_twice_under_the_same_conditions() {
        let (_, patterns) = carried();
        let mut seen = HashSet::new();
        let mut twice = BTreeSet::new();
        for pattern in patterns.all() {
            for lemma in &pattern.lemmas {
                let key = (lemma, pattern.class, &pattern.particle, format!("{:?} {:?} {:?}", pattern.when, pattern.any, pattern.unless));
                if !seen.insert(key) {
                    twice.insert(format!("`{}`: `{lemma}`", pattern.id));
                }
            }
        }
        assert!(twice.is_empty(), "listed twice: {twice:#?}");
    }

    /// Under one lemma and class, a second pattern of the same act that asks for nothing more can never be the one that matches.
    #[test]
    fn no_pattern_hides_behind_a_freer_one_of_its_act() {
        let (_, patterns) = carried();
        let mut hidden = Vec::new();
        for (lemma, indices) in &patterns.by_lemma {
            for (at, &later) in indices.iter().enumerate() {
                let later = &patterns.all[later];
                let free = indices[..at].iter().map(|&index| &patterns.all[index]).find(|earlier| {
                    earlier.act == later.act && earlier.class == later.class && earlier.demands() == 0 && earlier.unless.is_empty()
                });
                hidden.extend(free.map(|free| format!("`{lemma}`: `{}` behind `{}`", later.id, free.id)));
            }
        }
        hidden.sort();
        assert!(hidden.is_empty(), "can never match: {hidden:#?}");
    }

    #[test]
    fn lemmas_are_written_in_lower_case_and_once() {
        let wrong: Vec<String> = carried()
            .1
            .all()
            .iter()
            .flat_map(|pattern| {
                let once: HashSet<&String> = pattern.lemmas.iter().collect();
                let bad = pattern.lemmas.iter().filter(|lemma| **lemma != lemma.to_lowercase() || lemma.contains(' '));
                let mut bad: Vec<String> = bad.map(|lemma| format!("`{}`: `{lemma}`", pattern.id)).collect();
                if once.len() < pattern.lemmas.len() {
                    bad.push(format!("`{}`: a lemma stands twice", pattern.id));
                }
                bad
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn of_two_acts_the_more_specific_leads() {
        let (_, patterns) = carried();
        let demands: Vec<usize> = patterns.of("attack").map(Pattern::demands).collect();
        assert!(demands.is_sorted_by(|a, b| a >= b), "{demands:?}");
    }
}
