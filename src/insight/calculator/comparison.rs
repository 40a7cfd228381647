//! The formulas beside a quick simulation of the same queue.
//!
//! In: an answer of the calculator. Out: the figures of every formula that has one, and the simulation's
//! estimates with their intervals. The simulation knows the whole law of handle times and of patience, no
//! lines and no retries.

use super::given::Formula;
use super::{Answer, Figures};
use crate::estimate::{self, Estimate, GroupMeasure, Measure};
use crate::model::{
    AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Experiment, Group, Handle,
    MAX_AGENTS, MAX_VOLUME, Mode, PerInterval, PlanLimits, Queue, Routing, Ticks,
};

/// Replications, and about how many calls they count in all.
const REPLICATIONS: u32 = 128;
const CALLS: f64 = 1_000_000.0;
/// Level of the intervals.
const CONFIDENCE: f64 = 0.95;
/// The fewest calls of a replication that are counted, and the fewest handle times, so that days are alike.
const LEAST_CALLS: f64 = 500.0;
const LEAST_HANDLE_TIMES: f64 = 50.0;
/// A system near its limit forgets its start slowly: so many relaxation times are thrown away, within
/// reason.
const WARM_UP: f64 = 5.0;
const LONGEST_WARM_UP: f64 = 500.0;

/// What a simulation found.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// Calls counted, about.
    pub calls: f64,
    /// Replications.
    pub replications: u32,
    /// The seed.
    pub seed: u64,
    /// Level of the intervals.
    pub confidence: f64,
    /// Service level by the definition asked for.
    pub service_level: Option<Estimate>,
    /// Share that finds no free agent.
    pub p_wait: Option<Estimate>,
    /// Mean wait of the answered, in seconds.
    pub asa_s: Option<Estimate>,
    /// The wait that 80 % of the answered do not pass, in seconds.
    pub wait_p80_s: Option<Estimate>,
    /// Share that hangs up.
    pub abandoned: Option<Estimate>,
    /// Mean number waiting.
    pub queue_mean: Option<Estimate>,
    /// Share of their time that agents are busy.
    pub occupancy: Option<Estimate>,
}

/// Formulas and simulation side by side.
#[derive(Debug, Clone)]
pub struct Compared {
    /// Each formula with its figures.
    pub formulas: Vec<(Formula, Figures)>,
    /// The simulation.
    pub simulated: Simulated,
    /// The simulation in words, beside the formula nearest to it.
    pub sentence: String,
}

