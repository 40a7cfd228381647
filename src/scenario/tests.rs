//! The whole way from text to model.

mod calendar;
mod channels;
mod demand;
mod plan;
mod presence;
mod rules;

use std::path::Path;

use approx::assert_relative_eq;

use super::*;
use crate::model::{
    ActualSeries, AtClose, ContactChoice, Distribution, Measure, Mode, PerInterval, Precision, Steady,
    SteadyMethod, Ticks,
};

const BANK: &str = include_str!("../../scenarios/bank.toml");

fn try_read(
    text: &str,
    edits: &[&str],
    sheets: &[(&str, &str)],
    plan: Option<&str>,
) -> Result<Scenario, Problems> {
    let edits: Vec<Edit> = edits.iter().map(|edit| Edit::parse(edit).unwrap()).collect();
    let plan = plan.map(|text| Source::new("plan.csv", text));
    let files = |path: &Path| -> std::io::Result<String> {
        let sheet = sheets
            .iter()
            .find(|(name, _)| Path::new("dir").join(name) == path);
        sheet
            .map(|(_, text)| (*text).to_owned())
            .ok_or_else(|| std::io::ErrorKind::NotFound.into())
    };
    read(&Source::new("dir/a.toml", text), &edits, plan.as_ref(), &files)
}

fn good(text: &str, edits: &[&str]) -> Scenario {
    try_read(text, edits, &[], None).unwrap_or_else(|problems| panic!("{problems}"))
}

fn bank(edits: &[&str]) -> Scenario {
    good(BANK, edits)
}

/// A center of four half-hours with one queue and one group; `queue` replaces the queue's settings.
fn small(queue: &str) -> String {
    format!(
        "[center]\nopens = \"08:00\"\ncloses = \"10:00\"\ninterval = \"30m\"\n\
         [queues.q]\n{queue}\n[groups.g]\nskills = [\"q\"]\nstaff = 3\n"
    )
}

fn volumes(volume: &str) -> Vec<f64> {
    let text = small(&format!("handle = \"5m\"\n{volume}"));
    good(&text, &[]).center.queues[0].volume.clone()
}

/// What is wrong, by which rule, with which remedy, at which line.
fn wrong(text: &str, edits: &[&str], sheets: &[(&str, &str)]) -> Vec<(String, usize)> {
    let problems = try_read(text, edits, sheets, None).expect_err("a problem");
    said(&problems)
}

