//! Who made which turn, and when: it decides whether whoever attends may serve a company's turn without a second person.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Said, UsedBySlips};
use crate::domain::approval::used_in;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::{TurnId, UserId};
use crate::domain::journal::{Digest, Entry, Outcome};
use crate::domain::ledger::is_salted;
use crate::domain::number::EmployerNumber;
use crate::ops::house::operation::Operation as _;
use crate::ops::house::run::Run as _;
use crate::ops::import::{AgendaImport, MADE};
use crate::ops::issuance::{SALT, holder_mark};
use crate::ops::turn::{BookAlone, BookTurn, GiveWalkIn, TypeConfirmation};
use crate::ops::verify::{Stop, problem};
use crate::store::turn::{RecordedFrom, TurnMade};
use crate::store::{self, Reader};

/// The turns as the journal knows them.
#[derive(Default)]
pub(super) struct RebuiltTurns {
    made: HashMap<i64, Made>,
    /// Whose a turn was when keys were entered for it.
    holders: HashMap<i64, Holder>,
    /// The chunks of agendas that do not say any more, or did not say yet, which turns they made: by who imported and when.
    unsaid: HashMap<(UserId, i64), Unsaid>,
}

/// Whose a turn was when a key was entered for it.
struct Holder {
    /// The last entry that says so.
    entry: i64,
    /// The digest of the number.
    number: Digest,
    /// The mark of what that number is and of the name, where an entry says it.
    is: Option<String>,
}

/// A chunk that does not say which turns it made.
struct Unsaid {
    entry: i64,
    /// The first turn that a window made since: what the chunk made has a lower id.
    below: Option<i64>,
}

impl Unsaid {
    fn may_have_made(&self, turn: i64) -> bool {
        self.below.is_none_or(|below| turn < below)
    }
}

struct Made {
    entry: i64,
    by: UserId,
    at_ms: i64,
    from: RecordedFrom,
    /// The day that an agenda put it on.
    day: Option<NaiveDate>,
}

impl RebuiltTurns {
    /// An entry about a turn.
    pub(super) fn take(&mut self, said: &Said<'_>) {
        let from = match said.entry.operation.as_str() {
            TypeConfirmation::NAME => RecordedFrom::Confirmation,
            GiveWalkIn::NAME | BookTurn::NAME | BookAlone::NAME => RecordedFrom::Window,
            _ => return,
        };
        let Entry { number, user, at_ms, subject_id, .. } = *said.entry;
        self.made.insert(subject_id, Made { entry: number, by: user, at_ms, from, day: None });
        for chunk in self.unsaid.values_mut() {
            chunk.below.get_or_insert(subject_id);
        }
    }

    /// An entry of a run.
    pub(super) fn take_chunk(&mut self, said: &Said<'_>) {
        let entry = said.entry;
        if entry.outcome != Outcome::Chunk || entry.operation != AgendaImport::<std::io::Empty>::NAME {
            return;
        }
        let told = said.told(&format!("/{MADE}")).cloned();
        let made: Option<Vec<(TurnId, NaiveDate)>> = told.and_then(|told| serde_json::from_value(told).ok());
        let Entry { number, user: by, at_ms, .. } = *entry;
        match made {
            Some(made) => {
                let of_agenda = |day| Made { entry: number, by, at_ms, from: RecordedFrom::Agenda, day: Some(day) };
                self.made.extend(made.into_iter().map(|(id, day)| (id.0, of_agenda(day))));
            }
            // Whose entry said it once, and who was erased since, made it all the same.
            None if (said.detail.is_none() && !(said.says_moment && entry.code != MADE)) || !said.full => {
                self.unsaid.insert((by, at_ms), Unsaid { entry: number, below: None });
            }
            None => {}
        }
    }

