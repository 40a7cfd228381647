//! The bytes of a log.
//!
//! ```text
//! head     magic (14 bytes), format (u16), share (u32 of u32), length of the header (u64), header,
//!          zeros, CRC-32 of all that; whole pages of 4096 bytes
//! note 0   sequence (u64), bytes safely stored (u64), zeros, CRC-32 of all that; one page
//! note 1   the same; a note of sequence s stands in place s mod 2
//! records  case (u32), block (u32), bytes of the payload (u64), bytes of it as stored (u64),
//!          payload, CRC-32 of all that; one after the other
//! ```
//!
//! Numbers are little-endian. A payload is stored deflated where that is shorter, and as it is otherwise, so
//! that the two lengths say which. Each note has a page of its own because a disk that loses power in the
//! middle of a write spoils at most the page being written.

use std::io::{self, Read};

use crc32fast::Hasher;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::fault::{Damage, Fault};
use super::key::Key;
use super::share::Share;

/// The one format there is.
pub(super) const FORMAT: u16 = 2;

/// Not text, and spoilt by any transfer that takes it for text.
const MAGIC: [u8; 14] = *b"\x89headcount\r\n\x1a\n";

/// What a disk writes whole or spoils.
const PAGE: u64 = 4096;

/// Bytes of a checksum.
const CRC: u64 = 4;

/// Bytes of a head before the header.
const HEAD_START: u64 = 32;

/// Bytes of a record before its payload.
const RECORD_START: usize = 24;

/// What stands at the start of a log for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub share: Share,
    pub header: Vec<u8>,
    /// Bytes of it in the file.
    pub length: u64,
}

/// A note of what is safely on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Note {
    /// From 0, one more each time.
    pub sequence: u64,
    /// The file up to here is on the disk.
    pub stored: u64,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub at: u64,
    /// Bytes of the whole record.
    pub length: u64,
}

impl Place {
    pub fn end(self) -> u64 {
        self.at + self.length
    }
}

/// A new log without records: its head and both its notes.
pub(super) fn new_log(header: &[u8], share: Share) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT.to_le_bytes());
    bytes.extend(share.number().to_le_bytes());
    bytes.extend(share.of().to_le_bytes());
    bytes.extend((header.len() as u64).to_le_bytes());
    bytes.extend(header);
    let pages = (bytes.len() as u64 + CRC).div_ceil(PAGE);
    seal(&mut bytes, pages);
    let stored = bytes.len() as u64 + 2 * PAGE;
    for sequence in 0..2 {
        bytes.extend(Note { sequence, stored }.bytes());
    }
    bytes
}

impl Head {
    /// Reads the head of a file of so many bytes.
    pub fn read(file: &mut impl Read, file_length: u64) -> Result<Head, Fault> {
        if file_length == 0 {
            return Err(Fault::Empty);
        }
        let mut bytes = Vec::new();
        file.by_ref().take(HEAD_START).read_to_end(&mut bytes)?;
        let Some(rest) = bytes.strip_prefix(&MAGIC) else {
            return Err(Fault::Foreign);
        };
        let cut_off = Damage::HeadCutOff { length: file_length };
        let Some((format, rest)) = rest.split_first_chunk() else {
            return Err(cut_off.into());
        };
        let format = u16::from_le_bytes(*format);
        if format != FORMAT {
            return Err(Fault::Format(format));
        }
        let Some((number, of, header_length)) = share_and_length(rest) else {
            return Err(cut_off.into());
        };
        let length = header_length
            .checked_add(HEAD_START + CRC)
            .and_then(|needed| needed.checked_next_multiple_of(PAGE))
            .filter(|&length| length <= file_length)
            .ok_or(cut_off)?;
        file.by_ref().take(length - HEAD_START).read_to_end(&mut bytes)?;
        let share = Share::new(number, of).filter(|_| bytes.len() as u64 == length && sealed(&bytes));
        let share = share.ok_or(Damage::Head { end: length })?;
        // It is shorter than what was read, so it fits in memory.
        let header = bytes[HEAD_START as usize..][..header_length as usize].to_vec();
        Ok(Head {
            share,
            header,
            length,
        })
    }

    /// Where a note of that sequence begins.
    pub fn note_at(&self, sequence: u64) -> u64 {
        self.length + sequence % 2 * PAGE
    }

    /// Where the records begin.
    pub fn records_at(&self) -> u64 {
        self.length + 2 * PAGE
    }

    /// Reads the notes, which stand next; one that is not what was written is absent.
    pub fn read_notes(&self, file: &mut impl Read, file_length: u64) -> Result<[Option<Note>; 2], Fault> {
        let mut notes = [None; 2];
        for (place, note) in notes.iter_mut().enumerate() {
            let mut page = Vec::new();
            file.by_ref().take(PAGE).read_to_end(&mut page)?;
            *note = Note::parse(&page)
                .filter(|note| note.sequence % 2 == place as u64 && note.stored >= self.records_at());
        }
        match (file_length < self.records_at(), notes) {
            (true, _) => Err(Damage::HeadCutOff { length: file_length }.into()),
            (_, [None, None]) => Err(Damage::Notes {
                first: self.note_at(0),
                second: self.note_at(1),
            }
            .into()),
            _ => Ok(notes),
        }
    }
}

