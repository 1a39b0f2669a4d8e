//! A house in a throw-away folder: two supervisors, two clerks, two windows, a register of domestic-service employers,
//! and visits that are ready for a key.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot set its scene fails"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{NaiveDate, NaiveTime, Timelike as _};
use tempfile::TempDir;
use ventanilla::domain::approval::Matter;
use ventanilla::domain::calendar::{Calendar, Moment, Zone};
use ventanilla::domain::duty::Duty;
use ventanilla::domain::hours::WeekHours;
use ventanilla::domain::id::{ApprovalId, IssuanceId, TurnId, UserId, VisitId};
use ventanilla::domain::journal::{Digest, Entry, Head, Outcome, detail_digest};
use ventanilla::domain::ledger::CentreCode;
use ventanilla::domain::number::{Cedula, DomesticNumber, EmployerNumber, Entered, PersonNumber};
use ventanilla::domain::procedure::employer_key::case::{
    Amendments, Answers, ArtisanClaim, Case, Completeness, EmployerChoice, EmployerKey, Legibility, Pasting, Presenter,
    ReasonInPerson, Request, RequestOrigin, RequestShown, Signature, Signer,
};
use ventanilla::domain::procedure_id::ProcedureId;
use ventanilla::domain::rule::Supervision;
use ventanilla::domain::turn::{Origin, Reason, Turn, TurnCode, TurnState};
use ventanilla::domain::user::Role;
use ventanilla::domain::visit::{
    Around, ConfirmationShown, Document, DocumentForm, DocumentKind, DocumentShown, OnlineTurn, Person, Tolerance,
    TurnAnswer, TurnOrigin, TurnRecord, TypedNumber, Validity, VisitTurn, WorkingCopy,
};
use ventanilla::intake::visit_v1;
use ventanilla::ops::approval::{AnswerApproval, RequestApproval};
use ventanilla::ops::house::run::{Run, Watch};
use ventanilla::ops::import::{EmployerImport, ImportFile, PeopleImport};
use ventanilla::ops::scan::ScannedPaper;
use ventanilla::ops::turn::{CallTurn, MarkArrived};
use ventanilla::ops::verify::{Depth, Verification, verify};
use ventanilla::ops::visit::{BeginVisit, save_draft};
use ventanilla::ops::{
    AnchorState, Error, FixedClock, Founding, House, Joining, Place, Session, Subject, join, new_op_id,
};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::store::turn::{RecordedFrom, TurnRow};
use ventanilla::store::{self, Store, Transaction};
use ventanilla::vault::{KdfCost, Login, NewPassword, Password};

use super::postgres;

/// Friday, 20 November 2026, 9:30 in Quito.
pub(crate) const MORNING: Moment = Moment(1_795_185_000_000);
pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Everybody's password, as text; chosen by them.
pub(crate) const PASSWORD: &str = "ocho llaves cuelgan del muro";

pub(crate) const CHIEF: &str = "jefa";
pub(crate) const DEPUTY: &str = "subjefe";
pub(crate) const CLERK: &str = "operadora";
pub(crate) const COLLEAGUE: &str = "colega";

/// How many domestic-service employers the register holds.
pub(crate) const EMPLOYERS: usize = 4;

/// With `1` in this variable, houses stand on a real server: the same tests, on the other engine.
pub(crate) const ON_SERVER: &str = "VENTANILLA_TESTS_ON_SERVER";

/// Where a house stands, with the time at its door.
pub(crate) struct Site {
    _folder: TempDir,
    pub(crate) place: Place,
    pub(crate) clock: Arc<FixedClock>,
    window: u16,
    /// The centre stands on a server for another machine too, which removes it at the end.
    is_guest: bool,
}

pub(crate) fn password() -> Password {
    Password::typed(PASSWORD).unwrap()
}

pub(crate) fn chosen(text: &str, login: &str) -> NewPassword {
    NewPassword::chosen(text, &Login::parse(login).unwrap()).unwrap()
}

pub(crate) fn founding() -> Founding {
    Founding {
        centre_code: CentreCode::parse("1701").unwrap(),
        centre_name: "CAU de prueba".into(),
        province: "Pichincha".into(),
        canton: "Quito".into(),
        zone: Zone::Mainland,
        window: 1,
        login: Login::parse(CHIEF).unwrap(),
        full_name: "Rosa Jefa".into(),
        gender: None,
        holidays: Vec::new(),
        demo: true,
    }
}

