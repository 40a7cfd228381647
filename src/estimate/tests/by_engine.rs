//! Runs of the engine: against exact theory, and byte for byte on several numbers of threads.

use crate::estimate::{Estimate, GroupMeasure, Measure, Results, queue_paths, run};
use crate::model::{
    AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Experiment, Group, Handle,
    Mode, PerInterval, PlanLimits, Precision, Queue, Routing, ServiceLevelDefinition, ServiceTarget, Target,
    Ticks, WaitLimit,
};

/// M/M/n+M for some hours, in half-hours.
pub(super) fn markovian(
    per_hour: f64,
    agents: u32,
    handle_s: f64,
    patience_s: f64,
    half_hours: usize,
) -> Center {
    let within = Ticks::from_seconds(20.0);
    Center {
        name: "M/M/n+M".into(),
        calendar: Calendar {
            opens_s: 0,
            interval: Ticks::from_seconds(1800.0),
            intervals: half_hours,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues: vec![Queue {
            name: "calls".into(),
            channel: Channel::Voice,
            volume: vec![per_hour / 2.0; half_hours],
            handle: PerInterval::Same(Handle {
                talk: Distribution::Exponential { mean: handle_s },
                wrap_up: None,
            }),
            patience: PerInterval::Same(Distribution::Exponential { mean: patience_s }),
            balk: PerInterval::Same(0.0),
            priority: 0,
            route: vec![vec![0]],
            within,
            short: within,
            target: Some(Target {
                service: Some(ServiceTarget {
                    answered: 0.8,
                    within,
                }),
                waits: vec![WaitLimit {
                    share: 0.85,
                    at_most_s: 40.0,
                }],
                per_interval: true,
                ..Target::default()
            }),
            actual: None,
            rules: Default::default(),
        }],
        groups: vec![Group {
            name: "agents".into(),
            skills: vec![vec![0]],
            staff: vec![agents; half_hours],
            handle_factor: vec![1.0],
            shrinkage: PerInterval::Same(0.3),
            cost_per_hour: PerInterval::Same(20.0),
            occupancy_max: Some(0.99),
            plan: PlanLimits::default(),
            rules: Default::default(),
        }],
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    }
}

fn of_service(half_width: f64) -> Precision {
    Precision {
        measure: Measure::ServiceLevel,
        queue: None,
        half_width,
    }
}

pub(super) fn experiment(replications: u32, warm_up_s: f64) -> Experiment {
    Experiment {
        replications,
        mode: Mode::Days,
        precision: Vec::new(),
        variance_reduction: false,
        seed: 20_260,
        confidence: 0.95,
        warm_up: Ticks::from_seconds(warm_up_s),
    }
}

pub(super) fn quiet(_: u32) {}

/// Holds an estimate to an exact value within 3.5 standard errors.
fn agrees(what: &str, estimate: Option<Estimate>, exact: f64) {
    let estimate = estimate.expect("an estimate");
    // With 400 replications Student's quantile at 95 % is 1.966.
    let error = estimate.half_width().expect("an interval") / 1.966;
    assert!(
        (estimate.mean - exact).abs() <= 3.5 * error,
        "{what}: {} ± {error} is not {exact}",
        estimate.mean
    );
    assert!(
        error <= 0.02 * exact,
        "{what}: a standard error of {error} proves little"
    );
}

#[test]
fn markovian_queues_agree_with_theory() {
    // 50 agents, 600 calls/h of 300 s, patience 180 s.
    let results = run(
        &markovian(600.0, 50, 300.0, 180.0, 12),
        &experiment(400, 3600.0),
        &quiet,
    );
    let day = &results.queues[0].day;
    agrees("abandoned", day.get(Measure::AbandonmentRate), 0.06345);
    agrees("ASA", day.get(Measure::Asa), 10.803);
    agrees("service level", day.get(Measure::ServiceLevel), 0.7311);
    agrees(
        "occupancy",
        results.groups[0].day.get(GroupMeasure::Occupancy),
        0.93655,
    );
    // Rate 48, 50 agents, service 1 and patience 2 minutes.
    let results = run(
        &markovian(2880.0, 50, 60.0, 120.0, 6),
        &experiment(400, 1800.0),
        &quiet,
    );
    let day = &results.queues[0].day;
    agrees("P(wait)", day.get(Measure::PWait), 0.467_774_07);
    agrees("abandoned", day.get(Measure::AbandonmentRate), 0.030_912_25);
    agrees("wait of all", day.get(Measure::WaitAll), 60.0 * 0.061_824_50);
    agrees("queue", day.get(Measure::QueueMean), 2.967_576);
    agrees(
        "occupancy",
        results.groups[0].day.get(GroupMeasure::Occupancy),
        0.930_324,
    );
}

pub(super) fn on_threads(threads: usize, center: &Center, experiment: &Experiment) -> Results {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .expect("a pool")
        .install(|| run(center, experiment, &quiet))
}

#[test]
fn results_are_the_same_on_any_number_of_threads() {
    let center = markovian(300.0, 25, 300.0, 180.0, 4);
    for precision in [None, Some(0.03)] {
        let mut experiment = experiment(333, 600.0);
        experiment.precision = precision.map(of_service).into_iter().collect();
        let alone = on_threads(1, &center, &experiment);
        for threads in [2, 5] {
            let together = on_threads(threads, &center, &experiment);
            assert_eq!(together, alone);
            // Debug prints every bit of every number.
            assert_eq!(format!("{together:?}"), format!("{alone:?}"));
        }
        match precision {
            None => assert_eq!(alone.replications, 333),
            Some(half_width) => {
                assert!(alone.replications >= 64 && alone.replications.is_multiple_of(32));
                assert!(alone.replications < 333, "{} are not enough", alone.replications);
                let service = alone.center.day.get(Measure::ServiceLevel).expect("calls");
                assert!(service.half_width().expect("an interval") <= half_width);
            }
        }
    }
}

#[test]
fn a_precision_out_of_reach_ends_with_the_last_replication() {
    let mut experiment = experiment(70, 0.0);
    experiment.precision = vec![of_service(1e-6)];
    let results = run(&markovian(60.0, 6, 300.0, 180.0, 2), &experiment, &quiet);
    assert_eq!(results.replications, 70);
}

#[test]
fn progress_counts_every_replication_once() {
    let done = std::sync::atomic::AtomicU32::new(0);
    run(
        &markovian(60.0, 6, 300.0, 180.0, 2),
        &experiment(70, 0.0),
        &|more| {
            done.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
        },
    );
    assert_eq!(done.into_inner(), 70);
}

#[test]
fn the_center_is_its_only_queue() {
    let results = run(
        &markovian(300.0, 25, 300.0, 180.0, 4),
        &experiment(100, 0.0),
        &quiet,
    );
    assert_eq!(results.center, results.queues[0]);
    assert_eq!(results.agents, results.groups[0]);
}

#[test]
fn paths_have_the_mean_of_the_counters() {
    let center = markovian(300.0, 25, 300.0, 180.0, 4);
    let experiment = experiment(100, 0.0);
    let results = run(&center, &experiment, &quiet);
    let paths = queue_paths(&center, &experiment);
    assert_eq!((paths.replications, paths.days.len()), (100, 5));
    assert_eq!((paths.step_s, paths.mean.len()), (60.0, 120));
    for (interval, means) in paths.mean.chunks(30).enumerate() {
        let by_path = means.iter().sum::<f64>() / 30.0;
        let counted = results.queues[0].intervals[interval]
            .mean(Measure::QueueMean)
            .expect("a queue");
        assert!((by_path - counted).abs() < 1e-9, "{by_path} {counted}");
    }
}

#[test]
fn nobody_calls_and_nobody_works() {
    let results = run(&markovian(0.0, 0, 300.0, 180.0, 2), &experiment(40, 0.0), &quiet);
    let day = &results.queues[0].day;
    assert_eq!(day.mean(Measure::Offered), Some(0.0));
    assert_eq!(day.get(Measure::ServiceLevel), None);
    assert_eq!(day.get(Measure::WaitP90), None);
    assert_eq!(
        day.mean(Measure::TargetMet),
        Some(1.0),
        "nobody came: nothing is missed"
    );
    assert_eq!(results.groups[0].day.get(GroupMeasure::Occupancy), None);
    assert_eq!(results.all_targets_met.map(|share| share.mean), Some(1.0));
}
