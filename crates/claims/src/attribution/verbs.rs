//! Verbs that report: "the army said that …", "…, added analyst X", "was quoted as saying", "X, citing residents, reported".
//!
//! In:  one tree and the quotations that overlap it.
//! Out: `Found`s: heads of the speakers, cue, content. A content may be empty where a quotation in a neighbouring sentence may fill it.

use super::mentions::{can_speak, kind};
use super::{Found, pieces};
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use crate::factuality::is_denial;
use dateline_knowledge::{Commits, CueClass, CueWord, Lexicon, Speech};
use dateline_model::{Dep, EntityKind, Pos, RuleId, Span, SpeakerKind, Tag};

/// Finds the attributions of every verb of a sentence.
pub fn find(tree: &Tree, number: usize, quotes: &[Span], lexicon: &Lexicon, found: &mut Vec<Found>) {
    for verb in (0..tree.len()).filter(|&i| is_clause(tree, i)) {
        let Some((cue, particle)) = cue(tree, verb, lexicon) else { continue };
        let named = tree.entity(verb).is_some_and(|entity| entity.kind == EntityKind::Person);
        if cue.speech == Speech::None || named {
            continue;
        }
        let report = Report { tree, lexicon, verb, cue, particle, quotes, passive: is_passive(tree, verb) };
        found.extend(report.read(number));
    }
}

fn is_clause(tree: &Tree, i: usize) -> bool {
    tree.pos(i) == Pos::VERB && !matches!(tree.dep(i), Dep::Amod | Dep::Compound | Dep::Aux | Dep::Auxpass | Dep::Nmod)
}

/// The cue that a verb is, with its particle.
fn cue<'l>(tree: &Tree, verb: usize, lexicon: &'l Lexicon) -> Option<(&'l CueWord, Option<usize>)> {
    let lemma = tree.lemma(verb);
    let with = |child: usize| lexicon.cues.get(CueClass::Verb, &format!("{lemma} {}", tree.lower(child))).map(|cue| (cue, Some(child)));
    let after = tree.children_by(verb, &[Dep::Prt, Dep::Prep, Dep::Advmod, Dep::Acomp]).filter(|&child| child > verb);
    after.into_iter().find_map(with).or_else(|| lexicon.cues.get(CueClass::Verb, lemma).map(|cue| (cue, None)))
}

struct Report<'t, 'l> {
    tree: &'t Tree<'t>,
    lexicon: &'l Lexicon,
    verb: usize,
    cue: &'l CueWord,
    particle: Option<usize>,
    quotes: &'t [Span],
    passive: bool,
}

impl Report<'_, '_> {
    fn read(&self, number: usize) -> Option<Found> {
        let tree = self.tree;
        let mut speakers = self.speakers();
        let quoting = self.cue.frame("quote").is_some() && !self.quoted(self.verb);
        let (mut content, mut rule, commits) = self.governed();
        if speakers.is_empty() && !self.passive && quoting {
            speakers = self.inverted(&mut content);
        }
        if !content.iter().any(|&inside| inside) && quoting && !speakers.is_empty() {
            rule = "tail";
            content = self.tail();
        }
        if !content.iter().any(|&inside| inside) && quoting && !speakers.is_empty() {
            rule = "parenthetical";
            content = self.parenthetical();
        }
        if !content.iter().any(|&inside| inside) && quoting {
            rule = "quotation";
            content = self.in_quotes();
        }
        for &speaker in &speakers {
            for i in tree.subtree(speaker).filter(|&i| tree.is_under(i, speaker)) {
                if !tree.is_under(self.verb, speaker) && !self.under_content_head(i, speaker) {
                    content[i] = false;
                }
            }
        }
        content[self.verb] = false;
        let content = pieces(tree, |i| content[i]);
        if content.is_empty() && !(quoting && !speakers.is_empty() && self.cue.speech == Speech::Say) {
            return None;
        }
        if speakers.is_empty() && !(self.passive && self.cue.speech == Speech::Say) {
            return None;
        }
        let told = self.told();
        speakers.retain(|&speaker| Some(speaker) != told);
        let mut cue = vec![tree.token(self.verb).span];
        cue.extend(self.particle.map(|particle| tree.token(particle).span));
        if self.particle == Some(self.verb + 1) {
            cue = vec![cue[0].cover(cue[1])];
        }
        let speech = self.cue.speech;
        Some(Found {
            sentence: number,
            speakers,
            told,
            cue,
            content,
            speech,
            quotes: quoting,
            commits,
            denial: is_denial(self.cue),
            verb: Some(self.verb),
            rule: RuleId::new(format!("attribution.{rule}")),
        })
    }

    /// Whether a token lies inside a direct quotation.
    fn quoted(&self, i: usize) -> bool {
        let span = self.tree.token(i).span;
        self.quotes.iter().any(|quote| quote.contains(span))
    }

