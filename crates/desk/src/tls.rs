//! Which cryptography the HTTP client uses: ring, as the database does. Whoever builds a client in this program, or in a test that shares its
//! dependencies, says so first.

/// May be called any number of times.
pub fn prepare() {
    let _done_before = rustls::crypto::ring::default_provider().install_default();
}
