//! A problem as a linear program: one column per row and eligible person and one for "nobody"; every row is
//! covered once; nobody serves two rows of a clique (rows that all overlap). Per person the cliques make the
//! program as tight as it can be (interval graphs are perfect), and only violated ones ever take part.
//! Fairness adds, per person, the change of the number of rows in unit steps of rising cost.

use crate::bound::largest;
use crate::certificate::Prices;
use crate::cliques::{Span, cliques};
use crate::lp::{ASLEEP, Matrix, MatrixBuilder, Program, Simplex};
use crate::problem::{Person, Problem};
use crate::start::start;
use crate::weights::Weights;

/// Unit steps of a person's load before the last, which is unbounded.
const STEPS: usize = 10;
/// Costs are shifted by less than this altogether, so that integer values stay apart.
const SHIFTED: f64 = 0.3;
/// Cliques of a pair that are many.
const MANY: f64 = 30.0;

pub(crate) struct Model {
    pub program: Program,
    pub weights: Weights,
    /// Row and person of each column; `NOBODY` for "unserved".
    pub pairs: Vec<(u32, u32)>,
    /// First column of each row, and the end; the last of a row is "unserved".
    pub first: Vec<u32>,
    /// Wakes when it is known how many rows stay unserved at least.
    pub floor_row: usize,
    /// Rows each person is expected to carry, loads included: squares are priced from there.
    pub center: Vec<i64>,
    /// Cost of an answer less its value in the program.
    pub constant: i64,
}

pub(crate) const NOBODY: u32 = u32::MAX;

/// Nearer to 0 or 1 than this is whole.
pub(crate) const WHOLE: f64 = 1e-6;

/// A pair that the program neither takes nor leaves, and how much of it it takes.
pub(crate) struct Open {
    pub row: usize,
    pub person: Person,
    pub value: f64,
    pub column: usize,
}

impl Model {
    /// `None` when it would be too large. The rows must be in order of start.
    pub fn new(problem: &Problem, weights: Weights) -> Option<Model> {
        let (pairs, first) = numbered(problem);
        let (spans, cliques) = cliques(problem, &first)?;
        let rows = problem.rows.len();
        let load_rows = if weights.squares > 0 { problem.load.len() } else { 0 };
        let floor_row = rows + load_rows;
        let start = start(problem, &first, weights.squares == 0);
        let mut model = Model {
            program: Program {
                matrix: Matrix::default(),
                cost: Vec::new(),
                perturbation: Vec::new(),
                upper: vec![f64::INFINITY; pairs.len()],
                rhs: vec![1.0; floor_row + 1 + cliques],
                slack_upper: vec![f64::INFINITY; floor_row + 1 + cliques],
                start: Vec::new(),
                watched: floor_row + 1,
            },
            weights,
            pairs,
            first,
            floor_row,
            center: Vec::new(),
            constant: 0,
        };
        model.program.slack_upper[..floor_row].fill(0.0);
        model.note_loads(problem, &start);
        model.price(problem, &start, &spans);
        let mut matrix = model.columns(problem, &spans);
        if weights.squares > 0 {
            model.add_steps(&mut matrix);
        }
        model.program.matrix = matrix.finish(floor_row + 1 + cliques);
        model.place(&start);
        Some(model)
    }

    fn rows(&self) -> usize {
        self.first.len() - 1
    }

    /// The column of "unserved".
    pub fn unserved_column(&self, row: usize) -> usize {
        self.first[row + 1] as usize - 1
    }

    /// The column of a pair.
    pub fn column(&self, row: usize, person: Person) -> Option<usize> {
        let from = self.first[row] as usize;
        let pairs = &self.pairs[from..self.unserved_column(row)];
        pairs.binary_search_by_key(&(person as u32), |pair| pair.1).ok().map(|at| from + at)
    }

