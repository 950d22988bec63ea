//! `dateline why`: how a claim came about, walked back to the words.

use crate::cli::WhyArgs;
use crate::list::factuality_ink;
use crate::paint::{Ink, Paint, safe, wrap};
use crate::trouble::Trouble;
use crate::{output, words};
use dateline_store::{ClaimRow, Detail, FigureRecord, Part, SpeakerRecord};
use std::io::Write;

/// Explains one claim.
pub fn why(options: &WhyArgs, paint: &Paint) -> Result<(), Trouble> {
    let store = crate::open(&options.database)?;
    let (row, detail) = store.claim(&options.claim)?;
    let mut out = output();
    Page { out: &mut out, paint, width: paint.width.unwrap_or(110).clamp(50, 120) }.whole(&row, &detail)?;
    Ok(out.flush()?)
}

struct Page<'a> {
    out: &'a mut dyn Write,
    paint: &'a Paint,
    width: usize,
}

impl Page<'_> {
    fn whole(&mut self, row: &ClaimRow, detail: &Detail) -> std::io::Result<()> {
        let record = &row.record;
        let heading = self.paint.ink(Ink::Act, &record.act);
        let factuality = self.paint.ink(factuality_ink(&record.factuality), &record.factuality);
        writeln!(self.out, "claim {}: {heading}, {factuality}, confidence {:.2}", record.id, record.confidence)?;
        self.prose(0, Ink::Plain, &words::line(record).join(" · "))?;
        writeln!(self.out)?;
        let outlet = safe(row.outlet.as_deref().unwrap_or("outlet unknown"));
        let published = row.published.as_deref().unwrap_or("day of publication unknown");
        self.field("document", Ink::Plain, &format!("{} ({outlet}, {published})", record.document))?;
        self.field("sentence", Ink::Plain, &format!("“{}”", safe(&row.sentence)))?;
        self.field("act", Ink::Act, &format!("{}, from “{}” {}", record.act, safe(&row.trigger), place(Some(record.trigger_span))))?;
        self.told(&format!("rule {}, score {:.2}", detail.rule, detail.score))?;
        self.told(&codes(row))?;
        let (mut figures, mut speakers) = (record.figures.iter(), record.attribution.iter());
        for part in &detail.parts {
            self.part(part)?;
            match part.field.as_str() {
                "when" => {
                    let when = record.when.as_ref();
                    self.told(&when.map_or(String::new(), |when| format!("precision {}, basis {}", when.precision, when.basis)))?;
                }
                "figure" => self.told(&figures.next().map_or(String::new(), figure))?,
                "speaker" => {
                    let kind = |speaker: &SpeakerRecord| {
                        format!("{}, by the word “{}”", speaker.kind.as_deref().unwrap_or("kind unknown"), safe(&speaker.cue))
                    };
                    self.told(&speakers.next().map_or(String::new(), kind))?;
                }
                _ => {}
            }
        }
        if record.when.is_none() {
            self.field("when", Ink::Time, "undated: no date in the words, or none that can be anchored without the day of publication")?;
        }
        if record.attribution.is_empty() {
            self.field("speaker", Ink::Speaker, "the outlet in its own voice: the words name nobody who says it")?;
        }
        self.field("coded by", Ink::Dim, &detail.versions)
    }

    fn part(&mut self, part: &Part) -> std::io::Result<()> {
        let ink = match part.field.as_str() {
            "actor" => Ink::Actor,
            "recipient" => Ink::Recipient,
            "place" => Ink::Place,
            "time" | "when" => Ink::Time,
            "speaker" => Ink::Speaker,
            _ => Ink::Figure,
        };
        let chosen = part.chosen.as_ref().map(|id| {
            let name = part.candidates.iter().find(|candidate| &candidate.id == id).map(|candidate| format!("{} ", candidate.name));
            format!(" = {}{id}", name.map(|name| name.trim_end().to_string() + ", ").unwrap_or_default())
        });
        let linked = matches!(part.field.as_str(), "actor" | "recipient" | "place" | "speaker");
        let unknown = if linked { " = unknown" } else { "" };
        let quoted =
            if part.text.is_empty() { "carried over, without words of its own".to_string() } else { format!("“{}”", safe(&part.text)) };
        self.field(&part.field, ink, &format!("{quoted} {}{}", place(part.span), chosen.unwrap_or_else(|| unknown.to_string())))?;
        if let Some(antecedent) = &part.antecedent {
            self.told(&format!("stands for “{}”", safe(antecedent)))?;
        }
        let score = part.score.filter(|_| part.chosen.is_some()).map(|score| format!(", score {score:.2}")).unwrap_or_default();
        let reason = if part.reason.is_empty() { String::new() } else { format!("; {}", part.reason) };
        self.told(&format!("rule {}{score}{reason}", part.rule))?;
        for candidate in &part.candidates {
            let reasons = if candidate.reasons.is_empty() { String::new() } else { format!(": {}", candidate.reasons.join(", ")) };
            self.told(&format!("{:.2} {} ({}){reasons}", candidate.score, candidate.name, candidate.id))?;
        }
        Ok(())
    }

    /// A field's name in the margin, and its value.
    fn field(&mut self, name: &str, ink: Ink, value: &str) -> std::io::Result<()> {
        for (i, line) in wrap(value, self.width - 12).iter().enumerate() {
            let margin = if i == 0 { name } else { "" };
            writeln!(self.out, "{}{}", self.paint.ink(Ink::Dim, &format!("{margin:<12}")), self.paint.ink(ink, line))?;
        }
        Ok(())
    }

    /// A remark under a value.
    fn told(&mut self, words: &str) -> std::io::Result<()> {
        self.prose(14, Ink::Dim, words)
    }

    fn prose(&mut self, indent: usize, ink: Ink, words: &str) -> std::io::Result<()> {
        for line in wrap(words, self.width - indent) {
            writeln!(self.out, "{}{}", " ".repeat(indent), self.paint.ink(ink, &line))?;
        }
        Ok(())
    }
}

/// "≥9 civilians killed, at least; part of figure 1".
fn figure(figure: &FigureRecord) -> String {
    let part = figure.part_of.map(|whole| format!("; part of figure {}", whole + 1)).unwrap_or_default();
    format!("{}, {}{part}", words::figures(&[FigureRecord { part_of: None, ..figure.clone() }]), figure.qualifier)
}

fn codes(row: &ClaimRow) -> String {
    let codes = &row.record.crosswalk;
    let or_none = |code: &Option<String>| code.clone().unwrap_or_else(|| "none".to_string());
    let mode = codes.plover_mode.as_ref().map(|mode| format!("/{mode}")).unwrap_or_default();
    let acled = match (&codes.acled_event_type, &codes.acled_sub_event_type) {
        (Some(event), Some(sub_event)) => format!("{event}: {sub_event}"),
        (event, sub_event) => or_none(&event.clone().or(sub_event.clone())),
    };
    format!("by table: PLOVER {}{mode}; ACLED {acled}; CAMEO {}", or_none(&codes.plover_event), or_none(&codes.cameo_code))
}

fn place(span: Option<[usize; 2]>) -> String {
    span.map(|[start, end]| format!("[{start}–{end}]")).unwrap_or_default()
}
