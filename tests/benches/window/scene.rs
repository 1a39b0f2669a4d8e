//! The house that the window is opened on: ten years of visits, and a day of 2,000 turns with people waiting.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tempfile::TempDir;
use ventanilla::desk::{PrinterChoice, Station};
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::ops::house::run::Watch;
use ventanilla::ops::import::{AgendaImport, ImportFile};
use ventanilla::ops::turn::MarkArrived;
use ventanilla::ops::{House, Place, RunningClock, Session, new_op_id};
use ventanilla::print::ipp::CancelFlag;
use ventanilla::sample::{self, SamplePaper, drawn};
use ventanilla::ui::theme::Mode;
use ventanilla::ui::{Opening, Purpose};
use ventanilla::vault::{Password, Vault};

use crate::names::{Chance, Names, cedula};

/// Turns of the day, besides the sample's.
const TURNS: usize = 2_000;
/// Friday 20 November 2026, 10:00 on the mainland: when the scene begins.
const BEGINS: Moment = Moment(1_795_186_800_000);
/// A page as a flat-bed scanner leaves it: A4 at 300 points an inch.
const PAGE_PX: (u32, u32) = (2_480, 3_508);

/// A folder with a house in it.
pub(crate) struct Scene {
    pub(crate) folder: PathBuf,
    began: SystemTime,
    pub(crate) login: String,
    pub(crate) password: String,
    _thrown_away: Option<TempDir>,
}

impl Scene {
    /// With so many past visits: in `kept`, where an earlier run's house is taken as it is, or in a throw-away folder.
    pub(crate) fn with(visits: u64, kept: Option<PathBuf>) -> Self {
        let thrown_away = kept.is_none().then(|| tempfile::tempdir().unwrap());
        let folder = kept.unwrap_or_else(|| thrown_away.as_ref().unwrap().path().to_path_buf());
        if !folder.join(NOTE).is_file() {
            make(&folder, visits);
        }
        Self { _thrown_away: thrown_away, ..Self::at(&folder) }
    }

    /// The one that stands in this folder.
    pub(crate) fn at(folder: &Path) -> Self {
        let note = fs::read_to_string(folder.join(NOTE)).unwrap();
        let mut lines = note.lines().map(str::to_owned);
        let mut next = || lines.next().unwrap();
        let began = UNIX_EPOCH + Duration::from_millis(next().parse().unwrap());
        Self { folder: folder.to_path_buf(), began, login: next(), password: next(), _thrown_away: None }
    }

    pub(crate) fn place(&self) -> Place {
        Place::of_demo(self.folder.join(STORE))
    }

    /// The house's clock goes on from one opening to the next, in whatever process.
    fn clock(&self) -> RunningClock {
        clock_since(self.began)
    }

    /// What a window opens with: nobody logged in, the house closed.
    pub(crate) fn opening(&self) -> Opening {
        let station = Station {
            place: self.place(),
            window: 1,
            ticket_paper: None,
            approval_chime: false,
            printer: PrinterChoice::Folder(self.folder.join("papers")),
            scan_folder: Some(self.folder.join(SCANNER)),
            mail_folder: None,
            scanner: None,
            backups: ventanilla::ops::backup::Routine::default(),
            clock: Arc::new(self.clock()),
            kept_in: None,
        };
        Opening {
            station,
            house: None,
            hints: Vec::new(),
            mode: Mode::Light,
            scale: 1.0,
            window_size: None,
            purpose: Purpose::Counter,
        }
    }

    /// How long the clerk's password takes to open the vault, by itself.
    pub(crate) fn key_derivation(&self) -> Duration {
        let mut vault = Vault::open(&self.place().folder.join("vault")).unwrap();
        let password = Password::typed(&self.password).unwrap();
        let began = std::time::Instant::now();
        vault.unlock(&self.login, &password, BEGINS.0).unwrap();
        began.elapsed()
    }

    /// A machine's settings that name this house: for the program as it is installed.
    pub(crate) fn config(&self) -> PathBuf {
        let config = self.folder.join("config");
        fs::create_dir_all(config.join("ventanilla")).unwrap();
        let store = self.place().folder;
        fs::write(config.join("ventanilla/station.toml"), format!("store = {store:?}\n")).unwrap();
        config
    }
}

/// What is known of the house from outside: when it began, a clerk's login and password.
const NOTE: &str = "scene";
const STORE: &str = "store";
const SCANNER: &str = "scanner";

fn clock_since(began: SystemTime) -> RunningClock {
    let gone = i64::try_from(began.elapsed().unwrap().as_millis()).unwrap();
    RunningClock::set_to(Moment(BEGINS.0 + gone))
}

fn make(folder: &Path, visits: u64) {
    fs::create_dir_all(folder).unwrap();
    let began = SystemTime::now();
    let (house, users) = sample::found(&Place::of_demo(folder.join(STORE)), Arc::new(clock_since(began))).unwrap();
    let by = house.log_in_at(users.supervisor.login, &Password::typed(users.supervisor.password).unwrap(), 1).unwrap();
    import_turns(&house, &by);
    let contents = sample::fill(&house, &by, BEGINS.day(Zone::Mainland)).unwrap();
    for turn in contents.script.turns() {
        house.perform(&by, &MarkArrived { turn, reason: None }).unwrap();
    }
    let mut shown = 0;
    sample::finished_visits(&house, &by, visits, &mut |done| {
        if done >= shown + visits / 10 {
            shown = done;
            println!("{done} visits after {:.0} s", began.elapsed().unwrap().as_secs_f64());
        }
        true
    })
    .unwrap();
    house.close().unwrap();
    leave_scan(&folder.join(SCANNER));
    let millis = began.duration_since(UNIX_EPOCH).unwrap().as_millis();
    let [clerk, _] = users.clerks;
    fs::write(folder.join(NOTE), format!("{millis}\n{}\n{}\n", clerk.login, clerk.password)).unwrap();
}

/// The day's agenda, as a centre gets it: turns from 8:00 on, a few in each minute.
fn import_turns(house: &House, by: &Session) {
    let mut chance = Chance::new();
    let names = Names::new(&mut chance);
    let (day, centre) = (BEGINS.day(Zone::Mainland), &house.centre().code);
    let mut text = String::from("codigo_turno,fecha,hora,centro,tramite,numero,nombre\n");
    for nth in 0..TURNS {
        let minute = 8 * 60 + nth * 8 * 60 / TURNS;
        let (number, name) = (cedula(&mut chance), names.person(&mut chance));
        text += &format!(
            "G{nth:05},{day},{:02}:{:02},{centre},Entrega de clave de empleador,{number},{name}\n",
            minute / 60,
            minute % 60,
        );
    }
    let file = ImportFile { source: text.as_bytes(), name: "agenda.csv".into(), bytes: Some(text.len() as u64) };
    let mut watch = Watch { progress: &mut |_| {}, cancel: &CancelFlag::default() };
    let report = house.run(by, new_op_id().unwrap(), &mut AgendaImport::open(file).unwrap(), &mut watch).unwrap();
    assert_eq!(report.output.rows.new, TURNS as u64, "every row of the agenda went in");
}

/// A page of full size in the scanner's folder.
fn leave_scan(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let page = image::load_from_memory(&drawn(SamplePaper::Request, 1).unwrap()).unwrap();
    let (width, height) = PAGE_PX;
    page.resize_exact(width, height, image::imageops::FilterType::Triangle).save(folder.join("solicitud.jpg")).unwrap();
}
