//! The measures: their names, units and meanings, in one list that every format reads.

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

/// What is measured of contacts and clients beyond waiting, for a queue, a segment or the center, in an interval
/// or over the day. A measure that a scenario cannot produce is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub enum OutcomeMeasure {
    /// Busy tones for want of a line.
    BlockedLine,
    /// Busy tones for want of a place to wait.
    BlockedPlace,
    /// Served by the IVR.
    Contained,
    /// Hung up in the IVR.
    IvrHungUp,
    /// Chose another queue in the IVR.
    ChoseElsewhere,
    /// Came by choice in another queue's IVR.
    ChosenIn,
    /// Left a message in place of waiting on.
    Messages,
    /// Accepted to be called back.
    Callbacks,
    /// Called back and reached.
    CallbacksReached,
    /// Never reached: called back in vain for the last time, or not before the center closed.
    CallbacksMissed,
    /// Mean time from accepting a callback until being reached, in seconds.
    CallbackWait,
    /// Moved on to wait in another queue.
    Overflowed,
    /// Handed over to another queue by an agent.
    Transferred,
    /// Of those, the first agent stayed until the second took it.
    TransferredWarm,
    /// Handed over to this queue by an agent.
    TransferredIn,
    /// Mean wait over all legs of a contact, counted where its first leg was, in seconds.
    WholeWait,
    /// Calls that are another attempt after one that failed.
    Retries,
    /// Calls that come back because the matter was not resolved.
    Repeats,
    /// Calls that are neither a retry, a repeat, a transfer nor a choice in the IVR.
    FirstTime,
    /// Handled calls that left the matter unresolved.
    Unresolved,
    /// Clients whose matter was resolved at the first attempt / clients served.
    FirstContactResolution,
    /// Clients, by their first attempt.
    Clients,
    /// Clients served in the end / clients.
    ClientsServed,
    /// Clients whose matter was resolved in the end / clients.
    ClientsResolved,
    /// Attempts / clients.
    AttemptsPerClient,
    /// Mean announced wait, in seconds.
    AnnouncedWait,
    /// Mean of announced less actual wait of those answered, in seconds.
    AnnouncedError,
    /// Mean of how far the announced wait lay from the actual one of those answered, in seconds.
    AnnouncedErrorAbs,
    /// Came back to an agent because the bot had failed.
    BotFailures,
    /// Replies to customers by text, after the first answer.
    Replies,
    /// Mean wait for a reply, in seconds: in a chat since the reply before, in a thread from the customer's message.
    ReplyWait,
    /// Replies in time / replies.
    RepliesInTime,
    /// Left in mid-conversation without a word.
    LeftSilently,
    /// Times that work was put aside for another contact.
    Interruptions,
    /// Mean time from arriving until done with, on the wall's clock, in seconds.
    ConclusionTime,
    /// Answered and not done with at the end of the horizon.
    Unfinished,
    /// Waiting at the end / offered.
    NeverAnswered,
    /// Work that waits whenever the center closes, or at the end of each calendar day where it never does: mean.
    Backlog,
    /// Of that, less than 4 hours old on the queue's clock.
    BacklogUnder4h,
    /// From 4 to 8 hours old.
    Backlog4hTo8h,
    /// From 8 to 24 hours old.
    Backlog8hTo24h,
    /// From 24 to 48 hours old.
    Backlog24hTo48h,
    /// 48 hours old and more.
    BacklogFrom48h,
    /// Numbers dialed, by the interval of dialing.
    Dials,
    /// Of those, answered by whom they were meant for.
    RightParty,
    /// Of those, answered by somebody else.
    WrongParty,
    /// Numbers that nobody answered at the last attempt.
    NeverReached,
    /// Answered / dialed.
    ReachRate,
}

