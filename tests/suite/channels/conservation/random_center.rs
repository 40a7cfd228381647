//! A random week of any channels.

use headcount::model::{
    Access, Again, AgentChoice, AtClose, Away, Backlog, BotFailure, CHANNELS, Center, Channel, Clock,
    Concurrency, ContactChoice, Conversation, Dialer, Dialing, Disconnect, Distribution, Group, Interruption,
    Ivr, Message, Overflow, PerInterval, Places, Queue, QueueId, Repeat, Retry, Shift, Span, Then, Thread,
    When,
};

use super::super::super::voice::dice::Dice;
use super::super::super::voice::{always, exponential, group, handled, of_intervals, poisson, s};
use super::super::dialer;

/// Three hours; eight of them are a day, open for the first three from 09:00 on.
const INTERVAL_S: f64 = 10_800.0;
const DAYS: usize = 7;
const INTERVALS: usize = 8 * DAYS;

/// The nights, and the weekend where it is closed; none where the center never closes.
fn closed(dice: &mut Dice) -> Vec<std::ops::Range<usize>> {
    match dice.below(4) {
        0 => Vec::new(),
        1 => {
            let nights = (0..4).map(|day| 8 * day + 3..8 * day + 8);
            // From Friday's closing on.
            nights.chain(std::iter::once(8 * 4 + 3..INTERVALS - 1)).collect()
        }
        _ => (0..DAYS)
            .map(|day| 8 * day + 3..8 * day + 8)
            .take(DAYS - 1)
            .collect(),
    }
}

pub fn random_center(index: u32) -> Center {
    let mut dice = Dice::new(7, index, "channels");
    let dice = &mut dice;
    let (queues, groups) = (1 + dice.below(4), 1 + dice.below(3));
    let closed = closed(dice);
    let is_open = |interval: usize| !closed.iter().any(|closed| closed.contains(&interval));
    // Now and then a center of two channels at most, whose queues overflow to each other.
    let channels = match dice.some() {
        true => vec![dice.one_of(&Channel::ALL), dice.one_of(&Channel::ALL)],
        false => Channel::ALL.to_vec(),
    };
    let built: Vec<Queue> = (0..queues)
        .map(|number| queue(dice, &channels, number, groups, &is_open))
        .collect();
    let built_groups = (0..groups)
        .map(|number| {
            let mut group = group(&format!("g{number}"), 0);
            let staff = |interval| {
                if is_open(interval) {
                    dice.below(4) as u32
                } else {
                    0
                }
            };
            group.staff = (0..INTERVALS).map(staff).collect();
            group.handle_factor = (0..queues).map(|_| dice.one_of(&[1.0, 1.3])).collect();
            hands(dice, &mut group);
            presence(dice, &mut group, &is_open);
            group
        })
        .collect();
    let mut center = of_intervals(INTERVALS, INTERVAL_S, built, built_groups);
    center.calendar.opens_s = 9 * 3600;
    center.rules.closed = closed;
    center.at_close = dice.one_of(&[AtClose::Serve, AtClose::Clear, AtClose::Carry]);
    center.routing.agent = dice.one_of(&[
        AgentChoice::LongestIdle,
        AgentChoice::LeastOccupied,
        AgentChoice::Random,
        AgentChoice::MostIdleGroup,
    ]);
    center.routing.contact = dice.one_of(&[
        ContactChoice::LongestWait,
        ContactChoice::Priority,
        ContactChoice::LongestQueue,
        ContactChoice::Random,
        ContactChoice::WeightedWait,
        ContactChoice::EarliestDue,
        ContactChoice::EarliestDue,
    ]);
    for queue in 0..queues {
        between_queues(dice, &mut center, queue);
    }
    center
}

