//! Two questions that know nothing of each other, asked side by side.

use std::panic::resume_unwind;
use std::thread;

/// Answers to both: to the first from another thread, where one is to be had.
pub(crate) fn side_by_side<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    let one = &one;
    thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, one);
        let other = other();
        match beside {
            Ok(beside) => (beside.join().unwrap_or_else(|panic| resume_unwind(panic)), other),
            Err(_no_thread) => (one(), other),
        }
    })
}
