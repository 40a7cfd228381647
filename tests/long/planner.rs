//! Whether the planner finds the best plans known, and how far it proves them to be the best: tables, a line each.

use std::time::Instant;

use headcount::estimate::{Bound, Measure};
use headcount::model::{Experiment, Mode, ServiceTarget, Target, Ticks};
use headcount::planner::{Answer, Basis, Planned, Question, Unwatched, Wishes, plan};
use headcount::random::{Purpose, Stream, StreamKey};
use headcount::stats::Confidence;

use super::centers::{margins, question, simulate, sine, worst};
use super::workloads;

const LEAST: Wishes = Wishes {
    minimal: true,
    curve: false,
    beside: false,
    node_limit: 400,
};

/// The least plan, and the seconds that took.
fn least(question: &Question) -> (Planned, f64) {
    let start = Instant::now();
    match plan(question, &LEAST, &Unwatched) {
        Answer::Plan(planned) => (*planned, start.elapsed().as_secs_f64()),
        Answer::Infeasible(why) => panic!("no plan: {:?}", why.goals),
    }
}

/// What is known of the best: the bound, from what, and how far the plan may lie above it.
fn proven(planned: &Planned) -> String {
    planned.bound.as_ref().map_or("none | |".into(), |bound| {
        let gap = 100.0 * (planned.least.0 / bound.cost.0 - 1.0);
        format!("{:.1} | {:?} | {gap:.1} %", bound.cost.0, bound.from)
    })
}

