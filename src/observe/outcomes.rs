//! What becomes of contacts beyond waiting: busy tones, the IVR, messages, callbacks, transfers, retries; what
//! becomes of clients over all their attempts; and where agents are when they are not on queue.
//!
//! In: what the engine tells of a center that is not plain. Out: exact integers by queue and interval of
//! arrival, by segment where a queue has segments, and by group and interval. A contact that comes through the IVR
//! came when it called, and is its queue's from when it wants an agent. A client's story is counted
//! where its first attempt was made, and the waits of all legs of a transferred contact where its first leg
//! was.

mod counts;

use std::collections::BTreeMap;
use std::ops::Range;

pub use counts::{Beyond, COUNTS, Count, OutcomeCell};

use super::worked::Worked;
use super::{
    AGES, Busy, Cause, Contact, ContactCell, Dialed, IvrEnd, Origin, Presence, Story, add_each, spread,
};
use crate::model::{Center, GroupId, Queue, QueueId, Ticks};

/// What is counted of a group's agents in an interval, in ticks, within opening hours and after warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Absence {
    /// On a planned break.
    Break,
    /// Gone for a short unplanned absence.
    Away,
    /// Gone for a pause after a contact.
    Paused,
    /// At work after the end of a time on queue; of all hours, counted where it ended.
    Overrun,
    /// Busy beyond the handling of answered contacts.
    ExtraBusy,
}

/// How many of them there are.
pub const ABSENCES: usize = Absence::ExtraBusy as usize + 1;

/// The times of one group and interval, by [`Absence`].
pub type AbsenceCell = [u64; ABSENCES];

/// A contact as its caller knows it, over all legs: where its first leg is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Whole {
    first: Contact,
    answered: bool,
}

/// A reply within this time is one in time.
fn reply_within(queue: &Queue) -> Ticks {
    let rules = &queue.rules;
    let conversation = rules
        .conversation
        .as_ref()
        .map(|conversation| conversation.within);
    let thread = rules.thread.as_ref().map(|thread| thread.within);
    conversation.or(thread).unwrap_or(queue.within)
}

/// A contact among all of a replication.
type Key = (QueueId, u32);

fn key(contact: &Contact) -> Key {
    (contact.queue, contact.number)
}

/// The outcomes of one replication, cleared and used again for the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcomes {
    interval_length: Ticks,
    intervals: usize,
    warm_up: Ticks,
    closes: Ticks,
    queues: usize,
    groups: usize,
    /// By queue: its segments among those of all queues.
    segments: Vec<Range<usize>>,
    /// By interval, then queue.
    cells: Vec<OutcomeCell>,
    /// By interval, then segment.
    segment_cells: Vec<OutcomeCell>,
    segment_contacts: Vec<ContactCell>,
    /// By interval, then group.
    absences: Vec<AbsenceCell>,
    /// What agents' handling time went to.
    worked: Worked,
    /// By queue: a reply within this time is one in time.
    reply_within: Vec<Ticks>,
    /// By agent: what they are gone for, and since when.
    gone: Vec<Option<(GroupId, Absence, Ticks)>>,
    /// What those who wait were told.
    told: BTreeMap<Key, Ticks>,
    /// When those to be called back accepted.
    accepted: BTreeMap<Key, Ticks>,
    /// Legs of contacts that go on, or have gone on, from one queue to another.
    wholes: BTreeMap<Key, Whole>,
}

impl Outcomes {
    /// Nothing counted yet.
    pub fn new(center: &Center, warm_up: Ticks) -> Self {
        let (queues, groups) = (center.queues.len(), center.groups.len());
        let intervals = center.calendar.intervals;
        let mut ranges = Vec::with_capacity(queues);
        let mut segments = 0;
        for queue in &center.queues {
            ranges.push(segments..segments + queue.rules.segments.len());
            segments += queue.rules.segments.len();
        }
        Self {
            interval_length: center.calendar.interval,
            intervals,
            warm_up,
            closes: center.calendar.horizon(),
            queues,
            groups,
            segments: ranges,
            cells: vec![OutcomeCell::default(); intervals * queues],
            segment_cells: vec![OutcomeCell::default(); intervals * segments],
            segment_contacts: vec![ContactCell::default(); intervals * segments],
            absences: vec![AbsenceCell::default(); intervals * groups],
            worked: Worked::new(center, warm_up),
            reply_within: center.queues.iter().map(reply_within).collect(),
            gone: Vec::new(),
            told: BTreeMap::new(),
            accepted: BTreeMap::new(),
            wholes: BTreeMap::new(),
        }
    }

