//! What the rules of time read: pieces of a sentence with the words of time behind them.
//!
//! In:  the pieces, the lexicon.
//! Out: `Reader`, whose small questions the rules of `calendar`, `relative` and `clock` share, and `Found`, what a rule finds.

use super::pieces::{PieceKind, Pieces};
use dateline_knowledge::{Numbers, PickWhich, TimeNameKind, TimeUsage, TimeWord, TimeWords};
use dateline_model::{Clock, EntityKind, Pick, Tag, TimeKind, TimeMeaning, TimeModifier, TimeUnit, Weekday};

/// A sentence under the eyes of the rules.
pub(super) struct Reader<'a> {
    pub pieces: &'a Pieces<'a>,
    time: &'a TimeWords,
    numbers: &'a Numbers,
    lows: Vec<&'a str>,
    /// What the tables know of each piece that is a word, and whether a number can begin with it: looked up once, asked by every rule.
    known: Vec<Option<&'a TimeWord>>,
    counts: Vec<bool>,
}

/// An expression that begins at the piece where the rule was asked, or at `start`.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// First piece.
    pub start: usize,
    /// The piece after the last.
    pub end: usize,
    pub kind: TimeKind,
    pub meaning: TimeMeaning,
    pub clock: Option<Clock>,
    pub modifier: Option<TimeModifier>,
    pub rule: &'static str,
}

/// The words that the rules of `calendar`, `relative`, `clock` and `modified` begin with, beside those of the tables.
const OPENERS: &[&str] = &[
    "the", "fiscal", "year", "every", "each", "per", "a", "an", "early", "late", "mid", "earlier", "later", "midnight", "noon", "midday",
    "noontime", "night", "s",
];

impl Found {
    pub fn new(range: std::ops::Range<usize>, kind: TimeKind, meaning: TimeMeaning, rule: &'static str) -> Found {
        Found { start: range.start, end: range.end, kind, meaning, clock: None, modifier: None, rule }
    }

    pub fn date(range: std::ops::Range<usize>, meaning: TimeMeaning, rule: &'static str) -> Found {
        Found::new(range, TimeKind::Date, meaning, rule)
    }

    /// The same with a time of day, which makes it a TIME.
    pub fn at(mut self, clock: Clock) -> Found {
        self.clock = Some(clock);
        self.kind = TimeKind::Time;
        self
    }
}

