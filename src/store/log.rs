//! The file in which finished blocks of replications are kept.
//!
//! It only ever grows. Whatever ends the program, the records that were written whole are still there: what
//! is written survives the process in the system's cache, and a power failure costs at most what was added
//! since the last *commit*. A commit makes the disk take in the records, and only then notes, in one of two
//! places in turn, up to where the file can be relied on; a note spoilt in the writing leaves the other.
//! Hence, on opening: what a note vouches for must be there and right, or the file is damaged and is refused
//! as it stands; after that, whole records count, and from the first that is not whole on the rest is what a
//! sudden end leaves, and is overwritten by the next record.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{self, Mutex, MutexGuard, PoisonError};

use super::fault::{Damage, Fault, LogError};
use super::files;
use super::key::Key;
use super::layout::{self, Head, Note, Place};
use super::share::Share;

/// New records that may wait for a commit, as a share of those that are safe.
const UNSAFE_SHARE: usize = 16;

/// That share is never taken for fewer records, nor for more. A commit takes as long as some ten milliseconds
/// of simulation: this keeps commits few for blocks that take microseconds, and losses small for blocks
/// that take seconds.
const UNSAFE_RECORDS: (usize, usize) = (16, 1024);

/// Finished blocks in a file. Threads may share it.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    head: Head,
    writable: bool,
    /// Where it reads and writes belongs to who holds `records`.
    file: File,
    records: Mutex<Records>,
    /// Held through a commit. Taken before `records`, never after.
    safe: Mutex<Safe>,
}

/// What the file holds.
#[derive(Debug, Default)]
struct Records {
    places: BTreeMap<Key, Place>,
    /// Where the next record goes.
    end: u64,
    /// Whether something that is no record may stand after the end.
    ragged: bool,
}

/// What the disk holds.
#[derive(Debug)]
struct Safe {
    /// What each note says; nothing of one that is spoilt.
    notes: [Option<Note>; 2],
    /// Records that are safe.
    records: usize,
}

