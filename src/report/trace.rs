//! A trace in words, as CSV and as JSON (`headcount.trace/1`).
//!
//! In: a center and an extract of a trace. Out: the name of every contact and agent, a sentence for every
//! event, and documents that hold the same as fields. A contact is named by the first one of its chain:
//! `service#12`, at its client's second attempt `service#12 try 2`, handed over `service#12 → loans`.

mod csv;
mod json;

pub use csv::csv;
pub use json::{SCHEMA, json};

use crate::insight::{CAUSES, Extract};
use crate::model::{Calendar, Center, QueueId, TICKS_PER_SECOND, Ticks};
use crate::observe::{Busy, Cause, Dialed, Entry, Event, Fate, IvrEnd, Member, Presence, Trace};
use crate::report::number;

/// A contact's name.
pub fn contact_name(center: &Center, trace: &Trace, contact: usize) -> String {
    let traced = &trace.contacts[contact];
    let first = &trace.contacts[traced.first];
    let mut name = format!(
        "{}#{}",
        center.queues[first.queue].name,
        u64::from(first.number) + 1
    );
    if traced.attempt > 1 {
        name += &format!(" try {}", traced.attempt);
    }
    for queue in trace.path(contact) {
        name += " → ";
        name += &center.queues[queue].name;
    }
    name
}

/// An agent's name.
pub fn agent_name(center: &Center, agent: Member) -> String {
    format!("{} {}", center.groups[agent.group].name, agent.number)
}

/// A contact's segment, where its queue has any.
fn segment_name<'c>(center: &'c Center, trace: &Trace, contact: usize) -> Option<&'c str> {
    let traced = &trace.contacts[contact];
    let segments = &center.queues[traced.queue].rules.segments;
    segments
        .get(usize::from(traced.segment))
        .map(|segment| &*segment.name)
}

/// The queue that an event is about.
fn queue_of(trace: &Trace, entry: &Entry) -> Option<QueueId> {
    let of_contact = entry.contact.map(|contact| trace.contacts[contact].queue);
    of_contact.or(match entry.event {
        Event::Dialed { queue, .. } => Some(queue),
        _ => None,
    })
}

/// Of whom the listing tells in an entry: the contact, else the agent, else the queue.
pub fn subject(center: &Center, trace: &Trace, entry: &Entry) -> String {
    match (entry.contact, entry.agent) {
        (Some(contact), _) => contact_name(center, trace, contact),
        (None, Some(agent)) => agent_name(center, agent),
        (None, None) => match entry.event {
            Event::Dialed { queue, .. } => center.queues[queue].name.clone(),
            _ => String::new(),
        },
    }
}

/// The day (from 1) and the time of day, to a tenth of a second, of a moment since opening.
pub fn time_of_day(calendar: &Calendar, at: Ticks) -> (u64, String) {
    let per_second = TICKS_PER_SECOND as u64;
    let tenths = u64::from(calendar.opens_s) * 10 + (at.0 * 10 + per_second / 2) / per_second;
    let (day, tenths) = (tenths / 864_000 + 1, tenths % 864_000);
    let (hours, minutes) = (tenths / 36_000, tenths / 600 % 60);
    let time = format!("{hours:02}:{minutes:02}:{:02}.{}", tenths / 10 % 60, tenths % 10);
    (day, time)
}

/// The same in one text, the day where the horizon has several.
pub fn when(calendar: &Calendar, at: Ticks) -> String {
    match (time_of_day(calendar, at), calendar.days()) {
        ((_, time), 0 | 1) => time,
        ((day, time), days) => format!("day {day:>0$} {time}", days.to_string().len()),
    }
}

