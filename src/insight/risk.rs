//! The risk of single days in words.
//!
//! In: a center and how its days differ. Out: sentences, the queue that is off its target most often first.

use super::day_names::DayNames;
use super::wording::{
    contacts, count, horizon_noun, number, percent, percent_ceiling, percent_floor, seconds, thousands, title,
};
use crate::estimate::{Bound, Estimate, Figures, Kept, Limit, Limited, Measure, Risk, Unit};
use crate::model::{Center, Queue, QueueId};

/// Queues of which a sentence is said; of more, the others are counted.
const TOLD: usize = 3;

/// What there is to say of single days.
pub fn risk_sentences(center: &Center, risk: &Risk) -> Vec<String> {
    let teller = Teller {
        center,
        risk,
        names: DayNames::of(&center.name, &center.calendar),
    };
    if let Some(why) = teller.nothing() {
        return vec![format!("{why}.")];
    }
    let order = teller.worst_first();
    let told = &order[..order.len().min(TOLD)];
    let mut sentences: Vec<String> = told.iter().filter_map(|&queue| teller.queue(queue)).collect();
    sentences.extend(teller.together(order.len() - told.len()));
    sentences.extend(told.iter().filter_map(|&queue| teller.days_of(queue)));
    sentences.extend(teller.cost());
    sentences
}

/// What most matters, as a title: how the days of a longer horizon differ for the queue that is off target
/// most often, else "Loans is on target on 23 % of Mondays; on one Monday in ten …".
pub fn risk_title(center: &Center, risk: &Risk) -> String {
    let teller = Teller {
        center,
        risk,
        names: DayNames::of(&center.name, &center.calendar),
    };
    if let Some(why) = teller.nothing() {
        return why;
    }
    teller
        .worst_first()
        .first()
        .and_then(|&queue| {
            let worst_day = teller
                .days_of(queue)
                .map(|day| day.trim_end_matches('.').to_owned());
            worst_day.or_else(|| teller.headline(queue))
        })
        .unwrap_or_else(|| format!("No {}, so no risk", contacts(center)))
}

/// The queues whose days are told of: those with a target, or all where none has one; those that are off
/// target most often first, then those with the lowest service level on bad days.
pub fn riskiest_first(center: &Center, risk: &Risk) -> Vec<QueueId> {
    let key = |queue: QueueId| {
        let all = &risk.queues[queue].all;
        (
            all.met.map_or(f64::INFINITY, |met| met.mean),
            all.figures[0].quantile(0.1).unwrap_or(f64::INFINITY),
        )
    };
    let targets = center.queues.iter().any(|queue| queue.target.is_some());
    let mut order: Vec<QueueId> = (0..center.queues.len())
        .filter(|&queue| !targets || center.queues[queue].target.is_some())
        .collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    order
}

struct Teller<'a> {
    center: &'a Center,
    risk: &'a Risk,
    names: DayNames,
}

