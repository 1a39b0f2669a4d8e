//! How the letters stand, for those who look.

use chrono::NaiveDate;

use super::change::{self, MailSettings};
use crate::domain::calendar::Moment;
use crate::domain::id::{IssuanceId, TurnId, VisitId};
use crate::domain::mail::{GIVEN_UP_AFTER_HOURS, Intent, MailFault, MailState};
use crate::domain::number::EmployerNumber;
use crate::domain::procedure;
use crate::domain::turn::TurnState;
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::reading::Supervising;
use crate::store::centre::Centre;
use crate::store::outbox::Queued;
use crate::store::{self, Reader};

/// How a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Waiting, sent, or given up.
    pub state: MailState,
    /// What kept it from being carried, the last time that it was tried.
    pub fault: Option<MailFault>,
    /// When it was sent or given up; while it waits, when it is tried next.
    pub at: Moment,
    /// Was it tried at all?
    pub was_tried: bool,
}

impl Standing {
    fn of(queued: &Queued) -> Self {
        Self {
            state: queued.state,
            fault: queued.fault,
            at: Moment(queued.ended_at_ms.unwrap_or(queued.next_try_ms)),
            was_tried: queued.attempts > 0,
        }
    }
}

/// How the letter to the employer stands whose key was delivered; nothing where none was queued.
///
/// # Errors
/// The store's.
pub fn notice_of(reader: &Reader, slip: IssuanceId) -> Result<Option<Standing>, Error> {
    Ok(store::outbox::about(reader, Intent::KeyDelivered(slip))?.as_ref().map(Standing::of))
}

/// A letter that was given up, and what it was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsent {
    /// Of what nobody was told.
    pub about: UnsentAbout,
    /// Why not.
    pub fault: MailFault,
}

/// Of what nobody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnsentAbout {
    /// A key that was delivered to an employer.
    Delivered {
        /// The visit.
        visit: VisitId,
        /// Its serial.
        serial: String,
        /// The employer.
        employer: EmployerNumber,
    },
    /// A key that was chosen by oneself.
    Chosen {
        /// By which procedure, by its id.
        procedure: String,
        /// Whose it is: the employer's number, or the person's.
        number: String,
    },
    /// A turn that was booked, or moved.
    Booked {
        /// Its code.
        code: String,
    },
}

impl Unsent {
    /// What happened, and what to do.
    #[must_use]
    pub fn in_words(&self) -> String {
        let late = if self.fault.is_permanent() { String::new() } else { format!(" en {GIVEN_UP_AFTER_HOURS} horas") };
        let what = match &self.about {
            UnsentAbout::Delivered { serial, employer, .. } => {
                format!("El aviso al empleador {employer} de que se entregó la clave de serie {serial}")
            }
            UnsentAbout::Chosen { procedure, number } => {
                let name = procedure::name_of(procedure);
                format!("El aviso a {number} de que en el autoservicio se eligió una clave nueva ({name})")
            }
            UnsentAbout::Booked { code } => format!("La confirmación del turno reservado {code}"),
        };
        format!("{what} no se pudo enviar por correo{late}. {}", self.fault.sentence())
    }

    /// The visit that it goes back to.
    #[must_use]
    pub fn visit(&self) -> Option<VisitId> {
        match self.about {
            UnsentAbout::Delivered { visit, .. } => Some(visit),
            UnsentAbout::Chosen { .. } | UnsentAbout::Booked { .. } => None,
        }
    }
}

/// The letters that were given up on an accounting day.
///
/// # Errors
/// The store's.
pub fn unsent_on(reader: &Reader, _by: Supervising, centre: &Centre, day: NaiveDate) -> Result<Vec<Unsent>, Error> {
    let mut unsent = Vec::new();
    for queued in store::outbox::failed_on(reader, centre.id, day)? {
        let fault = queued.fault.unwrap_or(MailFault::NoServer);
        let about = match queued.intent {
            // Whoever waits for a code or a link is told at the screen.
            Intent::Challenge(_) => None,
            // Nobody comes any more.
            Intent::TurnBooked(turn) if fault == MailFault::TurnCancelled || is_cancelled(reader, turn)? => None,
            intent => about(reader, intent)?,
        };
        unsent.extend(about.map(|about| Unsent { about, fault }));
    }
    Ok(unsent)
}

fn is_cancelled(reader: &Reader, turn: TurnId) -> Result<bool, Error> {
    Ok(store::turn::get(reader, turn)?.is_none_or(|row| row.turn.state == TurnState::Cancelled))
}

fn about(reader: &Reader, intent: Intent) -> Result<Option<UnsentAbout>, Error> {
    Ok(match intent {
        Intent::Challenge(_) => None,
        Intent::KeyDelivered(slip) => store::issuance::get(reader, slip)?.map(|slip| UnsentAbout::Delivered {
            visit: slip.visit,
            serial: slip.serial.to_string(),
            employer: slip.employer,
        }),
        Intent::KeyChosen(flow) => store::self_service::get(reader, flow)?.map(|flow| UnsentAbout::Chosen {
            number: if flow.employer.0.is_empty() { flow.person.to_string() } else { flow.employer.0 },
            procedure: flow.procedure,
        }),
        Intent::TurnBooked(turn) => {
            store::turn::get(reader, turn)?.map(|row| UnsentAbout::Booked { code: row.turn.code.to_string() })
        }
    })
}

/// The mail as a supervisor sees it in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailOverview {
    /// What is set.
    pub settings: MailSettings,
    /// Is a password kept?
    pub has_password: bool,
    /// How many letters wait.
    pub waiting: u32,
    /// The store is a demonstration's: whatever is set, nothing is sent.
    pub is_demo: bool,
}

/// The mail as it is set, and what waits.
///
/// # Errors
/// The store's.
pub fn overview(house: &House, reader: &Reader, _by: Supervising) -> Result<MailOverview, Error> {
    let centre = house.centre().id;
    Ok(MailOverview {
        settings: change::load(reader, centre)?,
        has_password: change::password(reader, centre)?.is_some(),
        waiting: store::outbox::waiting(reader, centre)?,
        is_demo: house.is_demo(),
    })
}
