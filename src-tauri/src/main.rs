//! The window of Zamu: opens the desk's book, shows the page, and wires tray, notifications and the jobs of the day.
//! It decides nothing and knows no rule; read `start` first.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod calendars;
mod commands;
mod graphics;
mod links;
mod notify;
mod one;
mod open;
mod share;
mod shown;
mod start;
mod stuck;
mod tray;
mod watch;
mod window;

fn main() {
    graphics::prepare();
    if let Err(why) = start::start() {
        // Before there is a window, the terminal is the only place to say it.
        eprintln!("Zamu cannot start: {why}");
        std::process::exit(1);
    }
}
