//! Getting in and waiting: places, lines, balking, messages, callbacks.

use super::super::{agree, always, exponential, group, of_intervals, poisson};
use super::{Cell, equilibrium, erlang_within, limited, occupancy, ratio, simulate};
use headcount::model::{Center, Distribution, Lines, Message, PerInterval, Places};
use headcount::theory;

fn hours(hours: usize, per_hour: f64, handle_s: f64, agents: u32) -> Center {
    of_intervals(
        hours,
        3600.0,
        vec![poisson("a", per_hour, handle_s)],
        vec![group("g", agents)],
    )
}

/// Mean wait of those answered and chances of being blocked and delayed, with `places` to wait.
fn checks_limited(center: &Center, load: f64, agents: usize, places: usize) {
    let tallies = simulate(center, 60, 3600.0);
    let chance = limited(load / 60.0, 1.0 / 60.0, agents, places);
    let full = chance[agents + places];
    let blocked = |cell: &Cell| (cell.blocked, cell.arrived);
    let error = ratio("blocked", &tallies, 0, blocked, full);
    assert!(error < 0.05 * full, "not sharp: {error}");
    let waits: f64 = (0..places)
        .map(|waiting| chance[agents + waiting] * (waiting + 1) as f64 * 60.0 / agents as f64)
        .sum();
    let wait = |cell: &Cell| (cell.wait_s, cell.answered);
    ratio("wait", &tallies, 0, wait, waits / (1.0 - full));
    occupancy(&tallies, 0, agents as f64, load * (1.0 - full) / agents as f64);
}

/// Six erlangs, five agents, four places.
#[test]
fn limited_places() {
    let mut center = hours(5, 360.0, 60.0, 5);
    center.queues[0].rules.places = Some(Places::Fixed(4));
    checks_limited(&center, 6.0, 5, 4);
    // The same said by agent.
    center.queues[0].rules.places = Some(Places::PerAgent(0.8));
    checks_limited(&center, 6.0, 5, 4);
}

fn trunks(center: &mut Center, trunks: u32) {
    center.rules.lines = vec![Lines {
        name: "trunks".into(),
        trunks,
        queues: (0..center.queues.len()).collect(),
    }];
}

/// Nine lines for five agents are four places to wait.
#[test]
fn limited_lines() {
    let mut center = hours(5, 360.0, 60.0, 5);
    trunks(&mut center, 9);
    checks_limited(&center, 6.0, 5, 4);
}

/// As many lines as agents: Erlang B, whatever the law of handle times, over two queues that share the lines.
#[test]
fn lines_alone() {
    let mut center = of_intervals(
        5,
        3600.0,
        vec![poisson("a", 300.0, 60.0), poisson("b", 60.0, 180.0)],
        vec![group("g", 10)],
    );
    for (queue, mean) in center.queues.iter_mut().zip([60.0, 180.0]) {
        queue.handle = super::super::handled(Distribution::lognormal_by_mean_cv(mean, 1.3), None);
    }
    trunks(&mut center, 10);
    let tallies = simulate(&center, 60, 3600.0);
    let exact = theory::blocking(10, 8.0);
    for class in 0..2 {
        ratio(
            "blocked",
            &tallies,
            class,
            |cell| (cell.blocked, cell.arrived),
            exact,
        );
        ratio(
            "delayed",
            &tallies,
            class,
            |cell| (cell.arrived - cell.answered, cell.arrived),
            exact,
        );
    }
}

/// 4.2 calls a minute, two minutes each, twelve agents, five places, eight hours from empty: the chain is
/// followed through the day by uniformisation.
#[test]
fn a_day_with_places_from_empty() {
    let (rate, served, agents, places, day) = (4.2, 0.5, 12_usize, 5_usize, 480.0);
    let states = agents + places + 1;
    let unit = rate + served * agents as f64;
    // The mean time of the day in each state: the chain after k events of a Poisson process of rate `unit`
    // weighs P(more than k events in the day) / unit.
    let mut now = vec![0.0; states];
    now[0] = 1.0;
    let mut time = vec![0.0; states];
    let (mut log_term, mut below) = (-unit * day, 0.0_f64);
    for event in 0..((unit * day + 12.0 * (unit * day).sqrt()) as usize) {
        below += log_term.exp();
        log_term += (unit * day).ln() - ((event + 1) as f64).ln();
        for (time, chance) in time.iter_mut().zip(&now) {
            *time += chance * (1.0 - below).max(0.0) / unit;
        }
        let mut next = vec![0.0; states];
        for (state, &chance) in now.iter().enumerate() {
            let up = if state + 1 < states { rate / unit } else { 0.0 };
            let down = served * state.min(agents) as f64 / unit;
            next[state] += chance * (1.0 - up - down);
            if up > 0.0 {
                next[state + 1] += chance * up;
            }
            if state > 0 {
                next[state - 1] += chance * down;
            }
        }
        now = next;
    }
    let blocked = rate * time[states - 1];
    let within: f64 = (0..states - 1)
        .map(|state| {
            let ahead = (state + 1).saturating_sub(agents);
            time[state] / day * erlang_within(ahead, served * agents as f64, 20.0 / 60.0)
        })
        .sum();
    assert!((time.iter().sum::<f64>() - day).abs() < 1e-6);
    assert!(
        (blocked - 18.863).abs() < 5e-4 && (within - 0.91968).abs() < 5e-6,
        "{blocked} {within}"
    );

    let mut center = hours(8, 252.0, 120.0, 12);
    center.queues[0].rules.places = Some(Places::Fixed(5));
    let tallies = simulate(&center, 250, 0.0);
    let days: Vec<f64> = tallies.iter().map(|tally| tally.classes[0].blocked).collect();
    agree("blocked a day", &days, blocked);
    ratio(
        "service level",
        &tallies,
        0,
        |cell| (cell.within, cell.arrived),
        within,
    );
}

