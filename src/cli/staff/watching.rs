//! Who watches the planner's search: a line on standard error, the time limit, and whoever interrupts.

use std::io::{self, IsTerminal};
use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::super::interrupt::Search;
use crate::insight::staff::amount;
use crate::planner::{News, Question, Watch};

/// A search shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// Steps of the bar.
const STEPS: f64 = 1000.0;
/// No time is estimated from a smaller share.
const LEAST_SHARE: f64 = 0.05;

/// The search as seen from outside.
pub struct Watching<'a> {
    question: &'a Question,
    begun: Instant,
    limit: Option<Duration>,
    search: Search,
    bar: ProgressBar,
    shown: Once,
}

impl<'a> Watching<'a> {
    /// Begins to watch.
    pub fn begin(question: &'a Question, limit: Option<Duration>) -> Self {
        let bar = ProgressBar::with_draw_target(Some(STEPS as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {wide_msg}") {
            bar.set_style(style);
        }
        Self {
            question,
            begun: Instant::now(),
            limit,
            search: Search::begin(),
            bar,
            shown: Once::new(),
        }
    }

    /// Leaves no trace.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }

    /// "trimming · best 6,392 · none below 6,091 · 12 s left".
    fn line(&self, news: &News) -> String {
        let mut parts = vec![news.stage.to_owned()];
        if let Some(best) = news.best {
            parts.push(format!("best so far {}", amount(self.question, best)));
        }
        if let Some(bound) = news.bound {
            parts.push(format!("none below {}", amount(self.question, bound)));
        }
        if let Some(left) = self.left(news.share_done) {
            parts.push(format!("{} left", in_words(left)));
        }
        parts.join(" · ")
    }

    /// Until the time limit, or as the share that is done suggests.
    fn left(&self, share: f64) -> Option<Duration> {
        let elapsed = self.begun.elapsed();
        let guessed = (share >= LEAST_SHARE && share.is_finite())
            .then(|| elapsed.mul_f64(((1.0 - share) / share).clamp(0.0, 1e4)));
        let limited = self.limit.map(|limit| limit.saturating_sub(elapsed));
        match (guessed, limited) {
            (Some(guessed), Some(limited)) => Some(guessed.min(limited)),
            (guessed, limited) => guessed.or(limited),
        }
    }
}

impl Watch for Watching<'_> {
    fn stop(&self) -> bool {
        self.search.asked_to_end() || self.limit.is_some_and(|limit| self.begun.elapsed() >= limit)
    }

    fn tell(&self, news: &News) {
        self.bar
            .set_position((STEPS * news.share_done.clamp(0.0, 1.0)) as u64);
        self.bar.set_message(self.line(news));
        if self.begun.elapsed() > PATIENCE && io::stderr().is_terminal() {
            self.shown
                .call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5)));
        }
    }
}

/// "12 s", "3 min".
fn in_words(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds < 120 => format!("{seconds} s"),
        seconds => format!("{} min", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AgentChoice, AtClose, Calendar, Center, ContactChoice, Experiment, Mode, Routing};
    use crate::model::{ServiceLevelDefinition, Ticks};
    use crate::planner::{Basis, Price};

    fn question() -> Question {
        let center = Center {
            name: "Nobody".into(),
            calendar: Calendar {
                opens_s: 0,
                interval: Ticks::from_seconds(1800.0),
                intervals: 0,
            },
            at_close: AtClose::Serve,
            service_level: ServiceLevelDefinition::OfOffered,
            busyness: None,
            queues: Vec::new(),
            groups: Vec::new(),
            routing: Routing {
                agent: AgentChoice::LongestIdle,
                contact: ContactChoice::LongestWait,
            },
            target: None,
            rules: Default::default(),
        };
        let experiment = Experiment {
            mode: Mode::Days,
            replications: 1,
            precision: Vec::new(),
            seed: 1,
            confidence: 0.95,
            warm_up: Ticks::ZERO,
            variance_reduction: false,
        };
        Question::new(center, experiment, Basis::default())
    }

    #[test]
    fn a_limit_ends_the_search_and_says_how_long_is_left() {
        let question = question();
        let news = News {
            stage: "looking for a start",
            best: Some(Price(6392.0)),
            bound: None,
            share_done: 0.0,
        };
        let ended = Watching::begin(&question, Some(Duration::ZERO));
        assert!(ended.stop());
        assert_eq!(
            ended.line(&news),
            "looking for a start · best so far 6,392 paid h · 0 s left"
        );
        let free = Watching::begin(&question, None);
        assert!(!free.stop());
        free.tell(&news);
        assert_eq!(free.line(&news), "looking for a start · best so far 6,392 paid h");
        free.finish();
    }
}
