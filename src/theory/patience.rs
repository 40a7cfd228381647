//! Patience as the formulas want it: survival, its integral, and the times at which they bend.
//!
//! In: a [`Distribution`] in seconds. Out: S(x) = P(X > x), the mean time waited by x,
//! H(x) = ∫₀ˣ S = E[min(x, X)], and differences of H, which the formulas of waiting need to full
//! precision where they are small.

use statrs::function::erf::erfc;
use statrs::function::gamma::gamma_lr;

use crate::model::{Distribution, SurvivalPoint};

/// E[(X − x)⁺]: by how much a law passes x on average, counting nothing where it does not; to 10⁻⁹ of the mean.
pub fn mean_excess(law: &Distribution, x: f64) -> f64 {
    let mean = law.mean();
    let excess = mean - Patience::new(law).waited(x);
    // The last bits of the system's mathematics differ between processors.
    (excess / mean * 1e9).round() * 1e-9 * mean
}

/// A patience law prepared for integration.
#[derive(Debug, Clone)]
pub(super) struct Patience {
    law: Distribution,
    /// For piecewise laws: the times at which survival bends, from 0, with H at each.
    pieces: Vec<(f64, f64)>,
    /// P(X = ∞).
    forever: f64,
}

impl Patience {
    pub(super) fn new(law: &Distribution) -> Self {
        // The limits of the exponential law, where its formulas would divide by zero or infinity.
        let law = match law {
            Distribution::Exponential { mean } if *mean == f64::INFINITY => &Distribution::Forever,
            Distribution::Exponential { mean } if mean.is_nan() || *mean <= 0.0 => {
                &Distribution::Deterministic { value: 0.0 }
            }
            law => law,
        };
        let (pieces, forever) = match law {
            Distribution::Empirical { values } => (pieces(law, values.iter().copied()), 0.0),
            Distribution::Survival { points } => {
                let last: Vec<f64> = points.iter().rev().take(2).map(|point| point.survival).collect();
                let flat = match last[..] {
                    [last, before] => last == before,
                    [last] => last == 1.0,
                    _ => true,
                };
                let forever = if flat {
                    last.first().copied().unwrap_or(1.0)
                } else {
                    0.0
                };
                (pieces(law, points.iter().map(|point| point.time)), forever)
            }
            Distribution::Forever => (Vec::new(), 1.0),
            _ => (Vec::new(), 0.0),
        };
        Self {
            law: law.clone(),
            pieces,
            forever,
        }
    }

    /// P(X = ∞): the share that never hangs up.
    pub(super) fn forever(&self) -> f64 {
        self.forever
    }

    /// Whether the law is [`Distribution::Forever`], for which everything has a closed form.
    pub(super) fn is_forever(&self) -> bool {
        matches!(self.law, Distribution::Forever)
    }

    /// The rate at which somebody who waits hangs up, a second, where it does not depend on how long they
    /// have waited: 0 for [`Distribution::Forever`], infinite where nobody waits at all.
    pub(super) fn leaving_per_s(&self) -> Option<f64> {
        match self.law {
            Distribution::Exponential { mean } => Some(1.0 / mean),
            Distribution::Deterministic { value: 0.0 } => Some(f64::INFINITY),
            Distribution::Forever => Some(0.0),
            _ => None,
        }
    }

    /// Mean, in seconds; infinite where a share never hangs up.
    pub(super) fn mean(&self) -> f64 {
        if self.forever > 0.0 {
            f64::INFINITY
        } else {
            self.law.mean()
        }
    }

    /// P(X > x).
    pub(super) fn survival(&self, x: f64) -> f64 {
        if x == f64::INFINITY {
            return self.forever;
        }
        self.law.survival(x).clamp(0.0, 1.0)
    }

    /// P(X ≤ x), without loss of digits for a small x where the law is exponential.
    pub(super) fn gone(&self, x: f64) -> f64 {
        match &self.law {
            Distribution::Exponential { mean } => -libm::expm1(-x / mean),
            _ => 1.0 - self.survival(x),
        }
    }

