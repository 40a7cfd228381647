//! Equilibrium by simulation against equilibrium by formula.

use super::by_engine::{experiment, markovian, on_threads, quiet};
use crate::engine::{Engine, Plan};
use crate::estimate::{
    Case, Detail, Estimate, GroupMeasure, Manner, Measure, NoArchive, Results, run, run_one,
};
use crate::model::{
    Center, ContactChoice, Distribution, Experiment, Group, Mode, PerInterval, Precision, Queue, Steady,
    SteadyMethod, Ticks,
};
use crate::observe::{Counters, RunOn};
use crate::stats::Confidence;
use crate::theory::{Demand, SteadyState};

const METHODS: [SteadyMethod; 2] = [SteadyMethod::BatchMeans, SteadyMethod::Replications];

/// In equilibrium, with the warm-up to be found.
fn steady(method: SteadyMethod, replications: u32) -> Experiment {
    Experiment {
        mode: Mode::Steady(Steady {
            method,
            finds_warm_up: true,
        }),
        ..experiment(replications, 0.0)
    }
}

/// The same with a warm-up that is given.
fn warmed_up(method: SteadyMethod, replications: u32, warm_up_s: f64) -> Experiment {
    Experiment {
        mode: Mode::Steady(Steady {
            method,
            finds_warm_up: false,
        }),
        ..experiment(replications, warm_up_s)
    }
}

fn patient(mut center: Center) -> Center {
    center.queues[0].patience = PerInterval::Same(Distribution::Forever);
    center
}

/// Every measure that theory knows.
fn exact(state: &SteadyState<'_>, rate_per_h: f64) -> Vec<(Measure, f64)> {
    let quantile = |share| {
        state
            .wait_quantile_answered_s(share)
            .expect("somebody is answered")
    };
    let mut known = vec![
        (Measure::Arrived, rate_per_h),
        (Measure::Answered, rate_per_h * state.answered()),
        (Measure::ServiceLevel, state.answered_within(20.0)),
        (Measure::PWait, state.p_wait()),
        (Measure::Asa, state.asa_s().expect("somebody is answered")),
        (Measure::WaitAll, state.wait_all_s()),
        (Measure::QueueMean, state.queue_mean()),
        (Measure::WaitP95, quantile(0.95)),
    ];
    if state.abandoned() > 0.0 {
        known.push((Measure::AbandonmentRate, state.abandoned()));
        known.push((
            Measure::AbandonedWithin,
            rate_per_h * state.abandoned_within(20.0),
        ));
        known.push((
            Measure::WaitAbandoned,
            state.wait_abandoned_s().expect("somebody leaves"),
        ));
    }
    known
}

/// Standard errors by which an estimate misses, by the law that made its interval; `most` pieces, where it was
/// made from so many at most.
fn errors_off(results: &Results, estimate: Estimate, exact: f64, most: u64) -> f64 {
    let batches = results.steady.and_then(|run| run.batches);
    let pieces = batches.map_or(u64::from(results.replications), |batches| batches.number as u64);
    let freedom = pieces.min(most) - 1;
    let error = estimate.half_width().expect("an interval") / Confidence::new(0.95, pieces).student(freedom);
    (estimate.mean - exact) / error
}

fn agrees(what: &str, results: &Results, rate_per_h: f64, state: &SteadyState<'_>) {
    let day = &results.queues[0].day;
    for (measure, exact) in exact(state, rate_per_h) {
        let estimate = day.get(measure).expect("an estimate");
        // Quantiles come from 32 sections.
        let most = if measure == Measure::WaitP95 { 32 } else { u64::MAX };
        let off = errors_off(results, estimate, exact, most);
        assert!(
            off.abs() <= 3.5,
            "{what}, {measure:?}: {estimate:?} is {off:.1} standard errors off {exact}"
        );
        let half = estimate.half_width().expect("an interval");
        assert!(
            half <= 0.1 * exact,
            "{what}, {measure:?}: ± {half} of {exact} proves little"
        );
    }
    let occupancy = results.groups[0].day.get(GroupMeasure::Occupancy);
    let off = errors_off(results, occupancy.expect("agents"), state.occupancy(), u64::MAX);
    assert!(
        off.abs() <= 3.5,
        "{what}: occupancy is {off:.1} standard errors off"
    );
}

