//! The README keeps its word: every command in it works, what it shows of the output is what comes, and every
//! piece of a scenario that it shows is read without a complaint and can be simulated.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use headcount::estimate;
use headcount::scenario::{self, Source};
use toml::{Table, Value};

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).expect("the README can be read")
}

/// The fenced blocks of a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    text.split(&fence)
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect()
}

/// Runs a script in a directory, with the program on the path.
fn run(script: &str, directory: &Path) -> Output {
    let program = cargo_bin!("headcount");
    let beside = program.parent().expect("the program lies in a directory");
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("bash")
        .args(["-e", "-c", script])
        .current_dir(directory)
        .env("PATH", format!("{}:{path}", beside.display()))
        .env_remove("COLUMNS")
        .output()
        .expect("bash starts")
}

#[test]
fn every_command_works() {
    let text = readme();
    let directory = tempfile::tempdir().expect("a temporary directory");
    let scripts = blocks(&text, "sh");
    assert!(scripts.len() >= 5, "the README has more commands than that");
    for script in scripts {
        if script.contains("cargo ") {
            continue;
        }
        let output = run(script, directory.path());
        assert!(
            output.status.success(),
            "{script}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    for written in [
        "monday.tsv",
        "figures/queues.csv",
        "pictures/waits.png",
        "board.png",
        "lost.png",
    ] {
        assert!(
            directory.path().join(written).exists(),
            "{written} was not written"
        );
    }
}

/// The commands that a test cannot run from within are run by the script that guards what lands.
#[test]
fn the_first_two_commands_are_run_before_anything_lands() {
    let text = readme();
    let script = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run"))
        .expect("the script can be read");
    let block = blocks(&text, "sh")
        .into_iter()
        .find(|block| block.contains("cargo "))
        .expect("there is one");
    for command in block.lines() {
        let locked = command.replacen("cargo run", "cargo run --locked", 1).replacen(
            "cargo test",
            "cargo test --locked",
            1,
        );
        assert!(
            script.lines().any(|line| line.starts_with(&locked)),
            "{command} is not run by .ci/run"
        );
    }
}

/// What follows `$ command` is its output, in order; `…` stands for lines left out.
#[test]
fn what_it_shows_is_what_comes() {
    let text = readme();
    let directory = tempfile::tempdir().expect("a temporary directory");
    run("headcount new bank --out monday.toml", directory.path());
    let mut shown = 0;
    for block in blocks(&text, "console") {
        let mut lines = block.lines();
        let command = lines
            .next()
            .and_then(|line| line.strip_prefix("$ "))
            .expect("a command comes first");
        let output = run(command, directory.path());
        let printed = [output.stdout, output.stderr].concat();
        let printed = String::from_utf8(printed).expect("output is text");
        let mut printed = printed.lines();
        for line in lines.filter(|line| line.trim() != "…" && !line.trim().is_empty()) {
            assert!(
                printed.any(|other| other == line),
                "`{command}` does not print, in this order:\n{line}"
            );
            shown += 1;
        }
    }
    assert!(shown > 10, "only {shown} lines are shown");
}

/// A center in which every example of the reference has its place.
const CENTER: &str = r#"
[center]
opens = "08:00"
closes = "20:00"
interval = "30m"
[queues.service]
volume = 60
handle = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "3m" } }
[queues.sales]
volume = 30
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "3m" } }
[queues.loans]
volume = 15
handle = { exponential = { mean = "6m" } }
patience = { exponential = { mean = "3m" } }
[queues.complaints]
volume = 5
handle = { exponential = { mean = "8m" } }
patience = { exponential = { mean = "3m" } }
[groups.generalists]
skills = [["service", "sales", "loans", "complaints"]]
staff = 14
[groups.bilingual]
skills = ["service"]
staff = 4
[groups.loan_desk]
skills = [["sales", "loans", "complaints"]]
staff = 4
[experiment]
replications = 2
"#;

/// Puts what is said in an example over what the center says.
fn put(over: &mut Table, example: &Table) {
    for (key, value) in example {
        match (over.get_mut(key), value) {
            (Some(Value::Table(over)), Value::Table(value)) => put(over, value),
            _ => {
                over.insert(key.clone(), value.clone());
            }
        }
    }
}

fn table<'t>(of: &'t mut Table, key: &str) -> &'t mut Table {
    let table = of.get_mut(key).and_then(Value::as_table_mut);
    table.unwrap_or_else(|| panic!("there is no `{key}`"))
}