#[test]
fn a_sine_of_calls() {
    println!(
        "| services per h | load | swing | hours | hours by theory | worst half-hour | limit missed by, errors | s |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let mut failed = Vec::new();
    for (served, load, swing, by_theory) in [
        (0.5, 8.0, 0.5, 312.0),
        (2.0, 32.0, 0.5, 983.5),
        (2.0, 32.0, 1.0, 966.0),
        (0.5, 32.0, 1.0, 974.5),
    ] {
        let question = sine(served, load, swing);
        let (planned, seconds) = least(&question);
        let worst = worst(&question, &simulate(&question, &planned.staff, 2000, 77));
        let (Bound::AtMost(limit) | Bound::AtLeast(limit)) = worst.goal.bound;
        let hours = planned.cost.0;
        println!(
            "| {served} | {load} | {swing} | {hours} | {by_theory} | {:.4} | {:+.2} | {seconds:.1} |",
            limit - worst.by,
            -worst.in_errors()
        );
        if worst.in_errors() < -2.5 {
            failed.push(format!("{served}, {load}, {swing}: {worst:?}"));
        }
        if hours > by_theory * 1.01 {
            failed.push(format!("{served}, {load}, {swing}: {hours} hours"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Three kinds of calls, six groups (Pot, Bhulai and Koole, *Manufacturing & Service Operations Management* 10
/// (2008), 411–428).
const POT: &str = r#"
[center]
opens="00:00"
length="10h"
interval="10h"
target={answered="80%",within="20s",per="day"}
[queues.q1]
rate="60.0/h"
handle={exponential={mean="1m"}}
patience="forever"
route=["g1", "g3", "g4", "g6"]
[queues.q2]
rate="90.0/h"
handle={exponential={mean="1m"}}
patience="forever"
route=["g2", "g3", "g5", "g6"]
[queues.q3]
rate="120.0/h"
handle={exponential={mean="1m"}}
patience="forever"
route=["g4", "g5", "g6"]
[groups.g1]
skills=[["q1"]]
staff=6
cost_per_hour=1.0
handle_factor={ q1 = 5.0000000000 }
[groups.g2]
skills=[["q2"]]
staff=6
cost_per_hour=1.0
handle_factor={ q2 = 5.5555555556 }
[groups.g3]
skills=[["q1","q2"]]
staff=6
cost_per_hour=1.1
handle_factor={ q1 = 5.2631578947, q2 = 5.8823529412 }
[groups.g4]
skills=[["q1","q3"]]
staff=6
cost_per_hour=1.1
handle_factor={ q1 = 5.2631578947, q3 = 6.2500000000 }
[groups.g5]
skills=[["q2","q3"]]
staff=6
cost_per_hour=1.1
handle_factor={ q2 = 5.8823529412, q3 = 6.2500000000 }
[groups.g6]
skills=[["q1","q2","q3"]]
staff=6
cost_per_hour=1.2
handle_factor={ q1 = 5.5555555556, q2 = 6.2500000000, q3 = 6.6666666667 }
[experiment]
mode="steady"
"#;

#[test]
fn six_groups_from_ten_seeds() {
    println!("| seed | cost per h | staff | bound | from | gap | s |");
    println!("|---|---|---|---|---|---|---|");
    let mut failed = Vec::new();
    for seed in 1..=10 {
        let mut question = question(POT);
        question.experiment.seed = seed;
        let (planned, seconds) = least(&question);
        let per_hour = planned.cost.0 / 10.0;
        let staff: Vec<u32> = planned.staff.iter().map(|staff| staff[0]).collect();
        println!(
            "| {seed} | {per_hour:.1} | {staff:?} | {} | {seconds:.1} |",
            proven(&planned)
        );
        if per_hour > 34.2 + 1e-9 || !planned.plan.missed.is_empty() {
            failed.push(format!(
                "seed {seed}: {per_hour}, missed {:?}",
                planned.plan.missed
            ));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_banks_monday() {
    let question = question(include_str!("../../scenarios/bank.toml"));
    let (planned, seconds) = least(&question);
    let days = question.experiment.replications;
    let fresh = worst(&question, &simulate(&question, &planned.staff, 2000, 77));
    let (mut tried, mut spare) = (0, Vec::new());
    for (group, staff) in planned.staff.iter().enumerate() {
        for interval in (0..staff.len()).filter(|&interval| staff[interval] > 0) {
            let mut fewer = planned.staff.clone();
            fewer[group][interval] -= 1;
            let own = simulate(&question, &fewer, days, question.experiment.seed);
            let margins = margins(&question, &own);
            tried += 1;
            if margins.iter().all(|margin| margin.in_errors() > 2.0) {
                spare.push((group, interval));
            }
        }
    }
    println!(
        "| center | cost | bound | from | gap | worst on fresh days, errors | agents taken out | targets hold without | s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    println!(
        "| the bank's Monday | {:.0} | {} | {:+.2} | {tried} | {} | {seconds:.1} |",
        planned.cost.0,
        proven(&planned),
        fresh.in_errors(),
        spare.len()
    );
    assert!(fresh.in_errors() >= -3.5, "{fresh:?}");
    assert!(spare.is_empty(), "{spare:?} of {:?}", planned.staff);
}

/// A morning of two to four queues and as many groups or one more, each with some of them.
fn random_center(number: u32) -> String {
    let mut dice = Stream::new(20, number, StreamKey::new("random center", Purpose::Design));
    let queues = 2 + dice.below(3) as usize;
    let groups = queues + dice.below(2) as usize;
    let intervals = 6 + dice.below(7) as usize;
    let mut one_of = |of: &[&str]| of[dice.below(of.len() as u64) as usize].to_owned();
    let busyness = one_of(&["", "busyness = { gamma = { cv = 0.1 } }"]);
    let closing = one_of(&["serve", "clear"]);
    let mut text = format!(
        "[center]\nopens = \"08:00\"\nlength = \"{}m\"\ninterval = \"30m\"\nat_close = \"{closing}\"\n{busyness}\n",
        30 * intervals
    );
    for queue in 0..queues {
        let handle = one_of(&[
            r#"{ exponential = { mean = "4m" } }"#,
            r#"{ lognormal = { mean = "5m", cv = 1.1 } }"#,
            r#"{ gamma = { mean = "3m", cv = 0.6 } }"#,
        ]);
        let patience = one_of(&["2m", "5m", "forever"]);
        let answered = one_of(&["70%", "80%", "90%"]);
        let within = one_of(&["10s", "20s", "60s"]);
        let abandoned = one_of(&["", ", abandoned = \"6%\"", ", asa = \"25s\""]);
        let per = one_of(&["interval", "interval", "day"]);
        let size: f64 = one_of(&["15", "30", "60"]).parse().expect("a number");
        let volume: Vec<String> = (0..intervals)
            .map(|interval| {
                let hump = (std::f64::consts::PI * (interval as f64 + 0.5) / intervals as f64).sin();
                format!("{:.1}", size * (0.5 + 0.5 * hump))
            })
            .collect();
        text += &format!(
            "[queues.q{queue}]\nvolume = \"{}\"\nhandle = {handle}\npatience = \"{patience}\"\n\
             target = {{ answered = \"{answered}\", within = \"{within}\"{abandoned}, per = \"{per}\" }}\n",
            volume.join(" ")
        );
    }
    for group in 0..groups {
        // Each queue has a group of its own, which may serve others as well.
        let first = group % queues;
        let mut skills = vec![format!("\"q{first}\"")];
        for queue in (0..queues).filter(|&queue| queue != first) {
            if one_of(&["no", "no", "yes"]) == "yes" {
                skills.push(format!("\"q{queue}\""));
            }
        }
        let factor = one_of(&["0.9", "1", "1.2"]);
        let cost: f64 = one_of(&["20", "22", "25"]).parse().expect("a number");
        text += &format!(
            "[groups.g{group}]\nskills = [{}]\nstaff = 5\nhandle_factor = {{ q{first} = {factor} }}\ncost_per_hour = {}\n",
            skills.join(", "),
            cost + 2.0 * skills.len() as f64
        );
    }
    text + "[experiment]\nreplications = 320\n"
}

/// On days the planner never saw, and on its own neither, every cell of every plan keeps to its target as far as so
/// many days can tell.
#[test]
fn twenty_random_centers_on_fresh_days() {
    println!(
        "| center | queues | groups | numbers | cost | bound | from | gap | cells | worst, errors | s |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|");
    let mut worst_of_all = Vec::new();
    let mut cells = 0;
    for number in 0..20 {
        let question = question(&random_center(number));
        let (planned, seconds) = least(&question);
        let fresh = simulate(&question, &planned.staff, 2000, 7000 + u64::from(number));
        let all = margins(&question, &fresh).len();
        let worst = worst(&question, &fresh);
        cells += all;
        println!(
            "| {number} | {} | {} | {} | {:.0} | {} | {all} | {:+.2} | {seconds:.1} |",
            question.center.queues.len(),
            question.center.groups.len(),
            question.cells.len(),
            planned.cost.0,
            proven(&planned),
            worst.in_errors()
        );
        worst_of_all.push(worst);
    }
    // The chance of 2.5 standard errors, shared out over all cells.
    let alpha = 0.0062 / cells as f64;
    let limit = Confidence::new(1.0 - 2.0 * alpha, 0).normal();
    println!("{cells} cells; the worst may lie {limit:.2} standard errors beyond its target");
    for worst in worst_of_all {
        assert!(worst.in_errors() >= -limit, "{worst:?}");
    }
}

#[test]
fn twenty_queues_and_forty_groups() {
    let mut center = workloads::all()
        .into_iter()
        .find(|workload| workload.name == "W5")
        .expect("it is one of them")
        .center;
    for queue in &mut center.queues {
        queue.target = Some(Target {
            service: Some(ServiceTarget {
                answered: 0.8,
                within: queue.within,
            }),
            abandoned: None,
            asa_s: None,
            waits: Vec::new(),
            p_wait: None,
            queue_mean: None,
            reply_s: None,
            per_interval: true,
            per_day: false,
            on_days: None,
        });
    }
    let experiment = Experiment {
        replications: 1000,
        mode: Mode::Days,
        precision: Vec::new(),
        variance_reduction: true,
        seed: 1,
        confidence: 0.95,
        warm_up: Ticks::from_seconds(0.0),
    };
    let question = Question::new(center, experiment, Basis::default());
    let (planned, seconds) = least(&question);
    let fresh = worst(&question, &simulate(&question, &planned.staff, 2000, 77));
    println!("| center | paid hours | bound | from | gap | worst on fresh days, errors | plans | s |");
    println!("|---|---|---|---|---|---|---|---|");
    println!(
        "| 20 queues, 40 groups | {:.1} | {} | {:+.2} | {} | {seconds:.0} |",
        planned.cost.0,
        proven(&planned),
        fresh.in_errors(),
        planned.effort.plans
    );
    assert!(planned.plan.missed.is_empty(), "{:?}", planned.plan.missed);
    // Bonferroni over 480 half-hours of queues at about 1 %.
    assert!(fresh.in_errors() >= -4.1, "{fresh:?}");
}

/// Intervals of a mean service time.
const FINE: f64 = 50.0;
/// Intervals before t = 0, of which the empty start is forgotten.
const BEFORE: i32 = 650;
const FINE_DAYS: u32 = 6_000;

/// P(N ≥ n) of a Poisson law.
fn tail(mean: f64, n: u32) -> f64 {
    let below = (0..n).scan(0.0, |log, k| {
        let chance: f64 = (*log - mean).exp();
        *log += (mean / f64::from(k + 1)).ln();
        Some(chance)
    });
    1.0 - below.sum::<f64>()
}

/// Rate 100 + 20 sin t, service and patience of mean 1: the number in the system is Poisson with mean
/// 100 + 10 (sin t − cos t), whoever is there to answer, and so is what an arriving caller finds.
#[test]
fn service_that_is_as_long_as_patience() {
    let middle = |interval: i32| f64::from(interval - BEFORE) / FINE;
    let intervals = BEFORE + 1 + (0.75 * std::f64::consts::PI * FINE).round() as i32;
    let mean = |t: f64| 100.0 + 10.0 * (t.sin() - t.cos());
    let volume: Vec<String> = (0..intervals)
        .map(|interval| {
            let (from, to) = (middle(interval) - 0.5 / FINE, middle(interval) + 0.5 / FINE);
            format!("{:.9}", 100.0 * (to - from) + 20.0 * (from.cos() - to.cos()))
        })
        .collect();
    let question = question(&format!(
        r#"
        [center]
        opens = "00:00"
        length = "{}s"
        interval = "72s"
        [queues.calls]
        volume = "{}"
        handle = {{ exponential = {{ mean = "1h" }} }}
        patience = {{ exponential = {{ mean = "1h" }} }}
        target = {{ p_wait = 0.1 }}
        [groups.agents]
        skills = ["calls"]
        staff = 100
        [experiment]
        variance_reduction = false"#,
        72 * intervals,
        volume.join(" ")
    ));
    println!(
        "| P(wait) at most | t | least agents | by theory | simulated | errors apart | one fewer, by theory | simulated |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let pi = std::f64::consts::PI;
    let times = [("0", 0.0), ("π/2", pi / 2.0), ("3π/4", 0.75 * pi)];
    let mut failed = Vec::new();
    for (most, published) in [
        (0.1, [103, 125, 129]),
        (0.2, [99, 120, 124]),
        (0.5, [91, 111, 115]),
        (0.8, [83, 102, 106]),
        (0.9, [79, 98, 102]),
    ] {
        let enough = |t: f64| {
            (0..)
                .find(|&n| tail(mean(t), n) <= most)
                .expect("some are enough")
        };
        let staff: Vec<u32> = (0..intervals).map(|interval| enough(middle(interval))).collect();
        let fewer: Vec<u32> = staff.iter().map(|agents| agents - 1).collect();
        let [with, without] =
            [&staff, &fewer].map(|staff| simulate(&question, &vec![staff.clone()], FINE_DAYS, 78));
        for ((name, t), published) in times.iter().zip(published) {
            let interval = BEFORE + (t * FINE).round() as i32;
            let (at, agents) = (middle(interval), staff[interval as usize]);
            let found = |results: &headcount::estimate::Results| {
                let estimate = results.queues[0].intervals[interval as usize].get(Measure::PWait);
                let estimate = estimate.expect("callers");
                let (low, high) = estimate.interval.expect("many days");
                (estimate.mean, (high - low) / 2.0 / 1.96)
            };
            let ((some, error), (other, other_error)) = (found(&with), found(&without));
            let theory = [tail(mean(at), agents), tail(mean(at), agents - 1)];
            let apart = [(some - theory[0]) / error, (other - theory[1]) / other_error];
            println!(
                "| {most} | {name} | {agents} | {:.4} | {some:.4} | {:+.2} | {:.4} | {other:.4} |",
                theory[0], apart[0], theory[1]
            );
            if agents != published || apart.iter().any(|apart| apart.abs() > 3.5) {
                failed.push(format!(
                    "{most} at {name}: {agents}, published {published}; {apart:?}"
                ));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
