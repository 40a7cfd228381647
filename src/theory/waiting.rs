//! The queue with waiting in equilibrium: M/M/n+G, of which Erlang A (exponential patience) and Erlang C
//! (nobody leaves) are cases.
//!
//! In: [`Demand`] and a number of agents. Out: [`SteadyState`].
//!
//! The method is that of Baccelli and Hebuterne (*On queues with impatient customers*, 1981) as written
//! out by Zeltyn and Mandelbaum (*Call centers with impatient customers: many-server asymptotics of the
//! M/M/n+G queue*, 2005, section 4 of the online supplement). The offered wait V (of a contact that would
//! never hang up) has an atom at zero and the density
//!
//! v(x) = λ f(x) / (ε + λ J),  f(x) = exp(λ H(x) − n μ x),  J = ∫ f,  ε = 1 / B(n − 1),
//!
//! with H(x) = ∫₀ˣ S, S the survival of patience and B the loss formula. Every measure is an integral of
//! f against S, H or x. ln f is concave for every patience law, so that one adaptive quadrature is
//! accurate for any size and either side of the load; f is kept relative to its peak, and that, J and ε
//! as logarithms.
//!
//! Decisions at the edges. No calls: nobody waits, every service level is 1, no mean wait of answered or
//! abandoned exists. No agents but calls: everybody waits until out of patience, service level 0.
//! Load not below the staff with callers who never leave: no equilibrium ([`SteadyState::is_stable`] is
//! false); service level 0, waits infinite, occupancy 1, and the share answered is what the agents can
//! carry. A handle time of zero never makes an agent busy. Anything negative or not a number counts as 0.
//!
//! With limited lines ([`Demand::with_lines`]) some contacts are [blocked](SteadyState::blocked); every
//! other share and mean is over those who got in. There is always an equilibrium then, except without
//! agents, where callers who never leave hold all lines for ever.

use super::lines::{Line, Lines};
use super::loss::{blocking, ln_inverse_blocking};
use super::patience::{Anchor, Patience};
use super::quadrature::integrate;
use crate::model::{Distribution, ServiceCounts, ServiceLevelDefinition};

/// What callers ask of a queue.
#[derive(Debug, Clone)]
pub struct Demand {
    rate_per_s: f64,
    handle_s: f64,
    patience: Patience,
    lines: Lines,
}

impl Demand {
    /// Contacts a second, mean handle time in seconds, and how long a contact would wait, in seconds.
    pub fn new(rate_per_s: f64, handle_s: f64, patience: &Distribution) -> Self {
        Self {
            rate_per_s: rate_per_s.max(0.0),
            handle_s: handle_s.max(0.0),
            patience: Patience::new(patience),
            lines: Lines::Endless,
        }
    }

    /// The same on limited lines. Nothing where that is not exact: with patience that is neither
    /// exponential nor endless (nor zero), unless nobody can wait at all.
    pub fn with_lines(self, lines: Lines) -> Option<Self> {
        let exact = match lines {
            Lines::Limited(_) => self.patience.leaving_per_s().is_some(),
            Lines::Endless | Lines::OneAnAgent => true,
        };
        exact.then_some(Self { lines, ..self })
    }

    /// The same patience and lines at another rate (contacts a second) and mean handle time, in seconds.
    pub fn at(&self, rate_per_s: f64, handle_s: f64) -> Self {
        Self {
            rate_per_s: rate_per_s.max(0.0),
            handle_s: handle_s.max(0.0),
            ..self.clone()
        }
    }

    /// Whether nobody ever hangs up.
    pub fn is_patient(&self) -> bool {
        self.patience.is_forever()
    }

    /// Contacts a second.
    pub fn rate_per_s(&self) -> f64 {
        self.rate_per_s
    }

    /// Mean handle time, in seconds.
    pub fn handle_s(&self) -> f64 {
        self.handle_s
    }

    /// Offered load, in erlangs.
    pub fn load(&self) -> f64 {
        self.rate_per_s * self.handle_s
    }

    /// The equilibrium with that many agents.
    pub fn with_agents(&self, agents: u32) -> SteadyState<'_> {
        SteadyState::new(self, agents)
    }
}

/// A queue in equilibrium.
#[derive(Debug, Clone)]
pub struct SteadyState<'a> {
    demand: &'a Demand,
    agents: u32,
    regime: Regime,
    /// Share turned away.
    blocked: f64,
    /// Those who wait, where lines are limited.
    line: Option<Line>,
}

