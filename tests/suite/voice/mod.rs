//! The rules of a voice center: worked out on paper contact by contact, against exact chains and formulas,
//! and what must hold of every center whatever it does.
//!
//! Centers are built here as the model has them; what happens is told to listeners of these tests.

mod by_hand;
pub mod chains;
mod conservation;
mod demand;
mod diary;
pub mod dice;

use headcount::engine::{Engine, Plan};
use headcount::model::{
    AgentChoice, Arrivals, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Experiment,
    Group, Handle, Mode, PerInterval, PlanLimits, Queue, QueueRules, Replayed, Routing,
    ServiceLevelDefinition, Ticks,
};
use headcount::observe::Cause;

use diary::Diary;

pub fn s(seconds: f64) -> Ticks {
    Ticks::from_seconds(seconds)
}

pub fn always(seconds: f64) -> Distribution {
    Distribution::Deterministic { value: seconds }
}

pub fn exponential(mean: f64) -> Distribution {
    Distribution::Exponential { mean }
}

/// A queue without contacts: a minute of handling, patience without end, T of 20 s, open to every group.
pub fn queue(name: &str) -> Queue {
    Queue {
        name: name.into(),
        channel: Channel::Voice,
        volume: Vec::new(),
        handle: PerInterval::Same(Handle {
            talk: always(60.0),
            wrap_up: None,
        }),
        patience: PerInterval::Same(Distribution::Forever),
        balk: PerInterval::Same(0.0),
        priority: 0,
        route: Vec::new(),
        within: s(20.0),
        short: s(5.0),
        target: None,
        actual: None,
        rules: QueueRules::default(),
    }
}

/// A queue whose contacts come at these moments, with handle times and patience of its laws.
pub fn calls(name: &str, at: &[f64]) -> Queue {
    let calls = at.iter().map(|&at| (at, None, None));
    recorded(name, calls)
}

/// A queue whose contacts come at these moments with these handle times.
pub fn calls_of(name: &str, calls: &[(f64, f64)]) -> Queue {
    recorded(name, calls.iter().map(|&(at, handle)| (at, Some(handle), None)))
}

/// The same with a patience for each.
pub fn impatient_calls(name: &str, calls: &[(f64, f64, f64)]) -> Queue {
    let calls = calls.iter();
    recorded(
        name,
        calls.map(|&(at, handle, patience)| (at, Some(handle), Some(patience))),
    )
}

pub fn recorded(name: &str, calls: impl Iterator<Item = (f64, Option<f64>, Option<f64>)>) -> Queue {
    let mut queue = queue(name);
    let calls = calls.map(|(at, handle_s, patience_s)| Replayed {
        at: s(at),
        handle_s,
        patience_s,
    });
    queue.rules.arrivals = Arrivals::Replay(calls.collect());
    queue
}

/// A queue of a Poisson process: contacts an hour, mean handle time.
pub fn poisson(name: &str, per_hour: f64, handle_s: f64) -> Queue {
    let mut queue = queue(name);
    queue.volume = vec![per_hour];
    queue.handle = handled(exponential(handle_s), None);
    queue
}

pub fn handled(talk: Distribution, wrap_up: Option<Distribution>) -> PerInterval<Handle> {
    PerInterval::Same(Handle { talk, wrap_up })
}

/// A group that takes whatever is routed to it, as one rank.
pub fn group(name: &str, staff: u32) -> Group {
    Group {
        name: name.into(),
        skills: Vec::new(),
        staff: vec![staff],
        handle_factor: Vec::new(),
        shrinkage: PerInterval::Same(0.0),
        cost_per_hour: PerInterval::Same(0.0),
        occupancy_max: None,
        plan: PlanLimits::default(),
        rules: Default::default(),
    }
}

/// A center of one hour, in one interval.
pub fn center(queues: Vec<Queue>, groups: Vec<Group>) -> Center {
    of_intervals(1, 3600.0, queues, groups)
}

