//! Verbs that report: "the army said that …", "…, added analyst X", "was quoted as saying", "X, citing residents, reported".
//!
//! In:  one tree and the quotations that overlap it.
//! Out: `Found`s: heads of the speakers, cue, content. A content may be empty where a quotation in a neighbouring sentence may fill it.

use super::mentions::can_speak;
use super::{Found, cited, pieces};
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use crate::factuality::is_denial;
use dateline_knowledge::{Commits, CueClass, CueWord, Lexicon, Speech};
use dateline_model::{Dep, EntityKind, Pos, RuleId, Span, Tag};

/// Finds the attributions of every verb of a sentence.
pub fn find(tree: &Tree, number: usize, quotes: &[Span], lexicon: &Lexicon, found: &mut Vec<Found>) {
    for verb in (0..tree.len()).filter(|&i| is_clause(tree, i) || as_adjective(tree, i)) {
        let Some((cue, particle)) = cue(tree, verb, lexicon) else { continue };
        let named = tree.entity(verb).is_some_and(|entity| entity.kind == EntityKind::Person);
        if cue.speech == Speech::None || named {
            continue;
        }
        let report = Report { tree, lexicon, verb, cue, particle, quotes, passive: is_passive(tree, verb) };
        found.extend(if is_clause(tree, verb) { report.read(number) } else { report.read_adjective(number) });
    }
    cited::find(tree, number, lexicon, found);
}

/// "…,” added analyst Mark Lane": after a comma or a quotation the parser may take the verb for an adjective of its speaker.
fn as_adjective(tree: &Tree, i: usize) -> bool {
    let after = i.checked_sub(1).is_some_and(|before| matches!(tree.tag(before), Tag::Comma | Tag::CloseQuote));
    after && tree.dep(i) == Dep::Amod && matches!(tree.tag(i), Tag::VBN | Tag::VBD) && tree.head(i).is_some_and(|head| head > i)
}

pub(super) fn is_clause(tree: &Tree, i: usize) -> bool {
    tree.pos(i) == Pos::VERB && !matches!(tree.dep(i), Dep::Amod | Dep::Compound | Dep::Aux | Dep::Auxpass | Dep::Nmod)
}

/// The cue that a verb is, with its particle.
pub(crate) fn cue<'l>(tree: &Tree, verb: usize, lexicon: &'l Lexicon) -> Option<(&'l CueWord, Option<usize>)> {
    let lemma = tree.lemma(verb);
    let with = |child: usize| lexicon.cues.get_pair(CueClass::Verb, lemma, tree.lower(child)).map(|cue| (cue, Some(child)));
    let after = tree.children_by(verb, &[Dep::Prt, Dep::Prep, Dep::Advmod, Dep::Acomp]).filter(|&child| child > verb);
    after.into_iter().find_map(with).or_else(|| lexicon.cues.get(CueClass::Verb, lemma).map(|cue| (cue, None)))
}

/// One verb that may report.
pub(super) struct Report<'t, 'l> {
    pub tree: &'t Tree<'t>,
    pub lexicon: &'l Lexicon,
    pub verb: usize,
    pub cue: &'l CueWord,
    pub particle: Option<usize>,
    pub quotes: &'t [Span],
    pub passive: bool,
}

impl Report<'_, '_> {
    pub(super) fn read(&self, number: usize) -> Option<Found> {
        let tree = self.tree;
        let mut speakers = self.speakers();
        let quoting = self.cue.frame("quote").is_some() && !self.quoted(self.verb);
        let says = self.cue.frame("clause").is_some();
        let (mut content, mut rule, commits) = self.governed();
        let has = |content: &[bool]| content.iter().any(|&inside| inside);
        let own = self.own_subject();
        if let Some(own) = own.filter(|_| tree.children_by(self.verb, &[Dep::Nsubj]).count() > 1) {
            speakers = tree.conjuncts(own);
        }
        if quoting
            && own.is_none_or(|own| self.quoted(own))
            && let Some(after) = self.inverted()
        {
            speakers = tree.conjuncts(after);
            tree.subtree(after).for_each(|i| content[i] = false);
            if !has(&content) || rule == "object" {
                rule = "inverted";
                content = self.in_quotes();
                if !has(&content) && says {
                    (0..self.verb).for_each(|i| content[i] = true);
                }
            }
        }
        if quoting
            && says
            && (!has(&content) || rule == "object" || own.is_none() && speakers.is_empty())
            && let Some((speaker, before)) = self.tail()
        {
            rule = "tail";
            content = before;
            speakers = tree.conjuncts(speaker);
        }
        let only = if speakers.len() == 1 { Some(speakers[0]) } else { own.filter(|_| speakers.is_empty() && says) };
        if let Some(better) = only.and_then(|only| self.hidden_speaker(only)) {
            speakers = vec![better];
        }
        if !has(&content) && quoting && says && !speakers.is_empty() {
            rule = "parenthetical";
            content = self.parenthetical();
        }
        if !has(&content) && quoting {
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
        if content.is_empty() && !(quoting && self.ends_open() && !speakers.is_empty() && self.cue.speech == Speech::Say) {
            return None;
        }
        let expected = self.cue.speech == Speech::Think && rule == "infinitive";
        if speakers.is_empty() && !(self.passive && (self.cue.speech == Speech::Say || expected)) {
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
            within: None,
            relative: self.relative(),
            rule: RuleId::new(format!("attribution.{rule}")),
        })
    }