fn queue(
    dice: &mut Dice,
    channels: &[Channel],
    number: usize,
    groups: usize,
    is_open: &impl Fn(usize) -> bool,
) -> Queue {
    let channel = dice.one_of(channels);
    let mut queue = poisson(&format!("q{number}"), 0.0, 600.0);
    queue.channel = channel;
    let closes = !channel.comes_when_closed();
    let volume = |interval| match closes && !is_open(interval) {
        true => 0.0,
        false => dice.one_of(&[0.0, 2.0, 6.0, 12.0]),
    };
    queue.volume = (0..INTERVALS).map(volume).collect();
    let mean = dice.one_of(&[300.0, 900.0, 2400.0]);
    let wrap_up = dice.some().then(|| dice.law(60.0));
    queue.handle = handled(dice.law(mean), wrap_up);
    queue.patience = PerInterval::Same(match dice.below(3) {
        0 => Distribution::Forever,
        1 => exponential(mean),
        _ => always(2.0 * mean),
    });
    queue.priority = dice.below(3) as i32;
    queue.within = s(dice.one_of(&[20.0, 600.0, 7200.0]));
    let mut order: Vec<usize> = (0..groups).filter(|_| dice.below(4) > 0).collect();
    if order.is_empty() {
        order.push(dice.below(groups));
    }
    let cut = dice.below(order.len());
    let rest = order.split_off(cut);
    queue.route = [order, rest]
        .into_iter()
        .filter(|rank| !rank.is_empty())
        .collect();
    queue.rules.clock = dice.one_of(&[Clock::Wall, Clock::Open]);
    of_its_channel(dice, &mut queue, mean);
    if channel != Channel::Outbound {
        on_the_way(dice, &mut queue, mean);
    }
    queue
}

fn of_its_channel(dice: &mut Dice, queue: &mut Queue, mean: f64) {
    match queue.channel {
        Channel::Chat if dice.below(4) > 0 => {
            let patience = dice.some().then(|| always(mean));
            queue.rules.conversation = Some(Conversation {
                reply_s: dice.one_of(&[mean / 4.0, 90.0]),
                within: s(60.0),
                leaves: dice.one_of(&[0.0, 0.0, 0.3]),
                patience,
                timeout_s: dice.one_of(&[0.0, 120.0]),
            });
        }
        Channel::Messaging if dice.below(4) > 0 => {
            // The work of each turn must be known.
            queue.handle = handled(always(mean), None);
            queue.rules.thread = Some(Thread {
                again: dice.one_of(&[0.3, 0.8, 1.0]),
                most: dice.one_of(&[2, 6]),
                delay: dice.law(4.0 * mean),
                same_agent_s: dice.one_of(&[0.0, 600.0, 7200.0]),
                within: s(600.0),
            });
        }
        Channel::Outbound => {
            let dialing = match dice.below(3) {
                0 => Dialing::Preview(dice.law(40.0)),
                1 => Dialing::Progressive,
                _ => Dialing::Ratio(dice.one_of(&[0.7, 1.0, 2.5])),
            };
            let list = dice.below(40) as u32;
            queue.patience = PerInterval::Same(always(dice.one_of(&[0.0, 0.0, 30.0])));
            queue.rules.dialer = Some(Dialer {
                list,
                reach: PerInterval::Same(dice.one_of(&[0.3, 1.0])),
                ring: dice.law(12.0),
                wrong_party: dice.one_of(&[0.0, 0.2]),
                wrong_length: dice.law(20.0),
                attempts: 1 + dice.below(3) as u32,
                again_s: dice.one_of(&[0.0, 7200.0]),
                idle_over: dice.below(2) as u32,
                ..dialer(dialing)
            });
        }
        _ => {}
    }
}

/// Entry and waiting.
fn on_the_way(dice: &mut Dice, queue: &mut Queue, mean: f64) {
    let rules = &mut queue.rules;
    if dice.some() {
        queue.balk = PerInterval::Same(0.1);
    }
    if dice.some() {
        let failure = dice.one_of(&[false, true]).then(|| BotFailure {
            share: dice.one_of(&[0.3, 1.0]),
            delay: dice.law(1200.0),
            patience_factor: 0.5,
        });
        rules.ivr = Some(Ivr {
            length: dice.law(60.0),
            contained: PerInterval::Same(0.4),
            hang_up: 0.1,
            choice: Vec::new(),
            failure,
        });
    }
    if dice.below(6) == 0 {
        rules.places = Some(Places::Fixed(dice.below(4) as u32));
    }
    if dice.below(6) == 0 {
        rules.message = Some(Message {
            after_s: mean / 2.0,
            share: 0.5,
        });
    }
    if dice.below(6) == 0 {
        rules.hang_ups = vec![(mean / 3.0, 0.2)];
    }
    if dice.some() {
        rules.backlog = Backlog {
            waiting_s: vec![3000.0, 10.0],
            ..Default::default()
        };
    }
    if dice.some() {
        let again = Again {
            first: 0.5,
            later: 0.5,
        };
        rules.retry = Some(Retry {
            abandoned: again,
            blocked: again,
            balked: again,
            delay: dice.law(1000.0),
            attempts: 3,
        });
    }
}

