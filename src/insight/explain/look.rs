//! One queue: its formulas beside its simulation, and the steps from one to the other.
//!
//! In: what the formulas and the simulations of all rungs say. Out: a [`QueueExplanation`].

use super::equilibrium::{Ideal, Pools};
use super::paired::{self, Cell, Rung};
use super::settled;
use super::{Assumption, Check, Extremes, Figure, Model, QueueExplanation, Row, Simulated, Step};
use crate::model::{Center, QueueId};
use crate::stats::Confidence;

/// Half-widths beyond which an effect in a single interval is plainly more than chance: the largest of many
/// is looked for.
const PLAINLY: f64 = 2.0;

/// An effect in an interval, and the half-width of its interval of confidence.
type Effect<'a> = dyn Fn(usize, &Row) -> Option<(f64, f64)> + 'a;

/// One queue of a center, being looked at.
pub(super) struct Look<'a> {
    pub(super) center: &'a Center,
    pub(super) queue: QueueId,
    pub(super) pools: &'a Pools,
    /// Share of each interval that lies after warm-up.
    pub(super) weights: &'a [f64],
    pub(super) confidence: &'a Confidence,
}

impl Look<'_> {
    /// Intervals with calls, and how many of them count.
    fn busy(&self) -> impl Iterator<Item = (usize, f64)> {
        let volume = &self.center.queues[self.queue].volume;
        let counted = volume
            .iter()
            .zip(self.weights)
            .map(|(volume, weight)| volume * weight);
        counted.enumerate().filter(|(_, counted)| *counted > 0.0)
    }

    /// The formulas beside the simulation, rung by rung.
    pub(super) fn explain(
        &self,
        rungs: &[(Option<Assumption>, Center)],
        simulated: &paired::Paired,
        settled: &settled::Settled,
    ) -> QueueExplanation {
        let pool = self.pools.of_queue(self.queue);
        let models = pool.models();
        let as_is = simulated.rung(0);
        let intervals: Vec<Option<Row>> = {
            let mut rows = vec![None; self.center.calendar.intervals];
            for (interval, counted) in self.busy() {
                rows[interval] = Some(self.row(interval, counted, as_is));
            }
            rows
        };
        let day = self.day(&intervals, as_is);
        let steps = day.as_ref().map_or_else(Vec::new, |day| {
            self.steps(&models, rungs, simulated, &intervals, day)
        });
        QueueExplanation {
            queue: self.queue,
            pool: pool.queues().to_vec(),
            check: self.check(settled),
            models,
            day,
            intervals,
            steps,
        }
    }

    fn row(&self, interval: usize, counted: f64, as_is: &Rung) -> Row {
        let center = self.center;
        let pool = self.pools.of_queue(self.queue);
        let exact = |ideal: &Ideal| ideal.figures(center.service_level);
        let agents = pool.agents(interval);
        let pool_load: f64 = pool
            .queues()
            .iter()
            .map(|&queue| center.offered_load(queue, interval))
            .sum();
        Row {
            volume: counted,
            load: center.offered_load(self.queue, interval),
            pool_load,
            agents: f64::from(agents),
            split_agents: f64::from(pool.split_agents(self.queue, interval)),
            simulated: self.simulated(as_is.interval(self.queue, interval)),
            pooled: pool.ideals(self.queue, interval).iter().map(exact).collect(),
            split: exact(&pool.split(self.queue, interval)),
            stable: pool_load < f64::from(agents),
        }
    }

    fn simulated(&self, cell: &Cell) -> [Option<Simulated>; Figure::ALL.len()] {
        Figure::ALL.map(|figure| cell.figure(figure, self.confidence))
    }

    /// The day as the formulas have it: their shares and waits, each interval with its volume.
    fn day(&self, intervals: &[Option<Row>], as_is: &Rung) -> Option<Row> {
        let rows: Vec<(usize, &Row)> = intervals
            .iter()
            .enumerate()
            .filter_map(|(interval, row)| Some((interval, row.as_ref()?)))
            .collect();
        let volume: f64 = rows.iter().map(|(_, row)| row.volume).sum();
        if volume <= 0.0 {
            return None;
        }
        let time: f64 = rows.iter().map(|&(interval, _)| self.weights[interval]).sum();
        let mean = |of: fn(&Row) -> f64| {
            let sum: f64 = rows
                .iter()
                .map(|(interval, row)| of(row) * self.weights[*interval])
                .sum();
            sum / time
        };
        let pool = self.pools.of_queue(self.queue);
        let total = |of: &dyn Fn(usize) -> Ideal| {
            let mut sum = Ideal::default();
            for (interval, row) in &rows {
                sum.add(&of(*interval), row.volume);
            }
            sum.figures(self.center.service_level)
        };
        Some(Row {
            volume,
            load: mean(|row| row.load),
            pool_load: mean(|row| row.pool_load),
            agents: mean(|row| row.agents),
            split_agents: mean(|row| row.split_agents),
            simulated: self.simulated(as_is.day(self.queue)),
            pooled: (0..pool.models().len())
                .map(|model| total(&|interval| pool.ideals(self.queue, interval)[model]))
                .collect(),
            split: total(&|interval| pool.split(self.queue, interval)),
            stable: rows.iter().all(|(_, row)| row.stable),
        })
    }

    /// From Erlang C to the simulation.
    fn steps(
        &self,
        models: &[Model],
        rungs: &[(Option<Assumption>, Center)],
        simulated: &paired::Paired,
        intervals: &[Option<Row>],
        day: &Row,
    ) -> Vec<Step> {
        const LEVEL: usize = Figure::ServiceLevel as usize;
        let mut steps = Vec::new();
        // Each effect comes with the half-width of its interval of confidence.
        let extremes = |effect: &Effect<'_>| {
            let mut found = Extremes::default();
            for (interval, row) in intervals.iter().enumerate() {
                let Some((effect, half)) = row.as_ref().and_then(|row| effect(interval, row)) else {
                    continue;
                };
                if effect.abs() > PLAINLY * half {
                    let place = if effect > 0.0 {
                        &mut found.gain
                    } else {
                        &mut found.loss
                    };
                    if place.is_none_or(|(_, most)| effect.abs() > most.abs()) {
                        *place = Some((interval, effect));
                    }
                }
            }
            found
        };
        // Between formulas.
        for (simpler, model) in models.iter().skip(1).enumerate() {
            let between = |row: &Row| Some(row.pooled[simpler + 1][LEVEL]? - row.pooled[simpler][LEVEL]?);
            if let Some(effect) = between(day) {
                steps.push(Step {
                    assumption: match model {
                        Model::GeneralPatience => Assumption::PatienceShape,
                        Model::ErlangC | Model::ErlangA => Assumption::Abandonment,
                    },
                    effect,
                    half_width: 0.0,
                    extremes: extremes(&|_, row| Some((between(row)?, 0.0))),
                });
            }
        }
        // From the nearest formula to the barest simulation.
        let last = rungs.len() - 1;
        let nearest = models.len() - 1;
        let bare = simulated.rung(last);
        let level = |cell: &Cell| cell.figure(Figure::ServiceLevel, self.confidence);
        if let (Some(found), Some(exact)) = (level(bare.day(self.queue)), day.pooled[nearest][LEVEL]) {
            steps.push(Step {
                assumption: Assumption::CarryOver,
                effect: found.mean - exact,
                half_width: found.half_width.unwrap_or(f64::INFINITY),
                extremes: extremes(&|interval, row| {
                    let found = level(bare.interval(self.queue, interval))?;
                    Some((found.mean - row.pooled[nearest][LEVEL]?, found.half_width?))
                }),
            });
        }
        // From simulation to simulation, back to the center as it is.
        for below in (1..rungs.len()).rev() {
            let (Some(assumption), above) = (rungs[below].0, below - 1) else {
                continue;
            };
            let Some((effect, half_width)) = simulated.difference(above, self.queue, self.confidence) else {
                continue;
            };
            // As if the two were independent: the pairing makes the truth narrower.
            let of =
                |rung: usize, interval: usize| level(simulated.rung(rung).interval(self.queue, interval));
            let between = |interval: usize| {
                let (above, below) = (of(above, interval)?, of(below, interval)?);
                let half = libm::hypot(above.half_width?, below.half_width?);
                Some((above.mean - below.mean, half))
            };
            if effect != 0.0 || half_width != 0.0 {
                steps.push(Step {
                    assumption,
                    effect,
                    half_width,
                    extremes: extremes(&|interval, _| between(interval)),
                });
            }
        }
        steps
    }

    fn check(&self, settled: &settled::Settled) -> Option<Check> {
        let pool = self.pools.of_queue(self.queue);
        let nearest = pool.models().len() - 1;
        let mut sum = Ideal::default();
        for (interval, _) in self.busy().filter(|&(interval, _)| settled.has(interval)) {
            let volume = self.center.queues[self.queue].volume[interval];
            sum.add(&pool.ideals(self.queue, interval)[nearest], volume);
        }
        Some(Check {
            simulated: settled.service_level(self.queue)?,
            exact: sum.figures(self.center.service_level)[Figure::ServiceLevel as usize]?,
        })
    }
}
