//! Whole days that start empty: exact values, and published simulations of the academic reference
//! programs.

use headcount::estimate::{Estimate, Measure};

use super::{Simulated, agree, agree_with_simulated, of, precise, simulate};

fn mmc(extra: &str, at_close: &str, definition: &str) -> Simulated {
    simulate(&format!(
        r#"
        [center]
        name = "MMC"
        opens = "08:00"
        closes = "16:00"
        interval = "1h"
        at_close = "{at_close}"
        service_level = "{definition}"
        [queues.calls]
        channel = "voice"
        rate = "4.2/m"
        handle = {{ exponential = {{ mean = "2m" }} }}
        {extra}
        target = {{ answered = "80%", within = "20s" }}
        [groups.agents]
        skills = ["calls"]
        staff = 12
        [experiment]
        replications = 8000"#
    ))
}

#[test]
fn a_day_without_abandonment() {
    let day = mmc("", "serve", "of-offered");
    agree(
        "MMC service level",
        of(day.queue("calls"), Measure::ServiceLevel),
        0.90043,
        5,
    );
    agree("MMC ASA", of(day.queue("calls"), Measure::Asa), 60.0 * 0.10068, 3);
    agree("MMC occupancy", day.occupancy("agents"), 0.69693, 5);
}

#[test]
fn a_day_with_abandonment() {
    let day = mmc(
        r#"patience = { exponential = { mean = "1m" } }"#,
        "serve",
        "short-abandons-excluded",
    );
    agree(
        "MMCAb abandoned",
        of(day.queue("calls"), Measure::Abandoned),
        59.263,
        3,
    );
    agree(
        "MMCAb ASA",
        of(day.queue("calls"), Measure::Asa),
        60.0 * 0.02383,
        3,
    );
    agree(
        "MMCAb service level",
        of(day.queue("calls"), Measure::ServiceLevel),
        0.96819,
        5,
    );
    agree("MMCAb occupancy", day.occupancy("agents"), 0.67656, 5);
}

#[test]
fn a_queue_cleared_at_closing() {
    let day = mmc("", "clear", "of-offered");
    agree(
        "MMCClrQ cleared",
        of(day.queue("calls"), Measure::WaitingAtEnd),
        0.42907,
        5,
    );
}

/// Five may wait; who finds all places taken gets a busy tone and counts as not answered in time.
#[test]
fn places_to_wait_are_limited() {
    let day = mmc("places = 5", "serve", "of-offered");
    let calls = day.queue("calls");
    let blocked = of(calls, Measure::Blocked);
    agree("MMCBlocked blocked", blocked, 18.863, 3);
    precise("MMCBlocked blocked", blocked, 18.863, 0.02);
    // Arrivals are Poisson, 4.2 a minute over 8 hours, so that the mean over arrivals has a known denominator.
    let within = of(calls, Measure::AnsweredWithin);
    agree(
        "MMCBlocked answered within, of arrivals",
        share_of(within, 2016.0),
        0.91968,
        5,
    );
}

/// An estimate of a count as a share of what was expected.
fn share_of(count: Estimate, expected: f64) -> Estimate {
    Estimate {
        mean: count.mean / expected,
        interval: count
            .interval
            .map(|(low, high)| (low / expected, high / expected)),
        days: None,
    }
}

/// With a line that says how busy days are, and lines for the experiment.
pub(super) fn call_cc(busyness: &str, days: u32, more: &str) -> Simulated {
    simulate(&format!(
        r#"
        [center]
        name = "CallCC"
        opens = "08:00"
        closes = "21:00"
        interval = "1h"
        {busyness}
        [queues.calls]
        channel = "voice"
        volume = "100 150 150 180 200 150 150 150 120 100 80 70 60"
        handle = {{ exponential = {{ mean = "100s" }} }}
        patience = {{ exponential = {{ mean = "1000s" }} }}
        balk = 0.1
        target = {{ answered = "80%", within = "20s" }}
        [groups.agents]
        skills = ["calls"]
        staff = "4 6 8 8 8 7 8 8 6 6 4 4 4"
        [experiment]
        replications = {days}
        {more}"#
    ))
}

