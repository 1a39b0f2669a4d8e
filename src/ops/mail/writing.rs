//! A letter about something, written when it is sent: from what the store says then.

use chrono::Datelike as _;

use super::proving;
use crate::domain::calendar::{Moment, day_in_words, weekday_name};
use crate::domain::email::Email;
use crate::domain::id::{IssuanceId, TurnId};
use crate::domain::mail::{Intent, MailFault};
use crate::domain::number::EmployerNumber;
use crate::domain::procedure;
use crate::domain::system::ForLog as _;
use crate::domain::turn::{Origin, TurnState};
use crate::mail::{Failure, KEY_DELIVERED, Letter, Party, Picture, TURN_BOOKED};
use crate::ops::error::Error;
use crate::ops::hexadecimal;
use crate::ops::house::House;
use crate::ops::issuance::handed_over;
use crate::store::outbox::Queued;
use crate::store::{self, Reader};

/// The letter, or why there can be none.
pub(super) fn write(
    house: &House,
    reader: &Reader,
    from: &Party,
    queued: &Queued,
) -> Result<Result<Letter, Failure>, Error> {
    // The same whenever it is written: a mailbox that gets it twice can tell.
    let id = format!("{}.{}", hexadecimal(&house.store_id()), queued.id);
    let named = (id.as_str(), Moment(queued.queued_at_ms));
    match queued.intent {
        Intent::KeyDelivered(slip) => key_delivered(house, reader, from, named, slip),
        Intent::Challenge(challenge) => {
            // With another secret it is another letter.
            let id = format!("{id}.{}", queued.attempts);
            proving::challenge(house, reader, from, (&id, house.clock().now()), challenge)
        }
        Intent::KeyChosen(flow) => proving::key_chosen(house, reader, from, named, flow),
        Intent::TurnBooked(turn) => {
            // Of a turn that was moved another letter is written, which no mailbox is to take for the one before.
            let id = format!("{id}.{}", queued.queued_at_ms);
            turn_booked(house, reader, from, (&id, named.1), turn)
        }
    }
}

/// That a key was handed over, for the employer: who received it and in what quality, and never the key, which nobody has
/// any more, nor anybody's number.
fn key_delivered(
    house: &House,
    reader: &Reader,
    from: &Party,
    (id, at): (&str, Moment),
    slip: IssuanceId,
) -> Result<Result<Letter, Failure>, Error> {
    let Some(slip) = store::issuance::get(reader, slip)? else { return Ok(Err(MailFault::Gone.into())) };
    let employer = store::employer::by_number(reader, &slip.employer)?;
    let address = employer.as_ref().and_then(|employer| Email::parse(&employer.email).ok());
    let Some(address) = address else { return Ok(Err(MailFault::NoAddress.into())) };
    // Whoever got the key by a trick would send the warning to themselves.
    if !employer.is_some_and(|employer| employer.provenance.is_trusted()) {
        return Ok(Err(MailFault::AddressByHand.into()));
    }
    let told = match handed_over(house, reader, &slip) {
        Ok(told) => told,
        Err(Error::Store(fault)) => return Err(fault.into()),
        // The papers of the visit were erased, or do not read: there is nothing to say any more.
        Err(fault) => {
            tracing::warn!(error = fault.for_log(), "a letter could not be written");
            return Ok(Err(MailFault::Gone.into()));
        }
    };
    let zone = house.centre().zone;
    let handed_over_at = Moment(slip.ended_at_ms.unwrap_or(slip.reserved_at_ms));
    let local = handed_over_at.local(zone);
    let number_name = match slip.employer {
        EmployerNumber::Ruc(_) => "RUC",
        EmployerNumber::Domestic(_) => "Número de servicio doméstico",
    };
    let to = Party { name: told.employer.name.clone(), address };
    let values = [
        ("day", day_in_words(handed_over_at.day(zone))),
        ("hour", local.format("%H:%M").to_string()),
        ("centre", told.occasion.centre),
        ("employer", told.employer.name),
        ("number_name", number_name.into()),
        ("number", slip.employer.to_string()),
        ("branch", slip.branch.to_string()),
        ("serial", slip.serial.to_string()),
        ("recipient", told.recipient.name),
        ("quality", told.recipient_role),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(Letter::write((from, &to), (id, at), KEY_DELIVERED, &values, house.is_demo()))
}

/// That a turn was booked here, or moved, for whoever booked it: nobody's number, and no name that a stranger could read at an
/// address that was mistyped.
fn turn_booked(
    house: &House,
    reader: &Reader,
    from: &Party,
    named: (&str, Moment),
    id: TurnId,
) -> Result<Result<Letter, Failure>, Error> {
    let Some(row) = store::turn::get(reader, id)? else { return Ok(Err(MailFault::Gone.into())) };
    if row.turn.state == TurnState::Cancelled {
        return Ok(Err(MailFault::TurnCancelled.into()));
    }
    let contact = store::turn::contact(reader, id)?;
    let address = contact.and_then(|contact| Email::parse(&contact.email).ok());
    let (Some(address), Origin::Online { hour }) = (address, row.turn.origin) else {
        return Ok(Err(MailFault::Gone.into()));
    };
    let turn = &row.turn;
    let (bring, some) = procedure::find(turn.procedure).map(|it| it.card.to_bring().in_words()).unwrap_or_default();
    let values = [
        ("weekday", weekday_name(turn.day.weekday()).to_owned()),
        ("day", day_in_words(turn.day)),
        ("hour", hour.format("%H:%M").to_string()),
        ("centre", house.centre().name.clone()),
        ("procedure", procedure::name(turn.procedure).to_owned()),
        ("code", turn.code.to_string()),
        ("bring", bring),
        ("some", some),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let to = Party { name: String::new(), address };
    let pictured = (Picture::Bars(turn.code.as_str()), house.is_demo());
    Ok(Letter::write_with_picture((from, &to), named, TURN_BOOKED, &values, pictured))
}
