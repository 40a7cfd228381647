//! The shape of the documents and tables.

use serde_json::Value;

use super::*;
use crate::report::fixture::planned;

fn read(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("well-formed")
}

#[test]
fn a_plan_has_everything_of_the_answer() {
    let (question, planned) = (planned::bank(), planned::bank_planned());
    let bytes = json(&question, &Answer::Plan(Box::new(planned.clone()))).unwrap();
    assert_eq!(bytes.last(), Some(&b'\n'));
    let document = read(&bytes);
    assert_eq!(document["schema"], "headcount.staff/1");
    assert_eq!(document["answer"], "plan");
    assert_eq!(document["cost_is"], "money");
    assert_eq!(document["cost"], planned.cost.0);
    let noon = &document["staff"]["loan_desk"][8];
    assert_eq!(noon["start"], "12:00");
    assert_eq!(noon["on_queue"], planned.staff[1][8]);
    let scheduled = noon["scheduled"].as_f64().unwrap();
    assert!((scheduled - f64::from(planned.staff[1][8]) / 0.7).abs() < 1e-12);
    let of_groups = |key: &str| -> f64 {
        let groups = document["staff"].as_object().unwrap().values();
        let intervals = groups.flat_map(|group| group.as_array().unwrap());
        intervals.map(|interval| interval[key].as_f64().unwrap()).sum()
    };
    assert!(
        (of_groups("cost") - planned.cost.0).abs() < 1e-6,
        "the parts are the whole"
    );
    let level = &document["plan"]["figures"]["queues"]["loans"]["intervals"][8]["service_level"];
    assert!(level["low"].as_f64().unwrap() < level["mean"].as_f64().unwrap());
    for formula in ["erlang_c", "erlang_a", "square_root"] {
        assert!(
            document["formulas"][formula]["figures"]["center"]["day"].is_object(),
            "{formula}"
        );
    }
    assert_eq!(document["bound"]["from"], "pooling");
    assert!((document["bound"]["gap"].as_f64().unwrap() - (1.0 / 0.958 - 1.0)).abs() < 1e-12);
    assert_eq!(document["around"]["steps"].as_array().unwrap().len(), 7);
    assert_eq!(document["curve"][6]["cost"], Value::Null);
    assert_eq!(document["effort"]["fresh_days"], 2000);
    assert_eq!(document["prices"][0]["loosened"]["per"], "day");
    assert!(!document["sentences"].as_array().unwrap().is_empty());
}

#[test]
fn the_other_answers_name_themselves_and_their_limits() {
    let (question, found) = planned::infeasible();
    let document = read(&json(&question, &Answer::Infeasible(Box::new(found))).unwrap());
    assert_eq!(document["answer"], "infeasible");
    assert_eq!(document["unattainable"][0]["of"]["queue"], "loans");
    assert_eq!(document["remedies"][0]["allow"]["agents"], 9);
    let (question, found) = planned::kept();
    let document = read(&kept_json(&question, &found).unwrap());
    assert_eq!(document["answer"], "kept");
    assert_eq!(document["volume_factor"], 0.834);
    assert_eq!(document["limits"].as_array().unwrap().len(), question.goals.len());
    let (question, found) = planned::budgeted();
    let document = read(&budget_json(&question, &found).unwrap());
    assert_eq!(document["answer"], "budget");
    assert_eq!(document["budget"], 6300.0);
    assert_eq!(document["limits"][0]["at_least"], 0.8);
}

#[test]
fn tables_have_a_row_for_every_cell() {
    let (question, planned) = (planned::bank(), planned::bank_planned());
    let directory = tempfile::tempdir().unwrap();
    let paths = write_plan(&question, &planned, directory.path()).unwrap();
    let rows: Vec<Vec<csv::StringRecord>> = paths
        .iter()
        .map(|path| {
            let mut reader = csv::Reader::from_path(path).unwrap();
            let head = reader.headers().unwrap().clone();
            std::iter::once(head)
                .chain(reader.records().map(Result::unwrap))
                .collect()
        })
        .collect();
    let heading = rows[0][0].iter().collect::<Vec<_>>().join(",");
    assert_eq!(
        heading,
        "group,day,time,now,on_queue,spare,scheduled,on_queue_hours,paid_hours,cost"
    );
    assert_eq!(rows[0].len(), 1 + 2 * 24);
    let cost: f64 = rows[0][1..]
        .iter()
        .map(|row| row[9].parse::<f64>().unwrap())
        .sum();
    assert!((cost - planned.cost.0).abs() < 1e-6);
    assert_eq!(
        rows[1][0].iter().take(8).collect::<Vec<_>>(),
        [
            "staffing",
            "queue",
            "span",
            "day",
            "time",
            "arrived",
            "arrived_low",
            "arrived_high"
        ]
    );
    assert_eq!(
        rows[1].len(),
        1 + 5 * 2 * 25,
        "five staffings, two queues, a day and its intervals"
    );
    assert_eq!(rows[2].len(), 1 + 5);
    assert_eq!(&rows[2][2][0], "plan");
}
