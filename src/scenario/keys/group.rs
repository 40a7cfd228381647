//! The settings of a group: skills, presence, speed, and within what it may be planned.

use super::channel::{CONCURRENCY, INTERRUPTS, SPEED, TEXT_CHANNELS};
use super::{Kind, STAFF, Section, key};
use crate::scenario::distribution::Family;
use crate::scenario::leaf::Unit;

/// Factors beyond these bounds are a slip of the pen.
const FACTOR: Unit = Unit::Number(0.01, 100.0);
/// Calendar days of the horizon, from 1.
pub(in crate::scenario) const DAY_NUMBER: Unit = Unit::Whole(1.0, 3660.0);

pub(in crate::scenario) const GROUP: Section = Section {
    owner: "a group",
    keys: &[
        key(
            "skills",
            Kind::Ranks,
            "Queues that a freed agent takes, in order; an inner list is one rank.",
        )
        .also(&["queues", "skill"]),
        key(
            "staff",
            Kind::Varying(STAFF),
            "Agents on queue in each interval. Default, where the group has a `plan`: the fewest it allows.",
        )
        .also(&["agents", "headcount", "on_queue", "servers"]),
        key(
            "handle_factor",
            Kind::Factors,
            "How many times as long as normal this group needs, per queue. Default: 1.",
        )
        .also(&["handle_factors", "factor"]),
        key(
            "shrinkage",
            Kind::Varying(Unit::ShareBelowOne),
            "Paid time unavailable for contacts. Default: 0.",
        ),
        key(
            "cost_per_hour",
            Kind::Varying(Unit::Count),
            "Cost of a paid hour. Default: 0.",
        )
        .also(&["cost", "wage", "cost_per_paid_hour"]),
        key(
            "shifts",
            Kind::Numbered(&SHIFT),
            "Agents who come, break and go together, instead of `staff`.",
        )
        .also(&["shift"]),
        key(
            "staff_at",
            Kind::Moments(STAFF),
            "Agents on queue from each time of day on, instead of `staff`: { \"08:10\" = 4, \"12:35\" = 6 }.",
        ),
        key(
            "absence",
            Kind::One(Unit::ShareBelowOne),
            "Probability that an agent is absent, drawn for each agent and day. Default: 0.",
        )
        .also(&["absenteeism", "absent"]),
        key("away", Kind::Table(&AWAY), "Short unplanned absences."),
        key("disconnect", Kind::Table(&DISCONNECT), "A pause after a contact."),
        key(
            "classes",
            Kind::Numbered(&CLASS),
            "Agents by experience; the rest is ordinary.",
        )
        .also(&["class", "seniority"]),
        key(
            "learning",
            Kind::Table(&LEARNING),
            "How agents become faster with their days on the job, instead of `classes`.",
        ),
        key(
            "days_on_job",
            Kind::List(Unit::Count),
            "How long each agent has been on the job, in days; the list recurs where there are more agents.",
        )
        .also(&["days", "tenure"]),
        key("fatigue", Kind::Table(&FATIGUE), "Slower work after a busy hour."),
        key(
            "weight",
            Kind::One(Unit::Number(0.001, 1_000_000.0)),
            "By what its idle agents are multiplied where routing.agent = \"most-idle-group\". Default: 1.",
        ),
        key(
            "reserve",
            Kind::Each(STAFF),
            "Takes contacts of a queue only while more than this many of its agents are idle: { sales = 2 }.",
        )
        .also(&["reserved"]),
        key(
            "concurrency",
            Kind::Table(&CONCURRENCY),
            "The most contacts of each channel that one agent holds at once. Default: 1 of each.",
        )
        .also(&["concurrent", "slots"]),
        key(
            "together",
            Kind::Sets(TEXT_CHANNELS),
            "Channels whose contacts one agent may hold beside each other: [[\"chat\", \"messaging\"]]. Default: none.",
        )
        .also(&["beside", "mix"]),
        key(
            "speed",
            Kind::ListOrTable(Unit::Number(0.01, 1000.0), &SPEED),
            "An agent's speed with 1, 2, 3 … contacts in hand, in units of that with one. Default: { each = 0.85 }.",
        ),
        key(
            "threads",
            Kind::One(Unit::Whole(1.0, 1_000_000.0)),
            "The most threads of messages that one agent may have open. Default: no limit.",
        )
        .also(&["open_threads", "max_threads"]),
        key(
            "interrupts",
            Kind::Table(&INTERRUPTS),
            "Which contacts an agent puts aside for which others.",
        )
        .also(&["interruption", "interrupt"]),
        key(
            "target",
            Kind::Table(&GROUP_TARGET),
            "What the group should keep to.",
        )
        .also(&["targets"]),
        key(
            "plan",
            Kind::Table(&PLAN),
            "Within what `headcount staff` may choose the staff.",
        ),
    ],
};

