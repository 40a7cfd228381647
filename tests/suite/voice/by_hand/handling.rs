//! With an agent: transfers cold and warm, conferences, callbacks.

use super::super::{
    always, calls, calls_of, center, diary, group, handled, impatient_calls, of_intervals, queue,
};
use super::tells;
use headcount::model::{
    AtClose, Callback, Center, ContactChoice, Disconnect, Distribution, PerInterval, Predictor, Queue,
    Repeat, Transfer,
};

/// Queue `a` (group g) hands every call over to `b` (group h).
fn handing_over(mut a: Queue, mut b: Queue, after: f64, warm: Option<Distribution>) -> Center {
    a.route = vec![vec![0]];
    b.route = vec![vec![1]];
    a.rules.transfers = vec![Transfer {
        to: 1,
        share: vec![PerInterval::Same(1.0); 2],
        after,
        warm,
        priority: 0,
    }];
    center(vec![a, b], vec![group("g", 1), group("h", 1)])
}

fn lasting(mut queue: Queue, talk_s: f64, wrap_up_s: f64) -> Queue {
    queue.handle = handled(always(talk_s), Some(always(wrap_up_s)));
    queue
}

/// Half of 100 s of talk, then 20 s of work after the call while the other desk talks on.
#[test]
fn a_cold_transfer_after_half_the_talk() {
    let a = lasting(calls("a", &[0.0, 10.0]), 100.0, 20.0);
    tells(
        &handing_over(a, lasting(queue("b"), 30.0, 0.0), 0.5, None),
        "0 a#0 arrives
         0 a#0 to g0 until 70
         10 a#1 arrives
         10 a#1 waits
         50 a#0 from g0 to b, cold
         50 b+0 follows a#0: transfer, attempt 1
         50 b+0 arrives
         50 b+0 to h1 until 80
         70 a#1 to g0 until 140
         120 a#1 from g0 to b, cold
         120 b+1 follows a#1: transfer, attempt 1
         120 b+1 arrives
         120 b+1 to h1 until 150",
    );
}