impl<'a> Reader<'a> {
    pub fn new(pieces: &'a Pieces<'a>, time: &'a TimeWords, numbers: &'a Numbers) -> Reader<'a> {
        let lows: Vec<&str> = pieces.list.iter().map(|piece| piece.lower.as_str()).collect();
        let known = pieces.list.iter().map(|piece| time.get(&piece.lower).filter(|_| piece.kind == PieceKind::Word)).collect();
        let counts = lows.iter().map(|word| numbers.opens(word)).collect();
        Reader { pieces, time, numbers, lows, known, counts }
    }

    pub fn words(&self) -> &'a TimeWords {
        self.time
    }

    pub fn len(&self) -> usize {
        self.pieces.list.len()
    }

    pub fn word(&self, at: usize) -> Option<&str> {
        self.pieces.word(at)
    }

    /// What the tables of time know of the word at an index.
    pub fn known(&self, at: usize) -> Option<&'a TimeWord> {
        *self.known.get(at)?
    }

    /// Whether an expression can begin at an index at all: with a number, a word of the tables, a genitive (of a feast), or one of the words
    /// that the rules themselves begin with. Most words of a text end here.
    pub fn opens(&self, at: usize) -> bool {
        let genitive = || self.pieces.is_mark(at + 1, &['\'', '’']) && self.is(at + 2, &["s"]);
        self.known[at].is_some()
            || self.counts[at]
            || matches!(self.pieces.list[at].kind, PieceKind::Number { .. } | PieceKind::Amount(_))
            || self.is(at, OPENERS)
            || genitive()
    }

    /// Whether one of these lower-case words stands at an index.
    pub fn is(&self, at: usize, words: &[&str]) -> bool {
        self.word(at).is_some_and(|word| words.contains(&word))
    }

    /// Whether the word before an index is one of these.
    pub fn after(&self, at: usize, words: &[&str]) -> bool {
        self.pieces.word_before(at, 1).is_some_and(|word| words.contains(&word))
    }

    /// The index after `at` if one of these words stands there, else `at`.
    pub fn skip(&self, at: usize, words: &[&str]) -> usize {
        if self.is(at, words) { at + 1 } else { at }
    }

    /// The words from an index on, for the phrase tables. The apostrophe of "New Year's" is put back.
    pub fn phrase(&self, at: usize) -> impl Fn(usize) -> Option<&'a str> {
        let list = &self.pieces.list;
        move |i| list.get(at + i).filter(|piece| piece.kind == PieceKind::Word).map(|piece| piece.lower.as_str())
    }

    /// A number in digits or words that counts: its value (none if vague), and the index after it.
    pub fn amount(&self, at: usize) -> Option<(Option<f32>, usize)> {
        match self.pieces.list.get(at)?.kind {
            PieceKind::Number { value, ordinal: false, .. } => return Some((Some(value as f32), at + 1)),
            PieceKind::Amount(value) => return Some((Some(value), at + 1)),
            PieceKind::Word => {}
            _ => return None,
        }
        // Only from here on: "more than four hours" is four hours, with a modifier of its own.
        if let Some(read) = self.counts[at].then(|| self.numbers.read(&self.lows[at..], 0)).flatten() {
            if read.core.start == 0 && read.bounds.high != Some(0) {
                let exact = read.bounds.low.filter(|_| read.bounds.low == read.bounds.high);
                return Some((exact.map(|value| value as f32), self.skip(at + read.core.end, &["of"])));
            }
            return None;
        }
        let amount = self.known(at)?.amount?;
        // "a few weeks", "half a year"
        match self.known(at + 1).and_then(|next| next.amount) {
            Some(second) if amount == Some(1.0) => Some((second, at + 2)),
            Some(Some(1.0)) => Some((amount, at + 2)),
            _ => Some((amount, at + 1)),
        }
    }

    /// The value of a number in words, of one word.
    pub fn small_number(&self, at: usize) -> Option<i16> {
        let read = self.counts.get(at)?.then(|| self.numbers.read(&self.lows[..=at], at))??;
        (read.core.start == at).then_some(read.bounds.low?).and_then(|value| i16::try_from(value).ok())
    }

    /// An ordinal in digits or words.
    pub fn ordinal(&self, at: usize) -> Option<u8> {
        match self.pieces.list.get(at)?.kind {
            PieceKind::Number { value, ordinal: true, .. } => u8::try_from(value).ok(),
            PieceKind::Word => self.known(at)?.ordinal,
            _ => None,
        }
    }

    /// A unit of time in the singular (`true`) or plural.
    pub fn unit(&self, at: usize) -> Option<(TimeUnit, bool)> {
        self.known(at)?.names.iter().find_map(|name| match name.kind {
            TimeNameKind::Unit(unit) => Some((unit, true)),
            TimeNameKind::Units(unit) => Some((unit, false)),
            _ => None,
        })
    }

    /// A name at an index whose usage the neighbours allow: `dated` says that a day, a month or a year stands beside it.
    pub fn name<T>(&self, at: usize, dated: bool, wanted: impl Fn(TimeNameKind) -> Option<T>) -> Option<T> {
        let (value, usage) = self.known(at)?.names.iter().find_map(|name| wanted(name.kind).map(|value| (value, name.usage)))?;
        let verb = matches!(self.pieces.tag(at), Some(Tag::MD | Tag::VB | Tag::VBD | Tag::VBG | Tag::VBN | Tag::VBP | Tag::VBZ));
        let allowed = match usage {
            TimeUsage::Free | TimeUsage::Alone | TimeUsage::Picked => true,
            TimeUsage::Capital => self.pieces.is_capital(at) && (dated || !verb),
            TimeUsage::Dated => dated && self.pieces.is_capital(at),
        };
        allowed.then_some(value)
    }

    /// A month, and the index after it and its dot.
    pub fn month(&self, at: usize, dated: bool) -> Option<(u8, usize)> {
        let month = self.name(at, dated, |kind| if let TimeNameKind::Month(month) = kind { Some(month) } else { None })?;
        Some((month, self.skip_dot(at)))
    }

    /// A day of the week, and the index after it and its dot.
    pub fn weekday(&self, at: usize, dated: bool) -> Option<(Weekday, usize)> {
        let day = self.name(at, dated, |kind| if let TimeNameKind::Weekday(day) = kind { Some(day) } else { None })?;
        Some((Weekday::from_monday_one_offset(day as i8).ok()?, self.skip_dot(at)))
    }

    /// The index after an abbreviation and its dot; a dot that ends the sentence is left alone.
    fn skip_dot(&self, at: usize) -> usize {
        let short = self.word(at).is_some_and(|word| word.len() <= 5);
        let dotted = short && self.pieces.is_mark(at + 1, &['.']) && self.pieces.glued(at + 1) && at + 2 < self.len();
        if dotted { at + 2 } else { at + 1 }
    }

    /// A year in digits, 1900 to 2099.
    pub fn year(&self, at: usize) -> Option<(i16, usize)> {
        match self.pieces.number(at) {
            Some((value @ 1900..=2099, 4)) => Some((value as i16, at + 1)),
            _ => None,
        }
    }

    /// A day of the month in digits, and whether as an ordinal ("19th").
    pub fn day(&self, at: usize) -> Option<(u8, bool)> {
        match self.pieces.list.get(at)?.kind {
            PieceKind::Number { value: value @ 1..=31, digits: 1..=2, ordinal } => Some((value as u8, ordinal)),
            _ => None,
        }
    }

    /// A pick with its article: "last", "this past", "the coming". Gives which, its reach, and the index after it.
    pub fn pick(&self, at: usize) -> Option<(PickWhich, i8, usize)> {
        let first = self.known(at)?.pick?;
        match self.known(at + 1).and_then(|word| word.pick) {
            // "this past Friday", "this coming Friday"
            Some(second) if first.which == PickWhich::This => Some((second.which, second.reach, at + 2)),
            _ => Some((first.which, first.reach, at + 1)),
        }
    }

    /// Whether the parser takes the word for a part of a person's or a body's name.
    pub fn in_other_name(&self, at: usize) -> bool {
        let token = self.pieces.list[at].token;
        self.pieces.sentence.entities.iter().any(|entity| {
            entity.tokens.contains(&token)
                && matches!(entity.kind, EntityKind::Person | EntityKind::Org | EntityKind::WorkOfArt | EntityKind::Gpe)
        })
    }
}

/// The pick of a name, where the word is seen from publication.
pub(super) fn pick_of(which: PickWhich) -> Pick {
    match which {
        PickWhich::Last | PickWhich::Preceding => Pick::Last,
        PickWhich::This | PickWhich::That => Pick::This,
        PickWhich::Next | PickWhich::Following => Pick::Next,
    }
}
