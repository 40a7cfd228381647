//! Broken scenarios, each with the message that a planner reads; and no text at all makes it panic.

use std::path::{Path, PathBuf};

use headcount::scenario::{self, Edit, Source};
use proptest::prelude::*;

/// The broken files, in the order of their names.
fn files() -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    files
}

/// Reads a file under its bare name, its sheets beside it.
fn read(
    path: &Path,
    edits: &[Edit],
    plan: Option<&Source>,
) -> Result<scenario::Scenario, scenario::Problems> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let source = Source::new(name, std::fs::read_to_string(path).unwrap());
    let directory = path.parent().unwrap().to_owned();
    scenario::read(&source, edits, plan, &|file| {
        std::fs::read_to_string(directory.join(file))
    })
}

#[test]
fn each_broken_file_has_its_message() {
    let files = files();
    assert!(files.len() >= 24, "two dozen, not {}", files.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../broken/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for path in files {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let message = match read(&path, &[], None) {
                Ok(scenario) => {
                    assert!(!scenario.warnings.is_empty(), "{name} is not broken at all");
                    scenario.warnings.render(false)
                }
                Err(problems) => problems.render(false),
            };
            insta::assert_snapshot!(name, message);
        }
    });
}

const BANK: &str = include_str!("../../scenarios/bank.toml");

fn bank_with(change: &str) -> String {
    with(("bank.toml", BANK), change)
}

fn with((name, text): (&str, &str), change: &str) -> String {
    let edit = match Edit::parse(change) {
        Ok(edit) => edit,
        Err(problems) => return problems.render(false),
    };
    let source = Source::new(name, text);
    match scenario::read(&source, &[edit], None, &|_| {
        Err(std::io::ErrorKind::NotFound.into())
    }) {
        Ok(_) => format!("{change}: fine\n"),
        Err(problems) => problems.render(false),
    }
}

#[test]
fn broken_changes_have_their_messages() {
    let changes = [
        "groups.generalist.staff=-5",
        "groups.generalists.staf=12",
        "groups.generalists.staff@10:15..12:00=-5",
        "groups.generalists.staff@12:00..10:00=-5",
        "groups.generalists.staff@22:00..23:00=-5",
        "groups.generalists.staff=-5%",
        "groups.generalists.staff=lots",
        "groups.generalists.staff",
        "queues.*=x2",
        "queues.service.wrap_up=20",
        "queues.loans.patience.exponential.mean=x2",
        "queues.service.target.answered=+30%",
        "experiment.seed=x2.5.1",
        "experiment.warm_up@10:00..11:00=5m",
        "routing.agent=longest",
        "routing.agent=x2",
        "center.closes=07:00",
        "queues.service.volume=[1, 2",
        "experiment.precision=asa",
        "experiment.precision.asa=5%",
        "experiment.precision.loan.asa=1s",
        "experiment.variance_reduction=off",
        "experiment.mode=steady",
        "experiment.warm_up=auto",
    ];
    let messages: String = changes.iter().map(|change| bank_with(change) + "\n\n").collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../broken/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("changes", messages));
}

const SHOP: &str = include_str!("../../scenarios/peak_week.toml");

#[test]
fn broken_changes_of_channels_have_their_messages() {
    let changes = [
        "queues.chat.channel=voice",
        "queues.mail.channel=outbound",
        "queues.chat.conversation.reply=x0",
        "queues.chat.conversation.replies=40s",
        "queues.chat.conversation.leaves=+1.5",
        "queues.messages.thread.turns=0.5",
        "queues.messages.thread.delay=forever",
        "queues.mail.clock=business",
        "queues.calls.target.reply=60s",
        "queues.calls.bot.length=1m",
        "groups.text.concurrency.voice=2",
        "groups.text.concurrency.chats=2",
        "groups.text.speed.each=120%",
        "groups.text.speed=[1, 0, 2]",
        "groups.blended.interrupts.of=chat",
        "groups.blended.interrupts.switching=30",
        "queues.calls.dialer={ mode = \"ratio\", ratio = 2, reach = 0.3 }",
        "routing.contact=due",
    ];
    let messages: String = changes
        .iter()
        .map(|change| with(("peak_week.toml", SHOP), change) + "\n\n")
        .collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../broken/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("changes_of_channels", messages));
}

