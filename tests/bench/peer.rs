//! The solvers people would reach for, each in a process of its own that lives as long as the caller (`peers.py`).

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// One solver of another house, kept running.
pub struct Peer {
    pub version: String,
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What it found, in milliseconds; both counts are -1 when it found nothing.
pub struct Answer {
    pub ms: f64,
    pub unserved: i64,
    pub moved: i64,
    pub is_optimal: bool,
}

impl Peer {
    /// `highs` or `cpsat`, in the Python that `ZAMU_PEERS_PYTHON` names (`cargo xtask` sets it up).
    pub fn start(name: &str) -> Peer {
        let python = std::env::var("ZAMU_PEERS_PYTHON").unwrap_or_else(|_| "python3".into());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/peers.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(name)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let asks = child.stdin.take().unwrap_or_else(|| panic!("no way to ask {name}"));
        let answers = BufReader::new(child.stdout.take().unwrap_or_else(|| panic!("{name} is silent")));
        let mut peer = Peer { version: String::new(), child, asks, answers };
        peer.version = peer.line();
        peer
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap_or_else(|why| panic!("{why}"));
        line.trim().to_string()
    }

    /// Solves a file in the format of `tests/data/pool`.
    pub fn solve(&mut self, file: &Path) -> Answer {
        writeln!(self.asks, "{}", file.display()).unwrap_or_else(|why| panic!("{why}"));
        let line = self.line();
        let words: Vec<&str> = line.split(' ').collect();
        let [ms, unserved, moved, status] = words[..] else { panic!("`{line}`") };
        let whole = |word: &str| word.parse().unwrap_or(-1);
        let is_optimal = status == "optimal";
        Answer {
            ms: ms.parse().unwrap_or(f64::NAN),
            unserved: whole(unserved),
            moved: whole(moved),
            is_optimal,
        }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}
