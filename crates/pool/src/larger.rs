//! The larger of two sums, for eight people side by side: sharply, or with some heat, when the smaller counts the more
//! the nearer it is. With heat a sum over a day is smooth in the prices, and a price is best where those who would serve
//! its row at it, each in part, serve it once together.

use multiversion::multiversion;

/// People looked at side by side.
pub(crate) const WIDTH: usize = 8;

pub(crate) type Eight = [f32; WIDTH];

pub(crate) trait Larger: Copy {
    fn of(self, a: Eight, b: Eight) -> Eight;
}

#[derive(Clone, Copy)]
pub(crate) struct Sharp;

impl Larger for Sharp {
    #[inline]
    fn of(self, a: Eight, b: Eight) -> Eight {
        std::array::from_fn(|i| if a[i] > b[i] { a[i] } else { b[i] })
    }
}

/// `heat * ln(exp(a / heat) + exp(b / heat))`, nearly.
#[derive(Clone, Copy)]
pub(crate) struct Warm {
    heat: f32,
    per_heat: f32,
}

impl Larger for Warm {
    #[inline]
    fn of(self, a: Eight, b: Eight) -> Eight {
        larger_in_heat(self, &a, &b)
    }
}

#[multiversion(targets("x86_64+avx2"))]
fn larger_in_heat(warm: Warm, a: &Eight, b: &Eight) -> Eight {
    let more = Sharp.of(*a, *b);
    let apart: Eight = std::array::from_fn(|i| if a[i] > b[i] { a[i] - b[i] } else { b[i] - a[i] });
    if apart.iter().all(|&apart| apart > FAR * warm.heat) {
        return more;
    }
    std::array::from_fn(|i| more[i] + warm.heat * ln_one_and(exp_minus(apart[i] * warm.per_heat)))
}

/// Farther apart than so many times the heat does not count.
const FAR: f32 = 10.0;
/// How often a price is bettered at most, and how near to once the row is served then.
const TRIES: usize = 8;
const ONCE: f32 = 1e-4;

impl Warm {
    pub fn new(heat: f32) -> Warm {
        Warm { heat, per_heat: 1.0 / heat }
    }

    /// The price at which a row is served once, everybody doing the part that pays; `lowest` is the lowest of `wants`,
    /// and where `from` is near to it the search begins there.
    pub fn balance(self, from: f32, lowest: f32, wants: &[Eight]) -> f32 {
        let (mut low, mut high) = (lowest - FAR * self.heat, lowest + FAR * self.heat);
        let mut price = if low < from && from < high { from } else { lowest };
        for _ in 0..TRIES {
            let (served, slope) = self.served(price, wants);
            if served > 1.0 {
                high = price
            } else {
                low = price
            }
            let off = served - 1.0;
            if -ONCE < off && off < ONCE {
                break;
            }
            let better = price - off * self.heat / slope;
            price = if low < better && better < high { better } else { 0.5 * (low + high) };
        }
        price
    }

    /// How often the row is served at this price, and how much more by a price higher by the heat.
    pub fn served(self, price: f32, wants: &[Eight]) -> (f32, f32) {
        let mut sums = Sums::default();
        wants.iter().for_each(|want| add_parts(self, price, want, &mut sums));
        (sums.served.iter().sum(), sums.slope.iter().sum())
    }
}

/// The sums of every eighth person.
#[derive(Default)]
struct Sums {
    served: Eight,
    slope: Eight,
}

/// The part that each of eight does, and how much more by a price higher by the heat.
#[multiversion(targets("x86_64+avx2"))]
fn add_parts(warm: Warm, price: f32, want: &Eight, sums: &mut Sums) {
    let off: Eight = std::array::from_fn(|i| (want[i] - price) * warm.per_heat);
    if off.iter().all(|&off| off > FAR) {
        return;
    }
    let parts: Eight = std::array::from_fn(|i| 1.0 / (1.0 + exp(off[i])));
    sums.served = std::array::from_fn(|i| sums.served[i] + parts[i]);
    sums.slope = std::array::from_fn(|i| sums.slope[i] + parts[i] * (1.0 - parts[i]));
}

/// `exp(-x)` for `x` of zero and more; what is as good as nothing is all the same.
#[inline]
fn exp_minus(x: f32) -> f32 {
    const NOTHING_LEFT: f32 = 32.0;
    exp(-if x < NOTHING_LEFT { x } else { NOTHING_LEFT })
}

/// Nearly, for numbers that are not far below zero.
#[inline]
fn exp(x: f32) -> f32 {
    let part = x * (1.0 / 64.0);
    let mut power = 1.0 + part * (1.0 + 0.5 * part);
    for _ in 0..6 {
        power *= power;
    }
    power
}

/// `ln(1 + x)` for `x` between zero and one (M. Abramowitz, I. Stegun, "Handbook of mathematical functions", 4.1.43).
#[inline]
fn ln_one_and(x: f32) -> f32 {
    let high = 0.289_474_8 + x * (-0.136_062_75 + x * 0.032_158_45);
    x * (0.999_495_56 + x * (-0.491_908_96 + x * high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_heat_the_smaller_counts_the_more_the_nearer_it_is() {
        for (heat, a, b) in
            [(1.0, 0.0, 0.0), (2.0, 5.0, 4.0), (8.0, 1.0, 30.0), (0.5, 7.0, 6.9), (4.0, 0.0, 90.0)]
        {
            let [found, ..] = Warm::new(heat).of([a; WIDTH], [b; WIDTH]);
            let exact = heat * ((a / heat).exp() + (b / heat).exp()).ln();
            assert!((found - exact).abs() < 0.01 * heat, "{a} and {b} in {heat}: {found}, not {exact}");
            assert!(found >= a.max(b));
        }
        let far = [f32::MIN / 4.0; WIDTH];
        assert_eq!(Warm::new(1.0).of(far, [3.0; WIDTH]), [3.0; WIDTH]);
        assert_eq!(Sharp.of(far, [3.0; WIDTH]), [3.0; WIDTH]);
    }

    #[test]
    fn at_its_balance_a_row_is_served_once_by_all_together() {
        let never = (1 << 30) as f32;
        let alone = [[5.0, never, never, never, never, never, never, never]];
        let many = [[0.0; WIDTH], [40.0, 41.0, 40.0, never, 50.0, 40.5, 43.0, never]];
        for heat in [0.1, 1.0, 7.0] {
            let warm = Warm::new(heat);
            for from in [0.0, 7.5 * heat, 1e6] {
                let (served, _) = warm.served(warm.balance(from, 0.0, &many), &many);
                assert!((served - 1.0).abs() < 0.001, "served {served} times in {heat}");
            }
            // One person alone serves it all at any price that is high enough.
            let (served, _) = warm.served(warm.balance(0.0, 5.0, &alone), &alone);
            assert!(served > 0.9, "{served}");
        }
    }
}
