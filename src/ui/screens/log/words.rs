//! The words of the log: what an entry of the journal says of a visit.

use std::borrow::Cow;

use crate::domain::ledger::VoidCause;
use crate::domain::visit::VisitOutcome;
use crate::ops::log::{Event, reason_in_words};
use crate::ops::reading::Purpose;
use crate::ops::scan::ScannedPaper;
use crate::ops::view::VisitState;
use crate::ui::widgets::Sign;

/// What was done, by the operations' names in the journal.
const DONE: [(&str, &str); 40] = [
    ("turn.arrive", "La persona llegó"),
    ("turn.type_confirmation", "Turno copiado de la confirmación"),
    ("turn.give_walk_in", "Turno presencial dado"),
    ("turn.call", "Llamado a la ventanilla"),
    ("turn.call_again", "Llamado de nuevo"),
    ("turn.call_taken_back", "Llamado por error: volvió a la espera, en su lugar"),
    ("turn.no_show", "No se presentó"),
    ("turn.no_show_taken_back", "Se deshizo «No se presentó»"),
    ("turn.arrival_taken_back", "Se deshizo la llegada, marcada por error"),
    ("turn.cancel", "Turno cancelado"),
    ("visit.begin", "Empezó la atención"),
    ("visit.link", "Otra atención de la misma persona"),
    ("visit.park", "Quedó en pausa"),
    ("visit.resume", "Siguió después de la pausa"),
    ("visit.reopen", "Se abrió de nuevo"),
    ("visit.override", "Advertencia justificada"),
    ("visit.end", "Terminó"),
    ("visit.park_others", "Supervisión la puso en pausa"),
    ("visit.end_others", "Supervisión la terminó sin clave"),
    ("visit.ask_look", "Pidió que supervisión la revise"),
    ("visit.looked", "Supervisión la revisó"),
    ("visit.notice_seen", "Quien la llevaba vio el aviso"),
    ("visit.open", "Abrió esta atención en la bitácora"),
    ("scan.attach", "Documento digitalizado"),
    ("scan.detach", "Documento digitalizado quitado"),
    ("scan.detach_signed", "Documento digitalizado quitado"),
    ("scan.open", "Abrió un documento digitalizado"),
    ("complaint.record", "Queja"),
    ("paper.print", "Papel impreso"),
    ("issuance.reserve", "Clave reservada"),
    ("issuance.sent", "Clave enviada a la impresora"),
    ("issuance.printed", "La impresora la dio por impresa"),
    ("issuance.unconfirmed", "La impresora no confirmó"),
    ("issuance.purged", "Borrada de la cola de impresión"),
    ("issuance.deliver", "Clave entregada"),
    ("issuance.void", "Clave anulada"),
    ("approval.request", "Pidió la aprobación de supervisión"),
    ("approval.answer", "Respuesta de supervisión"),
    ("approval.withdraw", "Retiró el pedido de aprobación"),
    ("approval.mark_shown", "Supervisión vio lo aprobado en su nombre"),
];

/// What an entry says, and how it ended where that is not as meant.
pub(super) fn done(event: &Event) -> String {
    let words = DONE.iter().find(|(name, _)| *name == event.operation).map(|(_, words)| *words);
    let words: Cow<'_, str> =
        words.map_or_else(|| Cow::Owned(format!("Otra operación ({})", event.operation)), Cow::Borrowed);
    if event.outcome == "refused" {
        return format!("{words}: no se aceptó");
    }
    match qualified(event) {
        Some(more) => format!("{words}: {more}"),
        None => words.into_owned(),
    }
}

/// The papers without a key, by the codes of their entries.
const PAPERS: [(&str, &str); 4] = [
    ("acknowledgement", "acuse de recibo"),
    ("acknowledgement_again", "acuse de recibo, otra vez"),
    ("constancia", "constancia de atención"),
    ("constancia_again", "constancia de atención, otra vez"),
];

/// What the entry's code adds.
fn qualified(event: &Event) -> Option<String> {
    let code = event.code.as_str();
    match event.operation.as_str() {
        "visit.override" => Some(reason_in_words(code).to_owned()),
        "visit.end" => VisitOutcome::from_code(code).map(|outcome| VisitState::Ended(outcome).spanish().to_owned()),
        "visit.open" | "scan.open" => {
            Purpose::ALL.into_iter().find(|purpose| purpose.code() == code).map(|it| it.spanish().to_lowercase())
        }
        "issuance.void" => {
            VoidCause::ALL.into_iter().find(|cause| cause.code() == code).map(|cause| cause.spanish().to_owned())
        }
        "paper.print" => PAPERS.iter().find(|(paper, _)| *paper == code).map(|(_, words)| (*words).to_owned()),
        "scan.attach" | "scan.detach" | "scan.detach_signed" => {
            ScannedPaper::ALL.into_iter().find(|paper| paper.code() == code).map(|it| it.spanish().to_lowercase())
        }
        "issuance.reserve" => code.split_once(':').map(|(serial, _)| format!("serie {serial}")),
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

    #[test]
    fn every_operation_on_a_visit_has_words() {
        use crate::ops::Operation;
        use crate::ops::{approval, complaint, issuance, reading, scan, turn, visit};
        let names = [
            turn::MarkArrived::NAME,
            turn::TypeConfirmation::NAME,
            turn::GiveWalkIn::NAME,
            turn::CallTurn::NAME,
            turn::CallAgain::NAME,
            turn::TakeBackCall::NAME,
            turn::MarkNoShow::NAME,
            turn::TakeBackNoShow::NAME,
            turn::TakeBackArrival::NAME,
            turn::CancelTurn::NAME,
            visit::BeginVisit::NAME,
            visit::LinkVisit::NAME,
            visit::ParkVisit::NAME,
            visit::ResumeVisit::NAME,
            visit::ReopenVisit::NAME,
            visit::GiveOverride::NAME,
            visit::EndVisit::NAME,
            visit::ParkOthersVisit::NAME,
            visit::EndOthersVisit::NAME,
            visit::AskLook::NAME,
            visit::AnswerLook::NAME,
            visit::MarkNoticeSeen::NAME,
            scan::NameScan::NAME,
            scan::DetachScan::NAME,
            scan::DetachAcknowledgement::NAME,
            reading::OpenScan::NAME,
            complaint::RecordComplaint::NAME,
            reading::OpenVisit::NAME,
            issuance::DeliverSlip::NAME,
            issuance::VoidSlip::NAME,
            issuance::PrintPaper::NAME,
            approval::RequestApproval::NAME,
            approval::AnswerApproval::NAME,
        ];
        for name in names {
            assert!(DONE.iter().any(|(known, _)| *known == name), "{name}");
        }
    }
}
