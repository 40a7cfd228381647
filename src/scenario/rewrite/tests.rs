//! Round trips: what is written is read back as the same center with the new staff.

use std::path::Path;

use super::*;
use crate::scenario::Edit;

const BANK: &str = include_str!("../../../scenarios/bank.toml");

/// Reads the files of one directory.
fn files(files: &[(&str, &str)]) -> impl Fn(&Path) -> std::io::Result<String> {
    move |path| {
        let file = files.iter().find(|(name, _)| Path::new("dir").join(name) == path);
        file.map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }
}

fn source(text: &str) -> Source {
    Source::new("dir/a.toml", text)
}

fn center(text: &str, edits: &[&str], sheets: &[(&str, &str)]) -> Center {
    let edits: Vec<Edit> = edits.iter().map(|edit| Edit::parse(edit).unwrap()).collect();
    read(&source(text), &edits, None, &files(sheets))
        .unwrap_or_else(|problems| panic!("{problems}"))
        .center
}

/// Everybody one more, and two more in the second interval.
fn more(center: &Center) -> Vec<Vec<u32>> {
    let staff = center.groups.iter().map(|group| {
        let staff = group.staff.iter().enumerate();
        staff
            .map(|(interval, agents)| agents + 1 + u32::from(interval == 1))
            .collect()
    });
    staff.collect()
}

/// The scenario with that staff, which reads back as it should.
fn scenario(text: &str, staff: impl Fn(&Center) -> Vec<Vec<u32>>, sheets: &[(&str, &str)]) -> String {
    let center = center(text, &[], sheets);
    let written = scenario_with_staff(&source(text), &staff(&center), &center, &files(sheets)).unwrap();
    assert_eq!(written.read_back, ReadBack::Same, "{}", written.text);
    written.text
}

/// The sheet with that staff, likewise.
fn sheet(text: &str, sheets: &[(&str, &str)]) -> String {
    let center = center(text, &[], sheets);
    let written = sheet_with_staff(&source(text), &more(&center), &center, &files(sheets)).unwrap();
    assert_eq!(written.read_back, ReadBack::Same, "{}", written.text);
    written.text
}

fn small(groups: &str) -> String {
    format!(
        "# Mornings\n[center]\nopens = \"08:00\"\ncloses = \"10:00\" # early\ninterval = \"30m\"\n\n\
         [queues.q]\nvolume = 10\nhandle = \"5m\"\n\n{groups}"
    )
}

#[test]
fn only_the_staff_of_the_bank_changes() {
    let text = scenario(BANK, more, &[]);
    let differ: Vec<(&str, &str)> = BANK
        .lines()
        .zip(text.lines())
        .filter(|(old, new)| old != new)
        .collect();
    assert_eq!(BANK.lines().count(), text.lines().count());
    assert_eq!(differ.len(), 2);
    for (old, new) in differ {
        assert!(old.starts_with("staff = \"") && new.starts_with("staff = \""));
        assert_eq!(
            old.split_once('#').map(|(_, comment)| comment),
            new.split_once('#').map(|(_, comment)| comment)
        );
    }
    let unchanged = scenario(
        BANK,
        |center| center.groups.iter().map(|group| group.staff.clone()).collect(),
        &[],
    );
    assert_eq!(unchanged, BANK);
}