    /// At the start, with so many rows known to stay unserved.
    pub fn simplex(&self, floor: i64) -> Simplex<'_> {
        let mut simplex = Simplex::new(&self.program);
        if floor > 0 {
            simplex.wake(self.floor_row, -(floor as f64));
        }
        simplex
    }

    /// What the program's value passes when no answer costs `most` or less.
    pub fn cutoff(&self, most: i64) -> f64 {
        (most - self.constant) as f64 + 0.5
    }

    /// Which pairs are neither taken nor left.
    pub fn open_pairs<'s>(&'s self, case: &'s Simplex) -> impl Iterator<Item = Open> + 's {
        case.basic_columns().filter(|(_, value)| (WHOLE..=1.0 - WHOLE).contains(value)).filter_map(
            |(column, value)| {
                let &(row, person) = self.pairs.get(column)?;
                (person != NOBODY).then_some(Open {
                    row: row as usize,
                    person: person as usize,
                    value,
                    column,
                })
            },
        )
    }

    /// Who serves each row in the program, as far as by more than this part.
    pub fn serves(&self, program: &Simplex, above: f64) -> Vec<Option<Person>> {
        let mut serves = vec![None; self.rows()];
        for (column, value) in program.basic_columns() {
            if let Some(&(row, person)) = self.pairs.get(column)
                && person != NOBODY
                && value > above
            {
                serves[row as usize] = Some(person as usize);
            }
        }
        serves
    }

    /// Dual values of the program as whole numbers in this scale, none beyond what a certificate may hold: those of a
    /// program that went astray can be anything. `floor`: rows known to stay unserved.
    pub fn priced(&self, dual: &[f64], scale: i64, floor: i64) -> Prices {
        let rows = self.rows();
        let most = largest(rows, self.center.len());
        let whole = |value: f64| {
            let scaled = value * scale as f64;
            ((if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 }) as i64).clamp(-most, most)
        };
        let weight = self.weights.squares;
        let of_person = |person: usize| {
            let center = 2 * weight * self.center[person] * scale;
            center.saturating_sub(whole(dual[rows + person])).clamp(-most, most)
        };
        let people = if weight == 0 { Vec::new() } else { (0..self.center.len()).map(of_person).collect() };
        let floor = if floor > 0 { whole(-dual[self.floor_row]).max(0) } else { 0 };
        Prices { rows: dual[..rows].iter().map(|&value| whole(value)).collect(), people, floor }
    }

    /// The person serves the row, so nobody else does, and the person serves nothing that overlaps it.
    pub fn serve(&self, case: &mut Simplex, problem: &Problem, row: usize, person: Person) {
        let own = self.column(row, person);
        (self.first[row] as usize..self.first[row + 1] as usize)
            .filter(|&column| Some(column) != own)
            .for_each(|column| case.ban(column));
        let rows = &problem.rows;
        for other in (0..rows.len()).filter(|&other| other != row && rows[other].overlaps(&rows[row])) {
            if let Some(column) = self.column(other, person) {
                case.ban(column);
            }
        }
    }

    /// Where changing a row costs more than it can even out, the center is the start, which then is nearly best.
    /// Else it is the same for everybody, so that no person is dearer than another at the start.
    fn note_loads(&mut self, problem: &Problem, start: &[Option<usize>]) {
        self.center = problem.load.iter().map(|load| i64::from(load.rows)).collect();
        if self.weights.moved >= self.weights.squares || self.weights.squares == 0 {
            start.iter().flatten().for_each(|&column| self.center[self.pairs[column].1 as usize] += 1);
        } else {
            let all = self.center.iter().sum::<i64>() + problem.rows.len() as i64;
            self.center.fill(all / problem.load.len().max(1) as i64);
        }
        let rows = self.rows();
        for (person, load) in problem.load.iter().enumerate().filter(|_| self.weights.squares > 0) {
            let (center, load) = (self.center[person], i64::from(load.rows));
            self.program.rhs[rows + person] = (center - load) as f64;
            self.constant += self.weights.squares * (2 * center * load - center * center);
        }
    }

    /// Costs, and small shifts that prefer people who are free at the start: fewer ties, fewer pivots.
    fn price(&mut self, problem: &Problem, start: &[Option<usize>], spans: &[Span]) {
        let cliques = spans.iter().map(|span| span.until).max().unwrap_or(0) as usize;
        let mut is_taken = vec![false; cliques];
        for &column in start.iter().flatten() {
            is_taken[spans[column].from as usize..spans[column].until as usize].fill(true);
        }
        let (rows, people) = (problem.rows.len().max(1) as f64, problem.load.len().max(1) as f64);
        let step = SHIFTED / rows;
        for (column, &(row, person)) in self.pairs.iter().enumerate() {
            let asked = &problem.rows[row as usize];
            if person == NOBODY {
                self.program.cost.push(self.weights.unserved(asked) as f64);
                self.program.perturbation.push(step * 0.1 * (1.0 - row as f64 / rows));
                continue;
            }
            let load = 2 * self.weights.squares * self.center[person as usize];
            self.program.cost.push((self.weights.served(asked, person as usize) + load) as f64);
            let span = spans[column];
            let is_free = !is_taken[span.from as usize..span.until as usize].contains(&true);
            // Among equals whoever is in the way of fewest, then the earlier row moves, to the smaller person.
            let conflicts = f64::from(span.until - span.from) / MANY;
            let rank = (f64::from(row) + f64::from(person) / people) / rows;
            let noise = 0.1 * conflicts + 0.0005 * (rank + noise(row, person));
            let shift = match (start[row as usize] == Some(column), is_free) {
                (true, _) => 0.0,
                (false, true) => noise,
                (false, false) => 0.9 + noise,
            };
            self.program.perturbation.push(step * shift);
        }
    }

    fn columns(&self, problem: &Problem, spans: &[Span]) -> MatrixBuilder {
        let mut matrix = MatrixBuilder::new(self.pairs.len());
        let clique_row = |clique: u32| self.floor_row + 1 + clique as usize;
        for (column, &(row, person)) in self.pairs.iter().enumerate() {
            let span = spans[column];
            matrix.push_run(row as usize, clique_row(span.from)..clique_row(span.until));
            if person == NOBODY {
                matrix.push(self.floor_row, -1.0);
            } else if self.weights.squares > 0 {
                matrix.push(problem.rows.len() + person as usize, 1.0);
            }
            matrix.end_column();
        }
        matrix
    }

    /// More rows and fewer rows than the center, the first unit for 1, the next for 3, 5 ...
    fn add_steps(&mut self, matrix: &mut MatrixBuilder) {
        for person in 0..self.center.len() {
            let row = self.rows() + person;
            let fewer = self.center[person].clamp(0, STEPS as i64) as usize;
            for (sign, steps) in [(-1.0, STEPS), (1.0, fewer)] {
                for step in 0..steps {
                    matrix.push(row, sign);
                    matrix.end_column();
                    self.program.cost.push((self.weights.squares * (2 * step as i64 + 1)) as f64);
                    self.program.perturbation.push(0.0);
                    let is_last = step + 1 == steps;
                    self.program.upper.push(if is_last { f64::INFINITY } else { 1.0 });
                }
            }
        }
    }

    /// The start basis: who serves each row at the start, the slack where nobody does.
    fn place(&mut self, start: &[Option<usize>]) {
        let columns = self.program.cost.len();
        self.program.start = vec![ASLEEP; self.program.rhs.len()];
        for row in 0..self.floor_row {
            let column = start.get(row).copied().flatten();
            self.program.start[row] = column.unwrap_or(columns + row) as u32;
        }
    }
}

