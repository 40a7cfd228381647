//! One queue whose demand never changes: the exact minimum, from wherever the search starts.

use super::centers::question;
use super::chain::Chain;
use super::least;

/// Numbers of a sequence (SplitMix64).
struct Random(u64);

impl Random {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    /// Even in the logarithm.
    fn scaled(&mut self, low: f64, high: f64) -> f64 {
        (self.between(low.ln(), high.ln())).exp()
    }
}

#[derive(Debug, Clone, Copy)]
enum Target {
    Answered(f64, f64),
    Abandoned(f64),
    Asa(f64),
    PWait(f64),
    WaitP90(f64),
    QueueMean(f64),
}

#[derive(Debug)]
struct Setting {
    per_hour: f64,
    handle_s: f64,
    patience_s: f64,
    target: Target,
    staff: u32,
}

/// Whether a target is kept, and whether its figure is far enough from the limit for that to be beyond doubt.
struct Verdict {
    kept: bool,
    clear: bool,
}

impl Setting {
    /// Every number as a scenario says it, so that nothing is rounded on the way.
    fn random(random: &mut Random, kind: usize) -> Self {
        let whole = |x: f64| x.round().max(1.0);
        let load = random.scaled(0.3, 500.0);
        let handle_s = whole(random.between(60.0, 600.0));
        let per_hour = (load * 3600.0 / handle_s * 100.0).round() / 100.0;
        let percent = |x: f64| x.round() / 100.0;
        Self {
            per_hour,
            handle_s,
            patience_s: whole(handle_s * random.scaled(0.3, 5.0)),
            target: match kind {
                0 => Target::Answered(
                    percent(random.between(70.0, 95.0)),
                    random.between(0.0, 60.0).round(),
                ),
                1 => Target::Abandoned(percent(random.between(2.0, 12.0))),
                2 => Target::Asa(whole(random.between(3.0, 60.0))),
                3 => Target::PWait(percent(random.between(5.0, 60.0))),
                4 => Target::WaitP90(whole(random.between(10.0, 90.0))),
                _ => Target::QueueMean(percent(100.0 * random.scaled(0.1, 5.0))),
            },
            staff: random.scaled(1.0, 2.0 * load + 10.0) as u32,
        }
    }

    fn verdict(&self, agents: u32) -> Verdict {
        if agents == 0 {
            // Nobody is answered at all.
            let waiting = self.per_hour / 3600.0 * self.patience_s;
            let kept = matches!(self.target, Target::QueueMean(most) if waiting <= most);
            return Verdict { kept, clear: true };
        }
        let chain = Chain::new(self.per_hour / 3600.0, self.handle_s, self.patience_s, agents);
        let share = |above: f64| Verdict {
            kept: above >= 0.0,
            clear: above.abs() >= 0.003,
        };
        let scale = |figure: f64, most: f64| Verdict {
            kept: figure <= most,
            clear: (figure - most).abs() >= 0.003 * most,
        };
        match self.target {
            Target::Answered(least, within_s) => share(chain.answered_within(within_s) - least),
            Target::Abandoned(most) => share(most - chain.abandoned()),
            Target::PWait(most) => share(most - chain.p_wait()),
            Target::Asa(most) => scale(chain.asa_s(), most),
            Target::QueueMean(most) => scale(chain.queue_mean(), most),
            Target::WaitP90(most) => {
                let enough = 0.9 * (1.0 - chain.abandoned());
                let within = |s: f64| chain.answered_within(s) >= enough;
                Verdict {
                    kept: within(most),
                    clear: within(most * 0.997) == within(most * 1.003),
                }
            }
        }
    }

    /// The least agents by the chain.
    fn minimum(&self) -> u32 {
        let (mut few, mut enough) = (0, (2.0 * self.per_hour * self.handle_s / 3600.0) as u32 + 20);
        if self.verdict(few).kept {
            return few;
        }
        assert!(self.verdict(enough).kept, "{self:?}");
        while enough - few > 1 {
            let middle = (few + enough) / 2;
            if self.verdict(middle).kept {
                enough = middle;
            } else {
                few = middle;
            }
        }
        enough
    }

    /// Whether somebody is needed, and the least agents and one fewer are far enough from the limit.
    fn is_clear(&self, minimum: u32) -> bool {
        minimum > 0 && self.verdict(minimum).clear && self.verdict(minimum - 1).clear
    }

    fn text(&self) -> String {
        let target = match self.target {
            Target::Answered(share, within_s) => format!("answered = {share}, within = \"{within_s}s\""),
            Target::Abandoned(most) => format!("abandoned = {most}"),
            Target::Asa(most) => format!("asa = \"{most}s\""),
            Target::PWait(most) => format!("p_wait = {most}"),
            Target::WaitP90(most) => format!("wait_p90 = \"{most}s\""),
            Target::QueueMean(most) => format!("queue_mean = {most}"),
        };
        format!(
            r#"
            [center]
            opens = "08:00"
            closes = "20:00"
            interval = "30m"
            [queues.calls]
            rate = "{}/h"
            handle = {{ exponential = {{ mean = "{}s" }} }}
            patience = {{ exponential = {{ mean = "{}s" }} }}
            target = {{ {target} }}
            [groups.agents]
            skills = ["calls"]
            staff = {}
            [experiment]
            replications = 2"#,
            self.per_hour, self.handle_s, self.patience_s, self.staff
        )
    }
}

#[test]
fn fifty_random_queues_get_their_exact_minimum() {
    let mut random = Random(2026);
    let mut kept = 0;
    let mut failed = Vec::new();
    while kept < 50 {
        let setting = Setting::random(&mut random, kept % 6);
        let agents = setting.minimum();
        if !setting.is_clear(agents) {
            continue;
        }
        kept += 1;
        let staff = least(&question(&setting.text())).staff;
        if staff != [vec![agents; 24]] {
            failed.push(format!("{setting:?}: {agents} are enough, planned {staff:?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn large_queues_get_the_published_staff() {
    for (erlangs, agents) in [(500.0, 475), (267.0, 258)] {
        let setting = Setting {
            per_hour: erlangs * 12.0,
            handle_s: 300.0,
            patience_s: 180.0,
            target: Target::Answered(0.8, 20.0),
            staff: 100,
        };
        assert_eq!(setting.minimum(), agents, "{erlangs} erlangs by the chain");
        let staff = least(&question(&setting.text())).staff;
        assert_eq!(staff, [vec![agents; 24]], "{erlangs} erlangs");
    }
}
