//! A second person's word: asked with a reason, answered by a supervisor with their own user, used once.

use serde_json::json;

use super::error::{Error, known, reasoned, refuse};
use super::house::{House, Session};
use super::word::{GRANTED, covers, epoch_code, mends_now, whose_slip, whose_visit};
use crate::domain::approval::{Matter, RequestState};
use crate::domain::id::{ApprovalId, IssuanceId, TurnId, UserId, VisitId};
use crate::domain::journal::counted;
use crate::domain::user::{SecondPerson, is_made_by};
use crate::ops::house::clock;
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::house::transact::{Answer, new_op_id};
use crate::store;
use crate::store::approval::Approval;
use crate::store::user::User;
use crate::store::visit::VisitState;

/// Asks for a supervisor's word.
#[derive(Debug, Clone)]
pub struct RequestApproval {
    /// What for.
    pub matter: Matter,
    /// About what.
    pub subject: Subject,
    /// The exact sentence that it covers, where the matter has one: whose key it is and who receives it is added to it.
    pub covers: String,
    /// Why, in the clerk's words.
    pub reason: String,
}

impl Operation for RequestApproval {
    const NAME: &'static str = "approval.request";
    const MENDS: bool = true;
    const WITH_TEMPORARY_PASSWORD: bool = false;
    type Output = ApprovalId;

    fn subject(&self) -> Subject {
        self.subject
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<ApprovalId>, Error> {
        let ask = "Escriba con palabras por qué se pide: supervisión lo lee y queda en la bitácora.";
        let reason = reasoned(&self.reason, ask)?;
        let covers = covers(&self.covers, &self.whose(work)?);
        let id = store::approval::add(
            work.tx,
            &Approval {
                id: ApprovalId(0),
                centre: work.centre.id,
                matter: self.matter,
                subject_kind: self.subject.kind.code().into(),
                subject_id: self.subject.id,
                covers: covers.clone(),
                reason: reason.as_str().into(),
                requested_by: work.actor.user,
                requested_at_ms: work.now.0,
                state: RequestState::Waiting,
                answered_by: None,
                answered_at_ms: None,
                answer_note: String::new(),
                sole_supervisor: false,
            },
        )?;
        Ok(Done::new(id, id, &[Changed::Approvals])
            .code(format!("{}:{}:{}", self.matter.code(), self.subject.kind.code(), self.subject.id))
            .detail(json!({ "about": self.subject.kind.code(), "id": self.subject.id, "covers": covers, "reason": reason.as_str() })))
    }
}

impl RequestApproval {
    /// For whom it is asked, as the store has it: a word serves for them and for nobody else.
    fn whose(&self, work: &Work<'_>) -> Result<String, Error> {
        let id = self.subject.id;
        let is_about = |kind: Subject| self.subject.kind == kind.kind;
        let visit = match self.matter {
            Matter::Override | Matter::SecondKeyToday if is_about(VisitId(0).into()) => {
                store::visit::get(work.tx, VisitId(id))?
            }
            Matter::OwnWalkIn if is_about(TurnId(0).into()) => {
                let mut open = store::visit::of_turn(work.tx, TurnId(id))?;
                open.retain(|visit| visit.state == VisitState::Open);
                let own = open.iter().position(|visit| visit.clerk == work.actor.user);
                open.into_iter().nth(own.unwrap_or_default())
            }
            Matter::DeliveredUnsigned | Matter::SecondVoid if is_about(IssuanceId(0).into()) => {
                let slip = store::issuance::get(work.tx, IssuanceId(id))?;
                return Ok(slip.as_ref().map(whose_slip).unwrap_or_default());
            }
            _ => None,
        };
        Ok(visit.as_ref().map(whose_visit).unwrap_or_default())
    }
}

/// A supervisor answers. Run it through [`House::answer_approval`], which also carries out what an answer changes outside
/// the store.
#[derive(Debug, Clone)]
pub struct AnswerApproval {
    /// Which request.
    pub approval: ApprovalId,
    /// Yes or no.
    pub granted: bool,
    /// What the supervisor says with it: a no says why, a yes may stand by itself.
    pub note: String,
}

impl Operation for AnswerApproval {
    const NAME: &'static str = counted::ANSWER;
    const SIGNED: bool = true;
    const BY_SETTINGS: bool = true;
    const MENDS: bool = true;
    const WITH_TEMPORARY_PASSWORD: bool = false;
    type Output = Matter;