/// How the offered wait is distributed.
#[derive(Debug, Clone, Copy)]
enum Regime {
    /// Always zero: no calls, or handle times of zero.
    Never,
    /// Infinite: no agents, or no equilibrium.
    Always,
    /// An atom at zero and a density.
    Sometimes(Waiting),
}

/// The parts of which every measure is made; means are over contacts whose offered wait is positive.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    /// P(V > 0).
    p_wait: f64,
    /// P(V = 0), with all its digits where that is small.
    p_free: f64,
    /// Where f peaks, and J / f there.
    peak: f64,
    j: f64,
    /// P(hangs up | V > 0).
    abandoned: f64,
    /// E[wait | V > 0], whatever its end.
    wait: f64,
    /// E[V; answered | V > 0].
    wait_answered: f64,
}

/// What lies beyond a time, given V > 0.
struct Tail {
    /// P(V > t | V > 0).
    offered: f64,
    /// P(V > t, answered | V > 0).
    answered: f64,
    /// P(V > t, X ≤ V | V > 0) for patience X.
    abandoned: f64,
}

/// Relative difference between its two rules at which the quadrature is content; the better one is then
/// good to about 1e-15 where patience is smooth.
const TOLERANCE: f64 = 1e-10;
/// ln f this far below its peak is nothing.
const NEGLIGIBLE: f64 = 48.0;

impl<'a> SteadyState<'a> {
    fn new(demand: &'a Demand, agents: u32) -> Self {
        let mut state = Self {
            demand,
            agents,
            regime: Regime::Never,
            blocked: 0.0,
            line: None,
        };
        let handles = demand.load() > 0.0;
        let lines = match demand.lines {
            Lines::Endless => None,
            Lines::Limited(lines) => Some(lines),
            Lines::OneAnAgent => Some(agents),
        };
        if demand.rate_per_s > 0.0 {
            match lines {
                Some(lines) if agents == 0 || lines == 0 => {
                    state.regime = Regime::Always;
                    let held_s = demand.patience.mean();
                    state.blocked = if held_s.is_finite() {
                        blocking(lines, demand.rate_per_s * held_s)
                    } else {
                        1.0
                    };
                }
                Some(lines) if handles => state.limit(lines),
                None if agents == 0 || demand.load() * demand.patience.forever() >= f64::from(agents) => {
                    state.regime = Regime::Always;
                }
                None if handles => state.regime = Regime::Sometimes(state.waiting()),
                _ => {}
            }
        }
        state
    }

    /// Settles the equilibrium of limited lines, of which there is at least one, as there are agents.
    fn limit(&mut self, lines: u32) {
        let demand = self.demand;
        // Nobody who has to wait stays: the lines beyond the agents are of no use.
        let leaving = demand.patience.leaving_per_s().filter(|rate| rate.is_finite());
        let lines = if leaving.is_some() {
            lines
        } else {
            lines.min(self.agents)
        };
        let busy = self.agents.min(lines);
        let capacity = f64::from(busy) / demand.handle_s;
        let line = Line::new(demand.rate_per_s, busy, lines, capacity, leaving.unwrap_or(0.0));
        self.blocked = line.blocked;
        self.regime = Regime::Sometimes(Waiting {
            p_wait: line.p_wait,
            p_free: line.p_free,
            peak: 0.0,
            j: 0.0,
            abandoned: line.abandoned,
            wait: line.wait,
            wait_answered: line.wait_answered,
        });
        self.line = Some(line);
    }

    /// n μ, in contacts a second.
    fn capacity_per_s(&self) -> f64 {
        f64::from(self.agents) / self.demand.handle_s
    }

    /// The parts, by closed form for Erlang C and by quadrature otherwise.
    fn waiting(&self) -> Waiting {
        let demand = self.demand;
        let spare = self.capacity_per_s() - demand.rate_per_s;
        let (peak, j, abandoned, wait, wait_answered) = if demand.patience.is_forever() {
            (0.0, 1.0 / spare, 0.0, 1.0 / spare, 1.0 / spare)
        } else {
            let patience = &demand.patience;
            let (peak, [j, gone, waited, answered]) = self.integrals(0.0, |x, f| {
                let (gone, survival, waited) = patience.at(x);
                [f, f * gone, f * waited, f * x * survival]
            });
            (peak, j, gone / j, waited / j, answered / j)
        };
        // The odds of waiting: λ J / ε.
        let ln_odds = libm::log(demand.rate_per_s * j) + self.exponent(&demand.patience.anchor(0.0), peak)
            - ln_inverse_blocking(self.agents - 1, demand.load());
        Waiting {
            p_wait: 1.0 / (1.0 + libm::exp(-ln_odds)),
            p_free: 1.0 / (1.0 + libm::exp(ln_odds)),
            peak,
            j,
            abandoned,
            wait,
            wait_answered,
        }
    }

