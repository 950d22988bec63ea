//! Speakers told by word order, where the tree does not tell them: "…, added analyst X", "… the monitor said on Sunday", a bare quotation.
//!
//! In:  one verb of saying in its sentence.
//! Out: the head of the speaker's phrase, or the tokens that are said.

use super::mentions::{can_speak, kind, word_kind};
use super::verbs::Report;
use super::{Found, pieces};
use dateline_knowledge::{Commits, Speech};
use dateline_model::{Dep, EntityKind, Pos, RuleId, Span, Tag};

impl Report<'_, '_> {
    /// A verb that the parser took for an adjective: its noun speaks, what stands before it is said.
    pub(super) fn read_adjective(&self, number: usize) -> Option<Found> {
        let tree = self.tree;
        let mut speaker = tree.head(self.verb)?;
        while let Some(head) = tree.head(speaker).filter(|_| tree.dep(speaker) == Dep::Compound) {
            speaker = head;
        }
        let quoting = self.cue.frame("quote").is_some() && self.cue.frame("clause").is_some() && !self.quoted(self.verb);
        let someone =
            tree.entity(speaker).is_some_and(|entity| entity.kind == EntityKind::Person) || kind(tree, speaker, self.lexicon).is_some();
        let clause = (0..self.verb).any(|i| tree.is_verb(i));
        if !quoting || !someone || !clause || self.cue.speech != Speech::Say {
            return None;
        }
        Some(Found {
            sentence: number,
            speakers: vec![speaker],
            told: None,
            cue: vec![tree.token(self.verb).span],
            content: pieces(tree, |i| i < self.verb),
            speech: self.cue.speech,
            quotes: true,
            commits: self.cue.frame("quote").unwrap_or(Commits::Same),
            denial: false,
            verb: None,
            within: Some(self.verb + 1..tree.len()),
            relative: None,
            rule: RuleId::new("attribution.inverted"),
        })
    }

    /// "…, added analyst Mark Lane": the phrase behind the verb speaks, whatever the parser takes it for.
    pub(super) fn inverted(&self) -> Option<usize> {
        let tree = self.tree;
        if self.hears() || !matches!(tree.tag(self.verb), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBN) {
            return None;
        }
        let after = [Dep::Dobj, Dep::Attr, Dep::Npadvmod, Dep::Oprd, Dep::Appos, Dep::Dative, Dep::Nsubj, Dep::Ccomp, Dep::Nsubjpass];
        let object = tree.children(self.verb).iter().copied().find(|&child| child > self.verb && after.contains(&tree.dep(child)))?;
        let own = tree.phrase(object);
        let first = own.start.saturating_sub(usize::from(own.start > 0 && tree.pos(own.start - 1) == Pos::DET));
        let told = kind(tree, object, self.lexicon).is_some();
        let named = tree.is_noun(object)
            && (tree.pos(object) == Pos::PROPN || told || self.lexicon.cues.speaker(tree.lemma(object)).is_some())
            || tree.dep(object) == Dep::Nsubj;
        let dated = tree.entity(object).is_some_and(|entity| matches!(entity.kind, EntityKind::Date | EntityKind::Time));
        let before = self.verb.checked_sub(1)?;
        let apart = matches!(tree.tag(before), Tag::Comma | Tag::CloseQuote | Tag::HYPH | Tag::Colon | Tag::Stop) || self.quoted(before);
        let speaks = told || self.lexicon.cues.speaker(tree.lemma(object)).is_some();
        let closes = speaks && tree.tag(before) != Tag::CC && self.after_is_loose(own.end);
        (named && !dated && first == self.verb + 1 && (apart || closes)).then_some(object)
    }

    /// Whether its object hears what is said: "told".
    pub(super) fn hears(&self) -> bool {
        self.cue.frame("np").is_none() && self.cue.frame("of").is_some()
    }

