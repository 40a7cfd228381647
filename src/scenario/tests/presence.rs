//! Shifts, staff at any time, absence, experience, reserve: from text to model, and every mistake.

use super::*;
use crate::model::{Access, Away, Class, Disconnect, Fatigue, Group, GroupRules, Shift, Span, Then, When};

/// A center open from eight to eight, a queue `q`, and a group with these settings.
fn text(settings: &str) -> String {
    text_of("opens = \"08:00\"\ncloses = \"20:00\"", settings)
}

fn text_of(center: &str, settings: &str) -> String {
    format!(
        "[center]\n{center}\ninterval = \"30m\"\n[queues.q]\nvolume = 10\nhandle = \"5m\"\n\
         [groups.g]\nskills = [\"q\"]\n{settings}\n"
    )
}

fn group(text: &str, edits: &[&str]) -> Group {
    good(text, edits).center.groups[0].clone()
}

/// Hours after the start of the horizon.
fn at(hours: f64) -> Ticks {
    Ticks::from_seconds(3600.0 * hours)
}

fn span(from: f64, to: f64, then: Then) -> Span {
    Span {
        from: at(from),
        to: at(to),
        then,
    }
}

#[test]
fn a_shift_with_breaks_is_its_times_on_queue() {
    let text = text(
        "shifts = [{ start = \"08:00\", end = \"16:30\", agents = 4, breaks = [[\"10:00\", \"15m\"], [\"14:30\", \"15m\"]], \
         lunch = [\"12:00\", \"30m\"], meetings = [[\"08:00\", \"30m\"]] }, { start = \"16:15\", end = \"20:00\", agents = 3 }]",
    );
    let group = group(&text, &[]);
    let expected = Shift {
        agents: 4,
        on_queue: vec![
            span(0.5, 2.0, Then::Break),
            span(2.25, 4.0, Then::Break),
            span(4.5, 6.5, Then::Break),
            span(6.75, 8.5, Then::Home),
        ],
    };
    assert_eq!(group.rules.shifts[0], expected);
    assert_eq!(group.rules.shifts[1].on_queue, [span(8.25, 12.0, Then::Home)]);
    // 08:00 meeting, then four; seven at once from 16:15; three from 16:30.
    let mut staff = vec![4; 16];
    staff[0] = 0;
    staff[8] = 0;
    staff.push(7);
    staff.extend([3; 7]);
    assert_eq!(group.staff, staff);
}

#[test]
fn a_night_shift_ends_on_the_next_day_and_reaches_into_the_first() {
    let night = "shifts = [{ start = \"22:00\", end = \"06:00\", agents = 2, lunch = [\"02:00\", \"1h\"] }]";
    let round = group(&text_of("length = \"2d\"", night), &[]);
    assert_eq!(
        round.rules.shifts[0].on_queue,
        [
            span(0.0, 2.0, Then::Break),
            span(3.0, 6.0, Then::Home),
            span(22.0, 26.0, Then::Break),
            span(27.0, 30.0, Then::Home),
            span(46.0, 48.0, Then::Home),
        ]
    );
    let once = night.replace("agents = 2", "agents = 2, days = [1]");
    let once = group(&text_of("length = \"2d\"", &once), &[]);
    assert_eq!(
        once.rules.shifts[0].on_queue,
        [span(22.0, 26.0, Then::Break), span(27.0, 30.0, Then::Home)]
    );
    let only = group(&text_of("opens = \"22:00\"\nlength = \"8h\"", night), &[]);
    assert_eq!(
        only.rules.shifts[0].on_queue,
        [span(0.0, 4.0, Then::Break), span(5.0, 8.0, Then::Home)]
    );
}

