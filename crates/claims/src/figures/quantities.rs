//! The numbers of a sentence that count people or things.
//!
//! In:  the tree, the lexicon.
//! Out: `Vec<Quantity>` in text order: numbers with their counted nouns, and singular persons, who count one where they are victims.
//!
//! Ages, distances, dates, clock times, durations, money, shares, model numbers, names with a number ("Division 30") and ordinals
//! count nothing here.
//!
//! Not here: what is told of them (`counted`).

use super::groups::kind_of_group;
use super::{Quantity, noun_lemma, parts};
use crate::Tree;
use dateline_knowledge::{Lexicon, NumberRead, Slot};
use dateline_model::{Dep, EntityKind, Pos, Qualifier, Tag};

/// Every counted quantity of a sentence, in text order. Linear in its tokens but for noun phrases.
pub fn quantities(tree: &Tree, lexicon: &Lexicon) -> Vec<Quantity> {
    let words: Vec<&str> = (0..tree.len()).map(|i| tree.lower(i)).collect();
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match lexicon.numbers.read(&words, at) {
            Some(read) => {
                at = read.core.end;
                found.extend(number(tree, &words, &read, lexicon));
            }
            None => at += 1,
        }
    }
    let singles: Vec<Quantity> = (0..tree.len())
        .filter(|&i| !found.iter().any(|quantity| quantity.tokens.contains(&i)))
        .filter_map(|i| single(tree, i, &found, lexicon))
        .collect();
    found.extend(singles);
    found.sort_by_key(|quantity| (quantity.span, quantity.anchor));
    parts::link(tree, &mut found, lexicon);
    found
}

/// The quantity of a number, unless it counts nothing.
fn number(tree: &Tree, words: &[&str], read: &NumberRead, lexicon: &Lexicon) -> Option<Quantity> {
    let (anchor, counted, partitive) = hangs_on(tree, read);
    let (anchor, counted) = climb(tree, read, anchor, counted);
    let nobody = matches!((words[read.core.start], words[read.core.end - 1]), ("no", "one") | ("nobody", _));
    let zero = read.bounds.high == Some(0);
    if counts_nothing(tree, words, read, anchor, counted, lexicon) {
        return None;
    }
    if zero && !nobody && !counted.is_some_and(|noun| can_be_none(tree, noun, lexicon)) {
        return None;
    }
    let other = counted.is_some_and(|noun| tree.lemma(noun) == "other");
    let area = counted.is_some_and(|noun| is_area(tree, noun, lexicon));
    let end = counted.filter(|&noun| noun >= read.tokens.end).map_or(read.tokens.end, |noun| noun + 1);
    Some(Quantity {
        low: read.bounds.low,
        high: read.bounds.high,
        qualifier: read.bounds.qualifier,
        tokens: read.tokens.clone(),
        span: tree.span(read.tokens.start..end),
        anchor,
        counted: counted.filter(|_| !other && !partitive),
        measure: if area {
            Some(dateline_model::Measure::AreaKm2)
        } else {
            counted.and_then(|noun| lexicon.measures.of(Slot::Counted, &noun_lemma(tree, noun, lexicon)))
        },
        group: counted.filter(|_| !other && !partitive).and_then(|noun| kind_of_group(tree, noun, lexicon)),
        explicit: !(words[read.core.clone()] == ["one"] && words.get(read.core.end) == Some(&"of")),
        part_of: None,
    })
}

