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

/// Widens contents to whole quotations, and gives those without a speaker to the voice that they continue.
pub fn complete(text: &str, trees: &[Tree], quotes: &[Span], found: &mut Vec<Found>) {
    for quote in quotes.iter().copied().filter(|quote| words(quote.of(text)) >= LEAST_WORDS) {
        let line = line_of(trees, quote);
        // A voice inside the quotation is the quoted person's own.
        let outside = |found: &Found| !found.cue.iter().any(|cue| quote.contains(*cue));
        let holds = |found: &Found| found.content.iter().any(|content| content.overlaps(quote) && half(text, *content, quote));
        if let Some(at) = (0..found.len()).find(|&i| outside(&found[i]) && found[i].quotes && holds(&found[i])) {
            widen(&mut found[at].content, quote);
            continue;
        }
        if found.iter().any(|found| outside(found) && found.content.iter().any(|content| content.contains(quote))) {
            continue;
        }
        let sentence_of = |found: &Found| trees[found.sentence].sentence;
        // A cue beside it without a content of its own: "He paused: “…”", "“…” That was how he put it".
        let beside = (0..found.len()).filter(|&i| outside(&found[i]) && found[i].quotes && sentence_of(&found[i]).line == line);
        let near = beside.min_by_key(|&i| {
            let cue = found[i].cue.first().copied().unwrap_or_default();
            (!found[i].content.is_empty(), gap(cue, quote))
        });
        if let Some(at) = near.filter(|&i| found[i].content.is_empty() && gap(found[i].cue[0], quote) < 120) {
            found[at].content.push(quote);
            continue;
        }
        // It goes on: a whole quoted sentence after a quotation of the same paragraph, or of the one before that stayed open.
        let whole = trees.iter().any(|tree| {
            let span = tree.sentence.span;
            quote.start() <= span.start() + 1 && quote.end() >= span.start() && quote.overlaps(span)
        });
        let earlier = |found: &Found| {
            outside(found)
                && found.quotes
                && found.content.iter().any(|content| quotes.iter().any(|other| other.overlaps(*content)) && content.end() <= quote.start())
                && line.saturating_sub(sentence_of(found).line) <= 2
        };
        if whole && let Some(at) = (0..found.len()).rev().find(|&i| earlier(&found[i])) {
            let open = sentence_of(&found[at]).line == line || unclosed(text, quotes, quote) || next_paragraph(trees, &found[at], line);
            if open {
                found[at].content.push(quote);
            }
        }
    }
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

/// Whether the quotation before this one was never closed.
fn unclosed(text: &str, quotes: &[Span], quote: Span) -> bool {
    let before = quotes.iter().rev().find(|other| other.end() <= quote.start());
    before.is_some_and(|before| !before.of(text).ends_with(['”', '"', '»', '\'']))
}

/// Whether a line is the next paragraph after the voice, blank lines not counted.
fn next_paragraph(trees: &[Tree], found: &Found, line: usize) -> bool {
    let own = trees[found.sentence].sentence.line;
    trees.iter().map(|tree| tree.sentence.line).find(|&other| other > own) == Some(line)
}

fn line_of(trees: &[Tree], quote: Span) -> usize {
    trees.iter().find(|tree| tree.sentence.span.overlaps(quote)).map_or(0, |tree| tree.sentence.line)
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
