//! What the planner answers: a plan with what was proved of it and what it rests on, or why there is none.

use crate::estimate::{Bound, Limited, Results};
use crate::model::{GroupId, QueueId};

/// Agents on queue by group, then interval.
pub type Staff = Vec<Vec<u32>>;

/// What came of the search.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A plan that meets every target.
    Plan(Box<Planned>),
    /// No plan does, within the limits that were set.
    Infeasible(Box<Infeasible>),
}

/// A plan and all that is to be said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Agents on queue, those kept for a smooth curve among them.
    pub staff: Staff,
    /// Of these, how many could be spared, by group and interval.
    pub spare: Staff,
    /// What the plan costs.
    pub cost: Price,
    /// What the least plan found costs: without what is kept for a smooth curve.
    pub least: Price,
    /// How it was decided.
    pub decided: Decided,
    /// How the search ended.
    pub ended: Ended,
    /// The plan on the scenario's own days, which the search never saw.
    pub plan: Assessed,
    /// The staff of the scenario on the same days.
    pub now: Assessed,
    /// What the formulas would have said, on the same days.
    pub formulas: Vec<Formula>,
    /// The plan when volumes are a tenth higher.
    pub busier: Option<Assessed>,
    /// What is known of the cost of any plan.
    pub bound: Option<LowerBound>,
    /// What would be missed if one agent more were taken out, by group, then interval; nothing where staff is
    /// fixed or at its least, or was not tried.
    pub binding: Vec<Vec<Option<Binding>>>,
    /// What loosening each target a step would save, the most first.
    pub prices: Vec<TargetPrice>,
    /// Some agents fewer and more at the tightest interval.
    pub around: Option<Around>,
    /// What other service levels would cost; ascending in service.
    pub curve: Vec<CurvePoint>,
    /// How much was simulated.
    pub effort: Effort,
}

/// A sum of money, or of paid hours where no cost is given.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Price(pub f64);

/// How a plan was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// Demand never changes: by exact theory, confirmed by simulation.
    ByTheory,
    /// By simulation.
    BySimulation,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself.
    Complete,
    /// The time limit, or the user, ended it: the plan meets its targets but may not be the least.
    Early,
}

/// Some staff and what comes of it on the scenario's own days.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessed {
    /// Agents on queue.
    pub staff: Staff,
    /// Its cost.
    pub cost: Price,
    /// Every figure.
    pub results: Results,
    /// Targets missed, by the average of all days.
    pub missed: Vec<Miss>,
}

/// A limit of a target that is missed.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// What is missed, and when.
    pub goal: Goal,
    /// The figure.
    pub figure: Option<f64>,
}

/// One limit of one target, over some time: what a plan must keep to.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Of what.
    pub of: Whom,
    /// Which figure.
    pub figure: Figure,
    /// Where it should lie.
    pub bound: Bound,
    /// When.
    pub when: When,
    /// The share of days on which it must be kept; nothing where the average of all days counts.
    pub on_days: Option<f64>,
}

/// A figure that a goal is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// Of contacts.
    Contacts(Limited),
    /// Handling / (handling + available) of a group.
    Occupancy,
}

/// Whose figure a goal is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Whom {
    /// A queue's.
    Queue(QueueId),
    /// All queues' together, each contact by its own queue's T.
    Center,
    /// A group's occupancy.
    Group(GroupId),
}

/// The time that a goal is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// One interval; several where each expects less than a contact a day and they are judged together.
    Intervals(Vec<usize>),
    /// The whole horizon.
    Day,
}

/// What a formula would have staffed.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// Which.
    pub rule: Rule,
    /// What comes of its staff in the simulation.
    pub assessed: Assessed,
}

/// A staffing formula, applied to every queue and interval by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Erlang C: nobody hangs up.
    ErlangC,
    /// Erlang A, or M/M/n+G with the queue's patience.
    ErlangA,
    /// Load + β √load.
    SquareRoot,
}

/// A cost below which no plan can meet the targets.
#[derive(Debug, Clone, PartialEq)]
pub struct LowerBound {
    /// No plan costs less.
    pub cost: Price,
    /// With this confidence; 1 where theory says so.
    pub confidence: f64,
    /// From what it follows.
    pub from: Proof,
}

