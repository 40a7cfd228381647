//! Several queues and groups: exact values from Markov chains.

use headcount::estimate::{Estimate, Measure};

use super::{agree, of, simulate};

#[test]
fn w3_specialists_first() {
    let simulated = simulate(
        r#"
        [center]
        name = "W3"
        length = "48h"
        interval = "8h"
        [queues.a]
        channel = "voice"
        rate = "300/h"
        handle = { exponential = { mean = "300s" } }
        patience = { exponential = { mean = "180s" } }
        route = ["A", "AB"]
        [queues.b]
        channel = "voice"
        rate = "300/h"
        handle = { exponential = { mean = "300s" } }
        patience = { exponential = { mean = "180s" } }
        route = ["B", "AB"]
        [groups.A]
        skills = ["a"]
        staff = 20
        [groups.B]
        skills = ["b"]
        staff = 20
        [groups.AB]
        skills = [["a", "b"]]
        staff = 15
        [experiment]
        replications = 400
        warm_up = "8h""#,
    );
    agree(
        "abandoned",
        of(simulated.center(), Measure::AbandonmentRate),
        0.03003,
        5,
    );
    agree(
        "mean wait of answered",
        of(simulated.center(), Measure::Asa),
        4.969,
        3,
    );
    let (mut over, mut all) = (0.0, 0.0);
    for waits in &simulated.results.waits {
        for histogram in [&waits.answered, &waits.abandoned] {
            over += histogram.total() as f64 - histogram.at_most(20.0);
            all += histogram.total() as f64;
        }
    }
    // 9.6 million contacts: a standard error of about .0003.
    assert!(
        (over / all - 0.1078).abs() < 0.0011,
        "{} waited over 20 s",
        over / all
    );
}

#[test]
fn the_n_model() {
    let simulated = simulate(
        r#"
        [center]
        name = "N-model"
        length = "110h"
        interval = "10h"
        service_level = "short-abandons-excluded"
        [queues.one]
        channel = "voice"
        rate = "60/h"
        handle = { exponential = { mean = "7.5m" } }
        patience = { exponential = { mean = "10m" } }
        route = ["first", "second"]
        [queues.two]
        channel = "voice"
        rate = "48/h"
        handle = { exponential = { mean = "7.5m" } }
        patience = { exponential = { mean = "10m" } }
        route = ["second"]
        [groups.first]
        skills = ["one"]
        staff = 6
        [groups.second]
        skills = ["two", "one"]
        staff = 9
        [experiment]
        replications = 1200
        warm_up = "10h""#,
    );
    let exact = [
        ("one", [0.343476, 0.058248, 0.582478, 0.713244]),
        ("two", [0.495507, 0.071845, 0.574760, 0.591712]),
    ];
    for (queue, figures) in exact {
        let measures = [
            Measure::PWait,
            Measure::AbandonmentRate,
            Measure::QueueMean,
            Measure::ServiceLevel,
        ];
        for (measure, figure) in measures.into_iter().zip(figures) {
            agree(
                &format!("{queue} {}", measure.key()),
                of(simulated.queue(queue), measure),
                figure,
                6,
            );
        }
    }
    agree("first occupancy", simulated.occupancy("first"), 0.844108, 6);
    agree("second occupancy", simulated.occupancy("second"), 0.840825, 6);
}

#[test]
fn three_types_two_groups_with_balking() {
    let queue = |name: &str, rate: u32, patience: &str, balk: f64, route: &str| {
        format!(
            r#"
            [queues.{name}]
            channel = "voice"
            rate = "{rate}/h"
            handle = {{ exponential = {{ mean = "60s" }} }}
            patience = {{ exponential = {{ mean = "{patience}" }} }}
            balk = {balk}
            route = {route}"#
        )
    };
    let text = [
        r#"
        [center]
        name = "Three types"
        length = "210h"
        interval = "10h""#
            .to_owned(),
        queue("zero", 60, "5m", 0.08, r#"["left"]"#),
        queue("one", 120, "10m", 0.06, r#"["left", "right"]"#),
        queue("two", 60, "5m", 0.08, r#"["right"]"#),
        r#"
        [groups.left]
        skills = ["one", "zero"]
        staff = 1
        [groups.right]
        skills = ["one", "two"]
        staff = 2
        [experiment]
        replications = 600
        warm_up = "10h""#
            .to_owned(),
    ];
    let simulated = simulate(&text.concat());
    let exact = [
        ("zero", 0.968949, 0.588806),
        ("one", 0.849507, 0.106029),
        ("two", 0.867716, 0.397707),
    ];
    for (queue, delayed, lost) in exact {
        agree(
            &format!("{queue} delayed"),
            of(simulated.queue(queue), Measure::PWait),
            delayed,
            6,
        );
        agree(
            &format!("{queue} lost"),
            of(simulated.queue(queue), Measure::Lost),
            lost,
            6,
        );
    }
    let occupancy: [(&str, Estimate, f64); 2] = [
        ("left", simulated.occupancy("left"), 0.968949),
        ("right", simulated.occupancy("right"), 0.916237),
    ];
    for (group, estimate, exact) in occupancy {
        agree(&format!("{group} occupancy"), estimate, exact, 6);
    }
}
