//! What one agent of a group may hold at once, how fast that goes, and what is put aside for what.

use super::{Assumed, Setting};
use crate::model::{CHANNELS, Channel, Concurrency, Interruption, QueueId};
use crate::scenario::file::{Spot, TypedGroup, TypedInterrupts, TypedSpeed};
use crate::scenario::problem::Complaint;
use crate::scenario::reading::Reading;
use crate::scenario::source::Place;

/// What each further contact in hand adds to the speed, in units of what the one before added.
const EACH: f64 = 0.85;

/// What the agents of a group hold and put aside.
#[derive(Debug, Default)]
pub(super) struct Hands {
    pub concurrency: Option<Concurrency>,
    pub interruption: Option<Interruption>,
    pub threads: Option<u32>,
}

/// One group in the course of being resolved.
struct Of<'a, 'f> {
    reading: &'a mut Reading<'f>,
    typed: &'a TypedGroup,
    /// Channels of its skills; all of them where the skills are not known.
    has: [bool; CHANNELS],
    assumed: &'a mut Assumed,
}

/// The rules of one group; `None` where a problem stands in the way.
pub(super) fn resolve(
    reading: &mut Reading<'_>,
    typed: &TypedGroup,
    skills: Option<&[Vec<QueueId>]>,
    setting: &Setting<'_>,
    assumed: &mut Assumed,
) -> Option<Hands> {
    let mut has = [skills.is_none(); CHANNELS];
    for &queue in skills.into_iter().flatten().flatten() {
        has[setting.channels[queue] as usize] = true;
    }
    let mut of = Of {
        reading,
        typed,
        has,
        assumed,
    };
    let concurrency = concurrency(&mut of);
    let interruption = match &typed.hands.interrupts {
        Some(interrupts) => interruption(&mut of, interrupts).map(Some),
        None => (!typed.present.has("interrupts")).then_some(None),
    };
    if let Some((_, place)) = &typed.hands.threads
        && !of.has[Channel::Messaging as usize]
    {
        let place = place.clone();
        of.warn(
            &place,
            "`threads` has no effect here",
            "the group serves no messages",
            "remove it, or add a queue of messages to its skills",
        );
    }
    Some(Hands {
        concurrency: concurrency?,
        interruption: interruption?,
        threads: typed.hands.threads.as_ref().map(|(threads, _)| *threads as u32),
    })
}

impl Of<'_, '_> {
    fn error(&mut self, place: &Place, what: impl Into<String>, rule: impl Into<String>, remedy: &str) {
        self.reading.error(place, Complaint::new(what, rule, remedy));
    }

    fn warn(&mut self, place: &Place, what: impl Into<String>, rule: impl Into<String>, remedy: &str) {
        self.reading.warn(place, Complaint::new(what, rule, remedy));
    }

    fn assume(&mut self, key: &str, value: impl Into<String>, meaning: impl Into<String>) {
        let setting = format!("groups.{}.{key}", self.typed.name.0);
        self.assumed.add(setting, value, meaning);
    }
}

/// How many contacts one agent may hold; nothing where it is one at a time.
fn concurrency(of: &mut Of<'_, '_>) -> Option<Option<Concurrency>> {
    let hands = &of.typed.hands;
    let unread = [
        ("concurrency", hands.concurrency.is_none()),
        ("together", hands.together.is_none()),
        ("speed", hands.speed.is_none()),
    ]
    .iter()
    .any(|(key, unread)| *unread && of.typed.present.has(key));
    let (most, together, from_one) = (most(of), together(of), starts_at_one(of));
    if unread || !from_one {
        return None;
    }
    let (most, together) = (most?, together?);
    let in_all = in_all(of, &most, &together);
    if in_all == 1 {
        let spots = [
            ("together", hands.together.as_ref().map(|(_, place)| place)),
            ("speed", hands.speed.as_ref().map(|(_, place)| place)),
        ];
        for (key, place) in spots {
            if let Some(place) = place {
                of.warn(
                    place,
                    format!("`{key}` has no effect here"),
                    "an agent of this group holds one contact at a time",
                    "add concurrency = { chat = 3 }, or remove it",
                );
            }
        }
    }
    let speed = speed(of, in_all)?;
    Some((in_all > 1).then_some(Concurrency {
        most,
        in_all,
        together,
        speed,
    }))
}

