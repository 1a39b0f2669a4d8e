//! A house at work: a demo store in a folder of its own, a supervisor and two clerks, a clock that stands still.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::sync::Arc;

use ventanilla::domain::calendar::Zone;
use ventanilla::domain::ledger::CentreCode;
use ventanilla::domain::number::{Branch, EmployerNumber, PersonNumber};
use ventanilla::domain::turn::Reason;
use ventanilla::domain::user::Role;
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{Error, FixedClock, Founding, House, Refusal, Session};
use ventanilla::store::{self, Store};
use ventanilla::vault::{KdfCost, Login, NewPassword, Password, Vault};

use crate::authority::run;
use crate::support::house::{MORNING, Site, dump as rows};

/// Friday 20 November 2026, 10:00 on the mainland.
pub(crate) const NOW_MS: i64 = 1_795_186_800_000;
pub(crate) const YEAR_MS: i64 = 366 * 24 * 60 * 60 * 1000;
const PASSWORD: &str = "un gato pardo en el tejado";

pub(crate) struct Counter {
    pub(crate) house: House,
    pub(crate) supervisor: Session,
    pub(crate) clerk: Session,
    pub(crate) other: Session,
    pub(crate) clock: Arc<FixedClock>,
    // Last: the house is closed before its place goes.
    site: Site,
}

impl Counter {
    pub(crate) fn found() -> Self {
        Self::found_at(Site::free())
    }

    /// The same with its store in a file, wherever the others stand: for what is about files.
    pub(crate) fn found_on_file() -> Self {
        Self::found_at(Site::free_on_file())
    }

    fn found_at(site: Site) -> Self {
        let clock = Arc::clone(&site.clock);
        clock.advance_ms(NOW_MS - MORNING.0);
        let login = Login::parse("directora").unwrap();
        let founding = Founding {
            centre_code: CentreCode::parse("1701").unwrap(),
            centre_name: "CAU Quito Norte".into(),
            province: "Pichincha".into(),
            canton: "Quito".into(),
            zone: Zone::Mainland,
            window: 1,
            login: login.clone(),
            full_name: "Ana Directora".into(),
            gender: None,
            holidays: Vec::new(),
            demo: true,
        };
        let password = NewPassword::chosen(PASSWORD, &login).unwrap();
        let (house, supervisor) = site.found_as(&founding, &password, KdfCost::sample()).unwrap();
        let clerk = hire(&house, &supervisor, "operadora", "Berta Operadora");
        let other = hire(&house, &supervisor, "operador", "Carlos Operador");
        Self { house, supervisor, clerk, other, clock, site }
    }

    /// The house closed and opened again.
    pub(crate) fn reopened(self) -> Self {
        let Self { house, clock, site, .. } = self;
        house.close().unwrap();
        let (house, supervisor) =
            House::open(&site.place, "directora", &Password::typed(PASSWORD).unwrap(), 1, clock.clone()).unwrap();
        let log_in = |login: &str| house.log_in_at(login, &Password::typed(PASSWORD).unwrap(), 1).unwrap();
        let (clerk, other) = (log_in("operadora"), log_in("operador"));
        Self { house, supervisor, clerk, other, clock, site }
    }

    pub(crate) fn reader(&self) -> store::Reader {
        self.house.reader().unwrap()
    }

    /// How many entries the journal has.
    pub(crate) fn entries(&self) -> i64 {
        store::journal::head(&self.reader()).unwrap().number
    }

    /// What `verify` says once the signatures of this operation's entries are gone.
    pub(crate) fn without_signatures_of(&self, operation: &str) -> String {
        self.run(&format!(
            "DELETE FROM journal_signature WHERE n IN (SELECT n FROM journal WHERE operation = '{operation}')"
        ));
        let found = verify(&self.reader(), Depth::Whole, None, &mut |_| true).unwrap();
        found.problem.map(|problem| problem.to_string()).unwrap_or_default()
    }

    /// Runs a statement on the store, as whoever knows a password can.
    pub(crate) fn run(&self, statement: &str) {
        run(&self.house, statement);
    }

    /// Store and scans in clear text, the house being closed. Of a server, what its tables hold.
    pub(crate) fn decrypted_dump(self) -> Vec<u8> {
        let Self { house, site, .. } = self;
        let folder = &site.place.folder;
        let mut dump = match house.store() {
            Store::File(_) => Vec::new(),
            Store::Server(_) => rows(&house).join("\n").into_bytes(),
        };
        house.close().unwrap();
        let mut vault = Vault::open(&folder.join("vault")).unwrap();
        let unlocked = vault.unlock("directora", &Password::typed(PASSWORD).unwrap(), NOW_MS).unwrap();
        for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.file_name().unwrap().to_str().unwrap().to_owned();
            let key = match (name.as_str(), name.starts_with("scans-")) {
                (store::STORE_FILE, _) => unlocked.secret.store_key(),
                (_, true) => unlocked.secret.scan_key(),
                _ => continue,
            };
            let clear = folder.with_file_name(format!("clear-{name}"));
            let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            let connection = rusqlite::Connection::open(&file).unwrap();
            connection.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
            connection.execute("ATTACH ?1 AS clear KEY ''", [clear.to_str().unwrap()]).unwrap();
            connection.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(())).unwrap();
            connection.execute_batch("DETACH clear").unwrap();
            dump.extend(std::fs::read(clear).unwrap());
        }
        dump
    }
}

fn hire(house: &House, supervisor: &Session, login: &str, name: &str) -> Session {
    let login = Login::parse(login).unwrap();
    let (_, temporary) = house.add_user(supervisor, &login, name, (Role::Clerk, None)).unwrap();
    let mut session = house.log_in_at(login.as_str(), temporary.password(), 1).unwrap();
    let chosen = NewPassword::chosen(PASSWORD, &login).unwrap();
    house.change_password(&mut session, temporary.password(), &chosen).unwrap();
    session
}

/// What was refused, by its code and sentence.
pub(crate) fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

pub(crate) fn cedula(text: &str) -> PersonNumber {
    PersonNumber::parse(text).unwrap()
}

pub(crate) fn employer(text: &str) -> EmployerNumber {
    EmployerNumber::parse(text).unwrap()
}

pub(crate) fn branch(text: &str) -> Branch {
    Branch::parse(text).unwrap()
}

pub(crate) fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