fn said(problems: &Problems) -> Vec<(String, usize)> {
    let said = problems.iter().map(|problem| {
        let line = problem.place.as_ref().map_or(0, |place| place.line);
        let parts = [
            Some(&problem.what),
            problem.rule.as_ref(),
            problem.remedy.as_ref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        (parts.join(" | "), line)
    });
    said.collect()
}

#[test]
fn the_bank_means_what_it_says() {
    let scenario = bank(&[]);
    let center = &scenario.center;
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
    assert_eq!(center.name, "Retail bank, a Monday");
    assert_eq!(
        (center.calendar.opens_s, center.calendar.intervals),
        (8 * 3600, 24)
    );
    assert_eq!(center.at_close, AtClose::Serve);
    let [service, loans] = center.queues.as_slice() else {
        panic!("two queues")
    };
    assert_eq!((service.name.as_str(), loans.name.as_str()), ("service", "loans"));
    assert_eq!(service.volume.iter().sum::<f64>(), 1402.0);
    assert_eq!(loans.volume.iter().sum::<f64>(), 291.0);
    assert_relative_eq!(service.handle.at(0).mean_s(), 210.0, max_relative = 1e-12);
    assert_eq!(
        loans.handle.at(0).talk,
        Distribution::lognormal_by_mean_cv(360.0, 1.0)
    );
    assert_eq!(service.patience.at(0), &Distribution::Exponential { mean: 360.0 });
    assert_eq!(service.balk, PerInterval::Same(0.005));
    assert_eq!(service.route, [vec![0], vec![1]]);
    assert_eq!(loans.route, [vec![1]]);
    assert_eq!(loans.within, Ticks::from_seconds(30.0));
    let target = loans.target.as_ref().unwrap();
    assert_eq!(
        (target.abandoned, target.per_interval, target.per_day),
        (Some(0.03), true, true)
    );
    let [generalists, desk] = center.groups.as_slice() else {
        panic!("two groups")
    };
    assert_eq!(generalists.staff.iter().sum::<u32>(), 167);
    assert_eq!(desk.skills, [vec![1], vec![0]]);
    assert_eq!(desk.handle_factor, [1.1, 1.0]);
    assert_eq!(center.busyness, Some(Distribution::gamma_by_mean_cv(1.0, 0.1)));
    assert_eq!(
        (scenario.experiment.replications, scenario.experiment.seed),
        (1000, 2026)
    );
    let assumed: Vec<&str> = scenario.assumptions.iter().map(|a| a.setting.as_str()).collect();
    assert_eq!(
        assumed,
        [
            "center.service_level",
            "center.at_close",
            "experiment.mode",
            "experiment.variance_reduction",
            "queues.service.route",
            "queues.service.target.per",
            "queues.loans.handle",
            "queues.loans.balk"
        ]
    );
}

#[test]
fn a_series_may_be_typed_in_every_form() {
    for form in [
        "volume = [10, 10, 20, 20]",
        "volume = \"10 10\\t20\\n20\"",
        "volume = \"\"\"\n10 10\n20 20\n\"\"\"",
        "volume = { \"08:00\" = 10, \"09:00\" = 20 }",
        "volume = { every = \"1h\", values = [20, 40] }",
        "volume = { every = \"1h\", values = \"20 40\" }",
        "rate = [\"20/h\", \"20/h\", \"40/h\", \"40/h\"]",
        "rate = { \"08:00\" = \"20/h\", \"09:00\" = \"40/h\" }",
        "rate = { every = \"1h\", values = \"20/h 40/h\" }",
    ] {
        let read = volumes(form);
        for (value, expected) in read.iter().zip([10.0, 10.0, 20.0, 20.0]) {
            assert_relative_eq!(*value, expected, max_relative = 1e-12);
        }
        assert_eq!(read.len(), 4, "{form}");
    }
}

#[test]
fn parameters_of_distributions_vary_too() {
    let queue = "volume = 10\nhandle = \"4m 4m 6m 6m\"\n\
        patience = { exponential = { mean = { \"08:00\" = \"1m\", \"09:30\" = \"2m\" } } }";
    let scenario = good(&small(queue), &[]);
    let queue = &scenario.center.queues[0];
    let means: Vec<f64> = queue.patience.values().iter().map(Distribution::mean).collect();
    assert_eq!(means, [60.0, 60.0, 60.0, 120.0]);
    assert_relative_eq!(queue.handle.at(2).mean_s(), 360.0, max_relative = 1e-12);
}

#[test]
fn every_distribution_is_understood() {
    for (law, mean) in [
        ("\"6m\"", 360.0),
        ("{ exponential = { mean = \"2m\" } }", 120.0),
        ("{ lognormal = { mean = \"2m\", cv = 1.2 } }", 120.0),
        ("{ gamma = { mean = \"2m\", cv = 0.5 } }", 120.0),
        ("{ erlang = { mean = \"2m\", shape = 3 } }", 120.0),
        ("{ weibull = { mean = \"2m\", shape = 1.5 } }", 120.0),
        ("{ hyperexponential = { mean = \"2m\", cv = 2 } }", 120.0),
        ("{ deterministic = \"60s\" }", 60.0),
        ("{ uniform = { low = \"1m\", high = \"3m\" } }", 120.0),
        (
            "{ triangular = { low = \"1m\", mode = \"2m\", high = \"3m\" } }",
            120.0,
        ),
        ("{ empirical = [\"31s\", \"59s\", \"90s\"] }", 60.0),
        (
            "{ empirical = { file = \"calls.csv\", column = \"handle_s\" } }",
            50.0,
        ),
    ] {
        let text = small(&format!("volume = 10\nhandle = {law}"));
        let sheets = [("calls.csv", "id,handle_s\n1,40\n2,60\n")];
        let scenario =
            try_read(&text, &[], &sheets, None).unwrap_or_else(|problems| panic!("{law}\n{problems}"));
        assert_relative_eq!(
            scenario.center.queues[0].handle.at(0).mean_s(),
            mean,
            max_relative = 1e-9
        );
    }
    let text = small("volume = 10\nhandle = { lognormal = { median = \"109s\", p90 = \"400s\" } }");
    let handle = good(&text, &[]).center.queues[0].handle.at(0).talk.clone();
    assert_relative_eq!(handle.survival(400.0), 0.1, max_relative = 1e-9);
}

#[test]
fn patience_from_what_a_planner_has() {
    let observed = "{ observed = { answered = 1376, asa = \"7s\", abandoned = 27, abandon_wait = \"40s\" } }";
    for (law, mean) in [
        (observed, (1376.0 * 7.0 + 27.0 * 40.0) / 27.0),
        ("\"forever\"", f64::INFINITY),
        ("\"3m\"", 180.0),
        ("\"0s\"", 0.0),
    ] {
        let text = small(&format!("volume = 10\nhandle = \"5m\"\npatience = {law}"));
        assert_eq!(
            good(&text, &[]).center.queues[0].patience.at(0).mean(),
            mean,
            "{law}"
        );
    }
}

#[test]
fn times_recur_where_the_center_never_closes() {
    let text = "[center]\nlength = \"2d\"\ninterval = \"12h\"\n[queues.q]\nvolume = 5\nhandle = \"5m\"\n\
        [groups.g]\nskills = [\"q\"]\nstaff = { \"12:00\" = 7, \"2 00:00\" = 9 }\n";
    assert_eq!(good(text, &[]).center.groups[0].staff, [7, 7, 9, 7]);
}

const SHEET: &str = "\u{feff}Time;q.volume;q.aht_s;g.staff;q.actual_service_level;q.actual_asa_s;notes\r\n\
    08:00;31,5;0:04:10;4;94,01%;12;\r\n\
    08:30-09:00;46;250;5;;;busy\r\n\
    9:00 AM;1.250;4m10s;6;80%;7,5;\r\n\
    09:30;68,25;250;7;81%;8;\r\n";

#[test]
fn a_sheet_gives_the_same_numbers() {
    let text = "[center]\nopens = \"08:00\"\ncloses = \"10:00\"\ninterval = \"30m\"\nsheet = \"a.csv\"\n\
        [queues.q]\nhandle = { gamma = { cv = 0.5 } }\n[groups.g]\nskills = [\"q\"]\n";
    let scenario =
        try_read(text, &[], &[("a.csv", SHEET)], None).unwrap_or_else(|problems| panic!("{problems}"));
    let queue = &scenario.center.queues[0];
    assert_eq!(queue.volume, [31.5, 46.0, 1250.0, 68.25]);
    assert_eq!(
        queue.handle.at(1).talk,
        Distribution::gamma_by_mean_cv(250.0, 0.5)
    );
    assert_eq!(scenario.center.groups[0].staff, [4, 5, 6, 7]);
    let actual = queue.actual.as_ref().unwrap();
    assert_eq!(
        actual.service_level,
        Some(ActualSeries::Intervals(vec![
            Some(0.9401),
            None,
            Some(0.8),
            Some(0.81)
        ]))
    );
    assert_eq!(scenario.warnings.len(), 1, "{}", scenario.warnings);
    assert!(
        scenario
            .warnings
            .to_string()
            .contains("the column `notes` is not used")
    );

    let edited = try_read(
        text,
        &["groups.g.staff@08:30..09:30=x2"],
        &[("a.csv", SHEET)],
        None,
    )
    .unwrap();
    assert_eq!(edited.center.groups[0].staff, [4, 10, 12, 7]);
}

#[test]
fn a_plan_replaces_what_the_scenario_says() {
    let text = small("rate = \"100/h\"\ntalk = \"3m\"\nwrap_up = \"1m\"");
    let scenario = try_read(&text, &[], &[], Some(SHEET)).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.center.queues[0].volume[0], 31.5);
    assert_relative_eq!(
        scenario.center.queues[0].handle.at(0).mean_s(),
        250.0,
        max_relative = 1e-12
    );
    assert_eq!(scenario.center.groups[0].staff, [4, 5, 6, 7]);
}

