//! The number waiting over the day in fine steps, from a second look at the first replications.

use rayon::prelude::*;

use super::results::QueuePaths;
use crate::engine::{Engine, Plan};
use crate::model::{Center, Experiment, Ticks};
use crate::observe::QueuePath;
use crate::stats::percentile;

/// Replications looked at.
const LOOKED_AT: u32 = 200;
/// Single days kept.
const SINGLE_DAYS: usize = 5;
/// A step is at most a minute, unless the horizon would take more than this many.
const STEPS: u64 = 1500;
const MINUTE_S: f64 = 60.0;

/// Repeats the first replications of a run, in the caller's rayon pool, and follows the number waiting in
/// the whole center. It covers the horizon from opening, warm-up included.
pub fn queue_paths(center: &Center, experiment: &Experiment) -> QueuePaths {
    let replications = experiment.replications.min(LOOKED_AT);
    let plan = Plan::of(center, experiment);
    let steps_of = Ticks(center.calendar.horizon().0.div_ceil(STEPS));
    let step = Ticks::from_seconds(MINUTE_S).max(steps_of);
    let paths: Vec<Vec<f64>> = (0..replications)
        .into_par_iter()
        .map_init(
            || (Engine::new(&plan), QueuePath::new(center, step)),
            |(engine, path), replication| {
                path.clear();
                engine.replicate(experiment.seed, replication, path);
                path.means()
            },
        )
        .collect();
    let step_s = QueuePath::new(center, step).step().seconds();
    summarise(step_s, paths)
}

fn summarise(step_s: f64, mut paths: Vec<Vec<f64>>) -> QueuePaths {
    let steps = paths.first().map_or(0, Vec::len);
    let mut column = vec![0.0; paths.len()];
    let (mut mean, mut p10, mut p90) = (Vec::new(), Vec::new(), Vec::new());
    for step in 0..steps {
        for (value, path) in column.iter_mut().zip(&paths) {
            *value = path[step];
        }
        mean.push(column.iter().sum::<f64>() / column.len() as f64);
        p10.push(percentile(&mut column, 0.1).unwrap_or(0.0));
        p90.push(percentile(&mut column, 0.9).unwrap_or(0.0));
    }
    let replications = paths.len() as u32;
    paths.truncate(SINGLE_DAYS);
    QueuePaths {
        step_s,
        mean,
        p10,
        p90,
        days: paths,
        replications,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_summed_up_step_by_step() {
        let paths = (0..11)
            .map(|day| vec![f64::from(day), 2.0, 10.0 - f64::from(day)])
            .collect();
        let summary = summarise(60.0, paths);
        assert_eq!(summary.mean, [5.0, 2.0, 5.0]);
        assert_eq!(summary.p10, [1.0, 2.0, 1.0]);
        assert_eq!(summary.p90, [9.0, 2.0, 9.0]);
        assert_eq!(summary.days.len(), 5);
        assert_eq!(summary.days[4], [4.0, 2.0, 6.0]);
        assert_eq!(summary.replications, 11);
    }
}
