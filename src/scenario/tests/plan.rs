//! Within what staff may be planned, the center's shrinkage, and its target.

use super::*;

/// Four half-hours from eight, a group with these settings.
fn group(settings: &str) -> String {
    format!(
        "[center]\nopens = \"08:00\"\ncloses = \"10:00\"\ninterval = \"30m\"\n\
         [queues.q]\nvolume = 10\nhandle = \"5m\"\n[groups.g]\nskills = [\"q\"]\n{settings}\n"
    )
}

/// Fewest and most by interval, and the block.
fn limits(text: &str, edits: &[&str]) -> (Vec<u32>, Vec<Option<u32>>, usize) {
    let center = good(text, edits).center;
    let plan = &center.groups[0].plan;
    let intervals = 0..center.calendar.intervals;
    (
        intervals.clone().map(|interval| *plan.min.at(interval)).collect(),
        intervals.map(|interval| *plan.max.at(interval)).collect(),
        plan.block,
    )
}

fn wrong(text: &str, edits: &[&str]) -> Vec<(String, usize)> {
    super::wrong(text, edits, &[])
}

#[test]
fn limits_of_a_plan_may_be_typed_in_every_form() {
    assert_eq!(limits(&group("staff = 3"), &[]), (vec![0; 4], vec![None; 4], 1));
    let text = group(
        "staff = 3\nplan = { min = \"1 2 2 1\", max = { \"08:00\" = 5, \"09:00\" = 9 }, block = \"1h\" }",
    );
    assert_eq!(
        limits(&text, &[]),
        (vec![1, 2, 2, 1], vec![Some(5), Some(5), Some(9), Some(9)], 2)
    );
    let text =
        group("staff = 3\n[groups.g.plan]\nmin = { every = \"1h\", values = [1, 2] }\nmax = [4, 5, 6, 7]");
    assert_eq!(
        limits(&text, &[]),
        (vec![1, 1, 2, 2], [4, 5, 6, 7].map(Some).to_vec(), 1)
    );
    let text = group("staff = 3\nplan.fixed = \"3 3 4 4\"");
    assert_eq!(
        limits(&text, &[]),
        (vec![3, 3, 4, 4], [3, 3, 4, 4].map(Some).to_vec(), 1)
    );
    let text = group("staff = \"3 4 5 6\"\nplan = { fixed = true }");
    assert_eq!(
        limits(&text, &[]),
        (vec![3, 4, 5, 6], [3, 4, 5, 6].map(Some).to_vec(), 1)
    );
    let text = group("staff = 3\nplan = { fixed = false, block = \"9d\" }");
    assert_eq!(limits(&text, &[]), (vec![0; 4], vec![None; 4], 4));
}

#[test]
fn limits_of_a_plan_may_be_changed() {
    let text = group("staff = 3");
    let none = vec![None; 4];
    assert_eq!(
        limits(&text, &["groups.g.plan.min=2"]),
        (vec![2; 4], none.clone(), 1)
    );
    assert_eq!(
        limits(&text, &["groups.g.plan.min@09:00..10:00=2"]),
        (vec![0, 0, 2, 2], none, 1)
    );
    assert_eq!(
        limits(&text, &["groups.g.plan.max@09:00..10:00=2"]).1,
        [None, None, Some(2), Some(2)]
    );
    let fixed = limits(&text, &["groups.g.plan.max=9", "groups.*.plan.fixed=true"]);
    assert_eq!(fixed, (vec![3; 4], vec![Some(3); 4], 1));
    let freed = limits(&group("staff = 3\nplan.fixed = true"), &["groups.g.plan.max=9"]);
    assert_eq!(freed, (vec![0; 4], vec![Some(9); 4], 1));
    let said = wrong(&text, &["groups.g.plan.max=+1"]);
    assert!(said[0].0.starts_with("the scenario doesn't set this"), "{said:?}");
}