#[test]
fn staff_is_changed_by_hours_rounded_and_never_negative() {
    let staff = |edit: &str| bank(&[edit]).center.groups[0].staff.clone();
    let before = staff("experiment.seed=7");
    let after = staff("groups.generalists.staff@10:00..20:00=-5");
    assert_eq!(before[..4], after[..4]);
    let expected: Vec<u32> = before[4..].iter().map(|n| n.saturating_sub(5)).collect();
    assert_eq!(after[4..], expected);
    assert_eq!(staff("groups.generalists.staff=x1.1")[..4], [4, 7, 8, 9]);
    assert_eq!(staff("groups.*.staff=x0.9")[3..5], [7, 8]);
    assert_eq!(staff("groups.generalists.staff=x0.5")[2..4], [4, 4]);
    assert_eq!(staff("groups.generalists.staff=12"), [12; 24]);
    assert_eq!(
        staff("groups.generalists.staff@08:00..09:00=12")[..3],
        [12, 12, 7]
    );
}

#[test]
fn anything_can_be_changed() {
    let all: Vec<f64> = bank(&["queues.*.volume=x1.1"])
        .center
        .queues
        .iter()
        .map(|q| q.volume[0])
        .collect();
    assert_relative_eq!(all[0], 34.1, max_relative = 1e-12);
    assert_relative_eq!(all[1], 6.6, max_relative = 1e-12);
    let patience = |edit: &str| bank(&[edit]).center.queues[0].patience.at(0).clone();
    let exponential = |mean| Distribution::Exponential { mean };
    assert_eq!(
        patience("queues.service.patience.exponential.mean=2m"),
        exponential(120.0)
    );
    assert_eq!(
        patience("queues.service.patience.exponential.mean=x2"),
        exponential(720.0)
    );
    assert_eq!(
        patience("queues.service.patience.exponential.mean=+30s"),
        exponential(390.0)
    );
    assert_eq!(patience("queues.service.patience=x0.5"), exponential(180.0));
    assert_eq!(patience("queues.service.patience=forever"), Distribution::Forever);
    assert_eq!(
        patience("queues.service.patience.weibull={ mean = \"2m\", shape = 2 }"),
        Distribution::weibull_by_mean_shape(120.0, 2.0)
    );
    let handle = |edit: &str| {
        bank(&[edit])
            .center
            .queues
            .iter()
            .map(|q| q.handle.at(0).mean_s())
            .collect::<Vec<_>>()
    };
    for (edit, means) in [
        ("queues.service.handle=5m", [300.0, 360.0]),
        ("queues.*.handle=x1.1", [231.0, 396.0]),
        ("queues.loans.handle=+30s", [210.0, 390.0]),
        ("queues.loans.handle.lognormal.mean=x0.5", [210.0, 180.0]),
        ("queues.service.talk.lognormal.mean=+10s", [220.0, 360.0]),
    ] {
        for (mean, expected) in handle(edit).into_iter().zip(means) {
            assert_relative_eq!(mean, expected, max_relative = 1e-9);
        }
    }
    assert_relative_eq!(
        bank(&["queues.loans.handle.lognormal.cv=1.5"]).center.queues[1]
            .handle
            .at(0)
            .talk
            .cv(),
        1.5,
        max_relative = 1e-9
    );
    let seeded = bank(&["experiment.seed=7", "experiment.replications=x2"]).experiment;
    assert_eq!((seeded.seed, seeded.replications), (7, 2000));
    let center = bank(&[
        "center.busyness.gamma.cv=0.2",
        "routing.contact=longest-queue",
        "queues.service.target.answered=+5%",
        "queues.service.target.wait_p90=60s",
        "groups.loan_desk.handle_factor.service=1.3",
        "groups.generalists.cost_per_hour@18:00..20:00=x1.5",
        "queues.*.balk=+0.01",
        "queues.loans.route=[\"loan_desk\"]",
    ])
    .center;
    assert_eq!(center.busyness, Some(Distribution::gamma_by_mean_cv(1.0, 0.2)));
    assert_eq!(center.routing.contact, ContactChoice::LongestQueue);
    let target = center.queues[0].target.as_ref().unwrap();
    assert_relative_eq!(target.service.unwrap().answered, 0.85, max_relative = 1e-12);
    assert_eq!(target.waits[0].at_most_s, 60.0);
    assert_eq!(center.groups[1].handle_factor[0], 1.3);
    assert_eq!(
        (
            *center.groups[0].cost_per_hour.at(0),
            *center.groups[0].cost_per_hour.at(20)
        ),
        (24.0, 36.0)
    );
    assert_relative_eq!(*center.queues[0].balk.at(3), 0.015, max_relative = 1e-12);
    assert_relative_eq!(*center.queues[1].balk.at(3), 0.01, max_relative = 1e-12);
}

