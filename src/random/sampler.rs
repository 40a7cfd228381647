//! Samplers: a distribution made ready to be drawn from.

use std::sync::Arc;

use rand_distr::{Distribution as _, Triangular};

use super::stream::Stream;
use crate::model::{Distribution, SurvivalPoint};

/// A distribution ready to be drawn from, in a unit of one's own.
#[derive(Debug, Clone)]
pub struct Sampler(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Exponential {
        mean: f64,
    },
    /// 2 to the power of a normal with this mean and standard deviation.
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    Constant {
        value: f64,
    },
    Other(Box<Other>),
}

/// The laws that are rarer in the hot path, kept apart so that a sampler stays small.
#[derive(Debug, Clone)]
enum Other {
    Gamma {
        shape: f64,
        scale: f64,
    },
    Weibull {
        inverse_shape: f64,
        scale: f64,
    },
    Hyperexponential {
        first_share: f64,
        first_mean: f64,
        second_mean: f64,
    },
    Uniform {
        low: f64,
        width: f64,
    },
    Triangular {
        law: Triangular<f64>,
        unit: f64,
    },
    Empirical {
        values: Arc<[f64]>,
        unit: f64,
    },
    Survival {
        points: Arc<[SurvivalPoint]>,
        tail_mean: f64,
        unit: f64,
    },
}

impl Sampler {
    /// A sampler of `unit` times the distribution's values.
    pub fn new(distribution: &Distribution, unit: f64) -> Self {
        let other = match *distribution {
            Distribution::Exponential { mean } => return Self(Kind::Exponential { mean: mean * unit }),
            Distribution::Lognormal { mu, sigma } => {
                // In powers of two, which libm finds without a division.
                return Self(Kind::Lognormal {
                    mu: (mu + libm::log(unit)) * std::f64::consts::LOG2_E,
                    sigma: sigma * std::f64::consts::LOG2_E,
                });
            }
            Distribution::Deterministic { value } => return Self(Kind::Constant { value: value * unit }),
            Distribution::Forever => return Self(Kind::Constant { value: f64::INFINITY }),
            Distribution::Gamma { shape, scale } => Other::Gamma {
                shape,
                scale: scale * unit,
            },
            Distribution::Weibull { shape, scale } => Other::Weibull {
                inverse_shape: 1.0 / shape,
                scale: scale * unit,
            },
            Distribution::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => Other::Hyperexponential {
                first_share,
                first_mean: first_mean * unit,
                second_mean: second_mean * unit,
            },
            Distribution::Uniform { low, high } => Other::Uniform {
                low: low * unit,
                width: (high - low) * unit,
            },
            Distribution::Triangular { low, mode, high } => match Triangular::new(low, high, mode) {
                Ok(law) => Other::Triangular { law, unit },
                // All three equal: a constant.
                Err(_) => return Self(Kind::Constant { value: mode * unit }),
            },
            Distribution::Empirical { ref values } => Other::Empirical {
                values: Arc::clone(values),
                unit,
            },
            Distribution::Survival { ref points } => {
                let rate = distribution.tail_rate();
                Other::Survival {
                    points: Arc::clone(points),
                    tail_mean: 1.0 / rate,
                    unit,
                }
            }
        };
        Self(Kind::Other(Box::new(other)))
    }

    /// One value. Infinite for [`Distribution::Forever`].
    #[inline(always)]
    pub fn sample(&self, stream: &mut Stream) -> f64 {
        // The commonest law in line; the others are worth a call.
        match &self.0 {
            Kind::Exponential { mean } => stream.exponential() * mean,
            kind => kind.sample(stream),
        }
    }
}

impl Kind {
    fn sample(&self, stream: &mut Stream) -> f64 {
        match self {
            Kind::Exponential { mean } => stream.exponential() * mean,
            Kind::Lognormal { mu, sigma } => libm::exp2(mu + sigma * stream.normal()),
            Kind::Constant { value } => *value,
            Kind::Other(other) => other.sample(stream),
        }
    }
}

