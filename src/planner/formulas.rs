//! What formulas would staff, every queue and interval by itself.
//!
//! In: a question. Out: agents by group and interval. A queue's agents are those of its first choice: the
//! first group of its route, the cheapest of its first rank. They are the least with which the formula meets
//! what is asked of the queue in the interval (of the day, or of all queues together, where nothing is asked of
//! the interval or the queue itself); a queue of which nothing is asked gets its load, rounded up. Needs of
//! queues with the same first choice add up, which is what pools are spared and formulas do not know.
//!
//! Agents of shifts are as many as they are; what is wanted beyond them falls to others with their skills.
//!
//! - [`staff`]: the rules people use, interval by interval as if each lasted for ever (SIPP: stationary,
//!   independent, period by period), with the load of its volume. The square-root rule is n = a + β √a, with
//!   the β of Halfin and Whitt (callers who never leave) or of Garnett, Mandelbaum and Reiman (exponential
//!   patience of the same mean) for the chance of waiting that the target implies: the one it names, or the one
//!   that M/M/n+G has when it just meets the target at the day's highest load.
//! - [`modified_offered_load`]: the load from which a search starts. It is m(t), the mean number in service if
//!   nobody ever waited (see [`mean_in_service`]), averaged over the interval: the convention of the published
//!   comparisons with SIPP, whose hours follow from these functions.

use super::answer::{Goal, Rule, Staff, Whom};
use super::comers::comers;
use super::question::Question;
use super::stationary::{NEARLY, least_agents, target};
use crate::estimate::{stretch, talk_of};
use crate::model::{Center, Distribution, GroupId, MAX_AGENTS, PerInterval, QueueId, Target};
use crate::theory::{Demand, mean_in_service, square_root};

/// m(t) is averaged over so many slots an interval.
const SLOTS: usize = 8;
/// What a formula would staff; limits of staff and blocks of intervals are unknown to it.
pub(super) fn staff(question: &Question, rule: Rule) -> Staff {
    let center = &question.center;
    let mut staff = vec![vec![0; center.calendar.intervals]; center.groups.len()];
    for queue in 0..center.queues.len() {
        let Some(group) = first_choice(question, queue) else {
            continue;
        };
        let asked = Asked::of(question, queue, group);
        let load = |interval| asked.load(interval);
        let needs: Vec<u32> = match rule {
            Rule::ErlangC => asked.needs(load, &Distribution::Forever),
            Rule::ErlangA => asked.needs_with_patience(load),
            Rule::SquareRoot => asked.needs_by_square_root(),
        };
        add(&mut staff[group], &needs);
    }
    keep_scheduled(center, &mut staff);
    staff
}

/// Gives the groups whose staff follows from shifts or times what they have, and what a formula wants beyond their
/// mean in an interval to the first other group that shares a queue with them.
fn keep_scheduled(center: &Center, staff: &mut Staff) {
    for (kept, facts) in center.groups.iter().enumerate() {
        if !facts.is_scheduled() {
            continue;
        }
        let wanted = std::mem::replace(&mut staff[kept], facts.staff.clone());
        let queues = facts.skills.iter().flatten();
        let shares = |group: &GroupId| {
            let other = &center.groups[*group];
            !other.is_scheduled() && queues.clone().any(|&queue| other.has_skill(queue))
        };
        let Some(other) = (0..center.groups.len()).find(shares) else {
            continue;
        };
        let there = facts.mean_on_queue(&center.calendar);
        let missing = wanted.iter().zip(there);
        let missing: Vec<u32> = missing
            .map(|(&wanted, there)| wanted.saturating_sub(there as u32))
            .collect();
        add(&mut staff[other], &missing);
    }
}

/// The mean number in service of a queue if nobody ever waited, averaged over each interval; every contact
/// takes `factor` times as long as normal.
pub(super) fn modified_offered_load(center: &Center, queue: QueueId, factor: f64) -> Vec<f64> {
    // A search that began without those from elsewhere would hold their queue to be out of reach.
    let came = comers(center).swap_remove(queue);
    let queue = &center.queues[queue];
    let stretch = match stretch(queue) {
        PerInterval::Same(stretch) => PerInterval::Same(stretch * factor),
        PerInterval::Each(all) => {
            PerInterval::Each(all.into_iter().map(|stretch| stretch * factor).collect())
        }
    };
    // One interval more, in which nobody comes, for the load at closing.
    let mut volume = came;
    volume.push(0.0);
    let interval_s = center.calendar.interval.seconds();
    let loads = mean_in_service(&volume, &talk_of(queue), &stretch, interval_s, SLOTS);
    (0..center.calendar.intervals)
        .map(|interval| {
            let slots = &loads[interval * SLOTS..=(interval + 1) * SLOTS];
            let ends = 0.5 * (slots[0] + slots[SLOTS]);
            (ends + slots[1..SLOTS].iter().sum::<f64>()) / SLOTS as f64
        })
        .collect()
}

