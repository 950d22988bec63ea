//! PDF to text.
//!
//! In:  a PDF, whole.
//! Out: one record: its text, a line for each line of the page, words that were parted at the end of a line joined.
//!
//! The text is read by `pdf-extract`; without the cargo feature `pdf` a PDF is refused. Scanned pages hold no text, and are refused.

use super::{Each, Found, Place, Reading, Record, bounded};
use crate::Hints;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

/// Hands over the text of a PDF.
pub(super) fn record(input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let outcome = bounded(input, reading.limits.record).and_then(|bytes| {
        unpacks_within(&bytes, reading.limits.record.saturating_mul(4))?;
        text(&bytes)
    });
    let text = match outcome {
        Ok(text) if text.trim().is_empty() => {
            return each(place.refused("", "a PDF without text: pictures of pages; read them by OCR first"));
        }
        Ok(text) => joined(&text),
        Err(why) => return each(place.refused("", why)),
    };
    let hints = Hints { content_type: Some("text/plain; charset=utf-8".to_string()), ..Hints::default() };
    each(Found::Record(Box::new(Record { within: place.within.clone(), bytes: text.into_bytes(), hints, ..Record::default() })))
}

#[cfg(feature = "pdf")]
fn text(bytes: &[u8]) -> Result<String, String> {
    // The crate panics on some damaged files; the engine's hook keeps that quiet.
    match std::panic::catch_unwind(|| pdf_extract::extract_text_from_mem(bytes)) {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(error)) => Err(format!("a PDF that cannot be read ({error})")),
        Err(_) => Err("a PDF that cannot be read (its parts contradict each other)".to_string()),
    }
}

#[cfg(not(feature = "pdf"))]
fn text(_: &[u8]) -> Result<String, String> {
    Err("a PDF, and this dateline was built without the feature `pdf`".to_string())
}

/// Whether the packed streams of a PDF hold at most `limit` bytes together: its reader would unpack any number of them.
fn unpacks_within(bytes: &[u8], limit: u64) -> Result<(), String> {
    let mut total = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(6).position(|window| window == b"stream") {
        let after = &rest[at + 6..];
        let body = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        // 78 is the head of zlib.
        if body.first() == Some(&0x78) {
            let left = limit - total;
            let mut decoder = flate2::read::ZlibDecoder::new(body).take(left + 1);
            total += std::io::copy(&mut decoder, &mut std::io::sink()).unwrap_or(0);
            if total > limit {
                return Err(format!("a PDF that unpacks to more than {limit} bytes; raise --limit record if it is an article"));
            }
        }
        rest = after;
    }
    Ok(())
}

/// "gover-\nnor" is one word; a line that ends a paragraph stays one.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        let continues = lines.peek().is_some_and(|next| next.trim_start().starts_with(char::is_lowercase));
        match line.strip_suffix('-') {
            Some(stem) if continues && stem.ends_with(char::is_alphabetic) => out.push_str(stem),
            _ if continues && !line.is_empty() => {
                out.push_str(line);
                out.push(' ');
            }
            _ => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}
