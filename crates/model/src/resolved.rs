//! A resolved claim: the claim, unchanged, and beside it what its words refer to.

use crate::claim::named;
use crate::{ActorId, Claim, Date, Mention, PlaceId, PlaceMention, RuleId, Span, Speaker, SpeakerKind};

/// What a mention refers to. `chosen: None` is a good answer: known to be unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked<T> {
    /// The chosen id.
    pub chosen: Option<T>,
    /// Score of the choice, 0 to 1.
    pub score: f32,
    /// The possible ids, best first, each with its reasons.
    pub candidates: Vec<Candidate<T>>,
    /// Why nothing was chosen, or by which rule.
    pub reason: String,
}

impl<T> Default for Linked<T> {
    fn default() -> Self {
        Linked { chosen: None, score: 0.0, candidates: Vec::new(), reason: String::new() }
    }
}

/// A possible id of a mention.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<T> {
    /// The id.
    pub id: T,
    /// Its canonical name.
    pub name: String,
    /// Its score, 0 to 1.
    pub score: f32,
    /// What speaks for it and against it.
    pub reasons: Vec<String>,
}

/// A claim with its references.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedClaim {
    /// The claim, as the text has it.
    pub claim: Claim,
    /// Who acts. Not always as many as `claim.actors`: a "recipient" that proves to be a city moves to `places`.
    pub actors: Vec<ResolvedMention>,
    /// On whom.
    pub recipients: Vec<ResolvedMention>,
    /// Where.
    pub places: Vec<ResolvedPlace>,
    /// When; none without a date or an anchor.
    pub when: Option<When>,
    /// Who says so, innermost first.
    pub speakers: Vec<ResolvedSpeaker>,
    /// One for each of `claim.figures`.
    pub figures: Vec<ResolvedFigure>,
    /// 0 to 1, calibrated.
    pub confidence: f32,
}

/// A participant and who it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedMention {
    /// The words.
    pub mention: Mention,
    /// The actor.
    pub link: Linked<ActorId>,
    /// Canonical name of the chosen actor.
    pub name: Option<String>,
    /// PLOVER sector code or codes, joined by "-" after the country: "SYR-MIL".
    pub role_code: Option<String>,
}

/// A speaker and who it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedSpeaker {
    /// The words.
    pub speaker: Speaker,
    /// The actor.
    pub link: Linked<ActorId>,
    /// Canonical name of the chosen actor.
    pub name: Option<String>,
    /// The kind, from the actor file or else from the words.
    pub kind: Option<SpeakerKind>,
}

/// Of whom a figure counts, by name.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResolvedFigure {
    /// The codebook's group: a kind, or an actor's canonical name.
    pub group: Option<String>,
}

/// A place mention and which place it is.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedPlace {
    /// The words.
    pub mention: PlaceMention,
    /// The place.
    pub link: Linked<PlaceId>,
    /// The chosen place.
    pub place: Option<Place>,
    /// How exactly the words name a point.
    pub precision: PlacePrecision,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// Canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-2 country code, or empty.
    pub country: String,
    /// Name of the first-order unit, or empty.
    pub admin1: String,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// GeoNames feature code, such as PPL, ADM1, PCLI, AIRP.
    pub feature: String,
    /// Inhabitants, 0 if unknown.
    pub population: u64,
}

/// When the act is said to have happened: days, inclusive.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    /// The words; none where the date was carried over without words of its own.
    pub span: Option<Span>,
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How exactly the words tell it.
    pub precision: DatePrecision,
    /// What the date rests on.
    pub basis: DateBasis,
    /// What anchored it.
    pub rule: RuleId,
}

named! {
    /// How exactly a time is told.
    DatePrecision {
        Hour = "hour",
        Day = "day",
        Week = "week",
        Month = "month",
        Year = "year",
        Unknown = "unknown",
    }
}

named! {
    /// What a date rests on.
    DateBasis {
        Explicit = "explicit",
        Anchored = "anchored",
        Inferred = "inferred",
    }
}

named! {
    /// How exactly a place is told (crosswalks to UCDP where_prec and ACLED geo_precision are in `store`).
    PlacePrecision {
        Exact = "exact",
        Near = "near",
        Within = "within",
        Unit = "unit",
        Country = "country",
        Linear = "linear",
        Unknown = "unknown",
    }
}
