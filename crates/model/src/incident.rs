//! An incident: what several claims are about. Derived from claims, never edited; a claim never changes with it.

use crate::{Act, ClaimId, Date, IncidentId, Measure};

/// What several claims are about (codebook, section 6).
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// Hash of the core claim's id.
    pub id: IncidentId,
    /// What most claims say was done.
    pub act: Act,
    /// Every claim, with its part in the incident.
    pub claims: Vec<(ClaimId, ClaimRole)>,
    /// First and last day that the claims allow, where any is dated.
    pub days: Option<(Date, Date)>,
    /// Values of places, actors and recipients, with those that say so.
    pub fields: Vec<IncidentField>,
    /// The numbers, per measure and group.
    pub figures: Vec<IncidentFigure>,
    /// Pairs of claims that cannot both hold.
    pub contradictions: Vec<Contradiction>,
    /// The distinct first voices behind the claims; their number is `independent_sources`.
    pub origins: Vec<IncidentOrigin>,
    /// The campaign that this is a part of ("a strike within the offensive since Wednesday").
    pub part_of: Option<IncidentId>,
    /// 0 to 1: how sure it is that this happened as at least one origin tells it. A score; not calibrated yet.
    pub confidence: f32,
}

/// A first voice behind claims: who is quoted, or who wrote the text that others copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentOrigin {
    /// Canonical name of the speaker, or the outlet.
    pub name: String,
    /// The claims that go back to it.
    pub claims: Vec<ClaimId>,
}

/// The part of a claim in an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimRole {
    /// A plain report.
    Report,
    /// Says that it did not happen.
    Denial,
    /// A later toll of the same speaker.
    Update,
    /// Told again in a later article.
    Background,
}

/// One value of one field, and who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentField {
    /// `place`, `actor`, `recipient`.
    pub field: &'static str,
    /// The canonical name, or the words.
    pub value: String,
    /// Claims that say so.
    pub supporting: Vec<ClaimId>,
    /// Claims that name another value of this field, and not this one.
    pub opposing: Vec<ClaimId>,
}

/// The numbers of one measure and group.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentFigure {
    /// What is counted.
    pub measure: Measure,
    /// Of whom.
    pub group: Option<String>,
    /// Least lower bound told.
    pub low: Option<u64>,
    /// The value chosen.
    pub best: Option<u64>,
    /// Greatest bound told.
    pub high: Option<u64>,
    /// How `best` was chosen.
    pub best_rule: &'static str,
    /// Who said what, when.
    pub series: Vec<FigurePoint>,
}

/// One voice's number.
#[derive(Clone, Debug, PartialEq)]
pub struct FigurePoint {
    /// The claim that holds it.
    pub claim: ClaimId,
    /// The origin that says so.
    pub voice: String,
    /// Day of publication, if known.
    pub said: Option<Date>,
    /// Least.
    pub low: Option<u64>,
    /// Greatest.
    pub high: Option<u64>,
}

/// Two claims that cannot both hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// One.
    pub first: ClaimId,
    /// The other.
    pub second: ClaimId,
    /// About what: `denied`, `figure`, `party`, `holder`.
    pub about: &'static str,
}

impl ClaimRole {
    /// The public name.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimRole::Report => "report",
            ClaimRole::Denial => "denial",
            ClaimRole::Update => "update",
            ClaimRole::Background => "background",
        }
    }
}
