//! A real Postgres of the distribution's packages, private to one test program: its own folder, port and processes, gone when the program
//! ends. `initdb` runs once per machine; each server starts from a copy. Each test takes a database of its own.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A server that runs.
pub struct Server {
    pub folder: PathBuf,
    pub port: u16,
    process: std::sync::Mutex<Option<Child>>,
}

/// The server that the tests of one program share.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| Server::start(&[]))
}

impl Server {
    /// Starts one of its own, with further lines of configuration.
    pub fn start(more: &[&str]) -> Server {
        Server::start_with_files(&[], more)
    }

    /// The same with files of its own beside the configuration: certificates, which nobody else may read.
    pub fn start_with_files(files: &[(&str, &str)], more: &[&str]) -> Server {
        let folder = folder();
        copy(&template(), &folder);
        for (name, text) in files {
            let file = folder.join(name);
            std::fs::write(&file, text).unwrap();
            assert!(Command::new("chmod").arg("600").arg(&file).status().unwrap().success());
            if is_root() {
                own(&file);
            }
        }
        let port = free_port();
        let mut config =
            std::fs::OpenOptions::new().append(true).open(folder.join("postgresql.conf")).unwrap();
        writeln!(config, "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 200").unwrap();
        more.iter().for_each(|line| writeln!(config, "{line}").unwrap());
        let server = Server { folder, port, process: std::sync::Mutex::new(None) };
        server.go_on();
        server
    }

    /// Starts it again after `kill` or `stop`.
    pub fn go_on(&self) {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.with_extension("log"))
            .unwrap();
        let mut command =
            as_postgres(&[program("postgres").as_os_str(), "-D".as_ref(), self.folder.as_os_str()]);
        command.stdout(Stdio::null()).stderr(log).process_group(0);
        *self.process.lock().unwrap() = Some(spawned_for_good(command));
        self.wait_ready();
    }

    fn wait_ready(&self) {
        let began = Instant::now();
        loop {
            let ready = Command::new(program("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()
                .is_ok_and(|status| status.success());
            if ready {
                return;
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "postgres did not come up; see {:?}",
                self.folder.with_extension("log")
            );
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// SIGKILL to all of it: what a power cut does.
    pub fn kill(&self) {
        if let Some(mut child) = self.process.lock().unwrap().take() {
            let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", child.id()))
                .unwrap_or_default();
            child.kill().unwrap();
            for worker in children.split_whitespace() {
                let _gone_already = Command::new("kill").args(["-9", worker]).stderr(Stdio::null()).status();
            }
            child.wait().unwrap();
        }
    }

    /// A standby that follows this server; a commit here is answered only when it is there, too.
    pub fn standby(&self) -> Server {
        self.sql("postgres", "ALTER SYSTEM SET synchronous_commit = 'on'");
        let folder = folder();
        let port = free_port();
        let mut command = as_postgres(&[program("pg_basebackup").as_os_str()]);
        command.args([
            "-h",
            "127.0.0.1",
            "-U",
            "postgres",
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
            "-p",
            &self.port.to_string(),
        ]);
        assert!(command.arg("-D").arg(&folder).status().unwrap().success());
        let mut config =
            std::fs::OpenOptions::new().append(true).open(folder.join("postgresql.conf")).unwrap();
        writeln!(config, "port = {port}").unwrap();
        let standby = Server { folder, port, process: std::sync::Mutex::new(None) };
        standby.go_on();
        self.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'");
        self.sql("postgres", "SELECT pg_reload_conf()");
        let began = Instant::now();
        while self.sql("postgres", "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
            != "1"
        {
            assert!(began.elapsed() < Duration::from_secs(20), "the standby does not follow");
            std::thread::sleep(Duration::from_millis(50));
        }
        standby
    }

    /// The standby becomes the one that is written.
    pub fn promote(&self) {
        self.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = ''");
        self.sql("postgres", "SELECT pg_promote(true, 30)");
    }

    /// A new database with the shared tables, and the owner's address of it.
    pub async fn book(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("spa_{}_{}", self.port, NUMBER.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE ROLE owner_{name} LOGIN CREATEROLE PASSWORD 'owner'"));
        self.sql("postgres", &format!("CREATE DATABASE {name} OWNER owner_{name}"));
        format!("postgres://owner_{name}:owner@127.0.0.1:{}/{name}", self.port)
    }

    /// Runs a statement as the superuser.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let mut command = Command::new(program("psql"));
        command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-U", "postgres"]);
        command.args(["-p", &self.port.to_string(), "-d", database, "-c", statement]);
        let done = command.output().unwrap();
        assert!(done.status.success(), "{statement}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).trim().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        let _left_behind_at_worst = std::fs::remove_dir_all(&self.folder);
    }
}

/// A cluster that was never started, made once; several test programs may want it at once.
fn template() -> PathBuf {
    let template = base().join(format!("template-{}", version()));
    if !template.join("PG_VERSION").exists() {
        let draft = folder();
        let mut command = as_postgres(&[program("initdb").as_os_str()]);
        command.args([
            "-U",
            "postgres",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        ]);
        assert!(command.arg("-D").arg(&draft).stdout(Stdio::null()).status().unwrap().success());
        // The superuser comes in without a password, desks and owners with theirs.
        let rules = "host all postgres 127.0.0.1/32 trust\nhost replication all 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
        std::fs::write(draft.join("pg_hba.conf"), rules).unwrap();
        if std::fs::rename(&draft, &template).is_err() {
            std::fs::remove_dir_all(&draft).unwrap();
        }
    }
    template
}

/// Outside the project, where user postgres can reach it.
fn base() -> PathBuf {
    let base = std::env::temp_dir().join("zamu-postgres");
    std::fs::create_dir_all(&base).unwrap();
    if is_root() {
        own(&base);
    }
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| forget_the_dead(&base));
    base
}

/// Folders of test programs that are gone.
fn forget_the_dead(base: &Path) {
    for entry in std::fs::read_dir(base).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let program = name.split('-').next().and_then(|pid| pid.parse::<u32>().ok());
        if program.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            let path = entry.path();
            let _somebody_else_was_quicker =
                if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        }
    }
}

fn folder() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    base().join(format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed)))
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

fn own(folder: &Path) {
    assert!(Command::new("chown").arg("postgres:postgres").arg(folder).status().unwrap().success());
}

fn version() -> String {
    let said = Command::new(program("postgres")).arg("--version").output().unwrap().stdout;
    String::from_utf8_lossy(&said).split_whitespace().nth(2).unwrap_or("x").to_string()
}

/// Debian keeps the server's programs out of the path, one folder per version.
pub fn program(name: &str) -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin").join(name)))
        .filter(|program| program.is_file())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| name.into())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.starts_with(b"0\n"))
}

/// Postgres refuses to run as root. It dies with the thread that started it, so that no server outlives its test program.
fn as_postgres(words: &[&std::ffi::OsStr]) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--init-groups"]);
    }
    command.args(["--pdeathsig=KILL", "--"]).args(words);
    command
}

/// From a thread that lives as long as the program.
fn spawned_for_good(mut command: Command) -> Child {
    let (send, started) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        send.send(command.spawn().unwrap()).unwrap();
        loop {
            std::thread::park();
        }
    });
    started.recv().unwrap()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
