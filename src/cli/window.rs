//! `ventanilla` alone, and `ventanilla demo`: the window.

use std::sync::Arc;

use super::Ended;
use super::args::{Calls, Demo};
use super::error::Error;
use super::voice::say;
use crate::desk::{PrinterChoice, Station as Desk};
use crate::domain::register::SriState;
use crate::ops::backup::Routine;
use crate::ops::settings::{ChangeSettings, Settings};
use crate::ops::turn::MarkArrived;
use crate::ops::{Clock as _, House, Place, RunningClock, SystemClock, refuse};
use crate::print::ipp::PrinterUri;
use crate::sample::{self, Contents, SampleEmployment, SamplePerson, SampleScanner, Unlocker, Users};
use crate::station::Station;
use crate::ui::app::LoginHint;
use crate::ui::theme::Mode;
use crate::ui::{self, Opening, Purpose};

/// Opens the window on this machine's store, or on the first start where there is none.
pub(super) fn run(purpose: Purpose) -> Result<Ended, Error> {
    let station = Station::read()?;
    let (settings, usual) = (station.settings().clone(), Routine::default());
    let desk = Desk {
        place: station.place(None)?.or_of_demo(),
        window: station.window(),
        printer: settings.printer.map_or(PrinterChoice::Unset, PrinterChoice::Address),
        ticket_paper: settings.ticket_paper,
        approval_chime: settings.approval_chime.unwrap_or_default(),
        scan_folder: settings.scan_folder,
        mail_folder: None,
        scanner: None,
        backups: Routine {
            folder: settings.backup_folder,
            hour: settings.backup_hour.unwrap_or(usual.hour),
            keep: settings.backup_keep.unwrap_or(usual.keep),
        },
        clock: Arc::new(SystemClock),
        kept_in: Some(station),
    };
    ui::open(Opening {
        station: desk,
        house: None,
        hints: Vec::new(),
        mode: Mode::of_name(settings.theme.as_deref()),
        scale: settings.scale.unwrap_or(1.0),
        window_size: settings.window_size,
        purpose,
    })?;
    Ok(Ended::Done)
}

/// Opens the calls for the waiting room.
pub(super) fn calls(words: &Calls) -> Result<Ended, Error> {
    let place = Station::read()?.place(None)?;
    if place.server.is_none() {
        return Ok(refuse(
            "no_server",
            "La pantalla de llamados es de un centro en un servidor. Una antes este equipo: «ventanilla store join DIRECCIÓN --owner ROL --as calls».",
        )?);
    }
    place.require_house()?;
    run(Purpose::Calls { silent: words.silent })
}

/// The folder in which a demonstration's scanner leaves its files.
const SCANNER: &str = "escaner";

/// The folder in which a demonstration's letters are written.
pub(super) const MAIL: &str = "correo";

/// Opens the window on a throw-away house.
pub(super) fn demo(words: &Demo, printer: Option<PrinterUri>, place: &Place) -> Result<Ended, Error> {
    let clock = Arc::new(RunningClock::set_to(sample::mid_morning(SystemClock.now())?));
    let (house, users) = sample::found(place, clock.clone())?;
    let contents = fill(words, &house, &users, clock.as_ref())?;
    let scan_folder = words.out.join(SCANNER);
    let scanner = SampleScanner::at(scan_folder.clone())?;
    say!("Demostración en {}. Los papeles salen como PDF en esa carpeta.", words.out.display());
    say!("Los correos no se envían: quedan como archivos .eml en {}.", words.out.join(MAIL).display());
    say!("Usuarios (usuario, contraseña, función):");
    for user in users.all() {
        say!("  {}  {}  {}", user.login, user.password, user.function());
    }
    tell_the_cast(&contents);
    let desk = Desk {
        place: place.clone(),
        window: 1,
        printer: match printer {
            Some(uri) => PrinterChoice::Address(uri.to_string()),
            None => PrinterChoice::Folder(words.out.clone()),
        },
        ticket_paper: None,
        approval_chime: false,
        scan_folder: Some(scan_folder),
        mail_folder: Some(words.out.join(MAIL)),
        scanner: Some(Arc::new(move |paper| scanner.scan(paper))),
        backups: Routine::default(),
        clock,
        kept_in: None,
    };
    let settings = Station::read().map(|station| station.settings().clone()).unwrap_or_default();
    ui::open(Opening {
        station: desk,
        house: Some(house),
        hints: users.all().map(hint).collect(),
        mode: Mode::of_name(settings.theme.as_deref()),
        scale: settings.scale.unwrap_or(1.0),
        window_size: None,
        purpose: Purpose::Counter,
    })?;
    Ok(Ended::Done)
}

