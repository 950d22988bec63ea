//! Who is speaking: the attributions of a document, and the chain of speakers of one claim.
//!
//! In:  a document's text and trees, the lexicon.
//! Out: `Voice`s: speaker, cue and content (the parts of PARC 3.0, Pareti 2016), in text order; `speakers`, the chain for one trigger.
//!
//! A verb of saying with its clause or quotation (`verbs`, and `order` where the tree fails), whom it cites or tells (`cited`), "according
//! to", nouns, adverbs and headlines (`others`), quotations that run on over sentences and paragraphs (`quotes`), the words and the kind of
//! a speaker and whom "he" means (`mentions`).
//! The cue words are in `data/lexicon/<language>/cues`; these modules hold none.
//!
//! Not here: who the speaker is (`resolve`), how firmly the content is said (`factuality`), whether to believe it (`fuse`).

mod cited;
mod mentions;
mod order;
mod others;
mod quotes;
#[cfg(test)]
mod tests;
mod verbs;

pub(crate) use verbs::cue;

use crate::Tree;
use dateline_knowledge::{Commits, Lexicon, Speech};
use dateline_model::{Attribution, Factuality, RuleId, Span, Speaker};

/// A longer "sentence", in tokens, is a table or a list: no attribution is looked for in it.
const LONGEST: usize = 500;

/// One attribution with what the chain of a claim needs beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Voice {
    /// Speaker, cue and content.
    pub attribution: Attribution,
    /// Others who say the same: joint speakers ("activists and doctors said"), then the outlet that was told it ("told AFP").
    pub others: Vec<Speaker>,
    /// The relative pronoun that stands for the speaker beside the cue: of "the envoy, who said", "who".
    pub relative: Option<Span>,
    /// What sort of report the cue makes.
    pub speech: Speech,
    /// What its frame commits the content to.
    pub commits: Commits,
    /// Whether its cue is a plain denial, which is a claim of its own with the denier as speaker.
    pub denial: bool,
    /// Whether the cue stands inside a direct quotation: the quoted person reports somebody else.
    pub quoted: bool,
    /// Whether the text tells the report itself as a fact: not "might say", "refused to say".
    pub told: bool,
    /// Which sentence holds the cue.
    pub sentence: usize,
}

/// The attributions that a document makes itself, in the order of their cues: reports that were made, not those inside a direct quotation.
pub fn attributions(text: &str, trees: &[Tree], lexicon: &Lexicon) -> Vec<Attribution> {
    let own = voices(text, trees, lexicon).into_iter().filter(Voice::is_own);
    own.map(Voice::into_attribution).collect()
}

impl Voice {
    /// Its attribution with the words that stand beside the cue: a relative pronoun with the noun before it as antecedent.
    pub fn into_attribution(self) -> Attribution {
        let mut found = self.attribution;
        if let (Some(pronoun), Some(speaker)) = (self.relative, &mut found.speaker) {
            speaker.mention.antecedent.get_or_insert(speaker.mention.span);
            (speaker.mention.span, speaker.mention.head) = (pronoun, pronoun);
        }
        found
    }

    /// Whether the document itself reports it. A cited speaker counts in chains only: the citing one is the document's.
    pub fn is_own(&self) -> bool {
        self.told && !self.quoted && self.attribution.rule.as_str() != "attribution.cited"
    }
}

/// Every attribution of a document with joint speakers and told outlets, in the order of their cues.
pub fn voices(text: &str, trees: &[Tree], lexicon: &Lexicon) -> Vec<Voice> {
    let quotes = quotes::quotations(text, trees);
    let mut found: Vec<Found> = Vec::new();
    for (number, tree) in trees.iter().enumerate() {
        if tree.len() > LONGEST {
            continue;
        }
        let sentence = tree.sentence.span;
        let from = quotes.partition_point(|quote| quote.end() + 2 < sentence.start());
        let near = quotes[from..].iter().take_while(|quote| quote.start() < sentence.end());
        let inside: Vec<Span> = near.copied().filter(|quote| beside(*quote, sentence)).collect();
        verbs::find(tree, number, &inside, lexicon, &mut found);
        others::find(tree, number, lexicon, &mut found);
    }
    found.sort_by_key(|found| found.cue.first().map_or(0, |cue| cue.start()));
    quotes::complete(text, trees, &quotes, &mut found);
    quotes::run_on(text, trees, &mut found);
    found.retain(|found| !found.content.is_empty());
    mentions::name(trees, found, &quotes, lexicon)
}

