//! Furniture: what belongs to the page and not to the article, and came along in its text.
//!
//! In:  a final text, one block a line.
//! Out: spans of whole lines: menus, donation boxes, forms, cookie notices, share buttons, links to other articles, repeats. They stay
//!      in the text, and `claims` passes them over.
//!
//! The words are in `data/furniture.tsv`: `where` is the whole line, its start, any part of it, or `near` (only beside other furniture);
//! `effect` is what goes with it: this line, the list of headlines that follows, an advert that follows, or the rest of the text. This module
//! holds what words cannot say: amounts, addresses of wallets and of mail, menus (runs of very short lines outside the prose), lines told twice.
//!
//! Not here: taking the main text out of HTML (`page`).

use dateline_model::Span;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Longer lines are prose whatever they begin with, in words (chosen: the longest cookie notices have about sixty).
const LONGEST: usize = 70;

/// A line with so many words that closes like a sentence is prose.
const PROSE: usize = 10;

/// A headline in a list of links has at most so many words.
const HEADLINE: usize = 20;

/// So many very short lines in a row, outside the prose, are a menu.
const MENU_LINES: usize = 4;

/// Where a phrase must stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Line,
    Start,
    Any,
    Near,
}

/// What goes with a line of furniture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Effect {
    Line,
    List,
    Advert,
    Rest,
}

struct Words {
    lines: HashMap<&'static str, Effect>,
    starts: Vec<(&'static str, Effect)>,
    parts: Vec<&'static str>,
    near: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { lines: HashMap::new(), starts: Vec::new(), parts: Vec::new(), near: Vec::new() };
    for (phrase, place, effect) in rows() {
        match place {
            Where::Line => drop(words.lines.insert(phrase, effect)),
            Where::Start => words.starts.push((phrase, effect)),
            Where::Any => words.parts.push(phrase),
            Where::Near => words.near.push(phrase),
        }
    }
    words
});

/// The rows of the table; a row that is not understood is left out (a test says so).
fn rows() -> impl Iterator<Item = (&'static str, Where, Effect)> {
    include_str!("../data/furniture.tsv").lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let phrase = cells.next()?;
        let place = match cells.next()? {
            "line" => Where::Line,
            "start" => Where::Start,
            "any" => Where::Any,
            "near" => Where::Near,
            _ => return None,
        };
        let effect = match cells.next()? {
            "line" => Effect::Line,
            "list" => Effect::List,
            "advert" => Effect::Advert,
            "rest" => Effect::Rest,
            _ => return None,
        };
        Some((phrase, place, effect))
    })
}

/// One line that is not blank.
struct Line<'a> {
    span: Span,
    /// As it stands, without white space around it.
    text: &'a str,
    /// In lower case, one blank between words, without punctuation around it.
    plain: String,
    words: usize,
    prose: bool,
}

/// The furniture of a text, in order; neighbouring lines are one span.
pub(crate) fn find(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let mut marked = vec![false; lines.len()];
    by_words(&lines, &mut marked);
    by_shape(&lines, &mut marked);
    repeats(&lines, &mut marked);
    neighbours(&lines, &mut marked);
    merged(&lines, &marked)
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for whole in text.split('\n') {
        let line = whole.trim();
        if !line.is_empty() {
            let at = start + (whole.len() - whole.trim_start().len());
            let words = line.split_whitespace().count();
            let plain = if words <= LONGEST { plain(line) } else { String::new() };
            lines.push(Line { span: Span::new(at, at + line.len()), text: line, plain, words, prose: is_prose(line, words) });
        }
        start += whole.len() + 1;
    }
    lines
}

fn plain(line: &str) -> String {
    let lower = line.replace('’', "'").to_lowercase();
    let joined = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = |character: char| character.is_alphanumeric() || "©(\"“".contains(character);
    joined.trim_start_matches(|character| !kept(character)).trim_end_matches(|character: char| !character.is_alphanumeric()).to_string()
}

fn is_prose(line: &str, words: usize) -> bool {
    let closed = line.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']).ends_with(['.', '!', '?', '…', ':', ';']);
    words >= 2 * HEADLINE || words >= PROSE && closed
}

