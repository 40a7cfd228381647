//! Every way in which a file can be cut, spoilt, or left by a sudden end.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::super::{Damage, Fault, Key, Log, Share};
use super::{append_all, assert_holds, bytes, finished, key, open_as, payload, scratch};

/// Where the notes and the records of a small log begin.
const NOTES: usize = 4096;
const RECORDS: usize = 4096 * 3;

#[test]
fn a_finished_file_cut_anywhere_is_refused() {
    let (_directory, path) = scratch();
    finished(&path, 6);
    let whole = bytes(&path);
    for length in 0..whole.len() {
        let refused = open_as(&path, &whole[..length]).expect_err("cut off");
        let right = match length {
            0 => matches!(refused.fault(), Fault::Empty),
            1..14 => matches!(refused.fault(), Fault::Foreign),
            14..RECORDS => matches!(refused.fault(), Fault::Damaged(Damage::HeadCutOff { .. })),
            _ => matches!(refused.fault(), Fault::Damaged(Damage::CutOff { .. })),
        };
        assert!(right, "{length} bytes: {refused}");
    }
    let refused = open_as(&path, &whole[..RECORDS + 30])
        .expect_err("cut off")
        .to_string();
    let (name, written) = (path.display(), whole.len());
    assert_eq!(
        refused,
        format!(
            "{name} is damaged: it ends at byte 12318, but was written up to byte {written}\n  \
             = note: its results cannot be trusted; nothing in it has been changed\n  \
             = help: use a copy if there is one; or delete it and run again what wrote it, from the start"
        )
    );
}

#[test]
fn a_byte_spoilt_anywhere_is_noticed_or_harmless() {
    let (_directory, path) = scratch();
    let keys = finished(&path, 6);
    let whole = bytes(&path);
    for at in 0..whole.len() {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 1 << (at % 8);
        let opened = open_as(&path, &spoilt);
        if (NOTES..RECORDS).contains(&at) {
            // The other note vouches for every record all the same.
            let log = opened.unwrap_or_else(|error| panic!("byte {at}: {error}"));
            assert_eq!(log.keys(), keys);
        } else {
            let refused = opened.expect_err("spoilt");
            assert!(
                !matches!(refused.fault(), Fault::System(_)),
                "byte {at}: {refused}"
            );
        }
    }
    // With one note spoilt, the other still refuses what is cut off, and the next commit mends it.
    for note in [NOTES, NOTES + 4096] {
        let mut spoilt = whole.clone();
        spoilt[note] ^= 1;
        let refused = open_as(&path, &spoilt[..whole.len() - 1]).expect_err("cut off");
        assert!(
            matches!(refused.fault(), Fault::Damaged(Damage::CutOff { .. })),
            "{refused}"
        );
        let log = open_as(&path, &spoilt).expect("a log");
        log.finish().expect("can be synced");
        drop(log);
        let mut mended = bytes(&path);
        mended[NOTES + 4096 - (note - NOTES)] ^= 1;
        assert_holds(&open_as(&path, &mended).expect("a log"), &keys);
    }
    let mut spoilt = whole.clone();
    spoilt[NOTES] ^= 1;
    spoilt[NOTES + 4096] ^= 1;
    let refused = open_as(&path, &spoilt).expect_err("no note is left");
    assert!(
        matches!(refused.fault(), Fault::Damaged(Damage::Notes { .. })),
        "{refused}"
    );
}

#[test]
fn a_sudden_end_loses_no_record_that_was_whole() {
    let (_directory, path) = scratch();
    let safe = finished(&path, 3);
    let safe_length = bytes(&path).len();
    let log = Log::open(&path).expect("a log");
    let new: Vec<_> = (0..8).map(|block| key(7, block)).collect();
    let mut ends = Vec::new();
    for &key in &new {
        append_all(&log, [key]);
        ends.push(bytes(&path).len());
    }
    drop(log);
    let whole = bytes(&path);
    for cut in safe_length..=whole.len() {
        let log = open_as(&path, &whole[..cut]).expect("what a sudden end leaves is a log");
        let kept = ends.iter().filter(|&&end| end <= cut).count();
        assert_holds(&log, &[&safe[..], &new[..kept]].concat());
        append_all(&log, new.iter().copied());
        assert!(bytes(&path) == whole, "cut at byte {cut}, then gone on");
    }
}

#[test]
fn what_stands_after_the_last_whole_record_is_overwritten() {
    let (_directory, path) = scratch();
    let keys = finished(&path, 3);
    let whole = bytes(&path);
    let noise = || (0..9000u32).map(|byte| (byte.wrapping_mul(2_654_435_761) >> 24) as u8);
    for tail in [vec![0; 9000], noise().collect(), whole[RECORDS + 1..].to_vec()] {
        let log = open_as(&path, &[&whole[..], &tail].concat()).expect("what a sudden end leaves is a log");
        assert_holds(&log, &keys);
        append_all(&log, [key(7, 0)]);
        drop(log);
        let all = [&keys[..], &[key(7, 0)]].concat();
        assert_holds(&open_as(&path, &bytes(&path)).expect("a log"), &all);
        assert!(bytes(&path).len() < whole.len() + 200);
    }
}

