//! Arrival processes, random factors, mixes, records and backlogs: from text to model, and every mistake.

use super::*;
use crate::model::{Arrivals, Backlog, Factor, IntervalFactor, Mix, RateShape, Replayed};

/// Two hours in half-hours, queues `a` and `b` with these settings, and what else is said.
fn text(a: &str, b: &str, more: &str) -> String {
    format!(
        "[center]\nopens = \"08:00\"\ncloses = \"10:00\"\ninterval = \"30m\"\n\
         [queues.a]\nhandle = \"5m\"\n{a}\n[queues.b]\nhandle = \"5m\"\n{b}\n\
         [groups.g]\nskills = [\"a\", \"b\"]\nstaff = 3\n{more}\n"
    )
}

fn arrivals(typed: &str) -> Arrivals {
    let text = text(&format!("volume = 10\narrivals = {typed}"), "volume = 10", "");
    good(&text, &[]).center.queues[0].rules.arrivals.clone()
}

fn first(text: &str) -> String {
    wrong(text, &[], &[])[0].0.clone()
}

#[test]
fn contacts_arrive_in_many_ways() {
    assert_eq!(arrivals("\"poisson\""), Arrivals::Poisson);
    assert_eq!(arrivals("\"fixed\""), Arrivals::Fixed);
    assert_eq!(arrivals("{ mixed = { cv = 0.2 } }"), Arrivals::Mixed { cv: 0.2 });
    assert_eq!(
        arrivals("{ renewal = { gamma = { mean = \"1m\", cv = 0.5 } } }"),
        Arrivals::Renewal {
            gaps: Distribution::gamma_by_mean_cv(60.0, 0.5)
        }
    );
    assert_eq!(
        arrivals("{ batches = [[1, 0.8], [5, \"20%\"]] }"),
        Arrivals::Batches {
            sizes: vec![(1, 0.8), (5, 0.2)]
        }
    );
    let linear = good(
        &text("volume = 10\nrate_shape = \"linear\"", "volume = 1", ""),
        &[],
    );
    assert_eq!(linear.center.queues[0].rules.shape, RateShape::Linear);
    let changed = good(
        &text("volume = 10\narrivals = \"fixed\"", "volume = 1", ""),
        &["queues.a.arrivals.mixed.cv=0.3", "queues.b.arrivals=fixed"],
    );
    assert_eq!(
        changed.center.queues[0].rules.arrivals,
        Arrivals::Mixed { cv: 0.3 }
    );
    assert_eq!(changed.center.queues[1].rules.arrivals, Arrivals::Fixed);
}

#[test]
fn wrong_arrivals_are_told() {
    let first = |typed: &str| {
        first(&text(
            &format!("volume = 10\narrivals = {typed}"),
            "volume = 10",
            "",
        ))
    };
    assert!(
        first("\"fixd\"").ends_with("did you mean `fixed`?"),
        "{}",
        first("\"fixd\"")
    );
    assert!(first("\"replay\"").contains("it needs more than a word"));
    assert!(first("{ mixed = { cv = 0.2 }, replay = \"x.csv\" }").contains("two arrival processes"));
    assert!(first("{ batches = [[1, 0.8], [5, 0.3]] }").starts_with("these shares sum to 110 %"));
    assert!(first("{ mixed = {} }").starts_with("`cv` is missing"));
    let no_file = first("{ replay = \"no.csv\" }");
    assert!(no_file.contains("`a` has no volume of its own"), "{no_file}");
    assert!(first("\"fixed\"\nrate_shape = \"linear\"").starts_with("a linear rate does not go with"));
}

#[test]
fn factors_multiply_volumes() {
    let more = "[factors.weather]\nqueues = [\"b\"]\nday = { gamma = { cv = 0.1 } }\n\
        [factors.noise]\ninterval = { cv = 0.2, correlation = 0.8 }";
    let center = good(&text("volume = 10", "volume = 10", more), &[]).center;
    assert_eq!(
        center.rules.factors,
        [
            Factor {
                name: "weather".into(),
                queues: vec![1],
                day: Some(Distribution::gamma_by_mean_cv(1.0, 0.1)),
                intervals: None,
            },
            Factor {
                name: "noise".into(),
                queues: vec![0, 1],
                day: None,
                intervals: Some(IntervalFactor {
                    cv: 0.2,
                    correlation: 0.8
                }),
            },
        ]
    );
    let changed = good(
        &text("volume = 10", "volume = 10", more),
        &["factors.noise.interval.cv=0.4"],
    );
    assert_eq!(changed.center.rules.factors[1].intervals.expect("a law").cv, 0.4);
    let first = |more: &str| first(&text("volume = 10", "volume = 10", more));
    assert!(
        first("[factors.f]\nqueues = [\"c\"]\nday = { gamma = { cv = 0.1 } }")
            .starts_with("there is no queue `c`")
    );
    assert!(first("[factors.f]").starts_with("this factor has no law"));
    assert!(first("[factors.f]\ninterval = { correlation = 0.5 }").starts_with("`cv` is missing"));
}

