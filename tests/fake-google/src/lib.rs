//! This is NOT Google. It is a fake of ours, written from Google's discovery document (`tests/data/google/calendar.v3.json`) and its guides, because
//! no calendar that can be installed knows sync tokens, etags and the refusals that the desk must live with. Every request is checked against the
//! document; Google's own Python client is driven against it (`tests/google-client`). What it does beyond the document is what the guides say
//! and, where they are silent, a guess that is said to be one.
//!
//! It plays the tricks that a test writes down: lost answers, cut bodies, short and empty pages, old versions, refusals of every kind.

mod answer;
mod discovery;
mod events;
mod fields;
mod http;
mod list;
pub mod permission;
pub mod tricks;
mod world;

use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use discovery::Discovery;
pub use tricks::Trick;
pub use world::{Asked, World};

/// A running fake. It ends with the value.
pub struct Fake {
    /// Where the interface begins, with a slash at its end.
    pub address: String,
    world: Arc<Mutex<World>>,
    serving: JoinHandle<()>,
}

impl Fake {
    /// Starts on a free port, inside the caller's runtime.
    pub async fn start() -> Fake {
        Fake::on("127.0.0.1:0").await
    }

    /// Starts at an address.
    pub async fn on(address: &str) -> Fake {
        let listener = TcpListener::bind(address).await.unwrap_or_else(|why| panic!("{address}: {why}"));
        let port = listener.local_addr().map(|at| at.port()).unwrap_or_else(|why| panic!("{why}"));
        let world = Arc::new(Mutex::new(World::default()));
        let serving = tokio::spawn(http::serve(listener, world.clone()));
        Fake { address: format!("http://127.0.0.1:{port}/calendar/v3/"), world, serving }
    }

    /// Looks at its world, or changes it.
    pub fn with<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        act(&mut self.world.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
