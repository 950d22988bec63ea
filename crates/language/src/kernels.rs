//! The two matrix products that everything rests on, by the widest vectors the machine has.
//!
//! In:  rows of inputs (each `inputs` floats long, `stride` floats apart, so that windows may overlap), a [`Matrix`].
//! Out: for each row its columns (`product`), or the maximum of each three columns (`maxout`).
//!
//! Three paths: AVX-512, AVX2 with FMA, and plain Rust; the first two add in the same order with the same rounding, so that
//! they agree to the last bit. This module and `rows` are the only ones with `unsafe` code.
#![allow(unsafe_code)]

mod rows;

pub(crate) use rows::{CLASS_LANES, HIDDEN, Step, WIDTH, add_windows, norm_rows, step_scores};

/// Sixteen floats, aligned to a cache line.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Lanes(pub [f32; 16]);

/// A layer's weights in panels of 48 columns. Panel by panel, input by input: three lanes of 16 columns each.
pub(crate) struct Matrix {
    /// Length of an input row.
    pub inputs: usize,
    /// Columns, divided by 48.
    pub panels: usize,
    /// One for each column; `panels * 48` of them.
    pub bias: Vec<f32>,
    /// `panels * inputs * 3` of them.
    pub weights: Vec<Lanes>,
}

/// The paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Plain,
}

impl Path {
    /// The widest that this machine can take.
    pub fn detect() -> Path {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Path::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Path::Avx2;
            }
        }
        Path::Plain
    }
}

/// Rows times matrix plus bias: row i of `out` (`out_stride` apart, at least `panels * 48` long) holds all columns.
pub(crate) fn product(path: Path, rows: &[f32], stride: usize, count: usize, matrix: &Matrix, out: &mut [f32], out_stride: usize) {
    run::<false>(path, rows, stride, count, matrix, out, out_stride);
}

/// Rows times matrix plus bias, then the maximum over each column's three pieces: row i of `out` has `panels * 16` values.
pub(crate) fn maxout(path: Path, rows: &[f32], stride: usize, count: usize, matrix: &Matrix, out: &mut [f32]) {
    run::<true>(path, rows, stride, count, matrix, out, matrix.panels * 16);
}

