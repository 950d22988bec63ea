//! Which words are claims, and of which act: the spotter.
//!
//! In:  a tree, the hits of the patterns, the linear student (two heads: claim or not; which act).
//! Out: `Trigger`s in text order, each with its act, its two probabilities and the rule that stands behind it.
//!
//! The student reads lemma, tags, tree, window, the patterns' own opinion, and what the clauses above commit anybody to: aims, calls and
//! threats as hard vetoes cost more claims than they saved (silver cross-validation, same-act F1 0.780 with them, 0.782 as features).
//! Not here: the words themselves (`data/lexicon`), training (`xtask train`).

use crate::Tree;
use crate::acts::Hit;
use crate::arguments::arguments;
use crate::factuality::{Veto, factuality};
use crate::linear::{Feature, Linear, feature, sigmoid, softmax};
use crate::settle::{is_deed, same_clause};
use dateline_knowledge::Lexicon;
use dateline_model::{Act, Dep, Pos, RuleId};

/// A word that evokes an act.
#[derive(Debug, Clone)]
pub struct Trigger {
    /// The token.
    pub token: usize,
    /// What it evokes.
    pub act: Act,
    /// How likely it is a claim at all, 0 to 1.
    pub claim: f32,
    /// How likely it is this act, given that it is a claim, 0 to 1.
    pub named: f32,
    /// The pattern of the lexicon that agrees, or the student alone.
    pub rule: RuleId,
}

/// The rule of a trigger that no pattern agrees with.
const STUDENT: &str = "spot.student";

impl Trigger {
    /// Whether a pattern of the lexicon evokes the same act.
    pub fn agrees(&self) -> bool {
        self.rule.as_str() != STUDENT
    }
}

/// Least probability of a claim. Chosen by five-fold cross-validation on silver (`xtask train`).
pub const THRESHOLD: f32 = 0.42;

/// How many tokens away another evoked act is looked at.
const REACH: usize = 60;

/// Whether a token can be a trigger at all: 99.6 % of the silver triggers' heads are of these classes.
pub fn is_candidate(tree: &Tree, i: usize) -> bool {
    matches!(tree.pos(i), Pos::VERB | Pos::NOUN | Pos::ADJ | Pos::PROPN | Pos::AUX)
        && tree.word(i).chars().any(char::is_alphabetic)
        && !matches!(tree.dep(i), Dep::Aux | Dep::Auxpass)
}

/// The triggers of one sentence at this threshold.
pub fn triggers(tree: &Tree, hits: &[Hit], lexicon: &Lexicon, spotter: &Linear, namer: &Linear, threshold: f32) -> Vec<Trigger> {
    let mut found = Vec::new();
    for token in (0..tree.len()).filter(|&i| is_candidate(tree, i)) {
        let features = features(tree, token, hits, lexicon);
        let claim = sigmoid(spotter.scores(&features)[0]);
        if claim < threshold {
            continue;
        }
        let named = softmax(&namer.scores(&features));
        let Some(best) = (0..named.len()).max_by(|&a, &b| named[a].total_cmp(&named[b])) else { continue };
        let act = Act::new(&namer.classes()[best]);
        let agrees = hits.iter().find(|hit| hit.token == token && hit.pattern.act == act);
        let rule = agrees.map_or_else(|| RuleId::new(STUDENT), |hit| hit.pattern.id.clone());
        found.push(Trigger { token, act, claim, named: named[best], rule });
    }
    found
}

