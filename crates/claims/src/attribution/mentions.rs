//! The words that name a speaker, the kind that they tell, and whom "he" or "the agency" means.

use super::{Found, Voice};
use crate::{Tree, factuality};
use dateline_knowledge::Lexicon;
use dateline_model::{Attribution, Dep, EntityKind, Factuality, Mention, Pos, RuleId, Span, Speaker, SpeakerKind, Tag};
use std::collections::HashMap;
use std::ops::Range;

/// How many sentences back a pronoun or a description may find its speaker.
const REACH: usize = 8;

/// Turns what was found into voices: heads of phrases become speakers with their kinds and antecedents.
pub fn name(trees: &[Tree], found: Vec<Found>, quotes: &[Span], lexicon: &Lexicon) -> Vec<Voice> {
    let names = full_names(trees);
    let mut known: Vec<Known> = Vec::new();
    let mut voices = Vec::with_capacity(found.len());
    for found in found {
        let cue = found.cue.first().copied().unwrap_or_default();
        let mut speakers: Vec<Speaker> = Vec::new();
        for &head in found.speakers.iter().chain(&found.told) {
            let at = (found.sentence, head);
            let (speaker, whole) = speaker(trees, at, cue, found.within.as_ref(), &known, &names, lexicon);
            known.push(Known { at, kind: speaker.kind, whole });
            speakers.push(speaker);
        }
        let mut speakers = speakers.into_iter();
        let attribution = Attribution { speaker: speakers.next(), cue: found.cue, content: found.content, rule: found.rule };
        let (speech, commits, denial, sentence) = (found.speech, found.commits, found.denial, found.sentence);
        let quoted = in_quotation(quotes, cue);
        let told = found.verb.is_none_or(|verb| is_told(&trees[sentence], verb, lexicon));
        let relative = found.relative.map(|pronoun| trees[sentence].token(pronoun).span);
        voices.push(Voice { attribution, others: speakers.collect(), relative, speech, commits, denial, quoted, told, sentence });
    }
    voices
}

/// Whether a cue stands inside one of the quotations, which are in text order.
fn in_quotation(quotes: &[Span], cue: Span) -> bool {
    let before = quotes.partition_point(|quote| quote.start() <= cue.start());
    quotes[..before].last().is_some_and(|quote| quote.contains(cue))
}

/// Whether the report of this verb was made, as far as the text tells.
fn is_told(tree: &Tree, verb: usize, lexicon: &Lexicon) -> bool {
    let reading = factuality::factuality_of_report(tree, verb, lexicon);
    reading.factuality == Factuality::Happened && reading.veto.is_none()
}

/// The fullest words known for a speaker: sentence and head, and the words.
type Whole = ((usize, usize), Span);

/// A speaker named earlier.
struct Known {
    at: (usize, usize),
    kind: Option<SpeakerKind>,
    /// The fullest words known for it, with their place; none for a pronoun that found nobody.
    whole: Option<Whole>,
}

fn speaker(
    trees: &[Tree],
    at: (usize, usize),
    cue: Span,
    within: Option<&Range<usize>>,
    known: &[Known],
    names: &Names,
    lexicon: &Lexicon,
) -> (Speaker, Option<Whole>) {
    let tree = &trees[at.0];
    let phrase = tree.phrase(at.1);
    let range = within.map_or(phrase.clone(), |within| phrase.start.max(within.start)..phrase.end.min(within.end));
    let (span, named) = whole_name(tree, at.1, tree.span(range));
    let own = kind(tree, at.1, lexicon);
    let pronoun = tree.pos(at.1) == Pos::PRON;
    let earlier =
        if pronoun { pronoun_antecedent(trees, at, known, lexicon) } else { description_antecedent(trees, at, own, known, lexicon) };
    let (antecedent, borrowed) = match earlier {
        Some((whole, kind)) => (Some(whole), kind),
        None => (named.map(|name| (at, name)).or_else(|| surname_antecedent(trees, at, names, lexicon)), None),
    };
    let kind = own.or(borrowed).or_else(|| antecedent.and_then(|((sentence, head), _)| kind_of(&trees[sentence], head, lexicon)));
    let mention = Mention {
        span,
        head: tree.token(at.1).span,
        antecedent: antecedent.map(|(_, span)| span),
        label: None,
        rule: RuleId::new(if antecedent.is_some() { "attribution.antecedent" } else { "attribution.words" }),
    };
    let whole = antecedent.or((!pronoun).then_some((at, span)));
    (Speaker { mention, cue, kind }, whole)
}

