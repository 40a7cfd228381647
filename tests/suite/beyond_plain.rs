//! Every command on centers that are not plain: a busy day in which every rule has its part, and a week that is
//! closed at night and on Sunday.

use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

/// Three hours with every rule that a scenario may state.
const EVERY_RULE: &str = r#"
[center]
name = "Every rule"
opens = "08:00"
closes = "11:00"
interval = "30m"
at_close = "clear"
busyness = { gamma = { cv = 0.1 } }

[factors.weather]
queues = ["service"]
day = { gamma = { cv = 0.1 } }
interval = { cv = 0.2, correlation = 0.5 }

[mixes.switchboard]
volume = "8 10 10 8 6 4"
queues = { sales = "60%", loans = "40%" }

[lines.all]
trunks = 16

[queues.service]
volume = "30 40 40 40 30 20"
rate_shape = "linear"
handle = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "3m" } }
backlog = { waiting = ["30s"], in_service = ["1m"], early = 2, early_over = "10m" }
balk_by_length = [[5, "10%"]]
balk_by_announced = [["1m", "10%"]]
hang_ups = [["30s", "5%"]]
message = { after = "2m", share = "50%" }
retry = { abandoned = 0.5, blocked = { first = 0.8, later = 0.5 }, balked = 0.2, delay = "10m" }
repeat = { unresolved = 0.2, returns = "90%", delay = "30m" }
places = 10
ivr = { length = "30s", contained = "20%", hang_up = "5%", choice = { loans = "10%" } }
announce = "queue-over-rate"
callback = { when_wait = "1m", accept = "50%", dial = "20s", reached = "80%", again = "10m", attempts = 2 }
credit = "20s"
priority_gain = 0.5
route = ["desk", { groups = ["loans"], after = "20s", when = { queue_over = 1 } }]
target = { answered = "70%", within = "60s" }

[[queues.service.transfers]]
to = "loans"
share = "10%"
after = "50%"
warm = "20s"

[queues.service.segments.vip]
share = "10%"
priority = 5
patience_factor = 2.0

[queues.sales]
handle = "3m"
patience = { exponential = { mean = "4m" } }
overflow = { to = "service", after = "1m" }
target = { answered = "70%", within = "60s" }

[queues.loans]
handle = "5m"
patience = { exponential = { mean = "4m" } }
target = { answered = "60%", within = "60s" }

[groups.desk]
skills = [["service", "sales"]]
staff = "6 8 8 8 7 5"
disconnect = { share = "5%", for = "2m" }
classes = [{ share = "30%", handle_factor = 1.3 }]
fatigue = { above = "85%", slope = 0.5 }
cost_per_hour = 20.0

[groups.loans]
skills = ["loans", "service"]
shifts = [
  { start = "08:00", end = "11:00", agents = 3, breaks = [["09:15", "15m"]] },
  { start = "08:45", end = "10:45", agents = 2 },
]
absence = "5%"
away = { every = "1h", for = "4m" }
cost_per_hour = 30.0

[groups.loans.plan]
fixed = true

[routing]
contact = "priority"

[experiment]
replications = 20
seed = 7
"#;

/// A week that is closed at night and on Sunday, of which contacts are carried over.
const A_WEEK: &str = r#"
[center]
name = "A week"
opens = "00:00"
length = "7d"
interval = "2h"
at_close = "carry"
hours = ["08:00-18:00", "08:00-18:00", "08:00-18:00", "08:00-18:00", "08:00-18:00", "08:00-12:00", "closed"]

[queues.service]
volume = { per_day = [120, 110, 100, 100, 90, 30, 0], shape = "2 4 4 3 1" }
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "10m" } }
target = { answered = "70%", within = "60s" }

[groups.desk]
skills = ["service"]
staff = 2
cost_per_hour = 20.0
target = { occupancy_max = 0.95 }

[experiment]
replications = 20
seed = 7
"#;

