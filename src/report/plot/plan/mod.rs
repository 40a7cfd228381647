//! Pictures of a plan: staff required against what there is, service before and after, what other service
//! levels cost, and what formulas would have staffed.

mod curve;
mod formulas;
mod required;
mod service;
mod steps;

#[cfg(test)]
mod tests;

use super::canvas::{Canvas, page};
use super::frame::Area;
use super::page::{frame_page, subject};
use super::palette::{BLACK, Type};
use super::{Inputs, PlotError, Size, Svg};
use crate::insight::staff as say;
use crate::planner::{Assessed, Budgeted, Planned, Question, Staff};

/// The size of a picture, in pixels.
const SIZE: Size = Size {
    width: 1200,
    height: 675,
};
/// Panels that one looks through.
const MOST_PANELS: usize = 6;

/// Every picture that a plan has, each with the name of its file without an extension.
pub fn staff_pictures(question: &Question, planned: &Planned) -> Vec<(String, Result<Svg, PlotError>)> {
    let mut pictures = Vec::new();
    if has_intervals(question, &planned.plan) {
        let required = without(&planned.staff, &planned.spare);
        pictures.extend(before_and_after(question, &planned.now, &planned.plan, &required));
        if !planned.formulas.is_empty() {
            pictures.push(("formulas".to_owned(), formulas::draw(question, planned)));
        }
    }
    if curve::has_something(planned) {
        pictures.push(("cost-curve".to_owned(), curve::draw(question, planned)));
    }
    pictures
}

/// Every picture of the best plan for a budget.
pub fn budget_pictures(question: &Question, found: &Budgeted) -> Vec<(String, Result<Svg, PlotError>)> {
    if !has_intervals(question, &found.plan) {
        return Vec::new();
    }
    before_and_after(question, &found.now, &found.plan, &found.plan.staff)
}

fn before_and_after(
    question: &Question,
    now: &Assessed,
    plan: &Assessed,
    required: &Staff,
) -> Vec<(String, Result<Svg, PlotError>)> {
    vec![
        (
            "required".to_owned(),
            required::draw(question, now, plan, required),
        ),
        (
            "service-before-and-after".to_owned(),
            service::draw(question, now, plan),
        ),
    ]
}

/// In equilibrium there are no intervals to draw.
fn has_intervals(question: &Question, plan: &Assessed) -> bool {
    plan.results.center.intervals.len() == question.center.calendar.intervals
}

/// Staff without those kept for a smooth curve.
fn without(staff: &Staff, spare: &Staff) -> Staff {
    let spare = |group: usize, interval: usize| {
        spare
            .get(group)
            .and_then(|row| row.get(interval))
            .copied()
            .unwrap_or(0)
    };
    staff
        .iter()
        .enumerate()
        .map(|(group, row)| {
            row.iter()
                .enumerate()
                .map(|(interval, &agents)| agents.saturating_sub(spare(group, interval)))
                .collect()
        })
        .collect()
}

/// A page about a plan: its title, what was simulated and the definitions; `drawing` fills what is left.
fn sheet(
    question: &Question,
    plan: &Assessed,
    title: &str,
    foot: &str,
    drawing: impl FnOnce(&mut Canvas<'_>, Area),
) -> Result<Svg, PlotError> {
    let inputs = Inputs {
        center: &question.center,
        results: &plan.results,
        queue_paths: None,
    };
    page(SIZE, title, |canvas| {
        let style = Type::bold(25.0, BLACK);
        let area = frame_page(canvas, SIZE, title, style, &subject(&inputs), foot);
        drawing(canvas, area);
    })
}

/// The change of staff as a title.
fn headline(question: &Question, now: &Staff, plan: &Staff) -> String {
    let sentence = say::moved_shortly(question, now, plan);
    sentence.trim_end_matches('.').to_owned()
}