#[test]
fn a_volume_given_by_its_rate_is_scaled_like_any_other() {
    let text = small("rate = \"100/h\"\nhandle = \"5m\"");
    assert_eq!(
        good(&text, &["queues.q.volume=x2"]).center.queues[0].volume,
        [100.0; 4]
    );
    assert_eq!(
        good(&text, &["queues.q.volume=30"]).center.queues[0].volume,
        [30.0; 4]
    );
    assert_eq!(
        good(&text, &["queues.q.volume@08:00..08:30=+5"]).center.queues[0].volume[..2],
        [55.0, 50.0]
    );
}

#[test]
fn a_range_of_hours_takes_another_law() {
    let edit = "queues.service.patience@08:00..09:00={ deterministic = \"90s\" }";
    let patience = &bank(&[edit]).center.queues[0].patience;
    assert_eq!(patience.at(1), &Distribution::Deterministic { value: 90.0 });
    assert_eq!(patience.at(2), &Distribution::Exponential { mean: 360.0 });
}

#[test]
fn a_seed_keeps_every_digit() {
    assert_eq!(
        bank(&["experiment.seed=9007199254740993"]).experiment.seed,
        9_007_199_254_740_993
    );
}

#[test]
fn without_a_target_t_is_twenty_seconds_and_said_so() {
    let scenario = good(&small("volume = 10\nhandle = \"5m\""), &[]);
    assert_eq!(scenario.center.queues[0].within, Ticks::from_seconds(20.0));
    let said = scenario
        .assumptions
        .iter()
        .any(|a| a.setting == "queues.q.target.within" && a.value == "20s");
    assert!(said, "{:?}", scenario.assumptions);
    assert_eq!(scenario.center.name, "a");
}

