//! What `check` remarks on a center before anything is simulated: legal, but worth a second look.
//!
//! In: a center and how it is to be run. Out: [`Remark`]s, the grave ones first.

use std::fmt;

use super::beyond::{moves_work, of_queue, stays, waits_forever};
use super::load::{agents_needed, may_wait, on_queue, pools, serving, staff};
use super::reach::{OutOfReach, out_of_reach, out_of_reach_over_the_day};
use super::span::{Span, times};
use super::wording::{count, list, number, percent, percent_beside, range, seconds, title};
use crate::model::{Center, Distribution, Experiment, GroupId, QueueId};

/// How grave a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Probably not what was meant, or trouble for certain.
    Warning,
    /// Good to know.
    Note,
}

/// What a remark is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The scenario as a whole.
    Scenario,
    /// Some queues.
    Queues(Vec<QueueId>),
    /// Some groups.
    Groups(Vec<GroupId>),
    /// Queues and the groups that serve them.
    Pool(Vec<QueueId>, Vec<GroupId>),
}

/// One remark.
#[derive(Debug, Clone, PartialEq)]
pub struct Remark {
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// When it holds; empty for all day.
    pub when: Vec<Span>,
    /// The sentence.
    sentence: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// Load beyond the staff is remarked on from this long, in seconds.
const LONG_OVER_S: f64 = 3600.0;
/// Load far below the staff is remarked on from this long, in seconds.
const LONG_UNDER_S: f64 = 7200.0;
/// Load over staff below which agents mostly wait for work.
const UNDERUSED: f64 = 0.4;
/// Handle times of calls below this, in seconds, are more likely a wrong unit.
const BRIEF_S: f64 = 20.0;
/// The same of what is written.
const BRIEF_TEXT_S: f64 = 5.0;
/// Shrinkage from which more is paid for absence than for work.
const LARGE_SHRINKAGE: f64 = 0.5;
/// Replications below which intervals of confidence are hardly worth their name.
const FEW_REPLICATIONS: u32 = 10;

/// Everything worth a remark, warnings first.
pub fn remarks(center: &Center, experiment: &Experiment) -> Vec<Remark> {
    let mut remarks = Vec::new();
    unserved(center, &mut remarks);
    overload(center, &mut remarks);
    reach(center, &mut remarks);
    beyond_theory(center, &mut remarks);
    underload(center, &mut remarks);
    over_all_hours(center, &mut remarks);
    handle_times(center, &mut remarks);
    patience(center, &mut remarks);
    pay(center, &mut remarks);
    experiment_remarks(experiment, &mut remarks);
    remarks.sort_by_key(|remark| remark.severity);
    remarks
}

/// Titles of some queues: "Service and Loans".
fn queue_names(center: &Center, queues: &[QueueId]) -> String {
    list(
        &queues
            .iter()
            .map(|&queue| title(&center.queues[queue].name))
            .collect::<Vec<_>>(),
    )
}

/// Titles of some groups, as they stand within a sentence.
fn group_names(center: &Center, groups: &[GroupId]) -> String {
    list(
        &groups
            .iter()
            .map(|&group| center.groups[group].name.replace('_', " "))
            .collect::<Vec<_>>(),
    )
}

/// Queues with calls but none of their agents on duty.
fn unserved(center: &Center, remarks: &mut Vec<Remark>) {
    for (queue, facts) in center.queues.iter().enumerate() {
        // Those who move on at such times are another queue's.
        if facts
            .rules
            .overflow
            .is_some_and(|overflow| overflow.when_unstaffed)
        {
            continue;
        }
        // These wait until somebody comes.
        if facts.channel.comes_when_closed() {
            continue;
        }
        let groups = serving(center, queue);
        let spans = Span::of(
            (0..center.calendar.intervals)
                .filter(|&interval| facts.volume[interval] > 0.0 && staff(center, &groups, interval) == 0),
        );
        if spans.is_empty() {
            continue;
        }
        let calls: f64 = spans
            .iter()
            .flat_map(|span| &facts.volume[span.first..=span.last])
            .sum();
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Queues(vec![queue]),
            sentence: format!(
                "Nobody is on duty for {} {}, when {} of its contacts are expected.",
                title(&facts.name),
                times(&spans, &center.calendar),
                number(calls),
            ),
            when: spans,
        });
    }
}

/// Runs of at least `long_s` (or of the whole horizon, if that is shorter).
fn long_runs(center: &Center, long_s: f64, holds: impl Fn(usize) -> bool) -> Vec<Span> {
    let calendar = &center.calendar;
    let long_s = long_s.min(calendar.horizon().seconds());
    Span::of((0..calendar.intervals).filter(|&interval| holds(interval)))
        .into_iter()
        .filter(|span| span.seconds(calendar) >= long_s - 1e-6)
        .collect()
}

