//! Integer programs: the one place that knows a solver.
//!
//! In: costs, bounds and rows Σ a x ≥ b. Out: the best solution found, whether nothing is better, and a cost
//! below which no solution lies. A solution is never taken on trust: its whole numbers are held against every
//! bound and, by sums without rounding, against every row as it was written. The search ends by its own or by
//! a number of nodes, so that the same program has the same answer on any machine.
//!
//! The solver's bound comes from arithmetic with rounding; it is lowered by [`GUARD`] of its size, far more
//! than what the solver's tolerances can hide.

use microlp::{
    ComparisonOp, OptimizationDirection, Problem, SolutionStatus, SolveOptions, SolveOutcome, Variable,
};

/// By what share of its size, and at least by how much, a bound of the solver is lowered.
const GUARD: f64 = 1e-6;
/// How far a row with a continuous variable may be missed, relative to its terms.
const CONTINUOUS_SLACK: f64 = 1e-6;
/// How often rows that the solver's tolerance let slip are made tighter.
const REPAIRS: usize = 4;

/// Minimise Σ costs x with x within bounds, and every row kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Program {
    /// What one unit of each variable costs.
    pub costs: Vec<f64>,
    /// The least and the most of each variable.
    pub bounds: Vec<(i64, i64)>,
    /// Variables that need not be whole.
    pub continuous: Vec<usize>,
    /// What must hold.
    pub rows: Vec<Row>,
}

/// Σ coefficient × variable ≥ `at_least`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// Variables, each once, and their coefficients.
    pub terms: Vec<(usize, f64)>,
    /// The right-hand side.
    pub at_least: f64,
}

/// What came of a search.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Solved {
    /// The best solution found.
    pub best: Option<Point>,
    /// Whether nothing is better than it.
    pub optimal: bool,
    /// No solution costs less: infinite where there is none, and minus infinity where the solver failed.
    pub lower_bound: f64,
}

/// Values of all variables, and what they cost.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Point {
    /// In the order of the program; whole where they must be.
    pub values: Vec<f64>,
    /// Σ costs × values.
    pub cost: f64,
}

impl Program {
    /// A program of whole variables without rows.
    pub fn new(costs: Vec<f64>, bounds: Vec<(i64, i64)>) -> Self {
        Self {
            costs,
            bounds,
            ..Self::default()
        }
    }

    /// Searches for the best solution, through at most so many nodes.
    pub fn minimise(&self, nodes: usize) -> Solved {
        self.minimise_from(None, nodes)
    }

    /// The same from a solution that is known already; it counts only if it keeps every row and bound.
    pub fn minimise_from(&self, known: Option<&[i64]>, nodes: usize) -> Solved {
        let known: Option<Vec<f64>> = known.map(|values| values.iter().map(|&value| value as f64).collect());
        let mut best = known
            .filter(|values| self.is_kept_by(values))
            .map(|values| self.point(values));
        let mut tightened = self.clone();
        let mut lower_bound = f64::NEG_INFINITY;
        for attempt in 0..=REPAIRS {
            let found = tightened.search(best.as_ref().map(|point| &point.values[..]), nodes);
            // Only the program as it stands bounds itself.
            if attempt == 0 {
                lower_bound = match &found {
                    Found::Something { bound, .. } | Found::Nothing { bound } => *bound,
                    // A solution that is known says that the solver errs.
                    Found::Infeasible if best.is_none() => f64::INFINITY,
                    Found::Infeasible | Found::Failed => self.cheapest_corner(),
                };
            }
            let Found::Something { values, .. } = found else {
                break;
            };
            let missed: Vec<usize> = (0..self.rows.len())
                .filter(|&row| !self.keeps(row, &values))
                .collect();
            if missed.is_empty() && self.within_bounds(&values) {
                let point = self.point(values);
                if best.as_ref().is_none_or(|best| point.cost < best.cost) {
                    best = Some(point);
                }
                break;
            }
            for row in missed {
                let size = self.rows[row].at_least.abs().max(1.0);
                tightened.rows[row].at_least += size * GUARD * (attempt + 1) as f64;
            }
        }
        let optimal = best
            .as_ref()
            .is_some_and(|best| best.cost - lower_bound <= 2.0 * guard(best.cost));
        Solved {
            best,
            optimal,
            lower_bound,
        }
    }