    /// A key that was entered in the ledger: of a company's turn that its clerk made, only by a supervisor's word.
    /// `is_own` says whether the first account may be one that the second one's owner made for themselves.
    pub(super) fn take_key(
        &self,
        said: &Said<'_>,
        used: &UsedBySlips,
        zone: Zone,
        is_own: impl Fn(UserId, UserId) -> bool,
    ) -> Result<(), String> {
        let entry = said.entry;
        // Whose code is bound with a salt was a person to the register, which the number may belie.
        let may_be = |number| EmployerNumber::parse(number).is_ok_and(|number| number.may_be_a_company_s());
        let is_company = !is_salted(used_in(&entry.code).0)
            || (said.says_moment && said.text(&format!("/{SALT}/1")).is_some_and(may_be));
        let turn = said.told("/turn").and_then(serde_json::Value::as_i64).filter(|_| said.full && is_company);
        let Some(turn) = turn else { return Ok(()) };
        let Some(made) = self.made.get(&turn) else {
            return match self.unsaid.values().any(|chunk| chunk.may_have_made(turn)) {
                true => Ok(()),
                false => Err(format!("La clave de la entrada {} es de un turno que nadie hizo.", entry.number)),
            };
        };
        // Such a chunk may have taken it over from whoever had made it.
        if self.unsaid.values().any(|chunk| chunk.entry > made.entry && chunk.may_have_made(turn)) {
            return Ok(());
        }
        let is_of_before = made.day.is_some_and(|day| Moment(made.at_ms).day(zone) < day);
        let is_theirs = made.by == entry.user || (said.says_moment && is_own(made.by, entry.user));
        let maker = match made.by == entry.user {
            true => "quien la emitió",
            false => "alguien que puede ser quien la emitió, con otra cuenta",
        };
        match is_theirs && !is_of_before && !used.own_turns.contains(&entry.subject_id) {
            false => Ok(()),
            true => Err(format!(
                "La clave de la entrada {} es de un turno de empresa que hizo {maker}, y nadie de supervisión lo \
                 aprobó.",
                entry.number
            )),
        }
    }

    /// Whose turn it was when a key was entered: whoever was served stays its holder, for each further key too.
    pub(super) fn take_holder(&mut self, said: &Said<'_>, number: &str, is: Option<&str>) -> Result<(), String> {
        let entry = said.entry.number;
        let Some(turn) = said.told("/turn").and_then(serde_json::Value::as_i64) else { return Ok(()) };
        let number = Digest::of(number.as_bytes());
        let before = self.holders.get(&turn);
        let other = before.filter(|before| {
            before.number != number || before.is.as_deref().zip(is).is_some_and(|(before, is)| before != is)
        });
        if let Some(Holder { entry: before, .. }) = other {
            return Err(format!(
                "La clave de la entrada {entry} es de un turno que era de otra persona cuando se emitió la clave de la \
                 entrada {before}."
            ));
        }
        let is = is.map(str::to_owned).or_else(|| before.and_then(|before| before.is.clone()));
        self.holders.insert(turn, Holder { entry, number, is });
        Ok(())
    }

    /// Compares with the table.
    pub(super) fn compare(self, reader: &Reader) -> Result<(), Stop> {
        store::turn::walk_made(reader, |row| -> Result<(), Stop> {
            if !self.explains(&row) {
                return problem(format!(
                    "Del turno {}, el almacén no dice quién lo hizo, cuándo o de dónde según la bitácora.",
                    row.code
                ));
            }
            let is = holder_mark(&row.holder_kind, &row.holder, &row.holder_name);
            let is_other = |holder: &&Holder| {
                holder.number != Digest::of(row.holder.as_bytes())
                    || holder.is.as_ref().is_some_and(|holder| *holder != is)
            };
            match self.holders.get(&row.id.0).filter(is_other) {
                Some(Holder { entry, .. }) => problem(format!(
                    "El turno {} no es en el almacén de quien era cuando se emitió la clave de la entrada {entry}.",
                    row.code
                )),
                _ => Ok(()),
            }
        })
    }

    fn explains(&self, row: &TurnMade) -> bool {
        let is_said = self.made.get(&row.id.0).is_some_and(|made| {
            let is_day = made.day.is_none_or(|day| day == row.day);
            (made.by, made.at_ms, made.from) == (row.by, row.at_ms, row.from) && is_day
        });
        let is_unsaid = |chunk: Option<&Unsaid>| chunk.is_some_and(|chunk| chunk.may_have_made(row.id.0));
        // An agenda of earlier versions left it at the confirmation from which somebody had typed the turn.
        is_said || (row.from != RecordedFrom::Window && is_unsaid(self.unsaid.get(&(row.by, row.at_ms))))
    }
}
