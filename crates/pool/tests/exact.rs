//! Tiny problems against trying everything: answers are the best there is, proofs are complete and true,
//! and whoever tampers with an answer, its prices, its tree or its claims is found out.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

mod common;

use common::dice::{Dice, tiny};
use zamu_pool::{
    Bound, Certificate, Effort, Goal, Narrowed, Node, Objective, Offers, Person, Problem, Proof, Room, Row,
    Solution, Tree, check, insertable, measure, solve,
};

const EFFORT: Effort = Effort { pivots: 20_000, fairness: 20_000, steps: 20_000 };
const GOALS: [Goal; 2] = [Goal::Repool, Goal::Allocate];

/// The best provable levels, by trying everything.
fn brute(problem: &Problem, goal: Goal) -> Objective {
    let mut serves = vec![None; problem.rows.len()];
    let mut best = measure(problem, &serves);
    brute_from(problem, goal, 0, &mut serves, &mut best);
    best
}

fn brute_from(
    problem: &Problem,
    goal: Goal,
    row: usize,
    serves: &mut Vec<Option<Person>>,
    best: &mut Objective,
) {
    if row == problem.rows.len() {
        let found = measure(problem, serves);
        if found.ranked(goal) < best.ranked(goal) {
            *best = found;
        }
        return;
    }
    brute_from(problem, goal, row + 1, serves, best);
    let rows = &problem.rows;
    for person in rows[row].eligible.iter() {
        if (0..row).all(|other| serves[other] != Some(person) || !rows[other].overlaps(&rows[row])) {
            serves[row] = Some(person);
            brute_from(problem, goal, row + 1, serves, best);
            serves[row] = None;
        }
    }
}

fn provable(objective: &Objective, goal: Goal) -> Vec<i64> {
    objective.ranked(goal)[..5].to_vec()
}

#[test]
fn answers_are_the_best_there_is() {
    let mut dice = Dice::new(11);
    let (mut fair, problems) = (0, if std::env::var("ZAMU_LONG").is_ok() { 20_000 } else { 1_500 });
    for case in 0..problems {
        let problem = tiny(&mut dice, 7);
        for goal in GOALS {
            let best = brute(&problem, goal);
            let solution = solve(&problem, goal, EFFORT).unwrap();
            assert_eq!(check(&problem, goal, &solution), Ok(()));
            let certificate = solution.proof.certificate();
            let is_proven = certificate.settles(goal, &solution.objective);
            assert!(is_proven, "case {case} {goal:?}\n{problem:?}\n{solution:?}\nbest {best:?}");
            let levels = if goal == Goal::Repool { 4 } else { 5 };
            let (ours, best) = (provable(&solution.objective, goal), provable(&best, goal));
            assert_eq!(ours[..levels], best[..levels], "case {case} {goal:?}\n{problem:?}");
            fair += usize::from(certificate.bound.squares == solution.objective.squares);
            if certificate.bound.squares == solution.objective.squares {
                assert_eq!(ours, best, "case {case} {goal:?}\n{problem:?}");
            }
        }
    }
    println!("level 4 proven {fair} of {}", 2 * problems);
    assert!(fair * 100 >= 2 * problems * 98);
}

/// Every claim of a changed answer that the referee accepts must still be true.
fn assert_true_if_accepted(problem: &Problem, goal: Goal, solution: &Solution, best: &Objective) -> bool {
    if check(problem, goal, solution).is_err() {
        return false;
    }
    let bound = solution.proof.certificate().bound;
    assert!(bound.unserved <= best.unserved, "{problem:?} {solution:?}");
    if matches!(solution.proof, Proof::Optimal(_)) {
        let levels = if goal == Goal::Repool { 4 } else { 5 };
        assert_eq!(provable(&solution.objective, goal)[..levels], provable(best, goal)[..levels]);
    }
    true
}

