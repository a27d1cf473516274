//! `cargo xtask bench smptsp [SECONDS]`: the smallest team on the published instances of `tests/data/smptsp`, beside the
//! bounds of a study of 2013 and beside HiGHS and CP-SAT with the same time for each (60 s when none is said).
//! Ours has a budget of steps, not of time; it is chosen so that it ends sooner than the limit. Every answer is checked.

mod machine;
mod peer;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use peer::Peer;
use zamu_pool::{Effort, Load, PeopleSet, Problem, Row, is_team, smallest_team};

/// People looked at for each second of the limit; it takes a half to two thirds of that second on the machine
/// on which it was chosen.
const STEPS_A_SECOND: u64 = 15_000_000;
const LIMIT: u64 = 60;

fn main() {
    let limit = std::env::args().nth(1).map_or(LIMIT, |word| word.parse().unwrap_or(LIMIT));
    machine::lines().iter().for_each(|line| println!("{line}"));
    let limited = limit.to_string();
    let mut peers = ["highs", "cpsat"].map(|name| Peer::start("teams.py", &[name, &limited]));
    peers.iter().for_each(|peer| println!("{}", peer.version));
    println!("limit {limit} s each\n");
    println!(
        "| instance | people x rows | 2013: bound, people | ours: people, bound | HiGHS | CP-SAT | as few |"
    );
    println!("|---|--:|--:|--:|--:|--:|---|");
    let known = bounds();
    let (mut as_few, mut all) = (0, 0);
    for file in instances() {
        let is_as_few = line(&file, limit, &known, &mut peers);
        all += 1;
        as_few += usize::from(is_as_few);
    }
    println!("\nas few people as the better peer: {as_few} of {all}; load after: {}", machine::load());
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/smptsp")
}

/// Small ones first.
fn instances() -> Vec<PathBuf> {
    let listed = std::fs::read_dir(folder()).unwrap_or_else(|why| panic!("{why}"));
    let files = listed.filter_map(|file| Some(file.ok()?.path()));
    let mut files: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|name| name == "dat")).collect();
    files.sort_by_key(|file| (std::fs::metadata(file).map_or(0, |file| file.len()), file.clone()));
    files
}

/// Lower and upper bound of each instance.
fn bounds() -> BTreeMap<String, (String, String)> {
    let text =
        std::fs::read_to_string(folder().join("bounds_2013.csv")).unwrap_or_else(|why| panic!("{why}"));
    let fields = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    fields.map(|field| (field[0].to_string(), (field[1].to_string(), field[3].to_string()))).collect()
}

/// Solves one instance by all three and prints it; true when ours needs no more people than the better peer.
fn line(file: &Path, limit: u64, known: &BTreeMap<String, (String, String)>, peers: &mut [Peer; 2]) -> bool {
    let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let problem = read(file);
    let effort = Effort { pivots: 0, fairness: 0, steps: limit * STEPS_A_SECOND };
    let began = Instant::now();
    let team = smallest_team(&problem, effort).unwrap_or_else(|why| panic!("{name}: {why}"));
    let seconds = began.elapsed().as_secs_f64();
    assert!(is_team(&problem, &team), "{name}: the answer fails the check");
    assert!(team.serves.iter().all(Option::is_some), "{name}: not every row is served");
    let ours = team.people.len() as i64;
    let mut fewest = i64::MAX;
    let mut said = Vec::new();
    for peer in peers {
        let words = peer.ask(file);
        let [ms, people, bound, status] = &words[..] else { panic!("`{}`", words.join(" ")) };
        let (ms, people): (f64, i64) = (ms.parse().unwrap_or(f64::NAN), people.parse().unwrap_or(-1));
        assert!(status != "optimal" || people <= ours, "{name}: proven {people}, ours has {ours}");
        if people > 0 {
            fewest = fewest.min(people);
        }
        let people = if people > 0 { people.to_string() } else { "none".into() };
        said.push(format!(
            "{people}, {bound}, {:.1} s{}",
            ms / 1000.0,
            if status == "open" { " (open)" } else { "" }
        ));
    }
    let (least, most) = known.get(&name).cloned().unwrap_or_default();
    let is_as_few = ours <= fewest;
    println!(
        "| {name} | {} x {} | {least}, {most} | **{ours}**, {}, {seconds:.1} s | {} | {} | {} |",
        problem.load.len(),
        problem.rows.len(),
        team.crowd.len(),
        said[0],
        said[1],
        if is_as_few { "yes" } else { "no" }
    );
    is_as_few
}

/// `Jobs = n`, then `start end` per row; `Qualifications = m`, then `n: row row …` per person.
fn read(file: &Path) -> Problem {
    let text = std::fs::read_to_string(file).unwrap_or_else(|why| panic!("{why}"));
    let number = |word: &str| word.parse::<usize>().unwrap_or_else(|why| panic!("{word}: {why}"));
    let (mut rows, mut people, mut is_person) = (Vec::new(), 0, None);
    for line in text.lines().map(str::trim) {
        if line.starts_with("Jobs") || line.starts_with("Qualifications") {
            is_person = Some(line.starts_with('Q'));
        } else if is_person == Some(false) && !line.is_empty() {
            let span: Vec<u32> = line.split_whitespace().map(|word| number(word) as u32).collect();
            rows.push(Row {
                start: span[0],
                end: span[1],
                eligible: PeopleSet::new(),
                now: None,
                told: false,
            });
        } else if let (Some(true), Some((_, able))) = (is_person, line.split_once(':')) {
            able.split_whitespace().for_each(|word| rows[number(word)].eligible.insert(people));
            people += 1;
        }
    }
    rows.sort_by_key(|row| (row.start, row.end));
    Problem { rows, load: vec![Load::default(); people] }
}
