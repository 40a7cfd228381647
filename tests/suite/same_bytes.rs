//! One version, one seed, one answer: byte for byte, however it is computed.

use std::process::Command;

use assert_cmd::cargo::cargo_bin;

/// The JSON of a run of a bundled scenario.
fn json(scenario: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Vec<u8> {
    let arguments = [&["--replications", "70"], arguments].concat();
    json_of(scenario, &arguments, environment)
}

/// The JSON of a run.
pub fn json_of(scenario: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Vec<u8> {
    let output = Command::new(cargo_bin!("headcount"))
        .args(["run", scenario, "--json"])
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.stdout.len() > 10_000, "a run has more to say");
    output.stdout
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for scenario in ["bank", "telecom"] {
        let one = json(scenario, &["--threads", "1"], &[]);
        assert!(
            one == json(scenario, &["--threads", "2"], &[]),
            "{scenario} with 2 threads"
        );
        assert!(
            one == json(scenario, &["--threads", "5"], &[]),
            "{scenario} with 5 threads"
        );
    }
}

#[test]
fn scheduled_abandonments_give_the_same_bytes() {
    for scenario in ["bank", "telecom", "emergency", "israeli_bank"] {
        let lazy = json(scenario, &[], &[]);
        assert!(lazy == json(scenario, &["--in-order"], &[]), "{scenario}");
    }
}

/// The system's exp, ln and pow differ in the last bit between processors with and without fused
/// multiplication. glibc can be told to take the other variant.
#[test]
fn the_processors_mathematics_does_not_show() {
    let plain = [("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4,-AVX512F")];
    for scenario in ["bank", "telecom", "emergency", "israeli_bank"] {
        assert!(
            json(scenario, &[], &[]) == json(scenario, &[], &plain),
            "{scenario}"
        );
    }
}

#[test]
fn another_seed_gives_another_answer() {
    assert!(json("bank", &["--seed", "1"], &[]) != json("bank", &["--seed", "2"], &[]));
}
