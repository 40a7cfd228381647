//! The channels side by side, and what agents' hours went to.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Figure, Map};
use crate::estimate::{ChannelResults, Measure, OutcomeResults, WorkResults};
use crate::model::Center;

/// The channels by name, over the day.
pub(super) struct Channels<'a> {
    pub(super) center: &'a Center,
    pub(super) outcomes: &'a OutcomeResults,
}

impl Serialize for Channels<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.outcomes.channels.iter().map(|channel| {
            let of = OneChannel {
                center: self.center,
                channel,
            };
            (channel.channel.name(), of)
        }))
    }
}

struct OneChannel<'a> {
    center: &'a Center,
    channel: &'a ChannelResults,
}

impl Serialize for OneChannel<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let channel = self.channel;
        let mut map = serializer.serialize_map(None)?;
        let names = channel.queues.iter();
        let names: Vec<&str> = names.map(|&queue| &*self.center.queues[queue].name).collect();
        map.serialize_entry("queues", &names)?;
        // What no channel has alone (quantiles, load, targets) is left out.
        for measure in Measure::ALL {
            if let Some(estimate) = channel.measures.get(measure) {
                map.serialize_entry(measure.key(), &Figure::of(Some(estimate), true))?;
            }
        }
        for &measure in &channel.possible {
            map.serialize_entry(measure.key(), &Figure::of(channel.outcomes.get(measure), true))?;
        }
        for (key, estimate) in channel.figures() {
            map.serialize_entry(key, &Figure::of(estimate, true))?;
        }
        map.end()
    }
}

/// What agents' hours went to over the day, as entries of an object.
pub(super) fn work<M: SerializeMap>(
    map: &mut M,
    center: &Center,
    work: &WorkResults,
) -> Result<(), M::Error> {
    let figure = |estimate| Figure::of(Some(estimate), true);
    let queues = center.queues.iter().zip(&work.by_queue);
    let queues = queues.map(|(queue, &hours)| (&*queue.name, figure(hours)));
    map.serialize_entry("hours_by_queue", &Map(queues.collect::<Vec<_>>()))?;
    map.serialize_entry("available_hours", &figure(work.available))?;
    if work.at_number.len() > 1 {
        let hours: Vec<Figure> = work.at_number.iter().map(|&hours| figure(hours)).collect();
        map.serialize_entry("hours_at_concurrency", &hours)?;
        map.serialize_entry("concurrency", &Figure::of(work.concurrency, true))?;
    }
    Ok(())
}