#[test]
fn shifts_keep_to_opening_hours_and_to_their_days() {
    let center = "length = \"3d\"\nhours = [\"08:00-20:00\", \"closed\", \"09:00-13:00\"]";
    let shift = "shifts = [{ start = \"08:00\", end = \"16:30\", agents = 4, lunch = [\"12:00\", \"30m\"] }]";
    let scenario = good(&text_of(center, shift), &[]);
    assert_eq!(
        scenario.center.groups[0].rules.shifts[0].on_queue,
        [
            span(8.0, 12.0, Then::Break),
            span(12.5, 16.5, Then::Home),
            span(57.0, 60.0, Then::Break),
            span(60.5, 61.0, Then::Home),
        ]
    );
    assert_eq!(
        said(&scenario.warnings),
        [(
            "this shift reaches beyond opening hours | the center is open from 09:00 to 13:00 on day 3; it counts \
             within them only | for shorter days write a shift of their own, with days = [ … ]"
                .to_owned(),
            10
        )]
    );
    let days = shift.replace("agents = 4", "agents = 4, days = [1]");
    let scenario = good(&text_of(center, &days), &[]);
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
    assert_eq!(scenario.center.groups[0].rules.shifts[0].on_queue.len(), 2);
}

#[test]
fn staff_may_change_at_any_time() {
    let group_of = |center: &str, at: &str| group(&text_of(center, &format!("staff_at = {at}")), &[]);
    let day = group_of(
        "opens = \"08:00\"\ncloses = \"10:00\"",
        "{ \"08:10\" = 4, \"09:35\" = 6, \"09:40\" = 1 }",
    );
    let hours = |list: &[(f64, u32)]| -> Vec<(Ticks, u32)> {
        list.iter()
            .map(|(minutes, agents)| (Ticks::from_seconds(60.0 * minutes), *agents))
            .collect()
    };
    assert_eq!(
        day.rules.staff_at,
        hours(&[(0.0, 0), (10.0, 4), (95.0, 6), (100.0, 1)])
    );
    assert_eq!(day.staff, [4, 4, 4, 6]);
    let round = group_of(
        "length = \"2d\"",
        "{ \"06:00\" = 5, \"22:00\" = 2, \"2 06:00\" = 9 }",
    );
    assert_eq!(
        round.rules.staff_at,
        hours(&[(0.0, 2), (360.0, 5), (1320.0, 2), (1800.0, 9), (2760.0, 2)])
    );
    let nights = group_of(
        "length = \"2d\"\nhours = \"08:00-10:00\"",
        "{ \"08:00\" = 5, \"09:00\" = 2 }",
    );
    assert_eq!(
        nights.rules.staff_at,
        hours(&[
            (480.0, 5),
            (540.0, 2),
            (600.0, 0),
            (1920.0, 5),
            (1980.0, 2),
            (2040.0, 0)
        ])
    );
}

#[test]
fn everything_else_of_a_group_is_read() {
    let text = text(
        "staff = 3\nabsence = \"5%\"\naway = { every = \"3h\", for = { exponential = { mean = \"8m\" } } }\n\
         disconnect = { share = \"2%\", for = \"5m\" }\nclasses = [{ share = \"30%\", handle_factor = 1.4 }]\n\
         fatigue = { above = \"85%\", slope = 0.5 }\nweight = 1.5\nreserve = { q = 2 }\n\
         [routing]\nagent = \"most-idle-group\"",
    );
    let scenario = good(&text, &[]);
    let group = &scenario.center.groups[0];
    assert_eq!(
        group.rules,
        GroupRules {
            absence: 0.05,
            away: Some(Away {
                every_s: 10_800.0,
                length: Distribution::Exponential { mean: 480.0 },
            }),
            disconnect: Some(Disconnect {
                share: 0.02,
                length: Distribution::lognormal_by_mean_cv(300.0, 1.0),
            }),
            classes: vec![
                Class {
                    share: 0.3,
                    handle_factor: 1.4
                },
                Class {
                    share: 0.7,
                    handle_factor: 1.0
                },
            ],
            fatigue: Some(Fatigue {
                above: 0.85,
                slope: 0.5
            }),
            weight: Some(1.5),
            ..Default::default()
        }
    );
    assert_eq!(
        scenario.center.queues[0].rules.access,
        [Access {
            group: 0,
            after_s: 0.0,
            when: vec![When::IdleOver(2)]
        }]
    );
    let assumed = |setting: &str| scenario.assumptions.iter().any(|one| one.setting == setting);
    assert!(assumed("groups.g.classes") && assumed("groups.g.disconnect.for"));
}

