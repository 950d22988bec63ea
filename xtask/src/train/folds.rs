//! Five-fold cross-validation of each student by document, printed as a table. The whole coder is measured by `check`.
//!
//! The teacher's labels are left out here: the teacher has read the fold that is held out, and a calibration fitted on that would be too sure.

use super::calibrate::{self, Judged};
use super::examples::{Examples, Origin};
use super::{Share, trained};
use dateline_claims::linear::sigmoid;
use dateline_claims::roles::Role;
use dateline_claims::{Calibration, carry, spot};

/// How many folds.
pub const FOLDS: usize = 5;

/// Trains on four fifths, judges the fifth, five times, and prints what came of it; gives the calibration of the judgements.
pub fn report(examples: &Examples) -> Calibration {
    let held = |origin: Origin, fold: usize| matches!(origin, Origin::Coded(document, _) if document % FOLDS == fold);
    let (mut judged, mut confusion) = (Vec::new(), [[0usize; 4]; 4]);
    let (mut hits, mut found, mut gold) = (0usize, 0usize, 0usize);
    std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS)
            .map(|fold| {
                scope.spawn(move || {
                    trained(examples, Share { without: Some(fold), taught: false, ..Share::ALL }).map(|trained| trained.model())
                })
            })
            .collect();
        for (fold, students) in folds.into_iter().enumerate() {
            let Ok([spotter, namer, roles, carrier]) = students.join() else { continue };
            for spot in examples.spots.iter().filter(|spot| held(spot.origin, fold)) {
                let evoked: Vec<(&str, usize)> = spot.evoked.iter().map(|(act, demands)| (act.as_str(), *demands)).collect();
                let (claim, shares) = spot::judge(&spot.features, &evoked, &spotter, &namer);
                let (name, named) = best(&shares).map_or((None, 0.0), |at| (Some(&namer.classes()[at]), shares[at]));
                let act_right = spot.acts.iter().any(|(act, _)| Some(act) == name);
                let agrees = spot.evoked.iter().any(|(act, _)| Some(act) == name);
                judged.push(Judged { fold, claim, named, agrees, act_right, coded: spot.claim.map(|claim| claim > 0.5) });
            }
            for phrase in examples.phrases.iter().filter(|phrase| held(phrase.origin, fold)) {
                confusion[best(&phrase.shares).unwrap_or(0)][best(&roles.scores(&phrase.features)).unwrap_or(0)] += 1;
            }
            for chance in examples.chances.iter().filter(|chance| held(chance.origin, fold)) {
                let yes = sigmoid(carrier.scores(&chance.features)[0]) >= carry::THRESHOLD;
                hits += usize::from(yes && chance.carried);
                found += usize::from(yes);
                gold += usize::from(chance.carried);
            }
        }
    });
    triggers(&judged);
    for role in &Role::ALL[1..] {
        let at = *role as usize;
        let sums = (confusion.iter().map(|row| row[at]).sum::<usize>(), confusion[at].iter().sum::<usize>());
        println!("role {:<10} {}", role.as_str(), ratios(confusion[at][at], sums.0, sums.1));
    }
    println!("carried         {}", ratios(hits, found, gold));
    let coded: Vec<&Judged> = judged.iter().filter(|judged| judged.claim >= spot::THRESHOLD && judged.coded.is_some()).collect();
    calibrate::report(&coded, FOLDS)
}

fn triggers(judged: &[Judged]) {
    let gold: Vec<&Judged> = judged.iter().filter(|judged| judged.coded == Some(true)).collect();
    let named = gold.iter().filter(|judged| judged.act_right).count();
    println!("right act of a coded trigger: {:.3}", named as f32 / gold.len().max(1) as f32);
    for step in 4..14 {
        let threshold = step as f32 * 0.05;
        let found: Vec<&Judged> = judged.iter().filter(|judged| judged.claim >= threshold && judged.coded.is_some()).collect();
        let any = found.iter().filter(|judged| judged.coded == Some(true)).count();
        let same = found.iter().filter(|judged| judged.coded == Some(true) && judged.act_right).count();
        let (any, same) = (ratios(any, found.len(), gold.len()), ratios(same, found.len(), gold.len()));
        println!("threshold {threshold:.2}: same act {same}; any act {any}");
    }
    println!("spot::THRESHOLD is {:.2}", spot::THRESHOLD);
}

fn ratios(hits: usize, found: usize, gold: usize) -> String {
    let part = |whole: usize| hits as f32 / whole.max(1) as f32;
    format!("P {:.3} R {:.3} F1 {:.3}", part(found), part(gold), 2.0 * hits as f32 / (found + gold).max(1) as f32)
}

fn best(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
}
