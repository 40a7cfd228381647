//! The exact counts and integrals of one replication, by queue, group and interval.
//!
//! Everything is an integer (contacts, ticks), so that replications add up to the same sums in any order.
//! Nothing is sampled: the time a contact waited is its share of the integral of the queue's length, the
//! time it was handled its share of the agents' busy time, each divided among the intervals it touches.

use std::ops::Range;

use super::{
    AGES, Agent, Beyond, Brings, Busy, Contact, ContactCell, Demand, Dialed, GroupCell, IvrEnd, Observer,
    Origin, Outcomes, Presence, Slots, Step, Story, WaitRecord, add_each, spread,
};
use crate::model::{Center, GroupId, QueueId, Ticks};

/// The counts of one replication, cleared and used again for the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Counters {
    queues: usize,
    groups: usize,
    interval_length: Ticks,
    warm_up: Ticks,
    closes: Ticks,
    thresholds: Vec<Threshold>,
    now_interval: usize,
    now_interval_end: Ticks,
    /// Row by row: all queues of the first interval, then of the second.
    contacts: Vec<ContactCell>,
    agents: Vec<GroupCell>,
    handled: Vec<u32>,
    overtime: Vec<u64>,
    center_peaks: Vec<u32>,
    waits_answered: Vec<Vec<WaitRecord>>,
    waits_abandoned: Vec<Vec<WaitRecord>>,
    demand: Option<Box<Demand>>,
    /// What happens beyond waiting; nothing where the center is plain.
    outcomes: Option<Box<Outcomes>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Threshold {
    within: Ticks,
    short: Ticks,
}

impl Counters {
    /// Empty counters for a center; contacts that arrive before `warm_up`, and time before it, are left
    /// out.
    pub fn new(center: &Center, warm_up: Ticks) -> Self {
        let (queues, groups) = (center.queues.len(), center.groups.len());
        let intervals = center.calendar.intervals;
        Self {
            queues,
            groups,
            interval_length: center.calendar.interval,
            warm_up,
            closes: center.calendar.horizon(),
            thresholds: center
                .queues
                .iter()
                .map(|queue| Threshold {
                    within: queue.within,
                    short: queue.short,
                })
                .collect(),
            now_interval: 0,
            now_interval_end: Ticks::ZERO,
            contacts: vec![ContactCell::default(); intervals * queues],
            agents: vec![GroupCell::default(); intervals * groups],
            handled: vec![0; intervals * groups * queues],
            overtime: vec![0; groups],
            center_peaks: vec![0; intervals],
            waits_answered: vec![Vec::new(); queues],
            waits_abandoned: vec![Vec::new(); queues],
            demand: None,
            outcomes: (!center.is_plain()).then(|| Box::new(Outcomes::new(center, warm_up))),
        }
    }

    /// Counts the demand as well.
    pub fn with_demand(self, slots: Slots) -> Self {
        Self {
            demand: Some(Box::new(Demand::new(slots))),
            ..self
        }
    }

