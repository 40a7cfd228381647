//! Tests of what is said of hand-made centers and results.

use super::*;
use crate::estimate::{Estimate, GroupMeasure, GroupMeasures, Measure, Measures, Panel, Results, Waits};
use crate::model::{
    Actual, ActualSeries, AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution,
    Experiment, Group, Handle, Ivr, Lines, Mode, Overflow, PerInterval, Places, PlanLimits, Queue, Routing,
    ServiceLevelDefinition, ServiceTarget, Target, Ticks,
};
use crate::stats::Histogram;

const HALF_HOURS: usize = 24;

fn target(answered: f64, within_s: f64) -> Target {
    Target {
        service: Some(ServiceTarget {
            answered,
            within: Ticks::from_seconds(within_s),
        }),
        per_interval: true,
        ..Target::default()
    }
}

fn queue(name: &str, volume: f64, handle_s: f64, route: &[usize], target: Option<Target>) -> Queue {
    Queue {
        name: name.into(),
        channel: Channel::Voice,
        volume: vec![volume; HALF_HOURS],
        handle: PerInterval::Same(Handle {
            talk: Distribution::Exponential { mean: handle_s },
            wrap_up: None,
        }),
        patience: PerInterval::Same(Distribution::Exponential { mean: 180.0 }),
        balk: PerInterval::Same(0.0),
        priority: 0,
        route: vec![route.to_vec()],
        within: Ticks::from_seconds(20.0),
        short: Ticks::from_seconds(20.0),
        target,
        actual: None,
        rules: Default::default(),
    }
}

fn group(name: &str, skills: &[usize], staff: u32) -> Group {
    Group {
        name: name.into(),
        skills: vec![skills.to_vec()],
        staff: vec![staff; HALF_HOURS],
        handle_factor: vec![1.0; 8],
        shrinkage: PerInterval::Same(0.3),
        cost_per_hour: PerInterval::Same(24.0),
        occupancy_max: None,
        plan: PlanLimits::default(),
        rules: Default::default(),
    }
}

