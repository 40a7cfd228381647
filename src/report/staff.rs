//! Answers of the planner for programs: JSON, schema `headcount.staff/1`, and tables.
//!
//! In: a question and its answer. Out: one JSON document whose `answer` is `plan`, `infeasible`, `kept` or
//! `budget`; or `plan.csv`, `service.csv` and `staffings.csv`. A cost is in the scenario's currency where `cost_is`
//! is `money`, else in paid hours. Figures of contacts and agents have the names and the shape of
//! `headcount.run/1`.

mod answer;
mod tables;

use std::io;

use serde_json::{Value, json};

use crate::planner::{Answer, Budgeted, Kept, Question};

pub use tables::{write_budget, write_plan};

/// The name and version of the document's shape.
pub const SCHEMA: &str = "headcount.staff/1";

/// The document of a plan, or of why there is none, and a line break.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json(question: &Question, found: &Answer) -> io::Result<Vec<u8>> {
    match found {
        Answer::Plan(planned) => bytes(question, "plan", answer::plan(question, planned)),
        Answer::Infeasible(found) => bytes(question, "infeasible", answer::infeasible(question, found)),
    }
}

/// The document of what a staff can do.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn kept_json(question: &Question, found: &Kept) -> io::Result<Vec<u8>> {
    bytes(question, "kept", answer::kept(question, found))
}

/// The document of the best service for a budget.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn budget_json(question: &Question, found: &Budgeted) -> io::Result<Vec<u8>> {
    bytes(question, "budget", answer::budgeted(question, found))
}

fn bytes(question: &Question, answer: &str, rest: Value) -> io::Result<Vec<u8>> {
    let center = &question.center;
    let mut document = json!({
        "schema": SCHEMA,
        "scenario": { "name": center.name },
        "seed": question.experiment.seed,
        "confidence": question.experiment.confidence,
        "answer": answer,
        "cost_is": if question.in_money { "money" } else { "paid_hours" },
        "service_level_definition": center.service_level.formula(),
        "goals": question.goals.len(),
    });
    if let (Some(document), Value::Object(rest)) = (document.as_object_mut(), rest) {
        document.extend(rest);
    }
    let mut bytes = serde_json::to_vec_pretty(&document)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests;