#[test]
fn whoever_drops_a_row_is_found_out() {
    let mut dice = Dice::new(12);
    for _ in 0..400 {
        let problem = tiny(&mut dice, 7);
        let mut solution = solve(&problem, Goal::Repool, EFFORT).unwrap();
        let Some(served) = solution.serves.iter().position(Option::is_some) else { continue };
        solution.serves[served] = None;
        assert!(check(&problem, Goal::Repool, &solution).is_err());
        solution.objective = measure(&problem, &solution.serves);
        assert!(check(&problem, Goal::Repool, &solution).is_err(), "an honest sum, the old claim");
    }
}

#[test]
fn whoever_claims_more_is_found_out() {
    let mut dice = Dice::new(13);
    for _ in 0..400 {
        let problem = tiny(&mut dice, 7);
        let honest = solve(&problem, Goal::Repool, EFFORT).unwrap();
        let certificate = honest.proof.certificate();
        let bound = certificate.bound;
        let more = [
            Bound { unserved: bound.unserved + 1, ..bound },
            Bound { told_changed: bound.told_changed + 1, ..bound },
            Bound { moved: bound.moved + 1, ..bound },
            Bound { squares: bound.squares + 2, ..bound },
        ];
        for bound in more {
            let certificate = Certificate { bound, ..certificate.clone() };
            let lie = Solution { proof: Proof::Bounds(certificate), ..honest.clone() };
            assert!(check(&problem, Goal::Repool, &lie).is_err());
        }
        let unproven = Certificate { trees: Vec::new(), bound };
        let nothing = Solution { proof: Proof::Optimal(unproven), ..honest.clone() };
        let is_free = honest.objective.unserved + honest.objective.moved + honest.objective.told_changed == 0;
        assert!(is_free || check(&problem, Goal::Repool, &nothing).is_err());
    }
}

#[test]
fn tampered_prices_and_trees_prove_nothing_false() {
    let mut dice = Dice::new(14);
    let (mut accepted, mut tampered) = (0, 0);
    for _ in 0..600 {
        let problem = tiny(&mut dice, 6);
        let goal = GOALS[dice.below(2)];
        let best = brute(&problem, goal);
        let honest = solve(&problem, goal, EFFORT).unwrap();
        for _ in 0..6 {
            let mut lie = honest.clone();
            let (Proof::Optimal(certificate) | Proof::Bounds(certificate)) = &mut lie.proof;
            tamper(certificate, &mut dice);
            tampered += usize::from(lie != honest);
            accepted += usize::from(assert_true_if_accepted(&problem, goal, &lie, &best) && lie != honest);
        }
    }
    println!("{accepted} of {tampered} tampered certificates still prove what they claim");
}

fn tamper(certificate: &mut Certificate, dice: &mut Dice) {
    let trees = certificate.trees.len();
    if trees == 0 {
        return;
    }
    let tree = &mut certificate.trees[dice.below(trees)];
    let at = dice.below(tree.nodes.len());
    match (dice.below(10), &mut tree.nodes[at]) {
        (0, _) => {
            tree.nodes.remove(at);
        }
        (1, _) => tree.nodes.insert(at, Node::Split { row: dice.below(7), person: dice.below(5) }),
        (2, _) => tree.scale *= 1 + dice.below(3) as i64,
        (3, _) => tree.weights.unserved += dice.below(9) as i64 - 4,
        (4, _) => tree.weights.moved += dice.below(3) as i64 - 1,
        (5, Node::Leaf(prices)) => prices.floor += (dice.below(9) as i64 - 4) << 18,
        (6, Node::Split { row, .. }) => *row = dice.below(9),
        (7 | 8, _) => tamper_with_who_is_left_out(tree, dice),
        (_, Node::Leaf(prices)) if !prices.rows.is_empty() => {
            let row = dice.below(prices.rows.len());
            prices.rows[row] += (dice.below(9) as i64 - 4) << dice.below(40);
        }
        _ => {}
    }
}