impl Teller<'_> {
    /// Why there is nothing to say, where that is so.
    fn nothing(&self) -> Option<String> {
        let one = &self.names.one;
        (self.risk.center.all.days < 2).then(|| format!("One simulated {one} says nothing of risk"))
    }

    fn worst_first(&self) -> Vec<QueueId> {
        riskiest_first(self.center, self.risk)
            .into_iter()
            .filter(|&queue| !self.levels(queue).sorted().is_empty())
            .collect()
    }

    fn facts(&self, queue: QueueId) -> &Queue {
        &self.center.queues[queue]
    }

    fn levels(&self, queue: QueueId) -> &Figures {
        &self.risk.queues[queue].all.figures[0]
    }

    /// "89 % of Mondays", "every one of 200 simulated Mondays".
    fn share_of_days(&self, share: f64, days: u64) -> String {
        let many = &self.names.many;
        let days = thousands(days as f64);
        if share >= 1.0 {
            format!("every one of {days} simulated {many}")
        } else if share <= 0.0 {
            format!("none of {days} simulated {many}")
        } else {
            format!("{} of {many}", share_in_words(share))
        }
    }

    /// "fewer than 80 % are answered within 20 s".
    fn tail(&self, queue: QueueId) -> Option<String> {
        let low = self.levels(queue).quantile(0.1)?;
        let within = self.facts(queue).within.seconds();
        let when = if within > 0.0 {
            format!("within {}", seconds(within))
        } else {
            "at once".into()
        };
        (low < 1.0).then(|| match percent_ceiling(low) {
            none if low <= 0.0 || none == "0 %" => format!("nobody is answered {when}"),
            share => format!("fewer than {share} are answered {when}"),
        })
    }

    fn headline(&self, queue: QueueId) -> Option<String> {
        let name = title(&self.facts(queue).name);
        let all = &self.risk.queues[queue].all;
        let one = &self.names.one;
        let tail = self.tail(queue);
        match all.met {
            Some(met) => {
                let share = self.share_of_days(met.mean, all.days);
                let tail = tail.map_or_else(String::new, |tail| format!("; on one {one} in ten {tail}"));
                Some(format!("{name} is on target on {share}{tail}"))
            }
            None => tail.map(|tail| format!("{name}: on one {one} in ten {tail}")),
        }
    }

    fn queue(&self, queue: QueueId) -> Option<String> {
        let mut text = self.headline(queue)?;
        let all = &self.risk.queues[queue].all;
        let asked = self
            .facts(queue)
            .target
            .as_ref()
            .and_then(|target| target.on_days);
        if let (Some(asked), Some(met)) = (asked, all.met) {
            let word = if met.mean < asked { "but" } else { "and" };
            text += &format!(", {word} {} of {} are asked for", percent(asked), self.names.many);
        }
        text += ".";
        let worst = all
            .limits
            .iter()
            .min_by(|a, b| a.share.mean.total_cmp(&b.share.mean));
        if let Some((worst, short)) = worst.and_then(|worst| Some((worst, worst.shortfall?))) {
            text += &self.misses(queue, worst, short, all.limits.len() > 1);
        }
        Some(text)
    }

    /// " It misses the service level most often, on 11 % of Mondays and then by 4.1 points on average."
    fn misses(&self, queue: QueueId, worst: &Kept, short: f64, several: bool) -> String {
        let many = &self.names.many;
        let by = short_by(&worst.limit, short);
        if several {
            format!(
                " What it misses most often is {}: on {} of {many}, then by {by} on average.",
                limit_name(self.facts(queue), &worst.limit),
                share_in_words(1.0 - worst.share.mean),
            )
        } else if worst.share.mean > 0.0 {
            format!(" On the {many} that miss it, it is {by} short on average.")
        } else {
            format!(" It is {by} short on average.")
        }
    }

    /// How often every queue is on target, and of how many queues nothing was said.
    fn together(&self, untold: usize) -> Option<String> {
        let others = (untold > 0).then(|| format!("{} more often.", count_are_on_target(untold)));
        let targets = self.center.queues.iter().filter(|queue| queue.target.is_some());
        let together = self.center.target.is_some();
        if targets.count() < 2 && !together {
            return others.filter(|_| self.risk.center.all.met.is_some());
        }
        let met = self.risk.center.all.met?;
        let share = self.share_of_days(met.mean, self.risk.center.all.days);
        let all = if together {
            format!("Every target is met, that of all queues together among them, on {share}.")
        } else {
            format!("All queues are on target together on {share}.")
        };
        Some(others.map_or_else(|| all.clone(), |others| format!("{all} {others}")))
    }

    /// Which calendar day is worst for a queue.
    fn days_of(&self, queue: QueueId) -> Option<String> {
        let risk = &self.risk.queues[queue];
        let name = title(&self.facts(queue).name);
        let met: Vec<(u32, Estimate)> = self
            .risk
            .days
            .iter()
            .zip(&risk.each)
            .filter_map(|(&number, days)| Some((number, days.met?)))
            .collect();
        let by_share = |a: &&(u32, Estimate), b: &&(u32, Estimate)| a.1.mean.total_cmp(&b.1.mean);
        let (&(number, worst), &(_, best)) = (met.iter().min_by(by_share)?, met.iter().max_by(by_share)?);
        let others = met.iter().filter(|(other, _)| *other != number);
        let others = others.map(|(_, met)| met.mean).sum::<f64>() / (met.len() - 1).max(1) as f64;
        let clear = worst.interval.is_some_and(|(_, high)| high < others);
        if clear {
            return Some(format!(
                "{} worst for {name}: on target {}, against {} on the other days.",
                self.names.all_are(number),
                if worst.mean > 0.0 {
                    format!("on {}", share_in_words(worst.mean))
                } else {
                    "never".into()
                },
                share_in_words(others)
            ));
        }
        (met.len() > 1 && worst.interval.is_some()).then(|| {
            format!(
                "No day stands out for {name}: on target on {} to {} of each.",
                share_in_words(worst.mean),
                share_in_words(best.mean)
            )
        })
    }

    /// The cost of a replication, and what work after closing adds.
    fn cost(&self) -> Option<String> {
        let noun = match horizon_noun(&self.center.calendar) {
            "day" => self.names.one.as_str(),
            noun => noun,
        };
        let cost: f64 = self.risk.cost.iter().sum();
        let hours = self.risk.overtime_hours.sorted();
        let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
        let fixed =
            (cost > 0.0).then(|| format!("The staffing fixes the cost: {} every {noun}.", thousands(cost)));
        let extra = (mean(hours) > 0.0).then(|| {
            let worth = mean(self.risk.overtime_cost.sorted());
            let worth = if worth > 0.0 {
                format!(" ({} at the last interval's rates)", number(worth))
            } else {
                String::new()
            };
            let tail = self.risk.overtime_hours.quantile(0.9).unwrap_or(0.0);
            format!(
                "Agents work {} after closing on average{worth}, more than {} on one {noun} in ten; that is not \
                 in the cost.",
                worked(mean(hours)),
                worked(tail)
            )
        });
        match (fixed, extra) {
            (Some(fixed), Some(extra)) => Some(format!("{fixed} {extra}")),
            (fixed, extra) => fixed.or(extra),
        }
    }
}

