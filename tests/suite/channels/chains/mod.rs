//! Centers whose equilibrium is known exactly: chains explored and solved here, and networks of product form.
//!
//! Each estimate is of independent replications and lies within 3.5 of its standard errors of the exact value.

mod chat;
mod deferred;
mod dialers;
mod networks;

use std::collections::HashMap;
use std::hash::Hash;

use headcount::engine::Engine;
use headcount::model::{Center, Distribution, QueueId, Ticks};
use headcount::observe::{Agent, Brings, Busy, Contact, Dialed, Observer};
use headcount::theory;

use super::super::voice::{agree_in_ratio, in_full};

/// A Markov chain in continuous time: the states that can be reached and the chance of each in equilibrium.
struct Chain<S> {
    states: Vec<S>,
    chance: Vec<f64>,
}

impl<S: Clone + Eq + Hash> Chain<S> {
    /// Explores the chain from one state by the moves out of each and their rates, and solves it by elimination
    /// without subtraction (Grassmann, Taksar and Heyman 1985).
    fn new(first: S, moves: impl Fn(&S) -> Vec<(S, f64)>) -> Self {
        let mut states = vec![first.clone()];
        let mut known = HashMap::from([(first, 0)]);
        let mut rates = Vec::new();
        let mut at = 0;
        while at < states.len() {
            for (to, rate) in moves(&states[at].clone()) {
                let next = states.len();
                let to = *known.entry(to.clone()).or_insert_with(|| {
                    states.push(to);
                    next
                });
                rates.push((at, to, rate));
            }
            at += 1;
        }
        let chance = equilibrium(states.len(), &rates);
        Self { states, chance }
    }

    /// The mean of a value of the state.
    fn mean(&self, value: impl Fn(&S) -> f64) -> f64 {
        let states = self.states.iter().zip(&self.chance);
        states.map(|(state, chance)| chance * value(state)).sum()
    }

    fn chance(&self, holds: impl Fn(&S) -> bool) -> f64 {
        self.mean(|state| f64::from(u8::from(holds(state))))
    }
}

fn equilibrium(states: usize, rates: &[(usize, usize, f64)]) -> Vec<f64> {
    let mut matrix = vec![vec![0.0; states]; states];
    for &(from, to, rate) in rates {
        if from != to {
            matrix[from][to] += rate;
        }
    }
    for last in (1..states).rev() {
        let out: f64 = matrix[last][..last].iter().sum();
        let (above, below) = matrix.split_at_mut(last);
        for row in above {
            let into = row[last] / out;
            row[last] = into;
            if into > 0.0 {
                let entries = row[..last].iter_mut().zip(&below[0][..last]);
                entries.for_each(|(entry, other)| *entry += into * other);
            }
        }
    }
    let mut chance = vec![1.0];
    for state in 1..states {
        let entered = chance.iter().zip(&matrix);
        let into: f64 = entered.map(|(chance, row)| chance * row[state]).sum();
        chance.push(into);
    }
    let all: f64 = chance.iter().sum();
    chance.iter().map(|chance| chance / all).collect()
}

/// M/M/n is known in closed form.
#[test]
fn the_solver_knows_erlang_c() {
    let (load, agents) = (2.5, 4);
    let chain = Chain::new(0_u32, |&number| {
        let mut moves = vec![(number.saturating_sub(1), f64::from(number.min(agents)))];
        if number < 200 {
            moves.push((number + 1, load));
        }
        moves
    });
    let exact = theory::Demand::new(load, 1.0, &Distribution::Forever);
    let exact = exact.with_agents(agents);
    assert!((chain.chance(|&number| number >= agents) - exact.p_wait()).abs() < 1e-9);
    let waiting = chain.mean(|&number| f64::from(number.saturating_sub(agents)));
    assert!((waiting - exact.queue_mean()).abs() < 1e-9);
}

/// What became of the contacts of one queue that arrived within a window.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    arrived: f64,
    /// Found no place with an agent.
    delayed: f64,
    answered: f64,
    abandoned: f64,
    blocked: f64,
    left: f64,
    interrupted: f64,
    concluded: f64,
    replies: f64,
    /// Waits in seconds: of those answered, of all, for replies.
    wait_s: f64,
    all_wait_s: f64,
    reply_s: f64,
    /// From arrival to conclusion.
    stay_s: f64,
}

/// Counts contacts by queue, and the time of agents by what they hold.
struct Tally {
    from: Ticks,
    until: Ticks,
    cells: Vec<Cell>,
    /// Seconds within the window over all agents with 1, 2 … contacts by text in hand, from index 1 on.
    holding_s: Vec<f64>,
    /// Seconds on calls and beside calls.
    spent_s: f64,
    /// Numbers dialed within the window, and of those answered.
    dialed: f64,
    reached: f64,
}