#[test]
fn both_methods_agree_with_theory_at_any_load() {
    // Contacts an hour, agents, handle time; patience in seconds or none (Erlang C).
    for (per_hour, agents, handle_s, patience_s) in [
        (60.0, 5, 180.0, Some(180.0)),
        (200.0, 12, 180.0, Some(180.0)),
        (300.0, 12, 180.0, Some(180.0)),
        (2880.0, 50, 60.0, Some(120.0)),
        (100.0, 7, 180.0, None),
        (200.0, 12, 180.0, None),
    ] {
        let mut center = markovian(per_hour, agents, handle_s, patience_s.unwrap_or(1.0), 16);
        let mut patience = Distribution::Exponential {
            mean: patience_s.unwrap_or(1.0),
        };
        if patience_s.is_none() {
            center = patient(center);
            patience = Distribution::Forever;
        }
        let demand = Demand::new(per_hour / 3600.0, handle_s, &patience);
        let state = demand.with_agents(agents);
        for method in METHODS {
            let what = format!("{method:?}, {per_hour}/h on {agents}, patience {patience_s:?}");
            // Half a million contacts.
            let replications = (500_000.0 / (8.0 * per_hour)) as u32;
            let results = run(&center, &steady(method, replications), &quiet);
            let found = results.steady.expect("in equilibrium");
            assert!(found.warm_up_found && !found.unsettled, "{what}: {found:?}");
            assert!(
                found.batches.is_none_or(|batches| !batches.alike),
                "{what}: {found:?}"
            );
            agrees(&what, &results, per_hour, &state);
            assert_eq!(results.center, results.queues[0]);
        }
    }
}

/// Of 200 short experiments, how many intervals cover the truth.
fn covered(method: SteadyMethod, replications: u32, half_hours: usize) -> [usize; 3] {
    let center = markovian(60.0, 4, 180.0, 180.0, half_hours);
    let patience = Distribution::Exponential { mean: 180.0 };
    let demand = Demand::new(60.0 / 3600.0, 180.0, &patience);
    let state = demand.with_agents(4);
    let truths = [
        (Measure::ServiceLevel, state.answered_within(20.0)),
        (Measure::AbandonmentRate, state.abandoned()),
        (Measure::QueueMean, state.queue_mean()),
    ];
    let mut covered = [0; 3];
    for seed in 0..200 {
        let experiment = Experiment {
            seed,
            ..steady(method, replications)
        };
        let results = run(&center, &experiment, &quiet);
        for ((measure, exact), covered) in truths.into_iter().zip(&mut covered) {
            let estimate = results.queues[0].day.get(measure).expect("an estimate");
            let (low, high) = estimate.interval.expect("an interval");
            *covered += usize::from((low..=high).contains(&exact));
        }
    }
    covered
}

#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    // 95 % of 200 have a standard error of 1.5 %: 90 to 99 % is three of them down, and as many up as there
    // can be short of always.
    for (method, replications, half_hours) in [
        (SteadyMethod::BatchMeans, 25, 32),
        (SteadyMethod::Replications, 32, 12),
    ] {
        for covered in covered(method, replications, half_hours) {
            assert!((180..=198).contains(&covered), "{method:?}: {covered} of 200");
        }
    }
}

#[test]
fn the_empty_start_shows_unless_it_is_left_out() {
    // Two hours from an empty start with 15 erlangs on 12 agents.
    let center = markovian(300.0, 12, 180.0, 180.0, 4);
    let patience = Distribution::Exponential { mean: 180.0 };
    let demand = Demand::new(300.0 / 3600.0, 180.0, &patience);
    let state = demand.with_agents(12);
    let off = |experiment: &Experiment| {
        let results = run(&center, experiment, &quiet);
        let estimate = results.queues[0].day.get(Measure::Asa).expect("an estimate");
        errors_off(&results, estimate, state.asa_s().expect("answers"), u64::MAX)
    };
    let whole = off(&warmed_up(SteadyMethod::Replications, 1000, 0.0));
    assert!(whole < -10.0, "{whole}");
    for left_out in [
        steady(SteadyMethod::Replications, 1000),
        warmed_up(SteadyMethod::Replications, 1000, 1800.0),
    ] {
        let off = off(&left_out);
        assert!(off.abs() < 3.5, "{off}");
    }
}

/// Two queues of equal contacts, the first always served before the second.
fn ranked(per_hour: f64, agents: u32) -> Center {
    let mut center = patient(markovian(per_hour / 2.0, agents, 180.0, 1.0, 4));
    let second = Queue {
        name: "later".into(),
        priority: -1,
        ..center.queues[0].clone()
    };
    center.queues.push(second);
    center.groups[0] = Group {
        skills: vec![vec![0, 1]],
        handle_factor: vec![1.0; 2],
        ..center.groups[0].clone()
    };
    center.routing.contact = ContactChoice::Priority;
    center
}

