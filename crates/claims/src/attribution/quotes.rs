//! Direct quotations: where they begin and end, and whose they are.
//!
//! In:  the text and its trees; the attributions found so far.
//! Out: spans of quotations, marks included; contents widened to whole quotations, and quotations that run on joined to their speaker.

use super::Found;
use crate::Tree;
use dateline_knowledge::Speech;
use dateline_model::Span;

/// A quotation of fewer words is a scare quote or a title: it needs no speaker of its own.
const LEAST_WORDS: usize = 4;

/// The quotations of a document, in text order. One that its paragraph does not close ends with the paragraph; the next paragraph goes
/// on with it if it begins with an opening mark, as books of style have it.
pub fn quotations(text: &str, trees: &[Tree]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < trees.len() {
        let line = trees[at].sentence.line;
        let last = trees[at..].iter().take_while(|tree| tree.sentence.line == line).count() + at;
        let (start, end) = (trees[at].sentence.span.start(), trees[last - 1].sentence.span.end());
        paragraph(text, start, end, &mut found);
        at = last;
    }
    found
}

/// Reads the marks of one paragraph.
fn paragraph(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let mut open: Option<usize> = None;
    let words = text.get(start..end).unwrap_or("");
    let mut marks = words.char_indices().peekable();
    let mut before = ' ';
    while let Some((offset, mark)) = marks.next() {
        let at = start + offset;
        let doubled = matches!(mark, '`' | '\'') && marks.peek().is_some_and(|&(_, next)| next == mark);
        let size = if doubled { 2 } else { mark.len_utf8() };
        let kind = match mark {
            '“' | '„' | '«' => Some(true),
            '”' | '»' => Some(false),
            '"' => Some(open.is_none()),
            '`' if doubled => Some(true),
            '\'' if doubled => Some(open.is_none()),
            _ => None,
        };
        if doubled {
            marks.next();
        }
        match (kind, open) {
            (Some(true), None) => open = Some(at),
            // An opening mark while one is open: the first was never closed.
            (Some(true), Some(_)) if before.is_whitespace() && mark != '"' => open = Some(at),
            (Some(false), Some(first)) => {
                found.push(Span::new(first, at + size));
                open = None;
            }
            _ => {}
        }
        before = mark;
    }
    if let Some(first) = open {
        found.push(Span::new(first, end));
    }
}

/// How many sentences away from a quotation its cue may stand.
const REACH: usize = 12;

/// Widens contents to whole quotations, and gives those without a speaker to the voice that they continue. `found` is in text order.
pub fn complete(text: &str, trees: &[Tree], quotes: &[Span], found: &mut [Found]) {
    for (number, quote) in quotes.iter().copied().enumerate().filter(|(_, quote)| words(quote.of(text)) >= LEAST_WORDS) {
        let first = sentence_at(trees, quote.start());
        let last = sentence_at(trees, quote.end().saturating_sub(1));
        let from = found.partition_point(|found| found.sentence + REACH < first);
        let to = found.partition_point(|found| found.sentence <= last + REACH);
        let before = quotes[..number].last().copied();
        if let Some(tree) = trees.get(first) {
            give(Quotation { text, trees, quotes, span: quote, before, line: tree.sentence.line, first, last }, &mut found[from..to]);
        }
    }
}

/// One quotation with its place.
struct Quotation<'a, 't> {
    text: &'a str,
    trees: &'a [Tree<'t>],
    quotes: &'a [Span],
    span: Span,
    before: Option<Span>,
    line: usize,
    /// The sentences that it begins and ends in.
    first: usize,
    last: usize,
}

