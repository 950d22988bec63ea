//! Five-fold cross-validation of the students by document, printed as a table.

use super::examples::Examples;
use super::{carrier, carries, namer, role_student, spotter};
use dateline_claims::Calibration;
use dateline_claims::linear::Linear;
use dateline_claims::roles::Role;
use dateline_claims::spot;

/// How many folds.
pub const FOLDS: usize = 5;

/// Of one possible trigger: the probabilities of a claim and of its act, whether the act is right, what the coder says.
struct Judged {
    claim: f32,
    named: f32,
    act_right: bool,
    coded: Option<bool>,
}

/// Trains on four fifths, judges the fifth, five times, and prints what came of it; gives the calibration of the judgements.
pub fn report(examples: &Examples) -> Calibration {
    let (mut judged, mut confusion) = (Vec::new(), [[0usize; 4]; 4]);
    let (mut hits, mut found, mut gold) = (0usize, 0usize, 0usize);
    std::thread::scope(|scope| {
        let folds: Vec<_> = (0..FOLDS).map(|fold| scope.spawn(move || students(examples, fold))).collect();
        for (fold, students) in folds.into_iter().enumerate() {
            let Ok([spotter, namer, roles, carrier]) = students.join() else { continue };
            for spot in examples.spots.iter().filter(|spot| spot.document.is_some_and(|document| document % FOLDS == fold)) {
                let evoked: Vec<(&str, usize)> = spot.evoked.iter().map(|(act, demands)| (act.as_str(), *demands)).collect();
                let (claim, shares) = spot::judge(&spot.features, &evoked, &spotter, &namer);
                let (name, named) = best(&shares).map_or((None, 0.0), |at| (Some(&namer.classes()[at]), shares[at]));
                let act_right = spot.acts.iter().any(|(act, _)| Some(act) == name);
                judged.push(Judged { claim, named, act_right, coded: spot.claim.map(|claim| claim > 0.5) });
            }
            for phrase in examples.phrases.iter().filter(|phrase| phrase.document % FOLDS == fold) {
                confusion[phrase.role as usize][best(&roles.scores(&phrase.features)).unwrap_or(0)] += 1;
            }
            for chance in examples.chances.iter().filter(|chance| chance.document % FOLDS == fold) {
                let yes = carries(carrier.scores(&chance.features)[0]);
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
    calibrate(&judged)
}

fn students(examples: &Examples, fold: usize) -> [Linear; 4] {
    let without = Some(fold);
    [
        spotter(&examples.spots, without).model(),
        namer(&examples.spots, without).model(),
        role_student(&examples.phrases, without).model(),
        carrier(&examples.chances, without).model(),
    ]
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

/// Fits Platt's scaling by Newton steps, on the claims that would be coded; prints the reliability table.
fn calibrate(judged: &[Judged]) -> Calibration {
    let coded: Vec<(f32, bool)> = judged
        .iter()
        .filter(|judged| judged.claim >= spot::THRESHOLD)
        .filter_map(|judged| judged.coded.map(|coded| (judged.claim * judged.named, coded && judged.act_right)))
        .collect();
    let mut fitted = Calibration { slope: 1.0, offset: 0.0 };
    for _ in 0..50 {
        let (mut gradient, mut curve) = ([0f64; 2], [[1e-6f64, 0.0], [0.0, 1e-6]]);
        for &(score, right) in &coded {
            let score = score.clamp(1e-4, 1.0 - 1e-4);
            let odds = [f64::from((score / (1.0 - score)).ln()), 1.0];
            let share = f64::from(fitted.confidence(score));
            for row in 0..2 {
                gradient[row] += (share - f64::from(u8::from(right))) * odds[row];
                for column in 0..2 {
                    curve[row][column] += share * (1.0 - share) * odds[row] * odds[column];
                }
            }
        }
        let determinant = curve[0][0] * curve[1][1] - curve[0][1] * curve[1][0];
        fitted.slope -= ((curve[1][1] * gradient[0] - curve[0][1] * gradient[1]) / determinant) as f32;
        fitted.offset -= ((curve[0][0] * gradient[1] - curve[1][0] * gradient[0]) / determinant) as f32;
    }
    println!("calibration: slope {:.3} offset {:.3}; confidence, claims, share right:", fitted.slope, fitted.offset);
    for step in 0..10 {
        let bin: Vec<bool> =
            coded.iter().filter(|(score, _)| (fitted.confidence(*score) * 10.0) as usize == step).map(|(_, right)| *right).collect();
        let right = bin.iter().filter(|right| **right).count();
        println!(
            "  {:.1}–{:.1} {:>5} {:.3}",
            step as f32 / 10.0,
            (step + 1) as f32 / 10.0,
            bin.len(),
            right as f32 / bin.len().max(1) as f32
        );
    }
    fitted
}

fn ratios(hits: usize, found: usize, gold: usize) -> String {
    let part = |whole: usize| hits as f32 / whole.max(1) as f32;
    format!("P {:.3} R {:.3} F1 {:.3}", part(found), part(gold), 2.0 * hits as f32 / (found + gold).max(1) as f32)
}

fn best(scores: &[f32]) -> Option<usize> {
    (0..scores.len()).max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
}
