//! Distributions of times (and of the day's busyness), by the parameters that samplers need, with their
//! moments and survival functions.
//!
//! Constructors take the parameters that people know (mean and cv, mean and shape, quantiles). They
//! check nothing beyond what a `debug_assert` states: the scenario refuses bad values with a place and a
//! remedy before they come here.

use std::sync::Arc;

use statrs::distribution::{ContinuousCDF, Gamma, LogNormal};

/// A distribution on [0, ∞); times are in seconds.
#[derive(Debug, Clone, PartialEq)]
pub enum Distribution {
    /// Exponential.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// exp(μ + σ Z) with Z standard normal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Gamma; an Erlang distribution is one whose shape is a whole number.
    Gamma {
        /// Shape.
        shape: f64,
        /// Scale: mean / shape.
        scale: f64,
    },
    /// Weibull: survival exp(−(t / scale)^shape).
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// Two exponential phases: `first_mean` with probability `first_share`, else `second_mean`.
    Hyperexponential {
        /// Probability of the first phase.
        first_share: f64,
        /// Mean of the first phase.
        first_mean: f64,
        /// Mean of the second phase.
        second_mean: f64,
    },
    /// Always the same.
    Deterministic {
        /// The value.
        value: f64,
    },
    /// Uniform on [low, high].
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Triangular on [low, high] with its peak at mode.
    Triangular {
        /// Least value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// Any of the observed values, each with the same probability.
    Empirical {
        /// The values, ascending.
        values: Arc<[f64]>,
    },
    /// Survival given at some times: S(0) = 1, linear between the points, then exponential with rate
    /// ln(S₍k−1₎ / S₍k₎) / (t₍k₎ − t₍k−1₎) of the last two points (nothing survives a last point of 0).
    Survival {
        /// The points in order of time, survival not rising; the point (0, 1) is not among them.
        points: Arc<[SurvivalPoint]>,
    },
    /// Never: the patience of a caller who does not hang up. Its mean is infinite.
    Forever,
}

/// The share that survives a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalPoint {
    /// Time, in seconds.
    pub time: f64,
    /// P(X > time).
    pub survival: f64,
}

impl Distribution {
    /// Lognormal by mean and coefficient of variation.
    pub fn lognormal_by_mean_cv(mean: f64, cv: f64) -> Self {
        debug_assert!(mean > 0.0 && cv >= 0.0);
        let sigma2 = libm::log1p(cv * cv);
        Self::Lognormal {
            mu: libm::log(mean) - sigma2 / 2.0,
            sigma: sigma2.sqrt(),
        }
    }

    /// Lognormal by median and 90th percentile.
    pub fn lognormal_by_median_p90(median: f64, p90: f64) -> Self {
        debug_assert!(median > 0.0 && p90 >= median);
        /// The 90th percentile of the standard normal distribution.
        const Z90: f64 = 1.281_551_565_544_600_4;
        Self::Lognormal {
            mu: libm::log(median),
            sigma: libm::log(p90 / median) / Z90,
        }
    }

    /// Gamma by mean and coefficient of variation.
    pub fn gamma_by_mean_cv(mean: f64, cv: f64) -> Self {
        debug_assert!(mean > 0.0 && cv > 0.0);
        Self::Gamma {
            shape: 1.0 / (cv * cv),
            scale: mean * cv * cv,
        }
    }

    /// Erlang by mean and number of phases.
    pub fn erlang_by_mean_shape(mean: f64, shape: u32) -> Self {
        debug_assert!(mean > 0.0 && shape > 0);
        Self::Gamma {
            shape: f64::from(shape),
            scale: mean / f64::from(shape),
        }
    }

    /// Weibull by mean and shape.
    pub fn weibull_by_mean_shape(mean: f64, shape: f64) -> Self {
        debug_assert!(mean > 0.0 && shape > 0.0);
        Self::Weibull {
            shape,
            scale: mean / libm::tgamma(1.0 + 1.0 / shape),
        }
    }

