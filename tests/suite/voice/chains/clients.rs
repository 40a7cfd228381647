//! Clients who try again or come back, without end or now and then.

use super::super::{agree, agree_in_ratio, calls, exponential, group, handled, of_intervals, poisson};
use super::{equilibrium, ratio, simulate};
use headcount::engine::{Engine, Plan};
use headcount::model::{Again, Center, Places, Repeat, Retry, Ticks};
use headcount::observe::{Observer, Story};
use headcount::theory;

/// A few clients who come back `think_s` after each call, for ever.
fn returning(clients: usize, think_s: f64, handle_s: f64, agents: u32) -> Center {
    let mut a = calls("a", &vec![0.0; clients]);
    a.handle = handled(exponential(handle_s), None);
    a.rules.repeat = Some(Repeat {
        unresolved: vec![1.0],
        returns: 1.0,
        delay: exponential(think_s),
        to: None,
        times: u32::MAX,
    });
    of_intervals(40, 3600.0, vec![a], vec![group("g", agents)])
}

/// What one of `clients` sees when it calls is the equilibrium of the others: the chain of the number in the
/// system of a finite source.
fn seen_by(clients: usize, call_rate: f64, served: f64, agents: usize, most: usize) -> Vec<f64> {
    let others = clients - 1;
    let up: Vec<f64> = (0..most.min(others))
        .map(|state| (others - state) as f64 * call_rate)
        .collect();
    let down: Vec<f64> = (1..=most.min(others))
        .map(|state| state.min(agents) as f64 * served)
        .collect();
    equilibrium(&up, &down)
}

/// Two agents, six clients, no place to wait; who is blocked tries again after as long as who was served:
/// Engset's loss.
#[test]
fn few_clients_who_are_lost() {
    let mut center = returning(6, 120.0, 60.0, 2);
    center.queues[0].rules.places = Some(Places::Fixed(0));
    let surely = Again {
        first: 1.0,
        later: 1.0,
    };
    center.queues[0].rules.retry = Some(Retry {
        abandoned: surely,
        blocked: surely,
        balked: surely,
        delay: exponential(120.0),
        attempts: u32::MAX,
    });
    let exact = seen_by(6, 1.0 / 120.0, 1.0 / 60.0, 2, 2)[2];
    let tallies = simulate(&center, 40, 3600.0);
    ratio("blocked", &tallies, 0, |cell| (cell.blocked, cell.arrived), exact);
}

/// The same with room to wait: the machine repair model.
#[test]
fn few_clients_who_wait() {
    let center = returning(6, 120.0, 60.0, 2);
    let chance = seen_by(6, 1.0 / 120.0, 1.0 / 60.0, 2, 5);
    let delayed = chance[2..].iter().sum();
    let wait: f64 = (2..6)
        .map(|state| chance[state] * (state - 1) as f64 * 30.0)
        .sum();
    let tallies = simulate(&center, 40, 3600.0);
    ratio(
        "delayed",
        &tallies,
        0,
        |cell| (cell.delayed, cell.arrived),
        delayed,
    );
    ratio("wait", &tallies, 0, |cell| (cell.wait_s, cell.answered), wait);
}

/// Fifty lines, as many agents, 47 erlangs of first attempts; six in ten of those who get a busy tone try again,
/// after an hour on average, which is so long that all attempts together are nearly Poisson: their rate is the
/// fixed point of λ' = λ + r B(λ') λ'.
#[test]
fn retries_reach_their_fixed_point() {
    let (first, again) = (47.0, 0.6);
    let mut center = of_intervals(
        14,
        3600.0,
        vec![poisson("a", first * 60.0, 60.0)],
        vec![group("g", 50)],
    );
    center.queues[0].rules.places = Some(Places::Fixed(0));
    let share = Again {
        first: again,
        later: again,
    };
    center.queues[0].rules.retry = Some(Retry {
        abandoned: Again::default(),
        blocked: share,
        balked: Again::default(),
        delay: exponential(3600.0),
        attempts: u32::MAX,
    });
    let mut all = first;
    for _ in 0..200 {
        all = first + again * theory::blocking(50, all) * all;
    }
    let tallies = simulate(&center, 6, 6.0 * 3600.0);
    let hours = 8.0;
    let rates: Vec<f64> = tallies
        .iter()
        .map(|tally| tally.classes[0].arrived / hours / 60.0)
        .collect();
    agree("attempts", &rates, all);
    let blocked = theory::blocking(50, all);
    ratio(
        "blocked",
        &tallies,
        0,
        |cell| (cell.blocked, cell.arrived),
        blocked,
    );
}

/// Collects the stories of clients who began early enough to have an end.
struct Stories {
    until: Ticks,
    /// Clients, attempts, clients whose matter was resolved in the end.
    sums: [f64; 3],
}

impl Observer for Stories {
    fn story_ended(&mut self, story: &Story) {
        if story.began < self.until {
            let values = [
                1.0,
                f64::from(story.attempts),
                f64::from(u8::from(story.resolved)),
            ];
            for (sum, value) in self.sums.iter_mut().zip(values) {
                *sum += value;
            }
        }
    }
}

/// Three in ten calls leave the matter open, and eight in ten of those come back: 1 / (1 − 0.24) calls of each
/// client, and all are resolved but those who do not come back.
#[test]
fn repeats_multiply_the_load() {
    let (unresolved, returns) = (0.3, 0.8);
    let mut center = of_intervals(4, 3600.0, vec![poisson("a", 900.0, 30.0)], vec![group("g", 30)]);
    center.queues[0].rules.repeat = Some(Repeat {
        unresolved: vec![unresolved],
        returns,
        delay: exponential(60.0),
        to: None,
        times: 1000,
    });
    let plan = Plan::new(&center);
    let mut stories = Vec::new();
    for replication in 0..40 {
        let until = Ticks::from_seconds(2.5 * 3600.0);
        let mut these = Stories {
            until,
            sums: [0.0; 3],
        };
        Engine::new(&plan).replicate(3, replication, &mut these);
        stories.push(these.sums);
    }
    let per_client =
        |sum: usize| -> Vec<(f64, f64)> { stories.iter().map(|sums| (sums[sum], sums[0])).collect() };
    let exact = 1.0 / (1.0 - unresolved * returns);
    agree_in_ratio("calls of a client", &per_client(1), exact);
    agree_in_ratio("resolved in the end", &per_client(2), (1.0 - unresolved) * exact);
    let error = agree_in_ratio("all calls", &per_client(1), exact);
    assert!(error < 0.005 * exact, "not sharp: {error}");
}
