//! What holds for every problem: answers are valid, never worse than greedy, the same twice,
//! shortages and room are real. That they are the best is asked in `exact.rs`.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

mod common;

use common::dice::Dice;
use proptest::prelude::*;
use zamu_pool::{
    Effort, Flaw, Goal, Load, Malformed, PeopleSet, Person, Problem, Room, Row, check, greedy, insertable,
    is_shortage, is_team, measure, shortage, smallest_team_beside, solve,
};

const QUICK: Effort = Effort { pivots: 20_000, fairness: 20_000, steps: 50_000 };
const GOALS: [Goal; 2] = [Goal::Repool, Goal::Allocate];

fn row() -> impl Strategy<Value = Row> {
    (0..20u32, 1..7u32, 0..64u32, proptest::bool::weighted(0.2)).prop_map(|(start, length, mask, told)| {
        let eligible: PeopleSet = (0..6).filter(|&person| mask >> person & 1 == 1).collect();
        Row { start, end: start + length, eligible, now: None, told }
    })
}

/// Up to 6 people; rows get a `now` where `wishes` says so and the person is still free.
fn problem(most_rows: usize) -> impl Strategy<Value = Problem> {
    let rows = proptest::collection::vec(row(), 0..=most_rows);
    let loads = proptest::collection::vec((0..3u32, 0..90u32), 1..=6);
    let wishes = proptest::collection::vec(0..12usize, most_rows);
    (rows, loads, wishes).prop_map(|(rows, loads, wishes)| well_formed(rows, loads, &wishes))
}

fn well_formed(mut rows: Vec<Row>, loads: Vec<(u32, u32)>, wishes: &[usize]) -> Problem {
    rows.sort_by_key(|row| row.start);
    let load: Vec<Load> = loads.into_iter().map(|(rows, minutes)| Load { rows, minutes }).collect();
    for index in 0..rows.len() {
        (load.len()..6).for_each(|person| rows[index].eligible.remove(person));
        let wish = wishes[index] / 2;
        let is_free =
            rows[..index].iter().all(|other| other.now != Some(wish) || !other.overlaps(&rows[index]));
        rows[index].now = (is_free && rows[index].eligible.contains(wish)).then_some(wish);
    }
    Problem { rows, load }
}

/// Rows that differ in nothing are left out, and people get minutes of their own.
fn without_doubles(mut problem: Problem) -> Problem {
    let mut kept: Vec<Row> = Vec::new();
    for row in problem.rows {
        if !kept.contains(&row) {
            kept.push(row);
        }
    }
    problem.rows = kept;
    problem.load.iter_mut().enumerate().for_each(|(person, load)| load.minutes = 7 * person as u32);
    problem
}

fn shuffled(count: usize, dice: &mut Dice) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    (1..count).for_each(|at| order.swap(at, dice.below(at + 1)));
    order
}