#[test]
fn a_note_half_written_leaves_the_other() {
    let (_directory, path) = scratch();
    let mut keys = finished(&path, 3);
    let log = Log::open(&path).expect("a log");
    append_all(&log, (0..8).map(|block| key(7, block)));
    keys.extend((0..8).map(|block| key(7, block)));
    let before = bytes(&path);
    log.finish().expect("can be synced");
    drop(log);
    let after = bytes(&path);
    // Two commits wrote a note each, in either order: of the page being written a part is on the disk.
    for (page, old, new) in [
        (NOTES, &before, &after),
        (NOTES + 4096, &before, &after),
        (NOTES, &after, &before),
        (NOTES + 4096, &after, &before),
    ] {
        for written in (0..20).chain((20..4080).step_by(101)).chain(4080..=4096) {
            let mut torn = old.clone();
            torn[page..][..written].copy_from_slice(&new[page..][..written]);
            assert_holds(&open_as(&path, &torn).expect("a note is left"), &keys);
        }
    }
}

#[test]
fn commits_keep_all_but_a_sixteenth_safe_and_stay_few() {
    let (_directory, path) = scratch();
    let log = Log::create(&path, b"a job", Share::WHOLE).expect("a new file");
    let mut commits = 0;
    let mut notes = bytes(&path)[NOTES..RECORDS].to_vec();
    for block in 0..600 {
        append_all(&log, [key(0, block)]);
        let now = bytes(&path);
        commits += u32::from(now[NOTES..RECORDS] != notes);
        notes = now[NOTES..RECORDS].to_vec();
        let stored = notes
            .chunks(4096)
            .map(|note| u64::from_le_bytes(note[8..16].try_into().expect("eight bytes")))
            .max()
            .expect("two notes");
        // A power failure now: what was not safe is gone.
        if block % 50 == 49 {
            let other = path.with_extension("other");
            let kept = open_as(&other, &now[..stored as usize])
                .expect("a log")
                .keys()
                .len();
            assert!(kept + 16.max(kept / 16) > block as usize, "{kept} of {block}");
        }
    }
    assert!((25..45).contains(&commits), "{commits} commits");
}

#[test]
fn lengths_that_no_file_has_are_refused() {
    let (_directory, path) = scratch();
    finished(&path, 1);
    let whole = bytes(&path);
    let reseal = |content: &mut [u8], range: std::ops::Range<usize>| {
        let crc = crc32fast::hash(&content[range.start..range.end - 4]);
        content[range.end - 4..range.end].copy_from_slice(&crc.to_le_bytes());
    };
    for lie in [u64::MAX, u64::MAX - 31, 1 << 40] {
        let mut content = whole.clone();
        content[24..32].copy_from_slice(&lie.to_le_bytes());
        reseal(&mut content, 0..4096);
        open_as(&path, &content).expect_err("a header that long");

        let mut content = whole.clone();
        for note in [NOTES, NOTES + 4096] {
            content[note + 8..note + 16].copy_from_slice(&lie.to_le_bytes());
            reseal(&mut content, note..note + 4096);
        }
        let refused = open_as(&path, &content).expect_err("a file that long");
        assert!(
            matches!(refused.fault(), Fault::Damaged(Damage::CutOff { .. })),
            "{refused}"
        );

        let mut content = whole.clone();
        content[RECORDS + 16..RECORDS + 24].copy_from_slice(&lie.to_le_bytes());
        open_as(&path, &content).expect_err("a record that long");

        let mut content = whole.clone();
        let stored = content[RECORDS + 16..RECORDS + 24]
            .try_into()
            .expect("eight bytes");
        let end = RECORDS + 28 + u64::from_le_bytes(stored) as usize;
        content[RECORDS + 8..RECORDS + 16].copy_from_slice(&lie.to_le_bytes());
        reseal(&mut content, RECORDS..end);
        let log = open_as(&path, &content).expect("only the payload is wrong");
        let refused = log.get(key(0, 0)).expect_err("a payload that long");
        assert!(
            matches!(refused.fault(), Fault::Damaged(Damage::Record { .. })),
            "{refused}"
        );
    }
    let mut content = whole.clone();
    content[16..20].copy_from_slice(&9u32.to_le_bytes());
    reseal(&mut content, 0..4096);
    let refused = open_as(&path, &content).expect_err("the ninth share of one");
    assert!(
        matches!(refused.fault(), Fault::Damaged(Damage::Head { .. })),
        "{refused}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Bytes cut out, put in or written over, wherever: refused, or every block that is there is right.
    #[test]
    fn nothing_wrong_is_ever_taken_for_right(
        at in any::<proptest::sample::Index>(),
        out in 0usize..300,
        put in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        static WHOLE: LazyLock<(Vec<Key>, Vec<u8>)> = LazyLock::new(|| {
            let (_directory, path) = scratch();
            (finished(&path, 6), bytes(&path))
        });
        let (_directory, path) = scratch();
        let (keys, mut content) = WHOLE.clone();
        let at = at.index(content.len());
        let end = content.len().min(at + out);
        let same = content[at..end] == put;
        content.splice(at..end, put);
        match open_as(&path, &content) {
            Err(refused) => prop_assert!(!same, "{refused}"),
            Ok(log) => {
                prop_assert_eq!(log.keys(), keys);
                for key in log.keys() {
                    prop_assert_eq!(log.get(key).expect("readable"), Some(payload(key)));
                }
            }
        }
    }
}
