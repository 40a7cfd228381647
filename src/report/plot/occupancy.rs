//! Occupancy by interval, a panel a group.

use super::Inputs;
use super::by_interval::{self, Limit, Shares};
use super::canvas::Canvas;
use super::choice;
use super::figures::{interval_word, percent, run_word, start_of, title_of};
use super::frame::Area;
use super::palette::{BLACK, GREEN, VERMILION};
use super::panel::{BAND, GUTTER, Mark, headings, key};
use super::service_level::certainty;
use crate::estimate::GroupMeasure;
use crate::model::GroupId;

fn shares(inputs: &Inputs<'_>, group: GroupId) -> Shares {
    Shares {
        estimates: inputs.results.groups.get(group).map_or_else(Vec::new, |panel| {
            panel
                .intervals
                .iter()
                .map(|measures| measures.get(GroupMeasure::Occupancy))
                .collect()
        }),
        limit: inputs.center.groups[group].occupancy_max.map(Limit::AtMost),
        low_is_worst: false,
        each: true,
        actual: Vec::new(),
    }
}

fn of_the_day(inputs: &Inputs<'_>, group: GroupId) -> Option<f64> {
    let panel = inputs.results.groups.get(group)?;
    panel.day.mean(GroupMeasure::Occupancy)
}

/// What the picture says.
pub(super) fn headline(inputs: &Inputs<'_>) -> String {
    let calendar = &inputs.center.calendar;
    let above_limit = (0..inputs.center.groups.len())
        .map(|group| (group, shares(inputs, group)))
        .map(|(group, shares)| (group, shares.missed().count(), shares))
        .filter(|(_, missed, _)| *missed > 0)
        .reduce(|most, other| if other.1 > most.1 { other } else { most });
    if let Some((group, missed, shares)) = above_limit
        && let (Some(limit), Some((worst, share))) = (shares.limit, shares.worst())
    {
        return format!(
            "{} is busier than {} in {missed} of {} {}, most at {}: {}",
            title_of(&inputs.center.groups[group].name),
            percent(limit.share()),
            shares.known(),
            interval_word(calendar, true),
            start_of(calendar, worst),
            percent(share)
        );
    }
    let busiest = (0..inputs.center.groups.len())
        .filter_map(|group| Some((group, shares(inputs, group).worst()?)))
        .reduce(|best, other| if other.1.1 > best.1.1 { other } else { best });
    let Some((group, (interval, share))) = busiest else {
        return "Nobody on queue, so no occupancy".into();
    };
    let name = title_of(&inputs.center.groups[group].name);
    let at = start_of(calendar, interval);
    match of_the_day(inputs, group) {
        Some(day) if calendar.intervals > 1 => format!(
            "Busiest: {name}, {} at {at} and {} over the {}",
            percent(share),
            percent(day),
            run_word(calendar, false)
        ),
        _ => format!("Busiest: {name}, {} at {at}", percent(share)),
    }
}

/// Draws a panel a group.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, inputs: &Inputs<'_>, most: usize) {
    let choice = choice::groups(inputs, most);
    let panels: Vec<(GroupId, Shares)> = choice
        .shown
        .iter()
        .map(|&group| (group, shares(inputs, group)))
        .collect();
    let mut entries = vec![
        (
            Mark::Line(GREEN, 2.2),
            "occupancy by interval, average".to_owned(),
        ),
        certainty(inputs, Mark::Band(GREEN.at(BAND))),
    ];
    if panels.iter().any(|(_, shares)| shares.limit.is_some()) {
        entries.push((Mark::Line(BLACK, 1.6), "most that is wanted".into()));
    }
    if panels.iter().any(|(_, shares)| shares.missed().next().is_some()) {
        entries.push((Mark::Dot(VERMILION), "above it".into()));
    }
    entries.extend(choice.remark.map(|remark| (Mark::Words, remark)));
    let area = key(canvas, area, &entries);
    let run = run_word(&inputs.center.calendar, false);
    let words: Vec<(String, String)> = panels
        .iter()
        .map(|(group, _)| {
            let aside = of_the_day(inputs, *group)
                .map_or_else(String::new, |day| format!("{} busy over the {run}", percent(day)));
            (title_of(&inputs.center.groups[*group].name), aside)
        })
        .collect();
    let parts = headings(canvas, &area.divided(panels.len(), GUTTER), &words);
    for ((_, shares), part) in panels.iter().zip(parts) {
        by_interval::draw(canvas, part, inputs.center, shares, 0.0, GREEN);
    }
}
