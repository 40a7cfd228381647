//! The rules of a queue, of lines and of routing, from text to model.

use super::*;
use crate::model::{
    Access, Again, Announce, Balking, Callback, CenterRules, Ivr, Lines, Message, Overflow, Places,
    Predictor, QueueRules, Repeat, Retry, Segment, Standing, Transfer, When,
};

/// A center of four half-hours with the queues `q` and `other`, which the groups `desk` and `late` serve;
/// `rules` are settings of `q`, `more` stands at the end.
fn center(rules: &str, more: &str) -> String {
    format!(
        "[center]\nopens = \"08:00\"\ncloses = \"10:00\"\ninterval = \"30m\"\n\
         [queues.other]\nvolume = 5\nhandle = \"4m\"\npatience = \"2m\"\n\
         [queues.q]\nvolume = 10\nhandle = \"5m\"\npatience = \"3m\"\n{rules}\n\
         [groups.desk]\nskills = [\"q\", \"other\"]\nstaff = 3\n\
         [groups.late]\nskills = [\"other\", \"q\"]\nstaff = 2\n{more}\n"
    )
}

fn rules_with(rules: &str, more: &str, edits: &[&str]) -> QueueRules {
    good(&center(rules, more), edits).center.queues[1].rules.clone()
}

fn rules(rules: &str) -> QueueRules {
    rules_with(rules, "", &[])
}

/// What `check` says of the defaults of `q`'s rules.
fn assumed(rules: &str, more: &str) -> Vec<String> {
    let plain = good(&center("", more), &[]).assumptions;
    let ruled = good(&center(rules, more), &[]).assumptions;
    ruled
        .into_iter()
        .filter(|assumption| !plain.contains(assumption))
        .map(|assumption| {
            format!(
                "{} = {}: {}",
                assumption.setting, assumption.value, assumption.meaning
            )
        })
        .collect()
}

fn problems_of(text: &str, edits: &[&str]) -> Problems {
    match try_read(text, edits, &[], None) {
        Ok(scenario) => scenario.warnings,
        Err(problems) => problems,
    }
}

#[test]
fn a_center_without_rules_is_plain() {
    assert!(good(&center("", ""), &[]).center.is_plain());
    assert!(bank(&[]).center.is_plain());
}

#[test]
fn segments_are_completed_by_the_others() {
    let text = "[queues.q.segments.vip]\nshare = \"10%\"\npatience_factor = 2\nhandle_factor = 0.9\n\
        priority = 5\ncredit = \"1m\"\n[queues.q.segments.new]\nshare = 0.2\n";
    let by_priority = "[routing]\ncontact = \"priority\"";
    let plain = |name: &str, share: f64| Segment {
        name: name.into(),
        share,
        patience_factor: 1.0,
        handle_factor: 1.0,
        priority: 0,
        credit_s: 0.0,
    };
    let vip = Segment {
        patience_factor: 2.0,
        handle_factor: 0.9,
        priority: 5,
        credit_s: 60.0,
        ..plain("vip", 0.1)
    };
    let others = plain("others", 1.0 - (0.1 + 0.2));
    assert_eq!(
        rules_with(text, by_priority, &[]),
        QueueRules {
            segments: vec![vip, plain("new", 0.2), others],
            ..QueueRules::default()
        }
    );
    assert_eq!(
        assumed(text, by_priority),
        [
            "queues.q.segments.new.handle_factor = 1: takes as long as the queue's others",
            "queues.q.segments.new.patience_factor = 1: waits as long as the queue's others would",
            "queues.q.segments.new.priority = 0: the queue's own priority",
            "queues.q.segments.others = 70%: contacts of no segment that is named",
        ]
    );
    let whole = rules("segments = { a = { share = \"40%\" }, b = { share = \"60%\" } }");
    assert_eq!(whole.segments, [plain("a", 0.4), plain("b", 0.6)]);
}