    /// H(x) = E[min(x, X)], in seconds.
    pub(super) fn waited(&self, x: f64) -> f64 {
        let mean = self.law.mean();
        match &self.law {
            Distribution::Exponential { mean } => -mean * libm::expm1(-x / mean),
            Distribution::Lognormal { mu, sigma } if *sigma > 0.0 && x > 0.0 => {
                let z = (libm::log(x) - mu) / sigma;
                let below = 0.5 * erfc(-(z - sigma) * std::f64::consts::FRAC_1_SQRT_2);
                x * self.survival(x) + mean * below
            }
            Distribution::Lognormal { mu, sigma } if *sigma <= 0.0 => x.min(libm::exp(*mu)),
            Distribution::Gamma { shape, scale } if x > 0.0 => {
                x * self.survival(x) + mean * gamma_lr(shape + 1.0, x / scale)
            }
            Distribution::Weibull { shape, scale } if x > 0.0 => {
                mean * gamma_lr(1.0 / shape, libm::pow(x / scale, *shape).max(f64::MIN_POSITIVE))
            }
            Distribution::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => {
                -first_share * first_mean * libm::expm1(-x / first_mean)
                    - (1.0 - first_share) * second_mean * libm::expm1(-x / second_mean)
            }
            Distribution::Deterministic { value } => x.min(*value),
            Distribution::Uniform { low, high } => {
                if x <= *low {
                    x
                } else {
                    let x = x.min(*high);
                    x - (x - low) * (x - low) / (2.0 * (high - low))
                }
            }
            Distribution::Triangular { low, mode, high } => {
                if x <= *low {
                    x
                } else if x < *mode {
                    x - libm::pow(x - low, 3.0) / (3.0 * (high - low) * (mode - low))
                } else if x < *high {
                    mean - libm::pow(high - x, 3.0) / (3.0 * (high - low) * (high - mode))
                } else {
                    mean
                }
            }
            Distribution::Empirical { .. } | Distribution::Survival { .. } => self.waited_in_pieces(x),
            Distribution::Forever => x,
            _ => 0.0,
        }
    }

