//! A random small center of any rules.

use headcount::model::{
    Access, Again, AgentChoice, Announce, Arrivals, AtClose, Away, Backlog, Callback, Center, Class,
    ContactChoice, Disconnect, Distribution, Factor, Fatigue, Group, IntervalFactor, Ivr, Lines, Message,
    Mix, Overflow, PerInterval, Places, Predictor, Queue, QueueId, RateShape, Repeat, Replayed, Retry,
    Segment, Shift, Span, Standing, Then, Transfer, When,
};

use super::super::dice::Dice;
use super::super::{always, exponential, group, handled, of_intervals, poisson, s};

const INTERVAL_S: f64 = 600.0;

pub fn random_center(index: u32) -> Center {
    let mut dice = Dice::new(4, index, "voice");
    let (queues, groups) = (1 + dice.below(4), 1 + dice.below(3));
    let intervals = 2 + dice.below(5);
    let built = (0..queues)
        .map(|queue| plain_queue(&mut dice, queue, groups, intervals))
        .collect();
    let built_groups = (0..groups)
        .map(|number| {
            let mut group = group(&format!("g{number}"), 0);
            group.staff = (0..intervals).map(|_| dice.below(5) as u32).collect();
            group.handle_factor = (0..queues).map(|_| dice.one_of(&[1.0, 1.3])).collect();
            group
        })
        .collect();
    let mut center = of_intervals(intervals, INTERVAL_S, built, built_groups);
    // Midnight lies within the horizon now and then.
    center.calendar.opens_s = dice.one_of(&[8 * 3600, 23 * 3600 + 1800]);
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
    ]);
    if dice.some() {
        center.busyness = Some(Distribution::gamma_by_mean_cv(1.0, 0.4));
    }
    for queue in 0..queues {
        demand(&mut dice, &mut center, queue);
        entry(&mut dice, &mut center, queue);
        waiting(&mut dice, &mut center, queue);
        parting(&mut dice, &mut center, queue);
    }
    for group in &mut center.groups {
        presence(&mut dice, group, intervals);
    }
    whole(&mut dice, &mut center);
    center
}

fn plain_queue(dice: &mut Dice, number: usize, groups: usize, intervals: usize) -> Queue {
    let mut queue = poisson(&format!("q{number}"), 0.0, 60.0);
    queue.volume = (0..intervals)
        .map(|_| dice.one_of(&[0.0, 3.0, 12.0, 25.0]))
        .collect();
    let mean = dice.one_of(&[40.0, 90.0]);
    let wrap_up = dice.some().then(|| dice.law(20.0));
    queue.handle = handled(dice.law(mean), wrap_up);
    queue.patience = PerInterval::Same(match dice.below(3) {
        0 => Distribution::Forever,
        1 => exponential(60.0),
        _ => always(45.0),
    });
    queue.balk = PerInterval::Same(dice.one_of(&[0.0, 0.0, 0.2]));
    queue.priority = dice.below(3) as i32;
    // One or two ranks over some of the groups.
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
    queue
}

fn demand(dice: &mut Dice, center: &mut Center, queue: QueueId) {
    let horizon = center.calendar.horizon().seconds();
    let rules = &mut center.queues[queue].rules;
    rules.arrivals = match dice.below(9) {
        0 => Arrivals::Fixed,
        1 => Arrivals::Mixed { cv: 0.5 },
        2 => Arrivals::Renewal { gaps: dice.law(30.0) },
        3 => Arrivals::Batches {
            sizes: vec![(1, 0.7), (4, 0.3)],
        },
        4 => {
            let mut moments: Vec<f64> = (0..40).map(|_| dice.uniform() * horizon).collect();
            moments.sort_by(f64::total_cmp);
            let replayed = |at: &f64| Replayed {
                at: s(at.floor()),
                handle_s: (*at as u64).is_multiple_of(2).then_some(50.0),
                patience_s: (*at as u64).is_multiple_of(3).then_some(30.0),
            };
            Arrivals::Replay(moments.iter().map(replayed).collect())
        }
        _ => Arrivals::Poisson,
    };
    rules.shape = dice.one_of(&[RateShape::Constant, RateShape::Linear]);
    if dice.some() {
        rules.backlog = Backlog {
            waiting_s: vec![35.0, 10.0],
            in_service_s: vec![20.0],
            early: 2.0,
            early_over_s: 100.0,
        };
    }
    if dice.some() {
        let segment = |name: &str, share, priority| Segment {
            name: name.into(),
            share,
            patience_factor: 1.0 + share,
            handle_factor: 1.5 - share,
            priority,
            credit_s: 20.0 * share,
        };
        rules.segments = vec![segment("vip", 0.2, 3), segment("others", 0.8, 0)];
    }
}

