//! How each measure follows from counts, for a single day and over all days.
//!
//! In: the counts of one cell (a queue or the center, an interval or the day), once or summed over
//! replications. Out: the figure, or the estimate with its interval. Both read the same table, [`form`].

use super::linear::{By, Linear};
use super::results::Estimate;
use crate::model::{GroupMeasure, Measure, Unit};
use crate::model::{ServiceCounts, ServiceLevelDefinition, TICKS_PER_SECOND};
use crate::observe::{Beyond, ContactCell, GroupCell};
use crate::stats::{Confidence, JointMoments};

/// What is counted of contacts in one replication, to be summed over many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Series {
    Arrived,
    Offered,
    Answered,
    Abandoned,
    Balked,
    Blocked,
    Lost,
    WaitingAtEnd,
    AnsweredWithin,
    AbandonedWithin,
    ServiceMet,
    ServiceOf,
    WaitAnswered,
    WaitAbandoned,
    WaitAll,
    MustWait,
    MayWait,
    WaitMax,
    QueueTime,
    QueueMax,
    Replies,
    ReplyWait,
}

const SERIES: usize = Series::ReplyWait as usize + 1;

/// The ratios that are measured, numerator and denominator.
const RATIOS: [(usize, usize); 8] = [
    (Series::Lost as usize, Series::Arrived as usize),
    (Series::ServiceMet as usize, Series::ServiceOf as usize),
    (Series::Abandoned as usize, Series::Offered as usize),
    (Series::WaitAnswered as usize, Series::Answered as usize),
    (Series::WaitAbandoned as usize, Series::Abandoned as usize),
    (Series::WaitAll as usize, Series::Offered as usize),
    (Series::MustWait as usize, Series::MayWait as usize),
    (Series::ReplyWait as usize, Series::Replies as usize),
];

/// One replication's counts of a cell, by [`Series`].
pub(super) type Counts = [u64; SERIES];

/// Counts of a cell over replications.
pub(super) type ContactMoments = JointMoments<SERIES, { RATIOS.len() }>;

/// One replication's counts of a cell, ready to be summed, with what is taken from beyond waiting.
pub(super) fn counts(cell: &ContactCell, beyond: Beyond, definition: ServiceLevelDefinition) -> Counts {
    let offered = u64::from(cell.offered());
    let (answered, abandoned) = (u64::from(cell.answered()), u64::from(cell.abandoned));
    let balked = u64::from(cell.balked);
    let (met, of) = definition.ratio(ServiceCounts {
        offered,
        answered,
        answered_within: u64::from(cell.answered_within()),
        abandoned_short: u64::from(cell.abandoned_short),
    });
    let mut counts = [0; SERIES];
    let mut set = |series: Series, count| counts[series as usize] = count;
    let Beyond {
        blocked,
        elsewhere,
        lost,
        replies,
        reply_wait,
    } = beyond;
    set(Series::Arrived, offered + balked + blocked + elsewhere);
    set(Series::Offered, offered);
    set(Series::Answered, answered);
    set(Series::Abandoned, abandoned);
    set(Series::Balked, balked);
    set(Series::Blocked, blocked);
    set(Series::Lost, abandoned + balked + blocked + lost);
    set(Series::WaitingAtEnd, u64::from(cell.waiting_at_end));
    set(Series::AnsweredWithin, u64::from(cell.answered_within()));
    set(Series::AbandonedWithin, u64::from(cell.abandoned_within));
    set(Series::ServiceMet, met);
    set(Series::ServiceOf, of);
    set(Series::WaitAnswered, cell.wait_answered);
    set(Series::WaitAbandoned, cell.wait_abandoned);
    set(
        Series::WaitAll,
        cell.wait_answered + cell.wait_abandoned + cell.wait_left,
    );
    set(Series::MustWait, u64::from(cell.waited()) + balked);
    set(Series::MayWait, offered + balked);
    set(Series::WaitMax, cell.wait_max);
    set(Series::QueueTime, cell.queue_time);
    set(Series::QueueMax, u64::from(cell.queue_max));
    set(Series::Replies, replies);
    set(Series::ReplyWait, reply_wait);
    counts
}

/// Adds one replication.
pub(super) fn push(moments: &mut ContactMoments, counts: &Counts) {
    moments.push(counts, &RATIOS);
}