impl Tally {
    fn cell(&mut self, contact: &Contact) -> &mut Cell {
        let inside = (self.from..self.until).contains(&contact.arrived);
        let last = self.cells.len() - 1;
        &mut self.cells[if inside { contact.queue } else { last }]
    }

    fn within(&self, from: Ticks, to: Ticks) -> f64 {
        to.min(self.until).saturating_sub(from.max(self.from)).seconds()
    }

    fn window_s(&self) -> f64 {
        (self.until - self.from).seconds()
    }
}

impl Observer for Tally {
    fn arrived(&mut self, contact: &Contact, _brings: &Brings) {
        self.cell(contact).arrived += 1.0;
    }
    fn queued(&mut self, contact: &Contact) {
        self.cell(contact).delayed += 1.0;
    }
    fn blocked(&mut self, contact: &Contact, _why: Busy, _now: Ticks) {
        let cell = self.cell(contact);
        cell.blocked += 1.0;
        cell.delayed += 1.0;
    }
    fn answered(&mut self, contact: &Contact, _agent: Agent, now: Ticks, _ends: Ticks) {
        let wait = contact.wait(now).seconds();
        let cell = self.cell(contact);
        cell.answered += 1.0;
        cell.wait_s += wait;
        cell.all_wait_s += wait;
    }
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        let wait = contact.wait(left).seconds();
        let cell = self.cell(contact);
        cell.abandoned += 1.0;
        cell.all_wait_s += wait;
    }
    fn held(&mut self, _agent: Agent, queues: &[QueueId], from: Ticks, to: Ticks) {
        if self.holding_s.len() <= queues.len() {
            self.holding_s.resize(queues.len() + 1, 0.0);
        }
        self.holding_s[queues.len()] += self.within(from, to);
    }
    fn spent(&mut self, _agent: Agent, _queue: QueueId, from: Ticks, to: Ticks) {
        self.spent_s += self.within(from, to);
    }
    fn replied(&mut self, contact: &Contact, _agent: Agent, wait: Ticks, _now: Ticks) {
        let cell = self.cell(contact);
        cell.replies += 1.0;
        cell.reply_s += wait.seconds();
    }
    fn left_silently(&mut self, contact: &Contact, _agent: Agent, _now: Ticks) {
        self.cell(contact).left += 1.0;
    }
    fn interrupted(&mut self, contact: &Contact, _agent: Agent, _now: Ticks) {
        self.cell(contact).interrupted += 1.0;
    }
    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        let stay = (now - contact.arrived).seconds();
        let cell = self.cell(contact);
        cell.concluded += 1.0;
        cell.stay_s += stay;
    }
    fn dialed(&mut self, _queue: QueueId, _interval: usize, what: Dialed, now: Ticks) {
        if (self.from..self.until).contains(&now) {
            self.dialed += 1.0;
            self.reached += f64::from(u8::from(matches!(what, Dialed::Right | Dialed::Wrong)));
        }
    }
}

/// What so many replications tell between the first hour and so many hours before the end.
fn simulate(center: &Center, replications: u32, spare_h: f64) -> Vec<Tally> {
    simulate_from(center, replications, 1.0, spare_h)
}

fn simulate_from(center: &Center, replications: u32, from_h: f64, spare_h: f64) -> Vec<Tally> {
    let plan = in_full(center);
    let mut engine = Engine::new(&plan);
    let run = |replication| {
        let mut tally = Tally {
            from: Ticks::from_seconds(3600.0 * from_h),
            until: center.calendar.horizon() - Ticks::from_seconds(3600.0 * spare_h),
            cells: vec![Cell::default(); center.queues.len() + 1],
            holding_s: vec![0.0; 2],
            spent_s: 0.0,
            dialed: 0.0,
            reached: 0.0,
        };
        engine.replicate(7, replication, &mut tally);
        tally
    };
    (0..replications).map(run).collect()
}

/// Checks a ratio of two figures of a replication, which must be known to a twentieth (or a thousandth of one).
#[track_caller]
fn ratio_of(what: &str, tallies: &[Tally], of: impl Fn(&Tally) -> (f64, f64), exact: f64) {
    let values: Vec<(f64, f64)> = tallies.iter().map(of).collect();
    let error = agree_in_ratio(what, &values, exact);
    let sums = values
        .iter()
        .fold((0.0, 0.0), |sum, value| (sum.0 + value.0, sum.1 + value.1));
    let off = (sums.0 / sums.1 - exact) / error;
    println!("{what}: exactly {exact:.6}, z = {off:.2} of {error:.6}");
    assert!(
        error < (0.05 * exact).max(0.001),
        "{what} is not sharp: {error} of {exact}"
    );
}

/// Checks a ratio of two counts of a queue.
#[track_caller]
fn ratio(what: &str, tallies: &[Tally], queue: QueueId, of: impl Fn(&Cell) -> (f64, f64), exact: f64) {
    ratio_of(what, tallies, |tally| of(&tally.cells[queue]), exact);
}
