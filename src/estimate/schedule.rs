//! Many cases on all cores: the unit of work is one block of one case.
//!
//! Threads take the lowest case that still needs blocks, so that a slow case never leaves a core idle and
//! only as many cases are open at once as threads work. Where a precision decides how many replications a
//! case needs, its blocks are looked at in order of their number, and a thread with nothing better to do
//! makes the next one before it is known to be needed. What comes out is the same for any number of
//! threads.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Condvar, Mutex};

use super::block::Block;
use super::case::{Archive, Cases};
use super::frame::Detail;
use super::precision::Rule;
use super::run::Outcome;
use super::tally::Tally;
use super::workshop::{Workshop, lock};

/// How cases are run; nothing of it changes the answer.
#[derive(Clone, Copy)]
pub struct Manner<'a> {
    /// Schedule every abandonment as an event instead of telling of it when it is noticed.
    pub in_order: bool,
    /// How finely waits are kept.
    pub detail: Detail,
    /// Where finished blocks are looked for and kept.
    pub archive: &'a dyn Archive,
    /// Called with the number of replications just made (not found in the archive), from any thread.
    pub progress: &'a (dyn Fn(u32) + Sync),
}

/// Simulates every case in the caller's rayon pool. `digest` makes of each outcome what is to be kept of it,
/// on the thread that finished it; `sink` gets that in order of the cases.
///
/// # Errors
/// When the archive fails, or the sink; the run then ends early.
pub fn run_cases<C, T, D, S>(cases: &C, manner: &Manner<'_>, digest: D, sink: S) -> io::Result<()>
where
    C: Cases + ?Sized,
    T: Send,
    D: Fn(u32, Outcome) -> T + Sync,
    S: FnMut(u32, T) -> io::Result<()> + Send,
{
    let delivery = Mutex::new(Delivery {
        next: 0,
        ready: BTreeMap::new(),
        sink,
    });
    let finish = |case, outcome| {
        let digested = digest(case, outcome);
        lock(&delivery).deliver(case, digested)
    };
    Schedule::new(cases, manner, None).run(&finish)
}

/// Makes one share of all blocks and keeps them in the archive; nothing is estimated. `ours` says of a case and
/// a block whether it belongs to the share.
///
/// # Errors
/// When the archive fails.
pub fn run_share<C: Cases + ?Sized>(cases: &C, manner: &Manner<'_>, ours: Ours<'_>) -> io::Result<()> {
    Schedule::new(cases, manner, Some(ours)).run(&|_, _| Ok(()))
}

/// Brings what threads finish into the order of the cases.
struct Delivery<T, S> {
    next: u32,
    ready: BTreeMap<u32, T>,
    sink: S,
}

impl<T, S: FnMut(u32, T) -> io::Result<()>> Delivery<T, S> {
    fn deliver(&mut self, case: u32, digested: T) -> io::Result<()> {
        self.ready.insert(case, digested);
        while let Some(digested) = self.ready.remove(&self.next) {
            (self.sink)(self.next, digested)?;
            self.next += 1;
        }
        Ok(())
    }
}

/// A case that is being worked on.
struct Open {
    index: u32,
    workshop: Workshop,
    taken: Mutex<Taken>,
}

/// What was made of a case so far.
struct Taken {
    tally: Tally,
    rule: Rule,
    /// Blocks that came before those whose turn it is, where the order matters.
    early: BTreeMap<u32, Block>,
    /// Blocks in the tally.
    blocks: u32,
    /// Nothing more is wanted.
    ended: bool,
}

/// Which blocks of an open case have been given out.
struct Issue {
    open: Arc<Open>,
    /// The next block to be given out.
    next: u32,
    /// Blocks known to be needed.
    needed: u32,
}

#[derive(Default)]
struct Board {
    /// Cases begun so far, and those of them that are not ready yet.
    begun: u32,
    opening: u32,
    /// In order of the cases.
    issues: Vec<Issue>,
    failed: Option<io::Error>,
}

struct Schedule<'a, C: ?Sized> {
    cases: &'a C,
    manner: &'a Manner<'a>,
    share: Option<Ours<'a>>,
    board: Mutex<Board>,
    /// A case is ready.
    ready: Condvar,
}

/// Whether a block of a case belongs to the share at hand.
pub type Ours<'a> = &'a (dyn Fn(u32, u32) -> bool + Sync);

type Finish<'a> = &'a (dyn Fn(u32, Outcome) -> io::Result<()> + Sync);

impl<'a, C: Cases + ?Sized> Schedule<'a, C> {
    fn new(cases: &'a C, manner: &'a Manner<'a>, share: Option<Ours<'a>>) -> Self {
        Self {
            cases,
            manner,
            share,
            board: Mutex::default(),
            ready: Condvar::new(),
        }
    }

    fn run(self, finish: Finish<'_>) -> io::Result<()> {
        rayon::scope(|scope| {
            for _ in 0..rayon::current_num_threads() {
                scope.spawn(|_| self.work(finish));
            }
        });
        let board = self
            .board
            .into_inner()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        board.failed.map_or(Ok(()), Err)
    }

