//! How contacts come and who is there: numbers and moments of arrivals against the laws that they must have, and
//! absences.
//!
//! Only arrivals count here: nobody is there to answer, and nobody waits.

use headcount::engine::{Engine, Plan};
use headcount::model::{
    Arrivals, Backlog, Center, Distribution, Factor, IntervalFactor, Mix, PerInterval, RateShape, Ticks,
};
use headcount::observe::{Agent, Brings, Contact, Observer, Presence};
use statrs::distribution::{ContinuousCDF, Gamma, Normal};

use super::{agree, agree_in_ratio, always, calls, group, in_full, of_intervals, poisson, queue};

const INTERVAL_S: f64 = 600.0;

/// Queues of so many contacts in each interval of ten minutes, all of which leave at once.
fn arriving(volumes: &[&[f64]]) -> Center {
    let queues = volumes.iter().enumerate().map(|(index, volume)| {
        let mut queue = poisson(&format!("q{index}"), 0.0, 60.0);
        queue.volume = volume.to_vec();
        queue.patience = PerInterval::Same(always(0.0));
        queue
    });
    of_intervals(
        volumes[0].len(),
        INTERVAL_S,
        queues.collect(),
        vec![group("g", 0)],
    )
}

/// The arrivals of one replication.
#[derive(Default)]
struct Arrived {
    /// By queue and interval.
    counts: Vec<Vec<f64>>,
    /// Queue and moment, in seconds.
    moments: Vec<(usize, f64)>,
    /// Waits before opening, in seconds.
    before: Vec<f64>,
    /// Agents who came at opening.
    agents: f64,
}

impl Observer for Arrived {
    fn arrived(&mut self, contact: &Contact, _brings: &Brings) {
        self.counts[contact.queue][contact.interval] += 1.0;
        self.moments.push((contact.queue, contact.arrived.seconds()));
    }
    fn queued(&mut self, contact: &Contact) {
        if contact.before > Ticks::ZERO {
            self.before.push(contact.before.seconds());
        }
    }
    fn presence(&mut self, _agent: Agent, what: Presence, now: Ticks) {
        if what == Presence::Comes && now == Ticks::ZERO {
            self.agents += 1.0;
        }
    }
}

fn days(center: &Center, replications: u32) -> Vec<Arrived> {
    let plan = in_full(center);
    let mut engine = Engine::new(&plan);
    (0..replications)
        .map(|replication| {
            let mut arrived = Arrived {
                counts: vec![vec![0.0; center.calendar.intervals]; center.queues.len()],
                ..Arrived::default()
            };
            engine.replicate(11, replication, &mut arrived);
            arrived
        })
        .collect()
}

/// Checks the mean of counts and, with that mean known, a product moment of two of them.
#[track_caller]
fn agree_in_moments(days: &[Arrived], at: [(usize, usize); 2], mean: f64, covariance: f64) -> f64 {
    let count = |day: &Arrived, (queue, interval): (usize, usize)| day.counts[queue][interval];
    let counts: Vec<f64> = days.iter().map(|day| count(day, at[0])).collect();
    agree("mean", &counts, mean);
    let products: Vec<f64> = days
        .iter()
        .map(|day| (count(day, at[0]) - mean) * (count(day, at[1]) - mean))
        .collect();
    agree(&format!("covariance of {at:?}"), &products, covariance)
}

