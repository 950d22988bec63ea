//! One spelling for many: the forms under which names of places and actors are looked up.
//!
//! In:  a name as the text has it.
//! Out: `fold`: lower case, no diacritics, no apostrophes, hyphens as spaces; `bare`: the folded name without the articles of
//!      Arabic (al-, el-, as-, ez- …); `skeleton`: its consonants, for names that were written in another script first.
//!
//! The rules of `skeleton` are in `data/world/skeleton.tsv`.
//!
//! Not here: which name wins (`resolve`), nor any list of names (`data/world`).

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// The name in lower case, without diacritics, apostrophes and full stops, with every run of other signs as one space.
///
/// "Deir ez-Zor" and "Deir ez Zor" fold alike, and so do "Ra's al-'Ayn" and "Ras al Ayn". An empty name stays empty.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut gap = false;
    let mut push = |c: char, folded: &mut String| {
        if c.is_alphanumeric() {
            if gap && !folded.is_empty() {
                folded.push(' ');
            }
            gap = false;
            folded.push(c);
        } else if !silent(c) {
            gap = true;
        }
    };
    if name.is_ascii() {
        for c in name.chars() {
            push(c.to_ascii_lowercase(), &mut folded);
        }
    } else {
        for c in name.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
            match letter(c) {
                Some(plain) => plain.chars().for_each(|c| push(c, &mut folded)),
                None => c.to_lowercase().for_each(|c| push(c, &mut folded)),
            }
        }
    }
    folded
}

/// Signs that part no words: apostrophes, the letters ayn and hamza as signs, full stops, Arabic lengthening.
fn silent(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʹ' | 'ʺ' | 'ˈ' | '′' | '.' | '\u{640}' | '\u{200c}' | '\u{200d}' | '\u{ad}'
    )
}

/// Letters that have no decomposition.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ə' | 'Ə' => "a",
        'ħ' | 'Ħ' => "h",
        'ʿ' | 'ʾ' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʺ' => "",
        _ => return None,
    })
}

/// Arabic articles before a name, with the consonant taken over by the next letter.
const ARTICLES: &[&str] = &["al", "el", "as", "ash", "ar", "ad", "an", "at", "az", "es", "ez", "er", "ed", "en", "et", "il", "ul", "l"];

/// The folded name without a leading or inner Arabic article; the name itself if it has none, or nothing else.
pub fn bare(folded: &str) -> Cow<'_, str> {
    if !folded.contains(' ') {
        return Cow::Borrowed(folded);
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let kept: Vec<&str> =
        words.iter().enumerate().filter(|(i, word)| *i + 1 == words.len() || !ARTICLES.contains(word)).map(|(_, word)| *word).collect();
    if kept.len() == words.len() { Cow::Borrowed(folded) } else { Cow::Owned(kept.join(" ")) }
}

/// The consonants of a folded name, in Latin letters, whatever script it is in: the rules are in `data/world/skeleton.tsv`.
/// None where fewer than three are left: too little to look up by.
pub fn skeleton(folded: &str) -> Option<String> {
    let bare = bare(folded);
    let sounds = sounds();
    let mut out = String::with_capacity(bare.len());
    for word in bare.split(' ') {
        // The Arabic article is written together with its name.
        let mut rest = word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3).unwrap_or(word);
        while let Some(letter) = rest.chars().next() {
            let mut used = letter.len_utf8();
            let own = &rest[..used];
            let found = sounds.get(&letter).and_then(|rules| rules.iter().find(|rule| rule.fits(rest)));
            let sound = found.map_or(own, |rule| rule.sound);
            used = found.map_or(used, |rule| rule.letters.len());
            rest = &rest[used..];
            for sound in sound.chars().filter(|sound| *sound != '-') {
                if !out.ends_with(sound) {
                    out.push(sound);
                }
            }
        }
    }
    (out.chars().count() >= 3).then_some(out)
}

/// What becomes of letters.
struct Sound {
    letters: &'static str,
    sound: &'static str,
    place: &'static str,
}

impl Sound {
    fn fits(&self, rest: &str) -> bool {
        let Some(after) = rest.strip_prefix(self.letters) else { return false };
        match self.place {
            "end" => after.is_empty(),
            "vowel" => after.starts_with(['a', 'e', 'i', 'o', 'u', 'y']),
            _ => true,
        }
    }
}

/// The rules by first letter; the longest and the most particular first.
fn sounds() -> &'static HashMap<char, Vec<Sound>> {
    static SOUNDS: OnceLock<HashMap<char, Vec<Sound>>> = OnceLock::new();
    SOUNDS.get_or_init(|| {
        let lines = include_str!("../../../../data/world/skeleton.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
        let mut sounds: HashMap<char, Vec<Sound>> = HashMap::new();
        for line in lines {
            let mut cells = line.split('\t');
            let (Some(letters), Some(sound), Some(place)) = (cells.next(), cells.next(), cells.next()) else { continue };
            if let Some(first) = letters.chars().next() {
                sounds.entry(first).or_default().push(Sound { letters, sound, place });
            }
        }
        sounds.values_mut().for_each(|rules| rules.sort_by_key(|rule| (std::cmp::Reverse(rule.letters.len()), rule.place == "any")));
        sounds
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (left, right) in [
            ("Al-Qāmishlī", "al Qamishli"),
            ("Ra's al-‘Ayn", "Ras al Ayn"),
            ("Türkiye", "TURKIYE"),
            ("Łódź", "Lodz"),
            ("N'Djamena", "Ndjamena"),
        ] {
            assert_eq!(fold(left), fold(right));
        }
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold(""), "");
    }

    #[test]
    fn articles_fall_but_never_the_whole_name() {
        assert_eq!(bare("al bab"), "bab");
        assert_eq!(bare("deir ez zor"), "deir zor");
        assert_eq!(bare("al"), "al");
    }

    #[test]
    fn romanisations_share_a_skeleton() {
        for (left, right) in [
            ("Kuweires", "Kuwayris"),
            ("Saraqib", "Saraqeb"),
            ("Salamiyah", "Salamiyeh"),
            ("Jandaris", "Jandairis"),
            ("Dayr az Zawr", "Deir ez-Zor"),
            ("Qamishli", "القامشلي"),
            ("Salamiyah", "سلمية"),
            ("Kharkiv", "Харків"),
            ("Zaporizhzhia", "Запорожье"),
        ] {
            assert_eq!(skeleton(&fold(left)), skeleton(&fold(right)), "{left} {right}");
        }
        assert_eq!(skeleton("oia"), None);
    }
}
