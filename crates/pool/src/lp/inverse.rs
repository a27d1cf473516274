//! The inverse of a basis, written out while it is young. Most of a day's basis is the start's, so most rows of its
//! inverse are unit vectors and are not kept, and an exchange changes only the few rows that the entering column
//! reaches. So the row that leaves is read off, and what the weights take are products of two rows, where triangles
//! (`factor.rs`) need three solves. It fills up as exchanges go by; then triangles take less time and memory.

use super::sparse::Sparse;

/// Smaller entries are noise.
const NOISE: f64 = 1e-12;
/// Smaller sums of entries are noise.
const NOISE_OF_SUMS: f64 = 1e-11;
/// Exchanges that it lasts: nothing in here would tell that it has become inaccurate.
const EXCHANGES: u32 = 600;
/// A pivot that makes inaccurate what is divided by it.
const SMALL_PIVOT: f64 = 1e-4;
/// Places that one exchange hardly ever exceeds.
const MARGIN: usize = 48;
/// Places from which on triangles are better in any case.
const MOST_ROOM: usize = 640;
/// In `place_of`: a unit vector, as row and as column.
const UNIT: u32 = u32::MAX;

/// Rows and columns that are no unit vectors have a place, the same for both. A row is named by the row of the
/// program that it is basic in.
#[derive(Clone, Debug, Default)]
pub(super) struct Inverse {
    place_of: Vec<u32>,
    row_at: Vec<u32>,
    /// Places there is room for: what lies between the rows in `values`.
    room: usize,
    values: Vec<f64>,
    /// The places at which each row, and each column, may hold something, as bits.
    in_row: Vec<u64>,
    in_column: Vec<u64>,
    exchanges: u32,
    has_small_pivot: bool,
}

/// A row by places.
pub(super) type Entries = Vec<(u32, f64)>;

impl Inverse {
    /// Of unit vectors; `awake`: how many of the rows may change.
    pub fn units(rows: usize, awake: usize) -> Inverse {
        let room = (2 * awake + MARGIN).min(MOST_ROOM).next_multiple_of(64);
        Inverse { place_of: vec![UNIT; rows], room, ..Inverse::default() }
    }

    /// Whether it is time for triangles.
    pub fn is_worn(&self) -> bool {
        self.row_at.len() + MARGIN > self.room || self.exchanges >= EXCHANGES || self.has_small_pivot
    }

    fn words(&self) -> usize {
        self.room / 64
    }

    /// The place of a row; unit vectors get one.
    fn place(&mut self, row: u32) -> usize {
        if self.place_of[row as usize] != UNIT {
            return self.place_of[row as usize] as usize;
        }
        let place = self.row_at.len();
        if place == self.room {
            self.widen();
        }
        self.place_of[row as usize] = place as u32;
        self.row_at.push(row);
        let (room, words) = (self.room, self.words());
        self.values.resize((place + 1) * room, 0.0);
        self.in_row.resize((place + 1) * words, 0);
        self.in_column.resize((place + 1) * words, 0);
        self.values[place * room + place] = 1.0;
        set(&mut self.in_row[place * words..], place);
        set(&mut self.in_column[place * words..], place);
        place
    }

    fn widen(&mut self) {
        let wider = 2 * self.room;
        self.values = widened(&self.values, self.room, wider);
        self.in_row = widened(&self.in_row, self.room / 64, wider / 64);
        self.in_column = widened(&self.in_column, self.room / 64, wider / 64);
        self.room = wider;
    }

    /// A row as it stands, by rows of the program into an empty vector, and by places.
    pub fn read(&mut self, row: u32, rho: &mut Sparse, entries: &mut Entries) {
        entries.clear();
        let (place, words) = (self.place(row), self.words());
        let values = &self.values[place * self.room..][..self.room];
        each(&self.in_row[place * words..][..words], |at| {
            if values[at] != 0.0 {
                rho.set(self.row_at[at], values[at]);
                entries.push((at as u32, values[at]));
            }
        });
    }

    /// The product of a row with the one that was read.
    #[inline]
    pub fn product(&self, row: u32, rho: &Sparse, entries: &Entries) -> f64 {
        let place = self.place_of[row as usize];
        if place == UNIT {
            return rho.value[row as usize];
        }
        let values = &self.values[place as usize * self.room..][..self.room];
        let term = |&(at, value): &(u32, f64)| values[at as usize] * value;
        // Four sums beside each other, because none waits for another.
        let mut sums = [0.0; 4];
        let (fours, rest) = entries.as_chunks::<4>();
        fours.iter().for_each(|four| sums.iter_mut().zip(four).for_each(|(sum, one)| *sum += term(one)));
        rest.iter().map(term).fold((sums[0] + sums[1]) + (sums[2] + sums[3]), |sum, term| sum + term)
    }

    /// x := B⁻¹x; `scratch` is empty before and after.
    pub fn solve(&self, x: &mut Sparse, scratch: &mut Sparse) {
        for (row, value) in x.iter().filter(|(_, value)| *value != 0.0) {
            self.add_column(row as u32, value, scratch);
        }
        x.clear();
        let sums = scratch.iter().filter(|(_, value)| value.abs() > NOISE_OF_SUMS);
        sums.for_each(|(row, value)| x.set(row as u32, value));
        scratch.clear();
    }

