//! Work that is interrupted, divided or damaged: the answer is the same to the last byte, or there is none and
//! the reason is told.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use assert_cmd::cargo::cargo_bin;
use headcount::store::{Key, Log, Share};
use serde_json::Value;
use tempfile::TempDir;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(cargo_bin!("headcount"));
    command
        .args(arguments)
        .env_remove("COLUMNS")
        .env_remove("NO_COLOR");
    command
}

fn headcount(arguments: &[&str]) -> Output {
    command(arguments).output().expect("the program starts")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard output of a command that answers.
fn answer(arguments: &[&str]) -> Vec<u8> {
    let output = headcount(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", err(&output));
    output.stdout
}

/// What a command says that is refused with this exit code.
fn refused(arguments: &[&str], code: i32) -> String {
    let output = headcount(arguments);
    let said = err(&output);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?} answered");
    said
}

fn with<'a>(arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [arguments, more].concat()
}

/// Two queues and two groups, four hours: a block takes about a millisecond.
const SMALL: &str = r#"
[center]
name = "A small center"
opens = "08:00"
closes = "12:00"
interval = "1h"
busyness = { gamma = { cv = 0.2 } }
[queues.sales]
channel = "voice"
volume = "30 50 45 20"
handle = "4m"
patience = { exponential = { mean = "3m" } }
target = { answered = "80%", within = "20s" }
[queues.help]
channel = "voice"
volume = "10 15 15 10"
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "6m" } }
target = { answered = "70%", within = "60s" }
[groups.first]
skills = ["sales"]
staff = "2 4 4 2"
[groups.second]
skills = ["help", "sales"]
staff = "2 2 2 2"
[experiment]
replications = 384
seed = 9
"#;

/// A directory with the small center in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a temporary directory"));
        std::fs::write(desk.0.path().join("small.toml"), SMALL).expect("writable");
        desk
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn scenario(&self) -> String {
        self.path("small.toml")
    }
}

/// Seeded numbers below a bound.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for left in (2..=list.len()).rev() {
            list.swap(left - 1, self.below(left as u64) as usize);
        }
    }
}

/// Blocks in a checkpoint.
fn blocks(path: &Path) -> BTreeSet<Key> {
    let log = Log::read(path).expect("whatever ends the program, the file can be read");
    log.keys().into_iter().collect()
}

/// Kills a command again and again at random moments and lets it go on from its checkpoint, beginning anew
/// whenever it comes to its end: every end, and the last, has the bytes of the whole.
fn killed(arguments: &[&str], kills: u32, seed: u64) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("work.checkpoint");
    let file = path.display().to_string();
    let began = Instant::now();
    let whole = answer(arguments);
    let length = began.elapsed();
    let arguments = with(arguments, &["--checkpoint", &file]);

    let mut dice = Dice(seed);
    let (mut killed, mut ended, mut found) = (0, 0, BTreeSet::new());
    while killed < kills {
        let mut child = command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut stdout = child.stdout.take().expect("piped");
        let reader = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut stdout, &mut bytes).expect("readable");
            bytes
        });
        std::thread::sleep(Duration::from_micros(dice.below(length.as_micros() as u64)));
        child.kill().expect("it can be killed");
        let status = child.wait().expect("it ends");
        let printed = reader.join().expect("it reads to the end");
        if status.success() {
            assert!(printed == whole, "after {killed} kills");
            std::fs::remove_file(&path).expect("there is a checkpoint");
            found.clear();
            ended += 1;
            continue;
        }
        killed += 1;
        if path.exists() {
            let now = blocks(&path);
            assert!(now.is_superset(&found), "a finished block is lost");
            found = now;
        } else {
            assert!(found.is_empty(), "the file is gone");
        }
    }
    assert!(
        answer(&arguments) == whole,
        "after {killed} kills and {ended} ends"
    );
    // Nothing is left to be made, and the file stays as it is; where a precision decides, a thread may have
    // made a block before it was known whether that is needed.
    let (bytes, found) = (std::fs::read(&path).expect("readable"), blocks(&path));
    assert!(answer(&arguments) == whole);
    if arguments.contains(&"--precision") {
        assert!(blocks(&path).is_superset(&found));
    } else {
        assert!(std::fs::read(&path).expect("readable") == bytes);
    }
}

#[test]
fn a_sweep_killed_at_fifty_random_moments_loses_nothing() {
    let scenario = Desk::new();
    let file = scenario.scenario();
    let sweep = ["sweep", &file, "--vary", "groups.first.staff=-1..+3", "--json"];
    killed(&sweep, 50, 1);
}

