//! Parts of one job, and of several.

use std::path::{Path, PathBuf};

use super::super::{Key, Log, Parts, PartsError, Share};
use super::{append_all, key, payload};

/// Blocks of each scenario of the job.
const JOB: [u32; 3] = [10, 1, 7];

fn job() -> impl Iterator<Item = Key> {
    (0..)
        .zip(JOB)
        .flat_map(|(case, blocks)| (0..blocks).map(move |block| key(case, block)))
}

/// The part of that share, without the blocks that are not wanted.
fn part(directory: &Path, share: &str, wanted: impl Fn(Key) -> bool) -> PathBuf {
    let share: Share = share.parse().expect("a share");
    let path = directory.join(format!("{}-{}.part", share.number(), share.of()));
    let log = Log::create(&path, b"a job", share).expect("a new file");
    append_all(&log, job().filter(|&key| share.holds(key) && wanted(key)));
    log.finish().expect("can be synced");
    path
}

fn together<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<Parts, PartsError> {
    Parts::new(
        paths
            .into_iter()
            .map(|path| Log::read(path).expect("a log"))
            .collect(),
    )
}

fn missing(parts: &Parts, directory: &Path) -> String {
    let text = parts.missing(&JOB).expect("something is missing").to_string();
    text.replace(&format!("{}/", directory.display()), "")
}

#[test]
fn parts_in_any_order_are_the_whole() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for of in [1, 3, 7] {
        let mut paths: Vec<_> = (1..=of)
            .map(|number| part(directory.path(), &format!("{number}/{of}"), |_| true))
            .collect();
        for _ in 0..of {
            paths.rotate_left(1);
            let parts = together(&paths).expect("parts of one job");
            assert_eq!(parts.missing(&JOB), None);
            assert_eq!(parts.header(), b"a job");
            assert!(parts.files().eq(paths.iter()));
            for key in job() {
                assert_eq!(parts.get(key).expect("readable"), Some(payload(key)));
            }
            assert_eq!(parts.get(key(3, 0)).expect("readable"), None);
        }
    }
}

#[test]
fn what_is_missing_is_said_by_share() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let directory = directory.path();
    let first = part(directory, "1/3", |_| true);
    let second = part(directory, "2/3", |key| key.case < 1 && key.block < 6);
    let third = part(directory, "3/3", |key| key.block != 2 && key.block != 6);
    let parts = together([&third, &first]).expect("parts of one job");
    assert_eq!(
        missing(&parts, directory),
        "part 2 of 3 is missing: none of these files holds it\n\
         part 3 of 3 (3-3.part) is unfinished: 2 of its 6 blocks are missing: scenario 1, block 3; \
         scenario 3, block 7"
    );
    let parts = together([&third, &first, &second]).expect("parts of one job");
    let lacks = parts.missing(&JOB).expect("two are unfinished").lacks;
    assert_eq!(
        lacks.iter().map(|lack| lack.share.number()).collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(
        missing(&parts, directory).lines().next(),
        Some(
            "part 2 of 3 (2-3.part) is unfinished: 4 of its 6 blocks are missing: scenario 1, block 8 to \
             scenario 3, block 6"
        )
    );
    let empty = part(directory, "4/5", |_| false);
    assert_eq!(
        missing(&together([&empty]).expect("a part"), directory)
            .lines()
            .nth(3),
        Some("part 4 of 5 (4-5.part) is unfinished: it holds nothing yet")
    );
}

#[test]
fn of_a_job_in_one_piece_gaps_are_named_up_to_a_few() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let directory = directory.path();
    let whole = part(directory, "1/1", |key| {
        key.case > 0 || (3..7).contains(&key.block)
    });
    let parts = together([&whole]).expect("a part");
    let words = "1-1.part is unfinished: 6 of its 18 blocks are missing: ";
    assert_eq!(
        missing(&parts, directory),
        format!("{words}scenario 1, blocks 1 to 3; scenario 1, blocks 8 to 10")
    );
    let alone = parts.missing(&JOB[..1]).expect("the same").to_string();
    assert!(
        alone.ends_with("6 of its 10 blocks are missing: blocks 1 to 3; blocks 8 to 10"),
        "{alone}"
    );
    std::fs::remove_file(&whole).expect("removable");
    let whole = part(directory, "1/1", |key| key.block % 2 == 0);
    let text = missing(&together([&whole]).expect("a part"), directory);
    assert!(text.ends_with("scenario 1, block 8; and 4 more gaps"), "{text}");
    // Split in two ways at once, no share can be blamed.
    let other = part(directory, "1/2", |_| true);
    let text = missing(&together([&whole, &other]).expect("parts of one job"), directory);
    assert!(
        text.starts_with("these 2 files do not make up the job: "),
        "{text}"
    );
}

#[test]
fn a_block_may_come_twice_if_it_is_the_same() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let whole = part(directory.path(), "1/1", |_| true);
    let half = part(directory.path(), "2/2", |_| true);
    let parts = together([&half, &whole, &half]).expect("they agree");
    assert_eq!(parts.missing(&JOB), None);
    let wrong = directory.path().join("wrong");
    let log = Log::create(&wrong, b"a job", Share::WHOLE).expect("a new file");
    log.append(key(2, 4), b"something else").expect("can be written");
    drop(log);
    let refused = together([&half, &wrong, &whole])
        .expect_err("they disagree")
        .to_string();
    let names = format!("{} and {} disagree", wrong.display(), whole.display());
    assert!(
        refused.starts_with(&format!("{names} about scenario 3, block 5\n")),
        "{refused}"
    );
}

#[test]
fn parts_of_different_jobs_are_both_named() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let ours = part(directory.path(), "1/2", |_| true);
    let theirs = directory.path().join("theirs");
    drop(Log::create(&theirs, b"another job", Share::WHOLE).expect("a new file"));
    let refused = together([&ours, &ours, &theirs])
        .expect_err("two jobs")
        .to_string();
    let names = format!(
        "{} and {} are parts of different jobs\n",
        ours.display(),
        theirs.display()
    );
    assert!(
        refused.starts_with(&names) && refused.contains("\n  = help: "),
        "{refused}"
    );
    assert!(matches!(together([]), Err(PartsError::NoParts)));
}
