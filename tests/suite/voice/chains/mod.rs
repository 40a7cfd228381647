//! Centers whose equilibrium (or day) is known exactly: birth and death chains solved here, classical formulas,
//! and chains computed elsewhere.
//!
//! Each estimate is of independent replications and lies within 3.5 of its standard errors of the exact value.

mod clients;
mod entry;
mod routing;

use super::{agree_in_ratio, in_full};
use headcount::engine::Engine;
use headcount::model::{Center, QueueId, Ticks};
use headcount::observe::{Agent, Brings, Busy, Contact, Observer};

/// What became of the contacts of one class that arrived within a window.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    arrived: f64,
    /// Found nobody free: waited, balked, or found no place.
    delayed: f64,
    answered: f64,
    /// Answered within T.
    within: f64,
    abandoned: f64,
    balked: f64,
    blocked: f64,
    messages: f64,
    /// Waits of those answered, in seconds.
    wait_s: f64,
}

/// Counts contacts by queue, or by segment of the first queue, and the time that groups are busy.
struct Tally {
    from: Ticks,
    until: Ticks,
    within: Ticks,
    by_segment: bool,
    classes: Vec<Cell>,
    /// Seconds of handling within the window, by group.
    busy_s: Vec<f64>,
}

impl Tally {
    fn cell(&mut self, contact: &Contact) -> &mut Cell {
        let class = match (self.from..self.until).contains(&contact.arrived) {
            false => self.classes.len() - 1,
            true if self.by_segment => contact.segment.into(),
            true => contact.queue,
        };
        &mut self.classes[class]
    }
}

impl Observer for Tally {
    fn arrived(&mut self, contact: &Contact, _brings: &Brings) {
        self.cell(contact).arrived += 1.0;
    }
    fn balked(&mut self, contact: &Contact) {
        let cell = self.cell(contact);
        cell.balked += 1.0;
        cell.delayed += 1.0;
    }
    fn queued(&mut self, contact: &Contact) {
        self.cell(contact).delayed += 1.0;
    }
    fn blocked(&mut self, contact: &Contact, why: Busy, _now: Ticks) {
        let cell = self.cell(contact);
        cell.blocked += 1.0;
        cell.delayed += f64::from(u8::from(why == Busy::Place));
    }
    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        let (wait, within) = (contact.wait(now), self.within);
        let (from, to) = (now.max(self.from), ends.min(self.until));
        self.busy_s[agent.group] += to.saturating_sub(from).seconds();
        let cell = self.cell(contact);
        cell.answered += 1.0;
        cell.within += f64::from(u8::from(wait <= within));
        cell.wait_s += wait.seconds();
    }
    fn abandoned(&mut self, contact: &Contact, _left: Ticks) {
        self.cell(contact).abandoned += 1.0;
    }
    fn left_message(&mut self, contact: &Contact, _now: Ticks) {
        self.cell(contact).messages += 1.0;
    }
}

/// What so many replications tell of the contacts that arrive between the end of a warm-up and closing.
fn simulate(center: &Center, replications: u32, warm_up_s: f64) -> Vec<Tally> {
    tallies(center, replications, warm_up_s, false)
}

fn tallies(center: &Center, replications: u32, warm_up_s: f64, by_segment: bool) -> Vec<Tally> {
    let plan = in_full(center);
    let mut engine = Engine::new(&plan);
    let classes = if by_segment {
        center.queues[0].rules.segments.len()
    } else {
        center.queues.len()
    };
    (0..replications)
        .map(|replication| {
            let mut tally = Tally {
                from: Ticks::from_seconds(warm_up_s),
                until: center.calendar.horizon(),
                within: center.queues[0].within,
                by_segment,
                classes: vec![Cell::default(); classes + 1],
                busy_s: vec![0.0; center.groups.len()],
            };
            engine.replicate(7, replication, &mut tally);
            tally
        })
        .collect()
}

/// Checks a ratio of counts of a class.
#[track_caller]
fn ratio(what: &str, tallies: &[Tally], class: QueueId, of: impl Fn(&Cell) -> (f64, f64), exact: f64) -> f64 {
    let values: Vec<(f64, f64)> = tallies.iter().map(|tally| of(&tally.classes[class])).collect();
    agree_in_ratio(what, &values, exact)
}

/// Checks the share of a group's time on duty that is busy.
#[track_caller]
fn occupancy(tallies: &[Tally], group: usize, agents: f64, exact: f64) -> f64 {
    let window = |tally: &Tally| (tally.until - tally.from).seconds();
    let values: Vec<(f64, f64)> = tallies
        .iter()
        .map(|tally| (tally.busy_s[group], agents * window(tally)))
        .collect();
    agree_in_ratio("occupancy", &values, exact)
}

/// The equilibrium of a birth and death chain from its rates up (by state) and down (from state 1 on).
pub fn equilibrium(up: &[f64], down: &[f64]) -> Vec<f64> {
    let mut weights = vec![1.0];
    for (up, down) in up.iter().zip(down) {
        weights.push(weights[weights.len() - 1] * up / down);
    }
    let all: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / all).collect()
}

/// The number in M/M/n with so many places to wait.
fn limited(rate: f64, served: f64, agents: usize, places: usize) -> Vec<f64> {
    let up = vec![rate; agents + places];
    let down: Vec<f64> = (1..=agents + places)
        .map(|number| number.min(agents) as f64 * served)
        .collect();
    equilibrium(&up, &down)
}

/// P(a sum of so many exponential times of this rate is at most t): a Poisson tail.
fn erlang_within(stages: usize, rate: f64, t: f64) -> f64 {
    let (mut term, mut below) = ((-rate * t).exp(), 0.0);
    for stage in 0..stages {
        below += term;
        term *= rate * t / (stage + 1) as f64;
    }
    1.0 - below
}