#[test]
fn a_run_killed_at_random_moments_loses_nothing() {
    let scenario = Desk::new();
    let file = scenario.scenario();
    killed(&["run", &file, "--json", "--replications", "1200"], 8, 2);
    killed(&["run", &file, "--replications", "1200", "--threads", "3"], 4, 3);
}

#[test]
fn a_sweep_by_precision_killed_at_random_moments_loses_nothing() {
    let scenario = Desk::new();
    let file = scenario.scenario();
    let vary = ["sweep", &file, "--vary", "groups.first.staff=-1..+2", "--json"];
    killed(&with(&vary, &["--precision", "0.006"]), 10, 4);
}

/// The parts of a job, in the order of their numbers.
fn parts(desk: &Desk, arguments: &[&str], of: u32) -> Vec<String> {
    (1..=of)
        .map(|number| {
            let file = desk.path(&format!("{number}-of-{of}.part"));
            let share = format!("{number}/{of}");
            let printed = answer(&with(arguments, &["--shard", &share, "--out", &file]));
            assert!(printed.is_empty(), "a part answers nothing by itself");
            file
        })
        .collect()
}

fn merge<'a>(parts: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    [&["merge"], &parts[..], more].concat()
}

#[test]
fn shards_in_any_order_merge_to_the_bytes_of_the_whole() {
    let mut dice = Dice(5);
    let desk = Desk::new();
    let scenario = desk.scenario();
    let run = ["run", &scenario, "--replications", "333"];
    let sweep = [
        "sweep",
        &scenario,
        "--vary",
        "groups.second.staff=-1..+2",
        "--vary",
        "queues.sales.volume=x0.9..x1.1:0.1",
        "--days",
        "70",
    ];
    for job in [&run[..], &sweep[..]] {
        let json = answer(&with(job, &["--json"]));
        let screen = answer(job);
        for of in [1, 3, 7] {
            let mut parts = parts(&desk, job, of);
            dice.shuffle(&mut parts);
            assert!(
                answer(&merge(&parts, &["--json", "--threads", "2"])) == json,
                "{job:?} in {of}"
            );
            dice.shuffle(&mut parts);
            assert_eq!(
                String::from_utf8_lossy(&answer(&merge(&parts, &[]))),
                String::from_utf8_lossy(&screen),
                "{job:?} in {of}"
            );
            parts
                .iter()
                .for_each(|part| std::fs::remove_file(part).expect("written"));
        }
    }
}

/// A copy of a log whose header says another version of headcount.
fn of_another_version(path: &str, copy: &str) {
    let log = Log::read(Path::new(path)).expect("a log");
    let version = env!("CARGO_PKG_VERSION").as_bytes();
    let mut header = log.header().to_vec();
    let at = header
        .windows(version.len())
        .position(|window| window == version)
        .expect("the header tells the version");
    header[at] = b'7';
    let other = Log::create(Path::new(copy), &header, log.share()).expect("writable");
    for key in log.keys() {
        let payload = log.get(key).expect("readable").expect("there");
        other.append(key, &payload).expect("writable");
    }
    other.finish().expect("writable");
}