    fn work(&self, finish: Finish<'_>) {
        while let Some((open, number)) = self.next_block() {
            if let Err(error) = self.make(&open, number, finish) {
                lock(&self.board).failed.get_or_insert(error);
            }
        }
    }

    /// The next block to be made; nothing when there is none, or something failed.
    fn next_block(&self) -> Option<(Arc<Open>, u32)> {
        let begins = {
            let mut board = lock(&self.board);
            loop {
                if board.failed.is_some() {
                    return None;
                }
                let needed = board.issues.iter_mut().find(|issue| issue.next < issue.needed);
                if let Some(issue) = needed {
                    return Some(issue.give_out());
                }
                if board.begun < self.cases.count() {
                    break;
                }
                // All that is left depends on rules that have not decided yet, or on cases not ready yet.
                let left = |issue: &&mut Issue| issue.next < issue.open.workshop.blocks();
                let left = board.issues.iter_mut().find(left).map(Issue::give_out);
                if left.is_some() || board.opening == 0 {
                    return left;
                }
                let waited = self.ready.wait(board);
                board = waited.unwrap_or_else(std::sync::PoisonError::into_inner);
            }
            board.begun += 1;
            board.opening += 1;
            board.begun - 1
        };
        // Making a case ready takes its time; others go on meanwhile.
        let open = Arc::new(self.open(begins));
        let needed = lock(&open.taken).rule.needed();
        let mut issue = Issue {
            open,
            next: 0,
            needed,
        };
        let first = (issue.open.workshop.blocks() > 0).then(|| issue.give_out());
        let mut board = lock(&self.board);
        let place = board.issues.partition_point(|other| other.open.index < begins);
        board.issues.insert(place, issue);
        board.opening -= 1;
        self.ready.notify_all();
        first
    }

    fn open(&self, index: u32) -> Open {
        let workshop = Workshop::new(self.cases.case(index), self.manner.detail, self.manner.in_order);
        Open {
            index,
            taken: Mutex::new(Taken {
                tally: Tally::new(&workshop.frame),
                rule: Rule::new(&workshop.case),
                early: BTreeMap::new(),
                blocks: 0,
                ended: false,
            }),
            workshop,
        }
    }

    fn make(&self, open: &Open, number: u32, finish: Finish<'_>) -> io::Result<()> {
        let workshop = &open.workshop;
        let ours = self.share.is_none_or(|ours| ours(open.index, number));
        let block = if ours {
            Some(self.block(open, number)?)
        } else {
            None
        };
        let mut taken = lock(&open.taken);
        if taken.ended {
            return Ok(());
        }
        match block {
            Some(block) if self.share.is_none() && taken.rule.is_asked() => {
                taken.take_in_order(workshop, number, block);
            }
            Some(block) if self.share.is_none() => {
                taken.absorb(workshop, block);
                taken.ended = taken.blocks == workshop.blocks();
            }
            _ => {
                taken.blocks += 1;
                taken.ended = taken.blocks == workshop.blocks();
            }
        }
        let needed = taken.rule.needed().max(taken.blocks + 1);
        if !taken.ended {
            drop(taken);
            let mut board = lock(&self.board);
            if let Some(issue) = board
                .issues
                .iter_mut()
                .find(|issue| issue.open.index == open.index)
            {
                issue.needed = issue.needed.max(needed.min(workshop.blocks()));
            }
            return Ok(());
        }
        let tally = std::mem::take(&mut taken.tally);
        let reached = taken.rule.verdict();
        drop(taken);
        lock(&self.board)
            .issues
            .retain(|issue| issue.open.index != open.index);
        if self.share.is_some() {
            return Ok(());
        }
        finish(open.index, Outcome::new(workshop, tally, reached))
    }

    /// A block, from the archive or made now.
    fn block(&self, open: &Open, number: u32) -> io::Result<Block> {
        let workshop = &open.workshop;
        let block = match self.manner.archive.find(open.index, number)? {
            Some(block) if block.fits(&workshop.frame, &workshop.case.experiment, number) => block,
            Some(_) => {
                return Err(io::Error::other(format!(
                    "block {number} of scenario {} that was kept is not of this scenario",
                    open.index + 1
                )));
            }
            None => {
                let block = workshop.make(number);
                self.manner.archive.keep(open.index, &block)?;
                let made = workshop.replications_after(number + 1) - workshop.replications_after(number);
                (self.manner.progress)(made);
                block
            }
        };
        Ok(block)
    }
}

impl Issue {
    fn give_out(&mut self) -> (Arc<Open>, u32) {
        self.next += 1;
        (Arc::clone(&self.open), self.next - 1)
    }
}

impl Taken {
    fn absorb(&mut self, workshop: &Workshop, mut block: Block) {
        self.tally.absorb(&mut block);
        self.blocks += 1;
        workshop.give_back(block);
    }

    /// Takes blocks in order of their number until the rule is content or all are there.
    fn take_in_order(&mut self, workshop: &Workshop, number: u32, block: Block) {
        self.early.insert(number, block);
        while let Some(block) = self.early.remove(&self.blocks) {
            self.absorb(workshop, block);
            let content = self.rule.look(workshop, &mut self.tally, self.blocks);
            if content || self.blocks == workshop.blocks() {
                self.ended = true;
                self.early.clear();
                return;
            }
        }
    }
}
