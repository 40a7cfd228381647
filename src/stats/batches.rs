//! Batch means: how one long run is cut into pieces that may pass for independent replications.
//!
//! In: a series in equilibrium. Out: the number of batches and what correlation is left between
//! neighbours. More than some thirty batches gain next to nothing (Schmeiser: Batch size effects in the
//! analysis of simulation output. Operations Research 30 (1982) 556–568), and longer ones are less
//! correlated; so the cutting starts at 32 batches and doubles their length while von Neumann's ratio of the
//! mean square successive difference to the variance still finds neighbours alike, as Fishman proposed
//! (Grouping observations in digital simulation. Management Science 24 (1978) 510–521).

use statrs::distribution::{ContinuousCDF, Normal};

/// Batches to begin with.
const MOST: usize = 32;
/// Batches below which an interval of confidence would say little.
const LEAST: usize = 8;
/// Chance that the test finds independent batches alike.
const LEVEL: f64 = 0.10;

/// How a series is cut: into `batches` of `length` values each from its start. What does not fill another
/// batch is left over at the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batching {
    /// Number of batches.
    pub batches: usize,
    /// Values in each.
    pub length: usize,
    /// The correlation of neighbouring batch means, by [`neighbours_correlation`]; nothing where they do not
    /// differ.
    pub correlation: Option<f64>,
    /// Whether even these batches are alike by the test: the series is too short, and intervals from them
    /// are too narrow.
    pub alike: bool,
}

/// Cuts a series: 32 batches, then 16, then 8, until neighbours are not alike by a one-sided test at 10 %. A
/// series of fewer than 32 values is cut into fewer batches of one value each.
pub fn batches(series: &[f64]) -> Batching {
    let most = MOST.min(series.len());
    let mut length = series.len() / most.max(1);
    let mut means: Vec<f64> = series
        .chunks_exact(length.max(1))
        .take(most)
        .map(|batch| batch.iter().sum::<f64>() / length as f64)
        .collect();
    loop {
        let correlation = neighbours_correlation(&means);
        let alike = correlation.is_some_and(|correlation| correlation > limit(means.len()));
        if !alike || means.len() / 2 < LEAST {
            return Batching {
                batches: means.len(),
                length,
                correlation,
                alike,
            };
        }
        means = means
            .chunks_exact(2)
            .map(|pair| (pair[0] + pair[1]) / 2.0)
            .collect();
        length *= 2;
    }
}

/// The correlation of neighbours in a series by von Neumann's ratio: 1 − Σ (yᵢ − yᵢ₊₁)² / 2 Σ (yᵢ − ȳ)², the
/// usual estimate at lag 1 with a correction for the two ends. Nothing where the values do not differ or are
/// fewer than three.
pub fn neighbours_correlation(series: &[f64]) -> Option<f64> {
    let mean = series.iter().sum::<f64>() / series.len() as f64;
    let squares: f64 = series.iter().map(|value| (value - mean) * (value - mean)).sum();
    let steps: f64 = series
        .windows(2)
        .map(|pair| (pair[0] - pair[1]) * (pair[0] - pair[1]))
        .sum();
    // What rounding alone makes of equal values is no difference.
    let rounding = series.len() as f64 * mean * f64::EPSILON;
    let nothing = series.len() as f64 * rounding * rounding;
    (series.len() > 2 && squares > nothing).then(|| 1.0 - steps / (2.0 * squares))
}

