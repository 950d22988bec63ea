//! `cargo xtask train claims SILVER_FOLDER`: teaches the linear students of `claims` from coded sentences.
//!
//! In:  a folder with `silver.jsonl`, `silver_docs.jsonl` and `aliases.tsv` (rows as the claims gold has them).
//! Out: `models/claims-english.bin` (spotter, namer, roles, carrier), and the cross-validation table on standard output; with a
//!      second folder also `fold-N.bin` there, taught without every fifth document from the Nth on.
//!
//! Deterministic: documents in file order, a fixed shuffle, one thread for each model, so that the same input gives the same bytes.
//! Gold is never read here.

mod ftrl;
mod names;
mod silver;

use dateline_claims::carry::{self, Field, Told};
use dateline_claims::roles::{self, Around, Role};
use dateline_claims::{Tree, acts, linear, spot};
use dateline_knowledge::{DataSource, Lexicon};
use dateline_model::Dep;
use ftrl::{Example, Trained, train};
use names::Names;
use silver::{SilverClaim, Text};
use std::path::Path;

const FOLDS: usize = 5;

/// One possible trigger with what silver says of it.
struct Spot {
    document: usize,
    features: Vec<linear::Feature>,
    /// None where an optional claim stands: it teaches neither yes nor no.
    claim: Option<bool>,
    /// The accepted acts, the coded one first.
    acts: Vec<String>,
}

/// One phrase beside a silver trigger.
struct Phrase {
    document: usize,
    features: Vec<linear::Feature>,
    role: Role,
}

/// One chance to carry a value.
struct Chance {
    document: usize,
    features: Vec<linear::Feature>,
    carried: bool,
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let (folder, folds) = match arguments {
        [folder] => (folder, None),
        [folder, folds] => (folder, Some(Path::new(folds))),
        _ => return Err("usage: cargo xtask train claims SILVER_FOLDER [FOLDER_FOR_THE_FOLDS]".into()),
    };
    let folder = Path::new(folder);
    let data = DataSource::Folder("data".into());
    let texts = silver::read(folder)?;
    let names = Names::load(&folder.join("aliases.tsv"))?;
    let lexicon = Lexicon::load(&data, "en").map_err(|error| error.to_string())?;
    let english = dateline_language::English::embedded();
    let mut reader = english.reader();
    let (mut spots, mut phrases, mut chances) = (Vec::new(), Vec::new(), Vec::new());
    for (number, text) in texts.iter().enumerate() {
        let parse = reader.parse(&text.document);
        let trees: Vec<Tree> = parse.sentences.iter().map(|sentence| Tree::new(&text.document.text, sentence)).collect();
        collect(number, text, &trees, &lexicon, &names, &mut spots, &mut phrases);
        collect_chances(number, text, &trees, &lexicon, &names, &mut chances);
    }
    println!(
        "{} texts, {} claims; {} possible triggers ({} claims); {} phrases ({} with a role)",
        texts.len(),
        texts.iter().map(|text| text.claims.len()).sum::<usize>(),
        spots.len(),
        spots.iter().filter(|spot| spot.claim == Some(true)).count(),
        phrases.len(),
        phrases.iter().filter(|phrase| phrase.role != Role::None).count()
    );
    let threshold = cross_validate(&spots, &phrases);
    cross_validate_carrying(&chances);
    println!("best threshold on silver {threshold:.2} (spot::THRESHOLD is {:.2})", spot::THRESHOLD);
    let write = |path: &Path, without: Option<usize>| -> Result<(), String> {
        let models = [spotter(&spots, without), namer(&spots, without), role_student(&phrases, without), carrier(&chances, without)];
        let bytes: Vec<u8> = models.iter().flat_map(Trained::bytes).collect();
        let place = path.display();
        std::fs::write(path, &bytes).map_err(|error| format!("{place}: cannot be written ({error}); run from the project's root"))?;
        println!("{place}: {} bytes", bytes.len());
        Ok(())
    };
    write(Path::new("models/claims-english.bin"), None)?;
    // The students of each fold, taught without its documents, so that the whole coder can be cross-validated.
    for fold in (0..FOLDS).filter(|_| folds.is_some()) {
        write(&folds.unwrap_or(folder).join(format!("fold-{fold}.bin")), Some(fold))?;
    }
    Ok(())
}

