//! The walk from a parse to claims: every step in order, each in a module of its own.
//!
//! In:  a document, its parse, the lexicon, the students.
//! Out: the document's claims, in text order.

use crate::acts::{self, Hit};
use crate::attribution::{Voice, speakers, voices};
use crate::carry::{self, Field, Told};
use crate::coref::Antecedents;
use crate::factuality::factuality;
use crate::figures::{Quantity, figures, quantities};
use crate::linear::sigmoid;
use crate::roles::{self, Filled, Role, mention_range};
use crate::settle::settle;
use crate::slots::is_kind;
use crate::spot::{self, Trigger};
use crate::times::{times, times_of_trigger};
use crate::{Students, Tree};
use dateline_knowledge::Lexicon;
use dateline_model::{
    Act, Attribution, Claim, ClaimId, Dep, Document, Factuality, Mention, Note, Parse, PlaceMention, PlaceRole, Pos, RuleId, Sentence,
    Span, TimeExpression,
};
use std::collections::HashMap;

/// A run of more tokens without an end is a list, a table or noise: it is not coded. Chosen by judgement, far above the length of a sentence of news.
const LONGEST: usize = 400;

/// Everything that one document claims.
pub fn claims(document: &Document, parse: &Parse, lexicon: &Lexicon, students: &Students) -> Vec<Claim> {
    let coder = Coder::new(document, parse, lexicon, students);
    let mut found: Vec<Coded> = Vec::new();
    for number in 0..coder.trees.len() {
        if !coder.is_furniture(coder.trees[number].sentence) {
            found.extend(coder.sentence(number));
        }
    }
    coder.carry(&mut found);
    let mut claims: Vec<Claim> = found.into_iter().map(|told| told.claim).collect();
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
    antecedents: Antecedents,
    times: Vec<TimeExpression>,
    /// For each sentence the voices whose content it shares, so that a long document stays linear.
    voices: Vec<Vec<Voice>>,
}