/// The center with an example in it, without what the example says in another way.
fn with_example(example: &Table) -> Table {
    let mut all: Table = CENTER.parse().expect("the center is TOML");
    let tables = |key: &str| {
        let tables = example.get(key).and_then(Value::as_table).into_iter().flatten();
        tables.filter_map(|(name, value)| Some((name, value.as_table()?)))
    };
    let center = example.get("center").and_then(Value::as_table);
    if center.is_some_and(|center| center.contains_key("length")) {
        table(&mut all, "center").retain(|key, _| key == "interval");
    }
    for (_, mix) in tables("mixes") {
        for queue in mix["queues"].as_table().expect("queues have shares").keys() {
            table(table(&mut all, "queues"), queue).remove("volume");
        }
    }
    for (name, queue) in tables("queues") {
        let arrivals = queue.get("arrivals").and_then(Value::as_table);
        if arrivals.is_some_and(|arrivals| arrivals.contains_key("replay")) {
            table(table(&mut all, "queues"), name).remove("volume");
        }
    }
    for (name, group) in tables("groups") {
        if group.contains_key("shifts") || group.contains_key("staff_at") {
            table(table(&mut all, "groups"), name).remove("staff");
        }
    }
    put(&mut all, example);
    all
}

#[test]
fn every_example_of_the_reference_is_a_scenario() {
    let text = readme();
    let (_, reference) = text
        .split_once("\n## Everything a call may meet\n")
        .expect("the reference is there");
    let reference = reference.split("\n## ").next().expect("it ends");
    let record = blocks(reference, "csv");
    let beside = |path: &Path| -> std::io::Result<String> {
        match (path.to_str(), record.as_slice()) {
            (Some("calls.csv"), [record]) => Ok((*record).to_owned()),
            _ => Err(std::io::ErrorKind::NotFound.into()),
        }
    };
    let examples = blocks(reference, "toml");
    assert!(examples.len() > 25, "only {} examples", examples.len());
    for example in examples {
        let parsed: Table = example
            .parse()
            .unwrap_or_else(|problem| panic!("{problem}\n{example}"));
        let whole = toml::to_string(&with_example(&parsed)).expect("a table is TOML");
        let read = scenario::read(&Source::new("example.toml", whole), &[], None, &beside);
        let read = read.unwrap_or_else(|problems| panic!("{example}\n{}", problems.render(false)));
        assert!(
            read.warnings.is_empty(),
            "{example}\n{}",
            read.warnings.render(false)
        );
        let results = estimate::run(&read.center, &read.experiment, &|_| {});
        assert_eq!(results.replications, 2, "{example}");
    }
}

#[test]
fn the_scenario_file_that_it_shows_is_one() {
    let text = readme();
    let file = blocks(&text, "toml")[0];
    assert!(file.starts_with("[center]\n"));
    let nothing = |_: &Path| Err(std::io::ErrorKind::NotFound.into());
    let read = scenario::read(&Source::new("file.toml", file), &[], None, &nothing);
    let read = read.unwrap_or_else(|problems| panic!("{}", problems.render(false)));
    assert!(read.warnings.is_empty(), "{}", read.warnings.render(false));
}

/// The names of all settings under a part of the schema.
fn settings<'s>(schema: &'s serde_json::Value, found: &mut BTreeSet<&'s str>) {
    match schema {
        serde_json::Value::Object(fields) => {
            let properties = fields
                .get("properties")
                .and_then(|properties| properties.as_object());
            found.extend(properties.into_iter().flatten().map(|(name, _)| name.as_str()));
            fields.values().for_each(|part| settings(part, found));
        }
        serde_json::Value::Array(parts) => parts.iter().for_each(|part| settings(part, found)),
        _ => {}
    }
}

#[test]
fn every_setting_is_told_of() {
    let text = readme();
    let words: BTreeSet<&str> = text
        .split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
        .collect();
    let schema = run("headcount schema", Path::new(".")).stdout;
    let schema: serde_json::Value = serde_json::from_slice(&schema).expect("the schema is JSON");
    let mut names = BTreeSet::new();
    settings(&schema, &mut names);
    assert!(names.len() > 150, "only {} settings", names.len());
    let untold: Vec<_> = names.difference(&words).collect();
    assert!(untold.is_empty(), "the README does not tell of {untold:?}");
}