/// Do houses stand on a server?
pub(crate) fn are_on_server() -> bool {
    std::env::var_os(ON_SERVER).is_some_and(|value| value == "1")
}

/// How many cases of a test that makes up its own: fewer on a server, where each house is a database.
pub(crate) fn cases(on_file: u32) -> u32 {
    if are_on_server() { on_file.div_ceil(12) } else { on_file }
}

impl Site {
    /// A free place: on the server, where the tests are run on one.
    pub(crate) fn free() -> Self {
        if are_on_server() { Self::free_on_server().unwrap() } else { Self::free_on_file() }
    }

    /// A free place whose store will be a file, wherever the others stand: for what is about files, which a server's own
    /// people see to.
    pub(crate) fn free_on_file() -> Self {
        Self::at(tempfile::tempdir().unwrap())
    }

    fn at(folder: TempDir) -> Self {
        let place = Place::within(folder.path());
        Self { _folder: folder, place, clock: Arc::new(FixedClock::at(MORNING)), window: 1, is_guest: false }
    }

    /// A free place whose store will stand on a server, or `None` where no server is installed.
    pub(crate) fn free_on_server() -> Option<Self> {
        let address = postgres::shared()?.new_address();
        let mut site = Self::at(tempfile::tempdir().unwrap());
        site.place.server = Some(address);
        Some(site)
    }

    /// A free place for another centre in the same database, in this schema, with a role of its own.
    pub(crate) fn free_beside(&self, schema: &str) -> Self {
        let address = self.place.server.as_ref().unwrap();
        let role = format!("{}_{schema}", address.role());
        let there = address.of_role(&role).to_string().replace("centre=centro", &format!("centre={schema}"));
        let mut site = Self::at(tempfile::tempdir().unwrap());
        (site.place.server, site.is_guest, site.clock) = (there.parse().ok(), true, Arc::clone(&self.clock));
        site
    }

    /// A free place whose store will stand on this server.
    pub(crate) fn free_on(server: &postgres::Postgres) -> Self {
        let mut site = Self::at(tempfile::tempdir().unwrap());
        (site.place.server, site.is_guest) = (Some(server.new_address()), true);
        site
    }

    /// A founded and staffed house, closed. Founded once, then copied.
    pub(crate) fn staffed() -> Self {
        static PATTERN: OnceLock<Site> = OnceLock::new();
        PATTERN.get_or_init(|| Self::free().with_staff()).copy()
    }

    /// The same with its store in a file, as [`Site::free_on_file`].
    pub(crate) fn staffed_on_file() -> Self {
        static PATTERN: OnceLock<Site> = OnceLock::new();
        PATTERN.get_or_init(|| Self::free_on_file().with_staff()).copy()
    }

    /// Two machines of one staffed centre on a server, at windows 1 and 2, both closed; `None` where no server is installed.
    pub(crate) fn two_staffed() -> Option<(Self, Self)> {
        static PATTERN: OnceLock<Option<(Site, Site)>> = OnceLock::new();
        let pattern = PATTERN.get_or_init(|| {
            let first = Self::free_on_server()?.with_staff();
            let second = first.another_machine(2);
            Some((first, second))
        });
        let (first, second) = pattern.as_ref()?;
        let first = first.copy();
        let mut other = Self::at(tempfile::tempdir().unwrap());
        copy_folder(&second.place.folder, &other.place.folder);
        copy_folder(&second.place.anchor_folder, &other.place.anchor_folder);
        let role = second.place.server.as_ref().unwrap().role();
        other.place.server = first.place.server.as_ref().map(|address| address.of_role(role));
        (other.window, other.is_guest, other.clock) = (2, true, Arc::clone(&first.clock));
        Some((first, other))
    }

    pub(crate) fn with_staff(self) -> Self {
        let (house, chief) = self.found().unwrap();
        let window = house.centre().id;
        house.store().write(|tx| store::centre::add_window(tx, window, 2)).unwrap();
        drop(chief);
        house.close().unwrap();
        let (house, chief) = self.open(CHIEF).unwrap();
        staff(&house, &chief);
        register(&house, &chief);
        house.close().unwrap();
        self
    }

