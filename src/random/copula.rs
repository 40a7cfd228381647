//! Correlated factors of any law: a normal path of first order, each value turned into the law's quantile.
//!
//! Channouf and L'Ecuyer (2012), *A normal copula model for the arrival process in a call center*: with gamma
//! marginals the model they call PGnorta.

use super::Stream;
use crate::model::Distribution;
use crate::stats::eight_digits;

/// Normal values beyond this are cut: one in 10⁹.
const REACH: f64 = 6.0;
/// Grid points of the quantiles.
const STEPS: usize = 480;

/// A law's quantiles by normal value, and the correlation of neighbours.
#[derive(Debug, Clone)]
pub struct Copula {
    /// At −[`REACH`], …, [`REACH`]. To eight digits, so that they are the same on every machine.
    quantiles: Vec<f64>,
    correlation: f64,
    /// √(1 − correlation²).
    rest: f64,
}

impl Copula {
    /// Factors of this law, whose normal variables have this correlation from one to the next.
    pub fn new(law: &Distribution, correlation: f64) -> Self {
        let mut low = 0.0;
        let quantiles = (0..=STEPS)
            .map(|step| {
                let z = REACH * (2.0 * step as f64 / STEPS as f64 - 1.0);
                low = quantile(law, upper_tail(z), low);
                eight_digits(low)
            })
            .collect();
        Self {
            quantiles,
            correlation,
            rest: (1.0 - correlation * correlation).max(0.0).sqrt(),
        }
    }

    /// A path of so many factors.
    pub fn path<'a>(&'a self, length: usize, stream: &'a mut Stream) -> impl Iterator<Item = f64> + 'a {
        let mut z = 0.0;
        (0..length).map(move |index| {
            let fresh = stream.normal();
            z = if index == 0 {
                fresh
            } else {
                self.correlation * z + self.rest * fresh
            };
            self.at(z)
        })
    }

    fn at(&self, z: f64) -> f64 {
        let place = (z.clamp(-REACH, REACH) + REACH) / (2.0 * REACH) * STEPS as f64;
        let left = (place as usize).min(STEPS - 1);
        let share = place - left as f64;
        self.quantiles[left] + share * (self.quantiles[left + 1] - self.quantiles[left])
    }
}

/// The probability that a standard normal is above z.
fn upper_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The value that a share `survival` passes, at least `low`.
fn quantile(law: &Distribution, survival: f64, low: f64) -> f64 {
    let mut high = law.mean().max(low).max(f64::MIN_POSITIVE);
    while law.survival(high) > survival && high < 1e300 {
        high *= 2.0;
    }
    let mut from = low;
    while high - from > 1e-11 * high && high > 1e-200 {
        let middle = 0.5 * (from + high);
        if law.survival(middle) > survival {
            from = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, StreamKey};

    /// Over 40,000 paths of three: means, coefficients of variation and correlations of neighbours and next
    /// neighbours, within 3.5 standard errors (those of a correlation for a law as near normal as this one:
    /// below 1.2/√n). The factors' own correlation lies a little below that of the normal variables: for a
    /// gamma of cv 0.2 by less than half a percent.
    #[test]
    fn paths_have_the_law_and_the_correlation() {
        let (cv, correlation, n) = (0.2, 0.8, 40_000_u32);
        let copula = Copula::new(&Distribution::gamma_by_mean_cv(1.0, cv), correlation);
        let key = StreamKey::new("", Purpose::Factor);
        let paths: Vec<Vec<f64>> = (0..n)
            .map(|day| copula.path(3, &mut Stream::new(3, day, key)).collect())
            .collect();
        let mean = |of: &dyn Fn(&[f64]) -> f64| paths.iter().map(|p| of(p)).sum::<f64>() / f64::from(n);
        let root = f64::from(n).sqrt();
        for at in 0..3 {
            let m = mean(&|p| p[at]);
            assert!((m - 1.0).abs() < 3.5 * cv / root, "{m}");
            let sd = mean(&|p| (p[at] - 1.0).powi(2)).sqrt();
            assert!((sd / cv - 1.0).abs() < 3.5 * 0.75 / root, "{sd}");
        }
        for (at, expected) in [
            ((0, 1), correlation),
            ((1, 2), correlation),
            ((0, 2), correlation * correlation),
        ] {
            let r = mean(&|p| (p[at.0] - 1.0) * (p[at.1] - 1.0)) / (cv * cv);
            assert!(
                (r / expected - 1.0).abs() < 0.005 + 3.5 * 1.2 / root / expected,
                "{r}"
            );
        }
    }
}
