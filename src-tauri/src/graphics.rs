//! Linux without hardware graphics: WebKit must be told before GTK starts not to share buffers (a drag frame 286 ms, with it 11 ms).
//! The environment of a running process cannot be changed safely, so the program starts itself once more with it.

/// Nothing to do with hardware graphics, or when somebody has chosen already.
#[cfg(target_os = "linux")]
pub fn prepare() {
    use std::os::unix::process::CommandExt;
    const CHOICE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(CHOICE).is_some() || has_hardware() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let failed =
        std::process::Command::new(program).args(std::env::args_os().skip(1)).env(CHOICE, "1").exec();
    eprintln!("going on without {CHOICE}: {failed}");
}

#[cfg(target_os = "linux")]
fn has_hardware() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(not(target_os = "linux"))]
pub fn prepare() {}
