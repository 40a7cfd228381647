//! The scenarios that come with the software: they are sound, they run, and what their comments say of a
//! run is what a run says. The classroom is held against exact theory.
//!
//! Comments state figures in rows of a table, which this test reads:
//!
//! ```text
//! #   when   where     measure             figure
//! #   16:00  calls     service_level       80.1 % ± 1.5
//! ```
//!
//! `when` is `day` or the start of an interval, `where` a queue, a segment (`queue.segment`), a group, `agents`
//! (all groups) or `center`, the measure has its name in JSON, and after ± stands how far a run with the file's
//! own seed may lie from the figure, in the same unit. Without ± the figure is exact: a run lies within 3.5
//! standard errors of it. Rows under comment lines of `--set '…'` are of a run with all those changes.

use std::path::Path;

use headcount::estimate::{Estimate, GroupMeasure, Measure, OutcomeResults, Panel, Results, run};
use headcount::model::{Center, OutcomeMeasure, PresenceMeasure};
use headcount::scenario::{self, BUNDLED, Bundled, Edit, Scenario};

/// Standard errors by which a run may miss an exact figure.
const STANDARD_ERRORS: f64 = 3.5;
/// The 97.5th percentile of the normal distribution: half-widths of 95 % intervals in standard errors,
/// with the hundreds of replications of these scenarios.
const Z975: f64 = 1.959_964;

fn text(name: &str) -> &'static str {
    Bundled::named(name).expect("a scenario of that name").text
}

fn read(name: &str, edits: &[Edit]) -> Scenario {
    let source = Bundled::named(name).expect("a scenario of that name").source();
    let nothing = |_: &Path| Err(std::io::ErrorKind::NotFound.into());
    let found = scenario::read(&source, edits, None, &nothing);
    found.unwrap_or_else(|problems| panic!("{}", problems.render(false)))
}

/// One figure of a comment.
#[derive(Debug)]
struct Claim {
    line: usize,
    when: String,
    whose: String,
    measure: String,
    figure: f64,
    /// Half a unit of the last digit.
    rounding: f64,
    /// How far a run may lie from it; absent if the figure is exact.
    tolerance: Option<f64>,
}

/// The figures of one run.
#[derive(Debug, Default)]
struct Claims {
    edits: Vec<Edit>,
    claims: Vec<Claim>,
}

fn claims(text: &str) -> Vec<Claims> {
    let mut all = Vec::new();
    let mut in_table = false;
    for (index, line) in text.lines().enumerate() {
        let Some(comment) = line.strip_prefix('#') else {
            in_table = false;
            continue;
        };
        let words: Vec<&str> = comment.split_whitespace().collect();
        match words.as_slice() {
            ["when", "where", "measure", ..] => {
                in_table = true;
                all.push(Claims::default());
            }
            _ if !in_table => {}
            ["--set", ..] => {
                let more = all.last_mut().expect("a table has begun");
                if more.claims.is_empty() {
                    more.edits.extend(edits(comment));
                } else {
                    all.push(Claims {
                        edits: edits(comment),
                        claims: Vec::new(),
                    });
                }
            }
            [when, ..] if is_a_time(when) => all.last_mut().unwrap().claims.push(claim(index + 1, &words)),
            [] => {}
            _ => in_table = false,
        }
    }
    all
}

fn is_a_time(word: &str) -> bool {
    word == "day" || word.len() == 5 && word.as_bytes()[2] == b':'
}

/// The changes between quotes after each `--set`.
fn edits(line: &str) -> Vec<Edit> {
    line.split("--set '")
        .skip(1)
        .map(|rest| rest.split('\'').next().unwrap().parse().unwrap())
        .collect()
}

fn claim(line: usize, words: &[&str]) -> Claim {
    let [when, whose, measure, figure, rest @ ..] = words else {
        panic!("line {line} lacks a figure");
    };
    let (unit, rest) = match rest {
        ["%", rest @ ..] => (0.01, rest),
        ["s", rest @ ..] => (1.0, rest),
        rest => (1.0, rest),
    };
    let decimals = figure.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let number = |word: &str| -> f64 {
        let bare = word.replace(',', "");
        bare.parse().unwrap_or_else(|_| panic!("line {line}: {word}"))
    };
    Claim {
        line,
        when: (*when).to_owned(),
        whose: (*whose).to_owned(),
        measure: (*measure).to_owned(),
        figure: number(figure) * unit,
        rounding: 0.5 * unit * 10f64.powi(-(decimals as i32)),
        tolerance: match rest {
            ["±", tolerance, ..] => Some(number(tolerance) * unit),
            _ => None,
        },
    }
}