#[test]
fn staff_keeps_the_form_it_had_where_it_can() {
    let group = |staff: &str| {
        small(&format!(
            "[groups.g] # them\nskills = [\"q\"]\n{staff}\n# the end\n"
        ))
    };
    let row = |_: &Center| vec![vec![4, 5, 5, 4]];
    let same = |_: &Center| vec![vec![7; 4]];
    for (old, new) in [
        ("staff = 3 # now", "staff = \"4 5 5 4\" # now"),
        ("staff = \"3 3  3\\t2\"", "staff = \"4 5  5\t4\""),
        ("staff = [3, 3, # noon\n  3, 2]", "staff = [4, 5, # noon\n  5, 4]"),
        (
            "staff = \"\"\"\n3 3\n3 2\n\"\"\"",
            "staff = \"\"\"\n4 5\n5 4\n\"\"\"",
        ),
        ("staff = { \"08:00\" = 3, \"09:00\" = 2 }", "staff = \"4 5 5 4\""),
        ("staff.\"08:00\" = 3\nstaff.\"09:00\" = 2", "staff = \"4 5 5 4\""),
        ("plan.max = 9\nstaff = 2", "plan.max = 9\nstaff = \"4 5 5 4\""),
        ("plan.max = 9", "plan.max = 9\nstaff = \"4 5 5 4\""),
    ] {
        assert_eq!(scenario(&group(old), row, &[]), group(new));
    }
    assert_eq!(
        scenario(&group("staff = \"3 3 3 2\""), same, &[]),
        group("staff = 7")
    );
    assert_eq!(
        scenario(&group("staff = 3").replace('\n', "\r\n"), row, &[]),
        group("staff = \"4 5 5 4\"").replace('\n', "\r\n")
    );
    let marked = format!("\u{feff}{}", group("staff = 3"));
    assert!(scenario(&marked, row, &[]).starts_with("\u{feff}# Mornings"));
}

#[test]
fn every_way_to_write_a_group_is_understood() {
    for (old, new) in [
        (
            "[groups.\"Loan desk\"]\nskills = [\"q\"]\nstaff = 3\n",
            "[groups.\"Loan desk\"]\nskills = [\"q\"]\nstaff = \"4 5 5 4\"\n",
        ),
        (
            "[groups]\ng = { skills = [\"q\"], staff = 3 }\n",
            "[groups]\ng = { skills = [\"q\"], staff = \"4 5 5 4\" }\n",
        ),
        (
            "[groups]\ng = { skills = [\"q\"], plan = { min = 1 } }\n",
            "[groups]\ng = { skills = [\"q\"], plan = { min = 1 }, staff = \"4 5 5 4\" }\n",
        ),
        (
            "[groups]\ng.skills = [\"q\"]\ng.staff = 3\n",
            "[groups]\ng.skills = [\"q\"]\ng.staff = \"4 5 5 4\"\n",
        ),
        (
            "[groups.g]\nskills = [\"q\"]\n[groups.g.staff]\n\"08:00\" = 3\n",
            "[groups.g]\nskills = [\"q\"]\nstaff = \"4 5 5 4\"\n",
        ),
    ] {
        let written = scenario(&small(old), |_| vec![vec![4, 5, 5, 4]], &[]);
        assert_eq!(written, small(new));
    }
}

#[test]
fn what_was_changed_besides_staff_is_not_written_and_that_is_told() {
    let text = small("[groups.g]\nskills = [\"q\"]\nstaff = 3\nplan.fixed = true\n");
    let busier = center(&text, &["queues.q.volume=x2"], &[]);
    let written = scenario_with_staff(&source(&text), &more(&busier), &busier, &files(&[])).unwrap();
    assert_eq!(written.read_back, ReadBack::Other);
    assert!(written.text.contains("volume = 10\n"));
    let staffed = center(&text, &["groups.g.staff=9"], &[]);
    let written = scenario_with_staff(&source(&text), &more(&staffed), &staffed, &files(&[])).unwrap();
    assert_eq!(written.read_back, ReadBack::Same);
    let longer = center(&text, &["center.closes=11:00"], &[]);
    let written = scenario_with_staff(&source(&text), &more(&longer), &longer, &files(&[])).unwrap();
    assert!(matches!(written.read_back, ReadBack::Refused(_)));
    let mut other = staffed.clone();
    other.groups[0].name = "h".into();
    let refused = scenario_with_staff(&source(&text), &more(&other), &other, &files(&[]));
    assert_eq!(refused, Err(Unwritable::NoGroup("h".into())));
}

const SHEET: &str = "\u{feff}time;q.volume;g.staff;g.plan.max\r\n\
    08:00;10,5;\"3\";9\r\n08:30;11,5;3;\r\n\r\n09:00;12; 4 ;9\r\n09:30;9,25;4;9\r\n10:00;1;1;1\r\n";