    /// Founds a house here.
    pub(crate) fn found(&self) -> Result<(House, Session), Error> {
        self.found_as(&founding(), &chosen(PASSWORD, CHIEF), KdfCost::sample())
    }

    /// Founds one of real people here: its passwords cost what they cost.
    pub(crate) fn found_real(&self) -> Result<(House, Session), Error> {
        let cost = KdfCost::calibrated().map_err(Error::from)?;
        self.found_as(&Founding { demo: false, ..founding() }, &chosen(PASSWORD, CHIEF), cost)
    }

    /// Founds this one here.
    pub(crate) fn found_as(
        &self,
        founding: &Founding,
        password: &NewPassword,
        cost: KdfCost,
    ) -> Result<(House, Session), Error> {
        match &self.place.server {
            None => House::found(&self.place, founding, password, cost, self.clock.clone()),
            Some(_) => {
                let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
                House::found_on(&self.place, owner, founding, password, (cost, self.clock.clone()))
            }
        }
    }

    /// What the disk holds now, at another place: what is found after a process was killed, or what a copy brings back.
    pub(crate) fn copy(&self) -> Self {
        let mut other = Self::at(tempfile::tempdir().unwrap());
        other.place.server = self.place.server.as_ref().map(|address| postgres::shared().unwrap().copy(address));
        copy_folder(&self.place.folder, &other.place.folder);
        copy_folder(&self.place.anchor_folder, &other.place.anchor_folder);
        if self.place.known_folder.exists() {
            copy_folder(&self.place.known_folder, &other.place.known_folder);
        }
        other.clock.advance_ms(ventanilla::ops::Clock::now(&self.clock).0 - MORNING.0);
        other
    }

    pub(crate) fn open(&self, login: &str) -> Result<(House, Session), Error> {
        self.open_with(login, &password())
    }

    pub(crate) fn open_with(&self, login: &str, password: &Password) -> Result<(House, Session), Error> {
        House::open(&self.place, login, password, self.window, self.clock.clone())
    }

    /// Another machine of the same centre on a server: with a folder, a vault and a role of its own, at this window.
    pub(crate) fn another_machine(&self, window: u16) -> Self {
        self.another_machine_as(Duty::Window, window)
    }

    /// The same, for something else than a window.
    pub(crate) fn another_machine_as(&self, duty: Duty, window: u16) -> Self {
        self.machine_named(&format!("{}{window}", duty.code()), duty, window)
    }

    /// The same, where this name ends the name of its role: several may stand at one window.
    pub(crate) fn machine_named(&self, name: &str, duty: Duty, window: u16) -> Self {
        self.machine_at_cost(name, (duty, window), KdfCost::sample())
    }

    /// The same, of a centre of real people.
    pub(crate) fn real_machine_as(&self, duty: Duty, window: u16) -> Self {
        self.machine_at_cost(duty.code(), (duty, window), KdfCost::calibrated().unwrap())
    }

    fn machine_at_cost(&self, name: &str, (duty, window): (Duty, u16), cost: KdfCost) -> Self {
        let mut other = Self::at(tempfile::tempdir().unwrap());
        (other.window, other.is_guest) = (window, true);
        let address = self.place.server.as_ref().unwrap();
        other.place.server = Some(address.of_role(&format!("{}_{name}", address.role())));
        other.clock = Arc::clone(&self.clock);
        let owner = (postgres::ROLE, postgres::PASSWORD.as_bytes());
        let joining = Joining { duty, window, in_its_place: false };
        join(&other.place, owner, joining, cost).unwrap();
        other
    }

