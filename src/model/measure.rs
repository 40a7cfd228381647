//! The measures: their names, units and meanings, in one list that every format reads.

mod outcome;

pub use outcome::OutcomeMeasure;

/// What is measured of contacts, for a queue or the center, in an interval or over the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum Measure {
    /// Contacts that came: offered + balked + blocked.
    Arrived,
    /// Answered + abandoned + waiting at the end.
    Offered,
    /// Answered.
    Answered,
    /// Left while waiting.
    Abandoned,
    /// Left at once because they would have had to wait.
    Balked,
    /// Turned away for want of a line or a place to wait.
    Blocked,
    /// (Abandoned + balked + blocked) / arrived.
    Lost,
    /// Waiting when the center closed, or nobody could ever take them.
    WaitingAtEnd,
    /// Answered within T.
    AnsweredWithin,
    /// Abandoned within T.
    AbandonedWithin,
    /// The service level, by the scenario's definition.
    ServiceLevel,
    /// Abandoned / offered.
    AbandonmentRate,
    /// Mean wait of answered contacts, in seconds.
    Asa,
    /// Mean wait of abandoned contacts, in seconds.
    WaitAbandoned,
    /// Mean wait of all offered contacts, in seconds.
    WaitAll,
    /// (Waited + balked) / (offered + balked).
    PWait,
    /// Median wait of answered contacts, in seconds.
    WaitP50,
    /// 80th percentile of the wait of answered contacts, in seconds.
    WaitP80,
    /// 90th percentile of the wait of answered contacts, in seconds.
    WaitP90,
    /// 95th percentile of the wait of answered contacts, in seconds.
    WaitP95,
    /// 99th percentile of the wait of answered contacts, in seconds.
    WaitP99,
    /// Mean over days of the day's longest wait of an answered contact, in seconds.
    WaitMax,
    /// Mean number waiting, over opening hours.
    QueueMean,
    /// Mean over days of the day's longest queue.
    QueueMax,
    /// Expected contacts × mean handle time / time, in erlangs.
    OfferedLoad,
    /// Share of days whose figure met the target.
    TargetMet,
    /// Intervals whose figure over all days meets the target.
    IntervalsMet,
    /// Mean wait for a reply by text, in seconds: a target may limit it as it limits other waits.
    ReplyWait,
}

/// How a figure is to be read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A number of contacts, agents or intervals.
    Count,
    /// A share of one.
    Share,
    /// Seconds.
    Seconds,
    /// Erlangs.
    Erlangs,
    /// Hours.
    Hours,
    /// The scenario's currency.
    Money,
}

impl Measure {
    /// All of them, with what only work by text has.
    pub const EVERY: [Measure; 28] = {
        let mut every = [Self::ReplyWait; 28];
        let mut place = 0;
        while place < Self::ALL.len() {
            every[place] = Self::ALL[place];
            place += 1;
        }
        every
    };

    /// Those of every channel, in the order of every table; replies are told beside them
    /// ([`OutcomeMeasure::ReplyWait`]).
    pub const ALL: [Measure; 27] = [
        Self::Arrived,
        Self::Offered,
        Self::Answered,
        Self::Abandoned,
        Self::Balked,
        Self::Blocked,
        Self::Lost,
        Self::WaitingAtEnd,
        Self::AnsweredWithin,
        Self::AbandonedWithin,
        Self::ServiceLevel,
        Self::AbandonmentRate,
        Self::Asa,
        Self::WaitAbandoned,
        Self::WaitAll,
        Self::PWait,
        Self::WaitP50,
        Self::WaitP80,
        Self::WaitP90,
        Self::WaitP95,
        Self::WaitP99,
        Self::WaitMax,
        Self::QueueMean,
        Self::QueueMax,
        Self::OfferedLoad,
        Self::TargetMet,
        Self::IntervalsMet,
    ];

    /// Numbers of contacts, which add up over time.
    pub const COUNTS: [Measure; 9] = [
        Self::Arrived,
        Self::Offered,
        Self::Answered,
        Self::Abandoned,
        Self::Balked,
        Self::Blocked,
        Self::WaitingAtEnd,
        Self::AnsweredWithin,
        Self::AbandonedWithin,
    ];

    /// The waits that are quantiles, with their shares.
    pub const QUANTILES: [(Measure, f64); 5] = [
        (Self::WaitP50, 0.50),
        (Self::WaitP80, 0.80),
        (Self::WaitP90, 0.90),
        (Self::WaitP95, 0.95),
        (Self::WaitP99, 0.99),
    ];

