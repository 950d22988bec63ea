//! How many: the figures of a claim, with what they count, of whom, and which is a part of which.
//!
//! In:  a sentence's tree, the lexicon, and the sentence's claim triggers with their acts.
//! Out: `quantities`: every number of people or things in the sentence, with its bounds;
//!      `figures`: those that belong to the claim of one trigger.
//!
//! Every number hangs on a predicate ("killed", "dead", "raids"), and every predicate belongs to one trigger: the deed of its clause
//! where there is one (codebook, decision 1), else the nearest. So a sentence with two deeds gives each its own numbers.
//!
//! Not here: words of number and what they bound (`knowledge::Numbers`), words that are counted by (`knowledge::Measures`),
//! choosing between reports (`fuse`).

mod beside;
mod counted;
mod groups;
mod hits;
mod owner;
mod parts;
mod quantities;
mod things;

use groups::kind_of_group;
pub use quantities::quantities;

use crate::Tree;
use counted::{Base, Count, counts};
use dateline_knowledge::{Lexicon, Slot};
use dateline_model::{Act, Figure, Group, Measure, Pos, Qualifier, RuleId, Span};
use std::borrow::Cow;
use std::ops::Range;

/// A number of people or things in a sentence, whatever it is told of.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Least number that the words allow.
    pub low: Option<u64>,
    /// Greatest number that the words allow.
    pub high: Option<u64>,
    /// How the words bound it.
    pub qualifier: Qualifier,
    /// The tokens of the number with its qualifier; empty for a singular without a number ("the commander").
    pub tokens: Range<usize>,
    /// The words, from the qualifier to the counted noun.
    pub span: Span,
    /// The token by which it hangs in the tree: the counted noun, or the number itself ("killing 14", "dozens of men").
    pub anchor: usize,
    /// The noun that is counted, where one is named.
    pub counted: Option<usize>,
    /// What the counted noun alone tells ("14 deaths").
    pub measure: Option<Measure>,
    /// Of whom, as the counted noun tells.
    pub group: Option<Group>,
    /// Whether a number is said. "A soldier" and a named person count one, but only as a victim.
    pub explicit: bool,
    /// The index, in the same list, of the whole that this is a part of.
    pub part_of: Option<usize>,
}

/// The figures that belong to the claim whose trigger is the token `trigger`.
///
/// - `quantities`: all of the sentence, as `quantities` gives them; `act` the act of `trigger`.
/// - `triggers`: every claim trigger of the sentence with its act, `trigger` among them. A death that is told by a verb which is no
///   trigger goes to the deed of its clause, else to the nearest trigger that deaths may be told of.
/// - figures come in text order; `part_of` is an index into the result.
pub fn figures(
    tree: &Tree,
    quantities: &[Quantity],
    trigger: usize,
    act: &Act,
    triggers: &[(usize, Act)],
    lexicon: &Lexicon,
) -> Vec<Figure> {
    Reckoning::new(tree, quantities, lexicon).figures(trigger, act, triggers)
}

/// `figures` for several triggers of one sentence: what does not depend on the trigger is read once.
pub struct Reckoning<'s, 'a> {
    tree: &'s Tree<'a>,
    quantities: &'s [Quantity],
    lexicon: &'s Lexicon,
    base: Option<Base>,
    told: Option<Shares>,
}

/// What is told of each quantity, and whose it is, among some triggers.
struct Shares {
    triggers: Vec<(usize, Act)>,
    counts: Vec<Option<Count>>,
    owners: Vec<Option<usize>>,
}

impl<'s, 'a> Reckoning<'s, 'a> {
    /// For the quantities of one sentence, as `quantities` gives them. Nothing is read before the first trigger asks.
    pub fn new(tree: &'s Tree<'a>, quantities: &'s [Quantity], lexicon: &'s Lexicon) -> Reckoning<'s, 'a> {
        Reckoning { tree, quantities, lexicon, base: None, told: None }
    }

    /// The figures of one trigger; see `figures`.
    pub fn figures(&mut self, trigger: usize, act: &Act, triggers: &[(usize, Act)]) -> Vec<Figure> {
        let (quantities, lexicon) = (self.quantities, self.lexicon);
        if quantities.is_empty() {
            return Vec::new();
        }
        // Odd texts have sentences of thousands of words: what stands further off than any real sentence is long is left out.
        let near = |token: usize| token.abs_diff(trigger) <= REACH;
        let Shares { counts, owners, .. } = self.among(triggers.iter().filter(|(token, _)| near(*token)));
        let mut found: Vec<Figure> = Vec::new();
        let mut places: Vec<usize> = Vec::new();
        for i in (0..quantities.len()).filter(|&i| near(quantities[i].anchor) && owners[i] == Some(trigger)) {
            let (quantity, Some(count)) = (&quantities[i], &counts[i]) else { continue };
            let measure = measure_for(count, act, lexicon);
            let group = if takes_group(measure) { quantity.group.clone().or_else(|| inherited(quantities, counts, i)) } else { None };
            let whole = quantity.part_of.and_then(|whole| places.iter().position(|&at| at == whole));
            places.push(i);
            found.push(Figure {
                measure,
                group,
                low: quantity.low,
                high: quantity.high,
                qualifier: quantity.qualifier,
                span: quantity.span,
                part_of: whole,
                rule: RuleId::new(count.rule),
            });
        }
        found
    }

