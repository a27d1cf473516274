//! A set of people as bits: one word holds 64 of them, so a set over 1,000 people is 128 bytes.
//! It knows nothing of how many people exist; a problem checks its sets against its own number.
//! Its memory grows with the largest person inserted, so insert only people who exist.

use crate::problem::Person;

/// People by number. Two sets are equal when they hold the same people.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct PeopleSet {
    /// The last word is never zero, which makes equality plain.
    words: Vec<u64>,
}

impl PeopleSet {
    /// The empty set.
    pub fn new() -> PeopleSet {
        PeopleSet::default()
    }

    /// Adds a person; adding twice changes nothing.
    pub fn insert(&mut self, person: Person) {
        let word = person / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (person % 64);
    }

    /// Takes a person out, if inside.
    pub fn remove(&mut self, person: Person) {
        if let Some(word) = self.words.get_mut(person / 64) {
            *word &= !(1 << (person % 64));
        }
        self.trim();
    }

    pub fn contains(&self, person: Person) -> bool {
        self.words.get(person / 64).is_some_and(|word| word >> (person % 64) & 1 == 1)
    }

    /// How many people are inside.
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The people in both sets.
    pub fn intersect(&self, other: &PeopleSet) -> PeopleSet {
        let words = self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect();
        let mut both = PeopleSet { words };
        both.trim();
        both
    }

    /// True when somebody is in both sets.
    pub fn meets(&self, other: &PeopleSet) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    /// True when everybody in here is in `other` too.
    pub fn is_subset(&self, other: &PeopleSet) -> bool {
        self.words
            .iter()
            .enumerate()
            .all(|(index, word)| word & !other.words.get(index).copied().unwrap_or(0) == 0)
    }

    /// The largest person inside.
    pub fn last(&self) -> Option<Person> {
        let word = self.words.last()?;
        Some(self.words.len() * 64 - 1 - word.leading_zeros() as usize)
    }

    /// Everybody inside, smallest number first.
    pub fn iter(&self) -> impl Iterator<Item = Person> + '_ {
        let mut words = self.words.iter();
        let (mut first, mut rest) = (0, words.next().copied().unwrap_or(0));
        std::iter::from_fn(move || {
            while rest == 0 {
                rest = *words.next()?;
                first += 64;
            }
            let person = first + rest.trailing_zeros() as usize;
            rest &= rest - 1;
            Some(person)
        })
    }

    fn trim(&mut self) {
        while self.words.last() == Some(&0) {
            self.words.pop();
        }
    }
}

impl FromIterator<Person> for PeopleSet {
    fn from_iter<I: IntoIterator<Item = Person>>(people: I) -> PeopleSet {
        let mut set = PeopleSet::new();
        people.into_iter().for_each(|person| set.insert(person));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_people_in_order_across_words() {
        let set: PeopleSet = [130, 3, 64, 3].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [3, 64, 130]);
        assert_eq!((set.len(), set.last()), (3, Some(130)));
        assert!(set.contains(64) && !set.contains(65) && !set.contains(9_999));
    }

    #[test]
    fn forgets_without_a_trace() {
        let mut set: PeopleSet = [1, 200].into_iter().collect();
        set.remove(200);
        set.remove(7_000);
        assert_eq!(set, [1].into_iter().collect());
        set.remove(1);
        assert!(set.is_empty() && set.last().is_none());
    }

    #[test]
    fn meets_and_contains_other_sets() {
        let small: PeopleSet = [1, 70].into_iter().collect();
        let large: PeopleSet = [1, 2, 70, 300].into_iter().collect();
        assert_eq!(small.intersect(&large), small);
        assert_eq!(large.intersect(&[2].into_iter().collect()), [2].into_iter().collect());
        assert!(small.is_subset(&large) && !large.is_subset(&small));
        assert!(small.meets(&large) && !small.meets(&[2, 300].into_iter().collect()));
    }
}