    /// Forgets the replication.
    pub fn clear(&mut self) {
        self.contacts.fill(ContactCell::default());
        self.agents.fill(GroupCell::default());
        self.handled.fill(0);
        self.overtime.fill(0);
        self.center_peaks.fill(0);
        self.waits_answered.iter_mut().for_each(Vec::clear);
        self.waits_abandoned.iter_mut().for_each(Vec::clear);
        if let Some(demand) = &mut self.demand {
            demand.clear();
        }
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.clear();
        }
    }

    /// Counts of a queue's contacts that arrived in an interval.
    pub fn contacts(&self, interval: usize, queue: QueueId) -> &ContactCell {
        &self.contacts[interval * self.queues + queue]
    }

    /// Agent time of a group in an interval.
    pub fn agents(&self, interval: usize, group: GroupId) -> &GroupCell {
        &self.agents[interval * self.groups + group]
    }

    /// Contacts of each queue that arrived in an interval and were answered, or reached by calling back, by a
    /// group.
    pub fn handled_by(&self, interval: usize, group: GroupId) -> &[u32] {
        let start = (interval * self.groups + group) * self.queues;
        &self.handled[start..start + self.queues]
    }

    /// Time that a group handled contacts after closing, in ticks.
    pub fn overtime(&self, group: GroupId) -> u64 {
        self.overtime[group]
    }

    /// The most contacts, over all queues, that waited at once during an interval.
    pub fn center_peak(&self, interval: usize) -> u32 {
        self.center_peaks[interval]
    }

    /// Time that contacts spent in the center, waiting or being handled, in each interval, in ticks: divided
    /// by the length of an interval, the mean number of them.
    pub fn in_center(&self) -> Vec<u64> {
        let waiting = self.contacts.chunks(self.queues.max(1));
        let handled = self.agents.chunks(self.groups.max(1));
        waiting
            .zip(handled)
            .map(|(queues, groups)| {
                let waiting: u64 = queues.iter().map(|cell| cell.queue_time).sum();
                waiting + groups.iter().map(|cell| cell.handling).sum::<u64>()
            })
            .collect()
    }

    /// Waits of a queue's contacts that were answered after a wait (those answered at once are counted in
    /// [`ContactCell::answered_at_once`]).
    pub fn waits_answered(&self, queue: QueueId) -> &[WaitRecord] {
        &self.waits_answered[queue]
    }

    /// Waits of a queue's contacts that abandoned.
    pub fn waits_abandoned(&self, queue: QueueId) -> &[WaitRecord] {
        &self.waits_abandoned[queue]
    }

    /// The demand of the replication, where it is counted.
    pub fn demand(&self) -> Option<&Demand> {
        self.demand.as_deref()
    }

    /// What happened beyond waiting; nothing where the center is plain.
    pub fn outcomes(&self) -> Option<&Outcomes> {
        self.outcomes.as_deref()
    }

    /// What figures of waiting take from beyond it, of a queue's contacts that arrived in an interval.
    pub fn beyond(&self, interval: usize, queue: QueueId) -> Beyond {
        self.outcomes.as_ref().map_or_else(Beyond::default, |outcomes| {
            outcomes.cell(interval, queue).beyond()
        })
    }

    /// Brings the lists of waits into an order that does not depend on when a wait became known: by interval,
    /// then by length.
    pub fn sort_waits(&mut self) {
        self.waits_answered
            .iter_mut()
            .chain(&mut self.waits_abandoned)
            .for_each(|list| list.sort_unstable());
    }

    /// Takes over some intervals of another run as the first interval of this one, in place of what was here;
    /// work after closing stays behind. The waits of the other must have been sorted.
    pub fn take_as_one(&mut self, run: &Counters, intervals: Range<usize>) {
        debug_assert_eq!((self.queues, self.groups), (run.queues, run.groups));
        self.clear();
        for interval in intervals.clone() {
            let row = &run.contacts[interval * run.queues..][..run.queues];
            self.contacts
                .iter_mut()
                .zip(row)
                .for_each(|(mine, cell)| mine.add(cell));
            let row = &run.agents[interval * run.groups..][..run.groups];
            for (mine, cell) in self.agents.iter_mut().zip(row) {
                mine.handling += cell.handling;
                mine.on_duty += cell.on_duty;
            }
            let row = &run.handled[interval * run.groups * run.queues..][..run.groups * run.queues];
            add_each(&mut self.handled, row);
            self.center_peaks[0] = self.center_peaks[0].max(run.center_peaks[interval]);
        }
        let lists = self.waits_answered.iter_mut().chain(&mut self.waits_abandoned);
        for (mine, list) in lists.zip(run.waits_answered.iter().chain(&run.waits_abandoned)) {
            let first = list.partition_point(|record| record.interval() < intervals.start);
            let last = list.partition_point(|record| record.interval() < intervals.end);
            mine.extend(
                list[first..last]
                    .iter()
                    .map(|record| WaitRecord::from_bits(record.cell())),
            );
        }
        if let (Some(mine), Some(run)) = (&mut self.outcomes, &run.outcomes) {
            mine.take_as_one(run, intervals);
        }
    }

    #[inline]
    fn counted(&self, contact: &Contact) -> bool {
        contact.arrived >= self.warm_up
    }

    #[inline]
    fn cell(&mut self, contact: &Contact) -> &mut ContactCell {
        &mut self.contacts[contact.interval * self.queues + contact.queue]
    }

    /// Adds a contact's stay in its queue to the integral of the queue's length.
    #[inline]
    fn add_queue_time(&mut self, contact: &Contact, left: Ticks) {
        let interval_ends = (contact.interval as u64 + 1) * self.interval_length.0;
        if left.0 <= interval_ends && contact.arrived >= self.warm_up {
            self.cell(contact).queue_time += left.0 - contact.arrived.0;
        } else {
            self.add_long_stay(contact, left);
        }
    }

    /// Adds a stay that crosses the end of an interval, starts in warm-up or ends after closing.
    #[cold]
    fn add_long_stay(&mut self, contact: &Contact, left: Ticks) {
        let (from, to) = (contact.arrived.max(self.warm_up), left.min(self.closes));
        let (queues, contacts) = (self.queues, &mut self.contacts);
        spread(self.interval_length, from, to, |interval, ticks| {
            contacts[interval * queues + contact.queue].queue_time += ticks;
        });
    }

    /// Adds the handling of a contact that crosses the end of an interval, starts in warm-up or ends
    /// after closing.
    #[cold]
    fn add_long_handling(&mut self, group: GroupId, from: Ticks, to: Ticks) {
        let (groups, agents) = (self.groups, &mut self.agents);
        spread(
            self.interval_length,
            from.max(self.warm_up),
            to.min(self.closes),
            |interval, ticks| {
                agents[interval * groups + group].handling += ticks;
            },
        );
        self.overtime[group] += to.saturating_sub(from.max(self.closes)).0;
    }
}