    /// Forgets the replication.
    pub fn clear(&mut self) {
        self.cells.fill(OutcomeCell::default());
        self.segment_cells.fill(OutcomeCell::default());
        self.segment_contacts.fill(ContactCell::default());
        self.absences.fill(AbsenceCell::default());
        self.worked.clear();
        self.gone.clear();
        self.told.clear();
        self.accepted.clear();
        self.wholes.clear();
    }

    /// Counts of a queue's contacts that arrived in an interval.
    pub fn cell(&self, interval: usize, queue: QueueId) -> &OutcomeCell {
        &self.cells[interval * self.queues + queue]
    }

    /// Segments of all queues, queue by queue.
    pub fn segment_count(&self) -> usize {
        self.segments.last().map_or(0, |range| range.end)
    }

    /// The same as [`Self::cell`] for one of all segments.
    pub fn segment_cell(&self, interval: usize, segment: usize) -> &OutcomeCell {
        &self.segment_cells[interval * self.segment_count() + segment]
    }

    /// Waits and answers of one of all segments; without the longest queue, which no segment has alone.
    pub fn segment_contacts(&self, interval: usize, segment: usize) -> &ContactCell {
        &self.segment_contacts[interval * self.segment_count() + segment]
    }

    /// What a group's agents did in an interval beside handling and being available.
    pub fn absences(&self, interval: usize, group: GroupId) -> &AbsenceCell {
        &self.absences[interval * self.groups + group]
    }

    /// What agents' handling time went to.
    pub fn worked(&self) -> &Worked {
        &self.worked
    }

    /// Takes over some intervals of another run as the first interval of this one, in place of what was here.
    pub(super) fn take_as_one(&mut self, run: &Outcomes, intervals: Range<usize>) {
        self.clear();
        let segments = self.segment_count();
        self.worked.take_as_one(&run.worked, intervals.clone());
        for interval in intervals {
            for queue in 0..self.queues {
                self.cells[queue].add(run.cell(interval, queue));
            }
            for segment in 0..segments {
                self.segment_cells[segment].add(run.segment_cell(interval, segment));
                self.segment_contacts[segment].add(run.segment_contacts(interval, segment));
            }
            for group in 0..self.groups {
                add_each(&mut self.absences[group], run.absences(interval, group));
            }
        }
    }

    fn segment_at(&self, contact: &Contact) -> Option<usize> {
        let range = self.segments.get(contact.queue)?;
        let segment = range.start + usize::from(contact.segment);
        range
            .contains(&segment)
            .then(|| contact.interval * self.segment_count() + segment)
    }

    fn count(&mut self, contact: &Contact, count: Count, by: u64) {
        if contact.arrived < self.warm_up {
            return;
        }
        self.cells[contact.interval * self.queues + contact.queue].bump(count, by);
        if let Some(at) = self.segment_at(contact) {
            self.segment_cells[at].bump(count, by);
        }
    }

    fn segment(&mut self, contact: &Contact) -> Option<&mut ContactCell> {
        if contact.arrived < self.warm_up {
            return None;
        }
        let at = self.segment_at(contact)?;
        Some(&mut self.segment_contacts[at])
    }

    /// Adds the wait of a leg to the contact as a whole.
    fn add_wait(&mut self, contact: &Contact, wait: Ticks, answered: bool) {
        let (first, fresh, known) = match self.wholes.get_mut(&key(contact)) {
            Some(whole) => {
                let fresh = answered && !whole.answered;
                whole.answered |= answered;
                (whole.first, fresh, true)
            }
            None => (*contact, answered, false),
        };
        // A leg that nobody answered belongs to a whole only where another leg was answered.
        if answered || known {
            self.count(&first, Count::WholeWait, wait.0);
        }
        self.count(&first, Count::Wholes, u64::from(fresh));
    }

    pub(super) fn arrived(&mut self, contact: &Contact) {
        self.count(contact, Count::Came, 1);
    }

    pub(super) fn follows(&mut self, contact: &Contact, origin: &Origin) {
        self.count(contact, Count::of_cause(origin.cause), 1);
        if matches!(origin.cause, Cause::Transfer | Cause::Choice)
            && let Some(&whole) = self.wholes.get(&(origin.queue, origin.number))
        {
            self.wholes.insert(key(contact), whole);
        }
    }

    pub(super) fn balked(&mut self, contact: &Contact) {
        self.leaves(contact);
        if let Some(cell) = self.segment(contact) {
            cell.balked += 1;
        }
    }

    /// Forgets what somebody was told who does not wait, or waits no more.
    fn leaves(&mut self, contact: &Contact) {
        self.told.remove(&key(contact));
    }

