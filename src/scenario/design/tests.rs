//! Designs, from text to scenarios.

use proptest::prelude::*;

use super::*;
use crate::scenario::{Problems, Source, read};

const BANK: &str = include_str!("../../../scenarios/bank.toml");

fn grid(vary: &[&str]) -> Result<Design, Problems> {
    Design::grid(&vary.iter().map(|text| text.to_string()).collect::<Vec<_>>())
}

fn random(n: u32, within: &[&str], seed: u64) -> Result<Design, Problems> {
    Design::random(
        n,
        &within.iter().map(|text| text.to_string()).collect::<Vec<_>>(),
        seed,
    )
}

fn table(text: &str) -> Result<Design, Problems> {
    Design::table(&Source::new("design.csv", text))
}

fn texts(design: &Design) -> Vec<Vec<&str>> {
    design
        .points()
        .map(|point| {
            point
                .levels
                .iter()
                .map(|level| level.map_or("", |level| level.text.as_str()))
                .collect()
        })
        .collect()
}

/// What a problem shows: its file, line and column, and the text above the caret.
fn blamed(problems: &Problems, text: &str) -> Vec<(String, usize, String)> {
    problems
        .iter()
        .map(|problem| {
            let place = problem.place.as_ref().unwrap();
            (
                place.file.clone(),
                place.line,
                text[place.span.clone()].to_owned(),
            )
        })
        .collect()
}

fn bank(edits: &[Edit]) -> Result<crate::scenario::Scenario, Problems> {
    read(&Source::new("bank.toml", BANK), edits, None, &|_| {
        Err(std::io::ErrorKind::NotFound.into())
    })
}

#[test]
fn a_grid_is_every_combination() {
    let design = grid(&["groups.a.staff = 3..4", "queues.q.handle=2m,3m,x"]).unwrap();
    assert_eq!(design.len(), 6);
    assert!(design.is_grid());
    assert_eq!(
        texts(&design),
        [
            ["3", "2m"],
            ["3", "3m"],
            ["3", "x"],
            ["4", "2m"],
            ["4", "3m"],
            ["4", "x"]
        ]
    );
    let names: Vec<&str> = design
        .factors()
        .iter()
        .map(|factor| factor.name.as_str())
        .collect();
    assert_eq!(names, ["groups.a.staff", "queues.q.handle"]);
    let edits: Vec<String> = design
        .point(4)
        .edits
        .iter()
        .map(|edit| edit.to_string())
        .collect();
    assert_eq!(edits, ["groups.a.staff = 4", "queues.q.handle=3m"]);
}

