//! The words of the log: what an entry of the journal says of a visit.

use std::borrow::Cow;

use crate::domain::ledger::VoidCause;
use crate::domain::mail::MailFault;
use crate::domain::visit::VisitOutcome;
use crate::ops::LAPSED;
use crate::ops::Operation as _;
use crate::ops::log::{Event, reason_in_words};
use crate::ops::procedure::{AnswerQuestions, AskUnlock, BeginKey, BeginRecovery, ConfirmData};
use crate::ops::reading::Purpose;
use crate::ops::scan::ScannedPaper;
use crate::ops::view::VisitState;
use crate::ops::{approval, complaint, issuance, mail, reading, scan, self_service, turn, visit};
use crate::ui::screens::visit::done_by;
use crate::ui::widgets::Sign;

/// What was done, by the operations' names in the journal.
const DONE: &[(&str, &str)] = &[
    (turn::MarkArrived::NAME, "La persona llegó"),
    (turn::TypeConfirmation::NAME, "Turno copiado de la confirmación"),
    (turn::GiveWalkIn::NAME, "Turno presencial dado"),
    (turn::BeginBooking::NAME, "Reserva de un turno empezada en autoservicio"),
    (turn::BookAlone::NAME, "Turno reservado en autoservicio"),
    (turn::BookTurn::NAME, "Turno reservado"),
    (turn::PrintBooked::NAME, "Confirmación impresa en autoservicio"),
    (turn::PrintTicket::NAME, "Turno impreso para quien espera"),
    (turn::MoveTurn::NAME, "Turno movido a otro día u hora"),
    (turn::CallTurn::NAME, "Llamado a la ventanilla"),
    (turn::CallAgain::NAME, "Llamado de nuevo"),
    (turn::TakeBackCall::NAME, "Llamado por error: volvió a la espera, en su lugar"),
    (turn::MarkNoShow::NAME, "No se presentó"),
    (turn::TakeBackNoShow::NAME, "Se deshizo «No se presentó»"),
    (turn::TakeBackArrival::NAME, "Se deshizo la llegada, marcada por error"),
    (turn::CancelTurn::NAME, "Turno cancelado"),
    (visit::BeginVisit::NAME, "Empezó la atención"),
    (visit::LinkVisit::NAME, "Otra atención de la misma persona"),
    (visit::GoOnWith::NAME, "Siguió con lo que la persona necesita después"),
    (visit::ParkVisit::NAME, "Quedó en pausa"),
    (visit::ResumeVisit::NAME, "Siguió después de la pausa"),
    (visit::ReopenVisit::NAME, "Se abrió de nuevo"),
    (visit::GiveOverride::NAME, "Advertencia justificada"),
    (visit::EndVisit::NAME, "Terminó"),
    (visit::ParkOthersVisit::NAME, "Supervisión la puso en pausa"),
    (visit::EndOthersVisit::NAME, "Supervisión la terminó sin resultado"),
    (visit::AskLook::NAME, "Pidió que supervisión la revise"),
    (visit::AnswerLook::NAME, "Supervisión la revisó"),
    (visit::MarkNoticeSeen::NAME, "Quien la llevaba vio el aviso"),
    (reading::OpenVisit::NAME, "Abrió esta atención en la bitácora"),
    (scan::NameScan::NAME, "Documento digitalizado"),
    (scan::DetachScan::NAME, "Documento digitalizado quitado"),
    (scan::DetachAcknowledgement::NAME, "Documento digitalizado quitado"),
    (reading::OpenScan::NAME, "Abrió un documento digitalizado"),
    (complaint::RecordComplaint::NAME, "Queja"),
    (issuance::PrintPaper::NAME, "Papel impreso"),
    (issuance::ReserveSlip::NAME, "Clave reservada"),
    (issuance::MarkSent::NAME, "Clave enviada a la impresora"),
    (issuance::MarkPrinted::NAME, "La impresora la dio por impresa"),
    (issuance::MarkUnconfirmed::NAME, "La impresora no confirmó"),
    (issuance::MarkPurged::NAME, "Borrada de la cola de impresión"),
    (issuance::VoidSlip::NAME, "Clave anulada"),
    (mail::NoteSent::NAME, "Aviso por correo enviado al empleador"),
    (mail::NoteFailed::NAME, "El aviso por correo al empleador no se pudo enviar"),
    (BeginKey::NAME, "Autoservicio: empezó una clave de afiliado"),
    (AnswerQuestions::NAME, "Autoservicio: respondió las preguntas"),
    (ConfirmData::NAME, "Autoservicio: confirmó o corrigió sus datos"),
    (AskUnlock::NAME, "Autoservicio: pidió desbloquear su clave de afiliado"),
    (BeginRecovery::NAME, "Autoservicio: empezó a recuperar una clave de empleador"),
    (self_service::GiveCode::NAME, "Autoservicio: escribió el código que se envió"),
    (self_service::OpenLink::NAME, "Autoservicio: abrió el enlace que se envió"),
    (self_service::AskAgain::NAME, "Autoservicio: pidió otro correo"),
    (self_service::ChooseKey::NAME, "Autoservicio: eligió su clave"),
    (self_service::LeaveFlow::NAME, "Autoservicio: terminó sin completarlo"),
    (approval::RequestApproval::NAME, "Pidió la aprobación de supervisión"),
    (approval::AnswerApproval::NAME, "Respuesta de supervisión"),
    (approval::WithdrawApproval::NAME, "Retiró el pedido de aprobación"),
    (LAPSED, "Las aprobaciones caducaron: la atención pasó a ser de otras personas"),
    (approval::MarkShown::NAME, "Supervisión vio lo aprobado en su nombre"),
];