fn with_sheet(text: &str) -> String {
    text.replace("interval =", "sheet = \"s.csv\"\ninterval =")
        .replace("volume = 10\n", "")
}

#[test]
fn the_sheet_keeps_all_but_its_staff() {
    let text = with_sheet(&small("[groups.g]\nskills = [\"q\"]\n"));
    assert_eq!(
        sheet(&text, &[("s.csv", SHEET)]),
        SHEET
            .replace("\"3\"", "\"4\"")
            .replace("11,5;3", "11,5;5")
            .replace(" 4 ", " 5 ")
            .replace("9,25;4", "9,25;5")
    );
}

#[test]
fn groups_without_a_column_get_one() {
    let text = with_sheet(&small(
        "[groups.g]\nskills = [\"q\"]\n[groups.\"Loan desk\"]\nskills = [\"q\"]\nstaff = \"1 2 3 4\"\n[groups.groups]\nskills = [\"q\"]\nstaff = 1\n",
    ));
    let csv = "time,q.volume,g.staff\n08:00,10,3\n08:30,11,3\n09:00,12,4,,\n09:30,9,4\n10:00,1,1\n\n";
    assert_eq!(
        sheet(&text, &[("s.csv", csv)]),
        "time,q.volume,g.staff,,,Loan desk.staff,groups.groups.staff\n08:00,10,4,,,2,2\n08:30,11,5,,,4,3\n\
         09:00,12,5,,,4,2\n09:30,9,5,,,5,2\n10:00,1,1,,,,\n\n"
    );
    let bare = csv.replace(",,", "").trim_end().to_owned();
    assert!(sheet(&text, &[("s.csv", &bare)]).ends_with("09:30,9,5,5,2\n10:00,1,1,,"));
}

#[test]
fn staff_of_the_sheet_moves_into_the_scenario() {
    let text = with_sheet(&small("[groups.g]\nskills = [\"q\"]\n"));
    let sheets = [("s.csv", SHEET)];
    let written = scenario(&text, more, &sheets);
    assert!(written.contains("skills = [\"q\"]\nstaff = \"4 5 5 5\"\n"));
    assert!(written.contains("sheet_without = [\"g.staff\"]\n"));
    // And again from there.
    let again = scenario(&written, more, &sheets);
    assert!(again.contains("staff = \"5 7 6 6\"") && again.matches("g.staff").count() == 1);
    let plan = sheet(&written, &sheets);
    assert!(plan.contains("08:30;11,5;7;"));
}

#[test]
fn a_scenario_without_a_sheet_gets_one_of_times_and_staff() {
    let groups = "[groups.g]\nskills = [\"q\"]\nstaff = 3\n[groups.\"a; b\"]\nskills = [\"q\"]\nstaff = 1\n";
    assert_eq!(
        sheet(&small(groups), &[]),
        "time,g.staff,a; b.staff\n08:00,4,2\n08:30,5,3\n09:00,4,2\n09:30,4,2\n"
    );
    assert!(sheet(BANK, &[]).starts_with("time,generalists.staff,loan_desk.staff\n08:00,5,5\n"));
    let week = "[center]\nopens = \"20:00\"\nlength = \"2d\"\ninterval = \"12h\"\n\
                [queues.q]\nvolume = 10\nhandle = \"5m\"\n[groups.g]\nskills = [\"q\"]\nstaff = 3\n";
    assert_eq!(
        sheet(week, &[]),
        "day,time,g.staff\n1,20:00,4\n2,08:00,5\n2,20:00,4\n3,08:00,4\n"
    );
    let written = scenario(week, more, &[]);
    assert!(
        written.ends_with("staff = \"\"\"\n4\n5 4\n4\n\"\"\"\n"),
        "{written}"
    );
    let by_day = week.replace("interval =", "sheet = \"w.csv\"\ninterval =");
    let csv = "day\ttime\tq.balk\n1\t20:00\t0\n2\t08:00\t0\n2\t20:00\t0\n3\t08:00\t0\n";
    assert!(sheet(&by_day, &[("w.csv", csv)]).contains("2\t08:00\t0\t5\n"));
}
