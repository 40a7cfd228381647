//! On what a figure depends, in words.

use super::super::compare::{figure_name, how_much};
use super::super::wording::{list, number, title};
use super::{Factor, Sensitivity, Side, Swing};
use crate::model::{Center, Distribution};

impl Sensitivity {
    /// What it depends on most, what hardly matters, what whole agents really changed, and what was left out.
    pub fn sentences(&self, center: &Center) -> Vec<String> {
        let mut said = Vec::new();
        let Some(first) = self.swings.first() else {
            return said;
        };
        let percent = self.percent();
        let figure = figure_name(self.question.figure);
        let start = match self.question.queue {
            Some(queue) => format!("{figure} of {}", title(&center.queues[queue].name)),
            None => figure,
        };
        let stands = |side: &Side| side.difference.is_distinguishable();
        if stands(&first.less) || stands(&first.more) {
            said.push(format!(
                "{start} depends most on {}: {percent} more, {}; {percent} less, {}.",
                first.factor.name(),
                self.effect(&first.more),
                self.effect(&first.less)
            ));
        } else {
            said.push(format!(
                "{start} does not change by more than chance explains, whatever changes by {percent}."
            ));
        }
        let chance: Vec<String> = self
            .swings
            .iter()
            .skip(1)
            .filter(|swing| !stands(&swing.less) && !stands(&swing.more))
            .map(|swing| swing.factor.name().to_owned())
            .collect();
        if !chance.is_empty() {
            said.push(format!(
                "{percent} of {} cannot be told from chance.",
                list(&chance)
            ));
        }
        said.extend(self.hours());
        if self.swings.iter().any(|swing| swing.factor == Factor::Patience) {
            let forever: Vec<String> = center
                .queues
                .iter()
                .filter(|queue| {
                    queue
                        .patience
                        .values()
                        .iter()
                        .all(|law| *law == Distribution::Forever)
                })
                .map(|queue| title(&queue.name))
                .collect();
            if !forever.is_empty() {
                said.push(format!("Patience without end stays so: {}.", list(&forever)));
            }
        }
        for (factor, why) in &self.left_out {
            said.push(format!("Left out: {}, as {why}.", factor.name()));
        }
        said
    }

    /// The share: "10 %".
    fn percent(&self) -> String {
        format!("{} %", number_of_percent(self.question.share))
    }

    fn effect(&self, side: &Side) -> String {
        how_much(self.question.figure.unit(), &side.difference)
    }

    /// What whole agents made of the share.
    fn hours(&self) -> Option<String> {
        let moved: Vec<&Swing> = self
            .swings
            .iter()
            .filter(|swing| swing.factor.moves_agents())
            .collect();
        let signed = |hours: f64| {
            let sign = if hours < 0.0 { "−" } else { "+" };
            format!("{sign}{}", number(hours.abs()))
        };
        let parts: Vec<String> = moved
            .iter()
            .map(|swing| {
                format!(
                    "{} {} and {} h",
                    swing.factor.name(),
                    signed(swing.less.hours),
                    signed(swing.more.hours)
                )
            })
            .collect();
        (!parts.is_empty()).then(|| {
            format!(
                "In whole agents, {} less and more change the hours on queue so: {}.",
                self.percent(),
                list(&parts)
            )
        })
    }
}

/// A share as the shortest number of percent.
fn number_of_percent(share: f64) -> f64 {
    (share * 1e4).round() / 100.0
}
