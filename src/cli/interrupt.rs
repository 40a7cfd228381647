//! Ctrl-C and termination: nothing half-written is left, and a search may first hand over what it has.

use std::sync::atomic::{AtomicBool, Ordering};

use super::output;
use crate::report::files;

/// Whether a search is under way that has something to hand over when it is ended.
static SEARCHING: AtomicBool = AtomicBool::new(false);
/// Whether it was asked to end.
static ASKED_TO_END: AtomicBool = AtomicBool::new(false);

/// Listens from now on. The exit code of an interrupted program says that there is no answer.
pub fn listen() {
    // Where signals cannot be listened to, the system's own way of ending has to do.
    let _ = ctrlc::set_handler(|| {
        if SEARCHING.load(Ordering::SeqCst) && !ASKED_TO_END.swap(true, Ordering::SeqCst) {
            output::say("ending the search with the best plan so far; once more ends the program");
            return;
        }
        files::remove_unfinished();
        output::say("interrupted");
        std::process::exit(1);
    });
}

/// A search: while it lives, the first interruption asks it to end and only the second ends the program.
pub struct Search(());

impl Search {
    /// Begins one.
    pub fn begin() -> Self {
        ASKED_TO_END.store(false, Ordering::SeqCst);
        SEARCHING.store(true, Ordering::SeqCst);
        Self(())
    }

    /// Whether somebody asked it to end.
    pub fn asked_to_end(&self) -> bool {
        ASKED_TO_END.load(Ordering::SeqCst)
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        SEARCHING.store(false, Ordering::SeqCst);
    }
}
