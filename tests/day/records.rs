//! A day's records as a supervisor writes them, played on a real house.
//!
//! ```text
//! == 2026-11-23
//! 08:30–08:42 operadora v1, espera 10: clave entregada
//! 17:15 jefa: cierra el día
//! ```
#![allow(clippy::unwrap_used, clippy::panic, reason = "a record that does not read fails the test")]

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use ventanilla::domain::approval::Matter;
use ventanilla::domain::calendar::{Moment, Zone};
use ventanilla::domain::day::Month;
use ventanilla::domain::id::{IssuanceId, TurnId, VisitId};
use ventanilla::domain::ledger::{Acknowledgement, VoidCause};
use ventanilla::domain::procedure::employer_key::case::{EmployerKey, RequestShown};
use ventanilla::domain::turn::Reason;
use ventanilla::ops::day::{CloseDay, act, due};
use ventanilla::ops::issuance::{DeliverSlip, VoidSlip, issue};
use ventanilla::ops::reading::Supervising;
use ventanilla::ops::report::{page, transparency};
use ventanilla::ops::turn::{CallTurn, MarkArrived};
use ventanilla::ops::visit::{BeginVisit, EndVisit, Ending, ParkVisit, save_draft};
use ventanilla::ops::{Clock as _, Error, House, Session, new_op_id};
use ventanilla::print::documents::{Document, Operation};
use ventanilla::print::ipp::CancelFlag;

use crate::support::house::{
    CHIEF, CLERK, COLLEAGUE, DEPUTY, EMPLOYERS, Site, ask, attach_scans, draft, log_in, scheduled, written,
};
use crate::support::scripted::Scripted;

/// What a line says.
#[derive(Debug, Clone)]
enum Record {
    Visit { login: String, window: u16, what: String },
    Close { login: String, which: Which },
    Ask { login: String },
    Table,
}

/// Which day a close is of.
#[derive(Debug, Clone, Copy)]
enum Which {
    /// Whichever is due.
    Due,
    /// One of the days before, where one is open.
    Earlier,
    /// This one.
    Day(NaiveDate),
}

/// A moment of a day's records, in the order in which they happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Arrives,
    Begins,
    Ends,
}

/// A house on which records are played.
pub(crate) struct Stage {
    pub(crate) site: Site,
    pub(crate) house: House,
    sessions: BTreeMap<(String, u16), Session>,
    /// How many visits for a key there were.
    keys: usize,
}

/// The supervisor's right to read.
pub(crate) fn supervising(stage: &Stage) -> Supervising {
    Supervising::of(stage.session(CHIEF, 1).actor()).unwrap()
}

impl Stage {
    pub(crate) fn open() -> Self {
        let site = Site::staffed();
        let (house, _) = site.open(CHIEF).unwrap();
        let mut sessions = BTreeMap::new();
        for login in [CHIEF, DEPUTY, CLERK, COLLEAGUE] {
            for window in [1, 2] {
                sessions.insert((login.to_owned(), window), log_in(&house, login, window));
            }
        }
        Self { site, house, sessions, keys: 0 }
    }

    pub(crate) fn session(&self, login: &str, window: u16) -> &Session {
        self.sessions.get(&(login.to_owned(), window)).unwrap_or_else(|| panic!("nobody is called {login}"))
    }