    fn subject(&self) -> Subject {
        self.approval.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Matter>, Error> {
        let mut approval = known(store::approval::get(work.tx, self.approval)?, "este pedido de aprobación")?;
        if approval.state != RequestState::Waiting {
            return refuse("answered", "Este pedido ya fue respondido o retirado.");
        }
        if !self.granted {
            let ask = "Escriba con palabras por qué se rechaza: quien hizo el pedido lo lee, y queda en la bitácora.";
            reasoned(&self.note, ask)?;
        } else if !self.note.trim().is_empty() {
            reasoned(&self.note, "Escriba la nota con palabras, o déjela vacía: queda en la bitácora.")?;
        }
        let answerer = known(store::user::get(work.tx, work.actor.user)?, "este usuario")?;
        let second_person = SecondPerson {
            role: answerer.role,
            is_requester: approval.requested_by == answerer.id,
            made_by_requester: made_by_requester(work, approval.requested_by, &answerer)?,
        };
        approval.sole_supervisor = match second_person.may_answer(work.settings.sole_supervisor) {
            Ok(sole) => sole,
            Err(why) => return refuse("second_person", why),
        };
        let requester = known(store::user::get(work.tx, approval.requested_by)?, "quien pidió")?;
        // Whoever gives a colleague a password could act as that colleague: it is allowed, and seen.
        let own_account = made_by_requester(work, answerer.id, &requester)?;
        approval.state = match (self.granted, mends_now(approval.matter)) {
            (false, _) => RequestState::Refused,
            (true, false) => RequestState::Granted,
            (true, true) => RequestState::Used,
        };
        if self.granted && approval.matter == Matter::ClockSetBack {
            clock::set_baseline(work.tx, work.centre.id, work.now)?;
        }
        let mut epoch = String::new();
        if self.granted && approval.matter == Matter::AnchorMismatch && work.serials_in_doubt {
            // Serials that the entries now missing gave out stand on paper: the same numbers are not given out again.
            epoch = epoch_code(store::centre::raise_serial_epoch(work.tx, work.serial_epoch)?);
        }
        approval.answered_by = Some(work.actor.user);
        approval.answered_at_ms = Some(work.now.0);
        approval.answer_note = self.note.trim().into();
        store::approval::update(work.tx, &approval)?;
        Ok(Done::new(approval.matter, self.approval, &[Changed::Approvals])
            .code(format!(
                "{}:{}{}{}{epoch}",
                approval.matter.code(),
                if self.granted { GRANTED } else { "refused" },
                if own_account { ":own_account" } else { "" },
                if approval.sole_supervisor { ":sole" } else { "" }
            ))
            .detail(json!({
                "note": approval.answer_note,
                "sole_supervisor": approval.sole_supervisor,
                "covers": approval.covers,
            })))
    }
}

/// Whoever asked takes the request back.
#[derive(Debug, Clone)]
pub struct WithdrawApproval {
    /// Which request.
    pub approval: ApprovalId,
}

impl Operation for WithdrawApproval {
    const NAME: &'static str = "approval.withdraw";
    const MENDS: bool = true;
    const WITH_TEMPORARY_PASSWORD: bool = false;
    type Output = ();

    fn subject(&self) -> Subject {
        self.approval.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut approval = known(store::approval::get(work.tx, self.approval)?, "este pedido de aprobación")?;
        if approval.requested_by != work.actor.user || approval.state != RequestState::Waiting {
            return refuse("answered", "Solo quien hizo el pedido puede retirarlo, y solo mientras espera respuesta.");
        }
        approval.state = RequestState::Withdrawn;
        store::approval::update(work.tx, &approval)?;
        Ok(Done::new((), self.approval, &[Changed::Approvals]))
    }
}

/// A supervisor has seen these answers that were given in their name.
#[derive(Debug, Clone)]
pub struct MarkShown {
    /// Which requests: those that were on the screen.
    pub seen: Vec<ApprovalId>,
}

impl Operation for MarkShown {
    const NAME: &'static str = "approval.mark_shown";
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut marked = Vec::new();
        for id in &self.seen {
            if store::approval::mark_shown(work.tx, work.actor.user, *id)? {
                marked.push(id.0);
            }
        }
        if marked.is_empty() {
            return refuse("shown", "No hay nada nuevo aprobado en su nombre: ya lo vio, o lo respondió otra persona.");
        }
        Ok(Done::new((), Subject::HOUSE, &[Changed::Approvals]).detail(json!({ "seen": marked })))
    }
}

impl House {
    /// What was answered in the name of whoever this is, and not yet seen by them: shown at the login, so that nobody
    /// approves with somebody else's password unnoticed. [`MarkShown`] ends it.
    ///
    /// # Errors
    /// The store's.
    pub fn approved_in_my_name(&self, by: &Session) -> Result<Vec<Approval>, Error> {
        Ok(store::approval::not_yet_shown(&self.reader()?, by.actor().user)?)
    }

    /// Has a request this very answer already, from this very supervisor?
    ///
    /// # Errors
    /// A refusal when there is no such request; the store's.
    pub fn has_this_answer(&self, supervisor: &Session, answer: &AnswerApproval) -> Result<bool, Error> {
        let approval = known(store::approval::get(&self.reader()?, answer.approval)?, "este pedido de aprobación")?;
        let was_granted = matches!(approval.state, RequestState::Granted | RequestState::Used);
        let is_so = if answer.granted { was_granted } else { approval.state == RequestState::Refused };
        Ok(is_so && approval.answered_by == Some(supervisor.actor().user))
    }

    /// A supervisor, with a session of their own, answers a request.
    ///
    /// # Errors
    /// As [`House::transact`].
    pub fn answer_approval(&self, supervisor: &Session, answer: &AnswerApproval) -> Result<Answer<Matter>, Error> {
        let answered = self.transact(supervisor, new_op_id()?, answer)?;
        if answer.granted && answered.output == Matter::AnchorMismatch {
            self.accept_journal(&answered.entry)?;
        }
        Ok(answered)
    }
}

/// Did the requester make the approver's account, or the account that made it, and so on, all within the pause?
pub(super) fn made_by_requester(work: &Work<'_>, requester: UserId, approver: &User) -> Result<bool, Error> {
    let users = store::user::all(work.tx)?;
    let set_by = |id: UserId| {
        let user = users.iter().find(|user| user.id == id)?;
        Some((user.credentials_set_by?, user.credentials_set_at_ms))
    };
    Ok(is_made_by(approver.id, requester, work.now.0, users.len(), set_by))
}
