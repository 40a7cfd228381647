//! What a center does beyond queues with patience, ranks of groups and staff by interval. Where all of it is
//! absent, the center is *plain*.

use std::ops::Range;

use super::caller::{Access, Balking, Message, Overflow, Repeat, Retry, Segment, Standing, Transfer};
use super::channel::{Channel, Clock, Concurrency, Conversation, Dialer, Interruption, Thread};
use super::demand::{Arrivals, Backlog, Factor, Mix, RateShape};
use super::entry::{Announce, Callback, Ivr, Lines, Places};
use super::presence::{Away, Class, Disconnect, Fatigue, Shift};
use super::{Center, ContactChoice, Ticks};

/// Rules of the whole center.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CenterRules {
    /// Random factors beside the day's busyness.
    pub factors: Vec<Factor>,
    /// Streams whose contacts are of several queues.
    pub mixes: Vec<Mix>,
    /// Trunks.
    pub lines: Vec<Lines>,
    /// Intervals in which the center is closed, in order; after the last, it opens again. What
    /// [`at_close`](Center::at_close) says holds at the start of each.
    pub closed: Vec<Range<usize>>,
}

/// Rules of one queue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueueRules {
    /// How its contacts arrive around its volume.
    pub arrivals: Arrivals,
    /// How the rate runs.
    pub shape: RateShape,
    /// Who is there at opening.
    pub backlog: Backlog,
    /// Kinds of customer; none where all are alike.
    pub segments: Vec<Segment>,
    /// When callers leave at once.
    pub balking: Balking,
    /// Hang-ups at announcements: after so many seconds of waiting, this share of those still there.
    pub hang_ups: Vec<(f64, f64)>,
    /// A message in place of waiting on.
    pub message: Option<Message>,
    /// Trying again.
    pub retry: Option<Retry>,
    /// Coming back.
    pub repeat: Option<Repeat>,
    /// The most who may wait.
    pub places: Option<Places>,
    /// A stage before the queue.
    pub ivr: Option<Ivr>,
    /// An announced wait.
    pub announce: Option<Announce>,
    /// The offer to be called back.
    pub callback: Option<Callback>,
    /// Rank among those who wait.
    pub standing: Standing,
    /// When which group may take a contact; groups that are not named may at any time.
    pub access: Vec<Access>,
    /// Moving on to another queue while waiting.
    pub overflow: Option<Overflow>,
    /// Moving on to another queue after talking; the probabilities sum to 1 at most.
    pub transfers: Vec<Transfer>,
    /// By what its waits are measured.
    pub clock: Clock,
    /// How a conversation by text goes, where replies are waited for.
    pub conversation: Option<Conversation>,
    /// How a thread of messages goes.
    pub thread: Option<Thread>,
    /// How its numbers are called.
    pub dialer: Option<Dialer>,
}

/// Rules of one group.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct GroupRules {
    /// Shifts, where staff is given by them; [`staff`](super::Group::staff) is then the most who are on queue
    /// at once in each interval.
    pub shifts: Vec<Shift>,
    /// Agents on queue from each moment on, where staff changes at any time; `staff` as above.
    pub staff_at: Vec<(Ticks, u32)>,
    /// Probability that an agent is absent, drawn for each agent and calendar day.
    pub absence: f64,
    /// Short unplanned absences.
    pub away: Option<Away>,
    /// A pause after a contact.
    pub disconnect: Option<Disconnect>,
    /// Agents by experience; none where all are alike.
    pub classes: Vec<Class>,
    /// Slower work after a busy hour.
    pub fatigue: Option<Fatigue>,
    /// By what the number of idle agents is multiplied where the group with most of them is chosen; 1 where
    /// absent.
    pub weight: Option<f64>,
    /// How many contacts one agent may hold at once; one at a time where absent.
    pub concurrency: Option<Concurrency>,
    /// Which contacts are put aside for others.
    pub interruption: Option<Interruption>,
    /// The most threads of messages that one agent may have open.
    pub threads: Option<u32>,
}

impl Center {
    /// Whether telephone calls, patience, ranks and staff by interval are all there is.
    pub fn is_plain(&self) -> bool {
        self.rules == CenterRules::default()
            && self
                .queues
                .iter()
                .all(|queue| queue.channel == Channel::Voice && queue.rules == QueueRules::default())
            && self
                .groups
                .iter()
                .all(|group| group.rules == GroupRules::default())
            && !matches!(
                self.routing.contact,
                ContactChoice::WeightedWait | ContactChoice::EarliestDue
            )
    }
}
