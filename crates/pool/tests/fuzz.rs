//! Nonsense is refused or solved, never a panic and never unbounded memory: the corpus, everything a seed makes of
//! it, and problems of enormous size.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

mod common;

use common::dice::{Dice, tiny};
use zamu_pool::{
    Effort, Goal, Load, Node, PeopleSet, Problem, Proof, Row, check, greedy, insertable, is_team,
    smallest_team, solve,
};

const SMALL: Effort = Effort { pivots: 300, fairness: 100, steps: 2_000 };
const GOALS: [Goal; 2] = [Goal::Repool, Goal::Allocate];

/// Solves whatever it is; a refusal is fine, an answer must pass the referee.
fn survive(problem: &Problem) {
    for goal in GOALS {
        match solve(problem, goal, SMALL) {
            Ok(solution) => assert_eq!(check(problem, goal, &solution), Ok(()), "{problem:?}"),
            Err(_refused) => assert_eq!(check(problem, goal, &greedy(problem)), Ok(()), "{problem:?}"),
        }
    }
    if let Some(row) = problem.rows.first() {
        let _any_answer = insertable(problem, row, SMALL);
    }
    if let Ok(team) = smallest_team(problem, SMALL) {
        assert!(is_team(problem, &team), "{problem:?}");
    }
}

fn corpus() -> Vec<Problem> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| common::problem(&std::fs::read_to_string(file).unwrap())).collect()
}

#[test]
fn the_corpus_is_survived() {
    corpus().iter().for_each(survive);
}

#[test]
fn mutations_are_survived() {
    let mut dice = Dice::new(17);
    let corpus = corpus();
    for round in 0..3_000 {
        let mut problem =
            if round % 3 == 0 { corpus[dice.below(corpus.len())].clone() } else { tiny(&mut dice, 9) };
        for _ in 0..1 + dice.below(4) {
            mutate(&mut problem, &mut dice);
        }
        survive(&problem);
    }
}

fn mutate(problem: &mut Problem, dice: &mut Dice) {
    let strange = [0, 1, 7, u32::MAX, u32::MAX - 1, 1 << 31, 300][dice.below(7)];
    if problem.rows.is_empty() || dice.chance(10) {
        problem.load.push(Load { rows: strange, minutes: strange / 2 });
        return;
    }
    let (at, other) = (dice.below(problem.rows.len()), dice.below(problem.rows.len()));
    match dice.below(8) {
        0 => problem.rows[at].start = strange,
        1 => problem.rows[at].end = strange,
        2 => problem.rows[at].now = Some(dice.below(6)),
        3 => problem.rows[at].eligible.insert(dice.below(70)),
        4 => problem.rows[at].eligible = PeopleSet::new(),
        5 => problem.rows[at] = problem.rows[other].clone(),
        6 => problem.rows[at].told ^= true,
        _ => {
            problem.load.pop();
        }
    }
}

#[test]
fn a_certificate_of_another_problem_is_no_danger() {
    let mut dice = Dice::new(18);
    for _ in 0..500 {
        let (one, other) = (tiny(&mut dice, 8), tiny(&mut dice, 8));
        let Ok(mut solution) = solve(&one, Goal::Repool, SMALL) else { continue };
        let _any_verdict = check(&other, Goal::Repool, &solution);
        let (Proof::Optimal(certificate) | Proof::Bounds(certificate)) = &mut solution.proof;
        for tree in &mut certificate.trees {
            tree.nodes.insert(0, Node::Split { row: dice.below(20), person: dice.below(20) });
        }
        assert!(
            solution.proof.certificate().trees.is_empty() || check(&one, Goal::Repool, &solution).is_err()
        );
    }
}

#[test]
fn enormous_problems_end() {
    let everybody: PeopleSet = (0..1_000).collect();
    let row = |index: u32| Row {
        start: index % 700,
        end: index % 700 + 5 + index % 90,
        eligible: everybody.clone(),
        now: None,
        told: false,
    };
    let problem = Problem { rows: (0..10_000).map(row).collect(), load: vec![Load::default(); 1_000] };
    let solution = solve(&problem, Goal::Repool, Effort { pivots: 50, fairness: 0, steps: 0 }).unwrap();
    assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
}
