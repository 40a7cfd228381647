//! Several intervals taken together: hours of half-hours, days of a week.
//!
//! In: estimates by interval. Out: point estimates of the same measures over all of them; no intervals of
//! confidence, which need the replications themselves. Ratios are put together from what they are ratios
//! of, so that the figure of a span is the one that counting over the span would have given.

use super::{Estimate, GroupMeasure, GroupMeasures, Measure, Measures};
use crate::model::ServiceLevelDefinition;

/// Contacts over several intervals of equal length: counts, service level, rates, mean waits, mean queue
/// and load. Quantiles, maxima and shares of days do not follow from those of the parts and are absent.
pub fn contacts_over(parts: &[Measures], definition: ServiceLevelDefinition) -> Measures {
    let mut whole = Measures::default();
    for measure in Measure::COUNTS {
        whole.set(measure, sum(parts.iter().map(|part| part.mean(measure))));
    }
    let weighted = |measure, weight: &dyn Fn(&Measures) -> Option<f64>| {
        weighted_mean(parts.iter().map(|part| (part.mean(measure), weight(part))))
    };
    let of = |measure: Measure| move |part: &Measures| part.mean(measure);
    let offered = of(Measure::Offered);
    let answered = of(Measure::Answered);
    let service_base = |part: &Measures| match definition {
        ServiceLevelDefinition::OfAnswered => answered(part),
        ServiceLevelDefinition::OfOffered | ServiceLevelDefinition::ShortAbandonsMet => offered(part),
        ServiceLevelDefinition::ShortAbandonsExcluded => match part.mean(Measure::ServiceLevel) {
            Some(level) if level > 0.0 => part.mean(Measure::AnsweredWithin).map(|within| within / level),
            _ => offered(part),
        },
    };
    let delayable =
        |part: &Measures| Some(part.mean(Measure::Offered)? + part.mean(Measure::Balked).unwrap_or(0.0));
    let once = |_: &Measures| Some(1.0);
    for (measure, mean) in [
        (
            Measure::ServiceLevel,
            weighted(Measure::ServiceLevel, &service_base),
        ),
        (
            Measure::AbandonmentRate,
            weighted(Measure::AbandonmentRate, &offered),
        ),
        (Measure::Lost, weighted(Measure::Lost, &of(Measure::Arrived))),
        (Measure::Asa, weighted(Measure::Asa, &answered)),
        (
            Measure::WaitAbandoned,
            weighted(Measure::WaitAbandoned, &of(Measure::Abandoned)),
        ),
        (Measure::WaitAll, weighted(Measure::WaitAll, &offered)),
        (Measure::PWait, weighted(Measure::PWait, &delayable)),
        (Measure::QueueMean, weighted(Measure::QueueMean, &once)),
        (Measure::OfferedLoad, weighted(Measure::OfferedLoad, &once)),
    ] {
        whole.set(measure, mean);
    }
    whole
}

/// A group over several intervals: hours and cost add up, occupancy is weighted by the time on duty.
pub fn agents_over(parts: &[GroupMeasures]) -> GroupMeasures {
    let mut whole = GroupMeasures::default();
    for measure in GroupMeasure::ALL {
        if measure != GroupMeasure::Occupancy {
            whole.set(measure, sum(parts.iter().map(|part| part.mean(measure))));
        }
    }
    let on_duty = |part: &GroupMeasures| match part.mean(GroupMeasure::Occupancy) {
        Some(occupancy) if occupancy > 0.0 => part
            .mean(GroupMeasure::HandlingHours)
            .map(|handling| handling / occupancy),
        _ => part.mean(GroupMeasure::StaffedHours),
    };
    whole.set(
        GroupMeasure::Occupancy,
        weighted_mean(
            parts
                .iter()
                .map(|part| (part.mean(GroupMeasure::Occupancy), on_duty(part))),
        ),
    );
    let queues = parts.iter().map(|part| part.handled.len()).max().unwrap_or(0);
    whole.handled = (0..queues)
        .map(|queue| {
            sum(parts.iter().map(|part| {
                part.handled
                    .get(queue)
                    .copied()
                    .flatten()
                    .map(|handled| handled.mean)
            }))
        })
        .collect();
    whole
}