    pub(crate) fn wait_ms(&self, by: i64) {
        self.clock.advance_ms(by);
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        if let (Some(address), Some(server), false) = (&self.place.server, postgres::shared(), self.is_guest) {
            server.remove(address);
        }
    }
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

/// Adds whoever works there beside the first supervisor.
pub(crate) fn staff(house: &House, chief: &Session) {
    for (login, name, role) in [
        (DEPUTY, "Luis Subjefe", Role::Supervisor),
        (CLERK, "Ana Operadora", Role::Clerk),
        (COLLEAGUE, "Eva Colega", Role::Clerk),
    ] {
        add_user(house, chief, login, name, role);
    }
}

/// Adds somebody, who then chooses the password that everybody has here.
pub(crate) fn add_user(house: &House, by: &Session, login: &str, name: &str, role: Role) -> UserId {
    let (id, temporary) = house.add_user(by, &Login::parse(login).unwrap(), name, (role, None)).unwrap();
    let mut session = house.log_in_at(login, temporary.password(), 1).unwrap();
    house.change_password(&mut session, temporary.password(), &chosen(PASSWORD, login)).unwrap();
    id
}

pub(crate) fn log_in(house: &House, login: &str, window: u16) -> Session {
    house.log_in_at(login, &password(), window).unwrap()
}

/// A cédula of Pichincha with its check digit, for `nth` below 100,000.
pub(crate) fn cedula(nth: usize) -> String {
    let nine = format!("171{nth:06}");
    let sum: u32 = nine
        .bytes()
        .enumerate()
        .map(|(place, digit)| {
            let product = u32::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
            if product > 9 { product - 9 } else { product }
        })
        .sum();
    format!("{nine}{}", (10 - sum % 10) % 10)
}

pub(crate) fn name(nth: usize) -> String {
    format!("{} Guamán", ["Rosa", "Luis", "Ana", "Eva"][nth % 4])
}

fn domestic(nth: usize) -> EmployerNumber {
    EmployerNumber::Domestic(DomesticNumber::parse(&format!("{}000", cedula(nth))).unwrap())
}

/// The employers and the people they are, as an import brings them: without an address.
pub(crate) fn register(house: &House, by: &Session) {
    register_with_addresses(house, by, |_| String::new());
}

/// The same with the address of each.
pub(crate) fn register_with_addresses(house: &House, by: &Session, address: impl Fn(usize) -> String) {
    register_many(house, by, EMPLOYERS, address);
}

/// The same of so many.
pub(crate) fn register_many(house: &House, by: &Session, count: usize, address: impl Fn(usize) -> String) {
    let rows = |row: &dyn Fn(&str, &str) -> String| -> String {
        (0..count).map(|nth| row(&cedula(nth), &name(nth))).collect::<Vec<_>>().join("\n")
    };
    let people = rows(&|number, name| format!("{number},{name}"));
    import(house, by, &mut PeopleImport::open(file(&format!("numero,nombre\n{people}\n"))).unwrap());
    let row = |nth: usize| {
        let (number, name, address) = (cedula(nth), name(nth), address(nth));
        format!("{number}000,servicio doméstico,{name},0001,,{address},,no,{number},{name},empleadora")
    };
    let employers: Vec<String> = (0..count).map(row).collect();
    let employers = employers.join("\n");
    let columns = "numero,tipo,razon_social,sucursal,nombre_sucursal,correo,estado_sri,artesano,representante_numero,\
                   representante_nombre,representante_calidad";
    import(house, by, &mut EmployerImport::open(file(&format!("{columns}\n{employers}\n"))).unwrap());
}

/// A file to import.
pub(crate) fn file(text: &str) -> ImportFile<std::io::Cursor<Vec<u8>>> {
    ImportFile { source: std::io::Cursor::new(text.as_bytes().to_vec()), name: "archivo.csv".into(), bytes: None }
}

/// Carries an import out.
pub(crate) fn import<R: Run>(house: &House, by: &Session, import: &mut R) -> R::Report {
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    house.run(by, new_op_id().unwrap(), import, &mut watch).unwrap().output
}

/// The working copy of a visit in which the employer comes in person with everything in order.
pub(crate) fn draft(nth: usize) -> String {
    let number = Entered::new(domestic(nth).as_str());
    let branch = Some(Entered::new("0001"));
    let applicant = Person { number: Some(TypedNumber::Cedula(Entered::<Cedula>::new(cedula(nth)))), name: name(nth) };
    let document = Document {
        kind: DocumentKind::Cedula,
        form: Some(DocumentForm::Original),
        holder: applicant.clone(),
        validity: Some(Validity::Until(NaiveDate::from_ymd_opt(2031, 5, 1).unwrap())),
    };
    let request = Request {
        origin: Some(RequestOrigin::Portal),
        completeness: Some(Completeness::Complete),
        signature: Some(Signature::Handwritten),
        signer: Some(Signer::Applicant),
        legibility: Some(Legibility::Legible),
        amendments: Some(Amendments::Unamended),
        pasting: Some(Pasting::Genuine),
        employer_number: Some(number.clone()),
        branch: branch.clone(),
        applicant: Some(applicant.clone()),
    };
    written(EmployerKey {
        employer: Some(EmployerChoice { number, branch }),
        applicant: Some(applicant),
        applicant_document: Some(DocumentShown::Shown(Box::new(document))),
        presenter: Some(Presenter::Applicant),
        reason_in_person: Some(ReasonInPerson::FirstKey),
        request: Some(RequestShown::Shown(Box::new(request))),
        artisan_claim: Some(ArtisanClaim::NoArtisan),
        ..EmployerKey::default()
    })
}

/// A working copy with these papers; the confirmation of the turn was seen on paper.
pub(crate) fn written(papers: EmployerKey) -> String {
    visit_v1::write_draft(&copy_of(papers)).unwrap()
}

fn copy_of(papers: EmployerKey) -> WorkingCopy<EmployerKey> {
    WorkingCopy { confirmation: Some(ConfirmationShown::Paper), first_judgement: None, papers }
}

/// A whole visit with these papers and nothing around them, as editions before this one kept a working copy.
pub(crate) fn case_of(papers: EmployerKey) -> Case {
    Case {
        around: Around {
            now: Moment(0),
            centre: String::new(),
            calendar: Calendar { zone: Zone::Mainland, holidays: BTreeSet::new(), hours: WeekHours::default() },
            tolerance: Tolerance::default(),
            clerk: String::new(),
            supervision: Supervision::Several,
            arrival: None,
            turn: Some(TurnAnswer::Turn(VisitTurn {
                code: String::new(),
                procedure: ProcedureId::EMPLOYER_KEY,
                centre: String::new(),
                day: NaiveDate::default(),
                holder: Person::default(),
                origin: TurnOrigin::Online(OnlineTurn { at: NaiveTime::MIN, record: TurnRecord::Agenda }),
            })),
            overrides: Vec::new(),
        },
        copy: copy_of(papers),
        answers: Answers::default(),
    }
}

/// A turn of the agenda for this minute, in the name of the `nth` employer.
pub(crate) fn scheduled(house: &House, by: &Session, nth: usize) -> TurnId {
    let now = house.clock().now();
    let local = now.local(Zone::Mainland);
    let turns = store::turn::of_day(&house.reader().unwrap(), house.centre().id, local.date_naive()).unwrap().len();
    let row = TurnRow {
        id: TurnId(0),
        centre: house.centre().id,
        turn: Turn {
            code: TurnCode::parse(&format!("A{}-{turns}", local.format("%y%m%d"))).unwrap(),
            procedure: ProcedureId::EMPLOYER_KEY,
            day: local.date_naive(),
            origin: Origin::Online { hour: local.time().with_second(0).unwrap().with_nanosecond(0).unwrap() },
            holder: PersonNumber::parse(&cedula(nth)).unwrap(),
            holder_name: name(nth),
            priority: None,
            state: TurnState::Scheduled,
            arrived: None,
        },
        recorded_from: RecordedFrom::Agenda,
        vanished: false,
        called: None,
        ended_at: None,
        created_by: by.actor().user,
        created_at_ms: noted_now(house).0,
    };
    let turn = house.store().write(|tx| store::turn::add(tx, &row)).unwrap();
    // As the chunk of an agenda says it.
    let made = serde_json::json!({ "made": [[turn, local.date_naive()]] }).to_string();
    append_entry(house, by.actor().user, Outcome::Chunk, "import.agenda", ("house", 0), "", &made);
    turn
}

/// The `nth` employer's turn, arrived and called to the window of `by`.
pub(crate) fn called(house: &House, by: &Session, nth: usize) -> Result<TurnId, Error> {
    let turn = scheduled(house, by, nth);
    house.perform(by, &MarkArrived { turn, reason: None })?;
    let reason = Reason::parse("la persona ya está en la ventanilla").ok();
    let call = |reason| house.perform(by, &CallTurn { wanted: Some(turn), reason });
    call(None).or_else(|_| call(reason))?;
    Ok(turn)
}

/// The register of employers lacks the `nth` one, as where a later file named it no more.
pub(crate) fn take_off_the_register(house: &House, nth: usize) {
    let employer = format!("(SELECT id FROM employer WHERE number = '{}000')", cedula(nth));
    let of = [("employer_representative", "employer_id"), ("employer_branch", "employer_id"), ("employer", "id")];
    for (table, key) in of {
        let statement = format!("DELETE FROM {table} WHERE {key} = {employer}");
        house.store().write(|tx| -> Result<usize, store::Error> { Ok(tx.execute(&statement, []).unwrap()) }).unwrap();
    }
}

/// A visit of the `nth` employer at the window of `by`, with everything in order and both scans: ready for its key.
pub(crate) fn ready(house: &House, by: &Session, nth: usize) -> Result<VisitId, Error> {
    let turn = called(house, by, nth)?;
    let visit = house.perform(by, &BeginVisit { turn })?.output;
    assert!(save_draft(house, by, visit, &draft(nth), 1)?);
    attach_scans(house, by, visit);
    Ok(visit)
}

/// The rows of both scans; the pictures are not what these tests look at.
pub(crate) fn attach_scans(house: &House, by: &Session, visit: VisitId) {
    let subject = Subject::from(visit);
    house
        .store()
        .write(|tx| {
            [ScannedPaper::Request, ScannedPaper::ApplicantDocument].into_iter().try_for_each(|paper| {
                let scan = store::scan::Scan {
                    id: ventanilla::domain::id::ScanId(0),
                    subject_kind: subject.kind.code().into(),
                    subject_id: subject.id,
                    paper: paper.code().into(),
                    address: Digest::of(paper.code().as_bytes()),
                    in_year: 2026,
                    kind: "png".into(),
                    byte_count: 1,
                    width_px: 1,
                    height_px: 1,
                    page_count: 1,
                    added_by: by.actor().user,
                    added_at_ms: house.clock().now().0,
                };
                store::scan::add(tx, &scan).map(drop)
            })
        })
        .unwrap();
}

/// Asks for a supervisor's word.
pub(crate) fn ask(
    house: &House,
    by: &Session,
    matter: Matter,
    subject: impl Into<Subject>,
    covers: &str,
) -> ApprovalId {
    let request =
        RequestApproval { matter, subject: subject.into(), covers: covers.into(), reason: "hace falta".into() };
    house.perform(by, &request).unwrap().output
}

/// A supervisor says yes.
pub(crate) fn grant(house: &House, supervisor: &Session, approval: ApprovalId) -> Result<Matter, Error> {
    let answer = AnswerApproval { approval, granted: true, note: "visto".into() };
    house.answer_approval(supervisor, &answer).map(|answered| answered.output)
}

pub(crate) fn verified(house: &House) -> Verification {
    let found = verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    assert_eq!(found.problem, None);
    found
}

pub(crate) fn slip(house: &House, id: IssuanceId) -> store::issuance::Issuance {
    store::issuance::get(&house.reader().unwrap(), id).unwrap().unwrap()
}

/// The code of a refusal.
pub(crate) fn code<T>(answer: Result<T, Error>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.code,
        Err(other) => panic!("no refusal: {other}"),
        Ok(_) => panic!("it was done"),
    }
}