fn predictor(dice: &mut Dice) -> Predictor {
    dice.one_of(&[
        Predictor::LastWait,
        Predictor::MeanOfLast(3),
        Predictor::QueueOverRate,
        Predictor::HeadOfQueue,
    ])
}

fn entry(dice: &mut Dice, center: &mut Center, queue: QueueId) {
    let queues = center.queues.len();
    let rules = &mut center.queues[queue].rules;
    if dice.some() {
        rules.places = Some(dice.one_of(&[Places::Fixed(2), Places::Fixed(0), Places::PerAgent(1.5)]));
    }
    if dice.some() {
        rules.ivr = Some(Ivr {
            length: dice.law(15.0),
            contained: PerInterval::Same(dice.one_of(&[0.0, 0.2])),
            hang_up: dice.one_of(&[0.0, 0.1]),
            choice: vec![(dice.below(queues), 0.3)],
            failure: None,
        });
    }
    if dice.some() {
        rules.announce = Some(Announce {
            predictor: predictor(dice),
        });
        rules.balking.by_announced = vec![(20.0, 0.2), (60.0, 0.5)];
    }
    if dice.some() {
        rules.balking.by_length = vec![(1, 0.1), (4, 0.5)];
    }
    if dice.some() {
        rules.callback = Some(Callback {
            when_wait_s: dice.one_of(&[None, Some(30.0)]),
            when_length: dice.one_of(&[None, Some(1)]),
            predictor: predictor(dice),
            accept: dice.one_of(&[0.5, 1.0]),
            window: dice.some().then(|| dice.law(200.0)),
            dial_s: 10.0,
            reached: dice.share(),
            again_s: dice.one_of(&[0.0, 60.0]),
            attempts: 1 + dice.below(3) as u32,
        });
    }
}

fn waiting(dice: &mut Dice, center: &mut Center, queue: QueueId) {
    let queues = center.queues.len();
    let route: Vec<usize> = center.queues[queue].route.concat();
    let rules = &mut center.queues[queue].rules;
    if dice.some() {
        rules.hang_ups = vec![(20.0, 0.1), (40.0, 0.2)];
    }
    if dice.some() {
        rules.message = Some(Message {
            after_s: dice.one_of(&[0.0, 25.0]),
            share: dice.share(),
        });
    }
    if dice.some() {
        rules.standing = Standing {
            credit_s: dice.one_of(&[0.0, 30.0]),
            gain_per_minute: dice.one_of(&[0.0, 2.0]),
            weight: dice.one_of(&[1.0, 2.0]),
        };
    }
    if dice.some() {
        for group in route {
            let when = match dice.below(6) {
                0 => vec![When::QueueOver(1)],
                1 => vec![When::IdleOver(1)],
                2 => vec![When::BusyOver(0.5)],
                3 => vec![When::ServiceBelow {
                    share: 0.8,
                    over_s: 300.0,
                }],
                4 => vec![When::QueueOver(0), When::IdleOver(1)],
                _ => vec![],
            };
            rules.access.push(Access {
                group,
                after_s: dice.one_of(&[0.0, 15.0]),
                when,
            });
        }
    }
    if queues > 1 && dice.some() {
        rules.overflow = Some(Overflow {
            to: (queue + 1 + dice.below(queues - 1)) % queues,
            after_s: dice.one_of(&[None, Some(20.0)]),
            when_unstaffed: dice.one_of(&[true, false]),
        });
    }
}

fn parting(dice: &mut Dice, center: &mut Center, queue: QueueId) {
    let (queues, groups) = (center.queues.len(), center.groups.len());
    let rules = &mut center.queues[queue].rules;
    let mut again = || Again {
        first: dice.share(),
        later: dice.share(),
    };
    let chances = [again(), again(), again()];
    if dice.some() {
        rules.retry = Some(Retry {
            abandoned: chances[0],
            blocked: chances[1],
            balked: chances[2],
            delay: dice.law(80.0),
            attempts: 1 + dice.below(4) as u32,
        });
    }
    let elsewhere = dice.below(queues);
    if dice.some() {
        rules.repeat = Some(Repeat {
            unresolved: (0..groups).map(|_| dice.share()).collect(),
            returns: dice.one_of(&[0.5, 1.0]),
            delay: dice.law(100.0),
            to: dice.one_of(&[None, Some(elsewhere)]),
            times: 1 + dice.below(3) as u32,
        });
    }
    if dice.some() {
        for share in [0.3, 0.2] {
            let warm = dice.some().then(|| dice.law(15.0));
            rules.transfers.push(Transfer {
                to: dice.below(queues),
                share: vec![PerInterval::Same(share); groups],
                after: dice.one_of(&[0.5, 1.0]),
                warm,
                priority: dice.below(2) as i32,
            });
        }
    }
}

