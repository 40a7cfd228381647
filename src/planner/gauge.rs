//! How far one simulated day lies from each goal.
//!
//! Every limit that a target may set is a bound on a ratio of two sums: contacts answered in time of those
//! offered, seconds waited of those answered, and so on. A quantile is one, too: "80 % of waits are at most
//! 30 s" says that the share answered within 30 s, of those answered, is at least 0.8. With numerator N,
//! denominator D and bound b the *slack* N − bD (or bD − N where b is an upper bound) adds up over intervals and
//! over days, and the goal holds on average exactly when its mean is not negative.
//!
//! In: the counts of a replication. Out: slack and denominator by *track* (one limit of one target) and interval.

use super::answer::{Figure, Goal, When, Whom};
use super::question::Question;
use crate::estimate::{Bound, Limited};
use crate::model::{Center, Measure, ServiceCounts, ServiceLevelDefinition, TICKS_PER_SECOND, Ticks};
use crate::observe::{Beyond, ContactCell, Counters};
use crate::stats::cell_of;

/// One limit, whenever it is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Track {
    of: Whom,
    figure: Figure,
    bound: Bound,
}

/// What a goal adds up.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sum {
    /// The track.
    pub track: usize,
    /// Its intervals.
    pub intervals: Vec<usize>,
    /// The share of days on which the slack must not be negative, where that is asked.
    pub on_days: Option<f64>,
}

/// Slack and denominator of a track in one interval.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Slack {
    /// Not negative where the limit holds.
    pub slack: f64,
    /// What the figure is a share or a mean of.
    pub of: f64,
}

/// Reads goals off the counts of a replication.
#[derive(Debug, Clone)]
pub(super) struct Gauge {
    tracks: Vec<Track>,
    /// By goal.
    pub sums: Vec<Sum>,
    intervals: usize,
    queues: usize,
    definition: ServiceLevelDefinition,
    /// Ticks of an interval.
    interval: f64,
}

impl Gauge {
    pub fn new(center: &Center, question: &Question) -> Self {
        let mut gauge = Self {
            tracks: Vec::new(),
            sums: Vec::new(),
            intervals: center.calendar.intervals,
            queues: center.queues.len(),
            definition: center.service_level,
            interval: center.calendar.interval.0 as f64,
        };
        for goal in &question.goals {
            let sum = gauge.sum(goal);
            gauge.sums.push(sum);
        }
        gauge
    }

    fn sum(&mut self, goal: &Goal) -> Sum {
        let track = Track {
            of: goal.of,
            figure: goal.figure,
            bound: goal.bound,
        };
        let known = self.tracks.iter().position(|other| *other == track);
        Sum {
            track: known.unwrap_or_else(|| {
                self.tracks.push(track);
                self.tracks.len() - 1
            }),
            intervals: match &goal.when {
                When::Intervals(intervals) => intervals.clone(),
                When::Day => (0..self.intervals).collect(),
            },
            on_days: goal.on_days,
        }
    }

    pub fn tracks(&self) -> usize {
        self.tracks.len()
    }

    pub fn intervals(&self) -> usize {
        self.intervals
    }

    /// Whose figure a track is.
    pub fn of(&self, track: usize) -> Whom {
        self.tracks[track].of
    }

    /// Reads a replication, track by track and then by interval.
    pub fn read(&self, counters: &mut Counters, into: &mut Vec<Slack>) {
        into.clear();
        if self.tracks.iter().any(|track| track.quantile().is_some()) {
            counters.sort_waits();
        }
        for track in &self.tracks {
            into.extend((0..self.intervals).map(|interval| self.slack(track, counters, interval)));
        }
    }

    fn slack(&self, track: &Track, counters: &Counters, interval: usize) -> Slack {
        let (part, of) = match (track.of, track.figure) {
            (Whom::Group(group), _) => {
                let cell = counters.agents(interval, group);
                (cell.handling as f64, cell.on_duty as f64)
            }
            (_, Figure::Occupancy) => (0.0, 0.0),
            (Whom::Queue(queue), Figure::Contacts(limited)) => {
                self.ratio(limited, track, counters, interval, queue..queue + 1)
            }
            (Whom::Center, Figure::Contacts(limited)) => {
                self.ratio(limited, track, counters, interval, 0..self.queues)
            }
        };
        let (bound, sign) = match track.ratio_bound() {
            Bound::AtLeast(bound) => (bound, 1.0),
            Bound::AtMost(bound) => (bound, -1.0),
        };
        Slack {
            slack: sign * (part - bound * of),
            of,
        }
    }

