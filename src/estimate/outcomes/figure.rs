//! How each measure beyond waiting follows from counts, for a single day and over all days.

use crate::estimate::figure::about;
use crate::estimate::linear::Linear;
use crate::estimate::results::Estimate;
use crate::model::{OutcomeMeasure, PresenceMeasure, TICKS_PER_SECOND, Unit};
use crate::observe::{ABSENCES, Absence, AbsenceCell, COUNTS, Count, OutcomeCell};
use crate::stats::{Confidence, JointMoments};

/// What follows from several counts of one replication stands after them.
const TRANSFERRED: usize = COUNTS;
const FIRST_TIME: usize = COUNTS + 1;
const SERIES: usize = COUNTS + 2;

/// One replication's counts of a cell.
pub(in crate::estimate) type Counts = [u64; SERIES];

const fn pair(of: Count, per: Count) -> (usize, usize) {
    (of as usize, per as usize)
}

/// The ratios that are measured, numerator and denominator; then what the error of announcements takes.
const PAIRS: [(usize, usize); 11] = [
    pair(Count::CallbackWait, Count::CallbacksReached),
    pair(Count::WholeWait, Count::Wholes),
    pair(Count::ResolvedAtFirst, Count::ClientsServed),
    pair(Count::ClientsServed, Count::Clients),
    pair(Count::ClientsResolved, Count::Clients),
    pair(Count::Attempts, Count::Clients),
    pair(Count::AnnouncedWait, Count::Announced),
    pair(Count::ComparedError, Count::Compared),
    pair(Count::ComparedAnnounced, Count::ComparedWait),
    pair(Count::ComparedAnnounced, Count::Compared),
    pair(Count::ComparedWait, Count::Compared),
];
/// Where the last three of them stand.
const TOLD_AND_WAITED: usize = 8;
const TOLD_AND_NUMBER: usize = 9;
const WAITED_AND_NUMBER: usize = 10;

/// Counts of a cell over replications.
pub(in crate::estimate) type Moments = JointMoments<SERIES, { PAIRS.len() }>;

/// One replication's counts of a cell, ready to be summed.
pub(in crate::estimate) fn counts(cell: &OutcomeCell) -> Counts {
    let mut counts = [0; SERIES];
    counts[..COUNTS].copy_from_slice(&cell.0);
    counts[TRANSFERRED] = cell.get(Count::TransferredCold) + cell.get(Count::TransferredWarm);
    let later = [
        Count::Retries,
        Count::Repeats,
        Count::TransferredIn,
        Count::ChosenIn,
        Count::BotFailures,
    ];
    let later: u64 = later.map(|count| cell.get(count)).iter().sum();
    counts[FIRST_TIME] = cell.get(Count::Came).saturating_sub(later);
    counts
}

/// Adds one replication.
pub(in crate::estimate) fn push(moments: &mut Moments, counts: &Counts) {
    moments.push(counts, &PAIRS);
}

/// How a measure follows from counts.
enum Form {
    /// The mean over days of a count.
    Mean(usize),
    /// The ratio at this place of the list, times `worth`.
    Ratio { at: usize, worth: f64 },
    /// (Announced − waited) / number, of those answered.
    Error,
}

const SECOND: f64 = 1.0 / TICKS_PER_SECOND;

fn form(measure: OutcomeMeasure) -> Form {
    use OutcomeMeasure as M;
    let mean = |count: Count| Form::Mean(count as usize);
    let ratio = |at, worth| Form::Ratio { at, worth };
    match measure {
        M::BlockedLine => mean(Count::BlockedLine),
        M::BlockedPlace => mean(Count::BlockedPlace),
        M::Contained => mean(Count::Contained),
        M::IvrHungUp => mean(Count::IvrHungUp),
        M::ChoseElsewhere => mean(Count::ChoseElsewhere),
        M::ChosenIn => mean(Count::ChosenIn),
        M::Messages => mean(Count::Messages),
        M::Callbacks => mean(Count::Callbacks),
        M::CallbacksReached => mean(Count::CallbacksReached),
        M::CallbacksMissed => mean(Count::CallbacksMissed),
        M::CallbackWait => ratio(0, SECOND),
        M::Overflowed => mean(Count::Overflowed),
        M::Transferred => Form::Mean(TRANSFERRED),
        M::TransferredWarm => mean(Count::TransferredWarm),
        M::TransferredIn => mean(Count::TransferredIn),
        M::WholeWait => ratio(1, SECOND),
        M::Retries => mean(Count::Retries),
        M::Repeats => mean(Count::Repeats),
        M::FirstTime => Form::Mean(FIRST_TIME),
        M::Unresolved => mean(Count::Unresolved),
        M::FirstContactResolution => ratio(2, 1.0),
        M::Clients => mean(Count::Clients),
        M::ClientsServed => ratio(3, 1.0),
        M::ClientsResolved => ratio(4, 1.0),
        M::AttemptsPerClient => ratio(5, 1.0),
        M::AnnouncedWait => ratio(6, SECOND),
        M::AnnouncedError => Form::Error,
        M::AnnouncedErrorAbs => ratio(7, SECOND),
    }
}

