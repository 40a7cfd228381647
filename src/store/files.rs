//! Files written whole or not at all: what is interrupted leaves the old file, or none.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

/// The file that is being written, under the name it has until it is whole.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Writes a file beside its place and then moves it there.
///
/// # Errors
/// When it cannot be written; the message names the path.
pub fn write_whole(path: &Path, contents: &[u8]) -> io::Result<()> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    if path.is_dir() {
        let error = io::Error::new(io::ErrorKind::IsADirectory, "is a directory");
        return Err(named(error));
    }
    write_beside(path, contents, |file| Ok(file.persist(path)?))
        .map(drop)
        .map_err(named)
}

/// Writes a new file beside its place and then moves it there, to stay if the power fails; returns it open for
/// reading and writing.
///
/// # Errors
/// When it cannot be written, or when something has that name already: that is not replaced.
pub(super) fn write_new(path: &Path, contents: &[u8]) -> io::Result<File> {
    let file = write_beside(path, contents, |file| Ok(file.persist_noclobber(path)?))?;
    // A name is on the disk when its directory is. Not every system can be asked to see to that; where one
    // cannot, a power failure may take the new file away whole.
    let _ = File::open(directory_of(path)).and_then(|directory| directory.sync_all());
    Ok(file)
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn write_beside(
    path: &Path,
    contents: &[u8],
    place: impl FnOnce(NamedTempFile) -> io::Result<File>,
) -> io::Result<File> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".headcount-");
    #[cfg(unix)]
    {
        // As an ordinary new file would have it: the process's umask takes its share.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(directory_of(path))?;
    note_unfinished(Some(file.path().to_owned()));
    let written = file
        .write_all(contents)
        .and_then(|()| file.as_file().sync_all())
        .and_then(|()| place(file));
    note_unfinished(None);
    written
}

fn note_unfinished(path: Option<PathBuf>) {
    *UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner) = path;
}

/// Takes away what has not become a file yet, before the program ends in the middle of writing.
pub fn remove_unfinished() {
    if let Some(path) = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // Nothing more can be done about one that cannot be removed.
        let _ = std::fs::remove_file(path);
    }
}

/// Makes a directory and those above it, if they do not exist.
///
/// # Errors
/// When it cannot be made; the message names the path.
pub fn make_directory(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_as_a_whole_and_nothing_else_is_left() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join("a.csv");
        write_whole(&path, b"old").expect("writable");
        write_whole(&path, b"new and longer").expect("writable");
        assert_eq!(std::fs::read(&path).expect("readable"), b"new and longer");
        assert_eq!(std::fs::read_dir(directory.path()).expect("readable").count(), 1);
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let path = directory.path().join("a.part");
        write_new(&path, b"first").expect("writable");
        let refused = write_new(&path, b"second").expect_err("there is one already");
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).expect("readable"), b"first");
        assert_eq!(std::fs::read_dir(directory.path()).expect("readable").count(), 1);
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let directory = tempfile::tempdir().expect("a temporary directory");
        let missing = directory.path().join("none").join("a.csv");
        let error = write_whole(&missing, b"").expect_err("there is no such directory");
        assert!(error.to_string().contains("a.csv"), "{error}");
        let error = write_whole(directory.path(), b"").expect_err("a directory is no file");
        assert!(error.to_string().contains("is a directory"), "{error}");
    }
}