/// Where a number hangs: (anchor, counted noun, whether it is a number of some pronoun, "nine of them").
fn hangs_on(tree: &Tree, read: &NumberRead) -> (usize, Option<usize>, bool) {
    let core = read.core.clone();
    let outside = |i: usize| tree.head(i).is_none_or(|head| !read.tokens.contains(&head));
    let root = core.clone().rev().find(|&i| outside(i)).or_else(|| core.clone().next_back()).unwrap_or(core.start);
    let of = tree.children_by(root, &[Dep::Prep]).find(|&child| tree.lower(child) == "of" && child + 1 >= core.end);
    let of = of.or_else(|| core.clone().find(|&i| tree.lower(i) == "of" && i + 1 == core.end));
    // "Dozens of fighters being killed": a clause under "of".
    if let Some(clause) = of.and_then(|of| tree.child(of, &[Dep::Pcomp]))
        && let Some(subject) = tree.child(clause, &[Dep::Nsubjpass, Dep::Nsubj])
    {
        return (subject, Some(subject), false);
    }
    if let Some(object) = of.and_then(|of| tree.child(of, &[Dep::Pobj])) {
        let pronoun = tree.pos(object) == Pos::PRON;
        return (root, Some(object), pronoun);
    }
    if let Some(head) = tree.head(root).filter(|&head| head >= core.end) {
        let modifies = matches!(
            tree.dep(root),
            Dep::Nummod
                | Dep::Amod
                | Dep::Compound
                | Dep::Det
                | Dep::Nmod
                | Dep::Quantmod
                | Dep::Predet
                | Dep::Poss
                | Dep::Advmod
                | Dep::Neg
        );
        let near = head - core.end <= 8;
        if modifies
            && near
            && (tree.is_noun(head) || tree.pos(head) == Pos::ADJ || tree.tag(head) == Tag::VBN || tree.lemma(head) == "other")
        {
            return (head, tree.is_noun(head).then_some(head), false);
        }
    }
    // A slip of the parser: the noun stands right after the number, but the tree does not join them.
    let mut next = read.tokens.end;
    while next < tree.len() && matches!(tree.pos(next), Pos::ADJ | Pos::NOUN | Pos::PROPN) && next - core.end < 5 {
        next += 1;
    }
    let last = next - 1;
    if next > read.tokens.end
        && matches!(tree.tag(last), Tag::NNS | Tag::NNPS)
        && tree.head(root).is_none_or(|head| head >= core.start || tree.dep(root) == Dep::Nummod)
    {
        return (last, Some(last), false);
    }
    (root, None, false)
}

/// "Six Ukraine soldiers", "nine other fighters": the parser may hang the number on a modifier. "A total of 254 civilians" hangs by "total".
fn climb(tree: &Tree, read: &NumberRead, anchor: usize, counted: Option<usize>) -> (usize, Option<usize>) {
    let top_of = |mut top: usize| {
        while let Some(head) = tree.head(top).filter(|head| read.tokens.contains(head)) {
            top = head;
        }
        top
    };
    let Some(mut noun) = counted.or((anchor >= read.core.end).then_some(anchor)) else { return (top_of(anchor), counted) };
    let hangs = noun == anchor;
    while let Some(head) = tree.head(noun).filter(|&head| {
        let modifier =
            matches!(tree.dep(noun), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Npadvmod | Dep::Poss) && tree.lemma(noun) != "people";
        hangs && modifier && head > noun && head - noun <= 4 && tree.is_noun(head)
    }) {
        noun = head;
    }
    let top = top_of(if hangs { noun } else { anchor });
    (top, tree.is_noun(noun).then_some(noun).or(counted))
}