/// The least and the most of a figure over some spans.
fn ends(spans: &[Span], figure: impl Fn(usize) -> f64) -> (f64, f64) {
    spans
        .iter()
        .flat_map(|span| span.first..=span.last)
        .map(figure)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
}

/// Load beyond what the agents of a pool, or those who may serve one queue, can carry.
fn overload(center: &Center, remarks: &mut Vec<Remark>) {
    let mut told: Vec<(Vec<QueueId>, Vec<Span>)> = Vec::new();
    let on_queue = on_queue(center);
    let pools = pools(center).into_iter().map(|pool| (pool.queues, pool.groups));
    let single = (0..center.queues.len()).map(|queue| (vec![queue], serving(center, queue)));
    for (queues, groups) in pools.chain(single) {
        // Their volume does not tell the work of their agents.
        if queues.iter().any(|&queue| moves_work(center, queue)) || may_wait(center, &queues) {
            continue;
        }
        let load = |interval| {
            queues
                .iter()
                .map(|&queue| agents_needed(center, queue, interval))
                .sum::<f64>()
        };
        let agents = |interval: usize| -> f64 { groups.iter().map(|&group| on_queue[group][interval]).sum() };
        let spans = long_runs(center, LONG_OVER_S, |interval| {
            agents(interval) > 0.0 && load(interval) > agents(interval)
        });
        let known = told
            .iter()
            .any(|(pool, times)| *times == spans && queues.iter().all(|queue| pool.contains(queue)));
        if spans.is_empty() || known {
            continue;
        }
        let (_, most) = ends(&spans, |interval| load(interval) / agents(interval));
        let endless = queues.iter().any(|&queue| {
            spans
                .iter()
                .flat_map(|span| span.first..=span.last)
                .any(|interval| matches!(center.queues[queue].patience.at(interval), Distribution::Forever))
        });
        let others = queues.iter().any(|&queue| stays(center, queue) < 1.0);
        let together = holds_several(center, &groups);
        let (load_low, load_high) = ends(&spans, load);
        let (few, many) = ends(&spans, agents);
        let whose = if queues.len() == 1 { "brings" } else { "bring" };
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Pool(queues.clone(), groups.clone()),
            sentence: format!(
                "{} {whose} more work than the agents on duty can do {}: {} {} for {} of {} (up to {}); {}.",
                queue_names(center, &queues),
                times(&spans, &center.calendar),
                range(load_low, load_high, number),
                // Of work done at the speed of several in hand there is less than its load.
                if together { "agents' work" } else { "erlangs" },
                agents_phrase(few, many),
                group_names(center, &groups),
                percent_beside(most, 1.0),
                if others {
                    "the excess gets no agent"
                } else if endless {
                    if any_text(center, &queues) {
                        "contacts that never give up make the queue grow all that time"
                    } else {
                        "callers who never hang up make the queue grow all that time"
                    }
                } else {
                    "the excess must hang up"
                },
            ),
            when: spans.clone(),
        });
        told.push((queues, spans));
    }
}

/// "1 agent", "5–6 agents".
fn agents_phrase(few: f64, many: f64) -> String {
    // A mean over an interval in which staff changes need not be whole.
    let shown = |agents: f64| {
        let decimals = usize::from(agents.fract() != 0.0);
        format!("{agents:.decimals$}")
    };
    if few == many && few.fract() == 0.0 {
        count(few as usize, "agent")
    } else if shown(few) == shown(many) {
        format!("{} agents", shown(few))
    } else {
        format!("{}–{} agents", shown(few), shown(many))
    }
}

/// Pools whose agents mostly wait for work.
fn underload(center: &Center, remarks: &mut Vec<Remark>) {
    let on_queue = on_queue(center);
    for pool in pools(center) {
        if pool.queues.iter().any(|&queue| moves_work(center, queue)) || may_wait(center, &pool.queues) {
            continue;
        }
        let load = |interval| {
            pool.queues
                .iter()
                .map(|&queue| agents_needed(center, queue, interval))
                .sum::<f64>()
        };
        let agents =
            |interval: usize| -> f64 { pool.groups.iter().map(|&group| on_queue[group][interval]).sum() };
        // One agent alone is often there only so that somebody is.
        let spans = long_runs(center, LONG_UNDER_S, |interval| {
            agents(interval) > 1.0 && load(interval) < UNDERUSED * agents(interval)
        });
        if spans.is_empty() {
            continue;
        }
        let (low, high) = ends(&spans, |interval| load(interval) / agents(interval));
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Pool(pool.queues.clone(), pool.groups.clone()),
            sentence: format!(
                "The work of {} fills only {} of the time of {} {}.",
                queue_names(center, &pool.queues),
                range(low, high, percent),
                group_names(center, &pool.groups),
                times(&spans, &center.calendar),
            ),
            when: spans,
        });
    }
}

