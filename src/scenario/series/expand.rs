//! Series spread over the intervals of a calendar, and changes made to them there.

use super::days;
use super::frame::Frame;
use super::{CellValue, Change, How, LISTED, Moment, Series, Shape};
use crate::model::PerInterval;
use crate::scenario::leaf::{Unit, show_duration};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::source::Place;

/// How to fill what a series leaves open.
#[derive(Clone, Copy)]
pub(in crate::scenario) struct Filling<T> {
    /// The value of a setting that is not typed.
    pub default: Option<T>,
    /// The value of a blank cell; without one it is a problem.
    pub blank: Option<T>,
    /// A part of a value of a coarser step: of a count its share, of a level itself.
    pub part: fn(T, f64) -> T,
}

impl<T> Filling<T> {
    /// A level (a share, a time, a staff) without default.
    pub fn level() -> Self {
        Filling {
            default: None,
            blank: None,
            part: |value, _| value,
        }
    }

    pub fn or(self, default: T) -> Self {
        Filling {
            default: Some(default),
            ..self
        }
    }
}

impl Filling<f64> {
    /// A count, which a coarser step spreads.
    pub fn count() -> Self {
        Filling {
            part: |value, share| value * share,
            ..Filling::level()
        }
    }
}

impl<T: Copy> Series<T> {
    /// The values over the intervals, before changes. `None` where a problem stands in the way.
    pub fn expand(
        &self,
        reading: &mut Reading<'_>,
        frame: &Frame,
        filling: Filling<T>,
    ) -> Option<PerInterval<T>> {
        let calendar = &frame.calendar;
        let Some(shape) = &self.shape else {
            if filling.default.is_none() {
                for change in &self.changes {
                    let complaint = Complaint::new(
                        "the scenario doesn't set this, so there is nothing to change",
                        "a change needs a value to start from",
                        "write PATH=VALUE to set it",
                    );
                    reading.error(&change.place, complaint);
                }
            }
            return filling.default.map(PerInterval::Same);
        };
        match shape {
            Shape::Broken => None,
            Shape::One(value) => value.map(PerInterval::Same),
            Shape::Each(values) if values.len() == frame.open_intervals() => {
                let values: Vec<T> = values.iter().copied().collect::<Option<_>>()?;
                frame.spread_open(values).map(PerInterval::Each)
            }
            Shape::Each(values) => {
                if values.len() != calendar.intervals {
                    let complaint = wrong_length(values.len(), frame);
                    reading.error(&self.place, complaint);
                    return None;
                }
                values
                    .iter()
                    .copied()
                    .collect::<Option<_>>()
                    .map(PerInterval::Each)
            }
            Shape::Steps { every, values } => {
                let ratio = every / calendar.interval.seconds();
                let per_step = ratio.round() as usize;
                if per_step == 0 || (ratio - per_step as f64).abs() > 1e-9 {
                    let interval = show_duration(calendar.interval.seconds());
                    let complaint = Complaint::new(
                        format!(
                            "steps of {} don't fit intervals of {interval}",
                            show_duration(*every)
                        ),
                        "a step is a whole number of intervals",
                        format!("use a multiple of {interval}"),
                    );
                    reading.error(&self.place, complaint);
                    return None;
                }
                let given = values.len().saturating_mul(per_step);
                let open_only = given == frame.open_intervals() && frame.opens_in_steps_of(per_step);
                if given != calendar.intervals && !open_only {
                    let needed = calendar.intervals as f64 / per_step as f64;
                    let complaint = Complaint::new(
                        format!("{} values where the day has {needed} steps", values.len()),
                        format!("the center has {}", frame.describe()),
                        "give one value a step",
                    );
                    reading.error(&self.place, complaint);
                    return None;
                }
                let share = 1.0 / per_step as f64;
                let values: Vec<T> = values.iter().copied().collect::<Option<_>>()?;
                let values = values
                    .into_iter()
                    .flat_map(|value| std::iter::repeat_n((filling.part)(value, share), per_step));
                let values: Vec<T> = values.collect();
                if open_only {
                    return frame.spread_open(values).map(PerInterval::Each);
                }
                Some(PerInterval::Each(values))
            }
            Shape::Days { per_day, shape } => {
                let per_day: Vec<T> = per_day.iter().copied().collect::<Option<_>>()?;
                let shape: Vec<f64> = shape.iter().copied().collect::<Option<_>>()?;
                match days::spread(frame, &per_day, &shape, filling.part) {
                    Ok(values) => Some(PerInterval::Each(values)),
                    Err(complaint) => {
                        reading.error(&self.place, complaint);
                        None
                    }
                }
            }
            Shape::Times(entries) => expand_times(reading, frame, entries),
            Shape::Rows { sheet, cells } => {
                let rows = frame.rows.get(*sheet)?;
                let mut values = Vec::with_capacity(calendar.intervals);
                let (mut blanks, mut complete) = (0, true);
                for row in rows {
                    let value = match row.and_then(|row| cells.get(row)) {
                        Some(CellValue::Value(value)) => Some(*value),
                        Some(CellValue::Blank(place)) => {
                            if filling.blank.is_none() {
                                blanks += 1;
                                if blanks <= LISTED {
                                    let complaint = Complaint::new(
                                        "this cell is empty",
                                        "every interval of the day needs a value here",
                                        "write 0 if it is nothing",
                                    );
                                    reading.error(place, complaint);
                                }
                            }
                            filling.blank
                        }
                        Some(CellValue::Bad) | None => None,
                    };
                    match value {
                        Some(value) => values.push(value),
                        None => complete = false,
                    }
                }
                complete.then_some(PerInterval::Each(values))
            }
        }
    }
}

