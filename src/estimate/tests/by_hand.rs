//! Two days of a tiny center, told to the observer event by event, against figures worked out on paper.
//!
//! At a confidence of one half, Student's quantile for two days is exactly 1: a half-width is the standard
//! error.

use crate::estimate::block::Block;
use crate::estimate::day::DayScratch;
use crate::estimate::frame::{Detail, Frame};
use crate::estimate::tally::Tally;
use crate::estimate::{Case, Estimate, GroupMeasure, Measure, Results, summary};
use crate::model::{
    AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Experiment, Group, Handle,
    Mode, PerInterval, PlanLimits, Queue, Routing, ServiceLevelDefinition, ServiceTarget, Target, Ticks,
    WaitLimit,
};
use crate::observe::{Agent, Contact, Counters, Observer};

pub(super) fn seconds(seconds: f64) -> Ticks {
    Ticks::from_seconds(seconds)
}

fn queue(name: &str, within: f64, target: Option<Target>) -> Queue {
    Queue {
        name: name.into(),
        channel: Channel::Voice,
        volume: vec![3.0, 6.0],
        handle: PerInterval::Same(Handle {
            talk: Distribution::Deterministic { value: 100.0 },
            wrap_up: None,
        }),
        patience: PerInterval::Same(Distribution::Forever),
        balk: PerInterval::Same(0.0),
        priority: 0,
        route: vec![vec![0], vec![1]],
        within: seconds(within),
        short: seconds(within),
        target,
        actual: None,
        rules: Default::default(),
    }
}

fn group(name: &str, staff: [u32; 2]) -> Group {
    Group {
        name: name.into(),
        skills: vec![vec![0], vec![1]],
        staff: staff.to_vec(),
        handle_factor: vec![1.0, 1.0],
        shrinkage: PerInterval::Same(0.2),
        cost_per_hour: PerInterval::Same(10.0),
        occupancy_max: None,
        plan: PlanLimits::default(),
        rules: Default::default(),
    }
}

