//! `trace` as its users meet it.

use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;

fn trace(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("headcount"))
        .arg("trace")
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts")
}

/// What a trace that works prints.
fn printed(arguments: &[&str]) -> String {
    let output = trace(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn document(arguments: &[&str]) -> serde_json::Value {
    let text = printed(&[arguments, &["--json"]].concat());
    serde_json::from_str(&text).expect("nothing but JSON")
}

#[test]
fn a_day_is_listed_event_by_event() {
    let text = printed(&["classroom"]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "Classroom, 10 erlangs and 12 agents · simulated day 1 · seed 1917"
    );
    let first = lines
        .iter()
        .position(|line| line.ends_with("  arrives"))
        .expect("somebody arrives");
    assert!(lines[first].contains("  service#1 "), "{}", lines[first]);
    assert!(
        lines[first + 1].contains(" is answered by agents 1 at once"),
        "{}",
        lines[first + 1]
    );
    let times: Vec<&str> = lines[2..lines.len() - 2].iter().map(|line| &line[..10]).collect();
    assert!(times.is_sorted(), "events come in order of time");
    assert_eq!(text, printed(&["classroom", "--day", "1", "--seed", "1917"]));
    assert_ne!(text, printed(&["classroom", "--day", "2"]));
    assert_ne!(text, printed(&["classroom", "--seed", "2"]));
    assert_ne!(text, printed(&["classroom", "--set", "groups.agents.staff=11"]));
}

#[test]
fn the_ends_of_contacts_add_up_to_the_arrivals() {
    for scenario in ["bank", "classroom", "telecom"] {
        let document = document(&[scenario, "--day", "3"]);
        assert_eq!(document["schema"], "headcount.trace/1");
        assert_eq!(document["replication"], 3);
        let events = document["events"].as_array().expect("a list");
        let count = |event: &str| events.iter().filter(|told| told["event"] == event).count() as u64;
        let ended = document["contacts"]["ended"].as_object().expect("an object");
        let ends: u64 = ended.values().filter_map(serde_json::Value::as_u64).sum();
        assert_eq!(ends, count("arrives"), "{scenario}");
        assert_eq!(document["contacts"]["of"], ends);
        assert_eq!(ended["open"], 0, "{scenario}");
        assert_eq!(ended["answered"], count("answered"), "{scenario}");
        assert_eq!(ended["answered"], count("completed"), "{scenario}");
        assert_eq!(ended["abandoned"], count("abandons"), "{scenario}");
        assert_eq!(ended["balked"], count("balks"), "{scenario}");
    }
}

/// The day that is traced is the day that `run` simulates.
#[test]
fn a_trace_counts_what_a_run_of_one_day_counts() {
    let document = document(&["bank", "--set", "experiment.variance_reduction=false"]);
    let run = Command::new(cargo_bin!("headcount"))
        .args(["run", "bank", "--days", "1", "--no-variance-reduction", "--json"])
        .output()
        .expect("the program starts");
    let run: serde_json::Value = serde_json::from_slice(&run.stdout).expect("nothing but JSON");
    for (measure, end) in [
        ("answered", "answered"),
        ("abandoned", "abandoned"),
        ("balked", "balked"),
    ] {
        assert_eq!(
            run["center"]["day"][measure]["mean"].as_f64(),
            document["contacts"]["ended"][end].as_f64(),
            "{measure}"
        );
    }
}

#[test]
fn filters_leave_out_the_rest() {
    for (arguments, holds) in [
        (vec!["--queue", "loans"], "loans#"),
        (vec!["--contact", "service#40"], "service#40 "),
        (vec!["--agent", "loan_desk 2"], "loan_desk 2"),
        (vec!["--group", "loan_desk"], "loan_desk "),
        (vec!["--from", "09:00", "--to", "09:10"], "09:0"),
    ] {
        let text = printed(&[vec!["bank"], arguments.clone()].concat());
        let lines: Vec<&str> = text.lines().collect();
        let events = &lines[2..lines.len() - 2];
        assert!(!events.is_empty(), "{arguments:?} shows nothing");
        for line in events {
            assert!(line.contains(holds), "{arguments:?}: {line}");
        }
        let last = lines[lines.len() - 1];
        assert!(last.starts_with("Shown: "), "{last}");
    }
    let intervals = printed(&["bank", "--intervals", "--to", "09:01"]);
    assert!(intervals.contains("08:30:00.0"), "{intervals}");
}

#[test]
fn tables_go_to_a_file_or_to_standard_output() {
    let table = printed(&["bank", "--csv", "-"]);
    assert!(
        table.starts_with("day,time,seconds,event,contact,queue,segment,agent,group,wait_s,detail\n"),
        "{}",
        &table[..100]
    );
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("monday.csv");
    let text = printed(&["bank", "--csv", &path.display().to_string()]);
    assert_eq!(std::fs::read_to_string(&path).expect("it was written"), table);
    assert_eq!(text.lines().count(), 3, "{text}");
}

#[test]
fn what_cannot_be_shown_is_refused_with_a_remedy() {
    for (arguments, why) in [
        (vec!["--queue", "servce"], "did you mean `service`?"),
        (vec!["--group", "loan_desc"], "did you mean `loan_desk`?"),
        (vec!["--agent", "loan_desk"], "the number from 1"),
        (vec!["--contact", "12"], "service#12"),
        (vec!["--contact", "service#9999"], "there is no contact"),
        (vec!["--day", "0"], "--day"),
        (vec!["--from", "nine"], "09:00"),
        (vec!["--from", "10:00", "--to", "09:00"], "nothing lies between"),
        (vec!["--json", "--csv", "-"], "--json"),
    ] {
        let output = trace(&[vec!["bank"], arguments.clone()].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?} answered");
    }
}
