//! Centers and results made up by arithmetic, so that every picture can be drawn without a simulation.

use crate::estimate::{
    Estimate, GroupMeasure, GroupMeasures, Measure, Measures, Panel, QueuePaths, Results, Waits,
};
use crate::model::{
    Actual, ActualSeries, AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution,
    Group, Handle, PerInterval, PlanLimits, Queue, Routing, ServiceLevelDefinition, ServiceTarget, Target,
    Ticks,
};
use crate::stats::Histogram;

use super::Inputs;

/// A center with results to draw.
pub(super) struct Fixture {
    pub(super) center: Center,
    pub(super) results: Results,
    pub(super) paths: QueuePaths,
}

impl Fixture {
    pub(super) fn inputs(&self) -> Inputs<'_> {
        Inputs {
            center: &self.center,
            results: &self.results,
            queue_paths: Some(&self.paths),
        }
    }
}

const CALLS: [f64; 24] = [
    31., 46., 61., 68., 73., 73., 72., 70., 67., 68., 71., 68., 66., 67., 66., 71., 70., 65., 49., 48., 39.,
    34., 31., 28.,
];
const GENERALISTS: [u32; 24] = [
    4, 6, 7, 8, 9, 9, 9, 9, 6, 6, 7, 8, 8, 8, 8, 9, 9, 8, 6, 6, 5, 4, 4, 4,
];
const DESK: [u32; 24] = [
    4, 5, 7, 7, 8, 8, 8, 7, 6, 6, 7, 7, 7, 7, 7, 8, 7, 7, 5, 5, 4, 4, 4, 3,
];

/// A bank's Monday: two queues, two groups, 24 half-hours, with a short-handed lunch.
pub(super) fn bank() -> Fixture {
    let mut service = queue("service", CALLS.to_vec(), 210.0, 20.0, 0.8);
    service.actual = Some(Actual {
        service_level: Some(ActualSeries::Intervals(
            (0..24)
                .map(|i| (i % 3 == 0).then_some(0.9 - 0.02 * f64::from(i % 7)))
                .collect(),
        )),
        ..Actual::default()
    });
    let loans = queue(
        "loans",
        CALLS.iter().map(|calls| (calls / 5.0).round()).collect(),
        360.0,
        30.0,
        0.9,
    );
    let mut desk = group("loan_desk", DESK.to_vec(), 2);
    desk.occupancy_max = Some(0.75);
    made_up(
        "Retail bank, a Monday",
        half_hours(8 * 3600, 24),
        vec![service, loans],
        vec![group("generalists", GENERALISTS.to_vec(), 2), desk],
        1000,
    )
}

/// Seventeen queues, some with long names, and eleven groups, from 7:00 to midnight by the hour.
pub(super) fn seventeen() -> Fixture {
    let calendar = Calendar {
        opens_s: 7 * 3600,
        interval: Ticks::from_seconds(3600.0),
        intervals: 17,
    };
    let shape = |i: usize| 20.0 + 400.0 * (-((i as f64 - 4.0) / 5.0).powi(2)).exp();
    let queues = (0..17)
        .map(|q| {
            let name = match q {
                3 => "priority_service_for_private_customers_of_the_north_east_region".to_owned(),
                5 => "brokerage & <funds>".to_owned(),
                _ => format!("retail_{}", q + 1),
            };
            let volume = (0..17).map(|i| shape(i) / (1.0 + q as f64)).collect();
            queue(&name, volume, 200.0 + 10.0 * q as f64, 20.0, 0.8)
        })
        .collect();
    let groups = (0..11)
        .map(|g| {
            let staff = (0..17)
                .map(|i| (shape(i) * 0.047 / (1.0 + 0.4 * g as f64)).ceil() as u32)
                .collect();
            group(&format!("team_{}", g + 1), staff, 17)
        })
        .collect();
    made_up(
        "Large bank of 2003, an average weekday",
        calendar,
        queues,
        groups,
        200,
    )
}

/// One queue around the clock for a week of half-hours.
pub(super) fn week() -> Fixture {
    let shape = |i: usize| {
        let hour = (i % 48) as f64 / 2.0;
        let weekend = if i / 48 >= 5 { 0.5 } else { 1.0 };
        weekend * (2.0 + 60.0 * (-((hour - 13.0) / 4.5).powi(2)).exp())
    };
    let volume: Vec<f64> = (0..336).map(shape).collect();
    let staff = volume
        .iter()
        .map(|calls| (calls * 0.125).ceil() as u32 + 2)
        .collect();
    made_up(
        "Emergency line, a week",
        half_hours(0, 336),
        vec![queue("emergency", volume, 180.0, 15.0, 0.9)],
        vec![group("dispatchers", staff, 1)],
        400,
    )
}