#[test]
fn callers_balk_hang_up_and_leave_messages() {
    let text = "balk_by_length = [[5, \"10%\"], [10, 0.3]]\nbalk_by_announced = [[\"1m\", \"10%\"]]\n\
        announce = { mean_of_last = 10 }\nhang_ups = [[\"30s\", \"5%\"], [\"1m\", \"4%\"]]\n\
        message = { after = \"2m\", share = \"80%\" }";
    assert_eq!(
        rules(text),
        QueueRules {
            balking: Balking {
                by_length: vec![(5, 0.1), (10, 0.3)],
                by_announced: vec![(60.0, 0.1)],
            },
            announce: Some(Announce {
                predictor: Predictor::MeanOfLast(10),
            }),
            hang_ups: vec![(30.0, 0.05), (60.0, 0.04)],
            message: Some(Message {
                after_s: 120.0,
                share: 0.8,
            }),
            ..QueueRules::default()
        }
    );
    assert_eq!(
        assumed(text, ""),
        ["queues.q.balk = 0: nobody else leaves at once for having to wait"]
    );
    for (word, predictor) in [
        ("last-wait", Predictor::LastWait),
        ("queue-over-rate", Predictor::QueueOverRate),
        ("head-of-queue", Predictor::HeadOfQueue),
    ] {
        let announce = rules(&format!("announce = \"{word}\"")).announce;
        assert_eq!(announce, Some(Announce { predictor }));
    }
    assert_eq!(
        assumed("message = { after = \"2m\" }", ""),
        ["queues.q.message.share = 100%: everyone who still waits then leaves one"]
    );
}

const RETRY: &str = "places = 10\n\
    retry = { abandoned = 0.5, blocked = { first = 0.8, later = \"50%\" }, delay = \"20m\" }";

/// What is said of patience and balking fits the rules beside them.
#[test]
fn other_defaults_do_not_deny_the_rules() {
    let said = |rules: &str, setting: &str| {
        let text = center(rules, "").replace("patience = \"3m\"\n", "");
        let found = good(&text, &[])
            .assumptions
            .into_iter()
            .find(|a| a.setting == setting);
        found.map(|assumption| assumption.meaning).unwrap()
    };
    assert_eq!(
        said("hang_ups = [[\"1m\", 0.1]]", "queues.q.patience"),
        "nobody hangs up but at announcements"
    );
    assert_eq!(
        said("balk_by_length = [[3, 0.1]]", "queues.q.balk"),
        "nobody else leaves at once for having to wait"
    );
}

/// Retries after abandonment mean nothing where everybody waits forever.
#[test]
fn retries_of_those_who_never_abandon_are_remarked_on() {
    let rules = "retry = { abandoned = 0.5, delay = \"10m\" }";
    let text = center(rules, "").replace("patience = \"3m\"\n", "");
    let problems = problems_of(&text, &[]);
    assert_eq!(problems.len(), 1, "{problems}");
    assert!(problems.to_string().contains("`abandoned` has no effect here"));
    let text = center(&format!("{rules}\nhang_ups = [[\"1m\", 0.1]]"), "");
    assert!(problems_of(&text.replace("patience = \"3m\"\n", ""), &[]).is_empty());
}

