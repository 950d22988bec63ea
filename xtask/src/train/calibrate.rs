//! From cross-validated judgements to the calibration of `confidence`: a logistic regression on a few numbers of each claim.
//!
//! In:  what the students said of possible triggers that they had not seen, and what the coder says.
//! Out: `Calibration`; how good it is (log loss and Brier score, each fold judged by a fit on the others).

use dateline_claims::Calibration;

/// Of one possible trigger: the students' opinion, whether a pattern agrees, whether the act is right, what the coder says.
pub struct Judged {
    /// Of which fold.
    pub fold: usize,
    /// Probability of a claim.
    pub claim: f32,
    /// Probability of the act.
    pub named: f32,
    /// A pattern evokes the same act.
    pub agrees: bool,
    /// The act is among the coder's.
    pub act_right: bool,
    /// A claim, none, or open.
    pub coded: Option<bool>,
}

impl Judged {
    fn right(&self) -> bool {
        self.coded == Some(true) && self.act_right
    }

    fn confidence(&self, calibration: Calibration) -> f32 {
        calibration.confidence(self.claim, self.named, self.agrees)
    }
}

/// The longest step of a weight.
const LONGEST_STEP: f64 = 0.25;

/// Fits the calibration by cyclic Newton steps, one weight at a time, on the claims that would be coded.
pub fn fit(coded: &[&Judged]) -> Calibration {
    let mut weights = [1.0f32, 1.0, 0.0, 0.0];
    for _ in 0..200 {
        for at in 0..weights.len() {
            let (mut gradient, mut curve) = (0f64, 1e-6f64);
            for judged in coded {
                let number = f64::from(Calibration::numbers(judged.claim, judged.named, judged.agrees)[at]);
                let share = f64::from(judged.confidence(Calibration { weights }));
                gradient += (share - f64::from(u8::from(judged.right()))) * number;
                curve += share * (1.0 - share) * number * number;
            }
            // Short steps: far from the answer the curve is flat and a whole step leaps over it.
            weights[at] -= (gradient / curve).clamp(-LONGEST_STEP, LONGEST_STEP) as f32;
        }
    }
    Calibration { weights }
}

/// Fits on all; prints how good the same fit is on folds that it has not seen, beside always saying the mean.
pub fn report(coded: &[&Judged], folds: usize) -> Calibration {
    let (mut loss, mut brier, mut flat) = (0f64, 0f64, 0f64);
    for fold in 0..folds {
        let (held, seen): (Vec<&Judged>, Vec<&Judged>) = coded.iter().partition(|judged| judged.fold == fold);
        let fitted = fit(&seen);
        let mean = seen.iter().filter(|judged| judged.right()).count() as f64 / seen.len().max(1) as f64;
        for judged in held {
            let (share, right) = (f64::from(judged.confidence(fitted)).clamp(1e-6, 1.0 - 1e-6), judged.right());
            loss -= if right { share.ln() } else { (1.0 - share).ln() };
            brier += (share - f64::from(u8::from(right))).powi(2);
            flat += (mean - f64::from(u8::from(right))).powi(2);
        }
    }
    let count = coded.len().max(1) as f64;
    let fitted = fit(coded);
    println!(
        "calibration {:.3?}: log loss {:.4}, Brier {:.4} (the mean alone {:.4}) over {} claims",
        fitted.weights,
        loss / count,
        brier / count,
        flat / count,
        coded.len()
    );
    fitted
}
