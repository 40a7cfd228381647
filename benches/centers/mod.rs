//! The centers whose speed is measured.
//!
//! W1: 50 agents, 600 calls/h, handle time exponential 300 s, patience exponential 180 s. W3: two queues
//! of 300/h, groups A 20, B 20, A+B 15, specialists first. W5: 20 queues, 40 groups of 5 ranked skills,
//! about 500 agents at 90 % load, lognormal handle times, 24 half-hours; W5 hot: the same at 102 %.

use headcount::model::{
    AgentChoice, AtClose, Calendar, Center, Channel, ContactChoice, Distribution, Group, Handle, PerInterval,
    PlanLimits, Queue, Routing, ServiceLevelDefinition, Ticks,
};

/// A named center.
pub struct Workload {
    pub name: &'static str,
    pub center: Center,
}

/// All of them.
pub fn all() -> Vec<Workload> {
    vec![
        Workload {
            name: "W1",
            center: w1(),
        },
        Workload {
            name: "W3",
            center: w3(),
        },
        Workload {
            name: "W5",
            center: w5(0.90),
        },
        Workload {
            name: "W5 hot",
            center: w5(1.02),
        },
    ]
}

fn center(interval_s: f64, intervals: usize, queues: Vec<Queue>, groups: Vec<Group>) -> Center {
    Center {
        name: String::new(),
        calendar: Calendar {
            opens_s: 0,
            interval: Ticks::from_seconds(interval_s),
            intervals,
        },
        at_close: AtClose::Serve,
        service_level: ServiceLevelDefinition::OfOffered,
        busyness: None,
        queues,
        groups,
        routing: Routing {
            agent: AgentChoice::LongestIdle,
            contact: ContactChoice::LongestWait,
        },
        target: None,
        rules: Default::default(),
    }
}

fn queue(name: String, volume: Vec<f64>, talk: Distribution, route: Vec<Vec<usize>>) -> Queue {
    let within = Ticks::from_seconds(20.0);
    Queue {
        name,
        channel: Channel::Voice,
        volume,
        handle: PerInterval::Same(Handle { talk, wrap_up: None }),
        patience: PerInterval::Same(Distribution::Exponential { mean: 180.0 }),
        balk: PerInterval::Same(0.0),
        priority: 0,
        route,
        within,
        short: within,
        target: None,
        actual: None,
        rules: Default::default(),
    }
}

fn group(name: String, skills: Vec<Vec<usize>>, staff: Vec<u32>, queues: usize) -> Group {
    Group {
        name,
        skills,
        staff,
        handle_factor: vec![1.0; queues],
        shrinkage: PerInterval::Same(0.0),
        cost_per_hour: PerInterval::Same(0.0),
        occupancy_max: None,
        plan: PlanLimits::default(),
        rules: Default::default(),
    }
}

/// Two hundred hours of the single queue.
fn w1() -> Center {
    let talk = Distribution::Exponential { mean: 300.0 };
    let queue = queue("calls".into(), vec![600.0; 200], talk, vec![vec![0]]);
    center(
        3600.0,
        200,
        vec![queue],
        vec![group("agents".into(), vec![vec![0]], vec![50; 200], 1)],
    )
}

/// Two hundred hours of two queues and three groups.
fn w3() -> Center {
    let talk = || Distribution::Exponential { mean: 300.0 };
    let queues = vec![
        queue("a".into(), vec![300.0; 200], talk(), vec![vec![0], vec![2]]),
        queue("b".into(), vec![300.0; 200], talk(), vec![vec![1], vec![2]]),
    ];
    let groups = vec![
        group("A".into(), vec![vec![0]], vec![20; 200], 2),
        group("B".into(), vec![vec![1]], vec![20; 200], 2),
        group("AB".into(), vec![vec![0, 1]], vec![15; 200], 2),
    ];
    center(3600.0, 200, queues, groups)
}

/// A day of 20 queues and 40 groups at a given load.
fn w5(load: f64) -> Center {
    const QUEUES: usize = 20;
    const GROUPS: usize = 40;
    let mut state = 42u64;
    let mut random = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let skills: Vec<Vec<usize>> = (0..GROUPS)
        .map(|group| {
            let mut skills = vec![group % QUEUES];
            while skills.len() < 5 {
                let skill = (random() % QUEUES as u64) as usize;
                if !skills.contains(&skill) {
                    skills.push(skill);
                }
            }
            skills
        })
        .collect();
    let hump = |x: f64, at: f64, width: f64| (-((x - at) / width).powi(2)).exp();
    let shape: Vec<f64> = (0..24)
        .map(|k| 0.4 + hump(f64::from(k), 6.0, 3.5) + 0.75 * hump(f64::from(k), 15.0, 4.0))
        .collect();
    let mean = shape.iter().sum::<f64>() / 24.0;
    let shape: Vec<f64> = shape.iter().map(|x| x / mean).collect();
    let talk = Distribution::Lognormal {
        mu: 300f64.ln() - 0.5,
        sigma: 1.0,
    };
    let queues = (0..QUEUES)
        .map(|q| {
            let with_skill = skills.iter().filter(|skills| skills.contains(&q)).count();
            let volume = shape
                .iter()
                .map(|x| load * 2.5 * with_skill as f64 * x * 1800.0 / 300.0)
                .collect();
            let rank = |r: usize| (0..GROUPS).filter(|&g| skills[g][r] == q).collect::<Vec<_>>();
            let route = (0..5).map(rank).filter(|rank| !rank.is_empty()).collect();
            Queue {
                priority: -((q % 3) as i32),
                ..queue(format!("q{q}"), volume, talk.clone(), route)
            }
        })
        .collect();
    let groups = skills
        .iter()
        .enumerate()
        .map(|(g, skills)| {
            let part = (g as f64 * 0.618).fract();
            let staff = shape.iter().map(|x| (12.5 * x + part).floor() as u32).collect();
            group(format!("g{g}"), vec![skills.clone()], staff, QUEUES)
        })
        .collect();
    let mut center = center(1800.0, 24, queues, groups);
    center.routing.contact = ContactChoice::Priority;
    center
}
