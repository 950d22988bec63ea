//! Bytes to characters, and what is no text at all.
//!
//! In:  the bytes of a file; the charset that a server or the page names.
//! Out: characters; notes on the encoding. What cannot be decoded is U+FFFD.
//!
//! Order of belief: byte order mark; UTF-16 that shows by its zero bytes; valid UTF-8; the charset that is named; UTF-8 with a few
//! damaged bytes; the guess of `chardetng`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use dateline_model::Note;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell a text from other bytes, and one encoding from another.
const LOOKED_AT: usize = 64 << 10;

/// Control characters that no text has, per thousand bytes, above which it is none (measured: prose has none; archives and pictures
/// have about a hundred).
const CONTROLS_PER_THOUSAND: usize = 10;

/// Beginnings of files that are known and are no text.
const BEGINNINGS: [(&[u8], &str); 14] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
];

/// What the bytes are, if they are no text.
pub(crate) fn binary(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, kind)) = BEGINNINGS.iter().find(|(beginning, _)| bytes.starts_with(beginning)) {
        return Some(kind);
    }
    if Encoding::for_bom(bytes).is_some() || utf_16(bytes).is_some() {
        return None;
    }
    let sample = &bytes[..bytes.len().min(LOOKED_AT)];
    let controls = sample.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    (controls * 1000 > sample.len() * CONTROLS_PER_THOUSAND).then_some("unknown bytes")
}

/// The characters of a text.
///
/// - `content_type`: as a server names it; only its charset is read.
/// - `page`: whether the charset of a `meta` element counts.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>, page: bool, notes: &mut Vec<Note>) -> String {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (guessed(bytes, content_type, page), bytes),
    };
    if encoding != UTF_8 {
        notes.push(Note::DecodedFrom { encoding: encoding.name().to_string() });
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.into_owned()
}

fn guessed(bytes: &[u8], content_type: Option<&str>, page: bool) -> &'static Encoding {
    if let Some(encoding) = utf_16(bytes) {
        return encoding;
    }
    let damage = match std::str::from_utf8(bytes) {
        Ok(_) => return UTF_8,
        Err(_) => damage(bytes),
    };
    let named = content_type.and_then(charset).or_else(|| if page { charset_of_page(bytes) } else { None });
    if let Some(encoding) = named.filter(|&encoding| encoding != UTF_8) {
        return encoding;
    }
    // A text with many good sequences of UTF-8 and few bad bytes is UTF-8 that was damaged, not another encoding.
    if named.is_some() || damage.good > damage.bad {
        return UTF_8;
    }
    let sample = &bytes[..bytes.len().min(LOOKED_AT)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The first odd byte may stand far behind the beginning.
    let (head, tail) = (sample, &bytes[sample.len()..]);
    detector.feed(head, tail.is_empty());
    if !tail.is_empty() {
        let from = tail.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
        detector.feed(&tail[from..tail.len().min(from + LOOKED_AT)], true);
    }
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a byte order mark: every second byte of mostly Latin text is zero.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    let pairs = sample.len() / 2;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let mostly = |many: usize, few: usize| pairs >= 4 && many * 10 > pairs * 4 && few * 20 <= pairs;
    let encoding = match (mostly(first, second), mostly(second, first)) {
        (true, _) => UTF_16BE,
        (_, true) => UTF_16LE,
        _ => return None,
    };
    // Small numbers in two bytes look alike, and are full of control characters.
    let (text, _) = encoding.decode_without_bom_handling(sample);
    let controls = text.chars().filter(|character| character.is_control() && !character.is_whitespace()).count();
    (controls * 50 <= pairs).then_some(encoding)
}

struct Damage {
    good: usize,
    bad: usize,
}

fn damage(bytes: &[u8]) -> Damage {
    let mut damage = Damage { good: 0, bad: 0 };
    for chunk in bytes.utf8_chunks() {
        damage.good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        damage.bad += usize::from(!chunk.invalid().is_empty());
    }
    damage
}

fn charset_of_page(bytes: &[u8]) -> Option<&'static Encoding> {
    charset(&String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]))
}

/// The encoding after the first `charset=`.
fn charset(words: &str) -> Option<&'static Encoding> {
    let lower = words.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let name = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = name.find(|character: char| !(character.is_ascii_alphanumeric() || "-_:".contains(character))).unwrap_or(name.len());
    Encoding::for_label(&name.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>, text: &str, encoding: &str) {
        let mut notes = Vec::new();
        assert_eq!(binary(bytes), None, "{text}");
        assert_eq!(decode(bytes, content_type, true, &mut notes), text);
        let expected = if encoding == "UTF-8" { vec![] } else { vec![Note::DecodedFrom { encoding: encoding.to_string() }] };
        assert_eq!(notes, expected, "{text}");
    }

    fn utf_16_bytes(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn unicode_in_all_its_forms() {
        let text = "Shells fell on Čelna – nobody was hurt.";
        check(text.as_bytes(), None, text, "UTF-8");
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), None, text, "UTF-8");
        check(&[b"\xff\xfe".as_slice(), &utf_16_bytes(text, false)].concat(), None, text, "UTF-16LE");
        check(&[b"\xfe\xff".as_slice(), &utf_16_bytes(text, true)].concat(), None, text, "UTF-16BE");
        check(&utf_16_bytes(text, false), None, text, "UTF-16LE");
        check(&utf_16_bytes(text, true), None, text, "UTF-16BE");
    }

    #[test]
    fn legacy_charsets_by_guess_or_by_name() {
        let russian = "Войска покинули две деревни над рекой после боя, сообщил губернатор.";
        check(&encoding_rs::WINDOWS_1251.encode(russian).0, None, russian, "windows-1251");
        let arabic = "غادرت القوات القريتين فوق النهر بعد قتال عنيف، حسبما قال المحافظ";
        check(&encoding_rs::WINDOWS_1256.encode(arabic).0, None, arabic, "windows-1256");
        check(b"<meta charset='iso-8859-2'>\xe8elna", None, "<meta charset='iso-8859-2'>čelna", "ISO-8859-2");
        check(b"\xe8elna", Some("text/plain; charset=ISO-8859-2"), "čelna", "ISO-8859-2");
    }

    #[test]
    fn damaged_utf_8_stays_utf_8() {
        check(b"\xc3\xa9t\xc3\xa9 \xff \xc3\xa0 midi", None, "été \u{fffd} à midi", "UTF-8");
        check(b"caf\xe9 de la gare", None, "café de la gare", "windows-1252");
    }

    #[test]
    fn what_is_no_text_is_told() {
        assert_eq!(binary(b"%PDF-1.7\n..."), Some("a PDF"));
        let bytes: Vec<u8> = (0..=255u8).cycle().take(4096).collect();
        assert_eq!(binary(&bytes), Some("unknown bytes"));
        assert_eq!(binary(&[0; 512]), Some("unknown bytes"));
        let numbers: Vec<u8> = (0..600u16).flat_map(|n| (n % 30).to_le_bytes()).collect();
        assert_eq!(binary(&numbers), Some("unknown bytes"));
        assert_eq!(binary(b""), None);
        assert_eq!(binary("Gunmen fired.\tTwo fled.\r\n".as_bytes()), None);
    }
}
