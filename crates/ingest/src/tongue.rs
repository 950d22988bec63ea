//! Which language a text is in.
//!
//! In:  the text, what is known from outside, what the page says of itself.
//! Out: an ISO 639-1 code, or none where the text has too few letters to tell and nobody said.
//!
//! Script first, since `whatlang` tells scripts apart without fail; then `whichlang`, which knows sixteen languages and is right on one
//! line of each; `whatlang` for those that it does not know (Ukrainian, Persian, Hebrew …).

use dateline_model::Span;
use whatlang::Script;

/// Fewer letters than this do not tell their language (chosen: one short headline).
const LETTERS_THAT_TELL: usize = 40;

/// How much of a text is looked at, in characters: the first pages tell, and a menu does not outweigh them.
const LOOKED_AT: usize = 4_000;

/// The language of a text.
///
/// - `hint`: known from outside; outranks everything.
/// - `told`: what the page says; believed for short texts only, for pages often keep the language of their template.
/// - a short Latin text of which nothing is known counts as English: its words decide later whether it holds a claim.
pub(crate) fn of(text: &str, hint: Option<&str>, told: Option<&str>) -> Option<String> {
    if let Some(code) = hint.and_then(code) {
        return Some(code);
    }
    let sample: String = text.chars().take(LOOKED_AT).collect();
    let letters = sample.chars().filter(|character| character.is_alphabetic()).count();
    if letters == 0 {
        return told.and_then(code);
    }
    if letters < LETTERS_THAT_TELL {
        let latin = whatlang::detect_script(&sample).is_none_or(|script| script == Script::Latin);
        return told.and_then(code).or(latin.then(|| "en".to_string()));
    }
    Some(identified(&sample))
}

/// Fewer letters than this do not tell the language of one paragraph (chosen: a sentence of two lines; names and titles are shorter).
const LETTERS_OF_PARAGRAPH: usize = 80;

/// The paragraphs of a text that are in another language than the whole: their lines, and the language.
///
/// - a paragraph counts as another where `whatlang` is sure, or where its script is another: what is quoted in it stays with it.
pub(crate) fn other_paragraphs(text: &str, language: Option<&str>) -> Vec<(Span, String)> {
    let Some(language) = language else { return Vec::new() };
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let (from, words) = (start, line.trim_end());
        start += line.len();
        if words.len() < LETTERS_OF_PARAGRAPH || words.chars().filter(|character| character.is_alphabetic()).count() < LETTERS_OF_PARAGRAPH
        {
            continue;
        }
        let sample: String = words.chars().take(LOOKED_AT).collect();
        // Nearly all paragraphs: the quick one of the two knows them.
        if KNOWN.iter().any(|(three, two)| *two == language && *three == whichlang::detect_language(&sample).three_letter_code()) {
            continue;
        }
        let Some(told) = whatlang::detect(&sample) else { continue };
        let other = identified(&sample);
        // Both must say so, or one for sure: each takes a list of names for another language now and then.
        let agrees = told.script() != Script::Latin || told.is_reliable() || whatlang_code(told.lang()) == Some(other.as_str());
        if other != language && agrees {
            found.push((Span::new(from, from + words.len()), other));
        }
    }
    found
}

/// The code of a language in Latin script that both know.
fn whatlang_code(language: whatlang::Lang) -> Option<&'static str> {
    KNOWN.iter().find(|(three, _)| *three == language.code()).map(|(_, two)| *two)
}

/// The first part of a language tag, in lower case: `en` of `en-GB` and `EN_us`.
fn code(tag: &str) -> Option<String> {
    let part = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(part)
}

fn identified(sample: &str) -> String {
    use whatlang::Lang;
    let second = whatlang::detect(sample);
    // What `whichlang` does not know it would call something that it knows.
    let unknown_to_first = [
        (Lang::Ukr, "uk"),
        (Lang::Bel, "be"),
        (Lang::Bul, "bg"),
        (Lang::Srp, "sr"),
        (Lang::Mkd, "mk"),
        (Lang::Pes, "fa"),
        (Lang::Urd, "ur"),
        (Lang::Heb, "he"),
        (Lang::Yid, "yi"),
        (Lang::Ell, "el"),
        (Lang::Hye, "hy"),
        (Lang::Kat, "ka"),
        (Lang::Amh, "am"),
        (Lang::Ben, "bn"),
        (Lang::Mya, "my"),
        (Lang::Khm, "km"),
        (Lang::Tha, "th"),
        (Lang::Tam, "ta"),
        (Lang::Tel, "te"),
        (Lang::Kan, "kn"),
        (Lang::Mal, "ml"),
        (Lang::Guj, "gu"),
        (Lang::Pan, "pa"),
        (Lang::Ori, "or"),
        (Lang::Sin, "si"),
    ];
    if let Some(info) = &second
        && info.script() != Script::Latin
        && let Some((_, code)) = unknown_to_first.iter().find(|(language, _)| *language == info.lang())
    {
        return code.to_string();
    }
    // Latin script: `whichlang` guesses among nine; a language outside them is told by a sure `whatlang`.
    let first = whichlang::detect_language(sample).three_letter_code();
    if let Some(info) = &second
        && info.script() == Script::Latin
        && info.is_reliable()
        && let Some((_, code)) = LATIN_OUTSIDE.iter().find(|(language, _)| *language == info.lang())
    {
        return code.to_string();
    }
    KNOWN.iter().find(|(three, _)| *three == first).map_or("en", |(_, two)| two).to_string()
}