/// What was done with a letter that is not about a delivered key, by its kind in the entry's code.
const LETTERS: [(&str, &str, &str); 2] = [
    (mail::NoteSent::NAME, "turn_booked", "Confirmación del turno enviada por correo"),
    (mail::NoteFailed::NAME, "turn_booked", "La confirmación del turno no se pudo enviar por correo"),
];

/// What an entry says, and how it ended where that is not as meant.
pub(super) fn done(event: &Event) -> String {
    let served = done_by(&event.operation, &event.code);
    let listed = || DONE.iter().find(|(name, _)| *name == event.operation).map(|(_, words)| *words);
    let words = served.as_ref().map(|(words, _)| *words).or_else(listed);
    let kind = event.code.split(' ').next().unwrap_or_default();
    let words = LETTERS.iter().find(|it| (it.0, it.1) == (event.operation.as_str(), kind)).map(|it| it.2).or(words);
    let words: Cow<'_, str> =
        words.map_or_else(|| Cow::Owned(format!("Otra operación ({})", event.operation)), Cow::Borrowed);
    if event.outcome == "refused" {
        return format!("{words}: no se aceptó");
    }
    match served.map_or_else(|| qualified(event), |(_, because)| because) {
        Some(more) => format!("{words}: {more}"),
        None => words.into_owned(),
    }
}

/// The papers without a key, by the codes of their entries.
const PAPERS: [(&str, &str); 6] = [
    ("acknowledgement", "acuse de recibo"),
    ("acknowledgement_again", "acuse de recibo, otra vez"),
    ("constancia", "constancia de atención"),
    ("constancia_again", "constancia de atención, otra vez"),
    ("turn_confirmation", "confirmación del turno"),
    ("turn_confirmation_again", "confirmación del turno, otra vez"),
];

/// What the entry's code adds.
fn qualified(event: &Event) -> Option<String> {
    let code = event.code.as_str();
    match event.operation.as_str() {
        visit::GiveOverride::NAME => Some(reason_in_words(code).to_owned()),
        visit::EndVisit::NAME => {
            VisitOutcome::from_code(code).map(|outcome| VisitState::Ended(outcome).spanish().to_owned())
        }
        reading::OpenVisit::NAME | reading::OpenScan::NAME => {
            Purpose::ALL.into_iter().find(|purpose| purpose.code() == code).map(|it| it.spanish().to_lowercase())
        }
        issuance::VoidSlip::NAME => {
            VoidCause::ALL.into_iter().find(|cause| cause.code() == code).map(|cause| cause.spanish().to_owned())
        }
        issuance::PrintPaper::NAME => {
            PAPERS.iter().find(|(paper, _)| *paper == code).map(|(_, words)| (*words).to_owned())
        }
        scan::NameScan::NAME | scan::DetachScan::NAME | scan::DetachAcknowledgement::NAME => {
            ScannedPaper::ALL.into_iter().find(|paper| paper.code() == code).map(|it| it.spanish().to_lowercase())
        }
        mail::NoteFailed::NAME => {
            let fault = code.split_once(' ').and_then(|(_, fault)| MailFault::from_code(fault));
            fault.map(|fault| fault.sentence().to_owned())
        }
        issuance::ReserveSlip::NAME => code.split_once(':').map(|(serial, _)| format!("serie {serial}")),
        _ => None,
    }
}

