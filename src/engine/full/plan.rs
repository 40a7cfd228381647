//! The rules of a center compiled for the full engine: those of queues and of the center. (`inflow` has how
//! contacts come, `roster` when agents do.)

use super::dialing::{Dialer, Mode};
use super::inflow::{Factor, Inflow};
use super::roster::{GroupRules, StaffChange, staff_changes};
use crate::engine::plan::Varying;
use crate::model::{
    AgentChoice, Announce, AtClose, Balking, Center, Channel, Clock, ContactChoice, Dialing, Distribution,
    Overflow, Places, Segment, Standing, TICKS_PER_SECOND, Ticks, When,
};
use crate::random::{Purpose, Sampler, StreamKey};

/// The rules of a center.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Rules {
    pub(super) queues: Vec<QueueRules>,
    pub(super) groups: Vec<GroupRules>,
    pub(super) inflows: Vec<Inflow>,
    pub(super) factors: Vec<Factor>,
    /// Trunks of each set of lines.
    pub(super) lines: Vec<u32>,
    /// When the center closes for a while, and when it opens again.
    pub(super) closed: Vec<(u64, u64)>,
    pub(super) at_close: AtClose,
    pub(super) agent_choice: AgentChoice,
    pub(super) contact_choice: ContactChoice,
    /// Whether anybody's access depends on the state of the center.
    pub(super) conditional: bool,
    /// Whether the center makes calls.
    pub(super) dials: bool,
    /// Whether anybody puts contacts aside for others.
    pub(super) interrupts: bool,
    /// Whether queues without staff pass on those who wait.
    pub(super) passes_on: bool,
    /// Whether some condition changes by time alone.
    pub(super) looks: bool,
    /// Changes of staff in order of time, then group.
    pub(super) staff: Vec<StaffChange>,
    /// The calendar day of each interval.
    pub(super) day: Vec<u32>,
}

/// What a queue does beyond the plan that every queue has.
#[derive(Debug, Clone)]
pub(super) struct QueueRules {
    /// Groups in order of choice, those of a rank ascending.
    pub(super) route: Vec<Vec<usize>>,
    /// By group: when it may take a contact; nothing where always.
    pub(super) access: Vec<Option<Access>>,
    /// The waits after which further groups may take a contact, ascending.
    pub(super) opens: Vec<u64>,
    pub(super) conditional: bool,
    pub(super) segments: Vec<Segment>,
    pub(super) priority: i32,
    pub(super) standing: Standing,
    pub(super) balking: Balking,
    /// Wait in ticks, share.
    pub(super) hang_ups: Vec<(u64, f64)>,
    pub(super) message: Option<(u64, f64)>,
    pub(super) retry: Option<Retry>,
    pub(super) repeat: Option<Repeat>,
    pub(super) places: Option<Places>,
    pub(super) ivr: Option<Ivr>,
    pub(super) announce: Option<Announce>,
    pub(super) callback: Option<Callback>,
    pub(super) overflow: Option<Overflow>,
    pub(super) transfers: Vec<Transfer>,
    pub(super) backlog: Option<Backlog>,
    /// The set of lines that a contact holds.
    pub(super) lines: Option<usize>,
    /// Mean handle time at normal speed, in ticks.
    pub(super) mean_handle: Varying<f64>,
    pub(super) within: u64,
    /// By what its waits are measured.
    pub(super) clock: Clock,
    pub(super) channel: Channel,
    /// Whether who waits when the center closes for the night waits on.
    pub(super) carries: bool,
    /// Whether contacts of other queues may come to wait in it.
    pub(super) takes_over: bool,
    pub(super) conversation: Option<Conversation>,
    pub(super) thread: Option<Thread>,
    pub(super) dialer: Option<Dialer>,
    /// How far back the recent service level is asked for; 0 where nobody asks.
    pub(super) recent_over: u64,
    pub(super) dice: StreamKey,
}

/// A conversation by text; times in ticks.
#[derive(Debug, Clone)]
pub(super) struct Conversation {
    pub(super) reply: f64,
    pub(super) leaves: f64,
    pub(super) patience: Option<Sampler>,
    pub(super) timeout: u64,
}