    /// ln f(x) − ln f(anchor) = (λ S(anchor) − n μ) (x − anchor) − λ (what patience spares between them):
    /// the form in which nothing large cancels.
    fn exponent(&self, anchor: &Anchor<'_>, x: f64) -> f64 {
        let rate = self.demand.rate_per_s;
        (rate * anchor.survival - self.capacity_per_s()) * (x - anchor.from) - rate * anchor.spared(x)
    }

    /// Integrals from `from` to infinity of what `parts` makes of x and f(x), relative to f at its peak in
    /// that range, and the place of this peak.
    fn integrals<const N: usize>(&self, from: f64, parts: impl Fn(f64, f64) -> [f64; N]) -> (f64, [f64; N]) {
        let (rate, capacity) = (self.demand.rate_per_s, self.capacity_per_s());
        let mode = if rate > capacity {
            self.demand.patience.time_at(capacity / rate).max(from)
        } else {
            from
        };
        let anchor = self.demand.patience.anchor(mode);
        let drop = |x: f64| -self.exponent(&anchor, x);

        // A step within which f changes by a factor of about e, then doubled: f is log-concave, so the
        // drop at least doubles with it.
        let mut step = 1.0 / capacity;
        while drop(mode + step) > 1.0 && step > 0.0 {
            step /= 2.0;
        }
        while drop(mode + step) < 0.5 && step.is_finite() {
            step *= 2.0;
        }
        let mut points = vec![from, mode];
        let mut reach = step;
        loop {
            points.push(mode + reach);
            if !reach.is_finite() || drop(mode + reach) > NEGLIGIBLE {
                break;
            }
            reach *= 2.0;
        }
        let end = mode + reach;
        let mut start = from;
        if mode > from {
            let mut step = (mode - from).min(step);
            while drop(mode - step) > 1.0 && mode - step < mode {
                step /= 2.0;
            }
            while step < mode - from {
                points.push(mode - step);
                if drop(mode - step) > NEGLIGIBLE {
                    start = mode - step;
                    break;
                }
                step *= 2.0;
            }
        }
        points.extend(self.demand.patience.bends());
        points.retain(|&point| point >= start && point <= end);
        points.sort_by(f64::total_cmp);
        points.dedup();

        // Rounding of ln f is noise that no finer panel removes.
        let noise = f64::EPSILON * (rate * (mode + reach));
        let sums = integrate(&points, TOLERANCE.max(8.0 * noise), |x| {
            parts(x, libm::exp(-drop(x)))
        });
        (mode, sums)
    }

    /// What lies beyond `t` ≥ 0.
    fn tail(&self, waiting: &Waiting, t: f64) -> Tail {
        if let Some(line) = &self.line {
            let (offered, answered) = line.beyond(t);
            return Tail {
                offered,
                answered,
                abandoned: (offered - answered).max(0.0),
            };
        }
        if self.demand.patience.is_forever() {
            let offered = libm::exp(-(self.capacity_per_s() - self.demand.rate_per_s) * t);
            return Tail {
                offered,
                answered: offered,
                abandoned: 0.0,
            };
        }
        let patience = &self.demand.patience;
        let (peak, [offered, answered, abandoned]) = self.integrals(t, |x, f| {
            let (gone, survival, _) = patience.at(x);
            [f, f * survival, f * gone]
        });
        let scale = libm::exp(self.exponent(&patience.anchor(waiting.peak), peak)) / waiting.j;
        Tail {
            offered: scale * offered,
            answered: scale * answered,
            abandoned: scale * abandoned,
        }
    }

    /// Agents.
    pub fn agents(&self) -> u32 {
        self.agents
    }

    /// Offered load, in erlangs.
    pub fn load(&self) -> f64 {
        self.demand.load()
    }