fn kind_of(tree: &Tree, head: usize, lexicon: &Lexicon) -> Option<SpeakerKind> {
    kind(tree, head, lexicon)
}

/// The words of a speaker whole: with a name right behind the description ("analyst Mark Lane"), without half a bracket; and the name of
/// an apposition ("the envoy, Mark Lane,") as what it stands for.
fn whole_name(tree: &Tree, head: usize, span: Span) -> (Span, Option<Span>) {
    let words = span.of(tree.text);
    let half = words.find('(').filter(|_| !words.contains(')'));
    let span = half.map_or(span, |at| Span::new(span.start(), span.start() + words[..at].trim_end().len()));
    let name = tree.child(head, &[Dep::Appos]).filter(|&name| name > head && tree.pos(name) == Pos::PROPN && tree.pos(head) == Pos::NOUN);
    let Some(name) = name.map(|name| tree.span(tree.phrase(name))) else { return (span, None) };
    let gap = tree.text.get(span.end()..name.start()).unwrap_or("");
    if gap.trim().is_empty() { (span.cover(name), Some(name)) } else { (span, (gap.trim() == ",").then_some(name)) }
}

/// "He added": the nearest earlier speaker that fits the pronoun.
fn pronoun_antecedent(trees: &[Tree], at: (usize, usize), known: &[Known], lexicon: &Lexicon) -> Option<(Whole, Option<SpeakerKind>)> {
    let word = trees[at.0].lower(at.1);
    known.iter().rev().take_while(|known| at.0 - known.at.0 <= REACH).filter_map(|known| known.whole.map(|whole| (whole, known.kind))).find(
        |&(((sentence, head), _), _)| {
            let tree = &trees[sentence];
            let plural = matches!(tree.tag(head), Tag::NNS | Tag::NNPS);
            let person = tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Person);
            let group = tree.entity(head).is_some_and(|entity| matches!(entity.kind, EntityKind::Org | EntityKind::Gpe | EntityKind::Norp));
            let body = lexicon.kinds.is_any(tree.lemma(head), &["armed_unit", "organisation", "authority", "document"]);
            let party = !person && body && !lexicon.kinds.is(tree.lemma(head), "official");
            match word {
                "he" | "she" | "him" | "her" => !plural && !group && !party,
                "they" | "them" => plural || group,
                "it" => !plural && !person,
                _ => false,
            }
        },
    )
}

/// "The agency said": the nearest earlier speaker with the same head noun, or of the same kind with a name.
fn description_antecedent(
    trees: &[Tree],
    at: (usize, usize),
    own: Option<SpeakerKind>,
    known: &[Known],
    lexicon: &Lexicon,
) -> Option<(Whole, Option<SpeakerKind>)> {
    let tree = &trees[at.0];
    let definite = tree.children_by(at.1, &[Dep::Det]).any(|det| matches!(tree.lower(det), "the" | "this" | "that" | "these"));
    let bare = tree.children_by(at.1, &[Dep::Amod, Dep::Compound, Dep::Poss, Dep::Prep, Dep::Appos, Dep::Relcl]).next().is_none();
    if !definite || !bare || tree.pos(at.1) == Pos::PROPN && lexicon.cues.speaker(tree.lower(at.1)).is_none() {
        return None;
    }
    let lemma = tree.lemma(at.1);
    known.iter().rev().take_while(|known| at.0 - known.at.0 <= REACH).filter_map(|known| known.whole.map(|whole| (whole, known.kind))).find(
        |&(((sentence, head), span), kind)| {
            let other = &trees[sentence];
            let words = other.span(at_words(other, head)).of(other.text).to_lowercase();
            let longer = span.len() > tree.span(tree.phrase(at.1)).len();
            let named = other.pos(head) == Pos::PROPN;
            longer && (words.split_whitespace().any(|word| word == lemma) || (named && own.is_some() && own == kind))
        },
    )
}

fn at_words(tree: &Tree, head: usize) -> Range<usize> {
    tree.phrase(head)
}

/// Where each surname first stands in a full name, and the words of that name.
type Names<'a> = HashMap<&'a str, Whole>;

fn full_names<'a>(trees: &[Tree<'a>]) -> Names<'a> {
    let mut names = HashMap::new();
    for (number, tree) in trees.iter().enumerate() {
        for entity in tree.sentence.entities.iter().filter(|entity| entity.kind == EntityKind::Person && entity.tokens.len() > 1) {
            let last = entity.tokens.clone().rev().find(|&i| tree.tag(i) != Tag::POS && !tree.token(i).is_space());
            if let Some(last) = last {
                names.entry(tree.word(last)).or_insert(((number, last), tree.span(entity.tokens.start..last + 1)));
            }
        }
    }
    names
}

