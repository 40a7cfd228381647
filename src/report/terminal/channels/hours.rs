//! What agents' hours went to: a row a group.

use super::{amount, note, percent};
use crate::estimate::{GroupMeasure, OutcomeResults, WorkResults};
use crate::report::number;
use crate::report::terminal::style::Tone;
use crate::report::terminal::table::{self, Align, Block, Cell, Column};
use crate::report::terminal::{INDENT, View, words};

/// Longest name of a group.
const NAME: usize = 20;
/// More groups than this are not listed one by one.
const MOST_GROUPS: usize = 12;

/// What there is room for beside names, channels and how busy agents are.
#[derive(Clone, Copy)]
struct Fit {
    paid: bool,
    on_queue: bool,
    /// Hours free, and contacts held at once.
    free: bool,
    /// Shares of time at each number held.
    shares: bool,
}

/// From all of it to what nobody can do without.
const FITS: [Fit; 5] = {
    let all = Fit {
        paid: true,
        on_queue: true,
        free: true,
        shares: true,
    };
    let no_shares = Fit { shares: false, ..all };
    let no_paid = Fit {
        paid: false,
        ..no_shares
    };
    let no_hours = Fit {
        on_queue: false,
        ..no_paid
    };
    let bare = Fit {
        free: false,
        ..no_hours
    };
    [all, no_shares, no_paid, no_hours, bare]
};

/// Paid hours, hours on queue, hours of each channel, free, busy, contacts held at once.
pub(super) fn lines(view: &View<'_>, outcomes: &OutcomeResults) -> Vec<String> {
    let groups = &view.center.groups;
    if outcomes.work.len() != groups.len() + 1 {
        return Vec::new();
    }
    let mut teams: Vec<(String, usize)> = Vec::new();
    if groups.len() <= MOST_GROUPS {
        let named = groups.iter().enumerate();
        teams.extend(named.map(|(team, group)| (words::cut(&words::title(&group.name), NAME), team)));
    }
    if groups.len() != 1 {
        teams.push(("All groups".into(), groups.len()));
    }
    let several = outcomes.work.iter().any(|work| work.at_number.len() > 1);
    let room = view.screen.width.saturating_sub(INDENT);
    let (mut block, mut chosen) = (Vec::new(), FITS[0]);
    for fit in FITS {
        block = vec![Block::untitled(columns(view, outcomes, &teams, several, fit))];
        chosen = fit;
        if table::width(&block) <= room {
            break;
        }
    }
    let mut text = table::lines(&block, view.screen.style);
    if several && chosen.shares {
        text.extend(note(
            view,
            "At once: contacts held on average while handling; 1 / 2 / 3+: percent of that time with so many.",
        ));
    } else if several && chosen.free {
        let held = teams.iter().filter_map(|(name, team)| {
            let work = &outcomes.work[*team];
            let told = shares_held(work);
            (work.at_number.len() > 1 && *team < groups.len() && !told.is_empty())
                .then(|| format!("{name} {} %", told.join(" / ")))
        });
        let held: Vec<String> = held.collect();
        let sentence = format!(
            "At once: contacts held on average while handling. Of that time with 1 / 2 / 3+: {}.",
            held.join("; ")
        );
        text.extend(note(view, &sentence));
    }
    text
}

fn columns(
    view: &View<'_>,
    outcomes: &OutcomeResults,
    teams: &[(String, usize)],
    several: bool,
    fit: Fit,
) -> Vec<Column> {
    let results = view.results;
    let measured = |team: usize, measure| {
        let panel = results.groups.get(team).unwrap_or(&results.agents);
        panel.day.mean(measure)
    };
    let column = |heading: &str, of: &dyn Fn(usize) -> Cell| {
        let cells = teams.iter().map(|&(_, team)| of(team));
        Column::new(heading, Align::Right, cells.collect())
    };
    let group_hours = |heading: &str, measure| {
        column(heading, &|team| {
            measured(team, measure).map_or_else(Cell::nothing, amount)
        })
    };
    let names = teams.iter().map(|(name, _)| Cell::new(name).toned(Tone::Strong));
    let mut columns = vec![Column::new("agent hours", Align::Left, names.collect())];
    if fit.paid {
        columns.push(group_hours("paid", GroupMeasure::PaidHours));
    }
    if fit.on_queue {
        columns.push(group_hours("on queue", GroupMeasure::StaffedHours));
    }
    for (place, channel) in outcomes.channels.iter().enumerate() {
        columns.push(column(channel.channel.name(), &|team| {
            let group = view.center.groups.get(team);
            if group.is_some_and(|group| !channel.queues.iter().any(|&queue| group.has_skill(queue))) {
                return Cell::default();
            }
            let hours = outcomes.work[team].by_channel.get(place);
            hours.map_or_else(Cell::nothing, |hours| amount(hours.mean))
        }));
    }
    if fit.free {
        columns.push(column("free", &|team| amount(outcomes.work[team].available.mean)));
    }
    columns.push(column("busy", &|team| {
        measured(team, GroupMeasure::Occupancy).map_or_else(Cell::nothing, percent)
    }));
    if several && fit.free {
        columns.push(column("at once", &|team| {
            let held = outcomes.work[team].concurrency;
            held.map_or_else(Cell::nothing, |held| Cell::new(number::grouped(held.mean, 2)))
        }));
        if fit.shares {
            columns.push(column("1 / 2 / 3+", &|team| held(&outcomes.work[team])));
        }
    }
    columns
}

/// The shares of handling time with one, two and more contacts in hand.
fn held(work: &WorkResults) -> Cell {
    let told = shares_held(work);
    if told.is_empty() {
        Cell::nothing()
    } else {
        Cell::new(told.join(" / "))
    }
}

/// The same in percent, as many as there are.
fn shares_held(work: &WorkResults) -> Vec<String> {
    let share = |number, and_more| {
        let share = work.share_at(number, and_more)?;
        Some(number::percent(share, 0))
    };
    let shares = [share(1, false), share(2, false), share(3, true)];
    shares.into_iter().flatten().collect()
}
