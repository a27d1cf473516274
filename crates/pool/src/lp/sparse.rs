//! A vector that is mostly zero: dense values beside the list of places that were touched.

use super::list::List;

#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse {
    pub value: Vec<f64>,
    /// Places touched since the last `clear`, in the order they were touched.
    touched: List<u32>,
    is_touched: Vec<bool>,
    /// For who works through the places in an order of their own: what is still to be done, all zero in between.
    /// Nobody reads the last word.
    pub marks: Vec<u64>,
}

impl Sparse {
    pub fn zero(length: usize) -> Sparse {
        Sparse {
            value: vec![0.0; length],
            touched: List::with_room(length),
            is_touched: vec![false; length],
            marks: vec![0; nowhere(length) as usize / 64 + 1],
        }
    }

    /// Places touched since the last `clear`; some may hold zero again.
    pub fn touched(&self) -> &[u32] {
        self.touched.as_slice()
    }

    #[inline]
    pub fn is_touched(&self, at: u32) -> bool {
        self.is_touched[at as usize]
    }

    #[inline]
    pub fn add(&mut self, at: u32, value: f64) {
        self.touch(at);
        self.value[at as usize] += value;
    }

    #[inline]
    pub fn set(&mut self, at: u32, value: f64) {
        self.touch(at);
        self.value[at as usize] = value;
    }

    #[inline]
    fn touch(&mut self, at: u32) {
        self.touched.push_if(!std::mem::replace(&mut self.is_touched[at as usize], true), at);
    }

    /// Adds nothing and touches nothing unless the place belongs.
    #[inline]
    pub fn add_if(&mut self, belongs: bool, at: u32, value: f64) {
        let is_touched = &mut self.is_touched[at as usize];
        self.touched.push_if(belongs & !*is_touched, at);
        *is_touched |= belongs;
        self.value[at as usize] += if belongs { value } else { 0.0 };
    }

    pub fn clear(&mut self) {
        for &at in self.touched.as_slice() {
            self.value[at as usize] = 0.0;
            self.is_touched[at as usize] = false;
        }
        self.touched.clear();
    }

    /// Touched places with their values.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.touched().iter().map(|&at| (at as usize, self.value[at as usize]))
    }

    /// Becomes a copy of another vector of the same length.
    pub fn copy_from(&mut self, other: &Sparse) {
        self.clear();
        other.iter().for_each(|(at, value)| self.set(at as u32, value));
    }
}

/// A mark that nobody reads, of vectors of this length.
pub(super) fn nowhere(length: usize) -> u32 {
    (length as u32 / 64 + 1) * 64
}
