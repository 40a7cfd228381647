//! Limited lines: M/M/n/K and M/M/n/K+M, where a contact that finds all K lines taken is turned away.
//!
//! In: demand, agents, lines. Out: the share blocked, and of those who get in the chance of waiting, mean
//! waits and what lies beyond a time. The number in system is a birth-and-death chain; below n its weights
//! are those of the loss formula. A contact with k waiting before it is answered after the sum V of
//! exponential times with rates nμ + jθ, j = 0 … k, if it stays; e^(−θV) has the law Beta(nμ/θ, k + 1), so
//! P(V > t) is a sum of negative binomial probabilities (Poisson ones where nobody leaves), all positive:
//! no digit is lost at any size.

use super::loss::ln_inverse_blocking;

/// Weights are rescaled when they pass this.
const RESCALE: f64 = 1e100;

/// How many contacts may be in the system at once, answered or waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Any number.
    Endless,
    /// At most this many.
    Limited(u32),
    /// As many as there are agents: nobody waits (Erlang B).
    OneAnAgent,
}

/// Those who wait on limited lines; shares and means are over admitted contacts that have to wait.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Share of all contacts that is turned away.
    pub blocked: f64,
    /// P(wait) of the admitted.
    pub p_wait: f64,
    /// 1 − P(wait), with all its digits.
    pub p_free: f64,
    /// P(hangs up).
    pub abandoned: f64,
    /// E[wait], in seconds.
    pub wait: f64,
    /// E[V; answered], in seconds.
    pub wait_answered: f64,
    /// nμ and θ, a second.
    capacity: f64,
    leaving: f64,
    /// P(at least k before it), and P(the same, and it is answered).
    ahead: Vec<f64>,
    ahead_answered: Vec<f64>,
}

impl Line {
    /// `agents` (at least one, at most `lines`) with capacity nμ, contacts at `rate` and leaving at rate
    /// `leaving`, all a second.
    pub fn new(rate: f64, agents: u32, lines: u32, capacity: f64, leaving: f64) -> Line {
        let places = (lines - agents) as usize;
        // Weights of the states n … K from the greatest outwards, and its logarithm relative to state n − 1.
        let out = |waiting: usize| capacity + waiting as f64 * leaving;
        let mut peak = 0;
        let mut ln_peak = (rate / capacity).ln();
        while peak < places && rate > out(peak + 1) {
            peak += 1;
            ln_peak += (rate / out(peak)).ln();
        }
        let mut weights = vec![0.0; places + 1];
        weights[peak] = 1.0;
        for state in peak + 1..=places {
            weights[state] = weights[state - 1] * rate / out(state);
        }
        for state in (0..peak).rev() {
            weights[state] = weights[state + 1] * out(state + 1) / rate;
        }
        let full = weights.pop().unwrap_or(0.0);
        let waiting: f64 = weights.iter().sum();
        let load = rate * f64::from(agents) / capacity;
        let ln_free = ln_inverse_blocking(agents - 1, load) - ln_peak;
        let odds = |weight: f64, other: f64| weight / other;
        let free = libm::exp(ln_free);
        let (p_wait, p_free, blocked) = if free.is_finite() {
            let admitted = free + waiting;
            (
                odds(waiting, admitted),
                odds(free, admitted),
                odds(full, admitted + full),
            )
        } else {
            (waiting * libm::exp(-ln_free), 1.0, full * libm::exp(-ln_free))
        };

        let (mut abandoned, mut wait, mut wait_answered, mut stages) = (0.0, 0.0, 0.0, 0.0);
        let mut ahead = vec![0.0; places];
        let mut ahead_answered = vec![0.0; places];
        for (before, weight) in weights.iter().enumerate() {
            let share = weight / waiting;
            let after = out(before + 1);
            let answered = capacity / after;
            stages += 1.0 / after;
            ahead[before] = share;
            ahead_answered[before] = share * answered;
            abandoned += share * (before + 1) as f64 * leaving / after;
            wait += share * (before + 1) as f64 / after;
            wait_answered += share * answered * stages;
        }
        for before in (1..places).rev() {
            ahead[before - 1] += ahead[before];
            ahead_answered[before - 1] += ahead_answered[before];
        }
        Line {
            blocked,
            p_wait,
            p_free,
            abandoned,
            wait,
            wait_answered,
            capacity,
            leaving,
            ahead,
            ahead_answered,
        }
    }

    /// P(V > t) and P(V > t, answered) of those who have to wait.
    pub fn beyond(&self, t: f64) -> (f64, f64) {
        (
            self.mixture(t, self.capacity, &self.ahead),
            self.mixture(t, self.capacity + self.leaving, &self.ahead_answered),
        )
    }

    /// The sum of the probabilities of i steps by t, in a chain whose first step has rate `first` and each
    /// next one θ more, times what `weights` has for i.
    fn mixture(&self, t: f64, first: f64, weights: &[f64]) -> f64 {
        let gone = -libm::expm1(-self.leaving * t);
        let (mut term, mut ln_scale) = (1.0, -first * t);
        let mut scale = libm::exp(ln_scale);
        let mut sum = 0.0;
        for (step, weight) in weights.iter().enumerate() {
            sum += term * scale * weight;
            let growth = if self.leaving > 0.0 {
                (first / self.leaving + step as f64) * gone
            } else {
                first * t
            };
            term *= growth / (step + 1) as f64;
            if term > RESCALE {
                ln_scale += libm::log(term);
                scale = libm::exp(ln_scale);
                term = 1.0;
            }
        }
        sum.clamp(0.0, 1.0)
    }
}
