//! Intervals of confidence for what independent replications say.
//!
//! In: moments over replications, shares of days, quantiles of sections. Out: the two ends of an interval
//! at a level, or nothing where the data cannot give one.
//!
//! - Mean: Student's t on the replications.
//! - Ratio of two means: the delta method, with the variance of a − r b (Law, *Simulation Modeling and
//!   Analysis*, 5th ed., section 9.5; Asmussen & Glynn, *Stochastic Simulation*, 2007, III.3).
//! - Share: Wilson, *J. Am. Statist. Assoc.* 22 (1927), 209–212.
//! - Quantile: sectioning (Asmussen & Glynn, III.5a; Nakayama, *Proc. Winter Simulation Conf.* 2014): the
//!   value from all data, its variance from how the sections' values lie about it.

use std::sync::OnceLock;

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::JointMoments;

/// Degrees of freedom whose quantiles are kept: sections have fewer.
const KEPT: usize = 32;

/// A confidence level with the quantiles that its intervals need.
#[derive(Debug, Clone, PartialEq)]
pub struct Confidence {
    level: f64,
    normal: f64,
    /// Degrees of freedom of the replications.
    freedom: u64,
    /// Student's quantile for them.
    many: OnceLock<f64>,
    /// The same for 1, 2, … degrees of freedom.
    few: [OnceLock<f64>; KEPT],
}

impl Confidence {
    /// Two-sided intervals at `level` (0.95), mostly over `replications`.
    pub fn new(level: f64, replications: u64) -> Self {
        Self {
            level,
            normal: normal_quantile(0.5 + level / 2.0),
            freedom: replications.saturating_sub(1),
            many: OnceLock::new(),
            few: [const { OnceLock::new() }; KEPT],
        }
    }

    /// The level.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// Half-width of an interval in standard errors, by the normal law.
    pub fn normal(&self) -> f64 {
        self.normal
    }

    /// Half-width of an interval in standard errors, by Student's law.
    pub fn student(&self, freedom: u64) -> f64 {
        let found = || student_quantile(self.level, freedom);
        if freedom == self.freedom {
            *self.many.get_or_init(found)
        } else if freedom >= 1 && freedom <= KEPT as u64 {
            *self.few[freedom as usize - 1].get_or_init(found)
        } else {
            found()
        }
    }

    /// Half-width of the interval of a mean; nothing with fewer than two replications.
    pub fn of_mean<const K: usize, const P: usize>(
        &self,
        moments: &JointMoments<K, P>,
        counter: usize,
    ) -> Option<f64> {
        Some(self.of_variance(moments.variance(counter)?, moments.count()))
    }

    /// The same of `n` independent figures with this sample variance, two at least.
    pub fn of_variance(&self, variance: f64, n: u64) -> f64 {
        self.student(n - 1) * (variance.max(0.0) / n as f64).sqrt()
    }

    /// Half-width of the interval of Σx / Σy, where (x, y) is the pair at index `pair`; nothing with fewer
    /// than two replications or a denominator of zero.
    pub fn of_ratio<const K: usize, const P: usize>(
        &self,
        moments: &JointMoments<K, P>,
        pair: usize,
        pairs: &[(usize, usize); P],
    ) -> Option<f64> {
        let (x, y) = pairs[pair];
        let covariance = moments.covariance(pair, pairs)?;
        let (var_x, var_y) = (moments.variance(x)?, moments.variance(y)?);
        let per = moments.mean(y);
        if per == 0.0 {
            return None;
        }
        let ratio = moments.mean(x) / per;
        let residual = var_x - 2.0 * ratio * covariance + ratio * ratio * var_y;
        Some(self.of_variance(residual, moments.count()) / per)
    }

    /// Interval of a share of which `met` of `days` were seen; nothing with fewer than two days.
    pub fn of_share(&self, met: u64, days: u64) -> Option<(f64, f64)> {
        if days < 2 {
            return None;
        }
        let (n, z2) = (days as f64, self.normal * self.normal);
        let p = met as f64 / n;
        let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let half = self.normal / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        // At the ends the formula is exact; rounding must not pass them.
        let low = if met == 0 { 0.0 } else { (centre - half).max(0.0) };
        let high = if met == days {
            1.0
        } else {
            (centre + half).min(1.0)
        };
        Some((low, high))
    }

    /// Half-width of the interval of a statistic whose value from all data is `value`, by the values that
    /// sections of independent data give it, each with its weight (how much data it holds). Nothing with
    /// fewer than two sections.
    ///
    /// The value from all is nearly the weighted mean of the sections' values, so its variance is estimated
    /// by Σ w² (section − value)² / (Σ w)², times m / (m − 1) for m sections.
    pub fn of_sections(&self, value: f64, sections: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
        let (mut m, mut weights, mut squares) = (0_u64, 0.0, 0.0);
        for (section, weight) in sections.filter(|(_, weight)| *weight > 0.0) {
            m += 1;
            weights += weight;
            squares += (weight * (section - value)) * (weight * (section - value));
        }
        if m < 2 {
            return None;
        }
        let variance = squares / (weights * weights) * m as f64 / (m - 1) as f64;
        Some(self.student(m - 1) * variance.sqrt())
    }
}

