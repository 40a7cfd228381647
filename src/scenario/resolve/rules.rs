//! The rules of a queue beyond patience, balking and ranks: the parts together, and what all of them need.

use super::{Assumed, Setting, caller, channel, dialer, entry, onward};
use crate::model::{Channel, Distribution, PerInterval, QueueId, QueueRules, Ticks};
use crate::scenario::distribution::LawSeries;
use crate::scenario::file::{ByName, Spot, TypedQueue, find_name};
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::Reading;
use crate::scenario::source::Place;

/// The rules of one queue, without those of its demand; it has this patience and this T. `None` where a problem stands in the way.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &TypedQueue,
    queue: QueueId,
    (patience, within): (Option<&PerInterval<Distribution>>, Ticks),
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<QueueRules> {
    let mut of = Of {
        reading,
        typed,
        queue,
        patience,
        setting,
        assumed,
    };
    let segments = caller::segments(&mut of);
    let balking = caller::balking(&mut of);
    let hang_ups = caller::hang_ups(&mut of);
    let message = caller::message(&mut of);
    let retry = caller::retry(&mut of);
    let repeat = caller::repeat(&mut of);
    let places = entry::places(&mut of);
    let ivr = entry::ivr(&mut of);
    let announce = entry::announce(&of);
    let callback = entry::callback(&mut of);
    let standing = onward::standing(&mut of);
    let access = onward::access(&mut of);
    let overflow = onward::overflow(&mut of);
    let transfers = onward::transfers(&mut of);
    let clock = channel::clock(&mut of);
    let conversation = channel::conversation(&mut of);
    let thread = channel::thread(&mut of, within);
    let dialer = dialer::dialer(&mut of);
    channel::refuse(&mut of);
    Some(QueueRules {
        segments: segments?,
        balking,
        hang_ups,
        message: message?,
        retry: retry?,
        repeat: repeat?,
        places,
        ivr: ivr?,
        announce,
        callback: callback?,
        standing,
        access,
        overflow: overflow?,
        transfers: transfers?,
        clock,
        conversation: conversation?,
        thread: thread?,
        dialer: dialer?,
        ..QueueRules::default()
    })
}

/// One queue in the course of being resolved.
pub(super) struct Of<'a, 'f> {
    pub reading: &'a mut Reading<'f>,
    pub typed: &'a TypedQueue,
    pub queue: QueueId,
    /// Its patience, where it could be told.
    pub patience: Option<&'a PerInterval<Distribution>>,
    pub setting: &'a Setting<'a>,
    pub assumed: &'a mut Assumed,
}

impl Of<'_, '_> {
    /// The queue's name in the scenario.
    pub fn name(&self) -> &str {
        &self.typed.name.0
    }

    pub fn error(&mut self, place: &Place, what: impl Into<String>, rule: &str, remedy: &str) {
        self.reading.error(place, Complaint::new(what, rule, remedy));
    }

    pub fn warn(&mut self, place: &Place, what: impl Into<String>, rule: &str, remedy: &str) {
        self.reading.warn(place, Complaint::new(what, rule, remedy));
    }

    /// Warns of settings that have no effect, each where it was typed.
    pub fn no_effect(&mut self, spots: &[(&str, Option<&Place>)], rule: &str, remedy: &str) {
        for (key, place) in spots {
            if let Some(place) = place {
                self.warn(place, format!("`{key}` has no effect here"), rule, remedy);
            }
        }
    }

    /// A default of a setting of this queue.
    pub fn assume(&mut self, key: &str, value: impl Into<String>, meaning: &str) {
        let setting = format!("queues.{}.{key}", self.typed.name.0);
        self.assumed.add(setting, value, meaning);
    }

    /// A law that does not vary; what a bare duration means is told.
    pub fn law(&mut self, key: &str, law: &LawSeries) -> Option<Distribution> {
        if law.is_bare() {
            let (value, meaning) = law.said_of_bare();
            self.assume(key, value, meaning);
        }
        law.resolve_one(self.reading, self.setting.frame)
    }

    /// Another queue, by its name; naming this one is a problem where `itself` says why.
    pub fn other(&mut self, name: &Spot<String>, itself: Option<&str>) -> Option<QueueId> {
        let found = find_name(self.reading, name, &self.setting.queue_names, "queue")?;
        match itself {
            Some(rule) if found == self.queue => {
                let what = format!("`{}` is this queue itself", name.0);
                self.error(&name.1, what, rule, "name another queue");
                None
            }
            _ if found != self.queue && self.setting.channels[found] == Channel::Outbound => {
                let what = format!("`{}` is a queue of outbound calls", name.0);
                let rule = "the center makes those: nobody is passed on to them";
                self.error(&name.1, what, rule, "name another queue");
                None
            }
            _ => Some(found),
        }
    }

    /// A value for each group of the center: the same for all, or those named and nothing for the others,
    /// which is told of groups that may serve the queue.
    pub fn by_group<T, U: Clone>(
        &mut self,
        key: &str,
        by: &ByName<T>,
        nothing: (U, &str),
        mut value: impl FnMut(&mut Self, &T) -> Option<U>,
    ) -> Option<Vec<U>> {
        let groups = self.setting.group_names.len();
        let named = match by {
            ByName::All(all) => return Some(vec![value(self, all)?; groups]),
            ByName::Each(named) => named,
        };
        let mut values: Vec<Option<U>> = vec![None; groups];
        let mut sound = true;
        for ((group, place), given) in named {
            let given = value(self, given);
            let Some(index) = self.setting.group_names.iter().position(|name| name == group) else {
                let names = self.setting.group_names.iter().map(String::as_str);
                let remedy = did_you_mean(group, names);
                let what = format!("there is no group `{group}`");
                self.error(place, what, "this names no group of the scenario", &remedy);
                sound = false;
                continue;
            };
            sound &= given.is_some();
            values[index] = given;
        }
        for (group, value) in values.iter().enumerate() {
            let serves = self.setting.serves(group, self.queue);
            if sound && value.is_none() && serves {
                let key = format!("{key}.{}", self.setting.group_names[group]);
                self.assume(&key, "0", nothing.1);
            }
        }
        let filled = values
            .into_iter()
            .map(|value| value.unwrap_or_else(|| nothing.0.clone()));
        sound.then(|| filled.collect())
    }

    /// Complains that a table lacks a setting that it needs.
    pub fn missing(&mut self, place: &Place, key: &str, remedy: &str) {
        super::group::missing(self.reading, place, key, remedy);
    }
}
