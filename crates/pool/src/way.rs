//! A day walked through in one direction of time, row after row: what each person could collect after every row, and
//! at which price each row would be served by whom. Walked the other way, the same day has starts for ends.
//! People are looked at eight at a time, eligible or not: that is quicker than to find out who is. Eight of whom nobody
//! may serve a row are passed over. Numbers are whole
//! and below 2^24 wherever they matter, so floats are exact, and the same on every machine.

use crate::alike::alike;
use crate::larger::{Eight, Larger, Sharp, WIDTH};
use crate::problem::{Person, Problem};

/// What it costs to be served by somebody who is not eligible: nobody pays that.
const NEVER: f32 = (1 << 30) as f32;
/// What nobody collects.
const NOTHING: f32 = -NEVER;

/// Rows in the order of their starts, in this direction.
#[derive(Clone)]
pub(crate) struct Way {
    turns: Vec<Turn>,
    steps: Vec<Step>,
    /// For each step and person the most that its row and those after it bring; one more step that brings nothing.
    after: Vec<Eight>,
}

/// A row begins or ends; when both happen at a time, ends come first.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    row: u32,
    is_start: bool,
}

#[derive(Clone, Copy)]
struct Step {
    row: u32,
    /// The first step that begins when this row has ended.
    beyond: u32,
    /// Rows that end between the same two beginnings end together.
    end: u32,
}

/// The beginnings and ends of a day in order.
pub(crate) fn turns(problem: &Problem) -> Vec<Turn> {
    const START: u64 = 1 << 31;
    let key = |at: u32, kind: u64, row: usize| u64::from(at) << 32 | kind | row as u64;
    let rows = problem.rows.iter().enumerate();
    let mut keys: Vec<u64> =
        rows.flat_map(|(row, span)| [key(span.start, START, row), key(span.end, 0, row)]).collect();
    keys.sort_unstable();
    let turn = |key: u64| Turn { row: (key & (START - 1)) as u32, is_start: key & START != 0 };
    keys.into_iter().map(turn).collect()
}

/// The same day from its end.
pub(crate) fn reversed(turns: &[Turn]) -> Vec<Turn> {
    turns.iter().rev().map(|turn| Turn { is_start: !turn.is_start, ..*turn }).collect()
}

/// What it costs that each person serves each row, eight people at a time.
#[derive(Clone)]
pub(crate) struct Costs {
    pub eights: usize,
    values: Vec<Eight>,
    /// Whether of these eight anybody may serve the row.
    is_any: Vec<bool>,
    /// The place of each person among those looked at side by side.
    places: Vec<usize>,
}

impl Costs {
    /// A change costs so much.
    pub fn of(problem: &Problem, change: f32) -> Costs {
        let eights = problem.load.len().div_ceil(WIDTH);
        let mut places = vec![0; problem.load.len()];
        alike(problem).into_iter().enumerate().for_each(|(place, person)| places[person] = place);
        let mut values = vec![[NEVER; WIDTH]; eights * problem.rows.len()];
        let mut is_any = vec![false; values.len()];
        for (index, row) in problem.rows.iter().enumerate() {
            let first = index * eights;
            for person in row.eligible.iter() {
                let is_change = row.now.is_some_and(|now| now != person);
                let place = places[person];
                values[first + place / WIDTH][place % WIDTH] = if is_change { change } else { 0.0 };
                is_any[first + place / WIDTH] = true;
            }
        }
        Costs { eights, values, is_any, places }
    }

    /// From now on the person does not serve the row.
    pub fn ban(&mut self, row: usize, person: Person) {
        let place = self.places[person];
        self.values[row * self.eights + place / WIDTH][place % WIDTH] = NEVER;
    }

    /// For eight after eight whether any of them may serve the row, and what it costs.
    fn of_row(&self, row: u32) -> impl Iterator<Item = (bool, &Eight)> {
        let first = row as usize * self.eights;
        let is_any = &self.is_any[first..first + self.eights];
        is_any.iter().copied().zip(&self.values[first..first + self.eights])
    }
}

/// Memory of a walk, used anew for each.
#[derive(Clone)]
pub(crate) struct Walk {
    /// What everybody has collected from rows that have ended, and the most in all with one that is open.
    free: Vec<Eight>,
    across: Vec<Eight>,
    /// The same of those rows that end together; nothing where none is open.
    by_end: Vec<Eight>,
    /// Where the walk is, and the last end of rows that are open.
    end: usize,
    last_end: usize,
    /// For each row and person what was collected with it.
    with: Vec<Eight>,
    /// The price at which each person would serve each row.
    wants: Vec<Eight>,
    eights: usize,
}