    /// Whether nothing but a few words without a verb follows.
    pub(super) fn after_is_loose(&self, from: usize) -> bool {
        let tree = self.tree;
        let mut after = (from..tree.len()).filter(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE));
        after.clone().count() <= 6 && after.all(|i| !tree.is_verb(i))
    }

    /// "Rebels, the governor said, took the town"; "as the governor said, …"; "…, the governor said" where the parser hangs the verb below.
    pub(super) fn parenthetical(&self) -> Vec<bool> {
        let tree = self.tree;
        let mut content = vec![false; tree.len()];
        let Some(head) = tree.head(self.verb) else { return self.split() };
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

    /// "Shell fire, residents said, hit a hospital": the verb of what is said is taken for a second one of the speaker's.
    fn split(&self) -> Vec<bool> {
        let tree = self.tree;
        let mut content = vec![false; tree.len()];
        let other = tree.children_by(self.verb, &[Dep::Conj]).find(|&other| {
            let subject = tree.child(other, &[Dep::Nsubj, Dep::Nsubjpass, Dep::Cc]).is_some();
            other > self.verb && tree.tag(other - 1) == Tag::Comma && !subject && tree.child(self.verb, &[Dep::Cc]).is_none()
        });
        let before = tree.children(self.verb).iter().copied().find(|&child| {
            child < self.verb && tree.is_noun(child) && matches!(tree.dep(child), Dep::Dep | Dep::Npadvmod | Dep::Nsubj | Dep::Dobj)
        });
        let speaker = self.own_subject();
        if let (Some(other), Some(before), Some(speaker)) = (other, before, speaker)
            && before < speaker
            && (before..speaker).any(|i| tree.tag(i) == Tag::Comma)
        {
            self.take(before, &mut content);
            self.take(other, &mut content);
        }
        content
    }

    /// "… two people a monitoring group said on Sunday": a speaker and its verb close the sentence, wherever the parser hangs them.
    pub(super) fn tail(&self) -> Option<(usize, Vec<bool>)> {
        let tree = self.tree;
        let finite = matches!(tree.tag(self.verb), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBN);
        // "Killed four civilians, the monitor said": what is said may hang below, before the verb, and the speaker be taken for one of its words.
        let told_after = tree.children_by(self.verb, &[Dep::Ccomp]).any(|told| told > self.verb);
        if !finite || told_after || tree.child(self.verb, &[Dep::Mark, Dep::Auxpass]).is_some() {
            return None;
        }
        if !self.hears() && tree.child(self.verb, &[Dep::Dobj]).is_some() {
            return None;
        }
        let after: Vec<usize> = (self.verb + 1..tree.len()).filter(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE)).collect();
        let near = |i: usize| tree.ancestors(i).take(2).any(|above| above == self.verb);
        let reports = |i: usize| tree.tag(i) == Tag::VBG && near(i);
        let first_verb = after.iter().position(|&i| tree.pos(i) == Pos::VERB);
        let closes = match first_verb {
            Some(at) => at <= 4 && reports(after[at]),
            None => after.len() <= 12,
        };
        let about = after.iter().any(|&i| matches!(tree.lower(i), "about" | "of") && tree.head(i) == Some(self.verb));
        let speaker = self.phrase_before()?;
        let start = tree.phrase(speaker).start.min(tree.subtree(speaker).start.max(tree.phrase(speaker).start.saturating_sub(1)));
        let before = start.checked_sub(1)?;
        let comma = matches!(tree.tag(before), Tag::Comma | Tag::CloseQuote | Tag::HYPH | Tag::Colon);
        let joined = matches!(tree.tag(before), Tag::WDT | Tag::WP | Tag::WRB | Tag::CC | Tag::IN) || tree.lower(before) == "that";
        let person = tree.entity(speaker).is_some_and(|entity| entity.kind == EntityKind::Person);
        let relative = tree.dep(self.verb) == Dep::Relcl;
        let pronoun = tree.pos(speaker) == Pos::PRON && (!relative || (after.is_empty() && tree.tag(self.verb) == Tag::VBD));
        let sure = comma || person || pronoun || first_verb.is_some() || kind(tree, speaker, self.lexicon).is_some();
        let clause = (0..start).any(|i| tree.is_verb(i));
        if !closes || about || joined || !sure || !clause || start < 3 {
            return None;
        }
        Some((speaker, (0..tree.len()).map(|i| i < start).collect()))
    }

    /// The head of the noun phrase that ends right before the verb: its subject, or what stands there where the parser saw none.
    pub(super) fn phrase_before(&self) -> Option<usize> {
        let tree = self.tree;
        let mut last = self.verb.checked_sub(1)?;
        while last > 0 && matches!(tree.dep(last), Dep::Aux | Dep::Advmod) && tree.head(last) == Some(self.verb) {
            last -= 1;
        }
        // "Mark Lane, a former officer, said": back over the apposition.
        if tree.tag(last) == Tag::Comma {
            let opens = (last.saturating_sub(14)..last).rev().find(|&i| tree.tag(i) == Tag::Comma);
            let opens = opens.filter(|&i| i > 0 && (i..last).all(|i| tree.pos(i) != Pos::VERB))?;
            last = opens - 1;
        }
        let own = self.own_subject();
        if own.is_some_and(|own| matches!(tree.tag(own), Tag::WP | Tag::WDT)) {
            return None;
        }
        let fits = |subject: &usize| tree.subtree(*subject).end == last + 1 && !tree.subtree(*subject).any(|i| tree.pos(i) == Pos::VERB);
        if let Some(own) = own.filter(fits) {
            return can_speak(tree, own, self.lexicon).then_some(own);
        }
        self.phrase_ending(last)
    }

    /// "… the largest bastion the Observatory said": a known kind of speaker before the verb, which the parser takes for an apposition.
    pub(super) fn hidden_speaker(&self, speaker: usize) -> Option<usize> {
        let tree = self.tree;
        let last = self.verb.checked_sub(1).filter(|&last| speaker < last && tree.is_under(last, speaker))?;
        let near = self.phrase_ending(last).filter(|&near| near != speaker && tree.dep(near) == Dep::Appos)?;
        let apart = (speaker..near).any(|i| tree.tag(i) == Tag::Comma);
        let known = |i: usize| word_kind(tree, i, self.lexicon).flatten().is_some();
        (!apart && !known(speaker) && known(near)).then_some(near)
    }

    /// The head of the noun phrase whose last token is `last`, by its own words, not by where the parser hangs it.
    pub(super) fn phrase_ending(&self, last: usize) -> Option<usize> {
        let tree = self.tree;
        let mut at = last;
        while let Some(head) = tree.head(at).filter(|&head| head < self.verb) {
            let joined = tree.dep(at) == Dep::Conj && head + 1 < at && tree.tag(head + 1) == Tag::CC;
            let inside = matches!(
                tree.dep(at),
                Dep::Pobj | Dep::Prep | Dep::Compound | Dep::Poss | Dep::Nmod | Dep::Amod | Dep::Det | Dep::Case | Dep::Punct
            );
            if !inside && !joined {
                break;
            }
            at = head;
        }
        (tree.is_noun(at) && can_speak(tree, at, self.lexicon) && tree.subtree(at).all(|i| i >= self.verb || tree.pos(i) != Pos::VERB))
            .then_some(at)
    }

    /// The quotations of the sentence beside the verb: no other verb stands between.
    pub(super) fn in_quotes(&self) -> Vec<bool> {
        let tree = self.tree;
        let long = |quote: &Span| quote.of(tree.text).split_whitespace().count() > 3;
        let verb = tree.token(self.verb).span;
        let near = |quote: &Span| {
            let gap = if quote.end() <= verb.start() { quote.end()..verb.start() } else { verb.end()..quote.start().max(verb.end()) };
            let between = (0..tree.len()).filter(|&i| gap.contains(&tree.token(i).span.start()));
            between.clone().count() <= 16 && between.filter(|&i| tree.pos(i) == Pos::VERB && !self.quoted(i)).count() == 0
        };
        let mut content = vec![false; tree.len()];
        for quote in self.quotes.iter().filter(|quote| long(quote) && near(quote)) {
            for i in (0..tree.len()).filter(|&i| quote.contains(tree.token(i).span)) {
                content[i] = true;
            }
        }
        content
    }
}
