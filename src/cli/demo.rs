//! `ventanilla demo`: a throw-away house with sample people, seven scripted visits from the turn to the paper, an unlocking, and the
//! day's close.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::Ended;
use super::args::Demo;
use super::error::Error;
use super::letters::{letters_in, newest_text};
use super::progress::{Work, stop_on_ctrl_c};
use super::voice::{complain, say};
use crate::domain::system::ForLog as _;
use crate::ops::mail::{Carried, Sender, send_next, way};
use crate::ops::printer::connect;
use crate::ops::settings::{ChangeSettings, Paper, Settings};
use crate::ops::verify::{Depth, Verification, verify};
use crate::ops::{self, Clock as _, FixedClock, House, Leaving, Place, Session, SystemClock, refuse, write_file};
use crate::print::ipp::{CancelFlag, PrinterUri};
use crate::print::{Destination, Fault, Folder};
use crate::sample::script::{Stage, Story};
use crate::sample::{self, SampleUser, Users};
use crate::store::{self, Reader};
use crate::vault::{Password, Vault, VaultKind};

/// What a demo leaves beside its store.
const LEFT_BEFORE: [&str; 5] = ["slip.pdf", "acknowledgement.pdf", "constancia.pdf", "day.pdf", "journal.jsonl"];

/// Founds the house, carries the visits out, and says each step.
pub(super) fn run(words: &Demo) -> Result<Ended, Error> {
    // An address that is none is said before an earlier demo is thrown away.
    let printer_uri = words.printer.as_deref().map(PrinterUri::parse).transpose();
    let printer_uri = printer_uri.map_err(|fault| Error::Words(fault.to_string()))?;
    let place = throw_away(&words.out)?;
    if !words.headless {
        if crate::ui::has_display() {
            return super::window::demo(words, printer_uri, &place);
        }
        complain!("Este equipo no tiene pantalla: la atención se lleva sola y se cuenta aquí.");
    }
    let stop = stop_on_ctrl_c();
    let clock = Arc::new(FixedClock::at(sample::mid_morning(SystemClock.now())?));
    let (house, users) = sample::found(&place, clock.clone()).inspect_err(|_| give_up(&place))?;
    let told = play(words, printer_uri, &house, (&users, &clock), &stop);
    let closed = house.close();
    let end = match told {
        Err(error @ Error::Ops(ops::Error::Cancelled)) => {
            complain!("El almacén de prueba quedó en {}, entero hasta donde se llegó.", place.folder.display());
            return Err(error);
        }
        told => told?,
    };
    closed?;
    Ok(say_the_end(end, words, &place, &users))
}

/// Fills the house and carries the visits out; answers what verifying it found.
fn play(
    words: &Demo,
    printer_uri: Option<PrinterUri>,
    house: &House,
    (users, clock): (&Users, &Arc<FixedClock>),
    stop: &CancelFlag,
) -> Result<Verification, Error> {
    let supervisor = log_in(house, &users.supervisor)?;
    let [first_clerk, _] = users.clerks;
    let clerk = log_in(house, &first_clerk)?;
    let settings = Settings { paper: paper(&words.paper), ..Settings::default() };
    house.perform(&supervisor, &ChangeSettings { settings })?;
    let printer = printer(words, printer_uri, house)?;
    let contents = sample::fill(house, &supervisor, clock.now().day(house.centre().zone))?;
    say!(
        "Almacén de prueba en {}: un centro, sus usuarios ({}), sus turnos del día y sus registros.",
        words.out.join(STORE).display(),
        users.all().count()
    );
    if words.visits > 0 {
        fill_with_visits(house, &supervisor, words.visits, stop)?;
    }
    let mut tell = |words: &str| say!("{words}");
    let printer = printer.as_ref();
    let (clerk, supervisor) = (&clerk, &supervisor);
    let mut stage = Stage { house, clerk, supervisor, printer, clock, cancel: stop, tell: &mut tell };
    let story = stage.everybody(&contents.script)?;
    if let Some(first) = contents.unlocks.first() {
        stage.unlocking(first)?;
    }
    let mail = words.out.join(super::window::MAIL);
    let mut written = 0;
    let mut mailbox = || {
        written += write_letters(house, clerk, &mail)?;
        newest_text(&mail)
    };
    stage.alone(&contents, &mut mailbox)?;
    written += write_letters(house, clerk, &mail)?;
    say!("Correos: {written}, como archivos .eml en {}; no se envía nada.", mail.display());
    let act = stage.close_day()?;
    let reader = house.reader()?;
    write_journal(&reader, &words.out.join("journal.jsonl"))?;
    if words.printer.is_none() {
        name_the_papers(&words.out, &story, &act)?;
    }
    Ok(verify(&reader, Depth::Whole, None, &mut |_| !stop.is_cancelled())?)
}

