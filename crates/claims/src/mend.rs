//! What the parser is known to get wrong and grammar can put right, before anything is read off the tree.
//!
//! In:  a parse.
//! Out: the same parse, or one with mended arcs. Tokens, spans and names stay as they are.
//!
//! One mistake so far: "met President Anna Tolvar Tuesday": the day after a name, without a preposition, is taken for the head of the name.
//! Not here: what nobody can tell from the words alone.

use dateline_model::{Dep, Entity, EntityKind, Parse, Pos, Sentence};
use std::borrow::Cow;

/// Mends a parse; borrowed where there is nothing to mend.
pub(crate) fn mend(parse: &Parse) -> Cow<'_, Parse> {
    let mut parse = Cow::Borrowed(parse);
    for number in 0..parse.sentences.len() {
        let days: Vec<usize> =
            (1..parse.sentences[number].tokens.len()).filter(|&day| is_day_for_head(&parse.sentences[number], day)).collect();
        for day in days {
            give_back(&mut parse.to_mut().sentences[number], day);
        }
    }
    parse
}

/// Whether a date of one word heads the name right before it.
fn is_day_for_head(sentence: &Sentence, day: usize) -> bool {
    let (token, before) = (&sentence.tokens[day], &sentence.tokens[day - 1]);
    let entity = |at: usize| -> Option<&Entity> { sentence.entities.iter().find(|entity| entity.tokens.contains(&at)) };
    let alone = entity(day).is_some_and(|entity| entity.kind == EntityKind::Date && entity.tokens.len() == 1);
    let named = entity(day - 1).is_some_and(|entity| matches!(entity.kind, EntityKind::Person | EntityKind::Org | EntityKind::Gpe));
    let heads = before.head == day && before.dep == Dep::Compound && token.head != day;
    let stands =
        matches!(token.dep, Dep::Pobj | Dep::Dobj | Dep::Nsubj | Dep::Nsubjpass | Dep::Attr | Dep::Dative | Dep::Conj | Dep::Appos);
    token.pos == Pos::PROPN && alone && named && heads && stands
}

/// Puts the name in the place of the day, and the day beside the word that it dates.
fn give_back(sentence: &mut Sentence, day: usize) {
    let name = day - 1;
    let (above, dep) = (sentence.tokens[day].head, sentence.tokens[day].dep);
    for token in &mut sentence.tokens[..name] {
        if token.head == day {
            token.head = name;
        }
    }
    (sentence.tokens[name].head, sentence.tokens[name].dep) = (above, dep);
    let dated = if dep == Dep::Pobj { sentence.tokens[above].head } else { above };
    (sentence.tokens[day].head, sentence.tokens[day].dep) = (dated, Dep::Npadvmod);
}

#[cfg(test)]
mod tests {
    use super::*;
    use dateline_language::English;
    use dateline_model::{Document, DocumentId};

    /// The word that the named word hangs on after mending.
    fn check(text: &str, word: &str, above: &str) {
        let document = Document {
            id: DocumentId::new("mend"),
            outlet: None,
            url: None,
            title: None,
            published: None,
            language: Some("en".into()),
            text: text.into(),
            fingerprint: 0,
            notes: Vec::new(),
        };
        let parse = English::embedded().reader().parse(&document);
        let mended = mend(&parse);
        let tokens = &mended.sentences[0].tokens;
        let of = tokens.iter().find(|token| token.span.of(text) == word).expect("the word is there");
        assert_eq!(tokens[of.head].span.of(text), above, "{text}");
    }

    #[test]
    fn a_day_after_a_name_is_not_its_head() {
        check("The general spoke with Chadian President Idriss Deby Monday about the border.", "Deby", "with");
        check("The general spoke with Chadian President Idriss Deby Monday about the border.", "Monday", "spoke");
    }

    #[test]
    fn a_day_behind_its_preposition_stays() {
        check("The general spoke with President Idriss Deby on Monday.", "Monday", "on");
    }
}