#[test]
fn those_who_wait_at_the_end_wait_on_as_before() {
    // Cobham's priorities (Operations Research 2 (1954) 70–76): the mean wait of the first class is
    // P(wait) / nμ / (1 − ρ₁), that of the second is longer by 1 / (1 − ρ). Two hours at a load of 85 %, of
    // which the first is left out.
    let (per_hour, agents) = (170.0, 10);
    let demand = Demand::new(per_hour / 3600.0, 180.0, &Distribution::Forever);
    let state = demand.with_agents(agents);
    let first = state.p_wait() * 18.0 / (1.0 - 0.425);
    let exact = [first, first / (1.0 - 0.85)];
    let center = ranked(per_hour, agents);
    let mut experiment = warmed_up(SteadyMethod::Replications, 3000, 3600.0);
    for method in METHODS {
        experiment.mode = Mode::Steady(Steady {
            method,
            finds_warm_up: false,
        });
        let results = run(&center, &experiment, &quiet);
        for (queue, exact) in results.queues.iter().zip(exact) {
            let off = errors_off(
                &results,
                queue.day.get(Measure::Asa).expect("answers"),
                exact,
                u64::MAX,
            );
            assert!(
                off.abs() <= 3.5,
                "{method:?}: {off:.1} standard errors off {exact}"
            );
        }
    }
}

#[test]
fn the_run_goes_on_until_the_last_who_counts_is_done() {
    // Two hours, and the same contacts of the same callers in a run that goes on for ten more, or stops.
    let center = ranked(190.0, 10);
    let experiment = warmed_up(SteadyMethod::Replications, 40, 0.0);
    let found = run(&center, &experiment, &quiet);
    let mean_waits = |half_hours: usize| {
        let mut longer = center.clone();
        longer.calendar.intervals = half_hours;
        longer
            .queues
            .iter_mut()
            .for_each(|queue| queue.volume = vec![queue.volume[0]; half_hours]);
        longer.groups[0].staff = vec![10; half_hours];
        let plan = Plan::new(&longer);
        let mut counters = Counters::new(&center, Ticks::ZERO);
        let (mut waits, mut answered, mut cut_off) = ([0.0; 2], [0.0; 2], false);
        for replication in 0..40 {
            counters.clear();
            let mut listener = RunOn::new(&mut counters, 4, longer.calendar.horizon());
            Engine::new(&plan).replicate(experiment.seed, replication, &mut listener);
            cut_off |= listener.cut_off();
            for queue in 0..2 {
                for cell in (0..4).map(|interval| counters.contacts(interval, queue)) {
                    waits[queue] += Ticks(cell.wait_answered).seconds();
                    answered[queue] += f64::from(cell.answered());
                }
            }
        }
        ([waits[0] / answered[0], waits[1] / answered[1]], cut_off)
    };
    let (goes_on, cut_off) = mean_waits(24);
    assert!(!cut_off);
    let (stops, cut_off) = mean_waits(4);
    assert!(cut_off);
    for (queue, wait) in goes_on.into_iter().enumerate() {
        let told = found.queues[queue].day.mean(Measure::Asa).expect("answers");
        // Slices are other intervals, whose rounding may move an arrival by a tick.
        assert!((told / wait - 1.0).abs() < 1e-6, "{queue}: {told} {wait}");
    }
    let told = found.queues[1].day.mean(Measure::Asa).expect("answers");
    assert!(stops[1] < 0.99 * told, "{stops:?} {told}");
}

#[test]
fn results_are_per_hour_and_say_nothing_of_days() {
    let center = markovian(200.0, 12, 180.0, 180.0, 16);
    for method in METHODS {
        let results = run(&center, &steady(method, 50), &quiet);
        let panel = &results.groups[0];
        let near = |measure, exact: f64| {
            let value = panel.day.mean(measure).expect("a figure");
            assert!((value - exact).abs() < 1e-9 * exact, "{measure:?} {value}");
        };
        near(GroupMeasure::StaffedHours, 12.0);
        near(GroupMeasure::PaidHours, 12.0 / 0.7);
        near(GroupMeasure::Cost, 240.0 / 0.7);
        assert_eq!(panel.day.mean(GroupMeasure::OvertimeHours), Some(0.0));
        let handled = panel.day.handled[0].expect("answers").mean;
        let answered = results.queues[0].day.mean(Measure::Answered).expect("answers");
        assert!((handled - answered).abs() < 1e-9);
        let load = results.queues[0].day.mean(Measure::OfferedLoad).expect("load");
        assert!((load - 10.0).abs() < 1e-9);
        assert!(panel.intervals.is_empty() && results.queues[0].intervals.is_empty());
        assert_eq!(results.queues[0].day.get(Measure::TargetMet), None);
        assert_eq!(results.queues[0].day.get(Measure::IntervalsMet), None);
        assert_eq!(results.all_targets_met, None);
        for measure in Measure::ALL {
            let days = results.center.day.get(measure).and_then(|estimate| estimate.days);
            assert_eq!(days, None, "{measure:?}");
        }
    }
}