impl Other {
    fn sample(&self, stream: &mut Stream) -> f64 {
        match self {
            Other::Gamma { shape, scale } => gamma(stream, *shape) * scale,
            Other::Weibull { inverse_shape, scale } => {
                scale * libm::pow(stream.exponential(), *inverse_shape)
            }
            Other::Hyperexponential {
                first_share,
                first_mean,
                second_mean,
            } => {
                let mean = if stream.uniform() < *first_share {
                    first_mean
                } else {
                    second_mean
                };
                stream.exponential() * mean
            }
            Other::Uniform { low, width } => low + width * stream.uniform(),
            Other::Triangular { law, unit } => law.sample(stream.generator()) * unit,
            Other::Empirical { values, unit } => values[stream.below(values.len() as u64) as usize] * unit,
            Other::Survival {
                points,
                tail_mean,
                unit,
            } => invert_survival(points, *tail_mean, stream.uniform_positive()) * unit,
        }
    }
}

/// Gamma with scale 1, by rejection from a transformed normal (Marsaglia and Tsang 2000); for shapes below
/// 1 their boost by a power of a uniform.
fn gamma(stream: &mut Stream, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(stream.uniform_positive(), 1.0 / shape);
        return gamma(stream, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = stream.normal();
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        if libm::log(stream.uniform_positive()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
            return d * v;
        }
    }
}

/// The time that a share `survival` in (0, 1] passes.
fn invert_survival(points: &[SurvivalPoint], tail_mean: f64, survival: f64) -> f64 {
    let next = points.partition_point(|point| point.survival > survival);
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
            left.time
                + (right.time - left.time) * (left.survival - survival) / (left.survival - right.survival)
        }
        None => left.time + tail_mean * libm::log(left.survival / survival),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, StreamKey};

    fn laws() -> Vec<Distribution> {
        let points = [(60.0, 0.9), (180.0, 0.4), (200.0, 0.4), (300.0, 0.1)]
            .map(|(time, survival)| SurvivalPoint { time, survival });
        vec![
            Distribution::Exponential { mean: 120.0 },
            Distribution::lognormal_by_mean_cv(190.0, 1.1),
            Distribution::gamma_by_mean_cv(100.0, 0.4),
            Distribution::gamma_by_mean_cv(100.0, 1.7),
            Distribution::erlang_by_mean_shape(100.0, 3),
            Distribution::weibull_by_mean_shape(100.0, 1.7),
            Distribution::weibull_by_mean_shape(100.0, 0.6),
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

    /// Kolmogorov-Smirnov: the largest distance between the empirical and the exact survival function of
    /// 200,000 values; 1.95/√n is passed once in a thousand such tests.
    #[test]
    fn samples_follow_their_law() {
        let n = 200_000;
        for (index, law) in laws().into_iter().enumerate() {
            let sampler = Sampler::new(&law, 4.0);
            let mut stream = Stream::new(2026, index as u32, StreamKey::new("law", Purpose::Talk));
            let mut sample: Vec<f64> = (0..n).map(|_| sampler.sample(&mut stream) / 4.0).collect();
            sample.sort_by(f64::total_cmp);
            let distance = sample
                .iter()
                .enumerate()
                .map(|(rank, &value)| (1.0 - law.survival(value) - (rank as f64 + 0.5) / f64::from(n)).abs())
                .fold(0.0, f64::max);
            assert!(distance < 1.95 / f64::from(n).sqrt(), "{law:?}: {distance}");
        }
    }

    #[test]
    fn constants_and_lists_give_only_their_values() {
        let mut stream = Stream::new(1, 1, StreamKey::new("law", Purpose::Talk));
        let constant = Sampler::new(&Distribution::Deterministic { value: 60.0 }, 2.0);
        assert_eq!(constant.sample(&mut stream), 120.0);
        let forever = Sampler::new(&Distribution::Forever, 2.0);
        assert_eq!(forever.sample(&mut stream), f64::INFINITY);
        let flat = Sampler::new(
            &Distribution::Triangular {
                low: 5.0,
                mode: 5.0,
                high: 5.0,
            },
            2.0,
        );
        assert_eq!(flat.sample(&mut stream), 10.0);
        let list = Sampler::new(
            &Distribution::Empirical {
                values: [31.0, 58.0, 90.0].into(),
            },
            1.0,
        );
        let mut counts = [0; 3];
        for _ in 0..30_000 {
            match list.sample(&mut stream) {
                31.0 => counts[0] += 1,
                58.0 => counts[1] += 1,
                90.0 => counts[2] += 1,
                other => panic!("{other} is not in the list"),
            }
        }
        // 10,000 each, standard deviation 82.
        assert!(
            counts.iter().all(|&count: &i32| (count - 10_000).abs() < 330),
            "{counts:?}"
        );
    }
}