fn point(mean: f64) -> Estimate {
    Estimate {
        mean,
        interval: None,
        days: None,
    }
}

fn sum(parts: impl Iterator<Item = Option<f64>>) -> Option<Estimate> {
    parts.flatten().reduce(|left, right| left + right).map(point)
}

fn weighted_mean(parts: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Option<Estimate> {
    let (mut total, mut weights) = (0.0, 0.0);
    for (mean, weight) in parts {
        if let (Some(mean), Some(weight)) = (mean, weight)
            && weight > 0.0
        {
            total += mean * weight;
            weights += weight;
        }
    }
    (weights > 0.0).then(|| point(total / weights))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_hour(offered: f64, answered: f64, within: f64, short: f64, asa: f64) -> Measures {
        let mut measures = Measures::default();
        for (measure, value) in [
            (Measure::Offered, offered),
            (Measure::Answered, answered),
            (Measure::AnsweredWithin, within),
            (Measure::AbandonedWithin, short),
            (Measure::Abandoned, offered - answered),
            (Measure::AbandonmentRate, (offered - answered) / offered),
            (Measure::Asa, asa),
        ] {
            measures.set(measure, Some(point(value)));
        }
        measures
    }

    #[test]
    fn a_span_has_the_figure_that_counting_over_it_gives() {
        use crate::model::ServiceCounts;
        for definition in ServiceLevelDefinition::ALL {
            let counts = |offered, answered, answered_within, abandoned_short| {
                let (met, of) = definition.ratio(ServiceCounts {
                    offered,
                    answered,
                    answered_within,
                    abandoned_short,
                });
                met / of
            };
            let mut parts = [
                half_hour(60.0, 50.0, 40.0, 4.0, 20.0),
                half_hour(20.0, 20.0, 19.0, 0.0, 5.0),
            ];
            parts[0].set(Measure::ServiceLevel, Some(point(counts(60.0, 50.0, 40.0, 4.0))));
            parts[1].set(Measure::ServiceLevel, Some(point(counts(20.0, 20.0, 19.0, 0.0))));
            let hour = contacts_over(&parts, definition);
            let expected = counts(80.0, 70.0, 59.0, 4.0);
            let found = hour.mean(Measure::ServiceLevel).expect("contacts came");
            assert!(
                (found - expected).abs() < 1e-12,
                "{definition:?}: {found} {expected}"
            );
            assert_eq!(hour.mean(Measure::Offered), Some(80.0));
            assert_eq!(hour.mean(Measure::AbandonmentRate), Some(10.0 / 80.0));
            let asa = hour.mean(Measure::Asa).expect("some were answered");
            assert!((asa - (50.0 * 20.0 + 20.0 * 5.0) / 70.0).abs() < 1e-12);
            assert_eq!(hour.get(Measure::WaitP90), None);
        }
    }

    #[test]
    fn occupancy_counts_the_time_on_duty() {
        let part = |staffed: f64, occupancy: f64| {
            let mut group = GroupMeasures::default();
            group.set(GroupMeasure::StaffedHours, Some(point(staffed)));
            group.set(GroupMeasure::HandlingHours, Some(point(staffed * occupancy)));
            group.set(GroupMeasure::Occupancy, Some(point(occupancy)));
            group.handled = vec![Some(point(3.0)), None];
            group
        };
        let hour = agents_over(&[part(2.0, 0.9), part(6.0, 0.5)]);
        let occupancy = hour.mean(GroupMeasure::Occupancy).expect("somebody was there");
        assert!((occupancy - 4.8 / 8.0).abs() < 1e-12);
        assert_eq!(hour.mean(GroupMeasure::StaffedHours), Some(8.0));
        assert_eq!(hour.handled[0].map(|handled| handled.mean), Some(6.0));
        assert_eq!(hour.handled[1], None);
    }

    #[test]
    fn nothing_known_stays_nothing() {
        let nothing = contacts_over(&[], ServiceLevelDefinition::OfOffered);
        assert_eq!(nothing, Measures::default());
        let empty = contacts_over(&[Measures::default()], ServiceLevelDefinition::OfOffered);
        assert_eq!(empty, Measures::default());
        assert_eq!(agents_over(&[]), GroupMeasures::default());
    }
}