/// The published figures divide by the 1,660 calls expected, count everybody whose wait was under 20 s
/// (balkers with none) and come from 200,000 days.
#[test]
fn a_day_factor_as_published() {
    let published = [
        (400, 6_000, [4.726, 0.9247, 0.0199], [2.0, 0.039, 0.0067]),
        (10, 8_000, [12.52, 0.8547, 0.0365], [29.8, 0.167, 0.058]),
    ];
    for (shape, days, figures, spreads) in published {
        let cv = 1.0 / f64::from(shape).sqrt();
        let day = call_cc(&format!("busyness = {{ gamma = {{ cv = {cv} }} }}"), days, "");
        let calls = day.queue("calls");
        let expected = 1660.0;
        let mean = |measure| of(calls, measure).mean;
        let waits = mean(Measure::WaitAll) * mean(Measure::Offered) / expected;
        let soon = (mean(Measure::AnsweredWithin) + mean(Measure::AbandonedWithin) + mean(Measure::Balked))
            / expected;
        let lost = (mean(Measure::Abandoned) + mean(Measure::Balked)) / expected;
        for (index, found) in [waits, soon, lost].into_iter().enumerate() {
            // The spread of days is published: the standard errors of both sides follow from it.
            let error = spreads[index] * (1.0 / f64::from(days) + 1.0 / 200_000.0).sqrt();
            let apart = (found - figures[index]).abs();
            println!(
                "shape {shape}: {found:.5} against {}, {:.2} errors",
                figures[index],
                apart / error
            );
            assert!(
                apart <= 3.5 * error + 0.5 * [1e-3, 1e-4, 1e-4][index],
                "shape {shape}, figure {index}: {found} against {}",
                figures[index]
            );
        }
    }
}

/// The published hours come from 300 days; their errors are of that size.
#[test]
fn hours_without_a_day_factor_as_published() {
    let day = call_cc("", 4000, "");
    let published = [
        78.1, 85.9, 97.5, 93.7, 90.1, 93.0, 97.4, 97.3, 93.5, 97.0, 87.3, 91.8, 94.7,
    ]
    .map(|p| p / 100.0);
    let scale = (4000.0f64 / 300.0).sqrt();
    for (hour, figure) in published.into_iter().enumerate() {
        let estimate = of(&day.results.queues[0].intervals[hour], Measure::ServiceLevel);
        // 300 days: so many times our own standard error.
        let theirs = scale * super::standard_error(&estimate);
        agree_with_simulated(&format!("CallCC hour {hour}"), estimate, figure, theirs, 3);
    }
    agree_with_simulated(
        "CallCC day",
        of(day.center(), Measure::ServiceLevel),
        0.925,
        0.001,
        3,
    );
}

/// Three types of calls, two groups, rates of service and patience by the period of arrival.
#[test]
fn simple_msk_as_published() {
    let queue = |name: &str, per_minute: [f64; 3], route: &str| {
        let volume = per_minute.map(|rate| (120.0 * rate).to_string()).join(" ");
        // Means in seconds: rates per minute .5 .6 .4 of service and .3 .4 .2 of patience.
        format!(
            r#"
            [queues.{name}]
            channel = "voice"
            volume = "{volume}"
            handle = {{ exponential = {{ mean = ["120s", "100s", "150s"] }} }}
            patience = {{ exponential = {{ mean = ["200s", "150s", "300s"] }} }}
            target = {{ answered = "80%", within = "20s" }}
            route = {route}"#
        )
    };
    let text = [
        r#"
        [center]
        name = "SimpleMSK"
        length = "6h"
        interval = "2h"
        service_level = "short-abandons-excluded"
        busyness = { gamma = { cv = 0.18666 } }"#
            .to_owned(),
        queue("zero", [4.2, 5.3, 3.2], r#"["g0"]"#),
        queue("one", [5.1, 4.3, 4.8], r#"["g0", "g1"]"#),
        queue("two", [6.3, 5.2, 4.8], r#"["g1"]"#),
        r#"
        [groups.g0]
        skills = [["zero", "one"]]
        staff = "12 18 9"
        [groups.g1]
        skills = [["one", "two"]]
        staff = "15 20 11"
        [experiment]
        replications = 4000"#
            .to_owned(),
    ];
    let day = simulate(&text.concat());
    // The other side: half-widths of 95 %.
    agree_with_simulated(
        "SimpleMSK answered",
        of(day.center(), Measure::Answered),
        4288.5,
        8.5 / 1.96,
        1,
    );
    agree_with_simulated(
        "SimpleMSK abandoned",
        of(day.center(), Measure::Abandoned),
        899.8,
        10.9 / 1.96,
        1,
    );
    agree_with_simulated(
        "SimpleMSK service level",
        of(day.center(), Measure::ServiceLevel),
        0.5054,
        0.0026 / 1.96,
        4,
    );
}
