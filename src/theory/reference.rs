//! Tests against published and independently computed values, to the digits given.

use super::{Demand, SteadyState, least_agents, square_root};
use crate::model::{Distribution, ServiceLevelDefinition};

fn exponential(mean: f64) -> Distribution {
    Distribution::Exponential { mean }
}

/// Within half a unit of the last digit given.
#[track_caller]
fn agrees(found: f64, exact: f64, digits: i32) {
    let tolerance = 0.505 * 10f64.powi(-digits);
    assert!((found - exact).abs() <= tolerance, "{found} is not {exact}");
}

fn within(state: &SteadyState<'_>, seconds: f64) -> f64 {
    state.service_level(ServiceLevelDefinition::OfOffered, seconds, seconds)
}

#[test]
fn erlang_c() {
    for (load, agents, p_wait, wait, queue) in [
        (8.4, 12, 0.183_888_63, 0.051_080_18, 0.429_073),
        (10.0, 11, 0.682_118_20, 0.682_118_20, 6.821_182),
        (10.0, 14, 0.174_131_93, 0.043_532_98, 0.435_330),
        (48.0, 50, 0.694_455_61, 0.347_227_81, 16.666_935),
        (100.0, 110, 0.237_007_50, 0.023_700_75, 2.370_075),
        (400.0, 410, 0.510_214_86, 0.051_021_49, 20.408_594),
        (1000.0, 1030, 0.248_908_79, 0.008_296_96, 8.296_960),
    ] {
        let demand = Demand::new(load, 1.0, &Distribution::Forever);
        let state = demand.with_agents(agents);
        agrees(state.p_wait(), p_wait, 8);
        agrees(state.wait_all_s(), wait, 8);
        agrees(state.queue_mean(), queue, 6);
    }
}

#[test]
fn erlang_c_staffing() {
    for (calls, per_s, handle_s, share, t, agents, level) in [
        (300.0, 1800.0, 180.0, 0.8, 15.0, 35, 0.8124),
        (430.0, 1800.0, 170.0, 0.8, 20.0, 46, 0.8341),
        (250.0, 3600.0, 330.0, 0.8, 30.0, 28, 0.8569),
        (180.0, 3600.0, 270.0, 0.8, 30.0, 17, 0.8113),
        (25.0, 600.0, 180.0, 0.8, 20.0, 11, 0.8808),
    ] {
        let demand = Demand::new(calls / per_s, handle_s, &Distribution::Forever);
        assert_eq!(
            least_agents(&demand, 1000, |state| within(state, t) >= share),
            Some(agents)
        );
        agrees(within(&demand.with_agents(agents), t), level, 4);
    }
    let demand = Demand::new(400.0 / 3600.0, 180.0, &Distribution::Forever);
    assert_eq!(
        least_agents(&demand, 1000, |state| within(state, 30.0) >= 0.8),
        Some(24)
    );
    agrees(within(&demand.with_agents(23), 30.0), 0.748, 3);
    let demand = Demand::new(180.0 / 3600.0, 270.0, &Distribution::Forever);
    let state = demand.with_agents(17);
    agrees(state.asa_s().expect("answered"), 21.5, 1);
    agrees(state.p_wait(), 0.2783, 4);
    let demand = Demand::new(100.0 / 1800.0, 180.0, &Distribution::Forever);
    let state = demand.with_agents(14);
    agrees(state.p_wait(), 0.174_131_9, 7);
    agrees(within(&state, 20.0), 0.888_35, 5);
    agrees(state.asa_s().expect("answered"), 7.835_937, 6);
    let demand = Demand::new(430.0 / 1800.0, 170.0, &exponential(180.0));
    assert_eq!(
        least_agents(&demand, 1000, |state| within(state, 20.0) >= 0.8),
        Some(43)
    );
}

#[test]
fn erlang_a() {
    for (rate, agents, leaving, p_wait, abandoned, wait, queue, occupancy, exceeds, answered) in [
        (
            48.0,
            50,
            0.5,
            0.467_774_07,
            0.030_912_25,
            0.061_824_50,
            2.967_576,
            0.930_324,
            0.243_945,
            0.738_622,
        ),
        (
            100.0,
            100,
            0.5,
            0.596_703_14,
            0.033_030_15,
            0.066_060_31,
            6.606_031,
            0.966_970,
            0.277_464,
            0.701_110,
        ),
        (
            100.0,
            100,
            2.0,
            0.429_998_77,
            0.046_683_30,
            0.023_341_65,
            2.334_165,
            0.953_317,
            0.063_314,
            0.894_284,
        ),
        (
            100.0,
            95,
            1.0,
            0.704_820_69,
            0.069_452_84,
            0.069_452_84,
            6.945_284,
            0.979_523,
            0.299_694,
            0.650_667,
        ),
        (
            120.0,
            100,
            1.0,
            0.972_136_26,
            0.167_692_96,
            0.167_692_96,
            20.123_155,
            0.998_768,
            0.730_422,
            0.183_053,
        ),
        (
            10.0,
            12,
            1.0,
            0.303_223_85,
            0.053_091_63,
            0.053_091_63,
            0.530_916,
            0.789_090,
            0.182_515,
            0.793_579,
        ),
        (
            1000.0,
            980,
            0.5,
            0.844_942_95,
            0.023_002_27,
            0.046_004_53,
            46.004_530,
            0.996_936,
            0.094_340,
            0.883_662,
        ),
    ] {
        let demand = Demand::new(rate, 1.0, &exponential(1.0 / leaving));
        let state = demand.with_agents(agents);
        agrees(state.p_wait(), p_wait, 8);
        agrees(state.abandoned(), abandoned, 8);
        agrees(state.wait_all_s(), wait, 8);
        agrees(state.queue_mean(), queue, 6);
        agrees(state.occupancy(), occupancy, 6);
        agrees(state.wait_exceeds(0.1), exceeds, 6);
        agrees(state.answered_within(0.1), answered, 6);
    }
}