/// The correlation that `n` independent values exceed in one case of ten: for normal values it has mean 0
/// and variance (n − 2) / (n² − 1) (von Neumann, Annals of Math. Statistics 12 (1941) 367–395; Young, ibid.
/// 293–300), and is nearly normal itself from eight values on.
fn limit(n: usize) -> f64 {
    let n = n as f64;
    Normal::standard().inverse_cdf(1.0 - LEVEL) * ((n - 2.0).max(0.0) / (n * n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream, StreamKey};
    use crate::stats::{Confidence, JointMoments};

    /// AR(1) about `mean` with correlation `phi` from one value to the next and innovations of variance 1, in
    /// equilibrium.
    fn autoregressive(replication: u32, length: usize, phi: f64, mean: f64) -> Vec<f64> {
        let mut stream = Stream::new(1906, replication, StreamKey::new("noise", Purpose::Talk));
        let mut off = stream.normal() / (1.0 - phi * phi).sqrt();
        (0..length)
            .map(|_| {
                off = phi * off + stream.normal();
                mean + off
            })
            .collect()
    }

    #[test]
    fn the_limit_is_that_of_the_published_test() {
        // 1.281552 × √(30 / 1023), √(6 / 63).
        assert!((limit(32) - 0.219_464).abs() < 1e-5, "{}", limit(32));
        assert!((limit(8) - 0.395_496).abs() < 1e-5, "{}", limit(8));
    }

    #[test]
    fn correlation_by_hand() {
        // Steps 1, 1, 4, 1 and squares about 3: 4, 1, 0, 4, 1.
        let found = neighbours_correlation(&[1.0, 2.0, 3.0, 5.0, 4.0]).expect("values differ");
        assert!((found - (1.0 - 7.0 / 20.0)).abs() < 1e-15);
        assert_eq!(neighbours_correlation(&[7.3; 12]), None);
        assert_eq!(neighbours_correlation(&[1.0, 2.0]), None);
        assert_eq!(neighbours_correlation(&[]), None);
    }

    #[test]
    fn independent_values_are_alike_in_one_case_of_ten() {
        let studies = 4000;
        let alike = (0..studies)
            .filter(|&i| {
                let series = autoregressive(i, 32, 0.0, 5.0);
                neighbours_correlation(&series).expect("values differ") > limit(32)
            })
            .count() as f64;
        // Standard error √(0.09 / 4000) = 0.0047.
        assert!(
            (alike / f64::from(studies) - 0.10).abs() < 3.5 * 0.0047,
            "{alike}"
        );
    }

    #[test]
    fn batches_grow_until_neighbours_are_not_alike() {
        let studies = 300;
        let kept = |phi: f64| {
            let cut = |i| batches(&autoregressive(i, 3200, phi, 0.0));
            let all: Vec<Batching> = (0..studies).map(cut).collect();
            let most = all.iter().filter(|cut| cut.batches == 32).count();
            (most as f64 / f64::from(studies), all)
        };
        let (most, all) = kept(0.0);
        // Nine in ten, standard error 0.017.
        assert!((most - 0.9).abs() < 3.5 * 0.017, "{most}");
        assert!(all.iter().all(|cut| cut.batches * cut.length == 3200));
        // Batches of 100 values with a correlation time of 100 are plainly alike.
        let (most, all) = kept(0.99);
        assert!(most < 0.2, "{most}");
        assert!(all.iter().any(|cut| cut.batches == 8));
        assert!(all.iter().all(|cut| cut.batches == 8 || !cut.alike));
    }

    /// Share of seeded studies whose 95 % interval from batch means covers the mean.
    fn coverage(length: usize, phi: f64, studies: u32) -> f64 {
        let covered = (0..studies).filter(|&i| {
            let series = autoregressive(i, length, phi, 20.0);
            let cut = batches(&series);
            let mut moments = JointMoments::<1, 0>::default();
            for batch in series.chunks_exact(cut.length).take(cut.batches) {
                // Exact moments take whole numbers: millionths.
                moments.push(&[(1e6 * batch.iter().sum::<f64>()) as u64], &[]);
            }
            let confidence = Confidence::new(0.95, moments.count());
            let half = confidence.of_mean(&moments, 0).expect("several batches");
            (moments.mean(0) - 20e6 * cut.length as f64).abs() <= half
        });
        covered.count() as f64 / f64::from(studies)
    }

    #[test]
    fn intervals_from_batch_means_cover_the_known_mean() {
        // Standard error √(0.95 × 0.05 / 1000) = 0.0069 about 95 %. Batches of 200 values with a correlation
        // time of 5 leave a correlation of about 1 % between neighbours: the intervals are 1 % too narrow,
        // which costs a tenth of a standard error.
        let found = coverage(6400, 0.8, 1000);
        assert!((found - 0.95).abs() < 3.5 * 0.0069, "{found}");
        // Far too short a series is known by its intervals missing too often.
        let found = coverage(320, 0.98, 300);
        assert!(found < 0.9, "{found}");
    }

    #[test]
    fn a_short_series_makes_fewer_batches() {
        let cut = batches(&[1.0, 3.0, 1.0, 3.0, 1.0]);
        assert_eq!((cut.batches, cut.length, cut.alike), (5, 1, false));
        assert_eq!(batches(&[]).batches, 0);
        let same = batches(&[2.0; 64]);
        assert_eq!((same.batches, same.length, same.correlation), (32, 2, None));
    }
}