fn share_and_length(bytes: &[u8]) -> Option<(u32, u32, u64)> {
    let (number, rest) = bytes.split_first_chunk()?;
    let (of, rest) = rest.split_first_chunk()?;
    let (length, _) = rest.split_first_chunk()?;
    Some((
        u32::from_le_bytes(*number),
        u32::from_le_bytes(*of),
        u64::from_le_bytes(*length),
    ))
}

impl Note {
    /// Its page.
    pub fn bytes(self) -> Vec<u8> {
        let mut bytes = self.sequence.to_le_bytes().to_vec();
        bytes.extend(self.stored.to_le_bytes());
        seal(&mut bytes, 1);
        bytes
    }

    fn parse(page: &[u8]) -> Option<Note> {
        if page.len() as u64 != PAGE || !sealed(page) {
            return None;
        }
        let (sequence, rest) = page.split_first_chunk()?;
        let (stored, _) = rest.split_first_chunk()?;
        Some(Note {
            sequence: u64::from_le_bytes(*sequence),
            stored: u64::from_le_bytes(*stored),
        })
    }
}

/// Fills up to so many pages, of which the last four bytes are the checksum of the others.
fn seal(bytes: &mut Vec<u8>, pages: u64) {
    bytes.resize((pages * PAGE - CRC) as usize, 0);
    bytes.extend(crc32fast::hash(bytes).to_le_bytes());
}

/// Whether the last four bytes are the checksum of the others.
fn sealed(bytes: &[u8]) -> bool {
    bytes
        .split_last_chunk()
        .is_some_and(|(rest, crc)| u32::from_le_bytes(*crc) == crc32fast::hash(rest))
}

/// A record's bytes.
pub(super) fn record(key: Key, payload: &[u8]) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; RECORD_START];
    let mut encoder = DeflateEncoder::new(bytes, Compression::fast());
    io::Write::write_all(&mut encoder, payload)?;
    bytes = encoder.finish()?;
    if bytes.len() - RECORD_START >= payload.len() {
        bytes.truncate(RECORD_START);
        bytes.extend(payload);
    }
    let stored = (bytes.len() - RECORD_START) as u64;
    let start = RecordStart {
        key,
        payload: payload.len() as u64,
        stored,
    };
    bytes[..RECORD_START].copy_from_slice(&start.bytes());
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    Ok(bytes)
}

/// What stands before a payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RecordStart {
    key: Key,
    payload: u64,
    stored: u64,
}

impl RecordStart {
    fn bytes(self) -> [u8; RECORD_START] {
        let mut bytes = [0; RECORD_START];
        bytes[..4].copy_from_slice(&self.key.case.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.key.block.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.payload.to_le_bytes());
        bytes[16..].copy_from_slice(&self.stored.to_le_bytes());
        bytes
    }

    fn parse(bytes: &[u8]) -> Option<RecordStart> {
        let (case, rest) = bytes.split_first_chunk()?;
        let (block, rest) = rest.split_first_chunk()?;
        let (payload, rest) = rest.split_first_chunk()?;
        let (stored, _) = rest.split_first_chunk()?;
        Some(RecordStart {
            key: Key {
                case: u32::from_le_bytes(*case),
                block: u32::from_le_bytes(*block),
            },
            payload: u64::from_le_bytes(*payload),
            stored: u64::from_le_bytes(*stored),
        })
    }
}

/// Reads over the record at `at`, which ends before `limit`; none if what stands there is no whole record.
pub(super) fn skim(file: &mut impl Read, at: u64, limit: u64) -> io::Result<Option<(Key, Place)>> {
    let mut start = [0; RECORD_START];
    if !read_whole(file, &mut start)? {
        return Ok(None);
    }
    let Some(parsed) = RecordStart::parse(&start) else {
        return Ok(None);
    };
    let length = parsed.stored.checked_add(RECORD_START as u64 + CRC);
    let Some(length) = length.filter(|&length| length <= limit - at) else {
        return Ok(None);
    };
    let mut hasher = Hasher::new();
    hasher.update(&start);
    let mut left = parsed.stored;
    let mut piece = [0; PAGE as usize];
    while left > 0 {
        let piece = &mut piece[..left.min(PAGE) as usize];
        if !read_whole(file, piece)? {
            return Ok(None);
        }
        hasher.update(piece);
        left -= piece.len() as u64;
    }
    let mut crc = [0; CRC as usize];
    let whole = read_whole(file, &mut crc)? && u32::from_le_bytes(crc) == hasher.finalize();
    Ok(whole.then_some((parsed.key, Place { at, length })))
}

/// Fills the buffer, unless the file ends before.
fn read_whole(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// The payload of a record of that key; none if these bytes are not such a record.
pub(super) fn payload(key: Key, record: &[u8]) -> Option<Vec<u8>> {
    let start = RecordStart::parse(record).filter(|start| start.key == key && sealed(record))?;
    let stored = record.get(RECORD_START..record.len() - CRC as usize)?;
    if stored.len() as u64 != start.stored {
        return None;
    }
    if start.payload == start.stored {
        return Some(stored.to_vec());
    }
    let mut payload = Vec::new();
    // Never more than was promised: what a wrong stream would swell to need not fit in memory.
    DeflateDecoder::new(stored)
        .take(start.payload)
        .read_to_end(&mut payload)
        .ok()?;
    (payload.len() as u64 == start.payload).then_some(payload)
}