#[test]
fn a_mix_fills_the_volumes_of_its_queues() {
    let more = "[mixes.line]\nvolume = [10, 20, 30, 40]\nqueues = { a = \"30%\", b = { \"08:00\" = 0.7 } }";
    let center = good(&text("", "", more), &[]).center;
    assert_eq!(center.queues[0].volume, [3.0, 6.0, 9.0, 12.0]);
    assert_eq!(
        center.rules.mixes,
        [Mix {
            name: "line".into(),
            volume: vec![10.0, 20.0, 30.0, 40.0],
            arrivals: Arrivals::Poisson,
            shape: RateShape::Constant,
            shares: vec![(0, PerInterval::Same(0.3)), (1, PerInterval::Each(vec![0.7; 4]))],
        }]
    );
    let scaled = good(&text("", "", more), &["mixes.line.volume=x2"]);
    assert_relative_eq!(scaled.center.queues[1].volume[0], 14.0, max_relative = 1e-12);
    let rate = "[mixes.line]\nrate = \"20/h\"\narrivals = \"fixed\"\nqueues = { a = 0.5, b = 0.5 }";
    let center = good(&text("", "", rate), &[]).center;
    assert_relative_eq!(center.queues[0].volume[3], 5.0, max_relative = 1e-12);
    assert_eq!(center.rules.mixes[0].arrivals, Arrivals::Fixed);
}

#[test]
fn wrong_mixes_are_told() {
    let mix = |queues: &str| format!("[mixes.m]\nvolume = 10\nqueues = {queues}");
    let of = |a: &str, more: &str| first(&text(a, "", more));
    assert_eq!(
        of("", &mix("{ a = 0.3, b = 0.6 }")),
        "these shares sum to 90 % | every contact of the mix is of one of its queues: they sum to 100 %"
    );
    assert!(of("", &mix("{ a = 0.3, b = { \"08:00\" = 0.7, \"09:00\" = 0.6 } }")).contains("90 % at 09:00"));
    assert_eq!(
        of("volume = 5", &mix("{ a = 0.3, b = 0.7 }")),
        "`a` has no volume of its own | its contacts come from the mix `m` | \
         change mixes.m instead, or take `a` out of it"
    );
    let partly = "[factors.f]\nqueues = [\"a\"]\nday = { gamma = { cv = 0.1 } }";
    assert_eq!(
        of("", &format!("{}\n{partly}", mix("{ a = 0.3, b = 0.7 }"))),
        "this factor is of some queues of the mix `m` only | a mix is one stream: what multiplies it multiplies \
         all of it | name all its queues, or none: a, b"
    );
    assert!(of("", &mix("{ a = 0.3, b = 0.6, c = 0.1 }")).starts_with("there is no queue `c`"));
    let two = format!(
        "{}\n[mixes.n]\nvolume = 1\nqueues = {{ a = 1 }}",
        mix("{ a = 0.3, b = 0.7 }")
    );
    assert!(of("", &two).starts_with("`a` is of two mixes"));
    assert!(of("", "[mixes.m]\nqueues = { a = 0.5, b = 0.5 }").starts_with("`volume` is missing"));
    let replayed = mix("{ a = 0.3, b = 0.7 }") + "\narrivals = { replay = \"x.csv\" }";
    assert!(of("", &replayed).starts_with("a mix cannot be replayed"));
}

const REPLAY: &str = "arrivals = { replay = \"calls.csv\" }";

#[test]
fn a_record_is_replayed() {
    let calls =
        "time,queue,handle_s,patience\n08:45:00,a,200,2m\n08:03:12.5,a,,\n08:10,b,90,1m\n09:59:59,a,61.5,\n";
    let scenario = try_read(&text(REPLAY, REPLAY, ""), &[], &[("calls.csv", calls)], None)
        .unwrap_or_else(|problems| panic!("{problems}"));
    let [a, b] = scenario.center.queues.as_slice() else {
        panic!("two queues")
    };
    let contact = |seconds: f64, handle_s, patience_s| Replayed {
        at: Ticks::from_seconds(seconds),
        handle_s,
        patience_s,
    };
    let expected = vec![
        contact(192.5, None, None),
        contact(2700.0, Some(200.0), Some(120.0)),
        contact(7199.0, Some(61.5), None),
    ];
    assert_eq!(a.rules.arrivals, Arrivals::Replay(expected.into()));
    assert_eq!(a.volume, [1.0, 1.0, 0.0, 1.0]);
    assert_eq!(b.volume, [1.0, 0.0, 0.0, 0.0]);
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
}