/// The most of each channel.
fn most(of: &mut Of<'_, '_>) -> Option<[u32; CHANNELS]> {
    let mut most = [1; CHANNELS];
    let Some(typed) = &of.typed.hands.concurrency else {
        return Some(most);
    };
    let mut sound = true;
    for channel in Channel::ALL {
        let Some((number, place)) = &typed.most[channel as usize] else {
            continue;
        };
        if *number > 1.0 && !channel.is_text() {
            of.error(
                place,
                format!("{number} {} at once", of_channel(channel)),
                "a call is always alone",
                "write 1, or leave it out",
            );
            sound = false;
            continue;
        }
        if !of.has[channel as usize] {
            of.warn(
                place,
                format!("the group serves no {}", of_channel(channel)),
                "none of its skills is a queue of that channel",
                "remove it, or add such a queue to its skills",
            );
        }
        most[channel as usize] = *number as u32;
    }
    sound.then_some(most)
}

fn of_channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Voice => "telephone calls",
        Channel::Chat => "chats",
        Channel::Messaging => "messages",
        Channel::Email => "e-mails",
        Channel::Social => "posts",
        Channel::Outbound => "outbound calls",
    }
}

/// Which channels go together.
fn together(of: &mut Of<'_, '_>) -> Option<[[bool; CHANNELS]; CHANNELS]> {
    let mut together = [[false; CHANNELS]; CHANNELS];
    let Some((sets, _)) = &of.typed.hands.together else {
        return Some(together);
    };
    let mut sound = true;
    for (set, place) in sets {
        for (channel, place) in set {
            if !channel.is_text() {
                of.error(
                    place,
                    format!("{} beside other contacts", of_channel(*channel)),
                    "a call is always alone",
                    "name chat, messaging, email or social; to take calls first, see `interrupts`",
                );
                sound = false;
            }
        }
        let mut different: Vec<Channel> = set.iter().map(|(channel, _)| *channel).collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < 2 {
            of.error(
                place,
                "this names no two channels",
                "each inner list names channels that one agent holds beside each other",
                "write [[\"chat\", \"messaging\"]]; how many of one channel is said by `concurrency`",
            );
            sound = false;
        }
        for &one in &different {
            for &other in different.iter().filter(|other| **other != one) {
                together[one as usize][other as usize] = true;
            }
        }
    }
    sound.then_some(together)
}

/// The most over all channels: what is said, or what the channels of the skills come to.
fn in_all(of: &mut Of<'_, '_>, most: &[u32; CHANNELS], together: &[[bool; CHANNELS]; CHANNELS]) -> u32 {
    let reachable = most_together(&of.has, most, together);
    let all = of
        .typed
        .hands
        .concurrency
        .as_ref()
        .and_then(|typed| typed.all.as_ref());
    let Some((all, place)) = all else {
        return reachable;
    };
    let all = *all as u32;
    let served = Channel::ALL
        .into_iter()
        .filter(|channel| of.has[*channel as usize]);
    let most_of_one = served.map(|channel| most[channel as usize]).max().unwrap_or(1);
    if all > reachable {
        of.warn(
            place,
            format!("an agent holds at most {reachable}"),
            "more is not said for the channels that go together",
            "raise those, or leave `all` out",
        );
    } else if all < most_of_one {
        of.warn(
            place,
            format!("an agent holds at most {all}, whatever the channel"),
            format!("so the {most_of_one} of one channel are never reached"),
            "raise `all`, or lower those",
        );
    }
    all.min(reachable)
}

/// The largest sum over channels that all go with each other.
fn most_together(
    has: &[bool; CHANNELS],
    most: &[u32; CHANNELS],
    together: &[[bool; CHANNELS]; CHANNELS],
) -> u32 {
    let sums = (1u32..1 << CHANNELS).filter_map(|set| {
        let within = |channel: usize| set & (1 << channel) != 0;
        let channels: Vec<usize> = (0..CHANNELS).filter(|&channel| within(channel)).collect();
        let sound = channels
            .iter()
            .all(|&one| has[one] && channels.iter().all(|&other| one == other || together[one][other]));
        sound.then(|| channels.iter().map(|&channel| most[channel]).sum())
    });
    sums.max().unwrap_or(1)
}

/// The speed with 1, 2, 3 … contacts in hand, up to the most.
fn speed(of: &mut Of<'_, '_>, in_all: u32) -> Option<Vec<f64>> {
    let most = in_all as usize;
    let table = match &of.typed.hands.speed {
        Some((TypedSpeed::Each(each), _)) => return Some(by_each(*each, most)),
        Some((TypedSpeed::Table(table), _)) => table,
        None => {
            let speed = by_each(EACH, most);
            if most > 1 {
                let shown: Vec<String> = speed.iter().take(4).map(|speed| rounded(*speed)).collect();
                let more = if most > 4 { ", …" } else { "" };
                let meaning = format!(
                    "with 1, 2 … contacts in hand an agent works at {}{more} times the speed with one",
                    shown.join(", ")
                );
                of.assume("speed", format!("{{ each = {EACH} }}"), meaning);
            }
            return Some(speed);
        }
    };
    checked(of, table, most)
}

