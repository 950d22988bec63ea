//! The engine's claim in the form of a line: the same keys, every value with the words that may stand for it.

use dateline_model::{Factuality, Figure, Group, Mention, PlaceRole, Qualifier, ResolvedClaim};
use std::fmt;

/// One value.
pub struct Value {
    /// `actor`, `killed`, `when`, …
    pub key: String,
    /// As it is written in a block.
    pub shown: String,
    /// The words that name it.
    pub words: Vec<String>,
    /// Whom or what the words mean: antecedent and canonical name.
    pub means: Vec<String>,
}

/// One claim.
pub struct Told {
    /// The act.
    pub act: String,
    /// Its values, in the order of a line.
    pub values: Vec<Value>,
}

impl Told {
    pub fn new(text: &str, resolved: &ResolvedClaim) -> Told {
        let claim = &resolved.claim;
        let mut values = Vec::new();
        let mention = |key: &str, mention: &Mention, name: Option<&String>| {
            let words = mention.span.of(text).to_string();
            let antecedent = mention.antecedent.map(|span| span.of(text).to_string());
            let shown = antecedent.as_ref().map_or(words.clone(), |antecedent| format!("{words} = {antecedent}"));
            Value { key: key.to_string(), shown, words: vec![words], means: antecedent.into_iter().chain(name.cloned()).collect() }
        };
        values.extend(resolved.actors.iter().map(|actor| mention("actor", &actor.mention, actor.name.as_ref())));
        values.extend(resolved.recipients.iter().map(|recipient| mention("recipient", &recipient.mention, recipient.name.as_ref())));
        for (figure, found) in claim.figures.iter().zip(&resolved.figures) {
            values.push(self::figure(text, figure, found.group.as_deref()));
        }
        if let Some(when) = &resolved.when {
            let (start, end) = (when.start.to_string(), when.end.to_string());
            let shown = if start == end { start } else { format!("{start}..{end}") };
            values.push(Value { key: "when".to_string(), shown, words: Vec::new(), means: Vec::new() });
        }
        for place in &resolved.places {
            let key = if place.mention.role == PlaceRole::At { "place" } else { place.mention.role.as_str() };
            let (name, whole) = (place.mention.name.of(text).to_string(), place.mention.span.of(text).to_string());
            let means = place.place.iter().map(|place| place.name.clone()).collect();
            values.push(Value { key: key.to_string(), shown: name.clone(), words: vec![name, whole], means });
        }
        for speaker in &resolved.speakers {
            values.push(mention("speaker", &speaker.speaker.mention, speaker.name.as_ref()));
        }
        for mention in resolved.actors.iter().chain(&resolved.recipients).map(|found| &found.mention) {
            let label = mention.label.map(|label| label.of(text).to_string());
            let label = label.filter(|label| !values.iter().any(|value| value.key == "label" && value.shown == *label));
            values.extend(label.map(|label| Value {
                key: "label".to_string(),
                shown: label.clone(),
                words: vec![label],
                means: Vec::new(),
            }));
        }
        for means in &claim.means {
            let words = means.of(text).to_string();
            values.push(Value { key: "means".to_string(), shown: words.clone(), words: vec![words], means: Vec::new() });
        }
        if claim.factuality != Factuality::Happened {
            let shown = claim.factuality.as_str().to_string();
            values.push(Value { key: "factuality".to_string(), shown, words: Vec::new(), means: Vec::new() });
        }
        Told { act: claim.act.as_str().to_string(), values }
    }

    /// The values of one key.
    pub fn of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Value> {
        self.values.iter().filter(move |value| value.key == key)
    }
}

/// A figure: `killed[civilians]=14..`; the group beside it names whom it counts.
fn figure(text: &str, figure: &Figure, group: Option<&str>) -> Value {
    let about = if figure.qualifier == Qualifier::About { "~" } else { "" };
    let bounds = match (figure.low, figure.high) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (low, high) if low.is_none() || high.is_none() => {
            let side = |bound: Option<u64>| bound.map_or(String::new(), |bound| bound.to_string());
            format!("{}..{}", side(low), side(high))
        }
        (low, high) => format!("{}-{}", low.unwrap_or(0), high.unwrap_or(0)),
    };
    let words: Vec<String> = match &figure.group {
        Some(Group::Party(mention)) => vec![mention.span.of(text).to_string()],
        _ => Vec::new(),
    };
    let groups: Vec<String> = group.map(str::to_string).into_iter().chain(words).collect();
    let measure = figure.measure.as_str();
    let part = if figure.part_of.is_some() { "part:" } else { "" };
    Value { key: format!("{part}{measure}"), shown: format!("{about}{bounds}"), words: groups, means: Vec::new() }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.act)?;
        for value in &self.values {
            let Value { key, shown, words, .. } = value;
            match crate::line::Kind::of(key) {
                crate::line::Kind::Figure => {
                    let group = words.first().map(|group| format!("[{group}]")).unwrap_or_default();
                    write!(f, " {key}{group}={shown}")?;
                }
                crate::line::Kind::Plain => write!(f, " {key}={shown}")?,
                crate::line::Kind::Name => write!(f, " {key}=\"{}\"", shown.replace('"', "'").replace('\n', " "))?,
            }
        }
        Ok(())
    }
}
