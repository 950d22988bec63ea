//! From the nouns to the published records: the only place where they meet.
//!
//! In:  a document, one resolved claim of it, the act's row of the crosswalk.
//! Out: `ClaimRecord` and `Detail`.

use crate::offsets::CodePoints;
use crate::record::*;
use dateline_model::{
    Document, Figure, Linked, Mention, Note, PlaceId, ResolvedClaim, ResolvedFigure, ResolvedMention, ResolvedPlace, ResolvedSpeaker,
    TimeExpression, When,
};

/// The published record of a claim.
pub fn claim_record(points: &CodePoints<'_>, resolved: &ResolvedClaim, crosswalk: Crosswalk) -> ClaimRecord {
    let claim = &resolved.claim;
    ClaimRecord {
        id: claim.id.to_string(),
        document: claim.document.to_string(),
        sentence_span: points.span(claim.sentence),
        trigger_span: points.span(claim.trigger),
        act: claim.act.to_string(),
        crosswalk,
        actors: resolved.actors.iter().map(|actor| mention_record(points, actor)).collect(),
        recipients: resolved.recipients.iter().map(|recipient| mention_record(points, recipient)).collect(),
        places: resolved.places.iter().map(|place| place_record(points, place)).collect(),
        when: resolved.when.as_ref().map(|when| when_record(points, when)),
        figures: figure_records(points, &claim.figures, &resolved.figures),
        means: claim.means.iter().map(|span| points.words(*span)).collect(),
        attribution: resolved.speakers.iter().map(|speaker| speaker_record(points, speaker)).collect(),
        factuality: claim.factuality.as_str().to_string(),
        confidence: decimals(f64::from(resolved.confidence), 3),
    }
}

fn mention_record(points: &CodePoints<'_>, resolved: &ResolvedMention) -> MentionRecord {
    let mention = &resolved.mention;
    MentionRecord {
        text: points.words(mention.span),
        span: points.span(mention.span),
        entity: resolved.link.chosen.as_ref().map(ToString::to_string),
        name: resolved.name.clone(),
        label: mention.label.map(|label| points.words(label)),
        role_code: resolved.role_code.clone(),
    }
}

fn place_record(points: &CodePoints<'_>, resolved: &ResolvedPlace) -> PlaceRecord {
    let place = resolved.place.as_ref();
    let named = |text: &str| (!text.is_empty()).then(|| text.to_string());
    PlaceRecord {
        text: points.words(resolved.mention.span),
        span: points.span(resolved.mention.span),
        geonames_id: place.and_then(|place| place.id.geonames()),
        name: place.map(|place| place.name.clone()),
        country: place.and_then(|place| named(&place.country)),
        admin1: place.and_then(|place| named(&place.admin1)),
        lat: place.map(|place| decimals(place.lat, 5)),
        lon: place.map(|place| decimals(place.lon, 5)),
        precision: resolved.precision.as_str().to_string(),
        role: resolved.mention.role.as_str().to_string(),
    }
}

fn when_record(points: &CodePoints<'_>, when: &When) -> WhenRecord {
    WhenRecord {
        text: when.span.map(|span| points.words(span)),
        start: when.start.to_string(),
        end: when.end.to_string(),
        precision: when.precision.as_str().to_string(),
        basis: when.basis.as_str().to_string(),
    }
}

fn figure_records(points: &CodePoints<'_>, figures: &[Figure], resolved: &[ResolvedFigure]) -> Vec<FigureRecord> {
    let records = figures.iter().enumerate().map(|(i, figure)| FigureRecord {
        measure: figure.measure.as_str().to_string(),
        group: resolved
            .get(i)
            .and_then(|resolved| resolved.group.clone())
            .or_else(|| figure.group.as_ref().and_then(|group| group.kind_name()).map(str::to_string)),
        low: figure.low,
        high: figure.high,
        qualifier: figure.qualifier.as_str().to_string(),
        text: points.words(figure.span),
        span: points.span(figure.span),
        part_of: figure.part_of,
    });
    records.collect()
}

fn speaker_record(points: &CodePoints<'_>, resolved: &ResolvedSpeaker) -> SpeakerRecord {
    let speaker = &resolved.speaker;
    SpeakerRecord {
        text: points.words(speaker.mention.span),
        span: points.span(speaker.mention.span),
        cue: points.words(speaker.cue),
        entity: resolved.link.chosen.as_ref().map(ToString::to_string),
        name: resolved.name.clone(),
        kind: resolved.kind.or(speaker.kind).map(|kind| kind.as_str().to_string()),
    }
}

