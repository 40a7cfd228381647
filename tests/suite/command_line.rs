//! The program as its users meet it: what goes to standard output, what to standard error, how it ends.

use std::io::Read;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

fn headcount(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("headcount"));
    command
        .args(arguments)
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR");
    command
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

#[test]
fn without_a_scenario_the_bank_runs() {
    let output = headcount(&["run", "--days", "20"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = out(&output);
    assert!(
        text.starts_with("Retail bank, a Monday · 08:00–20:00 · 20 simulated Mondays"),
        "{text}"
    );
    assert!(!text.contains('\x1b'), "no colour where nobody sees it");
    assert_eq!(
        text,
        out(&headcount(&[
            "run",
            "bank",
            "--replications",
            "20",
            "--threads",
            "2"
        ]))
    );
}

#[test]
fn json_is_all_there_is_on_standard_output_and_its_bytes_know_no_threads() {
    let one = headcount(&["run", "--json", "--days", "100", "--threads", "1"]);
    let value: serde_json::Value = serde_json::from_slice(&one.stdout).expect("nothing but JSON");
    assert_eq!(value["schema"], "headcount.run/1");
    assert_eq!(value["replications"], 100);
    for threads in ["2", "5"] {
        let more = headcount(&["run", "--json", "--days", "100", "--threads", threads]);
        assert_eq!(one.stdout, more.stdout, "{threads} threads");
    }
}

#[test]
fn changes_seeds_and_standard_input_are_heard() {
    let plain = headcount(&["run", "--tsv", "--days", "5"]);
    assert_eq!(out(&plain).lines().count(), 25);
    let fewer = headcount(&[
        "run",
        "--tsv",
        "--days",
        "5",
        "--set",
        "groups.generalists.staff=-1",
    ]);
    assert_eq!(fewer.status.code(), Some(0), "{}", err(&fewer));
    assert_ne!(plain.stdout, fewer.stdout);
    assert_ne!(
        plain.stdout,
        headcount(&["run", "--tsv", "--days", "5", "--seed", "7"]).stdout
    );

    let scenario = headcount(&["new"]).stdout;
    let mut child = command(&["run", "-", "--tsv", "--days", "5"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("piped");
    std::io::Write::write_all(&mut input, &scenario).expect("the program reads");
    drop(input);
    let read = child.wait_with_output().expect("the program ends");
    assert_eq!(out(&plain), out(&read));
}

#[test]
fn bad_input_ends_with_2_and_missing_files_with_1() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let broken = directory.path().join("broken.toml");
    std::fs::write(&broken, "[center]\nname = 3\nopen = \"08:00\"\n").expect("writable");
    let broken = broken.display().to_string();
    for (arguments, code) in [
        (vec!["run", "--set", "nonsense"], 2),
        (vec!["run", "--set", "groups.nobody.staff=3"], 2),
        (vec!["run", &broken], 2),
        (vec!["check", &broken], 2),
        (vec!["run", "--days", "0"], 2),
        (vec!["run", "--json", "--tsv"], 2),
        (vec!["run", "--no-such-thing"], 2),
        (vec!["new", "nothing"], 2),
        (vec!["run", "no/such/file.toml"], 1),
        (vec!["run", "--with", "no/such/plan.csv"], 1),
        (vec!["run", "--days", "2", "--csv", &broken], 1),
    ] {
        let output = headcount(&arguments);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{arguments:?}: {}",
            err(&output)
        );
        assert!(out(&output).is_empty(), "{arguments:?} answered");
        assert!(!err(&output).is_empty(), "{arguments:?} said nothing");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = command(&["run", "--json", "--days", "5"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().expect("piped");
    stdout.read_exact(&mut first).expect("there is an answer");
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(err(&output), "");
}

#[test]
fn tables_and_pictures_are_written_where_they_are_asked_for() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let output = headcount(&[
        "run",
        "--days",
        "5",
        "--csv",
        &path("tables"),
        "--plots",
        &path("pictures"),
        "--board",
        &path("board.png"),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("Written: "));
    let listed = |name: &str| {
        let entries = std::fs::read_dir(path(name)).expect("a directory");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into())
            .collect();
        names.sort();
        names
    };
    assert_eq!(listed("tables"), ["center.csv", "groups.csv", "queues.csv"]);
    assert_eq!(listed("pictures").len(), 10);
    let board = std::fs::read(path("board.png")).expect("a picture");
    assert!(board.starts_with(b"\x89PNG"));
}

#[test]
fn a_new_scenario_is_good_and_replaces_nothing_unasked() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let file = directory.path().join("mine.toml").display().to_string();
    let made = headcount(&["new", "--out", &file]);
    assert_eq!(made.status.code(), Some(0), "{}", err(&made));
    assert!(out(&made).is_empty());
    let good = headcount(&["check", &file]);
    assert_eq!(good.status.code(), Some(0), "{}", err(&good));
    assert!(out(&good).starts_with("Good: "));
    assert_eq!(headcount(&["new", "--out", &file]).status.code(), Some(1));
    assert_eq!(
        headcount(&["new", "--out", &file, "--force"]).status.code(),
        Some(0)
    );
}

#[test]
fn check_answers_in_json_whether_good_or_bad() {
    let good = headcount(&["check", "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&good.stdout).expect("nothing but JSON");
    assert_eq!(value["valid"], true);
    assert_eq!(value["intervals"].as_array().map(Vec::len), Some(24));
    let bad = headcount(&["check", "--json", "--set", "groups.nobody.staff=3"]);
    assert_eq!(bad.status.code(), Some(2));
    let value: serde_json::Value = serde_json::from_slice(&bad.stdout).expect("nothing but JSON");
    assert_eq!(value["valid"], false);
    assert!(value["problems"][0]["what"].is_string());
}

#[test]
fn the_rest_prints_what_it_says() {
    for (arguments, holds) in [
        (vec!["schema"], "\"$schema\""),
        (vec!["completions", "bash"], "_headcount"),
        (vec!["man"], ".TH headcount"),
        (vec!["man", "run"], "replications"),
        (vec!["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let output = headcount(&arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
        assert!(out(&output).contains(holds), "{arguments:?}");
    }
}
