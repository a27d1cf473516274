//! One window per book: the first listens at a local socket named after the book; a second says "show yourself" there and ends.
//! Two different books may be open at once.

use std::io::{self, Read, Write};
use std::path::Path;

use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, Stream, prelude::*};

/// The first program on a book, or not.
pub enum Place {
    First(LocalSocketListener),
    /// Another window has this book and was asked to show itself.
    Second,
}

const SHOW: &[u8] = b"show";

/// Takes the place of the first program on this book, or wakes the one that has it.
pub fn take(book: &Path) -> io::Result<Place> {
    match ListenerOptions::new().name(name(book)?).create_sync() {
        Ok(listener) => Ok(Place::First(listener)),
        Err(_) => {
            Stream::connect(name(book)?)?.write_all(SHOW)?;
            Ok(Place::Second)
        }
    }
}

/// Runs `show` whenever a second program asks for it. Blocks: give it its own thread.
pub fn listen(listener: LocalSocketListener, show: impl Fn()) {
    for mut caller in listener.incoming().flatten() {
        let mut asked = [0; SHOW.len()];
        if caller.read_exact(&mut asked).is_ok() && asked == SHOW {
            show();
        }
    }
}

fn name(book: &Path) -> io::Result<Name<'static>> {
    let book = std::path::absolute(book)?;
    let fingerprint = zamu_core::ids::fingerprint(&book.to_string_lossy());
    format!("zamu-desk-{fingerprint}").to_ns_name::<GenericNamespaced>()
}