#[test]
fn levels_know_their_kind_and_value() {
    use LevelKind::{Replaces, Scales, Shifts, Words};
    use LevelUnit::{Number, PerHour, Seconds, Share};
    for (text, kind, values) in [
        ("a=16..18:2", Replaces(Number), vec![16.0, 18.0]),
        ("a=2m,150s", Replaces(Seconds), vec![120.0, 150.0]),
        ("a=80%,0.9", Replaces(Share), vec![0.8, 0.9]),
        ("a=\"80%\"", Replaces(Share), vec![0.8]),
        ("a=60/h,2/m", Replaces(PerHour), vec![60.0, 120.0]),
        ("a=x0.9,x1.1", Scales, vec![0.9, 1.1]),
        ("a=-2..+2:2", Shifts(Number), vec![-2.0, 0.0, 2.0]),
        ("a=-5%,+120%", Shifts(Share), vec![-0.05, 1.2]),
        ("a=+30s,-1m", Shifts(Seconds), vec![30.0, -60.0]),
        ("a=2m,forever", Words, vec![]),
        ("a=x1.1,+5", Words, vec![]),
        ("a=longest-idle", Words, vec![]),
    ] {
        let design = grid(&[text]).unwrap_or_else(|problems| panic!("{problems}"));
        let factor = &design.factors()[0];
        assert_eq!(factor.kind, kind, "{text}");
        let read: Vec<f64> = factor.levels.iter().filter_map(|level| level.value).collect();
        assert_eq!(read.len(), values.len(), "{text}");
        for (read, expected) in read.iter().zip(values) {
            assert!((read - expected).abs() < 1e-12, "{text}: {read}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_grid_is_said_at_its_place() {
    for (vary, blamed_text) in [
        (vec!["a.b=5..1"], "5..1"),
        (vec!["a.b=1,2,1"], "1"),
        (vec!["a.b=-2,0,+2"], "0"),
        (vec!["a.b=x0.9,x1.x"], "x1.x"),
        (vec!["a.b=1..500", "a.c=1..500"], "a.c=1..500"),
        (vec!["a.b=1,2", "a.b=3,4"], "a.b"),
        (vec!["a.b,a.b=3,4"], "a.b"),
        (vec!["a.b=1..9:0"], "1..9:0"),
    ] {
        let problems = grid(&vary).unwrap_err();
        let found = blamed(&problems, vary.last().unwrap());
        assert_eq!(found.len(), 1, "{problems}");
        assert_eq!(found[0].0, "--vary");
        assert_eq!(found[0].2, blamed_text, "{problems}");
    }
    assert!(grid(&[]).is_err());
    assert_eq!(grid(&["a=1..", "b", "c=1,,2"]).unwrap_err().len(), 3);
    assert!(grid(&["a.b=1,2", "a.b@10:00..12:00=3,4"]).is_ok());
}

#[test]
fn factors_of_the_bank_vary_as_asked() {
    let design = grid(&["queues.*.volume=x0.8..x1.3:0.05"]).unwrap();
    assert_eq!(design.len(), 11);
    let volumes: Vec<f64> = design
        .points()
        .map(|point| bank(&point.edits).unwrap_or_else(|problems| panic!("{problems}")))
        .map(|scenario| {
            scenario
                .center
                .queues
                .iter()
                .flat_map(|queue| &queue.volume)
                .sum()
        })
        .collect();
    for (index, volume) in volumes.iter().enumerate() {
        let expected = 1693.0 * (0.8 + 0.05 * index as f64);
        assert!((volume - expected).abs() < 1e-9, "{volume} for {expected}");
    }

    let design = grid(&["queues.service.patience.exponential.mean=2m,3m,5m"]).unwrap();
    let means: Vec<f64> = design
        .points()
        .map(|point| bank(&point.edits).unwrap().center.queues[0].patience.at(0).mean())
        .collect();
    assert_eq!(means, [120.0, 180.0, 300.0]);

    let design = grid(&["queues.loans.patience.exponential.mean=2m,3m"]).unwrap();
    let means: Vec<f64> = design
        .points()
        .map(|point| bank(&point.edits).unwrap().center.queues[1].patience.at(0).mean())
        .collect();
    assert_eq!(means, [120.0, 180.0]);

    let design = grid(&[
        "queues.loans.talk.lognormal.mean=4m,5m",
        "queues.loans.talk.lognormal.cv=1.1",
    ])
    .unwrap();
    let means: Vec<f64> = design
        .points()
        .map(|point| bank(&point.edits).unwrap_or_else(|problems| panic!("{problems}")))
        .map(|scenario| scenario.center.queues[1].handle.at(0).mean_s())
        .collect();
    assert!(
        (means[0] - 240.0).abs() < 1e-9 && (means[1] - 300.0).abs() < 1e-9,
        "{means:?}"
    );

    let design = grid(&["groups.generalists.staff,groups.loan_desk.staff@12:00..13:00=-1..+1"]).unwrap();
    let staff: Vec<(u32, u32)> = design
        .points()
        .map(|point| bank(&point.edits).unwrap().center.groups)
        .map(|groups| (groups[0].staff[8], groups[1].staff[8]))
        .collect();
    assert_eq!(staff, [(5, 5), (6, 6), (7, 7)]);
}

#[test]
fn a_path_that_leads_nowhere_is_blamed_where_it_was_typed() {
    let text = "groups.generalist.staff=4,5";
    let problems = bank(&grid(&[text]).unwrap().point(0).edits).unwrap_err();
    assert_eq!(
        blamed(&problems, text),
        [("--vary".to_owned(), 1, "generalist".to_owned())]
    );

    let text = "name,groups.generalist.staff,\"queues.loans.balk\"\nlunch,4,0.1\ndinner,5,\"1,2,3\"\n";
    let design = table(text).unwrap();
    let problems = bank(&design.point(1).edits).unwrap_err();
    let at = |line: usize, text: &str| ("design.csv".to_owned(), line, text.to_owned());
    assert_eq!(blamed(&problems, text), [at(1, "generalist"), at(3, "1,2,3")]);
}

#[test]
fn a_table_is_a_row_a_scenario() {
    let text = "name;groups.loan_desk.staff@12:00..13:00;queues.service.volume;queues.service.balk\n\
        as it is;;;\nlunch;8;x1,1;0,5%\nquiet;-2;x0,9;\n";
    let design = table(text).unwrap();
    assert_eq!(design.len(), 3);
    assert!(!design.is_grid());
    let names: Vec<_> = design.points().filter_map(|point| point.name).collect();
    assert_eq!(names, ["as it is", "lunch", "quiet"]);
    assert_eq!(
        texts(&design),
        [["", "", ""], ["8", "x1,1", "0.5%"], ["-2", "x0,9", ""]]
    );
    let kinds: Vec<_> = design.factors().iter().map(|factor| factor.kind).collect();
    assert_eq!(
        kinds,
        [
            LevelKind::Words,
            LevelKind::Scales,
            LevelKind::Replaces(LevelUnit::Share)
        ]
    );
    assert_eq!(design.factors()[1].levels[0].value, Some(1.1));
    let scenario = bank(&design.point(1).edits).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.center.groups[1].staff[7..11], [7, 8, 8, 7]);
    assert!(design.point(0).edits.is_empty());

    let design = table("\u{feff}groups.a.staff,\"queues.a.volume,queues.b.volume\"\r\n4,x2\r\n").unwrap();
    assert_eq!(design.point(0).name, None);
    assert_eq!(design.factors()[1].name, "queues.a.volume,queues.b.volume");
}

#[test]
fn what_is_wrong_with_a_table_is_said_at_its_place() {
    let at = |line: usize, text: &str| ("design.csv".to_owned(), line, text.to_owned());
    for (text, expected) in [
        ("", vec![at(1, "")]),
        ("name\nlunch\n", vec![at(1, "name")]),
        ("a.b,c.d\n", vec![at(1, "a.b,c.d")]),
        ("a.b,a.b\n1,2\n", vec![at(1, "a.b")]),
        ("a.b,c..d\n1,2\n", vec![at(1, "c..d")]),
        ("a.b,c.d=3\n1,2\n", vec![at(1, "c.d=3")]),
        ("a.b,name\n1,2\n", vec![at(1, "name")]),
        ("a.b,c.d\n1,2,3\n", vec![at(2, "3")]),
        ("a.b,c.d\n1,\n2,\n", vec![at(1, "c.d")]),
        ("name,a.b\nx,1\nx,x1.1.1\n", vec![at(3, "x"), at(3, "x1.1.1")]),
    ] {
        let problems = table(text).unwrap_err();
        assert_eq!(blamed(&problems, text), expected, "{problems}");
    }
}

#[test]
fn random_values_keep_their_form() {
    let design = random(
        4,
        &[
            "a.staff=16..28",
            "a.volume=x0.8..x1.3",
            "a.handle=2m..5m:30s",
            "a.balk=1%..5%",
            "a.shift=-5..+5",
            "a.talk=90s..3m",
        ],
        7,
    )
    .unwrap();
    let shape = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect()
    };
    for levels in texts(&design) {
        assert_eq!(shape(levels[0]), "00");
        assert_eq!(shape(levels[1]), "x0.000");
        assert!(["2m", "2m30s", "3m", "3m30s", "4m", "4m30s", "5m"].contains(&levels[2]));
        assert!(
            shape(levels[3]).starts_with("0.0") && levels[3].ends_with('%'),
            "{}",
            levels[3]
        );
        assert!(levels[4].starts_with(['+', '-']) && shape(levels[4]).len() == 2);
        assert!(levels[5].contains('m'));
    }
    // Another factor beside it changes nothing; another seed does.
    let alone = random(4, &["a.volume=x0.8..x1.3"], 7).unwrap();
    assert_eq!(alone.factors()[0], design.factors()[1]);
    assert_ne!(random(4, &["a.volume=x0.8..x1.3"], 8).unwrap(), alone);
    // The same bytes everywhere.
    assert_eq!(texts(&alone).concat(), ["x1.005", "x1.283", "x0.850", "x1.140"]);
}

#[test]
fn ranges_that_cannot_be_drawn_from_are_refused() {
    for text in [
        "a.b=1,2",
        "a.b=5",
        "a.b=5..5",
        "a.b=5..1",
        "a.b=1..x2",
        "a.b",
        "a.b=0.1s..0.1001s",
        "a.b=1..1e999",
    ] {
        let problems = random(1000, &[text], 1).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems}");
    }
    assert!(random(0, &["a.b=1..5"], 1).is_err());
    assert!(random(5, &[], 1).is_err());
    assert!(random(100_001, &["a.b=1..5"], 1).is_err());
    assert!(random(5, &["a.b=1..5", "a.b=2..6"], 1).is_err());
}

