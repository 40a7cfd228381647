//! Lessons: their files are sound, their commands run as they are typed, and every figure of a text is one
//! that the commands beside it print.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use headcount::lesson::{LESSONS, Lesson, Line};

fn headcount(arguments: &[String], directory: &Path) -> Output {
    Command::new(cargo_bin!("headcount"))
        .args(arguments)
        .current_dir(directory)
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program starts")
}

/// The words of a command as a shell takes them: single and double quotes, nothing else.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        match quote {
            Some(open) if letter == open => quote = None,
            None if letter == '\'' || letter == '"' => quote = Some(letter),
            None if letter == ' ' => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    assert_eq!(quote, None, "{command}");
    assert!(
        !command.contains(['$', '`', '\\', '|', '&', ';', '<']),
        "a shell would make something else of {command}"
    );
    words.retain(|word| !word.is_empty());
    words
}

/// The figures of a text: digits with a point or commas between them. Digits within a word (`p50`) are none.
fn figures(text: &str) -> BTreeSet<String> {
    let mut figures = BTreeSet::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        if start > 0 {
            before = rest[..start].chars().next_back().unwrap();
        }
        let end = rest[start..]
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',')
            .map_or(rest.len(), |length| start + length);
        let figure = rest[start..end].trim_end_matches(['.', ',']);
        if !before.is_alphabetic() || before == 'm' || before == 'h' {
            figures.insert(figure.to_owned());
        }
        before = rest[..end].chars().next_back().unwrap();
        rest = &rest[end..];
    }
    figures
}

/// What a lesson's sections say, and what their commands print.
#[derive(Default)]
struct Section {
    heading: String,
    said: Vec<String>,
    shown: String,
}

/// Types a lesson's commands in a directory with its files.
fn sections(lesson: &Lesson, directory: &Path) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    for line in lesson.lines() {
        let section = sections.last_mut().unwrap();
        match line {
            Line::Title(_) | Line::Paragraph("") => {}
            Line::Heading(heading) => sections.push(Section {
                heading: heading.to_owned(),
                ..Section::default()
            }),
            Line::Paragraph(text) => section.said.push(text.to_owned()),
            Line::Command(command) => {
                let words = words(command);
                assert_eq!(words[0], "headcount", "{command}");
                let output = headcount(&words[1..], directory);
                let problems = String::from_utf8(output.stderr).unwrap();
                assert!(output.status.success(), "{command}\n{problems}");
                assert!(
                    problems.lines().all(|line| line.starts_with("Written: ")),
                    "{command}\n{problems}"
                );
                section.shown += &String::from_utf8(output.stdout).unwrap();
            }
        }
    }
    sections
}

fn hold(name: &str) {
    let lesson = Lesson::named(name).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let written = headcount(
        &["lesson", name, "--out", "."].map(str::to_owned),
        directory.path(),
    );
    assert!(
        written.status.success(),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    let sections = sections(lesson, directory.path());
    let everything: String = sections.iter().map(|section| &*section.shown).collect();
    let mut seen = String::new();
    let mut wrong = Vec::new();
    for section in sections.iter().filter(|section| section.heading != "Source") {
        seen += &section.shown;
        // The introduction may tell what the reader will see.
        let known = figures(if seen.is_empty() { &everything } else { &seen });
        let shown = |figure: &String| known.contains(figure) || known.contains(&format!("{figure}.0"));
        for said in &section.said {
            let unseen = figures(said).into_iter().filter(|figure| !shown(figure));
            wrong.extend(unseen.map(|figure| format!("{}: {figure} in {said:?}", section.heading)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{name}: no command prints\n{}",
        wrong.join("\n")
    );
    for picture in lesson
        .text
        .split_whitespace()
        .filter(|word| word.starts_with("pictures/"))
    {
        let picture = picture.trim_end_matches([':', '.', ',']);
        assert!(directory.path().join(picture).exists(), "{name}: {picture}");
    }
}

macro_rules! lessons {
    ($($test:ident $name:literal)+) => {
        const HELD: &[&str] = &[$($name),+];
        $(#[test] fn $test() { hold($name); })+
    };
}

lessons! {
    two_sellers "two-sellers"
    explosion "explosion"
    chance "chance"
    same_callers "same-callers"
    pooling "pooling"
    square_root "square-root"
    patience "patience"
    handle_time "handle-time"
    moving_load "moving-load"
    two_skills "two-skills"
}

#[test]
fn every_lesson_is_held_and_complete() {
    let names: Vec<&str> = LESSONS.iter().map(|lesson| lesson.name).collect();
    assert_eq!(names, HELD);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/lessons");
    let mut files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for lesson in LESSONS {
        assert!(files.remove(&format!("{}.md", lesson.name)), "{}", lesson.name);
        assert!(
            lesson.lines().any(|line| line == Line::Heading("Source")),
            "{}",
            lesson.name
        );
        assert!(lesson.commands().count() >= 3, "{}", lesson.name);
        let commands: Vec<&str> = lesson.commands().collect();
        for (file, content) in lesson.files {
            assert!(files.remove(*file), "{file}");
            assert!(
                commands.iter().any(|command| command.contains(file)),
                "{file} is never used"
            );
            assert!(
                file.ends_with(".csv") || content.starts_with("# "),
                "{file} says what it is"
            );
        }
    }
    assert!(files.is_empty(), "in no lesson: {files:?}");
}

#[test]
fn lessons_are_listed_read_and_written() {
    let directory = tempfile::tempdir().unwrap();
    let typed = |line: &str| headcount(&words(line), directory.path());
    let text = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();

    let list = typed("lesson");
    assert!(list.status.success());
    for lesson in LESSONS {
        assert!(text(&list).contains(lesson.name) && text(&list).contains(lesson.about));
        let read = text(&typed(&format!("lesson {}", lesson.name)));
        assert!(read.starts_with(lesson.title()));
        for command in lesson.commands() {
            assert!(
                read.contains(&format!("\n    {command}\n")),
                "{command} stands on a line of its own"
            );
        }
        assert!(
            read.lines()
                .all(|line| line.starts_with("    ") || line.chars().count() <= 90),
            "{} is wrapped",
            lesson.name
        );
        assert!(read.contains("Type along: "));
    }

    assert!(typed("lesson pooling --out school").status.success());
    for file in ["pooling.toml", "LESSON.txt"] {
        assert!(directory.path().join("school").join(file).exists(), "{file}");
    }
    let again = typed("lesson pooling --out school");
    assert_eq!(again.status.code(), Some(1));
    assert!(typed("lesson pooling --out school --force").status.success());
    assert_eq!(typed("lesson nonsense").status.code(), Some(2));
    assert_eq!(typed("lesson --out school").status.code(), Some(2));
}

#[test]
fn figures_are_found_as_people_write_them() {
    let found = figures("It is 3.74, or 1,024 (45 s); p50, 19m07s. From 08:00, 64.");
    let expected = ["00", "07", "08", "1,024", "19", "3.74", "45", "64"];
    assert_eq!(found, expected.map(str::to_owned).into());
    assert_eq!(
        words("headcount run --set 'a=[[\"x\", 1]]' b"),
        ["headcount", "run", "--set", "a=[[\"x\", 1]]", "b"]
    );
}