    /// What stands for the ratio of a limit on the waits of answered contacts where contacts came and none was
    /// answered: they miss it, each as much as one who waits twice the limit (or is late).
    fn unanswered(limited: Limited, bound: f64, offered: f64) -> (f64, f64) {
        match limited {
            Limited::Measure(_) => (2.0 * bound * offered, offered),
            Limited::WaitQuantile(_) => (0.0, offered),
        }
    }

    /// Numerator and denominator of a limit on contacts, over some queues.
    fn ratio(
        &self,
        limited: Limited,
        track: &Track,
        counters: &Counters,
        interval: usize,
        queues: std::ops::Range<usize>,
    ) -> (f64, f64) {
        let mut all = ContactCell::default();
        let mut within = 0;
        let mut beyond = Beyond::default();
        for queue in queues {
            let cell = counters.contacts(interval, queue);
            all.add(cell);
            beyond.add(counters.beyond(interval, queue));
            if let Some((_, most)) = track.quantile() {
                let waits = counters.waits_answered(queue);
                let first = waits.partition_point(|wait| wait.interval() < interval);
                let waits = &waits[first..];
                let last = waits.partition_point(|wait| wait.interval() == interval && wait.cell() <= most);
                within += cell.answered_at_once + last as u32;
            }
        }
        let count = f64::from;
        let of_answered = matches!(limited, Limited::WaitQuantile(_) | Limited::Measure(Measure::Asa));
        if of_answered && all.answered() == 0 {
            let (Bound::AtLeast(bound) | Bound::AtMost(bound)) = track.bound;
            return Self::unanswered(limited, bound, count(all.offered()));
        }
        match limited {
            Limited::WaitQuantile(_) => (count(within), count(all.answered())),
            Limited::Measure(Measure::AbandonmentRate) => (count(all.abandoned), count(all.offered())),
            Limited::Measure(Measure::Asa) => {
                (all.wait_answered as f64 / TICKS_PER_SECOND, count(all.answered()))
            }
            Limited::Measure(Measure::ReplyWait) => {
                (beyond.reply_wait as f64 / TICKS_PER_SECOND, beyond.replies as f64)
            }
            Limited::Measure(Measure::PWait) => (
                count(all.waited() + all.balked),
                count(all.offered() + all.balked),
            ),
            Limited::Measure(Measure::QueueMean) => (all.queue_time as f64 / self.interval, 1.0),
            Limited::Measure(_) => self.definition.ratio(ServiceCounts {
                offered: count(all.offered()),
                answered: count(all.answered()),
                answered_within: count(all.answered_within()),
                abandoned_short: count(all.abandoned_short),
            }),
        }
    }
}

impl Track {
    /// Share and greatest cell of a limit on a quantile.
    fn quantile(&self) -> Option<(f64, u32)> {
        match (self.figure, self.bound) {
            (Figure::Contacts(Limited::WaitQuantile(share)), Bound::AtMost(most)) => {
                Some((share, cell_of(Ticks::from_seconds(most))))
            }
            _ => None,
        }
    }

    /// The bound of the ratio: of a quantile, its share.
    fn ratio_bound(&self) -> Bound {
        self.quantile()
            .map_or(self.bound, |(share, _)| Bound::AtLeast(share))
    }
}

#[cfg(test)]
mod tests {
    use super::super::assess::{assess, judge};
    use super::super::bench::Bench;
    use super::super::watch::Unwatched;
    use super::*;
    use crate::planner::from_text;
    use crate::planner::question::Basis;

    /// Two queues that share a group, and every limit that a target may set.
    fn morning() -> Question {
        from_text(
            r#"
[center]
opens = "08:00"
length = "2h"
interval = "30m"
target = { answered = "85%", within = "20s", abandoned = "5%", per = ["interval", "day"] }
[queues.sales]
volume = "40 60 60 30"
handle = "4m"
patience = "3m"
target = { answered = "80%", within = "20s", asa = "20s", p_wait = "30%", queue_mean = 0.4, per = ["interval", "day"] }
[queues.service]
volume = "20 30 30 0.4"
handle = "5m"
patience = "2m"
target = { answered = "90%", within = "60s", abandoned = "4%", per = "day", on_days = "70%" }
[groups.both]
skills = ["sales", "service"]
staff = "10 15 16 8"
target = { occupancy_max = "85%" }
[experiment]
replications = 60
variance_reduction = false
"#,
            Basis::default(),
        )
    }

