//! The README keeps its word: every command in it works, and what it shows of the output is what comes.

use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;

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
