//! A server must prove who it is: real certificates, made here, on a real Postgres.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests fail by panicking, too

mod common;

use std::path::Path;

use common::EVE;
use common::postgres::Server;
use common::town::{BOOK, Town};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use zamu_desk::Clock;
use zamu_desk::truth::{Address, Truth};

/// Somebody who signs: the text of the certificate that desks are given, and what signs.
fn authority() -> (String, Issuer<'static, KeyPair>) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    (certificate.pem(), Issuer::new(params, key))
}

/// A server that shows a certificate for `localhost`.
fn server_with(signed_by: &Issuer<'static, KeyPair>) -> Server {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_string()]).unwrap();
    let certificate = params.signed_by(&key, signed_by).unwrap();
    Server::start_with_files(
        &[("server.crt", &certificate.pem()), ("server.key", &key.serialize_pem())],
        &["ssl = on", "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'"],
    )
}

/// What came of asking whose book it is, through another host name and with these options.
async fn asked(login: &Address, host: &str, options: &str) -> Result<String, String> {
    let text = format!("{}{options}", login.to_string().replace("127.0.0.1", host));
    let address = Address::read(&text).map_err(|why| why.to_string())?.with_password("secret");
    let truth = Truth::at(address, Clock::Fixed(EVE.parse().unwrap()));
    let place = truth.place().await;
    truth.close().await;
    place.map(|place| place.desk).map_err(|why| why.to_string())
}

fn root(path: &Path) -> String {
    format!("?sslmode=verify-full&sslrootcert={}", path.display())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_must_prove_who_it_is() {
    let (ours, signer) = authority();
    let (stranger, _) = authority();
    let folder = tempfile::tempdir().unwrap();
    let (right, wrong) = (folder.path().join("ours.pem"), folder.path().join("stranger.pem"));
    std::fs::write(&right, ours).unwrap();
    std::fs::write(&wrong, stranger).unwrap();
    let server: &'static Server = Box::leak(Box::new(server_with(&signer)));
    let town = Town::with(server, BOOK).await;
    let login = town.login("front").await;
    let name = asked(&login, "localhost", &root(&right)).await.unwrap();
    assert!(name.starts_with("front"), "{name}");
    let encrypted = server.sql("postgres", "SELECT count(*) FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE ssl AND pid <> pg_backend_pid()");
    assert_eq!(encrypted, "0", "the line is closed again");
    for (what, host, options) in [
        ("signed by a stranger", "localhost", root(&wrong)),
        ("another name than its own", "127.0.0.1", root(&right)),
        ("elsewhere, signed by nobody this machine knows", "0.0.0.0", String::new()),
    ] {
        let why = asked(&login, host, &options).await.expect_err(what);
        assert!(why.contains("certificate"), "{what}: {why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_elsewhere_without_encryption_is_refused() {
    let town = Town::with(common::postgres::server(), BOOK).await;
    let login = town.login("front").await;
    asked(&login, "127.0.0.1", "").await.unwrap();
    let why = asked(&login, "0.0.0.0", "").await.unwrap_err();
    assert!(why.contains("encrypt") || why.contains("TLS"), "{why}");
}