/// Whether a table of speeds, where there is one, starts with that of one contact.
fn starts_at_one(of: &mut Of<'_, '_>) -> bool {
    let Some((TypedSpeed::Table(table), place)) = &of.typed.hands.speed else {
        return true;
    };
    let example = "write speed = [1, 1.85, 2.5], or { each = 0.85 }";
    match table.first() {
        None => {
            let rule = "a speed for 1, 2, 3 … contacts in hand";
            of.error(place, "this list is empty", rule, example);
        }
        Some((first, place)) if *first != 1.0 => {
            let rule = "speeds count in units of that with one contact in hand, so the first is 1";
            of.error(
                place,
                format!("the speed with one contact is {first}"),
                rule,
                example,
            );
        }
        _ => return true,
    }
    false
}

/// A table of speeds, up to the most contacts in hand.
fn checked(of: &mut Of<'_, '_>, table: &[Spot<f64>], most: usize) -> Option<Vec<f64>> {
    for (index, pair) in table.windows(2).enumerate() {
        let ((before, _), (speed, place)) = (&pair[0], &pair[1]);
        let held = index + 2;
        if speed < before {
            of.warn(
                place,
                format!(
                    "with {held} contacts in hand an agent does less than with {}",
                    held - 1
                ),
                "more in hand usually slows each of them, not all of them together",
                "lower `concurrency`, or write the speed over all contacts and not that of each",
            );
        } else if *speed > held as f64 {
            of.warn(
                place,
                format!("with {held} contacts in hand each goes faster than alone"),
                format!("the speed over all {held} of them is hardly above {held}"),
                "write the speed over all contacts, in units of that with one",
            );
        }
    }
    if let Some((_, place)) = table.get(most)
        && most > 1
    {
        of.warn(
            place,
            format!("nobody holds {} contacts", most + 1),
            format!("an agent of this group holds at most {most}"),
            "shorten the list, or raise `concurrency`",
        );
    }
    let mut speed: Vec<f64> = table.iter().map(|(speed, _)| *speed).take(most).collect();
    let last = *speed.last()?;
    speed.resize(most, last);
    Some(speed)
}

/// Each contact adds a share of what the one before added.
fn by_each(each: f64, most: usize) -> Vec<f64> {
    let mut added = 1.0;
    let mut sum = 0.0;
    let speeds = (0..most).map(|_| {
        sum += added;
        added *= each;
        sum
    });
    speeds.collect()
}

fn rounded(speed: f64) -> String {
    format!("{}", (speed * 100.0).round() / 100.0)
}

/// What is put aside for what.
fn interruption(of: &mut Of<'_, '_>, typed: &TypedInterrupts) -> Option<Interruption> {
    if !typed.present.has("of") {
        of.error(
            &typed.place,
            "`of` is missing",
            "something is put aside",
            "add of = [\"email\"]",
        );
    }
    let (aside, place) = typed.of.as_ref()?;
    let mut sound = true;
    let mut put_aside = [false; CHANNELS];
    for (channel, place) in aside {
        put_aside[*channel as usize] = true;
        if !channel.is_deferred() {
            of.error(
                place,
                format!("{} cannot be put aside", of_channel(*channel)),
                "somebody waits for each word: only e-mails and posts can lie for a while",
                "name email or social",
            );
            sound = false;
        }
    }
    let mut by = [false; CHANNELS];
    match &typed.by {
        Some((channels, _)) => {
            for (channel, place) in channels {
                by[*channel as usize] = true;
                if put_aside[*channel as usize] {
                    of.error(
                        place,
                        format!("{} put aside for their own kind", of_channel(*channel)),
                        "what is put aside gives way to something else",
                        "name another channel here, or there",
                    );
                    sound = false;
                }
            }
        }
        None if typed.present.has("by") => return None,
        None => {
            by[Channel::Voice as usize] = true;
            of.assume("interrupts.by", "voice", "telephone calls interrupt them");
        }
    }
    if !typed.present.has("switching") {
        of.assume("interrupts.switching", "0s", "resuming takes no time of its own");
    }
    let serves = |set: &[bool; CHANNELS]| set.iter().zip(&of.has).any(|(one, has)| *one && *has);
    if sound && !(serves(&put_aside) && serves(&by)) {
        let rule = if serves(&put_aside) {
            "none of its skills interrupts them"
        } else {
            "none of its skills is put aside"
        };
        of.warn(
            place,
            "`interrupts` has no effect here",
            rule,
            "remove it, or add such queues to its skills",
        );
    }
    sound.then(|| Interruption {
        of: put_aside,
        by,
        switching_s: typed.switching.as_ref().map_or(0.0, |(time, _)| *time),
    })
}
