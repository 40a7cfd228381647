//! Validated facts about a contact center: what a scenario file means once every default is filled in
//! and every mistake is refused.
//!
//! In: values checked by [`scenario`](crate::scenario) (or built by a program). Out: plain data that the
//! engine compiles, theory reads and reports name. No I/O, no raw text, no defaults. Times of the
//! simulation are [`Ticks`]; other durations are seconds and say so in their name.

mod calendar;
mod caller;
mod channel;
mod demand;
mod distribution;
mod entry;
mod experiment;
mod group;
mod measure;
mod presence;
mod queue;
mod routing;
mod rules;
mod target;
mod time;

pub use calendar::Calendar;
pub use caller::{
    Access, Again, Balking, Message, Overflow, Repeat, Retry, Segment, Standing, Transfer, When,
};
pub use channel::{
    BotFailure, CHANNELS, Channel, Clock, Concurrency, Conversation, Dialer, Dialing, Interruption, Thread,
};
pub use demand::{Arrivals, Backlog, Factor, IntervalFactor, Mix, RateShape, Replayed};
pub use distribution::{Distribution, SurvivalPoint};
pub use entry::{Announce, Callback, Ivr, Lines, Places, Predictor};
pub use experiment::{Experiment, Mode, Precision, Steady, SteadyMethod};
pub use group::{AgentTime, Group, PlanLimits};
pub use measure::{GroupMeasure, Measure, OutcomeMeasure, PresenceMeasure, Unit};
pub use presence::{Away, Class, Disconnect, Fatigue, Shift, Span, Then};
pub use queue::{Actual, ActualSeries, Handle, Queue};
pub use routing::{AgentChoice, ContactChoice, Routing};
pub use rules::{CenterRules, GroupRules, QueueRules};
pub use target::{ServiceCounts, ServiceLevelDefinition, ServiceTarget, Target, WaitLimit};
pub use time::{MAX_TICKS, TICKS_PER_SECOND, Ticks};

use serde::Serialize;

/// Index of a queue in [`Center::queues`].
pub type QueueId = usize;
/// Index of a group in [`Center::groups`].
pub type GroupId = usize;

/// The most agents that one center may have, over all its groups.
pub const MAX_AGENTS: usize = 131_072;
/// The longest horizon, in seconds: ten years of 366 days.
pub const MAX_HORIZON_S: f64 = 10.0 * 366.0 * 86_400.0;
/// The most intervals that one horizon may have.
pub const MAX_INTERVALS: usize = 1_000_000;
/// The most contacts that one queue may expect in one interval: it keeps sums of waits within 64 bits.
pub const MAX_VOLUME: f64 = 100_000.0;

/// A contact center over one horizon (mostly a day): the whole of what the engine simulates.
#[derive(Debug, Clone, PartialEq)]
pub struct Center {
    /// What people call it: "Retail bank, a Monday".
    pub name: String,
    /// Opening hours and their division into intervals.
    pub calendar: Calendar,
    /// What becomes of those who wait when the center closes.
    pub at_close: AtClose,
    /// How the service level of this scenario is defined.
    pub service_level: ServiceLevelDefinition,
    /// A random factor common to all volumes of one replication, with mean 1.
    pub busyness: Option<Distribution>,
    /// Kinds of contact, in the order of the scenario.
    pub queues: Vec<Queue>,
    /// Agents with the same skills and schedule, in the order of the scenario.
    pub groups: Vec<Group>,
    /// The choice within a rank.
    pub routing: Routing,
    /// What all queues together should reach, if anything; each contact counts by its own queue's T.
    pub target: Option<Target>,
    /// What it does beyond that.
    pub rules: CenterRules,
}

/// What becomes of those who wait when the center closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AtClose {
    /// The last interval's staff stays until nobody waits.
    Serve,
    /// Everybody who waits is sent away and counted as waiting at the end.
    Clear,
    /// Who waits when the center closes for the night waits on until it opens again; at the end of the horizon
    /// they are counted as waiting at the end.
    Carry,
}

/// A parameter that may take another value in every interval.
#[derive(Debug, Clone, PartialEq)]
pub enum PerInterval<T> {
    /// The same value all day.
    Same(T),
    /// One value for each interval of the calendar.
    Each(Vec<T>),
}

impl<T> PerInterval<T> {
    /// The value that holds in `interval`.
    ///
    /// # Panics
    /// If the parameter has a value an interval and `interval` is beyond the calendar.
    pub fn at(&self, interval: usize) -> &T {
        match self {
            PerInterval::Same(value) => value,
            PerInterval::Each(values) => &values[interval],
        }
    }

    /// Every distinct entry: one value, or one an interval.
    pub fn values(&self) -> &[T] {
        match self {
            PerInterval::Same(value) => std::slice::from_ref(value),
            PerInterval::Each(values) => values,
        }
    }
}

impl Center {
    /// Agents who may be on duty at once, over all groups: the sum of each group's largest staff.
    pub fn agents(&self) -> usize {
        self.groups.iter().map(|group| group.peak_staff() as usize).sum()
    }

    /// Whether the center is open in an interval.
    pub fn is_open(&self, interval: usize) -> bool {
        let before = self.rules.closed.partition_point(|closed| closed.end <= interval);
        self.rules
            .closed
            .get(before)
            .is_none_or(|closed| interval < closed.start)
    }

    /// How many intervals the center is open in.
    pub fn open_intervals(&self) -> usize {
        let closed: usize = self.rules.closed.iter().map(|closed| closed.len()).sum();
        self.calendar.intervals - closed
    }

    /// The queue of that name.
    pub fn queue(&self, name: &str) -> Option<QueueId> {
        self.queues.iter().position(|queue| queue.name == name)
    }

    /// The group of that name.
    pub fn group(&self, name: &str) -> Option<GroupId> {
        self.groups.iter().position(|group| group.name == name)
    }

    /// Offered load of a queue in an interval, in erlangs at normal speed: how often somebody is to be handled × mean
    /// handle time / length of the interval.
    pub fn offered_load(&self, queue: QueueId, interval: usize) -> f64 {
        let handle_s = self.queues[queue].handle.at(interval).mean_s();
        self.to_handle(queue, interval) * handle_s / self.calendar.interval.seconds()
    }

    /// How often somebody is to be handled by the volume of an interval: once a contact, in a thread of messages once
    /// a turn. Of numbers to call only those count that reach whom they are meant for, as the hour lets them; a list
    /// that is there at opening is spread evenly over the opening hours, since agents come to it when they are free.
    pub fn to_handle(&self, queue: QueueId, interval: usize) -> f64 {
        let queue = &self.queues[queue];
        let contacts = queue.volume[interval];
        if let Some(dialer) = &queue.rules.dialer {
            let listed = match self.is_open(interval) {
                true => f64::from(dialer.list) / self.open_intervals() as f64,
                false => 0.0,
            };
            return (contacts + listed) * dialer.reached(interval);
        }
        match &queue.rules.thread {
            Some(thread) => contacts * thread.mean_turns(),
            None => contacts,
        }
    }
}
