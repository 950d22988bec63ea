//! The walk from a parse to claims: every step in order, each in a module of its own.
//!
//! In:  a document, its parse, the lexicon, the students.
//! Out: the document's claims, in text order.

use crate::acts::{self, Hit};
use crate::attribution::{Voice, speakers, voices};
use crate::carry::{self, Field};
use crate::coref::Antecedents;
use crate::factuality::{Veto, factuality};
use crate::figures::{Reckoning, quantities};
use crate::frames;
use crate::linear::sigmoid;
use crate::mend::mend;
use crate::outside;
use crate::places::{names_place, owns_party, place};
use crate::roles::{self, Filled, Role, mention_range};
use crate::settle::{is_deed, settle};
use crate::slots::NounKinds;
use crate::spot::{self, Trigger};
use crate::standing::stand;
use crate::times::{times, times_of_trigger};
use crate::{Students, Tree, grammar, victims};
use dateline_knowledge::{CueClass, Lexicon, Slot, Speech};
use dateline_model::{
    Act, Attribution, Claim, ClaimId, Dep, Document, Factuality, Mention, Note, Parse, PlaceMention, PlaceRole, RuleId, Span, Speaker,
    TimeExpression,
};
use std::collections::HashMap;
use std::ops::Range;

/// A run of more tokens without an end is a list, a table or noise: it is not coded. Chosen by judgement, far above the length of a sentence of news.
const LONGEST: usize = 400;

/// Everything that one document claims.
pub fn claims(document: &Document, parse: &Parse, lexicon: &Lexicon, students: &Students) -> Vec<Claim> {
    claims_with_times(document, parse, &times(document, parse, lexicon), lexicon, students)
}

/// The same for a document whose times have been read already (`times::times`), since `resolve` needs them too.
pub fn claims_with_times(
    document: &Document,
    parse: &Parse,
    times: &[TimeExpression],
    lexicon: &Lexicon,
    students: &Students,
) -> Vec<Claim> {
    let parse = mend(parse);
    let coder = Coder::new(document, &parse, times, lexicon, students);
    let furniture = Furniture::of(document);
    let mut found: Vec<Coded> = Vec::new();
    for number in 0..coder.trees.len() {
        if !furniture.touches(coder.trees[number].sentence.span) {
            found.extend(coder.sentence(number));
        }
    }
    coder.carry(&mut found);
    let mut claims: Vec<Claim> = found.into_iter().map(|told| told.claim).collect();
    stand(claims.iter_mut());
    name(document, &mut claims);
    claims
}

/// A claim with the place of its trigger in the trees.
struct Coded {
    claim: Claim,
    sentence: usize,
    token: usize,
}

/// What the steps share for one document.
struct Coder<'a> {
    document: &'a Document,
    lexicon: &'a Lexicon,
    students: &'a Students,
    trees: Vec<Tree<'a>>,
    antecedents: Antecedents<'a>,
    times: &'a [TimeExpression],
    voices: Vec<Voice>,
    /// For each sentence the voices whose content it shares, so that a long document stays linear.
    heard: Vec<Vec<u32>>,
}

/// What the claims of one sentence share.
struct Told<'a, 's> {
    number: usize,
    tree: &'s Tree<'a>,
    /// Every trigger with its act.
    acts: Vec<(usize, Act)>,
    reckoning: Reckoning<'s, 'a>,
    /// The mention headed by each token, once one trigger has asked for it.
    mentions: Vec<Option<Vec<Mention>>>,
}

/// The spans of menus and the like, by their starts, each with the furthest end so far.
struct Furniture(Vec<(usize, usize)>);

impl Furniture {
    fn of(document: &Document) -> Furniture {
        let spans = document.notes.iter().filter_map(|note| match note {
            Note::Furniture { span } | Note::OtherLanguage { span, .. } => Some(*span),
            _ => None,
        });
        let mut spans: Vec<(usize, usize)> = spans.map(|span| (span.start(), span.end())).collect();
        spans.sort_unstable();
        for i in 1..spans.len() {
            spans[i].1 = spans[i].1.max(spans[i - 1].1);
        }
        Furniture(spans)
    }

