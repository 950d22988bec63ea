//! Work on single rows: layer norm, and the scores of one step.
//!
//! Sums run in 16 lanes and the lanes are added up in one order, so that no path's result depends on its width.
#![allow(unsafe_code)]

use super::{Lanes, Path, add_product};

/// Length of a row of the network.
pub(crate) const WIDTH: usize = 96;
/// Units of the scorer's hidden layer: the greater of two pieces each.
pub(crate) const HIDDEN: usize = 64;
/// Room for the classes of either transition model (106 and 74), in lanes.
pub(crate) const CLASS_LANES: usize = 7;

/// Defines a function for each path from one body.
macro_rules! for_each_path {
    ($(#[$doc:meta])* $name:ident, $body:ident, ($($arg:ident: $type:ty),* $(,)?)) => {
        $(#[$doc])*
        pub(crate) fn $name(path: Path, $($arg: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f")]
            fn avx512($($arg: $type),*) {
                $body($($arg),*);
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $type),*) {
                $body($($arg),*);
            }
            match path {
                // SAFETY: `Path::detect` found the instructions on this machine.
                #[cfg(target_arch = "x86_64")]
                Path::Avx512 => unsafe { avx512($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Path::Avx2 => unsafe { avx2($($arg),*) },
                Path::Plain => $body($($arg),*),
            }
        }
    };
}

for_each_path! {
    /// Layer norm of every row of `rows`, in place (population variance), then `before` is added, if it is not empty.
    norm_rows, norm_rows_body, (rows: &mut [f32], before: &[f32], gain: &[f32; WIDTH], shift: &[f32; WIDTH])
}

for_each_path! {
    /// A window layer's maxout from kept products: `parts` has `9 * WIDTH` values a row (left, middle, right), `places` one row
    /// number for each row of the text; row i of `out` is of the window around row i + 1.
    add_windows, add_windows_body, (parts: &[f32], places: &[u32], out: &mut [f32])
}

/// Scores of one step: `start` and all `shares` added up, the greater of each pair of units, then the upper layer.
pub(crate) fn step_scores(path: Path, step: &Step, scores: &mut [Lanes; CLASS_LANES]) {
    match path {
        // SAFETY: `Path::detect` found the instructions on this machine; all lengths are in the types.
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => unsafe { x86::step_scores_avx512(step, scores) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => unsafe { x86::step_scores_avx2(step, scores) },
        Path::Plain => step_scores_plain(step, scores),
    }
}

/// What one step's scores are made of.
pub(crate) struct Step<'a> {
    /// Bias of the hidden layer: the first pieces of all units, then the second.
    pub start: &'a [f32; 2 * HIDDEN],
    /// What each token of the state contributes.
    pub shares: &'a [&'a [f32; 2 * HIDDEN]],
    /// The upper layer, a row for each hidden unit.
    pub upper: &'a [[Lanes; CLASS_LANES]; HIDDEN],
    pub upper_bias: &'a [Lanes; CLASS_LANES],
}

#[inline(always)]
fn total(mut lanes: [f32; 16]) -> f32 {
    for half in [8, 4, 2, 1] {
        for i in 0..half {
            lanes[i] += lanes[i + half];
        }
    }
    lanes[0]
}

#[inline(always)]
fn norm_rows_body(rows: &mut [f32], before: &[f32], gain: &[f32; WIDTH], shift: &[f32; WIDTH]) {
    let (rows, _) = rows.as_chunks_mut::<WIDTH>();
    let (before, _) = before.as_chunks::<WIDTH>();
    for (i, row) in rows.iter_mut().enumerate() {
        let mut sums = [0f32; 16];
        for block in 0..WIDTH / 16 {
            for lane in 0..16 {
                sums[lane] += row[block * 16 + lane];
            }
        }
        let mean = total(sums) / WIDTH as f32;
        let mut squares = [0f32; 16];
        for block in 0..WIDTH / 16 {
            for lane in 0..16 {
                let difference = row[block * 16 + lane] - mean;
                squares[lane] += difference * difference;
            }
        }
        let scale = 1.0 / (total(squares) / WIDTH as f32 + 1e-8).sqrt();
        for ((value, gain), shift) in row.iter_mut().zip(gain).zip(shift) {
            *value = (*value - mean) * scale * gain + shift;
        }
        if let Some(before) = before.get(i) {
            for (value, before) in row.iter_mut().zip(before) {
                *value += before;
            }
        }
    }
}

#[inline(always)]
fn add_windows_body(parts: &[f32], places: &[u32], out: &mut [f32]) {
    const COLUMNS: usize = 3 * WIDTH;
    let part = |place: u32, part: usize| &parts[(place as usize * 3 + part) * COLUMNS..][..COLUMNS];
    for (window, row) in places.windows(3).zip(out.as_chunks_mut::<WIDTH>().0) {
        let parts = [part(window[0], 0), part(window[1], 1), part(window[2], 2)];
        for (panel, out) in row.as_chunks_mut::<16>().0.iter_mut().enumerate() {
            let column = |p: usize| panel * 48 + p * 16;
            let mut most = [f32::NEG_INFINITY; 16];
            for p in 0..3 {
                let [left, middle, right] = parts.map(|part| &part[column(p)..][..16]);
                for lane in 0..16 {
                    most[lane] = most[lane].max(left[lane] + middle[lane] + right[lane]);
                }
            }
            *out = most;
        }
    }
}

fn step_scores_plain(step: &Step, scores: &mut [Lanes; CLASS_LANES]) {
    let mut sums = *step.start;
    for share in step.shares {
        for (sum, value) in sums.iter_mut().zip(*share) {
            *sum += value;
        }
    }
    *scores = *step.upper_bias;
    for (h, row) in step.upper.iter().enumerate() {
        let hidden = sums[h].max(sums[HIDDEN + h]);
        for (scores, weights) in scores.iter_mut().zip(row) {
            for (score, weight) in scores.0.iter_mut().zip(&weights.0) {
                *score = add_product(*score, hidden, *weight);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::*;
    use std::arch::x86_64::*;

    #[target_feature(enable = "avx512f")]
    pub fn step_scores_avx512(step: &Step, scores: &mut [Lanes; CLASS_LANES]) {
        let mut hidden = [0f32; HIDDEN];
        for (block, hidden) in hidden.as_chunks_mut::<16>().0.iter_mut().enumerate() {
            // SAFETY: both halves of a row of 128 hold 64; a block is 16 of them. All rows have that length by their type.
            unsafe {
                let load = |row: &[f32; 2 * HIDDEN], half: usize| _mm512_loadu_ps(row.as_ptr().add(half * HIDDEN + block * 16));
                let (mut first, mut second) = (load(step.start, 0), load(step.start, 1));
                for share in step.shares {
                    first = _mm512_add_ps(first, load(share, 0));
                    second = _mm512_add_ps(second, load(share, 1));
                }
                _mm512_storeu_ps(hidden.as_mut_ptr(), _mm512_max_ps(first, second));
            }
        }
        // SAFETY: each of the lanes is 16 floats.
        unsafe {
            let mut totals = [_mm512_setzero_ps(); CLASS_LANES];
            for (total, bias) in totals.iter_mut().zip(step.upper_bias) {
                *total = _mm512_loadu_ps(bias.0.as_ptr());
            }
            for (hidden, row) in hidden.iter().zip(step.upper) {
                let hidden = _mm512_set1_ps(*hidden);
                for (total, weights) in totals.iter_mut().zip(row) {
                    *total = _mm512_fmadd_ps(hidden, _mm512_loadu_ps(weights.0.as_ptr()), *total);
                }
            }
            for (score, total) in scores.iter_mut().zip(totals) {
                _mm512_storeu_ps(score.0.as_mut_ptr(), total);
            }
        }
    }

    #[target_feature(enable = "avx2,fma")]
    pub fn step_scores_avx2(step: &Step, scores: &mut [Lanes; CLASS_LANES]) {
        let mut hidden = [0f32; HIDDEN];
        for (block, hidden) in hidden.as_chunks_mut::<8>().0.iter_mut().enumerate() {
            // SAFETY: both halves of a row of 128 hold 64; a block is 8 of them. All rows have that length by their type.
            unsafe {
                let load = |row: &[f32; 2 * HIDDEN], half: usize| _mm256_loadu_ps(row.as_ptr().add(half * HIDDEN + block * 8));
                let (mut first, mut second) = (load(step.start, 0), load(step.start, 1));
                for share in step.shares {
                    first = _mm256_add_ps(first, load(share, 0));
                    second = _mm256_add_ps(second, load(share, 1));
                }
                _mm256_storeu_ps(hidden.as_mut_ptr(), _mm256_max_ps(first, second));
            }
        }
        // SAFETY: each of the lanes is 16 floats, two vectors.
        unsafe {
            let mut totals = [[_mm256_setzero_ps(); 2]; CLASS_LANES];
            for (total, bias) in totals.iter_mut().zip(step.upper_bias) {
                *total = [_mm256_loadu_ps(bias.0.as_ptr()), _mm256_loadu_ps(bias.0.as_ptr().add(8))];
            }
            for (hidden, row) in hidden.iter().zip(step.upper) {
                let hidden = _mm256_set1_ps(*hidden);
                for (total, weights) in totals.iter_mut().zip(row) {
                    total[0] = _mm256_fmadd_ps(hidden, _mm256_loadu_ps(weights.0.as_ptr()), total[0]);
                    total[1] = _mm256_fmadd_ps(hidden, _mm256_loadu_ps(weights.0.as_ptr().add(8)), total[1]);
                }
            }
            for (score, total) in scores.iter_mut().zip(totals) {
                _mm256_storeu_ps(score.0.as_mut_ptr(), total[0]);
                _mm256_storeu_ps(score.0.as_mut_ptr().add(8), total[1]);
            }
        }
    }
}