fn headcount(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("headcount"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program starts")
}

/// What a command prints that succeeds; figures that are none are nowhere in it.
fn printed(folder: &Path, arguments: &[&str]) -> String {
    let output = headcount(folder, arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    let text = String::from_utf8(output.stdout).expect("output is UTF-8");
    let numbers = text.split(|c: char| !c.is_alphanumeric());
    for word in numbers {
        assert!(!["NaN", "nan", "inf"].contains(&word), "{arguments:?}: {text}");
    }
    text
}

fn document(folder: &Path, arguments: &[&str]) -> Value {
    let text = printed(folder, arguments);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("rules.toml"), EVERY_RULE).expect("a file");
    std::fs::write(folder.path().join("week.toml"), A_WEEK).expect("a file");
    folder
}

#[test]
fn every_command_works_where_every_rule_is_used() {
    let folder = folder();
    let at = folder.path();
    for scenario in ["rules.toml", "week.toml"] {
        for arguments in [
            &["check", scenario][..],
            &["run", scenario, "--plots", "plots", "--csv", "csv"],
            &["run", scenario, "--segments", "--risk", "--board", "board.png"],
            &["run", scenario, "--tsv"],
            &["trace", scenario],
            &["explain", scenario, "--days", "10"],
            &["sensitivity", scenario, "--days", "10"],
            &[
                "compare",
                scenario,
                "--set",
                "queues.*.handle=x0.9",
                "--days",
                "10",
            ],
            &[
                "sweep",
                scenario,
                "--vary",
                "queues.service.volume=x0.9,x1",
                "--days",
                "10",
            ],
            &["staff", scenario, "--keep-staff", "--days", "10"],
        ] {
            printed(at, arguments);
        }
        for arguments in [
            &["check", scenario, "--json"][..],
            &["run", scenario, "--json"],
            &["trace", scenario, "--json"],
            &["explain", scenario, "--days", "10", "--json"],
            &["sensitivity", scenario, "--days", "10", "--json"],
            &[
                "compare",
                scenario,
                "--set",
                "queues.*.handle=x0.9",
                "--days",
                "10",
                "--json",
            ],
            &[
                "sweep",
                scenario,
                "--vary",
                "queues.service.volume=x0.9,x1",
                "--days",
                "10",
                "--json",
            ],
        ] {
            document(at, arguments);
        }
        for row in std::fs::read_to_string(at.join("csv/queues.csv"))
            .expect("queues.csv")
            .lines()
        {
            assert!(!row.contains("NaN") && !row.contains("inf,"), "{row}");
        }
    }
}

#[test]
fn a_comparison_tells_what_happens_beyond_waiting() {
    let folder = folder();
    let text = printed(
        folder.path(),
        &[
            "compare",
            "rules.toml",
            "--set",
            "lines.all.trunks=10",
            "--days",
            "20",
        ],
    );
    for row in ["busy tones, no line", "clients served, %", "callbacks accepted"] {
        assert!(text.contains(row), "{row}: {text}");
    }
    assert!(text.contains("Busy tones a day:"), "{text}");
}

/// Averages over time, hours and counts of intervals leave closed nights out.
#[test]
fn closed_hours_are_in_no_average() {
    let folder = folder();
    let found = document(folder.path(), &["run", "week.toml", "--json"]);
    let group = &found["groups"]["desk"];
    // Five days of ten hours and one of four, with two agents each.
    assert_eq!(group["day"]["staffed_hours"]["mean"], 108.0);
    let queue = &found["queues"]["service"];
    let intervals = queue["intervals"].as_array().expect("intervals");
    assert_eq!(intervals.len(), 7 * 12);
    let open: Vec<&Value> = intervals
        .iter()
        .filter(|interval| !interval["queue_mean"].is_null())
        .collect();
    assert_eq!(open.len(), 5 * 5 + 2);
    let mean = |value: &Value| value["mean"].as_f64().expect("a mean");
    let sum: f64 = open.iter().map(|interval| mean(&interval["queue_mean"])).sum();
    let day = mean(&queue["day"]["queue_mean"]);
    assert!((day - sum / 27.0).abs() < 1e-9 * day.max(1.0), "{day} and {sum}");
    assert!(mean(&queue["day"]["intervals_met"]) <= 27.0);
    let busy = group["intervals"].as_array().expect("intervals");
    let known = busy.iter().filter(|interval| !interval["occupancy"].is_null());
    assert_eq!(
        known.count(),
        27,
        "nobody is busy or idle where the center is closed"
    );
    // Whoever is in hand at closing is finished, as work after closing.
    assert!(mean(&group["day"]["overtime_hours"]) > 0.0);
}

/// A queue that has no volume of its own, only what the IVR of another sends it, is staffed all the same.
#[test]
fn a_plan_serves_those_who_come_from_elsewhere() {
    let folder = folder();
    let text = r#"
[center]
opens = "08:00"
closes = "09:00"
interval = "30m"
[queues.service]
volume = 40
handle = { exponential = { mean = "3m" } }
patience = { exponential = { mean = "3m" } }
ivr = { length = "20s", contained = "20%", choice = { loans = "50%" } }
target = { answered = "70%", within = "30s" }
[queues.loans]
volume = 0
handle = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "3m" } }
target = { answered = "70%", within = "30s" }
[groups.desk]
skills = ["service"]
staff = 4
[groups.loans]
skills = ["loans"]
staff = 4
[experiment]
replications = 40
"#;
    std::fs::write(folder.path().join("ivr.toml"), text).expect("a file");
    let plan = ["staff", "ivr.toml", "--no-curve", "--out", "plan.csv"];
    printed(folder.path(), &plan);
    let found = document(
        folder.path(),
        &["run", "ivr.toml", "--with", "plan.csv", "--json"],
    );
    for queue in ["service", "loans"] {
        for interval in found["queues"][queue]["intervals"].as_array().expect("intervals") {
            let level = interval["service_level"]["mean"].as_f64().expect("a level");
            assert!(level >= 0.70, "{queue}: {level}");
        }
    }
}

/// Agents who cost nothing are not planned without end beside a group that is kept.
#[test]
fn agents_who_cost_nothing_are_not_planned_without_end() {
    let folder = folder();
    let text = r#"
[center]
opens = "08:00"
closes = "10:00"
interval = "1h"
[queues.service]
volume = 36
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "3m" } }
target = { answered = "80%", within = "20s" }
[groups.kept]
skills = ["service"]
shifts = [{ start = "08:00", end = "10:00", agents = 2 }]
cost_per_hour = 24.0
[groups.kept.plan]
fixed = true
[groups.free]
skills = ["service"]
staff = 2
[experiment]
replications = 40
"#;
    std::fs::write(folder.path().join("free.toml"), text).expect("a file");
    let found = document(folder.path(), &["staff", "free.toml", "--no-curve", "--json"]);
    let free = found["plan"].to_string();
    assert!(!free.is_empty());
    let text = printed(folder.path(), &["staff", "free.toml", "--no-curve"]);
    assert!(!text.contains("ended early"), "{text}");
    let hours = printed(
        folder.path(),
        &["staff", "free.toml", "--no-curve", "--budget", "12h"],
    );
    assert!(!hours.is_empty());
}