#[test]
fn parts_that_are_not_the_whole_are_refused_with_what_is_wrong() {
    let desk = Desk::new();
    let scenario = desk.scenario();
    let run = ["run", &scenario, "--replications", "200"];
    let parts = parts(&desk, &run, 3);
    let said = refused(&merge(&parts[..2], &["--json"]), 1);
    assert!(said.contains("part 3 of 3 is missing"), "{said}");

    let other = desk.path("other.part");
    let strange = |arguments: &[&str], reason: &str| {
        answer(&with(arguments, &["--shard", "3/3", "--out", &other]));
        let mixed = [parts[0].clone(), parts[1].clone(), other.clone()];
        let said = refused(&merge(&mixed, &["--json"]), 1);
        assert!(said.contains(reason) && said.contains("other.part"), "{said}");
        std::fs::remove_file(&other).expect("written");
    };
    strange(&with(&run, &["--seed", "10"]), "seed");
    strange(
        &with(&run, &["--set", "groups.first.staff=+1"]),
        "groups.first.staff=+1",
    );
    strange(&["run", "bank", "--replications", "200"], "scenario");
    strange(
        &["sweep", &scenario, "--vary", "groups.first.staff=1,2"],
        "a sweep",
    );
    of_another_version(&parts[2], &other);
    let mixed = [parts[0].clone(), parts[1].clone(), other.clone()];
    let said = refused(&merge(&mixed, &["--json"]), 1);
    assert!(
        said.contains("headcount 7") && said.contains(env!("CARGO_PKG_VERSION")),
        "{said}"
    );

    // A part of which a block is missing.
    let log = Log::read(Path::new(&parts[1])).expect("a log");
    let short = desk.path("short.part");
    let less = Log::create(
        Path::new(&short),
        log.header(),
        Share::new(2, 3).expect("the second of three"),
    )
    .expect("writable");
    let first = log.keys()[0];
    less.append(first, &log.get(first).expect("readable").expect("there"))
        .expect("writable");
    less.finish().expect("writable");
    let said = refused(
        &merge(&[parts[0].clone(), parts[2].clone(), short], &["--json"]),
        1,
    );
    assert!(
        said.contains("part 2 of 3") && said.contains("1 of its 2 blocks is missing"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_divided_or_kept_is_refused() {
    let desk = Desk::new();
    let (scenario, part) = (desk.scenario(), desk.path("a.part"));
    let precise = ["--precision", "0.01", "--shard", "1/2", "--out", &part];
    for job in [
        &["run", &scenario][..],
        &["sweep", &scenario, "--vary", "groups.first.staff=2,3"],
    ] {
        let said = refused(&with(job, &precise), 2);
        assert!(said.contains("precision"), "{said}");
    }
    refused(&["run", &scenario, "--shard", "3/2", "--out", &part], 2);
    refused(&["run", &scenario, "--shard", "1/2"], 2);
    let steady = desk.path("steady.toml");
    let text = r#"
[center]
name = "Equilibrium"
length = "1h"
interval = "1h"
[queues.calls]
channel = "voice"
volume = 30
handle = { exponential = { mean = "4m" } }
patience = { exponential = { mean = "3m" } }
[groups.agents]
skills = ["calls"]
staff = 3
[experiment]
mode = "steady"
"#;
    std::fs::write(&steady, text).expect("writable");
    let said = refused(&["run", &steady, "--checkpoint", &part], 2);
    assert!(said.contains("steady"), "{said}");
    assert!(!Path::new(&part).exists(), "nothing was begun");
}

/// Runs with a file as its checkpoint that cannot be one, and looks whether it was left alone.
fn spoilt(arguments: &[&str], path: &str, bytes: &[u8], reasons: &[&str]) {
    std::fs::write(path, bytes).expect("writable");
    let said = refused(&with(arguments, &["--checkpoint", path]), 1);
    assert!(said.contains(path), "{said}");
    assert!(reasons.iter().any(|reason| said.contains(reason)), "{said}");
    assert!(std::fs::read(path).expect("there") == bytes, "changed: {said}");
}

#[test]
fn damaged_checkpoints_are_refused_and_left_alone() {
    let desk = Desk::new();
    let (scenario, file, copy) = (desk.scenario(), desk.path("good"), desk.path("spoilt"));
    let run = ["run", &scenario, "--json", "--replications", "320"];
    let whole = answer(&with(&run, &["--checkpoint", &file]));
    let good = std::fs::read(&file).expect("written");

    for length in [
        1, 13, 14, 20, 31, 32, 500, 4095, 4096, 5000, 12_287, 12_288, 12_300,
    ] {
        spoilt(&run, &copy, &good[..length], &["damaged", "neither a checkpoint"]);
    }
    for missing in [1, 2, 5, 1000] {
        let rest = &good[..good.len() - missing];
        spoilt(&run, &copy, rest, &["damaged: it ends at byte"]);
    }
    let records = 12_288;
    let mut dice = Dice(6);
    let anywhere: Vec<usize> = (0..12)
        .map(|_| records + dice.below((good.len() - records) as u64) as usize)
        .collect();
    let places = [0, 5, 14, 16, 24, 33, 200, 3000, 4095, records, good.len() - 1];
    for place in places.into_iter().chain(anywhere) {
        let mut bytes = good.clone();
        bytes[place] ^= 0x10;
        let reasons = ["damaged", "neither a checkpoint", "is in format"];
        spoilt(&run, &copy, &bytes, &reasons);
    }

    // Either of the two notes may be spoilt by a sudden end of power, and anything may follow the records.
    let harmless = [(4100, &b""[..]), (8200, b""), (12_287, b"half a record")];
    for (place, after) in harmless {
        let mut bytes = good.clone();
        bytes[place] ^= 0x10;
        bytes.extend(after);
        std::fs::write(&copy, bytes).expect("writable");
        assert!(answer(&with(&run, &["--checkpoint", &copy])) == whole);
    }
}

#[test]
fn strange_checkpoints_are_refused_and_left_alone() {
    let desk = Desk::new();
    let (scenario, file, copy) = (desk.scenario(), desk.path("good"), desk.path("copy"));
    let run = ["run", &scenario, "--json", "--replications", "100"];
    answer(&with(&run, &["--checkpoint", &file]));
    let good = std::fs::read(&file).expect("written");

    let belongs = |arguments: &[&str], reason: &str| spoilt(arguments, &copy, &good, &[reason]);
    belongs(&with(&run, &["--seed", "10"]), "seed");
    belongs(&["run", &scenario, "--replications", "200"], "replications");
    belongs(&with(&run, &["--no-variance-reduction"]), "variance reduction");
    belongs(&with(&run, &["--set", "groups.first.staff=+1"]), "changes");
    belongs(&["run", "bank", "--replications", "100"], "scenario");
    belongs(
        &["sweep", &scenario, "--vary", "groups.first.staff=1,2"],
        "it is a run, and this is a sweep",
    );
    let old = desk.path("old");
    of_another_version(&file, &old);
    let bytes = std::fs::read(&old).expect("written");
    spoilt(&run, &copy, &bytes, &["it was made by headcount 7"]);

    let text: &[u8] = b"08:00;31\n08:30;46\n";
    for (bytes, reason) in [(&b""[..], "is empty"), (text, "neither a checkpoint")] {
        spoilt(&run, &copy, bytes, &[reason]);
    }
    let directory = desk.path("directory");
    std::fs::create_dir(&directory).expect("writable");
    let said = refused(&with(&run, &["--checkpoint", &directory]), 1);
    assert!(said.contains("is a directory"), "{said}");
    let nowhere = desk.path("no/such/place");
    refused(&with(&run, &["--checkpoint", &nowhere]), 1);
    // A part is no checkpoint of the whole.
    let part = desk.path("a.part");
    answer(&with(&run, &["--shard", "1/2", "--out", &part]));
    let bytes = std::fs::read(&part).expect("written");
    spoilt(&run, &copy, &bytes, &["it holds share 1 of 2"]);
    assert!(std::fs::read(&file).expect("there") == good);
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_slice(&answer(&with(arguments, &["--json"]))).expect("nothing but JSON")
}

#[test]
fn every_point_of_a_sweep_is_what_a_run_of_it_says() {
    let desk = Desk::new();
    let scenario = desk.scenario();
    let effort = ["--days", "330"];
    let sweep = with(
        &[
            "sweep",
            &scenario,
            "--vary",
            "groups.first.staff=-1,+1",
            "--vary",
            "queues.*.volume=x0.9,x1.2",
        ],
        &effort,
    );
    let one = answer(&with(&sweep, &["--json", "--threads", "1"]));
    for threads in ["2", "5"] {
        let more = answer(&with(&sweep, &["--json", "--threads", threads]));
        assert!(one == more, "{threads} threads");
    }
    let swept = json(&sweep);
    let points = swept["points"].as_array().expect("points");
    assert_eq!(points.len(), 4);
    for point in points {
        let changes: Vec<String> = ["groups.first.staff", "queues.*.volume"]
            .map(|path| {
                format!(
                    "{path}={}",
                    point["levels"][path]["text"].as_str().expect("typed")
                )
            })
            .into();
        let run = json(&with(
            &["run", &scenario, "--set", &changes[0], "--set", &changes[1]],
            &effort,
        ));
        assert_eq!(point["replications"], run["replications"]);
        assert_eq!(point["center"]["day"], run["center"]["day"], "{changes:?}");
        for (kind, names) in [("queues", ["sales", "help"]), ("groups", ["first", "second"])] {
            for name in names {
                assert!(point[kind][name]["day"].is_object());
                assert_eq!(
                    point[kind][name]["day"], run[kind][name]["day"],
                    "{changes:?} {name}"
                );
            }
        }
    }
}

/// The most memory that a command had at once, in KiB, as Linux tells it while the command lives.
#[cfg(target_os = "linux")]
fn peak_kib(arguments: &[&str]) -> u64 {
    let mut child = command(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("it is ours") {
            break ended;
        }
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
        peak = peak.max(now.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(ended.success(), "{arguments:?}");
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn many_points_need_no_more_memory_than_few() {
    let desk = Desk::new();
    let scenario = desk.scenario();
    let peak = |points: u32| {
        let vary = format!(
            "queues.sales.volume=x0.5..x{}:0.005",
            0.5 + 0.005 * f64::from(points - 1)
        );
        peak_kib(&["sweep", &scenario, "--vary", &vary, "--days", "32", "--json"])
    };
    let (few, many) = (peak(30), peak(300));
    println!("30 points {few} KiB, 300 points {many} KiB");
    assert!(
        few > 0 && many < few + 2048,
        "{few} KiB for 30 points, {many} KiB for 300"
    );
}
