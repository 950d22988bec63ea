//! The acts: what somebody can do to somebody, each with its names in the published ontologies.
//!
//! In:  `data/ontology/acts.toml`.
//! Out: `Ontology::act(name)`: definition, examples, PLOVER, ACLED and CAMEO; `Ontology::acled(act, parties)` for the acts whose ACLED type
//!      depends on who did it to whom.
//!
//! Sources: PLOVER manual 0.7b; ACLED codebook (event types, sub-event types, disorder types); CAMEO 1.1b3.
//! Not here: which words evoke an act (`patterns`).

use crate::{DataError, DataSource, Troubles};
use dateline_model::Act;
use std::collections::HashMap;

const PATH: &str = "ontology/acts.toml";

/// Every act, in the order of the file.
#[derive(Debug, Default)]
pub struct Ontology {
    acts: Vec<ActEntry>,
    by_name: HashMap<String, usize>,
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActEntry {
    /// Its name: `shelling`.
    pub name: String,
    /// What it covers, in a sentence.
    pub definition: String,
    /// A sentence that tells of it.
    pub example: String,
    /// A sentence with like words that does not.
    pub counter_example: String,
    /// PLOVER event in capitals; empty for none.
    pub plover_event: String,
    /// PLOVER modes, alternatives in order; empty for none.
    pub plover_mode: Vec<String>,
    /// ACLED event types, beside the sub-event types; empty where ACLED has no such event.
    pub acled_event_type: Vec<String>,
    /// ACLED sub-event types.
    pub acled_sub_event_type: Vec<String>,
    /// What chooses between two ACLED types.
    #[serde(default)]
    pub acled_by: Choice,
    /// Finer ACLED types, tried in order before the others.
    #[serde(default)]
    pub acled_finer: Vec<Finer>,
    /// CAMEO event code.
    pub cameo: String,
}

/// A finer ACLED type of an act: what the words of the claim must hold for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Finer {
    /// One of these stands in the means; empty: no matter.
    #[serde(default)]
    pub means: Vec<String>,
    /// One of these stands in the trigger or in the words of a party; empty: no matter.
    #[serde(default)]
    pub words: Vec<String>,
    /// None of these stands in any of them.
    #[serde(default)]
    pub unless: Vec<String>,
    /// ACLED event type.
    pub event_type: String,
    /// ACLED sub-event type.
    pub sub_event_type: String,
}

/// The words of a claim that choose a finer type, in lower case.
#[derive(Debug, Clone, Default)]
pub struct ClaimWords {
    /// Of the weapons.
    pub means: String,
    /// Of the trigger and of the parties.
    pub words: String,
}

impl Finer {
    fn holds(&self, claim: &ClaimWords) -> bool {
        let one = |words: &[String], text: &str| words.iter().any(|word| text.contains(word.as_str()));
        (self.means.is_empty() || one(&self.means, &claim.means))
            && (self.words.is_empty() || one(&self.words, &claim.words))
            && !one(&self.unless, &claim.means)
            && !one(&self.unless, &claim.words)
    }
}

/// What chooses between the ACLED types of one act.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// There is at most one type.
    #[default]
    Nothing,
    /// The first against civilians, the second against armed parties.
    Parties,
    /// The first where a state acts, the second otherwise.
    Actor,
}

/// An event type of ACLED.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcledType<'a> {
    /// "Battles".
    pub event_type: &'a str,
    /// "Armed clash".
    pub sub_event_type: &'a str,
}

impl AcledType<'_> {
    /// ACLED's disorder type of this pair, as its current files spell it.
    pub fn disorder_type(&self) -> &'static str {
        match (self.event_type, self.sub_event_type) {
            (_, "Excessive force against protesters") => "Political violence; Demonstrations",
            (_, "Mob violence") => "Political violence",
            ("Protests" | "Riots", _) => "Demonstrations",
            ("Strategic developments", _) => "Strategic developments",
            _ => "Political violence",
        }
    }
}

