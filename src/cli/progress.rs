//! A bar on standard error while a run takes longer than a second.

use std::io::{self, IsTerminal};
use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::report::number;

const PATIENCE: Duration = Duration::from_secs(1);

/// How far a run has come.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    shown: Once,
}

impl Progress {
    /// A bar over a number of replications, not yet shown.
    pub fn over(replications: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(replications), ProgressDrawTarget::hidden());
        let template = "{bar:40} {human_pos} of {human_len} replications, {rate} a second, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            let rate = |state: &ProgressState, to: &mut dyn std::fmt::Write| {
                let _ = to.write_str(&number::grouped(state.per_sec(), 0));
            };
            bar.set_style(style.with_key("rate", rate));
        }
        Self {
            bar,
            begun: Instant::now(),
            shown: Once::new(),
        }
    }

    /// So many were made before.
    pub fn begin_at(&self, replications: u64) {
        self.bar.set_position(replications);
        self.bar.reset_eta();
    }

    /// So many need not be made after all.
    pub fn spare(&self, replications: u64) {
        self.bar.dec_length(replications);
    }

    /// Counts replications just finished.
    pub fn advance(&self, replications: u32) {
        self.bar.inc(u64::from(replications));
        if self.begun.elapsed() > PATIENCE && io::stderr().is_terminal() {
            self.shown
                .call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10)));
        }
    }

    /// Leaves no trace.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