    fn under_content_head(&self, i: usize, speaker: usize) -> bool {
        // A relative clause on the speaker may hold the very verb: "the minister, who said that …".
        self.tree.is_under(self.verb, speaker) && self.tree.is_under(i, self.verb)
    }

    /// Heads of the phrases that speak.
    fn speakers(&self) -> Vec<usize> {
        let tree = self.tree;
        let verb = self.verb;
        // "quoted residents as saying": the residents speak.
        if tree.dep(verb) == Dep::Pcomp
            && let Some(as_) = tree.head(verb).filter(|&as_| tree.lower(as_) == "as")
            && let Some(above) = tree.head(as_).filter(|&above| tree.is_verb(above))
        {
            let role: &[Dep] = if is_passive(tree, above) { &[Dep::Nsubjpass, Dep::Nsubj] } else { &[Dep::Dobj] };
            if let Some(cited) = tree.child(above, role) {
                return tree.conjuncts(cited);
            }
        }
        let mut heads = arguments(tree, verb).subject;
        heads.retain(|&head| head != verb && (self.cue.speech == Speech::Show || can_speak(tree, head, self.lexicon)));
        if matches!(self.cue.speech, Speech::Think | Speech::Judge) {
            heads.retain(|&head| !matches!(tree.lower(head), "it" | "one"));
        }
        heads
    }

    /// "…, added analyst Mark Lane": the parser may take the speaker for an object.
    fn inverted(&self, content: &mut [bool]) -> Vec<usize> {
        let tree = self.tree;
        let object = tree.child(self.verb, &[Dep::Dobj, Dep::Attr, Dep::Npadvmod, Dep::Oprd, Dep::Appos, Dep::Dative]);
        let Some(object) = object.filter(|&object| object > self.verb) else { return Vec::new() };
        let named = tree.is_noun(object) && (tree.pos(object) == Pos::PROPN || kind(tree, object, self.lexicon).is_some());
        let before = self.verb > 0 && matches!(tree.tag(self.verb - 1), Tag::Comma | Tag::CloseQuote | Tag::HYPH | Tag::Colon | Tag::Stop);
        if !named || !before || tree.entity(object).is_some_and(|entity| entity.kind == EntityKind::Date) {
            return Vec::new();
        }
        for i in tree.subtree(object) {
            content[i] = false;
        }
        tree.conjuncts(object)
    }

    /// What hangs on the verb by one of its frames, as flags of tokens, and the rule that found it.
    fn governed(&self) -> (Vec<bool>, &'static str, Commits) {
        let tree = self.tree;
        let mut content = vec![false; tree.len()];
        let frame = |name: &str| self.cue.frame(name).filter(|commits| *commits != Commits::Same);
        let mut rule = "clause";
        let mut commits = frame("quote").unwrap_or(Commits::Same);
        for &child in tree.children(self.verb) {
            let infinitive = crate::factuality::is_infinitive(tree, child);
            let taken = match tree.dep(child) {
                Dep::Ccomp | Dep::Parataxis if infinitive => frame("inf").or(frame("clause")).or(frame("quote")),
                Dep::Ccomp | Dep::Parataxis => frame("clause").or(frame("quote")),
                Dep::Xcomp if infinitive => frame("inf"),
                Dep::Xcomp => frame("ing").or(frame("np")).or(frame("clause")),
                _ => None,
            };
            if let Some(taken) = taken {
                commits = taken;
                self.take(child, &mut content);
                if child < self.verb {
                    self.reach_back(child, &mut content);
                }
            }
        }
        if content.iter().any(|&inside| inside) {
            return (content, rule, commits);
        }
        for &child in tree.children(self.verb) {
            let object: &[Dep] = if self.passive { &[Dep::Nsubjpass, Dep::Oprd] } else { &[Dep::Dobj, Dep::Oprd, Dep::Attr] };
            let small = self.passive || !self.told_is(child);
            if object.contains(&tree.dep(child))
                && small
                && let Some(taken) = frame("np")
            {
                commits = taken;
                rule = "object";
                self.take(child, &mut content);
            }
            if matches!(tree.dep(child), Dep::Prep | Dep::Prt)
                && let Some(taken) = frame(tree.lower(child))
            {
                commits = taken;
                rule = "preposition";
                self.take(child, &mut content);
                content[child] = rule == "object";
            }
        }
        (content, rule, commits)
    }

    fn take(&self, head: usize, content: &mut [bool]) {
        for i in self.tree.subtree(head).filter(|&i| self.tree.is_under(i, head)) {
            content[i] = true;
        }
    }

