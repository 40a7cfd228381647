//! `headcount explain`: the formulas are theory's, the simulation is that of `run`, and whatever a scenario
//! has of its own is found out and nothing else.

use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use headcount::estimate::{Measure, run};
use headcount::insight::explain::{Assumption, Explanation, Figure, Model, QueueExplanation, explain};
use headcount::model::{Center, Experiment};
use headcount::scenario::{self, Edit, Source};
use headcount::theory::Demand;

const LEVEL: usize = Figure::ServiceLevel as usize;

/// One queue with everything that Erlang A wants, settled before it counts: 10 erlangs, 12 agents.
const CLASSROOM: &str = include_str!("../../scenarios/classroom.toml");
/// Two queues in one line for everybody, whose callers differ in nothing but patience and T.
const TWO_IN_LINE: &str = r#"
[center]
name = "Two queues in one line"
opens = "08:00"
closes = "20:00"
interval = "1h"
[queues.hasty]
rate = "90/h"
handle = { exponential = { mean = "3m" } }
patience = { exponential = { mean = "1m" } }
target = { answered = "80%", within = "10s" }
[queues.calm]
rate = "110/h"
handle = { exponential = { mean = "3m" } }
patience = { uniform = { low = "0s", high = "10m" } }
target = { answered = "80%", within = "30s" }
[groups.agents]
skills = [["hasty", "calm"]]
staff = 10
[experiment]
replications = 600
seed = 3
warm_up = "1h"
"#;

fn read(text: &str, edits: &[&str], replications: u32) -> (Center, Experiment) {
    let edits: Vec<Edit> = edits.iter().map(|edit| edit.parse().unwrap()).collect();
    let nothing = |_: &std::path::Path| Err(std::io::Error::from(std::io::ErrorKind::NotFound));
    let scenario = scenario::read(&Source::new("test.toml", text), &edits, None, &nothing);
    let scenario = scenario.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    let mut experiment = scenario.experiment;
    experiment.replications = replications;
    (scenario.center, experiment)
}

fn explained(text: &str, edits: &[&str], replications: u32) -> (Center, Explanation) {
    let (center, experiment) = read(text, edits, replications);
    let explanation = explain(&center, &experiment, &|_| {});
    (center, explanation)
}

/// The effects add up to the whole way from Erlang C to the simulation.
fn adds_up(queue: &QueueExplanation) {
    let day = queue.day.as_ref().unwrap();
    let start = day.pooled[0][LEVEL].unwrap();
    let sum: f64 = queue.steps.iter().map(|step| step.effect).sum();
    let end = day.simulated[LEVEL].unwrap().mean;
    assert!((start + sum - end).abs() < 1e-12, "{start} + {sum} is not {end}");
}

fn effect(queue: &QueueExplanation, assumption: Assumption) -> Option<(f64, f64)> {
    let step = queue.steps.iter().find(|step| step.assumption == assumption)?;
    Some((step.effect, step.half_width))
}

#[test]
fn the_classroom_is_erlang_a_and_nothing_is_left() {
    let (center, explanation) = explained(CLASSROOM, &[], 600);
    let queue = &explanation.queues[0];
    assert_eq!(queue.models, [Model::ErlangC, Model::ErlangA]);
    let day = queue.day.as_ref().unwrap();
    // Exact, independently computed: 64.0158 % and 80.2304 %, abandoned 5.3092 %, wait of all 9.5565 s.
    let [level, _, abandoned, wait] = day.pooled[1].map(Option::unwrap);
    assert!((day.pooled[0][LEVEL].unwrap() - 0.640_158).abs() < 1e-6);
    assert!((level - 0.802_304).abs() < 1e-6);
    assert!((abandoned - 0.053_092).abs() < 1e-6);
    assert!((wait - 9.5565).abs() < 1e-4);
    for (figure, exact) in day.simulated.iter().zip(day.pooled[1]) {
        let z = figure.unwrap().z(exact.unwrap()).unwrap();
        assert!(z.abs() < 3.5, "{z}");
    }
    adds_up(queue);
    let names: Vec<Assumption> = queue.steps.iter().map(|step| step.assumption).collect();
    assert_eq!(names, [Assumption::Abandonment, Assumption::CarryOver]);
    let check = queue.check.unwrap();
    assert!(check.simulated.z(check.exact).unwrap().abs() < 3.5);
    assert_eq!(queue.intervals[0], None, "warm-up");
    let said = explanation.sentences(&center, &[0]);
    assert!(
        said.iter()
            .any(|sentence| sentence.contains("nothing is left but chance")),
        "{said:#?}"
    );
}

