//! The nouns of the house: Document, Parse, Claim, ResolvedClaim, Incident, and the ids, spans and units they are made of.
//!
//! In:  nothing.
//! Out: types. Each room hands exactly one of these nouns to the next.
//!
//! Inside the program offsets are bytes on character boundaries of `Document::text`;
//! whatever is published counts code points (`store::record` converts).
//!
//! Not here: behaviour beyond the laws of a type, conversion for the outside (`store`), any vocabulary (`data/`).

mod act;
mod claim;
mod document;
mod id;
mod incident;
mod parse;
mod resolved;
mod span;
mod time;

pub use act::Act;
pub use claim::{
    Attribution, Claim, Factuality, Figure, Group, Measure, Mention, PlaceMention, PlaceRole, Qualifier, Speaker, SpeakerKind,
};
pub use document::{Document, Note};
pub use id::{ActorId, ClaimId, DocumentId, IncidentId, PlaceId, RuleId};
pub use incident::*;
pub use parse::{Dep, Entity, EntityKind, Parse, Pos, Sentence, Tag, Token};
pub use resolved::{
    Candidate, DateBasis, DatePrecision, Linked, Place, PlacePrecision, ResolvedClaim, ResolvedFigure, ResolvedMention, ResolvedPlace,
    ResolvedSpeaker, When,
};
pub use span::Span;
pub use time::{
    Clock, DayPart, Pick, Reach, Repeat, Season, Tense, TimeExpression, TimeKind, TimeMeaning, TimeModifier, TimeOrigin, TimeReference,
    TimeRelation, TimeUnit, YearPart,
};

/// A calendar day of the Gregorian calendar, without time zone; a day of the week.
pub use jiff::civil::{Date, Weekday};
