//! Whether the planner keeps its promises: the least staff where it can be known, plans that hold on days the
//! search never saw, nothing that could be taken out.

mod answers;
mod centers;
mod chain;
mod days;
mod skills;
mod stationary;

use headcount::planner::{Answer, Planned, Question, Unwatched, Wishes, plan};

/// The least plan, without what other targets would cost.
const LEAST: Wishes = Wishes {
    minimal: true,
    curve: false,
    beside: false,
    node_limit: 400,
};

fn least(question: &Question) -> Planned {
    match plan(question, &LEAST, &Unwatched) {
        Answer::Plan(planned) => *planned,
        Answer::Infeasible(why) => panic!("no plan: {:?}", why.goals),
    }
}
