//! CP-SAT as the oracle: generated days, levels 1 to 3. Where it proves an optimum, ours must be the same, proven and
//! accepted by the referee. `cargo xtask test` installs it (ortools, under target/) and asks 20 days, `--long` 200.

#[path = "../bench/answer.rs"]
mod answer;
#[path = "../bench/peer.rs"]
mod peer;

use zamu_pool::{Effort, Goal, Problem, Proof, check, solve};
use zamu_tests::pool_day::{Kind, pool_day};
use zamu_tests::pool_file::{file_day, text};

const EFFORT: Effort = Effort { pivots: 1_000_000, fairness: 0, steps: 0 };

#[test]
fn the_oracle_agrees_on_every_day() {
    let days = if std::env::var("ZAMU_LONG").is_ok() { 200 } else { 20 };
    let mut oracle = peer::Peer::start("peers.py", &["cpsat"]);
    let folder = std::env::temp_dir().join(format!("zamu-oracle-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (mut decided, mut took) = (0, 0.0);
    for seed in 0..days {
        let kind = kind_of(seed);
        let problem = day(kind, seed);
        let ours = solve(&problem, Goal::Repool, EFFORT).unwrap();
        assert_eq!(check(&problem, Goal::Repool, &ours), Ok(()), "{kind:?} seed {seed}");
        assert!(matches!(ours.proof, Proof::Optimal(_)), "{kind:?} seed {seed} is open");
        let file = folder.join("day.txt");
        std::fs::write(&file, text(&problem)).unwrap();
        let theirs = answer::Answer::of(&oracle.ask(&file));
        took += theirs.ms;
        if theirs.is_optimal {
            let own = (i64::from(ours.objective.unserved), i64::from(ours.objective.moved));
            assert_eq!(own, (theirs.unserved, theirs.moved), "{kind:?} seed {seed}");
            decided += 1;
        }
    }
    let _best_effort = std::fs::remove_dir_all(&folder);
    println!("{}: the same optimum on {decided} of {days} days, in {took:.0} ms", oracle.version);
    assert_eq!(decided, days, "the oracle left days open, which then prove nothing");
}

/// Half of them as the files of the test data look, with three, five or six skills.
fn day(kind: Kind, seed: usize) -> Problem {
    match seed / 16 % 2 {
        0 => file_day(kind, [3, 5, 6][seed % 3], seed as u64),
        _ => pool_day(kind, 500 + seed as u64),
    }
}

/// Small and middle days, loads and absences mixed.
fn kind_of(seed: usize) -> Kind {
    let (people, rows) = [(12, 80), (24, 170), (40, 300), (16, 120)][seed % 4];
    Kind { people, rows, load: 70 + 10 * (seed % 3), absent: [1, 2, 3, 8][seed / 4 % 4].min(people / 3) }
}
