//! What the headless program prints and the window shows: plain shapes of text and numbers.
//! Local times are the site's (`2026-11-24T09:45`, with an offset where the hour exists twice); ids are handles.
//! Nothing here decides; the functions that fill these shapes read `Days` and never write.

mod shapes;

pub use shapes::*;