/// Two intervals of ten minutes; queue `a` is to answer 80 % within 20 s and to lose at most 25 %.
pub(super) fn center() -> Center {
    let target = Target {
        service: Some(ServiceTarget {
            answered: 0.8,
            within: seconds(20.0),
        }),
        abandoned: Some(0.25),
        ..Target::default()
    };
    Center {
        name: "by hand".into(),
        calendar: Calendar {
            opens_s: 0,
            interval: seconds(600.0),
            intervals: 2,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues: vec![queue("a", 20.0, Some(target)), queue("b", 10.0, None)],
        groups: vec![group("g", [1, 2]), group("h", [1, 1])],
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    }
}

pub(super) fn experiment(replications: u32) -> Experiment {
    Experiment {
        replications,
        mode: Mode::Days,
        precision: Vec::new(),
        variance_reduction: false,
        seed: 7,
        confidence: 0.5,
        warm_up: Ticks::ZERO,
    }
}

pub(super) fn contact(queue: usize, arrived: f64) -> Contact {
    Contact {
        queue,
        number: 0,
        interval: usize::from(arrived >= 600.0),
        arrived: seconds(arrived),
        before: Ticks::ZERO,
        paused: Ticks::ZERO,
        segment: 0,
    }
}

fn answer(counters: &mut Counters, queue: usize, arrived: f64, wait: f64, handle: f64, group: usize) {
    let now = arrived + wait;
    let agent = Agent { group, number: group };
    counters.answered(
        &contact(queue, arrived),
        agent,
        seconds(now),
        seconds(now + handle),
    );
}

pub(super) fn staff(counters: &mut Counters) {
    counters.on_duty(0, seconds(0.0), seconds(600.0), 1);
    counters.on_duty(0, seconds(600.0), seconds(1200.0), 2);
    counters.on_duty(1, seconds(0.0), seconds(1200.0), 1);
}

fn first_day(counters: &mut Counters) {
    counters.interval_started(0);
    answer(counters, 0, 10.0, 0.0, 100.0, 0);
    answer(counters, 0, 20.0, 10.0, 60.0, 0);
    counters.abandoned(&contact(0, 25.0), seconds(55.0));
    answer(counters, 1, 100.0, 0.0, 100.0, 1);
    counters.balked(&contact(1, 120.0));
    counters.queue_peak(0, 0, 2);
    counters.center_peak(0, 3);
    counters.interval_started(1);
    answer(counters, 0, 1150.0, 40.0, 100.0, 0);
    counters.queue_peak(1, 0, 1);
    counters.center_peak(1, 1);
    counters.interval_started(2);
    staff(counters);
}

fn second_day(counters: &mut Counters) {
    counters.interval_started(0);
    answer(counters, 0, 5.0, 0.0, 200.0, 1);
    counters.interval_started(1);
    answer(counters, 0, 700.0, 20.0, 200.0, 0);
    counters.left_waiting(&contact(0, 1100.0), seconds(1200.0));
    counters.queue_peak(1, 0, 2);
    counters.center_peak(1, 2);
    counters.interval_started(2);
    staff(counters);
}

fn case_of(center: &Center, experiment: &Experiment) -> Case {
    Case {
        center: center.clone(),
        experiment: experiment.clone(),
    }
}

pub(crate) fn results_of(center: &Center, experiment: &Experiment, days: &[fn(&mut Counters)]) -> Results {
    let frame = Frame::new(center, experiment, Detail::Intervals);
    let mut counters = Counters::new(center, experiment.warm_up);
    let mut scratch = DayScratch::default();
    let mut block = Block::new(&frame);
    block.start(0);
    for day in days {
        counters.clear();
        day(&mut counters);
        block.record(&frame, &counters, &mut scratch);
    }
    let mut tally = Tally::new(&frame);
    tally.absorb(&mut block);
    summary::results(&case_of(center, experiment), &frame, &mut tally, Vec::new())
}

fn two_days() -> Results {
    results_of(&center(), &experiment(2), &[first_day, second_day])
}

/// Holds an estimate to a mean and a half-width.
pub(super) fn holds(what: &str, estimate: Option<Estimate>, mean: f64, half: f64) {
    let estimate = estimate.unwrap_or_else(|| panic!("{what} is missing"));
    let (low, high) = estimate
        .interval
        .unwrap_or_else(|| panic!("{what} has no interval"));
    for (end, found, expected) in [
        ("mean", estimate.mean, mean),
        ("low", low, mean - half),
        ("high", high, mean + half),
    ] {
        assert!(
            (found - expected).abs() < 1e-7,
            "{what}: {end} is {found}, not {expected}"
        );
    }
}

#[test]
fn every_measure_of_a_queue_over_the_day() {
    let results = two_days();
    let day = &results.queues[0].day;
    for (measure, mean, half) in [
        (Measure::Arrived, 3.5, 0.5),
        (Measure::Offered, 3.5, 0.5),
        (Measure::Answered, 2.5, 0.5),
        (Measure::Abandoned, 0.5, 0.5),
        (Measure::Balked, 0.0, 0.0),
        (Measure::Blocked, 0.0, 0.0),
        (Measure::Lost, 1.0 / 7.0, 6.0 / 49.0),
        (Measure::WaitingAtEnd, 0.5, 0.5),
        (Measure::AnsweredWithin, 2.0, 0.0),
        (Measure::AbandonedWithin, 0.0, 0.0),
        (Measure::ServiceLevel, 4.0 / 7.0, 4.0 / 49.0),
        (Measure::AbandonmentRate, 1.0 / 7.0, 6.0 / 49.0),
        (Measure::Asa, 14.0, 3.2),
        (Measure::WaitAbandoned, 30.0, 0.0),
        (Measure::WaitAll, 200.0 / 7.0, 480.0 / 49.0),
        (Measure::PWait, 5.0 / 7.0, 2.0 / 49.0),
        // Waits 0 10 40 | 0 20: the median lies halfway through the cell [10, 10.0625).
        (Measure::WaitP50, 10.03125, 2.0 * 10.03125 / 5.0 * 2.0_f64.sqrt()),
        (Measure::WaitMax, 30.0, 10.0),
        (Measure::QueueMean, 1.0 / 12.0, 1.0 / 60.0),
        (Measure::QueueMax, 2.0, 0.0),
        (Measure::OfferedLoad, 0.75, 0.0),
    ] {
        holds(measure.key(), day.get(measure), mean, half);
    }
    let days = |measure| {
        day.get(measure)
            .and_then(|estimate| estimate.days)
            .expect("how days differ")
    };
    assert_eq!(days(Measure::Offered), (3.1, 3.9));
    let (low, high) = days(Measure::ServiceLevel);
    assert!((low - (0.5 + 0.1 / 6.0)).abs() < 1e-12 && (high - (0.5 + 0.9 / 6.0)).abs() < 1e-12);
    let (low, high) = days(Measure::WaitMax);
    assert!((low - 22.0).abs() < 1e-9 && (high - 38.0).abs() < 1e-9);
    assert_eq!(days(Measure::OfferedLoad), (0.75, 0.75));
}

#[test]
fn intervals_have_their_own_figures() {
    let results = two_days();
    let first = &results.queues[0].intervals[0];
    holds("service level", first.get(Measure::ServiceLevel), 0.75, 0.125);
    holds("abandonment", first.get(Measure::AbandonmentRate), 0.25, 0.125);
    holds("queue", first.get(Measure::QueueMean), 20.0 / 600.0, 20.0 / 600.0);
    holds("load", first.get(Measure::OfferedLoad), 0.5, 0.0);
    let second = &results.queues[0].intervals[1];
    holds(
        "service level",
        second.get(Measure::ServiceLevel),
        1.0 / 3.0,
        2.0 / 9.0,
    );
    assert!(first.get(Measure::Offered).expect("offered").days.is_none());
    assert_eq!(second.get(Measure::WaitAbandoned), None, "nobody abandoned");
    assert_eq!(
        results.queues[1].intervals[1].get(Measure::ServiceLevel),
        None,
        "nobody came"
    );
    assert_eq!(results.queues[1].intervals[1].mean(Measure::Offered), Some(0.0));
}

#[test]
fn the_center_takes_each_contact_by_its_own_threshold() {
    let results = two_days();
    let day = &results.center.day;
    // Residuals 3 − 25/8 and 2 − 15/8; mean denominator 4.
    holds(
        "service level",
        day.get(Measure::ServiceLevel),
        5.0 / 8.0,
        1.0 / 32.0,
    );
    holds("arrived", day.get(Measure::Arrived), 4.5, 1.5);
    holds("queue max", day.get(Measure::QueueMax), 2.5, 0.5);
    holds("wait max", day.get(Measure::WaitMax), 30.0, 10.0);
    holds("load", day.get(Measure::OfferedLoad), 1.5, 0.0);
    // Lost: 2 of 6 and 0 of 3; residuals 2 − 12/9 and 0 − 6/9.
    holds("lost", day.get(Measure::Lost), 2.0 / 9.0, 2.0 / 3.0 / 4.5);
}

#[test]
fn targets_are_met_by_day_and_by_interval() {
    let results = two_days();
    let queue = &results.queues[0];
    let z2 = 0.674_489_75_f64 * 0.674_489_75;
    let met = queue.day.get(Measure::TargetMet).expect("a target");
    assert_eq!(met.mean, 0.0);
    let (low, high) = met.interval.expect("two days");
    assert!(low == 0.0 && (high - z2 / (2.0 + z2)).abs() < 1e-7);
    assert_eq!(queue.intervals[0].mean(Measure::TargetMet), Some(0.5));
    assert_eq!(queue.intervals[1].mean(Measure::TargetMet), Some(0.0));
    // The first interval, at .75 ± .125 and .25 ± .125 abandoned, possibly meets both limits.
    for scope in [queue, &results.center] {
        let met = scope.day.get(Measure::IntervalsMet).expect("a target");
        assert_eq!((met.mean, met.interval), (0.0, Some((0.0, 1.0))));
        let (low, high) = met.days.expect("days");
        assert!((low - 0.1).abs() < 1e-12 && (high - 0.9).abs() < 1e-12);
    }
    assert_eq!(
        results.queues[1].day.get(Measure::TargetMet),
        None,
        "nothing is asked of it"
    );
    assert_eq!(results.all_targets_met.expect("a target").mean, 0.0);
}

#[test]
fn limits_on_waits_and_occupancy_are_held_day_by_day() {
    let mut center = center();
    // Median waits: 10 s and 0 s over the day; 0 s, 40 s | 0 s, 20 s in the intervals.
    center.queues[0].target = Some(Target {
        waits: vec![WaitLimit {
            share: 0.5,
            at_most_s: 5.0,
        }],
        ..Target::default()
    });
    let results = results_of(&center, &experiment(2), &[first_day, second_day]);
    let queue = &results.queues[0];
    assert_eq!(queue.day.mean(Measure::TargetMet), Some(0.5));
    assert_eq!(queue.intervals[0].mean(Measure::TargetMet), Some(1.0));
    assert_eq!(queue.intervals[1].mean(Measure::TargetMet), Some(0.0));
    assert_eq!(queue.day.mean(Measure::IntervalsMet), Some(1.0));
    assert_eq!(results.all_targets_met.expect("a target").mean, 0.5);
    // Occupancy of the second group: 100 and 200 of 1,200 s. The second day alone met the queue's target.
    center.groups[1].occupancy_max = Some(0.1);
    let results = results_of(&center, &experiment(2), &[first_day, second_day]);
    assert_eq!(results.all_targets_met.expect("targets").mean, 0.0);
}

#[test]
fn the_center_has_a_target_of_its_own() {
    let mut center = center();
    let queues_target = center.queues[0].target.take();
    // In time of all queues: 3 of 4 and 0 of 1; 1 of 1 and 1 of 2; so 3 of 5 and 2 of 3 over the day.
    center.target = Some(Target {
        service: Some(ServiceTarget {
            answered: 0.65,
            within: seconds(20.0),
        }),
        ..Target::default()
    });
    let results = results_of(&center, &experiment(2), &[first_day, second_day]);
    let all = &results.center;
    assert_eq!(all.day.mean(Measure::TargetMet), Some(0.5));
    assert_eq!(all.intervals[0].mean(Measure::TargetMet), Some(1.0));
    assert_eq!(all.intervals[1].mean(Measure::TargetMet), Some(0.0));
    assert_eq!(all.day.mean(Measure::IntervalsMet), Some(1.0));
    assert_eq!(results.queues[0].day.get(Measure::TargetMet), None);
    assert_eq!(results.all_targets_met.expect("a target").mean, 0.5);

    // Median waits of all queues: 0 s on both days; 0 s, 40 s | 0 s, 20 s in the intervals.
    let median = Target {
        waits: vec![WaitLimit {
            share: 0.5,
            at_most_s: 5.0,
        }],
        ..Target::default()
    };
    center.target = Some(median);
    let results = results_of(&center, &experiment(2), &[first_day, second_day]);
    let all = &results.center;
    assert_eq!(all.day.mean(Measure::TargetMet), Some(1.0));
    assert_eq!(all.intervals[0].mean(Measure::TargetMet), Some(1.0));
    assert_eq!(all.intervals[1].mean(Measure::TargetMet), Some(0.0));
    assert_eq!(all.day.mean(Measure::IntervalsMet), Some(1.0));

    // The queue meets its own on neither day, and so the center does not meet all that is asked.
    center.queues[0].target = queues_target;
    let results = results_of(&center, &experiment(2), &[first_day, second_day]);
    assert_eq!(results.center.day.mean(Measure::TargetMet), Some(0.0));
    assert_eq!(results.all_targets_met.expect("targets").mean, 0.0);
}

#[test]
fn every_measure_of_groups() {
    let results = two_days();
    let hour = 3600.0;
    let day = &results.groups[0].day;
    for (measure, mean, half) in [
        (GroupMeasure::Occupancy, 370.0 / 3600.0, 1.0 / 120.0),
        (GroupMeasure::StaffedHours, 0.5, 0.0),
        (GroupMeasure::PaidHours, 0.625, 0.0),
        (GroupMeasure::HandlingHours, 185.0 / hour, 15.0 / hour),
        (GroupMeasure::OvertimeHours, 45.0 / hour, 45.0 / hour),
        (GroupMeasure::Cost, 6.25, 0.0),
    ] {
        holds(measure.key(), day.get(measure), mean, half);
        assert!(
            day.get(measure).expect("a measure").days.is_some(),
            "{}",
            measure.key()
        );
    }
    holds("handled", day.handled[0], 2.0, 1.0);
    holds("handled", day.handled[1], 0.0, 0.0);
    let all = &results.agents;
    holds(
        "staffed",
        all.day.get(GroupMeasure::StaffedHours),
        0.5 + 1.0 / 3.0,
        0.0,
    );
    // 270 and 400 of 3,000 s.
    holds(
        "occupancy",
        all.day.get(GroupMeasure::Occupancy),
        670.0 / 6000.0,
        65.0 / 3000.0,
    );
    holds("handled", all.day.handled[0], 2.5, 0.5);
    holds("handled", all.day.handled[1], 0.5, 0.5);
    let first = &all.intervals[0];
    // 260 and 200 of 1,200 s.
    holds(
        "occupancy",
        first.get(GroupMeasure::Occupancy),
        460.0 / 2400.0,
        30.0 / 1200.0,
    );
    holds("paid", first.get(GroupMeasure::PaidHours), 2.0 / 6.0 / 0.8, 0.0);
    holds("handled", first.handled[0], 1.5, 0.5);
    assert_eq!(first.get(GroupMeasure::OvertimeHours), None);
}

#[test]
fn one_replication_has_figures_without_intervals() {
    let results = results_of(&center(), &experiment(1), &[first_day]);
    for measure in Measure::ALL {
        for panel in results.queues.iter().chain([&results.center]) {
            if let Some(estimate) = panel.day.get(measure) {
                assert_eq!(estimate.interval, None, "{}", measure.key());
            }
        }
    }
    assert_eq!(results.queues[0].day.mean(Measure::ServiceLevel), Some(0.5));
    assert_eq!(
        results
            .agents
            .day
            .get(GroupMeasure::Cost)
            .expect("a cost")
            .interval,
        None
    );
    assert_eq!(results.all_targets_met.expect("a target").interval, None);
}

#[test]
fn warm_up_is_left_out() {
    let mut experiment = experiment(2);
    experiment.warm_up = seconds(900.0);
    let results = results_of(&center(), &experiment, &[first_day, second_day]);
    let queue = &results.queues[0];
    assert!(
        Measure::ALL
            .iter()
            .all(|&measure| queue.intervals[0].get(measure).is_none())
    );
    // From 15 to 20 minutes: a wait of 40 s, and one of 100 s.
    holds("offered", queue.day.get(Measure::Offered), 1.0, 0.0);
    holds(
        "queue",
        queue.day.get(Measure::QueueMean),
        70.0 / 300.0,
        30.0 / 300.0,
    );
    holds("load", queue.day.get(Measure::OfferedLoad), 1.0, 0.0);
    holds(
        "staffed",
        results.agents.day.get(GroupMeasure::StaffedHours),
        3.0 / 12.0,
        0.0,
    );
}

#[test]
fn blocks_add_up_in_any_order() {
    let (center, experiment) = (center(), experiment(96));
    let frame = Frame::new(&center, &experiment, Detail::Intervals);
    let block = |number: u32| {
        let mut counters = Counters::new(&center, experiment.warm_up);
        let mut block = Block::new(&frame);
        block.start(number);
        for day in 0..32 {
            counters.clear();
            counters.interval_started(0);
            for call in 0..20 {
                let wait = f64::from((call * (number + 2) + day * 5) % 13 * 4);
                answer(
                    &mut counters,
                    call as usize % 2,
                    f64::from(call * 20),
                    wait,
                    30.0,
                    0,
                );
            }
            staff(&mut counters);
            block.record(&frame, &counters, &mut DayScratch::default());
        }
        block
    };
    let results = |order: [u32; 3]| {
        let mut tally = Tally::new(&frame);
        for number in order {
            tally.absorb(&mut block(number));
        }
        summary::results(&case_of(&center, &experiment), &frame, &mut tally, Vec::new())
    };
    let whole = block(2);
    let read = Block::from_bytes(&whole.to_bytes()).expect("a block");
    assert!(read.fits(&frame, &experiment, 2) && !read.fits(&frame, &experiment, 1));
    let mut again = Tally::new(&frame);
    for mut block in [block(0), read, block(1)] {
        again.absorb(&mut block);
    }
    let again = summary::results(&case_of(&center, &experiment), &frame, &mut again, Vec::new());
    assert_eq!(
        again,
        results([0, 1, 2]),
        "a block that was stored is the same block"
    );
    let expected = results([0, 1, 2]);
    assert_eq!(expected.replications, 96);
    assert_eq!(results([2, 0, 1]), expected);
    assert_eq!(results([1, 2, 0]), expected);
}