/// One interval, one replication.
pub(super) fn one_interval() -> Fixture {
    let calendar = Calendar {
        opens_s: 9 * 3600,
        interval: Ticks::from_seconds(3600.0),
        intervals: 1,
    };
    made_up(
        "Classroom",
        calendar,
        vec![queue("line", vec![600.0], 300.0, 20.0, 0.8)],
        vec![group("agents", vec![50], 1)],
        1,
    )
}

/// A center that nobody calls and where nobody works.
pub(super) fn empty() -> Fixture {
    let mut fixture = made_up(
        "Nobody",
        half_hours(8 * 3600, 4),
        vec![queue("service", vec![0.0; 4], 200.0, 20.0, 0.8)],
        vec![group("agents", vec![0; 4], 1)],
        100,
    );
    fixture.results.center = blank(4);
    fixture.results.queues = vec![blank(4)];
    fixture.results.groups = vec![Panel {
        day: GroupMeasures::default(),
        intervals: vec![GroupMeasures::default(); 4],
    }];
    fixture.results.waits = vec![Waits {
        answered: Histogram::default(),
        abandoned: Histogram::default(),
    }];
    for path in [
        &mut fixture.paths.mean,
        &mut fixture.paths.p10,
        &mut fixture.paths.p90,
    ] {
        path.fill(0.0);
    }
    fixture.paths.days.iter_mut().for_each(|day| day.fill(0.0));
    fixture
}

/// One queue for a year of half-hours, with target and figures for the day alone.
pub(super) fn year() -> Fixture {
    let calls = |i: usize| 20.0 + 15.0 * (i as f64 / 48.0 * std::f64::consts::TAU).sin();
    let mut line = queue("line", (0..17_520).map(calls).collect(), 300.0, 0.0, 0.7);
    if let Some(target) = &mut line.target {
        (target.per_interval, target.per_day) = (false, true);
    }
    made_up(
        "A year",
        half_hours(0, 17_520),
        vec![line],
        vec![group("agents", vec![6; 17_520], 1)],
        20,
    )
}

/// All of them, by name.
pub(super) fn all() -> Vec<(&'static str, Fixture)> {
    vec![
        ("bank", bank()),
        ("seventeen", seventeen()),
        ("week", week()),
        ("one", one_interval()),
        ("year", year()),
        ("empty", empty()),
    ]
}

fn half_hours(opens_s: u32, intervals: usize) -> Calendar {
    Calendar {
        opens_s,
        interval: Ticks::from_seconds(1800.0),
        intervals,
    }
}

fn blank(intervals: usize) -> Panel<Measures> {
    Panel {
        day: Measures::default(),
        intervals: vec![Measures::default(); intervals],
    }
}

fn queue(name: &str, volume: Vec<f64>, handle_s: f64, within_s: f64, answered: f64) -> Queue {
    Queue {
        name: name.into(),
        channel: Channel::Voice,
        volume,
        handle: PerInterval::Same(Handle {
            talk: Distribution::Exponential { mean: handle_s },
            wrap_up: None,
        }),
        patience: PerInterval::Same(Distribution::Exponential { mean: 360.0 }),
        balk: PerInterval::Same(0.0),
        priority: 0,
        route: vec![vec![0]],
        within: Ticks::from_seconds(within_s),
        short: Ticks::from_seconds(within_s),
        target: Some(Target {
            service: Some(ServiceTarget {
                answered,
                within: Ticks::from_seconds(within_s),
            }),
            per_interval: true,
            ..Target::default()
        }),
        actual: None,
        rules: Default::default(),
    }
}

fn group(name: &str, staff: Vec<u32>, queues: usize) -> Group {
    Group {
        name: name.into(),
        skills: vec![(0..queues).collect()],
        staff,
        handle_factor: vec![1.0; queues],
        shrinkage: PerInterval::Same(0.3),
        cost_per_hour: PerInterval::Same(24.0),
        occupancy_max: None,
        plan: PlanLimits::default(),
        rules: Default::default(),
    }
}

/// An estimate with a band that narrows with the number of replications.
fn estimate(mean: f64, sd: f64, replications: u32) -> Estimate {
    let half = 1.96 * sd / f64::from(replications).sqrt();
    Estimate {
        mean,
        interval: (replications > 1).then_some(((mean - half).max(0.0), mean + half)),
        days: None,
    }
}

fn share(mean: f64, replications: u32) -> Estimate {
    let raw = estimate(mean, 0.18, replications);
    Estimate {
        interval: raw.interval.map(|(low, high)| (low, high.min(1.0))),
        ..raw
    }
}