    /// Whether one of them overlaps a span.
    fn touches(&self, span: Span) -> bool {
        let before = self.0.partition_point(|(start, _)| *start < span.end());
        before.checked_sub(1).is_some_and(|last| self.0[last].1 > span.start())
    }
}

impl<'a> Coder<'a> {
    fn new(
        document: &'a Document,
        parse: &'a Parse,
        times: &'a [TimeExpression],
        lexicon: &'a Lexicon,
        students: &'a Students,
    ) -> Coder<'a> {
        let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&document.text, sentence)).collect();
        let antecedents = Antecedents::of(&trees, lexicon);
        let voices = voices(&document.text, &trees, lexicon);
        let heard = by_sentence(&voices, &trees);
        Coder { document, lexicon, students, trees, antecedents, times, voices, heard }
    }

    /// The voices whose content a sentence shares.
    fn voices_of(&self, number: usize) -> impl Iterator<Item = &Voice> {
        self.heard[number].iter().map(|&voice| &self.voices[voice as usize])
    }

    /// The claims of one sentence.
    fn sentence(&self, number: usize) -> Vec<Coded> {
        let tree = &self.trees[number];
        if tree.len() > LONGEST {
            return Vec::new();
        }
        let hits: Vec<Hit> = acts::hits(tree, self.lexicon);
        let Students { spotter, namer, roles, .. } = self.students;
        let spotted = spot::triggers(tree, &hits, self.lexicon, spotter, namer, spot::THRESHOLD);
        let mut triggers = settle(tree, spotted, self.lexicon);
        let quantities = quantities(tree, self.lexicon);
        if triggers.is_empty() && quantities.is_empty() {
            return Vec::new();
        }
        let mut reckoning = Reckoning::new(tree, &quantities, self.lexicon);
        let mut acts = acts_of(&triggers);
        let mut harmed = reckoning.harmed(&acts);
        let tolls = victims::tolls(tree, &harmed, &triggers, &hits, self.lexicon, self.students);
        if !tolls.is_empty() {
            triggers.extend(tolls);
            triggers.sort_by_key(|trigger| trigger.token);
            triggers = settle(tree, triggers, self.lexicon);
            acts = acts_of(&triggers);
            harmed = reckoning.harmed(&acts);
        }
        let tokens: Vec<usize> = triggers.iter().map(|trigger| trigger.token).collect();
        let mut told = Told { number, tree, acts, reckoning, mentions: vec![None; tree.len()] };
        let mut found = Vec::new();
        for trigger in &triggers {
            let mut reading = factuality(tree, trigger.token, self.lexicon);
            // "Fired tear gas to disperse", "marched to demand": the aim is what the deed itself does.
            if reading.veto == Some(Veto::Aim) && matches!(trigger.act.as_str(), "disperse_protest" | "protest" | "request") {
                reading.factuality = Factuality::Happened;
            }
            let others: Vec<usize> = tokens.iter().copied().filter(|&other| other != trigger.token).collect();
            let mut filled = roles::roles(tree, trigger.token, trigger.act.as_str(), &others, self.lexicon, roles);
            self.name_pronouns(number, &mut filled);
            grammar::amend(tree, trigger, &others, &hits, self.lexicon, &mut filled);
            victims::fill(tree, trigger, &harmed, self.lexicon, &mut filled);
            let behind = hits.iter().find(|hit| hit.token == trigger.token && hit.pattern.act == trigger.act);
            let frame = behind.map(|hit| hit.pattern.frame);
            frames::complete(tree, trigger.token, trigger.act.as_str(), frame, self.lexicon, &mut filled);
            outside::leave(tree, trigger.token, self.voices_of(number), &mut filled);
            found.push(Coded {
                claim: Claim { factuality: reading.factuality, ..self.claim(&mut told, trigger, &filled) },
                sentence: number,
                token: trigger.token,
            });
        }
        found
    }

    fn claim(&self, told: &mut Told, trigger: &Trigger, filled: &[Filled]) -> Claim {
        let tree = told.tree;
        let mut claim = Claim {
            id: ClaimId::new(""),
            document: self.document.id.clone(),
            sentence: tree.sentence.span,
            trigger: tree.span(trigger_range(tree, trigger.token)),
            act: trigger.act.clone(),
            actors: Vec::new(),
            recipients: Vec::new(),
            places: Vec::new(),
            times: self.times_of(told.number, trigger.token),
            figures: told.reckoning.figures(trigger.token, &trigger.act, &told.acts),
            means: means(tree, trigger, self.lexicon),
            attribution: speakers(self.voices_of(told.number), tree.token(trigger.token).span),
            factuality: Factuality::Happened,
            score: self.students.calibration.confidence(trigger.claim, trigger.named, trigger.agrees()),
            rule: trigger.rule.clone(),
        };
        for phrase in filled {
            match phrase.role {
                Role::Actor => claim.actors.extend(self.mentions(told, phrase)),
                Role::Recipient => claim.recipients.extend(self.mentions(told, phrase)),
                Role::Place if names_place(tree, phrase.head) && !owns_party(tree, phrase.head, self.lexicon) => {
                    claim.places.push(place(tree, phrase.head))
                }
                Role::Place => {}
                Role::None => {}
            }
        }
        // Whoever tells of violence does not suffer it, unless the deed is his own; whoever only judges it has not done it.
        let violent = self.lexicon.measures.has(Slot::Deadly, trigger.act.as_str());
        let told: Vec<Span> = claim.attribution.iter().filter(|_| violent).map(|speaker| speaker.mention.head).collect();
        let judging = claim.attribution.iter().filter(|speaker| violent && self.judges(tree, speaker));
        let judges: Vec<Span> = judging.map(|speaker| speaker.mention.head).collect();
        claim.recipients.retain(|mention| !told.contains(&mention.head));
        claim.actors.retain(|mention| !judges.contains(&mention.head));
        without_inner(&mut claim.actors);
        without_inner(&mut claim.recipients);
        claim
    }

    /// Whether somebody evaluates what he is quoted on: "condemned the attack".
    fn judges(&self, tree: &Tree, speaker: &Speaker) -> bool {
        let cue = tree.token_at(speaker.cue);
        let word = cue.and_then(|cue| self.lexicon.cues.get(CueClass::Verb, tree.lemma(cue)));
        word.is_some_and(|word| word.speech == Speech::Judge)
    }

    /// The times that date a trigger. The time of the saying ("said on Tuesday that …") is not the time of what is said.
    fn times_of(&self, number: usize, token: usize) -> Vec<TimeExpression> {
        let tree = &self.trees[number];
        let trigger = tree.token(token).span;
        let holds = |spans: &[Span], inner: Span| spans.iter().any(|span| span.contains(inner));
        let around = self.voices_of(number).map(|voice| &voice.attribution).filter(|told| {
            let here = told.cue.iter().any(|cue| tree.sentence.span.contains(*cue) && !cue.overlaps(trigger));
            here && holds(&told.content, trigger)
        });
        let around: Vec<_> = around.collect();
        let first = self.times.partition_point(|time| time.span.end() <= tree.sentence.span.start());
        let after = self.times.partition_point(|time| time.span.start() < tree.sentence.span.end());
        let mut times = times_of_trigger(tree, token, &self.times[first..after.max(first)]);
        // "The ministry said Tuesday the convoy had left": right behind the cue, too, it is the saying that is dated.
        let behind = |told: &Attribution, time: Span| {
            let cue = told.cue.last().map_or(0, |cue| cue.end());
            told.content.iter().any(|content| content.start() > cue && time.start() < content.start() + 4 && content.contains(time))
        };
        times.retain(|time| around.iter().all(|told| holds(&told.content, time.span) && !behind(told, time.span)));
        times
    }

    /// Values that the document carries from an earlier claim to one that has none of its own (codebook, decision 9).
    fn carry(&self, coded: &mut [Coded]) {
        for at in 1..coded.len() {
            let (earlier, rest) = coded.split_at_mut(at);
            let here = &mut rest[0];
            let near = |other: &&Coded| here.sentence - other.sentence <= carry::REACH;
            let before = |other: &&Coded| other.sentence < here.sentence;
            for field in Field::ALL {
                let has = |claim: &Claim| match field {
                    Field::Place => claim.places.iter().any(|place| place.role == PlaceRole::At),
                    Field::Actor => !claim.actors.is_empty(),
                    Field::Recipient => !claim.recipients.is_empty(),
                };
                if has(&here.claim) {
                    continue;
                }
                let Some(from) = earlier.iter().rev().take_while(near).filter(before).find(|other| has(&other.claim)) else { continue };
                let told = |coded: &'_ Coded| (coded.sentence, coded.token);
                let ((sentence, token), (before, before_token)) = (told(here), told(from));
                let here_told = carry::Told { tree: &self.trees[sentence], sentence, token, act: here.claim.act.as_str() };
                let from_told =
                    carry::Told { tree: &self.trees[before], sentence: before, token: before_token, act: from.claim.act.as_str() };
                let features = carry::features(field, here_told, from_told, self.lexicon);
                if sigmoid(self.students.carrier.scores(&features)[0]) < carry::THRESHOLD {
                    continue;
                }
                let rule = RuleId::new("carry.student");
                match field {
                    Field::Place => {
                        let places = from.claim.places.iter().filter(|place| place.role == PlaceRole::At);
                        here.claim.places.extend(places.map(|place| PlaceMention { rule: rule.clone(), ..place.clone() }));
                    }
                    Field::Actor => here.claim.actors = carried(&from.claim.actors, &rule),
                    Field::Recipient => here.claim.recipients = carried(&from.claim.recipients, &rule),
                }
            }
        }
    }

    /// A pronoun that the student leaves out counts where nothing else fills its role and the document says whom it means.
    fn name_pronouns(&self, number: usize, filled: &mut Vec<Filled>) {
        let taken = [Role::Actor, Role::Recipient].map(|role| (role, filled.iter().any(|phrase| phrase.role == role && phrase.likely)));
        let found = |head: usize| {
            let antecedents = self.antecedents.find(&self.trees, (number, head), self.lexicon);
            antecedents.iter().any(|span| span.of(&self.document.text).contains(char::is_uppercase))
        };
        filled.retain(|phrase| phrase.likely || !taken.contains(&(phrase.role, true)) && found(phrase.head));
    }

    /// The mention of a participant; two where the words stand for two parties ("the two sides").
    fn mentions(&self, told: &mut Told, phrase: &Filled) -> Vec<Mention> {
        let (number, tree, head) = (told.number, told.tree, phrase.head);
        let read = || {
            let range = mention_range(tree, head);
            let mention = |antecedent: Option<Span>| Mention {
                span: tree.span(range.clone()),
                head: tree.token(head).span,
                antecedent,
                label: label(tree, range.clone(), self.lexicon),
                rule: RuleId::new(phrase.rule),
            };
            let antecedents = self.antecedents.find(&self.trees, (number, head), self.lexicon);
            if antecedents.is_empty() { vec![mention(None)] } else { antecedents.into_iter().map(|span| mention(Some(span))).collect() }
        };
        let found = told.mentions[head].get_or_insert_with(read);
        found.iter().map(|mention| Mention { rule: RuleId::new(phrase.rule), ..mention.clone() }).collect()
    }
}