/// Bytes deleted, doubled, replaced, and lines swapped, here and there.
fn mutilate(text: &str, wounds: &[(u16, u8, u8)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (place, kind, byte) in wounds {
        let at = usize::from(*place) % bytes.len().max(1);
        match kind % 6 {
            0 if !bytes.is_empty() => {
                bytes.remove(at);
            }
            1 => bytes.insert(at, *byte),
            2 if !bytes.is_empty() => bytes[at] = b"0123456789\"'{}[]=.,:-% \nxhms"[usize::from(*byte) % 28],
            3 => bytes.truncate(at),
            4 => {
                let end = (at + usize::from(*byte)).min(bytes.len());
                let piece = bytes[at.min(end)..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                let end = (at + usize::from(*byte) / 8).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The values of the bank's settings, to be put in each other's places.
fn swap_values(text: &str, swaps: &[(u8, u8)]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let set: Vec<usize> = (0..lines.len())
        .filter(|line| lines[*line].split('#').next().unwrap_or("").contains(" = "))
        .collect();
    for (one, other) in swaps {
        let one = set[usize::from(*one) % set.len()];
        let other = set[usize::from(*other) % set.len()];
        let (key, _) = lines[one].split_once(" = ").unwrap();
        let (_, value) = lines[other].split_once(" = ").unwrap();
        lines[one] = format!("{key} = {value}");
    }
    lines.join("\n")
}

fn survives(text: String, plan: Option<&Source>, change: &str) {
    let edits: Vec<Edit> = Edit::variations(change).unwrap_or_default();
    let files = |_: &Path| -> std::io::Result<String> { Ok("time;service.volume\n08:00;1,5\n".into()) };
    match scenario::read(&Source::new("bank.toml", text), &edits, plan, &files) {
        Ok(scenario) => assert_eq!(scenario.warnings.errors(), 0),
        Err(problems) => {
            assert!(problems.errors() > 0, "no error, and no scenario");
            assert!(!problems.render(true).is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn no_mutilated_scenario_makes_it_panic(wounds in prop::collection::vec(any::<(u16, u8, u8)>(), 1..6)) {
        survives(mutilate(BANK, &wounds), None, "");
    }

    #[test]
    fn no_exchange_of_values_makes_it_panic(swaps in prop::collection::vec(any::<(u8, u8)>(), 1..6)) {
        survives(swap_values(BANK, &swaps), None, "");
    }

    #[test]
    fn no_mutilated_plan_makes_it_panic(wounds in prop::collection::vec(any::<(u16, u8, u8)>(), 1..6)) {
        let plan = "day;time;service.volume;service.aht_s;generalists.staff;service.actual_asa_s\n1;08:00;31,5;0:04:10;4;7\n1;08:30;46;250;6;\n";
        let plan = Source::new("plan.csv", mutilate(plan, &wounds));
        survives(BANK.to_owned(), Some(&plan), "");
    }

    #[test]
    fn no_mutilated_change_makes_it_panic(which in 0_usize..6, wounds in prop::collection::vec(any::<(u16, u8, u8)>(), 1..4)) {
        let change = [
            "groups.generalists.staff@10:00..20:00=-5",
            "queues.*.volume=x0.8..x1.2:0.1",
            "queues.loans.handle.lognormal.mean=2m,3m",
            "queues.service.patience={ exponential = { mean = \"2m\" } }",
            "center.busyness.gamma.cv=0.2",
            "queues.service.talk@08:00..09:00=\"5m\"",
        ][which];
        survives(BANK.to_owned(), None, &mutilate(change, &wounds));
    }
}
