//! The search as a whole: a start, fewer and fewer agents, a check on days it never saw.

use super::answer::{Answer, Decided, LowerBound, Price};
use super::bench::{Bench, Cells, Days, Set, Stopped};
use super::check;
use super::descent::WIDE;
use super::enumerate::{self, Outcome};
use super::infeasible;
use super::question::Question;
use super::reach::Reach;
use super::smooth;
use super::start::{Needs, begin, plenty};
use super::stationary;
use super::surface::FEW;
use super::telling::tell;
use super::walk::Walk;
use super::watch::{News, Watch};

/// What is wished of a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wishes {
    /// The least plan, with nothing kept for a smooth curve.
    pub minimal: bool,
    /// What loosening targets would save, and what other service levels would cost.
    pub curve: bool,
    /// What formulas would have staffed, some agents fewer and more, and a busier day.
    pub beside: bool,
    /// Nodes after which an integer program is left.
    pub node_limit: usize,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            minimal: false,
            curve: true,
            beside: true,
            node_limit: 400,
        }
    }
}

/// Contacts of a trial on the planner's days, at most; fewer days where a day has many.
const FINE: f64 = 8e6;
/// The same in a steady state, where all days tell of the same figures.
const FINE_STEADY: f64 = 8e6;
/// The same for the days on which a search begins.
const COARSE: f64 = 8.5e5;
/// The same in a steady state.
const COARSE_STEADY: f64 = 4e5;
/// The same for what other targets would cost.
const QUICK: f64 = 1.6e5;
/// The same for the days on which a plan is shown.
const SHOWN: f64 = 20e6;
/// The same in a steady state.
const SHOWN_STEADY: f64 = 2e6;
/// The same where theory has decided.
const CONFIRMED: f64 = 6e5;
/// The fewest days of any trial.
const FEWEST: u32 = 32;
/// How often a cheaper plan may turn up when all are tried.
const CHEAPER: usize = 8;
/// The part of the least cost that may be spent on a smooth curve.
const SMOOTH: f64 = 0.02;

/// Days of each kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// On which a plan is decided.
    pub fine: u32,
    /// On which a search begins.
    pub coarse: u32,
    /// On which other targets are priced.
    pub quick: u32,
    /// On which it is shown and checked.
    pub shown: u32,
}

impl Budget {
    pub fn new(question: &Question, contacts: f64) -> Self {
        let asked = question.experiment.replications;
        // What a steady state is planned on are not days of the scenario.
        let asked_for = if question.is_steady() {
            u32::MAX
        } else {
            asked.max(FEWEST)
        };
        let within = |most: f64| ((most / contacts.max(1.0)) as u32).clamp(FEWEST, asked_for);
        // Trials are as many as there are numbers to be chosen.
        let share = (WIDE as f64 / question.cells.len().max(1) as f64).min(1.0).sqrt();
        Self {
            fine: within(share * if question.is_steady() { FINE_STEADY } else { FINE }),
            coarse: within(if question.is_steady() {
                COARSE_STEADY
            } else {
                COARSE
            }),
            quick: within(QUICK),
            shown: within(if question.is_steady() { SHOWN_STEADY } else { SHOWN }).min(asked),
        }
    }
}

/// Looks for the least staff that meets every target.
pub fn plan(question: &Question, wishes: &Wishes, watch: &dyn Watch) -> Answer {
    let mut bench = Bench::new(question, watch);
    let reach = Reach::new(question, &bench.gauge);
    let budget = Budget::new(question, bench.contacts());
    if let Some(agents) = stationary::least(question) {
        return by_theory(&bench, agents, wishes);
    }
    let needs = Needs::new(question);
    let days = bench.days(Set::Planner, budget.fine);
    let most = plenty(question, &needs);
    // In a steady state some of the days tell, where the most staff keeps every goal with room to spare.
    let some = days.first(budget.coarse);
    let surely = question.is_steady() && bench.trial(&most, some).is_ok_and(|trial| trial.holds());
    match bench.settle(&most, if surely { some } else { days }) {
        Ok(goals) if !goals.is_empty() => return infeasible::explain(question, &goals, budget),
        _ => {}
    }
    let mut best = Best::default();
    let found = search(&bench, &reach, budget, wishes, &mut best);
    let how = (Decided::BySimulation, found.is_err());
    tell(&bench, &reach, budget, *wishes, best, how)
}

