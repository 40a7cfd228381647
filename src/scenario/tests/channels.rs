//! Channels from text to model: clocks, chats, threads, dialers, and what one agent holds.

use super::*;
use crate::model::{
    BotFailure, CHANNELS, Channel, Clock, Concurrency, Conversation, Dialer, Dialing, Group, Interruption,
    Ivr, Queue, Thread,
};

/// Two days of opening from 08:00 to 10:00, with a queue `q` beside one of calls and one of e-mail.
fn center(queue: &str, group: &str) -> String {
    format!(
        "[center]\nlength = \"2d\"\nhours = [\"08:00-10:00\"]\ninterval = \"1h\"\n\
         [queues.calls]\nvolume = 20\nhandle = \"4m\"\npatience = \"2m\"\n\
         [queues.mail]\nchannel = \"email\"\nvolume = 3\nhandle = \"6m\"\n\
         [queues.q]\n{queue}\n\
         [groups.desk]\nskills = [\"calls\", \"q\", \"mail\"]\nstaff = 9\n{group}\n"
    )
}

const CHAT: &str = "channel = \"chat\"\nvolume = 10\nhandle = \"5m\"\npatience = \"3m\"\n";
const MESSAGES: &str = "channel = \"messaging\"\nvolume = 4\nhandle = \"2m\"\n";
const OUTBOUND: &str = "channel = \"outbound\"\nvolume = 30\nhandle = \"3m\"\n";

fn queue(text: &str, edits: &[&str]) -> Queue {
    good(&center(text, ""), edits).center.queues[2].clone()
}

fn group(queue: &str, text: &str) -> Group {
    good(&center(queue, text), &[]).center.groups[0].clone()
}

/// What `check` says of the defaults of one setting, of all whose path begins so.
fn assumed(text: &str, path: &str) -> Vec<String> {
    let scenario = good(text, &[]);
    let of_path = scenario
        .assumptions
        .into_iter()
        .filter(|one| one.setting.starts_with(path));
    of_path
        .map(|one| format!("{} = {}: {}", one.setting, one.value, one.meaning))
        .collect()
}

/// What is wrong, or remarked.
fn told(queue: &str, group: &str, edits: &[&str]) -> Vec<String> {
    let problems = match try_read(&center(queue, group), edits, &[], None) {
        Ok(scenario) => scenario.warnings,
        Err(problems) => problems,
    };
    problems.iter().map(|problem| problem.what.clone()).collect()
}

#[test]
fn channels_are_named_as_the_model_names_them() {
    let names = Channel::ALL.map(Channel::name);
    assert_eq!(crate::scenario::keys::CHANNELS, names);
    for (channel, more) in [
        (Channel::Voice, ""),
        (Channel::Chat, ""),
        (Channel::Messaging, ""),
        (Channel::Email, ""),
        (Channel::Social, ""),
        (
            Channel::Outbound,
            "dialer = { mode = \"progressive\", reach = 0.5 }",
        ),
    ] {
        let text = format!(
            "channel = \"{}\"\nvolume = 1\nhandle = \"5m\"\n{more}",
            channel.name()
        );
        assert_eq!(queue(&text, &[]).channel, channel);
    }
}

#[test]
fn each_channel_has_its_own_t_and_targets() {
    let of = |channel: &str| {
        let text = format!(
            "channel = \"{channel}\"\nvolume = 1\nhandle = \"5m\"\ntarget = {{ answered = \"80%\" }}\n\
             dialer = {{ mode = \"progressive\", reach = 0.5 }}"
        );
        let text = match channel {
            "outbound" => text,
            _ => text.lines().take(4).collect::<Vec<_>>().join("\n"),
        };
        let queue = queue(&text, &[]);
        let target = queue.target.unwrap();
        (queue.within.seconds(), target.per_interval, target.per_day)
    };
    assert_eq!(of("voice"), (20.0, true, false));
    assert_eq!(of("chat"), (60.0, true, false));
    assert_eq!(of("messaging"), (900.0, false, true));
    assert_eq!(of("email"), (14_400.0, false, true));
    assert_eq!(of("social"), (14_400.0, false, true));
    assert_eq!(of("outbound"), (2.0, true, false));
}