#[test]
fn callers_try_again() {
    let both = |share| Again {
        first: share,
        later: share,
    };
    let retry = Retry {
        abandoned: both(0.5),
        blocked: Again {
            first: 0.8,
            later: 0.5,
        },
        balked: both(0.0),
        delay: Distribution::Exponential { mean: 1200.0 },
        attempts: 10,
    };
    assert_eq!(
        rules(RETRY),
        QueueRules {
            places: Some(Places::Fixed(10)),
            retry: Some(retry.clone()),
            ..QueueRules::default()
        }
    );
    assert_eq!(
        assumed(RETRY, ""),
        [
            "queues.q.retry.attempts = 10: the most attempts of one client",
            "queues.q.retry.delay = exponential: a bare duration is the mean of an exponential distribution",
        ]
    );
    for (edit, changed) in [
        (
            "queues.q.retry.abandoned=0.3",
            Retry {
                abandoned: both(0.3),
                ..retry.clone()
            },
        ),
        (
            "queues.q.retry.abandoned=x0.5",
            Retry {
                abandoned: both(0.25),
                ..retry.clone()
            },
        ),
        (
            "queues.q.retry.blocked=x0.5",
            Retry {
                blocked: Again {
                    first: 0.4,
                    later: 0.25,
                },
                ..retry.clone()
            },
        ),
        (
            "queues.q.retry.abandoned.later=0.1",
            Retry {
                abandoned: Again {
                    first: 0.5,
                    later: 0.1,
                },
                ..retry.clone()
            },
        ),
        (
            "queues.q.retry.delay=x2",
            Retry {
                delay: Distribution::Exponential { mean: 2400.0 },
                ..retry.clone()
            },
        ),
        (
            "queues.q.retry.delay.exponential.mean=30m",
            Retry {
                delay: Distribution::Exponential { mean: 1800.0 },
                ..retry.clone()
            },
        ),
        (
            "queues.*.retry.attempts=4",
            Retry {
                attempts: 4,
                ..retry.clone()
            },
        ),
    ] {
        let edit = edit.replace("*", "q");
        assert_eq!(rules_with(RETRY, "", &[&edit]).retry, Some(changed), "{edit}");
    }
}

#[test]
fn the_unresolved_come_back() {
    let text = "repeat = { unresolved = { desk = \"10%\" }, returns = \"90%\", to = \"other\", \
        delay = { uniform = { low = \"1h\", high = \"2h\" } }, times = 2 }";
    let delay = Distribution::Uniform {
        low: 3600.0,
        high: 7200.0,
    };
    assert_eq!(
        rules(text).repeat,
        Some(Repeat {
            unresolved: vec![0.1, 0.0],
            returns: 0.9,
            delay,
            to: Some(0),
            times: 2,
        })
    );
    assert_eq!(
        assumed(text, ""),
        ["queues.q.repeat.unresolved.late = 0: it leaves nothing unresolved"]
    );
    let short = "repeat = { unresolved = 0.2, delay = \"0s\" }";
    assert_eq!(
        rules_with(short, "", &["queues.q.repeat.unresolved=+5%"]).repeat,
        Some(Repeat {
            unresolved: vec![0.25; 2],
            returns: 1.0,
            delay: Distribution::Deterministic { value: 0.0 },
            to: None,
            times: 3,
        })
    );
    assert_eq!(
        assumed(short, ""),
        [
            "queues.q.repeat.returns = 100%: every unresolved client comes back",
            "queues.q.repeat.to = q: they come back to the same queue",
            "queues.q.repeat.times = 3: the most times that a client comes back",
        ]
    );
    let by_group = rules_with(text, "", &["queues.q.repeat.unresolved.late=0.3"]);
    assert_eq!(by_group.repeat.unwrap().unresolved, [0.1, 0.3]);
}

#[test]
fn lines_are_shared_by_queues() {
    let text = center(
        "",
        "[lines.main]\ntrunks = 40\nqueues = [\"q\"]\n[lines.rest]\ntrunks = 5\nqueues = [\"other\"]",
    );
    let set = |name: &str, trunks, queues| Lines {
        name: name.into(),
        trunks,
        queues,
    };
    let scenario = good(&text, &["lines.main.trunks=+2"]);
    assert_eq!(
        scenario.center.rules,
        CenterRules {
            lines: vec![set("main", 42, vec![1]), set("rest", 5, vec![0])],
            ..CenterRules::default()
        }
    );
    let all = good(&center("", "[lines.main]\ntrunks = 40"), &[]);
    assert_eq!(all.center.rules.lines, [set("main", 40, vec![0, 1])]);
    let told = all
        .assumptions
        .iter()
        .find(|assumption| assumption.setting == "lines.main.queues");
    assert_eq!(told.unwrap().meaning, "contacts of every queue hold a line");
}

