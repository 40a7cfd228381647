//! `staff` as its users meet it, up to the search.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;

fn headcount(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(cargo_bin!("headcount"))
        .args(arguments)
        .env_remove("COLUMNS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    // What the program does not read is no failure of the test.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

const NO_TARGET: &str = r#"
[center]
opens = "08:00"
closes = "10:00"
interval = "30m"
[queues.calls]
volume = 20
handle = "3m"
[groups.agents]
skills = ["calls"]
staff = 4
"#;

#[test]
fn what_has_no_answer_is_refused_with_a_remedy() {
    for (arguments, why) in [
        (
            vec!["staff", "-"],
            "target = { answered = \"80%\", within = \"20s\" }",
        ),
        (vec!["staff", "--out", "plan.xlsx"], ".csv"),
        (vec!["staff", "--budget", "much"], "225h"),
        (vec!["staff", "--on-days", "120%"], "100"),
        (
            vec!["staff", "--each", "interval", "--on-days", "90%"],
            "--each interval",
        ),
        (vec!["staff", "--time-limit", "60"], "60s"),
        (vec!["staff", "--keep-staff", "--out", "plan.csv"], "--keep-staff"),
        (
            vec!["staff", "--set", "groups.*.cost_per_hour=0", "--budget", "6000"],
            "--budget 225h",
        ),
    ] {
        let output = headcount(&arguments, NO_TARGET);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?} answered");
    }
}

#[test]
fn the_help_has_examples() {
    let output = headcount(&["staff", "--help"], "");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0));
    for words in [
        "headcount staff bank --out plan.csv",
        "--keep-staff",
        "--minimal",
        "Exit code 3",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}
