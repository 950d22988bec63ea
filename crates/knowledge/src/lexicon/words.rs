//! Tables found by a word or by two, which the readers of claims ask for every token.
//!
//! In:  words in lower case, with what stands in their row.
//! Out: `Words`, a map by one word; `Pairs`, a map by two words that stand side by side ("car bomb"), asked without joining them.
//!
//! The hash is quick and not safe against chosen words: the words of the tables are ours, those of the texts are only looked up.

use rustc_hash::FxHashMap;
use smol_str::SmolStr;

/// Rows found by their word.
pub(crate) type Words<T> = FxHashMap<SmolStr, T>;

/// Rows found by two words. Most words begin no pair, so most questions end at the first one.
#[derive(Debug)]
pub(crate) struct Pairs<T>(Words<Words<T>>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Pairs(Words::default())
    }
}

impl<T> Pairs<T> {
    /// Adds a row of two words; any other number of words is none.
    pub(crate) fn add(&mut self, words: &str, row: T) {
        if let Some((first, second)) = words.split_once(' ').filter(|(_, second)| !second.contains(' ')) {
            self.0.entry(SmolStr::new(first)).or_default().insert(SmolStr::new(second), row);
        }
    }

    /// The row of two words.
    pub(crate) fn get(&self, first: &str, second: &str) -> Option<&T> {
        self.0.get(first)?.get(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_found_by_its_two_words_in_their_order() {
        let mut pairs = Pairs::default();
        pairs.add("car bomb", 1);
        pairs.add("bomb", 2);
        pairs.add("chief of staff", 3);
        assert_eq!(pairs.get("car", "bomb"), Some(&1));
        assert_eq!((pairs.get("bomb", "car"), pairs.get("chief", "of"), pairs.get("", "bomb")), (None, None, None));
    }
}
