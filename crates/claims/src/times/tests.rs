//! Expressions found in invented sentences. The sentences are cut at white space and marks; no model is asked.

use super::*;
use dateline_knowledge::DataSource;
use dateline_model::{Dep, DocumentId, Pos, Span, Tag, Token};

/// A parse without a model: every token hangs on the first verb-like word.
pub(crate) fn plain_parse(text: &str) -> Parse {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = None;
    let mut push = |from: usize, to: usize| {
        let lower = text[from..to].to_lowercase();
        let tag = match lower.as_str() {
            "will" | "may" if text[from..].starts_with(char::is_lowercase) => Tag::MD,
            "was" | "were" | "left" | "met" | "fell" | "hit" | "began" | "held" | "spoke" => Tag::VBD,
            _ if lower.ends_with("ed") => Tag::VBD,
            _ if lower.ends_with('s') => Tag::NNS,
            _ => Tag::NN,
        };
        tokens.push(Token {
            span: Span::new(from, to),
            lower: (&lower).into(),
            lemma: (&lower).into(),
            tag,
            pos: if matches!(tag, Tag::VBD | Tag::MD) { Pos::VERB } else { Pos::NOUN },
            dep: Dep::Dep,
            head: 0,
        });
    };
    for (at, c) in text.char_indices() {
        let inner_dot = c == '.' && start.is_some() && text[at + 1..].starts_with(char::is_alphabetic);
        if c.is_alphanumeric() || inner_dot {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push(from, at);
        }
        if !c.is_whitespace() {
            push(at, at + c.len_utf8());
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    let root = tokens.iter().position(|token| token.tag == Tag::VBD || token.tag == Tag::MD).unwrap_or(0);
    for (index, token) in tokens.iter_mut().enumerate() {
        token.head = root;
        token.dep = if index == root { Dep::Root } else { Dep::Dep };
    }
    let sentence = Sentence { span: Span::new(0, text.len()), line: 0, tokens, entities: Vec::new() };
    Parse { document: DocumentId::new("d"), sentences: vec![sentence] }
}

fn check(text: &str, expected: &[&str]) {
    let words = TimeWords::load(&DataSource::Carried, "en").expect("the words of time load");
    let numbers = Numbers::load(&DataSource::Carried, "en").expect("the numbers load");
    let parse = plain_parse(text);
    let found = times_of_sentence(text, &parse.sentences[0], &words, &numbers);
    let words: Vec<&str> = found.iter().map(|expression| expression.span.of(text)).collect();
    assert_eq!(words, expected, "{text}\n{found:#?}");
}

#[test]
fn full_dates_in_every_order() {
    check("On 19 September 2024 rebels shelled Kessa.", &["19 September 2024"]);
    check("Sept. 19, 2024", &["Sept. 19, 2024"]);
    check("Troops left on September 19th.", &["September 19th"]);
    check("The report of 2024-09-19 was withdrawn.", &["2024-09-19"]);
    check("Wed 05 Apr 2017", &["Wed 05 Apr 2017"]);
    check("They met on Tuesday, the 19th of May.", &["Tuesday, the 19th of May"]);
}

#[test]
fn numbers_that_are_no_dates() {
    check("Some 2000 people were displaced.", &[]);
    check("On Tuesday 14 people were wounded.", &["Tuesday"]);
    check("Two F-16 jets bombed the 7th Division.", &[]);
    check("Mine is 2012-09-S-002.", &[]);
    check("The group may march on Kessa.", &[]);
    check("A 23-year-old was wounded.", &[]);
}

#[test]
fn ranges_are_one_expression() {
    check("It was held between 3 and 5 May.", &["3 and 5 May"]);
    check("It was held from May to June 2016.", &["May to June 2016"]);
    check("It was held October 25-26, 2016.", &["October 25-26, 2016"]);
    check("It was held in 2011-2014.", &["2011-2014"]);
}

#[test]
fn relative_times() {
    check("Three days ago they left Kessa and last week Orun.", &["Three days ago", "last week"]);
    check("It was held for two weeks.", &["two weeks"]);
    check("Drones hit Kessa early on Wednesday morning.", &["Wednesday morning"]);
    check("Drones hit Kessa at 4 a.m. on Thursday.", &["4 a.m. on Thursday"]);
    check("It began at the end of last year.", &["the end of last year"]);
    check("He spoke in the past 24 hours, as every day.", &["the past 24 hours", "every day"]);
}
