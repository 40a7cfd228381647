//! Single days: worked out on paper, and against the results of the same replications.

use super::by_engine::{experiment, markovian, quiet};
use crate::estimate::block::Block;
use crate::estimate::day::DayScratch;
use crate::estimate::frame::{Detail, Frame};
use crate::estimate::run::Sample;
use crate::estimate::tally::Tally;
use crate::estimate::{
    Bound, Case, DAY_MEASURES, Limit, Limited, Manner, Measure, NoArchive, Outcome, run_one,
};
use crate::model::{Center, Experiment, ServiceTarget, Target, Ticks};
use crate::observe::{Agent, Contact, Counters, Observer};

const HALF_DAY_S: f64 = 43_200.0;

fn target() -> Target {
    Target {
        service: Some(ServiceTarget {
            answered: 0.8,
            within: Ticks::from_seconds(20.0),
        }),
        abandoned: Some(0.25),
        ..Target::default()
    }
}

/// Two days of two intervals each, agents at 20 an hour.
fn two_days() -> Center {
    let mut center = markovian(10.0, 2, 100.0, 100.0, 4);
    center.calendar.interval = Ticks::from_seconds(HALF_DAY_S);
    center.queues[0].target = Some(target());
    center
}

fn contact(arrived: f64) -> Contact {
    Contact {
        queue: 0,
        number: 0,
        interval: (arrived / HALF_DAY_S) as usize,
        arrived: Ticks::from_seconds(arrived),
        before: Ticks::ZERO,
        paused: Ticks::ZERO,
        segment: 0,
    }
}

fn answer(counters: &mut Counters, arrived: f64, wait: f64, handle: f64) {
    let now = arrived + wait;
    counters.answered(
        &contact(arrived),
        Agent { group: 0, number: 0 },
        Ticks::from_seconds(now),
        Ticks::from_seconds(now + handle),
    );
}

/// Day 1: four of five in time. Day 2: two answered at once, two gone, an hour of work after closing.
fn first(counters: &mut Counters) {
    counters.interval_started(0);
    for (arrived, wait) in [(10.0, 0.0), (400.0, 0.0), (800.0, 10.0)] {
        answer(counters, arrived, wait, 100.0);
    }
    counters.interval_started(1);
    answer(counters, 50_000.0, 0.0, 100.0);
    answer(counters, 60_000.0, 30.0, 100.0);
    counters.interval_started(2);
    answer(counters, 100_000.0, 0.0, 100.0);
    counters.abandoned(&contact(110_000.0), Ticks::from_seconds(110_030.0));
    counters.abandoned(&contact(120_000.0), Ticks::from_seconds(120_030.0));
    counters.interval_started(3);
    answer(counters, 172_790.0, 0.0, 3_610.0);
}

/// Day 1: one answered late. Day 2: nobody comes.
fn second(counters: &mut Counters) {
    counters.interval_started(0);
    answer(counters, 10.0, 40.0, 100.0);
}

fn block(center: &Center, experiment: &Experiment) -> Block {
    let frame = Frame::new(center, experiment, Detail::Intervals);
    let mut counters = Counters::new(center, experiment.warm_up);
    let mut block = Block::new(&frame);
    block.start(0);
    for day in [first, second] {
        counters.clear();
        day(&mut counters);
        block.record(&frame, &counters, &mut DayScratch::default());
    }
    block
}

fn near(found: Option<f64>, expected: f64) {
    let found = found.expect("a figure");
    assert!((found - expected).abs() < 1e-12, "{found} is not {expected}");
}

/// With one queue, what is asked of all queues is asked of that queue.
#[test]
fn a_target_of_the_center_is_kept_as_a_queue_keeps_its_own() {
    let risk = |center: Center| {
        let experiment = experiment(2, 0.0);
        let frame = Frame::new(&center, &experiment, Detail::Intervals);
        let mut tally = Tally::new(&frame);
        tally.absorb(&mut block(&center, &experiment));
        let case = Case { center, experiment };
        Sample { case, frame, tally }.risk()
    };
    let wait = crate::model::WaitLimit {
        share: 0.85,
        at_most_s: 20.0,
    };
    let asked = Target {
        waits: vec![wait],
        ..target()
    };
    let mut of_queue = two_days();
    of_queue.queues[0].target = Some(asked.clone());
    let mut of_center = two_days();
    of_center.queues[0].target = None;
    of_center.target = Some(asked);
    let (queue, center) = (risk(of_queue), risk(of_center));
    assert_eq!(queue.queues[0], center.center);
    assert_eq!(center.center.all.limits.len(), 3);
    assert_eq!(center.queues[0].all.met, None);
}

