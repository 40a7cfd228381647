//! A story made by hand, as it is read.

use super::*;
use crate::insight::Wanted;
use crate::model::{QueueId, Segment};
use crate::observe::{Agent, Brings, Contact, Observer, Origin};
use crate::report::fixture;
use crate::report::terminal::{Screen, Source, Style, trace_listing};

const SERVICE: QueueId = 0;
const LOANS: QueueId = 1;
const FOLLOWING: u32 = 1 << 30;

fn s(seconds: f64) -> Ticks {
    Ticks::from_seconds(seconds)
}

fn contact(queue: QueueId, number: u32, arrived: f64, segment: u16) -> Contact {
    Contact {
        queue,
        number,
        interval: 0,
        arrived: s(arrived),
        before: Ticks::ZERO,
        paused: Ticks::ZERO,
        segment,
    }
}

fn center() -> Center {
    let mut center = fixture::bank();
    let segment = |name: &str| Segment {
        name: name.into(),
        share: 0.5,
        patience_factor: 1.0,
        handle_factor: 1.0,
        priority: 0,
        credit_s: 0.0,
    };
    center.queues[LOANS].rules.segments = vec![segment("vip"), segment("others")];
    center
}

/// Everything that can happen, once.
fn story(center: &Center) -> Trace {
    let mut trace = Trace::new(center, vec![0, 9]);
    let brings = Brings {
        talk: 200.0 * TICKS_PER_SECOND,
        work: 230.5 * TICKS_PER_SECOND,
    };
    let origin = |before: &Contact, cause, attempt| Origin {
        queue: before.queue,
        number: before.number,
        cause,
        first_arrived: before.arrived,
        attempt,
    };
    let desk = Agent { group: 0, number: 1 };
    let lender = Agent { group: 1, number: 9 };
    trace.day_started(1.1);
    trace.interval_started(0);
    trace.presence(desk, Presence::Comes, s(0.0));
    let early = Contact {
        before: s(120.0),
        ..contact(SERVICE, 0, 0.0, 0)
    };
    trace.arrived(&early, &brings);
    trace.answered(&early, desk, s(0.0), s(230.5));
    let caller = contact(SERVICE, 1, 12.4, 0);
    trace.arrived(&caller, &brings);
    trace.entered_ivr(&caller, s(12.4));
    trace.left_ivr(&caller, IvrEnd::Queue, s(20.0));
    trace.announced(&caller, s(180.0), s(20.0));
    trace.queued(&caller);
    let lost = contact(SERVICE, 2, 30.0, 0);
    trace.arrived(&lost, &brings);
    trace.queued(&lost);
    trace.abandoned(&caller, s(52.4));
    let turned_away = contact(LOANS, 0, 60.0, 1);
    trace.arrived(&turned_away, &brings);
    trace.blocked(&turned_away, Busy::Line, s(60.0));
    trace.overflowed(&lost, LOANS, s(90.0));
    trace.left_message(&lost, s(100.0));
    let again = contact(SERVICE, FOLLOWING, 200.0, 0);
    trace.follows(&again, &origin(&caller, Cause::Retry, 2));
    trace.arrived(&again, &brings);
    trace.queued(&again);
    trace.completed(desk, s(230.5));
    trace.handled(&early, desk, false, s(230.5));
    trace.answered(&again, desk, s(230.5), s(400.0));
    trace.transferred(&again, desk, LOANS, true, s(400.0));
    let handed = contact(LOANS, FOLLOWING, 400.0, 0);
    trace.follows(&handed, &origin(&again, Cause::Transfer, 2));
    trace.arrived(&handed, &brings);
    trace.callback_accepted(&handed, s(400.0));
    trace.completed(desk, s(400.0));
    trace.overran(desk, s(40.0), s(400.0));
    trace.presence(desk, Presence::Leaves, s(400.0));
    trace.callback_missed(&handed, lender, s(1000.0), false);
    trace.busy(lender, s(1000.0), s(1020.0));
    trace.completed(lender, s(1020.0));
    trace.callback_reached(&handed, lender, s(1500.0), s(1600.0));
    trace.completed(lender, s(1600.0));
    let chooser = contact(SERVICE, 3, 1700.0, 0);
    trace.arrived(&chooser, &brings);
    trace.entered_ivr(&chooser, s(1700.0));
    trace.left_ivr(&chooser, IvrEnd::Chosen(LOANS), s(1710.0));
    let chosen = contact(LOANS, FOLLOWING + 1, 1710.0, 1);
    trace.follows(&chosen, &origin(&chooser, Cause::Choice, 1));
    trace.arrived(&chosen, &brings);
    trace.balked(&chosen);
    let back = contact(LOANS, FOLLOWING + 2, 7200.0, 1);
    trace.follows(&back, &origin(&early, Cause::Repeat, 2));
    trace.arrived(&back, &brings);
    trace.queued(&back);
    trace.left_waiting(&back, s(43_200.0));
    trace
}

fn listing(center: &Center, extract: &Extract<'_>) -> String {
    let screen = Screen {
        width: 100,
        height: None,
        style: Style::Plain,
        source: Source::File("center.toml"),
    };
    trace_listing(center, extract, 7, 3, true, &screen)
}

