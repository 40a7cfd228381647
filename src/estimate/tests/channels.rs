//! Work by text and calls made: told to the observer event by event, against figures worked out on paper.

use super::by_hand::{center, contact, seconds, staff};
use crate::model::{Center, Channel, Concurrency, Conversation, Dialer, Dialing, Distribution, PerInterval};
use crate::observe::{Agent, Contact, Count, Counters, Dialed, InOrder, Observer, RunOn};

/// Queue `a` is a chat, whose replies are due within a minute; `b` is e-mail. An agent of the first group holds
/// up to three contacts.
pub(super) fn by_text() -> Center {
    let mut center = center();
    center.queues[0].channel = Channel::Chat;
    center.queues[0].rules.conversation = Some(Conversation {
        reply_s: 60.0,
        within: seconds(60.0),
        leaves: 0.1,
        patience: None,
        timeout_s: 120.0,
    });
    center.queues[1].channel = Channel::Email;
    center.groups[0].rules.concurrency = Some(Concurrency {
        most: [1, 3, 1, 1, 1, 1],
        in_all: 3,
        together: Default::default(),
        speed: vec![1.0, 1.85, 2.5],
    });
    center
}

/// Queue `a` calls people.
pub(super) fn outbound() -> Center {
    let second = || Distribution::Deterministic { value: 1.0 };
    let mut center = center();
    center.queues[0].channel = Channel::Outbound;
    center.queues[0].rules.dialer = Some(Dialer {
        dialing: Dialing::Progressive,
        list: 9,
        reach: PerInterval::Same(0.5),
        ring: second(),
        no_answer_s: 1.0,
        wrong_party: 0.1,
        wrong_length: second(),
        attempts: 2,
        again_s: 60.0,
        idle_over: 0,
    });
    center
}

const G: Agent = Agent { group: 0, number: 0 };

fn nth(number: u32, queue: usize, arrived: f64) -> Contact {
    Contact {
        number,
        ..contact(queue, arrived)
    }
}

/// One agent: two chats from 0 to 600, one of them until 700 beside a third and a fourth; then an e-mail, put aside for
/// a call.
pub(super) fn written_day(told: &mut impl Observer) {
    told.interval_started(0);
    let chats: Vec<Contact> = (0..4).map(|number| nth(number, 0, 0.0)).collect();
    for chat in &chats {
        told.answered(chat, G, seconds(0.0), seconds(0.0));
    }
    told.held(G, &[0, 0], seconds(0.0), seconds(600.0));
    // Replies after 30, 60 and 90 s: two of the three are in time.
    for wait in [30.0, 60.0, 90.0] {
        told.replied(&chats[0], G, seconds(wait), seconds(wait));
    }
    told.left_silently(&chats[1], G, seconds(400.0));
    told.concluded(&chats[1], seconds(600.0));
    told.interval_started(1);
    told.held(G, &[0, 0, 1], seconds(600.0), seconds(700.0));
    told.concluded(&chats[0], seconds(700.0));
    let mail = nth(0, 1, 0.0);
    told.answered(&mail, G, seconds(600.0), seconds(600.0));
    told.held(G, &[1], seconds(700.0), seconds(760.0));
    told.interrupted(&mail, G, seconds(760.0));
    told.busy(G, seconds(760.0), seconds(800.0));
    told.spent(G, 0, seconds(760.0), seconds(800.0));
    told.resumed(&mail, G, seconds(800.0));
    told.held(G, &[1], seconds(800.0), seconds(1300.0));
    told.unfinished(&mail, seconds(1200.0));
    told.backlog(0, 1, &[3, 2, 1, 0, 0]);
    told.backlog(1, 1, &[0, 0, 1, 0, 4]);
    told.interval_started(2);
}

fn counted(center: &Center, warm_up: f64, day: impl Fn(&mut Counters)) -> Counters {
    let mut counters = Counters::new(center, seconds(warm_up));
    day(&mut counters);
    staff(&mut counters);
    counters
}

#[test]
fn two_chats_for_ten_minutes_are_ten_minutes_of_work_and_five_each() {
    let mut center = by_text();
    center.queues[1].channel = Channel::Chat;
    let counters = counted(&center, 0.0, |told| {
        told.interval_started(0);
        told.held(G, &[0, 1], seconds(0.0), seconds(600.0));
    });
    assert_eq!(counters.agents(0, 0).handling, seconds(600.0).0);
    let worked = counters.outcomes().expect("not plain").worked();
    assert_eq!(worked.by_queue(0, 0), [seconds(300.0).0; 2]);
    assert_eq!(worked.by_number(0, 0), [0, seconds(600.0).0, 0]);
    assert_eq!(worked.by_number(0, 1), [0]);
}