    /// Slack by contacts is the figure that a run prints, less its limit: figures come from another part of the
    /// program, which adds up days in another way.
    #[test]
    fn slack_is_the_figure_less_its_limit() {
        let question = morning();
        let bench = Bench::new(&question, &Unwatched);
        let days = question.experiment.replications;
        let staff = question.staff_now();
        let cells = question.cells_of(&staff);
        let trial = bench.trial(&cells, bench.own_days(days)).expect("nobody ends it");
        let assessed = assess(&question, &staff, days).expect("nobody ends it");
        let judged = judge(&question, &assessed.results, None);
        let mut compared = 0;
        for ((goal, figure, kept), standing) in judged.iter().zip(&trial.goals) {
            let figure = figure.expect("somebody came");
            let (limit, sign) = match (goal.on_days, goal.bound) {
                (Some(share), _) | (None, Bound::AtLeast(share)) => (share, 1.0),
                (None, Bound::AtMost(most)) => (most, -1.0),
            };
            if goal.on_days.is_some() {
                // The run tells the share of days on which all limits of a queue are met.
                assert!(standing.on_average() + limit >= figure - 1e-12, "{goal:?}");
                continue;
            }
            let slack = sign * (figure - limit);
            assert!(
                (standing.on_average() - slack).abs() < 1e-9 * (1.0 + slack.abs()),
                "{goal:?}: {} and {slack}",
                standing.on_average()
            );
            assert_eq!(*kept, standing.slack >= 0.0, "{goal:?}");
            compared += 1;
        }
        // Four limits on sales and two on the center, by four intervals and the day, and the group's.
        assert_eq!(compared, 4 * 5 + 2 * 5 + 1);
        // Both kept and missed, or nothing is told of the signs.
        assert!(judged.iter().any(|(.., kept)| *kept) && judged.iter().any(|(.., kept)| !kept));
    }

    /// A bound on a quantile holds on average exactly when the quantile of all waits is within it.
    #[test]
    fn a_quantile_is_a_share_of_waits() {
        let mut question = morning();
        let days = question.experiment.replications;
        let staff = question.staff_now();
        let results = assess(&question, &staff, days).expect("nobody ends it").results;
        let p90_s = results.queues[0]
            .day
            .mean(Measure::WaitP90)
            .expect("somebody came");
        let goal = |most_s: f64| Goal {
            of: Whom::Queue(0),
            figure: Figure::Contacts(Limited::WaitQuantile(0.9)),
            bound: Bound::AtMost(most_s),
            when: When::Day,
            on_days: None,
        };
        assert!(p90_s > 10.0, "{p90_s}");
        question.goals = vec![goal(0.9 * p90_s), goal(1.1 * p90_s)];
        let bench = Bench::new(&question, &Unwatched);
        let cells = question.cells_of(&staff);
        let trial = bench.trial(&cells, bench.own_days(days)).expect("nobody ends it");
        assert!(
            trial.goals[0].slack < 0.0 && trial.goals[1].slack > 0.0,
            "{:?}",
            trial.goals
        );
        // So many of those answered wait so long: between the two limits lie a few in a hundred.
        let between = trial.goals[1].on_average() - trial.goals[0].on_average();
        assert!((0.002..0.1).contains(&between), "{between}");
    }

    /// Contacts of whom none is answered miss a limit on the waits of answered ones.
    #[test]
    fn nobody_answered_is_no_short_wait() {
        assert_eq!(
            Gauge::unanswered(Limited::Measure(Measure::Asa), 20.0, 3.0),
            (120.0, 3.0)
        );
        assert_eq!(
            Gauge::unanswered(Limited::WaitQuantile(0.9), 20.0, 3.0),
            (0.0, 3.0)
        );
    }

    /// Goals about the same limit at other times share a track.
    #[test]
    fn a_limit_is_read_once() {
        let question = morning();
        let gauge = Gauge::new(&question.center, &question);
        assert_eq!(gauge.sums.len(), question.goals.len());
        // Service level, ASA, waiting and queue of sales; service level and abandonment of service and of all;
        // the group's occupancy.
        assert_eq!(gauge.tracks(), 4 + 2 + 2 + 1);
        assert_eq!(gauge.intervals(), 4);
    }
}
