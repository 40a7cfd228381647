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
        "W3 abandoned",
        of(simulated.center(), Measure::AbandonmentRate),
        0.03003,
        5,
    );
    agree(
        "W3 mean wait of answered",
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
                &format!("N-model {queue} {}", measure.key()),
                of(simulated.queue(queue), measure),
                figure,
                6,
            );
        }
    }
    agree(
        "N-model first occupancy",
        simulated.occupancy("first"),
        0.844108,
        6,
    );
    agree(
        "N-model second occupancy",
        simulated.occupancy("second"),
        0.840825,
        6,
    );
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
            &format!("Three types {queue} delayed"),
            of(simulated.queue(queue), Measure::PWait),
            delayed,
            6,
        );
        agree(
            &format!("Three types {queue} lost"),
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
        agree(&format!("Three types {group} occupancy"), estimate, exact, 6);
    }
}

/// Pot, Bhulai and Koole's center of three queues and six groups, whose groups work at speeds of their own:
/// the staffing of cost 34.2, simulated by others to ± .0009.
#[test]
fn three_queues_six_groups_of_different_speed() {
    // Contacts a minute, and the groups in order of choice.
    let queues = [
        ("one", 1.0, r#"["g1", "g3", "g4", "g6"]"#),
        ("two", 1.5, r#"["g2", "g3", "g5", "g6"]"#),
        ("three", 2.0, r#"["g4", "g5", "g6"]"#),
    ];
    // Agents, and contacts a minute that one of them handles of each queue.
    let groups: [(u32, [Option<f64>; 3]); 6] = [
        (4, [Some(0.20), None, None]),
        (7, [None, Some(0.18), None]),
        (0, [Some(0.19), Some(0.17), None]),
        (11, [Some(0.19), None, Some(0.16)]),
        (9, [None, Some(0.17), Some(0.16)]),
        (1, [Some(0.18), Some(0.16), Some(0.15)]),
    ];
    let mut text = String::from("[center]\nname = \"3 x 6\"\nlength = \"120h\"\ninterval = \"10h\"\n");
    for (name, rate, route) in queues {
        text += &format!(
            "[queues.{name}]\nrate = \"{}/h\"\nhandle = {{ exponential = {{ mean = \"1m\" }} }}\npatience = \
             \"forever\"\nroute = {route}\ntarget = {{ answered = \"80%\", within = \"20s\" }}\n",
            60.0 * rate
        );
    }
    for (index, (staff, rates)) in groups.iter().enumerate() {
        let able = queues
            .iter()
            .zip(rates)
            .filter_map(|((name, ..), rate)| Some((*name, (*rate)?)));
        let (skills, factors): (Vec<String>, Vec<String>) = able
            .map(|(name, rate)| (format!("{name:?}"), format!("{name} = {}", 1.0 / rate)))
            .unzip();
        text += &format!(
            "[groups.g{}]\nstaff = {staff}\nskills = [[{}]]\nhandle_factor = {{ {} }}\n",
            index + 1,
            skills.join(", "),
            factors.join(", ")
        );
    }
    text += "[experiment]\nreplications = 600\nwarm_up = \"20h\"";
    let simulated = simulate(&text);
    // Half of ± .0009 at 95 % is one standard error.
    let level = of(simulated.center(), Measure::ServiceLevel);
    super::agree_with_simulated("Pot 3x6 service level", level, 0.8017, 0.0009 / 1.96, 4);
}