/// The features of one candidate. Templates are numbered; a number once used in a shipped model is never given another meaning.
pub fn features(tree: &Tree, i: usize, hits: &[Hit], lexicon: &Lexicon) -> Vec<Feature> {
    let mut all = Vec::with_capacity(96);
    let mut add = |template: u16, words: &[&str]| all.push(feature(template, words));
    let lemma = tree.lemma(i);
    let lower = tree.lower(i);
    let tag = tree.tag(i).as_str();
    let dep = tree.dep(i).as_str();
    add(1, &[lemma]);
    add(2, &[lower]);
    add(3, &[tag]);
    add(4, &[dep]);
    add(5, &[lemma, tree.pos(i).as_str()]);
    add(6, &[lemma, tag]);
    add(7, &[tag, dep]);
    let edge = |count: usize, from_end: bool| -> &str {
        let mut ends = lower.char_indices().map(|(at, _)| at).chain([lower.len()]);
        if from_end { ends.rev().nth(count).map_or(lower, |at| &lower[at..]) } else { ends.nth(count).map_or(lower, |at| &lower[..at]) }
    };
    add(8, &[edge(3, true)]);
    add(9, &[edge(4, false)]);
    add(10, &[lemma, dep]);

    // What it hangs on.
    if let Some(head) = tree.head(i) {
        add(11, &[tree.lemma(head)]);
        add(12, &[tree.lemma(head), dep]);
        add(13, &[lemma, tree.lemma(head)]);
        add(14, &[tree.pos(head).as_str(), dep]);
        if let Some(above) = tree.head(head) {
            add(15, &[tree.lemma(above), tree.lower(head), dep]);
            add(16, &[tree.lemma(above)]);
        }
        for hit in hits.iter().filter(|hit| hit.token == head) {
            add(17, &[hit.pattern.act.as_str(), dep]);
        }
    } else {
        add(18, &["root"]);
    }
    for above in tree.ancestors(i).skip(1).take(4).filter(|&above| tree.is_verb(above)) {
        add(19, &[tree.lemma(above)]);
    }

    // What hangs on it.
    for &child in tree.children(i) {
        let (relation, word) = (tree.dep(child), tree.lemma(child));
        if matches!(relation, Dep::Punct) {
            continue;
        }
        add(20, &[relation.as_str(), word]);
        add(21, &[relation.as_str()]);
        if matches!(relation, Dep::Amod | Dep::Compound | Dep::Prt | Dep::Nummod | Dep::Det | Dep::Neg | Dep::Aux) {
            add(22, &[lemma, relation.as_str(), word]);
        }
        if relation == Dep::Compound || relation == Dep::Amod {
            for kind in lexicon.kinds.of(word) {
                add(23, &[kind, lemma]);
            }
        }
        for hit in hits.iter().filter(|hit| hit.token == child) {
            add(24, &[hit.pattern.act.as_str(), relation.as_str()]);
        }
    }
    for (preposition, object) in tree.prepositions(i) {
        let word = tree.lower(preposition);
        add(25, &[word]);
        add(26, &[lemma, word]);
        add(27, &[word, tree.lemma(object)]);
        for kind in lexicon.kinds.of(tree.lemma(object)) {
            add(28, &[word, kind, lemma]);
        }
    }

    // Who and whom, by grammar.
    let arguments = arguments(tree, i);
    for (slot, heads) in [("s", &arguments.subject), ("o", &arguments.object)] {
        if heads.is_empty() {
            add(29, &[slot, lemma]);
        }
        for &head in heads.iter().take(3) {
            add(30, &[slot, tree.lemma(head)]);
            add(31, &[slot, lemma, tree.lemma(head)]);
            for kind in lexicon.kinds.of(tree.lemma(head)) {
                add(32, &[slot, kind]);
                add(33, &[slot, kind, lemma]);
            }
            if let Some(entity) = tree.entity(head) {
                add(34, &[slot, entity.kind.as_str()]);
            }
        }
    }
    if arguments.passive {
        add(35, &[lemma]);
    }

    // The window.
    for offset in 1..=2usize {
        let left = i.checked_sub(offset).map_or("<", |at| tree.lemma(at));
        let right = if i + offset < tree.len() { tree.lemma(i + offset) } else { ">" };
        let place = if offset == 1 { "1" } else { "2" };
        add(36, &[place, left]);
        add(37, &[place, right]);
        if offset == 1 {
            add(38, &[left, lemma]);
            add(39, &[lemma, right]);
        }
    }
    for at in i.saturating_sub(6)..(i + 7).min(tree.len()) {
        if at != i && matches!(tree.pos(at), Pos::NOUN | Pos::VERB | Pos::PROPN | Pos::ADJ) {
            add(40, &[tree.lemma(at)]);
        }
    }

    // The patterns' opinion.
    let mut named = false;
    for (rank, hit) in hits.iter().filter(|hit| hit.token == i).enumerate() {
        add(41, &[hit.pattern.act.as_str()]);
        add(42, &[hit.pattern.id.as_str()]);
        if rank == 0 {
            add(43, &[hit.pattern.act.as_str()]);
            add(44, &[hit.pattern.act.as_str(), dep]);
            named = true;
        }
    }
    add(45, &[if named { "hit" } else { "none" }, tree.pos(i).as_str()]);
    if hits.iter().any(|hit| hit.token != i) {
        add(46, &["other"]);
    }
    for hit in hits.iter().filter(|hit| hit.token != i && hit.token.abs_diff(i) <= 8).take(4) {
        add(47, &[hit.pattern.act.as_str(), lemma]);
    }
    // Other evoked acts of the same clause: a toll beside its deed is a figure of the deed, a toll alone is a claim.
    let own = hits.iter().find(|hit| hit.token == i).map_or("-", |hit| hit.pattern.act.as_str());
    let mut deed = false;
    for hit in hits.iter().filter(|hit| hit.token != i && hit.token.abs_diff(i) <= REACH).take(24) {
        if same_clause(tree, i, hit.token) {
            let side = if tree.is_under(hit.token, i) { "below" } else { "above" };
            add(50, &[own, hit.pattern.act.as_str(), side]);
            deed |= is_deed(hit.pattern.act.as_str());
        }
    }
    add(51, &[own, if deed { "deed" } else { "alone" }]);
    add(52, &[own, if deed { "deed" } else { "alone" }, lemma]);
    if let Some(entity) = tree.entity(i) {
        add(48, &[entity.kind.as_str()]);
    }
    // What the clauses above commit anybody to: aims, calls and threats are seldom claims of their own.
    let reading = factuality(tree, i, lexicon);
    let veto = reading.veto.map_or("-", veto_name);
    add(53, &[veto]);
    add(54, &[veto, own]);
    add(55, &[reading.factuality.as_str()]);
    add(56, &[reading.factuality.as_str(), own]);
    add(57, &[reading.rule.as_str()]);
    // A line without a full stop at its end is a headline or furniture.
    let stopped = tree.sentence.tokens.iter().rev().take(3).any(|token| matches!(token.span.of(tree.text), "." | "!" | "?" | "\"" | "”"));
    add(49, &[if stopped { "stopped" } else { "open" }]);
    all
}

/// The name of a veto as a feature.
fn veto_name(veto: Veto) -> &'static str {
    match veto {
        Veto::Aim => "aim",
        Veto::Call => "call",
        Veto::Threat => "threat",
        Veto::Attempt => "attempt",
    }
}