#[test]
fn a_record_of_several_days_has_dates_or_days() {
    let center = |text: String| {
        text.replace(
            "opens = \"08:00\"\ncloses = \"10:00\"",
            "hours = [\"08:00-10:00\", \"08:00-10:00\"]",
        )
    };
    let text = center(text(REPLAY, "volume = 10", ""));
    for calls in [
        "time\n2026-11-30 08:10:00\n2026-12-01T08:10:00\n2026-12-01 09:00\n2026-11-30 07:00\n",
        "day,time\n1,08:10\n2,08:10\n2,09:00\n1,07:00\n",
    ] {
        let scenario = try_read(&text, &[], &[("calls.csv", calls)], None).unwrap_or_else(|p| panic!("{p}"));
        let volume = &scenario.center.queues[0].volume;
        let some: Vec<usize> = (0..96).filter(|&interval| volume[interval] > 0.0).collect();
        assert_eq!(some, [16, 64, 66]);
        assert!(
            said(&scenario.warnings)[0]
                .0
                .contains("came while the center is closed")
        );
    }
    let lost = wrong(&text, &[], &[("calls.csv", "time\n08:10\n")]);
    assert!(lost[0].0.starts_with("on which day is 08:10?"), "{lost:?}");
}

#[test]
fn bad_rows_are_told_by_their_lines() {
    let calls = "time,handle_s\n08:10,60\nsoon,60\n08:20,minus\n08:30,0\n12:00,60\n08:40,60\n";
    let said = wrong(&text(REPLAY, "volume = 1", ""), &[], &[("calls.csv", calls)]);
    let lines: Vec<usize> = said.iter().map(|(_, line)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6], "{said:?}");
    assert!(said[0].0.starts_with("`soon` is not a time"));
    assert!(
        said[3]
            .0
            .starts_with("12:00 lies outside opening hours | the center is open from 08:00 to 10:00")
    );
    let many: String = std::iter::once("time\n".to_owned())
        .chain((0..9).map(|_| "never\n".to_owned()))
        .collect();
    let said = wrong(&text(REPLAY, "volume = 1", ""), &[], &[("calls.csv", &many)]);
    assert_eq!(said.len(), 6);
    assert!(
        said.iter()
            .any(|(said, _)| said.starts_with("4 more rows of this record are wrong"))
    );
    let stranger = wrong(
        &text(REPLAY, "volume = 1", ""),
        &[],
        &[("calls.csv", "time,queue\n08:10,aa\n")],
    );
    assert!(
        stranger[0].0.starts_with("`calls.csv` has no contact of `a`"),
        "{stranger:?}"
    );
    assert!(stranger[0].0.ends_with("did you mean `aa`?"));
    let twice = wrong(
        &text(&format!("volume = 5\n{REPLAY}"), "volume = 1", ""),
        &[],
        &[("calls.csv", "time\n08:10\n")],
    );
    assert!(
        twice[0]
            .0
            .starts_with("`a` has no volume of its own | its contacts are those of the record")
    );
}

#[test]
fn who_is_there_at_opening() {
    let typed = "volume = 10\nbacklog = { waiting = [\"30s\", \"2m\"], in_service = \"1m\", early = 12, early_over = \"15m\" }";
    let center = good(&text(typed, "volume = 10", ""), &[]).center;
    assert_eq!(
        center.queues[0].rules.backlog,
        Backlog {
            waiting_s: vec![120.0, 30.0],
            in_service_s: vec![60.0],
            early: 12.0,
            early_over_s: 900.0,
        }
    );
    let first = |backlog: &str| {
        first(&text(
            &format!("volume = 10\nbacklog = {backlog}"),
            "volume = 10",
            "",
        ))
    };
    assert!(first("{ early = 12 }").starts_with("`early_over` is missing"));
    let bare = first("{ waiting = [\"2\"] }");
    assert!(bare.starts_with("`2` is not a duration"), "{bare}");
    let steady = text(
        typed,
        "volume = 10",
        "[experiment]\nmode = \"steady\"\nwarm_up = \"1h\"",
    );
    assert!(
        wrong(&steady, &[], &[])[0]
            .0
            .starts_with("a backlog at opening has no equilibrium")
    );
}
