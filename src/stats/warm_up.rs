//! Where the warm-up of a simulation ends: MSER-5.
//!
//! In: a series in order of time that starts from an empty center. Out: how much of its beginning to leave
//! out. The rule weighs the bias that a late cut removes against the precision that it costs: of all
//! beginnings it leaves out the one that makes the squared standard error of the rest's mean least, taken
//! as if the rest were independent. (White, K. P.: An effective truncation heuristic for bias reduction in
//! simulation output. Simulation 69 (1997) 323–334; in batches of five: White, Cobb and Spratt, Proc. 2000
//! Winter Simulation Conf., 755–760; Franklin and White, Proc. 2008 Winter Simulation Conf., 541–546.)

/// Values of the series in one of the batches that the rule looks at.
const GROUPED: usize = 5;

/// Where a warm-up ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WarmUpEnd {
    /// Values at the start of the series to leave out: a multiple of five.
    pub values: usize,
    /// Whether the least error lies where the search ends, at half the series: the series had probably not
    /// settled, and is too short for the rule.
    pub at_edge: bool,
}

/// The end of the warm-up by MSER-5. Only cuts within the first half are looked at, since the error of a
/// short rest is small by chance; of equal errors the earliest cut counts. A series of fewer than ten values
/// is left whole.
pub fn mser5(series: &[f64]) -> WarmUpEnd {
    let means: Vec<f64> = series
        .chunks_exact(GROUPED)
        .map(|group| group.iter().sum::<f64>() / GROUPED as f64)
        .collect();
    let last = means.len() / 2;
    let mut best = (f64::INFINITY, 0);
    // From the end backwards, so that one pass knows mean and squares of every rest (Welford's updating).
    let (mut mean, mut squares) = (0.0, 0.0);
    for (cut, &value) in means.iter().enumerate().rev() {
        let rest = (means.len() - cut) as f64;
        let off = value - mean;
        mean += off / rest;
        squares += off * (value - mean);
        let error = squares / (rest * rest);
        if cut <= last && error <= best.0 {
            best = (error, cut);
        }
    }
    WarmUpEnd {
        values: GROUPED * best.1,
        at_edge: best.1 > 0 && best.1 == last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream, StreamKey};

    /// The rule as its paper writes it, for every cut anew.
    fn plainly(means: &[f64]) -> usize {
        let error = |cut: usize| {
            let rest = &means[cut..];
            let n = rest.len() as f64;
            let mean = rest.iter().sum::<f64>() / n;
            rest.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n * n)
        };
        (0..=means.len() / 2)
            .min_by(|&a, &b| error(a).total_cmp(&error(b)))
            .expect("at least one cut")
    }

    /// Values that approach 10 like exp(−t / 60), with noise of variance 1 around them.
    fn settling(replication: u32, length: usize, from: f64) -> Vec<f64> {
        let mut noise = Stream::new(1997, replication, StreamKey::new("noise", Purpose::Talk));
        (0..length)
            .map(|t| 10.0 + (from - 10.0) * (-(t as f64) / 60.0).exp() + noise.normal())
            .collect()
    }

    #[test]
    fn the_cut_is_that_of_the_formula() {
        for replication in 0..20 {
            let series = settling(replication, 603, 2.0);
            let means: Vec<f64> = series
                .chunks_exact(5)
                .map(|group| group.iter().sum::<f64>() / 5.0)
                .collect();
            assert_eq!(mser5(&series).values, 5 * plainly(&means), "{replication}");
        }
    }

    #[test]
    fn a_known_transient_is_cut_off() {
        // One more group of five, off by b, is worth leaving out as long as b² passes the variance of groups,
        // 1/5: until 8 exp(−t / 60) = √(1/5), t = 173.
        let (mut cuts, mut raw, mut kept) = (Vec::new(), 0.0, 0.0);
        for replication in 0..100 {
            let series = settling(replication, 6000, 2.0);
            let end = mser5(&series);
            assert!(!end.at_edge, "{replication}");
            cuts.push(end.values);
            raw += series.iter().sum::<f64>() / 6000.0 - 10.0;
            let rest = &series[end.values..];
            kept += rest.iter().sum::<f64>() / rest.len() as f64 - 10.0;
        }
        cuts.sort_unstable();
        assert!(cuts[50].abs_diff(173) < 25, "{cuts:?}");
        assert!(cuts[5] > 100 && cuts[94] < 300, "{cuts:?}");
        // The whole series is low by 8 × 60 / 6000 = 0.08, what is kept by less than 0.013, the standard error
        // of one series. A mean over a hundred series has a tenth of that error.
        let error = 0.0013;
        assert!((raw / 100.0 + 0.08).abs() < 3.5 * error, "{raw}");
        assert!((kept / 100.0).abs() < 0.013, "{kept}");
    }

    #[test]
    fn what_has_settled_loses_little_and_what_never_does_is_told() {
        let lost: usize = (0..100).map(|i| mser5(&settling(i, 2000, 10.0)).values).sum();
        assert!(lost < 100 * 2000 / 20, "{lost}");
        let growing: Vec<f64> = (0..500).map(f64::from).collect();
        assert_eq!(
            mser5(&growing),
            WarmUpEnd {
                values: 250,
                at_edge: true
            }
        );
    }

    #[test]
    fn short_and_constant_series_are_left_whole() {
        let whole = WarmUpEnd {
            values: 0,
            at_edge: false,
        };
        assert_eq!(mser5(&[]), whole);
        assert_eq!(mser5(&[1.0, 9.0, 3.0]), whole);
        assert_eq!(mser5(&[4.0; 100]), whole);
    }
}
