//! Reports without a verb of their own: "according to X", "X's claim that …", "reportedly", "Army: 12 dead", "… – monitor".

use super::mentions::{can_speak, word_kind};
use super::{Found, pieces};
use crate::Tree;
use dateline_knowledge::{Commits, CueClass, Lexicon, Speech};
use dateline_model::{Dep, EntityKind, Factuality, Pos, RuleId, Span, Tag};

/// A headline names its speaker in so many words at most.
const LABEL_WORDS: usize = 8;

/// Finds them in one sentence.
pub fn find(tree: &Tree, number: usize, lexicon: &Lexicon, found: &mut Vec<Found>) {
    for i in 0..tree.len() {
        if tree.lower(i) == "according" {
            found.extend(according(tree, number, i));
        }
        found.extend(adverb(tree, number, i, lexicon));
        if tree.is_noun(i) {
            found.extend(noun(tree, number, i, lexicon));
        }
    }
    found.extend(label_before(tree, number, lexicon));
    found.extend(label_after(tree, number, lexicon));
}

fn report(number: usize, speakers: Vec<usize>, cue: Span, content: Vec<Span>, rule: &str) -> Found {
    let rule = RuleId::new(format!("attribution.{rule}"));
    Found {
        sentence: number,
        speakers,
        told: None,
        cue: vec![cue],
        content,
        speech: Speech::Say,
        quotes: false,
        commits: Commits::To(Factuality::Happened),
        denial: false,
        verb: None,
        within: None,
        relative: None,
        rule,
    }
}

/// "According to X, …"; "…, according to X".
fn according(tree: &Tree, number: usize, according: usize) -> Option<Found> {
    let to = tree
        .child(according, &[Dep::Prep])
        .or((according + 1 < tree.len()).then_some(according + 1))
        .filter(|&to| tree.lower(to) == "to")?;
    let speaker = tree.child(to, &[Dep::Pobj]).or_else(|| tree.child(according, &[Dep::Pobj]))?;
    let first = (0..tree.len()).find(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE | Pos::CCONJ)) == Some(according);
    let last = (0..tree.len()).rev().find(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE));
    let closes = last.is_some_and(|last| tree.is_under(last, according) || tree.is_under(last, to));
    let apart = first || closes || (according > 0 && tree.tag(according - 1) == Tag::Comma);
    let head = tree.head(according)?;
    let mut clause = tree.clause(head);
    if apart {
        // Set off by a comma it bears on the whole sentence, up to a clause that somebody else says.
        while let Some(above) = tree.head(clause).filter(|_| !matches!(tree.dep(clause), Dep::Ccomp)) {
            clause = tree.clause(above);
        }
    }
    let own = |i: usize| tree.is_under(i, according) || tree.is_under(i, to);
    let content = pieces(tree, |i| tree.is_under(i, clause) && !own(i));
    let cue = tree.token(according).span.cover(tree.token(to).span);
    let mut found = report(number, tree.conjuncts(speaker), cue, content, "according-to");
    found.quotes = true;
    Some(found)
}

/// "Reportedly": a cue without a speaker.
fn adverb(tree: &Tree, number: usize, adverb: usize, lexicon: &Lexicon) -> Option<Found> {
    if tree.pos(adverb) != Pos::ADV || lexicon.cues.get(CueClass::Adverb, tree.lower(adverb))?.speech != Speech::Say {
        return None;
    }
    let clause = tree.head(adverb)?;
    let content = pieces(tree, |i| tree.is_under(i, clause) && i != adverb && !is_subject_of(tree, i, clause));
    Some(report(number, Vec::new(), tree.token(adverb).span, content, "adverb"))
}

fn is_subject_of(tree: &Tree, i: usize, verb: usize) -> bool {
    tree.dep(verb) == Dep::Relcl
        && tree.children_by(verb, &[Dep::Nsubj, Dep::Nsubjpass]).any(|subject| subject < verb && tree.is_under(i, subject))
}

/// "The governor's claim that …", "a report by monitors that …", "issued a statement that …".
fn noun(tree: &Tree, number: usize, noun: usize, lexicon: &Lexicon) -> Option<Found> {
    let cue = lexicon.cues.get(CueClass::Noun, tree.lemma(noun))?;
    if cue.speech != Speech::Say {
        return None;
    }
    let clause = tree
        .children_by(noun, &[Dep::Acl, Dep::Ccomp, Dep::Relcl])
        .find(|&child| child > noun && says_that(tree, child))
        .filter(|_| cue.frame("clause").is_some());
    let infinitive = || {
        let child = tree.children_by(noun, &[Dep::Acl]).find(|&child| crate::factuality::is_infinitive(tree, child));
        child.filter(|_| cue.frame("inf").is_some())
    };
    let head = clause.or_else(infinitive)?;
    let content = pieces(tree, |i| tree.is_under(i, head));
    let by = tree
        .prepositions(noun)
        .into_iter()
        .find(|&(preposition, object)| matches!(tree.lower(preposition), "by" | "from") && can_speak(tree, object, lexicon));
    let speaker = tree
        .child(noun, &[Dep::Poss])
        .filter(|&owner| can_speak(tree, owner, lexicon))
        .or(by.map(|(_, object)| object))
        .or_else(|| maker(tree, noun, lexicon));
    let mut found = report(number, tree.conjuncts(speaker?), tree.token(noun).span, content, "noun");
    found.commits = cue.frame("clause").or(cue.frame("inf")).unwrap_or(found.commits);
    Some(found)
}