/// The event types of ACLED, each with its sub-event types (ACLED codebook).
pub const ACLED_TYPES: &[(&str, &[&str])] = &[
    ("Battles", &["Armed clash", "Government regains territory", "Non-state actor overtakes territory"]),
    (
        "Explosions/Remote violence",
        &[
            "Air/drone strike",
            "Chemical weapon",
            "Grenade",
            "Remote explosive/landmine/IED",
            "Shelling/artillery/missile attack",
            "Suicide bomb",
        ],
    ),
    ("Protests", &["Excessive force against protesters", "Peaceful protest", "Protest with intervention"]),
    ("Riots", &["Mob violence", "Violent demonstration"]),
    (
        "Strategic developments",
        &[
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        ],
    ),
    ("Violence against civilians", &["Abduction/forced disappearance", "Attack", "Sexual violence"]),
];

/// The events of PLOVER (manual 0.7b).
pub const PLOVER_EVENTS: &[&str] = &[
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
];

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    act: Vec<ActEntry>,
}

impl Ontology {
    /// Loads the table of acts.
    ///
    /// - errors: unreadable TOML; a name used twice; an empty cell; an event or a pair of types that PLOVER or ACLED does not have.
    pub fn load(source: &DataSource) -> Result<Ontology, DataError> {
        Ontology::parse(&source.read(PATH)?, &format!("data/{PATH}"))
    }

    fn parse(text: &str, place: &str) -> Result<Ontology, DataError> {
        let file: File = toml::from_str(text)
            .map_err(|error| DataError::one(place, format!("cannot be read: {}; mend the TOML", error.to_string().trim())))?;
        let mut troubles = Troubles::default();
        let mut ontology = Ontology::default();
        for act in file.act {
            let place = format!("{place} `{}`", act.name);
            check(&act, &place, &mut troubles);
            if ontology.by_name.insert(act.name.clone(), ontology.acts.len()).is_some() {
                troubles.add(&place, "this name is used twice; give one of the two another");
            }
            ontology.acts.push(act);
        }
        troubles.or(ontology)
    }

    /// Whether an act of this name exists.
    pub fn has(&self, act: &str) -> bool {
        self.by_name.contains_key(act)
    }

    /// Every act, in the order of the file.
    pub fn acts(&self) -> &[ActEntry] {
        &self.acts
    }

    /// The act of this name.
    pub fn act(&self, name: &str) -> Option<&ActEntry> {
        self.by_name.get(name).map(|&index| &self.acts[index])
    }

    /// The finer ACLED type that the words of a claim ask for ("a thrown grenade", "a mob"); none where the table of parties decides.
    pub fn acled_finer(&self, act: &Act, claim: &ClaimWords) -> Option<AcledType<'_>> {
        let finer = self.act(act.as_str())?.acled_finer.iter().find(|finer| finer.holds(claim))?;
        Some(AcledType { event_type: &finer.event_type, sub_event_type: &finer.sub_event_type })
    }

    /// The ACLED type of an act; none for an unknown act or one that is no event there.
    ///
    /// - `actor_is_state`: whether a state force acts (decides who takes territory).
    /// - `recipient_is_civilian`: whether civilians suffer it (decides what kind of attack it is). Unknown is `false`.
    pub fn acled(&self, act: &Act, actor_is_state: bool, recipient_is_civilian: bool) -> Option<AcledType<'_>> {
        let entry = self.act(act.as_str())?;
        let first = match entry.acled_by {
            Choice::Nothing => true,
            Choice::Parties => recipient_is_civilian,
            Choice::Actor => actor_is_state,
        };
        let index = usize::from(!first);
        Some(AcledType { event_type: entry.acled_event_type.get(index)?, sub_event_type: entry.acled_sub_event_type.get(index)? })
    }
}

