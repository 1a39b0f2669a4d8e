//! A key's way to the paper: each step is committed before the next one leaves the machine.
//!
//! The clear text lives from [`KeyMade::new`] to the end of [`issue`], in memory; page and bytes with it are wiped when
//! dropped.

use std::time::Duration;

use super::ledger::{MarkPrinted, MarkPurged, MarkSent, MarkUnconfirmed, refuse_other_window};
use super::paper::{content, sheet};
use super::reserve::{KeyMade, ReserveSlip, Reserved};
use super::settle::VoidSlip;
use crate::domain::id::{IssuanceId, OpId, VisitId};
use crate::domain::ledger::{IssuanceState, VoidCause};
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::Noun;
use crate::ops::house::{House, Session};
use crate::ops::printer::PrinterTrust;
use crate::ops::settings::{self, Settings};
use crate::print::ipp::{CancelFlag, Cancellation, JobEnd, JobId, JobState, Patience, Remains};
use crate::print::pdf::{self, PdfBytes};
use crate::print::{Destination, Fault, documents, media_of};
use crate::store;
use crate::store::issuance::Issuance;

/// What is under way, for whoever watches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The line stands in the ledger under this serial.
    Reserved(String),
    /// The printer took the job.
    Sent,
    /// What the printer says.
    Printer(String),
}

/// How an issuance came out, up to the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The line.
    pub issuance: IssuanceId,
    /// Its serial.
    pub serial: String,
    /// `Printed`, `Unconfirmed`, or `Void` where nothing could leave the machine.
    pub state: IssuanceState,
    /// What happened, where it is not printed.
    pub words: Option<String>,
}

/// Makes a key and prints its slip. `op_id` names the press of the button: pressed twice, one key is made.
///
/// # Errors
/// A refusal of the rules or of the ledger; a character that the slip's font lacks, before anything leaves the machine
/// (the serial is then void); the store's. What the printer does wrong is no error: it is how the slip stands.
pub fn issue(
    house: &House,
    by: &Session,
    op_id: OpId,
    visit: VisitId,
    printer: &dyn Destination,
    cancelled: &CancelFlag,
    watch: &mut dyn FnMut(Step),
) -> Result<Issued, Error> {
    if let Some(issued) = house.again(|| issued_before(house, op_id))? {
        return Ok(issued);
    }
    let made = KeyMade::new()?;
    let reserve = ReserveSlip {
        visit,
        key_hash: made.hash.clone(),
        printer: printer.address(),
        trusted_as: PrinterTrust {
            certificate: printer.accepted_certificate(),
            plain_consented: printer.is_plain_consented(),
        },
        printer_is_for_demo: printer.is_for_demo(),
    };
    let reserved = house.transact(by, op_id, &reserve)?.output;
    // Pressed twice at once, the second press is answered with the first one's line: its own key is not on any line.
    if line(house, reserved.issuance)?.key_hash != made.hash {
        return house
            .again(|| issued_before(house, op_id))?
            .ok_or_else(|| Error::Inconsistent("una clave quedó sin su entrada".into()));
    }
    watch(Step::Reserved(reserved.serial.clone()));
    let settings = house.again(|| settings::load(&house.reader()?, house.centre().id))?;
    let page = match house.again(|| page_of(house, &settings, &made, reserved.issuance)) {
        Ok(page) => page,
        Err(error) => {
            void_unsent(house, by, &reserved, VoidCause::NotPrinted, &error.to_string())?;
            return Err(error);
        }
    };
    drop(made);
    send(house, by, &reserved, &page, printer, &settings, cancelled, watch)
}

/// The same press of the button, again: how its slip stands now.
fn issued_before(house: &House, op_id: OpId) -> Result<Option<Issued>, Error> {
    let reader = house.reader()?;
    let Some((number, _)) = store::journal::result_of(&reader, op_id)? else { return Ok(None) };
    let entry = store::journal::entry(&reader, number)?.filter(|it| it.entry.subject_kind == Noun::Issuance.code());
    let Some(entry) = entry else { return Ok(None) };
    let slip = known(store::issuance::get(&reader, IssuanceId(entry.entry.subject_id))?, "esta clave")?;
    Ok(Some(Issued { issuance: slip.id, serial: slip.serial.to_string(), state: slip.state, words: slip.void_reason }))
}

/// A line, as it stands now.
fn line(house: &House, id: IssuanceId) -> Result<Issuance, Error> {
    house.again(|| known(store::issuance::get(&house.reader()?, id)?, "esta clave"))
}

