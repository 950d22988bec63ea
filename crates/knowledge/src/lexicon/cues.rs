//! Words that tell who speaks and how firmly: saying, denying, planning, fearing, hedging, negating.
//!
//! In:  `data/lexicon/<language>/cues/*.tsv`.
//! Out: `Cues`: each word with its speech (whether it reports) and its frames (how what is said hangs on it, and what that commits to).
//!
//! Not here: where in a tree a frame is (`claims::attribution`, `claims::factuality`).

use super::words::{Pairs, Words};
use crate::{DataError, DataSource, Row, Table, Troubles};
use dateline_model::{Factuality, SpeakerKind};
use smol_str::SmolStr;

/// The tables that share one header: a word with its frames.
const WORD_TABLES: &[&str] = &["denial", "fearing", "hedging", "light", "planning", "reporting"];

/// The cue words of one language.
#[derive(Debug, Default)]
pub struct Cues {
    /// By class, in the order of `CueClass`.
    words: [Words<CueWord>; 4],
    pairs: [Pairs<CueWord>; 4],
    modals: Words<ModalWord>,
    negations: Words<Negation>,
    conditions: Words<Commits>,
    speakers: Words<Option<SpeakerKind>>,
    speaker_pairs: Pairs<Option<SpeakerKind>>,
}

/// The word class of a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum CueClass {
    Verb,
    Noun,
    Adjective,
    Adverb,
}

/// Whether a cue reports, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// A word of saying: it makes a speaker.
    Say,
    /// Evidence speaks: "the footage shows".
    Show,
    /// The object is the speaker: "quoted residents".
    Cite,
    /// Belief, wish, knowledge.
    Think,
    /// Evaluation: "condemned the attack".
    Judge,
    /// No report at all: "failed to".
    None,
}

/// What a cue commits its content to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commits {
    /// To what the clause above the cue is committed to: "launched an attack".
    Same,
    /// To this.
    To(Factuality),
    /// A demand: its content is no claim.
    Call,
    /// A threat: its content is no claim.
    Threat,
    /// An attempt: the try happened, its aim is no claim unless it was reached.
    Attempt,
}

/// One cue word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CueWord {
    /// Whether it reports.
    pub speech: Speech,
    frames: Vec<(SmolStr, Commits)>,
}

impl CueWord {
    /// What the word commits to in this frame (`clause`, `inf`, `np`, `mod`, a preposition …); none if it has no such frame.
    pub fn frame(&self, frame: &str) -> Option<Commits> {
        self.frames.iter().find(|(name, _)| name == frame).map(|(_, commits)| *commits)
    }
}

/// A modal auxiliary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModalWord {
    /// What it commits to.
    pub commits: Commits,
    /// What it commits to beside "not".
    pub negated: Commits,
}

/// What a negating word hangs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Negation {
    /// A verb: "not".
    Word,
    /// A noun: "no".
    Determiner,
    /// It governs a noun or a gerund: "without".
    Preposition,
    /// It is the noun: "nobody".
    Pronoun,
}

impl Cues {
    /// Loads the tables of one language.
    ///
    /// - errors: every trouble of every table, at once: unknown class, speech, frame value or kind; a word that two tables list.
    pub fn load(source: &DataSource, language: &str) -> Result<Cues, DataError> {
        let mut troubles = Troubles::default();
        let mut cues = Cues::default();
        let path = |name: &str| format!("lexicon/{language}/cues/{name}.tsv");
        let read = |troubles: &mut Troubles, name: &str, columns: &[&str]| {
            troubles.take(Table::read(source, &path(name), columns)).map(|table| table.rows).unwrap_or_default()
        };
        for name in WORD_TABLES {
            for row in read(&mut troubles, name, &["word", "class", "speech", "frames"]) {
                match cue_word(&row) {
                    Ok((class, word)) => {
                        cues.pairs[class as usize].add(row.cell(0), word.clone());
                        if cues.words[class as usize].insert(SmolStr::new(row.cell(0)), word).is_some() {
                            troubles.add(&row.place, format!("“{}” already stands in another row; keep one", row.cell(0)));
                        }
                    }
                    Err(trouble) => troubles.add(&row.place, trouble),
                }
            }
        }
        for row in read(&mut troubles, "modal", &["word", "effect", "negated"]) {
            match (commits(row.cell(1)), commits(row.cell(2))) {
                (Some(commits), Some(negated)) => {
                    cues.modals.insert(SmolStr::new(row.cell(0)), ModalWord { commits, negated });
                }
                _ => troubles.add(&row.place, format!("“{}” or “{}” is no effect; see the file's head", row.cell(1), row.cell(2))),
            }
        }
        for row in read(&mut troubles, "negation", &["word", "kind"]) {
            let kind = match row.cell(1) {
                "word" => Negation::Word,
                "determiner" => Negation::Determiner,
                "preposition" => Negation::Preposition,
                "pronoun" => Negation::Pronoun,
                other => {
                    troubles.add(&row.place, format!("“{other}” is no kind; use word, determiner, preposition or pronoun"));
                    continue;
                }
            };
            cues.negations.insert(SmolStr::new(row.cell(0)), kind);
        }
        for row in read(&mut troubles, "conditional", &["word", "effect"]) {
            match commits(row.cell(1)) {
                Some(commits) => drop(cues.conditions.insert(SmolStr::new(row.cell(0)), commits)),
                None => troubles.add(&row.place, format!("“{}” is no effect; see the head of reporting.tsv", row.cell(1))),
            }
        }
        for row in read(&mut troubles, "speakers", &["word", "kind"]) {
            let kind = SpeakerKind::parse(row.cell(1));
            if kind.is_none() && row.cell(1) != "-" {
                troubles.add(&row.place, format!("“{}” is no kind of speaker; use one of the codebook's section 3, or -", row.cell(1)));
            }
            cues.speakers.insert(SmolStr::new(row.cell(0)), kind);
            cues.speaker_pairs.add(row.cell(0), kind);
        }
        troubles.or(cues)
    }

