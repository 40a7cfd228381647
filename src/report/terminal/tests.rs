//! Whole screens, as a planner sees them.

use unicode_width::UnicodeWidthStr;

use super::*;
use crate::model::{Actual, ActualSeries, PerInterval};
use crate::report::fixture;

fn screen(width: usize, height: Option<usize>) -> Screen<'static> {
    Screen {
        width,
        height,
        style: Style::Plain,
        source: Source::File("center.toml"),
    }
}

fn findings() -> Vec<String> {
    vec![
        "Lunch breaks Service: 65–78 % in time from 12:00 to 13:30, above 83 % the rest of the day.".into(),
        "Loans is short nearly all day: it misses a target in 21 of 24 half-hours.".into(),
    ]
}

#[test]
fn the_bank_on_a_wide_screen() {
    let center = fixture::bank();
    let shown = Screen {
        source: Source::BuiltIn("bank"),
        ..screen(100, None)
    };
    insta::assert_snapshot!(run_screen(
        &center,
        &fixture::results(&center),
        &findings(),
        &shown
    ));
}

#[test]
fn the_bank_on_a_narrow_and_short_screen() {
    let center = fixture::bank();
    insta::assert_snapshot!(run_screen(
        &center,
        &fixture::results(&center),
        &findings(),
        &screen(80, Some(40))
    ));
}

#[test]
fn the_bank_beside_what_happened() {
    let mut center = fixture::bank();
    center.queues[0].actual = Some(Actual {
        service_level: Some(ActualSeries::Intervals(
            (0..24).map(|index| (index % 7 != 3).then_some(0.8)).collect(),
        )),
        asa_s: Some(ActualSeries::Day(31.0)),
        abandoned: Some(ActualSeries::Day(0.052)),
    });
    insta::assert_snapshot!(run_screen(
        &center,
        &fixture::results(&center),
        &[],
        &screen(120, None)
    ));
}

#[test]
fn one_queue_one_group_one_interval() {
    let center = fixture::wide(1, 1, 3600.0, 1);
    insta::assert_snapshot!(run_screen(
        &center,
        &fixture::results(&center),
        &[],
        &screen(100, None)
    ));
}

#[test]
fn seventeen_queues_show_the_center_and_the_worst() {
    let center = fixture::wide(17, 12, 3600.0, 16);
    insta::assert_snapshot!(run_screen(
        &center,
        &fixture::results(&center),
        &[],
        &screen(100, None)
    ));
}

#[test]
fn a_week_has_a_line_a_day() {
    let center = fixture::wide(3, 2, 1800.0, 336);
    insta::assert_snapshot!(run_screen(
        &center,
        &fixture::results(&center),
        &[],
        &screen(100, None)
    ));
}

#[test]
fn limits_of_every_kind_are_shown_with_their_figures() {
    let mut center = fixture::bank();
    let target = center.queues[0].target.as_mut().expect("the bank has targets");
    target.asa_s = Some(5.0);
    target.p_wait = Some(0.05);
    target.queue_mean = Some(2.0);
    target.waits = vec![crate::model::WaitLimit {
        share: 0.9,
        at_most_s: 30.0,
    }];
    center.groups[0].occupancy_max = Some(0.7);
    center.service_level = crate::model::ServiceLevelDefinition::ShortAbandonsExcluded;
    let mut results = fixture::results(&center);
    results.queues[1]
        .day
        .set(Measure::Balked, Some(crate::estimate::Estimate::exact(3.2)));
    insta::assert_snapshot!(run_screen(&center, &results, &[], &screen(110, None)));
}

#[test]
fn one_replication_claims_no_certainty() {
    let center = fixture::bank();
    let mut results = fixture::results(&center);
    results.replications = 1;
    let strip = |measures: &mut crate::estimate::Measures| {
        for measure in Measure::ALL {
            let bare = measures.get(measure).map(|estimate| crate::estimate::Estimate {
                interval: None,
                days: None,
                ..estimate
            });
            measures.set(measure, bare);
        }
    };
    for panel in results.queues.iter_mut().chain([&mut results.center]) {
        strip(&mut panel.day);
        panel.intervals.iter_mut().for_each(strip);
    }
    let text = run_screen(&center, &results, &[], &screen(100, None));
    assert!(!text.contains('±'), "{text}");
    assert!(text.contains("1 simulated Monday "), "{text}");
}

#[test]
fn nothing_known_is_shown_as_nothing() {
    let center = fixture::bank();
    let mut results = fixture::results(&center);
    for panel in results.queues.iter_mut().chain([&mut results.center]) {
        panel.day = Default::default();
        panel
            .intervals
            .iter_mut()
            .for_each(|cell| *cell = Default::default());
    }
    for panel in results.groups.iter_mut().chain([&mut results.agents]) {
        panel.day = Default::default();
        panel
            .intervals
            .iter_mut()
            .for_each(|cell| *cell = Default::default());
    }
    let text = run_screen(&center, &results, &[], &screen(100, Some(10)));
    assert!(!text.contains("NaN"), "{text}");
}

