//! An independent computation for tests: the birth-and-death chain of the number in system, truncated
//! where nothing is left, in logarithms; and the wait of a contact by uniformization of the chain of those
//! ahead of it. It shares no formula with the quadrature.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{Demand, Lines, SteadyState, least_agents};
use crate::model::{Distribution, ServiceLevelDefinition};

/// M/M/n+M with service rate 1.
struct Chain {
    agents: usize,
    leaving: f64,
    /// P(k in system).
    share: Vec<f64>,
}

impl Chain {
    fn new(rate: f64, agents: usize, leaving: f64) -> Self {
        let mut ln_weight = vec![0.0f64];
        let mut peak = 0.0f64;
        for k in 1.. {
            let out = k.min(agents) as f64 + leaving * k.saturating_sub(agents) as f64;
            let next = ln_weight[k - 1] + rate.ln() - out.ln();
            ln_weight.push(next);
            peak = peak.max(next);
            if k > agents && next < peak - 60.0 && out > rate {
                break;
            }
        }
        let total: f64 = ln_weight.iter().map(|weight| (weight - peak).exp()).sum();
        let share = ln_weight
            .iter()
            .map(|weight| (weight - peak).exp() / total)
            .collect();
        Self {
            agents,
            leaving,
            share,
        }
    }

    /// With at most `lines` in the system: the whole chain, and what those who get in see of it.
    fn limited(rate: f64, agents: usize, leaving: f64, lines: usize) -> (Self, Self) {
        let mut ln_weight = vec![0.0f64];
        for k in 1..=lines {
            let out = k.min(agents) as f64 + leaving * k.saturating_sub(agents) as f64;
            ln_weight.push(ln_weight[k - 1] + rate.ln() - out.ln());
        }
        let peak = ln_weight.iter().copied().fold(f64::MIN, f64::max);
        let chain = |weights: &[f64]| {
            let total: f64 = weights.iter().map(|weight| (weight - peak).exp()).sum();
            Self {
                agents,
                leaving,
                share: weights
                    .iter()
                    .map(|weight| (weight - peak).exp() / total)
                    .collect(),
            }
        };
        (chain(&ln_weight), chain(&ln_weight[..lines]))
    }

    fn p_wait(&self) -> f64 {
        self.share[self.agents..].iter().sum()
    }

    fn queue_mean(&self) -> f64 {
        self.share[self.agents..]
            .iter()
            .enumerate()
            .map(|(k, share)| k as f64 * share)
            .sum()
    }

    /// Shares of contacts answered and gone after a wait of at most t. A contact with k ahead of it
    /// follows a chain: someone ahead is answered or leaves at rate n + kθ, it leaves itself at rate θ.
    fn within(&self, t: f64) -> (f64, f64) {
        let mut ahead: Vec<f64> = self.share[self.agents..].to_vec();
        let mut answered: f64 = self.share[..self.agents].iter().sum();
        let mut gone = 0.0;
        let fastest = self.agents as f64 + self.leaving * ahead.len() as f64;
        // Poisson weights of the number of uniformized steps by t, from their peak outwards in logarithms.
        let steps = fastest * t;
        let last = (steps + 10.0 * steps.sqrt() + 40.0) as usize;
        let mut ln_pmf = -steps;
        let (mut answered_by, mut gone_by) = (0.0, 0.0);
        for step in 0..=last {
            if step > 0 {
                ln_pmf += (steps / step as f64).ln();
                let mut next = vec![0.0; ahead.len()];
                for (k, share) in ahead.iter().enumerate() {
                    let forward = (self.agents as f64 + self.leaving * k as f64) / fastest;
                    let leave = self.leaving / fastest;
                    if k == 0 {
                        answered += share * forward;
                    } else {
                        next[k - 1] += share * forward;
                    }
                    gone += share * leave;
                    next[k] += share * (1.0 - forward - leave);
                }
                ahead = next;
            }
            answered_by += ln_pmf.exp() * answered;
            gone_by += ln_pmf.exp() * gone;
        }
        (answered_by, gone_by)
    }
}

fn exponential(leaving: f64) -> Distribution {
    Distribution::Exponential { mean: 1.0 / leaving }
}