    fn add_column(&self, row: u32, times: f64, x: &mut Sparse) {
        let place = self.place_of[row as usize];
        if place == UNIT {
            return x.add(row, times);
        }
        let (place, words) = (place as usize, self.words());
        each(&self.in_column[place * words..][..words], |at| {
            let value = self.values[at * self.room + place];
            x.add_if(value != 0.0, self.row_at[at], times * value);
        });
    }

    /// y := B⁻ᵀy.
    pub fn solve_transposed(&self, y: &mut Sparse) {
        let mut sums = Sparse::zero(y.value.len());
        y.iter().filter(|(_, value)| *value != 0.0).for_each(|(row, value)| {
            self.add_row_to(row as u32, value, &mut sums);
        });
        y.copy_from(&sums);
    }

    fn add_row_to(&self, row: u32, times: f64, y: &mut Sparse) {
        let place = self.place_of[row as usize];
        if place == UNIT {
            return y.add(row, times);
        }
        let (place, words) = (place as usize, self.words());
        let values = &self.values[place * self.room..][..self.room];
        each(&self.in_row[place * words..][..words], |at| {
            y.add_if(values[at] != 0.0, self.row_at[at], times * values[at]);
        });
    }

    /// The variable basic in `row` is replaced by the one whose column is `solved`; `entries`: the row as it was read.
    pub fn replace(&mut self, row: u32, solved: &Sparse, pivot: f64, entries: &Entries) {
        let changed = || solved.iter().filter(|(_, value)| *value != 0.0);
        let own = self.place(row);
        changed().for_each(|(other, _)| {
            self.place(other as u32);
        });
        let (room, words) = (self.room, self.words());
        let mut places = vec![0; words];
        for (other, value) in changed() {
            let place = self.place_of[other] as usize;
            set(&mut places, place);
            let values = &mut self.values[place * room..][..room];
            if place == own {
                entries.iter().for_each(|&(at, value)| values[at as usize] = value / pivot);
                continue;
            }
            let times = value / pivot;
            for &(at, value) in entries {
                let less = values[at as usize] - times * value;
                values[at as usize] = if less.abs() > NOISE { less } else { 0.0 };
            }
            (0..words).for_each(|word| self.in_row[place * words + word] |= self.in_row[own * words + word]);
        }
        for &(at, _) in entries {
            let column = &mut self.in_column[at as usize * words..][..words];
            column.iter_mut().zip(&places).for_each(|(bits, places)| *bits |= places);
        }
        self.exchanges += 1;
        self.has_small_pivot |= pivot.abs() < SMALL_PIVOT;
    }

    /// A new row with its own slack; `entries`: its coefficients at the basic variables, by their rows.
    pub fn add_row(&mut self, row: u32, entries: impl IntoIterator<Item = (u32, f64)>) {
        let entries: Entries =
            entries.into_iter().map(|(at, value)| (self.place(at) as u32, value)).collect();
        let place = self.place(row);
        let (room, words) = (self.room, self.words());
        let (others, own) = self.values.split_at_mut(place * room);
        let (places_of_others, places) = self.in_row.split_at_mut(place * words);
        for (at, times) in entries {
            let other = &others[at as usize * room..][..place];
            own.iter_mut().zip(other).for_each(|(value, other)| *value -= times * other);
            let other = &places_of_others[at as usize * words..][..words];
            places.iter_mut().zip(other).for_each(|(bits, other)| *bits |= other);
        }
        each(places, |at| {
            if own[at].abs() > NOISE {
                set(&mut self.in_column[at * words..], place);
            } else {
                own[at] = 0.0;
            }
        });
    }

    /// A row that is still a unit vector becomes what `y` says, which is cleared.
    pub fn write(&mut self, row: u32, y: &mut Sparse) {
        let is_unit = y.iter().all(|(at, value)| value == f64::from(u8::from(at == row as usize)));
        if !is_unit {
            let place = self.place(row);
            self.values[place * self.room + place] = 0.0;
            for (at, value) in y.iter().filter(|(_, value)| value.abs() > NOISE) {
                let at = self.place(at as u32);
                let (room, words) = (self.room, self.words());
                self.values[place * room + at] = value;
                set(&mut self.in_row[place * words..], at);
                set(&mut self.in_column[at * words..], place);
            }
        }
        y.clear();
    }
}

/// The same rows with more room in each.
fn widened<T: Copy + Default>(values: &[T], width: usize, wider: usize) -> Vec<T> {
    let mut widened = Vec::with_capacity(values.len() * 2);
    for row in values.chunks(width) {
        widened.extend_from_slice(row);
        widened.resize(widened.len() + wider - width, T::default());
    }
    widened
}

#[inline]
fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

/// The bits that are set, one after the other.
#[inline]
fn each(bits: &[u64], mut take: impl FnMut(usize)) {
    for (word, &bits) in bits.iter().enumerate() {
        let mut rest = bits;
        while rest != 0 {
            take(word * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}