#[test]
fn the_simulation_is_that_of_run() {
    let (center, experiment) = read(include_str!("../../scenarios/bank.toml"), &[], 100);
    let explanation = explain(&center, &experiment, &|_| {});
    let results = run(&center, &experiment, &|_| {});
    let measures = [
        Measure::ServiceLevel,
        Measure::PWait,
        Measure::AbandonmentRate,
        Measure::WaitAll,
    ];
    for (queue, panel) in explanation.queues.iter().zip(&results.queues) {
        let rows = queue.intervals.iter().zip(&panel.intervals);
        for (row, cell) in rows.chain([(&queue.day, &panel.day)]) {
            for (figure, measure) in row.as_ref().unwrap().simulated.iter().zip(measures) {
                let (found, expected) = (figure.unwrap(), cell.get(measure).unwrap());
                assert!((found.mean - expected.mean).abs() <= 1e-12 * expected.mean.abs().max(1.0));
                let (half, width) = (found.half_width.unwrap(), expected.half_width().unwrap());
                assert!((half - width).abs() <= 1e-9 * width.max(1e-9), "{half} {width}");
            }
        }
        adds_up(queue);
    }
}

#[test]
fn one_assumption_at_a_time_is_found() {
    // What is changed, what must be found, and its sign.
    let cases: [(&[&str], Assumption, f64); 5] = [
        (
            &["center.busyness={ gamma = { cv = 0.25 } }"],
            Assumption::DayFactor,
            -1.0,
        ),
        (&["queues.service.balk=0.6"], Assumption::Balking, 1.0),
        (
            &[
                "queues.service.patience=forever",
                "queues.service.handle={ deterministic = \"3m\" }",
            ],
            Assumption::HandleSpread,
            1.0,
        ),
        (
            &["queues.service.patience={ deterministic = \"3m\" }"],
            Assumption::PatienceShape,
            -1.0,
        ),
        (
            &["groups.agents.handle_factor.service=1.2"],
            Assumption::Skills,
            -1.0,
        ),
    ];
    for (edits, assumption, sign) in cases {
        let (_, explanation) = explained(CLASSROOM, edits, 400);
        let queue = &explanation.queues[0];
        adds_up(queue);
        let (found, half) = effect(queue, assumption).unwrap_or_else(|| panic!("{assumption:?}"));
        assert!(
            found * sign > 0.01 && found.abs() > half,
            "{assumption:?}: {found} ± {half}"
        );
        let check = queue.check.unwrap();
        assert!(
            check.simulated.z(check.exact).unwrap().abs() < 3.5,
            "{assumption:?}"
        );
        // Nothing else is blamed: the day is settled when it begins to count.
        for step in &queue.steps {
            let allowed = [assumption, Assumption::Abandonment].contains(&step.assumption)
                || step.effect.abs() <= 1.8 * step.half_width;
            assert!(allowed, "{assumption:?}, but also {step:?}");
        }
    }
}

#[test]
fn a_day_that_starts_empty_is_found_where_it_starts() {
    let (_, explanation) = explained(
        CLASSROOM,
        &["experiment.warm_up=\"0s\"", "queues.service.patience=forever"],
        400,
    );
    let queue = &explanation.queues[0];
    let step = queue.steps.last().unwrap();
    assert_eq!(step.assumption, Assumption::CarryOver);
    let (interval, gain) = step.extremes.gain.unwrap();
    assert_eq!(interval, 0);
    assert!(gain > 0.03, "{gain}");
    assert_eq!(step.extremes.loss, None);
}