    /// Survival and what was waited by a time, to look onwards from there.
    pub(super) fn anchor(&self, from: f64) -> Anchor<'_> {
        Anchor {
            patience: self,
            from,
            survival: self.survival(from),
            waited: self.waited(from),
        }
    }

    /// P(X ≤ x), P(X > x) and H(x) at once.
    pub(super) fn at(&self, x: f64) -> (f64, f64, f64) {
        match &self.law {
            Distribution::Exponential { mean } => {
                let gone = -libm::expm1(-x / mean);
                (gone, 1.0 - gone, mean * gone)
            }
            _ => {
                let survival = self.survival(x);
                (1.0 - survival, survival, self.waited(x))
            }
        }
    }

    /// The least time at which P(X > x) ≤ `share`, to a few digits of the last; infinite if never.
    pub(super) fn time_at(&self, share: f64) -> f64 {
        if self.survival(0.0) <= share {
            return 0.0;
        }
        if self.forever > share {
            return f64::INFINITY;
        }
        if let Distribution::Exponential { mean } = &self.law {
            return -mean * libm::log(share);
        }
        let mut high = if self.law.mean().is_finite() && self.law.mean() > 0.0 {
            self.law.mean()
        } else {
            1.0
        };
        let mut low = 0.0;
        while self.survival(high) > share {
            low = high;
            high *= 2.0;
            if high == f64::INFINITY {
                return high;
            }
        }
        for _ in 0..100 {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if self.survival(middle) > share {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }

    /// Times at which an integrand of this law bends or changes scale, in no order.
    pub(super) fn bends(&self) -> Vec<f64> {
        /// Multiples of a time scale beyond which exp(−x) is nothing.
        const SCALES: [f64; 8] = [1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 32.0, 48.0];
        match &self.law {
            Distribution::Exponential { mean } => SCALES.map(|scale| scale * mean).to_vec(),
            Distribution::Hyperexponential {
                first_mean,
                second_mean,
                ..
            } => SCALES
                .iter()
                .flat_map(|scale| [scale * first_mean, scale * second_mean])
                .collect(),
            Distribution::Lognormal { mu, sigma } => (-8..=8)
                .map(|step| libm::exp(mu + sigma * f64::from(step)))
                .collect(),
            Distribution::Gamma { shape, scale } => {
                let spread = scale * shape.sqrt().max(1.0);
                let mut times: Vec<f64> = SCALES.iter().map(|scale| spread * scale).collect();
                times.extend(SCALES.iter().map(|factor| shape * scale / factor));
                times.extend(SCALES.iter().map(|factor| shape * scale + spread * factor));
                times
            }
            Distribution::Weibull { shape, scale } => SCALES
                .iter()
                .flat_map(|factor| [libm::pow(*factor, 1.0 / shape), libm::pow(*factor, -1.0 / shape)])
                .map(|factor| scale * factor)
                .collect(),
            Distribution::Deterministic { value } => vec![*value],
            Distribution::Uniform { low, high } => vec![*low, *high],
            Distribution::Triangular { low, mode, high } => vec![*low, *mode, *high],
            Distribution::Empirical { .. } | Distribution::Survival { .. } => {
                let last = self.pieces.last().map_or(0.0, |piece| piece.0);
                let mut times: Vec<f64> = self.pieces.iter().map(|piece| piece.0).collect();
                let tail = (self.law.mean() - self.pieces.last().map_or(0.0, |piece| piece.1))
                    / self.survival(last).max(f64::MIN_POSITIVE);
                if tail.is_finite() && tail > 0.0 {
                    times.extend(SCALES.iter().map(|scale| last + scale * tail));
                }
                times
            }
            Distribution::Forever => Vec::new(),
        }
    }

    /// H(x) for a law given by pieces: H at the piece's start plus the exact integral within it.
    fn waited_in_pieces(&self, x: f64) -> f64 {
        let index = self.pieces.partition_point(|piece| piece.0 <= x).max(1) - 1;
        let (start, waited) = self.pieces[index];
        let at_start = self.survival(start);
        if index + 1 < self.pieces.len() || matches!(self.law, Distribution::Empirical { .. }) {
            waited + (x - start) * mean_survival(&self.law, at_start, self.survival(x))
        } else {
            match tail_mean(&self.law) {
                Some(mean) if mean.is_finite() => waited - at_start * mean * libm::expm1(-(x - start) / mean),
                Some(_) => waited + (x - start) * at_start,
                None => waited,
            }
        }
    }
}

/// A time from which differences of H are taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor<'a> {
    patience: &'a Patience,
    /// The time, in seconds.
    pub(super) from: f64,
    /// P(X > from).
    pub(super) survival: f64,
    waited: f64,
}

impl Anchor<'_> {
    /// S(from) (x − from) − (H(x) − H(from)), in seconds: what those still there at `from` are spared of
    /// waiting on to x by hanging up. Never negative, on either side of `from`.
    pub(super) fn spared(&self, x: f64) -> f64 {
        let length = x - self.from;
        match &self.patience.law {
            Distribution::Exponential { mean } => {
                let z = length / mean;
                let ahead = if z.abs() < 0.05 {
                    // The series of z − 1 + e⁻ᶻ: its terms do not cancel as the closed form's do.
                    let mut nested = 1.0;
                    for term in (3..=10).rev() {
                        nested = 1.0 - z / f64::from(term) * nested;
                    }
                    z * z / 2.0 * nested
                } else {
                    z + libm::expm1(-z)
                };
                self.survival * mean * ahead
            }
            _ => self.survival * length - (self.patience.waited(x) - self.waited),
        }
    }
}

/// Mean of S over a piece with S known at both ends: linear for a survival table, constant (its value at
/// the start, since it falls at the end) for observed values.
fn mean_survival(law: &Distribution, at_start: f64, at_end: f64) -> f64 {
    match law {
        Distribution::Survival { .. } => (at_start + at_end) / 2.0,
        _ => at_start,
    }
}

