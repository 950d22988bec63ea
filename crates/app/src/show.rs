//! `dateline show`: a document's text with its claims marked, each told under the line that holds it.

use crate::cli::ShowArgs;
use crate::list::{beginning, factuality_ink};
use crate::paint::{Ink, Paint, safe};
use crate::trouble::Trouble;
use crate::{output, short, words};
use console::measure_text_width;
use dateline_store::{ClaimRecord, ClaimRow, DocumentRecord, Filter};
use std::io::Write;

/// Wider lines of prose tire the eye.
const WIDEST: usize = 110;

/// Shows one document.
pub fn show(options: &ShowArgs, paint: &Paint) -> Result<(), Trouble> {
    let store = crate::open(&options.database)?;
    let document = store.document(&options.document)?;
    let rows = store.claims(&Filter { document: Some(document.id.clone()), ..Filter::default() })?;
    let width = options.width.unwrap_or_else(|| paint.width.unwrap_or(WIDEST).min(WIDEST));
    let mut out = output();
    header(&mut out, paint, &document)?;
    text(&mut out, paint, &document, &rows, width)?;
    Ok(out.flush()?)
}

fn header(out: &mut dyn Write, paint: &Paint, document: &DocumentRecord) -> std::io::Result<()> {
    let outlet = safe(document.outlet.as_deref().unwrap_or("Outlet unknown"));
    let published = document.published.as_deref().unwrap_or("day of publication unknown");
    writeln!(out, "{}", paint.ink(Ink::Heading, &format!("{outlet}, {published}: {}", beginning(document))))?;
    let url = document.url.as_deref().map(|url| format!(", {}", safe(url))).unwrap_or_default();
    let count = if document.claims == 1 { "1 claim".to_string() } else { format!("{} claims", document.claims) };
    writeln!(out, "{}", paint.ink(Ink::Dim, &format!("document {}, {}{url}, {count}", document.id, safe(&document.file))))?;
    for note in document.nothing_because.iter().map(|why| format!("no claims: {why}")).chain(document.notes.iter().cloned()) {
        writeln!(out, "{}", paint.ink(Ink::Unsure, &format!("note: {}", safe(&note))))?;
    }
    if paint.has_colour() && document.claims > 0 {
        let legend = [
            (Ink::Act, "act"),
            (Ink::Actor, "who"),
            (Ink::Recipient, "whom"),
            (Ink::Place, "where"),
            (Ink::Time, "when"),
            (Ink::Figure, "how many"),
            (Ink::Speaker, "says who"),
        ];
        writeln!(out, "{}", legend.map(|(ink, word)| paint.ink(ink, word)).join("  "))?;
    }
    writeln!(out)
}

/// What a code point of the text is, and the claim whose trigger ends before it.
struct Marks {
    ink: Vec<Ink>,
    opens: Vec<bool>,
    closes: Vec<Vec<usize>>,
}

impl Marks {
    fn new(length: usize, rows: &[ClaimRow]) -> Marks {
        let mut marks = Marks { ink: vec![Ink::Plain; length], opens: vec![false; length], closes: vec![Vec::new(); length + 1] };
        // The trigger last, so that it is never painted over.
        for row in rows {
            let record = &row.record;
            record.places.iter().for_each(|it| marks.paint(it.span, Ink::Place));
            record.recipients.iter().for_each(|it| marks.paint(it.span, Ink::Recipient));
            record.actors.iter().for_each(|it| marks.paint(it.span, Ink::Actor));
            record.attribution.iter().for_each(|it| marks.paint(it.span, Ink::Speaker));
            record.figures.iter().for_each(|it| marks.paint(it.span, Ink::Figure));
        }
        for (number, row) in rows.iter().enumerate() {
            let [start, end] = row.record.trigger_span;
            marks.paint([start, end], Ink::Act);
            if start < length && end <= length {
                marks.opens[start] = true;
                marks.closes[end].push(number + 1);
            }
        }
        marks
    }

    fn paint(&mut self, [start, end]: [usize; 2], ink: Ink) {
        let end = end.min(self.ink.len());
        if start < end {
            self.ink[start..end].fill(ink);
        }
    }
}

