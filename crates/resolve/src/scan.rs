//! One pass over the text for the names of the actor file and of countries, and for names that the text itself defines.
//!
//! In:  text, parse, world.
//! Out: `ActorHit`s, definitions, and how often each country is named.
//!
//! Not here: the choice among actors of one name (`who`).

use dateline_knowledge::{CountryWord, World, fold};
use dateline_model::{Document, Parse, Span, Tag};
use std::collections::HashMap;

/// An acronym that the text defines: "Front for Kessa's Freedom (FKF)".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The long name.
    pub long: Span,
    /// The acronym, without its brackets.
    pub short: Span,
}

/// A name of the actor file in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorHit {
    /// The words.
    pub span: Span,
    /// Numbers of the actors that bear it.
    pub actors: Vec<usize>,
    /// Whether the name says enough by itself.
    pub strong: bool,
}

/// "Long Name (ACRONYM)" in the text: the initials of the words before the bracket are the acronym's letters, small words apart.
pub fn definitions(text: &str) -> Vec<Definition> {
    let mut found = Vec::new();
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let Some(close) = inside.find(')').filter(|close| (2..=12).contains(close)) else { continue };
        let short = inside[..close].trim_matches(['"', '\'', '“', '”', ' ']);
        let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
        if letters.len() < 2 || short.contains(' ') || !short.chars().any(char::is_uppercase) {
            continue;
        }
        if let Some(start) = long_name(&text[..open], &letters) {
            let at = open + 1 + inside.find(short).unwrap_or(0);
            let end = text[..open].trim_end().len();
            found.push(Definition { long: Span::new(start, end), short: Span::new(at, at + short.len()) });
        }
    }
    found
}

/// Where the long name begins that ends at the end of `before` and whose initials are `letters`.
fn long_name(before: &str, letters: &[char]) -> Option<usize> {
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let words: Vec<(usize, &str)> = before[line..]
        .split(|c: char| c.is_whitespace() || c == '-' || c == '–')
        .map(|word| (word.as_ptr() as usize - before.as_ptr() as usize, word))
        .filter(|(_, word)| !word.is_empty())
        .collect();
    let mut left = letters.len();
    for (start, word) in words.iter().rev().take(letters.len() * 2 + 2) {
        let folded = fold(word);
        let first = folded.chars().next()?;
        if first == letters[left - 1] {
            left -= 1;
            if left == 0 {
                return word.chars().next().is_some_and(char::is_uppercase).then_some(*start);
            }
        } else if word.chars().next().is_some_and(char::is_uppercase) && word.len() > 3 && left < letters.len() {
            return None;
        }
    }
    None
}

/// The names of actors in the text, and the share of each country among the words that name countries.
pub fn actors(document: &Document, parse: &Parse, world: &World) -> (Vec<ActorHit>, HashMap<String, f32>) {
    let (mut hits, mut counts) = (Vec::new(), HashMap::new());
    let ends: Vec<usize> = parse.sentences.iter().map(|sentence| sentence.span.end()).collect();
    for spot in world.names.spots(&document.text, &ends) {
        let span = Span::new(spot.start, spot.end);
        let words = span.of(&document.text);
        if !starts_name(words) || (words.len() <= 5 && is_plain_word(span, parse, &document.text)) {
            continue;
        }
        let (aliases, _) = world.actors.named(words);
        if aliases.is_empty() {
            country_word(words, world, &mut counts);
            continue;
        }
        let strong = aliases.iter().any(|alias| !alias.weak);
        let actors: Vec<usize> = aliases.iter().map(|alias| alias.actor).collect();
        for country in actors
            .iter()
            .map(|index| &world.actors.at(*index).country)
            .filter(|country| strong && aliases.len() == 1 && !country.is_empty())
        {
            *counts.entry(country.clone()).or_default() += 1.0;
        }
        hits.push(ActorHit { span, actors, strong });
    }
    let total: f32 = counts.values().sum();
    (hits, counts.into_iter().map(|(code, count)| (code, count / total)).collect())
}

/// A name begins with a capital, a digit ("17 November"), or an Arabic article.
fn starts_name(words: &str) -> bool {
    words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || ["al-", "al ", "el-", "an-", "ash-"].iter().any(|article| words.starts_with(article))
}

/// Whether a short word in a sentence all of capitals is no name: "WHO IS IT". The tagger knows.
fn is_plain_word(span: Span, parse: &Parse, text: &str) -> bool {
    let at = parse.sentences.partition_point(|sentence| sentence.span.end() <= span.start());
    let Some(sentence) = parse.sentences.get(at) else { return false };
    let shouted = !sentence.span.of(text).chars().any(char::is_lowercase) && sentence.span.of(text).contains(' ');
    let token = sentence.tokens.iter().find(|token| token.span.overlaps(span));
    shouted && token.is_some_and(|token| !matches!(token.tag, Tag::NNP | Tag::NNPS | Tag::NN | Tag::NNS | Tag::FW))
}

fn country_word(words: &str, world: &World, counts: &mut HashMap<String, f32>) {
    let named = world.countries.named(words);
    if let Some((country, kind)) = named.first() {
        // A capital is weaker evidence: it may be the scene, or only stand for a government that comments.
        let weight = if *kind == CountryWord::Metonym { 0.5 } else { 1.0 };
        *counts.entry(country.code.clone()).or_default() += weight / named.len() as f32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<_> = definitions(text).into_iter().map(|d| (d.long.of(text), d.short.of(text))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn acronyms_are_defined_by_the_words_before_them() {
        check("fighters of the Kessa Liberation Front (KLF) fled", &[("Kessa Liberation Front", "KLF")]);
        check("the Movement for the Freedom of Kessa (MFK)", &[("Movement for the Freedom of Kessa", "MFK")]);
        check("a large crowd (CNN) gathered", &[]);
        check("(AB", &[]);
    }
}