    /// Its subject: of two, which the parser gives where marks are missing, the nearer one.
    pub(super) fn own_subject(&self) -> Option<usize> {
        let subjects = || self.tree.children_by(self.verb, &[Dep::Nsubj]);
        subjects().filter(|&subject| subject < self.verb).last().or_else(|| subjects().next())
    }

    /// The relative pronoun that stands for the speaker: "who said".
    pub(super) fn relative(&self) -> Option<usize> {
        let tree = self.tree;
        tree.child(self.verb, &[Dep::Nsubj]).filter(|&own| tree.dep(self.verb) == Dep::Relcl && matches!(tree.tag(own), Tag::WP | Tag::WDT))
    }

    /// Whether a token lies inside a direct quotation.
    pub(super) fn quoted(&self, i: usize) -> bool {
        let span = self.tree.token(i).span;
        self.quotes.iter().any(|quote| quote.contains(span))
    }

    pub(super) fn under_content_head(&self, i: usize, speaker: usize) -> bool {
        // A relative clause on the speaker may hold the very verb: "the minister, who said that …".
        self.tree.is_under(self.verb, speaker) && self.tree.is_under(i, self.verb)
    }

    /// Heads of the phrases that speak.
    pub(super) fn speakers(&self) -> Vec<usize> {
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

    /// Whether the sentence ends with a colon or a comma: what is said stands in the next one.
    pub(super) fn ends_open(&self) -> bool {
        let tree = self.tree;
        let last = (0..tree.len()).rev().find(|&i| !tree.token(i).is_space());
        last.is_some_and(|last| matches!(tree.word(last), ":" | ",")) || !self.quotes.is_empty()
    }

    /// What hangs on the verb by one of its frames, as flags of tokens, and the rule that found it.
    pub(super) fn governed(&self) -> (Vec<bool>, &'static str, Commits) {
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
                Dep::Xcomp if self.says(child) => None,
                Dep::Xcomp => frame("ing").or(frame("np")).or(frame("clause")),
                _ => None,
            };
            if let Some(taken) = taken {
                commits = taken;
                rule = if infinitive { "infinitive" } else { "clause" };
                self.take(child, &mut content);
                self.take_gap(child, &mut content);
                if child < self.verb {
                    self.reach_back(child, &mut content);
                }
            }
        }
        if content.iter().any(|&inside| inside) {
            return (content, rule, commits);
        }
        if self.cue.speech == Speech::Think {
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

    /// "The attack that the police said was carried out by …": the noun before the relative clause is part of what is said.
    pub(super) fn take_gap(&self, clause: usize, content: &mut [bool]) {
        let tree = self.tree;
        let gap = tree.child(clause, &[Dep::Nsubj, Dep::Nsubjpass]).is_none_or(|subject| matches!(tree.tag(subject), Tag::WDT | Tag::WP));
        let told = tree.child(self.verb, &[Dep::Nsubj]).is_some_and(|subject| !matches!(tree.tag(subject), Tag::WDT | Tag::WP));
        if let Some(noun) = tree.head(self.verb).filter(|_| tree.dep(self.verb) == Dep::Relcl && gap && told && clause > self.verb) {
            tree.phrase(noun).for_each(|i| content[i] = true);
        }
    }

    pub(super) fn take(&self, head: usize, content: &mut [bool]) {
        for i in self.tree.subtree(head).filter(|&i| self.tree.is_under(i, head)) {
            content[i] = true;
        }
    }

    /// A clause before its verb takes in what stands before it, back to the sentence's start or an earlier cue of this sentence.
    pub(super) fn reach_back(&self, clause: usize, content: &mut [bool]) {
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

    pub(super) fn says(&self, i: usize) -> bool {
        cue(self.tree, i, self.lexicon).is_some_and(|(cue, _)| cue.speech == Speech::Say && cue.frame("quote").is_some())
    }
}
