//! Beyond waiting: two days told to the observer event by event, against figures worked out on paper.

use super::by_hand::{center, contact, experiment, holds, results_of, seconds, staff};
use crate::engine::{Engine, Plan};
use crate::estimate::block::Block;
use crate::estimate::frame::{Detail, Frame};
use crate::estimate::{
    Estimate, GroupMeasure, Measure, OutcomeMeasure, PresenceMeasure, Results, day::DayScratch,
};
use crate::model::{
    Again, Announce, Callback, Center, Disconnect, Distribution, Ivr, Lines, Message, Overflow, PerInterval,
    Places, Predictor, Repeat, Retry, Segment, Shift, Span, Then, Ticks, Transfer,
};
use crate::observe::{
    Agent, Brings, Busy, Cause, Contact, Count, Counters, IvrEnd, Observer, Origin, OutcomeCell, Presence,
    Step, Story,
};

const BRINGS: Brings = Brings { talk: 1.0, work: 1.0 };

fn segment(name: &str, share: f64) -> Segment {
    Segment {
        name: name.into(),
        share,
        patience_factor: 1.0,
        handle_factor: 1.0,
        priority: 0,
        credit_s: 0.0,
    }
}

/// Everything that can happen in queue `a`; queue `b` takes transfers and choices.
fn eventful() -> Center {
    let always = Again {
        first: 1.0,
        later: 1.0,
    };
    let minute = Distribution::Deterministic { value: 60.0 };
    let mut center = center();
    center.rules.lines = vec![Lines {
        name: "trunks".into(),
        trunks: 9,
        queues: vec![0],
    }];
    let rules = &mut center.queues[0].rules;
    rules.places = Some(Places::Fixed(9));
    rules.segments = vec![segment("vip", 0.5), segment("others", 0.5)];
    rules.ivr = Some(Ivr {
        length: minute.clone(),
        contained: PerInterval::Same(0.1),
        hang_up: 0.1,
        choice: vec![(1, 0.1)],
        failure: None,
    });
    rules.message = Some(Message {
        after_s: 60.0,
        share: 1.0,
    });
    rules.callback = Some(Callback {
        when_wait_s: Some(60.0),
        when_length: None,
        predictor: Predictor::LastWait,
        accept: 0.5,
        window: None,
        dial_s: 20.0,
        reached: 0.5,
        again_s: 60.0,
        attempts: 2,
    });
    rules.announce = Some(Announce {
        predictor: Predictor::LastWait,
    });
    rules.overflow = Some(Overflow {
        to: 1,
        after_s: Some(60.0),
        when_unstaffed: false,
    });
    rules.retry = Some(Retry {
        abandoned: always,
        blocked: always,
        balked: always,
        delay: minute.clone(),
        attempts: 3,
    });
    rules.repeat = Some(Repeat {
        unresolved: vec![0.5, 0.5],
        returns: 1.0,
        delay: minute.clone(),
        to: None,
        times: 2,
    });
    rules.transfers = vec![Transfer {
        to: 1,
        share: vec![PerInterval::Same(0.1); 2],
        after: 1.0,
        warm: Some(minute.clone()),
        priority: 0,
    }];
    let group = &mut center.groups[0].rules;
    group.shifts = vec![Shift {
        agents: 1,
        on_queue: vec![Span {
            from: seconds(0.0),
            to: seconds(300.0),
            then: Then::Break,
        }],
    }];
    group.disconnect = Some(Disconnect {
        share: 0.1,
        length: minute,
    });
    center
}

/// The n-th contact of a queue, of a segment.
fn nth(number: u32, queue: usize, arrived: f64, segment: u16) -> Contact {
    Contact {
        number,
        segment,
        ..contact(queue, arrived)
    }
}

fn came(counters: &mut Counters, contact: &Contact) {
    counters.arrived(contact, &BRINGS);
    counters.stepped(contact, Step::Arrives, contact.arrived);
}

fn answered(counters: &mut Counters, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
    counters.answered(contact, agent, now, ends);
    counters.stepped(contact, Step::IsAnswered, now);
}

fn abandoned(counters: &mut Counters, contact: &Contact, left: Ticks) {
    counters.abandoned(contact, left);
    counters.stepped(contact, Step::Abandons, left);
}

fn after(contact: &Contact, cause: Cause, attempt: u32) -> Origin {
    Origin {
        queue: contact.queue,
        number: contact.number,
        cause,
        first_arrived: contact.arrived,
        attempt,
    }
}