#[test]
fn time_held_adds_up_to_handling_over_queues_and_over_numbers() {
    let counters = counted(&by_text(), 0.0, written_day);
    let worked = counters.outcomes().expect("not plain").worked();
    for interval in 0..2 {
        let handling = counters.agents(interval, 0).handling;
        assert_eq!(worked.by_queue(interval, 0).iter().sum::<u64>(), handling);
        assert_eq!(worked.by_number(interval, 0).iter().sum::<u64>(), handling);
    }
    let ticks = |seconds_of: [f64; 3]| seconds_of.map(|s| seconds(s).0);
    // Alone: the e-mail 60 s and, up to closing, 400 s; the call 40 s.
    assert_eq!(worked.by_number(1, 0), ticks([500.0, 0.0, 100.0]));
    // Three share 100 s: the remainders go to the last, so that nothing is lost.
    let third = seconds(100.0).0 * 2 / 3;
    assert_eq!(worked.by_queue(1, 0)[0], third + seconds(40.0).0);
    assert_eq!(counters.overtime(0), seconds(100.0).0);
    let outcomes = counters.outcomes().expect("not plain");
    // What is held is no work beside answered contacts; what is busy is.
    let extra = crate::observe::Absence::ExtraBusy as usize;
    assert_eq!(outcomes.absences(1, 0)[extra], seconds(40.0).0);
}

#[test]
fn conversations_are_counted_where_they_arrived() {
    let counters = counted(&by_text(), 0.0, written_day);
    let outcomes = counters.outcomes().expect("not plain");
    let (chat, mail) = (outcomes.cell(0, 0), outcomes.cell(0, 1));
    for (count, expected) in [
        (Count::Replies, 3),
        (Count::ReplyWait, seconds(180.0).0),
        (Count::RepliesWithin, 2),
        (Count::LeftSilently, 1),
        (Count::Concluded, 2),
        (Count::ConclusionTime, seconds(1300.0).0),
        (Count::Interruptions, 0),
    ] {
        assert_eq!(chat.get(count), expected, "{count:?}");
    }
    for (count, expected) in [
        (Count::Interruptions, 1),
        (Count::Unfinished, 1),
        (Count::Closings, 1),
        (Count::Backlog0, 3),
        (Count::Backlog2, 1),
    ] {
        assert_eq!(mail.get(count), expected, "{count:?}");
    }
    assert_eq!(outcomes.cell(1, 1).get(Count::Backlog4), 4);
}

#[test]
fn warm_up_leaves_out_what_came_in_it_and_the_time_of_it() {
    let counters = counted(&by_text(), 650.0, written_day);
    let outcomes = counters.outcomes().expect("not plain");
    assert_eq!(outcomes.cell(0, 0).get(Count::Replies), 0);
    assert_eq!(outcomes.cell(0, 1).get(Count::Closings), 0);
    assert_eq!(outcomes.cell(1, 1).get(Count::Closings), 1);
    let worked = outcomes.worked();
    assert_eq!(worked.by_number(0, 0), [0; 3]);
    assert_eq!(worked.by_number(1, 0)[2], seconds(50.0).0);
}

#[test]
fn numbers_dialed_end_in_one_way_each() {
    let dial = |told: &mut Counters| {
        told.interval_started(0);
        let ends = [
            Dialed::Again,
            Dialed::Again,
            Dialed::Right,
            Dialed::Wrong,
            Dialed::Never,
        ];
        for (place, what) in (0..).zip(ends) {
            told.dialed(0, 0, what, seconds(f64::from(place)));
        }
    };
    let of = |warm_up: f64| {
        let counters = counted(&outbound(), warm_up, dial);
        let cell = *counters.outcomes().expect("not plain").cell(0, 0);
        [
            Count::Dials,
            Count::RightParty,
            Count::WrongParty,
            Count::NeverReached,
        ]
        .map(|count| cell.get(count))
    };
    assert_eq!(of(0.0), [5, 1, 1, 1]);
    assert_eq!(of(2.5), [2, 0, 1, 1]);
}

#[test]
fn listeners_in_between_pass_all_of_it_on() {
    let center = by_text();
    let direct = counted(&center, 0.0, written_day);
    assert_eq!(
        counted(&center, 0.0, |told| written_day(&mut InOrder(told))),
        direct
    );
    let through = counted(&center, 0.0, |told| {
        written_day(&mut RunOn::new(told, 2, seconds(1200.0)));
    });
    assert_eq!(through, direct);
    // Of one interval only, what arrived in it counts, and the time of agents, which the horizon cuts.
    let part = counted(&center, 0.0, |told| {
        written_day(&mut RunOn::new(told, 1, seconds(1200.0)));
    });
    let outcomes = part.outcomes().expect("not plain");
    assert_eq!(outcomes.cell(0, 0).get(Count::Replies), 3);
    assert_eq!(outcomes.cell(1, 1).get(Count::Closings), 0);
    assert_eq!(
        outcomes.worked().by_number(1, 0),
        direct.outcomes().expect("not plain").worked().by_number(1, 0)
    );
}

#[test]
fn slices_of_a_run_keep_what_was_held() {
    let center = by_text();
    let whole = counted(&center, 0.0, written_day);
    let mut slice = Counters::new(&center, seconds(0.0));
    slice.take_as_one(&whole, 1..2);
    let (slice, whole) = (
        slice.outcomes().expect("not plain"),
        whole.outcomes().expect("not plain"),
    );
    assert_eq!(slice.worked().by_number(0, 0), whole.worked().by_number(1, 0));
    assert_eq!(slice.worked().by_queue(0, 0), whole.worked().by_queue(1, 0));
    assert_eq!(slice.cell(0, 1), whole.cell(1, 1));
}