impl Observer for Counters {
    fn day_started(&mut self, busyness: f64) {
        if let Some(demand) = &mut self.demand {
            demand.set_busyness(busyness);
        }
    }

    #[inline]
    fn arrived(&mut self, contact: &Contact, brings: &Brings) {
        if let Some(demand) = &mut self.demand {
            demand.arrived(contact, brings);
        }
    }

    #[inline]
    fn interval_started(&mut self, interval: usize) {
        self.now_interval = interval;
        // In warm-up and after closing every handling takes the long way.
        let start = Ticks(interval as u64 * self.interval_length.0);
        let whole = start >= self.warm_up && start < self.closes;
        self.now_interval_end = if whole {
            start + self.interval_length
        } else {
            Ticks::ZERO
        };
        if start >= self.closes
            && let Some(outcomes) = &mut self.outcomes
        {
            outcomes.close();
        }
    }

    #[inline]
    fn balked(&mut self, contact: &Contact) {
        if self.counted(contact) {
            self.cell(contact).balked += 1;
        }
    }

    #[inline(always)]
    fn answered(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        if ends <= self.now_interval_end {
            self.agents[self.now_interval * self.groups + agent.group].handling += ends.0 - now.0;
        } else {
            self.add_long_handling(agent.group, now, ends);
        }
        let wait = contact.wait(now);
        let waited = wait > Ticks::ZERO;
        if waited {
            self.add_queue_time(contact, now);
        }
        if !self.counted(contact) {
            return;
        }
        self.handled[(contact.interval * self.groups + agent.group) * self.queues + contact.queue] += 1;
        if waited {
            let within = self.thresholds[contact.queue].within;
            let cell = self.cell(contact);
            cell.answered_later += 1;
            cell.later_within += u32::from(wait <= within);
            cell.wait_answered += wait.0;
            cell.wait_max = cell.wait_max.max(wait.0);
            self.waits_answered[contact.queue].push(WaitRecord::new(contact.interval, wait));
        } else {
            self.cell(contact).answered_at_once += 1;
        }
    }

    #[inline]
    fn abandoned(&mut self, contact: &Contact, left: Ticks) {
        self.add_queue_time(contact, left);
        if !self.counted(contact) {
            return;
        }
        let wait = contact.wait(left);
        let Threshold { within, short } = self.thresholds[contact.queue];
        let cell = self.cell(contact);
        cell.abandoned += 1;
        cell.abandoned_within += u32::from(wait <= within);
        cell.abandoned_short += u32::from(wait <= short);
        cell.wait_abandoned += wait.0;
        self.waits_abandoned[contact.queue].push(WaitRecord::new(contact.interval, wait));
    }

    fn left_waiting(&mut self, contact: &Contact, until: Ticks) {
        let wait = contact.wait(until);
        self.add_queue_time(contact, until);
        if self.counted(contact) {
            let cell = self.cell(contact);
            cell.waiting_at_end += 1;
            cell.wait_left += wait.0;
        }
    }

    fn stepped(&mut self, contact: &Contact, step: Step, now: Ticks) {
        let Some(outcomes) = &mut self.outcomes else {
            return;
        };
        let wait = contact.wait(now);
        let Threshold { within, short } = self.thresholds[contact.queue];
        if !matches!(step, Step::Arrives | Step::Balks) {
            outcomes.add_queue_time(contact, now);
        }
        match step {
            Step::Arrives => outcomes.arrived(contact),
            Step::IsAnswered => outcomes.answered(contact, wait, wait <= within),
            Step::Abandons => outcomes.abandoned(contact, wait, (wait <= within, wait <= short)),
            Step::Balks => outcomes.balked(contact),
            Step::IsLeftWaiting => outcomes.left_waiting(contact, wait),
        }
    }