    /// Whom the sentence counts as killed, injured or held, in text order; `triggers` as for `figures`.
    pub fn harmed(&mut self, triggers: &[(usize, Act)]) -> Vec<Harmed> {
        use Measure::{Abducted, Arrested, Captured, Casualties, Injured, Killed};
        let quantities = self.quantities;
        if quantities.is_empty() {
            return Vec::new();
        }
        let Shares { counts, owners, .. } = self.among(triggers.iter());
        let persons = quantities.iter().zip(counts).zip(owners).filter_map(|((quantity, count), owner)| {
            let count = count.as_ref()?;
            matches!(count.measure, Killed | Injured | Casualties | Captured | Abducted | Arrested).then(|| Harmed {
                head: quantity.counted.unwrap_or(quantity.anchor),
                measure: count.measure,
                predicate: count.predicate,
                owner: *owner,
                explicit: quantity.explicit,
                part: quantity.part_of.is_some() || quantity.high == Some(0),
                named: quantity.counted.is_some() && quantity.measure.is_none(),
            })
        });
        persons.collect()
    }

    /// The shares of these triggers; in a sentence of usual length they are the same for each of its triggers.
    fn among<'n>(&mut self, triggers: impl Iterator<Item = &'n (usize, Act)>) -> &Shares {
        let (tree, quantities, lexicon) = (self.tree, self.quantities, self.lexicon);
        let triggers: Vec<(usize, Act)> = triggers.cloned().collect();
        let base = self.base.get_or_insert_with(|| Base::of(tree, quantities, lexicon));
        let known = self.told.take().filter(|told| told.triggers == triggers);
        self.told.insert(known.unwrap_or_else(|| {
            let counts = counts(tree, quantities, base, &triggers, lexicon);
            let owner = |(quantity, count): (&Quantity, &Option<Count>)| owner::owner(tree, quantity, count.as_ref()?, &triggers, lexicon);
            let owners = quantities.iter().zip(&counts).map(owner).collect();
            Shares { triggers, counts, owners }
        }))
    }
}

/// Persons of whom a sentence tells that they were harmed or taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Harmed {
    /// The head of their phrase: the counted noun, or the number where none is named.
    pub head: usize,
    /// What befell them.
    pub measure: Measure,
    /// The token that tells it.
    pub predicate: usize,
    /// The trigger that their number belongs to, if any.
    pub owner: Option<usize>,
    /// Whether a number is said.
    pub explicit: bool,
    /// Whether they are a part of others in the list, or none at all ("no casualties").
    pub part: bool,
    /// Whether a noun or name tells who they are.
    pub named: bool,
}

/// How far from its trigger a figure is looked for, in tokens.
const REACH: usize = 150;

/// The measure of a count told of an act: those whom an authority takes are arrested, whatever the verb (codebook, decision 11).
fn measure_for(count: &Count, act: &Act, lexicon: &Lexicon) -> Measure {
    let holding = |measure| matches!(measure, Measure::Arrested | Measure::Abducted | Measure::Captured);
    match lexicon.measures.of(Slot::Act, act.as_str()) {
        Some(measure) if holding(measure) && holding(count.measure) => measure,
        _ => count.measure,
    }
}

/// Whether a measure counts people, so that its group says something.
fn takes_group(measure: Measure) -> bool {
    use Measure::*;
    !matches!(measure, Strikes | Buildings | Localities | Positions | AreaKm2 | Vehicles | Aircraft)
}

/// The lemma of a noun, also where a headline's capitals make it look like a name: "Civilians", "Militants".
fn noun_lemma<'a>(tree: &Tree<'a>, noun: usize, lexicon: &Lexicon) -> Cow<'a, str> {
    let lemma = tree.lemma(noun);
    if tree.pos(noun) != Pos::PROPN || !lexicon.kinds.of(lemma).is_empty() {
        return Cow::Borrowed(lemma);
    }
    let singular = match lemma {
        _ if lemma.ends_with("men") => format!("{}man", &lemma[..lemma.len() - 3]),
        _ if lemma.ends_with("ies") => format!("{}y", &lemma[..lemma.len() - 3]),
        "children" => "child".to_string(),
        _ => lemma.strip_suffix('s').unwrap_or(lemma).to_string(),
    };
    let known = !lexicon.kinds.of(&singular).is_empty() || lexicon.measures.of(Slot::Counted, &singular).is_some();
    if known { Cow::Owned(singular) } else { Cow::Borrowed(lemma) }
}

/// The group of a bare number that continues another count: "two soldiers were killed and four wounded", "17 others were injured".
fn inherited(quantities: &[Quantity], counts: &[Option<Count>], i: usize) -> Option<Group> {
    let bare = |quantity: &Quantity| quantity.counted.is_none() && quantity.low != Some(0);
    // "Targeted dozens of civilians, killing three of them": the whole has no figure here, but tells the group.
    let whole = quantities[i].part_of.map(|whole| (counts[whole].is_none(), quantities[whole].group.clone()));
    match whole {
        _ if !bare(&quantities[i]) => return None,
        Some((true, group)) => return group,
        Some((false, _)) => return None,
        None => {}
    }
    let earlier = (0..i).rev().find(|&at| {
        let whole = quantities[at].part_of.is_none_or(|whole| counts[whole].is_none());
        whole && counts[at].as_ref().is_some_and(|count| takes_group(count.measure))
    })?;
    let group = quantities[earlier].group.clone().or_else(|| inherited(quantities, counts, earlier));
    group.filter(|group| matches!(group, Group::Civilians | Group::Combatants | Group::Party(_)))
}

#[cfg(test)]
mod tests;
