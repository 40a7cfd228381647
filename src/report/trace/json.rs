//! A trace as one JSON document, an event a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{agent_name, contact_name, key, segment_name, sentence, time_of_day, wait_of};
use crate::insight::{CAUSES, Extract};
use crate::model::{Center, TICKS_PER_SECOND, Ticks};
use crate::observe::{Cause, Entry, Event, Fate, IvrEnd, Trace};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.trace/1";

/// One event; what it does not have is left out. Times are seconds, moments seconds since opening.
#[derive(Serialize)]
struct Told<'a> {
    day: u64,
    time: String,
    seconds: f64,
    event: &'static str,
    #[serde(flatten)]
    contact: Option<Contact<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    #[serde(flatten)]
    values: Values<'a>,
    detail: String,
}

#[derive(Serialize)]
struct Contact<'a> {
    contact: String,
    queue: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    segment: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct Values<'a> {
    /// Of an arrival that follows from another contact.
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
    /// What an arrival brings: talk, and talk with wrap-up, at normal speed.
    #[serde(skip_serializing_if = "Option::is_none")]
    talk_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    work_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ahead: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    announced_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    handled_s: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    late_s: Option<f64>,
    /// Since a contact by text arrived, until it was done with.
    #[serde(skip_serializing_if = "Option::is_none")]
    after_s: Option<f64>,
    /// The queue of which a number was dialed.
    #[serde(skip_serializing_if = "Option::is_none")]
    dialed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interval: Option<usize>,
}

/// The document of a simulated day (from 1), ending in a line break.
///
/// # Errors
/// Those of the writer.
pub fn json(center: &Center, extract: &Extract<'_>, seed: u64, day: u32) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let head = [
        ("schema", json!(SCHEMA)),
        ("scenario", json!({ "name": center.name })),
        ("seed", json!(seed)),
        ("replication", json!(day)),
        ("busyness", json!(extract.trace.busyness)),
        ("contacts", contacts(extract).into()),
    ];
    bytes.extend(b"{\n");
    for (name, value) in head {
        writeln!(bytes, "  \"{name}\": {value},")?;
    }
    bytes.extend(b"  \"events\": [");
    for (index, entry) in extract.entries.iter().enumerate() {
        bytes.extend(if index > 0 {
            &b",\n    "[..]
        } else {
            &b"\n    "[..]
        });
        serde_json::to_writer(&mut bytes, &told(center, extract.trace, entry))?;
    }
    bytes.extend(b"\n  ]\n}\n");
    Ok(bytes)
}

/// How many contacts there are, how they ended, and why those came that follow from others.
fn contacts(extract: &Extract<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("shown".into(), extract.contacts.into());
    map.insert("of".into(), extract.trace.contacts.len().into());
    let keyed = |keys: &[&str], counts: &[usize]| -> Value {
        let pairs = keys.iter().zip(counts);
        pairs
            .map(|(key, &count)| ((*key).to_owned(), Value::from(count)))
            .collect::<Map<_, _>>()
            .into()
    };
    map.insert("ended".into(), keyed(&Fate::ALL.map(fate_key), &extract.fates));
    map.insert(
        "following".into(),
        keyed(&CAUSES.map(cause_key), &extract.following),
    );
    map
}

fn fate_key(fate: Fate) -> &'static str {
    match fate {
        Fate::Answered => "answered",
        Fate::LeftSilently => "left_silently",
        Fate::Unfinished => "unfinished",
        Fate::Abandoned => "abandoned",
        Fate::Balked => "balked",
        Fate::Blocked => "blocked",
        Fate::CalledBack => "called_back",
        Fate::NotReached => "called_back_in_vain",
        Fate::Message => "message",
        Fate::Contained => "contained",
        Fate::HungUpInIvr => "hung_up_in_ivr",
        Fate::Chose => "chose_another_queue",
        Fate::LeftWaiting => "waiting_at_end",
        Fate::Open => "open",
    }
}

fn cause_key(cause: Cause) -> &'static str {
    match cause {
        Cause::Retry => "retry",
        Cause::Repeat => "repeat",
        Cause::Transfer => "transfer",
        Cause::Choice => "choice",
        Cause::BotFailed => "bot-failed",
    }
}

fn told<'a>(center: &'a Center, trace: &Trace, entry: &Entry) -> Told<'a> {
    let (day, time) = time_of_day(&center.calendar, entry.at);
    Told {
        day,
        time,
        seconds: entry.at.seconds(),
        event: key(&entry.event),
        contact: entry.contact.map(|contact| Contact {
            contact: contact_name(center, trace, contact),
            queue: &center.queues[trace.contacts[contact].queue].name,
            segment: segment_name(center, trace, contact),
        }),
        agent: entry.agent.map(|agent| agent_name(center, agent)),
        group: entry.agent.map(|agent| &*center.groups[agent.group].name),
        values: values(center, trace, entry),
        detail: sentence(center, trace, entry),
    }
}

fn values<'a>(center: &'a Center, trace: &Trace, entry: &Entry) -> Values<'a> {
    let queue = |queue: usize| Some(&*center.queues[queue].name);
    let seconds = |ticks: Ticks| Some(ticks.seconds());
    let mut values = Values {
        wait_s: wait_of(&entry.event).map(Ticks::seconds),
        ..Values::default()
    };
    match entry.event {
        Event::Interval(interval) => values.interval = Some(interval + 1),
        Event::Arrives(brings) => {
            values.talk_s = Some(brings.talk / TICKS_PER_SECOND);
            values.work_s = Some(brings.work / TICKS_PER_SECOND);
            if let Some(traced) = entry.contact.map(|contact| &trace.contacts[contact]) {
                values.attempt = Some(traced.attempt);
                if let Some((before, cause)) = traced.follows {
                    values.follows = Some(contact_name(center, trace, before));
                    values.cause = Some(cause_key(cause));
                }
                if traced.before > Ticks::ZERO {
                    values.wait_s = seconds(traced.before);
                }
            }
        }
        Event::Waits { ahead } => values.ahead = Some(ahead),
        Event::Answered { ends, .. } | Event::CallbackReached { ends, .. } => values.until = seconds(ends),
        Event::Completed { handled } => values.handled_s = entry.contact.and(seconds(handled)),
        Event::LeavesIvr(IvrEnd::Chosen(to)) | Event::Overflows { to } | Event::Transferred { to, .. } => {
            values.to = queue(to)
        }
        Event::Announced { wait } => values.announced_s = seconds(wait),
        Event::Busy { until } => values.until = seconds(until),
        Event::Overran { by } => values.late_s = seconds(by),
        Event::Concluded { after } => values.after_s = seconds(after),
        Event::Dialed { queue: dialed, .. } => values.dialed = queue(dialed),
        Event::Balks
        | Event::Abandons { .. }
        | Event::LeftWaiting { .. }
        | Event::Blocked(_)
        | Event::EntersIvr
        | Event::LeavesIvr(_)
        | Event::LeavesMessage { .. }
        | Event::CallbackAccepted
        | Event::CallbackMissed { .. }
        | Event::Handled { .. }
        | Event::Replied { .. }
        | Event::LeavesSilently
        | Event::PutAside
        | Event::Resumed
        | Event::Writes
        | Event::Unfinished
        | Event::Presence(_) => {}
    }
    values
}
