//! What waits whenever the center closes, by age: a panel a queue whose work may wait, a bar a closing.

use super::Inputs;
use super::axis::{Axis, draw_axes};
use super::canvas::Canvas;
use super::choice;
use super::figures::{count, percent, title_of, whole};
use super::frame::{Area, Frame};
use super::palette::RAMP;
use super::panel::{GUTTER, Mark, headings, key, nothing};
use crate::estimate::{BacklogByAge, OutcomeMeasure, Results};
use crate::insight::DayNames;
use crate::model::QueueId;

/// The classes of age, youngest first.
const AGES: [&str; 5] = ["under 4 h old", "4–8 h", "8–24 h", "24–48 h", "48 h and more"];
/// From which of them on work is a day old and older.
const OLD: usize = 3;
const DAY_S: f64 = 86_400.0;

/// What waits at each closing, by interval.
fn closings(inputs: &Inputs<'_>, queue: QueueId) -> Vec<(usize, BacklogByAge)> {
    let Some(outcomes) = &inputs.results.outcomes else {
        return Vec::new();
    };
    let cells = outcomes.scope(queue).0.intervals.iter().enumerate();
    cells
        .filter_map(|(interval, cell)| Some((interval, cell.backlog()?)))
        .collect()
}

/// Whether there is anything to draw.
pub(super) fn is_told(results: &Results) -> bool {
    let backlog = |possible: &Vec<OutcomeMeasure>| possible.contains(&OutcomeMeasure::Backlog);
    let outcomes = results.outcomes.as_ref();
    outcomes.is_some_and(|outcomes| outcomes.possible.iter().any(backlog))
}

/// The queues whose work may wait.
fn queues(inputs: &Inputs<'_>) -> Vec<QueueId> {
    let all = 0..inputs.center.queues.len();
    all.filter(|&queue| !closings(inputs, queue).is_empty()).collect()
}

/// What the picture says.
pub(super) fn headline(inputs: &Inputs<'_>) -> String {
    let worst = queues(inputs)
        .into_iter()
        .flat_map(|queue| {
            closings(inputs, queue)
                .into_iter()
                .map(move |(interval, backlog)| (queue, interval, backlog))
        })
        .reduce(|most, other| if other.2.all > most.2.all { other } else { most });
    let Some((queue, interval, backlog)) = worst else {
        return "Nothing waits over night".into();
    };
    if backlog.all == 0.0 {
        return "Nothing is left when the center closes".into();
    }
    let name = title_of(&inputs.center.queues[queue].name);
    let calendar = &inputs.center.calendar;
    let when = if calendar.days() > 1 {
        let names = DayNames::of(&inputs.center.name, calendar);
        format!("at the end of {}", names.name(calendar.label(interval).0))
    } else {
        "when the center closes".into()
    };
    let old: f64 = backlog.by_age[OLD..].iter().flatten().sum();
    let aged = if old > 0.0 {
        format!(", {} of them a day old or older", count(old))
    } else {
        String::new()
    };
    format!(
        "Most is left in {name} {when}: {}{aged}",
        whole(backlog.all.round())
    )
}

/// Draws a panel a queue.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Area, inputs: &Inputs<'_>, most: usize) {
    let told = queues(inputs);
    if told.is_empty() {
        nothing(canvas, area, "nothing to show: no work waits over night");
        return;
    }
    let longest = |queue: QueueId| {
        let closings = closings(inputs, queue);
        closings
            .iter()
            .map(|(_, backlog)| backlog.all)
            .fold(0.0, f64::max)
    };
    // Those that nothing waits in come last, and are cut off.
    let badness = |queue: QueueId| {
        if told.contains(&queue) {
            longest(queue)
        } else {
            -1.0
        }
    };
    let most = most.min(told.len());
    let choice = choice::queues(inputs, most, badness, "where most is left");
    let mut entries: Vec<(Mark, String)> = AGES
        .iter()
        .zip(RAMP)
        .map(|(age, ink)| (Mark::Band(ink), (*age).to_owned()))
        .collect();
    if told.len() > most {
        entries.extend(choice.remark.map(|remark| (Mark::Words, remark)));
    }
    let area = key(canvas, area, &entries);
    let words: Vec<(String, String)> = choice
        .shown
        .iter()
        .map(|&queue| {
            let outcomes = inputs.results.outcomes.as_ref();
            let day = outcomes.map(|outcomes| &outcomes.scope(queue).0.day);
            let never = day.and_then(|day| day.mean(OutcomeMeasure::NeverAnswered));
            let aside = never.map_or_else(String::new, |share| format!("{} never answered", percent(share)));
            (title_of(&inputs.center.queues[queue].name), aside)
        })
        .collect();
    let highest = choice
        .shown
        .iter()
        .map(|&queue| longest(queue))
        .fold(0.0, f64::max);
    let parts = headings(canvas, &area.divided(choice.shown.len(), GUTTER), &words);
    for (&queue, part) in choice.shown.iter().zip(parts) {
        let up = Axis::counts(highest.max(1.0) * 1.05, "left at closing");
        let frame = draw_axes(canvas, part, 0.0, &up, |width| {
            Axis::time(&inputs.center.calendar, width)
        });
        for (interval, backlog) in closings(inputs, queue) {
            bar(canvas, &frame, inputs, interval, &backlog);
        }
    }
}

/// A bar that ends when the center closes, youngest work on top.
fn bar(canvas: &mut Canvas<'_>, frame: &Frame, inputs: &Inputs<'_>, interval: usize, backlog: &BacklogByAge) {
    let calendar = &inputs.center.calendar;
    let ends = calendar.start(interval + 1).seconds();
    let width = (calendar.horizon().seconds() / 3.0).min(DAY_S * 0.4);
    let begins = (ends - width).max(0.0);
    let mut from = 0.0;
    for (age, &ink) in backlog.by_age.iter().zip(&RAMP[..AGES.len()]).rev() {
        let age = age.unwrap_or(0.0);
        let to = from + age;
        if age > 0.0 {
            canvas.rectangle(frame.at(begins, to), frame.at(ends, from), ink);
        }
        from = to;
    }
}