#[test]
fn all_problems_are_told_at_once() {
    let text = BANK
        .replace("skills = [\"service\"]", "skills = [\"sevice\"]")
        .replace("\"3%\"", "3")
        .replace("wrap_up =", "wrapup =")
        .replace("4 6 7 8 9 9", "4 6 7 8 9");
    let problems = try_read(&text, &[], &[], None).unwrap_err();
    let lines: Vec<usize> = problems.iter().map(|p| p.place.as_ref().unwrap().line).collect();
    assert_eq!(problems.errors(), 4, "{problems}");
    assert!(lines.is_sorted(), "{lines:?}");
}

#[test]
fn syntax_errors_do_not_hide_the_rest() {
    let text = BANK
        .replace("interval = \"30m\" ", "interval = ")
        .replace("confidence = 0.95", "confidence = 95");
    let problems = try_read(&text, &[], &[], None).unwrap_err();
    assert_eq!(problems.errors(), 2, "{problems}");
}

#[test]
fn a_week_finds_its_rows_by_day_and_time() {
    let text = "[center]\nlength = \"2d\"\ninterval = \"12h\"\nsheet = \"week.csv\"\n[queues.q]\nhandle = \"5m\"\n\
        [groups.g]\nskills = [\"q\"]\nstaff = 3\n";
    let sheet = "day\ttime\tq.volume\n2\t12:00\t4\n1\t00:00\t1\n1\t12:00\t2\n2\t00:00\t3\n";
    let scenario =
        try_read(text, &[], &[("week.csv", sheet)], None).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(scenario.center.queues[0].volume, [1.0, 2.0, 3.0, 4.0]);
    let without_days = sheet.replace("day\t", "no\t");
    let problems = try_read(text, &[], &[("week.csv", &without_days)], None).unwrap_err();
    assert!(problems.to_string().contains("no column `day`"), "{problems}");
    let second_day = good(
        &text
            .replace("sheet = \"week.csv\"\n", "")
            .replace("handle", "volume = 2\nhandle"),
        &["groups.g.staff@2 00:00..2 12:00=+4"],
    );
    assert_eq!(second_day.center.groups[0].staff, [3, 3, 7, 3]);
}