/// From what a lower bound follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Exact theory of a stationary queue.
    Theory,
    /// Every plan that costs less was tried: so many of them.
    Enumeration(u64),
    /// The work that must be done in time, and groups pooled without loss.
    Pooling,
    /// The work that must be done over the day, whenever agents do it.
    Work,
}

/// What keeps an agent in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The goal that breaks first when one agent is taken out.
    pub goal: Goal,
}

/// What a target costs.
#[derive(Debug, Clone, PartialEq)]
pub struct TargetPrice {
    /// What was loosened.
    pub loosened: Loosened,
    /// What the plan would cost less; never below zero.
    pub saves: Price,
}

/// A step by which a target is loosened.
#[derive(Debug, Clone, PartialEq)]
pub enum Loosened {
    /// A limit, from one value to another.
    Limit {
        /// Of what.
        of: Whom,
        /// Which figure is limited.
        figure: Figure,
        /// The limit as it stands.
        from: f64,
        /// The looser one.
        to: f64,
    },
    /// The target is asked of the day rather than of each interval.
    DayNotInterval {
        /// Whose target.
        of: Whom,
    },
}

/// A few agents fewer and more in one interval, all else equal.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// The group that is changed.
    pub group: GroupId,
    /// The interval in which it is changed (all of them where staff is the same all day).
    pub interval: usize,
    /// Whether staff is changed in all intervals.
    pub all_day: bool,
    /// The queue whose figures show it.
    pub queue: QueueId,
    /// Change in agents, ascending, and what comes of it.
    pub steps: Vec<(i32, Assessed)>,
}

/// One point of the cost-against-service curve: every service target set to this share.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePoint {
    /// The share to be answered in time.
    pub answered: f64,
    /// What the least plan found costs; nothing where there is none.
    pub cost: Option<Price>,
    /// Its agent hours on queue.
    pub hours: Option<f64>,
}

/// How much was simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effort {
    /// Plans tried.
    pub plans: u64,
    /// Days simulated in all.
    pub days: u64,
    /// Days on which the plan was decided.
    pub planner_days: u32,
    /// Fresh days on which it was checked.
    pub fresh_days: u32,
    /// How often the check on fresh days failed and the plan was repaired.
    pub repairs: u32,
}

/// No plan meets the targets within the limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Infeasible {
    /// The goals that cannot be kept with as many agents as are allowed, the worst first, with the best
    /// figure that was found.
    pub goals: Vec<Miss>,
    /// The most staff allowed, with which that was found.
    pub most: Assessed,
    /// What would make the targets attainable.
    pub remedies: Vec<Remedy>,
}

/// What would make a target attainable.
#[derive(Debug, Clone, PartialEq)]
pub enum Remedy {
    /// Allow a group this many agents in the interval.
    Allow {
        /// The group.
        group: GroupId,
        /// The interval.
        interval: usize,
        /// The least number that is enough, all else at its most.
        agents: u32,
    },
    /// Ask for no more than what is attainable.
    Loosen {
        /// The goal.
        goal: Goal,
        /// The figure that is attainable.
        attainable: f64,
    },
}

/// The answer to: which targets can this staff meet, and how much more could it carry?
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The staff on the scenario's own days.
    pub now: Assessed,
    /// All goals, in the order of the scenario, with their figures.
    pub goals: Vec<(Goal, Option<f64>, bool)>,
    /// All volumes may grow (or must shrink) by this factor before the first target breaks; nothing where no
    /// volume is small enough.
    pub volume: Option<f64>,
    /// The goal that breaks first beyond that.
    pub first: Option<Goal>,
}

/// The answer to: what is the best service for this much?
#[derive(Debug, Clone, PartialEq)]
pub struct Budgeted {
    /// What may be spent.
    pub budget: Price,
    /// The plan found, and its figures on the scenario's own days.
    pub plan: Assessed,
    /// The staff of the scenario.
    pub now: Assessed,
    /// Goals with their figures under the plan.
    pub goals: Vec<(Goal, Option<f64>, bool)>,
}