/// What happened, in words that follow the subject.
pub fn sentence(center: &Center, trace: &Trace, entry: &Entry) -> String {
    let by = || {
        entry
            .agent
            .map_or(String::new(), |agent| agent_name(center, agent))
    };
    let queue = |queue: usize| &center.queues[queue].name;
    match entry.event {
        Event::Interval(interval) if interval < center.calendar.intervals => {
            format!("interval {} starts", interval + 1)
        }
        Event::Interval(_) => "the center closes".into(),
        Event::Arrives(_) => arrives(center, trace, entry),
        Event::Balks => "leaves at once rather than wait".into(),
        Event::Waits { ahead: 0 } => "waits (nobody ahead)".into(),
        Event::Waits { ahead } => format!("waits ({} ahead)", number::grouped(f64::from(ahead), 0)),
        Event::Answered { wait, .. } => format!("is answered by {} {}", by(), after(wait)),
        Event::Abandons { wait } => format!("hangs up {}", after(wait)),
        Event::LeftWaiting { wait } => format!("still waits at the end, {}", after(wait)),
        Event::Completed { handled } if entry.contact.is_some() => {
            format!("is finished by {} ({})", by(), length(handled))
        }
        Event::Completed { .. } => "is free again".into(),
        Event::Blocked(Busy::Line) => "gets a busy tone (no line is free)".into(),
        Event::Blocked(Busy::Place) => "gets a busy tone (no place to wait is free)".into(),
        Event::EntersIvr => "enters the menu".into(),
        Event::LeavesIvr(IvrEnd::Queue) => "asks for an agent in the menu".into(),
        Event::LeavesIvr(IvrEnd::Chosen(to)) => format!("chooses {} in the menu", queue(to)),
        Event::LeavesIvr(IvrEnd::Contained) => "is served by the menu".into(),
        Event::LeavesIvr(IvrEnd::HungUp) => "hangs up in the menu".into(),
        Event::Announced { wait } => format!("is told to expect {}", number::wait(wait.seconds(), 0)),
        Event::Overflows { to } => format!("waits on in {}", queue(to)),
        Event::LeavesMessage { wait } => format!("leaves a message {}", after(wait)),
        Event::CallbackAccepted => "will be called back".into(),
        Event::CallbackMissed { last: false } => format!("is called back by {} in vain", by()),
        Event::CallbackMissed { last: true } => {
            format!("is called back by {} in vain, for the last time", by())
        }
        Event::CallbackReached { wait, .. } => format!("is called back by {} {}", by(), after(wait)),
        Event::Busy { until } => format!("is busy until {}", when(&center.calendar, until)),
        Event::Transferred { to, warm: false } => format!("is handed to {} by {}", queue(to), by()),
        Event::Transferred { to, warm: true } => {
            format!("is handed to {} by {}, who stays on the line", queue(to), by())
        }
        Event::Handled { resolved: true } => format!("has its matter resolved by {}", by()),
        Event::Handled { resolved: false } => format!("leaves {} with its matter unresolved", by()),
        Event::Replied { wait } => format!("gets a reply from {} {}", by(), after(wait)),
        Event::LeavesSilently => format!("leaves {} without a word", by()),
        Event::PutAside => format!("is put aside by {}", by()),
        Event::Resumed => format!("is taken up again by {}", by()),
        Event::Writes => "writes again".into(),
        Event::Concluded { after } => format!("is done with, {} after it came", length(after)),
        Event::Unfinished => "is not done with at the end".into(),
        Event::Dialed { what, .. } => match what {
            Dialed::Again => "dials a number: nobody answers, to be tried again".into(),
            Dialed::Never => "dials a number: nobody answers, for the last time".into(),
            Dialed::Right => "dials a number: the right party answers".into(),
            Dialed::Wrong => "dials a number: somebody else answers".into(),
        },
        Event::Presence(Presence::Comes) => "comes".into(),
        Event::Presence(Presence::Breaks) => "goes on a break".into(),
        Event::Presence(Presence::Away) => "is away for a while".into(),
        Event::Presence(Presence::Pauses) => "pauses after a contact".into(),
        Event::Presence(Presence::Leaves) => "leaves".into(),
        Event::Overran { by } => format!("finished {} after the planned end", length(by)),
    }
}

fn arrives(center: &Center, trace: &Trace, entry: &Entry) -> String {
    let Some(contact) = entry.contact else {
        return "arrives".into();
    };
    let traced = &trace.contacts[contact];
    let mut text = match traced.follows {
        None if traced.before > Ticks::ZERO => format!("came {} before opening", length(traced.before)),
        None => "arrives".into(),
        Some((_, Cause::Retry)) => format!("tries again ({} attempt)", ordinal(traced.attempt)),
        Some((_, Cause::Repeat)) => format!("comes back ({} attempt)", ordinal(traced.attempt)),
        Some((_, Cause::BotFailed)) => "comes back because the bot had failed".into(),
        Some((before, cause)) => {
            let from = &center.queues[trace.contacts[before].queue].name;
            let how = if cause == Cause::Choice {
                " through its menu"
            } else {
                ""
            };
            format!("arrives from {from}{how}")
        }
    };
    if let Some(segment) = segment_name(center, trace, contact) {
        text += &format!(", {segment}");
    }
    text
}

/// How long it took.
fn length(time: Ticks) -> String {
    number::wait(time.seconds(), 1)
}

fn after(wait: Ticks) -> String {
    if wait == Ticks::ZERO {
        "at once".into()
    } else {
        format!("after {}", length(wait))
    }
}