    pub(crate) fn set_clock(&self, day: NaiveDate, minute: u32) {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0).unwrap();
        let wanted = Moment::from_local(day.and_time(time), Zone::Mainland);
        let by = wanted.0 - self.site.clock.now().0;
        assert!(by >= 0, "{day} {time} is past");
        self.site.wait_ms(by);
    }

    /// Plays the records; answers what each close came to.
    pub(crate) fn play(&mut self, text: &str) -> String {
        let mut said = String::new();
        for day_text in text.split("== ").skip(1) {
            let (day, lines) = day_text.split_once('\n').unwrap();
            self.play_day(day.trim().parse().unwrap(), lines, &mut said);
        }
        said
    }

    fn play_day(&mut self, day: NaiveDate, lines: &str, said: &mut String) {
        let mut records = Vec::new();
        let mut steps = Vec::new();
        let written = lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for (nth, line) in written.enumerate() {
            let (times, record) = read(line);
            steps.extend(times.into_iter().map(|(minute, step)| (minute, nth, step)));
            records.push(record);
        }
        steps.sort_unstable();
        let mut turns: BTreeMap<usize, (TurnId, usize)> = BTreeMap::new();
        let mut visits: BTreeMap<usize, VisitId> = BTreeMap::new();
        for (minute, nth, step) in steps {
            self.set_clock(day, minute);
            match (&records[nth], step) {
                (Record::Visit { login, window, what }, Step::Arrives) => {
                    // One key a day and employer: another is a supervisor's to grant.
                    let (employer, by) = (self.keys % EMPLOYERS, self.session(login, *window));
                    let turn = scheduled(&self.house, by, employer);
                    self.house.perform(by, &MarkArrived { turn, reason: None }).unwrap();
                    turns.insert(nth, (turn, employer));
                    self.keys += usize::from(what.starts_with("clave"));
                }
                (Record::Visit { login, window, what }, Step::Begins) => {
                    let (turn, employer) = turns[&nth];
                    let visit = self.begin(self.session(login, *window), turn, employer, what.starts_with("clave"));
                    visits.insert(nth, visit);
                }
                (Record::Visit { login, window, what }, Step::Ends) => {
                    self.end(self.session(login, *window), visits[&nth], what);
                }
                (Record::Ask { login }, _) => {
                    ask(&self.house, self.session(login, 1), Matter::Override, VisitId(1), "EK-E1: una advertencia");
                }
                (Record::Table, _) => {
                    let reader = self.house.reader().unwrap();
                    let table = transparency(&reader, supervising(self), Month::of(day)).unwrap();
                    said.push_str(&lines_of(&page(&reader, &table).unwrap()));
                }
                (Record::Close { login, which }, _) => {
                    let reader = self.house.reader().unwrap();
                    let next = due(&reader, self.house.centre(), self.house.clock().now()).unwrap();
                    match which {
                        Which::Earlier if next == day => {}
                        Which::Earlier | Which::Due => said.push_str(&self.close(login, next)),
                        Which::Day(which) => said.push_str(&self.close(login, *which)),
                    }
                }
            }
        }
    }

    pub(crate) fn begin(&self, by: &Session, turn: TurnId, employer: usize, is_for_a_key: bool) -> VisitId {
        let reason = Reason::parse("la persona ya está en la ventanilla").ok();
        let call = |reason| self.house.perform(by, &CallTurn { wanted: Some(turn), reason });
        call(None).or_else(|_| call(reason)).unwrap();
        let visit = self.house.perform(by, &BeginVisit { turn }).unwrap().output;
        if is_for_a_key {
            assert!(save_draft(&self.house, by, visit, &draft(employer), 1).unwrap());
            attach_scans(&self.house, by, visit);
        }
        visit
    }

    fn end(&self, by: &Session, visit: VisitId, what: &str) {
        let end = |ending| self.house.perform(by, &EndVisit { visit, ending }).map(drop).unwrap();
        match what {
            "clave entregada" => self.deliver(by, self.print(by, visit).unwrap()),
            "clave anulada por papel atascado, y otra entregada" => {
                let spoilt = self.print(by, visit).unwrap();
                let void = VoidSlip { issuance: spoilt, cause: VoidCause::Jam, reason: "se atascó".into() };
                self.house.perform(by, &void).unwrap();
                self.deliver(by, self.print(by, visit).unwrap());
            }
            "clave impresa y sin entregar" => drop(self.print(by, visit).unwrap()),
            "no atendida" => {
                // The request was asked for and not there; nobody looked at the rest.
                let papers = EmployerKey { request: Some(RequestShown::NotShown), ..EmployerKey::default() };
                assert!(save_draft(&self.house, by, visit, &written(papers), 1).unwrap());
                end(Ending::not_served());
            }
            "se retiró" => end(Ending::Abandoned),
            "en pausa" => drop(self.house.perform(by, &ParkVisit { visit }).unwrap()),
            "sigue abierta" | "clave por imprimir" => {}
            other => panic!("«{other}» is no end of a visit"),
        }
    }

    pub(crate) fn print(&self, by: &Session, visit: VisitId) -> Result<IssuanceId, Error> {
        let (printer, cancel) = (Scripted::new(), CancelFlag::default());
        issue(&self.house, by, new_op_id()?, visit, &printer, &cancel, &mut |_| {}).map(|issued| issued.issuance)
    }

    fn deliver(&self, by: &Session, issuance: IssuanceId) {
        let deliver = DeliverSlip { issuance, acknowledgement: Acknowledgement::Signed };
        self.house.perform(by, &deliver).unwrap();
    }

    fn close(&self, login: &str, day: NaiveDate) -> String {
        match self.house.perform(self.session(login, 1), &CloseDay { day }) {
            Ok(_) => lines_of(&act(&self.house, self.session(login, 1), day).unwrap()),
            Err(Error::Refused(refusal)) => {
                format!("No se cierra ({}):\n{}\n\n", refusal.code, refusal.sentence.replace(". ", ".\n"))
            }
            Err(other) => panic!("{other}"),
        }
    }
}