    /// A clause before its verb takes in what stands before it, back to the sentence's start or an earlier cue of this sentence.
    fn reach_back(&self, clause: usize, content: &mut [bool]) {
        let tree = self.tree;
        let own =
            |i: usize| tree.children(self.verb).iter().any(|&child| tree.dep(child) == Dep::Nsubj && tree.subtree(child).contains(&i));
        let mut start = tree.subtree(clause).start;
        while start > 0 && !own(start - 1) && !(is_clause(tree, start - 1) && self.says(start - 1)) {
            start -= 1;
        }
        let end = tree.subtree(clause).end.min(self.verb);
        for i in (start..end).filter(|&i| !own(i)) {
            content[i] = true;
        }
    }

    fn says(&self, i: usize) -> bool {
        cue(self.tree, i, self.lexicon).is_some_and(|(cue, _)| cue.speech == Speech::Say && cue.frame("quote").is_some())
    }

    /// "Rebels, the governor said, took the town"; "as the governor said, …"; "…, the governor said" where the parser hangs the verb below.
    fn parenthetical(&self) -> Vec<bool> {
        let tree = self.tree;
        let mut content = vec![false; tree.len()];
        let Some(head) = tree.head(self.verb) else { return content };
        let as_ = tree.child(self.verb, &[Dep::Mark]).is_some_and(|mark| tree.lower(mark) == "as");
        let loose = matches!(tree.dep(self.verb), Dep::Parataxis | Dep::Ccomp | Dep::Dep | Dep::Intj | Dep::Meta)
            || (tree.dep(self.verb) == Dep::Advcl && as_);
        if !loose {
            return content;
        }
        let whole = tree.ancestors(self.verb).take_while(|&at| matches!(tree.dep(at), Dep::Root | Dep::Conj)).last().unwrap_or(head);
        let own = tree.subtree(self.verb);
        for i in tree.subtree(whole).filter(|&i| !own.contains(&i) || !tree.is_under(i, self.verb)) {
            content[i] = true;
        }
        content
    }

    /// "… two people a monitoring group said on Sunday": a subject and its verb close the sentence, wherever the parser hangs them.
    fn tail(&self) -> Vec<bool> {
        let tree = self.tree;
        let mut content = vec![false; tree.len()];
        let Some(subject) = tree.child(self.verb, &[Dep::Nsubj]).filter(|&subject| subject < self.verb) else { return content };
        let after = (self.verb + 1..tree.len()).filter(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE));
        let closes = after.clone().count() <= 8 && after.clone().all(|i| tree.is_under(i, self.verb) && tree.pos(i) != Pos::VERB);
        let start = tree.subtree(subject).start;
        let joined = start > 0
            && (matches!(tree.tag(start - 1), Tag::WDT | Tag::WP | Tag::WRB | Tag::CC)
                || matches!(tree.lower(start - 1), "that" | "as" | "if"));
        let finite = matches!(tree.tag(self.verb), Tag::VBD | Tag::VBZ | Tag::VBP);
        let relative = matches!(tree.tag(subject), Tag::WDT | Tag::WP);
        if closes && finite && !joined && !relative && start >= 4 {
            (0..start).for_each(|i| content[i] = true);
        }
        content
    }

    /// The quotations of the sentence beside the verb, where nothing hangs on it.
    fn in_quotes(&self) -> Vec<bool> {
        let tree = self.tree;
        let long = |quote: &Span| quote.of(tree.text).split_whitespace().count() > 3;
        let mut content = vec![false; tree.len()];
        for i in 0..tree.len() {
            let span = tree.token(i).span;
            content[i] = self.quotes.iter().any(|quote| long(quote) && quote.contains(span));
        }
        content
    }

    /// The outlet that was told: "told AFP". Only media make a second speaker.
    fn told(&self) -> Option<usize> {
        if self.cue.speech != Speech::Say || self.passive {
            return None;
        }
        let tree = self.tree;
        let to =
            tree.prepositions(self.verb).into_iter().filter(|&(preposition, _)| tree.lower(preposition) == "to").map(|(_, object)| object);
        tree.children_by(self.verb, &[Dep::Dobj, Dep::Dative])
            .chain(to)
            .find(|&hearer| hearer > self.verb && self.told_is(hearer) && self.is_outlet(hearer))
    }

    /// Whether an object is the hearer: the verb takes no object as its content.
    fn told_is(&self, object: usize) -> bool {
        self.cue.frame("np").is_none() || self.is_outlet(object) && self.tree.child(self.verb, &[Dep::Ccomp]).is_some()
    }

    fn is_outlet(&self, head: usize) -> bool {
        let tree = self.tree;
        if tree.pos(head) != Pos::PROPN {
            return false;
        }
        let words = tree.word(head);
        let acronym = words.len() >= 3 && words.chars().all(|c| c.is_ascii_uppercase());
        match kind(tree, head, self.lexicon) {
            Some(kind) => kind == SpeakerKind::Media,
            None => acronym && tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Org),
        }
    }
}