/// Whether a number is no count of people or things.
fn counts_nothing(tree: &Tree, words: &[&str], read: &NumberRead, anchor: usize, counted: Option<usize>, lexicon: &Lexicon) -> bool {
    let measures = &lexicon.measures;
    let (core, tokens) = (read.core.clone(), read.tokens.clone());
    let before = tokens.start.checked_sub(1);
    let next = words.get(tokens.end).copied().unwrap_or_default();
    let lemma = |i: usize| if i < tree.len() { tree.lemma(i) } else { "" };
    let is_unit = |i: usize| i < tree.len() && (measures.has(Slot::Unit, lemma(i)) || measures.has(Slot::Unit, tree.lower(i)));
    if counted.is_some_and(|noun| is_area(tree, noun, lexicon)) {
        return false;
    }
    // "Two-day", "five-member"; "15 km"; "3 p.m."; "aged 12".
    let hyphen = matches!(next, "-" | "–")
        && words.get(tokens.end + 1).is_some_and(|word| word.starts_with(char::is_alphabetic))
        && glued(tree, tokens.end);
    if hyphen || is_unit(tokens.end) || counted.is_some_and(is_unit) {
        return true;
    }
    if core.clone().any(|i| i > 0 && measures.has(Slot::Currency, words[i - 1])) || measures.has(Slot::Currency, next) {
        return true;
    }
    if before.is_some_and(|i| measures.has(Slot::Month, words[i]) && capital(tree, i))
        || (measures.has(Slot::Month, next) && capital(tree, tokens.end))
    {
        return true;
    }
    if next.ends_with("th") && next.len() > 3 || matches!(next, "third" | "thirds" | "half" | "halves" | "quarters" | "fifths") {
        return true;
    }
    // "Division 30", "Su 24", "neighbourhoods 1 and 2": the number stands after the noun that it names.
    let follows = before.filter(|_| tokens.start == core.start).is_some_and(|i| {
        let label = measures.has(Slot::Label, lemma(i)) || measures.has(Slot::Label, words[i]);
        let name =
            tree.pos(i) == Pos::PROPN && tree.dep(core.start) == Dep::Nummod && tree.head(core.start).is_some_and(|head| head < core.start);
        (label || name) && words[core.start].starts_with(|c: char| c.is_ascii_digit())
    });
    if follows && counted.is_none_or(|noun| noun < core.start) {
        return true;
    }
    // "Kessa, 41,": an age. "In 2016": a year.
    let alone = core.len() == 1 && counted.is_none();
    if alone
        && next == ","
        && before.is_some_and(|i| words[i] == "," && i > 0 && tree.entity(i - 1).is_some_and(|entity| entity.kind == EntityKind::Person))
    {
        return true;
    }
    let digits = words[core.start];
    let year =
        core.len() == 1 && digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) && ("1800".."2101").contains(&digits);
    let of_persons = |noun: usize| {
        noun > core.start && noun - core.start <= 2 && tree.tag(noun) == Tag::NNS && anchor == noun && is_person(tree, noun, lexicon)
    };
    if year && !counted.is_some_and(of_persons) {
        return true;
    }
    // "25-12-2014", "12/2014".
    let digit = |i: usize| words.get(i).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let joined = |i: usize| words.get(i).is_some_and(|word| matches!(*word, "-" | "–" | "/"));
    let dated = digit(core.start)
        && ((joined(tokens.end) && digit(tokens.end + 1)) || (core.start >= 2 && joined(core.start - 1) && digit(core.start - 2)));
    if dated
        || (core.len() > 1
            && read.bounds.qualifier == Qualifier::Range
            && read.bounds.high.is_some_and(|high| (1900..2100).contains(&high))
            && read.bounds.low < Some(32))
    {
        return true;
    }
    // The model's names are evidence only where the counted noun is unknown.
    let known = counted.is_some_and(|noun| {
        let lemma = noun_lemma(tree, noun, lexicon);
        !lexicon.kinds.of(&lemma).is_empty() || measures.has(Slot::Counted, &lemma)
    });
    !known
        && matches!(tree.entity(core.start).map(|entity| entity.kind), Some(EntityKind::Money | EntityKind::Percent | EntityKind::Ordinal))
}

/// Whether no white space stands before and after a token.
fn glued(tree: &Tree, i: usize) -> bool {
    let touches = |a: usize, b: usize| b < tree.len() && tree.token(a).span.end() == tree.token(b).span.start();
    i > 0 && touches(i - 1, i) && touches(i, i + 1)
}

fn capital(tree: &Tree, i: usize) -> bool {
    tree.word(i).starts_with(char::is_uppercase)
}

/// "Square kilometres", "km2".
fn is_area(tree: &Tree, noun: usize, lexicon: &Lexicon) -> bool {
    let area = |words: &str| lexicon.measures.has(Slot::Area, words);
    area(tree.lemma(noun))
        || (noun > 0
            && (area(&format!("{} {}", tree.lower(noun - 1), tree.lemma(noun)))
                || area(&format!("{} {}", tree.lower(noun - 1), tree.lower(noun)))))
}

/// "No casualties", "no civilians": an absence that is a figure. "No progress" is none.
fn can_be_none(tree: &Tree, noun: usize, lexicon: &Lexicon) -> bool {
    use dateline_model::Measure::*;
    matches!(lexicon.measures.of(Slot::Counted, tree.lemma(noun)), Some(Killed | Injured | Casualties))
        || is_person(tree, noun, lexicon)
        || tree.entity(noun).is_some_and(|entity| entity.kind == EntityKind::Norp)
}

/// Whether a noun can be a person.
fn is_person(tree: &Tree, noun: usize, lexicon: &Lexicon) -> bool {
    let lemma = noun_lemma(tree, noun, lexicon);
    let persons = [
        "person",
        "combatant",
        "civilian",
        "child",
        "woman",
        "journalist",
        "aid_worker",
        "health_worker",
        "official",
        "commander",
        "leader",
    ];
    lexicon.kinds.is_any(&lemma, &persons)
}