    /// The best solution if no variable had to be whole: its values are the solver's, and its cost is one below
    /// which no solution lies. Nothing where there is none or the solver failed.
    pub fn relaxed(&self) -> Option<Point> {
        let continuous = Self {
            continuous: (0..self.costs.len()).collect(),
            ..self.clone()
        };
        match continuous.search(None, 0) {
            Found::Something { values, bound } => Some(Point { values, cost: bound }),
            _ => None,
        }
    }

    fn point(&self, values: Vec<f64>) -> Point {
        let cost = self
            .costs
            .iter()
            .zip(&values)
            .map(|(cost, value)| cost * value)
            .sum();
        Point { values, cost }
    }

    /// Every variable at its cheaper bound: a bound for any program.
    fn cheapest_corner(&self) -> f64 {
        let corner = self
            .costs
            .iter()
            .zip(&self.bounds)
            .map(|(&cost, &(least, most))| {
                let at = if cost >= 0.0 { least } else { most };
                if cost == 0.0 { 0.0 } else { cost * at as f64 }
            });
        let sum: f64 = corner.sum();
        sum - guard(sum)
    }

    fn is_kept_by(&self, values: &[f64]) -> bool {
        values.len() == self.costs.len()
            && self.within_bounds(values)
            && (0..self.rows.len()).all(|row| self.keeps(row, values))
    }

    fn within_bounds(&self, values: &[f64]) -> bool {
        self.bounds
            .iter()
            .zip(values)
            .all(|(&(least, most), &value)| value >= least as f64 && value <= most as f64)
    }

    /// Whether a row holds: without rounding where all its variables are whole.
    fn keeps(&self, row: usize, values: &[f64]) -> bool {
        let Row { terms, at_least } = &self.rows[row];
        let missing = sum_without_rounding(
            terms
                .iter()
                .map(|&(variable, coefficient)| (coefficient, values[variable]))
                .chain([(-1.0, *at_least)]),
        );
        let slack = if terms
            .iter()
            .any(|(variable, _)| self.continuous.contains(variable))
        {
            let size: f64 = terms
                .iter()
                .map(|&(variable, coefficient)| (coefficient * values[variable]).abs())
                .sum();
            CONTINUOUS_SLACK * size.max(at_least.abs()).max(1.0)
        } else {
            0.0
        };
        missing >= -slack
    }

