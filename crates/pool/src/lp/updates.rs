//! What happened to a basis since it was factored, between its triangles: L·(I + v₁w₁ᵀ)·(I + v₂w₂ᵀ)···U
//! (the middle product form of Q. Huangfu and J. Hall, "Novel update techniques for the revised simplex method",
//! 2015). The vectors are halfway solved and so have far fewer entries than whole columns of the product form.

use super::sparse::Sparse;
use super::triangle::NOISE;

#[derive(Clone, Debug, Default)]
pub(crate) struct Updates {
    heads: Vec<Head>,
    at: Vec<u32>,
    value: Vec<f64>,
}

/// Where v and w lie, v first; `pivot` is 1 + w·v.
#[derive(Clone, Copy, Debug)]
struct Head {
    from: u32,
    middle: u32,
    until: u32,
    pivot: f64,
}

impl Updates {
    pub fn clear(&mut self) {
        self.heads.clear();
        self.at.clear();
        self.value.clear();
    }

    pub fn nonzeros(&self) -> usize {
        self.at.len()
    }

    pub fn push(
        &mut self,
        pivot: f64,
        v: impl IntoIterator<Item = (u32, f64)>,
        w: impl IntoIterator<Item = (u32, f64)>,
    ) {
        let from = self.at.len() as u32;
        self.append(v);
        let middle = self.at.len() as u32;
        self.append(w);
        self.heads.push(Head { from, middle, until: self.at.len() as u32, pivot });
    }

    fn append(&mut self, entries: impl IntoIterator<Item = (u32, f64)>) {
        for (at, value) in entries {
            if value.abs() > NOISE {
                self.at.push(at);
                self.value.push(value);
            }
        }
    }

    #[inline]
    fn entries(&self, from: u32, until: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let range = from as usize..until as usize;
        self.at[range.clone()].iter().copied().zip(self.value[range].iter().copied())
    }

    pub fn solve(&self, x: &mut Sparse) {
        for head in &self.heads {
            self.take_off(x, (head.middle, head.until), (head.from, head.middle), head.pivot);
        }
    }

    pub fn solve_transposed(&self, y: &mut Sparse) {
        for head in self.heads.iter().rev() {
            self.take_off(y, (head.from, head.middle), (head.middle, head.until), head.pivot);
        }
    }

    /// x := x - b(a·x)/pivot.
    #[inline]
    fn take_off(&self, x: &mut Sparse, a: (u32, u32), b: (u32, u32), pivot: f64) {
        let mut product = 0.0;
        for (at, value) in self.entries(a.0, a.1) {
            product += value * x.value[at as usize];
        }
        if product.abs() > NOISE {
            product /= pivot;
            for (at, value) in self.entries(b.0, b.1) {
                x.add(at, -value * product);
            }
        }
    }
}