/// Compares the formulas that fit an answer with a simulation; nothing where there are no agents, no calls,
/// or more of either than is simulated.
pub fn compare(answer: &Answer, seed: u64) -> Option<Compared> {
    let agents = answer
        .agents
        .filter(|&agents| agents > 0 && agents as usize <= MAX_AGENTS)?;
    let rate = answer.calls? / answer.given.per_s;
    let handle = answer.given.handle.clone().unwrap_or(Distribution::Exponential {
        mean: answer.handle_s?,
    });
    let handle_s = handle.mean();
    if rate <= 0.0 || !rate.is_finite() {
        return None;
    }
    let given = &answer.given;
    let patience = given.patience.clone().unwrap_or(Distribution::Forever);
    let formulas: Vec<(Formula, Figures)> =
        [Formula::C, Formula::A, Formula::G, Formula::Lines, Formula::Retry]
            .into_iter()
            .filter(|formula| match formula {
                Formula::B => false,
                Formula::C => true,
                Formula::A => patience.mean().is_finite(),
                Formula::G => !matches!(patience, Distribution::Exponential { .. } | Distribution::Forever),
                Formula::Lines => {
                    given.lines.is_some()
                        && (patience.mean().is_finite() || patience == Distribution::Forever)
                }
                Formula::Retry => given.again.is_some() && patience != Distribution::Forever,
            })
            .map(|formula| {
                let work = given.workload(formula, rate, handle_s);
                (formula, Figures::of(&work, agents, given))
            })
            .collect();

    let utilisation = rate * handle_s / f64::from(agents);
    let spare = (1.0 - utilisation).abs().max(1e-3);
    let relaxation = 1.0 / (f64::from(agents) * spare * spare);
    let handle_times = (WARM_UP * (1.0 + relaxation)).min(LONGEST_WARM_UP);
    let counted_s = (CALLS / f64::from(REPLICATIONS) / rate)
        .max(LEAST_HANDLE_TIMES * handle_s)
        .max(LEAST_CALLS / rate)
        .min(crate::model::MAX_HORIZON_S / 4.0);
    let warm_up_s = (handle_times * handle_s).min(counted_s * 2.0);
    let intervals = (rate * counted_s / MAX_VOLUME).ceil().max(1.0);
    let interval = Ticks::from_seconds(counted_s / intervals);
    // The warm-up is a whole number of intervals, so that every interval counts whole or not at all.
    let warm_intervals = (warm_up_s / interval.seconds()).ceil() as usize;
    let center = Center {
        name: "calculator".into(),
        calendar: Calendar {
            opens_s: 0,
            interval,
            intervals: intervals as usize + warm_intervals,
        },
        at_close: AtClose::Serve,
        service_level: given.goals.definition,
        busyness: None,
        queues: vec![Queue {
            name: "calls".into(),
            channel: Channel::Voice,
            volume: vec![rate * interval.seconds(); intervals as usize + warm_intervals],
            handle: PerInterval::Same(Handle {
                talk: handle,
                wrap_up: None,
            }),
            patience: PerInterval::Same(patience),
            balk: PerInterval::Same(0.0),
            priority: 0,
            route: vec![vec![0]],
            within: Ticks::from_seconds(given.within_s),
            short: Ticks::from_seconds(given.goals.short_s),
            target: None,
            actual: None,
            rules: Default::default(),
        }],
        groups: vec![Group {
            name: "agents".into(),
            skills: vec![vec![0]],
            staff: vec![agents; intervals as usize + warm_intervals],
            handle_factor: vec![1.0],
            shrinkage: PerInterval::Same(0.0),
            cost_per_hour: PerInterval::Same(0.0),
            occupancy_max: None,
            plan: PlanLimits::default(),
            rules: Default::default(),
        }],
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    };
    let experiment = Experiment {
        replications: REPLICATIONS,
        mode: Mode::Days,
        precision: Vec::new(),
        variance_reduction: false,
        seed,
        confidence: CONFIDENCE,
        warm_up: Ticks(interval.0 * warm_intervals as u64),
    };
    let results = estimate::run(&center, &experiment, &|_| {});
    let day = &results.queues[0].day;
    let simulated = Simulated {
        calls: rate * interval.seconds() * intervals * f64::from(REPLICATIONS),
        replications: REPLICATIONS,
        seed,
        confidence: CONFIDENCE,
        service_level: day.get(Measure::ServiceLevel),
        p_wait: day.get(Measure::PWait),
        asa_s: day.get(Measure::Asa),
        wait_p80_s: day.get(Measure::WaitP80),
        abandoned: day.get(Measure::AbandonmentRate),
        queue_mean: day.get(Measure::QueueMean),
        occupancy: results.groups[0].day.get(GroupMeasure::Occupancy),
    };
    let sentence = in_words(answer, &formulas, &simulated);
    Some(Compared {
        formulas,
        simulated,
        sentence,
    })
}

fn in_words(answer: &Answer, formulas: &[(Formula, Figures)], simulated: &Simulated) -> String {
    let Some(level) = simulated.service_level else {
        return String::new();
    };
    let definition = answer.given.goals.definition;
    let half = level.half_width().unwrap_or(0.0);
    let apart = |figures: &Figures| (figures.service_level(definition) - level.mean).abs();
    let mut told: Vec<String> = Vec::new();
    for (formula, figures) in formulas {
        if matches!(formula, Formula::Lines | Formula::Retry) {
            continue;
        }
        let within = figures.service_level(definition);
        told.push(if !figures.stable {
            format!(
                "{} knows no equilibrium, so the longer one simulates the longer they wait",
                formula.name()
            )
        } else if apart(figures) <= 1.5 * half + 5e-4 {
            format!("{} agrees ({:.1} %)", formula.name(), 100.0 * within)
        } else {
            format!(
                "{} says {:.1} %, {:.1} points {}",
                formula.name(),
                100.0 * within,
                100.0 * apart(figures),
                if within > level.mean {
                    "too many"
                } else {
                    "too few"
                }
            )
        });
    }
    let within = match answer.given.within_s {
        0.0 => "without a wait".into(),
        seconds => format!("within {seconds} s"),
    };
    format!(
        "Simulated, {:.1} % ± {:.1} are answered {within}: {}.",
        100.0 * level.mean,
        100.0 * half,
        told.join("; ")
    )
}
