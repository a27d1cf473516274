//! What a Linux desktop must be told before GTK and the allocator start: without hardware graphics WebKit must not share buffers (a drag frame
//! 286 ms, with it 11 ms); one arena is enough for a program that mostly waits (one per thread kept some megabytes each for good); a sheet
//! on its way to the page goes back to the system when it has been sent; and the page's scripts are compiled once and plainly (compiling them
//! anew while they run took 8 MB, 20 in use, and made a change no quicker).
//! The environment of a running process cannot be changed safely, so the program starts itself once more with it.

/// Nothing to do when everything was chosen already, by us or by somebody else.
#[cfg(target_os = "linux")]
pub fn prepare() {
    use std::os::unix::process::CommandExt;
    let mut wanted = vec![
        ("MALLOC_ARENA_MAX", "1"),
        ("MALLOC_MMAP_THRESHOLD_", "131072"),
        ("MALLOC_TRIM_THRESHOLD_", "131072"),
        ("JSC_useDFGJIT", "0"),
    ];
    if !has_hardware() {
        wanted.push(("WEBKIT_DISABLE_DMABUF_RENDERER", "1"));
    }
    wanted.retain(|(choice, _)| std::env::var_os(choice).is_none());
    let Ok(program) = std::env::current_exe() else { return };
    if wanted.is_empty() {
        return;
    }
    let failed =
        std::process::Command::new(program).args(std::env::args_os().skip(1)).envs(wanted.clone()).exec();
    eprintln!("going on without {wanted:?}: {failed}");
}

#[cfg(target_os = "linux")]
fn has_hardware() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().to_string_lossy().starts_with("renderD"))
}

#[cfg(not(target_os = "linux"))]
pub fn prepare() {}
