//! What is said of sweeps of the bank.

use super::*;

/// Prints what is said of every sweep, where `HEADCOUNT_PICTURES` asks for things to look at.
#[test]
fn findings_can_be_read() {
    if std::env::var_os("HEADCOUNT_PICTURES").is_none() {
        return;
    }
    for made in fixture::all() {
        println!("{}", made.name);
        for finding in findings(&made.sweep()) {
            println!("    {finding}");
        }
    }
}