#[test]
fn an_ivr_stands_before_the_queue() {
    let text = "ivr = { length = { deterministic = \"45s\" }, contained = \"0.1 0.1 0.2 0.2\", hang_up = \"5%\", \
        choice = { other = \"30%\" } }";
    let ivr = Ivr {
        length: Distribution::Deterministic { value: 45.0 },
        contained: PerInterval::Each(vec![0.1, 0.1, 0.2, 0.2]),
        hang_up: 0.05,
        choice: vec![(0, 0.3)],
        failure: None,
    };
    assert_eq!(rules(text).ivr, Some(ivr.clone()));
    let changed = rules_with(
        text,
        "",
        &[
            "queues.q.ivr.choice.other=0.5",
            "queues.q.ivr.contained@09:00..10:00=0",
        ],
    );
    assert_eq!(
        changed.ivr,
        Some(Ivr {
            contained: PerInterval::Each(vec![0.1, 0.1, 0.0, 0.0]),
            choice: vec![(0, 0.5)],
            ..ivr
        })
    );
    assert_eq!(
        assumed("ivr = { length = \"45s\" }", ""),
        [
            "queues.q.ivr.contained = 0: nobody is served without an agent",
            "queues.q.ivr.hang_up = 0: nobody hangs up in it",
            "queues.q.ivr.length = lognormal, cv 1: a bare duration is the mean of a lognormal distribution with cv 1",
        ]
    );
}

#[test]
fn the_share_contained_may_stand_in_a_sheet() {
    let text = center("ivr = { length = \"45s\" }", "")
        .replace("interval = \"30m\"", "interval = \"30m\"\nsheet = \"a.csv\"");
    let sheet = "time,q.ivr.contained\n08:00,10%\n08:30,20%\n09:00,30%\n09:30,40%\n";
    let scenario =
        try_read(&text, &[], &[("a.csv", sheet)], None).unwrap_or_else(|problems| panic!("{problems}"));
    let ivr = scenario.center.queues[1].rules.ivr.clone().unwrap();
    assert_eq!(ivr.contained, PerInterval::Each(vec![0.1, 0.2, 0.3, 0.4]));
}

#[test]
fn places_are_fixed_or_go_by_agents() {
    assert_eq!(rules("places = 0").places, Some(Places::Fixed(0)));
    assert_eq!(
        rules("places_per_agent = 1.5").places,
        Some(Places::PerAgent(1.5))
    );
    let changed = rules_with("places_per_agent = 1.5", "", &["queues.q.places=7"]);
    assert_eq!(changed.places, Some(Places::Fixed(7)));
}

#[test]
fn a_callback_is_offered() {
    let text = "callback = { when_wait = \"3m\", when_length = 10, predictor = \"last-wait\", accept = \"50%\", \
        window = \"2h\", dial = \"15s\", reached = \"90%\", again = \"20m\", attempts = 3 }";
    let callback = Callback {
        when_wait_s: Some(180.0),
        when_length: Some(10),
        predictor: Predictor::LastWait,
        accept: 0.5,
        window: Some(Distribution::Deterministic { value: 7200.0 }),
        dial_s: 15.0,
        reached: 0.9,
        again_s: 1200.0,
        attempts: 3,
    };
    assert_eq!(rules(text).callback, Some(callback.clone()));
    assert_eq!(
        assumed(text, ""),
        ["queues.q.callback.window = deterministic: a bare duration is the same for every caller"]
    );
    let changed = rules_with(
        text,
        "",
        &[
            "queues.q.callback.window.deterministic=1h",
            "queues.q.callback.accept=x1.2",
        ],
    );
    assert_eq!(
        changed.callback,
        Some(Callback {
            accept: 0.6,
            window: Some(Distribution::Deterministic { value: 3600.0 }),
            ..callback
        })
    );
    let short = "callback = { accept = 0.4, reached = 0.9 }";
    assert_eq!(
        rules(short).callback,
        Some(Callback {
            when_wait_s: None,
            when_length: None,
            predictor: Predictor::QueueOverRate,
            accept: 0.4,
            window: None,
            dial_s: 20.0,
            reached: 0.9,
            again_s: 1800.0,
            attempts: 2,
        })
    );
    assert_eq!(
        assumed(short, ""),
        [
            "queues.q.callback.when_length = none: offered to everyone who has to wait",
            "queues.q.callback.window = none: the caller keeps the place in the queue",
            "queues.q.callback.dial = 20s: an agent is busy so long with an attempt that fails",
            "queues.q.callback.attempts = 2: the most attempts to call back",
            "queues.q.callback.again = 30m: the time until the next attempt",
        ]
    );
}

