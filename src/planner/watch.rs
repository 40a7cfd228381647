//! Who watches a search: is told how it goes, and may end it.

use super::answer::Price;

/// How a search stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct News {
    /// What is being done: "looking for a start".
    pub stage: &'static str,
    /// What the best plan so far costs.
    pub best: Option<Price>,
    /// The cost below which there is no plan, as far as that is proved.
    pub bound: Option<Price>,
    /// A guess of how much is done, a share.
    pub share_done: f64,
}

/// Someone who watches a search.
pub trait Watch: Sync {
    /// Whether the search is to end now, with the best plan found so far.
    fn stop(&self) -> bool;

    /// The search has got on.
    fn tell(&self, news: &News);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn stop(&self) -> bool {
        false
    }

    fn tell(&self, _news: &News) {}
}
