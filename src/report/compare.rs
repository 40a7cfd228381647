//! A comparison as JSON, schema `headcount.compare/1`: every figure in full precision.
//!
//! In: BASE, and every OTHER beside it. Out: one JSON document. A measure that does not exist in both, or
//! means something else in each, is null as a whole; one without an interval (one replication, a count of
//! intervals) has nulls for its ends.

use std::io;

use serde_json::{Map, Value, json};

use crate::estimate::{
    AgentDifferences, ContactDifferences, Difference, Differences, GroupMeasure, Headline, Measure,
    OutcomeMeasure, Unmatched,
};
use crate::insight::Beside;
use crate::model::{Center, Experiment};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.compare/1";

/// The document and a line break. `family` is the number of comparisons corrected together.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json(base: &Center, experiment: &Experiment, others: &[Beside], family: usize) -> io::Result<Vec<u8>> {
    let replications = others
        .first()
        .map_or(experiment.replications, |other| other.differences.replications);
    let document = json!({
        "schema": SCHEMA,
        "base": { "name": base.name },
        "seed": experiment.seed,
        "replications": replications,
        "confidence": experiment.confidence,
        "service_level_definition": base.service_level.formula(),
        "correction": {
            "method": "Holm",
            "comparisons": family,
            "queues": headlines(|headline| match headline {
                Headline::Queue(measure) => Some(measure.key()),
                Headline::Group(_) => None,
            }),
            "groups": headlines(|headline| match headline {
                Headline::Group(measure) => Some(measure.key()),
                Headline::Queue(_) => None,
            }),
        },
        "others": others.iter().map(other).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn headlines(key: impl Fn(&Headline) -> Option<&'static str>) -> Vec<&'static str> {
    Headline::ALL.iter().filter_map(key).collect()
}

fn other(other: &Beside) -> Value {
    let found = &other.differences;
    let named = |name: &String, day: Value| (name.clone(), day);
    let queues = found.queues.iter();
    let groups = found.groups.iter();
    let mut center = contacts(&found.center, found);
    center.extend(agents(&found.agents, found));
    center.insert(
        "all_targets_met".into(),
        value(found.all_targets_met.as_ref(), found),
    );
    json!({
        "name": other.name,
        "changes": other.changes,
        "sentences": other.sentences,
        "not_compared": other.notes,
        "center": center,
        "queues": queues
            .map(|queue| named(&queue.name, Value::Object(contacts(&queue.day, found))))
            .collect::<Map<_, _>>(),
        "groups": groups
            .map(|group| named(&group.name, Value::Object(agents(&group.day, found))))
            .collect::<Map<_, _>>(),
        "unmatched_queues": unmatched(&found.unmatched_queues),
        "unmatched_groups": unmatched(&found.unmatched_groups),
    })
}

fn unmatched(names: &Unmatched) -> Value {
    json!({ "base": names.base, "other": names.other })
}

fn contacts(day: &ContactDifferences, found: &Differences) -> Map<String, Value> {
    let each = Measure::ALL.into_iter();
    let waiting = each.map(|measure| (measure.key().into(), value(day.get(measure), found)));
    let beyond = OutcomeMeasure::ALL.into_iter().filter_map(|measure| {
        let difference = day.outcome(measure)?;
        Some((measure.key().into(), value(Some(difference), found)))
    });
    waiting.chain(beyond).collect()
}

fn agents(day: &AgentDifferences, found: &Differences) -> Map<String, Value> {
    let each = GroupMeasure::ALL.into_iter();
    let mut map: Map<String, Value> = each
        .map(|measure| (measure.key().into(), value(day.get(measure), found)))
        .collect();
    let handled = day.handled.iter();
    let handled: Map<String, Value> = handled
        .map(|(queue, difference)| (queue.clone(), value(difference.as_ref(), found)))
        .collect();
    map.insert("handled".into(), Value::Object(handled));
    map
}

/// One figure; `variance_ratio` is how many times narrower in variance its interval is than one from days
/// that are not the same.
pub(super) fn value(difference: Option<&Difference>, found: &Differences) -> Value {
    let Some(difference) = difference else {
        return Value::Null;
    };
    json!({
        "base": difference.base,
        "other": difference.other,
        "difference": difference.difference(),
        "low": difference.interval.map(|(low, _)| low),
        "high": difference.interval.map(|(_, high)| high),
        "p": difference.p,
        "p_holm": difference.p_holm,
        "distinguishable": difference.interval.map(|_| difference.is_distinguishable()),
        "stands": difference.interval.map(|_| difference.stands(found.confidence)),
        "days_needed": difference.days_needed,
        "unpaired_half_width": difference.unpaired_half_width,
        "variance_ratio": difference.gain(),
    })
}
