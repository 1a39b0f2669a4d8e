//! The ticket of whoever waits: their turn's code on paper, to be held against the call screen and read by a reader.

use super::super::error::{Error, known, refuse};
use crate::domain::calendar::Moment;
use crate::domain::id::TurnId;
use crate::domain::procedure;
use crate::domain::turn::TurnState;
use crate::ops::house::operation::{Done, Operation, Subject, Work};
use crate::ops::house::{House, Session};
use crate::ops::issuance::sheet;
use crate::ops::settings::{self, Paper};
use crate::print::documents::{Document, Sheet, TurnTicket, turn_ticket};
use crate::store;

/// Notes that a ticket is printed, before it is.
#[derive(Debug, Clone, Copy)]
pub struct PrintTicket {
    /// Of which turn.
    pub turn: TurnId,
}

impl Operation for PrintTicket {
    const NAME: &'static str = "turn.print_ticket";
    const AT_ARRIVALS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.turn.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let row = known(store::turn::get(work.tx, self.turn)?, "este turno")?;
        let waits = matches!(row.turn.state, TurnState::Arrived | TurnState::Called);
        if row.turn.day != work.day || !waits {
            return refuse(
                "turn_state",
                "El turno se imprime para quien está aquí y espera: registre primero su llegada.",
            );
        }
        Ok(Done::new((), self.turn, &[]))
    }
}

/// The ticket of a turn, to be printed now, with the turn's code; on this paper where it is not the centre's.
///
/// # Errors
/// As [`PrintTicket`]; the store's; a text that no page holds.
pub fn ticket(house: &House, by: &Session, turn: TurnId, paper: Option<Paper>) -> Result<(String, Document), Error> {
    house.perform(by, &PrintTicket { turn })?;
    let reader = house.reader()?;
    let row = known(store::turn::get(&reader, turn)?, "este turno")?;
    let of_centre = sheet(house, &settings::load(&reader, house.centre().id)?);
    let sheet = Sheet { paper: paper.map_or(of_centre.paper, Into::into), ..of_centre };
    let told = TurnTicket {
        code: row.turn.code.to_string(),
        procedure: procedure::name(row.turn.procedure).into(),
        centre: house.centre().name.clone(),
        arrived: row.turn.arrived.unwrap_or(Moment(row.created_at_ms)),
        zone: house.centre().zone,
        has_priority: row.turn.priority.is_some(),
        bring: procedure::find(row.turn.procedure)
            .map(|listed| listed.card.to_bring().everybody.iter().map(|thing| (*thing).to_owned()).collect())
            .unwrap_or_default(),
    };
    Ok((told.code.clone(), turn_ticket(&told, sheet)?))
}
