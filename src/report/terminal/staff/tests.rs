//! Whole screens of the planner, as a planner sees them.

use unicode_width::UnicodeWidthStr;

use super::super::{Source, Style};
use super::*;
use crate::planner::{Ended, Staff};
use crate::report::fixture::planned;

fn screen(width: usize) -> Screen<'static> {
    Screen {
        width,
        height: None,
        style: Style::Plain,
        source: Source::BuiltIn("bank"),
    }
}

fn file(width: usize) -> Screen<'static> {
    Screen {
        source: Source::File("center.toml"),
        ..screen(width)
    }
}

fn plan(question: &Question, planned: Planned, screen: &Screen<'_>) -> String {
    staff_screen(question, &Answer::Plan(Box::new(planned)), &[], screen)
}

#[test]
fn a_plan_for_the_bank() {
    let (question, planned) = (planned::bank(), planned::bank_planned());
    let answer = Answer::Plan(Box::new(planned));
    for width in [80, 100, 160] {
        let text = staff_screen(&question, &answer, &["plan.csv".into()], &screen(width));
        insta::assert_snapshot!(format!("a_plan_for_the_bank_{width}"), text);
    }
}

#[test]
fn a_plan_that_ended_early_without_a_proof() {
    let question = planned::without_cost();
    let mut found = planned::bank_planned();
    found.ended = Ended::Early;
    found.bound = None;
    found.curve.clear();
    found.formulas.clear();
    found.prices.clear();
    insta::assert_snapshot!(plan(&question, found, &screen(100)));
}

#[test]
fn constant_demand_decided_by_theory() {
    let (question, found) = planned::constant();
    insta::assert_snapshot!(plan(&question, found, &file(100)));
}

#[test]
fn forty_groups_and_twenty_queues() {
    let question = planned::large(20, 40, 1800.0, 24);
    let found = planned::large_planned(&question);
    insta::assert_snapshot!(plan(&question, found, &file(100)));
}

#[test]
fn a_week_has_a_line_a_day() {
    let question = planned::large(3, 2, 1800.0, 336);
    let found = planned::large_planned(&question);
    insta::assert_snapshot!(plan(&question, found, &file(110)));
}

#[test]
fn no_plan_is_possible() {
    let (question, found) = planned::infeasible();
    insta::assert_snapshot!(staff_screen(
        &question,
        &Answer::Infeasible(Box::new(found)),
        &[],
        &screen(100)
    ));
}

#[test]
fn the_staff_there_is() {
    let (question, found) = planned::kept();
    insta::assert_snapshot!(kept_screen(&question, &found, &screen(100)));
}

#[test]
fn the_best_for_a_budget() {
    let (question, found) = planned::budgeted();
    insta::assert_snapshot!(budget_screen(&question, &found, &[], &screen(100)));
}

#[test]
fn no_line_is_wider_than_the_screen() {
    let mut found: Vec<(Question, Planned)> =
        vec![(planned::bank(), planned::bank_planned()), planned::constant()];
    for (queues, groups, intervals) in [(1, 3, 24), (5, 5, 24), (9, 7, 30), (20, 40, 48)] {
        let question = planned::large(queues, groups, 1800.0, intervals);
        let planned = planned::large_planned(&question);
        found.push((question, planned));
    }
    for (question, planned) in &found {
        for width in [80, 90, 110, 140, 200] {
            let text = plan(question, planned.clone(), &screen(width));
            for line in text.lines() {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn every_change_of_staff_is_told_truly() {
    let question = planned::bank();
    let now = question.staff_now();
    let told = |change: &dyn Fn(&mut Staff)| {
        let mut plan = now.clone();
        change(&mut plan);
        say::moved(&question, &now, &plan)
    };
    insta::assert_snapshot!(
        [
            told(&|_| {}),
            told(&|plan| plan[1][8] += 1),
            told(&|plan| plan[0][0] += 2),
            told(&|plan| plan[0].iter_mut().for_each(|agents| *agents -= 1)),
            told(&|plan| {
                plan[0][3] -= 1;
                plan[0][8] += 1;
            }),
        ]
        .join("\n")
    );
}