pub(in crate::scenario) const PLAN: Section = Section {
    owner: "a group's plan",
    keys: &[
        key(
            "min",
            Kind::Varying(STAFF),
            "The fewest agents on queue. Default: 0.",
        )
        .also(&["minimum", "least"]),
        key(
            "max",
            Kind::Varying(STAFF),
            "The most agents on queue. Default: no limit.",
        )
        .also(&["maximum", "most"]),
        key(
            "fixed",
            Kind::VaryingOrTrue(STAFF),
            "Exactly so many, instead of `min` and `max`; true keeps `staff`.",
        )
        .also(&["fix", "keep"]),
        key(
            "block",
            Kind::One(Unit::PositiveDuration),
            "Staff stays the same over blocks of this length from opening, such as \"2h\". Default: an interval.",
        )
        .also(&["blocks", "every"]),
    ],
};

pub(in crate::scenario) const GROUP_TARGET: Section = Section {
    owner: "a group's target",
    keys: &[key(
        "occupancy_max",
        Kind::One(Unit::Share),
        "The occupancy that the group should not pass.",
    )
    .also(&["occupancy"])],
};

pub(in crate::scenario) const SHIFT: Section = Section {
    owner: "a shift",
    keys: &[
        key("start", Kind::Clock, "When the agents come.").also(&["from", "begins"]),
        key(
            "end",
            Kind::Clock,
            "When they go; no later than `start` is on the next day.",
        )
        .also(&["to", "until", "ends"]),
        key("agents", Kind::One(STAFF), "How many.").also(&["staff", "count", "number"]),
        key(
            "breaks",
            Kind::Pauses,
            "Starts and lengths of breaks: [[\"10:00\", \"15m\"]].",
        )
        .also(&["break", "pauses"]),
        key("lunch", Kind::Pauses, "Start and length: [\"12:00\", \"30m\"].").also(&["lunches"]),
        key("meetings", Kind::Pauses, "Starts and lengths of meetings.").also(&["meeting", "training"]),
        key(
            "days",
            Kind::List(DAY_NUMBER),
            "Calendar days of the horizon, from 1, on which it starts. Default: all on which the center opens.",
        )
        .also(&["day"]),
    ],
};

pub(in crate::scenario) const AWAY: Section = Section {
    owner: "a short absence",
    keys: &[
        key(
            "every",
            Kind::One(Unit::PositiveDuration),
            "Mean time on duty between two of them.",
        ),
        key("for", Kind::OneLaw(Family::Times), "How long they last.").also(&["length", "duration"]),
    ],
};

pub(in crate::scenario) const DISCONNECT: Section = Section {
    owner: "a pause after a contact",
    keys: &[
        key(
            "share",
            Kind::One(Unit::Share),
            "Share of contacts that one follows.",
        )
        .also(&["probability"]),
        key("for", Kind::OneLaw(Family::Times), "How long the agent is gone.").also(&["length", "duration"]),
    ],
};

pub(in crate::scenario) const CLASS: Section = Section {
    owner: "a class of agents",
    keys: &[
        key("share", Kind::One(Unit::Share), "Share of the group's agents."),
        key(
            "handle_factor",
            Kind::One(FACTOR),
            "How many times as long as normal they take.",
        )
        .also(&["factor"]),
    ],
};

pub(in crate::scenario) const LEARNING: Section = Section {
    owner: "learning",
    keys: &[
        key(
            "start",
            Kind::One(FACTOR),
            "How many times as long as normal an agent takes on the first day.",
        ),
        key(
            "days",
            Kind::One(Unit::Number(0.1, 100_000.0)),
            "Days after which 95 % of the difference is gone.",
        ),
    ],
};

pub(in crate::scenario) const FATIGUE: Section = Section {
    owner: "fatigue",
    keys: &[
        key(
            "above",
            Kind::One(Unit::ShareBelowOne),
            "The occupancy over the last hour from which on it counts.",
        ),
        key(
            "slope",
            Kind::One(Unit::Number(0.0, 100.0)),
            "Handle times are multiplied by 1 + slope × (occupancy − above).",
        ),
    ],
};
