//! Parts of speech and exceptional lemmas, by spaCy's attribute ruler: 179 rules over tags, relations and words.
//!
//! In:  a line's tags, relations and lexemes. Out: part of speech, morphology, some lemmas, corrected tags and relations.
//!
//! All rules look at the state before any of them was applied; then they apply in their order, later over earlier.

use crate::hash::Quick;
use crate::lexemes::Lexeme;
use crate::packed::{Cursor, ModelError};
use dateline_model::{Dep, Pos, Tag};
use smol_str::SmolStr;
use std::collections::HashMap;

/// A condition on one token.
struct Condition {
    tags: u64,
    deps: u64,
    space: Option<bool>,
    /// Number of its word list, if it has one.
    words: Option<u16>,
}

struct Rule {
    /// Which token of the pattern it changes.
    index: usize,
    pos: Option<Pos>,
    morph: Option<u16>,
    lemma: Option<SmolStr>,
    tag: Option<Tag>,
    dep: Option<Dep>,
    patterns: Vec<Vec<Condition>>,
}

/// The rules, indexed.
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// Morphologies that the rules set; the first is empty.
    morphs: Vec<Morph>,
    /// Group of a word: the word lists that hold it are `groups[group]`. Group 0 is of words that no rule names.
    words: HashMap<SmolStr, u16, Quick>,
    groups: Vec<Group>,
    /// Rules whose first token may have this tag, whatever the word.
    by_tag: Vec<Vec<u16>>,
}

#[derive(Default)]
struct Group {
    lists: Vec<u16>,
    /// Rules whose first token names a word of this group.
    rules: Vec<u16>,
}

/// What the lemmatizer asks of a morphology.
#[derive(Clone, Copy, Default)]
pub(crate) struct Morph {
    /// Its word is its own lemma, whatever it is.
    pub base: bool,
    /// Its word is its own lemma if it is a noun.
    pub base_noun: bool,
    /// Its word is its own lemma if it is a verb.
    pub base_verb: bool,
}

impl Morph {
    fn of(text: &str) -> Morph {
        let value = |name: &str| text.split('|').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        Morph {
            base: matches!(value("VerbForm"), Some("Inf" | "None")) || value("Degree") == Some("Pos"),
            base_noun: value("Number") == Some("Sing"),
            base_verb: value("VerbForm") == Some("Fin") && value("Tense") == Some("Pres") && value("Number").is_none(),
        }
    }
}

/// The attributes of one token, as the ruler leaves them.
#[derive(Clone, Debug)]
pub(crate) struct Attributes {
    pub tag: Tag,
    pub dep: Dep,
    pub pos: Pos,
    pub morph: u16,
    pub lemma: Option<SmolStr>,
}

impl Ruler {
    pub fn read(cursor: &mut Cursor) -> Result<Ruler, ModelError> {
        cursor.section("rules")?;
        let mut morph_texts = vec![String::new()];
        let (mut rules, mut lists): (Vec<Rule>, Vec<Vec<SmolStr>>) = (Vec::new(), Vec::new());
        for _ in 0..cursor.number()? {
            let index = cursor.number()? as usize;
            let bad = |cursor: &Cursor, what: &str| cursor.error(format!("a rule sets an unknown {what}"));
            let pos = cursor.option()?.map(|pos| Pos::parse(pos).ok_or_else(|| bad(cursor, "part of speech"))).transpose()?;
            let morph = cursor.option()?.map(|morph| {
                let known = morph_texts.iter().position(|text| text == morph);
                known.unwrap_or_else(|| {
                    morph_texts.push(morph.to_string());
                    morph_texts.len() - 1
                }) as u16
            });
            let lemma = cursor.option()?.map(SmolStr::new);
            let tag = cursor.option()?.map(|tag| Tag::parse(tag).ok_or_else(|| bad(cursor, "tag"))).transpose()?;
            let dep = cursor.option()?.map(|dep| Dep::parse(dep).ok_or_else(|| bad(cursor, "relation"))).transpose()?;
            let mut patterns = Vec::new();
            for _ in 0..cursor.number()? {
                let mut pattern = Vec::new();
                for _ in 0..cursor.number()? {
                    let (tags, deps, space) = (cursor.number_u64()?, cursor.number_u64()?, cursor.number()?);
                    let named = cursor.number()? != 0;
                    let words: Vec<SmolStr> = cursor.texts()?.iter().map(SmolStr::new).collect();
                    let words = named.then(|| {
                        lists.push(words);
                        (lists.len() - 1) as u16
                    });
                    pattern.push(Condition { tags, deps, space: (space < 2).then_some(space == 1), words });
                }
                if !(1..=2).contains(&pattern.len()) || index >= pattern.len() {
                    return Err(cursor.error("a rule with a pattern of neither one nor two tokens"));
                }
                patterns.push(pattern);
            }
            rules.push(Rule { index, pos, morph, lemma, tag, dep, patterns });
        }
        let mut ruler = Ruler {
            morphs: morph_texts.iter().map(|text| Morph::of(text)).collect(),
            words: HashMap::default(),
            groups: vec![Group::default()],
            by_tag: vec![Vec::new(); Tag::ALL.len()],
            rules,
        };
        ruler.index(&lists);
        Ok(ruler)
    }

