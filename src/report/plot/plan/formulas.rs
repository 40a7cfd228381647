//! What there is, the plan and what formulas would have staffed, side by side: all agents by interval, and
//! where a target is missed.

use std::collections::BTreeSet;

use super::super::axis::{Axis, draw_axes};
use super::super::canvas::Canvas;
use super::super::figures::interval_word;
use super::super::frame::Area;
use super::super::palette::{AREAS, BLACK, Ink, VERMILION};
use super::super::panel::{GUTTER, Mark, headings, key, nothing};
use super::super::{PlotError, Svg};
use super::sheet;
use super::steps::Steps;
use crate::insight::staff::{Missed, amount};
use crate::planner::{Assessed, Planned, Question, Rule, Staff, When};

/// Agents in an interval whose targets are met, and in one that misses any.
const MET: Ink = AREAS[0];
const MISSED: Ink = VERMILION.at(0.75);

/// Draws a panel a staffing.
pub fn draw(question: &Question, planned: &Planned) -> Result<Svg, PlotError> {
    let mut staffings: Vec<(&str, &Assessed)> = vec![("Now", &planned.now), ("This plan", &planned.plan)];
    staffings.extend(planned.formulas.iter().map(|formula| {
        let name = match formula.rule {
            Rule::ErlangC => "Erlang C",
            Rule::ErlangA => "Erlang A",
            Rule::SquareRoot => "Square root",
        };
        (name, &formula.assessed)
    }));
    let foot =
        "Formulas staff every queue and interval by itself; what comes of it is from the same simulation.";
    sheet(
        question,
        &planned.plan,
        &title(question, planned),
        foot,
        |canvas, area| {
            let area = key(
                canvas,
                area,
                &[
                    (Mark::Band(MET), "agents on queue, all groups".to_owned()),
                    (Mark::Band(MISSED), "a target is missed".to_owned()),
                    (Mark::Line(BLACK, 1.8), "this plan".to_owned()),
                ],
            );
            let peak = staffings
                .iter()
                .flat_map(|(_, assessed)| total(&assessed.staff))
                .fold(0.0, f64::max);
            if peak == 0.0 {
                nothing(canvas, area, "nothing to show: nobody on queue");
                return;
            }
            let parts = area.divided(staffings.len(), GUTTER);
            let words: Vec<(String, String)> = staffings
                .iter()
                .map(|(name, assessed)| ((*name).to_owned(), aside(question, assessed)))
                .collect();
            let plan = total(&planned.staff);
            for ((_, assessed), part) in staffings.iter().zip(headings(canvas, &parts, &words)) {
                panel(canvas, part, question, assessed, &plan, peak);
            }
        },
    )
}

/// "Erlang C would cost 6,826, 5.1 % more than this plan, and miss a target in 19 of 24 half-hours".
fn title(question: &Question, planned: &Planned) -> String {
    let formula = planned
        .formulas
        .iter()
        .find(|formula| formula.rule == Rule::ErlangC)
        .or_else(|| planned.formulas.first());
    let Some(formula) = formula else {
        return "What there is and what is planned".into();
    };
    let name = match formula.rule {
        Rule::ErlangC => "Erlang C",
        Rule::ErlangA => "Erlang A",
        Rule::SquareRoot => "The square-root rule",
    };
    let (cost, plan) = (formula.assessed.cost.0, planned.cost.0);
    let change = 100.0 * (cost / plan - 1.0);
    let than = if plan <= 0.0 || change.abs() < 0.05 {
        "as much as this plan".to_owned()
    } else {
        let word = if change > 0.0 { "more" } else { "less" };
        format!("{:.1}\u{a0}% {word} than this plan", change.abs())
    };
    let missed = Missed::of(&question.goals, &formula.assessed);
    let misses = if missed.intervals > 0 {
        let word = interval_word(&question.center.calendar, true);
        format!(
            "miss a target in {} of {} {word}",
            missed.intervals, missed.of_intervals
        )
    } else if missed.day > 0 {
        "miss a target of the whole day".into()
    } else {
        "miss no target".into()
    };
    format!(
        "{name} would cost {}, {than}, and {misses}",
        amount(question, formula.assessed.cost)
    )
}

/// "6,826 · 19 of 24 missed".
fn aside(question: &Question, assessed: &Assessed) -> String {
    let missed = Missed::of(&question.goals, assessed);
    let misses = if missed.of_intervals > 0 {
        format!("{} of {} missed", missed.intervals, missed.of_intervals)
    } else {
        format!("{} of {} limits missed", missed.day, missed.of_day)
    };
    let cost = amount(question, assessed.cost);
    if question.in_money {
        format!("cost {cost}, {misses}")
    } else {
        format!("{cost}, {misses}")
    }
}

/// Agents of all groups, by interval.
fn total(staff: &Staff) -> Vec<f64> {
    let intervals = staff.first().map_or(0, Vec::len);
    (0..intervals)
        .map(|interval| staff.iter().map(|row| f64::from(row[interval])).sum())
        .collect()
}

fn panel(
    canvas: &mut Canvas<'_>,
    area: Area,
    question: &Question,
    assessed: &Assessed,
    plan: &[f64],
    peak: f64,
) {
    let calendar = &question.center.calendar;
    let missed: BTreeSet<usize> = assessed
        .missed
        .iter()
        .filter_map(|miss| match &miss.goal.when {
            When::Intervals(several) => Some(several),
            When::Day => None,
        })
        .flatten()
        .copied()
        .collect();
    let steps = Steps::over(calendar, area.width());
    let agents = total(&assessed.staff);
    let flags: Vec<bool> = (0..agents.len())
        .map(|interval| missed.contains(&interval))
        .collect();
    let (agents, missed, plan) = (steps.means(&agents), steps.any(&flags), steps.means(plan));
    let up = Axis::counts(peak * 1.08, "");
    let frame = draw_axes(canvas, area, 0.0, &up, |width| Axis::time(calendar, width));
    let none = vec![0.0; agents.len()];
    let only = |wanted: bool| -> Vec<f64> {
        let pairs = agents.iter().zip(&missed);
        pairs
            .map(|(&agents, &missed)| if missed == wanted { agents } else { 0.0 })
            .collect()
    };
    steps.between(canvas, &frame, &none, &only(false), MET);
    steps.between(canvas, &frame, &none, &only(true), MISSED);
    steps.line(canvas, &frame, &plan, 1.8, BLACK);
}
