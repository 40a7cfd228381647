//! What of a trace is wanted, and what became of the contacts in it.
//!
//! In: a [`Trace`] and what was asked for. Out: the entries to be shown and the number of contacts by their
//! end, which add up to the contacts shown.

use crate::model::{GroupId, QueueId, Ticks};
use crate::observe::{Cause, Entry, Event, Fate, Member, Trace, Traced};

/// What is to be shown; everything that is asked for must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Contacts of this queue.
    pub queue: Option<QueueId>,
    /// This contact, as index into [`Trace::contacts`], with all that follows from it.
    pub contact: Option<usize>,
    /// What this agent does.
    pub agent: Option<Member>,
    /// What agents of this group do.
    pub group: Option<GroupId>,
    /// From this moment on.
    pub from: Option<Ticks>,
    /// Before this moment.
    pub to: Option<Ticks>,
    /// The starts of intervals as well.
    pub intervals: bool,
}

impl Wanted {
    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        *self
            == Wanted {
                intervals: self.intervals,
                ..Wanted::default()
            }
    }

    fn holds(&self, trace: &Trace, entry: &Entry) -> bool {
        if self.from.is_some_and(|from| entry.at < from) || self.to.is_some_and(|to| entry.at >= to) {
            return false;
        }
        if let Event::Interval(_) = entry.event {
            return self.intervals;
        }
        let dialed = match entry.event {
            Event::Dialed { queue, .. } => Some(queue),
            _ => None,
        };
        let of_contact = |holds: &dyn Fn(usize) -> bool| entry.contact.is_some_and(holds);
        let of_agent = |holds: &dyn Fn(Member) -> bool| entry.agent.is_some_and(holds);
        self.queue.is_none_or(|queue| {
            dialed == Some(queue) || of_contact(&|contact| trace.contacts[contact].queue == queue)
        }) && self
            .contact
            .is_none_or(|first| of_contact(&|contact| trace.contacts[contact].first == first))
            && self.agent.is_none_or(|agent| of_agent(&|member| member == agent))
            && self
                .group
                .is_none_or(|group| of_agent(&|member| member.group == group))
    }
}

/// A trace as far as it is wanted.
#[derive(Debug, Clone)]
pub struct Extract<'t> {
    /// All of it.
    pub trace: &'t Trace,
    /// The entries to be shown, in order of time.
    pub entries: Vec<Entry>,
    /// Contacts with an entry among them; without a filter, all that arrived.
    pub contacts: usize,
    /// How many of these ended in each way, in the order of [`Fate::ALL`].
    pub fates: [usize; Fate::ALL.len()],
    /// How many of these follow from another contact, for each of [`CAUSES`].
    pub following: [usize; CAUSES.len()],
    /// Whether nothing was left out.
    pub whole: bool,
}

/// Why one contact follows another, in the order in which they are listed.
pub const CAUSES: [Cause; 5] = [
    Cause::Retry,
    Cause::Repeat,
    Cause::Transfer,
    Cause::Choice,
    Cause::BotFailed,
];

impl<'t> Extract<'t> {
    /// Takes what is wanted from a trace.
    pub fn of(trace: &'t Trace, wanted: &Wanted) -> Self {
        let holds = |entry: &&Entry| wanted.holds(trace, entry);
        let entries: Vec<Entry> = trace.entries().iter().filter(holds).copied().collect();
        let mut seen = vec![false; trace.contacts.len()];
        for contact in entries.iter().filter_map(|entry| entry.contact) {
            seen[contact] = true;
        }
        let shown = || trace.contacts.iter().zip(&seen).filter(|(_, seen)| **seen);
        Self {
            trace,
            contacts: shown().count(),
            fates: Fate::ALL.map(|fate| shown().filter(|(contact, _)| contact.fate == fate).count()),
            following: CAUSES.map(|cause| {
                let because = |contact: &Traced| contact.follows.is_some_and(|(_, why)| why == cause);
                shown().filter(|(contact, _)| because(contact)).count()
            }),
            entries,
            whole: wanted.is_all(),
        }
    }
}
