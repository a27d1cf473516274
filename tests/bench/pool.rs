//! `cargo xtask bench pool [12x80] [40x300] [100x1000] [offers] [hard]`: time to a proven answer of levels 1 to 3, next
//! to HiGHS and CP-SAT in the same run; all of it, or what the words name.
//! Each peer is a process of its own that lives as long as the bench; on every problem the three take turns, each warm
//! by then (`turn`). Ours is timed with building the model, writing the certificate and confirming it; the peers
//! without building. *Cold* is the first answer of a fresh process of ours.

mod answer;
mod machine;
mod peer;
mod timing;

use std::path::Path;

use answer::Answer;
use peer::Peer;
use timing::{median, timed};
use zamu_pool::{Effort, Goal, Objective, Offers, Problem, Proof, Row, check, greedy, solve};
use zamu_tests::pool_day::{Kind, filled_day, pool_day, questions};
use zamu_tests::pool_file::{file_day, files, read, text};

/// Levels 1 to 3 only, and then everything.
const LEVELS: Effort = Effort { pivots: 1_000_000, fairness: 0, steps: 0 };
const FAIR: Effort = Effort { pivots: 1_000_000, fairness: 100_000, steps: 0 };
/// For days that may stay open.
const LARGE: Effort = Effort { pivots: 50_000, fairness: 0, steps: 0 };
/// Turns on each problem; on large ones one, because the peers take a minute.
const TURNS: usize = 3;
/// Asked in a row, who takes less than `SHORT` ms counts from the fourth answer on, who takes less than `LONG` from
/// the second, and who takes longer is asked once.
const SHORT: f64 = 50.0;
const LONG: f64 = 1000.0;
/// How that is said.
const RULES: &str = "Ours, HiGHS, CP-SAT and the check take three turns on each problem (one at 100 x 1000), all by the same rule: \
whoever takes less than 50 ms is asked three times uncounted, then nine times in a row; less than 1 s, once uncounted, then three times; \
longer, once. Medians of what counts. Cold: the first answer of a fresh process of ours, once a turn. The peers build their model before the clock starts.";
const PARTS: [&str; 5] = ["12x80", "40x300", "100x1000", "offers", "hard"];
/// The word by which the bench starts itself.
const COLD: &str = "cold";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match &words[..] {
        [word, file] if word == COLD => {
            let problem = read(Path::new(file));
            println!("{}", timed(|| solve(&problem, Goal::Repool, LEVELS)));
        }
        words => bench(words),
    }
}

