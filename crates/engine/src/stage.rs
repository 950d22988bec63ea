//! One room at a time, for measuring: a JSON object a line in, one a line out, in the same order, with the same `id`.
//!
//! In:  `id` (any JSON value), `text`, and `published` (ISO day or null) where the room needs it.
//! Out: `id` and the room's field; offsets are code points. Nothing found is an empty list.

mod incidents;

use crate::workers::{guarded, in_order};
use crate::{EngineError, Known, Rooms, day};
use dateline_ingest::Hints;
use dateline_language::Reader;
use dateline_model::{Document, Parse, ResolvedPlace, Span};
use dateline_store::{CodePoints, claim_record};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

/// A room that can be run by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Sentences, tokens, names.
    Parse,
    /// Time expressions with TIMEX3 values.
    Times,
    /// Mentions of persons, bodies, peoples and places.
    Mentions,
    /// Places.
    Places,
    /// Speakers, cues, contents.
    Attributions,
    /// Claims as published.
    Claims,
    /// Which documents tell one incident: many lines in, a line for each of a document's incidents out, then the incidents.
    Incidents,
}

impl Stage {
    /// Every stage by its public name, which is also the name of its output field.
    pub const ALL: [(&'static str, Stage); 7] = [
        ("parse", Stage::Parse),
        ("times", Stage::Times),
        ("mentions", Stage::Mentions),
        ("places", Stage::Places),
        ("attributions", Stage::Attributions),
        ("claims", Stage::Claims),
        ("incidents", Stage::Incidents),
    ];
}

/// Runs a stage over lines.
///
/// - errors: a line that is no object with `id` and `text` (told with its number); reading or writing fails.
pub fn stage<'r>(
    rooms: &'r Rooms,
    stage: Stage,
    input: impl BufRead + Send,
    output: &mut (impl Write + Send),
    jobs: usize,
) -> Result<(), EngineError> {
    if stage == Stage::Incidents {
        return incidents::stage(rooms, input, output, jobs);
    }
    let lines = input.lines().enumerate().filter(|(_, line)| !line.as_ref().is_ok_and(|line| line.trim().is_empty()));
    let work = |desk: &mut Reader<'r>, (number, line): (usize, std::io::Result<String>)| answer(rooms, desk, stage, number + 1, &line?);
    in_order(
        lines,
        jobs,
        || rooms.reader(),
        work,
        |answer| {
            serde_json::to_writer(&mut *output, &answer?).map_err(std::io::Error::from)?;
            output.write_all(b"\n")?;
            // Whoever asks line by line waits for each answer.
            output.flush()?;
            Ok::<(), EngineError>(())
        },
    )
}

/// Pages to main texts: `html` (or `text`) in; text, title, day of publication, outlet and language out. Needs no rooms.
///
/// - errors: a line that is no object with `id`; reading or writing fails.
pub fn texts(input: impl BufRead + Send, output: &mut (impl Write + Send), jobs: usize) -> Result<(), EngineError> {
    let lines = input.lines().enumerate().filter(|(_, line)| !line.as_ref().is_ok_and(|line| line.trim().is_empty()));
    let work = |_: &mut (), (number, line): (usize, std::io::Result<String>)| -> Result<Value, EngineError> {
        let trouble = |words: String| EngineError::Line(format!("standard input:{}: {words}", number + 1));
        let question: Value =
            serde_json::from_str(&line?).map_err(|error| trouble(format!("no JSON ({error}); write one object a line")))?;
        let id = question.get("id").cloned().ok_or_else(|| trouble("no “id”; give each line one".to_string()))?;
        let word = |name: &str| question.get(name).and_then(Value::as_str);
        let kind = if word("html").is_some() { "text/html; charset=utf-8" } else { "text/plain; charset=utf-8" };
        let hints = Hints { content_type: Some(kind.to_string()), url: word("url").map(str::to_string), ..Hints::default() };
        let bytes = word("html").or(word("text")).unwrap_or_default().as_bytes();
        Ok(match guarded(|| dateline_ingest::read_with_about(bytes, &hints)) {
            Ok((document, about)) => json!({
                "id": id, "text": document.text, "title": document.title, "outlet": document.outlet, "language": document.language,
                "published": document.published.map(|day| day.to_string()), "modified": about.modified.map(|day| day.to_string()),
                "authors": about.authors, "section": about.section, "agency": about.agency, "dateline": about.dateline,
            }),
            Err(panic) => json!({ "id": id, "text": "", "trouble": panic }),
        })
    };
    in_order(
        lines,
        jobs,
        || (),
        work,
        |answer| {
            serde_json::to_writer(&mut *output, &answer?).map_err(std::io::Error::from)?;
            output.write_all(b"\n")?;
            output.flush()?;
            Ok::<(), EngineError>(())
        },
    )
}

