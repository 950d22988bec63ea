//! Colour and width: on a terminal only, unless asked otherwise.

use crate::cli::Colour;
use console::{Term, measure_text_width};

/// Whether to colour, and how wide a line may be.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    colour: bool,
    /// Columns of the terminal; none in a pipe.
    pub width: Option<usize>,
}

/// What a piece of text is, for the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// As it comes.
    Plain,
    /// Less important.
    Dim,
    /// A heading.
    Heading,
    /// The word that evokes an act; the act.
    Act,
    /// Who acts.
    Actor,
    /// On whom.
    Recipient,
    /// Where.
    Place,
    /// When.
    Time,
    /// How many.
    Figure,
    /// Who says so.
    Speaker,
    /// Said not to have happened.
    Denied,
    /// Not yet, or not sure.
    Unsure,
}

impl Paint {
    /// Looks at standard output and the environment.
    pub fn new(colour: Colour) -> Paint {
        let term = Term::stdout();
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => term.is_term() && !refused && !dumb,
        };
        Paint { colour, width: term.is_term().then(|| usize::from(term.size().1)) }
    }

    /// Whether there is colour to tell things apart.
    pub fn has_colour(&self) -> bool {
        self.colour
    }

    /// The text in its ink.
    pub fn ink(&self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Plain => return text.to_string(),
            Ink::Dim => "2",
            Ink::Heading => "1",
            Ink::Act => "1;33",
            Ink::Actor => "36",
            Ink::Recipient => "35",
            Ink::Place => "32",
            Ink::Time => "34",
            Ink::Figure => "1",
            Ink::Speaker => "3",
            Ink::Denied => "31",
            Ink::Unsure => "33",
        };
        if self.colour && !text.is_empty() { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}

/// Words of strangers on a terminal: control characters, which could move the cursor or colour the screen, become visible.
pub fn safe(text: &str) -> String {
    let visible = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        // Marks that turn the direction of writing could show a sentence in another order than it has.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(visible).collect()
}

/// Lines of at most `width` columns, broken at spaces; a word that is wider is broken anywhere.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let gap = usize::from(!line.is_empty());
        if measure_text_width(&line) + gap + measure_text_width(word) <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            if measure_text_width(&line) + measure_text_width(c.encode_utf8(&mut [0; 4])) > width {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width: usize, expected: &[&str]) {
        assert_eq!(wrap(text, width), expected);
    }

    #[test]
    fn lines_break_at_spaces() {
        check("", 10, &[""]);
        check("one two three", 8, &["one two", "three"]);
        check("Qalamoun", 4, &["Qala", "moun"]);
        check("a Qalamoun", 5, &["a", "Qalam", "oun"]);
    }

    #[test]
    fn strangers_cannot_move_the_cursor() {
        assert_eq!(safe("red \x1b[31m text\tand tab"), "red \u{fffd}[31m text and tab");
    }
}