/// The same settings every time.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Logarithms uniform between those of two ends.
fn log_uniform(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

#[track_caller]
fn close(found: f64, exact: f64) {
    assert!(
        (found - exact).abs() <= 1e-9 * exact.abs().max(1.0),
        "{found} is not {exact}"
    );
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn erlang_a_is_the_chain(
        load in log_uniform(0.05, 150.0), ratio in 0.5..1.6f64, leaving in log_uniform(0.02, 50.0), t in log_uniform(0.001, 2.0)
    ) {
        let agents = ((load * ratio).round() as usize).max(1);
        let chain = Chain::new(load, agents, leaving);
        let law = exponential(leaving);
        let demand = Demand::new(load, 1.0, &law);
        let state = demand.with_agents(agents as u32);
        close(state.p_wait(), chain.p_wait());
        close(state.queue_mean(), chain.queue_mean());
        close(state.abandoned(), leaving * chain.queue_mean() / load);
        let (answered, gone) = chain.within(t);
        close(state.answered_within(t), answered);
        close(state.abandoned_within(t), gone);
        close(state.wait_exceeds(t), 1.0 - answered - gone);
    }

    #[test]
    fn erlang_c_is_the_chain(load in log_uniform(0.05, 100.0), spare in 0.03..0.6f64, t in log_uniform(0.001, 2.0)) {
        let agents = (load * (1.0 + spare)).ceil() as usize;
        let chain = Chain::new(load, agents, 0.0);
        let demand = Demand::new(load, 1.0, &Distribution::Forever);
        let state = demand.with_agents(agents as u32);
        close(state.p_wait(), chain.p_wait());
        close(state.queue_mean(), chain.queue_mean());
        close(state.answered_within(t), chain.within(t).0);
    }

    #[test]
    fn limited_lines_are_the_chain(
        load in log_uniform(0.05, 120.0), ratio in 0.4..2.0f64, leaving in log_uniform(0.02, 50.0), patient in proptest::bool::ANY,
        places in 0usize..60, t in log_uniform(0.001, 2.0)
    ) {
        let agents = ((load * ratio).round() as usize).max(1);
        let lines = agents + places;
        let (law, leaving) = if patient { (Distribution::Forever, 0.0) } else { (exponential(leaving), leaving) };
        let (chain, seen) = Chain::limited(load, agents, leaving, lines);
        let blocked = chain.share[lines];
        let demand = Demand::new(load, 1.0, &law).with_lines(Lines::Limited(lines as u32)).expect("exact");
        let state = demand.with_agents(agents as u32);
        close(state.blocked(), blocked);
        close(state.p_wait(), seen.p_wait());
        close(state.queue_mean(), chain.queue_mean());
        let busy: f64 = chain.share.iter().enumerate().map(|(k, share)| k.min(agents) as f64 * share).sum();
        close(state.occupancy(), busy / agents as f64);
        close(state.abandoned(), leaving * chain.queue_mean() / (load * (1.0 - blocked)));
        let (answered, gone) = seen.within(t);
        close(state.answered_within(t), answered);
        close(state.abandoned_within(t), gone);
        close(state.wait_exceeds(t), 1.0 - answered - gone);
    }

    /// No panic, nothing that is not a number, and every measure moves the right way, anywhere.
    #[test]
    fn measures_are_monotone(
        load in log_uniform(1e-4, 1e5), ratio in 0.0..2.0f64, leaving in log_uniform(1e-5, 1e5), t in log_uniform(1e-6, 1e3)
    ) {
        let agents = ((load * ratio).round() as u32).min(100_000);
        for law in [exponential(leaving), Distribution::Forever] {
            let measures = |rate: f64, agents: u32, t: f64| {
                let demand = Demand::new(rate, 1.0, &law);
                let state = demand.with_agents(agents);
                let good = [
                    state.answered_within(t),
                    1.0 - state.p_wait(),
                    1.0 - state.abandoned(),
                    1.0 - state.wait_exceeds(t),
                    -state.wait_all_s(),
                ];
                let shares = [
                    state.p_wait(), state.abandoned(), state.answered(), state.occupancy(), state.wait_exceeds(t),
                    state.answered_within(t), state.abandoned_within(t),
                ];
                for share in shares {
                    assert!((0.0..=1.0 + 1e-9).contains(&share), "{share} is no share");
                }
                for definition in ServiceLevelDefinition::ALL {
                    let level = state.service_level(definition, t, t);
                    assert!((0.0..=1.0).contains(&level), "{level} is no share");
                }
                for wait in [Some(state.wait_all_s()), state.asa_s(), state.wait_abandoned_s(), state.wait_delayed_s()] {
                    assert!(wait.is_none_or(|wait| wait >= 0.0), "{wait:?} is no wait");
                }
                good
            };
            let here = measures(load, agents, t);
            // Shares are good to 1e-10 of the whole, times of their own size.
            let rounding = |value: f64| 1e-10 + 1e-9 * value.abs();
            for (index, (more, less)) in measures(load, agents + 1, t).into_iter().zip(here).enumerate() {
                assert!(more >= less - rounding(less), "agents: {index} {more} {less}");
            }
            for (index, (more, less)) in here.into_iter().zip(measures(load * 1.01, agents, t)).enumerate() {
                assert!(more >= less - rounding(less), "calls: {index} {more} {less}");
            }
            for index in [0, 3] {
                let longer = measures(load, agents, t * 1.1)[index];
                assert!(longer >= here[index] - rounding(here[index]), "T: {index}");
            }
        }
    }

    #[test]
    fn quantiles_invert_the_wait(
        load in log_uniform(0.5, 2000.0), ratio in 0.7..1.3f64, leaving in log_uniform(0.01, 20.0), share in 0.02..0.99f64
    ) {
        let law = exponential(leaving);
        let demand = Demand::new(load, 1.0, &law);
        let state = demand.with_agents(((load * ratio).round() as u32).max(1));
        let all = state.wait_quantile_all_s(share);
        prop_assert!(state.wait_exceeds(all) <= 1.0 - share + 1e-9);
        prop_assert!(all == 0.0 || state.wait_exceeds(all * 0.999) >= 1.0 - share);
        let answered = state.wait_quantile_answered_s(share).expect("someone is answered");
        prop_assert!(state.answered_within(answered) >= share * state.answered() - 1e-9);
        prop_assert!(answered == 0.0 || state.answered_within(answered * 0.999) <= share * state.answered());
    }

    #[test]
    fn least_agents_is_least(load in log_uniform(0.01, 3000.0), leaving in log_uniform(0.05, 10.0), share in 0.3..0.99f64) {
        let law = exponential(leaving);
        let demand = Demand::new(load, 1.0, &law);
        let good = |state: &SteadyState<'_>| state.answered_within(0.07) >= share;
        let agents = least_agents(&demand, 10_000, good).expect("reachable");
        prop_assert!(good(&demand.with_agents(agents)));
        prop_assert!(agents == 0 || !good(&demand.with_agents(agents - 1)));
        prop_assert_eq!(least_agents(&demand, agents.saturating_sub(1), good), if agents == 0 { Some(0) } else { None });
    }
}

/// What any patience law must satisfy: those who leave are those whom nobody serves, and the virtual wait
/// of exponential patience given as another law is the same.
#[test]
fn general_patience_agrees_with_its_exponential_cases() {
    let same = [
        Distribution::Gamma {
            shape: 1.0,
            scale: 0.7,
        },
        Distribution::Weibull {
            shape: 1.0,
            scale: 0.7,
        },
        Distribution::Hyperexponential {
            first_share: 0.4,
            first_mean: 0.7,
            second_mean: 0.7,
        },
    ];
    for (load, agents) in [(3.0, 2), (50.0, 50), (400.0, 470), (400.0, 300)] {
        let plain = Distribution::Exponential { mean: 0.7 };
        let demand = Demand::new(load, 1.0, &plain);
        let exact = demand.with_agents(agents);
        for law in &same {
            let demand = Demand::new(load, 1.0, law);
            let state = demand.with_agents(agents);
            close(state.p_wait(), exact.p_wait());
            close(state.wait_all_s(), exact.wait_all_s());
            close(state.answered_within(0.05), exact.answered_within(0.05));
            close(state.abandoned_within(0.05), exact.abandoned_within(0.05));
        }
    }
}

/// Arrivals in = departures out: n μ E[busy share] = λ P(answered), with the busy share from the chain
/// below n and P(wait); it binds p_wait and abandonment, which come from different integrals.
#[test]
fn flow_is_conserved_for_every_patience() {
    for law in super::patience::examples() {
        for (load, agents) in [(4.0f64, 4u32), (60.0, 55), (60.0, 66), (2000.0, 1900)] {
            let demand = Demand::new(load / 100.0, 100.0, &law);
            let state = demand.with_agents(agents);
            // E[busy] over the states below n, by the truncated Poisson law: p(k) ∝ a^k / k!.
            let mut ln_weight = 0.0;
            let weights: Vec<f64> = (0..agents)
                .map(|k| {
                    if k > 0 {
                        ln_weight += (load / f64::from(k)).ln();
                    }
                    ln_weight
                })
                .collect();
            let peak = weights.iter().copied().fold(f64::MIN, f64::max);
            let total: f64 = weights.iter().map(|weight| (weight - peak).exp()).sum();
            let busy: f64 = weights
                .iter()
                .enumerate()
                .map(|(k, weight)| k as f64 * (weight - peak).exp())
                .sum::<f64>()
                / total;
            let expected = (1.0 - state.p_wait()) * busy + state.p_wait() * f64::from(agents);
            approx::assert_relative_eq!(load * state.answered(), expected, max_relative = 1e-9);
        }
    }
}

#[test]
fn edges_are_decided() {
    let law = exponential(0.5);
    let nobody = Demand::new(0.0, 180.0, &law);
    for agents in [0, 3] {
        let state = nobody.with_agents(agents);
        assert!(state.is_stable());
        assert_eq!(
            (
                state.p_wait(),
                state.abandoned(),
                state.queue_mean(),
                state.occupancy()
            ),
            (0.0, 0.0, 0.0, 0.0)
        );
        assert_eq!(
            state.service_level(ServiceLevelDefinition::OfAnswered, 0.0, 0.0),
            1.0
        );
        assert_eq!(state.asa_s(), None);
    }
    let demand = Demand::new(5.0, 1.0, &law);
    let unmanned = demand.with_agents(0);
    assert_eq!(
        (unmanned.p_wait(), unmanned.abandoned(), unmanned.answered()),
        (1.0, 1.0, 0.0)
    );
    assert_eq!(
        (unmanned.queue_mean(), unmanned.occupancy(), unmanned.asa_s()),
        (10.0, 0.0, None)
    );
    for definition in ServiceLevelDefinition::ALL {
        let level = unmanned.service_level(definition, 20.0, 0.0);
        assert_eq!(level, 0.0, "{definition:?}");
    }
    let forever = Demand::new(5.0, 1.0, &Distribution::Forever);
    let overloaded = forever.with_agents(5);
    assert!(!overloaded.is_stable());
    assert_eq!(
        overloaded.service_level(ServiceLevelDefinition::OfOffered, 1e9, 0.0),
        0.0
    );
    assert_eq!(overloaded.asa_s(), Some(f64::INFINITY));
    assert_eq!(
        (overloaded.queue_mean(), overloaded.occupancy()),
        (f64::INFINITY, 1.0)
    );
    assert_eq!(overloaded.wait_quantile_all_s(0.5), f64::INFINITY);
    // Nobody waits at all: whoever does not find an agent leaves; an endless mean is no patience limit.
    let none = Demand::new(5.0, 1.0, &Distribution::Exponential { mean: 0.0 });
    let state = none.with_agents(5);
    close(state.abandoned(), super::blocking(5, 5.0));
    assert_eq!(state.wait_all_s(), 0.0);
    let endless = Demand::new(5.0, 1.0, &Distribution::Exponential { mean: f64::INFINITY });
    close(endless.with_agents(6).p_wait(), forever.with_agents(6).p_wait());
    let state = demand.with_agents(5);
    close(state.answered_within(0.0), 1.0 - state.p_wait());
    assert_eq!(least_agents(&forever, 5, |state| state.is_stable()), None);
    assert_eq!(least_agents(&nobody, 5, |state| state.p_wait() == 0.0), Some(0));
}

/// Sizes at the ends of the range are near the load, as the square root has it.
#[test]
fn huge_loads_have_an_answer() {
    for (load, patience) in [
        (20_000.0, 0.6),
        (100_000.0, 1e6),
        (99_000.0, 1e-6),
        (100_000.0, 3.0),
    ] {
        let law = Distribution::Exponential { mean: patience };
        let demand = Demand::new(load, 1.0, &law);
        let agents =
            least_agents(&demand, 131_072, |state| state.answered_within(0.07) >= 0.8).expect("reachable");
        assert!(
            (f64::from(agents) - load).abs() < 0.3 * load,
            "{agents} for {load}"
        );
    }
}

/// Lines without end are the queue without limit, and a line an agent is the loss formula.
#[test]
fn limited_lines_have_their_limits() {
    for law in [exponential(0.4), Distribution::Forever] {
        let plain = Demand::new(20.0, 1.0, &law);
        let endless = plain.clone().with_lines(Lines::Limited(3000)).expect("exact");
        let none = plain.clone().with_lines(Lines::OneAnAgent).expect("exact");
        let (exact, limited) = (plain.with_agents(22), endless.with_agents(22));
        close(limited.blocked(), 0.0);
        for (found, exact) in [
            (limited.p_wait(), exact.p_wait()),
            (
                limited.asa_s().expect("answered"),
                exact.asa_s().expect("answered"),
            ),
            (limited.answered_within(0.1), exact.answered_within(0.1)),
            (limited.abandoned_within(0.1), exact.abandoned_within(0.1)),
            (limited.wait_all_s(), exact.wait_all_s()),
        ] {
            close(found, exact);
        }
        let lost = none.with_agents(22);
        close(lost.blocked(), super::blocking(22, 20.0));
        assert_eq!(
            (lost.p_wait(), lost.asa_s(), lost.wait_delayed_s()),
            (0.0, Some(0.0), None)
        );
    }
    let many = Demand::new(20_000.0, 1.0, &exponential(0.5))
        .with_lines(Lines::Limited(22_000))
        .expect("exact");
    let state = many.with_agents(20_100);
    let plain = Demand::new(20_000.0, 1.0, &exponential(0.5));
    close(
        state.answered_within(0.01),
        plain.with_agents(20_100).answered_within(0.01),
    );
    assert!(
        Demand::new(1.0, 1.0, &Distribution::Deterministic { value: 1.0 })
            .with_lines(Lines::Limited(9))
            .is_none()
    );
}
