//! Small days drawn as text: what happens, in a form one can read.
//! A line is `start-end eligible [now] [!]`; people are letters, `!` says that the name was told.
#![allow(clippy::unwrap_used)] // a test may fail by panicking

use expect_test::{Expect, expect};
use zamu_pool::{
    Effort, Goal, Load, PeopleSet, Person, Problem, Room, Row, check, insertable, shortage, solve,
};

fn row(line: &str) -> Row {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (start, end) = words[0].split_once('-').unwrap();
    let eligible: PeopleSet = words[1].chars().filter(|&letter| letter != '-').map(person).collect();
    let now =
        words.iter().skip(2).find(|&&word| word != "!").map(|word| person(word.chars().next().unwrap()));
    let told = words.contains(&"!");
    Row { start: start.parse().unwrap(), end: end.parse().unwrap(), eligible, now, told }
}

fn person(letter: char) -> Person {
    letter as usize - 'A' as usize
}

fn letter(person: Option<Person>) -> char {
    person.map_or('-', |person| (b'A' + person as u8) as char)
}

fn problem(people: usize, picture: &str) -> Problem {
    let rows = picture.lines().filter(|line| !line.trim().is_empty()).map(row).collect();
    Problem { rows, load: vec![Load::default(); people] }
}

fn check_repool(people: usize, picture: &str, expected: Expect) {
    let problem = problem(people, picture);
    let solution = solve(&problem, Goal::Repool, Effort::default()).unwrap();
    assert_eq!(check(&problem, Goal::Repool, &solution), Ok(()));
    let mut drawn = String::new();
    for (index, row) in problem.rows.iter().enumerate() {
        drawn += &format!("{}-{} {}", row.start, row.end, letter(solution.serves[index]));
        if let Some(found) = shortage(&problem, &solution.serves, index) {
            let (rows, people) = (found.rows.len(), found.people.len());
            drawn += &format!(" ({}-{}: {rows} rows, {people} people)", found.from, found.until);
        }
        drawn += "\n";
    }
    expected.assert_eq(&drawn);
}

#[test]
fn a_lost_row_pushes_another_to_a_free_person() {
    check_repool(
        2,
        "
        9-10 A
        9-10 AB A
        ",
        expect![[r#"
            9-10 A
            9-10 B
        "#]],
    );
}

#[test]
fn a_row_nobody_can_serve_names_the_shortage() {
    check_repool(
        3,
        "
        9-12  AB A
        10-11 AB B
        10-13 AB
        10-13 C
        ",
        expect![[r#"
            9-12 A
            10-11 B
            10-13 - (10-11: 3 rows, 2 people)
            10-13 C
        "#]],
    );
}

#[test]
fn a_told_name_is_kept_when_an_untold_one_can_move() {
    check_repool(
        3,
        "
        9-10 AB
        9-10 AC A !
        9-10 BC B
        ",
        expect![[r#"
            9-10 B
            9-10 A
            9-10 C
        "#]],
    );
}

#[test]
fn the_later_row_is_left_among_equals() {
    check_repool(
        1,
        "
        9-11  A
        10-12 A
        ",
        expect![[r#"
            9-11 A
            10-12 - (10-11: 2 rows, 1 people)
        "#]],
    );
}

fn check_room(people: usize, picture: &str, extra: &str, expected: Expect) {
    let problem = problem(people, picture);
    let drawn = match insertable(&problem, &row(extra), Effort::default()) {
        Room::None => "no room".to_owned(),
        Room::Undecided => "undecided".to_owned(),
        Room::Made(moves) => {
            let drawn =
                |(row, before, after)| format!("{row}: {} to {}", letter(before), letter(Some(after)));
            moves.into_iter().map(drawn).collect::<Vec<_>>().join(", ")
        }
    };
    expected.assert_eq(&drawn);
}

#[test]
fn room_is_made_by_moving_untold_rows_only() {
    let full = "
        9-10 AB A
        9-10 BC B
    ";
    check_room(3, full, "9-10 C", expect!["2: - to C"]);
    check_room(3, full, "9-10 A", expect!["0: A to B, 1: B to C, 2: - to A"]);
    check_room(3, "9-10 AB A !", "9-10 A", expect!["no room"]);
    check_room(3, full, "9-10 -", expect!["no room"]);
}
