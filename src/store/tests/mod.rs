//! Logs as they are written, and as accidents leave them.

mod accidents;
mod ordinary;
mod parts;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

use super::{Key, Log, LogError, Share};

fn key(case: u32, block: u32) -> Key {
    Key { case, block }
}

/// A payload of its own for each key: some empty, some that deflate well, some that do not.
fn payload(key: Key) -> Vec<u8> {
    let seed = u64::from(key.case) << 32 | u64::from(key.block);
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let length = random.random_range(0..120);
    match key.block % 3 {
        0 => vec![key.block as u8; length],
        _ => (0..length).map(|_| random.random()).collect(),
    }
}

fn append_all(log: &Log, keys: impl IntoIterator<Item = Key>) {
    for key in keys {
        log.append(key, &payload(key)).expect("can be written");
    }
}

/// That a log holds those blocks, all of them right, and no others.
fn assert_holds(log: &Log, keys: &[Key]) {
    assert_eq!(log.keys(), keys);
    for &key in keys {
        assert!(log.contains(key));
        assert_eq!(log.get(key).expect("can be read"), Some(payload(key)), "{key}");
    }
}

/// A finished log of two scenarios with so many blocks each.
fn finished(path: &Path, blocks: u32) -> Vec<Key> {
    let log = Log::create(path, b"a job", Share::WHOLE).expect("a new file");
    let keys: Vec<Key> = (0..2)
        .flat_map(|case| (0..blocks).map(move |block| key(case, block)))
        .collect();
    append_all(&log, keys.iter().copied());
    log.finish().expect("can be synced");
    keys
}

fn scratch() -> (tempfile::TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("a.checkpoint");
    (directory, path)
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("readable")
}

/// Opens a file of these bytes, to go on or to read, and sees that opening changes nothing.
fn open_as(path: &Path, content: &[u8]) -> Result<Log, LogError> {
    // In place: a file emptied and written again is flushed to the disk by some file systems, thousands of times.
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path);
    let mut file = file.expect("writable");
    file.write_all(content).expect("writable");
    file.set_len(content.len() as u64).expect("writable");
    let read = Log::read(path);
    let opened = Log::open(path);
    assert_eq!(
        read.as_ref().map(Log::keys).map_err(LogError::to_string),
        opened.as_ref().map(Log::keys).map_err(LogError::to_string)
    );
    assert!(bytes(path) == content, "opening changed the file");
    opened
}
