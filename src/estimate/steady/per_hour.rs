//! Results of pieces of a run → results in equilibrium: what a piece adds up becomes what an hour does, and
//! what can only be said of days is left out.

use super::SteadyRun;
use crate::estimate::outcomes::{OutcomeMeasures, OutcomeResults};
use crate::estimate::results::{Estimate, GroupMeasures, Measures, Panel, Results};
use crate::model::{GroupMeasure, Measure, OutcomeMeasure, PresenceMeasure};

/// Results in equilibrium from those of pieces of some length, each with one interval and `hours` long.
pub(super) fn results(mut pieces: Results, run: SteadyRun, hours: f64) -> Results {
    for panel in pieces.queues.iter_mut().chain([&mut pieces.center]) {
        panel.intervals.clear();
        contacts(&mut panel.day, hours);
    }
    for panel in pieces.groups.iter_mut().chain([&mut pieces.agents]) {
        agents(panel, hours);
    }
    if let Some(found) = &mut pieces.outcomes {
        outcomes(found, hours);
    }
    Results {
        steady: Some(run),
        all_targets_met: None,
        ..pieces
    }
}

/// The same for one scope.
pub(super) fn contacts(day: &mut Measures, hours: f64) {
    for measure in Measure::EVERY {
        let per = match measure {
            count if Measure::COUNTS.contains(&count) => Some(hours),
            Measure::TargetMet | Measure::IntervalsMet => None,
            _ => Some(1.0),
        };
        let estimate = per.and_then(|per| Some(divided(day.get(measure)?, per)));
        day.set(measure, estimate);
    }
}

fn agents(panel: &mut Panel<GroupMeasures>, hours: f64) {
    panel.intervals.clear();
    for measure in GroupMeasure::ALL {
        let per = if measure == GroupMeasure::Occupancy {
            1.0
        } else {
            hours
        };
        let estimate = panel.day.get(measure).map(|estimate| divided(estimate, per));
        panel.day.set(measure, estimate);
    }
    for handled in panel.day.handled.iter_mut().flatten() {
        *handled = divided(*handled, hours);
    }
}

fn outcomes(found: &mut OutcomeResults, hours: f64) {
    let per_hour = |day: &mut OutcomeMeasures| {
        for measure in OutcomeMeasure::ALL {
            let per = if measure.adds_up() { hours } else { 1.0 };
            day.set(measure, day.get(measure).map(|estimate| divided(estimate, per)));
        }
    };
    for panel in found.queues.iter_mut().chain([&mut found.center]) {
        panel.intervals.clear();
        per_hour(&mut panel.day);
    }
    for segment in found.segments.iter_mut().flatten() {
        contacts(&mut segment.measures, hours);
        per_hour(&mut segment.outcomes);
        segment.share = segment.share.map(|share| divided(share, 1.0));
    }
    for channel in &mut found.channels {
        contacts(&mut channel.measures, hours);
        per_hour(&mut channel.outcomes);
        for figure in [&mut channel.hours, &mut channel.paid_hours, &mut channel.cost] {
            *figure = divided(*figure, hours);
        }
        for share in [&mut channel.left, &mut channel.answered] {
            *share = share.map(|share| divided(share, 1.0));
        }
        channel.share = channel.share.map(|share| divided(share, 1.0));
    }
    for work in &mut found.work {
        let times = work.by_queue.iter_mut().chain(&mut work.by_channel);
        let times = times.chain(&mut work.at_number);
        for figure in times.chain([&mut work.available]) {
            *figure = divided(*figure, hours);
        }
        work.concurrency = work.concurrency.map(|held| divided(held, 1.0));
    }
    for panel in found.groups.iter_mut().chain([&mut found.agents]) {
        panel.intervals.clear();
        for measure in PresenceMeasure::ALL {
            let estimate = panel.day.get(measure).map(|estimate| divided(estimate, hours));
            panel.day.set(measure, estimate);
        }
    }
}

fn divided(estimate: Estimate, by: f64) -> Estimate {
    Estimate {
        mean: estimate.mean / by,
        interval: estimate.interval.map(|(low, high)| (low / by, high / by)),
        days: None,
    }
}
