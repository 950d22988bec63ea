//! An answer of a server as a WARC keeps it: status, headers, body.
//!
//! In:  the bytes of the block of a `response` record.
//! Out: the body without its transfer and content encodings. Where these are told wrongly, as crawlers do, the bytes stay as they are.

use std::io::Read;

/// An answer, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    pub fn header(&self, wanted: &str) -> Option<&str> {
        self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.as_str())
    }
}

/// Takes an answer apart; none if it does not begin as one. The body is at most `limit` bytes long, unpacked.
///
/// - errors: the body unpacks to more.
pub(super) fn answer(block: &[u8], limit: u64) -> Option<Result<Answer, String>> {
    if !block.starts_with(b"HTTP/") {
        return None;
    }
    let (head, body) = match find(block, b"\r\n\r\n") {
        Some(at) => (&block[..at], &block[at + 4..]),
        None => match find(block, b"\n\n") {
            Some(at) => (&block[..at], &block[at + 2..]),
            None => (block, &block[block.len()..]),
        },
    };
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).and_then(|code| code.parse().ok()).unwrap_or(0);
    let headers = lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim().to_string(), value.trim().to_string()));
    let mut answer = Answer { status, headers: headers.take(200).collect(), body: Vec::new() };
    let chunked = answer.header("Transfer-Encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let body = if chunked { unchunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    answer.body = match unpacked(&body, answer.header("Content-Encoding").unwrap_or_default(), limit) {
        Ok(unpacked) => unpacked.unwrap_or(body),
        Err(why) => return Some(Err(why)),
    };
    Some(Ok(answer))
}

/// The bytes of the chunks; what came before a wrong one is kept. None if the first is wrong: then there are none.
fn unchunked(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let chunk = find(&bytes[..bytes.len().min(64)], b"\r\n").and_then(|end| {
            let length = std::str::from_utf8(&bytes[..end]).ok()?.split(';').next()?.trim();
            Some((usize::from_str_radix(length, 16).ok()?, end + 2))
        });
        let Some((length, from)) = chunk else { return if body.is_empty() { None } else { Some(body) } };
        let end = from.saturating_add(length).min(bytes.len());
        body.extend_from_slice(&bytes[from..end]);
        if length == 0 || end == bytes.len() {
            return Some(body);
        }
        bytes = bytes[end..].strip_prefix(b"\r\n").unwrap_or(&bytes[end..]);
    }
}

/// None where the bytes are not packed so.
fn unpacked(body: &[u8], encoding: &str, limit: u64) -> Result<Option<Vec<u8>>, String> {
    let encoding = encoding.to_ascii_lowercase();
    if body.starts_with(b"\x1f\x8b") && encoding.contains("gzip") {
        return read(flate2::read::MultiGzDecoder::new(body), limit);
    }
    if encoding.contains("deflate") {
        return match read(flate2::read::ZlibDecoder::new(body), limit)? {
            Some(unpacked) => Ok(Some(unpacked)),
            None => read(flate2::read::DeflateDecoder::new(body), limit),
        };
    }
    if encoding.contains("zstd") {
        return zstd::stream::read::Decoder::new(body).map_or(Ok(None), |decoder| read(decoder, limit));
    }
    if encoding.split(',').any(|part| part.trim() == "br") {
        return Err("packed with brotli, which is not read; let the crawler ask for gzip".to_string());
    }
    Ok(None)
}

fn read(decoder: impl Read, limit: u64) -> Result<Option<Vec<u8>>, String> {
    let mut body = Vec::new();
    let outcome = decoder.take(limit.saturating_add(1)).read_to_end(&mut body);
    if body.len() as u64 > limit {
        return Err(super::too_large(limit));
    }
    // A stream that was cut off is worth what it gave.
    Ok((outcome.is_ok() || !body.is_empty()).then_some(body))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &[u8], status: u16, body: &[u8]) {
        let answer = answer(block, 1000).unwrap().unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (status, body));
    }

    #[test]
    fn bodies_are_unchunked_and_unpacked() {
        check(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>x", 200, b"<p>x");
        check(b"HTTP/1.1 404 Not Found\nA: b\n\n<p>", 404, b"<p>");
        check(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", 200, b"abcde");
        let packed = zstd::stream::encode_all(&b"<p>packed"[..], 1).unwrap();
        check(&[b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n", packed.as_slice()].concat(), 200, b"<p>packed");
    }

    #[test]
    fn what_is_told_wrongly_stays_as_it_is() {
        check(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>", 200, b"<html>");
        check(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n<html>", 200, b"<html>");
        check(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\nde", 200, b"abc");
        check(b"HTTP/1.1", 0, b"");
        assert!(answer(b"<html>", 1000).is_none());
    }

    #[test]
    fn a_bomb_is_refused() {
        let packed = zstd::stream::encode_all(&vec![b'a'; 5000][..], 1).unwrap();
        let block = [b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\n\r\n", packed.as_slice()].concat();
        assert!(answer(&block, 1000).unwrap().unwrap_err().contains("larger than 1000 bytes"));
    }
}