/// How a measure follows from counts.
enum Form {
    /// The mean over days of a count, or of a time where one of them is worth `worth`.
    Mean { of: usize, worth: f64 },
    /// The ratio at this place of the list, times `worth`.
    Ratio { at: usize, worth: f64 },
}

/// A tick in seconds.
pub(super) const SECOND: f64 = 1.0 / TICKS_PER_SECOND;
/// The same in hours.
pub(super) const HOUR: f64 = SECOND / 3600.0;

/// How a measure follows from the counts of a cell that covers `covered` ticks; nothing for measures that
/// need more than counts.
fn form(measure: Measure, covered: u64) -> Option<Form> {
    let mean = |series: Series, worth| Form::Mean {
        of: series as usize,
        worth,
    };
    let ratio = |at, worth| Form::Ratio { at, worth };
    Some(match measure {
        Measure::Arrived => mean(Series::Arrived, 1.0),
        Measure::Offered => mean(Series::Offered, 1.0),
        Measure::Answered => mean(Series::Answered, 1.0),
        Measure::Abandoned => mean(Series::Abandoned, 1.0),
        Measure::Balked => mean(Series::Balked, 1.0),
        Measure::Blocked => mean(Series::Blocked, 1.0),
        Measure::Lost => ratio(0, 1.0),
        Measure::WaitingAtEnd => mean(Series::WaitingAtEnd, 1.0),
        Measure::AnsweredWithin => mean(Series::AnsweredWithin, 1.0),
        Measure::AbandonedWithin => mean(Series::AbandonedWithin, 1.0),
        Measure::ServiceLevel => ratio(1, 1.0),
        Measure::AbandonmentRate => ratio(2, 1.0),
        Measure::Asa => ratio(3, SECOND),
        Measure::WaitAbandoned => ratio(4, SECOND),
        Measure::WaitAll => ratio(5, SECOND),
        Measure::PWait => ratio(6, 1.0),
        Measure::ReplyWait => ratio(7, SECOND),
        Measure::WaitMax => mean(Series::WaitMax, SECOND),
        Measure::QueueMean => mean(Series::QueueTime, 1.0 / covered.max(1) as f64),
        Measure::QueueMax => mean(Series::QueueMax, 1.0),
        Measure::WaitP50
        | Measure::WaitP80
        | Measure::WaitP90
        | Measure::WaitP95
        | Measure::WaitP99
        | Measure::OfferedLoad
        | Measure::TargetMet
        | Measure::IntervalsMet => return None,
    })
}

/// The figure of one replication; nothing where it does not exist.
pub(super) fn figure(measure: Measure, counts: &Counts, covered: u64) -> Option<f64> {
    if measure == Measure::WaitMax && counts[Series::Answered as usize] == 0 {
        return None;
    }
    match form(measure, covered)? {
        Form::Mean { of, worth } => Some(counts[of] as f64 * worth),
        Form::Ratio { at, worth } => {
            let (of, per) = RATIOS[at];
            (counts[per] > 0).then(|| counts[of] as f64 / counts[per] as f64 * worth)
        }
    }
}

/// The estimate over replications, with no spread over days; nothing where it does not exist.
pub(super) fn estimate(
    measure: Measure,
    moments: &ContactMoments,
    covered: u64,
    confidence: &Confidence,
) -> Option<Estimate> {
    if measure == Measure::WaitMax && moments.sum(Series::Answered as usize) == 0 {
        return None;
    }
    let (mean, half) = match form(measure, covered)? {
        Form::Mean { of, worth } => (
            moments.mean(of) * worth,
            confidence.of_mean(moments, of).map(|half| half * worth),
        ),
        Form::Ratio { at, worth } => (
            ratio(moments, at)? * worth,
            confidence.of_ratio(moments, at, &RATIOS).map(|half| half * worth),
        ),
    };
    Some(about(mean, half, measure.unit()))
}

/// A measure that follows from counts, in linear form; nothing where it does not exist.
pub(super) fn linear(measure: Measure, counts: &[Counts], covered: u64, by: By<'_>) -> Option<Linear> {
    let series = |of: usize| -> Vec<u64> { counts.iter().map(|counts| counts[of]).collect() };
    if measure == Measure::WaitMax
        && series(Series::Answered as usize)
            .iter()
            .all(|&answered| answered == 0)
    {
        return None;
    }
    let unit = measure.unit();
    match form(measure, covered)? {
        Form::Mean { of, worth } => Some(Linear::mean(&series(of), worth, by, unit)),
        Form::Ratio { at, worth } => {
            let (of, per) = RATIOS[at];
            Linear::ratio(&series(of), &series(per), worth, by, unit)
        }
    }
}