#[test]
fn no_line_is_wider_than_the_screen() {
    for (queues, groups, width) in [
        (1, 1, 80),
        (2, 2, 80),
        (3, 4, 80),
        (5, 3, 100),
        (17, 17, 72),
        (40, 9, 200),
    ] {
        let center = fixture::wide(queues, groups, 1800.0, 24);
        let text = run_screen(
            &center,
            &fixture::results(&center),
            &findings(),
            &screen(width, None),
        );
        for line in text.lines().filter(|line| !line.contains("--set")) {
            assert!(
                line.width() <= width,
                "{queues} queues, {width}: {} {line}",
                line.width()
            );
            assert_eq!(line, line.trim_end());
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    let center = fixture::bank();
    let results = fixture::results(&center);
    let coloured = Screen {
        style: Style::Colour,
        ..screen(100, None)
    };
    let text = run_screen(&center, &results, &findings(), &coloured);
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        bare.push_str(before);
        rest = after.split_once('m').expect("every sequence ends").1;
    }
    bare.push_str(rest);
    assert_eq!(
        bare,
        run_screen(&center, &results, &findings(), &screen(100, None))
    );
}

#[test]
fn free_agents_cost_nothing_and_are_paid_as_long_as_they_are_there() {
    let mut center = fixture::bank();
    for group in &mut center.groups {
        group.shrinkage = PerInterval::Same(0.0);
    }
    let mut results = fixture::results(&center);
    for panel in results.groups.iter_mut().chain([&mut results.agents]) {
        let staffed = panel.day.get(crate::estimate::GroupMeasure::StaffedHours);
        panel.day.set(crate::estimate::GroupMeasure::PaidHours, staffed);
        panel.day.set(
            crate::estimate::GroupMeasure::Cost,
            Some(crate::estimate::Estimate::exact(0.0)),
        );
    }
    let text = run_screen(&center, &results, &[], &screen(100, None));
    assert!(!text.contains("paid") && !text.contains("cost"), "{text}");
}

#[test]
fn comparisons_keep_to_the_screen() {
    use crate::insight::sensitivity::{Figure, Question, sensitivity};
    let base = fixture::bank();
    let others = [
        ("Bilingual desk", None, fixture::staffed(1)),
        ("As it is", None, fixture::staffed(0)),
    ];
    let found = fixture::beside(&base, &others, 40);
    let experiment = fixture::experiment(40);
    let question = Question {
        share: 0.125,
        figure: Figure::Contacts(Measure::Asa),
        queue: Some(1),
    };
    let depends = sensitivity(&base, &experiment, question, &|_| {});
    for width in [80, 100, 200] {
        let shown = screen(width, None);
        let compared = compare_screen(&base, &experiment, &found, 20, &shown);
        let tornado = sensitivity_screen(&base, &experiment, &depends, &shown);
        for text in [&compared, &tornado] {
            let widest = text.lines().map(UnicodeWidthStr::width).max();
            assert!(widest.is_some_and(|widest| widest <= width), "{width}:\n{text}");
        }
        assert!(compared.contains("Bilingual desk answers "), "{compared}");
        assert!(
            compared.contains("As it is: every call is answered as it was."),
            "{compared}"
        );
        assert!(tornado.contains("12.5 % more"), "{tornado}");
    }
}

#[test]
fn what_happened_beyond_waiting() {
    let center = fixture::beyond::eventful();
    let results = fixture::beyond::eventful_results(&center);
    insta::assert_snapshot!(run_screen(&center, &results, &findings(), &screen(100, None)));
}

#[test]
fn a_narrow_screen_keeps_what_happened_within_its_width() {
    let center = fixture::beyond::eventful();
    let results = fixture::beyond::eventful_results(&center);
    for width in [60, 80, 120] {
        let text = run_screen(&center, &results, &[], &screen(width, None));
        let section = text.lines().skip_while(|line| !line.contains("beyond waiting"));
        for line in section.take_while(|line| !line.is_empty()) {
            assert!(line.width() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn segments_side_by_side() {
    let center = fixture::beyond::eventful();
    let results = fixture::beyond::eventful_results(&center);
    insta::assert_snapshot!(segments_screen(&center, &results, &screen(80, None)));
    let plain = fixture::bank();
    let none = segments_screen(&plain, &fixture::results(&plain), &screen(80, None));
    assert!(none.contains("No queue has segments"), "{none}");
}

#[test]
fn channels_side_by_side() {
    let center = fixture::channels::shop();
    let results = fixture::channels::shop_results(&center);
    let text = run_screen(&center, &results, &[], &screen(100, None));
    let shown: Vec<&str> = text
        .lines()
        .take_while(|line| !line.contains("beyond waiting"))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    for width in [60, 80, 100, 140] {
        let text = run_screen(&center, &results, &[], &screen(width, None));
        let section = text.lines().skip_while(|line| !line.contains("in time"));
        for line in section.take_while(|line| !line.contains("beyond waiting")) {
            assert!(line.width() <= width, "{width}: {line}");
        }
    }
}
