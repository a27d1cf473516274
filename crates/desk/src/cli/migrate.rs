//! `zamu migrate`: what the owner of a shared book's database does, and only the owner: makes or brings up its tables, makes logins for desks.

use clap::Args;

use super::{Ending, Session, Trouble, say};
use crate::place::Place;
use crate::truth::{self, Truth};

#[derive(Debug, Args)]
pub struct Migrate {
    /// Make a login for a desk and print the text it joins with; it is shown this once.
    #[arg(long, value_name = "NAME")]
    create_desk: Option<String>,
    /// With --create-desk: for a new empty book of another site.
    #[arg(long, requires = "create_desk")]
    new_book: bool,
}

impl Migrate {
    pub async fn run(&self, session: &Session) -> Result<Ending, Trouble> {
        let Place::Shared(address) = &session.book else {
            return Err(Trouble::Unusable(
                "only a shared book is migrated by hand (--book postgres://…); a file is when it is opened"
                    .into(),
            ));
        };
        let truth = Truth::at(address.clone(), session.clock);
        let steps = truth::migrate(&truth).await?;
        eprintln!("zamu: {address} {}", if steps == 0 { "was up to date" } else { "is up to date now" });
        if let Some(name) = &self.create_desk {
            let password = session.clock.new_id().0.simple().to_string();
            let desk = truth::create_desk(&truth, name, self.new_book, &password).await?;
            eprintln!("zamu: made the login {}; this text is shown once, and joins one desk:", desk.role);
            say::line(&desk.address)?;
        }
        truth.close().await;
        Ok(Ending::Done)
    }
}