/// Covariance of gamma factors of mean 1 whose normal variables have this correlation, by integration over a
/// grid of both normal variables.
fn covariance_of_factors(cv: f64, correlation: f64) -> f64 {
    let shape = 1.0 / (cv * cv);
    let gamma = Gamma::new(shape, shape).expect("positive");
    let normal = Normal::standard();
    let (steps, reach) = (160, 6.5);
    let step = 2.0 * reach / f64::from(steps);
    let nodes: Vec<(f64, f64, f64)> = (0..=steps)
        .map(|index| {
            let z = -reach + f64::from(index) * step;
            let weight = step * (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
            (z, weight, gamma.inverse_cdf(normal.cdf(z).min(1.0 - 1e-12)))
        })
        .collect();
    // Given one, the other is normal around correlation × z.
    let rest = (1.0 - correlation * correlation).sqrt();
    let mut product = 0.0;
    for &(z, weight, value) in &nodes {
        for &(other, _, other_value) in &nodes {
            let away = (other - correlation * z) / rest;
            let density = (-away * away / 2.0).exp() / std::f64::consts::TAU.sqrt() / rest;
            product += weight * step * density * value * other_value;
        }
    }
    product - 1.0
}

/// Interval factors of cv 0.5 whose normals have correlation 0.8: counts have variance v + v²cv² and covariances
/// v² times those of the factors, which fall as 0.8, 0.8², … do in the normals.
#[test]
fn interval_factors_are_correlated() {
    let v = 40.0;
    let mut center = arriving(&[&[v, v, v], &[v, v, v]]);
    center.rules.factors = vec![Factor {
        name: "weather".into(),
        queues: vec![0, 1],
        day: None,
        intervals: Some(IntervalFactor {
            cv: 0.5,
            correlation: 0.8,
        }),
    }];
    let days = days(&center, 3000);
    agree_in_moments(&days, [(0, 0), (0, 0)], v, v + v * v * 0.25);
    agree_in_moments(&days, [(1, 2), (1, 2)], v, v + v * v * 0.25);
    let one_on = covariance_of_factors(0.5, 0.8);
    assert!((0.18..0.2).contains(&one_on), "{one_on}");
    agree_in_moments(&days, [(0, 0), (0, 1)], v, v * v * one_on);
    agree_in_moments(
        &days,
        [(0, 0), (0, 2)],
        v,
        v * v * covariance_of_factors(0.5, 0.64),
    );
    // The same interval of two queues has the same factor.
    agree_in_moments(&days, [(0, 1), (1, 1)], v, v * v * 0.25);
}

/// A factor of the day is the same for all intervals of all its queues, and for no other queue.
#[test]
fn day_factors_are_shared() {
    let v = 30.0;
    let mut center = arriving(&[&[v, v], &[v, v], &[v, v]]);
    center.rules.factors = vec![Factor {
        name: "news".into(),
        queues: vec![0, 1],
        day: Some(Distribution::gamma_by_mean_cv(1.0, 0.3)),
        intervals: None,
    }];
    let days = days(&center, 3000);
    let common = v * v * 0.09;
    agree_in_moments(&days, [(0, 0), (0, 0)], v, v + common);
    agree_in_moments(&days, [(0, 0), (0, 1)], v, common);
    agree_in_moments(&days, [(0, 0), (1, 1)], v, common);
    agree_in_moments(&days, [(0, 0), (2, 0)], v, 0.0);
    agree_in_moments(&days, [(2, 0), (2, 0)], v, v);
}

/// Every interval has a gamma factor of its own.
#[test]
fn mixed_intervals_are_overdispersed() {
    let v = 25.0;
    let mut center = arriving(&[&[v, v]]);
    center.queues[0].rules.arrivals = Arrivals::Mixed { cv: 0.4 };
    let days = days(&center, 4000);
    agree_in_moments(&days, [(0, 0), (0, 0)], v, v + v * v * 0.16);
    agree_in_moments(&days, [(0, 0), (0, 1)], v, 0.0);
}

/// Exactly 7 and 2 or 3, uniformly placed: the mean moment of an interval is its middle, its variance a twelfth.
#[test]
fn fixed_counts_are_fixed() {
    let mut center = arriving(&[&[7.0, 2.5]]);
    center.queues[0].rules.arrivals = Arrivals::Fixed;
    let days = days(&center, 2000);
    assert!(days.iter().all(|day| day.counts[0][0] == 7.0));
    let second: Vec<f64> = days.iter().map(|day| day.counts[0][1]).collect();
    assert!(second.iter().all(|&count| count == 2.0 || count == 3.0));
    agree("a fraction", &second, 2.5);
    let places: Vec<f64> = days
        .iter()
        .flat_map(|day| &day.moments)
        .filter(|(_, moment)| *moment < INTERVAL_S)
        .map(|(_, moment)| moment / INTERVAL_S)
        .collect();
    assert_eq!(places.len(), 14_000);
    agree("place", &places, 0.5);
    let squares: Vec<f64> = places.iter().map(|place| (place - 0.5).powi(2)).collect();
    agree("square of the place", &squares, 1.0 / 12.0);
}

/// Gaps of four exponential phases: the number in a time is that of whole fours among the phases, which are a
/// Poisson process, from a phase that is uniform at opening.
#[test]
fn regular_gaps_vary_less() {
    let v = 10.0;
    let mut center = arriving(&[&[v, v]]);
    center.queues[0].rules.arrivals = Arrivals::Renewal {
        gaps: Distribution::erlang_by_mean_shape(100.0, 4),
    };
    let (mut mean, mut square) = (0.0, 0.0);
    let mut chance = (-4.0 * v).exp();
    for phases in 0..400_u32 {
        for begun in 0..4 {
            let number = f64::from((phases + begun) / 4);
            mean += chance / 4.0 * number;
            square += chance / 4.0 * number * number;
        }
        chance *= 4.0 * v / f64::from(phases + 1);
    }
    assert!((mean - v).abs() < 1e-9);
    let variance = square - mean * mean;
    assert!((2.5..3.0).contains(&variance), "{variance}");
    let days = days(&center, 3000);
    agree_in_moments(&days, [(0, 0), (0, 0)], v, variance);
    agree_in_moments(&days, [(0, 1), (0, 1)], v, variance);
}

/// One or three at a time, as often the one as the other: variance/mean is E[B²]/E[B] = 5/2, and those of a
/// batch come at one moment.
#[test]
fn batches_come_at_once() {
    let v = 20.0;
    let mut center = arriving(&[&[v, v]]);
    center.queues[0].rules.arrivals = Arrivals::Batches {
        sizes: vec![(1, 0.5), (3, 0.5)],
    };
    let days = days(&center, 3000);
    agree_in_moments(&days, [(0, 0), (0, 0)], v, 2.5 * v);
    agree_in_moments(&days, [(0, 1), (0, 1)], v, 2.5 * v);
    for day in &days {
        for batch in day.moments.chunk_by(|a, b| a == b) {
            assert!([1, 3].contains(&batch.len()), "{batch:?}");
        }
    }
}

/// The rate runs straight from corner to corner: in the second interval from 20 (twice the lesser neighbour) by
/// 52.5 in the middle to 35. Mean and square of the places within it, by adding the rate up in small steps.
#[test]
fn linear_rates_bend() {
    let mut center = arriving(&[&[10.0, 40.0, 30.0]]);
    center.queues[0].rules.shape = RateShape::Linear;
    let rate = |x: f64| {
        if x < 0.5 {
            20.0 + (52.5 - 20.0) * 2.0 * x
        } else {
            52.5 + (35.0 - 52.5) * (2.0 * x - 1.0)
        }
    };
    let steps = 10_000;
    let place = |step: i32| (f64::from(step) + 0.5) / f64::from(steps);
    let moment = |of: &dyn Fn(f64) -> f64| -> f64 {
        (0..steps)
            .map(|step| rate(place(step)) * of(place(step)) / f64::from(steps))
            .sum()
    };
    assert!((moment(&|_| 1.0) - 40.0).abs() < 1e-6);
    let (mean, square) = (moment(&|x| x) / 40.0, moment(&|x| x * x) / 40.0);
    for arrivals in [Arrivals::Poisson, Arrivals::Fixed] {
        center.queues[0].rules.arrivals = arrivals;
        let days = days(&center, 1500);
        let counts: Vec<f64> = days.iter().map(|day| day.counts[0][1]).collect();
        if center.queues[0].rules.arrivals == Arrivals::Fixed {
            assert!(counts.iter().all(|&count| count == 40.0));
        } else {
            agree("contacts", &counts, 40.0);
        }
        let places: Vec<f64> = days
            .iter()
            .flat_map(|day| &day.moments)
            .map(|(_, moment)| moment / INTERVAL_S - 1.0)
            .filter(|place| (0.0..1.0).contains(place))
            .collect();
        agree("place", &places, mean);
        let squares: Vec<f64> = places.iter().map(|place| place * place).collect();
        agree("square of the place", &squares, square);
    }
}

/// One stream, three tenths of which are of the first queue, later seven; the parts of a Poisson process are
/// independent Poisson processes, and parts of a fixed number are binomial.
#[test]
fn a_mixed_stream_is_shared_out() {
    let mut center = arriving(&[&[6.0, 14.0], &[14.0, 6.0]]);
    center.rules.mixes = vec![Mix {
        name: "all".into(),
        volume: vec![20.0, 20.0],
        arrivals: Arrivals::Poisson,
        shape: RateShape::Constant,
        shares: vec![
            (0, PerInterval::Each(vec![0.3, 0.7])),
            (1, PerInterval::Each(vec![0.7, 0.3])),
        ],
    }];
    let poisson = days(&center, 2000);
    agree_in_moments(&poisson, [(0, 0), (0, 0)], 6.0, 6.0);
    agree_in_moments(&poisson, [(0, 1), (0, 1)], 14.0, 14.0);
    agree_in_moments(&poisson, [(1, 1), (1, 1)], 6.0, 6.0);
    let (first, second) = (6.0, 14.0);
    let products: Vec<f64> = poisson
        .iter()
        .map(|day| (day.counts[0][0] - first) * (day.counts[1][0] - second))
        .collect();
    agree("covariance", &products, 0.0);
    center.rules.mixes[0].arrivals = Arrivals::Fixed;
    let fixed = days(&center, 2000);
    assert!(
        fixed
            .iter()
            .all(|day| day.counts[0][0] + day.counts[1][0] == 20.0)
    );
    agree_in_moments(&fixed, [(0, 0), (0, 0)], 6.0, 20.0 * 0.3 * 0.7);
}

/// The very calls of a record, whatever the day.
#[test]
fn a_record_is_replayed() {
    let moments = [0.0, 3.5, 3.5, 700.0, 1199.5];
    let mut center = of_intervals(2, INTERVAL_S, vec![calls("q", &moments)], vec![group("g", 1)]);
    center.busyness = Some(Distribution::gamma_by_mean_cv(1.0, 0.5));
    for day in days(&center, 5) {
        let told: Vec<f64> = day.moments.iter().map(|(_, moment)| *moment).collect();
        assert_eq!(told, moments);
        assert_eq!(day.counts[0], [3.0, 2.0]);
    }
}

/// Eight on average come over the quarter of an hour before opening: a Poisson number, evenly over that time.
#[test]
fn some_come_before_opening() {
    let mut q = queue("q");
    q.rules.backlog = Backlog {
        early: 8.0,
        early_over_s: 900.0,
        ..Backlog::default()
    };
    let days = days(&of_intervals(1, INTERVAL_S, vec![q], vec![group("g", 0)]), 2000);
    let numbers: Vec<f64> = days.iter().map(|day| day.before.len() as f64).collect();
    agree("number", &numbers, 8.0);
    let squares: Vec<f64> = numbers.iter().map(|number| (number - 8.0).powi(2)).collect();
    agree("variance", &squares, 8.0);
    let waits: Vec<f64> = days.iter().flat_map(|day| day.before.iter().copied()).collect();
    agree("wait", &waits, 450.0);
    assert!(waits.iter().all(|wait| *wait <= 900.0));
    for day in &days {
        assert!(
            day.before.is_sorted_by(|a, b| a >= b),
            "longest first: {:?}",
            day.before
        );
    }
}

/// Of twenty agents each is absent with a chance of a fifth: those who come are binomial, and the same all day.
#[test]
fn absences_are_binomial() {
    let mut center = arriving(&[&[0.0, 0.0]]);
    center.groups[0].staff = vec![20, 20];
    center.groups[0].rules.absence = 0.2;
    let days = days(&center, 4000);
    let present: Vec<f64> = days.iter().map(|day| day.agents).collect();
    agree("present", &present, 16.0);
    let squares: Vec<f64> = present.iter().map(|number| (number - 16.0).powi(2)).collect();
    agree("variance", &squares, 20.0 * 0.2 * 0.8);
}

/// Short absences: on duty for an exponential time of mean 20 min, away for 5: over a long day four fifths are on
/// duty (renewal reward).
#[test]
fn short_absences_take_their_share() {
    let mut center = arriving(&[&[0.0; 144]]);
    center.groups[0].staff = vec![3; 144];
    center.groups[0].rules.away = Some(headcount::model::Away {
        every_s: 1200.0,
        length: super::exponential(300.0),
    });
    let plan = Plan::new(&center);
    let mut shares = Vec::new();
    for day in 0..200 {
        let mut duty = OnDuty(0.0);
        Engine::new(&plan).replicate(1, day, &mut duty);
        shares.push((duty.0, 3.0 * 143.0 * INTERVAL_S));
    }
    // Everybody is there at opening: over the first ten minutes, left out, more are than later.
    agree_in_ratio("share on duty", &shares, 0.8 + edge_of_opening());
}

/// What coming fresh adds to the share of the rest of the day: from opening P(on duty at t) = 0.8 + 0.2 exp(−t/240),
/// summed from 600 s on.
fn edge_of_opening() -> f64 {
    0.2 * 240.0 * (-600.0_f64 / 240.0).exp() / (143.0 * INTERVAL_S)
}

struct OnDuty(f64);

impl Observer for OnDuty {
    fn on_duty(&mut self, _group: usize, from: Ticks, to: Ticks, agents: u32) {
        let from = from.max(Ticks::from_seconds(INTERVAL_S));
        self.0 += to.saturating_sub(from).seconds() * f64::from(agents);
    }
}