/// Without work after the call the agent takes the next at once, and has done with it in its turn.
#[test]
fn a_cold_transfer_and_the_next_call_at_the_same_moment() {
    let mut c = calls("c", &[10.0]);
    c.route = vec![vec![0]];
    c.rules.repeat = Some(Repeat {
        unresolved: vec![0.0, 0.0],
        returns: 1.0,
        delay: always(10.0),
        to: None,
        times: 1,
    });
    let both = handing_over(calls("a", &[0.0]), lasting(queue("b"), 30.0, 0.0), 1.0, None);
    let [a, b] = <[Queue; 2]>::try_from(both.queues).expect("two queues");
    tells(
        &center(vec![a, b, c], vec![group("g", 1), group("h", 1)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 c#0 arrives
         10 c#0 waits
         60 c#0 to g0 until 120
         60 a#0 from g0 to b, cold
         60 b+0 follows a#0: transfer, attempt 1
         60 b+0 arrives
         60 b+0 to h1 until 90
         120 c#0 resolved
         client of c at 10: 1 attempts, resolved",
    );
}

/// A pause follows a contact handed over as it does any other: after the work, or after the conference.
#[test]
fn an_agent_pauses_after_a_transfer() {
    let a = lasting(calls("a", &[0.0]), 60.0, 20.0);
    let mut center = handing_over(a, lasting(queue("b"), 30.0, 0.0), 1.0, None);
    center.groups[0].rules.disconnect = Some(Disconnect {
        share: 1.0,
        length: always(15.0),
    });
    super::tells_of_agents(
        &center,
        "0 g0 comes
         0 h1 comes
         0 a#0 arrives
         0 a#0 to g0 until 80
         60 a#0 from g0 to b, cold
         60 b+0 follows a#0: transfer, attempt 1
         60 b+0 arrives
         60 b+0 to h1 until 90
         80 g0 pauses
         95 g0 comes",
    );
    center.queues[0].rules.transfers[0].warm = Some(always(10.0));
    super::tells_of_agents(
        &center,
        "0 g0 comes
         0 h1 comes
         0 a#0 arrives
         0 a#0 to g0 until 60
         60 a#0 from g0 to b, warm
         60 b+0 follows a#0: transfer, attempt 1
         60 b+0 arrives
         g0 busy 60 to 90
         60 b+0 to h1 until 100
         90 g0 pauses
         105 g0 comes",
    );
}

/// The other desk is busy until 90: g0 waits with the caller, talks with both until 100 and works until 120.
#[test]
fn a_warm_transfer_with_conference() {
    let a = lasting(calls("a", &[0.0, 70.0]), 60.0, 20.0);
    let mut b = calls_of("b", &[(0.0, 90.0)]);
    b.handle = handled(always(30.0), None);
    tells(
        &handing_over(a, b, 1.0, Some(always(10.0))),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         0 b#0 arrives
         0 b#0 to h1 until 90
         60 a#0 from g0 to b, warm
         60 b+0 follows a#0: transfer, attempt 1
         60 b+0 arrives
         60 b+0 waits
         70 a#1 arrives
         70 a#1 waits
         g0 busy 60 to 120
         90 b+0 to h1 until 130
         120 a#1 to g0 until 180
         180 a#1 from g0 to b, warm
         180 b+1 follows a#1: transfer, attempt 1
         180 b+1 arrives
         g0 busy 180 to 210
         180 b+1 to h1 until 220",
    );
}

/// The caller waits 15 s for the other desk and hangs up: g0 works after the call from then on.
#[test]
fn a_warm_transfer_abandoned() {
    let a = lasting(calls("a", &[0.0, 70.0]), 60.0, 20.0);
    let mut b = calls_of("b", &[(0.0, 200.0)]);
    b.patience = PerInterval::Same(always(15.0));
    let mut center = handing_over(a, b, 1.0, Some(always(10.0)));
    center.queues[0].rules.arrivals = calls("a", &[0.0]).rules.arrivals;
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         0 b#0 arrives
         0 b#0 to h1 until 200
         60 a#0 from g0 to b, warm
         60 b+0 follows a#0: transfer, attempt 1
         60 b+0 arrives
         60 b+0 waits
         75 b+0 abandons
         g0 busy 60 to 95",
    );
}

/// Nobody will ever take the transferred call: it is told of when nothing else happens any more, and its agent
/// is let go.
#[test]
fn a_warm_transfer_to_nobody() {
    let a = calls("a", &[50.0]);
    let mut center = of_intervals(1, 100.0, vec![a, queue("b")], vec![group("g", 1), group("h", 0)]);
    center.queues[0].route = vec![vec![0]];
    center.queues[1].route = vec![vec![1]];
    center.groups[0].skills = vec![vec![0]];
    center.groups[1].skills = vec![vec![1]];
    center.queues[0].rules.transfers = vec![Transfer {
        to: 1,
        share: vec![PerInterval::Same(1.0); 2],
        after: 1.0,
        warm: Some(always(10.0)),
        priority: 0,
    }];
    tells(
        &center,
        "50 a#0 arrives
         50 a#0 to g0 until 110
         110 a#0 from g0 to b, warm
         110 b+0 follows a#0: transfer, attempt 1
         110 b+0 arrives
         110 b+0 waits
         110 b+0 left waiting
         g0 busy 110 to 110",
    );
}

/// b#1 waits longer than the call handed over, which has a priority of one more.
#[test]
fn a_transfer_with_priority() {
    let a = calls("a", &[0.0]);
    let b = calls_of("b", &[(0.0, 90.0), (20.0, 30.0)]);
    let mut center = handing_over(a, b, 1.0, None);
    let told = |first: &str, second: &str| {
        format!(
            "0 a#0 arrives
             0 a#0 to g0 until 60
             0 b#0 arrives
             0 b#0 to h1 until 90
             20 b#1 arrives
             20 b#1 waits
             60 a#0 from g0 to b, cold
             60 b+0 follows a#0: transfer, attempt 1
             60 b+0 arrives
             60 b+0 waits
             90 {first}
             {second}"
        )
    };
    tells(&center, &told("b#1 to h1 until 120", "120 b+0 to h1 until 180"));
    center.routing.contact = ContactChoice::Priority;
    center.queues[0].rules.transfers[0].priority = 1;
    tells(&center, &told("b+0 to h1 until 150", "150 b#1 to h1 until 180"));
}

/// The line of a call handed over stays held until the second talk ends.
#[test]
fn a_transfer_keeps_its_line() {
    let a = lasting(calls("a", &[0.0, 59.0, 91.0]), 60.0, 10.0);
    let b = lasting(queue("b"), 30.0, 10.0);
    let mut center = handing_over(a, b, 0.5, None);
    center.rules.lines = vec![headcount::model::Lines {
        name: "trunks".into(),
        trunks: 1,
        queues: vec![0, 1],
    }];
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 40
         30 a#0 from g0 to b, cold
         30 b+0 follows a#0: transfer, attempt 1
         30 b+0 arrives
         30 b+0 to h1 until 70
         59 a#1 arrives
         59 a#1 finds no line
         91 a#2 arrives
         91 a#2 to g0 until 131
         121 a#2 from g0 to b, cold
         121 b+1 follows a#2: transfer, attempt 1
         121 b+1 arrives
         121 b+1 to h1 until 161",
    );
}