/// Whether a quotation overlaps a sentence, or ends right before it ("“Why?” she asked").
fn beside(quote: Span, sentence: Span) -> bool {
    quote.overlaps(sentence) || (quote.end() <= sentence.start() && sentence.start() - quote.end() <= 2)
}

/// The chain of speakers for the claim at `trigger`, innermost first; empty for the outlet's own voice.
///
/// A voice counts if its content holds the trigger. A trigger that is itself the cue ("accused", "called on") has its subject as the
/// actor, not as a speaker. Beliefs, wishes and evaluations make no speaker.
pub fn speakers<'v>(voices: impl Iterator<Item = &'v Voice>, trigger: Span) -> Vec<Speaker> {
    let holds = |voice: &&Voice| {
        let found = &voice.attribution;
        let own = found.cue.iter().any(|cue| cue.overlaps(trigger));
        let inside = found.content.iter().any(|content| content.contains(trigger));
        let someone = found.speaker.as_ref().is_some_and(|speaker| speaker.kind.is_some());
        let says = matches!(voice.speech, Speech::Say | Speech::Cite) || (voice.speech == Speech::Show && someone);
        // What one vows or calls for is one's own act, not a report; "promised that …" is both.
        let clause =
            matches!(found.rule.as_str(), "attribution.infinitive" | "attribution.object" | "attribution.preposition" | "attribution.noun");
        let plans = clause && voice.commits == Commits::To(Factuality::Planned);
        says && voice.told && !plans && !matches!(voice.commits, Commits::Call | Commits::Threat) && if own { voice.denial } else { inside }
    };
    let mut around: Vec<&Voice> = voices.filter(holds).collect();
    let size = |voice: &Voice| voice.attribution.content.iter().map(|content| content.len()).sum::<usize>();
    around.sort_by_key(|voice| (size(voice), voice.speech != Speech::Cite));
    let mut chain: Vec<Speaker> = Vec::new();
    for voice in around {
        for speaker in voice.attribution.speaker.iter().chain(&voice.others) {
            let same = |other: &Speaker| {
                let whole = |speaker: &Speaker| speaker.mention.antecedent.unwrap_or(speaker.mention.span);
                whole(other) == whole(speaker) || other.mention.span.contains(trigger)
            };
            if !chain.iter().any(same) && !speaker.mention.span.contains(trigger) {
                chain.push(speaker.clone());
            }
        }
    }
    chain
}

/// An attribution while it is being found: its speaker is still a token.
#[derive(Debug, Clone)]
struct Found {
    sentence: usize,
    /// Heads of the speaker's phrase, joint speakers after the first.
    speakers: Vec<usize>,
    /// The outlet that was told it.
    told: Option<usize>,
    cue: Vec<Span>,
    content: Vec<Span>,
    speech: Speech,
    /// Whether its cue can have a direct quotation.
    quotes: bool,
    commits: Commits,
    denial: bool,
    /// The cue's token, where it is a verb.
    verb: Option<usize>,
    /// The tokens that the speaker's phrase may not leave, where a label bounds it.
    within: Option<std::ops::Range<usize>>,
    /// The relative pronoun that stands for the speaker in the clause of the cue.
    relative: Option<usize>,
    rule: RuleId,
}

/// The tokens of `wanted` as spans, a piece for each run; commas and other marks at the ends of a piece are dropped, quotation marks kept.
fn pieces(tree: &Tree, wanted: impl Fn(usize) -> bool) -> Vec<Span> {
    use dateline_model::Tag;
    let loose = |i: usize| {
        tree.token(i).is_space()
            || matches!(tree.tag(i), Tag::Comma | Tag::Colon | Tag::Stop | Tag::HYPH | Tag::NFP) && !matches!(tree.word(i), "…" | "?" | "!")
    };
    let mut found = Vec::new();
    let mut start = None;
    for i in 0..=tree.len() {
        let inside = i < tree.len() && wanted(i);
        match (inside, start) {
            (true, None) => start = Some(i),
            (false, Some(first)) => {
                let (mut from, mut to) = (first, i);
                while from < to && loose(from) {
                    from += 1;
                }
                while to > from && loose(to - 1) {
                    to -= 1;
                }
                if (from..to).any(|i| tree.word(i).chars().any(char::is_alphanumeric)) {
                    found.push(tree.span(from..to));
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}
