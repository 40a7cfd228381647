//! `compare` and `sensitivity` as their users meet them.

use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

fn headcount(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("headcount"))
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts")
}

fn answer(arguments: &[&str]) -> String {
    let output = headcount(arguments);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&answer(arguments)).expect("nothing but JSON")
}

const FIVE_LESS: &str = "groups.generalists.staff@10:00..12:00=-5";

#[test]
fn the_manager_gets_a_sentence() {
    let text = answer(&["compare", "--set", FIVE_LESS, "--days", "40"]);
    assert!(
        text.starts_with("Retail bank, a Monday · compared on the same 40 simulated Mondays"),
        "{text}"
    );
    assert!(
        text.contains("  Without five generalists from 10:00 to 12:00, Service answers "),
        "{text}"
    );
    assert!(
        text.contains("It costs 343 less a day (14.3 fewer paid hours)."),
        "{text}"
    );
    assert!(text.contains("corrected for 10 comparisons"), "{text}");
}

#[test]
fn both_sides_are_those_of_run_and_no_thread_shows() {
    let of = |arguments: &[&str]| json(&[arguments, &["--json", "--days", "70"]].concat());
    let found = of(&["compare", "bank", "--set", FIVE_LESS]);
    let (base, other) = (of(&["run", "bank"]), of(&["run", "bank", "--set", FIVE_LESS]));
    assert_eq!(found["schema"], "headcount.compare/1");
    for (part, name, measure) in [
        ("queues", "service", "service_level"),
        ("queues", "loans", "wait_p90_s"),
        ("queues", "loans", "target_met"),
        ("groups", "loan_desk", "occupancy"),
        ("groups", "generalists", "cost"),
    ] {
        let value = &found["others"][0][part][name][measure];
        assert_eq!(
            value["base"], base[part][name]["day"][measure]["mean"],
            "{measure}"
        );
        assert_eq!(
            value["other"], other[part][name]["day"][measure]["mean"],
            "{measure}"
        );
        let number = |key: &str| value[key].as_f64().expect("a number");
        assert_eq!(number("difference"), number("other") - number("base"));
        assert!(number("low") <= number("difference") && number("difference") <= number("high"));
    }
    let center = &found["others"][0]["center"]["cost"];
    assert_eq!(center["other"], other["center"]["day"]["cost"]["mean"]);
    for command in [&["compare", "--set", FIVE_LESS][..], &["sensitivity"][..]] {
        let on =
            |threads: &str| answer(&[command, &["--json", "--days", "50", "--threads", threads]].concat());
        assert_eq!(on("1"), on("3"));
    }
}

#[test]
fn scenarios_are_matched_by_name() {
    let found = json(&[
        "compare",
        "bank",
        "classroom",
        "telecom",
        "--json",
        "--days",
        "10",
    ]);
    let others = found["others"].as_array().expect("a list");
    assert_eq!(others.len(), 2);
    let classroom = &others[0];
    assert_eq!(classroom["unmatched_queues"]["base"][0], "loans");
    assert!(classroom["queues"]["service"]["service_level"]["difference"].is_f64());
    assert!(
        classroom["center"]["target_met"].is_null(),
        "other queues, other targets"
    );
    let said = classroom["not_compared"].as_array().expect("a list");
    assert!(
        said.iter().any(|said| said == "Only BASE has the queue Loans."),
        "{said:?}"
    );

    let sentences = classroom["sentences"].as_array().expect("a list");
    let together = |said: &&Value| {
        said.as_str()
            .is_some_and(|said| said.contains("all queues together"))
    };
    assert_eq!(sentences.iter().filter(together).count(), 1, "{sentences:?}");

    let busier = json(&[
        "compare",
        "bank",
        "--set",
        FIVE_LESS,
        "--set-all",
        "queues.*.volume=x1.2",
        "--json",
        "--days",
        "10",
    ]);
    let offered = |found: &Value| {
        found["others"][0]["center"]["offered"]["base"]
            .as_f64()
            .expect("a number")
    };
    let plain = json(&["compare", "bank", "--set", FIVE_LESS, "--json", "--days", "10"]);
    assert!(offered(&busier) > 1.1 * offered(&plain));
}

#[test]
fn what_could_mean_two_things_is_refused() {
    for (arguments, why) in [
        (vec!["compare"], "nothing to compare with"),
        (vec!["compare", "bank"], "nothing to compare with"),
        (
            vec!["compare", "bank", "telecom", "--set", FIVE_LESS],
            "--set-all",
        ),
        (vec!["compare", "-", "-"], "standard input"),
        (vec!["compare", "--set", "nonsense"], "no `=`"),
        (vec!["sensitivity", "--measure", "happiness"], "service_level"),
        (
            vec!["sensitivity", "--queue", "nobody"],
            "there is no queue `nobody`",
        ),
        (vec!["sensitivity", "--by", "0"], "changes nothing"),
        (vec!["sensitivity", "--by", "120%"], "100"),
        (
            vec!["sensitivity", "--measure", "cost", "--queue", "loans"],
            "leave out --queue",
        ),
    ] {
        let output = headcount(&arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(why), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?} answered");
    }
}

#[test]
fn a_tornado_sorts_what_matters() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let pictures = directory.path().join("pictures").display().to_string();
    let found = json(&[
        "sensitivity",
        "--json",
        "--days",
        "40",
        "--by",
        "5%",
        "--queue",
        "service",
        "--plots",
        &pictures,
    ]);
    assert_eq!(found["schema"], "headcount.sensitivity/1");
    assert_eq!(found["measure"], "service_level");
    let factors = found["factors"].as_array().expect("a list");
    assert_eq!(factors.len(), 5);
    let size = |factor: &Value| -> f64 {
        let side = |side: &str| factor[side]["difference"].as_f64().expect("a number").abs();
        side("less").max(side("more"))
    };
    assert!(factors.windows(2).all(|pair| size(&pair[0]) >= size(&pair[1])));
    assert!(directory.path().join("pictures/sensitivity.png").exists());

    let text = answer(&["sensitivity", "classroom", "--days", "20", "--measure", "asa_s"]);
    assert!(
        text.contains("Left out: absence, as no group has shrinkage."),
        "{text}"
    );
}