/// The figure of one replication; nothing where it does not exist.
pub(in crate::estimate) fn figure(measure: OutcomeMeasure, counts: &Counts) -> Option<f64> {
    match form(measure) {
        Form::Mean(of) => Some(counts[of] as f64),
        Form::Ratio { at, worth } => {
            let (of, per) = PAIRS[at];
            (counts[per] > 0).then(|| counts[of] as f64 / counts[per] as f64 * worth)
        }
        Form::Error => {
            let of = |count: Count| counts[count as usize] as f64;
            let number = of(Count::Compared);
            (number > 0.0).then(|| (of(Count::ComparedAnnounced) - of(Count::ComparedWait)) / number * SECOND)
        }
    }
}

/// The estimate over replications, with no spread over days; nothing where it does not exist.
pub(in crate::estimate) fn estimate(
    measure: OutcomeMeasure,
    moments: &Moments,
    confidence: &Confidence,
) -> Option<Estimate> {
    match form(measure) {
        Form::Mean(of) => Some(about(
            moments.mean(of),
            confidence.of_mean(moments, of),
            measure.unit(),
        )),
        Form::Ratio { at, worth } => {
            let (of, per) = PAIRS[at];
            let half = confidence.of_ratio(moments, at, &PAIRS).map(|half| half * worth);
            let under = moments.sum(per);
            (under > 0).then(|| {
                about(
                    moments.sum(of) as f64 / under as f64 * worth,
                    half,
                    measure.unit(),
                )
            })
        }
        Form::Error => error(moments, confidence),
    }
}

/// The mean error of announcements, by the delta method: the variance of told − waited − r × number.
fn error(moments: &Moments, confidence: &Confidence) -> Option<Estimate> {
    let [told, waited, number] =
        [Count::ComparedAnnounced, Count::ComparedWait, Count::Compared].map(|count| count as usize);
    if moments.sum(number) == 0 {
        return None;
    }
    // Whole ticks are subtracted before anything is rounded.
    let sum = moments.sum(told) as i128 - moments.sum(waited) as i128;
    let ratio = sum as f64 / moments.sum(number) as f64;
    let half = || {
        let variance = |of| moments.variance(of);
        let covariance = |at| moments.covariance(at, &PAIRS);
        let spread = variance(told)? + variance(waited)? + ratio * ratio * variance(number)?
            - 2.0 * covariance(TOLD_AND_WAITED)?
            - 2.0 * ratio * covariance(TOLD_AND_NUMBER)?
            + 2.0 * ratio * covariance(WAITED_AND_NUMBER)?;
        let days = moments.count();
        let error = (spread.max(0.0) / days as f64).sqrt() / moments.mean(number);
        Some(confidence.student(days - 1) * error)
    };
    let mean = ratio * SECOND;
    Some(Estimate {
        mean,
        interval: half().map(|half| (mean - half * SECOND, mean + half * SECOND)),
        days: None,
    })
}

/// A measure in linear form, to be compared day by day; nothing where it does not exist.
pub(in crate::estimate) fn linear(measure: OutcomeMeasure, days: &[Counts]) -> Option<Linear> {
    let series = |of: usize| -> Vec<u64> { days.iter().map(|counts| counts[of]).collect() };
    let unit = measure.unit();
    match form(measure) {
        Form::Mean(of) => Some(Linear::mean(&series(of), 1.0, None, unit)),
        Form::Ratio { at, worth } => {
            let (of, per) = PAIRS[at];
            Linear::ratio(&series(of), &series(per), worth, None, unit)
        }
        Form::Error => {
            let (told, waited) = (Count::ComparedAnnounced as usize, Count::ComparedWait as usize);
            let number = series(Count::Compared as usize);
            let of = Linear::ratio(&series(told), &number, SECOND, None, unit)?;
            let less = Linear::ratio(&series(waited), &number, SECOND, None, unit)?;
            Some(of.less(&less))
        }
    }
}

/// What is counted of a group over replications.
pub(in crate::estimate) type PresenceMoments = JointMoments<ABSENCES, 0>;

const HOUR: f64 = SECOND / 3600.0;

fn absence(measure: PresenceMeasure) -> Absence {
    match measure {
        PresenceMeasure::BreakHours => Absence::Break,
        PresenceMeasure::AwayHours => Absence::Away,
        PresenceMeasure::PausedHours => Absence::Paused,
        PresenceMeasure::OverrunHours => Absence::Overrun,
        PresenceMeasure::ExtraHours => Absence::ExtraBusy,
    }
}

/// The figure of one replication for a group.
pub(in crate::estimate) fn hours(measure: PresenceMeasure, cell: &AbsenceCell) -> f64 {
    cell[absence(measure) as usize] as f64 * HOUR
}

/// The estimate over replications for a group, with no spread over days.
pub(in crate::estimate) fn hours_estimate(
    measure: PresenceMeasure,
    moments: &PresenceMoments,
    confidence: &Confidence,
) -> Estimate {
    let at = absence(measure) as usize;
    let half = confidence.of_mean(moments, at).map(|half| half * HOUR);
    about(moments.mean(at) * HOUR, half, Unit::Hours)
}