fn acts_of(triggers: &[Trigger]) -> Vec<(usize, Act)> {
    triggers.iter().map(|trigger| (trigger.token, trigger.act.clone())).collect()
}

/// The loaded term that a mention uses, if any.
fn label(tree: &Tree, range: Range<usize>, lexicon: &Lexicon) -> Option<Span> {
    let lemmas: Vec<&str> = range.clone().map(|i| tree.lemma(i)).collect();
    let (found, _) = lexicon.labels.find(&lemmas)?;
    Some(tree.span(range.start + found.start..range.start + found.end))
}

fn carried(mentions: &[Mention], rule: &RuleId) -> Vec<Mention> {
    mentions.iter().map(|mention| Mention { rule: rule.clone(), ..mention.clone() }).collect()
}

/// Drops mentions that lie inside another of the same role.
fn without_inner(mentions: &mut Vec<Mention>) {
    let spans: Vec<Span> = mentions.iter().map(|mention| mention.span).collect();
    mentions.retain(|mention| !spans.iter().any(|span| *span != mention.span && span.contains(mention.span)));
}

/// The words of a trigger: the token, with its particle and with the compound that names the weapon before a noun ("car bomb attack").
fn trigger_range(tree: &Tree, token: usize) -> Range<usize> {
    let (mut start, mut end) = (token, token + 1);
    if tree.is_noun(token) {
        while start > 0 && tree.dep(start - 1) == Dep::Compound && tree.head(start - 1).is_some_and(|head| (start..=token).contains(&head))
        {
            start -= 1;
        }
    } else if end < tree.len() && tree.dep(end) == Dep::Prt && tree.head(end) == Some(token) {
        end += 1;
    }
    start..end
}