fn by_words(lines: &[Line<'_>], marked: &mut [bool]) {
    let mut number = 0;
    while number < lines.len() {
        let Some(effect) = effect(&lines[number]) else {
            number += 1;
            continue;
        };
        marked[number] = true;
        let reach = match effect {
            Effect::Line => 0,
            Effect::List => lines[number + 1..].iter().take_while(|line| !line.prose && line.words <= HEADLINE).count(),
            Effect::Advert => lines[number + 1..].iter().take_while(|line| hawks(line)).count(),
            Effect::Rest => lines.len() - number - 1,
        };
        // A list is a list of links only if the article is over, or goes on with prose.
        marked[number..=number + reach].fill(true);
        number += reach + 1;
    }
}

fn effect(line: &Line<'_>) -> Option<Effect> {
    if line.words > LONGEST {
        return None;
    }
    let plain = line.plain.as_str();
    if let Some(effect) = WORDS.lines.get(plain) {
        return Some(*effect);
    }
    let starts = WORDS.starts.iter().find(|(phrase, _)| begins(plain, phrase));
    if let Some((phrase, effect)) = starts {
        // "Copyright" and "More:" may begin a sentence of the article; a phrase of several words hardly can.
        return (phrase.contains(' ') || !line.prose).then_some(*effect);
    }
    WORDS.parts.iter().any(|phrase| plain.contains(phrase)).then_some(Effect::Line)
}

/// Whether a line behind the label of an advert is one: it cries out, or speaks to the reader. Often only the label is left of an advert.
fn hawks(line: &Line<'_>) -> bool {
    let to_reader = line.plain.split(|character: char| !character.is_alphanumeric()).any(|word| matches!(word, "you" | "your" | "yours"));
    let quoted = line.text.contains(['"', '“', '”']);
    line.words <= HEADLINE && !quoted && (to_reader || line.text.ends_with('!'))
}

/// Whether a line begins with a phrase, up to the end of a word.
fn begins(line: &str, phrase: &str) -> bool {
    line.strip_prefix(phrase).is_some_and(|rest| !phrase.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric))
}

/// What is furniture by its look: amounts, wallets, mail addresses, menus.
fn by_shape(lines: &[Line<'_>], marked: &mut [bool]) {
    let amount = |line: &Line<'_>| !line.text.contains(char::is_alphabetic) && line.text.contains(['$', '€', '£']);
    let (first, last) = (lines.iter().position(|line| line.prose), lines.iter().rposition(|line| line.prose));
    let outside = |number: usize| first.is_none_or(|first| number < first) || last.is_none_or(|last| number > last);
    for (number, line) in lines.iter().enumerate() {
        let twin = |other: Option<&Line<'_>>| other.is_some_and(amount);
        let amounts = amount(line) && (twin(lines.get(number + 1)) || number > 0 && twin(lines.get(number - 1)));
        let address = line.words <= LONGEST / 2 && line.text.split_whitespace().any(is_wallet);
        let mail = line.words <= PROSE && !line.prose && line.text.split_whitespace().any(is_mail);
        marked[number] |= amounts || address || mail;
    }
    let short = |line: &Line<'_>| line.words <= 3 && !line.text.ends_with(['.', '!', '?', '"', '”', ',']);
    let mut number = 0;
    while number < lines.len() {
        let run = lines[number..].iter().enumerate().take_while(|(more, line)| outside(number + more) && short(line)).count();
        if run >= MENU_LINES {
            marked[number..number + run].fill(true);
        }
        number += run.max(1);
    }
}

/// The address of a wallet: a long run of letters and digits, well mixed.
fn is_wallet(word: &str) -> bool {
    let run = word.split(|character: char| !character.is_ascii_alphanumeric()).max_by_key(|run| run.len()).unwrap_or("");
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    run.len() >= 26 && digits >= 4 && digits < run.len()
}

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.trim_end_matches('.').contains('.'))
}

/// A line of several words that was told before: a pull quote, a caption, the title over a box.
fn repeats<'a>(lines: &[Line<'a>], marked: &mut [bool]) {
    let mut told: HashSet<&'a str> = HashSet::new();
    for (number, line) in lines.iter().enumerate() {
        if line.words >= 4 && !told.insert(line.text) {
            marked[number] = true;
        }
    }
}