/// Gives a quotation to the voice that it belongs to, among those near it.
fn give(quote: Quotation, found: &mut [Found]) {
    let span = quote.span;
    // A voice inside the quotation is the quoted person's own.
    let outside = |found: &Found| !found.cue.iter().any(|cue| span.contains(*cue));
    let holds = |found: &Found| found.content.iter().any(|content| content.overlaps(span) && half(quote.text, *content, span));
    if let Some(at) = (0..found.len()).find(|&i| outside(&found[i]) && found[i].quotes && holds(&found[i])) {
        widen(&mut found[at].content, span);
        return;
    }
    if found.iter().any(|found| outside(found) && found.content.iter().any(|content| content.contains(span))) {
        return;
    }
    let line_of = |found: &Found| quote.trees[found.sentence].sentence.line;
    // A cue beside it without a content of its own: "“Why?” she asked."
    let beside = (0..found.len()).filter(|&i| outside(&found[i]) && found[i].quotes && line_of(&found[i]) == quote.line);
    let near = beside.min_by_key(|&i| (!found[i].content.is_empty(), gap(found[i].cue.first().copied().unwrap_or_default(), span)));
    if let Some(at) = near.filter(|&i| found[i].content.is_empty() && found[i].cue.first().is_some_and(|cue| gap(*cue, span) < 120)) {
        found[at].content.push(span);
        return;
    }
    // It goes on: a whole quoted sentence after a quotation of the same paragraph, or of the one before.
    let whole = quote.trees.get(quote.first..=quote.last).unwrap_or_default().iter().any(|tree| {
        let sentence = tree.sentence.span;
        span.start() <= sentence.start() + 1 && span.end() >= sentence.start()
    });
    let earlier = |found: &Found| {
        let quoted = |content: &Span| overlapped(quote.quotes, *content) && content.end() <= span.start();
        outside(found) && found.quotes && found.content.iter().any(quoted) && quote.line.saturating_sub(line_of(found)) <= 2
    };
    if whole && let Some(at) = (0..found.len()).rev().find(|&i| earlier(&found[i])) {
        let unclosed = quote.before.is_some_and(|before| !before.of(quote.text).ends_with(['”', '"', '»', '\'']));
        let own = line_of(&found[at]);
        let next = quote
            .trees
            .get(found[at].sentence..=quote.first)
            .unwrap_or_default()
            .iter()
            .map(|tree| tree.sentence.line)
            .find(|&line| line > own);
        if own == quote.line || unclosed || next == Some(quote.line) {
            found[at].content.push(span);
        }
    }
}

/// The number of the sentence that holds a byte, or of the next one.
fn sentence_at(trees: &[Tree], byte: usize) -> usize {
    trees.partition_point(|tree| tree.sentence.span.end() <= byte).min(trees.len().saturating_sub(1))
}

/// Whether any of the quotations, which are in text order, overlaps a span.
fn overlapped(quotes: &[Span], span: Span) -> bool {
    let at = quotes.partition_point(|quote| quote.end() <= span.start());
    quotes.get(at).is_some_and(|quote| quote.overlaps(span))
}

/// A statement set off by a colon without quotation marks ("The minister said:" and a new paragraph): it runs to the paragraph in which
/// somebody else speaks, or to the end.
pub fn run_on(text: &str, trees: &[Tree], found: &mut [Found]) {
    for at in 0..found.len() {
        let sentence = trees[found[at].sentence].sentence;
        let open = found[at].content.is_empty() && found[at].speech == Speech::Say && sentence.span.of(text).trim_end().ends_with(':');
        let next = found[at].sentence + 1;
        if !open || next >= trees.len() || trees[next].sentence.line == sentence.line {
            continue;
        }
        let first_person =
            |found: &Found| found.speakers.iter().all(|&head| matches!(trees[found.sentence].lower(head), "i" | "we" | "you"));
        let other = found[at + 1..]
            .iter()
            .find(|other| other.sentence >= next && other.speech == Speech::Say && other.quotes && !first_person(other));
        let line = other.map(|other| trees[other.sentence].sentence.line);
        let last = trees[next..].iter().take_while(|tree| line.is_none_or(|line| tree.sentence.line < line)).last();
        if let Some(last) = last {
            found[at].content.push(Span::new(trees[next].sentence.span.start(), last.sentence.span.end()));
        }
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether at least half of the content is quoted here: a clause with a short quotation in it is not widened.
fn half(text: &str, content: Span, quote: Span) -> bool {
    let shared = Span::new(content.start().max(quote.start()), content.end().min(quote.end()).max(content.start().max(quote.start())));
    words(shared.of(text)) * 2 >= words(content.of(text)).min(words(quote.of(text)))
}

/// Adds the whole quotation to the pieces of a content.
fn widen(content: &mut Vec<Span>, quote: Span) {
    let mut whole = quote;
    content.retain(|piece| {
        let touches = piece.overlaps(quote);
        if touches {
            whole = whole.cover(*piece);
        }
        !touches
    });
    content.push(whole);
    content.sort();
}

fn gap(a: Span, b: Span) -> usize {
    if a.end() <= b.start() { b.start() - a.end() } else { a.start().saturating_sub(b.end()) }
}
