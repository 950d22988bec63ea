//! Reads JSON lines `{"id", "text", "triggers": [[start, end], …]}` and writes, for each, the document's attributions and, for each trigger,
//! its factuality and speakers: the stage `attributions` of the bench, and the input of checks against gold triggers.
//!
//! `cargo run --release -p dateline-claims --example voices < in.jsonl > out.jsonl`. Offsets are code points.

use dateline_claims::Tree;
use dateline_claims::attribution::{speakers, voices};
use dateline_claims::factuality::factuality;
use dateline_knowledge::{DataSource, Lexicon};
use dateline_language::English;
use dateline_model::{Document, DocumentId, Span};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let lexicon = Lexicon::load(&DataSource::Carried, "en")?;
    let english = English::embedded();
    let mut reader = english.reader();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line?)?;
        let text = input["text"].as_str().unwrap_or_default().to_string();
        let id = DocumentId::of("", "", "", "", &text);
        let document =
            Document { id, outlet: None, url: None, title: None, published: None, language: None, text, fingerprint: 0, notes: vec![] };
        let parse = reader.parse(&document);
        let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&document.text, sentence)).collect();
        let voices = voices(&document.text, &trees, &lexicon);
        let points = CodePoints::of(&document.text);
        let spans = |spans: &[Span]| spans.iter().map(|span| points.pair(*span)).collect::<Vec<_>>();
        let attributions: Vec<Value> = voices
            .iter()
            .filter(|voice| voice.is_own())
            .map(|voice| {
                let found = voice.clone().into_attribution();
                let speaker: Vec<Span> = found.speaker.iter().map(|speaker| speaker.mention.span).collect();
                json!({"speaker": spans(&speaker), "cue": spans(&found.cue), "content": spans(&found.content), "rule": found.rule.as_str(),
                       "speech": format!("{:?}", voice.speech).to_lowercase()})
            })
            .collect();
        let mut readings = Vec::new();
        for trigger in input["triggers"].as_array().into_iter().flatten() {
            let at = |i: usize| points.byte(trigger[i].as_u64().unwrap_or(0) as usize);
            let span = Span::new(at(0), at(1));
            let Some((tree, token)) = head(&trees, span) else {
                readings.push(Value::Null);
                continue;
            };
            let reading = factuality(tree, token, &lexicon);
            let chain = speakers(&voices, span);
            let words = |span: Span| span.of(&document.text).to_string();
            let chain: Vec<Value> = chain
                .iter()
                .map(|speaker| {
                    json!({"text": words(speaker.mention.span), "name": speaker.mention.antecedent.map(words),
                           "cue": words(speaker.cue), "kind": speaker.kind.map(|kind| kind.as_str())})
                })
                .collect();
            readings.push(json!({"factuality": reading.factuality.as_str(), "veto": reading.veto.map(|veto| format!("{veto:?}")),
                                 "rule": reading.rule.as_str(), "speakers": chain}));
        }
        writeln!(out, "{}", json!({"id": input["id"], "attributions": attributions, "readings": readings}))?;
    }
    Ok(())
}

/// The head token of a trigger's words.
fn head<'t, 'a>(trees: &'t [Tree<'a>], span: Span) -> Option<(&'t Tree<'a>, usize)> {
    let tree = trees.iter().find(|tree| tree.sentence.span.overlaps(span))?;
    let inside = |i: usize| tree.token(i).span.overlaps(span) && !tree.token(i).is_space();
    let token = (0..tree.len()).find(|&i| inside(i) && !tree.head(i).is_some_and(inside))?;
    Some((tree, token))
}

/// Bytes to code points and back.
struct CodePoints(Vec<usize>);

impl CodePoints {
    fn of(text: &str) -> CodePoints {
        CodePoints(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    fn pair(&self, span: Span) -> [usize; 2] {
        [span.start(), span.end()].map(|byte| self.0.partition_point(|&at| at < byte))
    }

    fn byte(&self, point: usize) -> usize {
        self.0[point.min(self.0.len() - 1)]
    }
}
