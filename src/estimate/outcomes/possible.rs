//! Which measures beyond waiting a center can produce at all.

use crate::model::{Center, Conversation, Dialing, OutcomeMeasure, PresenceMeasure, QueueId, Then};

/// Whether contacts of a queue can have this figure: whether the scenario uses what it counts.
pub(super) fn of_queue(center: &Center, queue: QueueId, measure: OutcomeMeasure) -> bool {
    use OutcomeMeasure as M;
    let rules = &center.queues[queue].rules;
    let channel = center.queues[queue].channel;
    let all = || center.queues.iter().enumerate();
    let transferred_in = || {
        all().any(|(_, other)| {
            let mut transfers = other.rules.transfers.iter();
            transfers.any(|transfer| transfer.to == queue)
        })
    };
    let chosen_in = || {
        all().any(|(_, other)| {
            let ivr = other.rules.ivr.as_ref();
            ivr.is_some_and(|ivr| ivr.choice.iter().any(|&(to, _)| to == queue))
        })
    };
    let repeats = || {
        all().any(|(index, other)| {
            let repeat = other.rules.repeat.as_ref();
            repeat.is_some_and(|repeat| repeat.to.unwrap_or(index) == queue)
        })
    };
    let has_story = rules.retry.is_some() || rules.repeat.is_some();
    let ivr = rules.ivr.as_ref();
    match measure {
        M::BlockedLine => center
            .rules
            .lines
            .iter()
            .any(|lines| lines.queues.contains(&queue)),
        M::BlockedPlace => rules.places.is_some(),
        M::Contained => ivr.is_some_and(|ivr| ivr.contained.values().iter().any(|&share| share > 0.0)),
        M::IvrHungUp => ivr.is_some_and(|ivr| ivr.hang_up > 0.0),
        M::ChoseElsewhere => ivr.is_some_and(|ivr| !ivr.choice.is_empty()),
        M::ChosenIn => chosen_in(),
        M::Messages => rules.message.is_some(),
        M::Callbacks | M::CallbacksReached | M::CallbacksMissed | M::CallbackWait => rules.callback.is_some(),
        M::Overflowed => rules.overflow.is_some(),
        M::Transferred | M::WholeWait => !rules.transfers.is_empty(),
        M::TransferredWarm => rules.transfers.iter().any(|transfer| transfer.warm.is_some()),
        M::TransferredIn => transferred_in(),
        M::Retries => rules.retry.is_some(),
        M::Repeats => repeats(),
        M::FirstTime => rules.retry.is_some() || repeats() || transferred_in() || chosen_in(),
        M::Unresolved | M::FirstContactResolution | M::ClientsResolved => rules.repeat.is_some(),
        M::Clients | M::ClientsServed | M::AttemptsPerClient => has_story,
        M::BotFailures => ivr.is_some_and(|ivr| ivr.failure.is_some()),
        M::Replies | M::ReplyWait | M::RepliesInTime => {
            rules.conversation.is_some() || rules.thread.as_ref().is_some_and(|thread| thread.again > 0.0)
        }
        M::LeftSilently => rules.conversation.as_ref().is_some_and(Conversation::may_be_left),
        M::Interruptions => center.groups.iter().any(|group| {
            let interruption = group.rules.interruption.as_ref();
            group.has_skill(queue) && interruption.is_some_and(|rule| rule.of[channel as usize])
        }),
        M::ConclusionTime | M::Unfinished => channel.is_text(),
        M::NeverAnswered
        | M::Backlog
        | M::BacklogUnder4h
        | M::Backlog4hTo8h
        | M::Backlog8hTo24h
        | M::Backlog24hTo48h
        | M::BacklogFrom48h => channel.comes_when_closed(),
        M::Dials | M::RightParty | M::WrongParty | M::NeverReached | M::ReachRate => rules.dialer.is_some(),
        M::AnnouncedWait | M::AnnouncedError | M::AnnouncedErrorAbs => rules.announce.is_some(),
    }
}

/// The same for a segment of the queue: clients are told by queue alone.
pub(super) fn of_segment(center: &Center, queue: QueueId, measure: OutcomeMeasure) -> bool {
    !measure.is_per_client() && of_queue(center, queue, measure)
}

/// Whether agents of a group can have this figure.
pub(super) fn of_group(center: &Center, group: usize, measure: PresenceMeasure) -> bool {
    let facts = &center.groups[group];
    let rules = &facts.rules;
    match measure {
        PresenceMeasure::BreakHours => rules
            .shifts
            .iter()
            .flat_map(|shift| &shift.on_queue)
            .any(|span| span.then == Then::Break),
        PresenceMeasure::AwayHours => rules.away.is_some(),
        PresenceMeasure::PausedHours => rules.disconnect.is_some(),
        PresenceMeasure::OverrunHours => !rules.shifts.is_empty() || !rules.staff_at.is_empty(),
        PresenceMeasure::ExtraHours => center.queues.iter().enumerate().any(|(queue, other)| {
            let rules = &other.rules;
            let warm = rules.transfers.iter().any(|transfer| transfer.warm.is_some());
            let dialing = rules.dialer.as_ref().map(|dialer| &dialer.dialing);
            // A dialer that calls by ratio keeps no agent waiting for an answer.
            let waits = dialing.is_some_and(|dialing| !matches!(dialing, Dialing::Ratio(_)));
            facts.has_skill(queue) && (warm || waits || rules.callback.is_some())
        }),
    }
}