fn tamper_with_who_is_left_out(tree: &mut Tree, dice: &mut Dice) {
    let prices = tree.nodes.iter().find_map(|node| match node {
        Node::Leaf(prices) => Some(prices.clone()),
        Node::Split { .. } => None,
    });
    let Some(narrowed) = &mut tree.narrowed else {
        let most = dice.below(2_000) as i64;
        tree.narrowed = Some(Narrowed { most, prices: prices.into_iter().collect() });
        return;
    };
    match dice.below(5) {
        0 => tree.narrowed = None,
        1 => narrowed.most += dice.below(9) as i64 - 4,
        2 => narrowed.most = if dice.below(2) == 0 { i64::MAX } else { i64::MIN },
        3 => narrowed.prices.extend(prices),
        _ => {
            for price in narrowed.prices.iter_mut().flat_map(|prices| &mut prices.rows) {
                *price += (dice.below(9) as i64 - 4) << dice.below(40);
            }
        }
    }
}

#[test]
fn numbers_beyond_all_measure_are_refused() {
    let mut dice = Dice::new(15);
    for _ in 0..100 {
        let problem = tiny(&mut dice, 6);
        let mut lie = solve(&problem, Goal::Repool, EFFORT).unwrap();
        let (Proof::Optimal(certificate) | Proof::Bounds(certificate)) = &mut lie.proof;
        let Some(tree) = certificate.trees.first_mut() else { continue };
        match dice.below(4) {
            0 => tree.scale = i64::MAX,
            1 => tree.scale = 0,
            2 => tree.weights.unserved = i64::MAX,
            _ => match tree.nodes.last_mut() {
                Some(Node::Leaf(prices)) => prices.rows.iter_mut().for_each(|price| *price = i64::MIN),
                _ => continue,
            },
        }
        assert!(problem.rows.is_empty() || check(&problem, Goal::Repool, &lie).is_err());
    }
}

/// The fewest moves that make room for the row, by trying everything; `None` when there is no room.
fn fewest_moves(problem: &Problem, extra: &Row) -> Option<u32> {
    let mut larger = problem.clone();
    larger.rows.retain(|row| row.now.is_some());
    for row in &mut larger.rows {
        if row.told {
            row.eligible = row.now.into_iter().collect();
        }
    }
    larger.rows.push(Row { now: None, ..extra.clone() });
    let best = brute(&larger, Goal::Repool);
    (best.unserved == 0).then_some(best.moved)
}

#[test]
fn room_is_found_exactly_when_there_is_some_and_with_the_fewest_moves() {
    let mut dice = Dice::new(16);
    let mut pushed = 0;
    for case in 0..1_500 {
        let mut problem = tiny(&mut dice, 7);
        let Some(extra) = problem.rows.pop() else { continue };
        let found = insertable(&problem, &extra, EFFORT);
        let fewest = fewest_moves(&problem, &extra);
        let moves = match &found {
            Room::Made(moves) => Some(moves.len() as u32 - 1),
            Room::None => None,
            Room::Undecided => panic!("case {case} is undecided"),
        };
        let mut offers = Offers::new(&problem).unwrap();
        let is_room = offers.is_room(&extra, EFFORT);
        assert_eq!(offers.is_room(&extra, EFFORT), is_room, "asked again");
        assert_eq!(is_room, Some(fewest.is_some()), "case {case}");
        assert_eq!(moves, fewest, "case {case}\n{problem:?}\n{extra:?}\n{found:?}");
        pushed += usize::from(moves.is_some_and(|moves| moves > 0));
    }
    assert!(pushed > 10, "{pushed} questions needed others to move");
}

#[test]
fn a_day_asked_many_times_stays_right() {
    let mut dice = Dice::new(17);
    let (mut yes, mut no) = (0, 0);
    for case in 0..300 {
        let problem = tiny(&mut dice, 7);
        let mut offers = Offers::new(&problem).unwrap();
        for _ in 0..12 {
            let Some(mut extra) = tiny(&mut dice, 7).rows.pop() else { continue };
            extra.eligible = extra.eligible.iter().filter(|person| *person < problem.load.len()).collect();
            let fewest = fewest_moves(&problem, &extra);
            assert_eq!(
                offers.is_room(&extra, EFFORT),
                Some(fewest.is_some()),
                "case {case}\n{problem:?}\n{extra:?}"
            );
            yes += usize::from(fewest.is_some_and(|moves| moves > 0));
            no += usize::from(fewest.is_none());
        }
    }
    assert!(yes > 50 && no > 50, "{yes} with moves, {no} without room");
}