impl Log {
    /// A new file for a job that the header describes, of which it holds a share. It appears whole under its
    /// name, and is locked against other processes where the file system can.
    ///
    /// # Errors
    /// If there is something of that name, or the file cannot be written.
    pub fn create(path: &Path, header: &[u8], share: Share) -> Result<Log, LogError> {
        let create = || {
            let made = files::write_new(path, &layout::new_log(header, share));
            let file = made.map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => Fault::Exists,
                _ => Fault::System(error),
            })?;
            lock(&file)?;
            Log::load(path, file, true)
        };
        create().map_err(|fault| LogError::new(path, fault))
    }

    /// Opens a file to go on with, and locks it against other processes where the file system can. The file is
    /// not changed before the first [`append`](Log::append).
    ///
    /// # Errors
    /// If it is no log, is damaged, is being written by another process, or cannot be read or written.
    pub fn open(path: &Path) -> Result<Log, LogError> {
        let open = || {
            ordinary(path)?;
            let file = OpenOptions::new().read(true).write(true).open(path)?;
            lock(&file)?;
            Log::load(path, file, true)
        };
        open().map_err(|fault| LogError::new(path, fault))
    }

    /// Opens a file to read only. Another process may be writing to it: what it adds from now on is not seen.
    ///
    /// # Errors
    /// If it is no log, is damaged, or cannot be read.
    pub fn read(path: &Path) -> Result<Log, LogError> {
        let read = || {
            ordinary(path)?;
            Log::load(path, File::open(path)?, false)
        };
        read().map_err(|fault| LogError::new(path, fault))
    }

    pub(super) fn load(path: &Path, file: File, writable: bool) -> Result<Log, Fault> {
        let mut reader = BufReader::new(&file);
        reader.seek(SeekFrom::Start(0))?;
        let head = Head::read(&mut reader, file.metadata()?.len())?;
        let notes = head.read_notes(&mut reader, file.metadata()?.len())?;
        // Asked for after the notes: whoever writes to it has written more than they say.
        let length = file.metadata()?.len();
        let stored = notes.iter().flatten().map(|note| note.stored).max();
        let stored = stored.unwrap_or(head.records_at());
        if length < stored {
            return Err(Damage::CutOff {
                length,
                written: stored,
            }
            .into());
        }
        reader.seek(SeekFrom::Start(head.records_at()))?;
        let mut records = Records {
            end: head.records_at(),
            ..Records::default()
        };
        records.take_in(&mut reader, stored)?;
        if records.end < stored {
            return Err(Damage::Record { at: records.end }.into());
        }
        let safe = Safe {
            notes,
            records: records.places.len(),
        };
        records.take_in(&mut reader, length)?;
        records.ragged = records.end < length;
        Ok(Log {
            path: path.to_owned(),
            head,
            writable,
            file,
            records: Mutex::new(records),
            safe: Mutex::new(safe),
        })
    }

    /// Its file, as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What describes the job.
    pub fn header(&self) -> &[u8] {
        &self.head.header
    }

    /// The share of the job that it holds.
    pub fn share(&self) -> Share {
        self.head.share
    }

    /// Whether that block is here.
    pub fn contains(&self, key: Key) -> bool {
        self.records().places.contains_key(&key)
    }

    /// The blocks that are here, in ascending order.
    pub fn keys(&self) -> Vec<Key> {
        self.records().places.keys().copied().collect()
    }

    /// Reads a block, if it is here.
    ///
    /// # Errors
    /// If it cannot be read, or is no longer what was written.
    pub fn get(&self, key: Key) -> Result<Option<Vec<u8>>, LogError> {
        let Some(place) = self.records().places.get(&key).copied() else {
            return Ok(None);
        };
        let damaged = || self.error(Damage::Record { at: place.at });
        // The record was there when the file was opened or appended to, so that its length is no fancy.
        let mut record = vec![0; usize::try_from(place.length).map_err(|_| damaged())?];
        {
            let _position = self.records();
            let read = (&self.file)
                .seek(SeekFrom::Start(place.at))
                .and_then(|_| (&self.file).read_exact(&mut record));
            read.map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => damaged(),
                _ => self.error(error),
            })?;
        }
        layout::payload(key, &record).map(Some).ok_or_else(damaged)
    }

    /// Adds a block. Of a block that is here already the first stays. It survives the end of the program at
    /// once, and the loss of power from one of the next commits on, at the latest from [`finish`](Log::finish).
    ///
    /// # Errors
    /// If it cannot be written; then it is not here, and may be added again.
    pub fn append(&self, key: Key, payload: &[u8]) -> Result<(), LogError> {
        if !self.writable {
            return Err(self.error(Fault::ReadOnly));
        }
        if self.contains(key) {
            return Ok(());
        }
        let record = layout::record(key, payload).map_err(|error| self.error(error))?;
        self.records()
            .add(&self.file, key, &record)
            .map_err(|error| self.error(error))?;
        // Who finds a commit under way leaves the next one to a later record.
        let safe = match self.safe.try_lock() {
            Ok(safe) => safe,
            Err(sync::TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(sync::TryLockError::WouldBlock) => return Ok(()),
        };
        let waiting = self.records().places.len() - safe.records;
        let (least, most) = UNSAFE_RECORDS;
        if waiting >= (safe.records / UNSAFE_SHARE).clamp(least, most) {
            self.commit(safe).map_err(|error| self.error(error))?;
        }
        Ok(())
    }

    /// Sees to it that everything is on the disk, and that both notes say so.
    ///
    /// # Errors
    /// If the system cannot promise it.
    pub fn finish(&self) -> Result<(), LogError> {
        if !self.writable {
            return Err(self.error(Fault::ReadOnly));
        }
        for _ in 0..2 {
            let safe = self.safe.lock().unwrap_or_else(PoisonError::into_inner);
            let end = self.records().end;
            if safe
                .notes
                .iter()
                .all(|note| note.is_some_and(|note| note.stored == end))
            {
                break;
            }
            self.commit(safe).map_err(|error| self.error(error))?;
        }
        Ok(())
    }

    fn commit(&self, mut safe: MutexGuard<'_, Safe>) -> io::Result<()> {
        let (stored, records) = {
            let records = self.records();
            (records.end, records.places.len())
        };
        // The records first: a note must never vouch for what is not there.
        self.file.sync_data()?;
        let newest = safe.notes.iter().flatten().map(|note| note.sequence).max();
        let sequence = newest.map_or(0, |newest| newest.wrapping_add(1));
        let note = Note { sequence, stored };
        {
            let _position = self.records();
            (&self.file).seek(SeekFrom::Start(self.head.note_at(sequence)))?;
            (&self.file).write_all(&note.bytes())?;
        }
        self.file.sync_data()?;
        safe.notes[usize::from(sequence % 2 == 1)] = Some(note);
        safe.records = records;
        Ok(())
    }

    fn records(&self) -> MutexGuard<'_, Records> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn error(&self, fault: impl Into<Fault>) -> LogError {
        LogError::new(&self.path, fault.into())
    }
}

impl Records {
    /// Takes in the records that stand next, up to the limit or the first that is not whole.
    fn take_in(&mut self, file: &mut impl Read, limit: u64) -> io::Result<()> {
        while self.end < limit {
            let Some((key, place)) = layout::skim(file, self.end, limit)? else {
                break;
            };
            self.places.entry(key).or_insert(place);
            self.end = place.end();
        }
        Ok(())
    }

    fn add(&mut self, mut file: &File, key: Key, record: &[u8]) -> io::Result<()> {
        if self.places.contains_key(&key) {
            return Ok(());
        }
        if self.ragged {
            file.set_len(self.end)?;
        }
        self.ragged = true;
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(record)?;
        self.ragged = false;
        let place = Place {
            at: self.end,
            length: record.len() as u64,
        };
        self.places.insert(key, place);
        self.end = place.end();
        Ok(())
    }
}

/// Refuses what is no file before it is opened: some of it would never answer.
fn ordinary(path: &Path) -> Result<(), Fault> {
    let metadata = path.metadata()?;
    if metadata.is_dir() {
        return Err(Fault::Directory);
    }
    if !metadata.is_file() {
        return Err(Fault::Foreign);
    }
    Ok(())
}

/// Keeps other processes from writing. A file system that has no locks must do without.
fn lock(file: &File) -> Result<(), Fault> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Fault::InUse),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}