    /// A cue by class and lemma; of a verb with a particle, "point out".
    pub fn get(&self, class: CueClass, word: &str) -> Option<&CueWord> {
        self.words[class as usize].get(word)
    }

    /// A cue of two words: "point", "out".
    pub fn get_pair(&self, class: CueClass, first: &str, second: &str) -> Option<&CueWord> {
        self.pairs[class as usize].get(first, second)
    }

    /// A modal auxiliary, by its form in lower case.
    pub fn modal(&self, word: &str) -> Option<ModalWord> {
        self.modals.get(word).copied()
    }

    /// A negating word, by its form in lower case.
    pub fn negation(&self, word: &str) -> Option<Negation> {
        self.negations.get(word).copied()
    }

    /// What the clause after this conjunction is; none for one that does not open a condition.
    pub fn condition(&self, word: &str) -> Option<Commits> {
        self.conditions.get(word).copied()
    }

    /// Whether a noun (lemma, lower case) can speak, and the kind of speaker that it tells.
    pub fn speaker(&self, word: &str) -> Option<Option<SpeakerKind>> {
        self.speakers.get(word).copied()
    }

    /// The same for two words: "media", "centre".
    pub fn speaker_pair(&self, first: &str, second: &str) -> Option<Option<SpeakerKind>> {
        self.speaker_pairs.get(first, second).copied()
    }
}

fn commits(text: &str) -> Option<Commits> {
    Some(match text {
        "=" => Commits::Same,
        "call" => Commits::Call,
        "threat" => Commits::Threat,
        "attempt" => Commits::Attempt,
        _ => Commits::To(Factuality::parse(text)?),
    })
}

fn cue_word(row: &Row) -> Result<(CueClass, CueWord), String> {
    let class = match row.cell(1) {
        "verb" => CueClass::Verb,
        "noun" => CueClass::Noun,
        "adjective" => CueClass::Adjective,
        "adverb" => CueClass::Adverb,
        other => return Err(format!("“{other}” is no class; use verb, noun, adjective or adverb")),
    };
    let speech = match row.cell(2) {
        "say" => Speech::Say,
        "show" => Speech::Show,
        "cite" => Speech::Cite,
        "think" => Speech::Think,
        "judge" => Speech::Judge,
        "-" => Speech::None,
        other => return Err(format!("“{other}” is no speech; use say, show, cite, think, judge or -")),
    };
    let mut frames = Vec::new();
    for frame in row.list(3) {
        match frame.split_once('=').and_then(|(name, effect)| Some((SmolStr::new(name), commits(effect)?))) {
            Some(frame) => frames.push(frame),
            None => return Err(format!("“{frame}” is no frame with an effect; write it as inf=planned")),
        }
    }
    Ok((class, CueWord { speech, frames }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(class: CueClass, word: &str, frame: &str, expected: Option<Commits>) {
        let cues = Cues::load(&DataSource::Carried, "en").expect("the cues load");
        assert_eq!(cues.get(class, word).and_then(|cue| cue.frame(frame)), expected, "{word}: {frame}");
    }

    #[test]
    fn words_commit_by_their_frames() {
        check(CueClass::Verb, "say", "clause", Some(Commits::To(Factuality::Happened)));
        check(CueClass::Verb, "deny", "ing", Some(Commits::To(Factuality::Denied)));
        check(CueClass::Verb, "threaten", "inf", Some(Commits::Threat));
        check(CueClass::Verb, "launch", "np", Some(Commits::Same));
        check(CueClass::Verb, "walk", "clause", None);
    }

    #[test]
    fn the_tables_are_sorted() {
        for name in WORD_TABLES {
            let path = format!("lexicon/en/cues/{name}.tsv");
            let table = Table::read(&DataSource::Carried, &path, &["word", "class", "speech", "frames"]).expect("the table reads");
            let words: Vec<(&str, &str)> = table.rows.iter().map(|row| (row.cell(0), row.cell(1))).collect();
            assert!(words.windows(2).all(|pair| pair[0] < pair[1]), "{name} is not sorted, or lists a word twice");
        }
    }

    #[test]
    fn a_frame_without_an_effect_is_refused() {
        let table = Table::parse("word\tclass\tspeech\tframes\nsay\tverb\tsay\tclause\n", "t", &["word", "class", "speech", "frames"]);
        let error = cue_word(&table.expect("the table reads").rows[0]).expect_err("no effect");
        assert_eq!(error, "“clause” is no frame with an effect; write it as inf=planned");
    }
}
