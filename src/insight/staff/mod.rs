//! What the planner answers, in words and in the few numbers that words stand on.
//!
//! In: a [`Question`](crate::planner::Question) and what was answered to it. Out: sentences, the answer itself
//! first ([`Said`]), names of goals and limits as people say them, and the sums of a staffing ([`Totals`]).

mod answers;
mod asked;
mod binding;
mod change;
mod goal;
mod plan;
mod totals;

pub use answers::{budgeted, infeasible, kept, remedy};
pub use asked::asked;
pub use binding::{Binds, binds};
pub use change::{moved, moved_shortly};
pub use goal::{
    figure_name, figure_text, goal_name, is_met, limit_in_words, limit_short, limit_value, when_name, whose,
};
pub use plan::{loosened, plan};
pub use totals::{DAY_OF_FTE_H, Missed, Totals, WEEK_OF_FTE_H, amount};

/// What is said of an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Said {
    /// The answer, most important first.
    pub answer: Vec<String>,
    /// What it rests on and what would change it.
    pub notes: Vec<String>,
}