    pub(super) fn answered(&mut self, contact: &Contact, wait: Ticks, within: bool) {
        if let Some(told) = self.told.get(&key(contact)).copied() {
            self.count(contact, Count::Compared, 1);
            self.count(contact, Count::ComparedAnnounced, told.0);
            self.count(contact, Count::ComparedWait, wait.0);
            self.count(contact, Count::ComparedError, told.0.abs_diff(wait.0));
        }
        self.add_wait(contact, wait, true);
        self.leaves(contact);
        let Some(cell) = self.segment(contact) else { return };
        if wait == Ticks::ZERO {
            cell.answered_at_once += 1;
            return;
        }
        cell.answered_later += 1;
        cell.later_within += u32::from(within);
        cell.wait_answered += wait.0;
        cell.wait_max = cell.wait_max.max(wait.0);
    }

    pub(super) fn abandoned(&mut self, contact: &Contact, wait: Ticks, (within, short): (bool, bool)) {
        self.add_wait(contact, wait, false);
        self.leaves(contact);
        let Some(cell) = self.segment(contact) else { return };
        cell.abandoned += 1;
        cell.abandoned_within += u32::from(within);
        cell.abandoned_short += u32::from(short);
        cell.wait_abandoned += wait.0;
    }

    pub(super) fn left_waiting(&mut self, contact: &Contact, wait: Ticks) {
        self.add_wait(contact, wait, false);
        self.leaves(contact);
        let Some(cell) = self.segment(contact) else { return };
        cell.waiting_at_end += 1;
        cell.wait_left += wait.0;
    }

    /// Adds a stay in a queue to the integral of how many of a segment wait.
    pub(super) fn add_queue_time(&mut self, contact: &Contact, left: Ticks) {
        let Some(range) = self.segments.get(contact.queue) else {
            return;
        };
        let (segment, segments) = (range.start + usize::from(contact.segment), self.segment_count());
        if !self.segments[contact.queue].contains(&segment) {
            return;
        }
        let contacts = &mut self.segment_contacts;
        let (from, to) = (contact.arrived.max(self.warm_up), left.min(self.closes));
        spread(self.interval_length, from, to, |interval, ticks| {
            contacts[interval * segments + segment].queue_time += ticks;
        });
    }

    pub(super) fn blocked(&mut self, contact: &Contact, why: Busy) {
        let count = match why {
            Busy::Line => Count::BlockedLine,
            Busy::Place => Count::BlockedPlace,
        };
        self.count(contact, count, 1);
    }

    pub(super) fn left_ivr(&mut self, contact: &Contact, end: IvrEnd) {
        let count = match end {
            IvrEnd::Queue => return,
            IvrEnd::Chosen(_) => Count::ChoseElsewhere,
            IvrEnd::Contained => Count::Contained,
            IvrEnd::HungUp => Count::IvrHungUp,
        };
        self.count(contact, count, 1);
    }

    pub(super) fn announced(&mut self, contact: &Contact, wait: Ticks) {
        self.count(contact, Count::Announced, 1);
        self.count(contact, Count::AnnouncedWait, wait.0);
        self.told.insert(key(contact), wait);
    }

    pub(super) fn overflowed(&mut self, contact: &Contact) {
        self.count(contact, Count::Overflowed, 1);
    }

    pub(super) fn left_message(&mut self, contact: &Contact, wait: Ticks) {
        self.count(contact, Count::Messages, 1);
        self.add_wait(contact, wait, false);
        self.leaves(contact);
    }