fn run<const MAXOUT: bool>(path: Path, rows: &[f32], stride: usize, count: usize, matrix: &Matrix, out: &mut [f32], out_stride: usize) {
    if count == 0 {
        return;
    }
    let width = if MAXOUT { 16 } else { 48 };
    assert!(rows.len() >= (count - 1) * stride + matrix.inputs, "too few inputs");
    assert!(out_stride >= matrix.panels * width && out.len() >= (count - 1) * out_stride + matrix.panels * width, "too little room");
    assert!(matrix.weights.len() == matrix.panels * matrix.inputs * 3 && matrix.bias.len() == matrix.panels * 48, "a broken matrix");
    match path {
        // SAFETY: the asserts above bound every read and write of the blocks; `detect` found the instructions.
        #[cfg(target_arch = "x86_64")]
        Path::Avx512 => unsafe { x86::run_avx512::<MAXOUT>(rows, stride, count, matrix, out, out_stride) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Path::Avx2 => unsafe { x86::run_avx2::<MAXOUT>(rows, stride, count, matrix, out, out_stride) },
        Path::Plain => run_plain::<MAXOUT>(rows, stride, count, matrix, out, out_stride),
    }
}

/// One addition of a product. Where the target always has fused multiply-add, the result equals the wide paths' bit for bit.
#[inline(always)]
fn add_product(sum: f32, a: f32, b: f32) -> f32 {
    if cfg!(any(target_feature = "fma", target_arch = "aarch64")) { a.mul_add(b, sum) } else { sum + a * b }
}

fn run_plain<const MAXOUT: bool>(rows: &[f32], stride: usize, count: usize, matrix: &Matrix, out: &mut [f32], out_stride: usize) {
    let mut i = 0;
    while i < count {
        let (rows, out) = (&rows[i * stride..], &mut out[i * out_stride..]);
        if count - i >= 4 {
            block_plain::<4, MAXOUT>(rows, stride, matrix, out, out_stride);
            i += 4;
        } else {
            block_plain::<1, MAXOUT>(rows, stride, matrix, out, out_stride);
            i += 1;
        }
    }
}

/// N rows at once, four lanes at a time: 3 N small vectors, which compilers keep in registers.
fn block_plain<const N: usize, const MAXOUT: bool>(rows: &[f32], stride: usize, matrix: &Matrix, out: &mut [f32], out_stride: usize) {
    let inputs: [&[f32]; N] = std::array::from_fn(|i| &rows[i * stride..][..matrix.inputs]);
    for (panel, weights) in matrix.weights.chunks_exact(matrix.inputs * 3).enumerate() {
        for quad in (0..16).step_by(4) {
            let bias = |p: usize| std::array::from_fn(|lane| matrix.bias[panel * 48 + p * 16 + quad + lane]);
            let mut sums: [[[f32; 4]; 3]; N] = [[bias(0), bias(1), bias(2)]; N];
            for (k, weights) in weights.as_chunks::<3>().0.iter().enumerate().take(matrix.inputs) {
                for (p, weights) in weights.iter().enumerate() {
                    let [.., a, b, c, d] = weights.0[..quad + 4] else { continue };
                    for (sums, inputs) in sums.iter_mut().zip(&inputs) {
                        let (x, s) = (inputs[k], sums[p]);
                        sums[p] = [add_product(s[0], x, a), add_product(s[1], x, b), add_product(s[2], x, c), add_product(s[3], x, d)];
                    }
                }
            }
            for (i, sums) in sums.iter().enumerate() {
                if MAXOUT {
                    let out = &mut out[i * out_stride + panel * 16 + quad..][..4];
                    for (lane, out) in out.iter_mut().enumerate() {
                        *out = sums[0][lane].max(sums[1][lane]).max(sums[2][lane]);
                    }
                } else {
                    for (p, sums) in sums.iter().enumerate() {
                        out[i * out_stride + panel * 48 + p * 16 + quad..][..4].copy_from_slice(sums);
                    }
                }
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Matrix;
    use std::arch::x86_64::*;

    /// # Safety
    /// Needs AVX-512F, and bounds as `super::run` asserts them.
    #[target_feature(enable = "avx512f")]
    pub unsafe fn run_avx512<const MAXOUT: bool>(
        rows: &[f32],
        stride: usize,
        count: usize,
        matrix: &Matrix,
        out: &mut [f32],
        out_stride: usize,
    ) {
        let mut i = 0;
        while i < count {
            let rows = &rows[i * stride..];
            let out = &mut out[i * out_stride..];
            // SAFETY: rows i .. i + N and their outputs lie inside the slices.
            unsafe {
                match count - i {
                    1 => block512::<1, MAXOUT>(rows, stride, matrix, out, out_stride),
                    2 => block512::<2, MAXOUT>(rows, stride, matrix, out, out_stride),
                    3 => block512::<3, MAXOUT>(rows, stride, matrix, out, out_stride),
                    4 => block512::<4, MAXOUT>(rows, stride, matrix, out, out_stride),
                    5 => block512::<5, MAXOUT>(rows, stride, matrix, out, out_stride),
                    6 => block512::<6, MAXOUT>(rows, stride, matrix, out, out_stride),
                    7 => block512::<7, MAXOUT>(rows, stride, matrix, out, out_stride),
                    _ => block512::<8, MAXOUT>(rows, stride, matrix, out, out_stride),
                }
            }
            i += 8;
        }
    }

    /// N rows at once: 3 N sums stay in registers.
    #[target_feature(enable = "avx512f")]
    unsafe fn block512<const N: usize, const MAXOUT: bool>(
        rows: &[f32],
        stride: usize,
        matrix: &Matrix,
        out: &mut [f32],
        out_stride: usize,
    ) {
        let (rows, out) = (rows.as_ptr(), out.as_mut_ptr());
        for panel in 0..matrix.panels {
            // SAFETY: `super::run` asserted the lengths of all four arrays.
            unsafe {
                let mut weights = matrix.weights.as_ptr().add(panel * matrix.inputs * 3).cast::<f32>();
                let bias = matrix.bias.as_ptr().add(panel * 48);
                let start = [_mm512_loadu_ps(bias), _mm512_loadu_ps(bias.add(16)), _mm512_loadu_ps(bias.add(32))];
                let mut sums = [start; N];
                for k in 0..matrix.inputs {
                    let b = [_mm512_load_ps(weights), _mm512_load_ps(weights.add(16)), _mm512_load_ps(weights.add(32))];
                    weights = weights.add(48);
                    for (i, sums) in sums.iter_mut().enumerate() {
                        let x = _mm512_set1_ps(*rows.add(i * stride + k));
                        sums[0] = _mm512_fmadd_ps(x, b[0], sums[0]);
                        sums[1] = _mm512_fmadd_ps(x, b[1], sums[1]);
                        sums[2] = _mm512_fmadd_ps(x, b[2], sums[2]);
                    }
                }
                for (i, sums) in sums.iter().enumerate() {
                    if MAXOUT {
                        let most = _mm512_max_ps(_mm512_max_ps(sums[0], sums[1]), sums[2]);
                        _mm512_storeu_ps(out.add(i * out_stride + panel * 16), most);
                    } else {
                        for (p, sum) in sums.iter().enumerate() {
                            _mm512_storeu_ps(out.add(i * out_stride + panel * 48 + p * 16), *sum);
                        }
                    }
                }
            }
        }
    }

    /// Rows that share one pass over a part of the weights, and inputs in such a part: 18 kB of weights, 6 kB of sums.
    const GROUP: usize = 32;
    const PART: usize = 96;

    /// # Safety
    /// Needs AVX2 and FMA, and bounds as `super::run` asserts them.
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn run_avx2<const MAXOUT: bool>(
        rows: &[f32],
        stride: usize,
        count: usize,
        matrix: &Matrix,
        out: &mut [f32],
        out_stride: usize,
    ) {
        let mut sums = [[0f32; 48]; GROUP];
        for start in (0..count).step_by(GROUP) {
            let group = GROUP.min(count - start);
            for panel in 0..matrix.panels {
                for sums in &mut sums[..group] {
                    sums.copy_from_slice(&matrix.bias[panel * 48..][..48]);
                }
                for part in (0..matrix.inputs).step_by(PART) {
                    let inputs = PART.min(matrix.inputs - part);
                    let weights = &matrix.weights[(panel * matrix.inputs + part) * 3..][..inputs * 3];
                    for i in (0..group).step_by(4) {
                        let rows = &rows[(start + i) * stride + part..];
                        // SAFETY: rows i .. i + N lie inside the group, whose inputs `super::run` has checked.
                        unsafe {
                            match group - i {
                                1 => block256::<1>(rows, stride, weights, &mut sums[i..]),
                                2 => block256::<2>(rows, stride, weights, &mut sums[i..]),
                                3 => block256::<3>(rows, stride, weights, &mut sums[i..]),
                                _ => block256::<4>(rows, stride, weights, &mut sums[i..]),
                            }
                        }
                    }
                }
                for (i, sums) in sums[..group].iter().enumerate() {
                    let out = &mut out[(start + i) * out_stride..];
                    if MAXOUT {
                        for (lane, out) in out[panel * 16..][..16].iter_mut().enumerate() {
                            *out = sums[lane].max(sums[16 + lane]).max(sums[32 + lane]);
                        }
                    } else {
                        out[panel * 48..][..48].copy_from_slice(sums);
                    }
                }
            }
        }
    }

    /// Adds a part of the inputs of N rows to their sums, each panel in two halves: 3 N sums stay in registers.
    ///
    /// # Safety
    /// Needs AVX2 and FMA, N rows of `weights.len() / 3` inputs, and N sums.
    #[target_feature(enable = "avx2,fma")]
    unsafe fn block256<const N: usize>(rows: &[f32], stride: usize, weights: &[super::Lanes], sums: &mut [[f32; 48]]) {
        let rows = rows.as_ptr();
        for half in [0, 8] {
            // SAFETY: as the caller promises; a half is 8 of 16 lanes.
            unsafe {
                let mut totals = [[_mm256_setzero_ps(); 3]; N];
                for (totals, sums) in totals.iter_mut().zip(sums.iter()) {
                    for (p, total) in totals.iter_mut().enumerate() {
                        *total = _mm256_loadu_ps(sums.as_ptr().add(p * 16 + half));
                    }
                }
                for (k, weights) in weights.as_chunks::<3>().0.iter().enumerate() {
                    let b: [__m256; 3] = std::array::from_fn(|p| _mm256_load_ps(weights[p].0.as_ptr().add(half)));
                    for (i, totals) in totals.iter_mut().enumerate() {
                        let x = _mm256_set1_ps(*rows.add(i * stride + k));
                        totals[0] = _mm256_fmadd_ps(x, b[0], totals[0]);
                        totals[1] = _mm256_fmadd_ps(x, b[1], totals[1]);
                        totals[2] = _mm256_fmadd_ps(x, b[2], totals[2]);
                    }
                }
                for (totals, sums) in totals.iter().zip(sums.iter_mut()) {
                    for (p, total) in totals.iter().enumerate() {
                        _mm256_storeu_ps(sums.as_mut_ptr().add(p * 16 + half), *total);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All paths of this machine agree: the wide ones to the last bit, the plain one within rounding.
    #[test]
    fn paths_agree() {
        let noise = |i: usize| ((i * 7919 + 13) % 1000) as f32 / 500.0 - 1.0;
        let (inputs, panels, count, stride) = (37, 2, 11, 5);
        let weights = (0..panels * inputs * 3).map(|i| Lanes(std::array::from_fn(|lane| noise(i * 16 + lane)))).collect();
        let matrix = Matrix { inputs, panels, bias: (0..panels * 48).map(noise).collect(), weights };
        let rows: Vec<f32> = (0..(count - 1) * stride + inputs).map(noise).collect();
        let all = |path: Path| {
            let (mut columns, mut most) = (vec![0f32; count * 100], vec![0f32; count * panels * 16]);
            product(path, &rows, stride, count, &matrix, &mut columns, 100);
            maxout(path, &rows, stride, count, &matrix, &mut most);
            columns.extend(most);
            columns
        };
        let plain = all(Path::Plain);
        let wide = all(Path::detect());
        assert!(plain.iter().zip(&wide).all(|(a, b)| (a - b).abs() < 1e-4));
        #[cfg(target_arch = "x86_64")]
        if Path::detect() == Path::Avx512 {
            assert_eq!(wide, all(Path::Avx2));
        }
    }
}
