//! A center and results made by a formula, for tests of formats: no simulation, any number of queues.

pub mod beyond;
pub mod channels;
pub mod planned;

use crate::estimate::{
    Case, Detail, Estimate, GroupMeasure, GroupMeasures, Manner, Measure, Measures, NoArchive, Panel,
    Results, Waits, agents_over, contacts_over, correct, differences, run_one,
};
use crate::insight::Beside;
use crate::model::{PlanLimits, *};
use crate::stats::Histogram;

const SERVICE: [f64; 24] = [
    31., 46., 61., 68., 73., 73., 72., 70., 67., 68., 71., 68., 66., 67., 66., 71., 70., 65., 49., 48., 39.,
    34., 31., 28.,
];
const GENERALISTS: [u32; 24] = [
    4, 6, 7, 8, 9, 9, 9, 9, 6, 6, 7, 8, 8, 8, 8, 9, 9, 8, 6, 6, 5, 4, 4, 4,
];
const DESK: [u32; 24] = [
    4, 5, 7, 7, 8, 8, 8, 7, 6, 6, 7, 7, 7, 7, 7, 8, 7, 7, 5, 5, 4, 4, 4, 3,
];

fn queue(name: &str, volume: Vec<f64>, route: Vec<Vec<usize>>, target: Option<Target>) -> Queue {
    Queue {
        name: name.into(),
        channel: Channel::Voice,
        volume,
        handle: PerInterval::Same(Handle {
            talk: Distribution::Exponential { mean: 190.0 },
            wrap_up: Some(Distribution::Exponential { mean: 20.0 }),
        }),
        patience: PerInterval::Same(Distribution::Exponential { mean: 360.0 }),
        balk: PerInterval::Same(0.0),
        priority: 0,
        route,
        within: target
            .as_ref()
            .and_then(|target| target.service)
            .map_or(Ticks::from_seconds(20.0), |service| service.within),
        short: Ticks::from_seconds(20.0),
        target,
        actual: None,
        rules: Default::default(),
    }
}

fn target(answered: f64, within_s: f64, abandoned: Option<f64>, per_day: bool) -> Target {
    Target {
        service: Some(ServiceTarget {
            answered,
            within: Ticks::from_seconds(within_s),
        }),
        abandoned,
        per_interval: true,
        per_day,
        ..Target::default()
    }
}

fn group(name: &str, skills: Vec<Vec<usize>>, staff: Vec<u32>, queues: usize, cost: f64) -> Group {
    Group {
        name: name.into(),
        skills,
        staff,
        handle_factor: vec![1.0; queues],
        shrinkage: PerInterval::Same(0.3),
        cost_per_hour: PerInterval::Same(cost),
        occupancy_max: None,
        plan: PlanLimits::default(),
        rules: Default::default(),
    }
}