fn check(act: &ActEntry, place: &str, troubles: &mut Troubles) {
    let words = [&act.name, &act.definition, &act.example, &act.counter_example, &act.cameo];
    if words.iter().any(|word| word.trim().is_empty()) {
        troubles.add(place, "name, definition, example, counter_example or cameo is empty; fill it in");
    }
    if !act.plover_event.is_empty() && !PLOVER_EVENTS.contains(&act.plover_event.as_str()) {
        troubles.add(place, format!("PLOVER has no event `{}`; use one of {}", act.plover_event, PLOVER_EVENTS.join(", ")));
    }
    if act.plover_event.is_empty() && !act.plover_mode.is_empty() {
        troubles.add(place, "has a PLOVER mode without an event; add the event or remove the mode");
    }
    let choices = match act.acled_by {
        Choice::Nothing => act.acled_event_type.len().min(1),
        Choice::Parties | Choice::Actor => 2,
    };
    if act.acled_event_type.len() != choices || act.acled_sub_event_type.len() != choices {
        troubles.add(place, "needs one pair of ACLED types, none, or two and `acled_by`; add or remove types");
    }
    let finer = act.acled_finer.iter().map(|finer| (&finer.event_type, &finer.sub_event_type));
    for (event_type, sub) in act.acled_event_type.iter().zip(&act.acled_sub_event_type).chain(finer) {
        if !ACLED_TYPES.iter().any(|(name, subs)| name == event_type && subs.contains(&sub.as_str())) {
            troubles.add(place, format!("ACLED has no `{event_type}` / `{sub}`; use a pair of its codebook"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn carried() -> Ontology {
        Ontology::load(&DataSource::Carried).expect("the acts load")
    }

    fn check_acled(act: &str, actor_is_state: bool, recipient_is_civilian: bool, expected: Option<(&str, &str)>) {
        let ontology = carried();
        let found = ontology.acled(&Act::new(act), actor_is_state, recipient_is_civilian);
        assert_eq!(found.map(|found| (found.event_type, found.sub_event_type)), expected, "{act}");
    }

    #[test]
    fn the_words_of_a_claim_choose_a_finer_type() {
        let ontology = Ontology::load(&DataSource::Carried).expect("the acts load");
        let finer = |act: &str, means: &str, words: &str| {
            let claim = ClaimWords { means: means.into(), words: words.into() };
            ontology.acled_finer(&Act::new(act), &claim).map(|acled| acled.sub_event_type)
        };
        assert_eq!(finer("attack", "a hand grenade", "hurled"), Some("Grenade"));
        assert_eq!(finer("attack", "rocket-propelled grenades", "fired"), None);
        assert_eq!(finer("riot", "", "beaten an angry mob"), Some("Mob violence"));
        assert_eq!(finer("riot", "", "rioted students"), None);
    }

    #[test]
    fn every_act_of_the_codebook_has_its_row() {
        assert_eq!(carried().acts().len(), 73);
    }

    #[test]
    fn the_parties_choose_the_type_of_an_attack() {
        check_acled("attack", false, true, Some(("Violence against civilians", "Attack")));
        check_acled("attack", false, false, Some(("Battles", "Armed clash")));
        check_acled("shelling", true, true, Some(("Explosions/Remote violence", "Shelling/artillery/missile attack")));
    }

    #[test]
    fn the_actor_chooses_the_type_of_a_capture() {
        check_acled("take_territory", true, false, Some(("Battles", "Government regains territory")));
        check_acled("take_territory", false, false, Some(("Battles", "Non-state actor overtakes territory")));
    }

    #[test]
    fn what_is_no_event_in_acled_has_no_type() {
        check_acled("meet", true, false, None);
        check_acled("no_such_act", true, false, None);
    }

    #[test]
    fn a_demonstration_is_its_own_disorder() {
        let ontology = carried();
        let disorder = |act: &str| ontology.acled(&Act::new(act), true, true).map(|found| found.disorder_type());
        assert_eq!(disorder("protest"), Some("Demonstrations"));
        assert_eq!(disorder("disperse_protest"), Some("Political violence; Demonstrations"));
        assert_eq!(disorder("airstrike"), Some("Political violence"));
        assert_eq!(disorder("ceasefire"), Some("Strategic developments"));
    }

    #[test]
    fn every_trouble_of_a_row_is_told_with_its_name() {
        let row = "[[act]]\nname = \"x\"\ndefinition = \"d\"\nexample = \"e\"\ncounter_example = \"c\"\nplover_event = \"WAR\"\nplover_mode = []\n\
                   acled_event_type = [\"Battles\"]\nacled_sub_event_type = [\"Attack\"]\ncameo = \"1\"\n";
        let error = Ontology::parse(row, "acts.toml").unwrap_err();
        assert_eq!(error.troubles.len(), 2);
        assert!(error.troubles[0].starts_with("acts.toml `x`: PLOVER has no event `WAR`"));
        assert!(error.troubles[1].contains("`Battles` / `Attack`"));
    }
}
