//! Writing, reading, going on; and files that are refused.

use super::super::{Damage, Fault, Log, Share};
use super::{append_all, assert_holds, bytes, finished, key, payload, scratch};

#[test]
fn many_threads_add_and_everything_is_there_afterwards() {
    let (_directory, path) = scratch();
    let log = Log::create(&path, b"a job", Share::WHOLE).expect("a new file");
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let log = &log;
            // Every block is tried by two threads.
            scope.spawn(move || {
                append_all(
                    log,
                    (0..300).map(|block| key(thread % 4, (block + 37 * thread) % 300)),
                );
            });
        }
    });
    let keys: Vec<_> = (0..4)
        .flat_map(|case| (0..300).map(move |block| key(case, block)))
        .collect();
    assert_holds(&log, &keys);
    drop(log);
    let log = Log::open(&path).expect("a log");
    assert_holds(&log, &keys);
    log.finish().expect("can be synced");
    assert_holds(&Log::read(&path).expect("a log"), &keys);
}

#[test]
fn what_describes_the_job_comes_back_whatever_its_size() {
    for size in [0, 1, 4059, 4060, 4061, 4096, 50_000] {
        let (_directory, path) = scratch();
        let header: Vec<u8> = (0..size).map(|byte: u32| (byte % 251) as u8).collect();
        let share = Share::new(3, 7).expect("the third of seven");
        drop(Log::create(&path, &header, share).expect("a new file"));
        let log = Log::open(&path).expect("a log");
        assert_eq!(
            (log.header(), log.share(), log.path()),
            (&header[..], share, &*path)
        );
        append_all(&log, [key(0, 1)]);
        assert_holds(&log, &[key(0, 1)]);
    }
}

#[test]
fn large_payloads_are_stored_small_where_they_can_be() {
    let (_directory, path) = scratch();
    let log = Log::create(&path, b"a job", Share::WHOLE).expect("a new file");
    let large: Vec<u8> = (0..1_000_000u32)
        .flat_map(|number| (number / 100).to_le_bytes())
        .collect();
    log.append(key(u32::MAX, u32::MAX), &large)
        .expect("can be written");
    log.append(key(0, 0), &[]).expect("can be written");
    assert!(bytes(&path).len() < large.len() / 20);
    let log = Log::read(&path).expect("a log");
    assert!(log.get(key(u32::MAX, u32::MAX)).expect("readable") == Some(large));
    assert_eq!(log.get(key(0, 0)).expect("readable"), Some(vec![]));
    assert_eq!(log.get(key(0, 1)).expect("readable"), None);
}

#[test]
fn the_first_of_a_block_stays() {
    let (_directory, path) = scratch();
    let log = Log::create(&path, b"a job", Share::WHOLE).expect("a new file");
    log.append(key(1, 1), b"first").expect("can be written");
    let before = bytes(&path);
    log.append(key(1, 1), b"second").expect("ignored");
    assert_eq!(log.get(key(1, 1)).expect("readable"), Some(b"first".to_vec()));
    assert_eq!(bytes(&path), before);
}

#[test]
fn finishing_twice_changes_nothing_and_going_on_gives_the_same_records() {
    let (directory, path) = scratch();
    let keys = finished(&path, 40);
    let whole = bytes(&path);
    let other = directory.path().join("other");
    for half in [&keys[..31], &keys[31..]] {
        let log = match other.exists() {
            false => Log::create(&other, b"a job", Share::WHOLE),
            true => Log::open(&other),
        };
        let log = log.expect("a log");
        append_all(&log, half.iter().copied());
        log.finish().expect("can be synced");
        log.finish().expect("can be synced");
    }
    // Only the notes count how often they were written.
    let records = 4096 * 3..;
    assert_eq!(bytes(&other)[records.clone()], whole[records]);
    assert_holds(&Log::open(&other).expect("a log"), &keys);
}

#[test]
fn a_second_writer_is_refused_until_the_first_has_ended() {
    let (_directory, path) = scratch();
    let log = Log::create(&path, b"a job", Share::WHOLE).expect("a new file");
    append_all(&log, [key(0, 0)]);
    let refused = Log::open(&path).expect_err("in use");
    assert!(matches!(refused.fault(), Fault::InUse));
    assert!(
        refused
            .to_string()
            .contains("is being written by another headcount\n"),
        "{refused}"
    );
    assert_holds(&Log::read(&path).expect("reading is no harm"), &[key(0, 0)]);
    drop(log);
    let log = Log::open(&path).expect("free again");
    assert!(matches!(
        Log::open(&path).expect_err("in use").fault(),
        Fault::InUse
    ));
    drop(log);
}