/// `words`: what of it, everything when none is said.
fn bench(words: &[String]) {
    let unknown = words.iter().find(|word| !PARTS.contains(&word.as_str()));
    assert!(unknown.is_none(), "{unknown:?} is none of {PARTS:?}");
    let is_asked = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    let folder = std::env::temp_dir().join(format!("zamu-bench-pool-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap_or_else(|why| panic!("{why}"));
    machine::lines().iter().for_each(|line| println!("{line}"));
    let mut peers = ["highs", "cpsat"].map(|name| Peer::start("peers.py", &[name]));
    peers.iter().for_each(|peer| println!("{}", peer.version));
    println!("{RULES}");
    println!(
        "\n| problem | ours, cold | ours | HiGHS | CP-SAT | HiGHS / ours | CP-SAT / ours | check | greedy leaves, best | all 4 levels |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (size, problems) in sizes().into_iter().filter(|(size, _)| is_asked(&size.replace(' ', ""))) {
        let lines: Vec<Line> =
            problems.iter().map(|(name, problem)| line(name, problem, &folder, &mut peers)).collect();
        lines.iter().for_each(Line::print);
        summary(&size, &lines);
    }
    if is_asked("offers") {
        offers();
    }
    if is_asked("hard") {
        hard_days();
        large_days();
    }
    println!("\nload after: {}", machine::load());
    let _best_effort = std::fs::remove_dir_all(&folder);
}

/// An hour of every skill at every quarter of a day of 40 people, and whether there is room.
fn offers() {
    println!(
        "\n| offers, 40 people | questions | room | none | undecided | all of them |\n|---|--:|--:|--:|--:|--:|"
    );
    for (seed, (load, absent)) in
        [(70, 0), (80, 0), (90, 0), (70, 1), (80, 1), (90, 1)].into_iter().enumerate()
    {
        let kind = Kind { people: 40, rows: 300, load, absent };
        let (problem, asked) = (pool_day(kind, seed as u64), questions(kind, seed as u64));
        let mut counts = [0; 3];
        let mut times = Vec::new();
        for _ in 0..TURNS {
            times.push(timed(|| counts = decided(&problem, &asked)));
        }
        let [room, none, undecided] = counts;
        let took = median(times);
        println!(
            "| load {load}, absent {absent} | {} | {room} | {none} | {undecided} | {took:.1} ms |",
            asked.len()
        );
    }
}

/// The day is prepared once, then asked each question: room, none, undecided.
fn decided(problem: &Problem, asked: &[Row]) -> [usize; 3] {
    let mut offers = Offers::new(problem).unwrap_or_else(|why| panic!("{why}"));
    let mut counts = [0; 3];
    for row in asked {
        counts[match offers.is_room(row, LEVELS) {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        }] += 1;
    }
    counts
}

/// 40 people, 8 of them absent: days as the files of the test data look, and some with two-skill rows and fixed breaks.
fn hard_days() {
    let kind = |seed: u32| Kind { people: 40, rows: 300, load: 70 + 10 * (seed % 3) as usize, absent: 8 };
    let like_files = |seed: u32| file_day(kind(seed), 6, u64::from(seed));
    days("40 x 300 as the files, with 8 absent", (0..300_u32).map(like_files), LEVELS);
    let other = |seed: u32| pool_day(kind(seed), 1000 + u64::from(seed));
    days("40 x 300 otherwise, with 8 absent", (0..300_u32).map(other), LEVELS);
}

/// 100 people, 8 of them absent: days as the files of the test data look, and fuller ones.
fn large_days() {
    let kind = |load| Kind { people: 100, rows: 1000, load, absent: 8 };
    for load in [70, 80, 90] {
        for skills in [3, 5, 6] {
            let problem = |seed: u32| file_day(kind(load), skills, u64::from(seed));
            let name = format!("100 x 1000 as the files, {skills} skills, load {load}, with 8 absent");
            days(&name, (0..30_u32).map(problem), LARGE);
        }
    }
    for load in [70, 80, 90] {
        let problem = |seed: u32| filled_day(kind(load), u64::from(seed));
        days(&format!("100 x 1000 fuller, load {load}, with 8 absent"), (0..10_u32).map(problem), LARGE);
    }
}

/// How many of the days are proven, and in what time.
fn days(name: &str, problems: impl ExactSizeIterator<Item = Problem>, effort: Effort) {
    let count = problems.len();
    let (mut proven, mut times) = (0, Vec::new());
    for problem in problems {
        let mut solution = None;
        times.push(timed(|| solution = solve(&problem, Goal::Repool, effort).ok()));
        proven += usize::from(solution.is_some_and(|found| matches!(found.proof, Proof::Optimal(_))));
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((count - 1) as f64 * part) as usize];
    println!(
        "\n{name}, {count} days: {proven} proven; median {:.1} ms, p90 {:.1} ms, slowest {:.1} ms",
        at(0.5),
        at(0.9),
        at(1.0)
    );
}

/// Nine days of each size, three at 100 x 1000: first the files of the test data of that size, then days drawn as those
/// look, loads and seeds mixed.
fn sizes() -> Vec<(String, Vec<(String, Problem)>)> {
    let mut sizes = Vec::new();
    for (people, rows, days) in [(12_usize, 80, 6_usize), (40, 300, 6), (100, 1000, 2)] {
        let mut problems = files(&format!("rep_{people:03}_{rows:04}"));
        for seed in 0..days {
            let (load, absent) = (70 + 10 * (seed % 3), [1, 3][seed % 2] * people.div_ceil(40));
            let load = if people == 100 { load.min(80) } else { load };
            let skills = [3, 5, 6][seed / 2];
            let problem = file_day(Kind { people, rows, load, absent }, skills, seed as u64);
            problems.push((format!("{people}x{rows} load {load} absent {absent} seed {seed}"), problem));
        }
        sizes.push((format!("{people} x {rows}"), problems));
    }
    sizes
}

/// What was measured on one problem; times in ms, of the peers with whether they proved it.
struct Line {
    name: String,
    cold: f64,
    ours: Option<f64>,
    peers: [(f64, bool); 2],
    check: f64,
    greedy: (u32, u32),
    fair: Option<f64>,
}

fn line(name: &str, problem: &Problem, folder: &Path, peers: &mut [Peer; 2]) -> Line {
    let file = folder.join("problem.txt");
    std::fs::write(&file, text(problem)).unwrap_or_else(|why| panic!("{why}"));
    let turns = if problem.load.len() >= 100 { 1 } else { TURNS };
    let Ok(best) = solve(problem, Goal::Repool, LEVELS) else { panic!("{name} was refused") };
    let (mut cold, mut ours, mut checks, mut theirs) = (Vec::new(), Vec::new(), Vec::new(), [vec![], vec![]]);
    let mut proven = [true, true];
    for _ in 0..turns {
        cold.push(asked_cold(&file));
        for (at, peer) in peers.iter_mut().enumerate() {
            theirs[at].extend(turn(|| {
                let answer = Answer::of(&peer.ask(&file));
                agree(name, &best.objective, &answer);
                proven[at] &= answer.is_optimal;
                answer.ms
            }));
        }
        ours.extend(turn(|| timed(|| solve(problem, Goal::Repool, LEVELS))));
        checks.extend(turn(|| timed(|| check(problem, Goal::Repool, &best))));
    }
    let is_proven = matches!(best.proof, Proof::Optimal(_));
    let mut fair = None;
    let fair_ms = timed(|| fair = solve(problem, Goal::Repool, FAIR).ok());
    let is_fair = fair.is_some_and(|fair| fair.objective.squares == fair.proof.certificate().bound.squares);
    Line {
        name: name.into(),
        cold: median(cold),
        ours: is_proven.then(|| median(ours)),
        peers: [
            (median(std::mem::take(&mut theirs[0])), proven[0]),
            (median(std::mem::take(&mut theirs[1])), proven[1]),
        ],
        check: median(checks),
        greedy: (greedy(problem).objective.unserved, best.objective.unserved),
        fair: is_fair.then_some(fair_ms),
    }
}

/// Times that count when somebody is asked in a row.
fn turn(mut ask: impl FnMut() -> f64) -> Vec<f64> {
    let first = ask();
    let (uncounted, counted) = match first {
        ms if ms < SHORT => (2, 9),
        ms if ms < LONG => (0, 3),
        _ => return vec![first],
    };
    (0..uncounted + counted).map(|_| ask()).skip(uncounted).collect()
}

/// What a fresh process takes for its first answer.
fn asked_cold(file: &Path) -> f64 {
    let own = std::env::current_exe().unwrap_or_else(|why| panic!("{why}"));
    let output = std::process::Command::new(own).arg(COLD).arg(file).output();
    let output = output.unwrap_or_else(|why| panic!("{why}"));
    String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or(f64::NAN)
}

/// Two proofs that differ mean that somebody is wrong; the table would be worthless.
fn agree(name: &str, ours: &Objective, theirs: &Answer) {
    let same = !theirs.is_optimal
        || (i64::from(ours.unserved), i64::from(ours.moved)) == (theirs.unserved, theirs.moved);
    assert!(same, "{name}: {ours:?}, the peer {} {}", theirs.unserved, theirs.moved);
}

impl Line {
    fn ratio(&self, peer: usize) -> Option<f64> {
        self.ours.map(|ours| self.peers[peer].0 / ours)
    }

    fn print(&self) {
        let ours = self.ours.map_or("NOT PROVEN".into(), |ms| format!("{ms:.2} ms"));
        let peer = |(ms, proven): (f64, bool)| format!("{ms:.0} ms{}", if proven { "" } else { " (open)" });
        let ratio = |peer| self.ratio(peer).map_or("-".into(), |ratio: f64| format!("{ratio:.0}x"));
        let fair = self.fair.map_or("not proven".into(), |ms| format!("{ms:.1} ms"));
        println!(
            "| {} | {:.2} ms | {ours} | {} | {} | {} | {} | {:.3} ms | {}, {} | {fair} |",
            self.name,
            self.cold,
            peer(self.peers[0]),
            peer(self.peers[1]),
            ratio(0),
            ratio(1),
            self.check,
            self.greedy.0,
            self.greedy.1
        );
    }
}

/// The medians of a size, and how far the ratios spread.
fn summary(size: &str, lines: &[Line]) {
    let ours = median(lines.iter().filter_map(|line| line.ours).collect());
    let of = |peer: usize| median(lines.iter().map(|line| line.peers[peer].0).collect());
    let spread = |peer: usize| {
        let ratios: Vec<f64> = lines.iter().filter_map(|line| line.ratio(peer)).collect();
        let (least, most) =
            (ratios.iter().copied().fold(f64::MAX, f64::min), ratios.iter().copied().fold(0.0, f64::max));
        format!("**{:.0}x** ({least:.0}-{most:.0})", of(peer) / ours)
    };
    let share = median(lines.iter().filter_map(|line| Some(100.0 * line.check / line.ours?)).collect());
    println!(
        "| **{size}, medians** | | **{ours:.2} ms** | {:.0} ms | {:.0} ms | {} | {} | {share:.1} % | | |",
        of(0),
        of(1),
        spread(0),
        spread(1)
    );
}
