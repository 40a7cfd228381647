//! `headcount erlang` as its users meet it, against exact values to the digits given.

use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;

fn erlang(arguments: &[&str]) -> Output {
    Command::new(cargo_bin!("headcount"))
        .arg("erlang")
        .args(arguments)
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// The arguments of a line.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// The rows of the JSON answer.
fn rows(line: &str) -> Vec<Value> {
    let mut arguments = words(line);
    arguments.push("--json");
    rows_of(&arguments)
}

fn rows_of(arguments: &[&str]) -> Vec<Value> {
    let output = erlang(arguments);
    assert!(
        matches!(output.status.code(), Some(0 | 3)),
        "{arguments:?}: {}",
        err(&output)
    );
    let value: Value = serde_json::from_slice(&output.stdout).expect("nothing but JSON");
    assert_eq!(value["schema"], "headcount.erlang/1");
    value["rows"].as_array().expect("rows").clone()
}

fn row(line: &str) -> Value {
    rows(line).remove(0)
}

#[track_caller]
fn agrees(value: &Value, exact: f64, digits: i32) {
    let found = value.as_f64().expect("a number");
    assert!(
        (found - exact).abs() <= 0.505 * 10f64.powi(-digits),
        "{found} is not {exact}"
    );
}

#[test]
fn every_quantity_is_found_from_the_others() {
    let whole = "--calls 100 --per 30m --aht 180s --target 80% --within 20s --patience 2m --shrinkage 30%";
    let agents = row(whole);
    assert_eq!(
        (&agents["formula"], &agents["asked"]),
        (&"a".into(), &"agents".into())
    );
    assert_eq!(
        (&agents["agents"], &agents["scheduled_agents"]),
        (&12.into(), &18.0.into())
    );
    assert_eq!(agents["around"].as_array().map(Vec::len), Some(7));
    assert_eq!(agents["around"][3], agents["figures"]);
    assert_eq!(agents["around"][2]["meets_goals"], false);

    let service = row("--calls 100 --per 30m --aht 180s --agents 14");
    assert_eq!(
        (&service["formula"], &service["asked"]),
        (&"c".into(), &"service".into())
    );
    agrees(&service["figures"]["p_wait"], 0.174_131_9, 7);
    agrees(&service["figures"]["service_level"], 0.888_35, 5);
    agrees(&service["figures"]["asa_s"], 7.835_937, 6);

    let calls = row("--agents 14 --aht 180s --target 80%");
    assert_eq!(calls["asked"], "calls");
    let carried = calls["calls"].as_f64().expect("a number");
    let back = row(&format!("--calls {carried} --aht 180s --target 80%"));
    assert_eq!(back["agents"], 14);
    let time = row(&format!("--calls {carried} --agents 14 --target 80%"));
    assert_eq!(time["asked"], "handle_time");
    agrees(&time["handle_mean_s"], 180.0, 6);
}

#[test]
fn published_answers_are_reached() {
    for (line, agents, level) in [
        ("--calls 300 --aht 180s --within 15s", 35, 0.8124),
        ("--calls 430 --aht 170s", 46, 0.8341),
        ("--calls 250 --per 1h --aht 330s --within 30s", 28, 0.8569),
        ("--calls 180 --per 1h --aht 270s --within 30s", 17, 0.8113),
        ("--calls 25 --per 10m --aht 180s", 11, 0.8808),
        ("--calls 500 --per 300s --aht 300s --patience 180s", 475, 0.807),
    ] {
        let row = row(line);
        assert_eq!(row["agents"], agents, "{line}");
        agrees(&row["figures"]["service_level"], level, 4);
    }
    assert_eq!(row("--calls 430 --aht 170s --patience 180s")["agents"], 43);
    assert_eq!(row("--calls 400 --per 1h --aht 180s --within 30s")["agents"], 24);
    assert_eq!(
        row("--calls 267 --per 300s --aht 300s --patience 180s")["agents"],
        258
    );
    // Two sellers: at most two waiting on average.
    let sellers = row("--calls 5 --per 1m --aht 20s --queue 2");
    assert_eq!(sellers["agents"], 3);
    agrees(&sellers["around"][2]["queue_mean"], 3.79, 2);
    agrees(&sellers["figures"]["wait_all_s"], 4.5, 1);
}

#[test]
fn measures_agree_with_exact_values() {
    let a = &row("--calls 100 --per 1s --aht 1s --agents 95 --patience 1s --within 100ms")["figures"];
    agrees(&a["p_wait"], 0.704_820_69, 8);
    agrees(&a["abandonment_rate"], 0.069_452_84, 8);
    agrees(&a["wait_all_s"], 0.069_452_84, 8);
    agrees(&a["queue_mean"], 6.945_284, 6);
    agrees(&a["occupancy"], 0.979_523, 6);
    agrees(&a["service_levels"]["of-offered"], 0.650_667, 6);
    let c = &row("--calls 1000 --per 1s --aht 1s --agents 1030")["figures"];
    agrees(&c["p_wait"], 0.248_908_79, 8);
    agrees(&c["wait_all_s"], 0.008_296_96, 8);
    agrees(&c["queue_mean"], 8.296_960, 6);
    for (model, lines, exact) in [("b", "1", 0.056_819_14), ("lines", "14", 0.056_819_14)] {
        let row = row(&format!(
            "--model {model} --lines {lines} --calls 10 --per 1s --aht 1s --agents 14"
        ));
        agrees(&row["figures"]["blocked"], exact, 8);
    }
    for (patience, abandoned, queue) in [
        ("erlang = { mean = \"1s\", shape = 2 }", 0.037_832, 11.7593),
        ("lognormal = { mean = \"1s\", cv = 2 }", 0.051_146, 4.3299),
        ("{ uniform = { low = \"0s\", high = \"2s\" } }", 0.043_307, 8.4077),
    ] {
        let mut arguments = words("--calls 102 --per 1s --aht 1s --agents 100 --json --patience");
        arguments.push(patience);
        let row = &rows_of(&arguments)[0];
        assert_eq!(row["formula"], "g");
        agrees(&row["figures"]["abandonment_rate"], abandoned, 6);
        agrees(&row["figures"]["queue_mean"], queue, 4);
    }
}

#[test]
fn units_change_nothing() {
    let figures = |line: &str| row(line)["figures"].clone();
    let half_hour = figures("--calls 100 --per 30m --aht 180s --agents 12 --patience 2m --within 20s");
    for line in [
        "--calls 200 --per 1h --aht 3m --agents 12 --patience 120s --within 20000ms",
        "--calls 100 --per 0.5h --aht 0.05h --agents 12 --patience 0:02:00 --within 0:00:20",
    ] {
        let other = figures(line);
        for (name, value) in half_hour.as_object().expect("figures") {
            if let (Some(one), Some(two)) = (value.as_f64(), other[name].as_f64()) {
                assert!(
                    (one - two).abs() <= 1e-9 * one.abs().max(1e-3),
                    "{name}: {one} {two}"
                );
            }
        }
    }
}

#[test]
fn edges_have_their_answers() {
    let nobody = row("--calls 0 --aht 180s");
    assert_eq!(
        (&nobody["agents"], &nobody["figures"]["service_level"]),
        (&0.into(), &1.0.into())
    );
    let unstable = row("--calls 100 --aht 180s --agents 10");
    let figures = &unstable["figures"];
    assert_eq!(
        (&figures["stable"], &figures["occupancy"]),
        (&false.into(), &1.0.into())
    );
    for endless in ["asa_s", "wait_all_s", "wait_p50_s", "queue_mean"] {
        assert!(figures[endless].is_null(), "{endless}");
    }
    let unmanned = row("--calls 100 --aht 180s --agents 0 --patience 2m");
    assert_eq!(
        (
            &unmanned["figures"]["stable"],
            &unmanned["figures"]["abandonment_rate"]
        ),
        (&true.into(), &1.0.into())
    );
    let at_once = row("--calls 100 --aht 180s --agents 14 --within 0s");
    agrees(&at_once["figures"]["service_level"], 1.0 - 0.174_131_93, 8);

    let sure = erlang(&words("--calls 100 --aht 180s --target 100%"));
    assert_eq!(sure.status.code(), Some(3));
    let said: String = out(&sure).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("99.9 % takes 21 agents"), "{said}");
    assert_eq!(row("--calls 0 --aht 180s --target 100%")["agents"], 0);
    let tiny = row("--calls 0.0001 --aht 1s");
    assert_eq!(tiny["agents"], 1);
    let huge = row("--calls 20000 --per 1m --aht 1m --patience 1m");
    assert!(huge["agents"].as_u64().is_some_and(|agents| agents < 20_000));
    assert_eq!(erlang(&words("--calls 1e9 --aht 1h")).status.code(), Some(2));
    assert!(row("--agents 3 --calls 0")["handle_mean_s"].is_null());
    assert_eq!(erlang(&words("--agents 0 --aht 3m")).status.code(), Some(3));
    // Where nobody hangs up nobody is lost, whatever the wait.
    assert_eq!(row("--calls 100 --aht 180s --abandoned 0%")["agents"], 11);
    let lost = erlang(&words("--calls 100 --aht 180s --abandoned 0% --patience 2m"));
    assert_eq!(lost.status.code(), Some(3));
    let lines = erlang(&words("--calls 100 --aht 180s --lines 5 --blocked 1%"));
    assert_eq!(lines.status.code(), Some(3));
    assert!(out(&lines).contains("5 lines are too few"), "{}", out(&lines));
}