/// The mean of a count in linear form.
pub(super) fn linear_count(counts: &[u64]) -> Linear {
    Linear::mean(counts, 1.0, None, Unit::Count)
}

fn ratio(moments: &ContactMoments, at: usize) -> Option<f64> {
    let (of, per) = RATIOS[at];
    let per = moments.sum(per);
    (per > 0).then(|| moments.sum(of) as f64 / per as f64)
}

/// An estimate with an interval about it, cut where the figure cannot lie: below zero, or a share above one.
pub(super) fn about(mean: f64, half: Option<f64>, unit: Unit) -> Estimate {
    let most = if unit == Unit::Share { 1.0 } else { f64::INFINITY };
    Estimate {
        mean,
        interval: half.map(|half| {
            (
                (mean - half).max(0.0).min(mean),
                (mean + half).min(most).max(mean),
            )
        }),
        days: None,
    }
}

/// Handling and time on duty of a group over replications, and handling after closing.
pub(super) type GroupMoments = JointMoments<3, 1>;

const OCCUPANCY: [(usize, usize); 1] = [(0, 1)];

/// One replication's agent time, by place in [`GroupMoments`]: handling, on duty, overtime.
pub(super) fn agent_time(cell: &GroupCell, overtime: u64) -> [u64; 3] {
    [cell.handling, cell.on_duty, overtime]
}

/// Adds one replication.
pub(super) fn push_group(moments: &mut GroupMoments, time: &[u64; 3]) {
    moments.push(time, &OCCUPANCY);
}

/// The figure of one replication for a group; nothing for what the model fixes or where it does not exist.
pub(super) fn group_figure(measure: GroupMeasure, time: &[u64; 3]) -> Option<f64> {
    match measure {
        GroupMeasure::Occupancy => (time[1] > 0).then(|| time[0] as f64 / time[1] as f64),
        GroupMeasure::HandlingHours => Some(time[0] as f64 * HOUR),
        GroupMeasure::OvertimeHours => Some(time[2] as f64 * HOUR),
        GroupMeasure::StaffedHours | GroupMeasure::PaidHours | GroupMeasure::Cost => None,
    }
}

/// A measure of a group in linear form; nothing for what the model fixes or where it does not exist.
pub(super) fn group_linear(measure: GroupMeasure, times: &[[u64; 3]], by: By<'_>) -> Option<Linear> {
    let series = |of: usize| -> Vec<u64> { times.iter().map(|time| time[of]).collect() };
    let hours = |of| Some(Linear::mean(&series(of), HOUR, by, Unit::Hours));
    match measure {
        GroupMeasure::Occupancy => Linear::ratio(&series(0), &series(1), 1.0, by, Unit::Share),
        GroupMeasure::HandlingHours => hours(0),
        GroupMeasure::OvertimeHours => hours(2),
        GroupMeasure::StaffedHours | GroupMeasure::PaidHours | GroupMeasure::Cost => None,
    }
}

/// The estimate over replications for a group, with no spread over days.
pub(super) fn group_estimate(
    measure: GroupMeasure,
    moments: &GroupMoments,
    confidence: &Confidence,
) -> Option<Estimate> {
    let hours = |counter| {
        let half = confidence.of_mean(moments, counter).map(|half| half * HOUR);
        about(moments.mean(counter) * HOUR, half, Unit::Hours)
    };
    match measure {
        GroupMeasure::Occupancy => {
            let on_duty = moments.sum(1);
            (on_duty > 0).then(|| {
                about(
                    moments.sum(0) as f64 / on_duty as f64,
                    confidence.of_ratio(moments, 0, &OCCUPANCY),
                    Unit::Share,
                )
            })
        }
        GroupMeasure::HandlingHours => Some(hours(0)),
        GroupMeasure::OvertimeHours => Some(hours(2)),
        GroupMeasure::StaffedHours | GroupMeasure::PaidHours | GroupMeasure::Cost => None,
    }
}
