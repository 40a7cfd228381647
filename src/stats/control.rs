//! Control variates: what is known of the demand that was drawn makes what came of it less a matter of
//! luck.
//!
//! In: for every replication some controls, each with mean zero, and blocks of replications. Out: any
//! figure of the replications with β · control taken off, where the β of a block is fitted to the *other*
//! blocks, so that the mean stays exactly what it was (Nelson, *Operations Research* 38 (1990), 974–992,
//! on fitting apart from what is adjusted; Asmussen & Glynn, *Stochastic Simulation*, 2007, V.2).

use std::ops::Range;

/// A control whose part that the others do not explain is below this share is left out.
const ALIKE: f64 = 1e-8;

/// Controls of all replications and the fits that leave one block out.
#[derive(Debug, Clone)]
pub struct Controls {
    count: usize,
    /// Replication by replication.
    rows: Vec<f64>,
    blocks: Vec<Fit>,
}

/// What fits β to all replications but those of one block.
#[derive(Debug, Clone)]
struct Fit {
    replications: Range<usize>,
    /// Mean of the controls over the others.
    mean: Vec<f64>,
    /// Cholesky factor of the sums of products about it, row by row; a zero on the diagonal leaves its
    /// control out.
    factor: Vec<f64>,
}

impl Controls {
    /// Prepares the fits. `rows` holds `count` controls for each replication in order; `blocks` divide the
    /// replications. Nothing where there is no control, or there are too few blocks to leave one out.
    pub fn new(count: usize, rows: Vec<f64>, blocks: &[Range<usize>]) -> Option<Self> {
        if count == 0 || blocks.len() < 3 {
            return None;
        }
        let mut all = Sums::new(count);
        let parts: Vec<Sums> = blocks
            .iter()
            .map(|block| {
                let mut part = Sums::new(count);
                rows[block.start * count..block.end * count]
                    .chunks_exact(count)
                    .for_each(|row| part.add(row));
                all.merge(&part, 1.0);
                part
            })
            .collect();
        let scales: Vec<f64> = (0..count).map(|i| all.about_mean(i, i)).collect();
        let fits = blocks
            .iter()
            .zip(&parts)
            .map(|(block, part)| {
                let mut others = all.clone();
                others.merge(part, -1.0);
                Fit {
                    replications: block.clone(),
                    mean: others.sums.iter().map(|sum| sum / others.n).collect(),
                    factor: others.cholesky(&scales),
                }
            })
            .collect();
        Some(Self {
            count,
            rows,
            blocks: fits,
        })
    }

    /// Adjusts a figure of every replication.
    pub fn adjust(&self, figures: &[f64]) -> Vec<f64> {
        let n = figures.len() as f64;
        let centre = figures.iter().sum::<f64>() / n;
        let count = self.count;
        let product = |block: &Range<usize>| {
            let mut products = vec![0.0; count];
            let mut sum = 0.0;
            for (row, figure) in self.rows[block.start * count..block.end * count]
                .chunks_exact(count)
                .zip(&figures[block.clone()])
            {
                let figure = figure - centre;
                sum += figure;
                products
                    .iter_mut()
                    .zip(row)
                    .for_each(|(sum, control)| *sum += control * figure);
            }
            (products, sum)
        };
        let parts: Vec<(Vec<f64>, f64)> = self.blocks.iter().map(|fit| product(&fit.replications)).collect();
        let mut all = (vec![0.0; count], 0.0);
        for (products, sum) in &parts {
            all.0
                .iter_mut()
                .zip(products)
                .for_each(|(all, part)| *all += part);
            all.1 += sum;
        }
        let mut adjusted = figures.to_vec();
        for (fit, (products, sum)) in self.blocks.iter().zip(&parts) {
            let rest = all.1 - sum;
            let about: Vec<f64> = (0..count)
                .map(|i| all.0[i] - products[i] - fit.mean[i] * rest)
                .collect();
            let beta = fit.solve(about);
            let rows =
                self.rows[fit.replications.start * count..fit.replications.end * count].chunks_exact(count);
            for (figure, row) in adjusted[fit.replications.clone()].iter_mut().zip(rows) {
                *figure -= beta
                    .iter()
                    .zip(row)
                    .map(|(beta, control)| beta * control)
                    .sum::<f64>();
            }
        }
        adjusted
    }
}

impl Fit {
    /// β from the sums of products of controls and figure about their means.
    fn solve(&self, mut products: Vec<f64>) -> Vec<f64> {
        let count = products.len();
        let at = |i: usize, j: usize| self.factor[i * count + j];
        // Down through the factor, then up through its transpose.
        for i in 0..count {
            let known: f64 = products[..i]
                .iter()
                .enumerate()
                .map(|(j, value)| at(i, j) * value)
                .sum();
            products[i] = if at(i, i) > 0.0 {
                (products[i] - known) / at(i, i)
            } else {
                0.0
            };
        }
        for i in (0..count).rev() {
            let later = products[i + 1..].iter().enumerate();
            let known: f64 = later.map(|(after, value)| at(i + 1 + after, i) * value).sum();
            products[i] = if at(i, i) > 0.0 {
                (products[i] - known) / at(i, i)
            } else {
                0.0
            };
        }
        products
    }
}

/// Sums and sums of products of controls.
#[derive(Debug, Clone)]
struct Sums {
    n: f64,
    sums: Vec<f64>,
    products: Vec<f64>,
}