struct SlipPage {
    pdf: PdfBytes,
    media: crate::print::ipp::Media,
}

fn page_of(house: &House, settings: &Settings, made: &KeyMade, id: IssuanceId) -> Result<SlipPage, Error> {
    let reader = house.reader()?;
    let slip = known(store::issuance::get(&reader, id)?, "esta clave")?;
    let document = documents::slip(&content(house, &reader, settings, &slip)?, &made.key, sheet(house, settings))?;
    Ok(SlipPage { pdf: pdf::render(&document)?, media: media_of(&document) })
}

#[expect(clippy::too_many_arguments, reason = "the context of one printing, used once")]
fn send(
    house: &House,
    by: &Session,
    reserved: &Reserved,
    page: &SlipPage,
    printer: &dyn Destination,
    settings: &Settings,
    cancelled: &CancelFlag,
    watch: &mut dyn FnMut(Step),
) -> Result<Issued, Error> {
    let stands = |state, words| Issued { issuance: reserved.issuance, serial: reserved.serial.clone(), state, words };
    let job = match printer.create_job(&reserved.serial, page.media) {
        Ok(job) => job,
        Err(fault) => {
            // The job may exist without our knowing its number; it has no document, and goes.
            cancel_by_name(printer, &reserved.serial);
            void_unsent(house, by, reserved, VoidCause::PrinterFault, &fault.to_string())?;
            return Ok(stands(IssuanceState::Void, Some(fault.to_string())));
        }
    };
    house.perform(by, &MarkSent { issuance: reserved.issuance, job_id: job.get() }).inspect_err(|_| {
        // Nothing was sent and nothing will be: the empty job goes, as far as the printer listens.
        let _ = cancel_for_good(printer, job);
    })?;
    watch(Step::Sent);
    let end = match printer.send(job, &page.pdf) {
        Ok(()) => printer.follow(job, patience(settings), cancelled, &mut |words| watch(Step::Printer(words.into()))),
        Err(fault) => JobEnd::Unconfirmed(fault.to_string()),
    };
    let why = match end {
        JobEnd::Printed => {
            house.perform(by, &MarkPrinted { issuance: reserved.issuance })?;
            purge_quietly(house, by, reserved.issuance, printer);
            return Ok(stands(IssuanceState::Printed, None));
        }
        JobEnd::Failed(why) | JobEnd::Unconfirmed(why) => why,
        JobEnd::Cancelled => "se canceló a pedido".into(),
    };
    // A job that was followed to an end in doubt stays in doubt, whatever cancelling it answers.
    let may_still_print = cancel_for_good(printer, job) == Cancelled::NotKnown;
    house.perform(by, &MarkUnconfirmed { issuance: reserved.issuance, why: why.clone(), may_still_print })?;
    Ok(stands(IssuanceState::Unconfirmed, Some(why)))
}

/// What cancelling a job came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cancelled {
    /// Nothing more comes out.
    Stopped,
    /// The printer says that it had printed it.
    TooLate,
    /// The paper may still come out.
    NotKnown,
}

fn cancel_for_good(printer: &dyn Destination, job: JobId) -> Cancelled {
    match printer.cancel(job) {
        Ok(Cancellation::Confirmed) => Cancelled::Stopped,
        Ok(Cancellation::AlreadyPrinted) => Cancelled::TooLate,
        Ok(Cancellation::Unconfirmed(_)) => Cancelled::NotKnown,
        Err(Fault::Printer(crate::print::ipp::Error::JobUnknown { .. })) => Cancelled::Stopped,
        Err(_) => Cancelled::NotKnown,
    }
}

fn cancel_by_name(printer: &dyn Destination, serial: &str) {
    if let Ok(Some((job, _))) = printer.find(serial) {
        // A job without a document: whether this is confirmed changes nothing for the paper.
        let _ = cancel_for_good(printer, job);
    }
}

fn void_unsent(house: &House, by: &Session, reserved: &Reserved, cause: VoidCause, reason: &str) -> Result<(), Error> {
    house.perform(by, &VoidSlip { issuance: reserved.issuance, cause, reason: reason.into() }).map(drop)
}

fn patience(settings: &Settings) -> Patience {
    Patience { silent: Duration::from_secs(settings.printer_patience_secs.into()), ..Patience::default() }
}

