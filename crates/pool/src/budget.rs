//! A part of the exchanges for a part of the question.

/// Asks with `most` exchanges at most, of which `for_one` count as one.
pub(crate) fn within<T>(pivots: &mut u64, most: u64, for_one: u64, ask: impl FnOnce(&mut u64) -> T) -> T {
    let given = most.min(*pivots);
    let mut left = given;
    let answer = ask(&mut left);
    *pivots -= (given - left) / for_one;
    answer
}