/// The best plan so far, so that an end in the middle leaves one.
#[derive(Debug, Clone, Default)]
pub(super) struct Best {
    /// Holds on the planner's days.
    pub least: Option<Cells>,
    /// With what is kept for a smooth curve.
    pub plan: Option<Cells>,
    pub binding: Vec<Option<usize>>,
    pub repairs: u32,
    /// From trying every cheaper plan.
    pub bound: Option<LowerBound>,
}

fn search(
    bench: &Bench<'_>,
    reach: &Reach,
    budget: Budget,
    wishes: &Wishes,
    best: &mut Best,
) -> Result<(), Stopped> {
    let question = bench.question;
    let needs = Needs::new(question);
    let days = bench.days(Set::Planner, budget.fine);
    tell_stage(bench, "looking for a start", None, 0.0);
    let start = begin(bench, reach, days.first(budget.coarse), &needs)?;
    let mut walk = Walk::new(bench, reach, days.first(budget.coarse), start)?;
    to_one_that_holds(&mut walk, &needs)?;
    best.least = Some(walk.at.clone());
    narrow(&mut walk, wishes, best, "looking on some of the days")?;
    let few = walk.at.len() > 1 && walk.at.len() <= FEW;
    let finalists = if few { walk.survey()? } else { Vec::new() };
    tell_stage(bench, "looking on all days", Some(&walk.at), 0.5);
    walk.days = days;
    let at = walk.at.clone();
    walk.go(at)?;
    if few {
        // One of them may hold, which is quicker than a repair.
        select(&mut walk, finalists)?;
    }
    to_one_that_holds(&mut walk, &needs)?;
    best.least = Some(walk.at.clone());
    if few {
        walk.take_out(false)?;
        best.least = Some(walk.at.clone());
    } else if budget.fine > budget.coarse {
        // Most was done on some of the days; one round more, so that nothing is left that all days let go.
        walk.binding.fill(None);
        walk.descend_quickly()?;
        best.least = Some(walk.at.clone());
    }
    tell_stage(bench, "trying every cheaper plan", best.least.as_ref(), 0.6);
    for _ in 0..CHEAPER {
        match enumerate::try_all(bench, &walk.at)? {
            Outcome::Cheaper(plan) => {
                let before = walk.at.clone();
                walk.go(plan)?;
                if !walk.trial.holds() {
                    walk.go(before)?;
                    break;
                }
                best.least = Some(walk.at.clone());
            }
            Outcome::Proved(bound) => {
                best.bound = Some(bound);
                break;
            }
            Outcome::TooMany => break,
        }
    }
    tell_stage(bench, "checking on fresh days", best.least.as_ref(), 0.7);
    let checked = check::check(bench, reach, walk.at.clone(), &walk.effects, days, budget.shown)?;
    best.repairs = checked.repairs;
    if checked.repairs > 0 {
        walk.go(checked.plan.clone())?;
        if walk.is_thinned() {
            // Enough to say what binds.
            walk.days = days.first(budget.coarse);
            walk.go(checked.plan.clone())?;
        }
        walk.spared()?;
    }
    best.binding.clone_from(&walk.binding);
    best.least = Some(checked.plan.clone());
    best.plan = Some(checked.plan.clone());
    if !wishes.minimal {
        let own = Days {
            of: u32::MAX,
            ..bench.own_days(budget.shown)
        };
        best.plan = Some(smooth::smooth(bench, reach, checked.plan, SMOOTH, days, own)?);
    }
    Ok(())
}