/// Who finds two or more waiting leaves with a chance of 30 %, who finds five or more with 90 %; others have
/// patience of a minute.
#[test]
fn balking_by_length() {
    let mut center = hours(5, 360.0, 60.0, 5);
    center.queues[0].patience = PerInterval::Same(exponential(60.0));
    center.queues[0].rules.balking.by_length = vec![(2, 0.3), (5, 0.9)];
    let (rate, served, agents) = (0.1, 1.0 / 60.0, 5);
    let balks = |state: usize| match state.checked_sub(agents) {
        None | Some(0 | 1) => 0.0,
        Some(2..5) => 0.3,
        Some(_) => 0.9,
    };
    let most = 60;
    let up: Vec<f64> = (0..most).map(|state| rate * (1.0 - balks(state))).collect();
    let down: Vec<f64> = (1..=most)
        .map(|state: usize| served * state.min(agents) as f64 + state.saturating_sub(agents) as f64 / 60.0)
        .collect();
    let chance = equilibrium(&up, &down);
    let balked: f64 = chance.iter().enumerate().map(|(state, p)| p * balks(state)).sum();
    let waiting: f64 = chance
        .iter()
        .enumerate()
        .map(|(state, p)| p * state.saturating_sub(agents) as f64)
        .sum();
    let tallies = simulate(&center, 60, 3600.0);
    ratio("balked", &tallies, 0, |cell| (cell.balked, cell.arrived), balked);
    ratio(
        "abandoned",
        &tallies,
        0,
        |cell| (cell.abandoned, cell.arrived),
        waiting / 60.0 / rate,
    );
}

/// Everybody leaves a message after half a minute: as if patience were half a minute for all.
#[test]
fn messages_end_patience() {
    let mut center = hours(5, 360.0, 60.0, 5);
    center.queues[0].rules.message = Some(Message {
        after_s: 30.0,
        share: 1.0,
    });
    let demand = theory::Demand::new(0.1, 60.0, &always(30.0));
    let exact = demand.with_agents(5);
    let tallies = simulate(&center, 60, 3600.0);
    ratio(
        "messages",
        &tallies,
        0,
        |cell| (cell.messages, cell.arrived),
        exact.abandoned(),
    );
    ratio(
        "delayed",
        &tallies,
        0,
        |cell| (cell.delayed, cell.arrived),
        exact.p_wait(),
    );
    ratio(
        "within T",
        &tallies,
        0,
        |cell| (cell.within, cell.arrived),
        exact.answered_within(20.0),
    );
}

/// Patience has an atom: 40 % of those who still wait hang up at an announcement after 20 s, others never do.
#[test]
fn hang_ups_are_atoms_of_patience() {
    let mut center = hours(5, 300.0, 60.0, 5);
    center.queues[0].patience = PerInterval::Same(exponential(100.0));
    center.queues[0].rules.hang_ups = vec![(20.0, 0.4)];
    // S(t) = exp(−t/100), times 0.6 from 20 s on, as a list of points; steps of 2 s between are straight to
    // within 1e-4 of the exponential.
    let mut points = Vec::new();
    for step in 1..=500 {
        let time = f64::from(step) * 2.0;
        let survival = (-time / 100.0_f64).exp();
        let still = if time > 20.0 { 0.6 } else { 1.0 };
        points.push(headcount::model::SurvivalPoint {
            time,
            survival: survival * still,
        });
        if step == 10 {
            points.push(headcount::model::SurvivalPoint {
                time: 20.001,
                survival: survival * 0.6,
            });
        }
    }
    let patience = Distribution::Survival {
        points: points.into(),
    };
    let demand = theory::Demand::new(300.0 / 3600.0, 60.0, &patience);
    let exact = demand.with_agents(5);
    let tallies = simulate(&center, 60, 3600.0);
    ratio(
        "abandoned",
        &tallies,
        0,
        |cell| (cell.abandoned, cell.arrived),
        exact.abandoned(),
    );
    ratio(
        "delayed",
        &tallies,
        0,
        |cell| (cell.delayed, cell.arrived),
        exact.p_wait(),
    );
}