/// A value to eight digits: far more than a quantile needs, and few enough that the last bits of the
/// processor's own logarithm do not show in them.
pub fn eight_digits(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let scale = 10_f64.powi(7 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}

fn normal_quantile(probability: f64) -> f64 {
    eight_digits(Normal::standard().inverse_cdf(probability.clamp(0.0, 1.0)))
}

/// The t with P(|T| ≤ t) = level, by bisection on the distribution function.
fn student_quantile(level: f64, freedom: u64) -> f64 {
    let Ok(law) = StudentsT::new(0.0, 1.0, freedom as f64) else {
        return f64::NAN;
    };
    let tail = (1.0 - level) / 2.0;
    let (mut low, mut high) = (0.0, 1.0);
    while law.sf(high) > tail && high < 1e15 {
        (low, high) = (high, 2.0 * high);
    }
    while (high - low) > 1e-13 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if law.sf(middle) > tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    eight_digits(0.5 * (low + high))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIRS: [(usize, usize); 1] = [(0, 1)];

    #[test]
    fn student_and_normal_quantiles_are_those_of_the_tables() {
        // Reference values: R, qt(0.975, df), qt(0.95, df), qnorm(0.975); for 1999, Fisher's expansion in 1 / n.
        for (level, freedom, expected) in [
            (0.95, 1, 12.706_204_74),
            (0.95, 2, 4.302_652_73),
            (0.95, 19, 2.093_024_054),
            (0.95, 31, 2.039_513_446),
            (0.95, 199, 1.971_956_544),
            (0.95, 1999, 1.961_151_42),
            (0.90, 4, 2.131_846_786),
            (0.60, 2, 1.060_660_172),
            (0.95, 100_000_000, 1.959_963_985),
        ] {
            let found = student_quantile(level, freedom);
            assert!(
                (found / expected - 1.0).abs() < 3e-8,
                "{level} {freedom}: {found}"
            );
        }
        assert!((normal_quantile(0.975) - 1.959_963_985).abs() < 3e-8);
    }

    #[test]
    fn kept_quantiles_are_the_computed_ones() {
        let confidence = Confidence::new(0.9, 200);
        for freedom in [1, 7, 31, 32, 33, 199, 500] {
            assert_eq!(confidence.student(freedom), student_quantile(0.9, freedom));
        }
    }

    #[test]
    fn mean_and_ratio_by_hand() {
        let mut moments = JointMoments::<2, 1>::default();
        for row in [[8, 10], [18, 20], [24, 30]] {
            moments.push(&row, &PAIRS);
        }
        let confidence = Confidence::new(0.95, 3);
        let t = 4.302_652_7;
        // Variance of 8, 18, 24 is 196/3.
        let half = confidence.of_mean(&moments, 0).expect("three replications");
        assert!((half - t * (196.0_f64 / 9.0).sqrt()).abs() < 1e-6);
        // Ratio 50/60; residuals 8 − 25/3, 18 − 50/3, 24 − 25: squares sum to 1/9 + 16/9 + 1 = 26/9.
        let half = confidence
            .of_ratio(&moments, 0, &PAIRS)
            .expect("three replications");
        assert!((half - t * (13.0_f64 / 9.0 / 3.0).sqrt() / 20.0).abs() < 1e-6);
    }

    #[test]
    fn what_cannot_be_known_has_no_interval() {
        let confidence = Confidence::new(0.95, 1);
        let mut moments = JointMoments::<2, 1>::default();
        moments.push(&[0, 0], &PAIRS);
        assert_eq!(confidence.of_mean(&moments, 0), None);
        assert_eq!(confidence.of_ratio(&moments, 0, &PAIRS), None);
        moments.push(&[0, 0], &PAIRS);
        assert_eq!(confidence.of_mean(&moments, 0), Some(0.0));
        assert_eq!(confidence.of_ratio(&moments, 0, &PAIRS), None);
        assert_eq!(confidence.of_share(1, 1), None);
        assert_eq!(confidence.of_sections(3.0, [(3.0, 5.0)].into_iter()), None);
        let empty_skipped = [(3.0, 5.0), (0.0, 0.0)].into_iter();
        assert_eq!(confidence.of_sections(3.0, empty_skipped), None);
    }

    #[test]
    fn a_ratio_that_never_varies_is_known_exactly() {
        let mut moments = JointMoments::<2, 1>::default();
        for row in [[10, 10], [20, 20], [31, 31]] {
            moments.push(&row, &PAIRS);
        }
        assert_eq!(Confidence::new(0.95, 3).of_ratio(&moments, 0, &PAIRS), Some(0.0));
    }

    #[test]
    fn wilson_by_the_published_formula() {
        let confidence = Confidence::new(0.95, 100);
        // Newcombe, Statistics in Medicine 17 (1998), table I: 81/263, 15/148, 0/20, 1/29.
        for (met, days, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let found = confidence.of_share(met, days).expect("more than one day");
            assert!(
                (found.0 - low).abs() < 6e-5 && (found.1 - high).abs() < 6e-5,
                "{found:?}"
            );
        }
        assert_eq!(confidence.of_share(20, 20).expect("days").1, 1.0);
    }

    #[test]
    fn equal_sections_give_the_textbook_width() {
        let confidence = Confidence::new(0.95, 4);
        let half = confidence
            .of_sections(2.5, [1.0, 2.0, 3.0, 4.0].into_iter().map(|value| (value, 7.0)))
            .expect("four sections");
        let expected = 3.182_446_3 * (5.0_f64 / 3.0 / 4.0).sqrt();
        assert!((half - expected).abs() < 1e-6, "{half} {expected}");
    }
}
