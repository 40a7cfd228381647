//! The model beside what really happened.
//!
//! In: a center whose queues carry observed figures, and its results. Out: one [`Comparison`] for each
//! figure, and sentences. A day's figure is held against how days differ (10th to 90th percentile): one
//! real day is one day, and should lie among the simulated ones, not at their mean.

use super::shortfall::{describe, plain};
use super::span::Span;
use super::wording::{count, horizon_noun, interval_noun, percent, range, seconds, title};
use crate::estimate::{Estimate, Measure, Measures, Results, Unit};
use crate::model::{Actual, ActualSeries, Center, QueueId};

/// One observed figure and its simulated counterpart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// The queue.
    pub queue: QueueId,
    /// The interval; nothing for the whole horizon.
    pub interval: Option<usize>,
    /// What was measured.
    pub measure: Measure,
    /// What the model says.
    pub model: Estimate,
    /// What happened.
    pub actual: f64,
}

impl Comparison {
    /// Model less actual, in the measure's unit.
    pub fn difference(&self) -> f64 {
        self.model.mean - self.actual
    }

    /// Whether what happened lies between the 10th and the 90th percentile of the simulated days; nothing
    /// where how days differ is not known (single intervals).
    pub fn within_days(&self) -> Option<bool> {
        self.model
            .days
            .map(|(low, high)| (low..=high).contains(&self.actual))
    }
}

/// The figures that may be observed.
const OBSERVED: [Measure; 3] = [Measure::ServiceLevel, Measure::Asa, Measure::AbandonmentRate];

fn series(actual: &Actual, measure: Measure) -> Option<&ActualSeries> {
    match measure {
        Measure::ServiceLevel => actual.service_level.as_ref(),
        Measure::Asa => actual.asa_s.as_ref(),
        _ => actual.abandoned.as_ref(),
    }
}

/// Every observed figure that has a simulated counterpart, by queue, measure and interval. A center in
/// equilibrium is none that was ever observed.
pub fn against_actual(center: &Center, results: &Results) -> Vec<Comparison> {
    let mut comparisons = Vec::new();
    if results.steady.is_some() {
        return comparisons;
    }
    for (queue, (facts, panel)) in center.queues.iter().zip(&results.queues).enumerate() {
        let Some(actual) = &facts.actual else {
            continue;
        };
        for measure in OBSERVED {
            let mut compare = |interval: Option<usize>, measures: Option<&Measures>, actual: f64| {
                if let Some(model) = measures.and_then(|measures| measures.get(measure)) {
                    comparisons.push(Comparison {
                        queue,
                        interval,
                        measure,
                        model,
                        actual,
                    });
                }
            };
            match series(actual, measure) {
                Some(ActualSeries::Day(value)) => compare(None, Some(&panel.day), *value),
                Some(ActualSeries::Intervals(values)) => {
                    for (interval, value) in values.iter().enumerate() {
                        if let Some(value) = value {
                            compare(Some(interval), panel.intervals.get(interval), *value);
                        }
                    }
                }
                None => {}
            }
        }
    }
    comparisons
}

/// A sentence for each queue and measure that was observed.
pub fn comparison_sentences(center: &Center, comparisons: &[Comparison]) -> Vec<String> {
    let mut sentences = Vec::new();
    for queue in 0..center.queues.len() {
        for measure in OBSERVED {
            let of: Vec<&Comparison> = comparisons
                .iter()
                .filter(|comparison| comparison.queue == queue && comparison.measure == measure)
                .collect();
            match of[..] {
                [] => {}
                [only] if only.interval.is_none() => sentences.push(day_sentence(center, only)),
                _ => sentences.push(intervals_sentence(center, &of)),
            }
        }
    }
    sentences
}

/// A difference in the unit people use: points of percent, or seconds.
fn apart(measure: Measure, difference: f64) -> String {
    match measure.unit() {
        Unit::Share => format!("{:.1} points", 100.0 * difference.abs()),
        _ => seconds(difference.abs()),
    }
}

fn day_sentence(center: &Center, comparison: &Comparison) -> String {
    let Comparison {
        queue,
        measure,
        model,
        actual,
        ..
    } = *comparison;
    let noun = horizon_noun(&center.calendar);
    let figure = |value: f64| match measure.unit() {
        Unit::Share => percent(value),
        _ => plain(measure, value),
    };
    let band = model.days.map_or_else(String::new, |(low, high)| {
        let inside = if comparison.within_days() == Some(true) {
            "among"
        } else {
            "outside"
        };
        format!(
            ", {inside} 8 in 10 of the model's {noun}s ({})",
            range(low, high, figure)
        )
    });
    let difference = comparison.difference();
    let side = if difference > 0.0 { "less" } else { "more" };
    format!(
        "{}: {} in the model, {} in fact ({} {side}){band}.",
        title(&center.queues[queue].name),
        describe(measure, &figure(model.mean)),
        figure(actual),
        apart(measure, difference)
    )
}

fn intervals_sentence(center: &Center, comparisons: &[&Comparison]) -> String {
    let first = comparisons[0];
    let mean = comparisons
        .iter()
        .map(|comparison| comparison.difference().abs())
        .sum::<f64>()
        / comparisons.len() as f64;
    let bias = comparisons
        .iter()
        .map(|comparison| comparison.difference())
        .sum::<f64>()
        / comparisons.len() as f64;
    let worst = comparisons
        .iter()
        .max_by(|a, b| a.difference().abs().total_cmp(&b.difference().abs()))
        .unwrap_or(&comparisons[0]);
    let at = worst.interval.map_or_else(String::new, |interval| {
        Span {
            first: interval,
            last: interval,
        }
        .label(&center.calendar)
    });
    let what = match first.measure {
        Measure::ServiceLevel => "service levels",
        Measure::Asa => "mean waits",
        _ => "abandonment rates",
    };
    let side = if bias >= 0.0 { "higher" } else { "lower" };
    format!(
        "{}: {what} in model and fact differ by {} on average over {} (the model {} {side} in the mean), most at {at}: \
         {} in the model, {} in fact.",
        title(&center.queues[first.queue].name),
        apart(first.measure, mean),
        count(comparisons.len(), interval_noun(&center.calendar)),
        apart(first.measure, bias),
        plain(first.measure, worst.model.mean),
        plain(first.measure, worst.actual),
    )
}