    /// Hyperexponential with two phases of balanced means (share × mean is the same for both) by mean
    /// and coefficient of variation, at least 1.
    pub fn hyperexponential_by_mean_cv(mean: f64, cv: f64) -> Self {
        debug_assert!(mean > 0.0 && cv >= 1.0);
        let scv = cv * cv;
        let first_share = 0.5 * (1.0 + ((scv - 1.0) / (scv + 1.0)).sqrt());
        Self::Hyperexponential {
            first_share,
            first_mean: mean / (2.0 * first_share),
            second_mean: mean / (2.0 * (1.0 - first_share)),
        }
    }

    /// Mean; infinite for [`Distribution::Forever`].
    pub fn mean(&self) -> f64 {
        match self {
            Self::Exponential { mean } => *mean,
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Self::Gamma { shape, scale } => shape * scale,
            Self::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => first_share * first_mean + (1.0 - first_share) * second_mean,
            Self::Deterministic { value } => *value,
            Self::Uniform { low, high } => (low + high) / 2.0,
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Empirical { values } => values.iter().sum::<f64>() / values.len() as f64,
            Self::Survival { points } => survival_moments(points).0,
            Self::Forever => f64::INFINITY,
        }
    }

    /// Variance; infinite for [`Distribution::Forever`].
    pub fn variance(&self) -> f64 {
        match self {
            Self::Exponential { mean } => mean * mean,
            Self::Lognormal { sigma, .. } => {
                let mean = self.mean();
                libm::expm1(sigma * sigma) * mean * mean
            }
            Self::Gamma { shape, scale } => shape * scale * scale,
            Self::Weibull { shape, scale } => {
                let first = libm::tgamma(1.0 + 1.0 / shape);
                scale * scale * (libm::tgamma(1.0 + 2.0 / shape) - first * first)
            }
            Self::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => {
                let mean = self.mean();
                2.0 * (first_share * first_mean * first_mean
                    + (1.0 - first_share) * second_mean * second_mean)
                    - mean * mean
            }
            Self::Deterministic { .. } => 0.0,
            Self::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Self::Triangular { low, mode, high } => {
                (low * low + mode * mode + high * high - low * mode - low * high - mode * high) / 18.0
            }
            Self::Empirical { values } => {
                let mean = self.mean();
                values
                    .iter()
                    .map(|value| (value - mean) * (value - mean))
                    .sum::<f64>()
                    / values.len() as f64
            }
            Self::Survival { points } => {
                let (mean, second) = survival_moments(points);
                second - mean * mean
            }
            Self::Forever => f64::INFINITY,
        }
    }

    /// Coefficient of variation: standard deviation / mean.
    pub fn cv(&self) -> f64 {
        self.variance().sqrt() / self.mean()
    }