fn presence(dice: &mut Dice, group: &mut Group, intervals: usize) {
    let horizon = intervals as f64 * INTERVAL_S;
    let rules = &mut group.rules;
    match dice.below(4) {
        0 => {
            rules.staff_at = vec![
                (s(0.0), 1 + dice.below(3) as u32),
                (s(250.0), dice.below(5) as u32),
                (s(700.0), dice.below(4) as u32),
            ];
        }
        1 => {
            for _ in 0..1 + dice.below(3) {
                let from = dice.below(6) as f64 * 100.0;
                let pause = from + 200.0 + dice.below(3) as f64 * 50.0;
                let back = pause + dice.one_of(&[50.0, 200.0]);
                let home = (back + 300.0).min(horizon + 100.0);
                let span = |from, to, then| Span {
                    from: s(from),
                    to: s(to),
                    then,
                };
                let agents = 1 + dice.below(3) as u32;
                rules.shifts.push(Shift {
                    agents,
                    on_queue: vec![
                        span(from, pause, Then::Break),
                        span(back, home.max(back), Then::Home),
                    ],
                });
            }
        }
        _ => {}
    }
    if dice.some() {
        rules.absence = dice.one_of(&[0.1, 0.5]);
    }
    if dice.some() {
        rules.away = Some(Away {
            every_s: dice.one_of(&[100.0, 600.0]),
            length: dice.law(60.0),
        });
    }
    if dice.some() {
        rules.disconnect = Some(Disconnect {
            share: dice.share(),
            length: dice.law(30.0),
        });
    }
    if dice.some() {
        let class = |share, handle_factor| Class { share, handle_factor };
        rules.classes = vec![class(0.6, 1.0), class(0.4, 1.5)];
    }
    if dice.some() {
        rules.fatigue = Some(Fatigue {
            above: 0.1,
            slope: 0.5,
        });
    }
    if dice.some() {
        rules.weight = Some(2.0);
    }
}

/// Factors, mixed streams, lines, a night.
fn whole(dice: &mut Dice, center: &mut Center) {
    let queues = center.queues.len();
    if dice.some() {
        center.rules.factors = vec![Factor {
            name: "factor".into(),
            queues: (0..queues).collect(),
            day: dice.some().then(|| Distribution::gamma_by_mean_cv(1.0, 0.2)),
            intervals: Some(IntervalFactor {
                cv: 0.3,
                correlation: 0.5,
            }),
        }];
    }
    if queues > 1 && dice.some() {
        center.rules.mixes = vec![Mix {
            name: "mix".into(),
            volume: center.queues[0].volume.clone(),
            arrivals: dice.one_of(&[Arrivals::Poisson, Arrivals::Fixed]),
            shape: RateShape::Constant,
            shares: vec![(0, PerInterval::Same(0.4)), (1, PerInterval::Same(0.6))],
        }];
        for queue in 0..2 {
            center.queues[queue].rules.arrivals = Arrivals::Poisson;
        }
    }
    if dice.some() {
        center.rules.lines = vec![Lines {
            name: "trunks".into(),
            trunks: 1 + dice.below(6) as u32,
            queues: (0..queues).filter(|_| dice.below(3) > 0).collect(),
        }];
    }
    if center.calendar.intervals >= 4 && dice.some() {
        let closed = 2..3;
        for queue in &mut center.queues {
            queue.volume[2] = 0.0;
            if let Arrivals::Replay(_) = queue.rules.arrivals {
                queue.rules.arrivals = Arrivals::Fixed;
            }
        }
        for mix in &mut center.rules.mixes {
            mix.volume[2] = 0.0;
        }
        for group in &mut center.groups {
            group.staff[2] = 0;
            group.rules.staff_at.clear();
        }
        center.rules.closed = vec![closed];
    }
}