    /// The name in JSON and CSV; it ends in the unit where there is one.
    pub fn key(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Offered => "offered",
            Self::Answered => "answered",
            Self::Abandoned => "abandoned",
            Self::Balked => "balked",
            Self::Blocked => "blocked",
            Self::Lost => "lost",
            Self::WaitingAtEnd => "waiting_at_end",
            Self::AnsweredWithin => "answered_within",
            Self::AbandonedWithin => "abandoned_within",
            Self::ServiceLevel => "service_level",
            Self::AbandonmentRate => "abandonment_rate",
            Self::Asa => "asa_s",
            Self::WaitAbandoned => "wait_abandoned_s",
            Self::WaitAll => "wait_all_s",
            Self::PWait => "p_wait",
            Self::WaitP50 => "wait_p50_s",
            Self::WaitP80 => "wait_p80_s",
            Self::WaitP90 => "wait_p90_s",
            Self::WaitP95 => "wait_p95_s",
            Self::WaitP99 => "wait_p99_s",
            Self::WaitMax => "wait_max_s",
            Self::QueueMean => "queue_mean",
            Self::QueueMax => "queue_max",
            Self::OfferedLoad => "offered_load",
            Self::TargetMet => "target_met",
            Self::IntervalsMet => "intervals_met",
            Self::ReplyWait => "reply_wait_s",
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Self::Lost | Self::ServiceLevel | Self::AbandonmentRate | Self::PWait | Self::TargetMet => {
                Unit::Share
            }
            Self::Asa
            | Self::WaitAbandoned
            | Self::WaitAll
            | Self::WaitP50
            | Self::WaitP80
            | Self::WaitP90
            | Self::WaitP95
            | Self::WaitP99
            | Self::WaitMax
            | Self::ReplyWait => Unit::Seconds,
            Self::OfferedLoad => Unit::Erlangs,
            _ => Unit::Count,
        }
    }
}

/// What is measured of a group, in an interval or over the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum GroupMeasure {
    /// Handling / (handling + available).
    Occupancy,
    /// Agent hours on queue.
    StaffedHours,
    /// Staffed hours, with planned breaks, / (1 − shrinkage).
    PaidHours,
    /// Agent hours spent handling within opening hours.
    HandlingHours,
    /// Agent hours spent handling after closing.
    OvertimeHours,
    /// Cost of the paid hours.
    Cost,
}

impl GroupMeasure {
    /// All of them, in the order of every table.
    pub const ALL: [GroupMeasure; 6] = [
        Self::Occupancy,
        Self::StaffedHours,
        Self::PaidHours,
        Self::HandlingHours,
        Self::OvertimeHours,
        Self::Cost,
    ];

    /// The name in JSON and CSV.
    pub fn key(self) -> &'static str {
        match self {
            Self::Occupancy => "occupancy",
            Self::StaffedHours => "staffed_hours",
            Self::PaidHours => "paid_hours",
            Self::HandlingHours => "handling_hours",
            Self::OvertimeHours => "overtime_hours",
            Self::Cost => "cost",
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Self::Occupancy => Unit::Share,
            Self::Cost => Unit::Money,
            _ => Unit::Hours,
        }
    }
}

/// What is measured of where a group's agents are when they are not on queue, in an interval or over the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum PresenceMeasure {
    /// Agent hours on planned breaks.
    BreakHours,
    /// Agent hours of short unplanned absences.
    AwayHours,
    /// Agent hours of pauses after contacts.
    PausedHours,
    /// Agent hours at work after the end of a time on queue.
    OverrunHours,
    /// Agent hours of handling beside answered contacts: dialing, calling back in vain, staying with a transfer.
    ExtraHours,
}

impl PresenceMeasure {
    /// All of them, in the order of every table.
    pub const ALL: [PresenceMeasure; 5] = [
        Self::BreakHours,
        Self::AwayHours,
        Self::PausedHours,
        Self::OverrunHours,
        Self::ExtraHours,
    ];

    /// The name in JSON and CSV.
    pub fn key(self) -> &'static str {
        match self {
            Self::BreakHours => "break_hours",
            Self::AwayHours => "away_hours",
            Self::PausedHours => "paused_hours",
            Self::OverrunHours => "overrun_hours",
            Self::ExtraHours => "extra_hours",
        }
    }

    /// What it is, in a few words.
    pub fn definition(self) -> &'static str {
        match self {
            Self::BreakHours => "on breaks",
            Self::AwayHours => "away unplanned",
            Self::PausedHours => "in pauses after calls",
            Self::OverrunHours => "at work after their time",
            Self::ExtraHours => "dialing or staying with a transfer",
        }
    }
}