#[test]
fn limits_of_a_plan_may_stand_in_the_sheet() {
    let text = group("").replace("interval =", "sheet = \"s.csv\"\ninterval =");
    let sheet =
        "time,g.staff,g.plan.min,groups.g.plan.max\n08:00,3,1,\n08:30,3,1,5\n09:00,4,,5\n09:30,4,2,5\n";
    let center = try_read(&text, &[], &[("s.csv", sheet)], None)
        .unwrap_or_else(|problems| panic!("{problems}"))
        .center;
    let plan = &center.groups[0].plan;
    assert_eq!(plan.min, PerInterval::Each(vec![1, 1, 0, 2]));
    assert_eq!(plan.max, PerInterval::Each(vec![None, Some(5), Some(5), Some(5)]));
}

#[test]
fn contradictory_limits_are_refused_where_they_stand() {
    let said = |settings: &str| wrong(&group(settings), &[]);
    assert_eq!(
        said("staff = 3\n[groups.g.plan]\nmin = \"1 2 6 7\"\nmax = 5"),
        [(
            "at least 6 but at most 5 agents at 09:00, and another interval like it | \
             the fewest agents are no more than the most | lower `min` or raise `max` there"
                .to_owned(),
            13
        )]
    );
    assert_eq!(
        said("staff = 3\n[groups.g.plan]\nmin = 1\nfixed = 3"),
        [(
            "`fixed` stands beside `min` | what is fixed is both the fewest and the most | \
             keep `fixed`, or `min` and `max`"
                .to_owned(),
            13
        )]
    );
    assert_eq!(
        said("staff = 3\nplan.block = \"45m\""),
        [(
            "blocks of 45m don't fit intervals of 30m | \
             a block is a whole number of intervals, counted from opening | use a multiple of 30m"
                .to_owned(),
            11
        )]
    );
    assert_eq!(
        said("staff = 3\nplan = { min = \"1 1 6 1\", max = \"8 8 8 5\", block = \"1h\" }"),
        [(
            "the block from 09:00 needs at least 6 agents and may have at most 5 | \
             staff stays the same over 1h | lower `min`, raise `max`, or choose shorter blocks"
                .to_owned(),
            11
        )]
    );
    let [(block, _)] = &said("staff = \"1 2 3 3\"\nplan = { fixed = true, block = \"1h\" }")[..] else {
        panic!("one problem")
    };
    assert!(block.starts_with("staff is fixed at 1 and at 2 in the block from 08:00"));
    let unknown = said("staff = 3\nplan.minimum = 3");
    assert!(unknown[0].0.contains("it is called `min` here"), "{unknown:?}");
}

#[test]
fn a_group_with_a_plan_may_start_from_nothing() {
    let scenario = good(&group("plan.max = 9"), &[]);
    assert_eq!(scenario.center.groups[0].staff, [0; 4]);
    let assumed = |scenario: &Scenario| {
        let staff = scenario
            .assumptions
            .iter()
            .find(|a| a.setting == "groups.g.staff");
        staff.map(|assumed| assumed.value.clone())
    };
    assert_eq!(assumed(&scenario).as_deref(), Some("0"));
    assert!(
        scenario
            .warnings
            .iter()
            .any(|warning| warning.what == "nobody serves `q` yet")
    );
    let scenario = good(&group("plan.min = \"2 3 3 2\""), &["groups.g.staff=+1"]);
    assert_eq!(scenario.center.groups[0].staff, [3, 4, 4, 3]);
    assert_eq!(assumed(&scenario).as_deref(), Some("plan.min"));
    assert!(scenario.warnings.is_empty());
    assert!(wrong(&group(""), &[])[0].0.starts_with("`staff` is missing"));
    assert!(
        wrong(&group("plan.fixed = true"), &[])[0]
            .0
            .starts_with("there is no staff to keep")
    );
    assert!(
        wrong(&group("plan.max = 0"), &[])[0]
            .0
            .starts_with("nobody may ever serve `q`")
    );
    assert!(
        wrong(&group("staff = 0"), &[])[0]
            .0
            .starts_with("nobody ever serves `q`")
    );
}