/// The measure of all that has this name in JSON.
fn named<M: Copy>(all: &[M], key: impl Fn(M) -> &'static str, claim: &Claim) -> Option<M> {
    all.iter().copied().find(|&measure| key(measure) == claim.measure)
}

/// One row of a panel: the day's, or that of an interval.
fn row<M>(panel: &Panel<M>, interval: Option<usize>) -> &M {
    interval.map_or(&panel.day, |interval| &panel.intervals[interval])
}

fn estimate(center: &Center, results: &Results, claim: &Claim) -> Estimate {
    let interval = (claim.when != "day").then(|| {
        let mut starts = (0..center.calendar.intervals).map(|interval| center.calendar.label(interval).1);
        let found = starts.position(|start| start == claim.when);
        found.unwrap_or_else(|| panic!("line {}: no interval starts then", claim.line))
    });
    let outcomes = || -> &OutcomeResults {
        let outcomes = results.outcomes.as_ref();
        outcomes.unwrap_or_else(|| panic!("line {}: the center is plain", claim.line))
    };
    let queue = |name: &str| center.queue(name).expect("a queue of that name");
    let group = |name: &str| {
        let found = center.group(name);
        assert!(
            found.is_some() || name == "agents",
            "line {}: no group {name}",
            claim.line
        );
        found
    };
    let whose = claim.whose.as_str();
    let of_contacts = named(&Measure::ALL, Measure::key, claim);
    let of_outcomes = named(&OutcomeMeasure::ALL, OutcomeMeasure::key, claim);
    let of_agents = named(&GroupMeasure::ALL, GroupMeasure::key, claim);
    let of_presence = named(&PresenceMeasure::ALL, PresenceMeasure::key, claim);
    let estimate = if let Some((of, segment)) = whose.split_once('.') {
        let segments = &outcomes().segments[queue(of)];
        let found = segments.iter().find(|other| other.name == segment);
        let found = found.unwrap_or_else(|| panic!("line {}: no segment {segment}", claim.line));
        of_contacts
            .and_then(|measure| found.measures.get(measure))
            .or_else(|| found.outcomes.get(of_outcomes?))
    } else if let Some(measure) = of_contacts {
        let panel = match whose {
            "center" => &results.center,
            name => &results.queues[queue(name)],
        };
        row(panel, interval).get(measure)
    } else if let Some(measure) = of_outcomes {
        let panel = match whose {
            "center" => &outcomes().center,
            name => &outcomes().queues[queue(name)],
        };
        row(panel, interval).get(measure)
    } else if let Some(measure) = of_agents {
        let panel = group(whose).map_or(&results.agents, |group| &results.groups[group]);
        row(panel, interval).get(measure)
    } else if let Some(measure) = of_presence {
        let panel = group(whose).map_or(&outcomes().agents, |group| &outcomes().groups[group]);
        row(panel, interval).get(measure)
    } else {
        panic!("line {}: no measure {}", claim.line, claim.measure)
    };
    estimate.unwrap_or_else(|| panic!("line {}: there is no such figure", claim.line))
}