#[test]
fn contacts_have_a_standing_among_those_who_wait() {
    let standing = |rules: &str, contact: &str| {
        rules_with(rules, &format!("[routing]\ncontact = \"{contact}\""), &[]).standing
    };
    let usual = Standing::default();
    assert_eq!(
        standing("credit = \"2m\"", "longest-wait"),
        Standing {
            credit_s: 120.0,
            ..usual
        }
    );
    assert_eq!(
        standing("priority_gain = 0.5", "priority"),
        Standing {
            gain_per_minute: 0.5,
            ..usual
        }
    );
    assert_eq!(
        standing("weight = 2", "weighted-wait"),
        Standing { weight: 2.0, ..usual }
    );
    let weighted = center("weight = 2", "[routing]\ncontact = \"weighted-wait\"");
    let scenario = good(&weighted, &[]);
    assert_eq!(scenario.center.routing.contact, ContactChoice::WeightedWait);
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
    let told = scenario
        .assumptions
        .iter()
        .find(|assumption| assumption.setting == "queues.other.weight");
    assert_eq!(told.unwrap().value, "1");
}

const ROUTE: &str = "route = [{ groups = [\"desk\"] }, { groups = [\"late\"], after = \"30s\", \
    when = { queue_over = 5, idle_over = 1, busy_over = \"90%\", service_below = { share = \"80%\", over = \"15m\" } } }]";

#[test]
fn a_route_has_delays_and_conditions() {
    let scenario = good(&center(ROUTE, ""), &[]);
    let queue = &scenario.center.queues[1];
    assert_eq!(queue.route, [vec![0], vec![1]]);
    assert_eq!(
        queue.rules.access,
        [Access {
            group: 1,
            after_s: 30.0,
            when: vec![
                When::QueueOver(5),
                When::IdleOver(1),
                When::BusyOver(0.9),
                When::ServiceBelow {
                    share: 0.8,
                    over_s: 900.0
                },
            ],
        }]
    );
    let plain = good(
        &center("route = [\"desk\", \"late\"]", ""),
        &["queues.q.route.late.after=10s"],
    );
    let access = |group, after_s| Access {
        group,
        after_s,
        when: Vec::new(),
    };
    assert_eq!(plain.center.queues[1].route, queue.route);
    assert_eq!(plain.center.queues[1].rules.access, [access(1, 10.0)]);
    let ranked = "route = [{ groups = [\"desk\", \"late\"], after = \"1m\" }]";
    assert_eq!(rules(ranked).access, [access(0, 60.0), access(1, 60.0)]);
    let changed = rules_with(
        ROUTE,
        "",
        &[
            "queues.q.route.late.when.queue_over=8",
            "queues.q.route.late.after=x2",
        ],
    );
    assert_eq!(
        (changed.access[0].after_s, changed.access[0].when[0]),
        (60.0, When::QueueOver(8))
    );
}