/// "made the claim that", "issued a statement that": the subject speaks.
fn maker(tree: &Tree, noun: usize, lexicon: &Lexicon) -> Option<usize> {
    let verb = match tree.dep(noun) {
        Dep::Dobj => tree.head(noun),
        // "announced in a statement that …"
        Dep::Pobj => tree.head(noun).filter(|&in_| tree.lower(in_) == "in").and_then(|in_| tree.head(in_)),
        _ => None,
    }
    .filter(|&verb| tree.is_verb(verb))?;
    let subject = crate::arguments::arguments(tree, verb).subject.first().copied()?;
    can_speak(tree, subject, lexicon).then_some(subject)
}

fn says_that(tree: &Tree, clause: usize) -> bool {
    tree.children_by(clause, &[Dep::Mark]).any(|mark| tree.lower(mark) == "that" || tree.lower(mark) == "as")
}

/// "Army: 12 dead in raid".
fn label_before(tree: &Tree, number: usize, lexicon: &Lexicon) -> Option<Found> {
    let colon = (1..tree.len().min(LABEL_WORDS + 1)).find(|&i| tree.word(i) == ":")?;
    let rest = (colon + 1..tree.len()).filter(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE)).count();
    let head = label(tree, 0..colon, lexicon)?;
    (rest >= 2).then(|| {
        let content = pieces(tree, |i| i > colon);
        let mut found = report(number, vec![head], tree.token(colon).span, content, "label");
        found.quotes = true;
        found.within = Some(0..colon);
        found
    })
}

/// "12 dead in raid – monitor", "…: governor".
fn label_after(tree: &Tree, number: usize, lexicon: &Lexicon) -> Option<Found> {
    let mut words: Vec<usize> = (0..tree.len()).filter(|&i| !tree.token(i).is_space()).collect();
    let stopped = words.last().is_some_and(|&last| tree.word(last) == ".");
    if stopped {
        words.pop();
    }
    let last = *words.last()?;
    if matches!(tree.word(last), "." | "?" | "!" | ":") {
        return None;
    }
    let from = words.len().saturating_sub(LABEL_WORDS + 1).max(3);
    let mark = words.get(from..)?.iter().rev().copied().find(|&i| {
        let dash = matches!(tree.word(i), "-" | "–" | "—" | "--" | "―");
        let apart = i > 0 && tree.token(i - 1).span.end() < tree.token(i).span.start();
        tree.word(i) == ":" || (dash && apart)
    })?;
    let range = mark + 1..last + 1;
    // "… at coke plant: Metinvest": in a headline a bare name behind a colon speaks, whatever the reader takes it for.
    let bare = !stopped && tree.word(mark) == ":" && range.len() <= 3 && range.clone().all(|i| tree.pos(i) == Pos::PROPN);
    let head = label(tree, range.clone(), lexicon).or_else(|| bare.then_some(last))?;
    // A full stop makes it a sentence, unless a bare word of speaking stands behind a colon: "12 dead: monitor."
    if stopped && (tree.word(mark) != ":" || last > mark + 2) {
        return None;
    }
    let mut found = report(number, vec![head], tree.token(mark).span, pieces(tree, |i| i < mark), "label");
    found.within = Some(mark + 1..last + 1);
    Some(found)
}

/// The head of a label, if the words can be one: a noun phrase that names a speaker, without a verb.
fn label(tree: &Tree, range: std::ops::Range<usize>, lexicon: &Lexicon) -> Option<usize> {
    let mut words = range.clone().filter(|&i| !tree.token(i).is_space());
    if range.is_empty()
        || words.any(|i| tree.pos(i) == Pos::VERB || matches!(tree.tag(i), Tag::Stop | Tag::OpenQuote | Tag::CloseQuote | Tag::CD))
    {
        return None;
    }
    let outside = |i: usize| !tree.head(i).is_some_and(|head| range.contains(&head));
    let head = range.clone().find(|&i| tree.is_noun(i) && outside(i)).or_else(|| range.clone().rev().find(|&i| tree.is_noun(i)))?;
    let named = tree.entity(head).is_some_and(|entity| matches!(entity.kind, EntityKind::Org | EntityKind::Person));
    (named || word_kind(tree, head, lexicon).flatten().is_some()).then_some(head)
}