/// Goes to a plan that holds: the repaired one, or the most there may be.
fn to_one_that_holds(walk: &mut Walk<'_, '_>, needs: &Needs) -> Result<(), Stopped> {
    if walk.repair()?.is_empty() {
        return Ok(());
    }
    walk.go(plenty(walk.bench.question, needs))
}

/// The cheapest of some finalists that holds on all days, if it is cheaper than a plan that holds.
fn select(walk: &mut Walk<'_, '_>, finalists: Vec<Cells>) -> Result<(), Stopped> {
    let question = walk.bench.question;
    for plan in finalists {
        if walk.trial.holds() && question.cost_of(&plan).0 >= question.cost_of(&walk.at).0 {
            break;
        }
        if walk.hopeless(&plan)?.is_none() && walk.bench.trial(&plan, walk.days)?.holds() {
            return walk.go(plan);
        }
    }
    Ok(())
}

/// Takes a plan that holds down to one from which nothing can be taken.
fn narrow(
    walk: &mut Walk<'_, '_>,
    wishes: &Wishes,
    best: &mut Best,
    stage: &'static str,
) -> Result<(), Stopped> {
    if walk.is_thinned() {
        walk.thin_roughly()?;
        best.least = Some(walk.at.clone());
        tell_stage(walk.bench, stage, Some(&walk.at), 0.1);
    }
    if walk.bench.question.center.groups.len() > 1 {
        walk.follow_cuts(wishes.node_limit)?;
        best.least = Some(walk.at.clone());
        tell_stage(walk.bench, stage, Some(&walk.at), 0.2);
    }
    walk.descend(&mut |walk| {
        best.least = Some(walk.at.clone());
        tell_stage(walk.bench, stage, Some(&walk.at), 0.4);
    })
}

pub(super) fn tell_stage(bench: &Bench<'_>, stage: &'static str, plan: Option<&Cells>, share_done: f64) {
    bench.tell(&News {
        stage,
        best: plan.map(|plan| bench.question.cost_of(plan)),
        bound: None,
        share_done,
    });
}

/// The answer where theory decides: the same number all day.
fn by_theory(bench: &Bench<'_>, agents: u32, wishes: &Wishes) -> Answer {
    let question = bench.question;
    let cells: Cells = vec![agents; question.cells.len()];
    let shown = ((CONFIRMED / bench.contacts().max(1.0)) as u32)
        .clamp(8, question.experiment.replications.max(8))
        .min(question.experiment.replications);
    let budget = Budget {
        fine: shown,
        coarse: shown,
        quick: shown,
        shown,
    };
    let best = Best {
        least: Some(cells.clone()),
        plan: Some(cells),
        binding: vec![None; question.cells.len()],
        repairs: 0,
        bound: None,
    };
    let reach = Reach::new(question, &bench.gauge);
    let wishes = Wishes {
        curve: false,
        ..*wishes
    };
    tell(bench, &reach, budget, wishes, best, (Decided::ByTheory, false))
}

/// The least plan that is found from another one on the days on which a search begins: quick, and good enough to
/// tell what a change of targets is worth.
pub(super) fn again(
    question: &Question,
    watch: &dyn Watch,
    from: &Cells,
    budget: Budget,
) -> Result<Option<(Cells, Price)>, Stopped> {
    let mut bench = Bench::new(question, watch);
    let reach = Reach::new(question, &bench.gauge);
    let days = bench.days(Set::Planner, budget.fine).first(budget.quick);
    let most = plenty(question, &Needs::new(question));
    if !bench.settle(&most, days)?.is_empty() {
        return Ok(None);
    }
    let mut walk = Walk::new(&bench, &reach, days, from.clone())?;
    if !walk.repair()?.is_empty() {
        walk.go(most)?;
    }
    walk.descend_quickly()?;
    let cost = question.cost_of(&walk.at);
    Ok(Some((walk.at, cost)))
}
