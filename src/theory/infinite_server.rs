//! The infinite-server queue M(t)/G/∞: how many would be in service if nobody ever had to wait.
//!
//! In: a rate that is constant within each interval and the law of service. Out: the mean number in
//! service over the day, which is the *modified offered load*; the number itself is Poisson (Eick, Massey &
//! Whitt, *Management Science* 39 (1993), 241–252, theorem 1: m(t) = ∫ λ(u) P(S > t − u) du).

use super::patience::Patience;
use crate::model::{Distribution, PerInterval};

/// Terms beyond this many standard deviations from the mean of a Poisson law are below 10⁻²³.
const DEVIATIONS: f64 = 10.0;
/// Digits of the mean time in service that are kept, as a power of two of a second: 10⁻⁹ s.
const GRAIN: f64 = 1_073_741_824.0;

/// Mean number in service at the start of each of `slots` equal slots an interval, beginning empty.
///
/// `volume`: contacts expected in each interval, evenly over it; `service` and `stretch`: the law of
/// service in seconds, times a factor, by interval of arrival; `interval_s`: length of an interval in seconds.
pub fn mean_in_service(
    volume: &[f64],
    service: &PerInterval<Distribution>,
    stretch: &PerInterval<f64>,
    interval_s: f64,
    slots: usize,
) -> Vec<f64> {
    let count = volume.len() * slots;
    let slot_s = interval_s / slots as f64;
    let mut means = vec![0.0; count];
    let mut table: Option<(&Distribution, f64, Vec<f64>)> = None;
    for (interval, &contacts) in volume.iter().enumerate() {
        if contacts <= 0.0 {
            continue;
        }
        let (law, factor) = (service.at(interval), *stretch.at(interval));
        let known = matches!(&table, Some((of, by, _)) if *of == law && *by == factor);
        if !known {
            table = Some((law, factor, within(law, factor, slot_s, count)));
        }
        let Some((_, _, within)) = &table else { continue };
        let rate = contacts / interval_s;
        let first = interval * slots;
        for (place, mean) in means[first..].iter_mut().enumerate() {
            // Contacts of this interval arrived between so many slots ago and so many less.
            let since_end = place.saturating_sub(slots);
            *mean += rate * (within[place] - within[since_end]);
        }
    }
    means
}

/// E[min(S, x)] at whole numbers of slots x.
fn within(law: &Distribution, factor: f64, slot_s: f64, count: usize) -> Vec<f64> {
    let law_of_time = Patience::new(law);
    (0..=count)
        .map(|slots| {
            let x = slots as f64 * slot_s;
            let mean = if factor > 0.0 {
                factor * law_of_time.waited(x / factor)
            } else {
                0.0
            };
            (mean * GRAIN).round() / GRAIN
        })
        .collect()
}

/// E[f(N)] for N Poisson with this mean, where `values` are f(0), f(1), … and f is 0 beyond them.
pub fn poisson_mean(mean: f64, values: &[f64]) -> f64 {
    if mean <= 0.0 {
        return values.first().copied().unwrap_or(0.0);
    }
    let reach = DEVIATIONS * mean.sqrt() + DEVIATIONS;
    let first = (mean - reach).max(0.0).floor();
    let beyond = ((mean + reach).ceil() as usize).min(values.len());
    let mut chance = libm::exp(first * libm::log(mean) - mean - libm::lgamma(first + 1.0));
    let mut sum = 0.0;
    let first = first as usize;
    for (count, value) in values.iter().enumerate().take(beyond).skip(first) {
        sum += chance * value;
        chance *= mean / (count + 1) as f64;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exponential service has a differential equation: m' = λ − m / S, solved piece by piece.
    #[test]
    fn exponential_service_follows_its_differential_equation() {
        let (volume, mean_s, interval_s, slots) = ([30.0, 60.0, 0.0, 20.0], 240.0, 1800.0, 12);
        let service = PerInterval::Same(Distribution::Exponential { mean: mean_s / 1.5 });
        let found = mean_in_service(&volume, &service, &PerInterval::Same(1.5), interval_s, slots);
        let kept = (-interval_s / slots as f64 / mean_s).exp();
        let mut expected = 0.0;
        for (place, found) in found.into_iter().enumerate() {
            assert!(
                (found - expected).abs() < 1e-9,
                "slot {place}: {found} {expected}"
            );
            let load = volume[place / slots] / interval_s * mean_s;
            expected = expected * kept + load * (1.0 - kept);
        }
    }

    /// Whatever the law, a constant rate ends at the offered load.
    #[test]
    fn every_law_ends_at_the_offered_load() {
        for law in [
            Distribution::lognormal_by_mean_cv(190.0, 1.1),
            Distribution::Deterministic { value: 190.0 },
            Distribution::gamma_by_mean_cv(190.0, 0.5),
            Distribution::Uniform {
                low: 0.0,
                high: 380.0,
            },
        ] {
            let service = PerInterval::Same(law.clone());
            let means = mean_in_service(&[100.0; 40], &service, &PerInterval::Same(1.0), 1800.0, 9);
            let last = means.last().copied().expect("slots");
            assert!((last - 100.0 * 190.0 / 1800.0).abs() < 1e-4, "{law:?}: {last}");
        }
    }

    /// The published day with rate 100 + 20 sin t: its Poisson tails at the peak.
    #[test]
    fn poisson_means_are_tails() {
        let below = |agents: usize, mean: f64| poisson_mean(mean, &vec![1.0; agents]);
        // Least agents for P(N ≥ n) ≤ 0.1 at mean 110: 125 at t = π/2, where m = 110.
        assert!(1.0 - below(125, 110.0) <= 0.1 && 1.0 - below(124, 110.0) > 0.1 - 0.02);
        assert!((below(1, 2.0) - (-2.0_f64).exp()).abs() < 1e-14);
        assert!((poisson_mean(3.0, &(0..200).map(f64::from).collect::<Vec<_>>()) - 3.0).abs() < 1e-12);
        let large: Vec<f64> = (0..2000).map(f64::from).collect();
        assert!((poisson_mean(900.0, &large) - 900.0).abs() < 1e-8);
    }
}