/// What would be sent is written to the folder; answers how many letters.
fn write_letters(house: &House, by: &Session, folder: &Path) -> Result<u32, ops::Error> {
    let way = way(house, &house.reader()?, Some(folder))?;
    let (mut sender, mut written) = (Sender::default(), 0_u32);
    loop {
        match send_next(house, by, &way, &mut sender, &|| false)? {
            Carried::Nothing => return Ok(written),
            Carried::Sent => written = written.saturating_add(1),
            Carried::Dropped => {}
            Carried::Waits(fault) | Carried::GivenUp(fault) => say!("Un correo no se escribió. {}", fault.sentence()),
        }
    }
}

/// The folder of the demo's store.
const STORE: &str = "store";

/// The place of a new demo store; one of an earlier demo is thrown away, anything else is left alone.
fn throw_away(out: &Path) -> Result<Place, Error> {
    let place = Place::of_demo(out.join(STORE));
    fs::create_dir_all(out).map_err(|source| ops::Error::File {
        doing: "crear la carpeta de la demostración",
        file: out.into(),
        source,
    })?;
    let left_before: Vec<PathBuf> = LEFT_BEFORE.iter().map(|name| out.join(name)).collect();
    if is_empty(&place.folder) {
        // Without its store, a paper of that name may be anybody's.
        let taken: Vec<&Path> = left_before.iter().map(PathBuf::as_path).collect();
        Leaving::refuse_taken(&taken)?;
        return Ok(place);
    }
    let vault = Vault::open(&place.folder.join("vault"));
    if !vault.is_ok_and(|vault| vault.kind() == VaultKind::Demo) {
        let sentence = format!(
            "{} existe y no es de una demostración: no se toca. Elija otra carpeta con --out.",
            place.folder.display()
        );
        return Ok(refuse("not_a_demo", sentence)?);
    }
    let lock = File::open(place.folder.join(store::LOCK_FILE));
    if lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock))) {
        let sentence = format!(
            "La demostración de {} está en uso en otro proceso: no se toca. Espere a que termine, o elija otra carpeta con --out.",
            out.display()
        );
        return Ok(refuse("in_use", sentence)?);
    }
    for file in left_before.iter().chain(&letters_in(&out.join(super::window::MAIL))) {
        remove(fs::remove_file, file)?;
    }
    for folder in [&place.folder, &place.anchor_folder] {
        remove(fs::remove_dir_all, folder)?;
    }
    Ok(place)
}

/// Nothing there, or a folder without anything in it.
fn is_empty(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn remove<'p>(removing: impl FnOnce(&'p PathBuf) -> io::Result<()>, path: &'p PathBuf) -> Result<(), ops::Error> {
    match removing(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ops::Error::File { doing: "borrar la demostración anterior", file: path.clone(), source })
        }
        _ => Ok(()),
    }
}

/// What could not be founded leaves nothing behind: both folders were made a moment ago.
fn give_up(place: &Place) {
    for folder in [&place.folder, &place.anchor_folder] {
        if let Err(error) = remove(fs::remove_dir_all, folder) {
            tracing::warn!(error = error.for_log(), "the remains of a demo were not removed");
        }
    }
}

