//! The words beside an actor's name: "HTS fighters" are HTS, "an HTS commander" is a person of it, "HTS-backed fighters" are neither.
//!
//! In:  `data/world/actor_words.tsv`.
//! Out: `ActorWords`: whether a word is of a kind.
//!
//! Not here: nouns of participants without a name (`roles`), of the bodies of states (`actors`).

use crate::{DataError, DataSource, Table, Troubles};
use std::collections::HashSet;

/// What a word beside a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ActorWord {
    /// After a group's name, and the whole is the group: "fighters".
    Member,
    /// After a group's name, and the whole is one of it: "commander".
    One,
    /// Closes a compound that relates to the name: "backed".
    Relation,
    /// Stands before the name that it relates to: "loyal to".
    RelationPhrase,
    /// Stands before a person's name: "president".
    Title,
}

/// The table, indexed.
#[derive(Clone, Debug, Default)]
pub struct ActorWords {
    words: HashSet<(String, ActorWord)>,
    phrases: Vec<String>,
}

impl ActorWords {
    /// Reads and checks the table.
    ///
    /// - errors: a kind that is unknown, a row twice.
    pub fn load(source: &DataSource) -> Result<ActorWords, DataError> {
        let table = Table::read(source, "world/actor_words.tsv", &["word", "kind", "note"])?;
        let mut troubles = Troubles::default();
        let mut words = ActorWords::default();
        for row in &table.rows {
            let kind = match row.cell(1) {
                "member" => ActorWord::Member,
                "one" => ActorWord::One,
                "relation" => ActorWord::Relation,
                "relation_phrase" => ActorWord::RelationPhrase,
                "title" => ActorWord::Title,
                other => {
                    troubles.add(&row.place, format!("kind `{other}` is unknown; write member, one, relation, relation_phrase or title"));
                    continue;
                }
            };
            if kind == ActorWord::RelationPhrase {
                words.phrases.push(format!("{} ", row.cell(0)));
            }
            if !words.words.insert((row.cell(0).to_string(), kind)) {
                troubles.add(&row.place, format!("`{}` stands here twice as {}; delete one row", row.cell(0), row.cell(1)));
            }
        }
        troubles.or(words)
    }

    /// Whether this word, in any case, is of this kind.
    pub fn is(&self, word: &str, kind: ActorWord) -> bool {
        self.words.contains(&(word.to_lowercase(), kind))
    }

    /// Phrases that relate whoever stands before them to the name behind them, each with its closing blank.
    pub fn relation_phrases(&self) -> &[String] {
        &self.phrases
    }
}