#[test]
fn mistakes_are_told_at_once_with_a_remedy() {
    let output = erlang(&words("--calls 100 --aht 180 --target 80 --patience 2"));
    assert_eq!(output.status.code(), Some(2));
    assert!(out(&output).is_empty());
    let said = err(&output);
    for part in [
        "write \"80%\" or 0.8",
        "write \"180s\"",
        "--patience:1",
        "3 errors",
    ] {
        assert!(said.contains(part), "{said}");
    }
    for (line, remedy) in [
        ("--calls 100", "--aht 180s"),
        ("--model a --calls 100 --aht 3m", "add --patience"),
        ("--model lines --calls 100 --aht 3m", "add --lines"),
        ("--model retry --calls 100 --aht 3m", "--retry 40%"),
        ("--model b --calls 100 --aht 3m --target 80%", "--blocked"),
        ("--calls 100 --aht 3m --blocked 1%", "--model b"),
        ("--calls 80,100 --agents 1,2,3 --aht 3m", "as many of each"),
        ("--calls 100 --aht 3m --shrinkage 100%", "below 100 %"),
    ] {
        let output = erlang(&words(line));
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(err(&output).contains(remedy), "{line}: {}", err(&output));
    }
}

#[test]
fn the_answer_stands_first_and_definitions_are_named() {
    let text = out(&erlang(&words(
        "--calls 100 --aht 180s --target 80% --patience 2m --shrinkage 30%",
    )));
    let said: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "12 agents are enough for 80 % answered within 20 s: they answer 82.6 %.",
        "With 30 % shrinkage, schedule 18.",
        "11 would answer 74.2 %.",
        "(answered within T + short abandons) / offered",
        "80 % of offered are answered within",
    ] {
        assert!(said.contains(part), "{text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 110), "{text}");
    let ignored = out(&erlang(&words("--model c --calls 100 --aht 180s --patience 2m")));
    assert!(ignored.contains("Erlang C knows no patience"), "{ignored}");
}

#[test]
fn several_rows_come_from_lists_and_files_and_go_to_files() {
    let agents: Vec<Value> = rows("--calls 80,100,120 --aht 180s")
        .iter()
        .map(|row| row["agents"].clone())
        .collect();
    assert_eq!(agents, [11, 14, 16]);

    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let (day, plan) = (path("day.csv"), path("plan.csv"));
    std::fs::write(
        &day,
        "Time;Calls;AHT_s;remark\n08:00;25,5;180;x\n08:15;50;;\n08:30;0;200;\n",
    )
    .expect("writable");
    let arguments = [
        "--intervals",
        &day,
        "--aht",
        "3m",
        "--shrinkage",
        "30%",
        "--csv",
        &plan,
    ];
    let output = erlang(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let table = out(&output);
    // The step of the times is the period.
    assert!(
        table.contains("calls per 900 s") || table.contains("calls per 15 min"),
        "{table}"
    );
    assert!(
        table.contains("75.5 calls") && table.contains("paid h"),
        "{table}"
    );
    let written = std::fs::read_to_string(&plan).expect("written");
    let lines: Vec<Vec<&str>> = written.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0][..4], ["time", "formula", "calls", "aht_s"]);
    assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    let staffed = rows_of(&["--intervals", &day, "--aht", "3m", "--json"]);
    assert_eq!(lines[2][5], staffed[1]["agents"].to_string());
    assert_eq!(staffed[2]["agents"], 0);

    // What was written is read again: agents are given now.
    let again = rows_of(&["--intervals", &plan, "--json"]);
    assert!(again.iter().all(|row| row["asked"] == "service"));
    assert_eq!(again[1]["figures"]["p_wait"], staffed[1]["figures"]["p_wait"]);

    let misspelt = path("misspelt.csv");
    std::fs::write(&misspelt, "time,call\n08:00,20\n").expect("writable");
    let output = erlang(&["--intervals", &misspelt, "--aht", "3m"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("did you mean `calls`?"), "{}", err(&output));
}

#[test]
fn lines_and_retries_have_their_figures() {
    let lines = row("--calls 100 --aht 180s --agents 12 --lines 20 --patience 2m");
    assert_eq!(lines["formula"], "lines");
    assert!(
        lines["figures"]["blocked"]
            .as_f64()
            .is_some_and(|share| share > 0.0)
    );
    let retry = row("--calls 100 --aht 180s --agents 10 --patience 2m --retry 50%");
    assert_eq!(retry["formula"], "retry");
    let figures = &retry["figures"];
    let value = |name: &str| figures[name].as_f64().expect("a number");
    // Calls in all are first calls and half of those who hang up.
    let first = 100.0 / 1800.0;
    let expected = first + 0.5 * value("calls_per_s") * value("abandonment_rate");
    assert!((value("calls_per_s") - expected).abs() < 1e-12);
    assert!(value("answered_in_the_end") > 1.0 - value("abandonment_rate"));
}

#[test]
fn the_simulation_agrees_with_the_formula_that_fits() {
    let mut arguments = words("--model compare --calls 100 --aht 180s --agents 12 --json --patience");
    arguments.push("2m");
    let row = &rows_of(&arguments)[0];
    let compared = &row["comparison"];
    let simulated = &compared["simulation"];
    let exact = &row["figures"];
    for measure in [
        "service_level",
        "p_wait",
        "asa_s",
        "abandonment_rate",
        "queue_mean",
        "occupancy",
    ] {
        let (estimate, exact) = (&simulated[measure], exact[measure].as_f64().expect("a number"));
        let value = |name: &str| estimate[name].as_f64().expect("a number");
        // Half an interval of 95 % is 1.98 standard errors.
        let error = (value("high") - value("low")) / 2.0 / 1.98;
        assert!(
            (value("mean") - exact).abs() <= 3.5 * error,
            "{measure}: {} {exact} {error}",
            value("mean")
        );
        assert!(
            error <= 0.02 * exact,
            "{measure}: {error} says nothing of {exact}"
        );
    }
    let said = compared["answer"].as_str().expect("a sentence");
    assert!(
        said.contains("Erlang A agrees") && said.contains("Erlang C says 64.0 %"),
        "{said}"
    );
    assert_eq!(erlang(&arguments).stdout, erlang(&arguments).stdout);
}

#[test]
fn the_picture_is_written() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for (name, start) in [("a.png", &b"\x89PNG"[..]), ("a.svg", &b"<svg"[..])] {
        let path = directory.path().join(name).display().to_string();
        for line in [
            "--calls 100 --aht 180s --patience 2m --plot",
            "--calls 100 --aht 180s --agents 9 --plot",
            "--calls 0 --aht 180s --plot",
        ] {
            let mut arguments = words(line);
            arguments.push(&path);
            let output = erlang(&arguments);
            assert_eq!(output.status.code(), Some(0), "{line}: {}", err(&output));
            assert!(std::fs::read(&path).expect("a picture").starts_with(start));
        }
    }
}