impl Walk {
    pub fn of(costs: &Costs) -> Walk {
        let (eights, rows) = (costs.eights, costs.values.len());
        let zero = [0.0; WIDTH];
        Walk {
            free: vec![zero; eights],
            across: vec![zero; eights],
            by_end: vec![zero; rows + eights],
            end: 0,
            last_end: 0,
            with: vec![zero; rows],
            wants: vec![[NEVER; WIDTH]; rows],
            eights,
        }
    }

    /// The price at which the person would serve the row, by the last walk.
    pub fn want(&self, row: usize, person: Person, costs: &Costs) -> f32 {
        let place = costs.places[person];
        self.wants[row * self.eights + place / WIDTH][place % WIDTH]
    }

    /// Of a row, or of an end.
    fn range(&self, row: u32) -> std::ops::Range<usize> {
        row as usize * self.eights..(row as usize + 1) * self.eights
    }

    fn begin(&mut self) {
        self.free.fill([0.0; WIDTH]);
        self.across.fill([NOTHING; WIDTH]);
        self.by_end.fill([NOTHING; WIDTH]);
        (self.end, self.last_end) = (0, 0);
    }

    /// Some rows have ended together: the best in all with those that are still open.
    #[inline(always)]
    fn pass_end(&mut self, larger: impl Larger) {
        self.end += 1;
        self.across.fill([NOTHING; WIDTH]);
        for end in self.end..=self.last_end {
            let all = &self.by_end[end * self.eights..][..self.eights];
            self.across.iter_mut().zip(all).for_each(|(most, all)| *most = larger.of(*most, *all));
        }
    }
}

#[inline]
fn plus(a: Eight, b: Eight) -> Eight {
    std::array::from_fn(|i| a[i] + b[i])
}

#[inline]
fn minus(a: Eight, b: Eight) -> Eight {
    std::array::from_fn(|i| a[i] - b[i])
}

#[inline]
fn smaller(a: Eight, b: Eight) -> Eight {
    std::array::from_fn(|i| if a[i] < b[i] { a[i] } else { b[i] })
}

impl Way {
    pub fn new(turns: Vec<Turn>, costs: &Costs) -> Way {
        let mut steps: Vec<Step> = Vec::with_capacity(turns.len() / 2);
        let mut step_of = vec![0; turns.len() / 2];
        let (mut ends, mut is_end) = (0, false);
        for turn in &turns {
            if turn.is_start {
                ends += u32::from(is_end);
                step_of[turn.row as usize] = steps.len();
                steps.push(Step { row: turn.row, beyond: 0, end: 0 });
            } else {
                let beyond = steps.len() as u32;
                let step = &mut steps[step_of[turn.row as usize]];
                (step.beyond, step.end) = (beyond, ends);
            }
            is_end = !turn.is_start;
        }
        let after = vec![[0.0; WIDTH]; (steps.len() + 1) * costs.eights];
        Way { turns, steps, after }
    }

    /// What everybody could collect at these prices.
    #[inline(always)]
    pub fn collect(&mut self, prices: &[f32], costs: &Costs, larger: impl Larger) {
        let eights = costs.eights;
        for (at, step) in self.steps.iter().enumerate().rev() {
            let price = prices[step.row as usize];
            let (own, later) = self.after[at * eights..].split_at_mut(eights);
            let beyond = &later[(step.beyond as usize - at - 1) * eights..];
            for (((own, next), beyond), (is_any, cost)) in
                own.iter_mut().zip(&*later).zip(beyond).zip(costs.of_row(step.row))
            {
                *own = *next;
                if is_any {
                    *own = larger.of(*next, plus(minus([price; WIDTH], *cost), *beyond));
                }
            }
        }
    }

    /// What everybody could collect together, as was found.
    pub fn collected(&self, costs: &Costs) -> f64 {
        self.after[..costs.eights].iter().flatten().map(|&value| f64::from(value)).sum()
    }

