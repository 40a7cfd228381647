//! How a run came to its figures: precision that was asked for, variance reduction, equilibrium.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Map;
use crate::estimate::{Gains, Measure, Reached, SteadyRun};
use crate::model::{Center, SteadyMethod};

/// How a precision that was asked for stands.
pub(super) struct Precise<'a> {
    pub of: &'a Reached,
    pub center: &'a Center,
}

impl Serialize for Precise<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let asked = self.of.asked;
        let mut map = serializer.serialize_map(None)?;
        let queue = asked.queue.map(|queue| &*self.center.queues[queue].name);
        map.serialize_entry("queue", &queue)?;
        map.serialize_entry("measure", asked.measure.key())?;
        map.serialize_entry("asked", &asked.half_width)?;
        map.serialize_entry("half_width", &self.of.half_width)?;
        map.serialize_entry("reached", &self.of.reached)?;
        map.serialize_entry("replications_needed", &self.of.replications)?;
        map.end()
    }
}

/// How many times as many plain replications would know a figure as well: by measure, of the center and of
/// each queue.
pub(super) struct Gained<'a> {
    pub center: &'a Center,
    pub gains: &'a [Gains],
}

impl Serialize for Gained<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = |gains: &Gains| {
            let known = Measure::ALL
                .into_iter()
                .filter_map(|measure| Some((measure.key(), gains.get(measure)?)));
            Map(known.collect::<Vec<_>>())
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("center", &self.gains.last().map(of))?;
        let queues = self.center.queues.iter().zip(self.gains);
        let queues = queues.map(|(queue, gains)| (&*queue.name, of(gains)));
        map.serialize_entry("queues", &Map(queues.collect::<Vec<_>>()))?;
        map.end()
    }
}

/// How equilibrium was found.
pub(super) struct SteadyState<'a>(pub &'a SteadyRun);

impl Serialize for SteadyState<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let run = self.0;
        let method = match run.method {
            SteadyMethod::BatchMeans => "batch-means",
            SteadyMethod::Replications => "replications",
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("method", method)?;
        map.serialize_entry("counts_are", "per hour")?;
        map.serialize_entry("length_s", &run.length_s)?;
        map.serialize_entry("warm_up_s", &run.warm_up_s)?;
        map.serialize_entry("warm_up_found", &run.warm_up_found)?;
        map.serialize_entry("too_short_to_settle", &run.unsettled)?;
        map.serialize_entry("slice_s", &run.slice_s)?;
        if let Some(batches) = run.batches {
            map.serialize_entry("batches", &batches.number)?;
            map.serialize_entry("batch_s", &batches.length_s)?;
            map.serialize_entry("correlation", &batches.correlation)?;
            map.serialize_entry("batches_alike", &batches.alike)?;
        }
        map.end()
    }
}