    fn follows(&mut self, contact: &Contact, origin: &Origin) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.follows(contact, origin);
        }
    }

    fn blocked(&mut self, contact: &Contact, why: Busy, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.blocked(contact, why);
        }
    }

    fn left_ivr(&mut self, contact: &Contact, end: IvrEnd, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.left_ivr(contact, end);
        }
    }

    fn announced(&mut self, contact: &Contact, wait: Ticks, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.announced(contact, wait);
        }
    }

    fn overflowed(&mut self, contact: &Contact, _to: QueueId, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.overflowed(contact);
        }
    }

    fn left_message(&mut self, contact: &Contact, now: Ticks) {
        self.add_queue_time(contact, now);
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.add_queue_time(contact, now);
            outcomes.left_message(contact, contact.wait(now));
        }
    }

    fn callback_accepted(&mut self, contact: &Contact, now: Ticks) {
        self.add_queue_time(contact, now);
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.add_queue_time(contact, now);
            outcomes.callback_accepted(contact, now);
        }
    }

    fn callback_dropped(&mut self, contact: &Contact, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.callback_missed(contact, true);
        }
    }

    fn callback_missed(&mut self, contact: &Contact, _agent: Agent, _now: Ticks, last: bool) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.callback_missed(contact, last);
        }
    }

    fn callback_reached(&mut self, contact: &Contact, agent: Agent, now: Ticks, ends: Ticks) {
        self.add_long_handling(agent.group, now, ends);
        if self.counted(contact) {
            self.handled[(contact.interval * self.groups + agent.group) * self.queues + contact.queue] += 1;
        }
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.callback_reached(contact, now);
        }
    }

    fn busy(&mut self, agent: Agent, from: Ticks, to: Ticks) {
        self.add_long_handling(agent.group, from, to);
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.busy(agent.group, from, to);
        }
    }

    fn transferred(&mut self, contact: &Contact, _agent: Agent, _to: QueueId, warm: bool, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.transferred(contact, warm);
        }
    }

    fn handled(&mut self, contact: &Contact, _agent: Agent, resolved: bool, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.handled(contact, resolved);
        }
    }

    fn story_ended(&mut self, story: &Story) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.story_ended(story);
        }
    }

    fn held(&mut self, agent: Agent, queues: &[QueueId], from: Ticks, to: Ticks) {
        self.add_long_handling(agent.group, from, to);
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.held(agent.group, queues, from, to);
        }
    }

    fn spent(&mut self, agent: Agent, queue: QueueId, from: Ticks, to: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.spent(agent.group, queue, from, to);
        }
    }

    fn replied(&mut self, contact: &Contact, _agent: Agent, wait: Ticks, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.replied(contact, wait);
        }
    }

    fn left_silently(&mut self, contact: &Contact, _agent: Agent, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.left_silently(contact);
        }
    }

    fn interrupted(&mut self, contact: &Contact, _agent: Agent, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.interrupted(contact);
        }
    }

    fn concluded(&mut self, contact: &Contact, now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.concluded(contact, now);
        }
    }

    fn unfinished(&mut self, contact: &Contact, _now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.unfinished(contact);
        }
    }

    fn dialed(&mut self, queue: QueueId, interval: usize, what: Dialed, now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.dialed(queue, interval, what, now);
        }
    }

    fn backlog(&mut self, interval: usize, queue: QueueId, ages: &[u32; AGES]) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.backlog(interval, queue, ages);
        }
    }

    fn presence(&mut self, agent: Agent, what: Presence, now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.presence(agent.group, agent.number, what, now);
        }
    }

    fn overran(&mut self, agent: Agent, by: Ticks, now: Ticks) {
        if let Some(outcomes) = &mut self.outcomes {
            outcomes.overran(agent.group, by, now);
        }
    }

    fn queue_peak(&mut self, interval: usize, queue: QueueId, waiting: u32) {
        self.contacts[interval * self.queues + queue].queue_max = waiting;
    }

    fn center_peak(&mut self, interval: usize, waiting: u32) {
        self.center_peaks[interval] = waiting;
    }

    fn on_duty(&mut self, group: GroupId, from: Ticks, to: Ticks, agents: u32) {
        let (groups, cells) = (self.groups, &mut self.agents);
        spread(
            self.interval_length,
            from.max(self.warm_up),
            to.min(self.closes),
            |interval, ticks| {
                cells[interval * groups + group].on_duty += ticks * u64::from(agents);
            },
        );
    }
}
