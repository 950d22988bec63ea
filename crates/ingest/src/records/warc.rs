//! WARC and ARC: what crawlers keep.
//!
//! In:  an unpacked stream of records.
//! Out: the pages, texts and feeds among them, one at a time; `within` is the address, or the record's id where there is none.
//!
//! A record whose length is wrong, or whose head is no head, is told; reading goes on at the next line that begins a record.
//! Formats: WARC 1.1 (ISO 28500:2017); ARC 1.0 (Internet Archive 1996).
//!
//! Not here: a kept crate would have been `fastwarc` 2.0 or `warc` 0.4; the first brings fourteen crates for digests, brotli and lz4 and
//! has no limit on a record, the second keeps whole streams in memory, and neither goes on behind a damaged record.

use super::{Each, Found, Place, Reading, Record, http};
use crate::Hints;
use std::io::{BufRead, Read};
use std::ops::ControlFlow;

/// Bytes of a record's head, above which it is none. Chosen: addresses of some kilobytes occur.
const LONGEST_HEAD: u64 = 64 << 10;

/// What the head of a record says.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    url: Option<String>,
    id: Option<String>,
    date: Option<String>,
    content_type: String,
    length: Option<u64>,
}

/// Records of a WARC.
pub(super) fn warc(mut input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    stream(&mut input, place, reading, each, |line| line.starts_with(b"WARC/"), |input, _| warc_head(input))
}

/// Records of an ARC.
pub(super) fn arc(mut input: impl BufRead, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let begins = |line: &[u8]| ["http://", "https://", "filedesc:"].iter().any(|scheme| line.starts_with(scheme.as_bytes()));
    stream(&mut input, place, reading, each, begins, |_, line| Ok(arc_head(line)))
}

/// Reads record after record; `head` reads the rest of a head whose first line is given.
fn stream<R: BufRead>(
    input: &mut R,
    place: &Place<'_>,
    reading: &Reading,
    each: &mut Each<'_>,
    begins: impl Fn(&[u8]) -> bool,
    head: impl Fn(&mut R, &[u8]) -> std::io::Result<Head>,
) -> ControlFlow<()> {
    let mut number = 0;
    // Lines that belong to no record are told once for each place where they begin.
    let mut lost = false;
    let mut damaged = false;
    loop {
        let outcome = line(input).and_then(|first| match first {
            None => Ok(None),
            Some(first) if begins(&first) => head(input, &first).map(|head| Some(Some(head))),
            Some(first) => {
                if !first.trim_ascii().is_empty() {
                    lost = true;
                }
                Ok(Some(None))
            }
        });
        let found = match outcome {
            Ok(None) => break,
            Ok(Some(None)) => continue,
            Ok(Some(Some(head))) => head,
            Err(error) => {
                number += 1;
                each(place.refused(&format!("record {number}"), format!("damaged ({error}); the records after it are read")))?;
                // A stream that only fails would be asked for ever.
                if std::mem::replace(&mut damaged, true) && error.kind() != std::io::ErrorKind::InvalidData {
                    break;
                }
                continue;
            }
        };
        if std::mem::replace(&mut lost, false) && number > 0 {
            each(place.refused(&format!("record {number}"), "longer than its head says; what follows its length was passed over"))?;
        }
        number += 1;
        damaged = false;
        record(input, &found, number, place, reading, each)?;
    }
    if number == 0 {
        each(place.refused("", "begins as a WARC but holds no record"))?;
    }
    ControlFlow::Continue(())
}

/// Reads the block of one record, and hands it over.
fn record(
    input: &mut impl BufRead,
    head: &Head,
    number: usize,
    place: &Place<'_>,
    reading: &Reading,
    each: &mut Each<'_>,
) -> ControlFlow<()> {
    let inside = head.url.clone().or_else(|| head.id.clone()).unwrap_or_else(|| format!("record {number}"));
    let Some(length) = head.length else {
        return each(place.refused(&inside, "its head names no length"));
    };
    let wanted = matches!(head.kind.as_str(), "response" | "resource" | "conversion");
    let mut block = Vec::new();
    let limit = if wanted { reading.limits.record } else { 0 };
    let outcome = input.by_ref().take(length.min(limit)).read_to_end(&mut block).and_then(|read| {
        let rest = length - read as u64;
        let skipped = if length > limit { std::io::copy(&mut input.by_ref().take(rest), &mut std::io::sink())? } else { 0 };
        Ok(read as u64 + skipped)
    });
    match outcome {
        _ if !wanted => each(Found::Passed { kind: format!("{} record", if head.kind.is_empty() { "odd" } else { &head.kind }) }),
        Err(error) => each(place.refused(&inside, format!("damaged ({error}); the records after it are read"))),
        Ok(_) if length > limit => each(place.refused(&inside, super::too_large(limit))),
        Ok(read) if read < length => each(place.refused(&inside, format!("cut off: {read} of {length} bytes are there"))),
        Ok(_) => page(head, block, inside, place, reading, each),
    }
}

