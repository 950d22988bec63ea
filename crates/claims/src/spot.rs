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
use crate::factuality::{RULES, Veto, factuality};
use crate::linear::{Feature, Linear, feature, sigmoid, softmax};
use crate::settle::{is_deed, same_clause};
use dateline_knowledge::Lexicon;
use dateline_model::{Act, Dep, Factuality, Pos, RuleId};

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

/// Least probability of a claim. From 0.45 to 0.65 five-fold cross-validation on silver (`xtask train`) moves by 0.013 in same-act F1, upwards;
/// the lower end keeps more of what parties say and promise, of which silver has little.
pub const THRESHOLD: f32 = 0.48;

// The lexicon's vote, in log-odds. The students were taught on texts of armed conflict; for what these seldom tell (a pardon, an embargo
// lifted) they know a word little or not at all, and the pattern that matches its whole frame knows it. Chosen by trial on the development
// halves of the public sets and checked on dev and seeds (with the new patterns: same-act F1 0.755 to 0.784, 0.677 to 0.729; PLOVER roots of
// `plv` 0.457 to 0.677) and on silver (five folds, retrained: 0.763 to 0.761, right act of a coded trigger 0.878 to 0.889).
/// That a word with a matching pattern is a claim.
const VOTE_CLAIM: f32 = 1.0;
/// In addition for each condition beyond the first that the pattern asks for, two at most.
const VOTE_CLAIM_BEYOND: f32 = 1.0;
/// For the pattern's act, where the namer knows the word.
const VOTE_KNOWN: f32 = 1.0;
/// For the pattern's act, where the namer has never learned the word.
const VOTE_STRANGE: f32 = 3.0;
/// In addition for each condition beyond the first, two at most.
const VOTE_BEYOND: f32 = 3.0;
/// In addition where no act has this share.
const UNSURE: f32 = 0.4;
/// What is added there.
const VOTE_UNSURE: f32 = 3.0;

/// A word that no pattern knows and of which no act has this share is no claim. Chosen on dev and seeds: same-act precision 0.743 to 0.756
/// and 0.674 to 0.697, recall 0.814 as before and 0.762 to 0.754.
const NAMELESS: f32 = 0.3;

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
    let most = spotter.bound(most_of_readings);
    let mut features = Vec::with_capacity(192);
    let mut found = Vec::new();
    for token in (0..tree.len()).filter(|&i| is_candidate(tree, i)) {
        // Three in four candidates fall far below the threshold, whatever the clauses above them say: those are not read.
        plain_features(tree, token, hits, lexicon, &mut features);
        let own = own_act(hits, token);
        if own == NO_ACT && sigmoid(spotter.scores(&features)[0] + most + SLACK) < threshold {
            continue;
        }
        add_reading(tree, token, own, lexicon, &mut features);
        found.extend(trigger(token, &features, hits, spotter, namer, threshold));
    }
    found
}

/// What one token evokes; none where it can be no trigger, or is less likely one than `threshold`.
pub fn trigger_at(
    tree: &Tree,
    token: usize,
    hits: &[Hit],
    lexicon: &Lexicon,
    spotter: &Linear,
    namer: &Linear,
    threshold: f32,
) -> Option<Trigger> {
    is_candidate(tree, token).then(|| trigger(token, &features(tree, token, hits, lexicon), hits, spotter, namer, threshold))?
}

/// What a token with these features evokes.
fn trigger(token: usize, features: &[Feature], hits: &[Hit], spotter: &Linear, namer: &Linear, threshold: f32) -> Option<Trigger> {
    let evoked: Vec<(&str, usize)> = hits_at(hits, token).iter().map(|hit| (hit.pattern.act.as_str(), hit.pattern.demands())).collect();
    let claim = claim(features, &evoked, spotter);
    if claim < threshold {
        return None;
    }
    let named = acts(features, &evoked, namer);
    let best = (0..named.len()).max_by(|&a, &b| named[a].total_cmp(&named[b]))?;
    if evoked.is_empty() && named[best] < NAMELESS {
        return None;
    }
    let act = Act::new(&namer.classes()[best]);
    let agrees = hits_at(hits, token).iter().find(|hit| hit.pattern.act == act);
    let rule = agrees.map_or_else(|| RuleId::new(STUDENT), |hit| hit.pattern.id.clone());
    Some(Trigger { token, act, claim, named: named[best], rule })
}

/// What the students and the lexicon say together of one candidate: how likely it is a claim, and the share of each act.
///
/// - `features`: as `features` gives them, the lemma first.
/// - `evoked`: the acts of the patterns that match there, each with how much its pattern asks for, the one that asks for most first.
/// - returns a probability, and one for each class of the namer; they sum to 1.
pub fn judge(features: &[Feature], evoked: &[(&str, usize)], spotter: &Linear, namer: &Linear) -> (f32, Vec<f32>) {
    (claim(features, evoked, spotter), acts(features, evoked, namer))
}