impl<'a> Coder<'a> {
    fn new(document: &'a Document, parse: &'a Parse, lexicon: &'a Lexicon, students: &'a Students) -> Coder<'a> {
        let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&document.text, sentence)).collect();
        let antecedents = Antecedents::of(&trees, lexicon);
        let voices = by_sentence(voices(&document.text, &trees, lexicon), &trees);
        Coder { document, lexicon, students, trees, antecedents, times: times(document, parse, lexicon), voices }
    }

    fn is_furniture(&self, sentence: &Sentence) -> bool {
        self.document
            .notes
            .iter()
            .any(|note| matches!(note, Note::Furniture { span } | Note::OtherLanguage { span, .. } if span.overlaps(sentence.span)))
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
        let triggers = settle(tree, spotted);
        let tokens: Vec<usize> = triggers.iter().map(|trigger| trigger.token).collect();
        let acts: Vec<(usize, Act)> = triggers.iter().map(|trigger| (trigger.token, trigger.act.clone())).collect();
        let quantities = quantities(tree, self.lexicon);
        let mut found = Vec::new();
        for trigger in &triggers {
            let reading = factuality(tree, trigger.token, self.lexicon);
            let others: Vec<usize> = tokens.iter().copied().filter(|&other| other != trigger.token).collect();
            let filled = roles::roles(tree, trigger.token, trigger.act.as_str(), &others, self.lexicon, roles);
            found.push(Coded {
                claim: Claim { factuality: reading.factuality, ..self.claim(number, trigger, &filled, &quantities, &acts) },
                sentence: number,
                token: trigger.token,
            });
        }
        found
    }

    fn claim(&self, number: usize, trigger: &Trigger, filled: &[Filled], quantities: &[Quantity], acts: &[(usize, Act)]) -> Claim {
        let tree = &self.trees[number];
        let mut claim = Claim {
            id: ClaimId::new(""),
            document: self.document.id.clone(),
            sentence: tree.sentence.span,
            trigger: tree.span(trigger_range(tree, trigger.token)),
            act: trigger.act.clone(),
            actors: Vec::new(),
            recipients: Vec::new(),
            places: Vec::new(),
            times: self.times_of(number, trigger.token),
            figures: figures(tree, quantities, trigger.token, &trigger.act, acts, self.lexicon),
            means: means(tree, trigger.token, self.lexicon),
            attribution: speakers(&self.voices[number], tree.token(trigger.token).span),
            factuality: Factuality::Happened,
            score: self.students.calibration.confidence(trigger.claim * trigger.named),
            rule: trigger.rule.clone(),
        };
        for phrase in filled {
            match phrase.role {
                Role::Actor => claim.actors.push(self.mention(number, phrase.head)),
                Role::Recipient => claim.recipients.push(self.mention(number, phrase.head)),
                Role::Place if names_place(tree, phrase.head) => claim.places.push(place(tree, phrase.head)),
                Role::Place => {}
                Role::None => {}
            }
        }
        without_inner(&mut claim.actors);
        without_inner(&mut claim.recipients);
        claim
    }

    /// The times that date a trigger. The time of the saying ("said on Tuesday that …") is not the time of what is said.
    fn times_of(&self, number: usize, token: usize) -> Vec<TimeExpression> {
        let tree = &self.trees[number];
        let trigger = tree.token(token).span;
        let holds = |spans: &[Span], inner: Span| spans.iter().any(|span| span.contains(inner));
        let around = self.voices[number].iter().map(|voice| &voice.attribution).filter(|told| {
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
                let here_told = Told { tree: &self.trees[sentence], sentence, token, act: here.claim.act.as_str() };
                let from_told = Told { tree: &self.trees[before], sentence: before, token: before_token, act: from.claim.act.as_str() };
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

    fn mention(&self, number: usize, head: usize) -> Mention {
        let tree = &self.trees[number];
        let antecedent = self.antecedents.find(&self.trees, (number, head), self.lexicon).map(|(_, span)| span);
        Mention {
            span: tree.span(mention_range(tree, head)),
            head: tree.token(head).span,
            antecedent,
            label: label(tree, head, self.lexicon),
            rule: RuleId::new("roles.student"),
        }
    }
}

/// The loaded term that a mention uses, if any.
fn label(tree: &Tree, head: usize, lexicon: &Lexicon) -> Option<Span> {
    let range = mention_range(tree, head);
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
fn trigger_range(tree: &Tree, token: usize) -> std::ops::Range<usize> {
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

/// Whether a phrase carries a name that could be a place's: "the depot", "the town's mayor" name none.
fn names_place(tree: &Tree, head: usize) -> bool {
    mention_range(tree, head).any(|i| tree.pos(i) == Pos::PROPN || tree.word(i).starts_with(char::is_uppercase))
}

/// A place mention: its words with what stands before the name ("northern countryside of"), the name to look up, its role.
fn place(tree: &Tree, head: usize) -> PlaceMention {
    let range = mention_range(tree, head);
    let name = match tree.entity(head) {
        Some(entity) if entity.tokens.end > head => tree.span(entity.tokens.start.max(range.start).min(head)..head + 1),
        _ => tree.span(range.clone()),
    };
    let first = tree.coordination_head(head);
    let preposition = tree.head(first).filter(|_| tree.dep(first) == Dep::Pobj).map_or("", |above| tree.lower(above));
    let role = match preposition {
        "from" => PlaceRole::From,
        "to" | "toward" | "towards" | "into" | "onto" => PlaceRole::To,
        "near" | "outside" | "around" | "beside" | "close" => PlaceRole::Near,
        _ => PlaceRole::At,
    };
    PlaceMention { span: tree.span(range), name, role, rule: RuleId::new("roles.student") }
}

/// The weapons or methods around a trigger.
fn means(tree: &Tree, trigger: usize, lexicon: &Lexicon) -> Vec<Span> {
    let kinds = ["weapon", "explosive", "ammunition", "drone", "aircraft"];
    let is_means = |i: usize| kinds.iter().any(|kind| is_kind(tree, i, kind, lexicon));
    let mut found = Vec::new();
    for &child in tree.children(trigger) {
        match tree.dep(child) {
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
fn by_sentence(voices: Vec<Voice>, trees: &[Tree]) -> Vec<Vec<Voice>> {
    let mut found = vec![Vec::new(); trees.len()];
    for voice in voices {
        let mut touched: Vec<usize> = Vec::new();
        for content in &voice.attribution.content {
            let first = trees.partition_point(|tree| tree.sentence.span.end() <= content.start());
            let after = trees.partition_point(|tree| tree.sentence.span.start() < content.end());
            touched.extend(first..after);
        }
        touched.sort_unstable();
        touched.dedup();
        touched.into_iter().for_each(|number| found[number].push(voice.clone()));
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