fn add(to: &mut [u32], needs: &[u32]) {
    to.iter_mut().zip(needs).for_each(|(to, need)| *to += need);
}

/// The group that a formula gives a queue's agents to; nothing where nobody serves it.
pub(super) fn first_choice(question: &Question, queue: QueueId) -> Option<GroupId> {
    let cost_per_hour = |group: GroupId| {
        let cells = question.cells.iter().filter(|cell| cell.group == group);
        let (cost, hours) = cells.fold((0.0, 0.0), |(cost, hours), cell| {
            (cost + cell.cost, hours + cell.hours)
        });
        cost / hours
    };
    let first = question.center.queues[queue]
        .route
        .iter()
        .find(|rank| !rank.is_empty())?;
    first
        .iter()
        .copied()
        .min_by(|&a, &b| cost_per_hour(a).total_cmp(&cost_per_hour(b)))
}

/// What is asked of a queue, interval by interval.
struct Asked<'q> {
    center: &'q Center,
    queue: QueueId,
    /// How many times as long as normal a contact takes.
    factor: f64,
    /// Nothing where nothing is asked, of the queue or all queues.
    targets: Option<Vec<Option<Target>>>,
}

impl<'q> Asked<'q> {
    fn of(question: &'q Question, queue: QueueId, group: GroupId) -> Self {
        let center = &question.center;
        let of =
            |whom: Whom| -> Vec<&Goal> { question.goals.iter().filter(|goal| goal.of == whom).collect() };
        let own = of(Whom::Queue(queue));
        let goals = if own.is_empty() { of(Whom::Center) } else { own };
        let intervals = 0..center.calendar.intervals;
        Self {
            center,
            queue,
            factor: center.groups[group].handle_factor[queue],
            targets: (!goals.is_empty()).then(|| {
                intervals
                    .map(|interval| target(center, queue, &goals, interval))
                    .collect()
            }),
        }
    }

    fn handle_s(&self, interval: usize) -> f64 {
        self.center.queues[self.queue].handle.at(interval).mean_s() * self.factor
    }

    /// Erlangs that the interval's own volume brings.
    fn load(&self, interval: usize) -> f64 {
        self.center.offered_load(self.queue, interval) * self.factor
    }

    fn demand(&self, load: f64, interval: usize, patience: &Distribution) -> Demand {
        let handle_s = self.handle_s(interval);
        let rate_per_s = if handle_s > 0.0 { load / handle_s } else { 0.0 };
        Demand::new(rate_per_s, handle_s, patience)
    }

    /// The least agents in an interval for a load in erlangs.
    fn need(&self, load: f64, interval: usize, patience: &Distribution) -> u32 {
        let enough_for_all = || (load.ceil() as u32).min(MAX_AGENTS as u32);
        if load <= 0.0 {
            return 0;
        }
        let Some(targets) = &self.targets else {
            return enough_for_all();
        };
        let Some(target) = &targets[interval] else {
            return 0;
        };
        let demand = self.demand(load, interval, patience);
        least_agents(self.center, self.queue, &demand, target, MAX_AGENTS as u32)
            .unwrap_or_else(enough_for_all)
    }

    fn needs(&self, load: impl Fn(usize) -> f64, patience: &Distribution) -> Vec<u32> {
        (0..self.center.calendar.intervals)
            .map(|interval| self.need(load(interval), interval, patience))
            .collect()
    }

    fn needs_with_patience(&self, load: impl Fn(usize) -> f64) -> Vec<u32> {
        let patience = &self.center.queues[self.queue].patience;
        (0..self.center.calendar.intervals)
            .map(|interval| self.need(load(interval), interval, patience.at(interval)))
            .collect()
    }

    fn needs_by_square_root(&self) -> Vec<u32> {
        let intervals = 0..self.center.calendar.intervals;
        let beta = self.beta();
        intervals
            .map(|interval| {
                let load = self.load(interval);
                let nothing_asked = self
                    .targets
                    .as_ref()
                    .is_some_and(|targets| targets[interval].is_none());
                if load <= 0.0 || nothing_asked {
                    return 0;
                }
                let agents = load + beta.unwrap_or(0.0) * load.sqrt();
                (agents.ceil().max(0.0) as u32).min(MAX_AGENTS as u32)
            })
            .collect()
    }