/// Mean of the exponential tail beyond the last point of a survival table; nothing if nobody gets there,
/// infinite if nobody leaves there.
fn tail_mean(law: &Distribution) -> Option<f64> {
    let Distribution::Survival { points } = law else {
        return None;
    };
    let last = points.last()?;
    let before = points.len().checked_sub(2).map_or(
        SurvivalPoint {
            time: 0.0,
            survival: 1.0,
        },
        |index| points[index],
    );
    (last.survival > 0.0).then(|| (last.time - before.time) / libm::log(before.survival / last.survival))
}

/// The times at which a piecewise law bends, from 0, with H at each.
fn pieces(law: &Distribution, times: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut pieces = vec![(0.0, 0.0)];
    for time in times {
        let (start, waited) = pieces[pieces.len() - 1];
        if time > start {
            // Just before `time` survival of observed values is still what it was at `start`.
            let mean = mean_survival(law, law.survival(start), law.survival(time));
            pieces.push((time, waited + (time - start) * mean));
        }
    }
    pieces
}

#[cfg(test)]
pub(super) fn examples() -> Vec<Distribution> {
    let points =
        [(60.0, 0.9), (180.0, 0.4), (300.0, 0.1)].map(|(time, survival)| SurvivalPoint { time, survival });
    vec![
        Distribution::Exponential { mean: 120.0 },
        Distribution::lognormal_by_mean_cv(190.0, 1.1),
        Distribution::lognormal_by_mean_cv(190.0, 0.0),
        Distribution::gamma_by_mean_cv(100.0, 0.4),
        Distribution::gamma_by_mean_cv(100.0, 2.0),
        Distribution::erlang_by_mean_shape(100.0, 3),
        Distribution::weibull_by_mean_shape(100.0, 1.7),
        Distribution::weibull_by_mean_shape(100.0, 0.6),
        Distribution::hyperexponential_by_mean_cv(100.0, 2.0),
        Distribution::Deterministic { value: 60.0 },
        Distribution::Uniform {
            low: 20.0,
            high: 80.0,
        },
        Distribution::Uniform {
            low: 0.0,
            high: 200.0,
        },
        Distribution::Triangular {
            low: 10.0,
            mode: 20.0,
            high: 90.0,
        },
        Distribution::Empirical {
            values: [5.0, 31.0, 31.0, 90.0, 240.0].into(),
        },
        Distribution::Survival {
            points: points.into(),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H is the integral of S, for every law.
    #[test]
    fn waited_is_the_integral_of_survival() {
        for law in examples() {
            let patience = Patience::new(&law);
            let (step, mut sum) = (1e-3, 0.0);
            for index in 0..400_000 {
                let middle = (f64::from(index) + 0.5) * step;
                sum += step * patience.survival(middle);
                if index % 20_011 == 0 {
                    let x = middle + step / 2.0;
                    assert!(
                        (patience.waited(x) - sum).abs() < 2e-3 * step + 1e-6,
                        "{law:?} at {x}"
                    );
                    assert!(
                        (patience.anchor(0.0).spared(x) - (patience.survival(0.0) * x - sum)).abs()
                            < 2e-3 * step + 1e-6,
                        "{law:?} at {x}"
                    );
                }
            }
            approx::assert_relative_eq!(patience.waited(1e9), law.mean(), max_relative = 1e-9);
        }
    }

    #[test]
    fn time_at_inverts_survival() {
        for law in examples() {
            let patience = Patience::new(&law);
            for share in [0.999, 0.7, 0.3, 0.01] {
                let time = patience.time_at(share);
                assert!(patience.survival(time) <= share + 1e-12, "{law:?}");
                assert!(
                    patience.survival(time * (1.0 - 1e-9) - 1e-12) >= share - 1e-9,
                    "{law:?}"
                );
            }
        }
    }
}
