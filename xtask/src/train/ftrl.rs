//! Sparse logistic regression by FTRL-Proximal (McMahan et al. 2013, KDD, algorithm 1): one binary head, or softmax over classes.
//!
//! L1 keeps the weights few; a fixed shuffle makes the result repeatable.

use dateline_claims::linear::{Feature, FeatureMap, Linear};

/// One example: its features and the share of the target that each class has.
pub struct Example<'a> {
    /// Hashed features.
    pub features: &'a [Feature],
    /// (class, share); for the binary head, class 0 with 0 or 1.
    pub targets: Vec<(u16, f32)>,
    /// How much it counts; 1 is the rule.
    pub weight: f32,
}

/// The trainer's settings; chosen by cross-validation on silver.
#[derive(Clone, Copy)]
pub struct Settings {
    /// One sigmoid instead of a softmax.
    pub binary: bool,
    /// Learning rate.
    pub alpha: f32,
    /// Smoothing of the rate.
    pub beta: f32,
    /// L1.
    pub l1: f32,
    /// L2.
    pub l2: f32,
    /// Rounds over the examples.
    pub epochs: usize,
    /// Features seen in fewer examples are left out.
    pub least: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { binary: false, alpha: 0.1, beta: 1.0, l1: 1.0, l2: 2.0, epochs: 10, least: 2 }
    }
}

/// A trained head.
pub struct Trained {
    classes: Vec<String>,
    bias: Vec<f32>,
    rows: Vec<(Feature, Vec<(u16, f32)>)>,
}

impl Trained {
    /// As the file has it.
    pub fn bytes(&self) -> Vec<u8> {
        Linear::write(&self.classes, &self.bias, &self.rows)
    }

    /// As the program reads it.
    pub fn model(&self) -> Linear {
        Linear::read(&self.bytes()).expect("what was written can be read").0
    }
}

/// Trains one head.
pub fn train(classes: &[String], examples: &[Example], settings: Settings) -> Trained {
    let mut counts: FeatureMap<usize> = FeatureMap::default();
    for example in examples {
        for &feature in example.features {
            *counts.entry(feature).or_default() += 1;
        }
    }
    let mut kept: Vec<Feature> = counts.into_iter().filter(|(_, count)| *count >= settings.least).map(|(feature, _)| feature).collect();
    kept.sort_unstable();
    let index: FeatureMap<u32> = kept.iter().enumerate().map(|(at, &feature)| (feature, at as u32)).collect();
    let rows: Vec<Vec<u32>> = examples
        .iter()
        .map(|example| {
            let mut row: Vec<u32> = example.features.iter().filter_map(|feature| index.get(feature).copied()).collect();
            row.sort_unstable();
            row.dedup();
            row.push(kept.len() as u32); // the bias
            row
        })
        .collect();
    let width = classes.len();
    let mut state = State { z: vec![0.0; (kept.len() + 1) * width], n: vec![0.0; (kept.len() + 1) * width], settings, bias: kept.len() };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut scores = vec![0f32; width];
    for _ in 0..settings.epochs {
        for at in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(at, (seed % (at as u64 + 1)) as usize);
        }
        for &at in &order {
            state.learn(&rows[at], &examples[at], &mut scores, width);
        }
    }
    let weight_row = |row: usize| -> Vec<(u16, f32)> {
        (0..width).map(|class| (class as u16, state.weight(row, class, width))).filter(|(_, weight)| *weight != 0.0).collect()
    };
    let bias = (0..width).map(|class| state.weight(kept.len(), class, width)).collect();
    let rows = kept.iter().enumerate().map(|(at, &feature)| (feature, weight_row(at))).filter(|(_, weights)| !weights.is_empty()).collect();
    Trained { classes: classes.to_vec(), bias, rows }
}

struct State {
    z: Vec<f32>,
    n: Vec<f32>,
    settings: Settings,
    bias: usize,
}

impl State {
    fn weight(&self, row: usize, class: usize, width: usize) -> f32 {
        let Settings { alpha, beta, l1, l2, .. } = self.settings;
        let (l1, l2) = if row == self.bias { (0.0, 0.0) } else { (l1, l2) };
        let (z, n) = (self.z[row * width + class], self.n[row * width + class]);
        if z.abs() <= l1 || n == 0.0 { 0.0 } else { -(z - z.signum() * l1) / ((beta + n.sqrt()) / alpha + l2) }
    }

    fn learn(&mut self, row: &[u32], example: &Example, scores: &mut [f32], width: usize) {
        scores.fill(0.0);
        for &feature in row {
            for (class, score) in scores.iter_mut().enumerate() {
                *score += self.weight(feature as usize, class, width);
            }
        }
        let shares =
            if self.settings.binary { vec![dateline_claims::linear::sigmoid(scores[0])] } else { dateline_claims::linear::softmax(scores) };
        for (class, share) in shares.iter().enumerate() {
            let target: f32 = example.targets.iter().filter(|(wanted, _)| *wanted as usize == class).map(|(_, share)| share).sum();
            let gradient = (share - target) * example.weight;
            if gradient.abs() < 1e-4 {
                continue;
            }
            for &feature in row {
                let weight = self.weight(feature as usize, class, width);
                let at = feature as usize * width + class;
                let sigma = ((self.n[at] + gradient * gradient).sqrt() - self.n[at].sqrt()) / self.settings.alpha;
                self.z[at] += gradient - sigma * weight;
                self.n[at] += gradient * gradient;
            }
        }
    }
}
