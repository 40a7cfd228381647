//! Voice and deferred work on the same desk.

use headcount::model::{Access, Center, Channel, ContactChoice, Distribution, When};
use headcount::theory;

use super::super::super::voice::{group, of_intervals, poisson};
use super::super::{by, calls_interrupt};
use super::{Chain, ratio, simulate};

const HANDLE_S: f64 = 120.0;

/// Calls and e-mails of so many erlangs, calls first.
fn desk(calls: f64, mails: f64, agents: u32, hours: usize) -> Center {
    let per_hour = 3600.0 / HANDLE_S;
    let queues = vec![
        poisson("calls", per_hour * calls, HANDLE_S),
        by(Channel::Email, poisson("mails", per_hour * mails, HANDLE_S)),
    ];
    let mut desk = group("desk", agents);
    desk.skills = vec![vec![0], vec![1]];
    let mut center = of_intervals(hours, 3600.0, queues, vec![desk]);
    center.routing.contact = ContactChoice::Priority;
    center
}

fn delay(load: f64, agents: u32) -> (f64, f64) {
    let demand = theory::Demand::new(load / HANDLE_S, HANDLE_S, &Distribution::Forever);
    let state = demand.with_agents(agents);
    (state.p_wait(), state.queue_mean() + load)
}

/// Calls put e-mails aside at no cost: calls know nothing of e-mails, and both together are M/M/n, for it does not
/// matter whom an agent serves. The number of e-mails is the difference, and an e-mail is put aside whenever
/// a call finds all agents busy and not all with calls.
#[test]
fn calls_interrupt_mails() {
    for (calls, mails, agents) in [(0.5, 0.3, 1), (1.8, 1.0, 4), (1.2, 0.4, 2)] {
        let mut center = desk(calls, mails, agents, 50);
        center.groups[0].rules.interruption = calls_interrupt(0.0);
        let tallies = simulate(&center, 60, 5.0);
        let (p_calls, in_calls) = delay(calls, agents);
        let (p_all, in_all) = delay(calls + mails, agents);
        ratio(
            "P(wait) of calls",
            &tallies,
            0,
            |cell| (cell.delayed, cell.arrived),
            p_calls,
        );
        let wait = (in_calls - calls) * HANDLE_S / calls;
        ratio(
            "wait of calls",
            &tallies,
            0,
            |cell| (cell.wait_s, cell.arrived),
            wait,
        );
        ratio(
            "P(wait) of mails",
            &tallies,
            1,
            |cell| (cell.delayed, cell.arrived),
            p_all,
        );
        let stay = (in_all - in_calls) * HANDLE_S / mails;
        ratio(
            "stay of mails",
            &tallies,
            1,
            |cell| (cell.stay_s, cell.concluded),
            stay,
        );
        let put_aside = (p_all - p_calls) * calls / mails;
        ratio(
            "put aside",
            &tallies,
            1,
            |cell| (cell.interrupted, cell.arrived),
            put_aside,
        );
    }
}

/// Without it, calls wait for e-mails to be finished: non-preemptive priorities (Cobham 1954; Kella and Yechiali
/// 1985).
#[test]
fn calls_go_first() {
    let (calls, mails, agents) = (1.8, 1.2, 4_u32);
    let tallies = simulate(&desk(calls, mails, agents, 50), 60, 5.0);
    let n = f64::from(agents);
    let (p_wait, _) = delay(calls + mails, agents);
    let (of_calls, of_all) = (calls / n, (calls + mails) / n);
    let wait = p_wait * HANDLE_S / n / (1.0 - of_calls);
    for queue in 0..2 {
        ratio(
            "P(wait)",
            &tallies,
            queue,
            |cell| (cell.delayed, cell.arrived),
            p_wait,
        );
    }
    ratio(
        "wait of calls",
        &tallies,
        0,
        |cell| (cell.wait_s, cell.arrived),
        wait,
    );
    let of_mails = wait / (1.0 - of_all);
    ratio(
        "wait of mails",
        &tallies,
        1,
        |cell| (cell.wait_s, cell.answered),
        of_mails,
    );
}

/// E-mails are taken only while more than one of four is idle: a chain of the number busy and those of each kind
/// who wait, for both take as long. Calls wait only when all are busy; e-mails also when one is idle.
#[test]
fn mails_leave_one_agent_to_calls() {
    let (calls, mails, agents, reserve) = (1.3, 0.7, 4_u32, 1_u32);
    let mut center = desk(calls, mails, agents, 50);
    center.queues[1].rules.access = vec![Access {
        group: 0,
        after_s: 0.0,
        when: vec![When::IdleOver(reserve)],
    }];
    // In units of the handle time.
    let chain = Chain::new((0_u32, 0_u32, 0_u32), |&(busy, first, second)| {
        let mut moves = Vec::new();
        if busy < agents {
            moves.push(((busy + 1, first, second), calls));
        } else if first < 25 {
            moves.push(((busy, first + 1, second), calls));
        }
        if agents - busy > reserve {
            moves.push(((busy + 1, first, second), mails));
        } else if second < 40 {
            moves.push(((busy, first, second + 1), mails));
        }
        if busy > 0 {
            // Who is free takes a call, or an e-mail if with them more than the reserve is idle.
            let to = if first > 0 {
                (busy, first - 1, second)
            } else if second > 0 && agents - (busy - 1) > reserve {
                (busy, first, second - 1)
            } else {
                (busy - 1, first, second)
            };
            moves.push((to, f64::from(busy)));
        }
        moves
    });
    let tallies = simulate(&center, 60, 5.0);
    let all_busy = chain.chance(|state| state.0 == agents);
    let few_idle = chain.chance(|state| agents - state.0 <= reserve);
    ratio(
        "P(wait) of calls",
        &tallies,
        0,
        |cell| (cell.delayed, cell.arrived),
        all_busy,
    );
    ratio(
        "P(wait) of mails",
        &tallies,
        1,
        |cell| (cell.delayed, cell.arrived),
        few_idle,
    );
    let wait = chain.mean(|state| f64::from(state.1)) * HANDLE_S / calls;
    ratio(
        "wait of calls",
        &tallies,
        0,
        |cell| (cell.wait_s, cell.arrived),
        wait,
    );
    let wait = chain.mean(|state| f64::from(state.2)) * HANDLE_S / mails;
    ratio(
        "wait of mails",
        &tallies,
        1,
        |cell| (cell.wait_s, cell.answered),
        wait,
    );
}
