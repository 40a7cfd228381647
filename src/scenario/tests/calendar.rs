//! Opening hours of several days: closed intervals, and values given for the open ones.

use super::*;

/// Three days of which the second is closed; intervals of two hours.
fn week(volume: &str, settings: &str) -> String {
    format!(
        "[center]\nlength = \"3d\"\nhours = [\"08:00-20:00\", \"closed\", \"08:00-12:00\"]\ninterval = \"2h\"\n{settings}\n\
         [queues.q]\nhandle = \"5m\"\nvolume = {volume}\n[groups.g]\nskills = [\"q\"]\nstaff = 3\n"
    )
}

fn volume(text: &str) -> Vec<f64> {
    good(text, &[]).center.queues[0].volume.clone()
}

/// Values of the open intervals of the three days, zero elsewhere.
fn open(first: [f64; 6], third: [f64; 2]) -> Vec<f64> {
    let mut values = vec![0.0; 36];
    values[4..10].copy_from_slice(&first);
    values[28..30].copy_from_slice(&third);
    values
}

#[test]
fn hours_close_intervals() {
    let center = good(&week("10", ""), &[]).center;
    assert_eq!(center.calendar.intervals, 36);
    assert_eq!(center.rules.closed, [0..4, 10..28, 30..36]);
    assert_eq!(center.groups[0].staff[3..11], [0, 3, 3, 3, 3, 3, 3, 0]);
    assert_eq!(center.queues[0].volume, open([10.0; 6], [10.0; 2]));
    // One entry for all days; without a length, as many days as entries.
    let text = week("10", "").replace("length = \"3d\"\n", "");
    assert_eq!(good(&text, &[]).center.rules.closed, center.rules.closed);
    let always = week("10", "").replace(
        "[\"08:00-20:00\", \"closed\", \"08:00-12:00\"]",
        "\"00:00-24:00\"",
    );
    assert!(good(&always, &[]).center.rules.closed.is_empty());
    let nights = week("10", "").replace(
        "[\"08:00-20:00\", \"closed\", \"08:00-12:00\"]",
        "\"20:00-02:00\"",
    );
    assert_eq!(good(&nights, &[]).center.rules.closed, [1..10, 13..22, 25..34]);
}

#[test]
fn values_may_be_given_for_open_intervals() {
    let expected = open([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [7.0, 8.0]);
    assert_eq!(volume(&week("\"1 2 3 4 5 6 7 8\"", "")), expected);
    let all: Vec<String> = expected.iter().map(f64::to_string).collect();
    assert_eq!(volume(&week(&format!("[{}]", all.join(", ")), "")), expected);
    let steps = volume(&week("{ every = \"4h\", values = [2, 4, 6, 8] }", ""));
    assert_eq!(steps, open([1.0, 1.0, 2.0, 2.0, 3.0, 3.0], [4.0, 4.0]));
    let said = wrong(&week("\"1 2 3\"", ""), &[], &[]);
    assert_eq!(
        said[0].0,
        "3 values where 8 are needed | the center has 36 intervals of 2h from 00:00 to 24:00 over 3 days, 8 of them \
         open | give one value an open interval (8), or one an interval of the horizon (36)"
    );
}

#[test]
fn days_have_a_volume_and_a_shape() {
    let days = |per_day: &str, shape: &str| week(&format!("{{ per_day = {per_day}, shape = {shape} }}"), "");
    let expected = open([10.0, 20.0, 30.0, 20.0, 10.0, 10.0], [5.0, 10.0]);
    assert_eq!(volume(&days("[100, 0, 15]", "\"1 2 3 2 1 1\"")), expected);
    assert_eq!(volume(&days("[100, 15]", "[2, 4, 6, 4, 2, 2]")), expected);
    let same = volume(&days("60", "\"1 1 1 1 1 1\""));
    assert_eq!(same, open([10.0; 6], [30.0; 2]));
    let said = |text: &str| wrong(text, &[], &[])[0].0.clone();
    assert!(said(&days("60", "\"1 1\"")).starts_with("2 weights where a day has 6 open intervals"));
    assert!(said(&days("[1, 2, 3, 4]", "\"1 1 1 1 1 1\"")).starts_with("4 days where the horizon has 3"));
    assert!(said(&days("10", "\"0 0 1 1 1 1\"")).starts_with("the weights of day 3 are all zero"));
    assert!(said(&week("{ per_day = 10 }", "")).starts_with("`shape` is missing"));
    let scaled = good(&days("60", "\"1 1 1 1 1 1\""), &["queues.q.volume=x2"]);
    assert_eq!(scaled.center.queues[0].volume, open([20.0; 6], [60.0; 2]));
}

#[test]
fn who_waits_at_night_may_be_carried_over() {
    let carry = good(&week("10", "at_close = \"carry\""), &[]);
    assert_eq!(carry.center.at_close, AtClose::Carry);
    assert!(carry.warnings.is_empty(), "{}", carry.warnings);
    let day = small("volume = 10\nhandle = \"5m\"").replace("interval", "at_close = \"carry\"\ninterval");
    assert!(
        said(&good(&day, &[]).warnings)[0]
            .0
            .starts_with("`carry` has no effect here")
    );
}

#[test]
fn wrong_hours_are_told() {
    let said = |hours: &str| {
        let text = week("10", "").replace("[\"08:00-20:00\", \"closed\", \"08:00-12:00\"]", hours);
        wrong(&text, &[], &[])[0].0.clone()
    };
    assert_eq!(
        said("[\"8 to 20\"]"),
        "`8 to 20` is not opening hours | from a time to a time, or closed | \
         write hours = [\"08:00-20:00\", \"closed\"], one a day"
    );
    assert!(
        said("[\"closed\", \"08:00-10:00\"]").starts_with("2 opening hours where the horizon has 3 days")
    );
    assert!(said("\"08:30-20:00\"").starts_with("these hours cut an interval in two"));
    assert!(said("\"closed\"").starts_with("the center never opens"));
    let closes = week("10", "closes = \"20:00\"").replace("length = \"3d\"\n", "");
    assert!(
        wrong(&closes, &[], &[])
            .iter()
            .any(|(said, _)| said.starts_with("`hours` and `closes` both say"))
    );
    let steady = week("10", "") + "[experiment]\nmode = \"steady\"\nwarm_up = \"1h\"\n";
    assert!(
        wrong(&steady, &[], &[])
            .iter()
            .any(|(said, _)| said.starts_with("opening hours have no equilibrium"))
    );
}