#[test]
fn targets_limits_and_definitions_are_kept() {
    let queue = "volume = 10\nhandle = \"5m\"\nshort = \"5s\"\n\
        target = { answered = 0.9, within = \"0s\", asa = \"30s\", wait_p95 = \"2m\", wait_p80 = \"1m\", p_wait = \"20%\", queue_mean = 2, per = \"day\", on_days = 0.9 }";
    let text = small(queue).replace(
        "[queues.q]",
        "service_level = \"short-abandons-excluded\"\nat_close = \"clear\"\n[queues.q]",
    );
    let text = text + "target = { occupancy_max = \"85%\" }\n";
    let center = good(&text, &[]).center;
    let queue = &center.queues[0];
    let target = queue.target.as_ref().unwrap();
    assert_eq!(
        (queue.within, queue.short),
        (Ticks::ZERO, Ticks::from_seconds(5.0))
    );
    assert_eq!(
        target.waits.iter().map(|wait| wait.share).collect::<Vec<_>>(),
        [0.8, 0.95]
    );
    assert_eq!(
        (target.asa_s, target.p_wait, target.queue_mean),
        (Some(30.0), Some(0.2), Some(2.0))
    );
    assert_eq!(
        (target.per_interval, target.per_day, target.on_days),
        (false, true, Some(0.9))
    );
    assert_eq!(center.service_level.name(), "short-abandons-excluded");
    assert_eq!(
        (center.at_close, center.groups[0].occupancy_max),
        (AtClose::Clear, Some(0.85))
    );
}

#[test]
fn ranks_make_the_route_that_is_not_given() {
    let text = "[center]\nopens = \"08:00\"\ncloses = \"09:00\"\ninterval = \"30m\"\n\
        [queues.z]\nvolume = 5\nhandle = \"5m\"\n[queues.a]\nvolume = 5\nhandle = \"5m\"\n\
        [groups.one]\nskills = [\"a\", \"z\"]\nstaff = 1\n[groups.two]\nskills = [[\"z\", \"a\"]]\nstaff = 1\n";
    let center = good(text, &[]).center;
    assert_eq!(
        (center.queues[0].name.as_str(), center.queues[1].name.as_str()),
        ("z", "a")
    );
    assert_eq!(center.queues[0].route, [vec![1], vec![0]]);
    assert_eq!(center.queues[1].route, [vec![0, 1]]);
    assert_eq!(center.groups[1].skills, [vec![0, 1]]);
}

#[test]
fn a_plan_that_lacks_rows_is_refused_at_its_own_place() {
    let plan = "time,g.staff\n08:00,4\n08:30,5\n";
    let problems = try_read(&small("volume = 5\nhandle = \"5m\""), &[], &[], Some(plan)).unwrap_err();
    let place = problems.iter().next().unwrap().place.as_ref().unwrap();
    assert_eq!(
        (place.file.as_str(), place.line, place.column),
        ("plan.csv", 1, 1)
    );
}

#[test]
fn a_precision_names_its_figures() {
    let of = |edits: &[&str]| bank(edits).experiment;
    let figure = |measure, queue, half_width| Precision {
        measure,
        queue,
        half_width,
    };
    let service_level = figure(Measure::ServiceLevel, None, 0.005);
    assert_eq!(of(&["experiment.precision=0.005"]).precision, [service_level]);
    assert_eq!(of(&["experiment.precision=0.5%"]).precision, [service_level]);
    let four = [
        service_level,
        figure(Measure::Asa, None, 1.0),
        figure(Measure::AbandonmentRate, Some(1), 0.002),
        figure(Measure::QueueMean, Some(0), 0.5),
    ];
    for table in [
        "{ service_level = \"0.5%\", asa = \"1s\", \"loans.abandonment_rate\" = 0.002, \"service.queue_mean\" = 0.5 }",
        "{ service_level = 0.005, asa_s = \"1s\", loans.abandonment_rate = \"0.2%\", service = { queue_mean = 0.5 } }",
    ] {
        assert_eq!(of(&[&format!("experiment.precision={table}")]).precision, four);
    }
    let edits = [
        "experiment.precision.service_level=0.5%",
        "experiment.precision.asa=1s",
        "experiment.precision.loans.abandonment_rate=0.002",
        "experiment.precision.\"service.queue_mean\"=0.5",
    ];
    assert_eq!(of(&edits).precision, four);

    let typed = [
        "0.5%",
        "asa_s = 1s",
        "loans.abandonment_rate=0.2%",
        "service.queue_mean=0.5",
    ];
    let center = bank(&[]).center;
    for (text, expected) in typed.into_iter().zip(four) {
        let read = precision_from_text(text, &center).unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!(read, expected);
    }
    for (text, blamed) in [
        ("", ""),
        ("asa", "asa"),
        ("0.5", "0.5"),
        ("0", "0"),
        ("asa=0.5", "0.5"),
        ("asa=", ""),
        ("abandoned=0.2%", "0.2%"),
        ("intervals_met=1", "intervals_met"),
        ("loans.occupancy=1%", "occupancy"),
        ("lones.asa=1s", "lones"),
        ("=1", "="),
    ] {
        let problems = precision_from_text(text, &center).unwrap_err();
        let problem = problems.iter().next().unwrap();
        let place = problem.place.as_ref().unwrap();
        assert_eq!(
            (place.file.as_str(), &text[place.span.clone()]),
            ("--precision", blamed),
            "{problems}"
        );
        assert!(problem.remedy.is_some(), "{problems}");
    }
    let problems = precision_from_text("loans.asaa=1s", &center).unwrap_err();
    assert!(
        problems.render(false).contains("did you mean `asa`?"),
        "{problems}"
    );
}