pub(super) fn log_in(house: &House, user: &SampleUser) -> Result<Session, ops::Error> {
    let password = Password::typed(user.password).map_err(|fault| ops::Error::Inconsistent(fault.to_string()))?;
    house.log_in_at(user.login, &password, 1)
}

pub(super) fn paper(word: &str) -> Paper {
    match word {
        "a4" => Paper::A4,
        "rollo" => Paper::Roll80,
        _ => Paper::A5,
    }
}

pub(super) fn fill_with_visits(
    house: &House,
    supervisor: &Session,
    count: u64,
    stop: &CancelFlag,
) -> Result<(), Error> {
    let work = Work::begin("Atenciones de muestra", count, stop.clone());
    let filled = sample::finished_visits(house, supervisor, count, &mut |done| work.at(done));
    work.end();
    filled?;
    say!("Atenciones terminadas de los últimos diez años, marcadas como muestra: {count}.");
    Ok(())
}

fn printer(words: &Demo, uri: Option<PrinterUri>, house: &House) -> Result<Box<dyn Destination>, ops::Error> {
    let Some(uri) = uri else {
        let folder = Folder::new(&words.out);
        return match folder {
            Ok(folder) => Ok(Box::new(folder)),
            Err(source) => {
                Err(ops::Error::File { doing: "crear la carpeta de los PDF", file: words.out.clone(), source })
            }
        };
    };
    let address = uri.to_string();
    let printer = connect(house, uri)?;
    let can = printer.capabilities().map_err(Fault::from)?;
    can.usable().map_err(Fault::from)?;
    say!("Impresora {address}: {}.", printer.status().in_words());
    Ok(Box::new(printer))
}

/// The papers of the scripted visits get names that say what they are.
fn name_the_papers(out: &Path, Story { household, refused }: &Story, act: &str) -> Result<(), ops::Error> {
    let serial = household.serials.last().map(String::as_str).unwrap_or_default();
    for (job, name) in
        [(serial, "slip"), (&household.paper, "acknowledgement"), (&refused.paper, "constancia"), (act, "day")]
    {
        let (from, to) = (out.join(format!("{job}.pdf")), out.join(format!("{name}.pdf")));
        let bytes = fs::read(&from);
        let bytes = bytes.map_err(|source| ops::Error::File { doing: "copiar un papel", file: from, source })?;
        write_file("copiar un papel", &to, false, |out| out.write(&bytes))?;
    }
    Ok(())
}

/// The journal, one entry a line: ids and codes, no personal data.
fn write_journal(reader: &Reader, file: &Path) -> Result<(), ops::Error> {
    write_file("escribir la bitácora", file, false, |out| {
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
                "previous": chained.previous.to_string(),
                "hash": chained.hash.to_string(),
            });
            out.write(format!("{line}\n").as_bytes())
        })
    })
}

fn say_the_end(found: Verification, words: &Demo, place: &Place, users: &Users) -> Ended {
    if let Some(problem) = found.problem {
        say!("La bitácora NO concuerda: {problem}");
        return Ended::No;
    }
    say!("La bitácora concuerda. Entradas: {}. Claves: {}. Final: {}.", found.entries, found.slips, found.head.mark());
    let out = words.out.display();
    match &words.printer {
        None => {
            say!(
                "En {out}: slip.pdf, acknowledgement.pdf, constancia.pdf, day.pdf, journal.jsonl y cada papel por su serie."
            );
        }
        Some(printer) => say!("Los papeles salieron en {printer}. En {out}: journal.jsonl."),
    }
    say!("Usuarios de prueba (usuario, contraseña, función):");
    for user in users.all() {
        say!("  {}  {}  {}", user.login, user.password, user.function());
    }
    say!("Para mirar dentro: ventanilla verify --store {} --user {}", place.folder.display(), users.supervisor.login);
    Ended::Done
}