#[test]
fn two_queues_in_one_line_are_exact_though_their_callers_differ() {
    let (_, explanation) = explained(TWO_IN_LINE, &[], 600);
    for queue in &explanation.queues {
        assert_eq!(queue.models, Model::ALL);
        let day = queue.day.as_ref().unwrap();
        for (figure, exact) in day.simulated.iter().zip(day.pooled[2]) {
            let z = figure.unwrap().z(exact.unwrap()).unwrap();
            assert!(z.abs() < 3.5, "{z}: {figure:?} {exact:?}");
        }
        assert!(effect(queue, Assumption::Skills).is_none_or(|(effect, _)| effect == 0.0));
        // 4.5 and 5.5 of ten erlangs for ten agents, who cannot be halved.
        assert_eq!(day.split_agents, 5.0);
    }
    let split = explanation.queues[1].day.as_ref().unwrap().split[LEVEL].unwrap();
    let patience = headcount::model::Distribution::Uniform {
        low: 0.0,
        high: 600.0,
    };
    let demand = Demand::new(110.0 / 3600.0, 180.0, &patience);
    assert!((split - demand.with_agents(5).answered_within(30.0)).abs() < 1e-12);
}

#[test]
fn what_has_no_equilibrium_or_no_calls_is_said_so() {
    let edits = [
        "queues.service.patience=forever",
        "groups.agents.staff=9",
        "queues.service.rate@08:00..12:00=0/h",
    ];
    let (center, explanation) = explained(CLASSROOM, &edits, 40);
    let queue = &explanation.queues[0];
    assert_eq!(
        queue.check, None,
        "there is nothing to hold the simulation against"
    );
    for (interval, row) in queue.intervals.iter().enumerate() {
        let (_, start) = center.calendar.label(interval);
        assert_eq!(row.is_none(), start.as_str() < "12:00", "{start}");
    }
    let row = queue.intervals.last().unwrap().as_ref().unwrap();
    assert!(!row.stable);
    assert_eq!(
        row.pooled[0],
        [Some(0.0), Some(1.0), Some(0.0), Some(f64::INFINITY)]
    );
    let nobody = explained(CLASSROOM, &["queues.service.rate=0/h"], 4).1;
    assert_eq!(nobody.queues[0].day, None);
    let single = explained(CLASSROOM, &[], 1).1;
    assert_eq!(
        single.queues[0].day.as_ref().unwrap().simulated[LEVEL]
            .unwrap()
            .half_width,
        None
    );
    for sentence in explanation.sentences(&center, &[0]) {
        assert!(
            !sentence.contains("NaN") && !sentence.contains("inf"),
            "{sentence}"
        );
    }
}

fn headcount(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("headcount"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts")
}

#[test]
fn the_command_answers_on_a_screen_and_in_json_whatever_the_threads() {
    let one = headcount(&["explain", "bank", "--days", "40", "--json", "--threads", "1"]);
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    let value: serde_json::Value = serde_json::from_slice(&one.stdout).expect("nothing but JSON");
    assert_eq!(value["schema"], "headcount.explain/1");
    let loans = &value["queues"]["loans"];
    assert_eq!(loans["nearest"], "general_patience");
    assert_eq!(loans["pool"].as_array().map(Vec::len), Some(2));
    assert_eq!(loans["intervals"].as_array().map(Vec::len), Some(24));
    let row = &loans["intervals"][8];
    assert_eq!(row["start"], "12:00");
    for theory in ["erlang_c", "erlang_a", "general_patience", "split"] {
        assert!(row[theory]["service_level"]["exact"].is_f64(), "{theory}: {row}");
        assert!(row[theory]["service_level"]["z"].is_f64(), "{theory}: {row}");
    }
    let more = headcount(&["explain", "bank", "--days", "40", "--json", "--threads", "3"]);
    assert_eq!(one.stdout, more.stdout);

    let screen = headcount(&["explain", "bank", "--days", "40", "--queue", "loans"]);
    let text = String::from_utf8(screen.stdout).unwrap();
    assert!(
        text.starts_with("Retail bank, a Monday · theory beside 40 simulated Mondays"),
        "{text}"
    );
    assert!(text.contains("Skills and routing: −") && text.contains("Service and Loans together: "));
    assert!(
        !text.contains("\n  Service: "),
        "only the queue that was asked for"
    );
    assert_eq!(
        headcount(&["explain", "bank", "--queue", "nobody"]).status.code(),
        Some(2)
    );
}