impl OutcomeMeasure {
    /// All of them, in the order of every table.
    pub const ALL: [OutcomeMeasure; 48] = [
        Self::BlockedLine,
        Self::BlockedPlace,
        Self::Contained,
        Self::IvrHungUp,
        Self::ChoseElsewhere,
        Self::ChosenIn,
        Self::Messages,
        Self::Callbacks,
        Self::CallbacksReached,
        Self::CallbacksMissed,
        Self::CallbackWait,
        Self::Overflowed,
        Self::Transferred,
        Self::TransferredWarm,
        Self::TransferredIn,
        Self::WholeWait,
        Self::Retries,
        Self::Repeats,
        Self::FirstTime,
        Self::Unresolved,
        Self::FirstContactResolution,
        Self::Clients,
        Self::ClientsServed,
        Self::ClientsResolved,
        Self::AttemptsPerClient,
        Self::AnnouncedWait,
        Self::AnnouncedError,
        Self::AnnouncedErrorAbs,
        Self::BotFailures,
        Self::Replies,
        Self::ReplyWait,
        Self::RepliesInTime,
        Self::LeftSilently,
        Self::Interruptions,
        Self::ConclusionTime,
        Self::Unfinished,
        Self::NeverAnswered,
        Self::Backlog,
        Self::BacklogUnder4h,
        Self::Backlog4hTo8h,
        Self::Backlog8hTo24h,
        Self::Backlog24hTo48h,
        Self::BacklogFrom48h,
        Self::Dials,
        Self::RightParty,
        Self::WrongParty,
        Self::NeverReached,
        Self::ReachRate,
    ];

    /// The backlog by age, youngest first.
    pub const BACKLOG_BY_AGE: [OutcomeMeasure; 5] = [
        Self::BacklogUnder4h,
        Self::Backlog4hTo8h,
        Self::Backlog8hTo24h,
        Self::Backlog24hTo48h,
        Self::BacklogFrom48h,
    ];