#[test]
fn a_given_warm_up_is_left_out_as_it_is() {
    let center = markovian(200.0, 12, 180.0, 180.0, 16);
    for method in METHODS {
        let results = run(&center, &warmed_up(method, 40, 5000.0), &quiet);
        let found = results.steady.expect("in equilibrium");
        assert!((found.warm_up_s - 5000.0).abs() < 0.001, "{found:?}");
        assert!(!found.warm_up_found && !found.unsettled);
        let none = run(&center, &warmed_up(method, 40, 0.0), &quiet);
        assert_eq!(none.steady.expect("in equilibrium").warm_up_s, 0.0);
    }
}

#[test]
fn a_queue_that_only_grows_is_told() {
    let center = patient(markovian(300.0, 12, 180.0, 1.0, 16));
    for method in METHODS {
        let found = run(&center, &steady(method, 20), &quiet)
            .steady
            .expect("in equilibrium");
        assert!(found.unsettled, "{found:?}");
    }
}

#[test]
fn equilibrium_is_the_same_on_any_number_of_threads_and_in_order() {
    let center = markovian(200.0, 12, 180.0, 180.0, 4);
    for method in METHODS {
        let experiment = steady(method, 75);
        let alone = on_threads(1, &center, &experiment);
        let together = on_threads(3, &center, &experiment);
        assert_eq!(format!("{together:?}"), format!("{alone:?}"));
        let manner = Manner {
            in_order: true,
            detail: Detail::Day,
            archive: &NoArchive,
            progress: &quiet,
        };
        let case = Case {
            center: center.clone(),
            experiment,
        };
        let in_order = run_one(case, &manner).expect("nothing is kept").results;
        assert_eq!(in_order, alone);
    }
}

#[test]
fn a_precision_is_judged_by_what_is_told() {
    let center = markovian(200.0, 12, 180.0, 180.0, 16);
    let mut experiment = steady(SteadyMethod::Replications, 3200);
    let asked = |measure, half_width| Precision {
        measure,
        queue: None,
        half_width,
    };
    // Contacts an hour to one in the hour.
    experiment.precision = vec![asked(Measure::Arrived, 1.0)];
    let results = run(&center, &experiment, &quiet);
    let [reached] = results.precision[..] else {
        panic!("one was asked for")
    };
    assert!(reached.reached && results.replications < 3200, "{reached:?}");
    let half = results
        .center
        .day
        .get(Measure::Arrived)
        .and_then(|estimate| estimate.half_width());
    assert_eq!(reached.half_width, half);
    // One long run is as long as it is said to be, and says what it takes.
    experiment = steady(SteadyMethod::BatchMeans, 100);
    experiment.precision = vec![asked(Measure::Asa, 0.05)];
    let done = std::sync::atomic::AtomicU32::new(0);
    let results = run(&center, &experiment, &|more| {
        done.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(done.into_inner(), 100);
    let [reached] = results.precision[..] else {
        panic!("one was asked for")
    };
    assert!(!reached.reached, "{reached:?}");
    assert!(
        reached.replications.is_some_and(|needed| needed > 100),
        "{reached:?}"
    );
}

#[test]
fn the_smallest_experiments_have_an_answer() {
    for (per_hour, agents, half_hours) in [(0.0, 0, 1), (200.0, 0, 1), (0.1, 1, 1), (200.0, 12, 1)] {
        let center = markovian(per_hour, agents, 180.0, 180.0, half_hours);
        for method in METHODS {
            for experiment in [
                steady(method, 1),
                warmed_up(method, 1, 1799.0),
                warmed_up(method, 3, 1.0),
                warmed_up(method, 2, 900.0),
            ] {
                let results = run(&center, &experiment, &quiet);
                let run = results.steady.expect("in equilibrium");
                assert!(run.warm_up_s < run.length_s, "{run:?}");
            }
        }
    }
    let mut long = markovian(1.0, 1, 180.0, 180.0, 1);
    long.calendar.interval = Ticks::from_seconds(86_400.0);
    let results = run(&long, &steady(SteadyMethod::BatchMeans, 5000), &quiet);
    let run = results.steady.expect("in equilibrium");
    assert!(
        (run.length_s / crate::model::MAX_HORIZON_S - 1.0).abs() < 1e-5,
        "ten years: {run:?}"
    );
}
