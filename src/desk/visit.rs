//! What a visit asks of more than one lane.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::printing::{AtPrinter, PrintJob, SaidSoFar};
use super::ticket::pair;
use super::{Desk, Error, Ticket};
use crate::domain::duty::Duty;
use crate::domain::id::{IssuanceId, TurnId, VisitId};
use crate::domain::ledger::IssuanceState;
use crate::domain::system::ForLog as _;
use crate::ops::issuance::{self, Issued, Step};
use crate::ops::{self, House, Session, new_op_id, refuse};
use crate::print::documents::Document;

impl Desk {
    /// Makes and prints a key, after every draft that was handed in before, and only while whoever asked is at the window.
    pub fn issue(&self, visit: VisitId) -> PrintJob<Issued> {
        let said: SaidSoFar = Arc::new(Mutex::new(String::new()));
        let cancel = self.cancel_flag();
        let (ticket, counterfoil) = pair(&self.office.waker);
        let inlet = self.printer.inlet();
        let (hears, flag) = (Arc::clone(&said), cancel.clone());
        let waker = Arc::clone(&self.office.waker);
        let asked_by = self.office.session();
        // Through the writer's queue, so that the last draft is saved before the key is made.
        let barrier: Ticket<()> = self.writer.hand_in(move |_| {
            if let Some(inlet) = inlet {
                inlet.pass_on(counterfoil, move |bench: &mut super::Bench<AtPrinter>| {
                    let (house, session) = (bench.office.house()?, asked_by?);
                    if !bench.office.is_at_the_window(&session) {
                        return Err(Error::NotOpen);
                    }
                    let printer = bench.destination(&house)?;
                    let mut tell = |step: Step| {
                        let words = match step {
                            Step::Reserved(serial) => format!("Serie {serial} reservada…"),
                            Step::Sent => "Enviada a la impresora…".to_owned(),
                            Step::Printer(words) => format!("Impresora: {words}"),
                        };
                        *hears.lock().unwrap_or_else(PoisonError::into_inner) = words;
                        waker();
                    };
                    let issued =
                        issuance::issue(&house, &session, new_op_id()?, visit, printer.as_ref(), &flag, &mut tell);
                    bench.office.changed(ISSUED);
                    Ok(issued?)
                });
            }
            Ok(())
        });
        // The queue that refused took the counterfoil with it: the ticket says `Gone`. Nobody waits for the barrier itself.
        drop(barrier);
        PrintJob { ticket, said, cancel }
    }

    /// Prints the acknowledgement of a slip, in the name of whoever is at the window.
    pub fn print_acknowledgement(&self, id: IssuanceId) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            let slip = crate::ops::view::slip(&house.reader()?, id)?;
            Ok((format!("acuse-{}", slip.serial), issuance::acknowledgement(house, session, id)?))
        })
    }

    /// Prints the "Constancia de atención" of a visit.
    pub fn print_constancia(&self, visit: VisitId) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            Ok((format!("constancia-{visit}"), issuance::constancia(house, session, visit)?))
        })
    }

    /// Prints the "Confirmación del turno" of a turn that was booked here.
    pub fn print_turn_confirmation(&self, turn: TurnId) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            let (code, document) = issuance::turn_confirmation(house, session, turn)?;
            Ok((format!("turno-{code}"), document))
        })
    }

    /// Prints the ticket of whoever waits for their turn.
    pub fn print_ticket(&self, turn: TurnId) -> PrintJob<()> {
        let paper = self.station().ticket_paper;
        self.print_in_the_name_of(move |house, session| {
            let (code, document) = ops::turn::ticket(house, session, turn, paper)?;
            Ok((format!("turno-{code}"), document))
        })
    }

    /// Prints the act of a closed day, in the name of the supervisor at the window.
    pub fn print_day_act(&self, day: NaiveDate) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            Ok((format!("acta-{day}"), ops::day::act(house, session, day)?))
        })
    }

    /// Asks the slip's own printer what became of it: after a crash.
    pub fn look_up(&self, id: IssuanceId) -> Ticket<IssuanceState> {
        self.printer.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let printer = bench.destination_of(&house, id)?;
            let state = issuance::look_up(&house, &session, id, printer.as_ref());
            bench.office.changed(ISSUED);
            Ok(state?)
        })
    }

    /// Asks the printer to keep nothing of a slip that is settled. What does not succeed is asked again at the next login.
    pub fn purge(&self, id: IssuanceId) {
        let ticket: Ticket<()> = self.printer.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let printer = bench.destination_of(&house, id)?;
            issuance::purge(&house, &session, id, printer.as_ref())?;
            Ok::<_, Error>(())
        });
        drop(ticket);
    }
}

impl Desk {
    /// Prints a page that leaves an entry, in the name of whoever is at the window now.
    pub(super) fn print_in_the_name_of(
        &self,
        make: impl FnOnce(&House, &Session) -> Result<(String, Document), ops::Error> + Send + 'static,
    ) -> PrintJob<()> {
        let session = self.office.session();
        self.print(move |house| match session {
            Ok(session) => make(house, &session),
            Err(_) => refuse("role", "La sesión se cerró. Ingrese de nuevo para imprimir."),
        })
    }

    /// What the last time left undone: documents that a printer may still hold, scans that no paper names. Nobody waits
    /// for it, and what does not succeed is asked again at the next login.
    pub fn tidy(&self) {
        if self.house().is_none_or(|house| house.duty() != Duty::Window) {
            return;
        }
        let stop = self.cancel_flag();
        let purged: Ticket<()> = self.printer.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let window = session.actor().window;
            let mine = issuance::unpurged(&house)?.into_iter().filter(|slip| slip.window == window);
            for slip in mine.take(AT_ONCE) {
                if stop.is_cancelled() {
                    break;
                }
                let purged = bench
                    .destination_of(&house, slip.id)
                    .and_then(|printer| Ok(issuance::purge(&house, &session, slip.id, printer.as_ref())?));
                if let Err(error) = purged {
                    // A printer that does not answer now would not for the next one either.
                    tracing::warn!(error = error.for_log(), "a printed job was not purged; it will be asked for again");
                    break;
                }
            }
            Ok::<_, Error>(())
        });
        let cancel = self.cancel_flag();
        let swept: Ticket<u64> = self.images.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            Ok(house.sweep_scans(&session, &cancel)?)
        });
        drop((purged, swept));
    }
}

/// How many jobs of the time before are asked about at one login: whoever prints does not wait for more.
const AT_ONCE: usize = 8;

const ISSUED: &[crate::ops::Changed] = &[crate::ops::Changed::Issuances, crate::ops::Changed::Approvals];
