//! The turned screen: who answers for it, and the one thing of it that takes long.

use std::sync::Arc;

use super::{Desk, PrintJob, Ticket};
use crate::domain::chosen_key::ChosenKey;
use crate::domain::id::{SelfServiceId, TurnId};
use crate::domain::procedure::PersonalAnswer;
use crate::ops::self_service::{ChooseKey, Chosen, hashed_answers, hashed_key, refuse_own_number};
use crate::ops::turn::confirmation_alone;

impl Desk {
    /// The screen is turned to whoever came: from now on only what is for self-service is done here, in the name of whoever is
    /// at the window, until they log in again. Answers whether somebody is.
    pub fn turn_screen(&self) -> bool {
        let session = self.office.session().ok();
        let turned = session.map(|session| Arc::new(session.turned()));
        let is_turned = turned.is_some();
        self.office.set_session(turned);
        is_turned
    }

    /// Prints the confirmation of a turn that was booked at the turned screen a moment ago.
    pub fn print_booked(&self, turn: TurnId) -> PrintJob<()> {
        self.print_in_the_name_of(move |house, session| {
            let (code, document) = confirmation_alone(house, session, turn)?;
            Ok((format!("turno-{code}"), document))
        })
    }

    /// Chooses a key: its hash takes longer than a frame.
    pub fn choose_key(
        &self,
        flow: SelfServiceId,
        key: ChosenKey,
        declares: bool,
        personal: Vec<PersonalAnswer>,
    ) -> Ticket<Chosen> {
        let session = self.office.session();
        self.writer.hand_in(move |bench| {
            let reader = bench.office.house()?.reader()?;
            refuse_own_number(&reader, flow, &key)?;
            let personal = hashed_answers(&personal)?;
            let operation = ChooseKey { flow, key_hash: hashed_key(&key)?, declares, personal };
            bench.office.perform(session?.as_ref(), &operation)
        })
    }
}