/// What `why` needs to walk from each value back to its words and its rule.
pub fn detail(points: &CodePoints<'_>, resolved: &ResolvedClaim, versions: &str) -> Detail {
    let claim = &resolved.claim;
    let mut parts = Vec::new();
    let participants = resolved.actors.iter().map(|actor| ("actor", actor)).chain(resolved.recipients.iter().map(|it| ("recipient", it)));
    for (field, participant) in participants {
        parts.push(linked(words_part(points, field, &participant.mention), &participant.link, ToString::to_string));
    }
    for place in &resolved.places {
        let part = Part {
            field: "place".to_string(),
            text: points.words(place.mention.name),
            span: Some(points.span(place.mention.span)),
            rule: place.mention.rule.to_string(),
            ..Part::default()
        };
        parts.push(linked(part, &place.link, |id: &PlaceId| id.0.to_string()));
    }
    parts.extend(claim.times.iter().map(|time| time_part(points, time)));
    parts.extend(resolved.when.as_ref().map(|when| Part {
        field: "when".to_string(),
        text: when.span.map(|span| points.words(span)).unwrap_or_default(),
        span: when.span.map(|span| points.span(span)),
        rule: when.rule.to_string(),
        chosen: Some(if when.start == when.end { when.start.to_string() } else { format!("{} to {}", when.start, when.end) }),
        ..Part::default()
    }));
    parts.extend(claim.figures.iter().map(|figure| Part {
        field: "figure".to_string(),
        text: points.words(figure.span),
        span: Some(points.span(figure.span)),
        rule: figure.rule.to_string(),
        ..Part::default()
    }));
    for speaker in &resolved.speakers {
        let part = words_part(points, "speaker", &speaker.speaker.mention);
        parts.push(linked(part, &speaker.link, ToString::to_string));
    }
    Detail { rule: claim.rule.to_string(), score: decimals(f64::from(claim.score), 3), versions: versions.to_string(), parts }
}

fn words_part(points: &CodePoints<'_>, field: &str, mention: &Mention) -> Part {
    Part {
        field: field.to_string(),
        text: points.words(mention.span),
        span: Some(points.span(mention.span)),
        rule: mention.rule.to_string(),
        antecedent: mention.antecedent.map(|span| points.words(span)),
        ..Part::default()
    }
}

fn time_part(points: &CodePoints<'_>, time: &TimeExpression) -> Part {
    Part {
        field: "time".to_string(),
        text: points.words(time.span),
        span: Some(points.span(time.span)),
        rule: time.rule.to_string(),
        ..Part::default()
    }
}

fn linked<T>(part: Part, link: &Linked<T>, id: impl Fn(&T) -> String) -> Part {
    let candidates = link.candidates.iter().take(KEPT_CANDIDATES).map(|candidate| CandidateRecord {
        id: id(&candidate.id),
        name: candidate.name.clone(),
        score: decimals(f64::from(candidate.score), 3),
        reasons: candidate.reasons.clone(),
    });
    Part {
        chosen: link.chosen.as_ref().map(&id),
        score: link.chosen.as_ref().map(|_| decimals(f64::from(link.score), 3)),
        reason: link.reason.clone(),
        candidates: candidates.collect(),
        ..part
    }
}

/// A note in words.
pub fn note_words(note: &Note, text: &str) -> String {
    match note {
        Note::Empty => "no text at all".to_string(),
        Note::NoMainText => "no main text found in the page".to_string(),
        Note::Binary { kind } => format!("not a text but {kind}"),
        Note::BytesReplaced { count } => format!("{count} characters could not be decoded and stand as U+FFFD"),
        Note::DecodedFrom { encoding } => format!("decoded from {encoding}"),
        Note::Furniture { span } => {
            format!("not coded, since it belongs to the page and not to the article: “{}”", beginning(span.of(text)))
        }
        Note::LanguageWithoutEngine { language } => format!("no engine for the language “{language}”"),
        Note::OtherLanguage { span, language } => {
            format!("not coded, since it is in another language ({language}): “{}”", beginning(span.of(text)))
        }
        Note::Truncated { kept } => format!("cut after {kept} bytes"),
        Note::DateUnread { words } => format!("date “{words}” could not be read"),
    }
}

/// The first words of a text, for a message.
fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    let more = if text.split_whitespace().nth(8).is_some() { " …" } else { "" };
    format!("{}{more}", words.join(" "))
}

/// Rounds to so many decimals, so that a published number shows no noise of binary fractions.
fn decimals(value: f64, places: i32) -> f64 {
    let scale = 10f64.powi(places);
    if value.is_finite() { (value * scale).round() / scale } else { 0.0 }
}

/// The published record of a document that is being stored.
pub fn document_notes(document: &Document) -> Vec<String> {
    document.notes.iter().map(|note| note_words(note, &document.text)).collect()
}
