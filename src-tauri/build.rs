//! Names the commands the page may call; whatever is not listed here is denied.

const COMMANDS: &[&str] = &[
    "perform",
    "preview",
    "preview_all",
    "undo",
    "redo",
    "status",
    "sheet",
    "sheet_since",
    "slots",
    "candidates",
    "days_off",
    "attention",
    "history",
    "find",
    "customers",
    "customer",
    "team",
    "catalogue",
    "messages",
    "site",
    "keep",
    "import_customers",
    "sample_day",
    "printable",
    "open_link",
    "print_page",
    "share_book",
    "join_book",
    "leave_book",
    "calendars",
    "connect_google",
    "disconnect_calendar",
    "sync_calendars",
    "import_google_client",
    "type_google_client",
    "zoom",
    "stuck",
    "open_again",
    "go_back",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
