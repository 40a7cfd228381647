//! Groups that share queues.

use headcount::planner::Proof;

use super::centers::{margins, question, simulate, worst};
use super::least;

/// With callers who soon hang up left out of the service level, as in the exhaustive exact computation whose
/// optima these are. One group knows the first queue, the other both; its hours cost 1.2 times as much.
fn n_model(each: &str, all: &str) -> String {
    format!(
        r#"
        [center]
        opens = "00:00"
        length = "10h"
        interval = "10h"
        service_level = "short-abandons-excluded"
        {all}
        [queues.one]
        rate = "60/h"
        handle = {{ exponential = {{ mean = "7.5m" }} }}
        patience = {{ exponential = {{ mean = "10m" }} }}
        route = ["g1", "g2"]
        {each}
        [queues.two]
        rate = "48/h"
        handle = {{ exponential = {{ mean = "7.5m" }} }}
        patience = {{ exponential = {{ mean = "10m" }} }}
        route = ["g2"]
        {each}
        [groups.g1]
        skills = ["one"]
        staff = 6
        cost_per_hour = 1
        [groups.g2]
        skills = ["two", "one"]
        staff = 9
        cost_per_hour = 1.2
        [experiment]
        mode = "steady""#
    )
}

const TARGET: &str = r#"target = { answered = "80%", within = "20s", per = "day" }"#;

#[test]
fn the_cheapest_n_model_is_found_and_proven() {
    for (what, text, staff, per_hour) in [
        ("each queue", n_model(TARGET, ""), [[5], [12]], 19.4),
        ("the center", n_model("", TARGET), [[8], [9]], 18.8),
    ] {
        let planned = least(&question(&text));
        assert_eq!(planned.staff, staff, "{what}");
        assert!((planned.cost.0 - 10.0 * per_hour).abs() < 1e-9, "{what}");
        let bound = planned.bound.expect("a bound");
        assert!(matches!(bound.from, Proof::Enumeration(_)), "{what}: {bound:?}");
        assert!((bound.cost.0 - 10.0 * per_hour).abs() < 1e-9, "{what}: {bound:?}");
    }
}

/// Two queues of 25 erlangs, a group for each, one that knows both.
const FLEXIBLE: &str = r#"
[center]
opens = "08:00"
closes = "12:00"
interval = "30m"
[queues.one]
rate = "300/h"
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "3m" } }
route = ["first", "both"]
target = { answered = "80%", within = "20s", per = "day" }
[queues.two]
rate = "300/h"
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "3m" } }
route = ["second", "both"]
target = { answered = "80%", within = "20s", per = "day" }
[groups.first]
skills = ["one"]
staff = 0
cost_per_hour = 1
plan = { block = "4h" }
[groups.second]
skills = ["two"]
staff = 0
cost_per_hour = 1
plan = { block = "4h" }
[groups.both]
skills = [["one", "two"]]
staff = 30
cost_per_hour = 1.2
plan = { block = "4h" }
[experiment]
replications = 400
"#;

#[test]
fn flexible_agents_are_no_reason_to_lose_callers() {
    let question = question(FLEXIBLE);
    let planned = least(&question);
    let results = simulate(&question, &planned.staff, 2000, 77);
    let worst = worst(&question, &results);
    assert!(
        worst.in_errors() >= -2.5,
        "{:?}: {:?} by {}",
        planned.staff,
        worst.goal,
        worst.by
    );
    for queue in &results.queues {
        let lost = queue.day.mean(headcount::estimate::Measure::AbandonmentRate);
        assert!(lost.expect("calls") < 0.10, "{:?}: {lost:?}", planned.staff);
    }
}

/// Four half-hours of two queues, the second of which a part of the agents knows.
const SMALL: &str = r#"
[center]
opens = "08:00"
closes = "10:00"
interval = "30m"
[queues.service]
volume = "30 42 50 44"
handle = { lognormal = { mean = "4m", cv = 1.1 } }
patience = { exponential = { mean = "5m" } }
target = { answered = "80%", within = "20s" }
[queues.loans]
volume = "12 16 18 16"
handle = "6m"
patience = { exponential = { mean = "6m" } }
route = ["loan_desk"]
target = { answered = "75%", within = "30s", abandoned = "8%" }
[groups.generalists]
skills = ["service"]
staff = 3
cost_per_hour = 24
[groups.loan_desk]
skills = ["loans", "service"]
staff = 3
cost_per_hour = 29
[experiment]
replications = 1000
"#;

#[test]
fn nobody_can_be_taken_out_of_the_least_plan() {
    let question = question(SMALL);
    let planned = least(&question);
    let fresh = worst(&question, &simulate(&question, &planned.staff, 2000, 77));
    assert!(fresh.in_errors() >= -2.5, "{:?} by {}", fresh.goal, fresh.by);
    for (group, staff) in planned.staff.iter().enumerate() {
        for (interval, _) in staff.iter().enumerate().filter(|(_, agents)| **agents > 0) {
            let mut fewer = planned.staff.clone();
            fewer[group][interval] -= 1;
            let own = simulate(&question, &fewer, 1000, question.experiment.seed);
            let margins = margins(&question, &own);
            let holds = margins.iter().all(|margin| margin.in_errors() > 2.0);
            assert!(!holds, "{:?}: one less of {group} at {interval}", planned.staff);
        }
    }
}
