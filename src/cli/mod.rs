//! The command line: what was asked for, who answers it, and how it ends.
//!
//! In: arguments. Out: the answer on standard output, everything else on standard error, and an exit code:
//! 0 an answer (a missed target is one), 1 it could not be done (files, threads), 2 bad input, 3 no
//! feasible plan. The only place that prints, reads a clock or knows of a terminal.

mod archive;
mod check;
mod compare;
mod completions;
mod effort;
mod erlang;
mod explain;
mod failure;
mod interrupt;
mod job;
mod lesson;
mod load;
mod man;
mod merge;
mod new;
mod output;
mod pictures;
mod progress;
mod run;
mod schema;
mod sensitivity;
mod staff;
mod sweep;
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How many people, with which skills, at what hours, and what will callers feel?
///
/// headcount simulates a call center call by call, many days in parallel. `headcount run` alone shows a
/// bank's Monday; `headcount new > mine.toml` gives you its scenario to change.
#[derive(Debug, Parser)]
#[command(name = "headcount", version, max_term_width = 100, after_help = EXITS)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXITS: &str = "Exit codes: 0 an answer (a missed target is an answer), 1 could not (files, interrupted), \
                     2 bad input, 3 no feasible plan.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Simulate a scenario: who waits, how long, who gives up, in which interval, how sure we are
    Run(Box<run::Run>),
    /// Say what a scenario means and what is odd about it, or every problem it has
    Check(check::Check),
    /// Calculate one queue by formula: agents, service, calls or handle time, each from the others
    Erlang(Box<erlang::Erlang>),
    /// Plan the staff: how many agents of each group in each interval, what it costs, what sets it
    Staff(Box<staff::Staff>),
    /// Write down one simulated day, a line an event: who arrives, waits, is answered, hangs up, comes and goes
    Trace(trace::Trace),
    /// Set queueing theory beside the simulation and say which assumption makes them part
    Explain(explain::Explain),
    /// Simulate many scenarios on the same callers: curves, where targets begin to hold, what it costs
    Sweep(Box<sweep::Sweep>),
    /// Set scenarios beside each other on the same days: what differs, and how sure that is
    Compare(compare::Compare),
    /// Change volume, handle time, patience, staff and absence by a share each: what matters most?
    Sensitivity(sensitivity::Sensitivity),
    /// Put together what several machines simulated with --shard
    Merge(merge::Merge),
    /// Read a guided experiment, or write its files to type along
    Lesson(lesson::Lesson),
    /// Write a commented scenario to start from
    New(new::New),
    /// Print the JSON Schema of scenario files, for editors
    Schema,
    /// Print the completions of a shell
    Completions(completions::Completions),
    /// Print a manual page
    Man(man::Man),
}

/// Answers the program's own arguments.
pub fn main() -> ExitCode {
    interrupt::listen();
    let done = match Arguments::parse().command {
        Command::Run(run) => run.answer(),
        Command::Check(check) => check.answer(),
        Command::Erlang(erlang) => erlang.answer(),
        Command::Staff(staff) => staff.answer(),
        Command::Trace(trace) => trace.answer(),
        Command::Explain(explain) => explain.answer(),
        Command::Sweep(sweep) => sweep.answer(),
        Command::Merge(merge) => merge.answer(),
        Command::Compare(compare) => compare.answer(),
        Command::Sensitivity(sensitivity) => sensitivity.answer(),
        Command::Lesson(lesson) => lesson.answer(),
        Command::New(new) => new.answer(),
        Command::Schema => schema::answer(),
        Command::Completions(completions) => completions.answer(),
        Command::Man(man) => man.answer(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::say(&failure.to_string());
            failure.code()
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_make_sense() {
        super::Arguments::command().debug_assert();
    }
}