    fn index(&mut self, lists: &[Vec<SmolStr>]) {
        for (number, list) in lists.iter().enumerate() {
            for word in list {
                let groups = &mut self.groups;
                let group = *self.words.entry(word.clone()).or_insert_with(|| {
                    groups.push(Group::default());
                    (groups.len() - 1) as u16
                });
                groups[group as usize].lists.push(number as u16);
            }
        }
        for (number, rule) in self.rules.iter().enumerate() {
            for pattern in &rule.patterns {
                let add = |list: &mut Vec<u16>| {
                    if list.last() != Some(&(number as u16)) {
                        list.push(number as u16);
                    }
                };
                match pattern[0].words {
                    Some(list) => {
                        self.groups.iter_mut().filter(|group| group.lists.contains(&list)).for_each(|group| add(&mut group.rules))
                    }
                    None => {
                        let tags = self.by_tag.iter_mut().enumerate().filter(|(tag, _)| pattern[0].tags >> tag & 1 == 1);
                        tags.for_each(|(_, rules)| add(rules));
                    }
                }
            }
        }
    }

    /// The group of a word in lower case.
    pub fn group(&self, lower: &str) -> u16 {
        self.words.get(lower).copied().unwrap_or(0)
    }

    /// What the lemmatizer asks of a morphology.
    pub fn morph(&self, morph: u16) -> Morph {
        self.morphs[morph as usize]
    }

    /// Attributes of all tokens of a line. `lexeme(i)` is the i-th token's.
    pub fn run<'a>(&self, tags: &[Tag], deps: &[Dep], lexeme: impl Fn(usize) -> &'a Lexeme, out: &mut Vec<Attributes>) {
        out.clear();
        let fits = |condition: &Condition, i: usize| {
            let lexeme = lexeme(i);
            condition.tags >> (tags[i] as u8) & 1 == 1
                && condition.deps >> (deps[i] as u8) & 1 == 1
                && condition.space.is_none_or(|space| space == lexeme.space)
                && condition.words.is_none_or(|list| self.groups[lexeme.group as usize].lists.contains(&list))
        };
        // Rules that hold at the token before and change this one, with those that hold here: (rule, pattern's first token).
        let mut hits: Vec<(u16, usize)> = Vec::new();
        let mut carried: Vec<(u16, usize)> = Vec::new();
        for i in 0..tags.len() {
            std::mem::swap(&mut hits, &mut carried);
            carried.clear();
            let group = &self.groups[lexeme(i).group as usize];
            for number in self.by_tag[tags[i] as usize].iter().chain(&group.rules) {
                let rule = &self.rules[*number as usize];
                let holds = rule.patterns.iter().any(|pattern| {
                    i + pattern.len() <= tags.len() && pattern.iter().enumerate().all(|(j, condition)| fits(condition, i + j))
                });
                if holds {
                    if rule.index == 0 { hits.push((*number, i)) } else { carried.push((*number, i)) }
                }
            }
            hits.sort_unstable();
            let mut attributes = Attributes { tag: tags[i], dep: deps[i], pos: Pos::None, morph: 0, lemma: None };
            for (number, _) in hits.drain(..) {
                let rule = &self.rules[number as usize];
                attributes.pos = rule.pos.unwrap_or(attributes.pos);
                attributes.morph = rule.morph.unwrap_or(attributes.morph);
                attributes.tag = rule.tag.unwrap_or(attributes.tag);
                attributes.dep = rule.dep.unwrap_or(attributes.dep);
                if rule.lemma.is_some() {
                    attributes.lemma.clone_from(&rule.lemma);
                }
            }
            out.push(attributes);
        }
    }
}
