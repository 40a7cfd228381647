//! Waits predicted when a contact joins its queue, and what is remembered for it.

use super::core::Core;
use crate::model::{Predictor, QueueId};

impl Core<'_> {
    /// The predicted wait of a contact that joins a queue, in ticks.
    pub(super) fn predict(&self, queue: QueueId, predictor: Predictor, now: u64) -> u64 {
        let state = &self.queues[queue];
        match predictor {
            Predictor::LastWait => state.last_wait,
            Predictor::MeanOfLast(number) => {
                let last = state.last_waits.iter().rev().take(number as usize);
                let (sum, waits) = last.fold((0, 0), |(sum, waits), wait| (sum + wait, waits + 1));
                sum.checked_div(waits).unwrap_or(0)
            }
            Predictor::HeadOfQueue => {
                let head = state.order.values().next();
                head.map_or(0, |&number| self.calls.at(number).waited(now))
            }
            Predictor::QueueOverRate => {
                let mean = *self.rules.queues[queue].mean_handle.at(self.interval_at(now));
                let route = self.rules.queues[queue].route.iter().flatten();
                let rate: f64 = route
                    .map(|&group| {
                        let factor = self.plan.groups[group].handle_factor[queue];
                        let speed = self.full_speed(group, queue);
                        f64::from(self.groups[group].on_duty) * speed / (mean * factor)
                    })
                    .sum();
                let ahead = state.order.len() as f64 + 1.0;
                // Nobody on duty: a day, which is longer than anybody is told.
                if rate > 0.0 {
                    (ahead / rate) as u64
                } else {
                    86_400 << 18
                }
            }
        }
    }

    /// Remembers the wait of an answered contact, as far back as predictions look.
    pub(super) fn remember_wait(&mut self, queue: QueueId, wait: u64) {
        let rules = &self.rules.queues[queue];
        let asked = |predictor: Predictor| match predictor {
            Predictor::MeanOfLast(number) => number as usize,
            Predictor::LastWait | Predictor::QueueOverRate | Predictor::HeadOfQueue => 0,
        };
        let announce = rules.announce.map_or(0, |announce| asked(announce.predictor));
        let callback = rules
            .callback
            .as_ref()
            .map_or(0, |callback| asked(callback.rule.predictor));
        let most = announce.max(callback);
        let state = &mut self.queues[queue];
        if wait > 0 {
            state.last_wait = wait;
        }
        if most == 0 {
            return;
        }
        let last_waits = &mut state.last_waits;
        if last_waits.len() >= most {
            last_waits.pop_front();
        }
        last_waits.push_back(wait);
    }

    /// Remembers how a contact left its queue, as far back as conditions look.
    pub(super) fn remember_service(&mut self, queue: QueueId, within: bool, now: u64) {
        let over = self.rules.queues[queue].recent_over;
        if over == 0 {
            return;
        }
        let recent = &mut self.queues[queue].recent;
        recent.push_back((now, within));
        while recent.front().is_some_and(|&(at, _)| at + over < now) {
            recent.pop_front();
        }
    }
}
