//! What somebody is told of a visit when they are next at the window: that a supervisor is asked to look at it, or that
//! theirs was set aside or ended meanwhile. Nobody waits for it: the person goes on, and so does the day.

use serde_json::{Value, json};

use super::open_visit;
use crate::domain::calendar::Moment;
use crate::domain::id::{CentreId, NoticeId, VisitId};
use crate::domain::turn::Reason;
use crate::domain::user::{Actor, Role};
use crate::domain::visit::NoticeKind;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::ops::names::Names;
use crate::ops::second_person::is_made_by;
use crate::store::notice::Notice;
use crate::store::visit::Visit;
use crate::store::{self, Reader};

/// Asks a supervisor to look at the visit at hand, which goes on.
#[derive(Debug, Clone)]
pub struct AskLook {
    /// The visit.
    pub visit: VisitId,
    /// What the supervisor shall look at.
    pub reason: Reason,
}

impl Operation for AskLook {
    const NAME: &'static str = "visit.ask_look";
    type Output = ();

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let visit = open_visit(work, self.visit)?;
        leave_notice(work, &visit, NoticeKind::Look)?;
        Ok(Done::new((), self.visit, &[Changed::Visits]).detail(json!({ "reason": self.reason.as_str() })))
    }
}

/// A supervisor has looked at a visit as asked, and writes what came of it.
#[derive(Debug, Clone)]
pub struct AnswerLook {
    /// The notice.
    pub notice: NoticeId,
    /// What came of it.
    pub found: Reason,
}

impl Operation for AnswerLook {
    const NAME: &'static str = "visit.looked";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Visit)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let notice = unseen(work, self.notice)?;
        if notice.kind != NoticeKind::Look {
            return refuse("notice", "Este aviso es para quien llevaba la atención.");
        }
        let asked_by = store::journal::entry(work.tx, notice.journal_number)?.map(|it| it.entry.user);
        if asked_by == Some(work.actor.user) && !work.settings.sole_supervisor {
            return refuse("second_person", "El pedido es suyo: la mira otra persona de supervisión.");
        }
        if let Some(asked_by) = asked_by
            && is_made_by(work, asked_by)?
            && !work.settings.sole_supervisor
        {
            return refuse(
                "second_person",
                "Quien lo pidió creó o restableció su cuenta hace menos de 30 días: la mira otra persona de supervisión.",
            );
        }
        store::notice::mark_seen(work.tx, notice.id, work.actor.user, work.now.0)?;
        Ok(Done::new((), notice.visit, &[Changed::Visits]).detail(json!({ "reason": self.found.as_str() })))
    }
}

/// Whoever a notice is for has read it.
#[derive(Debug, Clone, Copy)]
pub struct MarkNoticeSeen {
    /// The notice.
    pub notice: NoticeId,
}

impl Operation for MarkNoticeSeen {
    const NAME: &'static str = "visit.notice_seen";
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::to_be(Noun::Visit)
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let notice = unseen(work, self.notice)?;
        if notice.for_user != Some(work.actor.user) {
            return refuse("notice", "Este aviso es para otra persona.");
        }
        store::notice::mark_seen(work.tx, notice.id, work.actor.user, work.now.0)?;
        Ok(Done::new((), notice.visit, &[Changed::Visits]).code(notice.kind.code()))
    }
}

fn unseen(work: &Work<'_>, id: NoticeId) -> Result<Notice, Error> {
    let notice = known(store::notice::get(work.tx, id)?, "este aviso")?;
    match notice.seen_by {
        None => Ok(notice),
        Some(_) => refuse("seen", "Este aviso ya se dio por visto. Actualice la lista."),
    }
}

/// Leaves a notice of a visit, for the reason in the entry that is being written.
pub(super) fn leave_notice(work: &Work<'_>, visit: &Visit, kind: NoticeKind) -> Result<(), Error> {
    let new = Notice {
        id: NoticeId(0),
        centre: work.centre.id,
        visit: visit.id,
        kind,
        for_user: (kind != NoticeKind::Look).then_some(visit.clerk),
        journal_number: work.entry_number()?,
        seen_by: None,
    };
    store::notice::add(work.tx, &new)?;
    Ok(())
}

/// A notice as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeLine {
    /// Which.
    pub id: NoticeId,
    /// What it says.
    pub kind: NoticeKind,
    /// Of which visit.
    pub visit: VisitId,
    /// The code of its turn.
    pub turn: String,
    /// Who wrote it, by name.
    pub by: String,
    /// When.
    pub at: Moment,
    /// Why; nothing where that was erased.
    pub reason: String,
}

/// What somebody has not seen yet: what is for them and, for a supervisor, what asks for a supervisor.
///
/// # Errors
/// The store's.
pub fn notices(reader: &Reader, centre: CentreId, viewer: Actor) -> Result<Vec<NoticeLine>, Error> {
    let names = Names::read(reader)?;
    let is_for = |notice: &Notice| match notice.for_user {
        Some(user) => user == viewer.user,
        None => viewer.role == Role::Supervisor,
    };
    let mut lines = Vec::new();
    for notice in store::notice::unseen(reader, centre)?.into_iter().filter(is_for) {
        let entry = known(store::journal::entry(reader, notice.journal_number)?, "la entrada de este aviso")?.entry;
        let visit = known(store::visit::get(reader, notice.visit)?, "la atención de este aviso")?;
        let turn = known(store::turn::get(reader, visit.turn)?, "el turno de este aviso")?;
        lines.push(NoticeLine {
            id: notice.id,
            kind: notice.kind,
            visit: notice.visit,
            turn: turn.turn.code.as_str().into(),
            by: names.user(entry.user).into(),
            at: Moment(entry.at_ms),
            reason: reason_of(reader, notice.journal_number)?,
        });
    }
    Ok(lines)
}

/// The reason that an entry's detail gives; nothing where it gives none, or was erased.
pub(in crate::ops) fn reason_of(reader: &Reader, entry: i64) -> Result<String, Error> {
    let detail = store::journal::detail(reader, entry)?;
    let detail: Option<Value> = detail.and_then(|detail| serde_json::from_str(&detail.payload).ok());
    let reason = detail.as_ref().and_then(|detail| detail.get("reason")).and_then(Value::as_str);
    Ok(reason.unwrap_or_default().to_owned())
}
