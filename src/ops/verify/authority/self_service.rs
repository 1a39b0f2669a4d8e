//! What people did by themselves: each row is what the entry says that began it, and each key that was chosen, and each one
//! that its owner unlocked, goes back to a link that was sent, and came back, in entries of that order.
//!
//! A link is known by its mark, in the entry of its sending and in that of its use: whoever has the store's key and puts the
//! hash of a link of their own in its place opens one that was never sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Said;
use crate::domain::challenge::ChallengeKind;
use crate::domain::journal::Entry;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::register::UnlockedIn;
use crate::ops::house::operation::Operation as _;
use crate::ops::mail::NoteSent;
use crate::ops::procedure::{AnswerQuestions, BEGINNINGS};
use crate::ops::self_service::{ChooseKey, GiveCode, OpenLink, mark};
use crate::ops::verify::{Stop, problem};
use crate::store::erasure::ERASED;
use crate::store::key_unlock::KeyUnlock;
use crate::store::self_service::Flow;
use crate::store::{self, Reader};

/// What people did by themselves, as the journal knows it.
#[derive(Default)]
pub(super) struct RebuiltSelfService {
    /// What was begun, by the number of its entry.
    begun: BTreeMap<i64, Begun>,
    /// The marks of what was sent, with the flow that it was sent for, unless that was erased.
    sent: HashMap<String, Option<i64>>,
    /// The flows in which a code came back that was sent, or all questions were answered.
    proved: BTreeSet<(i64, &'static str)>,
    /// The flows whose link came back, and in which no key was chosen since.
    opened: BTreeSet<i64>,
    /// The keys that were chosen, by the number of their entry.
    chosen: BTreeMap<i64, Chosen>,
    /// The unlockings, by the number of their entry.
    unlocked: BTreeMap<i64, Entry>,
}

struct Begun {
    entry: Entry,
    procedure: ProcedureId,
    /// For whom, unless that was erased.
    person: Option<String>,
    employer: Option<(String, String)>,
}

struct Chosen {
    flow: i64,
    mark: String,
    at_ms: i64,
}

impl RebuiltSelfService {
    /// An entry about what somebody does by themselves; one that goes back to nothing is named.
    pub(super) fn take(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        if let Some((_, procedure)) = BEGINNINGS.iter().find(|(name, _)| *name == entry.operation) {
            self.begin(said, procedure);
            return Ok(());
        }
        match entry.operation.as_str() {
            GiveCode::NAME => self.take_code(entry),
            AnswerQuestions::NAME if entry.code == "right" => {
                self.proved.insert((entry.subject_id, ChallengeKind::KeyLink.code()));
                Ok(())
            }
            OpenLink::NAME => self.take_link(entry),
            ChooseKey::NAME => self.take_key(entry),
            _ => Ok(()),
        }
    }

    /// An entry about a code or a link: that its letter was sent.
    pub(super) fn take_sent(&mut self, said: &Said<'_>) {
        let entry = said.entry;
        if entry.operation == NoteSent::NAME
            && let Some((_, mark)) = entry.code.split_once(' ')
        {
            let flow = said.told("/flow").and_then(|flow| flow.as_i64());
            self.sent.insert(mark.to_owned(), flow);
        }
    }

    fn begin(&mut self, said: &Said<'_>, procedure: &ProcedureId) {
        let text = |place| said.text(place).map(str::to_owned);
        let person = text("/number");
        // Where the detail is there and names no employer, it is for none.
        let of_employer = || (text("/employer").unwrap_or_default(), text("/branch").unwrap_or_default());
        let employer = person.is_some().then(of_employer);
        let begun = Begun { entry: said.entry.clone(), procedure: *procedure, person, employer };
        self.begun.insert(said.entry.number, begun);
    }

    fn take_code(&mut self, entry: &Entry) -> Result<(), String> {
        let Some((kind, mark)) = right(&entry.code) else { return Ok(()) };
        self.hold_sent(entry, mark)?;
        if kind == ChallengeKind::RecoveryCode {
            self.proved.insert((entry.subject_id, ChallengeKind::RecoveryLink.code()));
        }
        Ok(())
    }

    fn take_link(&mut self, entry: &Entry) -> Result<(), String> {
        let Some((kind, mark)) = right(&entry.code) else { return Ok(()) };
        self.hold_sent(entry, mark)?;
        if kind == ChallengeKind::UnlockLink {
            self.unlocked.insert(entry.number, entry.clone());
            return Ok(());
        }
        if !self.proved.contains(&(entry.subject_id, kind.code())) {
            return Err(format!(
                "La entrada {} abre un enlace del autoservicio {}, y según la bitácora allí no se había dado el código ni \
                 respondido las preguntas.",
                entry.number, entry.subject_id
            ));
        }
        self.opened.insert(entry.subject_id);
        Ok(())
    }

