//! A week of every channel gives the same bytes on any number of threads, and whether events must be told in
//! order or not.

use super::super::same_bytes::json_of;

/// Closed at night and at the weekend, of all channels and every rule of theirs.
const A_WEEK: &str = r#"
[center]
name = "A week of every channel"
opens = "00:00"
length = "7d"
interval = "2h"
at_close = "clear"
hours = ["08:00-18:00", "08:00-18:00", "08:00-18:00", "08:00-18:00", "08:00-18:00", "closed", "closed"]

[queues.phone]
volume = { per_day = [120, 110, 100, 100, 90, 0, 0], shape = "2 4 4 3 1" }
handle = { exponential = { mean = "5m" } }
patience = { exponential = { mean = "5m" } }
target = { answered = "70%", within = "60s" }

[queues.chat]
channel = "chat"
volume = { per_day = [100, 110, 100, 100, 90, 0, 0], shape = "2 4 4 3 1" }
handle = { lognormal = { mean = "8m", cv = 1.0 } }
patience = { exponential = { mean = "3m" } }
target = { answered = "70%", within = "60s" }

[queues.chat.conversation]
reply = "50s"
leaves = "5%"
patience = { exponential = { mean = "20m" } }
timeout = "3m"

[queues.chat.bot]
length = "90s"
contained = "40%"
failed = "15%"
returns_after = { exponential = { mean = "10m" } }
patience_factor = 0.5

[queues.messages]
channel = "messaging"
rate = "4/h"
handle = { exponential = { mean = "3m" } }

[queues.messages.thread]
turns = 4
delay = { lognormal = { mean = "40m", cv = 1.5 } }
same_agent = "30m"

[queues.email]
channel = "email"
rate = "4/h"
handle = { exponential = { mean = "10m" } }
target = { answered = "90%", within = "4h" }

[queues.renewals]
channel = "outbound"
rate = "3/h"
handle = { exponential = { mean = "4m" } }

[queues.renewals.dialer]
mode = "ratio"
ratio = 1.8
list = 100
reach = "30%"
ring = { exponential = { mean = "12s" } }
wrong_party = "10%"
wrong_length = { exponential = { mean = "20s" } }
attempts = 3
again = "2h"
idle_over = 1

[groups.calls]
skills = ["phone", "renewals", "email"]
staff = 6
interrupts = { of = ["email"], by = ["voice"], switching = "30s" }

[groups.text]
skills = [["chat", "messages"], "email"]
staff = 4
concurrency = { chat = 3, messaging = 4, email = 1, all = 5 }
together = [["chat", "messaging"]]
speed = [1, 1.85, 2.5]
threads = 20

[routing]
contact = "earliest-due"

[experiment]
replications = 40
seed = 7
"#;

#[test]
fn a_week_of_every_channel_is_the_same_on_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("a folder");
    let week = folder.path().join("week.toml");
    std::fs::write(&week, A_WEEK).expect("a file");
    let json = |arguments: &[&str]| json_of(week.to_str().expect("a path in UTF-8"), arguments, &[]);
    let one = json(&["--threads", "1"]);
    for threads in ["2", "5"] {
        assert!(one == json(&["--threads", threads]), "{threads} threads");
    }
    assert!(one == json(&["--in-order"]), "told in order");
}
