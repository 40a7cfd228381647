//! Chats beside each other: limited processor sharing with a speed by the number held.
//!
//! With n agents who hold k at most, Poisson arrivals and exponential work this is a chain of the number each
//! agent holds and the number who wait (for one agent a birth and death chain; Zhang and Zwart 2008, *Steady state
//! approximations of limited processor sharing queues in heavy traffic*, take one speed for all numbers).

use headcount::model::{Center, Channel, Distribution, PerInterval};

use super::super::super::voice::{exponential, group, of_intervals, poisson};
use super::super::{by, chats};
use super::{Chain, ratio, ratio_of, simulate};

/// Contacts in hand by agent, most first, and who waits.
type State = (Vec<usize>, usize);

/// The most who are followed waiting.
const CUT: usize = 160;

struct Desk {
    agents: u32,
    speed: Vec<f64>,
    /// Per second.
    rate: f64,
    work_s: f64,
    patience_s: Option<f64>,
}

impl Desk {
    fn center(&self, hours: usize) -> Center {
        let mut queue = by(Channel::Chat, poisson("chat", 3600.0 * self.rate, self.work_s));
        queue.patience = PerInterval::Same(self.patience_s.map_or(Distribution::Forever, exponential));
        let mut desk = group("desk", self.agents);
        desk.rules.concurrency = chats(self.speed.len() as u32, &self.speed);
        of_intervals(hours, 3600.0, vec![queue], vec![desk])
    }

    fn moves(&self, (held, waiting): &State) -> Vec<(State, f64)> {
        let (most, mut moves) = (self.speed.len(), Vec::new());
        let sorted = |mut held: Vec<usize>| {
            held.sort_by(|a, b| b.cmp(a));
            held
        };
        // A chat comes to the agent with fewest in hand.
        let fewest = held[held.len() - 1];
        if fewest < most {
            let mut held = held.clone();
            let last = held.len() - 1;
            held[last] += 1;
            moves.push(((sorted(held), 0), self.rate));
        } else if *waiting < CUT {
            moves.push(((held.clone(), waiting + 1), self.rate));
        }
        for (agent, &number) in held.iter().enumerate().filter(|(_, number)| **number > 0) {
            let rate = self.speed[number - 1] / self.work_s;
            let to = if *waiting > 0 {
                (held.clone(), waiting - 1)
            } else {
                let mut held = held.clone();
                held[agent] -= 1;
                (sorted(held), 0)
            };
            moves.push((to, rate));
        }
        if let (Some(patience_s), true) = (self.patience_s, *waiting > 0) {
            moves.push(((held.clone(), waiting - 1), *waiting as f64 / patience_s));
        }
        moves
    }

    fn check(&self, hours: usize, replications: u32) {
        let chain = Chain::new((vec![0; self.agents as usize], 0), |state| self.moves(state));
        let full = |state: &State| state.0.iter().all(|&number| number == self.speed.len());
        let tallies = simulate(&self.center(hours), replications, 0.0);
        let (p_wait, waiting) = (chain.chance(full), chain.mean(|state| state.1 as f64));
        ratio(
            "P(wait)",
            &tallies,
            0,
            |cell| (cell.delayed, cell.arrived),
            p_wait,
        );
        let wait = waiting / self.rate;
        ratio(
            "mean wait",
            &tallies,
            0,
            |cell| (cell.all_wait_s, cell.arrived),
            wait,
        );
        if let Some(patience_s) = self.patience_s {
            let lost = waiting / patience_s / self.rate;
            ratio(
                "abandoned",
                &tallies,
                0,
                |cell| (cell.abandoned, cell.arrived),
                lost,
            );
        }
        for number in 1..=self.speed.len() {
            let share = chain.mean(|state| state.0.iter().filter(|&&held| held == number).count() as f64)
                / f64::from(self.agents);
            ratio_of(
                &format!("time with {number} in hand"),
                &tallies,
                |tally| {
                    let held = tally.holding_s.get(number).copied().unwrap_or(0.0);
                    (held, f64::from(self.agents) * tally.window_s())
                },
                share,
            );
        }
        let held = chain.mean(|state| state.0.iter().sum::<usize>() as f64);
        ratio_of(
            "chats in hand",
            &tallies,
            |tally| {
                let times = tally.holding_s.iter().enumerate();
                let held: f64 = times.map(|(number, time)| number as f64 * time).sum();
                (held, tally.window_s())
            },
            held,
        );
    }
}

const SPEED: [f64; 3] = [1.0, 1.85, 2.5];

/// The chain of one agent is one of birth and death.
#[test]
fn the_chain_of_one_agent_is_one_of_birth_and_death() {
    let desk = Desk {
        agents: 1,
        speed: SPEED.to_vec(),
        rate: 1.0,
        work_s: 0.5,
        patience_s: Some(2.0),
    };
    let chain = Chain::new((vec![0], 0), |state| desk.moves(state));
    let up = vec![1.0; 60];
    let down = (1..=60).map(|number: usize| {
        let waiting = number.saturating_sub(3) as f64;
        SPEED[number.min(3) - 1] / 0.5 + waiting / 2.0
    });
    let exact = super::super::super::voice::chains::equilibrium(&up, &down.collect::<Vec<_>>());
    for (number, exact) in exact.iter().enumerate().take(10) {
        let chance = chain.chance(|state| state.0[0] + state.1 == number);
        assert!((chance - exact).abs() < 1e-12, "{number}: {chance} {exact}");
    }
}

#[test]
fn one_agent_with_three_chats() {
    let desk = |rate, patience_s| Desk {
        agents: 1,
        speed: SPEED.to_vec(),
        rate,
        work_s: 60.0,
        patience_s,
    };
    desk(1.9 / 60.0, None).check(21, 80);
    desk(2.6 / 60.0, Some(90.0)).check(21, 60);
}

#[test]
fn two_agents_with_three_chats_each() {
    let desk = |rate, patience_s| Desk {
        agents: 2,
        speed: SPEED.to_vec(),
        rate,
        work_s: 60.0,
        patience_s,
    };
    desk(4.0 / 60.0, None).check(21, 80);
    desk(5.2 / 60.0, Some(60.0)).check(21, 50);
}

/// A speed that falls with the third chat, and two agents who hold two at most.
#[test]
fn speeds_of_any_kind() {
    let desk = |agents, speed: &[f64], rate| Desk {
        agents,
        speed: speed.to_vec(),
        rate,
        work_s: 60.0,
        patience_s: Some(120.0),
    };
    desk(1, &[1.0, 1.5, 1.2], 1.2 / 60.0).check(21, 50);
    desk(2, &[1.0, 1.0], 1.6 / 60.0).check(21, 50);
}
