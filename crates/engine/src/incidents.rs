//! Incidents of a store: fused from its claims, kept until the claims change.

use crate::EngineError;
use dateline_fuse::{FusionClaim, FusionFigure, FusionPlace, FusionText, Party, Rules, Topic, Voice, WordWeights, fuse};
use dateline_model::{
    Act, ActorId, ClaimId, Date, DatePrecision, DocumentId, Factuality, Measure, PlaceId, PlacePrecision, Qualifier, SpeakerKind,
};
use dateline_store::{ClaimRow, DocumentRecord, Filter, IncidentRecord, MentionRecord, PlaceRecord, Store};

/// Makes the stored incidents those of the stored claims; does nothing where they are.
pub fn refresh_incidents(store: &mut Store) -> Result<(), EngineError> {
    let versions = format!("dateline {} build {}", env!("CARGO_PKG_VERSION"), env!("DATELINE_BUILD"));
    if store.incidents_are_of(&versions)? {
        return Ok(());
    }
    let mut claims = Vec::new();
    store.each_claim(&Filter::default(), |row| {
        claims.push(fusion_claim(&row));
        Ok(())
    })?;
    let words = word_weights()?;
    let texts: Vec<FusionText> = store.documents()?.iter().map(|document| fusion_text(document, &words)).collect();
    let fusion = fuse(&claims, &texts, &[], &Rules::default());
    let incidents: Vec<IncidentRecord> = fusion.incidents.iter().map(IncidentRecord::from).collect();
    Ok(store.replace_incidents(&incidents, &versions)?)
}

/// How telling the words of English are, as the program carries them.
pub fn word_weights() -> Result<WordWeights, EngineError> {
    WordWeights::read(include_bytes!("../../../models/words-english.bin"))
        .map_err(|error| EngineError::Model(format!("models/words-english.bin: {error}")))
}

fn fusion_text(document: &DocumentRecord, words: &WordWeights) -> FusionText {
    FusionText {
        document: DocumentId::new(&document.id),
        outlet: document.outlet.clone(),
        published: document.published.as_ref().and_then(|day| day.parse::<Date>().ok()),
        fingerprint: u64::from_str_radix(&document.fingerprint, 16).unwrap_or(0),
        topic: Topic::of(&document.text, words),
    }
}

/// A stored claim as fusion sees it: the same as of the resolved claim, but that places of our own have no id.
fn fusion_claim(row: &ClaimRow) -> FusionClaim {
    let record = &row.record;
    let when = record.when.as_ref().and_then(|when| {
        Some((when.start.parse().ok()?, when.end.parse().ok()?, DatePrecision::parse(&when.precision).unwrap_or(DatePrecision::Unknown)))
    });
    let figures = record.figures.iter().filter_map(|figure| {
        Some(FusionFigure {
            measure: Measure::parse(&figure.measure)?,
            group: figure.group.clone(),
            low: figure.low,
            high: figure.high,
            qualifier: Qualifier::parse(&figure.qualifier)?,
            is_part: figure.part_of.is_some(),
        })
    });
    let speakers = record.attribution.iter().map(|speaker| Voice {
        party: party_of(speaker.entity.as_ref(), speaker.name.as_ref(), &speaker.text),
        kind: speaker.kind.as_deref().and_then(SpeakerKind::parse),
    });
    FusionClaim {
        id: ClaimId::new(&record.id),
        document: DocumentId::new(&record.document),
        act: Act::new(&record.act),
        actors: record.actors.iter().map(party).collect(),
        recipients: record.recipients.iter().map(party).collect(),
        places: record.places.iter().filter(|place| place.role == "at" || place.role == "near").map(fusion_place).collect(),
        when,
        figures: figures.collect(),
        speakers: speakers.collect(),
        factuality: Factuality::parse(&record.factuality).unwrap_or(Factuality::Possible),
        outlet: row.outlet.clone(),
        published: row.published.as_ref().and_then(|day| day.parse::<Date>().ok()),
        words: row.sentence.clone(),
        confidence: record.confidence as f32,
    }
}

fn party(mention: &MentionRecord) -> Party {
    party_of(mention.entity.as_ref(), mention.name.as_ref(), &mention.text)
}

fn party_of(entity: Option<&String>, name: Option<&String>, text: &str) -> Party {
    Party { id: entity.map(ActorId::new), name: name.cloned().unwrap_or_else(|| text.to_string()) }
}

fn fusion_place(place: &PlaceRecord) -> FusionPlace {
    FusionPlace {
        id: place.geonames_id.map(PlaceId),
        name: place.name.clone().unwrap_or_else(|| place.text.clone()),
        country: place.country.clone().unwrap_or_default(),
        admin1: place.admin1.clone().unwrap_or_default(),
        point: place.lat.zip(place.lon),
        precision: PlacePrecision::parse(&place.precision).unwrap_or(PlacePrecision::Unknown),
    }
}