#[test]
fn what_is_opened_to_read_is_not_written() {
    let (_directory, path) = scratch();
    finished(&path, 1);
    let log = Log::read(&path).expect("a log");
    let before = bytes(&path);
    for refused in [log.append(key(9, 9), b""), log.finish()] {
        assert!(matches!(refused.expect_err("read only").fault(), Fault::ReadOnly));
    }
    assert_eq!(bytes(&path), before);
}

#[test]
fn nothing_is_replaced_and_nothing_is_left_beside() {
    let (directory, path) = scratch();
    std::fs::write(&path, "dear diary").expect("writable");
    let refused = Log::create(&path, b"a job", Share::WHOLE).expect_err("there is one");
    assert_eq!(
        refused.to_string(),
        format!(
            "{} exists already\n  = note: results are never written over another file\n  = help: delete it, or name another file",
            path.display()
        )
    );
    assert_eq!(bytes(&path), b"dear diary");
    let nowhere = directory.path().join("none").join("a");
    let refused = Log::create(&nowhere, b"", Share::WHOLE).expect_err("no such directory");
    assert!(matches!(refused.fault(), Fault::System(_)), "{refused}");
    let refused = Log::create(directory.path(), b"", Share::WHOLE).expect_err("a directory");
    assert!(
        matches!(refused.fault(), Fault::Exists | Fault::Directory),
        "{refused}"
    );
    assert_eq!(std::fs::read_dir(directory.path()).expect("readable").count(), 1);
}

#[test]
fn files_that_are_no_logs_are_told_apart() {
    let (directory, path) = scratch();
    let say = |content: &[u8]| {
        let refused = super::open_as(&path, content).expect_err("no log").to_string();
        let name = path.display().to_string();
        assert!(
            refused.starts_with(&name) && refused.contains("\n  = help: "),
            "{refused}"
        );
        refused.lines().next().unwrap_or_default().replace(&name, "F")
    };
    assert_eq!(say(b""), "F is empty: it is neither a checkpoint nor a part");
    let foreign = "F is neither a checkpoint nor a part written by headcount";
    assert_eq!(say(b"[center]\nname = \"Bank\"\n"), foreign);
    assert_eq!(say(b"\x89PNG\r\n\x1a\n"), foreign);
    assert_eq!(say(&[0; 20_000]), foreign);
    std::fs::remove_file(&path).expect("removable");
    finished(&path, 1);
    let mut later = bytes(&path);
    later[14] = 3;
    assert_eq!(
        say(&later),
        "F is in format 3; this version of headcount knows format 2"
    );
    std::fs::remove_file(&path).expect("removable");
    let refused = Log::open(&path).expect_err("absent");
    assert!(matches!(refused.fault(), Fault::System(_)), "{refused}");
    let refused = Log::open(directory.path()).expect_err("a directory");
    assert!(matches!(refused.fault(), Fault::Directory), "{refused}");
    if cfg!(unix) {
        let refused = Log::open("/dev/null".as_ref()).expect_err("no ordinary file");
        assert!(matches!(refused.fault(), Fault::Foreign), "{refused}");
    }
}

#[test]
fn a_file_spoilt_after_it_was_opened_is_noticed() {
    let (_directory, path) = scratch();
    let keys = finished(&path, 2);
    let log = Log::read(&path).expect("a log");
    let mut spoilt = bytes(&path);
    spoilt[4096 * 3 + 26] ^= 1;
    std::fs::write(&path, &spoilt).expect("writable");
    let refused = log.get(keys[0]).expect_err("spoilt");
    assert!(
        matches!(refused.fault(), Fault::Damaged(Damage::Record { at: 12_288 })),
        "{refused}"
    );
    std::fs::write(&path, &spoilt[..4096 * 3 + 30]).expect("writable");
    let refused = log.get(keys[3]).expect_err("gone");
    assert!(matches!(refused.fault(), Fault::Damaged(_)), "{refused}");
}

#[test]
fn a_block_that_could_not_be_written_is_not_here_and_may_come_again() {
    let (_directory, path) = scratch();
    finished(&path, 2);
    let before = bytes(&path);
    let file = std::fs::File::open(&path).expect("readable");
    let log = Log::load(&path, file, true).expect("a log");
    let refused = log
        .append(key(5, 5), b"block")
        .expect_err("a file open for reading");
    assert!(matches!(refused.fault(), Fault::System(_)), "{refused}");
    assert!(!log.contains(key(5, 5)));
    assert_eq!(bytes(&path), before);
    assert_eq!(log.get(key(1, 1)).expect("readable"), Some(payload(key(1, 1))));
}