const G: Agent = Agent { group: 0, number: 0 };

fn story(attempts: u32, served: bool, resolved: bool) -> Story {
    Story {
        queue: 0,
        interval: 0,
        began: seconds(1.0),
        attempts,
        served,
        resolved,
    }
}

/// Contacts 0 to 10 of queue `a`, and two of `b` that follow from them.
fn full_day(counters: &mut Counters) {
    counters.interval_started(0);
    let a: Vec<Contact> = (0..11)
        .map(|n| nth(n, 0, 10.0 + f64::from(n), (n % 2) as u16))
        .collect();
    let say = |counters: &mut Counters, n: usize| came(counters, &a[n]);
    // 0 and 1: busy tones. 2, 3 and 4 end in the IVR, the last in the other queue.
    say(counters, 0);
    counters.blocked(&a[0], Busy::Line, seconds(10.0));
    say(counters, 1);
    counters.blocked(&a[1], Busy::Place, seconds(11.0));
    for (n, end) in [
        (2, IvrEnd::Contained),
        (3, IvrEnd::HungUp),
        (4, IvrEnd::Chosen(1)),
    ] {
        say(counters, n);
        counters.entered_ivr(&a[n], a[n].arrived);
        counters.left_ivr(&a[n], end, seconds(40.0));
    }
    let chosen = nth(0, 1, 40.0, 0);
    counters.follows(&chosen, &after(&a[4], Cause::Choice, 1));
    came(counters, &chosen);
    answered(
        counters,
        &chosen,
        Agent { group: 1, number: 1 },
        seconds(40.0),
        seconds(50.0),
    );
    // 5 tries again after 0; told 20 s, it goes through the IVR until 45, is answered at 55 (10 s) and handed
    // over, warm, at 75; the second leg waits 30 s.
    counters.follows(&a[5], &after(&a[0], Cause::Retry, 2));
    say(counters, 5);
    counters.left_ivr(&a[5], IvrEnd::Queue, seconds(45.0));
    let through = Contact {
        arrived: seconds(45.0),
        ..a[5]
    };
    counters.announced(&through, seconds(20.0), seconds(45.0));
    counters.queued(&through);
    answered(counters, &through, G, seconds(55.0), seconds(75.0));
    counters.handled(&through, G, false, seconds(75.0));
    counters.transferred(&through, G, 1, true, seconds(75.0));
    let leg = nth(1, 1, 75.0, 0);
    counters.follows(&leg, &after(&a[5], Cause::Transfer, 2));
    came(counters, &leg);
    counters.queued(&leg);
    answered(
        counters,
        &leg,
        Agent { group: 1, number: 1 },
        seconds(105.0),
        seconds(205.0),
    );
    counters.busy(G, seconds(75.0), seconds(105.0));
    // 6 comes back after 5, told 4 s, answered at once after no IVR.
    counters.follows(&a[6], &after(&a[5], Cause::Repeat, 3));
    say(counters, 6);
    counters.announced(&a[6], seconds(4.0), seconds(16.0));
    answered(counters, &a[6], G, seconds(16.0), seconds(26.0));
    counters.handled(&a[6], G, true, seconds(26.0));
    // 7 leaves a message after 60 s; 8 is reached after 200 s, 9 never; 10 overflows and gives up after 90 s.
    say(counters, 7);
    counters.queued(&a[7]);
    counters.left_message(&a[7], seconds(77.0));
    for n in [8, 9] {
        say(counters, n);
        counters.callback_accepted(&a[n], a[n].arrived);
    }
    counters.callback_missed(&a[9], G, seconds(200.0), false);
    counters.busy(G, seconds(200.0), seconds(220.0));
    counters.callback_reached(&a[8], G, seconds(218.0), seconds(228.0));
    counters.callback_missed(&a[9], G, seconds(300.0), true);
    counters.busy(G, seconds(300.0), seconds(320.0));
    say(counters, 10);
    counters.queued(&a[10]);
    counters.overflowed(&a[10], 1, seconds(80.0));
    abandoned(counters, &a[10], seconds(110.0));
    for story in [story(3, true, true), story(1, true, true), story(1, false, false)] {
        counters.story_ended(&story);
    }
    // A break over the end of the interval, and a pause until closing.
    counters.presence(G, Presence::Breaks, seconds(500.0));
    counters.overran(G, seconds(36.0), seconds(500.0));
    counters.interval_started(1);
    counters.presence(G, Presence::Comes, seconds(800.0));
    counters.presence(G, Presence::Pauses, seconds(1000.0));
    counters.interval_started(2);
    counters.presence(G, Presence::Comes, seconds(1300.0));
    staff(counters);
}

