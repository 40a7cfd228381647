//! Staff required against staff there is, group by group: where agents are short, where they are too many.

use super::super::axis::{Axis, draw_axes};
use super::super::canvas::Canvas;
use super::super::figures::title_of;
use super::super::frame::Area;
use super::super::palette::{AREAS, BLACK, FAINT, GREY, Ink, VERMILION};
use super::super::panel::{GUTTER, Mark, headings, key, nothing};
use super::super::{PlotError, Svg};
use super::steps::Steps;
use super::{MOST_PANELS, headline, sheet};
use crate::model::GroupId;
use crate::planner::{Assessed, Question, Staff};
use crate::report::number;

/// Agents who are there and needed.
const THERE: Ink = FAINT.at(0.35);
/// Agents who are needed and not there.
const SHORT: Ink = VERMILION.at(0.8);
/// Agents who are there and not needed.
const OVER: Ink = AREAS[0];

/// Draws a panel a group; of many, those that change most.
pub fn draw(
    question: &Question,
    now: &Assessed,
    plan: &Assessed,
    required: &Staff,
) -> Result<Svg, PlotError> {
    let title = headline(question, &now.staff, &plan.staff);
    let foot = "Required: the least plan found, agents on queue, without those kept for a smooth curve.";
    sheet(question, plan, &title, foot, |canvas, area| {
        let (groups, remark) = chosen(question, &now.staff, required);
        if groups.is_empty() {
            nothing(canvas, area, "nothing to show: no groups");
            return;
        }
        let mut entries = vec![
            (Mark::Line(BLACK, 2.2), "required".to_owned()),
            (Mark::Line(GREY, 1.4), "now".to_owned()),
            (Mark::Band(SHORT), "short now".to_owned()),
            (Mark::Band(OVER), "more than required now".to_owned()),
        ];
        entries.extend(remark.map(|remark| (Mark::Words, remark)));
        let area = key(canvas, area, &entries);
        let parts = area.divided(groups.len(), GUTTER);
        let words: Vec<(String, String)> = groups
            .iter()
            .map(|&group| heading(question, group, &now.staff, required))
            .collect();
        for (&group, part) in groups.iter().zip(headings(canvas, &parts, &words)) {
            panel(canvas, part, question, &now.staff[group], &required[group]);
        }
    })
}

/// The groups that change most, in the order of the scenario.
fn chosen(question: &Question, now: &Staff, required: &Staff) -> (Vec<GroupId>, Option<String>) {
    let moved = |group: GroupId| -> u64 {
        let pairs = now[group].iter().zip(&required[group]);
        pairs.map(|(&now, &plan)| u64::from(now.abs_diff(plan))).sum()
    };
    let all = question.center.groups.len();
    let mut groups: Vec<GroupId> = (0..all).collect();
    if all <= MOST_PANELS {
        return (groups, None);
    }
    groups.sort_by_key(|&group| (std::cmp::Reverse(moved(group)), group));
    groups.truncate(MOST_PANELS);
    groups.sort_unstable();
    let remark = format!("shown: {MOST_PANELS} of {all} groups, those that change most");
    (groups, Some(remark))
}

/// The group's name; its hours now and required.
fn heading(question: &Question, group: GroupId, now: &Staff, required: &Staff) -> (String, String) {
    let interval_h = question.center.calendar.interval.seconds() / 3600.0;
    let hours = |row: &[u32]| {
        let sum = row.iter().map(|&agents| f64::from(agents)).sum::<f64>() * interval_h;
        number::grouped(sum, usize::from((sum - sum.round()).abs() > 0.04))
    };
    (
        title_of(&question.center.groups[group].name),
        format!(
            "{} h now, {} required",
            hours(&now[group]),
            hours(&required[group])
        ),
    )
}

fn panel(canvas: &mut Canvas<'_>, area: Area, question: &Question, now: &[u32], required: &[u32]) {
    let calendar = &question.center.calendar;
    let steps = Steps::over(calendar, area.width());
    let values = |row: &[u32]| steps.means(&row.iter().map(|&agents| f64::from(agents)).collect::<Vec<_>>());
    let (now, required) = (values(now), values(required));
    let peak = now.iter().chain(&required).copied().fold(0.0, f64::max);
    if peak == 0.0 {
        nothing(canvas, area, "nobody now, nobody required");
        return;
    }
    let up = Axis::counts(peak * 1.1, "agents on queue");
    let frame = draw_axes(canvas, area, 0.0, &up, |width| Axis::time(calendar, width));
    let both: Vec<f64> = now
        .iter()
        .zip(&required)
        .map(|(now, plan)| now.min(*plan))
        .collect();
    let none = vec![0.0; both.len()];
    steps.between(canvas, &frame, &none, &both, THERE);
    steps.between(canvas, &frame, &now, &required, SHORT);
    steps.between(canvas, &frame, &required, &now, OVER);
    steps.line(canvas, &frame, &now, 1.4, GREY);
    let width = if required.len() > 100 { 1.4 } else { 2.2 };
    steps.line(canvas, &frame, &required, width, BLACK);
}