fn collect(number: usize, text: &Text, trees: &[Tree], lexicon: &Lexicon, names: &Names, spots: &mut Vec<Spot>, phrases: &mut Vec<Phrase>) {
    for tree in trees {
        let hits = acts::hits(tree, lexicon);
        let mut here: Vec<(usize, &SilverClaim)> = Vec::new();
        for claim in &text.claims {
            if let Some(token) = head_of(tree, claim.trigger) {
                here.push((token, claim));
            }
        }
        for token in (0..tree.len()).filter(|&i| spot::is_candidate(tree, i)) {
            let claims: Vec<&SilverClaim> = here.iter().filter(|(at, _)| *at == token).map(|(_, claim)| *claim).collect();
            // A word inside a coded trigger, but not its head, is neither.
            let inside = text.claims.iter().any(|claim| claim.trigger.contains(tree.token(token).span));
            let claim = match claims.first() {
                Some(_) if claims.iter().all(|claim| claim.optional) => None,
                Some(_) => Some(true),
                None if inside => None,
                None => Some(false),
            };
            let acts = claims.iter().flat_map(|claim| claim.acts.clone()).collect();
            spots.push(Spot { document: number, features: spot::features(tree, token, &hits, lexicon), claim, acts });
        }
        let triggers: Vec<usize> = here.iter().map(|(token, _)| *token).collect();
        for (token, claim) in &here {
            let others: Vec<usize> = triggers.iter().copied().filter(|other| other != token).collect();
            let around = Around::of(tree, *token, &claim.acts[0], &others);
            for head in roles::candidates(tree).into_iter().filter(|head| head != token) {
                let words = tree.span(roles::mention_range(tree, head)).of(&text.document.text);
                let role = names.role(words, is_part(tree, head), claim);
                let Some(role) = role else { continue };
                phrases.push(Phrase { document: number, features: around.features(tree, head, lexicon), role });
            }
        }
    }
}

/// Whether a phrase stands before a noun that it belongs to.
fn is_part(tree: &Tree, head: usize) -> bool {
    matches!(tree.dep(head), Dep::Amod | Dep::Compound | Dep::Nmod)
}

/// The claims that have no phrase of their own for a field, each with the nearest earlier claim that has names there.
fn collect_chances(number: usize, text: &Text, trees: &[Tree], lexicon: &Lexicon, names: &Names, chances: &mut Vec<Chance>) {
    let mut told: Vec<(Told, &SilverClaim)> = Vec::new();
    for (sentence, tree) in trees.iter().enumerate() {
        for claim in &text.claims {
            if let Some(token) = head_of(tree, claim.trigger) {
                told.push((Told { tree, sentence, token, act: &claim.acts[0] }, claim));
            }
        }
    }
    for (at, (here, claim)) in told.iter().enumerate() {
        for field in Field::ALL {
            let role = match field {
                Field::Place => Role::Place,
                Field::Actor => Role::Actor,
                Field::Recipient => Role::Recipient,
            };
            let own = roles::candidates(here.tree).into_iter().any(|head| {
                let words = here.tree.span(roles::mention_range(here.tree, head)).of(&text.document.text);
                head != here.token && names.role(words, is_part(here.tree, head), claim) == Some(role)
            });
            let near = |other: &&(Told, &SilverClaim)| other.0.sentence < here.sentence && here.sentence - other.0.sentence <= carry::REACH;
            let earlier = told[..at].iter().rev().filter(near).find(|other| !other.1.names(field).is_empty());
            let (Some((from, source)), false) = (earlier, own) else { continue };
            let carried = source.names(field).iter().any(|name| names.any(claim.names(field), name, field == Field::Place));
            chances.push(Chance { document: number, features: carry::features(field, *here, *from, lexicon), carried });
        }
    }
}

/// The syntactic head of a span: its first token whose head lies outside.
fn head_of(tree: &Tree, span: dateline_model::Span) -> Option<usize> {
    let inside = |i: usize| span.overlaps(tree.token(i).span) && !tree.token(i).is_space();
    let tokens: Vec<usize> = (0..tree.len()).filter(|&i| inside(i)).collect();
    let head = tokens.iter().copied().find(|&i| spot::is_candidate(tree, i) && tree.head(i).is_none_or(|head| !inside(head)));
    head.or_else(|| tokens.iter().copied().find(|&i| spot::is_candidate(tree, i)))
}

fn spotter(spots: &[Spot], without: Option<usize>) -> Trained {
    let examples: Vec<Example> = spots
        .iter()
        .filter(|spot| without.is_none_or(|fold| spot.document % FOLDS != fold))
        .filter_map(|spot| spot.claim.map(|yes| Example { features: &spot.features, targets: vec![(0, f32::from(u8::from(yes)))] }))
        .collect();
    train(&["claim".to_string()], &examples, ftrl::Settings { binary: true, ..ftrl::Settings::default() })
}

fn namer(spots: &[Spot], without: Option<usize>) -> Trained {
    let mut classes: Vec<String> = spots.iter().flat_map(|spot| spot.acts.iter().cloned()).collect();
    classes.sort();
    classes.dedup();
    let class = |act: &String| classes.binary_search(act).unwrap_or(0) as u16;
    let examples: Vec<Example> = spots
        .iter()
        .filter(|spot| !spot.acts.is_empty() && without.is_none_or(|fold| spot.document % FOLDS != fold))
        .map(|spot| {
            // The coded act has three quarters of the target where others are accepted, these share the rest.
            let others = spot.acts.len() - 1;
            let first = if others == 0 { 1.0 } else { 0.75 };
            let rest = spot.acts[1..].iter().map(|act| (class(act), 0.25 / others as f32));
            Example { features: &spot.features, targets: std::iter::once((class(&spot.acts[0]), first)).chain(rest).collect() }
        })
        .collect();
    train(&classes, &examples, ftrl::Settings::default())
}

