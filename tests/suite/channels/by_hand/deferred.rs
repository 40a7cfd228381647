//! E-mails over nights and a weekend: who is answered when, and how long that was on either clock.

use headcount::engine::Engine;
use headcount::model::{AtClose, Center, Channel, Clock, ContactChoice, Queue, Ticks};
use headcount::observe::{Agent, Contact, Observer};

use super::super::super::voice::{calls_of, group, in_full, of_intervals, s};
use super::super::{by, record};
use super::tells;

/// Four hours.
const SHIFT: f64 = 14_400.0;
/// The center opens on Friday at 08:00 (moment 0), on Monday and on Tuesday, and closes at noon.
const MONDAY: f64 = 18.0 * SHIFT;
const TUESDAY: f64 = 24.0 * SHIFT;

const H: f64 = 3600.0;

fn mails(name: &str, at: &[(f64, f64)], clock: Clock) -> Queue {
    let mut queue = by(Channel::Email, calls_of(name, at));
    queue.rules.clock = clock;
    queue
}

fn weekend(queues: Vec<Queue>, staff: u32) -> Center {
    let mut g = group("g", 0);
    g.staff = vec![0; 25];
    for open in [0, 18, 24] {
        g.staff[open] = staff;
    }
    let mut center = of_intervals(25, SHIFT, queues, vec![g]);
    center.rules.closed = vec![1..18, 19..24];
    center
}

fn of_a_weekend(clock: Clock) -> Vec<Queue> {
    let at = [
        // Friday at 08:00, 11:30 and 11:45, Saturday, Monday at 07:00.
        0.0,
        3.5 * H,
        3.75 * H,
        30.0 * H,
        MONDAY - H,
        // Monday at 11:30 and 11:50, Tuesday a minute before noon and fifty seconds.
        MONDAY + 3.5 * H,
        MONDAY + SHIFT - 600.0,
        TUESDAY + SHIFT - 60.0,
        TUESDAY + SHIFT - 50.0,
    ];
    let at: Vec<(f64, f64)> = at.iter().map(|&at| (at, H)).collect();
    vec![mails("m", &at, clock)]
}

/// The second is in hand at closing and finished; the third waits until Monday, which is a quarter of an hour of
/// opening hours; that of Saturday comes next, after an hour of them; that of Monday after two.
#[test]
fn opening_hours_count() {
    for at_close in [AtClose::Serve, AtClose::Clear, AtClose::Carry] {
        let mut center = weekend(of_a_weekend(Clock::Open), 1);
        center.at_close = at_close;
        tells(
            &center,
            "m#0: 0 arrives, 0 to g0 after 0, 3600 concluded
             m#1: 12600 arrives, 12600 to g0 after 0, 16200 concluded
             m#2: 13500 arrives, 259200 to g0 after 900, 262800 concluded
             m#3: 108000 arrives, 262800 to g0 after 3600, 266400 concluded
             m#4: 255600 arrives, 266400 to g0 after 7200, 270000 concluded
             m#5: 271800 arrives, 271800 to g0 after 0, 275400 concluded
             m#6: 273000 arrives, 345600 to g0 after 600, 349200 concluded
             m#7: 359940 arrives, 359940 to g0 after 0, 363540 concluded
             m#8: 359950 arrives, 360000 left waiting",
        );
    }
}

#[test]
fn the_clock_on_the_wall_goes_on() {
    tells(
        &weekend(of_a_weekend(Clock::Wall), 1),
        "m#0: 0 arrives, 0 to g0 after 0, 3600 concluded
         m#1: 12600 arrives, 12600 to g0 after 0, 16200 concluded
         m#2: 13500 arrives, 259200 to g0 after 245700, 262800 concluded
         m#3: 108000 arrives, 262800 to g0 after 154800, 266400 concluded
         m#4: 255600 arrives, 266400 to g0 after 10800, 270000 concluded
         m#5: 271800 arrives, 271800 to g0 after 0, 275400 concluded
         m#6: 273000 arrives, 345600 to g0 after 72600, 349200 concluded
         m#7: 359940 arrives, 359940 to g0 after 0, 363540 concluded
         m#8: 359950 arrives, 360000 left waiting",
    );
}

/// Waits of those answered that are within some time.
struct Within(Ticks, u32);

impl Observer for Within {
    fn answered(&mut self, contact: &Contact, _agent: Agent, now: Ticks, _ends: Ticks) {
        self.1 += u32::from(contact.wait(now) <= self.0);
    }
}