#[test]
fn experience_comes_with_days_on_the_job() {
    let text = text("staff = 3\nlearning = { start = 1.5, days = 60 }\ndays_on_job = [0, 20, 400]");
    let classes = group(&text, &[]).rules.classes;
    assert_eq!(classes.len(), 3);
    assert_relative_eq!(classes[0].handle_factor, 1.5, max_relative = 1e-12);
    assert_relative_eq!(
        classes[1].handle_factor,
        1.0 + 0.5 * (-1.0_f64).exp(),
        max_relative = 1e-12
    );
    assert_relative_eq!(classes[2].handle_factor, 1.0, max_relative = 1e-8);
    assert_relative_eq!(classes[2].share, 1.0 / 3.0, max_relative = 1e-12);
}

#[test]
fn changes_reach_shifts_and_the_rest() {
    let shifts = text(
        "shifts = [{ start = \"08:00\", end = \"12:00\", agents = 4 }, { start = \"12:00\", end = \"20:00\", agents = 2 }]",
    );
    let agents = |edits: &[&str]| -> Vec<u32> {
        let shifts = group(&shifts, edits).rules.shifts;
        shifts.iter().map(|shift| shift.agents).collect()
    };
    assert_eq!(agents(&["groups.g.shifts.2.agents=+3"]), [4, 5]);
    assert_eq!(agents(&["groups.*.shifts.*.agents=x1.5"]), [6, 3]);
    assert_eq!(agents(&["groups.g.shifts.1.agents=7"]), [7, 2]);
    let times = text("staff_at = { \"08:00\" = 4 }\nabsence = \"5%\"");
    let changed = group(&times, &["groups.g.staff_at.12:30=6", "groups.g.absence=10%"]);
    assert_eq!(changed.rules.staff_at, [(at(0.0), 4), (at(4.5), 6)]);
    assert_eq!(changed.rules.absence, 0.1);
    assert_eq!(
        wrong(&shifts, &["groups.g.shifts.3.agents=1"], &[])[0].0,
        "there is no shift `3` here | they are numbered from 1 to 2 | a change names one by its number, or * for all"
    );
}

