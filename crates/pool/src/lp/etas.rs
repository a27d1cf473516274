//! Elementary matrices in a row: an identity with one column or one row replaced. A basis is a product of them
//! (G. Dantzig and W. Orchard-Hays, "The product form for the inverse in the simplex method", 1954).

use super::sparse::Sparse;

/// Values smaller than this are noise.
pub(crate) const NOISE: f64 = 1e-14;

/// Factors, first to last. Entries leave out the pivot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Etas {
    heads: Vec<Head>,
    at: Vec<u32>,
    value: Vec<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Head {
    row: u32,
    from: u32,
    until: u32,
    pivot: f64,
}

impl Etas {
    pub fn clear(&mut self) {
        self.heads.clear();
        self.at.clear();
        self.value.clear();
    }

    pub fn push(&mut self, row: u32, pivot: f64, entries: impl IntoIterator<Item = (u32, f64)>) {
        let from = self.at.len() as u32;
        for (at, value) in entries {
            self.at.push(at);
            self.value.push(value);
        }
        self.heads.push(Head { row, from, until: self.at.len() as u32, pivot });
    }

    pub fn len(&self) -> usize {
        self.heads.len()
    }

    pub fn nonzeros(&self) -> usize {
        self.at.len()
    }

    #[inline]
    fn entries(&self, head: Head) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = head.from as usize..head.until as usize;
        self.at[range.clone()].iter().copied().zip(self.value[range].iter().copied())
    }

    /// x := E⁻¹x where column `row` of E is (pivot; entries).
    #[inline]
    pub fn solve_column(&self, index: usize, x: &mut Sparse) {
        let head = self.heads[index];
        let mut at_pivot = x.value[head.row as usize];
        if at_pivot == 0.0 {
            return;
        }
        at_pivot /= head.pivot;
        x.value[head.row as usize] = at_pivot;
        for (at, value) in self.entries(head) {
            x.add(at, -value * at_pivot);
        }
    }

    /// y := E⁻ᵀy where column `row` of E is (pivot; entries).
    #[inline]
    pub fn solve_column_transposed(&self, index: usize, y: &mut Sparse) {
        let head = self.heads[index];
        let mut sum = y.value[head.row as usize];
        for (at, value) in self.entries(head) {
            sum -= value * y.value[at as usize];
        }
        if sum != 0.0 || y.value[head.row as usize] != 0.0 {
            y.set(head.row, if sum > -NOISE && sum < NOISE { 0.0 } else { sum / head.pivot });
        }
    }

    /// x := E⁻¹x where row `row` of E is (1; entries).
    #[inline]
    pub fn solve_row(&self, index: usize, x: &mut Sparse) {
        let head = self.heads[index];
        let mut sum = 0.0;
        for (at, value) in self.entries(head) {
            sum += value * x.value[at as usize];
        }
        if sum != 0.0 {
            x.add(head.row, -sum);
        }
    }

    /// y := E⁻ᵀy where row `row` of E is (1; entries).
    #[inline]
    pub fn solve_row_transposed(&self, index: usize, y: &mut Sparse) {
        let head = self.heads[index];
        let at_row = y.value[head.row as usize];
        if at_row == 0.0 {
            return;
        }
        for (at, value) in self.entries(head) {
            y.add(at, -value * at_row);
        }
    }

    /// Whether the factor replaces a row: those are marked by a pivot of zero.
    pub fn is_row(&self, index: usize) -> bool {
        self.heads[index].pivot == 0.0
    }
}
