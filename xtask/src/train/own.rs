//! Our own sentences as examples: the promises of the patterns (`matches`, `rejects`), for every act, the rare ones too.
//!
//! In:  the lexicon.
//! Out: spots and phrases of no fold, lighter than coded ones: a sentence that shows one word says nothing of the frequency of things.

use super::examples::{Origin, Phrase, Spot, evoked, only};
use super::silver;
use dateline_claims::roles::{self, Around, Role};
use dateline_claims::{Tree, acts, spot};
use dateline_knowledge::{Example, Lexicon, Pattern};
use dateline_language::Reader;
use dateline_model::Span;

/// Every example that the promises of the lexicon give.
pub fn examples(lexicon: &Lexicon) -> (Vec<Spot>, Vec<Phrase>) {
    let english = dateline_language::English::embedded();
    let mut own = Own { lexicon, reader: english.reader(), spots: Vec::new(), phrases: Vec::new() };
    for pattern in lexicon.patterns.all() {
        pattern.matches.iter().for_each(|example| own.matching(pattern, example));
        pattern.rejects.iter().for_each(|rejected| own.rejected(pattern, &rejected.text));
    }
    (own.spots, own.phrases)
}

struct Own<'a> {
    lexicon: &'a Lexicon,
    reader: Reader<'a>,
    spots: Vec<Spot>,
    phrases: Vec<Phrase>,
}

impl Own<'_> {
    /// The word that the pattern finds is a claim of its act; words that no pattern finds are none; the others are left open.
    fn matching(&mut self, pattern: &Pattern, example: &Example) {
        let text = silver::text("own", &example.text);
        let parse = self.reader.parse(&text.document);
        for sentence in &parse.sentences {
            let tree = Tree::new(&text.document.text, sentence);
            let hits = acts::hits(&tree, self.lexicon);
            let Some(trigger) = hits.iter().find(|hit| hit.pattern.id == pattern.id).map(|hit| hit.token) else { continue };
            for token in (0..tree.len()).filter(|&i| spot::is_candidate(&tree, i)) {
                let claim = token == trigger;
                if claim || hits.iter().all(|hit| hit.token != token) {
                    let acts = claim.then(|| (pattern.act.to_string(), 1.0)).into_iter().collect();
                    self.spot(&tree, token, &hits, f32::from(u8::from(claim)), acts);
                }
            }
            self.fillers(pattern, example, &tree, trigger);
        }
    }

    /// Phrases with the roles that the promise names. Where it names no party at all, it says nothing of parties.
    fn fillers(&mut self, pattern: &Pattern, example: &Example, tree: &Tree, trigger: usize) {
        let named = [(Role::Actor, &example.actor), (Role::Recipient, &example.recipient), (Role::Place, &example.place)];
        let spans: Vec<(Role, Span)> = named
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .filter_map(|(role, words)| tree.text.find(words.as_str()).map(|at| (role, Span::new(at, at + words.len()))))
            .collect();
        let around = Around::of(tree, trigger, pattern.act.as_str(), &[]);
        for head in roles::candidates(tree, trigger) {
            let here = tree.token(head).span;
            let Some(&(role, _)) = spans.iter().find(|(_, span)| span.contains(here)) else { continue };
            // The head of the words only: "forces" of "government forces".
            let inner = tree.head(head).is_some_and(|above| spans.iter().any(|(_, span)| span.contains(tree.token(above).span)));
            if !inner {
                let features = around.features(tree, head, self.lexicon);
                self.phrases.push(Phrase { origin: Origin::Own, features, shares: only(role) });
            }
        }
    }

    /// The pattern's own words are no claim here, unless another pattern finds them.
    fn rejected(&mut self, pattern: &Pattern, text: &str) {
        let text = silver::text("own", text);
        let parse = self.reader.parse(&text.document);
        for sentence in &parse.sentences {
            let tree = Tree::new(&text.document.text, sentence);
            let hits = acts::hits(&tree, self.lexicon);
            for token in (0..tree.len()).filter(|&i| spot::is_candidate(&tree, i)) {
                let own = pattern.lemmas.iter().any(|lemma| lemma == tree.lemma(token) || lemma == tree.lower(token));
                if own && hits.iter().all(|hit| hit.token != token) {
                    self.spot(&tree, token, &hits, 0.0, Vec::new());
                }
            }
        }
    }

    fn spot(&mut self, tree: &Tree, token: usize, hits: &[acts::Hit], claim: f32, acts: Vec<(String, f32)>) {
        let features = spot::features(tree, token, hits, self.lexicon);
        self.spots.push(Spot { origin: Origin::Own, features, claim: Some(claim), acts, evoked: evoked(hits, token) });
    }
}