#[test]
fn mail_comes_while_the_center_is_closed() {
    let scenario = good(&center(CHAT, ""), &[]);
    let [calls, mail, chat] = &scenario.center.queues[..] else {
        panic!("three queues");
    };
    let open = |queue: &Queue| (queue.volume.iter().sum::<f64>(), queue.volume[0], queue.volume[8]);
    assert_eq!(open(calls), (80.0, 0.0, 20.0));
    assert_eq!(open(chat), (40.0, 0.0, 10.0));
    assert_eq!(open(mail), (144.0, 3.0, 3.0));
    assert!(scenario.warnings.is_empty(), "{}", scenario.warnings);
    assert_eq!((calls.rules.clock, mail.rules.clock), (Clock::Wall, Clock::Open));
    assert_eq!(mail.patience, PerInterval::Same(Distribution::Forever));
}

#[test]
fn mail_said_for_the_open_hours_comes_then() {
    let volume = |volume: &str| {
        let text = format!("channel = \"email\"\nhandle = \"5m\"\n{volume}");
        let queue = queue(&text, &[]);
        (
            queue.volume[0],
            queue.volume[8],
            queue.volume[9],
            queue.volume[33],
            queue.volume.iter().sum(),
        )
    };
    assert_eq!(volume("volume = \"1 2 3 4\""), (0.0, 1.0, 2.0, 4.0, 10.0));
    let by_day = "volume = { per_day = [10, 20], shape = \"1 3\" }";
    assert_eq!(volume(by_day), (0.0, 2.5, 7.5, 15.0, 30.0));
    let shape = "1 ".repeat(24);
    let all_day = format!("volume = {{ per_day = [24, 48], shape = \"{shape}\" }}");
    assert_eq!(volume(&all_day), (1.0, 1.0, 1.0, 2.0, 72.0));
    assert_eq!(volume("rate = \"2/h\""), (2.0, 2.0, 2.0, 2.0, 96.0));
    let hours = "volume = { \"00:00\" = 1, \"08:00\" = 5, \"10:00\" = 2 }";
    assert_eq!(volume(hours), (1.0, 5.0, 5.0, 5.0, 2.0 * (8.0 + 10.0 + 28.0)));
}

#[test]
fn a_clock_may_be_chosen() {
    let mail = "channel = \"social\"\nvolume = 1\nhandle = \"5m\"\n";
    assert_eq!(
        queue(&format!("{mail}clock = \"wall\""), &[]).rules.clock,
        Clock::Wall
    );
    assert_eq!(
        queue(&format!("{MESSAGES}clock = \"open\""), &[]).rules.clock,
        Clock::Open
    );
    assert_eq!(queue(MESSAGES, &[]).rules.clock, Clock::Wall);
}

#[test]
fn a_conversation_is_read_and_completed() {
    let text = format!(
        "{CHAT}target = {{ answered = \"80%\", within = \"40s\", reply = \"50s\" }}\n\
         conversation = {{ reply = \"40s\", within = \"45s\", leaves = \"5%\", patience = \"4m\", timeout = \"3m\" }}"
    );
    let chat = queue(
        &text,
        &["queues.q.conversation.reply=x0.5", "queues.q.target.reply=+10s"],
    );
    assert_eq!(
        chat.rules.conversation,
        Some(Conversation {
            reply_s: 20.0,
            within: Ticks::from_seconds(45.0),
            leaves: 0.05,
            patience: Some(Distribution::Exponential { mean: 240.0 }),
            timeout_s: 180.0,
        })
    );
    assert_eq!(chat.target.unwrap().reply_s, Some(60.0));
    let plain = format!("{CHAT}conversation = {{ reply = \"40s\" }}");
    assert_eq!(
        queue(&plain, &[]).rules.conversation,
        Some(Conversation {
            reply_s: 40.0,
            within: Ticks::from_seconds(60.0),
            leaves: 0.0,
            patience: None,
            timeout_s: 120.0,
        })
    );
    assert_eq!(
        assumed(&center(&plain, ""), "queues.q.conversation"),
        [
            "queues.q.conversation.within = 1m: a reply within this is one in time",
            "queues.q.conversation.leaves = 0: nobody leaves in mid-chat by themselves",
            "queues.q.conversation.patience = forever: nobody leaves for waiting for a reply",
        ]
    );
    let forever = format!("{CHAT}conversation = {{ reply = \"40s\", patience = \"forever\" }}");
    assert_eq!(queue(&forever, &[]).rules.conversation.unwrap().patience, None);
}