#[test]
fn contacts_overflow() {
    let text = "overflow = { to = \"other\", after = \"2m\" }";
    let overflow = Overflow {
        to: 0,
        after_s: Some(120.0),
        when_unstaffed: false,
    };
    assert_eq!(rules(text).overflow, Some(overflow));
    assert_eq!(
        assumed(text, ""),
        ["queues.q.overflow.when_unstaffed = false: where nobody is on duty they move on no sooner"]
    );
    let changed = rules_with(
        text,
        "",
        &[
            "queues.q.overflow.when_unstaffed=true",
            "queues.q.overflow.after=+30s",
        ],
    );
    assert_eq!(
        changed.overflow,
        Some(Overflow {
            after_s: Some(150.0),
            when_unstaffed: true,
            ..overflow
        })
    );
    let unstaffed = rules("overflow = { to = \"other\", when_unstaffed = true }");
    assert_eq!(
        unstaffed.overflow,
        Some(Overflow {
            after_s: None,
            when_unstaffed: true,
            ..overflow
        })
    );
}

#[test]
fn contacts_are_transferred() {
    let text = "[[queues.q.transfers]]\nto = \"other\"\nshare = { desk = 0.1, late = \"0.2 0.2 0.3 0.3\" }\n\
        after = \"50%\"\nwarm = { deterministic = \"30s\" }\npriority = 1\n\
        [[queues.q.transfers]]\nto = \"q\"\nshare = { \"08:00\" = \"5%\", \"09:00\" = \"10%\" }\n";
    let by_priority = "[routing]\ncontact = \"priority\"";
    let each = |values: [f64; 4]| PerInterval::Each(values.to_vec());
    let warm = Transfer {
        to: 0,
        share: vec![PerInterval::Same(0.1), each([0.2, 0.2, 0.3, 0.3])],
        after: 0.5,
        warm: Some(Distribution::Deterministic { value: 30.0 }),
        priority: 1,
    };
    let cold = Transfer {
        to: 1,
        share: vec![each([0.05, 0.05, 0.1, 0.1]); 2],
        after: 1.0,
        warm: None,
        priority: 0,
    };
    assert_eq!(rules_with(text, by_priority, &[]).transfers, [warm.clone(), cold]);
    assert_eq!(
        assumed(text, by_priority),
        [
            "queues.q.transfers.q.after = 100%: when all of the talk is over",
            "queues.q.transfers.q.warm = none: cold: the first agent does not wait for the second",
            "queues.q.transfers.q.priority = 0: the second queue's own priority",
        ]
    );
    for (edit, share) in [
        (
            "queues.q.transfers.other.share.desk=0.3",
            vec![PerInterval::Same(0.3), each([0.2, 0.2, 0.3, 0.3])],
        ),
        (
            "queues.q.transfers.other.share=0.3",
            vec![PerInterval::Same(0.3); 2],
        ),
        (
            "queues.q.transfers.other.share=x2",
            vec![PerInterval::Same(0.2), each([0.4, 0.4, 0.6, 0.6])],
        ),
        (
            "queues.q.transfers.other.share@08:00..08:30=0",
            vec![each([0.0, 0.1, 0.1, 0.1]), each([0.0, 0.2, 0.3, 0.3])],
        ),
    ] {
        assert_eq!(
            rules_with(text, by_priority, &[edit]).transfers[0].share,
            share,
            "{edit}"
        );
    }
    let scalar = "transfers = [{ to = \"other\", share = \"10%\" }]";
    assert_eq!(rules(scalar).transfers[0].share, vec![PerInterval::Same(0.1); 2]);
}

