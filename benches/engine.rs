//! One replication with all its counters, per contact, on each workload.

mod centers;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use headcount::engine::{Engine, Plan};
use headcount::model::Ticks;
use headcount::observe::Counters;

fn replicate(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replicate");
    for workload in centers::all() {
        let plan = Plan::new(&workload.center);
        let mut engine = Engine::new(&plan);
        let mut counters = Counters::new(&workload.center, Ticks::ZERO);
        let expected: f64 = workload
            .center
            .queues
            .iter()
            .flat_map(|queue| &queue.volume)
            .sum();
        group.throughput(Throughput::Elements(expected as u64));
        group.bench_function(workload.name, |bencher| {
            let mut replication = 0;
            bencher.iter(|| {
                counters.clear();
                engine.replicate(1, replication, &mut counters);
                replication += 1;
            });
        });
    }
    group.finish();
}

criterion_group!(benches, replicate);
criterion_main!(benches);