#[test]
fn a_thread_is_read_and_completed() {
    let text = format!(
        "{MESSAGES}[queues.q.thread]\nturns = 4\nmost = 9\ndelay = {{ lognormal = {{ mean = \"40m\", cv = 1.5 }} }}\n\
         same_agent = \"30m\"\nwithin = \"20m\""
    );
    let thread = |text: &str, edits: &[&str]| queue(text, edits).rules.thread.unwrap();
    let delay = Distribution::lognormal_by_mean_cv(2400.0, 1.5);
    assert_eq!(
        thread(&text, &[]),
        Thread {
            again: 0.75,
            most: 9,
            delay: delay.clone(),
            same_agent_s: 1800.0,
            within: Ticks::from_seconds(1200.0),
        }
    );
    assert_eq!(thread(&text, &["queues.q.thread.turns=2"]).again, 0.5);
    let bare = format!("{MESSAGES}thread = {{ turns = 4, delay = \"40m\" }}");
    assert_eq!(
        thread(&bare, &[]),
        Thread {
            again: 0.75,
            most: 50,
            delay: Distribution::Exponential { mean: 2400.0 },
            same_agent_s: 0.0,
            within: Ticks::from_seconds(900.0),
        }
    );
    assert_eq!(queue(MESSAGES, &[]).rules.thread, None);
}

#[test]
fn each_way_of_dialing_is_read() {
    let text = format!(
        "{OUTBOUND}[queues.q.dialer]\nmode = \"ratio\"\nratio = 1.8\nlist = 800\nreach = {{ \"00:00\" = \"20%\", \"09:00\" = \"30%\" }}\n\
         ring = \"10s\"\nno_answer = \"30s\"\nwrong_party = \"10%\"\nwrong_length = {{ exponential = {{ mean = \"20s\" }} }}\n\
         attempts = 3\nagain = \"2h\"\nidle_over = 2"
    );
    let read = queue(
        &text,
        &["queues.q.dialer.ratio=x0.5", "queues.q.dialer.list=+200"],
    );
    assert_eq!(
        read.patience,
        PerInterval::Same(Distribution::Deterministic { value: 0.0 })
    );
    let dialer = read.rules.dialer.unwrap();
    assert_eq!((*dialer.reach.at(8), *dialer.reach.at(9)), (0.2, 0.3));
    assert_eq!(
        Dialer {
            reach: PerInterval::Same(0.0),
            ..dialer
        },
        Dialer {
            dialing: Dialing::Ratio(0.9),
            list: 1000,
            reach: PerInterval::Same(0.0),
            ring: Distribution::Deterministic { value: 10.0 },
            no_answer_s: 30.0,
            wrong_party: 0.1,
            wrong_length: Distribution::Exponential { mean: 20.0 },
            attempts: 3,
            again_s: 7200.0,
            idle_over: 2,
        }
    );
    let of = |dialer: &str| {
        queue(&format!("{OUTBOUND}dialer = {dialer}"), &[])
            .rules
            .dialer
            .unwrap()
    };
    let preview = "{ mode = \"preview\", preview = { exponential = { mean = \"25s\" } }, reach = 0.3 }";
    assert_eq!(
        of(preview).dialing,
        Dialing::Preview(Distribution::Exponential { mean: 25.0 })
    );
    let nothing = Distribution::Deterministic { value: 0.0 };
    assert_eq!(
        of("{ mode = \"progressive\", reach = 0.3 }"),
        Dialer {
            dialing: Dialing::Progressive,
            list: 0,
            reach: PerInterval::Same(0.3),
            ring: Distribution::Deterministic { value: 12.0 },
            no_answer_s: 25.0,
            wrong_party: 0.0,
            wrong_length: nothing,
            attempts: 1,
            again_s: 0.0,
            idle_over: 0,
        }
    );
    let listed = "channel = \"outbound\"\nhandle = \"3m\"\n\
        dialer = { mode = \"progressive\", reach = 0.3, list = 50 }";
    assert_eq!(queue(listed, &[]).volume, [0.0; 48]);
    assert_eq!(
        assumed(&center(listed, ""), "queues.q.patience"),
        ["queues.q.patience = 0s: who answers and finds nobody there hangs up at once"]
    );
}

