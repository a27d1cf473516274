//! What `peers.py` answers about a day.

/// What a peer found, in milliseconds; both counts are -1 when it found nothing.
pub struct Answer {
    pub ms: f64,
    pub unserved: i64,
    pub moved: i64,
    pub is_optimal: bool,
}

impl Answer {
    pub fn of(words: &[String]) -> Answer {
        let [ms, unserved, moved, status] = words else { panic!("`{}`", words.join(" ")) };
        let whole = |word: &String| word.parse().unwrap_or(-1);
        Answer {
            ms: ms.parse().unwrap_or(f64::NAN),
            unserved: whole(unserved),
            moved: whole(moved),
            is_optimal: status == "optimal",
        }
    }
}