/// A line's steps with their minutes, and what it says.
fn read(line: &str) -> (Vec<(u32, Step)>, Record) {
    let (times, rest) = line.split_once(' ').unwrap();
    let (who, what) = rest.split_once(": ").unwrap_or_else(|| panic!("{line}: no «: »"));
    let (login, place) = who.split_once(' ').unwrap_or((who, ""));
    let login = login.to_owned();
    let Some((begins, ends)) = times.split_once('–') else {
        let record = match what.strip_prefix("cierra ") {
            Some("el día") => Record::Close { login, which: Which::Due },
            Some("lo pendiente") => Record::Close { login, which: Which::Earlier },
            Some(day) => Record::Close { login, which: Which::Day(day.trim_start_matches("el ").parse().unwrap()) },
            None if what == "mira la tabla del mes" => Record::Table,
            None => Record::Ask { login },
        };
        return (vec![(minute(times), Step::Ends)], record);
    };
    let (window, waits) = place.split_once(", espera ").unwrap_or((place, "0"));
    let begins = minute(begins);
    let steps = vec![
        (begins - waits.parse::<u32>().unwrap(), Step::Arrives),
        (begins, Step::Begins),
        (minute(ends), Step::Ends),
    ];
    (steps, Record::Visit { login, window: window.trim_start_matches('v').parse().unwrap(), what: what.into() })
}

fn minute(time: &str) -> u32 {
    let (hour, minute) = time.split_once(':').unwrap();
    hour.parse::<u32>().unwrap() * 60 + minute.parse::<u32>().unwrap()
}

/// What stands on a document, line by line; the journal's head, which no two houses share, is left out.
pub(crate) fn lines_of(document: &Document) -> String {
    let mut lines = String::new();
    for page in &document.pages {
        let mut on_page: BTreeMap<i32, Vec<(f32, &str)>> = BTreeMap::new();
        for operation in &page.operations {
            if let Operation::Text { x_mm, y_mm, turned, text, field, .. } = operation
                && *turned == 0.0
                && *field != "el final de la bitácora"
            {
                on_page.entry((y_mm * 100.0).round() as i32).or_default().push((*x_mm, text));
            }
        }
        for (_, mut texts) in on_page {
            texts.sort_by(|one, other| one.0.total_cmp(&other.0));
            let texts: Vec<&str> = texts.into_iter().map(|(_, text)| text).collect();
            lines.push_str(&format!("{}\n", texts.join(" | ")));
        }
    }
    lines.push('\n');
    lines
}
