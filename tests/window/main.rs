//! The real window in WebKitGTK, driven as a person drives it. Each scenario has a world of its own (`world.rs`) and leaves pictures.
//! Run by `cargo xtask test`, which builds the window first.

#[allow(clippy::disallowed_types)] // what the macro of an interface on the bus makes
mod bus;
mod days_off;
mod desks;
mod ended;
mod google;
mod keys;
#[allow(dead_code)] // the desk's own tests use all of it
#[path = "../../crates/desk/tests/common/postgres.rs"]
mod postgres;
#[path = "../../crates/desk/tests/common/proxy.rs"]
mod proxy;
mod scenes;
mod shown;
mod stuck;
mod weather;
mod world;