/// The bank's Monday: two queues, two groups, 24 half-hours.
pub fn bank() -> Center {
    Center {
        name: "Retail bank, a Monday".into(),
        calendar: Calendar {
            opens_s: 8 * 3600,
            interval: Ticks::from_seconds(1800.0),
            intervals: 24,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: Some(Distribution::gamma_by_mean_cv(1.0, 0.1)),
        queues: vec![
            queue(
                "service",
                SERVICE.to_vec(),
                vec![vec![0], vec![1]],
                Some(target(0.8, 20.0, None, false)),
            ),
            queue(
                "loans",
                SERVICE.iter().map(|volume| (volume / 4.8).round()).collect(),
                vec![vec![1]],
                Some(target(0.9, 30.0, Some(0.03), true)),
            ),
        ],
        groups: vec![
            group("generalists", vec![vec![0]], GENERALISTS.to_vec(), 2, 24.0),
            group("loan_desk", vec![vec![1], vec![0]], DESK.to_vec(), 2, 29.0),
        ],
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    }
}

/// A center of any size over any horizon: queues `queue_1` …, groups `team_1` …
pub fn wide(queues: usize, groups: usize, interval_s: f64, intervals: usize) -> Center {
    let wave = |index: usize, shift: usize| 20.0 + 15.0 * libm::sin((index + 3 * shift) as f64 / 5.0);
    let mut center = bank();
    center.name = format!("Center of {queues}");
    center.busyness = None;
    center.calendar = Calendar {
        opens_s: if intervals as f64 * interval_s > 57_600.0 {
            0
        } else {
            8 * 3600
        },
        interval: Ticks::from_seconds(interval_s),
        intervals,
    };
    center.queues = (0..queues)
        .map(|index| {
            let volume = (0..intervals).map(|interval| wave(interval, index)).collect();
            let aim = (index % 5 != 4).then(|| target(0.8, 20.0, None, false));
            queue(
                &format!("queue_{}", index + 1),
                volume,
                vec![vec![index % groups]],
                aim,
            )
        })
        .collect();
    center.groups = (0..groups)
        .map(|index| {
            let staff = (0..intervals)
                .map(|interval| (wave(interval, index) / 2.0) as u32)
                .collect();
            group(
                &format!("team_{}", index + 1),
                vec![(0..queues).filter(|queue| queue % groups == index).collect()],
                staff,
                queues,
                25.0,
            )
        })
        .collect();
    center
}

fn estimate(mean: f64, half: f64, days: Option<f64>) -> Option<Estimate> {
    Some(Estimate {
        mean,
        interval: Some((mean - half, mean + half)),
        days: days.map(|spread| (mean * (1.0 - spread), (mean * (1.0 + spread)).min(1e9))),
    })
}

/// Figures of one cell: a service level that falls with how tight the staff is.
fn contacts(offered: f64, tightness: f64, day: bool) -> Measures {
    let level = (1.05 - 0.9 * (tightness - 0.5).max(0.0)).clamp(0.05, 0.995);
    let rate = 0.01 + 0.2 * (1.0 - level);
    let answered = offered * (1.0 - rate);
    let asa = 60.0 * (1.0 - level).powf(1.5);
    let (half, days) = if day { (0.003, Some(0.08)) } else { (0.011, None) };
    let mut measures = Measures::default();
    for measure in Measure::ALL {
        let figure = match measure {
            Measure::Arrived | Measure::Offered => estimate(offered, offered * half, days),
            Measure::Answered => estimate(answered, answered * half, days),
            Measure::Abandoned => estimate(offered * rate, offered * rate * half, days),
            Measure::AnsweredWithin => estimate(offered * level, offered * half, days),
            Measure::AbandonedWithin => estimate(offered * rate / 2.0, offered * half, days),
            Measure::Balked | Measure::Blocked | Measure::WaitingAtEnd => estimate(0.0, 0.0, days),
            Measure::ServiceLevel => estimate(level, half, days.map(|_| 0.08)).map(|level| Estimate {
                days: level.days.map(|(low, high)| (low, high.min(1.0))),
                ..level
            }),
            Measure::AbandonmentRate | Measure::Lost => estimate(rate, half / 3.0, days),
            Measure::Asa | Measure::WaitAll => estimate(asa, asa * half * 10.0, days),
            Measure::PWait => estimate(1.2 * (1.0 - level), half, days),
            Measure::QueueMean => estimate(asa * offered / 1800.0, half, days),
            Measure::OfferedLoad => Some(Estimate::exact(offered * 210.0 / 1800.0)),
            Measure::TargetMet => estimate(level * level, half * 3.0, None),
            Measure::IntervalsMet => day.then(|| Estimate::exact(12.0)),
            Measure::QueueMax => estimate(9.0, 0.2, days),
            _ => estimate(4.0 * asa, asa, days),
        };
        measures.set(measure, figure);
    }
    measures
}

/// Results for any center, made up but believable: the ratio of a queue's load to the staff it may go to
/// decides its figures.
pub fn results(center: &Center) -> Results {
    let intervals = center.calendar.intervals;
    let hours = center.calendar.interval.seconds() / 3600.0;
    let load = |interval: usize| -> f64 {
        (0..center.queues.len())
            .map(|queue| center.offered_load(queue, interval))
            .sum()
    };
    let staff = |interval: usize| -> f64 {
        center
            .groups
            .iter()
            .map(|group| f64::from(group.staff[interval]))
            .sum()
    };
    let panel = |cells: Vec<Measures>, share: f64| {
        let sum = contacts_over(&cells, center.service_level);
        let offered = sum.mean(Measure::Offered).unwrap_or(0.0);
        let level = sum.mean(Measure::ServiceLevel).unwrap_or(1.0);
        let mut day = contacts(offered, 0.5 + (1.05 - level) / 0.9, true);
        day.set(
            Measure::OfferedLoad,
            Some(Estimate::exact(offered * 210.0 / 1800.0 / intervals as f64)),
        );
        day.set(Measure::TargetMet, estimate(share, 0.02, None));
        Panel {
            day,
            intervals: cells,
        }
    };
    let queues: Vec<Panel<Measures>> = center
        .queues
        .iter()
        .enumerate()
        .map(|(index, queue)| {
            let cells = (0..intervals).map(|interval| {
                let tightness = load(interval) / staff(interval).max(1.0) + 0.03 * (index % 7) as f64;
                contacts(queue.volume[interval], tightness, false)
            });
            panel(cells.collect(), 0.89 - 0.03 * index as f64)
        })
        .collect();
    let together = (0..intervals).map(|interval| {
        let offered = center.queues.iter().map(|queue| queue.volume[interval]).sum();
        contacts(offered, load(interval) / staff(interval).max(1.0), false)
    });
    let whole = panel(together.collect(), 0.5);
    let groups: Vec<Panel<GroupMeasures>> = center
        .groups
        .iter()
        .map(|group| {
            let cells: Vec<GroupMeasures> = (0..intervals)
                .map(|interval| {
                    let staffed = f64::from(group.staff[interval]) * hours;
                    let busy = (load(interval) / staff(interval).max(1.0)).min(0.97);
                    let mut cell = GroupMeasures::default();
                    for (measure, value) in [
                        (GroupMeasure::StaffedHours, staffed),
                        (GroupMeasure::PaidHours, staffed / 0.7),
                        (GroupMeasure::HandlingHours, staffed * busy),
                        (GroupMeasure::OvertimeHours, 0.0),
                        (
                            GroupMeasure::Cost,
                            staffed / 0.7 * group.cost_per_hour.at(interval),
                        ),
                    ] {
                        cell.set(measure, Some(Estimate::exact(value)));
                    }
                    if staffed > 0.0 {
                        cell.set(GroupMeasure::Occupancy, estimate(busy, 0.004, None));
                    }
                    cell.handled = center
                        .queues
                        .iter()
                        .enumerate()
                        .map(|(queue, facts)| {
                            group
                                .has_skill(queue)
                                .then(|| estimate(facts.volume[interval] / 2.0, 0.2, None))
                                .flatten()
                        })
                        .collect();
                    cell
                })
                .collect();
            let mut day = agents_over(&cells);
            day.set(GroupMeasure::OvertimeHours, estimate(0.2, 0.01, None));
            Panel {
                day,
                intervals: cells,
            }
        })
        .collect();
    let both = |cells: Vec<GroupMeasures>| agents_over(&cells);
    let agents = Panel {
        day: both(
            groups
                .iter()
                .map(|group: &Panel<GroupMeasures>| group.day.clone())
                .collect(),
        ),
        intervals: (0..intervals)
            .map(|interval| {
                both(
                    groups
                        .iter()
                        .map(|group| group.intervals[interval].clone())
                        .collect(),
                )
            })
            .collect(),
    };
    let waits = || Waits {
        answered: Histogram::default(),
        abandoned: Histogram::default(),
    };
    Results {
        name: center.name.clone(),
        seed: 2026,
        replications: 2000,
        steady: None,
        confidence: 0.95,
        outcomes: None,
        gains: None,
        precision: Vec::new(),
        service_level: center.service_level,
        center: whole,
        waits: center.queues.iter().map(|_| waits()).collect(),
        queues,
        agents,
        groups,
        all_targets_met: estimate(0.26, 0.02, None),
    }
}

/// Some days, simulated.
pub fn experiment(replications: u32) -> Experiment {
    Experiment {
        mode: Mode::Days,
        replications,
        precision: Vec::new(),
        seed: 7,
        confidence: 0.95,
        warm_up: Ticks::ZERO,
        variance_reduction: false,
    }
}

/// Centers beside another on the same days, each with its name and its change.
pub fn beside(base: &Center, others: &[(&str, Option<&str>, Center)], replications: u32) -> Vec<Beside> {
    let outcome = |center: &Center| {
        let manner = Manner {
            in_order: false,
            detail: Detail::Day,
            archive: &NoArchive,
            progress: &|_| {},
        };
        let case = Case {
            center: center.clone(),
            experiment: experiment(replications),
        };
        run_one(case, &manner).expect("nothing is kept, so nothing fails")
    };
    let own = outcome(base);
    let mut found: Vec<_> = others
        .iter()
        .map(|(.., other)| differences(&own, &outcome(other)))
        .collect();
    correct(&mut found);
    others
        .iter()
        .zip(found)
        .map(|((name, change, _), found)| {
            let changes = change.iter().map(|&change| change.into()).collect();
            Beside::new(base, (*name).into(), changes, found)
        })
        .collect()
}

/// The bank with other staff of its first group.
pub fn staffed(change: i32) -> Center {
    let mut center = bank();
    for staff in &mut center.groups[0].staff {
        *staff = staff.saturating_add_signed(change);
    }
    center
}
