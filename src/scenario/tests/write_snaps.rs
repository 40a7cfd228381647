use super::*;

#[test]
fn write_snaps() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let files = |file: &Path| std::fs::read_to_string(dir.join(file));
    for name in [
        "26_other_channels",
        "39_channels_of_text",
        "40_outbound_calls",
        "41_contacts_held_together",
        "42_channels_without_effect",
    ] {
        let file = format!("{name}.toml");
        let source = Source::new(&*file, std::fs::read_to_string(dir.join(&file)).unwrap());
        let text = match read(&source, &[], None, &files) {
            Ok(scenario) => scenario.warnings.render(false),
            Err(problems) => problems.render(false),
        };
        std::fs::write(dir.join(format!("snapshots/{name}.txt")), text).unwrap();
    }
    let suite = std::fs::read_to_string(dir.join("../suite/broken_scenarios.rs")).unwrap();
    let after = suite.split("fn broken_changes_of_channels").nth(1).unwrap();
    let list = after
        .split("let changes = [")
        .nth(1)
        .unwrap()
        .split("\n    ];")
        .next()
        .unwrap();
    let mut all = String::new();
    let shop = std::fs::read_to_string(dir.join("../../scenarios/peak_week.toml")).unwrap();
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let change = line.trim_end_matches(',').trim_matches('"').replace("\\\"", "\"");
        let text = match Edit::parse(&change) {
            Err(problems) => problems.render(false),
            Ok(edit) => match read(&Source::new("peak_week.toml", &*shop), &[edit], None, &files) {
                Ok(_) => format!("{change}: fine\n"),
                Err(problems) => problems.render(false),
            },
        };
        all += &text;
        all += "\n\n";
    }
    std::fs::write(dir.join("snapshots/changes_of_channels.txt"), all).unwrap();
}
