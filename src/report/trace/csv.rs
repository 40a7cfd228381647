//! A trace as a table: a row an event.

use std::io;

use super::{agent_name, contact_name, key, queue_of, segment_name, sentence, time_of_day, wait_of};
use crate::insight::Extract;
use crate::model::Center;

const HEADINGS: [&str; 11] = [
    "day", "time", "seconds", "event", "contact", "queue", "segment", "agent", "group", "wait_s", "detail",
];

/// The entries of an extract. `seconds` are those since opening; what an event does not have is empty.
///
/// # Errors
/// Those of the writer.
pub fn csv(center: &Center, extract: &Extract<'_>) -> io::Result<Vec<u8>> {
    let trace = extract.trace;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADINGS)?;
    for entry in &extract.entries {
        let (day, time) = time_of_day(&center.calendar, entry.at);
        let contact = entry.contact;
        let queue = queue_of(trace, entry).map(|queue| &*center.queues[queue].name);
        let segment = contact.and_then(|contact| segment_name(center, trace, contact));
        writer.write_record([
            &*day.to_string(),
            &time,
            &entry.at.seconds().to_string(),
            key(&entry.event),
            &contact.map_or(String::new(), |contact| contact_name(center, trace, contact)),
            queue.unwrap_or_default(),
            segment.unwrap_or_default(),
            &entry
                .agent
                .map_or(String::new(), |agent| agent_name(center, agent)),
            entry.agent.map_or("", |agent| &center.groups[agent.group].name),
            &wait_of(&entry.event).map_or(String::new(), |wait| wait.seconds().to_string()),
            &sentence(center, trace, entry),
        ])?;
    }
    writer
        .into_inner()
        .map_err(|error| io::Error::other(error.to_string()))
}