/// Runs a bundled scenario as it stands and with every change that its comments quote, and holds each
/// figure against the run; says how many there were.
fn hold(name: &str) -> usize {
    let mut wrong = Vec::new();
    let mut count = 0;
    for Claims { edits, claims } in claims(text(name)) {
        let scenario = read(name, &edits);
        assert!(
            scenario.warnings.is_empty(),
            "{}",
            scenario.warnings.render(false)
        );
        let results = run(&scenario.center, &scenario.experiment, &|_| {});
        count += claims.len();
        for claim in claims {
            let estimate = estimate(&scenario.center, &results, &claim);
            let half_width = estimate.half_width().unwrap_or(0.0);
            let allowed = match claim.tolerance {
                Some(tolerance) => tolerance,
                None => STANDARD_ERRORS * half_width / Z975 + claim.rounding,
            };
            if (estimate.mean - claim.figure).abs() > allowed {
                wrong.push(format!(
                    "line {}: {} {} {} is {:.5} ± {half_width:.5}, not {:.5}",
                    claim.line, claim.when, claim.whose, claim.measure, estimate.mean, claim.figure
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{name}.toml\n{}", wrong.join("\n"));
    count
}

#[test]
fn each_is_sound_and_says_what_it_is() {
    for Bundled { name, text, .. } in BUNDLED {
        let scenario = read(name, &[]);
        assert!(
            scenario.warnings.is_empty(),
            "{name}: {}",
            scenario.warnings.render(false)
        );
        let title = &scenario.center.name;
        assert!((10..=50).contains(&title.chars().count()), "{name}: {title:?}");
        assert!(text.starts_with("# "), "{name} opens with a comment");
        assert!(
            text.to_lowercase().contains("illustrative"),
            "{name} says what is illustrative"
        );
        assert!(
            text.lines().all(|line| line.chars().count() <= 120),
            "{name} is too wide"
        );
        assert!(
            scenario.center.queues.iter().any(|queue| queue.target.is_some()),
            "{name} has no target"
        );
    }
}

#[test]
fn every_file_is_bundled() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    files.sort();
    let mut bundled: Vec<String> = BUNDLED
        .iter()
        .map(|bundled| format!("{}.toml", bundled.name))
        .collect();
    bundled.sort();
    assert_eq!(files, bundled);
}

#[test]
fn the_emergency_line_is_as_it_says() {
    assert_eq!(hold("emergency"), 9);
}

#[test]
fn the_telecom_provider_is_as_it_says() {
    assert_eq!(hold("telecom"), 15);
}

#[test]
fn the_israeli_bank_is_as_it_says() {
    assert_eq!(hold("israeli_bank"), 20);
}

#[test]
fn the_storm_is_as_it_says() {
    assert_eq!(hold("utility_storm"), 28);
}

#[test]
fn the_open_enrolment_is_as_it_says() {
    assert_eq!(hold("open_enrolment"), 28);
}

#[test]
fn the_peak_week_is_as_it_says() {
    assert_eq!(hold("peak_week"), 18);
}

#[test]
fn the_american_bank_is_as_it_says() {
    assert_eq!(hold("american_bank"), 16);
}

#[test]
fn the_classroom_agrees_with_theory() {
    assert_eq!(hold("classroom"), 12);
}

/// Figures of M/M/n+M in equilibrium, by numerical integration over the wait offered to a contact with
/// unlimited patience (Zeltyn and Mandelbaum, "Call centers with impatient customers", Queueing Systems 51,
/// 2005, section 3). Independent of the software's own theory. Rates per second; leaving 0 is Erlang C.
struct Equilibrium {
    p_wait: f64,
    abandoned: f64,
    within: f64,
    asa_s: f64,
    wait_all_s: f64,
    queue: f64,
    occupancy: f64,
}

impl Equilibrium {
    fn new(agents: u32, arrival: f64, service: f64, leaving: f64, within_s: f64) -> Self {
        let n = f64::from(agents);
        let willing = |x: f64| (-leaving * x).exp();
        let willing_until = |x: f64| {
            if leaving > 0.0 {
                (1.0 - willing(x)) / leaving
            } else {
                x
            }
        };
        let density = |x: f64| arrival * (arrival * willing_until(x) - n * service * x).exp();
        // Σ_{j<n} of the chances of j busy agents, relative to that of n − 1.
        let mut free = 0.0;
        let mut term = 1.0;
        for j in (1..=agents).rev() {
            free += term;
            term *= f64::from(j - 1) * service / arrival;
        }
        let end = 100.0 / service;
        let waiting = simpson(density, end);
        let all = free + waiting;
        let abandoned = simpson(|x| (1.0 - willing(x)) * density(x), end) / all;
        let wait_all_s = simpson(|x| willing_until(x) * density(x), end) / all;
        Self {
            p_wait: waiting / all,
            abandoned,
            within: 1.0 - waiting / all + simpson(|x| willing(x) * density(x), within_s) / all,
            asa_s: simpson(|x| x * willing(x) * density(x), end) / all / (1.0 - abandoned),
            wait_all_s,
            queue: arrival * wait_all_s,
            occupancy: arrival * (1.0 - abandoned) / service / n,
        }
    }

    fn get(&self, measure: &str) -> f64 {
        match measure {
            "p_wait" => self.p_wait,
            "abandonment_rate" => self.abandoned,
            "service_level" => self.within,
            "asa_s" => self.asa_s,
            "wait_all_s" => self.wait_all_s,
            "queue_mean" => self.queue,
            "occupancy" => self.occupancy,
            other => panic!("no formula for {other}"),
        }
    }
}

fn simpson(f: impl Fn(f64) -> f64, end: f64) -> f64 {
    const STEPS: u32 = 100_000;
    let step = end / f64::from(STEPS);
    let inner: f64 = (1..STEPS)
        .map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * f(step * f64::from(i)))
        .sum();
    step / 3.0 * (f(0.0) + inner + f(end))
}

#[test]
fn the_classroom_states_theory_exactly() {
    let tables = claims(text("classroom"));
    let [patience, forever] = tables.as_slice() else {
        panic!("the classroom has two tables");
    };
    for (claims, leaving) in [(patience, 1.0 / 180.0), (forever, 0.0)] {
        let exact = Equilibrium::new(12, 200.0 / 3600.0, 1.0 / 180.0, leaving, 20.0);
        for claim in &claims.claims {
            let value = exact.get(&claim.measure);
            assert!(
                (value - claim.figure).abs() <= claim.rounding,
                "{claim:?} is {value}"
            );
        }
    }
}

/// The hours, kinds and sums of the American bank that were published.
#[test]
fn the_american_bank_adds_up() {
    const BY_HOUR: [f64; 17] = [
        1281.0, 3189.0, 6217.0, 6780.0, 6532.0, 6037.0, 5882.0, 5870.0, 5610.0, 4678.0, 3060.0, 2229.0,
        1743.0, 1268.0, 1018.0, 763.0, 469.0,
    ];
    /// Name, calls a day, mean service and mean patience in seconds.
    const BY_KIND: [(&str, f64, f64, f64); 17] = [
        ("retail_1", 9659.0, 209.0, 594.0),
        ("retail_2", 14259.0, 209.0, 461.0),
        ("retail_3", 9728.0, 209.0, 690.0),
        ("premier", 2167.0, 274.0, 368.0),
        ("business", 3028.0, 217.0, 420.0),
        ("platinum", 213.0, 209.0, 480.0),
        ("consumer_loans", 4343.0, 237.0, 739.0),
        ("online_banking", 1659.0, 340.0, 645.0),
        ("ebo", 450.0, 365.0, 437.0),
        ("telesales", 3926.0, 374.0, 400.0),
        ("subanco", 321.0, 305.0, 563.0),
        ("case_quality", 525.0, 363.0, 388.0),
        ("priority_service", 923.0, 348.0, 394.0),
        ("ast", 2149.0, 288.0, 480.0),
        ("cco", 5233.0, 237.0, 507.0),
        ("brokerage", 3559.0, 285.0, 522.0),
        ("bps", 484.0, 265.0, 608.0),
    ];
    let center = read("american_bank", &[]).center;
    assert_eq!(center.queues.len(), BY_KIND.len());
    for (queue, (name, calls, service, patience)) in center.queues.iter().zip(BY_KIND) {
        assert_eq!(queue.name, name);
        assert!((queue.volume.iter().sum::<f64>() - calls).abs() < 1e-6, "{name}");
        assert!((queue.handle.at(0).mean_s() - service).abs() < 1e-6, "{name}");
        assert!((queue.patience.at(0).mean() - patience).abs() < 1e-6, "{name}");
        let day: f64 = BY_HOUR.iter().sum();
        for (volume, hour) in queue.volume.iter().zip(BY_HOUR) {
            assert!(
                (volume - calls * hour / day).abs() < 0.1,
                "{name} keeps the day's profile"
            );
        }
    }
    for (hour, calls) in BY_HOUR.into_iter().enumerate() {
        let sum: f64 = center.queues.iter().map(|queue| queue.volume[hour]).sum();
        assert!((sum - calls).abs() < 1e-6, "hour {hour}: {sum}");
    }
    assert_eq!(center.agents(), 493);
}