/// "The judge's murder": the owner of a noun of harm that names no other victim.
fn owns_harm(tree: &Tree, owner: usize, lexicon: &Lexicon) -> bool {
    let noun = tree.head(owner).filter(|&noun| lexicon.measures.has(Slot::Owned, tree.lemma(noun)));
    noun.is_some_and(|noun| tree.prepositions(noun).iter().all(|&(preposition, _)| tree.lower(preposition) != "of"))
}

/// A single person: "a soldier", "the commander", a name, "another". None for what already has a number.
fn single(tree: &Tree, i: usize, numbers: &[Quantity], lexicon: &Lexicon) -> Option<Quantity> {
    if numbers.iter().any(|quantity| quantity.anchor == i || quantity.counted == Some(i))
        || matches!(tree.dep(i), Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Nummod)
        || tree.dep(i) == Dep::Poss && !owns_harm(tree, i, lexicon)
    {
        return None;
    }
    let slot = matches!(
        tree.dep(i),
        Dep::Nsubj
            | Dep::Nsubjpass
            | Dep::Dobj
            | Dep::Pobj
            | Dep::Conj
            | Dep::Appos
            | Dep::Root
            | Dep::Attr
            | Dep::Dative
            | Dep::Dep
            | Dep::Oprd
            | Dep::Poss
    );
    let another =
        matches!(tree.lower(i), "another") && matches!(tree.dep(i), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj | Dep::Conj | Dep::Pobj);
    let counted = slot && matches!(tree.tag(i), Tag::NN | Tag::NNP | Tag::PRP);
    if !another && !counted {
        return None;
    }
    let collective = lexicon.measures.has(Slot::Collective, tree.lemma(i));
    let plural = tree.pos(i) == Pos::PROPN && noun_lemma(tree, i, lexicon) != tree.lower(i);
    if plural {
        return None;
    }
    let noun = matches!(tree.tag(i), Tag::NN | Tag::NNP) && !collective && is_person(tree, i, lexicon);
    let group = tree.entity(i).is_some_and(|entity| entity.kind == EntityKind::Org && entity.tokens.len() > 1);
    let unnamed = !group && !collective && matches!(tree.dep(i), Dep::Dobj | Dep::Nsubjpass) && capital(tree, i);
    let name = tree.tag(i) == Tag::NNP && (unnamed || tree.entity(i).is_some_and(|entity| entity.kind == EntityKind::Person));
    // "A facilitator was captured": a noun that the tables lack, where a victim stands.
    let lemma = tree.lemma(i);
    let suffix = (2..=3).any(|length| {
        lemma.len() > length + 2 && lemma.get(lemma.len() - length..).is_some_and(|end| lexicon.measures.has(Slot::Suffix, end))
    });
    let unknown = tree.tag(i) == Tag::NN
        && suffix
        && !lexicon.measures.has(Slot::Toll, lemma)
        && lexicon.kinds.of(tree.lemma(i)).is_empty()
        && matches!(tree.dep(i), Dep::Dobj | Dep::Nsubjpass | Dep::Conj)
        && lexicon.measures.of(Slot::Counted, tree.lemma(i)).is_none()
        && tree.children_by(i, &[Dep::Det]).any(|child| matches!(tree.lower(child), "a" | "an" | "another"));
    let thing = tree.tag(i) == Tag::NN
        && lexicon.kinds.is_any(tree.lemma(i), &["vehicle", "aircraft", "drone", "building"])
        && tree.children_by(i, &[Dep::Det]).any(|child| matches!(tree.lower(child), "a" | "an" | "another"));
    let pronoun = tree.tag(i) == Tag::PRP && matches!(tree.lower(i), "him" | "her" | "he" | "she");
    if !(name || noun || unknown || thing || another || pronoun) {
        return None;
    }
    // "Any soldier", "each soldier", "which soldier" are not one.
    if tree.children_by(i, &[Dep::Det]).any(|child| matches!(tree.lower(child), "any" | "each" | "every" | "all" | "which" | "what" | "no"))
    {
        return None;
    }
    let phrase = tree.phrase(i);
    Some(Quantity {
        low: Some(1),
        high: Some(1),
        qualifier: Qualifier::Exact,
        tokens: i..i,
        span: tree.span(phrase.start.min(i)..i + 1),
        anchor: i,
        counted: (!another && !pronoun).then_some(i),
        measure: None,
        group: if noun || unknown { kind_of_group(tree, i, lexicon) } else { None },
        explicit: false,
        part_of: None,
    })
}
