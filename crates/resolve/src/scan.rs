//! One pass over the text for the names of the actor file and of countries, and for names that the text itself defines.
//!
//! In:  text, parse, world.
//! Out: `ActorHit`s, definitions, and how often each country is named.
//!
//! Not here: the choice among actors of one name (`who`).

use dateline_knowledge::{CountryWord, World, bare, fold};
use dateline_model::{Document, Parse, Span, Token};
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
    /// The folded name, to look it up again.
    pub folded: String,
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
    for sentence in &parse.sentences {
        let tokens: Vec<&Token> = sentence.tokens.iter().filter(|token| !token.is_space()).collect();
        let mut i = 0;
        while i < tokens.len() {
            let used = longest_alias(&document.text, &tokens[i..], world, &mut hits);
            if used == 0 {
                country_word(&document.text, &tokens[i..], world, &mut counts);
            }
            i += used.max(1);
        }
    }
    for hit in hits.iter().filter(|hit| hit.strong) {
        for alias in world.actors.aliased(&hit.folded) {
            let country = &world.actors.at(alias.actor).country;
            if !country.is_empty() {
                *counts.entry(country.clone()).or_default() += 1.0;
            }
        }
    }
    let total: f32 = counts.values().sum();
    (hits, counts.into_iter().map(|(code, count)| (code, count / total)).collect())
}

/// Records the longest name of the actor file that begins at the first token; gives how many tokens it takes.
fn longest_alias(text: &str, tokens: &[&Token], world: &World, hits: &mut Vec<ActorHit>) -> usize {
    if !starts_name(tokens[0], text) {
        return 0;
    }
    // Most words begin no name: one look-up tells. An article may stand before the word that does.
    let first = fold(tokens[0].span.of(text));
    let mut most = world.actors.longest_from(first.split(' ').next().unwrap_or(""));
    if matches!(first.as_str(), "al" | "el" | "an" | "ash" | "the") {
        most = most.max(8);
    }
    if most == 0 {
        return 0;
    }
    // Hyphens, apostrophes and articles are tokens that the folded name does not count.
    let most = (2 * most + 2).min(tokens.len());
    for n in (1..=most).rev() {
        let span = tokens[0].span.cover(tokens[n - 1].span);
        let words = span.of(text);
        if words.len() > 90 || !words.ends_with(char::is_alphanumeric) {
            continue;
        }
        let mut folded = fold(words);
        if world.actors.aliased(&folded).is_empty() {
            folded = bare(&folded).into_owned();
        }
        let upper = !words.chars().any(char::is_lowercase);
        let mut aliases = world.actors.aliased(&folded).iter().filter(|alias| !alias.acronym || upper).peekable();
        if aliases.peek().is_some() {
            let strong = aliases.any(|alias| !alias.weak);
            hits.push(ActorHit { span, folded, strong });
            return n;
        }
    }
    0
}

/// A name begins with a capital, a digit ("17 November"), or an Arabic article.
fn starts_name(token: &Token, text: &str) -> bool {
    let words = token.span.of(text);
    words.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        || matches!(token.lower.as_str(), "al" | "el" | "al-" | "an" | "ash")
        || words.starts_with("al-")
}

fn country_word(text: &str, tokens: &[&Token], world: &World, counts: &mut HashMap<String, f32>) {
    for n in (1..=tokens.len().min(4)).rev() {
        let words = tokens[0].span.cover(tokens[n - 1].span).of(text);
        let named = world.countries.named(words);
        if let Some((country, kind)) = named.first() {
            // A capital is weaker evidence: it may be the scene, or only stand for a government that comments.
            let weight = if *kind == CountryWord::Metonym { 0.5 } else { 1.0 };
            *counts.entry(country.code.clone()).or_default() += weight / named.len() as f32;
            return;
        }
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
