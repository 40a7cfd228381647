//! How each measure beyond waiting follows from counts, for a single day and over all days.

use crate::estimate::figure::{HOUR, SECOND, about};
use crate::estimate::linear::Linear;
use crate::estimate::results::Estimate;
use crate::model::{OutcomeMeasure, PresenceMeasure, Unit};
use crate::observe::{ABSENCES, Absence, AbsenceCell, COUNTS, ContactCell, Count, OutcomeCell};
use crate::stats::{Confidence, JointMoments};

/// What follows from several counts of one replication stands after them.
const TRANSFERRED: usize = COUNTS;
const FIRST_TIME: usize = COUNTS + 1;
const BACKLOG: usize = COUNTS + 2;
const REACHED: usize = COUNTS + 3;
const WAITING_AT_END: usize = COUNTS + 4;
const OFFERED: usize = COUNTS + 5;
const SERIES: usize = COUNTS + 6;

/// One replication's counts of a cell.
pub(in crate::estimate) type Counts = [u64; SERIES];

const fn pair(of: Count, per: Count) -> (usize, usize) {
    (of as usize, per as usize)
}

/// The ratios that are measured, numerator and denominator, with what the error of announcements takes.
const PAIRS: [(usize, usize); 22] = [
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
    pair(Count::ReplyWait, Count::Replies),
    pair(Count::RepliesWithin, Count::Replies),
    pair(Count::ConclusionTime, Count::Concluded),
    (WAITING_AT_END, OFFERED),
    (REACHED, Count::Dials as usize),
    (BACKLOG, Count::Closings as usize),
    pair(Count::Backlog0, Count::Closings),
    pair(Count::Backlog1, Count::Closings),
    pair(Count::Backlog2, Count::Closings),
    pair(Count::Backlog3, Count::Closings),
    pair(Count::Backlog4, Count::Closings),
];
/// Where the last three of announcements stand.
const TOLD_AND_WAITED: usize = 8;
const TOLD_AND_NUMBER: usize = 9;
const WAITED_AND_NUMBER: usize = 10;

/// Counts of a cell over replications.
pub(in crate::estimate) type Moments = JointMoments<SERIES, { PAIRS.len() }>;

/// Adds a queue's cell to that of several queues together: what waits when the center closes adds up, the
/// closings are the same.
pub(in crate::estimate) fn add_scope(all: &mut OutcomeCell, cell: &OutcomeCell) {
    let closings = Count::Closings as usize;
    let most = all.0[closings].max(cell.0[closings]);
    all.add(cell);
    all.0[closings] = most;
}

/// One replication's counts of a cell, ready to be summed, with its waits and answers.
pub(in crate::estimate) fn counts(cell: &OutcomeCell, contacts: &ContactCell) -> Counts {
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
    counts[BACKLOG] = Count::BACKLOG.iter().map(|&age| cell.get(age)).sum();
    counts[REACHED] = cell.get(Count::RightParty) + cell.get(Count::WrongParty);
    counts[WAITING_AT_END] = u64::from(contacts.waiting_at_end);
    counts[OFFERED] = u64::from(contacts.offered());
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
        M::BotFailures => mean(Count::BotFailures),
        M::Replies => mean(Count::Replies),
        M::ReplyWait => ratio(11, SECOND),
        M::RepliesInTime => ratio(12, 1.0),
        M::LeftSilently => mean(Count::LeftSilently),
        M::Interruptions => mean(Count::Interruptions),
        M::ConclusionTime => ratio(13, SECOND),
        M::Unfinished => mean(Count::Unfinished),
        M::NeverAnswered => ratio(14, 1.0),
        M::ReachRate => ratio(15, 1.0),
        M::Backlog => ratio(16, 1.0),
        M::BacklogUnder4h => ratio(17, 1.0),
        M::Backlog4hTo8h => ratio(18, 1.0),
        M::Backlog8hTo24h => ratio(19, 1.0),
        M::Backlog24hTo48h => ratio(20, 1.0),
        M::BacklogFrom48h => ratio(21, 1.0),
        M::Dials => mean(Count::Dials),
        M::RightParty => mean(Count::RightParty),
        M::WrongParty => mean(Count::WrongParty),
        M::NeverReached => mean(Count::NeverReached),
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