fn role_student(phrases: &[Phrase], without: Option<usize>) -> Trained {
    let classes: Vec<String> = Role::ALL.iter().map(|role| role.as_str().to_string()).collect();
    let examples: Vec<Example> = phrases
        .iter()
        .filter(|phrase| without.is_none_or(|fold| phrase.document % FOLDS != fold))
        .map(|phrase| Example { features: &phrase.features, targets: vec![(phrase.role as u16, 1.0)] })
        .collect();
    train(&classes, &examples, ftrl::Settings::default())
}

fn carrier(chances: &[Chance], without: Option<usize>) -> Trained {
    let examples: Vec<Example> = chances
        .iter()
        .filter(|chance| without.is_none_or(|fold| chance.document % FOLDS != fold))
        .map(|chance| Example { features: &chance.features, targets: vec![(0, f32::from(u8::from(chance.carried)))] })
        .collect();
    train(&["carried".to_string()], &examples, ftrl::Settings { binary: true, ..ftrl::Settings::default() })
}

fn cross_validate_carrying(chances: &[Chance]) {
    let (mut hits, mut found, mut gold) = (0, 0, 0);
    for fold in 0..FOLDS {
        let model = carrier(chances, Some(fold)).model();
        for chance in chances.iter().filter(|chance| chance.document % FOLDS == fold) {
            let yes = linear::sigmoid(model.scores(&chance.features)[0]) >= carry::THRESHOLD;
            hits += usize::from(yes && chance.carried);
            found += usize::from(yes);
            gold += usize::from(chance.carried);
        }
    }
    println!(
        "carried values: {} chances, P {:.3} R {:.3}",
        chances.len(),
        hits as f32 / found.max(1) as f32,
        hits as f32 / gold.max(1) as f32
    );
}

/// Prints the cross-validation table; gives the threshold of the best same-act F1.
fn cross_validate(spots: &[Spot], phrases: &[Phrase]) -> f32 {
    // Of each possible trigger: the probability, whether the act is right, what silver says.
    let mut judged: Vec<(f32, bool, Option<bool>)> = Vec::new();
    let mut named_right = (0, 0);
    let mut confusion = [[0usize; 4]; 4];
    std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|fold| {
                scope.spawn(move || {
                    (fold, spotter(spots, Some(fold)).model(), namer(spots, Some(fold)).model(), role_student(phrases, Some(fold)).model())
                })
            })
            .collect();
        for fold in folds {
            let Ok((fold, spotter, namer, roles)) = fold.join() else { continue };
            for spot in spots.iter().filter(|spot| spot.document % FOLDS == fold) {
                let claim = linear::sigmoid(spotter.scores(&spot.features)[0]);
                let scores = namer.scores(&spot.features);
                let best = (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
                let right = spot.acts.contains(&namer.classes()[best]);
                if spot.claim == Some(true) {
                    named_right.0 += usize::from(right);
                    named_right.1 += 1;
                }
                judged.push((claim, right, spot.claim));
            }
            for phrase in phrases.iter().filter(|phrase| phrase.document % FOLDS == fold) {
                let scores = roles.scores(&phrase.features);
                let best = (0..4).max_by(|&a, &b| scores[a].total_cmp(&scores[b])).unwrap_or(0);
                confusion[phrase.role as usize][best] += 1;
            }
        }
    });
    println!("right act of a silver trigger: {:.3}", named_right.0 as f32 / named_right.1.max(1) as f32);
    let gold = judged.iter().filter(|judged| judged.2 == Some(true)).count() as f32;
    let mut best = (0.0, 0.5);
    for step in 4..16 {
        let threshold = step as f32 * 0.05;
        let found: Vec<_> = judged.iter().filter(|judged| judged.0 >= threshold && judged.2.is_some()).collect();
        let any = found.iter().filter(|judged| judged.2 == Some(true)).count() as f32;
        let same = found.iter().filter(|judged| judged.2 == Some(true) && judged.1).count() as f32;
        let f1 = 2.0 * same / (found.len() as f32 + gold);
        println!(
            "threshold {threshold:.2}: same act P {:.3} R {:.3} F1 {f1:.3}; any act F1 {:.3}",
            same / found.len() as f32,
            same / gold,
            2.0 * any / (found.len() as f32 + gold)
        );
        if f1 > best.0 {
            best = (f1, threshold);
        }
    }
    for role in &Role::ALL[1..] {
        let at = *role as usize;
        let hits = confusion[at][at] as f32;
        let (found, gold) = (confusion.iter().map(|row| row[at]).sum::<usize>() as f32, confusion[at].iter().sum::<usize>() as f32);
        println!("role {:<10} P {:.3} R {:.3} F1 {:.3}", role.as_str(), hits / found, hits / gold, 2.0 * hits / (found + gold));
    }
    best.1
}