fn text(out: &mut dyn Write, paint: &Paint, document: &DocumentRecord, rows: &[ClaimRow], width: usize) -> std::io::Result<()> {
    let characters: Vec<char> = document.text.chars().collect();
    let marks = Marks::new(characters.len(), rows);
    let mut start = 0;
    for line in document.text.split('\n') {
        let end = start + line.chars().count();
        let mut writer = Writer { out, paint, width, column: 0 };
        for word in words_of(&characters, start, end) {
            writer.word(&pieces(&characters, &marks, word))?;
        }
        writeln!(out)?;
        for (number, row) in rows.iter().enumerate().filter(|(_, row)| (start..=end).contains(&row.record.trigger_span[0])) {
            told(out, paint, number + 1, &row.record, width)?;
        }
        start = end + 1;
    }
    Ok(())
}

/// The ranges of a line's words.
fn words_of(characters: &[char], start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut begin = None;
    for i in start..=end {
        let space = i == end || characters.get(i).is_none_or(|character| character.is_whitespace());
        match (space, begin) {
            (false, None) => begin = Some(i),
            (true, Some(first)) => {
                found.push((first, i));
                begin = None;
            }
            _ => {}
        }
    }
    found
}

/// A word in pieces of one ink each, with the marks of triggers: « where one begins, » and its claims' numbers where it ends.
fn pieces(characters: &[char], marks: &Marks, (start, end): (usize, usize)) -> Vec<(Ink, String)> {
    let mut found: Vec<(Ink, String)> = Vec::new();
    let mut add = |ink: Ink, text: &str| match found.last_mut() {
        Some((last, words)) if *last == ink => words.push_str(text),
        _ => found.push((ink, text.to_string())),
    };
    for i in start..=end {
        for number in marks.closes[i].iter().filter(|_| i > start) {
            add(Ink::Dim, &format!("»{}", raised(*number)));
        }
        if i == end {
            break;
        }
        if marks.opens[i] {
            add(Ink::Dim, "«");
        }
        if let Some(character) = characters.get(i) {
            add(marks.ink[i], &safe(&character.to_string()));
        }
    }
    found
}

/// ¹²³.
fn raised(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// Writes words, breaking lines at the width.
struct Writer<'a> {
    out: &'a mut dyn Write,
    paint: &'a Paint,
    width: usize,
    column: usize,
}

impl Writer<'_> {
    fn word(&mut self, pieces: &[(Ink, String)]) -> std::io::Result<()> {
        let wide: usize = pieces.iter().map(|(_, words)| measure_text_width(words)).sum();
        if self.column > 0 && self.column + 1 + wide > self.width {
            writeln!(self.out)?;
            self.column = 0;
        } else if self.column > 0 {
            write!(self.out, " ")?;
            self.column += 1;
        }
        for (ink, words) in pieces {
            write!(self.out, "{}", self.paint.ink(*ink, words))?;
        }
        self.column += wide;
        Ok(())
    }
}

/// One claim under its line.
fn told(out: &mut dyn Write, paint: &Paint, number: usize, record: &ClaimRecord, width: usize) -> std::io::Result<()> {
    let head = format!("{:>4} {}", raised(number), record.act);
    let line = format!("{}  ({})", words::line(record).join(" · "), short(&record.id));
    let indent = 6;
    let room = width.saturating_sub(indent).max(30);
    let first = measure_text_width(&head) + 3;
    // The act stands on the first line: leave it room there.
    let filler = "\u{2007}".repeat(first.saturating_sub(indent));
    for (i, part) in crate::paint::wrap(&format!("{filler} {line}"), room).iter().enumerate() {
        let part = part.trim_start_matches('\u{2007}').trim_start();
        let painted = paint.ink(factuality_ink(&record.factuality), part);
        if i == 0 {
            writeln!(out, "{} {painted}", paint.ink(Ink::Act, &format!("{head} ·")))?;
        } else {
            writeln!(out, "{}{painted}", " ".repeat(indent))?;
        }
    }
    Ok(())
}
