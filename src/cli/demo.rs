//! `ventanilla demo`: a throw-away house with sample people, and three scripted visits from the turn to the paper.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::Ended;
use super::args::Demo;
use super::progress::Work;
use super::voice::{complain, say};
use crate::ops::printer::connect;
use crate::ops::settings::{ChangeSettings, Paper, Settings};
use crate::ops::verify::{Depth, verify};
use crate::ops::{Clock as _, Error, FixedClock, House, Place, Session, SystemClock, refuse};
use crate::print::ipp::PrinterUri;
use crate::print::{Destination, Fault, Folder};
use crate::sample::script::{Stage, Story};
use crate::sample::{self, Contents, SampleUser, Users};
use crate::store::{self, Reader};
use crate::vault::{Password, Vault, VaultKind};

/// Founds the house, carries the visits out, and says each step.
pub(super) fn run(words: &Demo) -> Result<Ended, Error> {
    if !words.headless {
        complain!("Sin ventana: la atención se lleva sola y se cuenta aquí.");
    }
    let place = throw_away(&words.out)?;
    let clock = Arc::new(FixedClock::at(sample::mid_morning(SystemClock.now())?));
    let (house, users) = sample::found(&place, clock.clone())?;
    let supervisor = log_in(&house, &users.supervisor)?;
    let [first_clerk, _] = users.clerks;
    let clerk = log_in(&house, &first_clerk)?;
    let settings = Settings { paper: paper(&words.paper), ..Settings::default() };
    house.perform(&supervisor, &ChangeSettings { settings })?;
    let contents = sample::fill(&house, &supervisor, clock.now().day(house.centre().zone))?;
    say!(
        "Almacén de prueba en {}: un centro, {} usuarios, sus turnos del día y sus registros.",
        place.folder.display(),
        users.all().count()
    );
    if words.visits > 0 {
        fill_with_visits(&house, &supervisor, words.visits)?;
    }
    let printer = printer(words, &house)?;
    let story = carry_out(&house, (&clerk, &supervisor), &clock, printer.as_ref(), &contents)?;
    let reader = house.reader()?;
    write_journal(&reader, &words.out.join("journal.jsonl"))?;
    if words.printer.is_none() {
        name_the_papers(&words.out, &story)?;
    }
    let ended = say_the_end(&reader, words, &place, &users)?;
    drop(reader);
    house.close()?;
    Ok(ended)
}

/// The place of a new demo store; one of an earlier demo is thrown away, anything else is left alone.
fn throw_away(out: &Path) -> Result<Place, Error> {
    let place = Place { folder: out.join("store"), anchor_folder: out.join("anchor") };
    if place.folder.exists() {
        let vault = Vault::open(&place.folder.join("vault"));
        if !vault.is_ok_and(|vault| vault.kind() == VaultKind::Demo) {
            return refuse(
                "not_a_demo",
                format!(
                    "{} existe y no es de una demostración: no se toca. Elija otra carpeta con --out.",
                    place.folder.display()
                ),
            );
        }
        for folder in [&place.folder, &place.anchor_folder] {
            remove(folder)?;
        }
    }
    Ok(place)
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::File { doing: "borrar la demostración anterior", file: folder.into(), source: error })
        }
        _ => Ok(()),
    }
}

fn log_in(house: &House, user: &SampleUser) -> Result<Session, Error> {
    let password = Password::typed(user.password).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
    house.log_in_at(user.login, &password, 1)
}

fn paper(word: &str) -> Paper {
    match word {
        "a4" => Paper::A4,
        "rollo" => Paper::Roll80,
        _ => Paper::A5,
    }
}

fn fill_with_visits(house: &House, supervisor: &Session, count: u64) -> Result<(), Error> {
    let work = Work::begin("Atenciones de muestra", count);
    let filled = sample::finished_visits(house, supervisor, count, &mut |done| work.at(done));
    work.end();
    filled
}

fn printer(words: &Demo, house: &House) -> Result<Box<dyn Destination>, Error> {
    match &words.printer {
        None => match Folder::new(&words.out) {
            Ok(folder) => Ok(Box::new(folder)),
            Err(source) => Err(Error::File { doing: "crear la carpeta de los PDF", file: words.out.clone(), source }),
        },
        Some(address) => {
            let uri = PrinterUri::parse(address).map_err(Fault::from)?;
            let printer = connect(house, uri)?;
            let can = printer.capabilities().map_err(Fault::from)?;
            can.usable().map_err(Fault::from)?;
            say!("Impresora {address}: {}.", printer.status().in_words());
            Ok(Box::new(printer))
        }
    }
}

fn carry_out(
    house: &House,
    (clerk, supervisor): (&Session, &Session),
    clock: &Arc<FixedClock>,
    printer: &dyn Destination,
    contents: &Contents,
) -> Result<Story, Error> {
    let mut tell = |words: &str| say!("{words}");
    let mut stage = Stage { house, clerk, supervisor, printer, clock, tell: &mut tell };
    stage.everybody(&contents.script)
}

/// The papers of the scripted visits get names that say what they are.
fn name_the_papers(out: &Path, Story { household, refused }: &Story) -> Result<(), Error> {
    let serial = household.serials.last().map(String::as_str).unwrap_or_default();
    for (job, name) in [(serial, "slip"), (&household.paper, "acknowledgement"), (&refused.paper, "constancia")] {
        let (from, to) = (out.join(format!("{job}.pdf")), out.join(format!("{name}.pdf")));
        fs::copy(&from, &to).map_err(|source| Error::File { doing: "copiar un papel", file: to, source })?;
    }
    Ok(())
}

/// The journal, one entry a line: ids and codes, no personal data.
fn write_journal(reader: &Reader, file: &Path) -> Result<(), Error> {
    let failed = |source| Error::File { doing: "escribir la bitácora", file: file.into(), source };
    let mut out = BufWriter::new(File::create(file).map_err(failed)?);
    store::journal::walk(reader, 1, |chained| {
        let entry = &chained.entry;
        let line = json!({
            "number": entry.number,
            "at_ms": entry.at_ms,
            "day": entry.accounting_day,
            "window": entry.window,
            "user": entry.user,
            "operation": entry.operation,
            "subject": entry.subject_kind,
            "id": entry.subject_id,
            "outcome": entry.outcome.code(),
            "code": entry.code,
            "hash": chained.hash.to_string(),
        });
        writeln!(out, "{line}").map_err(failed)
    })?;
    out.flush().map_err(failed)
}

fn say_the_end(reader: &Reader, words: &Demo, place: &Place, users: &Users) -> Result<Ended, Error> {
    let found = verify(reader, Depth::Whole, None, &mut |_| true)?;
    if let Some(problem) = found.problem {
        say!("La bitácora NO concuerda: {problem}");
        return Ok(Ended::No);
    }
    say!("La bitácora concuerda: {} entradas, {} claves, final {}.", found.entries, found.slips, found.head.mark());
    if words.printer.is_none() {
        say!(
            "En {}: slip.pdf, acknowledgement.pdf, constancia.pdf, journal.jsonl y cada papel por su serie.",
            words.out.display()
        );
    }
    say!("Usuarios de prueba (usuario, contraseña, función):");
    for user in users.all() {
        say!("  {}  {}  {}", user.login, user.password, user.role.spanish());
    }
    say!("Para mirar dentro: ventanilla verify --store {} --user {}", place.folder.display(), users.supervisor.login);
    Ok(Ended::Done)
}