pub(crate) fn in_doubt(house: &House) -> bool {
    house.anchor_state() != AnchorState::Agrees
}

/// How many entries the journal has.
pub(crate) fn entries(house: &House) -> i64 {
    store::journal::head(&house.reader().unwrap()).unwrap().number
}

/// The operation, outcome and code of the last entry.
pub(crate) fn last_entry(house: &House) -> (String, String, String) {
    let reader = house.reader().unwrap();
    let last = store::journal::entry(&reader, entries(house)).unwrap().unwrap().entry;
    (last.operation, format!("{:?}", last.outcome), last.code)
}

/// Every row of every table, in clear, as the reader sees them now: one line a row, beginning with the table's name.
pub(crate) fn dump(house: &House) -> Vec<String> {
    let reader = house.reader().unwrap();
    let tables = match house.store() {
        Store::File(_) => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        }
        Store::Server(_) => "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
    };
    let tables: Vec<String> = reader.all(tables, [], |row| row.get(0)).unwrap();
    let mut lines = Vec::new();
    for table in tables {
        let rows: Vec<String> = reader
            .all(&format!("SELECT * FROM \"{table}\""), [], |row| {
                let columns = row.columns();
                let values: Result<Vec<String>, _> = (0..columns)
                    .map(|at| {
                        row.value(at).map(|value| match value {
                            rusqlite::types::ValueRef::Null => "-".into(),
                            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                            rusqlite::types::ValueRef::Real(number) => number.to_string(),
                            rusqlite::types::ValueRef::Text(bytes) | rusqlite::types::ValueRef::Blob(bytes) => {
                                String::from_utf8_lossy(bytes).into_owned()
                            }
                        })
                    })
                    .collect();
                values.map(|values| format!("{table} {}", values.join("|")))
            })
            .unwrap();
        lines.extend(rows);
    }
    lines
}