#[test]
fn a_bot_is_an_ivr_that_may_fail() {
    let rest = "length = \"90s\", contained = \"40%\", failed = \"15%\", returns_after = \"10m\", patience_factor = 0.5 }";
    let stage = |text: &str| queue(&format!("{CHAT}{text}"), &[]).rules.ivr;
    let bot = stage(&format!("bot = {{ {rest}"));
    assert_eq!(
        bot,
        Some(Ivr {
            length: Distribution::lognormal_by_mean_cv(90.0, 1.0),
            contained: PerInterval::Same(0.4),
            hang_up: 0.0,
            choice: vec![],
            failure: Some(BotFailure {
                share: 0.15,
                delay: Distribution::Exponential { mean: 600.0 },
                patience_factor: 0.5,
            }),
        })
    );
    assert_eq!(stage(&format!("ivr = {{ {rest}")), bot);
    let plain = stage("bot = { length = \"90s\", contained = \"40%\" }").unwrap();
    assert_eq!(plain.failure, None);
}

#[test]
fn what_one_agent_holds_is_completed() {
    let text = "concurrency = { chat = 3, email = 2, voice = 1 }\ntogether = [[\"chat\", \"email\"]]\n\
        speed = [1, 1.85, 2.5]";
    let mut together = [[false; CHANNELS]; CHANNELS];
    together[Channel::Chat as usize][Channel::Email as usize] = true;
    together[Channel::Email as usize][Channel::Chat as usize] = true;
    let held = Concurrency {
        most: [1, 3, 1, 2, 1, 1],
        in_all: 5,
        together,
        speed: vec![1.0, 1.85, 2.5, 2.5, 2.5],
    };
    assert_eq!(group(CHAT, text).rules.concurrency, Some(held.clone()));
    let capped = text.replace("voice = 1", "all = 4");
    let capped = group(CHAT, &capped).rules.concurrency.unwrap();
    assert_eq!((capped.in_all, capped.speed.len()), (4, 4));
    let each = "concurrency = { chat = 3 }\nspeed = { each = 0.5 }";
    assert_eq!(
        group(CHAT, each).rules.concurrency.unwrap().speed,
        [1.0, 1.5, 1.75]
    );
    let edited = good(
        &center(CHAT, each),
        &["groups.desk.speed.each=1", "groups.desk.concurrency.chat=+1"],
    );
    let speed = &edited.center.groups[0].rules.concurrency.as_ref().unwrap().speed;
    assert_eq!(*speed, [1.0, 2.0, 3.0, 4.0]);
    let alone = group(CHAT, "concurrency = { chat = 3 }")
        .rules
        .concurrency
        .unwrap();
    assert_eq!((alone.in_all, alone.speed.len()), (3, 3));
    assert_eq!(
        group(CHAT, "concurrency = { chat = 1, voice = 1 }")
            .rules
            .concurrency,
        None
    );
    assert_eq!(group(CHAT, "").rules.concurrency, None);
    assert_eq!(
        assumed(&center(CHAT, "concurrency = { chat = 3 }"), "groups.desk.speed"),
        [
            "groups.desk.speed = { each = 0.85 }: with 1, 2 … contacts in hand an agent works at 1, 1.85, 2.57 times the speed with one"
        ]
    );
}