/// Columns row by row, people in order, "unserved" last.
fn numbered(problem: &Problem) -> (Vec<(u32, u32)>, Vec<u32>) {
    let (mut pairs, mut first) = (Vec::new(), vec![0]);
    for (index, row) in problem.rows.iter().enumerate() {
        pairs.extend(row.eligible.iter().map(|person| (index as u32, person as u32)));
        pairs.push((index as u32, NOBODY));
        first.push(pairs.len() as u32);
    }
    (pairs, first)
}

/// Between zero and one, the same for the same pair everywhere.
pub(crate) fn noise(row: u32, person: u32) -> f64 {
    let mut bits = (u64::from(row) << 32 | u64::from(person)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bound::least_of_leaf;
    use crate::day::Day;
    use crate::sample::{Sample, samples};
    use crate::tree::scale;

    /// They say little, and can be added up all the same.
    #[test]
    fn prices_of_a_program_that_went_astray_are_prices() {
        let Sample { problem, .. } = samples(5, 1).next().unwrap();
        let weights = Weights { unserved: 1_000, moved: 20, squares: 1, ..Weights::default() };
        let (model, scale) = (Model::new(&problem, weights).unwrap(), scale(&problem, &weights));
        for astray in [1e300, -1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 3e17, -3e17] {
            let prices = model.priced(&vec![astray; model.program.rhs.len()], scale, 1);
            assert!(least_of_leaf(&Day::new(&problem), (&weights, scale), &prices, &[], 1).is_some());
        }
    }
}
