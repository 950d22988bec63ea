//! Which time expressions of a sentence date the act of one trigger.
//!
//! In:  the tree of a sentence, the trigger's token, the sentence's expressions.
//! Out: the expressions that belong to the trigger, the one that dates it first.
//!
//! An expression belongs to the clause that it hangs in; a clause without one borrows from the clauses that it is part of, but
//! never from inside another clause's relative, quotation or another event's noun phrase.

use crate::Tree;
use dateline_model::{Dep, TimeExpression, TimeKind, TimeMeaning, TimeRelation};

/// The expressions that date the trigger, best first. Sets and references ("every day", "now") come last: they date nothing.
pub fn times_of_trigger(tree: &Tree, trigger: usize, expressions: &[TimeExpression]) -> Vec<TimeExpression> {
    let mut ranked: Vec<(u32, usize, bool)> = expressions
        .iter()
        .enumerate()
        .filter(|(_, expression)| tree.sentence.span.contains(expression.span))
        .filter_map(|(index, expression)| {
            let token = anchor_token(tree, expression)?;
            if expression.relation == Some(TimeRelation::Since) && joined_later(tree, trigger, token) {
                return None;
            }
            let since = since_above(tree, trigger, token);
            let distance = since.map_or_else(|| distance(tree, trigger, token), |since| distance(tree, trigger, since))?;
            Some((distance + weakness(expression), index, since.is_some()))
        })
        .collect();
    ranked.sort();
    let with_relation = |(_, index, since): (u32, usize, bool)| {
        let mut expression = expressions[index].clone();
        if since {
            expression.relation = Some(TimeRelation::Since);
        }
        expression
    };
    ranked.into_iter().map(with_relation).collect()
}

/// Whether a verb joined by "and" stands between the expression and the trigger: "has been besieged since 2012 and is bombed every day"
/// says since when for the first alone.
fn joined_later(tree: &Tree, trigger: usize, token: usize) -> bool {
    let above = std::iter::once(trigger).chain(tree.ancestors(trigger)).take_while(|&at| !tree.is_under(token, at));
    above
        .into_iter()
        .any(|at| tree.dep(at) == Dep::Conj && tree.is_verb(at) && token < at && tree.head(at).is_some_and(|head| head < token))
}

/// The token of an expression that hangs highest in the tree.
fn anchor_token(tree: &Tree, expression: &TimeExpression) -> Option<usize> {
    let first = tree.token_at(expression.span)?;
    let inside = (first..tree.len()).take_while(|&i| tree.token(i).span.start() < expression.span.end());
    inside.min_by_key(|&i| tree.ancestors(i).count())
}

/// The "since" between a trigger and an expression: "killed since the war broke out in March 2011" counts from that March.
fn since_above(tree: &Tree, trigger: usize, token: usize) -> Option<usize> {
    let open = tree.ancestors(token).take_while(|&at| at != trigger && !tree.is_under(trigger, at));
    open.into_iter().find(|&at| {
        tree.lower(at) == "since" && tree.dep(at) == Dep::Prep
            || tree.children(at).iter().any(|&child| tree.dep(child) == Dep::Mark && tree.lower(child) == "since")
    })
}

/// What dates nothing comes after what does.
fn weakness(expression: &TimeExpression) -> u32 {
    match expression.meaning {
        TimeMeaning::Reference(_) | TimeMeaning::Repeat(_) => 100,
        TimeMeaning::ClockOnly | TimeMeaning::Shift { amount: None, .. } => 50,
        _ if expression.kind == TimeKind::Duration => 40,
        _ => 0,
    }
}

