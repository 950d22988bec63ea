//! What fusion needs of a resolved claim and its document, flat, so that it can also be read back from a store.

use crate::{Topic, WordWeights};
use dateline_model::{
    Act, ActorId, ClaimId, Date, DatePrecision, Document, DocumentId, Factuality, Measure, PlaceId, PlacePrecision, Qualifier,
    ResolvedClaim, ResolvedMention, SpeakerKind,
};

/// One claim, as fusion sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct FusionClaim {
    /// Its id.
    pub id: ClaimId,
    /// Its document.
    pub document: DocumentId,
    /// What is said to be done.
    pub act: Act,
    /// Who acts.
    pub actors: Vec<Party>,
    /// On whom.
    pub recipients: Vec<Party>,
    /// Where it happened: only places with the role `at` or `near`.
    pub places: Vec<FusionPlace>,
    /// First and last day, and how exactly they are told.
    pub when: Option<(Date, Date, DatePrecision)>,
    /// How many.
    pub figures: Vec<FusionFigure>,
    /// Who says so, innermost first; empty for the outlet's own voice.
    pub speakers: Vec<Voice>,
    /// What the innermost speaker is committed to.
    pub factuality: Factuality,
    /// Who publishes the document.
    pub outlet: Option<String>,
    /// When the document was published.
    pub published: Option<Date>,
    /// The sentence's words.
    pub words: String,
    /// 0 to 1.
    pub confidence: f32,
}

/// One document, as fusion sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct FusionText {
    /// Its id.
    pub document: DocumentId,
    /// Who publishes it.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Date>,
    /// Its simhash, 0 if it has none; near copies have near values.
    pub fingerprint: u64,
    /// What it is about.
    pub topic: Topic,
}

impl FusionText {
    /// From a document.
    pub fn new(document: &Document, words: &WordWeights) -> FusionText {
        FusionText {
            document: document.id.clone(),
            outlet: document.outlet.clone(),
            published: document.published,
            fingerprint: document.fingerprint,
            topic: Topic::of(&document.text, words),
        }
    }
}

/// Who acts, or on whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// The actor's id, where one was found.
    pub id: Option<ActorId>,
    /// Canonical name, or the words.
    pub name: String,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Who.
    pub party: Party,
    /// Of what kind, if known.
    pub kind: Option<SpeakerKind>,
}

/// Where.
#[derive(Clone, Debug, PartialEq)]
pub struct FusionPlace {
    /// The place's id, where one was found.
    pub id: Option<PlaceId>,
    /// Canonical name, or the words.
    pub name: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// Name of the first-order unit, or empty.
    pub admin1: String,
    /// Degrees north and east, WGS 84.
    pub point: Option<(f64, f64)>,
    /// How exactly it is told.
    pub precision: PlacePrecision,
}

/// A number of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FusionFigure {
    /// What is counted.
    pub measure: Measure,
    /// Of whom, by name.
    pub group: Option<String>,
    /// Least.
    pub low: Option<u64>,
    /// Greatest.
    pub high: Option<u64>,
    /// How the words bound it.
    pub qualifier: Qualifier,
    /// Whether it is a part of another figure of the claim.
    pub is_part: bool,
}

impl Party {
    /// What two mentions of the same party share: the id, or else the name in lower case.
    pub fn key(&self) -> String {
        match &self.id {
            Some(id) => id.as_str().to_string(),
            None => self.name.to_lowercase(),
        }
    }
}

impl FusionClaim {
    /// From a resolved claim and its document.
    pub fn new(resolved: &ResolvedClaim, document: &Document) -> FusionClaim {
        let claim = &resolved.claim;
        let words = |span: dateline_model::Span| span.of(&document.text).to_string();
        let party = |mention: &ResolvedMention| Party {
            id: mention.link.chosen.clone(),
            name: mention.name.clone().unwrap_or_else(|| words(mention.mention.span)),
        };
        let places = resolved
            .places
            .iter()
            .filter(|place| matches!(place.mention.role, dateline_model::PlaceRole::At | dateline_model::PlaceRole::Near));
        let figures = claim.figures.iter().zip(&resolved.figures);
        FusionClaim {
            id: claim.id.clone(),
            document: claim.document.clone(),
            act: claim.act.clone(),
            actors: resolved.actors.iter().map(party).collect(),
            recipients: resolved.recipients.iter().map(party).collect(),
            places: places
                .map(|place| {
                    let found = place.place.as_ref();
                    FusionPlace {
                        id: place.link.chosen,
                        name: found.map_or_else(|| words(place.mention.name), |found| found.name.clone()),
                        country: found.map(|found| found.country.clone()).unwrap_or_default(),
                        admin1: found.map(|found| found.admin1.clone()).unwrap_or_default(),
                        point: found.map(|found| (found.lat, found.lon)),
                        precision: place.precision,
                    }
                })
                .collect(),
            when: resolved.when.as_ref().map(|when| (when.start, when.end, when.precision)),
            figures: figures
                .map(|(figure, resolved)| FusionFigure {
                    measure: figure.measure,
                    group: resolved.group.clone(),
                    low: figure.low,
                    high: figure.high,
                    qualifier: figure.qualifier,
                    is_part: figure.part_of.is_some(),
                })
                .collect(),
            speakers: resolved
                .speakers
                .iter()
                .map(|speaker| Voice {
                    party: Party {
                        id: speaker.link.chosen.clone(),
                        name: speaker.name.clone().unwrap_or_else(|| words(speaker.speaker.mention.span)),
                    },
                    kind: speaker.kind.or(speaker.speaker.kind),
                })
                .collect(),
            factuality: claim.factuality,
            outlet: document.outlet.clone(),
            published: document.published,
            words: words(claim.sentence),
            confidence: resolved.confidence,
        }
    }

    /// The first day, or else the day of publication: where to look for claims of the same act.
    pub(crate) fn day(&self) -> Option<Date> {
        self.when.map(|(start, _, _)| start).or(self.published)
    }
}
