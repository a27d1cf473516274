//! Whole days from the shared generator: every answer is proven, passes the referee, and beats nobody unfairly.

use zamu_pool::{Effort, Goal, Problem, Proof, check, greedy, solve};
use zamu_tests::pool_day::{Kind, filled_day, pool_day};
use zamu_tests::pool_file::{file_day, files};

#[test]
fn generated_days_are_proven() {
    let days = if std::env::var("ZAMU_LONG").is_ok() { 100 } else { 6 };
    for load in [70, 80, 90] {
        for seed in 0..days {
            let kind = Kind { people: 12, rows: 80, load, absent: 1 + seed as usize % 2 };
            let problem = pool_day(kind, seed);
            let solution = solve(&problem, Goal::Repool, Effort::default()).unwrap();
            assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
            assert!(matches!(solution.proof, Proof::Optimal(_)), "{kind:?} seed {seed}");
            let baseline = greedy(&problem).objective;
            assert!(solution.objective.ranked(Goal::Repool) <= baseline.ranked(Goal::Repool));
        }
    }
}

/// The hardest days known: a fifth of the people absent. 300 of them with `--long`.
#[test]
fn days_with_eight_of_forty_absent_are_proven() {
    let days = if std::env::var("ZAMU_LONG").is_ok() { 300 } else { 6 };
    for seed in 0..days {
        let kind = Kind { people: 40, rows: 300, load: 70 + 10 * (seed as usize % 3), absent: 8 };
        let problem = pool_day(kind, 1000 + seed);
        let effort = Effort { fairness: 0, steps: 0, ..Effort::default() };
        let solution = solve(&problem, Goal::Repool, effort).unwrap();
        assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
        assert!(matches!(solution.proof, Proof::Optimal(_)), "{kind:?} seed {seed}");
    }
}

/// Days of a hundred people with eight absent, which only prices raised in heat prove. Of the fuller ones 80, 3 and 80, 8
/// need large trees and have their answers around the program's; of those as the files are, 14, 6 and 7 need a longer heat,
/// 0 a tree, and the answer of 137 is eight rungs above the first.
#[test]
fn full_days_of_a_hundred_people_are_proven() {
    let kind = |load| Kind { people: 100, rows: 1000, load, absent: 8 };
    let fuller = [(80, 3), (80, 7), (80, 8), (90, 2)].map(|(load, seed)| filled_day(kind(load), seed));
    let like_files =
        [(80, 14), (90, 0), (90, 6), (90, 7), (90, 137)].map(|(load, seed)| file_day(kind(load), 6, seed));
    for (day, problem) in fuller.into_iter().chain(like_files).enumerate() {
        let effort = Effort { pivots: 50_000, fairness: 0, steps: 0 };
        let solution = solve(&problem, Goal::Repool, effort).unwrap();
        assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
        assert!(matches!(solution.proof, Proof::Optimal(_)), "day {day}");
    }
}

/// Large days are asked in two threads; which of them is quicker is nobody's business.
#[test]
fn a_large_day_has_the_same_answer_and_proof_every_time() {
    let problem = filled_day(Kind { people: 100, rows: 1000, load: 80, absent: 8 }, 9);
    let effort = Effort { pivots: 10_000, fairness: 0, steps: 0 };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let solve = || solve(&problem, Goal::Repool, effort).unwrap();
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(solve)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

/// Each file of the test data might have been drawn: of forty days some have less of everything, others more.
#[test]
fn days_drawn_as_the_files_look_as_the_files_do() {
    let drawn = |people, rows, load, absent| {
        let kind = Kind { people, rows, load, absent };
        move |seed| file_day(kind, 6, seed)
    };
    for (name, drawn) in [
        ("rep_040_0300_r90_k5", drawn(40, 300, 90, 3)),
        ("rep_040_0300_r80_k6", drawn(40, 300, 80, 3)),
        ("rep_100_1000_r80_k6", drawn(100, 1000, 80, 8)),
    ] {
        let (_, file) = files(name).remove(0);
        let looks: Vec<Look> = (0..40).map(|seed| Look::of(&drawn(seed))).collect();
        for (what, of) in LOOKS {
            let file = of(&Look::of(&file));
            let least = looks.iter().map(of).fold(f64::INFINITY, f64::min);
            let most = looks.iter().map(of).fold(0.0, f64::max);
            assert!((least..=most).contains(&file), "{name}, {what}: {file}, drawn {least} to {most}");
        }
    }
}

/// What a day looks like to whom it is to be solved by.
struct Look {
    rows: f64,
    minutes: f64,
    eligible: f64,
    given_up: f64,
}

type Of = fn(&Look) -> f64;
const LOOKS: [(&str, Of); 4] = [
    ("rows", |look| look.rows),
    ("minutes of a row", |look| look.minutes),
    ("people for a row", |look| look.eligible),
    ("rows of the absent", |look| look.given_up),
];

impl Look {
    fn of(problem: &Problem) -> Look {
        let count = problem.rows.len() as f64;
        let minutes: u32 = problem.rows.iter().map(|row| row.end - row.start).sum();
        let eligible: usize = problem.rows.iter().map(|row| row.eligible.len()).sum();
        Look {
            rows: count,
            minutes: f64::from(minutes) / count,
            eligible: eligible as f64 / count,
            given_up: problem.rows.iter().filter(|row| row.now.is_none()).count() as f64,
        }
    }
}