/// Results that look like what the load and the staff would give.
fn made_up(
    name: &str,
    calendar: Calendar,
    queues: Vec<Queue>,
    groups: Vec<Group>,
    replications: u32,
) -> Fixture {
    let intervals = calendar.intervals;
    let center = Center {
        name: name.into(),
        calendar,
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues,
        groups,
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    };
    let busy = |interval: usize| {
        let load: f64 = (0..center.queues.len())
            .map(|queue| center.offered_load(queue, interval))
            .sum();
        let staff: f64 = center
            .groups
            .iter()
            .map(|group| f64::from(group.staff[interval]))
            .sum();
        load / staff.max(1.0)
    };
    let level = |queue: usize, interval: usize| {
        let strain = busy(interval) + 0.02 * (queue % 5) as f64;
        1.0 / (1.0 + (18.0 * (strain - 0.93)).exp())
    };
    let queues = (0..center.queues.len())
        .map(|queue| {
            let by_interval: Vec<Measures> = (0..intervals)
                .map(|interval| {
                    let mut measures = Measures::default();
                    measures.set(
                        Measure::ServiceLevel,
                        Some(share(level(queue, interval), replications)),
                    );
                    measures
                })
                .collect();
            let mean = (0..intervals).map(|i| level(queue, i)).sum::<f64>() / intervals as f64;
            let mut day = Measures::default();
            day.set(Measure::ServiceLevel, Some(share(mean, replications)));
            Panel {
                day,
                intervals: by_interval,
            }
        })
        .collect();
    let groups = (0..center.groups.len())
        .map(|group| {
            let of = |interval: usize| (busy(interval) * (1.0 - 0.12 * (group % 3) as f64)).min(0.99);
            let measured = |mean: f64| {
                let mut measures = GroupMeasures::default();
                measures.set(GroupMeasure::Occupancy, Some(share(mean, replications)));
                measures
            };
            Panel {
                day: measured((0..intervals).map(of).sum::<f64>() / intervals as f64),
                intervals: (0..intervals).map(|interval| measured(of(interval))).collect(),
            }
        })
        .collect();
    let waits = (0..center.queues.len()).map(made_up_waits).collect();
    let paths = made_up_paths(&center, busy, replications);
    let results = Results {
        name: center.name.clone(),
        seed: 2026,
        replications,
        steady: None,
        confidence: 0.95,
        outcomes: None,
        gains: None,
        precision: Vec::new(),
        service_level: ServiceLevelDefinition::OfOffered,
        center: blank(intervals),
        queues,
        agents: Panel {
            day: GroupMeasures::default(),
            intervals: vec![GroupMeasures::default(); intervals],
        },
        groups,
        waits,
        all_targets_met: None,
    };
    Fixture {
        center,
        results,
        paths,
    }
}

/// Seven in ten at once, the others exponential, a few of them giving up.
fn made_up_waits(queue: usize) -> Waits {
    let (mut answered, mut abandoned) = (Histogram::default(), Histogram::default());
    let mean = 25.0 + 15.0 * (queue % 4) as f64;
    for k in 0..20_000_u32 {
        let wait = -mean * (1.0 - (f64::from(k) + 0.5) / 20_000.0).ln();
        if k % 16 == 0 {
            abandoned.record(Ticks::from_seconds(wait * 0.9));
        } else {
            answered.record(Ticks::from_seconds(wait));
        }
    }
    answered.add(0, 45_000);
    Waits { answered, abandoned }
}

fn made_up_paths(center: &Center, busy: impl Fn(usize) -> f64, replications: u32) -> QueuePaths {
    let step_s = 120.0;
    let steps = (center.calendar.horizon().seconds() / step_s) as usize;
    let mean: Vec<f64> = (0..steps)
        .map(|step| {
            let interval = (step as f64 * step_s / center.calendar.interval.seconds()) as usize;
            6.0 / (1.0 + (-20.0 * (busy(interval) - 0.9)).exp())
        })
        .collect();
    // A generator of noise good enough for a picture.
    let mut state = 7_u64;
    let mut noise = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / f64::from(1 << 24)
    };
    let days = (0..5)
        .map(|_| {
            let mut length: f64 = 0.0;
            mean.iter()
                .map(|mean| {
                    length = 0.75 * length + 0.25 * mean * 4.0 * noise();
                    if noise() < 0.4 { length.floor() } else { length }
                })
                .collect()
        })
        .collect();
    QueuePaths {
        step_s,
        p10: mean
            .iter()
            .map(|mean| (mean * 0.4 - 1.0).max(0.0).floor())
            .collect(),
        p90: mean.iter().map(|mean| (mean * 1.9).round()).collect(),
        mean,
        days,
        replications,
    }
}
