//! Verbs that report: "the army said that …", "…, added analyst X", "was quoted as saying", "X, citing residents, reported".
//!
//! In:  one tree and the quotations that overlap it.
//! Out: `Found`s: heads of the speakers, cue, content. A content may be empty where a quotation in a neighbouring sentence may fill it.

use super::mentions::{can_speak, kind, word_kind};
use super::{Found, pieces};
use crate::Tree;
use crate::arguments::{arguments, is_passive};
use crate::factuality::is_denial;
use dateline_knowledge::{Commits, CueClass, CueWord, Lexicon, Speech};
use dateline_model::{Dep, EntityKind, Pos, RuleId, Span, SpeakerKind, Tag};

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
    cited(tree, number, lexicon, found);
}

/// "The agency reported, citing residents, that …": the residents say what the agency reports.
fn cited(tree: &Tree, number: usize, lexicon: &Lexicon, found: &mut Vec<Found>) {
    for verb in (0..tree.len()).filter(|&i| is_clause(tree, i)) {
        let cites = cue(tree, verb, lexicon).is_some_and(|(cue, _)| cue.speech == Speech::Cite) && !is_passive(tree, verb);
        let object = tree.child(verb, &[Dep::Dobj]).filter(|&object| cites && can_speak(tree, object, lexicon));
        let as_ = tree.children_by(verb, &[Dep::Prep]).any(|child| tree.lower(child) == "as");
        let Some(object) = object.filter(|_| !as_ && tree.tag(verb) == Tag::VBG) else { continue };
        let clause = tree.child(verb, &[Dep::Ccomp]);
        let own = pieces(tree, |i| clause.is_some_and(|clause| tree.is_under(i, clause)));
        let above = tree
            .ancestors(verb)
            .find(|&above| is_clause(tree, above) && cue(tree, above, lexicon).is_some_and(|(cue, _)| cue.speech == Speech::Say));
        let reported = found.iter().position(|found| found.sentence == number && found.verb.is_some() && found.verb == above);
        let content = match (reported, above) {
            _ if !own.is_empty() => own,
            (Some(at), _) => found[at].content.clone(),
            (None, Some(_)) => continue,
            (None, None) => {
                let Some(head) = tree.head(verb) else { continue };
                let main = tree.clause(head);
                pieces(tree, |i| tree.is_under(i, main) && !tree.is_under(i, verb))
            }
        };
        let template = Found {
            sentence: number,
            speakers: tree.conjuncts(object),
            told: None,
            cue: vec![tree.token(verb).span],
            content: content.clone(),
            speech: Speech::Cite,
            quotes: false,
            commits: Commits::Same,
            denial: false,
            verb: None,
            within: None,
            relative: None,
            rule: RuleId::new("attribution.cited"),
        };
        if let (None, Some(above)) = (reported, above) {
            let mut speakers = arguments(tree, above).subject;
            speakers.retain(|&head| can_speak(tree, head, lexicon));
            let cue = vec![tree.token(above).span];
            let rule = RuleId::new("attribution.clause");
            found.push(Found { speakers, cue, speech: Speech::Say, verb: Some(above), rule, ..template.clone() });
        }
        found.push(template);
    }
}