/// What a crash left of a slip, looked up at its printer: a job that did not end is cancelled. The clerk then says where
/// the paper is.
///
/// A `reserved` slip stays one, whether its printer answers or not: at most a job without a document stands there, and
/// [`purge`] looks for it again. `printer` should be the slip's own; another one knows nothing, and then the paper may
/// still come out.
///
/// # Errors
/// A refusal at another window, for who is no supervisor; as [`House::transact`]. A printer that does not answer is no
/// error: the slip is then unconfirmed.
pub fn look_up(house: &House, by: &Session, id: IssuanceId, printer: &dyn Destination) -> Result<IssuanceState, Error> {
    let slip = line(house, id)?;
    // Before the printer is asked: the slip may be on its way at its own window.
    refuse_other_window(by.actor(), &slip)?;
    let serial = slip.serial.to_string();
    let unconfirmed = |why: String, may_still_print| MarkUnconfirmed { issuance: id, why, may_still_print };
    match slip.state {
        IssuanceState::Reserved => {
            cancel_by_name(printer, &serial);
        }
        IssuanceState::Sent if printer.address() != slip.printer => {
            house.perform(by, &unconfirmed("no se pudo preguntar a la impresora de la clave".into(), true))?;
        }
        IssuanceState::Sent => match found_again(printer, &slip) {
            Ok(Some((_, JobState::Completed))) => {
                house.perform(by, &MarkPrinted { issuance: id })?;
            }
            Ok(Some((job, state))) => {
                let cancelled = cancel_for_good(printer, job);
                if cancelled == Cancelled::TooLate {
                    house.perform(by, &MarkPrinted { issuance: id })?;
                } else {
                    let may_still_print = cancelled == Cancelled::NotKnown;
                    house.perform(by, &unconfirmed(format!("la impresora decía: {state:?}"), may_still_print))?;
                }
            }
            Ok(None) => {
                house.perform(by, &unconfirmed("la impresora ya no conoce el trabajo".into(), true))?;
            }
            Err(fault) => {
                house.perform(by, &unconfirmed(fault.to_string(), true))?;
            }
        },
        _ => {}
    }
    Ok(line(house, id)?.state)
}

/// A sent slip's job: by its number, or else by its name.
fn found_again(printer: &dyn Destination, slip: &Issuance) -> Result<Option<(JobId, JobState)>, Fault> {
    match slip.job_id.and_then(JobId::new) {
        Some(job) => match printer.state(job)? {
            Some(state) => Ok(Some((job, state))),
            None => printer.find(&slip.serial.to_string()),
        },
        None => printer.find(&slip.serial.to_string()),
    }
}

/// The printed slips whose job its printer may still hold: what a crash between printing and purging left. Each is to be
/// purged at its own printer.
///
/// # Errors
/// The store's.
pub fn unpurged(house: &House) -> Result<Vec<Issuance>, Error> {
    Ok(store::issuance::unpurged(&house.reader()?)?)
}

/// Right after printing: what does not succeed is found again by [`unpurged`].
fn purge_quietly(house: &House, by: &Session, id: IssuanceId, printer: &dyn Destination) {
    if purge(house, by, id, printer).is_err() {
        tracing::warn!("a printed job was not purged; it will be asked for again");
    }
}

/// After the end: asks that nothing of the job be kept, checks it, and notes it. Answers whether the printer still holds
/// the document.
///
/// # Errors
/// A refusal for another window's slip, another printer, or a job that goes on; as [`House::transact`], and the printer's.
pub fn purge(house: &House, by: &Session, id: IssuanceId, printer: &dyn Destination) -> Result<Remains, Error> {
    let slip = line(house, id)?;
    refuse_other_window(by.actor(), &slip)?;
    if printer.address() != slip.printer {
        return refuse(
            "other_printer",
            format!("La clave de serie {} se envió a otra impresora: {}.", slip.serial, slip.printer),
        );
    }
    if !slip.state.is_terminal() && slip.state != IssuanceState::Printed {
        return refuse(
            "slip_state",
            format!("La clave de serie {} está {}: su impresión sigue.", slip.serial, slip.state.spanish()),
        );
    }
    let job = match slip.job_id.and_then(JobId::new) {
        Some(job) => Some(job),
        None => printer.find(&slip.serial.to_string())?.map(|(job, _)| job),
    };
    let remains = match job {
        Some(job) => printer.purge(job)?,
        None => Remains::Nothing,
    };
    if remains != Remains::Document && !slip.purged {
        house.perform(by, &MarkPurged { issuance: id })?;
    }
    Ok(remains)
}
