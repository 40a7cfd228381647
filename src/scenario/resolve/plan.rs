//! Within what a group's staff may be planned.

use std::ops::Range;

use crate::model::{PerInterval, PlanLimits};
use crate::scenario::file::{Fixed, TypedPlan};
use crate::scenario::keys::STAFF;
use crate::scenario::leaf::show_duration;
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::series::{Filling, Frame, How, Series};
use crate::scenario::source::Place;

/// The limits of one group; without any typed there are none. `staff` is what the group has (nothing where a
/// problem stands in the way), `typed_staff` whether it says so itself.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: Option<&TypedPlan>,
    staff: Option<&[u32]>,
    typed_staff: bool,
    frame: &Frame,
) -> Option<PlanLimits> {
    let Some(typed) = typed else {
        return Some(PlanLimits::default());
    };
    let block = block(reading, typed, frame);
    let (min, max) = match &typed.fixed {
        Some(fixed) => {
            let fixed = fixed_at(reading, typed, fixed, staff, typed_staff, frame)?;
            let max = each(&fixed, Some);
            (fixed, max)
        }
        None => {
            let min = level(reading, typed.min.as_ref(), frame, 0.0);
            let max = level(reading, typed.max.as_ref(), frame, f64::INFINITY);
            let (min, max) = (each(&min?, |min| min as u32), each(&max?, most));
            contradictions(reading, typed, frame, &min, &max)?;
            (min, max)
        }
    };
    let limits = PlanLimits {
        min,
        max,
        block: block?,
    };
    blocks_agree(reading, typed, frame, &limits)?;
    Some(limits)
}

fn most(max: f64) -> Option<u32> {
    max.is_finite().then_some(max as u32)
}

fn each<T: Copy, U>(values: &PerInterval<T>, of: impl Fn(T) -> U) -> PerInterval<U> {
    match values {
        PerInterval::Same(value) => PerInterval::Same(of(*value)),
        PerInterval::Each(values) => PerInterval::Each(values.iter().map(|value| of(*value)).collect()),
    }
}

/// A limit over the intervals; `open` where nothing is said, or a cell is blank.
fn level(
    reading: &mut Reading<'_>,
    series: Option<&Series<f64>>,
    frame: &Frame,
    open: f64,
) -> Option<PerInterval<f64>> {
    let Some(series) = series else {
        return Some(PerInterval::Same(open));
    };
    let steps = |how: &How<f64>| matches!(how, How::By(_));
    let from_nothing = open.is_infinite() && series.changes.iter().any(|change| steps(&change.how));
    let filling = Filling {
        default: (!from_nothing).then_some(open),
        blank: Some(open),
        ..Filling::level()
    };
    series.resolve(reading, frame, STAFF, filling)
}

fn fixed_at(
    reading: &mut Reading<'_>,
    typed: &TypedPlan,
    fixed: &Fixed,
    staff: Option<&[u32]>,
    typed_staff: bool,
    frame: &Frame,
) -> Option<PerInterval<u32>> {
    let limits = [("min", &typed.min), ("max", &typed.max)];
    if let Some((name, _)) = limits.iter().find(|(_, series)| series.is_some()) {
        let complaint = Complaint::new(
            format!("`fixed` stands beside `{name}`"),
            "what is fixed is both the fewest and the most",
            "keep `fixed`, or `min` and `max`",
        );
        reading.error(fixed.place(), complaint);
        return None;
    }
    match fixed {
        Fixed::At(series) => {
            let levels = series.resolve(reading, frame, STAFF, Filling::level())?;
            Some(each(&levels, |level| level as u32))
        }
        Fixed::AsItIs(place) => {
            if !typed_staff {
                let complaint = Complaint::new(
                    "there is no staff to keep",
                    "`fixed = true` keeps the group's `staff`",
                    "add staff, or write fixed = 12",
                );
                reading.error(place, complaint);
            }
            staff.map(|staff| PerInterval::Each(staff.to_vec()))
        }
    }
}

/// Refuses a fewest above the most.
fn contradictions(
    reading: &mut Reading<'_>,
    typed: &TypedPlan,
    frame: &Frame,
    min: &PerInterval<u32>,
    max: &PerInterval<Option<u32>>,
) -> Option<()> {
    let wrong: Vec<(usize, u32, u32)> = (0..frame.calendar.intervals)
        .filter_map(|interval| Some((interval, *min.at(interval), (*max.at(interval))?)))
        .filter(|(_, min, max)| min > max)
        .collect();
    let Some(&(first, least, most)) = wrong.first() else {
        return Some(());
    };
    let more = match wrong.len() {
        1 => String::new(),
        2 => ", and another interval like it".to_owned(),
        count => format!(", and {} other intervals like it", count - 1),
    };
    let complaint = Complaint::new(
        format!(
            "at least {least} but at most {most} agents at {}{more}",
            frame.when(first)
        ),
        "the fewest agents are no more than the most",
        "lower `min` or raise `max` there",
    );
    let series = typed.max.as_ref().or(typed.min.as_ref());
    reading.error(series?.varied_at(), complaint);
    None
}

/// The intervals of a block.
fn block(reading: &mut Reading<'_>, typed: &TypedPlan, frame: &Frame) -> Option<usize> {
    let Some((length, place)) = &typed.block else {
        return Some(1);
    };
    let interval = frame.calendar.interval.seconds();
    let ratio = length / interval;
    let whole = ratio.round();
    if whole < 1.0 || (ratio - whole).abs() > 1e-9 {
        let complaint = Complaint::new(
            format!(
                "blocks of {} don't fit intervals of {}",
                show_duration(*length),
                show_duration(interval)
            ),
            "a block is a whole number of intervals, counted from opening",
            format!("use a multiple of {}", show_duration(interval)),
        );
        reading.error(place, complaint);
        return None;
    }
    Some((whole as usize).min(frame.calendar.intervals))
}

/// Refuses blocks in which no one number keeps to the limits of every interval.
fn blocks_agree(
    reading: &mut Reading<'_>,
    typed: &TypedPlan,
    frame: &Frame,
    limits: &PlanLimits,
) -> Option<()> {
    let (length, place): (f64, &Place) = match &typed.block {
        Some((length, place)) => (*length, place),
        None => return Some(()),
    };
    let intervals = frame.calendar.intervals;
    let ends = |block: Range<usize>| -> Option<(u32, u32)> {
        let least = block.clone().map(|interval| *limits.min.at(interval)).max()?;
        let most = block.filter_map(|interval| *limits.max.at(interval)).min()?;
        (least > most).then_some((least, most))
    };
    let wrong = (0..intervals).step_by(limits.block).find_map(|first| {
        let (least, most) = ends(first..(first + limits.block).min(intervals))?;
        Some((first, least, most))
    });
    let Some((first, least, most)) = wrong else {
        return Some(());
    };
    let when = frame.when(first);
    let rule = format!("staff stays the same over {}", show_duration(length));
    let complaint = if typed.fixed.is_some() {
        Complaint::new(
            format!("staff is fixed at {most} and at {least} in the block from {when}"),
            rule,
            "fix one number a block, or leave `block` out",
        )
    } else {
        Complaint::new(
            format!("the block from {when} needs at least {least} agents and may have at most {most}"),
            rule,
            "lower `min`, raise `max`, or choose shorter blocks",
        )
    };
    reading.error(place, complaint);
    None
}
