//! The fake as a program, for trying things by hand and for Google's own Python client: prints its address and serves until it is ended.

use zamu_fake_google::Fake;

#[tokio::main]
async fn main() {
    let fake = Fake::start().await;
    println!("{}", fake.address);
    std::future::pending::<()>().await;
}
