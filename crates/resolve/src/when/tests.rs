//! Days of expressions in invented sentences, published on Thursday 2026-03-12 unless the test says otherwise.

use super::*;
use dateline_claims::times::times_of_sentence;
use dateline_knowledge::{DataSource, Numbers, TimeWords};
use dateline_language::English;
use dateline_model::DocumentId;

fn document(text: &str, published: Option<&str>) -> Document {
    Document {
        id: DocumentId::new("d"),
        outlet: None,
        url: None,
        title: None,
        published: published.map(|day| day.parse().expect("a day")),
        language: None,
        text: text.to_string(),
        fingerprint: 0,
        notes: Vec::new(),
    }
}

struct Words {
    time: TimeWords,
    numbers: Numbers,
    english: English,
}

fn words() -> Words {
    let source = DataSource::Carried;
    Words {
        time: TimeWords::load(&source, "en").expect("the words of time load"),
        numbers: Numbers::load(&source, "en").expect("the numbers load"),
        english: English::embedded(),
    }
}

fn expressions(words: &Words, document: &Document) -> Vec<TimeExpression> {
    let parse = words.english.reader().parse(document);
    parse.sentences.iter().flat_map(|sentence| times_of_sentence(&document.text, sentence, &words.time, &words.numbers)).collect()
}

/// The days of the first expression that tells any, as "start/end basis".
fn check(text: &str, published: Option<&str>, expected: &str) {
    let (words, document) = (words(), document(text, published));
    let found = expressions(&words, &document);
    let times = DocumentTimes::new(&document, &found);
    let line = times.published.and_then(|date| date.line);
    let days = found.iter().filter(|time| line.is_none_or(|line| !line.overlaps(time.span))).find_map(|time| times.bounded(time));
    let got = days.map_or("none".to_string(), |days| format!("{}/{} {}", days.start, days.end, days.basis.as_str()));
    assert_eq!(got, expected, "{text}\n{found:#?}\n{:?}", times.published);
}

const THURSDAY: Option<&str> = Some("2026-03-12");

#[test]
fn every_example_of_the_tables_holds() {
    let words = words();
    let broken: Vec<String> = words
        .time
        .examples
        .iter()
        .filter_map(|example| {
            let document = document(&example.sentence, THURSDAY);
            let values = timex(&document, &expressions(&words, &document));
            let holds = values.iter().any(|(span, value, _)| {
                let found = span.of(&document.text).to_lowercase();
                (found == example.words.to_lowercase() || found.contains(&example.words.to_lowercase())) && value.ends_with(&example.value)
            });
            let told: Vec<String> = values.iter().map(|(span, value, _)| format!("{} = {value}", span.of(&document.text))).collect();
            (!holds)
                .then(|| format!("{}: {} must hold {} = {}, found {told:?}", example.place, example.sentence, example.words, example.value))
        })
        .collect();
    assert!(broken.is_empty(), "{} broken promises:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn weekdays_look_back_in_the_past_and_ahead_in_the_future() {
    check("Rebels shelled Kessa on Tuesday.", THURSDAY, "2026-03-10/2026-03-10 anchored");
    check("Rebels shelled Kessa on Thursday.", THURSDAY, "2026-03-12/2026-03-12 anchored");
    check("The ministers will meet on Tuesday.", THURSDAY, "2026-03-17/2026-03-17 anchored");
    check("Rebels shelled Kessa on Tuesday.", None, "none");
}

#[test]
fn since_reaches_to_publication() {
    check("Forty people have been killed since Wednesday.", THURSDAY, "2026-03-11/2026-03-12 anchored");
    check("The road has been closed since 2012.", THURSDAY, "2012-01-01/2026-03-12 anchored");
    check("The road has been closed since 2012.", None, "none");
}

#[test]
fn periods() {
    check("A truce was signed last week.", THURSDAY, "2026-03-02/2026-03-08 anchored");
    check("Fourteen people were killed in the past day.", THURSDAY, "2026-03-11/2026-03-12 anchored");
    check("Fourteen people were killed in the past 24 hours.", THURSDAY, "2026-03-11/2026-03-12 anchored");
    check("The base was built at the end of last year.", THURSDAY, "2025-01-01/2025-12-31 anchored");
    check("The siege went on for two weeks.", THURSDAY, "none");
    check("Drones hit the depot overnight.", THURSDAY, "2026-03-11/2026-03-12 anchored");
    check("The talks were held between 3 and 5 May 2025.", None, "2025-05-03/2025-05-05 explicit");
    check("Troops must leave by Saturday.", THURSDAY, "2026-03-14/2026-03-14 anchored");
}

#[test]
fn a_date_line_in_the_text_outranks_publication() {
    check("Wed 05 Apr 2017\nShells fell on Orun on Tuesday.", Some("2017-04-20"), "2017-04-04/2017-04-04 anchored");
    check("ORUN, Marland (Oct. 14, 2019)\nShells fell on the port on Sunday.", None, "2019-10-13/2019-10-13 anchored");
    check("The army left on 14 October 2019, after shells fell on Sunday.", Some("2020-01-08"), "2019-10-14/2019-10-14 explicit");
}

#[test]
fn a_year_is_inferred_only_where_one_is_possible() {
    check("On Wednesday, November 27, rebels left Orun, which they took in 2020.", None, "2024-11-27/2024-11-27 inferred");
    check("On November 27 rebels left Orun.", None, "none");
    // Written on the Friday of that week; "Thursday" is the day before.
    let week = "Kessa has been shelled since Wednesday, November 27, as in 2020. Rebels arrived there this Friday.";
    check(week, None, "2024-11-27/2024-11-29 inferred");
    check(
        "Kessa has been shelled since Wednesday, November 27, as in 2020. They will meet this Friday.",
        None,
        "2020-01-01/2020-12-31 explicit",
    );
    check("On Wednesday, November 27, rebels left Orun.", None, "none");
}

#[test]
fn a_year_beside_a_date_is_its_year() {
    check("The bridge fell on 19 May last year.", Some("2026-11-20"), "2025-05-19/2025-05-19 anchored");
    check("The bridge fell in May last year.", Some("2026-11-20"), "2025-05-01/2025-05-31 anchored");
}

#[test]
fn a_year_or_quarter_beside_is_one_expression() {
    let (words, document) = (words(), document("In October last year the port closed; this year's third quarter was better.", THURSDAY));
    let values: Vec<(String, String)> = timex(&document, &expressions(&words, &document))
        .into_iter()
        .map(|(span, value, _)| (span.of(&document.text).to_string(), value))
        .collect();
    assert_eq!(values, [("October last year".into(), "2025-10".into()), ("this year's third quarter".into(), "2026-Q3".into())]);
}

#[test]
fn days_told_in_two_orders() {
    check("The report of 05/03/2026 was denied.", THURSDAY, "2026-03-05/2026-03-05 explicit");
    check("The report of 05/06/2019 was denied.", THURSDAY, "none");
}

#[test]
fn days_counted_from_the_day_last_told() {
    let (words, document) = (words(), document("They left Kessa on 19 September 2024 and came back the next day.", None));
    let found = expressions(&words, &document);
    let times = DocumentTimes::new(&document, &found);
    let days = times.bounded(found.last().expect("two expressions")).expect("a day");
    assert_eq!(days.start.to_string(), "2024-09-20");
}