/// Offered where more than nobody waits.
fn offer() -> Callback {
    Callback {
        when_wait_s: None,
        when_length: Some(0),
        predictor: Predictor::QueueOverRate,
        accept: 1.0,
        window: None,
        dial_s: 20.0,
        reached: 1.0,
        again_s: 100.0,
        attempts: 2,
    }
}

fn calling_back(rule: Callback, calls: &[(f64, f64, f64)]) -> Center {
    let mut a = impatient_calls("a", calls);
    a.rules.callback = Some(rule);
    center(vec![a], vec![group("g", 1)])
}

/// a#2 would wait 30 s at most, but is called back before a#3, who came later.
#[test]
fn a_callback_keeps_its_place() {
    let calls = [
        (0.0, 60.0, 1e6),
        (10.0, 60.0, 1e6),
        (20.0, 60.0, 30.0),
        (65.0, 60.0, 1e6),
    ];
    tells(
        &calling_back(offer(), &calls),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 accepts a callback
         60 a#1 to g0 until 120
         65 a#3 arrives
         65 a#3 waits
         120 a#2 called back by g0 until 180
         180 a#3 to g0 until 240",
    );
}

/// 200 s later: a#2 is due at 220, when g0 is busy until 250; it has waited longest.
#[test]
fn a_callback_comes_when_it_was_promised() {
    let calls = [
        (0.0, 60.0, 1e6),
        (10.0, 60.0, 1e6),
        (20.0, 60.0, 30.0),
        (65.0, 60.0, 1e6),
        (190.0, 60.0, 1e6),
        (200.0, 60.0, 1e6),
    ];
    let mut rule = offer();
    rule.window = Some(always(200.0));
    tells(
        &calling_back(rule.clone(), &calls),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 accepts a callback
         60 a#1 to g0 until 120
         65 a#3 arrives
         65 a#3 waits
         120 a#3 to g0 until 180
         190 a#4 arrives
         190 a#4 to g0 until 250
         200 a#5 arrives
         200 a#5 waits
         250 a#2 called back by g0 until 310
         310 a#5 to g0 until 370",
    );
    tells(
        &calling_back(rule.clone(), &calls[..4]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 accepts a callback
         60 a#1 to g0 until 120
         65 a#3 arrives
         65 a#3 waits
         120 a#3 to g0 until 180
         220 a#2 called back by g0 until 280",
    );
    // It would be due after closing: it is not offered.
    rule.window = Some(always(4000.0));
    tells(
        &calling_back(rule, &calls[..3]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 waits
         50 a#2 abandons
         60 a#1 to g0 until 120",
    );
}

/// The second who waits is predicted two minutes.
#[test]
fn a_callback_is_offered_by_the_predicted_wait() {
    let mut rule = offer();
    (rule.when_wait_s, rule.when_length) = (Some(100.0), None);
    tells(
        &calling_back(rule, &[(0.0, 60.0, 1e6), (10.0, 60.0, 1e6), (20.0, 60.0, 1e6)]),
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 accepts a callback
         60 a#1 to g0 until 120
         120 a#2 called back by g0 until 180",
    );
}

const UNTIL_CALLED: &str = "0 a#0 arrives
    0 a#0 to g0 until 60
    10 a#1 arrives
    10 a#1 waits
    20 a#2 arrives
    20 a#2 accepts a callback
    60 a#1 to g0 until 120
    65 a#3 arrives
    65 a#3 waits";

/// Dialling in vain takes 20 s; 100 s later it is tried once more. Half the attempts reach the caller: in each
/// of 400 replications one of three things happens, by chances of a half, a quarter and a quarter.
#[test]
fn a_callback_reached_at_the_second_attempt() {
    let calls = [
        (0.0, 60.0, 1e6),
        (10.0, 60.0, 1e6),
        (20.0, 60.0, 1e6),
        (65.0, 60.0, 1e6),
    ];
    let mut rule = offer();
    rule.reached = 0.5;
    let center = calling_back(rule, &calls);
    let missed = "120 a#2 missed by g0
         g0 busy 120 to 140
         140 a#3 to g0 until 200";
    let stories = [
        format!("{UNTIL_CALLED}\n120 a#2 called back by g0 until 180\n180 a#3 to g0 until 240"),
        format!("{UNTIL_CALLED}\n{missed}\n220 a#2 called back by g0 until 280"),
        format!("{UNTIL_CALLED}\n{missed}\n220 a#2 missed by g0 for good\ng0 busy 220 to 240"),
    ]
    .map(|story| {
        story
            .lines()
            .map(|line| line.trim().to_owned())
            .collect::<Vec<_>>()
    });
    let mut seen = [0.0; 3];
    for replication in 0..400 {
        let told = diary(&center, replication, false);
        let which = stories.iter().position(|story| *story == told);
        seen[which.unwrap_or_else(|| panic!("{told:#?}"))] += 1.0;
    }
    for (seen, share) in seen.into_iter().zip([0.5, 0.25, 0.25_f64]) {
        let error = (400.0 * share * (1.0 - share)).sqrt();
        assert!((seen - 400.0 * share).abs() < 3.5 * error, "{seen} for {share}");
    }
}

#[test]
fn a_callback_is_dropped_at_closing() {
    let mut a = calls_of("a", &[(0.0, 300.0), (10.0, 60.0), (20.0, 60.0)]);
    a.rules.callback = Some(offer());
    let mut center = of_intervals(1, 100.0, vec![a], vec![group("g", 1)]);
    center.at_close = AtClose::Clear;
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 300
         10 a#1 arrives
         10 a#1 waits
         20 a#2 arrives
         20 a#2 accepts a callback
         100 a#1 left waiting
         100 a#2 dropped",
    );
}

/// Who is to be called back has hung up: the line is free.
#[test]
fn a_callback_needs_no_line() {
    let mut center = calling_back(offer(), &[(0.0, 60.0, 1e6), (10.0, 60.0, 1e6), (20.0, 60.0, 1e6)]);
    center.queues[0]
        .rules
        .callback
        .as_mut()
        .expect("there is one")
        .when_length = None;
    center.rules.lines = vec![headcount::model::Lines {
        name: "trunks".into(),
        trunks: 2,
        queues: vec![0],
    }];
    tells(
        &center,
        "0 a#0 arrives
         0 a#0 to g0 until 60
         10 a#1 arrives
         10 a#1 accepts a callback
         20 a#2 arrives
         20 a#2 accepts a callback
         60 a#1 called back by g0 until 120
         120 a#2 called back by g0 until 180",
    );
}