    /// The law of `factor` times the value: every time is so many times as long. `factor` is above 0.
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Exponential { mean } => Self::Exponential { mean: mean * factor },
            Self::Lognormal { mu, sigma } => Self::Lognormal {
                mu: mu + libm::log(factor),
                sigma: *sigma,
            },
            Self::Gamma { shape, scale } => Self::Gamma {
                shape: *shape,
                scale: scale * factor,
            },
            Self::Weibull { shape, scale } => Self::Weibull {
                shape: *shape,
                scale: scale * factor,
            },
            Self::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => Self::Hyperexponential {
                first_share: *first_share,
                first_mean: first_mean * factor,
                second_mean: second_mean * factor,
            },
            Self::Deterministic { value } => Self::Deterministic {
                value: value * factor,
            },
            Self::Uniform { low, high } => Self::Uniform {
                low: low * factor,
                high: high * factor,
            },
            Self::Triangular { low, mode, high } => Self::Triangular {
                low: low * factor,
                mode: mode * factor,
                high: high * factor,
            },
            Self::Empirical { values } => Self::Empirical {
                values: values.iter().map(|value| value * factor).collect(),
            },
            Self::Survival { points } => Self::Survival {
                points: points
                    .iter()
                    .map(|point| SurvivalPoint {
                        time: point.time * factor,
                        ..*point
                    })
                    .collect(),
            },
            Self::Forever => Self::Forever,
        }
    }

    /// Rate of the exponential tail of [`Distribution::Survival`] beyond its last point, infinite where
    /// nothing survives that; 0 for every other law.
    pub fn tail_rate(&self) -> f64 {
        if let Self::Survival { points } = self {
            tail_rate(points)
        } else {
            0.0
        }
    }

    /// P(X > t).
    pub fn survival(&self, t: f64) -> f64 {
        if t < 0.0 {
            return 1.0;
        }
        match self {
            Self::Exponential { mean } => libm::exp(-t / mean),
            Self::Lognormal { mu, sigma } if *sigma > 0.0 => {
                LogNormal::new(*mu, *sigma).map_or(f64::NAN, |law| law.sf(t))
            }
            Self::Lognormal { mu, .. } => f64::from(u8::from(t < libm::exp(*mu))),
            Self::Gamma { shape, scale } => Gamma::new(*shape, 1.0 / scale).map_or(f64::NAN, |law| law.sf(t)),
            Self::Weibull { shape, scale } => libm::exp(-libm::pow(t / scale, *shape)),
            Self::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => first_share * libm::exp(-t / first_mean) + (1.0 - first_share) * libm::exp(-t / second_mean),
            Self::Deterministic { value } => f64::from(u8::from(t < *value)),
            Self::Uniform { low, high } => {
                if t < *low {
                    1.0
                } else if t >= *high {
                    0.0
                } else {
                    (high - t) / (high - low)
                }
            }
            Self::Triangular { low, mode, high } => {
                if t < *low {
                    1.0
                } else if t >= *high {
                    0.0
                } else if t < *mode {
                    1.0 - (t - low) * (t - low) / ((high - low) * (mode - low))
                } else {
                    (high - t) * (high - t) / ((high - low) * (high - mode))
                }
            }
            Self::Empirical { values } => {
                let above = values.len() - values.partition_point(|value| *value <= t);
                above as f64 / values.len() as f64
            }
            Self::Survival { points } => survival_at(points, t),
            Self::Forever => 1.0,
        }
    }
}

fn tail_rate(points: &[SurvivalPoint]) -> f64 {
    let last = points[points.len() - 1];
    let before = points.len().checked_sub(2).map_or(
        SurvivalPoint {
            time: 0.0,
            survival: 1.0,
        },
        |index| points[index],
    );
    if last.survival == 0.0 {
        f64::INFINITY
    } else {
        libm::log(before.survival / last.survival) / (last.time - before.time)
    }
}

fn survival_at(points: &[SurvivalPoint], t: f64) -> f64 {
    let next = points.partition_point(|point| point.time <= t);
    let left = if next == 0 {
        SurvivalPoint {
            time: 0.0,
            survival: 1.0,
        }
    } else {
        points[next - 1]
    };
    match points.get(next) {
        Some(right) => {
            left.survival + (right.survival - left.survival) * (t - left.time) / (right.time - left.time)
        }
        None if left.survival == 0.0 => 0.0,
        None => left.survival * libm::exp(-tail_rate(points) * (t - left.time)),
    }
}