/// Hours of work: "19 min", "2.3 h".
fn worked(hours: f64) -> String {
    if hours < 1.0 {
        format!("{:.0} min", 60.0 * hours)
    } else {
        format!("{} h", number(hours))
    }
}

/// A share of days, never rounded to all or none.
fn share_in_words(share: f64) -> String {
    match share {
        most if (0.995..1.0).contains(&most) => percent_floor(most),
        share => percent(share),
    }
}

fn count_are_on_target(untold: usize) -> String {
    match untold {
        1 => "The other queue is on target".into(),
        _ => format!("The other {} are on target", count(untold, "queue")),
    }
}

/// A limit as its name: "80 % within 20 s", "at most 3 % abandoned".
pub fn limit_name(queue: &Queue, limit: &Limit) -> String {
    let (Bound::AtLeast(value) | Bound::AtMost(value)) = limit.bound;
    match limit.on {
        Limited::Measure(Measure::ServiceLevel) => {
            let within = queue.within.seconds();
            if within > 0.0 {
                format!("{} within {}", percent(value), seconds(within))
            } else {
                format!("{} at once", percent(value))
            }
        }
        Limited::Measure(Measure::AbandonmentRate) => format!("at most {} abandoned", percent(value)),
        Limited::Measure(Measure::Asa) => format!("a mean wait of at most {}", seconds(value)),
        Limited::Measure(Measure::PWait) => format!("at most {} waiting at all", percent(value)),
        Limited::Measure(Measure::ReplyWait) => {
            format!("a mean wait for replies of at most {}", seconds(value))
        }
        Limited::Measure(Measure::QueueMean) => format!("at most {} in the queue", number(value)),
        Limited::Measure(other) => format!("{} at most {}", other.key(), number(value)),
        Limited::WaitQuantile(share) => {
            format!("{} of waits at most {}", percent(share), seconds(value))
        }
    }
}

/// A limit of all queues together, in a few words.
pub fn center_limit_name(center: &Center, limit: &Limit) -> String {
    let mut queues = center.queues.iter();
    let Some(first) = queues.next() else {
        return String::new();
    };
    match (limit.on, limit.bound) {
        (Limited::Measure(Measure::ServiceLevel), Bound::AtLeast(value) | Bound::AtMost(value))
            if queues.any(|queue| queue.within != first.within) =>
        {
            format!("{} in time", percent(value))
        }
        _ => limit_name(first, limit),
    }
}

/// An amount by which a limit is missed: "4.1 points", "7 s".
pub fn short_by(limit: &Limit, short: f64) -> String {
    let small = |value: f64| {
        if value < 10.0 {
            format!("{value:.1}")
        } else {
            format!("{value:.0}")
        }
    };
    match limit.on {
        Limited::Measure(measure) if measure.unit() == Unit::Share => {
            format!("{} points", small(100.0 * short))
        }
        Limited::Measure(Measure::QueueMean) => number(short),
        _ => seconds(short),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_not_rounded_to_all_or_none() {
        assert_eq!(share_in_words(0.997), "99 %");
        assert_eq!(share_in_words(0.002), "0.2 %");
        assert_eq!(share_in_words(1.0), "100 %");
        assert_eq!(worked(0.31), "19 min");
        assert_eq!(worked(2.3), "2.3 h");
    }

    #[test]
    fn a_shortfall_has_the_unit_of_its_limit() {
        let limit = |on, most| Limit {
            on,
            bound: Bound::AtMost(most),
        };
        let abandoned = limit(Limited::Measure(Measure::AbandonmentRate), 0.03);
        assert_eq!(short_by(&abandoned, 0.019), "1.9 points");
        assert_eq!(short_by(&limit(Limited::WaitQuantile(0.9), 60.0), 7.2), "7 s");
        assert_eq!(
            short_by(&limit(Limited::Measure(Measure::QueueMean), 2.0), 0.5),
            "0.50"
        );
    }
}
