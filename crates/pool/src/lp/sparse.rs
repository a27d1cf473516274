//! A vector that is mostly zero: dense values beside the list of places that were touched.

#[derive(Clone, Debug, Default)]
pub(crate) struct Sparse {
    pub value: Vec<f64>,
    /// Places touched since the last `clear`, in the order they were touched; some may hold zero again.
    pub touched: Vec<u32>,
    is_touched: Vec<bool>,
    /// For who works through the places in an order of their own: what is still to be done, all zero in between.
    pub marks: Vec<u64>,
}

impl Sparse {
    pub fn zero(length: usize) -> Sparse {
        Sparse {
            value: vec![0.0; length],
            touched: Vec::new(),
            is_touched: vec![false; length],
            marks: vec![0; length / 64 + 1],
        }
    }

    #[inline]
    pub fn add(&mut self, at: u32, value: f64) {
        let place = at as usize;
        if !self.is_touched[place] {
            self.is_touched[place] = true;
            self.touched.push(at);
        }
        self.value[place] += value;
    }

    #[inline]
    pub fn set(&mut self, at: u32, value: f64) {
        let place = at as usize;
        if !self.is_touched[place] {
            self.is_touched[place] = true;
            self.touched.push(at);
        }
        self.value[place] = value;
    }

    pub fn clear(&mut self) {
        for &at in &self.touched {
            self.value[at as usize] = 0.0;
            self.is_touched[at as usize] = false;
        }
        self.touched.clear();
    }

    /// Touched places with their values.
    pub fn iter(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        self.touched.iter().map(|&at| (at as usize, self.value[at as usize]))
    }

    /// Becomes a copy of another vector of the same length.
    pub fn copy_from(&mut self, other: &Sparse) {
        self.clear();
        other.iter().for_each(|(at, value)| self.set(at as u32, value));
    }
}