/// First and second moment, by exact integration of S(t) and 2 t S(t) piece by piece.
fn survival_moments(points: &[SurvivalPoint]) -> (f64, f64) {
    let (mut first, mut second) = (0.0, 0.0);
    let mut left = SurvivalPoint {
        time: 0.0,
        survival: 1.0,
    };
    for right in points {
        let width = right.time - left.time;
        let slope = (right.survival - left.survival) / width;
        first += width * (left.survival + right.survival) / 2.0;
        let at = |t: f64| {
            let base = left.survival - slope * left.time;
            base * t * t + 2.0 * slope * t * t * t / 3.0
        };
        second += at(right.time) - at(left.time);
        left = *right;
    }
    if left.survival > 0.0 {
        let rate = tail_rate(points);
        first += left.survival / rate;
        second += 2.0 * left.survival * (left.time / rate + 1.0 / (rate * rate));
    }
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examples() -> Vec<Distribution> {
        let points = [(60.0, 0.9), (180.0, 0.4), (300.0, 0.1)]
            .map(|(time, survival)| SurvivalPoint { time, survival });
        vec![
            Distribution::Exponential { mean: 120.0 },
            Distribution::lognormal_by_mean_cv(190.0, 1.1),
            Distribution::gamma_by_mean_cv(100.0, 0.4),
            Distribution::erlang_by_mean_shape(100.0, 3),
            Distribution::weibull_by_mean_shape(100.0, 1.7),
            Distribution::hyperexponential_by_mean_cv(100.0, 2.0),
            Distribution::Uniform {
                low: 20.0,
                high: 80.0,
            },
            Distribution::Triangular {
                low: 10.0,
                mode: 20.0,
                high: 90.0,
            },
            Distribution::Survival {
                points: points.into(),
            },
        ]
    }

    /// Moments agree with the integrals of S(t) and 2 t S(t), computed by the trapezium rule.
    #[test]
    fn a_scaled_law_is_as_likely_to_pass_a_scaled_time() {
        let point = |time, survival| SurvivalPoint { time, survival };
        for law in [
            Distribution::Exponential { mean: 60.0 },
            Distribution::lognormal_by_mean_cv(60.0, 1.2),
            Distribution::gamma_by_mean_cv(60.0, 0.7),
            Distribution::weibull_by_mean_shape(60.0, 1.5),
            Distribution::hyperexponential_by_mean_cv(60.0, 2.0),
            Distribution::Deterministic { value: 60.0 },
            Distribution::Uniform {
                low: 10.0,
                high: 90.0,
            },
            Distribution::Triangular {
                low: 10.0,
                mode: 20.0,
                high: 90.0,
            },
            Distribution::Empirical {
                values: [10.0, 40.0, 90.0].into(),
            },
            Distribution::Survival {
                points: [point(30.0, 0.7), point(80.0, 0.2)].into(),
            },
            Distribution::Forever,
        ] {
            let scaled = law.scaled(1.1);
            for time in [5.0, 25.0, 55.0, 85.0, 200.0] {
                let (before, after) = (law.survival(time), scaled.survival(1.1 * time));
                assert!((before - after).abs() < 1e-12, "{law:?} {time}: {before} {after}");
            }
            let ratio = scaled.mean() / law.mean();
            assert!(
                law == Distribution::Forever || (ratio - 1.1).abs() < 1e-12,
                "{law:?}"
            );
        }
    }

    #[test]
    fn moments_are_the_integrals_of_survival() {
        for law in examples() {
            let (step, mut first, mut second) = (0.01, 0.0, 0.0);
            for index in 0..2_000_000 {
                let (left, right) = (index as f64 * step, (index + 1) as f64 * step);
                let (at_left, at_right) = (law.survival(left), law.survival(right));
                first += step * (at_left + at_right) / 2.0;
                second += step * (left * at_left + right * at_right);
            }
            let tail = law.survival(20_000.0);
            assert!(tail < 1e-6, "{law:?} has too long a tail for this check");
            approx::assert_relative_eq!(law.mean(), first, max_relative = 1e-4);
            approx::assert_relative_eq!(law.variance(), second - first * first, max_relative = 2e-2);
        }
    }

    #[test]
    fn lognormal_by_quantiles_has_them() {
        let law = Distribution::lognormal_by_median_p90(109.0, 400.0);
        approx::assert_relative_eq!(law.survival(109.0), 0.5, max_relative = 1e-9);
        approx::assert_relative_eq!(law.survival(400.0), 0.1, max_relative = 1e-9);
    }

    #[test]
    fn a_hyperexponential_has_its_cv_and_balanced_means() {
        let law = Distribution::hyperexponential_by_mean_cv(60.0, 2.0);
        approx::assert_relative_eq!(law.mean(), 60.0, max_relative = 1e-12);
        approx::assert_relative_eq!(law.cv(), 2.0, max_relative = 1e-12);
    }

    #[test]
    fn an_empirical_law_counts_values_above() {
        let law = Distribution::Empirical {
            values: [1.0, 2.0, 2.0, 5.0].into(),
        };
        assert_eq!(law.survival(2.0), 0.25);
        assert_eq!(law.survival(1.9), 0.75);
        assert_eq!(law.mean(), 2.5);
    }
}
