//! The answer of a sweep in words, most important first.

use super::words;
use super::{Level, Reach, Standing, Story, Sweep, cheapest, frontier, importance, knee, reach};
use crate::insight::finding::{Finding, Weight};
use crate::insight::wording::{count, horizon_noun, interval_noun, list, percent, the_day, thousands, title};

/// Levels that one sentence lists.
const LISTED: usize = 8;

/// What a sweep found: where targets hold and at what price, where the curve bends, what matters most.
pub fn findings(sweep: &Sweep<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let story = Story::of(sweep);
    if sweep.variants.len() < 2 || sweep.factors.is_empty() {
        return findings;
    }
    let mut say = |weight: Weight, sentence: Option<String>| {
        findings.extend(sentence.map(|sentence| Finding {
            weight,
            queue: story.queue,
            sentence,
        }));
    };
    let asked = sweep
        .variants
        .iter()
        .any(|variant| variant.over_the_day(sweep.center).is_some());
    let holds = sweep
        .variants
        .iter()
        .any(|variant| variant.over_the_day(sweep.center).is_some_and(Standing::is_met));
    let weight = if holds { Weight::Good } else { Weight::Trouble };
    let one = sweep.factors.len() == 1;
    if asked {
        if one && sweep.is_numeric(0) {
            say(weight, along_one(sweep));
        } else if let Some(sentence) = where_it_holds(sweep) {
            say(weight, Some(sentence));
        } else {
            say(weight, of_all(sweep));
        }
    }
    if let Some(knee) = knee(sweep, &story) {
        say(Weight::Notice, Some(words::knee(sweep, &story, &knee)));
    }
    if one && !sweep.is_numeric(0) {
        say(Weight::Notice, best(sweep, &story));
    }
    if !one {
        say(Weight::Notice, cheapest_of_all(sweep));
        say(Weight::Notice, most_important(sweep, &story));
    }
    if !asked || findings.is_empty() {
        let sentence = ends(sweep, &story);
        findings.extend(sentence.map(|sentence| Finding {
            weight: Weight::Notice,
            queue: story.queue,
            sentence,
        }));
    }
    findings
}

/// Who is judged: "Service", "Both queues", "Every queue".
fn judged(sweep: &Sweep<'_>) -> (String, &'static str) {
    let queues: Vec<usize> = (0..sweep.center.queues.len())
        .filter(|&queue| {
            let asked = |variant: &super::Variant| variant.targets.get(queue).is_some_and(Option::is_some);
            sweep.variants.iter().any(asked)
        })
        .collect();
    match queues.as_slice() {
        [] => ("Every group".into(), "is"),
        [one] => (title(&sweep.center.queues[*one].name), "is"),
        [a, b] => {
            let name = |queue: usize| title(&sweep.center.queues[queue].name);
            (format!("{} and {}", name(*a), name(*b)), "are")
        }
        _ => ("All queues".into(), "are"),
    }
}

/// A reach in words, to follow "is on target".
fn reach_in_words(sweep: &Sweep<'_>, factor: usize, reach: &Reach) -> String {
    let factor = &sweep.factors[factor];
    let said = |level: &Level| factor.level_in_words(level);
    let surely = |word: &str, level: &Level, sure: &Option<Level>| match sure {
        Some(sure) if sure == level => ", surely".to_owned(),
        Some(sure) => format!(", surely {word} {}", said(sure)),
        None => ", nowhere surely".to_owned(),
    };
    match reach {
        Reach::All(true) => "at every level, surely".into(),
        Reach::All(false) => "at every level".into(),
        Reach::None => "at no level".into(),
        Reach::From(level, sure) => format!("from {} on{}", said(level), surely("from", level, sure)),
        Reach::UpTo(level, sure) => format!("up to {}{}", said(level), surely("up to", level, sure)),
        Reach::Some(levels) => {
            let mut listed: Vec<String> = levels.iter().take(LISTED).map(said).collect();
            if levels.len() > LISTED {
                listed.push(count(levels.len() - LISTED, "more level"));
            }
            format!("at {}", list(&listed))
        }
    }
}

