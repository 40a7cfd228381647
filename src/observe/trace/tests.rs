//! Events made by hand, as the engine would tell them.

use super::*;
use crate::scenario::{self, Source};

const SERVICE: QueueId = 0;
const LOANS: QueueId = 1;
/// The engine numbers those who follow from others from here on.
const FOLLOWING: u32 = 1 << 30;

/// Two queues, and two groups of two agents each.
fn trace() -> Trace {
    let text = r#"
        [center]
        opens = "08:00"
        closes = "10:00"
        interval = "30m"
        [queues.service]
        volume = 20
        handle = "3m"
        [queues.loans]
        volume = 20
        handle = "3m"
        [groups.desk]
        skills = ["service"]
        staff = 2
        [groups.lenders]
        skills = ["loans"]
        staff = 2
    "#;
    let files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
    let read = scenario::read(&Source::new("a.toml", text), &[], None, &files);
    Trace::new(&read.expect("it makes sense").center, vec![0, 2])
}

fn s(seconds: f64) -> Ticks {
    Ticks::from_seconds(seconds)
}

fn contact(queue: QueueId, number: u32, arrived: f64) -> Contact {
    Contact {
        queue,
        number,
        interval: 0,
        arrived: s(arrived),
        before: Ticks::ZERO,
        paused: Ticks::ZERO,
        segment: 0,
    }
}

const BRINGS: Brings = Brings { talk: 1.0, work: 2.0 };

fn desk(number: usize) -> Agent {
    Agent { group: 0, number }
}

fn lender(number: usize) -> Agent {
    Agent {
        group: 1,
        number: 2 + number,
    }
}

fn origin(before: &Contact, cause: Cause, attempt: u32) -> Origin {
    Origin {
        queue: before.queue,
        number: before.number,
        cause,
        first_arrived: before.arrived,
        attempt,
    }
}

fn events(trace: &Trace) -> Vec<(f64, Event)> {
    let told = trace.entries().iter();
    told.map(|entry| (entry.at.seconds(), entry.event)).collect()
}

#[test]
fn who_waits_knows_how_many_are_ahead_and_who_is_done_with_whom() {
    let mut trace = trace();
    let [a, b, c, d] = [0, 1, 2, 3].map(|number| contact(SERVICE, number, f64::from(number)));
    trace.arrived(&a, &BRINGS);
    trace.answered(&a, desk(1), s(0.0), s(10.0));
    for waiting in [&b, &c, &d] {
        trace.arrived(waiting, &BRINGS);
        trace.queued(waiting);
    }
    trace.abandoned(&b, s(5.0));
    trace.completed(desk(1), s(10.0));
    trace.answered(&c, desk(1), s(10.0), s(20.0));
    let e = contact(SERVICE, 4, 12.0);
    trace.arrived(&e, &BRINGS);
    trace.queued(&e);
    trace.completed(desk(1), s(20.0));
    trace.left_waiting(&d, s(30.0));

    let ahead: Vec<u32> = trace
        .entries()
        .iter()
        .filter_map(|entry| match entry.event {
            Event::Waits { ahead } => Some(ahead),
            _ => None,
        })
        .collect();
    assert_eq!(ahead, [0, 1, 2, 1]);
    let done: Vec<_> = trace
        .entries()
        .iter()
        .filter(|entry| matches!(entry.event, Event::Completed { .. }))
        .map(|entry| (entry.contact, entry.agent, entry.event))
        .collect();
    let by = Some(Member { group: 0, number: 2 });
    let after = |seconds| Event::Completed { handled: s(seconds) };
    assert_eq!(done, [(Some(0), by, after(10.0)), (Some(2), by, after(10.0))]);
    let fates: Vec<Fate> = trace.contacts.iter().map(|contact| contact.fate).collect();
    assert_eq!(
        fates,
        [
            Fate::Answered,
            Fate::Abandoned,
            Fate::Answered,
            Fate::LeftWaiting,
            Fate::Open
        ]
    );
}