/// 1st, 2nd, 3rd, 4th … 11th … 21st.
fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// What became of the contacts, in one sentence whose numbers add up.
pub fn summary(extract: &Extract<'_>) -> String {
    let count = |number: usize| number::grouped(number as f64, 0);
    let contacts = |number: usize| match number {
        1 => "1 contact".to_owned(),
        _ => format!("{} contacts", count(number)),
    };
    let listed = |parts: Vec<(usize, &str)>| -> String {
        let some = parts.into_iter().filter(|(number, _)| *number > 0);
        let some: Vec<String> = some
            .map(|(number, words)| format!("{} {words}", count(number)))
            .collect();
        some.join(", ")
    };
    let mut text = if extract.whole {
        contacts(extract.contacts)
    } else {
        format!(
            "Shown: {} of {}",
            count(extract.contacts),
            contacts(extract.trace.contacts.len())
        )
    };
    let ends = listed(extract.fates.into_iter().zip(Fate::ALL.map(fate_words)).collect());
    if !ends.is_empty() {
        text += &format!(": {ends}");
    }
    let following = listed(
        extract
            .following
            .into_iter()
            .zip(CAUSES.map(cause_words))
            .collect(),
    );
    if !following.is_empty() {
        text += &format!("; among them {following}");
    }
    text + "."
}

/// What became of contacts, as the summary says it.
fn fate_words(fate: Fate) -> &'static str {
    match fate {
        Fate::Answered => "answered",
        Fate::LeftSilently => "left without a word",
        Fate::Unfinished => "answered and not done with at the end",
        Fate::Abandoned => "abandoned",
        Fate::Balked => "balked",
        Fate::Blocked => "got a busy tone",
        Fate::CalledBack => "called back",
        Fate::NotReached => "called back in vain",
        Fate::Message => "left a message",
        Fate::Contained => "served by the menu",
        Fate::HungUpInIvr => "hung up in the menu",
        Fate::Chose => "chose another queue",
        Fate::LeftWaiting => "still waiting at the end",
        Fate::Open => "without an end",
    }
}

fn cause_words(cause: Cause) -> &'static str {
    match cause {
        Cause::Retry => "tried again",
        Cause::Repeat => "came back",
        Cause::Transfer => "handed over",
        Cause::Choice => "sent on by the menu",
        Cause::BotFailed => "came back from the bot",
    }
}

/// The name of an event for programs.
fn key(event: &Event) -> &'static str {
    match event {
        Event::Interval(_) => "interval",
        Event::Arrives(_) => "arrives",
        Event::Balks => "balks",
        Event::Waits { .. } => "waits",
        Event::Answered { .. } => "answered",
        Event::Abandons { .. } => "abandons",
        Event::LeftWaiting { .. } => "left_waiting",
        Event::Completed { .. } => "completed",
        Event::Blocked(Busy::Line) => "blocked_line",
        Event::Blocked(Busy::Place) => "blocked_place",
        Event::EntersIvr => "enters_ivr",
        Event::LeavesIvr(IvrEnd::Queue) => "ivr_agent",
        Event::LeavesIvr(IvrEnd::Chosen(_)) => "ivr_chose",
        Event::LeavesIvr(IvrEnd::Contained) => "ivr_contained",
        Event::LeavesIvr(IvrEnd::HungUp) => "ivr_hung_up",
        Event::Announced { .. } => "announced",
        Event::Overflows { .. } => "overflows",
        Event::LeavesMessage { .. } => "message",
        Event::CallbackAccepted => "callback_accepted",
        Event::CallbackMissed { last: false } => "callback_missed",
        Event::CallbackMissed { last: true } => "callback_given_up",
        Event::CallbackReached { .. } => "callback_reached",
        Event::Busy { .. } => "busy",
        Event::Transferred { warm: false, .. } => "transferred",
        Event::Transferred { warm: true, .. } => "transferred_warm",
        Event::Handled { resolved: true } => "resolved",
        Event::Handled { resolved: false } => "unresolved",
        Event::Replied { .. } => "replied",
        Event::LeavesSilently => "left_silently",
        Event::PutAside => "put_aside",
        Event::Resumed => "resumed",
        Event::Writes => "writes",
        Event::Concluded { .. } => "concluded",
        Event::Unfinished => "unfinished",
        Event::Dialed { what, .. } => match what {
            Dialed::Again => "dialed_no_answer",
            Dialed::Never => "dialed_never_reached",
            Dialed::Right => "dialed_right_party",
            Dialed::Wrong => "dialed_wrong_party",
        },
        Event::Presence(Presence::Comes) => "comes",
        Event::Presence(Presence::Breaks) => "breaks",
        Event::Presence(Presence::Away) => "away",
        Event::Presence(Presence::Pauses) => "pauses",
        Event::Presence(Presence::Leaves) => "leaves",
        Event::Overran { .. } => "overran",
    }
}

/// The wait that an event ends.
fn wait_of(event: &Event) -> Option<Ticks> {
    match *event {
        Event::Answered { wait, .. }
        | Event::Abandons { wait }
        | Event::LeftWaiting { wait }
        | Event::LeavesMessage { wait }
        | Event::Replied { wait }
        | Event::CallbackReached { wait, .. } => Some(wait),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