/// A thread of messages; times in ticks.
#[derive(Debug, Clone)]
pub(super) struct Thread {
    pub(super) again: f64,
    pub(super) most: u32,
    pub(super) delay: Sampler,
    pub(super) same_agent: u64,
    pub(super) within: u64,
}

#[derive(Debug, Clone)]
pub(super) struct Access {
    pub(super) after: u64,
    pub(super) when: Vec<When>,
}

#[derive(Debug, Clone)]
pub(super) struct Retry {
    pub(super) rule: crate::model::Retry,
    pub(super) delay: Sampler,
}

#[derive(Debug, Clone)]
pub(super) struct Repeat {
    pub(super) rule: crate::model::Repeat,
    pub(super) delay: Sampler,
}

#[derive(Debug, Clone)]
pub(super) struct Ivr {
    pub(super) length: Sampler,
    pub(super) contained: Varying<f64>,
    pub(super) hang_up: f64,
    pub(super) choice: Vec<(usize, f64)>,
    /// Of those contained, who comes back to an agent: share, delay, factor of patience.
    pub(super) failure: Option<(f64, Sampler, f64)>,
}

#[derive(Debug, Clone)]
pub(super) struct Callback {
    pub(super) rule: crate::model::Callback,
    pub(super) window: Option<Sampler>,
}

#[derive(Debug, Clone)]
pub(super) struct Transfer {
    pub(super) to: usize,
    /// By group.
    pub(super) share: Vec<Varying<f64>>,
    pub(super) after: f64,
    pub(super) warm: Option<Sampler>,
    pub(super) priority: i32,
}

#[derive(Debug, Clone)]
pub(super) struct Backlog {
    pub(super) rule: crate::model::Backlog,
    pub(super) key: StreamKey,
}

pub(super) fn ticks(seconds: f64) -> u64 {
    Ticks::from_seconds(seconds).0
}

pub(super) fn in_ticks(law: &Distribution) -> Sampler {
    Sampler::new(law, TICKS_PER_SECOND)
}

/// Ranks whose members ascend.
pub(super) fn ascending(ranks: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut ranks = ranks.to_vec();
    ranks.iter_mut().for_each(|rank| rank.sort_unstable());
    ranks
}

impl Rules {
    pub(in crate::engine) fn new(center: &Center) -> Self {
        let calendar = &center.calendar;
        let queues: Vec<QueueRules> = (0..center.queues.len())
            .map(|queue| QueueRules::new(center, queue))
            .collect();
        let conditions = || {
            let access = queues.iter().flat_map(|queue| queue.access.iter().flatten());
            access.flat_map(|access| &access.when)
        };
        let closed = center.rules.closed.iter();
        Self {
            conditional: conditions().next().is_some(),
            dials: queues.iter().any(|queue| queue.dialer.is_some()),
            interrupts: center
                .groups
                .iter()
                .any(|group| group.rules.interruption.is_some()),
            passes_on: queues
                .iter()
                .any(|queue| queue.overflow.is_some_and(|overflow| overflow.when_unstaffed)),
            looks: conditions().any(|when| matches!(when, When::ServiceBelow { .. })),
            groups: center.groups.iter().map(GroupRules::new).collect(),
            inflows: Inflow::of_center(center),
            factors: center.rules.factors.iter().map(Factor::new).collect(),
            lines: center.rules.lines.iter().map(|lines| lines.trunks).collect(),
            closed: closed
                .map(|range| (calendar.start(range.start).0, calendar.start(range.end).0))
                .collect(),
            at_close: center.at_close,
            agent_choice: center.routing.agent,
            contact_choice: center.routing.contact,
            staff: staff_changes(center),
            day: (0..calendar.intervals)
                .map(|interval| calendar.day_and_time(interval).0)
                .collect(),
            queues,
        }
    }
}

