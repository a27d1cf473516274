//! The shapes of every reading, in one place, because the window's TypeScript types are generated from them.
//! Minutes are elapsed minutes from the site's local midnight of the sheet's day, so a day of 23 or 25 hours draws right.

/// Derives what every shape needs; `types` adds the TypeScript side.
macro_rules! shapes {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(specta::Type))]
        pub struct $name { $($body)* }
    )* };
}

mod asked;
mod book;
mod sheet;

pub use asked::*;
pub use book::*;
pub use sheet::*;
