//! Channels as typed: clocks, conversations by text, threads, dialers, and what one agent may hold at once.

use super::lists::values;
use super::{Present, Spot, forms, varying};
use crate::model::{CHANNELS, Channel};
use crate::scenario::distribution::{Family, LawSeries};
use crate::scenario::keys::{self, Section};
use crate::scenario::leaf::Unit;
use crate::scenario::node::{Node, Value};
use crate::scenario::problem::{Complaint, did_you_mean};
use crate::scenario::reading::{Fields, Reading};
use crate::scenario::series::Series;
use crate::scenario::source::Place;

const CLOCK: &[&str] = super::choices(&keys::QUEUE, "clock");

/// Channels that may be held beside each other.
pub(in crate::scenario) type Beside = Vec<Spot<Channel>>;

/// The rules that a queue's channel brings with it.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedMedium {
    /// The channel where it was typed, and well.
    pub channel: Option<Spot<Channel>>,
    /// The index of "wall" or "open".
    pub clock: Option<Spot<usize>>,
    pub conversation: Option<TypedConversation>,
    pub thread: Option<TypedThread>,
    pub dialer: Option<TypedDialer>,
}

/// `conversation`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedConversation {
    pub place: Place,
    pub present: Present,
    pub reply: Option<Spot<f64>>,
    pub within: Option<Spot<f64>>,
    pub leaves: Option<Spot<f64>>,
    pub patience: Option<LawSeries>,
    pub timeout: Option<Spot<f64>>,
}

/// `thread`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedThread {
    pub place: Place,
    pub present: Present,
    pub turns: Option<Spot<f64>>,
    pub most: Option<Spot<f64>>,
    pub delay: Option<LawSeries>,
    pub same_agent: Option<Spot<f64>>,
    pub within: Option<Spot<f64>>,
}

/// `dialer`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedDialer {
    pub place: Place,
    pub present: Present,
    /// An index of the ways of dialing.
    pub mode: Option<Spot<usize>>,
    pub preview: Option<LawSeries>,
    pub ratio: Option<Spot<f64>>,
    pub list: Option<Spot<f64>>,
    pub reach: Option<Series<f64>>,
    pub ring: Option<LawSeries>,
    pub no_answer: Option<Spot<f64>>,
    pub wrong_party: Option<Spot<f64>>,
    pub wrong_length: Option<LawSeries>,
    pub attempts: Option<Spot<f64>>,
    pub again: Option<Spot<f64>>,
    pub idle_over: Option<Spot<f64>>,
}

/// What one agent of a group may hold at once.
#[derive(Debug, Default)]
pub(in crate::scenario) struct TypedHands {
    pub concurrency: Option<TypedConcurrency>,
    pub together: Option<Spot<Vec<Spot<Beside>>>>,
    pub speed: Option<Spot<TypedSpeed>>,
    pub threads: Option<Spot<f64>>,
    pub interrupts: Option<TypedInterrupts>,
}

/// `concurrency`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedConcurrency {
    pub most: [Option<Spot<f64>>; CHANNELS],
    pub all: Option<Spot<f64>>,
}

/// `speed`.
#[derive(Debug)]
pub(in crate::scenario) enum TypedSpeed {
    /// With 1, 2, 3 … in hand.
    Table(Vec<Spot<f64>>),
    /// What each further one adds, in units of what the one before added.
    Each(f64),
}

/// `interrupts`.
#[derive(Debug)]
pub(in crate::scenario) struct TypedInterrupts {
    pub place: Place,
    pub present: Present,
    pub of: Option<Spot<Vec<Spot<Channel>>>>,
    pub by: Option<Spot<Vec<Spot<Channel>>>>,
    pub switching: Option<Spot<f64>>,
}

impl TypedMedium {
    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Self {
        TypedMedium {
            channel: fields
                .get(reading, "channel")
                .and_then(|node| Some((channel(reading, node)?, node.place.clone()))),
            clock: fields.choice(reading, "clock", CLOCK),
            conversation: TypedConversation::read(reading, fields),
            thread: TypedThread::read(reading, fields),
            dialer: TypedDialer::read(reading, fields),
        }
    }
}

/// A channel by its name; what else people call it is a problem with that remedy.
fn channel(reading: &mut Reading<'_>, node: &Node) -> Option<Channel> {
    let text = reading.text(node, "a channel")?;
    let found = Channel::ALL.into_iter().find(|channel| channel.name() == text);
    if found.is_none() {
        let meant = match text.to_lowercase().as_str() {
            "phone" | "telephone" | "call" | "calls" | "inbound" => Some("voice"),
            "web chat" | "webchat" | "live chat" | "chats" => Some("chat"),
            "message" | "messages" | "sms" | "text" | "whatsapp" | "messenger" => Some("messaging"),
            "e-mail" | "emails" | "mail" | "ticket" | "tickets" => Some("email"),
            "social media" | "post" | "posts" => Some("social"),
            "outgoing" | "dialer" | "outbound call" => Some("outbound"),
            _ => None,
        };
        let remedy = match meant {
            Some(name) => format!("it is called \"{name}\" here"),
            None if text == "callback" => "write `callback` under a queue of telephone calls".into(),
            None => did_you_mean(&text, keys::CHANNELS.iter().copied()),
        };
        let complaint = Complaint::new(
            format!("there is no channel `{text}`"),
            format!("a channel is one of {}", keys::CHANNELS.join(", ")),
            remedy,
        );
        reading.error(&node.place, complaint);
    }
    found
}