/// "Service and Loans are on target over the day from 21 agents on, surely from 22 (cost 6,210); in every
/// half-hour from 25 agents on."
fn along_one(sweep: &Sweep<'_>) -> Option<String> {
    let center = sweep.center;
    let along = |standing: &dyn Fn(&super::Variant) -> Option<Standing>| {
        let mut standings: Vec<(Level, Standing)> = sweep
            .variants
            .iter()
            .filter_map(|variant| Some((variant.levels.first()?.clone(), standing(variant)?)))
            .collect();
        standings.sort_by(|a, b| a.0.number().total_cmp(&b.0.number()));
        (!standings.is_empty()).then(|| reach(&standings))
    };
    let day = along(&|variant| variant.over_the_day(center))?;
    let (who, are) = judged(sweep);
    let day_noun = the_day(&center.calendar);
    let price = cheapest(sweep)
        .filter(|_| sweep.moves_cost(0))
        .map_or_else(String::new, |variant| format!(" ({})", price(sweep, variant)));
    let whole = format!(
        "{who} {are} on target over {day_noun} {}{price}",
        reach_in_words(sweep, 0, &day)
    );
    let each = along(&|variant| variant.in_every_interval(center)).filter(|_| center.calendar.intervals > 1);
    let noun = interval_noun(&center.calendar);
    Some(match each {
        None => format!("{whole}."),
        Some(Reach::None) if day == Reach::None => format!("{whole}, let alone in every {noun}."),
        Some(Reach::None) => format!("{whole}; in every {noun} at none of these levels."),
        Some(each) if each == day => format!("{whole}, and so in every {noun}."),
        Some(each) => format!("{whole}; in every {noun} {}.", reach_in_words(sweep, 0, &each)),
    })
}

/// "cost 6,210", or "231 paid hours" where nothing costs anything.
fn price(sweep: &Sweep<'_>, variant: usize) -> String {
    use crate::estimate::GroupMeasure::Cost;
    let variant = &sweep.variants[variant];
    let price = thousands(variant.price());
    match variant.point.agents.mean(Cost) {
        Some(cost) if cost > 0.0 => format!("cost {price}"),
        _ => format!("{price} paid hours"),
    }
}

/// The frontier of two factors in a sentence.
fn where_it_holds(sweep: &Sweep<'_>) -> Option<String> {
    let frontier = frontier(sweep)?;
    let (along, solved) = (&sweep.factors[frontier.along], &sweep.factors[frontier.solved]);
    let (who, are) = judged(sweep);
    if frontier.rows.iter().all(|(_, reach)| *reach == Reach::None) {
        return Some(format!(
            "{who} {are} on target over {} at none of the {} combinations.",
            the_day(&sweep.center.calendar),
            sweep.variants.len()
        ));
    }
    let every = frontier.rows.len().div_ceil(LISTED);
    let shown: Vec<_> = frontier.rows.iter().step_by(every).collect();
    let day = the_day(&sweep.center.calendar);
    if shown.windows(2).all(|pair| pair[0].1 == pair[1].1) {
        return Some(format!(
            "{who} {are} on target over {day} with this {}, whatever the {}: {}.",
            solved.title(),
            along.title(),
            brief(sweep, frontier.solved, &shown[0].1)
        ));
    }
    let from = |reach: &Reach| matches!(reach, Reach::From(..) | Reach::None);
    let up_to = |reach: &Reach| matches!(reach, Reach::UpTo(..) | Reach::None);
    let side = match () {
        () if shown.iter().all(|(_, reach)| from(reach)) => "least ",
        () if shown.iter().all(|(_, reach)| up_to(reach)) => "most ",
        () => "",
    };
    let each = shown.chunk_by(|a, b| a.1 == b.1).map(|alike| {
        let levels: Vec<String> = alike.iter().map(|(level, _)| level.text.clone()).collect();
        let needs = brief(sweep, frontier.solved, &alike[0].1);
        let needs = if side.is_empty() {
            needs
        } else {
            needs
                .trim_start_matches("at least ")
                .trim_start_matches("at most ")
                .to_owned()
        };
        format!("{needs} at {}", list(&levels))
    });
    Some(format!(
        "To be on target over {day} {who} need{} this {side}{} by {}: {}.",
        if are == "is" { "s" } else { "" },
        solved.title(),
        along.title(),
        each.collect::<Vec<_>>().join("; ")
    ))
}

/// A reach in as few words as name it.
fn brief(sweep: &Sweep<'_>, factor: usize, reach: &Reach) -> String {
    let text = |level: &Level| {
        let words = sweep.factors[factor].level_in_words(level);
        if sweep.factors[factor].is_agents() {
            level.text.clone()
        } else {
            words
        }
    };
    match reach {
        Reach::All(_) => "any".into(),
        Reach::None => "none is enough".into(),
        Reach::From(level, _) => format!("at least {}", text(level)),
        Reach::UpTo(level, _) => format!("at most {}", text(level)),
        Reach::Some(levels) => list(&levels.iter().map(text).collect::<Vec<_>>()),
    }
}

/// How many of all variants meet every target.
fn of_all(sweep: &Sweep<'_>) -> Option<String> {
    let met = |variant: &&super::Variant| variant.over_the_day(sweep.center).is_some_and(Standing::is_met);
    let number = sweep.variants.iter().filter(met).count();
    let (who, are) = judged(sweep);
    let (all, day) = (sweep.variants.len(), the_day(&sweep.center.calendar));
    Some(match number {
        0 => format!("{who} {are} on target over {day} at none of the {all} points."),
        number if number == all => format!("{who} {are} on target over {day} at each of the {all} points."),
        number => format!("{who} {are} on target over {day} at {number} of {all} points."),
    })
}