/// One answered call, and nothing else.
fn quiet_day(counters: &mut Counters) {
    counters.interval_started(0);
    let only = nth(0, 0, 5.0, 1);
    came(counters, &only);
    answered(counters, &only, G, seconds(5.0), seconds(105.0));
    counters.interval_started(1);
    counters.interval_started(2);
    staff(counters);
}

fn results() -> Results {
    results_of(&eventful(), &experiment(2), &[full_day, quiet_day])
}

fn outcome(results: &Results, measure: OutcomeMeasure) -> Option<Estimate> {
    let outcomes = results.outcomes.as_ref().expect("the center is not plain");
    outcomes.queues[0].day.get(measure)
}

#[test]
fn every_outcome_of_a_queue_over_the_day() {
    let results = results();
    use OutcomeMeasure as M;
    // One on the first day and none on the second: the mean is half, and so is the standard error.
    for measure in [
        M::BlockedLine,
        M::BlockedPlace,
        M::Contained,
        M::IvrHungUp,
        M::ChoseElsewhere,
        M::Messages,
        M::CallbacksReached,
        M::CallbacksMissed,
        M::Overflowed,
        M::Transferred,
        M::TransferredWarm,
        M::Retries,
        M::Repeats,
        M::Unresolved,
    ] {
        holds(measure.key(), outcome(&results, measure), 0.5, 0.5);
    }
    holds("callbacks", outcome(&results, M::Callbacks), 1.0, 1.0);
    holds("first_time", outcome(&results, M::FirstTime), 5.0, 4.0);
    holds("clients", outcome(&results, M::Clients), 1.5, 1.5);
    for (measure, mean) in [
        (M::CallbackWait, 200.0),
        (M::ClientsServed, 2.0 / 3.0),
        (M::ClientsResolved, 2.0 / 3.0),
        (M::FirstContactResolution, 0.5),
        (M::AttemptsPerClient, 5.0 / 3.0),
        (M::AnnouncedWait, 12.0),
        (M::AnnouncedError, 7.0),
        (M::AnnouncedErrorAbs, 7.0),
    ] {
        // The second day has none of them and adds nothing to the spread of the ratio.
        holds(measure.key(), outcome(&results, measure), mean, 0.0);
    }
    // Whole contacts: 5 (10 s and 30 s), 6 and the callback; on the second day one without a wait. The
    // residuals about 10 are 40 − 3 × 10 and 0 − 10; the mean number is 2.
    holds("whole_wait_s", outcome(&results, M::WholeWait), 10.0, 5.0);
    assert_eq!(outcome(&results, M::TransferredIn), None);
    assert_eq!(outcome(&results, M::ChosenIn), None);
    let outcomes = results.outcomes.as_ref().expect("the center is not plain");
    holds("b in", outcomes.queues[1].day.get(M::TransferredIn), 0.5, 0.5);
    holds("b chosen", outcomes.queues[1].day.get(M::ChosenIn), 0.5, 0.5);
    holds("b first", outcomes.queues[1].day.get(M::FirstTime), 0.0, 0.0);
    assert_eq!(outcomes.queues[1].day.get(M::Clients), None);
    holds("all in", outcomes.center.day.get(M::TransferredIn), 0.5, 0.5);
    holds(
        "interval",
        outcomes.queues[0].intervals[0].get(M::Messages),
        0.5,
        0.5,
    );
    holds(
        "later",
        outcomes.queues[0].intervals[1].get(M::Messages),
        0.0,
        0.0,
    );
}

#[test]
fn arrived_and_lost_count_those_who_were_never_offered() {
    let results = results();
    let day = &results.queues[0].day;
    for (measure, mean, half) in [
        // 11 and 1: offered 5, 6, 10 | 0.
        (Measure::Arrived, 6.0, 5.0),
        (Measure::Offered, 2.0, 1.0),
        (Measure::Answered, 1.5, 0.5),
        (Measure::Abandoned, 0.5, 0.5),
        (Measure::Blocked, 1.0, 1.0),
        // Abandoned 1, blocked 2, hung up 1, never reached 1 of 11, and 0 of 1: 5/12, residuals 5/12 apart.
        (Measure::Lost, 5.0 / 12.0, 5.0 / 12.0 / 6.0),
        // The IVR is no wait: 10 s and 0 s, and 0 s.
        (Measure::Asa, 10.0 / 3.0, 20.0 / 9.0),
        // Waiting: 10 s of 5, 60 s of 7, 90 s of 10.
        (Measure::QueueMean, 160.0 / 1200.0 / 2.0, 160.0 / 1200.0 / 2.0),
    ] {
        holds(measure.key(), day.get(measure), mean, half);
    }
    let handled = results.groups[0].day.handled[0];
    holds("handled", handled, 2.0, 1.0);
}

