//! The only place that asks the clock and draws ids; everything else is given them. `--now` fixes the clock for tests and scripts.
//! Time is whole seconds: what a record says in memory is exactly what the book keeps of it.

use chrono::{DateTime, SubsecRound, Utc};
use uuid::Uuid;
use zamu_core::ids::CommandId;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    #[default]
    System,
    /// It does not tick on.
    Fixed(DateTime<Utc>),
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now().trunc_subsecs(0),
            Clock::Fixed(at) => at.trunc_subsecs(0),
        }
    }

    /// A new command's id.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws ids")]
    pub fn new_id(&self) -> CommandId {
        CommandId(Uuid::new_v4())
    }
}