/// Whether agents of some groups hold several contacts at once.
fn holds_several(center: &Center, groups: &[GroupId]) -> bool {
    groups
        .iter()
        .any(|&group| center.groups[group].rules.concurrency.is_some())
}

/// Pools whose work may wait over night, held against all hours together: more or far less than their agents can do.
fn over_all_hours(center: &Center, remarks: &mut Vec<Remark>) {
    let on_queue = on_queue(center);
    for pool in pools(center) {
        if !may_wait(center, &pool.queues) || pool.queues.iter().any(|&queue| moves_work(center, queue)) {
            continue;
        }
        let intervals = 0..center.calendar.intervals;
        let hours = center.calendar.interval.seconds() / 3600.0;
        let work: f64 = intervals
            .clone()
            .flat_map(|interval| pool.queues.iter().map(move |&queue| (queue, interval)))
            .map(|(queue, interval)| agents_needed(center, queue, interval) * hours)
            .sum();
        let staffed: f64 = intervals
            .flat_map(|interval| pool.groups.iter().map(move |&group| (group, interval)))
            .map(|(group, interval)| on_queue[group][interval] * hours)
            .sum();
        let names = queue_names(center, &pool.queues);
        let whose = group_names(center, &pool.groups);
        let sentence = if staffed > 0.0 && work > staffed {
            let (verb, over) = match pool.queues.len() {
                1 => ("brings", "its backlog grows"),
                _ => ("bring", "a backlog grows"),
            };
            format!(
                "{names} {verb} more work than the agents can do over all hours: {} hours of it for {} hours of {whose}; {over}.",
                number(work),
                number(staffed),
            )
        } else if staffed > 0.0 && work < UNDERUSED * staffed {
            format!(
                "The work of {names} fills only {} of the time of {whose} over all hours.",
                percent(work / staffed),
            )
        } else {
            continue;
        };
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Pool(pool.queues, pool.groups),
            when: Vec::new(),
            sentence,
        });
    }
}

/// Targets that no routing could reach with this staff.
fn reach(center: &Center, remarks: &mut Vec<Remark>) {
    let found = out_of_reach(center);
    for queue in 0..center.queues.len() {
        let gaps: Vec<_> = found.iter().filter(|gap| gap.queue == queue).collect();
        let Some(worst) = gaps.iter().max_by(|a, b| {
            let short = |gap: &OutOfReach| {
                gap.needed.map_or(f64::INFINITY, |needed| {
                    f64::from(needed.1) / f64::from(gap.agents.0)
                })
            };
            short(a).total_cmp(&short(b))
        }) else {
            continue;
        };
        let spans: Vec<Span> = gaps.iter().map(|gap| gap.span).collect();
        let facts = &center.queues[queue];
        let asked = facts.target.as_ref().and_then(|target| target.service);
        let says = match worst.service.zip(asked) {
            Some(((low, high), asked)) if low < asked.answered => format!(
                "{} gives {} within {} ({} wanted)",
                worst.formula,
                range(low, high, |share| percent_beside(share, asked.answered)),
                seconds(asked.within.seconds()),
                percent(asked.answered)
            ),
            _ => format!("{} misses its limits", worst.formula),
        };
        let needed = worst.needed.map_or_else(
            || "no number of agents is enough".to_owned(),
            |(low, high)| {
                format!(
                    "it would take {}",
                    range(f64::from(low), f64::from(high), |agents| format!("{agents}"))
                )
            },
        );
        let at = if spans.len() > 1 {
            format!(" at {}", worst.span.label(&center.calendar))
        } else {
            String::new()
        };
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Queues(vec![queue]),
            sentence: format!(
                "In theory {} cannot reach its target {}: with all {} of {} to itself, {says} for {} erlangs{at}; {needed}.",
                title(&facts.name),
                times(&spans, &center.calendar),
                agents_phrase(f64::from(worst.agents.0), f64::from(worst.agents.1)),
                group_names(center, &serving(center, queue)),
                range(worst.load.0, worst.load.1, number),
            ),
            when: spans,
        });
    }
    for day in out_of_reach_over_the_day(center) {
        if found.iter().any(|gap| gap.queue == day.queue) {
            continue;
        }
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Queues(vec![day.queue]),
            when: Vec::new(),
            sentence: format!(
                "In theory {} cannot reach its target as a whole: with all agents of {} to itself, {} gives {} within {} ({} wanted).",
                title(&center.queues[day.queue].name),
                group_names(center, &serving(center, day.queue)),
                day.formula,
                percent_beside(day.service, day.asked.answered),
                seconds(day.asked.within.seconds()),
                percent(day.asked.answered),
            ),
        });
    }
}

