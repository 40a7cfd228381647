//! What else the planner answers: the same on any number of threads, that there is no plan, what it has when it is
//! stopped, and the question the other way round.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use assert_cmd::cargo::cargo_bin;
use headcount::planner::{
    Answer, Ended, News, Question, Remedy, Spend, Unwatched, Watch, When, Whom, keep_staff, plan, with_budget,
};

use super::centers::{margins, question, simulate};
use super::{LEAST, least};

/// Four half-hours of one queue; what is said of its group besides.
fn morning(limits: &str) -> String {
    format!(
        r#"
        [center]
        opens = "08:00"
        closes = "10:00"
        interval = "30m"
        [queues.calls]
        volume = "20 34 40 30"
        handle = {{ lognormal = {{ mean = "4m", cv = 1.1 }} }}
        patience = {{ exponential = {{ mean = "5m" }} }}
        target = {{ answered = "80%", within = "20s" }}
        [groups.agents]
        skills = ["calls"]
        staff = "5 7 8 6"
        {limits}
        [experiment]
        replications = 500
        variance_reduction = false"#
    )
}

/// How far the goal furthest from being kept lies on the good side, on the scenario's own days.
fn least_margin(question: &Question, staff: &[Vec<u32>]) -> f64 {
    let experiment = &question.experiment;
    let results = simulate(
        question,
        &staff.to_vec(),
        experiment.replications,
        experiment.seed,
    );
    let margins = margins(question, &results);
    margins
        .iter()
        .map(|margin| margin.by)
        .fold(f64::INFINITY, f64::min)
}

#[test]
fn threads_do_not_show() {
    let question = question(&morning(""));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let planned = pool.expect("a pool").install(|| least(&question));
        format!("{planned:?}")
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn too_few_agents_allowed_is_an_answer() {
    let text = morning(r#"plan = { max = "9 9 5 9" }"#);
    let Answer::Infeasible(why) = plan(&question(&text), &LEAST, &Unwatched) else {
        panic!("there is no such plan");
    };
    let worst = &why.goals[0];
    assert_eq!(worst.goal.of, Whom::Queue(0));
    assert_eq!(worst.goal.when, When::Intervals(vec![2]));
    assert!(worst.figure.expect("a figure") < 0.8, "{worst:?}");
    assert_eq!(why.most.staff, [[9, 9, 5, 9]]);
    let allowed = why.remedies.iter().any(
        |remedy| matches!(remedy, Remedy::Allow { group: 0, interval: 2, agents } if (6..=10).contains(agents)),
    );
    assert!(allowed, "{:?}", why.remedies);

    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("morning.toml");
    std::fs::write(&path, &text).expect("a file");
    let output = Command::new(cargo_bin!("headcount"))
        .arg("staff")
        .arg(&path)
        .env_remove("COLUMNS")
        .output()
        .expect("the program starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("09:00"), "{said}");
}

/// Ends a search after it has asked so many times.
struct Impatient {
    left: AtomicU64,
}

impl Watch for Impatient {
    fn stop(&self) -> bool {
        let less = |left: u64| left.checked_sub(1);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, less)
            .is_err()
    }

    fn tell(&self, _news: &News) {}
}

#[test]
fn a_search_that_is_stopped_leaves_a_plan_that_holds() {
    let question = question(&morning(""));
    let whole = least(&question);
    assert_eq!(whole.ended, Ended::Complete);
    for asked in [0, 1, 30, 100, 300] {
        let impatient = Impatient {
            left: AtomicU64::new(asked),
        };
        let Answer::Plan(planned) = plan(&question, &LEAST, &impatient) else {
            panic!("stopped after {asked}: no plan");
        };
        assert_eq!(planned.ended, Ended::Early, "stopped after {asked}");
        let margin = least_margin(&question, &planned.staff);
        assert!(
            margin >= 0.0,
            "stopped after {asked}: {:?} misses by {margin}",
            planned.staff
        );
        assert!(planned.plan.missed.is_empty(), "stopped after {asked}");
    }
}

#[test]
fn staff_is_told_how_much_it_can_carry() {
    for staff in ["5 7 8 6", "4 6 7 5", "7 9 9 8"] {
        let text = morning("").replace("5 7 8 6", staff);
        let question = question(&text);
        let kept = keep_staff(&question, &Unwatched);
        let factor = kept.volume.expect("some volume is small enough");
        let at = |factor: f64| least_margin(&question.with_volume(factor), &question.staff_now());
        assert!(at(factor - 0.02) >= 0.0, "{staff}: {factor} is too much");
        assert!(at(factor + 0.02) < 0.0, "{staff}: {factor} is not all");
        assert!(kept.first.is_some(), "{staff}");
        let all = kept.goals.iter().all(|(.., kept)| *kept);
        assert_eq!(
            all,
            least_margin(&question, &question.staff_now()) >= 0.0,
            "{staff}"
        );
        assert_eq!(all, factor >= 1.0 - 0.005, "{staff}: {factor}");
    }
}

#[test]
fn a_budget_buys_what_it_can() {
    let question = question(&morning(""));
    let enough = least(&question).least.0;
    let mut before = f64::NEG_INFINITY;
    for (share, kept) in [(0.75, false), (1.0, true), (1.25, true)] {
        let hours = share * enough;
        let found = with_budget(&question, Spend::Hours(hours), &Unwatched).expect("a plan");
        assert!(
            found.plan.cost.0 <= hours + 1e-9,
            "{share}: {:?}",
            found.plan.cost
        );
        assert!(
            found.plan.cost.0 > hours - 1.5,
            "{share}: {:?} is left",
            found.plan.cost
        );
        let margin = least_margin(&question, &found.plan.staff);
        assert!(margin > before, "{share}: {margin} after {before}");
        assert_eq!(
            found.goals.iter().all(|(.., kept)| *kept),
            margin >= 0.0,
            "{share}"
        );
        if !kept {
            assert!(margin < 0.0, "{share}: {margin}");
        } else {
            assert!(margin >= -0.02, "{share}: {margin}");
        }
        before = margin;
    }
}
