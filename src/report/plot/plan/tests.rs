//! Pictures of plans of every kind: whole, legible, and the same each time.

use super::super::tests::{assert_apart, assert_whole};
use super::*;
use crate::report::fixture::planned;

/// Every picture of every plan, by name.
fn drawn() -> Vec<(String, Svg)> {
    let mut plans = vec![
        ("bank", planned::bank(), planned::bank_planned()),
        ("hours", planned::without_cost(), planned::bank_planned()),
    ];
    let (question, found) = planned::constant();
    plans.push(("constant", question, found));
    for (name, queues, groups, intervals) in [("large", 20, 40, 24), ("week", 3, 2, 336), ("short", 2, 1, 1)]
    {
        let question = planned::large(queues, groups, 1800.0, intervals);
        let found = planned::large_planned(&question);
        plans.push((name, question, found));
    }
    let mut pages = Vec::new();
    for (name, question, found) in &plans {
        for (picture, svg) in staff_pictures(question, found) {
            pages.push((format!("{name}-{picture}"), svg.unwrap()));
        }
    }
    let (question, found) = planned::budgeted();
    for (picture, svg) in budget_pictures(&question, &found) {
        pages.push((format!("budget-{picture}"), svg.unwrap()));
    }
    pages
}

#[test]
fn every_text_is_whole_and_apart_and_a_repeat_gives_the_same_bytes() {
    let pages = drawn();
    assert_eq!(pages.len(), 6 * 4 + 2);
    if let Some(directory) = std::env::var_os("HEADCOUNT_PICTURES") {
        for (name, svg) in &pages {
            let path = std::path::PathBuf::from(&directory).join(format!("plan-{name}.png"));
            std::fs::write(path, svg.to_png(1.0).unwrap()).unwrap();
        }
    }
    for (name, svg) in &pages {
        assert_whole(name, svg);
        assert_apart(name, svg);
        assert!(
            !svg.as_str().contains("NaN") && !svg.as_str().contains("inf,"),
            "{name}"
        );
    }
    for ((name, svg), (_, again)) in pages.iter().zip(drawn()) {
        assert_eq!(svg, &again, "{name}");
    }
}

#[test]
fn gaps_are_shaded_where_staff_differs() {
    let (question, found) = (planned::bank(), planned::bank_planned());
    let required = without(&found.staff, &found.spare);
    let runs = |short: bool| -> usize {
        let mut runs = 0;
        for (now, plan) in found.now.staff.iter().zip(&required) {
            let gap: Vec<bool> = now
                .iter()
                .zip(plan)
                .map(|(now, plan)| if short { now < plan } else { now > plan })
                .collect();
            runs += (0..gap.len())
                .filter(|&at| gap[at] && (at == 0 || !gap[at - 1]))
                .count();
        }
        runs
    };
    let svg = required::draw(&question, &found.now, &found.plan, &required).unwrap();
    let filled = |color: &str, opacity: &str| {
        svg.as_str()
            .lines()
            .filter(|line| {
                line.starts_with("<polygon")
                    && line.contains(&format!("opacity=\"{opacity}\" fill=\"{color}\""))
            })
            .count()
    };
    assert_eq!(filled("#D55E00", "0.8"), runs(true));
    assert_eq!(filled("#56B4E9", "0.75"), runs(false));
}