#[test]
fn a_chain_keeps_the_name_of_its_first_contact() {
    let mut trace = trace();
    let first = contact(SERVICE, 0, 0.0);
    trace.arrived(&first, &BRINGS);
    trace.queued(&first);
    trace.abandoned(&first, s(40.0));
    let again = contact(SERVICE, FOLLOWING, 100.0);
    trace.follows(&again, &origin(&first, Cause::Retry, 2));
    trace.arrived(&again, &BRINGS);
    trace.answered(&again, desk(0), s(100.0), s(200.0));
    trace.transferred(&again, desk(0), LOANS, false, s(200.0));
    trace.completed(desk(0), s(200.0));
    let handed = contact(LOANS, FOLLOWING, 200.0);
    trace.follows(&handed, &origin(&again, Cause::Transfer, 2));
    trace.arrived(&handed, &BRINGS);
    trace.answered(&handed, lender(0), s(200.0), s(300.0));
    trace.completed(lender(0), s(300.0));
    let back = contact(LOANS, FOLLOWING + 1, 900.0);
    trace.follows(&back, &origin(&handed, Cause::Repeat, 3));
    trace.arrived(&back, &BRINGS);

    assert_eq!(trace.find(SERVICE, 0), Some(0));
    assert!(trace.contacts.iter().all(|contact| contact.first == 0));
    let chain: Vec<_> = trace
        .contacts
        .iter()
        .map(|contact| (contact.follows, contact.attempt))
        .collect();
    assert_eq!(
        chain,
        [
            (None, 1),
            (Some((0, Cause::Retry)), 2),
            (Some((1, Cause::Transfer)), 2),
            (Some((2, Cause::Repeat)), 3),
        ]
    );
    let paths: Vec<Vec<QueueId>> = (0..4).map(|contact| trace.path(contact)).collect();
    assert_eq!(paths, [vec![], vec![], vec![LOANS], vec![LOANS]]);
    let lender_1 = Some(Member { group: 1, number: 1 });
    assert_eq!(trace.entries()[9].agent, lender_1);
}

#[test]
fn one_who_is_called_back_waits_no_more_in_the_queue() {
    let mut trace = trace();
    let [a, b] = [0, 1].map(|number| contact(SERVICE, number, f64::from(number)));
    trace.arrived(&a, &BRINGS);
    trace.announced(&a, s(180.0), s(0.0));
    trace.callback_accepted(&a, s(0.0));
    trace.arrived(&b, &BRINGS);
    trace.queued(&b);
    trace.callback_missed(&a, desk(0), s(60.0), false);
    trace.busy(desk(0), s(60.0), s(80.0));
    trace.completed(desk(0), s(80.0));
    trace.callback_reached(&a, desk(0), s(120.0), s(150.0));
    trace.overflowed(&b, LOANS, s(130.0));
    trace.left_message(&b, s(140.0));
    trace.completed(desk(0), s(150.0));

    assert_eq!(
        events(&trace)[2..],
        [
            (0.0, Event::CallbackAccepted),
            (1.0, Event::Arrives(BRINGS)),
            (1.0, Event::Waits { ahead: 0 }),
            (60.0, Event::CallbackMissed { last: false }),
            (60.0, Event::Busy { until: s(80.0) }),
            (80.0, Event::Completed { handled: Ticks::ZERO }),
            (
                120.0,
                Event::CallbackReached {
                    wait: s(120.0),
                    ends: s(150.0)
                }
            ),
            (130.0, Event::Overflows { to: LOANS }),
            (140.0, Event::LeavesMessage { wait: s(139.0) }),
            (150.0, Event::Completed { handled: s(30.0) }),
        ]
    );
    assert_eq!(trace.contacts[0].fate, Fate::CalledBack);
    assert_eq!(trace.contacts[1].fate, Fate::Message);
    assert_eq!(trace.waiting, [0, 0]);
}

#[test]
fn what_is_told_late_stands_where_it_belongs() {
    let mut trace = trace();
    trace.interval_started(0);
    trace.presence(desk(0), Presence::Comes, s(0.0));
    trace.presence(desk(0), Presence::Breaks, s(100.0));
    trace.busy(desk(1), s(50.0), s(100.0));
    trace.interval_started(1);
    let times: Vec<f64> = trace.entries().iter().map(|entry| entry.at.seconds()).collect();
    assert_eq!(times, [0.0, 0.0, 50.0, 100.0, 1800.0]);
    trace.day_started(1.1);
    assert!(trace.entries().is_empty());
}

/// The queue is joined only after the IVR.
#[test]
fn who_comes_from_the_ivr_waits_from_then_on() {
    let mut trace = trace();
    let a = contact(SERVICE, 0, 10.0);
    trace.arrived(&a, &BRINGS);
    trace.entered_ivr(&a, s(10.0));
    trace.left_ivr(&a, IvrEnd::Queue, s(40.0));
    trace.queued(&a);
    trace.blocked(&contact(LOANS, 0, 50.0), Busy::Line, s(50.0));
    assert_eq!(trace.entries()[3].at, s(40.0));
    assert_eq!(trace.contacts[1].fate, Fate::Blocked);
}