/// Each mistake has its problem, and no other.
#[test]
fn mistakes_of_rules_are_explained() {
    let mut shown = String::new();
    for (rules, more) in MISTAKES {
        let problems = problems_of(&center(rules, more), &[]);
        shown += &format!("### {rules}");
        if !more.is_empty() {
            shown += &format!("   {more}");
        }
        shown += "\n";
        for problem in &problems {
            let severity = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            shown += &format!("{severity}: {}\n", problem.what);
            for more in [&problem.rule, &problem.remedy].into_iter().flatten() {
                shown += &format!("    {more}\n");
            }
        }
        assert!(!problems.is_empty(), "{rules} {more}");
    }
    insta::assert_snapshot!(shown);
}

const BY_PRIORITY: &str = "[routing]\ncontact = \"priority\"";
const BY_CHANCE: &str = "[routing]\ncontact = \"random\"";
const MISTAKES: &[(&str, &str)] = &[
    (
        "segments = { vip = { share = \"70%\" }, new = { share = \"40%\" } }",
        "",
    ),
    ("segments = { vip = {} }", ""),
    ("segments = { others = { share = 0.4 } }", ""),
    ("segments = { vip = { share = 0.1, priority = 3 } }", ""),
    ("segments = { vip = { share = 0.1, credit = \"1m\" } }", BY_CHANCE),
    ("segments = { vip = { shares = 0.1 } }", ""),
    ("balk_by_length = [[10, \"10%\"], [5, \"30%\"]]", ""),
    ("balk_by_length = 0.1", ""),
    ("balk_by_length = [5, 0.1]", ""),
    ("balk_by_length = [[5, 0.1, 0.2]]", ""),
    ("balk_by_announced = [[\"1m\", \"10%\"]]", ""),
    ("hang_ups = [[\"1m\", \"5%\"], [\"1m\", \"5%\"]]", ""),
    (
        "message = { after = \"2h\", share = 0.5 }\nhang_ups = [[\"1m\", 0.1], [\"1h\", 0.1]]",
        "",
    ),
    (
        "overflow = { to = \"other\", after = \"2h\" }\nroute = [\"late\", { groups = [\"desk\"], after = \"3h\" }]",
        "",
    ),
    ("ivr = { length = \"1m\", contained = \"0.1 0.2\" }", ""),
    (
        "transfers = [{ to = \"other\", share = \"0.1 0.1 0.2 0.2\" }]",
        "[experiment]\nmode = \"steady\"",
    ),
    (
        "message = { after = \"1m\" }\nhang_ups = [[\"2m\", 0.1]]\noverflow = { to = \"other\", after = \"3m\" }",
        "",
    ),
    ("message = { share = 0.5 }", ""),
    ("retry = { abandoned = 0.5 }", ""),
    ("retry = { blocked = 0.5, delay = \"10m\" }", ""),
    ("retry = { abandoned = 0.5, balked = 0.1, delay = \"10m\" }", ""),
    ("retry = { delay = \"10m\" }", ""),
    ("retry = { abandoned = 0.5, delay = \"10m\", attempts = 1 }", ""),
    (
        "retry = { abandoned = 0.5, delay = [\"1m\", \"1m\", \"2m\", \"2m\"] }",
        "",
    ),
    ("retry = { abandoned = 0.5, delay = \"forever\" }", ""),
    ("repeat = { unresolved = { deks = 0.1 }, delay = \"1h\" }", ""),
    ("repeat = { unresolved = 0.1, delay = \"1h\", to = \"othr\" }", ""),
    ("repeat = { unresolved = 0, delay = \"1h\" }", ""),
    ("repeat = {}", ""),
    ("places = 10\nplaces_per_agent = 2", ""),
    ("places = 1.5", ""),
    ("ivr = { contained = 0.9, hang_up = 0.2, length = \"1m\" }", ""),
    ("ivr = { length = \"1m\", choice = { q = 0.2 } }", ""),
    (
        "ivr = { length = \"1m\", choice = { other = 0.7, nobody = 0.5 } }",
        "",
    ),
    ("ivr = { contained = 0.1 }", ""),
    ("announce = \"last\"", ""),
    ("announce = {}", ""),
    ("callback = { when_length = 4 }", ""),
    (
        "callback = { when_length = 4, accept = 0.5, predictor = \"last-wait\", dial = \"10s\" }",
        "",
    ),
    ("credit = \"1m\"", BY_CHANCE),
    ("priority_gain = 0.5", ""),
    ("weight = 2", ""),
    ("", "[routing]\ncontact = \"weighted-wait\""),
    ("", BY_PRIORITY),
    (
        "route = [\"late\", { groups = [\"desk\"], when = { queue_ovr = 3 } }]",
        "",
    ),
    ("route = [\"late\", { group = [\"desk\"] }]", ""),
    ("route = [\"late\", { after = \"30s\" }]", ""),
    ("route = [\"late\", { groups = [\"dsk\"], after = \"30s\" }]", ""),
    (
        "route = [\"late\", { groups = [\"desk\", \"late\"], after = \"30s\" }]",
        "",
    ),
    (
        "route = [\"late\", { groups = [\"desk\"], when = { busy_over = 1, service_below = { share = 0.8 } } }]",
        "",
    ),
    ("route = [{ groups = [\"desk\", \"late\"], after = \"30s\" }]", ""),
    ("route = [\"late\", { groups = [\"desk\"], when = {} }]", ""),
    ("overflow = { to = \"q\", after = \"1m\" }", ""),
    ("overflow = { to = \"other\" }", ""),
    ("overflow = { after = \"1m\" }", ""),
    ("overflow = { to = \"othr\", after = \"1m\" }", ""),
    (
        "overflow = { to = \"other\", after = \"1m\" }",
        "[queues.other.overflow]\nto = \"q\"\nafter = \"1m\"",
    ),
    (
        "transfers = [{ to = \"other\", share = 0.7 }, { to = \"q\", share = { desk = 0.4 } }]",
        "",
    ),
    ("transfers = [{ to = \"q\", share = 1 }]", ""),
    (
        "transfers = [{ to = \"other\", share = 1 }]",
        "[[queues.other.transfers]]\nto = \"q\"\nshare = 1",
    ),
    ("transfers = [{ to = \"other\", share = 0.1, priority = 2 }]", ""),
    (
        "transfers = [{ share = 0.1 }, { to = \"othr\", share = 0.1 }, { to = \"other\" }]",
        "",
    ),
    ("transfers = \"other\"", ""),
    (
        "",
        "[lines.a]\ntrunks = 5\n[lines.b]\ntrunks = 5\nqueues = [\"q\"]",
    ),
    ("", "[lines.a]\nqueues = [\"p\"]"),
    ("", "[lines.a]\ntrunks = 0"),
    ("", "[lines.a]\ntrunks = 5\nqueues = \"q\""),
];

/// Changes that lead nowhere say so.
#[test]
fn changes_of_rules_that_lead_nowhere_are_refused() {
    let text = center(
        "repeat = { unresolved = 0.1, delay = \"1h\" }\ntransfers = [{ to = \"other\", share = 0.1 }]\nroute = [\"desk\", \"late\"]",
        "",
    );
    let mut shown = String::new();
    for edit in [
        "queues.q.repeat.unresolved.desk=0.3",
        "queues.q.transfers.othr.share=0.3",
        "queues.q.route.dsk.after=10s",
        "queues.other.route.desk.after=10s",
        "queues.q.segments.vip.share=0.1",
        "queues.q.retry.abandoned=0.3",
        "lines.main.trunks=3",
        "queues.q.hang_ups=x2",
    ] {
        let problems = problems_of(&text, &[edit]);
        assert!(!problems.is_empty(), "{edit}");
        shown += &format!("### {edit}\n");
        for problem in &problems {
            shown += &format!("{}\n", problem.what);
            for more in [&problem.rule, &problem.remedy].into_iter().flatten() {
                shown += &format!("    {more}\n");
            }
        }
    }
    insta::assert_snapshot!(shown);
}