/// What a pattern asks for beyond its word, at most two things.
fn beyond(demands: usize) -> f32 {
    demands.clamp(1, 3) as f32 - 1.0
}

/// How likely a candidate is a claim, with the vote of its first pattern.
fn claim(features: &[Feature], evoked: &[(&str, usize)], spotter: &Linear) -> f32 {
    let vote = evoked.first().map_or(0.0, |(_, demands)| VOTE_CLAIM + VOTE_CLAIM_BEYOND * beyond(*demands));
    sigmoid(spotter.scores(features)[0] + vote)
}

/// The share of each act, with the votes of its patterns.
fn acts(features: &[Feature], evoked: &[(&str, usize)], namer: &Linear) -> Vec<f32> {
    let mut acts = namer.scores(features);
    if !evoked.is_empty() {
        let strange = features.first().is_none_or(|lemma| !namer.knows(*lemma));
        let unsure = softmax(&acts).into_iter().fold(0.0, f32::max) < UNSURE;
        let vote = if strange { VOTE_STRANGE } else { VOTE_KNOWN } + if unsure { VOTE_UNSURE } else { 0.0 };
        for (rank, (act, demands)) in evoked.iter().enumerate() {
            if let Some(at) = namer.classes().iter().position(|class| class == act) {
                acts[at] += (vote + VOTE_BEYOND * beyond(*demands)) / (1 + rank) as f32;
            }
        }
    }
    softmax(&acts)
}

/// The features of one candidate. Templates are numbered; a number once used in a shipped model is never given another meaning.
pub fn features(tree: &Tree, i: usize, hits: &[Hit], lexicon: &Lexicon) -> Vec<Feature> {
    let mut all = Vec::with_capacity(128);
    plain_features(tree, i, hits, lexicon, &mut all);
    add_reading(tree, i, own_act(hits, i), lexicon, &mut all);
    all
}

/// In the place of an act, for a candidate that no pattern names.
const NO_ACT: &str = "-";

/// Sums in another order differ by less, in units of the score.
const SLACK: f32 = 1e-3;

/// The act that the patterns give a token first.
fn own_act<'l>(hits: &[Hit<'l>], token: usize) -> &'l str {
    hits_at(hits, token).first().map_or(NO_ACT, |hit| hit.pattern.act.as_str())
}

/// The features of how firmly a candidate is said, put before the last of its plain features.
fn add_reading(tree: &Tree, token: usize, own: &str, lexicon: &Lexicon, all: &mut Vec<Feature>) {
    // Aims, calls and threats are seldom claims of their own.
    let reading = factuality(tree, token, lexicon);
    let (veto, firm) = (reading.veto.map_or("-", veto_name), reading.factuality.as_str());
    let said =
        [feature(53, &[veto]), feature(54, &[veto, own]), feature(55, &[firm]), feature(56, &[firm, own]), feature(57, &[reading.rule])];
    let at = all.len() - 1;
    all.splice(at..at, said);
}

/// The most that any reading can add to the score of a candidate that no pattern names.
fn most_of_readings(spotter: &Linear) -> f32 {
    let vetoes =
        || [None, Some(Veto::Aim), Some(Veto::Call), Some(Veto::Threat), Some(Veto::Attempt)].map(|veto| veto.map_or("-", veto_name));
    let firm = || Factuality::ALL.iter().map(|factuality| factuality.as_str());
    spotter.most(vetoes().into_iter().map(|veto| feature(53, &[veto])))
        + spotter.most(vetoes().into_iter().map(|veto| feature(54, &[veto, NO_ACT])))
        + spotter.most(firm().map(|word| feature(55, &[word])))
        + spotter.most(firm().map(|word| feature(56, &[word, NO_ACT])))
        + spotter.most(RULES.iter().map(|rule| feature(57, &[rule])))
}

/// The features of a candidate's words, tree, window and patterns; the last one is of the whole sentence.
fn plain_features(tree: &Tree, i: usize, hits: &[Hit], lexicon: &Lexicon, all: &mut Vec<Feature>) {
    all.clear();
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
        for hit in hits_at(hits, head) {
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
        for hit in hits_at(hits, child) {
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
    for (rank, hit) in hits_at(hits, i).iter().enumerate() {
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
    let own = own_act(hits, i);
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
    // A line without a full stop at its end is a headline or furniture.
    let stopped = tree.sentence.tokens.iter().rev().take(3).any(|token| matches!(token.span.of(tree.text), "." | "!" | "?" | "\"" | "”"));
    add(49, &[if stopped { "stopped" } else { "open" }]);
}

/// The hits at one token; hits are in text order.
fn hits_at<'h, 'l>(hits: &'h [Hit<'l>], token: usize) -> &'h [Hit<'l>] {
    let first = hits.partition_point(|hit| hit.token < token);
    let count = hits[first..].iter().take_while(|hit| hit.token == token).count();
    &hits[first..first + count]
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
