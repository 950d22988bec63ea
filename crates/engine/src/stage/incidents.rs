//! The stage `incidents`: many documents in; which incidents each tells, and the incidents, out.
//!
//! Out: for every document, in the order of the input, `{"document", "incident", "origin"}` for each incident that it tells, the main one
//! first (`"incident": null` for none); `origin` is the same for copies of one text. Then `{"incident_record": …}` for each incident.
//!
//! A document's main incident is the lead of its story, even where none of its own claims was coded: its text tells it.

use super::question;
use crate::incidents::word_weights;
use crate::workers::{guarded, in_order};
use crate::{EngineError, Rooms};
use dateline_fuse::{Fusion, FusionClaim, FusionText, Rules, fuse};
use dateline_model::{DocumentId, IncidentId};
use dateline_store::IncidentRecord;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Write};

/// Codes all lines, fuses their claims, and writes what the documents tell.
pub(super) fn stage(rooms: &Rooms, input: impl BufRead + Send, output: &mut impl Write, jobs: usize) -> Result<(), EngineError> {
    let words = word_weights()?;
    let lines = input.lines().enumerate().filter(|(_, line)| !line.as_ref().is_ok_and(|line| line.trim().is_empty()));
    let mut ids: Vec<(Value, DocumentId)> = Vec::new();
    let mut texts: Vec<FusionText> = Vec::new();
    let mut claims: Vec<FusionClaim> = Vec::new();
    in_order(
        lines,
        jobs,
        || rooms.reader(),
        |desk, (number, line): (usize, std::io::Result<String>)| {
            let (id, document) = question(rooms, number + 1, &line?)?;
            let coded = guarded(|| {
                let parse = rooms.parse(desk, &document);
                rooms.claims(&document, &parse).iter().map(|claim| FusionClaim::new(claim, &document)).collect::<Vec<_>>()
            });
            if coded.is_err() {
                *desk = rooms.reader();
            }
            Ok::<_, EngineError>((id, FusionText::new(&document, &words), coded.unwrap_or_default()))
        },
        |answer| {
            let (id, text, coded) = answer?;
            ids.push((id, text.document.clone()));
            texts.push(text);
            claims.extend(coded);
            Ok::<(), EngineError>(())
        },
    )?;
    write(&ids, &claims, &fuse(&claims, &texts, &[], &Rules::default()), output)
}

fn write(ids: &[(Value, DocumentId)], claims: &[FusionClaim], fusion: &Fusion, output: &mut impl Write) -> Result<(), EngineError> {
    let mut line = |value: &Value| -> Result<(), EngineError> {
        serde_json::to_writer(&mut *output, value).map_err(std::io::Error::from)?;
        Ok(output.write_all(b"\n")?)
    };
    let told = told(claims, fusion);
    let copies: HashMap<&DocumentId, &DocumentId> = fusion.copies.iter().map(|(copy, first)| (copy, first)).collect();
    for (id, document) in ids {
        let incidents = told.get(document).map(Vec::as_slice).unwrap_or_default();
        let origin = copies.get(document).map(|first| first.as_str());
        for incident in incidents {
            line(&json!({ "document": id, "incident": incident.as_str(), "origin": origin }))?;
        }
        if incidents.is_empty() {
            line(&json!({ "document": id, "incident": null, "origin": origin }))?;
        }
    }
    for incident in &fusion.incidents {
        line(&json!({ "incident_record": IncidentRecord::from(incident) }))?;
    }
    Ok(output.flush()?)
}

/// The incidents of each document: the lead of its story, then its own, the surest first.
fn told<'a>(claims: &'a [FusionClaim], fusion: &'a Fusion) -> HashMap<&'a DocumentId, Vec<&'a IncidentId>> {
    let by_claim: HashMap<_, _> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let mut own: HashMap<&DocumentId, BTreeMap<&IncidentId, f32>> = HashMap::new();
    for incident in &fusion.incidents {
        for claim in incident.claims.iter().filter_map(|(claim, _)| by_claim.get(claim)) {
            let surest = own.entry(&claim.document).or_default().entry(&incident.id).or_default();
            *surest = surest.max(claim.confidence);
        }
    }
    let mut told = HashMap::new();
    for story in &fusion.stories {
        for document in &story.documents {
            let mut incidents: Vec<(&IncidentId, f32)> = own.remove(document).into_iter().flatten().collect();
            incidents.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
            let others = incidents.into_iter().map(|(incident, _)| incident).filter(|incident| Some(*incident) != story.lead.as_ref());
            told.insert(document, story.lead.iter().chain(others).collect());
        }
    }
    told
}
