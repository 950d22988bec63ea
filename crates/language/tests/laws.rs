//! What holds for every text, however strange.

use dateline_language::{English, Reader};
use dateline_model::{Document, DocumentId, EntityKind, Parse, Span};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGLISH: LazyLock<English> = LazyLock::new(English::embedded);

fn document(text: &str) -> Document {
    Document {
        id: DocumentId::of("", "", "", "", text),
        outlet: None,
        url: None,
        title: None,
        published: None,
        language: None,
        text: text.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    }
}

/// The laws; returns the parse for more.
fn check(reader: &mut Reader, text: &str, imposed: &[(Span, EntityKind)]) -> Parse {
    let parse = reader.parse_with(&document(text), imposed);
    let (mut rebuilt, mut at, mut line) = (String::new(), 0, 0);
    for sentence in &parse.sentences {
        let words = &text[sentence.span.start()..sentence.span.end()];
        assert!(!words.contains(['\n', '\r']), "a sentence crosses a line break: {words:?}");
        assert!(sentence.line >= line && !sentence.tokens.is_empty());
        line = sentence.line;
        let (first, last) = (sentence.tokens[0].span, sentence.tokens[sentence.tokens.len() - 1].span);
        assert_eq!(first.cover(last), sentence.span);
        for token in &sentence.tokens {
            let gap = &text[at..token.span.start()];
            assert!(gap.chars().all(|c| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)), "words outside of tokens: {gap:?}");
            assert!(!token.span.is_empty() && token.head < sentence.tokens.len());
            rebuilt += gap;
            rebuilt += &text[token.span.start()..token.span.end()];
            at = token.span.end();
        }
        let mut after = 0;
        for entity in &sentence.entities {
            assert!(after <= entity.tokens.start && entity.tokens.start < entity.tokens.end && entity.tokens.end <= sentence.tokens.len());
            let (first, last) = (&sentence.tokens[entity.tokens.start], &sentence.tokens[entity.tokens.end - 1]);
            assert_eq!(entity.span, first.span.cover(last.span));
            after = entity.tokens.end;
        }
    }
    rebuilt += &text[at..];
    assert_eq!(rebuilt, text, "tokens and gaps rebuild the text");
    parse
}

/// Words and marks that the tokenizer treats in their own ways.
fn strange() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "the",
        "don't",
        "U.S.",
        "km",
        "25km",
        "°C.",
        "...",
        "…",
        "……",
        "--",
        "'s",
        "’s",
        "(",
        ")",
        "\"",
        "“",
        ".",
        ",",
        "a,b",
        "x-y",
        "1-2",
        "://",
        "@",
        "www.a.example",
        "http://x.example/?q=1",
        ":)",
        ":-(",
        "8)",
        "\t",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\u{a0}",
        "\u{2028}",
        "\u{85}",
        "\u{1c}",
        "🙂",
        "e\u{301}",
        "سلام",
        "שלום",
        "東京",
        "\u{200d}",
        "\u{feff}",
        "$5",
        "US$",
        "#tag",
        "gonna",
        "cannot",
        "Mr.",
        "\u{0}",
        "\u{fffd}",
        "ﬁ",
        "ß",
        "İ",
        "Killed",
        "14",
    ]);
    prop::collection::vec(prop_oneof![3 => parts.prop_map(String::from), 1 => any::<String>()], 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_and_gaps_rebuild_any_text(text in strange(), cuts in prop::collection::vec((0usize..200, 0usize..30), 0..4)) {
        let boundary = |i: usize| text.floor_char_boundary(i.min(text.len()));
        let imposed: Vec<_> = cuts.iter().map(|(start, length)| (Span::new(boundary(*start), boundary(start + length).max(boundary(*start))), EntityKind::Fac)).collect();
        check(&mut ENGLISH.reader(), &text, &imposed);
    }
}

#[test]
fn threads_share_the_model_and_may_hand_on_their_readers() {
    fn shared<T: Sync + Send>() {}
    fn handed_on<T: Send>() {}
    shared::<English>();
    handed_on::<Reader>();
}

#[test]
fn what_was_read_before_changes_nothing() {
    let texts = ["The army left Varsk on Tuesday.\nNobody saw it go.", "Nobody left.", "The army left Varsk on Tuesday."];
    let mut reader = ENGLISH.reader();
    for text in texts.iter().chain(&texts) {
        assert_eq!(reader.parse(&document(text)), ENGLISH.reader().parse(&document(text)));
    }
}

#[test]
fn a_text_of_one_endless_line_is_read() {
    let mut reader = ENGLISH.reader();
    for text in ["x".repeat(100_000), "(".repeat(50_000), "a.".repeat(30_000), "…".repeat(30_000), "@".repeat(50_000), "1-".repeat(30_000)]
    {
        check(&mut reader, &text, &[]);
    }
    let parse = check(&mut reader, &"The army left Varsk on Tuesday. ".repeat(4_000), &[]);
    assert!(parse.sentences.len() > 3_900);
}

#[test]
fn an_imposed_span_is_one_name_and_the_rest_is_found_around_it() {
    let text = "Fighters of Jaysh al-Fajr met Tomas Reyes in Bir Hadid on Tuesday.";
    let span = |words: &str| {
        let start = text.find(words).expect("the words stand in the text");
        Span::new(start, start + words.len())
    };
    let imposed = [(span("Jaysh al-Fajr"), EntityKind::Org), (span("Bir Hadid"), EntityKind::Gpe)];
    let parse = check(&mut ENGLISH.reader(), text, &imposed);
    let names: Vec<(&str, EntityKind)> = parse.sentences[0].entities.iter().map(|entity| (entity.span.of(text), entity.kind)).collect();
    let expected = [
        ("Jaysh al-Fajr", EntityKind::Org),
        ("Tomas Reyes", EntityKind::Person),
        ("Bir Hadid", EntityKind::Gpe),
        ("Tuesday", EntityKind::Date),
    ];
    assert_eq!(names, expected);
}

#[test]
fn a_damaged_model_is_refused_with_its_place() {
    let trouble = English::load(b"DTLNMODL\x01\0\0\0").err().expect("an empty model is no model");
    assert!(trouble.to_string().contains("ends too early"), "{trouble}");
    assert!(English::load(b"something else").is_err());
}