#[test]
fn days_are_the_default_and_variance_is_reduced() {
    let experiment = bank(&[]).experiment;
    assert_eq!(
        (experiment.mode, experiment.variance_reduction),
        (Mode::Days, true)
    );
    assert!(
        !bank(&["experiment.variance_reduction=false"])
            .experiment
            .variance_reduction
    );
    let text = BANK.replace("[experiment]", "[experiment]\nvariance_reduction = false");
    assert!(!good(&text, &[]).experiment.variance_reduction);
}

#[test]
fn equilibrium_has_its_own_defaults() {
    let classroom = Bundled::named("classroom").unwrap().text;
    let read = |edits: &[&str]| {
        let edits: Vec<&str> = [&["experiment.mode=steady"], edits].concat();
        good(classroom, &edits)
    };
    let steady = |method, finds_warm_up| {
        Mode::Steady(Steady {
            method,
            finds_warm_up,
        })
    };
    let hours = |hours: f64| Ticks::from_seconds(3600.0 * hours);

    let experiment = read(&[]).experiment;
    assert_eq!(experiment.mode, steady(SteadyMethod::BatchMeans, false));
    assert_eq!(experiment.warm_up, hours(2.0));
    let experiment = read(&["experiment.warm_up=auto", "experiment.method=replications"]).experiment;
    assert_eq!(experiment.mode, steady(SteadyMethod::Replications, true));
    assert_eq!(experiment.warm_up, Ticks::ZERO);
    // The warm-up of one long run may be longer than the horizon.
    assert_eq!(read(&["experiment.warm_up=2d"]).experiment.warm_up, hours(48.0));

    let queue = "volume = [50, 50, 50, 50]\nhandle = \"5m\"\ntarget = { asa = \"20s\" }";
    let scenario = good(&(small(queue) + "[experiment]\nmode = \"steady\"\n"), &[]);
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
    let target = scenario.center.queues[0].target.as_ref().unwrap();
    assert_eq!((target.per_interval, target.per_day), (false, true));
    let assumed: Vec<(&str, &str)> = scenario
        .assumptions
        .iter()
        .map(|assumed| (assumed.setting.as_str(), assumed.value.as_str()))
        .collect();
    for expected in [
        ("experiment.method", "batch-means"),
        ("experiment.replications", "1000"),
        ("experiment.warm_up", "auto"),
        ("queues.q.target.per", "day"),
    ] {
        assert!(assumed.contains(&expected), "{expected:?} in {assumed:?}");
    }
    // Where a thousand horizons are more than ten years, as many as there is room for.
    let week = ["center.length=7d", "center.interval=1d"];
    assert_eq!(
        good(
            &(small(queue) + "[experiment]\nmode = \"steady\"\n").replace("[50, 50, 50, 50]", "50"),
            &week
        )
        .experiment
        .replications,
        522
    );
}

#[test]
fn what_changes_by_a_change_is_blamed_there() {
    let classroom = Bundled::named("classroom").unwrap().text;
    let edits = ["experiment.mode=steady", "groups.agents.staff@10:00..12:00=+1"];
    let problems = try_read(classroom, &edits, &[], None).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems}");
    let place = problems.iter().next().unwrap().place.as_ref().unwrap();
    assert_eq!(
        (place.file.as_str(), &edits[1][place.span.clone()]),
        ("--set", edits[1])
    );
}
