//! Where the targets hold: along one factor, for each level of another, and at what price.

use super::{Factor, Level, Standing, Sweep};

/// The levels of a factor at which targets hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Reach {
    /// At all of them; whether surely so.
    All(bool),
    /// At none.
    None,
    /// From a level on, and surely from another.
    From(Level, Option<Level>),
    /// Up to a level, and surely up to another.
    UpTo(Level, Option<Level>),
    /// At some that are not neighbours to one end.
    Some(Vec<Level>),
}

/// Where targets hold along levels in their order.
pub fn reach(standings: &[(Level, Standing)]) -> Reach {
    let met: Vec<bool> = standings.iter().map(|(_, standing)| standing.is_met()).collect();
    let sure: Vec<bool> = standings
        .iter()
        .map(|(_, standing)| *standing == Standing::Surely)
        .collect();
    let level = |index: usize| standings[index].0.clone();
    let last_run = |of: &[bool]| of.iter().rev().take_while(|held| **held).count();
    let first_run = |of: &[bool]| of.iter().take_while(|held| **held).count();
    let (number, held) = (standings.len(), met.iter().filter(|held| **held).count());
    if held == 0 {
        Reach::None
    } else if held == number {
        Reach::All(sure.iter().all(|sure| *sure))
    } else if last_run(&met) == held {
        let surely = last_run(&sure);
        Reach::From(level(number - held), (surely > 0).then(|| level(number - surely)))
    } else if first_run(&met) == held {
        let surely = first_run(&sure);
        Reach::UpTo(level(held - 1), (surely > 0).then(|| level(surely - 1)))
    } else {
        Reach::Some((0..number).filter(|&index| met[index]).map(level).collect())
    }
}

/// The variant of least cost that meets every target over the day, the first among equals; nothing if none
/// does, nothing is asked, or some factor is not the planner's to choose: of several volumes the cheapest is
/// no plan but the easiest day.
pub fn cheapest(sweep: &Sweep<'_>) -> Option<usize> {
    if !sweep.factors.iter().all(Factor::is_choice) {
        return None;
    }
    sweep
        .variants
        .iter()
        .enumerate()
        .filter(|(_, variant)| variant.over_the_day(sweep.center).is_some_and(Standing::is_met))
        .map(|(index, variant)| (index, variant.price()))
        .reduce(|best, other| if other.1 < best.1 { other } else { best })
        .map(|(index, _)| index)
}

/// For each level of one factor, the levels of the other at which the targets hold over the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// The factor whose levels are gone through.
    pub along: usize,
    /// The factor that is to meet the targets: the one that costs, the second where both or none does.
    pub solved: usize,
    /// Each level of the one with what the other must be.
    pub rows: Vec<(Level, Reach)>,
}

/// The frontier of a full grid of two factors, the one to be solved for a number; nothing elsewhere or where
/// nothing is asked.
pub fn frontier(sweep: &Sweep<'_>) -> Option<Frontier> {
    if sweep.factors.len() != 2 || !sweep.is_grid() {
        return None;
    }
    let solved = match (sweep.moves_cost(0), sweep.moves_cost(1)) {
        (true, false) => 0,
        _ => 1,
    };
    let along = 1 - solved;
    if !sweep.is_numeric(solved) {
        return None;
    }
    let others = sweep.levels(solved);
    let rows = sweep.levels(along).into_iter().map(|level| {
        let standings: Option<Vec<(Level, Standing)>> = others
            .iter()
            .map(|other| {
                let pair = if along == 0 {
                    (&level, other)
                } else {
                    (other, &level)
                };
                let variant = &sweep.variants[sweep.variant_at(pair.0, pair.1)?];
                Some((other.clone(), variant.over_the_day(sweep.center)?))
            })
            .collect();
        standings.map(|standings| (level, reach(&standings)))
    });
    Some(Frontier {
        along,
        solved,
        rows: rows.collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Barely, Misses, Surely};

    fn along(standings: &[Standing]) -> Reach {
        let levels = standings
            .iter()
            .enumerate()
            .map(|(index, standing)| (level(index), *standing));
        reach(&levels.collect::<Vec<_>>())
    }

    fn level(index: usize) -> Level {
        Level {
            text: format!("{index}"),
            value: Some(index as f64),
        }
    }

    #[test]
    fn what_holds_is_told_from_the_end_at_which_it_holds() {
        assert_eq!(
            along(&[Misses, Barely, Barely, Surely, Surely]),
            Reach::From(level(1), Some(level(3)))
        );
        assert_eq!(along(&[Misses, Barely]), Reach::From(level(1), None));
        assert_eq!(
            along(&[Surely, Barely, Misses]),
            Reach::UpTo(level(1), Some(level(0)))
        );
        assert_eq!(along(&[Surely, Barely]), Reach::All(false));
        assert_eq!(along(&[Misses, Misses]), Reach::None);
        assert_eq!(along(&[Misses, Surely, Misses]), Reach::Some(vec![level(1)]));
        assert_eq!(along(&[]), Reach::None);
    }
}