#[test]
fn segments_stand_side_by_side() {
    let results = results();
    let outcomes = results.outcomes.as_ref().expect("the center is not plain");
    let [vip, others] = &outcomes.segments[0][..] else {
        panic!("two segments");
    };
    assert_eq!((&*vip.name, &*others.name), ("vip", "others"));
    assert!(outcomes.segments[1].is_empty());
    // Even numbers of the first day, 6 of 11, are VIPs; the only one of the second is not.
    assert_eq!(vip.share.map(|share| share.mean), Some(0.5));
    holds("vip", vip.measures.get(Measure::Arrived), 3.0, 3.0);
    holds("vip abandoned", vip.measures.get(Measure::Abandoned), 0.5, 0.5);
    holds("vip asa", vip.measures.get(Measure::Asa), 0.0, 0.0);
    holds("others asa", others.measures.get(Measure::Asa), 5.0, 5.0);
    holds("others", others.measures.get(Measure::Arrived), 3.0, 2.0);
    let messages = others.outcomes.get(OutcomeMeasure::Messages);
    holds("others' messages", messages, 0.5, 0.5);
    assert_eq!(vip.outcomes.get(OutcomeMeasure::Clients), None);
    assert_eq!(vip.measures.get(Measure::WaitP90), None);
}

#[test]
fn agents_off_queue_and_extra_work() {
    let results = results();
    let outcomes = results.outcomes.as_ref().expect("the center is not plain");
    let group = &outcomes.groups[0];
    let hours = |seconds: f64| seconds / 3600.0 / 2.0;
    for (measure, of_day) in [
        (PresenceMeasure::BreakHours, 300.0),
        (PresenceMeasure::PausedHours, 200.0),
        (PresenceMeasure::OverrunHours, 36.0),
        (PresenceMeasure::ExtraHours, 70.0),
    ] {
        let (mean, half) = (hours(of_day), hours(of_day));
        holds(measure.key(), group.day.get(measure), mean, half);
        holds(measure.key(), outcomes.agents.day.get(measure), mean, half);
    }
    let breaks = group.intervals[1].get(PresenceMeasure::BreakHours);
    holds("break in the second interval", breaks, hours(200.0), hours(200.0));
    assert_eq!(group.day.get(PresenceMeasure::AwayHours), None);
    assert_eq!(outcomes.groups[1].day.get(PresenceMeasure::BreakHours), None);
    // Handling: calls 20 + 10, the callback 10, busy beside them 70; on the second day 100.
    let handling = results.groups[0].day.mean(GroupMeasure::HandlingHours);
    assert!((handling.unwrap_or_default() - (110.0 + 100.0) / 2.0 / 3600.0).abs() < 1e-12);
}

#[test]
fn whoever_comes_ends_in_exactly_one_way() {
    let mut counters = Counters::new(&eventful(), seconds(0.0));
    full_day(&mut counters);
    let outcomes = counters.outcomes().expect("the center is not plain");
    for queue in 0..2 {
        let (cell, contacts) = (outcomes.cell(0, queue), counters.contacts(0, queue));
        let beyond = cell.beyond();
        let ended = u64::from(contacts.offered() + contacts.balked) + beyond.blocked + beyond.elsewhere;
        assert_eq!(ended, cell.get(Count::Came));
        let reached = cell.get(Count::CallbacksReached) + cell.get(Count::CallbacksMissed);
        assert_eq!(cell.get(Count::Callbacks), reached);
    }
    let segments = (0..2).map(|segment| outcomes.segment_cell(0, segment).get(Count::Came));
    assert_eq!(segments.sum::<u64>(), outcomes.cell(0, 0).get(Count::Came));
}

#[test]
fn the_wait_before_opening_counts() {
    let mut center = center();
    center.rules.lines = vec![Lines {
        name: "trunks".into(),
        trunks: 1,
        queues: vec![0],
    }];
    let mut counters = Counters::new(&center, seconds(0.0));
    counters.interval_started(0);
    let early = Contact {
        before: seconds(60.0),
        ..contact(0, 0.0)
    };
    answered(&mut counters, &early, G, seconds(0.0), seconds(10.0));
    let cell = counters.contacts(0, 0);
    assert_eq!((cell.answered_later, cell.later_within), (1, 0));
    assert_eq!((cell.wait_answered, cell.queue_time), (seconds(60.0).0, 0));
}