/// Row `rows[i]` as number i, person `people[i]` as number i.
fn reordered(problem: &Problem, rows: &[usize], people: &[Person]) -> Problem {
    let number = |person: Person| people.iter().position(|&old| old == person).unwrap();
    let row = |&old: &usize| {
        let row = &problem.rows[old];
        Row { eligible: row.eligible.iter().map(number).collect(), now: row.now.map(number), ..row.clone() }
    };
    Problem {
        rows: rows.iter().map(row).collect(),
        load: people.iter().map(|&person| problem.load[person]).collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_valid_repeatable_and_no_worse_than_greedy(problem in problem(24)) {
        let baseline = greedy(&problem);
        prop_assert_eq!(check(&problem, Goal::Repool, &baseline), Ok(()));
        for goal in GOALS {
            let solution = solve(&problem, goal, QUICK).unwrap();
            prop_assert_eq!(check(&problem, goal, &solution), Ok(()));
            prop_assert!(solution.objective.ranked(goal) <= baseline.objective.ranked(goal));
            prop_assert_eq!(&solution, &solve(&problem, goal, QUICK).unwrap());
        }
    }

    #[test]
    fn any_effort_gives_a_valid_answer(problem in problem(24), effort in 0..60u64) {
        let effort = Effort { pivots: effort, fairness: effort % 7, steps: effort * 50 };
        let solution = solve(&problem, Goal::Repool, effort).unwrap();
        prop_assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
    }

    /// Everybody has minutes of their own here, so nobody is a double of somebody else.
    #[test]
    fn the_order_of_rows_and_people_does_not_matter(problem in problem(16), seed in 0..1_000_000u64) {
        let problem = without_doubles(problem);
        let mut dice = Dice::new(seed);
        let (rows, people) = (shuffled(problem.rows.len(), &mut dice), shuffled(problem.load.len(), &mut dice));
        let other = reordered(&problem, &rows, &people);
        for goal in GOALS {
            let asked = solve(&problem, goal, QUICK).unwrap();
            let turned = solve(&other, goal, QUICK).unwrap();
            prop_assert_eq!(check(&other, goal, &turned), Ok(()));
            prop_assert_eq!(asked.objective, turned.objective);
            for (new, &old) in rows.iter().enumerate() {
                prop_assert_eq!(turned.serves[new].map(|person| people[person]), asked.serves[old]);
            }
        }
    }

    /// Nobody is a double of somebody else here, nor is a row.
    #[test]
    fn the_order_does_not_matter_for_one_more_row_either(problem in problem(16), extra in row(), seed in 0..1_000_000u64) {
        let problem = without_doubles(problem);
        let mut extra = extra;
        (problem.load.len()..6).for_each(|person| extra.eligible.remove(person));
        let mut dice = Dice::new(seed);
        let (rows, people) = (shuffled(problem.rows.len(), &mut dice), shuffled(problem.load.len(), &mut dice));
        let with_extra = Problem { rows: vec![extra.clone()], load: problem.load.clone() };
        let turned_extra = reordered(&with_extra, &[0], &people).rows.remove(0);
        let asked = insertable(&problem, &extra, QUICK);
        let turned = insertable(&reordered(&problem, &rows, &people), &turned_extra, QUICK);
        let row_of = |new: usize| rows.get(new).copied().unwrap_or(rows.len());
        let turned = match turned {
            Room::Made(moves) => {
                let mut moves: Vec<_> = moves
                    .into_iter()
                    .map(|(row, from, to)| (row_of(row), from.map(|person| people[person]), people[to]))
                    .collect();
                moves.sort_unstable();
                Room::Made(moves)
            }
            other => other,
        };
        prop_assert_eq!(asked, turned);
    }

    /// Loads play no part in a team, so people who may serve the same rows are doubles: only numbers are compared.
    #[test]
    fn the_order_does_not_matter_for_the_size_of_a_team(problem in problem(16), there in 0..64u32, seed in 0..1_000_000u64) {
        let mut dice = Dice::new(seed);
        let (rows, people) = (shuffled(problem.rows.len(), &mut dice), shuffled(problem.load.len(), &mut dice));
        let turned = reordered(&problem, &rows, &people);
        let stays = |person: &Person| there >> person & 1 == 1;
        let there: PeopleSet = (0..people.len()).filter(stays).collect();
        let turned_there: PeopleSet = (0..people.len()).filter(|&new| there.contains(people[new])).collect();
        let asked = smallest_team_beside(&problem, &there, QUICK).unwrap();
        let other = smallest_team_beside(&turned, &turned_there, QUICK).unwrap();
        prop_assert!(is_team(&problem, &asked) && is_team(&turned, &other));
        prop_assert_eq!(asked.people.len(), other.people.len());
        prop_assert_eq!(asked.crowd.len(), other.crowd.len());
    }

    #[test]
    fn the_referee_rejects_a_changed_answer(problem in problem(16), row in 0..16usize, person in 0..8usize) {
        let mut solution = solve(&problem, Goal::Repool, QUICK).unwrap();
        prop_assume!(row < problem.rows.len() && solution.serves[row] != Some(person));
        solution.serves[row] = Some(person);
        let rows = &problem.rows;
        let clashes = (0..rows.len()).any(|other| {
            other != row && solution.serves[other] == Some(person) && rows[other].overlaps(&rows[row])
        });
        match check(&problem, Goal::Repool, &solution) {
            Err(Flaw::NotEligible { .. }) => prop_assert!(!rows[row].eligible.contains(person)),
            Err(Flaw::Overlap { .. }) => prop_assert!(clashes),
            _ => prop_assert!(rows[row].eligible.contains(person) && !clashes),
        }
    }

    #[test]
    fn the_referee_rejects_false_objectives(problem in problem(16)) {
        let mut cheaper = solve(&problem, Goal::Repool, QUICK).unwrap();
        cheaper.objective.squares += 1;
        let rejected = matches!(check(&problem, Goal::Repool, &cheaper), Err(Flaw::WrongObjective { .. }));
        prop_assert!(rejected);
    }

    #[test]
    fn a_shortage_is_a_violated_set_around_the_row(problem in problem(24)) {
        let solution = solve(&problem, Goal::Repool, QUICK).unwrap();
        for row in 0..problem.rows.len() {
            if let Some(found) = shortage(&problem, &solution.serves, row) {
                let asked = &problem.rows[row];
                prop_assert!(solution.serves[row].is_none() && is_shortage(&problem, &found));
                prop_assert!(found.rows.contains(&row) && asked.start <= found.from && found.until <= asked.end);
            }
        }
    }

    #[test]
    fn moves_give_room(problem in problem(16), extra in row()) {
        let mut extra = extra;
        (problem.load.len()..6).for_each(|person| extra.eligible.remove(person));
        if let Room::Made(moves) = insertable(&problem, &extra, QUICK) {
            let mut larger = problem.clone();
            larger.rows.push(extra);
            let today: Vec<Option<Person>> = larger.rows.iter().map(|row| row.now).collect();
            let mut serves = today.clone();
            for (row, before, after) in moves {
                prop_assert!(before == today[row] && (row == problem.rows.len() || !problem.rows[row].told));
                serves[row] = Some(after);
            }
            prop_assert!(serves[problem.rows.len()].is_some());
            let objective = measure(&larger, &serves);
            let room = zamu_pool::Solution { serves, objective, proof: greedy(&larger).proof };
            let only_unproven = matches!(check(&larger, Goal::Repool, &room), Ok(()) | Err(Flaw::WrongBound { .. }));
            prop_assert!(only_unproven);
        }
    }
}

#[test]
fn ten_thousand_rows_and_nobody_for_them() {
    let row = |start: u32| Row { start, end: start + 60, eligible: PeopleSet::new(), now: None, told: false };
    let problem = Problem { rows: (0..10_000).map(row).collect(), load: vec![Load::default(); 1_000] };
    let solution = solve(&problem, Goal::Repool, Effort::default()).unwrap();
    assert_eq!(solution.objective.unserved, 10_000);
    assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
}

#[test]
fn malformed_problems_are_refused() {
    let row = |start: u32, end: u32, person: Person, now: Option<Person>| Row {
        start,
        end,
        eligible: [person].into_iter().collect(),
        now,
        told: false,
    };
    let refused = |rows: Vec<Row>| {
        let problem = Problem { rows, load: vec![Load::default(); 2] };
        assert_eq!(check(&problem, Goal::Repool, &greedy(&problem)), Ok(()), "greedy stays valid");
        solve(&problem, Goal::Repool, QUICK).unwrap_err()
    };
    assert_eq!(refused(vec![row(5, 5, 0, None)]), Malformed::EmptySpan { row: 0 });
    assert_eq!(refused(vec![row(0, 5, 2, None)]), Malformed::UnknownPerson { row: 0, person: 2 });
    assert_eq!(refused(vec![row(0, 5, 1, Some(0))]), Malformed::NowNotEligible { row: 0, person: 0 });
    assert_eq!(
        refused(vec![row(0, 5, 1, Some(1)), row(4, 9, 1, Some(1))]),
        Malformed::NowOverlaps { row: 1, other: 0, person: 1 }
    );
    assert_eq!(refused(vec![row(0, u32::MAX, 1, None)]), Malformed::TooLarge);
}

#[test]
fn a_crowd_far_too_large_is_answered_within_the_effort() {
    let everybody: PeopleSet = (0..200).collect();
    let row =
        |start: u32| Row { start, end: start + 600, eligible: everybody.clone(), now: None, told: false };
    let problem = Problem { rows: (0..2_000).map(row).collect(), load: vec![Load::default(); 200] };
    for goal in GOALS {
        let solution = solve(&problem, goal, Effort { steps: 1_000_000, ..QUICK }).unwrap();
        assert_eq!(check(&problem, goal, &solution), Ok(()));
    }
}
