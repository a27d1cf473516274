//! The little spa that stories are told in: a picture of a sheet becomes a book, a command is decided on it, and the sheet is drawn again.
//!
//! ```text
//! Grace | 09:00-10:00 Swedish Ann | 10:00-11:00 Deep Bo (bound)
//! Ivy (M; massage; 12:00-20:00) | -
//! nobody | 14:00-15:00 Deep Cy
//! ```
//! Without brackets a therapist is a woman with every skill, 09:00-17:00. Marks of a row: bound, final, woman, man, hand, room 1.

pub mod draw;
pub mod pool_day;
pub mod pool_file;
pub mod spa;

pub use spa::{Spa, spa};