/// Writes into the store past every guard: into a file as whoever knows a password can, once these triggers are dropped, and
/// on a server as only the owner of the tables.
pub(crate) fn write_unguarded<T>(
    house: &House,
    triggers: &[&str],
    work: impl FnOnce(&Transaction<'_>) -> Result<T, store::Error>,
) -> T {
    let statement = |tx: &Transaction<'_>, sql: &str| tx.execute(sql, []).unwrap();
    let written = match house.store() {
        Store::File(_) => house.store().write(|tx| {
            for trigger in triggers {
                statement(tx, &format!("DROP TRIGGER IF EXISTS {trigger}"));
            }
            work(tx)
        }),
        Store::Server(_) => as_owner(house).write(|tx| {
            statement(tx, "SET LOCAL session_replication_role = 'replica'");
            work(tx)
        }),
    };
    written.unwrap()
}

/// The store of a house on a server, for the owner of its tables.
fn as_owner(house: &House) -> Store {
    let database: String = house.reader().unwrap().one("SELECT current_database()", [], |row| row.get(0)).unwrap();
    let server = postgres::shared().unwrap();
    Store::open_on(server.as_owner(&server.address_of(&database))).unwrap()
}

/// The dump without the journal: what the counter's tables say.
pub(crate) fn facts(house: &House) -> Vec<String> {
    let journal = ["journal ", "journal_detail ", "journal_signature ", "operation_result ", "sqlite_sequence "];
    dump(house).into_iter().filter(|line| !journal.iter().any(|table| line.starts_with(table))).collect()
}

/// The moment that an entry of now has: time stands still rather than going back.
fn noted_now(house: &House) -> Moment {
    const NOTED: &str = "SELECT max(CAST(value AS BIGINT)) FROM setting WHERE name = 'clock_baseline_ms'";
    let noted: Option<i64> = house.reader().unwrap().one(NOTED, [], |row| row.get(0)).unwrap();
    Moment(house.clock().now().0.max(noted.unwrap_or_default()))
}

/// Appends an entry that the program did not write, as whoever knows a password can: with a right hash, and unsigned.
pub(crate) fn append_entry(
    house: &House,
    by: UserId,
    outcome: Outcome,
    operation: &str,
    subject: (&str, i64),
    code: &str,
    payload: &str,
) -> Head {
    let detail = store::journal::Detail { salt: [7; 16], payload: payload.into() };
    let at_ms = noted_now(house).0;
    let appended = house.store().write(|tx| {
        let head = store::journal::head(tx)?;
        let last = store::journal::entry(tx, head.number)?.unwrap().entry;
        let entry = Entry {
            number: head.number + 1,
            op_id: new_op_id().unwrap(),
            user: by,
            at_ms,
            operation: operation.into(),
            subject_kind: subject.0.into(),
            subject_id: subject.1,
            outcome,
            code: code.into(),
            detail_digest: detail_digest(&detail.salt, &detail.payload),
            ..last
        };
        store::journal::append(tx, &head, &entry, &detail)
    });
    appended.unwrap()
}
