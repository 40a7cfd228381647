//! What is measured beyond waiting.

use super::Unit;

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