#[test]
fn work_is_put_aside_and_threads_are_owned() {
    let text =
        "threads = 20\ninterrupts = { of = \"email\", by = [\"voice\", \"chat\"], switching = \"30s\" }";
    let rules = group(MESSAGES, text).rules;
    assert_eq!(rules.threads, Some(20));
    assert_eq!(
        rules.interruption,
        Some(Interruption {
            of: [false, false, false, true, false, false],
            by: [true, true, false, false, false, false],
            switching_s: 30.0,
        })
    );
    let usual = group(CHAT, "interrupts = { of = [\"email\"] }")
        .rules
        .interruption;
    assert_eq!(
        usual,
        Some(Interruption {
            of: [false, false, false, true, false, false],
            by: [true, false, false, false, false, false],
            switching_s: 0.0,
        })
    );
}

#[test]
fn the_contact_due_first_may_be_taken_first() {
    let text = center(CHAT, "[routing]\ncontact = \"earliest-due\"");
    assert_eq!(
        good(&text, &[]).center.routing.contact,
        ContactChoice::EarliestDue
    );
}

#[test]
fn settings_without_effect_are_remarked() {
    let three = "concurrency = { chat = 3 }\n";
    for (queue, group, expected) in [
        (CHAT, "speed = { each = 0.9 }", "`speed` has no effect here"),
        (CHAT, "threads = 20", "`threads` has no effect here"),
        (CHAT, "concurrency = { social = 2 }", "the group serves no posts"),
        (
            CHAT,
            "interrupts = { of = [\"social\"] }",
            "`interrupts` has no effect here",
        ),
        (
            CHAT,
            "interrupts = { of = [\"email\"], by = [\"outbound\"] }",
            "`interrupts` has no effect here",
        ),
        (
            CHAT,
            &format!("{three}speed = [1, 1.9, 1.5]"),
            "with 3 contacts in hand an agent does less than with 2",
        ),
        (
            CHAT,
            &format!("{three}speed = [1, 2.5]"),
            "with 2 contacts in hand each goes faster than alone",
        ),
        (
            CHAT,
            &format!("{three}speed = [1, 1.9, 2.5, 3]"),
            "nobody holds 4 contacts",
        ),
        (
            CHAT,
            "concurrency = { chat = 3, all = 7 }",
            "an agent holds at most 3",
        ),
        (
            CHAT,
            "concurrency = { chat = 3, all = 2 }",
            "an agent holds at most 2, whatever the channel",
        ),
        (
            &format!("{CHAT}conversation = {{ reply = \"40s\", timeout = \"2m\" }}"),
            "",
            "this timeout has no effect",
        ),
        (
            &format!("{MESSAGES}thread = {{ turns = 1, delay = \"1h\" }}"),
            "",
            "`delay` has no effect here",
        ),
        (
            &format!("{MESSAGES}thread = {{ turns = 4, most = 2, delay = \"1h\" }}"),
            "",
            "threads of 4 turns on average, and 2 at most",
        ),
        (
            &format!("{CHAT}bot = {{ length = \"1m\", failed = 0.1 }}"),
            "",
            "`failed` has no effect here",
        ),
        (
            &format!("{OUTBOUND}dialer = {{ mode = \"progressive\", reach = 0.3, ratio = 2 }}"),
            "",
            "`ratio` has no effect here",
        ),
        (
            &format!("{OUTBOUND}dialer = {{ mode = \"progressive\", reach = 0 }}"),
            "",
            "nobody is ever reached",
        ),
        (
            &format!(
                "{OUTBOUND}dialer = {{ mode = \"progressive\", reach = 0.1, again = \"1h\", wrong_length = \"9s\" }}"
            ),
            "",
            "`again` has no effect here",
        ),
    ] {
        let told = told(queue, group, &[]);
        assert!(told.iter().any(|what| what == expected), "{expected}: {told:?}");
    }
}
