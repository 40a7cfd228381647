//! Replications of one workload and nothing else, for `valgrind --tool=callgrind` and for timing beside
//! another program: `once WORKLOAD REPLICATIONS ROUNDS` prints the least time per contact of the rounds.

mod centers;

use std::time::Instant;

use headcount::engine::{Engine, Plan};
use headcount::model::Ticks;
use headcount::observe::Counters;

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let number = |index: usize| {
        arguments
            .get(index)
            .and_then(|a| a.parse::<u32>().ok())
            .unwrap_or(1)
    };
    let name = arguments.first().map_or("W1", String::as_str);
    let Some(workload) = centers::all().into_iter().find(|workload| workload.name == name) else {
        eprintln!("no workload is called {name}");
        std::process::exit(2);
    };
    let plan = Plan::new(&workload.center);
    let mut engine = Engine::new(&plan);
    let mut counters = Counters::new(&workload.center, Ticks::ZERO);
    let (mut least, mut contacts) = (f64::INFINITY, 0.0);
    for _ in 0..number(2) {
        let start = Instant::now();
        contacts = 0.0;
        for replication in 0..number(1) {
            counters.clear();
            engine.replicate(1, replication, &mut counters);
            contacts += (0..workload.center.calendar.intervals)
                .flat_map(|interval| (0..workload.center.queues.len()).map(move |queue| (interval, queue)))
                .map(|(interval, queue)| f64::from(counters.contacts(interval, queue).offered()))
                .sum::<f64>();
        }
        least = least.min(start.elapsed().as_secs_f64());
    }
    println!(
        "{name}: {contacts} contacts, {:.1} ns each",
        least * 1e9 / contacts
    );
}