    pub(super) fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        self.count(contact, Count::Callbacks, 1);
        self.accepted.insert(key(contact), now);
        self.leaves(contact);
    }

    pub(super) fn callback_missed(&mut self, contact: &Contact, last: bool) {
        if last {
            self.count(contact, Count::CallbacksMissed, 1);
            self.accepted.remove(&key(contact));
        }
    }

    pub(super) fn callback_reached(&mut self, contact: &Contact, now: Ticks) {
        let since = self.accepted.remove(&key(contact)).unwrap_or(contact.arrived);
        self.count(contact, Count::CallbacksReached, 1);
        self.count(contact, Count::CallbackWait, now.saturating_sub(since).0);
        self.add_wait(contact, Ticks::ZERO, true);
    }

    pub(super) fn transferred(&mut self, contact: &Contact, warm: bool) {
        let count = if warm {
            Count::TransferredWarm
        } else {
            Count::TransferredCold
        };
        self.count(contact, count, 1);
        self.wholes.entry(key(contact)).or_insert(Whole {
            first: *contact,
            answered: true,
        });
    }

    pub(super) fn handled(&mut self, contact: &Contact, resolved: bool) {
        self.count(contact, Count::Unresolved, u64::from(!resolved));
    }

    pub(super) fn story_ended(&mut self, story: &Story) {
        if story.began < self.warm_up {
            return;
        }
        let cell = &mut self.cells[story.interval * self.queues + story.queue];
        cell.bump(Count::Clients, 1);
        cell.bump(Count::Attempts, u64::from(story.attempts));
        cell.bump(Count::ClientsServed, u64::from(story.served));
        cell.bump(Count::ClientsResolved, u64::from(story.resolved));
        cell.bump(
            Count::ResolvedAtFirst,
            u64::from(story.resolved && story.attempts == 1),
        );
    }

    pub(super) fn held(&mut self, group: GroupId, queues: &[QueueId], from: Ticks, to: Ticks) {
        self.worked.held(group, queues, from, to);
    }

    pub(super) fn spent(&mut self, group: GroupId, queue: QueueId, from: Ticks, to: Ticks) {
        self.worked.held(group, &[queue], from, to);
    }

    pub(super) fn replied(&mut self, contact: &Contact, wait: Ticks) {
        let in_time = wait <= self.reply_within[contact.queue];
        self.count(contact, Count::Replies, 1);
        self.count(contact, Count::ReplyWait, wait.0);
        self.count(contact, Count::RepliesWithin, u64::from(in_time));
    }

    pub(super) fn left_silently(&mut self, contact: &Contact) {
        self.count(contact, Count::LeftSilently, 1);
    }

    pub(super) fn interrupted(&mut self, contact: &Contact) {
        self.count(contact, Count::Interruptions, 1);
    }

    pub(super) fn concluded(&mut self, contact: &Contact, now: Ticks) {
        let took = now - contact.arrived + contact.before;
        self.count(contact, Count::Concluded, 1);
        self.count(contact, Count::ConclusionTime, took.0);
    }

    pub(super) fn unfinished(&mut self, contact: &Contact) {
        self.count(contact, Count::Unfinished, 1);
    }

    pub(super) fn dialed(&mut self, queue: QueueId, interval: usize, what: Dialed, now: Ticks) {
        if now < self.warm_up || interval >= self.intervals {
            return;
        }
        let cell = &mut self.cells[interval * self.queues + queue];
        cell.bump(Count::Dials, 1);
        match what {
            Dialed::Again => {}
            Dialed::Never => cell.bump(Count::NeverReached, 1),
            Dialed::Right => cell.bump(Count::RightParty, 1),
            Dialed::Wrong => cell.bump(Count::WrongParty, 1),
        }
    }

    pub(super) fn backlog(&mut self, interval: usize, queue: QueueId, ages: &[u32; AGES]) {
        let ends = Ticks((interval as u64 + 1) * self.interval_length.0);
        if ends <= self.warm_up || interval >= self.intervals {
            return;
        }
        let cell = &mut self.cells[interval * self.queues + queue];
        cell.bump(Count::Closings, 1);
        for (count, &waiting) in Count::BACKLOG.into_iter().zip(ages) {
            cell.bump(count, u64::from(waiting));
        }
    }

    pub(super) fn busy(&mut self, group: GroupId, from: Ticks, to: Ticks) {
        self.add_absence(group, Absence::ExtraBusy, from, to);
    }

    /// An agent is gone for something from now on, or is no more.
    pub(super) fn presence(&mut self, group: GroupId, agent: usize, what: Presence, now: Ticks) {
        if self.gone.len() <= agent {
            self.gone.resize(agent + 1, None);
        }
        let now_gone = match what {
            Presence::Comes | Presence::Leaves => None,
            Presence::Breaks => Some((group, Absence::Break, now)),
            Presence::Away => Some((group, Absence::Away, now)),
            Presence::Pauses => Some((group, Absence::Paused, now)),
        };
        let before = std::mem::replace(&mut self.gone[agent], now_gone);
        if let Some((group, what, since)) = before {
            self.add_absence(group, what, since, now);
        }
    }

    /// Counts what agents are gone for up to closing.
    pub(super) fn close(&mut self) {
        for agent in 0..self.gone.len() {
            if let Some((group, what, since)) = self.gone[agent].take() {
                self.add_absence(group, what, since, self.closes);
            }
        }
    }

    pub(super) fn overran(&mut self, group: GroupId, by: Ticks, now: Ticks) {
        if now < self.warm_up {
            return;
        }
        let interval = ((now.0 / self.interval_length.0) as usize).min(self.intervals - 1);
        self.absences[interval * self.groups + group][Absence::Overrun as usize] += by.0;
    }

    fn add_absence(&mut self, group: GroupId, what: Absence, from: Ticks, to: Ticks) {
        let (groups, absences) = (self.groups, &mut self.absences);
        let (from, to) = (from.max(self.warm_up), to.min(self.closes));
        spread(self.interval_length, from, to, |interval, ticks| {
            absences[interval * groups + group][what as usize] += ticks;
        });
    }
}
