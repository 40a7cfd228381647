//! Data flows one way: a room of the house may import only the rooms named beside it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Each room and what it may import, in the order in which data flows.
const ROOMS: &[(&str, &[&str])] = &[
    ("lesson", &[]),
    ("stats", &["model"]),
    ("model", &[]),
    ("random", &["stats", "model"]),
    ("theory", &["stats", "model"]),
    ("scenario", &["stats", "model", "random"]),
    ("observe", &["stats", "model", "random", "theory"]),
    ("engine", &["stats", "model", "random", "theory", "observe"]),
    (
        "estimate",
        &["stats", "model", "random", "theory", "observe", "engine"],
    ),
    (
        "planner",
        &[
            "stats", "model", "random", "theory", "observe", "engine", "estimate",
        ],
    ),
    (
        "store",
        &[
            "stats", "model", "random", "theory", "observe", "engine", "estimate",
        ],
    ),
    (
        "insight",
        &[
            "stats", "model", "random", "theory", "observe", "engine", "estimate", "planner", "store",
        ],
    ),
    (
        "report",
        &[
            "stats", "model", "random", "theory", "observe", "engine", "estimate", "planner", "store",
            "insight", "scenario", "lesson",
        ],
    ),
    (
        "cli",
        &[
            "stats", "model", "random", "theory", "observe", "engine", "estimate", "planner", "store",
            "insight", "report", "scenario", "lesson",
        ],
    ),
];

/// Packages that only one room may name.
const KEPT: &[(&str, &str)] = &[
    ("plotters", "report/plot"),
    ("resvg", "report/plot"),
    ("clap", "cli"),
    ("indicatif", "cli"),
    ("rand", "random"),
    ("rand_distr", "random"),
    ("toml", "scenario"),
    ("toml_edit", "scenario"),
    ("annotate_snippets", "scenario"),
    ("microlp", "planner"),
    ("flate2", "store"),
    ("crc32fast", "store"),
];

/// Every source file with its path below `src`.
fn sources(directory: &Path, below: &str, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(directory).expect("src can be read") {
        let entry = entry.expect("src can be read");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            sources(&entry.path(), &format!("{name}/"), found);
        } else if name.ends_with(".rs") {
            found.push((
                name,
                fs::read_to_string(entry.path()).expect("a source file is text"),
            ));
        }
    }
}

fn house() -> Vec<(String, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    assert!(found.len() > 20, "found only {} source files", found.len());
    found
}

/// The code of a file: no comments, and nothing from its tests on.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| !line.starts_with("#[cfg(test)]"))
        .filter(|line| !line.trim_start().starts_with("//"))
}

/// Modules that are compiled for tests only, as the files that declare them say.
fn test_modules(house: &[(String, String)]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (path, text) in house {
        let Some(folder) = path.strip_suffix("mod.rs") else {
            continue;
        };
        for declared in text.split("#[cfg(test)]\nmod ").skip(1) {
            let name: String = declared
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            found.insert(format!("{folder}{name}"));
        }
    }
    found
}

/// The source files that make up the software: not those of its tests.
fn software() -> Vec<(String, String)> {
    let mut house = house();
    let tests = test_modules(&house);
    house.retain(|(path, _)| {
        !tests
            .iter()
            .any(|test| path.starts_with(&format!("{test}.rs")) || path.starts_with(&format!("{test}/")))
    });
    house
}

#[test]
fn arrows_go_one_way() {
    let mut wrong = Vec::new();
    let mut rooms = BTreeSet::new();
    for (path, text) in software() {
        let Some((room, _)) = path.split_once('/') else {
            continue;
        };
        rooms.insert(room.to_owned());
        let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{path}: the room `{room}` is not in the table"));
            continue;
        };
        for line in code(&text) {
            for after in line.split("crate::").skip(1) {
                let other: String = after
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                let known = ROOMS.iter().any(|(name, _)| *name == other);
                if known && other != room && !may.contains(&other.as_str()) {
                    wrong.push(format!("{path}: {}", line.trim()));
                }
            }
        }
    }
    for (room, _) in ROOMS {
        assert!(
            rooms.contains(*room),
            "the table names `{room}`, which does not exist"
        );
    }
    assert!(
        wrong.is_empty(),
        "imports against the arrows:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn packages_stay_in_their_room() {
    let mut wrong = Vec::new();
    for (path, text) in software() {
        for (package, room) in KEPT {
            let named = code(&text).any(|line| {
                line.contains(&format!("{package}::")) && !line.contains(&format!("_{package}::"))
            });
            if named && !path.starts_with(room) && path != "main.rs" {
                wrong.push(format!("{path} names {package}, which belongs to {room}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_reads_a_clock_or_exits() {
    let mut wrong = Vec::new();
    for (path, text) in software() {
        if path.starts_with("cli/") || path == "main.rs" {
            continue;
        }
        for line in code(&text) {
            for word in [
                "println!",
                "eprintln!",
                "print!(",
                "process::exit",
                "Instant::now",
                "SystemTime",
            ] {
                if line.contains(word) {
                    wrong.push(format!("{path}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