/// A line's `id`, and its document.
fn question(rooms: &Rooms, number: usize, line: &str) -> Result<(Value, Document), EngineError> {
    let trouble = |words: String| EngineError::Line(format!("standard input:{number}: {words}"));
    let question: Value = serde_json::from_str(line).map_err(|error| trouble(format!("no JSON ({error}); write one object a line")))?;
    let id = question.get("id").cloned().ok_or_else(|| trouble("no “id”; give each line one".to_string()))?;
    let text = question.get("text").and_then(Value::as_str).ok_or_else(|| trouble("no “text”; give each line one".to_string()))?;
    let word = |name: &str| question.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
    let published = word("published").map(day).transpose().map_err(trouble)?;
    let known = Known { published, outlet: word("outlet").map(str::to_string), ..Known::default() };
    Ok((id, rooms.plain(text, &known)))
}

fn answer<'r>(rooms: &'r Rooms, desk: &mut Reader<'r>, stage: Stage, number: usize, line: &str) -> Result<Value, EngineError> {
    let (id, document) = question(rooms, number, line)?;
    let found = guarded(|| {
        let reading = rooms.reading(&document);
        let parse = rooms.parse(desk, &reading);
        found(rooms, stage, &document, &reading, &parse)
    });
    let mut answer = json!({ "id": id });
    match found {
        Ok(Value::Object(fields)) => fields.into_iter().for_each(|(name, value)| answer[name] = value),
        Ok(_) => {}
        Err(panic) => {
            *desk = rooms.reader();
            let name = Stage::ALL.iter().find(|(_, known)| *known == stage).map_or("", |(name, _)| name);
            answer[if stage == Stage::Parse { "tokens" } else { name }] = json!([]);
            answer["trouble"] = json!(panic);
        }
    }
    Ok(answer)
}

/// The field of a stage. `published` holds the words that are shown, `document` is what the rooms read.
fn found(rooms: &Rooms, stage: Stage, published: &Document, document: &Document, parse: &Parse) -> Value {
    let points = CodePoints::new(&published.text);
    match stage {
        Stage::Parse => tree(&points, parse),
        Stage::Times => {
            let times = rooms.times(document, parse);
            let told = times.iter().map(|(span, value, kind)| {
                json!({ "span": points.span(*span), "text": points.words(*span), "value": value, "type": kind.as_str() })
            });
            json!({ "times": told.collect::<Vec<_>>() })
        }
        Stage::Mentions => {
            let told = rooms.mentions(document, parse).into_iter().map(
                |mention| json!({ "span": points.span(mention.span), "text": points.words(mention.span), "kind": mention.kind.as_str() }),
            );
            json!({ "mentions": told.collect::<Vec<_>>() })
        }
        Stage::Places => {
            let places = rooms.places(document, parse);
            json!({ "places": places.iter().map(|place| toponym(&points, place)).collect::<Vec<_>>() })
        }
        Stage::Attributions => {
            let spans = |spans: &[Span]| spans.iter().map(|span| points.span(*span)).collect::<Vec<_>>();
            let attributions = rooms.attributions(document, parse);
            let told = attributions.iter().map(|found| {
                let speaker: Vec<Span> = found.speaker.iter().map(|speaker| speaker.mention.span).collect();
                json!({ "speaker": spans(&speaker), "cue": spans(&found.cue), "content": spans(&found.content) })
            });
            json!({ "attributions": told.collect::<Vec<_>>() })
        }
        Stage::Claims => {
            let claims = rooms.claims(document, parse);
            let records: Vec<_> = claims.iter().map(|claim| claim_record(&points, claim, rooms.crosswalk(document, claim))).collect();
            json!({ "claims": records })
        }
        Stage::Incidents => Value::Null,
    }
}

/// A place as the stage gives it: the span of its name.
fn toponym(points: &CodePoints<'_>, resolved: &ResolvedPlace) -> Value {
    let place = resolved.place.as_ref();
    json!({
        "span": points.span(resolved.mention.name),
        "text": points.words(resolved.mention.name),
        "geonames_id": place.and_then(|place| place.id.geonames()),
        "lat": place.map(|place| place.lat),
        "lon": place.map(|place| place.lon),
        "name": place.map(|place| place.name.as_str()),
        "country": place.map(|place| place.country.as_str()),
        "score": resolved.link.score,
    })
}

fn tree(points: &CodePoints<'_>, parse: &Parse) -> Value {
    let span = |span: Span| json!(points.span(span));
    let mut sentences = Vec::new();
    let mut tokens = Vec::new();
    for sentence in &parse.sentences {
        let first = tokens.len();
        for token in &sentence.tokens {
            tokens.push(json!({
                "span": span(token.span),
                "text": points.words(token.span),
                "lemma": token.lemma.as_str(),
                "tag": token.tag.as_str(),
                "pos": token.pos.as_str(),
                "dep": token.dep.as_str(),
                "head": first + token.head,
            }));
        }
        let entities = sentence.entities.iter().map(|entity| json!({ "span": span(entity.span), "kind": entity.kind.as_str() }));
        sentences.push(json!({
            "span": span(sentence.span),
            "tokens": [first, tokens.len()],
            "entities": entities.collect::<Vec<_>>(),
        }));
    }
    json!({ "sentences": sentences, "tokens": tokens })
}