/// One channel, or a list of them.
fn channels(reading: &mut Reading<'_>, node: &Node) -> Option<Spot<Vec<Spot<Channel>>>> {
    reading.refuse_changes(node);
    let nodes = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Absent => return None,
        _ => std::slice::from_ref(node),
    };
    let read: Vec<_> = nodes
        .iter()
        .map(|node| Some((channel(reading, node)?, node.place.clone())))
        .collect();
    Some((read.into_iter().collect::<Option<_>>()?, node.place.clone()))
}

impl TypedConversation {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "conversation", &keys::CONVERSATION)?;
        Some(TypedConversation {
            place,
            present,
            reply: fields.one(reading, "reply", Unit::PositiveDuration),
            within: fields.one(reading, "within", Unit::Duration),
            leaves: fields.one(reading, "leaves", Unit::Share),
            patience: forms::law(reading, &fields, "patience", Family::Patience),
            timeout: fields.one(reading, "timeout", Unit::Duration),
        })
    }
}

impl TypedThread {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "thread", &keys::THREAD)?;
        Some(TypedThread {
            place,
            present,
            turns: fields.one(reading, "turns", keys::THREAD.unit("turns")),
            most: fields.one(reading, "most", keys::THREAD.unit("most")),
            delay: forms::law(reading, &fields, "delay", Family::Delay),
            same_agent: fields.one(reading, "same_agent", Unit::Duration),
            within: fields.one(reading, "within", Unit::Duration),
        })
    }
}

impl TypedDialer {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "dialer", &keys::DIALER)?;
        let unit = |key| keys::DIALER.unit(key);
        Some(TypedDialer {
            place,
            present,
            mode: fields.choice(reading, "mode", keys::DIALING),
            preview: forms::law(reading, &fields, "preview", Family::Times),
            ratio: fields.one(reading, "ratio", unit("ratio")),
            list: fields.one(reading, "list", unit("list")),
            reach: varying(reading, &fields, "reach", Unit::Share),
            ring: forms::law(reading, &fields, "ring", Family::Window),
            no_answer: fields.one(reading, "no_answer", Unit::Duration),
            wrong_party: fields.one(reading, "wrong_party", Unit::Share),
            wrong_length: forms::law(reading, &fields, "wrong_length", Family::Times),
            attempts: fields.one(reading, "attempts", unit("attempts")),
            again: fields.one(reading, "again", Unit::Duration),
            idle_over: fields.one(reading, "idle_over", unit("idle_over")),
        })
    }
}

impl TypedHands {
    pub fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Self {
        TypedHands {
            concurrency: TypedConcurrency::read(reading, fields),
            together: fields
                .get(reading, "together")
                .and_then(|node| together(reading, node)),
            speed: fields
                .get(reading, "speed")
                .and_then(|node| speed(reading, fields, node)),
            threads: fields.one(reading, "threads", keys::GROUP.unit("threads")),
            interrupts: TypedInterrupts::read(reading, fields),
        }
    }
}

impl TypedConcurrency {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, ..) = forms::inner(reading, fields, "concurrency", &keys::CONCURRENCY)?;
        let mut one = |key: &str| {
            // What a call may not have is refused with its own reason.
            let unit = keys::CONCURRENCY.unit("chat");
            fields.one(reading, key, unit)
        };
        Some(TypedConcurrency {
            most: Channel::ALL.map(|channel| one(channel.name())),
            all: one("all"),
        })
    }
}

/// Lists of channels, or a single one.
fn together(reading: &mut Reading<'_>, node: &Node) -> Option<Spot<Vec<Spot<Beside>>>> {
    reading.refuse_changes(node);
    let items = match &node.value {
        Value::List(items) if items.iter().all(|item| matches!(item.value, Value::List(_))) => {
            items.as_slice()
        }
        Value::List(_) => std::slice::from_ref(node),
        Value::Absent => return None,
        _ => {
            let complaint = Complaint::new(
                format!("{} where lists of channels should be", node.kind()),
                "each inner list names channels that one agent holds beside each other",
                "write together = [[\"chat\", \"messaging\"]]",
            );
            reading.error(&node.place, complaint);
            return None;
        }
    };
    let sets: Vec<_> = items.iter().map(|item| channels(reading, item)).collect();
    Some((sets.into_iter().collect::<Option<_>>()?, node.place.clone()))
}

fn speed(reading: &mut Reading<'_>, fields: &Fields<'_>, node: &Node) -> Option<Spot<TypedSpeed>> {
    let place = node.place.clone();
    if node.table().is_some() {
        let section: &'static Section = &keys::SPEED;
        let fields = reading.fields(node, section)?;
        let each = fields.one(reading, "each", section.unit("each"));
        if fields.table.entries.is_empty() {
            let complaint = Complaint::new(
                "nothing is said of this speed",
                "a table of it says what each further contact adds",
                "write speed = { each = 0.85 }, or a list such as [1, 1.85, 2.5]",
            );
            reading.error(&place, complaint);
        }
        return Some((TypedSpeed::Each(each?.0), place));
    }
    let (table, _) = values(reading, fields, "speed", Unit::Number(0.01, 1000.0))?;
    Some((TypedSpeed::Table(table), place))
}

impl TypedInterrupts {
    fn read(reading: &mut Reading<'_>, fields: &Fields<'_>) -> Option<Self> {
        let (fields, place, present) = forms::inner(reading, fields, "interrupts", &keys::INTERRUPTS)?;
        Some(TypedInterrupts {
            place,
            present,
            of: fields.get(reading, "of").and_then(|node| channels(reading, node)),
            by: fields.get(reading, "by").and_then(|node| channels(reading, node)),
            switching: fields.one(reading, "switching", Unit::Duration),
        })
    }
}