    /// Whether there is an equilibrium: false where more work comes from callers who never leave than
    /// the agents can do, or just as much.
    pub fn is_stable(&self) -> bool {
        match self.regime {
            Regime::Never | Regime::Sometimes(_) => true,
            Regime::Always => self.demand.patience.forever() == 0.0 || !self.can_wait(),
        }
    }

    /// Whether there is a line on which to wait for a first agent.
    fn can_wait(&self) -> bool {
        !matches!(self.demand.lines, Lines::OneAnAgent | Lines::Limited(0))
    }

    /// Contacts a second, blocked ones among them.
    pub fn rate_per_s(&self) -> f64 {
        self.demand.rate_per_s
    }

    /// Share of contacts that is turned away because all lines are taken.
    pub fn blocked(&self) -> f64 {
        self.blocked
    }

    /// Share of contacts that find no free agent.
    pub fn p_wait(&self) -> f64 {
        match self.regime {
            Regime::Never => 0.0,
            Regime::Always => 1.0,
            Regime::Sometimes(waiting) => waiting.p_wait,
        }
    }

    /// Share of contacts that hang up.
    pub fn abandoned(&self) -> f64 {
        match self.regime {
            Regime::Never => 0.0,
            Regime::Always => 1.0 - self.demand.patience.forever(),
            Regime::Sometimes(waiting) => waiting.p_wait * waiting.abandoned,
        }
    }

    /// Share of contacts that are answered.
    pub fn answered(&self) -> f64 {
        match self.regime {
            Regime::Never => 1.0,
            Regime::Always if self.agents == 0 || self.blocked > 0.0 => 0.0,
            Regime::Always => f64::from(self.agents) / self.demand.load(),
            Regime::Sometimes(waiting) => waiting.p_free + waiting.p_wait * (1.0 - waiting.abandoned),
        }
    }

    /// Share of contacts answered after a wait of at most `t` seconds; at 0, without a wait.
    pub fn answered_within(&self, t: f64) -> f64 {
        match self.regime {
            Regime::Never => 1.0,
            Regime::Always => 0.0,
            Regime::Sometimes(waiting) if t <= 0.0 => waiting.p_free,
            Regime::Sometimes(waiting) => {
                let late = self.tail(&waiting, t).answered;
                (waiting.p_free + waiting.p_wait * (1.0 - waiting.abandoned - late)).clamp(0.0, 1.0)
            }
        }
    }

    /// Share of contacts that hang up after a wait of at most `t` seconds.
    pub fn abandoned_within(&self, t: f64) -> f64 {
        if t.is_nan() || t < 0.0 {
            return 0.0;
        }
        let gone = self.demand.patience.gone(t);
        match self.regime {
            Regime::Never => 0.0,
            Regime::Always => gone,
            Regime::Sometimes(waiting) => {
                let tail = self.tail(&waiting, t);
                (waiting.p_wait * (waiting.abandoned - tail.abandoned + gone * tail.offered)).clamp(0.0, 1.0)
            }
        }
    }

    /// Share of contacts that wait longer than `t` seconds, whatever the end of it.
    pub fn wait_exceeds(&self, t: f64) -> f64 {
        if t.is_nan() || t < 0.0 {
            return 1.0;
        }
        match self.regime {
            Regime::Never => 0.0,
            Regime::Always => self.demand.patience.survival(t),
            Regime::Sometimes(waiting) => {
                let tail = if t == 0.0 {
                    1.0
                } else {
                    self.tail(&waiting, t).offered
                };
                (waiting.p_wait * tail * self.demand.patience.survival(t)).clamp(0.0, 1.0)
            }
        }
    }

    /// Mean wait of answered contacts (ASA), in seconds; nothing where nobody is answered.
    pub fn asa_s(&self) -> Option<f64> {
        match self.regime {
            Regime::Never if self.demand.rate_per_s == 0.0 => None,
            Regime::Never => Some(0.0),
            Regime::Always => (self.answered() > 0.0).then_some(f64::INFINITY),
            Regime::Sometimes(waiting) => Some(waiting.p_wait * waiting.wait_answered / self.answered()),
        }
    }

    /// Mean wait of contacts that hang up, in seconds; nothing where nobody does.
    pub fn wait_abandoned_s(&self) -> Option<f64> {
        match self.regime {
            Regime::Never => None,
            Regime::Always => (self.demand.patience.forever() == 0.0 && self.can_wait())
                .then(|| self.demand.patience.mean()),
            Regime::Sometimes(waiting) => (waiting.abandoned > 0.0)
                .then(|| (waiting.wait - waiting.wait_answered).max(0.0) / waiting.abandoned),
        }
    }

