//! The only place that asks the clock and draws ids; everything else is given them. `--now` fixes the clock for tests and scripts.
//! Time is whole seconds: what a record says in memory is exactly what the book keeps of it.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use uuid::Uuid;
use zamu_core::ids::CommandId;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    #[default]
    System,
    /// It does not tick on.
    Fixed(DateTime<Utc>),
    /// Set forward or back, and ticking on: a window opened at another hour.
    Shifted(TimeDelta),
}

impl Clock {
    /// The system's, or one that starts at `ZAMU_NOW` (RFC 3339) and ticks on.
    pub fn from_environment() -> Result<Clock, String> {
        let Ok(text) = std::env::var("ZAMU_NOW") else { return Ok(Clock::System) };
        let at = DateTime::parse_from_rfc3339(&text).map_err(|why| format!("ZAMU_NOW={text}: {why}"))?;
        Ok(Clock::Shifted(at.to_utc() - Clock::System.now()))
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now().trunc_subsecs(0),
            Clock::Fixed(at) => at.trunc_subsecs(0),
            Clock::Shifted(by) => (Utc::now() + *by).trunc_subsecs(0),
        }
    }

    /// A new command's id.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws ids")]
    pub fn new_id(&self) -> CommandId {
        CommandId(Uuid::new_v4())
    }
}