/// The weapons or methods around a trigger.
fn means(tree: &Tree, trigger: &Trigger, lexicon: &Lexicon) -> Vec<Span> {
    let deed = is_deed(trigger.act.as_str());
    let trigger = trigger.token;
    let kinds = ["weapon", "explosive", "ammunition", "drone", "aircraft"];
    let is_means = |i: usize| NounKinds::of(tree, i, lexicon).has_any(&kinds);
    let mut found = Vec::new();
    for &child in tree.children(trigger) {
        match tree.dep(child) {
            // "hurled a grenade", "rockets were fired"
            Dep::Dobj | Dep::Nsubjpass if deed && is_means(child) => found.push(tree.span(mention_range(tree, child))),
            Dep::Compound | Dep::Amod | Dep::Nsubj if is_means(child) => found.push(tree.span(mention_range(tree, child))),
            Dep::Prep | Dep::Agent if matches!(tree.lower(child), "with" | "by" | "using") => {
                let objects = tree.child(child, &[Dep::Pobj]).map(|object| tree.conjuncts(object)).unwrap_or_default();
                found.extend(objects.into_iter().filter(|&object| is_means(object)).map(|object| tree.span(mention_range(tree, object))));
            }
            _ => {}
        }
    }
    found
}

/// Puts every voice to the sentences that its content touches.
fn by_sentence(voices: &[Voice], trees: &[Tree]) -> Vec<Vec<u32>> {
    let mut found = vec![Vec::new(); trees.len()];
    for (at, voice) in voices.iter().enumerate() {
        let mut touched: Vec<usize> = Vec::new();
        for content in &voice.attribution.content {
            let first = trees.partition_point(|tree| tree.sentence.span.end() <= content.start());
            let after = trees.partition_point(|tree| tree.sentence.span.start() < content.end());
            touched.extend(first..after);
        }
        touched.sort_unstable();
        touched.dedup();
        touched.into_iter().for_each(|number| found[number].push(at as u32));
    }
    found
}

/// Gives every claim its id; claims that share trigger, act and speaker get ordinals.
fn name(document: &Document, claims: &mut [Claim]) {
    let mut seen: HashMap<(Span, Act, String), usize> = HashMap::new();
    for claim in claims {
        let speaker = claim.attribution.first().map_or("", |speaker| speaker.mention.span.of(&document.text)).to_string();
        let ordinal = seen.entry((claim.trigger, claim.act.clone(), speaker.clone())).or_default();
        claim.id = ClaimId::of(&document.id, claim.trigger, claim.act.as_str(), &speaker, *ordinal);
        *ordinal += 1;
    }
}