/// Short lines beside furniture, and those between two of them.
fn neighbours(lines: &[Line<'_>], marked: &mut [bool]) {
    let beside = |marked: &[bool], number: usize| {
        let (before, after) = (number > 0 && marked[number - 1], marked.get(number + 1).copied().unwrap_or(false));
        (before || after, (before || number == 0) && (after || number + 1 == marked.len()))
    };
    let grow = |marked: &mut [bool], number: usize| {
        let line = &lines[number];
        if marked[number] || line.prose || line.words > PROSE {
            return;
        }
        let (one, both) = beside(marked, number);
        let unlettered = !line.text.contains(char::is_alphabetic);
        let known = line.words <= 5 && WORDS.near.iter().any(|phrase| begins(&line.plain, phrase) || line.plain.ends_with(phrase));
        if one && (unlettered || known) || both && line.words <= 2 && !line.text.ends_with(['.', '!', '?']) {
            marked[number] = true;
        }
    };
    (0..lines.len()).for_each(|number| grow(marked, number));
    (0..lines.len()).rev().for_each(|number| grow(marked, number));
}

fn merged(lines: &[Line<'_>], marked: &[bool]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (number, line) in lines.iter().enumerate().filter(|(number, _)| marked[*number]) {
        match spans.last_mut() {
            Some(span) if marked[number - 1] => *span = span.cover(line.span),
            _ => spans.push(line.span),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    const PROSE_LINE: &str = "Rebels shelled the market in Kessa on Tuesday, killing at least 14 civilians, the governor said.";

    #[test]
    fn the_table_is_sorted_and_every_row_is_understood() {
        let lines: Vec<&str> = include_str!("../data/furniture.tsv").lines().skip(1).collect();
        assert_eq!(rows().count(), lines.len());
        let mut sorted = lines.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(lines, sorted);
        rows().for_each(|(phrase, _, _)| assert_eq!(phrase, phrase.to_lowercase().trim()));
    }

    #[test]
    fn links_notices_and_forms_are_marked() {
        check(&format!("Skip to main content\nFighting goes on\n{PROSE_LINE}\nBack to top ↑"), &["Skip to main content", "Back to top ↑"]);
        check(
            &format!("{PROSE_LINE}\nWe use cookies to make this site better for you, and for others."),
            &["We use cookies to make this site better for you, and for others."],
        );
        check(&format!("You can read this article in French.\n{PROSE_LINE}"), &["You can read this article in French."]);
    }

    #[test]
    fn the_comment_form_ends_the_article() {
        check(
            &format!("{PROSE_LINE}\n\nLeave a Reply\nJoe: They shelled us on Monday as well, and nobody wrote about it then.\n3"),
            &["Leave a Reply\nJoe: They shelled us on Monday as well, and nobody wrote about it then.\n3"],
        );
    }

    #[test]
    fn a_list_of_links_ends_where_prose_begins() {
        check(
            &format!("{PROSE_LINE}\nRelated News\nArmy enters Orsk\nTruce holds for a third day\n\n{}", PROSE_LINE.replace("14", "9")),
            &["Related News\nArmy enters Orsk\nTruce holds for a third day"],
        );
    }

    #[test]
    fn a_donation_box_is_marked_with_all_that_is_in_it() {
        check(
            &format!(
                "10 $\n1,000 $\nSupport The Valley\nBITCOIN: abc1q23xyz45tuv67qrs89mnop01jkl\n\n{PROSE_LINE}\n\nmail us: desk@valley.example"
            ),
            &["10 $\n1,000 $\nSupport The Valley\nBITCOIN: abc1q23xyz45tuv67qrs89mnop01jkl", "mail us: desk@valley.example"],
        );
    }

    #[test]
    fn an_advert_goes_with_its_label() {
        let other = PROSE_LINE.replace("14", "9");
        check(
            &format!("{PROSE_LINE}\nADVERTISEMENT\nBuild your own army and conquer the valley today!\n{other}"),
            &["ADVERTISEMENT\nBuild your own army and conquer the valley today!"],
        );
        check(&format!("{PROSE_LINE}\nAdvertisement\n{other}"), &["Advertisement"]);
    }

    #[test]
    fn links_to_the_next_article_are_marked() {
        check(&format!("{PROSE_LINE}\nNext: Orsk falls to the army"), &["Next: Orsk falls to the army"]);
        check(&format!("{PROSE_LINE}\nPrevious article: Bomb kills six in Orsk"), &["Previous article: Bomb kills six in Orsk"]);
    }

    #[test]
    fn a_menu_is_a_run_of_short_lines_outside_the_prose() {
        check(&format!("World\nAfrica\nSport\nOpinion\nRebels shell Kessa market again\n{PROSE_LINE}"), &["World\nAfrica\nSport\nOpinion"]);
        check(&format!("{PROSE_LINE}\nKessa\nOrsk\nBelan\nTarma\n{}", PROSE_LINE.replace("14", "9")), &[]);
    }

    #[test]
    fn a_line_told_twice_counts_once() {
        check(&format!("Rebels shell Kessa market\n{PROSE_LINE}\nRebels shell Kessa market"), &["Rebels shell Kessa market"]);
    }

    #[test]
    fn prose_that_sounds_like_furniture_stays() {
        for line in [
            "Support for the rebels is growing in the valley, according to two elders who asked not to be named.",
            "More: the army says that it shot down three drones over the bridge on Monday night.",
            "Comments by the minister drew an angry answer from the rebels, who left the talks on Sunday.",
            "Home",
            "Sources said on Monday that the convoy had turned back.",
        ] {
            let expected: &[&str] = if line == "Home" { &["Home"] } else { &[] };
            check(&format!("{PROSE_LINE}\n{line}"), expected);
        }
    }
}
