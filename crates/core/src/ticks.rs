//! A day as bits: one per five-minute tick, long enough for a 25-hour day and the night after it.
//! Free = hours painted in, everything that closes them painted out; a start for n ticks is found by log-step shift-and.

use crate::time::{Span, Tick};

const WORDS: usize = 7;
/// Ticks in the window: 37 hours from local midnight.
pub const WINDOW: i64 = (WORDS * 64) as i64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    base: Tick,
    bits: [u64; WORDS],
}

impl Ticks {
    pub fn none(base: Tick) -> Ticks {
        Ticks { base, bits: [0; WORDS] }
    }

    /// The ticks of a span that lie in the window, as indices.
    fn range(&self, span: Span) -> Option<(usize, usize)> {
        let from = (span.from.0 - self.base.0).clamp(0, WINDOW);
        let until = (span.until.0 - self.base.0).clamp(0, WINDOW);
        (from < until).then_some((from as usize, until as usize))
    }

    fn each_word(&mut self, span: Span, apply: impl Fn(&mut u64, u64)) {
        let Some((from, until)) = self.range(span) else { return };
        for word in from / 64..=(until - 1) / 64 {
            let low = from.saturating_sub(word * 64).min(64);
            let high = (until - word * 64).min(64);
            apply(&mut self.bits[word], mask(high) & !mask(low));
        }
    }

    pub fn paint(&mut self, span: Span) {
        self.each_word(span, |word, mask| *word |= mask);
    }

    pub fn clear(&mut self, span: Span) {
        self.each_word(span, |word, mask| *word &= !mask);
    }

    pub fn or(&mut self, other: &Ticks) {
        self.bits.iter_mut().zip(other.bits).for_each(|(mine, theirs)| *mine |= theirs);
    }

    pub fn and(&mut self, other: &Ticks) {
        self.bits.iter_mut().zip(other.bits).for_each(|(mine, theirs)| *mine &= theirs);
    }

    /// Whether every tick of the span is set; what lies outside the window is not.
    pub fn covers(&self, span: Span) -> bool {
        if span.from < self.base || span.until.0 > self.base.0 + WINDOW {
            return false;
        }
        let mut rest = Ticks::none(self.base);
        rest.paint(span);
        rest.bits.iter().zip(self.bits).all(|(asked, have)| asked & !have == 0)
    }

    #[inline]
    pub fn has(&self, at: Tick) -> bool {
        let at = at.0 - self.base.0;
        (0..WINDOW).contains(&at) && self.bits[(at / 64) as usize] >> (at % 64) & 1 == 1
    }

    /// The same ticks seen from an earlier or later first tick; what falls outside the window is dropped.
    pub fn moved_to(&self, base: Tick) -> Ticks {
        let mut moved = Ticks::none(base);
        let mut from = None;
        for at in 0..=WINDOW {
            let at = Tick(self.base.0 + at);
            match (self.has(at), from) {
                (true, None) => from = Some(at),
                (false, Some(first)) => {
                    moved.paint(Span::new(first, at));
                    from = None;
                }
                _ => {}
            }
        }
        moved
    }

    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    pub fn count(&self) -> u32 {
        self.bits.iter().map(|word| word.count_ones()).sum()
    }

    /// The ticks from which `ticks` set ones follow.
    pub fn starts(&self, ticks: u32) -> Ticks {
        let (mut found, mut have) = (*self, 1);
        while have < ticks {
            let step = have.min(ticks - have);
            let shifted = found.shifted(step);
            found.and(&shifted);
            have += step;
        }
        found
    }

    /// Every bit moved `by` ticks earlier.
    #[inline]
    fn shifted(&self, by: u32) -> Ticks {
        let (words, rest) = ((by / 64) as usize, by % 64);
        let mut bits = [0; WORDS];
        for (at, bit) in bits.iter_mut().enumerate() {
            let low = self.bits.get(at + words).copied().unwrap_or(0);
            let high = self.bits.get(at + words + 1).copied().unwrap_or(0);
            *bit = if rest == 0 { low } else { low >> rest | high << (64 - rest) };
        }
        Ticks { base: self.base, bits }
    }
}

/// The lowest `bits` bits.
fn mask(bits: usize) -> u64 {
    if bits >= 64 { u64::MAX } else { (1 << bits) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, until: i64) -> Span {
        Span::new(Tick(from), Tick(until))
    }

    #[test]
    fn starts_are_where_enough_free_ticks_follow() {
        let mut day = Ticks::none(Tick(0));
        day.paint(span(10, 140));
        day.clear(span(60, 70));
        let starts = day.starts(15);
        let found: Vec<i64> = (0..WINDOW).filter(|at| starts.has(Tick(*at))).collect();
        let expected: Vec<i64> = (10..=45).chain(70..=125).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn covers_only_what_is_painted_and_inside() {
        let mut day = Ticks::none(Tick(100));
        day.paint(span(0, 1000));
        assert!(day.covers(span(100, 100 + WINDOW)));
        assert!(!day.covers(span(99, 120)));
        assert!(!day.covers(span(500, 101 + WINDOW)));
        day.clear(span(163, 165));
        assert!(!day.covers(span(160, 164)));
        assert!(day.covers(span(165, 300)));
    }
}