fn wrong_length(given: usize, frame: &Frame) -> Complaint {
    let intervals = frame.calendar.intervals;
    let open = frame.open_intervals();
    if open < intervals {
        return Complaint::new(
            format!("{given} values where {open} are needed"),
            format!("the center has {}", frame.describe()),
            format!(
                "give one value an open interval ({open}), or one an interval of the horizon ({intervals})"
            ),
        );
    }
    let remedy = if given > 0 && intervals.is_multiple_of(given) {
        let every = frame.calendar.interval.seconds() * (intervals / given) as f64;
        format!(
            "for coarser steps write {{ every = \"{}\", values = [ … ] }}",
            show_duration(every)
        )
    } else if given < intervals {
        match intervals - given {
            1 => "one value is missing".into(),
            missing => format!("{missing} values are missing"),
        }
    } else {
        match given - intervals {
            1 => "there is one value too many".into(),
            more => format!("there are {more} values too many"),
        }
    };
    Complaint::new(
        format!("{given} values where {intervals} are needed"),
        format!("the center has {}", frame.describe()),
        remedy,
    )
}

fn expand_times<T: Copy>(
    reading: &mut Reading<'_>,
    frame: &Frame,
    entries: &[(Moment, Place, Option<T>)],
) -> Option<PerInterval<T>> {
    let calendar = &frame.calendar;
    let mut starting: Vec<Option<T>> = vec![None; calendar.intervals];
    let (mut sound, mut last_of_day) = (true, None::<(u32, T)>);
    for (moment, place, value) in entries {
        let mut used = false;
        for (interval, start) in starting.iter_mut().enumerate() {
            let (day, time) = calendar.day_and_time(interval);
            if time == f64::from(moment.seconds) && moment.day.is_none_or(|only| only == day) {
                *start = *value;
                used = true;
            }
        }
        if !used {
            let complaint = Complaint::new(
                "no interval starts at this time",
                format!("the center has {}", frame.describe()),
                "use a time at which an interval starts",
            );
            reading.error(place, complaint);
            sound = false;
        }
        match value {
            Some(value) if moment.day.is_none() && last_of_day.is_none_or(|(at, _)| at < moment.seconds) => {
                last_of_day = Some((moment.seconds, *value));
            }
            Some(_) => {}
            None => sound = false,
        }
    }
    if !sound {
        return None;
    }
    let wrapped = last_of_day
        .filter(|_| frame.around_the_clock())
        .map(|(_, value)| value);
    if starting.first()?.is_none() && wrapped.is_none() {
        let (_, opening) = calendar.label(0);
        let complaint = Complaint::new(
            format!("nothing is said for the time from {opening}"),
            "the first time is the opening time",
            format!("add \"{opening}\" = …"),
        );
        let place = entries.first().map(|(_, place, _)| place.clone())?;
        reading.error(&place, complaint);
        return None;
    }
    let mut current = wrapped;
    let values = starting.into_iter().map(|start| {
        current = start.or(current);
        current
    });
    values.collect::<Option<_>>().map(PerInterval::Each)
}