#[test]
fn the_center_gives_groups_their_shrinkage() {
    let with = |settings: &str| group(settings).replace("interval =", "shrinkage = \"30%\"\ninterval =");
    let scenario = good(&with("staff = 3"), &[]);
    assert_eq!(scenario.center.groups[0].shrinkage, PerInterval::Same(0.3));
    assert!(
        !scenario
            .assumptions
            .iter()
            .any(|a| a.setting.ends_with("shrinkage"))
    );
    let changed = good(&with("staff = 3"), &["groups.g.shrinkage@09:00..10:00=+10%"]);
    let shrinkage = &changed.center.groups[0].shrinkage;
    for (interval, share) in [0.3, 0.3, 0.4, 0.4].into_iter().enumerate() {
        assert_relative_eq!(*shrinkage.at(interval), share, max_relative = 1e-12);
    }
    let own = good(&with("staff = 3\nshrinkage = 0.1"), &[]);
    assert_eq!(own.center.groups[0].shrinkage, PerInterval::Same(0.1));
    assert_eq!(own.warnings.len(), 1);
    let varies = good(&with("staff = 3"), &["center.shrinkage=0.1 0.2 0.3 0.4"]);
    assert_eq!(
        varies.center.groups[0].shrinkage,
        PerInterval::Each(vec![0.1, 0.2, 0.3, 0.4])
    );
}

#[test]
fn the_center_has_a_target_and_lends_its_t() {
    let with =
        |target: &str| group("staff = 3").replace("interval =", &format!("target = {target}\ninterval ="));
    let scenario = good(
        &with("{ answered = \"80%\", within = \"30s\", wait_p90 = \"1m\", per = [\"day\"], on_days = 0.9 }"),
        &[],
    );
    let target = scenario.center.target.expect("a target");
    let service = target.service.expect("a service level");
    assert_eq!((service.answered, service.within.seconds()), (0.8, 30.0));
    assert_eq!(
        (target.per_interval, target.per_day, target.on_days),
        (false, true, Some(0.9))
    );
    assert_eq!(target.waits.len(), 1);
    assert_eq!(scenario.center.queues[0].within, Ticks::from_seconds(30.0));
    assert!(scenario.center.queues[0].target.is_none());
    assert!(!scenario.assumptions.iter().any(|a| a.setting.ends_with("within")));

    let edits = ["queues.q.target={ abandoned = \"3%\" }"];
    let lent = good(&with("{ answered = \"80%\", within = \"30s\" }"), &edits);
    assert_eq!(lent.center.queues[0].within, Ticks::from_seconds(30.0));
    assert!(lent.warnings.is_empty(), "{}", lent.warnings);

    let edits = ["queues.q.target={ answered = \"90%\", within = \"1m\" }"];
    let parted = good(&with("{ answered = \"80%\", within = \"30s\" }"), &edits);
    assert_eq!(parted.center.queues[0].within, Ticks::from_seconds(60.0));
    let warning = &parted.warnings.iter().next().expect("a warning").what;
    assert_eq!(warning, "not the T of `q` (1m)");
    // Without a `within` of its own it goes by the queues'.
    let theirs = good(&with("{ answered = \"80%\" }"), &edits);
    let service = theirs
        .center
        .target
        .and_then(|target| target.service)
        .expect("one");
    assert_eq!(service.within.seconds(), 60.0);
    assert!(theirs.warnings.is_empty());

    assert_eq!(
        good(&group("staff = 3"), &["center.target.asa=20s"])
            .center
            .target
            .map(|t| t.asa_s),
        Some(Some(20.0))
    );
    assert!(
        wrong(&with("{ answerd = 0.8 }"), &[])[0]
            .0
            .contains("did you mean `answered`?")
    );
}
