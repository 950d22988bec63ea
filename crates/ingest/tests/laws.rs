//! What holds for every input: a document, never a panic; furniture inside the text; the same input, the same document.

use dateline_ingest::{Hints, Limits, read};
use dateline_model::{Document, Note};
use proptest::prelude::*;

fn laws(bytes: &[u8], hints: &Hints) -> Document {
    let document = read(bytes, hints);
    assert!(!document.text.contains(['\r', '\0']));
    // U+FFFD takes three bytes where a NUL took one, so a text may pass the limit by that.
    assert!(document.text.len() <= hints.limits.bytes);
    let mut before = 0;
    for note in &document.notes {
        if let Note::Furniture { span } = note {
            assert!(before <= span.start() && span.end() <= document.text.len());
            assert!(document.text.is_char_boundary(span.start()) && document.text.is_char_boundary(span.end()));
            assert!(!span.is_empty());
            before = span.end();
        }
    }
    if document.text.trim().is_empty() {
        let told = |note: &Note| matches!(note, Note::Empty | Note::NoMainText | Note::Binary { .. });
        assert!(document.notes.iter().any(told), "{:?}", document.notes);
    }
    assert_eq!(document, read(bytes, hints));
    document
}

fn named(file_name: &str) -> Hints {
    Hints { file_name: Some(file_name.to_string()), limits: Limits { bytes: 20_000, ..Limits::default() }, ..Hints::default() }
}

/// Lines of news and furniture, mixed.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("Leave a Reply".to_string()),
        Just("Related News".to_string()),
        Just("5 $".to_string()),
        Just("Home".to_string()),
        Just("Rebels fled from Kessa on Tuesday, two elders of the town told the radio.".to_string()),
        "\\PC{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_document(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        laws(&bytes, &named("a.txt"));
        laws(&bytes, &named("a.html"));
    }

    #[test]
    fn any_lines_give_a_document(lines in proptest::collection::vec(line(), 0..30), ends in "\n|\r\n|\r") {
        laws(lines.join(&ends).as_bytes(), &named("a.txt"));
    }

    #[test]
    fn any_tags_give_a_document(lines in proptest::collection::vec(line(), 0..20), tag in "p|div|h1|li|article|script|table|br") {
        let html: String = lines.iter().map(|line| format!("<{tag}>{line}</{tag}>\n<{tag} x=\"{line}\"")).collect();
        laws(format!("<html><body>{html}").as_bytes(), &named("a.html"));
    }

    #[test]
    fn any_utf_16_gives_its_text(text in "[a-zA-Z .,]{20,200}") {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        prop_assert_eq!(laws(&bytes, &named("a.txt")).text, if text.trim().is_empty() { String::new() } else { text });
    }
}

#[test]
fn odd_inputs_are_told() {
    let notes = |bytes: &[u8], name: &str| laws(bytes, &named(name)).notes;
    assert_eq!(notes(b"", "a.txt"), [Note::Empty]);
    assert_eq!(notes(b" \r\n\t", "a.txt"), [Note::Empty]);
    assert_eq!(notes(b"<html><body></body></html>", "a.html"), [Note::NoMainText]);
    assert_eq!(notes(b"\x89PNG\r\n\x1a\n....", "a.txt"), [Note::Binary { kind: "a picture".to_string() }]);
    let long = "Rebels fled. ".repeat(10_000);
    assert!(notes(long.as_bytes(), "a.txt").iter().any(|note| matches!(note, Note::Truncated { kept } if *kept <= 20_000)));
    let french = "Les rebelles ont quitté la ville mardi soir, selon deux habitants joints par téléphone.";
    assert_eq!(notes(french.as_bytes(), "a.txt"), [Note::LanguageWithoutEngine { language: "fr".to_string() }]);
}

#[test]
fn what_is_known_outranks_what_the_page_says() {
    let page = b"<html><head><meta property='og:site_name' content='Page'><title>Their title</title></head><body><p>Rebels fled from Kessa on \
        Tuesday, two elders of the town told the radio. The army entered at noon and put up posts at both ends of the bridge.</p></body></html>";
    let hints = Hints { outlet: Some("Known".to_string()), published: Some("2026-03-12".parse().unwrap()), ..named("a.html") };
    let document = laws(page, &hints);
    assert_eq!(document.outlet.as_deref(), Some("Known"));
    assert_eq!(document.title.as_deref(), Some("Their title"));
    assert_eq!(document.published, hints.published);
    assert!(document.text.starts_with("Rebels fled from Kessa on Tuesday"));
}

#[test]
fn a_given_text_stays_as_it_is() {
    let text = "\u{feff}Rebels fled.\r\n\r\nLeave a Reply\r\nNot us!\0";
    let document = dateline_ingest::given(text, &Hints::default());
    assert_eq!(document.text, text);
    assert!(document.notes.iter().any(|note| matches!(note, Note::Furniture { span } if span.of(text).starts_with("Leave a Reply"))));
    assert_eq!(dateline_ingest::given(" ", &Hints::default()).notes, [Note::Empty]);
}
