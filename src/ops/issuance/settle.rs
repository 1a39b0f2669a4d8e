//! How a slip ends: in the recipient's hand, or void.

use serde_json::json;

use super::ledger::changed_to;
use crate::domain::approval::{Matter, code_using};
use crate::domain::calendar::Moment;
use crate::domain::id::IssuanceId;
use crate::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use crate::domain::user::{Actor, Role};
use crate::ops::error::{Error, known, reasoned, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::mail;
use crate::ops::procedure::{REGISTERS, Served};
use crate::ops::visit::{Surroundings, assess, settle_turn, take_up};
use crate::ops::word::{WORDS, covers_of, give_back, ids_of, use_granted, whose_slip};
use crate::store::issuance::Issuance;
use crate::store::visit::{VisitOutcome, VisitState};
use crate::store::{self, Transaction};

/// What a delivery touches: the papers of the visit go to their registers with it.
const DELIVERED: &[Changed] = &[
    Changed::Issuances,
    Changed::Visits,
    Changed::Turns,
    Changed::Approvals,
    Changed::NotarialPowers,
    Changed::ArtisanQualifications,
    Changed::Mail,
];

/// The paper is in the recipient's hand.
#[derive(Debug, Clone, Copy)]
pub struct DeliverSlip {
    /// The line.
    pub issuance: IssuanceId,
    /// Was the acknowledgement signed? Without a signature a supervisor's word is needed.
    pub acknowledgement: Acknowledgement,
}

impl Operation for DeliverSlip {
    const NAME: &'static str = "issuance.deliver";
    const BESIDE_OTHERS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.issuance.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        let _ = store::issuance::get_held(tx, self.issuance);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let mut slip = changed_to(work, self.issuance, IssuanceState::Delivered)?;
        let visit = known(store::visit::get_held(work.tx, slip.visit)?, "la atención de esta clave")?;
        refuse_stale(work, &slip, &visit)?;
        let used = match self.acknowledgement {
            Acknowledgement::Signed => Vec::new(),
            Acknowledgement::Unsigned => vec![use_granted(
                work,
                Matter::DeliveredUnsigned,
                self.issuance.into(),
                ("", &whose_slip(&slip)),
                "Sin firma en el acuse de recibo, la entrega la aprueba supervisión. Si la persona está, pídale que \
                 firme.",
            )?],
        };
        slip.acknowledgement = Some(self.acknowledgement);
        slip.ended_at_ms = Some(work.now.0);
        store::issuance::update(work.tx, &slip)?;
        let taken = take_up(work, &visit, Served::Yes)?;
        store::visit::set_state(
            work.tx,
            visit.id,
            VisitState::Ended(VisitOutcome::Served),
            visit.clerk,
            visit.window,
            work.now.0,
        )?;
        settle_turn(work, visit.turn)?;
        mail::employer_hears(work, &slip.employer, slip.id)?;
        let code = match self.acknowledgement {
            Acknowledgement::Signed => "signed",
            Acknowledgement::Unsigned => "unsigned",
        };
        Ok(Done::new((), self.issuance, DELIVERED)
            .code(code_using(code, &ids_of(&used)))
            .detail(json!({ REGISTERS: taken, WORDS: covers_of(&used) })))
    }
}

/// The paper is spoilt, gone, or never came out. A new key needs a new serial.
#[derive(Debug, Clone)]
pub struct VoidSlip {
    /// The line.
    pub issuance: IssuanceId,
    /// Why, as a cause that is counted.
    pub cause: VoidCause,
    /// Why, in the clerk's words.
    pub reason: String,
}

impl Operation for VoidSlip {
    const NAME: &'static str = "issuance.void";
    type Output = ();

    fn subject(&self) -> Subject {
        self.issuance.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let reason = reasoned(&self.reason, "Escriba con palabras qué pasó con el papel: queda en la bitácora.")?;
        let before = known(store::issuance::get(work.tx, self.issuance)?, "esta clave")?;
        let mut slip = changed_to(work, self.issuance, IssuanceState::Void)?;
        if before.state == IssuanceState::Sent {
            // Nobody asked the printer since.
            slip.may_still_print = true;
        }
        // A document goes to a job whose number was noted before, and to no other: without one there was no paper, and
        // what was never on paper nobody has to account for.
        let mut used = Vec::new();
        if slip.job_id.is_none() {
            // What was used up for a slip that never left the machine serves for the next one.
            give_back(work, slip.journal_number)?;
        } else if let Some(ask) = needs_a_word(work, &slip)? {
            used.push(use_granted(work, Matter::SecondVoid, self.issuance.into(), ("", &whose_slip(&slip)), ask)?);
        }
        slip.void_cause = Some(self.cause);
        slip.void_reason = Some(reason.as_str().into());
        slip.ended_at_ms = Some(work.now.0);
        store::issuance::update(work.tx, &slip)?;
        Ok(Done::new((), self.issuance, &[Changed::Issuances, Changed::Approvals])
            .code(code_using(self.cause.code(), &ids_of(&used)))
            .detail(json!({ "reason": reason.as_str(), WORDS: covers_of(&used) })))
    }
}

/// So many slips that may be on paper a clerk voids in a day by themselves (own rule).
pub(in crate::ops) const VOIDS_A_DAY: u32 = 2;

/// Why voiding this slip needs a supervisor's word, where it does: a second void of the same employer and branch on the
/// same accounting day, or, by an own rule, the third of the slips that the same clerk issued on it. Other visits and
/// turns count: who wants a spare key does not get it by beginning anew.
fn needs_a_word(work: &Work<'_>, slip: &Issuance) -> Result<Option<&'static str>, Error> {
    let (of_employer, of_clerk) = store::issuance::voids_beside(work.tx, slip)?;
    Ok(if of_employer > 0 {
        Some("Es la segunda clave que se anula hoy de este empleador y sucursal: pida la aprobación de supervisión.")
    } else if of_clerk >= VOIDS_A_DAY {
        Some(
            "Es la tercera clave que se anula hoy de las que emitió la misma persona: pida la aprobación de supervisión.",
        )
    } else {
        None
    })
}

/// What was judged when the slip was printed has to hold when it is handed over: a power revoked meanwhile, a
/// representative who left office, or another day stop it. What a supervisor knows to have been handed over on an earlier
/// day, a supervisor notes.
fn refuse_stale(work: &Work<'_>, slip: &Issuance, visit: &store::visit::Visit) -> Result<(), Error> {
    if Moment(slip.reserved_at_ms).day(work.centre.zone) != work.day {
        return match work.actor.role {
            Role::Supervisor => Ok(()),
            Role::Clerk => refuse(
                "other_day",
                format!(
                    "La clave de serie {} es de otro día: anúlela y destruya el papel. Si la persona ya se la llevó, \
                     lo anota supervisión.",
                    slip.serial
                ),
            ),
        };
    }
    let around = Surroundings { now: work.now, centre: work.centre, settings: work.settings };
    let assessment = assess(work.tx, around, visit)?;
    match assessment.blocking().next() {
        None => Ok(()),
        Some(first) => refuse(
            first.rule.as_str(),
            format!("Algo cambió desde que se imprimió la clave. {} No la entregue: anúlela.", first.sentence),
        ),
    }
}
