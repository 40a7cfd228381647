//! What a center does that no formula knows, in a few words.
//!
//! In: a center. Out: its rules by name, "retries", "an IVR". A formula of a queue knows arrivals, handle times, patience
//! and agents; what changes who comes, how long they wait or who serves them is beyond it.

use super::load::serving;
use crate::model::{
    Center, Channel, Clock, ContactChoice, Conversation, Distribution, GroupRules, QueueId, QueueRules,
};

/// Rules of a queue, its lines and its agents that make a formula of it wrong in either direction. Rules that only
/// keep agents from it are none of these.
pub(super) fn of_queue(center: &Center, queue: QueueId) -> Vec<&'static str> {
    let facts = &center.queues[queue];
    let rules = &facts.rules;
    let plain = QueueRules::default();
    let of_channel = channel(facts.channel).map(|name| (name, true));
    let lines = center.rules.lines.iter().any(|set| set.queues.contains(&queue));
    let groups = serving(center, queue);
    let of_groups =
        |differs: fn(&GroupRules) -> bool| groups.iter().any(|&group| differs(&center.groups[group].rules));
    let named = [
        ("its own process of arrivals", rules.arrivals != plain.arrivals),
        ("rates that run in lines", rules.shape != plain.shape),
        ("a backlog", rules.backlog != plain.backlog),
        ("segments", !rules.segments.is_empty()),
        ("lines", lines),
        ("an IVR", rules.ivr.is_some()),
        ("places to wait", rules.places.is_some()),
        ("balking", rules.balking != plain.balking),
        ("hang-ups at announcements", !rules.hang_ups.is_empty()),
        ("messages", rules.message.is_some()),
        ("callbacks", rules.callback.is_some()),
        ("overflow", rules.overflow.is_some()),
        ("retries", rules.retry.is_some()),
        ("repeat contacts", rules.repeat.is_some()),
        ("transfers", !rules.transfers.is_empty()),
        (
            "shifts",
            of_groups(|rules| !rules.shifts.is_empty() || !rules.staff_at.is_empty()),
        ),
        (
            "absence and pauses of agents",
            of_groups(|rules| rules.absence > 0.0 || rules.away.is_some() || rules.disconnect.is_some()),
        ),
        (
            "the pace of agents",
            of_groups(|rules| !rules.classes.is_empty() || rules.fatigue.is_some()),
        ),
        (
            "a clock of opening hours",
            rules.clock == Clock::Open && !facts.channel.is_deferred(),
        ),
        (
            "contacts held together",
            facts.channel.is_text() && of_groups(|rules| rules.concurrency.is_some()),
        ),
        (
            "interrupted work",
            of_groups(|rules| rules.interruption.is_some()),
        ),
    ];
    pick(&of_channel.into_iter().chain(named).collect::<Vec<_>>())
}

/// What a queue's channel brings in; formulas know telephone calls.
fn channel(channel: Channel) -> Option<&'static str> {
    match channel {
        Channel::Voice => None,
        Channel::Chat => Some("chats"),
        Channel::Messaging => Some("threads of messages"),
        Channel::Email => Some("e-mails"),
        Channel::Social => Some("posts"),
        Channel::Outbound => Some("outbound calls"),
    }
}

/// All rules of a center beyond queues with patience, ranks of groups and staff by interval.
pub fn beyond_formulas(center: &Center) -> Vec<&'static str> {
    let plain = QueueRules::default();
    let any = |differs: &dyn Fn(&QueueRules) -> bool| center.queues.iter().any(|queue| differs(&queue.rules));
    let mut rules: Vec<&'static str> = Vec::new();
    for name in (0..center.queues.len()).flat_map(|queue| of_queue(center, queue)) {
        if !rules.contains(&name) {
            rules.push(name);
        }
    }
    rules.extend(pick(&[
        ("streams of several queues", !center.rules.mixes.is_empty()),
        ("random factors", !center.rules.factors.is_empty()),
        ("hours of opening", !center.rules.closed.is_empty()),
        ("announced waits", any(&|rules| rules.announce.is_some())),
        (
            "weighted waits",
            center.routing.contact == ContactChoice::WeightedWait,
        ),
        (
            "contacts taken as they are due",
            center.routing.contact == ContactChoice::EarliestDue,
        ),
        (
            "limits of open threads",
            center.groups.iter().any(|group| group.rules.threads.is_some()),
        ),
        ("conditions of routes", any(&|rules| !rules.access.is_empty())),
        (
            "credits and weights of waits",
            any(&|rules| rules.standing != plain.standing),
        ),
    ]));
    rules
}

