//! Demand that changes over the day: what one half-hour leaves the next.

use super::centers::{simulate, sine, worst};
use super::least;

#[test]
fn a_sine_of_calls_is_staffed_where_formulas_by_the_half_hour_fail() {
    let question = sine(0.5, 8.0, 0.5);
    let planned = least(&question);
    let hours = planned.cost.0;
    assert!(hours <= 312.0 * 1.01, "{hours} hours");
    let worst = worst(&question, &simulate(&question, &planned.staff, 2000, 77));
    assert!(
        worst.in_errors() >= -2.5,
        "{hours} hours: {:?} by {}",
        worst.goal,
        worst.by
    );
}