    /// The name in JSON and CSV; it ends in the unit where there is one.
    pub fn key(self) -> &'static str {
        match self {
            Self::BlockedLine => "blocked_line",
            Self::BlockedPlace => "blocked_place",
            Self::Contained => "contained",
            Self::IvrHungUp => "ivr_hung_up",
            Self::ChoseElsewhere => "chose_elsewhere",
            Self::ChosenIn => "chosen_in",
            Self::Messages => "messages",
            Self::Callbacks => "callbacks",
            Self::CallbacksReached => "callbacks_reached",
            Self::CallbacksMissed => "callbacks_missed",
            Self::CallbackWait => "callback_wait_s",
            Self::Overflowed => "overflowed",
            Self::Transferred => "transferred",
            Self::TransferredWarm => "transferred_warm",
            Self::TransferredIn => "transferred_in",
            Self::WholeWait => "whole_wait_s",
            Self::Retries => "retries",
            Self::Repeats => "repeats",
            Self::FirstTime => "first_time",
            Self::Unresolved => "unresolved",
            Self::FirstContactResolution => "first_contact_resolution",
            Self::Clients => "clients",
            Self::ClientsServed => "clients_served",
            Self::ClientsResolved => "clients_resolved",
            Self::AttemptsPerClient => "attempts_per_client",
            Self::AnnouncedWait => "announced_wait_s",
            Self::AnnouncedError => "announced_error_s",
            Self::AnnouncedErrorAbs => "announced_error_abs_s",
            Self::BotFailures => "bot_failures",
            Self::Replies => "replies",
            Self::ReplyWait => "reply_wait_s",
            Self::RepliesInTime => "replies_in_time",
            Self::LeftSilently => "left_silently",
            Self::Interruptions => "interruptions",
            Self::ConclusionTime => "conclusion_time_s",
            Self::Unfinished => "unfinished",
            Self::NeverAnswered => "never_answered",
            Self::Backlog => "backlog",
            Self::BacklogUnder4h => "backlog_under_4h",
            Self::Backlog4hTo8h => "backlog_4h_to_8h",
            Self::Backlog8hTo24h => "backlog_8h_to_24h",
            Self::Backlog24hTo48h => "backlog_24h_to_48h",
            Self::BacklogFrom48h => "backlog_from_48h",
            Self::Dials => "dials",
            Self::RightParty => "right_party",
            Self::WrongParty => "wrong_party",
            Self::NeverReached => "never_reached",
            Self::ReachRate => "reach_rate",
        }
    }

    /// What it is, in a line; says of what it is counted where that is not calls.
    pub fn definition(self) -> &'static str {
        match self {
            Self::BlockedLine => "got a busy tone: no line was free",
            Self::BlockedPlace => "got a busy tone: no place to wait was free",
            Self::Contained => "were served by the IVR",
            Self::IvrHungUp => "hung up in the IVR",
            Self::ChoseElsewhere => "chose another queue in the IVR",
            Self::ChosenIn => "came by choice in another queue's IVR",
            Self::Messages => "left a message",
            Self::Callbacks => "accepted to be called back",
            Self::CallbacksReached => "were called back and reached",
            Self::CallbacksMissed => "were to be called back and never reached",
            Self::CallbackWait => "mean wait for the callback",
            Self::Overflowed => "moved on to wait in another queue",
            Self::Transferred => "were transferred to another queue",
            Self::TransferredWarm => "of those, with the first agent staying",
            Self::TransferredIn => "came by transfer",
            Self::WholeWait => "mean wait over all legs of a call",
            Self::Retries => "were another attempt after one that failed",
            Self::Repeats => "came back with an unresolved matter",
            Self::FirstTime => "were a first attempt",
            Self::Unresolved => "were handled and left unresolved",
            Self::FirstContactResolution => "resolved at the first attempt, of those served",
            Self::Clients => "clients who first called",
            Self::ClientsServed => "served in the end",
            Self::ClientsResolved => "resolved in the end",
            Self::AttemptsPerClient => "attempts per client",
            Self::AnnouncedWait => "mean announced wait",
            Self::AnnouncedError => "announced less actual wait of those answered",
            Self::AnnouncedErrorAbs => "how far announced and actual wait lie apart",
            Self::BotFailures => "came back because the bot had failed",
            Self::Replies => "replies after the first answer",
            Self::ReplyWait => "mean wait for a reply",
            Self::RepliesInTime => "replies in time",
            Self::LeftSilently => "left in mid-conversation without a word",
            Self::Interruptions => "times that work was put aside",
            Self::ConclusionTime => "mean time until done with",
            Self::Unfinished => "answered and not done with at the end",
            Self::NeverAnswered => "never answered, of those offered",
            Self::Backlog => "waiting at closing, on average",
            Self::BacklogUnder4h => "of that, under 4 h old",
            Self::Backlog4hTo8h => "of that, 4 to 8 h old",
            Self::Backlog8hTo24h => "of that, 8 to 24 h old",
            Self::Backlog24hTo48h => "of that, 24 to 48 h old",
            Self::BacklogFrom48h => "of that, 48 h old and more",
            Self::Dials => "numbers dialed",
            Self::RightParty => "reached the right party",
            Self::WrongParty => "reached somebody else",
            Self::NeverReached => "never reached",
            Self::ReachRate => "dials answered",
        }
    }

    /// Its unit.
    pub fn unit(self) -> Unit {
        match self {
            Self::FirstContactResolution
            | Self::ClientsServed
            | Self::ClientsResolved
            | Self::RepliesInTime
            | Self::NeverAnswered
            | Self::ReachRate => Unit::Share,
            Self::ReplyWait
            | Self::ConclusionTime
            | Self::CallbackWait
            | Self::WholeWait
            | Self::AnnouncedWait
            | Self::AnnouncedError
            | Self::AnnouncedErrorAbs => Unit::Seconds,
            _ => Unit::Count,
        }
    }

    /// Whether it is told of clients, each with all their attempts, not of single calls.
    pub fn is_per_client(self) -> bool {
        matches!(
            self,
            Self::FirstContactResolution
                | Self::Clients
                | Self::ClientsServed
                | Self::ClientsResolved
                | Self::AttemptsPerClient
        )
    }

    /// Whether it is told of work that waits when the center closes.
    pub fn is_backlog(self) -> bool {
        self == Self::Backlog || Self::BACKLOG_BY_AGE.contains(&self)
    }

    /// Whether it is told of conversations by text.
    pub fn is_written(self) -> bool {
        matches!(
            self,
            Self::Replies
                | Self::ReplyWait
                | Self::RepliesInTime
                | Self::LeftSilently
                | Self::Interruptions
                | Self::ConclusionTime
                | Self::Unfinished
                | Self::NeverAnswered
        )
    }

    /// Whether it is told of numbers to be called.
    pub fn is_dialed(self) -> bool {
        matches!(
            self,
            Self::Dials | Self::RightParty | Self::WrongParty | Self::NeverReached | Self::ReachRate
        )
    }

    /// Whether it is a number that adds up over time.
    pub fn adds_up(self) -> bool {
        self.unit() == Unit::Count && self != Self::AttemptsPerClient && !self.is_backlog()
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
    /// Agent hours of handling beside answered contacts: calling back in vain, staying with a transfer.
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
            Self::ExtraHours => "calling back in vain or staying with a transfer",
        }
    }
}