    /// What came back was sent before, and for the same flow.
    fn hold_sent(&self, entry: &Entry, mark: &str) -> Result<(), String> {
        match self.sent.get(mark) {
            Some(flow) if flow.is_none_or(|flow| flow == entry.subject_id) => Ok(()),
            _ => Err(format!(
                "La entrada {} dice que el autoservicio {} siguió con un código o un enlace que, según la bitácora, no se \
                 había enviado para él.",
                entry.number, entry.subject_id
            )),
        }
    }

    fn take_key(&mut self, entry: &Entry) -> Result<(), String> {
        if !self.opened.remove(&entry.subject_id) {
            return Err(format!(
                "La entrada {} elige una clave en el autoservicio {}, y según la bitácora no se había abierto su enlace.",
                entry.number, entry.subject_id
            ));
        }
        let chosen = Chosen { flow: entry.subject_id, mark: entry.code.clone(), at_ms: entry.at_ms };
        self.chosen.insert(entry.number, chosen);
        Ok(())
    }

    /// Compares with the tables. `erasure`: people were erased, or at least that was begun.
    pub(super) fn compare(mut self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        store::self_service::walk(reader, |row| -> Result<(), Stop> {
            match self.begun.remove(&row.journal_number).is_some_and(|begun| begun.is_said_of(&row, erasure)) {
                true => Ok(()),
                false => problem(format!(
                    "El autoservicio {} no es el que dice la entrada {} de la bitácora.",
                    row.id, row.journal_number
                )),
            }
        })?;
        if let Some((entry, begun)) = self.begun.first_key_value() {
            return problem(format!(
                "La entrada {entry} empezó el autoservicio {}, y el almacén no lo tiene.",
                begun.entry.subject_id
            ));
        }
        store::chosen_key::walk(reader, |row| -> Result<(), Stop> {
            let is_said = self.chosen.remove(&row.journal_number).is_some_and(|said| {
                (said.flow, said.at_ms) == (row.flow.0, row.made_at_ms) && said.mark == mark(&row.hash)
            });
            match is_said {
                true => Ok(()),
                false => problem(format!(
                    "La clave elegida en el autoservicio {} no es la que dice la entrada {} de la bitácora.",
                    row.flow, row.journal_number
                )),
            }
        })?;
        if let Some((entry, chosen)) = self.chosen.first_key_value() {
            return problem(format!(
                "La entrada {entry} eligió una clave en el autoservicio {}, y el almacén no la tiene.",
                chosen.flow
            ));
        }
        self.compare_unlocked(reader)
    }

    fn compare_unlocked(mut self, reader: &Reader) -> Result<(), Stop> {
        store::key_unlock::walk(reader, |row| -> Result<(), Stop> {
            let UnlockedIn::SelfService(flow) = row.occasion else { return Ok(()) };
            let said = self.unlocked.remove(&row.journal_number);
            match said.is_some_and(|entry| entry.subject_id == flow.0 && is_said_of_unlock(&entry, &row)) {
                true => Ok(()),
                false => problem(format!(
                    "El desbloqueo del autoservicio {flow} no es el que dice la entrada {} de la bitácora.",
                    row.journal_number
                )),
            }
        })?;
        match self.unlocked.first_key_value() {
            None => Ok(()),
            Some((entry, said)) => problem(format!(
                "La entrada {entry} desbloqueó una clave en el autoservicio {}, y el almacén no tiene ese desbloqueo.",
                said.subject_id
            )),
        }
    }
}

impl Begun {
    fn is_said_of(&self, row: &Flow, erasure: bool) -> bool {
        let (entry, own) = (&self.entry, row.person.as_str());
        let is_erased = |it: &str| erasure && it.contains(ERASED);
        let is_theirs = self.person.as_deref().is_none_or(|person| person == own) || is_erased(own);
        let (employer, branch) = &row.employer;
        let is_of = |(number, of): &(String, String)| number == employer && of == branch;
        let is_for = self.employer.as_ref().is_none_or(is_of) || is_erased(employer);
        (entry.subject_id, self.procedure.as_str()) == (row.id.0, row.procedure.as_str())
            && (entry.centre, entry.window, entry.user) == (row.centre, row.window, row.begun_by)
            && (entry.accounting_day, entry.at_ms) == (row.accounting_day, row.begun_at_ms)
            && is_theirs
            && is_for
    }
}

fn is_said_of_unlock(entry: &Entry, row: &KeyUnlock) -> bool {
    (entry.centre, entry.window, entry.user) == (row.centre, row.window, row.unlocked_by)
        && (entry.accounting_day, entry.at_ms) == (row.accounting_day, row.unlocked_at_ms)
}

/// What came back rightly, of an entry's code: of which kind, and its mark.
fn right(code: &str) -> Option<(ChallengeKind, &str)> {
    let (kind, rest) = code.split_once(' ')?;
    Some((ChallengeKind::from_code(kind)?, rest.strip_prefix("right ")?))
}
