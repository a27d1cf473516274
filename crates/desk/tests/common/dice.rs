//! Chance that replays, and how often. Seeds are spread over all cores; one that fails says which it was.

use std::any::Any;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

/// SplitMix64: small, and the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut drawn = self.0;
        drawn = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        drawn = (drawn ^ (drawn >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        drawn ^ (drawn >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// How many, in `cargo xtask test` and with `--long`.
pub fn times<N>(short: N, long: N) -> N {
    if std::env::var_os("ZAMU_LONG").is_some() { long } else { short }
}

/// Runs each seed by itself, twice as many at once as there are cores: one that waits for its database's thread leaves its core to another.
/// `ZAMU_SEED=17` runs only that one, `ZAMU_SEED=1000..2000` these.
pub fn each_seed(seeds: Range<u64>, run: impl Fn(u64) + Sync) {
    let seeds = asked().unwrap_or(seeds);
    let next = AtomicU64::new(seeds.start);
    let at_once = 2 * std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|threads| {
        for _ in 0..at_once {
            threads.spawn(|| {
                while let Some(seed) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < seeds.end)
                {
                    named(seed, &run, || next.store(seeds.end, Ordering::Relaxed));
                }
            });
        }
    });
}

/// What happens in a seed, on a runtime of its own.
pub fn alone(life: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(life);
}

/// A seed that fails ends all, and is told with what it failed on.
fn named(seed: u64, run: &impl Fn(u64), end: impl Fn()) {
    if let Err(why) = catch_unwind(AssertUnwindSafe(|| run(seed))) {
        end();
        panic!("seed {seed}: {} (alone: ZAMU_SEED={seed})", said(why.as_ref()));
    }
}

/// The words of a panic.
pub fn said(why: &(dyn Any + Send)) -> String {
    let text = why.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| why.downcast_ref::<String>().cloned()).unwrap_or_default()
}

fn asked() -> Option<Range<u64>> {
    let seeds = std::env::var("ZAMU_SEED").ok()?;
    let (first, end) = seeds.split_once("..").unwrap_or((&seeds, ""));
    let first = first.parse().unwrap();
    Some(first..if end.is_empty() { first + 1 } else { end.parse().unwrap() })
}
