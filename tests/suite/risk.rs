//! `run --risk` as its users meet it.

use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

const WEEK: &str = r#"
[center]
name = "Support line, Monday to Sunday"
length = "7d"
interval = "1h"

[queues.calls]
channel = "voice"
rate = { every = "24h", values = ["40/h", "20/h", "20/h", "20/h", "20/h", "20/h", "20/h"] }
talk = "4m"
patience = { exponential = { mean = "5m" } }
target = { answered = "80%", within = "20s" }

[groups.agents]
skills = ["calls"]
staff = 3
"#;

fn headcount(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("headcount"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts")
}

fn answer(arguments: &[&str]) -> String {
    let output = headcount(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&answer(arguments)).expect("nothing but JSON")
}

#[test]
fn the_risk_follows_the_run() {
    let days = ["--days", "64"];
    let plain = answer(&[&["run", "bank"], &days[..]].concat());
    let text = answer(&[&["run", "bank", "--risk"], &days[..]].concat());
    let risk = text.strip_prefix(&plain).expect("the run comes first, unchanged");
    assert!(risk.starts_with("\nRisk: how single Mondays differ\n"), "{risk}");
    assert!(risk.contains("  Loans is on target on "), "{risk}");
    assert!(risk.contains("on one Monday in ten fewer than "), "{risk}");
    assert!(risk.contains("at most 3.0 % abandoned"), "{risk}");
    assert!(
        risk.contains("The staffing fixes the cost: 5,929 every Monday."),
        "{risk}"
    );
    assert!(risk.lines().all(|line| line.chars().count() <= 100), "{risk}");
}

#[test]
fn programs_get_the_same_days() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let at = directory.path().display().to_string();
    let run = [
        "run", "bank", "--days", "40", "--json", "--risk", "--csv", &at, "--plots", &at,
    ];
    let found = json(&run);
    let loans = &found["risk"]["queues"]["loans"];
    let day = &found["queues"]["loans"]["day"];
    assert_eq!(loans["target_met"]["mean"], day["target_met"]["mean"]);
    for measure in ["service_level", "abandonment_rate", "asa_s", "wait_p90_s"] {
        for end in ["p10", "p90"] {
            assert_eq!(loans[measure][end], day[measure][end], "{measure} {end}");
        }
        let counts = loans[measure]["histogram"]["counts"].as_array().expect("bars");
        let days: u64 = counts.iter().filter_map(Value::as_u64).sum();
        assert_eq!(days, 40, "{measure}");
    }
    let table = std::fs::read_to_string(directory.path().join("days.csv")).expect("days.csv");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 41);
    let column = |name: &str| rows[0].iter().position(|head| *head == name).expect("a column");
    let met = column("target_met_loans");
    let share = rows[1..].iter().filter(|row| row[met] == "1").count() as f64 / 40.0;
    assert_eq!(Some(share), day["target_met"]["mean"].as_f64());
    for file in ["risk.svg", "risk.png"] {
        assert!(directory.path().join(file).exists(), "{file}");
    }
    let plain = json(&["run", "bank", "--days", "40", "--json"]);
    assert!(plain.get("risk").is_none());
}

#[test]
fn a_week_has_weekdays() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("week.toml");
    std::fs::write(&path, WEEK).expect("a file");
    let path = path.display().to_string();
    let text = answer(&["run", &path, "--days", "48", "--risk"]);
    assert!(
        text.contains("  Mondays are worst for Calls: on target "),
        "{text}"
    );
    assert!(text.contains("  Sunday "), "{text}");
    let of = |threads: &str| {
        answer(&[
            "run",
            &path,
            "--days",
            "48",
            "--risk",
            "--json",
            "--threads",
            threads,
        ])
    };
    assert_eq!(of("1"), of("2"), "no thread shows");
    let found: Value = serde_json::from_str(&of("1")).expect("JSON");
    let calls = &found["risk"]["queues"]["calls"];
    assert_eq!(calls["days"], 7 * 48);
    let days = calls["by_day"].as_array().expect("days");
    assert_eq!(days.len(), 7);
    assert_eq!(
        (&days[6]["weekday"], &days[6]["day"]),
        (&"Sunday".into(), &7.into())
    );
}

#[test]
fn a_steady_state_has_no_days() {
    let output = headcount(&[
        "run",
        "classroom",
        "--risk",
        "--set",
        "experiment.mode=steady",
        "--days",
        "1",
    ]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("single days"), "{said}");
}