/// The waits are 0, 0, 900, 3600, 7200, 0, 600 and 0: a T of exactly an hour is met, a tick less is not.
#[test]
fn a_limit_is_met_to_the_tick() {
    let center = weekend(of_a_weekend(Clock::Open), 1);
    let plan = in_full(&center);
    let hour = s(H);
    for (limit, met) in [(hour, 7), (Ticks(hour.0 - 1), 6), (s(2.0 * H), 8), (s(0.0), 4)] {
        let mut within = Within(limit, 0);
        Engine::new(&plan).replicate(2026, 0, &mut within);
        assert_eq!(within.1, met, "{limit}");
    }
}

/// Nobody works: what waits when the center closes, by age in opening hours (up to 4, 8, 24, 48 hours, beyond).
#[test]
fn a_backlog_grows_old() {
    let queues = || mails("m", &[(0.0, H), (H, H), (50.0 * H, H)], Clock::Open);
    let told = record(&weekend(vec![queues()], 0)).of_others();
    assert_eq!(
        told,
        [
            "0 m backlog [1, 1, 0, 0, 0]",
            "18 m backlog [0, 2, 1, 0, 0]",
            "24 m backlog [0, 0, 3, 0, 0]",
        ]
    );
    let mut on_the_wall = queues();
    on_the_wall.rules.clock = Clock::Wall;
    let told = record(&weekend(vec![on_the_wall], 0)).of_others();
    assert_eq!(
        told,
        [
            "0 m backlog [1, 1, 0, 0, 0]",
            // After 76 hours, 75, and 26.
            "18 m backlog [0, 0, 0, 1, 2]",
            "24 m backlog [0, 0, 0, 0, 3]",
        ]
    );
}

/// Who is in hand when the center closes is no backlog.
#[test]
fn a_backlog_is_of_those_who_wait() {
    let told = record(&weekend(of_a_weekend(Clock::Open), 1)).of_others();
    let backlogs: Vec<&String> = told.iter().filter(|line| line.contains("backlog")).collect();
    assert_eq!(
        backlogs,
        [
            "0 m backlog [1, 0, 0, 0, 0]",
            "18 m backlog [1, 0, 0, 0, 0]",
            "24 m backlog [1, 0, 0, 0, 0]",
        ]
    );
}

/// The agent is busy on Friday. On Monday at eight: `slow` came at 08:10, within 30 hours; `fast` at 11:50, within
/// half an hour. By opening hours the fast one is due on Monday at 08:20, and the slow one days later; by the
/// wall's clock the slow one was due on Saturday.
#[test]
fn who_is_due_first_comes_first() {
    for (clock, first) in [(Clock::Open, "fast"), (Clock::Wall, "slow")] {
        let mut slow = mails("slow", &[(600.0, H)], clock);
        let mut fast = mails("fast", &[(SHIFT - 600.0, H)], Clock::Open);
        slow.within = s(30.0 * H);
        fast.within = s(0.5 * H);
        let mut center = weekend(vec![calls_of("call", &[(0.0, SHIFT + 100.0)]), slow, fast], 1);
        center.routing.contact = ContactChoice::EarliestDue;
        let told = record(&center).by_contact();
        let answered = |name: &str, at: &str| {
            let line = told.iter().find(|line| line.starts_with(name)).expect("told of");
            assert!(line.contains(&format!("{at} to g0")), "{clock:?}: {told:#?}");
        };
        let other = if first == "fast" { "slow" } else { "fast" };
        answered(first, "259200");
        answered(other, "262800");
        // First come, first served knows nothing of it.
        center.routing.contact = ContactChoice::LongestWait;
        let told = record(&center).by_contact();
        assert!(told[1].contains("259200 to g0"), "{told:#?}");
    }
}

/// Staff stays on for a call that waits at closing, and not for an e-mail.
#[test]
fn staff_stays_for_calls_only() {
    let call = calls_of("call", &[(SHIFT - 100.0, 150.0), (SHIFT - 50.0, 150.0)]);
    let mail = mails("m", &[(SHIFT - 80.0, 30.0)], Clock::Open);
    let mut center = weekend(vec![call, mail], 1);
    center.groups[0].skills = vec![vec![0], vec![1]];
    tells(
        &center,
        "call#0: 14300 arrives, 14300 to g0 after 0 until 14450
         call#1: 14350 arrives, 14450 to g0 after 100 until 14600
         m#0: 14320 arrives, 259200 to g0 after 80, 259230 concluded",
    );
}

/// A center that never closes tells of its backlog at midnight (after 16 and 40 hours here) and at the end.
#[test]
fn a_backlog_of_every_midnight() {
    let mail = mails("m", &[(0.0, H), (20.0 * H, H)], Clock::Open);
    let told = record(&of_intervals(12, SHIFT, vec![mail], vec![group("g", 0)])).of_others();
    assert_eq!(
        told,
        [
            "3 m backlog [0, 0, 1, 0, 0]",
            "9 m backlog [0, 0, 1, 1, 0]",
            "11 m backlog [0, 0, 0, 1, 1]",
        ]
    );
}