    /// The β of the square-root rule; nothing where nothing is asked.
    fn beta(&self) -> Option<f64> {
        let targets = self.targets.as_ref()?;
        let peak = (0..targets.len())
            .filter(|&interval| targets[interval].is_some() && self.load(interval) > 0.0)
            .max_by(|&a, &b| self.load(a).total_cmp(&self.load(b)))?;
        let patience = self.center.queues[self.queue].patience.at(peak);
        let waits = match targets[peak].as_ref()?.p_wait {
            Some(asked) => asked,
            None => {
                let agents = self.need(self.load(peak), peak, patience);
                let demand = self.demand(self.load(peak), peak, patience);
                demand.with_agents(agents).p_wait()
            }
        }
        .clamp(NEARLY, 1.0 - NEARLY);
        let leaving_over_service = self.handle_s(peak) / patience.mean();
        Some(
            if leaving_over_service > 0.0 && leaving_over_service.is_finite() {
                square_root::beta_with_patience(waits, leaving_over_service)
            } else {
                square_root::beta(waits)
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PlanLimits;
    use crate::planner::question::Basis;
    use crate::planner::start::by_need;
    use crate::theory::{least_agents, least_agents_for_target, poisson_mean};

    fn question(text: &str) -> Question {
        crate::planner::from_text(text, Basis::default())
    }

    fn hours(staff: &[u32]) -> f64 {
        f64::from(staff.iter().sum::<u32>()) / 2.0
    }

    /// Two days of R (1 + A sin) erlangs, of which the second no longer knows that the first began empty.
    fn sinusoidal(service_per_h: f64, load: f64, amplitude: f64) -> Question {
        let turn = std::f64::consts::TAU / 24.0;
        let area = |t: f64| load * (t - amplitude * (turn * t).cos() / turn);
        let volume: Vec<String> = (0..96)
            .map(|interval| {
                let from = f64::from(interval) / 2.0;
                format!("{:.12}", service_per_h * (area(from + 0.5) - area(from)).max(0.0))
            })
            .collect();
        question(&format!(
            r#"
[center]
opens = "00:00"
length = "2d"
interval = "30m"
[queues.calls]
volume = "{}"
handle = {{ exponential = {{ mean = "{}m" }} }}
target = {{ p_wait = 0.1 }}
[groups.agents]
skills = ["calls"]
staff = 1
"#,
            volume.join(" "),
            60.0 / service_per_h
        ))
    }

    /// The published comparison of staffing each half-hour by itself with staffing by the modified offered
    /// load. Its hours are those of the load averaged over the half-hour, for both; by the load at its middle
    /// three rows differ by half an hour or one, by its highest all do, by 1 to 7 %. The start is made for
    /// arrivals in steps, which tips a half-hour or two in each row: in the first, 4.465 erlangs want 9 agents,
    /// the 4.460 of a sine 8.
    #[test]
    fn the_published_hours_are_met() {
        for (service_per_h, load, amplitude, sipp, modified) in [
            (0.5, 8.0, 0.5, 311.0, 312.0),
            (2.0, 32.0, 0.5, 984.0, 983.5),
            (2.0, 32.0, 1.0, 969.0, 966.0),
            (0.5, 32.0, 1.0, 969.0, 974.5),
        ] {
            let question = sinusoidal(service_per_h, load, amplitude);
            let erlang_c = staff(&question, Rule::ErlangC);
            assert_eq!(
                hours(&erlang_c[0][48..]),
                sipp,
                "SIPP {service_per_h} {amplitude}"
            );
            let start = by_need(&question);
            let off = hours(&start[0][48..]) - modified;
            assert!(off.abs() <= 1.0, "{service_per_h} {amplitude}: {off}");

            let asked = Asked::of(&question, 0, 0);
            let turn = std::f64::consts::TAU / 24.0;
            let lag = turn / service_per_h;
            let wave = |t: f64| (libm::sin(turn * t) - lag * libm::cos(turn * t)) / (1.0 + lag * lag);
            let by_sine: Vec<u32> = (0..48)
                .map(|interval| {
                    let moments =
                        (0..100).map(|part| (f64::from(interval) + (f64::from(part) + 0.5) / 100.0) / 2.0);
                    let average = moments.map(|t| load * (1.0 + amplitude * wave(t))).sum::<f64>() / 100.0;
                    asked.need(average, 0, &Distribution::Forever)
                })
                .collect();
            assert_eq!(hours(&by_sine), modified, "{service_per_h} {amplitude}");
        }
    }

    /// With service and patience of the same rate the number in the center is Poisson whatever the staff: for
    /// the rate 100 + 20 sin t, with the mean 100 + 10 (sin t − cos t).
    #[test]
    fn the_poisson_identity_has_its_integers() {
        use std::f64::consts::PI;
        let asked = [0.1, 0.2, 0.5, 0.8, 0.9];
        for (time, agents) in [
            (0.0, [103, 99, 91, 83, 79]),
            (PI / 2.0, [125, 120, 111, 102, 98]),
            (3.0 * PI / 4.0, [129, 124, 115, 106, 102]),
            (3.0 * PI / 2.0, [103, 99, 91, 83, 79]),
        ] {
            let mean = 100.0 + 10.0 * (libm::sin(time) - libm::cos(time));
            let by_tail = asked.map(|asked| {
                (0..200)
                    .find(|&agents| 1.0 - poisson_mean(mean, &vec![1.0; agents]) <= asked)
                    .expect("200 are enough")
            });
            assert_eq!(by_tail, agents, "{time}");
            // Erlang A with that load is the same law.
            let demand = Demand::new(mean, 1.0, &Distribution::Exponential { mean: 1.0 });
            let by_waiting = asked.map(|asked| {
                let target = Target {
                    p_wait: Some(asked),
                    ..Target::default()
                };
                let definition = crate::model::ServiceLevelDefinition::OfOffered;
                least_agents_for_target(&demand, &target, definition, 0.0, 200).expect("200 are enough")
            });
            assert_eq!(by_waiting.map(|agents| agents as usize), agents, "{time}");
        }
    }

    fn bank() -> Question {
        question(
            r#"
[center]
opens = "08:00"
closes = "10:00"
interval = "30m"
[queues.service]
volume = "60 120 120 0"
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "3m" } }
target = { answered = "80%", within = "20s" }
[queues.loans]
volume = "6 6 6 6"
handle = { exponential = { mean = "10m" } }
route = [["dear", "cheap"]]
[groups.cheap]
skills = ["service", "loans"]
staff = 5
cost_per_hour = 20
[groups.dear]
skills = ["loans", "service"]
staff = 5
cost_per_hour = 30
handle_factor = { loans = 1.5 }
"#,
        )
    }

    /// Each rule against its formula, written out: 10 and 20 erlangs of service, 2 of loans, for which nothing
    /// is asked, on the cheaper group of their first rank.
    #[test]
    fn every_rule_is_its_formula() {
        let question = bank();
        let within = |patience: &Distribution, load: f64| {
            let demand = Demand::new(load / 300.0, 300.0, patience);
            least_agents(&demand, 100, |state| {
                state.is_stable() && state.answered_within(20.0) >= 0.8
            })
            .expect("100 are enough")
        };
        let patience = Distribution::Exponential { mean: 180.0 };
        for (rule, patience) in [
            (Rule::ErlangC, &Distribution::Forever),
            (Rule::ErlangA, &patience),
        ] {
            let found = staff(&question, rule);
            let (ten, twenty) = (within(patience, 10.0), within(patience, 20.0));
            assert_eq!(found[0], [ten + 2, twenty + 2, twenty + 2, 2], "{rule:?}");
            assert_eq!(found[1], [0; 4]);
        }
        let found = staff(&question, Rule::SquareRoot);
        let state = Demand::new(20.0 / 300.0, 300.0, &patience);
        let waits = state.with_agents(within(&patience, 20.0)).p_wait();
        let beta = square_root::beta_with_patience(waits, 300.0 / 180.0);
        let agents = |load: f64| (load + beta * load.sqrt()).ceil() as u32 + 2;
        assert_eq!(found[0], [agents(10.0), agents(20.0), agents(20.0), 2]);
    }

    /// The start keeps to the limits and blocks that formulas ignore.
    #[test]
    fn the_start_keeps_to_limits_and_blocks() {
        let mut center = bank().center;
        center.groups[0].plan = PlanLimits {
            min: PerInterval::Same(4),
            max: PerInterval::Same(Some(22)),
            block: 2,
        };
        let question = Question::new(center, bank().experiment, Basis::default());
        let start = by_need(&question);
        assert_eq!(start[0][0], start[0][1]);
        assert_eq!(start[0][2], start[0][3]);
        assert!(start[0].iter().all(|&agents| (4..=22).contains(&agents)));
        assert!(start[0][0] > 15, "{:?}", start[0]);
    }
}