#[test]
fn large_and_hard() {
    let demand = Demand::new(600.0 / 3600.0, 300.0, &exponential(180.0));
    let w1 = demand.with_agents(50);
    agrees(w1.abandoned(), 0.063_45, 5);
    agrees(w1.asa_s().expect("answered"), 10.803, 3);
    agrees(w1.wait_exceeds(20.0), 0.231_34, 5);
    agrees(w1.answered_within(20.0), 0.7311, 4);
    agrees(w1.occupancy(), 0.936_55, 5);
    let demand = Demand::new(12_000.0 / 3600.0, 300.0, &exponential(180.0));
    let big = demand.with_agents(1000);
    agrees(big.abandoned(), 0.014_22, 5);
    agrees(big.asa_s().expect("answered"), 2.529_478_112, 9);
    agrees(big.wait_exceeds(20.0), 0.003_07, 5);
    agrees(big.occupancy(), 0.985_78, 5);

    let demand = Demand::new(500.0 / 300.0, 300.0, &exponential(180.0));
    agrees(demand.with_agents(490).answered_within(20.0), 0.915_56, 5);
    agrees(demand.with_agents(490).answered_within(300.0), 0.968_08, 5);
    agrees(demand.with_agents(474).answered_within(20.0), 0.797_48, 5);
    agrees(demand.with_agents(475).answered_within(20.0), 0.807_00, 5);
    assert_eq!(
        least_agents(&demand, 100_000, |state| within(state, 20.0) >= 0.8),
        Some(475)
    );
    let demand = Demand::new(267.0 / 300.0, 300.0, &exponential(180.0));
    assert_eq!(
        least_agents(&demand, 100_000, |state| within(state, 20.0) >= 0.8),
        Some(258)
    );
}

/// M/M/100+G with λ = 102 and patience of mean 1; the deterministic case by its closed form.
#[test]
fn general_patience() {
    for (law, abandoned, queue) in [
        (exponential(1.0), 0.049_918, 5.0916),
        (Distribution::erlang_by_mean_shape(1.0, 2), 0.037_832, 11.7593),
        (Distribution::lognormal_by_mean_cv(1.0, 2.0), 0.051_146, 4.3299),
        (Distribution::lognormal_by_mean_cv(1.0, 1.0), 0.037_648, 11.4268),
        (Distribution::Deterministic { value: 1.0 }, 0.021_907, 65.6582),
        (Distribution::Uniform { low: 0.0, high: 2.0 }, 0.043_307, 8.4077),
        (
            Distribution::hyperexponential_by_mean_cv(1.0, 2.0),
            0.054_665,
            3.5139,
        ),
    ] {
        let demand = Demand::new(102.0, 1.0, &law);
        let state = demand.with_agents(100);
        agrees(state.abandoned(), abandoned, 6);
        agrees(state.queue_mean(), queue, 4);
    }
}

/// At 20 % too much load every law loses about the excess, yet the queues differ by a factor of nine.
#[test]
fn overload_makes_patience_show_in_the_queue_alone() {
    for (law, queue) in [
        (Distribution::hyperexponential_by_mean_cv(1.0, 2.0), 12.8),
        (Distribution::Deterministic { value: 1.0 }, 115.0),
    ] {
        let demand = Demand::new(120.0, 1.0, &law);
        let state = demand.with_agents(100);
        assert!((state.abandoned() - 1.0 / 6.0).abs() < 0.005);
        assert!((state.queue_mean() / queue - 1.0).abs() < 0.005);
    }
}

/// The classroom's two sellers: 20 s a customer, 5 customers a minute.
#[test]
fn two_sellers() {
    for (sellers, p_wait, queue, wait) in [
        (2, 0.758, 3.79, 45.5),
        (3, 0.300, 0.375, 4.5),
        (4, 0.102, 0.073, 0.88),
    ] {
        let demand = Demand::new(5.0 / 60.0, 20.0, &Distribution::Forever);
        let state = demand.with_agents(sellers);
        agrees(state.p_wait(), p_wait, 3);
        assert!((state.queue_mean() - queue).abs() < 0.005);
        assert!((state.wait_all_s() - wait).abs() < 0.05);
    }
}

/// Where patience and handle time have the same mean and law, the number in system is Poisson,
/// whatever the staff.
#[test]
fn poisson_when_leaving_is_as_fast_as_service() {
    let demand = Demand::new(102.0, 1.0, &exponential(1.0));
    let mut term = (-102.0f64).exp();
    let mut below = 0.0;
    for agents in 0..140u32 {
        if agents > 0 {
            let p_wait = demand.with_agents(agents).p_wait();
            approx::assert_relative_eq!(p_wait, 1.0 - below, max_relative = 1e-9, epsilon = 1e-13);
        }
        below += term;
        term *= 102.0 / f64::from(agents + 1);
    }
}

#[test]
fn square_root_rule_starts_near_the_answer() {
    let demand = Demand::new(500.0, 1.0, &exponential(0.6));
    let least = least_agents(&demand, 1000, |state| state.p_wait() <= 0.5).expect("reachable");
    let beta = square_root::beta_with_patience(0.5, 1.0 / 0.6);
    assert!((f64::from(least) - (500.0 + beta * 500f64.sqrt())).abs() <= 1.5);
}
