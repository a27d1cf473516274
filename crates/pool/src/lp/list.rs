//! A list for things of which nobody foresees whether they belong: it writes always and counts only what does, so
//! there is nothing for the machine to guess wrongly.

/// Holds at most what it was made for.
#[derive(Clone, Debug, Default)]
pub(crate) struct List<T> {
    /// Room for one more than can belong.
    items: Vec<T>,
    count: usize,
}

impl<T: Copy + Default> List<T> {
    /// Room for so many.
    pub fn with_room(most: usize) -> List<T> {
        List { items: vec![T::default(); most + 1], count: 0 }
    }

    /// The same in memory that was used before.
    pub fn with_memory(mut items: Vec<T>, most: usize) -> List<T> {
        items.resize(most + 1, T::default());
        List { items, count: 0 }
    }

    pub fn into_vec(mut self) -> Vec<T> {
        self.items.truncate(self.count);
        self.items
    }

    #[inline]
    pub fn push_if(&mut self, belongs: bool, item: T) {
        self.items[self.count] = item;
        self.count += usize::from(belongs);
    }

    pub fn clear(&mut self) {
        self.count = 0;
    }

    #[inline]
    pub fn as_slice(&self) -> &[T] {
        &self.items[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_belongs_in_order() {
        let mut list = List::with_room(3);
        (0..7).for_each(|number| list.push_if(number % 3 == 0, number));
        assert_eq!(list.as_slice(), [0, 3, 6]);
        list.clear();
        assert!(list.as_slice().is_empty());
    }
}