fn pick(named: &[(&'static str, bool)]) -> Vec<&'static str> {
    let used = named.iter().filter(|(_, used)| *used);
    used.map(|(name, _)| *name).collect()
}

/// Rules by which the work of agents differs from the load of the volumes.
pub fn beside_load(center: &Center) -> Vec<&'static str> {
    let any = |differs: &dyn Fn(&QueueRules) -> bool| center.queues.iter().any(|queue| differs(&queue.rules));
    let of_groups =
        |differs: fn(&GroupRules) -> bool| center.groups.iter().any(|group| differs(&group.rules));
    let mut queues = center.queues.iter();
    let waits = queues.any(|queue| queue.channel.comes_when_closed());
    pick(&[
        (
            "work that waits for the next day",
            !center.rules.closed.is_empty() && waits,
        ),
        (
            "contacts held together",
            of_groups(|rules| rules.concurrency.is_some()),
        ),
        (
            "chats left half-way",
            any(&|rules| {
                let conversation = rules.conversation.as_ref();
                conversation.is_some_and(Conversation::may_be_left)
            }),
        ),
        ("dialing", any(&|rules| rules.dialer.is_some())),
        (
            "interrupted work",
            of_groups(|rules| rules.interruption.is_some()),
        ),
        (
            "a backlog",
            any(&|rules| rules.backlog != QueueRules::default().backlog),
        ),
        ("segments", any(&|rules| !rules.segments.is_empty())),
        ("lines", !center.rules.lines.is_empty()),
        ("an IVR", any(&|rules| rules.ivr.is_some())),
        ("places to wait", any(&|rules| rules.places.is_some())),
        ("messages", any(&|rules| rules.message.is_some())),
        ("callbacks", any(&|rules| rules.callback.is_some())),
        ("overflow", any(&|rules| rules.overflow.is_some())),
        ("retries", any(&|rules| rules.retry.is_some())),
        ("repeat contacts", any(&|rules| rules.repeat.is_some())),
        ("transfers", any(&|rules| !rules.transfers.is_empty())),
        (
            "the pace of agents",
            of_groups(|rules| !rules.classes.is_empty() || rules.fatigue.is_some()),
        ),
    ])
}

/// Whether the work that a queue's agents get is not that of its volume: some is done without them, or comes
/// from elsewhere, or agents wait for numbers to answer.
pub(super) fn moves_work(center: &Center, queue: QueueId) -> bool {
    let rules = &center.queues[queue].rules;
    let comes = center.queues.iter().any(|other| {
        let rules = &other.rules;
        let choice = rules.ivr.iter().flat_map(|ivr| &ivr.choice);
        choice
            .map(|(to, _)| *to)
            .chain(rules.transfers.iter().map(|transfer| transfer.to))
            .any(|to| to == queue)
            || rules.overflow.is_some_and(|overflow| overflow.to == queue)
            || rules
                .repeat
                .as_ref()
                .is_some_and(|repeat| repeat.to == Some(queue))
    });
    comes
        || rules.dialer.is_some()
        || rules.ivr.is_some()
        || rules.overflow.is_some()
        || !rules.segments.is_empty()
}

/// The share of a queue's callers that would wait as long as it takes if patience never ended: those whom no
/// announcement, message or length of the queue sends away. None where lines or places are limited, since the others
/// get a busy tone.
pub(super) fn stays(center: &Center, queue: QueueId) -> f64 {
    let rules = &center.queues[queue].rules;
    let lines = center.rules.lines.iter().any(|set| set.queues.contains(&queue));
    if lines || rules.places.is_some() {
        return 0.0;
    }
    let hang_ups = rules.hang_ups.iter().map(|(_, share)| 1.0 - share);
    let message = rules.message.iter().map(|message| 1.0 - message.share);
    let length = rules.balking.by_length.last().map(|(_, share)| 1.0 - share);
    let announced = rules.balking.by_announced.last().map(|(_, share)| 1.0 - share);
    hang_ups.chain(message).chain(length).chain(announced).product()
}

/// Whether, at some time, all of a queue's callers wait as long as it takes.
pub(super) fn waits_forever(center: &Center, queue: QueueId) -> bool {
    let mut patience = center.queues[queue].patience.values().iter();
    stays(center, queue) == 1.0 && patience.any(|law| *law == Distribution::Forever)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Source, read};

    fn center(rules: &str, more: &str) -> Center {
        let text = format!(
            "[center]\nopens = \"08:00\"\ncloses = \"09:00\"\ninterval = \"30m\"\n[queues.q]\nvolume = 10\n\
             handle = \"5m\"\n{rules}\n[groups.g]\nskills = [\"q\"]\nstaff = 3\n{more}\n"
        );
        let files = |_: &std::path::Path| Err(std::io::ErrorKind::NotFound.into());
        let found = read(&Source::new("a.toml", text), &[], None, &files);
        found.unwrap_or_else(|problems| panic!("{problems}")).center
    }

    /// Worked out by hand: 0.9 × 0.8 stay at two announcements, and half of these leave a message.
    #[test]
    fn those_who_stay_are_counted_rule_by_rule() {
        let stays = |rules: &str, more: &str| super::stays(&center(rules, more), 0);
        assert_eq!(stays("", ""), 1.0);
        assert_eq!(stays("places = 3", ""), 0.0);
        assert_eq!(stays("", "[lines.all]\ntrunks = 5"), 0.0);
        let leaving = "hang_ups = [[\"30s\", 0.1], [\"1m\", 0.2]]\nmessage = { after = \"2m\", share = 0.5 }";
        assert!((stays(leaving, "") - 0.36).abs() < 1e-12);
        assert!((stays("balk_by_length = [[3, 0.1], [9, 0.4]]", "") - 0.6).abs() < 1e-12);
        assert!(waits_forever(&center("", ""), 0));
        assert!(!waits_forever(&center(leaving, ""), 0));
    }

    /// A center that is plain has nothing beyond formulas, and every other has something.
    #[test]
    fn whatever_is_not_plain_has_a_name() {
        for (rules, more) in [
            ("", ""),
            ("announce = \"last-wait\"", ""),
            ("credit = \"1m\"", ""),
            ("places = 3", ""),
            ("hang_ups = [[\"30s\", 0.1]]", ""),
            ("ivr = { length = \"30s\" }", ""),
            ("callback = { accept = 0.5 }", ""),
            ("repeat = { unresolved = 0.1, delay = \"1h\" }", ""),
            ("transfers = [{ to = \"q\", share = 0.1 }]", ""),
            ("route = [{ groups = [\"g\"], when = { queue_over = 2 } }]", ""),
            ("segments = { vip = { share = 0.1 } }", ""),
            ("", "[lines.all]\ntrunks = 5"),
            ("", "[routing]\ncontact = \"weighted-wait\""),
            ("", "[routing]\ncontact = \"earliest-due\""),
            ("clock = \"open\"", ""),
            ("channel = \"chat\"", "concurrency = { chat = 3 }"),
            ("channel = \"messaging\"", "threads = 9"),
            ("channel = \"email\"", ""),
            ("channel = \"social\"", ""),
            (
                "channel = \"outbound\"\ndialer = { mode = \"progressive\", reach = 0.3 }",
                "",
            ),
            ("", "interrupts = { of = [\"email\"] }"),
            ("", "threads = 9"),
        ] {
            let center = center(rules, more);
            assert_eq!(
                beyond_formulas(&center).is_empty(),
                center.is_plain(),
                "{rules} {more}"
            );
        }
    }
}
