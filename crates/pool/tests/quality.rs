//! How near the answers come to the proven optima of the test data.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

mod common;

use zamu_pool::{Effort, Goal, Problem, Proof, Solution, check, greedy, solve};

#[test]
fn pool_files_lose_no_row_too_many() {
    for known in common::known_optima() {
        let problem = common::pool_problem(&known.file);
        let solution = checked(&problem, Goal::Repool);
        let (ours, baseline) = (solution.objective, greedy(&problem).objective);
        println!(
            "{}: greedy {} {} | ours {} {} | optimum {} {} | proven at least {}",
            known.file,
            baseline.unserved,
            baseline.moved,
            ours.unserved,
            ours.moved,
            known.unserved,
            known.moved,
            proven(&solution),
        );
        assert_eq!(ours.unserved, known.unserved, "{}", known.file);
        assert!(proven(&solution) <= known.unserved);
        // The large day is not yet brought back all the way.
        let allowed = if problem.load.len() < 100 { known.moved } else { known.moved * 5 / 4 };
        assert!((known.moved..=allowed).contains(&ours.moved), "{} moves {}", known.file, ours.moved);
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

fn proven(solution: &Solution) -> u32 {
    match &solution.proof {
        Proof::Optimal(certificate) | Proof::Bounds { certificate, .. } => certificate.unserved(),
    }
}
