//! A desk with connections to calendars of the fake Google: the real jobs over the real wire, only the permission is taken as given
//! (`permission.rs` asks for it really). Time stands still unless a test moves it.

use serde_json::{Value, json};
use zamu_core::outcome::Outcome;
use zamu_desk::calendar::google::{Bearer, Google, Wire};
use zamu_desk::calendar::{Fault, Lease, Trouble, Worked, parts, work_on};
use zamu_desk::replica::Grant;
use zamu_desk::{Clock, Desk};
use zamu_fake_google::{Fake, World};

use super::{EVE, records};

/// Grace and Brian both do massages; Tuesday's names are final when the cutoff has run.
pub const BOOK: &str = r#"{
  "site": { "name": "Zamu Spa", "time_zone": "Africa/Nairobi", "country": "KE", "staff_preference": true, "horizon_days": 14 },
  "services": [ { "id": "SW60", "name": "Swedish", "minutes": 60, "turnover": 15, "skills": ["massage"] } ],
  "staff": [ { "id": "grace", "name": "Grace", "gender": "F", "skills": ["massage"], "hours": [ { "days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "09:00", "until": "18:00" } ] },
             { "id": "brian", "name": "Brian", "gender": "M", "skills": ["massage"], "hours": [ { "days": ["mon","tue","wed","thu","fri","sat","sun"], "from": "09:00", "until": "18:00" } ] } ],
  "customers": [ { "id": "ann", "name": "Ann Wambui", "phone": "+254700000001" }, { "id": "bo", "name": "Bo", "phone": "+254700000002" } ],
  "appointments": [ { "id": "a1", "service": "SW60", "start": "2026-11-24T10:00", "customer": "ann", "assignment": "bound", "staff": ["grace"] },
                    { "id": "a2", "service": "SW60", "start": "2026-11-24T12:00", "customer": "bo", "staff": ["grace"] } ] }"#;

/// A token that the fake takes.
pub struct Given;

impl Bearer for Given {
    async fn bearer(&self, _refused: bool) -> Result<String, Fault> {
        Ok("given".into())
    }
}

pub struct Spa {
    pub desk: Desk,
    pub fake: Fake,
    pub folder: tempfile::TempDir,
}

pub const GRACE: &str = "grace@spa.example";
pub const BRIAN: &str = "brian@spa.example";

impl Spa {
    /// Both are connected, reading their own calendar and writing into it.
    pub async fn open() -> Spa {
        Spa::with(BOOK).await
    }

    pub async fn with(book: &str) -> Spa {
        let folder = in_memory();
        let path = folder.path().join("book.zamu");
        Desk::create(&path, &records(book)).await.unwrap();
        Spa::at(Desk::open(&path, Clock::Fixed(EVE.parse().unwrap())).await.unwrap(), folder).await
    }

    /// The same at a desk that is open.
    pub async fn at(desk: Desk, folder: tempfile::TempDir) -> Spa {
        let fake = Fake::start().await;
        fake.with(|world| {
            world.add_calendar(GRACE, "Grace", true);
            world.add_calendar("yoga", "Yoga", false);
            world.add_calendar(BRIAN, "Brian", false);
        });
        let spa = Spa { desk, fake, folder };
        spa.connect("grace", GRACE, "g1").await;
        spa.connect("brian", BRIAN, "b1").await;
        spa
    }

    /// As `connect_google` does it after a person has said yes.
    pub async fn connect(&self, staff: &str, calendar: &str, grant: &str) {
        let line = json!({ "command": "connect_calendar", "staff": staff, "provider": "google", "account": calendar, "grant": grant, "may_write": true, "push": calendar,
            "calendars": [{ "id": calendar, "name": staff, "on": true }, { "id": "yoga", "name": "Yoga", "on": false }] });
        self.does(line).await;
        self.desk.book.add_calendar_grant(grant, &format!("{staff}-google")).await.unwrap();
    }

    pub fn at_time(&mut self, now: &str) {
        self.desk.clock = Clock::Fixed(now.parse().unwrap());
    }

    pub fn google(&self) -> Google<Given> {
        let wire = Wire::new(&self.fake.address, Given).unwrap();
        Google { wire, zone: chrono_tz::Africa::Nairobi }
    }

    pub async fn grant(&self, link: &str) -> Grant {
        let grants = self.desk.book.calendar_grants().await.unwrap();
        grants.into_iter().find(|grant| grant.link == link).unwrap_or_else(|| panic!("no grant for {link}"))
    }

    /// One round for one connection: reads and writes.
    pub async fn work(&self, link: &str) -> Result<Worked, Trouble> {
        let parts = parts(&self.desk).await.unwrap();
        let grant = self.grant(link).await;
        let lease = Lease { book: &self.desk.book, grant: &grant.grant_name, by: "this test" };
        work_on(&self.desk, &self.google(), &parts[link], &grant, &lease, true, false).await
    }

    /// One round for everybody; every fault of the line is tried again until all is quiet.
    pub async fn settle(&self) {
        for _ in 0..30 {
            let mut again = false;
            for link in ["grace-google", "brian-google"] {
                self.wake(link).await;
                again |= self.work(link).await.is_err();
            }
            if !again {
                return;
            }
        }
        panic!("it never became quiet");
    }

    /// What waits for another try is tried now.
    pub async fn wake(&self, link: &str) {
        let grant = self.grant(link).await.grant_name;
        for mut name in self.desk.book.calendar_names(&grant).await.unwrap() {
            name.next_at = 0;
            self.desk.book.put_calendar_name(&grant, &name).await.unwrap();
        }
    }

    pub async fn does(&self, line: Value) -> Value {
        let outcome = self.desk.perform(line.clone()).await.unwrap();
        assert!(matches!(outcome, Outcome::Done(_)), "{line}: {outcome:?}");
        json!(outcome)
    }

    pub async fn tries(&self, line: Value) -> Value {
        json!(self.desk.perform(line).await.unwrap())
    }

    /// Names of Tuesday become final.
    pub async fn cutoff(&mut self) {
        self.at_time("2026-11-23T15:00:00Z");
        self.desk.run_due_jobs().await.unwrap();
    }

    pub async fn row(&self, id: &str) -> Value {
        let sheet = self.desk.sheet("2026-11-24").await.unwrap().unwrap();
        let row = sheet.rows.into_iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id}"));
        json!(row)
    }

    pub fn world<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        self.fake.with(act)
    }

    /// Events of ours that stand in a calendar: `10:00 Swedish`, in order.
    pub fn ours(&self, calendar: &str) -> Vec<String> {
        let mut ours: Vec<String> = self.world(|world| {
            let there = world
                .there(calendar)
                .into_iter()
                .filter(|body| !body["extendedProperties"]["private"]["zamuRow"].is_null());
            there
                .map(|body| {
                    format!("{} {}", local(&body["start"]), body["summary"].as_str().unwrap_or_default())
                })
                .collect()
        });
        ours.sort();
        ours
    }

    /// Starts that are offered on Tuesday.
    pub async fn offered(&self, staff: &str) -> Vec<String> {
        let query = serde_json::from_value(
            json!({ "service": "SW60", "from": "2026-11-24", "to": "2026-11-24", "staff": staff }),
        )
        .unwrap();
        let slots = self.desk.slots(&query).await.unwrap().unwrap();
        slots.slots.into_iter().map(|slot| slot.start[11..16].to_string()).collect()
    }

    pub async fn busy(&self, staff: &str) -> Vec<String> {
        let sheet = self.desk.sheet("2026-11-24").await.unwrap().unwrap();
        let column = sheet.columns.into_iter().find(|column| column.id == staff).unwrap();
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let bands = column.bands.into_iter().filter(|band| band.kind == "busy_outside");
        bands.map(|band| format!("{}-{}", clock(band.from), clock(band.until))).collect()
    }

    pub async fn kinds(&self) -> Vec<String> {
        let attention = self.desk.attention().await.unwrap().unwrap();
        attention
            .items
            .into_iter()
            .map(|item| format!("{} {}", item.appointment.unwrap_or_default(), item.kind))
            .collect()
    }
}

impl Drop for Spa {
    fn drop(&mut self) {
        let violations = self.fake.with(|world| world.violations.clone());
        assert!(
            violations.is_empty() || std::thread::panicking(),
            "Google's document says no: {violations:?}"
        );
    }
}

/// Nothing here is about power cuts: a folder in memory, where there is one, saves waiting for the disk at every commit.
pub fn in_memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// Nairobi is three hours ahead.
fn local(when: &Value) -> String {
    let text = when["dateTime"].as_str().unwrap_or_default();
    let at = chrono::DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&chrono_tz::Africa::Nairobi);
    at.format("%H:%M").to_string()
}