impl Sums {
    fn new(count: usize) -> Self {
        Self {
            n: 0.0,
            sums: vec![0.0; count],
            products: vec![0.0; count * count],
        }
    }

    fn add(&mut self, row: &[f64]) {
        self.n += 1.0;
        for (i, control) in row.iter().enumerate() {
            self.sums[i] += control;
            for (j, other) in row[..=i].iter().enumerate() {
                self.products[i * row.len() + j] += control * other;
            }
        }
    }

    fn merge(&mut self, other: &Self, sign: f64) {
        self.n += sign * other.n;
        self.sums
            .iter_mut()
            .zip(&other.sums)
            .for_each(|(mine, theirs)| *mine += sign * theirs);
        self.products
            .iter_mut()
            .zip(&other.products)
            .for_each(|(mine, theirs)| *mine += sign * theirs);
    }

    fn about_mean(&self, i: usize, j: usize) -> f64 {
        self.products[i * self.sums.len() + j] - self.sums[i] * self.sums[j] / self.n
    }

    /// The lower factor of the sums about the mean. A control that the ones before it explain has a zero
    /// row; `scales` are the sums of squares by which that is judged.
    fn cholesky(&self, scales: &[f64]) -> Vec<f64> {
        let count = self.sums.len();
        let mut factor = vec![0.0; count * count];
        for i in 0..count {
            for j in 0..=i {
                let mut sum = self.about_mean(i, j);
                for k in 0..j {
                    sum -= factor[i * count + k] * factor[j * count + k];
                }
                factor[i * count + j] = if i == j {
                    if sum > ALIKE * scales[i] { sum.sqrt() } else { 0.0 }
                } else if factor[j * count + j] > 0.0 {
                    sum / factor[j * count + j]
                } else {
                    0.0
                };
            }
            if factor[i * count + i] == 0.0 {
                factor[i * count..=i * count + i].fill(0.0);
            }
        }
        factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Distribution;

    /// Numbers without pattern, about uniform on (−½, ½), from their index alone.
    fn noise(index: usize) -> f64 {
        let mut x = (index as u64).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0 - 0.5
    }

    fn blocks(n: usize) -> Vec<Range<usize>> {
        (0..n)
            .step_by(32)
            .map(|first| first..(first + 32).min(n))
            .collect()
    }

    #[test]
    fn what_controls_explain_wholly_becomes_exact() {
        let n = 330;
        let rows: Vec<f64> = (0..n * 2).map(noise).collect();
        let figures: Vec<f64> = rows
            .chunks(2)
            .map(|row| 1400.0 + 3.0 * row[0] - 70.0 * row[1])
            .collect();
        let controls = Controls::new(2, rows, &blocks(n)).expect("enough blocks");
        for figure in controls.adjust(&figures) {
            assert!((figure - 1400.0).abs() < 1e-9, "{figure}");
        }
    }

    #[test]
    fn controls_that_say_the_same_or_nothing_are_left_out() {
        let n = 320;
        let rows: Vec<f64> = (0..n)
            .flat_map(|i| [noise(i), 0.0, 2.0 * noise(i), noise(i + 5000)])
            .collect();
        let figures: Vec<f64> = (0..n).map(|i| 8.0 * noise(i) + noise(i + 9000)).collect();
        let alone = Controls::new(1, (0..n).map(noise).collect(), &blocks(n)).expect("enough blocks");
        let with_more = Controls::new(4, rows, &blocks(n)).expect("enough blocks");
        let spread = |figures: &[f64]| figures.iter().map(|figure| figure * figure).sum::<f64>();
        let (one, four) = (
            spread(&alone.adjust(&figures)),
            spread(&with_more.adjust(&figures)),
        );
        assert!(
            one < 0.03 * spread(&figures) && (four / one - 1.0).abs() < 0.05,
            "{one} {four}"
        );
    }

    /// The adjustment of one block is linear in the controls of that block, whose mean is zero: over many
    /// experiments the mean of the adjusted mean is that of the plain one. Had β been fitted to all
    /// replications, a skew figure of a skew control would show a bias of several standard errors.
    #[test]
    fn adjusting_leaves_the_mean_alone() {
        let (experiments, n) = (4000, 96);
        let law = Distribution::Exponential { mean: 1.0 };
        let mut sum = 0.0;
        let mut squares = 0.0;
        for experiment in 0..experiments {
            // Exponential by inversion, less its mean.
            let control = |i: usize| -(noise(experiment * n + i) + 0.5).max(1e-300).ln() - law.mean();
            let rows: Vec<f64> = (0..n).map(control).collect();
            let figures: Vec<f64> = rows.iter().map(|c| c * c).collect();
            let controls = Controls::new(1, rows, &blocks(n)).expect("enough blocks");
            let mean = controls.adjust(&figures).iter().sum::<f64>() / n as f64;
            sum += mean;
            squares += mean * mean;
        }
        let mean = sum / experiments as f64;
        let error = ((squares / experiments as f64 - mean * mean) / experiments as f64).sqrt();
        assert!((mean - law.variance()).abs() < 3.5 * error, "{mean} ± {error}");
    }

    #[test]
    fn too_few_blocks_have_no_controls() {
        assert!(Controls::new(1, vec![0.0; 64], &blocks(64)).is_none());
        assert!(Controls::new(0, Vec::new(), &blocks(640)).is_none());
    }
}
