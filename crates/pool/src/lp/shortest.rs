//! Which open columns have the fewest entries: one set of columns for each small number of entries, kept as bits, and
//! one for all that have more. Markowitz asks this for every pivot; looking through all columns would take as long as
//! everything else together.

/// Columns with so many entries and more share the last set.
const MANY: usize = 16;

#[derive(Debug, Default)]
pub(super) struct Shortest {
    sets: Vec<Vec<u64>>,
}

impl Shortest {
    /// Of columns with so many entries each.
    pub fn new(lengths: impl ExactSizeIterator<Item = usize>) -> Shortest {
        let mut shortest = Shortest { sets: vec![vec![0; lengths.len().div_ceil(64)]; MANY + 1] };
        lengths.enumerate().for_each(|(column, length)| shortest.insert(column, length));
        shortest
    }

    pub fn insert(&mut self, column: usize, length: usize) {
        self.sets[length.min(MANY)][column / 64] |= 1 << (column % 64);
    }

    /// `length`: what it was inserted with.
    pub fn remove(&mut self, column: usize, length: usize) {
        self.sets[length.min(MANY)][column / 64] &= !(1 << (column % 64));
    }

    /// Sets of columns by rising numbers of entries, the last one of any number from there on.
    pub fn by_length(&self) -> impl Iterator<Item = impl Iterator<Item = usize> + Clone + '_> + '_ {
        self.sets.iter().map(|set| set.iter().enumerate().flat_map(|(word, &bits)| ones(word * 64, bits)))
    }
}

fn ones(first: usize, mut bits: u64) -> impl Iterator<Item = usize> + Clone {
    std::iter::from_fn(move || {
        let next = (bits != 0).then(|| first + bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_by_length_then_by_number() {
        let lengths = (0..200).map(|column| [3, 1, 40, 3, 90][column % 5]);
        let mut shortest = Shortest::new(lengths.clone());
        shortest.remove(1, 1);
        shortest.insert(1, 2);
        let found: Vec<Vec<usize>> = shortest.by_length().map(Iterator::collect).collect();
        let of = |wanted: &[usize]| -> Vec<usize> {
            (0..200).filter(|&at| at != 1 && wanted.contains(&lengths.clone().nth(at).unwrap())).collect()
        };
        assert_eq!((found[1].clone(), found[2].clone()), (of(&[1]), vec![1]));
        assert_eq!((found[3].clone(), found[MANY].clone()), (of(&[3]), of(&[40, 90])));
    }
}
