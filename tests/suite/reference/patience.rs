//! M/M/100+G: arrival rate 102, mean patience one handle time, for laws of patience that differ only in
//! shape.

use headcount::estimate::Measure;

use super::{agree, of, simulate};

#[test]
fn the_shape_of_patience_matters_as_published() {
    // Law, P(abandon), mean queue.
    let laws = [
        (r#"{ exponential = { mean = "100s" } }"#, 0.049918, 5.0916),
        (r#"{ erlang = { mean = "100s", shape = 2 } }"#, 0.037832, 11.7593),
        (r#"{ lognormal = { mean = "100s", cv = 2 } }"#, 0.051146, 4.3299),
        (r#"{ lognormal = { mean = "100s", cv = 1 } }"#, 0.037648, 11.4268),
        (r#"{ deterministic = "100s" }"#, 0.021907, 65.6586),
        (r#"{ uniform = { low = "0s", high = "200s" } }"#, 0.043307, 8.4077),
        (
            r#"{ hyperexponential = { mean = "100s", cv = 2 } }"#,
            0.054665,
            3.5139,
        ),
    ];
    for (law, abandoned, queue) in laws {
        let simulated = simulate(&format!(
            r#"
            [center]
            name = "M/M/100+G"
            length = "50h"
            interval = "5h"
            [queues.calls]
            channel = "voice"
            rate = "3672/h"
            handle = {{ exponential = {{ mean = "100s" }} }}
            patience = {law}
            [groups.agents]
            skills = ["calls"]
            staff = 100
            [experiment]
            replications = 50
            warm_up = "5h""#
        ));
        let calls = simulated.queue("calls");
        agree(
            &format!("M/M/100+G {law} abandoned"),
            of(calls, Measure::AbandonmentRate),
            abandoned,
            6,
        );
        agree(
            &format!("M/M/100+G {law} queue"),
            of(calls, Measure::QueueMean),
            queue,
            4,
        );
    }
}