    /// Sets the price of every row in turn; `choose` is told the row, its price, the two lowest prices at which
    /// somebody would serve it, and those of everybody. Before, `collect` or the walk of the other way must have seen the prices; what can be collected under
    /// the new ones is noted in the other way.
    #[inline(always)]
    pub fn reprice(
        &self,
        other: &mut Way,
        walk: &mut Walk,
        prices: &mut [f32],
        (costs, larger): (&Costs, impl Larger),
        mut choose: impl FnMut(usize, f32, (f32, f32), &[Eight]) -> f32,
    ) {
        walk.begin();
        let (mut at, mut left, mut is_end) = (0, self.steps.len(), false);
        for turn in &self.turns {
            if !turn.is_start {
                left -= 1;
                is_end = true;
                close(walk, turn.row, &mut other.after[left * costs.eights..], (costs, larger));
                continue;
            }
            if is_end {
                walk.pass_end(larger);
                is_end = false;
            }
            let two_lowest = self.want(at, walk, costs, larger);
            let row = turn.row as usize;
            let price = choose(row, prices[row], two_lowest, &walk.wants[walk.range(turn.row)]);
            prices[row] = price;
            self.open(at, walk, price, (costs, larger));
            at += 1;
        }
    }

    fn after(&self, step: usize, eights: usize) -> &[Eight] {
        &self.after[step * eights..][..eights]
    }

    /// The prices at which everybody would serve the row of a step; the two lowest.
    #[inline(always)]
    fn want(&self, at: usize, walk: &mut Walk, costs: &Costs, larger: impl Larger) -> (f32, f32) {
        let Step { row, beyond, .. } = self.steps[at];
        let (mut lowest, mut second) = ([NEVER; WIDTH], [NEVER; WIDTH]);
        let range = walk.range(row);
        let people = walk.wants[range].iter_mut().zip(&walk.free).zip(&walk.across).zip(costs.of_row(row));
        let later = self.after(at + 1, costs.eights).iter().zip(self.after(beyond as usize, costs.eights));
        for ((((want, free), across), (is_any, cost)), (next, beyond)) in people.zip(later) {
            if !is_any {
                continue;
            }
            let without = larger.of(*across, plus(*free, *next));
            *want = plus(*cost, minus(minus(without, *free), *beyond));
            second = smaller(second, Sharp.of(lowest, *want));
            lowest = smaller(lowest, *want);
        }
        two_lowest(lowest, second)
    }

    #[inline(always)]
    fn open(&self, at: usize, walk: &mut Walk, price: f32, (costs, larger): (&Costs, impl Larger)) {
        let Step { row, beyond, end } = self.steps[at];
        let range = walk.range(row);
        let ending = walk.range(end);
        let Walk { free, across, by_end, last_end, with, .. } = walk;
        *last_end = (*last_end).max(end as usize);
        let own = with[range].iter_mut().zip(&mut by_end[ending]);
        let people = own.zip(free).zip(across).zip(costs.of_row(row));
        for (((((with, ending), free), across), (is_any, cost)), beyond) in
            people.zip(self.after(beyond as usize, costs.eights))
        {
            if !is_any {
                continue;
            }
            *with = minus(plus(*free, [price; WIDTH]), *cost);
            let all = plus(*with, *beyond);
            *ending = larger.of(*ending, all);
            *across = larger.of(*across, all);
        }
    }
}

/// A row has ended, which is where the other way begins it.
#[inline(always)]
fn close(walk: &mut Walk, row: u32, other: &mut [Eight], (costs, larger): (&Costs, impl Larger)) {
    let range = walk.range(row);
    let people = walk.free.iter_mut().zip(&walk.with[range]).zip(costs.of_row(row));
    for (((free, with), (is_any, _)), other) in people.zip(other) {
        if is_any {
            *free = larger.of(*free, *with);
        }
        *other = *free;
    }
}

/// Of eight and the next eight.
fn two_lowest(lowest: Eight, second: Eight) -> (f32, f32) {
    let (lowest, second) = halved::<8, 4>(lowest, second);
    let (lowest, second) = halved::<4, 2>(lowest, second);
    let ([lowest], [second]) = halved::<2, 1>(lowest, second);
    (lowest, second)
}

#[inline]
fn halved<const N: usize, const HALF: usize>(
    lowest: [f32; N],
    second: [f32; N],
) -> ([f32; HALF], [f32; HALF]) {
    let least = |a: f32, b: f32| if a < b { a } else { b };
    let most = |a: f32, b: f32| if a > b { a } else { b };
    let next = |i: usize| least(least(second[i], second[HALF + i]), most(lowest[i], lowest[HALF + i]));
    (std::array::from_fn(|i| least(lowest[i], lowest[HALF + i])), std::array::from_fn(next))
}
