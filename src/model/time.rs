//! Simulated time: a whole number of ticks since opening.
//!
//! Integers make sums of waits exact in any order, so that replications merge to the same bytes on any
//! number of threads. A tick is 2⁻¹⁸ s (3.8 µs); ten years fit in 47 bits, which leaves 17 for the number
//! of an agent in the engine's keys.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Ticks in one second.
pub const TICKS_PER_SECOND: f64 = 262_144.0;

/// The end of the engine's time: nothing is scheduled later (17 years after opening).
pub const MAX_TICKS: Ticks = Ticks((1 << 47) - 2);

/// A moment (since opening) or a length of simulated time, in ticks of 2⁻¹⁸ s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Ticks(pub u64);

impl Ticks {
    /// Opening time, or no time at all.
    pub const ZERO: Ticks = Ticks(0);

    /// The nearest tick to a number of seconds; what lies before opening or beyond [`MAX_TICKS`]
    /// becomes the nearer end.
    pub fn from_seconds(seconds: f64) -> Ticks {
        Ticks(((seconds * TICKS_PER_SECOND + 0.5) as u64).min(MAX_TICKS.0))
    }

    /// The same time in seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND
    }

    /// The difference, or zero if `other` is later.
    pub fn saturating_sub(self, other: Ticks) -> Ticks {
        Ticks(self.0.saturating_sub(other.0))
    }
}

impl Add for Ticks {
    type Output = Ticks;
    fn add(self, other: Ticks) -> Ticks {
        Ticks(self.0 + other.0)
    }
}

impl Sub for Ticks {
    type Output = Ticks;
    fn sub(self, other: Ticks) -> Ticks {
        Ticks(self.0 - other.0)
    }
}

impl AddAssign for Ticks {
    fn add_assign(&mut self, other: Ticks) {
        self.0 += other.0;
    }
}

impl Sum for Ticks {
    fn sum<I: Iterator<Item = Ticks>>(times: I) -> Ticks {
        times.fold(Ticks::ZERO, Add::add)
    }
}

impl fmt::Display for Ticks {
    /// Seconds, as few digits as tell ticks apart.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}s", self.seconds())
    }
}