/// Targets of queues of which theory says nothing.
fn beyond_theory(center: &Center, remarks: &mut Vec<Remark>) {
    let queues: Vec<QueueId> = (0..center.queues.len())
        .filter(|&queue| center.queues[queue].target.is_some() && !of_queue(center, queue).is_empty())
        .collect();
    if queues.is_empty() {
        return;
    }
    let mut rules: Vec<String> = Vec::new();
    for name in queues.iter().flat_map(|&queue| of_queue(center, queue)) {
        if !rules.iter().any(|known| known == name) {
            rules.push(name.to_owned());
        }
    }
    remarks.push(Remark {
        severity: Severity::Note,
        sentence: format!(
            "Whether {} can reach {} is left to the simulation: no formula knows {}.",
            queue_names(center, &queues),
            if queues.len() == 1 {
                "its target"
            } else {
                "their targets"
            },
            list(&rules),
        ),
        subject: Subject::Queues(queues),
        when: Vec::new(),
    });
}

/// Handle times that look like a wrong unit.
fn handle_times(center: &Center, remarks: &mut Vec<Remark>) {
    for (queue, facts) in center.queues.iter().enumerate() {
        let means = facts.handle.values().iter().map(|handle| handle.mean_s());
        let least = means.fold(f64::INFINITY, f64::min);
        let brief = if facts.channel.is_text() {
            BRIEF_TEXT_S
        } else {
            BRIEF_S
        };
        if least < brief {
            remarks.push(Remark {
                severity: Severity::Warning,
                subject: Subject::Queues(vec![queue]),
                when: Vec::new(),
                sentence: format!(
                    "{} takes {} a contact: is that seconds where minutes were meant?",
                    title(&facts.name),
                    seconds(least)
                ),
            });
        }
    }
}

fn any_text(center: &Center, queues: &[QueueId]) -> bool {
    queues.iter().any(|&queue| center.queues[queue].channel.is_text())
}

/// Callers who never hang up.
fn patience(center: &Center, remarks: &mut Vec<Remark>) {
    let queues: Vec<QueueId> = (0..center.queues.len())
        .filter(|&queue| !center.queues[queue].channel.comes_when_closed() && waits_forever(center, queue))
        .collect();
    if queues.is_empty() {
        return;
    }
    let (who, leave, real) = if any_text(center, &queues) {
        ("Contacts", "give up", "ones")
    } else {
        ("Callers", "hang up", "callers")
    };
    remarks.push(Remark {
        severity: Severity::Note,
        sentence: format!(
            "{who} of {} never {leave} (patience = \"forever\"), which makes waits longer than real {real} do; \
             a mean patience is the next best guess.",
            queue_names(center, &queues)
        ),
        subject: Subject::Queues(queues),
        when: Vec::new(),
    });
}

/// Shrinkage that is hard to believe, or missing where it costs.
fn pay(center: &Center, remarks: &mut Vec<Remark>) {
    let mut unpaid = Vec::new();
    for (group, facts) in center.groups.iter().enumerate() {
        let largest = facts.shrinkage.values().iter().copied().fold(0.0, f64::max);
        if largest >= LARGE_SHRINKAGE {
            remarks.push(Remark {
                severity: Severity::Warning,
                subject: Subject::Groups(vec![group]),
                when: Vec::new(),
                sentence: format!(
                    "{} has a shrinkage of {}: an hour on queue is paid as {:.1}.",
                    title(&facts.name),
                    percent(largest),
                    1.0 / (1.0 - largest)
                ),
            });
        }
        if largest == 0.0 && facts.cost_per_hour.values().iter().any(|&cost| cost > 0.0) {
            unpaid.push(group);
        }
    }
    if !unpaid.is_empty() {
        remarks.push(Remark {
            severity: Severity::Note,
            sentence: format!(
                "The cost of {} counts hours on queue only, because no shrinkage is given.",
                group_names(center, &unpaid)
            ),
            subject: Subject::Groups(unpaid),
            when: Vec::new(),
        });
    }
}

fn experiment_remarks(experiment: &Experiment, remarks: &mut Vec<Remark>) {
    if experiment.replications < FEW_REPLICATIONS {
        let sentence = match experiment.replications {
            1 => "One replication gives no interval of confidence.".to_owned(),
            few => format!("{few} replications give very wide intervals of confidence."),
        };
        remarks.push(Remark {
            severity: Severity::Warning,
            subject: Subject::Scenario,
            when: Vec::new(),
            sentence,
        });
    }
}