/// Service (10 erlangs) and Loans (4 erlangs), each with a group of its own.
pub(super) fn bank() -> Center {
    Center {
        name: "Bank".into(),
        calendar: Calendar {
            opens_s: 8 * 3600,
            interval: Ticks::from_seconds(1800.0),
            intervals: HALF_HOURS,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues: vec![
            queue("service", 100.0, 180.0, &[0], Some(target(0.8, 20.0))),
            queue(
                "loans",
                20.0,
                360.0,
                &[1],
                Some(Target {
                    abandoned: Some(0.03),
                    ..target(0.9, 30.0)
                }),
            ),
        ],
        groups: vec![group("generalists", &[0], 14), group("loan_desk", &[1], 8)],
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    }
}

pub(super) fn experiment() -> Experiment {
    Experiment {
        replications: 200,
        mode: Mode::Days,
        precision: Vec::new(),
        variance_reduction: false,
        seed: 1,
        confidence: 0.95,
        warm_up: Ticks::ZERO,
    }
}

fn estimate(mean: f64, half: f64) -> Option<Estimate> {
    Some(Estimate {
        mean,
        interval: Some((mean - half, mean + half)),
        days: None,
    })
}

fn measures(offered: f64, level: f64, abandoned: f64) -> Measures {
    let mut measures = Measures::default();
    if offered > 0.0 {
        measures.set(Measure::Offered, estimate(offered, 0.5));
        measures.set(Measure::ServiceLevel, estimate(level, 0.005));
        measures.set(Measure::AbandonmentRate, estimate(abandoned, 0.002));
        measures.set(Measure::Asa, estimate(7.3, 0.1));
        measures.set(Measure::WaitP90, estimate(31.0, 0.1));
    }
    measures
}

/// Results in which queue q has the service level and abandonment `figures(q, interval)` says.
pub(super) fn results(center: &Center, figures: impl Fn(usize, usize) -> (f64, f64)) -> Results {
    let intervals = center.calendar.intervals;
    let panel = |queue: usize| {
        let cells: Vec<(f64, f64)> = (0..intervals).map(|interval| figures(queue, interval)).collect();
        let mean = |of: fn(&(f64, f64)) -> f64| cells.iter().map(of).sum::<f64>() / intervals as f64;
        let mut intervals: Vec<Measures> = cells
            .iter()
            .map(|&(level, left)| measures(100.0, level, left))
            .collect();
        for (index, cell) in intervals.iter_mut().enumerate() {
            cell.set(
                Measure::OfferedLoad,
                Some(Estimate::exact(center.offered_load(queue, index))),
            );
        }
        Panel {
            day: measures(2400.0, mean(|cell| cell.0), mean(|cell| cell.1)),
            intervals,
        }
    };
    let mut busy = GroupMeasures::default();
    busy.set(GroupMeasure::Occupancy, estimate(0.75, 0.01));
    let empty = Waits {
        answered: Histogram::default(),
        abandoned: Histogram::default(),
    };
    Results {
        name: center.name.clone(),
        seed: 1,
        replications: 200,
        steady: None,
        confidence: 0.95,
        outcomes: None,
        gains: None,
        precision: Vec::new(),
        service_level: center.service_level,
        center: panel(0),
        queues: (0..center.queues.len()).map(panel).collect(),
        agents: Panel {
            day: busy.clone(),
            intervals: vec![busy.clone(); intervals],
        },
        groups: center
            .groups
            .iter()
            .map(|_| Panel {
                day: busy.clone(),
                intervals: vec![busy.clone(); intervals],
            })
            .collect(),
        waits: vec![empty; center.queues.len()],
        all_targets_met: None,
    }
}

fn said(center: &Center, results: &Results) -> Vec<String> {
    findings(center, results)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn lunch_and_nearly_all_day() {
    let center = bank();
    let results = results(&center, |queue, interval| match (queue, interval) {
        (0, 8) => (0.65, 0.06),
        (0, 9..=10) => (0.78, 0.04),
        (0, _) => (0.839 + 0.002 * interval as f64, 0.01),
        (_, 20..=22) => (0.95, 0.01),
        _ => (0.84, 0.056),
    });
    assert_eq!(
        said(&center, &results),
        [
            "Lunch breaks Service: 65–78 % in time from 12:00 to 13:30 (80 % wanted), at least 83 % the rest of the day.",
            "Loans is short nearly all day: it misses a target in 21 of 24 half-hours (85 % in time over the day, 90 % wanted).",
        ]
    );
}

#[test]
fn all_is_well() {
    let center = bank();
    let results = results(&center, |_, interval| (0.93 + 0.001 * interval as f64, 0.01));
    assert_eq!(
        said(&center, &results),
        [
            "Service is on target in every half-hour: at least 93 % in time (80 % wanted).",
            "Loans is on target in every half-hour: at least 93 % in time (90 % wanted).",
        ]
    );
}

#[test]
fn all_queues_together_have_a_target_of_their_own() {
    let mut center = bank();
    let mut asked = target(0.8, 20.0);
    asked.per_day = true;
    center.target = Some(asked);
    let lunch = results(&center, |_, interval| match interval {
        8 => (0.65, 0.06),
        9..=10 => (0.78, 0.04),
        _ => (0.95, 0.01),
    });
    let together = |center: &Center, results: &Results| {
        let mut said = said(center, results);
        said.retain(|sentence| sentence.starts_with("All queues together"));
        said
    };
    assert_eq!(
        together(&center, &lunch),
        [
            "All queues together miss their target in 3 of 24 half-hours, worst from 12:00 to 12:30: 65 % in \
          time (80 % wanted)."
        ]
    );
    let well = results(&center, |_, _| (0.93, 0.01));
    assert_eq!(
        together(&center, &well),
        ["All queues together are on target in every half-hour."]
    );
    if let Some(target) = &mut center.target {
        target.per_interval = false;
    }
    assert_eq!(
        together(&center, &lunch),
        ["All queues together are on target over the day."]
    );
    let badly = results(&center, |_, _| (0.7, 0.01));
    assert_eq!(
        together(&center, &badly),
        ["All queues together miss their target over the day: 70 % in time (80 % wanted)."]
    );
}

#[test]
fn several_times_of_trouble_are_named_and_many_are_counted() {
    let center = bank();
    let results_few = results(&center, |queue, interval| match (queue, interval) {
        (0, 0 | 1 | 20) => (0.7, 0.01),
        _ => (0.95, 0.01),
    });
    assert_eq!(
        said(&center, &results_few)[0],
        "Service is short from 08:00 to 09:00 and from 18:00 to 18:30: 70 % in time (80 % wanted), at least 95 % the rest of the day."
    );
    let results_many = results(&center, |queue, interval| match (queue, interval % 3) {
        (0, 0) => (0.7 - 0.001 * interval as f64, 0.01),
        _ => (0.95, 0.01),
    });
    assert_eq!(
        said(&center, &results_many)[0],
        "Service misses a target in 8 of 24 half-hours, worst at 18:30–19:00 (68 % in time, 80 % wanted)."
    );
}

#[test]
fn the_limit_that_is_missed_tells_the_story() {
    let center = bank();
    let results = results(&center, |queue, interval| match (queue, interval) {
        (1, 4..=5) => (0.95, 0.041),
        _ => (0.95, 0.0171),
    });
    assert_eq!(
        said(&center, &results)[0],
        "Loans is short from 10:00 to 11:00: 4.1 % abandon (3.0 % allowed), at most 1.8 % the rest of the day."
    );
}

#[test]
fn a_narrow_miss_is_shown_as_one_and_doubted() {
    let center = bank();
    let results = results(&center, |queue, interval| match (queue, interval) {
        (0, 2) => (0.7996, 0.01),
        _ => (0.95, 0.01),
    });
    assert_eq!(
        said(&center, &results)[0],
        "Service is short from 09:00 to 09:30: 79.96 % in time (80 % wanted), at least 95 % the rest of the day; \
         200 days cannot tell it from the target."
    );
}

#[test]
fn day_targets_and_both() {
    let mut center = bank();
    for queue in &mut center.queues {
        if let Some(target) = &mut queue.target {
            target.per_day = true;
            target.per_interval = queue.name == "loans";
        }
    }
    let results = results(&center, |queue, interval| match (queue, interval) {
        (0, 0..=7) => (0.5, 0.1),
        (0, _) => (0.95, 0.01),
        (_, 0..=2) => (0.85, 0.08),
        _ => (0.95, 0.03),
    });
    assert_eq!(
        said(&center, &results),
        [
            "Loans is short from 08:00 to 09:30: 85 % in time (90 % wanted), at least 95 % the rest of the day.",
            "Over the day Loans misses its target: 3.6 % abandon (3.0 % allowed).",
            "Service is on target over the day: 80 % in time (80 % wanted).",
        ]
    );
}

#[test]
fn without_targets_waits_are_described() {
    let mut center = bank();
    center.queues[0].target = None;
    center.queues[1].target = None;
    let results = results(&center, |_, _| (0.88, 0.019));
    assert_eq!(
        said(&center, &results)[0],
        "Service has no target: 88 % in time (within 20 s), a mean wait of 7 s, 9 in 10 of the answered wait up to 31 s and 1.9 % abandon."
    );
}

#[test]
fn one_interval_is_one_sentence() {
    let mut center = bank();
    center.calendar.intervals = 1;
    let bad = results(
        &center,
        |queue, _| if queue == 0 { (0.66, 0.05) } else { (0.95, 0.01) },
    );
    assert_eq!(
        said(&center, &bad),
        [
            "Service misses its target: 66 % in time (80 % wanted).",
            "Loans is on target: 95 % in time (90 % wanted).",
        ]
    );
}

#[test]
fn a_week_names_days() {
    let mut center = bank();
    center.calendar.intervals = 336;
    for queue in &mut center.queues {
        queue.volume = vec![10.0; 336];
    }
    for group in &mut center.groups {
        group.staff = vec![14; 336];
    }
    let results = results(&center, |queue, interval| match (queue, interval) {
        (0, 56..=58) => (0.7, 0.01),
        _ => (0.95, 0.01),
    });
    assert_eq!(
        said(&center, &results)[0],
        "Service is short from day 2 12:00 to 13:30: 70 % in time (80 % wanted), at least 95 % the rest of the week."
    );
}

#[test]
fn overload_idleness_and_risk() {
    let mut center = bank();
    center.groups[0].staff[8] = 8;
    let mut results = results(&center, |queue, interval| match (queue, interval) {
        (0, 8) => (0.2, 0.2),
        _ => (0.95, 0.01),
    });
    results.groups[1]
        .day
        .set(GroupMeasure::Occupancy, estimate(0.38, 0.01));
    results.all_targets_met = estimate(0.26, 0.01);
    center.groups[0].occupancy_max = Some(0.7);
    assert_eq!(
        said(&center, &results),
        [
            "Lunch breaks Service: 20 % in time from 12:00 to 12:30 (80 % wanted), at least 95 % the rest of the day.",
            "Generalists: busier than the 70 % allowed all day, up to 75 %.",
            "More work comes for Service than the agents on duty can do from 12:00 to 12:30: up to 125 % of their time.",
            "Loan desk: busy only 38 % of the time, so there are agents to spare.",
            "On 26 % of days every queue is on target over the day.",
            "Loans is on target in every half-hour: at least 95 % in time (90 % wanted).",
        ]
    );
}

#[test]
fn many_queues_are_summed_up() {
    let mut center = bank();
    for name in ["cards", "fraud", "tax"] {
        center
            .queues
            .push(queue(name, 10.0, 180.0, &[0], Some(target(0.8, 20.0))));
    }
    let bad = results(&center, |queue, interval| {
        if queue > 0 && interval < 9 + queue {
            (0.5, 0.1)
        } else {
            (0.95, 0.0)
        }
    });
    assert_eq!(
        said(&center, &bad)[0],
        "4 of 5 queues miss a target, Tax most often (13 of 24 half-hours)."
    );
    let good = results(&center, |_, _| (0.95, 0.0));
    assert_eq!(
        said(&center, &good),
        ["All 5 queues are on target in every half-hour."]
    );
}

#[test]
fn intervals_without_calls_are_not_judged() {
    let center = bank();
    let mut results = results(&center, |_, _| (0.95, 0.0));
    for cell in &mut results.queues[0].intervals[..23] {
        *cell = Measures::default();
    }
    assert_eq!(
        said(&center, &results)[0],
        "Service is on target: 95 % in time (80 % wanted)."
    );
    for panel in &mut results.queues {
        panel.day = Measures::default();
        panel.intervals.fill(Measures::default());
    }
    assert_eq!(said(&center, &results), Vec::<String>::new());
}

#[test]
fn model_against_actual() {
    let mut center = bank();
    let mut intervals = vec![None; HALF_HOURS];
    intervals[8] = Some(12.3);
    intervals[9] = Some(6.3);
    center.queues[0].actual = Some(Actual {
        service_level: Some(ActualSeries::Day(0.78)),
        asa_s: Some(ActualSeries::Intervals(intervals)),
        abandoned: None,
    });
    let mut results = results(&center, |_, _| (0.88, 0.019));
    let day = Estimate {
        mean: 0.88,
        interval: None,
        days: Some((0.8, 0.96)),
    };
    results.queues[0].day.set(Measure::ServiceLevel, Some(day));
    let comparisons = against_actual(&center, &results);
    assert_eq!(comparisons.len(), 3);
    assert_eq!(comparisons[0].within_days(), Some(false));
    assert_eq!(comparisons[1].within_days(), None);
    assert!((comparisons[1].difference() + 5.0).abs() < 1e-12);
    assert_eq!(
        comparison_sentences(&center, &comparisons),
        [
            "Service: 88 % in time in the model, 78 % in fact (10.0 points less), outside 8 in 10 of the model's days (80–96 %).",
            "Service: mean waits in model and fact differ by 3 s on average over 2 half-hours (the model 2 s lower in the mean), \
             most at 12:00–12:30: 7 s in the model, 12 s in fact.",
        ]
    );
}

fn remarked(center: &Center) -> Vec<String> {
    remarks(center, &experiment())
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_sound_center_needs_no_remark() {
    assert_eq!(remarked(&bank()), Vec::<String>::new());
}

#[test]
fn unserved_overloaded_and_out_of_reach() {
    let mut center = bank();
    center.groups[1].staff[..2].fill(0);
    center.groups[0].staff[8..11].fill(9);
    assert_eq!(
        remarked(&center),
        [
            "Nobody is on duty for Loans from 08:00 to 09:00, when 40 of its contacts are expected.",
            "Service brings more work than the agents on duty can do from 12:00 to 13:30: 10.0 erlangs for 9 agents of generalists (up to 111 %); the excess must hang up.",
            "In theory Service cannot reach its target from 12:00 to 13:30: with all 9 agents of generalists to itself, Erlang A gives 46 % within 20 s (80 % wanted) for 10.0 erlangs; it would take 12.",
        ]
    );
    let spans = &remarks(&center, &experiment())[0].when;
    assert_eq!(*spans, [Span { first: 0, last: 1 }]);
}

#[test]
fn wrong_units_patience_pay_and_idleness() {
    let mut center = bank();
    center.queues[0].handle = PerInterval::Same(Handle {
        talk: Distribution::Exponential { mean: 3.0 },
        wrap_up: None,
    });
    center.queues[1].patience = PerInterval::Same(Distribution::Forever);
    center.groups[0].shrinkage = PerInterval::Same(0.6);
    center.groups[1].shrinkage = PerInterval::Same(0.0);
    let mut few = experiment();
    few.replications = 1;
    let said: Vec<String> = remarks(&center, &few).iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "The work of Service fills only 1.2 % of the time of generalists all day.",
            "Service takes 3 s a contact: is that seconds where minutes were meant?",
            "Generalists has a shrinkage of 60 %: an hour on queue is paid as 2.5.",
            "One replication gives no interval of confidence.",
            "Callers of Loans never hang up (patience = \"forever\"), which makes waits longer than real callers do; \
             a mean patience is the next best guess.",
            "The cost of loan desk counts hours on queue only, because no shrinkage is given.",
        ]
    );
}

/// Of a center with rules nothing is said that only holds without them.
#[test]
fn rules_that_no_formula_knows_are_left_to_the_simulation() {
    let mut center = bank();
    center.groups[0].staff[8..11].fill(9);
    center.queues[0].rules.places = Some(Places::Fixed(10));
    center.rules.lines.push(Lines {
        name: "main".into(),
        trunks: 40,
        queues: vec![0],
    });
    let overload = "Service brings more work than the agents on duty can do from 12:00 to 13:30: 10.0 erlangs for 9 agents of generalists (up to 111 %); the excess gets no agent.";
    let left_out = |rules: &str| {
        format!("Whether Service can reach its target is left to the simulation: no formula knows {rules}.")
    };
    assert_eq!(
        remarked(&center),
        [overload.to_owned(), left_out("lines and places to wait")]
    );
    assert_eq!(beyond_formulas(&center), ["lines", "places to wait"]);

    // Who waits forever but for announcements does hang up, and an IVR takes work from the agents.
    center.queues[0].patience = PerInterval::Same(Distribution::Forever);
    center.queues[0].rules.hang_ups = vec![(60.0, 0.5)];
    center.queues[0].rules.ivr = Some(Ivr {
        length: Distribution::Deterministic { value: 30.0 },
        contained: PerInterval::Same(0.5),
        hang_up: 0.0,
        choice: Vec::new(),
        failure: None,
    });
    assert_eq!(
        remarked(&center),
        [left_out(
            "lines, an IVR, places to wait and hang-ups at announcements"
        )]
    );

    // At such times its calls are another queue's.
    let mut center = bank();
    center.groups[1].staff[..2].fill(0);
    center.queues[1].rules.overflow = Some(Overflow {
        to: 0,
        after_s: None,
        when_unstaffed: true,
    });
    center.queues[1].target = None;
    assert_eq!(remarked(&center), Vec::<String>::new());
}

#[test]
fn a_day_target_is_held_against_all_hours_together() {
    let mut center = bank();
    center.groups[0].staff.fill(9);
    center.groups[0].staff[..6].fill(12);
    if let Some(target) = &mut center.queues[0].target {
        (target.per_interval, target.per_day) = (false, true);
    }
    let said = remarked(&center);
    assert_eq!(
        said[1],
        "In theory Service cannot reach its target as a whole: with all agents of generalists to itself, Erlang A gives 54 % within 20 s (80 % wanted)."
    );
}

#[test]
fn many_queues_without_targets_are_one_sentence() {
    let mut center = bank();
    for name in ["cards", "fraud"] {
        center.queues.push(queue(name, 10.0, 180.0, &[0], None));
    }
    center.queues[0].target = None;
    center.queues[1].target = None;
    let results = results(&center, |_, _| (0.88, 0.019));
    assert_eq!(
        said(&center, &results),
        [
            "None of the 4 queues has a target: 88 % in time, a mean wait of 7 s, 9 in 10 of the answered wait up to 31 s and 1.9 % abandon."
        ]
    );
}

/// Queues that share a group are one pool; what one of them alone cannot get done is still seen.
#[test]
fn pools_and_single_queues() {
    let mut center = bank();
    center.queues[0].route.push(vec![1]);
    center.groups[1].skills.push(vec![0]);
    center.groups[1].staff.fill(3);
    let said = remarked(&center);
    assert!(
        said[0].starts_with(
            "Loans brings more work than the agents on duty can do all day: 4.0 erlangs for 3 agents"
        ),
        "{said:?}"
    );
    center.groups[0].staff.fill(10);
    let said = remarked(&center);
    assert!(
        said[0].starts_with("Service and Loans bring more work"),
        "{said:?}"
    );
    let summary = LoadSummary::of(&center);
    assert!((summary.intervals[0].load() - 14.0).abs() < 1e-12);
    assert_eq!(summary.intervals[0].staff(), 13.0);
}

fn cases(cases: u32) -> proptest::prelude::ProptestConfig {
    proptest::prelude::ProptestConfig {
        cases,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Default::default()
    }
}

proptest::proptest! {
    #![proptest_config(cases(300))]

    /// Whatever the figures: no panic, nothing that is not a number, a sentence of trouble for exactly the
    /// queues that miss something, and every percentage said of a queue in time is one of its own.
    #[test]
    fn findings_are_true_of_any_figures(
        levels in proptest::collection::vec(0.0..1.0f64, 2 * HALF_HOURS), good in 0.0..1.0f64, left in 0.0..0.06f64
    ) {
        let center = bank();
        let level = |queue: usize, interval: usize| {
            let level = levels[queue * HALF_HOURS + interval];
            if level < good { 0.9 + 0.1 * level } else { level }
        };
        let results = results(&center, |queue, interval| (level(queue, interval), left));
        let found = findings(&center, &results);
        for (queue, facts) in center.queues.iter().enumerate() {
            let target = facts.target.as_ref().expect("the bank has targets");
            let missed = results.queues[queue].intervals.iter().filter(|cell| !unmet(target, cell).is_empty()).count();
            let trouble: Vec<&Finding> =
                found.iter().filter(|finding| finding.queue == Some(queue) && finding.weight == Weight::Trouble).collect();
            proptest::prop_assert_eq!(trouble.len(), usize::from(missed > 0));
            for finding in trouble {
                if finding.sentence.contains("misses a target in ") && missed < HALF_HOURS {
                    let counted = format!("{missed} of 24 half-hours");
                    proptest::prop_assert!(finding.sentence.contains(&counted), "{}", finding);
                }
            }
        }
        for finding in &found {
            let text = finding.to_string();
            proptest::prop_assert!(!text.contains("NaN") && !text.contains("inf") && text.ends_with('.'), "{}", text);
        }
    }

}

proptest::proptest! {
    #![proptest_config(cases(40))]

    /// Remarks on any staff and volumes neither panic nor print what is not a number.
    #[test]
    fn remarks_on_any_center(
        staff in proptest::collection::vec(0u32..20, 2 * HALF_HOURS), volume in proptest::collection::vec(0.0..150.0f64, 2 * HALF_HOURS)
    ) {
        let mut center = bank();
        for index in 0..2 {
            center.groups[index].staff.copy_from_slice(&staff[index * HALF_HOURS..(index + 1) * HALF_HOURS]);
            center.queues[index].volume.copy_from_slice(&volume[index * HALF_HOURS..(index + 1) * HALF_HOURS]);
        }
        for remark in remarked(&center) {
            proptest::prop_assert!(!remark.contains("NaN") && !remark.contains("inf"), "{}", remark);
        }
    }
}