    /// Mean wait of all contacts, in seconds: of none it is zero.
    pub fn wait_all_s(&self) -> f64 {
        self.p_wait() * self.wait_delayed_s().unwrap_or(0.0)
    }

    /// Mean wait of the contacts that have to wait, in seconds; nothing where nobody does.
    pub fn wait_delayed_s(&self) -> Option<f64> {
        match self.regime {
            Regime::Never => None,
            Regime::Always => self.can_wait().then(|| self.demand.patience.mean()),
            Regime::Sometimes(waiting) => (waiting.p_wait > 0.0).then_some(waiting.wait),
        }
    }

    /// Mean number waiting (Little's law).
    pub fn queue_mean(&self) -> f64 {
        match (self.regime, self.demand.lines) {
            (Regime::Always, Lines::Limited(lines)) if !self.is_stable() => f64::from(lines),
            _ => self.demand.rate_per_s * (1.0 - self.blocked) * self.wait_all_s(),
        }
    }

    /// Share of their time that agents spend handling; zero without agents.
    pub fn occupancy(&self) -> f64 {
        match self.regime {
            Regime::Never => 0.0,
            Regime::Always if self.answered() == 0.0 => 0.0,
            Regime::Always => 1.0,
            Regime::Sometimes(_) => {
                let carried = self.demand.load() * (1.0 - self.blocked) * self.answered();
                (carried / f64::from(self.agents)).min(1.0)
            }
        }
    }

    /// The shares of which service levels are made, for a threshold T and a limit of short abandonments,
    /// both in seconds.
    pub fn counts(&self, within_s: f64, short_s: f64) -> ServiceCounts<f64> {
        ServiceCounts {
            offered: 1.0,
            answered: self.answered(),
            answered_within: self.answered_within(within_s),
            abandoned_short: self.abandoned_within(short_s),
        }
    }

    /// The service level by a definition, for a threshold T and a limit of short abandonments, both in
    /// seconds. Without calls it is 1; where there are calls but none that the definition counts, 0.
    pub fn service_level(&self, definition: ServiceLevelDefinition, within_s: f64, short_s: f64) -> f64 {
        if self.demand.rate_per_s == 0.0 {
            return 1.0;
        }
        let (met, of) = definition.ratio(self.counts(within_s, short_s));
        if of > 0.0 { (met / of).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The wait, in seconds, that a share of answered contacts does not pass; nothing where nobody is
    /// answered, infinite without an equilibrium.
    pub fn wait_quantile_answered_s(&self, share: f64) -> Option<f64> {
        match self.regime {
            Regime::Never => (self.demand.rate_per_s > 0.0).then_some(0.0),
            Regime::Always => (self.answered() > 0.0).then_some(f64::INFINITY),
            Regime::Sometimes(waiting) if waiting.p_wait == 0.0 => Some(0.0),
            Regime::Sometimes(waiting) => {
                let late = (1.0 - share) * self.answered() / waiting.p_wait;
                Some(self.least_time(|t| {
                    let beyond = if t == 0.0 {
                        1.0 - waiting.abandoned
                    } else {
                        self.tail(&waiting, t).answered
                    };
                    beyond <= late
                }))
            }
        }
    }

    /// The wait, in seconds, that a share of all contacts does not pass, whatever the end of it; infinite
    /// where it is never reached.
    pub fn wait_quantile_all_s(&self, share: f64) -> f64 {
        self.least_time(|t| self.wait_exceeds(t) <= 1.0 - share)
    }

    /// The least time from which `holds` is true, by bisection to 1e-12; `holds` turns true once.
    fn least_time(&self, holds: impl Fn(f64) -> bool) -> f64 {
        if holds(0.0) {
            return 0.0;
        }
        let scale = if self.demand.handle_s > 0.0 {
            self.demand.handle_s
        } else {
            1.0
        };
        let (mut low, mut high) = (0.0, scale);
        while !holds(high) {
            low = high;
            high *= 4.0;
            if high > 1e30 * scale {
                return f64::INFINITY;
            }
        }
        while high - low > 1e-12 * high && high > 1e-12 * scale {
            let middle = low + (high - low) / 2.0;
            if holds(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}