#[test]
fn every_mistake_is_told_where_it_is() {
    let first = |settings: &str| {
        let said = wrong(&text(settings), &[], &[]);
        said.into_iter().next().expect("one").0
    };
    let shift = |inside: &str| {
        first(&format!(
            "shifts = [{{ start = \"08:00\", end = \"16:30\", agents = 4{inside} }}]"
        ))
    };
    for (said, expected) in [
        (
            shift(", breaks = [[\"16:20\", \"15m\"]]"),
            "this break lies outside the shift | the shift lasts 8h30m from 08:00 | move the break or change the shift",
        ),
        (
            shift(", breaks = [[\"10:00\", \"15m\"]], lunch = [\"10:10\", \"30m\"]"),
            "this lunch begins before the break from 10:00 is over | breaks, lunch and meetings follow one another | \
             move one of the two",
        ),
        (
            shift(", lunch = [\"08:00\", \"8h30m\"]"),
            "this shift is nothing but breaks | its agents are on queue at some time",
        ),
        (
            shift(", lunch = \"12:00\""),
            "a text where a start and a length should be | a start and a length | write lunch = [[\"10:00\", \"15m\"]]",
        ),
        (
            shift(", days = [2]"),
            "day 2 lies beyond the horizon | the horizon has one day | take it out",
        ),
        (
            first("shifts = [{ start = \"08:00\", agents = 4 }]"),
            "`end` is missing | a shift needs start and end and agents | \
             write { start = \"08:00\", end = \"16:30\", agents = 4 }",
        ),
        (
            first("shifts = [{ start = \"21:00\", end = \"23:00\", agents = 4 }]"),
            "this shift lies outside opening hours | the center is open from 08:00 to 20:00 | \
             move its start or end into them",
        ),
        (
            first("staff = 3\nshifts = [{ start = \"08:00\", end = \"16:30\", agents = 4 }]"),
            "`staff` and `shifts` both say who is there | a thing is said once | \
             remove one of the two, or change the shifts: groups.g.shifts.1.agents=+1",
        ),
        (
            first("staff_at = { \"08:00\" = 4, \"21:00\" = 5 }"),
            "this time lies outside opening hours | the center is open from 08:00 to 20:00 | \
             use a time at which the center is open",
        ),
        (
            first(
                "staff = 3\nclasses = [{ share = 0.6, handle_factor = 1.4 }, { share = 0.6, handle_factor = 2 }]",
            ),
            "these shares sum to 120 % | they are shares of the group's agents: 100 % at most",
        ),
        (
            first("staff = 3\nlearning = { start = 1.5, days = 60 }"),
            "`days_on_job` is missing | how fast an agent is depends on it | \
             write learning = { start = 1.5, days = 60 } with days_on_job = [5, 20, 400]",
        ),
        (
            first("staff = 3\nweight = 2"),
            "this weight is read by nobody | weights of groups count only where the group with most idle agents is \
             chosen | write agent = \"most-idle-group\" under [routing]",
        ),
        (
            first("staff = 3\nreserve = { p = 2 }"),
            "there is no queue `p` | this names no queue of the scenario | did you mean `q`?",
        ),
        (
            first("staff = 3\naway = { every = \"3h\" }"),
            "`for` is missing | a short absence needs every and for | write away = { every = \"3h\", for = \"8m\" }",
        ),
        (
            first("shifts = [{ start = \"08:00\", end = \"16:30\", agents = 4 }]\nplan = { max = 9 }"),
            "the staff of `g` cannot be planned by interval | it follows from its shifts or times | \
             write plan = { fixed = true }, or give staff by interval",
        ),
    ] {
        assert_eq!(said, expected);
    }
    let shifts = text("shifts = [{ start = \"08:00\", end = \"16:30\", agents = 4 }]");
    assert_eq!(
        wrong(&shifts, &["groups.g.staff@10:00..12:00=+1"], &[])[0].0,
        "the staff of `g` follows from its `shifts` | so it cannot be changed by interval | \
         change the shifts: groups.g.shifts.1.agents=+1"
    );
}

#[test]
fn breaks_and_absence_are_not_counted_twice() {
    let shift = "shifts = [{ start = \"08:00\", end = \"16:30\", agents = 4, lunch = [\"12:00\", \"30m\"] }]";
    let little = good(&text(&format!("{shift}\nshrinkage = \"10%\"")), &[]);
    assert!(little.warnings.is_empty());
    let meaning = |setting: &str| {
        let found = little.assumptions.iter().find(|one| one.setting == setting);
        found.map(|one| one.meaning.clone()).unwrap_or_default()
    };
    assert_eq!(
        meaning("groups.g.shrinkage"),
        "shrinkage is what comes on top of breaks"
    );
    assert!(meaning("groups.g.shifts").contains("are paid"));
    let much = good(
        &text(&format!("{shift}\nabsence = 0.05\nshrinkage = \"30%\"")),
        &[],
    );
    assert!(
        said(&much.warnings)[0]
            .0
            .starts_with("breaks and absence may be counted twice: shrinkage is 30 %")
    );
}

#[test]
fn nothing_that_changes_has_an_equilibrium() {
    let steady = "[experiment]\nmode = \"steady\"\nwarm_up = \"1h\"";
    for (settings, what) in [
        (
            "shifts = [{ start = \"08:00\", end = \"20:00\", agents = 4 }]",
            "shifts have no equilibrium",
        ),
        (
            "staff_at = { \"08:00\" = 4 }",
            "staff that changes has no equilibrium",
        ),
        (
            "staff = 3\nabsence = \"5%\"",
            "absence drawn for each day has no equilibrium",
        ),
    ] {
        let said = wrong(&text(&format!("{settings}\n{steady}")), &[], &[]);
        assert!(said[0].0.starts_with(what), "{said:?}");
    }
}