fn hint(user: &sample::SampleUser) -> LoginHint {
    LoginHint {
        login: user.login.into(),
        password: user.password.into(),
        about: format!("{}, {}", user.full_name, user.function()),
    }
}

/// The registers, the turns, and those who are here already: a clerk begins with somebody to call.
fn fill(words: &Demo, house: &House, users: &Users, clock: &RunningClock) -> Result<Contents, Error> {
    let supervisor = super::demo::log_in(house, &users.supervisor)?;
    let settings = Settings { paper: super::demo::paper(&words.paper), ..Settings::default() };
    house.perform(&supervisor, &ChangeSettings { settings })?;
    let contents = sample::fill(house, &supervisor, clock.now().day(house.centre().zone))?;
    if words.visits > 0 {
        let stop = super::progress::stop_on_ctrl_c();
        super::demo::fill_with_visits(house, &supervisor, words.visits, &stop)?;
    }
    for turn in contents.script.turns() {
        house.perform(&supervisor, &MarkArrived { turn, reason: None })?;
    }
    Ok(contents)
}

/// Who comes in the demonstration, and with what.
fn tell_the_cast(contents: &Contents) {
    say!("Quién viene, y con qué:");
    for (caller, brings) in contents.script.cast() {
        say!("  {}  {}: {brings}", caller.turn_code, caller.applicant.name);
    }
    say!("Y quien ya espera con un turno de aquí, para desbloquear su clave de afiliado:");
    for Unlocker { insured, .. } in &contents.unlocks {
        say!("  {} ({}), {}", insured.person.name, insured.person.number, insured.kind.spanish().to_lowercase());
    }
    say!("Y quien puede probar lo que la persona hace por sí misma, con lo que se le pregunta:");
    let caller = &contents.script.company;
    let branch = caller.employer.branches.first().map(|(branch, _)| branch.to_string()).unwrap_or_default();
    say!(
        "  {} ({}), clave del empleador {}, sucursal {branch}",
        caller.applicant.name,
        caller.applicant.number,
        caller.employer.number
    );
    for employer in contents.led_to_the_counter() {
        let Some((applicant, (branch, _))) = employer.representatives.first().zip(employer.branches.first()) else {
            continue;
        };
        let SamplePerson { name, number, .. } = &applicant.person;
        let because = match employer.sri_state {
            SriState::Closed => "su RUC consta cerrado",
            SriState::Suspended => "su RUC consta suspendido",
            SriState::Active | SriState::Unknown => "no tiene correo registrado",
        };
        say!("  {name} ({number}), clave del empleador {}, sucursal {branch}: {because}", employer.number);
    }
    for insured in contents.by_themselves() {
        let SamplePerson { name, number, .. } = &insured.person;
        let key = insured.key.spanish().to_lowercase();
        say!("  {name} ({number}), clave de afiliado: {key}; nacimiento: {}", insured.birth);
        for SampleEmployment { employer, from, to } in &insured.history {
            let to = to.map_or_else(|| "ahora".to_owned(), |to| to.to_string());
            say!("    trabajó para {employer}, de {from} a {to}");
        }
    }
}