/// Low end, high end and how they are written.
fn ranges() -> impl Strategy<Value = (f64, f64, &'static str)> {
    (1_u32..5000, 1_u32..5000, 0_usize..5).prop_map(|(low, width, form)| {
        let form = ["N", "x0.N", "N%", "Ns", "+N"][form];
        let scale = if form == "x0.N" { 1e-4 } else { 1.0 };
        (f64::from(low) * scale, f64::from(low + width) * scale, form)
    })
}

fn typed(value: f64, form: &str) -> String {
    match form {
        "x0.N" => format!("x{value:.4}"),
        _ => form.replace('N', &format!("{value}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    /// Sorted by value, the k-th of n draws lies in the k-th n-th of the range; whole numbers lie in one
    /// of the steps that this n-th touches.
    #[test]
    fn each_stratum_has_exactly_one_draw(n in 1_u32..200, seed: u64, (low, high, form) in ranges()) {
        let text = format!("a.b={}..{}", typed(low, form), typed(high, form));
        let design = random(n, &[&text], seed).unwrap();
        prop_assert_eq!(design.len(), n as usize);
        let scale = if form == "N%" { 0.01 } else { 1.0 };
        let mut values: Vec<f64> = design
            .points()
            .map(|point| point.levels[0].unwrap().value.unwrap() / scale)
            .collect();
        values.sort_by(f64::total_cmp);
        let n = f64::from(n);
        for (stratum, value) in values.iter().enumerate() {
            let (from, to) = (stratum as f64 / n, (stratum + 1) as f64 / n);
            if matches!(form, "N" | "+N") {
                let steps = high - low + 1.0;
                prop_assert_eq!(value.fract(), 0.0);
                prop_assert!(*value >= low + (from * steps + 1e-9).floor() - 1e-9);
                prop_assert!(*value <= low + (to * steps - 1e-9).ceil() - 1.0 + 1e-9);
            } else {
                let width = high - low;
                let slack = 1e-9 * high;
                prop_assert!(*value >= low + from * width - slack, "{} of {}", value, text);
                prop_assert!(*value < low + to * width || stratum + 1 == values.len(), "{} of {}", value, text);
                prop_assert!(*value <= high + slack);
            }
        }
    }

    /// What a point says can be typed: it parses to the same change.
    #[test]
    fn the_texts_parse_again(n in 1_u32..20, seed: u64, (low, high, form) in ranges(), picks in 1_usize..4) {
        let ends = format!("{}..{}", typed(low, form), typed(high, form));
        let list = [typed(low, form), typed(high, form), typed((low + high) * 0.5, form)];
        let csv = format!("a.b,c.d\n{},\n{},{}\n", list[0], list[1], list[2]);
        let designs = [
            random(n, &[&format!("queues.\"a b\".volume@10:00..12:00,c.d={ends}")], seed).unwrap(),
            grid(&[&format!("a.b={}", list[..picks].join(",")), "c.*.d = 3..5"]).unwrap(),
            table(&csv).unwrap(),
        ];
        for edit in designs.iter().flat_map(|design| design.points().flat_map(|point| point.edits)) {
            let again = Edit::parse(edit.text()).unwrap();
            prop_assert_eq!(again.text(), edit.text());
            prop_assert_eq!(&again.targets, &edit.targets);
            prop_assert_eq!(&again.value, &edit.value);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-c.=x0-9,:+%sm@\"\n-]{0,40}", seed: u64) {
        let _ = grid(&[&text]);
        let _ = random(7, &[&text], seed);
        let _ = random(7, &[&format!("a.b={text}")], seed);
        if let Ok(design) = table(&text) {
            for point in design.points() {
                let _ = bank(&point.edits);
            }
        }
    }
}
