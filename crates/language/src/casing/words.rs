//! The words of a line, for their case alone: runs of letters with an apostrophe inside.
//!
//! In:  a line. Out: its words with what stands right beside them.

/// A run of letters.
pub(super) struct Word<'a> {
    pub text: &'a str,
    /// In bytes, from the beginning of the line.
    pub start: usize,
    /// A full stop follows at once.
    pub dotted: bool,
    /// A number stands before it, with at most a space or a hyphen between.
    pub after_number: bool,
    /// A number stands behind it, in the same way.
    pub before_number: bool,
}

impl Word<'_> {
    /// The byte behind its last.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// All words of a line, in order.
pub(super) fn words(line: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + line[at..].find(char::is_alphabetic)?;
        let mut end = run(line, start);
        if let Some(apostrophe) = line[end..].chars().next().filter(|c| matches!(c, '\'' | '’')) {
            let further = run(line, end + apostrophe.len_utf8());
            if further > end + apostrophe.len_utf8() {
                end = further;
            }
        }
        at = end;
        let number = |rest: Option<char>| rest.is_some_and(|c| c.is_ascii_digit());
        let beside = |c: &char| matches!(c, ' ' | '-');
        let mut before = line[..start].chars().rev().peekable();
        before.next_if(beside);
        let mut behind = line[end..].chars().peekable();
        let dotted = behind.peek() == Some(&'.');
        behind.next_if(beside);
        Some(Word { text: &line[start..end], start, dotted, after_number: number(before.next()), before_number: number(behind.next()) })
    })
}

/// Where the run of letters from here ends.
fn run(line: &str, start: usize) -> usize {
    line[start..].find(|c: char| !c.is_alphabetic()).map_or(line.len(), |at| start + at)
}
