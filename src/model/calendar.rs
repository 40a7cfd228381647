//! Opening hours and their division into intervals.

use super::time::Ticks;

/// The horizon of one replication: when it opens and its intervals, all of the same length.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Opening time, in seconds after midnight of day 1.
    pub opens_s: u32,
    /// Length of an interval.
    pub interval: Ticks,
    /// Number of intervals; the horizon is their sum.
    pub intervals: usize,
}

/// Seconds in a day.
const DAY_S: f64 = 86_400.0;

impl Calendar {
    /// Closing time, counted from opening.
    pub fn horizon(&self) -> Ticks {
        Ticks(self.interval.0 * self.intervals as u64)
    }

    /// The moment at which an interval starts, counted from opening.
    pub fn start(&self, interval: usize) -> Ticks {
        Ticks(self.interval.0 * interval as u64)
    }

    /// The interval in which a moment lies; closing time and later belong to none.
    pub fn interval_at(&self, moment: Ticks) -> Option<usize> {
        let index = (moment.0 / self.interval.0) as usize;
        (index < self.intervals).then_some(index)
    }

    /// The day, counted from 1, and the time of day, in seconds after midnight, at which an interval
    /// starts.
    pub fn day_and_time(&self, interval: usize) -> (u32, f64) {
        let seconds = f64::from(self.opens_s) + self.start(interval).seconds();
        let day = (seconds / DAY_S).floor();
        (day as u32 + 1, seconds - day * DAY_S)
    }

    /// The day, counted from 1, and the label `hh:mm` (`hh:mm:ss` where seconds matter) of an interval.
    pub fn label(&self, interval: usize) -> (u32, String) {
        let (day, time) = self.day_and_time(interval);
        (day, clock(time))
    }

    /// Number of calendar days that the horizon touches.
    pub fn days(&self) -> u32 {
        if self.intervals == 0 {
            0
        } else {
            self.day_and_time(self.intervals - 1).0
        }
    }

    /// Opening and closing time as `hh:mm`; the closing of a day that ends at midnight is `24:00`.
    pub fn hours(&self) -> (String, String) {
        let closes = f64::from(self.opens_s) + self.horizon().seconds();
        let days = (closes / DAY_S).ceil() - 1.0;
        (
            clock(f64::from(self.opens_s)),
            clock(closes - days.max(0.0) * DAY_S),
        )
    }
}

/// `hh:mm`, or `hh:mm:ss` where seconds matter.
fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if seconds == 0 {
        format!("{hours:02}:{minutes:02}")
    } else {
        format!("{hours:02}:{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half_hours(opens_s: u32, intervals: usize) -> Calendar {
        Calendar {
            opens_s,
            interval: Ticks::from_seconds(1800.0),
            intervals,
        }
    }

    #[test]
    fn labels_count_days_from_one_and_wrap_at_midnight() {
        let calendar = half_hours(8 * 3600, 48);
        assert_eq!(calendar.label(0), (1, "08:00".into()));
        assert_eq!(calendar.label(31), (1, "23:30".into()));
        assert_eq!(calendar.label(32), (2, "00:00".into()));
        assert_eq!(calendar.days(), 2);
    }

    #[test]
    fn a_day_that_ends_at_midnight_closes_at_24() {
        assert_eq!(half_hours(7 * 3600, 34).hours(), ("07:00".into(), "24:00".into()));
        assert_eq!(half_hours(8 * 3600, 24).hours(), ("08:00".into(), "20:00".into()));
    }

    #[test]
    fn closing_time_belongs_to_no_interval() {
        let calendar = half_hours(0, 2);
        assert_eq!(calendar.interval_at(Ticks(calendar.interval.0 - 1)), Some(0));
        assert_eq!(calendar.interval_at(calendar.interval), Some(1));
        assert_eq!(calendar.interval_at(calendar.horizon()), None);
    }
}