/// Languages in Latin script that `whichlang` does not know.
const LATIN_OUTSIDE: [(whatlang::Lang, &str); 18] = {
    use whatlang::Lang;
    [
        (Lang::Pol, "pl"),
        (Lang::Ces, "cs"),
        (Lang::Slk, "sk"),
        (Lang::Ron, "ro"),
        (Lang::Hun, "hu"),
        (Lang::Fin, "fi"),
        (Lang::Dan, "da"),
        (Lang::Nob, "no"),
        (Lang::Est, "et"),
        (Lang::Lit, "lt"),
        (Lang::Lav, "lv"),
        (Lang::Hrv, "hr"),
        (Lang::Slv, "sl"),
        (Lang::Ind, "id"),
        (Lang::Tgl, "tl"),
        (Lang::Aze, "az"),
        (Lang::Uzb, "uz"),
        (Lang::Cat, "ca"),
    ]
};

/// The codes of `whichlang`, ISO 639-3 to ISO 639-1.
const KNOWN: [(&str, &str); 16] = [
    ("ara", "ar"),
    ("cmn", "zh"),
    ("deu", "de"),
    ("eng", "en"),
    ("fra", "fr"),
    ("hin", "hi"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("nld", "nl"),
    ("por", "pt"),
    ("rus", "ru"),
    ("spa", "es"),
    ("swe", "sv"),
    ("tur", "tr"),
    ("vie", "vi"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(of(text, None, None).as_deref(), expected, "{text}");
    }

    #[test]
    fn one_line_of_each_is_known() {
        check("The army said on Monday that its troops had left the two villages above the river.", Some("en"));
        check("L'armée a annoncé lundi que ses troupes avaient quitté les deux villages au-dessus du fleuve.", Some("fr"));
        check("قال الجيش يوم الاثنين إن قواته غادرت القريتين الواقعتين فوق النهر بعد قتال عنيف", Some("ar"));
        check("Армия сообщила в понедельник, что её войска покинули две деревни над рекой.", Some("ru"));
        check("Армія повідомила у понеділок, що її війська залишили два села над річкою після бою.", Some("uk"));
        check("Ordu pazartesi günü birliklerinin nehrin üstündeki iki köyden ayrıldığını açıkladı.", Some("tr"));
        check("ارتش روز دوشنبه اعلام کرد که نیروهایش دو روستای بالای رودخانه را ترک کرده‌اند و پل را گرفتند", Some("fa"));
    }

    #[test]
    fn a_paragraph_in_another_language_is_told() {
        let english = "The army said on Monday that its troops had left the two villages above the river, and that the bridge was open again to carts and lorries from the north.\n";
        let french = "L'armée a annoncé lundi que ses troupes avaient quitté les deux villages au-dessus du fleuve, et que le pont était de nouveau ouvert.\n";
        let arabic = "قال الجيش يوم الاثنين إن قواته غادرت القريتين الواقعتين فوق النهر بعد قتال عنيف استمر يومين كاملين وأسفر عن مقتل عدد من الجنود وإصابة آخرين بجروح خطيرة\n";
        let text = format!("{english}{french}{english}{arabic}");
        let found = other_paragraphs(&text, Some("en"));
        assert_eq!(
            found.iter().map(|(span, code)| (span.of(&text), code.as_str())).collect::<Vec<_>>(),
            [(french.trim_end(), "fr"), (arabic.trim_end(), "ar")]
        );
        assert!(other_paragraphs(english, Some("en")).is_empty());
    }

    #[test]
    fn a_short_text_is_english_unless_somebody_knows_better() {
        check("Rebels take Kessa", Some("en"));
        check("1, 2, 3", None);
        assert_eq!(of("Kessa est prise", None, Some("fr-FR")).as_deref(), Some("fr"));
        assert_eq!(of("Kessa est prise", Some("en"), Some("fr")).as_deref(), Some("en"));
    }
}
