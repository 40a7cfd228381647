//! Work by text and calls made: told to the observer event by event, against figures worked out on paper.

use super::by_hand::{center, contact, experiment, holds, results_of, seconds, staff};
use crate::estimate::block::Block;
use crate::estimate::day::DayScratch;
use crate::estimate::frame::{Detail, Frame};
use crate::estimate::{GroupMeasure, Measure, OutcomeMeasure, Results};
use crate::model::{
    Center, Channel, Concurrency, Conversation, Dialer, Dialing, Distribution, PerInterval, Target,
};
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

/// The day above, with its staff, and one on which nothing happens.
fn written(counters: &mut Counters) {
    written_day(counters);
    staff(counters);
}

fn quiet(counters: &mut Counters) {
    for interval in 0..3 {
        counters.interval_started(interval);
    }
    staff(counters);
}

fn results() -> Results {
    let mut center = by_text();
    center.queues[0].target = Some(Target {
        reply_s: Some(50.0),
        per_interval: true,
        per_day: true,
        ..Target::default()
    });
    results_of(&center, &experiment(2), &[written, quiet])
}

#[test]
fn replies_and_conclusions_over_days() {
    let results = results();
    let outcomes = results.outcomes.as_ref().expect("not plain");
    use OutcomeMeasure as M;
    let [chat, mail] = &outcomes.queues[..] else {
        panic!("two queues");
    };
    for (measure, mean, half) in [
        (M::Replies, 1.5, 1.5),
        // The second day has no replies and adds nothing to the spread of the ratios.
        (M::ReplyWait, 60.0, 0.0),
        (M::RepliesInTime, 2.0 / 3.0, 0.0),
        (M::LeftSilently, 0.5, 0.5),
        (M::ConclusionTime, 650.0, 0.0),
        (M::Unfinished, 0.0, 0.0),
    ] {
        holds(measure.key(), chat.day.get(measure), mean, half);
    }
    assert_eq!(chat.day.get(M::Backlog), None, "nobody waits over night");
    assert_eq!(chat.day.get(M::Interruptions), None, "nothing is put aside");
    // Closed twice, with 6 and 5 waiting, which the center sees as well.
    for panel in [mail, &outcomes.center] {
        holds("backlog", panel.day.get(M::Backlog), 5.5, 0.0);
        holds("young", panel.day.get(M::BacklogUnder4h), 1.5, 0.0);
        holds("old", panel.day.get(M::BacklogFrom48h), 2.0, 0.0);
        holds("first closing", panel.intervals[0].get(M::Backlog), 6.0, 0.0);
    }
    holds("unfinished", mail.day.get(M::Unfinished), 0.5, 0.5);
    holds("never answered", mail.day.get(M::NeverAnswered), 0.0, 0.0);
}

#[test]
fn a_limit_on_replies_is_judged_as_that_on_answers_is() {
    let results = results();
    let chat = &results.queues[0];
    holds("replies", chat.day.get(Measure::ReplyWait), 60.0, 0.0);
    // The first day misses 50 s; on the second nobody waits for a reply.
    assert_eq!(chat.day.mean(Measure::TargetMet), Some(0.5));
    assert_eq!(chat.day.mean(Measure::IntervalsMet), Some(1.0));
    assert_eq!(results.all_targets_met.map(|met| met.mean), Some(0.5));
}

#[test]
fn what_agent_hours_were_spent_on() {
    let results = results();
    let outcomes = results.outcomes.as_ref().expect("not plain");
    let hours = |seconds: f64| seconds / 3600.0 / 2.0;
    let close = |name: &str, found: f64, expected: f64| {
        assert!(
            (found - expected).abs() < 1e-9,
            "{name}: {found} is not {expected}"
        );
    };
    let (work, all) = (&outcomes.work[0], &outcomes.work[2]);
    // Chats 600 s, two thirds of 100 s and the call; e-mail a third of 100 s, 60 s and 400 s.
    let (chat, mail) = (600.0 + 200.0 / 3.0 + 40.0, 100.0 / 3.0 + 60.0 + 400.0);
    close("chat", work.by_queue[0].mean, hours(chat));
    close("e-mail", work.by_queue[1].mean, hours(mail));
    let number: Vec<f64> = work.at_number.iter().map(|hours| hours.mean).collect();
    for (found, seconds) in number.iter().zip([500.0, 600.0, 100.0]) {
        close("held", *found, hours(seconds));
    }
    holds("concurrency", work.concurrency, 2000.0 / 1200.0, 0.0);
    // On duty 1800 s a day.
    close("available", work.available.mean, hours(600.0 + 1800.0));
    let handling = results.groups[0].day.mean(GroupMeasure::HandlingHours);
    close(
        "all of it",
        work.by_queue.iter().map(|hours| hours.mean).sum(),
        handling.expect("staffed"),
    );
    close("all groups", all.by_queue[0].mean, hours(chat));
    close("another's time", all.available.mean, hours(2400.0 + 2400.0));
    assert_eq!(outcomes.work[1].concurrency, None);
    assert_eq!(outcomes.work[1].at_number.len(), 1);
}

#[test]
fn channels_share_the_cost_of_those_who_worked_for_them() {
    let results = results();
    let outcomes = results.outcomes.as_ref().expect("not plain");
    let [chat, mail] = &outcomes.channels[..] else {
        panic!("two channels");
    };
    assert_eq!((chat.channel, mail.channel), (Channel::Chat, Channel::Email));
    assert_eq!(chat.measures.mean(Measure::Answered), Some(2.0));
    let share = (600.0 + 200.0 / 3.0 + 40.0) / 1200.0;
    // Half an hour on duty at a shrinkage of 20 % and 10 an hour, on the first of two days.
    let paid = 0.5 / 0.8;
    let of = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-7, "{found} {expected}");
    of(chat.share.expect("handled").mean, share);
    of(chat.paid_hours.mean, paid * share / 2.0);
    of(chat.cost.mean, 10.0 * paid * share / 2.0);
    of(chat.cost.mean + mail.cost.mean, 10.0 * paid / 2.0);
    of(mail.outcomes.mean(OutcomeMeasure::Backlog).expect("counted"), 5.5);
}

#[test]
fn a_block_of_written_work_kept_is_the_block_made() {
    let (center, experiment) = (by_text(), experiment(2));
    let frame = Frame::new(&center, &experiment, Detail::Intervals);
    let mut block = Block::new(&frame);
    block.start(0);
    for day in [written, quiet] {
        let mut counters = Counters::new(&center, experiment.warm_up);
        day(&mut counters);
        block.record(&frame, &counters, &mut DayScratch::default());
    }
    let again = Block::from_bytes(&block.to_bytes()).expect("what was written can be read");
    assert!(again.fits(&frame, &experiment, 0));
    assert_eq!(again.days, block.days);
    // Agents who hold fewer at once leave another block.
    let mut fewer = center;
    if let Some(concurrency) = &mut fewer.groups[0].rules.concurrency {
        concurrency.in_all = 2;
    }
    assert!(!again.fits(
        &Frame::new(&fewer, &experiment, Detail::Intervals),
        &experiment,
        0
    ));
}