    /// Hands the program to the solver.
    fn search(&self, known: Option<&[f64]>, nodes: usize) -> Found {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut whole = vec![true; self.costs.len()];
        for &variable in &self.continuous {
            whole[variable] = false;
        }
        let variables: Vec<Variable> = self
            .costs
            .iter()
            .zip(&self.bounds)
            .zip(&whole)
            .map(|((&cost, &(least, most)), &whole)| {
                if whole {
                    problem.add_integer_var(cost, (in_range(least), in_range(most)))
                } else {
                    problem.add_var(cost, (least as f64, most as f64))
                }
            })
            .collect();
        for row in &self.rows {
            let terms: Vec<(Variable, f64)> = row
                .terms
                .iter()
                .map(|&(variable, coefficient)| (variables[variable], coefficient))
                .collect();
            problem.add_constraint(&terms[..], ComparisonOp::Ge, row.at_least);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(nodes as u64);
        options.warm_start =
            known.map(|values| variables.iter().copied().zip(values.iter().copied()).collect());
        let solution = match problem.solve_with(options) {
            Ok(SolveOutcome::Solution(solution)) => solution,
            Ok(SolveOutcome::Interrupted(interrupted)) => {
                let bound = interrupted.stats().best_bound;
                return Found::Nothing {
                    bound: bound.map_or_else(|| self.fallback(), lowered),
                };
            }
            Err(microlp::Error::Infeasible) => return Found::Infeasible,
            Err(_) => return Found::Failed,
        };
        let bound = match solution.status() {
            SolutionStatus::Optimal => lowered(solution.objective()),
            SolutionStatus::Feasible => solution
                .stats()
                .best_bound
                .map_or_else(|| self.fallback(), lowered),
        };
        let values = variables
            .iter()
            .zip(&whole)
            .zip(&self.bounds)
            .map(|((&variable, &whole), &(least, most))| {
                let value = solution.var_value(variable);
                // The solver's tolerance may let a value slip over its bound.
                if whole {
                    value.round()
                } else {
                    value.clamp(least as f64, most as f64)
                }
            })
            .collect();
        Found::Something { values, bound }
    }

    /// A bound where the search left none.
    fn fallback(&self) -> f64 {
        let all_continuous = self.continuous.len() == self.costs.len();
        let relaxed = if all_continuous { None } else { self.relaxed() };
        relaxed.map_or_else(|| self.cheapest_corner(), |point| point.cost)
    }
}

/// What the solver found.
enum Found {
    Something { values: Vec<f64>, bound: f64 },
    Nothing { bound: f64 },
    Infeasible,
    Failed,
}

fn guard(bound: f64) -> f64 {
    GUARD * bound.abs().max(1.0)
}

fn lowered(bound: f64) -> f64 {
    bound - guard(bound)
}

/// The solver's whole variables have 32 bits.
fn in_range(bound: i64) -> i32 {
    bound.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32
}

/// Σ a × b, whose sign is exact: products are split without error, and partial sums kept apart where they do
/// not overlap (Shewchuk, *Adaptive precision floating-point arithmetic*, 1997, theorem 10).
fn sum_without_rounding(products: impl Iterator<Item = (f64, f64)>) -> f64 {
    let mut parts: Vec<f64> = Vec::new();
    for (a, b) in products {
        let product = a * b;
        for addend in [a.mul_add(b, -product), product] {
            let mut carried = addend;
            for part in &mut parts {
                let sum = carried + *part;
                let other = sum - carried;
                *part = (carried - (sum - other)) + (*part - other);
                carried = sum;
            }
            parts.push(carried);
            parts.retain(|&part| part != 0.0);
        }
    }
    // The largest part comes last, and outweighs all the others.
    parts.last().copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::{Purpose, Stream, StreamKey};

    /// A program of a few variables and rows, small enough to try every solution.
    fn random_program(number: u32) -> Program {
        let mut stream = Stream::new(5, number, StreamKey::new("program", Purpose::Design));
        let variables = 1 + stream.below(4) as usize;
        let whole_numbers = stream.below(2) == 0;
        let mut coefficient = |high: u64| {
            let whole = stream.below(high) as f64;
            if whole_numbers {
                whole
            } else {
                whole + stream.uniform()
            }
        };
        let mut program = Program::new(
            (0..variables).map(|_| 1.0 + coefficient(9)).collect(),
            (0..variables)
                .map(|variable| (i64::from(variable == 1), 6))
                .collect(),
        );
        for _ in 0..1 + variables {
            program.rows.push(Row {
                terms: (0..variables)
                    .map(|variable| (variable, coefficient(5) - 1.0))
                    .collect(),
                at_least: coefficient(14),
            });
        }
        program
    }

    fn by_trying_all(program: &Program) -> Option<f64> {
        let mut values: Vec<i64> = program.bounds.iter().map(|bounds| bounds.0).collect();
        let mut best: Option<f64> = None;
        loop {
            let point: Vec<f64> = values.iter().map(|&value| value as f64).collect();
            if program.is_kept_by(&point) {
                let cost = program.point(point).cost;
                best = Some(best.map_or(cost, |best| best.min(cost)));
            }
            let Some(next) = (0..values.len()).find(|&place| values[place] < program.bounds[place].1) else {
                return best;
            };
            values[next] += 1;
            (0..next).for_each(|place| values[place] = program.bounds[place].0);
        }
    }

    #[test]
    fn small_programs_have_the_answer_of_trying_all() {
        let (mut with, mut without) = (0, 0);
        for number in 0..300 {
            let program = random_program(number);
            let solved = program.minimise(10_000);
            match by_trying_all(&program) {
                Some(cost) => {
                    with += 1;
                    let best = solved.best.expect("there is a solution");
                    assert!((best.cost - cost).abs() < 1e-9, "{number}: {} {cost}", best.cost);
                    assert!(program.is_kept_by(&best.values), "{number}");
                    assert!(solved.optimal, "{number}");
                    assert!(solved.lower_bound <= cost && solved.lower_bound > cost - 1e-4);
                    let relaxed = program.relaxed().expect("less is asked");
                    assert!(relaxed.cost <= cost);
                }
                None => {
                    without += 1;
                    assert_eq!(solved.best, None, "{number}");
                    assert_eq!(solved.lower_bound, f64::INFINITY, "{number}");
                }
            }
        }
        assert!(with > 150 && without > 20, "{with} {without}");
    }

    /// Whatever the number of nodes, the bound bounds, and what is found is a solution.
    #[test]
    fn a_search_cut_short_says_nothing_false() {
        let mut short = 0;
        for number in 0..200 {
            let program = random_program(number);
            let cost = by_trying_all(&program).unwrap_or(f64::INFINITY);
            for nodes in [0, 1, 2] {
                let solved = program.minimise(nodes);
                assert!(solved.lower_bound <= cost, "{number} {nodes}: {solved:?} {cost}");
                short += usize::from(!solved.optimal && cost.is_finite());
                if let Some(best) = solved.best {
                    assert!(program.is_kept_by(&best.values) && best.cost >= cost - 1e-9);
                    assert!(!solved.optimal || best.cost < cost + 1e-4);
                }
            }
        }
        assert!(short > 20, "{short}");
    }

    #[test]
    fn a_solution_that_is_known_is_never_lost() {
        let mut program = Program::new(vec![3.0, 2.0], vec![(0, 9), (0, 9)]);
        program.rows.push(Row {
            terms: vec![(0, 1.0), (1, 1.0)],
            at_least: 7.5,
        });
        let solved = program.minimise_from(Some(&[0, 8]), 0);
        assert_eq!(solved.best.expect("known").values, [0.0, 8.0]);
        // What is no solution does not count as one.
        let solved = program.minimise_from(Some(&[0, 7]), 100);
        assert_eq!(solved.best.expect("found").values, [0.0, 8.0]);
    }

    /// A row that the solver's tolerance forgives is not forgiven here.
    #[test]
    fn a_row_missed_by_a_hair_is_missed() {
        let mut program = Program::new(vec![1.0], vec![(0, 9)]);
        program.rows.push(Row {
            terms: vec![(0, 1.0)],
            at_least: 3.0 + 1e-9,
        });
        let solved = program.minimise(100);
        assert_eq!(solved.best.expect("found").values, [4.0]);
        assert!(solved.lower_bound <= 4.0);
        assert!(!program.is_kept_by(&[3.0]));
    }

    #[test]
    fn continuous_variables_need_not_be_whole() {
        let mut program = Program::new(vec![2.0, 1.0], vec![(0, 9), (0, 1)]);
        program.continuous = vec![1];
        program.rows.push(Row {
            terms: vec![(0, 1.0), (1, 1.0)],
            at_least: 2.5,
        });
        let solved = program.minimise(100);
        let best = solved.best.expect("found");
        assert!((best.values[1] - 0.5).abs() < 1e-6 && best.values[0] == 2.0);
        assert!((best.cost - 4.5).abs() < 1e-6 && solved.optimal);
    }

    #[test]
    fn sums_lose_nothing() {
        assert_eq!(
            sum_without_rounding([(1e20, 1.0), (1.0, 1.0), (-1e20, 1.0)].into_iter()),
            1.0
        );
        assert!(sum_without_rounding([(0.1, 3.0), (-1.0, 0.3)].into_iter()) > 0.0);
        assert_eq!(sum_without_rounding(std::iter::empty()), 0.0);
    }

    #[test]
    fn what_is_no_program_has_no_answer() {
        let mut program = Program::new(vec![f64::NAN], vec![(0, 5)]);
        assert_eq!(program.minimise(10).best, None);
        program.costs = vec![1.0];
        program.bounds = vec![(5, 0)];
        let solved = program.minimise(10);
        assert_eq!((solved.best, solved.optimal), (None, false));
    }
}