/// "…,” added analyst Mark Lane": after a comma or a quotation the parser may take the verb for an adjective of its speaker.
fn as_adjective(tree: &Tree, i: usize) -> bool {
    let after = i.checked_sub(1).is_some_and(|before| matches!(tree.tag(before), Tag::Comma | Tag::CloseQuote));
    after && tree.dep(i) == Dep::Amod && matches!(tree.tag(i), Tag::VBN | Tag::VBD) && tree.head(i).is_some_and(|head| head > i)
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
        let says = self.cue.frame("clause").is_some();
        let (mut content, mut rule, commits) = self.governed();
        let has = |content: &[bool]| content.iter().any(|&inside| inside);
        let own = self.own_subject();
        if let Some(own) = own.filter(|_| tree.children_by(self.verb, &[Dep::Nsubj]).count() > 1) {
            speakers = tree.conjuncts(own);
        }
        if quoting && own.is_none_or(|own| self.quoted(own)) {
            if let Some(after) = self.inverted() {
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
        }
        if quoting
            && says
            && (!has(&content) || rule == "object")
            && let Some((speaker, before)) = self.tail()
        {
            rule = "tail";
            content = before;
            speakers = tree.conjuncts(speaker);
        }
        if let [only] = speakers[..]
            && let Some(better) = self.hidden_speaker(only)
        {
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
    fn own_subject(&self) -> Option<usize> {
        let subjects = || self.tree.children_by(self.verb, &[Dep::Nsubj]);
        subjects().filter(|&subject| subject < self.verb).last().or_else(|| subjects().next())
    }

    /// The relative pronoun that stands for the speaker: "who said".
    fn relative(&self) -> Option<usize> {
        let tree = self.tree;
        tree.child(self.verb, &[Dep::Nsubj]).filter(|&own| tree.dep(self.verb) == Dep::Relcl && matches!(tree.tag(own), Tag::WP | Tag::WDT))
    }

    /// A verb that the parser took for an adjective: its noun speaks, what stands before it is said.
    fn read_adjective(&self, number: usize) -> Option<Found> {
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

    /// "…, added analyst Mark Lane": the phrase behind the verb speaks, whatever the parser takes it for.
    fn inverted(&self) -> Option<usize> {
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
    fn hears(&self) -> bool {
        self.cue.frame("np").is_none() && self.cue.frame("of").is_some()
    }

    /// Whether nothing but a few words without a verb follows.
    fn after_is_loose(&self, from: usize) -> bool {
        let tree = self.tree;
        let mut after = (from..tree.len()).filter(|&i| !matches!(tree.pos(i), Pos::PUNCT | Pos::SPACE));
        after.clone().count() <= 6 && after.all(|i| !tree.is_verb(i))
    }

    /// Whether the sentence ends with a colon or a comma: what is said stands in the next one.
    fn ends_open(&self) -> bool {
        let tree = self.tree;
        let last = (0..tree.len()).rev().find(|&i| !tree.token(i).is_space());
        last.is_some_and(|last| matches!(tree.word(last), ":" | ",")) || !self.quotes.is_empty()
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
    fn take_gap(&self, clause: usize, content: &mut [bool]) {
        let tree = self.tree;
        let gap = tree.child(clause, &[Dep::Nsubj, Dep::Nsubjpass]).is_none_or(|subject| matches!(tree.tag(subject), Tag::WDT | Tag::WP));
        if let Some(noun) = tree.head(self.verb).filter(|_| tree.dep(self.verb) == Dep::Relcl && gap && clause > self.verb) {
            if tree.child(self.verb, &[Dep::Nsubj]).is_some_and(|subject| !matches!(tree.tag(subject), Tag::WDT | Tag::WP)) {
                tree.phrase(noun).for_each(|i| content[i] = true);
            }
        }
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

    /// "… two people a monitoring group said on Sunday": a speaker and its verb close the sentence, wherever the parser hangs them.
    fn tail(&self) -> Option<(usize, Vec<bool>)> {
        let tree = self.tree;
        let finite = matches!(tree.tag(self.verb), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBN);
        if !finite || tree.child(self.verb, &[Dep::Mark, Dep::Auxpass, Dep::Ccomp]).is_some() {
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
    fn phrase_before(&self) -> Option<usize> {
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
    fn hidden_speaker(&self, speaker: usize) -> Option<usize> {
        let tree = self.tree;
        let last = self.verb.checked_sub(1).filter(|&last| speaker < last && tree.is_under(last, speaker))?;
        let near = self.phrase_ending(last).filter(|&near| near != speaker && tree.dep(near) == Dep::Appos)?;
        let apart = (speaker..near).any(|i| tree.tag(i) == Tag::Comma);
        let known = |i: usize| word_kind(tree, i, self.lexicon).flatten().is_some();
        (!apart && !known(speaker) && known(near)).then_some(near)
    }

    /// The head of the noun phrase whose last token is `last`, by its own words, not by where the parser hangs it.
    fn phrase_ending(&self, last: usize) -> Option<usize> {
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
    fn in_quotes(&self) -> Vec<bool> {
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
        let words = tree.word(head);
        let acronym = words.len() >= 3 && words.chars().all(|c| c.is_ascii_uppercase());
        if tree.pos(head) != Pos::PROPN && !acronym {
            return false;
        }
        match kind(tree, head, self.lexicon) {
            Some(kind) => kind == SpeakerKind::Media,
            None => acronym && tree.entity(head).is_some_and(|entity| entity.kind == EntityKind::Org),
        }
    }
}