#[test]
fn a_block_kept_is_the_block_made() {
    let (center, experiment) = (eventful(), experiment(2));
    let frame = Frame::new(&center, &experiment, Detail::Intervals);
    let mut counters = Counters::new(&center, experiment.warm_up);
    let mut block = Block::new(&frame);
    block.start(0);
    for day in [full_day, quiet_day] {
        counters.clear();
        day(&mut counters);
        block.record(&frame, &counters, &mut DayScratch::default());
    }
    let again = Block::from_bytes(&block.to_bytes()).expect("what was written can be read");
    assert!(again.fits(&frame, &experiment, 0));
    assert_eq!(again.days, block.days);
    assert_eq!(again.sums, block.sums);
    let plain = super::by_hand::center();
    let plain_frame = Frame::new(&plain, &experiment, Detail::Intervals);
    assert!(!again.fits(&plain_frame, &experiment, 0));
}

#[test]
fn a_plain_center_has_none_of_it() {
    let results = results_of(&super::by_hand::center(), &experiment(2), &[quiet_day, quiet_day]);
    assert_eq!(results.outcomes, None);
    assert_eq!(results.queues[0].day.mean(Measure::Blocked), Some(0.0));
}

/// The same center with calls enough for all of it to happen.
fn busy() -> Center {
    let mut center = eventful();
    for queue in &mut center.queues {
        queue.volume = vec![40.0, 60.0];
        queue.patience = PerInterval::Same(Distribution::Exponential { mean: 90.0 });
    }
    center.rules.lines[0].trunks = 24;
    let rules = &mut center.queues[0].rules;
    rules.places = Some(Places::Fixed(5));
    if let Some(overflow) = &mut rules.overflow {
        overflow.after_s = Some(20.0);
    }
    if let Some(callback) = &mut rules.callback {
        (callback.when_wait_s, callback.when_length) = (None, Some(2));
    }
    center.groups[0].rules.shifts = vec![Shift {
        agents: 6,
        on_queue: vec![
            Span {
                from: seconds(0.0),
                to: seconds(300.0),
                then: Then::Break,
            },
            Span {
                from: seconds(400.0),
                to: seconds(1200.0),
                then: Then::Home,
            },
        ],
    }];
    center.groups[0].staff = vec![6, 6];
    center
}

#[test]
fn whatever_the_engine_tells_adds_up() {
    let (center, experiment) = (busy(), experiment(1));
    let plan = Plan::of(&center, &experiment);
    let mut engine = Engine::new(&plan);
    let mut counters = Counters::new(&center, seconds(0.0));
    let mut all = OutcomeCell::default();
    for replication in 0..40 {
        counters.clear();
        engine.replicate(11, replication, &mut counters);
        let outcomes = counters.outcomes().expect("the center is not plain");
        for queue in 0..2 {
            let (mut cell, mut ended) = (OutcomeCell::default(), 0);
            for interval in 0..2 {
                cell.add(outcomes.cell(interval, queue));
                let contacts = counters.contacts(interval, queue);
                let beyond = counters.beyond(interval, queue);
                ended += u64::from(contacts.offered() + contacts.balked);
                ended += beyond.blocked + beyond.elsewhere;
            }
            let get = |count| cell.get(count);
            assert_eq!(get(Count::Came), ended, "everybody ends in one way");
            assert_eq!(
                get(Count::Callbacks),
                get(Count::CallbacksReached) + get(Count::CallbacksMissed)
            );
            if queue == 0 {
                let later = get(Count::TransferredIn) + get(Count::ChosenIn);
                assert_eq!(get(Count::Attempts), get(Count::Came) - later);
                all.add(&cell);
            }
        }
    }
    for count in [
        Count::Retries,
        Count::Repeats,
        Count::BlockedLine,
        Count::BlockedPlace,
        Count::Contained,
        Count::IvrHungUp,
        Count::ChoseElsewhere,
        Count::Messages,
        Count::CallbacksReached,
        Count::CallbacksMissed,
        Count::Overflowed,
        Count::TransferredWarm,
        Count::Unresolved,
        Count::Compared,
        Count::ClientsServed,
    ] {
        assert!(all.get(count) > 0, "{count:?} never happened");
    }
}
