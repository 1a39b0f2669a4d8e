//! The registers' longer works: imports, and what is opened with a trace.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Desk, Preview, RunJob, Ticket};
use crate::domain::id::{InsuredId, PersonId, ScanId};
use crate::ops::house::run::{Run, Watch};
use crate::ops::import::{
    AgendaImport, AgendaReport, EmployerImport, ImportFile, ImportReport, InsuredImport, PeopleImport,
    WorkHistoryImport, preview_agenda, preview_employers, preview_insured, preview_people, preview_work_history,
};
use crate::ops::reading::{OpenInsured, OpenPerson, OpenScan, Purpose};
use crate::ops::{self, House, Session, new_op_id};

fn opened(path: &Path) -> Result<ImportFile<BufReader<File>>, ops::Error> {
    let failed = |source| ops::Error::File { doing: "abrir el archivo", file: path.into(), source };
    let file = File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(failed(std::io::ErrorKind::IsADirectory.into()));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(ImportFile { source: BufReader::new(file), name, bytes: Some(about.len()) })
}

impl Desk {
    /// What an agenda would change, without changing it.
    pub fn preview_agenda(&self, path: PathBuf) -> RunJob<AgendaReport> {
        self.long(move |house, session, watch| {
            preview_agenda(&house.reader()?, house.centre(), session.actor().user, opened(&path)?, watch)
        })
    }

    /// Imports an agenda.
    pub fn import_agenda(&self, path: PathBuf) -> RunJob<AgendaReport> {
        self.run(move || AgendaImport::open(opened(&path)?))
    }

    /// What a file of employers would change, without changing it.
    pub fn preview_employers(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.long(move |house, _, watch| preview_employers(&house.reader()?, opened(&path)?, watch))
    }

    /// Imports a file of employers.
    pub fn import_employers(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.run(move || EmployerImport::open(opened(&path)?))
    }

    /// What a file of people would change, without changing it.
    pub fn preview_people(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.long(move |house, _, watch| preview_people(house, &house.reader()?, opened(&path)?, watch))
    }

    /// Imports a file of people.
    pub fn import_people(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.run(move || PeopleImport::open(opened(&path)?))
    }

    /// What a file of the insured would change, without changing it.
    pub fn preview_insured(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.long(move |house, _, watch| preview_insured(house, &house.reader()?, opened(&path)?, watch))
    }

    /// Imports a file of the insured.
    pub fn import_insured(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.run(move || InsuredImport::open(opened(&path)?))
    }

    /// What a file of work histories would change, without changing it.
    pub fn preview_work_history(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.long(move |house, _, watch| preview_work_history(house, &house.reader()?, opened(&path)?, watch))
    }

    /// Imports a file of work histories.
    pub fn import_work_history(&self, path: PathBuf) -> RunJob<ImportReport> {
        self.run(move || WorkHistoryImport::open(opened(&path)?))
    }

    /// Carries a run out.
    pub(super) fn run<R>(&self, open: impl FnOnce() -> Result<R, ops::Error> + Send + 'static) -> RunJob<R::Report>
    where
        R: Run,
        R::Report: Send + 'static,
    {
        let office = Arc::clone(&self.office);
        self.long(move |house, session, watch| {
            let answer = house.run(session, new_op_id()?, &mut open()?, watch);
            // What was saved before a stop changed the lists too.
            office.changed(R::CHANGED);
            Ok(answer?.output)
        })
    }

    /// In the name of whoever is at the window now. On a reader's thread, so that the writer takes what a clerk does between two chunks.
    pub(super) fn long<T: Send + 'static>(
        &self,
        work: impl FnOnce(&House, &Session, &mut Watch<'_>) -> Result<T, ops::Error> + Send + 'static,
    ) -> RunJob<T> {
        let session = self.office.session();
        self.watched(&self.readers, move |bench, watch| {
            let (house, session) = (bench.office.house()?, session?);
            Ok(work(&house, &session, watch)?)
        })
    }

    /// Opens a person of the register, which leaves a trace.
    pub fn open_person(&self, person: PersonId, purpose: Purpose) -> Ticket<ops::view::PersonCard> {
        self.write(move |_, house, session| {
            let opened = house.open_person(session, new_op_id()?, &OpenPerson { person, purpose })?;
            Ok(ops::view::person_card(&house.reader()?, opened)?)
        })
    }

    /// Opens an insured person of the register, which leaves a trace.
    pub fn open_insured(&self, insured: InsuredId, purpose: Purpose) -> Ticket<ops::view::InsuredCard> {
        self.write(move |_, house, session| {
            let opened = house.open_insured(session, new_op_id()?, &OpenInsured { insured, purpose })?;
            Ok(ops::view::insured_card(&house.reader()?, opened)?)
        })
    }

    /// Opens a scan of the registers to be looked at, which leaves a trace.
    pub fn open_scan(&self, scan: ScanId, purpose: Purpose) -> Ticket<Preview> {
        let session = self.office.session();
        self.images.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, session?);
            let opened = house.open_scan(&session, new_op_id()?, &OpenScan { scan, purpose })?;
            bench.kept.lay(&opened.content)
        })
    }
}