/// "Cheapest of those on target: generalists staff 21, loan desk staff 8, cost 6,210."
fn cheapest_of_all(sweep: &Sweep<'_>) -> Option<String> {
    let index = cheapest(sweep)?;
    let variant = &sweep.variants[index];
    let levels = sweep
        .factors
        .iter()
        .zip(&variant.levels)
        .map(|(factor, level)| format!("{} {}", factor.title(), level.text));
    let barely = match variant.over_the_day(sweep.center) {
        Some(Standing::Barely) => ", though barely",
        _ => "",
    };
    Some(format!(
        "Cheapest of those on target{barely}: {}, {}.",
        list(&levels.collect::<Vec<_>>()),
        price(sweep, index)
    ))
}

/// The best level of a factor that is no number, and whether it can be told from the next.
fn best(sweep: &Sweep<'_>, story: &Story) -> Option<String> {
    let mut order: Vec<(usize, f64)> = sweep
        .variants
        .iter()
        .enumerate()
        .filter_map(|(index, variant)| Some((index, story.estimate(variant)?.mean)))
        .collect();
    order.sort_by(|a, b| {
        let rising = a.1.total_cmp(&b.1);
        if story.wants_more() {
            rising.reverse()
        } else {
            rising
        }
    });
    let [(first, _), (second, _), ..] = order[..] else {
        return None;
    };
    if order.iter().all(|(_, figure)| *figure == order[0].1) {
        return ends(sweep, story);
    }
    let name = |index: usize| sweep.variants[index].label.clone();
    let said = |index: usize| words::said(story, &sweep.variants[index]);
    let ends = |index: usize| story.estimate(&sweep.variants[index])?.interval;
    let apart = match (ends(first), ends(second)) {
        (Some(a), Some(b)) => a.0 > b.1 || b.0 > a.1,
        _ => false,
    };
    let figure = words::figure(story, sweep);
    Some(if apart {
        format!(
            "Best for {figure}: {}, {}; next {}, {}.",
            name(first),
            said(first)?,
            name(second),
            said(second)?
        )
    } else {
        format!(
            "For {figure} {} is ahead ({}), but its interval of confidence overlaps that of {} ({}): run \
             more {}s to tell them apart.",
            name(first),
            said(first)?,
            name(second),
            said(second)?,
            horizon_noun(&sweep.center.calendar)
        )
    })
}

/// Which factor explains most of how a figure varies.
fn most_important(sweep: &Sweep<'_>, story: &Story) -> Option<String> {
    let importance = importance(sweep, story)?;
    let mut order: Vec<(usize, f64)> = importance.shares.iter().copied().enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut parts = order
        .iter()
        .take(4)
        .map(|(factor, share)| (sweep.factors[*factor].title(), percent(*share)));
    let (first, share) = parts.next()?;
    let rest: Vec<String> = parts.map(|(name, share)| format!("{name} {share}")).collect();
    let together = percent(importance.together);
    let weak = if importance.together < 0.5 {
        "; most of it is neither rising nor falling with any one of them"
    } else {
        ""
    };
    Some(format!(
        "What moves {} most is the {first}: it explains {share} of how it varies over these {} points, {} \
         (linear regression on ranks, all together {together}{weak}).",
        words::figure(story, sweep),
        sweep.variants.len(),
        list(&rest)
    ))
}

/// The figure at its best and its worst, where nothing is asked.
fn ends(sweep: &Sweep<'_>, story: &Story) -> Option<String> {
    let known = || {
        let variants = sweep.variants.iter();
        variants.filter_map(|variant| Some((variant, story.estimate(variant)?.mean)))
    };
    let worst = known().reduce(|worst, other| {
        let worse = if story.wants_more() {
            other.1 < worst.1
        } else {
            other.1 > worst.1
        };
        if worse { other } else { worst }
    })?;
    let best = known().reduce(|best, other| {
        let better = if story.wants_more() {
            other.1 > best.1
        } else {
            other.1 < best.1
        };
        if better { other } else { best }
    })?;
    let figure = words::figure(story, sweep);
    let mut letters = figure.chars();
    let figure: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())?;
    Some(if worst.1 == best.1 {
        format!(
            "{figure} is the same everywhere: {}.",
            words::said(story, best.0)?
        )
    } else {
        format!(
            "{figure}: from {} at {} to {} at {}.",
            words::said(story, worst.0)?,
            worst.0.label,
            words::said(story, best.0)?,
            best.0.label
        )
    })
}
