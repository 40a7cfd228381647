//! Comparisons of the same days: shares of days, and the correction for many comparisons.
//!
//! - Shares: Agresti & Min, *Statistics in Medicine* 24 (2005), 729–740: Wald's interval for matched
//!   proportions with half a pair added to each of the four cells, so that no day on which they differ is no
//!   certainty that they never do.
//! - Many comparisons: Holm, *Scand. J. Statistics* 6 (1979), 65–70.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use super::interval::eight_digits;
use super::{Confidence, StandardError};

/// Days on which a condition held in two simulations of the same days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MatchedDays {
    /// In neither or in both.
    pub alike: u64,
    /// In the first alone.
    pub first: u64,
    /// In the second alone.
    pub second: u64,
}

impl MatchedDays {
    /// Counts one day.
    pub fn push(&mut self, first: bool, second: bool) {
        match (first, second) {
            (true, false) => self.first += 1,
            (false, true) => self.second += 1,
            _ => self.alike += 1,
        }
    }

    fn days(self) -> u64 {
        self.alike + self.first + self.second
    }

    /// The share of days in the second less that in the first.
    pub fn difference(self) -> f64 {
        (self.second as f64 - self.first as f64) / self.days().max(1) as f64
    }

    /// The adjusted difference and its standard error.
    fn adjusted(self) -> (f64, f64) {
        let n = self.days() as f64 + 2.0;
        let (first, second) = (self.first as f64 + 0.5, self.second as f64 + 0.5);
        let difference = (second - first) / n;
        let variance = (first + second - (second - first) * (second - first) / n) / (n * n);
        (difference, variance.max(0.0).sqrt())
    }

    /// Ends of the interval of the difference; it holds the difference itself. Nothing with fewer than two
    /// days.
    pub fn interval(self, confidence: &Confidence) -> Option<(f64, f64)> {
        if self.days() < 2 {
            return None;
        }
        let (middle, error) = self.adjusted();
        let (seen, half) = (self.difference(), confidence.normal() * error);
        Some((
            (middle - half).max(-1.0).min(seen),
            (middle + half).min(1.0).max(seen),
        ))
    }

    /// Standard error of the adjusted difference.
    pub fn standard_error(self) -> f64 {
        self.adjusted().1
    }

    /// Two-sided p-value of no difference, by the statistic of the interval.
    pub fn p(self) -> f64 {
        let (difference, error) = self.adjusted();
        eight_digits((2.0 * Normal::standard().sf((difference / error).abs())).min(1.0))
    }
}

/// Two-sided p-value of Student's test that what was estimated is zero.
pub fn student_p(estimate: f64, error: StandardError) -> f64 {
    if estimate == 0.0 {
        return 1.0;
    }
    if error.value == 0.0 {
        return 0.0;
    }
    StudentsT::new(0.0, 1.0, error.freedom as f64).map_or(f64::NAN, |law| {
        eight_digits((2.0 * law.sf((estimate / error.value).abs())).min(1.0))
    })
}

/// Holm's adjusted p-values, in the order given: none of those below a level is wrong but with at most
/// that probability.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&left, &right| p[left].total_cmp(&p[right]));
    let mut adjusted = vec![1.0; p.len()];
    let mut most: f64 = 0.0;
    for (rank, &index) in order.iter().enumerate() {
        most = most.max((p.len() - rank) as f64 * p[index]).min(1.0);
        adjusted[index] = most;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matched_shares_by_hand() {
        // With the halves added d = (10.5 − 17.5) / 88, and its standard error is √(28 − 49/88) / 88.
        let days = MatchedDays {
            alike: 59,
            first: 17,
            second: 10,
        };
        let interval = days.interval(&Confidence::new(0.95, 86)).expect("days");
        let error = (28.0 - 49.0_f64 / 88.0).sqrt() / 88.0;
        assert!((interval.0 - (-7.0 / 88.0 - 1.959_963_985 * error)).abs() < 1e-8);
        assert!((interval.1 - (-7.0 / 88.0 + 1.959_963_985 * error)).abs() < 1e-8);
        assert!((days.difference() + 7.0 / 86.0).abs() < 1e-15);
    }

    #[test]
    fn no_day_that_differs_is_no_certainty() {
        let mut days = MatchedDays::default();
        (0..100).for_each(|day| days.push(day % 3 == 0, day % 3 == 0));
        let (low, high) = days.interval(&Confidence::new(0.95, 100)).expect("days");
        assert!(low < -0.01 && high > 0.01 && (low + high).abs() < 1e-15);
        assert_eq!(days.p(), 1.0);
        assert_eq!(MatchedDays::default().interval(&Confidence::new(0.95, 1)), None);
    }

    #[test]
    fn the_interval_holds_zero_where_the_p_value_does() {
        let confidence = Confidence::new(0.95, 200);
        for first in 0..30 {
            for second in 0..30 {
                let days = MatchedDays {
                    alike: 141,
                    first,
                    second,
                };
                let (low, high) = days.interval(&confidence).expect("days");
                assert_eq!((low..=high).contains(&0.0), days.p() >= 0.05, "{days:?}");
            }
        }
    }

    #[test]
    fn student_by_the_tables() {
        // R: qt(0.975, 31), qt(0.975, 1), qt(0.95, 4).
        for (t, freedom, expected) in [
            (2.039_513_446, 31, 0.05),
            (12.706_204_74, 1, 0.05),
            (2.131_846_786, 4, 0.1),
        ] {
            let p = student_p(-3.0 * t, StandardError { value: 3.0, freedom });
            assert!((p - expected).abs() < 1e-8, "{p}");
        }
        let certain = StandardError {
            value: 0.0,
            freedom: 9,
        };
        assert_eq!(student_p(0.0, certain), 1.0);
        assert_eq!(student_p(1.0, certain), 0.0);
    }

    #[test]
    fn holm_as_in_his_paper() {
        let near = |found: Vec<f64>, expected: &[f64]| {
            assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-12, "{found} {expected}");
            }
        };
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
        near(holm(&[0.01, 0.04, 0.03, 0.005]), &[0.03, 0.06, 0.06, 0.02]);
        near(holm(&[0.9, 0.8]), &[1.0, 1.0]);
        near(holm(&[]), &[]);
    }
}