fn between_queues(dice: &mut Dice, center: &mut Center, queue: QueueId) {
    let (queues, groups) = (center.queues.len(), center.groups.len());
    let route: Vec<usize> = center.queues[queue].route.concat();
    let channel = center.queues[queue].channel;
    if channel == Channel::Outbound {
        return;
    }
    let to = (queue + 1 + dice.below(queues)) % queues;
    let to_others = to != queue && center.queues[to].channel == channel;
    let rules = &mut center.queues[queue].rules;
    if to_others && dice.some() {
        rules.overflow = Some(Overflow {
            to,
            after_s: dice.one_of(&[None, Some(400.0)]),
            when_unstaffed: dice.one_of(&[true, false]),
        });
    }
    if dice.below(4) == 0 {
        rules.repeat = Some(Repeat {
            unresolved: vec![0.3; groups],
            returns: 0.8,
            delay: dice.law(5000.0),
            to: None,
            times: 2,
        });
    }
    if dice.some() {
        for group in route {
            let when = match dice.below(4) {
                0 => vec![When::QueueOver(1)],
                1 => vec![When::IdleOver(1)],
                2 => vec![When::BusyOver(0.5)],
                _ => vec![],
            };
            rules.access.push(Access {
                group,
                after_s: dice.one_of(&[0.0, 100.0]),
                when,
            });
        }
    }
}

/// How many contacts an agent may hold, and what they put aside.
fn hands(dice: &mut Dice, group: &mut Group) {
    if dice.below(4) > 0 {
        let mut rule = Concurrency {
            most: [1; CHANNELS],
            in_all: 1 + dice.below(5) as u32,
            together: [[false; CHANNELS]; CHANNELS],
            speed: dice.one_of(&[
                vec![1.0, 1.85, 2.5],
                vec![1.0],
                vec![1.0, 1.5, 1.2, 1.2],
                vec![1.0, 3.0],
            ]),
        };
        for channel in Channel::ALL.into_iter().filter(|channel| channel.is_text()) {
            rule.most[channel as usize] = 1 + dice.below(4) as u32;
            for other in Channel::ALL.into_iter().filter(|other| other.is_text()) {
                if channel < other && dice.below(2) == 0 {
                    rule.together[channel as usize][other as usize] = true;
                    rule.together[other as usize][channel as usize] = true;
                }
            }
        }
        group.rules.concurrency = Some(rule);
    }
    if dice.below(2) == 0 {
        let mut rule = Interruption {
            of: [false; CHANNELS],
            by: [false; CHANNELS],
            switching_s: dice.one_of(&[0.0, 30.0]),
        };
        rule.of[Channel::Email as usize] = true;
        rule.of[Channel::Social as usize] = dice.some();
        rule.by[Channel::Voice as usize] = true;
        rule.by[Channel::Chat as usize] = dice.some();
        group.rules.interruption = Some(rule);
    }
    group.rules.threads = dice.some().then(|| 1 + dice.below(4) as u32);
}

fn presence(dice: &mut Dice, group: &mut Group, is_open: &impl Fn(usize) -> bool) {
    if dice.below(4) == 0 {
        // Nine hours less a break on every day that is open.
        for day in (0..DAYS).filter(|day| is_open(8 * day)) {
            let opens = 8.0 * day as f64 * INTERVAL_S;
            let span = |from: f64, to: f64, then| Span {
                from: s(opens + from),
                to: s(opens + to),
                then,
            };
            let agents = 1 + dice.below(2) as u32;
            group.rules.shifts.push(Shift {
                agents,
                on_queue: vec![
                    span(0.0, 9000.0, Then::Break),
                    span(12_600.0, 30_000.0, Then::Home),
                ],
            });
        }
    }
    if dice.below(6) == 0 {
        group.rules.absence = 0.2;
    }
    if dice.below(6) == 0 {
        group.rules.away = Some(Away {
            every_s: 5000.0,
            length: dice.law(600.0),
        });
    }
    if dice.below(6) == 0 {
        group.rules.disconnect = Some(Disconnect {
            share: 0.5,
            length: dice.law(100.0),
        });
    }
}