/// A block that is there: the page in it.
fn page(head: &Head, block: Vec<u8>, inside: String, place: &Place<'_>, reading: &Reading, each: &mut Each<'_>) -> ControlFlow<()> {
    let answer = match http::answer(&block, reading.limits.record) {
        None => http::Answer { status: 200, headers: vec![("Content-Type".to_string(), head.content_type.clone())], body: block },
        Some(Ok(answer)) => answer,
        Some(Err(why)) => return each(place.refused(&inside, why)),
    };
    if answer.status != 200 {
        return each(Found::Passed { kind: format!("answer {}", answer.status) });
    }
    let content_type = answer.header("Content-Type").unwrap_or_default().to_string();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let sniffed = ["", "application/octet-stream", "binary/octet-stream", "application/http"].contains(&kind.as_str());
    if !(sniffed || kind.starts_with("text/") || ["html", "xml", "pdf", "json"].iter().any(|word| kind.contains(word)))
        || ["text/css", "text/javascript", "text/dns"].contains(&kind.as_str())
    {
        return each(Found::Passed { kind });
    }
    let headers = answer.headers;
    if kind.contains("pdf") || answer.body.starts_with(b"%PDF-") || super::feed::is_feed(&answer.body[..answer.body.len().min(4096)]) {
        let within = place.of(&inside);
        let place = Place { name: "answer", within, nested: place.nested + 1, folder: None };
        let mut flow = ControlFlow::Continue(());
        let _ = super::records_in(&mut answer.body.as_slice(), &place, reading, &mut |found| {
            flow = each(match found {
                Found::Record(record) => Found::Record(Box::new(Record {
                    fetched: head.date.clone(),
                    headers: headers.clone(),
                    hints: Hints { url: record.hints.url.clone().or(head.url.clone()), ..record.hints.clone() },
                    ..*record
                })),
                other => other,
            });
            flow
        });
        return flow;
    }
    let hints = Hints { content_type: Some(content_type).filter(|kind| !kind.is_empty()), url: head.url.clone(), ..Hints::default() };
    let record = Record { within: place.of(&inside), bytes: answer.body, hints, fetched: head.date.clone(), headers };
    each(Found::Record(Box::new(record)))
}

/// The next line, without its end; none at the end of the stream.
fn line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let read = input.by_ref().take(LONGEST_HEAD).read_until(b'\n', &mut line)?;
    line.truncate(line.trim_ascii_end().len());
    Ok((read > 0).then_some(line))
}

fn warc_head(input: &mut impl BufRead) -> std::io::Result<Head> {
    let mut head = Head::default();
    let mut read = 0;
    while let Some(line) = line(input)? {
        read += line.len() as u64;
        if line.is_empty() || read > LONGEST_HEAD {
            break;
        }
        let line = String::from_utf8_lossy(&line);
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_ascii_lowercase(),
            // `wget` once wrote the brackets of the grammar into the value.
            "warc-target-uri" => head.url = Some(value.trim_matches(['<', '>']).to_string()).filter(|url| !url.is_empty()),
            "warc-record-id" => head.id = Some(value.trim_matches(['<', '>']).to_string()),
            "warc-date" => head.date = Some(value.to_string()),
            "content-type" => head.content_type = value.to_string(),
            "content-length" => head.length = value.parse().ok(),
            _ => {}
        }
    }
    Ok(head)
}

/// `URL IP-address 14-digit-date content-type length`; an address may hold blanks.
fn arc_head(line: &[u8]) -> Head {
    let line = String::from_utf8_lossy(line);
    let parts: Vec<&str> = line.rsplitn(5, ' ').collect();
    let [length, content_type, date, _, url] = parts.as_slice() else { return Head::default() };
    let part = |from: usize, to: usize| date.get(from..to).unwrap_or("00");
    let day = format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14));
    Head {
        kind: if url.starts_with("filedesc:") { "filedesc" } else { "response" }.to_string(),
        url: Some(url.to_string()),
        id: None,
        date: Some(day),
        content_type: content_type.to_string(),
        length: length.parse().ok(),
    }
}