/// "Lyons said": the fuller name earlier in the document that ends with it.
fn surname_antecedent(trees: &[Tree], at: (usize, usize), names: &Names, lexicon: &Lexicon) -> Option<Whole> {
    let tree = &trees[at.0];
    let word = tree.word(at.1);
    let alone = tree.pos(at.1) == Pos::PROPN && tree.children_by(at.1, &[Dep::Compound]).next().is_none();
    if !alone || word.chars().count() < 3 || lexicon.cues.speaker(tree.lower(at.1)).is_some() {
        return None;
    }
    let &(place, span) = names.get(word)?;
    (place < at && span.len() > word.len()).then_some((place, span))
}

/// The kind of speaker that the words of a phrase tell: its head first, unless a nearer word says whose spokesman it is.
pub fn kind(tree: &Tree, head: usize, lexicon: &Lexicon) -> Option<SpeakerKind> {
    let of_head = word_kind(tree, head, lexicon);
    if matches!(of_head, Some(Some(kind)) if !matches!(kind, SpeakerKind::Official | SpeakerKind::Anonymous)) {
        return of_head.flatten();
    }
    let mut range = tree.phrase(head);
    if let Some(apposition) = tree.child(head, &[Dep::Appos]) {
        range = range.start..tree.phrase(apposition).end.max(range.end);
    }
    let mut weak = of_head.flatten();
    for i in range.filter(|&i| i != head) {
        match word_kind(tree, i, lexicon).flatten() {
            Some(kind @ (SpeakerKind::Official | SpeakerKind::Anonymous)) => weak = weak.or(Some(kind)),
            // "A government source", "a source in the army": still nobody's name.
            Some(kind) if weak != Some(SpeakerKind::Anonymous) => return Some(kind),
            _ => {}
        }
    }
    weak
}

/// Whether a token can speak by the table, and the kind it tells; two words before one.
pub fn word_kind(tree: &Tree, i: usize, lexicon: &Lexicon) -> Option<Option<SpeakerKind>> {
    i.checked_sub(1)
        .and_then(|before| lexicon.cues.speaker_pair(tree.lower(before), tree.lemma(i)))
        .or_else(|| lexicon.cues.speaker(tree.lemma(i)))
        .or_else(|| lexicon.cues.speaker(tree.lower(i)))
        .or_else(|| tree.lower(i).strip_suffix('s').and_then(|word| lexicon.cues.speaker(word)))
}

/// Whether a name stands before a noun: "the Kessa media centre" speaks, a centre does not.
fn has_name(tree: &Tree, head: usize) -> bool {
    let before = tree.children(head).iter().filter(|&&child| child < head && tree.dep(child) == Dep::Compound);
    before
        .into_iter()
        .any(|&child| tree.pos(child) == Pos::PROPN || tree.entity(child).is_some_and(|entity| entity.kind == EntityKind::Org))
}

/// Whether a phrase can speak at all: a name, a pronoun, a person or group; not "the sign".
pub fn can_speak(tree: &Tree, head: usize, lexicon: &Lexicon) -> bool {
    let lower = tree.lower(head);
    match tree.pos(head) {
        Pos::PROPN => true,
        Pos::PRON => !matches!(lower, "this" | "that" | "which" | "what" | "there" | "these" | "something" | "nothing" | "anything"),
        Pos::NUM | Pos::DET | Pos::ADJ => lexicon.cues.speaker(lower).is_some() || matches!(tree.tag(head), Tag::CD | Tag::JJ | Tag::DT),
        Pos::NOUN => {
            let persons = [
                "person",
                "leader",
                "media_outlet",
                "partitive",
                "measure",
                "locality",
                "official",
                "combatant",
                "civilian",
                "authority",
                "organisation",
                "armed_unit",
                "commander",
                "journalist",
                "aid_worker",
                "health_worker",
                "child",
                "woman",
                "speech",
                "document",
            ];
            let kinds = lexicon.kinds.of(tree.lemma(head));
            word_kind(tree, head, lexicon).is_some()
                || has_name(tree, head)
                || kinds.is_empty()
                || kinds.iter().any(|kind| persons.contains(&kind.as_str()))
        }
        _ => false,
    }
}