/// The sign of how a visit stands or ended.
pub(super) fn sign_of(state: VisitState) -> Sign {
    match state {
        VisitState::Open => Sign::Info,
        VisitState::Parked => Sign::Waiting,
        VisitState::Ended(VisitOutcome::Served) => Sign::Done,
        VisitState::Ended(VisitOutcome::NotServed) => Sign::Missing,
        VisitState::Ended(VisitOutcome::Abandoned) => Sign::Warning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Moment;

    fn event(operation: &str, outcome: &'static str, code: &str) -> Event {
        Event {
            number: 1,
            at: Moment(0),
            by: String::new(),
            window: 1,
            operation: operation.into(),
            outcome,
            code: code.into(),
            reason: String::new(),
        }
    }

    #[test]
    fn a_reservation_tells_its_serial_and_not_its_binding() {
        let said = done(&event("issuance.reserve", "done", "1701-01-1-000002:9f3a"));
        assert_eq!(said, "Clave reservada: serie 1701-01-1-000002");
    }

    #[test]
    fn what_happened_is_said_in_spanish() {
        assert_eq!(done(&event("visit.end", "done", "not_served")), "Terminó: no atendida");
        assert_eq!(done(&event("issuance.void", "done", "jam")), "Clave anulada: papel atascado");
        assert_eq!(done(&event("visit.override", "done", "EK-T4")), "Advertencia justificada: Puntualidad");
        assert_eq!(done(&event("mail.sent", "done", "turn_booked")), "Confirmación del turno enviada por correo");
        let gone = done(&event("mail.failed", "done", "turn_booked turn_cancelled"));
        assert!(
            gone.starts_with("La confirmación del turno no se pudo enviar por correo: El turno se canceló"),
            "{gone}"
        );
        assert_eq!(done(&event("turn.call", "refused", "order")), "Llamado a la ventanilla: no se aceptó");
        assert_eq!(
            done(&event("visit.open", "done", "review")),
            "Abrió esta atención en la bitácora: revisión de supervisión"
        );
        let again = done(&event("paper.print", "done", "constancia_again"));
        assert_eq!(again, "Papel impreso: constancia de atención, otra vez");
        assert_eq!(
            done(&event("attic.sweep_up", "done", "")),
            "Otra operación (attic.sweep_up)",
            "an unknown one is not hidden"
        );
    }

    /// What is never about a visit, nor about its turn, slips, scans, letters, complaints or requests: whole nouns, and single
    /// operations.
    const OF_NO_VISIT: &[&str] = &[
        "approval.look",
        "artisan_qualification",
        "backup",
        "centre",
        "day",
        "employer",
        "export",
        "holiday",
        "house",
        "import",
        "insured",
        "mail.change",
        "notarial_power",
        "people",
        "person",
        "printer",
        "scan.sweep",
        "scans",
        "settings",
        "user",
        "window",
    ];

    #[test]
    fn every_operation_on_a_visit_has_words() {
        use crate::ops::LISTED;
        let is_of_another = |name: &str| {
            let noun = name.split('.').next().unwrap_or_default();
            OF_NO_VISIT.contains(&name) || OF_NO_VISIT.contains(&noun)
        };
        let is_told = |name: &str| done_by(name, "").is_some() || DONE.iter().any(|(known, _)| *known == name);
        for listed in LISTED.iter().filter(|listed| !is_of_another(listed.name)) {
            assert!(is_told(listed.name), "{}: either it has words, or it is never about a visit", listed.name);
        }
        for (known, _) in DONE {
            assert!(LISTED.iter().any(|listed| listed.name == *known), "{known} has words and is no operation");
        }
        for other in OF_NO_VISIT {
            let is_meant = |name: &str| name == *other || name.split('.').next() == Some(other);
            assert!(LISTED.iter().any(|listed| is_meant(listed.name)), "{other} is nothing that is listed");
        }
    }
}