#[test]
fn two_days_twice_on_paper() {
    let (center, experiment) = (two_days(), experiment(2, 0.0));
    let frame = Frame::new(&center, &experiment, Detail::Intervals);
    let mut tally = Tally::new(&frame);
    let mut block = block(&center, &experiment);
    let read = Block::from_bytes(&block.to_bytes()).expect("a block");
    assert_eq!(read.days, block.days);
    assert!(read.fits(&frame, &experiment, 0));
    let mut one_day = center.clone();
    one_day.calendar.interval = Ticks::from_seconds(HALF_DAY_S / 2.0);
    let other = Frame::new(&one_day, &experiment, Detail::Intervals);
    assert!(!read.fits(&other, &experiment, 0), "it has one day, not two");
    tally.absorb(&mut block);
    let sample = Sample {
        case: Case { center, experiment },
        frame,
        tally,
    };
    let risk = sample.risk();
    assert_eq!(risk.days, [1, 2]);
    let queue = &risk.queues[0];
    assert_eq!(queue.all.figures[0].sorted(), [0.0, 0.5, 0.8]);
    assert_eq!(queue.all.figures[1].sorted(), [0.0, 0.0, 0.5]);
    assert_eq!(queue.each[0].figures[0].sorted(), [0.0, 0.8]);
    assert_eq!(queue.each[1].figures[0].sorted(), [0.5]);
    assert_eq!(queue.each[1].figures[3].sorted(), [0.0], "both at once");
    near(queue.each[0].figures[2].sorted().first().copied(), 8.0);
    near(queue.all.figures[0].quantile(0.25), 0.25);

    // The limit itself is kept, and a day without callers misses nothing.
    assert_eq!(queue.all.days, 4);
    assert_eq!(queue.all.met.map(|met| met.mean), Some(0.5));
    let [service, abandoned] = &queue.all.limits[..] else {
        panic!("two limits")
    };
    assert_eq!(service.share.mean, 0.5);
    near(service.shortfall, (0.3 + 0.8) / 2.0);
    assert_eq!(abandoned.share.mean, 0.75);
    near(abandoned.shortfall, 0.25);
    let on = Limited::Measure(Measure::AbandonmentRate);
    assert_eq!(
        abandoned.limit,
        Limit {
            on,
            bound: Bound::AtMost(0.25)
        }
    );
    assert_eq!(queue.each[1].limits[0].share.mean, 0.5);
    near(queue.each[1].limits[0].shortfall, 0.3);

    // 24 h × 2 agents, 30 % of paid time away, at 20 an hour.
    for cost in &risk.cost {
        near(Some(*cost), 48.0 / 0.7 * 20.0);
    }
    assert_eq!(risk.overtime_hours.sorted(), [0.0, 1.0]);
    assert_eq!(risk.overtime_cost.sorted(), [0.0, 20.0]);
    let days: Vec<_> = sample.single_days().collect();
    let known: Vec<_> = days
        .iter()
        .map(|day| (day.replication, day.day, day.queues[0].offered))
        .collect();
    assert_eq!(known, [(1, 1, 5), (1, 2, 4), (2, 1, 1), (2, 2, 0)]);
    assert_eq!(days[1].overtime_hours, Some(1.0));
    assert_eq!(days[0].overtime_hours, None);
    assert_eq!(days[3].queues[0].figures, [None; 4]);
}

fn outcome(center: &Center, experiment: &Experiment) -> Outcome {
    let manner = Manner {
        in_order: false,
        detail: Detail::Intervals,
        archive: &NoArchive,
        progress: &quiet,
    };
    let case = Case {
        center: center.clone(),
        experiment: experiment.clone(),
    };
    run_one(case, &manner).expect("nothing is kept, so nothing fails")
}

#[test]
fn single_days_agree_with_the_results() {
    let mut center = markovian(60.0, 6, 300.0, 180.0, 8);
    center.queues[0].target = Some(target());
    let found = outcome(&center, &experiment(150, 0.0));
    let risk = found.sample.risk();
    for (panel, of) in [
        (&found.results.center, &risk.center),
        (&found.results.queues[0], &risk.queues[0]),
    ] {
        assert_eq!(panel.day.get(Measure::TargetMet), of.all.met);
        for (measure, figures) in DAY_MEASURES.into_iter().zip(&of.all.figures) {
            let days = panel.day.get(measure).and_then(|estimate| estimate.days);
            let found = figures.quantile(0.1).zip(figures.quantile(0.9));
            assert_eq!(days, found, "{}", measure.key());
        }
        assert!(of.each.is_empty());
    }
    let met = risk.queues[0].all.met.expect("a target").mean;
    assert!(met > 0.0 && met < 1.0, "{met} would test little");
}

#[test]
fn calendar_days_add_up_to_the_replication() {
    let mut center = markovian(30.0, 4, 300.0, 180.0, 3 * 48);
    center.calendar.opens_s = 8 * 3600;
    center.queues[0].target = Some(target());
    let found = outcome(&center, &experiment(40, 3600.0));
    let days: Vec<_> = found.sample.single_days().collect();
    // From 8 o'clock three times 24 hours touch four days.
    assert_eq!(days.len(), 40 * 4);
    assert_eq!(found.sample.risk().days, [1, 2, 3, 4]);
    let day = &found.results.queues[0].day;
    let total = |of: fn(&crate::estimate::DayContacts) -> u32| -> f64 {
        days.iter().map(|day| f64::from(of(&day.queues[0]))).sum()
    };
    for (measure, sum) in [
        (Measure::Offered, total(|contacts| contacts.offered)),
        (Measure::Answered, total(|contacts| contacts.answered)),
        (Measure::Abandoned, total(|contacts| contacts.abandoned)),
    ] {
        let mean = day.mean(measure).expect("a mean");
        assert!(
            (40.0 * mean - sum).abs() < 1e-6,
            "{}: {mean} {sum}",
            measure.key()
        );
    }
    for day in &days {
        assert_eq!(
            day.center.figures, day.queues[0].figures,
            "one queue is the center"
        );
    }
    // Shares of the days average to that of all, which lies in its interval.
    let risk = found.sample.risk();
    let each = risk.queues[0].each.iter().filter_map(|days| days.met);
    let mean = each.map(|met| met.mean).sum::<f64>() / 4.0;
    let all = risk.queues[0].all.met.expect("a target");
    assert!((mean - all.mean).abs() < 1e-12);
    assert!(
        all.interval
            .is_some_and(|(low, high)| low < all.mean && all.mean < high)
    );
}
