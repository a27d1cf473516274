//! What happened to a basis since it was factored, between its triangles: L·(I + v₁w₁ᵀ)·(I + v₂w₂ᵀ)···U
//! (the middle product form of Q. Huangfu and J. Hall, "Novel update techniques for the revised simplex method",
//! 2015). The vectors are halfway solved and so have far fewer entries than whole columns of the product form.

use super::sparse::Sparse;
use super::triangle::NOISE;

#[derive(Clone, Debug, Default)]
pub(crate) struct Updates {
    heads: Vec<Head>,
    entries: Vec<(u32, f64)>,
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
        self.entries.clear();
    }

    pub fn nonzeros(&self) -> usize {
        self.entries.len()
    }

    pub fn push(
        &mut self,
        pivot: f64,
        v: impl IntoIterator<Item = (u32, f64)>,
        w: impl IntoIterator<Item = (u32, f64)>,
    ) {
        let from = self.entries.len() as u32;
        self.append(v);
        let middle = self.entries.len() as u32;
        self.append(w);
        self.heads.push(Head { from, middle, until: self.entries.len() as u32, pivot });
    }

    fn append(&mut self, entries: impl IntoIterator<Item = (u32, f64)>) {
        self.entries.extend(entries.into_iter().filter(|(_, value)| value.abs() > NOISE));
    }

    #[inline]
    fn entries(&self, from: u32, until: u32) -> &[(u32, f64)] {
        &self.entries[from as usize..until as usize]
    }

    pub fn solve(&self, x: &mut Sparse) {
        for head in &self.heads {
            let (v, w) = (self.entries(head.from, head.middle), self.entries(head.middle, head.until));
            take_off(x, w, v, head.pivot);
        }
    }

    pub fn solve_transposed(&self, y: &mut Sparse) {
        for head in self.heads.iter().rev() {
            let (v, w) = (self.entries(head.from, head.middle), self.entries(head.middle, head.until));
            take_off(y, v, w, head.pivot);
        }
    }
}

/// x := x - b(a·x)/pivot.
#[inline]
fn take_off(x: &mut Sparse, a: &[(u32, f64)], b: &[(u32, f64)], pivot: f64) {
    let mut product = 0.0;
    for &(at, value) in a {
        product += value * x.value[at as usize];
    }
    if product.abs() > NOISE {
        product /= pivot;
        for &(at, value) in b {
            x.add(at, -value * product);
        }
    }
}
