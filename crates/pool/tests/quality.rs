//! The problems of the test data against their proven optima.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

mod common;

use zamu_pool::{Effort, Goal, Problem, Proof, Solution, check, greedy, solve};

#[test]
fn pool_files_are_answered_and_proven() {
    for known in common::known_optima() {
        let problem = common::pool_problem(&known.file);
        let solution = checked(&problem, Goal::Repool);
        let (ours, bound) = (solution.objective, solution.proof.certificate().bound);
        println!(
            "{}: {} {} fairness {} >= {}",
            known.file, ours.unserved, ours.moved, ours.squares, bound.squares
        );
        assert_eq!((ours.unserved, ours.moved), (known.unserved, known.moved), "{}", known.file);
        assert!(matches!(solution.proof, Proof::Optimal(_)), "{}", known.file);
        if problem.load.len() <= 40 {
            assert_eq!(ours.squares, bound.squares, "{} is as fair as can be", known.file);
        }
    }
}

#[test]
fn allocating_a_day_is_fairer_than_greedy() {
    for file in ["rep_012_0080_r70_k5.txt", "rep_040_0300_r70_k3.txt"] {
        let mut problem = common::pool_problem(file);
        problem.rows.iter_mut().for_each(|row| row.now = None);
        let (ours, baseline) = (checked(&problem, Goal::Allocate).objective, greedy(&problem).objective);
        println!("{file}: greedy {baseline:?}\n  ours {ours:?}");
        assert!(ours.unserved <= baseline.unserved);
        assert!(ours.unserved < baseline.unserved || ours.squares < baseline.squares);
    }
}

fn checked(problem: &Problem, goal: Goal) -> Solution {
    let solution = solve(problem, goal, Effort::default()).unwrap();
    assert_eq!(check(problem, goal, &solution), Ok(()));
    solution
}
