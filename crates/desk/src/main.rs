//! `zamu`, the headless program. What it understands and prints is in `cli/`.

fn main() -> std::process::ExitCode {
    zamu_desk::cli::main()
}