/// A center of so many intervals. Volumes and staff given once hold in each; a queue without a route goes to
/// every group, a group without skills takes what is routed to it.
pub fn of_intervals(intervals: usize, interval_s: f64, queues: Vec<Queue>, groups: Vec<Group>) -> Center {
    let mut center = Center {
        name: String::new(),
        calendar: Calendar {
            opens_s: 8 * 3600,
            interval: s(interval_s),
            intervals,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues,
        groups,
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    };
    let everybody: Vec<usize> = (0..center.groups.len()).collect();
    for queue in &mut center.queues {
        match queue.volume.len() {
            0 => queue.volume = vec![0.0; intervals],
            1 => queue.volume = vec![queue.volume[0]; intervals],
            _ => {}
        }
        if queue.route.is_empty() {
            queue.route = vec![everybody.clone()];
        }
    }
    for (index, group) in center.groups.iter_mut().enumerate() {
        if group.staff.len() == 1 {
            group.staff = vec![group.staff[0]; intervals];
        }
        if group.handle_factor.is_empty() {
            group.handle_factor = vec![1.0; center.queues.len()];
        }
        if group.skills.is_empty() {
            let routed = |queue: &Queue| queue.route.iter().flatten().any(|&group| group == index);
            let queues = center.queues.iter().enumerate();
            group.skills = vec![
                queues
                    .filter(|(_, queue)| routed(queue))
                    .map(|(id, _)| id)
                    .collect(),
            ];
        }
    }
    center
}

/// A center compiled for the engine of every rule.
pub fn in_full(center: &Center) -> Plan {
    let experiment = Experiment {
        mode: Mode::Days,
        replications: 1,
        precision: Vec::new(),
        seed: 0,
        confidence: 0.95,
        warm_up: Ticks::ZERO,
        variance_reduction: false,
    };
    Plan::in_full(center, &experiment)
}

/// What one replication of a center tells, by the engine of every rule.
fn diary(center: &Center, replication: u32, presence: bool) -> Vec<String> {
    let plan = in_full(center);
    let mut diary = Diary::new(center, presence);
    Engine::new(&plan).replicate(2026, replication, &mut diary);
    assert!(
        diary.until.iter().all(Option::is_none),
        "somebody is busy for ever: {:#?}",
        diary.lines
    );
    diary.lines
}

/// Checks what was told against lines worked out on paper.
#[track_caller]
pub fn compare(told: Vec<String>, expected: &str) {
    let expected: Vec<&str> = expected
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    assert!(
        told == expected,
        "told:\n{}\n\nexpected:\n{}\n",
        told.join("\n"),
        expected.join("\n")
    );
}

/// Why one contact follows another, in a word.
pub fn why(cause: Cause) -> &'static str {
    match cause {
        Cause::Retry => "retry",
        Cause::Repeat => "repeat",
        Cause::Transfer => "transfer",
        Cause::Choice => "choice",
        Cause::BotFailed => "bot failed",
    }
}

/// How many standard errors an estimate may be off.
pub const STANDARD_ERRORS: f64 = 3.5;

/// Checks the mean of independent values against the exact one, and gives its standard error.
#[track_caller]
pub fn agree(what: &str, values: &[f64], exact: f64) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    let error = (squares / (n - 1.0) / n).sqrt();
    assert!(
        (mean - exact).abs() <= STANDARD_ERRORS * error,
        "{what}: {mean:.6} ± {error:.6}, exactly {exact:.6}"
    );
    error
}

/// Checks a ratio of sums over independent replications against the exact one, and gives its standard error
/// (delta method).
#[track_caller]
pub fn agree_in_ratio(what: &str, values: &[(f64, f64)], exact: f64) -> f64 {
    let n = values.len() as f64;
    let over: f64 = values.iter().map(|(_, below)| below).sum();
    let ratio = values.iter().map(|(above, _)| above).sum::<f64>() / over;
    let rests = values.iter().map(|(above, below)| above - ratio * below);
    let error = (rests.map(|rest| rest * rest).sum::<f64>() * n / (n - 1.0)).sqrt() / over;
    assert!(
        (ratio - exact).abs() <= STANDARD_ERRORS * error,
        "{what}: {ratio:.6} ± {error:.6}, exactly {exact:.6}"
    );
    error
}