/// Makes changes to values that are already spread over the intervals.
pub(in crate::scenario) fn change<T: Clone, R: Copy>(
    reading: &mut Reading<'_>,
    frame: &Frame,
    mut values: PerInterval<T>,
    changes: &[Change<R>],
    mut alter: impl FnMut(&mut Reading<'_>, &Change<R>, usize, &T) -> Option<T>,
) -> Option<PerInterval<T>> {
    for change in changes {
        values = match (&change.range, values) {
            (None, PerInterval::Same(value)) if !matches!(change.how, How::Replace(None)) => {
                PerInterval::Same(alter(reading, change, 0, &value)?)
            }
            (range, before) => {
                if let Some(complaint) = range.as_ref().and_then(|range| frame.refuse(range)) {
                    reading.error(&change.place, complaint);
                    return None;
                }
                let mut after = Vec::with_capacity(frame.calendar.intervals);
                for interval in 0..frame.calendar.intervals {
                    let value = before.at(interval);
                    after.push(match range {
                        Some(range) if !frame.contains(range, interval) => value.clone(),
                        _ => alter(reading, change, interval, value)?,
                    });
                }
                PerInterval::Each(after)
            }
        };
    }
    Some(values)
}

impl Series<f64> {
    /// The values over the intervals with every change made. Whole numbers are rounded half up; they and
    /// counts stop falling at zero. Anything else that leaves its range is a problem.
    pub fn resolve(
        &self,
        reading: &mut Reading<'_>,
        frame: &Frame,
        unit: Unit,
        filling: Filling<f64>,
    ) -> Option<PerInterval<f64>> {
        let values = self.expand(reading, frame, filling)?;
        change_numbers(reading, frame, values, &self.changes, unit)
    }
}

/// Makes changes to numbers of a unit.
pub(in crate::scenario) fn change_numbers(
    reading: &mut Reading<'_>,
    frame: &Frame,
    values: PerInterval<f64>,
    changes: &[Change<f64>],
    unit: Unit,
) -> Option<PerInterval<f64>> {
    change(
        reading,
        frame,
        values,
        changes,
        |reading, change, interval, value| {
            let mut value = match &change.how {
                How::By(amount) => amount.of(*value),
                How::Replace(value) => (*value)?,
            };
            if let Unit::Whole(low, _) = unit {
                // Half up, whatever the last bit of 45 × 1.1 says.
                value = (value + 0.5 + 1e-9).floor().max(low);
            }
            if matches!(unit, Unit::Count | Unit::Rate) {
                value = value.max(0.0);
            }
            match unit.check(value) {
                Ok(()) => Some(value),
                Err(why) => {
                    let (_, label) = frame.calendar.label(interval);
                    let complaint =
                        Complaint::new(format!("this change makes it {value} at {label}"), why, "");
                    reading.error(&change.place, complaint);
                    None
                }
            }
        },
    )
}