impl QueueRules {
    fn new(center: &Center, index: usize) -> Self {
        let queue = &center.queues[index];
        let rules = &queue.rules;
        let mut access: Vec<Option<Access>> = vec![None; center.groups.len()];
        for rule in &rules.access {
            access[rule.group] = Some(Access {
                after: ticks(rule.after_s),
                when: rule.when.clone(),
            });
        }
        let afters = access.iter().flatten().map(|access| access.after);
        let mut opens: Vec<u64> = afters.filter(|&after| after > 0).collect();
        opens.sort_unstable();
        opens.dedup();
        let conditions = || access.iter().flatten().flat_map(|access| &access.when);
        let over = |when: &When| match when {
            When::ServiceBelow { over_s, .. } => ticks(*over_s),
            When::QueueOver(_) | When::IdleOver(_) | When::BusyOver(_) => 0,
        };
        Self {
            route: ascending(&queue.route),
            opens,
            conditional: conditions().next().is_some(),
            recent_over: conditions().map(over).max().unwrap_or(0),
            segments: rules.segments.clone(),
            priority: queue.priority,
            standing: rules.standing,
            balking: rules.balking.clone(),
            hang_ups: rules
                .hang_ups
                .iter()
                .map(|&(after, share)| (ticks(after), share))
                .collect(),
            message: rules
                .message
                .map(|message| (ticks(message.after_s), message.share)),
            retry: rules.retry.as_ref().map(|rule| Retry {
                delay: in_ticks(&rule.delay),
                rule: rule.clone(),
            }),
            repeat: rules.repeat.as_ref().map(|rule| Repeat {
                delay: in_ticks(&rule.delay),
                rule: rule.clone(),
            }),
            places: rules.places,
            ivr: rules.ivr.as_ref().map(|ivr| Ivr {
                length: in_ticks(&ivr.length),
                contained: Varying::new(&ivr.contained, |&share| share),
                hang_up: ivr.hang_up,
                choice: ivr.choice.clone(),
                failure: ivr
                    .failure
                    .as_ref()
                    .map(|failure| (failure.share, in_ticks(&failure.delay), failure.patience_factor)),
            }),
            announce: rules.announce,
            callback: rules.callback.as_ref().map(|rule| Callback {
                window: rule.window.as_ref().map(in_ticks),
                rule: rule.clone(),
            }),
            overflow: rules.overflow,
            transfers: rules
                .transfers
                .iter()
                .map(|rule| Transfer {
                    to: rule.to,
                    share: rule
                        .share
                        .iter()
                        .map(|share| Varying::new(share, |&share| share))
                        .collect(),
                    after: rule.after,
                    warm: rule.warm.as_ref().map(in_ticks),
                    priority: rule.priority,
                })
                .collect(),
            backlog: (rules.backlog != Default::default()).then(|| Backlog {
                rule: rules.backlog.clone(),
                key: StreamKey::new(&queue.name, Purpose::Backlog),
            }),
            lines: center
                .rules
                .lines
                .iter()
                .position(|lines| lines.queues.contains(&index)),
            mean_handle: Varying::new(&queue.handle, |handle| handle.mean_s() * TICKS_PER_SECOND),
            within: queue.within.0,
            clock: rules.clock,
            channel: queue.channel,
            carries: queue.channel.comes_when_closed() || center.at_close == AtClose::Carry,
            takes_over: center
                .queues
                .iter()
                .any(|other| other.rules.overflow.is_some_and(|overflow| overflow.to == index)),
            conversation: rules.conversation.as_ref().map(|rule| Conversation {
                reply: rule.reply_s * TICKS_PER_SECOND,
                leaves: rule.leaves,
                patience: rule.patience.as_ref().map(in_ticks),
                timeout: ticks(rule.timeout_s),
            }),
            thread: rules.thread.as_ref().map(|rule| Thread {
                again: rule.again,
                most: rule.most,
                delay: in_ticks(&rule.delay),
                same_agent: ticks(rule.same_agent_s),
                within: rule.within.0,
            }),
            dialer: rules.dialer.as_ref().map(|rule| Dialer {
                mode: match &rule.dialing {
                    Dialing::Preview(preview) => Mode::ByAgent(Some(in_ticks(preview))),
                    Dialing::Progressive => Mode::ByAgent(None),
                    Dialing::Ratio(ratio) => Mode::Ratio(*ratio),
                },
                ring: in_ticks(&rule.ring),
                wrong_length: in_ticks(&rule.wrong_length),
                rule: rule.clone(),
            }),
            dice: StreamKey::new(&queue.name, Purpose::Contact),
            access,
        }
    }
}