#[test]
fn a_day_reads_as_what_happened() {
    let center = center();
    let trace = story(&center);
    let wanted = Wanted {
        intervals: true,
        ..Wanted::default()
    };
    let extract = Extract::of(&trace, &wanted);
    assert_eq!(extract.contacts, trace.contacts.len());
    assert_eq!(extract.fates.iter().sum::<usize>(), extract.contacts);
    insta::assert_snapshot!(listing(&center, &extract));
}

#[test]
fn a_chain_is_shown_by_its_first_contact() {
    let center = center();
    let trace = story(&center);
    let wanted = Wanted {
        contact: trace.find(SERVICE, 1),
        ..Wanted::default()
    };
    let extract = Extract::of(&trace, &wanted);
    assert_eq!(extract.contacts, 3);
    insta::assert_snapshot!(String::from_utf8(csv(&center, &extract).expect("written")).expect("text"));
}

#[test]
fn json_holds_the_values_of_events() {
    let center = center();
    let trace = story(&center);
    let extract = Extract::of(&trace, &Wanted::default());
    let bytes = json(&center, &extract, 7, 3).expect("written");
    let document: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!(document["schema"], SCHEMA);
    assert_eq!(document["scenario"]["name"], center.name);
    let events = document["events"].as_array().expect("a list");
    let find = |event: &str, contact: &str| {
        let found = events
            .iter()
            .find(|told| told["event"] == event && (contact.is_empty() || told["contact"] == contact));
        found.unwrap_or_else(|| panic!("no {event} of {contact}"))
    };
    let handed = find("arrives", "service#2 try 2 → loans");
    assert_eq!(handed["follows"], "service#2 try 2");
    assert_eq!(handed["cause"], "transfer");
    assert_eq!(handed["segment"], "vip");
    assert_eq!(handed["work_s"], 230.5);
    assert_eq!(find("abandons", "service#2")["wait_s"], 40.0);
    assert_eq!(find("announced", "service#2")["announced_s"], 180.0);
    assert_eq!(find("callback_reached", "")["until"], 1600.0);
    assert_eq!(find("overran", "")["late_s"], 40.0);
    assert_eq!(find("transferred_warm", "")["to"], "loans");
    assert_eq!(find("comes", "")["agent"], "generalists 2");
}

#[test]
fn times_are_those_of_the_clock() {
    let mut calendar = center().calendar;
    for (seconds, day, time) in [
        (0.0, 1, "08:00:00.0"),
        (59.96, 1, "08:01:00.0"),
        (43_200.0, 1, "20:00:00.0"),
        (57_599.99, 2, "00:00:00.0"),
    ] {
        assert_eq!(
            time_of_day(&calendar, s(seconds)),
            (day, time.into()),
            "{seconds}"
        );
    }
    calendar.intervals = 48 * 11;
    assert_eq!(when(&calendar, s(86_400.0)), "day  2 08:00:00.0");
}

#[test]
fn numbers_in_order() {
    let told: Vec<String> = [1, 2, 3, 4, 11, 12, 21, 113].map(ordinal).into();
    assert_eq!(
        told,
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "113th"]
    );
}

#[test]
fn conversations_and_numbers_called_read_as_what_happened() {
    use crate::model::Channel;
    use crate::observe::Dialed;
    let mut center = center();
    center.queues[LOANS].channel = Channel::Email;
    center.queues[LOANS].rules.segments.clear();
    let mut trace = Trace::new(&center, vec![0, 9]);
    let brings = Brings {
        talk: TICKS_PER_SECOND,
        work: TICKS_PER_SECOND,
    };
    let writer = Agent { group: 1, number: 9 };
    let mail = contact(LOANS, 0, 10.0, 0);
    trace.arrived(&mail, &brings);
    trace.answered(&mail, writer, s(20.0), s(20.0));
    trace.interrupted(&mail, writer, s(40.0));
    trace.resumed(&mail, writer, s(70.0));
    trace.wrote(&mail, s(90.0));
    // Told late: it goes to its place in time.
    trace.replied(&mail, writer, s(30.0), s(60.0));
    trace.left_silently(&mail, writer, s(95.0));
    trace.concluded(&mail, s(100.0));
    trace.dialed(SERVICE, 0, Dialed::Never, s(110.0));
    let other = contact(LOANS, 1, 120.0, 0);
    trace.arrived(&other, &brings);
    trace.answered(&other, writer, s(120.0), s(120.0));
    trace.unfinished(&other, s(43_200.0));
    let extract = Extract::of(&trace, &Wanted::default());
    let text = listing(&center, &extract);
    let told: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(line.split_once("  ")?.1.trim()))
        .collect();
    for (place, words) in [
        (1, "loans#1  is answered by loan_desk 1 after 10.0 s"),
        (2, "loans#1  is put aside by loan_desk 1"),
        (3, "loans#1  gets a reply from loan_desk 1 after 30.0 s"),
        (4, "loans#1  is taken up again by loan_desk 1"),
        (5, "loans#1  writes again"),
        (6, "loans#1  leaves loan_desk 1 without a word"),
        (7, "loans#1  is done with, 90.0 s after it came"),
        (8, "service  dials a number: nobody answers, for the last time"),
        (11, "loans#2  is not done with at the end"),
    ] {
        assert_eq!(told[place], words, "{text}");
    }
    assert!(
        text.contains("1 left without a word, 1 answered and not done with at the end"),
        "{text}"
    );
    let dialed = Extract::of(
        &trace,
        &Wanted {
            queue: Some(SERVICE),
            ..Wanted::default()
        },
    );
    assert_eq!(dialed.entries.len(), 1);
}
