//! The log file: what the program did, for whoever looks into a fault. No names, no phone numbers, no texts: commands and counts only.
//! One line per finalize and re-pool, a new file every day, kept 14 days.

use std::path::Path;
use std::time::Duration;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::fmt::writer::MakeWriterExt;
use zamu_core::command::Command;
use zamu_core::decide::{Decision, Issued};

use crate::replica::BACKUP_DAYS;

/// Starts logging into a folder. A folder that cannot be written is said on stderr and nothing else happens.
pub fn start(folder: &Path) {
    let kept = usize::try_from(BACKUP_DAYS).unwrap_or(usize::MAX);
    if let Err(error) = std::fs::create_dir_all(folder) {
        return eprintln!("zamu: no log in {}: {error}", folder.display());
    }
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("zamu")
        .filename_suffix("log")
        .max_log_files(kept)
        .build(folder);
    match file {
        Ok(file) => {
            let subscriber = tracing_subscriber::fmt()
                .json()
                .with_writer(file.with_max_level(tracing::Level::INFO))
                .finish();
            // A second start in one process keeps the first.
            let _kept_the_first = tracing::subscriber::set_global_default(subscriber);
        }
        Err(error) => eprintln!("zamu: no log in {}: {error}", folder.display()),
    }
}

/// One line when a sheet became final or rows were chosen again.
pub fn committed(issued: &Issued, decision: Option<&Decision>, took: Duration) {
    let Some(decision) = decision else { return };
    let (placed, moved, unplaced) = decision.counts();
    let finalized = matches!(issued.command, Command::Finalize(_));
    if finalized || placed + moved + unplaced > 0 {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(command = issued.command.name(), placed, moved, unplaced, ms);
    }
}
