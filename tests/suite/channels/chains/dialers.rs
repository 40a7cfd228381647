//! Dialers in equilibrium: more numbers than can ever be called.

use headcount::model::{Center, Channel, Dialer, Dialing, PerInterval, Queue};

use super::super::super::voice::{exponential, group, handled, of_intervals, poisson, queue};
use super::super::{dialer, outbound};
use super::{Chain, Tally, ratio, ratio_of, simulate};

const TALK_S: f64 = 100.0;

fn campaign(rule: Dialer) -> Queue {
    let mut queue = outbound(queue("campaign"), Dialer { list: 20_000, ..rule });
    queue.handle = handled(exponential(TALK_S), None);
    queue
}

/// A dialer that keeps floor(1.6 × free agents) numbers under way: busy agents, numbers that ring, callers in
/// the queue who come first. Rings are exponential, everybody answers; who finds nobody is gone.
#[test]
fn a_ratio_dialer_beside_inbound_calls() {
    let (agents, ratio_of_dialer, ring, inbound) = (3_u32, 1.6, 30.0, 1.0 / 150.0);
    for idle_over in [0_u32, 1] {
        let rule = Dialer {
            ring: exponential(ring),
            idle_over,
            ..dialer(Dialing::Ratio(ratio_of_dialer))
        };
        let calls = poisson("calls", 3600.0 * inbound, TALK_S);
        let mut desk = group("desk", agents);
        desk.skills = vec![vec![0], vec![1]];
        let center = of_intervals(31, 3600.0, vec![calls, campaign(rule)], vec![desk]);
        let refilled = move |busy: u32, ringing: u32, waiting: u32| {
            let free = (agents - busy).saturating_sub(idle_over);
            (
                busy,
                ringing.max((ratio_of_dialer * f64::from(free)) as u32),
                waiting,
            )
        };
        let chain = Chain::new(refilled(0, 0, 0), |&(busy, ringing, waiting)| {
            let mut moves = Vec::new();
            if busy < agents {
                moves.push((refilled(busy + 1, ringing, 0), inbound));
            } else if waiting < 60 {
                moves.push((refilled(busy, ringing, waiting + 1), inbound));
            }
            if ringing > 0 {
                let answers = f64::from(ringing) / ring;
                moves.push((refilled((busy + 1).min(agents), ringing - 1, waiting), answers));
            }
            if busy > 0 {
                let to = if waiting > 0 {
                    (busy, waiting - 1)
                } else {
                    (busy - 1, 0)
                };
                moves.push((refilled(to.0, ringing, to.1), f64::from(busy) / TALK_S));
            }
            moves
        });
        let tallies = simulate(&center, 60, 0.0);
        let dials = chain.mean(|state| f64::from(state.1)) / ring;
        ratio_of("dials", &tallies, |tally| (tally.dialed, tally.window_s()), dials);
        let lost = |state: &(u32, u32, u32)| {
            if state.0 == agents {
                f64::from(state.1) / ring
            } else {
                0.0
            }
        };
        let abandoned = chain.mean(lost) / dials;
        ratio(
            "abandoned",
            &tallies,
            1,
            |cell| (cell.abandoned, cell.arrived),
            abandoned,
        );
        let busy = chain.mean(|state| f64::from(state.0));
        ratio_of("busy", &tallies, |tally| (tally.spent_s, tally.window_s()), busy);
        let p_wait = chain.chance(|state| state.0 == agents);
        ratio(
            "P(wait) of calls",
            &tallies,
            0,
            |cell| (cell.delayed, cell.arrived),
            p_wait,
        );
        let wait = chain.mean(|state| f64::from(state.2)) / inbound;
        ratio(
            "wait of calls",
            &tallies,
            0,
            |cell| (cell.wait_s, cell.arrived),
            wait,
        );
    }
}

/// Answered calls an hour of agents who do nothing else: renewals of (preview,) ring and talk.
fn renewals(rule: Dialer, cycle_s: f64, reach: f64) {
    let agents = 4;
    let center: Center = of_intervals(21, 3600.0, vec![campaign(rule)], vec![group("desk", agents)]);
    let tallies = simulate(&center, 60, 0.0);
    let answered = f64::from(agents) * reach / cycle_s;
    ratio_of(
        "answered",
        &tallies,
        |tally: &Tally| (tally.cells[0].answered, tally.window_s()),
        answered,
    );
    ratio_of(
        "dials",
        &tallies,
        |tally| (tally.dialed, tally.window_s()),
        answered / reach,
    );
    ratio_of("reached", &tallies, |tally| (tally.reached, tally.dialed), reach);
    ratio_of(
        "busy",
        &tallies,
        |tally| (tally.spent_s, tally.window_s()),
        f64::from(agents),
    );
    assert_eq!(center.queues[0].channel, Channel::Outbound);
}

#[test]
fn previews_and_one_number_per_agent_are_renewals() {
    let (reach, wrong) = (0.3, 0.2);
    let rule = |dialing| Dialer {
        reach: PerInterval::Same(reach),
        ring: exponential(15.0),
        wrong_party: wrong,
        wrong_length: exponential(20.0),
        ..dialer(dialing)
    };
    let ringing = reach * (15.0 + wrong * 20.0 + (1.0 - wrong) * TALK_S) + (1.0 - reach) * 25.0;
    renewals(rule(Dialing::Progressive), ringing, reach);
    renewals(rule(Dialing::Preview(exponential(40.0))), ringing + 40.0, reach);
}
