//! The published records: field for field the codebook's section 2, in its order. Every export, table and query shows these.
//!
//! Not here: how a record is made from a claim (`convert`), nor how it lies in the database (`schema`).

use serde::{Deserialize, Serialize};

/// `[start, end)` in code points of the document's text.
pub type Offsets = [usize; 2];

/// One claim, as published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// Claim id.
    pub id: String,
    /// Document id.
    pub document: String,
    /// The sentence.
    pub sentence_span: Offsets,
    /// The words that evoke the act.
    pub trigger_span: Offsets,
    /// The act.
    pub act: String,
    /// Its names in the published ontologies.
    #[serde(flatten)]
    pub crosswalk: Crosswalk,
    /// Who acts.
    pub actors: Vec<MentionRecord>,
    /// On whom.
    pub recipients: Vec<MentionRecord>,
    /// Where.
    pub places: Vec<PlaceRecord>,
    /// When; null without a date or an anchor.
    pub when: Option<WhenRecord>,
    /// How many.
    pub figures: Vec<FigureRecord>,
    /// Weapons or methods.
    pub means: Vec<String>,
    /// Who says so, innermost first; empty for the outlet's own voice.
    pub attribution: Vec<SpeakerRecord>,
    /// What the text commits the innermost speaker to.
    pub factuality: String,
    /// 0 to 1, calibrated, three decimals.
    pub confidence: f64,
}

/// An act's names in the published ontologies; none where the ontology has no such event. Looked up by table, never coded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crosswalk {
    /// PLOVER event.
    pub plover_event: Option<String>,
    /// PLOVER mode.
    pub plover_mode: Option<String>,
    /// ACLED event type.
    pub acled_event_type: Option<String>,
    /// ACLED sub-event type.
    pub acled_sub_event_type: Option<String>,
    /// CAMEO code.
    pub cameo_code: Option<String>,
}

/// A participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MentionRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Offsets,
    /// Id in the actor file.
    pub entity: Option<String>,
    /// Its canonical name.
    pub name: Option<String>,
    /// The loaded term used for it here.
    pub label: Option<String>,
    /// Country and sector.
    pub role_code: Option<String>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Offsets,
    /// GeoNames id; none for an unknown place or one of our own.
    pub geonames_id: Option<u32>,
    /// Canonical name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// First-order unit.
    pub admin1: Option<String>,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// How exactly the words name a point.
    pub precision: String,
    /// `at`, `from`, `to`, `near`.
    pub role: String,
}

/// A time: ISO days, inclusive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhenRecord {
    /// The words; none where the date was carried over.
    pub text: Option<String>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// How exactly.
    pub precision: String,
    /// What it rests on.
    pub basis: String,
}

/// A number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FigureRecord {
    /// What is counted.
    pub measure: String,
    /// Of whom.
    pub group: Option<String>,
    /// Least.
    pub low: Option<u64>,
    /// Greatest.
    pub high: Option<u64>,
    /// How the words bound it.
    pub qualifier: String,
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Offsets,
    /// Index of the figure that this is a part of.
    pub part_of: Option<usize>,
}

/// A speaker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpeakerRecord {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub span: Offsets,
    /// The word that reports.
    pub cue: String,
    /// Id in the actor file.
    pub entity: Option<String>,
    /// Its canonical name.
    pub name: Option<String>,
    /// The kind of speaker.
    pub kind: Option<String>,
}

/// One document, as published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentRecord {
    /// Document id.
    pub id: String,
    /// Who publishes.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Day of publication.
    pub published: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The text.
    pub text: String,
    /// Simhash of the text, 16 hexadecimal digits.
    pub fingerprint: String,
    /// Where it was read from: a path as it was given, or `-`.
    pub file: String,
    /// What was odd about it, in words.
    pub notes: Vec<String>,
    /// Why it yields no claim; none if it yields some.
    pub nothing_because: Option<String>,
    /// How many claims it yields.
    pub claims: usize,
}

/// What `why` tells of a claim beyond its record: rules, words, candidates and reasons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// What made the claim.
    pub rule: String,
    /// The spotter's score, before calibration.
    pub score: f64,
    /// Program, model and data that made it.
    pub versions: String,
    /// One for each participant, place, time, figure and speaker.
    pub parts: Vec<Part>,
}

/// Candidates kept for each mention. Chosen: those below have never a chance, and would be half of the file.
pub const KEPT_CANDIDATES: usize = 5;

/// How one value of a claim came about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// `actor`, `recipient`, `place`, `time`, `when`, `figure`, `speaker`.
    pub field: String,
    /// The words.
    pub text: String,
    /// Where they stand, if they stand in the text.
    pub span: Option<Offsets>,
    /// What found or anchored them.
    pub rule: String,
    /// The words elsewhere that a pronoun or a description stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub antecedent: Option<String>,
    /// Id of the choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<String>,
    /// Score of the choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why it was chosen, or why nothing was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What it could have been, best first, at most `KEPT_CANDIDATES`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<CandidateRecord>,
}

/// What a mention could refer to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CandidateRecord {
    /// The id.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Score, 0 to 1.
    pub score: f64,
    /// For and against.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
}