/// How far the expression's place in the tree is from the trigger: 0 on the trigger itself, 1 in its clause, more for each clause
/// above. None if it belongs to another event.
fn distance(tree: &Tree, trigger: usize, token: usize) -> Option<u32> {
    // "the 2016 summit", "Tuesday's raid": the time of that noun alone, but "detained during an overnight raid" is one occasion.
    let beside_noun = matches!(tree.dep(token), Dep::Nummod | Dep::Amod | Dep::Compound | Dep::Nmod | Dep::Poss);
    if beside_noun && tree.head(token) != Some(trigger) {
        let noun = tree.head(token).filter(|_| matches!(tree.dep(token), Dep::Amod | Dep::Compound | Dep::Nmod))?;
        let occasion = tree.head(noun).filter(|&at| tree.dep(noun) == Dep::Pobj && matches!(tree.lower(at), "during" | "in"))?;
        return distance(tree, trigger, occasion).map(|distance| distance + 2);
    }
    if tree.is_under(token, trigger) {
        // Below the trigger: not inside another clause or event below it.
        let crossed = tree.ancestors(token).take_while(|&at| at != trigger).any(|at| closes(tree, at));
        return if crossed { shared(tree, trigger, token) } else { Some(0) };
    }
    // Climb from the trigger; at each level look whether the expression hangs there without a closed door between.
    let mut steps = 1;
    let mut below = trigger;
    for above in tree.ancestors(trigger) {
        if shuts(tree, below) {
            return None;
        }
        if tree.is_under(token, above) {
            let crossed = tree.ancestors(token).take_while(|&at| at != above).any(|at| closes(tree, at));
            let lent = lends(tree, above, below, token);
            return if crossed { shared(tree, above, token).filter(|_| lent) } else { lent.then_some(steps) };
        }
        if tree.is_verb(above) {
            steps += 1;
        }
        below = above;
    }
    None
}

/// Whether a token opens a clause or an event of its own, whose times stay inside.
fn closes(tree: &Tree, at: usize) -> bool {
    match tree.dep(at) {
        Dep::Relcl | Dep::Ccomp | Dep::Parataxis | Dep::Csubj | Dep::Advcl | Dep::Acl => true,
        Dep::Conj => tree.is_verb(at),
        Dep::Pcomp => tree.is_verb(at),
        _ => false,
    }
}

/// "detained two men and seized arms on Tuesday": a time behind the last of several verbs with one subject dates them all.
fn shared(tree: &Tree, first: usize, token: usize) -> Option<u32> {
    let last = tree.ancestors(token).take_while(|&at| at != first).find(|&at| tree.is_verb(at))?;
    let one_subject = tree.child(last, &[Dep::Nsubj, Dep::Nsubjpass]).is_none();
    let verbs = tree.is_verb(first) && tree.dep(last) == Dep::Conj && tree.coordination_head(last) == tree.coordination_head(first);
    let open = !tree.ancestors(token).take_while(|&at| at != last).any(|at| closes(tree, at));
    (verbs && one_subject && open && token > last).then_some(3)
}

/// Whether a clause takes no time from anything above it: "the town, which was shelled in May", "the report that the convoy had left".
fn shuts(tree: &Tree, clause: usize) -> bool {
    tree.dep(clause) == Dep::Relcl || (tree.dep(clause) == Dep::Acl && tree.child(clause, &[Dep::Mark]).is_some())
}

/// Whether the clause headed by `above` lends its time to what hangs below it at `below`.
fn lends(tree: &Tree, above: usize, below: usize, token: usize) -> bool {
    match tree.dep(below) {
        // "A spokesman said on Tuesday that rebels shelled Kessa": Tuesday dates the saying.
        Dep::Ccomp | Dep::Parataxis => token < below.min(above) && leads(tree, above, token),
        // "Talks began in May, but the minister left": another subject, another occasion.
        Dep::Conj if tree.is_verb(below) && tree.child(below, &[Dep::Nsubj, Dep::Nsubjpass]).is_some() => leads(tree, above, token),
        _ => true,
    }
}

/// Whether an expression opens the sentence, before the subject of the verb over it: "On Tuesday, rebels …".
fn leads(tree: &Tree, verb: usize, token: usize) -> bool {
    let subject = tree.child(verb, &[Dep::Nsubj, Dep::Nsubjpass]);
    subject.is_some_and(|subject| token < tree.subtree(subject).start)
}
