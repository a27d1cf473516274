//! `zamu undo` and `zamu redo`: one step of this desk each.

use super::{Ending, Session, Trouble, say};

pub async fn undo(session: &Session) -> Result<Ending, Trouble> {
    let desk = session.logged_desk().await?;
    let outcome = desk.undo().await?;
    desk.book.close().await;
    say::outcome(&outcome)
}

pub async fn redo(session: &Session) -> Result<Ending, Trouble> {
    let desk = session.logged_desk().await?;
    let outcome = desk.redo().await?;
    desk.book.close().await;
    say::outcome(&outcome)
}
