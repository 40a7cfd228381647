//! The formulas: one queue of 20,000 erlangs, and the agents for a day of 96 intervals by Erlang A.

use criterion::{Criterion, criterion_group, criterion_main};
use headcount::model::{Distribution, ServiceLevelDefinition};
use headcount::theory::{Demand, least_agents};

fn theory(criterion: &mut Criterion) {
    let patience = Distribution::Exponential { mean: 180.0 };
    criterion.bench_function("20,000 erlangs", |bencher| {
        let demand = Demand::new(20_000.0 / 300.0, 300.0, &patience);
        bencher.iter(|| {
            let state = demand.with_agents(19_900);
            state.service_level(ServiceLevelDefinition::OfOffered, 20.0, 20.0)
        });
    });
    criterion.bench_function("96 intervals sized", |bencher| {
        bencher.iter(|| {
            (0..96)
                .filter_map(|interval| {
                    let load = 5.0 + 2.0 * f64::from(interval);
                    let demand = Demand::new(load / 300.0, 300.0, &patience);
                    least_agents(&demand, 1000, |state| {
                        state.service_level(ServiceLevelDefinition::OfOffered, 20.0, 20.0) >= 0.8
                    })
                })
                .sum::<u32>()
        });
    });
}

criterion_group!(benches, theory);
criterion_main!(benches);
